"""Other spellings of one word: divided, with a letter wrong, with marks that were typed as letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from string import ascii_lowercase
from unicodedata import normalize

from vietnamese import is_syllable
from vietnamese.places import place_words


def spellings(word: str) -> list[str]:
    """Other spellings of a folded word, the likeliest first: its parts, then without marks typed as letters or digits, then
    as it sounds, then with a letter wrong.
    """
    near = (*likely(word), *edited(word), *(one for other in _without_marks(word) for one in edited(other)))
    return [other for other in dict.fromkeys(near) if other not in ("", word)]


def likely(word: str) -> list[str]:
    """The first of these spellings, those that no slip of a finger explains.

    >>> likely("chowj"), likely("ruo65ng"), likely("chu")
    (['cho'], ['ruong'], ['tru'])
    """
    near = (*divided(word), *unmarked(word), *alike(word))
    return [other for other in dict.fromkeys(near) if other not in ("", word)]


_ALIKE = {"ch": ("tr",), "tr": ("ch",), "gi": ("d", "r"), "d": ("gi",), "r": ("gi",)}  # begin alike where dialects do


def alike(word: str) -> Iterator[str]:
    """Yields words that many pronounce the same, where their spelling differs by more than a letter.

    >>> list(alike("tranh")), list(alike("gian")), list(alike("dan"))
    (['chanh'], ['dan', 'ran'], ['gian'])
    """
    first = word[:2] if word[:2] in _ALIKE else word[:1]
    yield from filter(_is_word, (other + word[len(first) :] for other in _ALIKE.get(first, ())))


def edited(word: str) -> Iterator[str]:
    """Yields a word with one letter left out, added, changed or changed over with the next; none of one like CO2."""
    if len(word) < 2 or word[-1].isdigit():
        return
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        yield from (head + letter + tail for letter in ascii_lowercase)
        if tail:
            yield from (head + letter + tail[1:] for letter in ascii_lowercase)


def divided(word: str) -> Iterator[str]:
    """A word as two to four that are syllables, or words of places' names.

    >>> list(divided("thainguyen"))[:2]
    ['thai nguyen', 'thai nguy en']
    """

    def parts(rest: str, room: int) -> Iterator[list[str]]:
        """Yields a rest as at most `room` words that are syllables, or words of places' names."""
        if not rest:
            yield []
        for end in range(min(7, len(rest)), 1, -1) if room else ():
            if _is_word(rest[:end]):
                yield from ([rest[:end], *more] for more in parts(rest[end:], room - 1))

    yield from (" ".join(some) for some in sorted(parts(word, 4), key=len) if len(some) > 1)


_SYLLABLE = 7  # letters of the longest
_MARKED = {"a": "aăâ", "d": "dđ", "e": "eê", "o": "oôơ", "u": "uư"}


@lru_cache(maxsize=20_000)  # strangers type any
def _is_word(word: str) -> bool:
    """Whether a folded word is a Vietnamese syllable or part of a place's name.

    >>> [_is_word(word) for word in ("huong", "nuoc", "tieu", "dak", "strong")]
    [True, True, True, True, False]
    """
    if len(word) > _SYLLABLE or word in place_words():
        return word in place_words()
    # Folded, a syllable has lost its letters' marks and, where it ends in a stop, the tone that it must carry.
    spelled = ("".join(letters) for letters in product(*(_MARKED.get(letter, letter) for letter in word)))
    return any(is_syllable(one) or is_syllable(re.sub("[aăâeêioôơuưy]", _acute, one, count=1)) for one in spelled)


def _acute(vowel: re.Match[str]) -> str:
    """The vowel matched, with an acute accent: its sắc tone."""
    return normalize("NFC", f"{vowel[0]}\u0301")


def unmarked(word: str) -> list[str]:
    """A word whose marks were typed as letters (Telex) or digits (VNI) and stayed so; empty where it is none.

    >>> unmarked("tieengs"), unmarked("ddawks"), unmarked("noori"), unmarked("hoa2"), unmarked("no63i"), unmarked("caosu")
    (['tieng'], ['dak'], ['noi'], ['hoa'], ['noi'], [])
    """
    return [bare for bare in _without_marks(word) if _is_word(bare)]


def _without_marks(word: str) -> list[str]:
    """A word without what may be marks typed as letters or digits, in each way there is, whether or not that is a word.

    >>> _without_marks("hcoj"), _without_marks("dwowfng")
    (['hco'], ['dwofng', 'duong'])
    """
    once = re.sub("([aeo])\\1|dd", lambda pair: pair[0][0], word)
    # No syllable has one of these letters after a vowel; two syllables without a blank may. A `w` alone is ư.
    within = "" if next(divided(word), None) else "|(?<=[aeiouyw])[sfrxj]"
    vowels = re.sub("(?<![aou])w", "u", once)
    forms = (
        re.sub("(?<=[aou])w|[sfrxj]$", "", once),
        re.sub(f"(?<=[aousfrxj])w|[sfrxj]${within}", "", vowels),
        re.sub("(?<=[a-z])[1-9]{1,3}", "", word),
    )
    return [form for form in dict.fromkeys(forms) if form != word]

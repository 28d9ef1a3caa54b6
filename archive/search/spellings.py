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
    """Other spellings of a folded word, the likeliest first: its parts, then without marks typed as letters, then with a
    letter wrong.
    """
    bare = without_telex(word)
    near = (*divided(word), bare, *edited(word), *(edited(bare) if bare != word else ()))
    return [other for other in dict.fromkeys(near) if other not in ("", word)]


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


def without_telex(word: str) -> str:
    """A word whose marks were typed as letters and stayed letters.

    >>> without_telex("tieengs"), without_telex("ddawks")
    ('tieng', 'dak')
    """
    bare = re.sub("([aeo])\\1|dd", lambda pair: pair[0][0], word)
    return re.sub("(?<=[aou])w|[sfrxj]$", "", bare)

"""The letters of Vietnamese: what a syllable is, which code points are right, where the tone may stand."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from unicodedata import is_normalized, normalize

# Each row is a vowel without tone, then with the tones in dictionary order.
TONES = ("ngang", "huyền", "hỏi", "ngã", "sắc", "nặng")
VOWELS = (
    *("aàảãáạ", "ăằẳẵắặ", "âầẩẫấậ", "eèẻẽéẹ", "êềểễếệ", "iìỉĩíị"),
    *("oòỏõóọ", "ôồổỗốộ", "ơờởỡớợ", "uùủũúụ", "ưừửữứự", "yỳỷỹýỵ"),
)
MARKED = "".join(row[1:] if row[0] in "aeiouy" else row for row in VOWELS) + "đ"
MARKED += MARKED.upper()  # the 134 letters of Vietnamese that ASCII lacks
TONELESS = str.maketrans({letter: row[0] for row in VOWELS for letter in row[1:]})
TONE = {letter: tone for row in VOWELS for tone, letter in enumerate(row) if tone}

_SYLLABLE = re.compile(
    "(?:b|ch|đ|gi|h|kh|l|m|nh|ph|r|s|th|tr|d|g(?![eêy])|k|n|p|t|v|x|(?:ng|c)(?![eêiy])|(?:ngh|gh)(?=[eêi]))?(?:"
    "a(?:[cikmnoptuy]|ch|ng|nh)?|ă(?:[ckmnpt]|ng)|â(?:[ckmnptuy]|ng)|e(?:[cmnopt]|ng)?|ê(?:[mnptu]|ch|nh)?|"
    "i(?:[amnptu]|ch|nh)?|iê(?:[cmnptu]|ng)|yê(?:[mntu]|ng)|y|o(?:[cikmnpt]|ng|oc|ong)?|oa(?:[cimnopty]|ch|ng|nh)?|"
    "oă(?:[cmnt]|ng)|oe[not]?|ô(?:[cimnpt]|ng|ông)?|ơ(?:[imnpt])?|u(?:[acimnpt]|ng)?|uâ(?:[nty]|ng)|uê(?:ch|nh)?|"
    "uô(?:[cimnt]|ng)|uơ|uy(?:[atnup]|ch|nh|ên|êt)?|ư(?:[acitumn]|ng)?|ươ(?:[cimnptu]|ng))"
    "|qu(?:a(?:[cimnoptuy]|ch|ng|nh)?|ă(?:[cmnpt]|ng)|â(?:[nty]|ng)|e[not]?|ê(?:[nt]|ch|nh)?|i(?:t|nh)?|ơ|ôc|"
    "y(?:[tnu]|ch|nh|ên|êt)?)"
    "|gi(?:êng|êt|êc|êm|ên|êu)|g(?:in|iêng)?"
)


@lru_cache(maxsize=1 << 13)
def is_syllable(word: str) -> bool:
    """Whether a word in NFC, of any case, can be read as one Vietnamese syllable, wherever its tone mark stands.

    >>> is_syllable("Nghiêng"), is_syllable("Đắk"), is_syllable("strength"), is_syllable("cạt"), is_syllable("càt")
    (True, True, False, True, False)
    """
    word = word.lower()
    tones = [TONE[letter] for letter in word if letter in TONE]
    if len(tones) > 1 or not _SYLLABLE.fullmatch(word.translate(TONELESS)):
        return False
    # A syllable that ends in a stop carries sắc or nặng; names of the highlands (Đắk, Lăk) may carry none.
    return not word.endswith(("c", "ch", "p", "t")) or bool(tones and tones[0] > 3)


# --- repair ----------------------------------------------------------------------------------------------------------

_CYRILLIC_GREEK = "аАеЕоОрРсСхХуУіІТНКМВӑӐһοΟΑΒΕΗΙΚΜΝΡΤΥΧν"
_LOOKALIKES = str.maketrans(_CYRILLIC_GREEK + "ıǎǍ", "aAeEoOpPcCxXyYiITHKMBăĂhoOABEHIKMNPTYXviăĂ")
_EVERY_D = str.maketrans("ÐðƉɖ", "ĐđĐđ")
_HATS = "\u031b\u0302\u0306"
_MARKS = "\u0300\u0301\u0303\u0309\u0323" + _HATS

_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x9f"
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_IGNORED = "\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufffc"
_PRIVATE = "\ue000-\uf8ff"
# Scripts in which zero-width characters are part of the spelling (Arabic to Khmer and Mongolian, Cham), and emoji.
_JOINING = "\u0600-\u1cff\uaa00-\uaa5f\u2600-\u27bf\ufe0f\U0001f000-\U0001faff"

SUSPECT = re.compile(f"[{_CONTROLS}{_SPACES}{_IGNORED}{_PRIVATE}ÐðƉɖıǎǍ\u0300-\u036f\u0370-\u052f\ufe00-\ufe0f]")
_CONTROL = re.compile(f"[{_CONTROLS}]")
_SPACE = re.compile(f"[{_SPACES}]")
_CLOSING = tuple(".,;:!?%)”’")
# A sign that chooses how the letter before it is drawn is for other scripts.
_INVISIBLE = re.compile(
    f"(?:(?!(?<=[{_JOINING}])(?<![{_IGNORED}])[\u200b-\u200d])[{_IGNORED}]|(?<=[a-zA-ZÀ-ỹ])[\ufe00-\ufe0f])+"
)
_LETTERS = f"[^\\W\\d_](?:[^\\W\\d_]|[{_MARKS}])*"
_PIECES = re.compile(f"{_LETTERS}(?:\u200b{_LETTERS}){{2,}}")
_LONGEST_SYLLABLE = 7
_BULLET = re.compile(f"[{_PRIVATE}]")
_LOOKALIKE_WORD = re.compile(f"(?<![^\\W\\d_])[^\\W\\d_]*?[{_CYRILLIC_GREEK}ıǎǍ](?:[^\\W\\d_]|[{_MARKS}])*")
_CLUSTER = re.compile(f"[^\\W\\d_][{_MARKS}]+")
_WORD = re.compile(r"[^\W\d_]+")
_FIRST_WORD = re.compile(f"(?:[^\\W\\d_][{_MARKS}]*)+")
_LAST_WORD = re.compile(f"(?:[^\\W\\d_][{_MARKS}]*)+$")
# Words that begin with a vowel: what stands before them may be a word, though the two together would be a syllable.
_VOWEL_WORDS = frozenset(
    ["ai", "anh", "em", "ông", "ở", "ấy", "ăn", "uống", "áo", "ít", "im", "yêu", "ý", "án", "an", "ôn", "ích", "ưu"]
)
_FOREIGN_D = re.compile("[ÐðƉɖ]")
_LOOKALIKE = re.compile(f"[{_CYRILLIC_GREEK}ıǎǍ]")
_OTHER_SCRIPT = re.compile(f"[{_CYRILLIC_GREEK}]")
_OTHER_LETTER = re.compile("[\u0370-\u052f]")
_LATIN = re.compile("[a-zA-Z\u00c0-\u0130\u0132-\u01b0\u1ea0-\u1ef9]")
_ONLY_VIETNAMESE = re.compile("[ăĂđĐơƠưƯĩĨũŨ\u1ea0-\u1ef9]")  # no other language that writes ð has these
_NORDIC = re.compile("[þÞæÆöÖøØ]")
_VOWEL_BEFORE_D = re.compile("[AEIOUYÁÉÍÓÚÝ].*[ÐƉ]")


def repair(text: str) -> tuple[str, dict[str, int]]:
    """Text with every code point right, and how many repairs of which kind that took.

    Spelling, tone placement, quotes, dashes, case and line breaks stay as printed. Kinds: `c1` (a character of
    windows-1252 left as a control), `control`, `space`, `invisible`, `bullet` (private use), `lookalike` (Cyrillic,
    Greek, ı, ǎ in Vietnamese words), `nfc` (marks composed, U+0340 and U+0341 replaced), `tone_order`, `double_mark`,
    `eth` (Ð and African D for Đ). Raises nothing; text without faults comes back itself, with an empty dict; text once
    repaired has no faults.

    >>> repair("Ðại hội Ða\u0309ng bô\u0323 ti\u0309nh Thái\u200bNguyên")
    ('Đại hội Đảng bộ tỉnh Thái Nguyên', {'invisible': 1, 'nfc': 3, 'eth': 2})
    >>> repair("Guðrún kom heim")
    ('Guðrún kom heim', {})
    """
    if not SUSPECT.search(text) and is_normalized("NFC", text):
        return text, {}
    done: Counter[str] = Counter()
    for step in (_controls, _spaces, _bullets, _lookalikes, _marks, _foreign_d):
        text = step(text, done)
    return text, dict(done)


def _controls(text: str, done: Counter[str]) -> str:
    """Replaces controls by the characters of windows-1252 that they are, or by nothing; counts them in `done`."""

    def shown(match: re.Match[str]) -> str:
        """The character that a control stands for; empty for none."""
        character = match[0].encode("latin-1").decode("cp1252", "ignore") if match[0] >= "\x80" else ""
        done["c1" if character else "control"] += 1
        return character

    return _CONTROL.sub(shown, text)


def _spaces(text: str, done: Counter[str]) -> str:
    """Makes every space a plain one and takes out what is invisible, or spells words out that it divides; counts in
    `done`.
    """

    def invisible(match: re.Match[str]) -> str:
        """What an invisible character becomes: a space, or nothing."""
        done["invisible"] += 1
        before, after = text[: match.start()], text[match.end() :]
        return " " if "\u200b" in match[0] and _was_space(before, after) else ""

    def spelled(match: re.Match[str]) -> str:
        """What a word that zero-width spaces divide becomes."""
        done["invisible"] += match[0].count("\u200b")
        return _segmented(match[0].split("\u200b"))

    text, number = _SPACE.subn(" ", text)
    done += Counter(space=number)
    return _INVISIBLE.sub(invisible, _PIECES.sub(spelled, text) if text.count("\u200b") > 1 else text)


def _was_space(before: str, after: str) -> bool:
    """Whether a zero-width space was the space between two syllables, and not a place where a word may be broken.

    >>> _was_space("Thái", "Nguyên"), _was_space("trư", "ờng"), _was_space("cho", "anh"), _was_space("1.", "200")
    (True, False, True, False)
    """
    if not (before[-1:].isalnum() or before.endswith(_CLOSING)) or not after[:1].isalnum():
        return False
    if after[0].isdigit() and before[-2:].rstrip(".,").isdigit():
        return False
    left, right = _LAST_WORD.search(before[-20:]), _FIRST_WORD.match(after[:20])
    if left is None or right is None:
        return True
    first, second = normalize("NFC", left[0]), normalize("NFC", right[0])
    if second[0].isupper() and not first.isupper():
        return True
    words = is_syllable(first) + is_syllable(second)
    if is_syllable(first + second):
        return words == 2 and second.lower() in _VOWEL_WORDS
    return words > 0  # neither is one: two halves of a foreign word


def _segmented(pieces: list[str]) -> str:
    """Pieces with a zero-width space between each two, joined to words so that most are syllables, and no more words
    than that takes.

    >>> _segmented(["b", "ài", "h", "á", "t"]), _segmented(["Hội", "nghị", "cho", "anh"])
    ('bài hát', 'Hội nghị cho anh')
    """
    best: list[tuple[float, str]] = [(0, "")]  # of the first pieces, what they cost and read
    for end in range(1, len(pieces) + 1):
        readings = []
        for start in range(max(0, end - _LONGEST_SYLLABLE), end):
            cost = best[start][0] + _cost(pieces[start:end])
            readings.append((cost, f"{best[start][1]} {''.join(pieces[start:end])}"))
        best.append(min(readings))
    return best[-1][1].lstrip()


def _cost(pieces: list[str]) -> float:
    """How unlikely pieces are to be one word: a syllable costs 1, anything else more than its pieces as syllables."""
    word = normalize("NFC", "".join(pieces))
    if any(after[0].isupper() and not before.isupper() for before, after in pairwise(pieces)):
        return 4.0 * len(pieces)
    if not is_syllable(word) and not (word.isupper() and len(word) == len(pieces)):
        return 2.5 * len(pieces) + 0.5
    return 2.5 if len(pieces) == 2 and _was_space(*pieces) else 1


def _bullets(text: str, done: Counter[str]) -> str:
    """Makes bullets of private-use characters a •; counts them in `done`."""
    text, number = _BULLET.subn("•", text)
    done += Counter(bullet=number)
    return text


def _lookalikes(text: str, done: Counter[str]) -> str:
    """Replaces letters of other scripts in words that are meant in Latin; counts the words in `done`."""

    def word(match: re.Match[str]) -> str:
        """A word in Latin letters, where the others are a fault."""
        found = match[0]
        latin = normalize("NFC", found.translate(_LOOKALIKES))
        syllable = is_syllable(latin.translate(_EVERY_D))
        if not _OTHER_SCRIPT.search(found):  # ı and ǎ are Turkish and Chinese, where nothing is Vietnamese
            fault = syllable and vietnamese and len(found) > 1
        elif _OTHER_LETTER.search(latin):
            fault = False
        elif _LATIN.search(found):  # one word in two scripts is a fault anywhere
            fault = True
        else:
            fault = (syllable or (found.isupper() and len(found) < 4)) and vietnamese and len(found) > 1 and not other
        if not fault:
            return found
        done["lookalike"] += 1
        return latin

    if not _LOOKALIKE.search(text):
        return text
    vietnamese = _ONLY_VIETNAMESE.search(text)
    other = _OTHER_LETTER.search(text.translate(_LOOKALIKES))
    return _LOOKALIKE_WORD.sub(word, text)


def latin(word: str) -> str:
    """A word as it reads in Latin letters, its crossed D as Đ; itself where it has letters of another script as well.

    >>> latin("сао"), latin("Ðak"), latin("сад")
    ('cao', 'Đak', 'сад')
    """
    read = word.translate(_LOOKALIKES).translate(_EVERY_D)
    return word if _OTHER_LETTER.search(read) else read


def _marks(text: str, done: Counter[str]) -> str:
    """Composes letters and marks; puts right what NFC leaves apart because marks are in the wrong order or doubled.

    Only what then is a letter of Vietnamese is touched, and the order of two marks above, as in the ô̆ of Ê Đê.
    """

    def cluster(match: re.Match[str]) -> str:
        """A letter with its marks in the right order, each once."""
        apart = normalize("NFD", match[0])
        base, marks = apart[0], apart[1:]
        once = sorted(dict.fromkeys(marks), key=lambda mark: _HATS.find(mark) % 4)  # -1, of a tone, comes last
        letter = normalize("NFC", base + "".join(once))
        if letter == match[0] or (letter not in MARKED and sum(map(_HATS.__contains__, once)) < 2):
            return match[0]
        done["double_mark" if len(once) < len(marks) else "tone_order"] += 1
        return letter

    composed = normalize("NFC", text)
    if composed != text:
        done["nfc"] += max(1, len(text) - len(composed))
    return _CLUSTER.sub(cluster, composed)


def _foreign_d(text: str, done: Counter[str]) -> str:
    """Makes the Icelandic, African and other crossed D a Đ where a word is Vietnamese; counts the letters in `done`."""

    def word(match: re.Match[str]) -> str:
        """A word with its crossed D as Đ, where it is Vietnamese."""
        found = match[0]
        mended = found.translate(_EVERY_D)
        if mended == found or _NORDIC.search(found):
            return found
        initial = len(found) > 1 and found[0] in "ÐðƉɖ"  # where Icelandic and Faroese never have ð
        acronym = found.isupper() and not _VOWEL_BEFORE_D.search(found)  # HÐND, QÐ-TTg
        if vietnamese:
            mend = initial or acronym or (found.isupper() and len(found) < 4)
        else:
            mend = "ð" in found.lower() and (
                (initial and is_syllable(mended) and (found[0] == "Ð" or not mended[1:].isascii()))
                or (acronym and len(found) > 1)
            )
        if mend:
            done["eth"] += len(_FOREIGN_D.findall(found))
        return mended if mend else found

    if not _FOREIGN_D.search(text):
        return text
    vietnamese = _ONLY_VIETNAMESE.search(text)
    return text if _NORDIC.search(text) and not vietnamese else _WORD.sub(word, text)


# --- tone placement --------------------------------------------------------------------------------------------------

# The rimes with two schools of tone placement, where they end a syllable: hòa/hoà, khỏe/khoẻ, thủy/thuỷ. Canonical here
# is the tone on the first vowel, the older and commoner school.
_FIRST = {row[0]: row for row in VOWELS}
_OLD_OF_NEW = {
    rime[0] + _FIRST[rime[1]][tone]: _FIRST[rime[0]][tone] + rime[1]
    for rime in ("oa", "oe", "uy")
    for tone in range(1, len(TONES))
}
_NEW_OF_OLD = {old: new for new, old in _OLD_OF_NEW.items()}
# Not behind a q: asked last, so that most texts are passed through by the first letter.
_NEW_RIME = re.compile(f"(?:{'|'.join(_OLD_OF_NEW)})(?<!q..)(?![^\\W\\d_])")


def exact(text: str) -> str:
    """The key under which texts are equal that differ in case or tone placement only.

    >>> exact("Hoà Bình") == exact("hòa bình"), exact("quý") == exact("qúy"), exact("khoẻ khoắn")
    (True, False, 'khỏe khoắn')
    """
    text = normalize("NFC", normalize("NFC", text).casefold())
    return _NEW_RIME.sub(lambda match: _OLD_OF_NEW[match[0]], text)


def tone_variants(syllable: str) -> tuple[str, ...]:
    """The syllable in NFC, then, if that differs, with its tone where the other school places it.

    >>> tone_variants("Thuỷ"), tone_variants("HÒA"), tone_variants("quý")
    (('Thuỷ', 'Thủy'), ('HÒA', 'HOÀ'), ('quý',))
    """
    syllable = normalize("NFC", syllable)
    start, rime = syllable[:-2], syllable[-2:]
    other = _OLD_OF_NEW.get(rime.lower()) or _NEW_OF_OLD.get(rime.lower())
    if other is None or start[-1:] in ("q", "Q"):
        return (syllable,)
    cased = "".join(new.upper() if old.isupper() else new for old, new in zip(rime, other, strict=True))
    return syllable, start + cased

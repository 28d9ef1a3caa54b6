"""Letters of Vietnamese: what a syllable is, and the right code points for text that was typed, pasted or scanned wrong.

`repair` mends code points only. Spelling, tone placement, quotes, dashes, case and line breaks stay as printed.
Rules: Unicode Standard 15, chapter 7.1 (Vietnamese) and normalization form C; the deprecated tone marks are U+0340 and
U+0341.
"""

from __future__ import annotations

import re
from functools import lru_cache
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

# Letters of Vietnamese that no Western European language has.
VIETNAMESE_ONLY = "ăĂđĐơƠưƯĩĨũŨ\u1ea0-\u1ef9"

_SYLLABLE = re.compile(
    "(?:b|ch|đ|gi|h|kh|l|m|nh|ph|r|s|th|tr|d|g(?![eêy])|k|n|p|t|v|x|(?:ng|c)(?![eêiy])|(?:ngh|gh)(?=[eêi]))?(?:"
    "a(?:[cikmnoptuy]|ch|ng|nh)?|ă(?:[ckmnpt]|ng)|â(?:[ckmnptuy]|ng)|e(?:[cmnopt]|ng)?|ê(?:[mnptu]|ch|nh)?|"
    "i(?:[amnptu]|ch|nh)?|iê(?:[cmnptu]|ng)|yê(?:[mntu]|ng)|y|o(?:[cikmnpt]|ng|oc|ong)?|oa(?:[cimnopty]|ch|ng|nh)?|"
    "oă(?:[cmnt]|ng)|oe[not]?|ô(?:[cimnpt]|ng|ông)?|ơ(?:[imnpt])?|u(?:[acimnpt]|ng)?|uâ(?:[nty]|ng)|uê(?:ch|nh)?|"
    "uô(?:[cimnt]|ng)|uơ|uy(?:[atnu]|ch|nh|ên|êt)?|ư(?:[acitumn]|ng)?|ươ(?:[cimnptu]|ng))"
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

_CYRILLIC = "аАеЕоОрРсСхХуУіІТНКМВ"
_LOOKALIKES = str.maketrans(_CYRILLIC + "οΟΑΒΕΗΙΚΜΝΡΤΥΧıǎǍ", "aAeEoOpPcCxXyYiITHKMB" + "oOABEHIKMNPTYXiăĂ")
_ETH = str.maketrans("ÐðƉɖ", "ĐđĐđ")

_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_IGNORED = "\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x9f"
_PRIVATE = "\ue000-\uf8ff"

_SUSPECT = re.compile(f"[{_CONTROLS}{_SPACES}{_IGNORED}{_PRIVATE}ÐðƉɖıǎǍ\u0300-\u036f\u0370-\u045f]")
_CONTROL = re.compile(f"[{_CONTROLS}]")
_SPACE = re.compile(f"[{_SPACES}]")
_INVISIBLE = re.compile(f"(?:(?<=[^\\W_])|(?<=[.,;:!?%)”’]))[{_IGNORED}]*\u200b[{_IGNORED}]*(?=[\\w(“‘])|[{_IGNORED}]+")
_BULLET = re.compile(f"[{_PRIVATE}]")
_WORD = re.compile("[^\\W\\d_][^\\W\\d_\u0300-\u036f]*[\u0300-\u036f\\w]*")
_FOREIGN_D = re.compile("[ÐðƉɖ]")
_ODD_WORD = re.compile(f"[^\\W\\d_]*[{_CYRILLIC}οΟΑΒΕΗΙΚΜΝΡΤΥΧıǎǍ](?:[^\\W\\d_]|[\u0300-\u036f])*")
_TONE_FIRST = re.compile("([aeoAEO])([\u0300\u0301\u0303\u0309])(\u0302)|([aA])([\u0300\u0301\u0303\u0309])(\u0306)")
_DOUBLED = re.compile("([\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323])\\1+")
_VIETNAMESE = re.compile(f"[{VIETNAMESE_ONLY}]")
_ICELANDIC = re.compile("[þÞæÆöÖøØ]")


def repair(text: str) -> tuple[str, dict[str, int]]:
    """Text with every code point right, and how many repairs of which kind it took.

    Kinds: `c1`, `control`, `space`, `invisible`, `bullet`, `lookalike`, `nfc`, `tone_order`, `double_mark`, `eth`.
    Nothing is raised; text without faults comes back as the same object with an empty dict.

    >>> repair("Ðại hội Ða\u0309ng bô\u0323 ti\u0309nh Thái\u200bNguyên")
    ('Đại hội Đảng bộ tỉnh Thái Nguyên', {'invisible': 1, 'nfc': 3, 'eth': 2})
    """
    if not _SUSPECT.search(text) and is_normalized("NFC", text):
        return text, {}
    done: dict[str, int] = {}

    def count(kind: str, number: int) -> None:
        if number:
            done[kind] = done.get(kind, 0) + number

    def control(match: re.Match[str]) -> str:
        character = bytes([ord(match[0])]).decode("cp1252", "ignore") if match[0] >= "\x80" else ""
        count("c1" if character else "control", 1)
        return character

    text = _CONTROL.sub(control, text)
    text, number = _SPACE.subn(" ", text)
    count("space", number)
    text, number = _INVISIBLE.subn(lambda match: " " if "\u200b" in match[0] and match.start() else "", text)
    count("invisible", number)
    text, number = _BULLET.subn("•", text)
    count("bullet", number)
    text = _lookalikes(text, count)
    text = _marks(text, count)
    text = _eth(text, count)
    return text, done


def _lookalikes(text, count):  # type: ignore[no-untyped-def]
    def word(match: re.Match[str]) -> str:
        latin = normalize("NFC", match[0].translate(_LOOKALIKES))
        if not re.search("[a-zA-Z\u00c0-\u01b0\u1ea0-\u1ef9]", match[0]) or not is_syllable(latin):
            return match[0]
        count("lookalike", 1)
        return latin

    return _ODD_WORD.sub(word, text) if _VIETNAMESE.search(text) else text


def _marks(text, count):  # type: ignore[no-untyped-def]
    composed = normalize("NFC", text)
    if composed != text:
        count("nfc", max(1, len(text) - len(composed)))
    if re.search("[\u0300-\u036f]", composed):
        apart, doubles = _DOUBLED.subn(r"\1", normalize("NFD", composed))
        apart, swaps = _TONE_FIRST.subn(lambda m: f"{m[1]}{m[3]}{m[2]}" if m[1] else f"{m[4]}{m[6]}{m[5]}", apart)
        count("double_mark", doubles)
        count("tone_order", swaps)
        if doubles or swaps:
            composed = normalize("NFC", apart)
    return composed


def _eth(text, count):  # type: ignore[no-untyped-def]
    if not _FOREIGN_D.search(text):
        return text
    vietnamese = bool(_VIETNAMESE.search(text))
    if _ICELANDIC.search(text) and not vietnamese:
        return text

    def word(match: re.Match[str]) -> str:
        found = match[0]
        if not _FOREIGN_D.search(found) or _ICELANDIC.search(found):
            return found
        mended = found.translate(_ETH)
        initial = found[0] in "ÐðƉɖ"
        acronym = found.isupper() and (not re.search("[AEIOUYÁÉÍÓÚÝ].*[ÐƉ]", found) or len(found) < 4)
        if (
            (initial and len(found) > 1 and found[0] in "Ðð" and is_syllable(mended))
            or (vietnamese and ((initial and found != "ð") or acronym))
            or (acronym and len(found) > 1 and not re.search("[AEIOUYÁÉÍÓÚÝ]", found))
        ):
            count("eth", len(_FOREIGN_D.findall(found)))
            return mended
        return found

    return re.sub("[^\\W\\d_]+", word, text)


# --- tone placement --------------------------------------------------------------------------------------------------

# The only rimes with two schools of tone placement, where they end a syllable: hòa/hoà, khỏe/khoẻ, thủy/thuỷ. The
# tone on the first vowel (the older, and still commoner, school) is taken as the canonical one.
_NEW = {
    a + row[t]: dict((v[0], v) for v in VOWELS)[a][t] + row[0]
    for a, rimes in (("o", "ae"), ("u", "y"))
    for row in VOWELS
    if row[0] in rimes
    for t in range(1, 6)
}
_OLD = {old: new for new, old in _NEW.items()}
_NEW_RIME = re.compile(f"(?<!q)(?:{'|'.join(_NEW)})(?![^\\W\\d_])")


def exact(text: str) -> str:
    """The key under which two spellings are equal where they differ in case or tone placement only.

    >>> exact("Hoà Bình") == exact("hòa bình"), exact("Quý") == exact("qúy"), exact("khoẻ khoắn")
    (True, False, 'khỏe khoắn')
    """
    text = normalize("NFC", text).casefold()
    return normalize("NFC", _NEW_RIME.sub(lambda match: _NEW[match[0]], text))


def tone_variants(syllable: str) -> tuple[str, ...]:
    """The syllable, and the same with its tone where the other school places it, if that differs.

    >>> tone_variants("Thuỷ"), tone_variants("HÒA"), tone_variants("quý")
    (('Thuỷ', 'Thủy'), ('HÒA', 'HOÀ'), ('quý',))
    """
    syllable = normalize("NFC", syllable)
    rime = syllable[-2:].lower()
    other = (_NEW.get(rime) or _OLD.get(rime)) if syllable[-3:-2].lower() != "q" else None
    if other is None:
        return (syllable,)
    cased = "".join(new.upper() if old.isupper() else new for old, new in zip(syllable[-2:], other, strict=True))
    return syllable, syllable[:-2] + cased

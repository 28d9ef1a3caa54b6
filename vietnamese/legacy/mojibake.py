"""UTF-8 that was read in another encoding, and what became of it on the way: read as UTF-8 again wherever it stands.

Whether that made Vietnamese of a text is for others to judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from vietnamese.legacy.tables import BYTES, ELSEWHERE
from vietnamese.letters import is_syllable

_WORD = re.compile(r"[^\W\d_]+")
_LATER = "".join(re.escape(shown) for shown, byte in BYTES.items() if byte < 0xC0)
_SPACED = {"Ã ": "à", "Ă ": "à", "Æ ": "Ơ", "Ć ": "Ơ", "áº ": "Ạ", "áş ": "Ạ", "á» ": "Ỡ"}
_GLUED = re.compile(r"(?:n|ng|nh|m|o|i|p|t|u|y)(?=\b|â€)|[\s,.:;!?)]|â€¦", re.IGNORECASE)
_APART = re.compile(r"\b(?:[lv]|nh)Ã [uy]\b")  # "là u", "nhà y", but "màu", "ngày"

# Letters whose last byte is shown as a quote, a dash, a soft hyphen or dots, which were then made straight, or curved the
# other way. Which of several it was is told by the case of the letters around it, and by the word that it makes.
_BENT = {
    "á»'": "ốồỒ",  # ồ where double quotes were made single ones, as in a text that has none
    'á»"': "ồỔ",
    "á»-": "ửỗỖ",
    "á»...": "ễ",
    "áº-": "ậ",
    "Ä'": "đ",
    "Ä": "Đ",  # its last byte is no character, and gone
    "Ã-": "í",
    "Ã'": "Ò",
    'Ã"': "ÔÓ",
    'â€"': "–",
    "â€'": "-",
}
_BENT |= {shown.replace("Ã", "Ă").replace("áº", "áş"): letters for shown, letters in _BENT.items()}
_CURVED = {"á»‘": "á»'", "á»’": "á»'", "á»“": 'á»"', "á»”": 'á»"', "Ä’": "Ä'"}
_TILDE = frozenset(_WORD.findall("mỗi nỗi lỗi chỗ hỗ gỗ đỗ lỗ cỗ giỗ dỗ vỗ nỗ bỗng rỗng ngỗng"))  # rather than with ử
_GRAVE = frozenset(  # rather than with ố
    _WORD.findall(
        "hồ đồ đồng rồi hồi ngồi nồi bồi gồm nguồn buồn đồn cồn tồn dồn bồn luồng tuồng guồng cuồng chồng hồng lồng"
    )
)
_ACUTE = frozenset(  # rather than with Ô
    _WORD.findall(
        "CÓ ĐÓ NÓ PHÓ KHÓ GIÓ BÓ CHÓ NÓI GÓI ĐÓN MÓN XÓM NHÓM TÓM GÓP SÓC TÓC VÓC BÓC BÓNG PHÓNG TRÓNG CHÓNG LÓT"
    )
)
_WORD_BEFORE = re.compile(r"[^\W\d_]*\Z")
_WORD_AFTER = re.compile(r"[^\W\d_]*")
_NEXT_WORD = re.compile(r"\W*([^\W\d_]{2,})")
_LAST_WORD = re.compile(r"([^\W\d_]{2,})\W*\Z")

_IS_BENT = re.compile(r"á»(?:['\"‘’“”-]|\.\.\.)|á[ºş]-|Ä['’]|[ÃĂ]['\"-]|â€['\"]|Ä(?=[aeiouyáÃĂÆĆàãâèéêìíòóôùúýơưạ-ỹ])")
# Windows' encodings of western and central Europe and of Vietnam, and Latin-1.
_UTF8 = re.compile(
    f"(?P<bent>{_IS_BENT.pattern})"
    f"|[ÂÃĂÄÅĹÆĆËÌĚÍ\u0300][{_LATER}]|[áâ][{_LATER}]{{2}}|[ðđ][{_LATER}]{{3}}|(?:[ÃÂĂÆĆ]|á[ºş»]) "
)
_FIRST = re.compile("[ÂÃĂÄÅĹÆĆËÌĚÍ\u0300áâðđ]")  # what each of these begins with, looked for in a tenth of the time


def utf8(text: str) -> str:
    """UTF-8 that was read as windows-1252, -1250, -1258 or Latin-1, read as UTF-8.

    >>> utf8("huyá»‡n"), utf8("Ä'á»'i thoáº¡i"), utf8("Há»' SÆ  Má»šI")
    ('huyện', 'đối thoại', 'HỒ SƠ MỚI')
    """

    def character(match: re.Match[str]) -> str:
        """The character that these signs are the bytes of."""
        shown = match[0]
        if match["bent"]:  # when all around it is read
            return shown
        if shown == "Â ":
            return " "  # the no-break space itself
        if shown in _SPACED:  # the byte A0, a no-break space, was made a space, and may have merged with the next one
            apart = _APART.search(text, max(0, match.start() - 2), match.end() + 2)
            return _SPACED[shown] + " " * (bool(apart) or not _GLUED.match(text, match.end()))
        return _decoded(shown, BYTES)

    if not _FIRST.search(text):
        return text
    return _straightened(_UTF8.sub(character, text))


def _straightened(text: str) -> str:
    """The text with each letter whose curved quote was made straight put right, as what stands around it tells."""
    read, end = "", 0
    double = 'á»"' in text or 'Ã"' in text or 'Ă"' in text
    for match in _IS_BENT.finditer(text):
        read += text[end : match.start()]
        end = match.end()
        shown = match[0]
        candidates = _BENT[_CURVED.get(shown, shown)]
        if double and shown[-1] == "'":
            candidates = candidates.replace("ồ", "")
        read += _bent_letter(shown, candidates, read[-40:], text[end : end + 40])
    return read + text[end:] if end else text


def _bent_letter(shown: str, candidates: str, before: str, after: str) -> str:
    """Which of the candidates a bent letter was, between what stands before and after it."""
    head, tail = _WORD_BEFORE.findall(before)[0], _WORD_AFTER.findall(after)[0]
    true = _decoded(shown, BYTES) if shown in _CURVED else ""
    if true in candidates and true and not head:
        return true
    loud = _is_loud(head, tail, before[: len(before) - len(head)], after)
    fitting = [one for one in candidates if one.isupper() == loud] or list(candidates)
    if true in fitting:
        return true
    words = {one: f"{head}{one}{tail}" for one in fitting}
    likely = [one for one in fitting if words[one].lower() in _TILDE | _GRAVE or words[one].upper() in _ACUTE]
    return (likely or [one for one in fitting if is_syllable(words[one])] or fitting)[0]


def _is_loud(head: str, tail: str, before: str, after: str) -> bool:
    """Whether a letter between head and tail of a word is a capital; of a word of two letters, its neighbours tell."""
    if tail:
        return tail[0].isupper()
    if len(head) != 1:
        return head[-1:].isupper()
    neighbour = _NEXT_WORD.match(after) or _LAST_WORD.search(before)
    return head.isupper() and neighbour is not None and neighbour[1].isupper()


def _decoded(shown: str, codes: dict[str, int]) -> str:
    """Decodes characters as UTF-8, by the bytes that an encoding has for them; the characters themselves where they are
    none.
    """
    try:
        return bytes(codes[one] for one in shown).decode()
    except UnicodeDecodeError:
        return shown


def _pattern(codes: dict[str, int]) -> re.Pattern[str]:
    """UTF-8 of the letters and signs that Vietnamese is printed with, as an encoding shows it."""

    def some(first: int, last: int) -> str:
        """A set of the signs for the bytes from first to last."""
        return f"[{''.join(re.escape(shown) for shown, byte in codes.items() if first <= byte <= last)}]"

    later = some(0x80, 0xBF)
    return re.compile(
        f"{some(0xE1, 0xE1)}{some(0xB8, 0xBB)}{later}|{some(0xE2, 0xE2)}{some(0x80, 0x82)}{later}"
        f"|{some(0xC2, 0xC6)}{later}|{some(0xCC, 0xCD)}{later}"
    )


_ELSEWHERE = {name: _pattern(codes) for name, codes in ELSEWHERE.items()}
# What each of them shows for the bytes that most letters of Vietnamese begin with.
_SEEN = re.compile("·[∫ª]|[√ƒ∆≈][^\\s\\w]|[√ƒ∆][^\\W\\d_]|[├─┼╞][^\\s─├┼]|ß[║╗]")

_ANY_SEEN = re.compile("[·√ƒ∆≈├─┼╞ß]")


def elsewhere(text: str) -> Iterator[str]:
    """Readings of text as UTF-8 that was read as Mac Roman or in an encoding of DOS; none where nothing looks like it.

    >>> list(elsewhere("huy·ªán")), list(elsewhere("huyện"))
    (['huyện'], [])
    """
    if _ANY_SEEN.search(text) and _SEEN.search(text):
        for name, pattern in _ELSEWHERE.items():
            codes = ELSEWHERE[name]
            if pattern.search(text):
                yield pattern.sub(lambda match, codes=codes: _decoded(match[0], codes), text)  # type: ignore[misc]

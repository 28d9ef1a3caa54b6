"""Vietnamese in old or mistaken encodings: recognised by how Vietnamese the reading is, and restored.

Tables, each typed from its standard:
TCVN3 ("ABC") and its superset VN1: TCVN 5712:1993; VISCII and VIQR: RFC 1456; VPS: Vietnamese Professionals Society, as
in Mozilla's `x-viet-vps`; VNI: VNI for Windows (VNI Software); windows-1258: Microsoft's, as in the standard library.
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Callable
from unicodedata import normalize

from vietnamese.letters import MARKED, VIETNAMESE_ONLY, VOWELS, is_syllable, repair

# --- tables ----------------------------------------------------------------------------------------------------------

_TCVN_C1 = "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ"
_TCVN_A0 = (
    "\u00a0ĂÂÊÔƠƯĐăâêôơưđẰ\u0323\u0300\u0309\u0303\u0301àảãáạẲằẳẵắẴ"
    "ẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
)
_VISCII = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
_VPS = (
    "ÀẢÃẤẦẨọỗĂếềểệẮẰẲẾ‘’ỀỂỄỐỒỔỖýỷỵỚỜỞ\u00a0ắằẳẵặỠớÙờởỡŨỨợỪổỬỲỸÍÌộỈĨÓửữÒỎÕự"
    "ầÁÂấẩẫậđẻÉÊẹỉễịỹƯỦồốÔỏơÈừứÚũưÝẺßàáâãảạăçèéêẽìíîĩẴĐòóôõöƠụùúủüỶẼỳ"
)
_TCVN_C0 = dict(zip(b"\x01\x02\x04\x05\x06\x11\x12\x13\x14\x15\x16\x17", "ÚỤỪỬỮỨỰỲỶỸÝỴ", strict=True))
_VISCII_C0 = dict(zip(b"\x02\x05\x06\x14\x19\x1e", "ẲẴẪỶỸỴ", strict=True))
_VPS_C0 = dict(zip(b"\x02\x03\x04\x05\x06\x10\x11\x12\x13\x14\x15\x19\x1c\x1d", "ẠẬẶẸỆỊỌỘỢỤỰỴẪỮ", strict=True))


def _cp1252(byte: int) -> str:
    return bytes([byte]).decode("cp1252", "ignore") or chr(byte)


def _single(high: str, low: dict[int, str]) -> dict[int, str]:
    """From the characters that browsers show for the bytes to the letters meant; `high` ends at byte FF."""
    letters = {256 - len(high) + i: letter for i, letter in enumerate(high)} | low
    return {ord(shown): letters[byte] for byte in letters for shown in (chr(byte), _cp1252(byte))}


_TABLES = {
    "tcvn3": _single(_TCVN_A0, {}),
    "tcvn5712-1": _single(_TCVN_C1 + _TCVN_A0, _TCVN_C0),
    "viscii": _single(_VISCII, _VISCII_C0),
    "vps": _single(_VPS, _VPS_C0),
    "windows-1258": _single("".join(bytes([b]).decode("cp1258", "replace") for b in range(0xC0, 0x100)), {}),
}

# VNI writes a vowel and its marks as two or three letters. Marks in the order of VOWELS: with the tones in theirs.
_VNI_TONES = {"a": "øûõùï", "ă": "èúüéë", "â": "àåãáä"}
_VNI = {"ñ": "đ", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "í": "í", "ò": "ị", "î": "ỵ", "ô": "ơ", "ö": "ư"}
for _row in VOWELS:
    _base, _marks = {"ă": ("a", "ă"), "â": ("a", "â"), "ê": ("e", "â"), "ô": ("o", "â"), "ơ": ("ô", "a")}.get(
        _row[0], ("ö" if _row[0] == "ư" else _row[0], "a")
    )
    if _row[0] in "ăâêô":
        _VNI[_base + ("ê" if _marks == "ă" else "â")] = _row[0]
    if _row[0] != "i":
        for _mark, _letter in zip(_VNI_TONES[_marks], _row[1:], strict=True):
            if _letter != "ỵ":
                _VNI[_base + _mark] = _letter
_VNI |= {old.upper(): new.upper() for old, new in _VNI.items()} | {
    old[0].upper() + old[1:]: new.upper() for old, new in _VNI.items()
}
_VNI_PATTERN = re.compile("|".join(sorted(_VNI, key=len, reverse=True)))

# VIQR: vowel, then "^", "(" or "+" (also "*"), then a tone; "\" keeps the next character as it is.
_VIQR_TONES = {"`": "\u0300", "?": "\u0309", "~": "\u0303", "'": "\u0301", ".": "\u0323"}
_VIQR_MARKS = {"^": "\u0302", "(": "\u0306", "+": "\u031b", "*": "\u031b"}
_VIQR_PATTERN = re.compile(
    r"\\([\\`?~'.^(+*dD])|([dD])[dD]|((?:[aA](?=[\^(])|[eE](?=\^)|[oO](?=[\^+*])|[uU](?=[+*]))[\^(+*]|[aeiouyAEIOUY])"
    r"([`~']|[.?](?!\s*$|\s+[A-ZĐ]|[.?])|)"
)
_VIQR_SIGN = re.compile(r"[aeoAEO]\^[`?~'.a-zA-Z]|[ou][+*]|\ba\(|[a-z][aeiouy][`?~.][a-z]|\bdd[aeiouy]|a[(][`?~'.a-z]")


def _vni(text: str) -> str:
    return _VNI_PATTERN.sub(lambda match: _VNI[match[0]], text)


def _viqr(text: str) -> str:
    def letter(match: re.Match[str]) -> str:
        escaped, d, vowel, tone = match.groups()
        if escaped:
            return str(escaped)
        if d:
            return "Đ" if d == "D" else "đ"
        return normalize("NFC", vowel[0] + "".join(_VIQR_MARKS[mark] for mark in vowel[1:]) + _VIQR_TONES.get(tone, ""))

    return _VIQR_PATTERN.sub(letter, text)


_WORD = re.compile(r"[^\W\d_]+")


def _tcvn3(text: str) -> str:
    """TCVN3 has tones on small letters only; capitals with tones are the same bytes in a font of capitals (.VnTimeH)."""
    text = text.translate(_TABLES["tcvn3"])
    words = list(_WORD.finditer(text))
    capital = [sum(c.isupper() for c in w[0] if c.isascii()) > 1 and not re.search("[a-z]", w[0]) for w in words]
    pieces, end = [], 0
    for i, word in enumerate(words):
        raised = capital[i] or (
            not re.search("[a-z]", word[0]) and any(capital[max(0, i - 1) : i + 2]) and not word[0].isupper()
        )
        pieces += text[end : word.start()], word[0].upper() if raised else word[0]
        end = word.end()
    return "".join(pieces) + text[end:]


def _reader(name: str) -> Callable[[str], str]:
    return lambda text: normalize("NFC", text.translate(_TABLES[name]))


_READINGS: dict[str, Callable[[str], str]] = {
    "tcvn3": _tcvn3,
    "vni": _vni,
    "windows-1258": _reader("windows-1258"),
    "viscii": _reader("viscii"),
    "vps": _reader("vps"),
    "tcvn5712-1": _reader("tcvn5712-1"),
}

# --- how Vietnamese a text is ----------------------------------------------------------------------------------------

_TOKEN = re.compile(r"[^\s!-@\[-`{-~“”‘’…–—•«»]+")
_COMMON = frozenset(
    "của và là có các được cho không một người những với để ở đã này từ đến trên tại về năm ra đó vào cũng phải khi sẽ "
    "nhiều lại như tỉnh huyện xã phường thành phố hội nghị đồng bí thư chủ tịch ủy uỷ ban nhân dân đảng bộ nước việt "
    "công tác tổ chức thực hiện phát triển kinh tế văn hóa hoá giáo dục đầu tư xây dựng sản xuất nông nghiệp đại biểu "
    "ngày tháng sáng chiều giờ đường đất nhà máy trường học sinh cán lãnh đạo quốc gia giải phóng bảo vệ quản lý lực "
    "lượng số lớn mới hơn còn đang rất việc hoạt động chương trình dự án doanh thu đạt tăng giảm".split()
)


def _score(text: str) -> tuple[int, int]:
    """(plausible, implausible) words among those with a letter that ASCII lacks."""
    good = bad = 0
    for token in _TOKEN.findall(text):
        if token.isascii():
            continue
        if is_syllable(token):
            good += 2 if token.lower() in _COMMON else 1
        elif any(c.isalpha() for c in token):
            bad += 1
    return good, bad


def _reads(before: tuple[int, int], after: tuple[int, int]) -> bool:
    return after[0] >= 2 and after[0] >= 5 * after[1] and after[0] - after[1] > before[0] - before[1] + 1


# --- UTF-8 read as a Windows code page -------------------------------------------------------------------------------

_BYTE = {_cp1252(b): b for b in range(0x80, 0x100)} | {chr(b): b for b in range(0x80, 0x100)} | {"Ă": 0xC3}
_CONT = "".join(re.escape(shown) for shown, b in _BYTE.items() if b < 0xC0)
_UTF8 = re.compile(f"[ÂÃĂÄÅÆÌÍ][{_CONT}]|[áâ][{_CONT}]{{2}}|[Ãá](?= )|ð[{_CONT}]{{3}}")


def _utf8(text: str) -> str:
    def character(match: re.Match[str]) -> str:
        try:
            return bytes(_BYTE[shown] for shown in match[0]).decode()
        except UnicodeDecodeError:
            return "à" if match[0] in "ÃĂ" else match[0]  # its second byte, a no-break space, was made a space

    return _UTF8.sub(character, text)


# --- the two doors ---------------------------------------------------------------------------------------------------

_REFERENCE = re.compile(r"&(?:#\d{2,5}|#[xX][0-9a-fA-F]{2,4}|[aeiouyAEIOUY](?:grave|acute|circ|tilde));")
_SIGN = re.compile(
    "[¡¢£¤¥¦¨ª¬\u00ad®¯±´µ¶¸¹º¼½¾¿ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïðñöøûüþÿ÷§©ƒŒœŠšŽžŸ\x80-\x9f]|[ÂÃĂ][^\\W_a-zA-Z]|[Ãá][»º\u00a0 ]"
)
_ONLY = re.compile(f"[{VIETNAMESE_ONLY}]")


def restore(text: str) -> tuple[str, str | None]:
    """Text that is Vietnamese in a wrong or old encoding, restored, and the encoding's name; else itself and None.

    For a paragraph or a page's text, before `repair` (which would drop the soft hyphen that is ư in TCVN3). Names:
    `entities`, `utf-8`, `tcvn3`, `vni`, `windows-1258`, `viscii`, `vps`, `tcvn5712-1`, `viqr`.

    >>> restore("ñöôøng phoá Haø Noäi")
    ('đường phố Hà Nội', 'vni')
    """
    if text.isascii():
        if "&" in text and _REFERENCE.search(text):
            return _unescaped(text)
        if _VIQR_SIGN.search(text):
            read = _viqr(text)
            after = _score(read)
            if after[0] >= 3 and _reads((0, 0), after):
                return read, "viqr"
        return text, None
    if "&" in text and _REFERENCE.search(text):
        read, name = _unescaped(text)
        if name:
            return read, name
    signs = _SIGN.findall(text)
    if not signs:
        return text, None
    before = _score(text)
    read = _utf8(text)
    if read != text and _reads(before, _score(read)):
        for _ in range(2):
            again = _utf8(read)
            if again == read or not _reads(_score(read), _score(again)):
                break
            read = again
        return read, "utf-8"
    if len(_ONLY.findall(text)) >= len(signs) or 8 * len(signs) < text.count(" "):
        return text, None
    return _best(text, before)


def _unescaped(text: str) -> tuple[str, str | None]:
    read = _REFERENCE.sub(lambda match: html.unescape(match[0]), text)
    return (read, "entities") if any(c in MARKED for c in read) and _score(read)[0] else (text, None)


def _best(text: str, before: tuple[int, int]) -> tuple[str, str | None]:
    best: tuple[int, str, str | None] = (0, text, None)
    for name, reading in _READINGS.items():
        read = reading(text)
        good, bad = _score(read)
        if _reads(before, (good, bad)) and good - bad > best[0]:
            best = (good - bad, read, name)
    return best[1], best[2]


def clean(text: str) -> tuple[str, dict[str, int]]:
    """`restore`, then `repair`: what a reader of pages calls for each line. The encoding counts as one repair."""
    text, encoding = restore(text)
    text, done = repair(text)
    return text, {encoding: 1, **done} if encoding else done


_RAW = {0xDC00 + byte: _cp1252(byte) for byte in range(0x80, 0x100)}


def decode(body: bytes, declared: str | None = None) -> tuple[str, str]:
    """A page's text and the encoding it was read as, whatever the header or the page claims.

    `declared` is the charset of the Content-Type header, if any. Never fails.
    """
    for bom, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if body.startswith(bom):
            return body[len(bom) :].decode(name, "replace"), name
    try:
        return body.decode(), "utf-8"
    except UnicodeDecodeError:
        pass
    text = body.decode("utf-8", "surrogateescape")
    stray = sum("\udc80" <= c <= "\udcff" for c in text)
    if stray * 4 < sum(c >= "\x80" for c in text):
        return text.translate(_RAW), "utf-8"
    shown = "".join(map(_cp1252, body))
    read, found = _best(shown, (0, 0))
    if found:
        return read, found
    from bs4.dammit import UnicodeDammit

    dammit = UnicodeDammit(body, known_definite_encodings=[declared] if declared else [], is_html=True)
    return dammit.unicode_markup or shown, dammit.original_encoding or "windows-1252"

"""The old Vietnamese encodings, read back from what a browser or a parser shows for their bytes.

Each table is typed from its standard: TCVN 5712:1993 (VN1, and TCVN3 or "ABC", its third part: tones on small letters
only), RFC 1456 (VISCII and VIQR), VPS (as Mozilla's `x-viet-vps`), VNI for Windows (VNI Software). windows-1258 is the
standard library's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from unicodedata import normalize

from vietnamese.letters import TONE, VOWELS, is_syllable

# The letters of the bytes up to FF: VN1 from 80, VISCII from 80, VPS from 80.
_VN1 = (
    "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ\u00a0ĂÂÊÔƠƯĐăâêôơưđẰ\u0323\u0300\u0309\u0303\u0301àảãáạẲằẳẵắẴ"
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
# What found no place above stands among the control characters.
_VN1_CONTROLS = dict(zip(b"\x01\x02\x04\x05\x06\x11\x12\x13\x14\x15\x16\x17", "ÚỤỪỬỮỨỰỲỶỸÝỴ", strict=True))
_VISCII_CONTROLS = dict(zip(b"\x02\x05\x06\x14\x19\x1e", "ẲẴẪỶỸỴ", strict=True))
_VPS_CONTROLS = dict(zip(b"\x02\x03\x04\x05\x06\x10\x11\x12\x13\x14\x15\x19\x1c\x1d", "ẠẬẶẸỆỊỌỘỢỤỰỴẪỮ", strict=True))


def _in(codepage: str, byte: int) -> str:
    """The character of a byte in a codepage; where it has none, the control that browsers show."""
    return bytes([byte]).decode(codepage, "ignore") or chr(byte)


# What a byte is shown as, in windows-1252 as HTML reads it.
SHOWN = {byte: _in("cp1252", byte) for byte in range(0x80, 0x100)}
# And back, whichever of the likely mistakes was made; no two of these show one character for two bytes.
BYTES = {shown: byte for byte in SHOWN for shown in (_in("cp1250", byte), _in("cp1258", byte), chr(byte), SHOWN[byte])}
# Mistakes of other machines, which show UTF-8 as quite other signs.
ELSEWHERE = {name: {bytes([byte]).decode(name): byte for byte in SHOWN} for name in ("mac_roman", "cp437", "cp850")}


def _table(letters: str, controls: dict[int, str]) -> dict[int, str]:
    """For `str.translate`, from each character that a byte may be shown as to the letter meant."""
    meant = {0x100 - len(letters) + place: letter for place, letter in enumerate(letters)} | controls
    return {ord(shown): meant[byte] for byte in meant for shown in (chr(byte), SHOWN.get(byte, chr(byte)))}


def _translated(table: dict[int, str]) -> Callable[[str], str]:
    """Makes a reader that replaces each character by this table and composes marks."""
    return lambda text: normalize("NFC", text.translate(table))


_TCVN3 = _table(_VN1[0x21:], {})
_WORD = re.compile(r"[^\W\d_]+")
_WORD_OR_STOP = re.compile(r"[^\W\d_]+|[.:;!?()“”\"]")
_SENTENCE = re.compile(f'(?:^|[.!?…]["”’)]*\\s)\\W{{0,3}}[{"".join(TONE)}]')
_NAME = re.compile(r"\b(?:ủy(?= ban)|(?<=[-–(.] )ảnh(?=:)|ấn(?= Độ)|ả(?= Rập))")


def _tcvn3(text: str) -> str:
    """Reads TCVN3, and gives its letters the case of those around them.

    TCVN3 has no capitals with tones: they are the small letters in a font of capitals (.VnTimeH), which is lost.
    """
    text = text.translate(_TCVN3)
    words = list(_WORD_OR_STOP.finditer(text))
    loud = [_loudness(word[0]) for word in words]
    before, after = _nearest(loud), _nearest(loud[::-1])[::-1]
    pieces, end = [], 0
    for word, sides in zip(words, zip(before, after, strict=True), strict=True):
        raised = True in sides and False not in sides
        pieces += [text[end : word.start()], word[0].upper() if raised else word[0]]
        end = word.end()
    text = "".join(pieces) + text[end:]
    text = _NAME.sub(lambda match: match[0].capitalize(), text)
    return _SENTENCE.sub(lambda match: match[0][:-1] + match[0][-1].upper(), text)


def _nearest(loud: list[bool | str | None]) -> list[bool | str | None]:
    """For each place the last value up to it that is not None."""
    last, nearest = None, []
    for one in loud:
        last = last if one is None else one
        nearest.append(last)
    return nearest


def _loudness(word: str) -> bool | str | None:
    """Whether a word is written in capitals; None if it has too few letters that would show it, "" for a stop."""
    if not word[0].isalpha():
        return ""
    if re.search("[a-z]", word):
        return False
    return True if re.search("[A-ZĐ].*[A-Z]", word) else None


# VNI puts the marks of a vowel behind it as letters: those of a tone, and others for a tone with a hat or a breve.
_VNI_MARKS = {"": "øûõùï", "â": "àåãáä", "ê": "èúüéë"}
_VNI_LETTERS = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni_table() -> dict[str, str]:
    """The letter for each one or two characters that VNI is shown as, small letters and capitals."""
    table = dict(_VNI_LETTERS)
    for row in VOWELS:
        plain, toned = row[0], row[1:]
        base, hat = {"ă": ("a", "ê"), "â": ("a", "â"), "ê": ("e", "â"), "ô": ("o", "â")}.get(plain, (plain, ""))
        base = {"ơ": "ô", "ư": "ö"}.get(base, base)
        if hat:
            table[base + hat] = plain
        if plain != "i":
            table |= {base + mark: letter for mark, letter in zip(_VNI_MARKS[hat], toned, strict=True) if letter != "ỵ"}
    capitals = {shown.upper(): letter.upper() for shown, letter in table.items()}
    return table | {shown[0].upper() + shown[1:]: letter.upper() for shown, letter in table.items()} | capitals


_VNI = _vni_table()
_VNI_LETTER = re.compile("|".join(sorted(_VNI, key=len, reverse=True)))

# VIQR: a vowel, then "^", "(" or "+" (often "*"), then a tone; "\" before what is meant as it stands. Few wrote that
# "\": where a text has none, "." and "?" behind a word may be punctuation.
_VIQR_MARKS = dict(zip("^(+*`?~'.", "\u0302\u0306\u031b\u031b\u0300\u0309\u0303\u0301\u0323", strict=True))
_VIQR_LETTER = re.compile(
    r"\\([^\w\s])|(?:(?<![a-zA-Z])([dD])[dD]|(?<![a-z])(D)D)|([aA][\^(]?|[eE]\^?|[oO][\^+*]?|[uU][+*]?|[iIyY])([`?~'.]?)"
)
_VIQR_BEFORE = re.compile(r"(?:[a-zA-Z][a-zA-Z^(+*`'~]*)?\Z")
_VIQR_AFTER = re.compile("[a-zA-Z]*")
_GLIDE = re.compile("(?<![qQ])[aeiouyAEIOUY][\\^(+*]?[iouyIOUY]\\Z(?<![uU][yY])(?<!^[gG][iI].)")
_STOP = re.compile(r"[\"')\]”’]*(?:$|\s+\W*[A-Z]|\.\.)")
# Words that end in these tones, of those where it is likelier than the end of a sentence.
_OPEN = frozenset(
    _WORD.findall("""
    ở sở cở nở mở trở tổ cổ phổ khổ đổ hổ sổ kể thể để rể nể tỷ tỉ kỷ kỉ chỉ nghỉ nhỉ giả tả cả trả quả hả nhả
    chả tỏ đỏ nhỏ bỏ cỏ thỏ giỏ vỏ chủ đủ phủ thủ củ cử thử tử sử nửa tỏa toả hỏa hoả khỏe khoẻ thủy thuỷ ủy uỷ ỷ vẻ
    trẻ rẻ kẻ lẻ mẻ thuở sự vụ cụ tụ trụ ngụ phụ dụ tự dự thự mẹ hẹ nghị bị chị thị trị vị kỵ kị lị lạ dạ mạ tạ hộ bộ
    độ lộ mộ trộ đệ lệ tệ vệ hệ bệ kệ trệ huệ tuệ họ nọ thọ lọ cọ chợ vợ thợ nợ sợ trợ mợ tọa toạ""")
)


def _viqr(text: str) -> str:
    """Reads VIQR, where marks are typed as signs (`Vie^.t Nam`); a full stop or question mark is left where it ends a
    sentence.
    """
    strict = "\\." in text or "\\?" in text

    def letter(match: re.Match[str]) -> str:
        """The letter that a match stands for."""
        escaped, d, capital, vowel, tone = match.groups()
        if escaped:
            return str(escaped)
        if d or capital:
            return "đ" if d == "d" else "Đ"
        bare = normalize("NFC", vowel[0] + "".join(map(_VIQR_MARKS.__getitem__, vowel[1:])))
        toned = normalize("NFC", bare + "".join(map(_VIQR_MARKS.__getitem__, tone)))
        if tone in ("?", ".") and not strict and not carried(match, toned):
            return bare + tone
        return toned

    def carried(match: re.Match[str], toned: str) -> bool:
        """Whether the vowel carries the "." or "?" behind it as its tone."""
        before = _VIQR_BEFORE.findall(text[max(0, match.start() - 12) : match.start()])[0]
        after = _VIQR_AFTER.findall(text, match.end())[0]
        word = _VIQR_LETTER.sub(letter, before) + toned + after
        if _GLIDE.search(before + match[4]) or not is_syllable(word):
            return False  # "hai.", for it would be "ha.i"; "chinhphu.vn"; "A.B."
        return bool(after) or not _STOP.match(text, match.end()) or word.lower() in _OPEN

    return _VIQR_LETTER.sub(letter, text)


# In the order of how common they are: the first of equals is taken.
READINGS: dict[str, Callable[[str], str]] = {
    "tcvn3": _tcvn3,
    "vni": lambda text: _VNI_LETTER.sub(lambda match: _VNI[match[0]], text),
    "windows-1258": _translated(_table("".join(_in("cp1258", byte) for byte in range(0xC0, 0x100)), {})),
    "viscii": _translated(_table(_VISCII, _VISCII_CONTROLS)),
    "vps": _translated(_table(_VPS, _VPS_CONTROLS)),
    "tcvn5712-1": _translated(_table(_VN1, _VN1_CONTROLS)),
    "viqr": _viqr,
}

"""How old and careless pages spoil correct Vietnamese text: what the pipelines have to mend."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

# TCVN 5712:1993 (VN3, "ABC"), one byte a letter, as the characters that Latin-1 shows for the bytes. The standard has
# no capital letters with tone marks: fonts drew them.
_TCVN3 = dict(
    zip(
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        map(
            chr,
            bytes.fromhex(
                "a1a2a3a4a5a6a7 a8a9aaabacadae"
                "b5b6b7b8b9 bbbcbdbec6 c7c8c9cacb cccecfd0d1 d2d3d4d5d6 d7d8dcddde"
                "dfe1e2e3e4 e5e6e7e8e9 eaebecedee eff1f2f3f4 f5f6f7f8f9 fafbfcfdfe"
            ),
        ),
        strict=True,
    )
)


def nfd(text: str) -> str:
    """Letters and marks apart, as some systems store them."""
    return unicodedata.normalize("NFD", text)


def eth(text: str) -> str:
    """Eth (U+00D0) where Đ (U+0110) is meant: they look alike."""
    return text.replace("Đ", "\u00d0")


def tcvn3(text: str) -> str:
    """TCVN3 bytes taken for Latin-1: "trưởng" is "tr\\xadëng". Raises ValueError where the standard lacks a letter."""
    lost = {letter for letter in text if letter not in _TCVN3 and letter.isalpha() and not letter.isascii()}
    if lost:
        raise ValueError(f"no TCVN3 for {sorted(lost)}")
    return "".join(_TCVN3.get(letter, letter) for letter in text)


def windows_1258(text: str) -> bytes:
    """Windows-1258 writes most tone marks as characters of their own, after the letter."""
    return b"".join(_letter_1258(letter) for letter in text)


def _letter_1258(letter: str) -> bytes:
    """A letter in windows-1258, its tone mark apart; as a character reference where that lacks it."""
    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        *base, tone = list(unicodedata.normalize("NFD", letter))
        if len(base) == 2 and base[1] == "\u0323":  # NFD puts the dot below before a circumflex or breve
            base[1], tone = tone, base[1]
        return (unicodedata.normalize("NFC", "".join(base)) + tone).encode("cp1258", "xmlcharrefreplace")


TEXT: dict[str, Callable[[str], str]] = {"nfd": nfd, "eth": eth, "tcvn3": tcvn3}

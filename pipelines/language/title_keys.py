"""Titles compared: by their words alone, whatever the letters, marks and signs between them."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from unicodedata import normalize

from vietnamese.fold import fold


class _Words(dict[int, str]):
    """What each character is in a key: its folded letters, or a space."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = fold(character)
        self[code] = folded if folded.isalnum() or (not folded and not character.isspace()) else " "
        return self[code]


_WORDS = _Words()
_SIGNS = re.compile("[–—“”‘’…]")  # what is a space in a key, of the signs that most texts have
_ASCII = bytes(ord(_WORDS[code]) for code in range(128)) + bytes(128)


def _bare(text: str) -> bytes:
    """The letters of a text without their marks, and spaces: all of its key where `_LATIN` matches it."""
    letters = normalize("NFD", text.replace("đ", "d").replace("Đ", "D")).encode("ascii", "ignore")
    return letters.translate(_ASCII)


_LATIN = re.compile(
    f"[{re.escape(''.join(c for c in map(chr, (*range(0x250), *range(0x1E00, 0x1F00))) if _bare(c).decode() == _WORDS[ord(c)]))}]*"
)


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """What of a title is compared: its words, folded."""
    if text.isascii():
        return b" ".join(text.encode().translate(_ASCII).split()).decode()
    if _LATIN.fullmatch(text) or _LATIN.fullmatch(text := _SIGNS.sub(" ", text)):  # most texts, told in half the time
        return b" ".join(_bare(text).split()).decode()
    return " ".join(text.translate(_WORDS).split())


@lru_cache(maxsize=1024)
def alike(a: str, b: str) -> bool:
    """Whether two keys are of the same title: equal, one cut off, or one with the site's name behind it."""
    if not a or not b:
        return False
    if a == b:
        return True
    short, long = sorted((a, b), key=len)
    if len(short) >= 12 and short in long:
        return len(short) > 0.35 * len(long)
    x, y = set(a.split()), set(b.split())
    return len(x & y) >= 0.75 * len(x | y)


def word_pairs(words: str) -> set[tuple[str, str]]:
    """The pairs of words that follow each other in a key; empty where it has fewer than two words."""
    return set(pairwise(words.split()))

"""The search key of people who type without marks."""

from __future__ import annotations

from unicodedata import category, normalize

_LETTERS = {"đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "Ɖ": "d", "ɖ": "d", "ı": "i", "\u2212": "-", "\u200b": " "}


class _Table(dict[int, str]):
    """What each character folds to, worked out when first met."""

    def __missing__(self, code: int) -> str:
        folded = ""
        for part in normalize("NFKD", normalize("NFKD", chr(code)).casefold()):
            kind = category(part)
            if part in _LETTERS:
                folded += _LETTERS[part]
            elif kind == "Pd":
                folded += "-"
            elif kind not in ("Mn", "Cf"):
                folded += part
        self[code] = folded
        return folded


_TABLE = _Table()


def fold(text: str) -> str:
    """Text in lower case without any marks, đ as d, every dash as "-".

    >>> fold("ĐẮK LẮK – Bà Rịa")
    'dak lak - ba ria'
    """
    return text.lower() if text.isascii() else text.translate(_TABLE)

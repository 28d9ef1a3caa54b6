"""The search key of people who type without marks, and the letters that an index of words holds for others."""

from __future__ import annotations

import re
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


def _range(first: str, last: str) -> str:
    """All characters from the first to the last, in a string."""
    return "".join(map(chr, range(ord(first), ord(last) + 1)))


# Forms of letters and digits that nobody types: m², CO₂, Ⅻ, №, ㎡, full width, ﬁ. SQLite's tokenizer takes each for a
# letter of its own or for none, and đ, which has no mark to remove, for a letter too.
_FORMS = ("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", *map(_range, "Ⅰ０Ａａﬀ", "ⅿ９Ｚｚﬆ"))
_SIGNS = "№℡℃㎎㎏㎜㎝㎞㎡㎢㎥"  # words by themselves, which are printed without a space before them
FORMS = {form: normalize("NFKC", form) for form in "".join(_FORMS)}
FORMS |= {sign: f" {normalize('NFKC', sign)}" for sign in _SIGNS}
_FORM = re.compile(f"[{''.join(FORMS)}]")


def plain(text: str) -> str:
    """Text in the letters of the index without diacritics, whose tokenizer takes the marks off: đ as d, each of FORMS as
    what is typed for it. `archive.schema.search` says the same in SQL.

    >>> plain("Đất 120 m²"), plain("ＵＢＮＤ khóa Ⅻ")
    ('Dất 120 m2', 'UBND khóa XII')
    """
    return _FORM.sub(lambda form: FORMS[form[0]], text.replace("đ", "d").replace("Đ", "D"))

"""The operators of a search: what they are called, how they are told from text, and why one was not used."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from vietnamese.credits import LABELLED
from vietnamese.fold import fold


class Unread(StrEnum):
    """Why something that looks like an operator was not used as one."""

    OPERATOR = "operator"  # there is none of that name: searched as text
    DATE = "date"  # no day, month or year: searched as text
    STATUS = "status"  # none of STATUSES: searched as text
    EMPTY = "empty"  # nothing follows the colon: searched as text
    TWICE = "twice"  # an article has one status: left out
    BLANK = "blank"  # after a blank there is nothing that it can use: searched as text
    PROVINCE = "province"  # no place is called that: nothing is found
    NEWSPAPER = "newspaper"  # no newspaper is called that: nothing is found
    SECTION = "section"  # likewise
    AUTHOR = "author"  # likewise
    ALONE = "alone"  # an OR with nothing on one side: left out


# What each operator is called; every name also without marks.
OPERATORS = {
    "title": ("title", "tiêu đề", "tựa"),
    "newspaper": ("newspaper", "báo"),
    "province": ("province", "tỉnh"),
    "section": ("section", "chuyên mục", "mục"),
    "author": ("author", "tác giả"),
    "status": ("status", "trạng thái"),
    "since": ("since", "from", "từ"),
    "until": ("until", "to", "đến"),
}
STATUSES = {
    "standing": ("standing", "còn", "còn đăng"),
    "edited": ("edited", "sửa", "đã sửa"),
    "gone": ("gone", "gỡ", "đã gỡ"),
}


def _named(names: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The name that each spelling stands for, with and without marks."""
    return {form: of for of, forms in names.items() for name in forms for form in (name, fold(name))}


OPERATOR_OF, STATUS_OF = _named(OPERATORS), _named(STATUSES)
_NAMES = "|".join(sorted(OPERATOR_OF, key=len, reverse=True))
TOKEN = re.compile(
    rf'(?P<field>(?<![^\s,;])(?i:{_NAMES})(?::(?=[^\s:])|\s?:\s+(?=[\w"“])))'
    r'|(?P<not>(?<!\S)-(?=[^\W\d_]|["“]))'
    rf"|(?P<label>[(\[]?{LABELLED})"  # of a picture's credit, which the indexes of words do not have
    r'|["“](?P<quoted>[^"“”]*)["”]'
    r"|(?P<or>(?<!\S)(?:OR|or|Or|HOẶC|HOAC)(?!\S))"
    r'|(?P<divide>[,;"“”])'
    r'|(?P<chunk>[^\s,;"“”]+)'
)
LIKE_OPERATOR = re.compile(r"(?<!\S)[^\W\d_]{2,15}:(?=\w)")
EMPTY = re.compile(rf"(?<!\S)(?i:{_NAMES})\s?:\s*$")


def operator(typed: str) -> str:
    """The operator that a name with a colon stands for, in any case."""
    return OPERATOR_OF[" ".join(typed.replace(":", " ").lower().split())]

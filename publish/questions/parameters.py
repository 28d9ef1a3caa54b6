"""What the parameters of the questions are called, and what is written below their fields."""

from __future__ import annotations

from typing import NamedTuple

Words = tuple[str, str]  # in Vietnamese, then English


class Parameter(NamedTuple):
    """What a parameter of a question is called, and what is written below its field, in both languages."""

    label: Words
    hint: Words = ("", "")


_TERM = ("Có dấu: đúng dấu; không dấu: mọi cách viết", "With diacritics: as spelled; without: any spelling")
_ONE_MORE = ("Có thể để trống", "May be left empty")
PARAMETERS = {
    "term": Parameter(("Từ", "Term"), _TERM),
    "a": Parameter(("Từ thứ nhất", "First term"), _TERM),
    "b": Parameter(("Từ thứ hai", "Second term"), _ONE_MORE),
    "c": Parameter(("Từ thứ ba", "Third term"), _ONE_MORE),
    "newspaper": Parameter(("Tờ báo", "Newspaper")),
    "year": Parameter(("Năm", "Year"), ("Để trống: mọi năm", "Empty: all years")),
}

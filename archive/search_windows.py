"""Spans of ids to look through one after the other, each for some milliseconds.

FTS5 looks for the next article that has a phrase in one step of SQLite's program, which nothing ends: among a million
articles that takes a second where the words are common and stand nowhere side by side. So it is asked of a stretch of
time, and the clock is looked at before the next.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator

from archive.article_rows import IDS_A_DAY

_MONTH = 100 * IDS_A_DAY
_LONGEST = 64  # months
_SHORT, _LONG = 0.001, 0.004  # seconds of CPU, below which the next span is longer, and above which it is shorter


def windows(conn: sqlite3.Connection, first: int, last: int, oldest: bool = False) -> Iterator[tuple[int, int]]:
    """Yields the first and the last id of whole months that the archive has, of those from `first` to `last`: newest
    first, or `oldest`. How many months depends on how long the one who asks was at the span before.
    """
    low, high = conn.execute("select (select min(id) from articles), (select max(id) from articles)").fetchone()
    if low is None:
        return
    first, last = max(first, low), min(last, high)
    begin, end = _number(first), _number(last)
    months = 1
    while begin <= end and first <= last:
        some = (begin, min(begin + months - 1, end)) if oldest else (max(end - months + 1, begin), end)
        began = time.thread_time()
        yield max(_id(some[0]), first), min(_id(some[1] + 1) - 1, last)
        spent = time.thread_time() - began
        months = min(2 * months, _LONGEST) if spent < _SHORT else max(months // 2, 1) if spent > _LONG else months
        begin, end = (some[1] + 1, end) if oldest else (begin, some[0] - 1)


def _number(id: int) -> int:
    """The number of the month of an id; what no month has counts to the nearest that is."""
    year, month = divmod(id // _MONTH, 100)
    return 12 * year + min(max(month, 1), 12) - 1


def _id(number: int) -> int:
    """The first id of a month, by its number."""
    return (number // 12 * 100 + number % 12 + 1) * _MONTH

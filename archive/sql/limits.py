"""Limits on SQL that strangers write: what a connection lets it see, what values and results may hold.

Time is the caller's to limit: `archive/sql/keeper.py` ends a process, `archive/time_limit.py` a statement of our own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from contextvars import ContextVar
from enum import IntEnum
from typing import Any
from weakref import ref

MB = 1 << 20
# What a time limit cannot stop: bytes of a value that a stranger's SQL may make, of SQLite's heap in a process; characters of a LIKE pattern, which are tried at every place of the text.
VALUE = 1 * MB
HEAP = 192 * MB
PATTERN = 1000
# A whole result, which is written down while every page waits: characters, with the columns' names in every row; values.
CHARACTERS = 5_000_000
VALUES = 25_000


class Bounds(IntEnum):
    """What holds for values longer than VALUE, and for a result with too much in it."""

    STRANGER = 0  # either is refused
    TABLE = 1  # values are read, as everything about a table may have to: an article may be longer
    PAGE = 2  # such a result ends early, and the next page goes on


# Set while Datasette makes the page of a table or row.
bounds: ContextVar[Bounds] = ContextVar("bounds", default=Bounds.STRANGER)


@contextmanager
def bounded(by: Bounds) -> Iterator[None]:
    """Has other bounds hold for the SQL inside."""
    token = bounds.set(by)
    try:
        yield
    finally:
        bounds.reset(token)


def limit(conn: sqlite3.Connection) -> None:
    """Bounds what a query may hold in memory, and keeps the file's path to ourselves."""
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, VALUE)
    conn.setlimit(sqlite3.SQLITE_LIMIT_COLUMN, 100)
    conn.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    conn.setlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, PATTERN)
    conn.execute(f"pragma hard_heap_limit = {HEAP}")
    conn.execute("pragma temp_store = memory")
    conn.set_authorizer(_authorize)
    conn.row_factory = _Rows()


@contextmanager
def our_own(conn: sqlite3.Connection) -> Iterator[None]:
    """Lifts, for SQL that no stranger wrote, what bounds values and results: an article may be longer than either."""
    rows = conn.row_factory
    conn.row_factory = sqlite3.Row
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, HEAP)
    try:
        yield
    finally:
        conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, VALUE)
        conn.row_factory = rows


def fetched(
    conn: sqlite3.Connection, sql: str, params: Any, most: int, by: Bounds
) -> tuple[Any, list[sqlite3.Row], bool]:
    """Runs a statement within bounds: its description (as of `sqlite3.Cursor`; None where it returns no rows), at most
    `most` rows (-1: all), and whether there are more.

    Raises sqlite3.Error where the statement fails, or where a value or all rows together are larger than the bounds;
    within those of a page, what fits is returned.
    """
    conn.row_factory = _Rows(by)
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, HEAP if by else VALUE)
    rows: list[sqlite3.Row] = []
    try:
        with closing(conn.execute(sql, params)) as cursor:
            more = False
            try:
                for row in cursor:
                    if more := len(rows) == most:
                        break
                    rows.append(row)
            except _TooBigError:
                if by is not Bounds.PAGE:
                    raise
                more = True
            return cursor.description, rows, more
    finally:
        conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, VALUE)
        conn.row_factory = _Rows()


class _TooBigError(sqlite3.OperationalError):
    """A result with more in it than is written down at once."""


class _Rows:
    """Rows until the result of a query is too big; the first of a page's is cut where it alone is."""

    def __init__(self, by: Bounds = Bounds.STRANGER) -> None:
        self.by = by
        self.cursor: Callable[[], sqlite3.Cursor | None] = lambda: None
        self.characters = self.values = self.names = 0

    def __call__(self, cursor: sqlite3.Cursor, values: tuple[Any, ...]) -> sqlite3.Row:
        if self.cursor() is not cursor:
            self.cursor, self.characters, self.values = ref(cursor), 0, 0
            self.names = sum(len(name) for name, *_ in cursor.description)
        if self.by is Bounds.PAGE and not self.values:
            values = cut(values, CHARACTERS - self.names)
        self.values += len(values)
        self.characters += self.names + _length(values)
        if self.values > VALUES or self.characters > CHARACTERS:
            raise _TooBigError(f"result too big: more than {VALUES:,} values or {CHARACTERS:,} characters")
        return sqlite3.Row(cursor, values)


def _length(values: tuple[Any, ...]) -> int:
    """How much the texts and bytes of a row hold together, in characters and bytes; numbers count for nothing."""
    return sum(len(value) for value in values if isinstance(value, (str, bytes)))


def cut(values: tuple[Any, ...], room: int) -> tuple[Any, ...]:
    """The values of a row, the longest cut with a mark until they have room; bytes, which can carry none, are left out.

    >>> cut(("tin", "a" * 99), 70)
    ('tin', 'aaaaaaaaaaaaaaaaaaaaaaaaaa[… cut here; it has 99 characters in all]')
    """
    while (over := _length(values) - room) > 0:
        longest = max(range(len(values)), key=lambda i: _length(values[i : i + 1]))
        value = values[longest]
        kind, kept = ("bytes", "") if isinstance(value, bytes) else ("characters", value)
        mark = f"[… cut here; it has {len(value):,} {kind} in all]"
        kept = kept[: max(len(value) - over - len(mark), 0)]
        if len(kept) + len(mark) >= len(value):
            break
        values = (*values[:longest], kept + mark, *values[longest + 1 :])
    return values


def _authorize(action: int, name: str | None, *_: object) -> int:
    """Keeps SQL from learning the path of the database's file; allows everything else."""
    if action == sqlite3.SQLITE_PRAGMA and name == "database_list":
        return sqlite3.SQLITE_IGNORE
    return sqlite3.SQLITE_OK

"""What checks of the archive find, and the log of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from archive.database import transaction
from archive.moments import moment, utc


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as the archive says. `code` is what kind it is, `values` are what a sentence about it names;
    `repair` is how it is mended without loss (a name and what that takes), None where it cannot be."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)
    repair: tuple | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A run that came to its end."""

    finished_at: datetime
    articles: int
    captures: int
    faults: int
    mended: int

    @property
    def left(self) -> int:
        """Faults that were not mended."""
        return self.faults - self.mended


def begin(conn: sqlite3.Connection, now: datetime) -> int:
    """Enters a run of the checks as begun; returns its id."""
    with transaction(conn):
        cursor = conn.execute("insert into checks(started_at) values (?)", [utc(now)])
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def finish(
    conn: sqlite3.Connection, check_id: int, now: datetime, *, articles: int, captures: int, faults: int, mended: int
) -> None:
    """Stores that a run came to its end: how many articles and captures it has looked at, how many faults it found and
    mended.
    """
    with transaction(conn):
        conn.execute(
            "update checks set finished_at = ?, articles = ?, captures = ?, faults = ?, mended = ? where id = ?",
            [utc(now), articles, captures, faults, mended, check_id],
        )


def last(conn: sqlite3.Connection) -> Check | None:
    """The last run that came to its end; None where there was none."""
    row = conn.execute(
        "select finished_at, articles, captures, faults, mended from checks where finished_at is not null"
        " order by id desc limit 1"
    ).fetchone()
    return Check(moment(row[0]), *row[1:]) if row else None

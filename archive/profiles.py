"""What was learned of the newspapers' pages, as rows: profiles, and the sketches of the pages that they rest on.

A profile is of one place of a newspaper, a host or a folder, and of one design, which stood there from `since` to
`until`. Which page belongs to which, and what a sketch's marks mean, pipelines/profiles/ knows.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

Told = list[tuple[float, str]]  # lines and their shares, for people


@dataclass(slots=True)
class Row:
    """A profile as stored. `version` is 0 until it says anything, and rises when it says something else."""

    id: int
    place: str
    since: str
    until: str
    version: int
    pages: int


def of(conn: sqlite3.Connection, newspaper: str, place: str | None = None) -> list[Row]:
    """Lists the profiles of a newspaper, the oldest first; `place` (a host) narrows to those of one place."""
    return [
        Row(*row)
        for row in conn.execute(
            "select id, place, since, until, version, (select count(*) from profile_pages where profile = profiles.id)"
            " from profiles where newspaper = ? and (? is null or place = ?) order by place, since, id",
            [newspaper, place, place],
        )
    ]


def begin(conn: sqlite3.Connection, newspaper: str, place: str, at: str) -> Row:
    """Stores a new profile of a place, seen `at` that time, which has no pages yet."""
    cursor = conn.execute(
        "insert into profiles(newspaper, place, since, until) values (?, ?, ?, ?)", [newspaper, place, at, at]
    )
    assert cursor.lastrowid is not None
    return Row(cursor.lastrowid, place, at, at, 0, 0)


def knows(conn: sqlite3.Connection, newspaper: str, place: str, address: str, article_id: int | None = None) -> bool:
    """Whether a page of this address, or of this article, is among those that the profiles of a place rest on."""
    query = (
        "select 1 from profile_pages where profile in (select id from profiles where newspaper = ? and place = ?)"
        " and (address = ? or article_id = ?) limit 1"
    )
    return conn.execute(query, [newspaper, place, address, article_id]).fetchone() is not None


def add(
    conn: sqlite3.Connection,
    row: Row,
    address: str,
    at: str,
    marks: array[int],
    *,
    title: int | None = None,
    article_id: int | None = None,
    most: int,
) -> None:
    """Adds a page seen `at` that time to a profile, in the place of the oldest where it has the `most` already."""
    if row.pages >= most:
        conn.execute(
            "delete from profile_pages where rowid = (select min(rowid) from profile_pages where profile = ?)", [row.id]
        )
        row.pages -= 1
    conn.execute(
        "insert or ignore into profile_pages(profile, address, article_id, seen_at, title, marks)"
        " values (?, ?, ?, ?, ?, ?)",
        [row.id, address, article_id, at, title, marks.tobytes()],
    )
    row.pages += 1
    row.since, row.until = min(row.since, at), max(row.until, at)
    conn.execute("update profiles set since = ?, until = ? where id = ?", [row.since, row.until, row.id])


def pages(
    conn: sqlite3.Connection, profile: int, until: str | None = None, *, but: str = ""
) -> list[tuple[array[int], int | None]]:
    """Returns the marks and the place of the title (None: not known) of each page of a profile that was seen `until`
    then (None: ever), but for the page of the address `but`.
    """
    rows = conn.execute(
        "select marks, title from profile_pages where profile = ? and (? is null or seen_at <= ?) and address != ?",
        [profile, until, until, but],
    )
    return [(_marks(blob), title) for blob, title in rows]


def addresses(conn: sqlite3.Connection, profile: int) -> Iterator[tuple[str, array[int]]]:
    """Yields the address and the marks of each page of a profile."""
    for address, blob in conn.execute("select address, marks from profile_pages where profile = ?", [profile]):
        yield address, _marks(blob)


def _marks(blob: bytes) -> array[int]:
    """Reads the marks of a page (64-bit numbers) from the bytes stored."""
    marks = array("Q")
    marks.frombytes(blob)
    return marks


def renew(conn: sqlite3.Connection, row: Row, lines: Told, *, news: bool) -> None:
    """Writes what a profile says, for people; where it is `news`, what was read without it is to be read again."""
    if news:
        (row.version,) = conn.execute("select max(version) + 1 from profiles").fetchone()
    conn.execute(
        "update profiles set version = ?, lines = ? where id = ?",
        [row.version, json.dumps(lines, ensure_ascii=False), row.id],
    )


def lines(conn: sqlite3.Connection, profile: int) -> Told:
    """The lines that the profile with this id knows, each behind the share of its pages (0 to 1) on which it stands.
    Raises TypeError where there is no such profile.
    """
    (text,) = conn.execute("select lines from profiles where id = ?", [profile]).fetchone()
    return [(share, line) for share, line in json.loads(text)]


def adopt(conn: sqlite3.Connection, newspaper: str, place: str) -> None:
    """Gives a newspaper the profiles of its site (`place`, as in `profiles.place`) that were learned from saved files alone,
    under a stand-in without a home."""
    conn.execute(
        "update profiles set newspaper = ? where place = ?"
        " and newspaper in (select id from newspapers where home is null)",
        [newspaper, place],
    )


def read_with(conn: sqlite3.Connection, url: str, version: int) -> None:
    """Notes with which profile a page was read."""
    conn.execute("update pages set profile = ? where url = ?", [version, url])

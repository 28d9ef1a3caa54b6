"""What web archives hold of a newspaper, as rows: one a capture that their index lists, with what became of it.

States: `new`; `read` (an article), `other` (read, no article), `foreign` (read, not the newspaper's); taken from the listing
alone: `same` (it stood as it was), `gone` (404 or 410), `moved` (a redirect), `passed` (an error); `shared` (one page for
many addresses), `truncated` (a piece of what is known whole); `unplayable` (listed, but not to be had), `failed`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from archive.moments import utc

_FIELDS = "id, source, urlkey, timestamp, original, status, mime, digest, length, warc, offset, truncated, rank, tries, state, stamp"


@dataclass(slots=True)
class Listed:
    """A capture as an index lists it. `status` is None where it is not said (a revisit), `digest` empty where there is
    none; `warc`, `offset` and `length` say where Common Crawl keeps it, `stamp` how the index writes a `timestamp` that it
    has otherwise."""

    urlkey: str
    timestamp: str  # 14 digits, UTC
    original: str
    status: int | None
    mime: str | None
    digest: str
    length: int | None = None
    warc: str = ""
    offset: int | None = None
    truncated: str | None = None
    rank: int = 0  # 0: by its address an article
    id: int = 0
    source: str = ""
    tries: int = 0
    state: str = "new"
    stamp: str | None = None

    @property
    def moment(self) -> datetime:
        """When it was captured."""
        return datetime.strptime(self.timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)


def add(conn: sqlite3.Connection, newspaper: str, source: str, rows: Iterable[Listed]) -> int:
    """Makes captures known; returns how many were new. Call within a transaction."""
    added = 0
    for row in rows:
        added += conn.execute(
            "insert or ignore into rescue_captures(newspaper, source, urlkey, timestamp, original, status, mime, digest,"
            " length, warc, offset, truncated, rank, stamp) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [newspaper, source, row.urlkey, row.timestamp, row.original, row.status, row.mime, row.digest,
             row.length, row.warc, row.offset, row.truncated, row.rank, row.stamp],
        ).rowcount  # fmt: skip
    return added


def take_up(conn: sqlite3.Connection, newspaper: str, source: str, most: int) -> None:
    """Makes captures due once more that were not to be had, fewer than so many times."""
    conn.execute(
        "update rescue_captures set state = 'new' where newspaper = ? and source = ? and state = 'failed' and tries < ?",
        [newspaper, source, most],
    )


def next_of(conn: sqlite3.Connection, newspaper: str, source: str, since: str, until: str, rank: int) -> Listed | None:
    """The earliest capture from `since` to `until` (timestamps of 14 digits) that is still to be dealt with, of those of a
    `rank` (0: articles, 1: the rest); None where none is left.
    """
    row = conn.execute(
        f"select {_FIELDS} from rescue_captures where newspaper = ? and rank = ? and state = 'new' and source = ?"
        " and timestamp between ? and ? order by timestamp, id limit 1",
        [newspaper, rank, source, since, until],
    ).fetchone()
    return _listed(row) if row else None


def _listed(row: tuple) -> Listed:
    """Makes a `Listed` of a row with the columns of `_FIELDS`."""
    names = [name.strip() for name in _FIELDS.split(",")]
    return Listed(**dict(zip(names, row, strict=True)))


def settle(conn: sqlite3.Connection, row: Listed, state: str, capture_id: int | None = None) -> None:
    """Stores what became of a capture, its new `state`; `capture_id` is its record here (None: none, or the one it
    had).
    """
    conn.execute(
        "update rescue_captures set state = ?, capture_id = coalesce(?, capture_id) where id = ?",
        [state, capture_id, row.id],
    )


def count_try(conn: sqlite3.Connection, row: Listed) -> int:
    """Counts one more failed try to fetch a capture; returns how many there were."""
    conn.execute("update rescue_captures set tries = tries + 1 where id = ?", [row.id])
    row.tries += 1
    return row.tries


@dataclass(slots=True, frozen=True)
class Had:
    """A capture whose bytes are here. `latest` says whether it is what the address last showed before the row asked
    about."""

    state: str
    capture_id: int
    url: str
    latest: bool


def had(conn: sqlite3.Connection, newspaper: str, row: Listed, urls: list[str]) -> Had | None:
    """The capture with the same bytes at the same address (in any of the spellings `urls`) that was read before, by a
    rescue or else by a crawl of ours; None where there is none, or the web archive gives no digest.
    """
    if not row.digest:
        return None
    found = conn.execute(
        "select r.state, r.capture_id, c.url, r.timestamp from rescue_captures r join captures c on c.id = r.capture_id"
        " where r.newspaper = ? and r.urlkey = ? and r.digest = ? and r.state in ('read', 'other', 'foreign', 'shared')"
        " order by r.timestamp > ?, abs(r.timestamp - ?) limit 1",
        [newspaper, row.urlkey, row.digest, row.timestamp, row.timestamp],
    ).fetchone()
    if found is not None:
        between = conn.execute(
            "select 1 from rescue_captures where newspaper = ? and urlkey = ? and digest != ? and state in ('read', 'foreign')"
            " and timestamp > ? and timestamp < ? limit 1",
            [newspaper, row.urlkey, row.digest, found[3], row.timestamp],
        ).fetchone()
        return Had(found[0], found[1], found[2], between is None and found[3] <= row.timestamp)
    marks = ", ".join("?" * len(urls))
    found = conn.execute(
        f"select id, url, fetched_at from captures where url in ({marks}) and digest = ? and status = 200"
        " order by fetched_at limit 1",
        [*urls, f"sha1:{row.digest}"],
    ).fetchone()
    return Had("read", found[0], found[1], False) if found else None


def addresses(conn: sqlite3.Connection, newspaper: str, digest: str, most: int = 200) -> list[str]:
    """The addresses that showed these bytes, one spelling of each, no more than so many."""
    return [
        url
        for (url,) in conn.execute(
            "select min(original) from rescue_captures where newspaper = ? and digest = ? and (status = 200 or status is null)"
            " group by urlkey limit ?",
            [newspaper, digest, most],
        )
    ]


def shared(conn: sqlite3.Connection, newspaper: str, digest: str) -> int | None:
    """The capture that was kept of a page which is shown at many addresses; None for none yet."""
    row = conn.execute(
        "select capture_id from rescue_captures where newspaper = ? and digest = ? and state = 'shared'"
        " and capture_id is not null limit 1",
        [newspaper, digest],
    ).fetchone()
    return row[0] if row else None


def look_again(conn: sqlite3.Connection, newspaper: str, row: Listed) -> None:
    """Makes captures due again of which the listing alone was believed, where they are later than this one of the same
    address, which was read only now.
    """
    conn.execute(
        "update rescue_captures set state = 'new' where newspaper = ? and urlkey = ? and timestamp > ?"
        " and state in ('same', 'gone', 'moved')",
        [newspaper, row.urlkey, row.timestamp],
    )


def without_pieces(conn: sqlite3.Connection, article_id: int) -> None:
    """Takes the revisions from an article that were read from captures which are not whole, before a whole one is
    stored."""
    conn.execute(
        "delete from revisions where article_id = ? and capture_id in (select id from captures where aside = 'truncated')",
        [article_id],
    )


def forget_capture(conn: sqlite3.Connection, old: int) -> None:
    """Deletes the row of a capture, by its id, that another row stands for now, unless a revision was read from it."""
    conn.execute(
        "delete from captures where id = ? and id not in (select capture_id from revisions where capture_id = ?)",
        [old, old],
    )


def counts(conn: sqlite3.Connection, newspaper: str, source: str, since: str, until: str) -> dict[str, int]:
    """How much is listed between two moments: `captures`, `takedowns`, and `left`, captures that are
    still to be dealt with."""
    names = ("captures", "takedowns", "left")
    row = conn.execute(
        "select count(*), coalesce(sum(status in (404, 410)), 0),"
        " coalesce(sum(state = 'new'), 0) from rescue_captures where newspaper = ? and source = ? and timestamp between ? and ?",
        [newspaper, source, since, until],
    ).fetchone()
    return dict(zip(names, row, strict=True))


def texts(conn: sqlite3.Connection, newspaper: str, source: str, since: str, until: str) -> Iterator[Listed]:
    """Yields the first capture of each address and digest that is listed between two moments (`since` and `until`, as
    the indexes write them).
    """
    columns = ", ".join(f"r.{name.strip()}" for name in _FIELDS.split(","))
    for row in conn.execute(
        f"select {columns} from rescue_captures r join (select min(timestamp || ' ' || id) as first from rescue_captures"
        " where newspaper = ? and source = ? and timestamp between ? and ? and (status = 200 or status is null)"
        " group by urlkey, iif(digest = '', timestamp, digest)) f on r.id = cast(substr(f.first, 16) as integer)",
        [newspaper, source, since, until],
    ):
        yield _listed(row)


def pieces(conn: sqlite3.Connection, newspaper: str) -> list[tuple[Listed, int]]:
    """The captures that are not whole, with the ids of their records, the longest of each address first."""
    rows = conn.execute(
        f"select {_FIELDS}, capture_id from rescue_captures where newspaper = ? and state = 'truncated'"
        " and capture_id is not null order by urlkey, length desc",
        [newspaper],
    ).fetchall()
    return [(_listed(row[:-1]), row[-1]) for row in rows]


# --- how far the listing went


FIRST, LAST = "00000000000000", "99999999999999"  # of a listing that no days bound


def cursor(
    conn: sqlite3.Connection, newspaper: str, source: str, place: str, since: str, until: str
) -> tuple[str | None, str | None]:
    """Where the listing of a place goes on (None: at its beginning), and when it was done (None: it is not): for these days,
    or for all."""
    query = "select cursor, done_at from rescue_listings where newspaper = ? and source = ? and place = ? and since = ? and until = ?"
    own = conn.execute(query, [newspaper, source, place, since, until]).fetchone() or (None, None)
    every = conn.execute(query, [newspaper, source, place, FIRST, LAST]).fetchone() or (None, None)
    return (None, max(own[1] or "", every[1])) if every[1] else own


def keep_cursor(
    conn: sqlite3.Connection,
    newspaper: str,
    source: str,
    place: str,
    since: str,
    until: str,
    cursor: str | None,
    done: datetime | None,
) -> None:
    """Stores how far the listing of a place went: where it goes on (`cursor`), and when it was done (None: it is not).

    Call in the transaction that adds its rows.
    """
    conn.execute(
        "insert or replace into rescue_listings(newspaper, source, place, since, until, cursor, done_at)"
        " values (?, ?, ?, ?, ?, ?, ?)",
        [newspaper, source, place, since, until, cursor, utc(done) if done else None],
    )


# --- how a source is asked


@dataclass(slots=True)
class Asked:
    """When a source's index was last asked (seconds since 1970), how often in a row it refused, until when it is left
    alone, and the process that asks it."""

    process: str | None = None
    asked_at: float | None = None
    refusals: int = 0
    alone_until: str | None = None


def asked(conn: sqlite3.Connection, source: str) -> Asked:
    """How a source was asked so far; all zero and None where it never was."""
    row = conn.execute(
        "select process, asked_at, refusals, alone_until from rescue_sources where source = ?", [source]
    ).fetchone()
    return Asked(*row) if row else Asked()


def note(conn: sqlite3.Connection, source: str, **values: object) -> None:
    """Notes some of how a source is asked, by the names of `Asked`."""
    conn.execute("insert or ignore into rescue_sources(source) values (?)", [source])
    columns = ", ".join(f"{name} = ?" for name in values)
    conn.execute(f"update rescue_sources set {columns} where source = ?", [*values.values(), source])

"""Where each page stands in the WARC files (ISO 28500)."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from archive.moments import moment, utc


class Capture(Protocol):
    """A record that was written: where, and of what. `warc` is relative to the captures folder, `mime` without parameters."""

    @property
    def url(self) -> str: ...

    @property
    def fetched_at(self) -> datetime: ...

    @property
    def status(self) -> int: ...

    @property
    def mime(self) -> str | None: ...

    @property
    def digest(self) -> str: ...

    @property
    def warc(self) -> str: ...

    @property
    def offset(self) -> int: ...

    @property
    def length(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a capture came from that is not our own: the web archive (`wayback`, `commoncrawl`, an address) or
    the file (`file:name`), and the address at which a web archive has it. `aside` is why it is never read as an article:
    `shared` (one page for many addresses), `truncated`; one of our own may be so too: `incomplete` (a further page of the
    article could not be had)."""

    source: str
    url: str | None = None
    aside: str | None = None


def add(conn: sqlite3.Connection, capture: Capture, origin: Origin | None = None, *, aside: str | None = None) -> int:
    """Enters a written record, and where it came from (None: from our own crawl, and perhaps put `aside`); returns its id."""
    cursor = conn.execute(
        "insert into captures(url, fetched_at, status, mime, digest, warc, offset, length, source, source_url, aside)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            capture.url,
            utc(capture.fetched_at),
            capture.status,
            capture.mime,
            capture.digest,
            capture.warc,
            capture.offset,
            capture.length,
            *((origin.source, origin.url, origin.aside) if origin else (None, None, aside)),
        ],
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


@dataclass(frozen=True, slots=True)
class Original:
    """The capture that a page which came again as it was is held against."""

    url: str
    fetched_at: datetime
    digest: str


def last(conn: sqlite3.Connection, url: str) -> Original | None:
    """The last page that was captured at this address; None where none was."""
    row = conn.execute(
        "select url, fetched_at, digest from captures where url = ? and status = 200 order by fetched_at desc, id desc limit 1",
        [url],
    ).fetchone()
    return Original(row[0], moment(row[1]), row[2]) if row else None


def find(conn: sqlite3.Connection, url: str, fetched_at: datetime, digest: str) -> int | None:
    """The id of the capture of this address, moment and payload (files may have two pages of one moment); None where there
    is none.
    """
    row = conn.execute(
        "select min(id) from captures where url = ? and fetched_at = ? and digest = ?", [url, utc(fetched_at), digest]
    ).fetchone()
    return row[0]


def end_of(conn: sqlite3.Connection, warc: str) -> int:
    """Where the last record known of this file ends, in bytes: what is before it is whole."""
    row = conn.execute("select max(offset + length) from captures where warc = ?", [warc]).fetchone()
    return row[0] or 0

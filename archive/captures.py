"""Where each page stands in the WARC files (ISO 28500)."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from archive.store import utc


def add(
    conn: sqlite3.Connection,
    *,
    url: str,
    fetched_at: datetime,
    status: int,
    mime: str | None,
    digest: str,
    warc: str,
    offset: int,
    length: int,
) -> int:
    """Makes a written record known and returns its id. `warc` is relative to the captures folder."""
    cursor = conn.execute(
        "insert into captures(url, fetched_at, status, mime, digest, warc, offset, length) values (?, ?, ?, ?, ?, ?, ?, ?)",
        [url, utc(fetched_at), status, mime, digest, warc, offset, length],
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def end_of(conn: sqlite3.Connection, warc: str) -> int:
    """Where the last record known of this file ends, in bytes: what is before it is whole."""
    row = conn.execute("select max(offset + length) from captures where warc = ?", [warc]).fetchone()
    return row[0] or 0

"""The log of crawls: what each was, did, and how it ended."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from archive.store import utc

# columns of `crawls`, and the crawl's statistic that fills each
COUNTED = {
    "pages": "pages",
    "new": "articles/new",
    "changed": "articles/changed",
    "unchanged": "articles/unchanged",
    "rejected": "articles/rejected",
    "errors": "errors",
    "forbidden": "robotstxt/forbidden",
    "refused": "refused",
    "walls": "walls",
}


def begin(conn: sqlite3.Connection, newspaper: str, now: datetime) -> int:
    """Enters a crawl; until `finish` it counts as running, or killed."""
    cursor = conn.execute("insert into crawls(newspaper, started_at) values (?, ?)", [newspaper, utc(now)])
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def finish(conn: sqlite3.Connection, crawl_id: int, now: datetime, reason: str, stats: Mapping[str, Any]) -> None:
    """How the crawl ended and what it counted."""
    columns = ", ".join(f'"{column}" = ?' for column in COUNTED)
    conn.execute(
        f"update crawls set finished_at = ?, reason = ?, {columns} where id = ?",
        [utc(now), reason, *(stats.get(key, 0) for key in COUNTED.values()), crawl_id],
    )

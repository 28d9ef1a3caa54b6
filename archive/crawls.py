"""The log of crawls: what each was, did, and how it ended."""

from __future__ import annotations

import os
import socket
import sqlite3
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from archive.database import transaction
from archive.moments import moment, utc
from archive.reasons import Code, Reason, other

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
    "foreign": "foreign",
}

# how Scrapy says that a crawl ended which nothing was wrong with
_ENDINGS = {
    "finished": Code.FINISHED,
    "limit reached": Code.LIMIT_REACHED,
    "shutdown": Code.SHUTDOWN,
    "interrupted": Code.INTERRUPTED,
}


def ending(text: str) -> Reason:
    """The reason that a word of Scrapy's for how a crawl ended (`finished`, `shutdown`) stands for."""
    return Reason(_ENDINGS[text]) if text in _ENDINGS else other(text)


def begin(conn: sqlite3.Connection, newspaper: str, now: datetime) -> int | None:
    """Enters a crawl; until `finish` it counts as running, or killed. None where another one of it is under way:
    two would ask the newspaper twice as often as either may."""
    with transaction(conn):
        under_way = conn.execute(
            "select process from crawls where newspaper = ? and finished_at is null and process is not null",
            [newspaper],
        ).fetchall()
        if any(is_alive(process) for (process,) in under_way):
            return None
        cursor = conn.execute(
            "insert into crawls(newspaper, started_at, process) values (?, ?, ?)",
            [newspaper, utc(now), process_name(os.getpid())],
        )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def under_way(conn: sqlite3.Connection) -> bool:
    """Whether any crawl or rescue of this archive is under way on this machine."""
    return any(is_alive(process) for process in _unfinished(conn))


def killed(conn: sqlite3.Connection) -> set[int]:
    """The processes (their numbers) of crawls and rescues that never came to an end, of those under way, and of those that
    had no room to store what they had written down."""
    full = conn.execute("select process from crawls where ending = ? and process is not null", [Code.STORAGE])
    return {int(process.split(" ")[1]) for process in [*_unfinished(conn), *(process for (process,) in full)]}


def _unfinished(conn: sqlite3.Connection) -> list[str]:
    """Lists the processes (as `process_name` writes them) of crawls and rescues that have no end yet: under way, or
    killed.
    """
    rows = conn.execute(
        "select process from crawls where finished_at is null and process is not null"
        " union select process from rescue_sources where process is not null"
    )
    return [process for (process,) in rows]


def process_name(pid: int) -> str:
    """A process of this machine that no later one is taken for: number and, where /proc tells, moment of its start."""
    try:
        started = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        started = ""
    return f"{socket.gethostname()} {pid} {started}"


def is_alive(process: str) -> bool:
    """Whether a process, as `process_name` wrote it, still runs on this machine.

    False for this very process, and for those of other machines, of which nothing is known.
    """
    host, pid, _ = process.split(" ")
    if host != socket.gethostname() or int(pid) == os.getpid():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return process == process_name(int(pid))


def broken_off(conn: sqlite3.Connection, newspaper: str, crawl_id: int, now: datetime) -> datetime | None:
    """When the crawl began that this one goes on with: the first of those of the last day that were killed or stopped, one
    after the other, until this one. None where the last came to its end."""
    since = None
    for started, finished, ended in conn.execute(
        "select started_at, finished_at, ending from crawls where newspaper = ? and id < ? and started_at > ?"
        " order by id desc",
        [newspaper, crawl_id, utc(now - timedelta(days=1))],
    ):
        if finished is not None and ended not in (Code.SHUTDOWN, Code.INTERRUPTED):
            break
        since = moment(started)
    return since


def keep_learned(conn: sqlite3.Connection, crawl_id: int, text: str) -> None:
    """Stores what a crawl under way has learned of where addresses lead, for the one that goes on with it."""
    conn.execute("update crawls set learned = ? where id = ?", [text, crawl_id])


def learned_before(conn: sqlite3.Connection, newspaper: str, crawl_id: int) -> str | None:
    """What the crawl before this one had learned; None where nothing is kept."""
    row = conn.execute(
        "select learned from crawls where newspaper = ? and id < ? order by id desc limit 1", [newspaper, crawl_id]
    ).fetchone()
    return row[0] if row else None


def looked_again(conn: sqlite3.Connection, newspaper: str, now: datetime, since: datetime | None = None) -> int:
    """How many articles that were known before the crawls of the twenty hours up to `now` have looked at again, of one
    newspaper; 0 where none has. A daily crawl may begin a little earlier than the day before.

    `since` is when a crawl began that was killed and is gone on with (`broken_off`; None: none is): it has counted
    nothing, so the articles that it fetched are counted here.
    """
    (counted,) = conn.execute(
        "select coalesce(sum(unchanged + changed), 0) from crawls where newspaper = ? and started_at > ?"
        " and started_at <= ? and started_at < ?",
        [newspaper, utc(now - timedelta(hours=20)), utc(now), utc(since) if since else "~"],
    ).fetchone()
    if since is None:
        return counted
    (uncounted,) = conn.execute(
        "select count(*) from pages p join articles a on a.id = p.article_id where p.newspaper = ? and p.state = 'article'"
        " and p.fetched_at >= ? and a.first_seen_at < ?",
        [newspaper, utc(since), utc(since)],
    ).fetchone()
    return counted + uncounted


def keep_pace(conn: sqlite3.Connection, crawl_id: int, spacing: float, alone_until: datetime | None) -> None:
    """Stores how the crawl leaves the newspaper's server: asked every `spacing` seconds, wishing to be left alone until
    `alone_until` (None: it may be asked at once).
    """
    conn.execute(
        "update crawls set spacing = ?, alone_until = ? where id = ?",
        [spacing, utc(alone_until) if alone_until else None, crawl_id],
    )


def last_pace(
    conn: sqlite3.Connection, newspaper: str, crawl_id: int
) -> tuple[datetime | None, float, datetime | None]:
    """Tells how the crawl before this one left the server: when it ended (None where it was killed or is the first),
    the seconds between its requests (0 where not known), and until when the server wants to be left alone (None: it
    does not).
    """
    row = conn.execute(
        "select finished_at, spacing, alone_until from crawls where newspaper = ? and id < ? order by id desc limit 1",
        [newspaper, crawl_id],
    ).fetchone()
    finished, spacing, until = row or (None, None, None)
    return moment(finished) if finished else None, spacing or 0.0, moment(until) if until else None


def keep_counts(conn: sqlite3.Connection, crawl_id: int, stats: Mapping[str, Any]) -> None:
    """Stores what a crawl under way has counted so far."""
    columns = ", ".join(f'"{column}" = ?' for column in COUNTED)
    conn.execute(
        f"update crawls set {columns} where id = ?", [*(stats.get(key, 0) for key in COUNTED.values()), crawl_id]
    )


def finish(
    conn: sqlite3.Connection, crawl_id: int, now: datetime, line: str, reason: Reason, stats: Mapping[str, Any]
) -> None:
    """Stores how the crawl ended, in the `line` that whoever ran it read and as a reason, and what it counted. The process
    of one that had no room is kept, by which `killed` knows its files."""
    keep_counts(conn, crawl_id, stats)
    conn.execute(
        "update crawls set finished_at = ?, reason = ?, ending = ?, detail = ?, learned = null,"
        " process = iif(? = ?, process, null) where id = ?",
        [utc(now), line, reason.code, reason.detail, reason.code, Code.STORAGE, crawl_id],
    )

"""What was written down while the machine's clock was ahead, set right: nothing waits until that time has come."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

from archive.database import transaction
from archive.moments import utc

AHEAD = timedelta(hours=1)  # beyond which a moment of the past cannot lie in the future
_PUT_OFF = timedelta(days=31)  # longest that a page waits which was not read yet or failed: `revisits.MONTH` and a bit
YEAR = timedelta(days=366)  # longest that an article waits, unless it is to be looked at more seldom still


def set_right(conn: sqlite3.Connection, newspaper: str, now: datetime, *, longest: timedelta = YEAR) -> int:
    """Sets to `now` every moment of a newspaper's pages, articles and crawls that has not come yet; makes its pages due
    that wait for longer than any does, an article for longer than `longest`. Returns how many pages those were.

    A crawl itself puts off by a month what it has not read, so that alone tells of no wrong clock: a shorter wait than
    that is undone only where something was written down at a moment that has not come.
    """
    bounds = {"now": utc(now), "ahead": utc(now + AHEAD), "newspaper": newspaper}
    unread = AHEAD if _was_ahead(conn, bounds) else _PUT_OFF
    waits = {"new": unread, "failed": _PUT_OFF, "article": max(longest, YEAR)}
    waiting = " or ".join(f"(state = '{state}' and due_at > '{utc(now + wait)}')" for state, wait in waits.items())
    with transaction(conn):
        pages = conn.execute(
            "update pages set due_at = :now, fetched_at = min(fetched_at, :now) where newspaper = :newspaper"
            f" and due_at is not null and (fetched_at > :ahead or {waiting})",
            bounds,
        ).rowcount
        crawls = conn.execute(
            "update crawls set started_at = min(started_at, :now), finished_at = min(finished_at, :now), alone_until = null"
            " where newspaper = :newspaper and (started_at > :ahead or finished_at > :ahead)",
            bounds,
        ).rowcount
        if pages or crawls:
            conn.execute(
                "update revisions set seen_at = :now where seen_at > :ahead and article_id in"
                " (select id from articles where newspaper = :newspaper and last_seen_at > :ahead)",
                bounds,
            )
            conn.execute(
                "update articles set first_seen_at = min(first_seen_at, :now), last_seen_at = :now,"
                " changed_at = min(changed_at, :now), gone_at = min(gone_at, :now)"
                " where newspaper = :newspaper and last_seen_at > :ahead",
                bounds,
            )
    return pages


def _was_ahead(conn: sqlite3.Connection, bounds: dict[str, str]) -> bool:
    """Whether a crawl or a page of the newspaper bears a moment beyond `bounds["ahead"]`."""
    return bool(
        conn.execute(
            "select exists (select 1 from crawls where newspaper = :newspaper and (started_at > :ahead or finished_at > :ahead))"
            " or exists (select 1 from pages where newspaper = :newspaper and due_at is not null and fetched_at > :ahead)",
            bounds,
        ).fetchone()[0]
    )

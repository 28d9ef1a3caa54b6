"""What was written down while the machine's clock was ahead, set right: nothing waits until that time has come."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

from archive.database import transaction
from archive.moments import utc

AHEAD = timedelta(hours=1)  # beyond which a moment of the past cannot lie in the future
_LONGEST = {"new": AHEAD, "failed": timedelta(days=31), "article": timedelta(days=366)}  # that a state waits


def set_right(conn: sqlite3.Connection, newspaper: str, now: datetime) -> int:
    """Sets to `now` every moment of a newspaper's pages, articles and crawls that has not come yet; makes its pages due
    that wait for longer than any does. Returns how many pages those were."""
    bounds = {"now": utc(now), "ahead": utc(now + AHEAD), "newspaper": newspaper}
    waiting = " or ".join(f"(state = '{state}' and due_at > '{utc(now + wait)}')" for state, wait in _LONGEST.items())
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

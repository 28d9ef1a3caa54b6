"""What a crawl has learned of where addresses lead, for the one that goes on after it was killed."""

from __future__ import annotations

from sqlite_utils import Database


def learned(db: Database) -> None:
    """Adds what a crawl that has not ended yet knows of groups of addresses, as JSON."""
    db.conn.execute("alter table crawls add column learned text")

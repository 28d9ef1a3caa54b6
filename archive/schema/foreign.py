"""Which pages were not the newspaper's any more, found without looking at all of them."""

from __future__ import annotations

from sqlite_utils import Database


def foreign(db: Database) -> None:
    """Adds the index `pages_foreign`: the pages that showed another's when they were last looked at."""
    db.conn.execute("create index pages_foreign on pages(newspaper, fetched_at) where reason = 'foreign'")


def unlike(db: Database) -> None:
    """Adds the index `pages_unlike`: the pages that showed nothing of their article when they were last looked at."""
    db.conn.execute("create index pages_unlike on pages(newspaper) where reason = 'unlike'")

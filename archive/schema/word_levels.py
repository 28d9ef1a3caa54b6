"""Words over time in two levels: what was counted lately stands apart, until it is much."""

from __future__ import annotations

from sqlite_utils import Database


def word_levels(db: Database) -> None:
    """Adds to `words_counted` which edition of blocks is of what was counted lately (0: none) and of how many articles."""
    db.conn.execute("alter table words_counted add column late integer not null default 0")
    db.conn.execute("alter table words_counted add column late_articles integer not null default 0")

"""What pages call their own address, so that a chain of such names is followed to its end."""

from __future__ import annotations

from sqlite_utils import Database


def canonical(db: Database) -> None:
    """Adds the address that a page which shows an article names as its own, where that is another than it was read at."""
    db.conn.execute("alter table pages add column canonical text")

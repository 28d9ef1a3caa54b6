"""What each revision said when it was written down, so that a later change of it is seen."""

from __future__ import annotations

from sqlite_utils import Database


def revision_digests(db: Database) -> None:
    """Adds `revisions.digest`, which `archive.checks.revision_digests` says. NULL in those from before, until `scrapy check` has
    read them once."""
    db.conn.execute("alter table revisions add column digest text")

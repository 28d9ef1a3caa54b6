"""Articles that the public copy leaves out, each with a reason; in the archive they stay as they are."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from archive.database import ArchiveError, transaction
from archive.moments import utc


@dataclass(slots=True, frozen=True)
class Withheld:
    """An article that the public copy leaves out: its title, since when (ISO 8601, UTC), and the reason."""

    article_id: int
    title: str
    since: str
    why: str


def withhold(conn: sqlite3.Connection, article_id: int, why: str, now: datetime) -> Withheld:
    """Leaves the article out of the copies published from now on. Raises ArchiveError where there is no such article."""
    with transaction(conn):
        if not conn.execute("select 1 from articles where id = ?", [article_id]).fetchone():
            raise ArchiveError(f"no article {article_id} in the archive")
        conn.execute(
            "insert into withheld(article_id, since, why) values (?, ?, ?)"
            " on conflict(article_id) do update set why = excluded.why",
            [article_id, utc(now), why],
        )
    return next(entry for entry in all_withheld(conn) if entry.article_id == article_id)


def release(conn: sqlite3.Connection, article_id: int) -> None:
    """Has an article published again that was withheld, from the next public copy on. Raises ArchiveError where it is
    not withheld.
    """
    with transaction(conn):
        if not conn.execute("delete from withheld where article_id = ?", [article_id]).rowcount:
            raise ArchiveError(f"article {article_id} is not withheld")


def all_withheld(conn: sqlite3.Connection) -> list[Withheld]:
    """Lists the withheld articles, the latest first."""
    rows = conn.execute(
        "select w.article_id, a.title, w.since, w.why from withheld w join articles a on a.id = w.article_id"
        " order by w.since desc, w.article_id desc"
    )
    return [Withheld(*row) for row in rows]

"""Taking an article back that was none of its newspaper's: its captures stay, and the page says why."""

from __future__ import annotations

import sqlite3

from archive.reasons import Reason

_DETAILS = ("images", "article_tags", "removed", "returns", "paragraph_kinds", "withheld", "merged_articles")


def withdraw(conn: sqlite3.Connection, article_id: int, why: Reason) -> None:
    """Takes an article out of the archive, with all its revisions; its pages get the reason and are asked for no more. Call
    within a transaction."""
    conn.execute(
        "update rescue_captures set state = 'foreign' where state = 'read'"
        " and capture_id in (select capture_id from revisions where article_id = ?)",
        [article_id],
    )
    for table in (*_DETAILS, "revisions"):
        conn.execute(f"delete from {table} where article_id = ?", [article_id])
    conn.execute("update profile_pages set article_id = null where article_id = ?", [article_id])
    conn.execute(
        "update pages set article_id = null, state = iif(state in ('article', 'part'), 'other', state), due_at = null,"
        " error = ?, reason = ?, detail = ? where article_id = ?",
        [why, why.code, why.detail, article_id],
    )
    conn.execute("delete from articles where id = ?", [article_id])

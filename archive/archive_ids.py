"""Which archive a file of captures is of: this one, or one of those that were merged into it."""

from __future__ import annotations

import sqlite3


def own(conn: sqlite3.Connection) -> str:
    """The id of this archive, which was given when the file was made, and goes with every copy of it; empty where it was
    lost.
    """
    row = conn.execute("select id from archive_id").fetchone()
    return row[0] if row else ""


def known(conn: sqlite3.Connection) -> set[str]:
    """The ids of this archive and of the shards that were merged into it."""
    shards = conn.execute("select shard from merged_shards").fetchall()  # id, or id/newspaper where only that came
    return {own(conn), *(shard.partition("/")[0] for (shard,) in shards)}

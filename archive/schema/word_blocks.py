"""Words over time, packed tighter than before: those of an older archive are counted anew when it is published."""

from __future__ import annotations

from sqlite_utils import Database


def word_blocks(db: Database) -> None:
    """Takes the counts away, which `archive.words.blocks` reads no more, and says that none hold. `since` is how many
    articles were counted since the words of each year were chosen.
    """
    for table in ("word_blocks", "word_cells", "words_waiting", "words_taken"):
        db.conn.execute(f"delete from {table}")
    db.conn.execute("update words_counted set edition = 0, run = null")
    db.conn.execute("alter table words_counted add column since integer not null default 0")

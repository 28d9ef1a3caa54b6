"""Digests of what revisions say, by which a text that was altered after it was stored is known.

Whatever else is held against a revision (its moment, its number, the article as it stands) says nothing of the words of
an older one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator

from archive.checks.checks import Fault
from archive.database import is_read_only, transaction
from archive.storing.revisions import text_digest

_AT_ONCE = 500  # revisions that are in memory, and in a transaction where digests are filled in


def altered(conn: sqlite3.Connection, step: Callable[[int], object] = lambda more: None) -> Iterator[Fault]:
    """Yields revisions whose text is not the one they were stored with. Those that have no digest yet get theirs, some
    hundred in a transaction: broken off, the next run goes on. `step` is called with how many were read since.
    """
    last = 0
    while rows := conn.execute(
        "select rowid, article_id, number, digest, title, lead, byline, captions, body from revisions where rowid > ?"
        " order by rowid limit ?",
        [last, _AT_ONCE],
    ).fetchall():
        new = []
        for row, article_id, number, told, *texts in rows:
            if not all(text is None or isinstance(text, str) for text in texts):
                yield Fault("altered", {"article": article_id, "number": number})
                continue
            actual = text_digest(texts)
            if told is None:
                new.append((actual, row))
            elif told != actual:
                yield Fault("altered", {"article": article_id, "number": number})
        if new and not is_read_only(conn):
            with transaction(conn):
                conn.executemany("update revisions set digest = ? where rowid = ? and digest is null", new)
        last = rows[-1][0]
        step(len(rows))

"""Mends what `archive.fixity` finds, where nothing can be lost by it: what is counted or derived is counted or derived anew.

Each way is a name and what it takes, as `Fault.repair` has it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import suppress

from archive import reprints
from archive.database import transaction
from archive.fingerprints import HASH


def mend(conn: sqlite3.Connection, repairs: Iterable[tuple]) -> None:
    """Does each of these once; one that the file is too damaged for is left."""
    for name, *arguments in dict.fromkeys(repairs):
        with suppress(sqlite3.DatabaseError), transaction(conn):
            _WAYS[name](conn, *arguments)


def _reindex(conn: sqlite3.Connection, index: str) -> None:
    conn.execute(f'reindex "{index}"')


def _rebuild(conn: sqlite3.Connection, index: str) -> None:
    conn.execute(f"insert into {index}({index}) values ('rebuild')")


def _months(conn: sqlite3.Connection) -> None:
    conn.execute("delete from months")
    conn.execute("insert into months select newspaper, id / 10000000 as month, count(*) from articles group by 1, 2")


def _reprint_months(conn: sqlite3.Connection) -> None:
    conn.execute("delete from reprint_months")
    conn.execute(
        "insert into reprint_months select article_id / 10000000, count(distinct article_id) from reprints"
        " where kind in ('whole', 'part') group by 1"
    )


def _words_over_time(conn: sqlite3.Connection) -> None:
    """They are forgotten, and counted anew by the next `word_counts.catch_up`."""
    for table in ("word_blocks", "word_cells", "words_seldom", "year_words"):
        conn.execute(f"delete from {table}")
    conn.execute("update words_counted set edition = 0")


def _count(conn: sqlite3.Connection, article_id: int, words: int) -> None:
    conn.execute("update articles set words = ? where id = ?", [words, article_id])


def _revision(conn: sqlite3.Connection, article_id: int) -> None:
    """An article without a revision has been seen as it stands, and nothing else is known of it."""
    captions = conn.execute(
        "select caption from images where article_id = ? and coalesce(caption, '') != '' order by position",
        [article_id],
    )
    told = json.dumps([caption for (caption,) in captions], ensure_ascii=False)
    conn.execute(
        "insert into revisions(article_id, number, seen_at, title, lead, byline, captions, body)"
        " select id, 1, first_seen_at, title, lead, byline, ?, body from articles where id = ?",
        [told, article_id],
    )
    _changed(conn, article_id)


def _changed(conn: sqlite3.Connection, article_id: int) -> None:
    conn.execute(
        "update articles set changed_at = (select iif(count(*) > 1, max(seen_at), null) from revisions"
        " where article_id = :id) where id = :id",
        {"id": article_id},
    )


def _seen(conn: sqlite3.Connection, article_id: int) -> None:
    conn.execute(
        "update articles set first_seen_at = min(first_seen_at, (select min(seen_at) from revisions where article_id = :id)),"
        " last_seen_at = max(last_seen_at, (select max(seen_at) from revisions where article_id = :id)) where id = :id",
        {"id": article_id},
    )


def _capture(conn: sqlite3.Connection, warc: str, offset: int, length: int, told: tuple) -> None:
    """A record that no row names gets one; its old one where a revision still names that."""
    url, fetched_at, status, mime, digest = told
    old = conn.execute(
        "select r.capture_id from pages p join revisions r on r.article_id = p.article_id where p.url = ?"
        " and r.capture_id is not null and abs(julianday(r.seen_at) - julianday(?)) < 60.0 / 86400"
        " and not exists (select 1 from captures c where c.id = r.capture_id)",
        [url, fetched_at],
    ).fetchone()
    conn.execute(
        "insert into captures(id, url, fetched_at, status, mime, digest, warc, offset, length)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [old[0] if old else None, url, fetched_at, status, mime, digest, warc, offset, length],
    )


def _place(conn: sqlite3.Connection, capture_id: int, warc: str, offset: int, length: int) -> None:
    conn.execute(
        "update captures set warc = ?, offset = ?, length = ? where id = ?", [warc, offset, length, capture_id]
    )


def _told(conn: sqlite3.Connection, capture_id: int, column: str, value: str | int) -> None:
    """A row says something else than its record, which is whole."""
    assert column in ("status", "digest", "fetched_at", "mime", "url")
    conn.execute(f"update captures set {column} = ? where id = ?", [value, capture_id])


def _moved(conn: sqlite3.Connection, old: str, new: str) -> None:
    conn.execute("update captures set warc = ? where warc = ?", [new, old])


def _fingerprint(conn: sqlite3.Connection, hash: bytes, article_id: int) -> None:
    """One that its article was not compared by, or that is lacking in what it was compared by."""
    conn.execute("delete from fingerprints where hash = ? and article_id = ?", [hash, article_id])
    if conn.execute("select 1 from fingerprinted where article_id = ?", [article_id]).fetchone():
        _compare(conn, article_id)


def _compare(conn: sqlite3.Connection, article_id: int) -> None:
    """Forgets what an article was compared by and was found to repeat, and compares it anew, as far as it was."""
    row = conn.execute("select days, hashes from fingerprinted where article_id = ?", [article_id]).fetchone()
    days, hashes = row or (reprints.DAYS, b"")
    conn.executemany(
        "delete from fingerprints where hash = ? and article_id = ?",
        [(hashes[at : at + HASH], article_id) for at in range(0, len(hashes), HASH)],
    )
    conn.execute("delete from fingerprinted where article_id = ?", [article_id])
    conn.execute("delete from reprints where article_id = ? or earlier_id = ?", [article_id, article_id])
    if conn.execute("select 1 from articles where id = ?", [article_id]).fetchone():
        reprints.compare(conn, article_id, days)


_WAYS: dict[str, Callable[..., None]] = {
    "reindex": _reindex,
    "rebuild": _rebuild,
    "months": _months,
    "reprint months": _reprint_months,
    "fingerprint": _fingerprint,
    "compare": _compare,
    "words over time": _words_over_time,
    "count": _count,
    "revision": _revision,
    "changed": _changed,
    "seen": _seen,
    "capture": _capture,
    "place": _place,
    "told": _told,
    "moved": _moved,
}

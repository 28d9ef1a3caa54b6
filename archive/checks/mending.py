"""Mends what `archive.checks.fixity` finds, where nothing can be lost by it: what is counted or derived is counted or derived anew.

Each way is a name and what it takes, as `Fault.repair` has it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import suppress

from archive.database import transaction
from archive.reprints import reprints
from archive.reprints.fingerprints import HASH
from archive.schema.captions import SAID
from archive.storing.revisions import text_digest
from archive.words import year_words


def mend(conn: sqlite3.Connection, repairs: Iterable[tuple]) -> None:
    """Carries out each repair (a name of `_REPAIRS`, then its arguments) once; one that the file is too damaged for is
    skipped.
    """
    for name, *arguments in dict.fromkeys(repairs):
        with suppress(sqlite3.DatabaseError):
            if name in _ALONE:
                _ALONE[name](conn, *arguments)
                continue
            with transaction(conn):
                _REPAIRS[name](conn, *arguments)


def _reindex(conn: sqlite3.Connection, index: str) -> None:
    """Builds an ordinary index anew from its table."""
    conn.execute(f'reindex "{index}"')


def _make_anew(conn: sqlite3.Connection, index: str) -> None:
    """Makes an index, of words or an ordinary one, anew whose pages cannot be read: they are not looked at, and the file is
    written again without them.
    """
    (sql,) = conn.execute("select sql from sqlite_master where name = ?", [index]).fetchone()
    names = [index, *(f"{index}_{part}" for part in ("data", "idx", "docsize", "config"))]
    conn.execute("pragma writable_schema = on")
    try:
        with transaction(conn):
            conn.execute(f"delete from sqlite_master where name in ({', '.join('?' * len(names))})", names)
            conn.execute("pragma writable_schema = reset")
            conn.execute(sql)
            if sql.lower().startswith("create virtual"):
                _rebuild(conn, index)
    finally:
        conn.execute("pragma writable_schema = off")
    conn.execute("vacuum")


def _rebuild(conn: sqlite3.Connection, index: str) -> None:
    """Builds an index of words anew from its content."""
    conn.execute(f"insert into {index}({index}) values ('rebuild')")


def _recount_months(conn: sqlite3.Connection) -> None:
    """Counts the articles of each newspaper and month anew."""
    conn.execute("delete from months")
    conn.execute("insert into months select newspaper, id / 10000000 as month, count(*) from articles group by 1, 2")


def _recount_reprint_months(conn: sqlite3.Connection) -> None:
    """Counts the reprinted articles of each month anew."""
    conn.execute("delete from reprint_months")
    conn.execute(
        "insert into reprint_months select article_id / 10000000, count(distinct article_id) from reprints"
        " where kind in ('whole', 'part') group by 1"
    )


def _empty_word_counts(conn: sqlite3.Connection) -> None:
    """Empties the tables of words over time; the next `archive.words.counting.catch_up` counts everything anew."""
    for table in ("word_blocks", "word_cells", "words_seldom", "year_words"):
        conn.execute(f"delete from {table}")
    conn.execute("update words_counted set edition = 0, late = 0, late_articles = 0")


def _set_word_count(conn: sqlite3.Connection, article_id: int, words: int) -> None:
    """Corrects an article's number of words."""
    conn.execute("update articles set words = ? where id = ?", [words, article_id])


def _set_captions(conn: sqlite3.Connection, article_id: int) -> None:
    """Has an article say, for the indexes of words, what its pictures do."""
    conn.execute(f"update articles set captions = {SAID.format('articles.id')} where id = ?", [article_id])


def _add_first_revision(conn: sqlite3.Connection, article_id: int) -> None:
    """Gives an article that has no revision its first one: its text as it stands, seen when the article was first seen."""
    captions = conn.execute(
        "select caption from images where article_id = ? and coalesce(caption, '') != '' order by position",
        [article_id],
    )
    told = json.dumps([caption for (caption,) in captions], ensure_ascii=False)
    seen, *texts = conn.execute(
        "select first_seen_at, title, lead, byline, ?, body from articles where id = ?", [told, article_id]
    ).fetchone()
    capture = (
        "(select min(c.id) from captures c join pages p on p.url = c.url where p.article_id = :id and c.fetched_at = :seen"
        " and c.status = 200 and c.aside is null)"
    )
    conn.execute(
        "insert into revisions(article_id, number, seen_at, title, lead, byline, captions, body, digest, capture_id)"
        f" values (:id, 1, :seen, :title, :lead, :byline, :captions, :body, :digest, {capture})",
        {
            "id": article_id,
            "seen": seen,
            **dict(zip(("title", "lead", "byline", "captions", "body"), texts, strict=True)),
            "digest": text_digest(texts),
        },
    )
    _set_changed_at(conn, article_id)


def _set_changed_at(conn: sqlite3.Connection, article_id: int) -> None:
    """Sets when an article was last edited, from its revisions; NULL where it has only one."""
    conn.execute(
        "update articles set changed_at = (select iif(count(*) > 1, max(seen_at), null) from revisions"
        " where article_id = :id) where id = :id",
        {"id": article_id},
    )


def _widen_seen_span(conn: sqlite3.Connection, article_id: int) -> None:
    """Widens the span in which an article was seen, so that all its revisions, as long as they stood, and its returns
    lie in it.
    """
    conn.execute(
        "update articles set first_seen_at = min(first_seen_at, (select min(seen_at) from revisions where article_id = :id)),"
        " last_seen_at = max(last_seen_at, (select max(max(seen_at, coalesce(stood_until, ''))) from revisions where article_id = :id),"
        " coalesce((select max(back_at) from returns where article_id = :id and back_at != gone_at), '')) where id = :id",
        {"id": article_id},
    )


def _add_capture(conn: sqlite3.Connection, warc: str, offset: int, length: int, told: tuple) -> None:
    """Enters a WARC record that no row names.

    `told` is what the record says: address, moment, status, type, digest. The row gets the id that a revision of this
    page and minute still refers to, else a new one.
    """
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


def _set_record_place(conn: sqlite3.Connection, capture_id: int, warc: str, offset: int, length: int) -> None:
    """Corrects in which file, and where in it (in bytes), the record of a capture lies."""
    conn.execute(
        "update captures set warc = ?, offset = ?, length = ? where id = ?", [warc, offset, length, capture_id]
    )


def _set_capture_column(conn: sqlite3.Connection, capture_id: int, column: str, value: str | int | None) -> None:
    """Sets a column of a capture to what its record says; the record is whole, so the row was wrong."""
    assert column in ("status", "digest", "fetched_at", "mime", "url", "source_url", "aside")
    conn.execute(f"update captures set {column} = ? where id = ?", [value, capture_id])


def _set_shared(conn: sqlite3.Connection, capture_id: int) -> None:
    """Has a capture say that it is of a page which many addresses show."""
    conn.execute("update captures set aside = 'shared' where id = ?", [capture_id])


def _join_captures(conn: sqlite3.Connection, kept: int, other: int) -> None:
    """Deletes the second of two rows for one capture, after what names it has been led to the first."""
    for table in ("revisions", "rescue_captures"):
        conn.execute(f"update {table} set capture_id = ? where capture_id = ?", [kept, other])
    conn.execute("delete from captures where id = ?", [other])


def _rename_warc(conn: sqlite3.Connection, old: str, new: str) -> None:
    """Corrects the name of a WARC file for all its captures."""
    conn.execute("update captures set warc = ? where warc = ?", [new, old])


def _create(conn: sqlite3.Connection, sql: str) -> None:
    """Makes an index, a trigger or a view anew."""
    conn.execute(sql)


def _replace(conn: sqlite3.Connection, kind: str, name: str, sql: str) -> None:
    """Makes an index, a trigger or a view that is another than every archive's anew."""
    conn.execute(f'drop {kind} "{name}"')
    conn.execute(sql)


def _set_capture(conn: sqlite3.Connection, article_id: int, number: int, capture_id: int) -> None:
    """Lets a revision say from which capture it was read."""
    conn.execute(
        "update revisions set capture_id = ? where article_id = ? and number = ?", [capture_id, article_id, number]
    )


def _forget_profile_lines(conn: sqlite3.Connection, profile: int) -> None:
    """Empties what a profile says for people; the next page that is learned from writes it anew."""
    conn.execute("update profiles set lines = '[]' where id = ?", [profile])


def _set_profile_span(conn: sqlite3.Connection, profile: int) -> None:
    """Has a profile stand from the first to the last time that one of its pages was seen."""
    conn.execute(
        "update profiles set since = (select min(seen_at) from profile_pages where profile = :id),"
        " until = (select max(seen_at) from profile_pages where profile = :id)"
        " where id = :id and exists (select 1 from profile_pages where profile = :id)",
        {"id": profile},
    )


def _set_profile_newspaper(conn: sqlite3.Connection, profile: int) -> None:
    """Gives a profile to the newspaper whose articles it was learned from."""
    conn.execute(
        "update profiles set newspaper = (select a.newspaper from profile_pages d join articles a on a.id = d.article_id"
        " where d.profile = :id limit 1) where id = :id",
        {"id": profile},
    )


def _set_archive_id(conn: sqlite3.Connection, id: str) -> None:
    """Gives an archive that has lost its id the one that its captures bear."""
    conn.execute("insert into archive_id select ? where not exists (select 1 from archive_id)", [id])


def _add_version(conn: sqlite3.Connection, newspaper: str, year: int) -> None:
    """Gives a newspaper's year a version that none had, so that exports write it again."""
    conn.execute("insert into content_versions values (?, ?, unixepoch())", [newspaper, year])


def _drop_profile_page(conn: sqlite3.Connection, row: int) -> None:
    """Deletes one of the pages that a design was learned from; another takes its place."""
    conn.execute("delete from profile_pages where rowid = ?", [row])


def _lead_to_article(conn: sqlite3.Connection, article_id: int) -> None:
    """Lets the page at an article's address say that it shows it, unless it says that it shows another."""
    conn.execute(
        "update pages set article_id = :id where article_id is null and url = (select url from articles where id = :id)",
        {"id": article_id},
    )


def _drop_fingerprint(conn: sqlite3.Connection, hash: bytes, article_id: int) -> None:
    """Deletes a fingerprint that its article was not compared by, and compares the article anew where it had been
    compared at all.
    """
    conn.execute("delete from fingerprints where hash = ? and article_id = ?", [hash, article_id])
    if conn.execute("select 1 from fingerprinted where article_id = ?", [article_id]).fetchone():
        _compare_again(conn, article_id)


def _compare_again(conn: sqlite3.Connection, article_id: int) -> None:
    """Deletes the fingerprints and reprints of an article and compares it anew, with articles as many days away as
    before. An article that is no more is only forgotten.
    """
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


_REPAIRS: dict[str, Callable[..., None]] = {
    "reindex": _reindex,
    "rebuild": _rebuild,
    "months": _recount_months,
    "reprint months": _recount_reprint_months,
    "fingerprint": _drop_fingerprint,
    "compare": _compare_again,
    "words over time": _empty_word_counts,
    "count": _set_word_count,
    "indexed captions": _set_captions,
    "revision": _add_first_revision,
    "changed": _set_changed_at,
    "seen": _widen_seen_span,
    "capture": _add_capture,
    "place": _set_record_place,
    "told": _set_capture_column,
    "moved": _rename_warc,
    "twice": _join_captures,
    "create": _create,
    "replace": _replace,
    "of capture": _set_capture,
    "profile lines": _forget_profile_lines,
    "profile span": _set_profile_span,
    "profile page": _drop_profile_page,
    "profile of": _set_profile_newspaper,
    "shared": _set_shared,
    "archive id": _set_archive_id,
    "page": _lead_to_article,
    "version": _add_version,
}
_ALONE: dict[str, Callable[..., None]] = {  # that have transactions of their own
    "anew": _make_anew,
    "words of years": year_words.choose,
}

"""Holds the archive against itself: indexes, counts, numbers, dates and references against the rows they are of.

Every check reads only, and says what it finds as `Fault`s. What mends them is in `archive.checks.mending`.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from archive import crawls
from archive.article import Article
from archive.checks.checks import Fault
from archive.database import connect, is_read_only, transaction
from archive.moments import moment
from archive.reprints.fingerprints import HASH
from archive.reprints.lost import lost
from archive.reprints.reprints import is_of_older_rule, misjudged
from archive.schema.captions import SAID
from archive.storing.revisions import text_digest
from vietnamese.time_zone import VIETNAM

WORD_INDEXES = ("articles_fts", "articles_exact", "articles_labels")
_SHADOWS = (("data", "block"), ("idx", "pgno"), ("docsize", "sz"))  # where an index of words is kept: table, column
_MOMENT = re.compile(r"[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\dZ")  # as the archive writes one
_MOST = 10_000  # faults of its pages and indexes that SQLite lists
# What SQLite says of an index that is not as its table: "row 7 missing from index articles_gone".
_OF_INDEX = re.compile(r"\bindex (?P<index>[A-Za-z_]\w*)$")


def pages(conn: sqlite3.Connection) -> Iterator[Fault]:
    """Yields faults of the file itself: pages that cannot be read, indexes that lack a row or have one too many."""
    try:
        lines = conn.execute(f"pragma integrity_check({_MOST})").fetchall()
    except sqlite3.DatabaseError as error:
        lines = [(str(error),)]
    if not all(line == "ok" or _OF_INDEX.search(line) for (line,) in lines):
        yield from _unread_indexes(conn)
    for (line,) in lines:
        if line == "ok":
            continue
        index = _OF_INDEX.search(line)
        known = (
            index
            and conn.execute(
                "select 1 from sqlite_master where type = 'index' and name = ?", [index["index"]]
            ).fetchone()
        )
        if index and known:
            yield Fault("index", {"index": index["index"], "line": line}, ("reindex", index["index"]))
        else:
            yield Fault("page", {"line": " ".join(line.split())})


def _unread_indexes(conn: sqlite3.Connection) -> Iterator[Fault]:
    """Yields ordinary indexes that cannot be gone through where their tables can, and indexes of words."""
    looks = {
        index: [f"select max(length({column})) from {index}_{part}" for part, column in _SHADOWS]
        for index in WORD_INDEXES
    }
    for name, table, sql in conn.execute(
        "select name, tbl_name, sql from sqlite_master where type = 'index' and sql is not null"
    ).fetchall():
        where = "".join(f" where {part}" for part in re.split(r"\bwhere\b", sql, flags=re.I)[1:])
        (column,) = conn.execute("select name from pragma_index_info(?) limit 1", [name]).fetchone()
        query = f'select max(length("{column}")) from "{table}"'  # a mere count would be taken from another index
        if _error_of(conn, f"{query} not indexed") is None:
            looks[name] = [f'{query} indexed by "{name}"{where}']
    for name, queries in looks.items():
        if error := next(filter(None, (_error_of(conn, query) for query in queries)), None):
            yield Fault("index", {"index": name, "line": error}, ("anew", name))


def _error_of(conn: sqlite3.Connection, query: str) -> str | None:
    """What SQLite says of what it cannot read for a query; None where it can, and where that is not there."""
    try:
        conn.execute(query).fetchone()
    except sqlite3.OperationalError:
        return None
    except sqlite3.DatabaseError as error:
        return str(error)
    return None


def schema(conn: sqlite3.Connection) -> Iterator[Fault]:
    """Yields a fault for each table, view, index and trigger that every archive has and this one lacks or has otherwise, and
    for triggers that none has. Where a trigger is wrong nothing else is until something is written."""
    there = dict(conn.execute("select name, sql from sqlite_master where sql is not null").fetchall())
    triggers = [name for (name,) in conn.execute("select name from sqlite_master where type = 'trigger'")]
    for name, (kind, sql) in _all_parts().items():
        if name not in there:
            yield Fault("part", {"kind": kind, "name": name}, ("create", sql) if kind != "table" else None)
        elif kind != "table" and _folded(there[name]) != _folded(sql):
            yield Fault("another part", {"kind": kind, "name": name}, ("replace", kind, name, sql))
    for name in set(triggers) - _all_parts().keys():
        yield Fault("part more", {"kind": "trigger", "name": name})


def _folded(sql: str) -> str:
    """A statement without what means nothing in it: white space, quotes of names, capitals."""
    return "".join(sql.replace('"', "").split()).casefold()


@cache
def _all_parts() -> dict[str, tuple[str, str]]:
    """The kind of each part of an archive, and what makes it, by its name; tables come first."""
    with closing(connect(":memory:")) as conn:
        rows = conn.execute("select name, type, sql from sqlite_master where sql is not null order by type != 'table'")
        return {name: (kind, sql) for name, kind, sql in rows}


def references(conn: sqlite3.Connection) -> Iterator[Fault]:
    """Yields rows that name a row of another table which is not there, or, of tables whose rows have no number, what they
    name."""
    columns: dict[tuple[str, int], tuple[str, str]] = {}
    for (table,) in conn.execute("select name from sqlite_master where type = 'table'").fetchall():
        for row in conn.execute(f'pragma foreign_key_list("{table}")'):
            columns[table, row[0]] = row[3], row[4] or "id"
    for table, rowid, parent, number in set(conn.execute("pragma foreign_key_check")):
        column, key = columns.get((table, number), ("?", "id"))
        query, values = f'select "{column}" from "{table}" where rowid = ?', [rowid]
        if rowid is None:
            query = (
                f'select distinct "{column}" from "{table}" where "{column}" not in (select "{key}" from "{parent}")'
            )
            values = []
        for (value,) in conn.execute(query, values).fetchall():
            row = "" if rowid is None else f" row {rowid}"
            told = {"table": table, "row": row, "column": column, "value": value, "parent": parent}
            repair = {"reprints": ("compare", value), "profile_pages": ("profile page", rowid)}.get(table)
            yield Fault("reference", told, repair)


def profiles(conn: sqlite3.Connection) -> Iterator[Fault]:
    """Yields profiles of designs, and pages that they were learned from, that cannot be read, and profiles of no time."""
    for id, newspaper, place in conn.execute("select id, newspaper, place from profiles where until < since"):
        yield Fault("span", {"newspaper": newspaper, "place": place}, ("profile span", id))
    for id, newspaper, place in conn.execute(
        "select id, newspaper, place from profiles where not json_valid(lines) or json_type(lines) != 'array'"
    ):
        yield Fault("profile", {"newspaper": newspaper, "place": place, "what": "lines"}, ("profile lines", id))
    for row, newspaper, address in conn.execute(
        "select p.rowid, newspaper, address from profile_pages p join profiles on id = profile"
        " where typeof(marks) != 'blob' or length(marks) % 8"
    ):
        yield Fault("profile", {"newspaper": newspaper, "place": address, "what": "marks"}, ("profile page", row))


def words(conn: sqlite3.Connection) -> Iterator[Fault]:
    """Search indexes that do not hold the articles' words, all of them and no other.

    SQLite checks one as if it wrote to it. While a crawl is under way, which must not wait for that, and where nothing
    may be written, a copy is checked.
    """
    path = conn.execute("select file from pragma_database_list where name = 'main'").fetchone()[0]
    if path and (is_read_only(conn) or crawls.under_way(conn)):
        with (
            folder_beside(path) as folder,
            closing(sqlite3.connect(Path(folder) / "copy.db", isolation_level=None)) as copy,
        ):
            conn.backup(copy)
            yield from _check_indexes(copy)
    else:
        yield from _check_indexes(conn)


def folder_beside(path: str) -> TemporaryDirectory[str]:
    """A folder for a copy of the archive, or for counts, beside it; where nothing can be written there or there is no
    room, where temporary files go."""
    beside = Path(path).parent
    if os.access(beside, os.W_OK) and shutil.disk_usage(beside).free > 2 * Path(path).stat().st_size:
        return TemporaryDirectory(dir=beside, prefix=".check-")
    return TemporaryDirectory(prefix=".check-")


def _check_indexes(conn: sqlite3.Connection) -> Iterator[Fault]:
    """Yields a fault for each index of words that SQLite finds to differ from its content.

    Raises sqlite3.DatabaseError where the file is locked or full, which says nothing about the index.
    """
    for index in WORD_INDEXES:
        try:
            with transaction(conn):
                conn.execute(f"insert into {index}({index}, rank) values ('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            if "locked" in str(error) or "full" in str(error):
                raise
            yield Fault("words", {"index": index}, ("rebuild", index))


def months(conn: sqlite3.Connection) -> Iterator[Fault]:
    """Yields months that are said to have more or fewer articles, or reprints, than they have."""
    rows = conn.execute(
        "with counted as (select newspaper, id / 10000000 as month, count(*) as articles from articles group by 1, 2)"
        " select newspaper, month, sum(said), sum(counted) from (select newspaper, month, articles as said, 0 as counted"
        " from months union all select newspaper, month, 0, articles from counted) group by 1, 2"
        " having sum(said) != sum(counted)"
    )
    for newspaper, month, said, counted in rows:
        values = {"newspaper": newspaper, "month": f"{month // 100}-{month % 100:02}", "said": said, "counted": counted}
        yield Fault("month", values, ("months",))
    rows = conn.execute(
        "with counted as (select article_id / 10000000 as month, count(distinct article_id) as articles from reprints"
        " where kind in ('whole', 'part') group by 1) select month, sum(said), sum(counted) from (select month,"
        " articles as said, 0 as counted from reprint_months union all select month, 0, articles from counted)"
        " group by 1 having sum(said) != sum(counted)"
    )
    for month, said, counted in rows:
        values = {"month": f"{month // 100}-{month % 100:02}", "said": said, "counted": counted}
        yield Fault("reprints", values, ("reprint months",))


def fingerprints(conn: sqlite3.Connection) -> Iterator[Fault]:
    """Articles whose fingerprints are not those that they were compared by, and fingerprints of none."""
    found = 0
    for id, known, hashes in conn.execute(
        "select f.article_id, a.id is not null, f.hashes from fingerprinted f left join articles a on a.id = f.article_id"
    ):
        parts = {hashes[at : at + HASH] for at in range(0, len(hashes), HASH)}
        marks = ", ".join("?" * len(parts))
        many = conn.execute(
            f"select count(*) from fingerprints where article_id = ? and hash in ({marks})", [id, *parts]
        ).fetchone()[0]
        found += many
        if not known or many != len(parts):
            yield Fault("fingerprints", {"article": id, "many": many, "said": len(parts)}, ("compare", id))
    if found == conn.execute("select count(*) from fingerprints").fetchone()[0]:
        return
    for hash, id in conn.execute(
        "select p.hash, p.article_id from fingerprints p left join fingerprinted f on f.article_id = p.article_id"
        " where f.article_id is null or not instr(f.hashes, p.hash)"
    ):
        yield Fault("fingerprint", {"article": id}, ("fingerprint", hash, id))


def reprints(conn: sqlite3.Connection) -> Iterator[Fault]:
    """Reprints that cannot be, of one newspaper or each of the other, those whose share or kind is not what the two texts
    have in common, and pairs of one text that are not told of."""
    for later, earlier in conn.execute(
        "select r.article_id, r.earlier_id from reprints r join articles a on a.id = r.article_id"
        " join articles b on b.id = r.earlier_id where a.newspaper = b.newspaper or exists (select 1 from reprints other where other.article_id = r.earlier_id"
        " and other.earlier_id = r.article_id)"
    ):
        yield Fault("reprint", {"article": later, "earlier": earlier}, ("compare", later))
    if is_of_older_rule(conn):  # what they have in common is not what this rule says, and no damage
        return
    for later, earlier in misjudged(conn):
        yield Fault("in common", {"article": later, "earlier": earlier}, ("compare", later))
    for later, earlier in lost(conn):
        yield Fault("lost pair", {"article": later, "earlier": earlier}, ("compare", later))


_ARTICLES = f"""
select a.id, a.published_at, a.first_seen_at, a.last_seen_at, a.changed_at, a.words, count_words(a.title, a.lead, a.body),
    r.many, r.least, r.most, r.earliest, r.latest,
    (select n.title is a.title and n.lead is a.lead and n.byline is a.byline and n.body is a.body from revisions n
        where n.article_id = a.id and n.number = r.most),
    (select number from revisions n where n.article_id = a.id and stood_until < seen_at),
    (select number from revisions n join captures c on c.id = n.capture_id where n.article_id = a.id
        and c.fetched_at != n.seen_at and abs(julianday(c.fetched_at) - julianday(n.seen_at)) > 0.001),
    a.gone_at, exists (select 1 from pages p where p.article_id = a.id), a.url, a.captions is {SAID.format("a.id")},
    r.many > 1 and exists (select 1 from revisions one join revisions two on two.article_id = one.article_id
        and two.number > one.number where one.article_id = a.id and one.seen_at > two.seen_at)
from articles a left join (select article_id, count(*) as many, min(number) as least, max(number) as most,
    min(seen_at) as earliest, max(seen_at) as latest from revisions group by article_id) r on r.article_id = a.id
order by a.id"""


def articles(conn: sqlite3.Connection, step: Callable[[], object] = lambda: None) -> Iterator[Fault]:
    """Articles that are not as their revisions, numbers and dates say; `step` is called for each that was looked at."""
    conn.create_function("count_words", 3, _count_words, deterministic=True)
    for row in conn.execute(_ARTICLES):
        step()
        id, published, first, last, changed, said, counted, many, least, most, earliest, latest, same, *of_it, mixed = (
            row
        )
        if said != counted:
            mend = ("count", id, counted) if same and _is_as_stored(conn, id, most) else None
            yield Fault("count", {"article": id, "said": said, "counted": counted}, mend)
        yield from _of_article(id, first, last, *of_it)
        if not many:
            yield Fault("no revision", {"article": id}, ("revision", id))
            continue
        if (least, most) != (1, many):
            yield Fault("numbering", {"article": id, "many": many, "most": most})
        if mixed:
            yield Fault("order", {"article": id})
        if not same:
            yield Fault("text", {"article": id, "number": most})
        if changed != (latest if many > 1 else None) and not mixed:
            yield Fault("changed", {"article": id, "said": changed}, ("changed", id))
        if first > earliest or last < latest:
            yield Fault("seen", {"article": id, "first": first, "last": last}, ("seen", id))
        if why := _misnumbered(id, published, first, last, many):
            yield Fault("number", {"article": id, "why": why})


def _is_as_stored(conn: sqlite3.Connection, article_id: int, number: int) -> bool:
    """Whether the text of a revision is the one it was stored with, as far as a digest says: words are counted in no other."""
    told, *texts = conn.execute(
        "select digest, title, lead, byline, captions, body from revisions where article_id = ? and number = ?",
        [article_id, number],
    ).fetchone()
    return told is None or told == text_digest(texts)


def _of_article(
    id: int,
    first: str,
    last: str,
    stood: int | None,
    other: int | None,
    gone: str | None,
    is_found: bool,
    url: str,
    is_told: bool,
) -> Iterator[Fault]:
    """Yields what contradicts itself in an article: its moments, a revision (its number) that `stood` until before it was
    seen or was read from an `other` capture, whether a page leads to it, and whether it says what its pictures do."""
    for when in (first, last, gone):
        if when is not None and not _MOMENT.fullmatch(when):
            yield Fault("moment", {"article": id, "said": when})
    if gone is not None and gone < last:
        yield Fault("gone", {"article": id, "gone": gone, "last": last})
    if stood is not None:
        yield Fault("stood", {"article": id, "number": stood})
    if other is not None:
        yield Fault("source", {"article": id, "number": other})
    if not is_found:
        yield Fault("no page", {"article": id, "url": url}, ("page", id))
    if not is_told:
        yield Fault("indexed captions", {"article": id}, ("indexed captions", id))


def _count_words(title: str, lead: str | None, body: str) -> int:
    """Counts the words of an article as `Article.words` does."""
    return Article("", title or "", body or "", lead).words


def _misnumbered(id: int, published: str | None, first: str, last: str, revisions: int) -> str:
    """What the day in an article's id contradicts; empty where nothing. `first` and `last` are when it was seen.

    A date that came with an edit, or that was found only after the article had got its id, leaves the id as it is.
    """
    day = id // 100_000
    number = day % 100
    number -= 33 * ((number - 1) // 33) if number else 0  # a day that was full ran over into 34 and up, 67 and up
    try:
        told = date(day // 10_000, day // 100 % 100, number)
    except ValueError:
        return "no day"
    try:
        if published and told == date.fromisoformat(f"{published}-01"[:10]):
            return ""
    except ValueError:
        return f"no date: {published}"
    if not (_MOMENT.fullmatch(first) and _MOMENT.fullmatch(last)):
        return ""  # that is told already
    seen = [moment(text).astimezone(VIETNAM).date() for text in (first, last)]
    if seen[0] <= told <= seen[1] or (published and revisions > 1):
        return ""
    if not published and told <= seen[1]:  # it had a date, which turned out to be what every page of its site says
        return ""
    return f"published {published}" if published else f"first seen {first[:10]}"

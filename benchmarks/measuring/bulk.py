"""The articles of `made`, written in bulk: rows as crawls leave them, then each index and what triggers keep, in one go."""

from __future__ import annotations

import os
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import combinations
from multiprocessing import get_context
from pathlib import Path

from archive import captures as capture_rows
from archive.article_rows import IDS_A_DAY, UPDATED
from archive.database import transaction
from archive.moments import moment, utc
from archive.reprints.fingerprints import Text, fingerprints
from archive.reprints.reprints import DAYS, RULE, _load, _reprint, _store
from archive.storing.revisions import revision_text, text_digest
from benchmarks.measuring.made import Story, month, months, newspapers
from crawler.captures import CaptureWriter
from vietnamese.time_zone import VIETNAM

_PAGE = 60_000  # bytes, most of them of what stands around an article
_COLUMNS = f"id, newspaper, url, first_seen_at, last_seen_at, changed_at, gone_at, {UPDATED}"
_ROWS = {
    "articles": f"({_COLUMNS})",
    "revisions": "(article_id, number, seen_at, stood_until, title, lead, byline, captions, body, digest)",
    "images": "(article_id, position, url, caption, credit, after)",
    "article_tags": "(article_id, tag)",
    "removed": "(article_id, position, text, rule)",
    "paragraph_kinds": "(article_id, position, kind)",
    "fingerprinted": "(article_id, days, hashes)",
}
Rows = dict[str, list[tuple[object, ...]]]


def fill(conn: sqlite3.Connection, number: int, step: Callable[[str], object] = lambda what: None) -> None:
    """Writes the articles that `made.crawled` would, with all that it would; `step` is told what is done next."""
    papers = newspapers(conn)
    (path,) = conn.execute("select file from pragma_database_list where name = 'main'").fetchone()
    with _bare(conn, step), transaction(conn), get_context("spawn").Pool(2, _be_nice) as pool:
        pairs: list[tuple[int, int]] = []
        step(f"articles, into {path}")
        for rows, same in pool.imap(_rows, months(papers, number)):
            pairs += same
            for table, columns in _ROWS.items():
                if rows[table]:
                    marks = ", ".join("?" for _ in rows[table][0])
                    conn.executemany(f"insert into {table}{columns} values ({marks})", rows[table])
        step("fingerprints")
        conn.execute(
            "with recursive place(at) as (select 1 union all select at + 4 from place where at < 400)"
            " insert into fingerprints select substr(f.hashes, p.at, 4) as hash, f.article_id from fingerprinted f"
            " join place p on p.at < length(f.hashes) order by 1, 2"
        )
        conn.execute("insert into reprint_rule values (?)", [RULE])
        conn.execute(
            "insert into months select newspaper, id / 10000000 as month, count(*) from articles group by 1, 2"
        )
        conn.execute(
            "insert into content_versions select newspaper, id / 1000000000 as year, count(*) from articles group by 1, 2"
        )
        for table in ("articles_fts", "articles_exact", "articles_labels"):
            step(table)
            conn.execute(f"insert into {table}({table}) values ('rebuild')")
    step("reprints")
    with transaction(conn):
        for pair in pairs:
            if found := _reprint(*(_load(conn, id) for id in pair), template=False):
                _store(conn, found)


def apart(call: Callable[..., object], *arguments: object) -> None:
    """Calls a function in a process of its own: what it takes of memory is none of those that are measured later."""
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        process.submit(call, *arguments).result()


def _be_nice() -> None:
    os.nice(5)


@contextmanager
def _bare(conn: sqlite3.Connection, step: Callable[[str], object]) -> Iterator[None]:
    """Without triggers and indexes, which are back afterwards, and without a journal: a crash leaves no archive."""
    kept = conn.execute(
        "select type, name, sql from sqlite_master where type in ('trigger', 'index') and sql is not null"
        " and tbl_name in ('articles', 'revisions', 'fingerprints', 'fingerprinted', 'pages')"
        " order by type, name = 'reprints_earlier'"
    ).fetchall()
    before = {
        name: conn.execute(f"pragma {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "cache_size")
    }
    for name, value in (("journal_mode", "delete"), ("synchronous", "off"), ("cache_size", -400_000)):
        conn.execute(f"pragma {name} = {value}")
    for kind, name, _ in kept:
        conn.execute(f"drop {kind} {name}")
    yield
    step("indexes of the tables")
    for _, _, sql in kept:
        conn.execute(sql)
    for name, value in before.items():
        conn.execute(f"pragma {name} = {value}")


def _rows(some: tuple[list[str], list[date], list[int]]) -> tuple[Rows, list[tuple[int, int]]]:
    """The rows of a month's stories by table, and which two articles have the same text."""
    rows: Rows = {table: [] for table in _ROWS}
    next_of: dict[date, int] = defaultdict(int)
    alike: dict[int, list[int]] = defaultdict(list)
    for place, story in enumerate(month(*some), 1):
        day = (story.seen - timedelta(hours=1)).astimezone(VIETNAM).date()
        next_of[day] += 1
        id = int(f"{day:%Y%m%d}") * IDS_A_DAY + next_of[day]
        _add(rows, id, story)
        alike[story.same or place].append(id)
    pairs = [(later, earlier) for ids in alike.values() for earlier, later in combinations(ids, 2)]
    return rows, pairs


def _add(rows: Rows, id: int, story: Story) -> None:
    article = story.edit or story.article
    changed = utc(story.edited) if story.edit else None
    seen = utc(story.seen)
    rows["articles"].append(
        (
            *(
                id,
                story.newspaper,
                article.url,
                seen,
                changed or seen,
                changed,
                utc(story.gone) if story.gone else None,
            ),
            *(getattr(article, name) for name in UPDATED.split(", ")),
        )
    )
    for number, (version, when) in enumerate([(story.article, seen), (story.edit, changed)], 1):
        if version:
            stood = seen if story.edit and number == 1 else None
            texts = revision_text(version)
            rows["revisions"].append((id, number, when, stood, *texts, text_digest(texts)))
    for n, image in enumerate(article.images, 1):
        rows["images"].append((id, n, image.url, image.caption, image.credit, image.after))
    rows["article_tags"] += [(id, tag) for tag in article.tags]
    rows["removed"] += [(id, n, removed.text, removed.rule) for n, removed in enumerate(article.removed, 1)]
    rows["paragraph_kinds"] += [(id, n, kind) for n, kind in enumerate(article.kinds, 1) if kind]
    hashes = fingerprints(Text.of(article.lead, article.body).words)
    rows["fingerprinted"].append((id, DAYS, b"".join(hashes)))


def frontier(conn: sqlite3.Connection, others: int = 3) -> None:
    """The addresses of the articles, so many others to each, and a crawl a day for two years."""
    with transaction(conn):
        conn.execute(
            "insert into pages(url, newspaper, article_id, state, kind, status, fetched_at, due_at, priority)"
            " select url, newspaper, id, iif(gone_at is null, 'article', 'gone'), 'page', iif(gone_at is null, 200, 404),"
            " coalesce(gone_at, last_seen_at), '2027-11-20T00:00:00Z', 3 from articles"
        )
        conn.execute(
            "with recursive n(n) as (select 1 union all select n + 1 from n where n < ?)"
            " insert into pages(url, newspaper, state, kind, status, fetched_at, due_at, priority, reason, detail)"
            " select url || '?' || n, newspaper, iif(n < 2, 'new', 'other'), 'page', iif(n < 2, null, 200),"
            " iif(n < 2, null, last_seen_at), iif(n < 3, '2026-11-20T00:00:00Z', null), 4,"
            """ iif(n < 2, null, 'few_words'), iif(n < 2, null, '{"words": 12}') from articles, n""",
            [others],
        )
        conn.executemany(
            "insert into crawls(newspaper, started_at, finished_at, ending, pages, new, refused)"
            " select id, :day || 'T01:00:00Z', :day || 'T01:20:00Z', 'finished', 120, 8, iif(id = 'bao-hue', 90, 0)"
            " from newspapers",
            [{"day": f"{date(2024, 9, 1) + timedelta(n)}"} for n in range(729)],
        )


def capture(conn: sqlite3.Connection, folder: Path, number: int) -> None:
    """Writes the pages of so many articles down, of some 60 KB each, as they were first seen."""
    around = f"<p>{os.urandom(_PAGE // 4).hex()}</p>".encode()
    rows = conn.execute(
        "select id, url, body, first_seen_at from articles where changed_at is null order by id limit ?", [number]
    ).fetchall()
    with CaptureWriter(folder, "measured") as writer, transaction(conn):
        for article_id, url, body, seen in rows:
            page = around[: _PAGE // 2] + body.encode() + around[_PAGE // 2 :]
            id = capture_rows.add(
                conn, writer.write(url, 200, "OK", [("Content-Type", "text/html")], page, moment(seen))
            )
            conn.execute("update revisions set capture_id = ? where article_id = ?", [id, article_id])

"""Articles whose address the newspaper gave to another story: numbers that are given out again, a page of the day.

The new story is an article of its own and stands at the address. The old one stays, at that address with the day of its
publication behind it (`...?id=12#2020-08-28`), which nobody is asked for; it counts as gone from when that was seen.
Where its address shows it again, it stands there again, and the other beside.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime

from archive.article import Article
from archive.article_rows import mark_gone
from archive.frontier import pages
from archive.reasons import Code, Reason
from archive.storing.identity import has_given_way, is_only_named, spellings


def give_way(
    conn: sqlite3.Connection, article_id: int | None, article: Article, newspaper: str, at: str, seen_at: datetime
) -> str | None:
    """Has the article that stands at the address `at` give way to a reading of another, seen there later; returns its
    title, None where none gave way.

    `article_id` is the article that the reading is of (None: a new one): one that gave way itself stands there again.
    One with an address of its own elsewhere keeps that.
    """
    own = conn.execute("select url from articles where id = ?", [article_id]).fetchone()
    variants = spellings(at)
    if article.url not in variants or (own and own[0].partition("#")[0] not in variants):
        return None
    row = conn.execute(
        f"select id, url, title from articles where url in ({', '.join('?' * len(variants))})", variants
    ).fetchone()
    if row is None or row[0] == article_id or is_only_named(conn, row[0], spellings(row[1])):
        return None
    there, url, title = row
    if not has_given_way(conn, there, article, seen_at):
        return None
    (published,) = conn.execute("select published_at from articles where id = ?", [there]).fetchone()
    beside = _beside(conn, url, published)
    conn.execute("update articles set url = ?, key = null where id = ?", [beside, there])
    mark_gone(conn, there, seen_at)
    pages.done(
        conn, beside, newspaper, seen_at, state="gone", status=200, due_at=None, article_id=there,
        reason=Reason(Code.DISPLACED, url=url),
    )  # fmt: skip
    if own:
        conn.execute("update articles set url = ? where id = ?", [url, article_id])
        conn.execute("delete from pages where url = ?", [own[0]])
    return str(title)


def _beside(conn: sqlite3.Connection, url: str, published: str) -> str:
    """The address beside `url` for a story of that day; with a number where several are of one day."""
    beside = f"{url}#{published[: len('2020-08-28')]}"
    number = 1
    while conn.execute("select 1 from articles where url = ?", [beside]).fetchone():
        number += 1
        beside = f"{url}#{published[: len('2020-08-28')]}-{number}"
    return beside

"""The table of months says what counting the articles would."""

from __future__ import annotations

import random
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from archive.article import Article
from archive.database import connect
from archive.frontier import pages
from archive.newspapers import put_newspaper
from archive.storing.store import save_article

COUNTED = "select newspaper, id / 10000000, count(*) from articles group by 1, 2 order by 1, 2"
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def store(conn: sqlite3.Connection, articles: int) -> None:
    pick = random.Random(7)
    for name in ("bao-a", "bao-b", "bao-c"):
        put_newspaper(conn, name)
    for n in range(articles):
        day = f"{pick.randint(2020, 2021)}-{pick.randint(1, 12):02d}-{pick.randint(1, 28):02d}"
        article = Article(f"https://a.example/{n}", f"Tin {n}", "Thân bài.", published_at=pick.choice((day, None)))
        save_article(conn, f"bao-{pick.choice('ab')}", article, seen_at=NOW)


def counted(conn: sqlite3.Connection) -> tuple[list[tuple], list[tuple]]:
    return conn.execute("select * from months").fetchall(), conn.execute(COUNTED).fetchall()


def test_it_follows_what_is_stored_edited_moved_and_deleted(tmp_path: Path) -> None:
    conn = connect(tmp_path / "archive.db")
    store(conn, 120)
    kept, found = counted(conn)
    assert kept == found and sum(row[2] for row in kept) == 120 and len(kept) > 20
    save_article(conn, "bao-a", Article("https://a.example/1", "Tin 1", "Thân bài đã sửa."), seen_at=NOW)
    conn.execute("update articles set newspaper = 'bao-c' where id % 3 = 0")
    conn.execute("delete from revisions")
    conn.execute("update articles set id = id - 10000000 where id % 2 = 0 and newspaper = 'bao-c'")
    conn.execute("delete from articles where newspaper = 'bao-b'")
    kept, found = counted(conn)
    assert kept == found and {row[0] for row in kept} == {"bao-a", "bao-c"}


def test_an_archive_of_before_is_counted_once(tmp_path: Path) -> None:
    """Also a published copy of before, which had such a table and no triggers for it."""
    path = tmp_path / "archive.db"
    conn = connect(path)
    store(conn, 40)
    for what in ("insert", "delete", "update"):
        conn.execute(f"drop trigger articles_months_{what}")
    conn.execute("delete from months where newspaper = 'bao-a'")
    conn.execute("delete from _sqlite_migrations where name = 'months'")
    conn.close()
    conn = connect(path)
    kept, found = counted(conn)
    assert kept == found and sum(row[2] for row in kept) == 40
    save_article(conn, "bao-a", Article("https://a.example/new", "Tin mới", "Thân bài."), seen_at=NOW)
    kept, found = counted(conn)
    assert kept == found and sum(row[2] for row in kept) == 41


def test_pages_of_an_address_that_gets_a_name_take_their_months_along(tmp_path: Path) -> None:
    conn = connect(tmp_path / "archive.db")
    store(conn, 12)
    put_newspaper(conn, "bao-moi", home="https://a.example/")
    pages.adopt(conn, "bao-moi", "https://a.example/")
    kept, found = counted(conn)
    assert kept == found and [row[0] for row in kept] == ["bao-moi"] * len(kept)

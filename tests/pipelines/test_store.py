"""What storing a page makes due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.article import Article
from archive.database import transaction
from archive.frontier.pages import Link
from archive.newspapers import put_newspaper
from archive.reasons import Code, Reason
from archive.storing.store import save_article
from pipelines.page import Page, Visit
from pipelines.profiles.learning import Profiles
from pipelines.store import store
from tests import archives

HOME = "https://bokenh.example"
NOW = datetime(2026, 11, 20, tzinfo=UTC)
SECTION = (f"{HOME}/doi-song/", "2026-11-01T00:00:00Z", "2026-11-29T00:00:00Z")


@pytest.mark.parametrize(("depth", "silent", "woken"), [(0, 30, True), (1, 30, False), (2, 30, False), (0, 2, False)])
def test_news_on_the_front_page_of_a_newspaper_long_silent_wakes_its_sections(
    tmp_path: Path, depth: int, silent: int, woken: bool
) -> None:
    conn = archives.new(tmp_path / "archive.db")
    put_newspaper(conn, "bo-kenh", title="Báo Bờ Kênh", home=HOME)
    day = f"{NOW - timedelta(days=silent):%Y-%m-%d}"
    with transaction(conn):
        newest = Article(
            url=f"{HOME}/1.html", title="Ghe ngo", body="Bài.", published_at=day, published_precision="day"
        )
        save_article(conn, "bo-kenh", newest, seen_at=NOW)
        conn.execute(
            "insert into pages (url, newspaper, kind, state, fetched_at, due_at) values (?, 'bo-kenh', 'page', 'index', ?, ?)",
            SECTION,
        )
        page = Page(f"{HOME}/", b"", NOW, newspaper="bo-kenh", visit=Visit(depth=depth, links=[Link(f"{HOME}/2.html")]))
        store(conn, page, [1], 5, Profiles(conn), set())
    due = conn.execute("select due_at from pages where url = ?", [SECTION[0]]).fetchone()[0]
    assert due == ("2026-11-20T00:00:00Z" if woken else SECTION[2])


@pytest.mark.parametrize(
    ("reason", "state"),
    [
        (Reason(Code.UNLIKE, title="Nhà Gọn", words=40), "article"),
        (Reason(Code.LISTING, links=30, words=9), "index"),
    ],
)
def test_an_article_stands_where_its_page_is_in_doubt_and_not_where_it_is_a_list_now(
    tmp_path: Path, reason: Reason, state: str
) -> None:
    conn = archives.new(tmp_path / "archive.db")
    put_newspaper(conn, "bo-kenh", title="Báo Bờ Kênh", home=HOME)
    article = Article(url=f"{HOME}/1.html", title="Ghe ngo", body="Bài.")
    with transaction(conn):
        for days, page in enumerate((
            Page(article.url, b"", NOW, newspaper="bo-kenh", article=article),
            Page(article.url, b"", NOW, newspaper="bo-kenh", reason=reason),
        )):  # fmt: skip
            page.fetched_at += timedelta(days=days)
            store(conn, page, [1], 5, Profiles(conn), set())
    rows = conn.execute("select state from pages where url = ?", [article.url]).fetchall()
    assert rows == [(state,)]

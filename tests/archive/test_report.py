"""What there is of each newspaper, as the command and the site tell it."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive import crawls, health, report
from archive.article import Article
from archive.newspapers import put_newspaper
from archive.reasons import Code, Reason
from archive.storing.store import save_article
from tests import archives

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)


def fill(conn: sqlite3.Connection) -> None:
    put_newspaper(conn, "bao-hue", title="Báo Huế", province="hue", family="x")
    put_newspaper(conn, "bao-cu", title="Báo Cũ", province="can-tho", successor="bao-hue")
    put_newspaper(conn, "bao-la", title="Báo Lạ")
    for n in range(3):
        article = Article(
            f"https://h.example/{n}", f"Tin {n}", "Thân.", published_at=f"2026-11-0{n + 1}T08:00:00+07:00"
        )
        save_article(conn, "bao-hue", article, seen_at=NOW)
    save_article(conn, "bao-hue", Article("https://h.example/u", "Không ngày", "Thân."), seen_at=NOW)
    for name in ("bao-hue", "bao-cu"):
        crawl = crawls.begin(conn, name, NOW - timedelta(hours=2))
        assert crawl is not None
        crawls.finish(conn, crawl, NOW - timedelta(hours=1), "finished", Reason(Code.FINISHED), {"pages": 3})


def test_every_newspaper_by_province_and_title(tmp_path: Path) -> None:
    conn = archives.new(tmp_path / "archive.db")
    fill(conn)
    found = [
        (paper.title, paper.province_name, paper.articles, paper.newest, paper.last_crawl, paper.health.what)
        for paper in report.newspapers(conn, NOW)
    ]
    assert found == [
        ("Báo Lạ", None, 0, None, None, "never crawled"),
        ("Báo Cũ", "Cần Thơ", 0, None, "2026-11-23T04:00:00Z", "nothing"),
        ("Báo Huế", "Huế", 4, "2026-11-03", "2026-11-23T04:00:00Z", "good"),
    ]


def test_what_was_kept_stands_until_the_next_crawl(tmp_path: Path) -> None:
    """In a copy, a crawl under way when it was made is not taken for one that was killed."""
    conn = archives.new(tmp_path / "archive.db")
    fill(conn)
    assert crawls.begin(conn, "bao-hue", NOW) is not None
    before = {paper.id: paper.health for paper in report.newspapers(conn, NOW)}
    assert str(before["bao-hue"]) == "running" and str(before["bao-cu"]).startswith("nothing: 3 pages")
    health.keep(conn, NOW)
    later = NOW + timedelta(days=30)
    assert {paper.id: paper.health for paper in report.newspapers(conn, later)} == before
    crawl = crawls.begin(conn, "bao-cu", later)
    assert crawl is not None
    crawls.finish(conn, crawl, later, "https://c.example/: captcha", Reason(Code.CAPTCHA), {"pages": 1})
    assert str(health.state(conn, "bao-cu", later)) == "merged: went into Báo Huế"
    assert [(case.newspaper, case.what) for case in health.check(conn, later)] == [("bao-hue", "killed")]

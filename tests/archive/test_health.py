"""What changed or died is noticed, against the newspaper's own history; a newspaper that is as ever is left in peace."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive import crawls, health
from archive.article import Article
from archive.database import connect
from archive.store import put_newspaper, save_article

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)


@pytest.fixture
def conn(tmp_path: Path) -> sqlite3.Connection:
    return connect(tmp_path / "archive.db")


def print_daily(
    conn: sqlite3.Connection, newspaper: str, days: int, until: datetime = NOW, **fields: str | None
) -> None:
    """An article a day, with lead, byline and date but for what `fields` says otherwise."""
    put_newspaper(conn, newspaper)
    for n in range(days):
        when = until - timedelta(days=n)
        given = {"lead": "Mở đầu.", "byline": "Lê Thử", "published_at": f"{when:%Y-%m-%d}", **fields}
        article = Article(f"https://{newspaper}.vn/{when:%Y%m%d}", f"Bài ngày {when:%d-%m}", "Thân bài.", **given)  # type: ignore[arg-type]
        save_article(conn, newspaper, article, seen_at=when)


def crawl(
    conn: sqlite3.Connection, newspaper: str, reason: str | None = "finished", when: datetime = NOW, **counts: int
) -> None:
    put_newspaper(conn, newspaper)
    number = crawls.begin(conn, newspaper, when)
    if reason is not None:
        names = {"forbidden": "robotstxt/forbidden"}
        crawls.finish(
            conn, number, when, reason, {names.get(key, key): count for key, count in {"pages": 20, **counts}.items()}
        )


def cases(conn: sqlite3.Connection) -> list[tuple[str, str]]:
    return [(case.newspaper, case.what) for case in health.check(conn, NOW)]


def test_a_newspaper_that_is_as_ever(conn: sqlite3.Connection) -> None:
    print_daily(conn, "bao-deu", 60)
    crawl(conn, "bao-deu", errors=2)
    assert cases(conn) == []


def test_one_that_falls_silent_by_its_own_measure(conn: sqlite3.Connection) -> None:
    print_daily(conn, "bao-ngay", 60, until=NOW - timedelta(days=12))
    crawl(conn, "bao-ngay")
    put_newspaper(conn, "bao-thang")
    for n in range(1, 12):
        when = NOW - timedelta(days=30 * n)
        save_article(
            conn,
            "bao-thang",
            Article(f"https://t.vn/{n}", f"Số {n}", "Thân.", published_at=f"{when:%Y-%m-%d}"),
            seen_at=when,
        )
    crawl(conn, "bao-thang")
    assert cases(conn) == [("bao-ngay", "silent")]


def test_silence_is_counted_to_the_last_crawl_not_to_today(conn: sqlite3.Connection) -> None:
    print_daily(conn, "bao-cu", 60, until=NOW - timedelta(days=100))
    crawl(conn, "bao-cu", when=NOW - timedelta(days=99))
    assert cases(conn) == []


@pytest.mark.parametrize("field", ["lead", "byline", "published_at"])
def test_fields_that_went_missing(conn: sqlite3.Connection, field: str) -> None:
    print_daily(conn, "bao-doi", 60, until=NOW - timedelta(days=30))
    print_daily(conn, "bao-doi", 30, **{field: None})
    print_daily(conn, "bao-xua-nay", 90, **{field: None})
    crawl(conn, "bao-doi")
    crawl(conn, "bao-xua-nay")
    found = health.check(conn, NOW)
    assert [(case.newspaper, case.what) for case in found] == [("bao-doi", "fields")]
    assert found[0].line.startswith({"published_at": "date"}.get(field, field))


@pytest.mark.parametrize(
    ("reason", "counts", "what"),
    [
        ("finished", {"refused": 12}, "refused"),
        ("finished", {"walls": 15}, "wall"),
        ("finished", {"forbidden": 300}, "robots.txt"),
        ("https://a.vn/: robots.txt forbids it", {}, "robots.txt"),
        ("https://a.vn/: certificate verify failed", {}, "certificate"),
        ("https://a.vn/: DownloadTimeoutError", {}, "unreachable"),
        ("https://a.vn/: JavaScript shell", {}, "wall"),
        ("https://a.vn/: 403: the server refuses", {"refused": 1, "pages": 1}, "refused"),
        ("finished", {"errors": 9}, "errors"),
    ],
)
def test_what_keeps_a_crawl_from_reading(
    conn: sqlite3.Connection, reason: str, counts: dict[str, int], what: str
) -> None:
    print_daily(conn, "bao-kho", 60)
    crawl(conn, "bao-kho", reason, **counts)
    assert cases(conn) == [("bao-kho", what)]


def test_nothing_found_killed_and_gone_into_another(conn: sqlite3.Connection) -> None:
    crawl(conn, "bao-rong")
    crawl(conn, "bao-giet", None, when=NOW - timedelta(days=3))
    crawl(conn, "bao-dang-doc", None)
    put_newspaper(conn, "bao-nhap", successor="bao-deu")
    crawl(conn, "bao-nhap", "https://bao-nhap.vn/: CannotResolveHostError")
    assert cases(conn) == [("bao-giet", "killed"), ("bao-rong", "nothing")]

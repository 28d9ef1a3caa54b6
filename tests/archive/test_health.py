"""What changed or died is noticed, against the newspaper's own history; a newspaper that is as ever is left in peace."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive import crawls, health
from archive.article import Article
from archive.frontier import pages
from archive.frontier.pages import Link
from archive.newspapers import put_newspaper
from archive.reasons import Code, Reason, other
from archive.storing.store import save_article
from tests import archives

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)


@pytest.fixture
def conn(tmp_path: Path) -> sqlite3.Connection:
    return archives.new(tmp_path / "archive.db")


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
    conn: sqlite3.Connection,
    newspaper: str,
    reason: Reason | str | None = "finished",
    when: datetime = NOW,
    **counts: int,
) -> None:
    put_newspaper(conn, newspaper)
    number = crawls.begin(conn, newspaper, when)
    if reason is not None:
        names = {"forbidden": "robotstxt/forbidden"}
        stats = {names.get(key, key): count for key, count in {"pages": 20, **counts}.items()}
        why = reason if isinstance(reason, Reason) else crawls.ending(reason)
        crawls.finish(conn, number, when, f"https://a.vn/: {reason}", why, stats)


def cases(conn: sqlite3.Connection) -> list[tuple[str, str]]:
    return [(case.newspaper, case.what) for case in health.check(conn, NOW)]


def test_a_newspaper_that_is_as_ever(conn: sqlite3.Connection) -> None:
    print_daily(conn, "bao-deu", 60)
    crawl(conn, "bao-deu", errors=2)
    assert cases(conn) == []


@pytest.mark.parametrize(
    ("every", "issues", "a_day", "silent", "noticed"),
    [
        (1, 60, 1, 12, True),
        (1, 60, 1, 6, False),
        (1, 8, 2, 30, True),  # known for eight days only
        (1, 3, 2, 30, False),  # for too few
        (1, 6, 120, 12, True),  # more a day than are compared for their fields
        (7, 30, 3, 30, True),
        (7, 30, 3, 14, False),
        (30, 12, 1, 60, False),
        (30, 12, 1, 100, True),
    ],
)
def test_one_that_falls_silent_by_its_own_measure(
    conn: sqlite3.Connection, every: int, issues: int, a_day: int, silent: int, noticed: bool
) -> None:
    put_newspaper(conn, "bao-ky")
    for number in range(issues * a_day):
        day = f"{NOW - timedelta(days=silent + every * (number // a_day)):%Y-%m-%d}"
        article = Article(f"https://k.vn/{number}", f"Bài {number}", "Thân bài.", published_at=day)
        save_article(conn, "bao-ky", article, seen_at=NOW)
    crawl(conn, "bao-ky")
    assert cases(conn) == [("bao-ky", "silent")] * noticed


def test_a_weekday_paper_at_tet(conn: sqlite3.Connection) -> None:
    put_newspaper(conn, "bao-tuan")
    for n in range(9, 100):  # the last on a Friday, ten days ago
        when = NOW - timedelta(days=n)
        if when.weekday() < 5:
            article = Article(f"https://t.vn/{n}", f"Bài {n}", "Thân bài.", published_at=f"{when:%Y-%m-%d}")
            save_article(conn, "bao-tuan", article, seen_at=when)
    crawl(conn, "bao-tuan")
    assert cases(conn) == []


def test_nobody_is_called_silent_whose_articles_wait(conn: sqlite3.Connection) -> None:
    """As after a back-fill of years long gone, or a crawl that was to stop at so many articles."""
    print_daily(conn, "bao-xua", 60, until=NOW - timedelta(days=3000))
    pages.add(conn, "bao-xua", [Link("https://bao-xua.vn/moi", priority=pages.ARTICLE)], NOW)
    crawl(conn, "bao-xua", "limit reached")
    assert cases(conn) == []
    conn.execute("update pages set state = 'article', due_at = null")
    assert cases(conn) == [("bao-xua", "silent")]


def test_what_a_crawl_did_not_see_is_no_silence_of_the_newspaper(conn: sqlite3.Connection) -> None:
    """A crawl that failed saw nothing; and a newspaper that went into another falls silent as it should."""
    print_daily(conn, "bao-tat", 60, until=NOW - timedelta(days=12))
    crawl(conn, "bao-tat", when=NOW - timedelta(days=12))
    crawl(conn, "bao-tat", "https://bao-tat.vn/: no answer")
    print_daily(conn, "bao-nhap", 60, until=NOW - timedelta(days=100))
    put_newspaper(conn, "bao-nhap", successor="bao-tat")
    crawl(conn, "bao-nhap", when=NOW - timedelta(days=60))
    assert cases(conn) == [("bao-tat", "unreachable")]


@pytest.mark.parametrize(
    ("every", "crawled", "ago", "says"),
    [
        (1, 1, 10, None),
        (1, 1, 20, "not crawled since 2026-11-03"),
        (1, 30, 20, "not crawled since 2026-11-03; it used to be every day"),
        (7, 10, 20, None),
        (7, 10, 22, "not crawled since 2026-11-01; it used to be every 7 days"),
        (30, 6, 60, None),
    ],
)
def test_a_crawl_that_nobody_starts_any_more(
    conn: sqlite3.Connection, every: int, crawled: int, ago: int, says: str | None
) -> None:
    """A dead cron is no silence of the newspaper, which was well when it was last asked."""
    print_daily(conn, "bao-cu", 60, until=NOW - timedelta(days=ago))
    for n in reversed(range(crawled)):
        crawl(conn, "bao-cu", when=NOW - timedelta(days=ago + every * n))
    assert [(case.what, case.line) for case in health.check(conn, NOW)] == [("untended", says)] * bool(says)


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
        (Reason(Code.ROBOTS), {}, "robots.txt"),
        (Reason(Code.CERTIFICATE), {}, "certificate"),
        (Reason(Code.CERTIFICATE_NAME), {}, "certificate"),
        (Reason(Code.ROBOTS_UNREACHABLE, url="r", why="w", cause="certificate"), {}, "certificate"),
        (Reason(Code.ROBOTS_UNREACHABLE, url="r", why="500", cause=None), {}, "unreachable"),
        (Reason(Code.TIMEOUT, seconds=30), {}, "unreachable"),
        (Reason(Code.NO_HOST), {}, "unreachable"),
        (Reason(Code.SERVER_TROUBLE, status=500), {}, "unreachable"),
        (other("https://certificate-refuses.vn/captcha: 500"), {}, "unreachable"),
        (Reason(Code.SCRIPT_SHELL), {}, "wall"),
        (Reason(Code.CAPTCHA), {}, "wall"),
        (Reason(Code.FOREIGN, signs="another language"), {}, "not its own"),
        (Reason(Code.REFUSED, status=403), {"refused": 1, "pages": 1}, "refused"),
        ("finished", {"errors": 9}, "errors"),
        ("finished", {"errors": 1, "pages": 3}, "errors"),
    ],
)
def test_what_keeps_a_crawl_from_reading(
    conn: sqlite3.Connection, reason: Reason | str, counts: dict[str, int], what: str
) -> None:
    print_daily(conn, "bao-kho", 60)
    crawl(conn, "bao-kho", reason, **counts)
    assert cases(conn) == [("bao-kho", what)]


def test_nothing_found_killed_and_gone_into_another(conn: sqlite3.Connection) -> None:
    crawl(conn, "bao-rong")
    crawl(conn, "bao-giet", None, when=NOW - timedelta(days=3))
    crawl(conn, "bao-dang-doc", None)
    put_newspaper(conn, "bao-nhap", successor="bao-deu")
    crawl(conn, "bao-nhap", Reason(Code.NO_HOST))
    assert cases(conn) == [("bao-giet", "killed"), ("bao-rong", "nothing")]


@pytest.mark.parametrize(("readable", "noticed"), [(0, True), (2, True), (20, False)])
def test_a_template_that_is_not_understood_any_more(conn: sqlite3.Connection, readable: int, noticed: bool) -> None:
    """Twenty new addresses answer 200; before, nine of ten gave an article."""
    print_daily(conn, "bao-moi", 60)
    yesterday = NOW - timedelta(days=1)
    states = [("article" if n % 10 else "other", yesterday) for n in range(50)]
    states += [("article" if n < readable else ("other", "index")[n % 2], NOW) for n in range(20)]
    for n, (state, when) in enumerate(states):
        pages.add(conn, "bao-moi", [Link(f"https://bao-moi.vn/bai-{n}", priority=pages.ARTICLE)], when)
        pages.done(conn, f"https://bao-moi.vn/bai-{n}", "bao-moi", when, state=state, status=200, due_at=None)
    crawl(conn, "bao-moi", **{"articles/new": readable, "articles/rejected": 20 - readable + 6})
    assert cases(conn) == ([("bao-moi", "unreadable")] if noticed else [])

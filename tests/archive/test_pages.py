"""The frontier's table: what is due, in which order, and what becomes of it."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from archive import crawls
from archive.checks import clock
from archive.checks.agreement import contradictions
from archive.frontier import pages, revisits, schedule
from archive.frontier.pages import Link
from archive.newspapers import put_newspaper
from archive.reasons import Code, Reason
from archive.sql import limits
from tests import archives

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def conn(tmp_path):
    conn = archives.new(tmp_path / "archive.db")
    put_newspaper(conn, "bao")
    put_newspaper(conn, "khac")
    return conn


def urls(conn, now=NOW, newspaper="bao", **options):
    return [due.url for due in schedule.due(conn, newspaper, now, 10, **options)]


def test_articles_are_looked_up_by_as_many_addresses_as_there_are(conn):
    known = [f"http://a/{n}" for n in range(0, 1200, 2)]
    conn.executemany(
        "insert into articles (id, newspaper, url, title, body, words, first_seen_at, last_seen_at)"
        " values (?, 'bao', ?, '', '', 0, '', '')",
        enumerate(known, 1),
    )
    conn.executemany("insert into pages (url, newspaper, state, article_id) values (?, 'bao', 'article', ?)",
                     zip(known, range(1, 1201), strict=False))  # fmt: skip
    assert pages.articles_at(conn, [f"http://a/{n}" for n in range(1200)]) == {url: n for n, url in enumerate(known, 1)}
    assert pages.articles_at(conn, []) == {}


@pytest.mark.parametrize(("page", "faults"), [("http://bao.vn/1", 0), ("https://bao.vn/1", 0), ("http://bao.vn/2", 1)])
def test_an_articles_address_is_a_pages_with_or_without_https_and_www(conn, page, faults):
    conn.execute(
        "insert into articles (id, newspaper, url, title, body, words, first_seen_at, last_seen_at)"
        " values (1, 'bao', 'https://www.bao.vn/1', '', '', 0, '2999-01-01T00:00:00Z', '')"
    )
    conn.execute("insert into pages (url, newspaper, state, article_id) values (?, 'bao', 'article', 1)", [page])
    assert len([fault for fault in contradictions(conn) if fault.code == "address"]) == faults


def test_each_address_is_known_once_and_waits_in_its_newspaper(conn):
    assert pages.add(conn, "bao", [Link("http://a/1"), Link("http://a/1"), Link("http://a/2")], NOW) == 2
    assert pages.add(conn, "bao", [Link("http://a/2")], NOW + HOUR) == 0
    assert urls(conn) == ["http://a/1", "http://a/2"]
    assert urls(conn, newspaper="khac") == []
    assert urls(conn, NOW - HOUR) == []


def test_sources_come_first_then_articles_then_the_rest(conn):
    order = [("r", pages.REST), ("s", pages.SECTION), ("a", pages.ARTICLE), ("f", pages.SOURCE)]
    pages.add(conn, "bao", [Link(url, priority=priority) for url, priority in order], NOW)
    assert urls(conn) == ["f", "a", "s", "r"]


def test_in_flight_is_skipped(conn):
    pages.add(conn, "bao", [Link("1"), Link("2")], NOW)
    first = schedule.due(conn, "bao", NOW, 1)[0]
    assert urls(conn, skip={first.id}.__contains__) == ["2"]
    assert urls(conn, wanted=lambda due: due.url != "2") == ["1"]


def test_a_later_lastmod_makes_a_page_due_again(conn):
    pages.add(conn, "bao", [Link("1", modified="2026-11-01")], NOW)
    pages.done(conn, "1", "bao", NOW, state="article", status=200, due_at=NOW + 1000 * HOUR)
    pages.add(conn, "bao", [Link("1", modified="2026-11-01")], NOW)
    assert urls(conn) == []
    pages.add(conn, "bao", [Link("1", modified="2026-11-22")], NOW)
    assert urls(conn) == ["1"]


def test_a_failure_keeps_what_is_known_and_counts_tries(conn):
    pages.add(conn, "bao", [Link("1")], NOW)
    for _ in range(2):
        pages.failed(
            conn, "1", "bao", NOW, status=503, reason=Reason(Code.SERVER_TROUBLE, status=503), due_at=NOW + HOUR
        )
    row = conn.execute("select state, status, tries, error, reason, detail from pages").fetchone()
    assert row == ("failed", 503, 2, "503: the server has trouble", "server_trouble", '{"status": 503}')
    assert urls(conn) == [] and urls(conn, NOW + HOUR) == ["1"]
    pages.done(conn, "1", "bao", NOW, state="other", status=200, due_at=None, reason=Reason(Code.NO_TEXT))
    assert conn.execute("select state, tries from pages").fetchone() == ("other", 0)


def test_revisits_grow_rare_with_age():
    steps = [1 / 24, 1, 7, 30]
    born = NOW.isoformat()
    ages = [timedelta(0), 2 * HOUR, timedelta(days=3), timedelta(days=20), timedelta(days=400)]
    waits = [revisits.of_article(NOW + age, born, NOW, steps) - (NOW + age) for age in ages]
    assert waits == [HOUR, 22 * HOUR, timedelta(days=4), timedelta(days=10), timedelta(days=365)]
    assert revisits.of_article(NOW, "2012-03", NOW, steps) == NOW + timedelta(days=365)
    assert revisits.of_article(NOW, None, NOW, steps) == NOW + HOUR


def test_lists_are_asked_for_as_they_live():
    day = timedelta(days=1)
    assert revisits.of_list(NOW, NOW - 4 * day, found=True) == NOW + day
    assert revisits.of_list(NOW, NOW - 4 * day, found=False) == NOW + 8 * day
    assert revisits.of_list(NOW, NOW - 25 * day, found=False) == NOW + 30 * day
    newest = (NOW - 12 * day).date()
    assert 11 * day <= revisits.of_list(NOW, None, found=True, newest=newest) - NOW < 12 * day
    assert revisits.of_list(NOW, None, found=True, newest=NOW.date()) == NOW + day
    old = NOW.date().replace(year=2015)
    assert revisits.of_list(NOW, None, found=True, newest=old, longest=revisits.YEAR) == NOW + 365 * day
    looks = sum(30 / (revisits.of_further(NOW, number) - NOW).days for number in range(2, 1001))
    assert looks < 11, "a month, for a list of a thousand pages that brings nothing new"


def test_what_a_crawl_has_put_off_waits_on_unless_a_clock_was_ahead(conn):
    week, years = timedelta(days=7), 3 * revisits.YEAR
    pages.add(conn, "bao", [Link("repeat")], NOW - HOUR)
    schedule.put_off(conn, schedule.due(conn, "bao", NOW, 1)[0].id, NOW + revisits.MONTH)
    pages.add(conn, "bao", [Link("once")], NOW - HOUR)
    pages.done(conn, "once", "bao", NOW - HOUR, state="article", status=200, due_at=NOW + years)
    assert clock.set_right(conn, "bao", NOW, longest=years) == 0
    assert urls(conn) == [] and urls(conn, NOW + revisits.MONTH) == ["repeat"]
    assert clock.set_right(conn, "bao", NOW) == 1, "no article waits so long where none is told to"
    assert urls(conn) == ["once"]
    crawls.begin(conn, "bao", NOW + week)
    assert clock.set_right(conn, "bao", NOW) == 1
    assert sorted(urls(conn)) == ["once", "repeat"]


def test_what_an_address_was_found_through_up_to_an_article(conn: sqlite3.Connection) -> None:
    conn.execute("pragma foreign_keys = off")  # of the article, only the number matters
    before = None
    for name, article in (("trang-chu", None), ("bai", 7), ("muc", None), ("dia-chi", None)):
        before = conn.execute(
            "insert into pages (url, newspaper, kind, state, found_on, article_id) values (?, 'bao', 'page', 'new', ?, ?)",
            [name, before, article],
        ).lastrowid
    assert pages.found_through(conn, "dia-chi", 9) == (["muc", "bai", "trang-chu"], ["muc"])
    assert pages.found_through(conn, "dia-chi", 1) == (["muc"], ["muc"])
    assert pages.found_through(conn, "trang-chu", 9) == ([], [])


def test_strangers_may_ask_for_a_hundred_columns() -> None:
    with closing(sqlite3.connect(":memory:")) as conn:
        limits.limit(conn)
        assert len(conn.execute(f"select {', '.join('1' * 100)}").fetchone()) == 100
        with pytest.raises(sqlite3.OperationalError, match="too many columns"):
            conn.execute(f"select {', '.join('1' * 101)}")

"""What others saw of an article: in any order, the same is known of it in the end."""

from datetime import UTC, datetime
from itertools import permutations

import pytest

from archive.article import Article
from archive.database import transaction
from archive.frontier import pages
from archive.newspapers import put_newspaper
from archive.storing import sightings
from archive.storing.store import save_article
from tests import archives

URL = "http://bao.example/tin-1.html"


def at(year: int) -> datetime:
    return datetime(year, 5, 2, tzinfo=UTC)


@pytest.fixture
def conn(tmp_path):
    conn = archives.new(tmp_path / "archive.db")
    put_newspaper(conn, "bao", title="Báo Thử")
    return conn


def read(conn, year, body="Nước cuốn trôi hai cây cầu.", url=URL, at_url=None):
    with transaction(conn):
        article = Article(url, f"Lũ quét ở bản {url}", body, published_at="2012-05-01T08:00:00+07:00")
        where = at_url or url
        saved = save_article(conn, "bao", article, seen_at=at(year), at=where)
        page = pages.get(conn, where)
        if page is None or page.fetched_at < f"{year}":
            pages.done(
                conn, where, "bao", at(year), state="article", status=200, due_at=None, article_id=saved.article_id
            )


def known(conn):
    return conn.execute("select first_seen_at, last_seen_at, gone_at from articles").fetchall()


def do(conn, what, year):
    with transaction(conn):
        if what == "stood":
            sightings.stood(conn, "https://www.bao.example/tin-1.html", at(year))
        else:
            sightings.gone(conn, "https://bao.example/tin-1.html", at(year), 404)


@pytest.mark.parametrize(
    "order", list(permutations([("stood", 2015), ("gone", 2018), ("gone", 2020), ("stood", 2016)]))
)
def test_a_takedown_is_dated_by_the_first_word_of_it_after_the_last_of_the_article(conn, order):
    read(conn, 2014)
    for what, year in order:
        do(conn, what, year)
    assert known(conn) == [("2014-05-02T00:00:00Z", "2016-05-02T00:00:00Z", "2018-05-02T00:00:00Z")]
    assert pages.get(conn, URL).state == "gone"


@pytest.mark.parametrize("order", list(permutations([("gone", 2015), ("stood", 2016)])))
def test_what_stood_later_is_not_gone(conn, order):
    read(conn, 2014)
    for what, year in order:
        do(conn, what, year)
    assert known(conn) == [("2014-05-02T00:00:00Z", "2016-05-02T00:00:00Z", None)]


def test_what_moved_to_another_host_is_gone_where_it_stood_last(conn):
    read(conn, 2014)
    read(conn, 2017, at_url="http://bao-moi.example/tin-1.html")
    for year in (2018, 2019):  # at the old host, which had told where the article went
        do(conn, "gone", year)
    assert known(conn)[0][2] is None
    with transaction(conn):
        assert sightings.gone(conn, "http://bao-moi.example/tin-1.html", at(2020), 410) is not None
    assert known(conn)[0][2] == "2020-05-02T00:00:00Z"


def test_what_moved_before_its_old_address_was_gone_is_not_gone(conn):
    read(conn, 2014)
    read(conn, 2017, at_url="http://bao-moi.example/tin-1.html")
    with transaction(conn):
        sightings.moved(conn, URL, at(2018), 301)
    do(conn, "gone", 2019)
    assert known(conn)[0][2] is None


def test_a_stranger_s_address_is_nobody_s_takedown(conn):
    read(conn, 2014)
    with transaction(conn):
        assert sightings.gone(conn, "http://bao.example/tin-2.html", at(2018), 404) is None
        assert sightings.stood(conn, "http://bao.example/tin-2.html", at(2018)) is None
    assert known(conn)[0][2] is None


def test_revisions_stand_in_order_whenever_they_are_read(conn):
    told = [(2012, "Một."), (2014, "Một."), (2016, "Hai."), (2018, "Một."), (2015, "Hai.")]
    for number, order in enumerate(permutations(told)):
        url = f"http://bao.example/tin-{number}.html"
        for year, body in order:
            read(conn, year, body, url)
        rows = conn.execute(
            "select r.number, r.seen_at, r.body from revisions r join articles a on a.id = r.article_id where a.url = ?"
            " order by r.number",
            [url],
        ).fetchall()
        assert rows == [
            (1, "2012-05-02T00:00:00Z", "Một."),
            (2, "2015-05-02T00:00:00Z", "Hai."),
            (3, "2018-05-02T00:00:00Z", "Một."),
        ], order
        shown = conn.execute("select body, changed_at from articles where url = ?", [url]).fetchone()
        assert shown == ("Một.", "2018-05-02T00:00:00Z")

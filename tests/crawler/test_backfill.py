"""Days that a crawl is asked for, by whatever the site offers; and what a quiet newspaper costs from day to day."""

from __future__ import annotations

import sqlite3
from datetime import date

import pytest

from archive.pages import Link
from crawler.backfill import Days, Side

from .conftest import article, listing

URLSET = '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'


def day(text: str) -> dict[str, str]:
    return {"published": f"{text}T08:00:00+07:00"}


def asked(site) -> set[str]:
    return {path for path in site.paths if path not in ("/robots.txt", "/sitemap.xml", "/sitemap_index.xml")}


def test_sitemaps_are_read_for_the_days_asked_for_and_whole_the_next_time(site, crawl, rows):
    index = "".join(
        f"<sitemap><loc>{site.url}{name}.xml</loc></sitemap>" for name in ("bai-2014", "bai-2015-06", "bai-2016-01")
    )
    site.pages = {
        "/": listing(),
        "/sitemap.xml": f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{index}</sitemapindex>',
        "/bai-2014.xml": URLSET.format(f"<url><loc>{site.url}a-1</loc></url>"),
        "/bai-2015-06.xml": (
            200,
            {"ETag": '"6"'},
            URLSET.format(
                f"<url><loc>{site.url}b-2</loc><lastmod>2015-06-03</lastmod></url>"
                f"<url><loc>{site.url}cu-3</loc><lastmod>2013-06-03</lastmod></url>"
            ),
        ),
        "/bai-2016-01.xml": URLSET.format(f"<url><loc>{site.url}c-4</loc></url>"),
        "/a-1": article("Bài năm trước", **day("2014-05-05")),
        "/b-2": article("Bài trong năm", **day("2015-06-03")),
        "/cu-3": article("Bài rất cũ", **day("2013-06-03")),
        "/c-4": article("Bài năm sau", **day("2016-01-05")),
    }
    done = crawl("since=2015-01-01", "until=2015-12-31")
    assert asked(site) == {"/", "/tin/", "/bai-2015-06.xml", "/b-2"}
    assert "2015-01-01 to 2015-12-31: 1 articles; none of 2015-01 to 2015-05, 2015-07 to 2015-12" in done.stderr
    crawl()
    assert rows("select count(*) from articles") == [(4,)]


def test_a_list_is_left_where_it_has_passed_the_days(site, crawl, rows):
    """Five pages of a section, by months in the addresses; what was waiting from before stays for another crawl."""
    months = ["201605", "201601", "201511", "201410", "201409"]
    site.pages = {"/": listing("/tin/")}
    for number, month in enumerate(months, 1):
        paths = [f"/tin/{month}/bai-so-{number}{n}-{1000000 + number * 10 + n}/" for n in range(4)]
        further = f"/tin/?page={number + 1}"
        site.pages["/tin/" if number == 1 else f"/tin/?page={number}"] = listing(*paths, further)
        for path in paths:
            site.pages[path] = article(f"Bài {path[-8:-1]}", **day(f"{month[:4]}-{month[4:]}-05"))
    crawl("since=2015-01-01", "until=2015-12-31")
    assert {title for (title,) in rows("select title from articles")} == {f"Bài {1000030 + n}" for n in range(4)}
    assert "/tin/?page=4" in site.paths and "/tin/?page=5" not in site.paths
    crawl("since=2016-01-01")
    assert rows("select count(*) from articles") == [(12,)]


def test_numbers_that_grow_with_time(site, crawl, rows):
    """Once a few articles are known, the numbers of others tell on which side they lie."""
    year = {number: 2013 + number // 100 for number in range(1000)}
    paths = {number: f"/bai-so-{number:04}.html" for number in range(0, 500, 20)}
    site.pages = {"/": listing(*paths.values())} | {
        path: article(f"Bài {number}", **day(f"{year[number]}-03-0{number % 100 // 20 + 1}"))
        for number, path in paths.items()
    }
    days = Days(date(2015, 1, 1), date(2015, 12, 31), lambda url: ("bai", int(url[-9:-5])))
    for number in (0, 20, 40, 180, 300, 320, 340, 480):
        days.learn(f"http://a.vn{paths[number]}", f"{year[number]}-03-01")
    sides = {number: days.side(Link(f"http://a.vn{path}")) for number, path in paths.items()}
    assert all(sides[number] is Side.BEFORE for number in (0, 20)) and sides[180] is None, "three witnesses, no fewer"
    assert all(sides[number] is None for number in (200, 220, 240, 260, 280))
    assert all(sides[number] is Side.AFTER for number in (340, 360, 480))


def test_what_could_not_be_read_of_the_days_is_said(site, crawl):
    site.pages = {"/": listing("/tin/201503/bai-mot-1000001/", "/tin/201503/bai-hai-1000002/")}
    site.pages["/tin/201503/bai-mot-1000001/"] = article("Bài một", **day("2015-03-05"))
    site.pages["/tin/201503/bai-hai-1000002/"] = (500, {}, "hỏng")
    done = crawl("since=2015-03-01", "until=2015-03-31", RETRY_TIMES=1)
    assert "2015-03-01 to 2015-03-31: 1 articles; 1 addresses could not be read" in done.stderr


@pytest.fixture
def a_day_later(tmp_path):
    """Sets the archive's clocks back by a day."""

    def shift() -> None:
        conn = sqlite3.connect(tmp_path / "archive.db")
        back = "strftime('%Y-%m-%dT%H:%M:%SZ', {0}, '-1 day')"
        for table, columns in (("pages", ("fetched_at", "due_at")), ("articles", ("first_seen_at", "last_seen_at"))):
            sets = ", ".join(f"{column} = {back.format(column)}" for column in columns)
            conn.execute(f"update {table} set {sets}")
        conn.commit()
        conn.close()

    return shift


def test_a_quiet_newspaper_costs_a_handful_a_day(site, crawl, a_day_later):
    """Home page and what is young; dead feeds and sections are asked ever more rarely, one that lives every day."""
    paths = [f"/bai-viet-so-{number}" for number in range(1001, 1006)]
    feeds = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="/{name}.xml">' for name in ("chet", "song")
    )
    news: list[str] = []

    def feed() -> str:
        return (
            "<rss version='2.0'><channel>"
            + "".join(f"<item><link>{site.url[:-1]}{path}</link></item>" for path in news)
            + "</channel></rss>"
        )

    site.pages = {
        "/": listing("/muc-a/", "/muc-b/", "/muc-c/").replace("<head>", f"<head>{feeds}"),
        "/chet.xml": "<rss version='2.0'><channel></channel></rss>",
        "/song.xml": feed,
        **{f"/muc-{name}/": listing(*paths) for name in "abc"},
        **{path: article(f"Bài {path[-4:]}", **day("2020-05-05")) for path in paths},
    }
    crawl()
    costs: list[int] = []
    asked_for = {"/chet.xml": 0, "/song.xml": 0, "/muc-a/": 0}
    for number in range(1, 5):
        a_day_later()
        news.append(f"/tin-moi-so-{2000 + number}")
        site.pages[news[-1]] = article(f"Tin mới {number}", **day("2020-05-06"))
        site.log.clear()
        crawl()
        costs.append(len(site.log))
        for path in asked_for:
            asked_for[path] += path in site.paths
    assert asked_for["/song.xml"] == 4 and asked_for["/chet.xml"] <= 2 and asked_for["/muc-a/"] <= 2
    assert max(costs) <= 15 and sum(costs) <= 12 * len(costs), costs


def test_the_budget_of_revisits_is_kept(site, crawl, rows, tmp_path):
    paths = [f"/bai-viet-so-{number}" for number in range(1001, 1013)]
    site.pages = {"/": listing(*paths)} | {path: article(f"Bài {path}") for path in paths}
    crawl()
    conn = sqlite3.connect(tmp_path / "archive.db")
    conn.execute("update pages set due_at = '2026-01-01T00:00:00Z' where article_id is not null")
    conn.commit()
    conn.close()
    site.log.clear()
    crawl(REVISITS=4)
    assert sum(path in paths for path in site.paths) == 4
    site.log.clear()
    crawl("revisit=all", REVISITS=4)
    assert sum(path in paths for path in site.paths) == 12

"""What a newspaper is asked for as days go by: sixty of them, by a clock that is put forward between crawls."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from .conftest import ROOT, article, command, environment, listing

pytestmark = pytest.mark.slow

DAY = 86_400.0


class Calendar:
    """Crawls the site at moments ahead of now, in one process; `asked` is what each crawl asked for."""

    def __init__(self, site, folder):
        self.site = site
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.crawler.clock", site.url], cwd=ROOT, text=True,
            env=environment(ARCHIVE=folder / "archive.db", LOG_LEVEL="ERROR", PROGRESS_INTERVAL=0),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        self.log: list[tuple[float, str]] = []

    def crawl(self, days: float) -> list[str]:
        assert self.process.stdin and self.process.stdout and self.process.stderr
        self.site.log.clear()
        self.process.stdin.write(f"{days * DAY}\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "done\n", self.process.stderr.read()
        self.log += [(days, path) for path in self.site.paths]
        return self.site.paths

    def days_of(self, path: str) -> list[float]:
        return [days for days, asked in self.log if asked == path]


@pytest.fixture
def calendar(site, tmp_path) -> Iterator[Calendar]:
    calendar = Calendar(site, tmp_path)
    yield calendar
    calendar.process.communicate(timeout=300)


def feed(site, *paths: str) -> str:
    items = "".join(f"<item><link>{site.url[:-1]}{path}</link></item>" for path in paths)
    return f"<rss version='2.0'><channel>{items}</channel></rss>"


def test_sixty_days_of_a_quiet_newspaper(site, calendar, rows):
    old = [f"/bai-viet-so-{number}" for number in range(1001, 1121)]
    news: list[str] = []
    started = datetime.now(UTC)
    announced = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="/{name}.xml">' for name in ("song", "chet")
    )
    sections = {f"/muc-{n}/": old[n * 20 : n * 20 + 20] for n in range(6)}
    urlset = "".join(f"<url><loc>{site.url[:-1]}{path}</loc></url>" for path in old[:60])

    def living() -> str:
        return feed(site, *news[-10:])

    site.pages = {
        "/": lambda: listing(*sections, *news[-5:]).replace("<head>", f"<head>{announced}"),
        "/song.xml": living,
        "/chet.xml": feed(site, *old[:10]),
        "/sitemap.xml": f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urlset}</urlset>',
        **{path: listing(*paths) for path, paths in sections.items()},
        **printed(old),
    }
    calendar.crawl(0)
    costs = []
    for day in range(1, 61):
        if day % 2:
            news.append(f"/tin-moi-so-{2000 + day}")
            at = started + timedelta(days=day)
            site.pages[news[-1]] = article(f"Tin mới {day}", published=at.isoformat())
        costs.append(len(calendar.crawl(day)))
    assert sum(costs) / len(costs) < 9.5 and max(costs) < 20, costs
    assert all(calendar.days_of(path)[0] == int(path[-4:]) - 2000 for path in news), "read on the day it was printed"
    living = [later - day for day, later in pairwise(calendar.days_of("/song.xml"))]
    assert sorted(living)[len(living) * 9 // 10] <= 3, "a feed that lives is asked as often as it has news"
    for path in ("/chet.xml", "/muc-1/", "/sitemap.xml", "/sitemap_index.xml"):
        waits = [later - day for day, later in pairwise(calendar.days_of(path))]
        assert 2 <= len(waits) <= 5 and waits == sorted(waits) and waits[-1] > 20, (path, waits)


def test_edits_and_takedowns_are_seen_as_an_article_grows_old(site, calendar, rows):
    """After an hour, a day, a week, a month and a year, and not between; one that is gone a week later, then rarely."""
    old = [f"/bai-viet-so-{number}" for number in range(1001, 1101)]
    site.pages = printed(old)
    site.pages["/"] = listing(*old)
    calendar.crawl(-1)
    site.pages["/"] = listing("/tin-moi-so-2001", *old)
    at = {"published": datetime.now(UTC).isoformat()}
    versions = iter(range(1, 20))
    site.pages["/tin-moi-so-2001"] = lambda: article("Tin mới", f"Bản thứ {next(versions)} của bài.", "Hết.", **at)
    calendar.log.clear()
    for day in (0.001, 0.03, 0.05, 0.5, 1.01, 3, 7.01, 20, 30.01, 200, 395.1):
        calendar.crawl(day)
    assert calendar.days_of("/tin-moi-so-2001") == [0.001, 0.05, 1.01, 7.01, 30.01, 395.1]
    gone = "select gone_at is not null from articles where url like '%2001'"
    assert rows(gone) == [(0,)] and rows("select max(number) from revisions") == [(6,)]

    page = site.pages.pop("/tin-moi-so-2001")
    for day in (800, 803, 808, 812, 823, 830, 900):
        calendar.crawl(day)
    assert rows(gone) == [(1,)]
    asked = calendar.days_of("/tin-moi-so-2001")[6:]
    assert asked[0] == 800 and asked[1] <= 808 and len(asked) <= 5, asked
    site.pages["/tin-moi-so-2001"] = page
    calendar.crawl(1100)
    assert rows(gone) == [(0,)]


def pages_of(newest_first: list[str], sections: int = 1, size: int = 5) -> dict[str, str]:
    """Sections of so many to a page, each page naming the next, and a sidebar with the newest of all."""
    pages = {"/": listing(*(f"/muc-{n}/" for n in range(sections)))}
    for n in range(sections):
        mine = newest_first[n::sections]
        for start in range(0, len(mine), size):
            number = start // size + 1
            path = f"/muc-{n}/" if number == 1 else f"/muc-{n}/?page={number}"
            further = [f"/muc-{n}/?page={number + 1}"] if start + size < len(mine) else []
            pages[path] = listing("/", *mine[start : start + size], *further, *newest_first[:3])
    return pages


def stories(*numbers: int) -> list[str]:
    return [f"/bai-viet-so-{number}" for number in numbers]


def printed(paths: list[str]) -> dict[str, str]:
    """Articles of 2020, each of a day of its own: a date that all of a site share would be the site's."""
    return {
        path: article(
            f"Bài {path[-4:]}", published=f"2020-{1 + int(path[-4:]) % 12:02}-{1 + int(path[-4:]) % 28:02}T08:00+07:00"
        )
        for path in paths
    }


def test_a_long_list_without_news_is_left_alone(site, calendar):
    """Two sections of twenty pages each: the deeper a page, the rarer it is asked for."""
    paths = stories(*range(1120, 1000, -1))
    site.pages = pages_of(paths, sections=2, size=3) | printed(paths)
    assert sum("page=" in path for path in calendar.crawl(0)) == 2 * 19
    costs = [len(calendar.crawl(day)) for day in (1, 2, 3, 4, 5, 35, 61)]
    assert max(costs) <= 15, costs
    assert not calendar.days_of("/muc-0/?page=9")[1:] and calendar.days_of("/muc-0/?page=2")[1:] == [35, 61]


def test_news_is_followed_down_to_what_is_known(site, calendar, rows):
    """Three pages of it between two crawls, of which the front page and a feed have told only a part."""
    paths = stories(*range(1040, 1000, -1))
    site.pages = pages_of(paths) | printed(paths)
    calendar.crawl(0)
    news = stories(*range(1053, 1040, -1))
    site.pages = pages_of(news + paths) | printed(news + paths)
    site.pages["/"] = listing("/muc-0/", *news[:7])
    asked = calendar.crawl(1)
    assert {*news} <= {*asked} and [path for path in asked if "page=" in path] == [
        "/muc-0/?page=2", "/muc-0/?page=3", "/muc-0/?page=4"
    ]  # fmt: skip


def test_sections_wake_with_the_newspaper(site, calendar):
    """After forty quiet days, news that the home page tells first: its section is looked at, and goes on to be."""
    paths = stories(*range(1010, 1000, -1))
    site.pages = pages_of(paths) | printed(paths)
    for day in (0, 1, 3.1, 7.4, 16.1, 34):
        calendar.crawl(day)
    assert calendar.days_of("/muc-0/")[-2:] == [16.1, 34], "next after thirty days"
    for day in (42, 43.1, 44.2):
        news = stories(*range(1010 + int(day), 1000, -1))
        site.pages = pages_of(news) | printed(news)
        site.pages["/"] = listing("/muc-0/", *news[:3])
        calendar.crawl(day)
    assert calendar.days_of("/muc-0/")[-3:] == [42, 43.1, 44.2]


# Further pages of a section, as newspapers number them: `{}` from 2 on, `{zero}` one less, `{offset}` in articles.
PAGERS = {
    "/chinh-tri/": "/chinh-tri/?page={zero}",
    "/kinh-te": "/kinh-te/p/{}",
    "/xa-hoi/": "/xa-hoi/{}",
    "/van-hoa.htm": "/van-hoa-{}.htm",
    "/the-thao": "/the-thao?PageNo={}",
    "/du-lich": "/du-lich?BRSR={offset}",
}


def test_further_pages_however_they_are_numbered(site, calendar):
    """Three pages of news, of which the first of all tells nothing; then what a section tells on its second page only."""

    def publish(*numbers: int) -> None:
        for n, (section, pager) in enumerate(PAGERS.items()):
            paths = [f"{path}{n}" for path in stories(*numbers)]
            for page in range(len(paths) // 4):
                address = pager.format(page + 1, zero=page, offset=4 * page) if page else section
                more = pager.format(page + 2, zero=page + 1, offset=4 * page + 4)
                site.pages[address] = listing("/", *paths[4 * page : 4 * page + 4], more)
            site.pages |= printed(paths)

    def unread() -> set[str]:
        return {path for path in site.pages if "bai-viet" in path} - {path for _, path in calendar.log}

    site.pages = {"/": listing(*PAGERS)}
    publish(*range(120, 100, -1))
    calendar.crawl(0)
    publish(*range(130, 100, -1))
    calendar.crawl(1)
    assert not unread()
    pinned = {section: site.pages[section] for section in PAGERS}
    publish(*range(140, 100, -1))
    site.pages |= pinned
    calendar.crawl(8.5)
    left = {
        path[-4:-1] for path in unread() if not path.endswith(f"{len(PAGERS) - 1}")
    }  # an offset tells no second page
    assert left == {"140", "139", "138", "137"}, "what a first page would show"
    further = [path for _, path in calendar.log if path == "/kinh-te/p/2"]
    calendar.crawl(9)
    assert [path for _, path in calendar.log if path == "/kinh-te/p/2"] == further, "once a week"


def test_what_a_killed_crawl_has_not_reached_is_found_though_it_has_moved_down(site, crawl, scrapy, rows, tmp_path):
    """kill -9 between the first and the second page of a list; then two pages of news push the unread ones down."""
    paths = stories(*range(1030, 1000, -1))
    site.pages = pages_of(paths) | printed(paths)
    crawl()
    a_day_later(tmp_path)
    first = stories(*range(1042, 1030, -1))
    site.pages = pages_of(first + paths) | printed(first + paths)
    hold = threading.Event()
    site.log.clear()
    site.pages["/muc-0/?page=2"] = lambda: str(hold.wait(20))
    process = subprocess.Popen(
        command("crawl", "newspaper", "-a", f"url={site.url}", "-a", "name=thu"), cwd=ROOT,
        env=environment(ARCHIVE=tmp_path / "archive.db"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    until = time.monotonic() + 20
    while "/muc-0/?page=2" not in site.paths and time.monotonic() < until:
        time.sleep(0.01)
    process.kill()
    process.wait()
    hold.set()
    assert rows("select count(*) <= 30 + 5 from articles") == [(1,)], "the second page told of none"
    a_day_later(tmp_path)
    then = stories(*range(1052, 1042, -1))
    site.pages = pages_of(then + first + paths) | printed(then + first + paths)
    crawl()
    assert rows("select count(*) from articles") == [(52,)]


def a_day_later(folder) -> None:
    conn = sqlite3.connect(folder / "archive.db")
    for column in ("due_at", "fetched_at"):
        conn.execute(f"update pages set {column} = strftime('%Y-%m-%dT%H:%M:%SZ', {column}, '-25 hours')")
    conn.commit()
    conn.close()


@pytest.mark.parametrize("name", ["{:%Y-%m}", "so-{:%m}x{:%y}"])
def test_old_sitemaps_of_an_index_are_left_alone(site, calendar, name):
    """Thirty, one a month, without lastmod; their names tell the month, or nothing."""
    now = datetime.now(UTC)
    months = {f"/bai-{name.format(month, month)}.xml": month for n in range(30) if (month := now - timedelta(31 * n))}
    index = "".join(f"<sitemap><loc>{site.url[:-1]}{path}</loc></sitemap>" for path in months)
    site.pages = {"/": listing("/bai-so-1000"), "/sitemap.xml": f"<sitemapindex>{index}</sitemapindex>"}
    for number, (path, month) in enumerate(months.items(), 1000):
        site.pages[f"/bai-so-{number}"] = article(f"Bài {number}", published=month.isoformat())
        site.pages[path] = f"<urlset><url><loc>{site.url[:-1]}/bai-so-{number}</loc></url></urlset>"
    calendar.crawl(0)
    costs = [len(calendar.crawl(day)) for day in range(1, 6)]
    assert max(costs) <= 14, costs
    assert calendar.days_of("/sitemap.xml") == [*range(6)], "the index may name a new one any day"
    assert len(calendar.days_of(next(iter(months)))) >= 4 and len(calendar.days_of([*months][20])) == 1


def test_crawls_of_one_day_share_what_they_look_at_again(site, calendar):
    paths = stories(*range(1040, 1000, -1))
    site.pages = pages_of(paths) | printed(paths)
    calendar.crawl(0)
    costs = [len(calendar.crawl(1 + hour / 24)) for hour in range(6)]
    assert costs[0] >= 7 and max(costs[1:]) <= 2, costs
    assert sum(path in paths for path in calendar.crawl(2)) == 5

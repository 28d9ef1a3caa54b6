"""What a newspaper is asked for as days go by: sixty of them, by a clock that is put forward between crawls."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from .conftest import ROOT, article, environment, listing

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
    calendar.process.communicate(timeout=10)


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
        **{path: article(f"Bài {path[-4:]}", published="2020-05-05T08:00:00+07:00") for path in old},
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
    site.pages = {path: article(f"Bài {path[-4:]}", published="2020-05-05T08:00:00+07:00") for path in old}
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

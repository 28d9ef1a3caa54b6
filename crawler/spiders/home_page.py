"""The home of a newspaper: where it answers, what its site is called, and what is said where it cannot be had."""

from __future__ import annotations

from urllib.parse import urlsplit

from archive.frontier import pages, schedule
from archive.moments import utc
from archive.newspapers import put_newspaper, title_of
from archive.reasons import Reason, stored
from crawler.clock import now
from crawler.discovery import addresses
from crawler.fetching import politeness
from crawler.fetching.robots import Robots
from crawler.site_title import SiteTitle
from crawler.spiders.base import ArchiveSpider
from pipelines.page import Page

MOST_FRONTS = 10  # addresses that a home sends its readers to, one after the other


class HomePage:
    """The front page of the newspaper that is crawled: at the home it was given, or where this sends its readers."""

    def __init__(self, crawl: ArchiveSpider):
        self.crawl = crawl
        self.robots: Robots | None = None  # of the home, once it was read
        self.fronts: set[str] = set()  # where the home sends its readers
        self.called: SiteTitle | None = None  # for a newspaper that was given no title

    def is_at(self, url: str) -> bool:
        """Whether an address is the home's, or one that this sends its readers to."""
        return url == self.crawl.home or url in self.fronts

    def recall_title(self) -> None:
        """Takes from the archive what the newspaper is called, where the crawl was given no title."""
        if self.crawl.title is None:
            self.crawl.title = title_of(self.crawl.archive, self.crawl.name)
            self.called = SiteTitle(self.crawl.title)

    async def find(self) -> Robots:
        """The robots.txt of the home; where nothing answers there, the crawl's `home` becomes the first other spelling or
        former host where something does."""
        crawl = self.crawl
        assert crawl.home is not None
        first = await politeness.robots(crawl.crawler, crawl.home)
        self.robots = await self._robots_of_another(first) if _has_no_server(first) else first
        return self.robots

    async def _robots_of_another(self, first: Robots) -> Robots:
        """The robots.txt of the first other home where something answers, which becomes the home; `first` where nothing
        does anywhere."""
        crawl = self.crawl
        for home in self._other_homes():
            robots = await politeness.robots(crawl.crawler, home)
            if not _has_no_server(robots):
                crawl.logger.warning("%s: no answer (%s); reading %s instead", crawl.home, first.error, home)
                crawl.home = home
                return robots
        return first

    def _other_homes(self) -> list[str]:
        """Where else the home may answer; nowhere for a newspaper that was given by its address: it is asked where it was
        said to be."""
        home, paper = self.crawl.home, self.crawl.newspaper
        if home is None or home != paper.home:
            return []
        other = {"http": "https", "https": "http"}
        scheme, host = urlsplit(home)[:2]
        return [f"{other[scheme]}://{host}/", *(f"https://{former}/" for former in paper.former)]

    def was_read(self, url: str) -> bool:
        """Whether a page was read by the crawl that this one goes on with."""
        known, since = pages.get(self.crawl.archive, url), self.crawl.goes_on_since
        return bool(since and known and known.fetched_at and known.fetched_at >= utc(since))

    def leads_to_front(self, url: str, target: str) -> bool:
        """Whether the home (`url`) sends its readers to an address of its own that is not known yet to be its front page's."""
        return (
            self.is_at(url)
            and not self.is_at(target)
            and not self.crawl.newspaper.is_article(target)
            and addresses.site(target) in self.crawl.home_hosts
            and len(self.fronts) < MOST_FRONTS
        )

    def ask_front(self, url: str) -> None:
        """Has the front page asked for where the home leads to, once in a crawl, as the home itself is."""
        self.fronts.add(url)
        if pages.get(self.crawl.archive, url) and not self.was_read(url):
            schedule.ask(self.crawl.archive, self.crawl.name, url, now(), kind="page")

    def give_up_if_nothing_found(self) -> None:
        """Ends the crawl as one that did not do what it was asked, where it had neither the front page nor any article."""
        archive, stats = self.crawl.archive, self.crawl.crawler.stats
        found = sum(stats.get_value(f"articles/{outcome}", 0) for outcome in ("new", "changed", "unchanged"))
        rows = [
            archive.execute("select state, reason, detail from pages where url = ?", [url]).fetchone()
            for url in (self.crawl.home, *self.fronts)
        ]
        row = rows[0]
        if not found and row and not any(known and known[0] in ("index", "article", "new") for known in rows):
            why = stored(row[1], row[2])
            self._give_up(f"{self.crawl.home}: {why}", why)

    def _give_up(self, problem: str, reason: Reason | None) -> None:
        """Ends the crawl because the home cannot be had, and names the successor where there is one."""
        paper = self.crawl.newspaper
        if successor := paper.successor:
            known = "" if "successor" in paper.verified else ", it is thought"
            problem += f"; {self.crawl.title} went into {successor}{known}: scrapy crawl {successor}"
        self.crawl.give_up(problem, reason)

    def learn_title(self, page: Page) -> None:
        """Takes in what a page says of its site, for a newspaper that was given no title."""
        if self.called is None or page.head is None or not (page.article or self.is_at(page.url)):
            return
        title = self.called.learn(page.head, page.article.title if page.article else None)
        if title and title != self.crawl.title:
            self.crawl.title = title
            put_newspaper(self.crawl.archive, self.crawl.name, title=title)


def _has_no_server(robots: Robots) -> bool:
    """Whether there is no server, as far as it may be asked: not one in trouble, nor one whose certificate is not
    believed.
    """
    return robots.nobody or robots.refused

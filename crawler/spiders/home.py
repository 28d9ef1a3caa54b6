"""The home of a newspaper: where it answers, what its site is called, and what is said where it cannot be had."""

from __future__ import annotations

from urllib.parse import urlsplit

from archive.newspapers import put_newspaper, title_of
from archive.reasons import Reason, stored
from crawler.fetching import politeness
from crawler.fetching.robots import Robots
from crawler.site_title import SiteTitle
from crawler.spiders.responses import Responses
from pipelines.page import Page


class Homes(Responses):
    """A spider that finds its newspaper's home."""

    called: SiteTitle | None = None  # for one that was given no title

    def open_archive(self) -> None:
        """Opens the archive, and takes from it what the newspaper is called. Raises CrawlError."""
        super().open_archive()
        if self.title is None:
            self.title = title_of(self.archive, self.name)
            self.called = SiteTitle(self.title)

    async def find_home(self) -> Robots:
        """The robots.txt of the home; where nothing answers there, `home` becomes the first other spelling or former host
        where something does."""
        assert self.home is not None
        robots = first = await politeness.robots(self.crawler, self.home)
        for home in self._other_homes() if self._has_no_server(first) else []:
            robots = await politeness.robots(self.crawler, home)
            if not self._has_no_server(robots):
                self.logger.warning("%s: no answer (%s); reading %s instead", self.home, first.error, home)
                self.home = home
                return robots
        return first

    def _other_homes(self) -> list[str]:
        """Nothing for a newspaper that was given by its address: it is asked where it was said to be."""
        if self.home is None or self.home != self.newspaper.home:
            return []
        other = {"http": "https", "https": "http"}
        scheme, host = urlsplit(self.home)[:2]
        return [f"{other[scheme]}://{host}/", *(f"https://{former}/" for former in self.newspaper.former)]

    @staticmethod
    def _has_no_server(robots: Robots) -> bool:
        """Whether there is no server, as far as it may be asked: not one in trouble, nor one whose certificate is not
        believed.
        """
        return robots.nobody or robots.refused

    def _no_home(self, problem: str, reason: Reason | None) -> None:
        """Ends the crawl because the home cannot be had, and names the successor where there is one."""
        if successor := self.newspaper.successor:
            known = "" if "successor" in self.newspaper.verified else ", it is thought"
            problem += f"; {self.title} went into {successor}{known}: scrapy crawl {successor}"
        self.give_up(problem, reason)

    def nothing_found(self) -> None:
        """Ends the crawl as one that did not do what it was asked, where it had neither the home page nor any article."""
        stats = self.crawler.stats
        found = sum(stats.get_value(f"articles/{outcome}", 0) for outcome in ("new", "changed", "unchanged"))
        rows = [
            self.archive.execute("select state, reason, detail from pages where url = ?", [url]).fetchone()
            for url in (self.home, *self.fronts)
        ]
        row = rows[0]
        if not found and row and not any(known and known[0] in ("index", "article", "new") for known in rows):
            why = stored(row[1], row[2])
            self._no_home(f"{self.home}: {why}", why)

    def learn_title(self, page: Page) -> None:
        """Takes in what a page says of its site, for a newspaper that was given no title."""
        if self.called is None or page.head is None or not (page.article or self.is_home(page.url)):
            return
        title = self.called.learn(page.head, page.article.title if page.article else None)
        if title and title != self.title:
            self.title = title
            put_newspaper(self.archive, self.name, title=title)

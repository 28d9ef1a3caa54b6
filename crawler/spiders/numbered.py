"""Articles that their numbers alone lead to: for the days asked for, where lists do not reach back."""

from __future__ import annotations

from urllib.parse import urljoin

from scrapy.exceptions import DontCloseSpider

from archive.database import transaction
from archive.frontier import pages
from archive.frontier.pages import Link
from crawler.backfill import Count, Days, Numbers, account
from crawler.clock import now
from crawler.spiders.base import ArchiveSpider
from crawler.spiders.home_page import HomePage


class NumberedArticles:
    """The numbers of a newspaper's articles, as far as a crawl of certain days counts through them."""

    def __init__(self, crawl: ArchiveSpider, home_page: HomePage, days: Days):
        self.crawl, self.home_page, self.days = crawl, home_page, days
        self.count: Count | None = None
        self.countable = bool(crawl.newspaper.by_number and days)  # as far as is known

    def address(self, number: int) -> str:
        """The address of an article by its number alone, of a newspaper that has such addresses."""
        assert self.crawl.home is not None and self.crawl.newspaper.by_number is not None
        return urljoin(self.crawl.home, self.crawl.newspaper.by_number.format(number))

    def is_one(self, url: str) -> bool:
        """Whether it is such an address, which nobody has named."""
        paper = self.crawl.newspaper
        serial = paper.serial(url) if paper.by_number else None
        return serial is not None and url == self.address(serial[1])

    def count_on(self) -> None:
        """When lists and sitemaps are through, goes on with the articles that only their numbers lead to.

        Raises DontCloseSpider, Scrapy's way of going on, while there are numbers to ask for.
        """
        crawl, robots = self.crawl, self.home_page.robots
        if crawl.enough or not self.countable or robots is None or not robots.reachable:
            return
        asked = self._numbers_to_ask()
        if asked:
            with transaction(crawl.archive):
                links = [Link(self.address(number), priority=pages.ARTICLE) for number in asked]
                pages.add(crawl.archive, crawl.name, links, now(), depth=1)
            for link in links:
                self.days.asked(link.url)
        elif self.count is None:
            self.countable = False  # its lists are read to their end instead
            crawl.frontier.passed.clear()
        else:
            return
        crawl.frontier.wake()
        raise DontCloseSpider

    def _numbers_to_ask(self) -> list[int]:
        """The numbers to ask for next: those of the count; before it the newest known, to see whether the server
        answers to numbers, which is a guess.
        """
        archive, name = self.crawl.archive, self.crawl.name
        series = self.crawl.newspaper.serial(self.address(1))
        known = self.days.numbers.get(series[0]) if series else None
        newest = known.newest() if known else None
        if known is None or newest is None:
            return []
        if self.count is None and self._answers_to_numbers():
            self.count = Count(self.days, known)
            for url, state in archive.execute("select url, state from pages where newspaper = ?", [name]):
                self.days.asked(url, Numbers.UNDATED if state in ("new", "article") else Numbers.NOTHING)
            self.crawl.logger.info("%s: counting through the numbers of the days asked for", name)
        if self.count is not None:
            return self.count.next()
        return [] if pages.get(archive, self.address(newest)) else [newest]

    def _answers_to_numbers(self) -> bool:
        """Whether an address of a number alone has led to the article of that number before."""
        serial = self.crawl.newspaper.serial
        begin = urljoin(self.crawl.home or "", (self.crawl.newspaper.by_number or "").partition("{")[0])
        return any(
            serial(url) == serial(article or moved_to)
            for url, article, moved_to in self.crawl.archive.execute(
                "select p.url, a.url, coalesce(p.moved_to, p.detail ->> 'url', '') from pages p left join articles a on a.id = p.article_id"
                " where p.newspaper = ? and p.url >= ? and p.url < ? and p.state in ('article', 'moved')",
                [self.crawl.name, begin, begin + "\U0010ffff"],
            )
            if self.is_one(url)
        )

    def account(self, reason: str) -> str:
        """What was reached of the days asked for and what not, in a line, where the crawl ended with Scrapy's `reason`."""
        crawl = self.crawl
        more = [] if reason == "finished" else [f"not everything was asked for ({crawl.problem or reason})"]
        if self.count is not None:
            waiting = crawl.archive.execute(
                "select url from pages where newspaper = ? and state = 'new' and due_at is not null", [crawl.name]
            )
            left = [crawl.newspaper.serial(url) for (url,) in waiting if self.is_one(url)]
            self.count.leave(min((number for _, number in filter(None, left)), default=None))
            more.append(str(self.count))
        elif crawl.newspaper.by_number and reason == "finished":
            more.append("its articles cannot be reached by their numbers alone")
        return account(crawl.archive, crawl.name, self.days, *more)

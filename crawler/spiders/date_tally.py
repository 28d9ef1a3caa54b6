"""Articles that their numbers alone lead to: for the days asked for, where lists do not reach back."""

from __future__ import annotations

from urllib.parse import urljoin

from scrapy.exceptions import DontCloseSpider

from archive.database import transaction
from archive.frontier import pages
from archive.frontier.pages import Due, Link
from crawler.backfill import Count, Days, Numbers, account
from crawler.clock import now
from crawler.fetching.robots import Robots
from crawler.spiders.base import ArchiveSpider


class Counting(ArchiveSpider):
    """A spider that is asked for certain days, and counts through the numbers of the articles of those days."""

    robots: Robots | None = None  # of the home, once it was read
    days: Days
    count: Count | None
    countable: bool  # as far as is known

    def in_order(self, due: list[Due]) -> list[Due]:
        return self.days.in_order(due)

    def numbered(self, number: int) -> str:
        """The address of an article by its number alone."""
        assert self.home is not None and self.newspaper.by_number is not None
        return urljoin(self.home, self.newspaper.by_number.format(number))

    def is_numbered(self, url: str) -> bool:
        """Whether it is such an address, which nobody has named."""
        serial = self.newspaper.serial(url) if self.newspaper.by_number else None
        return serial is not None and url == self.numbered(serial[1])

    def count_on(self) -> None:
        """When lists and sitemaps are through, goes on with the articles that only their numbers lead to."""
        if self.enough or not self.countable or self.robots is None or not self.robots.reachable:
            return
        asked = self._numbers_to_ask()
        if asked:
            with transaction(self.archive):
                links = [Link(self.numbered(number), priority=pages.ARTICLE) for number in asked]
                pages.add(self.archive, self.name, links, now(), depth=1)
            for link in links:
                self.days.asked(link.url)
        elif self.count is None:
            self.countable = False  # its lists, then, to their end
            self.frontier.passed.clear()
        else:
            return
        self.frontier.wake()
        raise DontCloseSpider

    def _numbers_to_ask(self) -> list[int]:
        """The numbers to ask for next: those of the count; before it the newest known, to see whether the server
        answers to numbers, which is a guess.
        """
        series = self.newspaper.serial(self.numbered(1))
        known = self.days.numbers.get(series[0]) if series else None
        newest = known.newest() if known else None
        if known is None or newest is None:
            return []
        if self.count is None and self._answers_to_numbers():
            self.count = Count(self.days, known)
            for url, state in self.archive.execute("select url, state from pages where newspaper = ?", [self.name]):
                self.days.asked(url, Numbers.UNDATED if state in ("new", "article") else Numbers.NOTHING)
            self.logger.info("%s: counting through the numbers of the days asked for", self.name)
        if self.count is not None:
            return self.count.next()
        return [] if pages.get(self.archive, self.numbered(newest)) else [newest]

    def _answers_to_numbers(self) -> bool:
        """Whether an address of a number alone has led to the article of that number before."""
        serial = self.newspaper.serial
        begin = urljoin(self.home or "", (self.newspaper.by_number or "").partition("{")[0])
        return any(
            serial(url) == serial(article or moved_to)
            for url, article, moved_to in self.archive.execute(
                "select p.url, a.url, coalesce(p.moved_to, p.detail ->> 'url', '') from pages p left join articles a on a.id = p.article_id"
                " where p.newspaper = ? and p.url >= ? and p.url < ? and p.state in ('article', 'moved')",
                [self.name, begin, begin + "\U0010ffff"],
            )
            if self.is_numbered(url)
        )

    def _account(self, reason: str) -> str:
        """What was reached of the days asked for, and what not."""
        more = [] if reason == "finished" else [f"not everything was asked for ({self.problem or reason})"]
        if self.count is not None:
            waiting = self.archive.execute(
                "select url from pages where newspaper = ? and state = 'new' and due_at is not null", [self.name]
            )
            left = [self.newspaper.serial(url) for (url,) in waiting if self.is_numbered(url)]
            self.count.leave(min((number for _, number in filter(None, left)), default=None))
            more.append(str(self.count))
        elif self.newspaper.by_number and reason == "finished":
            more.append("its articles cannot be reached by their numbers alone")
        return account(self.archive, self.name, self.days, *more)

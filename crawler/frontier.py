"""The frontier: a Scrapy scheduler over the table `pages` of the archive.

Nothing but the buffer of what comes next lives in memory: a page is done when the transaction that stores what
became of it is, so a crawl killed at any moment goes on where it was.
"""

from __future__ import annotations

import heapq
import logging
import sys
from time import monotonic
from typing import Any

from scrapy import Request, Spider
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler

from archive.database import transaction
from archive.frontier import revisits, schedule
from archive.frontier.pages import Due, Link
from archive.reasons import Code, Reason
from crawler import progress
from crawler.clock import now
from crawler.discovery.addresses import site
from crawler.fetching import politeness
from crawler.scrapy_internals import ask_again

logger = logging.getLogger(__name__)
BUFFER = 50


class Frontier(BaseScheduler):
    """Hands out what is due, one host's request at a time, when its host wants to be asked.

    A request carries its row as `meta["due"]`. The spider tells `release` when a page was written down, `retry` when
    it is to be tried again within this crawl.
    """

    def __init__(self, crawler: Crawler):
        self.crawler = crawler
        self.in_flight: dict[str, int] = {}  # address -> row
        self.buffer: list[Due] = []
        self.retries: list[tuple[float, int, Due]] = []  # by monotonic time
        self.deserted: set[str] = set()  # hosts beside the home where nobody answers
        self.passed: set[int] = set()  # what is due, but not this crawl's
        self.held: dict[int, str] = {}  # of these, what belongs to dead ends, and its address
        self.revisits = crawler.settings.getint("REVISITS")
        self.paused_until = 0.0
        self.count_at = 0.0  # monotonic time
        self.at_once = (
            crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") + 1
        )  # one waits in the slot, none idles

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Frontier:
        return cls(crawler)

    def open(self, spider: Spider) -> None:
        """Takes over the spider's frontier, without a bound on revisits where these were asked for."""
        archive_spider: Any = spider  # an ArchiveSpider, which knows of this frontier and not the other way round
        self.spider = archive_spider
        if archive_spider.revisit:
            self.revisits = sys.maxsize
        archive_spider.frontier = self

    def has_pending_requests(self) -> bool:
        """Whether anything is left to be asked for; not once the spider has enough."""
        return not self.spider.enough and bool(self.retries or self._next_due())

    def enqueue_request(self, request: Request) -> bool:
        """Raises NotImplementedError: addresses enter the frontier with the page they were found on."""
        raise NotImplementedError("addresses enter the frontier with the page they were found on")

    def next_request(self) -> Request | None:
        """The next request; None where nothing is due, enough is under way, or the host wants a pause."""
        self._count()
        if len(self.in_flight) >= self.at_once or self.spider.enough or monotonic() < self.paused_until:
            return None
        due = self._next_retry() or self._next_due()
        if due is None:
            return None
        if pause := politeness.pause(self.crawler, due.url):
            self._pause(pause, due)
            return None
        if self.buffer and self.buffer[0] is due:
            self.buffer.pop(0)
        else:
            heapq.heappop(self.retries)
        self.in_flight[due.url] = due.id
        return self.spider.request(due)

    def _pause(self, seconds: float, due: Due) -> None:
        """Asks for nothing for so many seconds, as the host of a page that is due wants."""
        if self.retries and self.retries[0][2] is due:
            heapq.heapreplace(self.retries, (monotonic() + seconds, due.id, due))
        if seconds > self.crawler.settings.getfloat("PATIENCE"):
            self.spider.give_up(
                f"{due.url}: the server asks to be left alone for {seconds:.0f} s; run the same command then",
                Reason(Code.LEFT_ALONE, url=due.url, seconds=round(seconds)),
            )
            return
        logger.info("%s: pausing for %.1f s", due.url, seconds)
        self.paused_until = monotonic() + seconds
        self.wake(seconds)

    def release(self, url: str) -> None:
        """Lets go of a page that is written down: it is under way no more, and what waited for it is looked at again."""
        self.in_flight.pop(url, None)
        self.passed -= self.spider.links.forms.waiting.pop(url, set())

    def retry(self, due: Due, seconds: float) -> None:
        """Tries the page again within this crawl, after so many seconds."""
        self.in_flight.pop(due.url, None)
        heapq.heappush(self.retries, (monotonic() + seconds, due.id, due))
        self.wake(seconds)

    def mark_host_unreachable(self, host: str) -> None:
        """Notes that nobody answers at this host (as `site` gives it): what is due there waits for another crawl."""
        self.deserted.add(host)
        self.buffer = [due for due in self.buffer if site(due.url) != host]
        self.retries = [entry for entry in self.retries if site(entry[2].url) != host]
        heapq.heapify(self.retries)

    def release_held(self) -> None:
        """Lets what was held back as a dead end be asked for, which it turned out not to be."""
        self.passed.difference_update(self.held)
        self.held.clear()

    def close(self, reason: str) -> None:
        """Writes the last count of what waits, and puts off what belongs to dead ends."""
        if reason == "finished":
            with transaction(self.spider.archive):
                for page in self.held:
                    schedule.put_off(self.spider.archive, page, now() + revisits.MONTH)
        self.count_at = 0.0
        self._count()

    def _count(self, share: float = 1 / 2000) -> None:
        """Keeps the crawl's statistic of how many pages wait; counting takes no more than that share of the time."""
        if (began := monotonic()) >= self.count_at:
            self.crawler.stats.set_value(progress.QUEUE, schedule.waiting(self.spider.archive, self.spider.name, now()))
            self.count_at = began + max((monotonic() - began) / share, 5.0)

    def _next_retry(self) -> Due | None:
        """The page to try again first, if its time has come; else None."""
        return self.retries[0][2] if self.retries and self.retries[0][0] <= monotonic() else None

    def _next_due(self) -> Due | None:
        """The page to ask for first, the buffer filled from the archive where it is empty; None where nothing is due."""
        while True:
            while self.buffer:
                if self._wanted(self.buffer[0]) and self._is_news(self.buffer[0]):  # as was read meanwhile
                    return self.buffer[0]
                self.passed.add(self.buffer.pop(0).id)
            self.buffer = self.spider.links.in_order(self._look_up())
            if not self.buffer and not self._try_held():
                return None

    def _try_held(self) -> bool:
        """Lets some of what was held back be asked for, once nothing else is left; False where none is to be."""
        if self.in_flight or self.retries:
            return False
        if waiting := self.spider.links.forms.waiting:  # for what nobody asked for
            self.passed.difference_update(*waiting.values())
            waiting.clear()
            return True
        if not self.held:
            return False
        chosen = set(self.spider.links.dead_ends.last_chances(url for _, url in sorted(self.held.items())))
        tried = {page for page, url in self.held.items() if url in chosen}
        self.passed -= tried
        for page in tried:
            del self.held[page]
        return bool(tried)

    def _look_up(self) -> list[Due]:
        """The next that are due, and neither on their way nor passed over by this crawl."""
        held = {*self.in_flight.values(), *(entry[1] for entry in self.retries)}
        return schedule.due(
            self.spider.archive,
            self.spider.name,
            now(),
            BUFFER,
            skip=lambda page: page in self.passed or page in held,
            wanted=self._take,
            without=self.deserted,
        )

    def _take(self, due: Due) -> bool:
        """Whether it is this crawl's: inside the days asked for, within the budget of revisits, which it then lessens."""
        wanted = self._wanted(due)
        if wanted and due.article_id is not None:
            self.revisits -= 1
            wanted = self.revisits >= 0
        if not wanted:
            self.passed.add(due.id)
        return wanted

    def _is_news(self, due: Due) -> bool:
        """Whether an address may lead to something new.

        One that is thought to lead to what was read under another waits for a month. So does, from the end of this crawl
        on, what belongs to a dead end then.
        """
        if self.spider.links.is_repeat(due):
            schedule.put_off(self.spider.archive, due.id, now() + revisits.MONTH)
            return False
        if self.spider.links.forms.is_read(due) or self.spider.links.forms.waits(due):
            return False
        if self.spider.links.leads_nowhere(due):
            self.held[due.id] = due.url
            return False
        return True

    def _wanted(self, due: Due) -> bool:
        """Whether the spider still wants a page that waits in the buffer."""
        return self.spider.links.wants(
            Link(due.url, kind=due.kind, published=due.published, modified=due.modified, listed=due.listed)
        )

    def wake(self, seconds: float = 0.0) -> None:
        """Has the engine ask for the next request after so many seconds."""
        ask_again(self.crawler, seconds + 0.01)


class Nothing(BaseScheduler):
    """The scheduler of a crawl that asks no newspaper: whatever is due waits for one that does."""

    def has_pending_requests(self) -> bool:
        return False

    def enqueue_request(self, request: Request) -> bool:
        raise NotImplementedError("this crawl makes no requests")

    def next_request(self) -> None:
        return None

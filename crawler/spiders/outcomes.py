"""What becomes of a page that was asked for and is none: no answer, an error, gone, or unchanged."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Response

from archive import captures
from archive.article_rows import mark_gone, mark_seen
from archive.database import transaction
from archive.frontier import pages, revisits, schedule
from archive.frontier.pages import Due
from archive.moments import moment
from archive.reasons import Code, Reason
from archive.storing.merging import find_again
from crawler.captures import Capture
from crawler.clock import now
from crawler.discovery import addresses
from crawler.fetching.bounds import AddressRefusedError, OffSiteError
from crawler.fetching.fetch_errors import cause
from crawler.fetching.robots import RobotsForbiddenError, RobotsUnreachableError
from crawler.spiders.base import ArchiveSpider
from crawler.spiders.link_rules import LinkRules
from pipelines.page import Page


class Outcomes:
    """Writes down what became of each address that was asked for."""

    def __init__(self, crawl: ArchiveSpider, links: LinkRules):
        self.crawl, self.links = crawl, links
        self.tries: Counter[int] = Counter()  # how often this crawl has asked for a page, by its number

    def explain(self, failure: Any) -> None:
        """Writes down why a request had no answer."""
        due: Due = failure.request.meta["due"]
        error = failure.value
        if isinstance(error, RobotsForbiddenError):
            self.settle(due, "refused", None, reason=Reason(Code.ROBOTS))
        elif isinstance(error, OffSiteError):
            self.settle(due, "refused", None, reason=Reason(Code.OFF_SITE, text=str(error)))
        elif isinstance(error, AddressRefusedError):
            self._not_public(due, str(error))
        elif (
            isinstance(error, DownloadCancelledError) or type(error) is IgnoreRequest
        ):  # the latter: unpacked too large
            most = self.crawl.settings.getint("DOWNLOAD_MAXSIZE") >> 20
            self.settle(due, "other", None, reason=Reason(Code.TOO_LARGE, mb=most))
        else:
            host = addresses.site(due.url)
            elsewhere = host != addresses.site(self.crawl.home or "") and "retry_after" in failure.request.meta
            if elsewhere and host not in self.crawl.frontier.deserted:
                self.crawl.logger.warning("%s: %s; its addresses wait for another crawl", host, cause(error))
                self.crawl.frontier.mark_host_unreachable(host)
            self.store_failure(
                due, cause(error), None, retry=not (elsewhere or isinstance(error, RobotsUnreachableError))
            )

    def _not_public(self, due: Due, error: str) -> None:
        """Has what is due at a host that is at a private address today wait, as it may be back another day. The crawl ends
        where that is the home's own, not where it is its other spelling, with www. or without."""
        self.store_failure(due, Reason(Code.PRIVATE_ADDRESS, text=error), None, retry=False)
        home = self.crawl.home or ""
        if urlsplit(due.url).hostname == urlsplit(home).hostname:
            self.crawl.give_up(
                f"{error}; if it is meant, start at the address itself or name its network in PRIVATE_NETWORKS",
                Reason(Code.PRIVATE_ADDRESS, text=error),
            )
        elif addresses.site(due.url) != addresses.site(home):
            self.crawl.frontier.mark_host_unreachable(addresses.site(due.url))

    def store_failure(self, due: Due, reason: Reason, status: int | None, *, retry: bool) -> None:
        """Notes that a page was not had, and with `retry` tries again: a few times within this crawl, then ever more
        rarely.
        """
        tries = due.tries + 1
        self.crawl.crawler.stats.inc_value("errors")
        self.crawl.logger.info("%s: %s", due.url, reason)
        self.tries[due.id] += 1
        in_crawl = self.tries[due.id]
        again = retry and in_crawl < self.crawl.settings.getint("RETRY_TIMES")
        pages.failed(
            self.crawl.archive,
            due.url,
            self.crawl.name,
            now(),
            status=status,
            reason=reason,
            due_at=revisits.of_failure(now(), tries),
        )
        if again:
            self.crawl.frontier.retry(
                due, max(self.crawl.settings.getfloat("DOWNLOAD_DELAY"), 0.1) * 5 * 2 ** (in_crawl - 1)
            )
            return
        self.crawl.frontier.release(due.url)

    def settle(
        self,
        due: Due,
        state: str,
        status: int | None,
        *,
        reason: Reason | None = None,
        due_at: datetime | None = None,
        moved_to: str | None = None,
    ) -> None:
        """Writes down what became of a page: its new `state`, and why.

        With `due_at` None it is not asked for again. `moved_to` is where it leads for good.
        """
        with transaction(self.crawl.archive):
            pages.done(
                self.crawl.archive,
                due.url,
                self.crawl.name,
                now(),
                state=state,
                status=status,
                due_at=due_at,
                reason=reason,
                digest=due.digest,
                moved_to=moved_to,
            )
            if moved_to is None:
                self.find_again(due)
        self.crawl.frontier.release(due.url)

    def has_same_bytes(self, due: Due, page: Page) -> bool:
        """Whether a page has the bytes it had; not for an article in several pages, which may have changed on another."""
        return (
            due.state == "article"
            and due.digest is not None
            and due.digest == page.visit.digest
            and not pages.has_parts(self.crawl.archive, due.article_id)
        )

    def is_empty(self, due: Due, response: Response) -> bool:
        """Whether the answer to an article's address, as far as its form tells, has nothing in it and sends nobody on: that
        of a server in trouble."""
        told = response.body.strip() or {b"Refresh", b"Set-Cookie"} & response.headers.keys()
        return not told and due.kind == "page" and self.crawl.newspaper.is_article(due.url)

    def store_unchanged(self, due: Due, status: int) -> None:
        """Writes down that a page is as it was, and its article still stands."""
        with transaction(self.crawl.archive):
            pages.unchanged(self.crawl.archive, due.url, now(), status, self._next_visit(due))
            if due.article_id is not None:
                mark_seen(self.crawl.archive, due.article_id, now())
                self.links.met_articles.add(due.article_id)
                self.crawl.crawler.stats.inc_value("articles/unchanged")
        self.crawl.frontier.release(due.url)

    def find_again(self, due: Due) -> None:
        """Looks for an article that its address shows no more under another, where it may have got another title too."""
        if due.article_id is not None:
            find_again(self.crawl.archive, due.article_id, self.crawl.newspaper.key(due.url))

    def store_gone(self, due: Due, status: int, capture: Capture | None, code: Code = Code.GONE) -> None:
        """Writes down that a page is gone; its article too, unless it may stand at another address. The capture of the
        answer (None: none is kept, or it is already) is evidence where there was an article."""
        with transaction(self.crawl.archive):
            if capture is not None and due.article_id is not None:
                captures.add(self.crawl.archive, capture)
            stands = due.article_id is not None and pages.ask_elsewhere(
                self.crawl.archive, due.article_id, due.url, now()
            )
            if due.article_id is not None and not stands and mark_gone(self.crawl.archive, due.article_id, now()):
                self.crawl.crawler.stats.inc_value("articles/gone")
            pages.done(
                self.crawl.archive,
                due.url,
                self.crawl.name,
                now(),
                state="gone",
                status=status,
                reason=Reason(code, status=status),
                digest=due.digest,
                due_at=look_again(due) if due.article_id is not None or due.kind != "page" else None,
            )
            self.find_again(due)
        self.crawl.frontier.release(due.url)

    def _next_visit(self, due: Due) -> datetime | None:
        """When to ask again for a page that is as it was: an article by its age, a list by its news."""
        if due.article_id is None and due.kind == "page" and (number := self.links.place(due.url)[1]):
            return revisits.of_further(now(), number)
        if due.article_id is None:
            previous = moment(due.fetched_at) if due.fetched_at else None
            index = (
                due.kind == "sitemap"
                and due.depth == 0
                and schedule.names_sitemaps(self.crawl.archive, self.crawl.name)
            )
            longest = max(revisits.MONTH, now() - previous) if previous else revisits.MONTH
            return revisits.of_list(now(), previous, found=index, longest=longest)
        published, first_seen = self.crawl.archive.execute(
            "select published_at, first_seen_at from articles where id = ?", [due.article_id]
        ).fetchone()
        steps = [float(step) for step in self.crawl.settings.getlist("REVISIT_AFTER")]
        return revisits.of_article(now(), published, moment(first_seen), steps)


def look_again(due: Due) -> datetime:
    """When to ask again for what was found gone or moved."""
    missing = due.state in ("gone", "moved") and due.fetched_at is not None
    return revisits.of_missing(now(), moment(due.fetched_at) if missing and due.fetched_at else None)

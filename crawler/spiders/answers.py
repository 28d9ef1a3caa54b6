"""What a newspaper's server answers: a page for the pipelines, or something else, which is written down."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from scrapy.http import Response

from archive import captures
from archive.database import transaction
from archive.frontier import pages
from archive.frontier.pages import Due
from archive.reasons import Code, Reason
from crawler.captures import digest as digest_of
from crawler.clock import now
from crawler.discovery import MovedOnError, NothingThereError, addresses, feed
from crawler.fetching.fetch_errors import cause
from crawler.fetching.headers import header, is_page, is_redirect, unreadable
from crawler.multipage import IncompleteError
from crawler.spiders.base import ArchiveSpider
from crawler.spiders.home_page import HomePage
from crawler.spiders.link_rules import LinkRules
from crawler.spiders.missing import Missing
from crawler.spiders.outcomes import Outcomes
from crawler.spiders.recording import Recorder
from crawler.spiders.redirects import Redirects
from crawler.spiders.second_requests import CONDITIONS, SecondRequests
from pipelines.decode import is_html
from pipelines.foreign_pages import foreign_pages
from pipelines.page import Page, Visit


class Answers:
    """Makes pages of the answers to a crawl, and has written down what became of addresses that gave none."""

    def __init__(self, crawl: ArchiveSpider, home_page: HomePage, links: LinkRules):
        self.crawl = crawl
        self.recorder = Recorder(crawl)
        self.second_requests = SecondRequests(crawl)
        self.outcomes = Outcomes(crawl, links)
        self.missing = Missing(crawl)
        self.redirects = Redirects(crawl, home_page, links.numbered, self.outcomes)

    async def pages(self, response: Response) -> AsyncIterator[Page]:
        """Yields the page of an answer for the pipelines, or writes down what else became of the address."""
        asked: Due = response.meta["due"]
        due = pages.get(self.crawl.archive, asked.url) or asked  # what other pages have told of it since
        self.crawl.crawler.stats.inc_value("pages")
        response = await self.second_requests.without_conditions(response)
        asked_whether = response.request is not None and set(CONDITIONS) & response.request.headers.keys()
        if is_redirect(response):
            response = await self.second_requests.sent_round(due, response)
        status = response.status
        if is_page(response) and self.outcomes.is_empty(due, response):
            self.outcomes.store_failure(due, Reason(Code.EMPTY_PAGE), status, retry=True)
        elif is_page(response):
            page = self.page(response, due)
            if self.outcomes.has_same_bytes(due, page) and page.visit.capture is None:
                self.outcomes.store_unchanged(due, status)
            else:
                yield page
        elif status == 304 and asked_whether:
            self.recorder.write_unchanged(response)
            self.outcomes.store_unchanged(due, status)
        elif status == 304:
            self.outcomes.store_failure(due, Reason(Code.NOT_MODIFIED_UNASKED), status, retry=True)
        elif is_redirect(response):
            self.recorder.write(response)
            self.redirects.store(due, response)
        elif status in (404, 410):
            self.outcomes.store_gone(due, status, self.recorder.write(response))
        elif status in (401, 402, 403, 407, 451):
            self.crawl.crawler.stats.inc_value("refused")
            self.outcomes.store_failure(due, Reason(Code.REFUSED, status=status), status, retry=False)
        elif status in (408, 425, 429) or status >= 500:
            self.outcomes.store_failure(due, Reason(Code.SERVER_TROUBLE, status=status), status, retry=True)
        else:
            self.outcomes.settle(due, "other", status, reason=Reason(Code.NOT_A_PAGE, status=status))

    def page(self, response: Response, due: Due | None = None) -> Page:
        """The page of a response, its capture written; without `due`, a further page of an article."""
        page = Page(
            url=due.url if due else addresses.normalize(response.url) or response.url,
            body=self.crawl.newspaper.preprocess(response.body),
            fetched_at=now(),
            content_type=header(response, "Content-Type") or "",
            status=response.status,
            newspaper=self.crawl.name,
            newspaper_title=self.crawl.title or "",
            rules=self.crawl.newspaper.rules,
        )
        digest = digest_of(response.body)
        capture = self.recorder.write_page(response, digest, due)
        kind = due.kind if due else "page"
        if kind == "page" and feed.is_feed(page.body):
            kind = "feed"
        if kind != "page":
            page.reason = Reason(Code.READ_FOR_LINKS, kind=kind)
        else:
            page.reason = None if is_html(page.body) else unreadable(page.content_type)
        page.visit = Visit(
            kind=kind,
            depth=due.depth if due else 0,
            capture=capture,
            published=due.published if due else None,
            anchor=due.anchor if due else None,
            teaser=due.teaser if due else None,
            horizon=due.horizon if due else None,
            refresh=header(response, "Refresh"),
            linked=", ".join(value.decode("utf-8", "replace") for value in response.headers.getlist("Link")),
            sets_cookie="Set-Cookie" in response.headers,
            etag=header(response, "ETag"),
            last_modified=header(response, "Last-Modified"),
            digest=digest,
        )
        self.crawl.profiles.give(page)
        return page

    def unread(self, failure: Any, item: Page | None, response: Response | None) -> None:
        """Writes down what becomes of a page that its pipelines (`item`) or its parsing (`response`) ended with an error:
        where it shows no article any more, what that means; else it is tried again, an article in several pages soon.
        """
        url = item.url if item is not None else response.meta["due"].url if response is not None else None
        if url is None:
            return
        if self.crawl.problem is not None:  # the crawl ends
            self.crawl.frontier.release(url)
            return
        error, incomplete = failure.value, isinstance(failure.value, IncompleteError)
        if item is not None and incomplete:
            with transaction(self.crawl.archive):
                for capture in filter(None, (item.visit.capture, *item.visit.further)):
                    captures.add(self.crawl.archive, capture, aside="incomplete")
        due = pages.get(self.crawl.archive, url)
        if due is None:
            self.crawl.frontier.release(url)
        elif isinstance(error, NothingThereError) and item is not None:
            self._store_nothing_there(due, item, error)
        else:
            if not incomplete:
                told = (type(error), error, failure.getTracebackObject())
                self.crawl.logger.error("%s: could not be read", url, exc_info=told)
            self.outcomes.store_failure(due, Reason(Code.UNREAD, text=cause(error)), None, retry=incomplete)

    def _store_nothing_there(self, due: Due, page: Page, error: NothingThereError) -> None:
        """Writes down that a page shows no article where it had one: that it leads elsewhere, or is to be had another time."""
        with transaction(self.crawl.archive):
            if page.visit.capture is not None:
                captures.add(self.crawl.archive, page.visit.capture)
            if foreign_pages.is_told(page.reason):
                foreign_pages.take_back_shared(self.crawl.archive, page)
        if error.reason.code is Code.GONE_UNSAID:
            self.outcomes.store_gone(due, page.status, None, Code.GONE_UNSAID)
        elif isinstance(error, MovedOnError):
            self.redirects.lead_on(due, error.target, page.status, for_good=True)
        else:
            self.outcomes.store_failure(due, error.reason, page.status, retry=False)
            with transaction(self.crawl.archive):
                self.outcomes.find_again(due)

"""Articles in several pages: fetches the further ones and makes them one."""

from __future__ import annotations

import logging
import sqlite3
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

import pipelines
from archive.database import transaction
from archive.frontier import pages, schedule
from archive.reasons import Code, Reason
from archive.storing.identity import article_at
from crawler.clock import now
from crawler.discovery import addresses
from crawler.fetching.fetch_errors import cause
from crawler.fetching.headers import is_page, is_redirect, location
from pipelines.addresses.part_numbers import part_place
from pipelines.multipage import Chain, is_another
from pipelines.page import Page

logger = logging.getLogger(__name__)


class IncompleteError(Exception):
    """A further page of an article could not be had, so the article is tried again as a whole."""


def is_own(conn: sqlite3.Connection, url: str, title: str) -> bool:
    """Whether an article is stored that stands at this address, and is another than the one of this title."""
    row = conn.execute(
        "select title from pages join articles on articles.id = article_id where pages.url = ? and state = 'article'",
        [url],
    ).fetchone()
    return row is not None and is_another(title, row[0], part_place(url).number)


def part_ways(conn: sqlite3.Connection, page: Page) -> None:
    """Makes an article of what was taken for a further page of a stored one that has another title."""
    if page.part_of is None or page.part is None:
        return
    row = conn.execute("select title from articles where id = ?", [article_at(conn, page.part_of)]).fetchone()
    if row is not None and is_another(row[0], page.part.title, part_place(page.url).number):
        page.article, page.part, page.part_of = page.part, None, None


class Parts:
    """Item pipeline: where an article goes on elsewhere, waits for the rest of it."""

    def __init__(self, crawler: Crawler):
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Parts:
        return cls(crawler)

    async def process_item(self, page: Page) -> Page:
        """Joins an article with its further pages, fetched now; any other page goes on as it is.

        Raises IncompleteError where a part may be had another time.
        """
        spider: Any = self.crawler.spider
        if page.article is None or not page.parts or not spider.follows:
            if spider.follows:
                part_ways(spider.archive, page)
            return page
        chain = Chain(page, lambda url: addresses.normalize(url) or url)
        try:
            for url in chain:
                if is_own(spider.archive, url, page.article.title):
                    page.parts.remove(url)
                elif (part := await self._further_page(page, url, chain)) is not None:
                    chain.add(part)
        finally:
            page.visit.further = [part.visit.capture for part in chain.parts if part.visit.capture is not None]
        if self._would_cut(page, chain) and any(self._may_come_back(page, url) for url in chain.empty):
            raise IncompleteError(f"{chain.empty[0]}: shows none of the text that it had")
        page.article = pipelines.join(page, chain.parts)
        return page

    async def _further_page(self, page: Page, url: str, chain: Chain) -> Page | None:
        """A further page of an article, read; None where it is not to be had, or is an article of its own. Raises
        IncompleteError where it may be had another time."""
        spider: Any = self.crawler.spider
        assert page.article is not None
        try:
            response = await self._answer(url, chain)
            url = chain.at
        except IgnoreRequest as error:
            self._leave_out_part(page, chain.at, str(error))
            return None
        except Exception as error:  # no answer, or none that is whole
            raise IncompleteError(f"{url}: {cause(error)}") from error
        spider.crawler.stats.inc_value("pages")
        if response.status in (408, 425, 429) or response.status >= 500:
            raise IncompleteError(f"{url}: {response.status}")
        if not is_page(response):
            if self._may_come_back(page, url):
                raise IncompleteError(f"{url}: {response.status}")
            self._leave_out_part(page, url, str(response.status))
            return None
        part = pipelines.read(spider.answers.page(response))
        found, number = part.part or part.article, part_place(url).number
        if found and is_another(page.article.title, found.title, number):
            self._ask_as_article(page, url)
            return None
        return part

    async def _answer(self, url: str, chain: Chain) -> Response:
        """The answer to a further page's address, or to another form of it that it redirects to: `/trang-2.html` for
        `?page=2`."""
        spider: Any = self.crawler.spider
        while True:
            response: Response = await self.crawler.engine.download_async(Request(url, dont_filter=True))
            target = addresses.join(response.url, location(response)) if is_redirect(response) else None
            is_form = target and addresses.site(target) in spider.home_hosts and target not in chain.page.parts
            if not target or not is_form or part_place(target).number != part_place(url).number:
                return response
            chain.lead_on(url, target)
            spider.answers.recorder.write(response)
            with transaction(spider.archive):
                pages.done(
                    spider.archive, url, spider.name, now(), state="moved", status=response.status, due_at=None,
                    reason=Reason(Code.MOVED, url=target), moved_to=target,
                )  # fmt: skip
            url = target

    def _would_cut(self, page: Page, chain: Chain) -> bool:
        """Whether the article that is stored says more than its pages do now."""
        archive = self.crawler.spider.archive  # type: ignore[union-attr]
        row = archive.execute("select body from articles where id = ?", [article_at(archive, page.url)]).fetchone()
        return row is not None and chain.lacks(row[0].split("\n\n"))

    def _may_come_back(self, page: Page, url: str) -> bool:
        """Whether a further page that is named and not there was there once, and the article has not been tried in vain
        for as often as one crawl tries: whoever takes a page away names it no longer.
        """
        spider: Any = self.crawler.spider
        part, first = pages.get(spider.archive, url), pages.get(spider.archive, page.url)
        tries = first.tries if first else 0
        return part is not None and part.state == "part" and tries < spider.settings.getint("RETRY_TIMES")

    def _ask_as_article(self, page: Page, url: str) -> None:
        """Has what was taken for a further page asked for as an article of its own: its number is a part of its name."""
        page.parts.remove(url)
        spider: Any = self.crawler.spider
        with transaction(spider.archive):
            schedule.ask(spider.archive, spider.name, url, now(), kind="page", priority=pages.ARTICLE)

    def _leave_out_part(self, page: Page, url: str, why: str) -> None:
        """Notes a further page that is not to be had: the article is stored without it, rather than not at all."""
        logger.warning("%s: stored without its further page %s (%s)", page.url, url, why)
        page.parts.remove(url)

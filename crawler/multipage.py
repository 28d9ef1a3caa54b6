"""Articles in several pages: fetches the further ones and makes them one."""

from __future__ import annotations

import logging
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

import pipelines
from crawler.discovery import addresses
from pipelines.page import Page

logger = logging.getLogger(__name__)


class Incomplete(Exception):
    """A further page of an article could not be had, so the article is tried again as a whole."""


class Parts:
    """Item pipeline: where an article goes on elsewhere, waits for the rest of it."""

    def __init__(self, crawler: Crawler):
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Parts:
        return cls(crawler)

    async def process_item(self, page: Page) -> Page:
        spider: Any = self.crawler.spider
        if page.article is None or not page.parts or not spider.follows:
            return page
        rest = []
        page.parts = [addresses.normalize(url) or url for url in page.parts]
        for url in list(page.parts):
            try:
                response = await self.crawler.engine.download_async(Request(url, dont_filter=True))
            except IgnoreRequest as error:
                self._without(page, url, str(error))
                continue
            spider.crawler.stats.inc_value("pages")
            if response.status in (408, 425, 429) or response.status >= 500:
                raise Incomplete(f"{url}: {response.status}")
            if response.status != 200:
                self._without(page, url, str(response.status))
                continue
            rest.append(pipelines.read(spider.page(response)))
        page.article = pipelines.join(page, rest)
        page.visit.further = [part.visit.capture for part in rest if part.visit.capture is not None]
        return page

    def _without(self, page: Page, url: str, why: str) -> None:
        """A further page that is not to be had: the article is stored without it, rather than not at all."""
        logger.warning("%s: stored without its further page %s (%s)", page.url, url, why)
        page.parts.remove(url)

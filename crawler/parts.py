"""Articles in several pages: fetches the further ones and makes them one."""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler

import pipelines
from pipelines.page import Page


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
        for url in page.parts:
            assert self.crawler.engine is not None
            response = await self.crawler.engine.download_async(Request(url, dont_filter=True))
            spider.crawler.stats.inc_value("pages")
            if response.status != 200:
                raise Incomplete(f"{url}: {response.status}")
            part = spider.page(response)
            rest.append(pipelines.read(part))
        page.article = pipelines.join(page, rest)
        page.visit.further = [part.visit.capture for part in rest if part.visit.capture is not None]
        return page

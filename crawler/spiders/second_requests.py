"""Requests that are made once more for the same address, where a server minds how it was asked."""

from __future__ import annotations

from urllib.parse import urljoin

from scrapy import Request
from scrapy.http import Response

from archive.frontier.pages import Due
from crawler.discovery import addresses
from crawler.fetching.fetch_errors import cause
from crawler.fetching.headers import is_redirect, location
from crawler.spiders.base import ArchiveSpider

MOST_ROUNDS = 10  # redirects from an address to itself
CONDITIONS = (b"If-None-Match", b"If-Modified-Since")
# What servers say that cannot read a condition, or that refuse it; an empty page is another such answer.
MINDS_CONDITIONS = (400, 403, 405, 406, 409, 412, 500, 501)


class SecondRequests:
    """Asks again where an answer may be owed to the conditions of the request, or to what we cut off the address."""

    def __init__(self, crawl: ArchiveSpider):
        self.crawl = crawl
        self.refuses_anyway = False  # whether the server refuses requests without conditions too

    async def without_conditions(self, response: Response) -> Response:
        """The answer to the same request without its conditions, where the server seems to mind these. Where that brings
        nothing better either, the server means what it says, and is not asked twice again in this crawl."""
        request = response.request
        minds = response.status in MINDS_CONDITIONS or (response.status == 200 and not response.body)
        if request is None or not minds or self.refuses_anyway or not set(CONDITIONS) & request.headers.keys():
            return response
        plain = request.replace(dont_filter=True)
        for name in CONDITIONS:
            plain.headers.pop(name, None)
        try:
            answer: Response = await self.crawl.crawler.engine.download_async(plain)
        except Exception as error:
            self.crawl.logger.info("%s: %s", plain.url, cause(error))
            return response
        self.refuses_anyway = answer.status != 200 or not answer.body
        return response if self.refuses_anyway else answer

    async def sent_round(self, due: Due, response: Response) -> Response:
        """The answer to an address whose server wants it asked for once more with what we cut off: a session's name.

        The redirect itself where nothing comes of it.
        """
        for _ in range(MOST_ROUNDS):
            target = urljoin(response.url, location(response))
            if not is_redirect(response) or target == response.url or addresses.normalize(target) != due.url:
                break
            try:
                response = await self.crawl.crawler.engine.download_async(Request(target, dont_filter=True))
            except Exception as error:
                self.crawl.logger.info("%s: %s", target, cause(error))
                break
        return response

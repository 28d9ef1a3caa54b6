"""Fetches single pages as a crawl would, robots.txt and all, without an archive."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.settings import BaseSettings, Settings

from crawler.clock import now
from crawler.discovery import addresses
from crawler.fetching.fetch_errors import cause
from crawler.fetching.headers import is_page, is_redirect, location, unreadable
from crawler.newspaper import ANY, Newspaper
from crawler.saved_pages.saved_pages import Saved
from crawler.settings import EXTENSIONS
from crawler.spiders.base import introduce

MOST_REDIRECTS = 5


def fetch(settings: Settings, wanted: Mapping[str, Newspaper]) -> dict[str, Saved | str]:
    """The pages at these addresses, each with its newspaper; for one that is not to be had the reason, a line."""
    process = AsyncCrawlerProcess(settings)
    found: dict[str, Saved | str] = dict.fromkeys(wanted, "no answer")
    for url, paper in wanted.items():
        look = type(
            "Look", (Look,), {"tls_overrides": paper.tls_overrides, "hosts": {*paper.former, paper.home or url}}
        )
        process.crawl(look, url=url, found=found)
    process.start()
    return found


class Look(Spider):
    """Asks for one page, and follows redirects within its site. What came of it is put into `found`."""

    name = "look"
    custom_settings = {
        "SCHEDULER": "scrapy.core.scheduler.Scheduler",
        "ITEM_PIPELINES": {},
        "EXTENSIONS": {**EXTENSIONS, "crawler.progress.Progress": None},
    }
    tls_overrides: Mapping[str, Any] = {}
    hosts: set[str] = set()

    def __init__(self, url: str, found: dict[str, Saved | str]):
        super().__init__()
        self.home, self.found, self.redirects = url, found, 0
        self.allowed_hosts = {url, *self.hosts}

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Adds the TLS settings of the newspaper, and who runs this."""
        super().update_settings(settings)
        settings.setdict(cls.tls_overrides, priority="spider")
        introduce(settings)

    async def start(self) -> AsyncIterator[Any]:
        """Asks for the one page that this spider is made for."""
        yield self._ask(self.home)

    def _ask(self, url: str) -> Request:
        """The request for an address."""
        return Request(url, self.parse, errback=self.failed, dont_filter=True)

    def parse(self, response: Response, **_: Any) -> Any:
        """Follows a redirect, or puts the page or the reason why there is none into `found`."""
        if is_redirect(response):
            target = addresses.join(response.url, location(response))
            self.redirects += 1
            if target is None or self.redirects > MOST_REDIRECTS:
                self.found[self.home] = f"{response.status}: a redirect to nowhere"
            else:
                yield self._ask(target)
        elif not is_page(response):
            self.found[self.home] = f"the server answers {response.status}"
        else:
            content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
            if why := unreadable(content_type):
                self.found[self.home] = why
            elif not response.body:
                self.found[self.home] = "an empty answer"
            else:
                url = addresses.normalize(response.url) or response.url
                self.found[self.home] = Saved(url, response.body, content_type, now())

    def failed(self, failure: Any) -> None:
        """Puts the reason why there was no answer into `found`."""
        self.found[self.home] = cause(failure.value)


def newspaper_of(url: str, papers: Mapping[str, Newspaper]) -> Newspaper:
    """The newspaper whose site an address is on; ANY where it is none's."""
    host = addresses.site(url)
    return next((paper for paper in papers.values() if paper.has_site(host)), ANY)

"""Reads what is already here: saved pages, page texts, WARC files. No network."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from archive import pages
from archive.database import transaction
from crawler import captures, newspapers, saved
from crawler.saved import Saved
from crawler.spiders.base import ArchiveSpider, CrawlError
from crawler.spiders.newspaper import NewspaperSpider
from pipelines.decode import decode
from pipelines.page import Page, Visit

LEARNED_AT_ONCE = 20  # pages in one transaction


class FilesSpider(ArchiveSpider):
    """`-a path=` a file or a folder, `-a newspaper=` the newspaper they are of."""

    name = "files"
    title: str | None = "Saved pages"
    custom_settings = {"SCHEDULER": "crawler.frontier.Nothing"}  # the newspaper's pages may be due; that is its crawl's

    def __init__(self, path: str | None = None, newspaper: str | None = None, **kwargs: Any):
        if kwargs:
            raise CrawlError(f"no argument {', '.join(kwargs)}; there are path and newspaper")
        if newspaper and not re.fullmatch(r"[a-z0-9][a-z0-9-]*", newspaper):
            raise CrawlError(f"newspaper={newspaper}: a newspaper's name is small letters, digits and hyphens")
        super().__init__(newspaper or self.name)
        if newspaper:
            self.title = None
        if not path:
            raise CrawlError("which files? give a file or a folder: scrapy crawl files -a path=...")
        self.path = Path(path)
        if not self.path.exists():
            raise CrawlError(f"{path}: no such file or folder")
        self.articles = 0

    def identify(self, page: Page) -> None:
        self.paper.identify(page)

    async def start(self) -> AsyncIterator[Any]:
        self.paper = newspapers.catalogue(self.settings).get(self.name, NewspaperSpider)
        files = saved.files(self.path)
        self._learn(files)
        for file in files:
            for one in saved.pages(file, partial(self._leave, file)):
                self.crawler.stats.inc_value("pages")
                yield self._page(one)
        if not files:
            self.give_up(f"{self.path}: an empty folder")

    def _page(self, one: Saved) -> Page:
        """The page to be read, its capture written where its bytes are new."""
        capture = None
        known = pages.get(self.archive, one.url)
        digest = captures.digest(one.body)
        if self.captures is not None and (known is None or known.digest != digest):
            headers = [("Content-Type", one.content_type)]
            capture = self.captures.write(one.url, 200, "OK", headers, one.body, one.fetched_at)
        page = saved.page(one, self.name, self.paper)
        page.visit = Visit(capture=capture, digest=digest)
        self.profiles.give(page)
        return page

    def _learn(self, files: list[Path]) -> None:
        """Learns from the pages before any is read, as far as their hosts' profiles have room for them."""
        everything = (one for file in files for one in saved.pages(file, lambda why: None))
        while some := list(islice(everything, LEARNED_AT_ONCE)):
            with transaction(self.archive):
                for one in some:
                    page = saved.page(one, self.name, self.paper)
                    if not self.profiles.full(page.newspaper, page.url):
                        decode(page)
                        self.profiles.learn(page)

    def _leave(self, file: Path, why: str) -> None:
        self.crawler.stats.inc_value("errors")
        self.logger.warning("%s: %s", file, why)

    def written(self, page: Page) -> None:
        if page.article is not None:
            self.articles += 1
        else:
            self.logger.info("%s: no article: %s", page.url, page.reason)

    def closed_down(self, spider: Any, reason: str) -> None:
        if not self.articles and self.problem is None:
            self.problem = f"{self.path}: no article in it"
        super().closed_down(spider, reason)

"""Reads what is already here: saved pages, page texts, WARC files. No network."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from archive import pages
from crawler import captures, newspapers
from crawler.discovery import addresses
from crawler.spiders.base import ArchiveSpider, CrawlError, now
from crawler.spiders.newspaper import NewspaperSpider
from pipelines.page import Page, Visit

PAGES = {".html": "text/html", ".htm": "text/html", ".xhtml": "application/xhtml+xml", ".txt": "text/plain"}
WARCS = (".warc", ".warc.gz")
LARGEST = 20 * 1024 * 1024  # bytes


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
        files = [self.path] if self.path.is_file() else sorted(file for file in self.path.rglob("*") if file.is_file())
        for file in files:
            for page in self._pages(file):
                self.crawler.stats.inc_value("pages")
                yield page
        if not files:
            self.give_up(f"{self.path}: an empty folder")

    def _pages(self, file: Path) -> Iterator[Page]:
        """The pages of a file; a line of complaint, and none, where it holds none."""
        suffix = file.suffix.lower()
        try:
            if file.name.lower().endswith(WARCS):
                yield from self._records(file)
            elif suffix not in PAGES:
                self._leave(file, "left out: neither .html, .htm, .txt, .warc nor .warc.gz")
            elif not (size := file.stat().st_size):
                self._leave(file, "an empty file")
            elif size > LARGEST:
                self._leave(file, f"larger than {LARGEST >> 20} MB")
            elif b"\0" in (head := (body := file.read_bytes())[:1000]) and not head.startswith(
                (b"\xff\xfe", b"\xfe\xff")
            ):
                self._leave(file, "a binary file")
            else:
                url = file.resolve().as_uri()
                yield self._page(url, body, PAGES[suffix], now())
        except OSError as error:
            self._leave(file, error.strerror or str(error))

    def _records(self, file: Path) -> Iterator[Page]:
        """Pages of a WARC: those answered 200, as long as it can be read."""
        try:
            for record in captures.records(file):
                if record.status == 200 and record.url.startswith("http") and record.body:
                    url = addresses.normalize(record.url) or record.url
                    yield self._page(url, record.body, record.header("Content-Type"), record.fetched_at)
        except captures.Damaged as error:
            self._leave(file, str(error))

    def _page(self, url: str, body: bytes, content_type: str, fetched_at: datetime) -> Page:
        capture = None
        known = pages.get(self.archive, url)
        digest = captures.digest(body)
        if self.captures is not None and (known is None or known.digest != digest):
            headers = [("Content-Type", content_type)]
            capture = self.captures.write(url, 200, "OK", headers, body, fetched_at)
        page = Page(
            url=url,
            body=self.paper.mend(body),
            fetched_at=fetched_at,
            content_type=content_type,
            newspaper=self.name,
            newspaper_title=self.paper.title or "",
            rules=self.paper.rules,
        )
        page.visit = Visit(capture=capture, digest=digest)
        return page

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

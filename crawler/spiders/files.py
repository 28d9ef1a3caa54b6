"""Reads what is already here: saved pages, page texts, web archives (WARC, ARC, WACZ). No network."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any

from archive import captures as capture_table
from archive.frontier import pages
from archive.newspapers import put_newspaper, title_of
from archive.reasons import Code, Reason
from archive.storing.identity import article_at
from crawler import captures, catalogue
from crawler.article_identity import identify
from crawler.newspaper import is_name
from crawler.saved_pages import saved_pages
from crawler.saved_pages.saved_pages import Saved
from crawler.saved_pages.sighted import Sighted
from crawler.scrapy_internals import in_pipelines
from crawler.spiders.base import ArchiveSpider, CrawlError, captures_folder
from pipelines.page import Page, Visit


class FilesSpider(ArchiveSpider):
    """`-a path=` a file or a folder, `-a newspaper=` the newspaper they are of."""

    name = "files"
    title: str | None = "Saved pages"
    custom_settings = {"SCHEDULER": "crawler.frontier.Nothing"}  # the newspaper's pages may be due; that is its crawl's

    def __init__(self, path: str | None = None, newspaper: str | None = None, **kwargs: Any):
        if kwargs:
            raise CrawlError(f"no argument {', '.join(kwargs)}; there are path and newspaper")
        if newspaper and not is_name(newspaper):
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

    def open_archive(self) -> None:
        """Opens the archive, if there is anything to read. Raises CrawlError."""
        if not saved_pages.files(self.path) and not saved_pages.indexes(self.path):
            raise CrawlError(f"{self.path}: an empty folder")
        super().open_archive()

    def accept(self) -> None:
        """Makes known of a newspaper that is described what it is called and of which province, where the archive does not
        say it: whose a page is, is told by these too."""
        paper = catalogue.named(self.settings)(self.name)
        query = "select province from newspapers where id = ?"
        (province,) = self.archive.execute(query, [self.name]).fetchone()
        title = None if title_of(self.archive, self.name) else paper.title
        put_newspaper(self.archive, self.name, title=title, province=province or paper.province)

    def identify(self, page: Page, home: str | None = None) -> None:
        """Says which article a page shows, by the rules of the newspaper that the files are of."""
        (home,) = self.archive.execute("select home from newspapers where id = ?", [self.name]).fetchone()
        identify(page, self.newspaper, home)

    async def start(self) -> AsyncIterator[Any]:
        """Gives the pipelines every page of the files, then what the files say beside pages; whole pages come before
        pieces.
        """
        self.newspaper = catalogue.named(self.settings)(self.name)
        files = [file for file in saved_pages.files(self.path) if not self._is_ours(file)]
        saved_pages.learn(self.profiles, files, self.name, self.newspaper)
        self.sighted = sighted = Sighted(self.archive, self.name, captures_folder(self.settings), self.captures)
        pieces: list[Saved] = []
        segments = captures.Segments(captures.BODY_SIZE)
        for file in files:
            for one in saved_pages.pages(file, partial(self._complain, file), sighted.beside, segments):
                self.crawler.stats.inc_value("pages")
                sighted.page(one)
                if one.truncated:
                    pieces.append(one)
                else:
                    yield self._page(one)
        for index in saved_pages.indexes(self.path):
            for row in saved_pages.listed(index, partial(self._complain, index)):
                sighted.listed(row)
        for piece in pieces:  # which never take the place of what is whole
            await self._all_stored()
            if article_at(self.archive, piece.url) is None:
                yield self._page(piece)
        for seen in sighted.in_order():
            await self._all_stored()
            told = sighted.tell(seen)
            if isinstance(told, Saved):
                yield self._page(told)
            elif told:
                self._count_sighting(told)
        await self._all_stored()
        for _ in range(sighted.tell_known()):
            self._count_sighting("gone")
        if not files and not sighted.seen:
            self.give_up(f"{self.path}: an empty folder", Reason(Code.USAGE, text=f"{self.path}: an empty folder"))

    def _is_ours(self, file: Path) -> bool:
        """Whether a file of the folder is the archive that is written to, SQLite's beside it, or one of its captures."""
        if file == self.path:
            return False
        archive, folder = Path(self.settings["ARCHIVE"]).resolve(), captures_folder(self.settings)
        own = file.resolve()
        beside = own.parent == archive.parent and own.name.removesuffix("-wal").removesuffix("-shm") == archive.name
        return beside or (
            folder is not None and self.path.resolve() != folder.resolve() and own.is_relative_to(folder.resolve())
        )

    async def _all_stored(self) -> None:
        """Waits until what was given to the pipelines is in the archive."""
        while in_pipelines(self.crawler):
            await asyncio.sleep(0.001)

    def _page(self, one: Saved) -> Page:
        """The page to be read, its capture written where its bytes are new."""
        capture = None
        known = pages.get(self.archive, one.url)
        digest = captures.digest(one.body)
        here = capture_table.find(self.archive, one.url, one.fetched_at, digest)
        if self.captures is not None and here is None and (known is None or known.digest != digest):
            headers = one.headers or [("Content-Type", one.content_type)]
            capture = self.captures.write(one.url, 200, "OK", headers, one.body, one.fetched_at, about=self._about(one))
        page = saved_pages.page(one, self.name, self.newspaper)
        page.visit = Visit(capture=capture, capture_id=here, digest=digest, saved=True, origin=one.origin)
        self.profiles.give(page)
        return page

    @staticmethod
    def _about(one: Saved) -> dict[str, str]:
        """What the record of a page says of where it came from, if its own record said it."""
        return {"WARC-Source-URI": one.origin.url} if one.origin and one.origin.url else {}

    def _count_sighting(self, outcome: str) -> None:
        """Counts that an article was seen again (`unchanged`) or seen to be gone (`gone`)."""
        self.articles += 1
        self.crawler.stats.inc_value(f"articles/{outcome}")

    def _complain(self, file: Path, why: str) -> None:
        """Counts and logs a file that cannot be read."""
        self.crawler.stats.inc_value("errors")
        self.logger.warning("%s: %s", file, why.removeprefix(f"{file}: "))

    def written(self, page: Page) -> None:
        """Counts an article, and logs why a page is none."""
        if page.article is not None:
            self.articles += 1
        else:
            why = page.reason or f"a further page of {page.part_of}"
            self.logger.info("%s: no article: %s", page.url, why)
            self.sighted.no_article(page.url, page.fetched_at)

    def closed_down(self, spider: Any, reason: str) -> None:
        """Says where the files hold no article at all."""
        if not self.articles and self.problem is None:
            self.problem = f"{self.path}: no article in it"
        super().closed_down(spider, reason)

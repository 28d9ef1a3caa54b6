"""What every spider of ours has: the archive, a place for captures, an entry in `crawls`, and an honest end."""

from __future__ import annotations

import asyncio
import getpass
import logging
import socket
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from scrapy.settings import BaseSettings, get_settings_priority

from archive import archive_ids, crawls
from archive import captures as capture_table
from archive.database import ArchiveError, connect, connect_or_empty, explain, transaction
from archive.newspapers import put_newspaper
from archive.reasons import Code, Reason, other
from crawler import captures
from crawler.captures import CaptureError, CaptureWriter
from crawler.captures.owners import of_others
from crawler.clock import now
from crawler.frontier import Frontier
from crawler.newspaper import ANY, Newspaper
from crawler.scrapy_internals import run_soon
from crawler.workers.lease import Lease
from pipelines.page import Page
from pipelines.profiles.learning import Profiles

logger = logging.getLogger(__name__)

# Sent when a crawl has read what it was to read, while its archive and captures are still open.
crawl_ends_well = object()


class CrawlError(Exception):
    """The crawl cannot do what it was asked; the message is one line for whoever asked."""


class ArchiveSpider(Spider):
    """A spider that writes to the archive.

    `newspaper` is what is known of the newspaper whose pages it reads; `title`, `home` and `province` are what this
    crawl goes by, as it was asked or has found. `problem` says, after the crawl, why it could not do what it was asked
    (None: it did). `follows` is whether links are taken from pages.
    """

    newspaper: Newspaper = ANY
    title: str | None = None
    home: str | None = None
    province: str | None = None
    follows = False
    home_hosts: set[str]

    archive: sqlite3.Connection
    profiles: Profiles
    crawl_id: int | None = None
    captures: CaptureWriter | None = None
    lease: Lease | None = None
    frontier: Frontier
    problem: str | None = None
    problem_reason: Reason | None = None
    enough = False
    revisit = False  # every known article, however many
    goes_on_since: datetime | None = None  # when the crawl began that was broken off and this one goes on with

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Adds who runs this to the user agent."""
        super().update_settings(settings)
        introduce(settings)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> ArchiveSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.open_archive()
        crawler.signals.connect(spider.begin, signals.spider_opened)  # before it the engine cannot close
        crawler.signals.connect(spider.closed_down, signals.spider_closed)
        crawler.signals.connect(spider.went_wrong, signals.item_error)
        crawler.signals.connect(spider.went_wrong, signals.spider_error)
        return spider

    def open_archive(self) -> None:
        """Opens the archive, and makes the newspaper known to it. Raises CrawlError; an archive that was not there is not
        made then."""
        path = self.settings["ARCHIVE"]
        try:
            if not Path(path).exists():
                with closing(connect_or_empty(path)) as self.archive:
                    self._make_known()
            self.archive = connect(path)
            self.profiles = Profiles(self.archive)
            self._make_known()
        except (ArchiveError, ValueError) as error:
            raise CrawlError(str(error)) from error
        except sqlite3.Error as error:
            raise CrawlError(f"{path}: {explain(error)}") from error

    def _make_known(self) -> None:
        """Enters the newspaper. Raises ValueError for facts that cannot be, and CrawlError as `accept` does."""
        with transaction(self.archive):
            put_newspaper(
                self.archive, self.name, title=self.title, home=self.home, province=self.province,
                family=self.newspaper.family, successor=self.newspaper.successor, former=self.newspaper.former,
            )  # fmt: skip
            self.accept()

    def accept(self) -> None:
        """Looks at what the archive says of the newspaper. Raises CrawlError where nothing is to be done; it is not made
        known then."""

    async def begin(self) -> None:
        """Enters this crawl, once no other of the same newspaper is under way, and opens the captures. Raises
        CloseSpider, with `problem` and `problem_reason` set, where that cannot be.
        """
        until = monotonic() + self.settings.getfloat("WAIT_FOR_CRAWL")
        waited = False
        try:
            while (crawl_id := self._enter()) is None:
                if monotonic() > until:
                    raise CrawlError(f"{self.name}: another crawl of it is under way")
                waited = True
                await asyncio.sleep(0.2)
            self.crawl_id = crawl_id
            self.begun(crawl_id, waited)
            folder = captures_folder(self.settings)
            if folder is not None:
                for line in captures.repair(folder, known=lambda warc: capture_table.end_of(self.archive, warc)):
                    logger.warning("%s", line)
                if self.follows and (other := next(of_others(self.archive, folder), None)):
                    logger.warning(
                        "%s holds captures that are not this archive's (%s), such as %s; to keep the two apart, set CAPTURES",
                        folder, self.settings["ARCHIVE"], other.name,
                    )  # fmt: skip
                self.captures = self._writer(folder)
        except (CrawlError, CaptureError, ArchiveError) as error:
            self.problem = str(error)
            code = Code.STORAGE if isinstance(error, CaptureError) else Code.USAGE
            self.problem_reason = Reason(code, text=self.problem)
        except sqlite3.Error as error:
            self.problem = f"{self.settings['ARCHIVE']}: {explain(error)}"
            self.problem_reason = Reason(Code.STORAGE, text=self.problem)
        if self.problem is not None:
            raise CloseSpider("could not begin")

    def _enter(self) -> int | None:
        """Enters this crawl; None where another one of the newspaper is under way, on this machine or, by its lease, on any."""
        if self.lease is None:
            self.lease = Lease.from_settings(self.settings, self.name, self._lease_lost)
        if self.lease is not None and not self.lease.is_ours and not self.lease.take():
            return None
        return crawls.begin(self.archive, self.name, now())

    def _lease_lost(self) -> None:
        """Ends this crawl, as another may take the newspaper now. Called from the lease's thread."""
        from twisted.internet import reactor

        why = f"{self.name}: its lease could not be renewed; another crawl may ask it now"
        reactor.callFromThread(self.give_up, why, other(why))  # type: ignore[attr-defined]

    def begun(self, crawl_id: int, waited: bool) -> None:
        """Called once this crawl is entered, perhaps after it has `waited` for another to end."""

    def _writer(self, folder: Path) -> CaptureWriter:
        """Makes the writer of captures, which say who made them."""
        operator = ", ".join(text for text in (self.settings["OPERATOR"], self.settings["CONTACT"]) if text)
        agent = self.settings["USER_AGENT"] if self.follows else ""
        return CaptureWriter(
            folder, self.name, operator=operator, user_agent=agent, archive=archive_ids.own(self.archive)
        )

    def identify(self, page: Page, home: str | None = None) -> None:
        """Says of an article that was read which it is, before it is stored."""

    def written(self, page: Page) -> None:
        """Called once the page's transaction is through."""

    def give_up(self, problem: str, reason: Reason | None = None) -> None:
        """Ends the crawl for a problem that whoever asked for it must know; `reason` is what the archive keeps of it."""
        if self.problem is None:
            self.problem, self.problem_reason = problem, reason or other(problem)
            self.stop("gave up")

    def stop(self, reason: str) -> None:
        """Ends the crawl: nothing more is asked for."""
        self.enough = True
        engine = self.crawler.engine
        if engine is not None and engine.spider is not None:
            run_soon(engine.close_spider_async(reason=reason))

    def went_wrong(self, failure: Any, item: Page | None = None, response: Response | None = None, **_: Any) -> None:
        """Called for an error of a pipeline. A full disk ends the crawl; anything else is this one page's."""
        error = failure.value
        if isinstance(error, CaptureError):
            self.give_up(str(error), Reason(Code.STORAGE, text=str(error)))
        elif isinstance(error, sqlite3.OperationalError):
            problem = f"{self.settings['ARCHIVE']}: {explain(error)}"
            self.give_up(problem, Reason(Code.STORAGE, text=problem))
        self.unread(failure, item, response)

    def unread(self, failure: Any, item: Page | None, response: Response | None) -> None:
        """Says of a page that its pipelines (`item`) or its parsing (`response`) ended with an error, unless the crawl ends."""
        if self.problem is None and item is not None:
            self.crawler.stats.inc_value("errors")
            told = (type(failure.value), failure.value, failure.getTracebackObject())
            self.logger.error("%s: could not be read", item.url, exc_info=told)

    def closed_down(self, spider: Spider, reason: str) -> None:
        """Enters how the crawl ended, then closes captures and archive and gives the lease back."""
        try:
            if self.problem is None and reason in ("finished", "limit reached"):
                self.crawler.signals.send_catch_log(crawl_ends_well, spider=self)
            if self.crawl_id is not None:
                why = self.problem_reason or crawls.ending(reason)
                stats = self.crawler.stats.get_stats()
                crawls.finish(self.archive, self.crawl_id, now(), self.problem or reason, why, stats)
        except sqlite3.Error as error:
            self.problem = self.problem or f"{self.settings['ARCHIVE']}: {explain(error)}"
        finally:
            if self.captures is not None:
                self.captures.close()
            self.archive.close()
            if self.lease is not None and self.lease.is_ours:
                self.lease.give_back()

    async def start(self) -> AsyncIterator[Any]:
        """Asks for nothing: what is due comes from the frontier."""
        return
        yield


def introduce(settings: BaseSettings) -> None:
    """Writes into the user agent where a newspaper reaches whoever runs this."""
    contact = settings.get("CONTACT") or f"{getpass.getuser()}@{socket.getfqdn()}"
    priority = max(settings.getpriority("USER_AGENT") or 0, get_settings_priority("spider"))
    settings.set("USER_AGENT", settings["USER_AGENT"].replace("{contact}", contact), priority)


def captures_folder(settings: BaseSettings) -> Path | None:
    """The folder of the WARC files: the setting CAPTURES, by default `captures` beside the archive; None for none."""
    chosen = settings["CAPTURES"]
    if chosen is None:
        return Path(settings["ARCHIVE"]).resolve().parent / "captures"  # of the file, whatever links lead to it
    return Path(chosen) if chosen else None

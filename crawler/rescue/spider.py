"""The spider that goes through what a web archive holds of a newspaper."""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from scrapy import Request
from scrapy.exceptions import CloseSpider, DownloadConnectionRefusedError, IgnoreRequest
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.internet.error import ConnectionRefusedError as Refused

from archive import archive_ids, crawls, rescue
from archive import captures as capture_table
from archive.database import explain, transaction
from archive.rescue import Listed
from archive.storing.identity import spellings
from crawler import captures, catalogue, progress
from crawler.captures import CaptureError, CaptureWriter, cdx
from crawler.discovery import addresses
from crawler.fetching.fetch_errors import cause
from crawler.fetching.headers import header
from crawler.fetching.politeness import retry_after
from crawler.rescue import plan
from crawler.rescue.listing import Listing
from crawler.rescue.manners import LeaveAloneError, Manners
from crawler.rescue.reading import CaptureReader, Result
from crawler.rescue.shared import SharedPages
from crawler.rescue.sources import Fetched, NoAnswerError, Source, UnplayableError
from crawler.rescue.written import Written
from crawler.spiders.base import ArchiveSpider, CrawlError, captures_folder

logger = logging.getLogger(__name__)

TRIES = 4  # of one request in a row
RUNS = 5  # in which a capture that is not to be had is asked for again
IN_TROUBLE = 5  # captures in a row that are not to be had, after which the web archive is left alone


class StoppedError(Exception):
    """Somebody ended the rescue."""


class RescueSpider(ArchiveSpider):
    """`newspaper` is whose, `source` where from, `since` and `until` days; with `plan_only` it counts and stops there."""

    name = "rescue"

    def __init__(
        self,
        newspaper: str,
        source: Source,
        since: date | None = None,
        until: date | None = None,
        plan_only: bool = False,
        **_: Any,
    ) -> None:
        super().__init__(newspaper)
        self.source, self.plan_only = source, plan_only
        self.since = f"{since:%Y%m%d}000000" if since else rescue.FIRST
        self.until = f"{until:%Y%m%d}235959" if until else rescue.LAST
        self.start_address = source.base
        self.allowed_hosts = set(source.hosts)
        self.counts: dict[str, int] = {}
        self.trouble = 0
        self.unstored: Written | None = None

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Sets what a web archive needs: its own manners, one request at a time, no frontier, long answers."""
        super().update_settings(settings)
        middlewares = {**settings.getdict("DOWNLOADER_MIDDLEWARES"), "crawler.fetching.politeness.Politeness": None}
        handlers = dict.fromkeys(("http", "https"), "crawler.fetching.bounds.Guarded")
        for name, value in (
            ("SCHEDULER", "crawler.frontier.Nothing"),  # newspapers' pages may be due; that is their crawls'
            (
                "DOWNLOADER_MIDDLEWARES",
                middlewares,
            ),  # the manners are `Manners`; a web archive's robots.txt is for crawlers
            ("DOWNLOAD_HANDLERS", handlers),
            ("DOWNLOAD_DELAY", 0.0),
            ("CONCURRENT_REQUESTS", 1),
            ("DOWNLOAD_TIMEOUT", max(settings.getfloat("DOWNLOAD_TIMEOUT"), 120.0)),  # it has slow days
            ("DOWNLOAD_MAXSIZE", 256 * 1024 * 1024),  # an index that knows no pages
            ("DEFAULT_REQUEST_HEADERS", {"Accept": "*/*", "Accept-Encoding": "identity"}),  # its gzip headers are wrong
        ):
            settings.set(name, value, priority="spider")

    def open_archive(self) -> None:
        """Opens the archive, and finds title and home of the newspaper in it.

        Raises CrawlError where it is not known.
        """
        self.newspaper = paper = catalogue.named(self.settings)(self.name)
        self.title, self.home, self.province = paper.title, paper.home, paper.province
        super().open_archive()
        assert self.home is not None
        self.hosts = list(dict.fromkeys(map(addresses.site, (self.home, *paper.former))))

    def accept(self) -> None:
        """Takes title and home from the archive. Raises CrawlError where it has no home of the newspaper."""
        title, home = self.archive.execute("select title, home from newspapers where id = ?", [self.name]).fetchone()
        self.title, self.home = title, home
        if not home:
            raise CrawlError(
                f"no newspaper {self.name!r}; `scrapy list` names them, `scrapy crawl newspaper -a url=` makes others known"
            )

    async def begin(self) -> None:
        """Opens the captures, unless another rescue asks the same web archive: one connection at a time. Raises
        CloseSpider, with `problem` set, where it cannot begin.
        """
        try:
            with transaction(self.archive):
                process = rescue.asked(self.archive, self.source.name).process
                if process and crawls.is_alive(process):
                    raise CrawlError(f"{self.source.name}: another rescue asks it; it is asked by one at a time")
                rescue.note(self.archive, self.source.name, process=crawls.process_name(os.getpid()))
            self.manners = Manners(self.archive, self.source.name, self.settings, public=self.source.public)
            self.folder = captures_folder(self.settings)
            if self.folder is not None:
                for line in captures.repair(self.folder, known=lambda warc: capture_table.end_of(self.archive, warc)):
                    logger.warning("%s", line)
                self.captures = self._writer(self.folder)
                self.unstored = Written(self.archive, self.folder, f"{self.name}-rescue")
        except (CrawlError, CaptureError) as error:
            self.problem = str(error)
        except sqlite3.Error as error:
            self.problem = f"{self.settings['ARCHIVE']}: {explain(error)}"
        if self.problem is not None:
            raise CloseSpider("could not begin")

    def _writer(self, folder: Path) -> CaptureWriter:
        """Makes the writer of captures, in files of their own, which say who rescued them."""
        operator = ", ".join(text for text in (self.settings["OPERATOR"], self.settings["CONTACT"]) if text)
        return CaptureWriter(folder, f"{self.name}-rescue", operator=operator, archive=archive_ids.own(self.archive))

    async def start(self) -> AsyncIterator[Any]:
        """Runs the rescue; yields nothing, as it asks by itself."""
        try:
            await self._rescue()
        except (LeaveAloneError, cdx.NotAnIndexError, NoAnswerError, CaptureError) as error:
            self.give_up(str(error))
        except sqlite3.OperationalError as error:
            self.give_up(f"{self.settings['ARCHIVE']}: {explain(error)}")
        except StoppedError:
            pass
        return
        yield

    async def _rescue(self) -> None:
        """Lists, plans, then fetches and stores what is left, articles first.

        Raises what asking the web archive raises.
        """
        listing = Listing(
            self.archive, self.name, self.newspaper, self.source, self.hosts, self.since, self.until,
            self.settings.getint("RESCUE_LISTED"), timedelta(days=self.settings.getfloat("RESCUE_LIST_AGAIN")),
        )  # fmt: skip
        await listing.run(self._ask_index)
        shared = SharedPages(self.archive, self.name, self.newspaper)
        found = plan.plan(listing, shared, self.manners)
        print(found, flush=True)
        if self.plan_only:
            if listing.unread:
                self.give_up(f"without {len(listing.unread)} parts of the index, {listing.unread[0]}")
            return
        if not found.captures and not listing.unread:
            self.give_up(f"{self.source.base}: holds nothing of {', '.join(self.hosts)}")
            return
        rescue.take_up(self.archive, self.name, self.source.name, RUNS)
        self.reader = CaptureReader(
            self.archive, self.name, self.title or "", self.home, self.newspaper, self.profiles, shared, self.source,
            self.settings.getbool("STRIP"), [float(step) for step in self.settings.getlist("REVISIT_AFTER")],
            self.folder, self.captures, self.settings.getbool("TAKE_DOUBTFUL"),
        )  # fmt: skip
        self.left = found.left
        for rank in (0, 1):
            while not self.enough and (row := self._next(rank)) is not None:
                self._count(row, await self._dealt_with(row))
                await asyncio.sleep(0)  # what else goes on: progress, Ctrl-C
        for row, capture_id in rescue.pieces(self.archive, self.name) if not self.enough else ():
            self._count(row, self.reader.piece(row, capture_id))
        if listing.unread:
            self.give_up(f"{len(listing.unread)} parts of the index were not read, {listing.unread[0]}; run it again")

    def _next(self, rank: int) -> Listed | None:
        """The next capture of a rank (0: articles, 1: the rest), None where none is left; among the rest, articles that
        turned up meanwhile come first.
        """
        row = rescue.next_of(self.archive, self.name, self.source.name, self.since, self.until, rank)
        if row is not None and rank:  # what was read meanwhile may have given the articles' addresses more to say
            return rescue.next_of(self.archive, self.name, self.source.name, self.since, self.until, 0) or row
        return row

    async def _dealt_with(self, row: Listed) -> Result:
        """Does as `_deal_with` does; a capture that our own code chokes on is settled as one to be tried another time."""
        try:
            return await self._deal_with(row)
        except (LeaveAloneError, StoppedError, CaptureError, sqlite3.OperationalError):
            raise
        except Exception as error:
            logger.error("%s, %s: could not be read", row.original, row.timestamp, exc_info=error)
            rescue.count_try(self.archive, row)
            return self._settle_unread(row, "failed", cause(error))

    async def _deal_with(self, row: Listed) -> Result:
        """Does what is to be done about one listed capture: reuse it, fetch it, or settle it unread."""
        if row.status not in (None, 200):
            return self.reader.listed(row)
        if (
            self.reader.shared_pages.holds(row.digest)
            and (first := rescue.shared(self.archive, self.name, row.digest)) is not None
        ):
            return self.reader.shared(row, first)
        urls = spellings(addresses.normalize(row.original) or row.original)
        if (known := rescue.had(self.archive, self.name, row, urls)) is not None:
            return self.reader.again(row, known)
        if self.unstored is not None and (written := self.unstored.take(row, self.source)) is not None:
            return self.reader.fetched(row, *written)
        try:
            fetched = await self._fetch(row)
        except UnplayableError as error:
            self.trouble = 0
            return self._settle_unread(row, "unplayable", str(error))
        except NoAnswerError as error:
            self.trouble += 1
            rescue.count_try(self.archive, row)
            if self.trouble >= IN_TROUBLE:
                self.trouble = 0
                self.manners.refused(str(error))
            return self._settle_unread(row, "failed", str(error))
        self.trouble = 0
        return self.reader.fetched(row, fetched)

    def _settle_unread(self, row: Listed, state: str, why: str) -> Result:
        """Settles a capture without reading it, and logs why."""
        logger.info("%s, %s: %s", row.original, row.timestamp, why)
        rescue.settle(self.archive, row, state)
        return Result(state)

    async def _fetch(self, row: Listed) -> Fetched:
        """Fetches a capture. Raises UnplayableError or NoAnswerError."""
        request = self.source.capture(row)
        for _ in range(3):
            response = await self._ask(request, index=False)
            further = self.source.again_at(response, row)
            if further is None:
                break
            request = further
        return self.source.fetched(response, row)

    async def _ask_index(self, request: Request) -> Response:
        """Asks the index; see `_ask`."""
        return await self._ask(request, index=True)

    async def _ask(self, request: Request, *, index: bool) -> Response:
        """An answer of the web archive, with its manners. Raises NoAnswerError where it has none, LeaveAloneError where it wants none."""
        assert self.crawler.engine is not None
        why = "no answer"
        for number in range(TRIES):
            if number:
                await asyncio.sleep(self.manners.pauses[0] / 12 * 2 ** (number - 1))
            response = None
            while response is None:
                await self.manners.before(index=index)
                if self.enough:
                    raise StoppedError
                try:
                    response = await self.crawler.engine.download_async(request.replace())
                except IgnoreRequest as error:
                    raise NoAnswerError(str(error)) from error
                except Exception as error:
                    why = cause(error)
                    if not _is_refused(error):
                        break
                    self.manners.refused(why)
                    continue
                if self._refuses(response, index):
                    self.manners.refused(f"{response.status}: asked too often", retry_after(response))
                    response = None
            if response is not None and (not _in_trouble(response, index) or self.source.is_archived(response)):
                self.manners.served()
                return response
            if response is not None:
                why = f"{response.status}: it has trouble"
            logger.info("%s: %s", request.url, why)
        raise NoAnswerError(f"{self.source.base}: {why}")

    def _refuses(self, response: Response, index: bool) -> bool:
        """Whether an answer is a wish to be left alone, and no capture of one."""
        if not index and self.source.is_archived(response):
            return False
        return response.status == 429 or (response.status == 503 and header(response, "Retry-After") is not None)

    def _count(self, row: Listed, result: Result) -> None:
        """Keeps the statistics that the progress line shows."""
        stats = self.crawler.stats
        self.counts[result.state] = self.counts.get(result.state, 0) + 1
        if result.state not in ("same", "gone", "moved", "passed"):
            stats.inc_value(progress.PAGES)
        if result.outcome is not None:
            stats.inc_value(f"articles/{result.outcome.value}")
        elif result.state in ("other", "foreign"):
            stats.inc_value(progress.REJECTED)
        if result.takedown:
            stats.inc_value(progress.GONE)
        if result.state in ("failed", "unplayable"):
            stats.inc_value(progress.ERRORS)
        if result.contradiction is not None:
            logger.warning("%s: %s", row.original, result.contradiction)
            self.counts["contradicts"] = self.counts.get("contradicts", 0) + 1
        self.left = max(self.left - 1, 0)
        stats.set_value(progress.QUEUE, self.left)

    def closed_down(self, spider: Any, reason: str) -> None:
        """Prints what became of the captures, and lets go of the source."""
        try:
            if self.counts:
                print(
                    f"{self.name}: {', '.join(f'{count:,} {_SAID[state]}' for state, count in sorted(self.counts.items()))}"
                )
            rescue.note(self.archive, self.source.name, process=None)
        except sqlite3.Error as error:
            self.problem = self.problem or f"{self.settings['ARCHIVE']}: {explain(error)}"
        super().closed_down(spider, reason)


_SAID = {
    "read": "captures of articles",
    "other": "of other pages",
    "foreign": "of somebody else's pages",
    "same": "as they were before",
    "gone": "of 404 or 410",
    "moved": "of redirects",
    "passed": "of errors",
    "shared": "of one page at many addresses",
    "truncated": "not whole",
    "unplayable": "listed but not to be had",
    "failed": "to be tried again",
    "contradicts": "dated before the article they hold was published",
}


def _is_refused(error: BaseException) -> bool:
    """Whether nobody let us in: a connection that was refused, as those are whom a firewall keeps out."""
    return isinstance(error, DownloadConnectionRefusedError | Refused) or isinstance(error.__cause__, Refused)


def _in_trouble(response: Response, index: bool) -> bool:
    """Whether an answer may be another one soon. An index answers everybody, but those whom it leaves out."""
    barred = index and response.status == 403 and b"Blocked Site" not in response.body
    return response.status >= 500 or response.status == 408 or barred

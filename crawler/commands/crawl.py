"""`scrapy crawl`: Scrapy's own, with an answer in one line where a crawl cannot do what it was asked."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from scrapy import signals
from scrapy.commands import crawl
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings

from crawler import log_filters
from crawler.command import Complaining
from crawler.fetching import bounds
from crawler.settings import kinds
from crawler.spiders.base import ArchiveSpider, CrawlError
from crawler.workers.lease import LOST

logger = logging.getLogger(__name__)

SECONDS_TO_STOP = 5
MOST = 10**15  # of anything that a setting counts or measures: more is a slip, and too much for SQLite and timers


class Command(Complaining, crawl.Command):
    def syntax(self) -> str:
        return "[options] NEWSPAPER"

    def short_desc(self) -> str:
        return "Crawl a newspaper; run again, it goes on and picks up what is new"

    def long_desc(self) -> str:
        return (
            f"{self.short_desc()}. `scrapy list` names the newspapers; `newspaper` takes any site, `files` what is saved."
            " Examples: scrapy crawl baothainguyen -a since=2015-01-01 -a until=2015-12-31;"
            " scrapy crawl newspaper -a url=https://example.vn/ -a limit=100; scrapy crawl files -a path=saved/"
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Reads the settings, and ends where one is unusable."""
        super().process_options(args, opts)
        assert self.settings is not None
        if problem := unusable(self.settings):
            self.complain(problem)
            sys.exit(self.exitcode)
        if self.settings["LOG_LEVEL"] != "DEBUG":
            log_filters.down()

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawls one newspaper. Raises UsageError for no name, or several."""
        if len(args) != 1:
            raise UsageError(
                "one newspaper's name, please; `scrapy list` names them, `scrapy crawl newspaper -a url=` takes any"
            )
        assert self.crawler_process is not None
        try:
            crawler = self.crawler_process.create_crawler(args[0])
        except KeyError:
            self.complain(
                f"no newspaper {args[0]!r}; `scrapy list` names them, `scrapy crawl newspaper -a url=` takes any"
            )
            return
        self._see_through(crawler, args[0], opts.spargs)

    def _see_through(self, crawler: Crawler, name: str, arguments: dict[str, Any]) -> None:
        """Runs a crawl to its end, and says in a line where it could not do what it was asked."""
        assert self.crawler_process is not None
        task: Any = self.crawler_process.crawl(crawler, **arguments)
        self._start([crawler])
        end([crawler])
        error = task.exception() if task.done() and not task.cancelled() else None
        reason = crawler.stats.get_value("finish_reason") if crawler.spider else None
        if isinstance(error, CrawlError):
            self.complain(str(error))
        elif error is not None:
            raise error
        elif isinstance(crawler.spider, ArchiveSpider) and crawler.spider.problem:
            self.complain(crawler.spider.problem)
            if crawler.spider.lease is not None and crawler.spider.lease.is_lost:
                self.exitcode = LOST
        elif self.interrupted or reason in ("shutdown", "interrupted", None):
            self.exitcode = 130
        elif reason == "start_error":
            self.complain(f"{name}: the crawl could not start; the log says why")

    interrupted = False
    _stopping: asyncio.Future[None] | None = None  # asyncio itself holds no task

    def _start(self, crawlers: list[Crawler], report: Callable[[], None] = lambda: None) -> None:
        """Runs the crawls until they end. After Ctrl-C requests under way finish, but not for long: nothing is lost by
        leaving them; a second Ctrl-C leaves them at once.

        `report` says what came of it where they are left.
        """
        from twisted.internet import reactor as installed

        reactor: Any = installed  # made late, by Scrapy; its type is an interface without its own methods
        process: Any = self.crawler_process

        def stop_reactor(_: Any = None) -> None:
            """Ends the crawls that have not ended by now."""
            with suppress(RuntimeError):  # it stops already
                reactor.stop()

        def shut() -> None:
            """Ends the process, which has not ended by itself."""
            end(crawlers)
            report()
            sys.stderr.flush()
            os._exit(130)

        def stop(number: int) -> None:
            """Gives the crawls some seconds to end in."""
            logger.info("Received %s, shutting down; once more ends it at once", signal.Signals(number).name)
            reactor.callLater(SECONDS_TO_STOP, shut)
            self._stopping = asyncio.ensure_future(process.stop())
            self._stopping.add_done_callback(stop_reactor)

        def on_signal(number: int, _: Any) -> None:
            """Notes that it was interrupted, and leaves the rest to the reactor: a handler may interrupt anything."""
            again, self.interrupted = self.interrupted, True
            reactor.callFromThread(stop_reactor) if again else reactor.callFromThread(stop, number)

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, on_signal)
        process.start(install_signal_handlers=False)


def end(crawlers: list[Crawler]) -> None:
    """Ends the crawls that have not ended by themselves, so that each is told of and its files are closed."""
    for crawler in crawlers:
        begun = crawler.spider is not None and crawler.stats.get_value("start_time") is not None
        if begun and crawler.stats.get_value("finish_reason") is None:
            crawler.signals.send_catch_log(signals.spider_closed, spider=crawler.spider, reason="interrupted")


def unusable(settings: BaseSettings) -> str | None:
    """What is wrong with a setting that a person may have mistyped; None where nothing is."""
    for name, kind in kinds.items():
        chosen = settings[name]
        try:
            if kind is bool:
                settings.getbool(name)
            elif not (1 if name.startswith("CONCURRENT") else 0) <= kind(chosen) <= MOST:
                return f"{name}={chosen}: out of range"
        except (TypeError, ValueError):
            wanted = {bool: "neither 1 nor 0", int: "not a whole number", float: "not a number"}
            return f"{name}={chosen}: {wanted[kind]}"
    try:
        usable = all(0 <= float(step) <= MOST for step in settings.getlist("REVISIT_AFTER"))
    except ValueError:
        usable = False
    if not usable:
        return f"REVISIT_AFTER={settings['REVISIT_AFTER']}: days, like 0.04,1,7,30"
    try:
        bounds.networks(settings["PRIVATE_NETWORKS"])
    except ValueError:
        return f"PRIVATE_NETWORKS={settings['PRIVATE_NETWORKS']}: networks, like 10.1.0.0/16,192.168.1.20"
    if not isinstance(logging.getLevelName(str(settings["LOG_LEVEL"])), int):
        return f"LOG_LEVEL={settings['LOG_LEVEL']}: one of DEBUG, INFO, WARNING, ERROR"
    return None

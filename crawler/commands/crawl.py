"""`scrapy crawl`: Scrapy's own, with an answer in one line where a crawl cannot do what it was asked."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from scrapy import signals
from scrapy.commands import crawl
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings

from crawler import quiet
from crawler.spiders.base import ArchiveSpider, CrawlError

SECONDS_TO_STOP = 5


class Command(crawl.Command):
    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        assert self.settings is not None
        if problem := _unusable(self.settings):
            self._complain(problem)
            sys.exit(self.exitcode)
        if self.settings["LOG_LEVEL"] != "DEBUG":
            quiet.down()

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise UsageError(
                "one newspaper's name, please; `scrapy list` names them, `scrapy crawl newspaper -a url=` takes any"
            )
        assert self.crawler_process is not None
        try:
            crawler = self._create_crawler(args[0])
        except KeyError:
            self._complain(
                f"no newspaper {args[0]!r}; `scrapy list` names them, `scrapy crawl newspaper -a url=` takes any"
            )
            return
        task: Any = self.crawler_process.crawl(crawler, **opts.spargs)
        self._stop_within_seconds([crawler])
        self.crawler_process.start()
        end([crawler])
        error = task.exception() if task.done() and not task.cancelled() else None
        reason = crawler.stats.get_value("finish_reason") if crawler.spider else None
        if isinstance(error, CrawlError):
            self._complain(str(error))
        elif error is not None:
            raise error
        elif isinstance(crawler.spider, ArchiveSpider) and crawler.spider.problem:
            self._complain(crawler.spider.problem)
        elif self.interrupted or reason in ("shutdown", "interrupted", None):
            self.exitcode = 130
        elif reason == "start_error":
            self._complain(f"{args[0]}: the crawl could not start; the log says why")

    interrupted = False

    def _complain(self, line: str) -> None:
        print(f"scrapy crawl: {line}", file=sys.stderr)
        self.exitcode = 1

    def _stop_within_seconds(self, crawlers: list[Crawler], report: Callable[[], None] = lambda: None) -> None:
        """After Ctrl-C, requests under way may finish, but not for long: nothing is lost by leaving them.

        `report` says what came of it where they are left.
        """
        from twisted.internet import reactor as installed

        reactor: Any = installed  # made late, by Scrapy; its type is an interface without its own methods

        def shut() -> None:
            end(crawlers)
            report()
            sys.stderr.flush()
            os._exit(130)

        def on_signal(number: int, frame: Any) -> None:
            self.interrupted = True
            reactor.callFromThread(lambda: reactor.callLater(SECONDS_TO_STOP, shut))
            assert self.crawler_process is not None
            self.crawler_process._signal_shutdown(number, frame)

        def install() -> None:
            if not self.interrupted:
                signal.signal(signal.SIGINT, on_signal)
                signal.signal(signal.SIGTERM, on_signal)

        install()
        reactor.callWhenRunning(lambda: reactor.callLater(0, install))  # once more, after Scrapy has installed its own


def end(crawlers: list[Crawler]) -> None:
    """Ends the crawls that have not ended by themselves, so that each is told of and its files are closed."""
    for crawler in crawlers:
        if crawler.spider is not None and crawler.stats.get_value("finish_reason") is None:
            crawler.signals.send_catch_log(signals.spider_closed, spider=crawler.spider, reason="interrupted")


_NUMBERS = (
    "DOWNLOAD_DELAY",
    "DOWNLOAD_TIMEOUT",
    "DOWNLOAD_MAXSIZE",
    "CONCURRENT_REQUESTS_PER_DOMAIN",
    "PATIENCE",
    "RETRY_TIMES",
    "MAX_CRAWL_DELAY",
    "MAX_HOPS",
    "MAX_BARREN",
    "PROGRESS_INTERVAL",
)


def _unusable(settings: BaseSettings) -> str | None:
    """What is wrong with a setting that a person may have mistyped."""
    for name in _NUMBERS:
        try:
            if settings.getfloat(name) >= 0:
                continue
        except (TypeError, ValueError):
            pass
        return f"{name}={settings[name]}: not a number, or less than nothing"
    try:
        [float(step) for step in settings.getlist("REVISIT_AFTER")]
    except ValueError:
        return f"REVISIT_AFTER={settings['REVISIT_AFTER']}: days, like 0.04,1,7,30"
    if not isinstance(logging.getLevelName(str(settings["LOG_LEVEL"])), int):
        return f"LOG_LEVEL={settings['LOG_LEVEL']}: one of DEBUG, INFO, WARNING, ERROR"
    return None

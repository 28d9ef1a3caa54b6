"""How a crawl goes, while it goes: a live table in a terminal, a log line now and then elsewhere, a summary at the end.

The numbers are Scrapy's statistics of these names; whoever stores a page or hands one out counts it there.
"""

from __future__ import annotations

import logging
import sys
from collections import deque
from collections.abc import Callable
from datetime import timedelta
from time import monotonic
from typing import Any, Self

from rich.console import Console
from rich.live import Live
from rich.table import Table
from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import create_looping_call
from scrapy.utils.log import get_scrapy_root_handler

logger = logging.getLogger(__name__)

PAGES = "pages"
NEW = "articles/new"
CHANGED = "articles/changed"
UNCHANGED = "articles/unchanged"
REJECTED = "articles/rejected"
GONE = "articles/gone"
ERRORS = "errors"
QUEUE = "queue"  # set, not counted
COUNTS = (PAGES, NEW, CHANGED, UNCHANGED, REJECTED, GONE, ERRORS, QUEUE)
REPAIRS = "repaired/"  # before the name of what was repaired

REFRESH = 0.5  # seconds between two states of the live table
WINDOW = 30.0  # seconds over which the live speed is taken


class Progress:
    """The extension: one for each crawl; those of one process share the terminal.

    Setting PROGRESS_INTERVAL: seconds between log lines where standard error is no terminal (0: none).
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.interval = crawler.settings.getfloat("PROGRESS_INTERVAL", 30.0)
        self.tally: Tally | None = None
        self._lines: Any = None
        crawler.signals.connect(self.opened, signals.spider_opened)
        crawler.signals.connect(self.closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def opened(self, spider: Spider) -> None:
        self.tally = Tally(spider.name, lambda key: int(self.crawler.stats.get_value(key, 0)))
        if _terminal.usable():
            _terminal.add(self.tally)
        elif self.interval:
            self._lines = create_looping_call(lambda tally: logger.info("%s", tally.line()), self.tally)
            self._lines.start(self.interval, now=False)

    def closed(self, spider: Spider, reason: str) -> None:
        if self.tally is None:
            return
        if self._lines is not None:
            self._lines.stop()
        summary = self.tally.summary(reason, self.crawler.stats.get_stats())
        if self.tally in _terminal.tallies:
            _terminal.close(self.tally, summary)
        else:
            print(summary, file=sys.stderr, flush=True)


class Tally:
    """The counts of one crawl, and its speed."""

    def __init__(self, name: str, count: Callable[[str], int]) -> None:
        self.name = name
        self.count = count
        self.began = monotonic()
        self.open = True
        self._samples = deque([(self.began, 0)])

    def speed(self) -> float:
        """Pages a second: of late while the crawl runs, then over all of it."""
        now, pages = monotonic(), self.count(PAGES)
        if not self.open:
            self._samples = deque([(self.began, 0)])
            now = self.ended
        self._samples.append((now, pages))
        while len(self._samples) > 2 and self._samples[1][0] <= now - WINDOW:
            self._samples.popleft()
        since, before = self._samples[0]
        return (pages - before) / max(now - since, 1e-3)

    def line(self) -> str:
        n = self.count
        return (
            f"{self.name}: {n(PAGES):,} pages ({self.speed():.1f}/s); articles: {n(NEW):,} new, "
            f"{n(CHANGED):,} changed, {n(UNCHANGED):,} unchanged, {n(REJECTED):,} rejected, {n(GONE):,} gone; "
            f"{n(ERRORS):,} errors; {n(QUEUE):,} in the queue"
        )

    def summary(self, reason: str, stats: dict[str, Any]) -> str:
        """The last line, with why the crawl ended, how long it took and what was repaired."""
        self.open, self.ended = False, monotonic()
        took = timedelta(seconds=round(self.ended - self.began))
        name, _, rest = self.line().partition(": ")
        repairs = [f"{stats[key]:,} {key.removeprefix(REPAIRS)}" for key in sorted(stats) if key.startswith(REPAIRS)]
        return f"{name}: {reason} after {took}: {rest}" + (f"; repaired: {', '.join(repairs)}" if repairs else "")


class _Terminal:
    """The live table, a row for each crawl of this process. Log lines go above it, those of level INFO nowhere."""

    def __init__(self) -> None:
        self.tallies: list[Tally] = []
        self.live: Live | None = None

    def usable(self) -> bool:
        return sys.stderr.isatty() and not Console(stderr=True).is_dumb_terminal

    def add(self, tally: Tally) -> None:
        if self.live is None:
            self.tallies = []
            self.live = Live(console=Console(stderr=True), auto_refresh=False, get_renderable=self.table)
            self.live.start()
            self.live.console.show_cursor(True)  # a killed crawl must not leave a terminal without one
            self.loop = create_looping_call(self.live.refresh)
            self.loop.start(REFRESH, now=False)
        self.tallies.append(tally)
        self._tame_log()
        self.live.refresh()

    def close(self, tally: Tally, summary: str) -> None:
        assert self.live is not None
        self.live.console.print(summary, markup=False, highlight=False, soft_wrap=True)
        self.live.refresh()
        if not any(tally.open for tally in self.tallies):
            self.loop.stop()
            self.live.stop()
            self.live = None
            self._tame_log()

    def _tame_log(self) -> None:
        """Have Scrapy's handler, which is made anew with every crawler, write where standard error leads now."""
        handler = get_scrapy_root_handler()
        if not isinstance(handler, logging.StreamHandler) or isinstance(handler, logging.FileHandler):
            return
        handler.setStream(sys.stderr)
        if self.live is None and handler.level == QUIET:
            handler.setLevel(logging.INFO)
        elif self.live is not None and handler.level == logging.INFO:
            handler.setLevel(QUIET)

    def table(self) -> Table:
        table = Table(box=None, pad_edge=False)
        table.add_column("newspaper", overflow="ellipsis", no_wrap=True)
        for key in COUNTS:
            table.add_column(key.rpartition("/")[2], justify="right", no_wrap=True)
        table.add_column("/s", justify="right", no_wrap=True)
        speeds = {tally: tally.speed() for tally in self.tallies}
        for tally in self._shown(speeds):
            counts = (f"{tally.count(key):,}" for key in COUNTS)
            table.add_row(tally.name, *counts, f"{speeds[tally]:.1f}", style="" if tally.open else "dim")
        if len(self.tallies) > 1:
            totals = (f"{sum(tally.count(key) for tally in self.tallies):,}" for key in COUNTS)
            running = sum(tally.open for tally in self.tallies)
            speed = sum(speeds[tally] for tally in self.tallies if tally.open)
            table.add_row(f"{running} of {len(self.tallies)}", *totals, f"{speed:.1f}", style="bold")
        return table

    def _shown(self, speeds: dict[Tally, float]) -> list[Tally]:
        """The crawls there is room for: where not for all, the busiest of those that run."""
        room = self.live.console.height - 4 if self.live is not None else len(self.tallies)
        if len(self.tallies) <= room:
            return self.tallies
        busiest = sorted(self.tallies, key=lambda tally: (not tally.open, -speeds[tally]))[: max(room, 1)]
        return [tally for tally in self.tallies if tally in busiest]


QUIET = logging.INFO + 1  # a level of our own, to know again what was INFO before
_terminal = _Terminal()

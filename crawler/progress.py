"""How a crawl goes, while it goes: a live table in a terminal, a log line now and then elsewhere, a summary at the end.

The numbers are Scrapy's statistics of these names; whoever stores a page or hands one out counts it there.
"""

from __future__ import annotations

import logging
import sys
from collections import deque
from collections.abc import Callable, Sequence
from datetime import timedelta
from time import monotonic
from typing import Any, ClassVar, Self

from rich.console import Console
from rich.live import Live
from rich.table import Table
from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import create_looping_call

from crawler.scrapy_internals import root_handler

logger = logging.getLogger(__name__)

PAGES = "pages"
NEW = "articles/new"
CHANGED = "articles/changed"
UNCHANGED = "articles/unchanged"
REJECTED = "articles/rejected"
GONE = "articles/gone"
ERRORS = "errors"
QUEUE = "queue"  # set, not counted
REPAIRS = "repaired/"  # before the name of what was repaired

REFRESH = 0.5  # seconds between two states of the live table
WINDOW = 30.0  # seconds over which the live speed is taken

QUIET = logging.INFO + 1  # a level of our own, to know again what was INFO before

COLUMNS = ("found", "pages", "new", "changed", "errors", "pages/s")


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

    def cells(self) -> list[str]:
        """What stands in COLUMNS. Found is what this crawl has asked for or is still to ask for."""
        n = self.count
        counts = (n(PAGES) + n(QUEUE), n(PAGES), n(NEW), n(CHANGED), n(ERRORS))
        return [*(f"{count:,}" for count in counts), f"{self.speed():.1f}"]

    def line(self) -> str:
        """How the crawl goes, in a line for the log."""
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


class Total(Tally):
    """The counts of several crawls (`tallies`) as one, under a name."""

    def __init__(self, name: str, tallies: Sequence[Tally]) -> None:
        super().__init__(name, lambda key: sum(tally.count(key) for tally in tallies))
        self.tallies = tallies

    def speed(self) -> float:
        """Pages a second, of all crawls that run."""
        return sum(tally.speed() for tally in self.tallies if tally.open)


class _Display:
    """All crawls of this process, on one terminal or in one log.

    A terminal has a live table; log lines go above it, those of level INFO nowhere.
    """

    def __init__(self) -> None:
        self.tallies: list[Tally] = []
        self.live: Live | None = None
        self.loop: Any = None

    def add(self, tally: Tally, interval: float) -> None:
        """Takes in a crawl, and begins to show where it is the first; `interval` (seconds, 0: never) is between log
        lines.
        """
        first = not any(tally.open for tally in self.tallies)
        self.tallies = [tally] if first else [*self.tallies, tally]
        if first:
            self._begin(interval)
        self._tame_log()

    def _begin(self, interval: float) -> None:
        """Begins the live table in a terminal, else the log lines."""
        console = Console(stderr=True)
        if sys.stderr.isatty() and not console.is_dumb_terminal:
            self.live = Live(console=console, auto_refresh=False, get_renderable=self.table)
            self.live.start()
            self.live.refresh()
            console.show_cursor(True)  # a killed crawl must not leave a terminal without one
            self.loop = create_looping_call(self.live.refresh)
            self.loop.start(REFRESH, now=False)
        elif interval:
            self.loop = create_looping_call(lambda: logger.info("%s", self.total().line()))
            self.loop.start(interval, now=False)

    def close(self, tally: Tally, summary: str) -> None:
        """Shows the summary of a crawl; the display ends with the last one."""
        if self.live is None:
            print(summary, file=sys.stderr, flush=True)
        elif len(self.tallies) == 1:  # of several, the table says it shorter
            self.live.console.print(summary, markup=False, highlight=False, soft_wrap=True)
        if any(tally.open for tally in self.tallies):
            return
        if self.loop is not None:
            self.loop.stop()
        if self.live is not None:
            self.live.refresh()
            self.live.stop()
            self.live = None
            self._tame_log()

    def _tame_log(self) -> None:
        """Has Scrapy's handler, which is made anew with every crawler, write where standard error leads now."""
        handler = root_handler()
        if not isinstance(handler, logging.StreamHandler) or isinstance(handler, logging.FileHandler):
            return
        handler.setStream(sys.stderr)
        if self.live is None and handler.level == QUIET:
            handler.setLevel(logging.INFO)
        elif self.live is not None and handler.level == logging.INFO:
            handler.setLevel(QUIET)

    def total(self) -> Tally:
        """The sum of all crawls; of a single one, that itself."""
        if len(self.tallies) == 1:
            return self.tallies[0]
        running = sum(tally.open for tally in self.tallies)
        return Total(f"{running} of {len(self.tallies)} running", self.tallies)

    def table(self) -> Table:
        """The live table: a row a crawl, and the sum of several."""
        table = columns()
        for tally in self._rows(self.live.console.height if self.live is not None else sys.maxsize):
            table.add_row(tally.name, *tally.cells(), style="" if tally.open else "dim")
        if len(self.tallies) > 1:
            table.add_row(self.total().name, *self.total().cells(), style="bold")
        return table

    def _rows(self, height: int) -> list[Tally]:
        """The crawls that have a row, those that run first.

        Where the screen is too low for all, first the ended ones become one row, then all but the busiest of the
        running ones.
        """
        running = [tally for tally in self.tallies if tally.open]
        ended = [tally for tally in self.tallies if not tally.open]
        room = height - 3  # the heading, the sum of all, and the line below
        if len(self.tallies) <= room:
            return running + ended
        if ended:
            done = Total(f"{len(ended)} ended", ended)
            done.open = False
            ended = [done]
        room -= len(ended)
        if len(running) <= room:
            return running + ended
        busiest = sorted(running, key=lambda tally: -tally.speed())[: max(room - 1, 0)]
        others = [tally for tally in running if tally not in busiest]
        return [*(tally for tally in running if tally in busiest), Total(f"… {len(others)} more", others), *ended]


class Progress:
    """The extension: one for each crawl; those of one process share the `display`. `tally` is what it has counted.

    Setting PROGRESS_INTERVAL: seconds between log lines where standard error is no terminal (0: none).
    """

    display: ClassVar = _Display()  # as a process has one standard error

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.interval = crawler.settings.getfloat("PROGRESS_INTERVAL", 30.0)
        self.tally = Tally(crawler.spidercls.name, lambda key: 0)
        crawler.signals.connect(self.opened, signals.spider_opened)
        crawler.signals.connect(self.closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def opened(self, spider: Spider) -> None:
        """Shows a crawl that begins."""
        self.tally = Tally(spider.name, lambda key: int(self.crawler.stats.get_value(key, 0)))
        self.display.add(self.tally, self.interval)

    def closed(self, spider: Spider, reason: str) -> None:
        """Shows the summary of a crawl that ended."""
        self.display.close(self.tally, self.tally.summary(reason, self.crawler.stats.get_stats()))


def columns(*more: str) -> Table:
    """An empty table of crawls: the newspaper, COLUMNS, and `more` for words."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("newspaper", overflow="ellipsis", no_wrap=True)
    for title in COLUMNS:
        table.add_column(title, justify="right", no_wrap=True)
    for title in more:
        table.add_column(title, overflow="ellipsis", no_wrap=True)
    return table

"""`scrapy crawlall`: many newspapers in one process, each at its own pace."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from rich.console import Console
from rich.table import Table
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError

from archive.database import ArchiveError, connect
from crawler import newspapers, progress
from crawler.commands import crawl
from crawler.spiders.base import ArchiveSpider, CrawlError
from crawler.spiders.newspaper import NewspaperSpider


class Command(crawl.Command):
    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return "Crawl every newspaper, or a province's or a family's, in one process"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--province", help="those of a province: of before July 2025, or all that a present one holds"
        )
        parser.add_argument("--family", help="those of a family of systems: dataimg, onecms, aid, epi, upimg, ...")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            raise UsageError("no names here; `scrapy crawl NAME` crawls one newspaper")
        assert self.settings is not None and self.crawler_process is not None
        try:
            papers = self._choose(opts.province, opts.family)
        except (ArchiveError, CrawlError) as error:
            self._complain(str(error))
            return
        crawls: list[tuple[Crawler, Any]] = []
        for paper in papers:
            crawler = self.crawler_process.create_crawler(paper)
            crawls.append((crawler, self.crawler_process.crawl(crawler, **opts.spargs)))
        self._stop_within_seconds([crawler for crawler, _ in crawls])
        self.crawler_process.start()
        outcomes = [(crawler, _problem(crawler, task)) for crawler, task in crawls]
        self._print(outcomes)
        for crawler, problem in outcomes:
            if problem and not crawler.spidercls.successor:  # type: ignore[attr-defined]
                self._complain(f"{crawler.spidercls.name}: {problem}")
        if self.interrupted:
            self.exitcode = 130

    def _complain(self, line: str) -> None:
        print(f"scrapy crawlall: {line}", file=sys.stderr)
        self.exitcode = 1

    def _choose(self, province: str | None, family: str | None) -> list[type[NewspaperSpider]]:
        """The newspapers asked for. Raises CrawlError where there is none, ArchiveError without an archive."""
        assert self.settings is not None
        conn = connect(self.settings["ARCHIVE"])
        today = dict(conn.execute("select id, today from provinces"))
        conn.close()
        if province and province not in today:
            raise CrawlError(f"no province {province!r}; there are {', '.join(sorted(today))}")
        papers = [
            paper
            for paper in newspapers.catalogue(self.settings).values()
            if (not family or paper.family == family)
            and (not province or (paper.province and province in (paper.province, today[paper.province])))
        ]
        if not papers:
            raise CrawlError("no newspaper of this province and family; `scrapy newspapers` names them")
        return papers

    def _print(self, outcomes: list[tuple[Crawler, str | None]]) -> None:
        table = Table(box=None, pad_edge=False, header_style="bold")
        table.add_column("newspaper", no_wrap=True)
        columns = (progress.PAGES, progress.NEW, progress.CHANGED, progress.ERRORS)
        for title in ("pages", "new", "changed", "errors", "/s"):
            table.add_column(title, justify="right", no_wrap=True)
        table.add_column("how it ended", overflow="fold")
        totals = dict.fromkeys(columns, 0)
        for crawler, problem in outcomes:
            stats: dict[str, Any] = crawler.stats.get_stats() if crawler.stats else {}
            counts = [int(stats.get(key, 0)) for key in columns]
            for key, count in zip(columns, counts, strict=True):
                totals[key] += count
            seconds = stats.get("elapsed_time_seconds") or 0
            speed = f"{counts[0] / seconds:.1f}" if seconds else ""
            table.add_row(
                crawler.spidercls.name,
                *(f"{count:,}" for count in counts),
                speed,
                problem or stats.get("finish_reason", ""),
            )
        table.add_row("all", *(f"{count:,}" for count in totals.values()), "", "", style="bold")
        console = Console()
        Console(width=console.width if console.is_terminal else 160).print(table)
        sys.stdout.flush()


def _problem(crawler: Crawler, task: Any) -> str | None:
    """Why the newspaper could not be crawled; of one that went into another, also where its articles are now."""
    error = task.exception() if task.done() and not task.cancelled() else None
    problem = str(error) if error is not None else None
    if problem is None and isinstance(crawler.spider, ArchiveSpider):
        problem = crawler.spider.problem
    return problem

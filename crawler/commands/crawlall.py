"""`scrapy crawlall`: many newspapers in one process, each at its own pace."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from rich.console import Console
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError

from archive.database import ArchiveError, connect_or_empty
from crawler import catalogue, progress
from crawler.commands import crawl
from crawler.newspaper import Newspaper
from crawler.progress import Progress, Tally, Total
from crawler.scrapy_internals import spider_loader
from crawler.spiders.base import ArchiveSpider, CrawlError

FOR_ALL = ("since", "until", "limit", "revisit")  # the arguments of a crawl that say nothing of one newspaper
Crawl = tuple[Newspaper, Crawler, Any]  # with the task that runs it


class Command(crawl.Command):
    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return "Crawl every newspaper, or a province's or a family's, in one process"

    def long_desc(self) -> str:
        return (
            f"{self.short_desc()}; each at its own pace. Example: scrapy crawlall --province thai-nguyen -a limit=100;"
            f" of the arguments of `scrapy crawl` it takes {', '.join(FOR_ALL)}."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--province", help="those of a province: of before July 2025, or all that a present one holds"
        )
        parser.add_argument("--family", help="those of a family of systems: dataimg, onecms, aid, epi, upimg, ...")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawls all newspapers chosen, and prints a summary. Raises UsageError where a newspaper is named."""
        if args:
            raise UsageError("no names here; `scrapy crawl NAME` crawls one newspaper")
        assert self.settings is not None and self.crawler_process is not None
        try:
            papers = self._choose(opts.province, opts.family)
            if another := ", ".join(opts.spargs.keys() - FOR_ALL):
                raise CrawlError(f"no argument {another} for many newspapers; there are {', '.join(FOR_ALL)}")
            one = spider_loader(self.settings).load(papers[0].name)
            one(**opts.spargs)  # what is wrong for one is wrong for all
        except (ArchiveError, CrawlError) as error:
            self.complain(str(error))
            return
        # a thread for each name that is long in resolving
        self.settings.set("REACTOR_THREADPOOL_MAXSIZE", max(10, len(papers)), "cmdline")
        self.settings.set("WAIT_FOR_CRAWL", 0, "cmdline")  # for one newspaper, the others would wait too
        crawls: list[Crawl] = []
        for paper in papers:
            crawler = self.crawler_process.create_crawler(paper.name)
            crawls.append((paper, crawler, self.crawler_process.crawl(crawler, **opts.spargs)))
        crawlers = [crawler for _, crawler, _ in crawls]
        self._start(crawlers, lambda: self._report(crawls))
        crawl.end(crawlers)
        self._report(crawls)
        if self.interrupted or "shutdown" in {c.stats.get_value("finish_reason") for c in crawlers if c.spider}:
            self.exitcode = 130

    def _choose(self, province: str | None, family: str | None) -> list[Newspaper]:
        """The newspapers of a province and a family (None: of any).

        Raises CrawlError where there is none, ArchiveError without an archive.
        """
        assert self.settings is not None
        conn = connect_or_empty(self.settings["ARCHIVE"])
        today = dict(conn.execute("select id, today from provinces"))
        conn.close()
        if province and province not in today:
            raise CrawlError(f"no province {province!r}; there are {', '.join(sorted(today))}")
        papers = [
            paper
            for paper in catalogue.newspapers(self.settings).values()
            if (not family or paper.family == family.lower())
            and (not province or (paper.province and province in (paper.province, today[paper.province])))
        ]
        if not papers:
            raise CrawlError("no newspaper of this province and family; `scrapy newspapers` names them")
        return papers

    def _report(self, crawls: list[Crawl]) -> None:
        """Prints the summary: a row for each newspaper, below them what could not be done, in a line each."""
        table = progress.columns("how it ended")
        tallies, notes = [], []
        for paper, crawler, task in crawls:
            tally = Tally(paper.name, lambda key: 0)
            reason = "could not begin"
            if crawler.spider is not None and (extension := crawler.get_extension(Progress)):
                tally, reason = extension.tally, crawler.stats.get_value("finish_reason")
            tallies.append(tally)
            table.add_row(paper.name, *tally.cells(), "interrupted" if reason == "shutdown" else reason)
            if problem := _problem(crawler, task):
                notes.append((paper, problem))
        table.add_row("all", *Total("all", tallies).cells()[:-1], style="bold")
        console = Console()
        Console(width=console.width if console.is_terminal else 160).print(table)
        for paper, problem in notes:
            if paper.successor:
                print(f"{paper.name}: {problem}")
        sys.stdout.flush()
        for paper, problem in notes:
            if not paper.successor:
                self.complain(f"{paper.name}: {problem}")


def _problem(crawler: Crawler, task: Any) -> str | None:
    """Why the newspaper could not be crawled, None where it could; of one that went into another, also where its
    articles are now.
    """
    error = task.exception() if task.done() and not task.cancelled() else None
    if error is None and isinstance(crawler.spider, ArchiveSpider):
        return crawler.spider.problem
    return str(error) if error is not None else None

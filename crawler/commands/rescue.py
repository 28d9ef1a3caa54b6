"""`scrapy rescue`: brings back what web archives hold of a newspaper."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from urllib.parse import urlsplit

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings

from crawler import log_filters
from crawler.commands import crawl
from crawler.rescue.commoncrawl import CommonCrawl
from crawler.rescue.sources import Source
from crawler.rescue.spider import RescueSpider
from crawler.rescue.wayback import Collection, Wayback


class Command(crawl.Command):
    def syntax(self) -> str:
        return "[options] NEWSPAPER"

    def short_desc(self) -> str:
        return "Bring back what web archives hold of a newspaper"

    def long_desc(self) -> str:
        return (
            f"{self.short_desc()}: its articles over the years, their edits and takedowns, former hosts included. Run again, it"
            " goes on where it was. Examples: scrapy rescue baohanam --plan; scrapy rescue baohanam --since 2010-01-01"
            " --until 2015-12-31; scrapy rescue baohanam --from commoncrawl"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        ScrapyCommand.add_options(self, parser)
        parser.add_argument(
            "--from", dest="source", default="wayback", metavar="SOURCE",
            help="wayback (default), commoncrawl, or the address of another: a server that speaks as web.archive.org, or a"
            " collection that pywb serves",
        )  # fmt: skip
        parser.add_argument(
            "--since", type=_day, metavar="DAY", help="captures from this day on, like 2010-01-31 (UTC)"
        )
        parser.add_argument("--until", type=_day, metavar="DAY", help="captures up to this day")
        parser.add_argument("--plan", action="store_true", help="count what there is, and stop there")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Reads the settings, and ends where one is unusable."""
        ScrapyCommand.process_options(self, args, opts)
        assert self.settings is not None
        if problem := crawl.unusable(self.settings):
            self.complain(problem)
            sys.exit(self.exitcode)
        if self.settings["LOG_LEVEL"] != "DEBUG":
            log_filters.down()

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Rescues one newspaper. Raises UsageError for no name or several, days in the wrong order, and a source that
        cannot be one.
        """
        if len(args) != 1:
            raise UsageError("one newspaper's name, please; `scrapy list` names them")
        if opts.since and opts.until and opts.since > opts.until:
            raise UsageError(f"--since {opts.since} --until {opts.until}: it ends before it begins")
        assert self.crawler_process is not None and self.settings is not None
        try:
            source = _source(opts.source, self.settings)
        except ValueError as error:
            raise UsageError(str(error)) from None
        crawler = self.crawler_process.create_crawler(RescueSpider)
        chosen = {"source": source, "since": opts.since, "until": opts.until, "plan_only": opts.plan}
        self._see_through(crawler, args[0], {"newspaper": args[0], **chosen})


def _source(chosen: str, settings: BaseSettings) -> Source:
    """The web archive that `--from` names. Raises ValueError."""
    if chosen == "wayback":
        return Wayback(str(settings["RESCUE_WAYBACK"]))
    if chosen == "commoncrawl":
        return CommonCrawl(settings)
    parts = urlsplit(chosen)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(
            f"--from {chosen}: wayback, commoncrawl, or the address of a server that speaks as web.archive.org, or of a"
            " collection of pywb's"
        )
    path = parts.path.rstrip("/").removesuffix("/web")
    base = f"{parts.scheme}://{parts.netloc.lower()}{path}"
    if parts.hostname in ("web.archive.org", "archive.org"):
        return Wayback("https://web.archive.org")
    return Collection(base) if path else Wayback(base, base)


def _day(text: str) -> date:
    """The day that an option names. Raises argparse's error for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text}: not a day; write it as 2015-01-31") from None

"""`scrapy newspapers`: what there is to crawl, and what of it is stored."""

from __future__ import annotations

import argparse
import sys

from rich.console import Console
from rich.table import Table
from scrapy.commands import ScrapyCommand

from archive import report
from archive.database import ArchiveError, read_only


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        return "Table of the newspapers in the archive: articles, newest, last crawl, health"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        try:
            conn = read_only(self.settings["ARCHIVE"])
        except ArchiveError as error:
            print(f"scrapy newspapers: {error}", file=sys.stderr)
            self.exitcode = 1
            return
        table = Table(box=None, pad_edge=False, header_style="bold")
        for column in ("name", "title", "province", "family"):
            table.add_column(column, overflow="fold")
        table.add_column("articles", justify="right")
        for column in ("newest", "last crawl (UTC)", "health"):
            table.add_column(column, overflow="fold")
        for paper in report.newspapers(conn):
            table.add_row(
                paper.id,
                paper.title,
                paper.province or "",
                paper.family or "",
                f"{paper.articles:,}".replace(",", "."),
                paper.newest or "",
                paper.last_crawl or "",
                paper.health,
            )
        console = Console()
        Console(width=console.width if console.is_terminal else 160).print(table)

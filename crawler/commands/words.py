"""`scrapy words`: brings the counts of words over time up to date with the articles."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from archive.database import connect
from archive.words import counting
from crawler import command


class Command(command.Command):
    example = "scrapy words; scrapy words --again"

    def syntax(self) -> str:
        return "[--again]"

    def short_desc(self) -> str:
        return "Count in how many articles of each newspaper and month each word stands, as publishing does"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--again", action="store_true", help="count every article anew")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Counts the words of articles that wait, with `--again` of all."""
        assert self.settings is not None
        with closing(connect(self.settings["ARCHIVE"], create=False)) as conn:
            columns = (TextColumn("articles"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
            with Progress(*columns, disable=not sys.stderr.isatty()) as progress:
                task = progress.add_task("", total=None)
                counted = counting.catch_up(
                    conn, again=opts.again, step=lambda more: progress.advance(task, advance=more)
                )
            size, blocks = conn.execute("select coalesce(sum(length(data)), 0), count(*) from word_blocks").fetchone()
        print(f"{counted:,} articles counted; {blocks:,} blocks of words, {size / 1e6:,.1f} MB")

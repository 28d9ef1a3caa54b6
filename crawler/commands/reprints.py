"""`scrapy reprints`: which articles of different newspapers hold the same text, over all history."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from archive.database import connect
from archive.reprints import reprints
from crawler import command


class Command(command.Command):
    example = "scrapy reprints"

    def short_desc(self) -> str:
        return "Find reprints over all history; stopped, it goes on where it was when run again"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--again", action="store_true", help="compare every article anew, as after an upgrade")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Compares what was not compared yet, with `--again` everything."""
        assert self.settings is not None
        compared = 0
        with closing(connect(self.settings["ARCHIVE"], create=False)) as conn:
            if opts.again:
                reprints.forget(conn)
            columns = (TextColumn("articles"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
            with Progress(*columns, disable=not sys.stderr.isatty()) as progress:
                task = progress.add_task("", total=None)
                for compared, total in reprints.compare_all(conn):
                    progress.update(task, completed=compared, total=total)
            kinds = dict(conn.execute("select kind, count(*) from reprints group by kind"))
        told = ", ".join(f"{kinds.get(kind, 0)} {kind}" for kind in reprints.KINDS)
        print(f"{compared} articles compared; {sum(kinds.values())} reprints: {told}")

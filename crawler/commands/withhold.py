"""`scrapy withhold`: leaves an article out of the public copy, with a reason."""

from __future__ import annotations

import argparse
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from archive import withheld
from archive.database import ArchiveError, connect, explain


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[ID --why REASON | ID --release]"

    def short_desc(self) -> str:
        return "Leave an article out of the public copy, with a reason; without an id: list what is left out"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--why", help="who asked for it and for what reason; kept in the archive, not published")
        what.add_argument("--release", action="store_true", help="publish it again")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if len(args) > 1 or (args and not (args[0].isdigit() and (opts.why or opts.release))):
            raise UsageError("an article's id, as in its address /articles/ID, and --why REASON or --release")
        try:
            with closing(connect(self.settings["ARCHIVE"], create=False)) as conn:
                if not args:
                    for entry in withheld.all_withheld(conn):
                        print(f"{entry.article_id}  {entry.since[:10]}  {entry.title}: {entry.why}")
                elif opts.release:
                    withheld.release(conn, int(args[0]))
                    print(f"{args[0]} is in the next public copy again (scrapy publish)")
                else:
                    entry = withheld.withhold(conn, int(args[0]), opts.why, datetime.now(UTC))
                    print(f"{entry.title}: left out of the next public copy (scrapy publish); it stays in the archive")
        except (ArchiveError, sqlite3.Error) as error:
            line = explain(error) if isinstance(error, sqlite3.Error) else str(error)
            print(f"scrapy withhold: {line}", file=sys.stderr)
            self.exitcode = 1

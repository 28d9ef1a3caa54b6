"""`scrapy withhold`: leaves an article out of the public copy, with a reason."""

from __future__ import annotations

import argparse
import re
from contextlib import closing
from datetime import UTC, datetime

from scrapy.exceptions import UsageError

from archive import withheld
from archive.database import connect
from crawler import command


class Command(command.Command):
    example = 'scrapy withhold 2026112300001 --why "a person in it asks, letter of 20 November"'
    most = 1

    def syntax(self) -> str:
        return "[ID --why REASON | ID --release]"

    def short_desc(self) -> str:
        return "Leave an article out of the public copy, with a reason; without an id: list what is left out"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--why", help="who asked for it and for what reason; kept in the archive, not published")
        what.add_argument("--release", action="store_true", help="publish it again")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Withholds an article, releases it, or lists those that are withheld. Raises UsageError where an article has
        no reason, or a reason no article.
        """
        assert self.settings is not None
        why = " ".join((opts.why or "").split())
        whole = args and re.fullmatch("[0-9]{1,18}", args[0]) and (why or opts.release)
        if not whole and (args or opts.release or opts.why is not None):
            raise UsageError("an article's id, as in its address /articles/ID, and --why REASON or --release")
        with closing(connect(self.settings["ARCHIVE"], create=False)) as conn:
            if not args:
                for entry in withheld.all_withheld(conn):
                    print(f"{entry.article_id}  {entry.since[:10]}  {entry.title}: {entry.why}")
            elif opts.release:
                withheld.release(conn, int(args[0]))
                print(f"{args[0]} is in the next public copy again (scrapy publish)")
            else:
                entry = withheld.withhold(conn, int(args[0]), why, datetime.now(UTC))
                print(f"{entry.title}: left out of the next public copy (scrapy publish); it stays in the archive")

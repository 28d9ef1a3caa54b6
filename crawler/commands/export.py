"""`scrapy export`: hands the archive on, in the forms of crawler/export."""

from __future__ import annotations

import argparse
import re
from contextlib import closing
from importlib import import_module
from typing import Any

from scrapy.exceptions import UsageError

from archive.database import connect
from crawler import command
from crawler.export import FORMS, Job


class Command(command.Command):
    example = "scrapy export wacz baothainguyen --year 2026 exports/"
    most = 4

    def syntax(self) -> str:
        return f"[{'|'.join(FORMS)}] ..."

    def short_desc(self) -> str:
        return "Hand the archive on: " + "; ".join(f"{name}: {_module(name).ABOUT}" for name in FORMS)

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--year", help="only that year")
        parser.add_argument("--newspaper", help="only that newspaper")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Exports in the form named first. Raises UsageError for a form or year that there is not, and what the form's
        `export` raises.
        """
        assert self.settings is not None
        if not args or args[0] not in FORMS:
            named = f"{args[0]}: no form of export. " if args else ""
            raise UsageError(named + "; ".join(_module(name).USAGE for name in FORMS))
        if opts.year is not None and not re.fullmatch(r"(19|20)\d\d", opts.year):
            raise UsageError(f"--year {opts.year}: not a year")
        with closing(connect(self.settings["ARCHIVE"], create=False)) as conn:
            year = int(opts.year) if opts.year else None
            job = Job(conn, self.settings, args[1:], opts.newspaper, year, print, self.complain)
            _module(args[0]).export(job)


def _module(form: str) -> Any:
    """The module that writes a form of export."""
    return import_module(FORMS[form])

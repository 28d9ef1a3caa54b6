"""`scrapy newspapers`: what there is to crawl, what of it is stored, and whether it is still read as it was."""

from __future__ import annotations

import argparse
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table
from scrapy.exceptions import UsageError

from archive import health, profiles, report
from archive.database import ArchiveError, connect
from archive.health import Finding, Health
from archive.report import NewspaperReport
from crawler import catalogue, command
from pipelines.profiles.learning import profile_of
from pipelines.profiles.profile import LEAST


class Command(command.Command):
    example = "scrapy newspapers --check; scrapy newspapers baothainguyen --profile"
    most = 1

    def syntax(self) -> str:
        return "[NAME --profile] [options]"

    def short_desc(self) -> str:
        return "Table of all newspapers: articles, newest, last crawl, health"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        what = parser.add_mutually_exclusive_group()
        what.add_argument(
            "--check", action="store_true", help="only what is wrong, a line a case; exit status 1 if any"
        )
        what.add_argument(
            "--facts", action="store_true", help="what was seen of each newspaper, when, and what is guessed"
        )

        what.add_argument(
            "--profile",
            action="store_true",
            dest="learned",
            help="what was learned of a newspaper's pages, and from how many",
        )
        parser.set_defaults(profile=None)  # Scrapy's own option of that name, which writes down what Python did

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Prints the newspapers, what is wrong with them, their facts, or the profiles of one. Raises UsageError where
        `--profile` has no name, or a name no `--profile`.
        """
        assert self.settings is not None
        if bool(args) != opts.learned:
            raise UsageError("scrapy newspapers NAME --profile shows one newspaper's; without either, all are listed")
        if opts.learned:
            with closing(connect(self.settings["ARCHIVE"], create=False)) as conn:
                self._print_profile(conn, args[0])
        elif opts.facts:
            self._print_facts()
        elif opts.check:
            with closing(connect(self.settings["ARCHIVE"], create=False)) as conn:
                for case in health.check(conn, datetime.now(UTC)):
                    print(f"{case.newspaper}: {case.what}: {case.line}")
                    self.exitcode = 1
        else:
            with closing(self._archive()) as conn:
                self._print(self._reports(conn))

    def _archive(self) -> sqlite3.Connection:
        """The archive; where there is none yet an empty one, in memory, and a word about it."""
        assert self.settings is not None
        path = Path(self.settings["ARCHIVE"])
        if path.exists() or not path.parent.is_dir():
            return connect(path, create=False)
        print(f"{path}: no archive yet", file=sys.stderr)
        return connect(":memory:")

    def _reports(self, conn: sqlite3.Connection) -> list[NewspaperReport]:
        """The newspapers of the archive, and those that were never crawled, by province."""
        reports = {paper.id: paper for paper in report.newspapers(conn, datetime.now(UTC))}
        names = dict(conn.execute("select id, name from provinces"))
        assert self.settings is not None
        for name, paper in catalogue.newspapers(self.settings).items():
            known = reports.get(name)
            if known is None or known.last_crawl is None:
                into = Finding.MERGED if paper.successor else None
                reports[name] = NewspaperReport(
                    id=name,
                    title=paper.title or name,
                    province=paper.province,
                    province_name=names.get(paper.province),
                    family=paper.family,
                    articles=known.articles if known else 0,
                    newest=known.newest if known else None,
                    last_crawl=None,
                    health=Health(name, "never crawled", into, {"successor": paper.successor or ""}),
                )
        return sorted(reports.values(), key=lambda paper: (paper.province or "~", paper.title))

    def _print(self, reports: list[NewspaperReport]) -> None:
        """Prints the newspapers as a table."""
        table = Table(box=None, pad_edge=False, header_style="bold")
        for column in ("name", "title", "province", "family"):
            table.add_column(column, overflow="fold")
        table.add_column("articles", justify="right")
        for column in ("newest", "last crawl (UTC)", "health"):
            table.add_column(column, overflow="fold")
        for paper in reports:
            table.add_row(
                paper.id,
                paper.title,
                paper.province_name or "",
                paper.family or "",
                f"{paper.articles:,}".replace(",", "."),
                paper.newest or "",
                (paper.last_crawl or "")[:16].replace("T", " "),
                str(paper.health),
            )
        _console().print(table)

    def _print_profile(self, conn: sqlite3.Connection, name: str) -> None:
        """Prints the profiles of a newspaper: where and when they hold, the pages they rest on, and the lines they
        know.
        """
        if not conn.execute("select 1 from newspapers where id = ?", [name]).fetchone():
            raise ArchiveError(f"no newspaper {name!r} in the archive; `scrapy newspapers` names them")
        found = profiles.of(conn, name)
        if not found:
            print(f"{name}: no page of it has been learned from yet")
        for row in found:
            says = "" if row.pages >= LEAST else f"; says nothing before there are {LEAST}"
            print(f"{row.place}: {row.pages} pages, seen {row.since[:10]} to {row.until[:10]}{says}")
            profile = profile_of(conn, row)
            told = (
                (len(profile.titles), "places where titles stand"),
                (len(profile.menu), "lines on most pages"),
                (len(profile.frame), "class names on most pages"),
            )
            if profile:
                print("  " + ", ".join(f"{count} {what}" for count, what in told))
                if profile.leads is not None:
                    print(f"  its page texts begin {'with' if profile.leads else 'without'} a lead")
                if profile.parts:
                    sizes = ", ".join(str(part.pages) for part in profile.parts)
                    print(f"  newspapers told apart by their lines: {len(profile.parts)}, of {sizes} texts")
                for share, line in profiles.lines(conn, row.id):
                    print(f"  {share:4.0%}  {' '.join(line.split())[:150]}")

    def _print_facts(self) -> None:
        """Prints what is said of each newspaper, and whether anybody has seen it hold."""
        assert self.settings is not None
        table = Table(box=None, pad_edge=False, header_style="bold")
        for column in ("name", "home", "seen", "guessed"):
            table.add_column(column, overflow="fold")
        for name, paper in catalogue.newspapers(self.settings).items():
            table.add_row(
                name,
                paper.home,
                ", ".join(f"{fact} ({month})" for fact, month in paper.verified.items()),
                ", ".join(paper.guesses()),
            )
        _console().print(table)


def _console() -> Console:
    """The terminal; for a file or a pipe, one wide enough for a line not to be broken."""
    console = Console()
    return Console(width=console.width if console.is_terminal else 180)

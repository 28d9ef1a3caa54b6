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

from archive import health, report
from archive.database import connect
from archive.health import Health
from archive.report import NewspaperReport
from crawler import command, newspapers


class Command(command.Command):
    example = "scrapy newspapers --check"

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

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if opts.facts:
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
        """Those of the archive, and those that were never crawled, by province."""
        reports = {paper.id: paper for paper in report.newspapers(conn, datetime.now(UTC))}
        names = dict(conn.execute("select id, name from provinces"))
        assert self.settings is not None
        for name, paper in newspapers.catalogue(self.settings).items():
            known = reports.get(name)
            if known is None or known.last_crawl is None:
                into = "went into {successor}" if paper.successor else ""
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

    def _print_facts(self) -> None:
        """What each newspaper's class says, and whether anybody has seen it hold."""
        assert self.settings is not None
        table = Table(box=None, pad_edge=False, header_style="bold")
        for column in ("name", "home", "seen", "guessed"):
            table.add_column(column, overflow="fold")
        for name, paper in newspapers.catalogue(self.settings).items():
            table.add_row(
                name,
                paper.home,
                ", ".join(f"{fact} ({month})" for fact, month in paper.verified.items()),
                ", ".join(paper.guesses()),
            )
        _console().print(table)


def _console() -> Console:
    console = Console()
    return Console(width=console.width if console.is_terminal else 180)

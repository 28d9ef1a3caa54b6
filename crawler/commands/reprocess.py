"""`scrapy reprocess`: the pipelines once more over the captures, without the newspapers, which may be gone."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import closing
from pathlib import Path
from sqlite3 import Connection

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from archive.database import ArchiveError, connect
from crawler import command
from crawler.clock import now
from crawler.reprocessing import pools
from crawler.reprocessing.changes import Changes
from crawler.reprocessing.pools import Pool
from crawler.reprocessing.reader import Reader
from crawler.reprocessing.run import Captures, Run
from crawler.reprocessing.tasks import Place, knowledge, modules
from crawler.spiders.base import captures_folder
from pipelines.profiles.learning import Profiles

FEW = 200  # captures that are read sooner than further processes begin
TOLD = ("captures", "articles", "new", "changed", "no article", "unreadable")


class Command(command.Command):
    example = "scrapy reprocess baothainguyen"
    most = 1

    def syntax(self) -> str:
        return "[newspaper]"

    def short_desc(self) -> str:
        return "Run the pipelines over the captures again, one newspaper's or all, on all cores; broken off, it goes on"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change, with examples; write nothing"
        )
        parser.add_argument("--jobs", type=int, metavar="N", help="processes that read (default: one for each core)")
        parser.add_argument("--scheduler", metavar="tcp://HOST:PORT", help="read on the workers of this Dask scheduler")
        parser.add_argument("--again", action="store_true", help="from the beginning, where a run was broken off")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Reads the captures again and stores, or only shows, what they hold now. Raises ArchiveError where there are
        no captures or no such newspaper, or `--jobs` is below 1.
        """
        assert self.settings is not None
        folder = captures_folder(self.settings)
        if folder is None or not folder.is_dir():
            raise ArchiveError(f"{folder or 'CAPTURES'}: no captures to read; crawl with captures first")
        if opts.jobs is not None and opts.jobs < 1:
            raise ArchiveError(f"--jobs {opts.jobs}: at least one process must read")
        newspaper = args[0] if args else None
        with closing(connect(self.settings["ARCHIVE"], create=False)) as conn:
            if newspaper and not conn.execute("select 1 from newspapers where id = ?", [newspaper]).fetchone():
                raise ArchiveError(
                    f"no newspaper {newspaper!r} in {self.settings['ARCHIVE']}; `scrapy newspapers` names them"
                )
            place = Place(str(folder), self.switch("STRIP"), knowledge(conn, newspaper), modules(self.settings))
            if opts.dry_run:
                self._look(conn, Captures(conn, newspaper), place, opts)
            else:
                self._write(conn, newspaper, folder, place, opts)

    def _write(
        self, conn: Connection, newspaper: str | None, folder: Path, place: Place, opts: argparse.Namespace
    ) -> None:
        """Reads every capture in the order they were made, and stores it."""
        assert self.settings is not None
        run = Run(conn, newspaper, now(), again=opts.again)
        if run.goes_on:
            self._note(f"goes on after {run.counts['captures']} captures; --again begins anew")
        captures = Captures(conn, newspaper, run.after)
        reader = Reader(conn, folder, self.settings, Profiles(conn), self._note)
        with self._progress() as progress:
            task = progress.add_task("captures", total=captures.total)
            for count in run.write(reader, captures, self._pool(place, captures.total, opts)):
                progress.advance(task, count)
        run.finish(now())
        if run.counts["unreadable"]:
            self.complain(
                f"{run.counts['unreadable']} captures could not be read, named above; what is stored of them stands"
            )
        print(", ".join(f"{run.counts[key]} {key}" for key in TOLD))

    def _look(self, conn: Connection, captures: Captures, place: Place, opts: argparse.Namespace) -> None:
        """Reads every capture and says what storing it would change."""
        changes = Changes(conn)
        with self._progress() as progress:
            task = progress.add_task("captures", total=captures.total)
            for batch, answers in self._pool(place, captures.total, opts)(captures.batches()):
                for row, answer in zip(batch, answers, strict=True):
                    changes.look(row, answer)
                    if answer.text and not answer.article and answer.kind is answer.kind.UNREADABLE:
                        self._note(answer.text)
                progress.advance(task, len(batch))
        told = ("captures", "articles", "would change", "new", "no article", "in several pages", "unreadable")
        print(", ".join(f"{changes.counts[key]} {key}" for key in told))
        for name, count in changes.fields.most_common():
            print(f"{name}: {count}")
            for example in changes.examples[name]:
                print(f"    {example}")
        if changes.counts["unreadable"]:
            self.complain(f"{changes.counts['unreadable']} captures could not be read, named above")

    def _pool(self, place: Place, total: int, opts: argparse.Namespace) -> Pool:
        """Where to read `total` captures: on a cluster, here where they are few or one process was asked for, else on
        all cores.
        """
        if opts.scheduler:
            return pools.cluster(place, opts.scheduler)
        jobs = opts.jobs or os.cpu_count() or 1
        return pools.here(place) if jobs == 1 or total <= FEW else pools.processes(place, jobs)

    def _progress(self) -> Progress:
        """A progress bar, which is seen only in a terminal."""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        return Progress(*columns, disable=not sys.stderr.isatty())

    def _note(self, line: str) -> None:
        """Says a line on standard error."""
        print(f"scrapy reprocess: {line}", file=sys.stderr)

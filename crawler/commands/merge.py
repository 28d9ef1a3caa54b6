"""`scrapy merge SHARD...`: what other machines crawled, into this archive."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing
from pathlib import Path
from sqlite3 import Connection

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from scrapy.exceptions import UsageError

from archive.database import ArchiveError, connect, connect_or_empty
from archive.shards.shards import KeyOf, Shard
from crawler import command
from crawler.clock import now
from crawler.spiders.base import captures_folder
from crawler.workers.shards import copy_captures, find_shards, keys


class Command(command.Command):
    example = "scrapy merge shards/baothainguyen/archive.db"
    most = sys.maxsize

    def syntax(self) -> str:
        return "SHARD..."

    def short_desc(self) -> str:
        return (
            "Merge archives that other machines crawled (files, or folders of them) into this one; again without harm"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--captures", metavar="FOLDER", help="where the shard's captures are (default: beside it)")

        parser.add_argument("--newspaper", metavar="NAME", help="only this newspaper, as to give it to another machine")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Merges the shards, one after the other. Raises UsageError where none is named, or `--captures` is given for
        several.
        """
        assert self.settings is not None
        if not args:
            raise UsageError(f"which shard? {self.example}")
        paths = list(find_shards(args))
        if opts.captures and len(paths) > 1:
            raise UsageError("--captures is for one shard; of several, the captures are beside each")
        key_of = keys(self.settings)
        with closing(connect_or_empty(self.settings["ARCHIVE"])) as conn:
            fit = [path for path in paths if self._fits(conn, path, key_of, opts.newspaper)]
        if not fit:  # an archive is made for what can be merged alone
            return
        with closing(connect(self.settings["ARCHIVE"])) as conn:
            for path in fit:
                captures = Path(opts.captures) if opts.captures else path.resolve().parent / "captures"
                self._merge(Shard(conn, path, key_of, opts.newspaper), captures)

    def _fits(self, conn: Connection, path: Path, key_of: KeyOf, newspaper: str | None) -> bool:
        """Whether a shard can be merged; says why one cannot."""
        try:
            Shard(conn, path, key_of, newspaper).close()
        except ArchiveError as error:
            self.complain(str(error))
            return False
        return True

    def _merge(self, shard: Shard, captures: Path) -> None:
        """Merges one shard and says what of it was new; its files come first, so that no row names a capture that is not there."""
        assert self.settings is not None
        path = shard.path
        with closing(shard):
            folder = captures_folder(self.settings)
            missing = list(copy_captures(shard.files(), captures, folder)) if folder is not None else []
            columns = (
                TextColumn(f"{path}: {{task.description}}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
            )
            with Progress(*columns, disable=not sys.stderr.isatty()) as progress:
                task = progress.add_task("", total=None)
                for what, done, total in shard.merge(now()):
                    progress.update(task, description=what, completed=done, total=total)
        told = ", ".join(f"{shard.counts[name]} {text}" for name, text in _TOLD)
        print(f"{path}: {told}")
        if missing:
            some = ", ".join(missing[:3]) + (f" and {len(missing) - 3} more" if len(missing) > 3 else "")
            self.complain(
                f"{captures}: captures are missing there ({some}); bring them and merge again with --captures"
            )


_TOLD = (
    ("new", "articles new"),
    ("changed", "changed"),
    ("captures", "captures"),
    ("pages", "pages of the frontier"),
    ("crawls", "crawls"),
)

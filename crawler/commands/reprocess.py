"""`scrapy reprocess`: the pipelines once more over the captures, without the newspapers, which may be gone."""

from __future__ import annotations

import argparse
import sys
from collections import Counter

from rich.progress import track

from archive.database import ArchiveError, connect
from crawler import command
from crawler.reprocessing import Reader
from crawler.spiders.base import captures_folder
from pipelines.profile_learning import Profiles


class Command(command.Command):
    example = "scrapy reprocess baothainguyen"
    most = 1

    def syntax(self) -> str:
        return "[newspaper]"

    def short_desc(self) -> str:
        return "Run the pipelines over the captures again, one newspaper's or all"

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        folder = captures_folder(self.settings)
        if folder is None or not folder.is_dir():
            raise ArchiveError(f"{folder or 'CAPTURES'}: no captures to read; crawl with captures first")
        conn = connect(self.settings["ARCHIVE"], create=False)
        if args and not conn.execute("select 1 from newspapers where id = ?", [args[0]]).fetchone():
            raise ArchiveError(
                f"no newspaper {args[0]!r} in {self.settings['ARCHIVE']}; `scrapy newspapers` names them"
            )
        reader = Reader(conn, folder, self.settings, Profiles(conn), self._note)
        counts = self._reprocess(reader, args[0] if args else None)
        if counts["unreadable"]:
            self.complain(
                f"{counts['unreadable']} captures could not be read, named above; what is stored of them stands"
            )
        print(
            ", ".join(
                f"{counts[key]} {key}" for key in ("captures", "articles", "new", "changed", "no article", "unreadable")
            )
        )

    def _note(self, line: str) -> None:
        print(f"scrapy reprocess: {line}", file=sys.stderr)

    def _reprocess(self, reader: Reader, newspaper: str | None) -> Counter[str]:
        """Every capture of a page, in the order they were made."""
        counts: Counter[str] = Counter()
        for capture_id in track(reader.all(newspaper), description="captures", disable=not sys.stderr.isatty()):
            counts.update(["captures", *reader.capture(capture_id)])
        return counts

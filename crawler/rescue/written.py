"""What a killed rescue had written down and not stored any more: it is here already, and is not fetched twice."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from archive import archive_ids
from archive import captures as capture_table
from archive.rescue import Listed
from crawler import captures
from crawler.captures import Capture, DamagedError
from crawler.captures.owners import archive_of
from crawler.captures.verifying import verify
from crawler.rescue.sources import Fetched, Source


class Written:
    """The records at the end of a newspaper's files (below `folder`, with this `prefix`), after the last that the
    archive knows of.
    """

    def __init__(self, conn: sqlite3.Connection, folder: Path, prefix: str) -> None:
        self.folder = folder
        ids = {"", *archive_ids.known(conn)}
        self.left: dict[tuple[str, str], Capture] = {}
        for path in sorted(folder.glob(f"*/{prefix}-*.warc.gz")):
            warc = path.relative_to(folder).as_posix()
            end = capture_table.end_of(conn, warc)
            if end < path.stat().st_size and archive_of(path) in ids:  # another archive may share the folder
                self._gather(path, warc, end)

    def _gather(self, path: Path, warc: str, start: int) -> None:
        """Gathers the responses in a WARC file from the byte `start` on, as far as it is whole."""
        try:
            for one in verify(path, start=start):
                if one.type == "response" and not one.fault:
                    capture = Capture(
                        one.url,
                        captures.moment(one.date),
                        one.status,
                        one.mime,
                        one.digest,
                        warc,
                        one.offset,
                        one.length,
                    )
                    self.left[one.url, one.date] = capture
        except DamagedError:
            return  # what can be read stays; `scrapy check` tells of the damage

    def take(self, row: Listed, source: Source) -> tuple[Fetched, Capture] | None:
        """The capture of that row, if it was written down, else None; each is given once."""
        capture = self.left.get((row.original, f"{row.moment:%Y-%m-%dT%H:%M:%SZ}"))
        if capture is None:
            return None
        try:
            record = captures.read(self.folder, capture)
        except DamagedError:
            return None
        if record.source_uri != source.replay(row):
            return None
        del self.left[capture.url, f"{row.moment:%Y-%m-%dT%H:%M:%SZ}"]
        headers = [
            (name.encode("latin-1", "replace"), value.encode("latin-1", "replace")) for name, value in record.headers
        ]
        truncated = "unspecified" if record.truncated else None
        return Fetched(record.status, headers, record.body, row.moment, record.source_uri, truncated), capture

"""A run over all captures of an archive or a newspaper: batches out to the tasks, one writer for what they answer."""

from __future__ import annotations

import json
import os
import sqlite3
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from archive import crawls
from archive.database import ArchiveError, transaction
from archive.moments import utc
from crawler.reprocessing.pools import Batch, Pool
from crawler.reprocessing.reader import OF_PAGES, ROW, Reader
from crawler.reprocessing.tasks import Row

BATCH = 40  # captures in a task, and in a transaction


class Captures:
    """The captures of a newspaper's pages, or of all, in the order they were made; those beyond `after`, a moment and an
    id. `total` is how many there are. What is to be read stands in a temporary table: memory does not grow with it."""

    def __init__(self, conn: sqlite3.Connection, newspaper: str | None = None, after: tuple[str, int] = ("", 0)):
        self.conn = conn
        conn.execute("drop table if exists temp.to_read")
        conn.execute("create temp table to_read (number integer primary key, capture integer not null)")
        conn.execute(
            f"insert into temp.to_read(capture) select c.id from {OF_PAGES} and (:newspaper is null or p.newspaper = :newspaper)"
            " and (c.fetched_at, c.id) > (:moment, :id) order by c.fetched_at, c.id",
            {"newspaper": newspaper, "moment": after[0], "id": after[1]},
        )
        (self.total,) = conn.execute("select count(*) from temp.to_read").fetchone()

    def batches(self) -> Iterator[Batch]:
        """Yields the captures, some at a time."""
        for first in range(0, self.total, BATCH):
            rows = self.conn.execute(
                f"select {ROW} from temp.to_read t join {OF_PAGES.replace('captures c', 'captures c on c.id = t.capture', 1)}"
                " and t.number > ? and t.number <= ? order by t.number",
                [first, first + BATCH],
            )
            yield [Row(*row) for row in rows]


class Run:
    """A run, begun at `now`, of a newspaper's captures or (None) all.

    It is kept in the archive as it goes, so that one broken off goes on where it was, unless it is to begin `again`.
    Raises ArchiveError where another is under way.
    """

    def __init__(self, conn: sqlite3.Connection, newspaper: str | None, now: datetime, *, again: bool = False):
        self.conn = conn
        with transaction(conn):
            last = conn.execute(
                "select id, process, fetched_at, capture, counts from reprocess_runs where newspaper is ?"
                " and finished_at is null order by id desc limit 1",
                [newspaper],
            ).fetchone()
            if last and last[1] and crawls.is_alive(last[1]):
                raise ArchiveError(
                    f"another run of it is under way (process {last[1].split(' ')[1]}); wait for it or end it"
                )
            self.goes_on = last is not None and not again
            if self.goes_on:
                self.id, _, moment, capture, counts = last
                self.after, self.counts = (moment, capture), Counter(json.loads(counts))
            else:
                self.after, self.counts = ("", 0), Counter[str]()
                conn.execute(
                    "update reprocess_runs set finished_at = ? where newspaper is ? and finished_at is null",
                    [utc(now), newspaper],
                )
                self.id = conn.execute(
                    "insert into reprocess_runs(newspaper, started_at) values (?, ?)", [newspaper, utc(now)]
                ).lastrowid
            conn.execute(
                "update reprocess_runs set process = ? where id = ?", [crawls.process_name(os.getpid()), self.id]
            )

    def write(self, reader: Reader, captures: Captures, pool: Pool) -> Iterator[int]:
        """Stores what the tasks answer, a batch a transaction; yields how many captures each had."""
        for batch, answers in pool(captures.batches()):
            counts = Counter(self.counts)
            with transaction(self.conn):
                for row, answer in zip(batch, answers, strict=True):
                    counts.update(["captures", *reader.store(row, answer)])
                self.conn.execute(
                    "update reprocess_runs set fetched_at = ?, capture = ?, counts = ? where id = ?",
                    [batch[-1].fetched_at, batch[-1].id, json.dumps(counts), self.id],
                )
            self.counts = counts
            yield len(batch)

    def finish(self, now: datetime) -> None:
        """Notes that the run came to its end."""
        with transaction(self.conn):
            self.conn.execute(
                "update reprocess_runs set finished_at = ?, process = null where id = ?", [utc(now), self.id]
            )

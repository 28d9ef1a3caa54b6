"""Strangers' SQL, in processes that the kernel ends when a statement's time is up.

SQLite looks at its clock between steps of its program. One step may be a call that takes a minute (`rtrim` of a long
text by another), and a thousand steps may go by without a look; only a process can be stopped anywhere, and holds no
more memory than it is given. A keeper, alone in its process and without threads, holds the file open and forks the
children that answer, one statement at a time, until one is cut off or has grown.
"""

from __future__ import annotations

import asyncio
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from weakref import finalize

from datasette.database import Database, Results

from archive.sql import keeper as sql_keeper
from archive.sql import limits
from archive.sql.keeper import Question, receive, send
from publish.datasette_internals import Datasette, QueryInterrupted
from publish.tables import paging

# Statements at once; the others wait their turn.
AT_ONCE = 4
# Seconds after which a child that the kernel should have ended is given up.
_LOST = 5


class Published(Database):
    """A published copy at `path`, opened once and for all: what replaces it is seen by the next server.

    The site's own reading (`execute_fn`) keeps Datasette's `threads`; SQL (`execute`) goes to the keeper, whose
    children have a cache of `cache_kb`. Without it no SQL is answered any more: whoever serves the site ends with it,
    for another would open whatever copy is there now.
    """

    def __init__(self, ds: Datasette, path: str, *, threads: int, cache_kb: int) -> None:
        super().__init__(ds, path=path, is_mutable=False)
        # One for each of Datasette's threads, and one for the look whether this is an archive.
        self._opened = [super(Published, self).connect() for _ in range(threads + 1)]
        self._threads = ThreadPoolExecutor(AT_ONCE)
        self._children: list[socket.socket] = []
        self._control, theirs = socket.socketpair()
        with theirs:
            self.keeper = subprocess.Popen(
                [sys.executable, "-m", sql_keeper.__name__, str(theirs.fileno()), path, str(cache_kb)],
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # Ctrl-C is the server's to answer
            )
        self.stop = finalize(self, _stop, self._control, self.keeper)
        self._control.settimeout(30)
        if not self._control.recv(1):
            raise sqlite3.OperationalError(f"cannot open {path}")

    def connect(self, write: bool = False) -> sqlite3.Connection:
        """A connection to the copy: one that was opened at the start, while there are any."""
        return self._opened.pop() if self._opened else super().connect(write)

    async def execute(
        self,
        sql: str,
        params: Mapping[str, Any] | Sequence[Any] | None = None,
        truncate: bool = False,
        custom_time_limit: int | None = None,
        page_size: int | None = None,
        log_sql_errors: bool = True,
    ) -> Results:
        """Runs SQL as Datasette's method does, in a process that can be ended. Raises QueryInterrupted where it takes
        too long, and the sqlite3.Error that SQLite raises: errors are not printed, whoever asked is told.
        """
        if sql.startswith("PRAGMA "):  # Datasette's own, with each request
            return await super().execute(sql, params)
        most = -1
        if truncate:
            most = self.ds.max_returned_rows + (self.ds.max_returned_rows == (page_size or self.ds.page_size))
        given = dict(params) if isinstance(params, Mapping) else tuple(params or ())
        ms = min(custom_time_limit or self.ds.sql_time_limit_ms, self.ds.sql_time_limit_ms)
        question = Question(sql, given, most, ms, int(limits.bounds.get()))
        answer = await asyncio.get_running_loop().run_in_executor(self._threads, self._ask, question)
        if answer is None:
            raise QueryInterrupted(sqlite3.OperationalError("interrupted"), sql, params)
        kind, *found = answer
        if kind != "rows":
            raise getattr(sqlite3, kind)(*found)
        columns, rows, more = found
        description, rows = paging.as_rows(columns, rows)
        return Results(rows, more, description)

    def _ask(self, question: Question) -> tuple[Any, ...] | None:
        """What a child answered, None where it was ended before it had."""
        child = self._children.pop() if self._children else self._fork()
        child.settimeout(question.ms / 1000 + _LOST)
        try:
            send(child, tuple(question))
            stays, *answer = receive(child)
        except (EOFError, OSError):
            child.close()
            return None
        if stays:
            self._children.append(child)
        else:
            child.close()
        return tuple(answer)

    def _fork(self) -> socket.socket:
        """Starts a child that answers SQL; returns the socket to it."""
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self._control, [b"?"], [theirs.fileno()])
        return ours


def _stop(keeper: socket.socket, process: subprocess.Popen[bytes]) -> None:
    """Ends the process that forks the children, and waits for its end."""
    keeper.close()
    process.wait()

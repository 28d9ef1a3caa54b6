"""Strangers' SQL, in processes that the kernel ends when a statement's time is up.

SQLite looks at its clock between steps of its program. One step may be a call that takes a minute (`rtrim` of a long
text by another), and a thousand steps may go by without a look; only a process can be stopped anywhere, and holds no
more memory than it is given. A keeper, alone in its process and without threads, holds the file open and forks the
children that answer, one statement at a time, until one is cut off or has grown.
"""

from __future__ import annotations

import asyncio
import marshal
import os
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple
from weakref import finalize

from datasette.database import Database, Results

from publish import functions, paging, safety
from publish.datasette_internals import Datasette, QueryInterrupted

# Statements at once; the others wait their turn.
AT_ONCE = 4
# Bytes that a child may add to what the keeper holds: SQLite's heap, the result, and that written down; and with how
# many it is still kept.
MEMORY = safety.HEAP + 96 * safety.MB
KEPT = 64 * safety.MB
# Seconds after which a child that the kernel should have ended is given up.
_LOST = 5

_SIZE = 8


class _Question(NamedTuple):
    """A statement that a child is asked, with its bounds."""

    sql: str
    params: dict[str, Any] | tuple[Any, ...]
    rows: int  # at most; -1 for all
    ms: int
    bounds: int


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
                [sys.executable, "-m", __name__, str(theirs.fileno()), path, str(cache_kb)],
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
        """Runs SQL as Datasette's method does, in a process that can be ended; errors are raised, not printed: whoever
        asked is told.
        """
        if sql.startswith("PRAGMA "):  # Datasette's own, with each request
            return await super().execute(sql, params)
        most = -1
        if truncate:
            most = self.ds.max_returned_rows + (self.ds.max_returned_rows == (page_size or self.ds.page_size))
        given = dict(params) if isinstance(params, Mapping) else tuple(params or ())
        ms = min(custom_time_limit or self.ds.sql_time_limit_ms, self.ds.sql_time_limit_ms)
        question = _Question(sql, given, most, ms, int(safety.bounds.get()))
        answer = await asyncio.get_running_loop().run_in_executor(self._threads, self._ask, question)
        if answer is None:
            raise QueryInterrupted(sqlite3.OperationalError("interrupted"), sql, params)
        kind, *found = answer
        if kind != "rows":
            raise getattr(sqlite3, kind)(*found)
        columns, rows, more = found
        description, rows = paging.as_rows(columns, rows)
        return Results(rows, more, description)

    def _ask(self, question: _Question) -> tuple[Any, ...] | None:
        """What a child answered, None where it was ended before it had."""
        child = self._children.pop() if self._children else self._fork()
        child.settimeout(question.ms / 1000 + _LOST)
        try:
            _send(child, tuple(question))
            stays, *answer = _receive(child)
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


def _send(to: socket.socket, message: tuple[Any, ...]) -> None:
    """Sends a message, with its length before it."""
    written = marshal.dumps(message)
    to.sendall(len(written).to_bytes(_SIZE, "big") + written)


def _receive(from_: socket.socket) -> tuple[Any, ...]:
    """Receives a message. Raises EOFError where the other end is gone."""
    with from_.makefile("rb") as file:
        size = int.from_bytes(file.read(_SIZE), "big")
        written = file.read(size)
    if not size or len(written) < size:
        raise EOFError
    return marshal.loads(written)


def _stop(keeper: socket.socket, process: subprocess.Popen[bytes]) -> None:
    """Ends the process that forks the children, and waits for its end."""
    keeper.close()
    process.wait()


def _keep(control: socket.socket, path: str, cache_kb: int) -> None:
    """Forks a child for each socket that comes, until the server is gone."""
    os.nice(5)  # the pages first
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    # A fork may use the connection because nobody ever locks or writes an immutable file.
    conn = sqlite3.connect(f"file:{path}?immutable=1", uri=True)
    conn.text_factory = lambda text: str(text, "utf-8", "replace")
    conn.execute(f"pragma cache_size = -{cache_kb}")
    functions.register(conn)
    safety.limit(conn)
    conn.execute("select count(*) from sqlite_master").fetchall()  # the schema is read once, not by each child
    control.sendall(b"!")
    while True:
        _, passed, *_ = socket.recv_fds(control, 1, 1)
        if not passed:
            return
        with socket.socket(fileno=passed[0]) as asked:
            if os.fork() == 0:
                control.close()
                with suppress(EOFError, OSError, MemoryError):
                    _answer(conn, asked)
                os._exit(0)


def _answer(conn: sqlite3.Connection, asked: socket.socket) -> None:
    """Answers questions on a socket until nobody asks any more, or this process has grown too much."""
    base = _held()
    resource.setrlimit(resource.RLIMIT_DATA, (base + MEMORY, base + MEMORY))
    stays = True
    while stays:
        question = _Question(*_receive(asked))
        signal.setitimer(signal.ITIMER_REAL, question.ms / 1000)  # unhandled, its signal ends the process
        answer = _execute(conn, question)
        signal.setitimer(signal.ITIMER_REAL, 0)
        stays = _held() < base + KEPT
        _send(asked, (stays, *answer))


def _execute(conn: sqlite3.Connection, question: _Question) -> tuple[Any, ...]:
    """`rows`, names of columns, rows, whether there are more; or the name of an error of sqlite3 and its words."""
    try:
        description, rows, more = safety.fetched(
            conn, question.sql, question.params, question.rows, safety.Bounds(question.bounds)
        )
        return "rows", [name for name, *_ in description or []], [tuple(row) for row in rows], more
    except sqlite3.OperationalError as error:
        return "OperationalError", str(error)
    except sqlite3.DataError as error:
        return type(error).__name__, str(error)
    except MemoryError:
        return "OperationalError", "out of memory"
    except sqlite3.DatabaseError as error:
        told = type(error) is not sqlite3.DatabaseError  # that is the file's fault, no statement's
        return "OperationalError" if told else "DatabaseError", str(error)
    except (sqlite3.Error, sqlite3.Warning, OverflowError, ValueError, TypeError) as error:
        return "OperationalError", str(error)  # two statements, a number too long for SQLite, half a letter


def _held() -> int:
    """Bytes of data that this process has now."""
    try:
        fields = Path("/proc/self/statm").read_text().split()
    except OSError:  # no Linux
        return 1 << 30
    return int(fields[5]) * resource.getpagesize()


if __name__ == "__main__":
    _keep(socket.socket(fileno=int(sys.argv[1])), sys.argv[2], int(sys.argv[3]))

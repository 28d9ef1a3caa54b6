"""Strangers' SQL in processes of its own: `python -m archive.sql.keeper SOCKET PATH CACHE_KB`.

A keeper, alone in its process and without threads, holds the file open and forks the children that answer, one
statement at a time, until one is cut off or has grown. `publish/serving/sql_sandbox.py` starts it, and this stands in this room
for that: it imports nothing of Datasette, which would take every site a second more of the CPU to start.
"""

from __future__ import annotations

import marshal
import os
import resource
import signal
import socket
import sqlite3
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from archive.sql import functions, limits

# Bytes that a child may add to what the keeper holds: SQLite's heap, the result, and that written down; and with how
# many it is still kept.
MEMORY = limits.HEAP + 96 * limits.MB
KEPT = 64 * limits.MB
_SIZE = 8


class Question(NamedTuple):
    """A statement that a child is asked, with its bounds."""

    sql: str
    params: dict[str, Any] | tuple[Any, ...]
    rows: int  # at most; -1 for all
    ms: int
    bounds: int


def send(to: socket.socket, message: tuple[Any, ...]) -> None:
    """Sends a message, with its length before it."""
    written = marshal.dumps(message)
    to.sendall(len(written).to_bytes(_SIZE, "big") + written)


def receive(from_: socket.socket) -> tuple[Any, ...]:
    """Receives a message. Raises EOFError where the other end is gone."""
    with from_.makefile("rb") as file:
        size = int.from_bytes(file.read(_SIZE), "big")
        written = file.read(size)
    if not size or len(written) < size:
        raise EOFError
    return marshal.loads(written)


def keep(control: socket.socket, path: str, cache_kb: int) -> None:
    """Forks a child for each socket that comes, until the server is gone."""
    os.nice(5)  # the pages first
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    # A fork may use the connection because nobody ever locks or writes an immutable file.
    conn = sqlite3.connect(f"file:{path}?immutable=1", uri=True)
    conn.text_factory = lambda text: str(text, "utf-8", "replace")
    conn.execute(f"pragma cache_size = -{cache_kb}")
    functions.register(conn)
    limits.limit(conn)
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
        question = Question(*receive(asked))
        signal.setitimer(signal.ITIMER_REAL, question.ms / 1000)  # unhandled, its signal ends the process
        answer = _execute(conn, question)
        signal.setitimer(signal.ITIMER_REAL, 0)
        stays = _held() < base + KEPT
        send(asked, (stays, *answer))


def _execute(conn: sqlite3.Connection, question: Question) -> tuple[Any, ...]:
    """`rows`, names of columns, rows, whether there are more; or the name of an error of sqlite3 and its words."""
    try:
        description, rows, more = limits.fetched(
            conn, question.sql, question.params, question.rows, limits.Bounds(question.bounds)
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
    keep(socket.socket(fileno=int(sys.argv[1])), sys.argv[2], int(sys.argv[3]))

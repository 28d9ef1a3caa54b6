"""Ending SQL that takes more of the CPU than it may: what was found by then can still be shown."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_STEPS = 2_000  # of SQLite's program between two looks at the clock: some 0.1 ms


class TimeUpError(Exception):
    """The SQL inside `limited` took longer than it may."""


def _never() -> None:
    """Looks at no clock."""


@contextmanager
def limited(conn: sqlite3.Connection, seconds: float | None) -> Iterator[Callable[[], None]]:
    """Lets the SQL inside take so many seconds of this thread's CPU (None: as many as it wants). What is given is to be
    called between statements that SQLite does not look at its clock in.

    Time that other threads and processes take does not count, so that a busy machine shows what an idle one does.
    Raises TimeUpError after that.
    """
    if seconds is None:
        yield _never
        return
    until = time.thread_time() + seconds

    def look() -> None:
        """Raises TimeUpError once the time is up."""
        if time.thread_time() > until:
            raise TimeUpError

    conn.set_progress_handler(lambda: time.thread_time() > until, _STEPS)
    try:
        yield look
    except sqlite3.OperationalError as error:
        if "interrupted" not in str(error):
            raise
        raise TimeUpError from error
    finally:
        conn.set_progress_handler(None, 0)

"""Ending SQL that takes more of the CPU than it may: what was found by then can still be shown."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager

_STEPS = 2_000  # of SQLite's program between two looks at the clock: some 0.1 ms


class TimeUpError(Exception):
    """The SQL inside `limited` took longer than it may."""


@contextmanager
def limited(conn: sqlite3.Connection, seconds: float | None) -> Iterator[None]:
    """Lets the SQL inside take so many seconds of this thread's CPU (None: as many as it wants).

    Time that other threads and processes take does not count, so that a busy machine shows what an idle one does.
    Raises TimeUpError after that.
    """
    if seconds is None:
        yield
        return
    until = time.thread_time() + seconds
    conn.set_progress_handler(lambda: time.thread_time() > until, _STEPS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if "interrupted" not in str(error):
            raise
        raise TimeUpError from error
    finally:
        conn.set_progress_handler(None, 0)

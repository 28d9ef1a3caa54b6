"""Archives to begin with, made once: every migration from the first release on takes longer than most tests.

Each is one of its own all the same: `archive_id` is what `scrapy merge` knows a shard by.
"""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path

from archive.database import connect


def new(path: Path) -> sqlite3.Connection:
    """An archive with nothing in it at `path`, where there must be none, opened as `connect` opens it."""
    lay(path)
    return connect(path)


def lay(path: Path) -> None:
    """The same, for others to open."""
    with path.open("xb") as file:
        file.write(_made())
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.execute("update archive_id set id = lower(hex(randomblob(16)))")


@cache
def _made() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        connect(path).close()
        return path.read_bytes()

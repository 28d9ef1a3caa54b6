"""What the archive hands on, and in what form: one module a form, which `scrapy export FORM` finds by its name in FORMS.

A module has USAGE, a line; ABOUT, what comes of it in a few words; and `export(job)`, which does it.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scrapy.settings import BaseSettings

FORMS = {
    "parquet": "crawler.export.parquet",
    "wacz": "crawler.export.wacz",
    "ngrams": "crawler.export.ngrams",
}


@dataclass(frozen=True, slots=True)
class Job:
    """What was asked for. `say` prints a line of what was done, `complain` one of what could not be: exit status 1."""

    conn: sqlite3.Connection
    settings: BaseSettings
    arguments: list[str]  # after the form
    newspaper: str | None
    year: int | None
    say: Callable[[str], None]
    complain: Callable[[str], None]


_WHY = {
    errno.ENOSPC: "the disk is full; make room and run the same command again",
    errno.EDQUOT: "the disk is full for this user; make room and run the same command again",
    errno.ENOTDIR: "is a file, or below one; choose a folder",
    errno.EEXIST: "is a file; choose a folder",
    errno.ENOENT: "cannot be made there; choose another folder",
    errno.EACCES: "may not be written by this user; choose another folder",
    errno.EPERM: "may not be written by this user; choose another folder",
    errno.EROFS: "is on a disk that cannot be written to; choose another folder",
}


def explain(error: OSError, target: Path) -> str:
    """What went wrong in writing to `target`, for a person; of a file that lies elsewhere, what the system says."""
    why = _WHY.get(error.errno or 0)
    beside = target.absolute().parent
    if why is None or (error.filename and not Path(error.filename).absolute().is_relative_to(beside)):
        return str(error)
    return f"{target}: {why}"

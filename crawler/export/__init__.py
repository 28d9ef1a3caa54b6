"""What the archive hands on, and in what form: one module a form, which `scrapy export FORM` finds by its name in FORMS.

A module has USAGE, a line; ABOUT, what comes of it in a few words; and `export(job)`, which does it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

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

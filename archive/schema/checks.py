"""The table of `scrapy check`: when the archive was last held against itself and its captures, and what came of it."""

from __future__ import annotations

from sqlite_utils import Database


def checks(db: Database) -> None:
    """Adds `checks`: a row a run. `faults` are those found, `mended` how many of them are no more; `finished_at` is NULL
    while it runs, and where it was broken off."""
    db.conn.execute(
        "create table checks (id integer primary key, started_at text not null, finished_at text,"
        " articles integer not null default 0, captures integer not null default 0,"
        " faults integer not null default 0, mended integer not null default 0)"
    )

"""The table of `scrapy reprocess`: how far each run came, so that one that was broken off goes on."""

from __future__ import annotations

from sqlite_utils import Database


def reprocess_runs(db: Database) -> None:
    """Adds `reprocess_runs`: a row a run, of one newspaper or (NULL) all. Captures are read in the order of `fetched_at` and
    `id`; the run has come up to the one named here. `counts` is JSON: what became of so many captures."""
    db.conn.execute(
        "create table reprocess_runs (id integer primary key, newspaper text, started_at text not null, finished_at text,"
        " process text, fetched_at text not null default '', capture integer not null default 0,"
        " counts text not null default '{}')"
    )

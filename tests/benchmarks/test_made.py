"""A generated archive written in bulk is the one that crawls would have written."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from archive.database import connect
from archive.words import counting
from benchmarks import check as measured
from benchmarks.measuring import bulk, made

# What counts writes, or when something was done, is no matter; the indexes of words are held against the articles.
_ELSE = ("sqlite_", "_sqlite", "articles_fts", "articles_exact", "articles_labels", "words_", "word_", "archive_id")


@pytest.mark.slow
def test_an_archive_in_bulk_is_as_crawls_write_it(tmp_path: Path) -> None:
    with_crawls, in_bulk = connect(tmp_path / "crawled.db"), connect(tmp_path / "bulk.db")
    made.crawled(with_crawls, 1_500)
    bulk.fill(in_bulk, 1_500)
    for conn in (with_crawls, in_bulk):
        counting.catch_up(conn)
        for index in ("articles_fts", "articles_exact", "articles_labels"):
            conn.execute(f"insert into {index}({index}, rank) values ('integrity-check', 1)")
    assert _schema(in_bulk) == _schema(with_crawls)
    for table in _tables(with_crawls):
        columns = "newspaper, year" if table == "content_versions" else "*"
        ours, theirs = (
            sorted(conn.execute(f"select {columns} from {table}").fetchall(), key=repr)
            for conn in (in_bulk, with_crawls)
        )
        assert ours == theirs, table
    assert in_bulk.execute("select count(*) from reprints").fetchone()[0] > 20
    for conn in (with_crawls, in_bulk):
        conn.close()


def _schema(conn: sqlite3.Connection) -> list[tuple[str, str]]:
    return conn.execute("select name, sql from sqlite_master where sql is not null order by name").fetchall()


def _tables(conn: sqlite3.Connection) -> list[str]:
    names = [name for (name,) in conn.execute("select name from sqlite_master where type = 'table' order by name")]
    return [name for name in names if not name.startswith(_ELSE)]


@pytest.mark.slow
def test_nothing_of_a_generated_archive_is_at_fault(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    measured.make(archive, 1_500, 200)
    checked = subprocess.run(
        [sys.executable, "-m", "scrapy", "check"],
        env={**os.environ, "BAOTINH_ARCHIVE": str(archive)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (checked.returncode, "0 faults" in checked.stdout) == (0, True), checked.stdout

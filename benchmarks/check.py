"""Measures `scrapy check` on a generated archive.

    python benchmarks/check.py [--articles 1000000] [--captures 20000] [FOLDER]

The articles are those of benchmarks/search.py, each with its revision and the fingerprints that reprints are found by; as
many of them as `--captures` says have their page, of some 60 KB, in the captures folder. Prints how long the command took
by the clock and in processor time, its largest process, and how much there was to look at. FOLDER keeps the archive for
another run; without it a temporary folder is removed at the end.
"""

from __future__ import annotations

import argparse
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from search import fill  # beside this file

from archive import captures as capture_rows
from archive.article import Article
from archive.database import connect, transaction
from archive.fingerprints import Text, fingerprints
from crawler.captures import CaptureWriter

SEEN = "2026-06-01T00:00:00Z"
PAGE = 60_000  # bytes, most of them of what stands around an article


def complete(conn: sqlite3.Connection) -> None:
    """Gives the articles of `fill` what they lack to be without a fault."""
    conn.create_function("words_of", 3, lambda title, lead, body: Article("", title, body, lead).words)
    conn.create_function("hashes_of", 2, lambda lead, body: b"".join(fingerprints(Text.of(lead, body).words)))
    triggers = conn.execute(
        "select name, sql from sqlite_master where type = 'trigger' and tbl_name = 'articles'"
    ).fetchall()
    with transaction(conn):
        for name, _ in triggers:
            conn.execute(f"drop trigger {name}")
        conn.execute(
            "update articles set words = words_of(title, lead, body), first_seen_at = ?, last_seen_at = ?", [SEEN, SEEN]
        )
        conn.execute(
            "insert into revisions(article_id, number, seen_at, title, lead, byline, captions, body)"
            " select id, 1, first_seen_at, title, lead, byline, '[]', body from articles"
        )
        conn.execute("insert into fingerprinted select id, 90, hashes_of(lead, body) from articles")
        conn.execute(
            "with recursive place(at) as (select 1 union all select at + 4 from place where at < 400)"
            " insert into fingerprints select substr(f.hashes, p.at, 4) as hash, f.article_id from fingerprinted f"
            " join place p on p.at < length(f.hashes) order by 1, 2"
        )
        conn.execute("delete from months")
        conn.execute(
            "insert into months select newspaper, id / 10000000 as month, count(*) from articles group by 1, 2"
        )
        for _, sql in triggers:
            conn.execute(sql)


def capture(conn: sqlite3.Connection, folder: Path, number: int) -> None:
    """Writes the pages of so many articles down."""
    seen = datetime(2026, 6, 1, tzinfo=UTC)
    around = f"<p>{os.urandom(PAGE // 4).hex()}</p>".encode()
    rows = conn.execute("select id, url, body from articles order by id limit ?", [number]).fetchall()
    with CaptureWriter(folder, "measured") as writer, transaction(conn):
        for article_id, url, body in rows:
            page = around[: PAGE // 2] + body.encode() + around[PAGE // 2 :]
            id = capture_rows.add(conn, writer.write(url, 200, "OK", [("Content-Type", "text/html")], page, seen))
            conn.execute("update revisions set capture_id = ? where article_id = ?", [id, article_id])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--captures", type=int, default=20_000)
    parser.add_argument("folder", nargs="?", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.folder or Path(temporary)
        archive = folder / "archive.db"
        if not archive.exists():
            folder.mkdir(parents=True, exist_ok=True)
            conn = connect(archive)
            fill(conn, chosen.articles)
            complete(conn)
            capture(conn, folder / "captures", chosen.captures)
            conn.close()
        size = sum(path.stat().st_size for path in (folder / "captures").rglob("*") if path.is_file())
        print(f"{archive.stat().st_size / 1e9:.1f} GB of archive, {size / 1e9:.1f} GB of captures", flush=True)
        begun = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "scrapy", "check"], env={**os.environ, "BAOTINH_ARCHIVE": str(archive)}, check=False
        )
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(
            f"{time.monotonic() - begun:.0f} s, {used.ru_utime + used.ru_stime:.0f} s of processor time,"
            f" {used.ru_maxrss / 1000:.0f} MB, exit status {done.returncode}"
        )


if __name__ == "__main__":
    main()

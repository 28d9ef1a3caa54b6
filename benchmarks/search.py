"""Searches a generated archive and prints what each search costs.

    python -m benchmarks.search [--articles 200000]

The articles are those of benchmarks/measuring/made.py, in a temporary folder that is removed at the end. Times are CPU
milliseconds of one search of twenty hits with marked snippets and a count, the median of several; beside it those of
counting all that is found as typed, by newspaper and by month.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import tempfile
import time
from pathlib import Path

from archive.database import connect
from archive.search.counts import by_month, by_newspaper
from archive.search.search import Order, search
from benchmarks.measuring import bulk

# What is searched, and which of the bar's words it stands for.
SEARCHES: list[tuple[str, dict[str, Order], str]] = [
    ("thai nguyen", {}, "without diacritics"),
    ("ma", {}, "one frequent syllable"),
    ("nguyen thi dao", {}, "a name"),
    ("mu cang chai", {}, "a rare name"),
    ("thái nguyên", {}, "with diacritics, exact first"),
    ("đường", {}, "one frequent syllable, exact first"),
    ("hòa bình", {}, "either tone placement, exact first"),
    ("đắc lắc", {}, "a place under all its names"),
    ("mù cang chai", {}, "exact finds nothing, folded does"),
    ("hội nghị thái nguyên", {}, "side by side, then both"),
    ('"nguyễn thị đào"', {}, "quoted phrase"),
    ("title:thái nguyên", {}, "in headlines"),
    ("thái nguyên -mả", {}, "without a word"),
    ("thái nguyên OR đắk lắk", {}, "either"),
    ("thái nguyên since:2015 until:2016-03", {}, "between days"),
    ("thái nguyên newspaper:bao-an-giang", {}, "a large newspaper"),
    ("thái nguyên newspaper:dai-bac-ninh", {}, "a small newspaper"),
    ("newspaper:dai-bac-ninh", {}, "a newspaper, no words"),
    ("thái nguyên", {"order": "relevant"}, "by relevance (newest 10,000 ranked)"),
    ("nguyễn thị đào", {"order": "relevant"}, "by relevance, a name"),
]
RUNS = 5


def size(conn: sqlite3.Connection, table: str) -> int:
    """Bytes of an index."""
    data, sizes = (conn.execute(f"select sum(length({column})) from {table}_{part}").fetchone()[0]
                   for part, column in (("data", "block"), ("docsize", "sz")))  # fmt: skip
    return int(data + sizes)


def cpu(conn: sqlite3.Connection, text: str, options: dict[str, Order]) -> tuple[float, str]:
    """CPU milliseconds of a search, and what it says it found."""
    took = []
    for _ in range(RUNS):
        start = time.process_time()
        results = search(conn, text, order=options.get("order", "newest"))
        took.append(1000 * (time.process_time() - start))
    kinds = ", ".join(f"{number:,} {kind}" for kind, number in results.totals.items())
    return statistics.median(took), f"{results.total:,}{'+' if results.capped else ''} ({kinds})"


def counting(conn: sqlite3.Connection, text: str) -> tuple[float, int]:
    """CPU milliseconds of counting all that a search finds, and how many that are."""
    start = time.process_time()
    counts = by_newspaper(conn, text)
    found = sum(counts.cells.values()) if counts and by_month(conn, text) else 0
    return 1000 * (time.process_time() - start), found


def bm25(conn: sqlite3.Connection, expression: str) -> float:
    """CPU milliseconds of what FTS5 does by itself: all that matches, ranked."""
    start = time.process_time()
    conn.execute(
        "select rowid from articles_fts where articles_fts match ? order by rank limit 20", [expression]
    ).fetchall()
    return 1000 * (time.process_time() - start)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=200_000)
    number = parser.parse_args().articles
    with tempfile.TemporaryDirectory() as folder:
        conn = connect(Path(folder) / "archive.db")
        start = time.monotonic()
        bulk.fill(conn, number)
        (text,) = conn.execute("select avg(length(cast(title || lead || body as blob))) from articles").fetchone()
        print(f"{number:,} articles of {text:,.0f} bytes, made and indexed in {time.monotonic() - start:.0f} s\n")
        for table in ("articles_fts", "articles_exact"):
            print(f"{table:16}{size(conn, table) / number:8,.0f} bytes an article")
        print(f"\n{'search':40}{'ms CPU':>8}{'counting':>10}   {'found':32}")
        slowest = 0.0
        for query, options, note in SEARCHES:
            took, found = cpu(conn, query, options)
            counted, every = counting(conn, query)
            slowest = max(slowest, took) if not options else slowest
            print(f"{query:40}{took:8.1f}{counted:10.1f}   {f'{every:,} ({found})':32} {note}")
        for expression in ('"thai nguyen"', '"nguyen thi dao"'):
            print(
                f"{expression:40}{bm25(conn, expression):8.1f}{'':10}   {'':32} bm25 over all that matches, for comparison"
            )
        print(f"\nslowest newest-first: {slowest:.1f} ms CPU (the bar: 10 ms at 200,000 articles)")
        conn.close()


if __name__ == "__main__":
    main()

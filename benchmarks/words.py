"""Counts the words over time of a generated archive and prints what that costs, and what a curve costs with it and without.

    python -m benchmarks.words [--articles 200000]

The articles are those of benchmarks/measuring/made.py, whose words have no order in time or by newspaper: the hardest case for the
size of the table. Times are CPU.
"""

from __future__ import annotations

import argparse
import resource
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

from archive.database import connect, transaction
from archive.search.counts import by_month
from archive.storing.store import save_article
from archive.words import counting, words
from benchmarks.measuring import bulk, made

TERMS = ["thái nguyên", "nguyễn thị", "đường", "và", "xã hội", "mù cang", "đường má"]
_CHANGED = 1_000  # articles edited, and as many added, before words are counted again


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=200_000)
    number = parser.parse_args().articles
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        bulk.apart(fill, path, number)
        conn = connect(path)
        (text,) = conn.execute("select sum(length(cast(title || lead || body as blob))) from articles").fetchone()
        before = {term: cpu(lambda term=term: by_month(conn, term)) for term in TERMS}
        all_of_them = cpu(lambda: counting.catch_up(conn))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{number:,} articles counted: {1000 * all_of_them / number:.2f} ms each, {memory:.0f} MB of memory")
        for table in ("word_blocks", "words_seldom"):
            (size,) = conn.execute(f"select sum(length(data)) from {table}").fetchone()
            print(f"{table:13} {size / number:6.0f} bytes an article, {100 * size / text:.1f}% of the texts")
        change(conn)
        print(f"{2 * _CHANGED:,} changed: {cpu(lambda: counting.catch_up(conn)):.1f} s")
        print(f"\n{'term':14}{'from the index':>16}{'from the table':>16}  ms")
        for term, index in before.items():
            table = cpu(lambda term=term: by_month(conn, term))
            articles = sum((words.months_of(conn, term.split()) or {}).values())
            print(f"{term:14}{1000 * index:16.1f}{1000 * table:16.1f}  in {articles:,} articles")


def fill(path: Path, number: int) -> None:
    with closing(connect(path)) as conn:
        bulk.fill(conn, number)


def change(conn: sqlite3.Connection) -> None:
    """Edits some articles and adds as many of a new month."""
    stories = made.month(made.newspapers(conn), [date(2027, 1, 1)], [_CHANGED])
    ids = [id for (id,) in conn.execute("select id from articles order by id desc limit ?", [_CHANGED])]
    with transaction(conn):
        for id, story in zip(ids, stories, strict=True):
            conn.execute("update articles set body = ? where id = ?", [story.article.body, id])
            save_article(conn, story.newspaper, story.article, seen_at=story.seen)


def cpu(what: Callable[[], object]) -> float:
    start = time.process_time()
    what()
    return time.process_time() - start


if __name__ == "__main__":
    main()

"""Finds the reprints among generated articles, ours beside datasketch, and prints recall, precision and what it costs.

    python -m benchmarks.reprints [--articles 200000] [--seed 1] [--ours]

What the articles are, and which look like reprints and are none, benchmarks/measuring/reprinted.py says. Ours is what
storing an article does: fingerprints in the archive file, compared within its window, verified on the texts. datasketch
(MinHash of the same runs of words, 128 permutations, LSH) is the `peers` extra; it
keeps its index in memory and its candidates are taken if their estimated similarity reaches the threshold.

Recall is of the pairs of a source and what was taken from it, precision of all pairs found: two articles of one source
count as right. Memory is what the process grew by, CPU of one article comparing and indexing.
"""

from __future__ import annotations

import argparse
import resource
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Collection
from contextlib import closing
from pathlib import Path

from archive.article_rows import IDS_A_DAY
from archive.database import connect
from archive.reprints import reprints
from archive.reprints.fingerprints import GRAM, Text
from benchmarks.measuring.reprinted import NEWSPAPERS, WAYS, Made, Press

_BATCH = 200  # articles in a transaction, as many crawls at once would make them
THRESHOLD, PERMUTATIONS = 0.35, 128


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--ours", action="store_true", help="without datasketch")
    options = parser.parse_args()
    days = max(30, 365 * options.articles // 200_000)
    print(f"{options.articles} articles over {days} days, seed {options.seed}")
    made = list(Press(options.seed).articles(options.articles, days))
    with tempfile.TemporaryDirectory() as folder:
        found = ours(Path(folder) / "archive.db", made)
    score("ours", made, found)
    if not options.ours:
        score("datasketch", made, datasketch(made))


def numbered(made: Made, per_day: Counter[str]) -> int:
    day = made.published_at[:10]
    per_day[day] += 1
    return int(day.replace("-", "")) * IDS_A_DAY + per_day[day]


def ours(path: Path, articles: Collection[Made]) -> set[tuple[int, int]]:
    """Pairs of numbers, the later first, that storing the articles one by one finds; prints what that costs."""
    cpu, count = 0.0, 0
    per_day: Counter[str] = Counter()
    numbers: dict[int, int] = {}
    grown = _memory()
    with closing(connect(path)) as conn:
        for (trigger,) in conn.execute(
            "select name from sqlite_master where type = 'trigger' and (name like '%fts%' or name like '%exact%')"
        ).fetchall():
            conn.execute(f"drop trigger {trigger}")  # the indexes of words are another benchmark's
        conn.executemany("insert into newspapers(id, title) values (?, '')", [(paper,) for paper in NEWSPAPERS])
        conn.execute("begin")
        for made in articles:
            id = numbered(made, per_day)
            numbers[id] = made.number
            insert(conn, id, made)
            spent = time.process_time()
            reprints.compare(conn, id)
            cpu += time.process_time() - spent
            count += 1
            if count % _BATCH == 0:
                spent = time.process_time()
                conn.execute("commit")
                cpu += time.process_time() - spent  # the articles' own rows are in it too
                conn.execute("begin")
        conn.execute("commit")
        print(f"ours        CPU {1000 * cpu / count:.2f} ms an article, memory {(_memory() - grown):.0f} MB")
        print(f"ours        index {index_size(conn) / count:.0f} bytes an article")
        pairs = conn.execute("select article_id, earlier_id from reprints")
        return {(numbers[later], numbers[earlier]) for later, earlier in pairs}


def insert(conn: sqlite3.Connection, id: int, made: Made) -> None:
    conn.execute(
        "insert into articles(id, newspaper, url, title, published_at, words, first_seen_at, last_seen_at, body)"
        " values (?, ?, ?, ?, ?, 0, '', '', ?)",
        [id, made.newspaper, str(id), made.title, made.published_at, "\n\n".join(made.paragraphs)],
    )


def index_size(conn: sqlite3.Connection) -> int:
    """Bytes of the pages that the index took, as it grew: those that are free once it is emptied."""

    def free() -> int:
        return conn.execute("pragma freelist_count").fetchone()[0]

    before = free()
    for table in ("fingerprints", "fingerprinted"):
        conn.execute(f"delete from {table}")
    return (free() - before) * conn.execute("pragma page_size").fetchone()[0]


def datasketch(articles: Collection[Made]) -> set[tuple[int, int]]:
    """The pairs that datasketch finds, of different newspapers and within the window."""
    from datasketch import MinHash, MinHashLSH

    grown, start = _memory(), time.process_time()
    index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    kept: list[MinHash] = []
    found = set()
    made = list(articles)
    for article in made:
        words = Text.of(None, "\n\n".join(article.paragraphs)).words
        sketch = MinHash(num_perm=PERMUTATIONS)
        sketch.update_batch({" ".join(run).encode() for run in zip(*(words[n:] for n in range(GRAM)), strict=False)})
        for number in index.query(sketch):
            other = made[number]
            if (
                other.newspaper != article.newspaper
                and abs((article.day - other.day).days) <= reprints.DAYS
                and sketch.jaccard(kept[number]) >= THRESHOLD
            ):
                found.add((article.number, number))
        index.insert(article.number, sketch)
        kept.append(sketch)
    cpu = time.process_time() - start
    print(f"datasketch  CPU {1000 * cpu / len(made):.2f} ms an article, memory {_memory() - grown:.0f} MB")
    return found


def score(name: str, made: list[Made], found: set[tuple[int, int]]) -> None:
    """Prints recall, in all and of each way of taking, and precision."""
    found = found | {(other, one) for one, other in found}
    of = {article.number: article.number if article.source is None else article.source for article in made}
    there: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    for article in made:
        if article.source is not None:
            there[article.way] += 1
            hit[article.way] += (article.number, article.source) in found
    right = sum(of[one] == of[other] for one, other in found)
    ways = ", ".join(f"{way} {hit[way] / max(there[way], 1):.3f}" for way in WAYS)
    print(f"{name:11} recall {hit.total() / max(there.total(), 1):.3f} ({ways})")
    print(f"{name:11} precision {right / max(len(found), 1):.4f} of {len(found) // 2} pairs")


def _memory() -> float:
    """The most that this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()

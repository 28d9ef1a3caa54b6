"""Searches a generated archive and prints what each search costs.

    python benchmarks/search.py [--articles 200000]

The articles are made up: real syllables, words of one to three of them as frequent as Zipf's law has it, some real
names and words among the most frequent and some rare, bodies of about 2.4 KB, sixty newspapers of very unlike size.
The archive is made by the project's own migrations, in a temporary folder that is removed at the end. Times are CPU
milliseconds of one search of twenty hits with marked snippets and a count, the median of several; beside it those of
counting all that is found as typed, by newspaper and by month.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import statistics
import tempfile
import time
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

from archive.database import connect, transaction
from archive.search import Order, search
from archive.search_counts import by_month, by_newspaper
from vietnamese.letters import VOWELS, is_syllable

ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
RIMES = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăt âm ân âng âp ât âu ây em en eo ep et ê êch ên ênh êu i ia"
    " ich iêc iêm iên iêng iêt iêu im in inh it iu o oa oai oan oang oanh oat oc oe oi om on ong op ot ô ôc ôi ôm ôn ông"
    " ôt ơ ơi ơm ơn ơp ơt u ua uân uât uê ui um un ung uôc uôi uôn uông uôt ut uy uyên uyêt ư ưa ưc ưng ươc ươi ươn ương"
    " ươt ưt ưu y yên yêu"
)
# Place in the order of frequency -> word.
WORDS = {
    0: "và", 1: "các", 2: "của", 4: "ma", 9: "đường", 14: "xã hội", 19: "hội nghị", 29: "thái nguyên", 39: "má",
    59: "đắk lắk", 60: "hòa bình", 61: "hoà bình", 99: "nguyễn thị", 399: "mả", 1499: "đắc lắc", 1999: "nguyễn thị đào",
    2999: "duong", 9999: "mù cang chải",
}  # fmt: skip
NEWSPAPERS = [f"bao-{number}" for number in range(60)]

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
    ("thái nguyên newspaper:bao-0", {}, "a large newspaper"),
    ("thái nguyên newspaper:bao-59", {}, "a small newspaper"),
    ("newspaper:bao-59", {}, "a newspaper, no words"),
    ("thái nguyên", {"order": "relevant"}, "by relevance (newest 10,000 ranked)"),
    ("nguyễn thị đào", {"order": "relevant"}, "by relevance, a name"),
]
RUNS = 5


def syllables() -> list[str]:
    """Every combination that reads as a Vietnamese syllable."""
    rows = {row[0]: row for row in VOWELS}
    made = []
    for onset in ["", *ONSETS.split()]:
        for rime in RIMES.split():
            vowels = [place for place, letter in enumerate(rime) if letter in rows]
            hats = [place for place in vowels if rime[place] in "ăâêôơư"]
            place = hats[-1] if hats else vowels[0 if rime[-1] in rows else -1]
            made += [onset + rime[:place] + letter + rime[place + 1 :] for letter in rows[rime[place]]]
    return [syllable for syllable in made if is_syllable(syllable)]


class Writer:
    """Writes text of any length, the same on every run."""

    def __init__(self) -> None:
        self.random = random.Random(2020)
        known = syllables()
        self.random.shuffle(known)
        weights = list(accumulate(1 / (rank + 3) for rank in range(len(known))))
        self.words = [
            WORDS.get(rank)
            or " ".join(
                self.random.choices(known, cum_weights=weights, k=self.random.choices((1, 2, 3), (25, 65, 10))[0])
            )
            for rank in range(25_000)
        ]
        self.weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(self.words))))
        self.shares = list(accumulate(1 / (rank + 1) for rank in range(len(NEWSPAPERS))))

    def text(self, words: int) -> str:
        return " ".join(self.random.choices(self.words, cum_weights=self.weights, k=words)).capitalize()

    def articles(self, number: int) -> list[tuple[object, ...]]:
        """A day's articles, but for their date."""
        return [
            (
                self.random.choices(NEWSPAPERS, cum_weights=self.shares)[0],
                self.text(8),
                self.text(25) + ".",
                "\n\n".join(self.text(27) + "." for _ in range(8)),
            )
            for _ in range(number)
        ]


def fill(conn: sqlite3.Connection, number: int) -> None:
    """Writes the articles over sixteen years, then each index in one go: much faster than article by article."""
    writer = Writer()
    triggers = conn.execute(
        "select name, sql from sqlite_master where type = 'trigger' and tbl_name = 'articles'"
    ).fetchall()
    with transaction(conn):
        for name, _ in triggers:
            conn.execute(f"drop trigger {name}")
        conn.executemany("insert into newspapers(id, title) values (?, ?)", zip(NEWSPAPERS, NEWSPAPERS, strict=True))
        a_day = number // 5_800 + 1
        for first in range(0, number, a_day):
            day = date(2010, 1, 1) + timedelta(days=first // a_day)
            for n, (newspaper, title, lead, body) in enumerate(writer.articles(min(a_day, number - first)), 1):
                article_id = int(f"{day:%Y%m%d}{n:05}")
                conn.execute(
                    "insert into articles(id, newspaper, url, title, lead, body, published_at, words, first_seen_at,"
                    " last_seen_at) values (?, ?, ?, ?, ?, ?, ?, 300, '', '')",
                    [article_id, newspaper, f"https://{newspaper}.example/{article_id}", title, lead, body, f"{day}"],
                )
        for table in ("articles_fts", "articles_exact"):
            conn.execute(f"insert into {table}({table}) values ('rebuild')")
        for _, sql in triggers:
            conn.execute(sql)


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
        start = time.process_time()
        fill(conn, number)
        (text,) = conn.execute("select avg(length(cast(title || lead || body as blob))) from articles").fetchone()
        print(
            f"{number:,} articles of {text:,.0f} bytes, made and indexed in {time.process_time() - start:.0f} s CPU\n"
        )
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

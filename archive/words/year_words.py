"""The table `year_words`: of each year the words and pairs that came with it, chosen whenever those of one article in a hundred have been counted."""

from __future__ import annotations

import heapq
import sqlite3
from collections import Counter
from collections.abc import Iterator

from archive.database import transaction
from archive.words.blocks import Entry
from archive.words.levels import EDITION, all_entries
from archive.words.vocabulary import Years, score, telling

_LEAST = 12  # articles with a term, below which no year's score can be high enough
_COMMON = 4  # a term that more than one article in so many holds came with no year
_CANDIDATES = 1_000  # of a year, of which the most telling are kept


Row = tuple[int, int, str, int, float, float]  # of the table


def choose(conn: sqlite3.Connection) -> None:
    """Chooses the words of every year anew, from the counts as they are."""
    rows = list(chosen(conn))
    with transaction(conn):
        conn.execute("delete from year_words")
        conn.execute("update words_counted set since = 0")
        conn.executemany(
            "insert into year_words(year, position, term, articles, per_thousand, before) values (?, ?, ?, ?, ?, ?)",
            rows,
        )


def chosen(conn: sqlite3.Connection) -> Iterator[Row]:
    """Yields the rows of the table as the counts tell them, the words of one year after the other; none where the counts
    are of one year alone.
    """
    years_of, articles = _years(conn)
    if len(articles) < 2:
        return
    many = conn.execute(f"select count(*) from word_blocks where edition = {EDITION}").fetchone()[0]
    totals: dict[int, Years] = {}
    before = 0
    for year in sorted(articles):
        totals[year] = Years(articles[year], before, 256 * many)
        before += articles[year]
    best: dict[int, list[tuple[float, str, int, int]]] = {year: [] for year in totals}
    for entry in _terms_to_try(conn, articles.total() // _COMMON):
        counts: Counter[int] = Counter()
        for cell, number in entry.counts.items():
            counts[years_of[cell]] += number
        past = 0
        for year in sorted(counts):
            if year and (told := score(counts[year], past, totals[year])) is not None:
                heapq.heappush(best[year], (told, entry.term, counts[year], past))
                if len(best[year]) > _CANDIDATES:
                    heapq.heappop(best[year])
            past += counts[year] if year else 0
    for year, found in best.items():
        yield from _of_year(year, totals[year], found)


def _of_year(year: int, of: Years, found: list[tuple[float, str, int, int]]) -> Iterator[Row]:
    """Yields the most telling of the words found of a year (`found`: score, term, articles of the year, articles
    before), with rates per thousand articles.
    """
    rates = {
        term: (now, round(1000 * now / of.now, 2), round(1000 * past / of.before, 2)) for _, term, now, past in found
    }
    kept = telling({term: told for told, term, _, _ in found}, {term: now for _, term, now, _ in found})
    for position, term in enumerate(kept, 1):
        yield year, position, term, *rates[term]


def _years(conn: sqlite3.Connection) -> tuple[dict[int, int], Counter[int]]:
    """The year of each cell, 0 where the day is not known; and how many articles each year has."""
    years_of = {
        number: month // 100
        for number, month in conn.execute(f"select number, month from word_cells where edition = {EDITION}")
    }
    articles = Counter(dict(conn.execute("select month / 100, sum(articles) from months group by 1")))
    undated = conn.execute(
        "select id / 1000000000, count(*) from articles indexed by articles_undated where published_at is null group by 1"
    )
    articles.subtract(dict(undated.fetchall()))
    return years_of, +articles


def _terms_to_try(conn: sqlite3.Connection, most: int) -> Iterator[Entry]:
    """Yields the terms that no more than `most` articles hold, and enough of them to tell anything."""
    yield from (entry for entry in all_entries(conn) if _LEAST <= entry.articles <= most)

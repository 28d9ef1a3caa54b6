"""Words over time: how many articles of each newspaper and month hold a word, or two side by side."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence

from archive.words.blocks import Counts
from archive.words.levels import all_entries, entry_of
from archive.words.terms import words_of

Months = dict[tuple[str, int], int]  # articles by newspaper and month (yyyymm; 0 where the day is not known)


def months_of(conn: sqlite3.Connection, words: Sequence[str]) -> Months | None:
    """The articles that hold a word or two side by side; None where that is not counted, or of too few articles.

    What counts waits for `archive.words.counting.catch_up` is not in it.
    """
    term = " ".join(word for text in words for word in words_of(text))
    if not 1 <= len(term.split(" ")) <= 2:
        return None
    entry = entry_of(conn, term)
    return _with_cell_names(conn, entry.counts) if entry else None


def register(conn: sqlite3.Connection) -> None:
    """Adds the SQL function `word_counts(term)`: of one word or two side by side, as they are spelled, a JSON array of
    [newspaper, month, articles]; NULL where fewer than five articles hold it.
    """

    def counts(term: object) -> str | None:
        """The counts of a term, as the SQL function returns them."""
        months = months_of(conn, str(term or "").split()) or {}
        rows = [[newspaper, month, articles] for (newspaper, month), articles in sorted(months.items())]
        return json.dumps(rows, ensure_ascii=False) if rows else None

    conn.create_function("word_counts", 1, counts)


def all_terms(conn: sqlite3.Connection) -> Iterator[tuple[str, Months]]:
    """Every term with its counts, in the order of its letters' code points."""
    cells = _cells(conn)
    for entry in all_entries(conn):
        yield entry.term, {cells[cell]: articles for cell, articles in entry.counts.items()}


def _with_cell_names(conn: sqlite3.Connection, counts: Counts) -> Months:
    """Counts by newspaper and month (yyyymm) instead of by cell."""
    cells = _cells(conn)
    return {cells[cell]: articles for cell, articles in counts.items()}


_known: dict[tuple[int, int], dict[int, tuple[str, int]]] = {}  # the cells of the edition and small level read last


def _cells(conn: sqlite3.Connection) -> dict[int, tuple[str, int]]:
    """The newspaper and month (yyyymm) of each cell's number, read once for each edition."""
    edition, late = conn.execute("select edition, late from words_counted").fetchone()
    if (cells := _known.get((edition, late))) is None:
        rows = conn.execute("select number, newspaper, month from word_cells where edition = ?", [edition])
        cells = {number: (newspaper, month) for number, newspaper, month in rows}
        _known.clear()
        _known[edition, late] = cells
    return cells

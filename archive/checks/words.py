"""Holds the words over time against the articles' texts, and the words of each year against those counts."""

from __future__ import annotations

import lzma
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from archive.checks.checks import Fault
from archive.checks.fixity import folder_beside
from archive.words import counting, year_words

_MOST_TERMS = 20  # terms wrongly counted that are told
_UNREADABLE = (zlib.error, lzma.LZMAError, ValueError, TypeError, LookupError, EOFError)  # of what is packed otherwise


def words_over_time(conn: sqlite3.Connection, step: Callable[[int], object] = lambda more: None) -> Iterator[Fault]:
    """Words and pairs of words that are said to stand in more or fewer articles than hold them; all are counted anew, as
    long as it takes. `step` is called with how many articles were read since.
    """
    if not conn.execute("select edition from words_counted").fetchone()[0]:
        return
    path = conn.execute("select file from pragma_database_list where name = 'main'").fetchone()[0]
    with folder_beside(path) as folder:
        try:
            for number, fault in enumerate(counting.differences(conn, Path(folder), step)):
                if number < _MOST_TERMS:
                    values = dict(zip(("term", "said", "counted"), fault, strict=True))
                    yield Fault("term" if fault[0] else "seldom", values, ("words over time",))
            yield from _of_years(conn)
        except (*_UNREADABLE, sqlite3.OperationalError) as error:
            if isinstance(error, sqlite3.OperationalError) and "decode" not in str(error):
                raise
            yield Fault("stage", {"what": "words over time", "line": str(error)}, ("words over time",))


def _of_years(conn: sqlite3.Connection) -> Iterator[Fault]:
    """Yields years whose words are not in order, or are said to stand in more or fewer articles than they do. Those that
    were chosen before the latest articles were counted say less, and are left alone.
    """
    columns = "year, position, term, articles, per_thousand, before"
    said: dict[int, dict[str, tuple]] = {}
    for year, position, term, *rates in conn.execute(f"select {columns} from year_words order by year, position"):
        of_year = said.setdefault(year, {})
        of_year[term] = tuple(rates)
        if position != len(of_year):
            yield Fault("year", {"year": year, "said": position, "counted": len(of_year)}, ("words of years",))
            return
    if conn.execute("select since from words_counted").fetchone()[0] or counting.waiting(conn):
        return
    for year, _, term, *rates in year_words.chosen(conn):
        if said.get(year, {}).get(term, tuple(rates)) != tuple(rates):
            values = {"year": year, "said": f"{term} {said[year][term][0]}", "counted": rates[0]}
            yield Fault("year", values, ("words of years",))
            return

"""SQL functions of the site: the archive's own, and the one Datasette's search box calls."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable

from archive.search import counts, search
from archive.search.results import Counts, Match
from archive.words import words
from vietnamese.matching import fts_query


def register(conn: sqlite3.Connection) -> None:
    """Adds `fold`, `fts_query`, `vi_sort`, `word_counts`, `hits_by_month` and `hits_by_newspaper`, and replaces `escape_fts`:
    the box finds with and without diacritics.
    """
    search.register(conn)
    words.register(conn)
    conn.create_function("escape_fts", 1, fts_query, deterministic=True)
    for count in (counts.by_month, counts.by_newspaper):
        conn.create_function(f"hits_{count.__name__}", 1, _counted(conn, count))


def _counted(
    conn: sqlite3.Connection, count: Callable[[sqlite3.Connection, str], Counts | None]
) -> Callable[[object], str | None]:
    """What a search finds as typed, as SQL gets it: an object of JSON, of months (yyyymm; 0 where the day is not known) or
    newspapers, and how many articles each has.
    """

    def told(text: object) -> str | None:
        """The counts of a text that somebody would search for; NULL gives NULL."""
        if text is None:
            return None
        asked, conn.row_factory = conn.row_factory, None  # bounds of an answer are not of what is counted for it
        try:
            if search.ask(conn, str(text)).main is not Match.TYPED:
                return "{}"
            found = count(conn, str(text))
        except sqlite3.OperationalError as error:
            if "interrupted" not in str(error):
                raise
            conn.interrupt()  # the time is over for the SQL that asks, too: else it would go on without the counts
            return None
        finally:
            conn.row_factory = asked
        return json.dumps(found.cells if found else {})

    return told

"""SQL functions of the site: the archive's own, and the one Datasette's search box calls."""

from __future__ import annotations

import sqlite3

from archive.search import search
from archive.words import words
from vietnamese.matching import fts_query


def register(conn: sqlite3.Connection) -> None:
    """Adds `fold`, `fts_query`, `vi_sort` and `word_counts`, and replaces `escape_fts`: the box finds with and without diacritics."""
    search.register(conn)
    words.register(conn)
    conn.create_function("escape_fts", 1, fts_query, deterministic=True)

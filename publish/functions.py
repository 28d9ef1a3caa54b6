"""SQL functions of the site."""

from __future__ import annotations

import re
import sqlite3
import unicodedata

_TOKEN = re.compile(r'"[^"]*"|[^\s"]+')
_WORD = re.compile(r"\w+")


def fold(text: str | None) -> str | None:
    """A search key: no marks, đ as d, lower case."""
    if text is None:
        return None
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return plain.replace("đ", "d").replace("Đ", "d").casefold()


def fts_query(text: str | None) -> str:
    """A MATCH expression of what a person typed: every word must be there, words in quotes side by side.

    It is always valid; where nothing was typed that could be found, it finds nothing.
    """
    phrases = (" ".join(_WORD.findall(fold(token) or "")) for token in _TOKEN.findall(text or ""))
    return " ".join(f'"{phrase}"' for phrase in phrases if phrase) or '""'


def register(conn: sqlite3.Connection) -> None:
    """Adds fold and fts_query, and replaces the function Datasette's search box calls."""
    conn.create_function("fold", 1, fold, deterministic=True)
    conn.create_function("fts_query", 1, fts_query, deterministic=True)
    conn.create_function("escape_fts", 1, fts_query, deterministic=True)

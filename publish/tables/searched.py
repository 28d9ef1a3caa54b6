"""A table that is searched for what many of its rows have, without gathering all of them.

Datasette asks which rows are among those that the index of words finds, and SQLite gathers these first: 350 ms for 300,000
articles. An index of words is read in the order of its ids, which is the order of most pages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

# What Datasette makes of `_search`, alone, as `filters` puts it in brackets.
_SEARCH = re.compile(
    r"where \((?P<key>\[?\w+\]?) in \((?P<found>select rowid from (?P<index>\[?\w+\]?) where (?P=index) match"
    r" (?:\w+\(:search\)|:search))\)\n\) "
)
_COUNT = re.compile(rf"select count\(\*\) from \[?articles\]? {_SEARCH.pattern}")
# The indexes whose ids are those of the articles, all of them: the archive's triggers see to that.
_OF_ARTICLES = ("articles_fts", "articles_exact")


def nearest(where: str, key: str, desc: bool, after: str | None, size: int) -> str | None:
    """A condition for the first so many rows only that a search finds, by the whole number that is their `key`, those after
    the parameter `after` where there is one; None where `where` is another condition than a search.

    >>> nearest("where (id in (select rowid from fts where fts match :search)\\n) ", "id", True, "last", 3)
    'where id in (select rowid from fts where fts match :search and rowid < :last order by rowid desc limit 3) '
    """
    search = _SEARCH.fullmatch(where)
    if search is None or search["key"] != key:
        return None
    beyond = f" and rowid {'<' if desc else '>'} :{after}" if after else ""
    return f"where {search['key']} in ({search['found']}{beyond} order by rowid{' desc' * desc} limit {size}) "


def count(sql: str, params: Mapping[str, Any] | None) -> str:
    """Datasette's question for how many articles a search finds as one of their index; any other question as it is.

    >>> count("select count(*) from articles where (id in (select rowid from articles_fts where articles_fts match :search)\\n) ", {"search": "x"})
    'select count(*) from articles_fts where articles_fts match :search'
    """
    asked = _COUNT.fullmatch(sql)
    if asked is None or asked["key"] not in ("rowid", "id") or asked["index"] not in _OF_ARTICLES or not params:
        return sql
    return asked["found"].replace("select rowid", "select count(*)", 1)

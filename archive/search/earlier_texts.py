"""What edits took out of articles, to be searched: a word that stood only in an earlier version is found there.

A copy that is published keeps it in two indexes like those of the articles (`keep`): of each version the title, the
lead, the paragraphs and the captions that the next version has not. The working file has none of these; there they are made of the
articles edited last, when they are asked for.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, nullcontext
from dataclasses import dataclass
from itertools import groupby, pairwise

from archive.search.filters import ALL, Condition, Filters, Narrowed, joined
from archive.search.highlight import MARKS, Marked, marked, printed
from archive.search.plan import TABLES
from archive.time_limit import TimeUpError, limited
from vietnamese.fold import plain
from vietnamese.matching import Form, Index, match, without
from vietnamese.query import Query

_EARLIER = {Index.EXACT: "earlier_exact", Index.FOLDED: "earlier_fts"}
_TOKENIZERS = {Index.EXACT: "remove_diacritics 0", Index.FOLDED: "remove_diacritics 2"}
_LATEST = 100  # edited articles that are read where nothing is kept
_AT_ONCE = 200  # texts that are looked at before the time is asked for
_NEXT = 10**18  # above the number of any text


@dataclass(frozen=True, slots=True)
class Earlier:
    """A version that has what was looked for, where its article has it no more."""

    article_id: int
    number: int
    title: Marked
    snippet: Marked


@dataclass(frozen=True, slots=True)
class Found:
    """The last such version of each article, of the articles edited last the newest first; `next` is the `after` of what
    was not looked at, None where that is nothing.
    """

    versions: tuple[Earlier, ...] = ()
    next: int | None = None


def keep(copy: sqlite3.Connection) -> None:
    """Makes the two indexes in a published copy anew, of all versions in it."""
    for table in _EARLIER.values():
        copy.execute(f"drop table if exists {table}")  # a copy may be made of a copy
    _fill(copy, copy, "select distinct article_id from revisions where number > 1")


def find(
    conn: sqlite3.Connection,
    query: Query,
    *,
    filters: Filters = ALL,
    limit: int = 20,
    after: int | None = None,
    seconds: float | None = None,
) -> Found:
    """The versions that hold what a query looks for, of articles that do not hold it now.

    Typed with diacritics it is looked for as typed, else in any spelling. Nothing asked finds nothing; where the time, in
    seconds of CPU, runs out, what was found until then.
    """
    if not query.terms:
        return Found()
    kept = conn.execute("select 1 from sqlite_master where name = ?", [_EARLIER[Index.EXACT]]).fetchone()
    with nullcontext(conn) if kept else closing(sqlite3.connect(":memory:")) as texts:
        if not kept:
            latest = "select id from articles indexed by articles_changed where changed_at is not null"
            latest += f" order by changed_at desc limit {_LATEST}"
            shown = f"select id from ({latest}) where id not in (select article_id from withheld)"
            _fill(texts, conn, shown)
        return _find(conn, texts, Narrowed(conn, query, filters), limit, after, seconds)


def _find(
    conn: sqlite3.Connection,
    texts: sqlite3.Connection,
    narrowed: Narrowed,
    limit: int,
    after: int | None,
    seconds: float | None,
) -> Found:
    """Goes through the texts that match, so many at once, until there are `limit` articles or the time is up."""
    index = Index.EXACT if narrowed.query.marked else Index.FOLDED
    expression = match(narrowed.query, index, Form.LOOSE)
    if but := without(narrowed.query).get(index):
        expression = f"({expression}) NOT {but}"
    found: dict[int, Earlier] = {}
    place = after
    try:
        with limited(conn, seconds):
            while len(found) < limit:
                rows = texts.execute(
                    f"select rowid, article_id, number from {_EARLIER[index]} where {_EARLIER[index]} match ? and rowid < ?"
                    f" order by rowid desc limit {_AT_ONCE}",
                    [expression, _NEXT if place is None else place],
                ).fetchall()
                left = _left(conn, {id for _, id, _ in rows}, narrowed, index, expression)
                for rowid, id, number in rows:
                    if id in left and id not in found:
                        if len(found) == limit:
                            return Found(tuple(found.values()), place)
                        found[id] = _read(texts, index, expression, rowid, (id, number))
                    place = rowid
                if len(rows) < _AT_ONCE:
                    return Found(tuple(found.values()))
    except TimeUpError:
        pass
    return Found(tuple(found.values()), place)


def _left(conn: sqlite3.Connection, ids: set[int], narrowed: Narrowed, index: Index, expression: str) -> set[int]:
    """Returns those of some articles' ids that the filters leave and that do not match as they are now."""
    has = f"exists (select 1 from {TABLES[index]} where {TABLES[index]} match ? and rowid = {{id}})"
    listed: Condition = (f"{{id}} in ({', '.join(map(str, ids))})", [])
    where, values = joined(
        [listed, narrowed.span, *narrowed.conditions(words=False), (f"not {has}", [expression])], "articles.id"
    )
    return {id for (id,) in conn.execute(f"select id from articles indexed by articles_card where {where}", values)}


def _read(texts: sqlite3.Connection, index: Index, expression: str, rowid: int, version: tuple[int, int]) -> Earlier:
    """Reads what is shown of a text that matches, its letters as they were printed."""
    table = _EARLIER[index]
    snippets = ", ".join(f"snippet({table}, {column}, {MARKS}, '…', 40)" for column in range(4))
    shown = texts.execute(
        f"select {snippets} from {table} where {table} match ? and rowid = ?", [expression, rowid]
    ).fetchone()
    title, *others = (marked(text or "") for text in shown)
    if index is Index.FOLDED:
        originals = texts.execute(
            f"select title, lead, body, captions from {_EARLIER[Index.EXACT]} where rowid = ?", [rowid]
        ).fetchone()
        title, *others = (printed(*pair) for pair in zip((title, *others), originals, strict=True))
    snippet = next((text for text in others if text.hits), Marked(""))
    return Earlier(*version, title, snippet)


def _fill(texts: sqlite3.Connection, conn: sqlite3.Connection, ids: str) -> None:
    """Creates the indexes in `texts` and fills them with what the articles of `ids` (a query) have lost."""
    for index, table in _EARLIER.items():
        texts.execute(
            f"create virtual table {table} using fts5(title, lead, body, captions, article_id unindexed, number unindexed,"
            f" tokenize='unicode61 {_TOKENIZERS[index]}')"
        )
    rows = conn.execute(
        f"select article_id, number, title, lead, body, captions from revisions where article_id in ({ids}) order by 1, 2"
    )
    for id, versions in groupby(rows, lambda row: row[0]):
        for number, lost in _lost([row[1:] for row in versions]):
            texts.execute(f"insert into {_EARLIER[Index.EXACT]} values (?, ?, ?, ?, ?, ?)", [*lost, id, number])
            folded = [plain(text) for text in lost]
            texts.execute(f"insert into {_EARLIER[Index.FOLDED]} values (?, ?, ?, ?, ?, ?)", [*folded, id, number])


def _lost(versions: list[tuple[int, str, str | None, str, str | None]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yields of each version that has any the title, lead, paragraphs and captions (JSON in `versions`) that the next has
    not, with its number.

    >>> list(_lost([(1, "Lũ", "Một", "Hai\\n\\nBa", '["Đò"]'), (2, "Lũ quét", None, "Một\\n\\nBa", None)]))
    [(1, ('Lũ', '', 'Hai', 'Đò'))]
    """
    for (number, title, lead, body, told), (_, next_title, next_lead, next_body, next_told) in pairwise(versions):
        captions, kept_captions = json.loads(told or "[]"), json.loads(next_told or "[]")
        kept = {next_lead or "", *next_body.split("\n\n"), *kept_captions}
        gone = [[text for text in texts if text not in kept] for texts in (body.split("\n\n"), captions)]
        lost = (
            title if title != next_title else "",
            lead if lead and lead not in kept else "",
            *("\n\n".join(texts) for texts in gone),
        )
        if any(lost):
            yield number, lost

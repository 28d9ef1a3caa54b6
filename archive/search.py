"""Searching the archive: exact matches first, newest first, by indexes alone.

Two FTS5 indexes over the same articles: `articles_fts` folded, `articles_exact` as printed. A query typed with
diacritics is asked of the exact one first; what only the folded one finds follows. Ids carry the day, so newest first
is the order in which an index is read, and a range of days is a range of ids.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

from vietnamese import fold, sort_key
from vietnamese.query import Form, Index, Query, fts_query, match, parse, without

_TABLES = {Index.EXACT: "articles_exact", Index.FOLDED: "articles_fts"}
_IDS_A_DAY = 100_000

Order = Literal["newest", "relevance"]


@dataclass(frozen=True, slots=True)
class Marked:
    """Text of an article, and where in it (start, end) the hits are."""

    text: str
    hits: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """An article found. `snippet` is from its lead or body; `exact`: it has the words as they were typed."""

    id: int
    newspaper: str
    newspaper_title: str
    published_at: str | None
    title: Marked
    snippet: Marked
    exact: bool


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits. `total` articles were counted, and there are more where `capped`: "1.000+". Of them `exact` have
    the words as they were typed; None where that was not asked, the query having no diacritics. `next` is the `after`
    of the next page, None on the last.
    """

    query: Query
    hits: tuple[Hit, ...] = ()
    total: int = 0
    capped: bool = False
    exact: int | None = None
    next: str | None = None


def search(
    conn: sqlite3.Connection,
    text: str,
    *,
    order: Order = "newest",
    limit: int = 20,
    after: str | None = None,
    merged: bool = False,
    newspaper: str | None = None,
    province: str | None = None,
    cap: int = 1000,
) -> Results:
    """The articles that answer what a person typed (vietnamese.query says how it is read).

    Exact matches come first, then other spellings; of each those that have the words side by side, then the others;
    within that newest first, or, `order="relevance"`, best first (bm25, of the newest 10,000). Words are looked for
    anywhere in an article only if they stand side by side in none. `newspaper` and `province` are ids, taken as if they
    were typed; `merged` takes a province, as filter or in the text, together with those that are one with it since July
    2025. An empty query, or an `after` that is none, finds nothing or begins at the beginning.
    """
    query = _query(text, newspaper, province)
    if not query:
        return Results(query)
    return _Search(conn, query, merged, cap).results(order, limit, after)


def per_year(
    conn: sqlite3.Connection,
    text: str,
    *,
    merged: bool = False,
    newspaper: str | None = None,
    province: str | None = None,
) -> dict[int, int]:
    """How many of the articles that `search` finds are of each year. All are counted, which may take a while."""
    query = _query(text, newspaper, province)
    return _Search(conn, query, merged).per_year() if query else {}


def per_newspaper(
    conn: sqlite3.Connection,
    text: str,
    *,
    merged: bool = False,
    newspaper: str | None = None,
    province: str | None = None,
    newest: int = 10_000,
) -> dict[str, int]:
    """How many of the `newest` articles that `search` finds are of each newspaper."""
    query = _query(text, newspaper, province)
    return _Search(conn, query, merged).per_newspaper(newest) if query else {}


def register(conn: sqlite3.Connection) -> None:
    """Adds the SQL functions `fold` (search key), `fts_query` (MATCH expression for `articles_fts`) and `vi_sort` (key
    of a dictionary's order) to a connection; NULL gives NULL, for `fts_query` what finds nothing."""
    conn.create_function("fold", 1, lambda text: None if text is None else fold(str(text)), deterministic=True)
    conn.create_function("vi_sort", 1, lambda text: None if text is None else sort_key(str(text)), deterministic=True)
    conn.create_function(
        "fts_query", 1, lambda text: fts_query(None if text is None else str(text)), deterministic=True
    )


# --- how -------------------------------------------------------------------------------------------------------------

_FEW = 20_000  # articles of the newspapers asked for, up to which their ids are gathered first
_WALKED = 10_000  # newest matches that a filtered count, or a ranking, walks
_BEGIN, _END = "\x02", "\x03"  # stored text has no control characters
_MARKS = f"'{_BEGIN}', '{_END}'"

_CURSOR = re.compile(r"(?P<scattered>s?)(?P<tier>[0-9])(?:-(?P<start>[0-9]{1,18}))?")

_Condition = tuple[str, list[str | int]]  # SQL with {id} for the article's id, and its parameters


@dataclass(frozen=True)
class _Tier:
    """A part of the results: the rows of an index (or of `articles` itself) that meet its conditions and filters."""

    table: str
    id: str
    conditions: list[_Condition]
    filters: list[_Condition] = field(default_factory=list)

    @property
    def exact(self) -> bool:
        return self.table == _TABLES[Index.EXACT]


def _query(text: str, newspaper: str | None, province: str | None) -> Query:
    query = parse(text)
    return replace(
        query,
        newspapers=(*query.newspapers, *filter(None, [newspaper])),
        provinces=(*query.provinces, *filter(None, [province])),
    )


class _Search:
    def __init__(self, conn: sqlite3.Connection, query: Query, merged: bool, cap: int = 0) -> None:
        self.conn = conn
        self.query = query
        self.merged = merged
        self.cap = cap
        days = (query.since or 0, 99_999_999 if query.until is None else query.until)
        self.ids = (days[0] * _IDS_A_DAY, days[1] * _IDS_A_DAY + _IDS_A_DAY - 1)
        self.without = without(query)

    def results(self, order: Order, limit: int, after: str | None) -> Results:
        cursor = _CURSOR.fullmatch(after or "")
        forms = (Form.SCATTERED,) if cursor and cursor["scattered"] else (Form.PHRASE, Form.LOOSE)
        number, start = (int(cursor["tier"]), int(cursor["start"] or -1)) if cursor else (0, -1)
        hits, following = self._page(self._tiers(*forms), order, limit, number, start)
        if not hits and not cursor and self.query.terms:
            forms = (Form.SCATTERED,)
            hits, following = self._page(self._tiers(*forms), order, limit, number, start)
        if cursor or following:
            total, exact, capped = self._total(self._tiers(forms[-1]))
        else:
            total, exact, capped = len(hits), sum(hit.exact for hit in hits), False
        return Results(
            self.query,
            tuple(hits),
            total,
            capped,
            exact if self.query.marked else None,
            following and ("s" if Form.SCATTERED in forms else "") + following,
        )

    def _page(
        self, tiers: list[_Tier], order: Order, limit: int, number: int, start: int
    ) -> tuple[list[Hit], str | None]:
        """The hits from a place in a tier on, and the place after them if there are more."""
        hits: list[Hit] = []
        while number < len(tiers):
            tier = tiers[number]
            found = self._hits(tier, order, limit + 1 - len(hits), start)
            hits += found
            if len(hits) > limit:
                taken = len(found) - 1
                position = max(start, 0) + taken if order == "relevance" and tier.table != "articles" else hits[-2].id
                return hits[:limit], f"{number}-{position}" if taken else f"{number}"
            number, start = number + 1, -1
        return hits, None

    def _total(self, tiers: list[_Tier]) -> tuple[int, int, bool]:
        """How many there are, how many of them exact, both up to the cap, and whether there are more."""
        total = exact = 0
        for tier in tiers:
            count, more = self._count(tier)
            total += count
            exact += count if tier.exact else 0
            if more or total > self.cap:
                return min(total, self.cap), min(exact, self.cap), True
        return total, exact, False

    def per_year(self) -> dict[int, int]:
        return self._counts(f"select id / {10_000 * _IDS_A_DAY}, count(*) from ({{}}) group by 1")

    def per_newspaper(self, newest: int) -> dict[str, int]:
        return self._counts(
            f"select newspaper, count(*) from ({{}} order by 1 desc limit {newest}) as found"
            " join articles on articles.id = found.id group by 1"
        )

    def _counts(self, sql: str) -> dict[Any, int]:
        """The counts that `sql` makes of the ids found, of words anywhere only if they stand side by side in none."""
        counts: dict[Any, int] = {}
        for form in (Form.LOOSE, Form.SCATTERED):
            found, values = self._found(form)
            counts = counts or dict(self.conn.execute(sql.format(found), values).fetchall())
        return counts

    def _found(self, form: Form) -> _Condition:
        """SQL of the ids of all that is found: the folded index has what the exact one has, and more."""
        if not self.query.terms:
            (tier,) = self._tiers()
        else:
            expression = match(self.query, Index.FOLDED, form, merged=self.merged)
            outside = [_outside(index, left_out) for index, left_out in self.without.items()]
            table = _TABLES[Index.FOLDED]
            filters = self._filters(gather=True)
            tier = _Tier(table, "rowid", [(f"{table} match ?", [expression]), *outside], filters)
        column = f"{tier.table}.{tier.id}"
        where, values = _and([*tier.conditions, ("{id} between ? and ?", [*self.ids]), *tier.filters], column)
        return f"select {column} as id from {tier.table} where {where}", values

    def _tiers(self, *forms: Form) -> list[_Tier]:
        """The parts of the results in their order; each form finds what those before it do, and more."""
        if not self.query.terms:
            outside = [_outside(index, left_out) for index, left_out in self.without.items()]
            if self.dated:
                outside.append(("published_at is not null", []))
            if self.newspapers is not None:
                outside.append((f"newspaper in ({', '.join('?' for _ in self.newspapers)})", self.newspapers))
            return [_Tier("articles", "id", outside)]
        tiers: list[_Tier] = []
        before: list[_Condition] = []
        for index in (Index.EXACT, Index.FOLDED) if self.query.marked else (Index.FOLDED,):
            outside = [_outside(other, left_out) for other, left_out in self.without.items() if other != index]
            narrower = ""
            for expression in dict.fromkeys(match(self.query, index, form, merged=self.merged) for form in forms):
                but = " OR ".join(part for part in (narrower, self.without.get(index)) if part)
                found = f"({expression}) NOT ({but})" if but else expression
                conditions: list[_Condition] = [(f"{_TABLES[index]} match ?", [found]), *outside, *before]
                tiers.append(_Tier(_TABLES[index], "rowid", conditions, self.filters))
                narrower = f"({expression})"
            before.append(_outside(index, narrower))
        return tiers

    @cached_property
    def filters(self) -> list[_Condition]:
        """What the indexes of words cannot answer, as conditions for their rows."""
        if self.newspapers is None:
            return self._filters(gather=False)
        among = f"newspaper in ({', '.join('?' for _ in self.newspapers)})"
        few = self._number(f"select 1 from articles where {among} limit {_FEW}", self.newspapers) < _FEW
        return self._filters(gather=few)

    def _filters(self, *, gather: bool) -> list[_Condition]:
        """`gather`: the ids of the newspapers asked for first, which pays where few of them, or all rows, are read."""
        filters: list[_Condition] = []
        if self.newspapers is not None:
            among = f"newspaper in ({', '.join('?' for _ in self.newspapers)})"
            gathered = f"+{{id}} in (select id from articles where {among})"
            one_by_one = f"exists (select 1 from articles indexed by articles_newspaper where {among} and id = {{id}})"
            filters.append((gathered if gather else one_by_one, self.newspapers))
        if self.dated:
            filters.append(("(select published_at from articles where id = {id}) is not null", []))
        return filters

    @property
    def dated(self) -> bool:
        """Whether only articles of a known date pass: the id of any other carries the day it was first seen."""
        return self.query.since is not None or self.query.until is not None

    @cached_property
    def newspapers(self) -> list[str | int] | None:
        """The ids of the newspapers that pass the filters; None where all do."""
        if not self.query.newspapers and not self.query.provinces:
            return None
        rows = self.conn.execute(
            "select newspapers.id, title, province, today"
            " from newspapers left join provinces on provinces.id = province"
        ).fetchall()
        titles = {_plain(name) for name in self.query.newspapers}
        today = dict(self.conn.execute("select id, today from provinces").fetchall()) if self.merged else {}
        provinces = {today.get(province, province) for province in self.query.provinces}
        return [
            name
            for name, title, province, now in rows
            if (not titles or not titles.isdisjoint((_plain(name), _plain(title))))
            and (not provinces or (now if self.merged else province) in provinces)
        ]

    def _count(self, tier: _Tier) -> tuple[int, bool]:
        """How many a tier has, up to one more than the cap, and whether there may be more than those walked."""
        where, values = _and([*tier.conditions, ("{id} between ? and ?", [*self.ids])], tier.id)
        rows = f"select {tier.id} as id from {tier.table} where {where}"
        if not tier.filters:
            return self._number(f"{rows} limit {self.cap + 1}", values), False
        filters, more = _and(tier.filters, "walked.id")
        walked = f"{rows} order by {tier.id} desc limit {_WALKED}"
        count = self._number(f"select 1 from ({walked}) as walked where {filters} limit {self.cap + 1}", values + more)
        return count, count <= self.cap and self._number(walked, values) == _WALKED

    def _number(self, rows: str, values: list[str | int]) -> int:
        count: int = self.conn.execute(f"select count(*) from ({rows})", values).fetchone()[0]
        return count

    def _hits(self, tier: _Tier, order: Order, limit: int, start: int) -> list[Hit]:
        table, column = tier.table, f"{tier.table}.{tier.id}"
        if table == "articles":
            columns = "title, lead, substr(body, 1, 400)"
        else:
            snippets = (f"snippet({table}, {number}, {_MARKS}, '…', 40)" for number in (1, 2))
            columns = f"highlight({table}, 0, {_MARKS}), {', '.join(snippets)}"
        conditions: list[_Condition] = [*tier.conditions, ("{id} between ? and ?", [*self.ids]), *tier.filters]
        by, offset = f"{column} desc", 0
        if order == "relevance" and table != "articles":
            where, values = _and(conditions, column)
            lowest = f"select {column} from {table} where {where} order by {by} limit 1 offset {_WALKED - 1}"
            conditions.append((f"{{id}} >= ifnull(({lowest}), 0)", values))
            by, offset = f"bm25({table}, 8.0, 3.0, 1.0), {by}", max(start, 0)
        elif start >= 0:
            conditions.append(("{id} < ?", [start]))
        where, values = _and(conditions, column)
        sql = f"select {column}, {columns} from {table} where {where} order by {by} limit ? offset ?"
        return [self._hit(tier, *row) for row in self.conn.execute(sql, [*values, limit, offset]).fetchall()]

    def _hit(self, tier: _Tier, article_id: int, title: str, lead: str | None, body: str) -> Hit:
        newspaper, newspaper_title, published_at = self.conn.execute(
            "select newspapers.id, newspapers.title, published_at from articles, newspapers"
            " where articles.id = ? and newspapers.id = newspaper",
            [article_id],
        ).fetchone()
        texts = [_marked(text) for text in (lead, body) if text]
        snippet = next((text for text in texts if text.hits), texts[0] if texts else Marked(""))
        return Hit(article_id, newspaper, newspaper_title, published_at, _marked(title), snippet, tier.exact)


def _outside(index: Index, expression: str) -> _Condition:
    table = _TABLES[index]
    return f"+{{id}} not in (select rowid from {table} where {table} match ?)", [expression]


def _and(conditions: Iterable[_Condition], id_column: str) -> _Condition:
    values: list[str | int] = []
    parts = []
    for sql, more in conditions:
        parts.append(sql.replace("{id}", id_column))
        values += more
    return " and ".join(parts) or "true", values


def _plain(name: str) -> str:
    """A newspaper's id or title, however it is written: "Báo Thái Nguyên" is `bao-thai-nguyen` and `thainguyen`."""
    return re.sub(r"[\W_]", "", fold(name)).removeprefix("bao")


def _marked(text: str) -> Marked:
    """The text without the marks, and where they were."""
    hits: list[tuple[int, int]] = []
    plain = ""
    for part in text.split(_BEGIN):
        hit, end, rest = part.partition(_END)
        if end:
            hits.append((len(plain), len(plain) + len(hit)))
        plain += hit + rest
    return Marked(plain, tuple(hits))

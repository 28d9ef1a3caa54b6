"""Searching the archive: exact matches first, newest first, by indexes alone.

Two FTS5 indexes over the same articles: `articles_fts` folded, `articles_exact` as printed. A query typed with
diacritics is asked of the exact one first; what only the folded one finds follows. Ids carry the day, so newest first
is the order in which an index is read, and a range of days is a range of ids.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from archive.article_rows import IDS_A_DAY
from archive.highlight import MARKS, Marked, marked, printed
from vietnamese import fold, sort_key
from vietnamese.matching import Form, Index, exact_query, fts_query, is_pasted, literal, match, without
from vietnamese.query import Query, parse

# The year of articles that do not say when they were published: their id carries the day they were first seen.
UNDATED = 0

_TABLES = {Index.EXACT: "articles_exact", Index.FOLDED: "articles_fts"}

Order = Literal["newest", "relevance"]


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


@dataclass(frozen=True, slots=True)
class Counts:
    """Hits of a search by newspaper and year of publication (UNDATED where that is not known): all of them, and those
    that have the words as they were typed.
    """

    all: dict[tuple[str, int], int]
    exact: dict[tuple[str, int], int]


def search(
    conn: sqlite3.Connection,
    text: str,
    *,
    order: Order = "newest",
    limit: int = 20,
    after: str | None = None,
    merged: bool = False,
    newspapers: Collection[str] | None = None,
    year: int | None = None,
    cap: int = 1000,
) -> Results:
    """The articles that answer what a person typed (vietnamese.query says how it is read).

    Exact matches come first, then other spellings; of each those that have the words side by side, then the others;
    within that newest first, or, `order="relevance"`, best first (bm25, of the newest 10,000). Words are looked for
    anywhere in an article only if what was typed is found side by side in none. `newspapers` (ids) and `year` (of
    publication, or UNDATED) narrow what was typed, and change nothing else in it; without any text, all that they leave
    is found. `merged` takes a province in the text together with those that are one with it since July 2025. Nothing
    asked finds nothing; an `after` that is none begins at the beginning.
    """
    query = parse(text)
    if not query and newspapers is None and year is None:
        return Results(query)
    return _Search(conn, query, merged, newspapers, year).results(order, limit, after, cap)


def count(conn: sqlite3.Connection, text: str, *, merged: bool = False) -> Counts:
    """How many articles `search` finds for a text, whatever narrows it; of an empty text, how many there are.

    All are counted, which takes some 0.2 s of CPU for a word in each of 200,000 articles.
    """
    return _Search(conn, parse(text), merged).counts()


def register(conn: sqlite3.Connection) -> None:
    """Adds SQL functions to a connection: `fold` (search key), `vi_sort` (key of a dictionary's order), and `fts_query`
    and `exact_query` (MATCH expressions for `articles_fts`, and for `articles_exact` of what was typed with diacritics).
    NULL gives NULL, or what finds nothing."""
    conn.create_function("fold", 1, lambda text: None if text is None else fold(str(text)), deterministic=True)
    conn.create_function("vi_sort", 1, lambda text: None if text is None else sort_key(str(text)), deterministic=True)
    for name, expression in (("fts_query", fts_query), ("exact_query", exact_query)):
        conn.create_function(
            name, 1, lambda text, to=expression: to(None if text is None else str(text)), deterministic=True
        )


_FEW = 20_000  # articles of the newspapers asked for, up to which their ids are gathered first
_WALKED = 10_000  # newest matches that a filtered count, or a ranking, walks
_CURSOR = re.compile(r"(?P<tier>[0-9])(?:-(?P<start>[0-9]{1,18}))?")

_Condition = tuple[str, list[str | int]]  # SQL with {id} for the article's id, and its parameters


@dataclass(frozen=True)
class _Tier:
    """A part of the results: the rows of an index of words, or of `articles` itself, that meet its conditions."""

    table: str
    conditions: list[_Condition]

    @property
    def id(self) -> str:
        return f"{self.table}.{'rowid' if self.words else 'id'}"

    @property
    def words(self) -> bool:
        return self.table != "articles"

    @property
    def exact(self) -> bool:
        return self.table == _TABLES[Index.EXACT]

    @property
    def rows(self) -> str:
        """What to read ids from: never the articles, which are long."""
        return self.table if self.words else "articles indexed by articles_card"


class _Search:
    """What was asked, said once: the pages of hits, their total and the counts are all of these tiers, so narrowed."""

    def __init__(
        self,
        conn: sqlite3.Connection,
        query: Query,
        merged: bool,
        chosen: Collection[str] | None = None,
        year: int | None = None,
    ) -> None:
        self.conn = conn
        self.query = query
        self.merged = merged
        self.chosen = chosen
        self.year = year
        first, last = query.since or 0, 99_999_999 if query.until is None else query.until
        if year:
            first, last = max(first, year * 10_000), min(last, year * 10_000 + 9999)
        self.ids: _Condition = ("{id} between ? and ?", [first * IDS_A_DAY, last * IDS_A_DAY + IDS_A_DAY - 1])
        self.without = without(query)

    def results(self, order: Order, limit: int, after: str | None, cap: int) -> Results:
        cursor = _CURSOR.fullmatch(after or "")
        number, start = (int(cursor["tier"]), int(cursor["start"] or -1)) if cursor else (0, -1)
        forms = (Form.PHRASE, Form.LOOSE) if self.form is Form.LOOSE else (self.form,)
        hits, following = self._page(self._tiers(*forms), order, limit, number, start)
        if cursor or following:
            total, exact, capped = self._total(self._tiers(self.form), cap)
        else:
            total, exact, capped = len(hits), sum(hit.exact for hit in hits), False
        return Results(self.query, tuple(hits), total, capped, exact if self.query.marked else None, following)

    def counts(self) -> Counts:
        every: Counter[tuple[str, int]] = Counter()
        exact: Counter[tuple[str, int]] = Counter()
        for tier in self._tiers(self.form):
            found, values = _and([*tier.conditions, self.ids], tier.id)
            passing, more = _and(self.passing, "card.id")
            cells = {
                (newspaper, year): hits
                for newspaper, year, hits in self.conn.execute(
                    f"select newspaper, iif(published_at is null, {UNDATED}, card.id / {10_000 * IDS_A_DAY}), count(*)"
                    f" from (select {tier.id} as id from {tier.rows} where {found}) as found"
                    " cross join articles as card indexed by articles_card on card.id = found.id"
                    f" where {passing} group by 1, 2",
                    [*values, *more],
                )
            }
            every.update(cells)
            if tier.exact:
                exact.update(cells)
        return Counts(dict(every), dict(exact))

    @cached_property
    def form(self) -> Form:
        """Words stand near each other, or anywhere where what was typed, narrowed to nothing, is found nowhere near."""
        if not self.query.terms:
            return Form.LOOSE
        typed = _Search(self.conn, self.query, self.merged)
        near = any(typed._ids(tier, 1) for tier in typed._tiers(Form.LOOSE))
        return Form.LOOSE if near else Form.SCATTERED

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
                position = max(start, 0) + taken if order == "relevance" and tier.words else hits[-2].id
                return hits[:limit], f"{number}-{position}" if taken else f"{number}"
            number, start = number + 1, -1
        return hits, None

    def _total(self, tiers: list[_Tier], cap: int) -> tuple[int, int, bool]:
        """How many there are, how many of them exact, both up to the cap, and whether there are more."""
        total = exact = 0
        for tier in tiers:
            count, more = self._count(tier, cap)
            total += count
            exact += count if tier.exact else 0
            if more or total > cap:
                return min(total, cap), min(exact, cap), True
        return total, exact, False

    @cached_property
    def as_text(self) -> bool:
        """Whether what looks like operators is also looked for as text: pasted, or else found nowhere as operators."""
        if not self.query.literal or is_pasted(self.query):
            return bool(self.query.literal)
        typed = _Search(self.conn, replace(self.query, literal=None), self.merged)
        return not any(typed._ids(tier, 1) for tier in typed._tiers(typed.form))

    def _tiers(self, *forms: Form) -> list[_Tier]:
        """The parts of the results in their order; each form finds what those before it do, and more."""
        tiers: list[_Tier] = []
        before: list[_Condition] = []
        if self.as_text:
            for index in (Index.EXACT, Index.FOLDED) if self.query.marked else (Index.FOLDED,):
                expression = literal(self.query, index)
                tiers.append(_Tier(_TABLES[index], [(f"{_TABLES[index]} match ?", [expression]), *before]))
                before.append(_outside(index, expression))
        if not self.query.terms:
            outside = [_outside(index, left_out) for index, left_out in self.without.items()]
            return [*tiers, _Tier("articles", [*outside, *before])]
        for index in (Index.EXACT, Index.FOLDED) if self.query.marked else (Index.FOLDED,):
            outside = [_outside(other, left_out) for other, left_out in self.without.items() if other != index]
            narrower = ""
            for expression in dict.fromkeys(match(self.query, index, form, merged=self.merged) for form in forms):
                but = " OR ".join(part for part in (narrower, self.without.get(index)) if part)
                found = f"({expression}) NOT ({but})" if but else expression
                tiers.append(_Tier(_TABLES[index], [(f"{_TABLES[index]} match ?", [found]), *outside, *before]))
                narrower = f"({expression})"
            before.append(_outside(index, narrower))
        return tiers

    @cached_property
    def passing(self) -> list[_Condition]:
        """What an index of words cannot answer, as conditions for the columns of articles."""
        passing: list[_Condition] = []
        if self.newspapers is not None:
            passing.append((f"newspaper in ({', '.join('?' for _ in self.newspapers)})", self.newspapers))
        if self.year == UNDATED:
            passing.append(("published_at is null", []))
        # The id of any other than these carries the day it was first seen.
        if self.query.since is not None or self.query.until is not None or self.year:
            passing.append(("published_at is not null", []))
        return passing

    @cached_property
    def few(self) -> _Condition | None:
        """The articles of the newspapers asked for, if they are few enough to be gathered first."""
        if self.newspapers is None:
            return None
        rows = f"select id from articles where newspaper in ({', '.join('?' for _ in self.newspapers)})"
        few = self._number(f"{rows} limit {_FEW}", self.newspapers) < _FEW
        return (rows, self.newspapers) if few else None

    def _filters(self, tier: _Tier) -> list[_Condition]:
        """What `passing` says, as conditions for the rows of a tier."""
        filters: list[_Condition] = []
        if self.few:
            # `+` keeps the ids from leading: FTS5 would match anew for each.
            filters.append((f"{'+' if tier.words else ''}{{id}} in ({self.few[0]})", self.few[1]))
        if self.year == UNDATED:
            undated = "select id from articles indexed by articles_card where published_at is null"
            filters.append((f"{'+' if tier.words else ''}{{id}} in ({undated})", []))
        if self.passing:
            where, values = _and([("card.id = {id}", []), *self.passing], "{id}")
            filters.append((f"exists (select 1 from articles as card indexed by articles_card where {where})", values))
        return filters

    @cached_property
    def newspapers(self) -> list[str | int] | None:
        """The ids of the newspapers that were chosen and typed; None where all pass."""
        if self.chosen is None and not self.query.newspapers and not self.query.provinces:
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
            if (self.chosen is None or name in self.chosen)
            and (not titles or not titles.isdisjoint((_plain(name), _plain(title))))
            and (not provinces or (now if self.merged else province) in provinces)
        ]

    def _count(self, tier: _Tier, cap: int) -> tuple[int, bool]:
        """How many a tier has, up to one more than the cap, and whether there may be more than those walked."""
        where, values = _and([*tier.conditions, self.ids], tier.id)
        rows = f"select {tier.id} as id from {tier.rows} where {where}"
        filters = self._filters(tier)
        if not filters:
            return self._number(f"{rows} limit {cap + 1}", values), False
        passing, more = _and(filters, "walked.id")
        walked = f"{rows} order by {tier.id} desc limit {_WALKED}"
        count = self._number(f"select 1 from ({walked}) as walked where {passing} limit {cap + 1}", values + more)
        return count, count <= cap and self._number(walked, values) == _WALKED

    def _number(self, rows: str, values: list[str | int]) -> int:
        count: int = self.conn.execute(f"select count(*) from ({rows})", values).fetchone()[0]
        return count

    def _ids(self, tier: _Tier, limit: int, conditions: Iterable[_Condition] = ()) -> list[int]:
        """The ids of a tier's newest."""
        where, values = _and([*tier.conditions, self.ids, *self._filters(tier), *conditions], tier.id)
        rows = self.conn.execute(
            f"select {tier.id} from {tier.rows} where {where} order by 1 desc limit {limit}", values
        )
        return [article_id for (article_id,) in rows]

    def _hits(self, tier: _Tier, order: Order, limit: int, start: int) -> list[Hit]:
        table = tier.table
        if tier.words:
            snippets = (f"snippet({table}, {number}, {MARKS}, '…', 40)" for number in (1, 2))
            columns = f"highlight({table}, 0, {MARKS}), {', '.join(snippets)}"
        else:
            columns = "title, lead, substr(body, 1, 400)"
        conditions: list[_Condition] = [*tier.conditions, self.ids, *self._filters(tier)]
        by, offset = f"{tier.id} desc", 0
        if order == "relevance" and tier.words:
            where, values = _and(conditions, tier.id)
            lowest = f"select {tier.id} from {table} where {where} order by {by} limit 1 offset {_WALKED - 1}"
            conditions.append((f"{{id}} >= ifnull(({lowest}), 0)", values))
            by, offset = f"bm25({table}, 8.0, 3.0, 1.0), {by}", max(start, 0)
        elif start >= 0:
            conditions.append(("{id} < ?", [start]))
        where, values = _and(conditions, tier.id)
        sql = f"select {tier.id}, {columns} from {tier.rows} where {where} order by {by} limit ? offset ?"
        return [self._hit(tier, *row) for row in self.conn.execute(sql, [*values, limit, offset]).fetchall()]

    def _hit(self, tier: _Tier, article_id: int, *shown: str | None) -> Hit:
        folded = tier.table == _TABLES[Index.FOLDED]
        newspaper, newspaper_title, published_at, *originals = self.conn.execute(
            f"select newspapers.id, newspapers.title, published_at{', articles.title, lead, body' if folded else ''}"
            " from articles, newspapers where articles.id = ? and newspapers.id = newspaper",
            [article_id],
        ).fetchone()
        title, *texts = [marked(text or "") for text in shown]
        if folded:
            title, *texts = [printed(*pair) for pair in zip((title, *texts), originals, strict=True)]
        snippet = next((text for text in texts if text.hits), next((text for text in texts if text.text), Marked("")))
        return Hit(article_id, newspaper, newspaper_title, published_at, title, snippet, tier.exact)


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

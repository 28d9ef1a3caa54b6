"""The parts of a search's results, in their order: which rows of which index, and which of them an earlier part has."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from functools import cached_property

from archive.search.filters import Condition
from archive.search.results import Match
from vietnamese import fold
from vietnamese.matching import Form, Index, is_pasted, literal, match, without
from vietnamese.query import Query, Term

TABLES = {Index.EXACT: "articles_exact", Index.FOLDED: "articles_fts"}
_INDEX = {table: index for index, table in TABLES.items()}

_PASTED = 100  # newest matches that are looked at for the very signs that were pasted
_COMMON = 30_000  # articles, above which a word is common


@dataclass(frozen=True)
class Tier:
    """A part of the results: the rows of an index of words, or of `articles` itself, that meet its conditions, without
    the ids that each of `before` (a table and a MATCH expression) finds.
    """

    match: Match
    table: str = "articles"
    conditions: tuple[Condition, ...] = ()
    before: tuple[tuple[str, str], ...] = ()

    @property
    def words(self) -> bool:
        """Whether the rows are those of an index of words, not of `articles`."""
        return self.table != "articles"

    @property
    def id(self) -> str:
        """The column with the article's id, with its table."""
        return f"{self.table}.{'rowid' if self.words else 'id'}"

    @property
    def rows(self) -> str:
        """What a query reads ids from, as SQL behind `from`: the index of words, or the small index of all articles; never
        the rows of articles, which are long.
        """
        return self.table if self.words else "articles indexed by articles_card"

    @property
    def outside(self) -> list[Condition]:
        """`before` as conditions, which gather all that it finds."""
        return [
            (f"+{{id}} not in (select rowid from {table} where {table} match ?)", [it]) for table, it in self.before
        ]


class Plan:
    """The tiers of a query, before anything narrows it."""

    def __init__(self, conn: sqlite3.Connection, query: Query) -> None:
        self.conn = conn
        self.query = query
        self.indexes = (Index.EXACT, Index.FOLDED) if query.marked else (Index.FOLDED,)
        self.left_out = without(query)

    @cached_property
    def tiers(self) -> list[Tier]:
        """The parts of the results in their order; each expression finds what the one before it does, and more."""
        tiers = self._pasted()
        had = tuple(self.had)
        before = tuple((tier.table, str(tier.conditions[0][1][0])) for tier in tiers if not had)
        if not self.query.terms:
            others = [(TABLES[index], expression) for index, expression in self.left_out.items()]
            return [*tiers, Tier(Match.TYPED, conditions=had, before=(*others, *before))]
        narrower: dict[Index, str] = {}
        for form in Form:
            for index in self.indexes:
                expression = match(self.query, index, form)
                if expression == narrower.get(index):
                    continue
                outside = [(TABLES[other], it) for other, it in self.left_out.items() if other is not index]
                outside += [(TABLES[other], it) for other, it in narrower.items() if other is not index]
                but = " OR ".join(f"({it})" for it in (narrower.get(index), self.left_out.get(index)) if it)
                condition = _matches(index, f"({expression}) NOT ({but})" if but else expression)
                kind = self._kind(index) if form is Form.PHRASE else Match.APART
                tiers.append(Tier(kind, TABLES[index], (condition, *had), (*outside, *before)))
                narrower[index] = expression
        return tiers

    def _kind(self, index: Index) -> Match:
        """What a match in this index is called: as typed in the first one, else with other marks."""
        return Match.TYPED if index is self.indexes[0] else Match.UNMARKED

    @cached_property
    def wider(self) -> dict[Match, Tier]:
        """For each kind of match but the first, the tier of all articles that have the words so, or better."""
        found: dict[Match, Tier] = {}
        outside = tuple((TABLES[other], it) for other, it in self.left_out.items() if other is not Index.FOLDED)
        for kind, form in ((Match.UNMARKED, Form.PHRASE), (Match.APART, Form.SCATTERED)) if self.query.terms else ():
            expression = match(self.query, Index.FOLDED, form)
            if but := self.left_out.get(Index.FOLDED):
                expression = f"({expression}) NOT ({but})"
            found[kind] = Tier(kind, TABLES[Index.FOLDED], (_matches(Index.FOLDED, expression),), outside)
        return found

    def _pasted(self) -> list[Tier]:
        """What looks like operators, looked for as text: where it is long, or an article has these very signs."""
        tiers: list[Tier] = []
        for index in self.indexes if self.query.literal else ():
            before = tuple((tier.table, str(tier.conditions[0][1][0])) for tier in tiers)
            conditions = [_matches(index, literal(self.query, index))]
            if not is_pasted(self.query):
                if not (ids := self._printed_so(index)):
                    continue
                conditions.append((f"+{{id}} in ({ids})", []))
                self.had.append((f"+{{id}} not in ({ids})", []))
            tiers.append(Tier(self._kind(index), TABLES[index], tuple(conditions), before))
        return tiers

    @cached_property
    def had(self) -> list[Condition]:
        """What leaves out the articles that have what was typed with its signs."""
        return []

    def _printed_so(self, index: Index) -> str:
        """The ids, with commas between, of articles that have what was typed with its signs: `-` before a word, an OR."""
        typed, table = fold(self.query.typed), TABLES[index]
        words = self.query.literal.words if self.query.literal else ()
        if not any(is_rare(self.conn, table, word) for word in words):
            return ""
        rows = self.conn.execute(
            f"select id, title, lead, body, captions from articles where id in (select rowid from {table} where {table} match ?"
            f" order by rowid desc limit {_PASTED})",
            [literal(self.query, index)],
        )
        return ", ".join(
            str(id) for id, *texts in rows if any(typed in " ".join(fold(text or "").split()) for text in texts)
        )


def is_rare(conn: sqlite3.Connection, table: str, word: str) -> bool:
    """Whether a word is in few articles; FTS5 looks for a phrase of common words in one step, which nothing ends."""
    rows = f"select 1 from {table} where {table} match ? limit {_COMMON + 1}"
    expression = match(Query(groups=((Term(((word,),)),),)), _INDEX[table])
    (articles,) = conn.execute(f"select count(*) from ({rows})", [expression]).fetchone()
    return bool(articles <= _COMMON)


def _matches(index: Index, expression: str) -> Condition:
    """The condition that a row of the index matches an FTS5 expression."""
    return f"{TABLES[index]} match ?", [expression]

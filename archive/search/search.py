"""Searching the archive: phrases before words that stand apart, exact spellings first, by indexes alone.

Two FTS5 indexes over the same articles: `articles_fts` folded, `articles_exact` as printed. A query typed with
diacritics is asked of the exact one first; what only the folded one finds follows; then come articles that hold all the
words, but not side by side. Ids carry the day, so newest first is the order in which an index is read, and a range of
days is a range of ids.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property, partial
from itertools import islice
from typing import Literal

from archive.article_rows import IDS_A_DAY
from archive.search.filters import ALL, Condition, Filters, Narrowed, Values, joined, known
from archive.search.highlight import MARKS, Marked, marked, printed
from archive.search.plan import TABLES, Plan, Tier
from archive.search.results import Hit, Match, Results
from archive.search.word_table import pair_asked
from archive.time_limit import TimeUpError, limited
from vietnamese import fold, sort_key
from vietnamese.matching import Index, exact_query, fts_query
from vietnamese.query import Query, parse

Order = Literal["newest", "oldest", "relevant"]


def search(
    conn: sqlite3.Connection,
    text: str,
    *,
    filters: Filters = ALL,
    order: Order = "newest",
    limit: int = 20,
    after: str | None = None,
    cap: int = 1000,
    seconds: float | None = None,
) -> Results:
    """The articles that answer what a person typed (vietnamese.query says how it is read).

    Those that have the words side by side come first, as typed, then in other spellings; then those that have all of the
    words apart. Within each newest first, oldest first, or `relevant`: best first (bm25, of the newest 10,000).
    `filters` narrow what was typed, and change nothing else in it; without any text, all that they leave is found.
    Nothing asked finds nothing; an `after` that is none begins at the beginning. `seconds` of CPU are spent at most, and
    somewhat less on counting; `Results` tells what that did not suffice for.
    """
    asked = ask(conn, text, filters)
    if not asked.query and not filters:
        return Results(asked.query)
    return asked.results(order, limit, after, cap, seconds)


def search_ids(
    conn: sqlite3.Connection, text: str, *, filters: Filters = ALL, oldest: bool = False, limit: int, after: str | None
) -> tuple[list[tuple[int, Match]], str | None]:
    """The ids of a part of what `search` finds, for what is handed on whole: newest or `oldest` first, each with how it
    was found; and the `after` of the next part, None after the last.
    """
    asked = ask(conn, text, filters)
    if not asked.query and not filters:
        return [], None
    found, following, _ = asked.page("oldest" if oldest else "newest", limit, after, None)
    return [(article_id, tier.match) for tier, article_id in found], following


def newest_entered(
    conn: sqlite3.Connection, text: str, *, filters: Filters = ALL, limit: int = 50, seconds: float | None = None
) -> list[int]:
    """The ids of what `search` finds, by the moment it entered the archive, newest first.

    Whatever came in among the last _FED articles is surely there; what came in before may be told by its day instead.
    """
    asked = ask(conn, text, filters)
    if not asked.query and not filters:
        return []
    tier = asked.plan.wider[Match.APART] if asked.query.terms else asked.plan.tiers[-1]
    entered = conn.execute(f"select id from articles order by first_seen_at desc, id desc limit {_FED}").fetchall()
    found: list[int] = []
    try:
        with limited(conn, seconds):
            found += asked.among(tier, [id for (id,) in entered])
            if len(found) < limit:
                found += [id for id, _ in search_ids(conn, text, filters=filters, limit=limit, after=None)[0]]
    except TimeUpError:
        pass  # these are the newest
    rows = conn.execute(
        f"select id from articles where id in ({', '.join(map(str, set(found)))}) order by first_seen_at desc, id desc"
    )
    return [id for (id,) in rows.fetchmany(limit)]


def ask(conn: sqlite3.Connection, text: str, filters: Filters = ALL) -> Search:
    """What a person typed, read with the names that this archive knows."""
    return Search(conn, parse(text, partial(known, conn)), filters)


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


_RANKED = 10_000  # newest matches that a ranking is of
_WALKED, _LOOKED_AT = 10_000, 1_500  # newest matches that a count with filters walks; where each is to be looked up
_FIRST, _MOST = 64, 8_192  # ids taken at once where some of them may belong to an earlier tier
_FED = 3_000  # articles that came in last, all of which a feed looks at
_DENSE, _YEAR = 2_000, 10_000 * IDS_A_DAY  # matches in the ids of so long
_CURSOR = re.compile(r"(?P<tier>[0-9])(?:-(?P<start>[0-9]{1,18}))?")
_LOOKING = 0.6  # of the time is for looking, the rest for counting


class Search:
    """A search in one archive: what was asked (`query`, narrowed by `filters`).

    The pages of hits, their totals and the counts are all of these tiers, so narrowed.
    """

    def __init__(self, conn: sqlite3.Connection, query: Query, filters: Filters = ALL) -> None:
        self.conn = conn
        self.query = query
        self.narrowed = Narrowed(conn, query, filters)
        self.plan = Plan(conn, query)
        self._walked: dict[str, int] = {}  # how many a tier has that a page has gone through
        self._cut: set[Match] = set()  # kinds that a page has not gone through for want of time

    # --- a page ------------------------------------------------------------------------------------------------------

    def results(self, order: Order, limit: int, after: str | None, cap: int, seconds: float | None) -> Results:
        """Finds a page of hits, with snippets and totals; for the arguments see `search`.

        Where the CPU time runs out while counting, a kind not yet counted has the hits shown as its total, and is
        marked as capped.
        """
        found, following, cut = self.page(order, limit, after, seconds and seconds * _LOOKING)
        hits = tuple(self._hit(tier, article_id) for tier, article_id in found)
        if not (_CURSOR.fullmatch(after or "") or following or cut):
            return Results(self.query, hits, dict(Counter(hit.match for hit in hits)))
        totals: dict[Match, int] = {}
        capped: set[Match] = set()
        try:
            with limited(self.conn, seconds and seconds * (1 - _LOOKING)):
                for kind, total, more in self._totals(cap, Counter(hit.match for hit in hits)):
                    if total or more:
                        totals[kind] = total
                        capped |= {kind} if more else set()
        except TimeUpError:
            for kind in self._kinds():
                if kind not in totals:
                    totals[kind] = sum(hit.match is kind for hit in hits)
                    capped.add(kind)
        return Results(self.query, hits, totals, frozenset(capped), following, cut)

    def page(
        self, order: Order, limit: int, after: str | None, seconds: float | None
    ) -> tuple[list[tuple[Tier, int]], str | None, bool]:
        """Finds the ids of a page, each with its tier; the cursor of the next page (None: this is the last), and
        whether the time ran out first.
        """
        cursor = _CURSOR.fullmatch(after or "")
        number, start = (int(cursor["tier"]), int(cursor["start"] or -1)) if cursor else (0, -1)
        found: list[tuple[Tier, int]] = []
        places: list[str] = []
        began = time.thread_time()
        for tier_number in range(number, len(self.plan.tiers)):
            tier = self.plan.tiers[tier_number]
            # Half of the time that is left: where one kind takes too long and has nothing yet, the next may have much.
            left = seconds and max(seconds - (time.thread_time() - began), 0)
            part = 2 if tier_number + 1 < len(self.plan.tiers) else 1
            try:
                with limited(self.conn, left and left / part):
                    for place, article_id in self._walk(tier, order, limit + 1 - len(found), start):
                        found.append((tier, article_id))
                        places.append(f"{tier_number}-{place}")
            except TimeUpError:
                self._cut.add(tier.match)
            if len(found) > limit or (found and self._cut):
                break
            start = -1
        more = found and (self._cut or len(found) > limit)
        return found[:limit], places[min(len(found), limit) - 1] if more else None, bool(self._cut)

    def _walk(self, tier: Tier, order: Order, limit: int, start: int) -> Iterator[tuple[int, int]]:
        """Yields so many that a tier has from the place `start` on (-1: its beginning): the place that a cursor names, and
        the article's id.
        """
        if order == "relevant" and tier.words:
            yield from enumerate(self._best(tier, limit, max(start, 0)), max(start, 0) + 1)
        else:
            for article_id in islice(self._in_order(tier, order == "oldest", limit, start), limit):
                yield article_id, article_id

    def _best(self, tier: Tier, limit: int, offset: int) -> list[int]:
        """Returns the ids of a tier by bm25, best first, from `offset` on.

        Only the newest _RANKED matches are ranked.
        """
        conditions = [*tier.conditions, self.narrowed.span, *self._filters(tier), *tier.outside]
        where, values = joined(conditions, tier.id)
        lowest = f"select {tier.id} from {tier.table} where {where} order by 1 desc limit 1 offset {_RANKED - 1}"
        conditions.append((f"{{id}} >= ifnull(({lowest}), 0)", values))
        where, values = joined(conditions, tier.id)
        rows = self.conn.execute(
            f"select {tier.id} from {tier.table} where {where}"
            f" order by bm25({tier.table}, 8.0, 3.0, 1.0, 1.0), {tier.id} desc limit ? offset ?",
            [*values, limit, offset],
        )
        return [article_id for (article_id,) in rows]

    def _in_order(self, tier: Tier, oldest: bool, limit: int, start: int) -> Iterator[int]:
        """Yields the ids of a tier by date, those beyond `start`; ids that an earlier tier has are left out."""
        size = _FIRST if tier.before else limit
        met, whole = 0, start < 0
        while True:
            ids = self._ids(tier, oldest, size, start)
            others: set[int] = set()
            if ids:
                span = [min(ids), max(ids)]
                for table, expression in tier.before:
                    sql = f"select rowid from {table} where {table} match ? and rowid between ? and ?"
                    others.update(id for (id,) in self.conn.execute(sql, [expression, *span]))
            met += len(ids)
            if len(ids) < size and whole and tier.words:
                self._walked[_key(tier)] = met
            yield from (id for id in ids if id not in others)
            if len(ids) < size:
                return
            start, size = ids[-1], min(4 * size, _MOST)

    def _ids(self, tier: Tier, oldest: bool, limit: int, start: int = -1) -> list[int]:
        """Returns the first ids of a tier by date, those beyond `start`, whether or not an earlier tier has them too."""
        conditions: list[Condition] = [*tier.conditions, self.narrowed.span]
        if start >= 0:
            conditions.append((f"{{id}} {'>' if oldest else '<'} ?", [start]))
        by = f"order by 1 {'asc' if oldest else 'desc'} limit {limit}"
        newspapers = self.narrowed.newspapers
        if tier.words or newspapers is None:
            where, values = joined([*conditions, *self._filters(tier)], tier.id)
            rows = self.conn.execute(f"select {tier.id} from {tier.rows} where {where} {by}", values)
        else:
            # One walk of the index (newspaper, id) for each newspaper, merged: all their articles need no sorting.
            where, values = joined([*conditions, *self.narrowed.conditions(tier.words, newspapers=False)], tier.id)
            walk = f"select * from (select id from articles indexed by articles_newspaper where newspaper = ? and {where} {by})"
            walks = " union all ".join([walk] * len(newspapers)) or "select 1 where false"
            rows = self.conn.execute(f"{walks} {by}", [value for name in newspapers for value in (name, *values)])
        return [article_id for (article_id,) in rows]

    def among(self, tier: Tier, ids: list[int]) -> list[int]:
        """Returns those of some articles' ids that a tier has."""
        if not ids:
            return []
        listed = f"{'+' if tier.words else ''}{{id}} in ({', '.join(map(str, ids))})"
        conditions: list[Condition] = [("{id} between ? and ?", [min(ids), max(ids)]), (listed, [])]
        filters = self.narrowed.conditions(tier.words)
        where, values = joined([*tier.conditions, self.narrowed.span, *conditions, *filters, *tier.outside], tier.id)
        return [id for (id,) in self.conn.execute(f"select {tier.id} from {tier.rows} where {where}", values)]

    def _filters(self, tier: Tier) -> list[Condition]:
        """The filters as conditions that suit the tier."""
        if not self.narrowed.sets and self.narrowed.newspapers is None:
            return []
        return self.narrowed.conditions(tier.words, dense=tier.words and self._is_dense(tier))

    def _is_dense(self, tier: Tier) -> bool:
        """Whether so many of the latest articles match that the next that does is always near."""
        (latest,) = self.conn.execute("select coalesce(max(id), 0) from articles").fetchone()
        where, values = joined(tier.conditions[:1], tier.id)
        rows = f"select 1 from {tier.table} where {where} and rowid > ? limit {_DENSE + 1}"
        return self._count_rows(rows, [*values, latest - _YEAR]) > _DENSE

    # --- counting ----------------------------------------------------------------------------------------------------

    def _kinds(self) -> list[Match]:
        """The kinds of match that the plan has, each once, best first."""
        return list(dict.fromkeys(tier.match for tier in self.plan.tiers))

    def _totals(self, cap: int, shown: Counter[Match]) -> Iterator[tuple[Match, int, bool]]:
        """Yields for each kind of match how many articles have it, `cap` at most, and whether there are more; of a kind
        that the page had no time to go through those `shown`, and that there may be more.
        """
        pair = pair_asked(self.narrowed)
        if pair is not None:
            typed = [(min(pair, cap + 1), pair > cap)]
        elif Match.TYPED in self._cut:
            typed = [(shown[Match.TYPED], True)]
        else:
            typed = [self._count(tier, cap) for tier in self.plan.tiers if tier.match is Match.TYPED]
        total, more = sum(count for count, _ in typed), any(more for _, more in typed)
        yield Match.TYPED, min(total, cap), more or total > cap
        # Whatever is found as typed is found without diacritics, and what is side by side is found apart.
        wider = self.plan.wider
        before, known = (total, not more and total <= cap) if typed else (0, True)
        for kind in self._kinds():
            if kind is not Match.TYPED:
                known = known and kind not in self._cut
                if known:
                    count, more = self._count(wider[kind], cap + before)
                    yield kind, min(max(count - before, 0), cap), more or count - before > cap
                    before, known = max(count, before), not more
                else:
                    yield kind, shown[kind], True

    def _count(self, tier: Tier, cap: int) -> tuple[int, bool]:
        """Counts the articles of a tier, up to one more than the cap; also says whether there may be more than those
        looked at.
        """
        if not tier.before and (met := self._walked.get(_key(tier))) is not None:
            return min(met, cap + 1), met > cap
        where, values = joined([*tier.conditions, self.narrowed.span, *tier.outside], tier.id)
        rows = f"select {tier.id} as id from {tier.rows} where {where}"
        filters = self.narrowed.conditions(words=True)
        most = _WALKED if self.narrowed.cheap else _LOOKED_AT
        if not filters:
            count = self._count_rows(f"{rows} limit {cap + 1}", values)
            return count, count > cap
        passing, more = joined(filters, "walked.id")
        walked = f"{rows} order by {tier.id} desc limit {most}"
        count = self._count_rows(f"select 1 from ({walked}) as walked where {passing} limit {cap + 1}", values + more)
        return count, count > cap or self._count_rows(walked, values) == most

    def _count_rows(self, rows: str, values: Values) -> int:
        """Counts the rows of a query, given as SQL with its values."""
        count: int = self.conn.execute(f"select count(*) from ({rows})", values).fetchone()[0]
        return count

    @cached_property
    def main(self) -> Match:
        """The kind of match that is counted: the first that any article has for these words. What narrows the search is left
        out of that, so that a chart counts the same kind as the searches that its parts link to. TYPED where none has.
        """
        typed = Search(self.conn, self.query)
        for tier in typed.plan.tiers:
            if next(typed._in_order(tier, False, 1, -1), None) is not None:
                return tier.match
        return Match.TYPED

    def _hit(self, tier: Tier, article_id: int) -> Hit:
        """Reads what is shown of an article that a tier has found: marked title, snippet, newspaper and date.

        Where the index is folded, the letters are put back as they were printed.
        """
        table, folded = tier.table, tier.table == TABLES[Index.FOLDED]
        if tier.words:
            snippets = ", ".join(f"snippet({table}, {number}, {MARKS}, '…', 40)" for number in (1, 2, 3))
            (_, (expression,)), *_ = tier.conditions
            shown: Sequence[str | None] = self.conn.execute(
                f"select highlight({table}, 0, {MARKS}), {snippets} from {table} where {table} match ? and rowid = ?",
                [expression, article_id],
            ).fetchone()
        else:
            shown = self.conn.execute(
                "select title, lead, substr(body, 1, 400) from articles where id = ?", [article_id]
            ).fetchone()
        newspaper, newspaper_title, published_at, *originals = self.conn.execute(
            f"select newspapers.id, newspapers.title, published_at{', articles.title, lead, body, captions' if folded else ''}"
            " from articles, newspapers where articles.id = ? and newspapers.id = newspaper",
            [article_id],
        ).fetchone()
        title, *texts = [marked(text or "") for text in shown]
        if folded:
            title, *texts = [printed(*pair) for pair in zip((title, *texts), originals, strict=tier.words)]
        snippet = next((text for text in texts if text.hits), next((text for text in texts if text.text), Marked("")))
        return Hit(article_id, newspaper, newspaper_title, published_at, title, snippet, tier.match)


def _key(tier: Tier) -> str:
    """A text that is the same for tiers that find the same, whatever an earlier one has of it."""
    return repr((tier.table, tier.conditions))

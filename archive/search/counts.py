"""How many articles a search finds in each month and in each newspaper, as far as the time allows.

Only the first kind of match is counted (archive.search.results.Match), so that a word of another spelling, or words that
happen to stand in one article, draw no curve. One word and two side by side are looked up where they are counted already
(archive.search.word_table), in no time however many articles there are.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable
from typing import Any

from archive.article_rows import IDS_A_DAY
from archive.search.filters import ALL, UNDATED_IDS, Filters, joined
from archive.search.plan import Tier
from archive.search.results import UNDATED, Counts, Match
from archive.search.search import Search, ask
from archive.search.word_table import months_asked
from archive.time_limit import TimeUpError, limited

_PER_MONTH = 100 * IDS_A_DAY


def by_month(
    conn: sqlite3.Connection, text: str, *, filters: Filters = ALL, seconds: float | None = None
) -> Counts | None:
    """Hits in each month of publication; of an empty text, all articles. None where that takes more CPU than it may.

    Without filters a month is a range of ids that the index counts: 25 ms for a word in 784,000 of a million articles.
    """
    return _counted(conn, text, filters, seconds, _by_month, 1)


def by_newspaper(
    conn: sqlite3.Connection, text: str, *, filters: Filters = ALL, seconds: float | None = None
) -> Counts | None:
    """Hits in each newspaper; of an empty text, all articles. None where that takes more CPU than it may.

    Each hit is looked up, some 1 µs of CPU.
    """
    return _counted(conn, text, filters, seconds, _by_newspaper, 0)


class _Counted:
    """The tiers of what is counted, with their conditions."""

    def __init__(self, conn: sqlite3.Connection, asked: Search) -> None:
        self.conn = conn
        self.asked = asked
        self.kind = self.asked.main
        self.narrowed = self.asked.narrowed
        plan = self.asked.plan
        typed = [tier for tier in plan.tiers if tier.match is Match.TYPED]
        self.tiers = typed if self.kind is Match.TYPED else [plan.wider[self.kind]]

    def rows(self, tier: Tier, newspapers: bool = True) -> tuple[str, list[str | int]]:
        """SQL that finds the ids of a tier, with its values; `newspapers` whether the filter of newspapers is among its
        conditions.
        """
        papers = self.narrowed.newspapers if newspapers and not tier.words else None
        filters = self.narrowed.conditions(tier.words, newspapers and papers is None)
        where, values = joined([*tier.conditions, self.narrowed.span, *filters, *tier.outside], tier.id)
        if papers is None:
            return f"select {tier.id} as id from {tier.rows} where {where}", values
        marks = ", ".join("?" for _ in papers)
        return (
            f"select id from articles indexed by articles_newspaper where newspaper in ({marks}) and {where}",
            [*papers, *values],
        )

    @property
    def all_articles(self) -> bool:
        """Whether newspapers and whole months are all that is asked for: these are counted as articles come in."""
        query, (first, last) = self.asked.query, self.narrowed.days
        words = query.terms or query.without or query.literal or self.narrowed.chosen
        return not words and not first % _PER_MONTH and not (last + 1) % _PER_MONTH

    def months(self) -> list[tuple[str, int, int]]:
        """Counts the articles of each newspaper and month (yyyymm) that are left; those without a date are under
        UNDATED.
        """
        first, last = (day // _PER_MONTH for day in self.narrowed.days)
        cells: Counter[tuple[str, int]] = Counter()
        for newspaper, month, articles in self.conn.execute(
            "select newspaper, month, articles from months where month between ? and ?", [first, last]
        ):
            cells[newspaper, month] += articles
        for newspaper, month, articles in self.conn.execute(
            f"select newspaper, id / {_PER_MONTH}, count(*) from articles indexed by articles_undated"
            " where published_at is null and id between ? and ? group by 1, 2",
            [*self.narrowed.days],
        ):
            cells[newspaper, month] -= articles
            if not self.narrowed.dated:
                cells[newspaper, UNDATED] += articles
        left = self.narrowed.newspapers
        return [(*cell, n) for cell, n in cells.items() if n and (left is None or cell[0] in left)]


def _counted(
    conn: sqlite3.Connection,
    text: str,
    filters: Filters,
    seconds: float | None,
    how: Callable[[_Counted, Tier], Counter[Any]],
    part: int,
) -> Counts | None:
    """Counts what a text finds, by the newspaper (`part` 0) or the month (1); `how` counts a tier so. None where that
    takes more CPU than `seconds`.
    """
    try:
        with limited(conn, seconds):
            asked = ask(conn, text, filters)
            cells: Counter[Any] = Counter()
            if (months := months_asked(asked.narrowed)) is not None:
                for cell, articles in months.items():
                    cells[cell[part]] += articles
                return Counts(Match.TYPED, dict(cells))
            counted = _Counted(conn, asked)
            for tier in counted.tiers:
                cells.update(how(counted, tier))
            return Counts(counted.kind, dict(cells))
    except TimeUpError:
        return None


def _by_month(counted: _Counted, tier: Tier) -> Counter[int]:
    """Counts the articles of a tier by month (yyyymm), those without a date under UNDATED; months without any are left
    out.
    """
    conn, narrowed = counted.conn, counted.narrowed
    cells: Counter[int] = Counter()
    if counted.all_articles:
        for _, month, articles in counted.months():
            cells[month] += articles
        return cells
    rows, values = counted.rows(tier)
    if tier.words and not (tier.outside or tier.conditions[1:] or narrowed.chosen) and narrowed.newspapers is None:
        # Nothing but words and days: a month is a range of ids.
        (match, expression), (first, last) = tier.conditions[0], narrowed.days
        rows, values = f"select rowid as id from {tier.table} where {match} and rowid between ? and ?", [*expression]
        for (month,) in conn.execute("select distinct month from months").fetchall():
            span = (max(month * _PER_MONTH, first), min((month + 1) * _PER_MONTH - 1, last))
            if span[0] <= span[1]:
                cells[month] = conn.execute(f"select count(*) from ({rows})", [*values, *span]).fetchone()[0]
        values += [first, last]
    else:
        cells.update(article_id // _PER_MONTH for (article_id,) in conn.execute(rows, values))
    if conn.execute(f"{UNDATED_IDS} limit 1").fetchone():
        ids = conn.execute(f"select id from ({rows}) where +id in ({UNDATED_IDS})", values)
        undated = Counter(article_id // _PER_MONTH for (article_id,) in ids)
        cells.subtract(undated)
        cells[UNDATED] = 0 if narrowed.dated else undated.total()
    return +cells


def _by_newspaper(counted: _Counted, tier: Tier) -> Counter[str]:
    """Counts the articles of a tier by the newspaper's id; newspapers without any are left out."""
    cells: Counter[str] = Counter()
    if counted.all_articles:
        for newspaper, _, articles in counted.months():
            cells[newspaper] += articles
        return cells
    rows, values = counted.rows(tier, newspapers=not tier.words)
    papers = counted.conn.execute(
        f"select newspaper from ({rows}) as found"
        " cross join articles as paper indexed by articles_paper on paper.id = found.id",
        values,
    )
    cells.update(newspaper for (newspaper,) in papers)
    left = counted.narrowed.newspapers
    return cells if left is None else Counter({name: cells[name] for name in left if cells[name]})

"""What narrows a search beside its words, as conditions for the ids of articles."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from archive.article_rows import IDS_A_DAY
from vietnamese import fold
from vietnamese.query import WORD, Query

Values = list[str | int]
Condition = tuple[str, Values]  # SQL with {id} for the article's id, and its parameters

# Articles that a filter leaves, up to which their ids are gathered first, and up to which they lead: FTS5 matches anew
# for each.
_FEW, _TINY = 5_000, 500


UNDATED_IDS = "select id from articles indexed by articles_undated where published_at is null"
_IS_UNDATED = "exists (select 1 from articles as one where one.id = {id} and one.published_at is null)"


@dataclass(frozen=True)
class Filters:
    """What is chosen beside the text of a search; what is None or empty leaves all articles.

    `newspapers`: ids. `province`: a slug, of today's with those it was joined from; `former`: as it was before July 2025,
    alone. `since` and `until`: days as
    yyyymmdd, both included (vietnamese.query.day_number). `undated`: only those whose day is not known. `section` and
    `author`: words of theirs, side by side. `status`: standing, edited or gone. `tag`: exactly. `ids`: only these.
    """

    newspapers: tuple[str, ...] | None = None
    province: str | None = None
    former: bool = False
    since: int | None = None
    until: int | None = None
    undated: bool = False
    section: str | None = None
    author: str | None = None
    status: str | None = None
    tag: str | None = None
    ids: tuple[int, ...] | None = None

    def __bool__(self) -> bool:
        return self != Filters()


ALL = Filters()


@dataclass(frozen=True)
class _Set:
    """Articles that a filter leaves: as a query of their ids, and as a condition that looks at one."""

    rows: str
    check: str
    values: tuple[str | int, ...] = ()
    outside: bool = False  # all but these


class Narrowed:
    """The filters typed and chosen, as SQL over one archive."""

    def __init__(self, conn: sqlite3.Connection, query: Query, filters: Filters) -> None:
        self.conn = conn
        self.query = query
        self.filters = filters
        days = [day for day in (query.since, filters.since) if day is not None]
        last = [day for day in (query.until, filters.until) if day is not None]
        self.dated = bool(days or last)
        first, until = max(days, default=0), min(last, default=99_999_999)
        self.days = (first * IDS_A_DAY, until * IDS_A_DAY + IDS_A_DAY - 1)
        self.span: Condition = ("{id} between ? and ?", [*self.days])
        self._sizes: dict[tuple[str, tuple[str | int, ...]], int] = {}

    @cached_property
    def newspapers(self) -> list[str] | None:
        """The ids of the newspapers that are left; None where all are."""
        query, filters = self.query, self.filters
        provinces = [*query.provinces, *([filters.province] if filters.province else [])]
        if filters.newspapers is None and not query.newspapers and not provinces:
            return None
        rows = self.conn.execute(
            "select newspapers.id, title, province, today"
            " from newspapers left join provinces on provinces.id = province"
        ).fetchall()
        titles = {plain_name(name) for name in query.newspapers}
        typed = set(query.provinces)
        return [
            name
            for name, title, province, today in rows
            if (filters.newspapers is None or name in filters.newspapers)
            and (not titles or not titles.isdisjoint((plain_name(name), plain_name(title))))
            # Of a province of today those of all it was joined from, of a former one its own.
            and (not typed or not typed.isdisjoint((province, today)))
            and (not filters.province or filters.province in ((province,) if filters.former else (province, today)))
        ]

    @cached_property
    def chosen(self) -> list[_Set]:
        """The sets of articles that the search is narrowed to besides its words, days and newspapers: by section,
        author, whether they were edited or withdrawn, tag, ids, lack of a date. An article must be in each (outside of
        those marked so); empty where nothing narrows.
        """
        query, filters = self.query, self.filters
        found: list[_Set] = []
        labels = [("section", name) for name in (*query.sections, filters.section or "") if name]
        labels += [("byline", name) for name in (*query.authors, filters.author or "") if name]
        for column, name in labels:
            match = "select rowid from articles_labels where articles_labels match ?"
            found.append(_Set(match, f"exists ({match} and rowid = {{id}})", (label_query(column, name),)))
        for status in {query.status, filters.status} - {None}:
            column = "changed_at" if status == "edited" else "gone_at"
            rows = f"select id from articles where {column} is not null"
            check = f"exists (select 1 from articles as one where one.id = {{id}} and +one.{column} is not null)"
            found.append(_Set(rows, check, outside=status == "standing"))
        if filters.tag:
            rows = "select article_id from article_tags where tag = ?"
            found.append(_Set(rows, f"exists ({rows} and article_id = {{id}})", (filters.tag,)))
        if filters.ids is not None:
            listed = ", ".join(map(str, filters.ids))
            found.append(_Set(f"select id from articles where id in ({listed})", f"{{id}} in ({listed})"))
        if filters.undated:
            found.append(_Set(UNDATED_IDS, _IS_UNDATED))
        return found

    @cached_property
    def sets(self) -> list[_Set]:
        """What is asked of an article but its words, day and newspaper; also that it is dated, where days are asked
        for.
        """
        found = [*self.chosen]
        if self.dated:  # the id of any other than these carries the day it was first seen
            found.append(_Set(UNDATED_IDS, _IS_UNDATED, outside=True))
        return found

    def conditions(self, words: bool, newspapers: bool = True, dense: bool = False) -> list[Condition]:
        """The filters as SQL conditions of one article: of a small set of articles its ids, else a look at each article.

        `words`: the query walks an index of words, so SQLite must not walk these ids instead: FTS5 would match anew for
        each, and look as far as the next article that has the words. `dense`: so many articles have the words that the
        next is near, and SQLite may walk a few ids. `newspapers`: with the condition of the newspapers asked for.
        """
        plus = "+" if words else ""
        found: list[Condition] = []
        for given in [*self.sets, *([self._papers] if newspapers and self.newspapers is not None else [])]:
            negated = "not " if given.outside else ""
            size = self._size(given)
            if size <= _TINY and not given.outside:
                ids = ", ".join(str(id) for (id,) in self.conn.execute(given.rows, given.values))
                found.append((f"{plus if not dense else ''}{{id}} in ({ids})", []))
            elif size <= _FEW:
                found.append((f"{plus}{{id}} {negated}in ({given.rows})", list(given.values)))
            else:
                found.append((f"{negated}{given.check}", list(given.values)))
        return found

    @cached_property
    def _papers(self) -> _Set:
        """The articles of the newspapers that are left."""
        papers = tuple(self.newspapers or ())
        which = f"newspaper in ({', '.join('?' for _ in papers)})"
        check = (
            f"exists (select 1 from articles as paper indexed by articles_paper where paper.id = {{id}} and {which})"
        )
        return _Set(f"select id from articles where {which}", check, papers)

    @property
    def cheap(self) -> bool:
        """Whether no filter needs an article to be looked up."""
        sets = [*self.sets, *([self._papers] if self.newspapers is not None else [])]
        return all(self._size(given) <= _FEW for given in sets)

    def _size(self, given: _Set) -> int:
        """How many articles a set has, up to one more than are gathered; each is asked once."""
        key = (given.rows, given.values)
        if key not in self._sizes:
            sql = f"select count(*) from ({given.rows} limit {_FEW + 1})"
            self._sizes[key] = self.conn.execute(sql, given.values).fetchone()[0]
        return self._sizes[key]


def known(conn: sqlite3.Connection, operator: str, value: str) -> bool:
    """Whether the archive has a newspaper, section or author of that name (vietnamese.query.Known)."""
    if operator == "newspaper":
        rows = conn.execute("select id, title from newspapers").fetchall()
        return plain_name(value) in {plain_name(name) for row in rows for name in row}
    column = "byline" if operator == "author" else "section"
    found = conn.execute(
        "select 1 from articles_labels where articles_labels match ? limit 1", [label_query(column, value)]
    )
    return found.fetchone() is not None


def label_query(column: str, name: str) -> str:
    """A MATCH expression of words side by side in a section or byline.

    >>> label_query("byline", "Lê Đạt")
    'byline : "le dat"'
    """
    return f'{column} : "{" ".join(WORD.findall(fold(name)))}"'


def joined(conditions: Iterable[Condition], id_column: str) -> Condition:
    """Joins conditions with `and` into one, with `id_column` where they speak of the article's id; and their values, in
    order.
    """
    values: Values = []
    parts = []
    for sql, more in conditions:
        parts.append(sql.replace("{id}", id_column))
        values += more
    return " and ".join(parts) or "true", values


def plain_name(name: str) -> str:
    """A newspaper's id or title, however it is written: "Báo Thái Nguyên" is `bao-thai-nguyen` and `thainguyen`."""
    return re.sub(r"[\W_]", "", fold(name)).removeprefix("bao")

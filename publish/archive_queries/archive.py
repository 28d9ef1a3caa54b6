"""What the pages ask the archive. Lists and counts come from indexes and the table of months, never from bodies."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from datasette.database import Database
from datasette.utils import StartupError

from archive import health, report
from archive.article_rows import IDS_A_DAY
from archive.health import Health
from archive.report import NewspaperReport
from archive.sql.limits import our_own
from publish.archive_queries.kept_counts import KEPT
from publish.datasette_internals import Datasette, QueryInterrupted, sqlite_timelimit

Row = sqlite3.Row
T = TypeVar("T")

# Ids carry the date: yyyymmdd * IDS_A_DAY + n.
PER_DAY = IDS_A_DAY
PER_YEAR = 10_000 * PER_DAY

_UNDATED = "select 1 from articles u indexed by articles_undated where u.published_at is null"
CARD = (
    "a.id, a.newspaper, n.title as paper, n.province, a.title, a.lead, a.published_at, a.first_seen_at, a.changed_at,"
    " a.gone_at"
)

_NEEDED = {
    "articles_exact",
    "province_kinds",
    "withheld",
    "months",
    "articles_card",
    "returns",
    "paragraph_kinds",
    "articles_labels",
    "reprint_months",
    "articles.captions",
}
_archives: WeakKeyDictionary[Datasette, Archive | None] = WeakKeyDictionary()


def archive_of(datasette: Datasette) -> Archive | None:
    """The archive among the files Datasette serves, whatever its name; None where there is none."""
    if datasette not in _archives:
        _archives[datasette] = next(filter(None, (_look_at(db) for db in datasette.databases.values())), None)
    return _archives[datasette]


def _look_at(db: Database) -> Archive | None:
    """The archive in a file, None where it is none. Raises Datasette's StartupError for one of an older version."""
    if db.is_memory:
        return None
    with closing(db.connect()) as conn:
        try:
            tables = {
                name for (name,) in conn.execute("select name from sqlite_master where type in ('table', 'index')")
            }
            tables |= {f"articles.{name}" for (name,) in conn.execute("select name from pragma_table_info('articles')")}
        except sqlite3.Error:
            return None
    if not {"articles", "articles_fts", "newspapers", "provinces"} <= tables:
        return None
    if missing := _NEEDED - tables:
        raise StartupError(
            f"{db.path}: written by an older version of Báo tỉnh ({', '.join(sorted(missing))} missing);"
            " `scrapy publish --copy-only` or any crawl brings it up to date"
        )
    return Archive(db, kept=not db.is_mutable and KEPT.keys() <= tables)


@dataclass(frozen=True)
class Archive:
    """The archive as the site reads it."""

    db: Database
    kept: bool = False  # a published copy, with the tables of publish.archive_queries.kept_counts

    @property
    def name(self) -> str:
        """The name of its database."""
        return self.db.name

    async def rows(self, sql: str, params: Mapping[str, Any] | Sequence[Any] = (), ms: int | None = None) -> list[Row]:
        """The rows that SQL finds. Raises QueryInterrupted after `ms` milliseconds, or after Datasette's own limit."""
        most: int = self.db.ds.setting("sql_time_limit_ms")
        return await self.read(lambda conn: conn.execute(sql, params).fetchall(), min(ms or most, most))

    async def read(self, ask: Callable[[sqlite3.Connection], T], ms: int) -> T:
        """Runs `ask` on a connection of our own. Raises QueryInterrupted after `ms` milliseconds."""

        def run(conn: sqlite3.Connection) -> T:
            with our_own(conn), sqlite_timelimit(conn, ms):
                return ask(conn)

        try:
            return await self.db.execute_fn(run)
        except sqlite3.OperationalError as error:
            if "interrupted" in str(error):
                raise QueryInterrupted(error, None, None) from error
            raise

    async def row(self, sql: str, params: Mapping[str, Any] | Sequence[Any] = ()) -> Row | None:
        """The first row that SQL finds; None for none."""
        rows = await self.rows(sql, params)
        return rows[0] if rows else None

    async def totals(self) -> Row | None:
        """The numbers of articles and of newspapers with any, the first and the last year (both None without articles)."""
        return await self.row(
            "select coalesce(sum(articles), 0) as articles, count(distinct newspaper) as newspapers,"
            " min(month) / 100 as since, max(month) / 100 as until from months"
        )

    async def newest(self, size: int = 12, among: int = 2000) -> list[Row]:
        """The `size` articles published last, looked for `among` so many ids; those without a date stand where they
        were first seen, and are no news.
        """
        dated = await self.rows(
            f"select {CARD} from (select id from articles order by id desc limit {among}) f"
            " join articles a on a.id = f.id join newspapers n on n.id = a.newspaper"
            f" where a.published_at is not null order by a.id desc limit {size}"
        )
        return dated or await self.latest(size)

    async def latest(
        self,
        size: int,
        newspapers: Sequence[str] | None = None,
        *,
        before: int | None = None,
        since: int = 0,
        dated: bool = False,
    ) -> list[Row]:
        """Articles newest first; of some newspapers, with ids below `before` and from `since` on. `dated`: of these those alone
        that say when they were published; the others stand where they were first seen.
        """
        span = [since, before or 1 << 62]
        if newspapers is None:
            return await self.rows(
                f"select {CARD} from articles a join newspapers n on n.id = a.newspaper where a.id >= ? and a.id < ?"
                f" order by a.id desc limit {size}",
                span,
            )
        # One walk of the index (newspaper, id) for each newspaper, merged: `in (...)` would sort all their articles.
        but = f" and not exists ({_UNDATED} and u.newspaper = a.newspaper and u.id = a.id)" if dated else ""
        walk = f"select id from articles a where newspaper = ? and id >= ? and id < ?{but} order by id desc limit"
        walks = " union all ".join(f"select * from ({walk} {size})" for _ in newspapers)
        if not walks:
            return []
        return await self.rows(
            f"select {CARD} from articles a join newspapers n on n.id = a.newspaper"
            f" where a.id in (select id from ({walks}) order by id desc limit {size}) order by a.id desc",
            [value for slug in newspapers for value in (slug, *span)],
        )

    async def undated(self, newspapers: Sequence[str]) -> int:
        """How many articles of some newspapers do not say when they were published."""
        papers = ", ".join("?" * len(newspapers))
        row = await self.row(f"select count(*) as n from ({_UNDATED} and newspaper in ({papers}))", newspapers)
        return row["n"] if row else 0

    async def provinces(self) -> list[Row]:
        """The 63 provinces of before July 2025, in the order of their codes: each with the province that it belongs to
        today, and how many articles it has.
        """
        return await self.rows(
            "select p.id, p.name, p.kind, p.region, p.code, p.today, p.code_2025, t.name as today_name,"
            " coalesce(c.articles, 0) as articles"
            " from provinces p join provinces t on t.id = p.today left join ("
            "  select n.province, sum(m.articles) as articles from newspapers n"
            "  left join (select newspaper, sum(articles) as articles from months group by 1) m"
            "   on m.newspaper = n.id group by 1) c on c.province = p.id order by p.code"
        )

    async def newspapers(self) -> list[Row]:
        """Every newspaper with its province, articles, and first and last month (yyyymm)."""
        return await self.rows(
            "select n.id, n.title, n.home, n.province, n.family, p.name as province_name, p.region,"
            " coalesce(m.articles, 0) as articles, m.since, m.until from newspapers n"
            " left join provinces p on p.id = n.province left join ("
            "  select newspaper, sum(articles) as articles, min(month) as since, max(month) as until"
            "  from months group by 1) m on m.newspaper = n.id order by n.title"
        )

    async def reports(self) -> list[NewspaperReport]:
        """Every newspaper as `scrapy newspapers` shows it, by province and title."""
        return await self.read(lambda conn: report.newspapers(conn, datetime.now(UTC)), 10_000)

    async def health(self, slug: str) -> Health:
        """How a newspaper that exists is: see `archive.health.state`."""
        return await self.read(lambda conn: health.state(conn, slug, datetime.now(UTC)), 1000)

    async def newspaper(self, slug: str) -> Row | None:
        """A newspaper with its province (and today's) and its successor's title; None where there is none."""
        return await self.row(
            "select n.*, p.name as province_name, p.today, t.name as today_name, s.title as successor_title"
            " from newspapers n left join newspapers s on s.id = n.successor left join provinces p on p.id = n.province left join provinces t on t.id = p.today where n.id = ?",
            [slug],
        )

    async def article(self, id: int) -> Row | None:
        """An article with its newspaper and province (and today's); None where there is none."""
        return await self.row(
            "select a.*, n.title as paper, n.home, n.province, p.name as province_name, p.today, t.name as today_name"
            " from articles a join newspapers n on n.id = a.newspaper"
            " left join provinces p on p.id = n.province left join provinces t on t.id = p.today where a.id = ?",
            [id],
        )

    async def pictures(self, id: int, paragraphs: int) -> dict[int | None, list[Row]]:
        """An article's pictures by how many of its paragraphs stand before them, in order; None: not known."""
        found: dict[int | None, list[Row]] = {}
        for row in await self.rows("select * from images where article_id = ? order by position", [id]):
            place = None if row["after"] is None else min(row["after"], paragraphs)
            found.setdefault(place, []).append(row)
        return found

    async def kinds(self, article: Row) -> dict[str, str]:
        """The paragraphs of an article that are a subhead, a quote or a row of a table, by their text."""
        paragraphs = article["body"].split("\n\n")
        rows = await self.rows("select position, kind from paragraph_kinds where article_id = ?", [article["id"]])
        return {paragraphs[row["position"] - 1]: row["kind"] for row in rows if row["position"] <= len(paragraphs)}

    async def revisions(self, id: int) -> list[Row]:
        """The revisions of an article without their texts, newest first: number, seen_at (when it was first read so), capture_id."""
        return await self.rows(
            "select number, seen_at, capture_id from revisions where article_id = ? order by number desc", [id]
        )

    async def revision(self, id: int, number: int) -> Row | None:
        """A revision of an article, by its number, with its texts; None where there is none such."""
        return await self.row("select * from revisions where article_id = ? and number = ?", [id, number])

    async def tagged(self, tag: str, size: int, before: int | None = None) -> list[Row]:
        """Articles with a tag, newest first; with ids below `before`."""
        return await self.rows(
            f"select {CARD} from (select article_id from article_tags where tag = ? and article_id < ?"
            " order by article_id desc limit ?) t"
            " join articles a on a.id = t.article_id join newspapers n on n.id = a.newspaper order by a.id desc",
            [tag, before or 1 << 62, size],
        )

    async def read_from(self, capture: Row) -> list[Row]:
        """The revisions that were read from a capture: number, and the article's id, title and lead."""
        return await self.rows(
            "select r.number, a.id, a.title, a.lead from pages p join articles a on a.id = p.article_id"
            " join revisions r on r.article_id = a.id where p.url = ? and r.capture_id = ? order by r.number",
            [capture["url"], capture["id"]],
        )

    async def neighbours(self, newspaper: str, id: int) -> tuple[Row | None, Row | None]:
        """The articles before and after the one with this id in the same newspaper (id, title, lead); None for one that
        is not there.
        """
        sql = "select id, title, lead from articles where newspaper = ? and id {} ? order by id {} limit 1"
        return (
            await self.row(sql.format("<", "desc"), [newspaper, id]),
            await self.row(sql.format(">", "asc"), [newspaper, id]),
        )

    async def ask(self, ask: Callable[[sqlite3.Connection], T]) -> T:
        """Runs `ask`, which bounds its own time (`archive.time_limit`), on a connection of our own."""

        def run(conn: sqlite3.Connection) -> T:
            with our_own(conn):
                return ask(conn)

        return await self.db.execute_fn(run)

    async def cards(self, ids: Sequence[int]) -> dict[int, Row]:
        """What lists show of some articles, by their ids."""
        cards = await self.rows(
            f"select {CARD} from articles a join newspapers n on n.id = a.newspaper"
            f" where a.id in ({', '.join(map(str, ids))})"
        )
        return {card["id"]: card for card in cards}

    async def last_check(self) -> Row | None:
        """The last `scrapy check` that came to its end; None where there was none, or the archive is older than that command."""
        if not await self.row("select 1 from sqlite_master where name = 'checks'"):
            return None
        return await self.row(
            "select substr(finished_at, 1, 10) as day, articles, captures, faults - mended as faults from checks"
            " where finished_at is not null order by id desc limit 1"
        )

    async def last_crawls(self) -> list[Row]:
        """The day on which each newspaper was last crawled."""
        return await self.rows("select newspaper, max(substr(started_at, 1, 10)) as at from crawls group by 1")

    async def last_days(self) -> dict[int, str]:
        """The day on which an article of each day (yyyymmdd) was last stored, edited or found gone.

        Ids count on as articles of a day are stored: its last one is its newest. One step in the index a day, where a
        published copy does not keep it.
        """
        if self.kept:
            return {row["day"]: row["at"] for row in await self.rows("select day, at from day_changes")}
        newest = await self.rows(
            "with recursive days(id) as (select max(id) from articles union all"
            " select (select max(id) from articles where id < days.id / :day * :day) from days where days.id is not null)"
            " select a.id / :day as day, substr(a.first_seen_at, 1, 10) as at from days join articles a on a.id = days.id",
            {"day": PER_DAY},
        )
        days = {row["day"]: row["at"] for row in newest}
        for column in ("changed_at", "gone_at"):
            for row in await self.rows(
                f"select id / :day as day, max(substr({column}, 1, 10)) as at from articles where {column} is not null"
                " group by 1",
                {"day": PER_DAY},
            ):
                days[row["day"]] = max(days.get(row["day"], ""), row["at"])
        return days

    async def per_month(self) -> list[Row]:
        """Articles of all newspapers in each month (yyyymm)."""
        return await self.rows("select month, sum(articles) as articles from months group by 1 order by 1")

"""When pages are asked for: what is due, what is made due, and what lists tell of that."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from archive.article_rows import IDS_A_DAY
from archive.frontier.pages import DUE_COLUMNS, REST, REVISIT, SOURCE, Due
from archive.moments import utc

_WEEK = timedelta(days=7)


def horizon(conn: sqlite3.Connection) -> int:
    """The highest `id` of all pages known now."""
    return conn.execute("select coalesce(max(id), 0) from pages").fetchone()[0]


def any_beyond(conn: sqlite3.Connection, urls: Iterable[str], horizon: int) -> bool:
    """Whether one of these addresses became known after that horizon, whoever named it first."""
    return any(conn.execute("select 1 from pages where url = ? and id > ?", [url, horizon]).fetchone() for url in urls)


def newest_article(conn: sqlite3.Connection, urls: Iterable[str]) -> date | None:
    """The day of the newest of the articles that were read at these addresses; None where none has a date."""
    ids = (conn.execute("select article_id from pages where url = ?", [url]).fetchone() for url in urls)
    newest = max((row[0] for row in ids if row and row[0]), default=None)
    return date.fromisoformat(str(newest // IDS_A_DAY)) if newest else None


def names_sitemaps(conn: sqlite3.Connection, newspaper: str) -> bool:
    """Whether its sitemap is an index of others."""
    return bool(
        conn.execute(
            "select 1 from pages where newspaper = ? and priority = ? and due_at is not null and kind = 'sitemap' and depth > 0",
            [newspaper, SOURCE],
        ).fetchone()
    )


def ask(
    conn: sqlite3.Connection, newspaper: str, url: str, now: datetime, *, kind: str, priority: int = SOURCE
) -> None:
    """Makes an address due now, known or not."""
    conn.execute(
        "insert into pages(url, newspaper, kind, priority, due_at) values (?, ?, ?, ?, ?)"
        " on conflict(url) do update set due_at = excluded.due_at, kind = excluded.kind",
        [url, newspaper, kind, priority, utc(now)],
    )


def ask_again(conn: sqlite3.Connection, url: str, now: datetime) -> None:
    """Makes an address due that was read before, if it is not waiting for better times."""
    conn.execute(
        "update pages set due_at = ? where url = ? and fetched_at is not null and state not in ('failed', 'refused')",
        [utc(now), url],
    )


def put_off(conn: sqlite3.Connection, page_id: int, until: datetime) -> None:
    """Has a page, by its id, wait until that moment."""
    conn.execute("update pages set due_at = ? where id = ?", [utc(until), page_id])


def was_silent(conn: sqlite3.Connection, newspaper: str, now: datetime) -> bool:
    """Whether its newest article known is more than a week old."""
    (newest,) = conn.execute("select max(id) from articles where newspaper = ?", [newspaper]).fetchone()
    return newest is not None and newest // IDS_A_DAY < int(f"{now - _WEEK:%Y%m%d}")


def wake_sections(conn: sqlite3.Connection, newspaper: str, now: datetime) -> None:
    """Makes section pages due that have come to wait for longer than a week; further ones, which wait for months, not."""
    conn.execute(
        "update pages set due_at = :now where newspaper = :newspaper and kind = 'page' and state = 'index'"
        " and article_id is null and due_at > :now and fetched_at < :before"
        " and julianday(due_at) - julianday(fetched_at) between 7.01 and 31",
        {"now": utc(now), "newspaper": newspaper, "before": utc(now - _WEEK)},
    )


def ask_sources(
    conn: sqlite3.Connection, newspaper: str, now: datetime, *, since: datetime | None = None, most: int = 10
) -> None:
    """Makes sitemaps and feeds due: those named by robots.txt or the home page, and of a sitemap index the `most`
    newest; but for those read `since` the crawl began that is gone on with.

    One that brought nothing new of late keeps its own pace (`revisits.of_list`): it is due when it is due.
    """
    conn.execute(
        "update pages set due_at = :now where newspaper = :newspaper and kind in ('sitemap', 'feed') and state != 'gone'"
        " and fetched_at < :since and julianday(due_at) < julianday(fetched_at) + 1.01 and (depth = 0 or kind = 'feed' or id in (select id from pages where newspaper = :newspaper"
        " and priority = 0 and kind = 'sitemap' and depth > 0 order by modified desc, id limit :most))",
        {"now": utc(now), "newspaper": newspaper, "most": most, "since": utc(since) if since else "~"},
    )


def ask_articles(
    conn: sqlite3.Connection, newspaper: str, now: datetime, *, since: datetime | None = None, most: int = -1
) -> None:
    """Makes stored articles due, those not seen for longest first, then the newest; all where `most` is negative. What is
    due anyway counts, and those read `since` the crawl began that is gone on with are left.
    """
    if most > 0:
        (waiting,) = conn.execute(
            "select count(*) from (select 1 from pages where newspaper = ? and priority = ? and due_at <= ? limit ?)",
            [newspaper, REVISIT, utc(now), most],
        ).fetchone()
        most -= waiting
    conn.execute(
        "update pages set due_at = :now where id in (select id from pages where newspaper = :newspaper"
        " and article_id is not null and state in ('article', 'gone') and coalesce(fetched_at, '') < :since"
        " order by fetched_at, article_id desc limit :most)",
        {"now": utc(now), "newspaper": newspaper, "most": most, "since": utc(since) if since and most >= 0 else "~"},
    )


def due(
    conn: sqlite3.Connection,
    newspaper: str,
    now: datetime,
    limit: int,
    *,
    skip: Callable[[int], bool] = lambda page: False,
    wanted: Callable[[Due], bool] = lambda due: True,
    without: Iterable[str] = (),
) -> list[Due]:
    """The next pages to fetch: by priority, then those that wait longest, then as found; none of the hosts `without`.

    Pages to `skip` (by id) and those not `wanted` are passed over, however many there are.
    """
    hosts = list(without)
    elsewhere = " and url not like '%://' || ? || '/%' and url not like '%://www.' || ? || '/%'" * len(hosts)
    found: list[Due] = []
    for priority in range(REST + 1):
        rows = conn.execute(
            f"select {DUE_COLUMNS} from pages where newspaper = ? and priority = ? and due_at <= ?{elsewhere} order by due_at, id",
            [newspaper, priority, utc(now), *(host for host in hosts for _ in range(2))],
        )
        for row in rows:
            if not skip(row[0]) and wanted(page := Due(*row)):
                found.append(page)
                if len(found) == limit:
                    rows.close()
                    return found
    return found


def waiting(conn: sqlite3.Connection, newspaper: str, now: datetime, *, most: int = 100_000) -> int:
    """How many pages are due: the queue. Not counted beyond `most`."""
    return conn.execute(
        "select count(*) from (select 1 from pages where newspaper = ? and priority between 0 and ? and due_at <= ? limit ?)",
        [newspaper, REST, utc(now), most],
    ).fetchone()[0]

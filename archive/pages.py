"""The frontier's table: every address ever heard of, what became of it, and when to ask for it again.

States: `new` (never fetched), `article`, `part` (a further page of an article), `other` (no article; `error` says
why), `index` (a section page, sitemap or feed, read for its links), `moved` (a redirect), `gone` (404 or 410),
`failed` (no usable answer; `tries` and `due_at` say how often and when next), `refused` (robots.txt, or not ours to
ask). A row with `due_at` waits for its turn; without, it is done with.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from archive import profiles
from archive.article_rows import IDS_A_DAY
from archive.moments import utc

# What is asked for first. Lists come before articles only where they are few and name many (sitemaps, feeds, home).
SOURCE, ARTICLE, SECTION, REVISIT, REST = range(5)
_WEEK = timedelta(days=7)
ANCHOR, TEASER = 200, 600  # characters of what links say that are kept


@dataclass(slots=True)
class Link:
    """An address found on a page. `modified` and `published` are what a sitemap or feed says of it (ISO 8601), `listed` is
    the day that a list prints beside it: evidence of where it lies in time, and never an article's date. `anchor` are the
    words of the link, `teaser` what a feed tells of it: evidence of its title and lead.
    """

    url: str
    kind: str = "page"  # page, sitemap, feed
    priority: int = SECTION
    modified: str | None = None
    published: str | None = None
    listed: str | None = None
    anchor: str | None = None
    teaser: str | None = None


@dataclass(slots=True, frozen=True)
class Due:
    """A row of the frontier that is to be fetched."""

    id: int
    url: str
    kind: str
    depth: int
    tries: int
    state: str
    article_id: int | None
    etag: str | None
    last_modified: str | None
    digest: str | None
    published: str | None
    modified: str | None
    listed: str | None
    fetched_at: str | None
    horizon: int | None
    anchor: str | None = None
    teaser: str | None = None


_DUE = (
    "id, url, kind, depth, tries, state, article_id, etag, last_modified, digest, published, modified, listed,"
    " fetched_at, horizon, anchor, teaser"
)


def add(
    conn: sqlite3.Connection,
    newspaper: str,
    links: Iterable[Link],
    now: datetime,
    *,
    depth: int = 0,
    found_on: int | None = None,
) -> int:
    """Makes addresses known; those already known stay as they are, but for news of them. Returns how many were new.

    A later `modified` than what a sitemap or feed said when the page was last read makes it due.
    """
    stamp = utc(now)
    added = 0
    for link in links:
        said = (link.listed, link.anchor, link.teaser)
        cursor = conn.execute(
            "insert into pages(url, newspaper, kind, priority, depth, due_at, modified, published, listed, anchor, teaser,"
            " found_on) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict(url) do nothing",
            [
                link.url,
                newspaper,
                link.kind,
                link.priority,
                depth,
                stamp,
                link.modified,
                link.published,
                *said,
                found_on,
            ],
        )
        if cursor.rowcount:
            added += 1
            continue
        if link.modified or link.published:
            conn.execute(
                "update pages set due_at = iif(:modified > modified and fetched_at is not null, :now, due_at),"
                " modified = coalesce(:modified, modified), published = coalesce(:published, published)"
                " where url = :url and (modified is not :modified or published is not :published)",
                {"modified": link.modified, "published": link.published, "now": stamp, "url": link.url},
            )
        for name, value in zip(("listed", "anchor", "teaser"), said, strict=True):
            if value:
                conn.execute(f"update pages set {name} = ? where url = ? and {name} is null", [value, link.url])
        if link.priority < SECTION:
            conn.execute(
                "update pages set priority = ? where url = ? and priority > ? and fetched_at is null",
                [link.priority, link.url, link.priority],
            )
    return added


def horizon(conn: sqlite3.Connection) -> int:
    """The highest `id` of all pages known now."""
    return conn.execute("select coalesce(max(id), 0) from pages").fetchone()[0]


def any_beyond(conn: sqlite3.Connection, urls: Iterable[str], horizon: int) -> bool:
    """Whether one of these addresses became known after that horizon, whoever named it first."""
    return any(conn.execute("select 1 from pages where url = ? and id > ?", [url, horizon]).fetchone() for url in urls)


def newest_article(conn: sqlite3.Connection, urls: Iterable[str]) -> date | None:
    """The day of the newest of the articles that were read at these addresses."""
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


def is_article(conn: sqlite3.Connection, url: str) -> bool:
    """Whether an article was read at this address the last time it was read at all."""
    row = conn.execute("select 1 from pages where url = ? and state = 'article'", [url]).fetchone()
    return row is not None


def leads_to(conn: sqlite3.Connection, url: str, article_id: int) -> None:
    """A known article was moved to this address, as far as the redirect tells."""
    conn.execute("update pages set article_id = ? where url = ? and article_id is null", [article_id, url])


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
    """Has a page wait until then."""
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


def ask_sources(conn: sqlite3.Connection, newspaper: str, now: datetime, *, most: int = 10) -> None:
    """Makes sitemaps and feeds due: those named by robots.txt or the home page, and of a sitemap index the `most` newest.

    One that brought nothing new of late keeps its own pace (`revisits.of_section`): it is due when it is due.
    """
    conn.execute(
        "update pages set due_at = :now where newspaper = :newspaper and kind in ('sitemap', 'feed') and state != 'gone'"
        " and fetched_at is not null and julianday(due_at) < julianday(fetched_at) + 1.01 and (depth = 0 or kind = 'feed' or id in (select id from pages where newspaper = :newspaper"
        " and priority = 0 and kind = 'sitemap' and depth > 0 order by modified desc, id limit :most))",
        {"now": utc(now), "newspaper": newspaper, "most": most},
    )


def ask_articles(conn: sqlite3.Connection, newspaper: str, now: datetime, *, most: int = -1) -> None:
    """Makes stored articles due, those not seen for longest first, then the newest; all where `most` is negative.

    What is due anyway counts.
    """
    if most > 0:
        (waiting,) = conn.execute(
            "select count(*) from (select 1 from pages where newspaper = ? and priority = ? and due_at <= ? limit ?)",
            [newspaper, REVISIT, utc(now), most],
        ).fetchone()
        most -= waiting
    conn.execute(
        "update pages set due_at = :now where id in (select id from pages where newspaper = :newspaper"
        " and article_id is not null and state in ('article', 'gone') order by fetched_at, article_id desc limit :most)",
        {"now": utc(now), "newspaper": newspaper, "most": most},
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
            f"select {_DUE} from pages where newspaper = ? and priority = ? and due_at <= ?{elsewhere} order by due_at, id",
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


def get(conn: sqlite3.Connection, url: str) -> Due | None:
    row = conn.execute(f"select {_DUE} from pages where url = ?", [url]).fetchone()
    return Due(*row) if row else None


def done(
    conn: sqlite3.Connection,
    url: str,
    newspaper: str,
    now: datetime,
    *,
    state: str,
    status: int | None,
    due_at: datetime | None,
    article_id: int | None = None,
    error: str | None = None,
    etag: str | None = None,
    last_modified: str | None = None,
    digest: str | None = None,
    moved_to: str | None = None,
    horizon: int | None = None,
) -> int:
    """Writes what became of a fetched page; returns its id. Anything fetched is known, however it was found.

    `moved_to` is where it leads for good. What leads to an article is linked with it, whichever was met first.
    """
    (page_id,) = conn.execute(
        "insert into pages(url, newspaper, kind, article_id, state, status, fetched_at, due_at, priority, error, etag,"
        " last_modified, digest, moved_to, horizon) values (?, ?, 'page', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " on conflict(url) do update set article_id = coalesce(excluded.article_id, article_id),"
        " state = excluded.state, status = excluded.status, fetched_at = excluded.fetched_at,"
        " due_at = excluded.due_at, tries = 0, error = excluded.error, etag = excluded.etag,"
        " priority = iif(kind = 'page', excluded.priority, priority),"
        " last_modified = excluded.last_modified, digest = excluded.digest, moved_to = excluded.moved_to,"
        " horizon = excluded.horizon returning id",
        [
            url,
            newspaper,
            article_id,
            state,
            status,
            utc(now),
            utc(due_at) if due_at else None,
            REVISIT if state in ("article", "part", "gone") else REST,
            error,
            etag,
            last_modified,
            digest,
            moved_to,
            horizon,
        ],
    ).fetchone()
    if state == "article" or moved_to:
        conn.execute(
            "with recursive leading(url) as (select ? union select p.url from pages p join leading l on p.moved_to = l.url)"
            " update pages set article_id = (select article_id from pages where url = ?)"
            " where article_id is null and url in (select url from leading)",
            [moved_to or url, moved_to or url],
        )
    return page_id


def unchanged(conn: sqlite3.Connection, url: str, now: datetime, status: int, due_at: datetime | None) -> None:
    """It answered 304, or with the bytes it had: nothing but the visit is written."""
    conn.execute(
        "update pages set status = ?, fetched_at = ?, due_at = ?, tries = 0,"
        " state = iif(article_id is null, state, 'article'), error = iif(article_id is null, error, null) where url = ?",
        [status, utc(now), utc(due_at) if due_at else None, url],
    )


def owner(conn: sqlite3.Connection, url: str) -> str | None:
    """The newspaper that an address belongs to; none that was only read from files has a claim on it."""
    row = conn.execute(
        "select newspaper from pages join newspapers on newspapers.id = pages.newspaper where url = ? and home is not null",
        [url],
    ).fetchone()
    return row[0] if row else None


def adopt(conn: sqlite3.Connection, newspaper: str, home: str) -> None:
    """Makes the newspaper's what was read from files of its site before it had a name: its pages and articles."""
    begin, end = home, home + "\U0010ffff"
    homeless = "newspaper in (select id from newspapers where home is null) and url >= ? and url < ?"
    for table in ("pages", "articles"):
        conn.execute(f"update {table} set newspaper = ? where {homeless}", [newspaper, begin, end])
    profiles.adopt(conn, newspaper, (urlsplit(home).hostname or "").removeprefix("www."))


def has_parts(conn: sqlite3.Connection, article_id: int | None) -> bool:
    """Whether the article goes on on further pages."""
    return article_id is not None and bool(
        conn.execute("select 1 from pages where article_id = ? and state = 'part'", [article_id]).fetchone()
    )


def stands_elsewhere(conn: sqlite3.Connection, article_id: int, url: str) -> bool:
    """Whether the article was last found standing under another address than `url`."""
    return bool(
        conn.execute(
            "select 1 from pages where article_id = ? and url != ? and state = 'article'", [article_id, url]
        ).fetchone()
    )


def failed(
    conn: sqlite3.Connection,
    url: str,
    newspaper: str,
    now: datetime,
    *,
    status: int | None,
    error: str,
    due_at: datetime,
) -> None:
    """No usable answer: what is known of the page stays, it is tried again at `due_at`."""
    conn.execute(
        "insert into pages(url, newspaper, kind, state, status, due_at, tries, error) values (?, ?, 'page', 'failed', ?, ?, 1, ?)"
        " on conflict(url) do update set state = iif(article_id is null, 'failed', state), status = excluded.status,"
        " due_at = excluded.due_at, tries = tries + 1, error = excluded.error",
        [url, newspaper, status, utc(due_at), error],
    )

"""The frontier's table: every address ever heard of, what became of it, and when to ask for it again.

States: `new` (never fetched), `article`, `part` (a further page of an article), `other` (no article; `error` says
why), `index` (a section page, sitemap or feed, read for its links), `moved` (a redirect), `gone` (404 or 410),
`failed` (no usable answer; `tries` and `due_at` say how often and when next), `refused` (robots.txt, or not ours to
ask). A row with `due_at` waits for its turn; without, it is done with.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

from archive import profiles
from archive.hosts import host
from archive.moments import utc
from archive.reasons import Code, Reason, stored

# What is asked for first. Lists come before articles only where they are few and name many (sitemaps, feeds, home).
SOURCE, ARTICLE, SECTION, REVISIT, REST = range(5)
_WEEK = timedelta(days=7)
_AT_ONCE = 500  # addresses that one query looks for
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


DUE_COLUMNS = (
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

    `depth` is how many links away they are from where a crawl begins, or from the last page that brought an article,
    `found_on` the id of the page that names them. A later `modified` than what a sitemap or feed said when the page was
    last read makes it due.
    """
    stamp = utc(now)
    added = 0
    for link in links:
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
                link.listed,
                link.anchor,
                link.teaser,
                found_on,
            ],
        )
        if cursor.rowcount:
            added += 1
            continue
        _add_news(conn, link, stamp)
    return added


def _add_news(conn: sqlite3.Connection, link: Link, stamp: str) -> None:
    """Adds what a link says of an address that is known already: its dates, its words, a higher priority."""
    if link.modified or link.published:
        conn.execute(
            "update pages set due_at = iif(:modified > modified and (fetched_at is not null or state = 'new'), :now, due_at),"
            " modified = coalesce(:modified, modified), published = coalesce(:published, published)"
            " where url = :url and (modified is not :modified or published is not :published)",
            {"modified": link.modified, "published": link.published, "now": stamp, "url": link.url},
        )
    for name in ("listed", "anchor", "teaser"):
        if value := getattr(link, name):
            conn.execute(f"update pages set {name} = ? where url = ? and {name} is null", [value, link.url])
    if link.priority < SECTION:
        conn.execute(
            "update pages set priority = ? where url = ? and priority > ? and fetched_at is null",
            [link.priority, link.url, link.priority],
        )


def leads_to(conn: sqlite3.Connection, url: str, article_id: int) -> None:
    """Links an address with the known article that moved there, as far as the redirect tells."""
    conn.execute("update pages set article_id = ? where url = ? and article_id is null", [article_id, url])


def shows(conn: sqlite3.Connection, url: str, article_id: int) -> None:
    """A capture of the page, read again, shows this article: whatever the page was taken for, unless it is gone since."""
    conn.execute(
        "update pages set article_id = :article, state = iif(state = 'gone', state, 'article'),"
        " error = iif(state = 'gone', error, null), reason = iif(state = 'gone', reason, null),"
        " detail = iif(state = 'gone', detail, null) where url = :url and article_id is not :article"
        " and (select url not between :url || '#' and :url || '#~' from articles where id = :article)",  # it gave way
        {"article": article_id, "url": url},
    )


def get(conn: sqlite3.Connection, url: str) -> Due | None:
    """Looks a page up in the frontier by its address; None where the address is not known."""
    row = conn.execute(f"select {DUE_COLUMNS} from pages where url = ?", [url]).fetchone()
    return Due(*row) if row else None


def reason(conn: sqlite3.Connection, url: str) -> Reason | None:
    """Why a page was no article, or gave none, when it was last asked for; None where nothing is said."""
    row = conn.execute("select reason, detail from pages where url = ?", [url]).fetchone()
    return stored(*row) if row else None


_DONE = (
    "insert into pages(url, newspaper, kind, article_id, state, status, fetched_at, due_at, priority, error, reason, detail,"
    " etag, last_modified, digest, moved_to, horizon, canonical)"
    " values (?, ?, 'page', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " on conflict(url) do update set article_id = coalesce(excluded.article_id, article_id),"
    " state = excluded.state, status = excluded.status, fetched_at = excluded.fetched_at,"
    " due_at = excluded.due_at, tries = 0, error = excluded.error, reason = excluded.reason,"
    " detail = excluded.detail, etag = excluded.etag,"
    " priority = iif(kind = 'page', excluded.priority, priority),"
    " last_modified = excluded.last_modified, digest = excluded.digest, moved_to = excluded.moved_to,"
    " horizon = excluded.horizon, canonical = excluded.canonical returning id"
)


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
    reason: Reason | None = None,
    etag: str | None = None,
    last_modified: str | None = None,
    digest: str | None = None,
    moved_to: str | None = None,
    horizon: int | None = None,
    canonical: str | None = None,
) -> int:
    """Writes what became of a fetched page; returns its id. Anything fetched is known, however it was found.

    `status` is the server's (None: no answer), `due_at` when it is asked for again (None: never), `digest` that of its
    bytes, `horizon` the highest id known when a list was read. `moved_to` is where it leads for good, `canonical`
    the other address that it calls its own. What leads to an article is linked with it, whichever was met first.
    """
    code, detail = (reason.code, reason.detail) if reason else (None, None)
    priority = REVISIT if state in ("article", "part", "gone") else REST
    (page_id,) = conn.execute(
        _DONE,
        [url, newspaper, article_id, state, status, utc(now), utc(due_at) if due_at else None, priority, reason, code,
         detail, etag, last_modified, digest, moved_to, horizon, canonical],
    ).fetchone()  # fmt: skip
    if state == "article" or moved_to:
        _link_leading(conn, moved_to or url)
    if state == "article":
        _tell_moved(conn, url)
    return page_id


def _link_leading(conn: sqlite3.Connection, target: str) -> None:
    """Links every address that leads to `target`, over any number of redirects, with the article that stands there."""
    conn.execute(
        "with recursive leading(url) as (select ? union select p.url from pages p join leading l on p.moved_to = l.url)"
        " update pages set article_id = (select article_id from pages where url = ?)"
        " where article_id is null and url in (select url from leading)",
        [target, target],
    )


def _tell_moved(conn: sqlite3.Connection, target: str) -> None:
    """Takes back of redirects to an article's address that they lead to a section or the front page, as it was taken for."""
    leading = conn.execute(
        "select url from pages where article_id = (select article_id from pages where url = ?)"
        " and reason in ('moved_to_section', 'moved_to_front') and json_extract(detail, '$.url') = ?",
        [target, target],
    ).fetchall()
    explain(conn, [url for (url,) in leading], Reason(Code.MOVED, url=target))


def shared_tags(conn: sqlite3.Connection, newspaper: str) -> set[str]:
    """The ETags that a newspaper's server gave pages of different bytes: they say nothing of what changed."""
    rows = conn.execute(
        "select etag from pages where newspaper = ? and kind = 'page' and etag is not null"
        " group by etag having count(distinct digest) > 1",
        [newspaper],
    )
    return {tag for (tag,) in rows}


def redirecting(conn: sqlite3.Connection, page_id: int) -> list[str]:
    """The addresses whose redirects made a page known, one leading to the next, the last ten; none where a link did."""
    return [
        url
        for (url,) in conn.execute(
            "with recursive before(url, found_on, step) as (select url, found_on, 0 from pages where id = ?"
            " union all select p.url, p.found_on, step + 1 from before join pages p on p.id = before.found_on"
            " where p.state = 'moved' and json_extract(p.detail, '$.url') = before.url and step < 10)"
            " select url from before where step > 0",
            [page_id],
        )
    ]


def found_through(conn: sqlite3.Connection, url: str, steps: int) -> tuple[list[str], list[str]]:
    """The pages that an address was found on, one on the other, at most `steps` of them, the nearest first; and those
    of them that are nearer than an article."""
    rows = conn.execute(
        "with recursive before(url, found_on, step, article_id) as (select url, found_on, 0, null from pages where url = ?"
        " union all select p.url, p.found_on, step + 1, p.article_id from before join pages p on p.id = before.found_on"
        " where step < ?) select url, article_id from before where step > 0",
        [url, steps],
    ).fetchall()
    lists = takewhile(lambda row: row[1] is None, rows)
    return [url for url, _ in rows], [url for url, _ in lists]


def fruitful(conn: sqlite3.Connection, newspaper: str, most: int) -> list[str]:
    """The newspaper's pages, `most` of them, that an article was found on first; none where it has no article."""
    return [
        url
        for (url,) in conn.execute(
            "select url from pages where kind = 'page' and article_id is null and id in"
            " (select found_on from pages where newspaper = ? and article_id is not null) limit ?",
            [newspaper, most],
        )
    ]


def is_listed(conn: sqlite3.Connection, page_id: int) -> bool:
    """Whether a sitemap or feed was the first to name it."""
    row = conn.execute(
        "select 1 from pages p join pages l on l.id = p.found_on where p.id = ? and l.kind != 'page'", [page_id]
    ).fetchone()
    return row is not None


def articles_at(conn: sqlite3.Connection, urls: Sequence[str]) -> dict[str, int]:
    """Of these addresses, those at which an article is known to stand, and its id."""
    found: dict[str, int] = {}
    for start in range(0, len(urls), _AT_ONCE):
        some = urls[start : start + _AT_ONCE]
        found |= dict(
            conn.execute(
                f"select url, article_id from pages where article_id is not null and url in ({','.join('?' * len(some))})",
                some,
            ).fetchall()
        )
    return found


def explain(conn: sqlite3.Connection, urls: Iterable[str], reason: Reason) -> None:
    """Gives known pages a reason for being what they are, which a later answer told."""
    conn.executemany(
        "update pages set error = ?, reason = ?, detail = ? where url = ?",
        [(reason, reason.code, reason.detail, url) for url in urls],
    )


def unchanged(conn: sqlite3.Connection, url: str, now: datetime, status: int, due_at: datetime | None) -> None:
    """Notes a visit to a page that answered 304, or with the bytes it had; it is asked for again at `due_at`, nothing
    else of it changes.
    """
    conn.execute(
        "update pages set status = ?, fetched_at = ?, due_at = ?, tries = 0,"
        " state = iif(article_id is null, state, 'article'), error = iif(article_id is null, error, null), reason = iif(article_id is null, reason, null),"
        " detail = iif(article_id is null, detail, null) where url = ?",
        [status, utc(now), utc(due_at) if due_at else None, url],
    )


def owner(conn: sqlite3.Connection, url: str) -> str | None:
    """The newspaper that an address belongs to, or None; one that was only read from files has a claim on none."""
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
    profiles.adopt(conn, newspaper, host(home))


def has_parts(conn: sqlite3.Connection, article_id: int | None) -> bool:
    """Whether the article goes on on further pages."""
    return article_id is not None and bool(
        conn.execute("select 1 from pages where article_id = ? and state = 'part'", [article_id]).fetchone()
    )


def ask_elsewhere(conn: sqlite3.Connection, article_id: int, url: str, now: datetime) -> bool:
    """Makes the other addresses due where the article was last found standing; False where there are none."""
    other = "article_id = ? and url != ? and state = 'article'"
    return conn.execute(f"update pages set due_at = ? where {other}", [utc(now), article_id, url]).rowcount > 0


def failed(
    conn: sqlite3.Connection,
    url: str,
    newspaper: str,
    now: datetime,
    *,
    status: int | None,
    reason: Reason,
    due_at: datetime,
) -> None:
    """Notes that a page gave no usable answer: what is known of it stays, and it is tried again at `due_at`."""
    conn.execute(
        "insert into pages(url, newspaper, kind, state, status, due_at, tries, error, reason, detail)"
        " values (?, ?, 'page', 'failed', ?, ?, 1, ?, ?, ?)"
        " on conflict(url) do update set state = iif(article_id is null, 'failed', state), status = excluded.status,"
        " due_at = excluded.due_at, tries = tries + 1, error = excluded.error, reason = excluded.reason, detail = excluded.detail",
        [url, newspaper, status, utc(due_at), reason, reason.code, reason.detail],
    )

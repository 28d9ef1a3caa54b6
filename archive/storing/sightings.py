"""What somebody else saw of an address, and when: that it stood as it was, moved on, or was gone. No text comes with it.

Sightings may come in any order, years after what was seen later. They extend what is known of an article; none takes back
what a later one says.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime

from archive.moments import utc
from archive.reasons import Code, Reason, code_of
from archive.storing.identity import spellings


def article_at(conn: sqlite3.Connection, url: str) -> int | None:
    """The article last read at an address, with or without https and www.; None where there is none."""
    urls = spellings(url)
    row = conn.execute(
        f"select article_id from pages where url in ({', '.join('?' * len(urls))}) and article_id is not null"
        " and state != 'part' order by fetched_at desc limit 1",
        urls,
    ).fetchone()
    return row[0] if row else None


def stood(conn: sqlite3.Connection, url: str, when: datetime) -> int | None:
    """The page stood at `when` as it was read before; returns the id of its article, None where it is none. Call within
    a transaction."""
    seen, urls = utc(when), spellings(url)
    marks = ", ".join("?" * len(urls))
    article_id = article_at(conn, url)
    if article_id is None:
        return None
    conn.execute(
        "update articles set last_seen_at = max(last_seen_at, :seen), gone_at = iif(gone_at <= :seen, null, gone_at)"
        " where id = :id",
        {"seen": seen, "id": article_id},
    )
    conn.execute(
        "update revisions set stood_until = max(coalesce(stood_until, seen_at), :seen) where article_id = :id and number ="
        " (select max(number) from revisions where article_id = :id and seen_at <= :seen)",
        {"seen": seen, "id": article_id},
    )
    conn.execute(
        f"update pages set fetched_at = ?, status = 200, state = 'article', error = null, reason = null, detail = null where url in ({marks})"
        " and article_id = ? and fetched_at < ? and state in ('article', 'gone')",
        [seen, *urls, article_id, seen],
    )
    return article_id


def gone(conn: sqlite3.Connection, url: str, when: datetime, status: int) -> int | None:
    """The server answered 404 or 410 (`status`) at `when`. Returns the id of the article for which this is the first word
    of its takedown after it was last seen; None where it is none. Call within a transaction.

    It is no takedown where the article stood later, or where it was last seen standing at another address.
    """
    seen, urls = utc(when), spellings(url)
    marks = ", ".join("?" * len(urls))
    row = conn.execute(
        "select a.id, a.last_seen_at, a.gone_at, max(iif(p.state = 'article', p.fetched_at, '')) from pages p"
        f" join articles a on a.id = p.article_id where p.url in ({marks}) and p.state != 'part'"
        " group by a.id order by max(p.fetched_at) desc limit 1",
        urls,
    ).fetchone()
    if row is None:
        return None
    article_id, last_seen, gone_at, here = row  # when it stood here last, empty where it was gone or moved by then
    elsewhere = conn.execute(
        f"select 1 from pages where article_id = ? and url not in ({marks}) and state = 'article' and fetched_at > ?",
        [article_id, *urls, here],
    ).fetchone()
    conn.execute(
        f"update pages set state = 'gone', status = ?, fetched_at = ?, error = ? where url in ({marks}) and article_id = ?"
        " and fetched_at < ? and state in ('article', 'moved')",
        [status, seen, str(status), *urls, article_id, seen],
    )
    if elsewhere or last_seen > seen or (gone_at is not None and gone_at <= seen):
        return None
    conn.execute("update articles set gone_at = ? where id = ?", [seen, article_id])
    return article_id if gone_at is None else None


def moved(conn: sqlite3.Connection, url: str, when: datetime, status: int) -> None:
    """Notes that an address (this spelling of it) sent its readers elsewhere at `when`: its article stands there no
    more. Call within a transaction.
    """
    conn.execute(
        "update pages set state = 'moved', status = ?, fetched_at = ?, error = 'moved' where url = ? and state = 'article'"
        " and fetched_at < ?",
        [status, utc(when), url, utc(when)],
    )


def note_doubt(conn: sqlite3.Connection, url: str, when: datetime, reason: Reason | None) -> None:
    """Notes that what an article's page showed at `when` is in doubt, as its `reason` says; nothing where the reason is
    another or None, or where the page has been fetched since. Call within a transaction.
    """
    if code_of(reason) is Code.UNLIKE and reason is not None:
        conn.execute(
            "update pages set error = ?, reason = ?, detail = ? where url = ? and fetched_at <= ?",
            [reason, reason.code, reason.detail, url, utc(when)],
        )


def is_in_doubt(conn: sqlite3.Connection, url: str) -> bool:
    """Whether an address showed last what is in doubt: found the same later, it may be believed."""
    row = conn.execute("select 1 from pages where url = ? and reason = ?", [url, Code.UNLIKE]).fetchone()
    return row is not None

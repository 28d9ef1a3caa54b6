"""Writing: what a fetched page changes in the archive, each page in one transaction."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum

from archive.article import Article
from vietnamese import fold

VIETNAM = timezone(timedelta(hours=7))  # no daylight saving since 1975
IDS_A_DAY = 100_000


class Outcome(Enum):
    """What an article was to the archive."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(slots=True, frozen=True)
class Saved:
    article_id: int
    outcome: Outcome


def utc(moment: datetime) -> str:
    """How the archive writes the moments it measured itself: `2026-11-23T19:00:00Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(text: str) -> datetime:
    """The moment that `utc` wrote."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def put_newspaper(
    conn: sqlite3.Connection,
    name: str,
    *,
    title: str | None = None,
    home: str | None = None,
    province: str | None = None,
    family: str | None = None,
    successor: str | None = None,
) -> None:
    """Makes the newspaper known, or brings up to date what is given. Raises ValueError for an unknown province.

    `successor` is the newspaper it went into: what that prints under its keys again is the same article.
    """
    if province and not conn.execute("select 1 from provinces where id = ?", [province]).fetchone():
        known = [slug for (slug,) in conn.execute("select id from provinces order by id")]
        near = [slug for slug in known if slug.startswith(province[:2])]
        raise ValueError(f"no province {province!r}; there are {', '.join(near or known)}")
    if successor:
        conn.execute("insert or ignore into newspapers(id, title) values (?, ?)", [successor, successor])
    conn.execute(
        "insert into newspapers(id, title, home, province, family, successor) values (?, ?, ?, ?, ?, ?)"
        " on conflict(id) do update set title = iif(?, excluded.title, title), home = coalesce(excluded.home, home),"
        " province = coalesce(excluded.province, province), family = coalesce(excluded.family, family),"
        " successor = coalesce(excluded.successor, successor)",
        [name, title or name, home, province, family, successor, title is not None],
    )


def save_article(
    conn: sqlite3.Connection,
    newspaper: str,
    article: Article,
    *,
    seen_at: datetime,
    key: str | None = None,
    capture_id: int | None = None,
) -> Saved:
    """Stores an article as it stood at `seen_at`; call within a transaction.

    It is the same article where the family's key or the canonical address is. Its revisions stand in the order they
    were seen, whenever they are stored: an old capture goes before the newer ones, and one read again takes the place
    of what was read from it before. The article itself shows the newest.
    """
    seen = utc(seen_at)
    article_id = find_article(conn, newspaper, article.url, key) or _twin(conn, newspaper, article, key, seen_at)
    if article_id is None and (article_id := _moved_here(conn, newspaper, article, key)) is not None:
        _take_over(conn, newspaper, article_id, article.url, key)
    if article_id is None:
        article_id = _insert(conn, newspaper, article, key, seen_at)
        _replace_details(conn, article_id, article)
        _insert_revision(conn, article_id, 1, seen, article, capture_id)
        return Saved(article_id, Outcome.NEW)

    revisions = conn.execute(
        "select number, seen_at, capture_id, title, lead, byline, captions, body from revisions"
        " where article_id = ? order by number",
        [article_id],
    ).fetchall()
    outcome = Outcome.UNCHANGED
    same_capture = [row[0] for row in revisions if capture_id is not None and row[2] == capture_id]
    before = [row for row in revisions if row[1] <= seen]
    if same_capture:
        _update_revision(conn, article_id, same_capture[0], article)
    elif not before or before[-1][3:] != _text(article):
        number = len(before) + 1
        conn.execute("update revisions set number = -number where article_id = ? and number >= ?", [article_id, number])
        conn.execute("update revisions set number = 1 - number where article_id = ? and number < 0", [article_id])
        _insert_revision(conn, article_id, number, seen, article, capture_id)
        outcome = Outcome.CHANGED
    if len(before) == len(revisions) or (same_capture and same_capture[0] == len(revisions)):
        _update(conn, article_id, article)
        _replace_details(conn, article_id, article)
        conn.execute("update articles set gone_at = null where id = ? and gone_at <= ?", [article_id, seen])
    conn.execute(
        "update articles set last_seen_at = max(last_seen_at, :seen), first_seen_at = min(first_seen_at, :seen),"
        " changed_at = (select iif(count(*) > 1, max(seen_at), null) from revisions where article_id = :id)"
        " where id = :id",
        {"seen": seen, "id": article_id},
    )
    return Saved(article_id, outcome)


def find_article(conn: sqlite3.Connection, newspaper: str, url: str, key: str | None = None) -> int | None:
    """The id of the article with this canonical address or, before it, this key of the newspaper's family."""
    row = None
    if key is not None:
        row = conn.execute("select id from articles where newspaper = ? and key = ?", [newspaper, key]).fetchone()
    if row is None:
        row = conn.execute("select id from articles where url = ?", [url]).fetchone()
    return row[0] if row else None


def _moved_here(conn: sqlite3.Connection, newspaper: str, article: Article, key: str | None) -> int | None:
    """The article that stood elsewhere before, and bears the same title: its address led here, or the newspaper that
    had it under this key went into this one."""
    rows = conn.execute(
        "select a.id, a.title from pages p join articles a on a.id = p.article_id where p.url = :url union all"
        " select a.id, a.title from newspapers n join articles a on a.newspaper = n.id and a.key = :key"
        " where n.successor = :newspaper",
        {"url": article.url, "key": key, "newspaper": newspaper},
    ).fetchall()
    return next((id for id, title in rows if fold(title) == fold(article.title)), None)


def _take_over(conn: sqlite3.Connection, newspaper: str, article_id: int, url: str, key: str | None) -> None:
    """Gives an article its new address; one of a newspaper that went into this one stays its own."""
    conn.execute(
        "update articles set url = ?, key = iif(newspaper = ?, coalesce(?, key), key) where id = ?",
        [url, newspaper, key, article_id],
    )


def _twin(conn: sqlite3.Connection, newspaper: str, article: Article, key: str | None, seen_at: datetime) -> int | None:
    """The same text of the same day under another address of the newspaper: an alias of it, not a second article."""
    if key is not None or not article.body:
        return None
    low = _day_of(article.published_at, seen_at) * IDS_A_DAY
    row = conn.execute(
        "select id from articles where newspaper = ? and id between ? and ? and key is null and title = ? and body = ?"
        " and lead is ? and published_at is ?",
        [newspaper, low, low + IDS_A_DAY - 1, article.title, article.body, article.lead, article.published_at],
    ).fetchone()
    return row[0] if row else None


def _day_of(published_at: str | None, seen_at: datetime) -> int:
    """The day of publication, else of the visit, in Vietnam, as `yyyymmdd`; a month alone counts as its first day."""
    day = date.fromisoformat(f"{published_at}-01"[:10]) if published_at else seen_at.astimezone(VIETNAM).date()
    return day.year * 10_000 + day.month * 100 + day.day


def mark_gone(conn: sqlite3.Connection, article_id: int, when: datetime) -> bool:
    """The newspaper answered 404 or 410 for it; True where that is news."""
    cursor = conn.execute("update articles set gone_at = ? where id = ? and gone_at is null", [utc(when), article_id])
    return cursor.rowcount > 0


def mark_seen(conn: sqlite3.Connection, article_id: int, when: datetime) -> None:
    """It still stands as it was (304 Not Modified, or the same bytes)."""
    conn.execute(
        "update articles set last_seen_at = max(last_seen_at, ?), gone_at = null where id = ?", [utc(when), article_id]
    )


def _insert(conn: sqlite3.Connection, newspaper: str, article: Article, key: str | None, seen_at: datetime) -> int:
    article_id = new_id(conn, article.published_at, seen_at)
    conn.execute(
        "insert into articles(id, newspaper, url, key, title, lead, byline, source_tag, section, published_at,"
        " published_precision, published_from, modified_at, language, words, first_seen_at, last_seen_at, body)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            article_id,
            newspaper,
            article.url,
            key,
            article.title,
            article.lead,
            article.byline,
            article.source_tag,
            article.section,
            article.published_at,
            article.published_precision,
            article.published_from,
            article.modified_at,
            article.language,
            article.words,
            utc(seen_at),
            utc(seen_at),
            article.body,
        ],
    )
    return article_id


def new_id(conn: sqlite3.Connection, published_at: str | None, seen_at: datetime) -> int:
    """`yyyymmdd * 100000 + n`: the day of publication in Vietnam, else the day it was first seen.

    A month alone counts as its first day. A day that is full (an archive of undated pages read in one go) runs over
    into days 34 and up of the same month, which sort within it and are no one's.
    """
    day = _day_of(published_at, seen_at)
    for overflow in (0, 33, 66):
        low = (day + overflow) * IDS_A_DAY
        (last,) = conn.execute(
            "select max(id) from articles where id between ? and ?", [low, low + IDS_A_DAY - 1]
        ).fetchone()
        if last is None:
            return low + 1
        if last < low + IDS_A_DAY - 1:
            return last + 1
    raise OverflowError(f"more than {3 * IDS_A_DAY} articles of {day}")


_UPDATED = (
    "title, lead, byline, source_tag, section, published_at, published_precision, published_from, modified_at,"
    " language, words, body"
)


def _update(conn: sqlite3.Connection, article_id: int, article: Article) -> None:
    """Writes what differs, and nothing where nothing does."""
    names = _UPDATED.split(", ")
    new = [getattr(article, name) for name in names]
    old = conn.execute(f"select {_UPDATED} from articles where id = ?", [article_id]).fetchone()
    if differing := [(name, value) for name, value, before in zip(names, new, old, strict=True) if value != before]:
        columns = ", ".join(f"{name} = ?" for name, _ in differing)
        conn.execute(f"update articles set {columns} where id = ?", [*(value for _, value in differing), article_id])


def _replace_details(conn: sqlite3.Connection, article_id: int, article: Article) -> None:
    """Images, tags and what was removed, where they differ from what is stored."""
    details: list[tuple[str, str, list[tuple]]] = [
        (
            "images",
            "position, url, caption, credit, after",
            [(i, m.url, m.caption, m.credit, m.after) for i, m in enumerate(article.images, 1)],
        ),
        ("removed", "position, text, rule", [(i, line.text, line.rule) for i, line in enumerate(article.removed, 1)]),
        ("article_tags", "tag", [(tag,) for tag in sorted(set(article.tags))]),
    ]
    for table, columns, rows in details:
        stored = conn.execute(f"select {columns} from {table} where article_id = ? order by 1", [article_id]).fetchall()
        if stored == rows:
            continue
        conn.execute(f"delete from {table} where article_id = ?", [article_id])
        marks = ", ".join("?" for _ in columns.split(","))
        conn.executemany(
            f"insert into {table}(article_id, {columns}) values (?, {marks})", [(article_id, *row) for row in rows]
        )


def _text(article: Article) -> tuple[str | None, ...]:
    """What makes a revision: the words a reader saw."""
    captions = json.dumps([image.caption for image in article.images if image.caption], ensure_ascii=False)
    return article.title, article.lead, article.byline, captions, article.body


def _insert_revision(
    conn: sqlite3.Connection, article_id: int, number: int, seen: str, article: Article, capture_id: int | None
) -> None:
    conn.execute(
        "insert into revisions(article_id, number, seen_at, title, lead, byline, captions, body, capture_id)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [article_id, number, seen, *_text(article), capture_id],
    )


def _update_revision(conn: sqlite3.Connection, article_id: int, number: int, article: Article) -> None:
    conn.execute(
        "update revisions set title = ?, lead = ?, byline = ?, captions = ?, body = ? where article_id = ? and number = ?",
        [*_text(article), article_id, number],
    )

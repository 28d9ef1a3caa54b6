"""The rows of an article: its id, its columns, its images, tags and removed lines, and whether it stands."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime

from archive.article import Article, Key
from archive.moments import utc
from vietnamese.time_zone import VIETNAM

IDS_A_DAY = 100_000
UPDATED = (
    "title, lead, byline, source_tag, section, published_at, published_precision, published_from, modified_at,"
    " language, words, body, captions"
)


def insert_article(
    conn: sqlite3.Connection,
    newspaper: str,
    article: Article,
    key: Key | None,
    seen_at: datetime,
    article_id: int | None = None,
) -> int:
    """Writes the row of a new article and returns its id: `article_id` where that is given, else the next of its day."""
    article_id = article_id or new_id(conn, article.published_at, seen_at)
    conn.execute(
        "insert into articles(id, newspaper, url, key, title, lead, byline, source_tag, section, published_at,"
        " published_precision, published_from, modified_at, language, words, first_seen_at, last_seen_at, body, captions)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            article_id,
            newspaper,
            article.url,
            key.text if key else None,
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
            article.captions,
        ],
    )
    return article_id


def new_id(conn: sqlite3.Connection, published_at: str | None, seen_at: datetime) -> int:
    """The next free id of a day, `yyyymmdd * 100000 + n`: of the day of publication in Vietnam, else of the day the
    article was first seen.

    A month alone counts as its first day. A day that is full (an archive of undated pages read in one go) runs over
    into days 34 and up of the same month, which sort within it and are no one's. Raises OverflowError where these are
    full too, after 300,000 articles of one day.
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


def _day_of(published_at: str | None, seen_at: datetime) -> int:
    """The day of publication, else of the visit, in Vietnam, as `yyyymmdd`; a month alone counts as its first day."""
    day = date.fromisoformat(f"{published_at}-01"[:10]) if published_at else seen_at.astimezone(VIETNAM).date()
    return day.year * 10_000 + day.month * 100 + day.day


def update_article(conn: sqlite3.Connection, article_id: int, article: Article) -> None:
    """Writes the columns of the article that differ from what is stored; nothing where none does."""
    names = UPDATED.split(", ")
    new = [getattr(article, name) for name in names]
    old = conn.execute(f"select {UPDATED} from articles where id = ?", [article_id]).fetchone()
    if differing := [(name, value) for name, value, before in zip(names, new, old, strict=True) if value != before]:
        columns = ", ".join(f"{name} = ?" for name, _ in differing)
        conn.execute(f"update articles set {columns} where id = ?", [*(value for _, value in differing), article_id])


def replace_details(conn: sqlite3.Connection, article_id: int, article: Article) -> None:
    """Replaces images, tags, kinds of paragraphs and removed lines, where they differ from what is stored."""
    details: list[tuple[str, str, list[tuple]]] = [
        (
            "images",
            "position, url, caption, credit, after",
            [(i, m.url, m.caption, m.credit, m.after) for i, m in enumerate(article.images, 1)],
        ),
        ("removed", "position, text, rule", [(i, line.text, line.rule) for i, line in enumerate(article.removed, 1)]),
        ("paragraph_kinds", "position, kind", [(i, kind) for i, kind in enumerate(article.kinds, 1) if kind]),
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


def mark_gone(conn: sqlite3.Connection, article_id: int, when: datetime) -> bool:
    """Notes that the newspaper answered 404 or 410 for the article; True where that was not known before."""
    cursor = conn.execute("update articles set gone_at = ? where id = ? and gone_at is null", [utc(when), article_id])
    return cursor.rowcount > 0


def mark_seen(conn: sqlite3.Connection, article_id: int, when: datetime) -> None:
    """Notes that the article still stands as it was (304 Not Modified, or the same bytes)."""
    conn.execute(
        "update articles set last_seen_at = max(last_seen_at, ?), gone_at = null where id = ?", [utc(when), article_id]
    )


def published_days(conn: sqlite3.Connection, newspaper: str) -> list[str]:
    """The days (ISO 8601, or less where less is known) on which articles of a newspaper were published, each once."""
    rows = conn.execute(
        "select distinct substr(published_at, 1, 10) from articles indexed by articles_words"
        " where newspaper = ? and published_at is not null",
        [newspaper],
    )
    return [day for (day,) in rows]

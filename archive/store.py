"""Writing: what a fetched page changes in the archive, each page in one transaction.

**Which article a page shows.** Whatever names a stored article is a witness, and two that agree decide:

- its own address, asked for again, is two: there everything may have changed, and is an edit;
- any other address that names it is one: the canonical address, the page asked for where it showed this article before
  or where a redirect from its address leads;
- its key is one as far as `Key.reach` says, in the newspaper, the one that it went into and those that went into it;
  a number that might be a year's or another section's names it, and is none;
- the same title or the same text is two; words in common are one, and two where both were published in one minute.

So a key that is sure holds through any edit and at any address, but not where nothing is alike: a server that gives its
numbers out again. A number that is not sure needs the title or the text. Without anything that names it, an article is
the same only if title, lead, text and date are, word for word, and no sure key of the same series says otherwise; in the
newspaper it went into, which may print what everybody prints, only if the date has a minute. All else is an article of
its own, and both are kept.

**Where it stands.** An article's address is the newest reading's that stands highest: in the home of the newspaper that
its own went into, in its own's home, elsewhere; among equals what pages call canonical, else the first that stands. A
redirect moves it at once. The other addresses stay in `pages`, linked, also those whose redirect was met before its
target; what they print makes no revision unless nobody saw it before.
"""

from __future__ import annotations

import json
import re
import sqlite3
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum
from urllib.parse import urlsplit

from archive.article import Article, Key, Reach
from vietnamese import fold

VIETNAM = timezone(timedelta(hours=7))  # no daylight saving since 1975
IDS_A_DAY = 100_000
# Of the words of two articles, three in a row: unrelated ones had up to an eighth in common, measured on 76 of them.
AKIN = 0.2
ENOUGH = 2  # witnesses


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
    key: Key | None = None,
    at: str | None = None,
    capture_id: int | None = None,
) -> Saved:
    """Stores an article as it stood at `seen_at` under the address `at` (None: its own); call within a transaction.

    Which article it is, and where it stands then, this module's rule says. Its revisions stand in the order they were
    seen, whenever they are stored: an old capture goes before the newer ones, and one read again takes the place of
    what was read from it before. The article itself shows the newest.
    """
    seen, at = utc(seen_at), at or article.url
    article_id = find_article(conn, newspaper, article, key, at)
    if article_id is None:
        if conn.execute("select 1 from articles where url = ?", [article.url]).fetchone():
            article.url = at  # another's: every page here calls itself that
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
    newest = len(before) == len(revisions) or (same_capture and same_capture[0] == len(revisions))
    own = _stands(conn, article_id, article.url, at, key, moves=bool(newest))
    known = not own and not same_capture and any(row[3:] == _text(article) for row in revisions)
    if same_capture:
        _update_revision(conn, article_id, same_capture[0], article)
    elif not known and (not before or before[-1][3:] != _text(article)):
        number = len(before) + 1
        conn.execute("update revisions set number = -number where article_id = ? and number >= ?", [article_id, number])
        conn.execute("update revisions set number = 1 - number where article_id = ? and number < 0", [article_id])
        _insert_revision(conn, article_id, number, seen, article, capture_id)
        outcome = Outcome.CHANGED
    if newest:
        if not known:
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


def find_article(
    conn: sqlite3.Connection, newspaper: str, article: Article, key: Key | None = None, at: str | None = None
) -> int | None:
    """The id of the stored article that this is, read under the address `at` (None: its own), as the rule above says;
    None for a new one."""
    at = at or article.url
    witnesses: dict[int, int] = {}
    for article_id, owns in conn.execute(
        "select id, max(owns) from ("
        " select id, url, url = :at as owns from articles where url in (:url, :at)"
        " union all select a.id, p.url, 0 from pages p join articles a on a.id = p.article_id"
        " where p.url in (:url, :at) and p.state != 'part'"
        ") group by id, url",
        {"url": article.url, "at": at},
    ):
        witnesses[article_id] = witnesses.get(article_id, 0) + 1 + owns
    if key is not None:
        for article_id, own in conn.execute(
            "select id, newspaper = :newspaper from articles where key = :key and newspaper in (select :newspaper"
            " union select id from newspapers where successor = :newspaper"
            " union select successor from newspapers where id = :newspaper)",
            {"newspaper": newspaper, "key": key.text},
        ):
            sure = key.reach >= (Reach.NEWSPAPER if own else Reach.FAMILY)
            witnesses[article_id] = witnesses.get(article_id, 0) + sure
    if len(witnesses) > 1 or any(count < ENOUGH for count in witnesses.values()):
        witnesses = {id: count + _alike(conn, id, article) for id, count in witnesses.items()}
    best = max(witnesses, key=lambda id: (witnesses[id], -id), default=None)
    return best if best and witnesses[best] >= ENOUGH else _twin(conn, newspaper, article, key)


def article_at(conn: sqlite3.Connection, url: str) -> int | None:
    """The id of the article that stands or was read at this address."""
    row = conn.execute(
        "select id from articles where url = :url"
        " union all select a.id from pages p join articles a on a.id = p.article_id where p.url = :url",
        {"url": url},
    ).fetchone()
    return row[0] if row else None


def _alike(conn: sqlite3.Connection, article_id: int, article: Article) -> int:
    """How many witnesses title and text are: 2 for the same, 1 for words in common, 2 where these are of one minute."""
    title, lead, body, published = conn.execute(
        "select title, lead, body, published_at from articles where id = ?", [article_id]
    ).fetchone()
    if fold(title) == fold(article.title) or (body and body == article.body):
        return 2
    one, other = _threes(title, lead, body), _threes(article.title, article.lead, article.body)
    if len(one & other) <= AKIN * min(len(one), len(other)):
        return 0
    return 2 if published == article.published_at and _to_the_minute(published) else 1


def _to_the_minute(published_at: str | None) -> bool:
    return len(published_at or "") > len("2020-08-28")


def _threes(*texts: str | None) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", fold(" ".join(filter(None, texts))))
    return set(zip(words, words[1:], words[2:], strict=False))


def _twin(conn: sqlite3.Connection, newspaper: str, article: Article, key: Key | None) -> int | None:
    """The same text under another address, which nothing else tells of."""
    if not article.body:
        return None
    rows = conn.execute(
        "select id, newspaper, key from articles where newspaper in (select :newspaper"
        " union select id from newspapers where successor = :newspaper and :minute"
        " union select successor from newspapers where id = :newspaper and :minute)"
        " and words = :words and published_at is :published and title = :title and lead is :lead and body = :body",
        {
            "newspaper": newspaper,
            "minute": _to_the_minute(article.published_at),
            "words": article.words,
            "published": article.published_at,
            "title": article.title,
            "lead": article.lead,
            "body": article.body,
        },
    )
    for article_id, owner, other in rows:
        sure = key is not None and key.reach >= (Reach.NEWSPAPER if owner == newspaper else Reach.FAMILY)
        if not (sure and other and key is not None and series(other) == series(key.text)):
            return article_id
    return None


def series(key: str) -> str:
    """What is common to all keys that one system gave: `post283345` and `post95853`, but not `283345`."""
    return re.sub(r"[0-9a-f]+", "0", key)


def _stands(conn: sqlite3.Connection, article_id: int, url: str, at: str, key: Key | None, *, moves: bool) -> bool:
    """Whether the article has the address that its page at `at` gives for its own, moved there if it may move."""
    old, *hosts = conn.execute(
        "select a.url, n.home, heir.home from articles a join newspapers n on n.id = a.newspaper"
        " left join newspapers heir on heir.id = n.successor where a.id = ?",
        [article_id],
    ).fetchone()
    if old == url:
        return True
    if not moves:
        return False
    height = [_host(home) for home in hosts if home]
    above = _rank(height, url) - _rank(height, old)
    left = {
        page
        for (page,) in conn.execute(
            "select url from pages where url in (?, ?) and state in ('moved', 'gone')", [old, url]
        )
    }
    if url in left - {at}:
        return False
    if above > 0 or (above == 0 and url != at) or old in left:
        return _move(conn, article_id, url, key)
    return False


def redirected(conn: sqlite3.Connection, url: str, target: str, key: Key | None) -> None:
    """What stood at `url` stands at `target`, where it was read already; `key` is the one this address bears."""
    row = conn.execute(
        "select a.id from articles a join pages p on p.article_id = a.id and p.url = ? and p.state = 'article'"
        " where a.url = ?",
        [target, url],
    ).fetchone()
    if row:
        _move(conn, row[0], target, key)


def _move(conn: sqlite3.Connection, article_id: int, url: str, key: Key | None) -> bool:
    """Gives an article an address and the key this bears; False where the address is another article's."""
    cursor = conn.execute(
        "update or ignore articles set url = ?, key = coalesce(?, key) where id = ?",
        [url, key.text if key else None, article_id],
    )
    return cursor.rowcount > 0


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _rank(hosts: list[str], url: str) -> int:
    """How high an address stands: 0 in none of the homes, then in the order of them."""
    host = _host(url)
    return hosts.index(host) + 1 if host in hosts else 0


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


def _insert(conn: sqlite3.Connection, newspaper: str, article: Article, key: Key | None, seen_at: datetime) -> int:
    article_id = new_id(conn, article.published_at, seen_at)
    conn.execute(
        "insert into articles(id, newspaper, url, key, title, lead, byline, source_tag, section, published_at,"
        " published_precision, published_from, modified_at, language, words, first_seen_at, last_seen_at, body)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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

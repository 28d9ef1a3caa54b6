"""Writing: what a fetched page changes in the archive, each page in one transaction.

**Which article a page shows.** Something has to name a stored article, and something in it has to be alike:

- its own address, asked for again, is enough, with or without https and www.: there everything may have changed, and is
  an edit. So are two that name it together: its key, the canonical address, the page asked for where it showed this
  article before;
- its key needs the same title or words in common, as far as `Key.scope` says, in the newspaper, the one that it went
  into and those that went into it;
- a redirect to the page asked for needs words in common;
- any other address, and a number that might be a year's or another section's, need two of the same title, words in
  common and the same date (with these, to the minute).

So a key that is sure holds through any edit and at any address, but not where nothing is alike: a server that gives its
numbers out again. And two sure keys of one series are two articles, whatever else agrees: a page that always shows the
newest, a canonical address that all pages share. Without anything that names it, an article is the same if title, minute
and words in common say so and it has about the same length, or title, lead, text and date word for word; in the
newspaper it went into, which may print what everybody prints, only the latter, with a minute.

A permanent redirect between two articles that were stored apart makes them one (`redirected`).

**Where it stands.** An article's address is the newest reading's that stands highest: in the home of the newspaper that
its own went into, in its own's home, elsewhere; among equals what pages call canonical, else the first that stands. A
redirect moves it at once. The other addresses stay in `pages`, linked, also those whose redirect was met before its
target; what they print makes no revision unless nobody saw it before.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum, IntEnum
from urllib.parse import urlsplit

from archive.article import Article, Key, KeyScope
from vietnamese import fold

VIETNAM = timezone(timedelta(hours=7))  # no daylight saving since 1975
IDS_A_DAY = 100_000
# Of the words of two articles, three in a row: unrelated ones had up to an eighth in common, measured on 76 of them.
AKIN = 0.2
EDITED = 50  # words by which an edited text is looked for: each is a look into `articles_words`


class Likeness(IntEnum):
    """What title, text and date of two readings say of their being one article."""

    NONE = 0
    TITLE = 1
    WORDS = 2  # in common
    TWO = 3  # of title, words and date


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
    frame: Callable[[str], bool] | None = None,
) -> Saved:
    """Stores an article as it stood at `seen_at` under the address `at` (None: its own); call within a transaction.

    Which article it is, and where it stands then, this module's rule says. Its revisions stand in the order they were
    seen, whenever they are stored: an old capture goes before the newer ones, and one read again takes the place of
    what was read from it before. The article itself shows the newest. `frame` tells which lines are not the article's but
    the newspaper's: a reading without them is a better one, and no edit.
    """
    seen, at = utc(seen_at), at or article.url
    if (
        article.url != at
        and conn.execute("select 1 from pages where url = ? and state = 'index'", [article.url]).fetchone()
    ):
        article.url = at  # a section's
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
        _unite(conn, article_id, same_capture[0])
    elif newest and not known and before and frame and _better_read(before[-1][3:], article, frame):
        _update_revision(conn, article_id, before[-1][0], article)
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
    named: dict[int, _Named] = {}
    for url in dict.fromkeys([at, article.url]):
        spellings = _spellings(url)
        marks = ", ".join("?" * len(spellings))
        for article_id, owner, other, own, led in conn.execute(
            "select id, newspaper, key, max(own), min(led) from ("
            f" select id, newspaper, key, 1 as own, 0 as led from articles where url in ({marks})"
            " union all select a.id, a.newspaper, a.key, 0, p.state = 'new' from pages p"
            f" join articles a on a.id = p.article_id where p.url in ({marks}) and p.state != 'part'"
            ") group by id",
            spellings * 2,
        ):
            own = own and url == at
            if own or not _another(key, newspaper, other, owner):
                entry = named.setdefault(article_id, _Named())
                entry.times += OWN if own else 1
                entry.needs = min(entry.needs, Likeness.WORDS if led and url == at else Likeness.TWO)
    if key is not None:
        for article_id, owner in conn.execute(
            "select id, newspaper from articles where key = :key and newspaper in (select :newspaper"
            " union select id from newspapers where successor = :newspaper"
            " union select successor from newspapers where id = :newspaper)",
            {"newspaper": newspaper, "key": key.text},
        ):
            entry = named.setdefault(article_id, _Named())
            if _sure(key, newspaper, owner):
                entry.times += 1
                entry.needs = Likeness.TITLE
    if len(named) == 1 and all(entry.times > 1 for entry in named.values()):
        return next(iter(named))
    found: list[tuple[int, int, int]] = []
    for article_id, entry in named.items():
        likeness = alike(conn, article_id, article)
        if entry.times > 1 or likeness >= entry.needs:
            found.append((entry.times + likeness, entry.times, -article_id))
    return -max(found)[2] if found else _twin(conn, newspaper, article, key)


OWN = 3  # times: more than any other address and the key


@dataclass(slots=True)
class _Named:
    """How often a stored article is named, and how like it must be."""

    times: int = 0
    needs: Likeness = Likeness.TWO


def _sure(key: Key, newspaper: str, owner: str) -> bool:
    """Whether the key is believed of another reading that is the `owner`'s."""
    return key.scope >= (KeyScope.NEWSPAPER if owner == newspaper else KeyScope.FAMILY)


def _another(key: Key | None, newspaper: str, other: str | None, owner: str) -> bool:
    """Whether a key says that this is not the `owner`'s article with the key `other`."""
    if key is None or other is None or other == key.text:
        return False
    return _sure(key, newspaper, owner) and series(other) == series(key.text)


def _spellings(url: str) -> list[str]:
    """An address with and without https and www."""
    scheme, mark, rest = url.partition("://")
    if scheme not in ("http", "https"):
        return [url]
    bare = rest.removeprefix("www.")
    return [f"{scheme}{mark}{host}" for scheme in ("https", "http") for host in (bare, f"www.{bare}")]


def article_at(conn: sqlite3.Connection, url: str) -> int | None:
    """The id of the article that stands or was read at this address."""
    row = conn.execute(
        "select id from articles where url = :url"
        " union all select a.id from pages p join articles a on a.id = p.article_id where p.url = :url",
        {"url": url},
    ).fetchone()
    return row[0] if row else None


def alike(conn: sqlite3.Connection, article_id: int, article: Article) -> Likeness:
    """What speaks for a reading's being of a stored article."""
    stored = conn.execute("select title, lead, body, published_at from articles where id = ?", [article_id]).fetchone()
    return _likeness(stored, (article.title, article.lead, article.body, article.published_at))


def _likeness(one: Sequence[str | None], other: Sequence[str | None]) -> Likeness:
    """Of two readings, each title, lead, text and date."""
    title = fold(one[0] or "") == fold(other[0] or "")
    date = one[3] is not None and one[3] == other[3]
    if title and date:
        return Likeness.TWO
    words, more = (_threes(*reading[title:3]) for reading in (one, other))  # the same title does not count twice
    common = (bool(one[2]) and one[2] == other[2]) or len(words & more) > AKIN * min(len(words), len(more))
    if common:
        return Likeness.TWO if title or (date and _to_the_minute(one[3])) else Likeness.WORDS
    return Likeness.TITLE if title else Likeness.NONE


def _to_the_minute(published_at: str | None) -> bool:
    return len(published_at or "") > len("2020-08-28")


def _threes(*texts: str | None) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", fold(" ".join(filter(None, texts))))
    return set(zip(words, words[1:], words[2:], strict=False))


def _twin(conn: sqlite3.Connection, newspaper: str, article: Article, key: Key | None) -> int | None:
    """The same text under another address, which nothing else tells of."""
    if not article.body:
        return None
    minute = _to_the_minute(article.published_at)
    rows = conn.execute(
        "select id, newspaper, key from articles where newspaper in (select :newspaper"
        " union select id from newspapers where successor = :newspaper and :minute"
        " union select successor from newspapers where id = :newspaper and :minute)"
        " and words = :words and published_at is :published and title = :title and lead is :lead and body = :body",
        {
            "newspaper": newspaper,
            "minute": minute,
            "words": article.words,
            "published": article.published_at,
            "title": article.title,
            "lead": article.lead,
            "body": article.body,
        },
    ).fetchall()
    for article_id, owner, other in rows:
        if not _another(key, newspaper, other, owner):
            return article_id
    return _of_that_minute(conn, newspaper, article, key) if minute else None


def _of_that_minute(conn: sqlite3.Connection, newspaper: str, article: Article, key: Key | None) -> int | None:
    """An article of the same title and minute, with words in common, that is a sentence or two shorter or longer."""
    lengths = range(article.words - EDITED, article.words + EDITED + 1)
    rows = conn.execute(
        "select id, key, title, lead, body from articles indexed by articles_words where newspaper = ?"
        f" and words in ({', '.join('?' * len(lengths))})"
        " and published_at = ? and title = ? order by +id",
        [newspaper, *lengths, article.published_at, article.title],
    ).fetchall()
    new = (article.title, article.lead, article.body, None)
    for article_id, other, *old in rows:
        if not _another(key, newspaper, other, newspaper) and _likeness((*old, None), new) is Likeness.TWO:
            return article_id
    return None


def series(key: str) -> str:
    """What is common to all keys that one system gave: `post283345` and `post95853`, but not `283345`."""
    return re.sub(r"[0-9a-f]+", "0", key)


def _stands(conn: sqlite3.Connection, article_id: int, url: str, at: str, key: Key | None, *, moves: bool) -> bool:
    """Whether the article has the address that its page at `at` gives for its own, moved there if it may move."""
    old, *hosts = conn.execute(
        "select a.url, n.home, successor.home from articles a join newspapers n on n.id = a.newspaper"
        " left join newspapers successor on successor.id = n.successor where a.id = ?",
        [article_id],
    ).fetchone()
    same = url in _spellings(old)
    if old == url or not moves:
        return same
    height = [_host(home) for home in hosts if home]
    above = _rank(height, url) - _rank(height, old)
    left = {
        page
        for (page,) in conn.execute(
            "select url from pages where url in (?, ?) and state in ('moved', 'gone')", [old, url]
        )
    }
    if url not in left - {at} and (above > 0 or (above == 0 and url != at) or old in left):
        return _move(conn, article_id, url, key) or same
    return same


def redirected(
    conn: sqlite3.Connection, url: str, target: str, key: Key | None, *, old: Key | None = None, for_good: bool = False
) -> None:
    """What stood at `url` stands at `target`, where it was read already; `key` is the one this address bears, `old` the
    one that `url` does.

    Where another article was read at the target, a redirect `for_good` makes them one if words in common or title and
    date agree, they are of one newspaper or of one that went into the other's, and no sure keys say otherwise.
    """
    row = conn.execute(
        "select a.id, a.url from articles a join pages p on p.article_id = a.id where p.url = ? and p.state != 'part'",
        [target],
    ).fetchone()
    stood = conn.execute("select article_id from pages where url = ? and state != 'part'", [url]).fetchone()
    if row is None or stood is None or stood[0] is None:
        return
    if row[0] == stood[0]:
        if (
            row[1] == url
            and conn.execute("select 1 from pages where url = ? and state = 'article'", [target]).fetchone()
        ):
            _move(conn, row[0], target, key)
    elif for_good and _are_one(conn, stood[0], row[0], old, key):
        _merge(conn, stood[0], row[0], target, key)


def _are_one(conn: sqlite3.Connection, old_id: int, new_id: int, old: Key | None, new: Key | None) -> bool:
    query = (
        "select title, lead, body, published_at, newspaper, (select successor from newspapers where id = newspaper)"
        " from articles where id = ?"
    )
    *one, newspaper, successor = conn.execute(query, [old_id]).fetchone()
    *other, owner, _ = conn.execute(query, [new_id]).fetchone()
    if owner not in (newspaper, successor):
        return False
    if old and new and _sure(old, owner, newspaper) and _another(new, owner, old.text, newspaper):
        return False
    return _likeness(one, other) >= Likeness.WORDS


def _merge(conn: sqlite3.Connection, one: int, other: int, url: str, key: Key | None) -> None:
    """Makes two articles one that stands at `url`: the first seen, which shows what was last read of either."""
    (kept, first), (lost, _) = conn.execute(
        "select id, first_seen_at from articles where id in (?, ?) order by first_seen_at, id", [one, other]
    ).fetchall()
    revisions = conn.execute(
        "select article_id, seen_at, title, lead, byline, captions, body, capture_id from revisions"
        " where article_id in (?, ?) order by seen_at, article_id = ?, number",
        [kept, lost, lost],
    ).fetchall()
    names = f"{_UPDATED}, gone_at, last_seen_at"
    shown = revisions[-1][0]
    row = conn.execute(f"select {names} from articles where id = ?", [shown]).fetchone()
    conn.execute("delete from revisions where article_id in (?, ?)", [kept, lost])
    told = [new for old, new in zip([(), *revisions], revisions, strict=False) if old[2:7] != new[2:7]]
    conn.executemany(
        "insert into revisions(article_id, number, seen_at, title, lead, byline, captions, body, capture_id)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(kept, number, *revision[1:]) for number, revision in enumerate(told, 1)],
    )
    for table in ("images", "removed", "article_tags"):
        conn.execute(f"delete from {table} where article_id = ?", [kept + lost - shown])
        conn.execute(f"update {table} set article_id = ? where article_id = ?", [kept, lost])
    conn.execute("update or ignore withheld set article_id = ? where article_id = ?", [kept, lost])
    conn.execute("delete from withheld where article_id = ?", [lost])
    conn.execute("update pages set article_id = ? where article_id = ?", [kept, lost])
    seen, gone = conn.execute(
        "select max(last_seen_at), iif(count(gone_at) = 2, max(gone_at), null) from articles where id in (?, ?)",
        [kept, lost],
    ).fetchone()
    conn.execute("delete from articles where id = ?", [lost])
    conn.execute(
        f"update articles set ({names}, first_seen_at, changed_at) = ({', '.join('?' * (len(row) + 2))}) where id = ?",
        [*row[:-2], gone, seen, first, told[-1][1] if len(told) > 1 else None, kept],
    )
    _move(conn, kept, url, key)


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


def _better_read(before: Sequence, article: Article, frame: Callable[[str], bool]) -> bool:
    """Whether a reading (its texts) differs from the next only by lines that are known by now to be of the frame."""
    title, lead, byline, captions, body = before
    if title != article.title and not frame(title):
        return False
    one = [*(lead or "").split("\n"), byline or "", *json.loads(captions or "[]"), *body.split("\n\n")]
    told = [image.caption or "" for image in article.images]
    other = [*(article.lead or "").split("\n"), article.byline or "", *told, *article.body.split("\n\n")]
    return {line for line in one if line and not frame(line)} == {line for line in other if line and not frame(line)}


def take_back(conn: sqlite3.Connection, article_id: int) -> bool:
    """Takes back the last revision of an article where nothing in it is like the one before, which it shows again; False
    where there is no such revision. Pictures and what was removed are read again with the capture."""
    rows = conn.execute(
        "select number, title, lead, byline, body from revisions where article_id = ? order by number desc limit 2",
        [article_id],
    ).fetchall()
    if len(rows) < 2 or _likeness((*rows[0][1:3], rows[0][4], None), (*rows[1][1:3], rows[1][4], None)):
        return False
    title, lead, byline, body = rows[1][1:]
    conn.execute("delete from revisions where article_id = ? and number = ?", [article_id, rows[0][0]])
    conn.execute(
        "update articles set title = :title, lead = :lead, byline = :byline, body = :body, words = :words, changed_at ="
        " (select iif(count(*) > 1, max(seen_at), null) from revisions where article_id = :id) where id = :id",
        {
            "title": title,
            "lead": lead,
            "byline": byline,
            "body": body,
            "words": Article("", title, body, lead).words,
            "id": article_id,
        },
    )
    return True


def _unite(conn: sqlite3.Connection, article_id: int, number: int) -> None:
    """Makes one of a revision and its neighbours where, better read, they say the same."""
    columns = "title, lead, byline, captions, body"
    for one, other in ((number, number + 1), (number - 1, number)):
        rows = conn.execute(
            f"select {columns} from revisions where article_id = ? and number in (?, ?)", [article_id, one, other]
        ).fetchall()
        if len(rows) == 2 and rows[0] == rows[1]:
            conn.execute("delete from revisions where article_id = ? and number = ?", [article_id, other])
            conn.execute(
                "update revisions set number = -number where article_id = ? and number > ?", [article_id, other]
            )
            conn.execute("update revisions set number = -number - 1 where article_id = ? and number < 0", [article_id])


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

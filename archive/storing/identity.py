"""Which stored article a page shows.

Something has to name a stored article, and something in it has to be alike:

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
newspaper it went into, which may print what everybody prints, only the latter, with a minute. Two that stood at two
addresses within the hour, and say different things, are two: obituaries, lost papers, the weather of two districts. So is one of the same day
that says nearly the same, whatever its title, where the newspaper shows it at none of its addresses any more.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from archive.article import Article, Key, KeyScope
from archive.hosts import without_www
from archive.moments import moment
from archive.storing.likeness import Likeness, alike, is_same_story, is_same_text, likeness, to_the_minute
from archive.storing.succession import Fate, Shown, Told, fate
from vietnamese import fold

MOST_AS_LONG = 200  # articles of about the same length and day whose words are compared
EDITED = 50  # words by which an edited text is looked for: each is a look into `articles_words`
BESIDE = timedelta(hours=1)  # between two readings that tell of two articles, not of an edit
OWN = 3  # times: more than any other address and the key


def find_article(
    conn: sqlite3.Connection,
    newspaper: str,
    article: Article,
    key: Key | None = None,
    at: str | None = None,
    seen_at: datetime | None = None,
) -> int | None:
    """The id of the stored article that this is, read under the address `at` (None: its own) at the moment `seen_at` (None:
    not known), as the rule above says; None for a new one."""
    at = at or article.url
    if (there := displaced(conn, at, article)) is not None:
        return there
    named = _named_at(conn, newspaper, article, key, at, seen_at)
    if key is not None:
        for article_id, owner in conn.execute(
            "select id, newspaper from articles where key = :key and newspaper in (select :newspaper"
            " union select id from newspapers where successor = :newspaper"
            " union select successor from newspapers where id = :newspaper)",
            {"newspaper": newspaper, "key": key.text},
        ):
            entry = named.setdefault(article_id, _Named())
            if is_sure(key, newspaper, owner):
                entry.times += 1
                entry.needs = Likeness.TITLE
    if len(named) == 1 and all(entry.times > 1 for entry in named.values()):
        return next(iter(named))
    found: list[tuple[int, int, int]] = []
    for article_id, entry in named.items():
        likeness = alike(conn, article_id, article)
        if entry.times > 1 or likeness >= entry.needs:
            found.append((entry.times + likeness, entry.times, -article_id))
    return -max(found)[2] if found else _same_text_elsewhere(conn, newspaper, article, key, at, seen_at)


@dataclass(slots=True)
class _Named:
    """How often a stored article is named, and how like it must be."""

    times: int = 0
    needs: Likeness = Likeness.TWO


def _named_at(
    conn: sqlite3.Connection, newspaper: str, article: Article, key: Key | None, at: str, seen_at: datetime | None
) -> dict[int, _Named]:
    """Returns the articles that stand or were read at the addresses of a reading; for the arguments see `find_article`."""
    named: dict[int, _Named] = {}
    for url in dict.fromkeys([at, article.url]):
        variants = spellings(url)
        marks = ", ".join("?" * len(variants))
        for article_id, owner, other, own, led in conn.execute(
            "select id, newspaper, key, max(own), min(led) from ("
            f" select id, newspaper, key, 1 as own, 0 as led from articles where url in ({marks})"
            " union all select a.id, a.newspaper, a.key, 0, p.state = 'new' from pages p"
            f" join articles a on a.id = p.article_id where p.url in ({marks}) and p.state != 'part'"
            ") group by id",
            variants * 2,
        ):
            own = own and url == at
            claimed = own and is_only_named(conn, article_id, variants)
            if own and not claimed and has_given_way(conn, article_id, article, seen_at):
                continue
            if own or not is_another(key, newspaper, other, owner):
                entry = named.setdefault(article_id, _Named())
                entry.times += 0 if claimed else OWN if own else 1
                entry.needs = min(entry.needs, Likeness.WORDS if led and url == at and not claimed else Likeness.TWO)
    return named


def displaced(conn: sqlite3.Connection, url: str, article: Article) -> int | None:
    """The id of the article that a reading at this address is of, where it once stood and gave way to another; else None."""
    for address in spellings(url):
        for article_id, *stored in conn.execute(
            "select id, title, lead, body, published_at from articles where url between ? || '#' and ? || '#~'",
            [address, address],
        ):
            if likeness(stored, (article.title, article.lead, article.body, article.published_at)) >= Likeness.WORDS:
                return int(article_id)
    return None


def has_given_way(conn: sqlite3.Connection, article_id: int, article: Article, seen_at: datetime | None) -> bool:
    """Whether the address at which an article stood shows another now, as `succession` says; what is in doubt, whoever
    stores a reading has sorted out."""
    if seen_at is None:
        return False
    return fate(shown_at(conn, article_id, article, seen_at), again=True) is Fate.ANOTHER


def shown_at(conn: sqlite3.Connection, article_id: int, article: Article, seen_at: datetime) -> Shown:
    """A reading at the address of a stored article, beside that."""
    *stored, byline, words, last_seen, pictured = conn.execute(
        "select title, lead, body, published_at, byline, words, last_seen_at, exists (select 1 from images where article_id = id)"
        " from articles where id = ?",
        [article_id],
    ).fetchone()
    new = (article.title, article.lead, article.body, article.published_at)
    return Shown(
        Told.of(stored[0], stored[3], byline, pictured=bool(pictured), words=words),
        Told.of(
            article.title, article.published_at, article.byline, pictured=bool(article.images), words=article.words
        ),
        akin=likeness(stored, new) is not Likeness.NONE,
        seen_at=seen_at,
        later=seen_at >= moment(last_seen),
    )


def is_only_named(conn: sqlite3.Connection, article_id: int, urls: list[str]) -> bool:
    """Whether an article stands at an address (any of its spellings) for its word alone: it was read elsewhere, never
    there. Pages that name each other as canonical do so."""
    marks = ", ".join("?" * len(urls))
    read = conn.execute(
        f"select max(url in ({marks})) from pages where article_id = ? and state != 'part' and url like 'http%'"
        " and (fetched_at is not null or state = 'article')",
        [*urls, article_id],
    ).fetchone()[0]
    return read == 0


def is_read_beside(conn: sqlite3.Connection, article_id: int, url: str) -> bool:
    """Whether the article is found at another address too than this, in any of its spellings."""
    variants = spellings(url)
    query = f"select 1 from pages where article_id = ? and state = 'article' and url not in ({', '.join('?' * len(variants))})"
    return conn.execute(query, [article_id, *variants]).fetchone() is not None


def is_sure(key: Key, newspaper: str, owner: str) -> bool:
    """Whether a key of `newspaper` is believed of another reading, which is the `owner`'s."""
    return key.scope >= (KeyScope.NEWSPAPER if owner == newspaper else KeyScope.FAMILY)


def is_another(key: Key | None, newspaper: str, other: str | None, owner: str) -> bool:
    """Whether a key says that this is not the `owner`'s article with the key `other`."""
    if key is None or other is None or other == key.text:
        return False
    return is_sure(key, newspaper, owner) and series(other) == series(key.text)


def spellings(url: str) -> list[str]:
    """An address with and without https and www."""
    scheme, mark, rest = url.partition("://")
    if scheme not in ("http", "https"):
        return [url]
    bare = without_www(rest)
    return [f"{scheme}{mark}{host}" for scheme in ("https", "http") for host in (bare, f"www.{bare}")]


def article_at(conn: sqlite3.Connection, url: str) -> int | None:
    """The id of the article that stands or was read at this address; None where there is none."""
    row = conn.execute(
        "select id from articles where url = :url"
        " union all select a.id from pages p join articles a on a.id = p.article_id where p.url = :url",
        {"url": url},
    ).fetchone()
    return row[0] if row else None


def stands_at(conn: sqlite3.Connection, article_id: int) -> str | None:
    """The article's own address, if it was found there when that was last asked for; else None."""
    row = conn.execute(
        "select a.url from articles a join pages p on p.url = a.url where a.id = ? and p.state = 'article'",
        [article_id],
    ).fetchone()
    return row[0] if row else None


def _shown_where_named(
    conn: sqlite3.Connection, newspaper: str, article: Article, key: Key | None, at: str
) -> int | None:
    """Returns the id of the article on whose own page the address `at` was found, where this reading is a copy of it (to
    print, for phones): its title, its text, and no other date; None for any other page."""
    row = conn.execute(
        "select a.id, a.newspaper, a.key, a.title, a.lead, a.body, a.published_at from pages p"
        " join pages f on f.id = p.found_on join articles a on a.id = f.article_id and a.url = f.url where p.url = ?",
        [at],
    ).fetchone()
    if row is None:
        return None
    article_id, owner, other, title, lead, body, published = row
    dated = None not in (published, article.published_at)
    if fold(title) != fold(article.title) or is_another(key, newspaper, other, owner):
        return None
    if dated and (published or "")[: len("2020-08-28")] != (article.published_at or "")[: len("2020-08-28")]:
        return None
    same = body == article.body or is_same_story((lead, body), (article.lead, article.body))
    return article_id if same else None


def _same_text_elsewhere(
    conn: sqlite3.Connection, newspaper: str, article: Article, key: Key | None, at: str, seen_at: datetime | None
) -> int | None:
    """Returns the id of a stored article with the same text under another address, where nothing else tells that they
    are one; None for none.
    """
    if not article.body:
        return None
    if (named := _shown_where_named(conn, newspaper, article, key, at)) is not None:
        return named
    minute = to_the_minute(article.published_at)
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
        if not is_another(key, newspaper, other, owner):
            return article_id
    found = _of_that_minute(conn, newspaper, article, key, seen_at) if minute else None
    return found or next(same_text_that_day(conn, newspaper, article, key, left=True), None)


# What is true of an article that stands nowhere any more, after `from articles a where ...`.
_LEFT = (
    " and exists (select 1 from pages p where p.article_id = a.id and p.state in ('gone', 'moved', 'article'))"
    " and not exists (select 1 from pages p where p.article_id = a.id and p.state = 'article'"
    " and p.reason is not 'article_missing')"
)


def stands_nowhere(conn: sqlite3.Connection, article_id: int) -> bool:
    """Whether no page shows the article any more: each is gone, leads elsewhere, or shows something else."""
    return conn.execute(f"select 1 from articles a where id = ?{_LEFT}", [article_id]).fetchone() is not None


def same_text_that_day(
    conn: sqlite3.Connection, newspaper: str, article: Article, key: Key | None, *, left: bool
) -> Iterator[int]:
    """The ids of the newspaper's articles that were published on the day of this one and say nearly the same, whatever
    their title; with `left` those that stand nowhere any more, else those that do.
    """
    if not article.body:
        return
    lengths = range(article.words - EDITED, article.words + EDITED + 1)
    day = (article.published_at or "")[: len("2020-08-28")]
    dated = "between ? and ? || 'T~'" if day else "is null and ? is ?"
    rows = conn.execute(
        "select id, key, title, lead, body from articles a indexed by articles_words where newspaper = ?"
        f" and words in ({', '.join('?' * len(lengths))}) and published_at {dated}{_LEFT if left else ''}"
        " order by +id desc limit ?",
        [newspaper, *lengths, day, day, MOST_AS_LONG],
    ).fetchall()
    new = (article.lead, article.body)
    for article_id, other, _, *old in rows:
        stands = left or stands_at(conn, article_id) is not None
        if stands and not is_another(key, newspaper, other, newspaper) and is_same_story(old, new):
            yield article_id


def _of_that_minute(
    conn: sqlite3.Connection, newspaper: str, article: Article, key: Key | None, seen_at: datetime | None
) -> int | None:
    """Returns the id of a stored article of the same title and minute, with words in common, that is a sentence or two
    shorter or longer, and did not say something else at another address within the hour; None for none.
    """
    lengths = range(article.words - EDITED, article.words + EDITED + 1)
    rows = conn.execute(
        "select id, key, title, lead, body from articles indexed by articles_words where newspaper = ?"
        f" and words in ({', '.join('?' * len(lengths))})"
        " and published_at = ? and title = ? order by +id",
        [newspaper, *lengths, article.published_at, article.title],
    ).fetchall()
    new = (article.title, article.lead, article.body, None)
    for article_id, other, *old in rows:
        if is_another(key, newspaper, other, newspaper) or likeness((*old, None), new) is not Likeness.TWO:
            continue
        if is_same_text(old, new[:3]) or not _stood_within_the_hour(conn, article_id, seen_at):
            return article_id
    return None


def _stood_within_the_hour(conn: sqlite3.Connection, article_id: int, seen_at: datetime | None) -> bool:
    """Whether a page showed an article within an hour of a moment."""
    found = conn.execute("select fetched_at from pages where article_id = ? and state = 'article'", [article_id])
    return seen_at is not None and any(at and abs(moment(at) - seen_at) < BESIDE for (at,) in found)


def series(key: str) -> str:
    """What is common to all keys that one system gave: `post283345` and `post95853`, but not `283345`."""
    return re.sub(r"[0-9a-f]+", "0", key)

"""Storing a reading: the article, its revisions and what belongs to it, in the transaction of its page."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from archive.article import Article, Key
from archive.article_rows import insert_article, replace_details, update_article
from archive.moments import moment, utc
from archive.reprints.reprints import compare
from archive.storing.displaced import give_way
from archive.storing.identity import find_article, is_read_beside, spellings, stands_at
from archive.storing.likeness import Likeness, is_same_text, likeness
from archive.storing.merging import moved_or_stands, send_back, take_back
from archive.storing.revisions import (
    Place,
    find_place,
    insert_revision,
    is_better_reading,
    is_fuller,
    place_revision,
    revision_text,
)

BESIDE = timedelta(days=1)  # between two pages of an article whose texts tell of no edit


class Outcome(Enum):
    """What an article was to the archive."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(slots=True, frozen=True)
class Saved:
    """What storing an article did: its id, whether it was new, changed or unchanged, and the title `replaced`.

    That is the title of what stood at its address before where nothing in the new text is like it, as where a newspaper
    gives a number out again: for a new article that of the article which gave way to it (`displaced`), for a known one
    that of its last version; None where nothing was replaced.
    """

    article_id: int
    outcome: Outcome
    replaced: str | None = None


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

    Which article it is, `identity` says; where it stands, `merging`; what of it is a revision, `revisions`. Revisions
    stand in the order they were seen, whenever they are stored: an old capture goes before the newer ones, and one read
    again takes the place of what was read from it before. The article itself shows the newest. `frame` tells which lines
    are not the article's but the newspaper's: a reading without them is a better one, and no edit.
    """
    at = at or article.url
    if article.url != at and _is_index(conn, article.url):
        article.url = at
    article_id = find_article(conn, newspaper, article, key, at, seen_at)
    gave_way = give_way(conn, article_id, article, newspaper, at, seen_at)
    if article_id is None:
        return _save_new(conn, newspaper, article, key, at, seen_at, capture_id, gave_way)
    return save_as(conn, article_id, article, seen_at=seen_at, key=key, at=at, capture_id=capture_id, frame=frame)


def save_as(
    conn: sqlite3.Connection,
    article_id: int,
    article: Article,
    *,
    seen_at: datetime,
    key: Key | None,
    at: str,
    capture_id: int | None = None,
    frame: Callable[[str], bool] | None = None,
) -> Saved:
    """Stores a reading as that of a known article, whatever `identity` would say; for the arguments see `save_article`."""
    seen = utc(seen_at)
    place = find_place(conn, article_id, article, seen, capture_id)
    fuller = place.newest and _is_fuller_page(conn, article_id, article, at, place, seen_at)
    own = moved_or_stands(conn, article_id, article.url, at, key, moves=place.newest, fuller=fuller)
    known = _is_rendition(conn, article_id, article, at, place) if own else place.seen_before
    known = not fuller and (known or _is_poorer_page(conn, article_id, article, at, place))
    better = frame is not None and place.last is not None and is_better_reading(place.last, article, frame)
    changed = place_revision(
        conn, article_id, article, place, known=known, better=better, fuller=fuller, seen=seen, capture_id=capture_id
    )
    if place.newest or (better and place.following is None and place.last != revision_text(article)):
        if not known:
            update_article(conn, article_id, article)
            replace_details(conn, article_id, article)
        back = conn.execute(
            "update articles set gone_at = null, last_seen_at = max(last_seen_at, :seen) where id = :id and gone_at <= :seen",
            {"id": article_id, "seen": seen},
        )
        if back.rowcount:
            take_back(conn, article_id, at)
    conn.execute(
        "update articles set last_seen_at = max(last_seen_at, :seen), first_seen_at = min(first_seen_at, :seen),"
        " changed_at = (select iif(count(*) > 1, max(seen_at), null) from revisions where article_id = :id)"
        " where id = :id",
        {"seen": seen, "id": article_id},
    )
    compare(conn, article_id)
    replaced = _is_another_text(place, article) if changed and place.newest else None
    return Saved(article_id, Outcome.CHANGED if changed else Outcome.UNCHANGED, replaced)


def _is_another_text(place: Place, article: Article) -> str | None:
    """The title of the revision before, where this reading has neither that nor words in common with it; else None."""
    if place.last is None:
        return None
    title, lead, *_, body = place.last
    new = (article.title, article.lead, article.body, None)
    return title if likeness((title, lead, body, None), new) is Likeness.NONE else None


def _is_rendition(conn: sqlite3.Connection, article_id: int, article: Article, at: str, place: Place) -> bool:
    """Whether a page beside others that show the article (for phones, for AMP, to print) names the article's address
    canonical and says what was seen before, or nearly the words of the article's own page, which tells edits itself."""
    told = place.last or place.following
    if told is None or at in spellings(article.url) or not is_read_beside(conn, article_id, at):
        return False
    title, lead, *_, body = told
    new = (article.title, article.lead, article.body)
    return place.seen_before or (stands_at(conn, article_id) is not None and is_same_text((title, lead, body), new))


def _is_poorer_page(conn: sqlite3.Connection, article_id: int, article: Article, at: str, place: Place) -> bool:
    """Whether a page beside the article's own says what that does, but without its lead, byline or captions."""
    own = stands_at(conn, article_id)
    return (
        place.last is not None
        and own is not None
        and at not in spellings(own)
        and is_fuller(place.last, revision_text(article))
    )


def _is_fuller_page(
    conn: sqlite3.Connection, article_id: int, article: Article, at: str, place: Place, seen_at: datetime
) -> bool:
    """Whether this reading is no edit, but a fuller page of the same text: it says all that the revision before does, and
    a lead, byline or captions beside; its address was never read before; and the other page, which was one to print or
    for phones then, was read within the day."""
    if place.last is None or not is_fuller(revision_text(article), place.last):
        return False
    variants = spellings(at)
    marks = ", ".join("?" * len(variants))
    if conn.execute(f"select 1 from pages where url in ({marks}) and fetched_at is not null", variants).fetchone():
        return False
    (begun,) = conn.execute(
        "select seen_at from revisions where article_id = ? and number = ?", [article_id, place.before]
    ).fetchone()
    return is_read_beside(conn, article_id, at) and seen_at - moment(begun) <= BESIDE


def _is_index(conn: sqlite3.Connection, url: str) -> bool:
    """Whether the address is known as a section's or a front page's."""
    return conn.execute("select 1 from pages where url = ? and state = 'index'", [url]).fetchone() is not None


def _save_new(
    conn: sqlite3.Connection,
    newspaper: str,
    article: Article,
    key: Key | None,
    at: str,
    seen_at: datetime,
    capture_id: int | None,
    gave_way: str | None,
) -> Saved:
    """Stores an article that the archive does not have, with its first revision."""
    send_back(conn, at)
    if conn.execute("select 1 from articles where url = ?", [article.url]).fetchone():
        article.url = at  # another article stands there: every page of the site calls itself that
    article_id = insert_article(conn, newspaper, article, key, seen_at)
    replace_details(conn, article_id, article)
    insert_revision(conn, article_id, 1, utc(seen_at), article, capture_id)
    compare(conn, article_id)
    return Saved(article_id, Outcome.NEW, gave_way)

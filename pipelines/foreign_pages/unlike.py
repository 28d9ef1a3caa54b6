"""Whether a page at an article's address is to be believed that has nothing of the article, or its headline without its
text: see `archive.storing.succession`.

A page in doubt is written down with the marks of its text in its reason. By these it is known again: at another address,
where it is one page for many, and a day later at its own, where it is what stands there now.
"""

from __future__ import annotations

import re
import sqlite3
from dataclasses import replace
from datetime import datetime

from archive.article import Article
from archive.moments import moment, utc
from archive.reasons import Code, Reason, code_of, stored
from archive.storing.identity import shown_at
from archive.storing.likeness import AKIN, MOSTLY, Likeness, likeness, share_in_common
from archive.storing.succession import AGAIN, WALL_AGAIN, Fate, Loss, Shown, fate, is_nearly, marks
from pipelines.foreign_pages.walls import Left, Text, left
from pipelines.page import Page
from pipelines.page_type.page_type import is_site_title
from vietnamese import fold

_HEADLINE = 4  # words of a headline that only one article has: "Tin vắn" has many
_OTHERS = 100  # pages in doubt that a text is held against


def why_unlike(conn: sqlite3.Connection, page: Page, article_id: int) -> Reason | None:
    """Why what a page shows does not take the place of the article that stands at its address, of which it has nothing;
    None where it may, and where something of it was in an earlier version."""
    assert page.article
    shown = shown_at(conn, article_id, page.article, page.fetched_at)
    if fate(shown) is not Fate.DOUBT or _was_like_it(conn, article_id, page.article):
        return None
    return _doubt(conn, page, shown, _marks(page.article))


def why_without_text(conn: sqlite3.Connection, page: Page, article_id: int) -> Reason | None:
    """Why what a page shows under an article's own headline does not take the place of its text: a wall stands there, or
    nothing. None where it may."""
    assert page.article
    found = left_of(conn, article_id, page.article)
    if found.loss is Loss.NONE:
        return None
    shown = replace(shown_at(conn, article_id, page.article, page.fetched_at), loss=found.loss)
    quoted = re.compile(re.escape(page.article.title), re.IGNORECASE)  # what a wall says at each address in other words
    return _doubt(conn, page, shown, marks(quoted.sub(" ", found.new)))


def headed_as_another(conn: sqlite3.Connection, page: Page, article_id: int) -> str | None:
    """The address of the one other article of the newspaper that stands there under the headline of this page, which has
    none of the text of the article that stood at its own address: a notice with the newest headline, or that other
    article whole. None for any other page."""
    article = page.article
    assert article
    if len(article.title.split()) < _HEADLINE:
        return None
    titles = conn.execute("select title from revisions where article_id = ?", [article_id])
    if fold(article.title) in {fold(title) for (title,) in titles}:
        return None
    phrase = article.title.replace('"', '""')
    named = [
        row
        for row in conn.execute(
            "select a.url, a.title, a.lead, a.body from articles_exact f join articles a on a.id = f.rowid"
            " join pages p on p.url = a.url and p.state = 'article'"
            " where articles_exact match ? and a.newspaper = ? and a.id != ? and a.gone_at is null",
            [f'title : "{phrase}"', page.newspaper, article_id],
        )
        if fold(row[1]) == fold(article.title)
    ]
    if len(named) != 1:
        return None
    (url, _, *other), told = named[0], (article.lead, article.body)
    own = share_in_common(conn.execute("select lead, body from articles where id = ?", [article_id]).fetchone(), told)
    is_others = own <= AKIN or (own < MOSTLY and share_in_common(other, told) > own)
    return str(url) if is_others else None


def left_of(conn: sqlite3.Connection, article_id: int, article: Article) -> Left:
    """What is left of the text of a stored article in a reading that has its headline."""
    title, lead, body, byline, pictured, newspaper = conn.execute(
        "select title, lead, body, byline, exists (select 1 from images where article_id = id), newspaper from articles where id = ?",
        [article_id],
    ).fetchone()
    others = conn.execute(
        "select coalesce(lead, '') || ' ' || body from articles where newspaper = ? and id != ? order by id desc limit ?",
        [newspaper, article_id, _OTHERS],
    )
    new = Text(article.title, article.lead, article.body, article.byline, bool(article.images))
    return left(Text(title, lead, body, byline, bool(pictured)), new, (other for (other,) in others))


def _doubt(conn: sqlite3.Connection, page: Page, shown: Shown, own: list[int]) -> Reason | None:
    """The doubt about what a page shows, None where there is none, or where the same was found there long enough before;
    `own` are the marks of what stands there."""
    article = page.article
    assert article
    before = _seen_before(conn, page.url, own)
    since = AGAIN if shown.loss is not Loss.WALL else WALL_AGAIN
    again = before is not None and page.fetched_at - before >= since and not _is_nobodys(conn, page, own, shown.loss)
    if fate(shown, again=again) is not Fate.DOUBT:
        return None
    seen = utc(min(before or page.fetched_at, page.fetched_at))
    return Reason(Code.UNLIKE, title=article.title, words=article.words, seen=seen, marks=own)


def same_in_doubt(conn: sqlite3.Connection, page: Page) -> Reason | None:
    """Why an undated page is no article that says what was in doubt at an address of the newspaper; None where nothing was."""
    article = page.article
    assert article
    if article.published_at is not None:
        return None
    other = _elsewhere(conn, page, _marks(article))
    return Reason(Code.SHOWN_ELSEWHERE, url=other) if other else None


def _marks(article: Article) -> list[int]:
    """What the text of an article is known again by."""
    return marks(article.title, article.lead, article.body)


def _was_like_it(conn: sqlite3.Connection, article_id: int, article: Article) -> bool:
    """Whether an earlier version has title or words of it."""
    new = (article.title, article.lead, article.body, None)
    rows = conn.execute("select title, lead, body, null from revisions where article_id = ?", [article_id])
    return any(likeness(row, new) is not Likeness.NONE for row in rows)


def _seen_before(conn: sqlite3.Connection, url: str, own: list[int]) -> datetime | None:
    """When a text of nearly these marks was first in doubt at this address; None where none is."""
    row = conn.execute("select reason, detail from pages where url = ?", [url]).fetchone()
    told = stored(*row) if row else None
    if code_of(told) is not Code.UNLIKE or told is None or not _is_same(own, told.values["marks"]):
        return None
    return moment(told.values["seen"])


def _is_nobodys(conn: sqlite3.Connection, page: Page, own: list[int], loss: Loss) -> bool:
    """Whether a page can be no article's however often it is seen: another address shows it too, or its title is the site's
    and no article's."""
    assert page.article and page.head
    titled = loss is Loss.NONE and is_site_title(page.article.title, page.head, page)
    return titled or _elsewhere(conn, page, own) is not None


def _elsewhere(conn: sqlite3.Connection, page: Page, own: list[int]) -> str | None:
    """Another address of the newspaper at which a text of nearly these marks is in doubt; None where there is none."""
    rows = conn.execute(
        "select url, reason, detail from pages indexed by pages_unlike where newspaper = ? and reason = 'unlike' and url != ?"
        " order by id desc limit ?",
        [page.newspaper, page.url, _OTHERS],
    )
    for url, code, detail in rows:
        told = stored(code, detail)
        if told is not None and _is_same(own, told.values["marks"]):
            return str(url)
    return None


def _is_same(one: list[int], other: list[int]) -> bool:
    """Whether two texts in doubt, by their marks, are the same: nearly, or both nothing."""
    return is_nearly(one, other) or not (one or other)

"""The revisions of an article: what makes one, where one belongs, and what is taken back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from archive.article import Article
from archive.reprints.reprints import compare
from archive.storing.likeness import likeness
from vietnamese import fold


@dataclass(slots=True, frozen=True)
class Place:
    """Where a reading belongs among the revisions of its article."""

    same_capture: list[int]  # the numbers of the revisions that were read of the same capture
    before: int  # how many revisions were seen up to that moment
    last: tuple[str | None, ...] | None  # the texts of the last of those; None where there is none
    following: tuple[str | None, ...] | None  # the texts of the first seen after that moment
    stood: str | None  # when the last of those before was seen once more, after that moment; None: not since
    newest: bool  # whether the article is to show it
    seen_before: bool  # whether some revision says the same, and none is of its capture
    told: bool  # whether one before the last says the same, of that very moment


def find_place(conn: sqlite3.Connection, article_id: int, article: Article, seen: str, capture_id: int | None) -> Place:
    """Where a reading seen at `seen` (as `utc` writes it) belongs."""
    revisions = conn.execute(
        "select number, seen_at, capture_id, title, lead, byline, captions, body, stood_until from revisions"
        " where article_id = ? order by number",
        [article_id],
    ).fetchall()
    (last_seen,) = conn.execute("select last_seen_at from articles where id = ?", [article_id]).fetchone()
    same_capture = [row[0] for row in revisions if capture_id is not None and row[2] == capture_id]
    before = [row for row in revisions if row[1] <= seen]
    latest = len(before) == len(revisions)
    texts = revision_text(article)
    told = any(row[1] == seen and tuple(row[3:8]) == texts for row in before[:-1])
    until = (last_seen if latest else before[-1][8]) if before else None
    return Place(
        same_capture,
        len(before),
        tuple(before[-1][3:8]) if before else None,
        None if latest else tuple(revisions[len(before)][3:8]),
        until if until and until > seen else None,
        (latest and not (before and last_seen > seen) and not told) or len(revisions) in same_capture,
        not same_capture and any(tuple(row[3:8]) == texts for row in revisions),
        told,
    )


def place_revision(
    conn: sqlite3.Connection,
    article_id: int,
    article: Article,
    place: Place,
    *,
    known: bool,
    better: bool,
    fuller: bool,
    seen: str,
    capture_id: int | None,
) -> bool:
    """Writes a reading among the revisions; True where it is a new one.

    `known`: it stands at another address and says what was seen before, so it makes none. `better`: it is a better
    reading of the last one before it, and takes its place. `fuller`: so does a page that says more of what that one said.
    """
    if place.same_capture:
        for number in reversed(place.same_capture):
            update_revision(conn, article_id, number, article)
            unite_equal(conn, article_id, number)
        return False
    if known or place.told:  # the files that are read once more have two texts of one moment
        return False
    if fuller:
        update_revision(conn, article_id, place.before, article, capture_id)
        return False
    if better:
        update_revision(conn, article_id, place.before, article)
        if not place.newest:
            stands_on(conn, article_id, place.before, seen)
            unite_equal(conn, article_id, place.before)
        return False
    if place.last == revision_text(article):
        stands_on(conn, article_id, place.before, seen)
        return False
    number = place.before + 1
    if place.following == revision_text(article) and not place.stood:  # it stood so earlier than was known
        _begin_earlier(conn, article_id, number, seen, capture_id)
        return False
    _make_room(conn, article_id, number, 2 if place.stood else 1)
    insert_revision(conn, article_id, number, seen, article, capture_id)
    _close_before(conn, article_id, place, number)
    return True


def _close_before(conn: sqlite3.Connection, article_id: int, place: Place, number: int) -> None:
    """Says until when the revision before the new one, `number`, stood; where it was seen again later, it comes again."""
    if place.stood:  # what stood before was back then
        conn.execute(
            f"insert into revisions(article_id, number, seen_at, capture_id, digest, {_TEXTS})"
            f" select article_id, ?, ?, capture_id, digest, {_TEXTS} from revisions where article_id = ? and number = ?",
            [number + 1, place.stood, article_id, place.before],
        )
        conn.execute(
            "update revisions set stood_until = null where article_id = ? and number = ?", [article_id, place.before]
        )
    elif place.following is None and place.before:
        (last_seen,) = conn.execute("select last_seen_at from articles where id = ?", [article_id]).fetchone()
        stands_on(conn, article_id, place.before, last_seen)


def stands_on(conn: sqlite3.Connection, article_id: int, number: int, seen: str) -> None:
    """Notes that a revision still stood at `seen`. Of the last one the article itself says until when."""
    conn.execute(
        "update revisions set stood_until = max(coalesce(stood_until, seen_at), ?) where article_id = ? and number = ?",
        [seen, article_id, number],
    )


def _begin_earlier(conn: sqlite3.Connection, article_id: int, number: int, seen: str, capture_id: int | None) -> None:
    """Sets a revision back to the earlier moment `seen`, and the capture, at which it was seen."""
    conn.execute(
        "update revisions set seen_at = ?, capture_id = coalesce(?, capture_id) where article_id = ? and number = ?",
        [seen, capture_id, article_id, number],
    )


def _make_room(conn: sqlite3.Connection, article_id: int, number: int, many: int) -> None:
    """Moves the revisions from `number` on by so many numbers."""
    conn.execute("update revisions set number = -number where article_id = ? and number >= ?", [article_id, number])
    conn.execute("update revisions set number = ? - number where article_id = ? and number < 0", [many, article_id])


_TEXTS = "title, lead, byline, captions, body"


def revision_text(article: Article) -> tuple[str | None, ...]:
    """What makes a revision, the words a reader saw: title, lead (or None), byline (or None), captions as JSON, and
    body. Two readings that agree in all of it are one revision.
    """
    captions = json.dumps([image.caption for image in article.images if image.caption], ensure_ascii=False)
    return article.title, article.lead, article.byline, captions, article.body


def text_digest(texts: Sequence[str | None]) -> str:
    """The digest of title, lead, byline, captions (JSON) and body: SHA-256 of the five as a JSON array in UTF-8."""
    return f"sha256:{sha256(json.dumps(list(texts), ensure_ascii=False).encode()).hexdigest()}"


def is_better_reading(before: Sequence, article: Article, frame: Callable[[str], bool]) -> bool:
    """Whether a reading (its texts) differs from the next only by lines that are known by now to be of the frame."""
    title, lead, byline, captions, body = before
    if title != article.title and not frame(title):
        return False
    one = [*(lead or "").split("\n"), byline or "", *json.loads(captions or "[]"), *body.split("\n\n")]
    told = [image.caption or "" for image in article.images]
    other = [*(article.lead or "").split("\n"), article.byline or "", *told, *article.body.split("\n\n")]
    return {line for line in one if line and not frame(line)} == {line for line in other if line and not frame(line)}


def is_fuller(one: Sequence, other: Sequence) -> bool:
    """Whether of two readings (their texts) the first tells all of the other and beside it no more than a lead, a byline or
    captions, which pages to print or for phones leave out. False where they say the same."""
    lead, text, byline, captions = _lines(one)
    _, less, signed, fewer = _lines(other)
    added = text - less
    alike = fold(one[0]) == fold(other[0]) and less <= text and added <= lead and fewer <= captions
    return alike and signed in (None, byline) and bool(added or captions - fewer or byline != signed)


def _lines(texts: Sequence) -> tuple[set[str], set[str], str | None, set[str]]:
    """What a reading consists of, whose `texts` are title, lead, byline, captions (as JSON) and body: the lines of the lead,
    those of lead and body, the byline, the captions."""
    _, lead, byline, captions, body = texts
    told = set(filter(None, (lead or "").split("\n")))
    return told, told | set(filter(None, body.split("\n\n"))), byline, set(json.loads(captions or "[]"))


def take_back(conn: sqlite3.Connection, article_id: int) -> bool:
    """Takes back the last revision of an article where nothing in it is like the one before, which it shows again; False
    where there is no such revision. Pictures and what was removed are read again with the capture."""
    rows = conn.execute(
        "select number, title, lead, byline, body from revisions where article_id = ? order by number desc limit 2",
        [article_id],
    ).fetchall()
    if len(rows) < 2 or likeness((*rows[0][1:3], rows[0][4], None), (*rows[1][1:3], rows[1][4], None)):
        return False
    title, lead, byline, body = rows[1][1:]
    conn.execute("delete from revisions where article_id = ? and number = ?", [article_id, rows[0][0]])
    conn.execute("delete from paragraph_kinds where article_id = ?", [article_id])
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
    compare(conn, article_id)
    return True


def unite_equal(conn: sqlite3.Connection, article_id: int, number: int) -> None:
    """Makes one of a revision and its neighbours where, better read, they say the same."""
    for one, other in ((number, number + 1), (number - 1, number)):
        rows = conn.execute(
            f"select {_TEXTS} from revisions where article_id = ? and number in (?, ?)", [article_id, one, other]
        ).fetchall()
        if len(rows) == 2 and rows[0] == rows[1]:
            conn.execute("delete from revisions where article_id = ? and number = ?", [article_id, other])
            conn.execute(
                "update revisions set number = -number where article_id = ? and number > ?", [article_id, other]
            )
            conn.execute("update revisions set number = -number - 1 where article_id = ? and number < 0", [article_id])


def insert_revision(
    conn: sqlite3.Connection, article_id: int, number: int, seen: str, article: Article, capture_id: int | None
) -> None:
    """Adds a revision with the article's text, seen at `seen` (as `utc` writes it) and read from that capture (None:
    not kept).
    """
    texts = revision_text(article)
    conn.execute(
        f"insert into revisions(article_id, number, seen_at, {_TEXTS}, digest, capture_id)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [article_id, number, seen, *texts, text_digest(texts), capture_id],
    )


def update_revision(
    conn: sqlite3.Connection, article_id: int, number: int, article: Article, capture_id: int | None = None
) -> None:
    """Replaces the text of a revision by the article's, as where it is read better now; with `capture_id`, of that."""
    texts = revision_text(article)
    conn.execute(
        f"update revisions set ({_TEXTS}, digest) = (?, ?, ?, ?, ?, ?), capture_id = coalesce(?, capture_id)"
        " where article_id = ? and number = ?",
        [*texts, text_digest(texts), capture_id, article_id, number],
    )

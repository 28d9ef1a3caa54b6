"""An article of a shard, merged: told again in the order it was seen, so that it becomes what a crawl here had made it."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from archive.article import Article, Image, Key, KeyScope, Removed
from archive.article_rows import insert_article, replace_details, update_article
from archive.moments import moment
from archive.reprints.reprints import compare
from archive.storing.identity import find_article
from archive.storing.merging import unite
from archive.storing.revisions import insert_revision
from archive.storing.store import save_as

KeyOf = Callable[[str, str], Key | None]

_ROW = (
    "newspaper, key, first_seen_at, last_seen_at, gone_at, url, title, body, lead, byline, source_tag, section, published_at,"
    " published_precision, published_from, modified_at, language"
)
_REVISIONS = (
    "select r.seen_at, r.title, r.lead, r.byline, r.captions, r.body, r.stood_until, c.url, c.fetched_at, c.warc, c.offset"
    " from {0}.revisions r left join {0}.captures c on c.id = r.capture_id where r.article_id = ? order by r.number"
)
_DETAILS = (
    "select position, url, caption, credit, after from shard.images where article_id = ? order by 1",
    "select position, text, rule from shard.removed where article_id = ? order by 1",
    "select position, kind from shard.paragraph_kinds where article_id = ? order by 1",
    "select tag from shard.article_tags where article_id = ? order by 1",
    "select gone_at, back_at from shard.returns where article_id = ? order by 1",
    "select since, why from shard.withheld where article_id = ?",
)


def merge_article(conn: sqlite3.Connection, shard: str, shard_id: int, key_of: KeyOf) -> str:
    """Merges an article of the attached shard; call within a transaction. Says what it was here: `new`, `changed` or
    `unchanged`."""
    row = conn.execute(f"select {_ROW} from shard.articles where id = ?", [shard_id]).fetchone()
    if row is None:
        return "unchanged"  # made one with another since the list was made
    revisions = conn.execute(_REVISIONS.format("shard"), [shard_id]).fetchall()
    details = [conn.execute(query, [shard_id]).fetchall() for query in _DETAILS]
    state = hashlib.blake2b(repr((row, revisions, details)).encode(), digest_size=16).digest()
    known = conn.execute(
        "select article_id, state from merged_articles where shard = ? and shard_id = ?", [shard, shard_id]
    ).fetchone()
    if known and known[1] == state:
        return "unchanged"
    newspaper, key, first_seen, last_seen, gone_at = row[:5]
    article = _article(row[5:], details)
    key = _key(newspaper, key, article.url, key_of)
    article_id = known[0] if known else _find(conn, shard, newspaper, replace(article), key)
    is_new = article_id is None
    if article_id is None:
        article_id = _insert(conn, shard_id, newspaper, _as_it_was(article, revisions[0]), key, revisions[0])
    conn.execute("insert or replace into merged_articles values (?, ?, ?, ?)", [shard, shard_id, article_id, state])
    before = conn.total_changes
    _store_revisions(conn, article_id, article, key, revisions)
    _delete_stale_revisions(conn, article_id, revisions)
    (newest,) = conn.execute("select max(seen_at) from main.revisions where article_id = ?", [article_id]).fetchone()
    if newest <= revisions[-1][0]:
        update_article(conn, article_id, article)
        replace_details(conn, article_id, article)
    _set_moments(conn, article_id, article.url, key, first_seen, last_seen, gone_at)
    conn.executemany(
        "insert into returns values (?, ?, ?) on conflict do update set back_at = excluded.back_at"
        " where back_at is not excluded.back_at",
        [(article_id, *one) for one in details[4]],
    )
    if not known:
        conn.executemany("insert or ignore into withheld values (?, ?, ?)", [(article_id, *one) for one in details[5]])
    compare(conn, article_id)
    return "new" if is_new else "changed" if conn.total_changes > before else "unchanged"


def unite_as_there(conn: sqlite3.Connection, shard: str, shard_id: int, lost: int, key_of: KeyOf) -> None:
    """Makes an article one with another, as the shard did since it was merged; call within a transaction, after the
    shard's articles and pages. `lost` is its id here."""
    row = conn.execute(
        "select k.article_id, s.newspaper, s.key, s.url from main.articles a join shard.pages p on p.url = a.url"
        " join merged_articles k on k.shard = ? and k.shard_id = p.article_id join shard.articles s on s.id = p.article_id"
        " where a.id = ?",
        [shard, lost],
    ).fetchone()
    if row is None:
        return
    conn.execute("delete from merged_articles where shard = ? and shard_id = ?", [shard, shard_id])
    kept, newspaper, key, url = row
    if kept != lost:
        unite(conn, lost, kept, url, _key(newspaper, key, url, key_of))


def _article(row: tuple[Any, ...], details: list[list[tuple]]) -> Article:
    """Makes an article of its row in the shard and of what belongs to it: `details` are the rows of its images, removed
    lines, kinds of paragraphs (by number, from 1) and tags, in this order.
    """
    images, removed, kinds, tags = details[:4]
    of_paragraphs = dict(kinds)
    article = Article(*row)
    article.tags = [tag for (tag,) in tags]
    article.images = [Image(*image[1:]) for image in images]
    article.removed = [Removed(text, rule) for _, text, rule in removed]
    article.kinds = [of_paragraphs.get(n, "") for n in range(1, max(of_paragraphs, default=0) + 1)]
    return article


def _as_it_was(article: Article, revision: tuple[Any, ...]) -> Article:
    """The article as an earlier revision has it; of its pictures only the captions are known."""
    _, title, lead, byline, captions, body, *_ = revision
    images = [Image(None, caption) for caption in json.loads(captions or "[]")]
    return replace(article, title=title, lead=lead, byline=byline, body=body, images=images, removed=[], kinds=[])


def _key(newspaper: str, text: str | None, url: str, key_of: KeyOf) -> Key | None:
    """The key of an article of the shard, stored there as `text` (None: it has none). It is worth what the newspaper's
    patterns make of its address `url`; where they give another key, or none, it names the article in no other place.
    """
    if text is None:
        return None
    told = key_of(newspaper, url)
    return told if told and told.text == text else Key(text, KeyScope.UNTRUSTED)


def _find(conn: sqlite3.Connection, shard: str, newspaper: str, article: Article, key: Key | None) -> int | None:
    """Looks for the article that this is here.

    None where there is none, or where it is another of the same shard, which tells the two apart.
    """
    found = find_article(conn, newspaper, article, key, article.url)
    if found is None:
        return None
    other = conn.execute(
        "select s.url from merged_articles m join shard.articles s on s.id = m.shard_id where m.shard = ? and m.article_id = ?",
        [shard, found],
    ).fetchone()
    if other is None:
        return found
    conn.execute("update or ignore articles set url = ? where id = ?", [other[0], found])  # it may have moved there
    taken = conn.execute("select 1 from articles where url = ?", [article.url]).fetchone()
    return found if taken else None


def _insert(
    conn: sqlite3.Connection, shard_id: int, newspaper: str, article: Article, key: Key | None, first: tuple[Any, ...]
) -> int:
    """Stores a new article with its first revision, under the shard's id where that is free; returns its id."""
    taken = conn.execute("select 1 from main.articles where id = ?", [shard_id]).fetchone()
    seen_at = moment(first[0])
    article_id = insert_article(conn, newspaper, article, key, seen_at, None if taken else shard_id)
    insert_revision(conn, article_id, 1, first[0], article, _capture(conn, first))
    return article_id


def _store_revisions(
    conn: sqlite3.Connection, article_id: int, article: Article, key: Key | None, revisions: list[tuple]
) -> None:
    """Stores each revision of the shard that is not here as a reading, in the order they were seen."""
    last = len(revisions) - 1
    for number, revision in enumerate(revisions):
        seen, *texts = revision[:6]
        capture_id = _capture(conn, revision)
        here = conn.execute(
            "select number, capture_id from main.revisions where article_id = ? and seen_at = ?"
            " and (title, lead, byline, coalesce(captions, '[]'), body) is (?, ?, ?, coalesce(?, '[]'), ?)",
            [article_id, seen, *texts],
        ).fetchone()
        if here is None:
            told = article if number == last else _as_it_was(article, revision)
            save_as(
                conn, article_id, replace(told), seen_at=moment(seen), key=key, at=article.url, capture_id=capture_id
            )
        elif here[1] is None and capture_id is not None:
            conn.execute(
                "update revisions set capture_id = ? where article_id = ? and number = ?",
                [capture_id, article_id, here[0]],
            )
        if revision[6]:
            conn.execute(
                "update revisions set stood_until = max(coalesce(stood_until, ''), ?) where article_id = ? and seen_at = ?"
                " and title = ? and body = ? and coalesce(stood_until, '') < ?",
                [revision[6], article_id, seen, texts[0], texts[4], revision[6]],
            )


def _capture(conn: sqlite3.Connection, revision: tuple[Any, ...]) -> int | None:
    """The id here of the capture that a revision of the shard was read from; None where it is not here."""
    row = conn.execute(
        "select id from main.captures where url = ? and fetched_at = ? and warc = ? and offset = ?", revision[7:11]
    ).fetchone()
    return row[0] if row else None


def _delete_stale_revisions(conn: sqlite3.Connection, article_id: int, revisions: list[tuple]) -> None:
    """Deletes revisions that the shard once read from its captures and has no more, as it reads better now; never all
    of them.
    """
    told = {(revision[0], revision[1], revision[5]) for revision in revisions}
    here = conn.execute(
        "select number, seen_at, title, body, exists (select 1 from main.captures c join shard.captures s on s.url = c.url"
        " and s.fetched_at = c.fetched_at and s.warc = c.warc and s.offset = c.offset where c.id = r.capture_id and c.fetched_at = r.seen_at)"
        " from main.revisions r where article_id = ? order by number",
        [article_id],
    ).fetchall()
    stale = [number for number, seen, title, body, ours in here if ours and (seen, title, body) not in told]
    if not stale or len(stale) == len(here):
        return
    conn.executemany(
        "delete from revisions where article_id = ? and number = ?", [(article_id, number) for number in stale]
    )
    kept = [row[0] for row in here if row[0] not in stale]
    conn.executemany(
        "update revisions set number = ? where article_id = ? and number = ?",
        [(number, article_id, old) for number, old in enumerate(kept, 1)],
    )


def _set_moments(
    conn: sqlite3.Connection,
    article_id: int,
    url: str,
    key: Key | None,
    first_seen: str,
    last_seen: str,
    gone_at: str | None,
) -> None:
    """Sets when an article was seen and whether it stands; whoever saw it last decides that, and its address."""
    old_last, old_gone = conn.execute(
        "select last_seen_at, gone_at from main.articles where id = ?", [article_id]
    ).fetchone()
    if (gone_at or last_seen) >= (old_gone or old_last):
        conn.execute(
            "update or ignore articles set url = :url, key = coalesce(:key, key) where id = :id"
            " and (url is not :url or key is not coalesce(:key, key))",
            {"url": url, "key": key.text if key else None, "id": article_id},
        )
        if gone_at != old_gone:
            conn.execute("update articles set gone_at = ? where id = ?", [gone_at, article_id])
    conn.execute(
        "update articles set first_seen_at = min(first_seen_at, :first), last_seen_at = max(last_seen_at, :last),"
        " changed_at = (select iif(count(*) > 1, max(seen_at), null) from main.revisions where article_id = :id) where id = :id"
        " and (first_seen_at > :first or last_seen_at < :last or changed_at is not"
        " (select iif(count(*) > 1, max(seen_at), null) from main.revisions where article_id = :id))",
        {"first": first_seen, "last": last_seen, "id": article_id},
    )

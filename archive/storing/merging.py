"""Where an article stands, and two articles made one.

An article's address is the newest reading's that stands highest: in the home of the newspaper that
its own went into, in its own's home, elsewhere; among equals what pages call canonical, else the first that stands. A
redirect moves it at once. The other addresses stay in `pages`, linked, also those whose redirect was met before its
target; what they print makes no revision unless nobody saw it before.

A permanent redirect between two articles that were stored apart makes them one (`redirected`).
"""

from __future__ import annotations

import sqlite3

from archive.article import Article, Key
from archive.article_rows import UPDATED
from archive.hosts import host
from archive.reprints.reprints import compare
from archive.storing.identity import is_another, is_sure, same_text_that_day, spellings, stands_nowhere
from archive.storing.likeness import Likeness, is_same_story, likeness


def redirected(
    conn: sqlite3.Connection, url: str, target: str, key: Key | None, *, old: Key | None = None, for_good: bool = False
) -> None:
    """Moves what stood at `url` to `target`, where a redirect leads and something was read already; nothing where
    neither has an article. `key` is the one that the target bears, `old` the one that `url` does.

    Where another article was read at the target, a redirect `for_good` makes them one if words in common or title and
    date agree, they are of one newspaper or of one that went into the other's, and no sure keys say otherwise; any other
    redirect, if they are of one day and say nearly the same.
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
    elif _are_one(conn, stood[0], row[0], old, key, for_good=for_good):
        unite(conn, stood[0], row[0], target, key)


def find_again(conn: sqlite3.Connection, article_id: int, key: Key | None) -> bool:
    """Makes an article that stands nowhere any more one with another of its newspaper that says nearly the same and was
    published that day, at whatever address and under whatever title, and that was not seen while it stood itself; False
    where there is none. `key` is the one that its address bore.
    """
    newspaper, title, lead, body, published, last_seen = conn.execute(
        "select newspaper, title, lead, body, published_at, last_seen_at from articles where id = ?", [article_id]
    ).fetchone()
    stood = Article("", title, body, lead, published_at=published)
    for other in same_text_that_day(conn, newspaper, stood, key, left=False):
        url, begun = conn.execute("select url, first_seen_at from articles where id = ?", [other]).fetchone()
        if other != article_id and begun >= last_seen and stands_nowhere(conn, article_id):
            take_back(conn, unite(conn, article_id, other, url, None), url)
            return True
    return False


def take_back(conn: sqlite3.Connection, article_id: int, at: str) -> None:
    """Forgets a takedown that the newest crawl of its newspaper noted, as the article stands at another address, `at`: it
    had moved and was never away. One that is back where it was missed was."""
    conn.execute(
        "delete from returns where article_id = :id and gone_at >= (select max(c.started_at) from crawls c"
        " join articles a on a.newspaper = c.newspaper where a.id = :id)"
        " and not exists (select 1 from pages where url = :at and state = 'gone')",
        {"id": article_id, "at": at},
    )


def moved_or_stands(
    conn: sqlite3.Connection, article_id: int, url: str, at: str, key: Key | None, *, moves: bool, fuller: bool = False
) -> bool:
    """Whether the article stands at `url`, which its page at `at` gives for its own.

    With `moves` it is moved there, and given the `key`, where that address is the better one: also by its showing a
    `fuller` text.
    """
    old, *hosts = conn.execute(
        "select a.url, n.home, successor.home from articles a join newspapers n on n.id = a.newspaper"
        " left join newspapers successor on successor.id = n.successor where a.id = ?",
        [article_id],
    ).fetchone()
    url = end_of_names(conn, article_id, url, at)
    same = url in spellings(old)
    if old == url or not moves:
        return same
    height = [host(home) for home in hosts if home]
    above = _rank(height, url) - _rank(height, old)
    left = {
        page
        for (page,) in conn.execute(
            "select url from pages where url in (?, ?) and (state in ('moved', 'gone') or reason = 'article_missing')",
            [old, url],
        )
    }
    if url not in left - {at} and (above > 0 or (above == 0 and (url != at or fuller)) or old in left):
        return _move(conn, article_id, url, key) or same
    return same


def end_of_names(conn: sqlite3.Connection, article_id: int, url: str, at: str) -> str:
    """Where the names end that addresses of an article give one another: the page at `at` calls `url` its own, the page
    there another, or a redirect leads on from it. Where they go round, `url`."""
    named, met = url, {at}
    while named not in met:
        met.add(named)
        row = conn.execute(
            "select coalesce(moved_to, canonical) from pages where url = ? and article_id = ? and state in ('article', 'moved')",
            [named, article_id],
        ).fetchone()
        if row is None or row[0] is None:
            return named
        named = row[0]
    return url


def send_back(conn: sqlite3.Connection, url: str) -> None:
    """Gives the article that stands at `url` for its word alone the address at which it was read: another was found there."""
    for article_id, read_at in conn.execute(
        "select a.id, p.url from articles a join pages p on p.article_id = a.id and p.state = 'article'"
        " where a.url = ? order by p.fetched_at desc limit 1",
        [url],
    ).fetchall():
        if read_at != url:
            send_back(conn, read_at)
            _move(conn, article_id, read_at, None)


def _are_one(
    conn: sqlite3.Connection, old_id: int, new_id: int, old: Key | None, new: Key | None, *, for_good: bool
) -> bool:
    """Whether the articles read at an old and a new address are one: of one newspaper or of one that went into the
    other's, not told apart by sure keys (None: no key), and with words in common or the same title and date; where the
    old one does not lead to the new one `for_good`, with nearly the same text, of the same day.
    """
    query = (
        "select title, lead, body, published_at, newspaper, (select successor from newspapers where id = newspaper)"
        " from articles where id = ?"
    )
    *one, newspaper, successor = conn.execute(query, [old_id]).fetchone()
    *other, owner, _ = conn.execute(query, [new_id]).fetchone()
    if owner not in (newspaper, successor):
        return False
    if old and new and is_sure(old, owner, newspaper) and is_another(new, owner, old.text, newspaper):
        return False
    if for_good:
        return likeness(one, other) >= Likeness.WORDS
    days = {(published or "")[: len("2020-08-28")] for *_, published in (one, other)}
    return len(days) == 1 and is_same_story(one[1:3], other[1:3])


def unite(conn: sqlite3.Connection, one: int, other: int, url: str, key: Key | None) -> int:
    """Makes two articles one that stands at `url`: the first seen, which shows what was last read of either. Returns its
    id."""
    (kept, first), (lost, _) = conn.execute(
        "select id, first_seen_at from articles where id in (?, ?) order by first_seen_at, id", [one, other]
    ).fetchall()
    revisions = conn.execute(
        "select article_id, seen_at, title, lead, byline, captions, body, capture_id, digest from revisions"
        " where article_id in (?, ?) order by seen_at, article_id = ?, number",
        [kept, lost, lost],
    ).fetchall()
    names = f"{UPDATED}, gone_at, last_seen_at"
    shown = revisions[-1][0]
    row = conn.execute(f"select {names} from articles where id = ?", [shown]).fetchone()
    conn.execute("delete from revisions where article_id in (?, ?)", [kept, lost])
    told = [new for old, new in zip([(), *revisions], revisions, strict=False) if old[2:7] != new[2:7]]
    conn.executemany(
        "insert into revisions(article_id, number, seen_at, title, lead, byline, captions, body, capture_id, digest)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(kept, number, *revision[1:]) for number, revision in enumerate(told, 1)],
    )
    for table in ("images", "removed", "article_tags", "paragraph_kinds"):
        conn.execute(f"delete from {table} where article_id = ?", [kept + lost - shown])
        conn.execute(f"update {table} set article_id = ? where article_id = ?", [kept, lost])
    conn.execute("update or ignore withheld set article_id = ? where article_id = ?", [kept, lost])
    conn.execute("delete from withheld where article_id = ?", [lost])
    conn.execute("update pages set article_id = ? where article_id = ?", [kept, lost])
    seen, gone = conn.execute(
        "select max(last_seen_at), iif(count(gone_at) = 2, max(gone_at), null) from articles where id in (?, ?)",
        [kept, lost],
    ).fetchone()
    conn.execute("update merged_articles set article_id = ? where article_id = ?", [kept, lost])
    conn.execute("delete from articles where id = ?", [lost])
    conn.execute(
        f"update articles set ({names}, first_seen_at, changed_at) = ({', '.join('?' * (len(row) + 2))}) where id = ?",
        [*row[:-2], gone, seen, first, told[-1][1] if len(told) > 1 else None, kept],
    )
    _move(conn, kept, url, key)
    compare(conn, kept)
    return kept


def _move(conn: sqlite3.Connection, article_id: int, url: str, key: Key | None) -> bool:
    """Gives an article an address and the key this bears; False where the address is another article's."""
    cursor = conn.execute(
        "update or ignore articles set url = ?, key = coalesce(?, key) where id = ?",
        [url, key.text if key else None, article_id],
    )
    return cursor.rowcount > 0


def _rank(hosts: list[str], url: str) -> int:
    """How high an address stands: 0 where its host is none of `hosts`, else by the place of its host in them (a later
    host is higher).
    """
    own = host(url)
    return hosts.index(own) + 1 if own in hosts else 0

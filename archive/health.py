"""Whether a newspaper is still read as it was: what changed or died is noticed, newspaper by newspaper.

Everything is held against the newspaper's own history, so that one which never printed bylines is not asked for any.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median

RECENT, BEFORE = 30, 300  # articles whose fields are compared
LEAST = 10  # articles, recent and before, or days with articles, below which nothing is said
QUIET = timedelta(days=4)  # without an article, before anything is said: a long weekend
STILL = 8  # times the usual gap between two days with articles
STUCK = timedelta(days=1)  # after which a crawl that has not ended was killed
WALLS = ("JavaScript shell", "login wall", "captcha")  # how a crawl ends that met nothing else
_REASON = "{reason}"  # how the crawl said that it ended
FIELDS = {"lead": "lead", "byline": "byline", "date": "published_at"}


@dataclass(slots=True, frozen=True)
class Health:
    """How a newspaper is: in a word, and a line for whoever looks after it where the word is not enough.

    The line is the sentence `says` with `values` in the places of their names. There are only so many sentences, so
    that they can be told in other languages too; a `reason` is how the crawl said it ended.
    """

    newspaper: str
    what: str
    says: str = ""
    values: dict[str, str | int | float] = field(default_factory=dict)

    @property
    def line(self) -> str:
        return self.says.format(**self.values)

    def __str__(self) -> str:
        return f"{self.what}: {self.line}" if self.says else self.what


@dataclass(slots=True, frozen=True)
class _Crawl:
    started_at: str
    finished_at: str | None
    reason: str | None
    pages: int
    new: int
    errors: int
    forbidden: int
    refused: int
    walls: int


def check(conn: sqlite3.Connection, now: datetime) -> list[Health]:
    """What is wrong with the newspapers that were ever crawled, the gravest of each first. `now` is aware."""
    newspapers = conn.execute("select id, successor from newspapers order by id").fetchall()
    return [wrong for newspaper, successor in newspapers for wrong in _cases(conn, newspaper, successor, now)]


def state(conn: sqlite3.Connection, newspaper: str, now: datetime) -> Health:
    """What is gravest about a newspaper; where nothing is wrong, how it stands. In a published copy, how it stood."""
    successor, title, crawl, started, finished = conn.execute(
        "select n.successor, s.title, c.id, c.started_at, c.finished_at from newspapers n"
        " left join newspapers s on s.id = n.successor"
        " left join crawls c on c.id = (select max(id) from crawls where newspaper = n.id) where n.id = ?",
        [newspaper],
    ).fetchone()
    if kept := _kept(conn, newspaper, crawl):
        return kept
    if wrong := next(_cases(conn, newspaper, successor, now), None):
        return wrong
    if started is None:
        return Health(newspaper, "never crawled")
    if finished is None:
        return Health(newspaper, "running")
    if successor:
        return Health(newspaper, "merged", "went into {successor}", {"successor": title})
    return Health(newspaper, "good")


def keep(conn: sqlite3.Connection, now: datetime) -> None:
    """Writes down how every newspaper is, as a table of a copy that is to be read: there `state` need not look through
    articles, nor take a crawl that was under way for one that was killed. A later crawl is not covered by it."""
    newspapers = conn.execute(
        "select id, (select max(id) from crawls where newspaper = newspapers.id) from newspapers order by id"
    ).fetchall()
    kept = [(id, crawl, state(conn, id, now)) for id, crawl in newspapers]
    conn.execute(
        "create table health (newspaper text primary key references newspapers(id), crawl integer references crawls(id),"
        ' what text not null, says text not null, "values" text not null) without rowid'
    )
    conn.executemany(
        "insert into health values (?, ?, ?, ?, ?)",
        [(id, crawl, how.what, how.says, json.dumps(how.values, ensure_ascii=False)) for id, crawl, how in kept],
    )


def _kept(conn: sqlite3.Connection, newspaper: str, crawl: int | None) -> Health | None:
    if not conn.execute("select 1 from sqlite_master where type = 'table' and name = 'health'").fetchone():
        return None
    row = conn.execute(
        'select what, says, "values" from health where newspaper = ? and crawl is ?', [newspaper, crawl]
    ).fetchone()
    return row and Health(newspaper, row[0], row[1], json.loads(row[2]))


def _cases(conn: sqlite3.Connection, newspaper: str, successor: str | None, now: datetime) -> Iterator[Health]:
    row = conn.execute(
        "select started_at, finished_at, reason, pages, new, errors, forbidden, refused, walls from crawls"
        " where newspaper = ? order by id desc limit 1",
        [newspaper],
    ).fetchone()
    if row is None:
        return
    crawl = _Crawl(*row)
    if successor and crawl.finished_at and crawl.reason not in ("finished", "limit reached"):
        return  # its home is gone, as was to be expected
    if wrong := _of_crawl(newspaper, crawl, now):
        yield wrong
    yield from _of_articles(conn, newspaper, crawl)


def _of_crawl(newspaper: str, crawl: _Crawl, now: datetime) -> Health | None:
    reason = crawl.reason or ""
    if crawl.finished_at is None:
        if now - datetime.fromisoformat(crawl.started_at) > STUCK:
            return Health(
                newspaper,
                "killed",
                "the crawl of {started:.16} never ended; run it again",
                {"started": crawl.started_at},
            )
    elif "certificate" in reason:
        return Health(newspaper, "certificate", _REASON, {"reason": reason})
    elif reason.endswith(WALLS):
        return Health(newspaper, "wall", _REASON, {"reason": reason})
    elif "refuses" in reason:
        return Health(newspaper, "refused", _REASON, {"reason": reason})
    elif "robots.txt" in reason:
        return Health(newspaper, "robots.txt", _REASON, {"reason": reason})
    elif reason not in ("finished", "limit reached", "shutdown", "interrupted"):
        return Health(newspaper, "unreachable", _REASON, {"reason": reason})
    asked = crawl.pages + crawl.forbidden
    for what, count, says in (
        ("robots.txt", crawl.forbidden, "robots.txt forbids {count} of {asked} addresses"),
        ("refused", crawl.refused, "the server refuses {count} of {asked} pages (401, 403)"),
        ("wall", crawl.walls, "{count} of {asked} pages are for browsers only (scripts, captchas, logins)"),
    ):
        if count and count * 4 >= asked:
            return Health(newspaper, what, says, {"count": count, "asked": asked})
    if crawl.errors and crawl.errors * 4 > crawl.pages:
        return Health(
            newspaper, "errors", "{errors} errors on {pages} pages", {"errors": crawl.errors, "pages": crawl.pages}
        )
    return None


def _of_articles(conn: sqlite3.Connection, newspaper: str, crawl: _Crawl) -> Iterator[Health]:
    rows = conn.execute(
        f"select id, first_seen_at, {', '.join(f'{column} is not null' for column in FIELDS.values())} from articles"
        " where newspaper = ? order by id desc limit ?",
        [newspaper, RECENT + BEFORE],
    ).fetchall()
    if not rows:
        if crawl.finished_at is not None and crawl.pages:
            yield Health(newspaper, "nothing", "{pages} pages read, and no article among them", {"pages": crawl.pages})
        return
    days = sorted({_day(id, seen) for id, seen, *_ in rows}, reverse=True)
    gaps = [(later - earlier).days for later, earlier in pairwise(days)]
    idle = date.fromisoformat(crawl.started_at[:10]) - days[0]
    if len(gaps) >= LEAST and idle > max(QUIET, STILL * timedelta(days=median(gaps))):
        usual = round(median(gaps))
        says = "no article since {last}; it used to have one every {days} days"
        if usual == 1:
            says = "no article since {last}; it used to have one every day"
        yield Health(newspaper, "silent", says, {"last": f"{days[0]}", "days": usual})
    recent, before = rows[:RECENT], rows[RECENT:]
    if len(recent) >= LEAST and len(before) >= LEAST:
        for n, name in enumerate(FIELDS, 2):
            now, then = (sum(row[n] for row in part) / len(part) for part in (recent, before))
            if then >= 0.5 and now < then / 2:
                yield Health(
                    newspaper,
                    "fields",
                    "{field} on {now:.0%} of the last {recent} articles, {then:.0%} before",
                    {"field": name, "now": now, "recent": len(recent), "then": then},
                )


def _day(article_id: int, first_seen_at: str) -> date:
    """The day an id carries; of a day that ran over, the day it was seen."""
    digits = str(article_id)[:8]
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return date.fromisoformat(first_seen_at[:10])

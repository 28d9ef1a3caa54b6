"""Whether a newspaper is still read as it was: what changed or died is noticed, newspaper by newspaper.

Everything is held against the newspaper's own history, so that one which never printed bylines is not asked for any.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median

RECENT, BEFORE = 30, 300  # articles whose fields are compared
LEAST = 10  # articles, recent and before, or days with articles, below which nothing is said
QUIET = timedelta(days=4)  # without an article, before anything is said: a long weekend
STILL = 8  # times the usual gap between two days with articles
STUCK = timedelta(days=1)  # after which a crawl that has not ended was killed
WALLS = ("JavaScript shell", "login wall", "captcha")  # how a crawl ends that met nothing else
FIELDS = {"lead": "lead", "byline": "byline", "date": "published_at"}


@dataclass(slots=True, frozen=True)
class Case:
    """A newspaper, what is wrong with it in a word, and a line for whoever looks after it."""

    newspaper: str
    what: str
    line: str


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


def check(conn: sqlite3.Connection, now: datetime) -> list[Case]:
    """The cases of all newspapers that were ever crawled, the gravest of each first. `now` is aware."""
    cases = []
    for newspaper, successor in conn.execute("select id, successor from newspapers order by id").fetchall():
        row = conn.execute(
            "select started_at, finished_at, reason, pages, new, errors, forbidden, refused, walls from crawls"
            " where newspaper = ? order by id desc limit 1",
            [newspaper],
        ).fetchone()
        if row is not None:
            found = _of_crawl(conn, newspaper, _Crawl(*row), successor, now)
            cases += [Case(newspaper, what, line) for what, line in found]
    return cases


def _of_crawl(
    conn: sqlite3.Connection, newspaper: str, crawl: _Crawl, successor: str | None, now: datetime
) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    reason = crawl.reason or ""
    if crawl.finished_at is None:
        if now - datetime.fromisoformat(crawl.started_at) > STUCK:
            found.append(("killed", f"the crawl of {crawl.started_at[:16]} never ended; run it again"))
    elif successor and reason not in ("finished", "limit reached"):
        return []  # its home is gone, as was to be expected
    elif "certificate" in reason:
        found.append(("certificate", reason))
    elif reason.endswith(WALLS):
        found.append(("wall", reason))
    elif "refuses" in reason:
        found.append(("refused", reason))
    elif "robots.txt" in reason:
        found.append(("robots.txt", reason))
    elif reason not in ("finished", "limit reached", "shutdown", "interrupted"):
        found.append(("unreachable", reason))
    asked = crawl.pages + crawl.forbidden
    for what, count, line in (
        ("robots.txt", crawl.forbidden, "robots.txt forbids {} of {} addresses"),
        ("refused", crawl.refused, "the server refuses {} of {} pages (401, 403)"),
        ("wall", crawl.walls, "{} of {} pages are for browsers only (scripts, captchas, logins)"),
    ):
        if not found and count and count * 4 >= asked:
            found.append((what, line.format(count, asked)))
    if not found and crawl.errors and crawl.errors * 4 > crawl.pages:
        found.append(("errors", f"{crawl.errors} errors on {crawl.pages} pages"))
    return found + _of_articles(conn, newspaper, crawl)


def _of_articles(conn: sqlite3.Connection, newspaper: str, crawl: _Crawl) -> list[tuple[str, str]]:
    rows = conn.execute(
        f"select id, first_seen_at, {', '.join(f'{column} is not null' for column in FIELDS.values())} from articles"
        " where newspaper = ? order by id desc limit ?",
        [newspaper, RECENT + BEFORE],
    ).fetchall()
    if not rows:
        if crawl.finished_at is not None and crawl.pages:
            return [("nothing", f"{crawl.pages} pages read, and no article among them")]
        return []
    found = []
    days = sorted({_day(id, seen) for id, seen, *_ in rows}, reverse=True)
    gaps = [(later - earlier).days for later, earlier in pairwise(days)]
    idle = date.fromisoformat(crawl.started_at[:10]) - days[0]
    if len(gaps) >= LEAST and idle > max(QUIET, STILL * timedelta(days=median(gaps))):
        found.append(("silent", f"no article since {days[0]}; it used to have one every {median(gaps):g} days"))
    recent, before = rows[:RECENT], rows[RECENT:]
    if len(recent) >= LEAST and len(before) >= LEAST:
        for n, field in enumerate(FIELDS, 2):
            now, then = (sum(row[n] for row in part) / len(part) for part in (recent, before))
            if then >= 0.5 and now < then / 2:
                found.append(("fields", f"{field} on {now:.0%} of the last {len(recent)} articles, {then:.0%} before"))
    return found


def _day(article_id: int, first_seen_at: str) -> date:
    """The day an id carries; of a day that ran over, the day it was seen."""
    digits = str(article_id)[:8]
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return date.fromisoformat(first_seen_at[:10])

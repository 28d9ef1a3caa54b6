"""Whether a newspaper is still read as it was: what changed or died is noticed, newspaper by newspaper.

Everything is held against the newspaper's own history, so that one which never printed bylines is not asked for any.
Silence is counted to the last crawl that went well: what came after, nobody knows. That no crawl came after is a case of
its own, whosever clock has stopped.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise, takewhile

from archive.article_rows import IDS_A_DAY
from archive.frontier.pages import ARTICLE
from archive.reasons import CERTIFICATES, ENDED_WELL, NOT_ITS_OWN, WALLS, Code

RECENT, BEFORE = 30, 300  # articles whose fields are compared
LATEST = 20_000  # addresses, of all newspapers, among which the new ones of the last crawl are looked for
LEAST = 10  # articles, recent and before, below which nothing is said of their fields
DAYS, LEAST_DAYS = 60, 5  # the last ones with articles, or with crawls, that make a rhythm
QUIET = timedelta(days=10)  # without an article, before anything is said: Tết, and the weekends around it
UNTENDED = timedelta(days=14)  # without a crawl, likewise
STILL = 3  # times the usual gap
FOREIGN = 3  # pages that are not the newspaper's, which chance does not make
STUCK = timedelta(days=1)  # after which a crawl that has not ended was killed
FIELDS = {"lead": "lead", "byline": "byline", "date": "published_at"}
# How a crawl ended whose home page could not be had, and what that says of the newspaper.
_ENDED = (
    (CERTIFICATES, "certificate"),
    (NOT_ITS_OWN, "not its own"),
    (WALLS, "wall"),
    (frozenset({Code.REFUSED}), "refused"),
    (frozenset({Code.ROBOTS}), "robots.txt"),
)
_STOPPED = frozenset({Code.SHUTDOWN, Code.INTERRUPTED})


class Finding(StrEnum):
    """What was found of a newspaper, as a code; `ENGLISH` says it in words."""

    REASON = "reason"  # why its last crawl ended
    MERGED = "merged"
    KILLED = "killed"
    FORBIDDEN = "forbidden"
    REFUSED = "refused"
    WALLS = "walls"
    FOREIGN = "foreign"
    ERRORS = "errors"
    NOTHING = "nothing"
    UNREADABLE = "unreadable"
    UNTENDED = "untended"
    UNTENDED_DAILY = "untended_daily"
    UNTENDED_RHYTHM = "untended_rhythm"
    SILENT_DAILY = "silent_daily"
    SILENT_RHYTHM = "silent_rhythm"
    FIELDS = "fields"


ENGLISH = {
    Finding.REASON: "{reason}",
    Finding.MERGED: "went into {successor}",
    Finding.KILLED: "the crawl of {started:.16} never ended; run it again",
    Finding.FORBIDDEN: "robots.txt forbids {count} of {asked} addresses",
    Finding.REFUSED: "the server refuses {count} of {asked} pages (401, 403)",
    Finding.WALLS: "{count} of {asked} pages are for browsers only (scripts, captchas, logins)",
    Finding.FOREIGN: "{count} of {asked} pages are not the newspaper's any more",
    Finding.ERRORS: "{errors} errors on {pages} pages",
    Finding.NOTHING: "{pages} pages read, and no article among them",
    Finding.UNREADABLE: "no article on {count} of {asked} new pages, where most had one before",
    Finding.UNTENDED: "not crawled since {last}",
    Finding.UNTENDED_DAILY: "not crawled since {last}; it used to be every day",
    Finding.UNTENDED_RHYTHM: "not crawled since {last}; it used to be every {days} days",
    Finding.SILENT_DAILY: "no article since {last}; it used to have one every day",
    Finding.SILENT_RHYTHM: "no article since {last}; it used to have one every {days} days",
    Finding.FIELDS: "{field} on {now:.0%} of the last {recent} articles, {then:.0%} before",
}


@dataclass(slots=True, frozen=True)
class Health:
    """How a newspaper is: in a word, and a line for whoever looks after it where the word is not enough.

    `finding` is what was found, None where the word says all; `values` belong to it. Of `Finding.REASON` they are the
    line with which the crawl ended (`reason`), and code and detail of its reason, for other languages.
    """

    newspaper: str
    what: str
    finding: Finding | None = None
    values: dict[str, str | int | float] = field(default_factory=dict)

    @property
    def line(self) -> str:
        """What was found, as an English sentence; empty where the word says all."""
        return ENGLISH[self.finding].format(**self.values) if self.finding else ""

    def __str__(self) -> str:
        return f"{self.what}: {self.line}" if self.finding else self.what


@dataclass(slots=True, frozen=True)
class _Crawl:
    """A row of `crawls`: how a crawl ended, and what it counted."""

    started_at: str
    finished_at: str | None
    reason: str | None
    ending: str | None
    detail: str | None
    pages: int
    new: int
    errors: int
    forbidden: int
    refused: int
    walls: int
    rejected: int
    foreign: int


def check(conn: sqlite3.Connection, now: datetime) -> list[Health]:
    """What is wrong with the newspapers that were ever crawled, the gravest of each first. `now` is aware."""
    newspapers = conn.execute("select id, successor from newspapers order by id").fetchall()
    return [wrong for newspaper, successor in newspapers for wrong in _findings(conn, newspaper, successor, now)]


def state(conn: sqlite3.Connection, newspaper: str, now: datetime) -> Health:
    """What is gravest about a newspaper; where nothing is wrong, how it stands. In a published copy, how it stood."""
    successor, title, crawl, started, finished = conn.execute(
        "select n.successor, s.title, c.id, c.started_at, c.finished_at from newspapers n"
        " left join newspapers s on s.id = n.successor"
        " left join crawls c on c.id = (select max(id) from crawls where newspaper = n.id) where n.id = ?",
        [newspaper],
    ).fetchone()
    if kept := _kept_state(conn, newspaper, crawl):
        return kept
    if wrong := next(_findings(conn, newspaper, successor, now), None):
        return wrong
    if started is None:
        return Health(newspaper, "never crawled")
    if finished is None:
        return Health(newspaper, "running")
    if successor:
        return Health(newspaper, "merged", Finding.MERGED, {"successor": title})
    return Health(newspaper, "good")


def keep(conn: sqlite3.Connection, now: datetime) -> None:
    """Writes down how every newspaper is, as a table of a copy that is to be read: there `state` need not look through
    articles, nor take a crawl that was under way for one that was killed. A later crawl is not covered by it."""
    newspapers = conn.execute(
        "select id, (select max(id) from crawls where newspaper = newspapers.id) from newspapers order by id"
    ).fetchall()
    kept = [(id, crawl, state(conn, id, now)) for id, crawl in newspapers]
    conn.execute(
        "create table if not exists health (newspaper text primary key references newspapers(id), crawl integer references crawls(id),"
        ' what text not null, finding text, "values" text not null) without rowid'
    )
    conn.executemany(
        "insert or replace into health values (?, ?, ?, ?, ?)",
        [(id, crawl, how.what, how.finding, json.dumps(how.values, ensure_ascii=False)) for id, crawl, how in kept],
    )


def _kept_state(conn: sqlite3.Connection, newspaper: str, crawl: int | None) -> Health | None:
    """Returns the state that `keep` stored in a published copy; None in the archive itself, and where `crawl` (the id
    of the newspaper's last) is a later one.
    """
    if not conn.execute("select 1 from sqlite_master where type = 'table' and name = 'health'").fetchone():
        return None
    row = conn.execute(
        'select what, finding, "values" from health where newspaper = ? and crawl is ?', [newspaper, crawl]
    ).fetchone()
    return row and Health(newspaper, row[0], Finding(row[1]) if row[1] else None, json.loads(row[2]))


def _findings(conn: sqlite3.Connection, newspaper: str, successor: str | None, now: datetime) -> Iterator[Health]:
    """Yields what is wrong with a newspaper, the gravest first; nothing where it was never crawled.

    `successor` is the newspaper it went into: then its home may be gone.
    """
    row = conn.execute(
        'select started_at, finished_at, reason, ending, detail, pages, new, errors, forbidden, refused, walls, rejected, "foreign" from crawls'
        " where newspaper = ? order by id desc limit 1",
        [newspaper],
    ).fetchone()
    if row is None:
        return
    crawl = _Crawl(*row)
    if successor and crawl.finished_at and crawl.ending not in ENDED_WELL:
        return  # its home is gone, as was to be expected
    if (
        wrong := _of_crawl(newspaper, crawl, now)
        or _foreign(conn, newspaper, crawl)
        or _unreadable(conn, newspaper, crawl)
    ):
        yield wrong
    if not successor:  # which is read in its stead
        if crawl.finished_at and (wrong := _untended(conn, newspaper, now)):
            yield wrong
        if wrong := _silent(conn, newspaper):
            yield wrong
    yield from _of_articles(conn, newspaper, crawl)


def _of_crawl(newspaper: str, crawl: _Crawl, now: datetime) -> Health | None:
    """What is wrong with the last crawl: it was killed, ended badly, was refused, or met too many errors; None where it
    is well.
    """
    if crawl.finished_at is None:
        if now - datetime.fromisoformat(crawl.started_at) > STUCK:
            return Health(newspaper, "killed", Finding.KILLED, {"started": crawl.started_at})
    elif crawl.ending not in ENDED_WELL | _STOPPED:
        ending = crawl.ending
        if ending == Code.ROBOTS_UNREACHABLE and crawl.detail:
            ending = json.loads(crawl.detail).get("cause")
        what = next((word for codes, word in _ENDED if ending in codes), "unreachable")
        values = {"reason": crawl.reason or "", "code": crawl.ending or "", "detail": crawl.detail or ""}
        return Health(newspaper, what, Finding.REASON, {**values})
    asked = crawl.pages + crawl.forbidden
    for what, count, finding in (
        ("robots.txt", crawl.forbidden, Finding.FORBIDDEN),
        ("refused", crawl.refused, Finding.REFUSED),
        ("wall", crawl.walls, Finding.WALLS),
    ):
        if count and count * 4 >= asked:
            return Health(newspaper, what, finding, {"count": count, "asked": asked})
    errors = crawl.errors - crawl.foreign  # what stands for an article and is not its own is counted as both
    if errors * 4 > crawl.pages:
        return Health(newspaper, "errors", Finding.ERRORS, {"errors": crawl.errors, "pages": crawl.pages})
    return None


def _foreign(conn: sqlite3.Connection, newspaper: str, crawl: _Crawl) -> Health | None:
    """Says when a newspaper's addresses show what is not its own: the domain has changed hands, or answers one page for
    all of them. None where they do not.
    """
    if crawl.foreign < FOREIGN and crawl.foreign * 20 < max(crawl.pages, 1):
        return None
    return Health(newspaper, "not its own", Finding.FOREIGN, {"count": crawl.foreign, "asked": crawl.pages})


def _unreadable(conn: sqlite3.Connection, newspaper: str, crawl: _Crawl) -> Health | None:
    """Says when new addresses answer and most have no article, where most had one before, as when a template changed;
    else None.
    """
    if crawl.rejected < LEAST or crawl.new * 4 > crawl.rejected:
        return None
    rows = conn.execute(
        "select state = 'article', coalesce((select first_seen_at from articles where id = article_id), fetched_at) >= ?"
        " from (select state, article_id, fetched_at from pages where newspaper = ? and id > (select max(id) from pages) - ?"
        " and kind = 'page' and status = 200 and state in ('article', 'other', 'index') order by id desc limit ?)",
        [crawl.started_at, newspaper, LATEST, RECENT + BEFORE],
    ).fetchall()
    now = [is_article for is_article, _ in takewhile(lambda row: row[1], rows)]  # the newest addresses
    then = [is_article for is_article, of_crawl in rows if not of_crawl]
    without = now.count(0)
    if min(without, len(then)) < LEAST or without * 4 < len(now) * 3 or sum(then) * 2 < len(then):
        return None
    return Health(
        newspaper,
        "unreadable",
        Finding.UNREADABLE,
        {"count": without, "asked": len(now)},
    )


def _of_articles(conn: sqlite3.Connection, newspaper: str, crawl: _Crawl) -> Iterator[Health]:
    """Yields what is wrong with the newest articles: there are none though pages were read, or a field that most
    articles had is now read of less than half as many.
    """
    rows = conn.execute(
        f"select {', '.join(f'{column} is not null' for column in FIELDS.values())} from articles"
        " where newspaper = ? order by id desc limit ?",
        [newspaper, RECENT + BEFORE],
    ).fetchall()
    if not rows:
        if crawl.finished_at is not None and crawl.pages:
            yield Health(newspaper, "nothing", Finding.NOTHING, {"pages": crawl.pages})
        return
    recent, before = rows[:RECENT], rows[RECENT:]
    if len(recent) >= LEAST and len(before) >= LEAST:
        for n, name in enumerate(FIELDS):
            now, then = (sum(row[n] for row in part) / len(part) for part in (recent, before))
            if then >= 0.5 and now < then / 2:
                yield Health(
                    newspaper,
                    "fields",
                    Finding.FIELDS,
                    {"field": name, "now": now, "recent": len(recent), "then": then},
                )


def _untended(conn: sqlite3.Connection, newspaper: str, now: datetime) -> Health | None:
    """Says when nobody crawls a newspaper any more, as when the machine or the cron job that did is gone; else None."""
    starts = conn.execute(
        "select distinct substr(started_at, 1, 10) from crawls where newspaper = ? order by 1 desc limit ?",
        [newspaper, DAYS],
    )
    days = [date.fromisoformat(day) for (day,) in starts]
    usual = _usual(days) if len(days) >= LEAST_DAYS else 0
    if now.date() - days[0] <= max(UNTENDED, STILL * timedelta(days=usual)):
        return None
    if not usual:
        return Health(newspaper, "untended", Finding.UNTENDED, {"last": f"{days[0]}"})
    finding = Finding.UNTENDED_DAILY if usual == 1 else Finding.UNTENDED_RHYTHM
    return Health(newspaper, "untended", finding, {"last": f"{days[0]}", "days": usual})


def _silent(conn: sqlite3.Connection, newspaper: str) -> Health | None:
    """Says when a newspaper prints no more, as far as its crawls saw; None also while addresses wait that may be newer
    articles.
    """
    (until,) = conn.execute(
        "select max(substr(finished_at, 1, 10)) from crawls"
        f" where newspaper = ? and ending in ({', '.join('?' * len(ENDED_WELL))})",
        [newspaper, *ENDED_WELL],
    ).fetchone()
    waiting = conn.execute(
        "select 1 from pages where newspaper = ? and priority = ? and due_at is not null and state = 'new' limit 1",
        [newspaper, ARTICLE],
    ).fetchone()
    if until is None or waiting:
        return None
    days = _days(conn, newspaper, date.fromisoformat(until))
    if len(days) < LEAST_DAYS:
        return None
    usual = _usual(days)
    if date.fromisoformat(until) - days[0] <= max(QUIET, STILL * timedelta(days=usual)):
        return None
    finding = Finding.SILENT_DAILY if usual == 1 else Finding.SILENT_RHYTHM
    return Health(newspaper, "silent", finding, {"last": f"{days[0]}", "days": usual})


def _usual(days: list[date]) -> int:
    """The gap (in days) that nine of ten gaps between days with articles do not exceed; of fewer than eleven days, the
    longest. `days` begins with the latest.
    """
    gaps = sorted((later - earlier).days for later, earlier in pairwise(days))
    return gaps[len(gaps) * 9 // 10]


def _days(conn: sqlite3.Connection, newspaper: str, until: date) -> list[date]:
    """Lists the last days until `until` that have articles, the latest first.

    Takes one step in the index a day, however many articles it has.
    """
    days: list[date] = []
    below = int(f"{until + timedelta(days=1):%Y%m%d}") * IDS_A_DAY
    while len(days) < DAYS:
        (newest,) = conn.execute(
            "select max(id) from articles where newspaper = ? and id < ?", [newspaper, below]
        ).fetchone()
        if newest is None:
            break
        with suppress(ValueError):  # the articles of a day that ran over
            days.append(datetime.strptime(f"{newest // IDS_A_DAY}", "%Y%m%d").date())
        below = newest // IDS_A_DAY * IDS_A_DAY
    return days

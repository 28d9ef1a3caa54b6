"""The days a crawl is asked for: which addresses lie outside, when a list has passed them, and what was not reached.

What a site offers is used in turn: dates of feeds and sitemaps, dates in addresses, and numbers in addresses that grow
with time. The last is a guess, held against the articles known: what the numbers say counts only where several articles
on the far side of it bear it out, and nothing is left out that cannot be judged.
"""

from __future__ import annotations

import calendar
import heapq
import re
import sqlite3
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from enum import Enum

from archive import pages
from archive.pages import Link
from vietnamese import dates

WITNESSES = 3  # articles that must stand beyond a number before it tells anything; likewise links of a list
_PERIOD = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:[-_]?(0[1-9]|1[0-2]))?(?!\d)")

Serial = tuple[str, int]  # the series a number belongs to, and the number


class Side(Enum):
    """Where an address lies, seen from the days asked for."""

    BEFORE = -1
    INSIDE = 0
    AFTER = 1


class Days:
    """The days from `since` to `until` (None: open). `serial` gives the number in an article's address, if it has one."""

    def __init__(self, since: date | None, until: date | None, serial: Callable[[str], Serial | None]):
        self.since, self.until = since, until
        self.serial = serial
        self.older: dict[
            str, list[int]
        ] = {}  # by series, sorted: the numbers of articles known to be older than `since`
        self.newer: dict[str, list[int]] = {}

    def __bool__(self) -> bool:
        return self.since is not None or self.until is not None

    def learn(self, url: str, published: str | None) -> None:
        """An article's address and its date."""
        if not self or not published or len(published) < 10 or (serial := self.serial(url)) is None:
            return
        side = self._of_span(date.fromisoformat(published[:10]), date.fromisoformat(published[:10]))
        series, number = serial
        if side is Side.BEFORE:
            _keep_highest(self.older.setdefault(series, []), number)
        elif side is Side.AFTER:
            _keep_highest(self.newer.setdefault(series, []), -number)

    def side(self, link: Link) -> Side | None:
        """Where a link lies; None where nothing tells."""
        if not self:
            return Side.INSIDE
        if link.kind != "page":
            return self._of_source(link)
        if link.published and (span := _span(link.published)):
            return self._of_span(*span)
        if link.modified and self.since and link.modified[:10] < self.since.isoformat():
            return Side.BEFORE  # it was not touched since
        found = dates.from_url(link.url)
        if found and (span := _span(found.value)):
            return self._of_span(*span)
        serial = self.serial(link.url)
        return self._of_number(*serial) if serial else None

    def passed(self, found: Iterable[Link]) -> bool:
        """Whether a list has come to the days before: several of its articles lie there, and none inside."""
        if not self.since:
            return False
        sides = [self.side(link) for link in found if link.kind == "page" and link.priority == pages.ARTICLE]
        return sides.count(Side.BEFORE) >= WITNESSES and Side.INSIDE not in sides and None not in sides

    def _of_source(self, link: Link) -> Side | None:
        """Of a sitemap that an index names: by when it was last changed, by the period in its name."""
        if link.modified and self.since and link.modified[:10] < self.since.isoformat():
            return Side.BEFORE
        match = _PERIOD.search(link.url.rstrip("/").rpartition("/")[2])
        if match is None:
            return None
        span = _span(f"{match[1]}-{match[2]}" if match[2] else match[1])
        return self._of_span(*span) if span else None

    def _of_number(self, series: str, number: int) -> Side | None:
        older, newer = self.older.get(series, []), self.newer.get(series, [])
        if len(older) == WITNESSES and number <= older[0]:
            return Side.BEFORE
        if len(newer) == WITNESSES and number >= -newer[0]:
            return Side.AFTER
        return None

    def _of_span(self, first: date, last: date) -> Side:
        if self.since and last < self.since:
            return Side.BEFORE
        return Side.AFTER if self.until and first > self.until else Side.INSIDE


def account(conn: sqlite3.Connection, newspaper: str, days: Days) -> str:
    """What the archive holds of the days asked for, and what of them could not be reached, in a line."""
    first, last = days.since or date(1990, 1, 1), days.until or date.today()
    low, high = (int(f"{day:%Y%m%d}") * 100_000 for day in (first, last + timedelta(days=1)))
    stored = dict(
        conn.execute(
            "select substr(published_at, 1, 7), count(*) from articles where newspaper = ? and published_at >= ?"
            " and published_at < ? and id between ? and ? group by 1",
            [newspaper, first.isoformat(), (last + timedelta(days=1)).isoformat(), low // 10**7 * 10**7, high + 10**7],
        ).fetchall()
    )
    asked = f"{days.since or 'the beginning'} to {days.until or 'today'}"
    line = f"{asked}: {sum(stored.values())} articles"
    if days.since:
        missing = [month for month in _months(first, last) if month not in stored]
        if missing:
            line += f"; none of {', '.join(_runs(missing))}"
    failed = [
        side
        for url, published in conn.execute(
            "select url, published from pages where newspaper = ? and due_at is not null and error is not null"
            " and article_id is null and state = 'failed'",
            [newspaper],
        )
        if (side := days.side(Link(url, published=published))) is None or side is Side.INSIDE
    ]
    if failed:
        line += f"; {len(failed)} addresses could not be read, and are tried again another time"
    return line


def _keep_highest(heap: list[int], number: int) -> None:
    if number not in heap:  # an article counts once
        heapq.heappush(heap, number)
        if len(heap) > WITNESSES:
            heapq.heappop(heap)


def _span(value: str) -> tuple[date, date] | None:
    """The first and last day of `2015`, `2015-03`, `2015-03-31` or a moment."""
    try:
        if len(value) >= 10:
            return date.fromisoformat(value[:10]), date.fromisoformat(value[:10])
        year, month = int(value[:4]), int(value[5:7]) if len(value) >= 7 else None
        return date(year, month or 1, 1), date(year, month or 12, calendar.monthrange(year, month or 12)[1])
    except ValueError:
        return None


def _months(first: date, last: date) -> list[str]:
    return [
        f"{month // 12}-{month % 12 + 1:02}"
        for month in range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    ]


def _runs(months: list[str]) -> list[str]:
    """`2015-01 to 2015-04`, for months that follow on each other."""
    runs: list[list[str]] = []
    for month in months:
        year, number = int(month[:4]), int(month[5:])
        before = f"{year - (number == 1)}-{(number - 2) % 12 + 1:02}"
        if runs and runs[-1][-1] == before:
            runs[-1].append(month)
        else:
            runs.append([month])
    return [run[0] if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs]

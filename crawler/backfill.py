"""The days a crawl is asked for: which addresses lie outside, when a list has passed them, and what was not reached.

What a site offers is used in turn: dates of feeds and sitemaps, dates in addresses, and numbers in addresses that grow
with time. The last is a guess, held against the articles known: what the numbers say counts only where several articles
next to it bear it out, and nothing is left out that cannot be judged. Where a newspaper answers to the number alone,
the articles that no list names are counted through.
"""

from __future__ import annotations

import calendar
import re
import sqlite3
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from enum import Enum
from itertools import islice

from archive.frontier import pages
from archive.frontier.pages import Due, Link
from vietnamese import dates

WITNESSES = 3  # the articles next to a number that must agree before it tells anything; likewise links of a list
MARGIN = 20  # numbers counted on either side of those asked for: they are given when a text is begun, not when printed
STEPS = (0, 1, 4, 16, 64, 256, 1024, 4096)  # from the middle: where an article is looked for to halve a stretch
EMPTY = 100  # numbers in a row without an article, after which a count goes on at the next article known
AT_ONCE = 50  # numbers that a count gives out before it looks at what became of them
_PERIOD = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:[-_]?(0[1-9]|1[0-2]))?(?!\d)")

Serial = tuple[str, int]  # the series a number belongs to, and the number


class Side(Enum):
    """Where an address lies, seen from the days asked for."""

    BEFORE = -1
    INSIDE = 0
    AFTER = 1


class Numbers:
    """The numbers of a series that are known, in their order, and the days of the articles that bear them."""

    NOTHING, UNDATED = 0, -1  # instead of a day

    def __init__(self) -> None:
        self.known = array("q")
        self.days = array("q")  # `date.toordinal`

    def learn(self, number: int, day: int = NOTHING) -> None:
        """Takes in that an article has this number, and its `day`: `date.toordinal`, UNDATED where the article has none,
        NOTHING where the number was asked for and is no article's. A day that is known is not taken back by either of
        these two.
        """
        place = bisect_left(self.known, number)
        if self._at(place) != number:
            self.known.insert(place, number)
            self.days.insert(place, day)
        elif day > self.NOTHING or self.days[place] == self.NOTHING:
            self.days[place] = day

    def newest(self) -> int | None:
        """The highest number of an article with a day; None where no day is known."""
        return next((self.known[place] for place in reversed(range(len(self.known))) if self.days[place] > 0), None)

    def __contains__(self, number: int) -> bool:
        return self._at(bisect_left(self.known, number)) == number

    def _at(self, place: int) -> int | None:
        """The number at a place of those known; None beyond the last."""
        return self.known[place] if place < len(self.known) else None

    def from_(self, number: int) -> Iterator[int]:
        """Yields the days of the articles up from this number."""
        places = range(bisect_left(self.known, number), len(self.known))
        return (self.days[place] for place in places if self.days[place] > 0)

    def to(self, number: int) -> Iterator[int]:
        """Yields the days of the articles down from this number."""
        places = range(bisect_left(self.known, number + 1) - 1, -1, -1)
        return (self.days[place] for place in places if self.days[place] > 0)

    def dated_after(self, number: int) -> int | None:
        """The next article with a day from this number on; None for none."""
        places = range(bisect_left(self.known, number), len(self.known))
        return next((self.known[place] for place in places if self.days[place] > 0), None)

    def empty_before(self, number: int) -> int:
        """How many numbers in a row, down from this one, were asked for and led to nothing."""
        place = bisect_left(self.known, number)
        empty = 0
        while (
            empty < place and self.known[place - empty - 1] == number - empty - 1 and not self.days[place - empty - 1]
        ):
            empty += 1
        return empty

    def edge(self, day: int) -> tuple[int, int | None]:
        """The last number before this day, 0 without one, and the first from it on, None without one.

        A number out of its order is outvoted by its neighbours.
        """
        dated = [place for place, known in enumerate(self.days) if known > 0]

        def median(at: int) -> int:
            """The middle of the days of three neighbours."""
            days = sorted(self.days[place] for place in dated[max(at - 1, 0) : at + 2])
            return days[len(days) // 2]

        at = bisect_left(range(len(dated)), day, key=median)
        return self.known[dated[at - 1]] if at else 0, self.known[dated[at]] if at < len(dated) else None


class Days:
    """The days from `since` to `until` (None: open). `serial` gives the number in an article's address, if it has one."""

    def __init__(self, since: date | None, until: date | None, serial: Callable[[str], Serial | None]):
        self.since, self.until = since, until
        self.serial = serial
        self.numbers: dict[str, Numbers] = {}  # by series

    def __bool__(self) -> bool:
        return self.since is not None or self.until is not None

    def learn(self, url: str, published: str | None) -> None:
        """Takes in an article's address and its date (ISO 8601; None: not known)."""
        if self and (serial := self.serial(url)) is not None:
            dated = published is not None and len(published) >= 10
            day = date.fromisoformat(published[:10]).toordinal() if published and dated else Numbers.UNDATED
            self.numbers.setdefault(serial[0], Numbers()).learn(serial[1], day)

    def asked(self, url: str, day: int = Numbers.NOTHING) -> None:
        """Takes in that an address is asked for, whatever comes of it."""
        if self and (serial := self.serial(url)) is not None:
            self.numbers.setdefault(serial[0], Numbers()).learn(serial[1], day)

    def side(self, link: Link) -> Side | None:
        """Where a link lies; None where nothing tells."""
        if not self:
            return Side.INSIDE
        if link.kind != "page":
            return self._of_source(link)
        if link.published and (named := span(link.published)):
            return self._of_span(*named)
        if link.listed:
            day = date.fromisoformat(link.listed)
            return self._of_span(day - timedelta(days=1), day + timedelta(days=1))  # the list's own idea of it
        if link.modified and self.since and link.modified[:10] < self.since.isoformat():
            return Side.BEFORE  # it was not touched since
        found = dates.from_url(link.url)
        if found and (named := span(found.value)):
            return self._of_span(*named)
        serial = self.serial(link.url)
        return self._of_number(*serial) if serial else None

    def in_order(self, due: list[Due]) -> list[Due]:
        """What tells most first: of each series the lowest numbers, then the highest, by which the others are judged."""
        numbered: dict[str, list[tuple[int, Due]]] = {}
        for page in due if self else ():
            if page.article_id is None and (serial := self.serial(page.url)) is not None:
                numbered.setdefault(serial[0], []).append((serial[1], page))
        rank = {page.id: 0 for page in due if page.kind != "page"}
        for series in numbered.values():
            series.sort(key=lambda entry: entry[0])
            rank |= {page.id: 2 for _, page in series[-WITNESSES:]} | {page.id: 1 for _, page in series[:WITNESSES]}
        return sorted(due, key=lambda page: rank.get(page.id, 3)) if numbered else due

    def passed(self, found: Iterable[Link]) -> bool:
        """Whether a list has come to the days before: several of its articles lie there, and none inside."""
        if not self.since:
            return False
        articles = [link for link in found if link.kind == "page" and link.priority == pages.ARTICLE]
        sides = [self.side(link) for link in [link for link in articles if link.listed] or articles]
        return sides.count(Side.BEFORE) >= WITNESSES and Side.INSIDE not in sides and None not in sides

    def _of_source(self, link: Link) -> Side | None:
        """Where a sitemap lies that an index names, by the period in its name and by when it was last changed; None
        where neither tells.
        """
        if link.modified and self.since and link.modified[:10] < self.since.isoformat():
            return Side.BEFORE
        named = period(link.url)
        return self._of_span(*named) if named else None

    def _of_number(self, series: str, number: int) -> Side | None:
        """Where an article lies by its number: several of its neighbours on the one side lie beyond the days asked for.

        None where that is not so, or nothing is known of the series.
        """
        numbers = self.numbers.get(series)
        if numbers is None:
            return None
        above = [*islice(numbers.from_(number), WITNESSES)]
        if self.since and len(above) == WITNESSES and max(above) < self.since.toordinal():
            return Side.BEFORE
        below = [*islice(numbers.to(number), WITNESSES)]
        if self.until and len(below) == WITNESSES and min(below) > self.until.toordinal():
            return Side.AFTER
        return None

    def _of_span(self, first: date, last: date) -> Side:
        """Where a stretch of days lies; INSIDE where any of it is asked for."""
        if self.since and last < self.since:
            return Side.BEFORE
        return Side.AFTER if self.until and first > self.until else Side.INSIDE


class Count:
    """Counts through the numbers of the days asked for, where a newspaper answers to a number alone.

    The first and the last of them are found by halving what lies between the articles known. All that was asked is in
    `numbers`, which comes from the archive: a count that was cut off goes on where it was.
    """

    def __init__(self, days: Days, numbers: Numbers):
        self.numbers = numbers
        self.since = (days.since or date.min).toordinal()
        self.after = (days.until + timedelta(days=1) if days.until else date.max).toordinal()
        self.first = self.last = self.at = 0  # the numbers counted through, and where the count is; 0: not yet known
        self.empty: list[tuple[int, int]] = []  # long stretches without an article

    def next(self) -> list[int]:
        """Returns the numbers to ask for now, none once it is through; what became of the last ones must have been
        learnt.
        """
        if not self.last:
            for day, low in ((self.since, True), (self.after, False)):
                before, first = self.numbers.edge(day)
                if first is not None and (probe := self._halve(before, first, keep_low=low)) is not None:
                    return [probe]
            top = max(self.numbers.known, default=0)
            self.first = self.at = max(self.numbers.edge(self.since)[0] - MARGIN, 1)
            self.last = min((self.numbers.edge(self.after)[1] or top) + MARGIN, top)
        if (probe := self._leave_empty()) is not None:
            return [probe]
        found: list[int] = []
        while self.at <= self.last and len(found) < AT_ONCE:
            if self.at not in self.numbers:
                found.append(self.at)
            self.at += 1
        return found

    def _halve(self, low: int, high: int, *, keep_low: bool) -> int | None:
        """The number between two articles that tells most; None where they are near each other.

        Where nothing is found about the middle, the half that is kept is that with `low`, or that with `high`.
        """
        while high - low > MARGIN:
            middle = (low + high) // 2
            for number in (middle + step for step in STEPS if middle + step < high):
                if number not in self.numbers:
                    return number
            low, high = (low, middle) if keep_low else (middle, high)
        return None

    def _leave_empty(self) -> int | None:
        """After a long stretch without articles the count goes on near its end: a number to find that by, or None."""
        empty = self.numbers.empty_before(self.at)
        if self.at > self.last or empty < EMPTY:
            return None
        end = self.numbers.dated_after(self.at)
        if end is not None and (probe := self._halve(self.at, end, keep_low=False)) is not None:
            return probe
        start, self.at = self.at - empty, self.last + 1 if end is None else max(end - MARGIN, self.at)
        self.empty.append((start, self.at - 1))
        return None

    def leave(self, number: int | None) -> None:
        """Notes, as the crawl ends, the lowest number that was given out and not asked for; None for none."""
        if number is not None and self.first <= number < self.at:
            self.at = number

    def __str__(self) -> str:
        if not self.last:
            return "the numbers of the days asked for were not found yet"
        line = f"numbers {self.first} to {min(self.at, self.last + 1) - 1} were asked for"
        if self.at <= self.last:
            line += f", those up to {self.last} were not"
        if self.empty:
            line += f", none was found from {', '.join(f'{start} to {end}' for start, end in self.empty)}"
        return line


def period(url: str) -> tuple[date, date] | None:
    """The first and last day of the year or month that an address has in its last part (`sitemap-2015-03.xml`); None
    for none.
    """
    match = _PERIOD.search(url.rstrip("/").rpartition("/")[2])
    return span(f"{match[1]}-{match[2]}" if match[2] else match[1]) if match else None


def account(conn: sqlite3.Connection, newspaper: str, days: Days, *more: str) -> str:
    """What the archive holds of the days asked for, and what of them could not be reached, in a line that `more` ends."""
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
    return "; ".join([line, *more])


def span(value: str) -> tuple[date, date] | None:
    """The first and last day of `2015`, `2015-03`, `2015-03-31` or a moment; None for anything else."""
    try:
        if len(value) >= 10:
            return date.fromisoformat(value[:10]), date.fromisoformat(value[:10])
        year, month = int(value[:4]), int(value[5:7]) if len(value) >= 7 else None
        return date(year, month or 1, 1), date(year, month or 12, calendar.monthrange(year, month or 12)[1])
    except ValueError:
        return None


def _months(first: date, last: date) -> list[str]:
    """All months between two days, as 2015-03."""
    return [
        f"{month // 12}-{month % 12 + 1:02}"
        for month in range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    ]


def _runs(months: list[str]) -> list[str]:
    """Months that follow on each other as `2015-01 to 2015-04`, others by themselves."""
    runs: list[list[str]] = []
    for month in months:
        year, number = int(month[:4]), int(month[5:])
        before = f"{year - (number == 1)}-{(number - 2) % 12 + 1:02}"
        if runs and runs[-1][-1] == before:
            runs[-1].append(month)
        else:
            runs.append([month])
    return [run[0] if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs]

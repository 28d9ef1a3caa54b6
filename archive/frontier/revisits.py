"""When a page is asked for again, so that edits and takedowns are seen without a burden on the newspaper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from vietnamese.time_zone import VIETNAM

DAY, MONTH, YEAR = timedelta(days=1), timedelta(days=30), timedelta(days=365)


def of_article(now: datetime, published_at: str | None, first_seen: datetime, steps: Sequence[float]) -> datetime:
    """The next visit to an article: at the first step (days of age) it has not passed, then yearly.

    Age counts from publication; where that is unknown, from when it was first seen. A day or month alone counts as
    its beginning.
    """
    born = first_seen
    if published_at:
        if len(published_at) > 10:
            born = datetime.fromisoformat(published_at)
        else:
            day = date.fromisoformat(f"{published_at}-01"[:10])
            born = datetime(day.year, day.month, day.day, tzinfo=VIETNAM)
    if born > now:  # a date that is ahead tells nothing
        born = min(first_seen, now)
    for step in steps:
        if born + timedelta(days=step) > now:
            return born + timedelta(days=step)
    return now + YEAR


def of_list(
    now: datetime, previous: datetime | None, *, found: bool, newest: date | None = None, longest: timedelta = MONTH
) -> datetime:
    """The next visit to a section page, feed or sitemap: after as long as the newest thing it names is old.

    Where that is unknown: a day after something was found on it, else twice as long as the last time. A day to `longest`.
    """
    if newest:
        wait = now - datetime(newest.year, newest.month, newest.day, tzinfo=VIETNAM) - DAY  # from when it was over
    elif found or previous is None:
        wait = DAY
    else:
        wait = 2 * (now - previous)
    return now + min(max(wait, DAY), longest, YEAR)


def of_further(now: datetime, number: int) -> datetime:
    """The next visit to the further page of a list with that number, unless news leads there: as many months on.

    However long the list, these visits are few: one a month for the pages 3 to 7, as many again for 8 to 20. The second
    is looked at every week: a first one may be pinned, or show no news at all.
    """
    return now + (timedelta(days=7) if number <= 2 else min(number, 1000) * MONTH)


def of_missing(now: datetime, previous: datetime | None) -> datetime:
    """The next look at a page that is gone or has moved: a week on, then twice as long after each look, at most a year.

    `previous` is the last look that found it missing, None for the first.
    """
    week = timedelta(days=7)
    return now + (min(max(2 * (now - previous), week), YEAR) if previous else week)


def of_failure(now: datetime, tries: int) -> datetime:
    """The next try after `tries` failures in a row, beyond those within one crawl: an hour, doubling, at most a month."""
    return now + min(timedelta(hours=2 ** min(tries, 10)), timedelta(days=30))

"""Times of day and time zones as the date lines of newspapers print them."""

from __future__ import annotations

import re
from datetime import UTC, date, time, timedelta, timezone

from vietnamese import date_patterns as patterns
from vietnamese.time_zone import VIETNAM


def find_time(left: str, day: str) -> re.Match[str] | None:
    """The match of the time of day that a date line prints; None where it prints none.

    `left` is the line with its day blanked out, `day` that day as printed: where it names an English month, a time may have
    a full stop ("21.14").
    """
    timed = patterns.TIME.search(left)
    if timed is None and patterns.ENGLISH_MONTH.search(day):
        timed = patterns.DOTTED_TIME.search(left)
    return timed


def find_zone(text: str, left: str, year: int, month: int, day: int) -> tuple[timezone, tuple[int, int]] | None:
    """The time zone that a date line names, by its hours or behind its time ("9:14 p.m. ET"), and from where to where;
    None where it names none. `text` is the line, `left` the same with its day blanked out.
    """
    if offset := patterns.ZONE.search(left):
        return zone_of(*offset.groups()), offset.span()
    if not patterns.CLOCK.search(left):
        return None
    match = patterns.ZONE_NAME.search(text)
    if match is None:
        return None
    hours = patterns.ZONES.get(match[1])
    if hours is None:
        hours = patterns.WINTER_ZONES[match[1]] + _is_american_summer(year, month, day)
    return timezone(timedelta(hours=hours)), match.span()


def zone_of(sign: str | None, hours: str | None, minutes: str | None) -> timezone:
    """The time zone of a printed offset, `+` where no sign is printed; Vietnam's where there is no such zone."""
    ahead = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    if ahead >= timedelta(days=1):
        return VIETNAM  # there is no such zone
    return timezone(-ahead if sign == "-" else ahead)


def time_of(match: re.Match[str], zone: timezone | None) -> time | None:
    """The time of day of a match of `patterns.TIME`, in its own zone, else in `zone`, else in Vietnam's; None for 25:00
    and the like.
    """
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if half := match[4]:
        hour = hour_of(hour, half)
    if hour > 23 or minute > 59 or second > 59:
        return None
    if match[5]:
        zone = zone_of(match[5], match[6], match[7])
    elif match[8]:
        zone = UTC
    return time(hour, minute, second, tzinfo=zone or VIETNAM)


def _is_american_summer(year: int, month: int, day: int) -> bool:
    """Whether clocks in the United States are an hour ahead: from the second Sunday of March to the first of November."""
    if month not in (3, 11):
        return 3 < month < 11
    first = 1 + (6 - date(year, month, 1).weekday()) % 7
    return day >= first + 7 if month == 3 else day < first


def hour_of(hour: int, half: str) -> int:
    """The hour (0 to 23) that a clock's hour is with its half (SA, CH, a.m., p.m.) or part of the day (sáng, trưa,
    chiều, tối, đêm).
    """
    if half in ("dem", "toi"):  # the night ends after midnight
        return hour + 12 if 5 <= hour < 12 else 0 if hour == 12 else hour
    if half == "trua":
        return hour + 12 if hour < 4 else hour
    if half[0] in "cp":
        return hour + 12 if hour < 12 else hour
    return 0 if hour == 12 else hour

"""Dates as Vietnamese newspapers print them, and as their pages and addresses carry them.

The day stands before the month, always; times are Vietnam's (+07:00, no daylight saving since 1975) unless a zone is
given, and "GMT+7" is seven hours ahead (POSIX tools read it as seven behind). What does not say a year, or is part of
a sentence, is no date of publication: the answer is then None, never a guess and never the present moment.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal
from unicodedata import normalize

from vietnamese import date_patterns as patterns
from vietnamese import date_words, times
from vietnamese.time_zone import VIETNAM

Precision = Literal["minute", "day", "month"]


@dataclass(frozen=True, slots=True)
class Date:
    """One date, as exact as it was printed.

    `value` is ISO 8601 in Vietnam's time: `2020-08-28T14:05:00+07:00`, `2020-08-28` or `2020-08`. `modified`: its label
    calls it an update ("Cập nhật lúc"). `weekday_agrees`: whether the weekday beside it is that date's, None without.
    """

    value: str
    precision: Precision
    modified: bool = False
    weekday_agrees: bool | None = None


def parse(text: str, *, now: datetime | None = None) -> Date | None:
    """The date that a line, a meta tag or a feed gives, or None.

    The text holds a date and what newspapers print around it (weekday, time, labels, a byline), nothing else. Where it
    gives the publication and an update, it is the publication. `now` (aware) is the moment the text was fetched: what
    lies after it is refused, and so is a printed time that equals it, which is the page's clock.

    >>> parse("Thứ Sáu, 28/08/2020, 14:05 [GMT+7]").value
    '2020-08-28T14:05:00+07:00'
    >>> parse("PV•28/01/2025 08:22").value
    '2025-01-28T08:22:00+07:00'
    >>> parse("Sáng 28-8, hội nghị khai mạc") is None
    True
    """
    dates = find(text, now=now)
    return min(dates, key=lambda found: found.modified) if dates else None


def find(text: str, *, now: datetime | None = None) -> list[Date]:
    """Every date of a date line, in the order printed: one, or a publication and its update. Else an empty list.

    >>> [(d.value, d.modified) for d in find("Đăng: 1/3/2024 09:00 | Cập nhật: 2/3/2024 10:30")]
    [('2024-03-01T09:00:00+07:00', False), ('2024-03-02T10:30:00+07:00', True)]
    """
    return [found for found, _ in _read(text, now)]


def strip_date(text: str) -> str:
    """What a date line prints beside its date: the byline in most cases. Any other text comes back as it is.

    >>> strip_date("PV•28/01/2025 08:22"), strip_date("28/01/2025"), strip_date("Khai mạc ngày 28/01/2025 tại xã")
    ('PV', '', 'Khai mạc ngày 28/01/2025 tại xã')
    """
    found = _read(text, None)
    return " - ".join(rest for _, rest in found if rest) if found else text


def from_url(url: str, *, now: datetime | None = None) -> Date | None:
    """The date in an article's or a picture's address, None where there is none: evidence of when the page was made,
    often a little before it was published. A timestamp gives the minute, `/2024/05/12/` the day, `/202304/` and
    `/2024/05/` the month.

    >>> from_url("https://bao.example/tin/d20230112091014465.htm").value
    '2023-01-12T09:10:14+07:00'
    >>> from_url("https://bao.example/kinh-te/202304/hop-tac-xa-8a1b2c3/").value
    '2023-04'
    """
    path = re.split("[?#]", url, maxsplit=1)[0]
    for pattern in patterns.IN_URL:
        for match in pattern.finditer(path):
            year, month, *more = (int(number) for number in match.groups())
            day = more[0] if more else None
            clock = time(more[1], more[2], more[3] if more[3:] else 0, tzinfo=VIETNAM) if more[1:] else None
            found = _date(year, month, day, clock)
            if found and not _is_future(found, now):
                return found
    return None


def within(text: str, *, now: datetime | None = None) -> list[Date]:
    """The date, and the time behind it, of a line that says when something was published and other things besides; an
    empty list where it has none or several.

    >>> [d.value for d in within("Posted by Lan Thu on May 2, 2024 at 9:15 am in News | 2 Comments")]
    ['2024-05-02T09:15:00+07:00']
    """
    plain = normalize("NFC", text.translate(patterns.SPACES)).translate(patterns.PLAIN)
    places = _day_places(plain) if len(text) <= _LONGEST and patterns.HAS_YEAR.search(text) else ()
    if len(places) != 1:
        return []
    start, end = places[0][:2]
    timed = patterns.TIME_BEHIND.match(plain, end)
    whole = text[start : timed.end()] if timed else text[start:end]
    return find(whole if find(whole) else text[start:end], now=now)


# --- reading a line --------------------------------------------------------------------------------------------------

_LONGEST = 160
_EARLIEST = 1990  # before any newspaper had a site; earlier dates are what an article tells about
_BUDDHIST = 543  # years that the Thai calendar is ahead
_MIDNIGHT = "T00:00:00+07:00"
_SKEW = timedelta(minutes=10)  # clocks differ
_EDGES = " |•·,;:()[]/\\–—―_*-.：（）【】　、"
_NAME_BEFORE = re.compile(r"(?:[^\W\d_a-zà-ỹ]\w* ){2}$")  # two words in capitals, right before
_BETWEEN = re.compile(r"[\s|•·,;:()\[\]/\\–—―_*：（）【】、-]+")
_COMMA = re.compile(r", ?\0")  # between a weekday and its date: "Minggu, 10 Mar 2024"
_MOST_WORDS = 8
_FULL = 6  # letters of a weekday that is written in full

_Piece = tuple[Date, str]
_Place = tuple[int, int, int, int, int | None]  # start, end, year, month, day


def _read(text: str, now: datetime | None) -> list[_Piece]:
    """The dates of a date line, each with what else its part of the line prints; empty where it is no date line."""
    if len(text) > 2 * _LONGEST or not patterns.HAS_YEAR.search(text):
        return []
    return _read_line(text, now)


@lru_cache(maxsize=64)  # title, lead, date and byline look at the same lines
def _read_line(text: str, now: datetime | None) -> list[_Piece]:
    """What `_read` says of a line, worked out; the line need not be tidy."""
    text = normalize("NFC", text.translate(patterns.SPACES)).strip()
    if len(text) > _LONGEST:
        return []
    if patterns.EPOCH.fullmatch(text):
        return _epoch(text, now)
    if match := patterns.ISO.fullmatch(text):
        return _by_machine(match, now)
    plain = text.translate(patterns.PLAIN)
    places = _day_places(plain) or _month_places(plain)
    if len(places) == 1:
        piece = _piece(text, plain, places[0], now)
        return [piece] if piece else []
    if len(places) == 2 and (cut := _second_label(plain, places[0][1], places[1][0])):
        first, second = _read(text[:cut], now), _read(text[cut:], now)
        return _updated_first(first, second, plain, cut) if first and second else []
    return []  # none, or a range: that is no date of publication


def _updated_first(first: list[_Piece], second: list[_Piece], plain: str, cut: int) -> list[_Piece]:
    """Two dates of a line, cut at the second's label; where one label says as of when the text is ("Stand: ... |
    Erschienen: ..."), that one is the update's.
    """
    told = first + second
    for place, part in enumerate((plain[:cut], plain[cut:])):
        if patterns.AS_OF.search(part) and len(told) == 2 and not any(date.modified for date, _ in told):
            told[place] = (replace(told[place][0], modified=True), told[place][1])
    return told


def _epoch(text: str, now: datetime | None) -> list[_Piece]:
    """Reads seconds or milliseconds since 1970, which some systems put in attributes."""
    moment = datetime.fromtimestamp(int(text[:10]), VIETNAM)
    found = _date(moment.year, moment.month, moment.day, moment.timetz())
    return [(found, "")] if found and not _is_future(found, now) else []


def _by_machine(match: re.Match[str], now: datetime | None) -> list[_Piece]:
    """Reads a moment as software writes it (ISO 8601): nothing else can stand beside it."""
    year, month, day, hour, minute = map(int, match.groups()[:5])
    second, sign, hours, minutes, utc = match.groups()[5:]
    if not day or hour > 23 or minute > 59 or int(second or 0) > 59:
        return []
    zone = UTC if utc else times.zone_of(sign, hours, minutes) if sign else VIETNAM
    found = _date(year, month, day, time(hour, minute, int(second or 0), tzinfo=zone))
    if found is None or _is_future(found, now):
        return []
    if second and found.value.endswith("T00:00:00+07:00"):
        found = Date(found.value[:10], "day")  # what software writes for a day without a time
    return [(found, "")]


def _day_places(plain: str) -> tuple[_Place, ...]:
    """Where a line in small letters without marks has dates with a day, in their order; none overlaps another."""
    places: list[_Place] = []
    simple = (
        patterns.SIMPLE.search(plain) and len(patterns.HAS_YEAR.findall(plain)) < 2
    )  # two may be printed in two ways
    days = patterns.DAYS if simple else [*patterns.DAYS, *date_words.DAYS]
    for pattern, (year, month, day) in days:
        for match in pattern.finditer(plain):
            if all(match.end() <= start or match.start() >= end for start, end, *_ in places):
                number = int(match[year])
                number -= _BUDDHIST if number > _BUDDHIST + _EARLIEST else 0  # 2567 is the Thai year of 2024
                places.append((*match.span(), number, _month(match[month]), _day(match[day])))
    return tuple(sorted(places))


def _month_places(plain: str) -> tuple[_Place, ...]:
    """Where such a line has a month and year without a day: the first one, or nothing."""
    for pattern, (year, month) in patterns.MONTHS:
        if match := pattern.search(plain):
            return ((*match.span(), int(match[year]), _month(match[month]), None),)
    return ()


def _month(word: str) -> int:
    """The number of a month from its name or its digits."""
    return patterns.MONTH.get(word) or int(word)


def _day(word: str) -> int:
    """The number of a day from its words or its digits."""
    return patterns.DAY.get(word) or int(word)


def _second_label(plain: str, start: int, end: int) -> int | None:
    """Where the label of a line's second date begins ("Đăng ngày 1/3/2024 | Cập nhật ngày 2/3/2024"), between the end
    of the first and the start of the second; None where no label stands there.
    """
    labels = [match for pattern in patterns.LABELS for match in pattern.finditer(plain, start, end)]
    timed = {match.start() for match in labels if patterns.AT_TIME.match(plain, match.start())}  # the first date's
    return min((match.start() for match in labels if match.start() not in timed), default=None)


def _piece(text: str, plain: str, place: _Place, now: datetime | None) -> _Piece | None:
    """The date at a place of its line, and what else is printed there; None where the line is no date line."""
    start, end, year, month, day = place
    left = patterns.EASTERN_TIME.sub(_blanks, _blank(plain, start, end))
    clock = weekday = zone = None
    if (named := times.find_zone(text, left, year, month, day or 1)) is not None:
        zone, left = named[0], _blank(left, *named[1])
    timed = times.find_time(left, plain[start:end]) if day else None
    if timed:
        clock = times.time_of(timed, zone)
        if clock is None:
            return None
        left = _blank(left, *timed.span())
    elif day and (hour := patterns.HOUR.search(left)) and hour[2] and int(hour[1]) < 24:
        clock = time(times.hour_of(int(hour[1]), hour[2]), tzinfo=zone or VIETNAM)
    left = patterns.HOUR.sub(_blanks, left)
    found = _date(year, month, day, clock)
    if found is None or _is_future(found, now):
        return None
    if timed and timed[3] and found.value.endswith(_MIDNIGHT):
        found = Date(found.value[:10], "day")  # what software writes for a day without a time
    by_machine = plain[end : end + 1] == "t" or zone == UTC or (timed and timed[5])
    if now and not by_machine and _is_clock(found, now):
        return None
    if day and (match := patterns.WEEKDAY.search(left)):
        weekday = date(year, month, day).weekday() == (match.lastindex or 0) - 1
        left = _blank(left, *match.span())
    word = patterns.WORD.search(plain, start, end)
    foreign = word is not None and word[0] not in patterns.MONTH_HERE
    if not foreign and not patterns.LETTER.search(left):
        return Date(found.value, found.precision, False, weekday), ""  # the line is all date
    left, modified = patterns.MODIFIED.subn(_blanks, left)
    left = patterns.ISSUE.sub(_blanks, patterns.COUNT.sub(_blanks, left))
    left = patterns.LABEL.sub(lambda match: _blanks_of_label(match, text), left)
    if (led := patterns.LED.search(left)) and text[led.start() : led.end()].isascii():
        left, foreign = _blank(left, *led.span()), True
    if foreign or not patterns.SIMPLE.search(left) or _says_what_it_is(left):
        left, updated, local = _without_foreign_words(left, foreign)
        modified += updated
        if local and day and zone is None and not by_machine and found.precision == "minute":
            found = Date(date(year, month, day).isoformat(), "day")  # the time of a zone that is not said
        left, elsewhere = _without_weekday(left, foreign or local) if day and weekday is None else (left, False)
        if elsewhere and zone is None and found.precision == "minute":
            found = Date(found.value[:10], "day")
    rest = _beside_date(text, left, exact=clock is not None)
    if rest is None or (day is None and rest):
        return None
    return Date(found.value, found.precision, modified > 0, weekday), rest


def _without_weekday(left: str, foreign: bool) -> tuple[str, bool]:
    """The line without the weekday that another language prints beside a date, and whether that is sure to be of another
    language than English.
    """
    name = date_words.WEEKDAY.search(left)
    if name is None:
        return left, False
    full = len(name[0]) >= _FULL  # "woensdag": a shorter one may be a name
    if not (foreign or full or name[0] >= "\u2e80" or _COMMA.match(left, name.end())):
        return left, False
    return _blank(left, *name.span()), full and name[0] not in date_words.ENGLISH_DAYS


def _without_foreign_words(left: str, foreign: bool) -> tuple[str, int, bool]:
    """The line without the words that other languages print beside a date, how many of these call it an update, and
    whether any is of another language than English."""
    before = left
    left, updated = date_words.UPDATED.subn(_blanks, left)
    left = date_words.PUBLISHED.sub(_blanks, left)
    local = foreign or any(
        match[0] not in date_words.ENGLISH
        for pattern in (date_words.UPDATED, date_words.PUBLISHED)
        for match in pattern.finditer(before)
    )
    if local:
        left = date_words.PARTICLES.sub(_blanks, patterns.DOTTED.sub(_blanks, left))
    return left, updated, local


def _beside_date(text: str, left: str, *, exact: bool) -> str | None:
    """What a line prints beside its date, if that may stand there: nothing, a byline, a section. Else None.

    `left` is the line with date and labels blanked out, `exact` whether it tells a time of day.
    """
    kept = "".join("\0" if mark == "\0" else letter for letter, mark in zip(text, left, strict=True))
    parts = [part for run in kept.split("\0") if (part := run.strip(_EDGES))]
    words = [[word for word in _BETWEEN.split(part) if word] for part in parts]
    if sum(map(len, words)) > _MOST_WORDS or any(part[0].lower() in date_words.EVENT for part in words):
        return None
    section = exact and any(bar in kept for bar in "|•·")
    for word in (word for part in words for word in part):
        if word.isdecimal() or not (word[0].isupper() or word in date_words.BYLINE or section):
            return None
    return " - ".join(f"{part})" if part.count("(") > part.count(")") else part for part in parts)


def _blank(text: str, start: int, end: int) -> str:
    """The text with blanks from `start` to before `end`, so that all other places in it stay as they are."""
    return text[:start] + "\0" * (end - start) + text[end:]


def _blanks(match: re.Match[str]) -> str:
    """As many blanks as a match is long."""
    return "\0" * len(match[0])


def _blanks_of_label(match: re.Match[str], text: str) -> str:
    """As many blanks as a label of the line `text` is long; the label where its marks make other words of it, as of the
    names Lực and Đặng Tài, or stands behind two names: Nguyễn Hải Đăng.
    """
    label = text[match.start() : match.end()]
    if label == "Đăng" and text[match.end() :].lstrip()[:1].isdigit() and _NAME_BEFORE.search(text, 0, match.start()):
        return label
    words = label.lower().split()
    return _blanks(match) if all(word.isascii() or word in patterns.MARKED for word in words) else match[0]


def _says_what_it_is(left: str) -> bool:
    """Whether words beside a date say of what it is: of publication, of a change."""
    return bool(date_words.PUBLISHED.search(left) or date_words.UPDATED.search(left))


def _date(year: int, month: int, day: int | None, clock: time | None) -> Date | None:
    """The date as exact as its parts: to the minute, the day or the month (`day` None).

    None for one that cannot be, or is older than any newspaper read here.
    """
    try:
        first = date(year, month, day or 1)
        if clock:
            moment = datetime.combine(first, clock).astimezone(VIETNAM)
    except (ValueError, OverflowError):
        return None
    if year < _EARLIEST:
        return None
    if day is None:
        return Date(f"{year:04}-{month:02}", "month")
    if clock is None:
        return Date(first.isoformat(), "day")
    return Date(moment.isoformat(), "minute")


def _is_future(found: Date, now: datetime | None) -> bool:
    """Whether a date lies after `now`, clocks that run ahead a little forgiven; False where `now` is not known."""
    if now is None:
        return False
    latest = (now + _SKEW).astimezone(VIETNAM).isoformat(timespec="seconds")
    return found.value > latest[: len(found.value)]


def _is_clock(found: Date, now: datetime) -> bool:
    """Whether it is the minute of the fetch: a header's clock, not the article's date."""
    return found.precision == "minute" and abs(datetime.fromisoformat(found.value) - now) < timedelta(minutes=1)

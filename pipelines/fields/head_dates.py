"""The dates that a page's head names, in all the ways they can be read."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from pipelines.evidence import Candidate
from pipelines.page import Page
from vietnamese import dates

_UTC = re.compile(r"(?:Z|[+-]00:?00)\s*$")
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}.*)")  # day and month in either order
# "Tue, 10/06/2026 - 17:57", as Drupal writes it: the weekday tells which of the two is the month
_BEHIND_WEEKDAY = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)?,? (\d{1,2})/(\d{1,2})/(\d{4}.*)")
_AMERICAN = re.compile(r"[1-9]\d?/[1-9]\d?/\d{4} [1-9]\d?:\d\d:\d\d [AP]M")  # 9/5/2020 3:00:00 PM
_BASIC = re.compile(
    r"((?:19|20)\d\d)(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?)?"
)  # 20200828T140500
_MILLISECONDS = re.compile(r"\\?/Date\((\d{12,13})(?:[+-]\d{4})?\)\\?/")  # /Date(1598598300000)/, as .NET writes it
# "Sat Mar 14 20:39:33 +0700 2026", as Unix and Ruby write it
_UNIX = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) (\d\d:\d\d:\d\d) (?:([+-]\d{4})|[A-Z]{3,4}) (\d{4})")
_HOURS = re.compile(r"(:\d\d(?:\.\d+)?[+-]\d\d)$")  # 14:05:00+07


def published_dates(page: Page, now: datetime, printed: list[dates.Date], believed: bool) -> list[Candidate]:
    """The dates that the head names, in all the ways they can be read, each once for each place that names it."""
    page_head = page.head
    assert page_head
    found: list[Candidate] = []
    read: dict[str, list[tuple[dates.Date, list[str]]]] = {}
    named = [(value, where, where) for value, where in page_head.published[:8]]
    named += [(value, where, "created") for value, where in page_head.created[:3]]
    for value, where, evidence in dict.fromkeys(named):
        if value not in read:
            read[value] = _read(value, page_head.language, now)
        for parsed, order in read[value]:
            told = [evidence, *order, *([] if believed else ["head of another"])]
            found.append(Candidate(_undo_false_utc(parsed, value, printed), where, told))
    return found


def _read(value: str, language: str, now: datetime) -> list[tuple[dates.Date, list[str]]]:
    """The dates that a value of the head may be, each with what speaks against it; where a weekday stands beside it and
    is that of one of them, that one alone.
    """
    parsed = [(dates.parse(text, now=now), order) for text, order in _readings(value, language)]
    found = [(date, order) for date, order in parsed if date is not None]
    return [told for told in found if told[0].weekday_agrees] or found


def _readings(value: str, language: str) -> list[tuple[str, list[str]]]:
    """How a date of the head may be read, each with what speaks against it: 9/5/2020 has the day first or the month."""
    text = iso(value)
    match = SLASHED.match(text) or _BEHIND_WEEKDAY.match(text)
    if match is None:
        return [(text, [])]
    swapped = f"{text[: match.start(1)]}{match[2]}/{match[1]}/{match[3]}"
    # What .NET writes where nobody has set a culture: no leading zero, seconds, AM or PM.
    american = bool(_AMERICAN.match(text)) or language.lower().startswith("en")
    return [(text, ["other order"] if american else []), (swapped, [] if american else ["other order"])]


def modified_date(page: Page, now: datetime) -> str | None:
    """The date of the last change that the head names, in ISO 8601; None where it names none that can be read. `now` is
    the time of fetching, by which "two hours ago" and a lacking year are told.
    """
    assert page.head
    for value in page.head.modified:
        found = sorted(_read(value, page.head.language, now), key=lambda reading: len(reading[1]))
        if found:
            return found[0][0].value
    return None


def iso(value: str) -> str:
    """A date of the head in the forms that `dates` reads: basic ISO 8601, and a zone without minutes, written out."""
    text = re.sub(r"(?<=\d)T(?=[+-]\d\d:?\d\d$)", "", value.strip())
    if match := _UNIX.fullmatch(text):
        return f"{match[2]} {match[1]} {match[5]} {match[3]} {match[4] or ''}".strip()
    if match := _MILLISECONDS.fullmatch(text):
        return match[1].zfill(13)
    if match := _BASIC.fullmatch(text):
        day = f"{match[1]}-{match[2]}-{match[3]}"
        clock = f"T{match[4]}:{match[5]}:{match[6] or '00'}" if match[4] else ""
        return f"{day}{clock}{match[7] or ''}"
    text = _HOURS.sub(r"\1:00", text) if _HOURS.search(text) else text
    return text.removesuffix(".0") if text[:10].isdecimal() else text


def _undo_false_utc(found: dates.Date, value: str, printed: list[dates.Date]) -> dates.Date:
    """Undoes a "Z" that the page prints behind local time, where the time printed with the article shows it."""
    if found.precision != "minute" or not _UTC.search(value):
        return found
    moment = datetime.fromisoformat(found.value) - timedelta(hours=7)
    bare = moment.isoformat()[:16]
    if any(p.precision == "minute" and p.value[:16] == bare for p in printed):
        return dates.Date(moment.isoformat(), "minute")
    return found

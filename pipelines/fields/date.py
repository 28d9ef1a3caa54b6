"""When an article was published and changed: by the head, by what is printed, by the address."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from pipelines.addresses.address import split
from pipelines.boilerplate.lines import is_prose
from pipelines.evidence import Candidate, choose
from pipelines.fields.attributes import attributes, minute_of
from pipelines.fields.date_lines import DATELINE, dates_printed
from pipelines.fields.date_place import is_fresh, is_own
from pipelines.fields.head_dates import iso, modified_date, published_dates
from pipelines.fields.place import end_of
from pipelines.outline import Part
from pipelines.page import Page
from pipelines.structured_data.canonical import canonical
from vietnamese import dates

_CHANGED, _PUBLISHED = frozenset(("updated", "dateModified")), frozenset(("published", "datePublished"))


def find_dates(
    page: Page, body: list[Part], before: list[int], begin: int | None, believed: bool, title: str
) -> tuple[dates.Date | None, str | None, str | None, set[int]]:
    """The date of publication and where it was read, the date of the last change (None where not known), and the lines
    that print a date.

    Every date that the head, the page or its address gives is a candidate; what speaks for and against each is weighed.
    `begin` is the line of the heading, `before` are those between it and the text, `believed` whether the head is this
    article's.
    """
    page_head = page.head
    assert page_head
    now = page.fetched_at
    printed, used = dates_printed(page, body, before, begin)
    on_page = [c.value for c in printed if not c.value.modified and c.value.weekday_agrees is not False]
    candidates = published_dates(page, now, on_page, believed)
    candidates += _elements(page, begin)
    candidates += [c for c in printed if not c.value.modified and c.value.weekday_agrees is not False]
    if not any(c.value.precision != "month" for c in candidates):
        candidates += attributes(page, title)
    if (first := DATELINE.match(title)) is not None:
        candidates += [Candidate(d, "text", ["dateline"]) for d in dates.find(first[1], now=now)]
    addresses = [page.url] if split(page.url).scheme != "file" else []
    addresses += [a for a in (canonical(page_head, page.url),) if a and believed]
    candidates += [
        Candidate(d, "url", ["address"]) for a in addresses[-1:] + addresses[:1] if (d := dates.from_url(a, now=now))
    ][:1]
    alone = _updates(page, printed, begin)
    if alone and all(_is_month_of(c.value, alone[0].value) for c in candidates):
        candidates, printed = candidates + alone, []
    modified = modified_date(page, now) if believed else None
    modified = modified or next((c.value.value for c in printed if c.value.modified), None)
    _weigh(candidates, modified)
    best = choose(page, "date", candidates)
    if best is None:
        return None, None, modified, used
    value, where = best.value, best.where
    for other in candidates:
        # A more exact word on the same day, from wherever it comes.
        if (
            value.precision != "minute"
            and other.value.precision == "minute"
            and other.value.value.startswith(value.value)
        ):
            value, where = other.value, other.where
    if value.precision == "day" and where == "text":
        value = minute_of(page, value)
    if modified and modified < value.value[: len(modified)]:
        modified = None
    return value, where, modified, used


def _is_month_of(month: dates.Date, other: dates.Date) -> bool:
    """Whether the first says no more than the month of the other."""
    return month.precision == "month" and other.value.startswith(month.value)


def _updates(page: Page, printed: list[Candidate], begin: int | None) -> list[Candidate]:
    """The update printed with the article ("Cập nhật lúc 08:30, 14/09/2026"), as its date: all that many newspapers print.
    Above the heading stands the page's clock, too.
    """
    over = -1 if begin is None else begin
    alone = [c for c in printed if (c.line or 0) > over or not is_fresh(page, c.value)]
    alone = [c for c in alone if c.value.weekday_agrees is not False]
    return [Candidate(replace(c.value, modified=False), c.where, c.evidence, line=c.line) for c in alone[:1]]


def _elements(page: Page, begin: int | None) -> list[Candidate]:
    """The candidates in <time> elements beside the article."""
    outline, block = page.outline, page.block
    assert outline and block
    end = end_of(outline, block)
    opening = next((p.number for p in page.found if is_prose(p.text)), block.first)
    found = []
    for number, value, names in outline.times:
        called = names.split()
        if not value or (_CHANGED.intersection(called) and not _PUBLISHED.intersection(called)):
            continue
        over = begin is not None and begin < number <= opening
        if over or block.first - 30 <= number < block.first or block.last <= number < end:
            parsed = dates.parse(iso(value), now=page.fetched_at)
            if parsed is not None and is_own(page, number, begin, parsed, named=True):
                found.append(Candidate(parsed, "time", ["time element"], line=number))
    return found


def _weigh(candidates: list[Candidate], modified: str | None) -> None:
    """Adds to the evidence what the candidates say of one another: that several places name one day, and that one is
    the update's.
    """
    changed = modified[:10] if modified else ""
    for candidate in candidates:
        value: dates.Date = candidate.value
        if value.precision == "minute":
            candidate.evidence.append("to the minute")
        elif value.precision == "month":
            candidate.evidence.append("month only")
        if any(other.where != candidate.where and _same_day(value.value, other.value.value) for other in candidates):
            candidate.evidence.append("named elsewhere")
        if changed and value.value[:10] == changed and any(
            other.value.value[:10] < changed and not _same_day(other.value.value, changed) and other.value.precision != "month"
            and not {"address", "head of another", "other order"} & set(other.evidence)
            for other in candidates
        ):  # fmt: skip
            candidate.evidence.append("the update's")


def _same_day(a: str, b: str) -> bool:
    """Whether two dates are of the same day somewhere on earth, or of the same month where one says no more."""
    if min(len(a), len(b)) < 10:
        return a[:7] == b[:7]
    return abs((datetime.fromisoformat(a[:10]) - datetime.fromisoformat(b[:10])).days) <= 1

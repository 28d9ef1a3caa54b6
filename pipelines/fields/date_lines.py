"""The dates that a page prints with its article: above and below the text, in its first and last lines, behind labels."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from pipelines.boilerplate.lines import is_prose
from pipelines.evidence import Candidate
from pipelines.fields.date_place import LABEL, is_fresh, is_own
from pipelines.fields.place import end_of, has_field, home_of
from pipelines.fields.printed_dates import DATED, find_printed, tells_when
from pipelines.outline import Node, Part
from pipelines.page import Page
from vietnamese import dates
from vietnamese.short_years import written_out

_LAST = re.compile(r"\(([^()]*\d{4}[^()]*)\)\s*$")  # "Tên bài (14/09/2026 08:30)"
# A paragraph that opens with its date: "29.11.2022 – Die Stadt ...", "(2. Mai 2024) Der ...".
DATELINE = re.compile(r"^\W{0,2}((?:[^\W\d_]+(?: vom)?,? )?\d[\w./ ]{3,24}?\d{4})\W{0,2}(?: ?[–—|:)]| -)")
_ISSUE = re.compile(r"\b(?:số|no\.|nr\.|n°)\s*(?:báo\s*)?:?\s*\d{1,5}\b", re.I)  # "Số 1127, thứ Sáu ngày 18-4-2003"
_CALLED_UP = re.compile(r"\W*(?:đường dây nóng|hot-?line|(?:điện thoại|đt|tel|phone|fax|zalo)\W|số tài khoản)", re.I)
_TODAY = re.compile(r"\b(?:hôm nay|today)\b", re.I)  # "Hôm nay 23/11/2026" is a clock, wherever it stands
_SIGNED = 8  # last lines of a text among which its date may stand, where an element is named for it
_TIMED = 24  # letters of a line that a <time> is most of
_CLOCK = timedelta(
    minutes=2
)  # a line that tells the time of fetching, when read as if fetched so much later, is a date


def dates_printed(
    page: Page, body: list[Part], before: list[int], begin: int | None
) -> tuple[list[Candidate], set[int]]:
    """The candidates printed with the article, updates among them, and the lines of the text that are nothing else.

    For `before` and `begin` see `find_dates`.
    """
    outline, block = page.outline, page.block
    assert outline and block
    found: list[Candidate] = []
    chosen = outline.fields.get("date")
    if chosen is not None:
        for n in range(chosen.first, chosen.last):
            found += [Candidate(d, "rule", ["rule"], line=n) for d in _line(page, n)]
    else:
        near = before if begin is None else [*before, *range(max(begin - 3, 0), begin)]
        far = set(before[:-4]) if begin is None else set()
        for n in [*near[-60:], *range(block.last, end_of(outline, block))]:
            named = has_field(outline.lines[n], "date")
            for d in _line(page, n):
                sign = "printed" if n not in far and is_own(page, n, begin, d, named=named) else None
                sign = sign or _further_off(page, n, begin, d, named)
                found += [Candidate(d, "text", [sign], line=n)] if sign else []
            if begin is not None and begin < n < block.first:
                found += _opening(page, n)
    if begin is not None and (last := _LAST.search(outline.lines[begin].text)):
        found += [Candidate(d, "text", ["printed"], line=begin) for d in dates.find(last[1], now=page.fetched_at)]
    inside, used = _inside(page, body, begin)
    return (found + inside) or _labelled(page, body) or _of_issue(page), used


def _line(page: Page, number: int) -> list[dates.Date]:
    """The dates of a line that stands outside the text, by its number."""
    assert page.outline
    line = page.outline.lines[number]
    if len(line.text) > 120 or not DATED.search(line.text) or _CALLED_UP.match(line.text):
        return []
    found = find_printed(line.text, page, has_field(line, "date"))
    return [d for d in found if not (_TODAY.search(line.text) and is_fresh(page, d))]


def _inside(page: Page, body: list[Part], begin: int | None) -> tuple[list[Candidate], set[int]]:
    """The dates of the first and last lines of the text, and which of these lines are nothing but a date."""
    outline, block = page.outline, page.block
    assert outline and block
    now = page.fetched_at
    found: list[Candidate] = []
    used: set[int] = set()
    openings = [p.number for p in body[:6] if is_prose(p.text)][:3]
    opening = openings[0] if openings else block.last
    wide = home_of(outline, block, begin) is None
    last = max((p.number for p in body if is_prose(p.text)), default=block.last)
    signed = [p for p in body[-_SIGNED:] if p.number > last]
    signed = [p for p in signed if has_field(p.line, "date") or p.line.node.align == "right"]  # a letter's, over a name
    beside = [p for p in page.gone if p.number < opening and p.rule in ("share", "tools") and has_field(p.line, "date")]
    timed = {number for number, value, _ in outline.times if value}
    over = [p for p in body[3:6] if p.number < opening]  # below a name, and what its bearer is
    for n in sorted({p.number for p in [*body[:3], *over, *body[-2:], *signed, *beside]} | set(openings)):
        line = outline.lines[n]
        if n < opening and n in timed and len(line.text) <= _TIMED and not line.level:
            used.add(n)  # "Feb 17", "Last Monday": what is no date of a day
        if not DATED.search(line.text):
            continue
        told = _is_told(line.text)
        read = [] if told else _line(page, n)
        ahead = n < opening and bool(dates.find(line.text))  # of a day after the capture: not believed, but no text
        if not told and (ahead or _is_date_line(line.text, len(read), now)):
            used.add(n)
        early = begin is not None and n <= (
            openings[1] if len(openings) > 1 else opening
        )  # above the text, or its lead
        if wide and not early and not has_field(line, "date"):
            read = [d for d in read if not is_fresh(page, d)]  # the last line of a whole page, not of its article
        found += [Candidate(d, "text", ["printed"], line=n) for d in read]
        if not read and n in openings:
            found += _opening(page, n)
    return found, used


def _is_date_line(text: str, count: int, now: datetime) -> bool:
    """Whether a line of which so many dates were read is nothing but these, or says who published when."""
    if len(text) >= 100:
        return False
    text = written_out(text)
    return count > 1 or (count == 1 and len(text) < 60) or bool(dates.find(text, now=now + _CLOCK)) or tells_when(text)


def _is_told(text: str) -> bool:
    """Whether a line is a short sentence that speaks of a day: "Hồ sơ được duyệt ngày 16/12/2025."."""
    return text.endswith(".") and not dates.find(text) and len(text.split()) > 5 and LABEL.match(text) is None


def _opening(page: Page, number: int) -> list[Candidate]:
    """The date that a paragraph opens with."""
    assert page.outline
    first = DATELINE.match(page.outline.lines[number].text)
    found = dates.find(first[1], now=page.fetched_at) if first else []
    return [Candidate(d, "text", ["dateline"], line=number) for d in found]


def _further_off(page: Page, number: int, begin: int | None, found: dates.Date, named: bool) -> str | None:
    """The evidence for a date in line `number`, which is in no place that is surely the article's; None where nothing
    speaks for it. `named`: class names call the line a date.
    """
    assert page.outline
    lines = page.outline.lines
    if found.weekday_agrees is not None or is_fresh(page, found) or not _is_apart(lines[number].node):
        return None
    if begin is None and any(line.level == 1 for line in lines[max(number - 3, 0) : number]):
        return "below a heading"
    if named:
        return "named a date"
    alone = begin == number + 1 and lines[number].links == 0 and bool(dates.find(lines[number].text))
    return "above the heading" if alone else None


def _labelled(page: Page, body: list[Part]) -> list[Candidate]:
    """The candidates in the midst of the text behind a label of publication: "Erschienen am 2. Mai 2024"."""
    found = []
    for part in body:
        if len(part.text) < 80 and DATED.search(part.text) and LABEL.match(part.text):
            read = [d for d in find_printed(part.text, page, False) if not d.modified and d.weekday_agrees is not False]
            found += [Candidate(d, "text", ["labelled"], line=part.number) for d in read[:1]]
    return found


def _of_issue(page: Page) -> list[Candidate]:
    """The day that a line above the text prints beside the number of the issue in which the article stood."""
    assert page.outline and page.block
    for number, line in enumerate(page.outline.lines[: page.block.first]):
        if len(line.text) < 80 and _ISSUE.search(line.text):
            return [Candidate(d, "text", ["issue"], line=number) for d in _line(page, number) if not is_fresh(page, d)]
    return []


def _is_apart(node: Node | None) -> bool:
    """Whether what stands in a node is neither of a list of other articles nor of comments."""
    while node is not None:
        if node.chrome in ("related", "comment-form", "sidebar", "popup", "hidden", "nav") or node.tag == "li":
            return False
        node = node.parent
    return True

"""The candidates for the byline whom only their place tells: a few words with capitals right beside the date."""

from __future__ import annotations

import re

from pipelines.evidence import Candidate
from pipelines.fields.author import is_site
from pipelines.fields.byline_beside import MOST, OTHERS, leads_to_person
from pipelines.fields.place import is_linked
from pipelines.fields.printed_dates import DATED
from pipelines.language import names
from pipelines.language.diacritics import right
from pipelines.language.section_names import NAMES
from pipelines.outline import Part, in_chrome
from pipelines.page import Page
from vietnamese import bylines, dates
from vietnamese.credits import credit

_OVER = 3  # lines above the heading in which name and date may stand, as in a column on its left
_LEAD = 2  # paragraphs below the heading above which they may stand: the lead, and the text
_WEEKDAY = r"(?:(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|t[2-7]|cn)[ ,-]+)?"
# What a line's date begins with: "21/11/2026", "07:15, 21-11-2026", "Thứ Bảy, 21.11.2026", "21 tháng 11, 2026"
_DAY = re.compile(
    rf"{_WEEKDAY}(?:\d{{1,2}}[:hg]\d\d[ ,|–-]+)?{_WEEKDAY}(?:ngày )?\d{{1,2}}(?: ?[/.-] ?\d{{1,2}} ?[/.-] ?| tháng \d{{1,2}},? (?:năm )?)\d{{4}}"
    r"(?:[ ,|–-]+\d{1,2}[:hg]\d\d(?::\d\d)?)?(?: ?\(?(?:GMT|UTC) ?\+ ?0?7\)?)?",
    re.I,
)
_CELLS = ("td", "th", "dd")
_BETWEEN = re.compile(r"\s*[|•·–—]\s*|\s+-\s+|\s+-$|^-\s+")
_PLACED = re.compile(r",\s*(?:ngày)?$", re.I)  # "Vàm Sáng, ngày 21/11/2026": where a report was written


def candidates_dated(page: Page, body: list[Part], title_line: int | None) -> list[Candidate]:
    """The candidates in the lines from right above the heading to the text, in one line with a date or beside it, who may
    be anybody; none without a heading.

    The name stands nowhere else on the page: not in the menu, not by other articles, not among what the text speaks of.
    """
    assert page.outline
    if title_line is None:
        return []
    lines = page.outline.lines
    long = [p.number for p in body if len(p.text) > MOST and p.number > title_line]
    end = (long[:_LEAD] or [title_line])[-1]
    found = []
    for n in range(max(title_line - _OVER, 0), end):
        line = lines[n]
        role = in_chrome(line.node)
        if (
            line.level
            or len(line.text) > MOST
            or line.unread is not None
            or role in OTHERS
            or (role and n < title_line)
        ):
            continue
        if n and line.node.tag in _CELLS and names.is_bare(lines[n - 1].text) and _may_write(line.text):
            found.append(Candidate(line.text, "text", ["labelled", "above the text"], line=n))
            continue
        told = _in_line(line.text)
        if not told and _is_dated(lines[n - 1].text if n else "", lines[n + 1].text if n + 1 < len(lines) else ""):
            told = [right(line.text)]
        told = [name for name in told if bylines.may_be_person(name) and _is_new(page, name, n)]
        if len(told) == 1 and (not line.links or leads_to_person(line) or told[0] != line.text):
            where = "above the text" if n > title_line else "above the heading"
            found.append(Candidate(told[0], "text", ["by its place", where], line=n))
    return found if len({str(one.value) for one in found}) == 1 else []


def in_cells(body: list[Part]) -> tuple[list[Candidate], set[int]]:
    """The candidates in the rows of a table above the text, each in the cell behind a label's; the numbers of the rows
    that say who has written it, or when, and nothing else. Both empty where no row names anybody.
    """
    found: list[Candidate] = []
    used: set[int] = set()
    for p in body:
        if p.kind != "row":
            break
        cells = p.text.split(" | ")
        pairs = [*zip(cells[::2], cells[1::2], strict=False)] if len(cells) % 2 == 0 else []
        told = [who for label, who in pairs if names.is_bare(label) and _may_write(who)]
        dated = [when for label, when in pairs if DATED.search(when) and not dates.strip_date(f"{label}: {when}")]
        found += [Candidate(who, "text", ["labelled", "above the text"], line=p.number) for who in told]
        used |= {p.number} if pairs and len(told) + len(dated) == len(pairs) else set()
    return found, used if found else set()


def _may_write(name: str) -> bool:
    """Whether a cell names a person or a desk."""
    return bool(bylines.may_be_person(name) or bylines.byline(name))


def _in_line(text: str) -> list[str]:
    """Whoever the pieces of a line before and behind its date name, each without label and count; empty without a date."""
    text = right(text.replace("\n", " | "))
    day = _DAY.search(text)
    if day is None or _PLACED.search(text[: day.start()].rstrip(" -–—|")):
        return []
    pieces = [*_BETWEEN.split(text[: day.start()].strip()), *_BETWEEN.split(text[day.end() :].strip())]
    told = [names.names(piece.strip(" ,")) for piece in pieces if piece.strip(" ,")]
    return [who[0] for who in told if len(who) == 1]


def _is_dated(*beside: str) -> bool:
    """Whether one of two lines is a date and nothing else."""
    return any(len(one) <= MOST and DATED.search(one) and not dates.strip_date(one) for one in beside)


def _is_new(page: Page, name: str, number: int) -> bool:
    """Whether a name is no section's and no site's, and no other line of the page holds it or speaks of its bearer."""
    assert page.outline and page.head
    if name.lower() in NAMES or is_site(name, page) or is_linked(page, name) or names.is_labelled(name):
        return False
    texts = (line.text for n, line in enumerate(page.outline.lines) if n != number)
    others = "\n".join(credit(text)[0] if name in text else text for text in texts)  # who took a picture may write
    return not bylines.is_spoken_of(name, f"{page.head.page_title}\n{others}")

"""Which lines of a page look like its title: by their own looks, and by the title that the head names."""

from __future__ import annotations

import re

from pipelines.addresses.address import join, split
from pipelines.language.title_keys import alike, key
from pipelines.outline import Line, Outline, in_chrome, prose
from pipelines.structured_data.page_head import CUT, PageHead
from vietnamese import bylines

_DAY = re.compile(
    r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d\b|\btháng \d|\b\d{1,2}(?:er|\.)? [A-Za-zà-ÿ]{3,9} (?:19|20)\d\d$"
    r"|\b[A-Z][a-z]{2,8}\.? \d{1,2}, (?:19|20)\d\d\b"
)
_POSTED = re.compile(r"(?:ngày đăng|đăng (?:lúc|ngày)|cập nhật|posted|published)\b.{0,12}\d", re.I)
_TEASER = 400  # characters below a heading that is a link, before the next
_HOME = frozenset(("", "/", "/index.html", "/index.php", "/default.aspx", "/home"))


def is_titled(line: Line) -> bool:
    """Whether class names call a line a title."""
    if "title" in line.node.meaning.fields:
        return True
    parent = line.node.parent
    return parent is not None and "title" in parent.meaning.fields and parent.last - parent.first == 1


def is_heading(line: Line) -> bool:
    """Whether a line looks like one that could be an article's title."""
    if line.level or is_titled(line):
        return True
    return len(line.text) < 250 and (line.node.bold or line.bold >= 0.9 * len(line.text))


def is_signature(line: Line) -> bool:
    """Whether a line signs an article: a name, set apart or called an author's."""
    apart = line.node.align == "right" or is_heading(line) or "byline" in line.node.meaning.fields
    return apart and bool(bylines.byline(line.text))


def is_dated_below(page: Outline, heading: int, within: int = 3) -> bool:
    """Whether a date stands right below a heading, `within` so many lines, as it does below an article's and not below a
    list's.
    """
    for line in page.lines[heading + 1 : heading + 1 + within]:
        labelled = within == 1 and _POSTED.search(line.text) is not None
        if line.hrefs or (prose(line.text, line.links) and not labelled):
            return False
        if len(line.text) < 80 and _DAY.search(line.text):
            return True
    return False


def is_one_of_teasers(outline: Outline, number: int) -> bool:
    """Whether a heading that is a link has a few words below it, and then another of its kind with words of its own, as
    the first of a list has ("Tin buồn").
    """
    lines = outline.lines
    first = lines[number]
    if not first.level or not lines[number + 1 : number + 2] or lines[number + 1].hrefs:
        return False
    told = 0
    for place in range(number + 1, min(number + 5, len(lines) - 1)):
        line = lines[place]
        alike = (line.level, line.node.names) == (first.level, first.node.names)
        if alike and line.links >= 0.9 * len(line.text) - 2 and line.hrefs and line.hrefs[0] not in first.hrefs:
            return told < _TEASER and not lines[place + 1].hrefs and not lines[place + 1].level
        told += len(line.text)
    return False


def names_day(text: str) -> bool:
    """Whether a text names a day, in figures or with a month: "Công văn 112 ngày 05/01/2016"."""
    return _DAY.search(text) is not None


def headings(page: Outline, page_head: PageHead) -> list[int]:
    """The numbers of the lines that print the title which the page's head names; none where it names no title."""
    keys = {k for title in [*page_head.titles, page_head.page_title] if (k := key(title))}
    if not keys:
        return []
    bare = {key(CUT.split(title)[0]) for title in [*page_head.titles, page_head.page_title]} - {
        "",
        *map(key, page_head.site),
    }
    starts = {k[:2] for k in keys}
    letters = {
        letter
        for title in [*page_head.titles, page_head.page_title]
        for letter in title[:1].lower() + title[:1].upper()
    }
    found = []
    for number, line in enumerate(page.lines):
        text = line.text
        if not line.level and (text[:1] not in letters or key(text[:5])[:2] not in starts):
            continue
        if not 2 <= len(text) <= 300 or (line.links and not is_heading(line)):
            continue
        if line.hrefs and split(join(page_head.base, line.hrefs[0])).path.lower() in _HOME:
            continue  # the name of the site
        k = key(text)
        is_title = (k in bare and is_heading(line)) or (len(text) >= 8 and any(alike(k, t) for t in keys))
        if is_title and in_chrome(line.node) in (None, "hidden", "popup", "sidebar"):
            found.append(number)
    return found

"""Where the links of a page lead: away from the text, to other articles, to sections."""

from __future__ import annotations

from archive.hosts import host
from pipelines.addresses.address import join, split
from pipelines.boilerplate.headings import is_heading, is_one_of_teasers, names_day
from pipelines.boilerplate.lines import is_link
from pipelines.fields.place import has_field
from pipelines.outline import Block, Line, Outline, in_chrome, prose
from pipelines.page import Page

_DATE = 40  # letters of a line that is a date, between a teaser's title and its text


def leads_away(line: Line) -> bool:
    """Whether a line is a heading that is a link to another page, as those of teasers are."""
    return is_heading(line) and is_link_away(line) and len(line.text) >= 20


def is_link_away(line: Line) -> bool:
    """Whether the whole line is a link, and to no part of the same page (`#buoc-2`)."""
    return is_link(line) and not all(len(href) > 1 and href[0] == "#" for href in line.hrefs)


def count_links(outline: Outline) -> int:
    """How many lines are nothing but links."""
    return sum(1 for line in outline.lines if line.links >= 0.9 * len(line.text) - 2 and line.hrefs)


def leads_elsewhere(page: Page, outline: Outline, block: Block, heading: int | None) -> bool:
    """Whether the text stands under a heading that is a link to another page: an excerpt of that page."""
    assert page.head
    start = heading if heading is not None and heading < block.last else max(block.first - 3, 0)
    for number in range(start, block.last):
        line = outline.lines[number]
        if number != heading and prose(line.text, line.links):
            return False
        if not is_heading(line) and line.bold < 0.6 * line.links:
            continue
        if not is_link_away(line) or in_chrome(line.node):
            continue
        if len(line.text.split()) < 4 and not (number == heading and is_one_of_teasers(outline, number)):
            continue
        if (number == heading and line.level == 1) or has_field(line, "byline"):
            continue
        there = _comparable_address(page.head.base, line.hrefs[0])
        own = [_comparable_address(page.url, href) for href in ("", page.head.canonical)]
        return there not in own and (there != _comparable_address(page.head.base, "") or page.head.base.endswith("/"))
    return False


def _comparable_address(base: str, href: str) -> str:
    """What of an address tells whether two are of one page: host, path and query."""
    url = join(base, href)
    parts = split(url)
    return f"{host(url)}{parts.path.rstrip('/')}?{parts.query}"


def count_teasers(outline: Outline, block: Block, heading: int | None) -> int:
    """How many of the lines lead to other pages as a list of articles does: headings that are links, or links each with
    some prose below, a date between. Counted on the page where it has no heading of its own, else in the text."""
    headings = pairs = told = 0
    previous = False
    for number, line in enumerate(outline.lines):
        inside = block.first <= number < block.last
        if not inside and heading is not None:
            continue
        linked = (
            is_link_away(line) and len(line.text) >= 20 and (heading is None or not in_chrome(line.node, block.node))
        )
        headings += linked and is_heading(line)
        if inside and prose(line.text, line.links):
            told += 1
            pairs += previous
        previous = linked or (previous and len(line.text) <= _DATE and names_day(line.text))
    return max(headings, pairs if pairs >= 3 and pairs >= 0.6 * told else 0)

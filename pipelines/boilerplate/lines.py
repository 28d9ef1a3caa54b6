"""What a line is by itself: running text, a link, where it leads, a numbered heading."""

from __future__ import annotations

import re
from bisect import bisect_left

from archive.hosts import host
from pipelines.addresses.address import join
from pipelines.outline import Line, is_file
from pipelines.outline.model import DENSE_LEAST, SENTENCE_END

LABEL = 20  # letters of "Đọc tiếp", "Read more"
LONG = 40  # letters from which on a line is more than a name or a label, and no article prints it twice
_FULL_STOPS = ("。", "！", "？", "」")  # of Chinese and Japanese, where a sentence takes half as many signs
_PARAGRAPH = 60  # letters that no title ending with a full stop has
# What a list prints behind a link: "[21.03.2011 16:20]", "(02/05/2012)"
_DATED = re.compile(r"[\[(]\d{1,2}[./-]\d{1,2}[./-](?:\d\d){1,2}(?:[ ,–-]+\d{1,2}[:h]\d\d(?::\d\d)?)?[\])]$")
_NUMBERED = re.compile(r"\d{1,2}[.)/:] ?\D")  # "3. Chuồng trại": a heading of the article's, though it is a link


def is_teaser(line: Line, hosts: set[str], base: str) -> bool:
    """Whether a line is nothing but a link of some words to another page of the site, and no numbered heading."""
    within_site = leads_within_site(line.href or "", hosts, base)
    return is_link(line) and len(line.text) >= 20 and not is_numbered(line) and within_site


def is_numbered(line: Line) -> bool:
    """Whether a line is a heading that begins with a number."""
    return line.level > 0 and _NUMBERED.match(line.text) is not None


def is_link(line: Line) -> bool:
    """Whether the whole line is a link, but for a bullet before it and a date behind it."""
    size = len(line.text)
    if not line.hrefs:
        return False
    rest = size - line.links
    if rest <= 0.1 * size + 2 or (rest <= 18 and line.links >= 0.6 * size):
        return True
    dated = _DATED.search(line.text) if line.text[-1] in ")]" else None
    return dated is not None and rest <= len(dated[0]) + 3


def leads_within_site(href: str, hosts: set[str], base: str) -> bool:
    """Whether a link leads to another page of the same site."""
    if is_file(href) or href.startswith(("#", "mailto:", "tel:", "javascript:")):
        return False
    there = join(base, href)
    return there.startswith("file:") or (bool(there) and host(there) in hosts)


def is_prose(text: str) -> bool:
    """Whether a line is running text and no label: long, or a sentence."""
    if len(text) < 40:
        return len(text) >= DENSE_LEAST and text[-1] in _FULL_STOPS
    return len(text) >= 80 or bool(SENTENCE_END.search(text))


def is_linked_paragraph(lines: list[Line], n: int, alive: list[int], link: dict[int, bool]) -> bool:
    """Whether a line that is a link as a whole is a paragraph of the article's all the same: a sentence, and the lines
    above and below it among those `alive` are running text of the same element, none a link.
    """
    line = lines[n]
    if len(line.text) < _PARAGRAPH or not SENTENCE_END.search(line.text):
        return False
    place = bisect_left(alive, n)
    beside = [lines[m] for m in alive[max(place - 1, 0) : place + 2] if m != n and not link[m]]
    return len(beside) == 2 and all(
        is_prose(other.text) and other.node.parent is line.node.parent and other.node.tag == line.node.tag
        for other in beside
    )

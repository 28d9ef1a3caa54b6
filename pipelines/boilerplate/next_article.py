"""Where another article begins below an article, in its own block."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipelines.boilerplate.headings import is_heading, is_signature
from pipelines.boilerplate.lines import LONG
from pipelines.language import names
from pipelines.outline import Line, Node, prose
from vietnamese import bylines

_DATED = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d\d\b|\b(?:19|20)\d\d-\d\d-\d\d\b")
_HEAD = 7  # lines below a title that may be date, author and lead
_WHOLE = 200  # characters of running text that another article has
_TITLE = 6  # words of the title of an article that no date follows
_BOXED = 4  # the same, of one that a name or a date follows


def find_next_article(lines: list[Line], alive: list[int], start: int, heading: int | None) -> int | None:
    """The place in `alive`, from `start` on, where the title of another article stands: one that looks as the first one
    does, with a date or a name of its own below; stands below a signature; or is followed by what followed the
    first, by its class names. None for none.
    """
    if heading is None:
        return None
    title = lines[heading]
    begin = _opening(lines, heading)
    head = {told.node.names for told in lines[heading + 1 : begin] if _prints_date_or_text(told)} - {
        "",
        title.node.names,
    }
    for place in range(start, len(alive)):
        line = lines[alive[place]]
        if not line.level and not line.node.own_title:
            continue
        if not is_heading(line) or len(line.text.split()) < 4:
            continue
        near = line.level <= max(title.level, 1) + 1
        named = bool(title.node.names) and line.node.names == title.node.names
        alike = line.node.tag == title.node.tag and line.node.names == title.node.names
        below = [lines[n] for n in alive[place + 1 : place + 5]]
        if near and ((named and alike) or ((named or alike or line.level == 1) and any(map(_is_dated, below)))):
            return place
        if _repeats(head - {line.node.names}, below, lines[begin : alive[place]]):
            return place
        if any(map(_is_dated, below)) and any(is_signature(lines[n]) for n in alive[max(place - 2, 0) : place]):
            return place
    return None


def _opening(lines: list[Line], heading: int) -> int:
    """The number of the line behind the first paragraph below a title, which may be the lead."""
    for n in range(heading + 1, min(heading + 1 + _HEAD, len(lines))):
        if prose(lines[n].text, lines[n].links):
            return n + 1
    return heading + 1


def _repeats(head: set[str], below: list[Line], text: list[Line]) -> bool:
    """Whether the lines `below` a heading begin as the first article does: with a date or lead called by the class
    names in `head`, by which no paragraph of `text` is called, and then one that is called as those are.
    """
    paragraphs = {line.node.names for line in text if prose(line.text, line.links)}
    for place, line in enumerate(below[:3]):
        if line.node.names in head - {other.node.names for other in text} and _prints_date_or_text(line):
            return any(other.node.names in paragraphs and _prints_date_or_text(other) for other in below[place + 1 :])
    return False


def _prints_date_or_text(line: Line) -> bool:
    """Whether a line prints a date or running text."""
    return _is_dated(line) or prose(line.text, line.links) > 0


def _is_dated(line: Line) -> bool:
    """Whether a short line prints a date, or class names say so."""
    return len(line.text) < 100 and (bool(_DATED.search(line.text)) or "date" in line.node.meaning.fields)


def find_boxed_article(
    lines: list[Line], alive: list[int], start: int, heading: int | None, is_teaser: Callable[[int], bool]
) -> int | None:
    """The place in `alive`, from `start` on, where a box begins that holds another article as a whole, the last text of all:
    its title, and the text. None for none.

    The title is of the first rank as the article's own, or a link to it; or a name or a date stands right below it, or
    it stands below a signature.
    """
    if heading is None:
        return None
    for place in range(start, len(alive)):
        n = alive[place]
        line, box = lines[n], lines[n].node.parent
        while box is not None and box.first == n and box.prose < _WHOLE:
            box = box.parent
        if box is None or box.first != n or box.first <= alive[0] or not is_heading(line):
            continue
        if any(prose(lines[m].text, lines[m].links) for m in alive if m >= box.last):
            continue
        if len(line.text.split()) >= _TITLE and box.prose >= 2 * _WHOLE and lines[heading].level == 1:
            titled = line.level == 1 or (line.level == 2 and is_teaser(n))
            if titled and sum(lines[m].level == 1 for m in alive) <= 2:
                return place
        if len(line.text.split()) >= _BOXED and _is_whole(lines, alive, place, box):
            return place
    return None


def _is_whole(lines: list[Line], alive: list[int], place: int, box: Node) -> bool:
    """Whether a box that begins at a `place` in `alive` is the only one of its kind and holds an article as a whole: signed or dated
    right below its title, or below the signature of the text above it.
    """
    n = alive[place]
    kin = [c for c in box.parent.children if (c.tag, c.names) == (box.tag, box.names)] if box.parent else []
    if box.prose < _WHOLE or any(c.prose and c is not box for c in kin):
        return False
    signed = any(is_signature(lines[m]) for m in alive[max(place - 2, 0) : place])
    below = lines[alive[place + 1]] if place + 1 < len(alive) else lines[n]
    told = len(below.text) < 2 * LONG and (_is_dated(below) or _names_author(below.text))
    return signed or told or box.tag == "article"


def _names_author(text: str) -> bool:
    """Whether a line is a byline and nothing else, in Vietnamese or behind a label: "By Mara Tester"."""
    return bylines.byline(text) is not None or (
        names.is_labelled(text) and all(map(names.is_person, names.names(text)))
    )

"""What follows an article within its own block: another article, teasers, comments; and what is printed twice."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipelines.boilerplate.chrome import is_comment
from pipelines.boilerplate.headings import is_heading, key
from pipelines.boilerplate.phrases import phrase
from pipelines.outline import Line, prose

_LEAST = 200  # characters of running text above which something may follow an article
_DATED = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d\d\b|\b(?:19|20)\d\d-\d\d-\d\d\b")
_LONG = 40  # characters of a paragraph that no article prints twice


def find_tail(
    lines: list[Line], alive: list[int], heading: int | None, is_teaser: Callable[[int], bool]
) -> dict[int, str]:
    """The lines that follow an article in its own block, each with its rule: `next-article`, `related`, `comment-form`.

    `alive` are the numbers of the block's lines that no rule has taken yet, `heading` that of the title's line or None;
    `is_teaser` says of a number whether its line is nothing but a link to another article.
    """
    told, start = 0, len(alive)
    for place, n in enumerate(alive):
        told += prose(lines[n].text, lines[n].links)
        if told >= _LEAST:
            start = place + 1
            break
    ends = [
        (place, rule)
        for place, rule in (
            (_next_article(lines, alive, start, heading), "next-article"),
            (_comments(lines, alive, start), "comment-form"),
            (_teasers(lines, alive, start, is_teaser), "related"),
        )
        if place is not None
    ]
    if not ends:
        return {}
    place, rule = min(ends)
    return dict.fromkeys(alive[place:], rule)


def find_repeated(lines: list[Line], alive: list[int]) -> set[int]:
    """The lines that a page prints again: copies for another screen, long paragraphs and the short lines between them."""
    seen: dict[str, int] = {}
    repeated: set[int] = set()
    places = {n: place for place, n in enumerate(alive)}
    for n in alive:
        k = key(lines[n].text)
        if len(k) < _LONG:
            continue
        if k in seen and lines[seen[k]].node.parent is not lines[n].node.parent:
            repeated.add(n)
        else:
            seen.setdefault(k, n)
    for n in sorted(repeated):
        first = seen[key(lines[n].text)]
        for step in (1, -1):
            here, there = places[n] + step, places[first] + step
            while 0 <= here < len(alive) and 0 <= there < len(alive) and alive[here] not in repeated:
                if alive[there] in repeated or key(lines[alive[here]].text) != key(lines[alive[there]].text):
                    break
                repeated.add(alive[here])
                here, there = here + step, there + step
    return repeated


def _next_article(lines: list[Line], alive: list[int], start: int, heading: int | None) -> int | None:
    """Where the title of another article stands: looks as the first one does, with a date or a name of its own below."""
    if heading is None:
        return None
    title = lines[heading]
    for place in range(start, len(alive)):
        line = lines[alive[place]]
        if not line.level and not line.node.own_title:
            continue
        if not is_heading(line) or len(line.text.split()) < 4 or line.level > max(title.level, 1) + 1:
            continue
        named = bool(title.node.names) and line.node.names == title.node.names
        alike = line.node.tag == title.node.tag and line.node.names == title.node.names
        below = [lines[n] for n in alive[place + 1 : place + 5]]
        if (named and alike) or ((named or alike or line.level == 1) and any(map(_is_dated, below))):
            return place
    return None


def _is_dated(line: Line) -> bool:
    """Whether a short line prints a date, or class names say so."""
    return len(line.text) < 100 and (bool(_DATED.search(line.text)) or "date" in line.node.hints.fields)


def _comments(lines: list[Line], alive: list[int], start: int) -> int | None:
    """Where comments begin: at the short line above the first of two that say how long ago they were written."""
    told = [place for place in range(start, len(alive)) if is_comment(lines[alive[place]])]
    if len(told) < 2:
        return None
    begin = told[0]
    while begin > start and len(lines[alive[begin - 1]].text) < _LONG and not prose(lines[alive[begin - 1]].text, 0):
        begin -= 1
        if is_heading(lines[alive[begin]]):
            break
    return begin


def _teasers(lines: list[Line], alive: list[int], start: int, is_teaser: Callable[[int], bool]) -> int | None:
    """Where a list of teasers begins with which a block ends: links to other articles, each with two lines at most."""
    begin, run = None, 0
    told: list[bool] = []  # of each link from the last one up, whether text follows it
    for place in range(len(alive) - 1, start - 1, -1):
        if is_teaser(alive[place]):
            begin = place
            told.append(any(prose(lines[n].text, lines[n].links) for n in alive[place + 1 : place + 1 + run]))
            run = 0
            continue
        run += 1
        if run > 2 or len(lines[alive[place]].text) > 400:
            break
    if begin is None or len(told) < 2 or (told[0] and not any(told[1:])):
        return None  # a paragraph below a few links is the article's
    above = lines[alive[begin - 1]]
    if begin > start and len(above.text) < _LONG and (above.level or phrase(above.text)):
        begin -= 1
    return begin

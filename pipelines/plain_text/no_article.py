"""Why a page text without a date is no article: a list of articles, an answer to a search, a page about the site, an error."""

from __future__ import annotations

import re
from itertools import pairwise

from archive.reasons import Code, Reason
from pipelines import page_type
from pipelines.plain_text.lines import Line
from pipelines.plain_text.run import is_listed

_LEAST = 4  # articles that a list tells of
_ROW = 2  # lines of running text that it tells of each at most
_TOP = 3  # first lines of a page, where its clock stands
_NAMED = 6  # words of a title that names one story, as a section's name does not
_SHORT = 600  # characters of running text, below which the title of an error or a form is believed


def reason(lines: list[Line], title: int | None, first: int, last: int) -> Reason | None:
    """Why the text `lines[first:last]` below the line `title` is none; None where it may be one, or is dated."""
    start = first if title is None else title
    near = range(min(max(start - 5, _TOP), start), last)
    days = sum(lines[n].shape == "date" and not lines[n].site for n in near)
    if (days == 0 or days >= _LEAST) and _is_list(lines[start:last]) and not _is_one_story(lines[start:last]):
        return Reason(Code.LISTING, links=sum(map(is_listed, lines)), words=sum(line.words for line in lines))
    if days:
        return None
    told = sum(len(line.text) for line in lines[first:last] if line.told)
    named = page_type.named_by(lines[start if title is not None else max(start - 1, 0)].text)
    sure = named is Code.SEARCH_RESULTS or (named is not None and told < _SHORT)
    return Reason(named) if named is not None and sure else None


def _is_one_story(lines: list[Line]) -> bool:
    """Whether half of what stands below a title speaks of the same as it, by two words that follow each other in both:
    advice in six steps, questions and answers."""
    if lines[0].words < _NAMED:
        return False
    title = _pairs(lines[0])
    parts: list[set[str]] = []
    for line in lines[1:]:
        if is_listed(line) or not parts:
            parts.append(set())
        parts[-1] |= _pairs(line)
    return 2 * sum(not part.isdisjoint(title) for part in parts) >= len(parts) > 0


def _pairs(line: Line) -> set[str]:
    words = re.findall(r"\w+", line.text.lower())
    return {f"{one} {two}" for one, two in pairwise(words)}


def _is_list(lines: list[Line]) -> bool:
    """Whether titles, each another, stand above one or two lines of running text, and no text goes on for longer."""
    row = _ROW
    heads: set[str] = set()
    head = ""
    for line in lines:
        if is_listed(line):
            row, head = 0, line.key
        elif line.told or (line.site and line.shape in ("prose", "sentence")):
            if row == _ROW:
                return False
            row += 1
            heads.add(head)
    return len(heads) >= _LEAST

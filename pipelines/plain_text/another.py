"""Another whole article below the first, as pages that are scrolled without end have it."""

from __future__ import annotations

from itertools import pairwise

from pipelines.plain_text.lines import Line

_TITLE = 5  # words of a title at least
_NEAR = 3  # lines below a title among which its day and hour stand
_BELOW = 8  # lines below these that are looked at
_TOLD, _LONG = 2, 160  # paragraphs below them, and the letters of these, at least
_VERSE = 6  # lines of verse that count as much
_ARTICLE = 3  # paragraphs of the first article at least; in a list each has fewer


def second(lines: list[Line]) -> int:
    """The number of the line that heads the second article of a page: a title, its day and hour, and text, below a first
    that is headed in the same way. The number of lines where there is no such second one."""
    heads = [n for n in range(len(lines)) if _is_head(lines, n)]
    for one, other in pairwise(heads):
        if sum(line.told for line in lines[one:other]) >= _ARTICLE:
            return other
    return len(lines)


def _is_head(lines: list[Line], n: int) -> bool:
    """Whether line `n` is a title with its day and hour below it, and below these the paragraphs of an article."""
    if lines[n].shape != "title" or lines[n].words < _TITLE or lines[n].site:
        return False
    dated = next((m for m in range(n + 1, min(n + 1 + _NEAR, len(lines))) if _has_hour(lines[m])), None)
    if dated is None or any(line.told for line in lines[n + 1 : dated]):
        return False
    below = lines[dated + 1 : dated + 1 + _BELOW]
    told = [line for line in below if line.told]
    long = len(told) >= _TOLD and sum(len(line.text) for line in told) >= _LONG
    return long or sum(line.shape == "verse" for line in below) >= _VERSE


def _has_hour(line: Line) -> bool:
    """Whether a line is a date with its hour."""
    return line.shape == "date" and line.date is not None and line.date.precision == "minute"

"""Where the comments on an article begin, in its own block."""

from __future__ import annotations

import re

from pipelines.boilerplate.chrome import is_comment
from pipelines.boilerplate.headings import is_signature
from pipelines.boilerplate.lines import LABEL, LONG
from pipelines.boilerplate.phrases import phrase
from pipelines.outline import Line, in_chrome, prose
from vietnamese import bylines

_SAID = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d\d){1,2}\b")  # the day in "Lan Thử - 04/05/2012"
_NEAR_END = 7  # last lines of a block, among which the only comment may stand


def find_comments(lines: list[Line], alive: list[int], start: int) -> int | None:
    """The place in `alive`, from `start` on, where comments begin: at the short line above the first of two that say
    how long ago they were written. None for none.
    """
    found = [place for place in range(start, len(alive)) if is_comment(lines[alive[place]])]
    told = [place for place in found if in_chrome(lines[alive[place]].node) != "related"]  # a teaser tells its age, too
    if len(told) < 2:
        return _only_comment(lines, alive, max(start, 1))
    begin = told[0]
    for _ in range(1 + sum(_may_stand_over(lines[n]) for n in alive[told[0] + 1 : told[1]])):
        if begin == start or not _may_stand_over(lines[alive[begin - 1]]):
            break
        begin -= 1
    while begin > start and phrase(lines[alive[begin - 1]].text) is not None:
        begin -= 1
    return begin


def _only_comment(lines: list[Line], alive: list[int], start: int) -> int | None:
    """The place in `alive`, from `start` on, where the only comment begins: a name, how long ago, and what was said, in
    a box that no paragraph shares. None for none.
    """
    for place in range(max(start, len(alive) - _NEAR_END), len(alive) - 1):
        n = alive[place]
        box = lines[n].node.parent
        told = len(lines[n + 1].text) <= LABEL and is_comment(lines[n + 1])
        if not told or box is None or not bylines.byline(lines[n].text) or len(lines[n].text) >= LONG:
            continue
        if box.first > alive[place - 1] and alive[-1] < box.last:
            return place
    return None


def _may_stand_over(line: Line) -> bool:
    """Whether a line may stand over a comment: a name, the first letter of one, a heading; not what signs an article."""
    return len(line.text) < LONG and not prose(line.text, 0) and not is_signature(line) and phrase(line.text) is None


def _is_said_by(line: Line) -> bool:
    """Whether a line begins with who said it when, or in other letters with who: "Lan Thử - 04/05/2012: ..."."""
    who, colon, _ = line.text.partition(":")
    if not colon or len(who) > LONG or not who[:1].isalnum():
        return False
    return _SAID.search(who) is not None or len(who) - 2 <= max(line.bold, line.italic) <= len(who) + 2


def find_comment_label(lines: list[Line], alive: list[int], start: int) -> int | None:
    """The place in `alive`, from `start` on, where a label of comments stands, below which no paragraph stands where
    those of the article do. None for none.
    """
    for place in range(start, len(alive) - 1):
        line = lines[alive[place]]
        label = phrase(line.text) if len(line.text) < LONG else None
        if label is None or label.rule != "comment-form" or label.where == "form":
            continue
        homes = {lines[n].node.parent for n in alive[:place] if prose(lines[n].text, lines[n].links)}
        below = [lines[n] for n in alive[place + 1 :] if prose(lines[n].text, lines[n].links)]
        box = line.node.parent
        boxed = box is not None and box not in homes and box.first == alive[place] and alive[-1] < box.last
        if (boxed or below) and all(other.node.parent not in homes or _is_said_by(other) for other in below):
            return place
    return None

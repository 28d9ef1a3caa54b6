"""What stands amid a page text without ending it: a box of links to other articles, a table."""

from __future__ import annotations

import re
from itertools import pairwise

from pipelines.plain_text import signatures
from pipelines.plain_text.lines import COMMON, Line, has

_LINKS = 6  # titles of a box at most
_CELLS = 60  # lines of a table at most
_CELL = 40  # characters of a cell of a table at most
_TEXT = 40  # lines of text at most that are read below a box or a table
_SHORT = 16  # short lines at most between two paragraphs
_TITLE = 6  # words of a title of another article, at least
_STEP = 4  # lines of the article between its long paragraphs and a box or a table
_NEAR = 12  # lines above in which pictures are credited to whoever may sign
_PARTS, _BETWEEN = 2, 8  # numbered headings that a text must have; lines between one and the next
_NUMBER = re.compile(r"(?:(?:bước|phần|mẹo|cách|câu) )?0?(\d{1,2})\s?[.:)/]\s?\S", re.I)
QUESTION = re.compile(r"(?:[-–—]|\w+(?: \w+){0,3}:) ?\S.*\?[\"”]?$")  # "- Bà mong điều gì?", "Hỏi: Nộp ở đâu?"
_BELOW = ("share", "tags", "comment-form")  # rules of what closes a text that nobody signs


def goes_on(lines: list[Line], first: int, n: int) -> int:
    """The number of the line after the text that goes on below the box or the table which begins with line `n`; 0
    where there is neither, or no text of the article begun with line `first` goes on.

    The text goes on where whole sentences follow, and then the name of who has written them, or what closes a text; or
    where they follow a box and are about the same as those above it. The titles of a box that has several have no text
    of their own, so that what follows may have headings.
    """
    if n <= first or not (_is_text(lines[n - 1]) or has("credit", lines[n - 1].text)):
        return 0  # the signature stands above
    links = _box(lines, n)
    below = n + 1 + links if links else table(lines, n) or _short_lines(lines, n)
    last = _text_below(lines, below, headed=links > 1) if below else 0
    texts = [line for line in lines[below:last] if _is_text(line)]
    told = len(texts)
    if not told or (links == 1 and told == 1):
        return 0  # the only title of a list may have a text of its own
    if links and (told > 1 or links > 1) and _is_same_matter(lines[first:n], texts):
        return last
    if last == len(lines):
        return 0
    whose = signatures.credits(lines[max(n - _NEAR, 0) : last])
    if signatures.signature(lines[last], whose):
        return last
    several = told > 1 or (links > 1 and texts[0].shape == "prose")
    return last if several and _closes(lines[last]) else 0


def _text_below(lines: list[Line], below: int, *, headed: bool) -> int:
    """The number of the line after the whole sentences that begin with line `below`, pictures among them, and, where
    those may be `headed`, lines that head or ask for the next."""
    last = below
    while last < min(len(lines), below + _TEXT):
        heads = headed and last + 1 < len(lines) and _may_head(lines[last]) and _is_text(lines[last + 1])
        if not (_is_text(lines[last]) or _is_caption(lines, last) or heads):
            break
        last += 1
    while last > below and not _is_text(lines[last - 1]):
        last -= 1
    return last


def _may_head(line: Line) -> bool:
    """Whether a line may head a part of a text, or ask for it."""
    return line.shape in ("title", "label") and line.phrase is None and not line.site


def _is_caption(lines: list[Line], n: int) -> bool:
    """Whether line `n` tells of a picture: it has a credit, stands below a picture, or above whose that is."""
    line = lines[n]
    if line.phrase is not None or line.shape not in ("title", "label"):
        return False
    return line.pictured or has("credit", line.text) or (n + 1 < len(lines) and has("credit", lines[n + 1].text[:8]))


def _is_same_matter(above: list[Line], below: list[Line]) -> bool:
    """Whether the sentences below say two words in a row that those above say, both of which mean something."""
    one, other = (
        {pair for line in side if line.told for pair in pairwise(line.key.split()) if COMMON.isdisjoint(pair)}
        for side in (above, below)
    )
    return not one.isdisjoint(other)


def last_text(lines: list[Line], first: int, last: int) -> int:
    """The end of the text `lines[first:last]`, moved on over the boxes and tables below which it goes on."""
    n = last = _numbered_on(lines, first, last)
    while n < min(last + _STEP, len(lines)):
        if more := goes_on(lines, first, n):
            n = last = more
        elif lines[n].phrase is not None or lines[n].site or signatures.signature(lines[n], frozenset()):
            break
        else:
            n += 1  # a caption and a short paragraph may stand before them
    return last


def heads_first(lines: list[Line], n: int, last: int) -> bool:
    """Whether line `n` heads the first of the numbered parts of a text, which ends before line `last`: "1. ..."."""
    numbers = (found for line in lines[n + 1 : last] if not line.site and (found := _NUMBER.match(line.text)))
    one, two = _NUMBER.match(lines[n].text), next(numbers, None)
    return one is not None and two is not None and (int(one[1]), int(two[1])) == (1, 2)


def _numbered_on(lines: list[Line], first: int, last: int) -> int:
    """The end of the text `lines[first:last]`, moved on over the parts whose headings go on with its numbers: "5. ..."."""
    numbers = [int(found[1]) for line in lines[max(first - 1, 0) : last] if (found := _NUMBER.match(line.text))]
    if len(numbers) < _PARTS or numbers[0] + len(numbers) < numbers[-1]:
        return last
    number, n = numbers[-1], last
    while n < min(last + _BETWEEN, len(lines)) and lines[n].phrase is None and not lines[n].site:
        found = _NUMBER.match(lines[n].text)
        if found is not None and int(found[1]) == number + 1 and not has("dated", lines[n].text):
            number, last = number + 1, n + 1
        elif lines[n].told and n <= last:
            last = n + 1
        n += 1
    return last


def table(lines: list[Line], first: int) -> int:
    """The number of the line below a table that begins with line `first`: short lines, a third of them with numbers.
    0 where there is none."""
    last = first
    while last < min(len(lines), first + _CELLS) and _is_cell(lines[last]):
        last += 1
    cells = lines[first:last]
    while cells and not has("number", cells[-1].text):
        cells.pop()  # the signature, and what stands below it, may be as short
    numbers = sum(has("number", line.text) for line in cells)
    return first + len(cells) if numbers >= max(2, len(cells) / 3) else 0


def _short_lines(lines: list[Line], n: int) -> int:
    """The number of the line below the few short lines that begin with line `n`: a heading, a list of names, verse, share
    buttons. 0 where there are none, or where they may be titles of other articles or a signature.
    """
    last = n
    while last < min(len(lines), n + _SHORT) and _may_stand_amid(lines[last]):
        last += 1
    listed = sum(line.shape == "title" and line.words >= _TITLE for line in lines[n:last])
    return last if listed <= 1 else 0


def _may_stand_amid(line: Line) -> bool:
    """Whether a short line may stand between two paragraphs: no signature, and no phrase but one of sharing."""
    if line.phrase is not None:
        return line.phrase.rule == "share"
    return line.shape in ("label", "title") and not line.site and signatures.signature(line, frozenset()) is None


def _box(lines: list[Line], n: int) -> int:
    """How many titles stand in the box that line `n` heads; 0 where it heads none."""
    heading = lines[n].phrase
    if heading is None or heading.where != "list":
        return 0
    links = 0
    for line in lines[n + 1 : n + 2 + _LINKS]:
        if (
            line.shape not in ("title", "teaser")
            or line.words < 4
            or _NUMBER.match(line.text)
            or QUESTION.match(line.text)
        ):
            break
        links += 1
    return links if links <= _LINKS else 0


def _is_text(line: Line) -> bool:
    """Whether a line is whole sentences of an article."""
    return line.told and line.phrase is None and line.shape in ("prose", "sentence")


def _is_cell(line: Line) -> bool:
    """Whether a line may be a cell of a table."""
    short = line.shape in ("label", "junk", "title", "date") and len(line.text) <= _CELL
    return short and line.phrase is None and not has("hashtags", line.text)


def _closes(line: Line) -> bool:
    """Whether a line stands below a text, and above none."""
    return line.phrase is not None and line.phrase.rule in _BELOW

"""Other articles' titles with a short text each, put into a text that goes on below them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipelines.plain_text.captions import shows
from pipelines.plain_text.lines import COMMON, Line, has

_TITLE = 6  # words of another article's title at least
_OTHERS = 4  # lines of running text, from which on it is known what a text is about
_STRANGE = 0.25  # share of the paragraphs of a text about one thing that say nothing of what the others do
_ABOVE, _BELOW = 40, 12  # lines above and below that are looked at
_SAID = 2  # pairs of words that the text says too, from which on a title with a text is its own

_MARKED, _MARKS = (
    frozenset(map(chr, range(0x1EA0, 0x1EFA))),
    0.04,
)  # letters with a tone; their share of a Vietnamese text
_BUTTON = re.compile(r"(?:đọc|xem) ngay|đọc tiếp|(?:xem )?chi tiết|đọc bài(?: này)?|read now|read on")
_KNOWN = 0.4  # of a line's words, that the text says by chance
_UPPER = "A-ZÀ-ÖØ-ÞĂĐĨŨƠƯ" + "".join(map(chr, range(0x1EA0, 0x1EFA, 2)))
_NAME = re.compile(rf"(?<=\s)[{_UPPER}][^\W\d_]*(?:\s[{_UPPER}][^\W\d_]*)+")

Pairs = set[tuple[str, str]]


def boxes(lines: list[Line]) -> Iterator[tuple[int, int]]:
    """Yields the number of the first line of each such box, and of the line below it: below a heading of a list, or one
    title with its text alone, of which nothing else in the text says a word."""
    n = 1
    while n + 2 < len(lines):
        below = _headed(lines, n) or _alone(lines, n) or _buttoned(lines, n)
        if below:
            yield n, below
        n = below or n + 1


def _buttoned(lines: list[Line], n: int) -> int:
    """The number of the line below the title that begins with line `n`, its text, and a button that leads to it: "Đọc
    ngay"; 0 where there is none."""
    if not (_is_title(lines[n]) and lines[n - 1].told):
        return 0
    below = n + 1 + lines[n + 1].told
    return below + 1 if below < len(lines) and _BUTTON.fullmatch(lines[below].key) else 0


def lone(lines: list[Line], first: int, last: int) -> set[int]:
    """The numbers of the lines amid the Vietnamese text `lines[first:last]` that are titles of other articles, one alone
    between two paragraphs: they share no matter with the text, and have a name that it does not say, or ask in
    other words.

    A heading or a caption says what the text says, too. In other languages too few words are the same twice to tell.
    """
    told = [line for line in lines[first:last] if line.told]
    letters = "".join(line.text for line in told)
    if len(told) < _OTHERS - 1 or sum(letter in _MARKED for letter in letters) < _MARKS * len(letters):
        return set()
    found: set[int] = set()
    asked = sum(line.shape == "title" and line.text.endswith("?") for line in lines[first:last]) > 1  # an interview
    for n in range(max(first + 1, 1), last - 1):
        if asked and lines[n].text.endswith("?"):
            continue
        amid = lines[n - 1].told and lines[n + 1].told and not lines[n].pictured
        if _is_title(lines[n]) and amid and not (shows(lines[n]) or has("credit behind", lines[n].text)):
            others = [line for m, line in enumerate(lines[:last]) if m != n and (m >= first or line.shape == "title")]
            if _matter(others).isdisjoint(_matter(lines[n : n + 1])) and _is_strange(lines[n], others):
                found.add(n)
    return found


def _is_strange(line: Line, others: list[Line]) -> bool:
    """Whether a line has a name of two words that no other line has, or asks in words most of which stand in none."""
    text = " ".join(other.text for other in others)
    if any(name not in text for name in _NAME.findall(line.text)):
        return True
    if not line.text.endswith("?") or sum(other.told for other in others) <= _OTHERS:
        return False
    said = {word for other in others for word in other.key.split()}
    words = [word for word in line.key.split() if word not in COMMON]
    return sum(word in said for word in words) < _KNOWN * len(words)


def _headed(lines: list[Line], n: int) -> int:
    """The number of the line below the box that line `n` heads; 0 where it heads none, or the text does not go on."""
    if not _heads(lines[n]):
        return 0
    above = [line for line in lines[max(n - _ABOVE, 0) : n] if line.told]
    below = n + 1
    while below + 2 < len(lines) and _is_title(lines[below]) and lines[below + 1].told:
        below += 2
    said = _matter(above)
    while below > n + 1 and len(said & _matter(lines[below - 2 : below])) >= _SAID:
        below -= 2  # a heading of the text's own
    texts = lines[below : below + _BELOW]
    begins = any(line.told for line in texts[:2])  # a heading may stand above it
    goes_on = above and below > n + 1 and begins and not said.isdisjoint(_matter(texts))
    return below if goes_on else 0


def _alone(lines: list[Line], n: int) -> int:
    """The number of the line below the title and the text that begin with line `n`; 0 where they are the text's own."""
    if not (_is_title(lines[n]) and lines[n - 1].told and lines[n + 1].told and lines[n + 2].told):
        return 0
    if lines[n].pictured or lines[n].words < _TITLE or lines[n + 1].shape not in ("prose", "sentence"):
        return 0
    above, below = lines[max(n - _ABOVE, 0) : n], lines[n + 2 : n + _BELOW]
    others = [line for line in (*above, *below) if line.told and line.key != lines[n + 1].key]
    said, own = _matter(others), _matter(lines[n : n + 2])
    if len(others) < _OTHERS or not said.isdisjoint(own):
        return 0
    # Where other paragraphs are as strange to each other, the text is of many things.
    strange = sum(_matter([line]).isdisjoint(_matter([o for o in others if o is not line])) for line in others)
    return n + 2 if strange <= _STRANGE * len(others) else 0


def _heads(line: Line) -> bool:
    """Whether a line heads a list of other articles."""
    return line.phrase is not None and line.phrase.where in ("list", "opens") and line.shape == "phrase"


def _is_title(line: Line) -> bool:
    """Whether a line may be the title of another article."""
    return line.shape in ("title", "teaser") and line.words >= _TITLE - 1 and line.phrase is None


def _matter(lines: list[Line]) -> Pairs:
    """The pairs of words of lines that mean something."""
    return {pair for line in lines for pair in pairwise(line.key.split()) if COMMON.isdisjoint(pair)}

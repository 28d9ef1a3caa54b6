"""What changed between two revisions, word by word."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from sqlite3 import Row
from typing import Any

# ("same" | "gone" | "new", text)
Piece = tuple[str, str]
# Where two sequences differ: from and to in the one, from and to in the other.
Change = tuple[int, int, int, int]

FIELDS = ("title", "lead", "byline", "body", "captions")

# A word or a mark, and the space after it.
_WORDS = re.compile(r"(\w+|[^\w\s])(\s*)")
# Words, or paragraphs, that may come and go before all of a paragraph, or of a text, counts as replaced; and words in
# all paragraphs of an edit together. Comparing takes time in the square of the first.
_MOST = 200
_MOST_WORDS = 1_000


def difference(
    old: Row | Mapping[str, Any], new: Row | Mapping[str, Any], *, whole: bool = False
) -> list[tuple[str, list[Piece]]]:
    """The changed paragraphs of title, lead, byline, body and captions, each with the name of its field; with `whole` all
    of them, in order, those that are alike in one piece.

    The work is bounded, whatever the texts: what differs too much is gone and new as a whole.
    """
    compare = _Words()
    found: list[tuple[str, list[Piece]]] = []
    for name in FIELDS:
        before, after = paragraphs(old, name), paragraphs(new, name)
        if whole or before != after:
            found += [(name, pieces) for pieces in _paragraphs(before, after, compare, whole)]
    return found


def paragraphs(revision: Row | Mapping[str, Any], field: str) -> list[str]:
    """The paragraphs of a text of a revision; its captions are a list in JSON. One empty paragraph where there is none."""
    text = revision[field] or ""
    return (json.loads(text) if text else []) or [""] if field == "captions" else text.split("\n\n")


def _paragraphs(old: list[str], new: list[str], compare: _Words, whole: bool) -> Iterator[list[Piece]]:
    """Yields the changed paragraphs of a text in the order of the new one, each in its pieces (same, gone, new); with
    `whole` the unchanged ones too. `compare` finds the pieces of two paragraphs.
    """
    place = 0
    for i, j, k, m in [*changes(old, new, _MOST), (len(old), len(old), len(new), len(new))]:
        if whole:
            yield from ([("same", text)] for text in new[place:k] if text)
        place = m
        # Paragraphs replaced one for one are compared inside; what is left over came or went whole.
        pairs = min(j - i, m - k)
        for offset in range(pairs):
            yield compare(old[i + offset], new[k + offset])
        yield from ([("gone", text)] for text in old[i + pairs : j] if text)
        yield from ([("new", text)] for text in new[k + pairs : m] if text)


class _Words:
    """Compares the words of paragraphs, until it has seen too many differ."""

    def __init__(self) -> None:
        self.left = _MOST_WORDS

    def __call__(self, old: str, new: str) -> list[Piece]:
        a, b = _WORDS.findall(old), _WORDS.findall(new)
        # Less than a third alike is another paragraph.
        most = min(_MOST, self.left, (len(a) + len(b)) * 2 // 3)
        found = changes([word for word, _ in a], [word for word, _ in b], most)
        self.left -= sum(j - i + m - k for i, j, k, m in found)
        if found == [(0, len(a), 0, len(b))] or self.left < 0:
            return [(kind, text) for kind, text in (("gone", old), ("new", new)) if text]
        pieces: list[Piece] = []
        place = 0
        for i, j, k, m in [*_joined(found), (len(a), len(a), len(b), len(b))]:
            # Where only the old has a space after a word, something went that stood there.
            same = "".join(word + (space or a[i - k + n][1]) for n, (word, space) in enumerate(b[place:k], place))
            gone, came = ("".join(map("".join, words)) for words in (a[i:j], b[k:m]))
            after = (came or gone)[len((came or gone).rstrip()) :]
            pieces += [("same", same), ("gone", gone.rstrip()), ("new", came.rstrip()), ("same", after)]
            place = m
        return [piece for piece in pieces if piece[1]]


def _joined(found: list[Change]) -> list[Change]:
    """Changes with fewer words between them than in either as one: a lone word alike amid others helps nobody."""
    joined = found[:1]
    for change in found[1:]:
        before = joined[-1]
        between = change[0] - before[1]
        if between < min(max(j - i, m - k) for i, j, k, m in (before, change)):
            joined[-1] = (before[0], change[1], before[2], change[3])
        else:
            joined.append(change)
    return joined


def changes(a: Sequence[str], b: Sequence[str], most: int) -> list[Change]:
    """The fewest items to take out of `a` and put in to make it `b`; one change of all between what is alike at both
    ends, where it would take more than `most`.

    E. W. Myers, An O(ND) Difference Algorithm and Its Variations, 1986: time and memory are in the square of `most`,
    and beyond that in the length.
    """
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    end = 0
    while end < min(len(a), len(b)) - start and a[-1 - end] == b[-1 - end]:
        end += 1
    n, m = len(a) - end, len(b) - end
    if start == n and start == m:
        return []
    reached = {1: start}  # on each diagonal (place in `a` less place in `b`), how far in `a`
    steps: list[dict[int, int]] = []
    for step in range(most + 1):
        steps.append(reached.copy())
        for diagonal in range(-step, step + 1, 2):
            x, _ = _step(reached, diagonal, step)
            while x < n and x - diagonal < m and a[x] == b[x - diagonal]:
                x += 1
            reached[diagonal] = x
            if x >= n and x - diagonal >= m:
                return _walked_back(steps, n, m)
    return [(start, n, start, m)]


def _step(reached: dict[int, int], diagonal: int, step: int) -> tuple[int, bool]:
    """How far a step onto a diagonal leads, the further of the two, and whether it puts in rather than takes out."""
    if diagonal == -step or (diagonal != step and reached[diagonal - 1] < reached[diagonal + 1]):
        return reached[diagonal + 1], True
    return reached[diagonal - 1] + 1, False


def _walked_back(steps: list[dict[int, int]], x: int, y: int) -> list[Change]:
    """The changes on the way to (x, y), neighbours joined."""
    found: list[Change] = []
    for step in range(len(steps) - 1, 0, -1):
        diagonal = x - y
        x, put_in = _step(steps[step], diagonal, step)
        y = x - diagonal
        i, k = (x, y - 1) if put_in else (x - 1, y)
        if found and (x, y) == (found[-1][0], found[-1][2]):
            found[-1] = (i, found[-1][1], k, found[-1][3])
        else:
            found.append((i, x, k, y))
        x, y = i, k
    return found[::-1]

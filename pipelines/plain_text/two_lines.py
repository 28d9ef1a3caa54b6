"""Titles that a page prints in two lines, put together again."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from pipelines.plain_text.lines import Line, has, key
from pipelines.plain_text.section import is_section
from pipelines.plain_text.signatures import by, labelled

_MOST = 30  # words of a title
_LEAST = 5
_ABOVE = 60  # lines above the text among which titles stand


def join_split_title(lines: list[Line], first: int) -> list[Line]:
    """The lines with the title's two halves made one line, where another line says both in a row: a path, the name of
    the page. The same lines where none does.

    The running text begins with line `first`; a title stands above it.
    """
    start = max(first - _ABOVE, 0)
    said = [line.key for line in lines[: first + 1] if line.words >= _LEAST]
    for n in range(start, min(first, len(lines) - 1)):
        one, other = lines[n], lines[n + 1]
        both = f"{one.key} {other.key}"
        if _may_be_halves(one, other) and any(_ends_or_begins(line, both) for line in said):
            return [*lines[:n], _whole(one, other), *lines[n + 2 :]]
    return lines


def upper_half(lines: list[Line], n: int, last: int) -> int | None:
    """The number of the upper line of the two that the title, line `n`, is one of; None where that is whole.

    The lower half goes on in small letters and names no writer ("di Lan Thu"), or the text, which ends before line
    `last`, says the words on both sides of the break in a row.
    """
    for m in (n, n - 1):
        if m < 0 or m + 1 >= last or not _may_be_halves(lines[m], lines[m + 1]):
            continue
        words = (lines[m].key.split()[-1], lines[m + 1].key.split()[0])
        whole = lines[m].shape == "title"  # no label
        told = whole and any(words in pairwise(line.key.split()) for line in lines[m + 2 : last] if line.told)
        if told or (lines[m + 1].text[0].islower() and labelled(lines[m + 1]) is None):
            return m
    return None


def join_at(lines: list[Line], n: int) -> list[Line]:
    """The lines with line `n` and the next made one, whatever they say."""
    return [*lines[:n], _whole(lines[n], lines[n + 1]), *lines[n + 2 :]]


def _may_be_halves(one: Line, other: Line) -> bool:
    """Whether two lines may be a title that is printed in two."""
    if one.shape not in ("title", "label") or other.shape not in ("title", "label", "sentence"):
        return False
    if one.site or other.site or one.phrase or other.phrase or one.text.endswith((":", "?", "!", ".", "…")):
        return False
    if one.again or is_section(one) or by(other.text) or has("step", one.text):
        return False  # a section's name, a path, who has written it
    return one.words >= 2 and other.words >= 2 and _LEAST <= one.words + other.words <= _MOST


def _ends_or_begins(said: str, both: str) -> bool:
    """Whether a line is no more than both halves, or they begin or end it."""
    return said.startswith(both) or said.endswith(both)


def _whole(one: Line, other: Line) -> Line:
    """Both halves as one line."""
    text = f"{one.text} {other.text}"
    return replace(one, text=text, key=key(text), words=one.words + other.words, shape="title")

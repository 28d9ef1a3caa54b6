"""Text with the hits of a search in it, as FTS5 marks them, shown as it was printed."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate

from vietnamese.fold import plain

_BEGIN, _END = "\x02", "\x03"  # stored text has no control characters
MARKS = f"'{_BEGIN}', '{_END}'"


@dataclass(frozen=True, slots=True)
class Marked:
    """Text of an article, and where in it (start, end) the hits are."""

    text: str
    hits: tuple[tuple[int, int], ...] = ()


def marked(text: str) -> Marked:
    """A text of FTS5 without its marks, and where they were."""
    hits: list[tuple[int, int]] = []
    bare = ""
    for part in text.split(_BEGIN):
        hit, end, rest = part.partition(_END)
        if end:
            hits.append((len(bare), len(bare) + len(hit)))
        bare += hit + rest
    return Marked(bare, tuple(hits))


def printed(found: Marked, text: str | None) -> Marked:
    """A text, or a snippet of it between "…", that is in the letters of the folded index, as it was printed.

    >>> printed(Marked("…sàn 120 m2 dất…", ((9, 11), (12, 15))), "Nhà sàn 120 m² đất ven hồ")
    Marked(text='…sàn 120 m² đất…', hits=((9, 11), (12, 15)))
    """
    if not text or not found.text:
        return found
    folded = plain(text)
    cuts = ((first, last) for first in (0, 1) for last in (0, 1))
    for first, last in cuts:  # where the snippet's own dots are the text's, they are found with it
        part = found.text[first : len(found.text) - last]
        if (start := folded.find(part)) >= 0:
            break
    else:
        return found
    at = list(accumulate((len(plain(letter)) for letter in text), initial=0)) if len(folded) != len(text) else None

    def place(offset: int) -> int:
        """The place in the printed text of a place in the found one."""
        offset += start - first
        return bisect_left(at, offset) if at else offset

    begin, end = place(first), place(first + len(part))
    shown = found.text[:first] + text[begin:end] + "…" * last
    hits = ((place(hit) - begin + first, place(until) - begin + first) for hit, until in found.hits)
    return Marked(shown, tuple(hits))

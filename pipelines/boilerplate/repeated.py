"""What a page prints twice: copies for another screen, pull quotes, the whole text in one piece."""

from __future__ import annotations

from itertools import pairwise

from pipelines.boilerplate.lines import LABEL, LONG
from pipelines.boilerplate.pull_quotes import find_pull_quotes
from pipelines.language.title_keys import key
from pipelines.outline import Line

_PIECE = 500  # characters of a line that may hold several paragraphs


def find_repeated(lines: list[Line], alive: list[int], heading: int | None = None) -> set[int]:
    """The lines that a page prints again: copies for another screen, long paragraphs and the short lines between them,
    the title, whose line is `heading`, above a copy of the text.
    """
    begins: dict[str, list[int]] = {}
    for n in alive:
        if len(lines[n].text) >= LONG // 2:
            begins.setdefault(key(lines[n].text[:LONG])[:LABEL], []).append(n)
    alike = {n for begin, numbers in begins.items() if len(numbers) > 1 or len(begin) < LABEL for n in numbers}
    seen: dict[str, int] = {}
    repeated: set[int] = set()
    places = {n: place for place, n in enumerate(alive)}
    for n in sorted(alike):
        k = key(lines[n].text)
        if len(k) < LONG:
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
    if heading is not None and repeated:
        title = key(lines[heading].text)
        pairs = pairwise(alive)
        repeated |= {n for n, below in pairs if below in repeated and key(lines[n].text) == title}
    repeated |= find_pull_quotes(lines, [n for n in alive if n not in repeated])
    return repeated | _in_one_piece(lines, [n for n in alive if n not in repeated])


def _in_one_piece(lines: list[Line], alive: list[int]) -> set[int]:
    """The lines that are a page's paragraphs once more, all in one: for the reading voice, for copying."""
    total = sum(len(lines[n].text) for n in alive)
    found = {n for n in alive if len(lines[n].text) >= max(_PIECE, 0.3 * total)}
    if not found:
        return found
    keys = [key(lines[n].text) for n in alive if n not in found and len(lines[n].text) >= LONG]
    for n in sorted(found):
        whole = key(lines[n].text)
        held = [len(k) for k in keys if k in whole]
        if len(held) < 3 or sum(held) < 0.6 * len(whole):
            found.discard(n)
    return found

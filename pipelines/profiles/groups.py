"""Which page texts in one folder are of one newspaper: those that share several lines with each other, but not with all.

Nothing else tells whose a text is. A line that two texts share may be a reprint's, and one that many share a program's
or an agency's; lines that stand on much the same texts are of what a newspaper prints around its articles.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence, Set

_LEAST = 6  # texts of a group; fewer have no profile
_TIMES = 4  # texts that a line stands in, below which several may stand there by chance
_MOST = 0.5  # share of all texts above which a line tells none from another
_ALIKE = 0.7  # share of the texts with one of two lines that have both, from which on the lines go together
_HAS = 0.5  # share of the lines of a group that each of its texts has


def groups(texts: Sequence[Set[int]]) -> Iterator[list[int]]:
    """Yields the numbers of the texts of each group, the plainest group first; `texts` are the lines of each, as numbers.

    >>> ours, theirs, both = {1, 2, 3}, {4, 5, 6}, {7}
    >>> [group for group in groups([ours | both] * 6 + [theirs | both] * 6 + [{8}])]
    [[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11]]
    >>> [group for group in groups([ours | both] * 9)], [group for group in groups([{n} for n in range(9)])]
    ([], [])
    """
    where: defaultdict[int, set[int]] = defaultdict(set)
    for n, lines in enumerate(texts):
        for line in lines:
            where[line].add(n)
    where = defaultdict(set, {line: on for line, on in where.items() if _TIMES <= len(on) <= _MOST * len(texts)})
    left = set(range(len(texts)))
    for alike in _together(texts, where):
        needed = _HAS * len(alike)
        times = Counter(n for line in alike for n in where[line] & left)
        group = sorted(n for n, number in times.items() if number >= needed)
        if len(group) >= _LEAST:
            left -= set(group)
            yield group


def _together(texts: Sequence[Set[int]], where: dict[int, set[int]]) -> list[list[int]]:
    """The lines that stand on much the same texts, two at least; those first that are the most on the most texts."""
    found: dict[frozenset[int], list[int]] = {}
    for on in where.values():
        if len(on) < _LEAST:
            continue
        both = Counter(other for n in on for other in texts[n] if other in where)
        alike = [other for other, times in both.items() if times >= _ALIKE * (len(on) + len(where[other]) - times)]
        if len(alike) > 1:
            found.setdefault(frozenset(alike), alike)
    return sorted(found.values(), key=lambda lines: sum(len(where[line]) for line in lines), reverse=True)

"""Words over time in two levels: the counts of nearly all articles, and by how much those counted lately change them.

What a day brings holds a word of nearly every block. Written into a small level of its own it costs in proportion to what
is lately counted; only where that is much are the large blocks written anew. A change may be below zero: a block holds it
as a number above it (`_folded`). A term that the large level has not is in the small one with all its articles.
"""

from __future__ import annotations

import heapq
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from archive.words.blocks import Counts, Entry, blocks, entries, terms
from archive.words.runs import LEAST

LATE = "(select late from words_counted)"
EDITION = "(select edition from words_counted)"  # the one that holds

Change = tuple[str, Counts]  # a term, and by how many articles more or less each cell has it


def entry_of(conn: sqlite3.Connection, term: str) -> Entry | None:
    """The counts of a term as both levels have them; None where fewer than LEAST articles hold it."""
    found: Counter[int] = Counter()
    for edition, read in ((EDITION, _unchanged), (LATE, _unfolded)):
        block = conn.execute(
            f"select data from word_blocks where edition = {edition} and first <= ? order by first desc limit 1", [term]
        ).fetchone()
        entry = next((entry for entry in entries(block[0]) if entry.term == term), None) if block else None
        if entry:
            found.update(read(entry.counts))
    return _if_common(term, found)


def all_entries(conn: sqlite3.Connection) -> Iterator[Entry]:
    """Yields the terms that LEAST articles hold, as both levels have them, in alphabetical order."""
    for term, found in _both_levels(conn):
        if isinstance(found, Entry):
            yield found
        elif common := _if_common(term, found):
            yield common


def fallen(conn: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    """Yields the terms that a level has though fewer than LEAST articles hold them by now, and how many do: they are seldom
    ones once the levels are merged."""
    for term, found in _both_levels(conn):
        articles = LEAST if isinstance(found, Entry) else sum(more for more in found.values() if more > 0)
        if articles < LEAST:
            yield term, articles


def _both_levels(conn: sqlite3.Connection) -> Iterator[tuple[str, Entry | Counter[int]]]:
    """Yields every term with its counts, in alphabetical order: as it is stored where only the large level has it."""
    large: Iterator[tuple[str, Entry | Counts]] = ((entry.term, entry) for entry in _entries(conn, EDITION))
    for term, of in groupby(heapq.merge(large, late_changes(conn), key=itemgetter(0)), itemgetter(0)):
        levels = [one for _, one in of]
        if len(levels) == 1 and isinstance(levels[0], Entry):
            yield term, levels[0]
            continue
        found: Counter[int] = Counter()
        for one in levels:
            found.update(one.counts if isinstance(one, Entry) else one)
        yield term, found


def late_changes(conn: sqlite3.Connection) -> Iterator[Change]:
    """Yields what the small level has, in alphabetical order."""
    for entry in _entries(conn, LATE):
        yield entry.term, _unfolded(entry.counts)


def late_terms(
    before: Iterable[Change], changes: Iterable[Change], kept: set[str], new: Callable[[str, int], Counts]
) -> Iterator[Change]:
    """Yields what the small level is to have: some changes added to what it had before.

    `kept` are those of their terms that the large level has; any other that the small one has not is counted by `new`,
    which returns nothing where too few articles hold it.
    """
    held = ((term, counts, True) for term, counts in before)
    came = ((term, counts, False) for term, counts in changes)
    for term, of in groupby(heapq.merge(held, came, key=itemgetter(0)), itemgetter(0)):
        counts: Counter[int] = Counter()
        known = term in kept
        for _, more, had in of:
            known = known or had
            counts.update(more if known else new(term, sum(more.values())))
        if any(counts.values()):
            yield term, {cell: more for cell, more in counts.items() if more}


def late_blocks(changes: Iterable[Change]) -> Iterator[tuple[str, bytes]]:
    """Yields changes, in alphabetical order, as blocks, each with its first term."""
    folded = ((term, {cell: _folded(more) for cell, more in counts.items()}) for term, counts in changes)
    yield from blocks(Entry.of(term, counts) for term, counts in folded)


def kept_of(conn: sqlite3.Connection, edition: int, changes: list[Change]) -> set[str]:
    """Returns those of the changes' terms that an edition has, of which only the terms are unpacked."""
    firsts = conn.execute("select id, first from word_blocks where edition = ? order by first", [edition]).fetchall()
    found: set[str] = set()
    place = 0
    for number, (id, _) in enumerate(firsts):
        following = firsts[number + 1][1] if number + 1 < len(firsts) else None
        some = set()
        while place < len(changes) and (following is None or changes[place][0] < following):
            some.add(changes[place][0])
            place += 1
        if some:
            (data,) = conn.execute("select data from word_blocks where id = ?", [id]).fetchone()
            found |= some.intersection(terms(data))
    return found


def _entries(conn: sqlite3.Connection, edition: str) -> Iterator[Entry]:
    """Yields the entries of a level (SQL of its edition) in alphabetical order."""
    for (data,) in conn.execute(f"select data from word_blocks where edition = {edition} order by first"):
        yield from entries(data)


def _if_common(term: str, counts: Counter[int]) -> Entry | None:
    """The entry of a term; None where too few articles hold it."""
    found = {cell: articles for cell, articles in counts.items() if articles > 0}
    return Entry.of(term, found) if sum(found.values()) >= LEAST else None


def _folded(change: int) -> int:
    """A change, which is not 0, as a number above 0: those above 0 even, those below odd.

    >>> [_folded(change) for change in (1, -1, 2, -2)]
    [2, 1, 4, 3]
    """
    return 2 * change if change > 0 else -2 * change - 1


def _unfolded(counts: Counts) -> Counts:
    """The changes that `_folded` made numbers of."""
    return {cell: -(number + 1) // 2 if number % 2 else number // 2 for cell, number in counts.items()}


def _unchanged(counts: Counts) -> Counts:
    """Counts as they are stored: those of the large level are no changes, and need no unfolding."""
    return counts

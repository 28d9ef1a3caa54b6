"""Counting the words of many articles in little memory: runs of some thousands, sorted and put down, then merged."""

from __future__ import annotations

import heapq
import pickle
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from archive.schema.words import MONTH
from archive.words.blocks import Counts, Entry, pack, unpack
from archive.words.terms import terms_of

LEAST = 5  # articles that hold a term, for it to be kept
_LONGEST = 100  # letters of a term that is kept: longer ones are addresses and the like
_RUN = 10_000_000  # terms of articles, in memory at once: 300 MB
_AT_ONCE = 2_000  # terms written or read at once

Row = tuple[int, str, int, str, str | None, str, str | None]  # id, newspaper, month, title, lead, body, captions
Found = tuple[str, int, bytes]  # a term, how many articles hold it, its counts packed
Cells = dict[tuple[str, int], int]  # the number of a newspaper's month

TEXTS = f"select id, newspaper, {MONTH.format('')}, title, lead, body, captions from articles"
SHOWN = "id not in (select article_id from withheld)"


class Terms:
    """Where the terms of some articles are, cell by cell."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        # Most terms are met once: a number is a tenth of a list, and nothing for the garbage collector.
        self.found: dict[str, int | list[int]] = {}
        self.size = 0

    def add(self, newspaper: str, month: int, *texts: str | None) -> None:
        """Adds the terms of an article's texts, each once, in the cell of its newspaper and month (yyyymm); a cell not
        met before is numbered.
        """
        cell = self.cells.setdefault((newspaper, month), len(self.cells))
        found = self.found
        terms = terms_of(texts)
        for term in terms:
            cells = found.get(term)
            if cells is None:
                found[term] = cell
            elif isinstance(cells, list):
                cells.append(cell)
            else:
                found[term] = [cells, cell]
        self.size += len(terms)

    def counts(self) -> Iterator[tuple[str, Counts]]:
        """Yields the terms with their counts, in alphabetical order."""
        for term in sorted(self.found):
            if len(term) <= _LONGEST:
                cells = self.found[term]
                yield term, Counter(cells) if isinstance(cells, list) else {cells: 1}


def all_articles(conn: sqlite3.Connection) -> Iterator[Row]:
    """The articles whose words are counted, newspaper by newspaper."""
    return conn.execute(f"{TEXTS} indexed by articles_newspaper where {SHOWN} order by newspaper, id")


def count_all(
    articles: Iterable[Row],
    cells: Cells,
    folder: Path,
    step: Callable[[int], object],
    seldom: Callable[[str, int], object],
) -> Iterator[Entry]:
    """The terms of some articles that LEAST of them hold, in their order; of the others `seldom` is told.

    `cells` are filled; `folder` has room for what is put down, about as much as the texts; `step` is called with how many
    more articles were read.
    """
    with ExitStack() as stack:
        runs: list[IO[bytes]] = []
        terms = Terms(cells)
        for number, (_, newspaper, month, *texts) in enumerate(articles, 1):
            terms.add(newspaper, month, *texts)
            if terms.size >= _RUN:
                runs.append(stack.enter_context(_write_run(terms, folder)))
                terms = Terms(cells)
            if number % 1000 == 0:
                step(1000)
        last = _packed(terms)
        for term, articles_with, packed in _merge_runs([*map(_read_run, runs), last]):
            if articles_with >= LEAST:
                yield Entry(term, articles_with, packed)
            else:
                seldom(term, articles_with)


def _packed(terms: Terms) -> Iterator[Found]:
    """The terms in their order; what is met once, as most are, is packed once for each cell."""
    once = [pack({cell: 1}) for cell in range(len(terms.cells))]
    for term, counts in terms.counts():
        if len(counts) == 1 and 1 in counts.values():
            yield term, 1, once[next(iter(counts))]
        else:
            yield term, sum(counts.values()), pack(counts)


def _write_run(terms: Terms, folder: Path) -> IO[bytes]:
    """Writes the terms, in order, to a temporary file in `folder` and returns it, open at its beginning."""
    run = TemporaryFile(dir=folder)  # noqa: SIM115  # the caller closes it
    found = _packed(terms)
    while some := list(islice(found, _AT_ONCE)):
        pickle.dump(some, run)
    run.seek(0)
    return run


def _read_run(run: IO[bytes]) -> Iterator[Found]:
    """Yields what `_write_run` wrote."""
    while True:
        try:
            yield from pickle.load(run)
        except EOFError:
            return


def _merge_runs(runs: list[Iterator[Found]]) -> Iterator[Found]:
    """Merges sorted runs into one; the counts of a term that is in several are added up."""
    for term, of in groupby(heapq.merge(*runs), itemgetter(0)):
        found = list(of)
        if len(found) == 1:
            yield found[0]
            continue
        counts: Counts = {}
        for _, _, packed in found:
            for cell, articles in unpack(packed).items():
                counts[cell] = counts.get(cell, 0) + articles
        yield term, sum(counts.values()), pack(counts)

"""What a search gives back: hits with their marks, how many there are of each kind, and counts by newspaper and month."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from archive.search.highlight import Marked
from vietnamese.query import Query

# The month of articles that do not say when they were published: their id carries the day they were first seen.
UNDATED = 0


class Match(StrEnum):
    """How an article has the words that were looked for; each is told in its own number, in this order."""

    TYPED = "typed"  # as they were typed: side by side, with their diacritics where they have any
    UNMARKED = "unmarked"  # side by side, but only without regard to diacritics
    APART = "apart"  # all of them, not side by side


@dataclass(frozen=True, slots=True)
class Hit:
    """An article found. `snippet` is from its lead or body."""

    id: int
    newspaper: str
    newspaper_title: str
    published_at: str | None
    title: Marked
    snippet: Marked
    match: Match

    @property
    def exact(self) -> bool:
        """Whether it has the words as they were typed."""
        return self.match is Match.TYPED


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits. `next` is the `after` of the next page, None on the last.

    `totals`: how many there are of each kind that there is any of; of those in `capped` there are more, and of those in
    `unknown` the time did not suffice to tell. `cut`: it did not suffice to look through all for this page either.
    """

    query: Query
    hits: tuple[Hit, ...] = ()
    totals: dict[Match, int] = field(default_factory=dict)
    capped: frozenset[Match] = frozenset()
    next: str | None = None
    cut: bool = False

    @property
    def total(self) -> int:
        """The number of hits that were counted, of all kinds."""
        return sum(self.totals.values())

    @property
    def main(self) -> Match | None:
        """The first kind that there is any of, which charts and lists count; None where nothing is found."""
        return next(iter(self.totals), None)


@dataclass(frozen=True, slots=True)
class Counts:
    """Hits of one kind: by newspaper (its id), or by month of publication (yyyymm, UNDATED where that is not known)."""

    match: Match
    cells: dict[Any, int]

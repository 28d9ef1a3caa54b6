"""Texts compared by runs of words: a few of their hashes find what may be alike, the words themselves say how much is."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from hashlib import blake2b
from itertools import pairwise
from typing import NamedTuple
from zlib import crc32

from vietnamese import fold

GRAM = 5  # words in a row that make a fingerprint
# One run of words in so many is kept: fewer of long texts. Each divides the next, so that what is kept of a long text
# is kept of a short one too.
RATES = (20, 10, 5)
ENOUGH = 12  # fingerprints of a text, where a finer rate gives them
HASH = 4  # bytes

LONGEST = 20_000  # words of a text that are compared; no newspaper prints more in one article
SAME = 4  # words in a row that count as common to two texts
LEAST = 24  # such runs, or a fifth of a short text, that any two have in common of which one is taken from the other
_BETWEEN = 3  # words between two common passages, at most, for the one to stand in place of the other's
_SLOT = 12  # likewise, for what is filled into a template: a name, a place, a sum in words
_FILLED = 24  # likewise, for several of these in a row, whose figures are compared
_FIGURES = 300  # numbers of a text that are compared in their order
_TIMES = 3  # a row of a table stands in a text so often at least, with other figures
_WORD = re.compile(r"\w+")
_OPENING, _MARKS = "“«", '"“”«»'
_WORD_OR_MARK = re.compile(rf"\w+|[{_MARKS}]")
_NAUGHT = re.compile(r"0+")


class Numbers:
    """The numbers among words, by their places."""

    def __init__(self, words: Sequence[str]) -> None:
        found = [(place, word) for place, word in enumerate(words) if word.isdigit() and not _NAUGHT.fullmatch(word)]
        self.places = [place for place, _ in found]
        self.numbers = [word for _, word in found]

    def between(self, start: int, end: int) -> list[str]:
        """The numbers from the place `start` to before `end`."""
        return self.numbers[bisect_left(self.places, start) : bisect_left(self.places, end)]


@dataclass(frozen=True)
class Text:
    """The folded words of an article, paragraph after paragraph: the lead first, then the body's."""

    words: list[str]
    ends: list[int]  # for each paragraph, the place after its last word; the first is the lead's, which may be empty
    folded: str = field(default="", repr=False)

    @classmethod
    def of(cls, lead: str | None, body: str) -> Text:
        """Makes the text of an article from its lead and body; words after the first LONGEST are left out."""
        words: list[str] = []
        ends = []
        folded = fold(f"{(lead or '').replace(chr(10), ' ')}\n\n{body}")
        for paragraph in folded.split("\n\n"):
            words += _WORD.findall(paragraph)[: LONGEST - len(words)]
            ends.append(len(words))
        return cls(words, ends, folded)

    @cached_property
    def speech(self) -> list[tuple[int, int]]:
        """Where somebody is quoted, from and to in words: what stands in quotation marks, to the end of a paragraph where
        none closes it."""
        found = []
        place = 0
        for paragraph in self.folded.split("\n\n"):
            begun = None
            for token in _WORD_OR_MARK.findall(paragraph):
                if token not in _MARKS:
                    place += 1
                elif begun is None:
                    begun = place
                elif token not in _OPENING:
                    found.append((begun, place))
                    begun = None
            if begun is not None:
                found.append((begun, place))
        return found

    @cached_property
    def numbers(self) -> Numbers:
        """Its numbers, without noughts, which end sums."""
        return Numbers(self.words)

    @property
    def figures(self) -> float:
        """The share of its words that are numbers."""
        return sum(map(str.isdigit, self.words)) / max(len(self.words), 1)

    @property
    def tabular(self) -> float:
        """The share of its words that repeat with other figures: "từ 12-15 độ", "từ 20-24 độ", "từ 8-11 độ"."""
        masked = ["#" if word.isdigit() else word for word in self.words]
        rows = list(zip(masked, masked[1:], masked[2:], strict=False))
        times = Counter(row for row in rows if "#" in row)
        covered = {place + n for place, row in enumerate(rows) if times[row] >= _TIMES for n in range(3)}
        return len(covered) / max(len(self.words), 1)

    @property
    def repeating(self) -> float:
        """The share of its words that stand in runs which it repeats: one sentence for each region, with other figures."""
        runs = [*ngrams(["#" if word.isdigit() else word for word in self.words])]
        times = Counter(runs)
        covered = {place + n for place, run in enumerate(runs) if times[run] >= _TIMES for n in range(SAME)}
        return len(covered) / max(len(self.words), 1)


def fingerprints(words: Sequence[str]) -> list[bytes]:
    """Some hashes of a text's runs of words, HASH bytes each: which ones, the runs alone decide, wherever they stand."""
    runs = {" ".join(run).encode() for run in zip(*(words[place:] for place in range(GRAM)), strict=False)}
    sampled = [(hash, run) for run in runs if (hash := crc32(run)) % RATES[-1] == 0]
    for rate in RATES:
        kept = [run for hash, run in sampled if hash % rate == 0]
        if len(kept) >= ENOUGH:
            break
    return sorted({_hash(run) for run in kept})


def hash_of(run: Sequence[str]) -> bytes:
    """The hash of a run of GRAM words, whether or not it is one that is kept."""
    return _hash(" ".join(run).encode())


def _hash(run: bytes) -> bytes:
    return blake2b(run, digest_size=HASH).digest()


class Gap(NamedTuple):
    """Words of a text, from and to, and those of another that stand in their place."""

    start: int
    end: int
    there: int
    there_end: int


@dataclass(slots=True, frozen=True)
class Common:
    """What a text has in common with another."""

    words: int
    longest: int  # words of the longest passage, which a changed word or two do not end
    same_figures: int  # numbers in what is common
    other_figures: int  # numbers that stand in place of other numbers between two common runs
    paragraphs: list[int]  # that stand in the other text, 0 for the lead
    gaps: list[Gap] = field(repr=False)  # where words of the one stand for words of the other between two common runs
    passages: list[tuple[int, int]] = field(repr=False)  # from and to in words, a changed word or two among them


def common(text: Text, other: Text) -> Common:
    """What of `text` stands in `other` too: runs of SAME words or more, in whatever order."""
    runs = _runs(text.words, other.words)
    longest = passage = 0
    end = there = -len(text.words)  # of the run before, in `text` and in `other`
    gaps = []
    passages: list[tuple[int, int]] = []
    for run in runs:
        if 0 < run.start - end <= _SLOT and 0 < run.there - there <= _SLOT:
            gaps.append(Gap(end, run.start, there, run.there))
        if run.start - end <= _BETWEEN and 0 <= run.there - there <= _BETWEEN:
            passages[-1] = (passages[-1][0], run.end)
        else:
            passage = 0
            passages.append((run.start, run.end))
        passage += run.end - run.start
        longest = max(longest, passage)
        end, there = run.end, run.there + run.end - run.start
    covered = [0]
    for run in runs:
        covered += [covered[-1]] * (run.start - len(covered) + 1)
        covered += range(covered[-1] + 1, covered[-1] + 1 + run.end - run.start)
    covered += [covered[-1]] * (len(text.words) + 1 - len(covered))
    paragraphs = [
        number
        for number, (start, end) in enumerate(pairwise([0, *text.ends]))
        if end > start and covered[end] - covered[start] >= 0.8 * (end - start)
    ]
    return Common(covered[-1], longest, *_figures(text, other, runs), paragraphs, gaps, passages)


def _figures(text: Text, other: Text, runs: Sequence[_Run]) -> tuple[int, int]:
    """How many numbers are the same in two texts with these common runs, and how many stand in place of others: before,
    between and after the runs, where few words do. Noughts, which end sums, are none.
    """

    same = changed = end = there = 0
    for run in [*runs, _Run(len(text.words), len(text.words), len(other.words))]:
        same += len(text.numbers.between(run.start, run.end))
        if 0 < run.start - end <= _FILLED and 0 < run.there - there <= _FILLED:
            one, two = text.numbers.between(end, run.start), other.numbers.between(there, run.there)
            if one and two:
                both = (Counter(one) & Counter(two)).total()
                changed += min(len(one), len(two)) - both
                same += both
        end, there = run.end, run.there + run.end - run.start
    return same, changed


def figures_in_order(text: Text, other: Text) -> float:
    """The share (0 to 1) of the numbers of one text that stand in the other too, in the same order; of the text which
    has fewer. 0 where either has none.
    """
    one, two = ([word for word in some.words if word.isdigit()][:_FIGURES] for some in (text, other))
    blocks = SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / max(min(len(one), len(two)), 1)


def runs_of(text: Text) -> set[tuple[str, ...]]:
    """The runs of SAME words of a text, for `may_share`."""
    return set(ngrams(text.words))


def may_share(runs: set[tuple[str, ...]], text: Text, other: Text) -> bool:
    """Whether so many of another text's runs are among those of `text` that `common` is worth its ten times as long."""
    found = sum(map(runs.__contains__, ngrams(other.words)))
    return found >= min(LEAST, min(len(text.words), len(other.words)) // 5)


@dataclass(slots=True)
class _Run:
    """Words of a text that stand in another: from and to, and from where on there."""

    start: int
    end: int
    there: int


def ngrams(words: Sequence[str]) -> Iterable[tuple[str, ...]]:
    """Returns all runs of SAME words in a row, each beginning one word later; none where there are fewer words."""
    return zip(*(words[place:] for place in range(SAME)), strict=False)


def _runs(text: Sequence[str], other: Sequence[str]) -> list[_Run]:
    """Returns the runs of words in `text` that stand in `other` too, SAME words long or more; none overlaps the next."""
    places = {gram: place for place, gram in enumerate(ngrams(other))}
    grams = [*ngrams(text)]
    runs: list[_Run] = []
    start, end = 0, -len(text)  # of the run before in `text`
    while start < len(grams):
        there = places.get(grams[start])
        if there is None:
            start += 1
            continue
        if runs and start < end + _BETWEEN + 1:
            # What the other text has twice is meant where it goes on.
            on = runs[-1].there + end - runs[-1].start
            spread = range(on, on + _BETWEEN + 1) if start >= end else range(0)
            there = next((place for place in spread if tuple(other[place : place + SAME]) == grams[start]), there)
        end_there = there + SAME
        begun = max(start, end)  # where it reaches into the run before, its words count once
        end, there = start + SAME, there + begun - start
        while end < len(text) and end_there < len(other) and text[end] == other[end_there]:
            end, end_there = end + 1, end_there + 1
        runs.append(_Run(begun, end, there))
        start = max(begun, end - SAME) + 1
    return runs

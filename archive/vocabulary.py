"""Words that came with a year: said in its titles often, and in those of the years before hardly or not at all."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import pairwise
from math import log

Words = tuple[str, ...]

# Syllables of a word or a set phrase; none goes across a comma or a number.
_LONGEST = 4
_PARTS = re.compile(r"[^\w\s-]|(?<!\w)-|-(?!\w)|(?<![\w-])\d[\d-]*(?![\w-])")
_TITLE = 300  # characters of it that are read

_MOST = 100
_SELDOM = 3  # titles that must have it, to be no accident
_RISE = 10  # times as often as before
_SAME = 0.7  # of the titles that have a word also have the longer one it is a part of


def words_of(title: str) -> set[Words]:
    """All that may be a word in a title: its syllables, letters as printed but in lower case, by one to four.

    >>> sorted(words_of("Mở lại chợ, năm 2021"))
    [('chợ',), ('lại',), ('lại', 'chợ'), ('mở',), ('mở', 'lại'), ('mở', 'lại', 'chợ'), ('năm',)]
    """
    found: set[Words] = set()
    for part in _PARTS.split(title[:_TITLE].lower()):
        syllables = part.split()
        for length in range(1, _LONGEST + 1):
            found.update(zip(*(syllables[start:] for start in range(length)), strict=False))
    return found


class NewWords:
    """SQL aggregate `new_words(title, new)`: of titles of a year (`new`) and of the years before, what is new in it.

    Gives a JSON array of at most 100 [words, titles per thousand of the year, of before], the most telling first; empty
    where there is no title of before.
    """

    def __init__(self) -> None:
        self.counts: Counter[Words] = Counter()
        self.now = 0
        self.before: list[str] = []

    def step(self, title: object, new: object) -> None:
        if new:
            self.now += 1
            self.counts.update(words_of(str(title)))
        else:
            self.before.append(str(title)[:_TITLE])

    def finalize(self) -> str:
        tried = {words for words, titles in self.counts.items() if titles >= _SELDOM}
        past: Counter[Words] = Counter()
        for title in self.before:
            past.update(tried & words_of(title))
        share = self.now / ((self.now + len(self.before)) or 1)
        scores: dict[Words, float] = {}
        for words in tried:
            now, before = self.counts[words], past[words]
            if now * len(self.before) >= _RISE * max(before, 0.5) * self.now:
                score = now * log(now / (now + before) / share)
                score += before * log(before / (now + before) / (1 - share)) if before else 0
                # Half of G²: of all the words tried, not one has such a score by chance.
                if score > log(len(tried)):
                    scores[words] = score
        longer = {part for words in scores for part in _parts(words) if self.counts[words] >= _SAME * self.counts[part]}
        told: set[Words] = set()
        first: set[str] = set()
        last: set[str] = set()
        chosen: list[list[object]] = []
        for words in sorted(scores.keys() - longer, key=lambda words: (-scores[words], words)):
            # A piece of a phrase, or what happens to stand beside a word, is told with it.
            if told.isdisjoint({words, *_parts(words)}) and words[-1] not in first and words[0] not in last:
                told |= {words, *pairwise(words)}
                first.add(words[0])
                last.add(words[-1])
                rates = (1000 * self.counts[words] / self.now, 1000 * past[words] / len(self.before))
                chosen.append([" ".join(words), *(round(rate, 2) for rate in rates)])
        return json.dumps(chosen[:_MOST], ensure_ascii=False)


def _parts(words: Words) -> list[Words]:
    """The shorter words within one."""
    return [words[at : at + size] for size in range(1, len(words)) for at in range(len(words) - size + 1)]

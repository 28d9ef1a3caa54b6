"""Words that came with a year: in its articles often, and in those of the years before hardly or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import log

_MOST = 100
_SELDOM = 3  # articles that must have it, to be no accident
_RISE = 10  # times as often as before
_SAME = 0.7  # of the articles that have a word also have the pair it is a part of


@dataclass(slots=True, frozen=True)
class Years:
    """How many articles there are of a year, and of all years before; and how many terms are tried."""

    now: int
    before: int
    tried: int


def score(now: int, before: int, years: Years) -> float | None:
    """How telling a term is that so many articles of the year and of those before hold; None where it is not.

    >>> score(40, 2, Years(1000, 9000, 100)) > 50, score(40, 300, Years(1000, 9000, 100))
    (True, None)
    """
    if now < _SELDOM or not years.before or now * years.before < _RISE * max(before, 0.5) * years.now:
        return None
    share = years.now / (years.now + years.before)
    told = now * log(now / (now + before) / share)
    told += before * log(before / (now + before) / (1 - share)) if before else 0
    # Half of G²: of all the terms tried, not one has such a score by chance.
    return told if told > log(max(years.tried, 1)) else None


def telling(scores: Mapping[str, float], articles: Mapping[str, int]) -> list[str]:
    """The terms with the highest scores, the highest first, at most _MOST, one or two words each. A story is named once:
    of "bão Yagi" not "Yagi" too where that hardly stands without it, and of pairs that overlap ("cơn bão", "bão Yagi") only
    the one that scores more. `articles` is how many articles of the year hold each term.
    """
    pairs = [tuple(term.split(" ")) for term in scores if " " in term]
    longer = {word for pair in pairs for word in pair if articles[" ".join(pair)] >= _SAME * articles.get(word, 0)}
    told: set[str] = set()
    first: set[str] = set()
    last: set[str] = set()
    chosen: list[str] = []
    for term in sorted(scores.keys() - longer, key=lambda term: (-scores[term], term)):
        words = term.split(" ")
        if told.isdisjoint({term, *words}) and words[-1] not in first and words[0] not in last:
            told |= {term, *map(" ".join, pairwise(words))}
            first.add(words[0])
            last.add(words[-1])
            chosen.append(term)
    return chosen[:_MOST]

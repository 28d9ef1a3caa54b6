"""Counting from the table of words over time what a search would count from its index, where the two are the same.

That is one word or two side by side, typed with diacritics, narrowed by newspapers, provinces and whole months at most.
Whatever else is asked, and what fewer than five articles hold, is left to the index.
"""

from __future__ import annotations

from archive.article_rows import IDS_A_DAY
from archive.search.filters import Narrowed
from archive.search.results import UNDATED
from archive.words.counting import waiting
from archive.words.terms import words_of
from archive.words.words import Months, months_of
from vietnamese.letters import exact, tone_variants
from vietnamese.matching import Index, spellings
from vietnamese.places import find_place
from vietnamese.query import Query, Words

_PER_MONTH = 100 * IDS_A_DAY


def months_asked(narrowed: Narrowed) -> Months | None:
    """The hits of a search as it is narrowed, by newspaper and month; None where the table does not tell them."""
    words = _words(narrowed.query)
    first, last = narrowed.days
    if not words or narrowed.chosen or first % _PER_MONTH or (last + 1) % _PER_MONTH or waiting(narrowed.conn):
        return None
    months = months_of(narrowed.conn, words)
    if months is None:
        return None
    papers = narrowed.newspapers
    return {
        (newspaper, month): articles
        for (newspaper, month), articles in months.items()
        if (papers is None or newspaper in papers)
        and (not narrowed.dated if month == UNDATED else first // _PER_MONTH <= month <= last // _PER_MONTH)
    }


def pair_asked(narrowed: Narrowed) -> int | None:
    """How many articles a search of two words finds; None where the table does not tell, or it is of other than two."""
    if len(_words(narrowed.query) or ()) != 2:
        return None
    months = months_asked(narrowed)
    return None if months is None else sum(months.values())


def _words(query: Query) -> Words | None:
    """The one or two words that a query is; None where it is anything else, or they are spelled in several ways."""
    if len(query.terms) != 1 or query.without or query.literal:
        return None
    (term,) = query.terms
    words = term.words
    if not term.marked or term.title or len(words) > 2 or len(words_of(" ".join(words))) != len(words):
        return None
    place = None if term.verbatim else find_place([exact(word) for word in words], folded=False)
    if place and len(place[2]) > 1:
        return None  # looked for under all its names
    alike = all(set(spellings(word, Index.EXACT)) <= set(tone_variants(word)) for word in words)
    return words if alike else None

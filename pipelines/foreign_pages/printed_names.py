"""Names of places and people in texts, and which of them a newspaper prints often."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Set

_OFTEN = 0.04  # of its articles, in which a name stands that is the newspaper's
_PROPER = re.compile(r"\b[A-ZĐÀ-Ỹ][a-zđà-ỹ]+(?: [A-ZĐÀ-Ỹ][a-zđà-ỹ]+)+")
_EVERYBODYS = frozenset(
    ("việt nam", "hà nội", "hồ chí minh", "trung quốc", "hoa kỳ", "nhật bản", "hàn quốc", "chính phủ", "quốc hội")
)


def names_printed(text: str, known: list[str], *, but: Set[str] = frozenset()) -> int:
    """How many names of places and people (in small letters; not those of `but`, nor everybody's) a text has in common with
    several of those known."""
    here = proper_names(text) - but - _EVERYBODYS
    counts = Counter(name for other in known for name in proper_names(other) & here) if here else Counter()
    return sum(times >= max(2, _OFTEN * len(known)) for times in counts.values())


def proper_names(text: str) -> set[str]:
    """The names of places and people in a text, in small letters: "Đồng Gianh", of three syllables also each two."""
    found = set()
    for name in _PROPER.findall(text):
        words = name.casefold().split()
        found |= {" ".join(pair) for pair in itertools.pairwise(words)} | {" ".join(words)}
    return found

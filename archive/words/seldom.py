"""How many articles may hold a term that too few hold to be kept: a number for all terms of one hash, never too low.

Only where it reaches what is kept is the index of words asked; a wrong number costs that question, nothing else.
"""

from __future__ import annotations

import sqlite3
import zlib
from itertools import zip_longest

_PART = 1 << 16  # numbers in a row of the table
_LEAST, _MOST = _PART, 1 << 27
_TOP = 255


class Seldom:
    """The numbers, in memory; `save` writes those that changed."""

    def __init__(self, numbers: bytearray) -> None:
        self.numbers = numbers
        self.changed: set[int] = set()

    @classmethod
    def fit_for(cls, articles: int) -> Seldom:
        """Room for the seldom terms of so many articles: a few dozen of each."""
        size = min(max(1 << (64 * articles).bit_length(), _LEAST), _MOST)
        found = cls(bytearray(size))
        found.changed = set(range(size // _PART))
        return found

    @classmethod
    def load(cls, conn: sqlite3.Connection) -> Seldom:
        """Reads the numbers that `save` wrote."""
        parts = conn.execute("select data from words_seldom order by number")
        return cls(bytearray().join(zlib.decompress(data) for (data,) in parts))

    def fits(self, articles: int) -> bool:
        """Whether there is room for so many articles, or as much room as there ever is."""
        return len(self.numbers) >= min(32 * articles, _MOST)

    def add(self, term: str, articles: int) -> int:
        """Counts so many articles more that hold a term; returns how many there are now, up to _TOP. Terms that share a
        place in the table share the number, which may then be too high and is never too low.
        """
        place = zlib.crc32(term.encode()) % len(self.numbers)
        self.numbers[place] = found = min(self.numbers[place] + articles, _TOP)
        self.changed.add(place // _PART)
        return found

    def take(self, term: str, articles: int) -> None:
        """Counts so many articles less that hold a term."""
        place = zlib.crc32(term.encode()) % len(self.numbers)
        self.numbers[place] = max(self.numbers[place] - articles, 0)

    def lower_than(self, other: Seldom) -> tuple[int, int] | None:
        """The first number that is lower than that of `other`, which has as much room, and the other's; None where none is."""
        pairs = zip_longest(self.numbers, other.numbers, fillvalue=0)
        return next(((mine, theirs) for mine, theirs in pairs if mine < theirs), None)

    def save(self, conn: sqlite3.Connection) -> None:
        """Writes the parts that changed; call within a transaction."""
        conn.execute("delete from words_seldom where number >= ?", [len(self.numbers) // _PART])
        conn.executemany(
            "insert or replace into words_seldom values (?, ?)",
            (
                (number, zlib.compress(self.numbers[number * _PART : (number + 1) * _PART], 1))
                for number in sorted(self.changed)
            ),
        )

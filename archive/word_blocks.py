"""Words and where they are, packed: some hundred terms in the order of the alphabet, each with its counts, in a block.

A term is written as what it has in common with the one before (letters) and the rest; its counts as the gaps between the
numbers of its cells (a newspaper's month), with what most of them are, 1, left out. What such numbers have in common,
zlib finds.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

Counts = dict[int, int]  # articles by the number of a cell

EDITION = "(select edition from words_counted)"  # the one that holds

_TERMS, _BYTES = 256, 24_000  # that a block has, at most


@dataclass(slots=True, frozen=True)
class Entry:
    """A term, the articles that hold it, and its counts, packed."""

    term: str
    articles: int
    packed: bytes

    @classmethod
    def of(cls, term: str, counts: Mapping[int, int]) -> Entry:
        return cls(term, sum(counts.values()), pack(counts))

    @property
    def counts(self) -> Counts:
        return unpack(self.packed)


def pack(counts: Mapping[int, int]) -> bytes:
    """Counts of one and more.

    >>> unpack(pack({3: 1, 9: 700, 500_000: 2}))
    {3: 1, 9: 700, 500000: 2}
    """
    packed = bytearray()
    last = -1
    for cell in sorted(counts):
        many = counts[cell] - 1
        _put(packed, (cell - last - 1) << 1 | (many > 0))
        if many:
            _put(packed, many - 1)
        last = cell
    return bytes(packed)


def unpack(packed: bytes) -> Counts:
    counts: Counts = {}
    last, number, shift, more = -1, 0, 0, False
    for byte in packed:
        number |= (byte & 127) << shift
        if byte > 127:
            shift += 7
            continue
        if more:
            counts[last] = number + 2
            more = False
        else:
            last += (number >> 1) + 1
            counts[last] = 1
            more = bool(number & 1)
        number = shift = 0
    return counts


def blocks(entries: Iterable[Entry]) -> Iterator[tuple[str, bytes]]:
    """Blocks of entries in their order, each with its first term."""
    some: list[Entry] = []
    size = 0
    for entry in entries:
        if some and (len(some) >= _TERMS or size + len(entry.packed) > _BYTES):
            yield some[0].term, _block(some)
            some, size = [], 0
        some.append(entry)
        size += len(entry.packed) + len(entry.term)
    if some:
        yield some[0].term, _block(some)


def entries(block: bytes) -> Iterator[Entry]:
    """What a block holds."""
    told = zlib.decompress(block)
    terms, place = _take(told, 0)
    counts = place + terms
    end, before = counts, ""
    while place < end:
        common, place = _take(told, place)
        length, place = _take(told, place)
        before = before[:common] + told[place : place + length].decode()
        place += length
        articles, place = _take(told, place)
        size, place = _take(told, place)
        yield Entry(before, articles, told[counts : counts + size])
        counts += size


def _block(some: list[Entry]) -> bytes:
    """The terms first, then all counts: each is packed the better for standing by itself."""
    terms = bytearray()
    before = ""
    for entry in some:
        common = next(
            (place for place, (one, other) in enumerate(zip(before, entry.term, strict=False)) if one != other),
            min(len(before), len(entry.term)),
        )
        rest = entry.term[common:].encode()
        for number in (common, len(rest)):
            _put(terms, number)
        terms += rest
        _put(terms, entry.articles)
        _put(terms, len(entry.packed))
        before = entry.term
    head = bytearray()
    _put(head, len(terms))
    return zlib.compress(b"".join([head, terms, *(entry.packed for entry in some)]), 9)


def _put(packed: bytearray, number: int) -> None:
    """Seven bits a byte, the lowest first; the eighth says that there are more."""
    while number > 127:
        packed.append(number & 127 | 128)
        number >>= 7
    packed.append(number)


def _take(packed: bytes, place: int) -> tuple[int, int]:
    """A number, and the place after it."""
    number = shift = 0
    while (byte := packed[place]) > 127:
        number |= (byte & 127) << shift
        shift += 7
        place += 1
    return number | byte << shift, place + 1

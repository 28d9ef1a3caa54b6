"""Words and where they are, packed: some hundred terms in the order of the alphabet, each with its counts, in a block.

A term is written as what it has in common with the one before (letters) and the rest; its counts as the gaps between the
numbers of its cells (a newspaper's month), and how many articles of each beyond the first. All terms of a block come
first, then all gaps, then all counts, each packed by LZMA: alike stands by what is alike.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice, pairwise

Counts = dict[int, int]  # articles by the number of a cell

# What a block has at most: with a quarter of it, all take 3% more room, and a term is found in a quarter of the time.
_TERMS, _BYTES = 1024, 96_000
_KIND = b"\2"  # how a block begins; those of older copies, otherwise packed, begin otherwise
_LZMA = [{"id": lzma.FILTER_LZMA1, "preset": 9, "lc": 2, "lp": 0, "pb": 0, "dict_size": 1 << 16}]
_GO_ON = bytes(range(128, 256))


@dataclass(slots=True, frozen=True)
class Entry:
    """A term, the articles that hold it, and its counts, packed."""

    term: str
    articles: int
    packed: bytes

    @classmethod
    def of(cls, term: str, counts: Mapping[int, int]) -> Entry:
        """Makes an entry of a term's counts."""
        return cls(term, sum(counts.values()), pack(counts))

    @property
    def counts(self) -> Counts:
        """The counts, unpacked."""
        return unpack(self.packed)


def pack(counts: Mapping[int, int]) -> bytes:
    """Packs how many articles (one and more) each cell has; `unpack` is its inverse.

    >>> unpack(pack({3: 1, 9: 700, 500_000: 2}))
    {3: 1, 9: 700, 500000: 2}
    """
    gaps, more = bytearray(), bytearray()
    last = -1
    for cell in sorted(counts):
        _put_number(gaps, cell - last - 1)
        _put_number(more, counts[cell] - 1)
        last = cell
    packed = bytearray()
    _put_number(packed, len(gaps))
    return bytes(packed + gaps + more)


def unpack(packed: bytes) -> Counts:
    """Reads the counts that `pack` wrote, in the order of the cells."""
    gaps, more = map(_numbers, _parts(packed))
    cells = islice(accumulate(gaps, lambda last, gap: last + gap + 1, initial=-1), 1, None)
    return dict(zip(cells, [number + 1 for number in more], strict=True))


def blocks(entries: Iterable[Entry]) -> Iterator[tuple[str, bytes]]:
    """Yields entries, given in alphabetical order, as blocks, each with its first term."""
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
    """What a block holds; nothing where it is of a copy that was published before blocks were as they are."""
    if not block.startswith(_KIND):
        return
    first, place = _take_number(block, 1)
    second, place = _take_number(block, place)
    ends = (place, place + first, place + first + second, len(block))
    terms, gaps, more = (
        lzma.decompress(block[start:end], lzma.FORMAT_RAW, filters=_LZMA) for start, end in pairwise(ends)
    )
    place = in_gaps = in_more = 0
    term = ""
    while place < len(terms):
        common, place = _take_number(terms, place)
        length, place = _take_number(terms, place)
        term = term[:common] + terms[place : place + length].decode()
        size, place = _take_number(terms, place + length)
        gap_bytes = gaps[in_gaps : in_gaps + size]
        cells = len(gap_bytes.translate(None, _GO_ON))
        further, place = _take_number(terms, place)
        more_bytes = more[in_more : in_more + cells + further]
        in_gaps, in_more = in_gaps + size, in_more + cells + further
        head = bytearray()
        _put_number(head, size)
        yield Entry(term, cells + sum(_numbers(more_bytes)), bytes(head) + gap_bytes + more_bytes)


def terms(block: bytes) -> Iterator[str]:
    """The terms of a block, whose counts are not unpacked; nothing where it is of an older copy."""
    if not block.startswith(_KIND):
        return
    first, place = _take_number(block, 1)
    _, place = _take_number(block, place)
    packed = lzma.decompress(block[place : place + first], lzma.FORMAT_RAW, filters=_LZMA)
    place = 0
    term = ""
    while place < len(packed):
        common, place = _take_number(packed, place)
        length, place = _take_number(packed, place)
        term = term[:common] + packed[place : place + length].decode()
        yield term
        _, place = _take_number(packed, place + length)
        _, place = _take_number(packed, place)


def _block(some: list[Entry]) -> bytes:
    """Packs entries, which must be in alphabetical order, into a block (the head of this module says how)."""
    terms, gaps, more = bytearray(), bytearray(), bytearray()
    before = ""
    for entry in some:
        common = next(
            (place for place, (one, other) in enumerate(zip(before, entry.term, strict=False)) if one != other),
            min(len(before), len(entry.term)),
        )
        rest = entry.term[common:].encode()
        its_gaps, its_more = _parts(entry.packed)
        for number in (common, len(rest)):
            _put_number(terms, number)
        terms += rest
        _put_number(terms, len(its_gaps))
        _put_number(terms, len(its_more) - len(its_gaps.translate(None, _GO_ON)))
        gaps += its_gaps
        more += its_more
        before = entry.term
    packed = [lzma.compress(part, lzma.FORMAT_RAW, filters=_LZMA) for part in (terms, gaps, more)]
    block = bytearray(_KIND)
    for part in packed[:2]:
        _put_number(block, len(part))
    return b"".join([block, *packed])


def _parts(packed: bytes) -> tuple[bytes, bytes]:
    """Splits the packed counts of a term into the gaps between its cells and the numbers of articles."""
    size, place = _take_number(packed, 0)
    return packed[place : place + size], packed[place + size :]


def _put_number(packed: bytearray, number: int) -> None:
    """Appends a number: seven bits a byte, the lowest first; the eighth bit says that there are more."""
    while number > 127:
        packed.append(number & 127 | 128)
        number >>= 7
    packed.append(number)


def _take_number(packed: bytes, place: int) -> tuple[int, int]:
    """Reads a number that `_put_number` wrote; returns it and the place after it."""
    number = shift = 0
    while (byte := packed[place]) > 127:
        number |= (byte & 127) << shift
        shift += 7
        place += 1
    return number | byte << shift, place + 1


def _numbers(packed: bytes) -> Sequence[int]:
    """All numbers; most are a byte each."""
    if packed.isascii():
        return packed
    found: list[int] = []
    number = shift = 0
    for byte in packed:
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            found.append(number)
            number = shift = 0
    return found

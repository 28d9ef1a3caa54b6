"""Records that were cut into segments (ISO 28500, 5.16 to 5.18), put together again, in whatever file and order they come."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.warcio_internals import ArcWarcRecord

_MOST = 16  # records whose segments are waited for


@dataclass(slots=True)
class _Begun:
    """Some segments of a record by their numbers, the first's head, and how many bytes the last says there are."""

    first: ArcWarcRecord | None = None
    blocks: dict[int, bytes] = field(default_factory=dict)
    total: str = ""


@dataclass(slots=True)
class Segments:
    """The segments met so far, by their records' names; of each record no more than `size` bytes are kept."""

    size: int
    begun: dict[str, _Begun] = field(default_factory=dict)

    def joined(self, record: ArcWarcRecord, block: bytes | None) -> tuple[ArcWarcRecord, bytes] | None:
        """The record whose last missing segment this is, with its whole block; None where it is none, or some are missing."""
        head = record.rec_headers
        number = head.get_header("WARC-Segment-Number") or ""
        if not number.isdecimal() or block is None:
            return None
        name = head.get_header("WARC-Record-ID" if int(number) == 1 else "WARC-Segment-Origin-ID") or ""
        begun = self.begun.setdefault(name, _Begun())
        if len(self.begun) > _MOST:
            del self.begun[next(iter(self.begun))]
        begun.blocks[int(number)] = block
        begun.first = record if int(number) == 1 else begun.first
        begun.total = head.get_header("WARC-Segment-Total-Length") or begun.total
        have = sum(map(len, begun.blocks.values()))
        if have > self.size:
            begun.blocks.clear()
        if begun.first is None or begun.total != str(have) or set(begun.blocks) != {*range(1, len(begun.blocks) + 1)}:
            return None
        del self.begun[name]
        begun.first.rec_headers.remove_header("WARC-Segment-Number")
        return begun.first, b"".join(begun.blocks[at] for at in sorted(begun.blocks))

"""Records that were cut into segments (ISO 28500, 5.16 to 5.18), put together again within their file."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.warcio_internals import ArcWarcRecord

_MOST = 16  # records whose segments are waited for


@dataclass(slots=True)
class Segments:
    """The first segments met in a file, by their records' names; no more than `size` bytes of each are kept."""

    size: int
    begun: dict[str, tuple[ArcWarcRecord, list[bytes]]] = field(default_factory=dict)

    def joined(self, record: ArcWarcRecord, block: bytes | None) -> tuple[ArcWarcRecord, bytes] | None:
        """The record that this segment is the last of, with its whole block; None where it is none, or one is missing."""
        head = record.rec_headers
        number = head.get_header("WARC-Segment-Number") or ""
        if not number.isdecimal() or block is None:
            return None
        if int(number) == 1:
            self.begun[head.get_header("WARC-Record-ID") or ""] = (record, [block])
            if len(self.begun) > _MOST:
                del self.begun[next(iter(self.begun))]
            return None
        name = head.get_header("WARC-Segment-Origin-ID") or ""
        first, blocks = self.begun.get(name, (None, []))
        if first is None or int(number) != len(blocks) + 1 or sum(map(len, blocks)) + len(block) > self.size:
            self.begun.pop(name, None)
            return None
        blocks.append(block)
        if (total := head.get_header("WARC-Segment-Total-Length")) is None:
            return None
        del self.begun[name]
        whole = b"".join(blocks)
        if not total.isdecimal() or int(total) != len(whole):
            return None
        first.rec_headers.remove_header("WARC-Segment-Number")
        return first, whole

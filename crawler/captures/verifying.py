"""A WARC file of ours read from end to end: every record, whether it is whole, and whether its digests hold."""

from __future__ import annotations

import mmap
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from crawler.captures.record import GZIP_MAGIC, OPEN, DamagedError, digest

_MEMBER = GZIP_MAGIC + b"\x08"
_AT_ONCE = 1 << 18
_STATUS = re.compile(rb"HTTP/\S+ +(\d{3})\b")


@dataclass(frozen=True, slots=True)
class Checked:
    """A record. `fault` is what is wrong with it (`torn`: cut off; `broken`: cannot be unpacked, or is none; `digest`: its
    bytes are not those it was written with), empty where nothing is. Of one that cannot be read only its place is known.
    """

    offset: int
    length: int
    fault: str = ""
    type: str = ""
    url: str = ""
    date: str = ""  # to the second, as the archive writes it
    status: int = 0
    mime: str | None = None
    digest: str = ""  # of its payload, as it is
    source: str | None = None  # where a web archive has it
    truncated: bool = False  # whether it says that it is not whole
    head: bytes = b""
    member: bytes = b""  # its bytes in the file


def verify(path: Path, *, keep: bool = False, start: int = 0) -> Iterator[Checked]:
    """The records of a packed WARC file in their order, those that are damaged too, from the byte `start` on; with `keep` also
    their bytes.

    A file that is being written is found by its final name, and may end in the middle of a record. Raises DamagedError where
    it cannot be read, or is no packed file.
    """
    try:
        with (path if path.exists() else Path(f"{path}{OPEN}")).open("rb") as file:
            if not file.seek(0, 2):
                return
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                if data[:2] != GZIP_MAGIC:
                    raise DamagedError(f"{path}: not a packed WARC file")
                yield from _records(data, keep, start)
    except OSError as error:
        raise DamagedError(f"{path}: {error.strerror}") from error


def _records(data: mmap.mmap, keep: bool, at: int) -> Iterator[Checked]:
    """Yields the records of a file from the byte `at` on, damaged stretches as records with a fault; `keep` their
    bytes.
    """
    size = len(data)
    while at < size:
        unpacked, end, fault = _unpack(data, at)
        if not fault:
            member = data[at:end] if keep else b""
            yield _checked(unpacked, at, end - at, member)
        else:
            end = _next_record(data, at + 1)
            yield Checked(at, end - at, fault if end == size else "broken")
        at = end


def _unpack(data: mmap.mmap, start: int) -> tuple[bytes, int, str]:
    """What the member that begins there holds, where it ends, and what is wrong with it."""
    unzip = zlib.decompressobj(zlib.MAX_WBITS | 16)
    parts: list[bytes] = []
    at = start
    try:
        while not unzip.eof:
            packed = data[at : at + _AT_ONCE]
            if not packed:
                return b"", at, "torn"
            parts.append(unzip.decompress(packed))
            at += len(packed)
    except zlib.error:
        return b"", at, "broken"
    return b"".join(parts), at - len(unzip.unused_data), ""


def _next_record(data: mmap.mmap, start: int) -> int:
    """Where the next record begins; the end of the file where there is none."""
    while (start := data.find(_MEMBER, start)) >= 0:
        try:
            if zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data[start : start + 4096], 16)[:5] == b"WARC/":
                return start
        except zlib.error:
            pass
        start += 1
    return len(data)


def _checked(record: bytes, offset: int, length: int, member: bytes) -> Checked:
    """What a record says of itself, held against its bytes.

    Its place in the file is `offset` and `length`, `member` its packed bytes.
    """
    head, _, rest = record.partition(b"\r\n\r\n")
    told = _fields(head)
    size = told.get(b"content-length", b"")
    if not head.startswith(b"WARC/") or not size.isdigit() or int(size) > len(rest):
        return Checked(offset, length, "broken", member=member)
    block = rest[: int(size)]
    type = told.get(b"warc-type", b"").decode("latin-1")
    http, _, payload = block.partition(b"\r\n\r\n") if type in ("response", "revisit", "request") else (b"", b"", block)
    actual = digest(payload) if type in ("response", "resource") else told.get(b"warc-payload-digest", b"").decode()
    sound = _digest_holds(told.get(b"warc-block-digest"), block) and (
        type not in ("response", "resource") or _same(told.get(b"warc-payload-digest"), actual)
    )
    code = _STATUS.match(http)
    kind = _fields(http).get(b"content-type", b"") if type != "resource" else told.get(b"content-type", b"")
    return Checked(
        offset,
        length,
        "" if sound else "digest",
        type,
        told.get(b"warc-target-uri", b"").decode("utf-8", "replace").strip("<>"),
        told.get(b"warc-date", b"").decode("latin-1")[:19] + "Z",
        int(code[1]) if code else 200 if type == "resource" else 0,
        kind.partition(b";")[0].strip().lower().decode("latin-1") or None,
        actual,
        told.get(b"warc-source-uri", b"").decode("utf-8", "replace") or None,
        b"warc-truncated" in told,
        head,
        member,
    )


def _fields(head: bytes) -> dict[bytes, bytes]:
    """Headers by their names in small letters."""
    lines = (line.partition(b":") for line in head.split(b"\r\n")[1:])
    return {name.strip().lower(): value.strip() for name, mark, value in lines if mark}


def _digest_holds(told: bytes | None, data: bytes) -> bool:
    """Whether data has the digest told; also where none is told."""
    return told is None or _same(told, digest(data))


def _same(told: bytes | None, actual: str) -> bool:
    """Whether a digest is the one told; True for one of another kind than ours, which tells nothing."""
    return told is None or not told.lower().startswith(b"sha1:") or len(told) != len(actual) or told.decode() == actual

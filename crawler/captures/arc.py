"""ARC files (Internet Archive, 1996; Heritrix until 2008): what web archives were kept in before WARC."""

from __future__ import annotations

import re
import zlib
from collections.abc import Generator
from datetime import UTC, datetime

from crawler.captures.answer import TooLargeError, answer
from crawler.captures.members import Source
from crawler.captures.record import DamagedError, Record

BODY_SIZE = 64 * 1024 * 1024  # bytes of a body, packed or unpacked, beyond which it is passed over
BEGINS = b"filedesc:"
_LINE = 64 * 1024  # bytes of a head at most
# A head: address, where it was asked, when, kind of content, in version 2 five more fields, and the length of what follows.
_HEAD = re.compile(
    rb"(?P<url>[a-z][a-z0-9+.-]*:\S.*?) (?P<ip>\S+) (?P<date>\d{8,14}) (?P<mime>\S*|\S+[;,].*?)(?: \S+ \S+ \S+ \S+ \S+)?"
    rb" (?P<length>\d+)[\r\n]*"
)


def records(where: str, source: Source) -> Generator[Record, None, list[int]]:
    """The answers in an ARC file that messages call `where`; returns where records of wrong length begin.

    Whether a length is right shows in what follows it. Raises DamagedError where it is no ARC file, EOFError where it
    is cut off, after the last whole record.
    """
    start = source.next()
    try:
        line = source.stream.readline(_LINE)
    except zlib.error as error:
        start, line = _next_head(source) if source.skip(error) else (None, BEGINS)
    if not line.startswith(BEGINS) and not _HEAD.fullmatch(line):
        raise DamagedError(f"{where}: not an ARC file")
    lost: list[int] = []
    while start is not None:
        head = _HEAD.fullmatch(line)
        if head is None:
            raise DamagedError(f"{where}: no record at byte {start:,}")
        record = None
        try:
            record = _record(head, _block(source, int(head["length"])))
            following = source.next()
            source.forget(start)
            line = b"" if following is None else source.stream.readline(_LINE)
            if following is not None and not _HEAD.fullmatch(line):
                if not source.parted:
                    record = None
                lost.append(following if record else start)
                following, line = _next_head(source)
        except EOFError:  # cut off here: what was read before is whole
            if record:
                yield record
            raise
        except zlib.error as error:
            following, line = _next_head(source) if source.skip(error) else (None, b"")
        if record:
            yield record
        start = following
    return lost


def _next_head(source: Source) -> tuple[int | None, bytes]:
    """The next head of a record that can be found, and where it begins; None where there is none."""
    while True:
        at = source.stream.tell()
        try:
            line = source.stream.readline(_LINE)
        except zlib.error as error:
            if not source.skip(error):
                return None, b""
            continue
        if not line:
            return None, b""
        if _HEAD.fullmatch(line):
            return at, line


def _block(source: Source, length: int) -> bytes | None:
    """What follows a head; None where it is too large to be read. Raises EOFError where it is cut off."""
    chunks, rest = [], length
    while rest:
        chunk = source.stream.read(min(rest, 1 << 20))
        if not chunk:
            raise EOFError
        rest -= len(chunk)
        if length <= BODY_SIZE:
            chunks.append(chunk)
    return b"".join(chunks) if length <= BODY_SIZE else None


def _record(head: re.Match[bytes], block: bytes | None) -> Record | None:
    """The answer that stands below a head; None where it is none of the web's, or too large."""
    url = head["url"].decode("utf-8", "replace").replace(" ", "%20")
    if block is None or not url.lower().startswith(("http://", "https://")):
        return None
    fetched_at = _moment(head["date"].decode())
    if not block.lstrip(b"\r\n").startswith(b"HTTP/"):  # of HTTP 0.9, or without what was sent before it
        headers = [("Content-Type", head["mime"].decode("latin-1"))]
        return Record(url, fetched_at, 200, "OK", headers, block, None, None)
    try:
        said = answer(block, BODY_SIZE)
    except TooLargeError:
        return None
    return Record(url, fetched_at, said.status, said.reason, said.headers, said.body, None, None)


def _moment(digits: str) -> datetime:
    """A moment in 8 to 14 digits; 1970, plainly wrong, where they are none."""
    try:
        return datetime.strptime(digits.ljust(14, "0"), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return datetime(1970, 1, 1, tzinfo=UTC)

"""Reading captures: our own by their places, files of others from end to end.

Why not by warcio's own iterator, or by fastwarc: both give a record that is cut off, or of wrong length, as if it were
whole or not at all, and end there or go on without a word; of records in one gzip stream warcio reads the first only.
[tests/crawler/test_captures.py]
"""

from __future__ import annotations

import codecs
import io
import logging
import re
import zlib
from collections import deque
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from warcio.exceptions import ArchiveLoadFailed

from crawler.captures import arc, wacz
from crawler.captures.answer import TooLargeError, answer, method
from crawler.captures.members import Source
from crawler.captures.record import (
    ARCS,
    GZIP_MAGIC,
    OPEN,
    UNDATED,
    Capture,
    DamagedError,
    Place,
    Record,
    Revisit,
    moment,
)
from crawler.captures.segments import Segments
from crawler.warcio_internals import ArcWarcRecord, parse_record

logger = logging.getLogger(__name__)

BODY_SIZE = 64 * 1024 * 1024  # bytes of a foreign record's body, packed or unpacked, beyond which it is passed over


def read(folder: Path, place: Place | Capture, find: Callable[[Revisit], Place | None] | None = None) -> Record:
    """Reads the capture at that place of the captures folder, also from a file that a crawl is still writing.

    A revisit record gets the body of the earlier capture whose place `find` gives; without `find`, or where it gives
    None, the record comes back without a body and with `revisit` set. Raises DamagedError where it cannot be read.
    """
    warc, offset, length = (place.warc, place.offset, place.length) if isinstance(place, Capture) else place
    path = folder / warc
    try:
        with _open(path) as file:
            file.seek(offset)
            data = file.read(length)
        if data.startswith(GZIP_MAGIC):
            data = zlib.decompress(data, zlib.MAX_WBITS | 16)
        record = _response(*_parse(io.BytesIO(data)), offset, length, local=True)
    except OSError as error:
        raise DamagedError(f"{path}: {error.strerror}") from error
    except (EOFError, zlib.error, ArchiveLoadFailed, _ShortError) as error:
        raise DamagedError(f"{path}: no whole record at byte {offset:,}") from error
    if record is None:
        raise DamagedError(f"{path}: no response at byte {offset:,}")
    if record.revisit and find and (earlier := find(record.revisit)):
        original = read(folder, earlier)
        if record.status == 304:  # says only that nothing changed
            record = replace(record, status=original.status, reason=original.reason, headers=original.headers)
        record = replace(record, body=original.body, revisit=original.revisit)
    return record


def records(path: Path, segments: Segments | None = None) -> Iterator[Record]:
    """Every answer in a WARC, ARC or WACZ file (the first two packed or not), whoever wrote it, in the file's order.

    `resource` records of web addresses count too, as what a 200 answer held, and revisits, which hold no body. Requests,
    metadata, answers of other protocols or to anything but GET are passed over, and so are bodies larger than BODY_SIZE.
    A record whose length is wrong, too long or too short by more than a few letters, is left out, and the next is looked for.
    Segments are put together, also with those that were met in other files, where the same `segments` are given with each.
    Raises DamagedError after the last whole record of a file that holds such ones, is cut off or broken, or at once where
    it is no such file.
    """
    read = partial(_answers, segments=segments or Segments(BODY_SIZE))
    try:
        with path.open("rb") as file:
            if path.name.lower().endswith(".wacz") or file.peek(4).startswith(wacz.BEGINS):
                yield from wacz.records(path, read)
                return
            yield from read(file, str(path))
    except OSError as error:
        raise DamagedError(f"{path}: {error.strerror}") from error


def _answers(file: Any, where: str, segments: Segments) -> Iterator[Record]:
    """Yields the answers in an open file that messages call `where`. Raises DamagedError after the last whole one."""
    try:
        source = Source(file)
        if source.next() is None:
            raise DamagedError(f"{where}: {_broken(source) or 'empty'}")
        is_arc = where.lower().endswith(ARCS) or source.stream.peek(1).startswith(arc.BEGINS)
        lost = yield from arc.records(where, source) if is_arc else _gotten(_entries(where, source, segments))
    except EOFError as error:
        raise DamagedError(f"{where}: ends in the middle of a record") from error
    wrong = [_broken(source)] if source.broken else []
    if lost:
        many = f"{len(lost)} records" if len(lost) > 1 else "a record"
        wrong.append(f"left out {many} of wrong length, at byte {', '.join(f'{at:,}' for at in lost[:10])}")
    if wrong:
        raise DamagedError(f"{where}: {'; '.join(wrong)}")


def _broken(source: Source) -> str:
    """What is said of the members of a packed file that are broken; empty where none is."""
    return f"broken compression ({'; '.join(source.broken[:10])})" if source.broken else ""


@dataclass(frozen=True, slots=True)
class _Entry:
    """What matters of a record: its answer, or by what method it asks; its name and those of records it was made with."""

    record: Record | None
    method: str
    id: str
    others: frozenset[str]

    def at(self, place: tuple[int, int] | None) -> _Entry:
        """The same, of a record with that offset and length in the file; None where it has no place of its own."""
        if place is None or self.record is None:
            return self
        return replace(self, record=replace(self.record, offset=place[0], length=place[1]))


_SPARE = (
    8  # bytes, with the blank lines, that a record may have more than its length says: some tools count one too few
)
_NEAR = 16  # records that lie at most between a request and its answer


def _gotten(entries: Generator[_Entry, None, list[int]]) -> Generator[Record, None, list[int]]:
    """Yields the answers to GET requests; a request of another method stands before or right after its answer."""
    near: deque[_Entry] = deque(maxlen=_NEAR)
    waiting: Record | None = None
    name = ""  # of what waits for the record after it
    try:
        while True:
            entry = next(entries)
            if entry.record is None:
                if waiting and name in entry.others and entry.method != "GET":
                    waiting = None
                near.append(entry)
                continue
            if waiting:
                yield waiting
            asked = [other.method for other in near if entry.id in other.others or other.id in entry.others]
            waiting, name = (None if asked and "GET" not in asked else entry.record), entry.id
    except StopIteration as end:
        if waiting:
            yield waiting
        return end.value
    except (EOFError, zlib.error, DamagedError):
        if waiting:
            yield waiting
        raise


def _entries(where: str, source: Source, segments: Segments) -> Generator[_Entry, None, list[int]]:
    """Yields the answers and requests; returns where records of wrong length begin.

    Whether a length is right shows in what follows it, so each record is held back until then.
    """
    held: _Entry | None = None
    before: int | None = None  # where the held record's begins
    lost: list[int] = []
    start = source.next()
    while start is not None:
        wrong, short, ended, spare = start, False, start, None
        try:
            line = source.stream.readline(100).removeprefix(codecs.BOM_UTF8)
            if line.startswith(b"WARC/"):
                if held:
                    yield held
                    held = None
                source.forget(start)
                parsed = _delimited(source, line)
                before = start
                held = _entry(*(segments.joined(*parsed) or parsed))  # whole, if the file should break off here
                following = source.next()
                held = held and held.at(source.place(start))
                start = following
                continue
            if before is None:
                raise DamagedError(f"{where}: not a WARC file")
            if held and source.parted:  # it ended as it should: what is wrong stands behind it
                yield held
            else:
                wrong, spare = before, held
            held = None
        except _ShortError:
            short = True
        except ArchiveLoadFailed:
            pass
        except EOFError:  # cut off here: what was held is whole
            if held:
                yield held
            raise
        except zlib.error as error:
            if held:
                yield held
                held = None
            start = source.next() if source.skip(error) else None
            source.parted, before = True, start
            continue
        before = start = source.find(wrong + 1)
        if spare and start is not None and 0 < start - ended <= _SPARE:
            yield spare  # but for the last letters, as some tools count
            continue
        if start is None and short:
            raise EOFError
        lost.append(wrong)
    if held:
        yield held
    return lost


def _delimited(source: Source, line: bytes) -> tuple[ArcWarcRecord, bytes | None]:
    """As `_parse`; a record that does not say how long it is reaches to the next."""
    try:
        return _parse(source.stream, line)
    except _UnsaidLengthError as error:
        return error.record, source.until_next(BODY_SIZE)


def _entry(record: ArcWarcRecord, block: bytes | None) -> _Entry | None:
    """What matters of a record, its `block` None where that is too large. None where nothing matters."""
    head = record.rec_headers
    others = frozenset(value for name, value in head.headers if name.lower() == "warc-concurrent-to")
    asks = method(block or b"") if record.rec_type == "request" else ""
    found = None if asks else _response(record, block, None, None)
    return _Entry(found, asks, head.get_header("WARC-Record-ID") or "", others) if asks or found else None


class _ShortError(Exception):
    """A record holds fewer bytes than it says."""


class _UnsaidLengthError(ArchiveLoadFailed):
    """A record does not say how long it is."""

    def __init__(self, record: ArcWarcRecord) -> None:
        super().__init__("no Content-Length")
        self.record = record


_BODIES = ("response", "resource", "revisit")
_KEPT = (*_BODIES, "continuation")  # records whose blocks are read
_REQUEST_SIZE = 1024 * 1024  # bytes of a request of which the method is asked


def _parse(stream: Any, line: bytes | None = None) -> tuple[ArcWarcRecord, bytes | None]:
    """The record at the stream's position and its block, None where it is too large or of a kind we do not read.

    `line` is its first line where that was read already.
    Raises EOFError, _ShortError or ArchiveLoadFailed where there is no whole record.
    """
    record = parse_record(stream, line)
    record.rec_type = (record.rec_type or "").lower()
    length = record.rec_headers.get_header("Content-Length")
    if length is None:
        raise _UnsaidLengthError(record)
    if not length.isdecimal():
        raise ArchiveLoadFailed(f"Content-Length: {length}")
    rest = int(length)
    most = {"request": _REQUEST_SIZE}.get(record.rec_type, BODY_SIZE if record.rec_type in _KEPT else -1)
    wanted = rest <= most
    chunks = []
    while rest:
        chunk = stream.read(min(rest, 1 << 20))
        if not chunk:
            raise _ShortError
        rest -= len(chunk)
        if wanted:
            chunks.append(chunk)
    return record, b"".join(chunks) if wanted else None


_FOLDED = re.compile(r"^(?:%20|\s)+")  # what warcio makes of the line break in a header that goes on in the next line


def _response(
    record: ArcWarcRecord, block: bytes | None, offset: int | None, length: int | None, *, local: bool = False
) -> Record | None:
    """What the record says was answered; None where it is about something else or too large.

    With `local` also what was saved of a file, which only our own captures may hold.
    """
    head = record.rec_headers
    url = _FOLDED.sub("", head.get_header("WARC-Target-URI") or "")
    schemes = ("http://", "https://", "file:") if local else ("http://", "https://")
    if record.rec_type not in _BODIES or not url.lower().startswith(schemes):
        return None
    if block is None:
        logger.warning(_TOO_LARGE, url)
        return None
    fetched_at, named = moment(head.get_header("WARC-Date") or ""), head.get_header("WARC-Payload-Digest") or ""
    cut = bool(head.get_header("WARC-Truncated") or head.get_header("WARC-Segment-Number"))
    source, name = head.get_header("WARC-Source-URI") or "", head.get_header("WARC-Record-ID") or ""
    if record.rec_type == "resource":
        headers = [("Content-Type", record.content_type or "")]
        return Record(url, fetched_at, 200, "OK", headers, block, offset, length, None, named, cut, source, name)
    revisit = None
    if record.rec_type == "revisit":
        original = (head.get_header("WARC-Refers-To-Target-URI") or url).strip("<>")
        then = moment(head.get_header("WARC-Refers-To-Date") or "")
        revisit = Revisit(original, then, named, head.get_header("WARC-Refers-To") or "")
    try:
        said = answer(block, BODY_SIZE)
    except TooLargeError:
        logger.warning(_TOO_LARGE, url)
        return None
    cut |= said.is_torn
    if fetched_at == UNDATED:
        fetched_at = _dated(said.headers)
    unmodified = revisit and not said.status and (head.get_header("WARC-Profile") or "").endswith("not-modified")
    return Record(
        url, fetched_at, 304 if unmodified else said.status, said.reason, said.headers, said.body, offset, length, revisit, named, cut, source, name
    )  # fmt: skip


def _dated(headers: list[tuple[str, str]]) -> datetime:
    """The moment of an answer by its own head; UNDATED where that tells none."""
    told = next((value for name, value in headers if name.lower() == "date"), "")
    try:
        when = parsedate_to_datetime(told)
    except ValueError:
        return UNDATED
    return when if when.tzinfo else when.replace(tzinfo=UTC)


_TOO_LARGE = f"%s passed over: its body is larger than {BODY_SIZE >> 20} MB"


def _open(path: Path) -> BinaryIO:
    """The file by its final name or, while it is being written, its open one; it may be renamed meanwhile."""
    for candidate in (path, Path(f"{path}{OPEN}")):
        try:
            return candidate.open("rb")
        except FileNotFoundError:
            continue
    return path.open("rb")

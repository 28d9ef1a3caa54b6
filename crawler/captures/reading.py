"""Reading captures: our own by their places, files of others from end to end.

Why not by warcio's own iterator, or by fastwarc: both give a record that is cut off, or of wrong length, as if it were
whole or not at all, and end there or go on without a word; of records in one gzip stream warcio reads the first only.
[tests/crawler/test_captures.py]
"""

from __future__ import annotations

import io
import logging
import zlib
from collections import deque
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from warcio.exceptions import ArchiveLoadFailed

from crawler.captures import arc, wacz
from crawler.captures.answer import TooLargeError, answer, method
from crawler.captures.members import Source
from crawler.captures.record import GZIP_MAGIC, OPEN, Capture, DamagedError, Place, Record, Revisit, moment
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


def records(path: Path) -> Iterator[Record]:
    """Every answer in a WARC, ARC or WACZ file (the first two packed or not), whoever wrote it, in the file's order.

    `resource` records of web addresses count too, as what a 200 answer held, and revisits, which hold no body. Requests,
    metadata, answers of other protocols or to anything but GET are passed over, and so are bodies larger than BODY_SIZE.
    A record whose length is wrong, too long or too short, is left out, and the next is looked for. Raises DamagedError after
    the last whole record of a file that holds such ones, is cut off or broken, or at once where it is no such file.
    """
    if path.name.lower().endswith(WACZ):
        yield from wacz.records(path, _answers)
        return
    try:
        with path.open("rb") as file:
            yield from _answers(file, str(path), arc_file=path.name.lower().endswith(ARCS))
    except OSError as error:
        raise DamagedError(f"{path}: {error.strerror}") from error


ARCS, WACZ = (".arc", ".arc.gz"), ".wacz"


def _answers(file: Any, where: str, *, arc_file: bool = False) -> Iterator[Record]:
    """Yields the answers in an open file that messages call `where`. Raises DamagedError after the last whole one."""
    try:
        source = Source(file)
        arc_file |= source.stream.peek(1).startswith(arc.BEGINS)
        lost = yield from arc.records(where, source) if arc_file else _gotten(_entries(where, source))
    except EOFError as error:
        raise DamagedError(f"{where}: ends in the middle of a record") from error
    except zlib.error as error:
        raise DamagedError(f"{where}: broken compression ({str(error).rpartition(': ')[2]})") from error
    if lost:
        many = f"{len(lost)} records" if len(lost) > 1 else "a record"
        raise DamagedError(
            f"{where}: left out {many} of wrong length, at byte {', '.join(f'{at:,}' for at in lost[:10])}"
        )


@dataclass(frozen=True, slots=True)
class _Entry:
    """What matters of a record: its answer, or by what method it asks; its name and those of records it was made with."""

    record: Record | None
    method: str
    id: str
    others: frozenset[str]


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


def _entries(  # noqa: C901  one loop over what follows what
    where: str, source: Source
) -> Generator[_Entry, None, list[int]]:
    """Yields the answers and requests; returns where records of wrong length begin.

    Whether a length is right shows in what follows it, so each record is held back until then.
    """
    held: _Entry | None = None
    before: int | None = None  # where the held record's begins
    lost: list[int] = []
    start = source.next()
    if start is None:
        raise DamagedError(f"{where}: empty")
    while start is not None:
        try:
            line = source.stream.readline(100)
        except (EOFError, zlib.error):  # cut off here: what was held is whole
            if held:
                yield held
            raise
        if not line.startswith(b"WARC/"):
            if before is None:
                raise DamagedError(f"{where}: not a WARC file")
            held, wrong, short = None, before, False
        else:
            if held:
                yield held
                held = None
            source.forget(start)
            wrong, short = start, False
            try:
                parsed = _parse(source.stream, line)
            except _ShortError:
                short = True
            except ArchiveLoadFailed:
                pass
            else:
                broken, following = None, None
                try:
                    following = source.next()
                except (EOFError, zlib.error) as error:  # the record before the break is whole
                    broken = error
                held = _entry(*parsed, *(source.place(start) or (None, None)))
                if broken:
                    if held:
                        yield held
                    raise broken
                before, start = start, following
                continue
        before = start = source.find(wrong + 1)
        if start is None and short:
            raise EOFError
        lost.append(wrong)
    if held:
        yield held
    return lost


def _entry(record: ArcWarcRecord, block: bytes | None, offset: int | None, length: int | None) -> _Entry | None:
    """What matters of a record, its `block` None where that is too large; `offset` and `length` (bytes) are its place
    in the file, None where it has none. None where nothing matters.
    """
    head = record.rec_headers
    others = frozenset(value for name, value in head.headers if name.lower() == "warc-concurrent-to")
    asks = method(block or b"") if record.rec_type == "request" else ""
    found = None if asks else _response(record, block, offset, length)
    return _Entry(found, asks, head.get_header("WARC-Record-ID") or "", others) if asks or found else None


class _ShortError(Exception):
    """A record holds fewer bytes than it says."""


_BODIES = ("response", "resource", "revisit")
_REQUEST_SIZE = 1024 * 1024  # bytes of a request of which the method is asked


def _parse(stream: Any, line: bytes | None = None) -> tuple[ArcWarcRecord, bytes | None]:
    """The record at the stream's position and its block, None where it is too large or of a kind we do not read.

    `line` is its first line where that was read already.
    Raises EOFError, _ShortError or ArchiveLoadFailed where there is no whole record.
    """
    record = parse_record(stream, line)
    length = record.rec_headers.get_header("Content-Length") or ""
    if not length.isdecimal():
        raise ArchiveLoadFailed("no Content-Length")
    rest = int(length)
    most = {"request": _REQUEST_SIZE}.get(record.rec_type, BODY_SIZE if record.rec_type in _BODIES else -1)
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


def _response(
    record: ArcWarcRecord, block: bytes | None, offset: int | None, length: int | None, *, local: bool = False
) -> Record | None:
    """What the record says was answered; None where it is about something else or too large.

    With `local` also what was saved of a file, which only our own captures may hold.
    """
    head = record.rec_headers
    url = head.get_header("WARC-Target-URI") or ""
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
    return Record(
        url, fetched_at, said.status, said.reason, said.headers, said.body, offset, length, revisit, named, cut, source, name
    )  # fmt: skip


_TOO_LARGE = f"%s passed over: its body is larger than {BODY_SIZE >> 20} MB"


def _open(path: Path) -> BinaryIO:
    """The file by its final name or, while it is being written, its open one; it may be renamed meanwhile."""
    for candidate in (path, Path(f"{path}{OPEN}")):
        try:
            return candidate.open("rb")
        except FileNotFoundError:
            continue
    return path.open("rb")

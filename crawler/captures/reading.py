"""Reading captures: our own by their places, files of others from end to end."""

from __future__ import annotations

import io
import logging
import zlib
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from scrapy.utils._compression import _DecompressionMaxSizeExceeded, _inflate, _unbrotli, _unzstd
from scrapy.utils.gz import gunzip
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeaders

from crawler.captures.members import Source
from crawler.captures.record import GZIP_MAGIC, OPEN, Capture, Damaged, Place, Record, Revisit, moment

logger = logging.getLogger(__name__)

BODY_SIZE = 64 * 1024 * 1024  # bytes of a foreign record's body, packed or unpacked, beyond which it is passed over


def read(folder: Path, place: Place | Capture, find: Callable[[Revisit], Place | None] | None = None) -> Record:
    """Read the capture at that place of the captures folder, also from a file that a crawl is still writing.

    A revisit record gets the body of the earlier capture whose place `find` gives; without `find`, or where it gives
    None, the record comes back without a body and with `revisit` set. Raises Damaged where it cannot be read.
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
        raise Damaged(f"{path}: {error.strerror}") from error
    except (EOFError, zlib.error, ArchiveLoadFailed, _Short) as error:
        raise Damaged(f"{path}: no whole record at byte {offset:,}") from error
    if record is None:
        raise Damaged(f"{path}: no response at byte {offset:,}")
    if record.revisit and find and (earlier := find(record.revisit)):
        original = read(folder, earlier)
        if record.status == 304:  # says only that nothing changed
            record = replace(record, status=original.status, reason=original.reason, headers=original.headers)
        record = replace(record, body=original.body, revisit=original.revisit)
    return record


def records(path: Path) -> Iterator[Record]:
    """Every response in a .warc or .warc.gz file, whoever wrote it, in the file's order.

    `resource` records of web addresses count too, as what a 200 answer held. Requests, metadata, revisits (their body
    is elsewhere) and answers of other protocols are passed over, and so are bodies larger than BODY_SIZE.
    A record whose length is wrong, too long or too short, is left out, and the next is looked for. Raises Damaged after
    the last whole record of a file that holds such ones, is cut off or broken, or at once where it is no WARC.
    """
    try:
        with path.open("rb") as file:
            source = Source(file)
            lost = yield from _records(path, source)
    except OSError as error:
        raise Damaged(f"{path}: {error.strerror}") from error
    except EOFError as error:
        raise Damaged(f"{path}: ends in the middle of a record") from error
    except zlib.error as error:
        raise Damaged(f"{path}: broken compression ({str(error).rpartition(': ')[2]})") from error
    if lost:
        many = f"{len(lost)} records" if len(lost) > 1 else "a record"
        raise Damaged(f"{path}: left out {many} of wrong length, at byte {', '.join(f'{at:,}' for at in lost[:10])}")


def _records(path: Path, source: Source) -> Generator[Record, None, list[int]]:
    """The responses; returns where records of wrong length begin. Whether a length is right shows in what follows it, so
    each record is held back until then."""
    held: Record | None = None
    before: int | None = None  # where the held record's begins
    lost: list[int] = []
    start = source.next()
    if start is None:
        raise Damaged(f"{path}: empty")
    while start is not None:
        try:
            line = source.stream.readline(100)
        except (EOFError, zlib.error):  # cut off here: what was held is whole
            if held:
                yield held
            raise
        if not line.startswith(b"WARC/"):
            if before is None:
                raise Damaged(f"{path}: not a WARC file")
            held, wrong, short = None, before, False
        else:
            if held:
                yield held
                held = None
            source.forget(start)
            wrong, short = start, False
            try:
                parsed = _parse(source.stream, line)
            except _Short:
                short = True
            except ArchiveLoadFailed:
                pass
            else:
                broken, following = None, None
                try:
                    following = source.next()
                except (EOFError, zlib.error) as error:  # the record before the break is whole
                    broken = error
                record = _response(*parsed, *(source.place(start) or (None, None)))
                held = record if record and not record.revisit else None
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


class _Short(Exception):
    """A record holds fewer bytes than it says."""


_LOADER = ArcWarcRecordLoader(verify_http=False, arc2warc=False)
_BODIES = ("response", "resource", "revisit")


def _parse(stream: Any, line: bytes | None = None) -> tuple[ArcWarcRecord, bytes | None]:
    """The record at the stream's position and its block, None where it is too large or of a kind we do not read.

    `line` is its first line where that was read already.
    Raises EOFError, _Short or ArchiveLoadFailed where there is no whole record.
    """
    record = _LOADER.parse_record_stream(stream, statusline=line, known_format="warc", no_record_parse=True)
    length = record.rec_headers.get_header("Content-Length") or ""
    if not length.isdecimal():
        raise ArchiveLoadFailed("no Content-Length")
    rest = int(length)
    wanted = record.rec_type in _BODIES and rest <= BODY_SIZE
    chunks = []
    while rest:
        chunk = stream.read(min(rest, 1 << 20))
        if not chunk:
            raise _Short
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
    page_head = record.rec_headers
    url = page_head.get_header("WARC-Target-URI") or ""
    schemes = ("http://", "https://", "file:") if local else ("http://", "https://")
    if record.rec_type not in _BODIES or not url.lower().startswith(schemes):
        return None
    if block is None:
        logger.warning(_TOO_LARGE, url)
        return None
    fetched_at = moment(page_head.get_header("WARC-Date") or "")
    if record.rec_type == "resource":
        headers = [("Content-Type", record.content_type or "")]
        return Record(url, fetched_at, 200, "OK", headers, block, offset, length)
    revisit = None
    if record.rec_type == "revisit":
        original = page_head.get_header("WARC-Refers-To-Target-URI") or url
        date = moment(page_head.get_header("WARC-Refers-To-Date") or "")
        revisit = Revisit(original, date, page_head.get_header("WARC-Payload-Digest") or "")
    content = io.BytesIO(block)
    http = _LOADER.http_parser.parse(content) if block else StatusAndHeaders("", [])
    code, _, reason = http.statusline.partition(" ")
    body = _decoded(content.read(), http)
    if body is None:
        logger.warning(_TOO_LARGE, url)
        return None
    headers = [(name, value) for name, value in http.headers if name.lower() not in _CODINGS]
    status = int(code) if code.isdigit() else 0
    return Record(url, fetched_at, status, reason, headers, body, offset, length, revisit)


_TOO_LARGE = f"%s passed over: its body is larger than {BODY_SIZE >> 20} MB"
_CODINGS = ("content-encoding", "transfer-encoding")
_UNPACK: dict[str, Callable[..., bytes]] = {
    "gzip": gunzip,
    "x-gzip": gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}


def _decoded(body: bytes, http: StatusAndHeaders) -> bytes | None:
    """The body without its codings, as far as it can be read; None where it unpacks beyond BODY_SIZE.

    Tools that store the decoded body often keep the header: a body that is not what the header says stays as it is.
    """
    if "chunked" in (http.get_header("Transfer-Encoding") or "").lower():
        body = ChunkedDataReader(io.BytesIO(body)).read()
    for coding in reversed((http.get_header("Content-Encoding") or "").lower().split(",")):
        if body and (unpack := _UNPACK.get(coding.strip())):
            try:
                body = unpack(body, max_size=BODY_SIZE)
            except _DecompressionMaxSizeExceeded:
                return None
            except Exception:  # each library has its own
                break
    return body


def _open(path: Path) -> BinaryIO:
    """The file by its final name or, while it is being written, its open one; it may be renamed meanwhile."""
    for candidate in (path, Path(f"{path}{OPEN}")):
        try:
            return candidate.open("rb")
        except FileNotFoundError:
            continue
    return path.open("rb")

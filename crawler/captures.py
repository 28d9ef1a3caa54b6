"""WARC in and out (ISO 28500): what the crawl received is written down before anything is made of it.

Own files are `YYYY/<prefix>-<time>-<pid>-<random>.warc.gz` in the captures folder, one gzip member a record, so that
a record can be read by its offset. While a crawl writes one it is called `*.warc.gz.open` and locked; a file of that
name that nobody holds was left by a killed crawl, and `repair` makes it good. Files of others are read by `records`.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import io
import logging
import os
import re
import secrets
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.parse import urlsplit, urlunsplit

from scrapy.utils._compression import _DecompressionMaxSizeExceeded, _inflate, _unbrotli, _unzstd
from scrapy.utils.gz import gunzip
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

logger = logging.getLogger(__name__)

OPEN = ".open"
FILE_SIZE = 1_000_000_000  # bytes after which a new file is begun
BODY_SIZE = 64 * 1024 * 1024  # bytes of a foreign record's body, packed or unpacked, beyond which it is passed over
CHUNK = 64 * 1024
GZIP_LEVEL = 4  # 1.4 ms a page of 126 KB where 6 takes 2.3 ms to make it 3% smaller
GZIP_MAGIC = b"\x1f\x8b"

Pairs = Iterable[tuple[bytes, bytes]]
Headers = Iterable[tuple[str | bytes, str | bytes]]  # text that fits Latin-1 stands for the bytes of the wire
Place = tuple[str, int, int]  # warc, offset, length


class CaptureError(Exception):
    """A capture could not be written: one line with path and cause."""


class Damaged(Exception):
    """A WARC file or a record in it cannot be read: one line with path and cause."""


@dataclass(frozen=True, slots=True)
class Capture:
    """Where a response is kept. `warc` is relative to the captures folder, `digest` that of the payload."""

    url: str
    fetched_at: datetime
    status: int
    mime: str | None
    digest: str
    warc: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Revisit:
    """The earlier capture that a revisit record stands for: same address, same payload digest."""

    url: str
    fetched_at: datetime
    digest: str


@dataclass(frozen=True, slots=True)
class Record:
    """A captured response, its body free of transfer and content codings.

    `offset` and `length` are None where the file has no random access (one gzip stream around many records).
    `revisit` is set where the record holds no body of its own and the earlier capture was not looked up.
    """

    url: str
    fetched_at: datetime
    status: int
    reason: str
    headers: list[tuple[str, str]]
    body: bytes
    offset: int | None
    length: int | None
    revisit: Revisit | None = None

    def header(self, name: str) -> str:
        """The first header of that name, whatever its case; empty where there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


@dataclass(frozen=True, slots=True)
class Repair:
    """What `repair` made of a file: bytes kept under its final name, and bytes of a torn record cut off its end."""

    warc: str
    kept: int
    cut: int

    def __str__(self) -> str:
        kept = f"kept {self.kept:,} bytes" if self.kept else "removed"
        return f"{self.warc}: left by a killed crawl, {kept}, cut a torn record of {self.cut:,} bytes"


class _AsSent(StatusAndHeaders):
    """HTTP headers that keep the bytes of the wire, which warcio would percent-encode outside ASCII."""

    def __init__(self, first_line: bytes, headers: Pairs) -> None:
        super().__init__("", [])
        lines = [first_line, *(name + b": " + value for name, value in headers)]
        # a line break inside a value would end the headers early
        self.raw = b"".join(re.sub(rb"[\r\n]+", b" ", line) + b"\r\n" for line in lines) + b"\r\n"

    def __bool__(self) -> bool:
        return True

    def to_ascii_bytes(self, filter_func: object = None) -> bytes:
        return self.raw


def digest(body: bytes) -> str:
    """The digest of a payload, as WARC names it: `sha1:` and 32 characters of base 32."""
    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


class CaptureWriter:
    """Writes the captures of one crawl into `folder`, in files whose names begin with `prefix`.

    Every record is with the operating system when the call returns: a killed process loses none it was told of.
    Nothing is created before the first record but the folder. One thread at a time.

    Raises CaptureError, with nothing of the record left in the file, where the disk is full or may not be written.
    """

    def __init__(
        self, folder: Path, prefix: str, *, user_agent: str = "", operator: str = "", file_size: int = FILE_SIZE
    ) -> None:
        self.folder = folder
        self.prefix = prefix
        self.file_size = file_size
        self.info = {
            "software": f"baotinh/{version('baotinh')} (Scrapy/{version('scrapy')}, warcio/{version('warcio')})",
            "format": "WARC File Format 1.1",
            "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "robots": "obey",
            "http-header-user-agent": user_agent,
            "operator": operator,
        }
        self.warc = ""  # the file being written, by its final name, relative to the folder
        self._fd = -1
        self._size = 0
        self._buffer = io.BytesIO()
        self._builder = WARCWriter(self._buffer, gzip=False, warc_version="1.1")
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CaptureError(f"{folder}: {error.strerror}") from error

    def write(
        self,
        url: str,
        status: int,
        reason: str,
        headers: Headers,
        body: bytes,
        fetched_at: datetime,
        ip: str | None = None,
        request_headers: Headers | None = None,
    ) -> Capture:
        """Write down a response; with `request_headers` also the GET request that it answers.

        `body` is what is left after the transfer and content codings were undone. The headers that told of them and
        of the length on the wire are kept as `X-Archive-Orig-*`, so that replay is not misled.
        """
        received = _wire(headers)
        http = _AsSent(_status_line(status, reason), [*_replayable(received), (b"Content-Length", b"%d" % len(body))])
        response = self._builder.create_warc_record(
            url,
            "response",
            payload=io.BytesIO(body),
            length=len(body),
            http_headers=http,
            warc_headers_dict=self._about(fetched_at, ip),
        )
        packed = [self._pack(response)]
        if request_headers is not None:
            about = self._about(fetched_at, ip)
            about["WARC-Concurrent-To"] = response.rec_headers.get_header("WARC-Record-ID")
            parts = urlsplit(url)
            line = f"GET {urlunsplit(('', '', parts.path or '/', parts.query, ''))} HTTP/1.1".encode()
            sent = _AsSent(line, [(b"Host", parts.netloc.encode()), *_wire(request_headers)])
            request = self._builder.create_warc_record(url, "request", http_headers=sent, warc_headers_dict=about)
            packed.append(self._pack(request))
        digest = response.rec_headers.get_header("WARC-Payload-Digest")
        return self._keep(url, fetched_at, status, _mime(received), digest, packed)

    def revisit(
        self,
        url: str,
        status: int,
        reason: str,
        headers: Headers,
        fetched_at: datetime,
        original: Revisit | Capture,
        ip: str | None = None,
    ) -> Capture:
        """Write down that the response came again with the payload of `original`, without storing it twice."""
        received = _wire(headers)
        record = self._builder.create_revisit_record(
            url,
            original.digest,
            original.url,
            _warc_date(original.fetched_at),
            http_headers=_AsSent(_status_line(status, reason), _replayable(received)),
            warc_headers_dict=self._about(fetched_at, ip),
        )
        return self._keep(url, fetched_at, status, _mime(received), original.digest, [self._pack(record)])

    def close(self) -> None:
        """End the file: from here on it bears its final name. The next record would begin a new one."""
        if self._fd < 0:
            return
        path = self.folder / self.warc
        try:
            os.fsync(self._fd)
            os.rename(f"{path}{OPEN}", path)
        except OSError as error:
            raise CaptureError(f"{path}: {error.strerror}") from error
        finally:
            os.close(self._fd)
            self._fd = -1

    def __enter__(self) -> CaptureWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _about(self, fetched_at: datetime, ip: str | None) -> dict[str, str]:
        about = {"WARC-Date": _warc_date(fetched_at)}
        if ip:
            about["WARC-IP-Address"] = ip
        return about

    def _pack(self, record: ArcWarcRecord) -> bytes:
        self._buffer.seek(0)
        self._buffer.truncate()
        self._builder.write_record(record)
        return zlib.compress(self._buffer.getbuffer(), GZIP_LEVEL, zlib.MAX_WBITS | 16)

    def _keep(
        self, url: str, fetched_at: datetime, status: int, mime: str | None, digest: str, packed: Sequence[bytes]
    ) -> Capture:
        if self._fd >= 0 and self._size >= self.file_size:
            self.close()
        if self._fd < 0:
            self._begin()
        offset = self._size
        self._append(b"".join(packed))
        return Capture(url, fetched_at, status, mime, digest, self.warc, offset, len(packed[0]))

    def _begin(self) -> None:
        now = datetime.now(UTC)
        name = f"{self.prefix}-{now:%Y%m%d%H%M%S}-{os.getpid()}-{secrets.token_hex(4)}.warc.gz"
        path = self.folder / f"{now:%Y}" / f"{name}{OPEN}"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            while True:
                fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
                fcntl.flock(fd, fcntl.LOCK_EX)
                if _still_there(path, fd):  # else another crawl's repair took the empty file before the lock was ours
                    break
                os.close(fd)
        except OSError as error:
            raise CaptureError(f"{path}: {error.strerror}") from error
        self._fd, self._size, self.warc = fd, 0, f"{now:%Y}/{name}"
        try:
            self._append(self._pack(self._builder.create_warcinfo_record(name, self.info)))
        except CaptureError:
            os.unlink(path)
            os.close(fd)
            self._fd = -1
            raise

    def _append(self, data: bytes) -> None:
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[os.write(self._fd, rest) :]
        except OSError as error:
            with suppress(OSError):
                os.ftruncate(self._fd, self._size)
            raise CaptureError(f"{self.folder / self.warc}: {error.strerror}") from error
        self._size += len(data)


def repair(folder: Path, known: Callable[[str], int] | None = None) -> Iterator[Repair]:
    """Make good the files that killed crawls left open, and say what was done to each.

    `known` gives for a file (its final name, relative to `folder`) an offset up to which it is known to be whole, 0
    where nothing is known: the archive's last capture in it. Only what follows is looked through. Files that a living
    crawl is writing are left alone.
    """
    for path in sorted(folder.glob(f"*/*.warc.gz{OPEN}")):
        final = path.with_name(path.name.removesuffix(OPEN))
        warc = final.relative_to(folder).as_posix()
        try:
            with path.open("r+b") as file:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue
                if not _still_there(path, file.fileno()):
                    continue
                size = file.seek(0, os.SEEK_END)
                start = known(warc) if known else 0
                kept = _whole(file, start if start <= size else 0)
                if kept:
                    file.truncate(kept)
                    os.fsync(file.fileno())
                    path.rename(final)
                else:
                    path.unlink()
        except FileNotFoundError:  # its writer has just closed it, or another crawl has repaired it
            continue
        except OSError as error:
            raise CaptureError(f"{path}: {error.strerror}") from error
        yield Repair(warc, kept, size - kept)


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
    Raises Damaged after the last whole record of a file that is cut off or broken, or at once where it is no WARC.
    """
    try:
        with path.open("rb") as file:
            members = _Members(file) if file.peek(2)[:2] == GZIP_MAGIC else None
            stream = io.BufferedReader(members, CHUNK) if members else file
            following = _next(stream)
            if following is None:
                raise Damaged(f"{path}: empty")
            at = following
            while following is not None:
                start = following
                parsed = _parse(stream)
                place: tuple[int, int] | None = (start, stream.tell() - start)
                broken = None
                try:
                    following = _next(stream)
                except (EOFError, zlib.error) as error:  # the record before the break is whole
                    broken = error
                if members:
                    place = members.place(start, stream.tell())
                record = _response(*parsed, *(place or (None, None)))
                if record and not record.revisit:
                    yield record
                if broken:
                    raise broken
    except OSError as error:
        raise Damaged(f"{path}: {error.strerror}") from error
    except ArchiveLoadFailed as error:
        raise Damaged(f"{path}: {'not a WARC file' if start == at else f'no record at byte {start:,}'}") from error
    except (EOFError, _Short) as error:
        raise Damaged(f"{path}: ends in the middle of a record") from error
    except zlib.error as error:
        raise Damaged(f"{path}: broken compression ({str(error).rpartition(': ')[2]})") from error


class _Short(Exception):
    """A record holds fewer bytes than it says."""


_LOADER = ArcWarcRecordLoader(verify_http=False, arc2warc=False)
_BODIES = ("response", "resource", "revisit")


def _parse(stream: Any) -> tuple[ArcWarcRecord, bytes | None]:
    """The record at the stream's position and its block, None where it is too large or of a kind we do not read.

    Raises EOFError, _Short or ArchiveLoadFailed where there is no whole record.
    """
    record = _LOADER.parse_record_stream(stream, known_format="warc", no_record_parse=True)
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
    about = record.rec_headers
    url = about.get_header("WARC-Target-URI") or ""
    schemes = ("http://", "https://", "file:") if local else ("http://", "https://")
    if record.rec_type not in _BODIES or not url.lower().startswith(schemes):
        return None
    if block is None:
        logger.warning(_TOO_LARGE, url)
        return None
    fetched_at = _datetime(about.get_header("WARC-Date") or "")
    if record.rec_type == "resource":
        headers = [("Content-Type", record.content_type or "")]
        return Record(url, fetched_at, 200, "OK", headers, block, offset, length)
    revisit = None
    if record.rec_type == "revisit":
        original = about.get_header("WARC-Refers-To-Target-URI") or url
        date = _datetime(about.get_header("WARC-Refers-To-Date") or "")
        revisit = Revisit(original, date, about.get_header("WARC-Payload-Digest") or "")
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


class _Members(io.RawIOBase):
    """A gzip file unpacked as one stream that knows where its members lie, however records are spread over them."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.position = 0  # in what is unpacked
        self.member = 0  # where the current member begins in the file
        self.packed = b""
        self.places: dict[int, tuple[int, int, int]] = {}  # where content begins and ends; its member's place
        self.begins = 0
        self.unzip: Any = None

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.position

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Offset and length in the file of the member that holds just this stretch of the stream."""
        self.places = {at: place for at, place in self.places.items() if at >= start}
        content_end, offset, length = self.places.get(start, (-1, 0, 0))
        return (offset, length) if content_end == end else None

    def readinto(self, buffer: Any) -> int:
        """Unpack at most up to the end of a member; raises EOFError where the file ends inside one."""
        while True:
            self.packed = self.packed or self.file.read(CHUNK)
            if self.unzip is None:
                if not self.packed:
                    return 0
                self.begins = self.position
                self.unzip = zlib.decompressobj(zlib.MAX_WBITS | 16)
            elif not self.packed:
                raise EOFError
            data = self.unzip.decompress(self.packed, len(buffer))
            self.packed = self.unzip.unconsumed_tail
            if self.unzip.eof:
                self.packed = self.unzip.unused_data
                end = self.file.tell() - len(self.packed)
                self.places[self.begins] = (self.position + len(data), self.member, end - self.member)
                self.member = end
                self.unzip = None
            if data:
                buffer[: len(data)] = data
                self.position += len(data)
                return len(data)


def _next(stream: Any) -> int | None:
    """Pass over the blank lines between records: the position of the next record, None at the end of the file."""
    while ahead := stream.peek(1)[:1]:
        if ahead not in b"\r\n":
            return cast(int, stream.tell())
        stream.read(1)
    return None


def _whole(file: BinaryIO, start: int) -> int:
    """The end of the last whole gzip member from `start` on, which is where one begins."""
    file.seek(start)
    end, unzip, packed = start, None, b""
    while packed or (packed := file.read(CHUNK)):
        unzip = unzip or zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            unzip.decompress(packed)
        except zlib.error:
            break
        packed = unzip.unused_data
        if unzip.eof:
            end, unzip = file.tell() - len(packed), None
    return end


def _open(path: Path) -> BinaryIO:
    """The file by its final name or, while it is being written, its open one; it may be renamed meanwhile."""
    for candidate in (path, Path(f"{path}{OPEN}")):
        try:
            return candidate.open("rb")
        except FileNotFoundError:
            continue
    return path.open("rb")


def _still_there(path: Path, fd: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(fd))
    except FileNotFoundError:
        return False


def _wire(headers: Headers) -> list[tuple[bytes, bytes]]:
    return [(_bytes(name), _bytes(value)) for name, value in headers]


def _bytes(text: str | bytes) -> bytes:
    if isinstance(text, bytes):
        return text
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode()


_ON_THE_WIRE = (b"content-encoding", b"transfer-encoding", b"content-length")


def _replayable(headers: Pairs) -> list[tuple[bytes, bytes]]:
    return [(b"X-Archive-Orig-" + name if name.lower() in _ON_THE_WIRE else name, value) for name, value in headers]


def _status_line(status: int, reason: str) -> bytes:
    return f"HTTP/1.1 {status} {reason}".rstrip().encode()


def _mime(headers: Pairs) -> str | None:
    for name, value in headers:
        if name.lower() == b"content-type":
            return value.partition(b";")[0].strip().lower().decode("latin-1") or None
    return None


def _warc_date(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _datetime(text: str) -> datetime:
    """A WARC date, in any precision that ISO 28500 allows; 1970, plainly wrong, where it cannot be read."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        match = re.match(r"\d{4}(-\d\d){0,2}", text)  # a year, or a year and month
        year, month, day = [*(int(part) for part in match[0].split("-")), 1, 1][:3] if match else (1970, 1, 1)
        moment = datetime(year, month, day)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

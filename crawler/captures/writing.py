"""Writing captures: responses, the requests they answer, and pages that came again as they were."""

from __future__ import annotations

import fcntl
import io
import os
import re
import secrets
import zlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit, urlunsplit

from warcio.warcwriter import WARCWriter

from crawler.captures.owners import FIELD
from crawler.captures.record import OPEN, Capture, CaptureError, Headers, still_there, warc_date
from crawler.warcio_internals import ArcWarcRecord, HeadersAsSent

FILE_SIZE = 1_000_000_000  # bytes after which a new file is begun
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
GZIP_LEVEL = 4  # 1.4 ms a page of 126 KB where 6 takes 2.3 ms to make it 3% smaller


class Original(Protocol):
    """The capture that a revisit refers to."""

    @property
    def url(self) -> str: ...

    @property
    def fetched_at(self) -> datetime: ...

    @property
    def digest(self) -> str: ...


Pairs = Iterable[tuple[bytes, bytes]]


class CaptureWriter:
    """Writes the captures of one crawl into `folder`, in files whose names begin with `prefix`.

    Each says by which `user_agent` and `operator` it was made, and for which `archive` (its id); a file of `file_size` bytes is followed by another.
    Every record is with the operating system when the call returns: a killed process loses none it was told of. Nothing
    is created before the first record but the folder. One thread at a time.

    Raises CaptureError, with nothing of the record left in the file, where the disk is full or may not be written.
    """

    def __init__(
        self, folder: Path, prefix: str, *, user_agent: str = "", operator: str = "",
        archive: str = "", file_size: int = FILE_SIZE,
    ) -> None:  # fmt: skip
        self.folder = folder
        self.prefix = prefix
        self.file_size = file_size
        info = {
            "software": f"baotinh/{version('baotinh')} (Scrapy/{version('scrapy')}, warcio/{version('warcio')})",
            "format": "WARC File Format 1.1",
            "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "operator": operator,
            "isPartOf": prefix,
            "http-header-user-agent": user_agent,
            FIELD: archive,
            "robots": "obey" if user_agent else "",  # who asks nobody has no policy
        }
        self.info = {name: " ".join(value.split()) for name, value in info.items() if value}
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
        reason: str | bytes,
        headers: Headers,
        body: bytes,
        fetched_at: datetime,
        ip: str | None = None,
        request_headers: Headers | None = None,
        about: Mapping[str, str] | None = None,
    ) -> Capture:
        """Writes down a response; with `request_headers` also the GET request that it answers; `about` are further headers
        of the record, such as where somebody else's capture came from.

        `body` is what is left after the transfer and content codings were undone. The headers that told of them and
        of the length on the wire are kept as `X-Archive-Orig-*`, so that replay is not misled.
        """
        received = _encoded_headers(headers)
        http = _as_sent(_status_line(status, reason), [*_replayable(received), (b"Content-Length", b"%d" % len(body))])
        response = self._builder.create_warc_record(
            url,
            "response",
            payload=io.BytesIO(body),
            length=len(body),
            http_headers=http,
            warc_headers_dict={**self._record_headers(fetched_at, ip), **(about or {})},
        )
        packed = [self._pack(response), *self._request(response, request_headers)]
        digest = response.rec_headers.get_header("WARC-Payload-Digest")
        return self._write_records(url, fetched_at, status, _mime(received), digest, packed)

    def revisit(
        self,
        url: str,
        status: int,
        reason: str | bytes,
        headers: Headers,
        fetched_at: datetime,
        original: Original,
        ip: str | None = None,
        request_headers: Headers | None = None,
        about: Mapping[str, str] | None = None,
    ) -> Capture:
        """Writes down that the response came again with the payload of `original`, without storing it twice; with the status
        304, that the server said so."""
        received = _encoded_headers(headers)
        record = self._builder.create_revisit_record(
            url,
            original.digest,
            original.url,
            warc_date(original.fetched_at),
            http_headers=_as_sent(_status_line(status, reason), _replayable(received)),
            warc_headers_dict={**self._record_headers(fetched_at, ip), **(about or {})},
        )
        if status == 304:
            record.rec_headers.replace_header("WARC-Profile", NOT_MODIFIED)
        packed = [self._pack(record), *self._request(record, request_headers)]
        return self._write_records(url, fetched_at, status, _mime(received), original.digest, packed)

    def _request(self, answer: ArcWarcRecord, headers: Headers | None) -> list[bytes]:
        """The record of the GET request that another answers."""
        if headers is None:
            return []
        told = {name: answer.rec_headers.get_header(name) for name in ("WARC-Date", "WARC-IP-Address")}
        told["WARC-Concurrent-To"] = answer.rec_headers.get_header("WARC-Record-ID")
        url = answer.rec_headers.get_header("WARC-Target-URI")
        parts = urlsplit(url)
        line = f"GET {urlunsplit(('', '', parts.path or '/', parts.query, ''))} HTTP/1.1".encode()
        sent = _as_sent(line, [(b"Host", parts.netloc.rpartition("@")[2].encode()), *_encoded_headers(headers)])
        fields = {name: value for name, value in told.items() if value}
        return [
            self._pack(self._builder.create_warc_record(url, "request", http_headers=sent, warc_headers_dict=fields))
        ]

    def close(self) -> None:
        """Ends the file: from here on it bears its final name. The next record would begin a new one. Raises
        CaptureError where the disk does not take it.
        """
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

    def _record_headers(self, fetched_at: datetime, ip: str | None) -> dict[str, str]:
        """The headers of a record that say when, and from which IP address (None: not known), it came."""
        fields = {"WARC-Date": warc_date(fetched_at)}
        if ip:
            fields["WARC-IP-Address"] = ip
        return fields

    def _pack(self, record: ArcWarcRecord) -> bytes:
        """A record as a gzip member of its own."""
        self._buffer.seek(0)
        self._buffer.truncate()
        self._builder.write_record(record)
        return zlib.compress(self._buffer.getbuffer(), GZIP_LEVEL, zlib.MAX_WBITS | 16)

    def _write_records(
        self, url: str, fetched_at: datetime, status: int, mime: str | None, digest: str, packed: Sequence[bytes]
    ) -> Capture:
        """Writes packed records after each other, in a new file where the open one is large enough; returns the place
        of the first. Raises CaptureError.
        """
        if self._fd >= 0 and self._size >= self.file_size:
            self.close()
        if self._fd < 0:
            self._open_file()
        offset = self._size
        self._append(b"".join(packed))
        return Capture(url, fetched_at, status, mime, digest, self.warc, offset, len(packed[0]))

    def _open_file(self) -> None:
        """Opens and locks a new file, which begins with a warcinfo record. Raises CaptureError."""
        now = datetime.now(UTC)
        name = f"{self.prefix}-{now:%Y%m%d%H%M%S}-{os.getpid()}-{secrets.token_hex(4)}.warc.gz"
        path = self.folder / f"{now:%Y}" / f"{name}{OPEN}"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            while True:
                fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
                fcntl.flock(fd, fcntl.LOCK_EX)
                if still_there(path, fd):  # else another crawl's repair took the empty file before the lock was ours
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
        """Writes data to the open file; all of it, or none and CaptureError."""
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[os.write(self._fd, rest) :]
        except OSError as error:
            with suppress(OSError):
                os.ftruncate(self._fd, self._size)
            raise CaptureError(f"{self.folder / self.warc}: {error.strerror}") from error
        self._size += len(data)


def _as_sent(first_line: bytes, headers: Pairs) -> HeadersAsSent:
    """The head of a message as it was on the wire; a line break inside a value would end it early."""
    lines = [first_line, *(name + b": " + value for name, value in headers)]
    return HeadersAsSent(re.sub(rb"[\r\n]+", b" ", line) for line in lines)


def _encoded_headers(headers: Headers) -> list[tuple[bytes, bytes]]:
    """Headers as bytes."""
    return [(_encoded(name), _encoded(value)) for name, value in headers]


def _encoded(text: str | bytes) -> bytes:
    """Text in Latin-1, or in UTF-8 where that does not do."""
    if isinstance(text, bytes):
        return text
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode()


_ON_THE_WIRE = (b"content-encoding", b"transfer-encoding", b"content-length")


def _replayable(headers: Pairs) -> list[tuple[bytes, bytes]]:
    """Headers with those renamed that told of codings and length on the wire, which the body is free of."""
    return [(b"X-Archive-Orig-" + name if name.lower() in _ON_THE_WIRE else name, value) for name, value in headers]


def _status_line(status: int, reason: str | bytes) -> bytes:
    """The first line of an answer."""
    return b" ".join([b"HTTP/1.1", b"%d" % status, _encoded(reason).strip()]).rstrip()


def _mime(headers: Pairs) -> str | None:
    """The media type of Content-Type, in small letters and without parameters; None where there is none."""
    for name, value in headers:
        if name.lower() == b"content-type":
            return value.partition(b";")[0].strip().lower().decode("latin-1") or None
    return None

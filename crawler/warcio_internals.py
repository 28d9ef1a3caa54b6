"""What we use of warcio that it does not document, and nothing else: a new warcio is checked here.

Documented are ArchiveIterator, WARCWriter, the records these give and take, and StatusAndHeaders. Each use says what it
is for and, in brackets, the tests that fail when warcio changes it; `tests/test_house.py` holds that no other module
imports such a part.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from warcio.bufferedreaders import ChunkedDataReader
from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser

__all__ = ["ArcWarcRecord", "HeadersAsSent", "parse_http", "parse_record", "unchunked"]

_LOADER = ArcWarcRecordLoader(verify_http=False, arc2warc=False)
_HTTP = StatusAndHeadersParser([], verify=False)


def parse_record(stream: Any, line: bytes | None = None) -> ArcWarcRecord:
    """The headers of the WARC record at the stream's position, which stands at its block then.

    `line` is its first line where that was read already. Raises EOFError or ArchiveLoadFailed where there is none.
    [tests/crawler/test_captures.py, tests/crawler/test_foreign_archives.py]
    """
    return _LOADER.parse_record_stream(stream, statusline=line, known_format="warc", no_record_parse=True)


def parse_http(content: BytesIO) -> StatusAndHeaders:
    """The status line and headers of an HTTP message, however it begins; `content` stands at its body then.
    [tests/crawler/test_captures.py]"""
    return _HTTP.parse(content)


def unchunked(body: bytes) -> bytes:
    """A body without its chunks' lengths; as it is from where it has none. [tests/crawler/test_captures.py]"""
    return ChunkedDataReader(BytesIO(body)).read()


class HeadersAsSent(StatusAndHeaders):
    """HTTP headers for WARCWriter that keep the bytes of the wire, which it would percent-encode outside ASCII.
    [tests/crawler/test_captures.py]"""

    def __init__(self, lines: Iterable[bytes]) -> None:
        super().__init__("", [])
        self.raw = b"".join(line + b"\r\n" for line in lines) + b"\r\n"

    def __bool__(self) -> bool:
        return True

    def to_ascii_bytes(self, filter_func: object = None) -> bytes:
        """The headers as they were sent, for warcio, which would encode them."""
        return self.raw

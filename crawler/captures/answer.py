"""What a record's block says was answered: status, headers and a body free of its codings, whoever wrote them down."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass

from warcio.statusandheaders import StatusAndHeaders

from crawler.captures.record import GZIP_MAGIC
from crawler.fetching.codings import is_half, is_torn, unpacked
from crawler.scrapy_internals import UnpacksTooLargeError, gunzip, inflate, unbrotli, unzstd
from crawler.warcio_internals import parse_http, unchunked
from pipelines.decode import is_binary

_CODINGS = ("content-encoding", "transfer-encoding")
_UNPACK: dict[str, Callable[..., bytes]] = {
    "gzip": gunzip,
    "x-gzip": gunzip,
    "deflate": inflate,
    "br": unbrotli,
    "zstd": unzstd,
}
# What a server says before its answer: "HTTP/1.1 100 Continue", "HTTP/1.1 103 Early Hints" with headers of its own.
_BARE = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body|\?xml|!--)", re.I
)  # "<html>", and no head before it
_TRAILER = re.compile(
    rb"(\r\n0+(?:;[^\r\n]*)?\r\n)(?:[\w-]+:[^\r\n]*\r\n)+(\r\n)?\Z"
)  # "0", "Expires: 0" after all chunks
_TRAILER_SIZE = 4096  # bytes
_INTERIM = re.compile(rb"\A(?:HTTP/[\d.]+ 1\d\d\b[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n(?=HTTP/))+")


_UNENDED = re.compile(rb"\A(HTTP/[^\r\n]*\r?\n(?:[\w-]+:[^\r\n]*\r?\n)+)(?=<)")  # a page right below its head


class TooLargeError(Exception):
    """A body unpacks to more than is read."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A response. The status is 0 where none is told. `is_torn` is whether a packed or chunked page breaks off."""

    status: int
    reason: str
    headers: list[tuple[str, str]]
    body: bytes
    is_torn: bool = False


def answer(block: bytes, most: int) -> Answer:
    """The response that a block holds, its body at most `most` bytes. Raises TooLargeError.

    HTTP/2 is written down as an HTTP/1 status line, as `HTTP/2 200`, or with the pseudo-header `:status` alone. A page
    alone is one of HTTP 0.9, or of a tool that keeps no more: it was answered 200.
    """
    if not block:
        return Answer(0, "", [], b"")
    if _BARE.match(block):
        return Answer(200, "OK", [("Content-Type", "text/html")], block.lstrip(b"\r\n"))
    if (whole := block.lstrip(b"\r\n")).startswith(b"HTTP/"):
        block = whole
    if block.startswith(b":"):  # pseudo-headers without a status line
        block = b"HTTP/2\r\n" + block
    content = io.BytesIO(_UNENDED.sub(rb"\1\r\n", _INTERIM.sub(b"", block, count=1), count=1))
    http = parse_http(content)
    code, _, reason = http.statusline.partition(" ")
    if not code.isdigit():
        code = next((found[1] for name, value in http.headers if (found := _pseudo(name, value))), "0")
    headers = [(name, value) for name, value in http.headers if name and name.lower() not in _CODINGS]
    sent = _without_trailer(content.read(), http)
    body = _decoded(sent, http, most)
    return Answer(int(code), reason, headers, body, body is not sent and is_half(body) and _is_torn(sent, http))


def _is_torn(sent: bytes, http: StatusAndHeaders) -> bool:
    """Whether a body as it was sent lacks its last chunk or the end of what is packed."""
    if "chunked" in (http.get_header("Transfer-Encoding") or "").lower() and (plain := unchunked(sent)) != sent:
        if not sent.rstrip(b"\r\n").endswith(b"\r\n0"):
            return True
        sent = plain
    return is_torn(sent, (http.get_header("Content-Encoding") or "").strip().lower().encode())


def _without_trailer(body: bytes, http: StatusAndHeaders) -> bytes:
    """A body without the headers that may stand below its last chunk."""
    if "chunked" not in (http.get_header("Transfer-Encoding") or "").lower():
        return body
    return body[:-_TRAILER_SIZE] + _TRAILER.sub(rb"\1\r\n", body[-_TRAILER_SIZE:])


def method(block: bytes) -> str:
    """What a request asks to be done: GET, HEAD, POST, ...; empty where it does not say."""
    if match := re.match(rb"([A-Z]+) ", block) or re.search(rb"(?m)^:method: ([A-Z]+)", block[:4000]):
        return match[1].decode()
    return ""


def _pseudo(name: str, value: str) -> re.Match[str] | None:
    """The match of the code in `:status: 200`, whose name is read as empty; None for another header."""
    return re.match(r"status:\s*(\d{3})\b", value) if not name else None


def _decoded(body: bytes, http: StatusAndHeaders, most: int) -> bytes:
    """The body without its codings, as far as it can be read.

    Tools that store the decoded body often keep the header: a body that is text already stays as it is.
    """
    if "chunked" in (http.get_header("Transfer-Encoding") or "").lower():
        body = unchunked(body)
    for coding in reversed((http.get_header("Content-Encoding") or "").lower().split(",")):
        if body and (unpack := _UNPACK.get(coding.strip())):
            try:
                body = unpack(body, max_size=most)
            except UnpacksTooLargeError as error:
                raise TooLargeError from error
            except Exception:  # each library has its own
                break
    if is_binary(body) and not body.startswith(GZIP_MAGIC):  # which whoever reads the page unpacks
        try:
            return unpacked(body, most) or body
        except UnpacksTooLargeError as error:
            raise TooLargeError from error
    return body

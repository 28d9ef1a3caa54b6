"""Content codings (gzip, deflate, br, zstd), where a server may name none, one that it has not used, or another."""

from __future__ import annotations

import logging
import re
import sys
import zlib
from collections.abc import Callable, Iterable

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest, ResponseDataLossError
from scrapy.http import Response

from archive.reasons import Code, Reason
from crawler.scrapy_internals import UnpacksTooLargeError, brotli, gunzip, inflate, most_unpacked, unbrotli, unzstd
from pipelines.decode import is_binary, is_html

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

logger = logging.getLogger(__name__)
MOST_LAYERS = 3  # codings around one body that are looked for
# How a coding's bytes begin, the surest first; what begins as none of them (br, raw deflate) shows when it is unpacked.
CODINGS: tuple[tuple[bytes, Callable[..., bytes]], ...] = (
    (b"\x1f\x8b\x08", gunzip),
    (b"\x28\xb5\x2f\xfd", unzstd),
    (b"", unbrotli),
    (b"", inflate),
)

_STATUS_TELLS = frozenset((301, 302, 303, 307, 308, 404, 410))  # whatever the body says, or how much of it came
_ENDS = re.compile(rb"</(?:html|body)\s*>", re.I)  # servers that never finish a stream send whole pages all the same
_LIST_ENDS = re.compile(rb"</(?:urlset|sitemapindex|rss|feed|rdf:rdf)\s*>\s*\Z", re.I)
_TAIL = 4000  # bytes: scripts and comments follow after it


class Codings(HttpCompressionMiddleware):
    """Unpacks what is packed, by what its header says; where that does not hold, by its bytes. A plain page whose header
    names a coding is taken as it is. What is torn is an error."""

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """The response unpacked, by its headers or, where these are wrong, by its bytes.

        Raises what unpacking raised where there is no text in it, IgnoreRequest where it is too large,
        ResponseDataLossError where it is a page that ends before its end, or anything else of a wrong length.
        """
        body, coding = response.body, (response.headers.get("Content-Encoding") or b"").strip().lower()
        if not coding:  # web archives name a coding that is none
            response.headers.pop("Content-Encoding", None)
        if response.status in _STATUS_TELLS:
            return response
        read = self._unpacked(request, response)
        is_half = is_html(read.body) and not _ENDS.search(read.body[-_TAIL:])
        if (
            read.body is not body and (is_half or not read.body) and is_torn(body, coding)
        ):  # half a sitemap is better than none
            raise ResponseDataLossError(f"{response.url}: its packed body is broken off")
        if "dataloss" in response.flags:  # of another length than its head says
            if not (_ENDS.search(read.body[-_TAIL:]) or _LIST_ENDS.search(read.body[-_TAIL:])):
                raise ResponseDataLossError(f"{response.url}: its body is broken off")
            logger.info("%s: %s; but it ends as a page does, and is read", response.url, Reason(Code.INCOMPLETE))
        return read

    def _unpacked(self, request: Request, response: Response) -> Response:
        """The response unpacked, whole or as far as it came."""
        wrong = None
        try:
            read = super().process_response(request, response)
        except IgnoreRequest:
            raise
        except Exception as error:  # those of gzip, brotli and zstandard have no base in common
            wrong, read = error, response
        assert isinstance(read, Response)
        if not wrong and not (is_binary(read.body) or (response.body and not read.body)):
            return read
        if not is_binary(response.body):
            body: bytes | None = response.body
        elif wrong is None and read.body[:2] == b"\x1f\x8b" and _is_file(response):
            return read  # a sitemap is unpacked by whoever reads it
        else:
            body = self._by_its_bytes(request, dict.fromkeys((read.body, response.body)))
        if body is None:
            if wrong:
                raise wrong
            return read
        logger.debug("%s: its header names another coding than its body has", response.url)
        response.headers.pop("Content-Encoding", None)
        return response.replace(body=body)

    def _by_its_bytes(self, request: Request, bodies: Iterable[bytes]) -> bytes | None:
        """The text that was packed in one of these, whatever the header says; None where there is none. Raises
        IgnoreRequest beyond DOWNLOAD_MAXSIZE."""
        try:
            most = request.meta.get("download_maxsize", most_unpacked(self))
            return next(filter(None, (unpacked(body, most) for body in bodies)), None)
        except UnpacksTooLargeError as error:
            raise IgnoreRequest(f"{request.url} exceeded DOWNLOAD_MAXSIZE when it was unpacked") from error


def is_half(page: bytes) -> bool:
    """Whether a page of HTML ends before its end, or is one that nobody ended."""
    return is_html(page) and not _ENDS.search(page[-_TAIL:])


def is_torn(body: bytes, coding: bytes) -> bool:
    """Whether a packed body, in the coding that it begins like or else that its header names, is broken off."""
    try:
        if body.startswith(b"\x1f\x8b"):
            return _is_unfinished(body, 31)
        if body.startswith(b"\x28\xb5\x2f\xfd"):
            frame = zstd.ZstdDecompressor()
            frame.decompress(body)
            return not frame.eof
        if coding == b"br":
            stream = brotli.Decompressor()
            stream.process(body)
            return not stream.is_finished()
        return coding == b"deflate" and _is_unfinished(body, 15)
    except (zlib.error, zstd.ZstdError, brotli.error):  # of another kind than it seems
        return False


def _is_unfinished(body: bytes, window: int) -> bool:
    """Whether a stream of zlib's is broken off, with a head or, as some servers send it, without."""
    stream = zlib.decompressobj(window)
    try:
        stream.decompress(body)
    except zlib.error:
        if window != 15:
            raise
        return _is_unfinished(body, -15)
    return not stream.eof


def unpacked(body: bytes, most: int) -> bytes | None:
    """The text in a packed body, however often it is packed; None where no coding makes a text of it.

    Raises UnpacksTooLargeError where it would be longer than `most` bytes (0: no bound).
    """
    for _ in range(MOST_LAYERS):
        for begin, unpack in CODINGS:
            if not body.startswith(begin):
                continue
            try:
                found = unpack(body, max_size=most)
            except UnpacksTooLargeError:
                raise
            except Exception:  # see above
                continue
            if begin or (2 * len(found) > len(body) and not is_binary(found)):
                break  # what fits by chance unpacks to a few bytes
        else:
            return None
        if not is_binary(found):
            return found or None
        body = found
    return None


def _is_file(response: Response) -> bool:
    """Whether gzip is what was asked for: `sitemap.xml.gz`."""
    kind = response.headers.get("Content-Type") or b""
    return b"gzip" in kind or response.url.partition("?")[0].endswith(".gz")

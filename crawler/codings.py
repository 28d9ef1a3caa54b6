"""Content codings (gzip, deflate, br, zstd), where a server may name none, one that it has not used, or another."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.scrapy_internals import UnpacksTooLargeError, gunzip, inflate, most_unpacked, unbrotli, unzstd
from pipelines.decode import is_binary

logger = logging.getLogger(__name__)
MOST_LAYERS = 3  # codings around one body that are looked for
# How a coding's bytes begin, the surest first; what begins as none of them (br, raw deflate) shows when it is unpacked.
CODINGS: tuple[tuple[bytes, Callable[..., bytes]], ...] = (
    (b"\x1f\x8b\x08", gunzip),
    (b"\x28\xb5\x2f\xfd", unzstd),
    (b"", unbrotli),
    (b"", inflate),
)


class Codings(HttpCompressionMiddleware):
    """Unpacks what is packed, by what its header says; where that does not hold, by its bytes. A plain page whose header
    names a coding is taken as it is. What is torn stays an error."""

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """The response unpacked, by its headers or, where these are wrong, by its bytes.

        Raises what unpacking raised where there is no text in it, IgnoreRequest where it is too large.
        """
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

"""Content codings (gzip, br, zstd), where a server may name one that it has not used."""

from __future__ import annotations

import logging

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from pipelines.decode import is_binary

logger = logging.getLogger(__name__)


class Codings(HttpCompressionMiddleware):
    """Unpacks what is packed; a plain page whose header says gzip is taken as it is. What is torn stays an error."""

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        try:
            return super().process_response(request, response)
        except IgnoreRequest:
            raise
        except Exception as error:  # those of gzip, brotli and zstandard have no base in common
            if is_binary(response.body):
                raise
            logger.debug("%s: not packed, though its header says so (%s)", response.url, error)
            del response.headers["Content-Encoding"]
            return response

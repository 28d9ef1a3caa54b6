"""What is written down of every answer before anything is made of it: the response, its request, or that it came again."""

from __future__ import annotations

from typing import Any

from scrapy.http import Response

from archive import captures
from archive.frontier.pages import Due
from crawler.captures import Capture, Headers
from crawler.clock import now
from crawler.spiders.base import ArchiveSpider


class Recorder:
    """Writes captures of what a crawl is answered, where these are kept."""

    def __init__(self, crawl: ArchiveSpider):
        self.crawl = crawl

    def write(self, response: Response) -> Capture | None:
        """Writes the response down; None where no captures are kept."""
        if self.crawl.captures is None:
            return None
        return self.crawl.captures.write(
            response.url,
            response.status,
            _reason(response),
            _headers(response),
            response.body,
            now(),
            **_sent(response),
        )

    def write_page(self, response: Response, digest: str, due: Due | None) -> Capture | None:
        """Writes a page down; one that came as it was last time as a revisit, for which there is no capture to know of.

        `due` is None for a further page of an article.
        """
        if self.crawl.captures is None:
            return None
        last = captures.last(self.crawl.archive, response.url)
        if last is None or last.digest != digest or (due is not None and due.digest != digest):
            return self.write(response)
        self._write_revisit(response, last)
        return None

    def write_unchanged(self, response: Response) -> None:
        """Writes down, as a revisit record, that the server answered 304."""
        if self.crawl.captures is not None and (last := captures.last(self.crawl.archive, response.url)) is not None:
            self._write_revisit(response, last)

    def _write_revisit(self, response: Response, last: captures.Original) -> None:
        """Writes down that a response came again as `last` was, unless no such records are kept."""
        writer = self.crawl.captures
        if writer is not None and self.crawl.settings.getbool("REVISIT_RECORDS"):
            writer.revisit(
                response.url, response.status, _reason(response), _headers(response), now(), last, **_sent(response)
            )


def _sent(response: Response) -> dict[str, Any]:
    """From which IP address an answer came and with which headers it was asked for, as arguments of CaptureWriter's
    methods.
    """
    ip = str(response.ip_address) if response.ip_address else None
    return {"ip": ip, "request_headers": _headers(response.request) if response.request else None}


def _reason(response: Response) -> str | bytes:
    """The words beside the status; empty where there are none."""
    return response.request.meta.get("reason", "") if response.request else ""


def _headers(message: Any) -> Headers:
    """The headers of a request or response as pairs, in their order."""
    return [(name, value) for name, values in message.headers.items() for value in values]

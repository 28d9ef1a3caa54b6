"""What a web archive is to a rescue: asked for its index and for captures, whichever it is."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from archive.rescue import Listed
from crawler.captures.cdx import NotAnIndexError

logger = logging.getLogger(__name__)

LARGEST = 20 * 1024 * 1024  # bytes of a page
HOP = ("content-encoding", "transfer-encoding", "connection", "keep-alive")


class UnplayableError(Exception):
    """The web archive lists the capture but does not have it: a line that says why."""


class NoAnswerError(Exception):
    """No usable answer this time: a line that says why."""


@dataclass(slots=True)
class Fetched:
    """A capture as its newspaper's server answered then. `truncated` says why it is not whole."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes
    moment: datetime
    source_url: str
    truncated: str | None = None


@dataclass(slots=True)
class Place:
    """A part of an index: a host, of one of Common Crawl's crawls where it has several."""

    name: str
    host: str
    index: str = ""


@dataclass(slots=True)
class Step:
    """What one answer of an index told: captures, and where it goes on (None: nowhere)."""

    captures: list[Listed] = field(default_factory=list)
    cursor: str | None = None


class Source:
    """A web archive. `name` is how rows call it, `base` an address of it, `public` whether it is everybody's."""

    name = ""
    base = ""
    public = True
    whole: str | None = None  # the cursor with which a place is listed at once; None where none is

    @property
    def hosts(self) -> list[str]:
        """The hosts that are asked."""
        return [urlsplit(self.base).netloc]

    def places(self, hosts: list[str], since: str, until: str, collections: Response | None) -> list[Place]:
        """The parts of the index that hosts stand in."""
        return [Place(host, host) for host in hosts]

    def collections(self) -> Request | None:
        """The request for what indexes there are; None where there is but one."""
        return None

    def listing(self, place: Place, since: str, until: str, cursor: str | None, size: int) -> Request:
        """The request for the next captures of a place: from `cursor` on (None: the beginning), about `size` of them,
        of the days from `since` to `until`. Raises NotImplementedError: each source has its own.
        """
        raise NotImplementedError

    def listed(self, response: Response, cursor: str | None, size: int) -> Step:
        """What an answer to `listing`, which had this `cursor` and `size`, tells. Raises cdx.NotAnIndexError."""
        raise NotImplementedError

    def capture(self, row: Listed) -> Request:
        """The request for a capture. Raises NotImplementedError: each source has its own."""
        raise NotImplementedError

    def again_at(self, response: Response, row: Listed) -> Request | None:
        """The request for the same capture where the web archive has it under another spelling of its address; else
        None.
        """
        return None

    def fetched(self, response: Response, row: Listed) -> Fetched:
        """What an answer to `capture` holds. Raises UnplayableError or NoAnswerError."""
        raise NotImplementedError

    def replay(self, row: Listed) -> str:
        """The address of a capture, for people and records. Raises NotImplementedError: each source has its own."""
        raise NotImplementedError

    def is_archived(self, response: Response) -> bool:
        """Whether an answer is a capture, whatever its status, and no word of the web archive's own."""
        return False


def is_nothing(response: Response) -> bool:
    """Whether an index says that it holds nothing: in a 404 that is no page of whoever has another address there, or in a
    403, as the Internet Archive does of those whom it leaves out."""
    if response.status == 403:
        logger.warning("%s: left out by the web archive", response.url)
    return response.status in (403, 404) and not response.body.lstrip().startswith(b"<")


def listing_of(response: Response) -> bytes:
    """The body of an index's answer. Raises NotAnIndexError for another status than 200: a listing that ended there would
    count as read."""
    if response.status != 200:
        said = " ".join(response.body[:80].decode("utf-8", "replace").split())
        raise NotAnIndexError(f"{response.status} where a listing should be: {said}")
    return response.body

"""Common Crawl: an index for each of its crawls, captures in WARC files by their bytes."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from urllib.parse import urlencode, urljoin, urlsplit

from scrapy import Request
from scrapy.http import Response
from scrapy.settings import BaseSettings
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from archive.rescue import Listed
from crawler.captures import cdx
from crawler.fetching import bounds
from crawler.rescue.sources import (
    HOP,
    LARGEST,
    Fetched,
    NoAnswerError,
    Place,
    Source,
    Step,
    UnplayableError,
    is_nothing,
    listing_of,
)
from crawler.warcio_internals import ArcWarcRecord


class CommonCrawl(Source):
    """Common Crawl: an index for each of its crawls, captures in WARC files by their bytes."""

    name = "commoncrawl"

    def __init__(self, settings: BaseSettings) -> None:
        self.base = str(settings["RESCUE_COMMONCRAWL_INDEX"]).rstrip("/")
        self.data = str(settings["RESCUE_COMMONCRAWL_DATA"]).rstrip("/")
        self.public = not bounds.is_inside(self.base)

    @property
    def hosts(self) -> list[str]:
        """The hosts that are asked: for the index, and for the data."""
        return [urlsplit(self.base).netloc, urlsplit(self.data).netloc]

    def collections(self) -> Request | None:
        """The request for the list of its crawls, each of which has an index; never None here."""
        return Request(f"{self.base}/collinfo.json", dont_filter=True)

    def places(self, hosts: list[str], since: str, until: str, collections: Response | None) -> list[Place]:
        """The parts of the index, one for each crawl that ran in these days and each host.

        Raises NotAnIndexError where `collections` lists no crawl.
        """
        assert collections is not None
        try:
            known = json.loads(collections.body)
            indexes = [(str(one["id"]), str(one["cdx-api"]), _span(one)) for one in known]
        except (ValueError, TypeError, KeyError):
            raise cdx.NotAnIndexError("no list of crawls where collinfo.json should be") from None
        if not indexes:  # as while its storage is down
            raise cdx.NotAnIndexError("collinfo.json lists no crawl")
        return [
            Place(f"{name} {host}", host, urljoin(f"{self.base}/", api))
            for name, api, (first, last) in sorted(indexes)
            for host in hosts
            if first <= until and last >= since
        ]

    def listing(self, place: Place, since: str, until: str, cursor: str | None, size: int) -> Request:
        """The request for a page of one crawl's index; `cursor` is its number (None: 0)."""
        query = {"url": place.host, "matchType": "host", "output": "json", "page": cursor or "0"}
        return Request(f"{place.index}?{urlencode(query)}", dont_filter=True)

    def listed(self, response: Response, cursor: str | None, size: int) -> Step:
        """What a page of the index lists; the next cursor is the number of the next page.

        Beyond the last the index says 400 or 404, as where it has nothing; any other word for that is somebody else's,
        between it and us.
        """
        if (response.status == 400 and cursor not in (None, "0")) or is_nothing(response):
            return Step()
        answer = cdx.parse(listing_of(response))
        return Step(answer.captures, str(int(cursor or 0) + 1) if answer.lines else None)

    def capture(self, row: Listed) -> Request:
        """The request for the bytes of one record in a WARC file."""
        assert row.offset is not None and row.length
        headers = {"Range": f"bytes={row.offset}-{row.offset + row.length - 1}"}
        return Request(f"{self.data}/{row.warc}", headers=headers, dont_filter=True)

    def replay(self, row: Listed) -> str:
        """The address of the WARC file that holds a capture: Common Crawl has no replay of its own."""
        return f"{self.data}/{row.warc}"

    def is_archived(self, response: Response) -> bool:
        """Whether an answer is a part of a file, as every record is."""
        return response.status == 206

    def fetched(self, response: Response, row: Listed) -> Fetched:
        """What an answer holds, which must be the record of the row. Raises UnplayableError or NoAnswerError."""
        if response.status in (403, 404, 416):
            raise UnplayableError(f"{response.status}: listed, but not to be had")
        if response.status not in (200, 206):
            raise NoAnswerError(f"{response.status}: the web archive has trouble")
        whole = response.status == 200 and len(response.body) > (
            row.length or 0
        )  # all of the file, who knows no ranges
        record = next(_records(response.body[row.offset if whole else 0 :]), None)
        if record is None or record.http_headers is None or record.rec_type != "response" or not _is_of(record, row):
            raise UnplayableError("no such response where the index says there is one")
        code = record.http_headers.get_statuscode()
        headers = [
            (name.encode("latin-1", "replace"), value.encode("latin-1", "replace"))
            for name, value in record.http_headers.headers
            if name.lower() not in HOP
            and not name.lower().startswith("x-crawler-")
            and name.lower() != "content-length"
        ]
        body = record.content_stream().read(LARGEST)
        truncated = record.rec_headers.get_header("WARC-Truncated") or row.truncated
        status = int(code) if code.isdecimal() else 0
        return Fetched(status, headers, body, row.moment, self.replay(row), truncated)


def _is_of(record: ArcWarcRecord, row: Listed) -> bool:
    """Whether a record is the capture of that row, by its moment and address."""
    url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    date = re.sub(r"\D", "", record.rec_headers.get_header("WARC-Date") or "")[:14]
    return date == row.timestamp and cdx.address(url) == row.original


def _records(data: bytes) -> Iterator:
    """Yields the records in some bytes of a WARC file, as long as they can be read."""
    try:
        yield from ArchiveIterator(BytesIO(data))
    except (ArchiveLoadFailed, EOFError, zlib.error):
        return


def _span(collection: dict) -> tuple[str, str]:
    """From when till when a crawl of Common Crawl ran, as far as it says."""
    first, last = (re.sub(r"\D", "", str(collection.get(name) or "")) for name in ("from", "to"))
    return first.ljust(14, "0"), (last or "9").ljust(14, "9")

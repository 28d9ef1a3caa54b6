"""The web archives: how each is asked for its index and for a capture, and what its answers hold."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from io import BytesIO
from urllib.parse import quote, urlencode, urljoin, urlsplit

from scrapy import Request
from scrapy.http import Response
from scrapy.settings import BaseSettings
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from archive.rescue import Listed
from crawler import bounds
from crawler.headers import header
from crawler.rescue import cdx

LARGEST = 20 * 1024 * 1024  # bytes of a page
_ORIGINAL = "x-archive-orig-"  # before the name of a header as the newspaper's server sent it
_HOP = ("content-encoding", "transfer-encoding", "connection", "keep-alive")


class Unplayable(Exception):
    """The web archive lists the capture but does not have it: a line that says why."""


class Again(Exception):
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
        """The request for the next captures of a place."""
        raise NotImplementedError

    def listed(self, response: Response, cursor: str | None, size: int) -> Step:
        """What an answer to it tells. Raises cdx.NotAnIndex."""
        raise NotImplementedError

    def capture(self, row: Listed) -> Request:
        """The request for a capture."""
        raise NotImplementedError

    def again_at(self, response: Response, row: Listed) -> Request | None:
        """The request for the same capture where the web archive has it under another spelling of its address."""
        return None

    def fetched(self, response: Response, row: Listed) -> Fetched:
        """What an answer to it holds. Raises Unplayable or Again."""
        raise NotImplementedError

    def replay(self, row: Listed) -> str:
        """The address of a capture, for people and records."""
        raise NotImplementedError

    def is_archived(self, response: Response) -> bool:
        """Whether an answer is a capture, whatever its status, and no word of the web archive's own."""
        return False


class Wayback(Source):
    """web.archive.org, or a server that speaks as it does."""

    def __init__(self, base: str, name: str = "wayback") -> None:
        self.base, self.name, self.public = base.rstrip("/"), name, not bounds.is_inside(base)
        self.captures = f"{self.base}/web"  # before the moment and address of each
        self.says_so = False  # whether its captures carry Memento-Datetime

    def listing(self, place: Place, since: str, until: str, cursor: str | None, size: int) -> Request:
        query = {
            "url": place.host,
            "matchType": "host",
            "output": "json",
            "fl": ",".join(cdx.FIELDS),  # with urlkey, without which resume keys lead astray
            "filter": "!mimetype:(image|video|audio|font)/.*",
        }
        if since.strip("0"):
            query["from"] = since
        if until.strip("9"):
            query["to"] = until
        how, _, key = (cursor or "").partition(" ")
        if how != "all":
            query |= {"limit": str(size), "showResumeKey": "true"}
        tail = f"&resumeKey={key}" if how == "raw" else f"&resumeKey={quote(key, safe='')}" if how == "key" else ""
        return Request(f"{self.base}/cdx/search/cdx?{urlencode(query)}{tail}", dont_filter=True)

    def listed(self, response: Response, cursor: str | None, size: int) -> Step:
        """The cursor is the resume key after `key ` (as a value) or `raw ` (as it was printed), or `all` where a server
        knows none: then everything is asked for at once."""
        if response.status == 404:  # some say so where they hold nothing
            return Step()
        answer = cdx.parse(response.body)
        how, _, before = (cursor or "").partition(" ")
        key = answer.resume_key
        if key and key != before:
            return Step(answer.captures, f"{how or 'key'} {key}")
        if key and how == "key":
            return Step(answer.captures, f"raw {key}")  # it led nowhere as a value
        if cursor is None and not key and answer.lines == size:
            return Step(answer.captures, "all")
        return Step(answer.captures)

    def capture(self, row: Listed) -> Request:
        return Request(f"{self.captures}/{row.timestamp}id_/{_one_address(row)}", dont_filter=True)  # as it came

    def replay(self, row: Listed) -> str:
        return f"{self.captures}/{row.timestamp}/{_one_address(row)}"

    def is_archived(self, response: Response) -> bool:
        return header(response, "Memento-Datetime") is not None

    def again_at(self, response: Response, row: Listed) -> Request | None:
        location = urljoin(response.url, header(response, "Location") or "")
        match = re.search(rf"/{row.timestamp}(?:[a-z]{{2}}_)?/(.+)$", location)
        if match is None:
            return None
        target = f"{self.captures}/{row.timestamp}id_/{match[1]}"
        return Request(target, dont_filter=True) if target != response.url else None

    def fetched(self, response: Response, row: Listed) -> Fetched:
        archived = self.is_archived(response)
        self.says_so = self.says_so or archived
        status = response.status
        if not archived and (status >= 500 or status == 408):
            raise Again(f"{status}: the web archive has trouble")
        if not archived and status != 200:
            raise Unplayable(f"{status}: listed, but not to be had")
        if not archived and self.says_so:
            raise Again("an answer that is no capture")
        moment = _memento(response) or row.moment
        if abs((moment - row.moment).total_seconds()) > 1:
            raise Unplayable(f"another capture in its place, of {moment:%Y-%m-%d %H:%M:%S}")
        body, truncated = _unpacked(response, row)
        if row.status == 200 and 300 <= status < 400:
            raise Unplayable(f"{status}: a redirect in its place")
        return Fetched(status, _headers(response), body, row.moment, self.replay(row), truncated)


class Collection(Wayback):
    """A collection that pywb serves: its index knows no resume keys, and captures are asked for below its own address."""

    def __init__(self, base: str) -> None:
        super().__init__(base, base)
        self.captures = self.base

    def listing(self, place: Place, since: str, until: str, cursor: str | None, size: int) -> Request:
        query = {
            "url": place.host,
            "matchType": "host",
            "output": "json",
            "filter": "!~mime:(image|video|audio|font)/.*",
        }
        if since.strip("0"):
            query["from"] = since
        if until.strip("9"):
            query["to"] = until
        return Request(f"{self.base}/cdx?{urlencode(query)}", dont_filter=True)

    def listed(self, response: Response, cursor: str | None, size: int) -> Step:
        return Step() if response.status == 404 else Step(cdx.parse(response.body).captures)


def _one_address(row: Listed) -> str:
    """The address of a capture as a part of another."""
    return row.original.replace("#", "%23")


def _memento(response: Response) -> datetime | None:
    try:
        return parsedate_to_datetime(header(response, "Memento-Datetime") or "").astimezone(UTC)
    except (TypeError, ValueError):
        return None


def _unpacked(response: Response, row: Listed) -> tuple[bytes, str | None]:
    """The body free of a gzip that no header tells of, and why it is not whole. Raises Again."""
    body = response.body
    said = header(response, "X-Archive-Orig-Content-Length") or ""
    cut = "length" if said.isdecimal() and len(body) < int(said) and not header(response, "Content-Encoding") else None
    if body.startswith(b"\x1f\x8b"):
        unzip = zlib.decompressobj(wbits=31)
        try:
            plain = unzip.decompress(body, LARGEST)
        except zlib.error:
            return body, cut or "unspecified"
        return plain, cut or (None if unzip.eof else "length")
    coding = (header(response, "X-Archive-Orig-Content-Encoding") or "").strip().lower()
    return body, None if coding not in ("", "identity") else cut


def _headers(response: Response) -> list[tuple[bytes, bytes]]:
    """The headers as the newspaper's server sent them, as far as the web archive tells; without the content coding, as
    the body is unpacked."""
    told: list[tuple[bytes, bytes]] = []
    for name, values in response.headers.items():
        lower = name.decode("latin-1").lower()
        if lower.startswith(_ORIGINAL):
            lower = lower.removeprefix(_ORIGINAL)
        elif lower != "content-type":
            continue
        if lower not in _HOP and lower != "content-length":
            told += [
                (lower.title().encode("latin-1"), value)
                for value in values
                if (lower.title().encode("latin-1"), value) not in told
            ]
    return told


class CommonCrawl(Source):
    """Common Crawl: an index for each of its crawls, captures in WARC files by their bytes."""

    name = "commoncrawl"

    def __init__(self, settings: BaseSettings) -> None:
        self.base = str(settings["RESCUE_COMMONCRAWL_INDEX"]).rstrip("/")
        self.data = str(settings["RESCUE_COMMONCRAWL_DATA"]).rstrip("/")
        self.public = not bounds.is_inside(self.base)

    @property
    def hosts(self) -> list[str]:
        return [urlsplit(self.base).netloc, urlsplit(self.data).netloc]

    def collections(self) -> Request | None:
        return Request(f"{self.base}/collinfo.json", dont_filter=True)

    def places(self, hosts: list[str], since: str, until: str, collections: Response | None) -> list[Place]:
        assert collections is not None
        try:
            known = json.loads(collections.body)
            indexes = [(str(one["id"]), str(one["cdx-api"]), _span(one)) for one in known]
        except (ValueError, TypeError, KeyError):
            raise cdx.NotAnIndex("no list of crawls where collinfo.json should be") from None
        return [
            Place(f"{name} {host}", host, urljoin(f"{self.base}/", api))
            for name, api, (first, last) in sorted(indexes)
            for host in hosts
            if first <= until and last >= since
        ]

    def listing(self, place: Place, since: str, until: str, cursor: str | None, size: int) -> Request:
        query = {"url": place.host, "matchType": "host", "output": "json", "page": cursor or "0"}
        return Request(f"{place.index}?{urlencode(query)}", dont_filter=True)

    def listed(self, response: Response, cursor: str | None, size: int) -> Step:
        """The cursor is the number of the page. Beyond the last the index says 400 or 404, as where it has nothing."""
        if response.status in (400, 404):
            return Step()
        answer = cdx.parse(response.body)
        return Step(answer.captures, str(int(cursor or 0) + 1) if answer.lines else None)

    def capture(self, row: Listed) -> Request:
        assert row.offset is not None and row.length
        headers = {"Range": f"bytes={row.offset}-{row.offset + row.length - 1}"}
        return Request(f"{self.data}/{row.warc}", headers=headers, dont_filter=True)

    def replay(self, row: Listed) -> str:
        return f"{self.data}/{row.warc}"

    def is_archived(self, response: Response) -> bool:
        return response.status == 206

    def fetched(self, response: Response, row: Listed) -> Fetched:
        if response.status in (403, 404, 416):
            raise Unplayable(f"{response.status}: listed, but not to be had")
        if response.status not in (200, 206):
            raise Again(f"{response.status}: the web archive has trouble")
        record = next(_records(response.body), None)
        if record is None or record.http_headers is None or record.rec_type != "response":
            raise Unplayable("no response where the index says there is one")
        code = record.http_headers.get_statuscode()
        headers = [
            (name.encode("latin-1", "replace"), value.encode("latin-1", "replace"))
            for name, value in record.http_headers.headers
            if name.lower() not in _HOP
            and not name.lower().startswith("x-crawler-")
            and name.lower() != "content-length"
        ]
        body = record.content_stream().read(LARGEST)
        truncated = record.rec_headers.get_header("WARC-Truncated") or row.truncated
        status = int(code) if code.isdecimal() else 0
        return Fetched(status, headers, body, row.moment, self.replay(row), truncated)


def _records(data: bytes) -> Iterator:
    try:
        yield from ArchiveIterator(BytesIO(data))
    except (ArchiveLoadFailed, EOFError, zlib.error):
        return


def _span(collection: dict) -> tuple[str, str]:
    """From when till when a crawl of Common Crawl ran, as far as it says."""
    first, last = (re.sub(r"\D", "", str(collection.get(name) or "")) for name in ("from", "to"))
    return first.ljust(14, "0"), (last or "9").ljust(14, "9")


def source(chosen: str, settings: BaseSettings) -> Source:
    """The web archive that `--from` names. Raises ValueError."""
    if chosen == "wayback":
        return Wayback(str(settings["RESCUE_WAYBACK"]))
    if chosen == "commoncrawl":
        return CommonCrawl(settings)
    parts = urlsplit(chosen)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(
            f"--from {chosen}: wayback, commoncrawl, or the address of a server that speaks as web.archive.org, or of a"
            " collection of pywb's"
        )
    path = parts.path.rstrip("/").removesuffix("/web")
    base = f"{parts.scheme}://{parts.netloc.lower()}{path}"
    if parts.hostname in ("web.archive.org", "archive.org"):
        return Wayback("https://web.archive.org")
    return Collection(base) if path else Wayback(base, base)

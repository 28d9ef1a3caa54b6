"""web.archive.org, servers that speak as it does, and collections that pywb serves."""

from __future__ import annotations

import re
import zlib
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import quote, urlencode, urljoin

from scrapy import Request
from scrapy.http import Response

from archive.rescue import Listed
from crawler.captures import cdx
from crawler.fetching import bounds
from crawler.fetching.headers import header
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

_NOTHING = "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"  # the digest of no bytes at all
_ORIGINAL = "x-archive-orig-"  # before the name of a header as the newspaper's server sent it
_OWN_PAGE = re.compile(rb"<title>[^<]*(?:Internet Archive|Wayback Machine)", re.I)  # what it says itself


class Wayback(Source):
    """web.archive.org, or a server at `base` that speaks as it does; `name` is how rows call it."""

    whole = "all"

    def __init__(self, base: str, name: str = "wayback") -> None:
        self.base, self.name, self.public = base.rstrip("/"), name, not bounds.is_inside(base)
        self.captures = f"{self.base}/web"  # before the moment and address of each
        self.says_so = False  # whether its captures carry Memento-Datetime

    def listing(self, place: Place, since: str, until: str, cursor: str | None, size: int) -> Request:
        """The request for the next captures of a host; for what `cursor` holds see `listed`."""
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
        """The captures that an answer lists, and the cursor of the next: the resume key after `key ` (as a value) or
        `raw ` (as it was printed), or `all` where a server knows none, and everything is asked for at once. Raises
        cdx.NotAnIndexError for an answer that is no list, and for resume keys that lead in a circle.
        """
        if cursor is None and is_nothing(response):
            return Step()
        answer = cdx.parse(listing_of(response))
        how, _, before = (cursor or "").partition(" ")
        key = answer.resume_key
        if key and how == self.whole:
            raise cdx.NotAnIndexError("resume keys that lead in a circle")
        if key and key != before:
            return Step(answer.captures, f"{how or 'key'} {key}")
        if key and how == "key":
            return Step(answer.captures, f"raw {key}")  # it led nowhere as a value
        if (cursor is None and not key and answer.lines == size) or (key and how == "raw"):  # or nowhere at all
            return Step(answer.captures, self.whole)
        return Step(answer.captures)

    def capture(self, row: Listed) -> Request:
        """The request for a capture as it came, without what the web archive puts into pages."""
        return Request(
            f"{self.captures}/{row.stamp or row.timestamp}id_/{_one_address(row)}", dont_filter=True
        )  # as it came

    def replay(self, row: Listed) -> str:
        """The address at which the web archive shows a capture."""
        return f"{self.captures}/{row.stamp or row.timestamp}/{_one_address(row)}"

    def is_archived(self, response: Response) -> bool:
        """Whether an answer bears the moment of a capture."""
        return header(response, "Memento-Datetime") is not None

    def again_at(self, response: Response, row: Listed) -> Request | None:
        """The request for the same moment where an answer redirects to it under another address; None where it leads
        elsewhere.
        """
        location = urljoin(response.url, header(response, "Location") or "")
        stamp = row.stamp or row.timestamp
        match = re.search(rf"/{stamp}(?:[a-z]{{2}}_)?/(.+)$", location)
        if match is None:
            return None
        target = f"{self.captures}/{stamp}id_/{match[1]}"
        return Request(target, dont_filter=True) if target != response.url else None

    def fetched(self, response: Response, row: Listed) -> Fetched:
        """What an answer holds, told from the web archive's own pages. Raises UnplayableError or NoAnswerError."""
        archived = self.is_archived(response)
        self.says_so = self.says_so or archived
        status = response.status
        if not archived and (status >= 500 or status == 408):
            raise NoAnswerError(f"{status}: the web archive has trouble")
        if not archived and status != 200:
            raise UnplayableError(f"{status}: listed, but not to be had")
        if not archived and (self.says_so or _OWN_PAGE.search(response.body[:4000])):
            raise NoAnswerError("an answer that is no capture")
        moment = _memento(response) or row.moment
        if row.stamp is None and abs((moment - row.moment).total_seconds()) > 1:  # what is no time is told as any
            raise UnplayableError(f"another capture in its place, of {moment:%Y-%m-%d %H:%M:%S}")
        body, truncated = _unpacked(response, row)
        if row.status == 200 and 300 <= status < 400:
            raise UnplayableError(f"{status}: a redirect in its place")
        if not body and status == 200 and row.digest not in ("", _NOTHING):
            raise NoAnswerError("an empty answer, though there is something")
        return Fetched(status, _headers(response), body, row.moment, self.replay(row), truncated)


class Collection(Wayback):
    """A collection that pywb serves: its index knows no resume keys, and captures are asked for below its own address."""

    def __init__(self, base: str) -> None:
        super().__init__(base, base)
        self.captures = self.base

    def listing(self, place: Place, since: str, until: str, cursor: str | None, size: int) -> Request:
        """The request for all captures of a host between two moments: there is no cursor."""
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
        """All captures that the answer lists, none where the index has nothing; it never goes on."""
        return Step() if is_nothing(response) else Step(cdx.parse(listing_of(response)).captures)


def _one_address(row: Listed) -> str:
    """The address of a capture as a part of another: without a fragment, unless the index knows it by that."""
    return row.original.replace("#", "%23") if "#" in row.urlkey else row.original.partition("#")[0]


def _memento(response: Response) -> datetime | None:
    """The moment that an answer says it was captured; None where it does not."""
    try:
        return parsedate_to_datetime(header(response, "Memento-Datetime") or "").astimezone(UTC)
    except (TypeError, ValueError):
        return None


def _unpacked(response: Response, row: Listed) -> tuple[bytes, str | None]:
    """The body free of a gzip that no header tells of, and why it is not whole. Raises NoAnswerError."""
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
        if lower not in HOP and lower != "content-length":
            told += [
                (lower.title().encode("latin-1"), value)
                for value in values
                if (lower.title().encode("latin-1"), value) not in told
            ]
    return told

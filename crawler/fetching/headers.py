"""What the headers of an answer say."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from scrapy.http import Response

from archive.reasons import Code, Reason

REDIRECTS = (301, 302, 303, 307, 308)
PAGE = (200, 203)  # a page, as it is or as a proxy passes it on
_PART = re.compile(r"bytes 0-(\d+)/(\d+)")  # "bytes 0-2047/2048"


def header(response: Response, name: str) -> str | None:
    """A header's text, in UTF-8 where it is that, else in Latin-1; None where it is not there."""
    value = response.headers.get(name)
    if value is None:
        return None
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def is_page(response: Response) -> bool:
    """Whether an answer is what a browser shows as the page: also the whole of it sent as a part (206), and what stands
    where a redirect should name an address."""
    if response.status == 206:
        part = _PART.fullmatch(header(response, "Content-Range") or "")
        return part is not None and int(part[1]) + 1 == int(part[2])
    return response.status in PAGE or (response.status in REDIRECTS and not location(response) and bool(response.body))


def is_redirect(response: Response) -> bool:
    """Whether an answer sends on to another address: a choice of several (300) only where it names the one preferred."""
    if response.status == 300:
        return "Location" in response.headers
    return response.status in REDIRECTS and not is_page(response)


def location(response: Response) -> str:
    """The address that an answer sends on to, as a browser reads it: bytes that are no UTF-8 stay the bytes they are.

    Empty where it names none.
    """
    value = response.headers.get("Location") or b""
    try:
        return value.decode().strip()
    except UnicodeDecodeError:
        return "".join(chr(byte) if byte < 128 else f"%{byte:02X}" for byte in value.strip())


def moment(text: str) -> datetime | None:
    """The moment that a header's text names (RFC 9110 5.6.7); None where it is none."""
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found.replace(tzinfo=found.tzinfo or UTC)


def unreadable(content_type: str) -> Reason | None:
    """Why an answer of this type is not read; None for one that may be a page."""
    mime = content_type.partition(";")[0].strip().lower()
    readable = (
        not mime
        or mime.startswith("text/")
        or mime.endswith(("xml", "xhtml", "html"))
        or mime in ("application/octet-stream", "unknown/unknown")
    )
    return None if readable else Reason(Code.MEDIA_TYPE, mime=mime)

"""What the headers of an answer say."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from scrapy.http import Response


def header(response: Response, name: str) -> str | None:
    """A header's text, in UTF-8 where it is that, else in Latin-1; None where it is not there."""
    value = response.headers.get(name)
    if value is None:
        return None
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def moment(text: str) -> datetime | None:
    """The moment that a header names (RFC 9110 5.6.7); None where it is none."""
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found.replace(tzinfo=found.tzinfo or UTC)

"""Which page of an article an address is of."""

from __future__ import annotations

import re
from urllib.parse import urlunsplit

from pipelines.address import split

_PART = re.compile(
    r"^(?P<stem>.*?)(?:/(?:page/|trang[-/]?|p)?(?P<n>\d{1,2})/?|-(?:p|page|trang)-?(?P<m>\d{1,2})(?P<end>\.\w+)?)$"
)
_PARAMETERS = ("page", "p", "trang", "pg", "paged")
MOST_PARTS = 50  # parts of one article


def part_number(url: str, first: str | None = None) -> tuple[str, int]:
    """The address of an article's first page, and which of its pages an address is (1 where it says nothing)."""
    place = split(url)
    pairs = place.query.split("&")
    for pair in pairs:
        name, _, value = pair.partition("=")
        if name.lower() in _PARAMETERS and value.isdecimal() and 1 <= int(value[:9]) <= MOST_PARTS:
            rest = "&".join(other for other in pairs if other != pair)
            return urlunsplit(place._replace(query=rest, fragment="")), int(value)
    match = _PART.match(place.path)
    if match:
        number = int(match["n"] or match["m"])
        if 1 < number <= MOST_PARTS:
            stem = match["stem"] + (match["end"] or ("/" if match["n"] and place.path.endswith("/") else ""))
            return urlunsplit(place._replace(path=stem, fragment="")), number
    return url.split("#")[0], 1

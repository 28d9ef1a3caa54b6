"""Which page of an article an address is of."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlunsplit

from archive.hosts import without_www
from pipelines.addresses.address import split

# What an address says that it is a further page by: "/bai/page/2", "/bai/trang-2.html", "/bai-p2.html", "/bai_trang_2/",
# "/bai.html;page=2"
_PART = re.compile(
    r"^(?P<stem>.*?)(?:/(?:page|trang|p)[-_/]?|[-_.,](?:page|trang|p)[-_]?|;(?:page|trang|p)=)(?P<n>\d{1,2})"
    r"(?P<end>\.[a-z]{2,5})?/?$",
    re.I,
)
# A mere number, which other articles have as well: "/bai/2/", "/bai/2.html"; "/bai-2.html", "/bai_2", "/bai.2.html"
_NUMBER = re.compile(r"^(?P<stem>.*[^/])(?P<sign>[/_.-])(?P<n>\d{1,2})(?P<end>\.[a-z]{2,5})?/?$", re.I)
# "page", "trang_so", "PageIndex", but not "page_id": that names an article
_PARAMETER = re.compile(r"p|pg|paged|(?:page|trang)(?:[-_]?(?:no|num|number|index|so))?", re.I)
_FRONT = re.compile(r"/(?:(?:index|default|home|trang-?chu)\.\w+)?", re.I)
_ENDING = re.compile(r"\.[a-z]{2,5}$", re.I)
_PAIR = re.compile(r"[;?&]([\w.-]+)=([^;?&#]*)")
_TOKEN = re.compile(
    r"(?=[a-z_-]*\d)(?=\d*[a-z])[\w-]{4,}|\d{10,}", re.I
)  # "3f2a9c", "1764200000017"; not "12", "xa-hoi"
MOST_PARTS = 50  # parts of one article


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address stands among an article's pages: the address of the first one, as far as it tells, the number of
    the page, and the sign before a mere number, which proves nothing by itself."""

    first: str
    number: int = 1
    sign: str = ""

    def is_of(self, other: Place, tokens: Collection[str] = ()) -> bool:
        """Whether both are pages of one article: `/bai.html` and `/bai/` may be the first page of the same. What parameters
        of the names `tokens` say makes no difference."""
        return stem(self.first, tokens) == stem(other.first, tokens)


def part_number(url: str) -> tuple[str, int]:
    """The address of an article's first page, and which of its pages an address is (1 where it says nothing)."""
    place = part_place(url)
    return (place.first, place.number) if place.sign in ("", "/") else (url.split("#")[0], 1)


def part_place(url: str) -> Place:
    """Where an address stands among an article's pages, as far as it tells."""
    place = split(url)
    pairs = place.query.split("&")
    for pair in pairs:
        name, _, value = pair.partition("=")
        if _PARAMETER.fullmatch(name) and value.isdecimal() and int(value[:9]) <= MOST_PARTS:
            rest = "&".join(other for other in pairs if other != pair)
            if not rest and _FRONT.fullmatch(place.path):
                break  # an article by its number: "/?p=12"
            return Place(urlunsplit(place._replace(query=rest, fragment="")), int(value))
    for form in (_PART, _NUMBER):
        match = form.match(place.path)
        sign = match["sign"] if match and form is _NUMBER else ""
        # "/bai-p1.html" and "/bai/1/" are first pages; "/bai-1.html" may be anything
        least = 1 if sign in ("", "/") else 2
        if match and least <= int(match["n"]) <= MOST_PARTS:
            end = match["end"] or ("/" if place.path.endswith("/") else "")
            path = match["stem"] + ("" if sign == "/" and match["end"] else end)
            return Place(urlunsplit(place._replace(path=path, fragment="")), int(match["n"]), sign)
    return Place(url.split("#")[0])


def place_from(url: str, least: int) -> Place:
    """As `part_place`, where the numbers in addresses begin with `least`: 0, or 1."""
    place = part_place(url)
    told = place.first != url.split("#")[0]
    return replace(place, number=place.number + 1 - least) if told else place


def stem(url: str, tokens: Collection[str] = ()) -> str:
    """What the addresses of a first page have in common: `/bai.html`, `/bai` and `/bai/`, with and without https and
    www., without parameters of the names `tokens`."""
    place = split(url)
    path, query = place.path, place.query
    if tokens:
        path = ";".join(part for part in path.split(";") if part.partition("=")[0] not in tokens)
        query = "&".join(pair for pair in query.split("&") if pair.partition("=")[0] not in tokens)
    return urlunsplit(("", without_www(place.netloc), _ENDING.sub("", path.rstrip("/")), query, ""))


def parameters(url: str) -> list[tuple[str, str]]:
    """The parameters of an address and of its segments (`;name=value`)."""
    return _PAIR.findall(url)


def token_names(urls: Iterable[str], least: int = 3) -> set[str]:
    """The names of parameters that links to `least` places or more have, and that hold what nobody chose: a session."""
    places: dict[str, set[str]] = {}
    chosen: set[str] = set()
    for url in urls:
        for name, value in parameters(url):
            places.setdefault(name, set()).add(_PAIR.split(url, maxsplit=1)[0])
            if not _TOKEN.fullmatch(value):
                chosen.add(name)
    return {name for name, found in places.items() if len(found) >= least} - chosen

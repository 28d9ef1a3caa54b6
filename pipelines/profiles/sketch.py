"""What a page leaves for the profile of its newspaper: what it prints and where, with what class names, as numbers."""

from __future__ import annotations

import re
import zlib
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from unicodedata import is_normalized, normalize

from archive.hosts import without_form
from pipelines.addresses.address import split
from pipelines.addresses.part_numbers import part_number
from pipelines.addresses.slug import slugs
from pipelines.language.diacritics import right
from pipelines.language.title_keys import key
from pipelines.outline import Node, Outline
from pipelines.plain_text.forms import visible_lines
from pipelines.profiles import habits
from pipelines.structured_data.page_head import CUT, PageHead

_LONGEST = 400  # characters of a line that are told apart
_MOST = 700  # numbers of one page

_DIGITS = re.compile(r"\d+")


def line_mark(text: str) -> int:
    """The number that stands for a line, whatever its capitals."""
    text = text[:_LONGEST].casefold()
    return zlib.crc32((text if is_normalized("NFC", text) else normalize("NFC", text)).encode("utf-8", "replace"))


def _number_of(name: str) -> int:
    """The number that stands for a name in a sketch."""
    return zlib.crc32(name.encode("utf-8", "replace"))


# Places that are none on the page itself.
CLASS, HEAD, PIECE, DATE, ADDRESS, PICTURE, SHAPE = map(
    _number_of, ("class", "head", "piece", "date", "address", "picture", "shape")
)
NOWHERE = frozenset((CLASS, HEAD, PIECE, DATE, ADDRESS, PICTURE, SHAPE, habits.LEADS))


@lru_cache(maxsize=20_000)
def _without_digits(names: str) -> str:
    """Class names without numbers, which differ from page to page."""
    return _DIGITS.sub("", names)


def place_of(node: Node) -> int:
    """The number that stands for the place of a node: tags and class names of it and of the two around it."""
    told = []
    at: Node | None = node
    for _ in range(3):
        if at is None:
            break
        told.append(f"{at.tag}.{_without_digits(at.names)}")
        at = at.parent
    return _number_of("<".join(told))


def mark(text: str, place: int = 0) -> int:
    """The number that stands for a line at a place."""
    return line_mark(text) << 32 | place


@dataclass(slots=True)
class Sketch:
    """What a page leaves: the address that is the same for all of an article's, its marks, where its title stands."""

    address: str
    marks: array[int]
    title: int | None = None  # the place of the line that the page's address repeats
    texts: dict[int, str] = field(default_factory=dict)  # the lines themselves, by `line_mark`


def sketch(url: str, page_head: PageHead | None, outline: Outline | None, text: str | None = None) -> Sketch:
    """The sketch of a page by its head and all its lines; of a page text by its lines alone."""
    found = Sketch(address(url, page_head.canonical if page_head else ""), array("Q"))
    marks: dict[int, None] = dict.fromkeys(_head(page_head)) if page_head is not None else {}
    if outline is None:
        for raw, _ in islice(visible_lines(text or ""), _MOST):
            if row := right(raw):
                marks[mark(row)] = None
                found.texts.setdefault(line_mark(row), row)
    else:
        marks.update(dict.fromkeys(class_marks(outline)))
        wanted = slug(url)
        places: dict[Node, int] = {}
        for line in outline.lines:
            if not line.text:
                continue
            place = places.get(line.node)
            if place is None:
                place = places[line.node] = place_of(line.node)
            marks[mark(line.text, place)] = None
            if (shape := shape_of(line.text)) is not None:
                marks[mark(shape, SHAPE)] = None
            found.texts.setdefault(line_mark(line.text), line.text)
            if wanted and found.title is None and not line.links and fits(line.text, wanted):
                found.title = place
    found.marks = array("Q", list(marks)[:_MOST])
    return found


def class_marks(outline: Outline) -> set[int]:
    """Marks of the class names on a page."""
    return {mark(_without_digits(node.names), CLASS) for node in outline.nodes if node.names}


def _head(page_head: PageHead) -> Iterable[int]:
    """Yields marks (numbers) of the titles, descriptions, dates, address and pictures that a head names."""
    for title in {page_head.page_title, *page_head.titles, *page_head.descriptions} - {""}:
        yield mark(title, HEAD)
    for title in {page_head.page_title, *page_head.titles} - {""}:
        pieces = CUT.split(title)
        if len(pieces) > 1:
            yield from (mark(piece, PIECE) for piece in pieces if piece)
    for value, _ in (*page_head.published, *page_head.created):
        yield mark(value, DATE)
    if page_head.canonical:
        yield mark(page_head.canonical, ADDRESS)
    for image in page_head.images:
        yield mark(image, PICTURE)


def shape_of(text: str) -> str | None:
    """A short line with numbers, without them: "Lượt xem: 0"; None for others, and for dates, which are an article's."""
    if len(text) > 60 or not _DIGITS.search(text) or sum(map(str.isalpha, text)) < 4 or len(_DIGITS.findall(text)) > 2:
        return None
    return _DIGITS.sub("0", text)


def address(url: str, canonical: str = "") -> str:
    """One address for an article's pages: without what makes a print, mobile or further page of it."""
    named, here = split(canonical), split(url)
    if named.hostname and named.path.rstrip("/") and named.path.rstrip("/").rsplit("/", 1)[-1] in url:
        url, here = canonical, named
    if here.scheme == "file":
        return url
    first = part_number(url)[0]
    parts = split(first)
    path = re.sub(r"/(?:amp|print|in)/?$|^/(?:amp|print|m)(?=/)|\.amp(?=\.|$)", "", parts.path.rstrip("/"))
    query = "&".join(
        item
        for item in parts.query.split("&")
        if item and not re.match(r"(?i)(?:amp|print|in|m|mobile|view|tmpl)(?:=|$)|utm_", item)
    )
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    return f"{without_form(parts.hostname or '')}{port}{path}?{query}".rstrip("?")


def slug(url: str) -> frozenset[str]:
    """The words of the title in an address; empty where it holds fewer than three."""
    words = next(iter(slugs(url)), ())
    return frozenset(words) if sum(map(str.isalpha, words)) >= 3 else frozenset()


def fits(title: str, wanted: frozenset[str]) -> bool:
    """Whether a line says what an address says."""
    if len(title) > 300:
        return False
    words = set(key(title).split())
    both = len(words & wanted)
    return both >= 3 and both >= 0.7 * len(wanted) and both >= 0.6 * len(words)

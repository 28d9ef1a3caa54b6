"""What is learned of a newspaper's pages: lines that stand on many of them, and where what varies stands.

A page leaves a `Sketch`, a few hundred numbers: what it prints and where, with what class names. A `Profile` is what
many sketches have in common. It says nothing before it rests on LEAST pages, and the more the more it rests on: a share
is the least that can be meant by what was counted (the lower end of Wilson's interval).
"""

from __future__ import annotations

import re
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import sqrt
from unicodedata import is_normalized, normalize

from pipelines.address import split
from pipelines.diacritics import right
from pipelines.outline import Line, Node, Outline, prose
from pipelines.page_head import CUT, PageHead
from pipelines.part_numbers import part_number
from pipelines.slug import slugs
from pipelines.title_keys import key
from vietnamese import bylines

LEAST = 6  # pages, below which a profile says nothing
_AGAIN = 3  # pages on which a title is no longer one article's
TIMES = 4  # pages that a line stands on, below which it may stand there by chance
SPEAKS = 0.25  # share of pages from which on a line is the site's
INSIDE = 0.3  # the same for a line among those that differ from page to page, as paragraphs do
ALWAYS = 0.75  # the same for a short one among those: a subheading, a desk's name, "Theo TTXVN"
VARIED = 0.5  # share of a place's lines, met on one page each, from which on it is the article's
FIXED = 0.1  # the same, up to which it is the frame's
DATED = 12  # pages with a date in the head, below which one that they share may be of one day's articles
_LABEL = 7  # words of a menu's items, at most
_SHORT = 40  # characters
_LONGEST = 400  # characters of a line that are told apart
_MOST = 700  # numbers of one page
_MENU = 0.6  # share of pages from which on what stands there is of the frame

_DIGITS = re.compile(r"\d+")


def line_mark(text: str) -> int:
    """The number that stands for a line, whatever its capitals."""
    text = text[:_LONGEST].casefold()
    return zlib.crc32((text if is_normalized("NFC", text) else normalize("NFC", text)).encode("utf-8", "replace"))


def _number_of(name: str) -> int:
    """The number that stands for a name in a sketch."""
    return zlib.crc32(name.encode("utf-8", "replace"))


# Places that are none on the page itself.
_CLASS, _HEAD, _PIECE, _DATE, _ADDRESS, _PICTURE, _SHAPE = map(
    _number_of, ("class", "head", "piece", "date", "address", "picture", "shape")
)
NOWHERE = frozenset((_CLASS, _HEAD, _PIECE, _DATE, _ADDRESS, _PICTURE, _SHAPE))


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
        for row in (text or "").splitlines()[:_MOST]:
            if row := right(row):
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
            if (shape := _shape(line.text)) is not None:
                marks[mark(shape, _SHAPE)] = None
            found.texts.setdefault(line_mark(line.text), line.text)
            if wanted and found.title is None and not line.links and fits(line.text, wanted):
                found.title = place
    found.marks = array("Q", list(marks)[:_MOST])
    return found


def class_marks(outline: Outline) -> set[int]:
    """Marks of the class names on a page."""
    return {mark(_without_digits(node.names), _CLASS) for node in outline.nodes if node.names}


def _head(page_head: PageHead) -> Iterable[int]:
    """Yields marks (numbers) of the titles, descriptions, dates, address and pictures that a head names."""
    for title in {page_head.page_title, *page_head.titles, *page_head.descriptions} - {""}:
        yield mark(title, _HEAD)
    for title in {page_head.page_title, *page_head.titles} - {""}:
        pieces = CUT.split(title)
        if len(pieces) > 1:
            yield from (mark(piece, _PIECE) for piece in pieces if piece)
    for value, _ in (*page_head.published, *page_head.created):
        yield mark(value, _DATE)
    if page_head.canonical:
        yield mark(page_head.canonical, _ADDRESS)
    for image in page_head.images:
        yield mark(image, _PICTURE)


def _shape(text: str) -> str | None:
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
    return f"{(parts.hostname or '').removeprefix('www.').removeprefix('m.')}{port}{path}?{query}".rstrip("?")


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


def least(times: int, of: int) -> float:
    """The least share that is meant by `times` of so many, as the lower end of Wilson's interval tells it."""
    if not of:
        return 0.0
    z = 1.28
    share, square = times / of, z * z / of
    return max((share + square / 2 - z * sqrt(share * (1 - share) / of + square / (4 * of))) / (1 + square), 0.0)


@dataclass(slots=True)
class Profile:
    """What the pages of a newspaper have in common. Shares are of its `pages`; what is not in a table has none."""

    pages: int = 0
    since: str = ""  # of the first of its pages
    until: str = ""  # of the last of them
    at: dict[int, float] = field(default_factory=dict)  # a mark's share
    lines: dict[int, float] = field(default_factory=dict)  # a line's, wherever it stands
    varied: dict[int, float] = field(default_factory=dict)  # of a place's lines, those met once
    titles: dict[int, float] = field(default_factory=dict)  # places of titles
    alone: dict[int, float] = field(default_factory=dict)  # places of one line, another on every page
    again: frozenset[int] = frozenset()  # marks of what stands there on several pages
    dates: dict[int, float] = field(default_factory=dict)  # dates that the head names
    frame: frozenset[int] = frozenset()  # marks of class names that stand on most pages
    menu: frozenset[int] = frozenset()  # lines that do

    @classmethod
    def of(cls, sketches: Sequence[tuple[array[int], int | None]], since: str = "", until: str = "") -> Profile:
        """The profile of sketches: of each its marks and the place of its title."""
        number = len(sketches)
        found = cls(number, since, until)
        if number < LEAST:
            return found
        at: Counter[int] = Counter()
        lines: Counter[int] = Counter()
        for marks, _ in sketches:
            at.update(marks)
            lines.update({one >> 32 for one in marks if one & 0xFFFFFFFF not in NOWHERE})
        found.at = {one: least(n, number) for one, n in at.items() if n >= TIMES}
        found.lines = {one: least(n, number) for one, n in lines.items() if n >= TIMES}
        dated = sum(any(one & 0xFFFFFFFF == _DATE for one in marks) for marks, _ in sketches)
        if dated >= DATED:
            found.dates = {one >> 32: least(n, dated) for one, n in at.items() if one & 0xFFFFFFFF == _DATE}
        most = _MENU * number
        found.frame = frozenset(one for one, n in at.items() if n > most and one & 0xFFFFFFFF == _CLASS)
        found.menu = frozenset(one for one, n in lines.items() if n > most)
        once: Counter[int] = Counter()
        often: Counter[int] = Counter()
        for one, n in at.items():
            often[one & 0xFFFFFFFF] += n
            if n < TIMES:
                once[one & 0xFFFFFFFF] += n
        found.varied = {place: n / often[place] for place, n in once.items() if n >= 3}
        found.alone, found.again = _alone(sketches, at)
        titles = Counter(title for _, title in sketches if title is not None)
        told = sum(titles.values())
        found.titles = {place: least(n, told) for place, n in titles.items() if n >= TIMES}
        return found

    def __bool__(self) -> bool:
        return self.pages >= LEAST

    def share(self, text: str) -> float:
        """The share of pages on which a line stands, wherever; 0 where that may be chance, or too few pages are known."""
        return self.lines.get(line_mark(text), 0.0)

    def is_frame(self, text: str) -> bool:
        """Whether a text stands on so many pages that it is no article's, as a line or in the head."""
        return max(self.share(text), self.of_head(text), self.at.get(mark(text, _PIECE), 0.0)) >= SPEAKS

    @property
    def names_site(self) -> bool:
        """Whether the heads of many pages say the same, or end so: then the site's name is known."""
        return any(share >= SPEAKS and one & 0xFFFFFFFF in (_HEAD, _PIECE) for one, share in self.at.items())

    def of_head(self, text: str) -> float:
        """The share of pages whose head names this title or description."""
        return self.at.get(mark(text, _HEAD), 0.0)

    def of_date(self, value: str) -> float:
        """The share of pages that name this date, of those whose head names any."""
        return self.dates.get(line_mark(value), 0.0)

    def of_titles(self, node: Node, text: str) -> str:
        """What is known of a line where titles may stand: "several" where other pages have it there too, or all
        in their menu; "titles" where
        those of many pages stand, by their addresses; "alone" where one line stands on most pages, another on each."""
        place = place_of(node)
        number = mark(text, place)
        if number in self.at or number in self.again or (len(text.split()) <= _LABEL and self.share(text) >= ALWAYS):
            return "several"
        if self.titles.get(place, 0.0) >= SPEAKS:
            return "titles"
        return "alone" if place in self.alone else ""

    def repeated(self, line: Line) -> tuple[float, bool]:
        """The share of pages on which a line is part of the frame, 0 where it may be an article's; and whether it stands
        where an article's text may stand."""
        number = line_mark(line.text)
        if number not in self.lines:
            shape = _shape(line.text)
            share = self.at.get(mark(shape, _SHAPE), 0.0) if shape is not None else 0.0
            return (share if share >= ALWAYS else 0.0), False
        if 2 * line.links > len(line.text) and not line.level:  # a menu's, or a teaser: no text of its own anyway
            return (share if (share := self.lines[number]) >= SPEAKS else 0.0), False
        place = place_of(line.node)
        share, varied = self.at.get(number << 32 | place, 0.0), self.varied.get(place, 0.0)
        if varied >= VARIED:
            needs = ALWAYS if len(line.text) < _SHORT else INSIDE
            if len(line.text) < _SHORT and bylines.byline(line.text):
                return 0.0, True
        else:
            needs = SPEAKS
        return (share if share >= needs else 0.0), varied > FIXED

    def weigh(self, outline: Outline) -> None:
        """Says of every line how far it is repeated, and takes those that are out of the prose of their nodes.

        Running text stays that is most of what stands around it, articles that say nearly the same; not a single line
        that almost all pages have, an advertisement below a few short rows.
        """
        if not self.at:
            return
        doubtful: dict[Node | None, list[tuple[int, float]]] = {}  # by node, the repeated lines' sizes and shares
        repeated: list[tuple[Line, int]] = []
        for line in outline.lines:
            if not line.text:
                continue
            share, inside = self.repeated(line)
            if share:
                line.repeated = share
                told = len(line.text) >= _SHORT and not line.level and not line.node.titled
                size = prose(line.text, line.links) if told else 0
                repeated.append((line, size))
                if size and inside:
                    doubtful.setdefault(line.node.parent, []).append((size, share))
        for line, size in repeated:
            around = line.node.parent
            others = doubtful.get(around, [])
            lone = sum(share >= ALWAYS for _, share in others) == 1
            told_of = [size for size, share in others if not lone or share < ALWAYS]
            alike = 0 if lone and line.repeated >= ALWAYS else sum(told_of)
            if size and around is not None and 2 * alike > around.prose > alike:
                line.repeated = 0.0
            elif size:
                _discount(line.node, size)
                outline.framed += size

    def mend(self, page_head: PageHead) -> None:
        """Takes out of what the head says what it says on many pages, and the site's names out of that."""
        if not self.at:
            return
        pieces = [piece for title in (page_head.page_title, *page_head.titles) for piece in CUT.split(title)]
        page_head.site += [p for p in dict.fromkeys(pieces) if self.at.get(mark(p, _PIECE), 0.0) >= SPEAKS]
        if self.of_head(page_head.page_title) >= SPEAKS:
            page_head.site.append(page_head.page_title)
            page_head.page_title = ""
        page_head.titles = [title for title in page_head.titles if self.of_head(title) < SPEAKS]
        page_head.descriptions = [text for text in page_head.descriptions if self.of_head(text) < SPEAKS]
        page_head.published = [(value, where) for value, where in page_head.published if self.of_date(value) < ALWAYS]
        page_head.created = [(value, where) for value, where in page_head.created if self.of_date(value) < ALWAYS]
        page_head.images = [url for url in page_head.images if self.at.get(mark(url, _PICTURE), 0.0) < SPEAKS]
        if self.at.get(mark(page_head.canonical, _ADDRESS), 0.0) >= SPEAKS:
            page_head.canonical = ""

    def frame_share(self, marks: Iterable[int]) -> float | None:
        """The share of the class names of the newspaper's frame that a page has; None where too few are known."""
        return len(self.frame & frozenset(marks)) / len(self.frame) if len(self.frame) >= 5 else None

    def menu_share(self, marks: Iterable[int]) -> float | None:
        """The share of the lines of the newspaper's frame that a page has; None where too few are known."""
        lines = frozenset(one >> 32 for one in marks if one & 0xFFFFFFFF not in NOWHERE)
        return len(self.menu & lines) / len(self.menu) if len(self.menu) >= 5 else None


def _alone(
    sketches: Sequence[tuple[array[int], int | None]], at: Counter[int]
) -> tuple[dict[int, float], frozenset[int]]:
    """The places where one line stands on a page and mostly another on each, with the share of such pages among those
    that have anything there; and what stands there on several pages nevertheless."""
    used: Counter[int] = Counter()
    single: Counter[int] = Counter()
    again: set[int] = set()
    for marks, _ in sketches:
        places: dict[int, int] = {}
        for one in marks:
            place = one & 0xFFFFFFFF
            if place not in NOWHERE:
                places[place] = 0 if place in places else one
        for place, one in places.items():
            used[place] += 1
            if one and at[one] < TIMES:
                single[place] += 1
            if one and at[one] >= _AGAIN:
                again.add(one)
    enough = max(SPEAKS * len(sketches), TIMES)
    alone = {place: least(n, used[place]) for place, n in single.items() if n >= TIMES and used[place] >= enough}
    alone = {place: share for place, share in alone.items() if share >= VARIED}
    return alone, frozenset(one for one in again if one & 0xFFFFFFFF in alone)


def _discount(node: Node | None, size: int) -> None:
    """Takes so many characters out of the running text of a node and of all that it stands in."""
    hidden = False
    while node is not None and size:
        if hidden:
            node.hidden_prose -= size
        else:
            node.prose -= size
        hidden = hidden or bool(node.chrome)
        node = node.parent

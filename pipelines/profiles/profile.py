"""What is learned of a newspaper's pages: lines that stand on many of them, and where what varies stands.

A page leaves a `Sketch` (`sketch.py`), a few hundred numbers: what it prints and where, with what class names. A
`Profile` is what many sketches have in common. It says nothing before it rests on LEAST pages, and the more the more it
rests on: a share is the least that can be meant by what was counted (the lower end of Wilson's interval).
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import sqrt

from pipelines.language import names
from pipelines.outline import Line, Node, Outline, prose
from pipelines.profiles import habits
from pipelines.profiles.groups import groups
from pipelines.profiles.sketch import (
    ADDRESS,
    CLASS,
    DATE,
    HEAD,
    NOWHERE,
    PICTURE,
    PIECE,
    SHAPE,
    line_mark,
    mark,
    place_of,
    shape_of,
)
from pipelines.structured_data.page_head import CUT, PageHead
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
_HAS = 0.5  # share of what a newspaper's texts have in common that a text of its has
_MENU = 0.6  # share of pages from which on what stands there is of the frame


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
    leads: bool | None = None  # whether its page texts begin with leads; None where nothing is known
    parts: tuple[Profile, ...] = ()  # of page texts in one folder: the profile of each newspaper among them

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
        dated = sum(any(one & 0xFFFFFFFF == DATE for one in marks) for marks, _ in sketches)
        if dated >= DATED:
            found.dates = {one >> 32: least(n, dated) for one, n in at.items() if one & 0xFFFFFFFF == DATE}
        found.leads = habits.prints_leads(at)
        most = _MENU * number
        found.frame = frozenset(one for one, n in at.items() if n > most and one & 0xFFFFFFFF == CLASS)
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

    @classmethod
    def of_texts(cls, sketches: Sequence[tuple[array[int], int | None]], since: str = "", until: str = "") -> Profile:
        """The profile of page texts side by side, with one for each newspaper among them. What all of them say, each says
        at least: that is how they were read before they were told apart."""
        found = cls.of(sketches, since, until)
        if not found:
            return found
        lines = [frozenset(one >> 32 for one in marks if one & 0xFFFFFFFF not in NOWHERE) for marks, _ in sketches]
        for group in groups(lines):
            part = cls.of([sketches[n] for n in group], since, until)
            part.lines = {
                line: max(part.lines.get(line, 0), found.lines.get(line, 0)) for line in part.lines | found.lines
            }
            part.leads = found.leads if part.leads is None else part.leads
            found.parts += (part,)
        return found

    def part_of(self, marks: Iterable[int]) -> Profile:
        """The profile of the newspaper among `parts` that a text is of, by the marks it leaves; this one where it is of none."""
        lines = frozenset(one >> 32 for one in marks)
        shares = [len(part.menu & lines) / len(part.menu) if part.menu else 0.0 for part in self.parts]
        best = max(range(len(shares)), key=shares.__getitem__, default=None)
        return self.parts[best] if best is not None and shares[best] >= _HAS else self

    def __bool__(self) -> bool:
        return self.pages >= LEAST

    def share(self, text: str) -> float:
        """The share of pages on which a line stands, wherever; 0 where that may be chance, or too few pages are known."""
        return self.lines.get(line_mark(text), 0.0)

    def is_frame(self, text: str) -> bool:
        """Whether a text stands on so many pages that it is no article's, as a line or in the head."""
        return max(self.share(text), self.of_head(text), self.at.get(mark(text, PIECE), 0.0)) >= SPEAKS

    @property
    def names_site(self) -> bool:
        """Whether the heads of many pages say the same, or end so: then the site's name is known."""
        return any(share >= SPEAKS and one & 0xFFFFFFFF in (HEAD, PIECE) for one, share in self.at.items())

    def of_head(self, text: str) -> float:
        """The share of pages whose head names this title or description."""
        return self.at.get(mark(text, HEAD), 0.0)

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
        if number in self.lines and _signs(line):
            return 0.0, True
        if number not in self.lines:
            shape = shape_of(line.text)
            share = self.at.get(mark(shape, SHAPE), 0.0) if shape is not None else 0.0
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
        page_head.site += [p for p in dict.fromkeys(pieces) if self.at.get(mark(p, PIECE), 0.0) >= SPEAKS]
        if self.of_head(page_head.page_title) >= SPEAKS:
            page_head.site.append(page_head.page_title)
            page_head.page_title = ""
        page_head.titles = [title for title in page_head.titles if self.of_head(title) < SPEAKS]
        page_head.descriptions = [text for text in page_head.descriptions if self.of_head(text) < SPEAKS]
        page_head.published = [(value, where) for value, where in page_head.published if self.of_date(value) < ALWAYS]
        page_head.created = [(value, where) for value, where in page_head.created if self.of_date(value) < ALWAYS]
        page_head.images = [url for url in page_head.images if self.at.get(mark(url, PICTURE), 0.0) < SPEAKS]
        if self.at.get(mark(page_head.canonical, ADDRESS), 0.0) >= SPEAKS:
            page_head.canonical = ""

    def frame_share(self, marks: Iterable[int]) -> float | None:
        """The share of the class names of the newspaper's frame that a page has; None where too few are known."""
        return len(self.frame & frozenset(marks)) / len(self.frame) if len(self.frame) >= 5 else None

    def menu_share(self, marks: Iterable[int]) -> float | None:
        """The share of the lines of the newspaper's frame that a page has; None where too few are known."""
        lines = frozenset(one >> 32 for one in marks if one & 0xFFFFFFFF not in NOWHERE)
        return len(self.menu & lines) / len(self.menu) if len(self.menu) >= 5 else None


def _signs(line: Line) -> bool:
    """Whether a line is made like a person's name and set apart as those of authors are, who may have written all articles."""
    if len(line.text) >= _SHORT or line.level or " " not in line.text:
        return False
    if "byline" in line.node.meaning.fields:
        return names.is_person(line.text)
    apart = line.node.align == "right" or line.node.bold or line.bold >= 0.9 * len(line.text)
    return apart and bylines.has_surname(line.text) and bylines.byline(line.text) is not None


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

"""Learning: which profile a page is read with, and what it adds to one.

Everything stands in the archive, page by page, in the transaction that stores the page; in memory is only what the
profiles say. A page whose frame is another belongs to another design, which becomes a profile of its own.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from archive import profiles as rows
from archive.hosts import host
from archive.moments import utc
from archive.profiles import Row
from archive.reasons import NOT_ITS_OWN, WALLS, Code, code_of
from pipelines import plain_text
from pipelines.addresses.address import split
from pipelines.decode import decode
from pipelines.outline import outline
from pipelines.outline.elements import Elements
from pipelines.page import Page
from pipelines.profiles.habits import lead_mark
from pipelines.profiles.profile import ALWAYS, LEAST, SPEAKS, Profile
from pipelines.profiles.sketch import Sketch, line_mark, sketch
from pipelines.structured_data.page_head import read_head

MOST = 200  # pages that a profile rests on
MOST_TEXTS = 1000  # page texts side by side, which may be of many newspapers
_KNOWN = 100  # texts of one newspaper among those, from which on no more of it are learned
# Pages at which a profile is worked out anew.
RENEWED = frozenset((LEAST, 8, 10, 13, 17, 22, 30, 40, 55, 75, 100, 140, MOST, 300, 450, 700, MOST_TEXTS))
_ONE_IN = 10  # articles that take the place of others, once there are the most
_CHANGED = 0.05  # of what a profile says, that makes it another
_SAME_FRAME = 0.3  # share of the frame's class names that a page of the same design has
_DESIGNS = 12  # of one place
_PLACES = 50  # kept in memory
_TEXTS = "*.txt"  # the last step of a place that is the page texts of a folder
_TOLD = 150  # lines kept for people
# what is not of the newspaper's own pages, or no page at all: nothing is learned of it
_NO_PAGES = frozenset(
    {
        *WALLS,
        *NOT_ITS_OWN,
        Code.META_REFRESH,
        Code.EMPTY_PAGE,
        Code.BINARY_FILE,
        Code.MEDIA_TYPE,
        Code.UNREADABLE,
        Code.NOT_FOUND,
        Code.STATUS,
        Code.NO_SUCH_NUMBER,
        Code.READ_FOR_LINKS,
        Code.NAMES_NOTHING,
    }
)


@dataclass(slots=True)
class _Design:
    """One profile: its row, what it says, and the texts of its lines as far as they were met."""

    row: Row
    profile: Profile
    texts: dict[int, str] = field(default_factory=dict)
    news: int = 0  # pages that took the place of others since


class Profiles:
    """The profiles of an archive."""

    def __init__(self, conn: sqlite3.Connection):
        self.conn = conn
        self._places: OrderedDict[tuple[str, str], list[_Design]] = OrderedDict()

    def profile(self, newspaper: str, url: str, at: datetime) -> Profile | None:
        """The profile that a page of this address, fetched `at` that time, is read with; None where there is none."""
        design = _design_at(self._designs_of(newspaper, place(url)), utc(at))
        return design.profile if design else None

    def version(self, newspaper: str, url: str, at: datetime) -> int:
        """The version of the profile that a page of this address, fetched `at` that time, is read with; 0 where there
        is none.
        """
        design = _design_at(self._designs_of(newspaper, place(url)), utc(at))
        return design.row.version if design else 0

    def full(self, newspaper: str, url: str) -> bool:
        """Whether the profiles of a place have all the pages they rest on."""
        where = place(url)
        return any(design.row.pages >= most(where) for design in self._designs_of(newspaper, where))

    def learn(self, page: Page, article_id: int | None = None) -> None:
        """Adds a page that was read, or only decoded, to a profile; call within a transaction.

        An article counts once, at whatever addresses it is seen and however often.
        """
        if code_of(page.reason) in _NO_PAGES or page.part_of or (page.tree is None and page.text is None):
            return
        where = place(page.url)
        if self.full(page.newspaper, page.url) and (article_id is None or article_id % _ONE_IN):
            return
        found = sketch_of(page)
        if not found.marks or rows.knows(self.conn, page.newspaper, where, found.address, article_id):
            return
        designs = self._designs_of(page.newspaper, where)
        at = utc(page.fetched_at)
        design = _design_of(designs, found)
        if page.tree is None:
            if design is not None and _is_known(design.profile, found):
                return
            weigh_lead(page, found)
        if design is None:
            design = _Design(rows.begin(self.conn, page.newspaper, where, at), Profile())
            designs.append(design)
        again = design.row.pages >= most(where)
        rows.add(
            self.conn, design.row, found.address, at, found.marks,
            title=found.title, article_id=article_id, most=most(where),
        )  # fmt: skip
        design.news += again
        for number in design.profile.lines.keys() & found.texts.keys():
            design.texts.setdefault(number, found.texts[number][:300])
        if (not again and design.row.pages in RENEWED) or design.news >= MOST // _ONE_IN:
            self._renew(design, found, news=not again)

    def settle(self) -> None:
        """Works out anew what has been learned of page texts since it last was, as no more are to come before they are
        read; call within a transaction."""
        for designs in self._places.values():
            for design in designs:
                if _is_of_texts(design.row.place) and design.row.pages > design.profile.pages:
                    self._renew(design, Sketch("", array("Q")), news=True)

    def forget(self) -> None:
        """Forgets what is in memory; the archive has all of it that was stored."""
        self._places.clear()

    def give(self, page: Page) -> None:
        """Gives a page the profile to read it with, and notes which; none where none says anything yet.

        Of several designs it is the one that stood when the page was fetched; where none did, the one next to it in time.
        Of several newspapers whose page texts stand side by side it is the one whose lines the text has.
        """
        design = _design_at(self._designs_of(page.newspaper, place(page.url)), utc(page.fetched_at))
        if design is not None:
            page.profile, page.visit.profile = design.profile, design.row.version
            if design.profile.parts:
                decode(page)
                page.profile = design.profile.part_of(sketch(page.url, None, None, page.text).marks)

    def _designs_of(self, newspaper: str, where: str) -> list[_Design]:
        """The designs of a place, from the archive where they are not in memory."""
        designs = self._places.get((newspaper, where))
        if designs is None:
            designs = self._places[newspaper, where] = [self._load(row) for row in rows.of(self.conn, newspaper, where)]
            if len(self._places) > _PLACES:
                self._places.popitem(last=False)
        else:
            self._places.move_to_end((newspaper, where))
        return designs

    def _load(self, row: Row) -> _Design:
        """A design as the archive has it."""
        profile = profile_of(self.conn, row)
        texts = {line_mark(text): text for _, text in rows.lines(self.conn, row.id)}
        return _Design(row, profile, texts)

    def _renew(self, design: _Design, last: Sketch, *, news: bool) -> None:
        """Works a design's profile out anew, and stores it; `news` whether a page was added whose change is worth
        reading others again.
        """
        row = design.row
        profile = profile_of(self.conn, row)
        changed = _differ(design.profile, profile)
        design.profile, design.news = profile, 0
        texts = {**{number: text[:300] for number, text in last.texts.items()}, **design.texts}
        design.texts = {number: text for number, text in texts.items() if number in profile.lines}
        told = sorted(((round(profile.lines[number], 2), text) for number, text in design.texts.items()), reverse=True)
        rows.renew(self.conn, row, list(islice(told, _TOLD)), news=news and bool(profile) and changed)


def profile_of(conn: sqlite3.Connection, row: Row) -> Profile:
    """What the pages of a profile have in common, by what the archive has of them."""
    sketches = rows.pages(conn, row.id)
    return (Profile.of_texts if _is_of_texts(row.place) else Profile.of)(sketches, row.since, row.until)


def most(where: str) -> int:
    """How many pages the profile of a place rests on."""
    return MOST_TEXTS if _is_of_texts(where) else MOST


def _is_known(profile: Profile, found: Sketch) -> bool:
    """Whether enough page texts are known of the newspaper that one is of; where they are of one, of that."""
    part = profile.part_of(found.marks)
    return part.pages >= (MOST if part is profile else _KNOWN) and (part is not profile or not profile.parts)


def _is_of_texts(where: str) -> bool:
    """Whether a place is the page texts of a folder."""
    return where.endswith(_TEXTS)


def _differ(one: Profile, other: Profile) -> bool:
    """Whether a page may be read otherwise with the other profile: another place, date or habit, or several lines; or with
    that of a newspaper among its parts."""
    if len(one.parts) != len(other.parts) or any(map(_differ, one.parts, other.parts)):
        return True
    if (one.titles.keys(), one.alone.keys(), _site_dates(one.dates), one.leads) != (
        other.titles.keys(),
        other.alone.keys(),
        _site_dates(other.dates),
        other.leads,
    ):
        return True
    before, now = (frozenset(number for number, share in p.at.items() if share >= SPEAKS) for p in (one, other))
    return len(before ^ now) > _CHANGED * max(len(before | now), 1)


def _site_dates(dates: dict[int, float]) -> frozenset[int]:
    """The dates that nearly all pages name, as no article's: by the numbers that stand for them."""
    return frozenset(date for date, share in dates.items() if share >= ALWAYS)


def _design_at(designs: list[_Design], at: str) -> _Design | None:
    """The design that stood at a time: of those that did, the one of most pages, else the one next to it in time; None
    for none.
    """
    ready = [design for design in designs if design.profile]
    if len(ready) < 2:
        return ready[0] if ready else None
    stood = [design for design in ready if design.row.since <= at <= design.row.until]
    if stood:
        return max(stood, key=lambda design: design.row.pages)
    before = max((d for d in ready if d.row.until < at), key=lambda d: (d.row.until, d.row.pages), default=None)
    return before or min(ready, key=lambda design: design.row.since)


def _design_of(designs: list[_Design], found: Sketch) -> _Design | None:
    """The design that a page is of; None for a new one."""
    ready = [(design, design.profile.frame_share(found.marks)) for design in designs if design.profile]
    best = max(ready, key=lambda one: 1.0 if one[1] is None else one[1], default=None)
    if best is not None and (best[1] is None or best[1] >= _SAME_FRAME):
        return best[0]
    young = next((design for design in designs if not design.profile), None)
    if young is None and best is not None and len(designs) >= _DESIGNS:
        return best[0]
    return young


def place(url: str) -> str:
    """What shares a profile: a host, or a folder of saved pages; its page texts by themselves."""
    parts = split(url)
    if parts.scheme != "file":
        return host(url)
    return f"{url.rpartition('/')[0]}/{_TEXTS if url.lower().endswith('.txt') else ''}"


def sketch_of(page: Page) -> Sketch:
    """The sketch of a decoded page, by all of its lines."""
    if page.tree is None:
        return sketch(page.url, None, None, page.text)
    head = read_head(Elements(page.tree), page.url, page.body)
    return sketch(page.url, head, outline(page.tree))


def weigh_lead(page: Page, found: Sketch) -> None:
    """Adds to the sketch of a page text what speaks for a lead in it."""
    weight = plain_text.weight_of_lead(page)
    if weight is not None:
        found.marks.append(lead_mark(weight))

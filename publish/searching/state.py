"""The state of a search, which is its address: what was asked for, read from a request and written into links."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from archive.search.filters import plain_name
from archive.search.search import Filters, Order
from publish.archive_queries.archive import Row
from vietnamese.operators import STATUSES
from vietnamese.places import place_id
from vietnamese.query import day_number

# Characters of a query, and of a section's or author's name.
LONGEST, NAME = 300, 200
# Lines of a curve, and articles of a list: an address has room for these.
TERMS, LISTED = 8, 500
ORDERS: tuple[Order, ...] = ("newest", "oldest", "relevant")
VIEWS = ("articles", "curve", "map", "earlier")

# What an address gives one value for.
_ONCE = (
    *("q", "province", "newspaper", "section", "author", "since", "until", "year"),
    *("status", "tag", "ids", "order", "view"),
)
_ID = re.compile("[0-9]{9,18}", re.ASCII)
_CURSOR = re.compile("[0-9]{1,18}(-[0-9]{1,18})?", re.ASCII)  # the place of a page, of whatever view
_DEFAULTS = {"order": "newest", "view": "articles"}


@dataclass(frozen=True)
class State:
    """A search as it was asked for.

    `unread` are the parameters that could not be used, with what they held; `beyond` the terms that a curve has no room
    for, `unlisted` how many ids a list has none for, and `cut` whether `q` was longer.
    """

    q: str = ""
    province: str | None = None
    newspaper: str | None = None
    section: str | None = None
    author: str | None = None
    since: str | None = None
    until: str | None = None
    status: str | None = None
    tag: str | None = None
    ids: tuple[int, ...] = ()
    undated: bool = False
    each: bool = False  # reprints, which are one line otherwise
    former: bool = False  # provinces as they were before July 2025
    order: Order = "newest"
    view: str = "articles"
    terms: tuple[str, ...] = ()
    unread: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    beyond: tuple[str, ...] = field(default=(), compare=False)
    unlisted: int = field(default=0, compare=False)
    cut: bool = field(default=False, compare=False)

    def __bool__(self) -> bool:
        """Whether anything was asked for."""
        return bool(self.q or self.narrowed or (self.terms and self.view == "curve"))

    @property
    def narrowed(self) -> dict[str, str]:
        """What narrows the words, by the parameter's name, as the address has it."""
        names = ("province", "newspaper", "section", "author", "since", "until", "status", "tag")
        found = {name: value for name in names if (value := getattr(self, name))}
        return found | ({"year": "undated"} if self.undated else {}) | ({"ids": self.listed} if self.ids else {})

    @property
    def listed(self) -> str:
        """The ids asked for, with commas between."""
        return ",".join(map(str, self.ids))

    def filters(self, *but: str) -> Filters:
        """What the search is narrowed by, as the archive takes it, without the parts named in `but`; "since" leaves out all
        that is said of days.
        """
        left = {name: None if name in but else getattr(self, name) for name in ("province", "section", "author", "tag")}
        return Filters(
            **left,
            newspapers=(self.newspaper,) if self.newspaper and "newspaper" not in but else None,
            since=day_number(self.since) if self.since and "since" not in but else None,
            until=day_number(self.until, end=True) if self.until and "since" not in but else None,
            former=self.former,
            undated=self.undated and "since" not in but,
            status=None if "status" in but else self.status,
            ids=self.ids or None,
        )

    def query(self, **changed: Any) -> str:
        """The query string of this search with something changed; its first page unless `next` is given."""
        asked: dict[str, Any] = {
            "q": self.q,
            **self.narrowed,
            "map": "63" if self.former else "",
            "reprints": "each" if self.each else "",
            "order": self.order,
            "view": self.view,
            "term": self.terms,
        }
        asked |= changed
        pairs = [(name, value) for name, value in asked.items() if value and value != _DEFAULTS.get(name)]
        return urlencode(pairs, doseq=True)

    def link(self, format: str = "", **changed: Any) -> str:
        """The address, from the site's root, of this search with something changed."""
        query = self.query(**changed)
        return f"search{format}{f'?{query}' if query else ''}"


def state_of(args: Any, papers: Mapping[str, Row], provinces: Mapping[str, Row]) -> State:
    """What a request (its arguments) asks for; newspapers and provinces by their id or name."""
    unread: list[tuple[str, str]] = []

    def named(name: str, find: Any) -> Any:
        """The value of a parameter as `find` reads it; None where it means nothing, which is noted in `unread`."""
        given = " ".join((args.get(name) or "").split())[:NAME]
        found = find(given) if given else None
        if given and found is None:
            unread.append((name, given))
        return found

    year = named("year", lambda given: given if re.fullmatch("[0-9]{4}|undated", given) else None)
    dates = {name: named(name, _date) for name in ("since", "until")}
    if year and year != "undated":
        dates = {"since": year, "until": year}
    listed = re.split(r"[\s,]+", (args.get("ids") or "").strip(" ,"))
    ids = tuple(dict.fromkeys(int(id) for id in listed if _ID.fullmatch(id)))
    unread += [("ids", id[:NAME]) for id in listed if id and not _ID.fullmatch(id)][:1]
    named("next", lambda given: given if _CURSOR.fullmatch(given) else None)
    terms = tuple(dict.fromkeys(term for text in args.getlist("term") if (term := " ".join(text.split())[:LONGEST])))
    q = " ".join((args.get("q") or "").split())
    return State(
        q=q[:LONGEST],
        province=named("province", lambda given: given if given in provinces else place(given, provinces)),
        newspaper=named("newspaper", lambda given: given if given in papers else _paper(given, papers)),
        section=" ".join((args.get("section") or "").split())[:NAME] or None,
        author=" ".join((args.get("author") or "").split())[:NAME] or None,
        since=dates["since"],
        until=dates["until"],
        status=named(
            "status", lambda given: next((name for name, forms in STATUSES.items() if given.lower() in forms), None)
        ),
        tag=(args.get("tag") or "")[:NAME] or None,
        ids=ids[:LISTED],
        undated=year == "undated",
        each=named("reprints", _one_of(("each",))) is not None,
        former=named("map", _one_of(("63",))) is not None,
        order="relevant" if args.get("sort") == "best" else named("order", _one_of(ORDERS)) or "newest",
        view=named("view", _one_of(VIEWS)) or "articles",
        terms=terms[:TERMS],
        unread=(*unread, *_second_values(args)),
        beyond=terms[TERMS:],
        unlisted=len(ids[LISTED:]),
        cut=len(q) > LONGEST,
    )


def _second_values(args: Any) -> list[tuple[str, str]]:
    """Whatever stands after the first value of what has one, with its name: it is left out."""
    return [(name, value[:NAME]) for name in _ONCE for value in args.getlist(name)[1:] if value != args.get(name)]


def _one_of(values: Sequence[str]) -> Any:
    """Makes a reader of a parameter that is one of a few values; it returns None for any other."""
    return lambda given: given if given in values else None


def _date(given: str) -> str | None:
    """A day, month or year as addresses have it: 3/2020 is 2020-03.

    >>> _date("3/2020"), _date("28/8/2020"), _date("2020"), _date("hôm qua")
    ('2020-03', '2020-08-28', '2020', None)
    """
    day = day_number(given)
    if day is None:
        return None
    parts = (f"{day // 10_000:04d}", f"{day // 100 % 100:02d}", f"{day % 100:02d}")
    return "-".join(part for part in parts if part != "00")


def place(given: str, provinces: Mapping[str, Row]) -> str | None:
    """The id of a province by its name or id, if the archive has it; else None."""
    place = place_id(given)
    return place if place in provinces else None


def _paper(given: str, papers: Mapping[str, Row]) -> str | None:
    """The id of a newspaper by its id or title, however these are written; None where the archive has none such."""
    name = plain_name(given)
    return next((id for id, row in papers.items() if name and name in (plain_name(id), plain_name(row["title"]))), None)

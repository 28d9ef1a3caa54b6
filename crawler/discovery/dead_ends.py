"""Groups of addresses that lead to no article any more: calendars without end, filters in all combinations.

No list says that it is the last one worth asking for. What tells is what its group has brought: articles that pages of
the group have named, or pages found on these, and that no other page of the group had named. A group that has brought
nothing for as many pages as it is allowed is a dead end. The allowance grows with what the group has brought, so that
an archive by day may have gaps: the longer it was of use, the longer it is followed through nothing, and longer where
the newspaper's articles are of days far apart. An article that turns up after all brings its groups back to life.

What has no end is a group whose pages name more of the group. Where an index names all the tags, or an article its own,
there are just so many of them: such pages are asked for several times as long, and what was named beside one of use is
asked for in any case. Before a crawl ends, days from all over the calendars given up have their last chance.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import ceil
from urllib.parse import urlsplit

from crawler.discovery import addresses

# Pages in a row that may bring nothing, beside one for each that has brought something.
DAYS = 62  # of a calendar's days: two months without an article
MONTHS = 100  # of its months and years, with what was found on these
NUMBERED = 30  # of other addresses that differ in numbers
WORDED = 20  # of addresses that differ in words, or of the further pages of one list
PART = 40  # of all below one part of the site
SITE = 60  # of all lists
BOUNDED = {DAYS: 2, NUMBERED: 6, WORDED: 6}  # times as many where there is an end to the addresses of a group
DATED = 5  # days with an article, from which on it is told how far they are apart
RARE, RAREST = 8, 400  # times the days in which a sparse calendar had one article, and days, at most without the next
TRIALS, MOST_TRIALS = 20, 100  # days and months of dead ends that are asked for before a crawl ends
DENSEST, SPARSEST = 5, 300  # of how many addresses of a dead end one is tried: the more, the more articles it had
SOME = frozenset(4**n for n in range(20))  # which of those thought to belong to a dead end are tried, beside these
FEW = 2  # pages of a group that are asked for where all around it is a dead end
GROUPS = 10  # groups that are tried so
ANCESTORS = 5  # pages, one found on the other, that an article speaks for
SHOWN = 100  # articles that pages of a group have named: more than all pages of a site show beside their own
MOST = 2_000_000  # articles that are remembered as named, in all groups together
_NUMBER = re.compile(r"[\d._-]*\d[\d._-]*")
_COUNTED = re.compile(r"([a-z]{1,8}[-_.]?)\d+", re.I)  # "trang-2", "p3": not "s-1f9x", nor a story's slug
_DIGITS = re.compile(r"\d+")
_ENDING = re.compile(r"\.[a-z]{2,5}$", re.I)
# The parameters of a calendar: "?nam=2025&thang=3", "?date=01-03-2025", "?tu-ngay=20250301"
_YEAR = re.compile(r"(?:19|20)\d\d")
_DAY = re.compile(r"(?:19|20)\d\d[-_./]?\d\d?(?:[-_./]?\d\d?)?|\d\d?[-_./](?:\d\d?[-_./])?(?:19|20)\d\d")
_PART_OF_DAY = re.compile(r"(?:y|yr|year|nam|m|mm|mon|month|thang|d|dd|day|ngay)", re.I)


@dataclass(slots=True)
class _Group:
    """What pages of a group have brought."""

    allowed: int
    named: set[int] = field(default_factory=set)  # the articles
    asked: int = 0
    brought: int = 0  # pages that named articles which no other had
    fruitless: int = 0  # pages since the last of these
    spared: int = 0  # addresses since then that were not asked for
    tried: int = 0  # groups inside it that were tried since then

    def is_spent(self, times: int = 1, between: int = 0) -> bool:
        """Whether it has brought nothing for too long; `times` as long is allowed. A calendar that has an article once in so
        many days, or whose newspaper has one once `between` so many, is asked for RARE times as many without one."""
        patience = self.allowed * times + self.brought
        if self.allowed >= DAYS:
            patience = max(patience, min(RARE * between, RAREST))
        if self.allowed == DAYS and self.brought:
            patience = max(patience, min(RARE * (self.asked - self.fruitless) // self.brought, RAREST))
        return self.fruitless >= patience


_COUNTS = ("allowed", "asked", "brought", "fruitless", "spared", "tried")


class DeadEnds:
    """What one crawl has got out of which addresses.

    `revived` is set when a dead end proves to be none; whoever then asks for what was held back sets it to False.
    """

    def __init__(self) -> None:
        self.groups: dict[str, _Group] = {}
        self.filters: dict[str, set[frozenset[str]]] = {}  # path -> the names of parameters that pages of it had
        self.let_through: set[str] = set()  # addresses asked for to see whether an end is dead indeed
        self.of_use: set[str] = set()  # lists that named a page which led to articles that nothing else had named
        self.days: set[int] = set()  # on which known articles were published, as ordinals
        self.remembered = 0
        self.revived = False
        self.had_chances = False  # whether `last_chances` gave any
        self.revived_since = False  # whether a dead end has proved to be none since then

    def learn(
        self, url: str, found_on: Sequence[str], lists: Sequence[str], articles: set[int], *, promised: bool
    ) -> None:
        """Takes in a page that is no article, and the ids of the known articles that it names (none: an empty set).

        `found_on` are the pages it was found on, each found on the one after it, `lists` those of them before the first
        that is an article. `promised`: its address looks like an article's.
        """
        around = groups(url)
        alone = promised or (is_bounded(url, lists) and not _filters(around[0][0])[1])
        for name, allowed in around[:1] if alone else around:
            group = self.groups.setdefault(name, _Group(allowed))
            group.asked += 1
            group.fruitless += 1
        above, most = groups(found_on[0])[0] if found_on else ("", 0)
        if most >= DAYS and above != around[0][0] and not self._is_spent(around[0][0]):
            self.groups.setdefault(above, _Group(most)).fruitless += 1  # a month is of no use whose days are of none
        path, names = _filters(around[0][0])
        if names:
            self.filters.setdefault(path, set()).add(names)
        if articles:
            self.credit([url, *found_on], articles)

    def _between(self) -> int:
        """How many days lie between two with an article, on average; 0 where too few articles are known to tell."""
        return (max(self.days) - min(self.days)) // (len(self.days) - 1) if len(self.days) >= DATED else 0

    def _is_spent(self, name: str, times: int = 1) -> bool:
        """Whether the group of this name has brought nothing for too long; `times` as long is allowed."""
        group = self.groups[name]
        return group.is_spent(
            times, self._between() if group.allowed >= DAYS and group.fruitless >= group.allowed else 0
        )

    def recall(self, lists: Iterable[str]) -> None:
        """Takes in the lists that articles were found on in crawls before: a crawl that goes on knows what was of use."""
        for url in lists:
            for name, allowed in groups(url):
                self.groups.setdefault(name, _Group(allowed)).brought += 1

    def dump(self) -> str:
        """What is known of groups, as JSON: the articles that it has named only of one that has named few, as those of no use have."""
        known = {
            name: {part: getattr(group, part) for part in _COUNTS}
            | {"named": sorted(group.named) if len(group.named) <= SHOWN else []}
            for name, group in self.groups.items()
        }
        filters = {path: [sorted(names) for names in known] for path, known in self.filters.items()}
        return json.dumps({"groups": known, "filters": filters, "of_use": sorted(self.of_use)}, ensure_ascii=False)

    def restore(self, text: str) -> None:
        """Takes in what a crawl that was broken off knew of groups, as `dump` tells it."""
        told = json.loads(text)
        for name, known in told["groups"].items():
            self.groups[name] = _Group(**known | {"named": set(known["named"])})
        self.filters = {path: {frozenset(names) for names in known} for path, known in told["filters"].items()}
        self.of_use = set(told["of_use"])

    def credit(self, urls: Sequence[str], articles: set[int]) -> None:
        """Takes in that pages, each found on the one after it, have led to the articles of these ids."""
        is_new = True
        for name, allowed in dict.fromkeys(pair for url in urls for pair in groups(url)):
            group = self.groups.setdefault(name, _Group(allowed))
            fresh = articles - group.named
            is_new = is_new and bool(fresh)
            if not fresh:
                continue
            self.revived |= group.spared > 0
            self.revived_since |= group.spared > 0
            group.named |= fresh
            group.brought += 1
            group.fruitless = group.spared = group.tried = 0
            self.remembered += len(fresh)
        if is_new:
            self.of_use.update(urls[1:3])  # the page that named the first, and the one which named that
        if self.remembered > MOST:
            self.remembered = 0
            for group in self.groups.values():
                group.named = set()

    def holds(self, url: str, lists: Sequence[str], *, promised: bool) -> bool:
        """Whether an address belongs to a dead end and is not asked for. `lists` are those above it, each found on the one
        after it; `promised`: it looks like an article's.

        To show a mistake, some of a dead end are asked for all the same: the first, fourth, sixteenth and so on, and one
        in so many.
        """
        if url in self.let_through or (lists and lists[0] in self.of_use):
            return False
        end = self._end(url, lists, promised)
        if end is None:
            return False
        end.spared += 1
        if end.spared not in SOME and end.spared % max(DENSEST, SPARSEST // (1 + end.brought)):
            return True
        self.let_through.add(url)
        return False

    def last_chances(self, held: Iterable[str]) -> list[str]:
        """Returns which of the addresses held back (in the order they were found) are asked for before a crawl ends: at
        most TRIALS days and months, evenly from all over the calendars, and as many more for each time that they have
        brought something, up to MOST_TRIALS. An empty list where those of the last time have brought nothing, or no
        calendar was held back.
        """
        if self.had_chances and not self.revived_since:
            return []
        self.had_chances, self.revived_since = True, False
        dates = [url for url in held if groups(url)[0][1] >= DAYS]
        known = {groups(url)[0][0] for url in dates} & self.groups.keys()
        trials = min(TRIALS * (1 + max((self.groups[name].brought for name in known), default=0)), MOST_TRIALS)
        every = max(1, ceil(len(dates) / trials))
        some = dates[::every]
        self.let_through.update(some)
        return some

    def _end(self, url: str, lists: Sequence[str], promised: bool) -> _Group | None:
        """The dead end that an address belongs to: its own group, or the part of the site or the site around it; None for
        none. Where it is the latter, a few pages of each group inside are asked for still, and one of a group that only
        filters another.
        """
        (own, allowed), *around = groups(url)
        group = self.groups.get(own, _Group(allowed))
        bounded = is_bounded(url, lists)
        if own in self.groups and self._is_spent(own, BOUNDED.get(allowed, 1) if bounded else 1):
            return group
        wide = next(
            (self.groups[name] for name, _ in around if name in self.groups and self.groups[name].is_spent()), None
        )
        if wide is None or promised or bounded or allowed > NUMBERED:
            return None
        if group.asked == 0 and wide.tried < GROUPS:
            wide.tried += 1
            self.let_through.add(url)
            return None
        return None if group.asked > 0 and group.fruitless < FEW and not self._has_wider_group(own) else wide

    def _has_wider_group(self, name: str) -> bool:
        """Whether the group of this name has the parameters of another of its path, and more."""
        path, names = _filters(name)
        return any(known < names for known in self.filters.get(path, ()))


def is_bounded(url: str, lists: Sequence[str]) -> bool:
    """Whether there is an end to such addresses: neither it nor a list above it is named by another of its kind."""
    chain = [url, *lists]
    return not any(
        _is_of_a_kind(above, below)
        for at, below in enumerate(chain)
        for above in chain[at + 1 :]
        if urlsplit(above)[2:4] != ("/", "")
    )


@lru_cache(maxsize=50_000)
def _is_of_a_kind(above: str, below: str) -> bool:
    """Whether a list and one it leads to are of a kind: of one group, with the same word at the end, or the same filters
    and more (but a calendar's: a year, its months, their days)."""
    (own, allowed), *_ = groups(below)
    name, _ = groups(above)[0]
    path, names = _filters(own)
    known = _filters(name)
    is_filtered = allowed < DAYS and known[0] == path and bool(known[1]) and known[1] <= names
    return name == own or is_filtered or (not names and _last_segment(below) == _last_segment(above))


def _last_segment(url: str) -> str:
    """What stands behind the last slash of an address's path; empty for a front page."""
    return urlsplit(url).path.rstrip("/").rpartition("/")[2]


@lru_cache(maxsize=50_000)
def groups(url: str) -> tuple[tuple[str, int], ...]:
    """The groups of an address, from its own to its site, each with how many pages in a row may bring nothing.

    Its own are addresses that differ in numbers, in words of the path behind the first, or in what their parameters
    say; the further pages of a list are a group each.
    """
    host = addresses.site(url)
    place, number = addresses.place(url)
    parts = urlsplit(place if number else url)
    segments = [segment for segment in parts.path.split("/") if segment]
    first, *rest = [_shape(segment, place=at) for at, segment in enumerate(segments)] or [""]
    pairs = [pair.partition("=")[::2] for pair in parts.query.split("&") if pair]
    names = ",".join(sorted({_DIGITS.sub("#", name) for name, _ in pairs}))
    is_root = not (rest or pairs or number)
    part = f"{host}/{'*' if is_root and '#' not in first else first}"
    own = "/".join([part, *rest]) + (f"?{names}" if pairs else "")
    around = () if is_root else ((f"{part}/", PART),)
    if number:
        return (f"{place} #", WORDED), *around, (host, SITE)
    return (own, _allowed(parts.path, pairs)), *around, (host, SITE)


def _allowed(path: str, pairs: list[tuple[str, str]]) -> int:
    """How many addresses of this kind in a row may bring nothing."""
    if pairs:
        told = [value for name, value in pairs if _DAY.fullmatch(value) or _PART_OF_DAY.fullmatch(name)]
        text = "/".join(told) if len(told) == len(pairs) else ""
    else:
        text = path
    numbers = _DIGITS.findall(text)
    if any(_YEAR.match(number) for number in numbers):
        return DAYS if len(numbers) > 2 or any(len(number) == 8 for number in numbers) else MONTHS
    return NUMBERED if numbers else WORDED


def _shape(segment: str, *, place: int) -> str:
    """What is alike in a segment and those of other addresses of its group."""
    ending = _ENDING.search(segment)
    text = segment[: ending.start()] if ending else segment
    if _NUMBER.fullmatch(text):
        shape = "#"
    elif counted := _COUNTED.fullmatch(text):
        shape = f"{counted[1]}#"
    elif _DIGITS.search(text):
        shape = "*#"
    else:
        shape = "*" if place else text
    return shape + (ending[0] if ending else "")


def _filters(name: str) -> tuple[str, frozenset[str]]:
    """A group's name in two: its path, and the names of its addresses' parameters. Of these none where the group is of the
    further pages of a list, whose parameter is a number.
    """
    path, _, names = name.partition("?")
    return path, frozenset(names.split(",")) if names and not name.endswith(" #") else frozenset()

"""Addresses that lead to what is known: which parts of a site's addresses its server ignores.

A server that reads an article's number alone answers under any slug; one that keeps sessions in its links gives every
page ever new addresses. Each page read says which parts of its address meant something; what differs from a known
address in the others alone need not be asked for.
"""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlsplit

from crawler.discovery import addresses

ENOUGH = 3  # pages known under another address, before what differs is thought to mean nothing
MOST = 100_000  # addresses that are remembered

Part = tuple[str, str]  # the shape of an address's path ("" for any), and a place in it ("/2") or a parameter's name
_NUMBER = re.compile(r"\d+")
# The number among the words of a segment: "ve-lang-a10023.html", "10023-ve-lang", "ve-lang_10023", "ve-lang-7.html",
# "ve-lang-00a1f2c.html"
_NUMBER_IN_WORDS = re.compile(
    r"(?<![^\W_])[a-z]{0,6}\d{4,}(?![^\W_])|(?<=[-_.])(?:\d+|(?=[a-f]*\d)[0-9a-f]{7})(?=(?:\.\w{2,5})?$)", re.I
)
_LONG = re.compile(r"\d{5}|^[0-9a-f]{7}$")  # what is an article's own, as no year is
_LONGEST_NUMBER = 11  # digits: more than a story's number has, as a session's or a moment's
_ARTICLE = re.compile(r"article \d+")  # what was read, where that is an article
_ENDING = re.compile(r"\.\w{2,5}$")


class Repeats:
    """What one crawl has read, and under which addresses."""

    def __init__(self) -> None:
        self.idle: set[Part] = set()  # parts that mean nothing
        self.needed: set[Part] = set()  # parts by which pages differ
        self.told: Counter[Part] = Counter()  # how often a page was the same though this part differed
        self.spared: Counter[str] = Counter()  # by shape: addresses that were thought to be known
        self.tried: set[str] = set()  # addresses that were asked for to see whether a part is idle indeed
        self.read: dict[str, tuple[str, tuple[str, ...]]] = {}  # address -> what was read there, and what that names
        self.first: dict[str, str] = {}  # what was read -> the first address it was read at
        # addresses without idle parts -> what was read there, as an article (True) and as a list (False)
        self.short: dict[str, dict[bool, str]] = {}

    def learn(self, url: str, what: str, names: tuple[str, ...] = ()) -> None:
        """Takes in what was read at an address: an article's id, or a list's title with the addresses it names."""
        if len(self.read) > MOST:
            self.read, self.first, self.short = {}, {}, {}
        self.read[url] = what, names
        told = self.telling(what, names)
        twin = self.first.setdefault(told, url)
        for shape, name in _differing(url, twin) if twin != url else ():
            self.told[shape, name] += 1
            if self.told[shape, name] >= ENOUGH and not self._is_idle(shape, name):
                self._adopt(shape, name, anywhere=name[0] != "/" or _is_session(url, name))
        if self._is_apart(url, told):
            self._need(url)
            self._shorten()

    def known(self, url: str) -> bool:
        """Whether an address leads to what was read, as far as can be told. The first, second, fourth, eighth and so on of
        which that is thought is to be asked for all the same: were it wrong, that shows it."""
        if url in self.read or url in self.tried or (short := self.shortened(url)) == url or short not in self.short:
            return False
        shape = _pieces(url)[0]
        self.spared[shape] += 1
        if self.spared[shape] & (self.spared[shape] - 1) == 0:
            self.tried.add(url)
            return False
        return True

    def shortened(self, url: str) -> str:
        """An address without its idle parts; itself where it has none."""
        if not self.idle:
            return url
        shape, pieces = _pieces(url)
        kept = [f"{name}={value}" for name, value in pieces.items() if not self._is_idle(shape, name)]
        return url if len(kept) == len(pieces) else f"{addresses.site(url)} {shape} {'&'.join(kept)}"

    def telling(self, what: str, names: tuple[str, ...]) -> str:
        """What tells a list from others, its addresses without their idle parts."""
        return "\n".join([what, *sorted({self.shortened(name) for name in names})]) if names else what

    def _is_idle(self, shape: str, name: str) -> bool:
        """Whether a part is taken for idle in addresses of this shape."""
        return (shape, name) in self.idle or (("", name) in self.idle and (shape, name) not in self.needed)

    def _adopt(self, shape: str, name: str, *, anywhere: bool) -> None:
        """Takes a part for idle, unless two of the pages read differ by it alone: `anywhere`, in addresses of any shape but
        for those where it is seen to be needed."""
        if (shape, name) in self.needed:
            return
        self.idle.add((shape, name))
        if anywhere:
            self.idle.add(("", name))
        while apart := self._shorten():
            for url in apart:
                self._need(url, name)
            if (shape, name) in self.needed:
                self.idle.discard(("", name))

    def _need(self, url: str, only: str = "") -> None:
        """Notes that parts of an address are needed, all that were thought idle or `only` one, as what stands there
        shows.
        """
        shape, pieces = _pieces(url)
        wrong = {(shape, name) for name in pieces if self._is_idle(shape, name) and only in ("", name)}
        self.needed |= wrong or {(shape, name) for name in pieces if self._is_idle(shape, name)}
        self.idle -= self.needed

    def _shorten(self) -> list[str]:
        """Sets `first` and `short` anew; gives the addresses at which something else stands than where they are taken for."""
        self.first, self.short = {}, {}
        apart = []
        for url, (what, names) in self.read.items():
            told = self.telling(what, names)
            self.first.setdefault(told, url)
            if self._is_apart(url, told):
                apart.append(url)
        return apart

    def _is_apart(self, url: str, told: str) -> bool:
        """Whether something else stands at an address than where it is taken for. Notes what does.

        A page read as an article and as a list may be one: which it is, a crawl learns as it goes. It learns so, too,
        which links of a list are articles': a list that says the same names the same.
        """
        if (short := self.shortened(url)) == url:
            return False
        known = self.short.setdefault(short, {}).setdefault(bool(_ARTICLE.fullmatch(told)), told)
        words, _, names = told.partition("\n")
        other_words, _, other_names = known.partition("\n")
        by_words = not names.startswith("\n") and not other_names.startswith("\n")  # neither by its title
        return words != other_words if by_words else told != known


def _pieces(url: str) -> tuple[str, dict[str, str]]:
    """The shape of an address's path, and its parts: the segments by their places, the parameters by their names, those
    of segments (`/bai.html;sn=3f2a9c`) with their semicolon."""
    parts = urlsplit(url)
    shape = ""
    pieces: dict[str, str] = {}
    for place, (segment, *named) in enumerate(segment.split(";") for segment in parts.path.split("/")[1:]):
        pieces |= {f";{name}": value for name, _, value in (pair.partition("=") for pair in named)}
        number = None if _NUMBER.fullmatch(segment) else _last(_NUMBER_IN_WORDS, segment)
        if number:
            pieces[f"/{place}#"] = number[0]
            pieces[f"/{place}"] = f"{segment[: number.start()]}#{segment[number.end() :]}"
        else:
            pieces[f"/{place}"] = segment
        shape += f"/{'#' if _NUMBER.fullmatch(segment) else '*' + '#' * bool(number) + _ending(segment)}"
    for pair in filter(None, parts.query.split("&")):
        name, is_named, value = pair.partition("=")
        name, value = (name, value) if is_named else ("?", name)  # "?3f2a9c": a value without a name
        pieces[name] = f"{pieces[name]}&{value}" if name in pieces else value
    return shape, pieces


def _is_session(url: str, name: str) -> bool:
    """Whether a place in the path may be that of a session's name: the first, and no number that a story or a year has."""
    first = urlsplit(url).path.split("/")[1]
    return name == "/0" and (len(first) >= _LONGEST_NUMBER if first.isdigit() else "/0#" not in _pieces(url)[1])


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The last match in a text; None for none."""
    return next(reversed(list(pattern.finditer(text))), None)


def _ending(segment: str) -> str:
    """What a path's segment ends in (`.html`); `!` for an empty one, as after a slash."""
    ending = _ENDING.search(segment)
    return ending[0] if ending else "" if segment else "!"


def _differing(url: str, twin: str) -> list[Part]:
    """The parts in which two addresses of one page differ: one place in their paths, or parameters; several places where
    both have one long number; none where they have less in common. The number of a list's page is no such part: lists
    grow."""
    (shape, one), (other_shape, other) = _pieces(url), _pieces(twin)
    names = [name for name in {**one, **other} if one.get(name) != other.get(name)]
    places = {name.rstrip("#") for name in names if name[0] == "/"}  # the words and the number of a segment are one
    if shape != other_shape or addresses.site(url) != addresses.site(twin):
        return []
    told = any(_LONG.search(value) for name, value in one.items() if name not in names)
    if len(places) > 1 and not told:
        return []
    if places and any(name[0] != "/" for name in names):
        return []
    return [(shape, name) for name in names if not addresses.is_page_number(name.lstrip(";"))]

"""Links of a page: where a reader could go from here within the newspaper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from urllib.parse import urljoin

from lxml.html import HtmlElement

from archive.frontier import pages
from archive.frontier.pages import Link
from crawler.discovery import addresses
from vietnamese import dates
from vietnamese.time_zone import VIETNAM

_DRAWN = "xlink:href"  # of a link in a drawing
FEWEST_WORDS = 2  # of a link that may be a title
FEWEST = 3  # items of a list that must print a day
# "0;url=/x", "5; URL='/x'", "0, /x", "0 url = /x", and without its number "url=/x", ";url=/x" (https://html.spec.whatwg.org/#attr-meta-http-equiv-refresh)
_REFRESH = re.compile(
    r"""\s*(?:(?:\d[\d.]*|\.[\d.]*)(?:\s*[;,]|\s)\s*(?:url\s*=\s*)?|[;,]?\s*url\s*=\s*)(?:"([^"]*)|'([^']*)|(\S.*))""",
    re.I | re.S,
)
_DATED = re.compile(
    r"\d\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|\d\s+(?:phút|giờ|tiếng|ngày)\s+trước|\d tháng \d|\d{4}-\d\d-\d\d", re.I
)
_AGO = re.compile(r"\W*(\d{1,3})\s+(phút|giờ|tiếng|ngày)\s+trước\W*", re.I)
# The words of a link to the same page as it is printed: "Bản in", "In bài này", "In trang", "Print this article".
_TO_PRINT = re.compile(
    r"\W*(?:(?:xem |phiên )?bản in|in(?: ra| ấn)?|in (?:bài|tin|trang)(?: viết| báo| tin)?(?: này)?"
    r"|print(?:er)?(?:[ -](?:friendly|this|page|article|version))*)\W*",
    re.I,
)
# "location.href='/tin/bai-1.html'", "window.open('/bai-1')"
_ON_CLICK = re.compile(
    r"(?:location(?:\.href)?\s*=|window\.open\(|location\.(?:assign|replace)\()\s*['\"]([^'\"]+)['\"]"
)
# "</tin/?trang=2>; rel=next, </tin.rss>; rel="alternate"; type="application/rss+xml"" (RFC 8288)
_IN_HEADER = re.compile(r"<([^<>]*)>((?:\s*;\s*[\w*-]+(?:\s*=\s*(?:\"[^\"]*\"|[^\s;,\"]+))?)*)")
_RELATION = re.compile(r";\s*rel\s*=\s*\"?([^\";,]+)", re.I)
_FEEDS = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")


def parse(tree: HtmlElement, url: str, home: set[str], *, feeds: bool = False) -> list[Link]:
    """The addresses that a page links to, of the hosts in `home` (as `addresses.site` gives them), each once.

    Relative ones count from the page's `<base href>` where it has one. With `feeds` also the feeds it announces
    (the home page's: other pages announce feeds of their comments or of a part of the same).
    """
    base = _base(tree, url)
    origin = urljoin(base, "/")
    found: dict[str, Link] = {}
    for element in tree.iter("a", "area", "link", "iframe", "frame", "meta"):
        href = element.get("src") if element.tag in ("iframe", "frame") else element.get("href") or element.get(_DRAWN)
        if element.tag == "meta":
            is_refresh = element.get("http-equiv", "").strip().lower() == "refresh"
            href = refreshed(element.get("content") or "") if is_refresh else None
        if not href or href[0] == "#":
            continue
        feed = False
        if element.tag == "link":
            relation = (element.get("rel") or "").lower()
            mime = (element.get("type") or "").lower()
            named = mime == "application/json" and "feed" in href.lower()  # the type is also that of machines' answers
            feed = "alternate" in relation and (mime in _FEEDS or named)
            if not feed and relation not in ("next", "prev"):
                continue
        href = href.strip()
        # What does not count from the page itself is the same on every page: menus, sidebars.
        address, host, promise = _address_of(origin if href[:1] == "/" or "://" in href[:9] else base, href)
        if address is None or address in found or host not in home:
            continue
        if feed:
            if feeds and "comment" not in address:
                found[address] = Link(address, kind="feed", priority=pages.SOURCE)
        elif promise is not None and not (element.tag == "a" and _is_to_print(element)):
            found[address] = Link(address, priority=promise)
    this = addresses.place(url)[0]
    for href in _of_scripts(tree):
        address, host, promise = _address_of(base, href)
        if address is None or address in found or host not in home or promise is None:
            continue
        of, number = addresses.place(address)
        if promise == pages.ARTICLE or (number and of == this):
            found[address] = Link(address, priority=promise)
    _add_words(tree, base, found)
    return list(found.values())


def _is_to_print(element: HtmlElement) -> bool:
    """Whether a link says in so many words that it leads to the same page as it is printed."""
    said = element.text if element.text and element.text.strip() else element.get("title")
    if not said and len(element) < 2:
        said = "".join(map(str, element.itertext()))
    return bool(said and len(said) < 40 and _TO_PRINT.fullmatch(said.strip()))


def _of_scripts(tree: HtmlElement) -> Iterator[str]:
    """The addresses that a click on something else than a link leads to, as its attributes say: an article, or the page of
    the list that is shown below this one."""
    for element in tree.xpath("//*[@onclick or @data-href or @data-url or @data-next]"):
        yield from filter(None, map(element.get, ("data-href", "data-url", "data-next")))
        if (there := _ON_CLICK.search(element.get("onclick") or "")) is not None:
            yield there[1]


def refreshed(text: str) -> str | None:
    """The address that a refresh leads to, told in a page's head or in a header of that name; None where to none."""
    refresh = _REFRESH.match(text)
    return next(filter(None, refresh.groups()), None) if refresh else None


def of_header(text: str, url: str, home: set[str], *, feeds: bool = False) -> list[Link]:
    """What the header Link of a page at `url` names: the page of the list before and after it, and with `feeds` those of the
    newspaper.

    >>> of_header('</tin/?trang=2>; rel="next", </x.css>; rel=preload', "https://bao.vn/tin/", {"bao.vn"})[0].url
    'https://bao.vn/tin/?trang=2'
    """
    found = []
    for href, told in _IN_HEADER.findall(text):
        address, host, promise = _address_of(url, href.strip())
        relation = _RELATION.search(told)
        names = relation[1].lower().split() if relation else []
        if address is None or host not in home:
            continue
        if feeds and "alternate" in names and any(mime in told.lower() for mime in _FEEDS):
            found.append(Link(address, kind="feed", priority=pages.SOURCE))
        elif promise is not None and {"next", "prev"} & {*names}:
            found.append(Link(address, priority=promise))
    return found


def of_refresh(text: str, url: str, home: set[str]) -> list[Link]:
    """The address that the header Refresh of a page at `url` leads to, within the newspaper."""
    address, host, promise = _address_of(url, (refreshed(text) or "").strip())
    return [Link(address, priority=promise)] if address and host in home and promise is not None else []


def _add_words(tree: HtmlElement, base: str, found: dict[str, Link]) -> None:
    """Gives links to articles their words (`anchor`): of several to the same the first that are some, and none that lead
    to several, as "Xem chi tiết" does.
    """
    words: dict[str, str] = {}
    named: dict[str, set[str]] = {}
    origin = urljoin(base, "/")
    for element in tree.iter("a"):
        href = (element.get("href") or "").strip()
        address = _address_of(origin if href[:1] == "/" or "://" in href[:9] else base, href)[0] if href else None
        link = found.get(address) if address else None
        if link is None or link.priority != pages.ARTICLE or link.kind != "page":
            continue
        for said in ("".join(map(str, element.itertext())), element.get("title") or ""):
            text = " ".join(said.split())
            if text.count(" ") + 1 >= FEWEST_WORDS and len(text) <= pages.ANCHOR:
                words.setdefault(link.url, text)
                named.setdefault(text, set()).add(link.url)
                break
    for address, text in words.items():
        if len(named[text]) == 1:
            found[address].anchor = text


def _base(tree: HtmlElement, url: str) -> str:
    """What the relative addresses of a page count from."""
    href = next((found for base in tree.iter("base") if (found := base.get("href")) is not None), None)
    return addresses.join(url, href) or url if href else url


def date(tree: HtmlElement, url: str, links: Iterable[Link], now: datetime) -> None:
    """Gives links to articles the day that a list prints beside them (`listed`).

    Read where most items of a list have one day each and the days go back in time, as a list of news does: a clock, a
    calendar, the days that a sentence tells of are nobody's. `now` is the moment the page was fetched.
    """
    if not _DATED.search("\n".join(tree.itertext())):
        return
    articles = {link.url: link for link in links if link.kind == "page" and link.priority == pages.ARTICLE}
    named: dict[HtmlElement, str | None] = {}  # what holds links: the article, or None for several
    base = _base(tree, url)
    for element in tree.iter("a"):
        address = _address_of(base, element.get("href", "").strip())[0]
        place = element if address in articles else None
        while place is not None and named.setdefault(place, address) is not None:
            if named[place] != address:
                named[place] = None
            place = place.getparent()
    items: dict[tuple[str, str | None], dict[str, set[str]]] = {}  # of each kind of item, the days beside each article
    for place, day in _days(tree, now):
        item: HtmlElement | None = place
        while item is not None and item not in named:
            item = item.getparent()
        if item is not None and (address := named[item]) is not None:
            items.setdefault((item.tag, item.get("class")), {}).setdefault(address, set()).add(day)
    for kind, beside in items.items():
        alike = {address for item, address in named.items() if address and (item.tag, item.get("class")) == kind}
        days = [min(found) for found in beside.values()]
        falling = sum(later <= earlier for earlier, later in pairwise(days))
        if len(days) >= FEWEST and 2 * len(days) > len(alike) and falling >= 0.8 * (len(days) - 1):
            for address, found in beside.items():
                if len(found) == 1:
                    articles[address].listed = min(found)


def _days(tree: HtmlElement, now: datetime) -> Iterator[tuple[HtmlElement, str]]:
    """The days a page prints, in lines of their own, and where."""
    today = now.astimezone(VIETNAM)
    for element in tree.iter():
        parent = element.getparent()
        for place, text in ((element, element.text), (parent, element.tail)):
            if (
                place is None
                or not text
                or len(text) > 200
                or not _DATED.search(text)
                or not isinstance(place.tag, str)
            ):
                continue
            if ago := _AGO.fullmatch(text):
                unit = {"p": "minutes", "g": "hours", "t": "hours", "n": "days"}[ago[2][0].lower()]
                yield place, (today - timedelta(**{unit: int(ago[1])})).date().isoformat()
            elif (found := _date(text.strip())) and len(found) >= 10 and found[:10] <= today.date().isoformat():
                yield place, found[:10]


@lru_cache(maxsize=5_000)
def _date(text: str) -> str | None:
    """A date as `vietnamese.dates` reads it, in ISO 8601; None for none."""
    found = dates.parse(text)
    return found.value if found else None


@lru_cache(maxsize=50_000)
def _address_of(base: str, href: str) -> tuple[str | None, str, int | None]:
    """The address, its host, and its priority; None for an address that is none, or is not worth asking."""
    address = addresses.join(base, href)
    if address is None:
        return None, "", None
    return address, addresses.site(address), addresses.priority(address) if addresses.worth_asking(address) else None

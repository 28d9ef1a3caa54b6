"""Links of a page: where a reader could go from here within the newspaper."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urljoin

from lxml.html import HtmlElement

from archive import pages
from archive.pages import Link
from crawler.discovery import addresses

_REFRESH = re.compile(r"\s*\d*\s*[;,]\s*url\s*=\s*['\"]?([^'\"]+)", re.I)
_FEEDS = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")


def parse(tree: HtmlElement, url: str, home: set[str], *, feeds: bool = False) -> list[Link]:
    """The addresses that a page links to, of the hosts in `home` (as `addresses.site` gives them), each once.

    Relative ones count from the page's `<base href>` where it has one. With `feeds` also the feeds it announces
    (the home page's: other pages announce feeds of their comments or of a part of the same).
    """
    base = url
    for element in tree.iter("base"):
        if href := element.get("href"):
            base = addresses.join(url, href) or url
        break
    origin = urljoin(base, "/")
    found: dict[str, Link] = {}
    for element in tree.iter("a", "area", "link", "iframe", "frame", "meta"):
        href = element.get("src") if element.tag in ("iframe", "frame") else element.get("href")
        if element.tag == "meta":
            refresh = (
                _REFRESH.match(element.get("content") or "")
                if element.get("http-equiv", "").lower() == "refresh"
                else None
            )
            href = refresh[1] if refresh else None
        if not href or href[0] == "#":
            continue
        feed = False
        if element.tag == "link":
            relation = (element.get("rel") or "").lower()
            feed = "alternate" in relation and (element.get("type") or "").lower() in _FEEDS
            if not feed and relation not in ("next", "prev"):
                continue
        href = href.strip()
        # What does not count from the page itself is the same on every page: menus, sidebars.
        address, host, promise = _read(origin if href[:1] == "/" or "://" in href[:9] else base, href)
        if address is None or address in found or host not in home:
            continue
        if feed:
            if feeds and "comment" not in address:
                found[address] = Link(address, kind="feed", priority=pages.SOURCE)
        elif promise is not None:
            found[address] = Link(address, priority=promise)
    return list(found.values())


@lru_cache(maxsize=50_000)
def _read(base: str, href: str) -> tuple[str | None, str, int | None]:
    """The address, its host, and its priority; None for an address that is none, or is not worth asking."""
    address = addresses.join(base, href)
    if address is None:
        return None, "", None
    return address, addresses.site(address), addresses.priority(address) if addresses.worth_asking(address) else None

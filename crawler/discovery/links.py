"""Links of a page: where a reader could go from here within the newspaper."""

from __future__ import annotations

from urllib.parse import urljoin

from lxml.html import HtmlElement

from archive import pages
from archive.pages import Link
from crawler.discovery import addresses

_FEEDS = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")


def parse(tree: HtmlElement, url: str, home: set[str], *, feeds: bool = False) -> list[Link]:
    """The addresses that a page links to, of the hosts in `home` (as `addresses.host_of` gives them), each once.

    Relative ones count from the page's `<base href>` where it has one. With `feeds` also the feeds it announces
    (the home page's: other pages announce feeds of their comments or of a part of the same).
    """
    base = url
    for element in tree.iter("base"):
        if href := element.get("href"):
            base = urljoin(url, href)
        break
    found: dict[str, Link] = {}
    for element in tree.iter("a", "area", "link", "iframe", "frame"):
        href = element.get("src") if element.tag in ("iframe", "frame") else element.get("href")
        if not href or href[0] == "#" or href[:11].lower() == "javascript:":
            continue
        kind = "page"
        if element.tag == "link":
            relation = (element.get("rel") or "").lower()
            if "alternate" in relation and (element.get("type") or "").lower() in _FEEDS:
                kind = "feed"
            elif relation not in ("next", "prev"):
                continue
        try:
            address = addresses.normalize(urljoin(base, href.strip()))
        except ValueError:
            continue
        if address is None or address in found or addresses.host_of(address) not in home:
            continue
        if kind == "feed":
            if feeds and "comment" not in address:
                found[address] = Link(address, kind="feed", priority=pages.SOURCE)
        elif addresses.worth_asking(address):
            found[address] = Link(address, priority=addresses.priority(address))
    return list(found.values())

"""Feeds: RSS 0.9x to 2.0, RDF and Atom (RFC 4287)."""

from __future__ import annotations

import html
import re
from collections import Counter

from lxml import etree

from archive import pages
from archive.pages import ANCHOR, TEASER, Link
from crawler.discovery import markup
from crawler.discovery.addresses import join, site
from vietnamese import dates

_TAG = re.compile(r"<[^<>]*>")
_ENTRIES = ("item", "entry")
# "https://bao.vn/1", "//bao.vn/1", "/tin/1", "?id=1", "tin/1", "bai-1.html"; not "Xem chi tiết", "undefined", "#"
_ADDRESS = re.compile(r"(?:https?:)?//[^\s/]\S*|[/?.](?!/)\S*|[\w.-]+(?:/\S*|\.(?:html?|php|aspx?)\S*)", re.I)


def parse(body: bytes, base: str) -> list[Link]:
    """The articles a feed names, with the dates it gives. `base` is the feed's own address. Unreadable: none."""
    return of(markup.read(body), base)


def of(text: str, base: str) -> list[Link]:
    """As `parse`, of what was decoded."""
    if not markup.root(text):
        return []
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(markup.xml(text), parser, base_url=base)
    except (etree.XMLSyntaxError, ValueError):
        return []
    if root is None:
        return []
    entries = [_entry(element, base) for element in root.iter(etree.Element) if markup.name(element.tag) in _ENTRIES]
    firsts = Counter(addresses[0] for addresses, _ in entries if addresses)
    links = []
    for addresses, link in entries:
        # What several entries name is the site's own address, which a template put there for each of them.
        own = [url for url in addresses if firsts[url] < 2] or addresses
        here = [url for url in own if site(url) == site(base)]
        if own:
            link.url = (here or own)[0]
            links.append(link)
    return links


def _entry(entry: etree._Element, base: str) -> tuple[list[str], Link]:
    """The addresses that an entry may have, the best first, and the rest of what it says."""
    link = Link("", priority=pages.ARTICLE)
    found: dict[str, str] = {}
    for child in entry.iterchildren(etree.Element):
        name, text = markup.name(child.tag), (child.text or "").strip()
        if name == "link" and (child.get("rel") or "alternate") == "alternate":
            href = child.get("href") or text
            kind = name if child.get("href") or _ADDRESS.fullmatch(href) else "words"
            if href and (url := join(child.base or base, href)):
                found.setdefault(kind, url)
        elif name in ("guid", "id", "origlink") and text.startswith("http"):
            kind = "number" if child.get("isPermaLink", "true").lower() == "false" else name
            found.setdefault(kind, join(base, text) or "")
        elif name in ("pubdate", "published", "date", "issued"):
            link.published = link.published or _date(text)
        elif name in ("updated", "modified"):
            link.modified = _date(text)
        elif name == "title":
            link.anchor = link.anchor or _words(child, ANCHOR)
        elif name in ("description", "summary"):
            link.teaser = link.teaser or _words(child, TEASER)
    best = ("link", "origlink", "guid", "id", "number", "words")
    return list(dict.fromkeys(found[name] for name in best if found.get(name))), link


def is_feed(body: bytes) -> bool:
    """Whether these bytes begin as a feed does."""
    head = body[:1000].lower()
    return b"<rss" in head or b"<rdf:rdf" in head or (b"<feed" in head and b"atom" in head)


def _words(element: etree._Element, most: int) -> str | None:
    """The words of an entry's field, of which the markup in it is no part; None where it has none, or more than `most`."""
    text = "".join(map(str, element.itertext()))[: 20 * most]
    words = " ".join(html.unescape(_TAG.sub(" ", html.unescape(text) if "&lt;" in text else text)).split())
    return words if 0 < len(words) <= most else None


def _date(text: str) -> str | None:
    date = dates.parse(text) if text else None
    return date.value if date else None

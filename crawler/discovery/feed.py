"""Feeds: RSS 0.9x to 2.0, RDF and Atom (RFC 4287)."""

from __future__ import annotations

import html
import re

from lxml import etree

from archive import pages
from archive.pages import ANCHOR, TEASER, Link
from crawler.discovery.addresses import join
from vietnamese import dates

_TAG = re.compile(r"<[^<>]*>")


def parse(body: bytes, base: str) -> list[Link]:
    """The articles a feed names, with the dates it gives. `base` is the feed's own address. Unreadable: none."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(body.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return []
    if root is None:
        return []
    links = []
    for entry in root.iter("{*}item", "{*}entry"):
        address, published, modified, title, told = None, None, None, None, None
        for child in entry:
            if not isinstance(child.tag, str):
                continue
            name = etree.QName(child).localname.lower()
            text = (child.text or "").strip()
            if name == "link" and (child.get("rel") or "alternate") == "alternate":
                address = address or child.get("href") or text
            elif name == "guid" and child.get("isPermaLink", "true") == "true" and text.startswith("http"):
                address = address or text
            elif name in ("pubdate", "published", "date", "issued"):
                published = published or _date(text)
            elif name in ("updated", "modified"):
                modified = _date(text)
            elif name == "title":
                title = title or _words(child, ANCHOR)
            elif name in ("description", "summary"):
                told = told or _words(child, TEASER)
        if address and (url := join(base, address)):
            links.append(
                Link(url, priority=pages.ARTICLE, modified=modified, published=published, anchor=title, teaser=told)
            )
    return links


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

"""Feeds: RSS 0.9x to 2.0, RDF, Atom (RFC 4287) and JSON Feed."""

from __future__ import annotations

import html
import json
import re

from lxml import etree

from archive.frontier import pages
from archive.frontier.pages import ANCHOR, TEASER, Link
from crawler.discovery import markup
from crawler.discovery.addresses import join, site
from pipelines.addresses.address import is_front

_TAG = re.compile(r"<[^<>]*>")
_ENTRIES = ("item", "entry")
# "https://bao.vn/1", "//bao.vn/1", "/tin/1", "?id=1", "tin/1", "bai-1.html"; not "Xem chi tiết", "undefined", "#"
_ADDRESS = re.compile(r"(?:https?:)?//[^\s/]\S*|[/?.](?!/)\S*|[\w.-]+(?:/\S*|\.(?:html?|php|aspx?)\S*)", re.I)
# What an entry is known by, where that is an address: "https://bao.vn/1", "/tin/1", "tin/bai-1.html"; not "bao.vn/1", "17"
_IDENTITY = re.compile(r"(?:https?:)?//[^\s/]\S*|/(?!/)\S+|[\w./-]+\.(?:html?|php|aspx?)(?:\?\S*)?", re.I)
_RELATIONS = {"alternate": "link", "canonical": "link", "self": "self"}
_BEST = ("link", "origlink", "guid", "id", "about", "number", "words", "self")
Entry = tuple[list[str], Link]  # the addresses that it may have, the best first; and what it says of the article


def parse(body: bytes, base: str) -> list[Link]:
    """The articles a feed names, with the dates it gives. `base` is the feed's own address. Unreadable: none."""
    return of(markup.read(body), base)


def of(text: str, base: str) -> list[Link]:
    """The articles that a decoded feed names; see `parse`."""
    if is_json(text):
        return _links(_of_json(text, base), base)
    if not markup.root(text):
        return []
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(markup.xml(text), parser, base_url=base)
    except (etree.XMLSyntaxError, ValueError):
        return []
    if root is None:
        return []
    elements = [element for element in root.iter(etree.Element) if markup.name(element.tag) in _ENTRIES]
    root.getroottree().docinfo.URL = _home(root, base)
    return _links([(_addresses(element, base), _entry(element)) for element in elements], base)


def _home(root: etree._Element, base: str) -> str:
    """What the relative addresses of a feed count from that does not say so by `xml:base`: RSS 2.0's own address of its
    site, where that is the feed's site; else the feed's."""
    channels = [element for element in root.iterchildren(etree.Element) if markup.name(element.tag) == "channel"]
    links = [
        link for channel in channels for link in channel.iterchildren(etree.Element) if markup.name(link.tag) == "link"
    ]
    named = next((url for link in links if (url := join(base, (link.text or "").strip()))), base)
    return named if site(named) == site(base) else base


def _links(entries: list[Entry], base: str) -> list[Link]:
    """The entries of a feed, each with the best of its addresses, those on the feed's own site before others."""
    named: dict[str, set[object]] = {}  # the first address of entries, and what tells these apart
    for addresses, link in entries:
        if addresses:
            named.setdefault(addresses[0], set()).add(link.anchor or tuple(addresses))
    links: dict[str, Link] = {}
    for addresses, link in entries:
        # What several entries name is the site's own address, which a template put there for each of them.
        own = [url for url in addresses if len(named.get(url, ())) < 2 and not is_front(url)] or addresses
        here = [url for url in own if site(url) == site(base)]
        if own:
            link.url = (here or own)[0]
            links.setdefault(link.url, link)
    return list(links.values())


def _addresses(entry: etree._Element, base: str) -> list[str]:
    """The addresses that an entry may have, the best first."""
    found: dict[str, str] = {}
    children = list(entry.iterchildren(etree.Element))
    nested = [inner for child in children if markup.name(child.tag) == "link" for inner in child.iter(etree.Element)]
    for child in (entry, *children, *nested):
        name, text = markup.name(child.tag), (child.text or "").strip()
        if child is entry:
            name, text = "about", _attribute(entry, "about")
        elif name == "link":
            href = child.get("href") or _attribute(child, "resource")
            name = _RELATIONS.get(child.get("rel") or "alternate", "")
            name = name if href or _ADDRESS.fullmatch(text) else "words"
            text = href or text
        elif name in ("guid", "id", "origlink") and _IDENTITY.fullmatch(text):
            name = "number" if child.get("isPermaLink", "true").lower() == "false" else name
        else:
            continue
        if name and text and (url := join(child.base or base, text)):
            found.setdefault(name, url)
    return list(dict.fromkeys(found[name] for name in _BEST if name in found))


def _attribute(element: etree._Element, name: str) -> str:
    """An attribute by its name without its prefix, declared or not: `about` of `rdf:about`; empty where it is not there."""
    return next((str(value).strip() for key, value in element.attrib.items() if markup.name(str(key)) == name), "")


def _entry(entry: etree._Element) -> Link:
    """What an entry says of its article: dates, title, teaser. The address is still to be found."""
    link = Link("", priority=pages.ARTICLE)
    for child in entry.iterchildren(etree.Element):
        name, text = markup.name(child.tag), (child.text or "").strip()
        if name in ("pubdate", "published", "date", "issued"):
            link.published = link.published or markup.date(text)
        elif name in ("updated", "modified"):
            link.modified = markup.date(text)
        elif name == "title":
            link.anchor = link.anchor or _words("".join(map(str, child.itertext())), ANCHOR)
        elif name in ("description", "summary"):
            link.teaser = link.teaser or _words("".join(map(str, child.itertext())), TEASER)
    return link


def is_json(text: str) -> bool:
    """Whether it is a JSON Feed (https://www.jsonfeed.org/version/1.1/)."""
    return text.lstrip()[:1] == "{" and "jsonfeed.org/version" in text[:2000].replace("\\/", "/")


def _of_json(text: str, base: str) -> list[Entry]:
    """The entries of a JSON Feed; none where it breaks off."""
    try:
        items = json.loads(text).get("items")
    except ValueError:
        return []
    entries = []
    for item in items if isinstance(items, list) else []:
        if not isinstance(item, dict):
            continue
        said = {name: value.strip() for name, value in item.items() if isinstance(value, str)}
        named = [said.get("url"), said.get("external_url")]
        named += [said["id"]] if _IDENTITY.fullmatch(said.get("id", "")) else []
        link = Link("", priority=pages.ARTICLE)
        link.published, link.modified = (
            markup.date(said.get("date_published", "")),
            markup.date(said.get("date_modified", "")),
        )
        link.anchor = _words(said.get("title", ""), ANCHOR)
        link.teaser = _words(said.get("summary", ""), TEASER)
        found = (join(base, href) for href in named if href)
        entries.append((list(dict.fromkeys(url for url in found if url)), link))
    return entries


def is_feed(body: bytes) -> bool:
    """Whether these bytes begin as a feed does."""
    head = body[:1000].lower()
    if b"<rss" in head or b"<rdf:rdf" in head or (b"<feed" in head and b"atom" in head):
        return True
    return head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" and is_json(markup.read(body))


def _words(said: str, most: int) -> str | None:
    """The words of an entry's field, of which the markup in it is no part; None where it has none, or more than `most`."""
    text = said[: 20 * most]
    words = " ".join(html.unescape(_TAG.sub(" ", html.unescape(text) if "&lt;" in text else text)).split())
    return words if 0 < len(words) <= most else None

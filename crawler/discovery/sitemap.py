"""Sitemaps (sitemaps.org/protocol.html), indexes of sitemaps, and Google's news extension."""

from __future__ import annotations

import io
import re
import zlib

from lxml import etree

from archive import pages
from archive.pages import Link
from crawler.discovery import feed
from crawler.discovery.addresses import join
from vietnamese import dates

# Pictures and videos have a loc and a date of their own.
_OF = {"loc": {"url", "sitemap"}, "lastmod": {"url", "sitemap"}, "publication_date": {"news"}}
_XML = re.compile(rb"<(?:\?xml|urlset|sitemapindex|\w+:(?:urlset|sitemapindex)|!--)", re.I)
MOST = 50 * 1024 * 1024  # bytes: what the protocol allows one sitemap


def parse(body: bytes, base: str) -> list[Link]:
    """The addresses a sitemap names, with the dates it gives; `kind` is `sitemap` for those an index names.

    Takes XML, a feed or plain text (an address a line), gzipped or not. `base` is the sitemap's own address. What
    cannot be read gives what could be read before.
    """
    body = _unpacked(body)
    if feed.is_feed(body):
        return feed.parse(body, base)
    start = _XML.search(body)
    if start is None and not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        lines = body.decode("utf-8-sig", "replace").splitlines()
        return [Link(url, priority=pages.ARTICLE) for line in lines if "://" in line and (url := join(base, line))]
    body = body[start.start() :] if start else body  # a byte order mark or a warning of PHP may stand before it
    links: list[Link] = []
    fields: dict[str, str] = {}
    parser = etree.iterparse(
        io.BytesIO(body), events=("end",), recover=True, remove_comments=True, resolve_entities=False
    )
    try:
        for _, element in parser:
            if not isinstance(element.tag, str):
                continue
            name = etree.QName(element).localname.lower()
            if name in _OF:
                parent = element.getparent()
                if parent is not None and etree.QName(parent).localname.lower() in _OF[name]:
                    fields.setdefault(name, "".join(element.itertext(with_tail=False)).strip())
            elif name in ("url", "sitemap"):
                if url := join(base, fields["loc"]) if fields.get("loc") else None:
                    links.append(
                        Link(
                            url,
                            kind="sitemap" if name == "sitemap" else "page",
                            priority=pages.SOURCE if name == "sitemap" else pages.ARTICLE,
                            modified=_date(fields.get("lastmod")),
                            published=_date(fields.get("publication_date")),
                        )
                    )
                fields = {}
                element.clear()
    except etree.XMLSyntaxError:
        pass
    if links and b">" not in body.rstrip()[-3:]:
        links.pop()  # it broke off in the middle of an address
    dates_given = {link.modified for link in links}
    if len(links) > 4 and len(dates_given) == 1:
        for link in links:  # the moment of asking, or of an import: it tells nothing of any of them
            link.modified = None
    return links


def _unpacked(body: bytes) -> bytes:
    """Gzip members one after another, as far as they can be read and no further than a sitemap may be long."""
    unpacked = b""
    while body[:2] == b"\x1f\x8b" and len(unpacked) < MOST:
        unpacker = zlib.decompressobj(wbits=31)
        rest = memoryview(body)
        size = 65536
        while rest and not unpacker.eof and len(unpacked) < MOST:
            before = unpacker.copy()
            try:
                unpacked += unpacker.decompress(rest[:size], MOST - len(unpacked))
                rest = rest[size:]
            except zlib.error:
                if size == 1:
                    return unpacked
                unpacker, size = before, 1  # what stands before the damage
        body = unpacker.unused_data + bytes(rest)
    return unpacked or body


def _date(text: str | None) -> str | None:
    date = dates.parse(text) if text else None
    return date.value if date else None

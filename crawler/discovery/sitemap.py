"""Sitemaps (sitemaps.org/protocol.html), indexes of sitemaps, and Google's news extension."""

from __future__ import annotations

import io
import zlib

from lxml import etree

from archive import pages
from archive.pages import Link
from crawler.discovery.addresses import normalize
from vietnamese import dates

# Pictures and videos have a loc and a date of their own.
_OF = {"loc": {"url", "sitemap"}, "lastmod": {"url", "sitemap"}, "publication_date": {"news"}}
MOST = 50 * 1024 * 1024  # bytes: what the protocol allows one sitemap


def parse(body: bytes) -> list[Link]:
    """The addresses a sitemap names, with the dates it gives; `kind` is `sitemap` for those an index names.

    Takes XML or plain text (an address a line), gzipped or not. What cannot be read gives what could be read before.
    """
    body = _unpacked(body)
    if body.lstrip()[:1] != b"<":
        return [
            Link(url, priority=pages.ARTICLE)
            for line in body.decode("utf-8", "replace").splitlines()
            if (url := normalize(line))
        ]
    links: list[Link] = []
    fields: dict[str, str] = {}
    parser = etree.iterparse(io.BytesIO(body), events=("end",), recover=True, resolve_entities=False, huge_tree=False)
    try:
        for _, element in parser:
            if not isinstance(element.tag, str):
                continue
            name = etree.QName(element).localname.lower()
            if name in _OF:
                parent = element.getparent()
                if parent is not None and etree.QName(parent).localname.lower() in _OF[name]:
                    fields.setdefault(name, (element.text or "").strip())
            elif name in ("url", "sitemap"):
                if url := normalize(fields.get("loc", "")):
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
    return links


def _unpacked(body: bytes) -> bytes:
    if body[:2] != b"\x1f\x8b":
        return body
    try:
        return zlib.decompressobj(wbits=31).decompress(body, MOST)
    except zlib.error:
        return b""


def _date(text: str | None) -> str | None:
    date = dates.parse(text) if text else None
    return date.value if date else None

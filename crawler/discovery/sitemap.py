"""Sitemaps (sitemaps.org/protocol.html), indexes of sitemaps, and Google's news extension."""

from __future__ import annotations

import io
import re
from urllib.parse import urlsplit

from lxml import etree

from archive.frontier import pages
from archive.frontier.pages import Link
from crawler.discovery import feed, markup
from crawler.discovery.addresses import join, priority

# Pictures and videos have a loc and a date of their own.
_OF = {"loc": {"url", "sitemap"}, "lastmod": {"url", "sitemap"}, "publication_date": {"news"}}
_ADDRESS = re.compile(r"\s*(https?://[^\s<>\"]+)(?:\s+[\d.:TZ+-]+)*\s*")  # "https://bao.vn/1 0.8 2026-10-03"
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.I)
_SITEMAP = re.compile(r"\.xml(?:\.gz)?$|/sitemaps?(?:[-_/.][^/]*)?\.(?:txt|php)(?:\.gz)?$", re.I)

_ENTRY_END = re.compile(rb"</(?:\w+:)?(?:url|sitemap)\s*>", re.I)
_LONGEST = 10_000  # bytes of an entry
_NO_ARTICLE = re.compile(r"sitemap|rss|feed|\.(?:xml|gz|txt|php|aspx?)$", re.I)
_AROUND = " \t\r\n\"'"  # an entry's address or date
DEEPEST = 10  # sitemaps that name but the next one, after which the chain is thought to have no end


def parse(body: bytes, base: str) -> list[Link]:
    """The addresses a sitemap names, with the dates it gives; `kind` is `sitemap` for those an index names.

    Takes XML, a feed or plain text (an address a line), gzipped or not. `base` is the sitemap's own address. What
    cannot be read gives what could be read before; a page or a warning that stands there instead gives nothing.
    """
    text = markup.read(body)
    root = markup.root(text)
    if root in ("rss", "feed", "rdf") or feed.is_json(text):
        return feed.of(text, base)
    if not root:
        lines = [] if _PAGE.search(text) else text.splitlines()
        named = [match[1] for line in lines if (match := _ADDRESS.fullmatch(line))]
        return [Link(url, priority=pages.ARTICLE) for address in named if (url := join(base, address))]
    body = b"<all>" + markup.xml(text)  # where a second sitemap stands behind the first, as two plugins write them
    links: list[Link] = []
    fields: dict[str, str] = {}
    parser = etree.iterparse(
        io.BytesIO(body), events=("end",), recover=True, remove_comments=True, resolve_entities=False
    )
    try:
        for _, element in parser:
            if not isinstance(element.tag, str):
                continue
            name = markup.name(element.tag)
            if name in _OF:
                parent = element.getparent()
                if parent is not None and markup.name(parent.tag) in _OF[name]:
                    fields.setdefault(name, "".join(element.itertext(with_tail=False)).strip(_AROUND))
            elif name in ("url", "sitemap"):
                here = join(base, element.base) or base if element.base else base
                if url := join(here, fields["loc"]) if fields.get("loc") else None:
                    links.append(_link(url, name, fields))
                fields = {}
                element.clear()
    except etree.XMLSyntaxError:
        pass
    if links and b">" not in body.rstrip()[-3:] and b"loc>" in _ENTRY_END.split(body[-_LONGEST:])[-1].lower():
        links.pop()  # it broke off in the middle of an address
    dates_given = {link.modified for link in links}
    if len(links) > 4 and len(dates_given) == 1:
        for link in links:  # the moment of asking, or of an import: it tells nothing of any of them
            link.modified = None
    return links


def _link(url: str, name: str, fields: dict[str, str]) -> Link:
    """What an entry names: another sitemap where it is an index's, unless its address is an article's, or where its
    address is that of one."""
    path = urlsplit(url).path
    article = priority(url) == pages.ARTICLE and not _NO_ARTICLE.search(path)
    is_sitemap = bool(_SITEMAP.search(path)) or (name == "sitemap" and not article)
    return Link(
        url,
        kind="sitemap" if is_sitemap else "page",
        priority=pages.SOURCE if is_sitemap else pages.ARTICLE,
        modified=markup.date(fields.get("lastmod")),
        published=markup.date(fields.get("publication_date")),
    )

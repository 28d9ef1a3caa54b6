"""Sitemaps and feeds as sites write them: what is no XML is made XML before a parser sees it."""

from __future__ import annotations

import html
import re
import zlib

from pipelines.decode import wide
from vietnamese import dates, legacy

MOST = 50 * 1024 * 1024  # bytes: what the protocol allows one sitemap
# The first tag of what is a sitemap or a feed, whatever stands before it: a warning of PHP, a comment, blank lines.
_ROOT = re.compile(r"<(?:[\w.-]+:)?(urlset|sitemapindex|rss|feed|rdf)\b", re.I)
_CDATA = r"<!\[CDATA\[.*?\]\]>"
_NO_XML = re.compile(
    rf"({_CDATA}|<!--.*?-->)|(</?(?:b|br|center|div|em|font|h[1-6]|hr|i|img|p|small|span|strong|sub|sup|u)(?:\s[^<>]*)?/?>)"
    r"|&(#\d+;|#[xX][0-9a-fA-F]+;|\w+;)?",
    re.S | re.I,
)  # "?id=1&lang=vi", "&agrave;", "<br>"
_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DECLARED = re.compile(rb"""\A.{0,300}?encoding\s*=\s*["']([\w.-]+)""", re.S | re.I)
_OF_XML = ("amp", "lt", "gt", "quot", "apos")


def read(body: bytes) -> str:
    """The text of a sitemap or feed, gzipped or not, in whatever encoding; what it says of that itself comes last."""
    body = _unpacked(body)
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if body.startswith(mark):
            return body.decode(encoding, "replace").lstrip("\ufeff")
    body = wide(body)
    try:
        return body.decode()
    except UnicodeDecodeError:
        declared = _DECLARED.match(body)
        return legacy.decode(body, declared[1].decode() if declared else None)[0]


def root(text: str) -> str:
    """What its first tag is called, in small letters, without a prefix: `urlset`, `rss`; empty where it is neither
    sitemap nor feed."""
    found = _ROOT.search(text)
    return found[1].lower() if found else ""


def xml(text: str) -> bytes:
    """The text of a sitemap or feed from its first tag on, as XML in UTF-8.

    Bare ampersands and the names of HTML's letters are written out, tags of HTML left out, which are often not closed.
    """
    found = _ROOT.search(text)
    text = _NO_CHARACTER.sub("", text[found.start() :] if found else text)
    return _NO_XML.sub(_as_xml, text).encode("utf-8", "replace")


def name(tag: str) -> str:
    """A tag's name without namespace or prefix, declared or not: `loc` of `{http://...}loc`, `link` of `atom:link`."""
    return tag.rpartition("}")[2].rpartition(":")[2].lower()


def _as_xml(found: re.Match[str]) -> str:
    """What a match becomes in XML: what is to be kept stays, a tag of HTML goes, a reference or bare `&` is written
    out.
    """
    kept, tag, reference = found.groups()
    if kept or tag:
        return kept or " "
    if not reference:
        return "&amp;"
    if reference[0] == "#" or reference[:-1] in _OF_XML:
        return found[0]
    letters = html.unescape(f"&{reference}")
    return letters if letters != f"&{reference}" else f"&amp;{reference}"


def _unpacked(body: bytes) -> bytes:
    """Gzip members one after another, as far as they can be read and no further than a sitemap may be long; those
    gzipped twice, twice."""
    for _ in range(2):
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
        body = unpacked or body
    return body


def date(text: str | None) -> str | None:
    """A date as `vietnamese.dates` reads it, in ISO 8601; None for none."""
    found = dates.parse(text) if text else None
    return found.value if found else None

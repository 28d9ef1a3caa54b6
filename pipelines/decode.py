"""From bytes to text, and from text to a tree: whatever comes in, an answer comes out.

Charset by the evidence (the bytes outrank the header and the page), an early `</html>` or `</body>` taken out, lxml on the hot path,
and html5lib by way of Beautiful Soup where lxml makes nothing of a page.
"""

from __future__ import annotations

import re
import zlib

from lxml import etree

from archive.reasons import Code, Reason
from pipelines.page import Page
from pipelines.replayed import as_published
from pipelines.step import Step
from vietnamese import legacy

LARGEST = 3_000_000  # bytes of a page that are read; no article is longer
_SLOW = 100_000, 3000  # bytes and tags, scripts taken out, that html5lib may be given
_TAGS = 50_000  # tags of a page that are read
_BINARY = re.compile(
    rb"\A(?:%PDF|\x89PNG|GIF8|\xff\xd8\xff|PK\x03\x04|\x1f\x8b|RIFF|OggS|ID3|\x00\x00\x00.ftyp|\xd0\xcf\x11\xe0|BM....\x00\x00"
    rb"|Rar!|7z\xbc\xaf|MZ\x90|\x7fELF|wOFF|wOF2|\x00\x01\x00\x00)",
    re.S,
)
_HTML = re.compile(rb"(?:\xef\xbb\xbf|\s|<!--.*?-->|<\?xml[^>]*>)*<(?:!doctype\s+html|html|head)\b", re.I | re.S)
# A feed or sitemap, whatever its server says: "<?xml version="1.0"?><rss version="2.0">", "<!-- 7 --><urlset xmlns=...>"
_LIST = re.compile(
    rb"(?:\s|<!--.*?-->|<[?!][^>]*>)*<(?:[\w.-]+:)?(?:(urlset|sitemapindex)|rss|feed|rdf)(?::rdf)?[\s>]", re.I | re.S
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.I)
_END = re.compile(rb"</(?:html|HTML|body|BODY)\s*>")
_GOES_ON = re.compile(rb"<(?:head|body|p|div|article|section|table|h[1-6]|ul|br)[\s/>]", re.I)
_LONG = 20_000  # bytes
_LONG_TAG = re.compile(rb"<[^<>]{%d,}>" % _LONG)  # a tag of a hundred thousand attributes
_CONTROLS = bytes(code for code in range(32) if code not in (9, 10, 12, 13))
_SCRIPT = re.compile(rb"<(script|style)\b(?:.*?</\1\s*>|.*)", re.I | re.S)
_MARKUP = re.compile(rb"<[^>]*>")
_LETTERS = re.compile(rb"[A-Za-z\xc3-\xf0][A-Za-z\x80-\xf0]")
_PARSER = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, collect_ids=False)


def decode(page: Page) -> None:
    """Sets `page.text`, and `page.tree` for what is not plain text; or `page.reason`."""
    body = page.body
    if not body or body.isspace():
        page.reason = Reason(Code.EMPTY_PAGE)
        return
    if body.startswith(b"\x1f\x8b"):
        body = _unpacked(body)
    body = as_published(wide(body))
    if is_binary(body):
        page.reason = Reason(Code.BINARY_FILE)
        return
    source = body.removeprefix(b"\xef\xbb\xbf")
    if found := _LIST.match(source[:4096]):
        page.reason = Reason(Code.READ_FOR_LINKS, kind="sitemap" if found[1] else "feed")
        return
    if len(body) > LARGEST:
        body = body[:LARGEST]
        page.stats["truncated"] = 1
    declared = _CHARSET.search(page.content_type)
    source = body.removeprefix(b"\xef\xbb\xbf")
    try:
        text, encoding = source.decode(), "utf-8"
    except UnicodeDecodeError:
        text, encoding = legacy.decode(body, declared[1] if declared else None)
        source = text.encode("utf-8", "replace")
    if encoding != "utf-8":
        page.stats[f"encoding/{encoding}"] = 1
    page.text = text
    if is_plain(page):
        return
    tree = parse(source)
    if tree is None:
        page.reason = Reason(Code.UNREADABLE)
        return
    page.tree = tree


def _unpacked(body: bytes) -> bytes:
    """A page that was saved as it came over the wire, gzipped; what is no gzip after all stays as it is."""
    try:
        return zlib.decompressobj(wbits=31).decompress(body, LARGEST) or body
    except zlib.error:
        return body


def wide(body: bytes) -> bytes:
    """The bytes of a page in UTF-8 where they are UTF-16 without a byte order mark, which shows in half the bytes of
    its tags being zero; any other page's as they are.
    """
    start = body[:400]
    zeros = start[::2].count(0), start[1::2].count(0)
    if max(zeros) < 0.3 * len(start) or min(zeros) > 0.01 * len(start) or start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body
    return body.decode("utf-16-be" if zeros[0] else "utf-16-le", "replace").encode("utf-8", "replace")


def is_binary(body: bytes) -> bool:
    """Whether these bytes are no text: a picture, an archive, a tenth of them zeros."""
    if _BINARY.match(body):
        return True
    start = body[:4096]
    nul = start.count(b"\0")
    controls = len(start) - len(start.translate(None, _CONTROLS)) - nul
    return not start.startswith((b"\xff\xfe", b"\xfe\xff")) and (controls > 0.02 * len(start) or nul > 0.1 * len(start))


def is_html(body: bytes) -> bool:
    """Whether a page's bytes say that it is HTML, whatever its server says."""
    return bool(_HTML.match(body[:1000]))


def is_plain(page: Page) -> bool:
    """Whether a page is plain text: its header or, where that says nothing, its address says so, and its bytes are not
    HTML.
    """
    if is_html(page.body):
        return False
    kind = page.content_type.split(";")[0].strip().lower()
    return kind == "text/plain" or (not kind and page.url.lower().split("?")[0].endswith(".txt"))


def parse(page: bytes) -> etree._Element | None:
    """The tree of a page in UTF-8, or None where there is nothing to make one of."""
    if b"\0" in page or b"\x0b" in page or b"\x08" in page:
        page = page.translate(None, _CONTROLS)
    if _has_cdata(page):
        page = b"".join(b"".join(page.split(b"<![CDATA[")).split(b"]]>"))
    early = _END.search(page, 0, max(len(page) - 200, 0))
    if early is not None and _GOES_ON.search(page, early.end()):
        page = _END.sub(b"", page)
    if len(page) > 300_000:
        page = _LONG_TAG.sub(b"", page) if _may_hold_long_tag(page) else page
        if page.count(b"<") > _TAGS:
            page = page[: _nth(page, _TAGS)]
    tree = _lxml(page)
    if tree is None or not _has_text(tree):
        page = _SCRIPT.sub(b"", page)
        if len(page) > _SLOW[0] or page.count(b"<") > _SLOW[1] or not _LETTERS.search(_MARKUP.sub(b" ", page)):
            return tree
        better = _html5lib(page)
        if better is not None and _has_text(better):
            return better
    return tree


def _has_cdata(page: bytes) -> bool:
    """Whether CDATA stands in a page's text, where HTML takes it for a comment that ends at the next tag; in scripts,
    where most of it stands, it does no harm."""
    place = page.find(b"<![CDATA[")
    while place >= 0:
        before = page[max(page.rfind(b"<", 0, place), 0) : place]
        if before[:7].lower() != b"<script" or b"ld+json" in before:
            return True
        place = page.find(b"<![CDATA[", place + 9)
    return False


def _may_hold_long_tag(page: bytes) -> bool:
    """Whether half of such a tag goes by without a sign of another, which is told in a hundredth of the time."""
    half = _LONG // 2
    return any(
        page.find(b"<", at, at + half) < 0 > page.find(b">", at, at + half)
        for at in range(0, len(page) - half + 1, half)
    )


def _nth(page: bytes, n: int) -> int:
    """Where the n-th tag of a page begins."""
    place = -1
    for _ in range(n):
        place = page.find(b"<", place + 1)
    return place


def _lxml(page: bytes) -> etree._Element | None:
    """The tree that lxml makes of a page; None where it makes none."""
    try:
        return etree.fromstring(page, _PARSER)
    except (etree.LxmlError, ValueError):
        return None


def _has_text(tree: etree._Element) -> bool:
    """Whether a tree has a letter to read outside of scripts and styles."""
    body = tree.find("body")
    if body is None:
        return False
    for element in body.iter():
        if element.tag not in ("script", "style", "noscript"):
            text, tail = element.text, element.tail
            if (text and not text.isspace()) or (tail and not tail.isspace()):
                return True
    return False


def _html5lib(page: bytes) -> etree._Element | None:
    """The tree that html5lib makes of a page, as a browser would, slowly; None where it makes none."""
    from bs4 import BeautifulSoup

    try:
        soup = BeautifulSoup(page, "html5lib", from_encoding="utf-8")
    except Exception:  # a page so broken that html5lib gives up is a page without text
        return None
    return _lxml(str(soup).encode("utf-8", "replace"))


class Decode(Step):
    """The item pipeline of `decode`."""

    run = staticmethod(decode)

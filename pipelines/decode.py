"""From bytes to text, and from text to a tree: whatever comes in, an answer comes out.

Charset by the evidence (the bytes outrank the header and the page), an early `</html>` taken out, lxml on the hot path,
and html5lib by way of Beautiful Soup where lxml makes nothing of a page.
"""

from __future__ import annotations

import re

from lxml import etree

from pipelines.page import Page
from pipelines.step import Step
from vietnamese import legacy

LARGEST = 5_000_000  # bytes of a page that are read; no article is longer
_SLOW = 300_000  # bytes that html5lib may be given
_TAGS = 60_000  # elements of a page that are read
_BINARY = re.compile(
    rb"\A(?:%PDF|\x89PNG|GIF8|\xff\xd8\xff|PK\x03\x04|\x1f\x8b|RIFF|OggS|ID3|\x00\x00\x00.ftyp|\xd0\xcf\x11\xe0|BM....\x00\x00"
    rb"|Rar!|7z\xbc\xaf|MZ\x90|\x7fELF|wOFF|wOF2|\x00\x01\x00\x00)",
    re.S,
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.I)
_EARLY_END = re.compile(r"</(?:html|body)\s*>(?=.*?<(?:head|body)[\s>])", re.I | re.S)
_ATTRIBUTES = re.compile(r"<[^<>]{20000,}>")
_CONTROLS = {code: None for code in range(32) if code not in (9, 10, 12, 13)}
_MARKUP = re.compile(r"<[^>]*>")
_TEXT = re.compile(r"[^\W\d_]{2,}")


def decode(page: Page) -> None:
    """Sets `page.text`, and `page.tree` for what is not plain text; or `page.reason`."""
    body = page.body
    if not body or not body.strip():
        page.reason = "empty page"
        return
    if _BINARY.match(body) or body.count(b"\0", 0, 4096) > 200 and not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        page.reason = "binary file"
        return
    if len(body) > LARGEST:
        body = body[:LARGEST]
        page.stats["truncated"] = 1
    declared = _CHARSET.search(page.content_type)
    text, encoding = legacy.decode(body, declared[1] if declared else None)
    if encoding != "utf-8":
        page.stats[f"encoding/{encoding}"] = 1
    page.text = text
    if is_plain(page):
        return
    tree = parse(text)
    if tree is None:
        page.reason = "no readable page"
        return
    page.tree = tree


def is_plain(page: Page) -> bool:
    kind = page.content_type.split(";")[0].strip().lower()
    return kind == "text/plain" or (not kind and page.url.lower().split("?")[0].endswith(".txt"))


def parse(text: str) -> etree._Element | None:
    """The tree of a page, or None where there is nothing to make one of."""
    if "\0" in text or "\x0b" in text or "\x08" in text:
        text = text.translate(_CONTROLS)
    early = text.find("</html")
    if early < 0:
        early = text.find("</HTML")
    if 0 <= early < 0.9 * len(text) and _EARLY_END.search(text, early, early + 200_000):
        text = text[:early] + text[text.find(">", early) + 1 :]
    if text.count("<") > 2 * _TAGS:
        text = text[: _nth(text, 2 * _TAGS)]
    if len(text) > 200_000:
        text = _ATTRIBUTES.sub("", text)
    tree = _lxml(text)
    if (tree is None or not _has_text(tree)) and len(text) < _SLOW and _TEXT.search(_MARKUP.sub(" ", text[:100_000])):
        better = _html5lib(text)
        if better is not None and _has_text(better):
            return better
    return tree


def _nth(text: str, n: int) -> int:
    place = -1
    for _ in range(n):
        place = text.find("<", place + 1)
    return place


def _lxml(text: str) -> etree._Element | None:
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError):
        return None


def _has_text(tree: etree._Element) -> bool:
    body = tree.find("body")
    if body is None:
        return False
    for element in body.iter():
        if element.tag not in ("script", "style", "noscript"):
            text, tail = element.text, element.tail
            if (text and not text.isspace()) or (tail and not tail.isspace()):
                return True
    return False


def _html5lib(text: str) -> etree._Element | None:
    from bs4 import BeautifulSoup

    try:
        soup = BeautifulSoup(text, "html5lib")
    except Exception:  # a page so broken that html5lib gives up is a page without text
        return None
    return _lxml(str(soup))


class Decode(Step):
    run = staticmethod(decode)

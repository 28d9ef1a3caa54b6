"""Articles in several pages: the addresses of the parts, and the parts made one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile
from urllib.parse import urlunsplit

from lxml import etree

from archive.article import Article
from pipelines.address import join as absolute
from pipelines.address import split
from pipelines.page import Page

_PART = re.compile(
    r"^(?P<stem>.*?)(?:/(?:page/|trang[-/]?|p)?(?P<n>\d{1,2})/?|-(?:p|page|trang)-?(?P<m>\d{1,2})(?P<end>\.\w+)?)$"
)
_NUMBERED = re.compile(
    r"(?:/|=|[a-z]-?)\d{1,2}(?!\d)", re.I
)  # what the address of a further page holds: /2, page=2, -p2
_PARAMETERS = ("page", "p", "trang", "pg", "paged")
_COMMENTS = re.compile(r"comment|binh-?luan|phan-?hoi|y-?kien|reply", re.I)  # "comments-pagination", "box_binhluan"
_MOST = 50  # parts of one article


def part_number(url: str, first: str | None = None) -> tuple[str, int]:
    """The address of an article's first page, and which of its pages an address is (1 where it says nothing)."""
    place = split(url)
    pairs = place.query.split("&")
    for pair in pairs:
        name, _, value = pair.partition("=")
        if name.lower() in _PARAMETERS and value.isdecimal() and 1 <= int(value[:9]) <= _MOST:
            rest = "&".join(other for other in pairs if other != pair)
            return urlunsplit(place._replace(query=rest, fragment="")), int(value)
    match = _PART.match(place.path)
    if match:
        number = int(match["n"] or match["m"])
        if 1 < number <= _MOST:
            stem = match["stem"] + (match["end"] or ("/" if match["n"] and place.path.endswith("/") else ""))
            return urlunsplit(place._replace(path=stem, fragment="")), number
    return url.split("#")[0], 1


def parts(page: Page) -> tuple[list[str], str | None]:
    """The addresses of an article's further pages in order, or that of its first page where this is a further one."""
    page_head = page.head
    assert page_head and page.elements
    here, number = part_number(page.url)
    pages: dict[int, str] = {}
    linked = part_number(page_head.canonical)[0].rstrip("/") == here.rstrip("/")
    name = here.rstrip("/").rsplit("/", 1)[-1].split("?")[0].rsplit(".", 1)[0]
    for href in dict.fromkeys(
        [*_hrefs(page.elements.of("a"), name, numbered=number == 1), page_head.next, page_head.prev]
    ):
        address = absolute(page_head.base, href) if href else ""
        stem, n = part_number(address)
        if stem.rstrip("/") != here.rstrip("/"):
            continue
        if n > 1:
            pages[n] = address
        else:
            linked = linked or address.rstrip("/") != page.url.rstrip("/")
    if number > 1:
        return [], here if linked or pages else None
    further = list(takewhile(lambda n: n in pages, range(2, _MOST)))
    return [pages[n] for n in further], None


def _hrefs(links: list[etree._Element], name: str, *, numbered: bool) -> Iterator[str]:
    """Those of a page's links that may lead to others of the same article, whose address ends in `name`: wherever its pager
    stands, and whatever that is called, but for those of comments. Only those with a number, where it is `numbered`."""
    for element in links:
        href = (element.get("href") or "").strip()
        if not href or not (name in href or href[0] in "?." or href.strip("/").isdigit()):
            continue
        if numbered and not _NUMBERED.search(href):
            continue
        around = (f"{place.get('class', '')} {place.get('id', '')}" for place in (element, *element.iterancestors()))
        if not any(map(_COMMENTS.search, around)):
            yield href


def join(first: Page, rest: list[Page]) -> Article:
    """One article of its first page and its further ones, in order. Lines that a page repeats are kept once.

    Raises ValueError where the first page holds no article.
    """
    article = first.article
    if article is None:
        raise ValueError("the first page holds no article")
    seen = {image.url for image in article.images}
    paragraphs = article.body.split("\n\n") if article.body else []
    kinds = [*article.kinds, *[""] * (len(paragraphs) - len(article.kinds))]
    for page in rest:
        other = page.part or page.article
        if other is None:
            continue
        body = other.body.split("\n\n") if other.body else []
        if set(body) <= set(paragraphs) and seen.issuperset(image.url for image in other.images):
            continue  # a server that knows no further pages
        own = [other.lead, *body] if other.lead else body
        if article.lead and own and own[0] == article.lead:
            own = own[1:]
        before, above = len(paragraphs), len(own) - len(body)
        paragraphs += own
        told = ["", *other.kinds, *[""] * (len(body) - len(other.kinds))]
        kinds += told[len(told) - len(own) :]
        article.images += [
            replace(image, after=None if image.after is None else before + max(above + image.after, 0))
            for image in other.images
            if image.url is None or image.url not in seen
        ]
        seen |= {image.url for image in other.images}
        article.removed += other.removed
        if page.signed:
            article.byline = other.byline
    article.body = "\n\n".join(paragraphs)
    article.kinds = kinds
    return article

"""Articles in several pages: the addresses of the parts, and the parts made one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from lxml import etree

from archive.article import Article
from pipelines.address import join as absolute
from pipelines.page import Page
from pipelines.part_numbers import MOST_PARTS, part_number

_NUMBERED = re.compile(
    r"(?:/|=|[a-z]-?)\d{1,2}(?!\d)", re.I
)  # what the address of a further page holds: /2, page=2, -p2
_COMMENTS = re.compile(r"comment|binh-?luan|phan-?hoi|y-?kien|reply", re.I)  # "comments-pagination", "box_binhluan"


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
    further = list(takewhile(lambda n: n in pages, range(2, MOST_PARTS)))
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

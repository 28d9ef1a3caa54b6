"""Articles in several pages: the addresses of the parts, and the parts made one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from archive.article import Article
from pipelines.address import join as absolute
from pipelines.page import Page
from pipelines.part_numbers import MOST_PARTS, Place, part_place, stem
from pipelines.title_keys import alike, key

_NUMBERED = re.compile(
    r"(?:/|=|[a-z][-_.,]?)\d{1,2}(?!\d)", re.I
)  # what the address of a further page holds: /2, page=2, -p2
# The words of a pager's link: "2", "[ 2 ]", "Trang 2", "Trang sau", "»"; not "Kỳ 2", nor a title
_TURN = re.compile(
    r"\W*(?:trang|page)?\W*(?:(\d{1,2})|đầu|cuối|sau|trước|tiếp|tiếp theo|xem tiếp|kế tiếp|next|prev|previous)?\W*",
    re.I,
)
# What a further page's title has beside its article's, as a key: "... trang 2", "... page 2 of 3", "... 2 3"
_PAGE_OF = re.compile(r"\b(?:trang|page)(?: so)? \d{1,2}(?: (?:of |tren |trong )?\d{1,2})?\b|\b\d{1,2} \d{1,2}$")
_COMMENTS = re.compile(r"comment|binh-?luan|phan-?hoi|y-?kien|reply", re.I)  # "comments-pagination", "box_binhluan"


def parts(page: Page) -> tuple[list[str], str | None]:
    """The addresses of an article's further pages in order, or that of its first page where this is a further one."""
    page_head = page.head
    assert page_head and page.tree is not None
    here = part_place(page.url)
    if here.number > 1:
        first = _first_of(page, here)
        if first or not here.sign:
            return [], first
        here = Place(page.url.split("#")[0])
    pages: dict[int, str] = {}
    for address, words in _linked(page, here, numbered=True):
        place = part_place(address)
        if place.number > 1 and place.is_of(here) and _is_proof(place.sign, place.number, words):
            pages.setdefault(place.number, address)
    return [pages[n] for n in takewhile(lambda n: n in pages, range(2, MOST_PARTS))], None


def _first_of(page: Page, here: Place) -> str | None:
    """The first page of the article that a page at such an address is a further one of; None where nothing proves it."""
    assert page.head is not None
    named = part_place(page.head.canonical)
    if page.head.canonical and named.number == 1 and named.is_of(here):
        return page.head.canonical
    others = None
    for address, words in _linked(page, here, numbered=False):
        place = part_place(address)
        if not place.is_of(here) or address.rstrip("/") == page.url.rstrip("/"):
            continue
        if _is_proof(here.sign, place.number, words):
            if place.number == 1:
                return place.first
            others = here.first
    return others


def _is_proof(sign: str, number: int, words: str | None) -> bool:
    """Whether a link shows that its address is another page of the same article: by the address, else by its words.

    `words` is None for what the head names as the page before or after: of two articles of one title that may be true.
    """
    if not sign:
        return True
    turn = _TURN.fullmatch(words or "")
    if sign != "/":
        return bool(turn and turn[1] and int(turn[1]) == number)
    return bool(turn and (not turn[1] or int(turn[1]) == number))


def _linked(page: Page, here: Place, *, numbered: bool) -> Iterator[tuple[str, str | None]]:
    """The addresses that a page links to which may be others of the same article, and the words of each link: wherever its
    pager stands, and whatever that is called, but for those of comments. Only those with a number, where it is `numbered`.
    """
    assert page.head is not None and page.elements is not None
    name = stem(here.first).split("?")[0].rsplit("/", 1)[-1]
    for element in page.elements.of("a"):
        href = (element.get("href") or "").strip()
        if not href or not (name in href or href[0] in "?." or re.match(r"\d|(?:page|trang|p)\b", href, re.I)):
            continue
        if numbered and not _NUMBERED.search(href):
            continue
        around = (f"{place.get('class', '')} {place.get('id', '')}" for place in (element, *element.iterancestors()))
        if not any(map(_COMMENTS.search, around)) and (address := absolute(page.head.base, href)):
            yield address, "".join(map(str, element.itertext())).strip()
    for href in filter(None, (page.head.next, page.head.prev)):
        if address := absolute(page.head.base, href):
            yield address, None


def is_another(one: str, other: str) -> bool:
    """Whether a further page's title is that of another article than the first page's: "Kỳ 2" for "Kỳ 1". False where
    either has none."""
    a, b = (" ".join(_PAGE_OF.sub(" ", key(title)).split()) for title in (one, other))
    numbers = [{word for word in title.split() if word.isdigit()} for title in (a, b)]
    return bool(a and b) and (numbers[0] != numbers[1] or not alike(a, b))


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
        if other is None or is_another(article.title, other.title):
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

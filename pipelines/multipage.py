"""Articles in several pages: the addresses of the parts, and the parts made one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import takewhile

from lxml.etree import _Element

from archive.article import Article
from pipelines.addresses.address import join as absolute
from pipelines.addresses.address import split
from pipelines.addresses.part_numbers import MOST_PARTS, Place, parameters, part_place, place_from, stem, token_names
from pipelines.language.title_keys import alike, key
from pipelines.page import Page

_NUMBERED = re.compile(
    r"(?:/|=|[a-z][-_.,]?)\d{1,2}(?!\d)", re.I
)  # what the address of a further page holds: /2, page=2, -p2
_WHOLE = ("/", "http")  # what begins most addresses, and none of these:
_RELATIVE = re.compile(r"[?.\d]|(?:page|trang|p)\b", re.I)  # what begins an address that is relative to the page's own
# The words of a pager's link: "2", "[ 2 ]", "Trang 2", "Trang sau", "»"; not "Kỳ 2", nor a title
_TURN = re.compile(
    r"\W*(?:trang|page)?\W*(?:(\d{1,2})|đầu|cuối|sau|trước|tiếp|tiếp theo|xem tiếp|kế tiếp|next|prev|previous)?\W*",
    re.I,
)
# What a further page's title has beside its article's, as a key: "... trang 2", "... page 2 of 3", "... 2 3"
_PAGE_OF = re.compile(r"\b(?:trang|page)(?: so)? \d{1,2}(?: (?:of |tren |trong )?\d{1,2})?\b|\b\d{1,2} \d{1,2}$")
# A pager that was taken for text: "1 2 3", "‹ 2 3 ›", "Trang 2/3"
_PAGER = re.compile(r"\W*(?:trang|page)?\W*\d{1,2}(?:\W+\d{1,2})*\W*", re.I)
# What it may have so only at an address that says so too: "... (phần 2)", "... (tiếp theo và hết)"
_PART_OF = re.compile(r"\b(?:(?:phan|p) (\d{1,2})|(?:phan )?(?:tiep(?: theo)?|cuoi)(?: va het)?|het)$")
_COMMENTS = re.compile(r"comment|binh-?luan|phan-?hoi|y-?kien|reply", re.I)  # "comments-pagination", "box_binhluan"

_Link = tuple[str, str | None]  # an address and the words of its link; None where the head names it


class _Kin:
    """Which addresses are of the article that a page is one of, as its links tell: a session's name in each of them makes no
    difference."""

    def __init__(self, page: Page):
        self.page = page
        self._tokens: set[str] | None = None

    def is_of(self, place: Place, here: Place) -> bool:
        """Whether two places are pages of one article."""
        if place.is_of(here):
            return True
        paths = [split(each.first).path.partition(";")[0] for each in (place, here)]
        if place.sign or here.sign or paths[0] != paths[1]:  # a mere number proves too little beside
            return False
        if self._tokens is None:
            assert self.page.elements is not None
            self._tokens = token_names(element.get("href") or "" for element in self.page.elements.of("a"))
        mine, theirs = ({name for name, _ in parameters(each.first)} for each in (here, place))
        # A parameter that only one of the two addresses has may be a token, one in both names the article.
        added = token_names([here.first, place.first], least=1) - (mine & theirs)
        return place.is_of(here, self._tokens | added)


def parts(page: Page) -> tuple[list[str], str | None]:
    """The addresses of an article's further pages in order, none where it has only one; and where this page is a
    further one, the address of the first, else None.
    """
    page_head = page.head
    assert page_head and page.tree is not None
    linked = list(_linked(page, part_place(page.url), numbered=True))
    kin = _Kin(page)
    least = _least_number(page, linked, kin)
    here = place_from(page.url, least)
    if here.number > 1:
        first = _first_of(page, here, least, kin)
        if first or not here.sign:
            return [], first
        here = Place(page.url.split("#")[0])
        linked = list(_linked(page, here, numbered=True))
    pages: dict[int, str] = {}
    for address, words in linked:
        place = place_from(address, least)
        if place.number > 1 and kin.is_of(place, here) and _is_proof(place.sign, place.number, words):
            pages.setdefault(place.number, address)
    return [pages[n] for n in takewhile(lambda n: n in pages, range(2, MOST_PARTS))], None


def following(page: Page) -> str | None:
    """The address of the page that comes after a further page of an article, by the pager there: many a first page links
    to the second alone. None where it names none."""
    if page.head is None or page.elements is None:
        return None
    linked = list(_linked(page, part_place(page.url), numbered=True))
    kin = _Kin(page)
    least = _least_number(page, linked, kin)
    here = place_from(page.url, least)
    for address, words in linked:
        place = place_from(address, least)
        if (
            place.number == here.number + 1 < MOST_PARTS
            and kin.is_of(place, here)
            and _is_proof(place.sign, place.number, words)
        ):
            return address
    return None


def _least_number(page: Page, linked: list[_Link], kin: _Kin) -> int:
    """The number that the address of an article's first page has, or would have: 0 where every link of the pager, which is
    among those `linked`, says one more than its address, as "2" for `?pageIndex=1`; else 1."""
    here = part_place(page.url)
    counts = set()
    for address, words in linked:
        place, turn = part_place(address), _TURN.fullmatch(words or "")
        if turn and turn[1] and not place.sign and kin.is_of(place, here) and place.first != address.split("#")[0]:
            counts.add(int(turn[1]) - place.number)
    return 0 if counts == {1} else 1


def _first_of(page: Page, here: Place, least: int, kin: _Kin) -> str | None:
    """The first page of the article that a page at such an address is a further one of; None where nothing proves it."""
    assert page.head is not None
    named = place_from(page.head.canonical, least)
    if page.head.canonical and named.number == 1 and kin.is_of(named, here):
        return page.head.canonical
    others = None
    for address, words in _linked(page, here, numbered=False):
        place = place_from(address, least)
        if not kin.is_of(place, here) or address.rstrip("/") == page.url.rstrip("/"):
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


def _linked(page: Page, here: Place, *, numbered: bool) -> Iterator[_Link]:
    """The addresses that a page links to which may be others of the same article, and the words of each link: wherever its
    pager stands, and whatever that is called, but for those of comments. Only those with a number, where it is `numbered`.
    """
    assert page.head is not None and page.elements is not None
    name = stem(here.first.partition(";")[0]).split("?")[0].rsplit("/", 1)[-1]
    known: dict[_Element, bool] = {}
    for element, href in page.elements.links:
        if not href or not (name in href or (not href.startswith(_WHOLE) and _RELATIVE.match(href))):
            continue
        if numbered and not _NUMBERED.search(href):
            continue
        if not _is_of_comments(element, known) and (address := absolute(page.head.base, href)):
            yield address, "".join(map(str, element.itertext())).strip()
    for href in filter(None, (page.head.next, page.head.prev)):
        if address := absolute(page.head.base, href):
            yield address, None


def _is_of_comments(element: _Element, known: dict[_Element, bool]) -> bool:
    """Whether an element, or one around it, is called comments; `known` keeps what was told of those around it, which a
    page's links have in common."""
    told, looked = False, []
    for place in (element, *element.iterancestors()):
        if place in known:
            told = known[place]
            break
        looked.append(place)
        if _COMMENTS.search(f"{place.get('class', '')} {place.get('id', '')}"):
            told = True
            break
    known.update(dict.fromkeys(looked, told))
    return told


def is_another(one: str, other: str, number: int = 0) -> bool:
    """Whether a further page's title is that of another article than the first page's: "Kỳ 2" for "Kỳ 1". False where
    either has none. `number` is the page's by its address, 0 where that does not say: "(phần 2)" then is its title's too."""
    a, b = (" ".join(_PAGE_OF.sub(" ", key(title)).split()) for title in (one, other))
    told = _PART_OF.search(b) if number > 1 else None
    if told and (not told[1] or int(told[1]) == number) and b[: told.start()].strip() == a:
        return False
    numbers = [{word for word in title.split() if word.isdigit()} for title in (a, b)]
    return bool(a and b) and (numbers[0] != numbers[1] or not alike(a, b))


def paragraphs_of(article: Article) -> list[str]:
    """The paragraphs of one page of an article, without the pager below them."""
    found = article.body.split("\n\n") if article.body else []
    return found[:-1] if found and _PAGER.fullmatch(found[-1]) else found


def _kinds_of(article: Article, many: int) -> list[str]:
    """The kinds of its first paragraphs, so `many`; those that have none are of the kind ""."""
    return [*article.kinds[:many], *[""] * (many - len(article.kinds))]


class Chain:
    """The further pages of an article, one after the other: those that its first page names, and those that only a
    further page leads on to.

    Iterating gives the addresses (the last one is `at`), and `add` takes what was read there. The last page, served under every number after
    it, leads on for ever: one that brings nothing new ends the chain. `spell` gives an address its one spelling.
    """

    def __init__(self, page: Page, spell: Callable[[str], str] = str):
        assert page.article
        self.page, self.spell = page, spell
        self.page.parts = [spell(url) for url in page.parts]
        self.parts: list[Page] = []  # as they were read
        self._known = set(paragraphs_of(page.article))

        self._met: set[str] = set()
        self.at = page.url
        self.empty: list[str] = []  # addresses at which nothing new was read

    def __iter__(self) -> Iterator[str]:
        while url := next((url for url in self.page.parts if url not in self._met), None):
            self._met.add(url)
            self.at = url
            yield url

    def lead_on(self, url: str, target: str) -> None:
        """Takes in that an address of the chain redirects to another form of it, which is asked for instead."""
        self.page.parts[self.page.parts.index(url)] = target
        self._met.add(target)
        self.at = target

    def lacks(self, paragraphs: Iterable[str]) -> bool:
        """Whether some of these paragraphs stand on none of its pages."""
        return not self._known.issuperset(paragraphs)

    def add(self, part: Page) -> None:
        """Takes the page that was read at the last address, or at any before it; it may lead on to another."""
        self.parts.append(part)
        found = part.part or part.article
        text = set(paragraphs_of(found)) if found else set()
        if not text - self._known:
            self.empty.append(part.url)
        after = following(part) if text - self._known and part.url == self.page.parts[-1] else None
        self._known |= text
        if after and self.spell(after) not in self.page.parts:
            self.page.parts.append(self.spell(after))


def join(first: Page, rest: list[Page]) -> Article:
    """One article of its first page and its further ones, in order. Lines that a page repeats are kept once.

    Raises ValueError where the first page holds no article.
    """
    article = first.article
    if article is None:
        raise ValueError("the first page holds no article")
    seen = {image.url for image in article.images}
    paragraphs = paragraphs_of(article)
    kinds = _kinds_of(article, len(paragraphs))
    for page in rest:
        other = page.part or page.article
        if other is None or is_another(article.title, other.title, part_place(page.url).number):
            continue
        body = paragraphs_of(other)
        if set(body) <= set(paragraphs) and seen.issuperset(image.url for image in other.images):
            continue  # a server that knows no further pages
        own = [other.lead, *body] if other.lead else body
        if article.lead and own and own[0] == article.lead:
            own = own[1:]
        if own and paragraphs and own[0] == paragraphs[-1]:
            own = own[1:]  # many a page begins with the paragraph that the one before it ended with
        before, above = len(paragraphs), len(own) - len(body)
        paragraphs += own
        told = ["", *_kinds_of(other, len(body))]
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

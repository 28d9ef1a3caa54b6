"""Tells articles from other pages, and says why a page is none.

A page that can be no article whatever it holds (an error, an empty shell, a login form) is refused outright. Of every
other the evidence is weighed, for and against, by the rows `page_type` of weights.csv: no single sign outvotes a long
text of the page's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.reasons import Code, Reason
from pipelines.addresses.address import is_front, split
from pipelines.boilerplate.headings import is_dated_below, is_signature
from pipelines.boilerplate.lines import is_link
from pipelines.evidence import Candidate, choose
from pipelines.language import names, page_titles
from pipelines.language.title_keys import key
from pipelines.outline import Block, Outline, in_chrome, prose, text_of
from pipelines.page import Page
from pipelines.page_type.links import count_links, count_teasers, leads_away, leads_elsewhere
from pipelines.page_type.refused import body_classes, refuse
from pipelines.structured_data.page_head import PageHead

# What a domain says that is for sale, as keys; an example for each.
FOR_SALE = (
    (
        r"(?:domain (?:name )?|website )(?:is|may be|might be) (?:for sale|available|expired)",
        "This domain may be for sale",
    ),
    (r"buy this domain|parked (?:free|domain)|domain parking", "Buy this domain"),
    (r"ten mien .{0,40}(?:rao ban|dang ban|het han|can ban|chuyen nhuong)", "Tên miền này đang được rao bán"),
)
# What casinos say that have bought a domain; an example for each.
GAMBLING = (
    (r"(?:nha cai|keo nha cai|tai xiu|no hu|ca cuoc|slot game|link vao).{0,80}(?:uy tin|dang nhap|khuyen mai|nap|rut|choi)",
     "Nhà cái uy tín, link vào mới nhất"),
    (r"\blink (?:vao|dang nhap|truy cap|tai).{0,30}(?:nha cai|casino|no hu|ban ca|tai xiu)", "Link đăng nhập nhà cái mới nhất"),
    (r"\b(?:situs|judi|slot gacor|togel)\b.{0,60}\b(?:online|terpercaya|gacor|resmi)\b", "Situs judi slot online terpercaya"),
    (r"(?:online|best|live) casino.{0,60}(?:bonus|slots?|free spins|play)", "Best online casino bonus, slots and free spins"),
)  # fmt: skip
PARKED_SIGN = "what parked domains say"
_FOR_SALE = re.compile("|".join(pattern for pattern, _ in FOR_SALE))
_CONTACT = re.compile(r"\(?\b0\d{1,3}\)?[ .-]?\d{3,4}[ .-]?\d{3,4}\b|\+84[ .\d]{8}|\w@[\w-]{1,64}\.\w")  # 0255.3822.111
_ROW = 400  # first characters of a line that are looked through for a telephone number
_LISTS = frozenset(("collectionpage", "searchresultspage", "itemlist"))
_SAID = 40  # characters of running text
_SECTION = re.compile(
    r"/[^/.?#\d-]+(?:-[^/.?#\d-]+){0,2}/?(?:#.*)?$"
)  # an address that ends as a section's does: /xa-hoi/
_FEW = 5  # lines that are links, on a page that is no list
_LITTLE = 800  # characters of running text, below which a title says what a page is
_SINGLE = re.compile(r"\bsingle(?:-post)?\b|\bnode-type-(?:article|story|news)|\bpost-template|\bdetail")
_AUTHORS = re.compile(r"/(?:authors?|tac-?gia|profiles?|autor(?:en|es)?|auteurs?|contributors?|by|people)/", re.I)
_NUMBERED = re.compile(r"\d{4,}")
# What the classes of <body> call a page, by the name of the evidence that they are.
_BODY_CLASSES = {
    "class names a front page": frozenset(("home", "front", "front-page", "blog")),
    "class names a list": frozenset(
        ("archive", "category", "tag", "tax", "author", "date", "post-type-archive", "search", "search-results")
    ),
    "class names a static page": frozenset(("page", "page-template", "page-template-default")),
}
_DENSE, _SIGNS = "\u2e80", 8  # from here on a sign is a syllable or a word; so many are a title of four words
_NO_EXCERPT = 3000  # characters
_LENGTHS = ((3000, "3,000 letters"), (1200, "1,200 letters"), (500, "500 letters"), (160, "160 letters"))


def reason(page: Page, title: str, heading: int | None) -> Reason | None:
    """Why a page is not an article; None where it is one.

    `title` is what would be its title, `heading` the number of the line which prints it, or None.
    """
    assert page.head and page.outline
    refused = refuse(page, heading)
    if refused or page.block is None:
        return refused or listing(page)
    text = _measure(page, page.outline, page.block, heading)
    evidence = _evidence(page, text, title, heading)
    if (
        page.outline.root.prose < _LITTLE
        and not any("dated" in name for name in evidence)
        and _FOR_SALE.search(key(title))
    ):
        return Reason(Code.FOREIGN, signs=PARKED_SIGN)
    found = choose(page, "page_type", [Candidate("article", "the whole page", evidence)])
    return None if found else _describe(page, evidence, text)


@dataclass(slots=True)
class _Text:
    """How much of a page's block is what, in characters but for `teasers`, which are counted."""

    size: int = 0  # all its text
    linked: int = 0  # of it, in links
    told: int = 0  # running text
    own: int = 0  # of that, what stands above the first teaser
    paragraphs: int = 0  # how many lines of it
    teasers: int = 0  # lines that lead to other pages as a list of articles does


def _measure(page: Page, outline: Outline, block: Block, heading: int | None) -> _Text:
    """Measures the text of a block, and what of it stands above the first line that leads to another article."""
    text = _Text(teasers=count_teasers(outline, block, heading))
    parts = [p for p in page.found if p.number != heading]
    text.size = sum(len(p.text) for p in parts)
    text.linked = sum(min(p.line.links, len(p.text)) for p in parts)
    text.told = sum(prose(p.text, p.line.links) for p in parts)
    first = next((n for n in range(block.first, block.last) if n != heading and leads_away(outline.lines[n])), None)
    sizes = [prose(p.text, p.line.links) for p in parts if first is None or p.number < first]
    text.own, text.paragraphs = sum(sizes), sum(map(bool, sizes))
    return text


def _evidence(page: Page, text: _Text, title: str, heading: int | None) -> list[str]:
    """The evidence for and against a page's being an article, by the names of weights.csv."""
    assert page.head and page.outline and page.block
    page_head, outline, block = page.head, page.outline, page.block
    types = {t.lower() for t in page_head.types}
    name = key(title)
    found = [_evidence_of_length(text.told, "text"), _evidence_of_length(text.own, "above teasers")]
    found += [evidence for evidence, names in _BODY_CLASSES.items() if _is_called(page_head, evidence, names)]
    declared = any(t.endswith(("article", "posting", "report")) for t in types)
    signed, dated = _is_signed(page, heading), heading is not None and is_dated_below(outline, heading)
    elsewhere = leads_elsewhere(page, outline, block, heading) and not _is_long_below_its_title(outline, text, heading)
    contacts = not (signed or dated) and _is_of_contacts(page, heading)
    signs = {
        "path of a front page": is_front(page.url),
        "class names an article": bool(_SINGLE.search(page_head.body_class.lower())),
        "structured data name an article": declared,
        "og:type article": "article" in page_head.kind,
        "structured data name a list": bool(types & _LISTS) and not declared,
        "dated": bool(page_head.published) or bool(outline.times),
        "number in the address": bool(_NUMBERED.search(split(page.url).path + split(page.url).query)),
        "heading found": heading is not None,
        "signed": signed,
        "dated below the heading": dated,
        "title of four words": len(name.split()) >= 4 or (name[:1] >= _DENSE and len(name) >= _SIGNS),
        "title is the site's": not title or is_site_title(title, page_head, page),
        "title in a menu": _in_menu(outline, name, heading),
        "title of a static page": bool(page_titles.STATIC.match(name))
        or bool(page_titles.FIGURES.match(name) and not (signed or dated)),
        "contact details": contacts,
        "page of an author": _is_of_author(page, title),
        "title of a list": ":" in title[:16] and bool(page_titles.ARCHIVE.match(name)),
        "heading leads elsewhere": elsewhere,
        "text below links elsewhere": elsewhere
        and _is_linked(outline, heading)
        and text.teasers >= 3
        and 2 * text.own < text.told,
        "three teasers": text.teasers >= 3,
        "teasers outweigh the text": text.teasers >= 3
        and text.teasers * 400 > text.told
        and text.paragraphs < 4
        and not signed
        and not (text.own and dated),
        "mostly links": bool(text.size) and text.linked > 0.5 * text.size,
        "twenty links, no heading": heading is None and count_links(outline) > 20,
        "hardly a link": not (contacts or _SECTION.search(page.url)) and _is_hardly_linked(outline, text, heading),
        "three pictures": heading is not None and not text.teasers and _count_pictures(outline, block) > 2,
        "notice with an attachment": block.notice,
        "block named for an article": block.marked,
    }
    return found + [evidence for evidence, holds in signs.items() if holds]


def _is_hardly_linked(outline: Outline, text: _Text, heading: int | None) -> bool:
    """Whether sentences stand below a heading on a page which has not the links that a list is made of."""
    return heading is not None and text.told >= _SAID and not text.teasers and count_links(outline) <= _FEW


def _is_linked(outline: Outline, heading: int | None) -> bool:
    """Whether there is a heading, and it is a link."""
    return heading is not None and is_link(outline.lines[heading])


def _count_pictures(outline: Outline, block: Block) -> int:
    """How many pictures of a block's own lead nowhere, as those of a photo story."""
    inside = [p for p in outline.pictures if block.first <= p.at < block.last and not p.foreign and not p.href]
    return sum(in_chrome(p.node) is None for p in inside)


def _is_long_below_its_title(outline: Outline, text: _Text, heading: int | None) -> bool:
    """Whether a text is as long as no excerpt is, below a title that leads nowhere, and no other article is shown in it."""
    unlinked = heading is not None and not _is_linked(outline, heading)
    return unlinked and text.told >= _NO_EXCERPT and text.teasers < 2


def _is_of_author(page: Page, title: str) -> bool:
    """Whether a page shows who writes for the newspaper: its title is a person's name, and its address or <title> says so."""
    assert page.head
    if not 1 < len(title.split()) < 6 or not names.is_person(title):
        return False
    return bool(_AUTHORS.search(split(page.url).path) or page_titles.AUTHOR.search(key(page.head.page_title)))


def _is_signed(page: Page, heading: int | None) -> bool:
    """Whether a line of the text, above the first line that leads to another article, is a name set apart."""
    assert page.outline and page.block
    block, lines = page.block, page.outline.lines
    away = next((n for n in range(block.first, block.last) if n != heading and leads_away(lines[n])), block.last)
    return any(is_signature(p.line) for p in page.found if p.number < away)


def _evidence_of_length(size: int, what: str) -> str:
    """The evidence of a text's size in characters: `what`, and which of the steps of `_LENGTHS` it reaches."""
    return next(
        (f"{what}: {label}" for least, label in _LENGTHS if size >= least), f"{what}: less" if size else f"{what}: none"
    )


def _is_called(page_head: PageHead, evidence: str, expected: frozenset[str]) -> bool:
    """Whether the classes of <body> hold one of `expected`, and none that says the contrary."""
    names = body_classes(page_head)
    if evidence == "class names a static page" and not any(name.startswith("page-id-") for name in names):
        return False
    return bool(names & expected) and not names & {"single", "single-post"}


def _is_of_contacts(page: Page, heading: int | None) -> bool:
    """Whether two lines or more of an undated text, and half of all, give a telephone number or an e-mail address."""
    assert page.head and page.outline
    if page.head.published or page.outline.times:
        return False
    lines = [p.text for p in page.found if p.number != heading]
    told = sum(_CONTACT.search(text, 0, _ROW) is not None for text in lines)
    return told >= 2 and 2 * told >= len(lines)


def _describe(page: Page, evidence: list[str], text: _Text) -> Reason:
    """The reason to give for a page that is no article, by the evidence against it."""
    if "path of a front page" in evidence or "class names a front page" in evidence:
        return listing(page, Code.FRONT_PAGE)
    static = {"class names a static page", "title of a static page", "title in a menu", "contact details"} & set(
        evidence
    )
    if static and "three teasers" not in evidence:
        return Reason(Code.STATIC_PAGE)
    if not text.told and not text.teasers and "heading found" in evidence and "title of four words" in evidence:
        return Reason(Code.TITLE_ONLY)
    if not text.told and page.outline is not None and count_links(page.outline) <= 10:
        return Reason(Code.NO_TEXT)
    return listing(page)


def listing(page: Page, code: Code = Code.LISTING) -> Reason:
    """The reason that a page is a list, with how many links and words it has."""
    assert page.outline
    outline = page.outline
    texts = (line for line in outline.lines if line.links < 0.5 * len(line.text) and not in_chrome(line.node))
    words = sum(len(line.text.split()) for line in texts)
    links = sum(1 for element in page.elements.of("a") if element.get("href")) if page.elements else 0
    return Reason(code, links=links, words=words)


def is_site_title(title: str, page_head: PageHead, page: Page) -> bool:
    """Whether a title is not an article's but the site's: its name, or words that only a front page has for a title
    ("Trang chủ").
    """
    words = key(title)
    return bool(page_titles.SITE_TITLE.search(words)) or words in {
        key(n) for n in [*page_head.site, page.newspaper_title] if n
    }


def _in_menu(outline: Outline, name: str, heading: int | None) -> bool:
    """Whether a page of this title stands in the menu above it, as sections and pages about the site do."""
    if not name or len(name.split()) > 6 or heading is None:
        return False
    for line in outline.lines[:heading]:
        if line.unread is not None:
            named = (text_of(link) for link in line.unread.iter("a"))
        else:
            named = (text for text in [line.text] if line.hrefs and is_link(line))
        if any(len(name) - 3 <= len(text) < 60 and key(text) == name for text in named):
            return True
    return False

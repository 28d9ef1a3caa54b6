"""Tells articles from other pages, and says why a page is none.

A page that can be no article whatever it holds (an error, an empty shell, a login form) is refused outright. Of every
other the evidence is weighed, for and against, by the rows `page_type` of weights.csv: no single sign outvotes a long
text of the page's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl

from archive.hosts import host
from archive.reasons import Code, Reason
from pipelines.addresses.address import is_front, join, split
from pipelines.boilerplate.headings import is_dated_below, is_heading, is_one_of_teasers, is_signature
from pipelines.boilerplate.strip import is_link
from pipelines.evidence import Candidate, choose
from pipelines.fields.place import has_field
from pipelines.language import names, page_titles
from pipelines.language.title_keys import key
from pipelines.outline import Block, Line, Outline, in_chrome, prose, text_of
from pipelines.page import Page
from pipelines.structured_data.page_head import CUT, PageHead
from vietnamese import fold

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
_TOLD = 6  # words of a title that tells more than that nothing was found
_HITS = 3  # links below the heading of the answer to a search at least
_LITTLE = 800  # characters of running text, below which a title says what a page is
_SINGLE = re.compile(r"\bsingle(?:-post)?\b|\bnode-type-(?:article|story|news)|\bpost-template|\bdetail")
_NOT_FOUND_PATH = re.compile(r"(?:^|[/-])404(?:$|[/.])|/(?:page-)?not-found", re.I)  # /404/, /trang-404.html
_AUTHORS = re.compile(r"/(?:authors?|tac-?gia|profiles?|autor(?:en|es)?|auteurs?|contributors?|by|people)/", re.I)
_NUMBERED = re.compile(r"\d{4,}")
_SEARCH_PARAMETERS = frozenset(("s", "q", "key", "keyword", "keywords", "tukhoa", "query", "search"))
# What the classes of <body> call a page, by the name of the evidence that they are.
_BODY_CLASSES = {
    "class names a front page": frozenset(("home", "front", "front-page", "blog")),
    "class names a list": frozenset(
        ("archive", "category", "tag", "tax", "author", "date", "post-type-archive", "search", "search-results")
    ),
    "class names a static page": frozenset(("page", "page-template", "page-template-default")),
}
_LENGTHS = ((3000, "3,000 letters"), (1200, "1,200 letters"), (500, "500 letters"), (160, "160 letters"))


def reason(page: Page, title: str, heading: int | None) -> Reason | None:
    """Why a page is not an article; None where it is one.

    `title` is what would be its title, `heading` the number of the line which prints it, or None.
    """
    assert page.head and page.outline
    refused = _refuse(page, heading)
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


def _refuse(page: Page, heading: int | None) -> Reason | None:
    """Why a page can be no article whatever speaks for it, or None."""
    assert page.head and page.outline
    page_head, outline, block = page.head, page.outline, page.block
    names = _body_classes(page_head)
    pieces = CUT.split(page_head.page_title)
    scripted = page.elements is not None and bool(page.elements.of("script"))
    bare = "404" in map(key, pieces)  # "404 - Báo Một"; "Trung đoàn 404" is an article
    named = "error404" in names and outline.root.prose < 500
    dated = heading is not None and is_dated_below(outline, heading)  # "“Không tìm thấy trang” suốt buổi sáng" is news
    missing = (
        bare
        or named
        or any(page_titles.NOT_FOUND.search(k) for k in map(key, pieces) if not dated or len(k.split()) < _TOLD)
        or _NOT_FOUND_PATH.search(split(page.url).path)
    )
    if page.status in (404, 410) or (missing and outline.root.prose < 1500):
        return Reason(Code.NOT_FOUND) if page.status == 200 else Reason(Code.STATUS, status=page.status)
    if page_head.refresh and "url=" in page_head.refresh.lower() and outline.root.prose < 200:
        return Reason(Code.META_REFRESH)
    if not outline.lines or (block is None and outline.root.text < 60 and scripted):
        return Reason(Code.SCRIPT_SHELL if scripted else Code.EMPTY_PAGE)
    if "attachment" in names or "single-attachment" in names:
        return Reason(Code.ATTACHMENT)
    query = {name.lower() for name, value in parse_qsl(split(page.url).query)}
    called = bool(names & {"search", "search-results", "search-no-results", "page-search"})
    asked = any(map(page_titles.SEARCH.search, map(fold, pieces)))
    searched = called and (block is None or block.heading is None or asked)
    if (
        searched
        or (asked and (query & _SEARCH_PARAMETERS or outline.root.prose < 400))
        or (not dated and _heads_hits(page, heading))
    ):
        return Reason(Code.SEARCH_RESULTS)
    if block is not None:
        told = sum(prose(p.text, p.line.links) for p in page.found)
        if outline.root.asks and told < 300 and _asks_for_login(page_head, outline):
            return Reason(Code.LOGIN_WALL)
        sample = "".join(p.text for p in page.found[:20])[:400]
        if told < 200 and not (page_head.published or dated) and page_titles.SAYS_NOT_FOUND.search(key(sample)):
            return Reason(Code.NOT_FOUND)
        if sum(map(str.isalpha, sample)) < 0.3 * len(sample):
            return Reason(Code.NO_LETTERS)
    return None


def _heads_hits(page: Page, heading: int | None) -> bool:
    """Whether the heading names the answer to a search, "Tìm thấy 48 kết quả cho mận", and links to what was found follow,
    no text between."""
    assert page.outline
    if page.block is None or heading is None or not page_titles.SEARCH.search(fold(page.outline.lines[heading].text)):
        return False
    below = page.outline.lines[heading + 1 : page.block.last]
    links = [n for n, line in enumerate(below) if _is_link_away(line)]
    return len(links) >= _HITS and not any(prose(line.text, line.links) for line in below[: links[0]])


def _asks_for_login(page_head: PageHead, outline: Outline) -> bool:
    """Whether a page is a form to log in, or says that its text is for members."""
    heads = " ".join(line.text for line in outline.lines if line.level)
    asked = key(" ".join(line.text for line in outline.lines if len(line.text) < 200))
    return bool(page_titles.LOGIN.search(key(f"{page_head.page_title} {heads}")) or page_titles.MEMBERS.search(asked))


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
    text = _Text(teasers=_count_teasers(outline, block, heading))
    parts = [p for p in page.found if p.number != heading]
    text.size = sum(len(p.text) for p in parts)
    text.linked = sum(min(p.line.links, len(p.text)) for p in parts)
    text.told = sum(prose(p.text, p.line.links) for p in parts)
    first = next((n for n in range(block.first, block.last) if n != heading and _leads_away(outline.lines[n])), None)
    sizes = [prose(p.text, p.line.links) for p in parts if first is None or p.number < first]
    text.own, text.paragraphs = sum(sizes), sum(map(bool, sizes))
    return text


def _leads_away(line: Line) -> bool:
    """Whether a line is a heading that is a link to another page, as those of teasers are."""
    return is_heading(line) and _is_link_away(line) and len(line.text) >= 20


def _is_link_away(line: Line) -> bool:
    """Whether the whole line is a link, and to no part of the same page (`#buoc-2`)."""
    return is_link(line) and not all(len(href) > 1 and href[0] == "#" for href in line.hrefs)


def _evidence(page: Page, text: _Text, title: str, heading: int | None) -> list[str]:
    """The evidence for and against a page's being an article, by the names of weights.csv."""
    assert page.head and page.outline and page.block
    page_head, outline, block = page.head, page.outline, page.block
    types = {t.lower() for t in page_head.types}
    name = key(title)
    found = [_evidence_of_length(text.told, "text"), _evidence_of_length(text.own, "above teasers")]
    found += [evidence for evidence, names in _BODY_CLASSES.items() if _is_called(page_head, evidence, names)]
    declared = any(t.endswith(("article", "posting", "report")) for t in types)
    listed = types & {"collectionpage", "searchresultspage", "itemlist"} and not declared
    signed = _is_signed(page, heading)
    dated = heading is not None and is_dated_below(outline, heading)
    leads_elsewhere = _leads_elsewhere(page, outline, block, heading)
    signs = {
        "path of a front page": is_front(page.url),
        "class names an article": bool(_SINGLE.search(page_head.body_class.lower())),
        "structured data name an article": declared,
        "og:type article": "article" in page_head.kind,
        "structured data name a list": bool(listed),
        "dated": bool(page_head.published) or bool(outline.times),
        "number in the address": bool(_NUMBERED.search(split(page.url).path + split(page.url).query)),
        "heading found": heading is not None,
        "signed": signed,
        "dated below the heading": dated,
        "title of four words": len(name.split()) >= 4,
        "title is the site's": not title or kind_of_site(title, page_head, page),
        "title in a menu": _in_menu(outline, name, heading),
        "title of a static page": bool(page_titles.STATIC.match(name))
        or bool(page_titles.FIGURES.match(name) and not (signed or dated)),
        "contact details": not (signed or dated) and _is_of_contacts(page, heading),
        "page of an author": _is_of_author(page, title),
        "title of a list": ":" in title[:16] and bool(page_titles.ARCHIVE.match(name)),
        "heading leads elsewhere": leads_elsewhere,
        "text below links elsewhere": leads_elsewhere
        and heading is not None
        and is_link(outline.lines[heading])
        and text.teasers >= 3
        and 2 * text.own < text.told,
        "three teasers": text.teasers >= 3,
        "teasers outweigh the text": text.teasers >= 3
        and text.teasers * 400 > text.told
        and text.paragraphs < 4
        and not signed
        and not (text.own and dated),
        "mostly links": bool(text.size) and text.linked > 0.5 * text.size,
        "twenty links, no heading": heading is None and _count_links(outline) > 20,
        "notice with an attachment": block.notice,
        "block named for an article": block.marked,
    }
    return found + [evidence for evidence, holds in signs.items() if holds]


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
    away = next((n for n in range(block.first, block.last) if n != heading and _leads_away(lines[n])), block.last)
    return any(is_signature(p.line) for p in page.found if p.number < away)


def _evidence_of_length(size: int, what: str) -> str:
    """The evidence of a text's size in characters: `what`, and which of the steps of `_LENGTHS` it reaches."""
    return next(
        (f"{what}: {label}" for least, label in _LENGTHS if size >= least), f"{what}: less" if size else f"{what}: none"
    )


def _body_classes(page_head: PageHead) -> set[str]:
    """The class names of <body>."""
    return set(page_head.body_class.lower().replace("_", "-").split())


def _is_called(page_head: PageHead, evidence: str, expected: frozenset[str]) -> bool:
    """Whether the classes of <body> hold one of `expected`, and none that says the contrary."""
    names = _body_classes(page_head)
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
    if not text.told and page.outline is not None and _count_links(page.outline) <= 10:
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


def _count_links(outline: Outline) -> int:
    """How many lines are nothing but links."""
    return sum(1 for line in outline.lines if line.links >= 0.9 * len(line.text) - 2 and line.hrefs)


def kind_of_site(title: str, page_head: PageHead, page: Page) -> bool:
    """Whether a title is the site's name, or one that only a front page has, and no article's."""
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


def _leads_elsewhere(page: Page, outline: Outline, block: Block, heading: int | None) -> bool:
    """Whether the text stands under a heading that is a link to another page: an excerpt of that page."""
    assert page.head
    start = heading if heading is not None and heading < block.last else max(block.first - 3, 0)
    for number in range(start, block.last):
        line = outline.lines[number]
        if number != heading and prose(line.text, line.links):
            return False
        if not is_heading(line) and line.bold < 0.6 * line.links:
            continue
        if not _is_link_away(line) or in_chrome(line.node):
            continue
        if len(line.text.split()) < 4 and not (number == heading and is_one_of_teasers(outline, number)):
            continue
        if (number == heading and line.level == 1) or has_field(line, "byline"):
            continue
        there = _comparable_address(page.head.base, line.hrefs[0])
        return there not in (_comparable_address(page.url, ""), _comparable_address(page.url, page.head.canonical))
    return False


def _comparable_address(base: str, href: str) -> str:
    """What of an address tells whether two are of one page: host, path and query."""
    url = join(base, href)
    parts = split(url)
    return f"{host(url)}{parts.path.rstrip('/')}?{parts.query}"


def _count_teasers(outline: Outline, block: Block, heading: int | None) -> int:
    """How many of the lines lead to other pages as a list of articles does: headings that are links, or links each with
    some prose below. Counted on the page where it has no heading of its own, else in the text."""
    headings = pairs = told = 0
    previous = False
    for number, line in enumerate(outline.lines):
        inside = block.first <= number < block.last
        if not inside and heading is not None:
            continue
        linked = (
            _is_link_away(line) and len(line.text) >= 20 and (heading is None or not in_chrome(line.node, block.node))
        )
        headings += linked and is_heading(line)
        if inside and prose(line.text, line.links):
            told += 1
            pairs += previous
        previous = linked
    return max(headings, pairs if pairs >= 3 and pairs >= 0.6 * told else 0)

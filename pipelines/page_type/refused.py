"""Pages that can be no article whatever they hold: errors, empty shells, searches, forms to log in."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

from archive.reasons import Code, Reason
from pipelines.addresses.address import split
from pipelines.boilerplate.headings import is_dated_below
from pipelines.language import page_titles
from pipelines.language.title_keys import key
from pipelines.outline import Outline, prose
from pipelines.page import Page
from pipelines.page_type.links import is_link_away
from pipelines.structured_data.page_head import CUT, PageHead
from vietnamese import fold

_TOLD = 6  # words of a title that tells more than that nothing was found
_HITS = 3  # links below the heading of the answer to a search at least
_NOT_FOUND_PATH = re.compile(r"(?:^|[/-])404(?:$|[/.])|/(?:page-)?not-found", re.I)  # /404/, /trang-404.html
_SEARCH_PARAMETERS = frozenset(("s", "q", "key", "keyword", "keywords", "tukhoa", "query", "search"))


def refuse(page: Page, heading: int | None) -> Reason | None:
    """Why a page can be no article whatever speaks for it, or None."""
    assert page.head and page.outline
    page_head, outline, block = page.head, page.outline, page.block
    names = body_classes(page_head)
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
    links = [n for n, line in enumerate(below) if is_link_away(line)]
    return len(links) >= _HITS and not any(prose(line.text, line.links) for line in below[: links[0]])


def _asks_for_login(page_head: PageHead, outline: Outline) -> bool:
    """Whether a page is a form to log in, or says that its text is for members."""
    heads = " ".join(line.text for line in outline.lines if line.level)
    asked = key(" ".join(line.text for line in outline.lines if len(line.text) < 200))
    return bool(page_titles.LOGIN.search(key(f"{page_head.page_title} {heads}")) or page_titles.MEMBERS.search(asked))


def body_classes(page_head: PageHead) -> set[str]:
    """The class names of <body>."""
    return set(page_head.body_class.lower().replace("_", "-").split())

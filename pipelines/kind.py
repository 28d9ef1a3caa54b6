"""Tells articles from other pages, and says why a page is none."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from pipelines.about import About
from pipelines.boilerplate.block import Block, alike, is_heading, key, walk
from pipelines.outline import Outline, in_chrome, prose
from pipelines.page import Page

_NOT_FOUND = re.compile(
    r"\b404\b|not found|khong tim thay|khong ton tai|page (?:does not|doesn t) exist|khong co gi o day|da bi xoa"
    r"|trang (?:ban|quy vi) (?:tim|yeu cau|truy cap)|bai viet (?:khong|da bi)|noi dung khong|loi 404|error 404"
)
_LOGIN = re.compile(r"\b(?:dang nhap|log ?in|sign ?in|login|dang ky tai khoan|xac thuc nguoi dung)\b")
_SEARCH = re.compile(r"(?:^|\W)(?:ket qua tim kiem|tim kiem|search results?)\b")
_STATIC = re.compile(
    r"^(?:gioi thieu(?: chung)?|lien he|ve chung toi|about(?: us)?|contact(?: us)?|dieu khoan(?: su dung)?|so do (?:site|trang|website)"
    r"|site ?map|chinh sach (?:bao mat|rieng tu)|privacy policy|terms(?: of (?:use|service))?|toa soan|quang cao|bang gia quang cao"
    r"|lien he quang cao|hoi dap|faqs?|dang nhap|dang ky|co cau to chuc|so do to chuc|tro giup|rss|trang chu|home)$"
)
_SEARCH_PARAMETERS = frozenset(("s", "q", "key", "keyword", "keywords", "tukhoa", "query", "search"))
_READABLE = 160  # characters that a page without any evidence of being an article must hold to be taken for one


def reason(page: Page) -> str | None:
    """Why a page is not an article, in a few words; None where it is one or nothing speaks against it."""
    assert page.about and page.outline
    about, outline, block = page.about, page.outline, page.block
    head = key(about.page_title)
    names = set(about.body_class.lower().replace("_", "-").split())
    words = sum(
        len(line.text.split())
        for line in outline.lines
        if not in_chrome(line.node) and line.links < 0.5 * len(line.text)
    )
    links = sum(1 for line in outline.lines if line.links >= 0.9 * len(line.text) - 2 and line.href)
    listing = f"listing: {links} links, {words} words of text"

    if page.status in (404, 410) or "error404" in names or (_NOT_FOUND.search(head) and outline.root.prose < 1500):
        return "not found page answering 200" if page.status == 200 else f"status {page.status}"
    if about.refresh and "url=" in about.refresh.lower() and outline.root.prose < 200:
        return "redirect by meta refresh"
    if not outline.lines:
        return (
            "JavaScript shell"
            if page.tree is not None and next(page.tree.iter("script"), None) is not None
            else "empty page"
        )
    if names & {"home", "blog", "front-page", "home-page", "homepage", "page-home", "front"} and names & {
        "home",
        "front-page",
        "blog",
        "front",
    }:
        return f"home page: {links} links"
    if "attachment" in names or "single-attachment" in names:
        return "attachment page"
    if names & {"search", "search-results", "search-no-results", "page-search"}:
        return "search results"
    if names & {"archive", "category", "tag", "tax", "author", "date", "post-type-archive"} and "single" not in names:
        return listing
    if (
        names & {"page", "page-template", "page-template-default"}
        and not names & {"single", "single-post"}
        and any(name.startswith("page-id-") for name in names)
    ):
        return "static page"
    query = {name.lower() for name, value in parse_qsl(urlsplit(page.url).query)}
    if _SEARCH.search(head) and (query & _SEARCH_PARAMETERS or outline.root.prose < 400):
        return "search results"
    if _is_front(page, about):
        return f"home page: {links} links"
    if block is None:
        if (
            outline.root.text < 60
            and next(iter(page.tree.iter("script")) if page.tree is not None else iter(()), None) is not None
        ):
            return "JavaScript shell"
        return listing
    return _judge(page, outline, about, block, words, links, listing)


def _is_front(page: Page, about: About) -> bool:
    parts = urlsplit(page.url)
    if parts.scheme in ("http", "https") and parts.path in (
        "",
        "/",
        "/index.html",
        "/index.php",
        "/default.aspx",
        "/Default.aspx",
    ):
        return not parts.query
    return False


def _judge(
    page: Page, outline: Outline, about: About, block: Block, words: int, links: int, listing: str
) -> str | None:
    lines = outline.lines[block.first : block.last]
    text = sum(len(p.text) for p in page.found)
    linked = sum(min(p.line.links, len(p.text)) for p in page.found)
    told = sum(prose(p.text, p.line.links) for p in page.found)
    title = key(outline.lines[block.heading].text) if block.heading is not None else ""
    types = {t.lower() for t in about.types}
    declared = "article" in about.kind or any(t.endswith(("article", "posting")) for t in types)
    names = about.body_class.lower()
    single = bool(re.search(r"\bsingle(?:-post)?\b|\bnode-type-(?:article|story|news)|\bpost-template|\bdetail", names))
    dated = bool(about.published) or bool(outline.times)

    login = outline.root.asks and _LOGIN.search(
        key(about.page_title + " " + " ".join(line.text for line in outline.lines if line.level))
    )
    if login and told < 300:
        return "login wall"
    if _STATIC.match(title or key(about.page_title)) and not dated:
        return "static page"
    heads = _teasers(outline, block)
    if heads >= 4 and heads * 400 > told:
        return listing
    if text and linked > 0.5 * text and told < 600:
        return listing
    if not told and not single and not (declared and text > 40):
        return listing if links > 10 else "no text"
    if block.heading is None and not declared and not single and told < _READABLE:
        return listing
    if any(t in ("collectionpage", "searchresultspage", "itemlist") for t in types) and not declared and told < 1000:
        return listing
    del lines, words
    return None


def _teasers(outline: Outline, block: Block) -> int:
    """Headings in the text that are links to other pages: what a list of articles is made of."""
    count = 0
    for line in outline.lines[block.first : block.last]:
        if line.links >= 0.9 * len(line.text) - 2 and line.href and len(line.text) >= 20 and is_heading(line):
            if in_chrome(line.node, block.node) is None:
                count += 1
    return count


__all__ = ["reason", "alike", "walk"]

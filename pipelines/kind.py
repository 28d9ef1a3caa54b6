"""Tells articles from other pages, and says why a page is none."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

from pipelines.about import About
from pipelines.address import host, join, split
from pipelines.boilerplate.block import Block
from pipelines.boilerplate.headings import is_heading, key
from pipelines.boilerplate.strip import is_link
from pipelines.outline import Outline, in_chrome, prose
from pipelines.outline import outline as outline_of
from pipelines.page import Page

_NOT_FOUND = re.compile(
    r"\b404\b|not found|khong tim thay|khong ton tai|page (?:does not|doesn t) exist|khong co gi o day|da bi xoa"
    r"|trang (?:ban|quy vi) (?:tim|yeu cau|truy cap)|bai viet (?:khong|da bi)|noi dung khong|loi 404|error 404"
)
_LOGIN = re.compile(r"\b(?:dang nhap|log ?in|sign ?in|login|dang ky tai khoan|xac thuc nguoi dung)\b")
_MEMBERS = re.compile(
    r"(?:vui long|hay|can|phai) dang nhap|dang nhap (?:de|hoac dang ky)|(?:danh cho|chi danh cho) (?:ban doc|thanh vien|nguoi) (?:da )?dang ky"
    r"|(?:log|sign) in to (?:read|continue)|subscribe(?:rs)? (?:only|to (?:read|continue))"
)
_SEARCH = re.compile(r"(?:^|\W)(?:ket qua tim kiem|tim kiem|search results?)\b")
_STATIC = re.compile(
    r"^(?:gioi thieu(?: chung)?|lien he|ve chung toi|about(?: us)?|contact(?: us)?|dieu khoan(?: su dung)?|so do (?:site|trang|website)"
    r"|site ?map|chinh sach (?:bao mat|rieng tu)|privacy policy|terms(?: of (?:use|service))?|toa soan|quang cao|bang gia quang cao"
    r"|lien he quang cao|hoi dap|faqs?|dang nhap|dang ky|(?:so do )?(?:co cau )?to chuc(?: bo may)?|chuc nang,? nhiem vu|don vi truc thuoc|van ban(?: phap luat| moi)?|thu tuc hanh chinh|tro giup|rss|trang chu|home)$"
)
_SITE_TITLE = re.compile(
    r"^(?:trang chu|home|bao dien tu|cong thong tin|trang thong tin|website)\b|\b(?:cong thong tin dien tu|trang chu)\b"
)
_ARCHIVE = re.compile(
    r"^(?:chuyen muc|danh muc|the loai|category|categories|the|tags?|luu tru|archives?|tac gia|author|dong su kien|chu de) "
)
_FRONT = frozenset(("", "/", "/index.html", "/index.htm", "/index.php", "/default.aspx", "/home"))
_SEARCH_PARAMETERS = frozenset(("s", "q", "key", "keyword", "keywords", "tukhoa", "query", "search"))
_READABLE = 160  # characters that a page without any evidence of being an article must hold to be taken for one


def reason(page: Page, title: str, heading: int | None) -> str | None:
    """Why a page is not an article, in a few words; None where nothing speaks against it.

    `title` is what would be its title, `heading` the number of the line which prints it, or None.
    """
    assert page.about and page.outline
    about, outline, block = page.about, page.outline, page.block
    head = key(about.page_title)
    names = set(about.body_class.lower().replace("_", "-").split())
    scripted = page.tree is not None and next(page.tree.iter("script"), None) is not None

    if page.status in (404, 410) or "error404" in names or (_NOT_FOUND.search(head) and outline.root.prose < 1500):
        return "not found page answering 200" if page.status == 200 else f"status {page.status}"
    if about.refresh and "url=" in about.refresh.lower() and outline.root.prose < 200:
        return "redirect by meta refresh"
    if not outline.lines or (block is None and outline.root.text < 60 and scripted):
        return "JavaScript shell" if scripted else "empty page"
    if names & {"home", "front", "front-page", "blog"} or _is_front(page):
        return _listing(page, "listing: front page")
    if "attachment" in names or "single-attachment" in names:
        return "attachment page"
    if names & {"search", "search-results", "search-no-results", "page-search"}:
        return "search results"
    if names & {"archive", "category", "tag", "tax", "author", "date", "post-type-archive"} and "single" not in names:
        return _listing(page)
    if (
        names & {"page", "page-template", "page-template-default"}
        and not names & {"single", "single-post"}
        and any(name.startswith("page-id-") for name in names)
    ):
        return "static page"
    query = {name.lower() for name, value in parse_qsl(split(page.url).query)}
    if _SEARCH.search(head) and (query & _SEARCH_PARAMETERS or outline.root.prose < 400):
        return "search results"
    if block is None:
        return _listing(page)
    return _judge(page, outline, about, block, title, heading)


def _listing(page: Page, name: str = "listing") -> str:
    assert page.outline
    outline = page.outline
    texts = (line for line in outline.lines if line.links < 0.5 * len(line.text) and not in_chrome(line.node))
    words = sum(len(line.text.split()) for line in texts)
    links = sum(1 for element in page.tree.iter("a") if element.get("href")) if page.tree is not None else 0
    return f"{name}: {links} links, {words} words of text"


def _links(outline: Outline) -> int:
    return sum(1 for line in outline.lines if line.links >= 0.9 * len(line.text) - 2 and line.hrefs)


def _is_front(page: Page) -> bool:
    parts = split(page.url)
    return parts.scheme in ("http", "https") and not parts.query and parts.path.lower() in _FRONT


def _judge(
    page: Page,
    outline: Outline,
    about: About,
    block: Block,
    title: str,
    heading: int | None,
) -> str | None:
    text = sum(len(p.text) for p in page.found if p.number != heading)
    linked = sum(min(p.line.links, len(p.text)) for p in page.found if p.number != heading)
    told = sum(prose(p.text, p.line.links) for p in page.found if p.number != heading)
    types = {t.lower() for t in about.types}
    declared = "article" in about.kind or any(t.endswith(("article", "posting")) for t in types)
    names = about.body_class.lower()
    single = bool(re.search(r"\bsingle(?:-post)?\b|\bnode-type-(?:article|story|news)|\bpost-template|\bdetail", names))
    dated = bool(about.published) or bool(outline.times)
    name = key(title)
    sample = "".join(p.text for p in page.found[:20])[:400]
    if sum(character.isalpha() for character in sample) < 0.3 * len(sample):
        return "no text: hardly a letter"

    if outline.root.asks and told < 300:
        heads = " ".join(line.text for line in outline.lines if line.level)
        asked = key(" ".join(line.text for line in outline.lines if len(line.text) < 200))
        if _LOGIN.search(key(f"{about.page_title} {heads}")) or _MEMBERS.search(asked):
            return "login wall"
    if (":" in title[:16] and _ARCHIVE.match(name) and not declared) or _leads_elsewhere(page, outline, block, heading):
        return _listing(page)
    if not dated and (_STATIC.match(name) or _in_menu(page, outline, name, heading)):
        return "static page"
    teasers = _teasers(outline, block, heading)
    if teasers >= 3 and teasers * 400 > told:
        return _listing(page)
    if (
        heading is None
        and (not title or kind_of_site(title, about, page))
        and (teasers or told < 400 or _links(outline) > 20)
    ):
        return _listing(page)
    if text and linked > 0.5 * text and told < 600:
        return _listing(page)
    if not told and not single and not (declared and text > 40):
        if heading is not None and len(name.split()) >= 4 and not teasers:
            return None if block.notice else "no text: a title at most"
        return _listing(page) if _links(outline) > 10 else "no text"
    if heading is None and not declared and not single and told < _READABLE:
        return _listing(page)
    if any(t in ("collectionpage", "searchresultspage", "itemlist") for t in types) and not declared and told < 1000:
        return _listing(page)
    return None


def kind_of_site(title: str, about: About, page: Page) -> bool:
    """Whether a title is the site's and no article's."""
    words = key(title)
    return bool(_SITE_TITLE.search(words)) or words in {key(n) for n in [*about.site, page.newspaper_title] if n}


def _in_menu(page: Page, outline: Outline, name: str, heading: int | None) -> bool:
    """Whether a page of this title stands in the menu above it, as sections and pages about the site do."""
    if not name or len(name.split()) > 6 or heading is None:
        return False
    for line in outline.lines[:heading]:
        menu = outline_of(line.unread).lines if line.unread is not None else [line]
        if any(one.hrefs and is_link(one) and len(one.text) < 60 and key(one.text) == name for one in menu):
            return True
    return False


def _leads_elsewhere(page: Page, outline: Outline, block: Block, heading: int | None) -> bool:
    """Whether the text stands under a heading that is a link to another page: an excerpt of that page."""
    assert page.about
    start = heading + 1 if heading is not None and heading < block.last else max(block.first - 3, 0)
    for number in range(start, block.last):
        line = outline.lines[number]
        if prose(line.text, line.links):
            return False
        if not is_heading(line) and line.bold < 0.6 * line.links:
            continue
        if not is_link(line) or len(line.text.split()) < 4 or in_chrome(line.node):
            continue
        there = _address(page.about.base, line.hrefs[0])
        return there not in (_address(page.url, ""), _address(page.url, page.about.canonical))
    return False


def _address(base: str, href: str) -> str:
    url = join(base, href)
    parts = split(url)
    return f"{host(url)}{parts.path.rstrip('/')}?{parts.query}"


def _teasers(outline: Outline, block: Block, heading: int | None) -> int:
    """How many of the lines lead to other pages as a list of articles does: headings that are links, or links each with
    some prose below. Counted on the page where it has no heading of its own, else in the text."""
    headings = pairs = told = 0
    previous = False
    for number, line in enumerate(outline.lines):
        inside = block.first <= number < block.last
        if not inside and heading is not None:
            continue
        linked = is_link(line) and len(line.text) >= 20 and (heading is None or not in_chrome(line.node, block.node))
        headings += linked and is_heading(line)
        if inside and prose(line.text, line.links):
            told += 1
            pairs += previous
        previous = linked
    return max(headings, pairs if pairs >= 3 and pairs >= 0.6 * told else 0)

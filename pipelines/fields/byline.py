"""Who wrote an article: as printed with it, else as the page names its author."""

from __future__ import annotations

import re

from pipelines.address import host
from pipelines.boilerplate.headings import key
from pipelines.boilerplate.strip import Part
from pipelines.canonical import canonical
from pipelines.diacritics import right
from pipelines.fields.place import NEAR, end_of, has_field
from pipelines.outline import Line, in_chrome
from pipelines.page import Page
from vietnamese import bylines, dates

_BY = re.compile(
    r"^(?:(?:(?:được )?(?:đăng|viết|gửi) )?bởi|by|tác giả|người viết|người đăng|author|posted by|written by)\s*:?\s+",
    re.I,
)
_WORK = re.compile(
    r"^(?:Ảnh|Clip|Video|Ghi chép|Bút ký|Phóng sự|Ký sự|Tùy bút|Tản văn|Truyện ngắn|Thơ)\s?(?:của|:)\s+[^\W\d_a-z][^.!?]{1,50}$"
)


def find_byline(page: Page, body: list[Part], before: list[int], believed: bool) -> tuple[str | None, set[int], bool]:
    """The byline printed with the article, else the author the page names; its lines; whether it signs the text."""
    outline, about, block = page.outline, page.about, page.block
    assert outline and about and block
    lines = outline.lines
    chosen = outline.fields.get("byline")
    if chosen is not None:
        for n in range(chosen.first, chosen.last):
            name = author(dates.strip_date(lines[n].text), page)
            if name:
                return name, {p.number for p in body if p.number == n}, True
    # The last lines of the text.
    paragraphs = [p for p in body if p.kind in ("paragraph", "heading")]
    for p in reversed(paragraphs[-3:]):
        text = p.text
        if len(text) > 120:
            break
        name = bylines.byline(text) or (text if p is paragraphs[-1] and _WORK.match(text) else None)
        apart = (
            p.line.node.align == "right"
            or has_field(p.line, "byline", block.node)
            or p.line.bold > 0.9 * len(text)
            or p.line.node.bold
            or p.line.italic > 0.9 * len(text)
            or p.line.node.italic
        )
        if name and (apart or p is paragraphs[-1]):
            return name, {p.number}, True
        if has_field(p.line, "byline", block.node) and (name := author(text, page)):
            return name, {p.number}, True
        if p is paragraphs[-1] and len(paragraphs) > 2 and _signs(p, paragraphs[-2]):
            return text, {p.number}, True
    for p in paragraphs[:3]:
        if len(p.text) <= 100 and has_field(p.line, "byline", block.node) and (name := author(p.text, page)):
            return name, {p.number}, True
    after = range(block.last, min(block.last + NEAR, len(lines)))
    for n in range(block.last, min(block.last + 3, end_of(outline, block))):
        # Set apart below the text, in a block of its own.
        line = lines[n]
        apart = line.node.align == "right" or line.node.bold or line.bold > 0.9 * len(line.text)
        if apart and not line.hrefs and not in_chrome(line.node) and (name := bylines.byline(right(line.text))):
            return name, set(), True
    for n in [*after, *before]:
        line = lines[n]
        if len(line.text) > 100 or not has_field(line, "byline"):
            continue
        role = in_chrome(line.node)
        if role in ("comment-form", "related", "sidebar", "popup", "nav") and "author" not in line.rel:
            continue
        name = author(dates.strip_date(line.text), page)
        if name:
            return _joined(lines, n, name, page), set(), False
    if believed:
        for named in about.authors:
            names = [name for value in named.names if (name := author(value, page))]
            if names:
                return " - ".join(dict.fromkeys(names)), set(), False
    for n, line in enumerate(lines):
        near = block.first - 30 <= n <= block.last + NEAR
        if near and "author" in line.rel.split() and (name := author(line.text, page)):
            return name, set(), False
    return None, set(), False


def _signs(last: Part, previous: Part) -> bool:
    """Whether a last line is a signature by its place alone: a few words on the right, below text that is not."""
    text = last.text
    return (
        last.line.node.align == "right"
        and previous.line.node.align != "right"
        and len(text) <= 60
        and len(text.split()) <= 8
        and not text.endswith((".", ":", ";", "?", "!"))
        and "\n" not in text
        and not any(character.isdigit() for character in text)
    )


def _joined(lines: list[Line], number: int, name: str, page: Page) -> str:
    """Two authors named side by side, each in an element of its own."""
    following = lines[number + 1] if number + 1 < len(lines) else None
    if (
        following is None
        or following.node.parent is not lines[number].node.parent
        or following.node.names != lines[number].node.names
    ):
        return name
    other = author(following.text, page) if has_field(following, "byline") and lines[number].node.names else None
    return f"{name} - {other}" if other and other != name else name


def author(text: str, page: Page) -> str | None:
    """A person's or desk's name from an author field; None for the site's name, an address, "admin"."""
    assert page.about
    text = right(text.replace("\n", " "))
    if not text or "://" in text or len(text) > 120:
        return None
    name = bylines.clean_author(_BY.sub("", text))
    if not name or _is_handle(name):
        return None
    k = key(name)
    sites = {key(s) for s in [*page.about.site, page.newspaper_title] if s}
    place = host(canonical(page.about, page.url) or page.url)
    bare = k.replace(" ", "")
    if not k or k in sites or any(len(s) > 5 and (s in k or k in s) for s in sites):
        return None
    if len(bare) > 3 and (bare in place.replace(".", "").replace("-", "") or bare == f"bao{place.split('.')[0]}"):
        return None
    return name


def _is_handle(name: str) -> bool:
    """Whether a name is what somebody logs in with, not what a newspaper would print."""
    words = name.split()
    if not words[0][0].isupper():
        return True
    return len(words) == 1 and "." not in name and bool(re.search(r"[a-z][A-Z]|\d|_|@", name))

"""What becomes of a page: decoded, its article's block found and stripped, its fields read."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from pipelines import about, boilerplate, decode, kind, metadata, outline, plain, rules
from pipelines.boilerplate import block
from pipelines.diacritics import right
from pipelines.page import Page
from pipelines.several import join

__all__ = ["Page", "join", "read"]


def read(page: Page, *, strip: bool = True) -> Page:
    """Reads a page to the end: leaves `article`, `part_of` or `reason`, with `text` and `tree` still there.

    With `strip` off nothing is taken out of the article's block, so that what stripping removes can be audited.
    Never raises, whatever the page holds.
    """
    decode.decode(page)
    if page.reason is None:
        if page.tree is None:
            plain.plain(page, strip)
        else:
            _read(page, page.tree, strip)
    return page


def _read(page: Page, tree: HtmlElement, strip: bool) -> None:
    marks = _marks(page, tree)
    page.about = about.about(tree, page.url)
    page.outline = outline.outline(tree, page.about.base, marks)
    page.block = block.find(page.outline, page.about)
    if page.block is not None:
        base = page.about.base
        hosts = {(urlsplit(url).hostname or "").removeprefix("www.") for url in (base, page.about.canonical, page.url)}
        page.found, page.removed = boilerplate.parts(page.outline, page.block, hosts, base, strip)
        for part in page.found:
            part.text = right(part.text, page.stats)
        for gone in page.removed:
            gone.text = right(gone.text)
    page.reason = kind.reason(page)
    if page.reason is None:
        metadata.metadata(page)


def _marks(page: Page, tree: HtmlElement) -> dict[HtmlElement, str]:
    if page.rules is None:
        return {}
    day = page.fetched_at.date() if page.fetched_at else date.today()
    marks: dict[HtmlElement, str] = {}
    for name, selector in page.rules.at(day).items():
        elements = rules.select(tree, selector)
        if name in ("title", "section", "tags"):
            page.chosen[name] = [" ".join(e.text_content().split()) for e in elements]
        elif name == "remove":
            marks.update(dict.fromkeys(elements, name))
        elif elements:
            marks[elements[0]] = name
    return marks

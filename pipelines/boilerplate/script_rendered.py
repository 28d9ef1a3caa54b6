"""The text of a page that is drawn by a script: from its templates, from `<noscript>`, from structured data or scripts."""

from __future__ import annotations

import html
import re

from lxml import etree

from pipelines.boilerplate.headings import headings
from pipelines.boilerplate.script_state import state_text
from pipelines.decode import parse
from pipelines.language.diacritics import right
from pipelines.outline import Block, Line, Part, outline, prose
from pipelines.page import Page

_LEAST = 200  # characters of an articleBody that is a text
_PRINTED = 160  # characters of running text on a page that is not drawn by a script
_FOLDED = frozenset(("text/template", "text/x-template", "text/html"))  # types of scripts that are markup
_FOLDING = frozenset(("noscript", "template", "script", "textarea"))
_KEEPING = ("data-", "srcdoc")
_PARAGRAPH = re.compile(r"</p>|<br ?/?>", re.I)
_ROWS = re.compile(r"\s*\n\s*")


def unfold(tree: etree._Element) -> bool:
    """Puts what stands in templates, `<noscript>`, fields and data attributes onto the page; says whether there was any
    running text in it.
    """
    found = False
    for element in [e for e in tree.iter(etree.Element) if e.tag in _FOLDING or _data(e)]:
        markup = _data(element) if element.tag not in _FOLDING else None
        if element.tag in ("script", "textarea"):
            markup = element.text or ""
            if "<" not in markup or (element.tag == "script" and not _is_markup(element)):
                continue
        if markup is not None:
            inner = parse(markup.encode("utf-8", "replace"))
            body = inner.find("body") if inner is not None else None
            if body is None:
                continue
            element.text = body.text
            element.extend(list(body))
        if sum(len(p) for p in element.itertext("p", "div", "br", "noscript", "span") if len(p) >= 40) >= _LEAST:
            element.tag = "div"
            element.attrib.pop("style", "")
            found = True
    return found


def unescape(tree: etree._Element) -> None:
    """Puts text that is markup, escaped once too often, onto the page as that markup: "&lt;p&gt;Sáng sớm, ...&lt;/p&gt;"."""
    for element in list(tree.iter("div", "section", "article", "td", "main", "p")):
        text = (element.text or "").strip()
        if not text.startswith("<p") or text.count("</p>") < 2 or len(element):
            continue
        inner = parse(f"<html><body>{text}</body></html>".encode("utf-8", "replace"))
        body = inner.find("body") if inner is not None else None
        if body is not None:
            element.tag = "div"
            element.text = body.text
            element.extend(list(body))


def _is_markup(script: etree._Element) -> bool:
    """Whether a script's type says that it is markup."""
    return (script.get("type") or "").strip().lower() in _FOLDED


def _data(element: etree._Element) -> str | None:
    """The paragraphs that an attribute of an empty element keeps for a script or a frame to show; None for none."""
    if len(element) or (element.text or "").strip():
        return None
    told = (str(value) for name, value in element.items() if str(name).startswith(_KEEPING) and len(value) >= _LEAST)
    return next((value for value in told if _PARAGRAPH.search(value) and not value.startswith(("{", "["))), None)


def is_drawn(page: Page) -> bool:
    """Whether a page prints no text of its own."""
    return page.block is None or sum(prose(p.text, p.line.links) for p in page.found) < _PRINTED


def _kind(line: Line) -> str:
    """What a line of such a text is a part of: "heading", "caption" or "paragraph"."""
    return "heading" if line.level else "caption" if line.node.tag == "figcaption" else "paragraph"


def use_article_body(page: Page) -> None:
    """Puts the articleBody, or what the page's scripts draw it of, in the place of a page's text where the page prints
    none: sets `block`, `found`, `gone`.
    """
    assert page.head and page.outline
    body, lines = page.head.body or state_text(page), page.outline.lines
    told = sum(prose(p.text, p.line.links) for p in page.found)
    if len(body) < max(_LEAST, 3 * told):
        return
    if "&lt;/" in body and "</" not in body:
        body = html.unescape(body)
    if "</" not in body:
        body = "".join(f"<p>{html.escape(row)}</p>" for row in _ROWS.split(body))
    tree = parse(f"<html><body>{body}</body></html>".encode("utf-8", "replace"))
    if tree is None:
        return
    inner = outline(tree)
    titles = headings(page.outline, page.head)
    first = len(lines)
    lines.extend(inner.lines)
    page.gone = [*page.gone, *(Part("paragraph", p.text, p.line, p.number, rule="placeholder") for p in page.found)]
    page.block = Block(inner.root, first, len(lines), titles[-1] if titles else None)
    page.found = [
        Part(_kind(line), right(line.text, page.stats), line, first + n) for n, line in enumerate(inner.lines)
    ]

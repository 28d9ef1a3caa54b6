"""What tag, class names and style say of a block, and what a block adds to the one around it."""

from __future__ import annotations

import re

from lxml import etree

from pipelines.outline import class_names, tags
from pipelines.outline.model import Line, Node, is_file

_SENTENCE_LEAST = 15  # letters between the links of a sentence
_TOLD = 100  # characters of running text that no list of links holds
_PIECE = 80  # characters of a text that is no label
_TEXT = 250  # characters of running text that no menu holds
_ROW = 150  # letters of a row of a title
_TEXT_ROW = 60  # letters of a sentence, which is no row of a title
_DAY = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d\d\b|\b\d{1,2}:\d\d\b")
_TEXT_TAGS = (
    *("p", "div", "span", "td", "li", "section", "article", "br", "strong", "b", "em", "i", "a", "font", "figure"),
)  # what such a text stands in, or behind
_SENTENCE = etree.XPath(
    "boolean(descendant::text()[string-length() >= 40 and not(ancestor::a or parent::script or parent::style)])"
)


def describe(node: Node, element: etree._Element, tag: str) -> tags.Style | None:  # noqa: C901  each block once: a call more is felt
    """Sets what tag, class names, style and the like say of a block; returns its style, None without one. The sums of a
    table are put below its rows, where browsers draw them.
    """
    if tag == "table" and (sums := element.find("tfoot")) is not None:
        element.append(sums)
    parent = node.parent
    assert parent is not None
    names = ""
    looks = None
    attributes: list[tuple[str, str]] = element.items()  # type: ignore[assignment]
    for key, value in attributes:
        if key in tags.NAMES:
            names = f"{names} {value}" if names else value
        elif key == "style":
            looks = tags.style(value)
            if looks.align:
                node.align = looks.align
            node.placed = looks.placed
            if looks.hidden == 1:
                node.chrome = "hidden"
        elif key == "align":
            node.align = value.lower()
        elif key == "hidden":
            node.chrome = "hidden"
    if parent.own_title:
        node.titled = True
    if names:
        node.names = names
        found = class_names.read(names)
        if found is not class_names.NONE:
            node.meaning = found
            if "title" in found.fields:
                node.titled = node.own_title = True
            if found.chrome:
                node.chrome = _role(found.chrome, element, tag) or node.chrome
        if "dialog" in names and ("dialog" in names.split() or "alertdialog" in names.split()):
            node.chrome = "popup"  # role=dialog
        if "-right" in names and ("text-right" in names or "align-right" in names):
            node.align = "right"
        if ("bold" in names or "00" in names or "italic" in names) and (mode := tags.look(names)):
            looks = (looks or tags.Style())._replace(mode=(looks.mode if looks else 0) | mode)
        if "pre" in names and tags.ROW_NAMES.search(names):
            looks = (looks or tags.Style())._replace(mode=(looks.mode if looks else 0) | tags.ROWS)
    if tag in tags.BY_TAG:
        quoted = parent.tag == "blockquote" or (tag == "aside" and tags.QUOTES.search(names))  # whose words they are
        node.chrome = None if quoted else tags.BY_TAG[tag]
    elif tag == "dialog" and element.get("open") is None:
        node.chrome = "popup"
    return looks


def _role(role: str, element: etree._Element, tag: str) -> str | None:
    """The role that class names give a block, where its tag lets them; None where it does not."""
    if role == "nav" and tag in tags.LEVELS and class_names.read(element.get("class") or "").chrome != role:
        return None  # a menu leads to <h2 id="nav_mai-dam">
    return role if role in tags.CHROME_OF.get(tag, (role,)) else None


def is_drop_cap(node: Node, looks: tags.Style | None) -> bool:
    """Whether a node holds a drop cap: it floats, or class names say so."""
    return bool(looks is not None and looks.floats) or bool(tags.DROP_CAP.search(node.names))


def is_field(line: Line) -> bool:
    """Whether a line inside a heading's element is no row of its title: class names call it a date, a byline or the like,
    it has a day in it, or it is as long as a paragraph.
    """
    text = line.text
    fields = line.node.meaning.fields - {"title"}
    return bool(fields or line.node.chrome or line.unread is not None or len(text) > _ROW or _DAY.search(text)) or (
        len(text) > _TEXT_ROW and text.endswith(".")
    )


def close(node: Node, parent: Node, lines: list[Line]) -> None:
    """Adds what a block holds to the block around it."""
    if parent.children:
        parent.children.append(node)  # type: ignore[attr-defined]
    else:
        parent.children = [node]
    links = node.links
    if links:
        parent.links += links
        # A list of links needs no class name to be told, but one of documents belongs to its article.
        listed = (
            links > 0.75 * node.text
            and node.last - node.first > 1
            and not node.chrome
            and node.prose + node.hidden_prose < _TOLD
        )
        if listed and not any(_is_no_teaser(line) for line in lines[node.first : node.last]):
            node.chrome = "related"
    if node.tag == "form" and node.asks and node.prose < 200 and not node.chrome:
        node.chrome = "comment-form"
    parent.text += node.text
    if node.hidden_prose:
        parent.hidden_prose += node.hidden_prose
    if node.prose:
        if node.chrome:
            parent.hidden_prose += node.prose
        else:
            parent.prose += node.prose


def _is_no_teaser(line: Line) -> bool:
    """Whether a line of a list of links leads to a document, or is a sentence in which several links stand."""
    told = len(line.hrefs) > 1 and line.text.endswith(".") and len(line.text) - line.links >= _SENTENCE_LEAST
    return told or any(map(is_file, line.hrefs))


def is_apart(node: Node) -> bool:
    """Whether chrome may be left out unread: it holds nothing that an article needs, as its title, its section, its
    further pages.
    """
    names = node.names.lower()
    if "title" in node.meaning.fields or (node.tag == "aside" and not node.names):
        return False  # an <aside> that no name tells of may say who wrote an article, and when
    if node.chrome == "nav":
        return "readcrumb" not in names and "pag" not in names
    if node.chrome == "footer":
        above = node.parent
        if above is not None and (above.tag == "figcaption" or "caption" in above.meaning.fields):
            return False  # whose a picture is
        while above is not None and above.tag != "article":
            above = above.parent
        return above is None and not any(part in names for part in ("entry", "post", "article", "news", "detail"))
    return True


def holds_text(element: etree._Element) -> bool:
    """Whether an element holds running text, as no menu does: then it is read, whatever it is called."""
    size = 0
    for inner in element.iter(*_TEXT_TAGS):
        text, tail = inner.text, inner.tail
        if text and len(text) >= _PIECE and not text.isspace():
            size += len(text)
        if tail and len(tail) >= _PIECE and inner is not element and not tail.isspace():
            size += len(tail)
        if size >= _TEXT:
            return True
    return False


def holds_sentence(element: etree._Element) -> bool:
    """Whether an element holds a sentence at all, outside of links."""
    return bool(_SENTENCE(element))

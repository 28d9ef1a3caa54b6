"""A page as lines: one walk over the tree, from which everything else is read.

A line is what a reader sees as one paragraph, heading, list item, caption or table cell. A node is a block element; it
knows which lines stand in it, how much prose and how many linked characters. Nothing is decided here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urljoin

from lxml.html import HtmlElement

from pipelines import hints
from pipelines.hints import Hints

_SKIP = frozenset(
    "script style noscript template svg math iframe object embed select option button textarea head canvas audio "
    "map datalist title meta link input source param track progress".split()
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr o:p picture q s samp small "
    "span strike strong sub sup time tt u var wbr ruby rt rp st1:place st1:city st1:country-region".split()
)
_BOLD = frozenset(("b", "strong"))
_ITALIC = frozenset(("i", "em"))
_NAMED = frozenset(("class", "id", "itemprop", "role", "type", "data-role", "data-type", "data-field"))
_OWN = frozenset(("author", "date", "time", "caption", "title", "body", "lead", "headline", "sapo"))
_WHOLE = frozenset(("body", "main", "article"))
_BY_TAG = {"nav": "nav", "footer": "footer", "aside": "sidebar"}
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|rar|zip|odt|rtf)(?:$|[?#])", re.I)
_DEPTH = 400  # of nested elements; what lies deeper is read as running text

SPACE = re.compile(r"[ \t\n\r\f\v\u00a0\u2000-\u200a\u2028\u2029\u202f\u3000]+")


@dataclass(slots=True, eq=False)
class Node:
    """A block element. `lines[first:last]` are its lines; `prose` counts characters of running text outside chrome."""

    tag: str
    parent: Node | None
    depth: int
    first: int
    hints: Hints = hints.NONE
    chrome: str | None = None
    names: str = ""
    align: str = ""
    bold: bool = False
    italic: bool = False
    last: int = 0
    prose: int = 0
    hidden_prose: int = 0  # running text that stands in chrome
    text: int = 0
    links: int = 0
    asks: bool = False  # a form's field stands in it
    children: list[Node] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Line:
    """One line. `links`, `bold`, `italic` count characters; `level` is a heading's, else 0."""

    text: str
    node: Node
    level: int
    links: int
    bold: int
    italic: int
    hrefs: list[str]
    rel: str

    @property
    def href(self) -> str | None:
        return self.hrefs[0] if self.hrefs else None


@dataclass(slots=True, eq=False)
class Picture:
    """An image, standing before the line number `at`."""

    at: int
    url: str
    alt: str
    node: Node


@dataclass(slots=True)
class Outline:
    root: Node
    lines: list[Line]
    pictures: list[Picture]
    times: list[tuple[int, str, str]]  # <time datetime>: number of its line, value, class names
    fields: dict[str, Node]  # what a rule's selector matched, by its field


def prose(text: str, links: int) -> int:
    """Characters of running text in a line: none in labels and link lists, half in short sentences."""
    n = len(text) - links
    if n < 40 or links > n:
        return 0
    return n if n >= 80 else n // 2


def outline(tree: HtmlElement, base: str, marks: dict[HtmlElement, str] | None = None) -> Outline:
    """Reads the tree once. `base` makes addresses absolute; `marks` names elements that a rule has chosen."""
    lines: list[Line] = []
    pictures: list[Picture] = []
    times: list[tuple[int, str, str]] = []
    fields: dict[str, Node] = {}
    buffer: list[str] = []
    # Of the line that is being read: characters in links, bold, italic; its addresses.
    count = [0, 0, 0]
    hrefs: list[str] = []
    rels: list[str] = []

    def flush(node: Node) -> None:
        if not buffer:
            hrefs.clear()
            rels.clear()
            return
        text = "".join(buffer)
        buffer.clear()
        if "\x1f" in text:
            rows = [row for row in (SPACE.sub(" ", part).strip(" ") for part in text.split("\x1f")) if row]
            # Single line breaks separate long paragraphs on old sites, and verses in a poem.
            texts = rows if rows and len(text) > 90 * len(rows) else ["\n".join(rows)]
        else:
            texts = [SPACE.sub(" ", text).strip(" ")]
        links, bold, italic = count
        total = len(text)
        count[0] = count[1] = count[2] = 0
        addresses = hrefs.copy()
        rel = " ".join(rels)
        hrefs.clear()
        rels.clear()
        if not texts[0]:
            return
        tag = node.tag
        level = int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456" else 0
        several = len(texts) > 1
        above = node.parent or node
        for row in texts:
            n = len(row)
            own = [min(n, c * n // total) for c in (links, bold, italic)] if several else [links, bold, italic]
            lines.append(Line(row, node, level, own[0], own[1], own[2], addresses, rel))
            node.text += n
            node.links += min(own[0], n)
            if not level and "title" not in node.hints.fields and "title" not in above.hints.fields:
                node.prose += prose(row, own[0])

    def add(text: str, link: bool, bold: bool, italic: bool) -> None:
        buffer.append(text)
        if link or bold or italic:
            n = len(text.strip())
            if link:
                count[0] += n
            if bold:
                count[1] += n
            if italic:
                count[2] += n

    def walk(element: HtmlElement, node: Node, link: bool, bold: bool, italic: bool, depth: int) -> None:
        text = element.text
        if text:
            add(text, link, bold, italic)
        if depth > _DEPTH:
            return
        for child in element:
            tag = child.tag
            if tag in _INLINE:
                named = False
                if tag == "a":
                    href = child.get("href")
                    if href:
                        hrefs.append(href)
                        rel = child.get("rel")
                        if rel:
                            rels.append(rel)
                elif tag == "time":
                    times.append((len(lines), child.get("datetime") or "", child.get("class") or ""))
                if tag in ("span", "b", "strong", "em", "a", "time", "label", "cite", "i", "font"):
                    names = child.get("class")
                    if names or (marks and child in marks):
                        found = hints.read(names or "")
                        named = bool(marks and child in marks) or (
                            tag != "a"
                            and (
                                found.chrome is not None
                                or bool(found.fields & {"byline", "date", "lead", "caption", "source"})
                            )
                        )
                if named:
                    flush(node)
                    block(child, tag, node, link or tag == "a", bold or tag in _BOLD, italic or tag in _ITALIC, depth)
                else:
                    walk(child, node, link or tag == "a", bold or tag in _BOLD, italic or tag in _ITALIC, depth + 1)
            elif tag == "br":
                if buffer:
                    for part in reversed(buffer):
                        if part == "\x1f":
                            flush(node)
                            break
                        if not part.isspace():
                            buffer.append("\x1f")
                            break
            elif tag == "img":
                picture(child, node)
            elif tag in _SKIP:
                if tag == "textarea" or (tag == "input" and child.get("type") in ("email", "password")):
                    above: Node | None = node
                    while above is not None and not above.asks:
                        above.asks = True
                        above = above.parent
            elif isinstance(tag, str):
                flush(node)
                block(child, tag, node, link, bold, italic, depth)
            text = child.tail
            if text:
                add(text, link, bold, italic)

    def block(element: HtmlElement, tag: str, parent: Node, link: bool, bold: bool, italic: bool, depth: int) -> None:
        node = Node(tag, parent, depth, len(lines))
        parent.children.append(node)
        names = ""
        for key, value in element.items():
            if key in _NAMED:
                names = f"{names} {value}" if names else value
            elif key == "style":
                style = value.replace(" ", "").lower()
                if "text-align:" in style:
                    node.align = (
                        "right" if "text-align:right" in style else "center" if "text-align:center" in style else ""
                    )
                bold = bold or "font-weight:bold" in style or "font-weight:700" in style
                italic = italic or "font-style:italic" in style
                if "display:none" in style:
                    node.chrome = "hidden"
            elif key == "align":
                node.align = value.lower()
            elif key == "hidden":
                node.chrome = "hidden"
        if names:
            node.names = names
            node.hints = found = hints.read(names)
            if "text-right" in names or "align-right" in names:
                node.align = "right"
            if found.chrome and tag not in _WHOLE or (tag == "article" and found.chrome in ("related", "comment-form")):
                node.chrome = found.chrome
        if tag in _BY_TAG:
            node.chrome = _BY_TAG[tag]
        node.bold, node.italic = bold, italic
        if marks and element in marks:
            mark = marks[element]
            if mark == "remove":
                node.chrome = "rule"
            else:
                fields.setdefault(mark, node)
        walk(element, node, link, bold, italic, depth + 1)
        flush(node)
        node.last = len(lines)
        _weigh(node, lines)
        parent.text += node.text
        parent.links += node.links
        parent.hidden_prose += node.hidden_prose
        if node.chrome:
            parent.hidden_prose += node.prose
        else:
            parent.prose += node.prose

    def picture(element: HtmlElement, node: Node) -> None:
        get = element.get
        source = get("data-src") or get("data-original") or get("data-lazy-src") or get("src") or ""
        if source.startswith("data:"):
            source = (get("srcset") or get("data-srcset") or "").split(" ")[0]
        width = get("width") or ""
        if not source or source.startswith("data:") or (width.isdigit() and int(width) <= 40):
            return
        if "emoji" in (get("class") or "") or "smiley" in (get("class") or ""):
            return
        flush(node)
        pictures.append(Picture(len(lines), urljoin(base, source.strip()), get("alt") or "", node))

    root = Node("html", None, 0, 0)
    body = tree.find("body")
    walk(body if body is not None else tree, root, False, False, False, 1)
    flush(root)
    root.last = len(lines)
    return Outline(root, lines, pictures, times, fields)


def _weigh(node: Node, lines: list[Line]) -> None:
    """Marks lists of links and forms, which need no class name to be told."""
    if node.chrome:
        return
    n = node.last - node.first
    if n > 1 and node.links > 0.75 * node.text and node.tag != "body":
        hrefs = [line.href for line in lines[node.first : node.last] if line.href]
        if not any(_FILE.search(href) for href in hrefs):
            node.chrome = "related"
    elif node.tag == "form" and node.asks and node.prose < 200:
        node.chrome = "comment-form"


def in_chrome(node: Node | None, within: Node | None = None) -> str | None:
    """The role of the outermost chrome that `node` stands in, looked for below `within`."""
    role = None
    while node is not None and node is not within:
        if node.chrome:
            role = node.chrome
        node = node.parent
    return role


def is_file(href: str | None) -> bool:
    return bool(href and _FILE.search(href))

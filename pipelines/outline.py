"""A page as lines: one walk over the tree, from which everything else is read.

A line is what a reader sees as one paragraph, heading, list item, caption or table cell. A node is a block element; it
knows which lines stand in it, how much prose and how many linked characters. Nothing is decided here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from pipelines import hints
from pipelines.hints import Hints

# What a tag is to the walk. Every other tag is a block.
_SKIP, _INLINE, _LINK, _NAMED, _BREAK, _IMAGE, _FIELD, _BLOCK = range(8)
_KINDS = {
    **dict.fromkeys(
        [
            "script",
            "style",
            "noscript",
            "template",
            "svg",
            "math",
            "iframe",
            "object",
            "embed",
            "select",
            "option",
            "button",
            "canvas",
            "audio",
            "map",
            "datalist",
            "title",
            "meta",
            "link",
            "source",
            "param",
            "track",
            "progress",
            "head",
            "area",
            "base",
        ],
        _SKIP,
    ),
    **dict.fromkeys(
        [
            "abbr",
            "acronym",
            "bdi",
            "bdo",
            "big",
            "code",
            "data",
            "del",
            "dfn",
            "ins",
            "kbd",
            "mark",
            "nobr",
            "o:p",
            "picture",
            "q",
            "s",
            "samp",
            "small",
            "strike",
            "sub",
            "sup",
            "tt",
            "u",
            "var",
            "wbr",
            "ruby",
            "rt",
            "rp",
            "st1:place",
            "st1:city",
            "st1:country-region",
        ],
        _INLINE,
    ),
    **dict.fromkeys(["span", "b", "strong", "em", "i", "font", "time", "label", "cite"], _NAMED),
    "a": _LINK,
    "br": _BREAK,
    **dict.fromkeys(["img", "amp-img"], _IMAGE),
    "textarea": _FIELD,
    "input": _FIELD,
}
_LINKED, _STRONG, _SLANT = 1, 2, 4  # how running text looks
_MODES = {"b": _STRONG, "strong": _STRONG, "i": _SLANT, "em": _SLANT}
_NAMES = frozenset(("class", "id", "itemprop", "role", "type", "data-role", "data-type", "data-field"))
_APART = frozenset(("byline", "date", "lead", "caption", "source"))  # what stands apart though its tag is an inline one
_WHOLE = frozenset(("body", "main", "article"))
_BY_TAG = {"nav": "nav", "footer": "footer", "aside": "sidebar"}
_LEFT_OUT = frozenset(("nav", "sidebar", "popup", "comment-form", "hidden", "related", "ad", "footer"))
_LEVELS = {f"h{n}": n for n in range(1, 7)}
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|rar|zip|odt|rtf)(?:$|[?#])", re.I)
_PLACEHOLDER = re.compile(r"[$#]?\{\{?\s*[A-Za-z_][\w.| ]{0,40}\}?\}")
_DEPTH = 250  # of nested elements; what lies deeper is one line
_BR = "\x1f"

SPACE = re.compile(r"[ \t\n\r\f\v\u00a0\u2000-\u200a\u2028\u2029\u202f\u3000]+")


class Node:
    """A block element. `lines[first:last]` are its lines; `prose` counts characters of running text outside chrome."""

    hints = hints.NONE
    chrome: str | None = None
    names = ""
    align = ""
    bold = False
    italic = False
    last = 0
    prose = 0
    hidden_prose = 0  # running text that stands in chrome
    text = 0
    links = 0
    own_title = False  # class names call it a title
    titled = False  # class names call it, or what it stands in, a title
    asks = False  # a form's field stands in it
    children: Sequence[Node] = ()

    def __init__(self, tag: str, parent: Node | None, depth: int, first: int) -> None:
        self.tag = tag
        self.parent = parent
        self.depth = depth
        self.first = first


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
    unread: etree._Element | None = None  # chrome that was left out: the line stands for all of it

    @property
    def href(self) -> str | None:
        return self.hrefs[0] if self.hrefs else None


@dataclass(slots=True, eq=False)
class Picture:
    """An image, standing before the line number `at`."""

    at: int
    source: str  # its address as printed
    node: Node


@dataclass(slots=True)
class Outline:
    root: Node
    nodes: list[Node]
    lines: list[Line]
    pictures: list[Picture]
    times: list[tuple[int, str, str]]  # <time datetime>: number of its line, value, class names
    relations: list[tuple[str, etree._Element]]  # links that say what they lead to: rel="tag", rel="category"
    fields: dict[str, Node]  # what a rule's selector matched, by its field


def prose(text: str, links: int) -> int:
    """Characters of running text in a line: none in labels and link lists, half in short sentences."""
    n = len(text) - links
    if n < 40 or links > n:
        return 0
    return n if n >= 80 else n // 2


def outline(tree: etree._Element, marks: dict[etree._Element, str] | None = None, *, light: bool = False) -> Outline:
    """Reads a tree, or an element of one. `marks` names elements that a rule has chosen.

    `light` leaves out what is chrome by its name, a line without text standing for it: most of a newspaper's page.
    """
    lines: list[Line] = []
    pictures: list[Picture] = []
    times: list[tuple[int, str, str]] = []
    fields: dict[str, Node] = {}
    nodes: list[Node] = []
    relations: list[tuple[str, etree._Element]] = []
    # Of the line that is being read: its text in pieces, characters in links, bold, italic; its addresses.
    buffer: list[str] = []
    linked = emphatic = slanted = 0
    hrefs: list[str] = []
    rels: list[str] = []
    breaks: list[tuple[int, int, int, int]] = []  # the same at each of its line breaks
    read = hints.read

    def flush(node: Node) -> None:
        nonlocal linked, emphatic, slanted
        text = "".join(buffer)
        buffer.clear()
        end = (linked, emphatic, slanted, len(hrefs))
        linked = emphatic = slanted = 0
        addresses = hrefs.copy() if hrefs else []
        rel = " ".join(rels) if rels else ""
        hrefs.clear()
        rels.clear()
        level = _LEVELS.get(node.tag, 0)
        if _BR not in text:
            keep(" ".join(text.split()) if "\x85" not in text else _squeeze(text), node, level, end, addresses, rel)
            return
        rows = [_squeeze(part) for part in text.split(_BR)]
        stops = [*breaks, end]
        breaks.clear()
        if len(rows) != len(stops):  # the page prints our mark itself
            keep(" ".join(rows), node, level, end, addresses, rel)
            return
        starts = [(0, 0, 0, 0), *stops]
        # Single line breaks separate long paragraphs on old sites, and links from text; in a poem they are verses.
        together = len(text) <= 90 * sum(map(bool, rows))
        if together and not any(
            2 * (stop[0] - start[0]) > len(row) > 0 for row, start, stop in zip(rows, starts, stops, strict=False)
        ):
            # A bold row over others is a title, with its date or its verses below.
            told = 1 if len(rows) > 1 and 0 < len(rows[0]) <= stops[0][1] and stops[1][1] == stops[0][1] else 0
            if told:
                keep(rows[0], node, level, stops[0], addresses[: stops[0][3]], rel)
            counts = tuple(after - before for after, before in zip(end, starts[told], strict=True))
            keep("\n".join(filter(None, rows[told:])), node, level, counts, addresses[starts[told][3] :], rel)
            return
        for row, start, stop in zip(rows, starts, stops, strict=False):
            counts = tuple(after - before for after, before in zip(stop, start, strict=True))
            keep(row, node, level, counts, addresses[start[3] : stop[3]], rel)

    def keep(row: str, node: Node, level: int, counts: tuple[int, ...], addresses: list[str], rel: str) -> None:
        n = len(row)
        if not n or ("{" in row and is_placeholder(row)):
            return
        links = counts[0]
        lines.append(Line(row, node, level, links, counts[1], counts[2], addresses, rel))
        node.text += n
        if links:
            node.links += min(links, n)
        if n >= 40 and not level and not node.titled:
            node.prose += prose(row, links)

    def walk(element: etree._Element, node: Node, mode: int, depth: int) -> None:
        nonlocal linked, emphatic, slanted
        if depth > _DEPTH:
            buffer.append(element.text or "")
            for inner in element.iterdescendants():
                if _KINDS.get(inner.tag, _BLOCK) != _SKIP:
                    buffer.append(f"{inner.text or ''} ")
                buffer.append(inner.tail or "")
            return
        text = element.text
        for child in (*element, None):
            if text and (buffer or not text.isspace()):
                buffer.append(text)
                if mode:
                    n = len(text.strip())
                    linked += n if mode & _LINKED else 0
                    emphatic += n if mode & _STRONG else 0
                    slanted += n if mode & _SLANT else 0
            if child is None:
                return
            text = child.tail
            tag = child.tag
            kind = _KINDS.get(tag, _BLOCK)
            if kind == _BLOCK:
                if buffer:
                    flush(node)
                block(child, tag, node, mode, depth)
            elif kind == _SKIP:
                pass
            elif kind == _LINK:
                href = child.get("href")
                if href:
                    hrefs.append(href)
                    rel = child.get("rel")
                    if rel:
                        rels.append(rel)
                        if "tag" in rel or "category" in rel:
                            relations.append((rel, child))
                if marks and child in marks:
                    block(child, tag, node, mode | _LINKED, depth)
                else:
                    walk(child, node, mode | _LINKED, depth + 1)
            elif kind == _NAMED:
                names = child.get("class")
                if tag == "time":
                    times.append((len(lines), child.get("datetime") or "", names or ""))
                inner_mode = mode | _MODES.get(tag, 0)
                apart = bool(marks and child in marks)
                if names and not apart:
                    found = read(names)
                    apart = found is not hints.NONE and (found.chrome is not None or bool(found.fields & _APART))
                if apart:
                    if buffer:
                        flush(node)
                    block(child, tag, node, inner_mode, depth)
                else:
                    walk(child, node, inner_mode, depth + 1)
            elif kind == _INLINE:
                walk(child, node, mode, depth + 1)
            elif kind == _BREAK:
                if buffer:
                    for part in reversed(buffer):
                        if part == _BR:
                            flush(node)
                            break
                        if not part.isspace():
                            buffer.append(_BR)
                            breaks.append((linked, emphatic, slanted, len(hrefs)))
                            break
            elif kind == _IMAGE:
                source = _source(child)
                if source:
                    if buffer:
                        flush(node)
                    pictures.append(Picture(len(lines), source, node))
            elif tag == "textarea" or child.get("type") in ("email", "password"):
                above: Node | None = node
                while above is not None and not above.asks:
                    above.asks = True
                    above = above.parent

    def block(element: etree._Element, tag: str, parent: Node, mode: int, depth: int) -> None:
        first = len(lines)
        node = Node(tag, parent, depth, first)
        names = ""
        attributes: list[tuple[str, str]] = element.items()  # type: ignore[assignment]
        for key, value in attributes:
            if key in _NAMES:
                names = f"{names} {value}" if names else value
            elif key == "style":
                align, hidden, looks = _style(value)
                mode |= looks
                if align:
                    node.align = align
                if hidden:
                    node.chrome = "hidden"
            elif key == "align":
                node.align = value.lower()
            elif key == "hidden":
                node.chrome = "hidden"
        if parent.own_title:
            node.titled = True
        if names:
            node.names = names
            found = read(names)
            if found is not hints.NONE:
                node.hints = found
                if "title" in found.fields:
                    node.titled = node.own_title = True
                role = found.chrome
                if role and (tag not in _WHOLE or (tag == "article" and role in ("related", "comment-form"))):
                    node.chrome = role
            if "-right" in names and ("text-right" in names or "align-right" in names):
                node.align = "right"
        if tag in _BY_TAG:
            node.chrome = _BY_TAG[tag]
        if light and node.chrome in _LEFT_OUT and _is_apart(node):
            lines.append(Line("", node, 0, 0, 0, 0, [], "", element))
            node.last = first + 1
            nodes.append(node)
            return
        if mode:
            node.bold, node.italic = bool(mode & _STRONG), bool(mode & _SLANT)
        if marks and element in marks:
            mark = marks[element]
            if mark == "remove":
                node.chrome = "rule"
            elif mark == "captions":
                node.hints = Hints(None, frozenset(("caption",)))
            else:
                fields.setdefault(mark, node)
        walk(element, node, mode, depth + 1)
        if buffer:
            flush(node)
        elif hrefs:
            hrefs.clear()
            rels.clear()
        last = len(lines)
        if last == first:
            return
        node.last = last
        nodes.append(node)
        if parent.children:
            parent.children.append(node)  # type: ignore[attr-defined]
        else:
            parent.children = [node]
        links = node.links
        if links:
            parent.links += links
            # A list of links needs no class name to be told, but one of documents belongs to its article.
            listed = links > 0.75 * node.text and last - first > 1 and not node.chrome
            if listed and not any(_FILE.search(href) for line in lines[first:last] for href in line.hrefs):
                node.chrome = "related"
        if tag == "form" and node.asks and node.prose < 200 and not node.chrome:
            node.chrome = "comment-form"
        parent.text += node.text
        if node.hidden_prose:
            parent.hidden_prose += node.hidden_prose
        if node.prose:
            if node.chrome:
                parent.hidden_prose += node.prose
            else:
                parent.prose += node.prose

    root = Node("html", None, 0, 0)
    body = tree.find("body")
    walk(body if body is not None else tree, root, 0, 1)
    if buffer:
        flush(root)
    root.last = len(lines)
    return Outline(root, nodes, lines, pictures, times, relations, fields)


def _squeeze(text: str) -> str:
    # str.split knows a few separators too many; one of them is an ellipsis in old encodings.
    return SPACE.sub(" ", text).strip(" ") if "\x85" in text else " ".join(text.split())


def _is_apart(node: Node) -> bool:
    """Whether chrome holds nothing that an article needs: its section, its further pages, its date and author."""
    names = node.names.lower()
    if node.chrome == "nav":
        return "readcrumb" not in names and "pag" not in names
    if node.chrome == "footer":
        above = node.parent
        while above is not None and above.tag != "article":
            above = above.parent
        return above is None and not any(part in names for part in ("entry", "post", "article", "news", "detail"))
    return True


@lru_cache(maxsize=4096)
def _style(value: str) -> tuple[str, bool, int]:
    """What a style says: the alignment, whether it hides, and how its text looks."""
    style = value.replace(" ", "").lower()
    align = ""
    if "text-align:" in style:
        align = "right" if "text-align:right" in style else "center" if "text-align:center" in style else "left"
    strong = _STRONG if "font-weight:bold" in style or "font-weight:700" in style else 0
    return align, "display:none" in style, strong | (_SLANT if "font-style:italic" in style else 0)


def _source(element: etree._Element) -> str:
    """The address of an image as printed; empty for spacers, icons and what is no address."""
    get = element.get
    source = get("data-src") or get("data-original") or get("data-lazy-src") or get("src") or ""
    if source.startswith("data:"):
        source = (get("srcset") or get("data-srcset") or "").split(" ")[0]
    width = get("width") or ""
    if not source or source.startswith("data:") or (width.isdigit() and int(width) <= 40):
        return ""
    names = get("class") or ""
    return "" if "emoji" in names or "smiley" in names else source.strip()


def is_placeholder(text: str) -> bool:
    """Whether a text is what a template left unfilled, "{title}" or "{{ article.date }}", and nothing else."""
    return "{" in text and not _PLACEHOLDER.sub("", text).strip(" -–|·•,:;")


def text_of(element: etree._Element) -> str:
    """All the text in an element, with single spaces."""
    return " ".join("".join(str(piece) for piece in element.itertext()).split())


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

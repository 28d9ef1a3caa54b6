"""One walk over a page's tree, which makes its outline. Nothing is decided here."""

from __future__ import annotations

from lxml import etree

from pipelines import hints
from pipelines.hints import Hints
from pipelines.outline.model import SPACE, Line, Node, Outline, Picture, is_file, is_placeholder, prose
from pipelines.outline.pictures import source as source_of
from pipelines.outline.tags import (
    APART,
    BLOCK,
    BREAK,
    BY_TAG,
    IMAGE,
    INLINE,
    KINDS,
    LEFT_OUT,
    LEVELS,
    LINK,
    LINKED,
    MODES,
    NAMED,
    NAMES,
    SKIP,
    SLANT,
    STRONG,
    WHOLE,
    style,
)

_DEPTH = 250  # of nested elements; what lies deeper is one line
_BR = "\x1f"


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
        level = LEVELS.get(node.tag, 0)
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
                if KINDS.get(inner.tag, BLOCK) != SKIP:
                    buffer.append(f"{inner.text or ''} ")
                buffer.append(inner.tail or "")
            return
        text = element.text
        for child in (*element, None):
            if text and (buffer or not text.isspace()):
                buffer.append(text)
                if mode:
                    n = len(text.strip())
                    linked += n if mode & LINKED else 0
                    emphatic += n if mode & STRONG else 0
                    slanted += n if mode & SLANT else 0
            if child is None:
                return
            text = child.tail
            tag = child.tag
            kind = KINDS.get(tag, BLOCK)
            if kind == BLOCK:
                if buffer:
                    flush(node)
                block(child, tag, node, mode, depth)
            elif kind == SKIP:
                pass
            elif kind == LINK:
                href = child.get("href")
                if href:
                    hrefs.append(href)
                    rel = child.get("rel")
                    if rel:
                        rels.append(rel)
                        if "tag" in rel or "category" in rel:
                            relations.append((rel, child))
                if marks and child in marks:
                    block(child, tag, node, mode | LINKED, depth)
                else:
                    walk(child, node, mode | LINKED, depth + 1)
            elif kind == NAMED:
                names = child.get("class")
                if tag == "time":
                    times.append((len(lines), child.get("datetime") or "", names or ""))
                inner_mode = mode | MODES.get(tag, 0)
                apart = bool(marks and child in marks)
                if names and not apart:
                    found = read(names)
                    apart = found is not hints.NONE and (found.chrome is not None or bool(found.fields & APART))
                if apart:
                    if buffer:
                        flush(node)
                    block(child, tag, node, inner_mode, depth)
                else:
                    walk(child, node, inner_mode, depth + 1)
            elif kind == INLINE:
                walk(child, node, mode, depth + 1)
            elif kind == BREAK:
                if buffer:
                    for part in reversed(buffer):
                        if part == _BR:
                            flush(node)
                            break
                        if not part.isspace():
                            buffer.append(_BR)
                            breaks.append((linked, emphatic, slanted, len(hrefs)))
                            break
            elif kind == IMAGE:
                source = source_of(child)
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
            if key in NAMES:
                names = f"{names} {value}" if names else value
            elif key == "style":
                align, hidden, looks = style(value)
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
                if role and (tag not in WHOLE or (tag == "article" and role in ("related", "comment-form"))):
                    node.chrome = role
            if "-right" in names and ("text-right" in names or "align-right" in names):
                node.align = "right"
        if tag in BY_TAG:
            node.chrome = BY_TAG[tag]
        if light and node.chrome in LEFT_OUT and _is_apart(node):
            lines.append(Line("", node, 0, 0, 0, 0, [], "", element))
            node.last = first + 1
            nodes.append(node)
            return
        if mode:
            node.bold, node.italic = bool(mode & STRONG), bool(mode & SLANT)
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
            if listed and not any(is_file(href) for line in lines[first:last] for href in line.hrefs):
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

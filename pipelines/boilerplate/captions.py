"""Tells the captions of pictures from the paragraphs beside them."""

from __future__ import annotations

import re

from pipelines.boilerplate.block import Block
from pipelines.outline import Line, Node, Picture

_SENTENCE = re.compile(r"[.!?…:;”\"’)]\s*$")
_CREDIT = re.compile(
    r"(?:^|[\s(.,–-])(?:Ảnh|ảnh|ẢNH|Nguồn ảnh|Photo|Clip|Đồ họa|Minh họa)\s*(?:tư liệu|minh họa|minh hoạ)?\s*:", re.U
)


def captions(
    lines: list[Line], numbers: list[int], pictures: list[Picture], block: Block, rules: dict[int, str]
) -> dict[int, int | None]:
    """Which lines are captions, and of which picture (its index, None where it has no address)."""
    at: dict[int, int] = {}
    for number, picture in enumerate(pictures):
        at[picture.at] = number
    found: dict[int, int | None] = {}
    alive = [n for n in numbers if n not in rules]
    for n in alive:
        line = lines[n]
        text = line.text
        if len(text) > 500 or line.level:
            continue
        index: int | None = at.get(n)
        figure = _figure(line.node, block.node, pictures)
        if figure is not None:
            below = [i for i, p in enumerate(pictures) if figure.first <= p.at <= figure.last]
            found[n] = index if index is not None else (below[-1] if below else _before(at, n))
        elif index is not None and _looks_like_caption(line):
            found[n] = index
        elif n - 1 in found and _CREDIT.match(text) and len(text) < 80 and n != alive[-1]:
            found[n] = found[n - 1]
    return found


def _before(at: dict[int, int], n: int) -> int | None:
    return next((at[m] for m in (n, n - 1, n + 1) if m in at), None)


def _figure(node: Node | None, within: Node, pictures: list[Picture]) -> Node | None:
    """The figure whose caption a line is: by its tag, its class name, or a table that holds a picture and a line or two."""
    start = node
    for _ in range(6):
        if node is None or node is within:
            return None
        if node.tag == "figcaption" or "caption" in node.hints.fields:
            if node.text > 600:
                return None
            parent = node.parent
            return parent if parent is not None and parent is not within else node
        if node.tag == "table" and node.last - node.first <= 2 and node.text < 300 and _holds_picture(node, pictures):
            return node
        if node.tag == "figure" and node.text < 500 and start is not None and start.tag not in ("td", "th"):
            return node
        node = node.parent
    return None


def _holds_picture(node: Node, pictures: list[Picture]) -> bool:
    for picture in pictures:
        if node.first <= picture.at <= node.last:
            inner: Node | None = picture.node
            while inner is not None and inner.depth >= node.depth:
                if inner is node:
                    return True
                inner = inner.parent
    return False


def _looks_like_caption(line: Line) -> bool:
    """Whether a line right below a picture is its caption: set apart by italics or the middle, or naming the photo's source."""
    text = line.text
    if len(text) > 300 or line.level:
        return False
    if _CREDIT.search(text):
        return True
    apart = (
        line.node.italic or line.italic > 0.8 * len(text) or line.node.align == "center" or line.node.tag == "center"
    )
    if apart:
        return True
    return (
        len(text) <= 120
        and not _SENTENCE.search(text)
        and line.node.tag in ("td", "p", "div", "span")
        and not line.bold
    )

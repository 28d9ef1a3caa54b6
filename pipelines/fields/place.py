"""Where on a page a line stands, as far as more than one field asks: its field by name, path, article's home, end."""

from __future__ import annotations

import re

from pipelines.boilerplate.phrases import phrase
from pipelines.outline import Block, Line, Node, Outline, in_chrome, text_of
from pipelines.page import Page

_ARTICLE = re.compile(r"article|detail|post|news|entry|story|single|node|bai|chi-?tiet|tin\b", re.I)
PATH = re.compile(r"crumb|bread|duong-?dan|\bpath", re.I)
_STEP = re.compile(r"[»›>→]|\s/\s")
_LINKS = 100  # links of a page among which its menu is looked for
_FEW = 60  # letters of what holds no article's text, though its name says so too: author-news-detail
NEAR = 14  # lines around the text in which its date and byline are looked for


def has_field(line: Line, name: str, within: Node | None = None) -> bool:
    """Whether class names say that a line prints a field: those of the nearest block that says anything decide."""
    node: Node | None = line.node
    for _ in range(3):
        if node is None or node is within:
            return False
        fields = node.meaning.fields - {"title"}
        if fields:
            return name in fields and ("body" not in fields or node.text <= _FEW)
        node = node.parent
    return False


def end_of(outline: Outline, block: Block) -> int:
    """The number of the first line that surely belongs to the article no more: another heading, a link to another
    article, comments.
    """
    lines = outline.lines
    for n in range(block.last, min(block.last + NEAR, len(lines))):
        line = lines[n]
        if line.level or (line.links > 20 and not line.rel and line.links > 0.8 * len(line.text)):
            return n
        if in_chrome(line.node) in ("related", "comment-form", "sidebar", "popup"):
            return n
        if (p := phrase(line.text)) is not None and p.where in ("list", "opens"):
            return n
    return min(block.last + NEAR, len(lines))


def is_path(line: Line) -> bool:
    """Whether a line is a link of the path from the home page to the article, or all of it."""
    if not line.text:  # chrome that was left out
        return bool(PATH.search(line.node.names))
    if line.links <= 0.5 * len(line.text):
        return False
    node: Node | None = line.node
    for _ in range(3):
        if node is not None:
            if PATH.search(node.names):
                return True
            node = node.parent
    return (len(line.hrefs) > 1 and bool(_STEP.search(line.text))) or is_behind_house(line)


def is_behind_house(line: Line) -> bool:
    """Whether a line is the step of a path behind a link home that is drawn: a house."""
    return len(line.hrefs) == 2 and line.hrefs[0] == "/" and len(line.text) <= 40 and line.links >= 0.9 * len(line.text)


def is_linked(page: Page, text: str, besides: int = 0) -> bool:
    """Whether one of the page's first links says a text and nothing else, `besides` so many that are known: a menu's."""
    assert page.elements
    name, links = text.casefold(), page.elements.of("a")[:_LINKS]
    # most begin with another letter
    may = [a for a in links if len(said := a.text or "") < 50 and name.startswith(said.lstrip()[:1].casefold())]
    return sum(text_of(a).casefold() == name for a in may) > besides


def is_article(node: Node) -> bool:
    """Whether a node is an <article>, or called one."""
    return node.tag == "article" or bool(_ARTICLE.search(node.names))


def home_of(outline: Outline, block: Block, begin: int | None) -> Node | None:
    """The smallest element around heading and text; None where the site's menu stands in it too."""
    home: Node | None = block.node if begin is not None else block.node.parent
    while home is not None and begin is not None and not home.first <= begin < home.last:
        home = home.parent
    if home is None or home.parent is None:
        return None
    above = outline.lines[home.first : block.first if begin is None else begin]
    above = [line for line in above if not is_path(line)]
    linked = sum(line.links > 0.5 * len(line.text) for line in above)
    menu = any(in_chrome(line.node) == "nav" for line in above)
    return None if menu or (linked > 3 and not is_article(home)) else home

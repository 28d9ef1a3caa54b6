"""What a text tells in passing: an <aside> that is a note or nothing but sentences; a list of links that it announces."""

from __future__ import annotations

from collections.abc import Callable

from pipelines.boilerplate.phrases import phrase
from pipelines.outline import Line, Node
from pipelines.outline.class_names import read
from pipelines.outline.model import SENTENCE_END

_LINES = 4  # of one, at most
_LEAST = 40  # letters of its sentences


def is_fact_box(lines: list[Line], node: Node, within: Node) -> bool:
    """Whether a node of the block `within` is such a box: no heading, no link, no form, no words of chrome in it,
    only its tag to call it a sidebar, and text of the article's below it in the same element.
    """
    if node.tag == "aside" and "footnote" in node.names.lower():
        return True
    around = node.parent
    amid = within.first < node.first and node.last < within.last and around is not None and node.last < around.last
    if node.tag != "aside" or not amid or node.links or node.asks or node.last - node.first > _LINES:
        return False
    if any(c.chrome is not None for c in node.children) or (node.names and read(node.names).chrome is not None):
        return False
    if any(line.level for line in lines[node.first : node.last]):
        return False
    told = [line.text for line in lines[node.first : node.last]]
    said = sum(len(text) for text in told if SENTENCE_END.search(text))
    return said >= max(_LEAST, 0.6 * node.text) and not any(map(phrase, told))


def is_announced(lines: list[Line], node: Node, within: Node, leads_on: Callable[[str], bool]) -> bool:
    """Whether a node of the block `within` is a list of links that the paragraph above it announces with a colon, none of
    which leads to another page of the site (`leads_on`), and the text goes on below.
    """
    first, last = node.first, node.last
    if not within.first < first < last < within.last or node.names or node.tag not in ("ul", "ol", "div"):
        return False
    above = lines[first - 1]
    announced = above.text.endswith(":") and above.links == 0 and len(above.text) >= _LEAST // 2
    return announced and not any(leads_on(href) for line in lines[first:last] for href in line.hrefs)

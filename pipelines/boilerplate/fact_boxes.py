"""What a text tells in passing: an <aside> amid its paragraphs that is nothing but sentences."""

from __future__ import annotations

from pipelines.boilerplate.phrases import phrase
from pipelines.class_names import read
from pipelines.outline import Line, Node
from pipelines.outline.model import SENTENCE_END

_LINES = 4  # of one, at most
_LEAST = 40  # letters of its sentences


def is_fact_box(lines: list[Line], node: Node, within: Node) -> bool:
    """Whether a node of the block `within` is such a box: no heading, no link, no form, no words of chrome in it,
    only its tag to call it a sidebar, and text of the article's below it in the same element.
    """
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

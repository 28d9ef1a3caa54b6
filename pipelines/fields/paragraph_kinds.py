"""What the paragraphs of an article are on its page: subheads, quotes, rows of a table, or plain text."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.outline import Node, Part

SUBHEAD, QUOTE, ROW = "subhead", "quote", "row"

_LONGEST = 120  # characters of a subhead
_ENDS = (".", ",", ";", ":", "?", "…", ")", "”", '"')  # a bold line that ends so is a sentence, a question, a signature


def kinds(parts: Sequence[Part], within: Node) -> list[str]:
    """The kind of each paragraph, empty for plain text: SUBHEAD, QUOTE, or ROW, whose cells stand apart by " | ".

    `within` is the node of the article's text. A page that sets most of its text as headings, or in one quote, has no
    subheads, or no quotes, by that: tags are used for their looks.
    """
    found = [_kind(part, within, following) for part, following in zip(parts, [*parts[1:], None], strict=False)]
    for kind in (SUBHEAD, QUOTE):
        chosen = sum(len(part.text) for part, own in zip(parts, found, strict=True) if own == kind)
        if 2 * chosen > sum(len(part.text) for part in parts):  # more than half of the text
            found = ["" if own == kind else own for own in found]
    return found


def _kind(part: Part, within: Node, following: Part | None) -> str:
    """The kind of a paragraph, empty for plain text; `following` is the next paragraph, None for the last."""
    if part.kind == "row":
        return ROW if " | " in part.text else ""
    if _is_quoted(part.line.node, within):
        return QUOTE
    if not following or "\n" in part.text or len(part.text) > _LONGEST:
        return ""
    if part.kind == "heading":
        return SUBHEAD
    bold = part.line.bold >= 0.95 * len(part.text) and not part.line.links
    told = len(following.text) > len(part.text) and following.line.bold < 0.5 * len(following.text)
    return SUBHEAD if bold and told and not part.text.endswith(_ENDS) and any(c.isalpha() for c in part.text) else ""


def _is_quoted(node: Node | None, within: Node) -> bool:
    """Whether a node stands in a <blockquote> below `within`."""
    while node is not None and node is not within:
        if node.tag == "blockquote":
            return True
        node = node.parent
    return False

"""What stands beside day and writer above a text and is neither: a name that is no byline, what somebody is."""

from __future__ import annotations

from collections.abc import Collection

from pipelines.outline import Node, Part, prose
from pipelines.outline.model import SENTENCE_END
from pipelines.page import Page

_LINES = 8  # of such a box
_LABEL = 60  # letters of what somebody is: "North of England correspondent"


def beside_date(page: Page, body: list[Part], used: Collection[int]) -> list[Part]:
    """The short lines above the first paragraph of a text that share a small box without running text, below the text's
    own, with a line that has told the day or the writer (`used`, by numbers). None where nothing has.
    """
    assert page.block
    within = page.block.node
    found: list[Part] = []
    for part in body:
        line = part.line
        if line.level or prose(line.text, line.links) or len(line.text) > _LABEL or SENTENCE_END.search(line.text):
            break
        box: Node | None = line.node
        while box is not None and box is not within and not box.prose and box.last - box.first <= _LINES:
            if any(box.first <= n < box.last for n in used):
                found.append(part)
                break
            box = box.parent
    return found

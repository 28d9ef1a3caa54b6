"""What is left of a block once its lists and promotions are taken out: their headings, and the site's own last line."""

from __future__ import annotations

from pipelines.boilerplate.caption_evidence import is_credit
from pipelines.boilerplate.headings import is_heading
from pipelines.language import names
from pipelines.outline import Block, Line, Node, Outline, prose
from pipelines.outline.model import SENTENCE_END, is_within
from vietnamese import bylines

_ANNOUNCED = ("related", "share", "popup", "comment-form", "nav")  # the rules of what a heading below a text announces
_BOX = 3  # lines of a box about the author
_LIST = 60  # letters of what announces a list
_LABEL = 100  # letters of a line of the site's own below a list


def leftovers(page: Outline, block: Block, numbers: list[int], rules: dict[int, str]) -> dict[int, str]:
    """The headings below the text whose own lines a rule has taken out, those over a promotion in a box of its own, and
    a line below a list of links, each with its rule; `numbers` are the block's lines, `rules` those taken out.
    """
    lines = page.lines
    alive = [n for n in numbers if n not in rules and lines[n].unread is None]
    found = _below_list(page, alive, rules) or _of_author(page, alive, block)
    alive = [n for n in alive if n not in found]
    for n in reversed(alive[1:]):
        line, below = lines[n], rules.get(n + 1)
        shown = any(p.at > n and p.at <= block.last for p in page.pictures)
        if below not in _ANNOUNCED or shown or bylines.byline(line.text) or line.text[0].isdigit():
            break
        if not line.level and not (below == "related" and _is_label(line)):
            break
        found[n] = below
    for n in alive:
        box, below = lines[n].node.parent, rules.get(n + 1)
        boxed = box is not None and box is not block.node and box.first == n and box.last == n + 2
        if boxed and below in ("popup", "share") and is_heading(lines[n]):
            found[n] = below
    return found


def _of_author(page: Outline, alive: list[int], block: Block) -> dict[int, str]:
    """The last lines where they are a box about the author: below a link that is a person's name, in a box which holds no
    more than three lines and which class names call an author's, or which shows a portrait.
    """
    lines = page.lines
    box: Node | None = lines[alive[-1]].node if len(alive) > 2 else None
    while box is not None and box is not block.node and box.last - box.first < 2:
        box = box.parent
    if box is None or box is block.node or box.last - box.first > _BOX or box.first <= alive[1]:
        return {}
    name = lines[box.first]
    shown = any(p.at == box.first and is_within(p.node, box) for p in page.pictures) or any(
        "byline" in line.node.meaning.fields for line in lines[box.first : box.last]
    )
    if not shown or not name.hrefs or name.links < len(name.text) or not names.is_person(name.text):
        return {}
    return {n: "author-box" for n in alive if n >= box.first}


def _is_label(line: Line) -> bool:
    """Whether a line announces a list without being a heading: in bold, or with a colon; nobody's name."""
    text = line.text
    told = text.endswith(":") or (line.bold >= 0.9 * len(text) and not SENTENCE_END.search(text))
    named = all(word[:1].isupper() or not word[:1].isalpha() for word in text.split())
    return told and not named and len(text) <= _LIST and line.node.align != "right"


def _below_list(page: Outline, alive: list[int], rules: dict[int, str]) -> dict[int, str]:
    """The last line where it is a few words below links to other articles, outside all that holds a paragraph: the
    site's own. Nothing where it may sign the text or tell of a picture.
    """
    lines = page.lines
    last = lines[alive[-1]] if len(alive) > 1 else None
    if last is None or last.level or len(last.text) > _LABEL or last.text.endswith((".", "!", "?")):
        return {}
    between = range(alive[-2] + 1, alive[-1])
    links = sum(rules.get(n) == "related" and bool(lines[n].hrefs) for n in between)
    homes = {lines[n].node.parent for n in alive[:-1] if prose(lines[n].text, lines[n].links)}
    told = last.node.align or last.bold or is_credit(last) or bylines.byline(last.text)
    apart = last.node.parent not in homes and last.node not in homes
    return {alive[-1]: "footer"} if links > 1 and apart and not told else {}

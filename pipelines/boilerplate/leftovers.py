"""What is left of a block once its lists and promotions are taken out: their headings, and the site's own last line."""

from __future__ import annotations

from pipelines.boilerplate.caption_evidence import is_credit
from pipelines.boilerplate.headings import is_heading
from pipelines.outline import Block, Outline, prose
from vietnamese import bylines

_ANNOUNCED = ("related", "share", "popup", "comment-form", "nav")  # the rules of what a heading below a text announces
_LABEL = 100  # letters of a line of the site's own below a list


def leftovers(page: Outline, block: Block, numbers: list[int], rules: dict[int, str]) -> dict[int, str]:
    """The headings below the text whose own lines a rule has taken out, those over a promotion in a box of its own, and
    a line below a list of links, each with its rule; `numbers` are the block's lines, `rules` those taken out.
    """
    lines = page.lines
    alive = [n for n in numbers if n not in rules and lines[n].unread is None]
    found = _below_list(page, alive, rules)
    alive = [n for n in alive if n not in found]
    for n in reversed(alive[1:]):
        line, below = lines[n], rules.get(n + 1)
        shown = any(p.at > n and p.at <= block.last for p in page.pictures)
        if not line.level or below not in _ANNOUNCED or shown or bylines.byline(line.text) or line.text[0].isdigit():
            break
        found[n] = below
    for n in alive:
        box, below = lines[n].node.parent, rules.get(n + 1)
        boxed = box is not None and box is not block.node and box.first == n and box.last == n + 2
        if boxed and below in ("popup", "share") and is_heading(lines[n]):
            found[n] = below
    return found


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

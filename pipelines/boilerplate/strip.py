"""Takes out of the article's block what is no part of the article, and tells captions and rows from paragraphs."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipelines.boilerplate.below_signature import is_signed, is_signed_below
from pipelines.boilerplate.boxes import find_boxes
from pipelines.boilerplate.captions import captions as captions_of
from pipelines.boilerplate.fact_boxes import is_announced, is_fact_box
from pipelines.boilerplate.leftovers import leftovers
from pipelines.boilerplate.lines import (
    is_link,
    is_linked_paragraph,
    is_numbered,
    is_prose,
    is_teaser,
    leads_within_site,
)
from pipelines.boilerplate.phrases import phrase
from pipelines.boilerplate.promotions import rest_of_promotions
from pipelines.boilerplate.repeated import find_repeated
from pipelines.boilerplate.tail import find_tail
from pipelines.evidence import Choice
from pipelines.language.diacritics import right
from pipelines.outline import Block, Line, Node, Outline, Part, is_file, left_out
from pipelines.outline.model import SENTENCE_END

_DEBRIS = re.compile(
    r"^['\"]?[\])};,]+['\"]?[;,)]*$|^['\"]\s?\)\s?;?$"
)  # "')", "});": of a script cut by its own words
_KEEPS_PROSE = frozenset(("ad", "tools", "sidebar", "popup", "share", "nav", "tags", "related", "footer"))


def parts(
    page: Outline, block: Block, hosts: set[str], base: str, trail: list[Choice] | None = None
) -> tuple[list[Part], list[Part]]:
    """The article's lines in reading order, and those of its block that are no part of it, each with its rule.

    `hosts` are the site's own hosts: a line that is but a link to one of them leads to another article.
    What was weighed is added to `trail`, where there is one.
    """
    lines = page.lines
    numbers = [n for n in range(block.first, block.last) if n != block.heading]
    rules = _chrome(lines, numbers, block.node, lambda href: leads_within_site(href, hosts, base))
    _phrases(lines, numbers, rules, hosts, base, block.node)
    rules |= find_boxes(page, numbers, rules, block.node, lambda href: leads_within_site(href, hosts, base))
    rules |= rest_of_promotions(lines, numbers, rules, block.node)
    rules |= {n: "repeated" for n in numbers if n not in rules and lines[n].repeated}
    alive = [n for n in numbers if n not in rules and lines[n].unread is None]
    whole = sorted({*alive, *_links_out(lines, rules)})
    rules.update(find_tail(lines, whole, block.heading, lambda n: is_teaser(lines[n], hosts, base)))
    rules.update(dict.fromkeys(find_repeated(lines, [n for n in alive if n not in rules], block.heading), "duplicate"))
    rules.update(leftovers(page, block, numbers, rules))
    captions = captions_of(page, numbers, block, rules, trail)
    found: list[Part] = []
    gone: list[Part] = []
    previous: Part | None = None
    row: Node | None = None
    for n in numbers:
        line = lines[n]
        if n in rules or line.unread is not None:
            gone += _taken_out(line, n, rules[n])
            continue
        if n in captions:
            if previous is not None and previous.kind == "caption" and previous.text == line.text:
                gone.append(Part("paragraph", line.text, line, n, rule="duplicate"))
                continue
            part = Part("caption", line.text, line, n, captions[n])
        elif (cells := _row(line, block.node)) is not None:
            if row is cells and previous is not None and previous.kind == "row":
                previous.text += " | " + line.text
                continue
            row = cells
            part = Part("row", line.text, line, n)
        else:
            part = Part("heading" if line.level else "paragraph", line.text, line, n)
        found.append(part)
        previous = part
    return found, gone


def _taken_out(line: Line, number: int, rule: str) -> list[Part]:
    """A line that a rule takes out; of chrome that was left out unread, all of its lines."""
    if line.unread is None:
        return [Part("paragraph", line.text, line, number, rule=rule)]
    return [Part("paragraph", right(one.text), one, number, rule=rule) for one in left_out(line).lines]


def _links_out(lines: list[Line], rules: dict[int, str]) -> list[int]:
    """The lines that a rule takes for links to other articles, and labels of comments: what they make is looked at as a
    whole.
    """
    told = [n for n, rule in rules.items() if rule in ("related", "comment-form") and lines[n].unread is None]
    return [n for n in told if rules[n] == "related" or phrase(lines[n].text) is not None]


def _chrome(lines: list[Line], numbers: list[int], within: Node, leads_on: Callable[[str], bool]) -> dict[int, str]:
    """Rules for the lines that stand in chrome inside the block. `leads_on` as for `find_boxes`."""
    roles: dict[Node, str | None] = {}
    rules: dict[int, str] = {}
    for n in numbers:
        node = lines[n].node
        if node not in roles:
            roles[node] = _chrome_role(lines, node, within, leads_on)
        role = roles[node]
        if role:
            rules[n] = role
    return rules


def hides_text(page: Outline, block: Block) -> bool:
    """Whether something that was left out of the block holds running text: then its name was wrong."""
    for line in page.lines[block.first : block.last]:
        if line.unread is not None and line.node.chrome in _KEEPS_PROSE:
            inner = left_out(line).root
            if inner.prose >= 200 and inner.links < 0.1 * inner.text:
                return True
    return False


def _chrome_role(lines: list[Line], node: Node | None, within: Node, leads_on: Callable[[str], bool]) -> str | None:
    """The role of the outermost chrome that a node stands in, below `within`; None for none, and for what holds running
    text.
    """
    role = None
    while node is not None and node is not within:
        if (
            node.chrome
            and not (
                # Running text without links is the article's, whatever its class names say.
                node.chrome in _KEEPS_PROSE
                and node.prose >= 200
                and node.links < 0.1 * node.text
                and node.tag != "aside"
            )
            and not (node.chrome == "sidebar" and is_fact_box(lines, node, within))
            and not (node.chrome == "related" and is_announced(lines, node, within, leads_on))
        ):
            role = node.chrome
        node = node.parent
    return role


def _phrases(
    lines: list[Line], numbers: list[int], rules: dict[int, str], hosts: set[str], base: str, within: Node
) -> None:
    """Adds the rules for lines that are phrases of chrome, or links to other articles."""
    alive = [n for n in numbers if n not in rules and lines[n].unread is None]
    found = {n: phrase(lines[n].text) for n in alive}
    link = {n: is_link(lines[n]) for n in alive}
    last = max((n for n in alive if found[n] is None and not link[n] and is_prose(lines[n].text)), default=-1)
    form = listing = False
    imprint = any(p is not None and p.rule == "footer" and p.where == "end" for n, p in found.items() if n > last)
    for n in alive:
        line, p = lines[n], found[n]
        text = line.text
        rule = None
        if p is not None:
            where = p.where
            if (
                where == "anywhere"
                or (where == "label" and (len(text) <= 20 or n > last))
                or (where == "opens")
                or (where == "form" and form)
                or (where == "end" and (n > last or (p.rule == "tags" and line.links > 0.3 * len(text))))
                or (where == "imprint" and n > last and imprint)
                or (where == "link" and line.links > 0.4 * len(text))
                or (where == "file" and link[n] and all(map(is_file, line.hrefs)))
                or (where == "list" and (n > last or link[n] or _opens_list(lines, n, alive, link)))
            ):
                rule = p.rule
                form = form or where == "opens"
                listing = listing or (where == "list" and not is_signed_below(lines, n, alive, link))
        if rule is None and link[n] and len(text) >= 12 and not is_numbered(line):
            if leads_within_site(line.href or "", hosts, base) and _row(line, within) is None:
                keeps = is_signed(lines, n, alive, link) or is_linked_paragraph(lines, n, alive, link)
                rule = None if keeps else "related"
            elif (line.href or "").startswith("javascript:"):
                rule = "tools"
        if rule is None and _DEBRIS.match(text):
            rule = "tools"
        if rule is None and text[:1] == "#" and 0 < len(line.hrefs) == text.count("#"):
            rule = "tags" if all(leads_within_site(href, hosts, base) for href in line.hrefs) else None
        if rule is None and listing and n > last and len(text) < 200 and not SENTENCE_END.search(text):
            rule = "related"
        elif rule is None and not link[n] and n <= last:
            listing = False
        if rule is not None:
            rules[n] = rule


def _opens_list(lines: list[Line], n: int, alive: list[int], link: dict[int, bool]) -> bool:
    """Whether a list's heading, line `n` in the middle of the text, has links right below it among the lines still
    `alive`.
    """
    following = [m for m in alive if n < m <= n + 2]
    return any(link[m] for m in following) or not following


def _row(line: Line, within: Node) -> Node | None:
    """The row of a table of data that a line is a cell of; None in layout tables."""
    node: Node | None = line.node
    while node is not None and node is not within:
        if node.tag == "tr":
            table = node.parent
            while table is not None and table is not within and table.tag != "table":
                table = table.parent
            if table is None or table.tag != "table":
                return None
            cells = [c for c in node.children if c.tag in ("td", "th")]
            if len(cells) < 2 or any(c.last - c.first > 1 or c.text > 400 for c in cells):
                return None
            return node
        node = node.parent
    return None

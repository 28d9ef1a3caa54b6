"""Takes out of the article's block what is no part of the article, and tells captions and rows from paragraphs."""

from __future__ import annotations

import re
from collections.abc import Callable

from archive.hosts import host
from pipelines.addresses.address import join
from pipelines.boilerplate.below_signature import is_signed, is_signed_below
from pipelines.boilerplate.captions import captions as captions_of
from pipelines.boilerplate.fact_boxes import is_announced, is_fact_box
from pipelines.boilerplate.headings import is_heading
from pipelines.boilerplate.leftovers import leftovers
from pipelines.boilerplate.phrases import phrase
from pipelines.boilerplate.tail import find_repeated, find_tail
from pipelines.evidence import Choice
from pipelines.language.diacritics import right
from pipelines.outline import Block, Line, Node, Outline, Part, Picture, is_file, left_out
from pipelines.outline.model import DENSE_LEAST, SENTENCE_END
from pipelines.outline.pictures import is_file as is_picture

_FULL_STOPS = ("。", "！", "？", "」")  # of Chinese and Japanese, where a sentence takes half as many signs
_NUMBERED = re.compile(r"\d{1,2}[.)/:] ?\D")  # "3. Chuồng trại": a heading of the article's, though it is a link
_DEBRIS = re.compile(
    r"^['\"]?[\])};,]+['\"]?[;,)]*$|^['\"]\s?\)\s?;?$"
)  # "')", "});": of a script cut by its own words
_BOX = 40  # lines of a box of teasers
_SUMMARY = 300  # characters of what a teaser says of its article
_BUTTON = 25  # letters of a link that is drawn as a button
_FORM = 160  # characters of what a form asks
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
    rules = _chrome(lines, numbers, block.node, lambda href: _leads_within_site(href, hosts, base))
    _phrases(lines, numbers, rules, hosts, base, block.node)
    rules |= _boxes(page, numbers, rules, block.node, lambda href: _leads_within_site(href, hosts, base))
    rules |= {n: "repeated" for n in numbers if n not in rules and lines[n].repeated}
    alive = [n for n in numbers if n not in rules and lines[n].unread is None]
    whole = sorted({*alive, *_links_out(lines, rules)})
    rules.update(find_tail(lines, whole, block.heading, lambda n: _is_teaser(lines[n], hosts, base)))
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


def _is_teaser(line: Line, hosts: set[str], base: str) -> bool:
    """Whether a line is nothing but a link of some words to another page of the site, and no numbered heading."""
    within_site = _leads_within_site(line.href or "", hosts, base)
    return is_link(line) and len(line.text) >= 20 and not _is_numbered(line) and within_site


def _chrome(lines: list[Line], numbers: list[int], within: Node, leads_on: Callable[[str], bool]) -> dict[int, str]:
    """Rules for the lines that stand in chrome inside the block. `leads_on` as for `_boxes`."""
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


def _is_numbered(line: Line) -> bool:
    """Whether a line is a heading that begins with a number."""
    return line.level > 0 and _NUMBERED.match(line.text) is not None


def is_link(line: Line) -> bool:
    """Whether the whole line is a link, but for a bullet before it and a date behind it."""
    size = len(line.text)
    rest = size - line.links
    return bool(line.hrefs) and (rest <= 0.1 * size + 2 or (rest <= 18 and line.links >= 0.6 * size))


def _leads_within_site(href: str, hosts: set[str], base: str) -> bool:
    """Whether a link leads to another page of the same site."""
    if is_file(href) or href.startswith(("#", "mailto:", "tel:", "javascript:")):
        return False
    there = join(base, href)
    return there.startswith("file:") or (bool(there) and host(there) in hosts)


def is_prose(text: str) -> bool:
    """Whether a line is running text and no label: long, or a sentence."""
    if len(text) < 40:
        return len(text) >= DENSE_LEAST and text[-1] in _FULL_STOPS
    return len(text) >= 80 or bool(SENTENCE_END.search(text))


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
        if rule is None and link[n] and len(text) >= 12 and not _is_numbered(line):
            if _leads_within_site(line.href or "", hosts, base) and _row(line, within) is None:
                rule = None if is_signed(lines, n, alive, link) else "related"
            elif (line.href or "").startswith("javascript:"):
                rule = "tools"
        if rule is None and _DEBRIS.match(text):
            rule = "tools"
        if rule is None and text[:1] == "#" and 0 < len(line.hrefs) == text.count("#"):
            rule = "tags" if all(_leads_within_site(href, hosts, base) for href in line.hrefs) else None
        if rule is None and listing and n > last and len(text) < 200 and not SENTENCE_END.search(text):
            rule = "related"
        elif rule is None and not link[n] and n <= last:
            listing = False
        if rule is not None:
            rules[n] = rule


def _boxes(
    page: Outline, numbers: list[int], rules: dict[int, str], within: Node, leads_on: Callable[[str], bool]
) -> dict[int, str]:
    """The rules for lines of boxes amid the text, of which a link or a form has told what they are; their pictures are
    none of the article's. `leads_on` says of an address whether it is another page of the site's.
    """
    teasers = [*_summaries(page.lines, numbers, rules, within), *_of_a_card(page, numbers, rules, within)]
    teasers += _of_a_button(page.lines, numbers, rules, within)
    teasers += _of_linked_pictures(page, rules, within, leads_on)
    _disown_pictures(page, {**rules, **dict.fromkeys(teasers, "card")}, within, leads_on)
    forms = _of_a_form(page.lines, numbers, rules, within)
    return dict.fromkeys(forms, "popup") | dict.fromkeys(teasers, "related")


def _summaries(lines: list[Line], numbers: list[int], rules: dict[int, str], within: Node) -> list[int]:
    """The lines below links to other articles in a small block of nothing else: two links and more, each with two lines
    at most, less than half of the text.
    """
    links = [n for n in numbers if rules.get(n) == "related" and lines[n].hrefs]
    looked: set[Node] = set()
    found: list[int] = []
    for n in links:
        node: Node | None = lines[n].node
        while node is not None and node is not within and node.last - node.first <= _BOX:
            if node not in looked and node.prose < 0.5 * within.prose:
                found += _below_links(lines, node, rules)
            looked.add(node)
            node = node.parent
    return found


def _below_links(lines: list[Line], node: Node, rules: dict[int, str]) -> list[int]:
    """The lines of a block that stand below links to other articles; none where anything else stands in it."""
    head, heads, told = -9, 0, []
    for n in range(node.first, node.last):
        if n in rules:
            head, heads = (n, heads + 1) if rules[n] == "related" and lines[n].hrefs else (head, heads)
        elif n - head > 2 or len(lines[n].text) > _SUMMARY:
            return []
        else:
            told.append(n)
    return told if heads > 1 and len(told) > 1 else []


def _of_a_card(page: Outline, numbers: list[int], rules: dict[int, str], within: Node) -> list[int]:
    """The line below a link to another article that shares a box with it and a picture, amid the text: of the only box
    of the kind, as a list of several may be what the article is about."""
    boxes = []
    for n in numbers:
        box = page.lines[n].node.parent
        if n in rules or n - 1 not in rules or box is None or box is within or box.last - box.first != 2:
            continue
        above = page.lines[n - 1]
        linked = rules[n - 1] == "related" and above.hrefs and box.first == n - 1
        if linked and len(page.lines[n].text) <= _SUMMARY and any(p.at == n - 1 for p in page.pictures):
            boxes.append(n)
    return boxes if len(boxes) == 1 else []


def _of_a_button(lines: list[Line], numbers: list[int], rules: dict[int, str], within: Node) -> list[int]:
    """The lines of a box that holds a heading, a few words and a short link ("Xem chi tiết") and nothing else, amid the
    text: of the only one, as for `_of_a_card`."""
    boxes = []
    for n in numbers:
        line = lines[n]
        if len(line.text) > _BUTTON or not is_link(line) or is_file(line.href) or (line.href or "").startswith("#"):
            continue
        node: Node | None = line.node
        while node is not None and node is not within and node.first == n:
            node = node.parent
        if node is None or node is within or node.last != n + 1 or n - node.first > 3 or node.last == within.last:
            continue
        told = [m for m in range(node.first, n) if m not in rules and len(lines[m].text) <= _SUMMARY]
        alike = [c for c in node.parent.children if (c.tag, c.names) == (node.tag, node.names)] if node.parent else []
        if len(told) == n - node.first > 1 and is_heading(lines[told[0]]) and len(alike) == 1:
            boxes.append([*told, n])
    return boxes[0] if len(boxes) == 1 else []


def _of_linked_pictures(
    page: Outline, rules: dict[int, str], within: Node, leads_on: Callable[[str], bool]
) -> list[int]:
    """The lines of small boxes that hold a picture which leads to another page, and what a teaser has beside it: a title in
    bold or linked, two lines and more. None where there are several, as for `_of_a_card`.
    """
    boxes = []
    for picture in page.pictures:
        box = _box_of(picture, within) if picture.href else None
        if box is None or is_picture(picture.href) or not leads_on(picture.href) or box.last - box.first > 4:
            continue
        told = [n for n in range(box.first, box.last) if n not in rules]
        lines = page.lines[box.first : box.last]
        named = any(line.node.tag == "figcaption" or "caption" in line.node.meaning.fields for line in lines)
        titled = len(lines) > 1 or any(0 < line.bold < len(line.text) for line in lines)
        titled = titled and not is_prose(lines[0].text)
        if told and titled and not named and box.tag != "figure" and sum(len(line.text) for line in lines) <= _SUMMARY:
            boxes.append(told)
    return boxes[0] if len(boxes) == 1 else []


def _box_of(picture: Picture, within: Node) -> Node | None:
    """The smallest box below `within` that holds a picture and some lines; None where there is none."""
    box: Node | None = picture.node
    while box is not None and box is not within and box.last <= box.first:
        box = box.parent
    inside = box
    while inside is not None and inside is not within:
        inside = inside.parent
    return None if inside is None or box is within else box


def _disown_pictures(page: Outline, rules: dict[int, str], within: Node, leads_on: Callable[[str], bool]) -> None:
    """Marks the pictures of teasers amid the text: those that share a box with nothing but what is taken out as a card's, or lead
    where a link right below or above them does; and those that lead on below "Quảng cáo".
    """
    for picture in page.pictures:
        if not within.first <= picture.at <= within.last:
            continue
        box = _box_of(picture, within)
        if box is not None and box.last - box.first <= 4:
            told = [rules.get(n) for n in range(box.first, box.last)]
            linked = leads_on(picture.href) if picture.href and not is_picture(picture.href) else False
            picture.foreign = all(r in ("card", "related") for r in told) and ("card" in told or linked)
            picture.foreign = picture.foreign or (bool(picture.href) and bool(told) and set(told) == {"ad"})
        elif picture.href:
            beside = [n for n in (picture.at, picture.at - 1) if rules.get(n) in ("card", "related")]
            picture.foreign = any(picture.href in page.lines[n].hrefs for n in beside)


def _of_a_form(lines: list[Line], numbers: list[int], rules: dict[int, str], within: Node) -> list[int]:
    """The lines of small boxes that ask for an address or a password."""
    found = []
    for n in numbers:
        node: Node | None = lines[n].node
        for _ in range(3):
            if node is None or node is within or node.text > _FORM or 2 * node.prose > within.prose:
                break
            if node.asks and n not in rules:
                found.append(n)
                break
            node = node.parent
    return found


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

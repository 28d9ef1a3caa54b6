"""How far an article's text reaches: from the block where most of it stands over the blocks beside it.

An advertisement may have cut the text, a paragraph may stand in a block of its own, each section in another. What stands
beside is taken in where the evidence says so, by the rows `continuation` of weights.csv.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.boilerplate.chrome import densest, is_comment, release
from pipelines.boilerplate.headings import is_heading, is_signature
from pipelines.boilerplate.phrases import phrase
from pipelines.evidence import weights
from pipelines.outline import Line, Node, Outline, in_chrome, prose

_LEVELS = 4  # elements around the block that are looked through
_CLOSING = 20  # letters of a sentence
_LABEL = 25  # letters of "Xem tiếp", "Đọc toàn bộ bài viết"
_ENDS = -2.5  # evidence against a neighbour with which the article has ended
_PARAGRAPHS = frozenset(["p", "ul", "ol", "dl", "blockquote", "pre", "h2", "h3", "h4", "h5", "h6", "table", "figure"])
_FOREIGN = frozenset(("comment-form", "footer"))
_COMMON = frozenset(("row", "col", "container", "wrapper", "clearfix", "content", "block", "section", "box"))


@dataclass(slots=True)
class _Unit:
    """A neighbour: a child of the element that is looked through, or a line of that element itself (`node` is None)."""

    first: int
    last: int
    node: Node | None
    text: int
    links: int
    prose: int


def grow(page: Outline, node: Node, first: int, last: int, heading: int | None) -> tuple[Node, int, int]:
    """The element that holds all of an article's text, and the lines of it: from `first` to before `last`.

    `node` is the block of most of the text, `heading` the number of the title's line, or None.
    """
    holder, inner = node, node
    for level in range(_LEVELS):
        parent = inner.parent
        if parent is None or (heading is None and level > 2):
            break
        below, ended = _end_within(page, parent, inner, node, last, level)
        above = _begin_within(page, parent, inner, node, first, heading, level)
        if below > last or above < first:
            holder, first, last = parent, above, below
        if ended:
            break
        if heading is not None and parent.first <= heading < parent.last and not _holds_part(node, heading, parent):
            spilled = _end_behind(page, parent, node, last)
            if spilled > last:
                holder, last = parent.parent or holder, spilled
            break
        inner = parent
    return holder, first, last


def _holds_part(text: Node, heading: int, parent: Node) -> bool:
    """Whether a block that holds the title may hold but a part of the text: it is the first of blocks called as it is, or
    its parent, which holds nothing else, is.
    """
    if not text.first <= heading < text.last:
        return False
    inner = text
    while inner is not parent and inner.parent is not None:
        inner = inner.parent
    around = parent if parent.first == text.first and parent.last == text.last else inner
    above = around.parent
    if around.tag in ("html", "body") or above is None or not around.names:
        return False
    return any(c.names == around.names and c.prose and c.first >= around.last for c in above.children)


def _end_behind(page: Outline, article: Node, text: Node, last: int) -> int:
    """Where a text ends that goes on right behind its `article`: end tags too many have closed that before its time.

    Nothing but paragraphs made as the text's are is taken in, and nothing behind a signature.
    """
    around = article.parent
    end = last
    if around is None or article.last > last or is_signature(page.lines[last - 1]):
        return last
    names = {n.node.names for n in page.lines[text.first : text.last] if prose(n.text, n.links)}
    while end < around.last:
        line = page.lines[end]
        if line.node.tag != "p" or line.node.parent is not around or line.node.names not in names or line.links:
            break
        if not prose(line.text, 0) and not (end > last and is_signature(line)):
            break
        end += 1
    return end


def _end_within(page: Outline, parent: Node, inner: Node, text: Node, last: int, level: int) -> tuple[int, bool]:
    """Where the article, which reaches to `last` so far, ends within `parent`; and whether something there says that it
    has ended. `level` is how far `parent` is above its text.
    """
    start, skipped = max(inner.last, last), 0
    while start < parent.last:
        unit = _unit(page, parent, start)
        start = unit.last
        chrome = unit.node.chrome if unit.node is not None else None
        if not unit.prose or chrome == "hidden":
            if not skipped and _closes(page, parent, unit, last):
                last = unit.last
                continue
            skipped += 1
            if _opens_list(page.lines, unit):
                return last, True
            continue
        table = weights()["continuation"]
        score = sum(table[sign] for sign in _evidence(page, unit, text, level, skipped))
        if chrome and unit.node is not None:
            if chrome in _FOREIGN and not is_signature(page.lines[unit.last - 1]):
                return last, True
            score += weights()["chrome"].get(f"called {chrome}", _ENDS)
            if score <= 0:
                skipped += 1
                continue
            release(unit.node)
        if score <= _ENDS and not _resumes(page, parent, start, last, text):
            return last, True
        if score > 0:
            last, skipped = unit.last, 0
        else:
            skipped += 1
    return last, False


def _closes(page: Outline, parent: Node, unit: _Unit, last: int) -> bool:
    """Whether a neighbour right below the text is the short sentence that it closes with: a paragraph as one stands above
    the text in the same element."""
    line = page.lines[unit.first]
    node, said = line.node, unit.last - unit.first == 1 and not line.links and len(line.text) >= _CLOSING
    if not said or unit.first != last or node.tag != "p" or node.parent is not parent or not line.text.endswith("."):
        return False
    above = (c for c in parent.children if c.last < last and c.tag == "p" and c.names == node.names)
    return phrase(line.text) is None and any(c.prose and not c.links for c in above)


def _resumes(page: Outline, parent: Node, start: int, last: int, text: Node) -> bool:
    """Whether a text that ends at `last`, signed by nobody, goes on behind teasers at `start`: in a block called as its
    first is, without a title.
    """
    if start >= parent.last or is_signature(page.lines[last - 1]):
        return False
    unit = _unit(page, parent, start)
    node = unit.node
    if node is None or not node.names or node.chrome or unit.links or not unit.prose or not _is_alike(node, text):
        return False
    return not page.lines[unit.first].level and not is_heading(page.lines[unit.first])


def _begin_within(
    page: Outline, parent: Node, inner: Node, text: Node, first: int, heading: int | None, level: int
) -> int:
    """Where the article begins within `parent`, below its heading: at the first paragraph that is no lead."""
    if heading is None or heading >= first:
        return first
    table = weights()["continuation"]
    begin, start = first, max(heading + 1, parent.first)
    lead = any(_is_lead(line) for line in page.lines[heading + 1 : start])
    taken: list[_Unit] = []
    while start < min(inner.first, first):
        unit = _unit(page, parent, start)
        start = unit.last
        if unit.last > first or not unit.prose:
            continue
        chrome = unit.node.chrome if unit.node is not None else None
        if chrome and unit.node is not None:
            signs = [*_evidence(page, unit, text, level, 0), "between the title and the text"]
            if sum(table[sign] for sign in signs) + weights()["chrome"].get(f"called {chrome}", _ENDS) <= 0:
                continue
            release(unit.node)
        told = [n for n in range(unit.first, unit.last) if prose(page.lines[n].text, page.lines[n].links)]
        if all(_is_set_apart(page.lines[n]) and not _is_called_as(page.lines[n], text) for n in told):
            lead = True
            continue
        if sum(table[sign] for sign in _evidence(page, unit, text, level, 0)) > 0:
            taken.append(unit)
    lines = sum(prose(page.lines[n].text, page.lines[n].links) > 0 for u in taken for n in range(u.first, u.last))
    made_alike = [u for u in taken if u.node is not None and u.node.names and u.node.names == inner.names]
    called = any(_is_called_as(page.lines[n], text) for u in taken for n in range(u.first, u.last))
    if taken and (lead or lines > 1 or called or any(u.last - u.first > 1 for u in made_alike)):
        begin = min(begin, taken[0].first)
    return begin


def _unit(page: Outline, parent: Node, number: int) -> _Unit:
    """The neighbour that begins with a line, which stands in `parent`."""
    line = page.lines[number]
    node: Node | None = line.node
    while node is not None and node is not parent and node.parent is not parent:
        node = node.parent
    if node is None or node is parent or node.first < number:
        return _Unit(number, number + 1, None, len(line.text), line.links, prose(line.text, line.links))
    return _Unit(node.first, max(node.last, number + 1), node, node.text, node.links, node.prose)


def _evidence(page: Outline, unit: _Unit, text: Node, level: int, skipped: int) -> list[str]:
    """The evidence for and against a neighbour's being a part of the text, by the names of weights.csv; `skipped`
    others stand between, `level` is how far up its parent is.
    """
    lines = page.lines[unit.first : unit.last]
    node = unit.node
    tag = node.tag if node is not None else "p"
    fields = node.meaning.fields if node is not None else frozenset()
    opening = phrase(lines[0].text)
    chain = _down_to_core(node) if node is not None else []
    alike = any(_is_alike(n, text) for n in chain)
    size, links = _size(lines, node) if alike and node is not None else (unit.text, unit.links)
    signs = {
        "any neighbour": True,
        "a form": tag == "form",
        "named for an author": "byline" in fields,
        "a paragraph": tag in _PARAGRAPHS,
        "called as the text is": alike,
        "named for an article's text": "body" in fields,
        "200 letters": unit.prose >= 200,
        "600 letters": unit.prose >= 600,
        "no links": not links,
        "a third in links": links > 0.3 * size,
        "headings that are links": any(line.level and line.links > 0.5 * len(line.text) for line in lines),
        "a title": any((n.level == 1 or n.node.own_title) and not _is_usual(page, n, text) for n in lines),
        "begins as the text does": _has_title_alike(lines[0], page.lines[text.first]),
        "asks for something": node is not None and node.asks,
        "told when": sum(map(is_comment, lines)) > 0,
        "a person's heading": node is not None and lines[0].level > 0 and is_signature(lines[0]),
        "ends with a signature": is_signature(lines[-1]),
        "unfolded by a link above": node is not None
        and _is_unfolded(page.lines[max(unit.first - 2, 0) : unit.first], node),
        "opens with a phrase of chrome": opening is not None and opening.where in ("list", "opens", "end", "imprint"),
        "an imprint": any((p := phrase(line.text)) is not None and p.rule == "footer" for line in lines),
        "hidden text in it": node is not None and node.hidden_prose > node.prose,
        "a column beside": node is not None and node.tag == "td" and node.parent is text.parent,
        "two levels up": level == 1,
        "three levels up": level >= 2,
        "at the root": node is not None and node.parent is page.root,
        "three neighbours between": skipped >= 3,
    }
    return [sign for sign, holds in signs.items() if holds]


def _size(lines: list[Line], node: Node) -> tuple[int, int]:
    """How many characters of a neighbour's lines stand in no list or other chrome within it, and how many in links there."""
    own = [line for line in lines if in_chrome(line.node, node) is None]
    return sum(len(line.text) for line in own), sum(line.links for line in own)


def _is_usual(page: Outline, line: Line, text: Node) -> bool:
    """Whether a heading of the first rank is called as one in the midst of the text is: its subheadings are of that rank."""
    names = set(line.node.names.split())
    kin = [n.node.names.split() for n in page.lines[text.first + 1 : text.last] if n.level == line.level]
    return any(2 * len(names.intersection(other)) > max(len(names), len(other)) for other in kin)  # but for an id


def _has_title_alike(line: Line, first: Line) -> bool:
    """Whether a line is a heading of the first rank, as the `first` of the text is, and called as that."""
    return line.level == first.level == 1 and line.node.names == first.node.names


def _is_unfolded(above: list[Line], node: Node) -> bool:
    """Whether a link right above a block shows it: "Xem tiếp", which leads to its id or to nothing."""
    for line in above:
        told = phrase(line.text)
        if line.hrefs and len(line.text) <= _LABEL and told is not None and told.rule == "related":
            href = line.hrefs[0]
            return (
                href[1:] in node.names.split()
                if href[:1] == "#" and len(href) > 1
                else href.startswith(("#", "javascript:"))
            )
    return False


def _down_to_core(node: Node) -> list[Node]:
    """An element, the block in it where its text stands, and those between the two, in which nothing else does."""
    core = densest(node)
    chain, inner = [core], core.parent
    while inner is not None and core is not node and inner is not node:
        if inner.prose == core.prose:
            chain.append(inner)
        inner = inner.parent
    return chain if core is node else [*chain, node]


def _is_alike(node: Node, text: Node) -> bool:
    """Whether two elements share a class name that tells something, or have none and one tag."""
    ours, theirs = set(node.names.lower().split()), set(text.names.lower().split())
    if not ours and not theirs:
        return node.tag == text.tag and (node.tag != "td" or node.parent is not text.parent)  # columns of a layout
    return bool((ours & theirs) - _COMMON)


def _is_set_apart(line: Line) -> bool:
    """Whether class names call a line a lead, a date, a byline or a caption."""
    node: Node | None = line.node
    for _ in range(3):
        if node is None:
            return False
        fields = node.meaning.fields - {"title"}
        if fields:
            return bool(fields & {"lead", "date", "byline", "caption"}) and "body" not in fields
        node = node.parent
    return False


def _is_called_as(line: Line, text: Node) -> bool:
    """Whether a line, or what it stands in, is called by the very names of the block of the text."""
    above = line.node.parent
    return bool(text.names) and text.names in (line.node.names, above.names if above is not None else "")


def _is_lead(line: Line) -> bool:
    """Whether a line below the title is a lead by its class names, or a heading as long as one."""
    if in_chrome(line.node):
        return False
    return (line.level > 1 and len(line.text) >= 40) or (prose(line.text, line.links) > 0 and _is_set_apart(line))


def _opens_list(lines: list[Line], unit: _Unit) -> bool:
    """Whether a neighbour without text announces what is no more the article: "Tin liên quan", "Bình luận"."""
    if unit.last - unit.first > 2 or in_chrome(lines[unit.first].node):
        return False
    if (lines[unit.first].href or "").startswith(("#", "javascript:")):
        return False  # it unfolds the rest of the text
    opening = phrase(lines[unit.first].text)
    return opening is not None and opening.where in ("list", "opens")

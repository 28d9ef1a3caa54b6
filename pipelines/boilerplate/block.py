"""Where on a page its article stands: the heading, and the block of the text below it."""

from __future__ import annotations

from pipelines.boilerplate.chrome import densest, release_misnamed
from pipelines.boilerplate.headings import headings, is_dated_below, is_heading, is_signature, is_titled
from pipelines.boilerplate.phrases import phrase
from pipelines.boilerplate.region import grow
from pipelines.outline import Block, Line, Node, Outline, in_chrome, is_file, prose
from pipelines.structured_data.page_head import PageHead

_BETWEEN = 3  # lines of a byline and a date between a lead and the text below
_SHORT = 250  # characters of prose; the longest title


def _may_be_title(line: Line, *, hidden: bool = False) -> bool:
    """Whether a line is a title by its class or its level alone, for pages whose head does not know the title."""
    if not (line.level == 1 or is_titled(line)) or not 10 <= len(line.text) <= 250 or len(line.text.split()) < 4:
        return False
    return line.links < 0.5 * len(line.text) and (hidden or in_chrome(line.node) is None)


def find(page: Outline, page_head: PageHead) -> Block | None:
    """The article's block, or None where the page has no running text at all."""
    titles = headings(page, page_head)
    release_misnamed(page, titles or [n for n, line in enumerate(page.lines) if _may_be_title(line, hidden=True)])
    chosen = page.fields.get("body")
    if chosen is not None and chosen.prose:
        return _placed(page, chosen, chosen.first, chosen.last, titles, True)
    for _ in range(3):
        node, marked = _best(page, titles)
        if (brief := _brief_block(page, node, titles)) is not None:
            node, marked = brief, "body" in brief.meaning.fields
        if not node.prose and not titles:
            return _notice(page)
        found = _block(page, node, titles, marked)
        if node.prose < _SHORT and (notice := _notice(page)) is not None and _tells_no_more(page, found, notice):
            return notice
        if not _is_imprint(page, found):
            up = node.parent
            while up is not None:  # what holds the text is no chrome, whatever it is called
                up.chrome = None
                up = up.parent
            return found
        _disown(node)
    return None


def _tells_no_more(page: Outline, found: Block, notice: Block) -> bool:
    """Whether the only running text of a block is the title of a notice."""
    lines = range(found.first, found.last)
    return all(n == notice.heading or not prose(page.lines[n].text, page.lines[n].links) for n in lines)


def _notice(page: Outline) -> Block | None:
    """The block of a title in bold with an attachment right below it, which is all that many a notice of a portal is;
    None where there is none such.
    """
    for number, line in enumerate(page.lines):
        if not any(is_file(href) for href in line.hrefs) or in_chrome(line.node) is not None:
            continue
        for above in range(number - 1, max(number - 4, -1), -1):
            title = page.lines[above]
            told = len(title.text.split()) >= 4 and 10 <= len(title.text) <= 250 and not title.links
            if told and (title.bold >= 0.9 * len(title.text) or title.level or is_titled(title)):
                node = line.node
                while node.parent is not None and not _inside(title.node, node):
                    node = node.parent
                return Block(node, above + 1, number + 1, above, notice=True)
    return None


def _best(page: Outline, titles: list[int]) -> tuple[Node, bool]:
    """The node of the article's text, and whether its class name says so."""
    whole = page.root
    anchors = titles or [number for number, line in enumerate(page.lines) if _may_be_title(line)]
    homes = dict.fromkeys(_block_below(page, number) for number in anchors)
    below = [densest(n) for n in homes if n is not None]
    node, is_marked = densest(whole), False
    anchor = max(below, key=lambda n: n.prose, default=None)
    if anchor is not None and anchor.prose >= 0.25 * node.prose and not _goes_on(page, anchor, node):
        node = anchor
    marked = [n for n in page.nodes if "body" in n.meaning.fields and n.text - n.links > 20 and not in_chrome(n)]
    if titles and node is anchor:
        # Of articles one below the other, the one whose title the head names is the page's, not the longest.
        marked = [n for n in marked if _inside(n, node) or _inside(node, n)] or marked
    beside = [n for n in marked if any(t <= n.first <= t + 25 for t in anchors)]
    if beside and node.prose < 400:
        # A text without prose (a notice, a table, a photo story) is told by its name and its heading alone.
        node, is_marked = max(beside, key=lambda n: (n.prose, n.text - n.links, n.depth)), True
    elif marked:
        best = max(marked, key=lambda n: (n.prose, n.depth))
        best = max((n for n in marked if n.prose >= 0.6 * best.prose and _inside(n, best)), key=lambda n: n.depth)
        if best.prose >= 0.4 * node.prose or (anchor is not None and _inside(best, anchor)):
            node, is_marked = best, True
    return node, is_marked


def _goes_on(page: Outline, anchor: Node, node: Node) -> bool:
    """Whether the lead stands in a box with the heading, `anchor`, and the longer text right below that box, `node`: no
    heading and no link between the two, nor at the head of the text.
    """
    between = page.lines[anchor.last : node.first + 1]
    near = anchor.last <= node.first <= anchor.last + _BETWEEN and not in_chrome(node)
    beside = anchor.parent is not None and node.parent in (anchor.parent, anchor.parent.parent)
    signed = is_signature(page.lines[anchor.last - 1])
    return (
        near
        and beside
        and not signed
        and not any(line.level or line.hrefs or line.unread is not None for line in between)
    )


def _brief_block(page: Outline, node: Node, titles: list[int]) -> Node | None:
    """The block of a short text between its title and `node`, where that holds nothing but teasers and a date or a
    signature says that the text is an article of its own; None where it is not so."""
    heading = max((t for t in titles if t < node.first), default=None)
    if heading is None or not _is_cards(page, node):
        return None
    between = [n for n in range(heading + 1, node.first) if not in_chrome(page.lines[n].node)]
    own = [n for n in between if prose(page.lines[n].text, page.lines[n].links)]
    if not own or not (
        is_dated_below(page, heading) or any(is_signature(page.lines[n]) for n in between if n > own[0])
    ):
        return None
    inner = page.lines[own[0]].node
    while inner.parent is not None and inner.parent.first > heading and inner.parent.last <= node.first:
        inner = inner.parent
    return inner


def _is_cards(page: Outline, node: Node) -> bool:
    """Whether a block is of teasers: three headings and more that are links, and no text above the first."""
    heads = 0
    for number, line in enumerate(page.lines[node.first : node.last], node.first):
        if line.hrefs and line.links >= 0.8 * len(line.text) and (is_heading(line) or _heads_text(page, number)):
            heads += 1
        elif not heads and prose(line.text, line.links):
            return False
    return heads > 2


def _heads_text(page: Outline, number: int) -> bool:
    """Whether a line of four words and more stands right above running text, as a teaser's title does."""
    below = page.lines[number + 1 : number + 2]
    return len(page.lines[number].text.split()) >= 4 and any(prose(line.text, line.links) for line in below)


def _disown(node: Node) -> None:
    """Makes a node chrome, as one that is no part of the article."""
    node.chrome = "footer"
    up = node.parent
    while up is not None:
        up.prose -= node.prose
        up = up.parent


def _is_imprint(page: Outline, block: Block) -> bool:
    """Whether all running text of a block is what the foot of a site says of itself."""
    lines = [line.text for line in page.lines[block.first : block.last] if prose(line.text, line.links)]
    if not lines or len(lines) > 8:
        return False
    return all((p := phrase(text)) is not None and p.rule in ("footer", "comment-form") for text in lines)


def _inside(node: Node | None, other: Node) -> bool:
    """Whether a node is the other, or stands in it."""
    while node is not None:
        if node is other:
            return True
        node = node.parent
    return False


def _block_below(page: Outline, number: int) -> Node | None:
    """The smallest block around a heading, by its line's number, that has text below it; None where there is none."""
    node: Node | None = page.lines[number].node
    while node is not None:
        if node.prose >= 40 and node.last > number + 1:
            return node
        node = node.parent
    return None


def _block(page: Outline, node: Node, titles: list[int], marked: bool) -> Block:
    """The article's block whose text stands mostly in `node`; `titles` are the numbers of the title's lines, `marked`
    whether class names call it the article's.
    """
    heading = _heading(page, titles, node.first)
    return _placed(page, *grow(page, node, node.first, node.last, heading), titles, marked)


def _placed(page: Outline, node: Node, first: int, last: int, titles: list[int], marked: bool) -> Block:
    """The block of the lines from `first` to before `last` in `node`, with its heading among the `titles`; `marked`:
    class names call it the article's.
    """
    heading = _heading(page, titles, first)
    if heading is not None and first <= heading < last:
        first = heading
    return Block(node, first, last, heading, marked)


def _heading(page: Outline, titles: list[int], first: int) -> int | None:
    """The last of the title's lines above a text that begins with line `first`, or right at its beginning, without text
    between; None without one.
    """
    heading = None
    told, place = 0, first
    for title in titles:
        if title >= first + 3:
            told += sum(prose(line.text, line.links) for line in page.lines[place:title])
            place = title
            if told >= 40:
                break
        heading = title
    return heading

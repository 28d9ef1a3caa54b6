"""Whether a block is the chrome that its class name or tag says: the name is one piece of evidence among others.

The rows `chrome` of weights.csv say how much each weighs; a block whose evidence sums up to more than nothing holds the
article's text, whatever it is called.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.boilerplate.phrases import phrase
from pipelines.evidence import weights
from pipelines.outline import Line, Node, Outline, in_chrome, prose
from vietnamese import bylines, dates

PARAGRAPH = frozenset(
    [
        "p",
        "li",
        "span",
        "dd",
        "dt",
        "blockquote",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "figcaption",
        "b",
        "strong",
        "font",
        "em",
        "i",
    ]
)
_DIALOG = frozenset(("dialog", "alertdialog", "modal"))  # role=dialog, class="modal fade"
_DATE = 60  # characters of a date, at most, between title and lead
_UNDER = 4  # lines below a title among which a row of name and date begins
_ROW = 5  # lines of such a row
_NAME = 40  # letters of a link to an author
_LEAST = 120  # characters of running text below which a name is believed
_ARTICLE = 400  # characters of a short article
_SAID = 60  # characters of a text below a title that comments follow
_COMMENTS = re.compile(r"comment-?(?:list|body|content|text)|comments-?list", re.I)  # "comment-body"
_PARAGRAPHS = 3  # of a block that may be the text below a lead
_BLOCKS = 3  # of text, of a page that is built of sidebars
_LEAST_BUILT = 60  # the same on a page whose every line is a "widget" of its own
_SAID_OF_TEXT = frozenset(("popup", "ad", "share", "tools", "sidebar", "nav", "related"))
_AGO = re.compile(  # "2 giờ trước", "3 days ago"; a name may be glued to it: "Lan Thử2 giờ trước"
    r"(?<!\d)\d+ (?:giây|phút|giờ|ngày|tuần|tháng|năm) trước\b|(?<!\d)\d+ (?:minute|hour|day|week|month|year)s? ago\b"
    r"|\b(?:hace|il y a|vor|há|för) \d+ \w+|(?<!\d)\d+ \w+ (?:fa|назад|тому|geleden|temu|yang lalu|sedan|siden|sitten|önce|atrás)\b"
    r"|\d+ ?(?:分钟|分鐘|小时|小時|天|個月|个月|時間|分|日)前|\d+ ?(?:분|시간|일) 전",
    re.I,
)
_DIGIT = re.compile(r"\d")  # without which a line is neither
# "Lan Thử (12/10/2026 08:30)", "Lan Thử - 08:30 12/10/2026": a name of two words and a moment; no "Ngày 12/10/2026".
_WRITTEN = re.compile(
    r"(?!Thứ |Chủ )[A-ZĐÀ-Ỹ]\w*(?: [A-ZĐÀ-Ỹ]\w*){1,4}[ ,|:–-]*\(?(?:(?:lúc|ngày|vào|on|at) )*"
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{4}[ ,–-]+(?:lúc )?\d{1,2}[:hg]\d\d|\d{1,2}[:hg]\d\d[ ,–-]+(?:ngày )?\d{1,2}[/.-]\d{1,2}[/.-]\d{4})"
    r"(?::\d\d)?\)?:?$"
)


def release_misnamed(page: Outline, titles: list[int]) -> None:
    """Takes the chrome's name off blocks that hold the article's text; `titles` are the lines of its title.

    Running text of such a block counts again for all that it stands in.
    """
    _release_paragraphs(page)
    _release_leads(page, titles)
    _release_rows(page, titles)
    built = any(_is_in_sidebar(page.lines[t]) for t in titles)
    if titles and not built:
        _release_built(page, titles)
    hidden = [
        n
        for n in page.nodes
        if n.chrome
        and n.chrome != "rule"
        and n.prose + n.hidden_prose >= (_LEAST_BUILT if built and n.chrome == "sidebar" else _LEAST)
    ]
    if not hidden:
        return
    whole = page.root.prose + page.root.hidden_prose
    bodies = [n for n in page.nodes if "body" in n.meaning.fields]
    for node in sorted(hidden, key=lambda n: n.depth):
        if not node.chrome or in_chrome(node.parent) is not None:
            continue  # released with one beside it; or it stands in chrome that has been believed
        table = weights()["chrome"]
        signs = _evidence(page, node, titles, whole, bodies)
        if sum(table[sign] for sign in signs) > 0:
            release(node)
            around = node.parent if "the title is called so" in signs else None
            while around is not None:
                _release_beside(page, around)
                if any(around.first <= t < around.last for t in titles):
                    break
                around = around.parent


def _is_in_sidebar(title: Line) -> bool:
    """Whether a title stands in a block that class names call a sidebar: page builders call so what every line of a page
    stands in, the article's too.
    """
    return not title.links and in_chrome(title.node) == "sidebar"


def _release_built(page: Outline, titles: list[int]) -> None:
    """Takes the sidebar's name off the blocks below the title that hold the only running text of a page, as those of a
    page builder do where only the title stands in none.
    """
    sidebars = [n for n in page.nodes if n.chrome == "sidebar" and n.first > titles[0] and n.links < 0.3 * n.text]
    told = [n for n in sidebars if n.prose]
    size = sum(n.prose for n in told)
    if len(told) < _BLOCKS or page.root.prose > min(_LEAST, 0.2 * size):
        return
    around = told[0].parent
    while around is not None and sum(around.first <= n.first < around.last for n in told) < 0.8 * len(told):
        around = around.parent
    if around is not None:
        _release_beside(page, around)


def _release_beside(page: Outline, around: Node) -> None:
    """Takes the sidebar's name off all blocks of an element that is built of blocks so called."""
    for node in page.nodes:
        within = node.chrome == "sidebar" and around.first <= node.first and node.last <= around.last
        if within and all(line.unread is None for line in page.lines[node.first : node.last]):
            release(node)


def _release_paragraphs(page: Outline) -> None:
    """Takes the chrome's name off paragraphs that are many in one block: "paywall" is said of a text."""
    rows: dict[tuple[int, str], list[Node]] = {}
    for node in page.nodes:
        if node.chrome in _SAID_OF_TEXT and node.tag == "p" and node.prose and node.links < 0.3 * node.text:
            rows.setdefault((id(node.parent), node.chrome), []).append(node)
    for nodes in rows.values():
        if len(nodes) >= 3 and sum(n.prose for n in nodes) >= _LEAST:
            for node in nodes:
                release(node)


def _release_leads(page: Outline, titles: list[int]) -> None:
    """Takes the name of teasers off a sentence below the title that leads nowhere, with no more than date and author
    between: it is the article's own.
    """
    for number in titles:
        for line in page.lines[number + 1 : number + 5]:
            node = line.node if line.node.chrome or line.node.parent is None else line.node.parent
            alone = node.chrome == "related" and node.last - node.first == 1 and in_chrome(node.parent) is None
            if alone and not line.links and prose(line.text, 0) and not page.lines[number].links:
                release(node)
            if len(line.text) > _DATE:
                break


def _release_rows(page: Outline, titles: list[int]) -> None:
    """Takes the sidebar's name off the few lines right below a title, in the element that holds it, that say who has written
    an article and when: neither headings nor links of a title's length among them.
    """
    for number in titles[:1]:
        for line in page.lines[number + 1 : number + 1 + _UNDER]:
            node: Node | None = line.node
            while node is not None and node.chrome != "sidebar":
                node = node.parent
            around = node.parent if node is not None else None
            if node is None or not number < node.first or node.last - node.first > _ROW:
                continue
            if around is None or not around.first <= number < around.last or in_chrome(around) is not None:
                continue
            lines = page.lines[node.first : node.last]
            plain = all(line.unread is None and not line.level and line.links <= _NAME for line in lines)
            if plain and any(len(line.text) <= _DATE and dates.find(line.text) for line in lines):
                release(node)


def release(node: Node) -> None:
    """Takes a block out of chrome: its running text counts for all that it stands in."""
    node.chrome = None
    up = node.parent
    while up is not None:
        up.hidden_prose -= node.prose
        if up.chrome:
            up.prose += node.prose
            return
        up.prose += node.prose
        up = up.parent


def densest(node: Node) -> Node:
    """The smallest block that still holds most of the running text of `node`."""
    while True:
        best = max((c for c in node.children if not c.chrome), key=lambda c: c.prose, default=None)
        if best is None or best.prose < 0.7 * node.prose or not best.prose:
            return node
        if best.tag in PARAGRAPH and best.last - best.first <= 2:
            return node
        node = best


def _core(node: Node) -> Node:
    """The smallest block that still holds most of the running text of `node`, whatever class names call the blocks in
    it.
    """
    while True:
        best = max(node.children, key=lambda c: c.prose + c.hidden_prose, default=None)
        if (
            best is None
            or best.tag in PARAGRAPH
            or best.prose + best.hidden_prose < 0.7 * (node.prose + node.hidden_prose)
        ):
            return node
        node = best


def is_comment(line: Line) -> bool:
    """Whether a line tells who wrote a comment when: "Lan Thử 2 ngày trước", "Lan Thử (12/10/2026 08:30)"."""
    return _tells_when(line.text.partition("\n")[0])


@lru_cache(maxsize=4096)  # blocks stand in one another
def _tells_when(text: str) -> bool:
    """Whether a text is one of a comment's author and its moment."""
    return len(text) < 80 and _DIGIT.search(text) is not None and bool(_AGO.search(text) or _WRITTEN.match(text))


def _shown(page: Outline, around: Node) -> list[tuple[int, Line]]:
    """The lines of an element that stand in no chrome, each with its number."""
    lines = enumerate(page.lines[around.first : around.last], around.first)
    return [(n, line) for n, line in lines if not in_chrome(line.node, around)]


def _goes_on(page: Outline, node: Node) -> bool:
    """Whether a hidden block holds what follows the text above it in the same element, as behind "Xem tiếp", and prints
    none of it again."""
    around = node.parent
    if around is None or around is page.root or around.prose < _LEAST or node.links:
        return False
    above = [line for line in page.lines[max(node.first - 3, around.first) : node.first] if not line.node.chrome]
    if not any(prose(line.text, line.links) for line in above):
        return False
    if any(n >= node.last and prose(x.text, x.links) for n, x in _shown(page, around)):
        return False  # what is folded stands at the end
    seen = {line.text for n, line in enumerate(page.lines) if not node.first <= n < node.last}
    told = [line for line in page.lines[node.first : node.last] if prose(line.text, line.links)]
    return len(told) > 1 and not any(line.text in seen for line in told)


def _has_ended(page: Outline, title: int, node: Node) -> bool:
    """Whether a signature on the right, or a label of comments, stands between a title and a block below it."""
    lines = page.lines[title + 1 : node.first]
    labels = [p for line in lines if len(line.text) <= _DATE and (p := phrase(line.text)) is not None]
    signed = any(line.node.align == "right" and bylines.byline(line.text) for line in lines)
    return signed or any(label.rule == "comment-form" for label in labels)


def _is_long_and_unlinked(told: list[Line]) -> bool:
    """Whether paragraphs are together as long as a short article, and hardly lead anywhere themselves."""
    size = sum(len(line.text) for line in told)
    return size >= _ARTICLE and sum(line.links for line in told) < 0.2 * size


def _evidence(page: Outline, node: Node, titles: list[int], whole: int, bodies: list[Node]) -> list[str]:
    """The evidence for and against a block's holding the article's text, by the names of weights.csv; `titles` are the
    title's lines, `whole` the characters of running text on the page, `bodies` the blocks named for an article's text.
    """
    lines = page.lines[node.first : node.last]
    core, size = _core(node), node.prose + node.hidden_prose
    told = [line for line in lines if prose(line.text, line.links)]
    above = [t for t in titles if t < node.first]
    title = max(above, default=None)
    leads = [] if title is None else [n for x in page.lines[title + 1 : node.first] if (n := prose(x.text, x.links))]
    between = 10**6 if title is None else sum(leads)
    if len(leads) == 1 and len(told) >= _PARAGRAPHS:
        whole -= between  # a lead outside the block is no other text
    share = size / whole if whole > 0 else 0.0
    below = [t for t in titles if t >= node.last]
    after = sum(prose(x.text, x.links) for x in page.lines[below[0] :]) if below else 0
    held = any(node.first <= t < node.last for t in titles)
    signs = {
        f"called {node.chrome}": True,
        f"tag {node.tag}": node.tag in ("aside", "nav", "footer"),
        "600 letters": size >= 600,
        "1,500 letters": size >= 1500,
        "half of the page": share >= 0.5,
        "four fifths of the page": share >= 0.8,
        "a fifth in links": core.links > 0.2 * core.text
        and not ((held or "body" in node.meaning.fields) and _is_long_and_unlinked(told)),
        "no links": core.links < 0.05 * core.text,
        "holds the title": held,
        "the title is called so": node.chrome == "sidebar" and any(_is_in_sidebar(page.lines[t]) for t in titles),
        "below the title": title is not None and node.first - title <= 12 and between < 400,
        "above the title": after > 0.5 * size and not above and not held,
        "named for an article, too": "body" in node.meaning.fields,
        "articleBody": "articlebody" in node.names.lower().split(),
        "long paragraphs": bool(told) and sum(len(line.text) for line in told) > 110 * len(told),
        "goes on from what is seen": node.chrome == "hidden" and _goes_on(page, node),
        "a dialog": not _DIALOG.isdisjoint(node.names.lower().split()),
        "a list of comments below a text": node.chrome == "comment-form"
        and title is not None
        and between >= _SAID
        and not (len(leads) == 1 and len(told) == len(lines) >= _PARAGRAPHS and not _has_ended(page, title, node))
        and any(_COMMENTS.search(n.names) for line in lines for n in (line.node, line.node.parent) if n),
        "told when": sum(map(is_comment, lines)) >= 2,
        "another text is named for an article": any(
            n.prose > 0.6 * size and (n.first >= node.last or n.last <= node.first) and not in_chrome(n) for n in bodies
        ),
    }
    return [sign for sign, holds in signs.items() if holds]

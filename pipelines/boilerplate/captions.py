"""Tells the captions of pictures from the paragraphs beside them, by what speaks for and against each line."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipelines.evidence import Candidate, Choice, weights
from pipelines.language.title_keys import key
from pipelines.outline import Block, Line, Node, Outline, Picture, in_chrome
from pipelines.outline.model import SENTENCE_END
from vietnamese import bylines, credits

FIELD = "caption"  # in weights.csv
_LONGEST = 500  # characters; no caption is longer
_LARGEST = 800  # characters; no figure has more text
_PROSE = 80  # characters; a line that is longer may be a paragraph

# What the text of a line says of its being a caption: the evidence, its pattern, and lines that match.
TEXTS: dict[str, tuple[re.Pattern[str], list[str]]] = {
    "credit": (
        re.compile(
            r"(?:^|[\s(.,;|/–-])(?:(?:nguồn )?ảnh|photos?|photograph|foto|clip|video|đồ họa|đồ hoạ|minh họa|minh hoạ|ảnh chụp)\s*"
            r"(?:tư liệu|minh họa|minh hoạ|internet|chụp màn hình)?\s*:|\(ảnh [^()]{2,60}\)\W*$|\bphotos? by\b|\bảnh(?: minh họa| minh hoạ"
            r"| tư liệu)\W*$|^(?:ảnh|©|photo) \S.{0,40}$|cung cấp\)?\W*$|(?:©|\bfot\.) ?(?:\d{4} )?[^\W\d_][^:©]{1,50}$|\bbild:",
            re.I,
        ),
        ["Hội đua ghe. Ảnh: Lan Thử", "Boats on the canal. Photo by Lan Thu", "Ghe nữ về đích (Ảnh tư liệu)"],
    ),
    "dialogue": (
        re.compile(r"^\s*[-–—•*+]\s|^(?:PV|Phóng viên|P\.V|Hỏi|Đáp|MC)\b[^.!?]{0,30}:|\?[”\"’)]?\s*$", re.I),
        ["- Thưa bà, năm nay nước lên chậm?", "PV: Bà con chuẩn bị ra sao?"],
    ),
    "numbered": (re.compile(r"^\s*(?:\d{1,2}|[IVX]{1,4})[.)]\s"), ["1. Ghe nữ về đích", "II. Hội đua"]),
    "introduces": (re.compile(r"[:,;]\s*$"), ["Các hộ được hỗ trợ gồm:"]),
    "quoted": (re.compile(r"^\s*[“\"«].{40,}[”\"»]\W*$", re.S), ["“Ghe này do cha tôi đóng từ năm bà con dọn kênh”."]),
}
_CREDIT_ONLY = re.compile(
    rf"^\W*(?:{credits.LABEL}|photos|nguồn|source|clip|video)(?: (?:{credits.OF_WHAT}|by))?\s*[:：]|^\W*photos? by\b|^©|^\W*fot\.",
    re.I,
)
_GOES_ON = tuple(",;.:)]")  # what no sentence begins with
_QUOTE = re.compile(r"quote|trich-?dan", re.I)
_COUPLETS = ((6, 8), (8, 6), (7, 7), (8, 8), (5, 5), (4, 4))  # syllables
_OPEN_QUOTE = ("blockquote", "q")
_ITEMS = ("li", "dd", "dt")


@dataclass(slots=True)
class _Page:
    """What the evidence is looked up in."""

    lines: list[Line]
    pictures: list[Picture]
    within: Node
    alive: list[int]
    at: dict[int, int]  # the picture right above a line
    played: dict[int, Node]  # a player, or a picture without an address, right above a line
    usual: tuple[bool, bool, bool] | None  # whether most paragraphs are centred, italic, bold; None where there are few
    end: int  # number of the last paragraph


def captions(
    page: Outline, numbers: Sequence[int], block: Block, rules: dict[int, str], trail: list[Choice] | None = None
) -> dict[int, int | None]:
    """Which lines are captions, and of which picture (its index, None where it has no address).

    `numbers` are the lines of the block, `rules` says which of them are no part of the article.
    """
    lines = page.lines
    alive = [n for n in numbers if n not in rules and lines[n].unread is None]
    at = {p.at: i for i, p in enumerate(page.pictures) if not p.foreign and not _is_foreign(p.node, block)}
    around = _Page(lines, page.pictures, block.node, alive, at, dict(page.players), None, 0)
    paragraphs = [n for n in alive if len(lines[n].text) >= _PROSE and n not in at]
    around.usual = _usual_style([lines[n] for n in paragraphs])
    around.end = max((n for n in alive if len(lines[n].text) >= _PROSE), default=0)
    table = weights()[FIELD]
    found: dict[int, int | None] = {}
    figures: dict[Node, list[int]] = defaultdict(list)
    for place, n in enumerate(alive):
        line = lines[n]
        if len(line.text) > _LONGEST or (line.level and not _may_head(line, n, around)):
            continue
        if n - 1 in found and n != alive[-1] and is_credit(line):
            found[n] = found[n - 1]
            continue
        figure, evidence = _figure(line, around)
        if figure is None and n - 1 in found and _is_below_credit(n, around):
            at[n] = at[n - 1]
            evidence.append("below a credit")
        if figure is None and n not in at and n not in around.played:
            continue
        evidence += _evidence_of_place(n, figure, around) + _evidence_of_text(line, n, around)
        if figure is None and "credit" not in evidence and _is_credited(n, place, around):
            evidence.append("credit")
        evidence += _evidence_of_looks(line, None if figure is not None else around.usual)
        if figure is None:
            evidence += ["goes on below"] if _goes_on(line, place, around, "in the picture's box" in evidence) else []
            evidence += ["in mid-sentence"] if _is_in_mid_sentence(line.text) else []
        score = sum(table[name] for name in evidence)
        if score > 0 and _is_called_copyright(n, lines, rules):
            del rules[n + 1]
            found[n + 1] = at.get(n)
        if trail is not None:
            _add_to_trail(trail, n, line.text, evidence, score)
        if score > 0:
            found |= _with_credit_above(n, around, found, rules)
            if figure is not None:
                figures[figure].append(n)
    for figure, told in figures.items():
        _assign_captions(figure, told, around, found)
    return found


def _may_head(line: Line, n: int, page: _Page) -> bool:
    """Whether a heading may be a caption: a small one with a credit, or alone with a picture in a block."""
    box = line.node.parent
    alone = n in page.at and box is not None and box is not page.within and box.last - box.first == 1
    return line.level > 3 and (alone or TEXTS["credit"][0].search(line.text) is not None)


def _is_in_mid_sentence(text: str) -> bool:
    """Whether a line begins as no sentence does, nor a credit ("fot. Lan Thu")."""
    return (text[:1].islower() or text.startswith(_GOES_ON)) and not _CREDIT_ONLY.match(text)


def is_credit(line: Line) -> bool:
    """Whether a short line says whose a picture is, and nothing else."""
    return len(line.text) < _PROSE and _CREDIT_ONLY.match(line.text) is not None


def _with_credit_above(
    n: int, page: _Page, found: dict[int, int | None], rules: dict[int, str]
) -> dict[int, int | None]:
    """The picture of caption `n`; and of the line above it, which is none so far, where that says whose the picture is."""
    above = n - 1
    if above in page.at and above not in found and above not in rules and is_credit(page.lines[above]):
        return {above: page.at[above], n: page.at[above]}
    return {n: page.at.get(n)}


def _is_below_credit(n: int, page: _Page) -> bool:
    """Whether a short line stands right below one that says whose the picture above is."""
    above, line = page.lines[n - 1], page.lines[n]
    return n not in page.at and n - 1 in page.at and is_credit(above) and len(line.text) < _PROSE and not line.level


def _is_credited(n: int, place: int, page: _Page) -> bool:
    """Whether the line below line `n` (which is at `place` among those looked at), amid the text, says whose the
    picture above `n` is.
    """
    below = page.alive[place + 1 : place + 2]
    return n in page.at and below == [n + 1] and n + 1 != page.alive[-1] and is_credit(page.lines[n + 1])


def _is_called_copyright(n: int, lines: list[Line], rules: dict[int, str]) -> bool:
    """Whether the credit of caption `n` stands below it under a name of footers: <p class="copyright">Ảnh: Lan Thử</p>."""
    below = lines[n + 1] if n + 1 < len(lines) else None
    return below is not None and below.unread is None and rules.get(n + 1) == "footer" and _goes_with(below, lines[n])


def _goes_with(line: Line, caption: Line) -> bool:
    """Whether a line that class names call a copyright's is the credit of the caption above it."""
    box = caption.node
    inside = line.node.parent is box and (box.tag == "figcaption" or "caption" in box.meaning.fields)
    return is_credit(line) or (inside and len(line.text) < 60)


def _add_to_trail(trail: list[Choice], n: int, text: str, evidence: list[str], score: float) -> None:
    """Adds to the trail whether line `n` is taken for a caption, as its score (above 0) says."""
    candidate = Candidate(text, "line below a picture", evidence, score, n)
    trail.append(Choice(FIELD, [candidate], candidate if score > 0 else None))


def _is_foreign(node: Node, block: Block) -> bool:
    """Whether a picture of the block stands in chrome, as an advertisement's does."""
    return in_chrome(node, block.node) not in (None, "hidden")


def _usual_style(paragraphs: list[Line]) -> tuple[bool, bool, bool] | None:
    """How most paragraphs look: centred, italic, bold; None where there are none to tell by."""
    if len(paragraphs) < 2:
        return None
    styles = [_style(line) for line in paragraphs]
    centred, italic, bold = (2 * sum(one) > len(styles) for one in zip(*styles, strict=True))
    return centred, italic, bold


def _style(line: Line) -> tuple[bool, bool, bool]:
    """Whether a line is centred, italic, bold."""
    node, size = line.node, 0.8 * len(line.text)
    above = node.parent
    centred = node.align == "center" or node.tag == "center" or (above is not None and above.tag == "center")
    return centred, node.italic or line.italic > size, node.bold or line.bold > size


def _figure(line: Line, page: _Page) -> tuple[Node | None, list[str]]:
    """The figure that a line may be the caption of, and what says so: a tag, a class name, a table around a picture."""
    node: Node | None = line.node
    named: Node | None = None
    evidence: list[str] = []
    cell = quoted = False
    for _ in range(8):
        if node is None or node is page.within:
            break
        cell = cell or node.tag in ("td", "th")
        quoted = quoted or node.tag in _OPEN_QUOTE or _is_called_quote(node.names)
        if node.tag == "figcaption" or ("caption" in node.meaning.fields and node.text <= 600):
            named = node
            evidence = ["figcaption" if node.tag == "figcaption" else "named a caption"]
        elif node.tag in ("table", "figure") and node.text < _LARGEST:
            held = _pictures_in(node, page.pictures)
            if named is not None and not held and _holds_tag(node, ("table", "blockquote")):
                return None, []  # what is said of a table, or whose words a quotation is
            if node.tag == "table" and node.last - node.first <= 2 * len(held):
                return node, evidence or ["in a picture's table"]
            if node.tag == "figure" and (named is not None or (not quoted and (held or not cell))):
                return node, evidence or ["in a figure"]
        node = node.parent
    if named is not None:
        return named if named.parent is None or named.parent is page.within else named.parent, evidence
    return None, ["quotation"] if quoted else []


@lru_cache(maxsize=1024)
def _is_called_quote(names: str) -> bool:
    """Whether class names call a block a quotation."""
    return _QUOTE.search(names) is not None


def _holds_tag(node: Node, tags: tuple[str, ...]) -> bool:
    """Whether an element with one of these tags stands in a node, however deep."""
    return any(child.tag in tags or _holds_tag(child, tags) for child in node.children)


def _pictures_in(node: Node, pictures: list[Picture]) -> list[int]:
    """The indexes of the pictures that stand in a block."""
    return [i for i, p in enumerate(pictures) if node.first <= p.at <= node.last and _is_within(p.node, node)]


def _is_within(inner: Node | None, node: Node) -> bool:
    """Whether a node is the other, or stands in it."""
    while inner is not None and inner.depth >= node.depth:
        if inner is node:
            return True
        inner = inner.parent
    return False


def _evidence_of_place(n: int, figure: Node | None, page: _Page) -> list[str]:
    """The evidence that lies in where the picture above line `n` stands; `figure` is the one that the line is in."""
    index = page.at.get(n)
    if index is None:
        if figure is not None and _pictures_in(figure, page.pictures):
            return []
        return [] if figure is not None and figure.first in page.played else ["no picture above"]
    line, picture = page.lines[n], page.pictures[index]
    found = ["goes round a picture" if picture.in_sentence else "below a picture"]
    inner = line.node.parent if line.level else line.node
    if inner is picture.node and picture.at == inner.first and inner.last - n <= 2 and len(line.text) <= 150:
        found.append("in the picture's element")
    elif figure is None and _is_in_box(n, picture, page):
        found.append("in the picture's box")
    if len(line.text) <= 150 and _is_one_of_a_row(line.node, picture.node, page):
        found.append("one of a row of pictures")
    if not _is_within(line.node, _owner(picture.node, page.within)):
        found.append("another's picture")
    if len(picture.alt) > max(10, len(line.text) // 2) and key(line.text).startswith(key(picture.alt)):
        found.append("alternative text")
    return found


def _is_in_box(n: int, picture: Picture, page: _Page) -> bool:
    """Whether line `n` stands in a box that begins with a picture and holds nothing but a line or two of a few words."""
    box: Node | None = page.lines[n].node
    while box is not None and box is not page.within and not _is_within(picture.node, box):
        box = box.parent
    if box is None or box is page.within or box.first != picture.at or not n < box.last <= box.first + 2:
        return False
    return all(len(line.text) <= 150 for line in page.lines[box.first : box.last])


def _is_one_of_a_row(node: Node, box: Node, page: _Page) -> bool:
    """Whether a picture and a line share a block, and the blocks beside it hold a picture and a line each as well."""
    if box is page.within or box.parent is None or not box.first <= node.first < box.last or box.last - box.first > 1:
        return False
    rest = [child for child in box.parent.children if child is not box]
    return bool(rest) and all(child.last - child.first == 1 and child.first in page.at for child in rest)


def _owner(node: Node, within: Node) -> Node:
    """The figure, or the table, that a picture stands in and that has text of its own; else the whole block."""
    above: Node | None = node
    while above is not None and above is not within:
        if above.tag in ("figure", "table", "figcaption") and above.text:
            return above
        above = above.parent
    return within


def _evidence_of_looks(line: Line, usual: tuple[bool, bool, bool] | None) -> list[str]:
    """The evidence that lies in how a line looks otherwise than most paragraphs."""
    centred, italic, bold = _style(line)
    usually_centred, usually_italic, usually_bold = usual or (False, False, False)
    found = []
    if centred and not usually_centred:
        found.append("centred")
    if italic and not usually_italic:
        found.append("italic")
    if bold and not usually_bold:
        found.append("bold italic" if "italic" in found else "bold")
    if line.node.align == "right":
        found.append("on the right")
    if not found and usual is not None:
        found.append("like the paragraphs")
    if line.node.tag in _ITEMS:
        found.append("list item")
    if "\n" in line.text and not TEXTS["credit"][0].search(line.text):
        found.append("verses" if _are_verses(line.text.split("\n")) else "two rows")
    return found


def _are_verses(rows: list[str]) -> bool:
    """Whether rows are verses: three and more, or two of as many syllables as a couplet has.

    >>> _are_verses(["Ghe em về tới vàm sông", "Lục bình tím cả một dòng nước trôi"])
    True
    """
    return len(rows) > 2 or tuple(len(row.split()) for row in rows) in _COUPLETS


def _evidence_of_text(line: Line, n: int, page: _Page) -> list[str]:
    """The evidence that lies in what a line says."""
    text = line.text
    found = [name for name, (pattern, _) in TEXTS.items() if pattern.search(text)]
    size = len(text)
    found.append("short" if size <= 120 else "a sentence long" if size <= 300 else "long")
    if not SENTENCE_END.search(text):
        found.append("no full stop")
    if size < 100 and n >= page.end and not _CREDIT_ONLY.match(text):
        if bylines.byline(text, sure=True):
            found.append("signature")
        elif bylines.byline(text):
            found.append("name at the end")
    return found


def _goes_on(line: Line, place: int, page: _Page, boxed: bool) -> bool:
    """Whether the next line is as short and looks the same, as in verses and lists; none outside the picture's box does,
    where the line is in one (`boxed`)."""
    following = page.alive[place + 1] if place + 1 < len(page.alive) else None
    if following is None or following in page.at or len(line.text) >= _PROSE or is_credit(line):
        return False
    below = page.lines[following]
    if boxed and below.node.parent is not line.node.parent:
        return False
    alike = _style(below) == _style(line) and below.node.names == line.node.names
    return len(below.text) < _PROSE and alike and not _CREDIT_ONLY.match(below.text)


def _assign_captions(figure: Node, told: list[int], page: _Page, found: dict[int, int | None]) -> None:
    """Writes into `found` which of a figure's pictures each of its captions belongs to: each to its own, or all to the
    last.
    """
    inside = _pictures_in(figure, page.pictures)
    if not inside:
        for n in told:
            if found[n] is None:
                found[n] = next((page.at[m] for m in (n, n - 1, n + 1) if m in page.at), None)
    elif len(inside) == len(told) == len({_own_block(page.lines[n].node, figure) for n in told}) > 1:
        found.update(zip(told, inside, strict=True))
    else:
        for n in told:
            found[n] = found[n] if found[n] is not None else inside[-1]


def _own_block(node: Node, figure: Node) -> Node:
    """The block within a figure that holds a caption, and perhaps its credit."""
    above: Node | None = node
    while above is not None and above is not figure:
        if above.tag in ("td", "th", "figcaption", "li") or "caption" in above.meaning.fields:
            return above
        above = above.parent
    return node

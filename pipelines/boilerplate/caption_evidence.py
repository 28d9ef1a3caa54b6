"""What speaks for and against a line being a caption: its figure, its place, its looks, its words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipelines.language.title_keys import key
from pipelines.outline import Line, Node, Picture
from pipelines.outline.model import SENTENCE_END, is_within
from vietnamese import bylines, credits

FIELD = "caption"  # in weights.csv
_LARGEST = 800  # characters; no figure has more text
PROSE = 80  # characters; a line that is longer may be a paragraph
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
class Around:
    """What the evidence is looked up in."""

    lines: list[Line]
    pictures: list[Picture]
    within: Node
    alive: list[int]
    at: dict[int, int]  # the picture right above a line
    played: dict[int, Node]  # a player, or a picture without an address, right above a line
    usual: tuple[bool, bool, bool] | None  # whether most paragraphs are centred, italic, bold; None where there are few
    end: int  # number of the last paragraph
    texts: frozenset[str] = frozenset()  # names of blocks called captions of which one holds a text


def is_in_mid_sentence(text: str) -> bool:
    """Whether a line begins as no sentence does, nor a credit ("fot. Lan Thu")."""
    return (text[:1].islower() or text.startswith(_GOES_ON)) and not _CREDIT_ONLY.match(text)


def is_credit(line: Line) -> bool:
    """Whether a short line says whose a picture is, and nothing else."""
    return len(line.text) < PROSE and _CREDIT_ONLY.match(line.text) is not None


def style_of(line: Line) -> tuple[bool, bool, bool]:
    """Whether a line is centred, italic, bold."""
    node, size = line.node, 0.8 * len(line.text)
    above = node.parent
    centred = node.align == "center" or node.tag == "center" or (above is not None and above.tag == "center")
    return centred, node.italic or line.italic > size, node.bold or line.bold > size


def figure_of(line: Line, page: Around) -> tuple[Node | None, list[str]]:
    """The figure that a line may be the caption of, and what says so: a tag, a class name, a table around a picture. No
    figure (None) where none is there; what is said then may speak against a caption ("quotation").
    """
    node: Node | None = line.node
    named: Node | None = None
    evidence: list[str] = []
    cell = quoted = False
    for _ in range(8):
        if node is None or node is page.within:
            break
        cell = cell or node.tag in ("td", "th")
        quoted = quoted or node.tag in _OPEN_QUOTE or _is_called_quote(node.names)
        if node.tag == "figcaption" or (
            "caption" in node.meaning.fields and node.text <= 600 and node.names not in page.texts
        ):
            named = node
            evidence = ["figcaption" if node.tag == "figcaption" else "named a caption"]
        elif node.tag in ("table", "figure") and node.text < _LARGEST:
            held = pictures_in(node, page.pictures)
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


def pictures_in(node: Node, pictures: list[Picture]) -> list[int]:
    """The indexes of the pictures that stand in a block."""
    return [i for i, p in enumerate(pictures) if node.first <= p.at <= node.last and is_within(p.node, node)]


def evidence_of_place(n: int, figure: Node | None, page: Around) -> list[str]:
    """The evidence that lies in where the picture above line `n` stands; `figure` is the one that the line is in."""
    index = page.at.get(n)
    if index is None:
        if figure is not None and pictures_in(figure, page.pictures):
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
    if not is_within(line.node, _owner(picture.node, page.within)):
        found.append("another's picture")
    if len(picture.alt) > max(10, len(line.text) // 2) and key(line.text).startswith(key(picture.alt)):
        found.append("alternative text")
    return found


def _is_in_box(n: int, picture: Picture, page: Around) -> bool:
    """Whether line `n` stands in a box that begins with a picture and holds nothing but a line or two of a few words."""
    box: Node | None = page.lines[n].node
    while box is not None and box is not page.within and not is_within(picture.node, box):
        box = box.parent
    if box is None or box is page.within or box.first != picture.at or not n < box.last <= box.first + 2:
        return False
    return all(len(line.text) <= 150 for line in page.lines[box.first : box.last])


def _is_one_of_a_row(node: Node, box: Node, page: Around) -> bool:
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


def evidence_of_looks(line: Line, usual: tuple[bool, bool, bool] | None) -> list[str]:
    """The evidence that lies in how a line looks otherwise than most paragraphs."""
    centred, italic, bold = style_of(line)
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


def evidence_of_text(line: Line, n: int, page: Around) -> list[str]:
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


def goes_on(line: Line, place: int, page: Around, boxed: bool) -> bool:
    """Whether the next line is as short and looks the same, as in verses and lists; none outside the picture's box does,
    where the line is in one (`boxed`)."""
    following = page.alive[place + 1] if place + 1 < len(page.alive) else None
    if following is None or following in page.at or len(line.text) >= PROSE or is_credit(line):
        return False
    below = page.lines[following]
    if boxed and below.node.parent is not line.node.parent:
        return False
    alike = style_of(below) == style_of(line) and below.node.names == line.node.names
    return len(below.text) < PROSE and alike and not _CREDIT_ONLY.match(below.text)


def is_a_sections_only_text(place: int, page: Around) -> bool:
    """Whether the sentence at a `place` among the lines looked at stands alone between two subheadings, below the picture
    of its section, as in a list of dishes; or below the last one, which another like it stands above.
    """
    lines, alive = page.lines, page.alive
    n = alive[place]
    above, below = alive[place - 1 : place], alive[place + 1 : place + 2]
    if not above or not lines[above[0]].level or not SENTENCE_END.search(lines[n].text):
        return False
    level = lines[above[0]].level
    if below:
        return lines[below[0]].level == level
    return place > 2 and lines[alive[place - 3]].level == level

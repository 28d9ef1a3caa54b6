"""One walk over a page's tree, which makes its outline. Nothing is decided here but where a line begins and ends."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree

from pipelines.outline import class_names, pictures, tags
from pipelines.outline.blocks import close, describe, holds_text, is_apart, is_drop_cap, is_field
from pipelines.outline.class_names import ClassMeaning
from pipelines.outline.line_reader import behind
from pipelines.outline.model import Line, Node, Outline, Picture, text_of
from pipelines.outline.picture_reader import PictureReader
from pipelines.outline.stylesheet import Sheet, read_sheets, selectors
from pipelines.outline.tags import BLOCK, KINDS, LINKED, SKIP, SLANT, STRONG, UNKNOWN

_DEPTH = 250  # of nested elements; what lies deeper is one line
_TITLE_ROWS = 4  # blocks over which a heading prints its title
_DATE_OR_TIME = re.compile(r"\d{1,2} ?[:/.-] ?\d{1,2}[ :/.-]")  # "19/10/2026", "13:30 - 27/08/2026"
_YEAR_OR_TIME = re.compile(r"(?:\d[:h]\d\d|\b(?:19|20)\d\d)$")
_LEAF = re.compile(r"\s*\d{1,2}/\d{1,2}[/.-](?:19|20)\d\d\s*")  # a day, and below it month and year, as on a calendar
_AGO = re.compile(r"(?:hôm (?:qua|nay|kia)|vừa xong|yesterday|just now)\s*$")
_SENTENCE_ENDS = (".", "!", "?", "…", ")", "”", "»")
_FALLBACK = 400  # characters; what stands in a video's element for want of a player is shorter


def outline(
    tree: etree._Element,
    marks: dict[etree._Element, str] | None = None,
    *,
    light: bool = False,
    sheet: Sheet | None = None,
) -> Outline:
    """Reads a tree, or an element of one. `marks` names elements that a rule has chosen, `sheet` what the page's style
    sheets say, where that has been found already.

    `light` leaves out what is chrome by its name, a line without text standing for it: most of a newspaper's page.
    """
    body = tree.find("body")
    walk = _Walk(marks or {}, light)
    if sheet is None and tree.tag == "html":
        sheet = read_sheets(tree.iter("style"))
    if sheet is not None:
        walk.hidden, walk.rows = sheet
    root = walk.outline.root
    walk.walk(body if body is not None else tree, root, 0, 1)
    if walk.buffer:
        walk.flush(root)
    root.last = len(walk.lines)
    return walk.outline


def left_out(line: Line) -> Outline:
    """The outline of the chrome that a line stands for, which is read once."""
    if line.inside is None:
        assert line.unread is not None
        line.inside = outline(line.unread)
    return line.inside


class _Walk(PictureReader):
    """Reads elements, each into lines of the block it stands in. For `marks` and `light` see `outline`."""

    __slots__ = ("hiding", "light", "marks")

    def __init__(self, marks: dict[etree._Element, str], light: bool) -> None:
        super().__init__()
        self.marks = marks
        self.light = light
        self.hiding: dict[tuple[str, str | None], bool] = {}  # what `_hides` has said: a page's names are few

    def walk(self, element: etree._Element, node: Node, mode: int, depth: int) -> None:
        """Reads what is in an element into lines of `node`; `mode` has the bits of what is in force (a link, bold,
        italic, rows), `depth` is how deep it is nested.
        """
        if depth > _DEPTH:
            self._deep(element)
            return
        buffer = self.buffer
        text = element.text
        if text and (buffer or not text.isspace()):
            self.take(text, node, mode) if mode else buffer.append(text)
        for child in element:
            tag = child.tag
            kind = KINDS.get(tag, UNKNOWN)
            if kind == BLOCK:
                if self.hrefs and self.hrefs == ["/"] and not buffer and not mode & LINKED:  # a logo beside a list
                    self.drop_links()
                if buffer and (looks := child.get("style")) and "inline" in looks and self.in_sentence(child):
                    self._inline(child, tag, tags.INLINE, node, mode, depth)
                else:
                    if buffer:
                        self.flush(node)
                    self.block(child, tag, node, mode, depth)
            elif kind != SKIP:
                self._inline(child, tag, kind, node, mode, depth)
            text = child.tail
            if text and (buffer or not text.isspace()):
                self.take(text, node, mode) if mode else buffer.append(text)

    def _deep(self, element: etree._Element) -> None:
        """Takes all the text of an element that is nested too deep to be walked."""
        self.buffer.append(element.text or "")
        for inner in element.iterdescendants():
            if KINDS.get(inner.tag, UNKNOWN) != SKIP:
                self.buffer.append(f"{inner.text or ''} ")
            self.buffer.append(inner.tail or "")

    # --- inline elements ---------------------------------------------------------------------------------------------

    # every inline element comes here: a call more is felt
    def _inline(  # noqa: C901
        self, child: etree._Element, tag: str, kind: int, node: Node, mode: int, depth: int
    ) -> None:
        """Reads an element that runs with the text, unless it says that it does not."""
        if kind == tags.BREAK:
            if self.buffer:
                self.line_break(node)
            return
        if kind == tags.IMAGE:
            self.image(child, node, mode)
            if len(child):
                self.walk(child, node, mode, depth + 1)
            return
        get = child.get
        names = get("class")
        apart = bool(self.marks) and child in self.marks
        hidden = get("hidden") is not None
        written = get("style")
        if written:
            looks = tags.style(written)
            hidden = hidden or looks.hidden > 0 or (looks.white and bool(self.buffer))
            apart = apart or looks.display in ("block", "flex", "grid", "list-item", "table")
            mode = (mode | looks.mode) & ~looks.no_mode
        if names and not hidden:
            hidden = self._hides(names, get("id") if self.hidden else None)
            hidden = hidden or (tags.width(names) == "narrow" and _is_copy(child))
        if kind == tags.LINK:
            if not self._is_left_open(child):
                mode |= LINKED
                self.link(child)
        elif kind == tags.NAMED:
            mode |= tags.MODES.get(tag, 0)
            if tag == "time":
                self.part()
                self.outline.times.append(
                    (len(self.lines), get("datetime") or "", f"{names or ''} {get('itemprop') or ''}")
                )
            if names and not apart:
                found = class_names.read(names)
                if found.chrome == "hidden":
                    hidden = True
                elif found.chrome is not None or found.fields & tags.APART:
                    apart = not self.in_sentence(child)
                    apart = apart and (found.fields != tags.SOURCE or not self.opens_sentence(child))
                elif "title" in found.fields:
                    apart = self.is_row(child, node)
        elif kind != tags.INLINE and self._special(child, tag, kind, node, mode, depth):
            return
        elif kind == UNKNOWN:
            apart = apart or self._is_block(child, tag)
        if hidden and node.tag in tags.LEVELS and not any(map(str.isalnum, text_of(child))):
            self.flush(node)  # the colon behind a kicker, for screen readers
        elif hidden:
            self._unseen(child, tag, node, mode, depth)
        elif apart:
            if self.buffer:
                self.flush(node)
            self.block(child, tag, node, mode, depth)
        else:
            text = child.text if self.buffer else None
            clocked = text is not None and self.buffer[-1][-1:].isdigit()
            if (
                text
                and (tag == "a" or clocked or text[0] in "hvyj" or not text[0].islower())
                and self._is_glued(child, text)
            ):
                self.buffer.append("/" if _LEAF.fullmatch(f"{self.buffer[-1]}/{text}") else " ")
            self.walk(child, node, mode, depth + 1)
            if tag == "time" and behind(child)[:1].isalnum():
                self.part()

    @staticmethod
    def _is_left_open(child: etree._Element) -> bool:
        """Whether a link to nowhere else has paragraphs in it: "<a href=#top>", "<a name=top>" without an end tag."""
        if not len(child) or not (child.get("href") or "#").startswith("#"):
            return False
        return sum(KINDS.get(inner.tag) == BLOCK for inner in child) > 1

    def _is_glued(self, child: etree._Element, text: str) -> bool:
        """Whether a word with a capital, a link or a date begins right behind an element that ends in a small letter, a digit
        or a sentence, or a count behind a date: what style sheets set apart, as a name and a date in one row."""
        last, previous = self.buffer[-1], child.getprevious()
        if (
            (len(last) < 3 and not last.isdigit())
            or previous is None
            or previous.tail
            or not isinstance(previous.tag, str)
        ):
            return False
        if text[0].isupper():
            return last[-1].islower() or last[-1].isdigit() or last[-1] in _SENTENCE_ENDS
        if _AGO.match(text):
            return last[-1].isalpha()
        if last[-1].isdigit() and text[0].islower():  # "13:07" and "oprac. Mara Tester"
            return bool(_YEAR_OR_TIME.search(last)) and text.partition(" ")[0].strip(".").isalpha() and " " in text
        if child.tag == "a" != previous.tag and KINDS.get(previous.tag) == tags.NAMED:
            return last[-1].islower()
        if not text[0].isdigit() or child.tag in ("sub", "sup"):
            return False
        if _LEAF.fullmatch(f"{last}/{text}"):
            return True
        dated = _DATE_OR_TIME.match(text) or _DATE_OR_TIME.match(last) or _YEAR_OR_TIME.search(last)
        return last[-1].islower() or (bool(dated) and last[-1].isdigit())

    def _special(self, child: etree._Element, tag: str, kind: int, node: Node, mode: int, depth: int) -> bool:
        """Reads an element that is more than running text (a form's field, a player, a picture); False where it is
        none, and nothing was read.
        """
        if kind == tags.PICTURE:
            before = len(self.outline.pictures)
            self.walk(child, node, mode, depth + 1)
            if len(self.outline.pictures) == before:
                for inner in child.iter("source"):
                    if address := pictures.source(inner):
                        self.unseen, self.seen = False, len(self.lines)
                        self.outline.pictures.append(Picture(len(self.lines), address, node))
                        break
            return True
        if kind == tags.MEDIA:
            if tag == "button":
                self.picture_of_button(child, node, mode)
                if node.tag in tags.LEVELS and _is_alone(child):
                    return False  # the heading of what it unfolds
                return not (self.buffer and self.in_sentence(child))
            if tag != "canvas":
                self.outline.players.append((len(self.lines), node))
            return self._is_fallback(child)
        if kind == tags.UNSCRIPTED:
            self.picture_unscripted(child, node)
            return True
        if kind == tags.FIELD:
            if tag == "textarea" or child.get("type") in ("email", "password"):
                above: Node | None = node
                while above is not None and not above.asks:
                    above.asks = True
                    above = above.parent
            return True
        return False

    def _hides(self, names: str, own: str | None = None) -> bool:
        """Whether the page hides what is called like this; date and author, which are true all the same, are none of it."""
        told = self.hiding.get((names, own))
        if told is None:
            told = self.hiding[names, own] = self._is_hidden(names, own)
        return told

    def _is_hidden(self, names: str, own: str | None) -> bool:
        """What `_hides` says, worked out."""
        hidden = tags.hides(names)
        if self.hidden and not hidden:
            hidden = not self.hidden.isdisjoint([f".{name}" for name in names.split()]) or f"#{own}" in self.hidden
        return hidden and not {"byline", "date"} & class_names.read(names).fields

    def _unseen(self, child: etree._Element, tag: str, node: Node, mode: int, depth: int) -> None:
        """Reads a hidden element in the midst of a sentence into lines of its own, which stand before the sentence's."""
        kept = self.buffer, self.linked, self.emphatic, self.slanted, self.hrefs, self.rels, self.breaks
        self.buffer, self.hrefs, self.rels, self.breaks = [], [], [], []
        self.linked = self.emphatic = self.slanted = 0
        self.block(child, tag, node, mode, depth, hidden=True)
        self.buffer, self.linked, self.emphatic, self.slanted, self.hrefs, self.rels, self.breaks = kept

    @staticmethod
    def _is_fallback(child: etree._Element) -> bool:
        """Whether a player's element holds but a few words for browsers without it: else its end tag is missing."""
        length = 0
        for text in islice(child.itertext(), 2000):
            length += len(text.strip())
            if length > _FALLBACK:
                return False
        return True

    def _is_block(self, child: etree._Element, tag: str) -> bool:
        """Whether an unknown element holds blocks, or is a site's own that stands alone."""
        if any(KINDS.get(inner.tag) == BLOCK for inner in islice(child.iterdescendants(), 200)):
            return True
        return "-" in tag and ":" not in tag and not self.buffer and not (child.tail or "").strip()

    # --- blocks ------------------------------------------------------------------------------------------------------

    # as `_inline`
    def block(  # noqa: C901
        self, element: etree._Element, tag: str, parent: Node, mode: int, depth: int, *, hidden: bool = False
    ) -> None:
        """Reads a block element: a node, its lines, and what it adds to the node it stands in."""
        if not len(element) and (not element.text or element.text.isspace()):
            if "url(" in (drawn := element.get("style") or ""):
                self.add_background(drawn, parent)
            return
        first = len(self.lines)
        node = Node(tag, parent, depth, first)
        looks = describe(node, element, tag)
        mode |= tags.MODES.get(tag, 0)
        if looks is not None:
            mode = (mode | looks.mode) & ~looks.no_mode
        if self.rows and node.names and not self.rows.isdisjoint(selectors(element)):
            mode |= tags.ROWS
        if hidden:
            node.chrome = "hidden"
        if self.light and tag != "p" and node.chrome in tags.LEFT_OUT and is_apart(node) and not holds_text(element):
            self.lines.append(Line("", node, 0, 0, 0, 0, [], "", element))
            node.last = first + 1
            self.nodes.append(node)
            return
        if mode:
            node.bold, node.italic = bool(mode & STRONG), bool(mode & SLANT)
        if self.marks and element in self.marks:
            self._mark(node, self.marks[element])
        self.walk(element, node, mode, depth + 1)
        if self.buffer:
            self.flush(node)
        elif self.hrefs and not mode & LINKED:  # a link around a card leads from its first line of text
            self.drop_links()
        if (last := len(self.lines)) == first:
            return
        if last - first > 1 and tag in tags.LEVELS:
            self._join(node)
            last = len(self.lines)
        if last - first <= 2:
            text = self.lines[first].text
            if last - first == 1 and (tag == "dt" or len(text) == 1) and self._begins_next(node, text, looks):
                self.lines.pop()
                return
            small = not node.chrome and node.text < _FALLBACK
            own = element.get("id") if self.hidden else None
            if small and ((looks is not None and looks.hidden) or (node.names and self._hides(node.names, own))):
                node.chrome = "hidden"
        node.last = last
        self.nodes.append(node)
        close(node, parent, self.lines)

    def _begins_next(self, node: Node, text: str, looks: tags.Style | None) -> bool:
        """Keeps a block's only line for the head of the next where it is a drop cap, or what a list of terms calls it;
        whether it did.
        """
        if node.tag == "dt" and tags.LABEL.fullmatch(text):
            self.label = f"{text.rstrip(' :')}: "
        elif len(text) == 1 and text.isupper() and is_drop_cap(node, looks):
            self.drop_cap = text
        else:
            return False
        return True

    def _join(self, node: Node) -> None:
        """Makes one line of a heading that prints its title in two blocks or three, a row each."""
        first, outline = node.first, self.outline
        found = self.lines[first:]
        others = outline.times[-1:] or [(-1, "", "")]
        if len(found) > _TITLE_ROWS or max(others[0][0], *(p.at for p in outline.pictures[-1:]), -1) >= first:
            return
        if sum(line.node is node for line in found) > 1 or any(map(is_field, found)):
            return
        links, bold, italic = (
            sum(counts) for counts in zip(*((f.links, f.bold, f.italic) for f in found), strict=True)
        )
        hrefs = [href for line in found for href in line.hrefs]
        text, rel = "\n".join(line.text for line in found), " ".join(filter(None, (line.rel for line in found)))
        self.lines[first:] = [Line(text, node, tags.LEVELS[node.tag], links, bold, italic, hrefs, rel)]
        while self.nodes and self.nodes[-1].first >= first:
            self.nodes.pop()
        node.children = ()

    def _mark(self, node: Node, mark: str) -> None:
        """Notes that a family's rule has chosen this node: for a field, as captions, or to be taken out."""
        if mark == "remove":
            node.chrome = "rule"
        elif mark == "captions":
            node.meaning = ClassMeaning(None, frozenset(("caption",)))
        else:
            self.outline.fields.setdefault(mark, node)


def _is_alone(element: etree._Element) -> bool:
    """Whether an element is all that the one around it holds."""
    around = element.getparent()
    return around is not None and len(around) == 1 and not f"{around.text or ''}{element.tail or ''}".strip()


def _is_copy(element: etree._Element) -> bool:
    """Whether words for narrow screens stand beside those for wide ones: "thứ Sáu", and right behind it "T6"."""
    previous, after = element.getprevious(), element.getnext()
    beside = [previous] if previous is not None and not (previous.tail or "").strip() else []
    if after is not None and not (element.tail or "").strip():
        beside.append(after)
    return any(tags.width(e.get("class") or "") == "wide" for e in beside if isinstance(e.tag, str))

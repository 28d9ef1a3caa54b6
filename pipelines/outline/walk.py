"""One walk over a page's tree, which makes its outline. Nothing is decided here but where a line begins and ends."""

from __future__ import annotations

from itertools import islice

from lxml import etree

from pipelines import hints
from pipelines.hints import Hints
from pipelines.outline import pictures, rows, tags
from pipelines.outline.model import Line, Node, Outline, Picture, is_file, is_placeholder, prose, text_of
from pipelines.outline.tags import BLOCK, KINDS, LINKED, ROWS, SKIP, SLANT, STRONG, UNKNOWN

_DEPTH = 250  # of nested elements; what lies deeper is one line
_BR = rows.BREAK
_FALLBACK = 400  # characters; what stands in a video's element for want of a player is shorter
_NO_PLAYERS = ("button", "canvas")
_SENTENCE = 40  # characters around an element in its row, without which there is no sentence
_GOES_ON = tuple(",;.:!?%)”’»")  # what a sentence goes on with behind an element, besides a small letter
_ENDS = tuple(".!?…:;|•»-–—”\"'/·")  # what a sentence, or a label, ends with


def outline(tree: etree._Element, marks: dict[etree._Element, str] | None = None, *, light: bool = False) -> Outline:
    """Reads a tree, or an element of one. `marks` names elements that a rule has chosen.

    `light` leaves out what is chrome by its name, a line without text standing for it: most of a newspaper's page.
    """
    body = tree.find("body")
    walk = _Walk(marks or {}, light)
    root = walk.outline.root
    walk.walk(body if body is not None else tree, root, 0, 1)
    if walk.buffer:
        walk.flush(root)
    root.last = len(walk.lines)
    return walk.outline


LONGEST_TITLE = 250  # characters; a longer heading is a paragraph set as one
_TOLD = 100  # characters of running text that no list of links holds
_TEXT = 250  # characters of running text that no menu holds
_TEXT_TAGS = (
    "p",
    "div",
    "span",
    "td",
    "li",
    "section",
    "article",
    "br",
    "strong",
    "b",
    "em",
    "i",
    "a",
    "font",
    "figure",
)


class _Walk:
    """The state of a walk: the outline so far, and of the line that is being read its text in pieces, its characters in
    links, bold and italic, its addresses, and where its line breaks stand."""

    __slots__ = (
        *("outline", "lines", "nodes", "marks", "light", "buffer", "linked", "emphatic", "slanted", "hrefs", "rels"),
        *("breaks", "drop_cap", "unseen"),
    )

    def __init__(self, marks: dict[etree._Element, str], light: bool) -> None:
        self.lines: list[Line] = []
        self.nodes: list[Node] = []
        self.outline = Outline(Node("html", None, 0, 0), self.nodes, self.lines, [], [], [], [], {})
        self.marks = marks
        self.light = light
        self.buffer: list[str] = []
        self.linked = self.emphatic = self.slanted = 0
        self.hrefs: list[str] = []
        self.rels: list[str] = []
        self.breaks: list[rows.Counts] = []
        self.drop_cap = ""  # a letter in a block of its own, which the next line begins with
        self.unseen: bool | None = None  # whether the picture read last has no address: its <noscript> has it

    def walk(self, element: etree._Element, node: Node, mode: int, depth: int) -> None:
        """Reads what is in an element into lines of `node`."""
        if depth > _DEPTH:
            self._deep(element)
            return
        buffer = self.buffer
        text = element.text
        if text and (buffer or not text.isspace()):
            self._take(text, node, mode) if mode else buffer.append(text)
        for child in element:
            tag = child.tag
            kind = KINDS.get(tag, UNKNOWN)
            if kind == BLOCK:
                if buffer:
                    self.flush(node)
                self.block(child, tag, node, mode, depth)
            elif kind != SKIP:
                self._inline(child, tag, kind, node, mode, depth)
            text = child.tail
            if text and (buffer or not text.isspace()):
                self._take(text, node, mode) if mode else buffer.append(text)

    def _deep(self, element: etree._Element) -> None:
        self.buffer.append(element.text or "")
        for inner in element.iterdescendants():
            if KINDS.get(inner.tag, UNKNOWN) != SKIP:
                self.buffer.append(f"{inner.text or ''} ")
            self.buffer.append(inner.tail or "")

    def _take(self, text: str, node: Node, mode: int) -> None:
        """Adds running text that is in a link, bold or italic, or whose line breaks count."""
        if mode & ROWS and "\n" in text:
            for number, row in enumerate(text.split("\n")):
                if number and self.buffer:
                    self._break(node)
                if row and (self.buffer or not row.isspace()):
                    self._take(row, node, mode)
            return
        self.buffer.append(text)
        n = len(text.strip())
        if mode & LINKED:
            self.linked += n
        if mode & STRONG:
            self.emphatic += n
        if mode & SLANT:
            self.slanted += n

    # --- lines -------------------------------------------------------------------------------------------------------

    def flush(self, node: Node) -> None:
        """Makes lines of what has been read since the last."""
        if not self.buffer:
            return
        text = "".join(self.buffer)
        initial = self.buffer[0].strip() if len(self.buffer) > 1 else ""
        self.buffer.clear()
        end = (self.linked, self.emphatic, self.slanted, len(self.hrefs))
        self.linked = self.emphatic = self.slanted = 0
        addresses, rel = (self.hrefs.copy(), " ".join(self.rels)) if self.hrefs else ([], "")
        self.hrefs.clear()
        self.rels.clear()
        level = tags.LEVELS.get(node.tag, 0)
        if _BR not in text:
            row = rows.squeeze(text)
            if len(initial) == 1 and row[1:2] == " ":
                row = rows.joined(initial, row[2:])
            self._keep(row, node, level, end, addresses, rel)
            return
        stops = [*self.breaks, end]
        self.breaks.clear()
        for row, start, stop in rows.split(text, stops):
            counts = (stop[0] - start[0], stop[1] - start[1], stop[2] - start[2], 0)
            self._keep(row, node, level, counts, addresses[start[3] : stop[3]], rel)

    def _keep(self, row: str, node: Node, level: int, counts: rows.Counts, addresses: list[str], rel: str) -> None:
        n = len(row)
        if not n or ("{" in row and is_placeholder(row)):
            return
        if self.drop_cap:
            row, self.drop_cap = rows.joined(self.drop_cap, row, sure=True), ""
        links = counts[0]
        self.lines.append(Line(row, node, level, links, counts[1], counts[2], addresses, rel))
        node.text += n
        if links:
            node.links += min(links, n)
        if n >= 40 and ((not level and not node.titled) or n >= LONGEST_TITLE):
            node.prose += prose(row, links)

    def _break(self, node: Node) -> None:
        """A line break: one within a paragraph, or the second, which ends it."""
        for part in reversed(self.buffer):
            if part == _BR:
                self.flush(node)
                return
            if not part.isspace():
                self.buffer.append(_BR)
                self.breaks.append((self.linked, self.emphatic, self.slanted, len(self.hrefs)))
                return

    # --- inline elements ---------------------------------------------------------------------------------------------

    def _inline(self, child: etree._Element, tag: str, kind: int, node: Node, mode: int, depth: int) -> None:
        """Reads an element that runs with the text, unless it says that it does not."""
        if kind == tags.BREAK:
            if self.buffer:
                self._break(node)
            return
        if kind == tags.IMAGE:
            self._image(child, node, mode, depth)
            return
        get = child.get
        names = get("class")
        apart = bool(self.marks) and child in self.marks
        hidden = get("hidden") is not None
        written = get("style")
        if written:
            looks = tags.style(written)
            hidden = hidden or looks.hidden > 0
            apart = apart or looks.display in ("block", "flex", "grid", "list-item", "table")
            mode = (mode | looks.mode) & ~looks.no_mode
        if kind == tags.LINK:
            mode |= LINKED
            self._link(child)
        elif kind == tags.NAMED:
            mode |= tags.MODES.get(tag, 0)
            if tag == "time":
                self.outline.times.append((len(self.lines), get("datetime") or "", names or ""))
            if names and not apart:
                found = hints.read(names)
                if found.chrome == "hidden":
                    hidden = True
                elif found.chrome is not None or found.fields & tags.APART:
                    apart = not self._in_sentence(child)
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
            self.walk(child, node, mode, depth + 1)

    def _special(self, child: etree._Element, tag: str, kind: int, node: Node, mode: int, depth: int) -> bool:
        """Whether an element is more than running text, and has been read: forms' fields, players, pictures."""
        if kind == tags.PICTURE:
            before = len(self.outline.pictures)
            self.walk(child, node, mode, depth + 1)
            if len(self.outline.pictures) == before:
                for inner in child.iter("source"):
                    if address := pictures.source(inner):
                        self.unseen = False
                        self.outline.pictures.append(Picture(len(self.lines), address, node))
                        break
            return True
        if kind == tags.MEDIA:
            if tag not in _NO_PLAYERS:
                self.outline.players.append((len(self.lines), node))
            return self._is_fallback(child)
        if kind == tags.UNSCRIPTED:
            self._unscripted(child, node)
            return True
        if kind == tags.FIELD:
            if tag == "textarea" or child.get("type") in ("email", "password"):
                above: Node | None = node
                while above is not None and not above.asks:
                    above.asks = True
                    above = above.parent
            return True
        return False

    def _link(self, child: etree._Element) -> None:
        href = child.get("href")
        if href:
            self.hrefs.append(href)
            rel = child.get("rel")
            if rel:
                self.rels.append(rel)
                if "tag" in rel or "category" in rel:
                    self.outline.relations.append((rel, child))

    def _unseen(self, child: etree._Element, tag: str, node: Node, mode: int, depth: int) -> None:
        """Reads a hidden element in mid-sentence into lines of its own, which stand before the sentence's."""
        kept = self.buffer, self.linked, self.emphatic, self.slanted, self.hrefs, self.rels, self.breaks
        self.buffer, self.hrefs, self.rels, self.breaks = [], [], [], []
        self.linked = self.emphatic = self.slanted = 0
        self.block(child, tag, node, mode, depth, hidden=True)
        self.buffer, self.linked, self.emphatic, self.slanted, self.hrefs, self.rels, self.breaks = kept

    def _in_sentence(self, child: etree._Element) -> bool:
        """Whether an element stands within a sentence: one that is not finished before it, or goes on behind it."""
        before, after = self._before(), _behind(child)
        if len(before) + len(after) < _SENTENCE:
            return False
        if before and not before.endswith(_ENDS) and (len(before) >= 30 or len(after) >= 30):
            return True
        return len(after) >= 12 and (after[0].islower() or after.startswith(_GOES_ON))

    def _before(self) -> str:
        """What of the present row has been read."""
        found: list[str] = []
        for part in reversed(self.buffer):
            if part == _BR:
                break
            found.append(part)
        return "".join(reversed(found)).strip()

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

    # --- pictures ----------------------------------------------------------------------------------------------------

    def _image(self, child: etree._Element, node: Node, mode: int, depth: int) -> None:
        address = pictures.source(child)
        self.unseen = not address
        if address:
            goes_round = bool(self.buffer) and self._goes_round(child)
            if self.buffer and not goes_round:
                self.flush(node)
            found = self.outline.pictures
            if not found or found[-1].source != address or found[-1].at != len(self.lines):
                found.append(Picture(len(self.lines), address, node, child.get("alt") or "", goes_round))
        elif len(alt := (child.get("alt") or "").strip()) == 1 and alt.isalpha() and not self.buffer:
            self.buffer.append(alt)  # a drop cap that is a picture
        if not address:
            self.outline.players.append((len(self.lines), node))
        if len(child):
            self.walk(child, node, mode, depth + 1)

    def _goes_round(self, image: etree._Element) -> bool:
        """Whether the sentence before a picture goes on behind it."""
        before, after = self._before(), (image.tail or "").strip()
        if not before or not after:
            return False
        if after[0].islower() or after.startswith(_GOES_ON):
            return not before.endswith((".", "!", "?", "…"))
        return image.get("align") in ("left", "right") or tags.style(image.get("style") or "").floats

    def _unscripted(self, child: etree._Element, node: Node) -> None:
        """Takes the picture that stands in a <noscript>, where the one before it is still to be loaded."""
        for image in child.iter("img"):
            address = pictures.source(image)
            if not address or self.unseen is False or tags.style(image.get("style") or "").hidden:
                continue
            if self.unseen or pictures.is_file(address):
                self.outline.pictures.append(Picture(len(self.lines), address, node))
        self.unseen = None

    # --- blocks ------------------------------------------------------------------------------------------------------

    def block(
        self, element: etree._Element, tag: str, parent: Node, mode: int, depth: int, *, hidden: bool = False
    ) -> None:
        """Reads a block element: a node, its lines, and what it adds to the node it stands in."""
        if not len(element) and (not element.text or element.text.isspace()):
            return
        first = len(self.lines)
        node = Node(tag, parent, depth, first)
        looks = self._describe(node, element, tag)
        mode |= tags.MODES.get(tag, 0)
        if looks is not None:
            mode = (mode | looks.mode) & ~looks.no_mode
        if hidden:
            node.chrome = "hidden"
        if self.light and tag != "p" and node.chrome in tags.LEFT_OUT and _is_apart(node) and not _holds_text(element):
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
        elif self.hrefs:
            self.hrefs.clear()
            self.rels.clear()
        last = len(self.lines)
        if last == first:
            return
        if last - first <= 2:
            if len(self.lines[first].text) == 1 and last - first == 1 and self._is_drop_cap(node, looks):
                self.drop_cap = self.lines.pop().text
                return
            if looks is not None and looks.hidden and not node.chrome and node.text < _FALLBACK:
                node.chrome = "hidden"
        node.last = last
        self.nodes.append(node)
        self._close(node, parent, tag)

    def _describe(self, node: Node, element: etree._Element, tag: str) -> tags.Style | None:
        """Sets what tag, class names, style and the like say of a block; returns its style."""
        parent = node.parent
        assert parent is not None
        names = ""
        looks = None
        attributes: list[tuple[str, str]] = element.items()  # type: ignore[assignment]
        for key, value in attributes:
            if key in tags.NAMES:
                names = f"{names} {value}" if names else value
            elif key == "style":
                looks = tags.style(value)
                if looks.align:
                    node.align = looks.align
                if looks.hidden == 1:
                    node.chrome = "hidden"
            elif key == "align":
                node.align = value.lower()
            elif key == "hidden":
                node.chrome = "hidden"
        if parent.own_title:
            node.titled = True
        if names:
            node.names = names
            found = hints.read(names)
            if found is not hints.NONE:
                node.hints = found
                if "title" in found.fields:
                    node.titled = node.own_title = True
                role = found.chrome
                if role and role in tags.CHROME_OF.get(tag, (role,)):
                    node.chrome = role
            if "-right" in names and ("text-right" in names or "align-right" in names):
                node.align = "right"
            if "pre" in names and tags.ROW_NAMES.search(names):
                looks = (looks or tags.Style())._replace(mode=(looks.mode if looks else 0) | ROWS)
        if tag in tags.BY_TAG:
            node.chrome = tags.BY_TAG[tag]
        return looks

    def _mark(self, node: Node, mark: str) -> None:
        if mark == "remove":
            node.chrome = "rule"
        elif mark == "captions":
            node.hints = Hints(None, frozenset(("caption",)))
        else:
            self.outline.fields.setdefault(mark, node)

    @staticmethod
    def _is_drop_cap(node: Node, looks: tags.Style | None) -> bool:
        return bool(looks is not None and looks.floats) or bool(tags.DROP_CAP.search(node.names))

    def _close(self, node: Node, parent: Node, tag: str) -> None:
        """Adds what a block holds to the block around it."""
        if parent.children:
            parent.children.append(node)  # type: ignore[attr-defined]
        else:
            parent.children = [node]
        links = node.links
        if links:
            parent.links += links
            # A list of links needs no class name to be told, but one of documents belongs to its article.
            listed = (
                links > 0.75 * node.text
                and node.last - node.first > 1
                and not node.chrome
                and node.prose + node.hidden_prose < _TOLD
            )
            if listed and not any(is_file(href) for line in self.lines[node.first : node.last] for href in line.hrefs):
                node.chrome = "related"
        if tag == "form" and node.asks and node.prose < 200 and not node.chrome:
            node.chrome = "comment-form"
        parent.text += node.text
        if node.hidden_prose:
            parent.hidden_prose += node.hidden_prose
        if node.prose:
            if node.chrome:
                parent.hidden_prose += node.prose
            else:
                parent.prose += node.prose


def _behind(element: etree._Element) -> str:
    """The text that follows an element in its row, as far as a sentence may be told from it."""
    found = element.tail or ""
    for sibling in islice(element.itersiblings(), 10):
        if len(found) > 80 or KINDS.get(sibling.tag, UNKNOWN) in (BLOCK, tags.BREAK):
            break
        found += f"{sibling.text or ''}{sibling.tail or ''}"
    return found.strip()


def _is_apart(node: Node) -> bool:
    """Whether chrome holds nothing that an article needs: its section, its further pages, its date and author."""
    names = node.names.lower()
    if node.chrome == "nav":
        return "readcrumb" not in names and "pag" not in names
    if node.chrome == "footer":
        above = node.parent
        while above is not None and above.tag != "article":
            above = above.parent
        return above is None and not any(part in names for part in ("entry", "post", "article", "news", "detail"))
    return True


def _holds_text(element: etree._Element) -> bool:
    """Whether an element holds running text, as no menu does: then it is read, whatever it is called."""
    size = 0
    for piece in element.itertext(*_TEXT_TAGS):
        if len(piece) >= 80 and not piece.isspace():
            size += len(piece)
            if size >= _TEXT:
                return True
    return False

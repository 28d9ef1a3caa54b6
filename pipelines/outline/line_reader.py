"""The line that is being read: its text in pieces, and what makes lines of them."""

from __future__ import annotations

from itertools import islice

from lxml import etree

from pipelines.outline import rows, tags
from pipelines.outline.model import DENSE_LEAST, Line, Node, Outline, is_dense, is_placeholder, prose, text_of
from pipelines.outline.tags import BLOCK, KINDS, LINKED, ROWS, SLANT, STRONG, UNKNOWN

_BR = rows.BREAK
_SENTENCE = 40  # characters around an element in its row, without which there is no sentence
_AGENCY = 30  # letters of who a report comes from: "(BVS)"
_PARAGRAPH = 80  # characters that no caption has which runs round its picture
_GOES_ON = tuple(",;.:!?%)”’»")  # what a sentence goes on with behind an element, besides a small letter
_ENDS = tuple(".!?…:;|•»-–—”\"'/·")  # what a sentence, or a label, ends with
LONGEST_TITLE = 250  # characters; a longer heading is a paragraph set as one


class LineReader:
    """The state of a walk: the outline so far, and of the line that is being read its text in pieces, its characters in
    links, bold and italic, its addresses, and where its line breaks stand."""

    __slots__ = (
        *("outline", "lines", "nodes", "buffer", "linked", "emphatic", "slanted", "hrefs", "rels"),
        *("breaks", "drop_cap", "label", "unseen", "seen", "hidden", "rows"),
    )

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.nodes: list[Node] = []
        self.outline = Outline(Node("html", None, 0, 0), self.nodes, self.lines, [], [], [], [], {})
        self.buffer: list[str] = []
        self.linked = self.emphatic = self.slanted = 0
        self.hrefs: list[str] = []
        self.rels: list[str] = []
        self.breaks: list[rows.Counts] = []
        self.drop_cap = ""  # a letter in a block of its own, which the next line begins with
        self.label = ""  # what the next line is, in a list of terms: "Tác giả: "
        self.hidden: frozenset[str] = frozenset()  # names that the page's style sheet hides
        self.seen = -1  # number of lines where the last picture with an address was read
        self.rows: frozenset[str] = frozenset()  # names of what keeps its line breaks, by the same
        self.unseen: bool | None = None  # whether the picture read last has no address: its <noscript> has it

    def take(self, text: str, node: Node, mode: int) -> None:
        """Adds running text that is in a link, bold or italic, or whose line breaks count."""
        if mode & ROWS and "\n" in text:
            for number, row in enumerate(text.split("\n")):
                if number and self.buffer:
                    self.line_break(node)
                if row and (self.buffer or not row.isspace()):
                    self.take(row, node, mode)
            return
        self.buffer.append(text)
        n = len(text.strip())
        if mode & LINKED:
            self.linked += n
        if mode & STRONG:
            self.emphatic += n
        if mode & SLANT:
            self.slanted += n

    def flush(self, node: Node) -> None:
        """Makes lines of what has been read since the last."""
        if not self.buffer:
            return
        text = "".join(self.buffer)
        initial = self.buffer[0].lstrip() if len(self.buffer) > 1 else ""
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
            self._add_line(row, node, level, end, addresses, rel)
            return
        stops = [*self.breaks, end]
        self.breaks.clear()
        for row, start, stop in rows.split(text, stops):
            counts = (stop[0] - start[0], stop[1] - start[1], stop[2] - start[2], 0)
            self._add_line(row, node, level, counts, addresses[start[3] : stop[3]], rel)

    def _add_line(self, row: str, node: Node, level: int, counts: rows.Counts, addresses: list[str], rel: str) -> None:
        """Adds a row as a line of the outline, and counts its text, links and prose in its node; not an empty one."""
        n = len(row)
        if not n or ("{" in row and is_placeholder(row)):
            return
        if self.drop_cap:
            row, self.drop_cap = rows.joined(self.drop_cap, row, sure=True), ""
        if self.label and node.tag == "dd":
            row, self.label = f"{self.label}{row}", ""
        links = counts[0]
        self.lines.append(Line(row, node, level, links, counts[1], counts[2], addresses, rel))
        node.text += n
        if links:
            node.links += min(links, n)
        told = (not level and not node.titled) or n >= LONGEST_TITLE or (level > 2 and n >= 80 and row.endswith("."))
        if told and (n >= 40 or (n >= DENSE_LEAST and is_dense(row))):
            node.prose += prose(row, links)

    def line_break(self, node: Node) -> None:
        """Takes a line break: one within a paragraph, or the second, which ends it."""
        for part in reversed(self.buffer):
            if part == _BR:
                self.flush(node)
                return
            if not part.isspace():
                self.buffer.append(_BR)
                self.breaks.append((self.linked, self.emphatic, self.slanted, len(self.hrefs)))
                return

    def link(self, child: etree._Element) -> None:
        """Notes the address of a link for the line that is being read, and what the link is to the page (`rel`)."""
        href = child.get("href")
        if href:
            self.hrefs.append(href)
            rel = child.get("rel")
            if rel:
                self.rels.append(rel)
                if "tag" in rel or "category" in rel:
                    self.outline.relations.append((rel, child))

    def drop_links(self) -> None:
        """Forgets the links of a line without text."""
        self.hrefs.clear()
        self.rels.clear()

    def in_sentence(self, child: etree._Element) -> bool:
        """Whether an element stands within a sentence: one that is not finished before it, or goes on behind it."""
        before, after = self._before(), behind(child)
        if len(before) + len(after) < _SENTENCE:
            return False
        if before and not before.endswith(_ENDS) and (len(before) >= 30 or len(after) >= 30):
            return True
        return len(after) >= 12 and (after[0].islower() or after.startswith(_GOES_ON))

    def opens_sentence(self, child: etree._Element) -> bool:
        """Whether an element stands at the beginning of a paragraph's text, as the agency does that a report comes from."""
        return not self._before() and len(text_of(child)) < _AGENCY and len(behind(child)) >= _SENTENCE

    def is_row(self, child: etree._Element, node: Node) -> bool:
        """Whether an element is a row of its own between line breaks, outside a heading."""
        below = child.getnext()
        broken = below is not None and below.tag == "br" and not (child.tail or "").strip()
        return broken and node.tag not in tags.LEVELS and not self._before()

    def part(self) -> None:
        """Parts what follows from the word before it: a date from a name, which style sheets set apart."""
        if self.buffer and self.buffer[-1][-1:].isalnum():
            self.buffer.append(" ")

    def _before(self) -> str:
        """The text of the present row that has been read so far."""
        found: list[str] = []
        for part in reversed(self.buffer):
            if part == _BR:
                break
            found.append(part)
        return "".join(reversed(found)).strip()

    def goes_round(self, image: etree._Element) -> bool:
        """Whether the sentence before a picture goes on behind it, or a paragraph goes round it."""
        before, after = self._before(), (image.tail or "").strip()
        if not after or (not before and len(after) < _PARAGRAPH):
            return False
        if not before:
            return image.get("align") in ("left", "right") or tags.style(image.get("style") or "").floats
        if after[0].islower() or after.startswith(_GOES_ON):
            return not before.endswith((".", "!", "?", "…"))
        return image.get("align") in ("left", "right") or tags.style(image.get("style") or "").floats


def behind(element: etree._Element) -> str:
    """The text that follows an element in its row, as far as a sentence may be told from it."""
    found = element.tail or ""
    for sibling in islice(element.itersiblings(), 10):
        if len(found) > 80 or KINDS.get(sibling.tag, UNKNOWN) in (BLOCK, tags.BREAK):
            break
        found += f"{sibling.text or ''}{sibling.tail or ''}"
    return found.strip()

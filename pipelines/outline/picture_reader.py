"""The pictures that a walk over a page comes by: in a sentence or alone, behind buttons, as backgrounds, in <noscript>."""

from __future__ import annotations

from lxml import etree

from pipelines.outline import pictures, tags
from pipelines.outline.line_reader import LineReader
from pipelines.outline.model import Node, Picture, text_of
from pipelines.outline.tags import LINKED


class PictureReader(LineReader):
    """Adds pictures to the outline, each with the number of the line that it stands above and the block that it is in."""

    __slots__ = ()

    def image(self, child: etree._Element, node: Node, mode: int) -> None:
        """Takes a picture; one that is no picture of the article's is a letter (a drop cap) or a player."""
        address = pictures.source(child)
        alt = (child.get("alt") or "").strip()
        if address and len(alt) == 1 and alt.isupper() and not self.buffer and (child.tail or " ")[0].islower():
            address = ""  # a drop cap
        self.unseen = not address
        if address:
            href = self.hrefs[-1] if mode & LINKED and self.hrefs else ""
            goes_round = bool(self.buffer or child.tail) and self.goes_round(child)
            if self.buffer and not goes_round:
                self.flush(node)
            found = self.outline.pictures
            self.seen = len(self.lines)
            if not found or found[-1].source != address or found[-1].at != len(self.lines):
                found.append(Picture(len(self.lines), address, node, alt, goes_round, href))
        elif len(alt) == 1 and alt.isalpha() and not self.buffer:
            self.buffer.append(alt)  # a drop cap that is a picture
        if not address:
            self.outline.players.append((len(self.lines), node))

    def picture_of_button(self, child: etree._Element, node: Node, mode: int) -> None:
        """Takes the picture of a figure that a button without words enlarges."""
        box: Node | None = node
        while box is not None and box.tag != "figure":
            box = box.parent
        if box is not None and len(child) and not text_of(child):
            for image in child.iter("img"):
                self.image(image, node, mode)

    def add_background(self, style: str, node: Node) -> None:
        """Adds the picture that an empty element shows as its background, by its `style` attribute; nothing where that names none."""
        address = tags.style(style).picture
        if pictures.is_file(address):
            self.outline.pictures.append(Picture(len(self.lines), address, node))

    def picture_unscripted(self, child: etree._Element, node: Node) -> None:
        """Takes the picture that stands in a <noscript>, where the one before it is still to be loaded."""
        for image in child.iter("img"):
            address = pictures.source(image)
            beside = self.unseen is False and self.seen == len(self.lines)  # it has been read already
            if not address or beside or tags.style(image.get("style") or "").hidden:
                continue
            if self.unseen or pictures.is_file(address):
                self.outline.pictures.append(Picture(len(self.lines), address, node))
        self.unseen = None

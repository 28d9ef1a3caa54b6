"""All elements of a page, found once: lxml walks the whole tree each time that it is asked for those of a tag."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from lxml.etree import _Element

from pipelines.outline.stylesheet import Sheet, read_sheets


class Elements:
    """The elements of a tree in the order of the page. Held while the page is read, none is made again by the steps.

    A tree that has been changed since needs a new one.
    """

    def __init__(self, root: _Element) -> None:
        self.root = root
        self.all: list[_Element] = list(root.iter())
        self._by_tag: defaultdict[str, list[_Element]] = defaultdict(list)
        for element in self.all:
            self._by_tag[element.tag].append(element)

    def of(self, tag: str) -> list[_Element]:
        """The elements with a tag, none of them to be changed."""
        return self._by_tag.get(tag, [])

    @cached_property
    def links(self) -> list[tuple[_Element, str]]:
        """The elements `a`, each with the address it leads to, empty for one that leads nowhere."""
        return [(element, (element.get("href") or "").strip()) for element in self.of("a")]

    @cached_property
    def sheet(self) -> Sheet:
        """What the page's style sheets say of names."""
        return read_sheets(self.of("style"))

    def with_attribute(self, name: str) -> list[_Element]:
        """The elements that have an attribute."""
        return [element for element in self.all if element.get(name) is not None]

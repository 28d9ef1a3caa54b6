"""Finds the article's block on a page and strips what is no part of the article, saying what went and by which rule."""

from __future__ import annotations

from typing import Any

from lxml.etree import _Element

from archive.hosts import host
from pipelines import plain_text, rules
from pipelines.boilerplate.block import find
from pipelines.boilerplate.script_rendered import is_drawn, unescape, unfold, use_article_body
from pipelines.boilerplate.strip import hides_text, parts
from pipelines.language.diacritics import like_the_rest, right
from pipelines.outline import Block, Outline, Walked, holds_sentence, is_placeholder, outline, text_of
from pipelines.outline.elements import Elements
from pipelines.page import Page
from pipelines.structured_data.page_head import read_head

__all__ = ["Boilerplate", "boilerplate"]

_OWN = 200  # characters of the page's own, by a profile, below which its text may stand in chrome that was left out
_BUILT = 5  # blocks left out as sidebars, of a page that is built of them
_ENOUGH = 1000  # characters of running text that make reading what was left out unnecessary, whatever it holds


def boilerplate(page: Page, *, strip: bool = True) -> None:
    """Sets what metadata are read from: `about`, `outline`, `block`, and the block's lines, `found` and `gone`.

    Letters are put right before phrases are matched. With `strip` off what is gone
    comes back into the body.
    """
    tree = page.tree
    if tree is None:
        plain_text.plain(page, strip=strip, repeated=page.profile.share if page.profile else None)
        return
    page.strip = strip
    if b"&lt;/p&gt;" in page.body:
        unescape(tree)
    page.elements = Elements(tree)
    page.head = read_head(page.elements, page.url, page.body)
    marks = _marks(page, tree)
    if page.profile is not None:
        page.profile.mend(page.head)
    page.outline = _outline(page, tree, marks, light=True)
    page.block = find(page.outline, page.head) if _is_enough(page.outline) else None
    if page.block is None or any(hides(page.outline, page.block) for hides in (hides_text, _hides_title, _hides_more)):
        page.outline = _outline(page, tree, marks)
        page.block = find(page.outline, page.head)
    if page.block is not None:
        _strip(page, page.outline, page.block)
    if is_drawn(page) and unfold(tree):
        page.elements = Elements(tree)
        page.walked.clear()
        page.outline = _outline(page, tree, marks)
        page.block = find(page.outline, page.head)
        if page.block is not None:
            _strip(page, page.outline, page.block)
    if is_drawn(page):
        use_article_body(page)
    page.strip = strip and not (page.block and page.block.notice)  # "Xem chi tiết tại đây" is all there is


def _is_enough(found: Outline) -> bool:
    """Whether the article is most likely among what has been read, the chrome left out by its names not being read."""
    told = found.root.prose + found.root.hidden_prose
    if told < _OWN or told + found.framed >= _ENOUGH:
        return told >= _OWN
    return not any(line.unread is not None and holds_sentence(line.unread) for line in found.lines)


def _hides_title(found: Outline, block: Block) -> bool:
    """Whether a text without a title stands below something left out that holds a first heading."""
    if block.heading is not None:
        return False
    above = found.lines[: block.first]
    return any(line.unread is not None and line.unread.find(".//h1") is not None for line in above)


def _hides_more(found: Outline, block: Block) -> bool:
    """Whether a short text stands on a page many of whose blocks were left out as sidebars: a page builder's."""
    left = sum(line.unread is not None and line.node.chrome == "sidebar" for line in found.lines)
    return block.node.prose < _OWN and left >= _BUILT


def _outline(page: Page, tree: _Element, marks: dict[_Element, str], *, light: bool = False) -> Outline:
    """The page as lines, those of the newspaper's frame told as far as they are known."""
    assert page.elements
    if light in page.walked:
        found = page.walked[light].again()
    else:
        found = outline(tree, marks, light=light, sheet=page.elements.sheet)
    if page.profile is not None:
        page.walked[light] = Walked(found)
        page.profile.weigh(found)
    return found


def _strip(page: Page, outlined: Outline, block: Block) -> None:
    """Puts the letters of the block right, then parts its lines into the article's and the others."""
    if page.trail is not None:
        page.trail.clear()  # what was weighed of a first reading
    for line in outlined.lines[block.first : block.last]:
        line.text = right(line.text, page.stats)
    if any(name.startswith("letters/") for name in page.stats):
        for line in outlined.lines[max(block.first - 5, 0) : block.last + 5]:
            line.text = like_the_rest(line.text, page.stats)
    assert page.head
    hosts = {host(address) for address in (page.head.base, page.head.canonical, page.url)}
    page.found, page.gone = parts(outlined, block, hosts, page.head.base, page.trail)


def _marks(page: Page, tree: _Element) -> dict[_Element, str]:
    """The elements that the family's rules of the day pick, by field; texts of title, section and tags as well."""
    if page.rules is None:
        return {}
    marks: dict[_Element, str] = {}
    for name, selector in page.rules.at(page.fetched_at.date()).items():
        elements = rules.select(tree, selector)
        if name in ("title", "section", "tags"):
            page.chosen[name] = [text for e in elements if (text := text_of(e)) and not is_placeholder(text)]
        elif name in ("remove", "captions"):
            marks.update(dict.fromkeys(elements, name))
        elif (first := next((e for e in elements if any(text.strip() for text in e.itertext())), None)) is not None:
            marks[first] = name
    return marks


class Boilerplate:
    """The item pipeline. The setting STRIP turns stripping off."""

    def __init__(self, strip: bool = True):
        self.strip = strip

    @classmethod
    def from_crawler(cls, crawler: Any) -> Boilerplate:
        return cls(crawler.settings.getbool("STRIP", True))

    async def process_item(self, item: Page) -> Page:
        """Strips a page, unless it was refused already."""
        if item.reason is None:
            boilerplate(item, strip=self.strip)
        return item

"""What stands inside a heading and is no part of the title: a kicker, a label, a subtitle, a count of comments."""

from __future__ import annotations

import re

from lxml.etree import _Element

from pipelines.language.title_keys import key
from pipelines.outline import Line, text_of
from pipelines.page import Page

_NAMED = re.compile(
    r"kicker|eye-?brow|over-?(?:line|title|head)|top-?line|head-?top|dach-?zeile|spitz-?marke|rubri[ckq]|categor|label|badge"
    r"|flag\b|(?:pre|super|supra|sub|sur|under)-?(?:title|head|line|titel)|chuyen-?muc|tag-?line|\btopic|antetitul"
    r"|section-?(?:name|title)|roof|ribbon|count|\btime\b|\bdate\b|comment|intro\b|icon|\bnum\b|small\b|teaser-?(?:top|pre)",
    re.I,
)
_TITLED = re.compile(r"headline|(?:^|[-_ ])title(?:$|[-_ ])", re.I)
_SOFT = frozenset(("small", "sup", "sub", "button", "label"))
_LAST_WORD = re.compile(r"[^\W\d_]+$|\d+$")
_LONGEST = 12  # words of a kicker
_INLINE = frozenset(
    ("span", "b", "strong", "em", "i", "font", "a", "small", "sup", "sub", "label", "mark", "u", "div", "p", "button")
)


def without_kicker(page: Page, line: Line, said: list[str]) -> str:
    """The text of a heading's line without what its own elements set apart from the title.

    `said` are the keys of titles that the head or the address name. The line's text as it is where nothing is set apart.
    """
    element = _element(page, line, said)
    if element is None:
        return line.text
    parts = _parts(element)
    if len(parts) < 2:
        return line.text
    whole = key(line.text)
    kept = list(parts)
    while len(kept) > 1 and _is_apart(kept[0], kept[1:], said, whole):
        kept = kept[1:]
    while len(kept) > 1 and _is_apart(kept[-1], kept[:-1], said, whole):
        kept = kept[:-1]
    if len(kept) == len(parts):
        return line.text
    return _joined(kept).strip(" :|•·–—-\n")


def _is_apart(
    part: tuple[str, _Element | None], rest: list[tuple[str, _Element | None]], said: list[str], whole: str
) -> bool:
    """Whether a piece at an end of a heading is no part of the title, given the rest of it."""
    text, element = part
    title = key(_joined(rest))
    if len(title.split()) < 2 or len(text.split()) > _LONGEST:
        return False
    if title in said and whole not in said:
        return True
    if not key(text):
        return True
    if element is None:
        return False
    named = any(e is not None and _TITLED.search(_naming_attributes(e)) for _, e in rest) and not _TITLED.search(
        _naming_attributes(element)
    )
    if element.tag in _SOFT or named or _NAMED.search(_naming_attributes(element)):
        return len(title) > 0.5 * len(key(text))
    if whole in said and title not in said:
        return False
    leads = element.tag == "a" and not any(e is not None and e.tag == "a" for _, e in rest)
    return leads and len(text.split()) <= 5 and len(title) > len(key(text))


def _naming_attributes(element: _Element) -> str:
    """The attributes of an element that may say what it is."""
    return f"{element.get('class') or ''} {element.get('id') or ''} {element.get('data-test') or ''}"


def _joined(parts: list[tuple[str, _Element | None]]) -> str:
    """The text of some pieces, with single spaces."""
    return " ".join(" ".join(text for text, _ in parts).split())


def _element(page: Page, line: Line, said: list[str]) -> _Element | None:
    """The element of the page that a title's line was read from: a heading, one with a name, or one that ends as
    `said`; None where none is found.
    """
    if page.elements is None:
        return None
    node = line.node
    if not line.level and not node.names and not key(line.text).endswith(tuple(f" {title}" for title in said)):
        return None
    letters = key(line.text).replace(" ", "")  # text on both sides of a <br> runs together
    for element in page.elements.of(node.tag):
        if not len(element) or (node.names and (element.get("class") or "") not in node.names):
            continue
        if key(text_of(element)).replace(" ", "") == letters:
            return element
    return None


def _parts(element: _Element) -> list[tuple[str, _Element | None]]:
    """The pieces of an element's text, with the child each stands in; of its only child where all is in that."""
    while True:
        parts: list[tuple[str, _Element | None]] = []
        if element.text and element.text.strip():
            parts.append((element.text, None))
        for child in element:
            text = text_of(child) if isinstance(child.tag, str) else ""
            if text and _is_sign(child, text, parts):
                parts[-1] = (f"{parts[-1][0]}{text}{child.tail or ''}", parts[-1][1])
                continue
            if text:
                parts.append((text, child if child.tag in _INLINE else None))
            if child.tail and child.tail.strip():
                parts.append((child.tail, None))
        if len(parts) == 1 and parts[0][1] is not None:
            element = parts[0][1]
            continue
        return parts


def _is_sign(child: _Element, text: str, before: list[tuple[str, _Element | None]]) -> bool:
    """Whether a raised or lowered text belongs to the word before it: the 2 of m², CO₂ and 10², the o of 15ᵒC."""
    if child.tag not in ("sup", "sub") or len(text) > 3 or not text.strip("-").isalnum() or not before:
        return False
    word = _LAST_WORD.search(before[-1][0])
    return word is not None and (len(word[0]) <= 2 or (child.tag == "sub" and word[0].isupper()))

"""Whose a picture is, where an element says so and no label: <figcaption>Ghe về vàm <span class="credit">Lan Thử</span>."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml.etree import _Element

from pipelines.boilerplate.caption_evidence import is_credit
from pipelines.language import names
from pipelines.outline import Line, text_of
from pipelines.page import Page
from vietnamese.credits import alone, credit

# Class names of what prints a name alone
_CALLED = re.compile(
    r"credit|source|nguon|copyright|photograph|author|tac-?gia|autor|auteur|quelle|_aut\b|-aut\b", re.I
)
_INLINE = ("span", "small", "cite", "em", "i", "a")
_BRACED = re.compile(r"[(\[（][^()\[\]（）]{3,60}[)\]）]")
_EDGES = " \t\n()[]（）©|/–—-,;"
_LONGEST = 60


def bare(text: str) -> str:
    """Whose a picture is by a line or an element that says nothing else: "(© Lan Thử)", "Ảnh: Lan Thử"."""
    return (credit(text)[1] or alone(text) or text).strip(_EDGES)


def is_credited(line: Line) -> bool:
    """Whether a second line of a caption is whose the picture is: a few words in an element called so or in brackets, or
    behind a label.
    """
    text = line.text
    if is_credit(line) or (_BRACED.fullmatch(text) and names.is_person(bare(text))):
        return True
    if len(text) <= _LONGEST and credit(text)[0] == "" and credit(text)[1]:  # "Lan Thử / Reuters"
        return True
    short = len(text) <= _LONGEST and ":" not in text and not text.endswith((".", "!", "?"))
    return short and _CALLED.search(line.node.names) is not None


def credits_within(page: Page, captions: set[str]) -> dict[str, str]:
    """What of each caption its last element says of whose the picture is: one called so, a small one, one in brackets."""
    found: dict[str, str] = {}
    if page.elements is None or not captions:
        return found
    printed = {"".join(caption.split()): caption for caption in captions}
    captioned = bool(page.elements.of("figcaption"))
    for tag in _INLINE:
        apart = tag in ("small", "cite")
        for element in page.elements.of(tag):
            called = (said := element.get("class")) is not None and _is_called(said)
            if not (called or apart or captioned):
                continue
            around = element.getparent()
            if around is None or not (called or apart or around.tag == "figcaption"):
                continue
            text = text_of(element)
            if not 3 <= len(text) <= _LONGEST:
                continue
            whole = printed.get("".join("".join(map(str, around.itertext())).split()), "")
            if not whole.endswith(text) or text == whole:
                continue
            who = bare(text)
            marked = called or apart or _BRACED.fullmatch(text) or _follows_caption(element)
            if names.is_person(who) and marked:
                found[whole] = text
    return found


@lru_cache(maxsize=4096)
def _is_called(names: str) -> bool:
    """Whether class names are those of what prints a name alone."""
    return _CALLED.search(names) is not None


def _follows_caption(element: _Element) -> bool:
    """Whether a full name stands in an element of its own right behind another that ends as a sentence does."""
    above = element.getprevious()
    if above is None or above.tag != element.tag or (above.tail or "").strip() or " " not in text_of(element):
        return False
    return text_of(above).endswith((".", "!", "?", "…", "”"))

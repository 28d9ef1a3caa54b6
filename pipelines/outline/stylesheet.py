"""What a page's own style sheet hides: a handful of names, found without reading the sheet as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

_LARGEST = 50_000  # characters of a style sheet that are searched
# Each begins with letters that are no pattern: so a sheet is passed through quickly.
_HIDES = tuple(
    map(re.compile, (r"display: ?none", r"visibility: ?hidden", r"left: ?-9999", r"font-size:(?:0[;}]| 0;)"))
)
_SIMPLE = re.compile(r"[a-z]*([.#])([\w-]+)", re.I)  # ".note", "p.note", "#note"


def hidden_names(sheets: Iterable[etree._Element]) -> frozenset[str]:
    """The class names (".note") and ids ("#note") that a page's <style> elements hide on every screen.

    Rules within `@media` hide on some screens only, and what they say is not believed.
    """
    found: set[str] = set()
    for element in sheets:
        sheet = element.text or ""
        if len(sheet) > _LARGEST or "print" in (element.get("media") or ""):
            continue
        for declaration in _HIDES:
            for place in declaration.finditer(sheet):
                found.update(_names(sheet, place.start()))
    return frozenset(found)


def _names(sheet: str, place: int) -> list[str]:
    """The names of the rule that the declaration at `place` stands in; none where it stands in another rule."""
    begin = sheet.rfind("{", max(0, place - 500), place)
    if begin < 0 or sheet.find("}", begin, place) >= 0:
        return []
    before = max(sheet.rfind(mark, max(0, begin - 500), begin) for mark in "{}/;")
    if before >= 0 and sheet[before] == "{":
        return []
    selectors = sheet[before + 1 : begin].split(",")
    return [f"{name[1]}{name[2]}" for selector in selectors if (name := _SIMPLE.fullmatch(selector.strip()))]

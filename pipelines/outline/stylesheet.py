"""What a page's own style sheet hides, and where it keeps line breaks: names, found without reading all of the sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from lxml import etree

_LARGEST = 50_000  # characters of a style sheet that are searched
# Each begins with letters that are no pattern: so a sheet is passed through quickly.
_HIDES = tuple(
    map(re.compile, (r"display ?: ?none", r"visibility ?: ?hidden", r"left ?: ?-9999", r"font-size ?: ?0[;} ]"))
)
_ROWS = (re.compile(r"white-space ?: ?(?:pre|break-spaces)"),)
_SIMPLE = re.compile(r"[a-z]*([.#])([\w-]+)", re.I)  # ".note", "p.note", "#note"


class Sheet(NamedTuple):
    """Class names (".note") and ids ("#note"): of what is `hidden` on every screen, of what keeps the line breaks of its
    text as `rows`."""

    hidden: frozenset[str] = frozenset()
    rows: frozenset[str] = frozenset()


def read_sheets(sheets: Iterable[etree._Element]) -> Sheet:
    """What a page's <style> elements say of names.

    Rules within `@media` hold on some screens only, and what they say is not believed.
    """
    hidden: set[str] = set()
    rows: set[str] = set()
    for element in sheets:
        sheet = element.text or ""
        if len(sheet) > _LARGEST or "print" in (element.get("media") or ""):
            continue
        for declarations, found in ((_HIDES, hidden), (_ROWS, rows)):
            for declaration in declarations:
                for place in declaration.finditer(sheet):
                    found.update(_names(sheet, place.start()))
    return Sheet(frozenset(hidden), frozenset(rows))


def _names(sheet: str, place: int) -> list[str]:
    """The names (".note", "#note") of the rule that the declaration at `place` stands in; none where it stands in
    another rule.
    """
    begin = sheet.rfind("{", max(0, place - 500), place)
    if begin < 0 or sheet.find("}", begin, place) >= 0:
        return []
    before = max(sheet.rfind(mark, max(0, begin - 500), begin) for mark in "{}/;")
    if before >= 0 and sheet[before] == "{":
        return []
    selectors = sheet[before + 1 : begin].split(",")
    return [f"{name[1]}{name[2]}" for selector in selectors if (name := _SIMPLE.fullmatch(selector.strip()))]


def selectors(element: etree._Element) -> list[str]:
    """What a style sheet may call an element by: ".note", "#note"."""
    return [*(f".{name}" for name in (element.get("class") or "").split()), f"#{element.get('id')}"]

"""Page rules of a family of sites: where a field stands, and between which dates that held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from lxml.etree import XPath, _Element

FIELDS = ("title", "lead", "body", "byline", "date", "captions", "tags", "section", "remove")


@dataclass(frozen=True)
class RuleSet:
    """Selectors, CSS or XPath (beginning with `/` or `(`), by field. `since` is the first day they held, `until` the
    first day they held no more; None is open. A selector that matches nothing leaves its field to the generic reading.
    """

    select: Mapping[str, str]
    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        unknown = set(self.select) - set(FIELDS)
        if unknown:
            raise ValueError(f"no such field: {', '.join(sorted(unknown))}")


@dataclass(frozen=True)
class Rules:
    """All the rules a family ever had, the first that holds on a day first: `Rules(RuleSet({"body": "div.content"}))`."""

    sets: Sequence[RuleSet] = field(default_factory=tuple)

    def __init__(self, *sets: RuleSet) -> None:
        object.__setattr__(self, "sets", sets)

    def at(self, day: date) -> Mapping[str, str]:
        """The selectors that held on a day: the first set whose dates take it in; none where no set does."""
        for rules in self.sets:
            if (rules.since is None or rules.since <= day) and (rules.until is None or day < rules.until):
                return rules.select
        return {}


@lru_cache(maxsize=1024)
def _compiled(selector: str) -> XPath:
    """A selector compiled: XPath where it begins like one, else CSS. Raises SelectorError or XPathSyntaxError."""
    from lxml.cssselect import CSSSelector

    return XPath(selector) if selector.startswith(("/", "(", ".//")) else CSSSelector(selector, translator="html")


def select(tree: _Element, selector: str) -> list[_Element]:
    """The elements a selector matches, in the order of the page."""
    found: Any = _compiled(selector)(tree)
    return [element for element in found if isinstance(element, _Element)] if isinstance(found, list) else []

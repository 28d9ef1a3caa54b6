"""Dates that no reader sees: attributes of elements beside the heading, which scripts turn into "2 giờ trước"."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import lru_cache
from itertools import islice

from lxml.etree import _Element

from pipelines.evidence import Candidate
from pipelines.fields.head_dates import iso
from pipelines.language.title_keys import alike, key
from pipelines.outline import class_names, text_of
from pipelines.page import Page
from vietnamese import dates
from vietnamese.time_zone import VIETNAM

_DATED = frozenset(
    ("datetime", "data-datetime", "data-time", "data-date", "data-timestamp", "data-published", "data-pubdate", "data-utime",
     "data-publish-date", "data-published-at", "data-created", "data-created-at", "data-livestamp")
)  # fmt: skip
_PUBLISHED = re.compile(
    r"^data-(?:[\w-]*-)?(?:ts|date|time|datetime|timestamp|publi\w*|pub|posted|created)(?:-(?:at|on|time|date))?$"
)
_TOLD = frozenset(("title", "aria-label"))
_TITLED = frozenset(("abbr", "span", "time", "small", "em", "i", "div", "a"))  # whose title may be a date
_OTHERS = frozenset(("comment-form", "related", "sidebar", "nav", "popup", "footer", "ad", "hidden"))
_CHANGED = re.compile(r"updat|modif|cap-?nhat", re.I)
_NAMES = ("datetime", "title", "aria-label")
_YEAR = re.compile(r"(?:19|20)\d\d\D|\d{10}|(?:19|20)\d{6}")
_CLOCK = re.compile(r"\d{4}|\d ?[:h] ?\d\d")
_MOST = 60


def attributes(page: Page, title: str) -> list[Candidate]:
    """The date that an attribute gives nearest to the heading; none where it stands in a list, a comment or a menu."""
    elements = page.elements
    if elements is None:
        return []
    found: list[tuple[int, dates.Date]] = []
    around: dict[_Element, int] | None = None
    latest = (page.fetched_at.astimezone(VIETNAM) - timedelta(days=1)).date().isoformat()
    for element in islice(filter(_is_dated, elements.all), _MOST):
        attributes: list[tuple[str, str]] = element.items()  # type: ignore[assignment]
        for name, value in attributes:
            if name not in _NAMES and not _is_for_dates(name):
                continue
            if len(value) > 60 or not _YEAR.search(value):
                continue
            parsed = dates.parse(iso(value), now=page.fetched_at)
            if parsed is None or (parsed.value >= latest and _CLOCK.search(text_of(element))):
                continue  # a clock, on a page that was cached
            if around is None:
                around = _around(elements.root, title)
            depth = _depth(element, around)
            if depth is not None:
                found.append((depth, parsed))
            break
    if not found:
        return []
    nearest = max(depth for depth, _ in found)
    best = [d for depth, d in found if depth == nearest]
    if len({d.value[:10] for d in best}) > 1 and nearest == 0:
        return []
    return [Candidate(best[0], "time", ["attribute"])]


def minute_of(page: Page, day: dates.Date) -> dates.Date:
    """A day, to the minute where attributes of the page's own elements name a single one of it; as it is where not."""
    if page.elements is None:
        return day
    found: set[dates.Date] = set()
    for element in islice(filter(_is_dated, page.elements.all), _MOST):
        if _CHANGED.search(element.get("class") or "") or _depth(element, {}, below=True) is None:
            continue
        attributes: list[tuple[str, str]] = element.items()  # type: ignore[assignment]
        for name, value in attributes:
            if (name in _NAMES or _is_for_dates(name)) and len(value) <= _MOST and _YEAR.search(value):
                parsed = dates.parse(iso(value), now=page.fetched_at)
                if parsed is not None and parsed.precision == "minute" and parsed.value.startswith(day.value):
                    found.add(parsed)
    return found.pop() if len(found) == 1 else day


def _is_dated(element: _Element) -> bool:
    """Whether an element has an attribute in which dates are kept."""
    names: list[str] = element.keys()  # type: ignore[assignment]
    if not names:
        return False
    held, told = _keep_dates(tuple(names))
    return (held and element.tag not in ("body", "html")) or (told and element.tag in _TITLED)


@lru_cache(maxsize=4096)  # pages have few sets of attributes
def _keep_dates(names: tuple[str, ...]) -> tuple[bool, bool]:
    """Whether attributes of these names hold dates, whatever their element, and whether one may that tells of it."""
    held = any(name in _DATED or (name.startswith("data-") and _is_for_dates(name)) for name in names)
    return held, not _TOLD.isdisjoint(names)


@lru_cache(maxsize=512)
def _is_for_dates(name: str) -> bool:
    """Whether an attribute is called as one that holds the date of publication.

    >>> _is_for_dates("data-published"), _is_for_dates("data-ts"), _is_for_dates("data-modified"), _is_for_dates("data-src")
    (True, True, False, False)
    """
    return name in _DATED or (_PUBLISHED.search(name) is not None and not _CHANGED.search(name))


def _around(tree: _Element, title: str) -> dict[_Element, int]:
    """The elements around the heading, each with how near it is."""
    name = key(title)
    heading = next((h for h in tree.iter("h1", "h2", "h3") if alike(key(text_of(h)), name)), None)
    above = [] if heading is None else [heading, *heading.iterancestors()]
    return {element: len(above) - n for n, element in enumerate(above)}


def _depth(element: _Element, around: dict[_Element, int], *, below: bool = False) -> int | None:
    """How near an element stands to the heading; None where it stands in what is no part of the article. With `below` the
    article's own footer is part of it.
    """
    node: _Element | None = element
    while node is not None:
        if node in around:
            return around[node]
        role = class_names.read(node.get("class") or "").chrome
        if node.tag in ("nav", "aside", "footer", "li") or (role in _OTHERS and not (below and role == "footer")):
            return None
        node = node.getparent()
    return 0

"""The path from the home page to an article, as a page prints it: in an element called so, by its signs, as a list."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Any, NamedTuple

from lxml.etree import _Element

from pipelines.addresses.address import join, split
from pipelines.fields.place import is_behind_house, is_linked
from pipelines.language.title_keys import key
from pipelines.outline import Line, in_chrome, text_of
from pipelines.page import Page

_STEP = re.compile(r"\s*[»›>|→⟩]\s*|\s+[/\\•·-]\s+")
_ARROW = re.compile(r"\s*[»›>→⟩]\s*")
_HERE = re.compile(
    r"^(?:bạn|quý vị) đang (?:ở|xem)(?: đây)?\s*:?\s*|^you are here\s*:?\s*", re.I
)  # "Bạn đang ở: Trang chủ"
_BETWEEN = re.compile(r"[\s/›»>|·]")
_TAGS = frozenset(("div", "ul", "ol", "nav", "p", "span", "section", "table", "td", "dl", "header"))
_PARTS = ("crumb", "Crumb", "uong-dan", "uongdan", "ariane")  # breadcrumb, BreadcrumbList, duong-dan, fil-ariane
_PATH = re.compile(r"(?:^|[\s_-]|[a-z](?=P))[Pp]ath(?:way)?(?:$|\s)")  # path, news-path, NewsPath
_ICONS = frozenset(("i", "svg", "img", "span", "em"))
_DEEPEST = 2  # links of a path that bars divide; a menu has more
_BARRED = re.compile(r"[|·•]")
_LOOKS = 20  # elements of a page that are looked at because of their name
_MOST = 400  # characters of a path
EDGES = " \t\n»›>|→/\\•·-–—:,"
_NEAR = 8  # lines above the text in which its heading is looked for
HOME = frozenset(
    (
        "trang chu",
        "trangchu",
        "trang nhat",
        "home",
        "home page",
        "homepage",
        "start",
        "startseite",
        "accueil",
        "inicio",
        "portada",
        "pagina inicial",
        "strona głowna",
        "voorpagina",
        "forside",
        "uvod",
        "ana sayfa",
        "beranda",
        "главная",
        "首页",
        "",
    )
)


class Step(NamedTuple):
    """A step of the path from the home page to an article; the address it leads to, empty where it is no link."""

    text: str
    href: str


def _is_called_path(element: _Element) -> bool:
    """Whether the names of an element call it a path (breadcrumbs)."""
    names = element.get("class") or element.get("id") or ""
    if "ath" in names and _PATH.search(names):
        return True
    if not any(part in names for part in ("rumb", "uong", "ariane")):
        names = f"{element.get('id')} {element.get('itemtype')} {element.get('typeof')} {element.get('aria-label')}"
    return any(part in names for part in _PARTS)


def path(page: Page) -> list[Step]:
    """The steps of the path that a page prints above its article, without the home page and the page itself."""
    if page.elements is None or page.head is None:
        return []
    found: list[_Element] = []  # the outer before the inner
    for element in page.elements.all:
        if element.tag in _TAGS:
            values: list[str] = element.values()  # type: ignore[assignment]
            if not values:
                continue
            said = "\n".join(values)
            if ("rumb" in said or "uong" in said or "ath" in said or "ariane" in said) and _is_called_path(element):
                found.append(element)
                if len(found) == _LOOKS:
                    break
    best: list[Step] = []
    for element in found:
        if (
            element.tag in ("html", "body", "script", "style", "link", "meta")
            or len(text_of(element)) > _MOST
            or _is_hidden(element)
        ):
            continue
        steps = _steps(page, element)
        if len(steps) > len(best):
            best = steps
    here = _address(page.url)
    return [s for s in best if key(s.text) not in HOME and not (s.href and _address(s.href) in (here, "/"))]


def _is_hidden(element: _Element) -> bool:
    """Whether an element is hidden, as the paths of an editor's toolbar are."""
    over: Any = element.iterancestors()
    return any(
        "hidden" in e.attrib or "display:none" in (e.get("style") or "").replace(" ", "").lower()
        for e in (element, *over)
    )


def _steps(page: Page, element: _Element) -> list[Step]:
    """The steps that an element prints: its links or, without any, what stands between its separators."""
    assert page.head
    links = [a for a in element.iter("a") if a.get("href")]
    if links:
        steps = [Step(text_of(a).strip(EDGES), join(page.head.base, a.get("href") or "")) for a in links]
    else:
        pieces = [str(text) for text in element.itertext() if text.strip()]
        steps = [Step(part.strip(EDGES), "") for text in pieces for part in _STEP.split(" ".join(text.split()))]
    return [step for step in steps if step.text]


def _address(url: str) -> str:
    """What of an address tells two steps of a path apart; "/" for the home page."""
    parts = split(url)
    return f"{parts.path.rstrip('/').lower()}?{parts.query}" if parts.query else parts.path.rstrip("/").lower() or "/"


def printed_path(page: Page) -> list[Step]:
    """The steps from the front page to the article, without it, where the page prints them as a line above its text or at
    its head ("Trang chủ › Văn học") and neither class names nor structured data tell of them. Empty where none is printed.
    """
    outline, block = page.outline, page.block
    assert outline and block and page.head
    for line in outline.lines[max(block.first - 12, 0) : block.first + 2]:
        behind_house = is_behind_house(line) and is_linked(page, line.text.strip(EDGES))
        if behind_house and not key(line.text).startswith(tuple(filter(None, HOME))):
            return [Step(line.text, join(page.head.base, line.hrefs[-1]))]
        sign = _ARROW if _ARROW.search(line.text.strip(EDGES)) else _STEP  # "Trang chủ › Văn học - Nghệ thuật"
        crumbs = [part.strip(EDGES) for part in sign.split(_HERE.sub("", line.text))]
        rest = len(line.text) - (len(crumbs[-1]) if len(crumbs) > 2 else 0)  # the page itself may be its last step
        barred = _BARRED.search(line.text) is not None and len(line.hrefs) > _DEEPEST
        menu = barred and not are_nested(join(page.head.base, href) for href in line.hrefs[1:])
        home = key(crumbs[0]) in HOME or (sign is _ARROW and line.hrefs[:1] == ["/"])  # "Báo Một › Văn học"
        from_home = len(crumbs) > 1 and home and len(line.text) < _MOST
        if from_home and line.links > 0.4 * rest and not menu:
            return [Step(text, "") for text in crumbs[1:] if text]
        tailed = line.hrefs[:1] == ["/"] and len(line.text) <= _MOST // 4  # "Trang chủ Kinh tế Điện - Nước"
        if (
            1 < len(line.hrefs) <= 4
            and (tailed or line.links >= 0.9 * len(line.text))
            and (glued := _glued(page, line))
        ):
            return glued
    return _printed_without_home(page) or _listed(page)


def _listed(page: Page) -> list[Step]:
    """The steps of a path that a list prints, above the heading, which begins with the home page: one step, or each
    below the one before, as a menu's are not.
    """
    outline, block = page.outline, page.block
    assert outline and block and page.head
    first = block.first if block.heading is None else min(block.heading, block.first)
    for n in range(max(first - _NEAR, 0), first):
        box = outline.lines[n].node.parent
        if outline.lines[n].node.tag != "li" or box is None or key(outline.lines[n].text) not in HOME:
            continue
        if in_chrome(box.parent) is not None:  # a menu's
            continue
        items = [line for line in outline.lines[n + 1 : min(box.last, first)] if line.node.parent is box]
        steps = [Step(line.text, join(page.head.base, line.hrefs[0])) for line in items if len(line.hrefs) == 1]
        if steps and len(steps) <= 4 and are_nested(step.href for step in steps):
            return steps
    return _listed_without_home(page, first)


def _listed_without_home(page: Page, first: int) -> list[Step]:
    """The steps of a path that a list of links prints above the heading, line `first`, each below the one before."""
    assert page.outline and page.head
    lines = page.outline.lines
    for n in range(max(first - _NEAR, 0), first - 1):
        box = lines[n].node.parent
        if lines[n].node.tag != "li" or box is None or box.first != n or not 2 <= box.last - n <= 4 or box.last > first:
            continue
        steps = [Step(line.text, join(page.head.base, line.hrefs[0])) for line in lines[n : box.last] if line.hrefs]
        apart = in_chrome(box) in (None, "related") and bool(split(steps[0].href).path.strip("/")) if steps else False
        if apart and len(steps) == box.last - n and are_nested(step.href for step in steps):
            return steps
    return []


def _glued(page: Page, line: Line) -> list[Step]:
    """The steps of a path of links without separators, which a style sheet draws: "Trang chủVăn hóa". One step, or each
    below the one before: a menu's are not.
    """
    assert page.elements and page.head
    links = page.elements.of("a")
    size, letters = len(line.hrefs), _BETWEEN.sub("", line.text)
    for n in range(min(len(links) - size + 1, _MOST)):
        if links[n].get("href") != line.hrefs[0]:
            continue
        first = text_of(links[n])
        if key(first) not in HOME or not line.text.startswith(first or "\n"):
            continue
        steps = [Step(text_of(a), join(page.head.base, a.get("href") or "")) for a in links[n : n + size]]
        told = _BETWEEN.sub("", "".join(step.text for step in steps))
        tail = line.text.rpartition(steps[-1].text)[2].strip(EDGES) if letters.startswith(told) else ""
        steps += [Step(tail, "")] if tail and len(steps) > 1 else []
        whole = told == letters or (tail != "" and letters.startswith(told))
        if whole and are_nested(s.href for s in steps[1:] if s.href):
            return steps[1:]
    return []


def are_nested(addresses: Iterable[str]) -> bool:
    """Whether each address stands below the one before ("/kinh-te", "/kinh-te/ha-tang")."""
    there = [split(address).path.rstrip("/").lower() for address in addresses]
    return all(below.startswith(f"{above}/") for above, below in pairwise(there))


def _printed_without_home(page: Page) -> list[Step]:
    """The steps of a path above the heading that begins with a section: links with arrows between, each below the one
    before ("/kinh-te", "/kinh-te/ha-tang"), or links with an icon between.
    """
    outline, block = page.outline, page.block
    assert outline and block and page.head
    first = block.first if block.heading is None else min(block.heading, block.first)
    for line in outline.lines[max(first - 4, 0) : first]:
        crumbs = [part.strip(EDGES) for part in _ARROW.split(line.text)]
        nested = are_nested(join(page.head.base, href) for href in line.hrefs)
        if 1 < len(crumbs) == len(line.hrefs) <= 4 and all(crumbs) and nested and len(line.text) < _MOST:
            return [Step(text, "") for text in crumbs]
        if line.hrefs and line.links >= 0.9 * len(line.text) and (drawn := _with_icons(page, line)):
            return drawn
    return []


def _with_icons(page: Page, line: Line) -> list[Step]:
    """The links of a row that ends with those of a line, where an icon and nothing else stands between each two:
    `<a>Kinh tế</a><i></i><a>Hạ tầng</a>`. Empty where there is but one.
    """
    assert page.elements and page.head
    links = [a for a in page.elements.of("a")[:_MOST] if a.get("href") == line.hrefs[-1]]
    found = [a for a in links if line.text.endswith(text_of(a) or "\n")][-1:]
    while found and len(found) < _DEEPEST + 1:
        icon = found[0].getprevious()
        above = icon.getprevious() if icon is not None else None
        drawn = icon is not None and icon.tag in _ICONS and not text_of(icon) and not (icon.tail or "").strip()
        if above is None or above.tag != "a" or not drawn or (above.tail or "").strip():
            break
        found.insert(0, above)
    steps = [Step(text_of(a), join(page.head.base, a.get("href") or "")) for a in found]
    return steps if len(steps) > 1 and all(step.text for step in steps) else []

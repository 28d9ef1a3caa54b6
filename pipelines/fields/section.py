"""The section of an article: by the head, by the path that leads to it, by links to what it stands in, by the label above."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Any, NamedTuple

from lxml.etree import _Element

from pipelines.address import join, split
from pipelines.boilerplate.headings import alike, key
from pipelines.diacritics import right
from pipelines.evidence import Candidate, choose
from pipelines.fields.place import is_behind_house, is_linked
from pipelines.fields.site_name import is_own_name
from pipelines.fields.tags import is_category
from pipelines.outline import Line, Node, in_chrome, text_of
from pipelines.page import Page
from pipelines.page_head import CUT

_STEP = re.compile(r"\s*[»›>|→⟩]\s*|\s+[/\\•·-]\s+")
_ARROW = re.compile(r"\s*[»›>→⟩]\s*")
_HERE = re.compile(
    r"^(?:bạn|quý vị) đang (?:ở|xem)(?: đây)?\s*:?\s*|^you are here\s*:?\s*", re.I
)  # "Bạn đang ở: Trang chủ"
_BEHIND = re.compile(r"[\s|•·,(–-]*\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b.*$", re.S)  # a date in one row with a section
_BETWEEN = re.compile(r"[\s/›»>|·]")
_EDGES = " \t\n»›>|→/\\•·-–—:,"
_TAGS = frozenset(("div", "ul", "ol", "nav", "p", "span", "section", "table", "td", "dl", "header"))
_PARTS = ("crumb", "Crumb", "uong-dan", "uongdan", "ariane")  # breadcrumb, BreadcrumbList, duong-dan, fil-ariane
_PATH = re.compile(r"(?:^|[\s_-]|[a-z](?=P))[Pp]ath(?:way)?(?:$|\s)")  # path, news-path, NewsPath
_SECTION = re.compile(
    r"(?:^|[-_ ])(?:cate?|category|categories|chuyen-?muc|section|channel|rubric|kategorie)(?:name|title)?(?=$|[-_ ])"
)  # chuyen-muc, article__cate
_LABEL = re.compile(
    r"(?:chuyên mục|danh mục|thể loại|được xếp ở mục|(?:được )?đăng trong(?: (?:chuyên )?mục)?|thuộc (?:chuyên )?mục|posted in|filed under|category|section|rubrik|rubrique)\s*:?\s*"
    r"([^\W\d_][^:|,.;]{1,40})",
    re.I,
)  # "Chuyên mục: Đời sống"
_LEADS = re.compile(
    r"/(?:chuyen-?muc|danh-?muc|category|categories|rubrik|rubrique|section|seccion)[/-]|[?&]cat(?:egory)?(?:id)?=",
    re.I,
)
_NEAR = 8  # lines above the text in which its heading is looked for
_OVER = 3  # lines above the heading in which a section's name may stand
_LOOKS = 20  # elements of a page that are looked at because of their name
_HOME = frozenset(
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
        "",
    )
)
_LONGEST = 60  # characters of a section's name
_MOST = 400  # characters of a path
_NO_NAME = re.compile(r"^[\W\d_]*$|://|^/|^\{\{|[?=]|^(?:pages|lists|default|uncategorized|chưa phân loại)$", re.I)


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
            said = "\n".join(element.values())  # type: ignore[arg-type]
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
    return [s for s in best if key(s.text) not in _HOME and not (s.href and _address(s.href) in (here, "/"))]


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
        steps = [Step(text_of(a).strip(_EDGES), join(page.head.base, a.get("href") or "")) for a in links]
    else:
        pieces = [str(text) for text in element.itertext() if text.strip()]
        steps = [Step(part.strip(_EDGES), "") for text in pieces for part in _STEP.split(" ".join(text.split()))]
    return [step for step in steps if step.text]


def _address(url: str) -> str:
    """What of an address tells two steps of a path apart; "/" for the home page."""
    parts = split(url)
    return f"{parts.path.rstrip('/').lower()}?{parts.query}" if parts.query else parts.path.rstrip("/").lower() or "/"


def sections(page: Page, steps: list[Step]) -> set[str]:
    """The keys of what head and path name as the page's section: none of them is its title."""
    assert page.head and page.outline
    found = {key(page.head.section)}
    found |= {key(text_of(element)) for rel, element in page.outline.relations if "category" in rel.split()}
    found |= {key(step.text) for step in steps if step.href and len(step.text.split()) <= 5}
    return found - {""}


def find_section(page: Page, believed: bool, title: str, steps: list[Step]) -> str | None:
    """The name of the section that an article stands in; None where nothing tells it. `steps` are its `path`."""
    chosen = page.chosen.get("section")
    if chosen:
        return right(chosen[0])
    winner = choose(page, "section", _candidates(page, believed, key(title), steps), least=1)
    return right(winner.value) if winner else None


def _candidates(page: Page, believed: bool, title: str, steps: list[Step]) -> list[Candidate]:
    """All that may be the section's name, each with the evidence of its place."""
    assert page.head and page.outline
    page_head = page.head
    named = [Candidate(page_head.section, "head", ["named in the head"])] if believed and page_head.section else []
    linked = [
        Candidate(
            text_of(element),
            "link",
            ["link to a category", *_stands_below(page, join(page_head.base, element.get("href") or ""))],
        )
        for rel, element in page.outline.relations
        if "category" in rel.split() or is_category(element)
    ]
    steps = [step for step in steps or _printed(page) if not alike(key(step.text), title)]
    walked = _ranked(page, steps, "path")
    told = [Step(text, "") for text in page_head.crumbs if key(text) not in _HOME and not alike(key(text), title)]
    listed = _ranked(page, told, "structured path") if believed else []
    found = [*named, *linked[:4], *walked, *listed, *_beside(page), *_labels(page, title)]
    for candidate in found:
        candidate.value = str(candidate.value).strip(_EDGES)
        candidate.evidence += _against(page, candidate.value, title)
    return found


def _ranked(page: Page, steps: list[Step], where: str) -> list[Candidate]:
    """Candidates of a path: the last of its steps before the others."""
    return [
        Candidate(
            step.text,
            where,
            [f"last of the {where}" if n == 0 else f"further up the {where}", *_stands_below(page, step.href)],
        )
        for n, step in enumerate(reversed(steps[-4:]))
    ]


def _printed(page: Page) -> list[Step]:
    """The steps from the front page to the article, without it, where the page prints them as a line above its text or at
    its head ("Trang chủ › Văn học") and neither class names nor structured data tell of them. Empty where none is printed.
    """
    outline, block = page.outline, page.block
    assert outline and block and page.head
    for line in outline.lines[max(block.first - 12, 0) : block.first + 2]:
        behind_house = is_behind_house(line) and is_linked(page, line.text.strip(_EDGES))
        if behind_house and not key(line.text).startswith(tuple(filter(None, _HOME))):
            return [Step(line.text, join(page.head.base, line.hrefs[-1]))]
        sign = _ARROW if _ARROW.search(line.text.strip(_EDGES)) else _STEP  # "Trang chủ › Văn học - Nghệ thuật"
        crumbs = [part.strip(_EDGES) for part in sign.split(_HERE.sub("", line.text))]
        if len(crumbs) > 1 and line.links > 0.4 * len(line.text) and key(crumbs[0]) in _HOME and len(line.text) < _MOST:
            return [Step(text, "") for text in crumbs[1:] if text]
        if 1 < len(line.hrefs) <= 4 and line.links >= 0.9 * len(line.text) and (glued := _glued(page, line)):
            return glued
    return _printed_without_home(page)


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
        if key(first) not in _HOME or not line.text.startswith(first or "\n"):
            continue
        steps = [Step(text_of(a), join(page.head.base, a.get("href") or "")) for a in links[n : n + size]]
        if _BETWEEN.sub("", "".join(step.text for step in steps)) == letters and _are_nested(s.href for s in steps[1:]):
            return steps[1:]
    return []


def _are_nested(addresses: Iterable[str]) -> bool:
    """Whether each address stands below the one before ("/kinh-te", "/kinh-te/ha-tang")."""
    there = [split(address).path.rstrip("/").lower() for address in addresses]
    return all(below.startswith(f"{above}/") for above, below in pairwise(there))


def _printed_without_home(page: Page) -> list[Step]:
    """The steps of a path above the heading that begins with a section: links with arrows between, each below the one
    before ("/kinh-te", "/kinh-te/ha-tang").
    """
    outline, block = page.outline, page.block
    assert outline and block and page.head
    first = block.first if block.heading is None else min(block.heading, block.first)
    for line in outline.lines[max(first - 4, 0) : first]:
        crumbs = [part.strip(_EDGES) for part in _ARROW.split(line.text)]
        nested = _are_nested(join(page.head.base, href) for href in line.hrefs)
        if 1 < len(crumbs) == len(line.hrefs) <= 4 and all(crumbs) and nested and len(line.text) < _MOST:
            return [Step(text, "") for text in crumbs]
    return []


def _beside(page: Page) -> list[Candidate]:
    """Short links beside the heading that lead to where the page's address stands: /xa-hoi/ above /xa-hoi/bai-7801.html."""
    outline, block = page.outline, page.block
    assert outline and block and page.head
    first = block.first if block.heading is None else min(block.heading, block.first)
    return [
        Candidate(text, "link", ["link beside the heading", *told])
        for line in outline.lines[max(first - 6, 0) : block.first + 1]
        if len(set(line.hrefs)) == 1 and len(line.text) <= 60  # several are a menu's
        for text in [_BEHIND.sub("", line.text).strip(_EDGES)]
        if line.links >= 0.9 * len(text) and 0 < len(text) <= 40
        for told in [
            [
                *_stands_below(page, join(page.head.base, line.hrefs[0])),
                *_called_section(line.node),
                *_told_in_title(page, text),
                *(["leads to a section"] if _LEADS.search(line.hrefs[0]) else []),
            ]
        ]
        if told
    ]


def _labels(page: Page, title: str) -> list[Candidate]:
    """A few words right above the heading, no link, that class names or another link of the page call a section; and
    what a label names one beside heading or text: "Chuyên mục: Đời sống".
    """
    outline, block = page.outline, page.block
    assert outline and block
    lines, found = outline.lines, []
    first = block.first if block.heading is None else min(block.heading, block.first)
    inside = range(max(first - _NEAR, 0), min(first + _OVER + 1, len(lines)))
    first = next((n for n in inside if alike(key(lines[n].text), title)), first)
    for n in [
        *range(max(first - 6, 0), min(block.first + 3, len(lines))),
        *range(block.last, min(block.last + 4, len(lines))),
    ]:
        if (label := _LABEL.fullmatch(lines[n].text)) is not None and in_chrome(lines[n].node) in (None, "tags"):
            found.append(Candidate(label[1], "text", ["labelled"]))
    for line in lines[max(first - _OVER, 0) : first]:
        text = line.text.strip(_EDGES)
        if line.unread is not None or not 2 < len(text) <= 40 or not text.replace(" ", "").isalpha():
            continue
        told = [] if line.hrefs else _called_section(line.node)
        told = [*told, "a menu names it"] if is_linked(page, line.text.strip(_EDGES), len(line.hrefs)) else told
        found += [Candidate(text, "text", told)] if told else []
    return found


def _told_in_title(page: Page, text: str) -> list[str]:
    """The evidence that <title> names a link between the article and the site: "Bến chiều - Văn nghệ - Báo Một"."""
    assert page.head
    told = [key(piece) for piece in CUT.split(page.head.page_title)]
    return ["between title and site"] if key(text) in told[1:-1] else []


def _called_section(node: Node) -> list[str]:
    """The evidence that class names call a link, or the two or three it stands with, a section; none where they do not."""
    around = node.parent if node.parent is not None and node.parent.last - node.parent.first <= 3 else node
    return ["class names a section"] if _SECTION.search(f"{node.names} {around.names}".lower()) else []


def _stands_below(page: Page, href: str) -> list[str]:
    """The evidence that the page's own address stands below another; none where it does not."""
    there, here = split(href), split(page.url)
    stem, mine = (re.sub(r"(?:/?(?:index)?\.\w{2,5}|/)$", "", parts.path.lower()) for parts in (there, here))
    if not stem or there.query or (there.hostname or "") != (here.hostname or ""):
        return []
    return ["the address stands below it"] if mine.startswith(f"{stem}/") else []


def _against(page: Page, text: str, title: str) -> list[str]:
    """The evidence for and against a section's name that lies in the name, whoever gives it."""
    name = key(text)
    found = []
    if _NO_NAME.search(text) or len(text) > _LONGEST:
        found.append("no name")
    if name in _HOME or is_own_name(page, text):
        found.append("name of the site")
    if name and alike(name, title):
        found.append("the title")
    if name and f"/{name.replace(' ', '-')}/" in f"{split(page.url).path.lower()}/":
        found.append("the address names it")
    return found

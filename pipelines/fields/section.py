"""The section of an article: by the head, by the path that leads to it, by links to what it stands in, by the label above."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult

from lxml.etree import _Element

from pipelines.addresses.address import join, split
from pipelines.boilerplate.phrases import phrase
from pipelines.evidence import Candidate, choose
from pipelines.fields.byline_beside import leads_to_author
from pipelines.fields.place import is_linked
from pipelines.fields.section_path import EDGES, HOME, Step, printed_path
from pipelines.fields.section_words import BEHIND, of_words
from pipelines.fields.site_name import is_own_name
from pipelines.fields.tags import is_category
from pipelines.language.diacritics import right
from pipelines.language.section_names import NAMES
from pipelines.language.title_keys import alike, key
from pipelines.outline import Line, Node, in_chrome, text_of
from pipelines.page import Page
from pipelines.structured_data.page_head import CUT

_CUT = re.compile(r"\s*[(\[]?(?:\.\.\.|…)[)\]]?$")
_SECTION = re.compile(
    r"(?:^|[-_ ])(?:cate?|category|categories|chuyen-?muc|section|channel|rubric|kategorie)(?:name|title)?(?=$|[-_ ])"
)  # chuyen-muc, article__cate
_LABEL = re.compile(
    r"(?:chuyên mục|danh mục|thể loại|được xếp ở mục|(?:được )?đăng trong(?: (?:chuyên )?mục)?|thuộc (?:chuyên )?mục|posted in|filed under|category|section|rubrik|rubrique)\s*:?\s*"
    r"([^\W\d_][^:|,.;]{1,40})",
    re.I,
)  # "Chuyên mục: Đời sống"
_CELLS = ("td", "th")
_LEADS = re.compile(
    r"/(?:chuyen-?muc|danh-?muc|muc|category|categories|rubrik|rubrique|section|seccion)[/-]|[?&]cat(?:egory)?(?:id)?=",
    re.I,
)
_TOPIC = re.compile(r"/(?:tags?|topics?|chu-?de|themen?|temas?)/", re.I)
_NEAR = 8  # lines above the text in which its heading is looked for
_UNDER = 5  # lines under the heading among which a link to the section may stand
_OVER = 3  # lines above the heading in which a section's name may stand
_LONGEST = 60  # characters of a section's name
_WORDS = 5  # of the name of a section, where nothing but its place tells it from a title
_NUMBER = re.compile(r"\d+")
_ITEMS = 3  # of a menu, at least
_ENDING = re.compile(r"(?:/?(?:index)?\.\w{2,5}|/)$")  # of a path, which is none of its steps
_LINKS = 100  # links of a page among which its menu is looked for
_OPEN = re.compile(
    r"(?:^|[\s_-])(?:active|selected|current(?:[-_]\w+)*|is-active|on)(?:$|\s)", re.I
)  # "menu-item selected"
_NO_NAME = re.compile(r"^[\W\d_]*$|://|^/|^\{\{|[?=]|^(?:pages|lists|default|uncategorized|chưa phân loại)$", re.I)


def sections(page: Page, steps: list[Step]) -> set[str]:
    """The keys of what head and path name as the page's section: none of them is its title."""
    assert page.head and page.outline
    found = {key(page.head.section)}
    found |= {key(text_of(element)) for rel, element in page.outline.relations if "category" in rel.split()}
    found |= {
        key(step.text)
        for step in steps
        if step.href and (len(step.text.split()) <= _WORDS or not _may_lead_here(page, step))
    }
    return found - {""}


def _may_lead_here(page: Page, step: Step) -> bool:
    """Whether a step may lead to the article at another of its addresses (the path of a print or AMP page does): one with
    the same number or, where there is none, the same last part.
    """
    here, there = split(page.url), split(step.href)
    numbers = _NUMBER.findall(f"{here.path}?{here.query}")
    same = numbers[-1] in _NUMBER.findall(f"{there.path}?{there.query}") if numbers else _part(here) == _part(there)
    return same or not there.netloc


def _part(address: SplitResult) -> str:
    """The last part of an address, without its ending."""
    return address.path.rstrip("/").rpartition("/")[2].partition(".")[0]


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
    steps = [
        step for step in steps or printed_path(page) if not alike(key(step.text), title) and not _is_cut(step, title)
    ]
    walked = _ranked(page, steps, "path")
    told = [Step(text, "") for text in page_head.crumbs if key(text) not in HOME and not alike(key(text), title)]
    listed = _ranked(page, told, "structured path") if believed else []
    found = [*named, *linked[:4], *walked, *listed, *_beside(page), *_labels(page, title), *of_words(page, title)]
    found = found or _of_menu(page)
    for candidate in found:
        candidate.value = str(candidate.value).strip(EDGES)
        candidate.evidence += _against(page, candidate.value, title)
    return found


def _is_cut(step: Step, title: str) -> bool:
    """Whether a step of a path is the title's beginning: "Crues : les cartes (...)"."""
    begun = _CUT.sub("", step.text)
    return begun != step.text and title.startswith(key(begun))


def _ranked(page: Page, steps: list[Step], where: str) -> list[Candidate]:
    """Candidates of a path: the last of its steps before the others."""
    steps = steps[-4:][::-1]
    nested = len(steps) > 1 and steps[0].href.startswith(f"{steps[1].href.rstrip('/')}/") and steps[1].href != ""
    return [
        Candidate(
            step.text,
            where,
            [
                *([f"last of the {where}"] if n == 0 else [f"further up the {where}"]),
                *(["below the step before"] if n == 0 and nested else []),
                *_stands_below(page, step.href),
            ],
        )
        for n, step in enumerate(steps)
    ]


def _beside(page: Page) -> list[Candidate]:
    """Short links beside the heading that lead to where the page's address stands: /xa-hoi/ above /xa-hoi/bai-7801.html."""
    outline, block = page.outline, page.block
    assert outline and block and page.head
    first = block.first if block.heading is None else min(block.heading, block.first)
    start = max(first - 6, 0)
    return [
        Candidate(text, "link", ["link beside the heading", *told])
        for n, line in enumerate(outline.lines[start : max(block.first + 1, first + _UNDER)], start)
        if len(set(line.hrefs)) == 1 and len(line.text) <= 60  # several are a menu's
        for text in [BEHIND.sub("", line.text).strip(EDGES)]
        if line.links >= 0.9 * len(text) and 0 < len(text) <= 40
        for told in [
            [
                *_signs(page, line, text),
                *(["alone above the heading"] if n == first - 1 and _is_alone(page, n, first) else []),
                *(["a menu names it"] if n > first and _is_in_menu(page, line, text) else []),
            ]
            if n <= block.first or (n > first and _is_in_menu(page, line, text))
            else []
        ]
        if told
    ]


def _signs(page: Page, line: Line, text: str) -> list[str]:
    """The evidence that a link gives wherever it stands beside the heading: its address, class names, <title>."""
    assert page.head
    return [
        *_stands_below(page, join(page.head.base, line.hrefs[0])),
        *_called_section(line.node),
        *_told_in_title(page, text),
        *(["leads to a section"] if _LEADS.search(line.hrefs[0]) else []),
    ]


def _is_in_menu(page: Page, line: Line, text: str) -> bool:
    """Whether a line between heading and text is a link that a menu above the heading has too: where an article stands."""
    return in_chrome(line.node) in (None, "tags") and not line.level and is_linked(page, text, 1)


def _is_alone(page: Page, number: int, heading: int) -> bool:
    """Whether line `number` is a link to a section, by its place: alone in a box with the heading below it, or a topic's
    in a box with it; a few words, no label of a button's, and not the way home.
    """
    assert page.outline and page.head
    line, text = page.outline.lines[number], page.outline.lines[number].text.strip(EDGES)
    if len(text.split()) >= _WORDS or any(map(str.isdigit, text)) or phrase(text) is not None:
        return False
    around = line.node.parent
    aside = line.node.tag == "aside" and line.node.last - line.node.first == 1
    if in_chrome(line.node) is not None and not aside:
        return False
    if around is not None and around.last - around.first > 1 and _TOPIC.search(line.hrefs[0]) is not None:
        return True
    box: Node | None = line.node
    while box is not None and box.last <= heading:
        box = box.parent
    there = split(join(page.head.base, line.hrefs[0]))
    called = text.lower() in NAMES or key(text).replace(" ", "-") in _ENDING.sub("", there.path.lower())
    leads = called and len(there.path) > 1 and there.hostname == split(page.url).hostname
    return box is not None and box.parent is not None and box.first == number and leads and not leads_to_author(line)


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
        *range(max(block.last - 4, block.first), min(block.last + 4, len(lines))),
    ]:
        cell = (
            n and lines[n].node.tag == lines[n - 1].node.tag in _CELLS
        )  # "Chuyên mục" in the one, its name in the next
        text = f"{lines[n - 1].text.rstrip(' :')}: {lines[n].text}" if cell else lines[n].text
        label = _LABEL.fullmatch(lines[n].text) or _LABEL.fullmatch(text)
        if label is not None and in_chrome(lines[n].node) in (None, "tags"):
            found.append(Candidate(label[1], "text", ["labelled"]))
    for line in lines[max(first - _OVER, 0) : first]:
        text = line.text.strip(EDGES)
        if line.unread is not None or not 2 < len(text) <= 40 or not text.replace(" ", "").isalpha():
            continue
        told = [] if line.hrefs else _called_section(line.node)
        told = [*told, "a menu names it"] if is_linked(page, line.text.strip(EDGES), len(line.hrefs)) else told
        alone = not told and not line.hrefs and in_chrome(line.node) is None
        told = ["called as sections are"] if alone and text.lower() in NAMES else told
        told = ["in the address above the heading"] if alone and not told and _is_in_address(page, text) else told
        found += [Candidate(text, "text", told)] if told else []
    return found


def _of_menu(page: Page) -> list[Candidate]:
    """The link among the page's first below which the page's address stands, the deepest; and the one link of a menu that
    class names say is open, where it is no tab's.
    """
    assert page.elements and page.head
    links = page.elements.of("a")[:_LINKS]
    found = []
    near = [a for a in links if _may_stand_above(a.get("href") or "", page.url)]
    over = [a for a in near if _stands_below(page, join(page.head.base, a.get("href") or "")) and text_of(a)]
    if over:
        deepest = max(over, key=lambda a: len(a.get("href") or ""))
        found.append(Candidate(text_of(deepest), "link", ["the address stands below it"]))
    opened = [a for a in links if _is_open(a)]
    if len({text_of(a) for a in opened}) == 1 and _is_item(page, opened[0]):
        found.append(Candidate(text_of(opened[0]), "link", ["a menu's open item"]))
    return found


def _is_open(link: _Element) -> bool:
    """Whether class names, or an attribute, say of a link or of the item that holds it that it is open."""
    around = link.getparent()
    own, outer = link.get("class") or "", "" if around is None else around.get("class") or ""
    return _says_open(own) or _says_open(outer) or link.get("aria-current") == "page"


@lru_cache(maxsize=4096)
def _says_open(names: str) -> bool:
    """Whether class names say of what they are given to that it is open."""
    return _OPEN.search(names) is not None


def _is_item(page: Page, link: _Element) -> bool:
    """Whether an open link is an item of a menu of the site: one of three at least, leading to another page; or of fewer,
    where <title> names it, or a line by the heading begins with it.
    """
    assert page.head and page.outline and page.block
    name, href = key(text_of(link)), link.get("href") or ""
    if not name or href.startswith(("#", "javascript:")) or join(page.head.base, href) == page.url:
        return False
    menu: _Element | None = link
    for _ in range(3):  # the item, and the list
        menu = menu.getparent() if menu is not None else None
        if menu is not None and sum(bool(text_of(a)) for a in menu.iter("a")) >= _ITEMS and menu.tag != "body":
            return True
    first = page.block.first if page.block.heading is None else page.block.heading
    beside = [key(line.text) for line in page.outline.lines[max(first - 2, 0) : first + 3] if not line.hrefs]
    told = {key(piece) for piece in CUT.split(page.head.page_title)}
    return name in told or any(f"{text} ".startswith(f"{name} ") for text in beside)


def _told_in_title(page: Page, text: str) -> list[str]:
    """The evidence that <title> names a link between the article and the site: "Bến chiều - Văn nghệ - Báo Một"."""
    assert page.head
    told = [key(piece) for piece in CUT.split(page.head.page_title)]
    return ["between title and site"] if key(text) in told[1:-1] else []


def _called_section(node: Node) -> list[str]:
    """The evidence that class names call a link, or the two or three it stands with, a section; none where they do not."""
    around = node.parent if node.parent is not None and node.parent.last - node.parent.first <= 3 else node
    return ["class names a section"] if _SECTION.search(f"{node.names} {around.names}".lower()) else []


def _may_stand_above(href: str, url: str) -> bool:
    """Whether an address may stand below another, told by the last step of that: most links are no such, in no time.

    >>> _may_stand_above("/kinh-te/index.html", "https://b.example/kinh-te/bai-1.html"), _may_stand_above("/", "https://b.example/")
    (True, False)
    """
    if "?" in href:
        return False
    last = _ENDING.sub("", href.partition("#")[0].strip().lower()).rpartition("/")[2]
    return bool(last) and (last in (".", "..") or last in url.lower())


def _stands_below(page: Page, href: str) -> list[str]:
    """The evidence that the page's own address stands below another; none where it does not."""
    there, here = split(href), split(page.url)
    stem, mine = (_ENDING.sub("", parts.path.lower()) for parts in (there, here))
    if not stem or there.query or (there.hostname or "") != (here.hostname or ""):
        return []
    return ["the address stands below it"] if mine.startswith(f"{stem}/") else []


def _against(page: Page, text: str, title: str) -> list[str]:
    """The evidence for and against a section's name that lies in the name, whoever gives it."""
    name = key(text)
    found = []
    if _NO_NAME.search(text) or len(text) > _LONGEST:
        found.append("no name")
    if name in HOME or is_own_name(page, text):
        found.append("name of the site")
    if name and alike(name, title):
        found.append("the title")
    if _is_in_address(page, text):
        found.append("the address names it")
    return found


def _is_in_address(page: Page, text: str) -> bool:
    """Whether a part of the page's address says a text: "Ghe dọc" in /ghe-doc/bai-7801.html."""
    name = key(text)
    return bool(name) and f"/{name.replace(' ', '-')}/" in f"{split(page.url).path.lower()}/"

"""The tags of an article: links behind a label, or called so by class names, by their look or by where they lead."""

from __future__ import annotations

import re
from itertools import islice

from lxml.etree import _Element

from pipelines.language.diacritics import right
from pipelines.language.title_keys import key
from pipelines.outline import Line, in_chrome, prose, text_of
from pipelines.page import Page

_LABEL = re.compile(
    r"(?:tags?|hashtags?|keywords?|(?:các )?từ kh(?:óa|oá)|(?:được )?(?:gán |gắn )?thẻ|chủ đề(?=\s*:)|nhãn(?=\s*:)|mots[- ]clés?|thèmes?|sujets"
    r"|schlag(?:wörter|worte)|stichwörter|themen|argomenti|temas|etiquetas|archivado en|más sobre|sur le même thème|thématiques|tagar|แท็ก|คำค้น|tagged(?: with| in)?|topics"
    r"|(?:explore )?more on (?:these topics|this topic|this story)|关键词|标签|キーワード|키워드|태그)(?![^\W_])(?: bài viết)?\s*[:：]?\s*",
    re.I,
)
_LEADS = re.compile(
    r"/(?:tags?|t|tu-?khoa|keywords?|hash-?tags?|topics?|themen?|temas?|etiquetas?|chu-?de|mots?-cles?|argoment[io])(?:[/.=-]|$)|[?&](?:tags?|keywords?|tukhoa)=",
    re.I,
)  # "/tag/cau", "?tag=cau"
_CATEGORY = re.compile(r"/(?:categor(?:y|ies)|chuyen-?muc|danh-?muc|kategorie|rubriques?)/", re.I)
_QUOTES = '"“”'
_BELOW = 8  # lines below the text in which its tags may stand
_MOST = 40  # tags of an article
_LONGEST = 50  # letters of a tag that no label calls one


def find_tags(page: Page, believed: bool) -> list[str]:
    """The tags of an article as printed, each once: what a rule chose, its links of that kind, those under a label,
    else what the head names where that is this article's (`believed`). Empty where there is none.
    """
    chosen = page.chosen.get("tags")
    assert page.outline and page.head
    tags: list[str] = []
    if chosen:
        tags = list(chosen)
    if not tags:
        for rel, element in page.outline.relations:
            if "tag" in rel.split() and "category" not in rel and not is_category(element):
                tags.append(text_of(element))
    tags = tags or _printed(page)
    if not tags and believed:
        tags = page.head.tags or page.head.keywords
    seen: dict[str, str] = {}
    for tag in tags:
        name = right(tag).strip("#,; ")
        name = name.strip(_QUOTES).strip() if sum(map(name.count, _QUOTES)) == 1 else name
        if name and len(name) <= 80:
            seen.setdefault(key(name), name)
    return list(seen.values())[:_MOST]


def is_category(element: _Element) -> bool:
    """Whether a link that calls itself a tag's is a section's: class "taxonomy-category" around it, "/category/town/"."""
    around = element.getparent()
    return _CATEGORY.search(element.get("href") or "") is not None or (
        around is not None and "categor" in (around.get("class") or "")
    )


def _printed(page: Page) -> list[str]:
    """The links of the first row at or below the end of the text that is one of tags."""
    outline, block = page.outline, page.block
    assert outline and block
    lines = outline.lines
    end = min(block.last + _BELOW, len(lines))
    last = max((p.number for p in page.found if prose(p.text, p.line.links)), default=block.first)
    for n in range(block.first, end):
        line = lines[n]
        label = _LABEL.match(line.text)
        if line.unread is not None:
            found = _left_out(line)
        elif label is not None and line.hrefs:
            found = _links(page, line)
            found = found if found and line.text.startswith(found[0], label.end()) else []
        elif label is not None and label.end() == len(line.text):
            found = _row(page, n + 1, end + _BELOW)
        elif n > last and line.hrefs and _are_tags(line):
            found = _row(page, n, end + _BELOW)
        else:
            continue
        if found:
            return found
    return []


def _left_out(line: Line) -> list[str]:
    """The links of chrome that was left out: behind a label, or all of them to where tags lead or with a sharp."""
    if line.node.chrome not in ("tags", "footer", "nav") or line.unread is None:
        return []
    elements = [a for a in islice(line.unread.iter("a"), _MOST) if a.get("href")]
    links, text = list(map(text_of, elements)), text_of(line.unread)
    if not links or max(map(len, links)) > _LONGEST or not all(links):
        return []
    label = _LABEL.match(text)
    if line.node.chrome == "tags" and label is not None and text.startswith(links[0], label.end()):
        return links
    lead = all(_LEADS.search(a.get("href") or "") for a in elements)
    return links if lead or all(link.startswith("#") for link in links) else []


def _are_tags(line: Line) -> bool:
    """Whether class names call a line one of tags, or all its links begin with a sharp or lead to where tags do, as those
    of a list may that is taken for one of other articles.
    """
    role = in_chrome(line.node)
    if role not in (None, "related", "footer"):
        return role == "tags"
    sharp = line.text.count("#") == len(line.hrefs) and line.text.startswith("#")
    return sharp or all(map(_LEADS.search, line.hrefs))


def _row(page: Page, first: int, end: int) -> list[str]:
    """The links of the lines from `first` on that hold nothing else, made alike; none where one is too long for a tag."""
    assert page.outline
    lines = page.outline.lines
    found: list[str] = []
    for line in lines[first : min(end, len(lines))]:
        node, other = line.node, lines[first].node
        alike = node.tag == other.tag and (node.names == other.names or node.parent is other.parent)
        if not line.hrefs or line.level or not alike or line.links < 0.7 * len(line.text.replace(",", "")):
            break
        found += _links(page, line)
    return found if all(len(tag) <= _LONGEST for tag in found) else []


def _links(page: Page, line: Line) -> list[str]:
    """The texts of a line's links, in their order."""
    if page.elements is None:
        return []
    links = [a for a in page.elements.of("a") if a.get("href") in line.hrefs]
    return [text for a in links if (text := text_of(a)) and text in line.text]

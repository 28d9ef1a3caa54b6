"""The section and the tags of an article."""

from __future__ import annotations

import re

from pipelines.boilerplate.headings import alike, key
from pipelines.diacritics import right
from pipelines.outline import text_of
from pipelines.page import Page

_CRUMB = re.compile(r"\s*[»›>|]\s*|\s+/\s+")


def sections(page: Page) -> set[str]:
    """The keys of what head and path name as the page's section: none of them is its title."""
    assert page.about and page.outline
    found = {key(page.about.section)}
    found |= {key(text_of(element)) for rel, element in page.outline.relations if "category" in rel.split()}
    return found - {""}


def find_section(page: Page, believed: bool, title: str) -> str | None:
    outline, about, block = page.outline, page.about, page.block
    assert outline and about and block
    chosen = page.chosen.get("section")
    if chosen:
        return right(chosen[0])
    if believed and about.section:
        return right(about.section)
    for rel, element in outline.relations:
        if "category" in rel.split():
            return right(text_of(element))
    name = key(title)
    for node in outline.nodes:
        if node.first < block.last and "readcrumb" in node.names and node.last > node.first:
            crumbs = [line.text for line in outline.lines[node.first : node.last] if line.links and len(line.text) < 60]
            crumbs = [c for c in crumbs if (k := key(c)) not in ("trang chu", "home", "") and not alike(k, name)]
            if crumbs:
                return right(_CRUMB.split(crumbs[-1])[-1])
    for line in outline.lines[max(block.first - 8, 0) : block.last]:
        crumbs = _CRUMB.split(line.text)
        if (
            len(crumbs) > 1
            and line.links > 0.5 * len(line.text)
            and key(crumbs[0]) in ("trang chu", "trang nhat", "home")
        ):
            return right(crumbs[-1]) if not alike(key(crumbs[-1]), name) else right(crumbs[-2])
    if believed:
        named = [c for c in about.crumbs if (k := key(c)) not in ("trang chu", "home", "") and not alike(k, name)]
        return right(named[-1]) if named else None
    return None


def find_tags(page: Page, believed: bool) -> list[str]:
    chosen = page.chosen.get("tags")
    assert page.outline and page.about
    tags: list[str] = []
    if chosen:
        tags = list(chosen)
    if not tags:
        for rel, element in page.outline.relations:
            if "tag" in rel.split() and "category" not in rel:
                tags.append(text_of(element))
    if not tags and believed:
        tags = page.about.tags or page.about.keywords
    seen: dict[str, str] = {}
    for tag in tags:
        name = right(tag).strip("#,; ")
        if name and len(name) <= 80:
            seen.setdefault(key(name), name)
    return list(seen.values())[:40]

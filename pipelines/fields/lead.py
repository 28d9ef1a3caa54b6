"""The lead: what a page sets apart above or at the head of the text."""

from __future__ import annotations

from pipelines.boilerplate.headings import alike, key
from pipelines.boilerplate.strip import Part, is_prose
from pipelines.diacritics import right
from pipelines.fields.date import DATED
from pipelines.fields.place import has_field
from pipelines.outline import in_chrome
from pipelines.page import Page
from vietnamese import dates


def find_lead(
    page: Page, found: list[Part], before: list[int], begin: int | None, believed: bool
) -> tuple[int | None, str | None]:
    """The number of the lead's line and its text. Only what the page sets apart is a lead."""
    outline, about, block = page.outline, page.about, page.block
    assert outline and about and block
    lines = outline.lines
    described = [key(d) for d in about.descriptions if len(d) > 30] if believed else []
    chosen = outline.fields.get("lead")
    if chosen is not None:
        text = " ".join(right(line.text) for line in lines[chosen.first : chosen.last])
        if text:
            return chosen.first, text
    # Above the text, below the heading.
    marked: list[int] = []
    plain: list[int] = []
    for n in before if begin is not None else []:
        line = lines[n]
        if in_chrome(line.node) or line.level == 1 or len(line.text) < 25 or line.links > 0.5 * len(line.text):
            continue
        if (DATED.search(line.text) and dates.parse(line.text)) or {
            "byline",
            "date",
            "caption",
        } & line.node.hints.fields:
            continue
        if has_field(line, "lead") or any(alike(key(line.text), d) for d in described):
            marked.append(n)
        elif len(line.text) >= 60 and not line.level:
            plain.append(n)
    chosen_lines = marked or plain
    if chosen_lines:
        texts = [right(lines[n].text, page.stats) for n in chosen_lines]
        return -1, "\n".join(dict.fromkeys(texts))
    # Inside the block: its first paragraph, where it is set apart.
    opening = next((p for p in found if p.kind != "caption" and len(p.text) >= 40), None)
    if opening is None or len(found) < 2:
        return None, None
    line = opening.line
    size = len(line.text)
    if size < 40 or opening.kind == "row":
        return None, None
    if has_field(line, "lead", block.node):
        return opening.number, opening.text
    second = next((p for p in found if p.kind == "paragraph" and p.number > opening.number and is_prose(p.text)), None)
    bold = (line.node.bold or line.bold >= 0.9 * size) and not (
        second is not None and (second.line.node.bold or second.line.bold > 0.6 * len(second.line.text))
    )
    if bold and not line.level and size >= 60:
        return opening.number, opening.text
    if line.level and size >= 80:
        return opening.number, opening.text
    return None, None

"""The fields of an article, read from its lines and from what the page says about itself."""

from __future__ import annotations

import re
from dataclasses import replace

from archive.article import Article, Removed
from pipelines import boilerplate
from pipelines.addresses.address import place
from pipelines.boilerplate.lines import is_prose
from pipelines.fields.byline import find_byline
from pipelines.fields.date import find_dates
from pipelines.fields.head_lines import beside_date
from pipelines.fields.images import find_images
from pipelines.fields.lead import find_lead
from pipelines.fields.paragraph_kinds import kinds
from pipelines.fields.place import NEAR
from pipelines.fields.section import find_section
from pipelines.fields.section_path import path
from pipelines.fields.site_name import is_own_name
from pipelines.fields.tags import find_tags
from pipelines.fields.title import find_title
from pipelines.language.diacritics import right
from pipelines.language.language import language
from pipelines.language.title_keys import alike, key
from pipelines.multipage import parts
from pipelines.outline import Outline, Part
from pipelines.page import Page
from pipelines.page_type import page_type
from pipelines.page_type.notices import why_no_article
from pipelines.profiles.profile import SPEAKS
from pipelines.step import Step
from pipelines.structured_data.canonical import canonical
from vietnamese import bylines

_HEAD = 5  # lines of the text among which a link to the section may stand, above the first paragraph
_NAMED = re.compile(
    r"[(\[]?([A-ZĐ][\w.+-]{2,24}(?: [\w.+-]{1,12}){0,3})[)\]]?\s?[-–—]+\s+(?=\S)"
)  # "VamSangOnline - Sau mùa nước"
_TEXT = 200  # characters of running text that may be an article


def metadata(page: Page) -> None:
    """Sets `page.article` from what the steps before have found, or `page.part_of`, or `page.reason`.

    What a profile takes for the frame may be all that articles of one text say: no article is lost by a profile, where
    its title is none of what that knows.
    """
    profile = page.profile
    _metadata(page)
    if page.reason is not None and profile is not None and page.outline is not None and _is_framed(page.outline):
        reason, page.reason, page.profile = page.reason, None, None
        boilerplate.boilerplate(page, strip=page.strip)
        _metadata(page)
        if page.article is not None and profile.share(page.article.title) >= SPEAKS:
            page.article, page.reason = None, reason
        page.profile = profile


def _is_framed(outline: Outline) -> bool:
    """Whether most running text of a page is what a profile takes for the newspaper's frame."""
    return outline.framed >= max(_TEXT, outline.root.prose + outline.root.hidden_prose)


def _metadata(page: Page) -> None:
    """As `metadata`, with the profile as it is."""
    if page.article is not None:  # a page text, which has been read already
        return
    steps = path(page)
    title, title_line = find_title(page, steps)
    page.reason = page_type.reason(page, title, title_line)
    if page.reason is not None:
        return
    assert page.head and page.outline and page.block
    believed = _is_believed(page, title)
    found, over = _own_lines(page, title, title_line)
    begin, before = _heading_and_between(page.block.first, title_line)
    told = find_lead(page, found, before, begin, believed)
    body = [*_paragraphs(page, told.over), *(p for p in found if p.number not in told.numbers)]
    again = [p for p in body if told.text and key(p.text) == key(told.text)]
    body = [p for p in body if p not in again]
    published, published_from, modified, used = find_dates(page, body, before, begin, believed, title)
    gone = [*page.gone, *(replace(p, rule="duplicate", kind="paragraph") for p in again)]
    gone += [*(replace(p, rule="date") for p in body if p.number in used)]
    body, dated = [p for p in body if p.number not in used], used
    byline, used, page.signed = find_byline(page, body, before, title_line, believed)
    body = [p for p in body if p.number not in used]
    section = find_section(page, believed, title, steps)
    over, beside = [*over, *_linked_section(body, section)], beside_date(page, body, {*dated, *used})
    gone += [replace(p, rule="byline" if p in beside else "nav", kind="paragraph") for p in (*over, *beside)]
    body = [p for p in body if p not in over and p not in beside]
    source_tag, lead, body = _split_tag(page, told.text, body)
    shown = body if page.strip else sorted([*body, *gone], key=lambda p: p.number)
    paragraphs = [p for p in shown if p.kind != "caption" and p.text]
    text = "\n\n".join(p.text for p in paragraphs)
    page.article = Article(
        url=(canonical(page.head, page.url, title) if believed else None) or page.url,
        title=title,
        body=text,
        lead=lead or None,
        byline=byline,
        source_tag=source_tag,
        section=section,
        published_at=published.value if published else None,
        published_precision=published.precision if published else None,
        published_from=published_from,
        modified_at=modified,
        language=language(f"{title}\n{lead or ''}\n{text}", page.head.language),
        tags=find_tags(page, believed),
        images=find_images(page, body, paragraphs, before, begin, byline or ""),
        kinds=kinds(paragraphs, page.block.node),
        removed=[Removed(p.text, p.rule) for p in sorted(gone, key=lambda p: p.number)] if page.strip else [],
    )
    _set_apart(page, title_line)


def _linked_section(body: list[Part], section: str | None) -> list[Part]:
    """The lines above the first paragraph that are a link to the section and nothing else."""
    over = []
    for p in body[:_HEAD]:
        if is_prose(p.text):
            break
        over += [p] if section and p.text == section and p.line.links >= 0.9 * len(p.text) else []
    return over


def _set_apart(page: Page, title_line: int | None) -> None:
    """Finds the further pages of an article, and takes back what is one of these, or none after all."""
    page.parts, page.part_of = parts(page)
    if page.part_of is not None:
        page.part, page.article = page.article, None
    elif not page.parts and (why := why_no_article(page, title_line)) is not None:
        page.article, page.reason = None, why


def _heading_and_between(first: int, title_line: int | None) -> tuple[int | None, list[int]]:
    """The title's line where it stands at or above the text's `first` line, and the lines between, or near, and the text."""
    begin = title_line if title_line is not None and title_line < first + 3 else None
    above = begin if begin is not None else first - NEAR
    return begin, [n for n in range(max(above, first - 60, 0), first) if n != title_line]


def _is_believed(page: Page, title: str) -> bool:
    """Whether the head is this article's: one that names another article, and not this page, is a copy of that one's."""
    assert page.head
    page_head = page.head
    return (
        not title
        or not page_head.titles
        or (place(page_head.canonical) == place(page.url) != "")
        or any(alike(key(title), key(t)) for t in [*page_head.titles, page_head.page_title])
    )


def _own_lines(page: Page, title: str, title_line: int | None) -> tuple[list[Part], list[Part]]:
    """Parts the lines of the block without the title from those above it there: a path, a date, a section."""
    found = [p for p in page.found if p.number != title_line or not _is_of_title(key(p.text), key(title))]
    found = [*_other_heading(page, title, title_line), *found]
    over = [p for p in found if title_line is not None and p.number < title_line and not is_prose(p.text)]
    found = [p for p in found if p not in over]
    over = [p for p in over if key(p.text) not in key(title)]  # a row of the title
    if title and found and key(found[0].text) == key(title):
        found = found[1:]
    return found, over


def _other_heading(page: Page, title: str, title_line: int | None) -> list[Part]:
    """The heading that the block was found by, where the title stands above it: it is the text's first, as of a ticker."""
    assert page.outline and page.block
    number = page.block.heading
    if number is None or title_line is None or not title_line < number or number < page.block.first:
        return []
    line = page.outline.lines[number]
    again = _is_of_title(key(line.text), key(title)) and len(line.text) > 0.6 * len(title)
    own = line.level and line.unread is None and not line.hrefs and not again
    return [Part("heading", right(line.text), line, number)] if own else []


def _is_of_title(text: str, title: str) -> bool:
    """Whether a line, by its key, is a title or the last row of it."""
    return alike(text, title) or title.endswith(f" {text}") or text.replace(" ", "") == title.replace(" ", "")


def _paragraphs(page: Page, numbers: list[int]) -> list[Part]:
    """Makes paragraphs of lines of the outline, by their numbers."""
    assert page.outline
    lines = page.outline.lines
    return [Part("paragraph", right(lines[n].text, page.stats), lines[n], n) for n in numbers]


def _split_tag(page: Page, lead: str, body: list[Part]) -> tuple[str | None, str | None, list[Part]]:
    """Takes the source tag ("(Báo) -") off lead or first paragraph: returns the tag, the lead without it, and what is
    left of the text. A first paragraph that bears the tag is the lead.
    """
    if lead:
        tag, rest = _tag(page, lead)
        return tag, rest, body
    opening = next((p for p in body if p.kind == "paragraph"), None)
    if opening is not None:
        tag, rest = _tag(page, opening.text)
        if tag and rest:
            return tag, rest, [p for p in body if p is not opening]
        return tag, None, body
    return None, None, body


def _tag(page: Page, text: str) -> tuple[str | None, str]:
    """The source tag that a text begins with, and the text without it: one made as newspapers make theirs, or the site's
    name before a dash. None for none.
    """
    tag, rest = bylines.source_tag(text)
    if tag is None and (named := _NAMED.match(text)) is not None and is_own_name(page, named[1]):
        return named[1], text[named.end() :]
    return tag, rest


class Metadata(Step):
    """The item pipeline of `metadata`."""

    run = staticmethod(metadata)

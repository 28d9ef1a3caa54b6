"""The fields of an article, read from its lines and from what the page says about itself."""

from __future__ import annotations

from dataclasses import replace

from archive.article import Article, Removed
from pipelines import boilerplate, page_type
from pipelines.address import place
from pipelines.boilerplate.headings import alike, key
from pipelines.boilerplate.strip import is_prose
from pipelines.canonical import canonical
from pipelines.fields.byline import find_byline
from pipelines.fields.date import find_dates
from pipelines.fields.images import find_images
from pipelines.fields.lead import find_lead
from pipelines.fields.place import NEAR
from pipelines.fields.section import find_section, find_tags, path
from pipelines.fields.title import find_title
from pipelines.language import language
from pipelines.page import Page
from pipelines.profile import SPEAKS
from pipelines.several import parts
from pipelines.step import Step
from vietnamese import bylines

_TEXT = 200  # characters of running text that may be an article


def metadata(page: Page) -> None:
    """Sets `page.article` from what the steps before have found, or `page.part_of`, or `page.reason`.

    What a profile takes for the frame may be all that articles of one text say: no article is lost by a profile, where
    its title is none of what that knows.
    """
    profile = page.profile
    _metadata(page)
    framed = page.outline.framed if page.outline else 0
    if page.reason is not None and profile is not None and framed >= _TEXT:
        reason, page.reason, page.profile = page.reason, None, None
        boilerplate.boilerplate(page, strip=page.strip)
        _metadata(page)
        if page.article is not None and profile.share(page.article.title) >= SPEAKS:
            page.article, page.reason = None, reason
        page.profile = profile


def _metadata(page: Page) -> None:
    if page.article is not None:  # a page text, which has been read already
        return
    steps = path(page)
    title, title_line = find_title(page, steps)
    page.reason = page_type.reason(page, title, title_line)
    if page.reason is not None:
        return
    assert page.about and page.outline and page.block
    about, block = page.about, page.block
    # A head that names another article, and not this page, is a copy of that article's: none of it is believed.
    believed = (
        not title
        or not about.titles
        or (place(about.canonical) == place(page.url) != "")
        or any(alike(key(title), key(t)) for t in [*about.titles, about.page_title])
    )
    found = [p for p in page.found if p.number != title_line or not alike(key(p.text), key(title))]
    # What stands above the heading in the same block is a path, a date, a section.
    over = [p for p in found if title_line is not None and p.number < title_line and not is_prose(p.text)]
    found = [p for p in found if p not in over]
    if title and found and key(found[0].text) == key(title):
        found = found[1:]
    first = block.first
    begin = title_line if title_line is not None and title_line < first + 3 else None
    above = begin if begin is not None else first - NEAR
    before = [n for n in range(max(above, first - 60, 0), first) if n != title_line]

    lead_line, lead = find_lead(page, found, before, begin, believed)
    body = [p for p in found if not (lead_line is not None and p.number == lead_line)]
    again = [p for p in body if lead and p.number != lead_line and key(p.text) == key(lead)]
    body = [p for p in body if p not in again]
    published, published_from, modified, used = find_dates(page, body, before, begin, believed, title)
    gone = [*page.gone, *(replace(p, rule="nav", kind="paragraph") for p in over)]
    gone += [replace(p, rule="duplicate", kind="paragraph") for p in again]
    gone += [*(replace(p, rule="date") for p in body if p.number in used)]
    body = [p for p in body if p.number not in used]
    byline, used, page.signed = find_byline(page, body, before, believed)
    body = [p for p in body if p.number not in used]
    source_tag = None
    if lead:
        source_tag, lead = bylines.source_tag(lead)
    else:
        opening = next((p for p in body if p.kind == "paragraph"), None)
        if opening is not None:
            source_tag, rest = bylines.source_tag(opening.text)
            if source_tag and rest:
                lead = rest
                body = [p for p in body if p is not opening]
    shown = body if page.strip else sorted([*body, *gone], key=lambda p: p.number)
    paragraphs = [p for p in shown if p.kind != "caption" and p.text]
    images = find_images(page, body, paragraphs, before if begin is not None else [])
    address = canonical(about, page.url, title) if believed else None
    text = "\n\n".join(p.text for p in paragraphs)
    page.article = Article(
        url=address or page.url,
        title=title,
        body=text,
        lead=lead or None,
        byline=byline,
        source_tag=source_tag,
        section=find_section(page, believed, title, steps),
        published_at=published.value if published else None,
        published_precision=published.precision if published else None,
        published_from=published_from,
        modified_at=modified,
        language=language(f"{title}\n{lead or ''}\n{text}", about.language),
        tags=find_tags(page, believed),
        images=images,
        removed=[Removed(p.text, p.rule) for p in sorted(gone, key=lambda p: p.number)] if page.strip else [],
    )
    page.parts, page.part_of = parts(page)
    if page.part_of is not None:
        page.part, page.article = page.article, None


class Metadata(Step):
    run = staticmethod(metadata)

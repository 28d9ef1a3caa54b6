"""Page texts: what is left of an article where only its text was saved, with all that stood around it."""

from __future__ import annotations

from collections.abc import Callable

from archive.reasons import Code, Reason
from pipelines.page import Page
from pipelines.plain_text import another, article, lead, no_article, run, signatures, title, two_lines, verse
from pipelines.plain_text.lines import read

__all__ = ["plain", "weight_of_lead"]


def plain(page: Page, *, strip: bool = True, repeated: Callable[[str], float] | None = None) -> None:
    """Sets `page.article` from plain text, or `page.reason`.

    The article is the run of lines with the most running text, from its title to its signature or to the first line of
    what follows; what stands around it goes to `article.removed`. `repeated` gives the share of the newspaper's texts
    that have a line: 0 where that is unknown, or where they are fewer than three.
    """
    lines = read(page.text or "", page.stats, page.fetched_at, repeated or _unknown)
    if not lines:
        page.reason = Reason(Code.EMPTY_PAGE)
        return
    verse.find(lines)
    signatures.keep(lines, repeated or _unknown)
    found = run.find(lines[: another.second(lines)])
    if found is None:
        page.reason = article.no_text(lines)
        return
    whole = two_lines.join_split_title(lines, found[0])
    if len(whole) < len(lines):
        lines, found = whole, (found[0] - 1, found[1] - 1)
    first, last = found[0], run.end(lines, *found)
    number = title.find(page, lines, first, last)
    half = two_lines.upper_half(lines, number, last) if number is not None else None
    if half is not None:
        lines, number = two_lines.join_at(lines, half), half
        found, first, last = (max(found[0] - 1, half), found[1] - 1), max(first - 1, half), last - 1
    page.reason = no_article.reason(lines, number, *found)
    if page.reason is None:
        article.write(page, lines, number, first, last, strip=strip)


def weight_of_lead(page: Page) -> float | None:
    """What speaks for a lead in a page text, read alone; None where it is no article, or there was nothing to weigh."""
    alone = Page(page.url, page.body, page.fetched_at, page.content_type, newspaper_title=page.newspaper_title)
    alone.text, alone.trail = page.text, []
    plain(alone)
    return next((lead.weight(one.candidates[0]) for one in alone.trail if one.field == lead.FIELD), None)


def _unknown(line: str) -> float:
    """The share of texts that have a line, where no text is known: 0."""
    return 0.0

"""Page texts: what is left of an article where only its text was saved."""

from __future__ import annotations

import re
from bisect import bisect_left

from archive.article import Article, Image, Removed
from pipelines.boilerplate.phrases import phrase
from pipelines.diacritics import right
from pipelines.language import language
from pipelines.page import Page
from vietnamese import bylines, dates

_SENTENCE_END = re.compile(r"[.!?…:;,”\"’)]$")
_TITLE = 200  # characters; no title is longer
_LONGEST = 500_000  # characters of a text that are read


def plain(page: Page, *, strip: bool = True) -> None:
    """Sets `page.article` from plain text: title, lead, captions, body and byline by what the lines look like."""
    text = (page.text or "")[:_LONGEST]
    lines = [line for line in (right(line, page.stats) for line in text.splitlines()) if line]
    if not lines:
        page.reason = "empty page"
        return
    title = lines[0]
    if len(title) > _TITLE and len(lines) == 1:
        title, lines = "", ["", *lines]
    rules = _rules(lines)
    published = None
    for n in range(1, min(4, len(lines))):
        published = dates.parse(lines[n], now=page.fetched_at)
        if published is not None:
            rules[n] = "date"
            break
    rest = [n for n in range(1, len(lines)) if n not in rules]
    if not rest:
        page.reason = f"no text: {len(title.split())} words"
        return
    byline = None
    for n in reversed(rest[1:][-2:]):
        byline = bylines.byline(lines[n])
        if byline:
            rest.remove(n)
            break
    source_tag, lead = bylines.source_tag(lines[rest[0]])
    body = rest if source_tag is None else rest[1:]
    texts = [lines[n] for n in body]
    captions = {n for place, n in enumerate(body) if _is_caption(texts, place)}
    shown = (
        [n for n in body if n not in captions] if strip else sorted([*(n for n in body if n not in captions), *rules])
    )
    images = []
    for n in sorted(captions):
        caption, credit = bylines.credit(lines[n])
        images.append(Image(None, caption or None, credit or None, bisect_left(shown, n)))
    page.article = Article(
        url=page.url,
        title=title,
        body="\n\n".join(lines[n] for n in shown),
        lead=lead if source_tag else None,
        byline=byline,
        source_tag=source_tag,
        published_at=published.value if published else None,
        published_precision=published.precision if published else None,
        published_from="text" if published else None,
        language=language(text),
        images=images,
        removed=[Removed(lines[n], rules[n]) for n in sorted(rules)] if strip else [],
    )


def _rules(lines: list[str]) -> dict[int, str]:
    """The lines below the first that phrases take out, and the names of their rules."""
    found = [phrase(line) for line in lines]
    last = max((n for n, line in enumerate(lines) if found[n] is None and len(line) >= 80), default=0)
    form = listing = False
    imprint = any(p is not None and p.rule == "footer" and p.where == "end" for p in found[last + 1 :])
    rules: dict[int, str] = {}
    for n in range(1, len(lines)):
        p, line = found[n], lines[n]
        if p is not None and (
            p.where in ("anywhere", "opens")
            or (p.where == "label" and (len(line) <= 20 or n > last))
            or (p.where == "form" and form)
            or (p.where in ("end", "list", "link") and n > last)
            or (p.where == "imprint" and n > last and imprint)
        ):
            rules[n] = p.rule
            form = form or p.where == "opens"
            listing = listing or p.where == "list"
        elif listing and n > last and not _SENTENCE_END.search(line):
            rules[n] = "related"
    return rules


def _is_caption(lines: list[str], n: int) -> bool:
    """A short line without a full stop between paragraphs; in a list of such lines none is a caption."""
    line = lines[n]
    if len(line) > 160 or _SENTENCE_END.search(line) or re.match(r"^\s*(?:[-–—•*+]|\d+[.)])\s", line):
        return False
    neighbours = [lines[m] for m in (n - 1, n + 1) if 0 <= m < len(lines)]
    return bool(neighbours) and all(len(other) >= 120 for other in neighbours)

"""Page texts: what is left of an article where only its text was saved."""

from __future__ import annotations

import re

from archive.article import Article, Image, Removed
from pipelines.boilerplate.phrases import phrase
from pipelines.diacritics import right
from pipelines.language import language
from pipelines.page import Page
from vietnamese import bylines, dates

_SENTENCE_END = re.compile(r"[.!?…:;,”\"’)]$")
_HEADING = 200
_LONGEST = 500_000  # characters of a text that are read


def plain(page: Page, strip: bool = True) -> None:
    """Sets `page.article` from plain text: title, lead, captions, body and byline by what the lines look like."""
    text = page.text or ""
    lines = [right(line, page.stats) for line in text[:_LONGEST].splitlines()]
    lines = [line for line in lines if line]
    if not lines:
        page.reason = "empty page"
        return
    title, rest = lines[0], lines[1:]
    removed: list[Removed] = []
    if strip:
        rest, removed = _strip(rest)
    if not rest and len(title) > _HEADING:
        title, rest = "", [title]
    if not rest:
        page.reason = f"no text: {len(title.split())} words"
        return
    published = None
    for line in rest[:3]:
        found = dates.parse(line, now=page.fetched_at)
        if found is not None:
            published = found
            removed.append(Removed(line, "date"))
            rest.remove(line)
            break
    byline = None
    for position in range(len(rest) - 1, max(len(rest) - 3, 0), -1):
        name = bylines.byline(rest[position])
        if name:
            byline = name
            del rest[position]
            break
    source_tag, lead = bylines.source_tag(rest[0])
    body = rest[1:]
    if source_tag is None:
        lead, body = "", rest
    captions = [n for n, line in enumerate(body) if _is_caption(body, n)]
    paragraphs = [line for n, line in enumerate(body) if n not in captions]
    images = []
    for n in captions:
        caption, credit = bylines.credit(body[n])
        images.append(Image(None, caption or None, credit or None))
    page.article = Article(
        url=page.url,
        title=title,
        body="\n\n".join(paragraphs),
        lead=lead or None,
        byline=byline,
        source_tag=source_tag,
        published_at=published.value if published else None,
        published_precision=published.precision if published else None,
        published_from="text" if published else None,
        language=language(text),
        images=images,
        removed=removed,
    )


def _strip(lines: list[str]) -> tuple[list[str], list[Removed]]:
    found = [phrase(line) for line in lines]
    last = max((n for n, line in enumerate(lines) if found[n] is None and len(line) >= 80), default=-1)
    kept, removed = [], []
    form = listing = False
    imprint = any(p is not None and p.rule == "footer" and p.where == "end" for p in found[last + 1 :])
    for n, line in enumerate(lines):
        p = found[n]
        rule = None
        if p is not None and (
            p.where in ("anywhere", "opens")
            or (p.where == "label" and (len(line) <= 20 or n > last))
            or (p.where == "form" and form)
            or (p.where in ("end", "list") and n > last)
            or (p.where == "imprint" and n > last and imprint)
            or (p.where == "link" and n > last)
        ):
            rule = p.rule
            form = form or p.where == "opens"
            listing = listing or p.where == "list"
        elif listing and n > last and not _SENTENCE_END.search(line):
            rule = "related"
        if rule:
            removed.append(Removed(line, rule))
        else:
            kept.append(line)
    return kept, removed


def _is_caption(lines: list[str], n: int) -> bool:
    """A short line without a full stop between paragraphs; in a list of such lines none is a caption."""
    line = lines[n]
    if len(line) > 160 or _SENTENCE_END.search(line) or re.match(r"^\s*(?:[-–—•*+]|\d+[.)])\s", line):
        return False
    neighbours = [lines[m] for m in (n - 1, n + 1) if 0 <= m < len(lines)]
    return bool(neighbours) and all(len(other) >= 120 for other in neighbours)

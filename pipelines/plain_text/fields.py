"""The byline of a page text."""

from __future__ import annotations

import re

from pipelines.plain_text.lines import Line, parted
from vietnamese import bylines, dates

_BY = re.compile(r"^(?:by|bởi|tác giả|người viết|author|written by|posted by|đăng bởi)\b\s*:?\s+(?=\S)", re.I)


def byline(lines: list[Line], body: list[int], above: list[int]) -> tuple[str | None, int | None]:
    """Who signs the text, and the number of the line: one of its last two, or one above it.

    Both None where nobody does.
    """
    for n in reversed(body[1:][-2:]):
        if name := bylines.byline(lines[n].text):
            return name, n
    for n in above:
        text = lines[n].text
        match = _BY.match(text) if len(text) <= 80 and not lines[n].site else None
        if match and (name := bylines.clean_author(text[match.end() :])):
            return name, n
    for n in above:
        beside = dates.strip_date(parted(lines[n].text)) if lines[n].shape in ("date", "teaser") else ""
        match = _BY.match(beside) if len(beside) <= 80 else None
        if match and (name := bylines.clean_author(beside[match.end() :])):
            return name, n
        for part in (beside, *beside.split(" - ")) if lines[n].date is not None else ():
            if name := bylines.byline(part):
                return name, n
    for n in above:
        if not lines[n].site and (name := bylines.byline(lines[n].text)):
            return name, n
    return None, None

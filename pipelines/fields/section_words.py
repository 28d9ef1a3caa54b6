"""Sections that a page names in words alone: a path without links, beside its date, between title and site in <title>."""

from __future__ import annotations

import re

from pipelines.addresses.address import split
from pipelines.evidence import Candidate
from pipelines.fields.place import is_linked
from pipelines.fields.printed_dates import DATED
from pipelines.fields.section_path import HOME
from pipelines.language.section_names import NAMES
from pipelines.language.title_keys import alike, key
from pipelines.outline import in_chrome
from pipelines.page import Page
from pipelines.structured_data.page_head import CUT
from vietnamese import dates

# A date in one row with a section, and all behind it
BEHIND = re.compile(
    r"(?:\s+(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật),?)?[\s|•·,(–-]*\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b.*$",
    re.S | re.I,
)
_ARROW = re.compile(r"[»›>→]")
_STEP = re.compile(r"\s*[»›>→]\s*|\s+[/|·•]\s+")
_BARS = re.compile(r"\s*[|•·–—]\s*|\s+-\s+")
_STEPS = (2, 3)  # of a path; more are a menu's
_OVER = 4  # lines above the heading in which a path or a date may stand
_LONGEST = 40  # letters of a section's name
_LINE = 100  # letters of a line that names one beside its date
_EDGES = " |•·–—-,:/"


def of_words(page: Page, title: str) -> list[Candidate]:
    """The candidates for the section in words without links: paths, beside a date, in <title>. `title` is the title's key."""
    return [*_paths(page, title), *_beside_dates(page), *_in_title(page, title)]


def _is_known(page: Page, name: str, besides: int = 0) -> bool:
    """Whether a name is what newspapers call their sections, or what one of the page's first links says, but for so many."""
    return name.lower() in NAMES or is_linked(page, name, besides)


def _is_name(text: str) -> bool:
    """Whether a text is made like a section's name."""
    return 2 < len(text) <= _LONGEST and text[0].isupper() and text.replace(" ", "").replace("&", "").isalpha()


def _paths(page: Page, title: str) -> list[Candidate]:
    """The last step of a path of words right above the heading, which begins with a section or the home page: "Pháp luật /
    Hình sự". The article itself is none of its steps.
    """
    assert page.outline and page.block
    lines, block = page.outline.lines, page.block
    first = block.first if block.heading is None else min(block.heading, block.first)
    found = []
    for line in lines[max(first - _OVER, 0) : first]:
        steps = _STEP.split(line.text) if not line.hrefs and len(line.text) <= _LINE else []
        steps = [step.strip(_EDGES) for step in steps]
        home = len(steps) > 1 and key(steps[0]) in HOME
        steps = [step for step in steps[home:] if not alike(key(step), title)]
        if (
            not _STEPS[0] - home <= len(steps) <= _STEPS[1]
            or not all(map(_is_name, steps))
            or in_chrome(line.node) == "nav"
        ):
            continue
        drawn = _ARROW.search(line.text) is not None  # what else has arrows between its words
        if home or (
            (drawn or _is_known(page, steps[0])) and not all(is_linked(page, step) for step in steps)
        ):  # a menu in words
            above = ["right above the heading"] if line is lines[first - 1] else []
            found.append(Candidate(steps[-1], "text", ["last of the path", *above]))
    return found


def _beside_dates(page: Page) -> list[Candidate]:
    """The names of sections in one line with a date, by the heading: "Y tế | Thứ 3, ngày 24/11/2026 08:15"."""
    assert page.outline and page.block
    lines, block = page.outline.lines, page.block
    first = block.first if block.heading is None else min(block.heading, block.first)
    found = []
    for line in lines[max(first - _OVER, 0) : block.first + 2]:
        if len(line.text) > _LINE or not DATED.search(line.text) or line.unread is not None:
            continue
        pieces = [piece.strip(_EDGES) for piece in _BARS.split(line.text) if not any(map(str.isdigit, piece))]
        pieces += [text.strip(_EDGES) for text in (dates.strip_date(line.text), BEHIND.sub("", line.text))]
        names = dict.fromkeys(piece for piece in pieces if _is_name(piece) and _is_known(page, piece, len(line.hrefs)))
        found += [Candidate(name, "text", ["beside the date"]) for name in names]
    return found


def _in_title(page: Page, title: str) -> list[Candidate]:
    """The piece of <title> between title and site that the address names too, or a link: "Bến chiều - Văn nghệ - Báo Một"."""
    assert page.head
    pieces = [piece.strip() for piece in CUT.split(page.head.page_title)]
    if len(pieces) < 3 or not title.startswith(key(pieces[0])[:_LONGEST]):
        return []
    path = f"{split(page.url).path.lower().replace('_', '-')}/"
    return [
        Candidate(piece, "text", ["between title and site"])
        for piece in pieces[1:-1]
        if _is_name(piece)
        and key(piece) not in title
        and (f"/{key(piece).replace(' ', '-')}/" in path or is_linked(page, piece))
    ]

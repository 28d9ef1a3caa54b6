"""The section of a page text's article: the last step of the path above the title, or a label alone above it."""

from __future__ import annotations

import re

from pipelines.language.section_names import NAMES, in_row
from pipelines.plain_text import signatures
from pipelines.plain_text.lines import Line, has, key, parted, steps
from vietnamese.places import is_place

_LONGEST = 5  # words of a section's name at most, as a step of a path
_LABEL = 4  # the same, alone
_MENU = 2  # labels right above, from which on a label is one of a menu
_ALONE = 3  # words of one in the first line at least, which may name the newspaper
_ABOVE = 3  # lines above the title, the date and the path among them
_LABELLED = re.compile(r"(?:chuyên mục|danh mục|thể loại|mục|category)\s?:\s?(?P<name>[^\W\d_][^:|]{1,40})$", re.I)
# A path of one step: "Bạn đang ở: Đời sống".
_HERE = re.compile(
    r"(?:bạn đang (?:ở|xem)(?: (?:đây|mục))?|vị trí|you are here|vous êtes ici|sie sind hier)\s?:\s*(?P<name>[^\W\d_][^:|»›>→/]{1,40})$",
    re.I,
)
_ARROWS = "»›>→/|"  # between the steps of a path
_SITE = re.compile(r"(?:báo|tạp chí|đài|cổng|trang)\b|\S+\.(?:vn|com|net|org)\b", re.I)
_BELOW = 6  # lines below the title, among which such a line stands


def find(lines: list[Line], number: int | None) -> str | None:
    """The section of the article whose title is line `number`; None where no line above it says one.

    A label alone is one where it is what newspapers call a section, or another line, as that of a menu, says it again.
    Below the title "Chuyên mục: Đời sống" says it.
    """
    for line in lines[number + 1 : number + 1 + _BELOW] if number is not None else ():
        if labelled := _LABELLED.match(line.text):
            return labelled["name"].strip()
    for n in range((number or 0) - 1, max((number or 0) - 1 - _ABOVE, -1), -1):
        line = lines[n]
        if line.key == lines[number or 0].key:
            continue  # the title, printed twice
        here = _HERE.match(line.text)
        if here and len(here["name"].split()) <= _LONGEST and not has("home", here["name"]):
            return _cased(here["name"].strip())
        if n and (
            line.text.strip() in _ARROWS or (line.shape == "title" and line.text.isupper() and not is_section(line))
        ):
            continue  # a path whose steps are lines, a kicker
        if line.shape == "path":
            way = [step.strip() for step in steps(line.text) if not has("home", step.strip())]
            way = [step for step in way if key(step) != lines[number or 0].key and len(step.split()) <= _LONGEST]
            return way[-1] if way else None
        if line.shape == "date":
            before = parted(line.text).partition(" | ")[0]  # "Kinh tế Thứ ba, 10/11/2026"
            if key(before) in NAMES:
                return _cased(before)
            continue
        return _cased(line.text) if _is_section(lines, n) else None
    return None


def is_section(line: Line) -> bool:
    """Whether a line is what newspapers call a section: "Văn hóa - Nghệ thuật"."""
    return line.words <= _LONGEST and line.key in NAMES


def _is_section(lines: list[Line], n: int) -> bool:
    """Whether line `n` is a section's name alone."""
    line = lines[n]
    if not _is_label(line) or line.phrase is not None or has("home", line.text) or is_place(line.text):
        return False
    dated = n + 2 < len(lines) and lines[n + 1].shape == "date" and lines[n + 1].date is not None
    if (n == 0 and line.words >= _ALONE) or (dated and n):
        alone = not _SITE.match(line.text) and signatures.signature(line, frozenset()) is None
        if alone and line.text[0].isupper() and line.words > 1:
            return True
    said = any(
        line.key in (*map(key, other.text.split("|")), *map(key, in_row(other.text)))
        for other in lines
        if other is not line
    )
    if line.key in NAMES:
        return said or n < _MENU or not all(map(_is_label, lines[n - _MENU : n]))
    return said and line.text[0].isupper() and signatures.signature(line, frozenset()) is None


def _is_label(line: Line) -> bool:
    """Whether a line is as short as a section's name."""
    return (
        line.shape in ("label", "title", "path", "phrase")
        and 1 <= line.words <= _LABEL
        and not any(map(str.isdigit, line.text))
    )


def _cased(name: str) -> str:
    """A name in capitals as it is written: "ĐỜI SỐNG" as "Đời sống"."""
    return name.capitalize() if name.isupper() and len(name) > 4 else name

"""The title of an article: of the lines that look like one and the names its head gives it, the one most speaks for."""

from __future__ import annotations

import html
import re
from collections.abc import Collection

from pipelines.boilerplate.headings import is_dated_below, names_day
from pipelines.evidence import Candidate, choose
from pipelines.fields.kicker import without_kicker
from pipelines.fields.place import is_linked
from pipelines.fields.section_path import Step
from pipelines.fields.site_name import cut
from pipelines.fields.title_candidates import (
    LONGEST,
    SECTION,
    TAIL,
    candidates_known,
    candidates_named,
    candidates_printed,
)
from pipelines.fields.title_evidence import (
    WITHIN,
    is_said,
    mark_unnamed,
)
from pipelines.language.diacritics import right
from pipelines.language.title_keys import alike, key
from pipelines.outline import Line, Outline
from pipelines.page import Page

_LEAST = -20.0  # the best of what a page has is its title, however little speaks for it
_ENTITY = re.compile(r"&(?:#\d{1,5}|#x[\da-fA-F]{1,4}|[a-zA-Z]{2,8});")
_CUT_SHORT = ("...", "…", "[…]", "[...]")
_TEXT_ROW = 100  # letters of a row of a title
_ROWS = 4  # lines over which a title may be printed
_KICKER = 40  # letters of one
_LABEL = 3  # words of a label above a title


def find_title(page: Page, steps: list[Step]) -> tuple[str, int | None]:
    """The title, with what a page has encoded twice ("A &amp;amp; B") decoded, and the number of the line that prints it:
    None where none does. Empty where a page has no title. `steps` are those of the path that leads to the page.
    """
    title, line = _find(page, steps)
    return _ENTITY.sub(lambda match: html.unescape(match[0]), title) if "&" in title else title, line


def _find(page: Page, steps: list[Step]) -> tuple[str, int | None]:
    """As `find_title`, with the title as the page has it."""
    assert page.outline and page.head
    known = candidates_known(page, steps)
    lines = page.outline.lines
    candidates = [*candidates_printed(page, known), *candidates_named(page, known)]
    _compare(page, candidates)
    mark_unnamed(candidates)
    winner = choose(page, "title", candidates, _LEAST)
    chosen = page.chosen.get("title")
    if chosen:
        name = key(chosen[0])
        return right(chosen[0], page.stats), _line_of(name, candidates)
    if winner is None:
        return right(page.head.page_title or next(iter(page.head.titles), "")), None
    if winner.line is None:
        place = _line_of(key(winner.value), candidates)
        if place is not None:
            place = _over_lines(page.outline, place, {key(winner.value)})[1]
        else:
            place = _row_of(page, key(winner.value))
            if place is not None:
                return right(lines[place].text.rpartition("\n")[2], page.stats), place
        return right(_in_full(str(winner.value), candidates), page.stats), place
    whole, last = _over_lines(page.outline, winner.line, {known.whole, *known.keys})
    if whole:
        return right(whole, page.stats), last
    text = winner.value
    said = [k for k in (*known.keys, known.whole if "\n" in winner.value else "") if k]
    said += [key(c.value) for c in candidates if c.line is None and "as the address says" in c.evidence]
    if lines[winner.line].text == winner.value:
        text = without_kicker(page, lines[winner.line], said)
    unsaid = winner.line > 0 and not is_said(winner.evidence)
    if unsaid and text[0].islower() and (above := _first_row(lines, winner.line)):
        text = f"{above} {text}"
    if "\n" in text:  # the head prints a colon between the rows
        text = next((name for name in (known.title, *known.named) if key(name) == key(text)), text)
    text = next((name for name in (known.title, *known.named) if _is_around(text, name) or _is_glued(text, name)), text)
    short = cut(page, text, known.names)
    if short and key(short) in (known.whole, *known.keys) and not _is_half_a_name(text.replace(short, ""), known.names):
        text = short
    text = TAIL.sub("", right(text.replace("\n", " "), page.stats)).strip() or text
    if text.endswith(_CUT_SHORT):
        full = next((name for name in known.named if key(name).startswith(key(text.rstrip("[].… ")))), None)
        text = full or text
    return text, winner.line


def _over_lines(outline: Outline, number: int, said: set[str]) -> tuple[str, int]:
    """The title that line `number` and those below it print, in elements made alike, and the number of the last of them:
    where all of them say what the head names (`said`). Empty where none do.
    """
    lines = outline.lines
    node, text = lines[number].node, lines[number].text
    if key(text) in said:
        return "", number
    for last in range(number + 1, min(number + _ROWS, len(lines))):
        other = lines[last].node
        text = f"{text} {lines[last].text}"
        if (other.tag, other.names, other.parent) != (node.tag, node.names, node.parent) or len(text) > LONGEST:
            break
        if key(text) in said:
            return " ".join(text.split()), last
    return "", number


def _first_row(lines: list[Line], number: int) -> str:
    """The first row of a title of which line `number`, beginning with a small letter, is the second: the line above it, if
    it is made alike and does not end as a sentence or a link does. Empty where that is no row of the title.
    """
    row, above = lines[number], lines[number - 1]
    alike = (above.node.tag, above.node.names, above.node.parent) == (row.node.tag, row.node.names, row.node.parent)
    ended = (
        above.text.endswith((".", "!", "?", ":", ";"))
        or above.hrefs
        or len(above.text) > _TEXT_ROW
        or names_day(above.text)
    )
    return above.text if alike and above.level == row.level and above.text and not ended else ""


def _in_full(text: str, candidates: list[Candidate]) -> str:
    """A title of the head that is cut short ("Ba ấp dọn kênh đón..."), as the line prints it that begins like it."""
    if not text.endswith(_CUT_SHORT):
        return text
    begun = key(text.rstrip("[].… "))
    return next((str(c.value) for c in candidates if c.line is not None and key(c.value).startswith(begun)), text)


def _is_around(text: str, name: str) -> bool:
    """Whether a heading is a title of the head with a kicker glued before it or a count of comments behind it.

    >>> _is_around("Đời sốngBa ấp dọn kênh", "Ba ấp dọn kênh"), _is_around("Ba ấp dọn kênh 0", "Ba ấp dọn kênh")
    (True, True)
    >>> _is_around("Kỳ 2: Ba ấp dọn kênh", "Ba ấp dọn kênh"), _is_around("Ba ấp dọn kênh .. 12", "Ba ấp dọn kênh")
    (False, False)
    """
    if len(name.split()) < 4 or name not in text:
        return False
    before, _, after = text.partition(name)
    glued = 0 < len(before) <= _KICKER and before[-1].islower() and name[0].isupper() and not after
    return glued or (not before and re.fullmatch(r"\W{0,3}\d{1,4}\W{0,2}", after) is not None)


def _is_glued(text: str, name: str) -> bool:
    """Whether a heading is a title of the head with no space between two elements of it: "Ba ấpdọn kênh"."""
    return len(name) > len(text) and "".join(name.split()) == "".join(text.split())


def _is_half_a_name(text: str, names: Collection[str]) -> bool:
    """Whether what was cut off a heading is but a piece of the site's name: then the name is part of its title.

    >>> _is_half_a_name("- Vũng Tàu", {"bao ba ria vung tau", "vung tau"}), _is_half_a_name("- Báo Gò", {"bao go"})
    (True, False)
    """
    part = key(text)
    return any(name != part and (name.endswith(f" {part}") or name.startswith(f"{part} ")) for name in names)


def _compare(page: Page, candidates: list[Candidate]) -> None:
    """Adds to the evidence against a short title of the head that the page prints it as a link to another page too, as
    of a section, or that it stands in a menu and a dated heading below it.
    """
    assert page.outline
    printed = [(c.line, c) for c in candidates if c.line is not None]
    for number, short in printed:
        named = "a word or two, as named" in short.evidence
        if not named and (len(key(short.value).split()) > _LABEL or page.outline.lines[number].level):
            continue
        sign = "last heading above the text" if named else "class names a title"
        below = [n for n, c in printed if n in range(number + 1, number + 1 + WITHIN) and sign in c.evidence]
        if any(is_dated_below(page.outline, n) for n in below) and (not named or is_linked(page, str(short.value))):
            for other in candidates:
                told = key(other.value) == key(short.value) and "a title below it" not in other.evidence
                other.evidence += ["a title below it"] if told else []
    linked = {key(c.value) for c in candidates if "links elsewhere" in c.evidence}
    for candidate in candidates:
        name = key(candidate.value)
        if candidate.line is None and name in linked and len(name.split()) <= SECTION:
            candidate.evidence.append("links elsewhere")


def _row_of(page: Page, name: str) -> int | None:
    """The number of the line above or at the head of the text whose last row is the title, below a kicker, or the end
    of it behind a site's name; None where none is.
    """
    assert page.outline
    if page.block is None or not name:
        return None
    first = page.block.first
    for number in range(max(first - 3, 0), min(first + 2, len(page.outline.lines))):
        kicker, _, row = page.outline.lines[number].text.rpartition("\n")
        if not kicker or len(kicker) > _KICKER or "\n" in kicker:
            continue
        if key(row) == name or (len(row.split()) >= 4 and name.endswith(f" {key(row)}")):
            return number
    return None


def _line_of(name: str, candidates: list[Candidate]) -> int | None:
    """The number of the best of the lines that print a title; None where none does."""
    return next((c.line for c in candidates if c.line is not None and c.score > -2 and alike(key(c.value), name)), None)

"""The title of an article: of the lines that look like one and the names its head gives it, the one most speaks for."""

from __future__ import annotations

import re
from dataclasses import replace

from pipelines.addresses.address import join
from pipelines.addresses.slug import slugs
from pipelines.boilerplate.headings import is_dated_below, is_heading, names_day
from pipelines.evidence import Candidate, choose
from pipelines.fields.head_title import named_last, without_count, without_unknown
from pipelines.fields.kicker import without_kicker
from pipelines.fields.place import is_linked
from pipelines.fields.section import sections
from pipelines.fields.section_path import Step
from pipelines.fields.site_name import cut, is_site, pieces, site_keys
from pipelines.fields.title_evidence import (
    SHARED,
    WITHIN,
    Known,
    agreements,
    below_date,
    is_said,
    learned,
    looks,
    mark_unnamed,
    places,
    said_by_address,
    words_of,
)
from pipelines.language.diacritics import right
from pipelines.language.page_titles import SITE_TITLE
from pipelines.language.title_keys import alike, key
from pipelines.outline import Line, Outline, left_out, text_of
from pipelines.page import Page

_LONGEST = 300  # characters of a title
_SOUGHT = 4000  # characters of left out chrome in which a title is looked for
_LEAST = -20.0  # the best of what a page has is its title, however little speaks for it
_READ = 1000  # characters of what the head names that are read
_MOST = 12  # titles of the head that are weighed
# "Tên bài ( )", "Tên bài (14/09/2026 08:30)", "Tên bài ¶": what a template prints behind a title
_TAIL = re.compile(r"\s*[(\[]\s*(?:[\d/.:,\-\sTZ+|]*\d[\d/.:,\-\sTZ+|]{6,}|\d{4}-\d\d-\d\d.*)?[)\]]\s*$|\s*[¶#]\s*$")
_CUT_SHORT = ("...", "…", "[…]", "[...]")
_TEXT_ROW = 100  # letters of a row of a title
_ROWS = 4  # lines over which a title may be printed
_KICKER = 40  # letters of one
_LABEL = 3  # words of a label above a title
_SECTION = 4  # words of a section's name


def find_title(page: Page, steps: list[Step]) -> tuple[str, int | None]:
    """The title, and the number of the line that prints it: None where none does. Empty where a page has no title.

    `steps` are those of the path that leads to the page.
    """
    assert page.outline and page.head
    known = _gather_known(page, steps)
    lines = page.outline.lines
    candidates = [*_printed(page, known), *_named(page, known)]
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
    text = next((name for name in (known.title, *known.named) if _is_around(text, name)), text)
    short = cut(page, text, known.names)
    if short and key(short) in (known.whole, *known.keys) and not _is_half_a_name(text.replace(short, ""), known.names):
        text = short
    text = _TAIL.sub("", right(text.replace("\n", " "), page.stats)).strip() or text
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
        if (other.tag, other.names, other.parent) != (node.tag, node.names, node.parent) or len(text) > _LONGEST:
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
    >>> _is_around("Kỳ 2: Ba ấp dọn kênh", "Ba ấp dọn kênh")
    False
    """
    if len(name.split()) < 4 or name not in text:
        return False
    before, _, after = text.partition(name)
    glued = 0 < len(before) <= _KICKER and before[-1].islower() and name[0].isupper() and not after
    return glued or (not before and re.fullmatch(r"\W{0,3}\d{1,4}\W{0,2}", after) is not None)


def _is_half_a_name(text: str, names: set[str]) -> bool:
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
        if candidate.line is None and name in linked and len(name.split()) <= _SECTION:
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


def _gather_known(page: Page, steps: list[Step]) -> Known:
    """Gathers what is known before candidates are weighed: titles of the head, names of site and section, the address."""
    assert page.head
    page_head = page.head
    names = site_keys(page)
    titles = [right(" ".join(title[:_READ].split())) for title in page_head.titles[:_MOST]]
    named = [text for title in titles if (text := cut(page, title, names))]
    full = named_last(without_count(page, right(" ".join(page_head.page_title[:_READ].split()))))
    words = {word for p in page.found[:12] for word in key(p.text).split()}
    title = without_unknown(cut(page, full, names), named, words)
    spans = pieces(full)
    found = slugs(page.url) or slugs(join(page_head.base, page_head.canonical))
    keys = list(dict.fromkeys(k for title in [*named, *titles] if (k := key(title)) and k not in names))
    begins = {key(full[:end]) for _, end in spans}
    known = Known(
        named=named,
        keys=keys,
        title=title,
        whole=key(title),
        begins=begins - names - {""},
        ends={key(full[start:]) for start, _ in spans} - begins - names - {""},
        names=names,
        sections=sections(page, steps),
        anchor=key(page.visit.anchor or ""),
        slugs=found,
        words=words,
    )
    known.first = {k[0] for k in [known.whole, known.anchor, *keys, *known.begins, *known.ends] if k} | {
        slug[0][0] for slug in found
    }
    return known


def _printed(page: Page, known: Known) -> list[Candidate]:
    """The candidates among the page's lines."""
    assert page.outline
    lines = page.outline.lines
    numbers, opening = places(page)
    found: list[Candidate] = []
    unread: list[int] = []
    said = False
    for n in numbers:
        line = lines[n]
        if line.unread is not None:
            unread.append(n)
            continue
        if not 2 <= len(line.text) <= _LONGEST:
            continue
        agreed = agreements(known, line.text)
        said = said or bool(agreed)
        agreed += learned(page, line)
        dated = None if is_heading(line) else _dated(page, n, opening)
        looks_so = dated is not None or (is_heading(line) and len(line.text) >= 4)
        if [name for name in agreed if name not in SHARED] or looks_so:
            signs = [*agreed, *looks(page, known, n, line, opening, said=is_said(agreed)), *(dated or [])]
            found.append(Candidate(line.text, "line", signs, line=n))
    if not said:
        for n in unread:
            found += _unread(page, known, n, opening)
        found += below_date(page, known, opening, {c.line for c in found})
    over = [c for c in found if c.line is not None and c.line < opening and is_heading(lines[c.line])]
    if over:
        last = over[-1]
        last.evidence.append("last heading above the text")
        if lines[last.line or 0].level == 1 and "a word or two" in last.evidence and _is_begun(known, last):
            last.evidence[last.evidence.index("a word or two")] = "a word or two, as named"
    return found


def _is_begun(known: Known, candidate: Candidate) -> bool:
    """Whether <title> begins with a candidate, and goes on with no more than a section has: "Bến chiều - Văn nghệ"."""
    rest = known.whole.removeprefix(key(candidate.value)).split()
    return "as <title> begins" in candidate.evidence and len(rest) < _SECTION


def _dated(page: Page, number: int, opening: int) -> list[str] | None:
    """The evidence, besides that of its looks, for a line of some words above the text, no link and no heading, which has a
    date behind it or right below; None for any other line.
    """
    assert page.outline
    line = page.outline.lines[number]
    if number >= opening or line.hrefs or len(line.text.split()) < 4:
        return None
    tail = _TAIL.search(line.text)
    if tail is not None and tail.start() and any(map(str.isdigit, tail[0])):
        return ["dated below"]
    if names_day(line.text) or not is_dated_below(page.outline, number, 1):
        return None
    return (
        [] if is_dated_below(page.outline, number) else ["dated below"]
    )  # a row of labels, which else is running text


def _unread(page: Page, known: Known, number: int, opening: int) -> list[Candidate]:
    """The candidates in a line that was left out as chrome by its name: only where the address or the head say the
    same, or the newspaper's other pages have theirs there.
    """
    assert page.outline
    line = page.outline.lines[number]
    assert line.unread is not None
    if page.profile is not None and page.profile.of_titles(line.node, "") in ("titles", "alone"):
        inside = [replace(inner, node=line.node) for inner in left_out(line).lines[:2]]
        return [
            Candidate(
                inner.text,
                "chrome",
                [*agreed, *signs, *looks(page, known, number, inner, opening, said=is_said(agreed))],
                line=number,
            )
            for inner in inside
            if len(inner.text) <= _LONGEST
            and (signs := learned(page, inner))
            and (agreed := agreements(known, inner.text)) is not None
        ]
    if not known.first or line.node.chrome not in ("nav", "sidebar", "hidden", "popup") or opening - number > 20:
        return []
    text = key(text_of(line.unread)[:_SOUGHT])
    if not any(
        k in text
        for k in [*known.keys, known.whole, known.anchor, *known.begins, *known.ends, *map(" ".join, known.slugs)]
        if k
    ):
        return []
    return [
        Candidate(
            inner.text,
            "chrome",
            [*agreed, *looks(page, known, number, inner, opening, said=True), "in chrome"],
            line=number,
        )
        for inner in left_out(line).lines[:40]
        if 8 <= len(inner.text) <= _LONGEST and not inner.links and (agreed := agreements(known, inner.text))
    ]


def _named(page: Page, known: Known) -> list[Candidate]:
    """The candidates that the head names, the site's name cut off."""
    assert page.head
    found: list[Candidate] = []
    seen: set[str] = set()
    for where, text in [*(("head", title) for title in known.named[:6]), ("<title>", known.title)]:
        name = key(text)
        if name in seen or not 2 <= len(text) <= _LONGEST:
            continue
        seen.add(name)
        evidence = ["named in the head" if where == "head" else "named in <title>", *said_by_address(known, name)]
        if where == "head":
            evidence += ["and by <title>"] if name == known.whole or name in known.begins else []
            evidence += ["named second"] if text != known.named[0] else []
        evidence += words_of(known, text, said=True)
        if is_site(page, text, known.names):
            evidence.append("name of the site")
        elif SITE_TITLE.search(name):
            evidence.append("called as sites are")
        evidence += ["name of the section"] if name in known.sections else []
        found.append(Candidate(text, where, evidence))
    return found

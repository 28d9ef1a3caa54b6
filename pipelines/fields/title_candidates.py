"""Where a title may stand: in the head, in headings and lines above the text, in elements that class names call so."""

from __future__ import annotations

import re
from dataclasses import replace

from pipelines.addresses.address import join
from pipelines.addresses.slug import slugs
from pipelines.boilerplate.headings import is_dated_below, is_heading, names_day
from pipelines.evidence import Candidate
from pipelines.fields.head_title import named_last, without_count, without_unknown
from pipelines.fields.section import sections
from pipelines.fields.section_path import Step
from pipelines.fields.site_name import cut, is_site, pieces, site_keys
from pipelines.fields.title_evidence import (
    SHARED,
    Known,
    agreements,
    below_date,
    is_said,
    learned,
    looks,
    places,
    said_by_address,
    words_of,
)
from pipelines.language.diacritics import right
from pipelines.language.page_titles import SITE_TITLE, is_to_print
from pipelines.language.title_keys import key
from pipelines.outline import left_out, text_of
from pipelines.page import Page

LONGEST = 300  # characters of a title
_SOUGHT = 4000  # characters of left out chrome in which a title is looked for
_READ = 1000  # characters of what the head names that are read
_MOST = 12  # titles of the head that are weighed
# "Tên bài ( )", "Tên bài (14/09/2026 08:30)", "Tên bài ¶": what a template prints behind a title
TAIL = re.compile(r"\s*[(\[]\s*(?:[\d/.:,\-\sTZ+|]*\d[\d/.:,\-\sTZ+|]{6,}|\d{4}-\d\d-\d\d.*)?[)\]]\s*$|\s*[¶#]\s*$")
_LINKS = 100  # links of a page among which its menu is looked for
_WHOLE = 4  # words of a title that stands before its section's name
_HEADINGS = frozenset(("h1", "h2", "h3"))
SECTION = 4  # words of a section's name


def candidates_known(page: Page, steps: list[Step]) -> Known:
    """Gathers what is known before candidates are weighed: titles of the head, names of site and section, the address."""
    assert page.head
    page_head = page.head
    names = site_keys(page)
    titles = [right(" ".join(title[:_READ].split())) for title in page_head.titles[:_MOST]]
    named = [text for title in titles if (text := cut(page, title, names))]
    full = named_last(without_count(page, right(" ".join(page_head.page_title[:_READ].split()))))
    words = {word for p in page.found[:12] for word in key(p.text).split()}
    title = _without_section(page, without_unknown(cut(page, full, names), named, words), full)
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


def _without_section(page: Page, title: str, full: str) -> str:
    """A title of <title> from whose end a site's name was cut, without what then is its last piece where that is the name
    of a link of the site's menu: "Tên bài | Thể thao" of "Tên bài | Thể thao | BTS".
    """
    assert page.elements
    spans = pieces(title)
    if len(spans) < 2 or title == full or not full.startswith(title):
        return title
    last = title[spans[-1][0] :]
    links = page.elements.of("a")[:_LINKS]
    named = any(text_of(a) == last for a in links if last.startswith((a.text or "").lstrip()[:1]))
    return title[: spans[-2][1]] if named and len(title[: spans[-2][1]].split()) >= _WHOLE else title


def candidates_printed(page: Page, known: Known) -> list[Candidate]:
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
        if not 2 <= len(line.text) <= LONGEST:
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
    return "as <title> begins" in candidate.evidence and len(rest) < SECTION


def _dated(page: Page, number: int, opening: int) -> list[str] | None:
    """The evidence, besides that of its looks, for a line of some words above the text, no link and no heading, which has a
    date behind it or right below; None for any other line.
    """
    assert page.outline
    line = page.outline.lines[number]
    if number >= opening or line.hrefs or len(line.text.split()) < 4:
        return None
    tail = TAIL.search(line.text)
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
            if len(inner.text) <= LONGEST
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
        if 8 <= len(inner.text) <= LONGEST and not inner.links and (agreed := agreements(known, inner.text))
    ]


def candidates_named(page: Page, known: Known) -> list[Candidate]:
    """The candidates that the head names, the site's name cut off."""
    assert page.head
    found: list[Candidate] = []
    seen: set[str] = set()
    for where, text in [*(("head", title) for title in known.named[:6]), ("<title>", known.title)]:
        name = key(text)
        if name in seen or not 2 <= len(text) <= LONGEST:
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
        elif is_to_print(text):
            evidence.append("called as pages to print are")
        evidence += ["name of the section"] if name in known.sections else []
        found.append(Candidate(text, where, evidence))
    return found + _drawn(page, known)


def _drawn(page: Page, known: Known) -> list[Candidate]:
    """The candidates that a picture in a heading has for its words, with which <title> begins: a heading that is drawn."""
    assert page.outline
    homes = ((p.alt, (p.node.tag, p.node.parent.tag if p.node.parent else "")) for p in page.outline.pictures)
    drawn = (alt for alt, tags in homes if alt and not _HEADINGS.isdisjoint(tags))
    alts = [right(" ".join(alt.split())) for alt in drawn]
    alts = [alt for alt in alts if len(alt.split()) >= _WHOLE and key(alt) in known.begins]
    return [Candidate(alt, "heading", ["a heading's picture", "as <title> begins"]) for alt in alts]

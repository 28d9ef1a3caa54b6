"""The title of an article: of the lines that look like one and the names its head gives it, the one most speaks for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from pipelines.address import join, split
from pipelines.boilerplate.headings import headings, is_heading, is_titled
from pipelines.boilerplate.phrases import phrase
from pipelines.boilerplate.strip import is_link
from pipelines.diacritics import right
from pipelines.evidence import Candidate, choose
from pipelines.fields.kicker import without_kicker
from pipelines.fields.section import Step, sections
from pipelines.fields.site_name import cut, is_site, pieces, site_keys
from pipelines.keys import alike, key
from pipelines.outline import Line, in_chrome, prose, text_of
from pipelines.outline import outline as outline_of
from pipelines.page import Page
from pipelines.slug import says, slugs
from vietnamese import dates

_LONGEST = 300  # characters of a title
_SOUGHT = 4000  # characters of left out chrome in which a title is looked for
_LEAST = -20.0  # the best of what a page has is its title, however little speaks for it
_READ = 1000  # characters of what the head names that are read
_MOST = 12  # titles of the head that are weighed
_ABOVE = 80  # lines above the text in which its title is looked for
_WITHIN = 5  # lines of the block that may stand before its title
# "Tên bài ( )", "Tên bài (14/09/2026 08:30)", "Tên bài ¶": what a template prints behind a title
_TAIL = re.compile(r"\s*[(\[]\s*(?:[\d/.:,\-\sTZ+|]*\d[\d/.:,\-\sTZ+|]{6,}|\d{4}-\d\d-\d\d.*)?[)\]]\s*$|\s*[¶#]\s*$")
_CUT_SHORT = ("...", "…", "[…]", "[...]")
_SAID = frozenset(
    ("as the head names it", "as <title> names it", "as the address says", "as the address says, a word or two")
)
# Of the words of a title how many stand in the text.
_SHARES = (
    (0.8, "its words stand in the text"),
    (0.55, "most of its words in the text"),
    (0.3, "some of its words in the text"),
    (0.0, "few of its words in the text"),
)
_BARS = frozenset(("-", "–", "—", "|", "·", "•", "»", "::"))
_SHARED = ("on many pages", "on several pages")
_PLACES = {
    "several": "on several pages",
    "titles": "where titles stand",
    "alone": "where one line stands, another on each page",
}
_NO_TITLE = frozenset(("lead", "caption", "byline", "date"))


@dataclass(slots=True)
class _Known:
    """What is known before the candidates are weighed: the titles that the head names, and what is none."""

    named: list[str]  # titles of the head without the site's name, the best first
    keys: list[str]  # their keys, and those of the same titles as printed
    title: str  # <title> without the site's name
    whole: str  # its key
    begins: set[str]  # keys of what <title> begins with, up to one of its separators
    ends: set[str]
    names: set[str]  # keys of the site's names
    sections: set[str]
    anchor: str  # key of the words of a link that led here
    slugs: tuple[tuple[str, ...], ...]
    words: set[str]  # of the text
    first: set[str] = field(default_factory=set)  # the letters with which a title that is known begins


def find_title(page: Page, steps: list[Step]) -> tuple[str, int | None]:
    """The title, and the number of the line that prints it: None where none does. Empty where a page has no title.

    `steps` are those of the path that leads to the page.
    """
    assert page.outline and page.about
    known = _know(page, steps)
    lines = page.outline.lines
    candidates = [*_printed(page, known), *_named(page, known)]
    winner = choose(page, "title", candidates, _LEAST)
    chosen = page.chosen.get("title")
    if chosen:
        name = key(chosen[0])
        return right(chosen[0], page.stats), _line_of(name, candidates)
    if winner is None:
        return right(page.about.page_title or next(iter(page.about.titles), "")), None
    if winner.line is None:
        return right(winner.value, page.stats), _line_of(key(winner.value), candidates)
    text = winner.value
    said = [k for k in known.keys if k]
    said += [key(c.value) for c in candidates if c.line is None and "as the address says" in c.evidence]
    if lines[winner.line].text == winner.value:
        text = without_kicker(page, lines[winner.line], said)
    text = _TAIL.sub("", right(text.replace("\n", " "), page.stats)).strip() or text
    if text.endswith(_CUT_SHORT):
        full = next((name for name in known.named if key(name).startswith(key(text.rstrip("[].… ")))), None)
        text = full or text
    return text, winner.line


def _line_of(name: str, candidates: list[Candidate]) -> int | None:
    """The best of the lines that print a title."""
    return next((c.line for c in candidates if c.line is not None and c.score > -2 and alike(key(c.value), name)), None)


def _know(page: Page, steps: list[Step]) -> _Known:
    assert page.about
    about = page.about
    names = site_keys(page)
    titles = [right(" ".join(title[:_READ].split())) for title in about.titles[:_MOST]]
    named = [text for title in titles if (text := cut(page, title, names))]
    full = right(" ".join(about.page_title[:_READ].split()))
    words = set(key(" ".join(p.text for p in page.found[:12])).split())
    title = _without_unknown(cut(page, full, names), named, words)
    spans = pieces(full)
    found = slugs(page.url) or slugs(join(about.base, about.canonical))
    keys = list(dict.fromkeys(k for title in [*named, *titles] if (k := key(title)) and k not in names))
    begins = {key(full[:end]) for _, end in spans}
    known = _Known(
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


def _without_unknown(title: str, named: list[str], words: set[str]) -> str:
    """What <title> names without a last piece that is most likely a site's name that the page tells nowhere else: a few
    words that do not stand in the text, behind a dash or a bar.
    """
    spans = pieces(title)
    if len(spans) < 2 or title in named:
        return title
    first, last = title[: spans[-2][1]], title[spans[-1][0] :]
    sign = title[spans[-2][1] : spans[-1][0]].strip()
    own = key(last).split()
    strange = not any(word in words for word in own)
    return first if sign in _BARS and strange and len(own) <= 3 and len(key(first).split()) >= 4 else title


def _places(page: Page) -> tuple[list[int], int]:
    """The numbers of the lines that may be the title, and that of the first paragraph."""
    outline, block = page.outline, page.block
    assert outline and page.about
    lines = outline.lines
    numbers = set(headings(outline, page.about))
    if block is None:
        numbers |= {n for n, line in enumerate(lines) if line.level == 1 or is_titled(line)}
        return sorted(numbers), len(lines)
    opening = block.first
    for n in range(block.first, block.last):
        if n != block.heading and prose(lines[n].text, lines[n].links) and not is_heading(lines[n]):
            opening = n
            break
    numbers = {n for n in numbers if n < block.last}
    numbers |= set(range(max(block.first - _ABOVE, 0), min(max(opening, block.first) + _WITHIN, block.last)))
    return sorted(numbers), opening


def _printed(page: Page, known: _Known) -> list[Candidate]:
    """The lines that may be the title."""
    assert page.outline
    lines = page.outline.lines
    numbers, opening = _places(page)
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
        agreed = _agrees(known, line.text)
        said = said or bool(agreed)
        agreed += _learned(page, line)
        if [name for name in agreed if name not in _SHARED] or (is_heading(line) and len(line.text) >= 4):
            found.append(
                Candidate(
                    line.text, "line", [*agreed, *_looks(page, known, n, line, opening, said=_is_said(agreed))], line=n
                )
            )
    if not said:
        for n in unread:
            found += _unread(page, known, n, opening)
    over = [c for c in found if c.line is not None and c.line < opening and is_heading(lines[c.line])]
    if over:
        over[-1].evidence.append("last heading above the text")
    return found


def _unread(page: Page, known: _Known, number: int, opening: int) -> list[Candidate]:
    """A title in what was left out as chrome by its name: only where the address or the head say the same, or the
    newspaper's other pages have theirs there."""
    assert page.outline
    line = page.outline.lines[number]
    assert line.unread is not None
    if page.profile is not None and page.profile.of_titles(line.node, "") in ("titles", "alone"):
        inside = [replace(inner, node=line.node) for inner in outline_of(line.unread).lines[:2]]
        return [
            Candidate(
                inner.text,
                "chrome",
                [*agreed, *learned, *_looks(page, known, number, inner, opening, said=_is_said(agreed))],
                line=number,
            )
            for inner in inside
            if len(inner.text) <= _LONGEST
            and (learned := _learned(page, inner))
            and (agreed := _agrees(known, inner.text)) is not None
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
            [*agreed, *_looks(page, known, number, inner, opening, said=True), "in chrome"],
            line=number,
        )
        for inner in outline_of(line.unread).lines[:40]
        if 8 <= len(inner.text) <= _LONGEST and not inner.links and (agreed := _agrees(known, inner.text))
    ]


def _agrees(known: _Known, text: str) -> list[str]:
    """Which of head and address say the same as a text."""
    start = key(text[:6])[:1]
    if not start or (start not in known.first and len(text) < 20):
        return []
    if start not in known.first and not any(k in key(text) for k in known.keys if len(k) > 12):
        return []
    name = key(text)
    if not name:
        return []
    found = []
    if name in known.keys:
        found.append("as the head names it")
    elif any(_part(name, k) for k in known.keys):
        found.append("as the head names it, in part")
    if name == known.whole:
        found.append("as <title> names it")
    elif name in known.begins:
        found.append("as <title> begins")
    elif name in known.ends:
        found.append("as <title> ends")
    elif any(_part(name, k) for k in known.begins):
        found.append("as <title>, in part")
    if known.anchor and (name == known.anchor or (len(known.anchor) > 20 and name.startswith(known.anchor))):
        found.append("as a link calls it")
    elif known.anchor and _part(name, known.anchor):
        found.append("as a link calls it, in part")
    return found + _address(known, name)


def _learned(page: Page, line: Line) -> list[str]:
    """What the newspaper's other pages say of a line."""
    if line.repeated:
        return ["on many pages"]
    if page.profile is None or not len(line.text) >= 12 or line.links > 0.5 * len(line.text):
        return []
    known = _PLACES.get(page.profile.of_titles(line.node, line.text))
    return [known] if known else []


def _part(name: str, other: str) -> bool:
    short, long = sorted((name, other), key=len)
    if len(short) >= 12 and short in long:
        return len(short) > 0.35 * len(long)
    x, y = set(name.split()), set(other.split())
    return len(x & y) >= 0.75 * len(x | y) and len(x) > 3


def _address(known: _Known, name: str) -> list[str]:
    share = max((says(slug, name) for slug in known.slugs), default=0.0)
    if share and _count(name.split()) <= 2:
        return ["as the address says, a word or two"]
    if share >= 1:
        return ["as the address says"]
    return ["as the address says, cut short"] if share >= 0.8 else ["as the address says, in part"] if share else []


def _looks(page: Page, known: _Known, number: int, line: Line, opening: int, *, said: bool) -> list[str]:
    """What a line's looks, place and words say for and against its being the title; `said` where head or address do."""
    found = [f"h{min(line.level, 3)}" if line.level else "no heading"]
    names = line.node.names.lower()
    if "headline" in names and is_titled(line):
        found.append("class names a headline")
    elif is_titled(line):
        found.append("class names a title")
    if not line.level and (line.node.bold or line.bold >= 0.9 * len(line.text)):
        found.append("bold")
    found += _place(page, known, number, line, opening)
    found += _words(known, line.text, said)
    return found + _against(page, known, number, line)


def _place(page: Page, known: _Known, number: int, line: Line, opening: int) -> list[str]:
    if page.block is None:
        return []
    if number > opening:
        return ["below the first paragraph"]
    gap = opening - number
    found = [
        "right above the text" if gap <= 4 else "near the text" if gap <= 12 else "above" if gap <= 40 else "far above"
    ]
    role = in_chrome(line.node)
    if role is not None:
        found.append("hidden" if role == "hidden" else "in chrome")
    return found


def _is_said(evidence: list[str]) -> bool:
    """Whether head or address say exactly the same, so that a short title is none too short."""
    return any(name in evidence for name in _SAID)


def _words(known: _Known, text: str, said: bool) -> list[str]:
    """What the number of words, their end and their standing in the text say."""
    name = key(text)
    words = name.split()
    count = _count(words)
    found = []
    if count <= 2:
        found.append("a word or two, as named" if said else "a word or two")
    elif count <= 4 and not said:
        found.append("three or four words")
    elif len(text) > 180:
        found.append("long")
    if text.endswith((".", ";", ",", ":")) and not text.endswith("..."):
        found.append("ends as a sentence")
    own = [word for word in words if word.isalpha()]
    if own and known.words and (count > 2 or said):  # a word or two may stand in any text
        share = sum(word in known.words for word in own) / len(own)
        found += [name for least, name in _SHARES if share >= least][:1]
    return found


def _count(words: list[str]) -> int:
    """How many words there are; in scripts that leave no space between them two characters count as one."""
    return sum(max(len(word) // 2, 1) if word[0] >= "\u2e80" else 1 for word in words)


def _against(page: Page, known: _Known, number: int, line: Line) -> list[str]:
    """What else a line is, if not the title."""
    assert page.outline and page.about
    text, name = line.text, key(line.text)
    found = []
    if is_site(page, text, known.names):
        found.append("name of the site")
    if name in known.sections:
        found.append("name of the section")
    if len(text) < 60 and phrase(text) is not None:
        found.append("label")
    if len(text) < 60 and any(map(str.isdigit, text)) and not dates.strip_date(text).strip(" ,|()-–:"):
        found.append("date")
    if line.links > 0.5 * len(text) and line.hrefs:
        there, here = split(join(page.about.base, line.hrefs[0])), split(page.url)
        if (there.path.rstrip("/"), there.query) == (here.path.rstrip("/"), here.query):
            found.append("links here")
        else:
            found.append("links home" if there.path in ("", "/") and not there.query else "links elsewhere")
    if line.node.hints.fields & _NO_TITLE and not is_titled(line):
        found.append("class names another field")
    following = [other for other in page.outline.lines[number + 1 : number + 4] if other.text]
    if len(following) > 1 and all(is_link(other) and len(other.text) > 20 for other in following[:2]):
        found.append("heads a list")
    return found


def _named(page: Page, known: _Known) -> list[Candidate]:
    """The titles that the head names, the site's name cut off."""
    assert page.about
    found: list[Candidate] = []
    seen: set[str] = set()
    for where, text in [*(("head", title) for title in known.named[:6]), ("<title>", known.title)]:
        name = key(text)
        if name in seen or not 2 <= len(text) <= _LONGEST:
            continue
        seen.add(name)
        evidence = ["named in the head" if where == "head" else "named in <title>", *_address(known, name)]
        if where == "head":
            evidence += ["and by <title>"] if name == known.whole or name in known.begins else []
            evidence += ["named second"] if text != known.named[0] else []
        evidence += _words(known, text, said=True)
        evidence += ["name of the site"] if is_site(page, text, known.names) else []
        evidence += ["name of the section"] if name in known.sections else []
        found.append(Candidate(text, where, evidence))
    return found

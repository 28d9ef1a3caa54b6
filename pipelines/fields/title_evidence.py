"""What speaks for and against a text's being the title, by the names of weights.csv."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipelines.addresses.address import join, split
from pipelines.addresses.slug import says
from pipelines.boilerplate.headings import headings, is_dated_below, is_heading, is_titled
from pipelines.boilerplate.lines import is_link
from pipelines.boilerplate.phrases import phrase
from pipelines.evidence import Candidate
from pipelines.fields.site_name import is_site
from pipelines.language.title_keys import key
from pipelines.outline import Line, in_chrome, prose
from pipelines.page import Page
from vietnamese import dates

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
SHARED = ("on many pages", "on several pages")
_PLACES = {
    "several": "on several pages",
    "titles": "where titles stand",
    "alone": "where one line stands, another on each page",
}
_SENTENCE = 90  # letters of a lead, at least
_FIRST = re.compile(r"(1|I|a|A)([.)/]) ?\w")  # "1. Giống lúa"
_COUNTED = 60  # lines in which a list that a line begins goes on
_NAMED = frozenset(("as the head names it", "as <title> names it"))
_NO_NAMES = frozenset(
    ("name of the site", "name of the section", "links elsewhere", "links home", "in chrome", "hidden")
)
_ABOVE = 80  # lines above the text in which its title is looked for
WITHIN = 5  # lines of the block that may stand before its title
_DATE_LINE = 80  # letters of a line that is a date and whose it is: no paragraph
_WHOLE = 4  # words of a line that is a title for sure
_LONGEST = 200  # letters of a title that only its place tells
_NO_TITLE = frozenset(("lead", "caption", "byline", "date"))


@dataclass(slots=True)
class Known:
    """What is known before the candidates are weighed: the titles that the head names, and what is none."""

    named: list[str]  # titles of the head without the site's name, the best first
    keys: list[str]  # their keys, and those of the same titles as printed
    title: str  # <title> without the site's name
    whole: str  # its key
    begins: set[str]  # keys of what <title> begins with, up to one of its separators
    ends: set[str]
    names: frozenset[str]  # keys of the site's names
    sections: set[str]
    anchor: str  # key of the words of a link that led here
    slugs: tuple[tuple[str, ...], ...]
    words: set[str]  # of the text
    first: set[str] = field(default_factory=set)  # the letters with which a title that is known begins


def agreements(known: Known, text: str) -> list[str]:
    """The names of the evidence that head, links or address call the article as a text does, whole or in part; empty
    where none does, or the text has no words.
    """
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
    return found + said_by_address(known, name)


def learned(page: Page, line: Line) -> list[str]:
    """The evidence of the newspaper's other pages for and against a line."""
    if line.repeated:
        return ["on many pages"]
    if page.profile is None or not len(line.text) >= 12 or line.links > 0.5 * len(line.text):
        return []
    known = _PLACES.get(page.profile.of_titles(line.node, line.text))
    return [known] if known else []


def _part(name: str, other: str) -> bool:
    """Whether one key is a good part of the other, or nearly all of their words are the same."""
    short, long = sorted((name, other), key=len)
    if len(short) >= 12 and short in long:
        return len(short) > 0.35 * len(long)
    x, y = set(name.split()), set(other.split())
    return len(x & y) >= 0.75 * len(x | y) and len(x) > 3


def said_by_address(known: Known, name: str) -> list[str]:
    """The evidence that the address says a title (`name`, a key): all of it, in part, or none."""
    share = max((says(slug, name) for slug in known.slugs), default=0.0)
    if share and count_words(name.split()) <= 2:
        return ["as the address says, a word or two"]
    if share >= 1:
        return ["as the address says"]
    return ["as the address says, cut short"] if share >= 0.8 else ["as the address says, in part"] if share else []


_DATED = re.compile(r"[^\W\d_]\s*\([\d\s/.:,|-]{8,}\)$")  # "Tên bài (17-11-2026, 08:12)"


def places(page: Page) -> tuple[list[int], int]:
    """The numbers of the lines that may be the title, and that of the text's first paragraph."""
    outline, block = page.outline, page.block
    assert outline and page.head
    lines = outline.lines
    numbers = set(headings(outline, page.head))
    if block is None:
        numbers |= {n for n, line in enumerate(lines) if line.level == 1 or is_titled(line)}
        return sorted(numbers), len(lines)
    opening = block.first
    for n in range(block.first, block.last):
        line = lines[n]
        told = n != block.heading and prose(line.text, line.links) and not is_heading(line)
        dated = _DATED.search(line.text) or (len(line.text) < _DATE_LINE and dates.find(line.text))
        if told and not dated:
            opening = n
            break
    numbers = {n for n in numbers if n < block.last}
    numbers |= set(range(max(block.first - _ABOVE, 0), min(max(opening, block.first) + WITHIN, block.last)))
    return sorted(numbers), opening


def looks(page: Page, known: Known, number: int, line: Line, opening: int, *, said: bool) -> list[str]:
    """The evidence of a line's looks, place and words for and against its being the title; `said` where head or address
    do.
    """
    found = [f"h{min(line.level, 3)}" if line.level else "no heading"]
    names = line.node.names.lower()
    if "headline" in names and is_titled(line):
        found.append("class names a headline")
    elif is_titled(line):
        found.append("class names a title")
    if not line.level and (line.node.bold or line.bold >= 0.9 * len(line.text)):
        found.append("bold")
    found += _evidence_of_place(page, known, number, line, opening)
    if page.outline is not None and not line.level and is_dated_below(page.outline, number):
        found.append("dated below")
    found += words_of(known, line.text, said)
    return found + _against(page, known, number, line)


def _evidence_of_place(page: Page, known: Known, number: int, line: Line, opening: int) -> list[str]:
    """The evidence that lies in where a line stands: how far above the text, which begins with line `opening`, or in
    chrome.
    """
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


def is_said(evidence: list[str]) -> bool:
    """Whether head or address say exactly the same, so that a short title is none too short."""
    return any(name in evidence for name in _SAID)


def mark_unnamed(candidates: list[Candidate]) -> None:
    """Adds to the evidence against a heading of which the head says nothing that a line below it, right above the text, is
    what the head names: "Sở Giáo dục" in the bar of a site.
    """
    named = [c for c in candidates if c.line is not None and _NAMED.intersection(c.evidence)]
    lines = [
        c.line
        for c in named
        if "right above the text" in c.evidence
        and len(key(c.value).split()) >= _WHOLE
        and not _NO_NAMES.intersection(c.evidence)
    ]
    for candidate in candidates:
        said = any(sign.startswith("as ") for sign in candidate.evidence)
        if candidate.line is not None and not said and any(candidate.line < line for line in lines if line is not None):
            candidate.evidence.append("the head names a line below it")


def below_date(page: Page, known: Known, opening: int, taken: set[int | None]) -> list[Candidate]:
    """The candidate in the line right above the text or its lead, of some words, no link and no heading, which has a date and nothing
    else above it: on a page whose head names no line of it. None where the text begins with line `opening` otherwise.
    """
    assert page.outline
    lines = page.outline.lines
    led = opening > 1 and lines[opening - 1].text.endswith(".")  # a lead stands between
    for n in range(max(opening - 1 - led, 1), opening - led):
        line, above = lines[n], lines[n - 1]
        if n in taken or line.unread is not None or line.hrefs or line.level or len(line.text.split()) < _WHOLE:
            continue
        dated = len(above.text) < 60 and any(map(str.isdigit, above.text)) and not above.hrefs
        if dated and not dates.strip_date(above.text).strip(" ,|()-–:") and len(line.text) <= _LONGEST:
            return [
                Candidate(line.text, "line", ["dated above", *looks(page, known, n, line, opening, said=False)], line=n)
            ]
    return []


def words_of(known: Known, text: str, said: bool) -> list[str]:
    """The evidence that lies in the number of words, in how they end, and in their standing in the text."""
    name = key(text)
    words = name.split()
    count = count_words(words)
    found = []
    if count <= 2:
        found.append("a word or two, as named" if said else "a word or two")
    elif count <= 4 and not said:
        found.append("three or four words")
    elif len(text) > 180:
        found.append("long")
    if text.endswith((".", ";", ",", ":")) and not text.endswith("..."):
        found.append("ends as a sentence")
        if len(text) >= _SENTENCE and text.endswith("."):
            found.append("ends as a long sentence")
    own = [word for word in words if word.isalpha()]
    if own and known.words and (count > 2 or said):  # a word or two may stand in any text
        share = sum(word in known.words for word in own) / len(own)
        found += [name for least, name in _SHARES if share >= least][:1]
    return found


def count_words(words: list[str]) -> int:
    """How many words there are; in scripts that leave no space between them two characters count as one."""
    return sum(max(len(word) // 2, 1) if word[0] >= "\u2e80" else 1 for word in words)


def _against(page: Page, known: Known, number: int, line: Line) -> list[str]:
    """The evidence that a line is something else than the title."""
    assert page.outline and page.head
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
        there, here = split(join(page.head.base, line.hrefs[0])), split(page.url)
        if (there.path.rstrip("/"), there.query) == (here.path.rstrip("/"), here.query):
            found.append("links here")
        else:
            home = there.path in ("", "/") and not there.query
            found.append("links home" if home else "links elsewhere")
            if home and known.whole.startswith(f"{name} ") and "name of the site" not in found:
                found.append("name of the site")  # "Bản tin xã: Ba ấp dọn kênh"
    if line.node.meaning.fields & _NO_TITLE and not is_titled(line):
        found.append("class names another field")
    following = [other for other in page.outline.lines[number + 1 : number + 4] if other.text]
    if len(following) > 1 and all(is_link(other) and len(other.text) > 20 for other in following[:2]):
        found.append("heads a list")
    if (first := _FIRST.match(text)) is not None and _is_counted_on(page, number, first):
        found.append("first of a numbered list")
    return found


def _is_counted_on(page: Page, number: int, first: re.Match[str]) -> bool:
    """Whether a line further down begins with the number that follows on a line's "1." or "I."."""
    assert page.outline
    second = {"1": "2", "I": "II", "a": "b", "A": "B"}[first[1]] + first[2]
    return any(line.text.startswith(second) for line in page.outline.lines[number + 1 : number + _COUNTED])

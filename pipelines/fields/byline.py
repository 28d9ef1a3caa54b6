"""Who wrote an article: every place that names somebody is a candidate, and what speaks for each is weighed."""

from __future__ import annotations

import re

from pipelines.address import host
from pipelines.boilerplate.headings import key
from pipelines.canonical import canonical
from pipelines.diacritics import right
from pipelines.evidence import Candidate, choose
from pipelines.fields import names
from pipelines.fields.date import DATED
from pipelines.fields.place import NEAR, end_of, has_field
from pipelines.language import language
from pipelines.outline import Line, Part, in_chrome
from pipelines.page import Page
from vietnamese import bylines, dates

_WORK = re.compile(
    r"^(?:Ảnh|Clip|Video|Ghi chép|Bút ký|Phóng sự|Ký sự|Tùy bút|Tản văn|Truyện ngắn|Thơ)\s?(?:của|:)\s+[^\W\d_a-z][^.!?]{1,50}$"
)
_OTHERS = ("comment-form", "related", "sidebar", "popup", "nav", "hidden")
_LEADS_TO_PERSON = re.compile(r"author|tac-?gia|profile|user|nguoi-?viet|but-?danh|autor|auteur", re.I)
_MOST = 100  # letters of a line that names an author


def find_byline(page: Page, body: list[Part], before: list[int], believed: bool) -> tuple[str | None, set[int], bool]:
    """The byline (None: none); the lines of the text that print it and nothing else; whether it signs the text.

    `before` are the lines above the text, `believed` whether the head is this article's.
    """
    outline = page.outline
    assert outline and page.head and page.block
    here = _is_vietnamese(page, body)
    candidates = _candidates_by_rule(page, here)
    if not candidates:
        candidates = (
            _signatures(page, body, here) + _candidates_set_apart(page) + _candidates_beside(page, body, before, here)
        )
        candidates += _candidates_named(page, believed, here) + _candidates_linked(page, here)
    _weigh(page, candidates, here)
    best = choose(page, "byline", candidates)
    labels = {p.number for p in body if has_field(p.line, "byline") and names.is_bare(p.text)}  # "By", "Tác giả:"
    accounts = (p for p in body[-1:] if p.line.node.align == "right" and len(p.text) <= _MOST)
    labels |= {p.number for p in accounts if _is_account(p.text)}  # "admin"
    if best is None:
        return None, labels, False
    signs = bool({"rule", "signs the text", "named in the text", "set apart below"} & set(best.evidence))
    printed = signs or not {"labelled", "beside a date"}.isdisjoint(best.evidence)
    used = {p.number for p in body if p.number == best.line} if best.line is not None and printed else set()
    return best.value, used | labels, signs


def _is_vietnamese(page: Page, body: list[Part]) -> bool:
    """Whether an article is in Vietnamese, or in no language that can be told."""
    assert page.head
    sample = "\n".join(p.text for p in body[:6])
    return language(sample, page.head.language) in ("vi", None)


def _candidates_by_rule(page: Page, here: bool) -> list[Candidate]:
    """The candidate that the family's rule picks; none without a rule."""
    assert page.outline
    node = page.outline.fields.get("byline")
    if node is None:
        return []
    found = []
    for n in range(node.first, node.last):
        name = author(dates.strip_date(page.outline.lines[n].text), page, here)
        found += [Candidate(name, "rule", ["rule"], line=n)] if name else []
    return found


def _signatures(page: Page, body: list[Part], here: bool) -> list[Candidate]:
    """The candidates in the first and last lines of the text, and in those set apart below it."""
    outline, block = page.outline, page.block
    assert outline and block
    found: list[Candidate] = []
    paragraphs = [p for p in body if p.kind in ("paragraph", "heading")]
    last = paragraphs[-1] if paragraphs else None
    for p in reversed(paragraphs[-3:]):
        text = names.without_mail(p.text)
        if len(text) > 120:
            break
        name = bylines.byline(text) or _in_rows(text) or (text if p is last and _WORK.match(text) else None)
        named = has_field(p.line, "byline", block.node)
        if name and (named or p is last or _is_apart(p.line, text)):
            bare = names.without_label(name)  # "Tác giả: ...", but not "Bài, ảnh: ..."
            name = bare if bare and name.removesuffix(bare).rstrip().endswith(":") else name
            found.append(Candidate(name, "text", ["signs the text"], line=p.number))
        elif named and (name := author(text, page, here)):
            found.append(Candidate(name, "text", ["named in the text"], line=p.number))
        elif p is last and len(paragraphs) > 2 and _is_signature(p, text, paragraphs[-2]) and not _is_account(text):
            found.append(Candidate(text, "text", ["signs the text"], line=p.number))
        elif (name := _labelled(text, page, here)) is not None:
            found.append(Candidate(name, "text", ["labelled"], line=p.number))
    for p in paragraphs[:3]:
        if len(p.text) > _MOST:
            continue
        if has_field(p.line, "byline", block.node) and (name := author(p.text, page, here)):
            found.append(Candidate(name, "text", ["named in the text"], line=p.number))
        elif (name := _labelled(p.text, page, here)) is not None:
            found.append(Candidate(name, "text", ["labelled"], line=p.number))
        elif p is body[0] and (name := _next_to_date(page, p.number, block.first, here)) is not None:
            found.append(Candidate(name, "text", ["beside a date"], line=p.number))
    return found


def _in_rows(text: str) -> str | None:
    """The persons who sign in a row each; None where any row is something else."""
    rows = text.split("\n")
    return " - ".join(rows) if 1 < len(rows) < 5 and all(map(bylines.persons, rows)) else None


def _candidates_set_apart(page: Page) -> list[Candidate]:
    """The candidates in lines right below the text, and in its footer, that look like a signature."""
    outline, block = page.outline, page.block
    assert outline and block
    found: list[Candidate] = []
    near = [(n, outline.lines[n]) for n in range(block.last, min(block.last + 3, end_of(outline, block)))]
    near = [(n, line) for n, line in near if not in_chrome(line.node)]
    near += [(p.number, p.line) for p in page.gone if p.rule == "footer" and p.number >= block.last - 4]
    for n, line in near:
        text = right(line.text)
        apart = line.node.align == "right" or line.node.bold or line.bold > 0.9 * len(line.text)
        made = bylines.byline(text) or (line.node.align == "right" and names.is_person(text) and " " in text and text)
        if apart and not line.hrefs and made:
            found.append(Candidate(made, "text", ["set apart below"], line=n))
    return found


def _is_apart(line: Line, text: str) -> bool:
    """Whether a line looks otherwise than the text around it."""
    return (
        line.node.align == "right"
        or line.bold > 0.9 * len(text)
        or line.node.bold
        or line.italic > 0.9 * len(text)
        or line.node.italic
    )


def _is_account(text: str) -> bool:
    """Whether a word or two are what somebody logs in with: "admin"."""
    return len(text.split()) <= 2 and names.is_account(text, here=False)


def _is_signature(last: Part, text: str, previous: Part) -> bool:
    """Whether a last line is a signature by its place alone: a few words on the right, below text that is not."""
    return (
        last.line.node.align == "right"
        and previous.line.node.align != "right"
        and len(text) <= 60
        and len(text.split()) <= 8
        and not text.endswith((".", ":", ";", "?", "!"))
        and "\n" not in text
        and not any(character.isdigit() for character in text)
    )


def _candidates_beside(page: Page, body: list[Part], before: list[int], here: bool) -> list[Candidate]:
    """The candidates in lines above and below the text: in an element called an author's, or behind a label.

    `here`: on a Vietnamese page.
    """
    outline, block = page.outline, page.block
    assert outline and block
    lines = outline.lines
    found: list[Candidate] = []
    taken = -1
    end = end_of(outline, block)
    inside = {p.number for p in body}
    edges = [
        *range(block.first, min(block.first + 12, block.last)),
        *range(max(block.last - 6, block.first + 12), block.last),
    ]
    stripped = [n for n in edges if n not in inside]
    text_begins = min((p.number for p in body if len(p.text) > _MOST), default=block.first)
    begin = before[0] if before else block.first
    for n in [*before[-40:], *stripped, *range(block.last, min(block.last + NEAR, len(lines)))]:
        line = lines[n]
        if n <= taken or len(line.text) > _MOST:
            continue
        where = (
            ["above the text"]
            if n < min(block.first + 12, block.last)
            else ["below the text"]
            if n < end
            else ["further below"]
        )
        role = in_chrome(line.node)
        announced = (
            n > 0 and n < block.last + 4 and has_field(lines[n - 1], "byline") and names.is_bare(lines[n - 1].text)
        )
        row = announced or (role == "related" and _is_row(line, block.first, n))
        where = ["below the text"] if announced and where[0] == "further below" else where
        if role in _OTHERS and "author" not in line.rel and not row:
            continue
        if has_field(line, "byline"):
            name, taken = _joined(lines, n, page, here)
            if name:
                found.append(Candidate(name, "text", ["named an author", *where], line=n))
        elif where[0] != "further below" and (name := _labelled(line.text, page, here)) is not None:
            found.append(Candidate(name, "text", ["labelled", *where], line=n))
        elif (
            n < text_begins
            and (name := _beside_date(line.text, here) or _next_to_date(page, n, begin, here)) is not None
        ):
            found.append(Candidate(name, "text", ["beside a date", *where], line=n))
    return found


def _beside_date(text: str, here: bool) -> str | None:
    """The name that stands in one line with a date, or with how long ago it was; None for none. `here`: on a Vietnamese
    page.
    """
    rest = names.without_label(dates.strip_date(text)).strip(" |•·–—-,")
    if DATED.search(rest):  # "Cập nhật: 15/09/2026 07:00 14/09/2026 08:30 · Lan Thử"
        rest = re.split(r"\s[|•·–—-]\s", rest)[-1]
    dated = rest != text and (DATED.search(text) or any(map(str.isdigit, text)))
    return _if_byline(rest, here) if dated else None


def _if_byline(text: str, here: bool) -> str | None:
    """A text that is a byline by how it is made, on a Vietnamese page (`here`); a full name on any other; else None."""
    if here:
        return bylines.byline(text)
    found = names.names(text)
    sure = all(" " in name and len(name) <= 40 and names.is_person(name) for name in found)
    return " - ".join(found) or None if sure else None


def _next_to_date(page: Page, number: int, begin: int, here: bool) -> str | None:
    """The person whom line `number` names and nothing else, where the line above or below, from `begin` on, is a date
    and nothing else; None for none.
    """
    assert page.outline
    lines = page.outline.lines
    line = lines[number]
    text = right(line.text)
    if line.level or " " not in text or not (names.is_person(text) or (here and bylines.persons(text))):
        return None
    name = _if_byline(text, here)
    if name is None:
        return None
    if line.links and not _LEADS_TO_PERSON.search(line.href or ""):
        return None
    beside = [lines[n].text for n in (number - 1, number + 1) if begin <= n < len(lines)]
    dated = any(len(one) <= _MOST and DATED.search(one) and not dates.strip_date(one) for one in beside)
    elsewhere = dated and any(one.text == text and one is not line for one in lines)  # a section's name
    return name if dated and not elsewhere and not _is_site(text, page) else None


def _is_row(line: Line, first: int, number: int) -> bool:
    """Whether line `number` stands in a short row of links above the text, which begins with line `first`, as an author
    and a section do.
    """
    node = line.node
    while node.chrome is None and node.parent is not None:
        node = node.parent
    return number < first and node.chrome == "related" and node.last - node.first <= 6 and node.text < 120


def _joined(lines: list[Line], number: int, page: Page, here: bool) -> tuple[str | None, int]:
    """The authors named side by side from line `number` on, each in an element of its own (None: none), and the number
    of the last line of them.
    """
    first = lines[number]
    found: list[str] = []
    last = number
    for n in range(number, min(number + 8, len(lines))):
        line = lines[n]
        beside = n == number or _is_beside(first, line)
        if not beside or len(line.text) > _MOST:
            break
        text = line.text
        if n > number and found and not has_field(line, "byline"):
            break
        name = author(dates.strip_date(text), page, here)
        if name is None and found and len(text) > 5:
            break
        if name and name not in found:
            found.append(name)
            last = n
    return " - ".join(found) or None, last


def _is_beside(first: Line, line: Line) -> bool:
    """Whether two lines stand in one element, or in neighbours of the same name."""
    a, b = first.node, line.node
    if (
        a is b
        or a is b.parent
        or b is a.parent
        or (a.parent is b.parent and a.parent is not None and a.parent.text < 160)
    ):
        return True
    up, over = a.parent, b.parent
    return (
        up is not None
        and over is not None
        and up.parent is over.parent
        and up.names == over.names
        and bool(up.names or a.names)
    )


def _labelled(text: str, page: Page, here: bool) -> str | None:
    """The persons that a line names behind a label and nothing else ("Von Mara Tester"); None for none."""
    if len(text) > _MOST or not names.is_labelled(text):
        return None
    found = [name for name in names.names(text) if not _is_site(name, page)]
    return " - ".join(found) if found and all(map(names.is_person, found)) and len(found[0].split()) > 1 else None


def _candidates_named(page: Page, believed: bool, here: bool) -> list[Candidate]:
    """The candidates whom the head and the structured data name."""
    assert page.head
    found = []
    for told in page.head.authors[:8]:
        each = [name for text in told.names[:12] if (name := author(text, page, here))]
        if each:
            evidence = [
                told.where,
                *(["organization"] if told.body else []),
                *([] if believed else ["head of another"]),
            ]
            found.append(Candidate(" - ".join(dict.fromkeys(each)), told.where, evidence))
    return found


def _candidates_linked(page: Page, here: bool) -> list[Candidate]:
    """The candidates whom links near the text name, where these say that they lead to the author."""
    assert page.outline and page.block
    block = page.block
    found = []
    for n in range(max(block.first - 30, 0), min(block.last + NEAR, len(page.outline.lines))):
        line = page.outline.lines[n]
        if "author" in line.rel.split() and len(line.text) <= _MOST and (name := author(line.text, page, here)):
            found.append(Candidate(name, "text", ["link to the author"], line=n))
    return found


def _weigh(page: Page, candidates: list[Candidate], here: bool) -> None:
    """Adds to the evidence what the candidates say of one another, and whether they are made like persons' names."""
    for candidate in candidates:
        name = str(candidate.value)
        parts = name.split(" - ")
        site = any(_is_site(part, page) for part in parts)
        others = [c for c in candidates if c.where != candidate.where or c.line != candidate.line]
        others = [c for c in others if set(c.evidence).isdisjoint(("further below", "head of another"))]
        if site:
            candidate.evidence.append("names the site")
        elif any(key(name) in key(str(c.value)) or key(str(c.value)) in key(name) for c in others):
            candidate.evidence.append("named elsewhere")
        own = set(map(key, parts))
        if any(set(map(key, str(c.value).split(" - "))) < own for c in others):
            candidate.evidence.append("names more")
        if all(map(names.is_person, parts)):
            candidate.evidence.append("like a person" if " " in name else "one word")
        elif not bylines.byline(name) and "signs the text" not in candidate.evidence:
            candidate.evidence.append(
                "a phrase" if any(" " in p for p in parts if not names.is_person(p)) else "like no person"
            )


def author(text: str, page: Page, here: bool = True) -> str | None:
    """A person's or desk's name from an author field; None for the site's name, an address, "admin".

    `here`: on a Vietnamese page, where newsrooms sign in formulas and a name in small letters is an account's.
    """
    text = names.parted(right(text.replace("\n", " "))) if here else text
    found = names.names(text)
    if not found:
        return None
    if here:
        whole = names.without_label(text)
        if bylines.byline(whole) and not _is_site(whole, page):
            return bylines.clean_author(whole)
    found = [name for name in found if not names.is_account(name, here=here)]
    others = [name for name in found if not _is_site(name, page)]
    if here or any(names.is_person(name) and " " in name for name in others):
        found = others  # a newspaper beside its people; alone or with an agency it may sign, but not in Vietnamese
    return " - ".join(found) or None


def _is_site(name: str, page: Page) -> bool:
    """Whether a name is the site's own."""
    assert page.head
    k = key(name)
    sites = {key(s) for s in [*page.head.site, page.newspaper_title] if s}
    place = host(canonical(page.head, page.url) or page.url)
    bare = k.replace(" ", "")
    if not k or k in sites or any(len(s) > 5 and (s in k or k in s) for s in sites):
        return True
    return len(bare) > 3 and (bare in place.replace(".", "").replace("-", "") or bare == f"bao{place.split('.')[0]}")

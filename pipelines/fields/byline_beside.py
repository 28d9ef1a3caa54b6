"""The candidates for the byline in lines above and below the text: in an author's element, behind a label, by a date,
alone under the heading.
"""

from __future__ import annotations

import re

from pipelines.boilerplate.lines import is_prose
from pipelines.evidence import Candidate
from pipelines.fields.author import author, is_site, without_site
from pipelines.fields.place import NEAR, end_of, has_field
from pipelines.fields.printed_dates import DATED
from pipelines.language import names
from pipelines.language.diacritics import right
from pipelines.language.section_names import NAMES
from pipelines.language.title_keys import key
from pipelines.outline import Line, Part, in_chrome
from pipelines.page import Page
from vietnamese import bylines, dates
from vietnamese.credits import alone, credit
from vietnamese.places import is_place
from vietnamese.short_years import written_out

OTHERS = ("comment-form", "related", "sidebar", "popup", "nav", "hidden")
_LEADS_TO_PERSON = re.compile(
    r"author|tac-?gia|profile|user|nguoi-?viet|but-?danh|autor|auteur|/staff/|contributor|journalist|redakt|redacc|/people/|equipo",
    re.I,
)
_AUTHORS = re.compile(
    r"/(?:authors?|autor(?:es|en|in)?|auteurs?|tac-?gia|profiles?|staff|people|contributors?|journalists?|redakteure?|signataires?|by|reporters?)/",
    re.I,
)
_UPDATED = re.compile(
    r"\s*[|•·–—-]\s*cập nhật(?: lúc)?:?\s*\d{1,2}[:hg]\d\d$", re.I
)  # "Lan Thử | 14/09/2026 | Cập nhật: 13:41"
# Buttons behind a name and a date: "Lan Thử | 14/09/2026 08:30 | A- A A+", "... Theo dõi trên Google News"
_BUTTONS = re.compile(
    r"\s*[|•·–—-]?\s*(?:A ?[-–+](?:\s*A\b)?(?:\s*A ?\+)?|(?:theo dõi|follow|nghe (?:đọc )?bài|cỡ chữ|lưu bài|chia sẻ|in bài)\b.{0,40}|google news)$",
    re.I,
)
# What newsrooms in other languages sign as, beside the date: "Redacción | Robledal | 27/11/2026"
_DESKS = frozenset(("redacción", "la redacción", "redaktion", "rédaction", "la rédaction", "redakcja", "redazione", "la redazione",
                    "redação", "redactie", "redaktionen", "agencias", "agencies", "newsroom", "staff"))  # fmt: skip
_ORGANIZATION = re.compile(r"(?:^|[\s_-])org(?:ani[sz]ation)?(?:$|[\s_-])", re.I)
_PIECES = re.compile(r"\s[|•·]\s")
_SENTENCE = 60  # letters of a paragraph that speaks of somebody
_LABEL = 20  # letters of a label that stands alone
_PAPER = 40  # letters of the newspaper's name before its author's
WHOLE_ROW = 160  # letters of a line that names an author, and says when it was published and changed
MOST = 100  # letters of a line that names an author
_OVER = 4  # lines above the heading in which its author may be named
_UNDER = 5  # lines under the heading among which a name alone may be the byline


def candidates_over(page: Page, title_line: int | None, here: bool) -> list[Candidate]:
    """The candidates in the lines right above the heading, below any other: in an element called an author's, or behind a
    label. None without a heading.
    """
    assert page.outline
    lines = page.outline.lines
    found: list[Candidate] = []
    taken = -1
    for n in range(max((title_line or 0) - _OVER, 0), title_line or 0):
        line = lines[n]
        if line.level:
            found.clear()
        elif n > taken and line.unread is None and len(line.text) <= MOST and in_chrome(line.node) is None:
            name = labelled(line.text, page, here)
            if name is None and has_field(line, "byline"):
                name, taken = _joined(lines[:title_line], n, page, here)
            found += [Candidate(name, "text", ["named an author", "above the heading"], line=n)] if name else []
            if name is None and here and (name := next_to_date(page, n, (title_line or 0) - _OVER, here)) is not None:
                found.append(Candidate(name, "text", ["beside a date", "above the heading"], line=n))
    return found


def candidates_beside(page: Page, body: list[Part], before: list[int], here: bool) -> list[Candidate]:
    """The candidates in lines above and below the text: in an element called an author's, behind a label or by a date.

    `body` are the article's parts, `before` the numbers of the lines above it; `here`: on a Vietnamese page.
    """
    outline, block = page.outline, page.block
    assert outline and block
    lines = outline.lines
    found: list[Candidate] = []
    taken = -1
    end = end_of(outline, block)
    stripped = _stripped_edges(page, body)
    long = [p.number for p in body if len(p.text) > MOST] or [p.number for p in body if is_prose(p.text)]
    text_begins = min(long, default=block.first)
    begin = before[0] if before else block.first
    for n in [*before[-40:], *stripped, *range(block.last, min(block.last + NEAR, len(lines)))]:
        line = lines[n]
        if n <= taken or len(line.text) > (WHOLE_ROW if DATED.search(line.text) else MOST):
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
        row = announced or (role == "related" and _is_row(line, max(block.first, text_begins), n))
        where = ["below the text"] if announced and where[0] == "further below" else where
        if role in OTHERS and "author" not in line.rel and not row:
            continue
        if has_field(line, "byline") and not is_organization(line):
            name, taken = _joined(lines, n, page, here)
            if name:
                found.append(Candidate(name, "text", ["named an author", *where], line=n))
        elif (where[0] != "further below" and (name := _labelled_in(line, page, here)) is not None) or (
            n < text_begins and n and (name := _below_label(lines[n - 1], line, page, here)) is not None
        ):
            found.append(Candidate(name, "text", ["labelled", *where], line=n))
        elif (
            n < text_begins
            and (name := beside_date(line.text, page, here) or next_to_date(page, n, begin, here)) is not None
        ):
            found.append(Candidate(name, "text", ["beside a date", *where], line=n))
        elif n < text_begins and leads_to_author(line) and (name := author(line.text, page, here)) is not None:
            found.append(Candidate(name, "text", ["link to the author", *where], line=n))
    return found


def is_organization(line: Line) -> bool:
    """Whether class names call what a line names an organization, as hNews does: "source-org vcard"."""
    above = line.node.parent
    return any(_ORGANIZATION.search(node.names) is not None for node in (line.node, above) if node is not None)


def _below_label(label: Line, line: Line, page: Page, here: bool) -> str | None:
    """The full names in a line below one that is a label and nothing else: "By", and "Mara Tester"; None for none."""
    if len(label.text) > _LABEL or not names.is_labelled(f"{label.text} X") or not names.is_bare(label.text):
        return None
    name = author(line.text, page, here)
    return name if name and all(" " in one and names.is_person(one) for one in name.split(" - ")) else None


def _labelled_in(line: Line, page: Page, here: bool) -> str | None:
    """The persons that a line, or the one piece of it that has a label, names: "... | Tác giả: Lan Thử | ..."."""
    pieces = names.pieces(line.text)
    if len(pieces) == 1:
        return labelled(line.text, page, here, line.href)
    told = [name for piece in pieces if (name := labelled(piece, page, here, line.href))]
    return told[0] if len(told) == 1 else None


def leads_to_person(line: Line) -> bool:
    """Whether a line's link leads where those to somebody's page do."""
    return bool(_LEADS_TO_PERSON.search(line.href or ""))


def leads_to_author(line: Line) -> bool:
    """Whether a line is a link, and nothing else, of a full name to where authors' addresses lead: "/autor/mara-tester/"."""
    text = names.without_mail(line.text)  # "Mara Tester @mara"
    several = len(line.hrefs) > 1  # "Mara Tester - Joan Probe", each with a link of her own
    whole = bool(line.href) and line.links >= (0.8 if several else 0.9) * len(text) and not line.level
    who = names.names(text) if several else [text]
    full = bool(who) and all(" " in name and names.is_person(name) for name in who)
    return whole and full and all(_AUTHORS.search(href) for href in (line.hrefs if several else [line.href or ""]))


def _stripped_edges(page: Page, body: list[Part]) -> list[int]:
    """The numbers of the first and last lines of the block that have been taken out of the text, but for another article's."""
    assert page.block
    first, last = page.block.first, page.block.last
    edges = [*range(first, min(first + 12, last)), *range(max(last - 6, first + 12), last)]
    others = {p.number for p in body} | {p.number for p in page.gone if p.rule == "next-article"}
    return [n for n in edges if n not in others]


def beside_date(text: str, page: Page, here: bool) -> str | None:
    """The name that stands in one line with a date, or with how long ago it was; None for none. `here`: on a Vietnamese
    page.
    """
    text = written_out(_BUTTONS.sub("", _UPDATED.sub("", text)))
    pieces = _PIECES.split(text)
    others = [piece for piece in pieces if not dates.find(piece) and names.without_mail(piece)]
    bare = others[0] if len(others) == 1 < len(pieces) else dates.strip_date(names.behind_ago(text))
    rest = names.without_label(bare).strip(" |•·–—-,")
    if DATED.search(rest):  # "Cập nhật: 15/09/2026 07:00 14/09/2026 08:30 · Lan Thử"
        rest = re.split(r"\s[|•·–—-]\s", rest)[-1]
    dated = rest != text and (
        DATED.search(text) or any(map(str.isdigit, text)) or names.is_ago(text.removeprefix(rest).strip(" |•·–—-,"))
    )
    if dated and not here and (desk := rest.partition(" | ")[0].strip()).lower() in _DESKS:
        return desk
    return _if_byline(rest if here else without_site(rest, page), here) if dated else None


def _if_byline(text: str, here: bool) -> str | None:
    """A text that is a byline by how it is made, on a Vietnamese page (`here`); a full name on any other; else None."""
    if here:
        name, comma, place = text.partition(", ")
        return bylines.byline(name if comma and is_place(place) else text)
    found = names.names(text)
    sure = all(" " in name and len(name) <= 40 and names.is_person(name) for name in found)
    return " - ".join(found) or None if sure else None


def next_to_date(page: Page, number: int, begin: int, here: bool) -> str | None:
    """The person whom line `number` names and nothing else, where the line above or below, from `begin` on, is a date
    and nothing else; None for none.
    """
    assert page.outline
    lines = page.outline.lines
    line = lines[number]
    text = names.without_mail(right(line.text if here else without_site(line.text, page)))
    text = _without_role(line, _marked(line, text))
    desk = here and " " not in text and bylines.byline(text, sure=True) is not None  # "PV"
    if line.level or not (desk or (" " in text and (names.is_person(text) or (here and bylines.persons(text))))):
        return None
    name = _if_byline(text, here)
    if name is None:
        return None
    if line.links and not leads_to_person(line):
        return None
    below = number + 1 + (number + 1 < len(lines) and names.is_role(lines[number + 1].text))  # "Harbour Correspondent"
    beside = [lines[n].text for n in (number - 1, below) if begin <= n < len(lines)]
    dated = any(len(one) <= MOST and DATED.search(one) and not dates.strip_date(one) for one in beside)
    others = (one for one in lines if one.text == text and one is not line and not desk)
    elsewhere = dated and any(not has_field(one, "byline") for one in others)  # a section's name
    if not dated or elsewhere or is_site(text, page):
        return None
    return None if line.links == 0 and not has_field(line, "byline") and _is_subject(text, page) else name


def _marked(line: Line, text: str) -> str:
    """What of a line is bold at its end, where that is a full name behind other words: "Le Phare <b>Mara TESTER.</b>"."""
    bold = text[-line.bold :].strip(" .") if 0 < line.bold < len(text) and not line.links else ""
    before = text[: -line.bold]
    return bold if " " in bold and names.is_person(bold) and before[-1:].isspace() and len(before) < _PAPER else text


def _without_role(line: Line, text: str) -> str:
    """The name with which a line begins, a link to its bearer, without what he is behind it: "Lan Thử Phóng viên"."""
    name = text[: line.links] if len(line.hrefs) == 1 and leads_to_person(line) else ""
    return name if " " in name and text[line.links : line.links + 1] in (" ", ",") and names.is_person(name) else text


def _is_subject(name: str, page: Page) -> bool:
    """Whether an article speaks of a person: in its paragraphs but the last, which may say who has written it."""
    told = [p.text for p in page.found if p.kind == "paragraph" and len(p.text) >= _SENTENCE]
    return bylines.is_spoken_of(name, "\n".join(told[:-1]))


def candidates_alone(page: Page, body: list[Part], title_line: int | None) -> list[Candidate]:
    """The candidates in lines under the heading that are a Vietnamese name and nothing else; none without a heading.

    Whoever the article speaks of is no author of it, nor is one whose picture stands above the name; who has taken the
    pictures of it may be.
    """
    assert page.outline
    if title_line is None:
        return []
    lines = page.outline.lines
    text_begins = next((p.number for p in body if len(p.text) > MOST), title_line)
    pictures = {picture.at for picture in page.outline.pictures}
    found = []
    for n in [title_line - 1, *range(title_line + 1, min(title_line + _UNDER, text_begins))]:
        line, name = lines[n], right(lines[n].text)
        plain = n >= 0 and line.text and not line.level and n not in pictures and in_chrome(line.node) not in OTHERS
        if not plain or not _is_full_name(name) or is_site(name, page):
            continue
        if line.links and not leads_to_person(line):
            continue
        others = (other.text for other in lines if other is not line and alone(other.text) != name)
        if not bylines.is_spoken_of(name, "\n".join(credit(text)[0] if name in text else text for text in others)):
            where = "above the text" if n > title_line else "above the heading"
            found.append(Candidate(name, "text", ["a name alone", where], line=n))
    return found


def _is_full_name(text: str) -> bool:
    """Whether a text is one Vietnamese name of two words and more; without a surname, one not in capitals alone, which
    a section's may be ("TÂM LINH").
    """
    if bylines.persons(text) != [text]:
        return False
    if " " not in text:  # "K'Thử"
        return bylines.has_apostrophe(text)
    return bylines.has_surname(text) or (not text.isupper() and key(text) not in NAMES)


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
        if not beside or len(line.text) > MOST:
            break
        text = line.text
        if n > number and not has_field(line, "byline") and (found or not names.is_bare(first.text)):
            break
        name = author(dates.strip_date(text), page, here)
        if name is None and found and len(text) > 5:
            break
        if name and name not in found:
            found.append(name)
            last = n
    own = [name for name in found if not is_site(name, page)]
    return " - ".join(own or found) or None, last


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


def labelled(text: str, page: Page, here: bool, href: str | None = None) -> str | None:
    """The persons that a line names behind a label and nothing else ("Von Mara Tester"); None for none. One word is
    enough where its link, `href`, leads to a person, or where names are written without a space.
    """
    href = href if href and _LEADS_TO_PERSON.search(href) else None
    if len(text) > (WHOLE_ROW if DATED.search(text) else MOST):
        return None
    if here and names.is_work(text) and alone(text) is None:  # "Tản văn của Lan Thử"
        return text
    if not names.is_labelled(text):  # "Bài và ảnh: Lan Thử"
        return bylines.byline(text, sure=True) if here and ":" in text and bylines.persons(text) else None
    found = [name for name in names.names(text) if not is_site(name, page)]
    whole = bool(found) and (" " in found[0] or href is not None or (found[0] >= "\u2e80" and len(found[0]) > 1))
    return " - ".join(found) if whole and all(map(names.is_person, found)) else None

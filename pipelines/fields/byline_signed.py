"""Who signs an article: in the first and last lines of its text, and set apart below it."""

from __future__ import annotations

import re

from pipelines.boilerplate.phrases import phrase
from pipelines.evidence import Candidate
from pipelines.fields.author import author
from pipelines.fields.byline_beside import (
    MOST,
    WHOLE_ROW,
    beside_date,
    is_organization,
    labelled,
    leads_to_author,
    next_to_date,
)
from pipelines.fields.place import end_of, has_field
from pipelines.fields.printed_dates import DATED
from pipelines.language import names
from pipelines.language.diacritics import right
from pipelines.outline import Line, Part, in_chrome
from pipelines.outline.model import SENTENCE_END
from pipelines.page import Page
from vietnamese import bylines
from vietnamese.places import is_place

_DASHED = re.compile(r"^[—–-]{1,2}\s?([^\W\d_][^.!?,;:]{3,40})$")  # "— Mara Tester"
_KOREAN = re.compile(r"\W*([\uac00-\ud7a3]{2,4})\s?(?:기자|특파원)\W*")  # "이시험 기자"
_JOINED = re.compile(r"\s+(?:[-–—&]|và|and|und|et|y|e|en|i)\s+|\s*,\s+")
_SIGNERS = 4  # persons who sign together, at most
# "(dpa/hk)", "(APA, red)", "(AFP)": agencies, and the abbreviation of who edited what they sent
_ABBREVIATED = re.compile(
    r"[(\[]((?:dpa|afp|apa|ap|sda|sid|epd|kna|reuters|ots|lby|lnw|pap|cap|čtk|čt24|ansa|agi|efe|europa press|lusa|anp|tt|ritzau|ntb|stt|belga)"
    r"(?:\s?[/,;+&-]\s?[\w.äöüß]{2,12}){0,3})[)\]]\.?",
    re.I,
)
_CARD = 3  # lines of a text below which there is no card of its author's
_TRAILING = 40  # letters of a signature behind a last sentence


def candidates_signed(page: Page, body: list[Part], here: bool) -> list[Candidate]:
    """The candidates for the byline in the first and last lines of the text (`body`) and in those set apart below it;
    empty where nothing signs it. `here` says whether the article is in Vietnamese, in which a name alone can be told.
    """
    outline, block = page.outline, page.block
    assert outline and block
    found: list[Candidate] = []
    paragraphs = [p for p in body if p.kind in ("paragraph", "heading")]
    signing = [p for p in paragraphs if p not in paragraphs[-3:] or not names.is_helper(p.text)]
    last = signing[-1] if signing else None
    above = signing[-2] if len(signing) > 2 else None
    # "Ảnh: Lan Thử" says who made a series of pictures, unless a name above it signs.
    work = paragraphs[-1] if paragraphs and (last is None or SENTENCE_END.search(last.text)) else last
    for place, p in reversed([*enumerate(paragraphs)][-3:]):
        text = names.without_mail(p.text)
        if len(text) > 120:
            break
        wrote = names.writer(text)
        if wrote or (wrote is not None and len(paragraphs) == 1):  # an infographic is signed by who has drawn it
            found.append(Candidate(wrote or text, "text", ["signs the text"], line=p.number))
            continue
        name = (
            bylines.byline(text) or _in_rows(text) or (text if p is work and names.is_work(text.strip("()")) else None)
        )
        named = has_field(p.line, "byline", block.node)
        if name and (named or _is_apart(p.line, text) or all(map(_tells_others, paragraphs[place + 1 :]))):
            found.append(Candidate(_without_label(name), "text", ["signs the text"], line=p.number))
        elif named and (name := author(text, page, here)):
            found.append(Candidate(name, "text", ["named in the text"], line=p.number))
        elif p is last and above and _is_signature(p, text, above) and not is_account(text):
            found.append(Candidate(text, "text", ["signs the text"], line=p.number))
        elif (name := labelled(text, page, here)) is not None:
            found.append(Candidate(name, "text", ["labelled"], line=p.number))
        elif p is last:
            found += _at_the_end(page, p, text)
    if told := card(body):
        found.append(Candidate(told[0].text, "text", ["named in the text"], line=told[0].number))
    if here and not found and last is not None:
        found += _trailing(last)
    return found + _opening(page, body, paragraphs[:3], here)


def _opening(page: Page, body: list[Part], first: list[Part], here: bool) -> list[Candidate]:
    """The candidates in the `first` lines of the text (`body`)."""
    assert page.block
    block, found = page.block, list[Candidate]()
    for p in first:
        if len(p.text) > (WHOLE_ROW if DATED.search(p.text) else MOST):
            continue
        named = has_field(p.line, "byline", block.node) and not is_organization(p.line)
        if named and (name := author(p.text, page, here)):
            found.append(Candidate(name, "text", ["named in the text"], line=p.number))
        elif (name := labelled(p.text, page, here)) is not None:
            found.append(Candidate(name, "text", ["labelled"], line=p.number))
        elif has_field(p.line, "source") and _ABBREVIATED.fullmatch(f"({p.text})") and not here:
            found.append(Candidate(p.text, "text", ["named in the text"], line=p.number))
        elif leads_to_author(p.line):
            found.append(Candidate(names.without_mail(p.text), "text", ["link to the author"], line=p.number))
        elif p is body[0] and (
            name := beside_date(p.text, page, here) or next_to_date(page, p.number, block.first, here)
        ):
            found.append(Candidate(name, "text", ["beside a date"], line=p.number))
    return found


def card(body: list[Part]) -> list[Part]:
    """The last two lines of a text where they are a heading that is a full name, and a paragraph about its bearer, which
    begins with it: a card of the author's. Empty where they are anything else.
    """
    name, about = body[-2:] if len(body) > _CARD else (None, None)
    if name is None or about is None or name.kind != "heading" or len(name.text) > _TRAILING:
        return []
    person = " " in name.text and names.is_person(name.text)
    return [name, about] if person and about.text.startswith(f"{name.text} ") else []


def _tells_others(part: Part) -> bool:
    """Whether a line at the end says who has done something else than writing: "Thiết kế: Ba Ghe"."""
    return names.is_credit(part.text) or names.writer(part.text) == ""


def _without_label(name: str) -> str:
    """A signature without the label before it: "Tác giả: ...", but not "Bài, ảnh: ..."."""
    bare = names.without_label(name)
    return bare if bare and name.removesuffix(bare).rstrip().endswith(":") else name


def _in_rows(text: str) -> str | None:
    """The persons who sign in a row each; None where any row is something else."""
    rows = text.split("\n")
    return " - ".join(rows) if 1 < len(rows) < 5 and all(map(bylines.persons, rows)) else None


def _at_the_end(page: Page, part: Part, text: str) -> list[Candidate]:
    """The candidate in a last line made as nobody but those who sign make theirs: over a role, behind a dash, before a
    place, an agency and an abbreviation in brackets where the head names nobody.
    """
    assert page.head
    if (agency := _ABBREVIATED.fullmatch(text)) is not None and not page.head.authors:
        return [Candidate(agency[1], "text", ["signs the text"], line=part.number)]
    if (korean := _KOREAN.fullmatch(text)) is not None:
        return [Candidate(korean[1], "text", ["signs the text"], line=part.number)]
    if (name := names.over_role(text)) is not None:
        return [Candidate(name, "text", ["a name over a role"], line=part.number)]
    if (signed := _DASHED.match(text)) and " " in signed[1] and names.is_person(signed[1]):
        return [Candidate(signed[1], "text", ["signs the text"], line=part.number)]
    name = _from_place(part.line, text)
    return [Candidate(name, "text", ["signs the text"], line=part.number)] if name is not None else []


def _from_place(line: Line, text: str) -> str | None:
    """The full name, the only part of a line that is bold or slanted, with which a reader signs before the place that the
    letter comes from ("Mara Tester, Altenried"); None for any other line.
    """
    name, comma, place = text.partition(", ")
    marked = len(name) in (line.bold, line.italic)
    return name if comma and marked and " " in name and names.is_person(name) and names.is_person(place) else None


def _trailing(part: Part) -> list[Candidate]:
    """The candidate behind the last sentence of a paragraph, the only part of it that is bold or slanted."""
    for size in {part.line.bold, part.line.italic}:
        text, name = part.text[:-size], part.text[-size:].strip()
        short = 0 < size < min(_TRAILING, len(part.text)) and text[-1:] in (" ", "\n")
        if short and text.rstrip().endswith((".", "!", "?", "…", '"', "”", ")")) and bylines.byline(name):
            return [Candidate(name, "text", ["ends the text"], line=part.number)]
    return []


def candidates_set_apart(page: Page) -> list[Candidate]:
    """The candidates in lines right below the text, and in its footer, that look like a signature."""
    outline, block = page.outline, page.block
    assert outline and block
    found: list[Candidate] = []
    near = [(n, outline.lines[n]) for n in range(block.last, min(block.last + 3, end_of(outline, block)))]
    near = [(n, line) for n, line in near if not in_chrome(line.node)]
    near += [(p.number, p.line) for p in page.gone if p.rule == "footer" and p.number >= block.last - 4]
    found += _in_box(page)
    for n, line in near:
        text = right(line.text)
        apart = line.node.align == "right" or line.node.bold or line.bold > 0.9 * len(line.text)
        made = bylines.byline(text) or (line.node.align == "right" and names.is_person(text) and " " in text and text)
        if (
            (apart or _stands_alone(outline.lines, n, block.last, made))
            and (not line.hrefs or leads_to_author(line))
            and made
        ):
            found.append(Candidate(_without_label(made), "text", ["set apart below"], line=n))
    return found


def _in_box(page: Page) -> list[Candidate]:
    """The full name in the line below a label such as "About the author", from which on all has been taken out."""
    assert page.outline
    label = next((p for p in page.gone if p.rule == "author-box"), None)
    told = phrase(label.text) if label is not None else None
    if label is None or told is None or told.rule != "author-box" or label.number + 1 >= len(page.outline.lines):
        return []
    text = right(page.outline.lines[label.number + 1].text)
    name = names.names(text) if len(text) <= _TRAILING else []
    full = len(name) == 1 and " " in name[0] and names.is_person(name[0])
    return [Candidate(name[0], "text", ["labelled", "below the text"], line=label.number + 1)] if full else []


def _stands_alone(lines: list[Line], number: int, first: int, name: object) -> bool:
    """Whether line `number`, the `first` below the text, is a full name in a box of its own below which no words follow, as
    they do in a comment or a box about somebody.
    """
    line, below = lines[number], lines[number + 1] if number + 1 < len(lines) else None
    if number != first or not isinstance(name, str) or line.level:
        return False
    if not bylines.has_surname(name) and len(bylines.signatures(name) or []) < 2:  # "Lan Thử - Đài Truyền thanh xã"
        return False
    around = line.node.parent
    last = around is not None and around.parent is not None and around.tag not in ("body", "html")
    last = last and around is not None and around.first < number and around.last == number + 1
    ends = last or below is None or below.unread is not None or bool(below.hrefs or below.level)
    ends = ends or (below is not None and phrase(below.text.strip("[]")) is not None)
    return ends and line.node.last - line.node.first == 1


def _is_apart(line: Line, text: str) -> bool:
    """Whether a line looks otherwise than the text around it."""
    return (
        line.node.align == "right"
        or line.bold > 0.9 * len(text)
        or line.node.bold
        or line.italic > 0.9 * len(text)
        or line.node.italic
    )


def is_account(text: str) -> bool:
    """Whether a word or two are what somebody logs in with: "admin"."""
    return len(text.split()) <= 2 and names.is_account(text, here=False)


def _is_signature(last: Part, text: str, previous: Part) -> bool:
    """Whether a last line is a signature by its place alone: a few words on the right, below text that is not."""
    if _is_bold_name(last.line, text) and not _is_bold_name(previous.line, previous.text):
        return True
    slanted = last.line.node.italic or last.line.italic > 0.9 * len(last.line.text)
    below = len(previous.text) > _TRAILING and SENTENCE_END.search(previous.text) is not None
    if slanted and below and _is_made_like_a_name(text) and phrase(text) is None:
        return True
    return (
        last.line.node.align == "right"
        and previous.line.node.align != "right"
        and len(text) <= 60
        and len(text.split()) <= 8
        and not text.endswith((".", ":", ";", "?", "!"))
        and "\n" not in text
        and not any(character.isdigit() for character in text)
    )


def _is_bold_name(line: Line, text: str) -> bool:
    """Whether a line is bold as a whole and made like one person's name or more: "Phan Tửng – Ngô Đồng"."""
    bold = line.node.bold or line.bold > 0.9 * len(line.text)
    parts = _JOINED.split(text)
    return bold and phrase(text) is None and len(parts) <= _SIGNERS and all(map(_is_made_like_a_name, parts))


def _is_made_like_a_name(text: str) -> bool:
    """Whether a text is two to four words, each with a capital, and no place's name."""
    made = (text.istitle() or text.isupper()) and text.replace(" ", "").isalpha()
    return made and 2 <= len(text.split()) <= 4 and not is_place(text)

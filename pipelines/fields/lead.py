"""The lead: what a page sets apart above or at the head of the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipelines.boilerplate.lines import is_prose
from pipelines.boilerplate.phrases import phrase
from pipelines.evidence import Candidate, choose
from pipelines.fields.place import has_field
from pipelines.fields.printed_dates import CLOCKED, DATED, tells_when
from pipelines.language import names
from pipelines.language.diacritics import right
from pipelines.language.title_keys import alike, key
from pipelines.outline import Line, Node, Part, in_chrome, length
from pipelines.page import Page
from vietnamese import dates
from vietnamese.short_years import written_out

_OTHERS = frozenset(("byline", "date", "caption", "source"))
_LABEL = re.compile(r"^[^:.?!]{2,40}:")  # who speaks: "Phóng viên: ..."
_STEM = re.compile(r"(?:(?<=^)|(?<=\s))[a-z][a-z0-9]+(?=[-_])", re.I)
_ASKED, _ANSWERED = (
    re.compile(r"(?:Hỏi|Question|Frage|Pregunta)\s*:"),
    re.compile(r"(?:Trả lời|Đáp|Answer|Antwort|Réponse|Respuesta)\s*:"),
)
_SLANTED = 60  # letters of a lead that is only slanted
_CALLED = 25  # letters of a lead that class names call one
_SIGNING = 100  # letters of a line that names the author
_LINES = 4  # of a lead, at most
_BOX = 6  # lines of a small box
_PROMOTED = frozenset(
    ("popup", "tools", "ad", "comment-form", "machine")
)  # the rules of phrases that are the site's own
_ENOUGH = 2.0  # what a lead must weigh: what only stands first is a paragraph


@dataclass(slots=True)
class Lead:
    """A lead's text, empty where there is none; `numbers` are those of its lines that stand in the block.

    `over` are the numbers of the lines above the block that are paragraphs of the text.
    """

    text: str = ""
    numbers: set[int] = field(default_factory=set)
    over: list[int] = field(default_factory=list)


def find_lead(page: Page, found: list[Part], before: list[int], begin: int | None, believed: bool) -> Lead:
    """The lead among the lines between heading and text, `before`, and the first of the text, `found`.

    Only what the page sets apart is one. `begin` is the line of the heading, None where it is not right above; what the
    head says is only asked where it is `believed`.
    """
    outline, page_head = page.outline, page.head
    assert outline and page_head and page.block
    lines = outline.lines
    chosen = outline.fields.get("lead")
    if chosen is not None:
        text = " ".join(right(line.text) for line in lines[chosen.first : chosen.last])
        if text:
            return Lead(text, {chosen.first})
    described = [key(d) for d in page_head.descriptions if len(d) > 30] if believed else []
    teaser = key(page.visit.teaser or "")
    above = [] if begin is None else [n for n in before if _may_be(lines[n]) and not _is_promoted(lines, n, begin)]
    candidates = [_above(page, n, described, teaser) for n in above]
    opening = next((p for p in found if p.kind != "caption" and _may_open(p) and not _tells_of_itself(p)), None)
    if opening is not None and opening.kind != "row" and len(found) > 1:
        candidates.append(_opening(page, opening, found, teaser, begin))
    winner = choose(page, "lead", candidates, _ENOUGH)
    taken = [winner.line] if winner is not None and winner.line is not None else []
    if winner is not None:
        further = [n for n in dict.fromkeys([*above, *(p.number for p in found[:4])]) if n not in taken]
        taken += [n for n in further if _goes_on(page, winner, n, described)]
    text = "\n".join(dict.fromkeys(right(lines[n].text, page.stats) for n in sorted(taken)))
    inside = {p.number for p in found}.intersection(taken)
    if "body" in outline.fields:  # a rule of the newspaper says where its text begins
        return Lead(text, inside)
    over = [n for n in above if n not in taken and _is_paragraph(lines[n])]
    if over:
        held = {key(lines[n].text) for n in taken} | {key(p.text) for p in found}
        over = [n for n in over if key(lines[n].text) not in held]
    return Lead(text, inside, over)


def _may_open(part: Part) -> bool:
    """Whether a part may be the first paragraph: of some length, or called a lead and a sentence."""
    size = length(part.text)
    called = has_field(part.line, "lead") and size >= _CALLED and part.text.endswith((".", "!", "?", "…"))
    return called or size >= 40


def _may_be(line: Line) -> bool:
    """Whether a line above the text is running text at all, and no other field."""
    if in_chrome(line.node) or line.level == 1 or length(line.text) < 25 or line.links > 0.5 * len(line.text):
        return False
    if line.node.tag in ("figcaption", "figure", "caption") or line.node.meaning.fields & _OTHERS:
        return False
    return not _is_date(line.text) and not has_field(line, "caption")


def _is_promoted(lines: list[Line], number: int, begin: int) -> bool:
    """Whether a line above the text and below the heading `begin` is the site's own, or stands in a small box with a
    promotion: a summary that a machine has made.
    """
    own = phrase(lines[number].text)
    if own is not None and own.where == "anywhere" and own.rule in _PROMOTED:
        return True
    box = lines[number].node
    while box.parent is not None and box.parent.first > begin and box.parent.last - box.parent.first <= _BOX:
        box = box.parent
    told = (phrase(line.text) for line in lines[box.first : box.last])
    return any(p is not None and p.where == "anywhere" and p.rule in ("popup", "machine") for p in told)


def _is_date(text: str) -> bool:
    """Whether a line is a date, or a row of a date, a time of day and a few words."""
    text = written_out(text)
    if DATED.search(text) is None:
        return False
    clocked = not is_prose(text) and CLOCKED.search(text) is not None
    return clocked or dates.parse(text) is not None or tells_when(text)


def _tells_of_itself(part: Part) -> bool:
    """Whether a part is no text but says when the text was written, or by whom: "By Mara Tester | mara@..."."""
    pieces = written_out(part.text).split(" | ")
    if _is_date(part.text) or (len(pieces) > 1 and not is_prose(part.text) and any(map(dates.find, pieces))):
        return True
    short = len(part.text) <= _SIGNING and not is_prose(names.without_mail(part.text)) and names.is_labelled(part.text)
    who = names.names(part.text) if short else []
    return bool(who) and all(" " in name and names.is_person(name) for name in who)


def _is_paragraph(line: Line) -> bool:
    """Whether a line is running text, no heading and not mostly links."""
    return is_prose(line.text) and not line.level and line.links < 0.3 * len(line.text)


def _above(page: Page, number: int, described: list[str], teaser: str) -> Candidate:
    """The candidate for a lead in a line between heading and text."""
    assert page.outline
    line = page.outline.lines[number]
    evidence = ["between heading and text"]
    if has_field(line, "lead"):
        evidence.append("class names a lead")
    if any(alike(key(line.text), d) for d in described):
        evidence.append("as the head describes the page")
    if teaser and alike(key(line.text), teaser):
        evidence.append("as a feed tells of it")
    if length(line.text) < 60:
        evidence.append("short")
    if line.level and len(line.text) < 80 and not line.text.endswith("."):
        evidence.append("a subheading")
    return Candidate(line.text, "above", evidence, line=number)


def _opening(page: Page, opening: Part, found: list[Part], teaser: str, begin: int | None) -> Candidate:
    """The candidate for a lead in the first paragraph of the text."""
    assert page.block and page.outline
    line, size = opening.line, length(opening.line.text)
    evidence = ["first of the text"]
    if has_field(line, "lead", page.block.node):
        evidence.append("class names a lead")
    second = next((p for p in found if p.kind == "paragraph" and p.number > opening.number and is_prose(p.text)), None)
    if _is_bold(line) and not (second is not None and _is_bold(second.line, 0.6)):
        evidence.append("bold, what follows is not")
    elif _is_slanted(line) and second is not None and not _is_slanted(second.line) and _may_lead(page, opening):
        evidence.append("slanted, what follows is not")
    below = (p for p in found if p.number > opening.number and is_prose(p.text))
    following = next((p for p in below if not _tells_who_or_when(p.line)), None)
    if line.level and size >= 80 and not (following is not None and following.line.level == line.level):
        evidence.append("set as a heading")
    if begin is not None and following is not None:
        home = page.outline.lines[begin].node.parent
        if line.node.parent is home is not following.line.node.parent and following.line.node is not home:
            evidence.append("beside the heading")
        if _is_called_as(line.node, page.outline.lines[begin].node) and not _is_called_as(
            following.line.node, line.node
        ):
            evidence.append("called as the heading is")
        if _is_above_byline(page, opening.number, following.number, begin):
            evidence.append("above the byline")
    if teaser and alike(key(opening.text), teaser):
        evidence.append("as a feed tells of it")
    if size < 60 and "class names a lead" not in evidence:
        evidence.append("short")
    if _is_question(opening, found):
        evidence.append("a question of several")
    return Candidate(opening.text, "text", evidence, line=opening.number)


def _is_called_as(node: Node, other: Node) -> bool:
    """Whether class names of two nodes have a first part in common: "ct-head" and "ct-title"."""
    stems = [{match[0] for match in _STEM.finditer(one.names)} for one in (node, other)]
    return not stems[0].isdisjoint(stems[1])


def _is_above_byline(page: Page, number: int, following: int, begin: int) -> bool:
    """Whether a date or an author's link stands between a first paragraph, right below the heading `begin`, and the second,
    and none further down, as each brief of several has.
    """
    assert page.outline and page.block
    told = [n for n in range(number + 1, page.block.last) if _tells_who_or_when(page.outline.lines[n])]
    return number <= begin + 2 and bool(told) and max(told) < following and following - number <= _LINES


def _tells_who_or_when(line: Line) -> bool:
    """Whether a short line that is no sentence has a date, or a link to its author."""
    text = line.text
    if len(text) > 120 or not (DATED.search(text) is not None or "author" in line.rel.split()):
        return False
    return not text.endswith((".", "!", "?")) or bool(dates.find(text))  # "27/11/2026 a las 10:45h."


def _is_bold(line: Line, share: float = 0.9) -> bool:
    """Whether a line is bold, or so great a share of it."""
    return line.node.bold or line.bold >= share * len(line.text)


def _is_slanted(line: Line) -> bool:
    """Whether a line is slanted as a whole."""
    return line.node.italic or line.italic >= 0.9 * len(line.text)


def _may_lead(page: Page, opening: Part) -> bool:
    """Whether a slanted first paragraph may be a lead: a sentence, no note in brackets or behind a label, below no picture."""
    assert page.outline
    text = opening.text
    pictured = any(picture.at == opening.number for picture in page.outline.pictures)
    return len(text) >= _SLANTED and text[0].isalnum() and not _LABEL.match(text) and not pictured and "\n" not in text


def _is_question(opening: Part, found: list[Part]) -> bool:
    """Whether a first paragraph is what an interviewer asks: more of the kind follow, set in the same way."""
    bold = _is_bold(opening.line)
    if _ASKED.match(opening.text) and any(_ANSWERED.match(p.text) for p in found):
        return True
    others = [p for p in found if p.number > opening.number and p.kind != "caption" and _is_bold(p.line) == bold]
    label = _LABEL.match(opening.text)
    if label and any(p.text.startswith(label[0]) for p in others):
        return True
    return bold and opening.text.endswith("?") and any(p.text.endswith("?") for p in others)


def _goes_on(page: Page, winner: Candidate, number: int, described: list[str]) -> bool:
    """Whether a further line is of the lead too: of the same element, or above the text and of the same description."""
    assert page.outline
    lines = page.outline.lines
    if winner.line is None or number > winner.line + _LINES:
        return False
    line = lines[number]
    if "class names a lead" in winner.evidence:
        node = _named(lines[winner.line].node)
        return node is not None and node.last - node.first <= _LINES and _named(line.node) is node
    if "as the head describes the page" in winner.evidence and winner.where == "above":
        return any(alike(key(line.text), d) for d in described)
    return False


def _named(node: Node | None) -> Node | None:
    """The element around a line's node that class names call a lead; None for none."""
    for _ in range(3):
        if node is None or "lead" in node.meaning.fields:
            return node
        node = node.parent
    return None

"""Who wrote an article: every place that names somebody is a candidate, and what speaks for each is weighed."""

from __future__ import annotations

import re

from pipelines.boilerplate.lines import is_prose
from pipelines.evidence import Candidate, choose
from pipelines.fields.author import author, is_site
from pipelines.fields.byline_beside import (
    MOST,
    candidates_alone,
    candidates_beside,
    candidates_over,
)
from pipelines.fields.byline_dated import candidates_dated, in_cells
from pipelines.fields.byline_signed import candidates_set_apart, candidates_signed, card, is_account
from pipelines.fields.place import NEAR, has_field
from pipelines.language import names
from pipelines.language.diacritics import right
from pipelines.language.language import is_foreign_script, language
from pipelines.language.title_keys import key
from pipelines.outline import Line, Part, text_of
from pipelines.page import Page
from vietnamese import bylines, dates

# "本报讯（记者 林测试 文/图）7月1日 ...": who reports, in brackets where a Chinese report begins
_OPENED = re.compile(
    r"[^\s（(]{0,12}\s?[（(](?:本报|见习|特约|全媒体)*(?:记者|記者|通讯员)\s*((?:[\u4e00-\u9fff]{2,4}、?){1,3}?)\s*(?:[文图摄报].{0,8})?[）)]"
)
_BESIDE = 6  # lines of the text above its first paragraph that may stand beside the author's name
_CREDITED = 5  # last lines of a text that may say who did what
_OFFICE = 60  # letters of a line that names one
_ROLE = 4  # lines of a box of a name, what its bearer is, and an account


def find_byline(
    page: Page, body: list[Part], before: list[int], title_line: int | None, believed: bool
) -> tuple[str | None, set[int], bool]:
    """The byline (None: none); the lines of the text that print it and nothing else; whether it signs the text.

    `before` are the lines above the text, `title_line` is the heading's (None: none), `believed` says whether the head is
    this article's.
    """
    outline = page.outline
    assert outline and page.head and page.block
    here = _is_vietnamese(page, body)
    candidates = _candidates_by_rule(page, here)
    in_table, rows = in_cells(body) if here and not candidates else ([], set())
    if not candidates:
        candidates = (
            candidates_signed(page, body, here)
            + candidates_set_apart(page)
            + candidates_beside(page, body, before, here)
        )
        candidates += in_table + candidates_over(page, title_line, here) + _candidates_opening(page)
        candidates += _candidates_named(page, believed, here) + _candidates_linked(page, here)
        candidates += candidates_alone(page, body, title_line) if here and not candidates else []
        known = {candidate.line for candidate in candidates}
        candidates += [c for c in candidates_dated(page, body, title_line) if c.line not in known] if here else []
    _weigh(page, candidates, here)
    best = choose(page, "byline", candidates)
    labels = {p.number for p in body if has_field(p.line, "byline") and names.is_bare(p.text)}  # "By", "Tác giả:"
    accounts = (p for p in body[-1:] if p.line.node.align == "right" and len(p.text) <= MOST)
    labels |= {p.number for p in accounts if is_account(p.text)}  # "admin"
    credited = [p for p in body[-_CREDITED:] if names.writer(p.text) is not None]
    labels |= {p.number for p in [*credited, *(q for q in body[-_CREDITED:] if credited and names.is_credit(q.text))]}
    labels |= _beside_name(page, body, best) | rows | {p.number for p in card(body)}
    if best is None:
        return None, labels, False
    labels |= {p.number for p in body[-_CREDITED:] if p.kind == "paragraph" and names.is_helper(p.text)}
    labels |= {p.number for p in body[-1:] if names.are_initials(p.text.strip("() "), str(best.value))}
    if "ends the text" in best.evidence:
        signed = next(p for p in body if p.number == best.line)
        signed.text = signed.text[: -len(str(best.value))].rstrip()
        return best.value, labels, True
    signs = bool({"rule", "signs the text", "named in the text", "set apart below"} & set(best.evidence))
    printed = signs or not {"labelled", "beside a date", "by its place", "a name alone"}.isdisjoint(best.evidence)
    used = {p.number for p in body if p.number == best.line} if best.line is not None and printed else set()
    return best.value, used | labels | _offices(body, used), signs


def _offices(body: list[Part], used: set[int]) -> set[int]:
    """The lines in capitals, on the right as the signature below them is, that say in what office somebody signs
    ("CHỦ TỊCH"); `used` is the signature's line.
    """
    found: set[int] = set()
    below = next((p for p in body if p.number in used), None)
    for p in reversed(body[: body.index(below)] if below is not None and below.line.node.align == "right" else []):
        if p.line.node.align != "right" or not p.text.isupper() or len(p.text) > _OFFICE:
            break
        found.add(p.number)
    return found


def _beside_name(page: Page, body: list[Part], best: Candidate | None) -> set[int]:
    """The lines above the first paragraph that print a byline once more, how long ago it was, an account or an address, or
    below the name what the author is.
    """
    found: set[int] = set()
    named = -1 if best is None or best.line is None else best.line
    for p in body[:_BESIDE]:
        if p.kind != "paragraph" or is_prose(p.text):
            break
        text = right(p.text)
        who = names.names(text) if names.is_labelled(text) else []
        again = best is not None and any(key(name) in key(str(best.value)) for name in who)
        again = again or (p.number == named and "link to the author" in (best.evidence if best else ()))
        role = p.number == named + 1 and _is_role(page, p)
        if again or role or names.is_ago(text) or not names.without_mail(text):
            found.add(p.number)
            named = p.number if role or p.number == named + 1 else named
    return found


def _is_role(page: Page, part: Part) -> bool:
    """Whether a line says what the author on the line above it is: a few words in one box with the name."""
    assert page.outline
    box, above = part.line.node.parent, page.outline.lines[part.number - 1]
    if box is None or box.first != part.number - 1 or box.last - box.first > _ROLE:
        return False
    apart = not part.line.level and not part.line.hrefs and above.node is not part.line.node
    return apart and len(part.text) <= 60 and not any(map(str.isdigit, part.text)) and part.text[-1] not in ".?!:;"


def _is_vietnamese(page: Page, body: list[Part]) -> bool:
    """Whether an article is in Vietnamese, or in no language that can be told but in Latin letters."""
    assert page.head
    sample = "\n".join(p.text for p in body[:6])
    told = language(sample, page.head.language)
    return told == "vi" or (told is None and not is_foreign_script(sample))


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


def _candidates_opening(page: Page) -> list[Candidate]:
    """The candidate in the brackets with which the first paragraph of a Chinese report begins."""
    first = next((p.text for p in page.found if p.kind == "paragraph"), "")
    opened = _OPENED.match(first)
    return [Candidate(" - ".join(opened[1].split("、")), "text", ["named in the text"])] if opened is not None else []


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
            found.append(Candidate(" - ".join(_each_once(each)), told.where, evidence))
    return found


def _each_once(found: list[str]) -> list[str]:
    """Names, each once, without one that is the others written in a row."""
    single = list(dict.fromkeys(found))
    joined = {key(" ".join(one for one in single if one is not name)) for name in single if len(single) > 2}
    return [name for name in single if key(name) not in joined]


def _candidates_linked(page: Page, here: bool) -> list[Candidate]:
    """The candidates whom links near the text name, where these say that they lead to the author."""
    assert page.outline and page.block
    block = page.block
    found = []
    for n in range(max(block.first - 30, 0), min(block.last + NEAR, len(page.outline.lines))):
        line = page.outline.lines[n]
        if (
            "author" in line.rel.split()
            and len(line.text) <= MOST
            and (name := author(_linked(page, line), page, here))
        ):
            found.append(Candidate(name, "text", ["link to the author"], line=n))
    return found


def _linked(page: Page, line: Line) -> str:
    """What of a line its link to the author says: all of it, or less where more words stand beside the link."""
    if page.elements is None or line.links > 0.9 * len(line.text) or line.rel.split().count("author") > 1:
        return line.text
    inner = (
        text_of(a) for a in page.elements.of("a") if a.get("href") in line.hrefs and "author" in (a.get("rel") or "")
    )
    return next((text for text in inner if text and text in line.text), line.text)


def _weigh(page: Page, candidates: list[Candidate], here: bool) -> None:
    """Adds to the evidence what the candidates say of one another, and whether they are made like persons' names."""
    for candidate in candidates:
        name = str(candidate.value)
        parts = name.split(" - ")
        site = any(is_site(part, page) for part in parts)
        others = [c for c in candidates if c.where != candidate.where or c.line != candidate.line]
        others = [c for c in others if set(c.evidence).isdisjoint(("further below", "head of another"))]
        if site:
            candidate.evidence.append("names the site")
        elif any(key(name) in key(str(c.value)) or key(str(c.value)) in key(name) for c in others):
            candidate.evidence.append("named elsewhere")
        own = set(map(key, parts))
        if any(set(map(key, str(c.value).split(" - "))) < own for c in others):
            candidate.evidence.append("names more")
        if any(names.are_initials(name, str(c.value)) for c in others):
            candidate.evidence.append("initials of another")
        if all(map(names.is_person, parts)):
            candidate.evidence.append("like a person" if " " in name else "one word")
        elif (
            not bylines.byline(name)
            and not names.is_work(name.strip("()"))
            and "signs the text" not in candidate.evidence
        ):
            candidate.evidence.append(
                "a phrase" if any(" " in p for p in parts if not names.is_person(p)) else "like no person"
            )

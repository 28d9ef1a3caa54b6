"""Lead, captions and byline of a page text."""

from __future__ import annotations

import re
from collections.abc import Set
from itertools import pairwise

from pipelines.plain_text.lines import Line, has, key, parted
from vietnamese import bylines, dates

_FEW = 3  # short lines between paragraphs, from which on they are subheadings
_WORDS = 6  # of a caption without a credit
_PARAGRAPH = 80  # characters of a paragraph at least
_LEAD = 600  # characters; no lead is longer
_LEAD_ALONE = 450  # characters of one that nothing sets apart
_SPEAKS = re.compile(r"^\W*[-–—*•]\s|\?[\"”]?$|^(?:\S+\s){0,3}\S+:\s")  # "- Thưa bà", "PV: ..."
_SENTENCES = re.compile(r"[.!?…][\"”)]?(?:\s|$)")
_HEADS = re.compile(r"^(?:\S+\s){0,3}\S+:\s|^\W*\d+[.)/:]\s|^[IVX]+[.)/:]\s")  # "Phần 1: ...", "1. ...", "II. ..."
_CREDIT = re.compile(r"^\(?(?:ảnh|nguồn ảnh|photo|photograph|foto)\s*:\s*(?P<who>[^\W\d_][^:]{1,60})$", re.I)
_SHORT = ("title", "label", "sentence", "verse")
_BY = re.compile(r"^(?:by|bởi|tác giả|người viết|author|written by|posted by|đăng bởi)\b\s*:?\s+(?=\S)", re.I)


def captions(lines: list[Line], body: list[int]) -> set[int]:
    """Which lines of the body are captions: those with a credit, those above a line that is a credit alone, else a line
    without a full stop between paragraphs.

    Where some have a credit, or there are many such lines, those without are subheadings.
    """
    credited = {n for n in body if _credited(lines[n]) or is_credit(lines[n])}
    credited |= {n - 1 for n in credited if n - 1 in body and is_credit(lines[n]) and lines[n - 1].shape in _SHORT}
    texts = [lines[n].text for n in body]
    short = {n for place, n in enumerate(body) if n not in credited and _between(texts, place)}
    if credited or len(short) >= _FEW:
        return credited
    return {n for n in short if lines[n].words >= _WORDS and not _HEADS.match(lines[n].text)}


def _credited(line: Line) -> bool:
    """Whether a line is a caption with a credit behind it."""
    if len(line.text) > 300 or line.shape == "item" or not has("credit", line.text):
        return False
    caption, credit = bylines.credit(line.text)
    return bool(caption and credit)


def is_credit(line: Line) -> str | None:
    """Whose picture it is, where a line says only that: "ẢNH: LAN THỬ"; None for every other."""
    match = _CREDIT.match(line.text) if len(line.text) <= 80 else None
    return match["who"].rstrip(" .)") if match else None


def _between(texts: list[str], place: int) -> bool:
    """Whether a short line without a full stop stands between two paragraphs."""
    text = texts[place]
    if len(text) > 160 or re.search(r"[.!?…:;,”\"’)]$", text) or has("item", text):
        return False
    neighbours = [texts[n] for n in (place - 1, place + 1) if 0 <= n < len(texts)]
    return bool(neighbours) and all(len(other) >= _PARAGRAPH for other in neighbours)


def lead(
    lines: list[Line], body: list[int], apart: Set[int], title: str = "", *, dated: bool = False
) -> tuple[int | None, str | None, str | None]:
    """The number of the lead's line, its source tag and its text; None three times where nothing sets it apart.

    It is a first paragraph with a source tag, or one below which a picture, a date or what else was taken out stands:
    the lines `apart`. Where two more paragraphs follow, it is also one that says what the title says, or that stands
    below the article's date (`dated`).
    """
    texts = [n for n in body if n not in apart]
    if not texts or not lines[texts[0]].told:
        return None, None, None
    tag, text = bylines.source_tag(lines[texts[0]].text)
    if tag and text:
        return texts[0], tag, text
    below = range(texts[0] + 1, texts[1]) if len(texts) > 2 else range(0)
    if 40 <= len(text) <= _LEAD and any(n in apart for n in below):
        return texts[0], None, text
    if len(texts) > 2 and _sums_up(lines[texts[0]], title, dated) and all(lines[n].told for n in texts[1:3]):
        return texts[0], None, text
    return None, None, None


def _sums_up(line: Line, title: str, dated: bool) -> bool:
    """Whether a first paragraph is made as leads are: neither speech nor item, of a few sentences, about the title."""
    if line.shape != "prose" or not 60 <= len(line.text) <= _LEAD_ALONE or _SPEAKS.search(line.text):
        return False
    if len(_SENTENCES.findall(line.text)) > 3:
        return False
    pairs = set(pairwise(key(title).split()))
    told = sum(pair in pairs for pair in set(pairwise(line.key.split())))
    return dated or told >= max(2, 0.4 * len(pairs))


def byline(lines: list[Line], body: list[int], above: list[int]) -> tuple[str | None, int | None]:
    """Who signs the text, and the number of the line: one of its last two, or one above it.

    Both None where nobody does.
    """
    for n in reversed(body[1:][-2:]):
        if name := bylines.byline(lines[n].text):
            return name, n
    for n in above:
        text = lines[n].text
        match = _BY.match(text) if len(text) <= 80 and not lines[n].site else None
        if match and (name := bylines.clean_author(text[match.end() :])):
            return name, n
    for n in above:
        beside = dates.strip_date(parted(lines[n].text)) if lines[n].shape in ("date", "teaser") else ""
        match = _BY.match(beside) if len(beside) <= 80 else None
        if match and (name := bylines.clean_author(beside[match.end() :])):
            return name, n
        for part in (beside, *beside.split(" - ")) if lines[n].date is not None else ():
            if name := bylines.byline(part):
                return name, n
    for n in above:
        if not lines[n].site and (name := bylines.byline(lines[n].text)):
            return name, n
    return None, None

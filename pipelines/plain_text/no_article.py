"""Why a page text without a date is no article: a list of articles, an answer to a search, a page about the site, an error."""

from __future__ import annotations

import re
from itertools import pairwise

from archive.article import Article
from archive.reasons import Code, Reason
from pipelines.language.page_titles import code_of_title
from pipelines.language.title_keys import key
from pipelines.page_type import page_type
from pipelines.page_type.touting import touted
from pipelines.plain_text.lines import Line
from pipelines.plain_text.run import is_listed

_LEAST = 4  # articles that a list tells of
_ROW = 2  # lines of running text that it tells of each at most
_TOP = 3  # first lines of a page, where its clock stands
_NAMED = 6  # words of a title that names one story, as a section's name does not
_ABOVE = 6  # lines above a list, where it is said what it answers
# "Kết quả tìm kiếm cho: thanh long", "Tìm thấy 24 kết quả", "24 results"
_ANSWERS = re.compile(
    r"\bket qua (?:tim kiem|tra cuu)\b|\btim thay \d+|^\d+ (?:ket qua|results?)\b|\bsearch results?\b"
)
# "Không tìm thấy kết quả nào phù hợp với từ khóa của bạn.", "Không có bài viết nào phù hợp", "No results found"
_NOTHING = re.compile(r"\bkhong (?:tim thay|co) (?:ket qua|bai viet|tin bai)(?: nao)?\b|\bno results?\b")
# The shapes of a list's lines: a title (T), a day (D) and at most two short texts (P), in one order four times. The day
# of one that is no title may have a label (L) beside it: its section.
_DATED_LIST = re.compile(r"(?:TL?DL?P{0,2}){4,}|(?:DL?TL?P{0,2}){4,}|(?:TP{1,2}L?D){4,}")
_SHAPES = {"title": "T", "teaser": "T", "date": "D", "label": "L", "prose": "P", "sentence": "P"}
_TEXT = 300  # characters of a text in such a list at most
_PARKED = re.compile("|".join(pattern for pattern, _ in (*page_type.FOR_SALE, *page_type.GAMBLING)))
_LITTLE = 200  # characters of running text, within which a page tells that it found nothing
_TELLING = 10  # words of a title that may tell of errors, as a story does
_SHORT = 600  # characters of running text, below which the title of an error or a form is believed


def reason(lines: list[Line], title: int | None, first: int, last: int) -> Reason | None:
    """Why the text `lines[first:last]` below the line `title` is none; None where it may be one, or is dated."""
    start = first if title is None else title
    near = range(min(max(start - 5, _TOP), start), last)
    days = sum(lines[n].shape == "date" and not lines[n].site for n in near)
    listed = (days == 0 or days >= _LEAST) and _is_list(lines[start:last])
    if listed and any(_ANSWERS.search(key(line.text)) for line in lines[max(start - _ABOVE, 0) : start]):
        return Reason(Code.SEARCH_RESULTS)  # each of which tells of what was asked for, as the parts of a story do
    if listed and not _is_one_story(lines[start:last]):
        return Reason(Code.LISTING, links=sum(map(is_listed, lines)), words=sum(line.words for line in lines))
    if _is_dated_list(lines, first) and not _is_one_story(lines[start:]):
        return Reason(Code.LISTING, links=sum(map(is_listed, lines)), words=sum(line.words for line in lines))
    if days:  # as a casino's text may have one
        told_of = Article("", lines[start].text, "\n".join(line.text for line in lines[first:last]))
        return Reason(Code.FOREIGN, signs=page_type.PARKED_SIGN) if touted(told_of) else None
    told = sum(len(line.text) for line in lines[first:last] if line.told)
    if told < _LITTLE and any(_NOTHING.search(key(line.text)) for line in lines[first:last]):
        return Reason(Code.SEARCH_RESULTS)
    head = lines[start if title is not None else max(start - 1, 0)]
    if _PARKED.search(key(head.text)) and any(_PARKED.search(key(line.text)) for line in lines[first:last]):
        return Reason(Code.FOREIGN, signs=page_type.PARKED_SIGN)
    named = code_of_title(head.text)
    sure = named is Code.SEARCH_RESULTS or (named is not None and told < (_SHORT if head.words < _TELLING else _LITTLE))
    return Reason(named) if named is not None and sure else None


def _is_one_story(lines: list[Line]) -> bool:
    """Whether half of what stands below a title speaks of the same as it, by two words that follow each other in both:
    advice in six steps, questions and answers."""
    if lines[0].words < _NAMED:
        return False
    title = _pairs(lines[0])
    parts: list[set[str]] = []
    for line in lines[1:]:
        if is_listed(line) or not parts:
            parts.append(set())
        parts[-1] |= _pairs(line)
    return 2 * sum(not part.isdisjoint(title) for part in parts) >= len(parts) > 0


def _pairs(line: Line) -> set[str]:
    """The pairs of words that follow each other in a line."""
    words = re.findall(r"\w+", line.text.lower())
    return {f"{one} {two}" for one, two in pairwise(words)}


def _is_dated_list(lines: list[Line], first: int) -> bool:
    """Whether line `first`, where the running text begins, stands in a list of titles with a day each."""
    shapes = "".join(
        _SHAPES.get(line.shape, "-") if line.shape != "prose" or len(line.text) <= _TEXT else "-" for line in lines
    )
    return any(found.start() <= first < found.end() for found in _DATED_LIST.finditer(shapes))


def _is_list(lines: list[Line]) -> bool:
    """Whether titles, each another, stand above one or two lines of running text, and no text goes on for longer."""
    row = _ROW
    heads: set[str] = set()
    head = ""
    for line in lines:
        if is_listed(line):
            row, head = 0, line.key
        elif line.told or (line.site and line.shape in ("prose", "sentence")):
            if row == _ROW:
                return False
            row += 1
            heads.add(head)
    return len(heads) >= _LEAST

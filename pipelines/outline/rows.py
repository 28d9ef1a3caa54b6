"""The rows of a paragraph: where a line break ends it, and where it is a verse or nothing at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.outline.model import SPACE
from vietnamese import is_syllable

Counts = tuple[int, int, int, int]  # characters in links, bold, italic; number of addresses

BREAK = "\x1f"
_VERSE = 90  # characters; rows that are shorter on the average are verses, and stay one paragraph
_PARAGRAPHS, _SENTENCE = 3, 60  # rows, and letters of each, that are paragraphs where all end as sentences
_STOPS = (".", "!", "?", "…", ".”", '."')
_DATED = 4  # rows among which a date may stand below a title
_DAY = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d\b|\b(?:19|20)\d\d-\d\d-\d\d\b")
_LABELLED = re.compile(r"(?:ngày đăng|đăng (?:lúc|ngày)|cập nhật|ngày|published|posted(?: on)?) ?:? ?\d", re.I)
_END = tuple('.!?…:;”"’)]|»*-–—')


def squeeze(text: str) -> str:
    """A text with each run of white space as a single space, none at its ends."""
    bare = text.strip(" \t\r\n")
    # No white space but the space can be printed: most texts are told in a fifth of the time.
    if bare.isprintable() and "  " not in bare:
        return bare
    # str.split knows a few separators too many; one of them is an ellipsis in old encodings.
    return SPACE.sub(" ", text).strip(" ") if "\x85" in text else " ".join(text.split())


def split(text: str, stops: list[Counts]) -> Iterator[tuple[str, Counts, Counts]]:
    """The lines of a text whose rows are parted by BREAK, each with what was counted before it and at its end.

    `stops` are the counts at the end of every row. Verses are one line, "\\n" between them; of longer rows each is a line
    but for those that break off in mid-sentence.
    """
    found = [squeeze(part) for part in text.split(BREAK)]
    nothing = (0, 0, 0, 0)
    if len(found) != len(stops):  # the page prints our mark itself
        yield " ".join(found), nothing, stops[-1]
        return
    starts = [nothing, *stops]
    # Single line breaks separate long paragraphs on old sites, and links from text; in a poem they are verses.
    short = len(text) <= _VERSE * sum(map(bool, found)) and not _are_paragraphs(found)
    if short and not any(
        2 * (stop[0] - start[0]) > len(row) > 0 for row, start, stop in zip(found, starts, stops, strict=False)
    ):
        yield from _runs(found, starts)
        return
    line, begin = "", nothing
    for row, start in zip(found, starts, strict=False):
        broken = line and row[:1].islower() and not line.endswith(_END) and start[0] == begin[0]
        if line and not broken:
            yield line, begin, start
        line, begin = (f"{line} {row}", begin) if broken else (row, start)
    yield line, begin, stops[-1]


def _runs(found: list[str], starts: list[Counts]) -> Iterator[tuple[str, Counts, Counts]]:
    """Short rows as lines: those that look the same are one; a bold row among others, or a row above a date, is a title
    with its date below.
    """
    begin = 0
    bold = [starts[n + 1][1] - starts[n][1] >= len(row) for n, row in enumerate(found)]
    dated = next((n for n in range(1, min(_DATED, len(found))) if _is_date(found[n])), -1)
    for n in range(1, len(found) + 1):
        if n < len(found) and n != dated != n - 1 and (bold[n] == bold[n - 1] or not found[n]):
            bold[n] = bold[n - 1] if not found[n] else bold[n]
            continue
        if row := "\n".join(filter(None, found[begin:n])):
            yield row, starts[begin], starts[n]
        begin = n


def _are_paragraphs(found: list[str]) -> bool:
    """Whether rows are paragraphs though they are short: three and more, each as long as a sentence and ending as one."""
    told = [row for row in found if row]
    return len(told) >= _PARAGRAPHS and all(len(row) >= _SENTENCE and row.endswith(_STOPS) for row in told)


def _is_date(row: str) -> bool:
    """Whether a row is a date and the time of day, and nothing else but labels.

    >>> _is_date("14/09/2026 08:30 SA"), _is_date("Người đăng: ai đó | Ngày đăng: 14/09/2026"), _is_date("Quê nhà, 14/09/2026")
    (True, True, False)
    """
    if len(row) > 90 or _DAY.search(row) is None:
        return False
    return (len(row) < 40 and sum(map(str.isalpha, row)) < 5) or _LABELLED.search(row) is not None


def joined(letter: str, rest: str, *, sure: bool = False) -> str:
    """A line whose first letter was set apart: with the word it begins, or as a word of its own ("Y tế", "Ở bản").

    `sure` is whether the page says that it is a drop cap.

    >>> joined("S", "áng sớm"), joined("Ở", "bản Lằm"), joined("Y", "tế xã")
    ('Sáng sớm', 'Ở bản Lằm', 'Y tế xã')
    """
    word = rest.split(" ", 1)[0].strip(",.:;!?")
    if not letter.isupper() or not word.isalpha():
        return f"{letter}{rest}" if sure and not letter.isalpha() else f"{letter} {rest}"
    is_word = is_syllable(letter) or letter in "AI"  # "Ở", "Y"; English has "A" and "I"
    one = is_syllable(letter + word) and not (is_word and is_syllable(word))
    return f"{letter}{rest}" if one or not is_word else f"{letter} {rest}"

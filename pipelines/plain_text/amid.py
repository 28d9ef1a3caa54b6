"""What stands amid a page text without ending it: a box of links to other articles, a table, headings, a list, verse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipelines.plain_text import signatures
from pipelines.plain_text.lines import COMMON, Line, has

_LINKS = 6  # titles of a box at most
_CELLS = 60  # lines of a table at most
_CELL = 40  # characters of a cell of a table at most
_TEXT = 40  # lines of text at most that are read below a box or a table
_SHORT = 40  # short lines and sentences at most that are read below a text, up to its signature
_STEP = 4  # lines of the article between its long paragraphs and a box or a table
_TITLE, _TITLES = 6, 2  # words of other articles' titles at least; how many of them are a list
_FEW, _TOLD = 3, 3  # titles of a box amid a text; lines that say of a listed article who has written it, and when
_LINK, _BEFORE = 8, 5  # words of another article's title that has a text of its own; lines of a text before it
_NEAR = 12  # lines above in which pictures are credited to whoever may sign
_BULLETS = "-–•*+➤»›"  # before a link of a list
_ASKED = 2  # questions of an interview above another
_PARTS, _BETWEEN = 2, 8  # numbered headings that a text must have; lines between one and the next
_NUMBER = re.compile(r"(?:(?:bước|phần|mẹo|cách|câu) )?0?(\d{1,2})\s?[.:)/]\s?\S", re.I)
QUESTION = re.compile(r"(?:[-–—]|\w+(?: \w+){0,3}:) ?\S.*\?[\"”]?$")  # "- Bà mong điều gì?", "Hỏi: Nộp ở đâu?"
_LONG_NAME = re.compile(r"(?<=\s)[A-Z][^\W\d_]{7,}")  # "Oberkesselbach": longer than any syllable of Vietnamese
_BELOW = ("share", "tags", "comment-form")  # rules of what closes a text that nobody signs
_NUMBERED = re.compile(r"(?:[IVX]{1,4}|[A-ZĐ]|\d{1,2}(?:\.\d{1,2})*)\s?[.:)/-]\s?[^\W\d]")  # "II. Hạn chế"


def goes_on(lines: list[Line], first: int, n: int, *, at_end: bool = True) -> int:
    """The number of the line after the text that goes on below the box, table or short lines that begin with line `n`; 0
    where there is neither, or no text of the article begun with line `first` goes on.

    The text goes on where whole sentences follow, and then the name of who has written them, or what closes a text; or
    where they follow a box and are about the same as those above it. The titles of a box that has several have no text
    of their own, so that what follows may have headings. Short lines alone are looked at only where line `n` is `at_end`
    of the text known so far.
    """
    if n <= first or not (_is_text(lines[n - 1]) or _shows_above(lines, first, n)):
        return 0  # the signature stands above
    if at_end and n < len(lines) and _is_short(lines[n]) and (more := _below_short_lines(lines, first, n)):
        return more
    links, below = _box(lines, n)
    below = below if links else table(lines, n)
    last = _text_below(lines, below, headed=links > 1 or asks(lines, below)) if below else 0
    texts = [line for line in lines[below:last] if _is_text(line)]
    told = len(texts)
    if not told or (told == 1 and links and tells_of(_last_title(lines, below), texts)):
        return 0  # the last title of a list may have a text of its own
    same = _is_same_matter(lines[first:n], texts)
    if links == 1 and told == 1 and (_has_summaries(lines, last) or not (_points_on(lines[n]) or same)):
        return 0
    if links and same:
        return last
    if links == 1 and lines[n].text.endswith(":") and not tells_of(lines[n + 1], texts):
        return last  # two paragraphs or more, none of which tells of the only title
    if last == len(lines):
        return 0
    whose = signatures.credits(lines[max(n - _NEAR, 0) : last])
    if signatures.signature(lines[last], whose):
        return last
    several = told > 1 or (links > 1 and texts[0].shape == "prose") or links == 1
    return last if several and _closes(lines[last]) else 0


def _below_short_lines(lines: list[Line], first: int, n: int) -> int:
    """The number of the line after the short lines of the article's own that begin with line `n`, headings, a list or
    verse, and after the sentences that follow them. 0 where line `n` is none of these, or they are not the article's.

    They are where they are signed. Where nobody signs, the headings are in capitals or numbered, or the heading of
    another list follows, and the sentences are about the same as those above, or below a list that a colon announces.
    """
    announced = lines[n - 1].text.endswith(":") or lines[n].text.endswith(":")
    end, texts = n, 0
    while end < min(n + _SHORT, len(lines)) and (_is_short(lines[end]) or _is_text(lines[end])):
        if not (announced and not texts) and signatures.signature(lines[end], frozenset()):
            break
        texts += _is_text(lines[end])
        end += 1
    if not texts:
        own = all(says_of(lines[first:n], line) for line in lines[n:end])
        return _signed_list(lines, n, end, announced=announced or own)
    begins = next(m for m in range(n, end) if _is_text(lines[m])) if announced else n
    last = next(m for m in range(end, n, -1) if _is_text(lines[m - 1]))
    heads = [line for line in lines[begins:last] if not _is_text(line)]
    if last == end < len(lines) and signatures.signature(lines[end], frozenset()):
        return end if sum(_may_be_other(line) and not says_of(lines[first:n], line) for line in heads) < _TITLES else 0
    if end < len(lines) and _heads_list(lines[end]):
        ends = sum(map(_may_be_other, heads)) < _TITLES
    else:
        ends = all(map(_is_marked, heads))
    listed = announced and sum(map(_may_be_other, lines[n:last])) < _TITLES
    return last if ends and (listed or _is_same_matter(lines[first:n], lines[n:last])) else 0


def _signed_list(lines: list[Line], n: int, end: int, *, announced: bool) -> int:
    """The number of the line that signs the short lines `lines[n:end]`, below which no sentence stands; 0 where none
    does, or they are neither announced by a colon nor all marked as headings."""
    if announced and end - 1 > n and signatures.signature(lines[end - 1], frozenset()):
        return end - 1  # among the names of a list the last signs
    signs = n < end < len(lines) and signatures.signature(lines[end], frozenset())
    return end if signs and (announced or all(map(_is_marked, lines[n:end]))) else 0


def _may_be_other(line: Line) -> bool:
    """Whether a short line may be the title of another article rather than a heading."""
    return line.shape == "title" and line.words >= _TITLE and not _is_marked(line)


def _is_short(line: Line) -> bool:
    """Whether a line may be a heading, an entry of a list, a verse or a cell, or shares the text amid it."""
    if line.phrase is not None:
        return line.phrase.rule == "share"
    return (
        not line.site and line.shape in ("title", "label", "junk", "item", "verse") and not has("hashtags", line.text)
    )


def _is_marked(line: Line) -> bool:
    """Whether a line is marked as a heading: in capitals, or with the number of a part."""
    return line.phrase is None and (line.text.isupper() or _NUMBERED.match(line.text) is not None)


def _text_below(lines: list[Line], below: int, *, headed: bool) -> int:
    """The number of the line after the whole sentences that begin with line `below`, pictures among them, and, where
    those may be `headed`, lines that head or ask for the next."""
    last = below
    while last < min(len(lines), below + _TEXT):
        heads = headed and last + 1 < len(lines) and _may_head(lines[last]) and _is_text(lines[last + 1])
        if not (_is_text(lines[last]) or _is_caption(lines, last) or heads):
            break
        last += 1
    while last > below and not _is_text(lines[last - 1]):
        last -= 1
    return last


def _may_head(line: Line) -> bool:
    """Whether a line may head a part of a text, or ask for it."""
    return line.shape in ("title", "label") and line.phrase is None and not line.site


def _is_caption(lines: list[Line], n: int) -> bool:
    """Whether line `n` tells of a picture: it has a credit, stands below a picture, or above whose that is."""
    line = lines[n]
    if line.phrase is not None or line.shape not in ("title", "label"):
        return False
    return line.pictured or has("credit", line.text) or (n + 1 < len(lines) and has("credit", lines[n + 1].text[:8]))


def _shows_above(lines: list[Line], first: int, n: int) -> bool:
    """Whether a caption stands right above line `n`: with its credit, or, right below a whole sentence, of what the text
    says too."""
    if has("credit", lines[n - 1].text):
        return True
    shown = n - 2 >= first and _may_be_other(lines[n - 1]) and _is_text(lines[n - 2])
    return shown and _heads_list(lines[n]) and says_of(lines[first : n - 1], lines[n - 1])


def _is_same_matter(above: list[Line], below: list[Line]) -> bool:
    """Whether the sentences below say two words in a row that those above say, both of which mean something, or a long
    name."""
    one, other = (
        {pair for line in side if line.told for pair in pairwise(line.key.split()) if COMMON.isdisjoint(pair)}
        for side in (above, below)
    )
    said, told = (
        {name for line in side if line.told for name in _LONG_NAME.findall(line.text)} for side in (above, below)
    )
    return not one.isdisjoint(other) or not said.isdisjoint(told)


def says_of(above: list[Line], line: Line) -> bool:
    """Whether a line, of whatever shape, says two words in a row that the sentences above say, both of which mean
    something."""
    own = {pair for pair in pairwise(line.key.split()) if COMMON.isdisjoint(pair)}
    return any(not own.isdisjoint(pairwise(one.key.split())) for one in above if one.told)


def tells_of(title: Line, texts: list[Line]) -> bool:
    """Whether sentences say two words in a row of a title that mean something."""
    own = {pair for pair in pairwise(title.key.split()) if COMMON.isdisjoint(pair)}
    return any(not own.isdisjoint(pairwise(line.key.split())) for line in texts)


def ends_with_another(lines: list[Line], first: int, last: int) -> bool:
    """Whether the last two lines of the text `lines[first:last]` are another article's title and what it tells: a long
    title, a paragraph about the same, and nothing that those above say."""
    if last - first < _BEFORE or not _may_be_other(lines[last - 2]) or lines[last - 2].words < _LINK:
        return False
    title, text = lines[last - 2], lines[last - 1]
    if not _is_text(text) or (last < len(lines) and _is_text(lines[last])) or not tells_of(title, [text]):
        return False
    return not _is_same_matter(lines[first : last - 2], [text]) and not tells_of(title, lines[first : last - 2])


def last_text(lines: list[Line], first: int, last: int) -> int:
    """The end of the text `lines[first:last]`, moved on over the boxes and tables below which it goes on."""
    n = last = _numbered_on(lines, first, last)
    while n < min(last + _STEP, len(lines)):
        if more := goes_on(lines, first, n, at_end=all(line.told for line in lines[last:n])):
            n = last = more
        elif lines[n].phrase is not None or lines[n].site or signatures.signature(lines[n], frozenset()):
            break
        else:
            n += 1  # a caption and a short paragraph may stand before them
    return last


def heads_first(lines: list[Line], n: int, last: int) -> bool:
    """Whether line `n` heads the first of the numbered parts of a text, which ends before line `last`: "1. ..."."""
    numbers = (found for line in lines[n + 1 : last] if not line.site and (found := _NUMBER.match(line.text)))
    one, two = _NUMBER.match(lines[n].text), next(numbers, None)
    return one is not None and two is not None and (int(one[1]), int(two[1])) == (1, 2)


def _numbered_on(lines: list[Line], first: int, last: int) -> int:
    """The end of the text `lines[first:last]`, moved on over the parts whose headings go on with its numbers: "5. ..."."""
    numbers = [int(found[1]) for line in lines[max(first - 1, 0) : last] if (found := _NUMBER.match(line.text))]
    if len(numbers) < _PARTS or numbers[0] + len(numbers) < numbers[-1]:
        return last
    number, n = numbers[-1], last
    while n < min(last + _BETWEEN, len(lines)) and lines[n].phrase is None and not lines[n].site:
        found = _NUMBER.match(lines[n].text)
        if found is not None and int(found[1]) == number + 1 and not has("dated", lines[n].text):
            number, last = number + 1, n + 1
        elif lines[n].told and n <= last:
            last = n + 1
        n += 1
    return last


def table(lines: list[Line], first: int) -> int:
    """The number of the line below a table that begins with line `first`: short lines, a third of them with numbers.
    0 where there is none."""
    last = first
    while last < min(len(lines), first + _CELLS) and _is_cell(lines[last]):
        last += 1
    cells = lines[first:last]
    while cells and not has("number", cells[-1].text):
        cells.pop()  # the signature, and what stands below it, may be as short
    numbers = sum(has("number", line.text) for line in cells)
    return first + len(cells) if numbers >= max(2, len(cells) / 3) else 0


def _box(lines: list[Line], n: int) -> tuple[int, int]:
    """How many titles stand in the box that line `n` heads, each with its day at most, and the number of the line below
    it; (0, 0) where it heads none."""
    if not _heads_list(lines[n]):
        return 0, 0
    links, below = 0, n + 1
    while below < len(lines) and links <= _LINKS:
        line = lines[below]
        if links and line.phrase is not None and line.phrase.rule == "ad":
            below += 1  # an advertisement ends a box
            break
        if not (links and line.shape == "date"):
            if not is_link(line) or asks(lines, below):
                break
            links += 1
        below += 1
    return (links, below) if 0 < links <= _LINKS else (0, 0)


def is_link(line: Line) -> bool:
    """Whether a line may be another article's title: no number and no question of this one's."""
    listed = line.shape == "item" and line.text[0] in _BULLETS and not has("end", line.text)
    titled = (line.shape in ("title", "teaser") or listed) and line.words >= 4
    return titled and not _NUMBER.match(line.text) and not QUESTION.match(line.text)


def asks(lines: list[Line], n: int) -> bool:
    """Whether line `n` is one of an interview's questions: two lines above it ask, too, and are answered."""
    if n >= len(lines) or not _is_question(lines, n):
        return False
    return sum(_is_question(lines, m) for m in range(n)) >= _ASKED


def questions(lines: list[Line]) -> list[int]:
    """The numbers of the lines that ask in an interview; none where one alone asks."""
    found = [n for n in range(len(lines)) if lines[n].text.endswith("?") and _is_question(lines, n)]
    return found if len(found) > 1 else []


def _is_question(lines: list[Line], n: int) -> bool:
    """Whether line `n` asks, and running text follows."""
    return lines[n].shape == "title" and lines[n].text.endswith("?") and n + 1 < len(lines) and lines[n + 1].told


def boxes(lines: list[Line]) -> Iterator[tuple[int, int]]:
    """The boxes of few links below which a text goes on: of each the number of its heading and of the line below it."""
    for n in range(1, len(lines)):
        if not (_heads_list(lines[n]) and (_is_text(lines[n - 1]) or _is_caption(lines, n - 1))):
            continue
        links, below = _box(lines, n)
        begins = below + _heads_on(lines, n, below)
        texts = 0
        while begins + texts < len(lines) and _is_text(lines[begins + texts]):
            texts += 1
        if begins > below and texts:
            yield n, below
            continue
        if not links or not texts or tells_of(_last_title(lines, below), lines[below : below + texts]):
            continue
        if links <= _FEW and (texts > 1 or (_points_on(lines[n]) and not _has_summaries(lines, below + texts))):
            yield n, below


def _heads_on(lines: list[Line], n: int, below: int) -> bool:
    """Whether the line below a box, which line `n` heads, heads the next part of the text: it ends on an advertisement,
    and what is below speaks of what is above."""
    phrase = lines[below - 1].phrase if 0 < below < len(lines) - 1 else None
    if phrase is None or phrase.rule != "ad" or not _may_head(lines[below]):
        return False
    above = lines[max(n - _NEAR, 0) : n]
    return _is_same_matter(above, [line for line in lines[below : below + _NEAR] if _is_text(line)])


def summaries(lines: list[Line]) -> list[int]:
    """The numbers of the lines that tell what other articles are about: below the heading of a list, each right below a
    title, or its day and writer, and above the next title; two of them at least."""
    found: list[int] = []
    n = 0
    while n < len(lines):
        if not _heads_list(lines[n]):
            n += 1
            continue
        row: list[int] = []
        n += 1
        while (at := _summary(lines, n)) is not None:
            row += [at] if _is_text(lines[at]) else []
            n = at + 1
        found += row if len(row) > 1 else []
    return found


def _summary(lines: list[Line], n: int) -> int | None:
    """The last line of what a list tells of the article whose title is line `n`: its text, day or title alone; None
    where line `n` is no title, or two paragraphs stand below it."""
    if n >= len(lines) or not _may_be_other(lines[n]):
        return None
    at = n
    while at + 1 < len(lines) and at - n < _TOLD and lines[at + 1].shape in ("date", "label", "junk"):
        at += 1
    if at + 1 < len(lines) and _is_text(lines[at + 1]):
        at += 1
    elif at > n and lines[at].shape != "date":
        return n
    return None if at + 1 < len(lines) and _is_text(lines[at + 1]) and _is_text(lines[at]) else at


def _last_title(lines: list[Line], below: int) -> Line:
    """The last title of a box that ends above line `below`."""
    return next(line for line in reversed(lines[:below]) if line.shape != "date")


def _points_on(line: Line) -> bool:
    """Whether a line is put before one link amid a text: "Xem thêm", "Đọc thêm"."""
    return line.key in ("xem thêm", "đọc thêm", "xem tiếp", "read more", "see also")


def _has_summaries(lines: list[Line], n: int) -> bool:
    """Whether line `n` is another article's title with a short text of its own, as in a list of such."""
    return n + 1 < len(lines) and _may_be_other(lines[n]) and _is_text(lines[n + 1])


def _is_text(line: Line) -> bool:
    """Whether a line is whole sentences of an article."""
    return line.told and line.phrase is None and line.shape in ("prose", "sentence")


def _is_cell(line: Line) -> bool:
    """Whether a line may be a cell of a table."""
    short = line.shape in ("label", "junk", "title", "date") and len(line.text) <= _CELL
    return short and line.phrase is None and not has("hashtags", line.text)


def _heads_list(line: Line) -> bool:
    """Whether a line heads a list of other articles."""
    return line.phrase is not None and line.phrase.where == "list"


def _closes(line: Line) -> bool:
    """Whether a line stands below a text, and above none."""
    return line.phrase is not None and line.phrase.rule in _BELOW

"""Which lines of a page text are the article's: the run of lines that holds the most running text, and its end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from itertools import groupby

from pipelines.plain_text import amid, captions, signatures, teasers
from pipelines.plain_text.amid import QUESTION
from pipelines.plain_text.lines import Line, has
from vietnamese import bylines

# What a line adds to the run of lines that it stands in, by its shape; running text by its length.
WEIGHTS = {
    "sentence": 0.5,
    "item": 0.5,
    "verse": 0.4,
    "title": -0.5,
    "teaser": -1.5,
    "label": -0.5,
    "menu": -2.0,
    "date": -0.5,
    "path": -2.0,
    "junk": -0.5,
    "phrase": -1.0,
}
_PHRASES = {"opens": -4.0, "list": -2.5}  # by where they stand
_SITE = -1.5
_AMONG = -0.25  # an advertisement or a link to another article between two sentences of the article's
_PUT_IN = 4  # lines of the newspaper in a row amid a text at most
_SUMMED = 0.3  # of what it would add, that the text below a title in a list of articles does
_PART = 80  # characters of running text that add one
_MOST = 400  # characters of a line that are counted
_CELLS = -5.0  # what a table, a run of short lines with numbers among them, takes away at most
_TABLE = -0.75  # the same, where running text stands right above and below
_LABELS = -12.0  # what any run of short lines takes away at most
_SUMMARY = 4.0  # the most that the text below a title in a list of articles tells
_BAR = ("share", "tags", "tools")  # rules of what stands above or below a text
_BRIEFS = re.compile(
    r"(?:tin|bản tin) (?:vắn|nhanh|ngắn)\b.{0,25}$|điểm tin$", re.I
)  # head short news, a paragraph each
_ANSWER = re.compile(r"(?:có|không|đồng ý|rất|hài lòng|ủng hộ|yes|no)\b", re.I)  # to a poll
_REPLY = re.compile(r"(?:trả lời|đáp|answer|antwort|réponse|respuesta|risposta)\s?:", re.I)  # "Trả lời: Theo luật ..."
_LISTED = 200  # lines of a list that are looked at
_BOX = 1.5  # times what the article tells, that a box of short news below may tell
_NEAR = 8  # lines below the last running text among which the signature is looked for
_ENOUGH = 3.0  # what a text must have told before anything may end it


def weight(line: Line) -> float:
    """What a line adds to the run of lines that it stands in."""
    if line.site:
        return _SITE
    if line.phrase is not None and (line.shape == "phrase" or line.phrase.where == "list"):
        return _PHRASES.get(line.phrase.where, WEIGHTS["phrase"])
    if line.phrase is not None and not line.told:
        return -2.0 if line.phrase.rule == "footer" else -1.0
    if line.shape == "prose":
        return min(len(line.text), _MOST) / _PART
    return WEIGHTS[line.shape]


def _weights(lines: list[Line]) -> list[float]:
    """The weight of each line in its run; a table, or a run of labels, takes away no more than a bound."""
    weights = [weight(line) for line in lines]
    for n in range(1, len(lines) - 1):
        if _is_put_in(lines[n]) and lines[n - 1].told and (below := _below_links(lines, n)):
            weights[n:below] = [_AMONG / (below - n)] * (below - n)
        if _credits_caption(lines, n):
            weights[n - 1] = weights[n] = 0.0
    for n in amid.questions(lines):
        weights[n] = 0.0
    for n in amid.summaries(lines):
        weights[n] *= _SUMMED
    for n, below in (*amid.boxes(lines), *_of_site(lines), *teasers.boxes(lines), *captions.rows_of_captions(lines)):
        weights[n:below] = [_AMONG / (below - n)] * (below - n)
    place = 0
    for is_cell, group in groupby(
        lines, lambda line: line.shape in ("label", "junk") and not (line.site or line.phrase)
    ):
        size = len(list(group))
        total = sum(weights[place : place + size])
        if is_cell:
            numbers = sum(has("number", line.text) for line in lines[place : place + size])
            most = _CELLS if numbers > 0.3 * size else _LABELS
            if numbers > 0.3 * size and _is_amid(lines, place, place + size):
                most = _TABLE
            if total < most:
                weights[place : place + size] = [most / size] * size
        place += size
    return weights


def _of_site(lines: list[Line]) -> Iterator[tuple[int, int]]:
    """The few lines in a row that stand in many texts of the newspaper, links and the headings of their boxes, amid the
    running text of this one, other links among them: of each row the number of its first line and of the one below it."""
    place = 0
    for is_told, group in groupby(lines, lambda line: line.told):
        row = list(group)
        if not is_told and 0 < place < len(lines) - len(row) and len(row) <= _PUT_IN:
            known = [_is_of_site(line) for line in row]
            if any(known) and all(is_known or is_listed(line) for is_known, line in zip(known, row, strict=True)):
                yield place, place + len(row)
        place += len(row)


def _is_of_site(line: Line) -> bool:
    """Whether a line stands in many texts of the newspaper, as no comment form or signature does."""
    known = line.phrase is None or line.phrase.where in ("list", "link", "label") or line.phrase.rule in ("ad", "popup")
    return line.site and known


def _is_put_in(line: Line) -> bool:
    """Whether a line is put between two paragraphs of an article: an advertisement, a link to another article."""
    if line.site:
        return line.shape in ("prose", "sentence")
    return line.phrase is not None and (line.phrase.rule == "ad" or line.phrase.where == "link")


def _below_links(lines: list[Line], n: int) -> int:
    """The number of the line below the links in a row that begin with line `n`, where the text goes on there; else 0."""
    below = n
    while below < len(lines) and _is_put_in(lines[below]):
        below += 1
    headed = below + 1 < len(lines) and lines[below].shape == "title" and lines[below + 1].told
    own = headed and amid.says_of(lines[max(n - _NEAR, 0) : n], lines[below + 1])
    return below if below < len(lines) and (own or _goes_on(lines, below)) else 0


def _goes_on(lines: list[Line], n: int) -> bool:
    """Whether line `n` is running text, or a question that some is the answer to."""
    return lines[n].told or (lines[n].shape == "title" and lines[n].text.endswith("?") and _is_told(lines, n + 1))


def _is_amid(lines: list[Line], first: int, last: int) -> bool:
    """Whether running text stands right above line `first` and at line `last`."""
    return first > 0 and last < len(lines) and lines[first - 1].told and lines[last].told


def find(lines: list[Line]) -> tuple[int, int] | None:
    """The first line of the article's running text and the one after its last; None where there is no such text."""
    weights = _weights(lines)
    best: tuple[float, int, int] = (0.0, 0, 0)
    total, start = 0.0, 0
    for n, each in enumerate(weights):
        if total <= 0:
            total, start = 0.0, n
        total += each
        if total > best[0]:
            best = (total, start, n + 1)
    if best[0] <= 0:
        return None
    return best[1], amid.last_text(lines, best[1], best[2])


def end(lines: list[Line], first: int, last: int) -> int:
    """Where the article ends, at the latest `last`: at its signature, or at the first line of a tail; then on over the
    lines of its own that follow the last running text."""
    told, left = 0.0, sum(max(weight(line), 0.0) for line in lines[first:last])
    whose = signatures.credits(lines[first : last + _NEAR])
    titles = _titles_below(lines, first, last)
    on = first  # up to where the text is known to go on
    boxes = dict((*teasers.boxes(lines), *captions.rows_of_captions(lines)))
    for n in range(first, last):
        on = max(on, amid.goes_on(lines, first, n), min(boxes.get(n, 0), last))
        if n < on:
            told, left = told + max(weight(lines[n]), 0.0), left - max(weight(lines[n]), 0.0)
            continue
        line = lines[n]
        if told >= _ENOUGH and _is_comment(lines, n):
            last = n
            break
        if (
            told >= _ENOUGH
            and not _credits_caption(lines, n)
            and _signs_text(lines[n : min(last, n + 1 + _LISTED)], told, left, whose)
        ):
            return n + 1
        if told >= _ENOUGH and _ends(lines, n, last, titles[n - first], told, left):
            last = n
            break
        told += max(weight(line), 0.0)
        left -= max(weight(line), 0.0)
    if last > on and amid.ends_with_another(lines, first, last):
        last -= 2
    while last > max(first + 1, on) and (
        _closes(lines[last - 1]) or not (lines[last - 1].told or own(lines[last - 1]))
    ):
        last -= 1
    return _extend_end(lines, last, whose)


def _closes(line: Line) -> bool:
    """Whether a line, of whole sentences too, is one that sites print below their articles."""
    return line.phrase is not None and line.phrase.where == "end"


def is_listed(line: Line) -> bool:
    """Whether a line may be the title of another article in a list of such."""
    return line.shape in ("title", "teaser") and line.words >= 6 and not line.text[0].islower() and not own(line)


def _titles_below(lines: list[Line], first: int, last: int) -> list[int]:
    """How many titles stand between each of the lines from `first` to before `last` and the next running text."""
    counts, count = [], 0
    for n in range(last - 1, first - 1, -1):
        counts.append(count)
        count = 0 if lines[n].told else count + is_listed(lines[n])
    return counts[::-1]


def asks(lines: list[Line], n: int, last: int) -> bool:
    """Whether line `n` is a question that is answered at once, or the first of an interview's, which others follow before
    `last`: "Hỏi: ...?"."""
    if not QUESTION.match(lines[n].text):
        return False
    below = lines[n + 1 : last]
    return any(QUESTION.match(line.text) for line in below) or any(_REPLY.match(line.text) for line in below[:1])


def _credits_caption(lines: list[Line], n: int) -> bool:
    """Whether line `n` says whose the picture is that the line above tells of."""
    return n > 0 and lines[n - 1].shape in ("title", "label") and has("credit in front", lines[n].text)


def _signs_text(lines: list[Line], told: float, left: float, whose: Set[str]) -> bool:
    """Whether the first of `lines` signs the text: a byline with much running text above (`told`), and below hardly any
    (`left`), or but titles with a short text each, or short news. `whose` are the pictures."""
    line = lines[0]
    return (
        line.shape in ("label", "title")
        and not line.site
        and (
            left <= min(_ENOUGH, 0.15 * told)
            or (left < told and _are_summaries(lines[1:]))
            or (left < _BOX * told and _are_briefs(lines[1:]))
        )
        and signatures.signature(line, whose) is not None
    )


def _is_comment(lines: list[Line], n: int) -> bool:
    """Whether line `n` is a reader's name, above what they say and what answers it: "Lan Thử", "Hay quá.", "Trả lời"."""
    if lines[n].shape not in ("label", "title") or signatures.signature(lines[n], frozenset()) is None:
        return False
    below = n + 1
    while below < min(n + 4, len(lines)) and lines[below].told:
        below += 1
    phrase = lines[below].phrase if n + 1 < below < len(lines) else None
    return phrase is not None and phrase.rule == "comment-form" and lines[below].words <= 5


def _are_briefs(lines: list[Line]) -> bool:
    """Whether lines are short news under a heading of such, a paragraph each."""
    return bool(lines) and _BRIEFS.match(lines[0].text) is not None and any(line.told for line in lines[1:4])


def _ends(lines: list[Line], n: int, last: int, titles: int, told: float, left: float) -> bool:
    """Whether the article has ended before line `n`: `titles` stand at once below, `told` and `left` is the running
    text above and below."""
    line = lines[n]
    if line.told or own(line):
        return False
    if left < _BOX * told and _are_briefs(lines[n:last]):
        return True
    if line.phrase is not None and (line.phrase.where == "opens" or line.phrase.rule == "comment-form"):
        return True
    if line.phrase is not None and line.phrase.rule in _BAR:
        return left < told / 2 or _are_summaries(lines[n + 1 : min(last, n + 1 + _LISTED)])
    if line.phrase is not None and line.phrase.where == "list":
        return titles >= 1 and (left < told / 4 or _are_summaries(lines[n + 1 : min(last, n + 1 + _LISTED)]))
    return titles >= 4 and left < told / 3


def _are_summaries(lines: list[Line]) -> bool:
    """Whether lines are titles, each with a short text at most."""
    headed, row = 0, 0.0
    for line in lines:
        if line.told:
            row += weight(line)
        elif line.shape in ("title", "teaser"):
            headed, row = headed + 1, 0.0
        if row >= _SUMMARY:
            return False
    return headed >= 3


def poll(lines: list[Line], n: int, last: int) -> int:
    """How many lines of answers stand below line `n`, where that asks the readers: "Bạn có ủng hộ không?", "Có",
    "Không". 0 where it asks nobody."""
    if not lines[n].text.endswith("?") or lines[n].told or has("item", lines[n].text):
        return 0
    answers = 0
    for line in lines[n + 1 : last]:
        if line.shape != "label" or has("end", line.text):
            break
        answers += 1
    return answers if answers and _ANSWER.match(lines[n + 1].text) else 0


def list_below(lines: list[Line], n: int, last: int) -> int:
    """How many titles of other articles stand at once below a line that heads a list by its shape: a short label
    without a colon, then three titles at least of six words or more. 0 where it heads none."""
    if lines[n].shape != "label" or own(lines[n]) or has("item", lines[n].text):
        return 0
    titles = 0
    for line in lines[n + 1 : last]:
        if not is_listed(line):
            break
        titles += 1
    return titles if titles >= 3 else 0


def _extend_end(lines: list[Line], last: int, whose: Set[str]) -> int:
    """Moves the end of an article, `last`, over what is its own below the last running text: short lines, its sources,
    a table, the signature. `whose` are the pictures.
    """
    apart = False  # whether a phrase, or the newspaper's own line, has come between
    table = amid.table(lines, last)
    if table and table < len(lines) and signatures.signature(lines[table], whose):
        return table + 1
    for n in range(last, min(last + _NEAR, len(lines))):
        line = lines[n]
        if (line.shape == "phrase" and line.phrase and line.phrase.rule == "comment-form") or _is_comment(lines, n):
            break
        if (
            line.shape == "date"
            or has("hashtags", line.text)
            or (line.phrase is not None and line.phrase.where == "link")
        ):
            continue  # it may stand above the signature, or the last paragraph
        if line.site or line.shape == "phrase":
            apart = True
        elif not apart and _credits_caption(lines, n):
            last = n + 1
        elif signatures.signature(line, whose, sure=apart) or (
            n == last and (signatures.office(lines, n) or signatures.unlisted(lines, n))
        ):
            return n + 1
        elif not apart and (line.told or own(line) or (QUESTION.match(line.text) and _is_told(lines, n + 1))):
            last = n + 1
        elif not apart and line.shape in ("title", "label") and _is_signed_paragraph(lines, n + 1, whose):
            last = n + 2  # a caption, a paragraph as short, who signs
        elif apart or line.shape not in ("title", "label") or not _is_signed(lines, n + 1):
            break
    return last


def _is_told(lines: list[Line], n: int) -> bool:
    """Whether line `n` exists and is running text."""
    return n < len(lines) and lines[n].told


def _is_signed_paragraph(lines: list[Line], n: int, whose: Set[str]) -> bool:
    """Whether line `n` is running text, and the next signs it."""
    if not _is_told(lines, n) or n + 1 >= len(lines):
        return False
    return signatures.signature(lines[n + 1], whose) is not None or signatures.office(lines, n + 1)


def _is_signed(lines: list[Line], n: int) -> bool:
    """Whether line `n` exists and signs an article wherever it stands."""
    return n < len(lines) and bylines.byline(lines[n].text, sure=True) is not None


def own(line: Line) -> bool:
    """Whether a short line belongs to an article by what it says: a picture's credit, a source, who worked on it, thanks."""
    if line.site or len(line.text) >= 200:
        return False
    return any(has(name, line.text) for name in ("credit", "credit behind", "source", "thanks"))

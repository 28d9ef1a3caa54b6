"""The dates of a line that a page prints, alone, row by row or among other things."""

from __future__ import annotations

import re
from datetime import datetime

from pipelines.boilerplate.lines import is_prose
from pipelines.fields.head_dates import SLASHED
from pipelines.language.names import is_labelled
from pipelines.page import Page
from vietnamese import dates
from vietnamese.short_years import written_out

DATED = re.compile(r"(?:19|20|25)\d\d|\d ?[/.-] ?\d{1,2} ?[/.-] ?\d\d")  # without which no line holds a date
_DATE = re.compile(
    r"(?:\b\d{1,2}[:hg]\d\d(?::\d\d)?[ ,|–-]+)?\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b"
    r"(?:[ ,|–-]+\d{1,2}[:hg]\d\d(?::\d\d)?(?: ?(?:SA|CH|AM|PM)\b)?)?"
    r"|\b(?:19|20)\d\d-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?)?\b"
)
_LONGEST = 120  # letters of a line that says who published something when, and where
_PUBLISHED = re.compile(
    r"\W*(?:posted|published|written|filed|ditulis|diterbitkan|dipublikasikan|tayang|veröffentlicht|erstellt|geschrieben"
    r"|publié|écrit|posté|publicado|escrito|publicada|pubblicato|scritto|publicat|gepubliceerd|geplaatst|publicerad"
    r"|เผยแพร่|được (?:đăng|viết)|đăng|viết)(?!\w)",
    re.I,
)
# "来源：港湾日报 2026年09月12日 08:30 作者：孔小明 评论：36": source, day, author, counts in a row
_CHINESE = re.compile(r"(?:^|\s)(?:来源|來源|作者|责编|责任编辑|編輯|编辑)\s*[:：]")
_ABBREVIATED = re.compile(r"\d\s?(?:[ap]\.\s?m\.|น\.)$", re.I)  # "4:05 p.m.", and the same in Thai
_AGAIN = re.compile(r"\d[/-]\d|\d\.\d{1,2}\.")  # of a second date; "1.9K" is a count
_SHORT = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.([0-4]\d)(?![\d.])")  # 26.01.22
# 14:05 28/08/20: two digits are a year's where a time stands beside them.
_SHORT_YEAR = re.compile(r"(?<![\d/.-])(\d{1,2})([/-])(\d{1,2})\2([0-4]\d)(?![\d/.-])")
_PIECE = re.compile(r"\s*[|•·]\s*")
CLOCKED = re.compile(r"\b\d{1,2}(?:[:hg]| giờ )\d\d\b")
# What .NET writes in English: the month first, no zeros, seconds. In Vietnamese it writes SA and CH.
_NET = re.compile(r"(?<![\d/])([1-9]|1[0-2])/([1-9]|[12]\d|3[01])/(\d{4} \d{1,2}:\d\d:\d\d [AP]M\b)")
_LICENCE = re.compile(
    r"©|\(c\)|copyright|giấy phép|bản quyền|licen[cs]e|all rights", re.I
)  # dates of the site, not of an article


def find_printed(text: str, page: Page, named: bool) -> list[dates.Date]:
    """The dates that a line prints: as a date line, a row each, or among other things. Empty where it prints none. Of
    `named` lines, which class names call a date, "5.8.26" is one too.
    """
    now, text = page.fetched_at, written_out(text)
    found = dates.find(_NET.sub(r"\2/\1/\3", text), now=now)
    if not found and "\n" in text:
        return [d for row in text.split("\n")[:8] for d in find_printed(row, page, named)]
    if not found and not is_prose(text) and not _LICENCE.search(text) and (inner := _DATE.search(text)):
        # Among other things: "Được viết bởi ... vào T5, 17/11/2016 - 09:42".
        rest = text.replace(inner[0], "")
        found = _several(text, now) if _AGAIN.search(rest) else dates.find(inner[0], now=now)
        slashed = SLASHED.search(inner[0]) if not found else None
        if slashed and (int(slashed[2]) > 12 or (page.head and page.head.language[:2].lower() == "en")):
            found = dates.find(f"{slashed[2]}/{slashed[1]}/{slashed[3]}", now=now)
    if not found and len(text) <= _LONGEST and (pieces := _PIECE.split(text))[1:] and not is_prose(text):
        found = [d for piece in pieces for d in dates.find(piece, now=now)]  # "14 July 2020 | Mara Tester, reporter"
    here = page.head is not None and page.head.language[:2].lower() in ("vi", "")
    if not found and here and len(text) < 60 and CLOCKED.search(text) and (short := _SHORT_YEAR.search(text)):
        found = dates.find(f"{text[: short.start(4)]}20{text[short.start(4) :]}", now=now)
    if not found and (named or _may_tell(text)):
        found = dates.within(text, now=now)
    if not found and named and (short := _SHORT.search(text)):
        found = dates.find(f"{short[1]}.{short[2]}.20{short[3]}", now=now)
    return found


def tells_when(text: str) -> bool:
    """Whether a line says who published something when, and nothing else: "Posted by Lan Thu on May 2, 2024 in News"."""
    return _may_tell(text) and bool(dates.within(text))


def _may_tell(text: str) -> bool:
    """Whether a line begins as those do that say who published something when, and is no sentence."""
    sentence = text[-1:] in (".", "!", "?") and not _ABBREVIATED.search(text)
    told = _PUBLISHED.match(text) or is_labelled(text) or _CHINESE.search(text)
    return len(text) < _LONGEST and not sentence and bool(told)


def _several(text: str, now: datetime) -> list[dates.Date]:
    """The two dates of a line: "Cập nhật: 15/09/2026 07:00 Đăng: 14/09/2026 08:30"."""
    ends = [date.end() for date in _DATE.finditer(text)]
    if len(ends) != 2:
        return []
    both = (text[: ends[0]], text[ends[0] : ends[1]])
    found = [one for part in both for one in dates.find(part.strip(" |·•–-,;()"), now=now)]
    sure = any(one.modified for one in found) or all(one.precision == "minute" for one in found)
    return found if sure else []  # "16/11/2026 - 17/11/2026" is a span of days

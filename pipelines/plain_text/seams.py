"""Where elements side by side were put together into one line without a space: "Lan Thử12/10/2020 08:05Chia sẻ"."""

from __future__ import annotations

import re
from itertools import pairwise, takewhile

from pipelines.boilerplate.phrases import phrase
from vietnamese.letters import is_syllable

SEVERAL = 3  # seams in a line from which on it is several put together
_ROW = 200  # characters of a line of labels and dates at most
_STOPS = ".!?…”"
_DAY = r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}"
_NAMED_DAY = r"\d{1,2} Tháng [^\W\d_]+(?: [^\W\d_]+)?,? (?:19|20)\d\d"  # "12 Tháng Mười, 2020"
_BEFORE_DATE = re.compile(rf"(?<=[^\W\d_])(?<!\dT)(?=\(?(?:\d{{1,2}}:\d{{2}}|{_DAY}|{_NAMED_DAY}))")
# A moment, and what follows it without a space: a name, a label, a number: "12/10/2020 08:054 phút đọc".
_BEHIND_DATE = re.compile(
    rf"(?:{_DAY}[\s,|–-]*(?:lúc )?\d{{1,2}}[:hg]\d{{2}}|\d{{1,2}}[:hg]\d{{2}}[\s,|–-]*(?:ngày )?{_DAY})(?=[^\W\d_](?<![hgsHAP])|\d+ [^\W\d_])"
    rf"|{_NAMED_DAY}(?=\d+ \S)"
)
# Looked for first, as few lines have one: what may begin a second line, no letter in small and no space before it.
_SMALL = "".join(filter(str.islower, map(chr, range(0xDF, 0x1F00))))
_MAY_BEGIN = re.compile(rf"[^\s\da-z.,;:!?()/|{_SMALL}](?<=\S.)")  # "Chi tiếtThể thao"
_MAY_BE_DATE = re.compile(r"[\d(](?<=[^\W\d_].)")  # "Lan Thử12/10/2020"
_YEAR = re.compile(r"\d{4}")
_LAST_WORD, _FIRST_WORD = re.compile(r"[^\W\d_]+(?=\W*$)"), re.compile(r"[^\W\d_]+")
_NAMES = frozenset(
    [
        "facebook",
        "zalo",
        "twitter",
        "email",
        "google",
        "youtube",
        "tiktok",
        "telegram",
        "linkedin",
        "menu",
        "copy",
        "link",
        "in",
        "hotline",
    ]
)
_AROUND = 20  # characters on each side of a place in which the words beside it stand
_LABELS = ("list", "label", "link", "anywhere", "opens", "end")  # where phrases stand that are put before or behind


def parted(row: str, least: int = SEVERAL) -> list[str]:
    """The lines that were put together into one without a space, where that has so many seams, or one at a date or at
    what sites print around articles.

    >>> parted("Xem trên YouTube và TikTok của báo VnExpress"), parted("Chi tiếtThể thaoLượt xem: 12Đăng lúc 8:00")
    (['Xem trên YouTube và TikTok của báo VnExpress'], ['Chi tiết', 'Thể thao', 'Lượt xem: 12', 'Đăng lúc 8:00'])
    >>> parted("Lan Thử12/10/2020 08:054 phút đọc"), parted("Xem thêmBa ấp dọn kênh đón mùa đua ghe")
    (['Lan Thử', '12/10/2020 08:05', '4 phút đọc'], ['Xem thêm', 'Ba ấp dọn kênh đón mùa đua ghe'])
    >>> parted("Lan Thử12 Tháng Mười, 20200 57 2 phút đọc"), parted("Số 12 Tháng Mười, 2020")
    (['Lan Thử', '12 Tháng Mười, 2020', '0 57 2 phút đọc'], ['Số 12 Tháng Mười, 2020'])
    """
    found = places(row)
    if not found:
        return [row]
    parts = [row[one:other] for one, other in pairwise([0, *found, len(row)])]
    if len(found) >= least:
        return parts
    labels = len(row) <= _ROW and (_at_dates(row) or any(map(_is_label, parts)))
    return parts if labels else [row]


def places(row: str) -> list[int]:
    """The places in a line where two were put together."""
    begins = (match.start() for match in _MAY_BEGIN.finditer(row, 1) if match.end() < len(row))
    found = [n for n in begins if _is_seam(row[max(n - 2, 0) : n], row[n : n + 2]) and _are_apart(row, n)]
    return sorted({*_at_dates(row), *found})


def _at_dates(row: str) -> list[int]:
    """The places before and behind a date where two lines were put together."""
    before = [match.start() for match in _MAY_BE_DATE.finditer(row) if _BEFORE_DATE.match(row, match.start())]
    return [*before, *(match.end() for match in _BEHIND_DATE.finditer(row))] if _YEAR.search(row) else before


def _is_label(part: str) -> bool:
    """Whether a part of a line is what sites print around articles."""
    found = phrase(part.strip())
    return found is not None and found.where in _LABELS


def _is_seam(before: str, after: str) -> bool:
    """Whether two letters and the two after them may be of two elements side by side: a small letter and a capital, the
    end of a sentence and the next one, a number or a name in capitals and a word."""
    if after.startswith("- "):
        return before[-1] in ":)"
    if not (after[0].isupper() or after[0] == "“"):
        return False
    if before[-1].islower() or (before[-1] in _STOPS and before[0].islower()):
        return True
    return after[1].islower() and (
        before[-1].isdigit() or before[-1] in ")]" or (before.isupper() and before.isalpha() and len(before) == 2)
    )


def _are_apart(row: str, place: int) -> bool:
    """Whether words of the language stand on both sides of a place; where several were put together, up to the next."""
    before = _LAST_WORD.search(row[max(place - _AROUND, 0) : place])
    after = _FIRST_WORD.search(row[place : place + _AROUND])
    words = [
        *([_from_capital(before[0])] if before else ()),
        *([_up_to_capital(after[0])] if after else ()),
    ]
    return all(word.isupper() or word.lower() in _NAMES or is_syllable(word.lower()) for word in words)


def _up_to_capital(word: str) -> str:
    """The first of several words that were put together: "LưuChia" is "Lưu"."""
    return word if word.isupper() else word[:1] + "".join(takewhile(str.islower, word[1:]))


def _from_capital(word: str) -> str:
    """The last of several words that were put together: "đọcLưu" is "Lưu"."""
    small = len("".join(takewhile(str.islower, reversed(word))))
    return word if word.isupper() or small == len(word) or not small else word[-small - 1 :]

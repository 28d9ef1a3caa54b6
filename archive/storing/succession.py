"""What it means that an article's address shows something else: an edit, another article, or nothing to be believed.

One table says it (`ROWS`, the first row that holds): a reading that has something of the stored article is its edit,
however much else changed; one of another day is another article, to which the address was given; one that has nothing
of it and is no article of its own either (no day, or little beside the day of the visit) is in doubt. A server in trouble
says such things under the newspaper's own head, with another number at each address. What is in doubt changes nothing;
where the same is found `AGAIN` after, it is what stands there now.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from zlib import crc32

from vietnamese import fold
from vietnamese.time_zone import VIETNAM

AGAIN = timedelta(hours=20)  # between two visits that show the same: longer than most servers are in trouble
WALL_AGAIN = timedelta(days=30)  # where it asks in words that walls are known by: longer than a subscription is tried
_LITTLE = 150  # words of a text that a notice has at most
_PART = 3  # times as long, the text that a notice stands for
_COMMON = 3  # words in common of two titles, and half of the shorter one's
_MARKS = 24  # runs of words by which a text is known again
_RUN = 3  # words of one
_NEARLY = 0.6  # of the marks of two texts, of which one is the other but for numbers, or for a box beside it
_ADDRESS = re.compile(r"\S*(?:://|@|\w/\w)\S*")  # https://a.vn/b, ban-doc@a.vn, /thoi-su/bai-12.html
_WORD = re.compile(r"\w+")


class Fate(Enum):
    """What a reading at an article's address is of that article."""

    EDIT = "edit"
    ANOTHER = "another"
    DOUBT = "doubt"


class Loss(Enum):
    """What became of an article's text below its own headline."""

    NONE = "none"
    TEXT = "text"  # little is left, and what stands there has nothing of it
    WALL = "wall"  # the same, and it asks something of the reader


@dataclass(slots=True, frozen=True)
class Told:
    """What an article tells of itself beside its text."""

    title: str
    day: str  # of publication; empty where it is not known to the day
    byline: str | None
    pictured: bool
    words: int

    @classmethod
    def of(cls, title: str, published: str | None, byline: str | None, *, pictured: bool, words: int) -> Told:
        """Makes it of an article's columns; `published` is the moment or day of publication as it is stored."""
        day = (published or "")[: len("2020-08-28")]
        return cls(title, day if len(day) == len("2020-08-28") else "", byline, pictured, words)


@dataclass(slots=True, frozen=True)
class Shown:
    """What an article's address shows now, beside what is stored."""

    stored: Told
    new: Told
    akin: bool  # whether title, or words of the text, are alike
    seen_at: datetime
    later: bool = True  # whether it was seen after the article was last seen
    loss: Loss = Loss.NONE

    @property
    def is_dated_anew(self) -> bool:
        """Whether both are of a day, and of different ones."""
        return bool(self.new.day and self.stored.day) and self.new.day != self.stored.day

    @property
    def is_of_the_visit(self) -> bool:
        """Whether its day is that of the visit, which any page may print."""
        today = self.seen_at.astimezone(VIETNAM).date()
        return any(self.new.day == f"{today + timedelta(days=days)}" for days in (-1, 0, 1))

    @property
    def is_poorer(self) -> bool:
        """Whether the new text is short and lacks what the stored article had: who wrote it, a picture, or most of its
        length.
        """
        lost = (self.stored.byline and not self.new.byline) or (self.stored.pictured and not self.new.pictured)
        return self.new.words <= _LITTLE and bool(lost or self.new.words * _PART <= self.stored.words)

    @property
    def is_named_alike(self) -> bool:
        """Whether it has the article's byline, or half the words of its title."""
        one, other = ({*_WORD.findall(fold(told.title))} for told in (self.stored, self.new))
        common = len(one & other)
        signed = self.new.byline is not None and self.new.byline == self.stored.byline
        return signed or (common >= _COMMON and 2 * common >= min(len(one), len(other)))


@dataclass(slots=True, frozen=True)
class _Row:
    """One row of the table: where it holds, what follows, and what follows where the same is found again."""

    what: str
    holds: Callable[[Shown], bool]
    fate: Fate
    again: Fate


ROWS = (
    # its headline and first paragraph, and "Đăng nhập để đọc tiếp"
    _Row("a wall below its headline", lambda s: s.loss is Loss.WALL, Fate.DOUBT, Fate.EDIT),
    # its headline, and "Bài viết đã được gỡ bỏ", or "Quét hình vuông, 2.000 đồng một lượt" below its first paragraph
    _Row("its headline without its text", lambda s: s.loss is Loss.TEXT, Fate.DOUBT, Fate.EDIT),
    # "Lũ quét ở Nà Lầu" with three paragraphs more; the same text under another title
    _Row("title or words in common", lambda s: s.akin, Fate.EDIT, Fate.EDIT),
    # "Bài viết đã được thay thế", of the day that the article is of
    _Row("the same day", lambda s: bool(s.new.day) and s.new.day == s.stored.day, Fate.EDIT, Fate.EDIT),
    # what a capture shows that is older than the article: it was nobody's address yet
    _Row("another day, seen before", lambda s: s.is_dated_anew and not s.later, Fate.EDIT, Fate.EDIT),
    # "Mã lỗi 17, lúc 8:12 ngày 28-11-2026", read on that day where a signed article stood
    _Row("the day of the visit, and poorer", lambda s: s.is_dated_anew and s.is_of_the_visit and s.is_poorer,
         Fate.DOUBT, Fate.ANOTHER),
    # ?id=12 was "Lũ quét ở Nà Lầu" of 2020 and is "Mở chợ phiên" of 2023
    _Row("another day", lambda s: s.is_dated_anew, Fate.ANOTHER, Fate.ANOTHER),
    # "Đính chính bài lũ quét ở Nà Lầu", undated; another text signed by the same reporter
    _Row("byline or half the title", lambda s: s.is_named_alike, Fate.EDIT, Fate.EDIT),
    # "Có lỗi xảy ra. Mã lỗi: DB-17"; "Bạn đã đọc hết 5 bài miễn phí"
    _Row("poorer, or its day is lost", lambda s: not s.new.day and (bool(s.stored.day) or s.is_poorer),
         Fate.DOUBT, Fate.EDIT),
)  # fmt: skip


def fate(shown: Shown, *, again: bool = False) -> Fate:
    """What a reading at an article's address is of that article; `again`: the same was found there before."""
    row = next((row for row in ROWS if row.holds(shown)), None)
    if row is None:
        return Fate.EDIT
    return row.again if again else row.fate


def marks(*texts: str | None) -> list[int]:
    """Hashes of runs of three words, by which a text is known again though its numbers and addresses are others: the
    smallest few of them, sorted. Empty for texts of less than three words together.
    """
    told = _ADDRESS.sub(" ", fold(" ".join(filter(None, texts))))
    words = [word for word in _WORD.findall(told) if word.isalpha()]
    runs = zip(*(words[place:] for place in range(_RUN)), strict=False)
    return sorted({crc32(" ".join(run).encode()) for run in runs})[:_MARKS]


def is_nearly(one: list[int], other: list[int]) -> bool:
    """Whether two texts, by their marks, are the same but for little; False where either has none.

    >>> told = "Hệ thống đang quá tải, xin quay lại sau ít phút. Mã lỗi: DB-{}. Tòa soạn xin lỗi bạn đọc vì sự bất tiện này."
    >>> is_nearly(marks(told.format(17)), marks(told.format(2041)))
    True
    >>> is_nearly(marks(told), marks("Trận mưa đêm 22-11 làm suối Nậm Ban dâng cao, hai cây cầu trôi mất."))
    False
    """
    union = sorted({*one, *other})[:_MARKS]
    common = {*one} & {*other}
    return bool(one and other) and sum(mark in common for mark in union) >= _NEARLY * len(union)

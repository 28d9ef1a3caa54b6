"""What became of an article's text below its own headline: a wall or a notice stands there, or nothing is left.

No words tell it, as every site has its own. An edit keeps sentences, or changes them; a new text of the same story names
whom and what the old one named. What stands below the headline of an article, alone or below its first paragraphs as they
were, and has nothing of it, may be anything. Words that walls are known by make it surer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from archive.storing.succession import Loss
from pipelines.foreign_pages.printed_names import proper_names
from vietnamese import fold

_LITTLE = 0.33  # of the words that were, where nothing says why the others are gone
_SHOWN = 0.5  # of them, above what has nothing of the article: its first paragraphs, as a taste
_MOST = 0.75  # of them, above a wall that asks in words known here
_ADDED = 80  # words that a notice has at most which leaves lead, byline and picture where they were
_GLUED = 5  # words of a paragraph, before a notice that goes on in its line
_TOUCHED = 0.3  # of a paragraph's runs of words, from which on somebody has written in it
_RUN = 3  # words of one
_TOLD = 2  # runs or names of the article in what is new, from which on it is about the article
_BY_CHANCE = 0.03  # of a longer text's runs, which stand in any other
_COMMON = 2  # other articles, from which on a run of words is the newspaper's or the language's
# What a newspaper says that corrects itself, and no wall, on folded text; an example for each.
_CORRECTS = re.compile(
    "|".join(
        (
            r"\b(?:dinh|cai) chinh\b",  # Đính chính: cầu dài 120 mét
            r"\b(?:corrections?|corrected|erratum|berichtigung|korrektur|rectificatif|correccion|errata)\b",  # Correction
        )
    )
)
# What walls ask for, on folded text; an example for each.
_WALL = re.compile(
    "|".join(
        (
            r"\b(?:dang nhap|dang ky|tra phi|thue bao|(?:mua|chon|dat) (?:goi|bao)|goi (?:bao|ban) doc|ban doc tra)\b",  # Đăng nhập để đọc tiếp
            r"\b(?:doc|xem) (?:tiep|toan bo|day du|het)\b|\bbai mien phi\b",  # Bạn đã đọc hết 5 bài miễn phí
            r"\b(?:du|duoi|tren) 1[68] tuoi\b|\bchan quang cao\b|\bad ?block",  # Bạn đã đủ 18 tuổi?
            r"\b(?:dang (?:duoc )?cap nhat|ma xac (?:nhan|minh)|ro bot|robot|captcha|javascript|cookies?)\b",  # Nội dung đang được cập nhật
            r"\b(?:log ?in|sign (?:in|up)|subscri\w+|register|(?:create|free) an? account|premium|paywall|read more)\b",  # Subscribe to continue
            r"\b(?:anmelden|registrieren|abonn\w+|abo|weiterlesen|connectez|inscrivez|suscri\w+|assine|iscriviti)\b",  # Jetzt anmelden
        )
    )
)


@dataclass(slots=True, frozen=True)
class Text:
    """What an article says below its headline, and who signed it; paragraphs are divided by line ends."""

    title: str
    lead: str | None
    body: str
    byline: str | None = None
    pictured: bool = False


@dataclass(slots=True, frozen=True)
class Left:
    """What is left of an article's text, and what is `new` there, in one piece."""

    loss: Loss
    new: str = ""


def left(old: Text, new: Text, others: Iterable[str] = ()) -> Left:
    """What became of an article's text where a new one stands under the same headline. `others` are texts of the
    newspaper: what stands in several of these tells nothing. The lead may be part of a text and counts neither for nor
    against, as it stands above walls too.

    WALL: little is left, what is new has nothing of the article, and asks something of the reader. TEXT: the same, whatever
    it says; or no more is left than a sentence that breaks off, or nothing. NONE: all else.

    >>> old = Text("Cầu", "Cầu trôi.", "Lũ lên trong đêm.\\n" + "Bà con hai bản phải đi bè qua suối, thầy cô cõng trẻ tới lớp. " * 3)
    >>> def then(lead, body): return left(old, Text("Cầu", lead, body)).loss.value
    >>> then("Cầu trôi.", "Lũ lên trong đêm.\\nĐăng nhập để đọc tiếp bài này"), then(None, "Quét hình vuông, 2.000 đồng một lượt.")
    ('wall', 'text')
    >>> then("Cầu trôi.", "Bà con hai bản"), then("Cầu trôi.", "Cầu trôi."), then("Cầu trôi.", "Lũ lên trong đêm.")
    ('text', 'text', 'none')
    >>> then("Cầu trôi.", old.body + " Cầu mới xong tháng ba."), then(None, "Thầy cô cõng trẻ tới lớp suốt mùa, nay có cầu.")
    ('none', 'none')
    """
    above = _key(old.lead or "")
    keys = [key for paragraph in old.body.split("\n") if (key := _key(paragraph)) and key != above]
    known = _Known(" ".join(keys), keys, _runs(above))
    for paragraph in dict.fromkeys([new.lead or "", *new.body.split("\n")]):
        if (key := _key(paragraph)) and key != above:
            known.sort(key, paragraph)
    added = "\n".join(known.added)
    before, kept, now = len(known.text.split()), _words(known.kept), _words(known.kept) + len(added.split())
    if known.touched or kept > _MOST * before:
        return Left(Loss.NONE)
    if not added:
        is_rest = known.whole or now > _LITTLE * before
        return Left(Loss.NONE if is_rest else Loss.TEXT)
    if not known.text.startswith(" ".join(known.kept)):
        return Left(Loss.NONE, added)
    told = _key(added)
    asks = len(added.split()) <= _ADDED and _WALL.search(told) is not None
    if _is_of(old, added, others):
        return Left(Loss.TEXT if asks and kept <= _SHOWN * before and now <= _MOST * before else Loss.NONE, added)
    lost = above != _key(new.lead or "") or (old.byline and not new.byline) or (old.pictured and not new.pictured)
    if _CORRECTS.search(told) or (kept > _SHOWN * before and not asks):
        return Left(Loss.NONE, added)
    if not (kept or lost or (len(added.split()) <= _ADDED and now <= _MOST * before)):
        return Left(Loss.NONE, added)
    return Left(Loss.WALL if asks else Loss.TEXT, added)


@dataclass(slots=True)
class _Known:
    """The words of a known text, its paragraphs, the runs of its lead, and what of a new one stands in it: paragraphs that are `kept` (the `whole`
    ones among them), those that are `added`, and whether any was `touched`."""

    text: str
    paragraphs: list[str]
    lead: set[str]
    kept: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    whole: bool = False
    touched: bool = False

    def sort(self, key: str, paragraph: str) -> None:
        """Takes in a paragraph of the new text."""
        if f" {key} " in f" {self.text} ":
            self.kept.append(key)
            self.whole = self.whole or key in self.paragraphs
            return
        begun = max((_common(key, known) for known in self.paragraphs), key=len, default=[])
        rest = key.split()[len(begun) :] if len(begun) >= _GLUED else key.split()
        runs = _runs(" ".join(rest))
        if len(runs & (_runs(self.text) | self.lead)) >= _TOUCHED * len(runs) > 0:
            self.touched = True
        elif len(begun) >= _GLUED:
            self.kept.append(" ".join(begun))
            self.added.append(" ".join(rest))
        else:
            self.added.append(paragraph)


def _common(one: str, other: str) -> list[str]:
    """The words with which both texts begin."""
    words = []
    for a, b in zip(one.split(), other.split(), strict=False):
        if a != b:
            break
        words.append(a)
    return words


def _is_of(old: Text, added: str, others: Iterable[str]) -> bool:
    """Whether what is new has several runs of words or names of the article's own, its headline's aside."""
    told = f"{old.lead or ''} {old.body}"
    here = _runs(_key(added))
    common = here & _runs(_key(told)) - _runs(_key(old.title))
    names = proper_names(added) & proper_names(told) - proper_names(old.title)
    if not common and not names:
        return False
    known = Counter(what for other in others for what in _runs(_key(other)) & common | proper_names(other) & names)
    own = sum(known[what] < _COMMON for what in common | names)
    return own >= max(_TOLD, _BY_CHANCE * len(here))


def _runs(words: str) -> set[str]:
    """The runs of words of a text as `_key` writes it."""
    told = words.split()
    return {" ".join(told[place : place + _RUN]) for place in range(len(told) - _RUN + 1)}


def _words(keys: list[str]) -> int:
    """How many words paragraphs have together."""
    return sum(len(key.split()) for key in keys)


def _key(paragraph: str) -> str:
    """A text as it is compared: without marks and what stands at its end where it is cut."""
    return " ".join(re.findall(r"\w+", fold(paragraph)))

"""What became of an article's text below its own headline: a wall asks for a login, money or an age, or nothing is left."""

from __future__ import annotations

import re

from archive.storing.succession import Loss
from vietnamese import fold

_LITTLE = 0.33  # of the words that were, where nothing says why the others are gone
_MOST = 0.75  # of them, above a wall: it may stand below the first paragraphs
_ADDED = 80  # words that a notice has at most
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


def loss(lead: str | None, old: str, new: str) -> Loss:
    """What became of an article's text, of paragraphs that line ends divide, where a new one stands under the same headline.
    The lead may be part of the new text and counts neither for nor against, as it stands above walls too.

    WALL: at most three quarters is left, and what is new (as much as a notice has) asks something of the reader. TEXT: no
    more than a sentence that breaks off, or nothing. NONE: all else.

    >>> lead, old = "Cầu treo trôi.", "Lũ lên trong đêm.\\n" + "Bà con hai bản phải đi bè qua suối, thầy cô cõng trẻ tới lớp. " * 3
    >>> loss(lead, old, "Lũ lên trong đêm.\\nĐăng nhập để đọc tiếp bài này"), loss(lead, old, "Bà con hai bản"), loss(lead, old, lead)
    (<Loss.WALL: 'wall'>, <Loss.TEXT: 'text'>, <Loss.TEXT: 'text'>)
    >>> loss(lead, old, "Lũ lên trong đêm."), loss(lead, old, old + " Cầu mới xong tháng ba."), loss(lead, "Cầu thông.", "")
    (<Loss.NONE: 'none'>, <Loss.NONE: 'none'>, <Loss.TEXT: 'text'>)
    """
    paragraphs = {key for paragraph in old.split("\n") if (key := _key(paragraph))}
    above = _key(lead or "")
    keys = [key for paragraph in new.split("\n") if (key := _key(paragraph)) and key != above]
    before, now = len(old.split()), _words(keys)
    if now > _MOST * before:
        return Loss.NONE
    kept = [key for key in keys if key in paragraphs]
    cut = [key for key in keys if key not in paragraphs and any(known.startswith(key) for known in paragraphs)]
    added = [key for key in keys if key not in paragraphs and key not in cut]
    if _words(added) > _ADDED:
        return Loss.NONE
    if any(map(_WALL.search, added)):
        return Loss.WALL
    return Loss.NONE if kept or added or now > _LITTLE * before else Loss.TEXT


def _words(keys: list[str]) -> int:
    """How many words paragraphs have together."""
    return sum(len(key.split()) for key in keys)


def _key(paragraph: str) -> str:
    """A paragraph as it is compared: without marks and what stands at its end where it is cut."""
    return " ".join(re.findall(r"\w+", fold(paragraph)))

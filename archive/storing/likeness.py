"""How like two texts are: the same, an edit, of the same story."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from enum import IntEnum

from archive.article import Article
from vietnamese import fold

# Of the words of two articles, three in a row: unrelated ones had up to an eighth in common, measured on 76 of them.
AKIN = 0.2
SAME = 0.9  # of them that are in common, where only a line of the page's frame differs
MOSTLY = 0.6  # of the longer one's that stand in paragraphs of both


class Likeness(IntEnum):
    """What title, text and date of two readings say of their being one article."""

    NONE = 0
    TITLE = 1
    WORDS = 2  # in common
    TWO = 3  # of title, words and date


def alike(conn: sqlite3.Connection, article_id: int, article: Article) -> Likeness:
    """How much speaks for a reading's being of this stored article."""
    stored = conn.execute("select title, lead, body, published_at from articles where id = ?", [article_id]).fetchone()
    return likeness(stored, (article.title, article.lead, article.body, article.published_at))


def likeness(one: Sequence[str | None], other: Sequence[str | None]) -> Likeness:
    """How alike two readings are; each is title, lead, text and date."""
    title = fold(one[0] or "") == fold(other[0] or "")
    date = one[3] is not None and one[3] == other[3]
    if title and date:
        return Likeness.TWO
    words, more = (_trigrams(*reading[title:3]) for reading in (one, other))  # the same title does not count twice
    common = (bool(one[2]) and one[2] == other[2]) or len(words & more) > AKIN * min(len(words), len(more))
    if common:
        return Likeness.TWO if title or (date and to_the_minute(one[3])) else Likeness.WORDS
    return Likeness.TITLE if title else Likeness.NONE


def is_same_text(one: Sequence[str | None], other: Sequence[str | None]) -> bool:
    """Whether of two readings, each title, lead and text, the shorter one's words nearly all stand in the other."""
    words, more = _trigrams(*one), _trigrams(*other)
    return bool(words and more) and len(words & more) >= SAME * min(len(words), len(more))


def share_in_common(one: Sequence[str | None], other: Sequence[str | None]) -> float:
    """How much of the words of the shorter one of two readings, each lead and text, stands in the other; 0 where one has none."""
    words, more = _trigrams(*one), _trigrams(*other)
    return len(words & more) / max(min(len(words), len(more)), 1)


def is_same_story(one: Sequence[str | None], other: Sequence[str | None]) -> bool:
    """Whether two readings, each lead and text, have nearly the same words, and most of them in paragraphs that are alike
    word for word: the bulletins of a day differ in each."""
    told, more = ([line for text in texts if text for line in text.split("\n\n")] for texts in (one, other))
    common = sum(len(line.split()) for line in set(told) & set(more))
    longest = max(len(" ".join(lines).split()) for lines in (told, more))
    return common >= MOSTLY * longest and is_same_text((None, *one), (None, *other))


def to_the_minute(published_at: str | None) -> bool:
    """Whether a date of publication (ISO 8601, or None) has a time of day too."""
    return len(published_at or "") > len("2020-08-28")


def _trigrams(*texts: str | None) -> set[tuple[str, ...]]:
    """Returns all runs of three folded words in these texts, joined; empty where there are fewer than three words."""
    words = re.findall(r"\w+", fold(" ".join(filter(None, texts))))
    return set(zip(words, words[1:], words[2:], strict=False))

"""What reading the captures again would change, before anything is written: the way to judge a new version of the reader."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from archive.article import Article
from crawler.reprocessing.tasks import Answer, Kind, Row

EXAMPLES = 3  # of each field
_AROUND = 40  # characters shown around what differs
_TEXTS = ("title", "lead", "byline", "captions", "body")
_FACTS = ("source_tag", "section", "published_at", "language")
_SHOWN = ("title", "lead", "byline", "body", *_FACTS)  # what the article itself has, of its newest revision
_STORED = (
    f"select r.article_id, {', '.join(f'r.{name}' for name in _TEXTS)},"
    " r.number = (select max(number) from revisions where article_id = r.article_id),"
    f" {', '.join(f'a.{name}' for name in _SHOWN)} from revisions r join articles a on a.id = r.article_id where r.capture_id = ?"
)


@dataclass
class Changes:
    """Counts what would change, field by field, with a few examples of each."""

    conn: sqlite3.Connection
    counts: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def look(self, row: Row, answer: Answer) -> None:
        """Holds what was read of a capture against the revisions that were read of it before."""
        self.counts["captures"] += 1
        stored = self.conn.execute(_STORED, [row.id]).fetchall()
        if answer.kind is Kind.UNREADABLE:
            self.counts["unreadable"] += 1
        elif answer.kind is Kind.PARTS:
            self.counts["in several pages"] += 1
        elif answer.kind is Kind.NO_ARTICLE:
            if stored:
                self._note("no article", f"{row.url}: {answer.text}; what is stored would stand")
            self.counts["no article"] += 1
        elif stored:
            assert answer.article is not None
            self.counts["articles"] += 1
            for one in stored:
                self._compare(row, one, answer.article)
        elif self._known(row):
            self.counts["articles"] += 1
        else:
            assert answer.article is not None
            self.counts["articles"] += 1
            self.counts["new"] += 1
            self._note("new", f"{row.url}: {answer.article.title}")

    def _known(self, row: Row) -> bool:
        """Whether an article is known at the capture's address, of which this is no revision."""
        found = self.conn.execute("select article_id from pages where url = ?", [row.url]).fetchone()
        return found is not None and found[0] is not None

    def _compare(self, row: Row, stored: tuple[Any, ...], article: Article) -> None:
        """Counts the fields in which an article differs from the revision stored of its capture, and where that is its
        newest, from what the article itself shows; `stored` is the article's id and the columns of `_STORED`.
        """
        article_id, *columns = stored
        revision, newest, shown = columns[: len(_TEXTS)], columns[len(_TEXTS)], columns[len(_TEXTS) + 1 :]
        now = {name: getattr(article, name) for name in _SHOWN}
        now["captions"] = [image.caption for image in article.images if image.caption]
        before = [*zip(_TEXTS, revision, strict=True), *(zip(_SHOWN, shown, strict=True) if newest else ())]
        differing: dict[str, Any] = {}
        for name, old in before:
            old = json.loads(old or "[]") if name == "captions" else old
            if old != now[name]:
                differing.setdefault(name, old)
        for name, old in differing.items():
            self._note(name, f"{article_id} {row.url}: {shortest(old, now[name])}")
        if differing:
            self.counts["would change"] += 1

    def _note(self, name: str, text: str) -> None:
        """Counts a field that would change, and keeps the first few examples."""
        self.fields[name] += 1
        if len(self.examples[name]) < EXAMPLES:
            self.examples[name].append(text)


def shortest(old: Any, new: Any) -> str:
    """Where two values begin to differ and end to, with some letters around."""
    one, other = (json.dumps(text, ensure_ascii=False) for text in (old, new))
    begin = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    most = min(len(one), len(other)) - begin
    end = next((n for n in range(most) if one[-1 - n] != other[-1 - n]), most)
    return f"{_excerpt(one, begin, len(one) - end)} > {_excerpt(other, begin, len(other) - end)}"


def _excerpt(text: str, begin: int, end: int) -> str:
    """The text from `begin` to `end` with some letters around it, `…` where it is cut."""
    first, last = max(0, begin - _AROUND), min(len(text), end + _AROUND)
    if last - first > 4 * _AROUND:
        last = first + 4 * _AROUND
    return ("…" if first else "") + text[first:last] + ("…" if last < len(text) else "")

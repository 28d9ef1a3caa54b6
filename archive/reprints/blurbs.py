"""Passages that stand in many articles of one newspaper: who pays for them, or what an office says of itself at the end of
every release. Two newspapers that print one have reprinted nothing of each other.

Only what two articles have in common is looked at, and only the fingerprints that are kept anyhow.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from archive.reprints.fingerprints import GRAM, SAME, Common, Text, common, hash_of

# Articles of one newspaper that have a passage which is a blurb; or two newspapers have it in two that have not so many
# times its words in common, of so many that are looked at.
STANDING, MORE, _LOOKED = 4, 1.4, 3
# How much of it lies between the fingerprints that articles have of it, so that it is no stock phrase in it; articles
# with a fingerprint that are looked at.
REACH, _MOST = 0.5, 400
_SHORTEST = 45  # words of a passage that is looked at


@dataclass(slots=True, frozen=True)
class Blurb:
    """A passage of an article, from and to in words, and the articles that it stands in."""

    start: int
    end: int
    articles: frozenset[int]


class Blurbs:
    """Finds blurbs, passages that stand in many articles of one newspaper, by the fingerprints of one article
    (`hashes`) among the articles whose ids lie between the two of `span`.
    """

    def __init__(self, conn: sqlite3.Connection, hashes: Collection[bytes], span: tuple[int, int]) -> None:
        self.conn = conn
        self.hashes = frozenset(hashes)
        self.span = span
        self._found: dict[bytes, list[tuple[int, str]]] = {}

    def among(self, found: Common, text: Text) -> list[Blurb]:
        """The blurbs among the passages of `text` that it has in common with another; one of the two is the article."""
        blurbs = []
        for start, end in found.passages:
            if end - start < _SHORTEST:
                continue
            if standing := self._having(text.words[start:end]):
                blurbs.append(Blurb(start, end, standing))
        return blurbs

    def _having(self, words: Sequence[str]) -> frozenset[int]:
        """The articles that have a passage; none where no newspaper has many of them.

        Those are meant that have all its fingerprints, or all that long texts keep, or some that lie far apart: a stock
        phrase in it has others.
        """
        runs = map(hash_of, zip(*(words[place:] for place in range(GRAM)), strict=False))
        kept = {hash: (place, always) for place, (hash, always) in enumerate(runs) if hash in self.hashes}
        newspapers: dict[int, str] = {}
        having: dict[int, list[tuple[int, bool]]] = {}
        for hash, told in kept.items():
            for id, newspaper in self._articles(hash):
                having.setdefault(id, []).append(told)
                newspapers[id] = newspaper
        always = sum(always for _, always in kept.values())
        found = [
            id
            for id, told in having.items()
            if len(told) == len(kept)
            or sum(always for _, always in told) == always > 1
            or max(told)[0] - min(told)[0] >= REACH * len(words)
        ]
        of: dict[str, list[int]] = {}
        for id in found:
            of.setdefault(newspapers[id], []).append(id)
        if max(map(len, of.values()), default=0) >= STANDING:
            return frozenset(found)
        twice = [ids for ids in of.values() if len(ids) > 1]
        if len(twice) > 1 and sum(self._differ(ids[:_LOOKED], len(words)) for ids in twice) > 1:
            return frozenset(found)
        return frozenset()

    def _differ(self, ids: Sequence[int], passage: int) -> bool:
        """Whether two of these articles have hardly more in common than a passage of so many words, and either has as much
        of its own."""
        rows = self.conn.execute(f"select lead, body from articles where id in ({', '.join(map(str, ids))})")
        texts = [text for row in rows if len((text := Text.of(*row)).words) >= 2 * passage]
        return any(common(one, other).words < MORE * passage for one, other in combinations(texts, 2))

    def _articles(self, hash: bytes) -> list[tuple[int, str]]:
        """The articles with a fingerprint, and their newspapers."""
        if hash not in self._found:
            self._found[hash] = self.conn.execute(
                "select article_id, newspaper from fingerprints cross join articles indexed by articles_card"
                " on articles.id = article_id where hash = ? and article_id between ? and ? limit ?",
                [hash, *self.span, _MOST],
            ).fetchall()
        return self._found[hash]


def without(found: Common, blurbs: Sequence[Blurb]) -> Common:
    """What two texts have in common beside blurbs."""
    left = [span for span in found.passages if not any((blurb.start, blurb.end) == span for blurb in blurbs)]
    words = found.words - sum(blurb.end - blurb.start for blurb in blurbs)
    longest = max((end - start for start, end in left), default=0)
    return replace(found, words=max(words, 0), longest=min(longest, found.longest), passages=left)


def take_back(conn: sqlite3.Connection, blurb: Blurb) -> None:
    """Deletes the reprints that were stored of two articles with a blurb before it was known for one: those that have
    hardly more in common.
    """
    listed = ", ".join(map(str, blurb.articles))
    conn.execute(
        f"delete from reprints where article_id in ({listed}) and earlier_id in ({listed})"
        " and kind in ('quote', 'part') and words < ?",
        [blurb.end - blurb.start + 3 * SAME],
    )

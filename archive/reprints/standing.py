"""Passages that stand in many articles which are else of other things: what somebody says of himself below every piece, what
a law threatens with, advice that is repeated with every storm. Two newspapers that print one have reprinted nothing of
each other.

Fingerprints that are kept anyhow say which other articles may have a passage; their texts say which of its words they do.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from archive.article_rows import IDS_A_DAY
from archive.reprints.fingerprints import GRAM, HASH, SAME, Common, Text, hash_of, ngrams

# Articles, each of another story, that a passage stands in: so many of one newspaper, or two of each of two newspapers.
STORIES, OFTEN, TWICE = 4, 3, 2
# Or so many that the middle half of them lie so many days apart: a story is quoted within a few. Of an archive that is
# young, many must do.
EVERGREEN = ((6, 10), (9, 5))
REACH = 20  # words that an article has of what two have in common, at least, to tell anything of it
COPY = 0.6  # share of the shorter of two texts from which on it is a copy, though it turn up over weeks
ALONG = 0.6  # share of a passage that is its own, of which the rest was copied along: a stock phrase in it
# An article of which so much stands in both is of their story; or so much of what may be the whole of one of them.
MOSTLY, PARTLY = 0.5, 0.4
# Share of a block that stands in another article, at least, and days between first and last.
_ALL, _APART = 0.9, 2
_SHORTEST, _LONG = 8, 24  # words of a passage that is looked at, and of one whose articles are
_PART = 60  # words of a long passage whose articles are looked for by themselves: it may be several, side by side
_MARGIN = 40  # words that two texts have in common beside one that stands in many, and are no reprint yet
_PLENTY = 250  # words in common of which no more is asked: no passage that stands in many articles has as many
_LOOKED = 8  # articles that are read for a passage
_MOST = 400  # articles with a fingerprint that are known
_RELATED = 0.35  # share of the fingerprints of the shorter of two articles of one story


@dataclass(slots=True, frozen=True)
class Standing:
    """Words of a passage that stand in other articles, by their places in its text, and these articles."""

    places: frozenset[int]
    articles: frozenset[int]
    copies: bool  # whether a text that is little else than the passage is no copy either


class Passages:
    """Finds what stands elsewhere too among the passages of one article; `span` are the ids of those that are asked, `texts`
    what is read of them already."""

    def __init__(
        self,
        conn: sqlite3.Connection,
        article_id: int,
        hashes: Collection[bytes],
        span: tuple[int, int],
        texts: dict[int, Text],
    ) -> None:
        self.conn = conn
        self.id = article_id
        self.hashes = frozenset(hashes)
        self.span = span
        self._having: dict[bytes, dict[int, str]] = {}
        self._sets: dict[int, frozenset[bytes]] = {article_id: self.hashes}
        self._texts = texts
        self._runs: dict[int, frozenset[tuple[str, ...]]] = {}

    def among(self, found: Common, text: Text, other: Text, newspapers: dict[int, str], copy: bool) -> Standing | None:
        """What stands elsewhere of what `text` has in common with `other`; None where too few articles have it, or those of
        one event. `newspapers` are those of the two, by their ids; `copy`: one is little else than what both have."""
        if found.words >= _PLENTY:
            return None
        passages = [(start, end) for start, end in found.passages if end - start >= _SHORTEST]
        kept = self._kept(text, passages)
        papers = newspapers | {id: paper for hash in kept for id, paper in self._articles(hash).items()}
        chosen: dict[int, None] = {}
        parts = [(at, min(at + _PART, end)) for start, end in passages for at in range(start, end, _PART)]
        for start, end in parts:
            if end - start < _LONG:
                continue
            having = Counter(id for hash, place in kept.items() if start <= place < end for id in self._articles(hash))
            for one in newspapers:
                del having[one]
            chosen |= dict.fromkeys(self._chosen(having, papers))
        two = [[one] for one in newspapers]
        stories = self._stories(two, [*chosen], kept.keys(), PARTLY if copy else MOSTLY)
        blocks = None if copy else self._blocks(text, other, passages, [story[0] for story in stories], [*newspapers])
        if not is_standing([*two, *stories], papers, copy):
            return blocks
        covering = self._covering(text, passages, [story[0] for story in stories])
        standing = {ids: is_standing([*two, *([id] for id in ids)], papers, copy) for ids in set(covering.values())}
        places = frozenset(place for place, ids in covering.items() if standing[ids])
        if not places:
            return blocks
        if blocks:
            places |= blocks.places
        hashes = [hash for hash, place in kept.items() if place in places]
        often = Counter(id for hash in hashes for id in self._articles(hash))
        articles = {id for ids, stands in standing.items() if stands for id in ids}
        articles.update(id for id, count in often.items() if 2 * count > len(hashes))
        return Standing(places, frozenset(articles | newspapers.keys() | (blocks.articles if blocks else set())), copy)

    def _blocks(
        self, text: Text, other: Text, passages: Sequence[tuple[int, int]], ids: Sequence[int], two: Sequence[int]
    ) -> Standing | None:
        """What stands in other stories neither shorter nor longer than in both, days apart: put in as a whole, where who
        quotes an article takes what he wants of it."""
        places: set[int] = set()
        articles: set[int] = set()
        for first, last in (part for passage in passages for part in _paragraphs(text, *passage)):
            runs = [*ngrams(text.words[first:last])]
            same = [id for id in ids if sum(map(self._grams(id).__contains__, runs)) >= _ALL * len(runs)]
            if not same:
                continue
            edges = _across(text, first, last) | _across(other, *_place(other, runs))
            same = [id for id in same if edges.isdisjoint(self._grams(id))]
            days = [_days(id // IDS_A_DAY) for id in [*same, *two]]
            if same and max(days) - min(days) >= _APART:
                places.update(range(first, last))
                articles.update(same)
        return Standing(frozenset(places), frozenset({*articles, *two}), False) if places else None

    def _kept(self, text: Text, passages: Sequence[tuple[int, int]]) -> dict[bytes, int]:
        """The fingerprints of the article that lie in passages of `text`, and where."""
        found: dict[bytes, int] = {}
        for start, end in passages:
            runs = zip(*(text.words[place:end] for place in range(start, start + GRAM)), strict=False)
            found.update((hash_of(run), place) for place, run in enumerate(runs, start))
        return {hash: place for hash, place in found.items() if hash in self.hashes}

    def _covering(
        self, text: Text, passages: Sequence[tuple[int, int]], ids: Sequence[int]
    ) -> dict[int, frozenset[int]]:
        """Which of the articles have each word of the passages of `text`, of those that have REACH of them."""
        places: dict[tuple[str, ...], list[int]] = {}
        for start, end in passages:
            for place, run in enumerate(ngrams(text.words[start:end]), start):
                places.setdefault(run, []).append(place)
        having: dict[int, set[int]] = {}
        for id in ids:
            covered = {
                place + n for run in self._grams(id) if run in places for place in places[run] for n in range(SAME)
            }
            if len(covered) >= REACH:
                for place in covered:
                    having.setdefault(place, set()).add(id)
        return {place: frozenset(found) for place, found in having.items()}

    def _chosen(self, others: Counter[int], papers: dict[int, str]) -> list[int]:
        """Those of the articles that may have a passage which tell most: of newspapers that have several, and from first to
        last."""
        if len(others) <= _LOOKED:
            return [*others]
        times = Counter(papers[id] for id in others)
        often = sorted(
            (id for id in others if times[papers[id]] > 1), key=lambda id: (-others[id], -times[papers[id]], papers[id])
        )
        chosen = often[: _LOOKED * 2 // 3]
        rest = sorted(others.keys() - set(chosen))
        more = _LOOKED - len(chosen)
        return (
            chosen + [rest[place * len(rest) // more] for place in range(more)]
            if len(rest) > more
            else [*chosen, *rest]
        )

    def _stories(
        self, two: Sequence[Sequence[int]], others: Sequence[int], passage: Collection[bytes], most: float
    ) -> list[list[int]]:
        """The other articles by story: those that have more in common than the passage are of one. What is of the story of one
        of the two is left out, and that of which the passage is more than `most`.
        """
        stories = [[*one] for one in two]
        for id in others:
            mine = self._set(id).difference(passage)
            if len(mine) < (1 - most) * len(self._set(id)):
                continue
            for place, story in enumerate(stories):
                if any(_is_related(mine, self._set(other).difference(passage)) for other in story):
                    if place >= len(two):
                        story.append(id)
                    break
            else:
                stories.append([id])
        return stories[len(two) :]

    def _set(self, id: int) -> frozenset[bytes]:
        """The fingerprints of an article."""
        if id not in self._sets:
            row = self.conn.execute("select hashes from fingerprinted where article_id = ?", [id]).fetchone()
            blob = row[0] if row else b""
            self._sets[id] = frozenset(blob[at : at + HASH] for at in range(0, len(blob), HASH))
        return self._sets[id]

    def _grams(self, id: int) -> frozenset[tuple[str, ...]]:
        """The runs of words of an article's text."""
        if id not in self._runs:
            text = self._texts.get(id)
            if text is None:
                row = self.conn.execute("select lead, body from articles where id = ?", [id]).fetchone()
                text = Text.of(*(row or (None, "")))
            self._runs[id] = frozenset(ngrams(text.words))
        return self._runs[id]

    def _articles(self, hash: bytes) -> dict[int, str]:
        """The articles with a fingerprint, and their newspapers."""
        if hash not in self._having:
            self._having[hash] = dict(
                self.conn.execute(
                    "select article_id, newspaper from fingerprints cross join articles indexed by articles_card"
                    " on articles.id = article_id where hash = ? and article_id between ? and ? limit ?",
                    [hash, *self.span, _MOST],
                ).fetchall()
            )
        return self._having[hash]


def is_standing(stories: Sequence[Sequence[int]], papers: dict[int, str], copy: bool = False) -> bool:
    """Whether a passage that these stories have belongs to none of them: newspapers have it again and again, or it turns up
    over weeks, as a short text does that others print again (`copy`)."""
    if len(stories) < STORIES:
        return False
    times = Counter(paper for story in stories for paper in {papers[id] for id in story})
    twice = sum(count >= TWICE for count in times.values())
    if max(times.values()) >= OFTEN or twice >= TWICE:
        return True
    if copy:
        return False
    days = sorted(min(story) // IDS_A_DAY for story in stories)
    quarter = len(days) // 4
    apart = _days(days[-1 - quarter]) - _days(days[quarter])
    return any(len(days) >= many and apart >= least for many, least in EVERGREEN)


def _paragraphs(text: Text, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of a passage by paragraph, from and to in words, without those too short to be known again."""
    cuts = [start, *(place for place in text.ends if start < place < end), end]
    return [(one, two) for one, two in pairwise(cuts) if two - one >= REACH]


def _place(text: Text, runs: Sequence[tuple[str, ...]]) -> tuple[int, int]:
    """Where a passage stands in a text, from and to in words, by the runs it has, most of which stand there in their order."""
    grams = {run: place for place, run in enumerate(ngrams(text.words))}
    found = Counter(grams[run] - number for number, run in enumerate(runs) if run in grams)
    start = max(found.most_common(1)[0][0], 0) if found else 0
    return start, start + len(runs) + SAME - 1


def _across(text: Text, first: int, last: int) -> set[tuple[str, ...]]:
    """The runs of words that begin before a passage or end after it, and reach two words into it."""
    return set(ngrams(text.words[max(first - 2, 0) : first + 2])) | set(ngrams(text.words[max(last - 2, 0) : last + 2]))


def _days(day: int) -> int:
    """A day `yyyymmdd` as a number of days, months counting 30.5: near enough."""
    return int((day // 10_000) * 365.25 + (day // 100 % 100) * 30.5 + day % 100)


def _is_related(one: Collection[bytes], other: Collection[bytes]) -> bool:
    return len(frozenset(one) & frozenset(other)) >= max(2, _RELATED * min(len(one), len(other)))


def without(found: Common, places: Collection[int]) -> Common:
    """What two texts have in common beside some places of it."""
    longest = left = 0
    for start, end in found.passages:
        own = end - start - sum(place in places for place in range(start, end))
        if own < end - start and own >= ALONG * (end - start):
            left += end - start - own
            longest = max(longest, end - start)
            continue
        run = gap = 0
        for place in range(start, end):
            if place in places:
                gap += 1
                if gap >= SAME:
                    run = 0
            else:
                run, gap = run + 1, 0
                longest = max(longest, run)
    words = found.words - len(places) + left
    return replace(found, words=max(words, 0), longest=min(longest, found.longest))


def take_back(conn: sqlite3.Connection, standing: Standing) -> None:
    """Deletes the reprints that were stored of two articles with a passage before it was known to stand in many: those that
    have hardly more in common.
    """
    listed = ", ".join(map(str, standing.articles))
    conn.execute(
        f"delete from reprints where article_id in ({listed}) and earlier_id in ({listed})"
        " and kind in ('quote', 'part') and share < ? and words < ?",
        [2 if standing.copies else COPY, len(standing.places) + _MARGIN],
    )

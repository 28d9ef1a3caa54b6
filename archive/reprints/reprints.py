"""Which articles of different newspapers hold the same text, and who printed it first.

An article is compared when it is stored, inside its own transaction, with those published within DAYS of it; with all
history by `scrapy reprints`. Fingerprints that two articles share make them candidates; what they have in common is then
counted on the texts. `reprints` has a row for a pair: the later article, the earlier one, the share of the shorter text
that is common, and a kind:

- `whole`: nearly all of both texts;
- `part`: much of the shorter one, cut from the longer or standing in it, or with other text around;
- `quote`: less, but a long passage;
- `bulletin`: the same weather, lottery numbers or prices. Newspapers print these from a template day by day: where only
  the template is common and the figures differ, it is no reprint.

Nor are two notices whose numbers differ, or that differ in the same places as others of their template do, nor what has
only passages in common that stand in many articles of other stories (archive.reprints.standing).
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from archive.article_rows import IDS_A_DAY
from archive.database import transaction
from archive.reprints.fingerprints import HASH, Common, Text, common, figures_in_order, fingerprints, may_share, runs_of
from archive.reprints.kinds import BULLETIN, NUMBERED, ORDERED, ROWS, are_fillings, is_notice, is_table, kind_of
from archive.reprints.standing import COPY, Passages, take_back, without
from archive.reprints.stock import stock

# Which rule makes the pairs: to be raised whenever another text would become a reprint, or one that is would be none.
RULE = 1
KINDS = ("whole", "part", "quote", "bulletin")
DAYS = 90
COMMON = 200  # articles with a fingerprint beyond which it is a stock phrase's
MOST = 40  # candidates whose texts are compared
# Fingerprints that make a candidate; or of each one part in as many articles as have it; or two that few have.
SEVERAL, RARE, FEW = 5, 0.34, 30
# A template is known by so much of an article's fingerprints in so many of one newspaper.
NEAR, DAILY = 0.25, 3
_IN_PART = ("part", "quote")
SLOTS = 2  # places in which the fillings of a template differ, at least
_BATCH = 100  # articles in a transaction of the whole history


@dataclass(slots=True, frozen=True)
class _Article:
    """What is compared of an article: its text, its newspaper, and when it was published and first seen."""

    id: int
    newspaper: str
    published_at: str | None
    first_seen_at: str
    text: Text

    def before(self, other: _Article) -> bool:
        """Whether it was published first, as exactly as both dates are known; else seen first. Where both are the same, the
        newspapers' names decide, not the numbers, which depend on which shard was merged first."""
        one, two = (article.published_at or str(article.id // IDS_A_DAY) for article in (self, other))
        one, two = (when if "-" in when else f"{when[:4]}-{when[4:6]}-{when[6:8]}" for when in (one, two))
        exact = min(len(one), len(two))
        mine, its = (self.first_seen_at, self.newspaper, self.id), (other.first_seen_at, other.newspaper, other.id)
        return (one[:exact], *mine) < (two[:exact], *its)


def compare(conn: sqlite3.Connection, article_id: int, days: int | None = DAYS) -> int:
    """Finds the reprints of an article, unless that was done since its text last changed; returns how many there are.

    Within the caller's transaction. `days` is how far before and after it others are looked for; None: any.
    """
    row = conn.execute("select days from fingerprinted where article_id = ?", [article_id]).fetchone()
    if row and (row[0] is None or days is not None):
        return 0
    article = _load(conn, article_id)
    hashes = fingerprints(article.text.words)
    shared, frequent = _candidates(conn, article_id, hashes, days)
    papers = _newspapers(conn, [other for other, _ in shared.most_common(5 * MOST)])
    near = Counter(paper for other, paper in papers.items() if shared[other] >= NEAR * len(hashes))
    templates = {paper for paper, count in near.items() if count >= DAILY}
    runs = runs_of(article.text)
    pairs: list[_Reprint] = []
    texts: dict[int, Text] = {}
    for other_id in [other for other, paper in papers.items() if paper != article.newspaper][:MOST]:
        template = 2 * frequent > len(hashes) or not templates.isdisjoint((article.newspaper, papers[other_id]))
        other = _load(conn, other_id)
        texts[other_id] = other.text
        if may_share(runs, article.text, other.text) and (pair := _reprint(article, other, template)):
            pairs.append(pair)
    pairs = _without_fillings(conn, article, pairs)
    known = Passages(conn, article_id, hashes, _span(article_id, DAYS), texts)
    pairs = _without_standing(conn, article, pairs, known)
    for pair in pairs:
        _store(conn, pair)
    if not row:
        conn.executemany(
            "insert or ignore into fingerprints(hash, article_id) values (?, ?)", [(h, article_id) for h in hashes]
        )
    conn.execute("replace into fingerprinted values (?, ?, ?)", [article_id, days, b"".join(hashes)])
    conn.execute("insert into reprint_rule select ? where not exists (select 1 from reprint_rule)", [RULE])
    return len(pairs)


def compare_all(conn: sqlite3.Connection) -> Iterator[tuple[int, int]]:
    """Compares what was not yet compared with all history, in the order of ids. Tells after each transaction how many
    articles were compared, and how many there are to compare; goes on where it was ended."""
    (total,) = conn.execute(
        "select (select count(*) from articles) - (select count(*) from fingerprinted)"
        " + (select count(*) from fingerprinted where days is not null)"
    ).fetchone()
    done = last = 0
    while ids := [
        id
        for (id,) in conn.execute(
            "select a.id from articles a indexed by articles_card left join fingerprinted f on f.article_id = a.id"
            f" where a.id > ? and (f.article_id is null or f.days is not null) order by a.id limit {_BATCH}",
            [last],
        )
    ]:
        with transaction(conn):
            for article_id in ids:
                if conn.execute("select 1 from articles where id = ?", [article_id]).fetchone():
                    compare(conn, article_id, None)
        done, last = done + len(ids), ids[-1]
        yield done, max(done, total)


def misjudged(conn: sqlite3.Connection) -> Iterator[tuple[int, int]]:
    """Yields the pairs (later, earlier) of which something else is stored than their texts say; half a millisecond a pair."""
    load = lru_cache(1)(lambda id: _load(conn, id))
    for later_id, earlier_id, share, kind, *place in conn.execute(
        "select r.article_id, r.earlier_id, r.share, r.kind, r.words, r.paragraphs from reprints r join articles a on a.id = r.article_id"
        " join articles b on b.id = r.earlier_id where a.newspaper != b.newspaper order by r.earlier_id"
    ):
        later, earlier = _load(conn, later_id), load(earlier_id)
        found = _measure(later, earlier)
        kinds = {found.kind}
        if found.kind == "whole" and later.text.figures > NUMBERED:  # which template it was of is not stored
            is_bulletin = later.text.figures > BULLETIN or is_table(later.text)
            kinds = {"bulletin"} if is_bulletin else {"whole", "bulletin"}
        is_there = place == [found.common.words, " ".join(map(str, found.common.paragraphs))]
        if kind not in kinds or abs(found.share - share) > 0.001 or not is_there:
            yield later_id, earlier_id


def unsaid(conn: sqlite3.Connection, one: int, two: int) -> tuple[int, int] | None:
    """The later and the earlier of two articles of which `reprints` has no row and should: of two newspapers, within the
    days in which both were looked for, the one whole in the other or nearly. None where that is not sure: of bulletins,
    and of what differs in as many places as fillings of a template do.
    """
    known = "select 1 from reprints where (article_id, earlier_id) in (values (?, ?), (?, ?))"
    spans = [_span(one, days) for (days,) in conn.execute(
        "select days from fingerprinted where article_id in (?, ?)", [one, two]
    )]  # fmt: skip
    if not all(low <= two <= high for low, high in spans) or conn.execute(known, [one, two, two, one]).fetchone():
        return None
    first, second = _load(conn, one), _load(conn, two)
    if first.newspaper == second.newspaper or max(first.text.figures, second.text.figures) > NUMBERED:
        return None
    pair = _reprint(first, second, False)
    is_sure = pair and pair.kind == "whole" and len(pair.common.gaps) < SLOTS
    return (pair.later.id, pair.earlier.id) if pair and is_sure else None


def folded(conn: sqlite3.Connection, ids: Sequence[int]) -> dict[int, int]:
    """Leaves out of a list the articles that repeat one before them in it; returns the others, in their order, each
    with how many other newspapers have the same text, whole or in part. For a page of hits: two small look-ups an
    article.
    """
    found: dict[int, int] = {}
    repeated: set[int] = set()
    papers = (
        "select r.other, a.newspaper from (select earlier_id as other from reprints where article_id = :id and {0}"
        " union all select article_id from reprints where earlier_id = :id and {0}) r"
        " cross join articles a indexed by articles_card on a.id = r.other where a.id not in (select article_id from withheld)"
    ).format("kind in ('whole', 'part')")
    for id in ids:
        if id not in repeated:
            others = conn.execute(papers, {"id": id}).fetchall()
            repeated.update(other for other, _ in others)
            found[id] = len({paper for _, paper in others})
    return found


def is_of_older_rule(conn: sqlite3.Connection) -> bool:
    """Whether some of the pairs may have been made by another rule than RULE, which an upgrade brought."""
    return conn.execute("select 1 from reprint_rule where version != ?", [RULE]).fetchone() is not None


def forget(conn: sqlite3.Connection) -> None:
    """Forgets all reprints and fingerprints, so that every article is compared anew."""
    with transaction(conn):
        for table in ("reprints", "fingerprints", "fingerprinted", "reprint_rule"):
            conn.execute(f"delete from {table}")


def _load(conn: sqlite3.Connection, article_id: int) -> _Article:
    """Reads an article that must exist, ready to be compared."""
    id, newspaper, published_at, first_seen_at, lead, body = conn.execute(
        "select id, newspaper, published_at, first_seen_at, lead, body from articles where id = ?", [article_id]
    ).fetchone()
    return _Article(id, newspaper, published_at, first_seen_at, Text.of(lead, body))


def _candidates(
    conn: sqlite3.Connection, article_id: int, hashes: list[bytes], days: int | None
) -> tuple[Counter[int], int]:
    """Counts how many fingerprints the articles within `days` share with this one, those alone that share enough to be
    compared; and how many fingerprints are in too many articles to tell anything.
    """
    low, high = _span(article_id, days)
    shared: Counter[int] = Counter()
    rare: dict[int, float] = defaultdict(float)
    few: Counter[int] = Counter()
    frequent = 0
    for hash in hashes:
        rows = conn.execute(
            "select article_id from fingerprints where hash = ? and article_id between ? and ? limit ?",
            [hash, low, high, COMMON + 1],
        ).fetchall()
        if len(rows) > COMMON:
            frequent += 1
            continue
        for (id,) in rows:
            shared[id] += 1
            rare[id] += 1 / len(rows)
            few[id] += len(rows) <= FEW
    del shared[article_id]
    enough = {id: count for id, count in shared.items() if count >= SEVERAL or rare[id] >= RARE or few[id] > 1}
    return Counter(enough), frequent


def _span(article_id: int, days: int | None) -> tuple[int, int]:
    """The lowest and highest id of the articles published within `days` of one; all ids where `days` is None."""
    if days is None:
        return 0, 1 << 62
    day = article_id // IDS_A_DAY
    try:  # days beyond the month's hold what a day ran over
        when = date(day // 10_000, day // 100 % 100, min(day % 100, 28))
        low, high = when - timedelta(days), when + timedelta(days + 4)
    except (ValueError, OverflowError):  # numbered by another program, or at the ends of the calendar
        return 0, 1 << 62
    return int(f"{low:%Y%m%d}") * IDS_A_DAY, int(f"{high:%Y%m%d}") * IDS_A_DAY + IDS_A_DAY - 1


def _newspapers(conn: sqlite3.Connection, ids: list[int]) -> dict[int, str]:
    """The newspaper of each article that exists, in the order of `ids`."""
    found = dict(
        conn.execute(
            f"select id, newspaper from articles indexed by articles_card where id in ({', '.join(map(str, ids))})"
        ).fetchall()
    )
    return {id: found[id] for id in ids if id in found}


@dataclass(slots=True, frozen=True)
class _Reprint:
    """What two articles have in common, where it is a reprint."""

    later: _Article
    earlier: _Article
    share: float
    kind: str | None
    common: Common

    def fillings(self, article: _Article) -> dict[tuple[int, int], str]:
        """What the other article has in place of words of `article`, one of the two, by the place of these."""
        if article is self.later:
            return {
                (gap.start, gap.end): " ".join(self.earlier.text.words[gap.there : gap.there_end])
                for gap in self.common.gaps
            }
        return {
            (gap.there, gap.there_end): " ".join(self.later.text.words[gap.start : gap.end]) for gap in self.common.gaps
        }


def _reprint(article: _Article, other: _Article, template: bool) -> _Reprint | None:
    """Compares two articles; None where what they have in common makes no reprint. `template`: they may be printed from
    a template, as a paper's daily bulletins are.
    """
    found = _measure(other, article) if article.before(other) else _measure(article, other)
    if found.kind is None:
        return None
    later, earlier = found.later.text, found.earlier.text
    if is_notice(later, earlier, found.common) or (later.figures > ROWS and are_fillings(later, earlier, found.common)):
        return None
    if later.figures > (NUMBERED if template else BULLETIN) or is_table(later):
        of_one_day = found.kind == "whole" and figures_in_order(later, earlier) > ORDERED
        return replace(found, kind="bulletin") if of_one_day else None
    return found


def _measure(later: _Article, earlier: _Article) -> _Reprint:
    """What two articles have in common; its kind, which is None where that makes no reprint, is never a bulletin's."""
    found = common(later.text, earlier.text)
    lengths = sorted(len(one.text.words) for one in (later, earlier))
    share = min(found.words / max(lengths[0], 1), 1.0)
    return _Reprint(later, earlier, share, kind_of(found, share, found.words / max(lengths[1], 1), lengths[0]), found)


def _without_fillings(conn: sqlite3.Connection, article: _Article, pairs: list[_Reprint]) -> list[_Reprint]:
    """Leaves out the articles that are another filling of the template that `article` is one of: a notice of a tender, a
    death or a lost paper, which many newspapers print with other names.

    Copies of one text, however edited, say the same in a place but for one or two; fillings of a template differ in the
    same places, each from all others. Between two alone that cannot be told, so what was stored of others is taken back.
    """
    filled = {id(pair): pair.fillings(article) for pair in pairs}
    many = [fillings for fillings in filled.values() if len(fillings) >= SLOTS]
    texts: dict[tuple[int, int], list[str]] = defaultdict(list)
    for fillings in many:
        for place, text in fillings.items():
            texts[place].append(text)
    slots = {
        place for place, said in texts.items() if len(said) >= max(2, len(many) / 2) and len(set(said)) > len(said) / 2
    }
    kept, others = [], {}
    for pair in pairs:
        fillings = filled[id(pair)]
        there = {place: text for place, text in fillings.items() if place in slots}
        if len(there) >= max(SLOTS, len(fillings) / 2):
            others[(pair.earlier if pair.later is article else pair.later).id] = there
        else:
            kept.append(pair)
    listed = ", ".join(map(str, others))
    for one, other in conn.execute(
        f"select article_id, earlier_id from reprints where article_id in ({listed}) and earlier_id in ({listed})"
    ).fetchall():
        both = others[one].keys() & others[other].keys()
        if sum(others[one][place] != others[other][place] for place in both) >= SLOTS:
            conn.execute("delete from reprints where article_id = ? and earlier_id = ?", [one, other])
    return kept


def _without_standing(
    conn: sqlite3.Connection, article: _Article, pairs: list[_Reprint], known: Passages
) -> list[_Reprint]:
    """Leaves out the pairs, not of whole texts, that have too little in common beside what is nobody's, and passages which
    stand in many other articles; what was stored of others before that was known is taken back.
    """
    kept = []
    for pair in pairs:
        if pair.kind not in _IN_PART:
            kept.append(pair)
            continue
        newspapers = {one.id: one.newspaper for one in (article, pair.earlier if pair.later is article else pair.later)}
        if standing := known.among(pair.common, pair.later.text, pair.earlier.text, newspapers, pair.share >= COPY):
            take_back(conn, standing)
        places = stock(pair.common, pair.later.text, pair.earlier.text) | (standing.places if standing else set())
        found = without(pair.common, places)
        taken = pair.common.words - found.words
        lengths = sorted(max(len(one.text.words) - taken, 1) for one in (pair.later, pair.earlier))
        share = min(found.words / lengths[0], 1.0)
        if not places or kind_of(found, share, found.words / lengths[1], lengths[0]):
            kept.append(pair)
    return kept


def _store(conn: sqlite3.Connection, pair: _Reprint) -> None:
    """Stores a reprint; what was stored of the two goes."""
    ids = [pair.later.id, pair.earlier.id]
    # No `replace`: for that SQLite tells no trigger what goes.
    conn.execute("delete from reprints where (article_id, earlier_id) in (values (?, ?), (?, ?))", ids + ids[::-1])
    conn.execute(
        "insert into reprints(article_id, earlier_id, share, kind, words, paragraphs) values (?, ?, ?, ?, ?, ?)",
        [*ids, round(pair.share, 3), pair.kind, pair.common.words, " ".join(map(str, pair.common.paragraphs))],
    )


assert HASH == 4  # what the trigger of archive.schema.reprints takes apart

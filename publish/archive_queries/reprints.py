"""What the pages ask about reprints. Months are ranges of ids; what a month holds is kept for a published copy."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from datasette.database import Database

from publish.archive_queries.archive import CARD, PER_DAY, Archive, Row

PER_MONTH = 100 * PER_DAY
Way = tuple[str, str]  # from a newspaper to another
_KEPT = 64  # months
_months: WeakKeyDictionary[Database, dict[tuple[int, str | None], Month]] = WeakKeyDictionary()

# Each article of a month that stood elsewhere before, with where it stood first: an article that is no reprint itself,
# where there is one.
_LATER = f"""select r.article_id as id, coalesce(
    min(iif(exists (select 1 from reprints e where e.article_id = r.earlier_id and e.kind in ('whole', 'part')), null,
        r.earlier_id)), min(r.earlier_id)) as first
  from reprints r where r.article_id >= :month * {PER_MONTH} and r.article_id < (:month + 1) * {PER_MONTH}
    and r.kind in ('whole', 'part') and r.article_id not in (select article_id from withheld)
    and r.earlier_id not in (select article_id from withheld) group by 1"""


@dataclass(frozen=True)
class Month:
    """The reprints of a month."""

    stories: list[tuple[int, int]]  # the first article, and in how many other newspapers it was printed again
    flows: list[tuple[str, str, int]]  # from a newspaper to another, how many articles
    tags: list[tuple[str, int]]  # of agencies, how many stories


async def others(archive: Archive, id: int, size: int = 100) -> list[Row]:
    """The articles of other newspapers with the text of this one, in the order of publication: cards, with `share`,
    `kind`, and whether they were `earlier`."""
    return await archive.rows(
        f"select {CARD}, r.share, r.kind, r.earlier from ("
        "  select earlier_id as id, share, kind, 1 as earlier from reprints where article_id = :id"
        "  union all select article_id, share, kind, 0 from reprints where earlier_id = :id) r"
        " join articles a on a.id = r.id join newspapers n on n.id = a.newspaper"
        " where a.id not in (select article_id from withheld)"
        " order by r.earlier desc, coalesce(a.published_at, a.id), a.id limit :size",
        {"id": id, "size": size},
    )


async def pair(archive: Archive, one: int, other: int) -> Row | None:
    """What `reprints` says of two articles, whichever was first; None where they have nothing in common."""
    return await archive.row(
        "select * from reprints where (article_id = :one and earlier_id = :other)"
        " or (article_id = :other and earlier_id = :one)",
        {"one": one, "other": other},
    )


async def months(archive: Archive) -> dict[int, int]:
    """Articles of each month (yyyymm) that had stood elsewhere before; gaps are filled with 0."""
    rows = await archive.rows("select month, articles from reprint_months order by month")
    found = {row["month"]: row["articles"] for row in rows if 1 <= row["month"] % 100 <= 12}
    if not found:
        return {}
    first, last = min(found), max(found)
    return {
        month: found.get(month, 0)
        for year in range(first // 100, last // 100 + 1)
        for month in range(year * 100 + 1, year * 100 + 13)
        if first <= month <= last
    }


async def whole_month(archive: Archive, number: int, tag: str | None, way: Way | None, ms: int = 900) -> Month:
    """The reprints of a month (yyyymm), however many, of those first printed with an agency's `tag`, and on one `way` from
    a newspaper to another. Raises QueryInterrupted after `ms`.
    """
    return await archive.read(lambda conn: _counted(conn, number, tag, way, None), ms)


async def month(archive: Archive, number: int, tag: str | None = None, ms: int = 900) -> Month:
    """The reprints of a month (yyyymm), of those first printed with an agency's tag. Raises QueryInterrupted after `ms`."""
    kept = _months.setdefault(archive.db, {})
    if (number, tag) in kept:
        return kept[number, tag]
    found = await archive.read(lambda conn: (_counted if archive.db.is_mutable else _month)(conn, number, tag), ms)
    if not archive.db.is_mutable:
        if len(kept) >= _KEPT:
            kept.pop(next(iter(kept)), None)
        kept[number, tag] = found
    return found


def keep(conn: sqlite3.Connection) -> None:
    """Writes down what each month holds, as the table `reprint_pages` of a copy that is to be read: working it out takes
    longer than a page may, where a newspaper prints thousands of others' articles a month."""
    conn.execute("create table if not exists reprint_pages (month integer primary key, holds text not null)")
    for (number,) in conn.execute("select month from reprint_months").fetchall():
        found = _counted(conn, number, None)
        holds = json.dumps([found.stories, found.flows, found.tags], ensure_ascii=False)
        conn.execute("insert or replace into reprint_pages values (?, ?)", [number, holds])


def _month(conn: sqlite3.Connection, number: int, tag: str | None) -> Month:
    """The reprints of a month (yyyymm), of an agency's `tag` or all: as kept, in a copy that has them; else worked out
    now.
    """
    if tag is None and conn.execute("select 1 from sqlite_master where name = 'reprint_pages'").fetchone():
        row = conn.execute("select holds from reprint_pages where month = ?", [number]).fetchone()
        return Month(*([tuple(part) for part in listed] for listed in json.loads(row[0]))) if row else Month([], [], [])
    return _counted(conn, number, tag)


# Of a month: stories whose tags are counted, the most reprinted first; stories and flows that are kept.
_TAGGED, _SHOWN = 500, 100


def _counted(
    conn: sqlite3.Connection, number: int, tag: str | None, way: Way | None = None, shown: int | None = _SHOWN
) -> Month:
    """Works out the reprints of a month (yyyymm), only of articles with this agency's `tag` and on this `way` where one is
    given; of stories and flows so many are `shown`, None for all.
    """
    later = f"with later as materialized ({_LATER})"
    of = "" if tag is None else " where first in (select id from articles where id = first and source_tag = :tag)"
    asked = {"month": number, "tag": tag}
    papers = (
        f"{later} select first, f.newspaper as source, l.newspaper as paper from later"
        " cross join articles f indexed by articles_card on f.id = first"
        f" cross join articles l indexed by articles_card on l.id = later.id{of}"
    )
    printed: dict[int, set[str]] = {}
    flows: dict[tuple[str, str], int] = {}
    for first, source, paper in conn.execute(papers, asked):
        if way not in (None, (source, paper)):
            continue
        printed.setdefault(first, set()).add(paper)
        flows[source, paper] = flows.get((source, paper), 0) + 1
    stories = sorted(((first, len(names)) for first, names in printed.items()), key=lambda s: (-s[1], -s[0]))
    tags: dict[str, int] = {}
    for first, _ in stories[:_TAGGED]:
        row = conn.execute("select source_tag from articles where id = ?", [first]).fetchone()
        if row and row[0]:
            tags[row[0]] = tags.get(row[0], 0) + 1
    return Month(
        stories[:shown],
        sorted(((*pair, count) for pair, count in flows.items()), key=lambda flow: (-flow[2], flow))[:shown],
        sorted(tags.items(), key=lambda tag: (-tag[1], tag)),
    )


async def cards(archive: Archive, ids: Sequence[int]) -> dict[int, Row]:
    """What lists show of some articles, with the agency's tag, by their ids."""
    rows = await archive.rows(
        f"select {CARD}, a.source_tag from articles a join newspapers n on n.id = a.newspaper"
        f" where a.id in ({', '.join(map(str, ids))})"
    )
    return {row["id"]: row for row in rows}

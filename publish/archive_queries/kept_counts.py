"""Counts, and days of changes, that a published copy keeps, so that no page or question reads all articles of a newspaper for them.

The working file has none of these tables: there the same counts are made of the articles when they are asked for.
"""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from archive.article_rows import IDS_A_DAY

_YEAR = f"id / {10_000 * IDS_A_DAY}"
# Of an article, as SQL, by what it is counted: the links of these numbers ask by the same.
HOUR = "cast(substr(published_at, 12, 2) as integer)"
DAYS_TO_VANISH = "max(0, cast(julianday(gone_at) - julianday(coalesce(published_at, first_seen_at)) as integer))"


class Kept(NamedTuple):
    """A table of counts: its columns and key, and the SQL that counts, of the articles that `{where}` leaves."""

    columns: str
    key: str
    sql: str


KEPT = {
    "section_counts": Kept(
        "newspaper text not null, year integer not null, section text not null, articles integer not null",
        "newspaper, year, section",
        f"select newspaper, {_YEAR} as year, section, count(*) as articles\n"
        "  from articles where section is not null and {where} group by 1, 2, 3",
    ),
    "byline_counts": Kept(
        "newspaper text not null, year integer not null, byline text not null, articles integer not null,"
        " first integer not null, last integer not null",
        "newspaper, year, byline",
        f"select newspaper, {_YEAR} as year, byline, count(*) as articles, min(id) as first, max(id) as last\n"
        "  from articles where byline is not null and {where} group by 1, 2, 3",
    ),
    "hour_counts": Kept(
        "newspaper text not null, year integer not null, hour integer not null, articles integer not null",
        "newspaper, year, hour",
        f"select newspaper, {_YEAR} as year, {HOUR} as hour, count(*) as articles\n"
        "  from articles where published_precision = 'minute' and published_at is not null and {where} group by 1, 2, 3",
    ),
    "length_counts": Kept(
        "newspaper text not null, year integer not null, articles integer not null, words integer not null",
        "newspaper, year",
        f"select newspaper, {_YEAR} as year, count(*) as articles, sum(words) as words\n"
        "  from articles where {where} group by 1, 2",
    ),
    "edit_counts": Kept(
        "newspaper text not null, edited integer not null, gone integer not null",
        "newspaper",
        "select newspaper, sum(edited) as edited, sum(gone) as gone from (\n"
        "    select newspaper, 1 as edited, 0 as gone from articles where changed_at is not null and {where}\n"
        "    union all select newspaper, 0, 1 from articles where gone_at is not null and {where}) group by 1",
    ),
    "vanish_counts": Kept(
        "days integer not null, articles integer not null",
        "days",
        f"select {DAYS_TO_VANISH} as days,\n"
        "    count(*) as articles from articles where gone_at is not null and {where} group by 1",
    ),
    "reprinter_counts": Kept(
        "newspaper text not null, printed_first integer not null, printed_again integer not null",
        "newspaper",
        "select newspaper, sum(first) as printed_first, sum(again) as printed_again from (\n"
        "    select distinct earlier_id as id, 1 as first, 0 as again from reprints where kind in ('whole', 'part')\n"
        "    union all select distinct article_id, 0, 1 from reprints where kind in ('whole', 'part')) p\n"
        "  cross join articles a indexed by articles_card on a.id = p.id where {where} group by 1",
    ),
    "day_changes": Kept(
        "day integer not null, at text not null",
        "day",
        f"select id / {IDS_A_DAY} as day, substr(max(max(first_seen_at), coalesce(max(changed_at), ''),\n"
        "    coalesce(max(gone_at), '')), 1, 10) as at from articles where {where} group by 1",
    ),
    "rule_counts": Kept(
        "rule text not null, lines integer not null, articles integer not null, example text not null",
        "rule",
        "select rule, count(*) as lines, count(distinct article_id) as articles, min(text) as example\n"
        "  from removed where {where} group by 1",
    ),
}


def counted(name: str, where: str = "true") -> str:
    """The counts `name` of some articles as they are made where they are not kept: a common table expression."""
    return f"{name} as (\n  {KEPT[name].sql.format(where=where)})"


def keep(copy: sqlite3.Connection) -> None:
    """Counts everything for a published copy."""
    for name, kept in KEPT.items():
        copy.execute(f"drop table if exists {name}")  # a copy may be made of a copy
        copy.execute(f"create table {name} ({kept.columns}, primary key ({kept.key})) without rowid")
        copy.execute(f"insert or ignore into {name} {kept.sql.format(where='true')}")  # what has no day has no row

"""Holds tables against one another, where two of them say one thing: a contradiction is told, whichever of them is wrong.

Each rule is a query of the rows that contradict; its columns are what a line says of one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from archive.checks.checks import Fault
from archive.storing.identity import spellings

# What is no moment as the archive writes one: 2026-11-28T04:16:20Z.
_NO_MOMENT = (
    "{0} is not null and ({0} not glob '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z'"
    " or strftime('%Y-%m-%dT%H:%M:%SZ', {0}) is not {0})"
)
# What is no date as pages give one, as exact as they are: 2020-08, 2020-08-28, 2020-08-28T14:05:00+07:00.
_NO_DATE = (
    "{0} is not null and case length({0}) when 7 then date({0} || '-01') is null or {0} not glob '????-??'"
    " when 10 then date({0}, '+0 days') is not {0} else datetime({0}) is null or {0} not glob '????-??-??T*'"
    " or date(substr({0}, 1, 10), '+0 days') is not substr({0}, 1, 10) end"
)
_MOMENTS = (  # table, columns, the column that says of which article
    ("revisions", ("seen_at", "stood_until"), "article_id"),
    ("returns", ("gone_at", "back_at"), "article_id"),
    ("articles", ("changed_at",), "id"),
    ("pages", ("fetched_at", "due_at"), "url"),
)

RULES = {
    # The pictures say what the newest revision says that a reader saw under them.
    "captions": "select a.id as article, r.number from articles a join revisions r on r.article_id = a.id and r.number ="
    " (select max(number) from revisions where article_id = a.id) where json_valid(r.captions) and json(r.captions) is not"
    " (select json_group_array(caption) from (select caption from images i where i.article_id = a.id"
    " and coalesce(caption, '') != '' order by position))",
    # 404 or 410 was answered after the article was seen last, and it is known at no other address.
    "not gone": "select a.id as article, p.status, p.url from articles a join pages p on p.url = a.url and p.article_id = a.id"
    " where a.gone_at is null and p.state = 'gone' and p.status in (404, 410) and p.fetched_at > a.last_seen_at"
    " and not exists (select 1 from pages o where o.article_id = a.id and o.state = 'article')",
    "not back": "select a.id as article, a.gone_at as gone, p.fetched_at as seen from articles a"
    " join pages p on p.url = a.url and p.article_id = a.id"
    " where a.gone_at < p.fetched_at and p.state = 'article' and p.status in (200, 304)",
    # An address is that of a page, or one that a page called its own; before `canonical` that was not kept.
    "address": "select a.id as article, a.url from articles a where a.url not like '%#%'"
    " and not exists (select 1 from pages p where p.url = a.url)"
    " and exists (select 1 from pages p where p.article_id = a.id)"
    " and not exists (select 1 from pages p where p.article_id = a.id and (p.canonical = a.url or p.moved_to = a.url))"
    " and a.first_seen_at >= (select max(strftime('%Y-%m-%dT%H:%M:%SZ', applied_at)) from _sqlite_migrations"
    " where name = 'canonical')",  # articles' moments have no parts of a second
    "precision": "select id as article, published_at as said, published_precision as precision from articles"
    " where published_precision is not null and published_precision is not"
    " case when published_at is null then null when length(published_at) = 7 then 'month'"
    " when length(published_at) = 10 then 'day' else 'minute' end",
    "day": " union all ".join(
        f"select id as article, '{column}' as \"column\", {column} as said from articles where {_NO_DATE.format(column)}"
        for column in ("published_at", "modified_at")
    ),
    "instant": " union all ".join(
        f"select {id} as article, '{table}' as \"table\", '{column}' as \"column\", {column} as said from {table}"
        f" where {_NO_MOMENT.format(column)}"
        for table, columns, id in _MOMENTS
        for column in columns
    ),
    "pictures": "select article_id as article, max(position) as last, count(*) as many from images group by 1"
    " having max(position) != count(*) or min(position) != 1",
    "blank": "select article_id as article, 'tag' as what from article_tags where trim(tag) = ''"
    " union all select id, 'language' from articles where language = ''"
    " union all select id, 'key' from articles where key = ''",
    "kinds": "select k.article_id as article, k.position, (length(a.body) - length(replace(a.body, char(10, 10), ''))) / 2 + 1"
    " as many from paragraph_kinds k join articles a on a.id = k.article_id where k.position < 1"
    " or k.position > (length(a.body) - length(replace(a.body, char(10, 10), ''))) / 2 + 1",
    # Who came back had been seen before it was gone, and was seen then or later.
    "return": "select r.article_id as article, r.gone_at as gone, r.back_at as back from returns r"
    " join articles a on a.id = r.article_id where r.back_at < r.gone_at or r.gone_at < a.first_seen_at"
    " or (r.back_at > a.last_seen_at and r.back_at != r.gone_at)",
}


def contradictions(conn: sqlite3.Connection) -> Iterator[Fault]:
    """Yields a fault for each row of a table that another table, or another column, contradicts."""
    for code, query in RULES.items():
        rows = conn.execute(query)
        names = [column[0] for column in rows.description]
        for row in rows:
            values = dict(zip(names, row, strict=True))
            if code != "address" or not _is_known(conn, values["url"]):
                yield Fault(code, values)


def _is_known(conn: sqlite3.Connection, url: str) -> bool:
    """Whether a page bears the address, with or without https and www."""
    urls = spellings(url)
    return conn.execute(f"select 1 from pages where url in ({', '.join('?' * len(urls))})", urls).fetchone() is not None

"""Holds tables against one another, where two of them say one thing: a contradiction is told, whichever of them is wrong.

Each rule is a query of the rows that contradict; its columns are what a line says of one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from archive.checks.checks import Fault
from archive.checks.values import MOMENT
from archive.storing.identity import spellings

# What is no moment as the archive writes one: 2026-11-28T04:16:20Z.
_NO_MOMENT = (
    "{0} is not null and ({0} not glob '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z'"
    f" or not ({MOMENT}))"
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

_AHEAD = "strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '+1 hour')"  # no clock is that far ahead

RULES = {
    "undated": "select id as article, published_from as place from articles where published_at is null and published_from is not null",
    "date from": "select id as article, published_at as said from articles where published_at is not null and published_from is null",
    # Where the right capture is at hand, of the moment at which the revision was seen.
    "other's capture": "select r.article_id as article, r.number, own.id as right, c.id as capture, c.url from revisions r"
    " join captures c on c.id = r.capture_id join captures own on own.fetched_at = r.seen_at and own.status = 200"
    " and own.aside is null and own.url in (select url from pages p where p.article_id = r.article_id)"
    " where c.url not in (select url from pages p where p.article_id = r.article_id)"
    " group by r.article_id, r.number having count(distinct own.url) = 1",
    "other's address": "select a.id as article, a.url, p.article_id as other from articles a join pages p on p.url = a.url"
    " join articles o on o.id = p.article_id where p.article_id != a.id and p.state = 'article' and p.moved_to is null"
    " and coalesce(p.canonical, p.url) = p.url and exists (select 1 from pages q where q.article_id = a.id)"
    " and exists (select 1 from pages q where q.article_id = a.id and q.state = 'article' and q.url = o.url)",
    "aside": "select c.id as capture, c.url, c.aside as said from rescue_captures r join captures c on c.id = r.capture_id"
    " where r.state = 'shared' and c.aside is not 'shared'",
    # What is said of a page that was read, or was not to be had, is said of none that led elsewhere.
    "why moved": "select id as page, url, reason from pages where state = 'moved' and reason in ('front_page', 'listing',"
    " 'read_for_links', 'foreign', 'attachment', 'static_page', 'login_wall', 'part', 'gone', 'robots')",
    "answered": "select id as page, url, status from pages where state = 'article' and status in (404, 410)",
    "design": "select id as page, url, profile from pages where profile > (select coalesce(max(version), 0) from profiles)",
    # An article has pages where it is printed, and is of the newspaper that went into another, or of that one.
    "another's design": "select f.id as profile, f.newspaper, f.place, min(a.newspaper) as other from profiles f"
    " join profile_pages d on d.profile = f.id join articles a on a.id = d.article_id join newspapers n on n.id = a.newspaper"
    " group by f.id having count(distinct a.newspaper) = 1 and min(a.newspaper) != f.newspaper and min(n.successor) is not f.newspaper"
    " and (select successor from newspapers where id = f.newspaper) is not min(a.newspaper) and not exists (select 1 from pages p"
    " where p.newspaper = f.newspaper and p.article_id in (select article_id from profile_pages where profile = f.id))",
    "design of another": "select d.rowid as row, f.newspaper, d.address, d.article_id as article from profile_pages d"
    " join profiles f on f.id = d.profile join articles a on a.id = d.article_id and a.newspaper != f.newspaper"
    " where exists (select 1 from pages p where p.article_id = a.id)"
    " and not exists (select 1 from pages p where p.article_id = a.id and p.newspaper = f.newspaper)"
    " and exists (select 1 from profile_pages o join articles b on b.id = o.article_id where o.profile = f.id"
    " and b.newspaper = f.newspaper)",
    "no article": "select id as page, url from pages where state = 'article' and article_id is null",
    "never due": "select id as page, url from pages where state = 'new' and due_at is null and url glob 'http*'",
    # What was captured at an address last is what its page is said to have been.
    "bytes": "select p.id as page, p.url, p.digest as said from pages p where p.digest is not null and p.state = 'article'"
    " and exists (select 1 from captures c where c.url = p.url and c.status = 200)"
    " and not exists (select 1 from captures c where c.url = p.url and c.digest = p.digest)",
    "two articles": "select capture_id as capture, min(article_id) as article, max(article_id) as other from revisions"
    " where capture_id is not null group by 1 having min(article_id) != max(article_id)",
    "forgotten capture": "select r.article_id as article, r.number, c.id as capture from revisions r join pages p"
    " on p.article_id = r.article_id join captures c on c.url = p.url and c.fetched_at = r.seen_at"
    " where r.capture_id is null and c.status = 200 and c.aside is null",
    # A server may give its numbers out again, but not to the same story.
    "key": "select a.newspaper, a.key, min(a.id) as article, max(a.id) as other from articles a where a.key is not null"
    " group by a.newspaper, a.key, a.title having count(*) > 1",
    "key of none": "select a.id as article, a.key from articles a where a.key not glob '*[^0-9]*' and not instr(lower(a.url), lower(a.key))"
    " and exists (select 1 from pages p where p.article_id = a.id) and not exists (select 1 from pages p where p.article_id = a.id"
    " and instr(lower(p.url || ' ' || coalesce(p.canonical, '') || ' ' || coalesce(p.moved_to, '')), lower(a.key)))",
    "rescued": "select id as listed, state, original as url from rescue_captures where state = 'read' and capture_id is null",
    # What the listing alone tells is told by its status.
    "by its status": "select id as listed, original as url, state, status from rescue_captures"
    " where state = 'gone' and status not in (404, 410) or state = 'moved' and status not between 300 and 399"
    " or state = 'passed' and status between 200 and 299"
    " or state = 'same' and status >= 300",
    "listed": "select r.id as listed, r.original as url, r.capture_id as capture from rescue_captures r"
    " join captures c on c.id = r.capture_id where r.digest != '' and c.digest is not 'sha1:' || r.digest"
    " and (c.source_url is null or c.digest glob 'sha1:' || r.digest || '?*' or r.warc != '' and not instr(c.source_url, r.warc)"
    " or c.source_url glob '*/web/[0-9]*' and not instr(c.source_url, coalesce(r.stamp, r.timestamp)))",
    "found on": "select id as page, url, found_on from pages where found_on > (select max(id) from pages)",
    "successor": "select id as newspaper from newspapers where successor = id",
    "left out": "select article_id as article, max(position) as last, count(*) as many from removed group by 1"
    " having max(position) != count(*)",
    "picture place": "select i.article_id as article, i.position, i.after from images i join articles a on a.id = i.article_id"
    " where i.after > (length(a.body) - length(replace(a.body, char(10, 10), ''))) / 2 + 1",
    "ending": "select id as crawl from crawls where finished_at is not null and ending is null and started_at >="
    " (select max(strftime('%Y-%m-%dT%H:%M:%SZ', applied_at)) from _sqlite_migrations where name = 'reasons')",
    "ahead": " union all ".join(
        f"select {id} as article, '{table}' as \"table\", '{column}' as \"column\", {column} as said from {table}"
        f" where {column} > {_AHEAD}"
        for table, id, column in (
            ("pages", "url", "fetched_at"),
            ("articles", "id", "last_seen_at"),
            ("articles", "id", "gone_at"),
            ("revisions", "article_id", "seen_at"),
            ("returns", "article_id", "back_at"),
            ("withheld", "article_id", "since"),
            ("profile_pages", "address", "seen_at"),
            ("rescue_listings", "newspaper", "done_at"),
            ("crawls", "id", "finished_at"),
        )
    ),
    "unfetched": "select id as page, url, fetched_at as fetched from pages where state = 'new' and fetched_at is not null",
    "nobody's capture": "select r.article_id as article, r.number, c.id as capture, c.url from revisions r"
    " join captures c on c.id = r.capture_id where not exists (select 1 from pages p where p.url = c.url)",
    "repeated": "select r.article_id as article, r.number from revisions r join revisions n on n.article_id = r.article_id"
    " and n.number = r.number + 1 and n.digest = r.digest",
    "outside its span": "select f.newspaper, f.place, d.address, d.seen_at as seen from profile_pages d"
    " join profiles f on f.id = d.profile where f.since <= f.until and d.seen_at not between f.since and f.until",
    # Whoever was seen was seen by a page, a revision or a capture.
    "unseen": "select id as article, first, last from (select a.id, a.first_seen_at as first, a.last_seen_at as last,"
    " (select min(seen_at) from revisions r where r.article_id = a.id) as earliest,"
    " (select max(max(seen_at), coalesce(max(stood_until), '')) from revisions r where r.article_id = a.id) as latest,"
    " (select max(fetched_at) from pages p where p.article_id = a.id) as fetched,"
    " (select min(c.fetched_at) from captures c join pages p on p.url = c.url where p.article_id = a.id) as captured"
    " from articles a) where first < min(earliest, coalesce(captured, earliest)) or last > max(latest, coalesce(fetched, latest))",
    # A takedown was answered by a page, at that moment or before its last answer.
    "never gone": "select a.id as article, a.gone_at as gone from articles a where a.gone_at is not null"
    " and exists (select 1 from pages p where p.article_id = a.id)"
    " and a.gone_at > (select coalesce(max(iif(p.state != 'article', p.fetched_at, null)), '') from pages p"
    " where p.article_id = a.id)",
    "outlived": "select r.article_id as article, r.number, r.stood_until as until from revisions r"
    " join articles a on a.id = r.article_id where r.stood_until > a.last_seen_at or r.stood_until >"
    " (select seen_at from revisions n where n.article_id = r.article_id and n.number = r.number + 1)",
    # One that two newspapers print at one canonical address, or that moved with its newspaper, has a page of its own too.
    "other paper": "select a.id as article, a.newspaper, p.url, p.newspaper as other from articles a"
    " join pages p on p.article_id = a.id where p.newspaper != a.newspaper"
    " and not exists (select 1 from pages o where o.article_id = a.id and o.newspaper = a.newspaper)",
    "shared": "select r.article_id as article, r.number, c.id as capture from revisions r join captures c on c.id = r.capture_id"
    " where c.aside = 'shared'",
    "origin": "select id as capture, source_url as url from captures where source is null and source_url is not null",
    "alone": "select 'archive_id' as \"table\", count(*) as many from archive_id having count(*) != 1"
    " union all select 'words_counted', count(*) from words_counted having count(*) != 1",
    "run": "select id as crawl, started_at as begun, finished_at as ended from crawls where finished_at < started_at"
    " or min(pages, new, changed, errors) < 0 or new + changed + unchanged > pages",
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
    " where published_precision is not"
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
    + "".join(
        f" union all select id, '{column}' from articles where {column} = ''"
        for column in ("key", "section", "byline", "lead", "source_tag")
    )
    + " union all select article_id, 'picture' from images where url = ''",
    "language": "select id as article, language as said from articles where language not glob '[a-z][a-z]'"
    " and language not glob '[a-z][a-z][a-z]' and language not glob '[a-z][a-z]-[a-zA-Z0-9]*'",
    # An export knows by it what to write again.
    "version": "select m.newspaper, m.month / 100 as year from months m where m.articles > 0 and not exists"
    " (select 1 from content_versions v where v.newspaper = m.newspaper and v.year = m.month / 100) group by 1, 2",
    "kinds": "select k.article_id as article, k.position, (length(a.body) - length(replace(a.body, char(10, 10), ''))) / 2 + 1"
    " as many from paragraph_kinds k join articles a on a.id = k.article_id where k.position < 1"
    " or k.position > (length(a.body) - length(replace(a.body, char(10, 10), ''))) / 2 + 1",
    # Who came back had been seen before it was gone, and was seen then or later.
    "return": "select r.article_id as article, r.gone_at as gone, r.back_at as back from returns r"
    " join articles a on a.id = r.article_id where r.back_at < r.gone_at or r.gone_at < a.first_seen_at"
    " or (r.back_at > a.last_seen_at and r.back_at != r.gone_at)",
}


# How what a rule finds is mended: what takes the first columns of its row, as many as that wants.
_MENDS = {
    "version": ("version", 2),
    "forgotten capture": ("of capture", 3),
    "other's capture": ("of capture", 3),
    "aside": ("shared", 1),
    "another's design": ("profile of", 1),
    "design of another": ("profile page", 1),
}


def contradictions(conn: sqlite3.Connection) -> Iterator[Fault]:
    """Yields a fault for each row of a table that another table, or another column, contradicts."""
    for code, query in RULES.items():
        rows = conn.execute(query)
        names = [column[0] for column in rows.description]
        for row in rows:
            values = dict(zip(names, row, strict=True))
            if code != "address" or not _is_known(conn, values["url"]):
                mend, many = _MENDS.get(code, ("", 0))
                yield Fault(code, values, (mend, *row[:many]) if mend else None)


def _is_known(conn: sqlite3.Connection, url: str) -> bool:
    """Whether a page bears the address, with or without https and www."""
    urls = spellings(url)
    return conn.execute(f"select 1 from pages where url in ({', '.join('?' * len(urls))})", urls).fetchone() is not None

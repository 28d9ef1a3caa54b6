"""The tables of `scrapy rescue`: what web archives list of a newspaper, how far the listing went, and how each is asked;
and where a capture came from, where it is not our own.
"""

from __future__ import annotations

from sqlite_utils import Database

_TABLES = """
create table rescue_sources (
    source text primary key,
    process text,
    asked_at real,
    refusals integer not null default 0,
    alone_until text
) without rowid;

create table rescue_listings (
    newspaper text not null references newspapers(id),
    source text not null,
    place text not null,
    since text not null default '',
    until text not null default '',
    cursor text,
    done_at text,
    primary key (newspaper, source, place, since, until)
) without rowid;

create table rescue_captures (
    id integer primary key,
    newspaper text not null references newspapers(id),
    source text not null,
    urlkey text not null,
    timestamp text not null,
    original text not null,
    status integer,
    mime text,
    digest text not null,
    length integer,
    warc text not null default '',
    offset integer,
    truncated text,
    rank integer not null default 0,
    state text not null default 'new',
    tries integer not null default 0,
    capture_id integer references captures(id)
);

create unique index rescue_captures_listed on rescue_captures(newspaper, urlkey, timestamp, digest, original, source);

create index rescue_captures_next on rescue_captures(newspaper, rank, timestamp, id) where state = 'new';

create index rescue_captures_digest on rescue_captures(newspaper, digest);

alter table captures add column source text;

alter table captures add column source_url text;

alter table captures add column aside text;

alter table revisions add column stood_until text"""


def rescue(db: Database) -> None:
    """Adds the tables. `captures.source` is NULL for what we captured ourselves; `aside` says why a capture is never read
    as an article: `shared` (one page for many addresses), `truncated`. `revisions.stood_until` is when a revision was last seen to say so, where that is later than its first."""
    for statement in _TABLES.split(";\n\n"):
        db.conn.execute(statement)


def rescue_stamps(db: Database) -> None:
    """Adds `rescue_captures.stamp`: how the index writes a moment, NULL where that is `timestamp`; it is asked for by it."""
    db.conn.execute("alter table rescue_captures add column stamp text")

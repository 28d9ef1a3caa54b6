"""The tables of `scrapy merge`: which archive this is, and what of others was merged into it."""

from __future__ import annotations

from sqlite_utils import Database

_TABLES = """
create table archive_id (id text not null);

insert into archive_id values (lower(hex(randomblob(16))));

create table merged_shards (
    shard text primary key,
    captures integer not null default 0,
    merged_at text
) without rowid;

create table merged_years (
    shard text not null,
    newspaper text not null,
    year integer not null,
    version integer not null,
    primary key (shard, newspaper, year)
) without rowid;

create table merged_articles (
    shard text not null,
    shard_id integer not null,
    article_id integer not null,
    state blob not null,
    primary key (shard, shard_id)
) without rowid;

create index merged_articles_here on merged_articles(article_id)"""


def shards(db: Database) -> None:
    """Adds the tables that merging archives of other machines needs.

    `archive_id` names this archive wherever its file goes. Of each shard is kept up to which capture it was merged, at
    which version of its years (`content_versions`), and which article each of its articles is here: ids are given by
    the archive that merges, and stay. `state` is a digest of what was merged of it.
    """
    for statement in _TABLES.split(";\n\n"):
        db.conn.execute(statement)

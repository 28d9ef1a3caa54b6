"""The tables of archive.db, as migrations: opening an older archive upgrades it, opening a newer one is refused."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from archive.schema.canonical import canonical
from archive.schema.captions import captions, unlabelled
from archive.schema.checks import checks
from archive.schema.digests import revision_digests
from archive.schema.filters import filters
from archive.schema.foreign import foreign, unlike
from archive.schema.kinds import paragraph_kinds
from archive.schema.learned import learned
from archive.schema.months import counted, months
from archive.schema.reasons import reasons
from archive.schema.reprints import reprint_rule, reprints, reprints_by_month
from archive.schema.reprocessing import reprocess_runs
from archive.schema.rescue import rescue, rescue_stamps
from archive.schema.search import cards, exact_index, folded_view, more_forms
from archive.schema.shards import shards
from archive.schema.stops import stops
from archive.schema.versions import content_versions
from archive.schema.word_blocks import word_blocks
from archive.schema.word_levels import word_levels
from archive.schema.words import words

migrations = Migrations("baotinh")

# FTS5 never folds đ (its `remove_diacritics` knows only combining marks),
# so the index holds d for it: here by its triggers, later by a view (schema_search). Triggers stay plain SQL: any SQLite
# may write to the archive.
_FOLD = "replace(replace({0}, 'đ', 'd'), 'Đ', 'D')"
_INDEXED = ("title", "lead", "body")


def _folded(prefix: str) -> str:
    """Writes the folded columns of the index as SQL; `prefix` is `old.`, `new.` or empty."""
    return ", ".join(_FOLD.format(f"{prefix}{column}") for column in _INDEXED)


@migrations()
def tables(db: Database) -> None:
    """Creates the tables of the first release. Each CREATE is written out: this is the documentation of the file."""
    for statement in _TABLES.split(";\n\n"):
        db.conn.execute(statement)
    columns = ", ".join(_INDEXED)
    delete = f"insert into articles_fts(articles_fts, rowid, {columns}) values ('delete', old.id, {_folded('old.')})"
    insert = f"insert into articles_fts(rowid, {columns}) values (new.id, {_folded('new.')})"
    db.conn.execute(
        f'create virtual table articles_fts using fts5({columns}, content="articles", content_rowid="id", '
        'tokenize="unicode61 remove_diacritics 2")'
    )
    db.conn.execute(f"create trigger articles_fts_insert after insert on articles begin {insert}; end")
    db.conn.execute(f"create trigger articles_fts_delete after delete on articles begin {delete}; end")
    db.conn.execute(
        f"create trigger articles_fts_update after update of {columns} on articles begin {delete}; {insert}; end"
    )


migrations()(exact_index)


@migrations()
def newspapers_and_provinces_in_time(db: Database) -> None:
    """Adds what a newspaper went into, what a province was when, and which articles the public copy leaves out."""
    for statement in _IN_TIME.split(";\n\n"):
        db.conn.execute(statement)


@migrations()
def what_crawls_were_refused(db: Database) -> None:
    """Adds counts of what keeps a crawl from reading: robots.txt, refusals, walls of scripts, logins and captchas."""
    for column in ("forbidden", "refused", "walls"):
        db.conn.execute(f"alter table crawls add column {column} integer not null default 0")


_IN_TIME = """
alter table newspapers add column successor text references newspapers(id);

create table province_kinds (
    province text not null references provinces(id),
    since text,
    kind text not null,
    unique (province, since)
);

create table withheld (
    article_id integer primary key references articles(id),
    since text not null,
    why text not null
)"""


@migrations()
def crawl_process(db: Database) -> None:
    """Adds which process a crawl is, so that one under way is known from one that was killed."""
    db.conn.execute("alter table crawls add column process text")


@migrations()
def where_images_stood(db: Database) -> None:
    """Adds after how many paragraphs of the body a picture stood; NULL where it was read before this was asked."""
    db.conn.execute("alter table images add column after integer")


migrations()(months)
migrations()(cards)

migrations()(counted)


@migrations()
def where_pages_moved(db: Database) -> None:
    """Adds where a redirect leads, so that it is followed once its target is read; and what tells one article from
    another: a key alone does not, and the same text is found by its length and date.
    """
    for statement in (
        "alter table pages add column moved_to text",
        "update pages set moved_to = substr(error, 10) where state = 'moved' and error like 'moved to %'",
        "create index pages_moved_to on pages(moved_to) where moved_to is not null",
        "drop index articles_key",
        "create index articles_key on articles(newspaper, key) where key is not null",
        "create index articles_words on articles(newspaper, words, published_at)",
    ):
        db.conn.execute(statement)


@migrations()
def what_lists_say(db: Database) -> None:
    """Adds how far the pages known reached (by `id`) when a list was last read: what lies beyond is news of it.

    And the day that a list prints beside an address.
    """
    db.conn.execute("alter table pages add column horizon integer")
    db.conn.execute("alter table pages add column listed text")


@migrations()
def profiles(db: Database) -> None:
    """Adds what is learned of a newspaper's pages: a profile for each of its hosts and designs, with a sketch of each
    page it rests on. `pages.profile` is the profile's `version` with which a page was read, 0 for none, NULL before
    this.
    """
    for statement in _PROFILES.split(";\n\n"):
        db.conn.execute(statement)


@migrations()
def what_links_say(db: Database) -> None:
    """Adds the words of the first link that led to a page, and what a feed told of it: evidence of its title and lead."""
    db.conn.execute("alter table pages add column anchor text")
    db.conn.execute("alter table pages add column teaser text")


migrations()(folded_view)


@migrations()
def how_crawls_left_servers(db: Database) -> None:
    """Adds at what pace a crawl asked in the end (seconds), and until when the server wants to be left alone: the next
    keeps both.
    """
    db.conn.execute("alter table crawls add column spacing real")
    db.conn.execute("alter table crawls add column alone_until text")


migrations()(reprints)
migrations()(stops)
migrations()(reprints_by_month)
migrations()(checks)
migrations()(paragraph_kinds)
migrations()(reasons)


migrations()(rescue)


migrations()(content_versions)
migrations()(more_forms)
migrations()(filters)
migrations()(shards)
migrations()(reprocess_runs)
migrations()(words)
migrations()(foreign)
migrations()(word_blocks)
migrations()(canonical)
migrations()(word_levels)
migrations()(learned)
migrations()(revision_digests)
migrations()(unlike)
migrations()(rescue_stamps)
migrations()(captions)
migrations()(unlabelled)
migrations()(reprint_rule)


_PROFILES = """
create table profiles (
    id integer primary key,
    newspaper text not null references newspapers(id),
    place text not null,
    since text not null,
    until text not null,
    version integer not null default 0,
    lines text not null default '[]'
);

create index profiles_place on profiles(newspaper, place);

create table profile_pages (
    profile integer not null references profiles(id),
    address text not null,
    article_id integer,
    seen_at text not null,
    title integer,
    marks blob not null
);

create unique index profile_pages_address on profile_pages(profile, address);

alter table pages add column profile integer;

alter table crawls add column "foreign" integer not null default 0;

create index pages_profile on pages(newspaper, profile) where profile is not null"""


_TABLES = """
create table provinces (
    id text primary key,
    name text not null,
    kind text not null,
    region text not null,
    code text not null,
    today text not null references provinces(id),
    code_2025 text not null
) without rowid;

create table newspapers (
    id text primary key,
    title text not null,
    home text,
    province text references provinces(id),
    family text
);

create table crawls (
    id integer primary key,
    newspaper text not null references newspapers(id),
    started_at text not null,
    finished_at text,
    reason text,
    pages integer not null default 0,
    new integer not null default 0,
    changed integer not null default 0,
    unchanged integer not null default 0,
    rejected integer not null default 0,
    errors integer not null default 0
);

create index crawls_newspaper on crawls(newspaper, id);

create table captures (
    id integer primary key,
    url text not null,
    fetched_at text not null,
    status integer not null,
    mime text,
    digest text not null,
    warc text not null,
    offset integer not null,
    length integer not null
);

create index captures_url on captures(url, fetched_at);

create index captures_warc on captures(warc, offset);

create table articles (
    id integer primary key,
    newspaper text not null references newspapers(id),
    url text not null unique,
    key text,
    title text not null,
    lead text,
    byline text,
    source_tag text,
    section text,
    published_at text,
    published_precision text,
    published_from text,
    modified_at text,
    language text,
    words integer not null,
    first_seen_at text not null,
    last_seen_at text not null,
    changed_at text,
    gone_at text,
    body text not null
);

create unique index articles_key on articles(newspaper, key) where key is not null;

create index articles_newspaper on articles(newspaper, id);

create index articles_changed on articles(changed_at) where changed_at is not null;

create index articles_gone on articles(gone_at) where gone_at is not null;

create table pages (
    id integer primary key,
    url text not null unique,
    newspaper text not null references newspapers(id),
    article_id integer references articles(id),
    state text not null default 'new',
    kind text,
    status integer,
    fetched_at text,
    due_at text,
    priority integer not null default 0,
    depth integer not null default 0,
    tries integer not null default 0,
    error text,
    modified text,
    etag text,
    last_modified text,
    digest text,
    published text,
    found_on integer
);

create index pages_due on pages(newspaper, priority, due_at) where due_at is not null;

create index pages_article on pages(article_id) where article_id is not null;

create table images (
    article_id integer not null references articles(id),
    position integer not null,
    url text,
    caption text,
    credit text,
    primary key (article_id, position)
) without rowid;

create table article_tags (
    article_id integer not null references articles(id),
    tag text not null,
    primary key (article_id, tag)
) without rowid;

create index article_tags_tag on article_tags(tag, article_id);

create table revisions (
    article_id integer not null references articles(id),
    number integer not null,
    seen_at text not null,
    title text not null,
    lead text,
    byline text,
    captions text,
    capture_id integer references captures(id),
    body text not null,
    primary key (article_id, number)
);

create table removed (
    article_id integer not null references articles(id),
    position integer not null,
    text text not null,
    rule text not null,
    primary key (article_id, position)
) without rowid"""

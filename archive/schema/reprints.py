"""The tables of reprints: which articles of different newspapers hold the same text, and what finds them quickly."""

from __future__ import annotations

from sqlite_utils import Database

# What an article's text was compared by goes with the text; it is compared anew where its row in `fingerprinted` is missing.
_FORGET = """
    delete from fingerprints where article_id = old.id and hash in (
        with recursive place(at) as (select 1 union all select at + 4 from place where at + 4 <= length(
            (select hashes from fingerprinted where article_id = old.id)))
        select substr(hashes, at, 4) from place, fingerprinted where article_id = old.id);
    delete from fingerprinted where article_id = old.id;
    delete from reprints where article_id = old.id or earlier_id = old.id;
"""


def reprints(db: Database) -> None:
    """Adds `reprints`, and the fingerprints by which `archive.reprints.reprints` finds them. Triggers forget those of a text that
    goes or changes: plain SQL, so that any SQLite may write to the archive.
    """
    for statement in _TABLES.split(";\n\n"):
        db.conn.execute(statement)
    db.conn.execute(f"create trigger articles_reprints_delete after delete on articles begin {_FORGET} end")
    db.conn.execute(
        "create trigger articles_reprints_update after update of id, newspaper, lead, body, published_at on articles"
        " when old.id is not new.id or old.newspaper is not new.newspaper or old.lead is not new.lead"
        f" or old.body is not new.body or old.published_at is not new.published_at begin {_FORGET} end"
    )


_MONTH = "{0}.article_id / 10000000"  # ids are yyyymmdd * 100000 + n
_ALONE = (
    "{0}.kind in ('whole', 'part') and not exists (select 1 from reprints where article_id = {0}.article_id"
    " and earlier_id != {0}.earlier_id and kind in ('whole', 'part'))"
)


def reprints_by_month(db: Database) -> None:
    """Adds `reprint_months`: how many articles of each month had stood in another newspaper before, whole or in part."""
    new, old = _MONTH.format("new"), _MONTH.format("old")
    for statement in (
        "create table reprint_months (month integer primary key, articles integer not null)",
        "insert into reprint_months select article_id / 10000000, count(distinct article_id) from reprints"
        " where kind in ('whole', 'part') group by 1",
        f"create trigger reprints_months_insert after insert on reprints when {_ALONE.format('new')} begin"
        f" insert into reprint_months values ({new}, 1) on conflict(month) do update set articles = articles + 1; end",
        f"create trigger reprints_months_delete after delete on reprints when {_ALONE.format('old')} begin"
        f" update reprint_months set articles = articles - 1 where month = {old};"
        f" delete from reprint_months where month = {old} and articles = 0; end",
    ):
        db.conn.execute(statement)


def reprint_rule(db: Database) -> None:
    """Adds `reprint_rule`: the oldest rule by which reprints in the archive were made (`archive.reprints.reprints.RULE`); no
    row where none was compared, 0 for what was before there was a number.
    """
    db.conn.execute("create table reprint_rule (version integer not null)")
    db.conn.execute("insert into reprint_rule select 0 where exists (select 1 from fingerprinted)")


_TABLES = """
create table reprints (
    article_id integer not null references articles(id),
    earlier_id integer not null references articles(id),
    share real not null,
    kind text not null,
    words integer not null,
    paragraphs text not null,
    primary key (article_id, earlier_id)
) without rowid;

create index reprints_earlier on reprints(earlier_id);

create table fingerprints (
    hash blob not null,
    article_id integer not null,
    primary key (hash, article_id)
) without rowid;

create table fingerprinted (
    article_id integer primary key,
    days integer,
    hashes blob not null
);

create index fingerprinted_near on fingerprinted(article_id) where days is not null"""

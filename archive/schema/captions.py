"""What an article's pictures say, in its own row and in both indexes of words: what is copied from an article is found."""

from __future__ import annotations

import re

from sqlite_utils import Database

from archive.schema.search import FOLDED_TRIGGERS, exact_index_of, folded_index_of
from archive.schema.words import watch_articles

# `archive.article.Article.captions` of an article's pictures, `{0}` being its id.
SAID = (
    "(select group_concat(told, char(10, 10)) from (select told from (select position, 1 as part, caption as told"
    " from images where article_id = {0} union all select position, 2, credit from images"
    " where article_id = {0}) where told != '' order by position, part))"
)
_INDEXED = "title, lead, body, captions"


def captions(db: Database) -> None:
    """Adds `articles.captions`, and has the indexes of words hold it as their fourth column. Words over time, which are
    those of the same columns, are counted anew when they are asked for next."""
    _drop_indexes(db)
    _add_before_body(db, "captions", SAID.format("articles.id"))
    for table in ("words_waiting", "words_taken"):
        db.conn.execute(f"alter table {table} add column captions text")
    _make_indexes(db)


def unlabelled(db: Database) -> None:
    """Takes "Ảnh:" out of `articles.captions`, which had it before each credit: a label is no word of an article, and a search
    for it found every credited picture. Where it has none, nothing is done."""
    said = SAID.format("articles.id")
    labelled = f"id in (select article_id from images where credit != '') and captions is not {said}"
    if db.conn.execute(f"select 1 from articles where {labelled} limit 1").fetchone():
        _drop_indexes(db)
        # Else each text as it was would be kept, to be taken off the counts.
        db.conn.execute("drop trigger articles_words_update")
        db.conn.execute(f"update articles set captions = {said} where {labelled}")
        _make_indexes(db)


def _drop_indexes(db: Database) -> None:
    """Drops both indexes of words, with their triggers."""
    for name in (*FOLDED_TRIGGERS, *(f"articles_exact_{event}" for event in ("insert", "delete", "update"))):
        db.conn.execute(f"drop trigger {name}")
    for kind, name in (("table", "articles_fts"), ("table", "articles_exact"), ("view", "articles_folded")):
        db.conn.execute(f"drop {kind} {name}")


def _make_indexes(db: Database) -> None:
    """Makes both indexes of words from the articles as they are, and has words over time counted anew."""
    exact_index_of(db, _INDEXED)
    folded_index_of(db, _INDEXED)
    watch_articles(db, _INDEXED)
    db.conn.execute("update words_counted set edition = 0, late = 0, late_articles = 0")


def _add_before_body(db: Database, column: str, value: str) -> None:
    """Makes the table of articles anew with one more column of text, whose value is an SQL expression: the body stays the
    last, so that nothing else is read through it."""
    (made,) = db.conn.execute("select sql from sqlite_master where name = 'articles'").fetchone()
    parts = db.conn.execute(
        "select sql from sqlite_master where tbl_name = 'articles' and type in ('index', 'trigger') and sql is not null"
    ).fetchall()
    columns = [row[1] for row in db.conn.execute("pragma table_info(articles)")]
    head, name, tail = re.split(r"(?<=[\s,])([\"\[`]?body[\"\]`]?)(?=\s)", made, maxsplit=1)
    begun = re.sub(r"(?i)^create table\s+([\"\[`]?)articles", r"create table \1articles_new", head)
    db.conn.execute("pragma legacy_alter_table = on")  # leaves alone what names the table meanwhile
    db.conn.execute(f"{begun}{column} text,\n    {name}{tail}")
    named = ", ".join(f'"{name}"' for name in columns)
    db.conn.execute(f"insert into articles_new({named}, {column}) select {named}, {value} from articles")
    db.conn.execute("drop table articles")
    db.conn.execute("alter table articles_new rename to articles")
    db.conn.execute("pragma legacy_alter_table = off")
    for (sql,) in parts:
        db.conn.execute(sql)

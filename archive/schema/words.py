"""The tables of words over time: how many articles of each newspaper and month hold each word and pair of words.

`word_blocks` holds them, packed (archive.words.blocks), in the order of the alphabet; `word_cells` gives each newspaper and
month a number. Both are written anew beside those that are read, as an edition of which `words_counted` says that it
holds. `words_seldom` tells of terms that are not in it how often they may have been met. Whatever is done to an article is written down in `words_waiting`, as small as it can be: the article's
number, and where its words are counted already the text that they are of. archive.words.counting catches up with that.
"""

from __future__ import annotations

from sqlite_utils import Database

# The month of the day of publication; 0 where that is not known.
MONTH = "iif({0}published_at is null, 0, {0}id / 10000000)"

_TABLES = """
create table words_waiting (
    article_id integer primary key,
    newspaper text,
    month integer,
    title text,
    lead text,
    body text
);

create table words_taken (
    article_id integer primary key,
    newspaper text,
    month integer,
    title text,
    lead text,
    body text
);

create table word_cells (
    edition integer not null,
    number integer not null,
    newspaper text not null,
    month integer not null,
    primary key (edition, number)
) without rowid;

create table word_blocks (
    id integer primary key,
    edition integer not null,
    first text not null,
    data blob not null
);

create unique index word_blocks_first on word_blocks(edition, first);

create table words_seldom (
    number integer primary key,
    data blob not null
);

create table words_counted (
    edition integer not null,
    run integer
);

insert into words_counted(edition) values (0);

create table year_words (
    year integer not null,
    position integer not null,
    term text not null,
    articles integer not null,
    per_thousand real not null,
    before real not null,
    primary key (year, position)
) without rowid"""

_COUNTED = "insert or ignore into words_waiting select {0}id, {0}newspaper, {1}, {2}"
_SHOWN = "not exists (select 1 from withheld where article_id = old.id)"


def words(db: Database) -> None:
    """Adds the tables, and triggers that say what is to be counted: plain SQL, so that any SQLite may write to the
    archive. The words of what is withheld are not counted.
    """
    for statement in _TABLES.split(";\n\n"):
        db.conn.execute(statement)
    watch_articles(db, "title, lead, body")


def watch_articles(db: Database, texts: str) -> None:
    """Creates the triggers that say what is to be counted, in place of those there are; `texts` are the columns whose words
    count."""
    told = {row: ", ".join(f"{row}.{column}" for column in texts.split(", ")) for row in ("old", "a")}
    old = _COUNTED.format("old.", MONTH.format("old."), told["old"])
    new = "insert or ignore into words_waiting(article_id) values (new.id);"
    columns = ("id", "newspaper", *texts.split(", "), "published_at")
    differs = " or ".join(f"old.{column} is not new.{column}" for column in columns)
    withheld = _COUNTED.format("a.", MONTH.format("a."), told["a"]) + " from articles a where a.id = new.article_id;"
    for name, event, statement in (
        ("articles_words_insert", "after insert on articles", new),
        ("articles_words_delete", f"after delete on articles when {_SHOWN}", f"{old};"),
        (
            "articles_words_update",
            f"after update of {', '.join(columns)} on articles when {differs}",
            f"{old} where {_SHOWN}; {new}",
        ),
        ("withheld_words_insert", "after insert on withheld", withheld),
        (
            "withheld_words_delete",
            "after delete on withheld",
            "insert or ignore into words_waiting(article_id) values (old.article_id);",
        ),
    ):
        db.conn.execute(f"drop trigger if exists {name}")
        db.conn.execute(f"create trigger {name} {event} begin {statement} end")

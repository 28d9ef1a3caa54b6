"""The table of months: how many articles each newspaper printed when. Pages count in it, not among the articles;
what it does not tell, in an index.
"""

from __future__ import annotations

from sqlite_utils import Database

_MONTH = "{0}id / 10000000"  # ids are yyyymmdd * 100000 + n
_MORE = (
    f"insert into months values (new.newspaper, {_MONTH.format('new.')}, 1)"
    " on conflict(newspaper, month) do update set articles = articles + 1;"
)
_OLD = f"newspaper = old.newspaper and month = {_MONTH.format('old.')}"
_LESS = f"update months set articles = articles - 1 where {_OLD}; delete from months where {_OLD} and articles = 0;"


def months(db: Database) -> None:
    """Adds `months`, which triggers keep: plain SQL, so that any SQLite may write to the archive."""
    db.conn.execute("drop table if exists months")  # copies published before had one of their own
    db.conn.execute(
        "create table months (newspaper text not null references newspapers(id), month integer not null,"
        " articles integer not null, primary key (newspaper, month)) without rowid"
    )
    db.conn.execute(
        f"insert into months select newspaper, {_MONTH.format('')} as month, count(*) from articles group by 1, 2"
    )
    db.conn.execute(f"create trigger articles_months_insert after insert on articles begin {_MORE} end")
    db.conn.execute(f"create trigger articles_months_delete after delete on articles begin {_LESS} end")
    db.conn.execute(
        f"create trigger articles_months_update after update of newspaper, id on articles begin {_LESS} {_MORE} end"
    )


def counted(db: Database) -> None:
    """Adds the index `articles_counted`: sections and bylines, of a newspaper or all, are counted without an article."""
    db.conn.execute("create index articles_counted on articles(newspaper, section, byline)")

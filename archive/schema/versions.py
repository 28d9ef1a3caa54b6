"""Which newspaper's year has changed since somebody looked: a number that goes up with every change of its articles."""

from __future__ import annotations

from sqlite_utils import Database

_YEAR = "{0}id / 1000000000"  # ids are yyyymmdd * 100000 + n
_UP = (
    "insert into content_versions values ({0}, {1}, 1)"
    " on conflict(newspaper, year) do update set version = version + 1;"
)
_OF = (
    "insert into content_versions select newspaper, id / 1000000000, 1 from articles where id = {0} and true"
    " on conflict(newspaper, year) do update set version = version + 1;"
)


def content_versions(db: Database) -> None:
    """Adds `content_versions`, by which an export knows what to write again; triggers keep it, in plain SQL."""
    db.conn.execute(
        "create table content_versions (newspaper text not null, year integer not null, version integer not null,"
        " primary key (newspaper, year)) without rowid"
    )
    db.conn.execute(
        f"insert into content_versions select newspaper, {_YEAR.format('')} as year, count(*) from articles group by 1, 2"
    )
    new, old = (_UP.format(f"{row}.newspaper", _YEAR.format(f"{row}.")) for row in ("new", "old"))
    for table, event, statements in (
        ("articles", "insert", new),
        ("articles", "delete", old),
        ("articles", "update", f"{old} {new}"),
        ("withheld", "insert", _OF.format("new.article_id")),
        ("withheld", "delete", _OF.format("old.article_id")),
        ("reprints", "insert", _OF.format("new.article_id")),
        ("reprints", "delete", _OF.format("old.article_id")),
    ):
        db.conn.execute(f"create trigger {table}_versions_{event} after {event} on {table} begin {statements} end")

"""The log of what became of articles after they were stored: indexes of edits and takedowns, and returns."""

from __future__ import annotations

from sqlite_utils import Database

# An article that stands again says nothing of having been away: the trigger keeps it, whoever writes.
_STOPS = """
create table returns (
    article_id integer not null references articles(id),
    gone_at text not null,
    back_at text not null,
    primary key (article_id, gone_at)
) without rowid;

create index returns_back on returns(back_at, article_id);

create index returns_gone on returns(gone_at, article_id);

create trigger articles_returns after update of gone_at on articles when old.gone_at is not null and new.gone_at is null
begin
    insert or ignore into returns values (new.id, old.gone_at, max(new.last_seen_at, old.gone_at));
end;

create trigger articles_returns_delete before delete on articles
begin
    delete from returns where article_id = old.id;
end;

create index revisions_edits on revisions(seen_at, article_id, number) where number > 1;

create index articles_changed_of on articles(newspaper, changed_at) where changed_at is not null;

create index articles_gone_of on articles(newspaper, gone_at) where gone_at is not null"""


def stops(db: Database) -> None:
    """Adds `returns`, articles that were gone and came back, and the indexes by which /changes reads all stops."""
    for statement in _STOPS.split(";\n\n"):
        db.conn.execute(statement)

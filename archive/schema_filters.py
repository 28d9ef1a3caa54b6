"""What narrows a search beside its words: who wrote an article, in which section, whether it is dated, when it came in.

`articles_labels` is a third index of words, of the view `articles_labelled`: sections and bylines without diacritics.
"""

from __future__ import annotations

from sqlite_utils import Database

_COLUMNS = "section, byline"


def filters(db: Database) -> None:
    """Adds the index of sections and bylines, which triggers keep in plain SQL; the articles by the moment they entered
    the archive; those without a date; the newspaper of each, alone; and the hosts at which a newspaper stood before (`former`, with spaces between).
    """
    folded = ", ".join(f"replace(replace({name}, 'đ', 'd'), 'Đ', 'D') as {name}" for name in _COLUMNS.split(", "))
    db.conn.execute(f"create view articles_labelled as select id, {folded} from articles")
    db.conn.execute(
        f'create virtual table articles_labels using fts5({_COLUMNS}, content="articles_labelled", content_rowid="id", '
        'columnsize=0, tokenize="unicode61 remove_diacritics 2")'
    )
    # Before a change the view still says what the index holds, after it what it is to hold.
    delete = (
        f"insert into articles_labels(articles_labels, rowid, {_COLUMNS})"
        f" select 'delete', id, {_COLUMNS} from articles_labelled where id = old.id"
    )
    insert = (
        f"insert into articles_labels(rowid, {_COLUMNS}) select id, {_COLUMNS} from articles_labelled where id = new.id"
    )
    change = f"update of id, {_COLUMNS}"
    for name, event, statement in (
        ("insert", "after insert", insert),
        ("delete", "before delete", delete),
        ("update_from", f"before {change}", delete),
        ("update", f"after {change}", insert),
    ):
        db.conn.execute(f"create trigger articles_labels_{name} {event} on articles begin {statement}; end")
    db.conn.execute("insert into articles_labels(articles_labels) values ('rebuild')")
    db.conn.execute("create index articles_entered on articles(first_seen_at)")
    db.conn.execute("create index articles_undated on articles(newspaper, id) where published_at is null")
    db.conn.execute("create index articles_paper on articles(id, newspaper)")
    db.conn.execute("alter table newspapers add column former text")

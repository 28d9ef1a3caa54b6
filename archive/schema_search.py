"""The exact index: what readers type with diacritics is looked up here, letter for letter."""

from __future__ import annotations

from sqlite_utils import Database

_COLUMNS = "title, lead, body"
_DELETE = (
    "insert into articles_exact(articles_exact, rowid, {0}) values ('delete', old.id, old.title, old.lead, old.body)"
)
_INSERT = "insert into articles_exact(rowid, {0}) values (new.id, new.title, new.lead, new.body)"


def exact_index(db: Database) -> None:
    """Adds `articles_exact` beside `articles_fts`: the same columns, diacritics kept ("má" is not "ma").

    Where a tone mark may stand in two places (hòa, hoà) the query asks for both, so the triggers stay plain SQL. The
    index holds the articles as they are: `insert into articles_exact(articles_exact) values ('rebuild')` is safe here.
    """
    db.conn.execute(
        f'create virtual table articles_exact using fts5({_COLUMNS}, content="articles", content_rowid="id", '
        'tokenize="unicode61 remove_diacritics 0")'
    )
    delete, insert = _DELETE.format(_COLUMNS), _INSERT.format(_COLUMNS)
    db.conn.execute(f"create trigger articles_exact_insert after insert on articles begin {insert}; end")
    db.conn.execute(f"create trigger articles_exact_delete after delete on articles begin {delete}; end")
    db.conn.execute(
        f"create trigger articles_exact_update after update of {_COLUMNS} on articles begin {delete}; {insert}; end"
    )
    db.conn.execute("insert into articles_exact(articles_exact) values ('rebuild')")


def cards(db: Database) -> None:
    """Adds the index `articles_card`: what lists and counts ask of an article by its id, without reading its text."""
    db.conn.execute("create index articles_card on articles(id, newspaper, published_at, title)")

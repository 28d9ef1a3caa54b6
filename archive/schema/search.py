"""The two indexes of words. Each holds what the table or view it names as its content says, so that any tool may rebuild
it, and SQLite's own integrity check tells whether it does.

- `articles_exact`, of `articles`: what readers type with diacritics is looked up here, letter for letter;
- `articles_fts`, of the view `articles_folded`: without diacritics, for what is typed without.
"""

from __future__ import annotations

from sqlite_utils import Database

from vietnamese.fold import FORMS

_COLUMNS = "title, lead, body"
FOLDED_TRIGGERS = tuple(f"articles_fts_{event}" for event in ("insert", "delete", "update_from", "update"))


def exact_index(db: Database) -> None:
    """Adds `articles_exact` beside `articles_fts`: the same columns, diacritics kept ("má" is not "ma").

    Where a tone mark may stand in two places (hòa, hoà) the query asks for both, so the triggers stay plain SQL. The
    index holds the articles as they are: `insert into articles_exact(articles_exact) values ('rebuild')` is safe here.
    """
    exact_index_of(db, _COLUMNS)


def exact_index_of(db: Database, columns: str) -> None:
    """Creates `articles_exact` of some columns of the articles, with its triggers, and fills it."""
    db.conn.execute(
        f'create virtual table articles_exact using fts5({columns}, content="articles", content_rowid="id", '
        'tokenize="unicode61 remove_diacritics 0")'
    )
    insert = _exact("insert into articles_exact(rowid, {0}) values ({1})", "new", columns)
    db.conn.execute(f"create trigger articles_exact_insert after insert on articles begin {insert}; end")
    delete = _exact(_DELETE, "old", columns)
    db.conn.execute(f"create trigger articles_exact_delete after delete on articles begin {delete}; end")
    _on_update(db, columns)
    db.conn.execute("insert into articles_exact(articles_exact) values ('rebuild')")


_DELETE = "insert into articles_exact(articles_exact, rowid, {0}) values ('delete', {1})"


def _exact(statement: str, row: str, columns: str) -> str:
    """A statement of a trigger that writes a row, `old` or `new`, to `articles_exact`."""
    values = ", ".join(f"{row}.{column}" for column in ("id", *columns.split(", ")))
    return statement.format(columns, values)


def _on_update(db: Database, columns: str) -> None:
    """Creates the trigger that follows a change of an article's id or text in `articles_exact`."""
    delete = _exact(_DELETE, "old", columns)
    insert = _exact("insert into articles_exact(rowid, {0}) values ({1})", "new", columns)
    db.conn.execute(
        f"create trigger articles_exact_update after update of id, {columns} on articles begin {delete}; {insert}; end"
    )


def cards(db: Database) -> None:
    """Adds the index `articles_card`: what lists and counts ask of an article by its id, without reading its text."""
    db.conn.execute("create index articles_card on articles(id, newspaper, published_at, title)")


def folded_view(db: Database) -> None:
    """Makes `articles_fts` anew, as the index of a view in which the texts are plain already (`vietnamese.fold.plain` in
    SQL; the marks are left to FTS5).

    Before, its triggers made them plain and its content was `articles`, so that FTS5's `rebuild` put texts with đ into it
    that no search could find. A change of `FORMS` needs this again, as a migration of its own. Both indexes follow now
    where an article gets another id.
    """
    for event in ("insert", "delete", "update"):
        db.conn.execute(f"drop trigger articles_fts_{event}")
    db.conn.execute("drop table articles_fts")
    folded_index_of(db, _COLUMNS)
    db.conn.execute("drop trigger articles_exact_update")  # it left out articles that are numbered anew
    _on_update(db, _COLUMNS)


def more_forms(db: Database) -> None:
    """Has the folded index know №, ㎡ and the like, which FORMS had not: its view is made anew, and filled from it."""
    for name in FOLDED_TRIGGERS:
        db.conn.execute(f"drop trigger {name}")
    db.conn.execute("drop table articles_fts")
    db.conn.execute("drop view articles_folded")
    folded_index_of(db, _COLUMNS)


def folded_index_of(db: Database, columns: str) -> None:
    """Creates the view of folded articles, the index `articles_fts` of it with its triggers, and fills the index."""
    folded = ", ".join(f"{_plain(column)} as {column}" for column in columns.split(", "))
    db.conn.execute(f"create view articles_folded as select id, {folded} from articles")
    db.conn.execute(
        f'create virtual table articles_fts using fts5({columns}, content="articles_folded", content_rowid="id", '
        'tokenize="unicode61 remove_diacritics 2")'
    )
    keep_index(db, "articles_fts", "articles_folded", columns)


def keep_index(db: Database, index: str, view: str, columns: str) -> None:
    """Fills an index of words with `columns` of a view of the articles, and creates the triggers that keep it so."""
    # Before a change the view still says what the index holds, after it what it is to hold.
    delete = (
        f"insert into {index}({index}, rowid, {columns}) select 'delete', id, {columns} from {view} where id = old.id"
    )
    insert = f"insert into {index}(rowid, {columns}) select id, {columns} from {view} where id = new.id"
    change = f"update of id, {columns}"
    for name, event, statement in (
        ("insert", "after insert", insert),
        ("delete", "before delete", delete),
        ("update_from", f"before {change}", delete),
        ("update", f"after {change}", insert),
    ):
        db.conn.execute(f"create trigger {index}_{name} {event} on articles begin {statement}; end")
    db.conn.execute(f"insert into {index}({index}) values ('rebuild')")


_AT_ONCE = 16  # calls inside each other that SQLite's parser takes


def _plain(column: str) -> str:
    """`vietnamese.fold.plain` of a column as an expression that any SQLite knows.

    One text in five has any of FORMS, told by the bytes that they begin with: these take ten times as long as the rest.
    """
    begins = sorted({form.encode()[:2] for form in FORMS})
    any_of_them = " or ".join(f"instr(cast({column} as blob), x'{begin.hex()}')" for begin in begins)
    replaced = list(FORMS.items())
    steps: list[str] = []
    text = column
    for first in range(0, len(replaced), _AT_ONCE):
        for form, typed in replaced[first : first + _AT_ONCE]:
            text = f"replace({text}, '{form}', '{typed}')"
        steps.append(f"step{len(steps)}(text) as (select {text}{f' from step{len(steps) - 1}' if steps else ''})")
        text = "text"
    typed = f"(with {', '.join(steps)} select text from step{len(steps) - 1})"
    return f"replace(replace(case when {any_of_them} then {typed} else {column} end, 'đ', 'd'), 'Đ', 'D')"

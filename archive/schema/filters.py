"""What narrows a search beside its words: who wrote an article, in which section, whether it is dated, when it came in.

`articles_labels` is a third index of words, of the view `articles_labelled`: sections and bylines without diacritics.
"""

from __future__ import annotations

from sqlite_utils import Database

from archive.schema.search import keep_index

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
    keep_index(db, "articles_labels", "articles_labelled", _COLUMNS)
    db.conn.execute("create index articles_entered on articles(first_seen_at)")
    db.conn.execute("create index articles_undated on articles(newspaper, id) where published_at is null")
    db.conn.execute("create index articles_paper on articles(id, newspaper)")
    db.conn.execute("alter table newspapers add column former text")

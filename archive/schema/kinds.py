"""What kind of text the paragraphs of an article are, beside its body, which stays plain text."""

from __future__ import annotations

from sqlite_utils import Database


def paragraph_kinds(db: Database) -> None:
    """Adds `paragraph_kinds`: the paragraphs of a body that are a subhead, a quote or a row of a table.

    Articles stored before have none; they learn it from `scrapy reprocess`, which makes no revision of it.
    """
    db.conn.execute(
        "create table paragraph_kinds (article_id integer not null references articles(id), position integer not null,"
        " kind text not null, primary key (article_id, position)) without rowid"
    )

"""Designs that are another's: what was taken for the newspaper's before a dozen of their pages were known is read again."""

from __future__ import annotations

from itertools import groupby

from archive import profiles as rows
from archive.database import transaction
from archive.storing.withdrawing import withdraw
from crawler.reprocessing.reader import Reader
from pipelines.foreign_pages import new_design


def settle(reader: Reader, newspaper: str) -> tuple[int, int]:
    """Withdraws the articles of a design that has turned out to be another's, as far as their captures, read again, say
    nothing of the newspaper either; has the pages of one that has turned out to be its own read again. Returns how many
    of each."""
    taken = back = 0
    for _, found in groupby(rows.of(reader.conn, newspaper), key=lambda row: row.place):
        designs = list(found)
        if len(designs) < 2:
            continue
        if new_design.is_silent(reader.conn, newspaper, designs[-1]):
            taken += _withdraw(reader, newspaper, designs[-1])
        elif new_design.withdrawn(reader.conn, designs[-1]):
            back += _take_up(reader, newspaper)
    return taken, back


def _withdraw(reader: Reader, newspaper: str, design: rows.Row) -> int:
    """Withdraws what was stored of a design before its next pages were refused, and says nothing of the newspaper; returns
    how many articles. More than could be stored so were taken by somebody's word: they stay."""
    found = [article_id for article_id, _ in new_design.stored(reader.conn, design)]
    refused = reader.conn.execute(
        f"select 1 from pages where newspaper = ? and {new_design.DOUBTED} limit 1", [newspaper]
    ).fetchone()
    silent = [article_id for article_id in found if refused and _says_nothing(reader, article_id, design)]
    if len(silent) > new_design.MANY:
        return 0
    with transaction(reader.conn):
        for article_id in silent:
            withdraw(reader.conn, article_id, new_design.DOUBT)
    return len(silent)


def _says_nothing(reader: Reader, article_id: int, design: rows.Row) -> bool:
    """Whether the newest capture of an article, read again, says nothing of the newspaper; False where there is none."""
    captured = reader.of_article(article_id)
    page = reader.page(captured[-1]) if captured else None
    if page is None or page.article is None:
        return False
    return not new_design.speaks_of_newspaper(reader.conn, page, page.article, design)


def _take_up(reader: Reader, newspaper: str) -> int:
    """Makes pages that were refused for their design due to be read again; returns how many."""
    with transaction(reader.conn):
        found = reader.conn.execute(
            f"update pages set profile = -1 where newspaper = ? and {new_design.DOUBTED} and profile is not -1",
            [newspaper],
        )
    return found.rowcount

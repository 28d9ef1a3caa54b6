"""What the pages of a search ask the archive."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from weakref import WeakKeyDictionary

from datasette.database import Database

from archive import addresses
from archive.reprints import reprints
from archive.search import counts as search_counts
from archive.search import earlier_texts, suggestions
from archive.search.results import Counts, Match
from archive.search.search import ALL, Filters, Order, Results, ask, newest_entered, search_ids
from archive.search.search import search as find_articles
from publish.archive_queries.archive import PER_DAY, Archive, Row
from vietnamese.query import Query

_counts: WeakKeyDictionary[Database, dict[tuple[str, str, Filters], Counts]] = WeakKeyDictionary()
_printed: WeakKeyDictionary[Database, list[tuple[str, int, int]]] = WeakKeyDictionary()
_KEPT = 128  # counts, each of at most so many numbers as there are newspapers or months


async def search(
    archive: Archive,
    text: str,
    *,
    filters: Filters = ALL,
    order: Order = "newest",
    after: str | None = None,
    size: int = 20,
    seconds: float = 0.9,
) -> tuple[Results, dict[int, Row]]:
    """What `archive.search.search` finds within `seconds` of CPU, `size` hits of it, and the cards of the hits by id."""
    results = await archive.ask(
        lambda conn: find_articles(conn, text, filters=filters, order=order, limit=size, after=after, seconds=seconds)
    )
    return results, await archive.cards([hit.id for hit in results.hits])


async def earlier(
    archive: Archive, text: str, filters: Filters, size: int, after: str | None, seconds: float
) -> earlier_texts.Found:
    """The earlier versions that have what their articles have no more: see `archive.search.earlier_texts.find`."""
    place = int(after) if after and re.fullmatch("[0-9]{1,18}", after) else None
    return await archive.ask(
        lambda conn: earlier_texts.find(
            conn, ask(conn, text).query, filters=filters, limit=size, after=place, seconds=seconds
        )
    )


async def read(archive: Archive, text: str) -> Query:
    """What a person typed, read with the names that the archive knows."""
    return await archive.ask(lambda conn: ask(conn, text).query)


async def folded(archive: Archive, ids: list[int]) -> dict[int, int]:
    """Which of some articles do not repeat one before them, each with how many other newspapers have the same text."""
    return await archive.ask(lambda conn: reprints.folded(conn, ids))


async def by_month(archive: Archive, text: str, filters: Filters, seconds: float) -> Counts | None:
    """How many articles answer a text in each month; None where counting takes more CPU than it may."""
    return await _counted(archive, search_counts.by_month, text, filters, seconds)


async def by_newspaper(archive: Archive, text: str, filters: Filters, seconds: float) -> Counts | None:
    """How many articles answer a text in each newspaper; None where counting takes more CPU than it may."""
    return await _counted(archive, search_counts.by_newspaper, text, filters, seconds)


async def _counted(
    archive: Archive, how: Callable[..., Counts | None], text: str, filters: Filters, seconds: float
) -> Counts | None:
    """Counts with `how`; None where that takes more CPU than `seconds`.

    Of a published copy the last counts are kept: the same is asked for again with every choice beside it.
    """
    kept = _counts.setdefault(archive.db, {})
    key = (how.__name__, text, filters)
    if key not in kept:
        counts = await archive.ask(lambda conn: how(conn, text, filters=filters, seconds=seconds))
        if counts is None or archive.db.is_mutable:
            return counts
        if len(kept) >= _KEPT:
            kept.pop(next(iter(kept)), None)
        kept[key] = counts
    return kept[key]


async def per_paper_month(archive: Archive) -> list[tuple[str, int, int]]:
    """Newspaper, month (yyyymm) and how many of its articles are of that month; those without a date are left out. Kept of
    a published copy.
    """
    if archive.db in _printed:
        return _printed[archive.db]
    articles = await archive.rows("select newspaper, month, articles from months")
    undated = await archive.rows(
        "select newspaper, id / :month as month, count(*) as articles from articles indexed by articles_undated"
        " where published_at is null group by 1, 2",
        {"month": 100 * PER_DAY},
    )
    without = {(newspaper, month): number for newspaper, month, number in undated}
    found = [(paper, month, number - without.get((paper, month), 0)) for paper, month, number in articles]
    if not archive.db.is_mutable:
        _printed[archive.db] = found
    return found


async def exported(
    archive: Archive, text: str, filters: Filters, oldest: bool, after: str | None, size: int
) -> tuple[list[tuple[int, Match]], str | None]:
    """The ids of a part of what is found, for what is handed on whole, and where the next part begins (None: nowhere)."""
    return await archive.ask(
        lambda conn: search_ids(conn, text, filters=filters, oldest=oldest, limit=size, after=after)
    )


async def entered(archive: Archive, text: str, filters: Filters, size: int) -> list[Row]:
    """The cards of what is found, by the moment it entered the archive, newest first."""
    ids = await archive.ask(lambda conn: newest_entered(conn, text, filters=filters, limit=size, seconds=0.1))
    cards = await archive.cards(ids)
    return [cards[id] for id in ids if id in cards]


async def suggestion(archive: Archive, text: str, found: int, seconds: float) -> str | None:
    """What somebody may have meant, found within `seconds` of CPU; None where nothing alike is there more often. See
    `archive.search.suggestions.suggestion`.
    """
    return await archive.ask(lambda conn: suggestions.suggestion(conn, text, found, seconds))


async def authors(archive: Archive, text: str, seconds: float) -> list[tuple[str, int]]:
    """The authors who are called so, and the number of articles of each, found within `seconds` of CPU; empty where nobody
    is. See `archive.search.suggestions.authors`.
    """
    return await archive.ask(lambda conn: suggestions.authors(conn, text, seconds))


async def left_out_apart(archive: Archive, text: str) -> tuple[str, str] | None:
    """For a search like `-cà phê`: the word that the minus leaves out, and the text with which all the words are left
    out (`-"cà phê"`). None where there is no such minus. See `archive.search.suggestions.left_out_apart`.
    """
    return await archive.ask(lambda conn: suggestions.left_out_apart(conn, text))


async def unfound(archive: Archive, ids: Sequence[int]) -> int:
    """How many of these ids are no article that is shown."""
    held = "select count(*) as n from articles where id in (select value from json_each(?))"
    row = await archive.row(held, [json.dumps(ids)]) if ids else None
    return len(ids) - row["n"] if row else 0


async def pasted(archive: Archive, text: str) -> addresses.Found | None:
    """What became of the page of which a text is the address, in any spelling, or our id; None where it is neither. Of an
    address among other words only where it leads to an article: else they are words to look for.
    """
    if address := addresses.address_in(text):
        return await archive.ask(lambda conn: addresses.find_address(conn, address))
    if among := addresses.addresses_among(text):
        found = await archive.ask(lambda conn: [addresses.find_address(conn, one) for one in among])
        return next((one for one in found if one.fate is addresses.Fate.ARTICLE), None)
    return await archive.ask(lambda conn: addresses.named_article(conn, text))

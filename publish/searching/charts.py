"""What the curve and the map of a search are drawn of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from archive.search.results import Counts
from archive.search.search import Match
from publish.archive_queries import search as queries
from publish.archive_queries.archive import Archive
from publish.drawings.curve import Curve, curve
from publish.drawings.maps import TileMap, tile_map
from publish.searching.names import Names
from publish.searching.state import TERMS, State


class Mapped(NamedTuple):
    """The `map` of a search, the articles of newspapers that have no province and are `nowhere` on it, and which `kind`
    of hits it counts.
    """

    map: TileMap
    nowhere: int
    kind: Match


def terms_of(state: State) -> tuple[list[str], list[str]]:
    """The terms of a search's curve, its words first (empty for all articles), and those that it has no room for."""
    asked = list(dict.fromkeys([*([state.q] if state.q or not state.terms else []), *state.terms, *state.beyond]))
    return asked[:TERMS], asked[TERMS:]


async def curve_of(
    archive: Archive, state: State, names: Names, seconds: float
) -> tuple[Curve | None, dict[str, Counts | None]]:
    """The curve of a search, None where there is no month to draw, and what was counted of each term within so many
    seconds of CPU, None where that did not suffice.
    """
    terms, _ = terms_of(state)
    share = seconds / len(terms)
    counted = {term: await queries.by_month(archive, term, state.filters("since"), share) for term in terms}
    papers = _newspapers_asked(state, names)
    articles: Counter[int] = Counter()
    for newspaper, month, number in await queries.per_paper_month(archive):
        if papers is None or newspaper in papers:
            articles[month] += number
    lines = [(term, _months(found)) for term, found in counted.items()]
    return curve(lines, articles, state.since, state.until), counted


async def map_of(archive: Archive, state: State, names: Names, seconds: float) -> Mapped | None:
    """The map of a search; None where counting takes more than so many seconds of CPU."""
    found = await queries.by_newspaper(archive, state.q, state.filters("newspaper", "province"), seconds)
    if found is None:
        return None
    filters = state.filters()
    hits: Counter[str] = Counter()
    articles: Counter[str] = Counter()
    first, last = filters.since or 0, filters.until or 99_999_999
    for slug, month, number in await queries.per_paper_month(archive):
        if first // 100 <= month <= last // 100 and (province := _province(slug, state, names)):
            articles[province] += number
    for slug, number in found.cells.items():
        if province := _province(str(slug), state, names):
            hits[province] += number
    drawn = tile_map(state.former, {id: row["name"] for id, row in names.provinces.items()}, hits, articles)
    return Mapped(drawn, sum(found.cells.values()) - hits.total(), found.match)


def _months(found: Counts | None) -> Mapping[int, int] | None:
    """The hits by month (yyyymm, or UNDATED); None where they were not counted."""
    return {int(month): hits for month, hits in found.cells.items()} if found else None


def _newspapers_asked(state: State, names: Names) -> set[str] | None:
    """The ids of the newspapers among whose articles the search is; None for all of them."""
    if not (state.newspaper or state.province):
        return None
    return {
        id
        for id, row in names.papers.items()
        if state.newspaper in (None, id)
        and (
            not state.province
            or state.province == row["province"]
            or (row["province"] and not state.former and state.province == names.provinces[row["province"]]["today"])
        )
    }


def _province(newspaper: str, state: State, names: Names) -> str | None:
    """The province of a newspaper, today's or as it was, as the map asked for has it; None where none is known."""
    home = names.papers[newspaper]["province"] if newspaper in names.papers else None
    return home if home is None or state.former else str(names.provinces[home]["today"])

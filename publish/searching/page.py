"""The page of a search: its articles, its curve over time and its map, one state and one bar for all three."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from datasette.utils.asgi import Request, Response

from archive.addresses import Fate, Found
from archive.search.results import UNDATED, Counts
from archive.search.search import Match, Results
from archive.search.suggestions import operators_elsewhere
from publish.archive_queries import search as queries
from publish.archive_queries.archive import Archive
from publish.datasette_internals import Datasette
from publish.rendering import archive_for, bars, render
from publish.searching import charts as search_charts
from publish.searching.names import Names, names_of
from publish.searching.state import State, state_of
from vietnamese.query import Query, parse

# Articles of a page; newspapers and provinces beside them.
PAGE = 20
# Seconds of CPU for a page's hits, for each count beside them, for all lines of a curve, for a guess at what was meant,
# and for earlier versions; and where somebody is willing to wait.
HITS, COUNT, LINES, GUESS, EARLIER = 0.036, 0.012, 0.04, 0.025, 0.006
WAIT = 0.9
# Fields of the bar, which a browser sends though they are empty.
_FIELDS = {"province", "newspaper", "section", "author", "since", "until", "status", "order"}


async def search(request: Request, datasette: Datasette) -> Response:
    """The page of a search.

    An address that was pasted leads to its article or version, a form's empty fields to the address without them.
    """
    asked = [(name, value) for name in request.args for value in request.args.getlist(name)]
    if any(not value and name in _FIELDS for name, value in asked):
        left = urlencode([pair for pair in asked if pair[1]])
        return Response.redirect(datasette.urls.path(f"search{f'?{left}' if left else ''}"))
    archive = archive_for(datasette)
    names = await names_of(archive)
    state = state_of(request.args, names.papers, names.provinces)
    fate = await queries.pasted(archive, state.q) if state.q else None
    if fate and fate.fate is Fate.ARTICLE:
        stop = re.fullmatch(
            rf".*\b{fate.article}(/v/[0-9]+|/compare/[0-9]+\.\.\.[0-9]+)(?:\.\w+)?", urlsplit(fate.address).path
        )
        return Response.redirect(datasette.urls.path(f"articles/{fate.article}{stop[1] if stop else ''}"))
    if fate and fate.fate is Fate.NEWSPAPER:
        return Response.redirect(datasette.urls.path(f"newspapers/{fate.newspaper}"))
    wait = request.args.get("wait") == "1"
    shown: dict[str, Any] = {"results": Results(parse("")), "elsewhere": None, "earlier": None, "unfinished": False}
    if fate:
        shown |= {"fate": fate, "words": _words_of(fate)}
    elif state:
        if state.view != "articles":
            shown["results"] = Results(await queries.read(archive, state.q))
            shown["elsewhere"] = operators_elsewhere(state.q, found=True)
        shown |= await _VIEWS[state.view](archive, state, names, request.args.get("next"), wait)
        shown |= await _told(archive, state, shown["results"].query)
    return await render(
        datasette,
        request,
        "search.html",
        state=state,
        papers=names.papers,
        provinces=names.provinces,
        choices=names.choices,
        wait=wait,
        **shown,
    )


async def _articles(archive: Archive, state: State, names: Names, after: str | None, wait: bool) -> dict[str, Any]:
    """What the list of articles shows: a page of them, after the place `after`, and how many there are of each kind,
    year, province and newspaper. `wait`: counting may take longer.
    """
    results, cards = await queries.search(
        archive,
        state.q,
        filters=state.filters(),
        order=state.order,
        after=after,
        size=PAGE,
        seconds=WAIT if wait else HITS,
    )
    each = state.each or bool(state.ids)  # a reader's own list is told whole
    alone = {} if each else await queries.folded(archive, [hit.id for hit in results.hits])
    share = WAIT if wait else COUNT
    months: Counts | None = Counts(Match.TYPED, {})
    papers: Counts | None = months
    if results.query or state.narrowed:  # of signs alone nothing is found, and nothing counted
        months = await queries.by_month(archive, state.q, state.filters("since"), share)
        papers = await queries.by_newspaper(archive, state.q, state.filters("newspaper", "province"), share)
    found = sum(results.totals.get(kind, 0) for kind in (Match.TYPED, Match.UNMARKED))
    guess, unfinished = None, results.cut or months is None or papers is None
    elsewhere = operators_elsewhere(state.q, found=bool(results.totals or results.cut)) if not after else None
    few = found < PAGE // 4 or Match.TYPED not in results.totals
    if state.q and not (after or elsewhere) and few and (wait or not unfinished):
        guess = await queries.suggestion(archive, state.q, found, GUESS)
    authors = await queries.authors(archive, state.q, GUESS) if state.q and not (after or state.author) else []
    earlier = None
    if state.q and not after:
        earlier = await queries.earlier(archive, state.q, state.filters(), PAGE, None, WAIT if wait else EARLIER)
    return {
        "earlier": earlier,
        "authors": authors,
        "results": results,
        "hits": [hit for hit in results.hits if each or hit.id in alone],
        "others": alone,
        "cards": cards,
        "guess": guess,
        "elsewhere": elsewhere,
        "unfinished": unfinished,
        "unfound": await queries.unfound(archive, state.ids),
        **_lists_beside(state, names, months, papers),
    }


async def _earlier(archive: Archive, state: State, names: Names, after: str | None, wait: bool) -> dict[str, Any]:
    """What the list of earlier versions shows: a page of those that have the words where their articles have them no
    more. `wait`: looking may take longer.
    """
    found = await queries.earlier(archive, state.q, state.filters(), PAGE, after, WAIT if wait else HITS)
    cards = await archive.cards([version.article_id for version in found.versions])
    return {"earlier": found, "cards": cards, "unfinished": False}


def _lists_beside(state: State, names: Names, months: Counts | None, papers: Counts | None) -> dict[str, Any]:
    """What the lists beside the articles show: each counts what all choices leave but its own, as far as that was
    counted.
    """
    shown: dict[str, Any] = {
        "years": [],
        "undated": 0,
        "per_paper": [],
        "per_province": [],
        "kind": None,
        "counted": None,
    }
    if months:
        years: Counter[int] = Counter()
        for month, hits in months.cells.items():
            years[int(month) // 100] += hits
        shown["undated"] = years.pop(UNDATED, 0)
        span = range(min(years), max(years) + 1) if years else ()
        shown["years"] = [
            {
                **bar,
                "href": state.link(since=bar["year"], until=bar["year"], year=None),
                "chosen": state.since == state.until == str(bar["year"]),
            }
            for bar in bars({year: years[year] for year in span})
        ]
        shown["kind"] = months.match
        if not (state.since or state.until or state.undated):
            shown["counted"] = sum(months.cells.values())
    if papers:
        per_province: Counter[str] = Counter()
        per_paper: Counter[str] = Counter()
        for slug, hits in papers.cells.items():
            home = names.papers[slug]["province"] if slug in names.papers else None
            if home and state.newspaper in (None, slug):
                per_province[names.provinces[home]["today"]] += hits
            if not state.province or (
                home and state.province in ((home,) if state.former else (home, names.provinces[home]["today"]))
            ):
                per_paper[slug] += hits
        if shown["counted"] is None:
            shown["counted"] = sum(hits for slug, hits in per_paper.items() if state.newspaper in (None, slug))
        shown["per_paper"] = [
            (names.papers[slug], hits) for slug, hits in per_paper.most_common() if slug in names.papers
        ]
        shown["per_province"] = [(names.provinces[slug], hits) for slug, hits in per_province.most_common()]
        shown["kind"] = papers.match
    return shown


async def _curve(archive: Archive, state: State, names: Names, after: str | None, wait: bool) -> dict[str, Any]:
    """What the curve shows: a line for the words and one for each further term, of eight at most.

    `wait`: counting may take longer.
    """
    terms, beyond = search_charts.terms_of(state)
    drawn, counted = await search_charts.curve_of(archive, state, names, WAIT if wait else LINES)
    return {
        "curve": drawn,
        "terms": terms,
        "beyond": beyond,
        "undated": {term: found.cells.get(UNDATED, 0) for term, found in counted.items() if found},
        "kinds": {term: found.match for term, found in counted.items() if found},
        "unfinished": None in counted.values(),
    }


async def _map(archive: Archive, state: State, names: Names, after: str | None, wait: bool) -> dict[str, Any]:
    """What the map shows: provinces, shaded by how many of a thousand articles of their newspapers are found.

    `wait`: counting may take longer.
    """
    drawn = await search_charts.map_of(archive, state, names, WAIT if wait else LINES)
    return {"map": None, "unfinished": True} if drawn is None else {**drawn._asdict(), "unfinished": False}


_VIEWS = {"articles": _articles, "curve": _curve, "map": _map, "earlier": _earlier}


async def _told(archive: Archive, state: State, query: Query) -> dict[str, Any]:
    """What is said of a search whatever it finds: that its days run backwards, that its text has no word, and what a minus
    leaves out of several.
    """
    return {
        "backwards": _backwards(state, query),
        "wordless": bool(state.q) and not query,
        "apart": await queries.left_out_apart(archive, state.q) if query.without else None,
    }


def _backwards(state: State, query: Query) -> bool:
    """Whether the first day that is asked for, in the text or beside it, comes after the last."""
    filters = state.filters()
    first = max(query.since or 0, filters.since or 0)
    return first > min(query.until or 99_999_999, filters.until or 99_999_999)


def _words_of(fate: Found) -> str:
    """What an address says of its article, as words to search for; empty where that is nothing."""
    name = unquote(urlsplit(fate.address).path).rstrip("/").rpartition("/")[2]
    words = [word for word in re.split(r"[\W_]+", name.partition(".")[0]) if word.isalpha()]
    return " ".join(words[:12]) if len(words) > 1 else ""


routes: list[tuple[str, Any]] = [(r"/search$", search)]

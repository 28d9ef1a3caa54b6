"""What a search finds, to take away: CSV, JSON Lines, RIS and BibTeX of all of it, JSON of a page, and a feed.

Of the curve all terms are taken, and of the curve and the map the numbers too.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from typing import Any

from datasette.utils.asgi import Request, Response

from publish.archive_queries import search as search_queries
from publish.archive_queries.archive import Archive
from publish.datasette_internals import AsgiStream, BadRequest, Datasette, QueryInterrupted
from publish.formats.article_files import AT_ONCE, COLUMNS, ENDINGS, WITH_TEXT, Record, file, records, refuse_unread
from publish.formats.feeds import feed
from publish.rendering import archive_for
from publish.requests.site_address import absolute
from publish.searching.charts import curve_of, map_of, terms_of
from publish.searching.names import Names, names_of
from publish.searching.page import PAGE, WAIT
from publish.searching.state import State, state_of
from publish.wording.language import say
from vietnamese import fold

# Entries of a feed, and articles that a page of JSON may have.
ENTRIES, MOST = 50, 100


_STOOD = (
    "select article_id as id, number as version, title, lead from revisions"
    " where (article_id, number) in (values {stops}) order by id desc"
)


async def _read_request(datasette: Datasette, request: Request) -> tuple[Archive, State, Names]:
    """Reads what a download asks for: the archive, the search, and the names of newspapers and provinces."""
    archive = archive_for(datasette)
    names = await names_of(archive)
    return archive, state_of(request.args, names.papers, names.provinces), names


async def search_file(request: Request, datasette: Datasette) -> AsgiStream:
    """All articles found as a file; `text=on` adds their text. Of a curve those of each of its terms, with the `term`.

    Of earlier versions each with its own address. `numbers=on`: the numbers of the curve or the map in their place. Raises BadRequest where a list is asked for these, and for a value that nothing is called.
    """
    archive, state, names = await _read_request(datasette, request)
    refuse_unread(state.unread)
    if request.args.get("numbers"):
        return await _numbers(request, archive, state, names)
    ending, text = request.url_vars["ending"], bool(request.args.get("text"))
    if state.view == "earlier":
        versions = _versions(datasette, request, archive, state)
        return file(request, ending, f"{file_name(state)}-ban-cu", ("version", *COLUMNS), versions)
    terms = terms_of(state)[0] if state.view == "curve" else [state.q]
    columns = (*(["term"] if len(terms) > 1 else []), *COLUMNS, "match", *(["body"] if text else []))
    parts = _records(datasette, request, archive, state, terms, text)
    return file(request, ending, file_name(state), columns, parts)


async def _records(
    datasette: Datasette, request: Request, archive: Archive, state: State, terms: list[str], text: bool
) -> AsyncIterator[list[Record]]:
    """All that is found of each term, in parts, each article with every column; the oldest or the newest first."""
    size = WITH_TEXT if text else AT_ONCE
    for term in terms:
        after: str | None = None
        while True:
            found, after = await search_queries.exported(
                archive, term, state.filters(), state.order == "oldest", after, size
            )
            articles = await records(datasette, request, archive, [id for id, _ in found], text)
            yield [{**articles[id], "term": term, "match": str(match)} for id, match in found if id in articles]
            if after is None:
                break


async def _versions(
    datasette: Datasette, request: Request, archive: Archive, state: State
) -> AsyncIterator[list[Record]]:
    """The earlier versions that are found, in parts: each as its article, with its number and its own address."""
    after: str | None = None
    while True:
        found = await search_queries.earlier(archive, state.q, state.filters(), WITH_TEXT, after, WAIT)
        articles = await records(datasette, request, archive, [version.article_id for version in found.versions])
        stops = ", ".join(f"({version.article_id}, {version.number})" for version in found.versions)
        yield [
            {
                **articles[row["id"]],
                **dict(row),
                "archived_at": absolute(datasette, request, f"articles/{row['id']}/v/{row['version']}"),
            }
            for row in await archive.rows(_STOOD.format(stops=stops))
        ]
        if not found.next or str(found.next) == after:
            return
        after = str(found.next)


async def _numbers(request: Request, archive: Archive, state: State, names: Names) -> AsgiStream:
    """The numbers of a curve (a row for each period and term) or of a map (one for each province) as a file.

    Raises BadRequest for another view and for a file that holds no numbers, QueryInterrupted where counting takes too
    long.
    """
    ending = request.url_vars["ending"]
    if state.view not in ("curve", "map") or ending not in ("csv", "jsonl"):
        raise BadRequest("numbers are those of a curve or a map, as CSV or JSON Lines")
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    if state.view == "curve":
        columns = ("period", "term", "articles", "of", "per_thousand")
        drawn, counted = await curve_of(archive, state, names, WAIT)
        finished, lines = None not in counted.values(), drawn.lines if drawn else ()
        of = dict(drawn.articles) if drawn else {}
        rows = [
            (point.period, line.term, point.hits, of[point.period], round(point.rate, 3))
            for line in lines
            for point in line.points or ()
        ]
    else:
        columns = ("province", "name", "articles", "of", "per_thousand")
        mapped = await map_of(archive, state, names, WAIT)
        finished, tiles = mapped is not None, mapped.map.tiles if mapped else ()
        rows = [(tile.slug, tile.name, tile.hits, tile.of, round(tile.rate or 0, 3)) for tile in tiles if tile.of]
    if not finished:
        raise QueryInterrupted(None, None, None)

    async def parts() -> AsyncIterator[list[Record]]:
        """The rows, which are few."""
        yield [dict(zip(columns, row, strict=True)) for row in rows]

    return file(request, ending, f"{file_name(state)}-so-lieu", columns, parts())


def file_name(state: State) -> str:
    """What a browser saves a download as, without the ending: words and narrowing of the search, in letters that every
    system takes.

    >>> file_name(State(q="Lũ quét", since="2020"))
    'bao-tinh-lu-quet-2020'
    """
    told = " ".join(
        [
            state.q,
            *(state.terms if state.view == "curve" else ()),
            *(value for name, value in state.narrowed.items() if name != "ids"),
            *(["danh sach"] if state.ids else []),
        ]
    )
    words = re.sub("[^a-z0-9]+", "-", fold(told)).strip("-")[:60].strip("-")
    return f"bao-tinh-{words}" if words else "bao-tinh"


_OF_A_HIT = ("id", "title", "lead", "newspaper", "published_at", "first_seen_at", "changed_at", "gone_at")


async def search_json(request: Request, datasette: Datasette) -> Response:
    """A page of hits, in the order asked for, and where the next is; as many of each kind as there are, where counted."""
    archive, state, _ = await _read_request(datasette, request)
    size = int(given) if (given := request.args.get("size") or "").isdecimal() and 0 < int(given[:4]) <= MOST else PAGE
    results, cards = await search_queries.search(
        archive,
        state.q,
        filters=state.filters(),
        order=state.order,
        after=request.args.get("next"),
        size=size,
        seconds=0.9,
    )
    hits = [
        {
            **{name: cards[hit.id][name] for name in _OF_A_HIT},
            "excerpt": hit.snippet.text,
            "match": str(hit.match),
            "exact": hit.exact,
            "url": absolute(datasette, request, f"articles/{hit.id}"),
        }
        for hit in results.hits
    ]
    changed: Mapping[str, Any] = {"view": None, "term": None, "size": size if size != PAGE else None}
    following = results.next and absolute(datasette, request, state.link(".json", next=results.next, **changed))
    return Response.json(
        {
            "q": state.q,
            "filters": state.narrowed,
            "total": results.total,
            "more": bool(results.capped or results.cut),
            "totals": {str(kind): number for kind, number in results.totals.items()},
            "hits": hits,
            "next_url": following,
            "unread": [
                *([name, value] for name, value in state.unread),
                *([str(why), value] for why, value in results.query.unread),
            ],
        }
    )


async def search_atom(request: Request, datasette: Datasette) -> Response:
    """What came into the archive last: an article of ten years ago that was read today is news here."""
    archive, state, names = await _read_request(datasette, request)
    refuse_unread(state.unread)
    cards = await search_queries.entered(archive, state.q, state.filters(), ENTRIES)
    entries = [
        {**dict(card), "at": card["first_seen_at"], "link": f"articles/{card['id']}", "tag": card["id"]}
        for card in cards
    ]
    shown = [
        names.papers[value]["title"]
        if name == "newspaper"
        else names.provinces[value]["name"]
        if name == "province"
        else value
        for name, value in state.narrowed.items()
        if name != "ids"
    ]
    title = ", ".join(filter(None, [state.q, *shown])) or say("Tra cứu")
    return await feed(datasette, request, title, state.link(view=None, term=None), entries)


routes: list[tuple[str, Any]] = [
    (r"/search\.json$", search_json),
    (rf"/search\.{ENDINGS}$", search_file),
    (r"/search\.atom$", search_atom),
]

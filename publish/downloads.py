"""What a search finds, to take away: CSV, JSON Lines, RIS and BibTeX of all of it, JSON of a page, and a feed."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from typing import Any

from datasette.utils.asgi import Request, Response

from archive.search import Match
from publish import citation, search_queries, spreadsheet_csv
from publish.datasette_internals import AsgiStream, AsgiWriter, Datasette
from publish.feeds import feed
from publish.language import say
from publish.rendering import archive_for
from publish.search_page import PAGE, Names, names_of
from publish.search_state import State, state_of
from publish.site_address import absolute
from publish.site_queries import Archive, Row
from vietnamese import fold

# Articles that are held at once while all of them are sent, and where their texts are sent too.
AT_ONCE, WITH_TEXT = 1_000, 100
# Entries of a feed, and articles that a page of JSON may have.
ENTRIES, MOST = 50, 100

COLUMNS = (
    *("id", "title", "lead", "byline", "section", "tags", "newspaper", "newspaper_title", "province", "province_name"),
    *("published_at", "published_precision", "modified_at", "first_seen_at", "changed_at", "gone_at", "status"),
    *("language", "words", "match", "url", "archived_at"),
)
_ROWS = (
    "select a.id, a.newspaper, n.title as paper, n.province, p.name as province_name, a.url, a.title, a.lead, a.byline,"
    " a.section, a.published_at, a.published_precision, a.modified_at, a.first_seen_at, a.changed_at, a.gone_at,"
    " a.language, a.words{body} from articles a join newspapers n on n.id = a.newspaper"
    " left join provinces p on p.id = n.province where a.id in ({ids})"
)
_TAGS = "select article_id, tag from article_tags where article_id in ({ids}) order by article_id, tag"

Record = dict[str, Any]
Written = Callable[[list[Record]], str]


async def _read_request(datasette: Datasette, request: Request) -> tuple[Archive, State, Names]:
    """Reads what a download asks for: the archive, the search, and the names of newspapers and provinces."""
    archive = archive_for(datasette)
    names = await names_of(archive)
    return archive, state_of(request.args, names.papers, names.provinces), names


async def _records(
    datasette: Datasette, request: Request, archive: Archive, state: State, text: bool
) -> AsyncIterator[list[Record]]:
    """All that is found, in parts, each article with every column; the oldest or the newest first."""
    after: str | None = None
    size = WITH_TEXT if text else AT_ONCE
    while True:
        found, after = await search_queries.exported(
            archive, state.q, state.filters(), state.order == "oldest", after, size
        )
        ids = ", ".join(str(id) for id, _ in found)
        rows = {row["id"]: row for row in await archive.rows(_ROWS.format(body=", a.body" if text else "", ids=ids))}
        tags: dict[int, list[str]] = {}
        for row in await archive.rows(_TAGS.format(ids=ids)):
            tags.setdefault(row["article_id"], []).append(row["tag"])
        yield [
            _record(rows[id], match, tags.get(id, []), absolute(datasette, request, f"articles/{id}"))
            for id, match in found
        ]
        if after is None:
            return


def _record(row: Row, match: Match, tags: list[str], address: str) -> Record:
    """An article with the columns of COLUMNS, what a citation asks for, and its text where that was read."""
    record: Record = dict(row)
    record |= {
        "newspaper_title": row["paper"],
        "tags": tags,
        "status": "gone" if row["gone_at"] else "edited" if row["changed_at"] else "standing",
        "match": str(match),
        "archived_at": address,
    }
    return record


def _with_columns(records: Iterable[Record], text: bool) -> list[Record]:
    """The records with only the columns of a download, and the body where `text` is asked for."""
    names = (*COLUMNS, "body") if text else COLUMNS
    return [{name: record[name] for name in names} for record in records]


def _stream(
    request: Request,
    kind: str,
    name: str,
    parts: AsyncIterator[list[Record]],
    written: Written,
    begin: str = "",
    end: str = "",
) -> AsgiStream:
    """Answers with a file called `name` of content type `kind`, sent part by part: `begin`, each of `parts` as
    `written` writes it, `end`.
    """

    async def write(client: AsgiWriter) -> None:
        """Writes the file to the client."""
        await client.write(begin)
        async for records in parts:
            await client.write(written(records))
        await client.write(end)

    return AsgiStream(write, headers={"content-disposition": f'attachment; filename="{name}"'}, content_type=kind)


def file_name(state: State, ending: str) -> str:
    """What a browser saves a download as: words and narrowing of the search, in letters that every system takes.

    >>> file_name(State(q="Lũ quét", since="2020"), "csv")
    'bao-tinh-lu-quet-2020.csv'
    """
    told = " ".join(
        [
            state.q,
            *(value for name, value in state.narrowed.items() if name != "ids"),
            *(["danh sach"] if state.ids else []),
        ]
    )
    words = re.sub("[^a-z0-9]+", "-", fold(told)).strip("-")[:60].strip("-")
    return f"bao-tinh-{words}.{ending}" if words else f"bao-tinh.{ending}"


async def search_csv(request: Request, datasette: Datasette) -> AsgiStream:
    """All articles found as CSV.

    `excel=on`: with the mark that tells Excel the encoding, and numbers of articles that it cannot round.
    """
    archive, state, _ = await _read_request(datasette, request)
    text, excel = bool(request.args.get("text")), bool(request.args.get("excel") or request.args.get("_bom"))

    def written(records: list[Record]) -> str:
        """Records as lines of CSV."""
        rows = [
            [
                ("; ".join(value) if name == "tags" else f"baotinh{value}" if name == "id" and excel else value)
                for name, value in record.items()
            ]
            for record in _with_columns(records, text)
        ]
        return spreadsheet_csv.written(rows)

    heading = io.StringIO()
    csv.writer(heading).writerow((*COLUMNS, "body") if text else COLUMNS)
    parts = _records(datasette, request, archive, state, text)
    begin = ("\ufeff" if excel else "") + heading.getvalue()
    return _stream(request, spreadsheet_csv.TYPE, file_name(state, "csv"), parts, written, begin)


async def search_jsonl(request: Request, datasette: Datasette) -> AsgiStream:
    """All articles found as JSON Lines; `?text=1` adds their text."""
    archive, state, _ = await _read_request(datasette, request)
    text = bool(request.args.get("text"))

    def written(records: list[Record]) -> str:
        """A line of JSON for each record."""
        return "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in _with_columns(records, text))

    parts = _records(datasette, request, archive, state, text)
    return _stream(request, "application/jsonl; charset=utf-8", file_name(state, "jsonl"), parts, written)


async def search_ris(request: Request, datasette: Datasette) -> AsgiStream:
    """All articles found as RIS, for reference managers."""
    archive, state, _ = await _read_request(datasette, request)

    def written(records: list[Record]) -> str:
        """An entry of RIS for each record."""
        return "".join(citation.ris(record, record["archived_at"], record["tags"]) for record in records)

    parts = _records(datasette, request, archive, state, False)
    kind = "application/x-research-info-systems; charset=utf-8"
    return _stream(request, kind, file_name(state, "ris"), parts, written)


async def search_bib(request: Request, datasette: Datasette) -> AsgiStream:
    """All articles found as BibTeX."""
    archive, state, _ = await _read_request(datasette, request)

    def written(records: list[Record]) -> str:
        """An entry of BibTeX for each record."""
        return "".join(f"{citation.bibtex(record, record['archived_at'])}\n\n" for record in records)

    parts = _records(datasette, request, archive, state, False)
    return _stream(request, "application/x-bibtex; charset=utf-8", file_name(state, "bib"), parts, written)


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
    (r"/search\.csv$", search_csv),
    (r"/search\.jsonl$", search_jsonl),
    (r"/search\.ris$", search_ris),
    (r"/search\.bib$", search_bib),
    (r"/search\.atom$", search_atom),
]

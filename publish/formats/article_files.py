"""Articles as files that leave the site: CSV, JSON Lines, RIS and BibTeX, whatever page they are taken from."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from typing import Any, NamedTuple

from datasette.utils.asgi import Request

from publish.archive_queries.archive import Archive, Row
from publish.datasette_internals import AsgiStream, AsgiWriter, BadRequest, Datasette
from publish.formats import citation, spreadsheet_csv
from publish.requests.site_address import absolute
from publish.wording.language import say

# Endings of the files, as a route names them.
ENDINGS = "(?P<ending>csv|jsonl|ris|bib)"
# Articles that are held at once while all of them are sent, and where their texts are sent too.
AT_ONCE, WITH_TEXT = 1_000, 100

COLUMNS = (
    *("id", "title", "lead", "byline", "section", "tags", "newspaper", "newspaper_title", "province", "province_name"),
    *("published_at", "published_precision", "modified_at", "first_seen_at", "changed_at", "gone_at", "status"),
    *("language", "words", "url", "archived_at"),
)
_ROWS = (
    "select a.id, a.newspaper, n.title as paper, n.province, p.name as province_name, a.url, a.title, a.lead, a.byline,"
    " a.section, a.published_at, a.published_precision, a.modified_at, a.first_seen_at, a.changed_at, a.gone_at,"
    " a.language, a.words{body} from articles a join newspapers n on n.id = a.newspaper"
    " left join provinces p on p.id = n.province where a.id in ({ids})"
)
_TAGS = "select article_id, tag from article_tags where article_id in ({ids}) order by article_id, tag"

Record = dict[str, Any]
Parts = AsyncIterator[list[Record]]


class _Kind(NamedTuple):
    """A kind of file: its content type, and how a record is written; None where `write` writes it by its columns."""

    type: str
    entry: Callable[[Record], str] | None = None


_KINDS = {
    "csv": _Kind(spreadsheet_csv.TYPE),
    "jsonl": _Kind("application/jsonl; charset=utf-8"),
    "ris": _Kind(
        "application/x-research-info-systems; charset=utf-8",
        lambda record: citation.ris(record, record["archived_at"], record["tags"]),
    ),
    "bib": _Kind(
        "application/x-bibtex; charset=utf-8",
        lambda record: f"{citation.bibtex(record, record['archived_at'])}\n\n",
    ),
}


async def records(
    datasette: Datasette, request: Request, archive: Archive, ids: Iterable[int], text: bool = False
) -> dict[int, Record]:
    """Some articles by their ids, each with COLUMNS, what a citation asks for, and its `body` where `text` is asked for.

    An id that is no article's is left out.
    """
    listed = ", ".join(map(str, ids))
    tags: dict[int, list[str]] = {}
    for row in await archive.rows(_TAGS.format(ids=listed)):
        tags.setdefault(row["article_id"], []).append(row["tag"])
    rows = await archive.rows(_ROWS.format(body=", a.body" if text else "", ids=listed))
    return {
        row["id"]: _record(row, tags.get(row["id"], []), absolute(datasette, request, f"articles/{row['id']}"))
        for row in rows
    }


def _record(row: Row, tags: list[str], address: str) -> Record:
    """An article as a record; `address` is its permanent one."""
    return {
        **dict(row),
        "newspaper_title": row["paper"],
        "tags": tags,
        "status": "gone" if row["gone_at"] else "edited" if row["changed_at"] else "standing",
        "archived_at": address,
    }


def refuse_unread(unread: Iterable[tuple[str, str]]) -> None:
    """Raises BadRequest where a value of the address could not be used: a file without it would hold all the rest, and has
    no room to say so."""
    for name, value in unread:
        raise BadRequest(say("Không dùng được “{name}={value}”.", name=name, value=value))


def file(request: Request, ending: str, name: str, columns: Sequence[str], parts: Parts) -> AsgiStream:
    """Answers with a file of `parts` as they come, named `name` and of the kind of this `ending`.

    CSV and JSON Lines have these `columns`; RIS and BibTeX name each article once.
    """
    kind = _KINDS[ending]
    excel = for_excel(request)
    seen: set[int] = set()

    async def write(client: AsgiWriter) -> None:
        """Writes the file to the client."""
        if ending == "csv":
            await client.write(heading(columns, excel))
        async for part in parts:
            if kind.entry:
                part = list({record["id"]: record for record in part if record["id"] not in seen}.values())
                seen.update(record["id"] for record in part)
                await client.write("".join(map(kind.entry, part)))
            else:
                await client.write((csv_lines if ending == "csv" else json_lines)(part, columns, excel))

    disposition = f'attachment; filename="{name}.{ending}"'
    return AsgiStream(write, headers={"content-disposition": disposition}, content_type=kind.type)


def for_excel(request: Request) -> bool:
    """Whether a link asks for CSV as a spreadsheet wants it: with the mark that tells the encoding, and numbers of
    articles that it cannot round.
    """
    return bool(request.args.get("excel") or request.args.get("_bom"))


def heading(columns: Sequence[str], excel: bool) -> str:
    """The first line of a CSV file, after the mark that tells Excel the encoding."""
    out = io.StringIO()
    csv.writer(out).writerow(columns)
    return ("\ufeff" if excel else "") + out.getvalue()


def csv_lines(part: Sequence[Record], columns: Sequence[str], excel: bool = False) -> str:
    """Records as lines of CSV; for Excel the number of an article with a word before it."""

    def shown(name: str, value: Any) -> Any:
        """A value as it stands in a cell."""
        if isinstance(value, list):
            return "; ".join(value)
        return f"baotinh{value}" if excel and name == "id" and value else value

    return spreadsheet_csv.written([shown(name, record[name]) for name in columns] for record in part)


def json_lines(part: Sequence[Record], columns: Sequence[str], excel: bool = False) -> str:
    """Records as a line of JSON each; `excel` means nothing here."""
    return "".join(f"{json.dumps({name: record[name] for name in columns}, ensure_ascii=False)}\n" for record in part)

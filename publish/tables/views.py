"""Datasette's pages of a database, a table and a row, with what it gets wrong put right: which rows a page holds, the
addresses of the next, and files to take away.

They are its own classes with a method or two of ours. Where another Datasette makes its pages differently, `paging`
refuses to answer and the tests fail.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import AsyncIterator, Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, urlencode

from datasette.utils import tilde_decode, tilde_encode
from datasette.utils.asgi import NotFound, Request, Response

from archive.sql import limits
from publish.datasette_internals import (
    AsgiStream,
    AsgiWriter,
    BadRequest,
    InvalidSql,
    QueryInterrupted,
    error_class,
    path_from_row_pks,
    urlsafe_components,
    views,
)
from publish.formats import article_files, spreadsheet_csv
from publish.pages.errors import too_slow
from publish.rendering import FIRST_ID, archive_for, article_column
from publish.requests import safety
from publish.tables import filters, paging

DatasetteError: Any = error_class()
DatabaseView: Any
TableView: Any
RowView: Any
DatabaseView, TableView, RowView = views()

# What Datasette raises where a parameter is none that it can read.
_UNREAD = (ValueError, LookupError, TypeError, AttributeError, AssertionError, OverflowError)


_BROKEN = (sqlite3.Error, QueryInterrupted, DatasetteError)
_ROWS_ALONE = {"_nofacet": "1", "_nocount": "1"}
# What a page can be taken away as, beside CSV and JSON.
_FILES = ("jsonl", "ris", "bib")


class _Timeless(dict[str, Any]):
    """What there is to show, without how long it took: the same rows are the same answer."""

    def __setitem__(self, name: str, value: Any) -> None:
        if name != "query_ms":
            super().__setitem__(name, value)


class _Ours:
    """What the pages share: mistakes of a visitor's told as such, and CSV of rows that a page at a time holds."""

    ds: Any

    async def get(self, request: Request) -> Any:
        """Answers a request.

        Raises BadRequest for what cannot be read in it, which would be a fault of the site else.
        """
        if not re.fullmatch("[0-9]{0,9}", request.args.get("_ttl") or ""):
            raise BadRequest("_ttl is a number of seconds")
        if not re.fullmatch("([1-9][0-9]{0,8})?", request.args.get("_timelimit") or ""):
            raise BadRequest("_timelimit is a number of milliseconds")
        try:
            if request.url_vars["format"] in _FILES:
                return await self._file(request, request.url_vars["format"])
            return await super().get(request)  # type: ignore[misc]
        except _UNREAD as error:
            if request.url_vars["format"] is None:  # a fault of the page's
                raise
            raise BadRequest(f"this cannot be answered as {request.url_vars['format']}: {error}") from error

    async def data(self, request: Request, *args: Any, **how: Any) -> Any:
        """The data of the page. Raises BadRequest where a parameter cannot be read, or does not fit the table."""
        try:
            found = await super().data(request, *args, **how)  # type: ignore[misc]
        except _UNREAD as error:
            raise BadRequest(f"a parameter cannot be read: {error}") from error
        as_object = request.url_vars["format"] == "json" and request.args.get("_shape") == "object"
        if as_object and not isinstance(found, Response) and not found[0].get("primary_keys"):
            raise BadRequest("_shape=object is for tables that have a key")
        return found if isinstance(found, Response) else (_Timeless(found[0]), *found[1:])

    async def as_csv(self, request: Request, database: str) -> Response | AsgiStream:
        """The rows as CSV, with `?_stream=1` all pages of them, up to a size; an error in the midst ends the answer.

        Raises BadRequest where the page has no rows.
        """
        first = await self._first(request)
        if isinstance(first, Response):
            return first

        async def write(client: AsgiWriter) -> None:
            """Writes page after page to the client."""
            room = self.ds.setting("max_csv_mb") * limits.MB
            await spreadsheet_csv.begin(request, client)
            lines = [] if request.args.get("_header") == "off" else [_headings(first)]
            try:
                async for page in self._pages(request, first):
                    lines += [self._cells(request, page, row) for row in page["rows"]]
                    text = spreadsheet_csv.written(lines)
                    room -= len(text.encode())
                    if room < 0:
                        await client.write(f"CSV contains more than {self.ds.setting('max_csv_mb')} MB")
                        return
                    await client.write(text)
                    lines = []
            except _BROKEN as error:
                await client.write(too_slow() if isinstance(error, QueryInterrupted) else str(error))
                request.scope["broken"]()

        name = request.url_vars.get("table", database)
        kind = spreadsheet_csv.TYPE if request.args.get("_dl") else "text/plain; charset=utf-8"
        return AsgiStream(write, headers=spreadsheet_csv.headers(request, name), content_type=kind)

    async def _file(self, request: Request, ending: str) -> Response | AsgiStream:
        """The rows as JSON Lines, or the articles that they are of as RIS or BibTeX; with `_stream=1` all pages of them.

        Raises BadRequest where the page has no rows, or these are of no articles.
        """
        first = await self._first(request)
        if isinstance(first, Response):
            return first
        column = article_column(request.url_vars.get("table"), first["columns"])
        if ending != "jsonl" and column is None:
            raise BadRequest("RIS and BibTeX are of articles: no column of these rows is an article's id")
        archive = archive_for(self.ds)

        async def parts() -> AsyncIterator[list[dict[str, Any]]]:
            """The records of a page after the other."""
            async for page in self._pages(request, first):
                rows = [self._values(request, page, row) for row in page["rows"]]
                if ending != "jsonl":
                    ids = [id for row in rows if isinstance(id := row[str(column)], int)]
                    found = await article_files.records(self.ds, request, archive, ids)
                    rows = [found[id] for id in ids if id in found]
                yield rows

        name = request.url_vars.get("table", request.url_vars["database"])
        return article_files.file(request, ending, name, first["columns"], parts())

    async def _first(self, request: Request) -> Any:
        """The first page of rows, or a response where Datasette answers with one. Raises BadRequest where there are none."""
        if request.args.get("_stream") and request.args.get("_next"):
            raise BadRequest("_next not allowed for CSV streaming")
        found = await self._page(asking(request, **_ROWS_ALONE), **self._size(request))
        if not isinstance(found, Response) and "columns" not in found:
            raise BadRequest("a file is of one table, or of a query: add its name to the address, or ?sql=")
        return found

    async def _pages(self, request: Request, page: Any) -> AsyncIterator[Any]:
        """A page and, with `_stream`, all that follow. Raises one of _BROKEN in the midst."""
        asked = asking(request, **_ROWS_ALONE)
        yield page
        while request.args.get("_stream") and page.get("next"):
            page = await self._page(asked, _next=page["next"], **self._size(request))
            yield page

    @staticmethod
    def _size(request: Request) -> dict[str, str]:
        """How many rows a page of a stream has: of a table, as many as there may be."""
        of_table = "table" in request.url_vars and "pks" not in request.url_vars
        return {"_size": "max"} if request.args.get("_stream") and of_table else {}

    async def _page(self, request: Request, **how: Any) -> Any:
        """The data of a page as Datasette has it, or a response where it answers with one."""
        try:
            found = await self.data(request, **how)
        except (sqlite3.Error, InvalidSql) as error:
            raise DatasetteError(str(error), title="Invalid SQL", status=400) from error
        if isinstance(found, Response):
            return found
        if found[0].get("error"):
            raise DatasetteError(found[0]["error"], title="Invalid SQL", status=400)
        return found[0]

    def _cells(self, request: Request, page: dict[str, Any], row: Any) -> list[Any]:
        """The values of a row, those that have a label with it, in place of bytes where they are to be had."""
        cells: list[Any] = []
        for column, value in zip(page["columns"], row, strict=True):
            if isinstance(value, bytes):
                value = self.ds.absolute_url(request, self._bytes(request, page, row, column, value))
            labelled = isinstance(value, dict)
            bare = value["value"] if labelled else value
            of_article = isinstance(bare, int) and bare >= FIRST_ID and re.fullmatch("(?:.*_)?id", column)
            # A spreadsheet would show, and save, so long a number rounded.
            cells.append(f"baotinh{bare}" if of_article and request.args.get("_bom") else bare)
            if column in (page.get("expanded_columns") or ()):
                cells.append(value["label"] if labelled else "")
        return cells

    def _values(self, request: Request, page: dict[str, Any], row: Any) -> dict[str, Any]:
        """A row by the names of its columns, without labels, in place of bytes where they are to be had."""
        found = {}
        for column, value in zip(page["columns"], row, strict=True):
            if isinstance(value, bytes):
                value = self.ds.absolute_url(request, self._bytes(request, page, row, column, value))
            found[column] = value["value"] if isinstance(value, dict) else value
        return found

    def _bytes(self, request: Request, page: dict[str, Any], row: Any, column: str, value: bytes) -> str:
        """What CSV says in place of bytes: the address at which they can be had."""
        if page.get("table"):
            key = page["primary_keys"]
            address: str = self.ds.urls.row_blob(
                page["database"], page["table"], path_from_row_pks(row, key, not key), column
            )
            return address
        asked = {"_blob_column": column, "_blob_hash": sha256(value).hexdigest(), "_nofacet": None, "_nocount": None}
        path = re.sub(r"\.(csv|jsonl)\?", ".blob?", replaced(request, asked), count=1)
        return str(self.ds.urls.path(path))


def _headings(page: dict[str, Any]) -> list[str]:
    """The names of the columns in CSV; a column that has labels is followed by one with them."""
    labelled = page.get("expanded_columns") or ()
    return [name for column in page["columns"] for name in (column, f"{column}_label")[: 1 + (column in labelled)]]


class Table(_Ours, TableView):  # type: ignore[misc]
    """A table, a view or a canned query."""

    async def columns_to_select(self, table_columns: list[str], pks: list[str], request: Request) -> list[str]:
        """The columns to show, each once, without hidden ones; all where nothing else would be left."""
        columns = list(dict.fromkeys(await super().columns_to_select(table_columns, pks, request)))
        hidden = await self._hidden(self._database(request), tilde_decode(request.url_vars["table"]))
        return [column for column in columns if column not in hidden] or columns

    async def sortable_columns_for_table(self, database_name: str, table_name: str, use_rowid: bool) -> set[str]:
        """The columns to sort by, without hidden ones."""
        sortable: set[str] = await super().sortable_columns_for_table(database_name, table_name, use_rowid)
        return sortable - await self._hidden(self.ds.get_database(database_name), table_name)

    @staticmethod
    async def _hidden(db: Any, table: str) -> set[str]:
        """The columns that SQLite hides in a search index: what is in them is another with each question."""
        return {column.name for column in await db.table_column_details(table) if column.hidden == 1}

    async def data(
        self, request: Request, default_labels: bool = False, _next: str | None = None, _size: Any = None
    ) -> Any:
        """The data of a page, its rows and the address of the next page found by our walk.

        Raises BadRequest for too many facets.
        """
        if sum(name.startswith("_facet") for name in request.args for _ in request.args.getlist(name)) > safety.FACETS:
            raise BadRequest(f"too many facets: at most {safety.FACETS} at once")
        walk = await self._walk(request)
        if walk is None:
            return await super().data(request, default_labels, _next, _size)
        columns = await self._database(request).table_columns(tilde_decode(request.url_vars["table"]))
        filters.refuse_unknown(request.args, {*columns, "rowid"})
        if place := _next or request.args.get("_next"):
            await walk.go(self._database(request), place)
        with paging.walking(walk):
            found = await super().data(asking(request, _next=None), default_labels, None, _size)
        if isinstance(found, Response):
            return found
        data, *rest = found
        if walk.sql is None:
            raise RuntimeError("Datasette makes the page of a table in another way than 0.65 does")
        address = None
        if walk.next:
            order = {"_sort_desc" if walk.sort.desc else "_sort": walk.sort.name} if walk.sort else {}
            path = self.ds.urls.path(replaced(request, {"_next": walk.next, **order}))
            address = self.ds.absolute_url(request, path)
        data |= {
            "next": walk.next,
            "next_url": address,
            "query": {"sql": walk.sql, "params": walk.params},
        }
        return data, *rest

    async def _walk(self, request: Request) -> paging.Walk | None:
        """The walk through the table in the order asked for; None for a canned query."""
        db, table = self._database(request), tilde_decode(request.url_vars["table"])
        if await self.ds.get_canned_query(db.name, table, request.actor):
            return None
        listed = self.ds.table_metadata(db.name, table)
        sort, desc = request.args.get("_sort"), request.args.get("_sort_desc")
        if not sort and not desc:
            sort, desc = listed.get("sort"), listed.get("sort_desc")
        selected = await self.columns_to_select(await db.table_columns(table), await db.primary_keys(table), request)
        return await paging.walk_through(db, table, selected, desc or sort, bool(desc))

    def _database(self, request: Request) -> Any:
        """The database that the address names."""
        return self.ds.get_database(route=tilde_decode(request.url_vars["database"]))


class Database(_Ours, DatabaseView):  # type: ignore[misc]
    """The tables, or what a query finds."""

    async def data(self, request: Request, *args: Any, **how: Any) -> Any:
        """The data of the page, without hidden views."""
        found = await super().data(request, *args, **how)
        if not isinstance(found, Response) and "views" in (data := found[0]):
            hidden = [
                view for view in data["views"] if self.ds.table_metadata(data["database"], view["name"]).get("hidden")
            ]
            data["views"] = [view for view in data["views"] if view not in hidden]
        return found


class Row(_Ours, RowView):  # type: ignore[misc]
    """A row by its key."""

    async def data(self, request: Request, default_labels: bool = False) -> Any:
        """The data of a row's page.

        Raises NotFound where there is no such table, or the key has another number of values.
        """
        db = self.ds.get_database(route=tilde_decode(request.url_vars["database"]))
        table = tilde_decode(request.url_vars["table"])
        key = await db.primary_keys(table) or ["rowid"]
        if not await db.table_exists(table) or len(urlsafe_components(request.url_vars["pks"])) != len(key):
            raise NotFound("Record not found")
        with limits.bounded(limits.Bounds.PAGE):
            return await super().data(request, default_labels)


def routes(route: str) -> list[tuple[str, Any]]:
    """The addresses below a database's, each with the page that answers there."""
    base = f"/(?P<database>{tilde_encode(route)})"

    def page(view: Any) -> Any:
        """A handler that answers with a view of Datasette's."""

        async def answer(request: Request, datasette: Any) -> Response:
            return await view(datasette).dispatch_request(request)

        return answer

    return [
        (rf"{base}(\.(?P<format>(?!db$)\w+))?$", page(Database)),
        (rf"{base}/(?P<table>[^\/\.]+)(\.(?P<format>\w+))?$", page(Table)),
        (rf"{base}/(?P<table>[^/]+?)/(?P<pks>[^/]+?)(\.(?P<format>\w+))?$", page(Row)),
    ]


def asking(request: Request, **changed: str | None) -> Request:
    """The request with some parameters replaced, or left out where they are None."""
    asked = replaced(request, changed).partition("?")[2].encode()
    return Request({**request.scope, "query_string": asked}, request.receive)


def replaced(request: Request, changed: Mapping[str, str | None]) -> str:
    """The address of a request with some parameters replaced; unlike in Datasette's, those without a value stay."""
    kept = [pair for pair in parse_qsl(request.query_string, keep_blank_values=True) if pair[0] not in changed]
    return (
        f"{request.path}?{urlencode([*kept, *((name, value) for name, value in changed.items() if value is not None)])}"
    )

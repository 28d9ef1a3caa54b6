"""Every row once: the pages of a table follow each other by its key.

Datasette orders a sorted table's first page by the sort column alone and its later pages by the key as well: rows that
tie may come on both or on neither. What it writes into `_next` is text, whatever the column holds, and a whole article
where that is what is sorted by; its links lose filters without a value. Here its question is taken on its way to the
database, before any page is cut from it, and asked with an order and an end of ours. `Table` in views.py is the page.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from datasette.database import Database, Results
from datasette.utils import tilde_decode, tilde_encode

from archive.sql.limits import Bounds, bounded, bounds, fetched
from publish.datasette_internals import BadRequest, QueryInterrupted, escape_sqlite, sqlite_timelimit
from publish.tables import searched

Value = str | int | float | bytes | None
Execute = Callable[..., Awaitable[Results]]

# Characters of a value in an address; a longer one is looked up by its row's key.
LONGEST = 100
_LOOK_UP = "$row"
_WHOLE = re.compile("-?[0-9]{1,19}")


@dataclass(frozen=True)
class Column:
    """A column that rows are ordered by."""

    name: str
    nullable: bool = True
    numeric: bool = False  # SQLite makes numbers of what it is given, where it can
    desc: bool = False
    exact: bool = False  # whatever the column itself takes to be the same

    @property
    def sql(self) -> str:
        """The column as it stands in `order by`, compared byte by byte where it is `exact`."""
        return escape_sqlite(self.name) + " collate binary" * self.exact


@dataclass(frozen=True)
class _InRow:
    """A value that stands in a row of the table."""

    sql: str
    params: dict[str, Value]


@dataclass
class Walk:
    """One page on the way through a table or view; once it is asked, `next` is where the following one begins.

    `selected` are the columns that Datasette asks for, `theirs` its `order by`. A view has no key: its pages are counted
    (`offset`), ties are ordered by all its columns, and rows that are the same in each may stand for one another.
    """

    table: str
    selected: list[str]
    theirs: str
    sort: Column | None
    key: list[Column]
    view: bool = False
    after: dict[str, Value | _InRow] = field(default_factory=dict)  # of the last row seen, its values in `order`
    offset: int = 0

    next: str | None = None
    sql: str | None = None
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def order(self) -> list[Column]:
        """The columns that rows are ordered by: the one asked for, then the key."""
        return [*self._sort, *(column for column in self.key if not self.sort or column.name != self.sort.name)]

    @property
    def _sort(self) -> list[Column]:
        """The column asked for, in a list; empty where the order is that of the key."""
        return [self.sort] if self.sort else []

    async def page(self, execute: Execute, sql: str, params: Any, **options: Any) -> Results:
        """Answers Datasette's question for a page: as many of its rows as a result may hold."""
        head, size = self._taken_apart(sql)
        hidden = [] if self.view else [column.name for column in self.key if column.name not in self.selected]
        where = head.removeprefix(self._select())
        after, values = (
            _after(self.order, [self.after[column.name] for column in self.order]) if self.after else ("", {})
        )
        if after:
            head += f"{'where' if head == self._select() else 'and'} {after} "
        if order := ", ".join(column.sql + " desc" * column.desc for column in self.order):
            head += f"order by {order} "
        end = f" offset {self.offset}" if self.offset else ""
        self.sql, self.params = f"{head}limit {size + 1}{end}", {**(params or {}), **values}
        select = self._select(*hidden)
        found = await self._nearest(execute, select, where, size, **options)
        if found is None:
            asked = select + head.removeprefix(self._select())
            found, size = await self._asked(execute, asked, size, end, **options)
        rows = found.rows[:size]
        if rows and (len(found.rows) > size or found.truncated):
            self.next = str(self.offset + size) if self.view else self._place(tuple(rows[-1]), hidden)
        return Results(*_without(len(hidden), rows, found.description))

    async def _nearest(self, execute: Execute, select: str, where: str, size: int, **options: Any) -> Results | None:
        """The page of a search in the order of its index, where it is full; None of any other, and of the last page: an index
        may have ids that the table has not.
        """
        if self.view or len(self.order) != 1 or self.order[0].nullable or not self.order[0].numeric:
            return None
        (by,) = self.order
        near = searched.nearest(where, by.name, by.desc, "after_0" if self.after else None, size + 1)
        if not near:
            return None
        asked = f"{select}{near}order by {by.sql}{' desc' * by.desc} "
        found, asked_for = await self._asked(execute, asked, size, "", **options)
        return found if asked_for == size < len(found.rows) else None

    async def _asked(self, execute: Execute, sql: str, size: int, end: str, **options: Any) -> tuple[Results, int]:
        """What a question finds, one row more than a page has; and of how many rows the page is, where those asked for are too
        long.
        """
        while True:
            try:
                with bounded(Bounds.PAGE):
                    found = await execute(f"{sql}limit {size + 1}{end}", self.params, truncate=True, **options)
                return found, size
            except sqlite3.OperationalError as error:
                if size < 2 or str(error) != "out of memory":  # which sorting many long texts takes
                    raise
                size //= 2

    def _select(self, *hidden: str) -> str:
        """The beginning of the question, with `hidden` columns after those asked for."""
        return f"select {', '.join(map(escape_sqlite, [*self.selected, *hidden]))} from {escape_sqlite(self.table)} "

    def _taken_apart(self, sql: str) -> tuple[str, int]:
        """Datasette's question without order and limit, and how many rows it shows: it asks for one more."""
        head, _, limit = sql.rpartition("limit ")
        if not (head.startswith(self._select()) and head.endswith(self.theirs) and limit.isdecimal()):
            raise RuntimeError(f"Datasette asks for a page of a table in another way than 0.65 does: {sql}")
        return head[: len(head) - len(self.theirs)], int(limit) - 1

    def _place(self, row: Sequence[Value], hidden: Sequence[str]) -> str:
        """What `_next` says of a row, as Datasette writes it: the value it is sorted by, and its key."""
        values = dict(zip([*self.selected, *hidden], row, strict=True))
        written = [_written(column, values.get(column.name)) for column in [*self._sort, *self.key]]
        if self.sort:
            value = values.get(self.sort.name)
            # SQLite's text need not be UTF-8: what was replaced is compared as it stands in the row.
            odd = len(written[0]) > LONGEST or (isinstance(value, str) and "\ufffd" in value)
            if odd or self.sort.name not in values:
                written[0] = _LOOK_UP
        return ",".join(written)

    async def go(self, db: Database, place: str) -> None:
        """Goes to a place that `_next` says. Raises BadRequest where that is none in this order."""
        wrong = f"_next={place[:LONGEST]} is no place in this order of the rows; begin with the first page"
        if self.view:
            if not re.fullmatch("[0-9]{1,18}", place):
                raise BadRequest(wrong)
            self.offset = int(place)
            return
        parts = place.split(",")
        try:
            values: list[Any] = [
                _read(column, part) for column, part in zip([*self._sort, *self.key], parts, strict=True)
            ]
        except ValueError as error:
            raise BadRequest(wrong) from error
        key = {column.name: value for column, value in zip(self.key, values[len(self._sort) :], strict=True)}
        if self.sort and parts[0] == _LOOK_UP:
            values[0] = await self._look_up(db, self.sort, key)
        self.after = {**{column.name: values[0] for column in self._sort}, **key}

    async def _look_up(self, db: Database, column: Column, key: dict[str, Value]) -> Value | _InRow:
        """The value of a row as SQL finds it again: it may be long, or text that is none."""
        names = {f"row_{i}": name for i, name in enumerate(key)}
        where = " and ".join(f"{escape_sqlite(name)} is :{parameter}" for parameter, name in names.items())
        row = f"from {escape_sqlite(self.table)} where {where}"
        params = dict(zip(names, key.values(), strict=True))
        found = await db.execute(f"select {column.sql} is null {row}", params)
        if not found.rows:
            raise BadRequest("the row that _next names is gone; begin with the first page")
        return None if found.rows[0][0] else _InRow(f"(select {column.sql} {row})", params)


_walk: ContextVar[Walk | None] = ContextVar("walk", default=None)


def exact(db: Database) -> Execute:
    """A database's `execute` that has a table's page answered by its walk."""
    execute: Execute = db.execute if hasattr(db, "keeper") else partial(_execute, db, db.execute)

    async def executed(sql: str, params: Any = None, truncate: bool = False, **options: Any) -> Results:
        """As Datasette's `execute`; the first question that a page of a walk asks is answered by the walk."""
        walk = _walk.get()
        if walk is None or walk.sql is not None or not truncate:
            sql = searched.count(sql, params) if walk else sql
            return await execute(sql, params, truncate=truncate, **options)
        return await walk.page(execute, sql, params, **options)

    return executed


async def _execute(db: Database, theirs: Execute, sql: str, params: Any = None, **options: Any) -> Results:
    """Executes as Datasette does (`theirs`), within the bounds that hold, and has the page of a walk answered by it."""
    by, truncate = bounds.get(), options.get("truncate")
    if by is Bounds.STRANGER:
        return await theirs(sql, params, **options)
    ms = min(options.get("custom_time_limit") or db.ds.sql_time_limit_ms, db.ds.sql_time_limit_ms)
    most = db.ds.max_returned_rows + (options.get("page_size") == db.ds.max_returned_rows) if truncate else -1

    def ask(conn: sqlite3.Connection) -> Results:
        """Runs the statement within the time and the bounds."""
        with sqlite_timelimit(conn, ms):
            description, rows, more = fetched(conn, sql, params or {}, most, by)
            return Results(rows, more, description)

    try:
        return await db.execute_fn(ask)
    except sqlite3.OperationalError as error:
        if str(error) == "interrupted":
            raise QueryInterrupted(error, sql, params) from error
        raise


@contextmanager
def walking(walk: Walk) -> Iterator[None]:
    """Has Datasette's page be answered by this walk, for as long as the block runs."""
    token = _walk.set(walk)
    try:
        with bounded(Bounds.TABLE):
            yield
    finally:
        _walk.reset(token)


async def walk_through(db: Database, table: str, selected: list[str], sort: str | None, desc: bool) -> Walk | None:
    """The walk through a table or view from its beginning; None where there is neither.

    `selected` are the columns asked for, `sort` and `desc` the order, None for that of the key.
    """
    view = bool(await db.get_view_definition(table))
    if not view and not await db.table_exists(table):
        return None
    theirs = f"order by {escape_sqlite(sort)}{' desc' if desc else ''} " if sort else ""
    details = await db.table_column_details(table)
    columns = {c.name: Column(c.name, nullable=not c.notnull, numeric=_is_numeric(c.type or "")) for c in details}
    if view:
        by = Column(sort, desc=desc) if sort and sort in columns else None
        return Walk(table, selected, theirs, by, [Column(name, exact=True) for name in columns if by], view)
    named = await db.primary_keys(table)
    key = [columns[name] for name in named]
    # The other names of `rowid` are for tables that have a column of that name.
    rowid = next(name for name in ("rowid", "oid", "_rowid_", "rowid") if name not in map(str.lower, columns))
    if len(named) == 1 and next(c.type for c in details if c.name == named[0]).upper() == "INTEGER":
        key = [Column(named[0], nullable=False, numeric=True)]
    if not named or any(column.nullable for column in key):  # SQLite lets such a key be null more than once
        key.append(Column(rowid, nullable=False, numeric=True))
    if not named:
        selected = ["rowid", *selected]
    by = next((column for column in [*key, *columns.values()] if column.name == sort), None)
    by = by and Column(by.name, by.nullable, by.numeric, desc)
    theirs = theirs or f"order by {', '.join(map(escape_sqlite, named)) or 'rowid'} "
    return Walk(table, selected, theirs, by, key)


def _is_numeric(declared: str) -> bool:
    """Whether a column of a declared type has an affinity to numbers (SQLite's documentation, "Datatypes", 3.1)."""
    declared = declared.upper()
    return "INT" in declared or not (declared == "" or re.search("CHAR|CLOB|TEXT|BLOB", declared))


def _written(column: Column, value: Value) -> str:
    """A value in an address: text and whole numbers as Datasette writes them, whatever else with its type."""
    if value is None:
        return "$null"
    if isinstance(value, bytes):
        return f"$x{value.hex()}"
    if isinstance(value, str):
        return ("$t" if column.numeric else "") + tilde_encode(value)
    return str(value) if column.numeric and isinstance(value, int) else f"$n{value!r}"


def _read(column: Column, written: str) -> Value:
    """The value that `_written` wrote into an address; None for null, and where the address says that the row itself has it.
    Raises ValueError for what `_written` never writes."""
    if written in ("$null", _LOOK_UP):
        return None
    if written.startswith("$x"):
        return bytes.fromhex(written[2:])
    if written.startswith("$t"):
        return tilde_decode(written[2:])
    typed = written.startswith("$n")
    if not column.numeric and not typed:
        return tilde_decode(written)
    number = written.removeprefix("$n")
    value = float(number) if typed and not _WHOLE.fullmatch(number) else int(number)
    if value != value or (isinstance(value, int) and not -(1 << 63) <= value < 1 << 63):
        raise ValueError(written)
    return value


def _after(order: Sequence[Column], values: Sequence[Value | _InRow]) -> tuple[str, dict[str, Value]]:
    """What holds for the rows after one, in SQL; SQLite's nulls come before everything else."""
    sql = ""
    params: dict[str, Value] = {}
    written: list[str] = []
    for i, value in enumerate(values):
        written.append(value.sql if isinstance(value, _InRow) else f":after_{i}")
        if value is not None:
            params |= value.params if isinstance(value, _InRow) else {f"after_{i}": value}
    for i, column in reversed(list(enumerate(order))):
        value = written[i]
        if values[i] is None:
            later, same = "0" if column.desc else f"{column.sql} is not null", f"{column.sql} is null"
        else:
            later, same = f"{column.sql} {'<' if column.desc else '>'} {value}", f"{column.sql} = {value}"
            if column.desc and column.nullable:
                later += f" or {column.sql} is null"
        sql = f"({later} or ({same} and {sql}))" if sql else f"({later})"
    first = order[0]
    if values[0] is not None and not (first.desc and first.nullable):
        # With `or` alone SQLite reads its way there from the first row; with a bound beside it, it goes there at once.
        sql = f"{first.sql} {'<=' if first.desc else '>='} {written[0]} and {sql}"
    return sql, params


def _without(hidden: int, rows: list[sqlite3.Row], description: Any) -> tuple[list[sqlite3.Row], bool, Any]:
    """Rows without their last columns, as Results has them."""
    if hidden:
        names = [name for name, *_ in description[:-hidden]]
        description, rows = as_rows(names, [tuple(row)[:-hidden] for row in rows])
    return rows, False, description


def as_rows(columns: list[str], rows: list[tuple[Any, ...]]) -> tuple[Any, list[sqlite3.Row]]:
    """Tuples as the rows of a cursor, with its description, which is what Datasette's pages take."""
    names = ", ".join('null as "{}"'.format(name.replace('"', '""')) for name in columns)
    with closing(sqlite3.connect(":memory:")) as nothing:
        cursor = nothing.execute(f"select {names}")
        return cursor.description, [sqlite3.Row(cursor, row) for row in rows]

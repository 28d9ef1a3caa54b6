"""Every row once: walks through every table and view, in every order and format, hold what SQL says of the file."""

from __future__ import annotations

import asyncio
import csv
import io
import random
import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from datasette.app import Datasette
from datasette.utils import escape_sqlite, tilde_encode

from publish.formats import spreadsheet_csv
from publish.serving.serve import open_site, publish
from tests.fuzzing import rounds
from tests.publish import stress

_INDEX = re.compile("(articles|earlier)_(fts|exact|labels)_|sqlite_|_sqlite")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("walks")
    stress.fill(folder / "working.db")
    publish(folder / "working.db", folder / "archive.db")
    return folder / "archive.db"


@pytest.fixture(scope="module")
def site(copy: Path) -> Datasette:
    return open_site(copy)


@pytest.fixture(scope="module")
def file(copy: Path) -> sqlite3.Connection:
    return sqlite3.connect(copy)


@pytest.fixture(scope="module")
def tables(file: sqlite3.Connection) -> dict[str, Table]:
    names = file.execute("select name, type from sqlite_master where type in ('table', 'view')").fetchall()
    return {name: Table.read(file, name, kind == "view") for name, kind in names if not _INDEX.match(name)}


@dataclass(frozen=True)
class Table:
    name: str
    columns: list[str]
    key: list[str]
    view: bool

    @classmethod
    def read(cls, file: sqlite3.Connection, name: str, view: bool) -> Table:
        info = file.execute(f"pragma table_info({escape_sqlite(name)})").fetchall()
        key = [column[1] for column in sorted(info, key=lambda column: column[5]) if column[5]]
        return cls(name, [column[1] for column in info], key, view)


@dataclass
class Walk:
    """A way through a table, and the rows that it is to give."""

    table: Table
    order: dict[str, str] = field(default_factory=dict)
    filters: list[tuple[str, str]] = field(default_factory=list)
    where: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def path(self, format: str, *more: tuple[str, Any]) -> str:
        query = urlencode([*self.filters, *self.order.items(), *more])
        return f"/archive/{tilde_encode(self.table.name)}{format}?{query}"

    def rows(self, file: sqlite3.Connection) -> list[tuple[Any, ...]]:
        """Every row, as Datasette shows it: with its rowid where it has no other key."""
        columns = "*" if self.table.key or self.table.view else "rowid, *"
        where = " where " + " and ".join(self.where) if self.where else ""
        return file.execute(f"select {columns} from {escape_sqlite(self.table.name)}{where}", self.values).fetchall()


def get(site: Datasette, path: str) -> Any:
    answer = asyncio.run(site.client.get(path.removeprefix("http://localhost")))
    assert answer.status_code == 200, (path, answer.text[:300])
    return answer


def as_json(site: Datasette, walk: Walk, size: Any, most: int) -> Iterator[tuple[Any, ...]]:
    path: str | None = walk.path(".json", ("_size", size))
    while path and most >= 0:
        page = get(site, path).json()
        most -= len(page["rows"])
        yield from map(tuple, page["rows"])
        assert bool(page["next"]) == bool(page["next_url"])
        path = page["next_url"]


def as_pages(site: Datasette, walk: Walk, size: Any, most: int) -> Iterator[str]:
    """The keys that the pages link, in their order."""
    path: str | None = walk.path("", ("_size", size))
    row = rf'(?:<tr><td[^>]*>(?:<div[^>]*>)?<a href="/archive/{re.escape(tilde_encode(walk.table.name))}|<h2><a href="/articles)/([^"]*)"'
    while path and most >= 0:
        page = get(site, path).text
        keys = re.findall(row, page)
        most -= len(keys)
        yield from keys
        following = re.search(r'<a rel="next" href="([^"]+)"', page)
        path = unescape(following[1]) if following else None


def as_csv(site: Datasette, walk: Walk) -> list[tuple[str, ...]]:
    lines = list(csv.reader(io.StringIO(get(site, walk.path(".csv", ("_stream", "on"))).text, newline="")))
    return [tuple(line) for line in lines[1:]]


def as_text(row: tuple[Any, ...]) -> tuple[str, ...]:
    """A row of the file as CSV has it; bytes have an address there."""
    return tuple("" if value is None else str(spreadsheet_csv.cell(value)) for value in row)


def compare(site: Datasette, file: sqlite3.Connection, walk: Walk, format: str, size: Any) -> None:
    expected = walk.rows(file)
    if format == "csv":
        binary = {i for row in expected for i, value in enumerate(row) if isinstance(value, bytes)}

        def shown(row: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(value for i, value in enumerate(row) if i not in binary)

        assert Counter(map(shown, as_csv(site, walk))) == Counter(shown(as_text(row)) for row in expected), walk
    elif format == "json":
        found = [tuple(map(plain, row)) for row in as_json(site, walk, size, len(expected))]
        assert Counter(found) == Counter(tuple(map(plain, row)) for row in expected), walk
    else:
        names = walk.table.key or ["rowid"]
        places = [([*["rowid"][: not walk.table.key], *walk.table.columns]).index(name) for name in names]
        keys = [",".join(tilde_encode(str(row[place])) for place in places) for row in expected]
        assert Counter(as_pages(site, walk, size, len(expected))) == Counter(keys), walk


def plain(value: Any) -> Any:
    """A value as JSON has it: none that is infinite, bytes as text where they are any, else as an object."""
    if isinstance(value, bytes):
        try:
            value = value.decode()
        except UnicodeDecodeError:
            return "bytes"
    if isinstance(value, dict):
        return "bytes"
    return None if value in (None, float("inf"), float("-inf")) else (type(value).__name__, value)


def test_every_table_by_every_column_both_ways(
    site: Datasette, file: sqlite3.Connection, tables: dict[str, Table]
) -> None:
    for table in tables.values():
        (count,) = file.execute(f"select count(*) from {escape_sqlite(table.name)}").fetchone()
        columns = table.columns[: 3 if table.name == "wide" else 8]  # of which all but the first are of a kind
        orders = [{way: column} for column in columns for way in ("_sort", "_sort_desc")]
        for order in [{}, *orders][: None if count else 1]:
            compare(site, file, Walk(table, order), "json", max(-(-count // 2), 3))


def test_pages_of_a_search_have_each_row_once_though_its_index_has_more(
    copy: Path, site: Datasette, tmp_path: Path
) -> None:
    shutil.copy(copy, stale := tmp_path / "archive.db")
    asked = "articles.json?_search=cho&_size=4"
    first = get(site, f"/archive/{asked}").json()
    with sqlite3.connect(stale) as file:
        table = Table.read(file, "articles", view=False)
        (last,) = file.execute("select max(id) from articles").fetchone()
        for n, (id,) in enumerate(file.execute("select id from articles order by id limit 30").fetchall()):
            if n % 5 == 0:  # what another tool may leave behind
                file.execute(
                    "insert into articles_fts(rowid, title) values (?, 'chợ')", [last + 1 if n == 0 else id + 50]
                )
    found = "id in (select rowid from articles_fts where articles_fts match 'cho')"
    other = open_site(stale)
    for order in ({}, {"_sort": "id"}, {"_sort_desc": "id"}, {"_sort": "title"}):
        walk = Walk(table, order, [("_search", "cho")], [found])
        for format in ("json", "csv"):
            compare(other, file, walk, format, 4)
    assert first["filtered_table_rows_count"] == len(walk.rows(file)) > 20 and len(first["rows"]) == 4
    assert "limit 5) " not in first["query"]["sql"], "the question that is shown is the plain one"


@pytest.mark.fuzz
def test_walks_at_random(site: Datasette, file: sqlite3.Connection, tables: dict[str, Table]) -> None:
    for chance in rounds(60):
        walk = some_walk(chance, file, chance.choice(list(tables.values())))
        count = len(walk.rows(file))
        size = chance.choice([max(count // chance.randint(1, 6), 1 + count // 9), "max", 1 + count])
        formats = ["json", "csv"] if walk.table.view else ["json", "csv", "page"]
        compare(site, file, walk, chance.choice(formats), min(size, 1000) if isinstance(size, int) else size)


def some_walk(chance: random.Random, file: sqlite3.Connection, table: Table) -> Walk:
    walk = Walk(table)
    if chance.random() < 0.8:
        walk.order = {chance.choice(["_sort", "_sort_desc"]): chance.choice(table.columns)}
    for _ in range(chance.choice([0, 0, 1, 1, 2])):
        column = chance.choice(table.columns)
        name = '"' + column.replace('"', '""') + '"'
        found = file.execute(f"select {name} from {escape_sqlite(table.name)}").fetchall()
        texts = [value for (value,) in found if isinstance(value, str) and len(value) < 50]
        match chance.randrange(6):
            case 0:
                add = (f"{column}__isnull", "1", f"{name} is null")
            case 1:
                add = (f"{column}__notnull", "1", f"{name} is not null")
            case 2:
                add = (f"{column}__exact", "", f"{name} = ''")
            case 3:
                add = ("_where", f"{name} is null or 1 = 1 -- all", "1")
            case 4:
                add = (f"{column}__isblank", "1", f"({name} is null or {name} = '')")
            case _:
                text = chance.choice(texts or ["x"])
                add = (f"{column}__exact", text, f"{name} = ?")
                walk.values.append(text)
        walk.filters.append((add[0], add[1]))
        walk.where.append(add[2])
    return walk


def test_a_place_that_is_none_is_told(site: Datasette) -> None:
    for path in (
        "articles.json?_next=abc",
        "articles.json?_next=1,2,3",
        "articles.json?_next=1,99999999999999999999",
        "articles.json?_next=$row",
        "articles.json?_sort=title&_next=$row,5",
        "articles.json?_next=$xzz,1",
        "articles.json?_next=1,$nnan",
        "seen.json?_next=-1",
        "seen.json?_next=1,1",
        "no_key.json?_next=a",
    ):
        answer = asyncio.run(site.client.get(f"/archive/{path}"))
        assert answer.status_code == 400 and not answer.json()["ok"], path


def test_facets_count_all_rows_on_every_page(site: Datasette) -> None:
    first = get(site, "/archive/removed.json?_size=10&_facet=rule").json()
    second = get(site, first["next_url"]).json()
    assert first["rows"] != second["rows"]
    assert first["facet_results"]["rule"]["results"] != [] and (
        [facet["count"] for facet in first["facet_results"]["rule"]["results"]]
        == [facet["count"] for facet in second["facet_results"]["rule"]["results"]]
    )


def test_csv_of_the_links_is_for_spreadsheets(site: Datasette, file: sqlite3.Connection) -> None:
    """Marked as UTF-8, to be saved, numbers as numbers and text never as a formula; without the link's wish no mark."""
    for page in ("/archive/loose_key", "/archive?sql=select+a,c+from+loose_key", "/search?q=cho"):
        link = unescape(re.findall(r'href="([^"]*[.]csv[^"]*)"', get(site, page).text)[0])
        answer = get(site, link)
        assert answer.content.startswith(b"\xef\xbb\xbf") and "attachment" in answer.headers["content-disposition"]
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    plainly = get(
        site, "/archive.csv?sql=" + quote("select -3, -1.5, '-4', '=1+1', '@x', char(9) || 'y', '''=a', 'a=b'")
    )
    assert plainly.text.splitlines()[1] == "-3,-1.5,-4,'=1+1,'@x,'\ty,''=a,a=b"
    once = get(site, "/archive/articles.csv?_col=id&_col=title&_size=1")
    assert once.text.splitlines()[0] == "id,title"

"""The tables of an archive as Parquet files: one a newspaper and table until it is large, then one a year of it.

Zstandard, row groups sorted by the article's id, types as the archive declares them. The same rows give the same bytes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.database import ArchiveError
from publish.private import elsewhere

if TYPE_CHECKING:
    import pyarrow

ROWS = 10_000  # in a row group
LARGE = 200_000  # articles of a newspaper from which on each year has a file
PER_YEAR = 1_000_000_000  # ids are yyyymmdd * 100000 + n
_TYPES = {"integer": "int64", "real": "float64", "text": "string"}

# Tables of a newspaper, and the column that is an article's id. What is withheld is in none of them.
OF_ARTICLES = {
    "articles": "id",
    "revisions": "article_id",
    "images": "article_id",
    "article_tags": "article_id",
    "removed": "article_id",
    "reprints": "article_id",
}
WHOLE = {"newspapers": "id", "provinces": "id"}  # tables of a file each
FOLDERS = {"article_tags": "tags"}  # where a table's folder is called otherwise


def load() -> Any:
    """Returns pyarrow, which is an extra. Raises ArchiveError where it is not installed."""
    try:
        import pyarrow.parquet
    except ImportError:
        raise ArchiveError("Parquet needs pyarrow; install it with: pip install 'baotinh[parquet]'") from None
    return pyarrow


@dataclass(slots=True, frozen=True)
class Part:
    """Articles that share a file in each table: a newspaper's, of all years or of those `years` (from, to)."""

    newspaper: str
    years: tuple[int, int] | None
    stamp: str  # changes with what is in it

    @property
    def name(self) -> str:
        """What the part's file is called, without its ending."""
        return self.newspaper if self.years is None else f"{self.newspaper}-{self.years[0]}"

    @property
    def ids(self) -> tuple[int, int]:
        """The range of its articles' ids: from the first up to, not with, the last."""
        first, last = self.years or (0, 9_999)
        return first * PER_YEAR, (last + 1) * PER_YEAR


def parts(conn: sqlite3.Connection, newspaper: str | None = None, year: int | None = None) -> Iterator[Part]:
    """What is to be written: of all newspapers or one, of all years or one."""
    layout = hash_of(conn)
    for (slug,) in conn.execute("select distinct newspaper from months order by 1").fetchall():
        if newspaper not in (None, slug):
            continue
        versions = conn.execute(
            "select year, version from content_versions where newspaper = ? and (:year is null or year = :year)"
            " order by year".replace("?", ":newspaper"),
            {"newspaper": slug, "year": year},
        ).fetchall()
        (count,) = conn.execute("select sum(articles) from months where newspaper = ?", [slug]).fetchone()
        if year is not None or count >= LARGE:
            yield from (Part(slug, (of, of), f"{version} {layout}") for of, version in versions)
        elif versions:
            yield Part(slug, None, f"{' '.join(f'{of}:{version}' for of, version in versions)} {layout}")


def hash_of(conn: sqlite3.Connection) -> str:
    """A checksum of what columns the tables have: where it changes, everything is written again."""
    columns = [
        (table, name) for table in (*OF_ARTICLES, *WHOLE) for _, name, *_ in conn.execute(f"pragma table_info({table})")
    ]
    return f"{len(columns)}-{sum(len(table) * 31 + len(name) for table, name in columns)}"


def path_of(table: str, part: Part) -> str:
    """Where the file of a part stands in the data set."""
    return f"{FOLDERS.get(table, table)}/{part.name}.parquet"


def write_part(conn: sqlite3.Connection, part: Part, table: str, to: Path) -> int:
    """Writes one table of a part; returns its rows. A part without any has an empty file, so that columns are known."""
    key = OF_ARTICLES[table]
    columns = _columns(conn, table)
    chosen = ", ".join(f"t.[{name}]" for name, _ in columns)
    position = {"images": ", position", "removed": ", position", "revisions": ", number", "article_tags": ", tag"}
    order = position.get(table, ", earlier_id" if table == "reprints" else "")
    extra = " and earlier_id not in (select article_id from withheld)" if table == "reprints" else ""
    rows = conn.execute(
        f"select {chosen} from articles a indexed by articles_newspaper cross join [{table}] t on t.[{key}] = a.id"
        " where a.newspaper = ? and a.id >= ? and a.id < ? and a.id not in (select article_id from withheld)"
        f"{extra} order by a.id{order}",
        [part.newspaper, *part.ids],
    )
    return _write(rows, columns, to, key)


def write_whole(conn: sqlite3.Connection, table: str, to: Path, newspaper: str | None = None) -> int:
    """Writes a table of a few rows; of the newspapers, one or all."""
    columns = _columns(conn, table)
    chosen = ", ".join(f"[{name}]" for name, _ in columns)
    where = " where id = ?" if table == "newspapers" and newspaper else ""
    rows = conn.execute(f"select {chosen} from [{table}]{where} order by id", [newspaper] if where else [])
    return _write(rows, columns, to, "id")


def _columns(conn: sqlite3.Connection, table: str) -> list[tuple[str, str]]:
    """The name and Parquet type of each column of a table."""
    return [(name, _TYPES[kind.lower()]) for _, name, kind, *_ in conn.execute(f"pragma table_info([{table}])")]


def _write(rows: sqlite3.Cursor, columns: list[tuple[str, str]], to: Path, key: str) -> int:
    """Writes rows as a Parquet file; returns how many.

    `columns` are names and types, `key` is the column they are sorted by; addresses of saved files lose their folder.
    """
    arrow = load()
    schema: pyarrow.Schema = arrow.schema([(name, getattr(arrow, kind)()) for name, kind in columns])
    names = [name for name, _ in columns]
    sorted_by = [arrow.parquet.SortingColumn(names.index(key))]
    count = 0
    addresses = [names.index("url")] if "url" in names else []
    with arrow.parquet.ParquetWriter(to, schema, compression="zstd", sorting_columns=sorted_by) as writer:
        while batch := rows.fetchmany(ROWS):
            values = [list(column) for column in zip(*batch, strict=True)]
            for place in addresses:
                values[place] = [url and elsewhere(url) for url in values[place]]
            arrays = [
                arrow.array([_text(value) for value in column] if kind == "string" else column, getattr(arrow, kind)())
                for column, (_, kind) in zip(values, columns, strict=True)
            ]
            writer.write_batch(arrow.record_batch(arrays, schema=schema))
            count += len(batch)
    return count


def _text(value: object) -> str | None:
    """A value as text, as a column of text may have a number that another program wrote; None stays."""
    return value if value is None or isinstance(value, str) else str(value)

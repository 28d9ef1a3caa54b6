"""Words over time handed on: in Parquet or CSV, a row for every word, newspaper and month, written whole or not at all."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import file_digest
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import IO, Any

from archive.database import ArchiveError
from archive.moments import utc
from archive.schema.words import MONTH
from archive.words import counting, words
from publish.dataset import parquet
from publish.dataset.dataset import staging, take_place

Row = tuple[str, int, str, str | None, int]
COLUMNS = ("term", "words", "newspaper", "month", "articles")
_TYPES = ("string", "int8", "string", "string", "int32")
_AT_ONCE = 100_000
_ENDINGS = (".parquet", ".csv", ".csv.gz")

_README = """\
# Words over time

Made {version} by Báo tỉnh {release}{scope}.

`{file}` has a row for every word, and every two words side by side, of those that at least five articles of the archive
hold: `term` (lower case, diacritics as printed; where a tone mark may stand in two places, hòa or hoà, both are counted
as hòa), `words` (1 or 2: the syllables of Vietnamese), `newspaper`, `month` (yyyy-mm; empty where the day of publication is
not known) and `articles`, how many of the newspaper's articles of the month hold it in headline, lead or text, however
often. Two words count where nothing but signs and spaces stands between them.

`articles.csv` says how many articles there are of each newspaper and month: divide by it before comparing.

Articles that are withheld are in none of it. A month with few articles may be one that was hardly crawled. Terms that
fewer than five articles hold are left out, so that counts of single words do not add up to all words.

`sha256sum -c manifest-sha256.txt` checks the files.
"""


def export(conn: sqlite3.Connection, to: Path, newspaper: str | None = None, year: int | None = None) -> int:
    """Brings the counts up to date and writes them, a newspaper's or a year's only; returns how many rows.

    `to` is a file (.parquet, .csv, .csv.gz), or a folder, which gets a README and checksums. Raises ArchiveError where
    there is no such newspaper, no pyarrow for Parquet, or the folder holds something else.
    """
    if newspaper and not conn.execute("select 1 from newspapers where id = ?", [newspaper]).fetchone():
        raise ArchiveError(f"no newspaper {newspaper!r} in this archive; `scrapy newspapers` names them")
    to = to.absolute()
    ending = next((ending for ending in _ENDINGS if to.name.endswith(ending)), None)
    if ending == ".parquet":
        parquet.load()
    counting.catch_up(conn)
    rows = _rows(conn, newspaper, year)
    try:
        if ending:
            with _replacing(to) as fresh:
                return _WRITERS[ending](rows, fresh)
        return _write_folder(conn, to, rows, newspaper, year)
    except OSError as error:
        raise ArchiveError(f"{to}: {error.strerror or error}") from error


def _rows(conn: sqlite3.Connection, newspaper: str | None, year: int | None) -> Iterator[Row]:
    """Yields a row for each term, newspaper and month that have articles, in alphabetical order; None stands for all."""
    for term, months in words.all_terms(conn):
        many = 1 + (" " in term)
        for (paper, month), articles in sorted(months.items()):
            if newspaper in (None, paper) and year in (None, month // 100):
                yield term, many, paper, _month(month), articles


def _month(month: int) -> str | None:
    """A month (yyyymm) as ISO 8601; None for 0, which is not known."""
    return f"{month // 100:04}-{month % 100:02}" if month else None


def _write_folder(
    conn: sqlite3.Connection, folder: Path, rows: Iterator[Row], newspaper: str | None, year: int | None
) -> int:
    """Writes the words into a folder with a README, a manifest and checksums, in Parquet or, without pyarrow, in packed
    CSV. Returns how many rows; raises ArchiveError where the folder holds something else.
    """
    if folder.exists() and not (folder.is_dir() and (not any(folder.iterdir()) or (folder / "articles.csv").exists())):
        raise ArchiveError(f"{folder}: holds other files; choose an empty folder, or a new one")
    try:
        parquet.load()
        name, ending = "ngrams.parquet", ".parquet"
    except ArchiveError:
        name, ending = "ngrams.csv.gz", ".csv.gz"
    with staging(folder) as fresh:
        made = utc(datetime.now(UTC))
        counts = {name: _WRITERS[ending](rows, fresh / name), "articles.csv": _articles(conn, fresh, newspaper, year)}
        scope = "".join(f", {what}" for what in (newspaper, year) if what)
        text = _README.format(version=made, release=version("baotinh"), scope=scope, file=name)
        (fresh / "README.md").write_text(text, encoding="utf-8")
        files = {name: {"rows": many, **_checksum(fresh / name)} for name, many in counts.items()}
        files["README.md"] = _checksum(fresh / "README.md")
        manifest = {"version": made, "newspaper": newspaper, "year": year, "files": files}
        (fresh / "manifest.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        sums = {**files, "manifest.json": _checksum(fresh / "manifest.json")}
        lines = "".join(f"{about['sha256']}  {name}\n" for name, about in sums.items())
        (fresh / "manifest-sha256.txt").write_text(lines, encoding="utf-8")
        take_place(fresh, folder)
    return counts[name]


def _articles(conn: sqlite3.Connection, folder: Path, newspaper: str | None, year: int | None) -> int:
    """Writes articles.csv, how many articles each newspaper and month has, as far as their words are counted; returns
    the number of rows.
    """
    found = conn.execute(
        f"select newspaper, {MONTH.format('')}, count(*) from articles indexed by articles_card"
        " where id not in (select article_id from withheld) group by 1, 2 order by 1, 2"
    )
    many = 0
    with (folder / "articles.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["newspaper", "month", "articles"])
        for paper, month, articles in found:
            if newspaper in (None, paper) and year in (None, month // 100):
                writer.writerow([paper, _month(month), articles])
                many += 1
    return many


def _checksum(path: Path) -> dict[str, Any]:
    """Checksum and size (bytes) of a file."""
    with path.open("rb") as file:
        return {"sha256": file_digest(file, "sha256").hexdigest(), "bytes": path.stat().st_size}


def _write_parquet(rows: Iterator[Row], to: Path) -> int:
    """Writes rows as a Parquet file; returns how many."""
    arrow = parquet.load()
    schema = arrow.schema([(name, getattr(arrow, kind)()) for name, kind in zip(COLUMNS, _TYPES, strict=True)])
    many = 0
    with arrow.parquet.ParquetWriter(to, schema, compression="zstd") as writer:
        while some := list(islice(rows, _AT_ONCE)):
            columns = zip(zip(*some, strict=True), schema.types, strict=True)
            arrays = [arrow.array(values, kind) for values, kind in columns]
            writer.write_batch(arrow.record_batch(arrays, schema=schema))
            many += len(some)
    return many


def _write_csv(rows: Iterator[Row], to: Path, packed: bool = False) -> int:
    """Writes rows as CSV, with gzip where `packed`; returns how many."""
    many = 0
    with to.open("wb") as raw, _open_text(raw, packed) as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for row in rows:
            writer.writerow(row)
            many += 1
    return many


@contextmanager
def _open_text(raw: IO[bytes], packed: bool) -> Iterator[IO[str]]:
    """Opens a file as UTF-8 text, with gzip where `packed`: the same text gives the same bytes."""
    if packed:
        with gzip.GzipFile("", "wb", 6, raw, mtime=0) as inner, io.TextIOWrapper(inner, "utf-8", newline="") as file:
            yield file
    else:
        with io.TextIOWrapper(raw, "utf-8", newline="") as file:
            yield file


def _write_csv_gz(rows: Iterator[Row], to: Path) -> int:
    """Writes rows as CSV with gzip; returns how many."""
    return _write_csv(rows, to, packed=True)


_WRITERS = {".parquet": _write_parquet, ".csv": _write_csv, ".csv.gz": _write_csv_gz}


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """A name beside a file; what is written there takes its place at once, or is cleared away."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        yield fresh
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)

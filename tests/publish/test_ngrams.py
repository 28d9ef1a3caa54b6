"""Words over time as files: what they hold, that nothing withheld is in them, and that none is ever half."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.article import Article
from archive.database import ArchiveError, connect, transaction
from archive.newspapers import put_newspaper
from archive.storing.store import save_article
from archive.withheld import withhold
from publish.dataset import ngrams

SEEN = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(connect(tmp_path / "archive.db")) as conn, transaction(conn):
        for paper in ("bao-a", "bao-b"):
            put_newspaper(conn, paper)
        for number in range(8):
            paper = "bao-a" if number < 5 else "bao-b"
            day = None if number == 0 else f"202{number % 2}-08-1{number}"
            body = f"Chợ nổi họp sớm bên sông {number}." + " Chuyện kín." * (number < 5)
            article = Article(f"http://{paper}.example/{number}", "Tin", body, published_at=day)
            save_article(conn, paper, article, seen_at=SEEN)
        conn.execute("commit")
        hidden = conn.execute("select id from articles where newspaper = 'bao-a' order by id limit 1").fetchone()[0]
        withhold(conn, hidden, "asked for", SEEN)
        yield conn
        conn.execute("begin")


def read(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_a_file_has_every_count_of_what_is_shown(conn: sqlite3.Connection, tmp_path: Path) -> None:
    rows = ngrams.export(conn, tmp_path / "all.csv")
    found = read(tmp_path / "all.csv")
    assert len(found) == rows > 10
    shown = conn.execute("select count(*) from articles where id not in (select article_id from withheld)").fetchone()[
        0
    ]
    assert sum(int(row["articles"]) for row in found if row["term"] == "chợ nổi") == shown == 7
    assert {row["month"] for row in found} <= {"", "2020-08", "2021-08", "2026-11"}
    assert not any("kín" in row["term"] for row in found)  # four articles that are shown have it
    ngrams.export(conn, tmp_path / "one.csv.gz", "bao-b")
    assert {row["newspaper"] for row in read(tmp_path / "one.csv.gz")} == {"bao-b"}
    ngrams.export(conn, tmp_path / "one.csv.gz", year=2021)
    assert {row["month"] for row in read(tmp_path / "one.csv.gz")} == {"2021-08"}


def test_a_folder_tells_what_it_holds(conn: sqlite3.Connection, tmp_path: Path) -> None:
    polars = pytest.importorskip("polars")
    folder = tmp_path / "words"
    for _ in range(2):
        rows = ngrams.export(conn, folder)
        table = polars.read_parquet(folder / "ngrams.parquet")
        assert table.height == rows and table.columns == list(ngrams.COLUMNS)
        assert table.filter(polars.col("term") == "chợ nổi")["articles"].sum() == 7
        assert sum(int(row["articles"]) for row in read(folder / "articles.csv")) == 7
        for line in (folder / "manifest-sha256.txt").read_text().splitlines():
            told, name = line.split("  ")
            assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == told
    assert json.loads((folder / "manifest.json").read_text())["files"]["ngrams.parquet"]["rows"] == rows
    assert "ngrams.parquet" in (folder / "README.md").read_text()
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []


def test_what_cannot_be_written_leaves_what_was_there(
    conn: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "all.csv"
    ngrams.export(conn, file)
    before = file.read_bytes()
    monkeypatch.setattr(ngrams, "_month", lambda month: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        ngrams.export(conn, file)
    assert file.read_bytes() == before and not list(tmp_path.glob(".all*"))
    with pytest.raises(ArchiveError, match="no newspaper 'bao-x'"):
        ngrams.export(conn, file, "bao-x")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("mine")
    with pytest.raises(ArchiveError, match="other files"):
        ngrams.export(conn, tmp_path / "mine")

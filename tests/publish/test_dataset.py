"""The data set: what stands in it is what the archive holds, others read it, and it is never half there."""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import html
import json
import re
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from archive.article import Image, Removed
from archive.database import ArchiveError, connect, transaction
from archive.newspapers import put_newspaper
from archive.storing.store import save_article
from archive.withheld import release, withhold
from crawler.commands.export import Command
from publish.dataset import dataset, parquet
from publish.dataset.dataset import export
from publish.dataset.manifest import Manifest
from publish.dataset.notes import crate
from publish.serving.serve import open_site, publish
from publish.site_settings import SiteSettings
from tests.archive.test_reprints import STORY, prose
from tests.publish.conftest import BRIDGE, SEEN

pytest.importorskip("pyarrow")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Three newspapers: a story that two print, one of it edited; a saved page; an article that is withheld."""
    path = tmp_path / "archive.db"
    with closing(connect(path)) as conn:
        for name in ("mot", "hai", "ba"):
            put_newspaper(conn, name, title=f"Báo {name}", province="thai-nguyen")
        save(conn, "mot", 1, STORY, "2023-05-17", tags=["lúa"], images=[Image(None, "Đồng lúa")])
        save(conn, "mot", 2, prose(41), "2024-05-18T08:00:00+07:00", removed=[Removed("Chia sẻ", "share")])
        save(conn, "hai", 3, STORY, "2023-05-18")
        save(conn, "hai", 4, "Bí mật", "2024-01-01", title="Giấu")
        save(conn, "ba", 5, STORY, None, url="file:///home/thu/trang.html")
        withhold(conn, id_of(conn, "Giấu"), "asked", SEEN)
    return path


def save(conn: sqlite3.Connection, newspaper: str, number: int, body: str, day: str | None, **fields: Any) -> None:
    blank = {"tags": [], "images": [], "removed": [], "lead": None, "byline": None}
    article = replace(
        BRIDGE,
        **{"url": f"https://{newspaper}.example/{number}", "title": f"Tin {number}", **blank, **fields},
        body=body,
        published_at=day,
    )
    with transaction(conn):
        save_article(conn, newspaper, article, seen_at=SEEN)


def id_of(conn: sqlite3.Connection, title: str) -> int:
    return conn.execute("select id from articles where title = ?", [title]).fetchone()[0]


def files(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every Parquet file's inode and content."""
    return {
        str(path.relative_to(folder)): (path.stat().st_ino, path.read_bytes()) for path in folder.rglob("*.parquet")
    }


def rows(folder: Path, table: str) -> list[dict[str, Any]]:
    from pyarrow.parquet import read_table

    return [row for path in sorted((folder / table).glob("*.parquet")) for row in read_table(path).to_pylist()]


def test_the_tables_are_the_archives_without_what_is_withheld(archive: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    done = export(archive, folder, operator={"name": "Thư viện Thử"})
    assert done.articles == 4 and done.kept == 0 and not [*tmp_path.glob(".data*")]
    with closing(sqlite3.connect(archive)) as conn:
        conn.row_factory = sqlite3.Row
        hidden = id_of(conn, "Giấu")
        for table, key in parquet.OF_ARTICLES.items():
            kept = [dict(row) for row in conn.execute(f"select * from {table} where {key} != ?", [hidden])]
            for row in kept if table == "articles" else ():
                row["url"] = row["url"].replace("home/thu", f"{crc32(b'file:///home/thu'):08x}")
            found = rows(folder, parquet.FOLDERS.get(table, table))
            assert sorted(map(repr, found)) == sorted(map(repr, kept)) and found, table
    everything = b"".join(content for _, content in files(folder).values())
    assert b"home/thu" not in everything
    for name in ("README.md", "manifest.json", "ro-crate-metadata.json"):
        assert str(hidden) not in (folder / name).read_text()
    crate = json.loads((folder / "ro-crate-metadata.json").read_text())
    known = {entry["@id"]: entry for entry in crate["@graph"]}
    standing = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    parts = {part["@id"] for part in known["./"]["hasPart"]}
    assert parts == standing - {"ro-crate-metadata.json"} <= known.keys()
    rights = known[known["./"]["license"]["@id"]]
    assert rights["name"] and "belongs to the newspaper" in rights["description"]
    assert known["#operator"]["name"] == "Thư viện Thử" and known["./"]["datePublished"] == done.manifest.version
    sums = dict(line.split("  ")[::-1] for line in (folder / "manifest-sha256.txt").read_text().splitlines())
    assert set(sums) == standing - {"manifest-sha256.txt"}
    assert all(hashlib.sha256((folder / path).read_bytes()).hexdigest() == sum for path, sum in sums.items())
    text = (folder / "README.md").read_text()
    assert all(f"`{column}`" in text for column in rows(folder, "reprints")[0])


@pytest.mark.parametrize(
    ("contact", "told"),
    [
        ("thu@thuvien.example", {"email": "thu@thuvien.example"}),
        ("mailto:thu@thuvien.example", {"email": "thu@thuvien.example"}),
        ("https://thuvien.example/lien-he@1", {"contactPoint": {"@id": "https://thuvien.example/lien-he@1"}}),
        ("số 1 phố Thử", {"contactPoint": {"@id": "#contact"}}),
        ("", {}),
    ],
)
def test_where_whoever_hands_it_out_is_reached(contact: str, told: dict[str, object]) -> None:
    graph = crate(Manifest("2026-11-28", None, None), {"name": "Thư viện Thử", "contact": contact})["@graph"]
    known = {entry["@id"]: entry for entry in graph}
    assert {key: known["#operator"].get(key) for key in ("email", "contactPoint")} == {
        "email": None,
        "contactPoint": None,
        **told,
    }
    if point := known["#operator"].get("contactPoint"):
        assert known[point["@id"]]["@type"] == "ContactPoint"


def test_others_read_it(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    duckdb, polars = map(pytest.importorskip, ("duckdb", "polars"))
    folder = tmp_path / "data-set"
    export(archive, folder)
    monkeypatch.chdir(tmp_path)
    document = (Path(__file__).resolve().parents[2] / "docs" / "analysis.md").read_text(encoding="utf-8")
    questions = re.findall(r"```sql duckdb\n(.*?)```", document, re.DOTALL)[0].split(";\n")[:-1]
    assert len(questions) == 3 and all(duckdb.sql(question).fetchall() for question in questions)
    told = duckdb.sql(
        f"select a.newspaper, r.kind, b.newspaper from '{folder}/reprints/*.parquet' r"
        f" join '{folder}/articles/*.parquet' a on a.id = r.article_id"
        f" join '{folder}/articles/*.parquet' b on b.id = r.earlier_id order by all"
    ).fetchall()
    assert ("hai", "whole", "mot") in told
    frame = polars.read_parquet(folder / "articles/*.parquet")
    assert sorted(frame["title"]) == ["Tin 1", "Tin 2", "Tin 3", "Tin 5"] and frame["id"].dtype == polars.Int64
    assert frame.filter(polars.col("newspaper") == "mot").height == 2
    from pyarrow.parquet import ParquetFile

    about = ParquetFile(folder / "articles" / "mot.parquet").metadata.row_group(0)
    assert about.column(0).compression == "ZSTD" and about.sorting_columns[0].column_index == 0


def test_only_what_changed_is_written_again(archive: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    first = export(archive, folder)
    before = files(folder)
    again = export(archive, folder)
    assert files(folder) == before and again.written == 0 and again.manifest.version == first.manifest.version
    with closing(connect(archive)) as conn:
        save(conn, "ba", 6, prose(42), "2024-06-01")
    export(archive, folder)
    after = files(folder)
    changed = {path for path in after if after[path] != before.get(path)}
    assert "articles/ba.parquet" in changed and all(
        path.endswith("ba.parquet") for path in changed - {"newspapers.parquet", "provinces.parquet"}
    )
    with closing(connect(archive)) as conn:
        release(conn, id_of(conn, "Giấu"))
        withhold(conn, id_of(conn, "Tin 3"), "asked", SEEN)
    export(archive, folder)
    assert {row["title"] for row in rows(folder, "articles")} == {"Tin 1", "Tin 2", "Giấu", "Tin 5", "Tin 6"}
    with closing(sqlite3.connect(archive)) as conn:
        gone = id_of(conn, "Tin 3")
    assert not [row for row in rows(folder, "reprints") if gone in (row["article_id"], row["earlier_id"])]


def test_a_newspaper_or_a_year(archive: Path, tmp_path: Path) -> None:
    done = export(archive, tmp_path / "one", newspaper="mot", year=2024)
    assert [row["title"] for row in rows(tmp_path / "one", "articles")] == ["Tin 2"] and done.articles == 1
    assert (tmp_path / "one" / "articles" / "mot-2024.parquet").exists()
    with pytest.raises(ArchiveError, match="mot 2024; choose another"):
        export(archive, tmp_path / "one")
    with pytest.raises(ArchiveError, match="no newspaper 'khong'"):
        export(archive, tmp_path / "none", newspaper="khong")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("mine")
    with pytest.raises(ArchiveError, match="holds other files"):
        export(archive, tmp_path / "mine")
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "mine" and not [*tmp_path.glob(".*export*")][1:]


def test_a_large_newspaper_has_a_file_a_year(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    export(archive, tmp_path / "data")
    monkeypatch.setattr(parquet, "LARGE", 2)
    monkeypatch.setattr(parquet, "ROWS", 1)
    export(archive, tmp_path / "data")
    assert {path.name for path in (tmp_path / "data" / "articles").iterdir()} == {
        *("mot-2023.parquet", "mot-2024.parquet", "hai-2023.parquet", "hai-2024.parquet", "ba.parquet")
    }
    assert len(rows(tmp_path / "data", "articles")) == 4


def test_readers_never_see_half(archive: Path, tmp_path: Path) -> None:
    """While exports follow each other, the tables of the folder always belong together."""
    folder = tmp_path / "data"
    export(archive, folder)
    ended = threading.Event()

    def write() -> None:
        for number in range(4):
            with closing(connect(archive)) as conn:
                save(conn, "ba", 100 + number, prose(100 + number), "2024-06-01")
            export(archive, folder)
        ended.set()

    writer = threading.Thread(target=write)
    writer.start()
    looks = 0
    while not ended.is_set() or not looks:
        # What a reader that has the folder open sees: a moment's data set, whole.
        manifest = json.loads((folder / dataset.MANIFEST).read_text())
        assert manifest["files"].keys() >= {"articles/ba.parquet", "newspapers.parquet"}
        assert (folder / "articles/ba.parquet").stat().st_size and (folder / dataset.CHECKSUMS).stat().st_size
        looks += 1
    writer.join()
    assert export(archive, folder).written == 0 and len(rows(folder, "articles")) == 8


def test_one_export_at_a_time_and_what_a_killed_one_left(archive: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    left = tmp_path / ".data.export" / "data" / "articles"
    left.mkdir(parents=True)
    (left / "mot.parquet").write_bytes(b"half")
    export(archive, folder)
    assert len(rows(folder, "articles")) == 4 and not left.exists()
    with dataset.staging(folder), pytest.raises(ArchiveError, match="another export"):
        export(archive, folder)


def test_without_pyarrow_one_line_says_what_to_install(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(ArchiveError, match=r"pip install 'baotinh\[parquet\]'"):
        export(archive, tmp_path / "data")
    assert not (tmp_path / "data").exists()


def test_the_command(archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def scrapy(*args: str) -> int:
        command = Command()
        command.settings = Settings({"ARCHIVE": str(archive), "OPERATOR": None, "CONTACT": None, "SITE_URL": None})
        parser = argparse.ArgumentParser()
        parser.add_argument("args", nargs="*")
        command.add_options(parser)
        options = parser.parse_args(args)
        command.run(options.args, options)
        return command.exitcode

    assert scrapy("parquet", str(tmp_path / "data"), "--year", "2023") == 0
    assert "2 articles" in capsys.readouterr().out
    with pytest.raises(UsageError, match="scrapy export parquet FOLDER"):
        scrapy("paper")
    assert scrapy("parquet", str(tmp_path)) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and told.startswith("scrapy export: ") and "holds other files" in told


def test_a_version_counts_every_change_of_a_year(archive: Path) -> None:
    def versions() -> dict[tuple[str, int], int]:
        return {(paper, year): n for paper, year, n in conn.execute("select * from content_versions")}

    with closing(connect(archive)) as conn:
        before = versions()
        conn.execute("update articles set last_seen_at = ? where title = 'Tin 2'", [str(SEEN + timedelta(1))])
        after = versions()
        assert {key for key in after if after[key] != before[key]} == {("mot", 2024)}
        conn.execute("delete from withheld")
        assert {key for key, n in versions().items() if n != after[key]} == {("hai", 2024)}


def test_the_site_says_how_to_fetch_it_where_the_operator_hands_it_out(archive: Path, tmp_path: Path) -> None:
    publish(archive, tmp_path / "public.db")
    links = {}
    for at in ("", "https://data.example.org/kho"):
        site = open_site(tmp_path / "public.db", settings=SiteSettings(dataset=at))
        pages = {
            path: asyncio.run(site.client.get(path, cookies={"lang": "en"}))
            for path in ("/dataset", "/public", "/search?q=l%C3%BAa")
        }
        links[at] = [path for path, page in pages.items() if 'href="/dataset"' in page.text]
        assert pages["/dataset"].status_code == (200 if at else 404)
    assert links == {"": [], "https://data.example.org/kho": ["/public", "/search?q=l%C3%BAa"]}
    said = html.unescape(pages["/dataset"].text)
    export(archive, tmp_path / "kho")
    for name in re.findall(r"https://data\.example\.org/kho/([\w.-]+)", said):
        assert (tmp_path / "kho" / name).is_file(), name
    # The lines to copy, run on a folder in place of the address.
    (tmp_path / "fetched").mkdir()
    lines = re.search('<pre id="fetch"[^>]*>(.*?)</pre>', pages["/dataset"].text, re.S)
    assert lines
    script = html.unescape(lines[1]).replace("https://data.example.org/kho", (tmp_path / "kho").as_uri())
    done = subprocess.run(
        ["bash", "-e", "-c", script], cwd=tmp_path / "fetched", capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "fetched" / "newspapers.parquet").read_bytes() == (
        tmp_path / "kho" / "newspapers.parquet"
    ).read_bytes()
    for wrong in ("data.example.org", "https://a.example/$(id)", "https://a.example/;id", "file:///tmp"):
        with pytest.raises(ValueError, match="DATASET is an address"):
            SiteSettings(dataset=wrong)

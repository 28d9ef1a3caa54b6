"""An article longer than what a stranger's SQL may hold: the site shows it all the same."""

from __future__ import annotations

import asyncio
import csv
import io
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from datasette.app import Datasette

from archive.article import Article
from archive.database import connect, transaction
from archive.sql.limits import CHARACTERS, VALUE
from archive.storing.store import save_article
from publish.formats import spreadsheet_csv
from publish.serving.serve import open_site, publish
from publish.serving.sql_sandbox import Published
from tests.publish.conftest import SEEN, fill

LONG = Article(
    url="https://songbiec.example/cong-bao",
    title="Công báo của tỉnh, toàn văn",
    lead="Bản in đủ các phụ lục.",
    body="\n\n".join(f"Điều {n}. Bảng giá đất ở khu vực {n}, mỗi mét vuông tính theo vị trí." for n in range(18_000)),
    published_at="2026-02-01",
    published_precision="day",
)
TOO_LONG = "Bảng giá đất. " * (CHARACTERS // 12)
EDITED = replace(LONG, body=LONG.body + "\n\nPhụ lục cuối: thước dây và mỏ neo.")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Datasette:
    folder = tmp_path_factory.mktemp("long")
    fill(folder / "working.db")
    conn = connect(folder / "working.db")
    with transaction(conn):
        save_article(conn, "song-biec", LONG, seen_at=SEEN)
        save_article(conn, "song-biec", EDITED, seen_at=SEEN + timedelta(days=1))
        id = conn.execute("select max(id) from articles").fetchone()[0]
        conn.executemany(
            "insert into revisions (article_id, number, seen_at, title, body) values (?, ?, '2026-03-03', 'Công báo', ?)",
            [(id, number, TOO_LONG) for number in (8, 9)],  # one after the other in every order
        )
    conn.close()
    publish(folder / "working.db", folder / "archive.db")
    return open_site(folder / "archive.db")


def get(site: Datasette, path: str, **options: object) -> httpx.Response:
    return asyncio.run(site.client.get(path, **options))


def test_it_is_long() -> None:
    assert len(LONG.body.encode()) > 1.5 * VALUE


def test_it_is_read_found_and_listed(site: Datasette) -> None:
    found = get(site, "/search.json?q=mỏ+neo").json()["hits"]
    assert [hit["title"] for hit in found] == [LONG.title] and "mỏ neo" in found[0]["excerpt"]
    address = f"/articles/{found[0]['id']}"
    page = get(site, address)
    assert page.status_code == 200 and "Điều 0. Bảng giá" in page.text
    parts = re.search(r"Phần 1 trên (\d+)", page.text)
    last = get(site, f"{address}?part={parts and parts[1]}").text
    assert "Điều 17999. Bảng giá" in last and "<ins>" in last
    for path in ("/", "/search?q=mo+neo", "/search?q=bảng+giá&sort=best", "/newspapers/song-biec", "/changes"):
        answer = get(site, path)
        assert answer.status_code == 200 and LONG.title in answer.text.replace("<mark>", "").replace("</mark>", ""), (
            path
        )


@pytest.mark.parametrize("live", [False, True], ids=["published", "live"])
def test_tables_hold_every_row_however_long_its_text(
    site: Datasette, live: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whole where a result has room for it, else cut with a mark; sorted by the text itself, in JSON and in CSV."""
    (copy,) = (Path(db.path) for name, db in site.databases.items() if not name.startswith("_"))
    if live:
        site = Datasette([str(copy.with_name("working.db"))])
        asyncio.run(site.invoke_startup())
    monkeypatch.setattr(site, "sql_time_limit_ms", 100_000)
    tables = f"/{'working' if live else copy.stem}"
    with closing(sqlite3.connect(copy)) as file:
        rows = {
            (id, number): body for id, number, body in file.execute("select article_id, number, body from revisions")
        }
    assert sum(len(body) > CHARACTERS for body in rows.values()) == 2
    order = "_sort_desc=title&_col=body&_where=length(body)+>+0" if live else "_sort=body"
    found: list[tuple[int, int, str]] = []
    path = f"{tables}/revisions.json?_shape=objects&_size=40&{order}"
    while path:
        page = get(site, path).json()
        found += [(row["article_id"], row["number"], row["body"]) for row in page["rows"]]
        path = (page["next_url"] or "").removeprefix("http://localhost")
    assert sorted(row[:2] for row in found) == sorted(rows)
    csv.field_size_limit(10 * CHARACTERS)
    lines = csv.DictReader(io.StringIO(get(site, f"{tables}/revisions.csv?_stream=on&{order}").text, newline=""))
    found += [(int(line["article_id"]), int(line["number"]), line["body"]) for line in lines]
    assert len(found) == 2 * len(rows)
    for id, number, body in found:
        text, mark, length = body.partition("[… cut here; it has ")
        whole = rows[id, number]
        if mark:
            assert len(whole) > CHARACTERS > len(body) > VALUE
            assert whole.startswith(text) and length == f"{len(whole):,} characters in all]"
        else:
            assert body in (whole, spreadsheet_csv.cell(whole))
    id = max(rows)[0]
    for path in (
        "articles",
        "articles?_sort=body",
        "articles.json?body__contains=mỏ+neo",
        f"articles/{id}.json",
        f"revisions/{id},1",
    ):
        answer = get(site, f"{tables}/{path}")
        assert answer.status_code == 200, (path, answer.text[:300])


def test_a_table_that_takes_too_long_says_so_in_words(site: Datasette, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a later page of a CSV does, too."""
    asked = 0

    def ask(self: Published, question: Any) -> Any:
        nonlocal asked
        if " order by " in question.sql:
            asked += 1
        return None if asked > 1 else _ask(self, question)

    _ask = Published._ask
    monkeypatch.setattr(Published, "_ask", ask)
    answer = get(site, "/archive/revisions.csv?_stream=on")
    assert asked == 2 and answer.text.endswith("Hãy thu hẹp lại, hoặc thử lần nữa.")


def test_strangers_may_not_hold_as_much(site: Datasette) -> None:
    for _ in range(8):  # every thread's connection was ours before
        get(site, "/search?q=mo+neo")
        for sql in (f"select zeroblob({VALUE + 1})", "select body from articles where title like 'Công báo%'"):
            assert get(site, "/archive.json", params={"sql": sql}).status_code == 400

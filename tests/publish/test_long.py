"""An article longer than what a stranger's SQL may hold: the site shows it all the same."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from datasette.app import Datasette

from archive.article import Article
from archive.database import connect, transaction
from archive.store import save_article
from publish.safety import VALUE
from publish.serve import open_site, publish
from tests.publish.conftest import SEEN, fill

LONG = Article(
    url="https://songbiec.example/cong-bao",
    title="Công báo của tỉnh, toàn văn",
    lead="Bản in đủ các phụ lục.",
    body="\n\n".join(f"Điều {n}. Bảng giá đất ở khu vực {n}, mỗi mét vuông tính theo vị trí." for n in range(18_000)),
    published_at="2026-02-01",
    published_precision="day",
)
EDITED = replace(LONG, body=LONG.body + "\n\nPhụ lục cuối: thước dây và mỏ neo.")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Datasette:
    folder = tmp_path_factory.mktemp("long")
    fill(folder / "working.db")
    conn = connect(folder / "working.db")
    with transaction(conn):
        save_article(conn, "song-biec", LONG, seen_at=SEEN)
        save_article(conn, "song-biec", EDITED, seen_at=SEEN + timedelta(days=1))
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


def test_tables_are_listed_without_what_is_too_long(site: Datasette) -> None:
    for path in ("/archive/articles", "/archive/articles.json", "/archive/revisions", "/archive/articles?_sort=id"):
        answer = get(site, path, follow_redirects=True)
        assert answer.status_code == 200, (path, answer.text[:300])
    id = get(site, "/search.json?q=mỏ+neo").json()["hits"][0]["id"]
    assert get(site, f"/archive/articles/{id}", follow_redirects=True).status_code == 200


def test_strangers_may_not_hold_as_much(site: Datasette) -> None:
    for _ in range(8):  # every thread's connection was ours before
        get(site, "/search?q=mo+neo")
        for sql in (f"select zeroblob({VALUE + 1})", "select body from articles where title like 'Công báo%'"):
            assert get(site, "/archive.json", params={"sql": sql}).status_code == 400

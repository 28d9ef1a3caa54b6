"""A small archive with everything the site shows, stored the way the pipelines store it."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import uvicorn
from datasette.app import Datasette

from archive.article import Article, Image, Removed
from archive.checks import checks
from archive.database import connect, transaction
from archive.newspapers import put_newspaper
from archive.storing.store import save_article
from publish.serving.serve import open_site, publish

SEEN = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)

BRIDGE = Article(
    url="https://songbiec.example/cau-moi",
    title="Đà Nẵng thông xe cây cầu mới qua sông Cổ Cò",
    lead="Sau mười tám tháng thi công, cây cầu đã mở cho người dân đi lại.",
    body="Sáng nay, hàng trăm người đi bộ qua cầu trong gió.\n\nCầu dài 312 mét, rộng bốn làn xe.",
    byline="Lá Xanh",
    section="Kinh tế",
    published_at="2024-05-17T08:30:00+07:00",
    published_precision="minute",
    published_from="json-ld",
    language="vi",
    tags=["cầu đường", "Đà Nẵng"],
    images=[
        Image("https://songbiec.example/le.jpg", after=0),
        Image("https://songbiec.example/cau.jpg", "Cây cầu nhìn từ bờ bắc.", "Sông Quê", after=1),
        Image(None, "Bản vẽ cây cầu."),
    ],
    removed=[Removed("Chia sẻ bài viết", "share")],
)
BRIDGE_EDITED = replace(BRIDGE, body=BRIDGE.body.replace("312 mét", "321 mét"), removed=[])
HOSTILE = Article(
    url="javascript:alert(1)",
    title="<script>alert('title')</script> & \"chợ quê\"",
    lead="<img src=x onerror=alert(1)>",
    body='</p><script>alert("body")</script>\n\n<a href="javascript:alert(2)">bấm vào đây</a>',
    byline="<b>ai đó</b>",
    section="</title><script>alert(3)</script>",
    tags=['"><script>alert(4)</script>'],
    images=[Image("javascript:alert(5)", "<svg onload=alert(6)>", "<i>")],
    removed=[Removed("<script>alert(7)</script>", "script")],
)
UNDATED = Article(
    url="https://baconsuong.example/tho",
    title="Mùa thơ trên đồi sương",
    body="Các em nhỏ đọc thơ bên bếp lửa.",
)
OTHERS = [
    Article(
        url=f"https://songbiec.example/tin-{n}",
        title=f"Chợ phiên thứ {n} ở vùng cao đông vui",
        lead="Bà con mang rau, gà và mật ong xuống chợ từ tờ mờ sáng.",
        body=f"Chợ phiên thứ {n} họp bên suối.\n\nNăm nay cà phê được giá.",
        published_at=f"{2012 + n % 14}-{3 + n // 28:02d}-{1 + n % 28:02d}",
        published_precision="day",
        section="Đời sống",
    )
    for n in range(45)
]


def fill(path: Path) -> None:
    """Writes the archive: two newspapers, an edit, a takedown, an undated and a hostile article."""
    conn = connect(path)
    check = checks.begin(conn, SEEN)
    checks.finish(conn, check, SEEN, articles=1234, captures=4321, faults=3, mended=1)
    with transaction(conn):
        put_newspaper(
            conn, "song-biec", title="Báo Sông Biếc", home="https://songbiec.example/", province="da-nang", family="x"
        )
        put_newspaper(conn, "doi-suong", title="Báo Đồi Sương", home="https://doisuong.example/", province="dak-nong")
        for article in OTHERS:
            save_article(conn, "song-biec", article, seen_at=SEEN)
        save_article(conn, "song-biec", BRIDGE, seen_at=SEEN)
        save_article(conn, "song-biec", BRIDGE_EDITED, seen_at=SEEN + timedelta(days=2))
        save_article(conn, "doi-suong", HOSTILE, seen_at=SEEN)
        save_article(conn, "doi-suong", UNDATED, seen_at=SEEN)
        conn.execute("update articles set gone_at = '2026-03-09T00:00:00Z' where url = ?", [UNDATED.url])
    conn.close()


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive under another name than archive.db: the site must not depend on it."""
    path = tmp_path_factory.mktemp("site") / "kho-bao.db"
    fill(path)
    return path


@pytest.fixture(scope="session")
def sql(archive: Path) -> sqlite3.Connection:
    return sqlite3.connect(archive)


Get = Callable[..., httpx.Response]


@pytest.fixture(scope="session")
def get(archive: Path) -> Get:
    """GETs a page of the site over the archive, through Datasette's whole stack."""
    site = Datasette([str(archive)])

    def fetch(path: str, **options: object) -> httpx.Response:
        return asyncio.run(site.client.get(path, **options))

    asyncio.run(site.invoke_startup())
    return fetch


@pytest.fixture(scope="session")
def published(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Datasette:
    """The site over a published copy, with the settings of the public."""
    copy = tmp_path_factory.mktemp("public") / "archive.db"
    publish(archive, copy)
    return open_site(copy)


@pytest.fixture(scope="session")
def public(published: Datasette) -> Get:
    """GETs a page of the published site."""

    def fetch(path: str, **options: object) -> httpx.Response:
        return asyncio.run(published.client.get(path, **options))

    return fetch


@contextmanager
def served(site: Datasette) -> Iterator[str]:
    """The address of a site on a port of its own."""
    server = uvicorn.Server(uvicorn.Config(site.app(), port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    host, port = server.servers[0].sockets[0].getsockname()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def address(published: Datasette) -> Iterator[str]:
    """The published site on a port of its own."""
    with served(published) as address:
        yield address


def find_browser() -> tuple[str, str]:
    """Chromium and its driver, where there are any; without, tests are skipped, on a build machine they fail."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    driver = shutil.which("chromedriver")
    if browser and driver:
        return browser, driver
    reason = "no browser: install chromium and its driver (Debian: chromium, chromium-driver)"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)

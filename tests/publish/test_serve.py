"""Publishing a copy, and serving it."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, unquote

import httpx
import pytest
import uvicorn
from datasette.app import Datasette
from datasette.utils import StartupError

from archive.article import Article
from archive.database import ArchiveError, connect, transaction
from archive.storing.store import save_article
from publish.requests.safety import Message, Send
from publish.serving.serve import Connection, inspected, listen, open_site, publish
from tests.crawler import forked
from tests.publish.conftest import BRIDGE, OTHERS, SEEN

ROOT = Path(__file__).resolve().parents[2]


# Seconds after which something has gone wrong, however busy the machine is.
LONG = 120


@pytest.fixture
def working(archive: Path, tmp_path: Path) -> Path:
    """An archive of a test's own to write in."""
    return Path(shutil.copy(archive, tmp_path / "archive.db"))


def found(path: Path, word: str) -> int:
    with closing(sqlite3.connect(path)) as conn:
        return conn.execute("select count(*) from articles_fts where articles_fts match ?", [f'"{word}"']).fetchone()[0]


def test_copy_has_everything_and_counts_ready(working: Path, tmp_path: Path) -> None:
    copy = tmp_path / "public" / "archive.db"
    publish(working, copy)
    with closing(sqlite3.connect(working)) as old, closing(sqlite3.connect(copy)) as new:
        for table in ("articles", "revisions", "images", "article_tags", "removed", "newspapers", "provinces"):
            assert new.execute(f"select * from {table}").fetchall() == old.execute(f"select * from {table}").fetchall()
        assert new.execute("select sum(articles) from months").fetchone()[0] == len(OTHERS) + 3
        assert new.execute("pragma journal_mode").fetchone()[0] != "wal", "a copy that is served immutable has no WAL"
        assert new.execute("pragma integrity_check").fetchone()[0] == "ok"
    assert found(copy, "da nang") == 1
    notes = json.loads(inspected(copy).read_text())["archive"]
    assert notes["tables"]["articles"]["count"] == len(OTHERS) + 3
    assert sorted(path.name for path in copy.parent.iterdir()) == ["archive.db", "archive.inspect.json"]


def test_folders_of_the_machine_stay_at_home(working: Path, tmp_path: Path) -> None:
    saved = tmp_path / "bài lưu" / "tờ báo" / "chợ nổi.html"
    with closing(connect(working)) as conn, transaction(conn):
        article = Article(url=saved.as_uri(), title="Chợ nổi", body="Chợ họp từ nửa đêm.")
        id = save_article(conn, "song-biec", article, seen_at=SEEN).article_id
        conn.execute("insert into pages(url, newspaper, article_id) values (?, 'song-biec', ?)", [saved.as_uri(), id])
        conn.execute(
            "insert into crawls(newspaper, started_at, reason) values ('song-biec', ?, ?)",
            ["2026-03-02T00:00:00Z", f"{saved.parent}: no article in it"],
        )
    copy, again = tmp_path / "public.db", tmp_path / "again.db"
    publish(working, copy)
    assert quote("bài lưu").encode() not in copy.read_bytes() and "bài lưu".encode() not in copy.read_bytes()
    with closing(sqlite3.connect(copy)) as conn:
        (url,) = conn.execute("select url from articles where id = ?", [id]).fetchone()
        assert url == conn.execute("select url from pages where article_id = ?", [id]).fetchone()[0]
        assert unquote(url).endswith("/chợ nổi.html")
        assert ("tờ báo: no article in it",) in conn.execute("select reason from crawls").fetchall()
    publish(copy, again)
    assert found(again, "cho noi") == 1, "a copy can be copied"


@pytest.mark.parametrize(
    "damage",
    [
        ["delete from articles_fts_data where id > 10", "delete from articles_fts_docsize"],
        ["insert into articles_fts(articles_fts) values ('delete-all')"],
        [  # sound in itself, but of another article's words
            "insert into articles_fts(articles_fts) values ('delete-all')",
            "insert into articles_fts(rowid, title, lead, body) select id, 'x', 'x', 'x' from articles",
        ],
    ],
)
def test_damaged_index_is_mended_in_the_copy_and_dd_stays_folded(
    working: Path, tmp_path: Path, damage: list[str]
) -> None:
    with closing(sqlite3.connect(working)) as conn, conn:
        for statement in damage:
            conn.execute(statement)
    copy = tmp_path / "public.db"
    publish(working, copy)
    assert found(copy, "da nang") == 1 and found(copy, "cho phien") == len(OTHERS)


def test_nothing_of_a_withheld_article_is_in_the_copy(working: Path, tmp_path: Path) -> None:
    with closing(connect(working)) as conn:
        (id,) = conn.execute("select id from articles where url = ?", [BRIDGE.url]).fetchone()
        conn.execute("insert into withheld values (?, '2026-04-01', 'asked by a reader')", [id])
        conn.execute("insert into pages(url, newspaper, article_id) values (?, 'song-biec', ?)", [BRIDGE.url, id])
    copy = tmp_path / "public.db"
    publish(working, copy)
    assert found(copy, "da nang") == 0 and found(copy, "cho phien") == len(OTHERS)
    left = copy.read_bytes()
    for text in (BRIDGE.title, BRIDGE.body.splitlines()[0], "321 mét", BRIDGE.url, "asked by a reader", "Cây cầu nhìn"):
        assert text.encode() not in left, text
    site = open_site(copy)
    answer = asyncio.run(site.client.get(f"/articles/{id}"))
    assert answer.status_code == 410 and "ngừng hiển thị từ ngày 01/04/2026" in answer.text
    spelled = BRIDGE.url.replace("https://", "HTTP://www.") + "/?utm_source=thu&fbclid=1"
    for address in (
        f"https://kho.example/articles/{id}",
        f"https://kho.example/articles/{id}/v/1",
        BRIDGE.url,
        spelled,
    ):
        told = asyncio.run(site.client.get("/search", params={"q": address})).text
        assert "ngừng hiển thị từ ngày 01/04/2026" in told and 'href="/contact#takedown"' in told, address
    assert "chưa từng gặp" in asyncio.run(site.client.get(f"/search?q={BRIDGE.url}-khac")).text


def test_crawler_writes_on_while_the_copy_is_made(working: Path, tmp_path: Path) -> None:
    stop = threading.Event()
    written = 0

    def crawl() -> None:
        nonlocal written
        with closing(connect(working)) as conn:
            while not stop.is_set():
                article = Article(url=f"https://songbiec.example/moi-{written}", title="Tin mới", body="Trời nắng.")
                with transaction(conn):
                    save_article(conn, "song-biec", article, seen_at=SEEN)
                written += 1

    crawler = threading.Thread(target=crawl)
    crawler.start()
    try:
        for n in range(5):
            before = written
            while written == before:
                time.sleep(0.001)
            copy = tmp_path / f"copy-{n}.db"
            publish(working, copy)
            with closing(sqlite3.connect(copy)) as conn:
                articles, revisions, counted = (
                    conn.execute(sql).fetchone()[0]
                    for sql in (
                        "select count(*) from articles",
                        "select count(distinct article_id) from revisions",
                        "select sum(articles) from months",
                    )
                )
            assert articles == revisions == counted
    finally:
        stop.set()
        crawler.join()


def test_who_reads_the_old_copy_is_not_disturbed(working: Path, tmp_path: Path) -> None:
    copy = tmp_path / "public.db"
    publish(working, copy)
    with closing(sqlite3.connect(f"file:{copy}?immutable=1", uri=True)) as reader:
        before = reader.execute("select count(*) from articles").fetchone()
        with closing(connect(working)) as conn, transaction(conn):
            save_article(
                conn, "song-biec", Article(url="https://songbiec.example/x", title="X", body="Y"), seen_at=SEEN
            )
        publish(working, copy)
        assert reader.execute("select count(*) from articles").fetchone() == before
    with closing(sqlite3.connect(copy)) as conn:
        assert conn.execute("select count(*) from articles").fetchone()[0] == before[0] + 1


def test_site_reads_the_copy_it_was_opened_on(working: Path, tmp_path: Path) -> None:
    """Whichever thread or process answers, and whenever it was started."""
    copy = tmp_path / "public" / "archive.db"
    publish(working, copy)
    site = open_site(copy)
    with closing(connect(working)) as conn, transaction(conn):
        save_article(conn, "song-biec", Article(url="https://songbiec.example/x", title="X", body="Y"), seen_at=SEEN)
    publish(working, copy)
    forever = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"

    async def counts(site: Datasette) -> set[object]:
        async def get(path: str, **params: str) -> httpx.Response:
            return await site.client.get(path, params=params)

        cut_off, *_ = await asyncio.gather(get("/archive.json", sql=forever), *(get("/search?q=cho") for _ in range(8)))
        assert cut_off.status_code == 503
        sql = "select count(*) from articles"
        answers = await asyncio.gather(*(get("/archive.json", sql=sql, _shape="arrayfirst") for _ in range(8)))
        page = await get("/articles.json")
        listed = await get("/archive/articles.json", _size="0")
        assert page.status_code == 404
        return {*(answer.json()[0] for answer in answers), listed.json()["filtered_table_rows_count"]}

    assert asyncio.run(counts(site)) == {len(OTHERS) + 3}
    assert asyncio.run(counts(open_site(copy))) == {len(OTHERS) + 4}


def test_processes_that_answer_end_with_the_site(working: Path, tmp_path: Path) -> None:
    copy = tmp_path / "public" / "archive.db"
    publish(working, copy)
    code = (
        "import asyncio, os, signal, sys; from pathlib import Path; from publish.serving.serve import open_site;"
        "site = open_site(Path(sys.argv[1]));"
        "asyncio.run(site.client.get('/archive.json?sql=select+1')); os.kill(os.getpid(), signal.SIGKILL)"
    )
    died = subprocess.run([sys.executable, "-c", code, str(copy)], cwd=ROOT, timeout=LONG)
    assert died.returncode == -signal.SIGKILL

    def left() -> list[str]:
        commands = (path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists())
        return [command.decode() for command in commands if str(copy).encode() in command]

    ends = time.monotonic() + LONG
    while left() and time.monotonic() < ends:
        time.sleep(0.05)
    assert not left()


def test_connection_that_asks_for_nothing_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publish.uvicorn_internals.Connection.silent", 0.5)
    others_closed = threading.Event()

    async def app(scope: Message, receive: object, send: Send) -> None:
        if scope["type"] == "http":
            await asyncio.to_thread(others_closed.wait)
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
            await send({"type": "http.response.body", "body": b"ok"})

    server = uvicorn.Server(uvicorn.Config(app, http=Connection, port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        where = server.servers[0].sockets[0].getsockname()
        waiting = socket.create_connection(where, timeout=LONG)
        waiting.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        silent, half = (socket.create_connection(where, timeout=LONG) for _ in range(2))
        half.sendall(b"GET / HTTP/1.1\r\nHost:")
        with silent, half, waiting:
            assert silent.recv(100) == half.recv(100) == b""
            others_closed.set()
            answer = waiting.recv(1000)
            while not answer.endswith(b"ok"):
                answer += waiting.recv(1000)
            waiting.sendall(b"GET / HTTP/1.1\r\n")
            assert waiting.recv(100) == b"", "nor is a second request waited for for ever"
    finally:
        others_closed.set()
        server.should_exit = True
        thread.join()


def test_failure_leaves_the_last_copy(working: Path, tmp_path: Path) -> None:
    copy = tmp_path / "public" / "archive.db"
    publish(working, copy)
    before = copy.read_bytes()
    damaged = bytearray(working.read_bytes())
    damaged[4096 * 3 :] = b"\xff" * (len(damaged) - 4096 * 3)
    working.write_bytes(damaged)
    with pytest.raises(ArchiveError, match=re.escape(str(working))):
        publish(working, copy)
    assert copy.read_bytes() == before
    assert sorted(path.name for path in copy.parent.iterdir()) == ["archive.db", "archive.inspect.json"]
    with pytest.raises(ArchiveError, match="no archive here"):
        publish(tmp_path / "nothing.db", copy)


def test_site_opens_only_over_an_archive(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "other.db").execute("create table t (id integer)")
    with pytest.raises(ArchiveError, match="no archive of Báo tỉnh"):
        open_site(tmp_path / "other.db")


@pytest.mark.parametrize(
    "change", ["drop table withheld", "drop table articles; create table articles (id integer primary key)"]
)
def test_older_archive_is_refused_with_what_to_do(working: Path, change: str) -> None:
    with closing(sqlite3.connect(working)) as conn:
        conn.executescript(change)
    with pytest.raises(StartupError, match="older version of Báo tỉnh"):
        Datasette([str(working)])


def start(working: Path, *arguments: str, **options: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "scrapy", "publish", *arguments, "-s", f"ARCHIVE={working}"],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        **options,  # type: ignore[call-overload]
    )


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=LONG) as answer:
        return answer.read().decode()


def test_command_publishes_serves_and_ends(working: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    process = start(working, "--port", str(port), stderr=subprocess.PIPE)
    try:
        assert process.stdout is not None and process.stderr is not None
        assert "published" in process.stdout.readline()
        unreachable = process.stderr.readline()
        assert "nobody can reach" in unreachable and "OPERATOR and CONTACT and SITE_URL" in unreachable
        address = process.stdout.readline().split()[-1]
        assert address == f"http://127.0.0.1:{port}/"
        ends, page = time.monotonic() + LONG, ""
        while not page and time.monotonic() < ends:
            try:
                page = read(address + "search?q=da+nang")
            except OSError:
                time.sleep(0.05)
        assert "<mark>Đà Nẵng</mark>" in page and BRIDGE.title[8:] in page
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(LONG)
    assert not (working.parent / "public" / "archive.db-wal").exists()


def test_site_ends_with_the_process_that_answers(working: Path) -> None:
    """It says so and fails, so that whoever keeps it running starts it again; visitors wait in the socket, which stays."""
    copy = working.parent / "public" / "archive.db"
    publish(working, copy)
    with socket.create_server(("127.0.0.1", 0)) as handed:
        address = f"http://127.0.0.1:{handed.getsockname()[1]}/archive.json?sql=select+1&_shape=arrayfirst"
        arguments = "--serve-only", "--fd", str(handed.fileno())
        process = start(working, *arguments, pass_fds=(handed.fileno(),), stderr=subprocess.PIPE)
        try:
            assert read(address) == "[1]"
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
            (keeper,) = (int(child) for child in children if str(copy) in Path(f"/proc/{child}/cmdline").read_text())
            os.kill(keeper, signal.SIGKILL)
            _, errors = process.communicate(timeout=LONG)
        finally:
            process.kill()
        assert process.returncode == 1 and "SQL" in errors.splitlines()[-1] and "Traceback" not in errors
        again = start(working, *arguments, pass_fds=(handed.fileno(),))
        try:
            assert read(address) == "[1]"
        finally:
            again.send_signal(signal.SIGTERM)
            again.wait(LONG)


def test_command_says_what_is_wrong_in_a_line(tmp_path: Path) -> None:
    done = forked.run("publish", "-s", f"ARCHIVE={tmp_path / 'nothing.db'}", env=os.environ, timeout=LONG)
    assert done.returncode == 1 and done.stderr.count("\n") == 1 and "no archive here" in done.stderr


def test_port_that_cannot_be_had_is_said_in_a_line_before_any_work(working: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        done = forked.run("publish", "--port", port, "-s", f"ARCHIVE={working}", env=os.environ, timeout=LONG)
    assert done.returncode == 1 and done.stderr.count("\n") == 1 and f"port {port}" in done.stderr
    assert not (working.parent / "public").exists()
    with pytest.raises(ArchiveError, match="port 99999"):
        listen("127.0.0.1", 99999)

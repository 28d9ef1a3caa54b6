"""The site as it is published: what a stranger may send it, and what it gives away."""

from __future__ import annotations

import asyncio
import os
import re
import resource
import signal
import socket
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from csv import DictReader
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
import uvicorn
from datasette.app import Datasette

from publish.requests import safety
from publish.requests.safety import Message, Send
from publish.serving.serve import SETTINGS
from publish.serving.sql_sandbox import Published
from publish.wording import metadata
from tests.publish.conftest import Get

MANY = "with recursive n(i) as (select 1 union all select i + 1 from n limit 1000) select {} from n"
A = "replace(hex(zeroblob({})), '0', 'a')"
BOMBS = [
    "select hex(randomblob(4e8))",
    "select printf('%500000000d', 1)",
    "select length(printf('%500000000d', 1))",
    "select zeroblob(1000000000)",
    "select group_concat(hex(zeroblob(100000))) from pragma_function_list a, pragma_function_list b",
    "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n",
    "with recursive n(i) as (select 1 union all select i + 1 from n) select i from n order by -i",
    "select count(*) from articles a, articles b, articles c, articles d, articles e",
    MANY.format("printf('%1000000d', i)"),
    MANY.format(", ".join(f"printf('%1000000d', {n})" for n in range(100))),
    MANY.format("zeroblob(1000000)"),
    "with recursive n(s) as (select 'a' union all select s || s from n) select max(length(s)) from n",
    f"select {A.format(250000)} like '%' || {A.format(20000)} || 'b'",
    f"select {A.format(250000)} glob '*' || {A.format(20000)} || 'b'",
]
# Calls that SQLite cannot be interrupted in, and programs without a jump, where it does not look at the time.
TEXT = "with x(s) as materialized (select replace(hex(zeroblob(240000)), '00', 'aa')) "
LIKE = "(s like '%' || substr(s, 1, 990) || 'b')"
ONE_CALL = [
    "select length(rtrim(replace(hex(zeroblob(100000)),'00','aaa'), replace(hex(zeroblob(15000)),'00','bc')||'a'))",
    TEXT + "select length(replace(s, substr(s, 1, 240000) || 'b', 'c')) + instr(s, substr(s, 1, 240000) || 'b') from x",
    f"{TEXT}, {MANY.format('i')[15:].replace(' select i from n', '')} select sum(s || i like {LIKE[8:-1]}) from n, x",
    f"{TEXT} select {' + '.join([LIKE] * 100)} from x",
    f"{TEXT} select {' + '.join(['length(fts_query(s))'] * 200)} from x",
    "select json_patch('{' || replace(hex(zeroblob(50000)), '00', '\"a\":1,') || '\"b\":1}',"
    " '{' || replace(hex(zeroblob(50000)), '00', '\"c\":1,') || '\"b\":1}')",
]


@pytest.mark.parametrize(
    ("bomb", "suffix"), [(bomb, (".json", ".csv", "")[i % 3]) for i, bomb in enumerate(BOMBS + ONE_CALL)]
)
def test_no_query_takes_long_or_fills_memory(
    public: Get, published: Datasette, bomb: str, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(published, "sql_time_limit_ms", 300)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.monotonic()
    answer = public(f"/archive{suffix}", params={"sql": bomb})
    assert time.monotonic() - began < 20, "left alone, they take minutes"
    assert answer.status_code in (400, 500, 503) or len(answer.content) < 1_000_000, answer.status_code
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 200_000, f"{grown} KB"
    assert public("/archive.json?sql=select+1&_shape=arrayfirst").json() == [1], "and it goes on"


def test_four_bombs_keep_no_page_waiting(
    address: str, published: Datasette, sql: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    (id,) = sql.execute("select max(id) from articles").fetchone()
    monkeypatch.setattr(published, "sql_time_limit_ms", 600_000)  # they are at it for as long as it takes
    keeper = published.get_database("archive").keeper.pid

    def bomb(n: int) -> int:
        return httpx.get(f"{address}/archive.json", params={"sql": f"{ONE_CALL[0]} + {n}"}, timeout=600).status_code

    def at_work() -> list[int]:
        """The processes that have used the processor for the bombs."""
        children = Path(f"/proc/{keeper}/task/{keeper}/children").read_text().split()
        used = {int(child): Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split() for child in children}
        return [child for child, fields in used.items() if fields[0] == "R" and int(fields[11]) > 5]

    with ThreadPoolExecutor(4) as strangers:
        bombs = [strangers.submit(bomb, n) for n in range(4)]
        try:
            while len(at_work()) < 4:
                assert not any(bomb.done() for bomb in bombs)
                time.sleep(0.05)
            for path in ("/", f"/articles/{id}", "/search?q=cho"):
                assert httpx.get(address + path, timeout=600).status_code == 200
            assert not any(bomb.done() for bomb in bombs), "they were at work meanwhile"
        finally:
            for child in at_work():
                os.kill(child, signal.SIGKILL)
        assert [bomb.result() for bomb in bombs] == [503] * 4


def test_a_result_is_bounded_with_the_names_of_its_columns(public: Get) -> None:
    names = ", ".join(f'i as "{"x" * 580}{n}"' for n in range(20))
    assert public("/archive.json", params={"sql": MANY.format(names)}).status_code == 400
    assert public("/archive.json", params={"sql": MANY.format(", ".join(["i"] * 90))}).status_code == 400
    assert public("/archive.json", params={"sql": MANY.format(", ".join(["i"] * 20))}).status_code == 200


async def stay() -> Message:
    """What is received from a reader who has asked and waits."""
    return await asyncio.get_running_loop().create_future()


def test_questions_wait_for_one_another_and_pages_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safety, "WAIT", 0.05)

    async def ask() -> None:
        done = asyncio.Event()
        answers: list[tuple[str, int]] = []

        async def app(scope: Message, receive: object, send: Send) -> None:
            if scope["path"].startswith(("/archive.", "/archive/")):
                await done.wait()
            await send({"type": "http.response.start", "status": 200})
            await send({"type": "http.response.body", "body": b""})

        async def get(path: str, query: bytes = b"") -> None:
            async def send(message: Message) -> None:
                if "status" in message:
                    answers.append((path, message["status"]))

            await site({"type": "http", "path": path, "query_string": query}, stay, send)

        site = safety.limit_questions(app, "archive")  # type: ignore[arg-type]
        asked = [asyncio.create_task(get("/archive.json")) for _ in range(safety.QUESTIONS - 1)]
        streams = [asyncio.create_task(get("/archive/a.csv", b"_stream=on")) for _ in range(safety.STREAMS + 1)]
        await asyncio.wait(streams, return_when=asyncio.FIRST_COMPLETED)
        assert answers == [("/archive/a.csv", 503)], "streams wait for streams"
        asked.append(asyncio.create_task(get("/archive.json", b"_stream=")))
        await asyncio.sleep(0)
        for path in ("/archive", "/", "/archives", "/archive/articles.csv"):
            await get(path)
        done.set()
        await asyncio.gather(*asked, *streams, get("/archive/articles"))
        expected = [("/archive", 503), ("/", 200), ("/archives", 200), ("/archive/articles.csv", 503)]
        assert answers[1:5] == expected
        assert [status for _, status in answers[5:]] == [200] * (safety.QUESTIONS + safety.STREAMS + 1)

    asyncio.run(ask())


def test_a_reader_who_hangs_up_frees_the_place_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safety, "WAIT", 1)
    left = 0

    async def app(scope: Message, receive: object, send: Send) -> None:
        nonlocal left
        await send({"type": "http.response.start", "status": 200})
        try:
            while scope["path"] == "/archive/articles.csv":
                await send({"type": "http.response.body", "body": b"1", "more_body": True})
                await asyncio.sleep(0.01)
        finally:
            left += 1
        await send({"type": "http.response.body", "body": b""})

    server = uvicorn.Server(uvicorn.Config(safety.limit_questions(app, "archive"), port=0, log_level="error"))  # type: ignore[arg-type]
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        where = server.servers[0].sockets[0].getsockname()
        for _ in range(safety.QUESTIONS):
            with socket.create_connection(where, timeout=5) as reader:
                reader.sendall(b"GET /archive/articles.csv HTTP/1.1\r\nHost: a\r\n\r\n")
                assert reader.recv(1)
        assert httpx.get(f"http://127.0.0.1:{where[1]}/archive", timeout=30).status_code == 200
        assert left == safety.QUESTIONS + 1
    finally:
        server.should_exit = server.force_exit = True
        thread.join()


def test_a_reader_who_does_not_read_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safety, "SLOW", 0.05)

    async def app(scope: Message, receive: object, send: Send) -> None:
        await send({"type": "http.response.body", "body": bytes(10 * safety.PART)})

    async def read() -> None:
        parts: list[int] = []

        async def send(message: Message) -> None:
            if len(parts) == 3:
                await asyncio.sleep(10)
            parts.append(len(message["body"]))

        with pytest.raises(TimeoutError):
            await safety.limit_questions(app, "archive")({"type": "http", "path": "/archive"}, stay, send)  # type: ignore[arg-type]
        assert parts == [safety.PART] * 3

    asyncio.run(read())


WRITES = (
    "delete from articles",
    "update articles set title = ''",
    "attach 'x' as y",
    "pragma query_only = 0",
    "vacuum",
)


@pytest.mark.parametrize("sql", WRITES)
def test_nothing_can_be_written(public: Get, sql: str) -> None:
    assert public("/archive.json", params={"sql": sql}).status_code == 400


def test_file_is_not_given_away(public: Get, archive: Path) -> None:
    assert public("/archive.db").status_code == 403
    assert "archive.db" not in public("/archive").text
    for path in ("/-/databases", "/-/databases.json", "/-/threads.json"):
        assert public(path).status_code == 404
    for sql in ("select * from pragma_database_list", "select file from pragma_database_list()"):
        assert "/" not in public("/archive.csv", params={"sql": sql}).text
    for path in (
        "/-/metadata.json",
        "/-/settings.json",
        "/-/plugins.json",
        "/-/versions.json",
        "/archive.json",
        "/.json",
    ):
        assert str(archive.parent.parent) not in public(path).text, path


def test_every_answer_has_the_headers(public: Get) -> None:
    for path in (
        "/",
        "/nope",
        "/search.json?q=a",
        "/archive.csv?sql=select+1",
        "/-/static-plugins/baotinh/site.css",
        "/?_lang=en",
    ):
        headers = public(path).headers
        policy = dict(rule.strip().split(" ", 1) for rule in headers["content-security-policy"].split(";"))
        assert policy["default-src"] == "'none'" and policy["frame-ancestors"] == "'none'"
        assert all(policy[kind] == "'self'" for kind in ("script-src", "style-src", "img-src", "form-action"))
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert len(headers.get_list("content-security-policy")) == len(headers.get_list("referrer-policy")) == 1
        assert headers.get("access-control-allow-origin") == ("*" if ".json" in path or ".csv" in path else None)
    assert public("/-/threads.json").json()["status"] == public("/newspapers/khong.json").json()["status"] == 404


def test_a_request_may_not_ask_for_many_facets(public: Get) -> None:
    assert public("/archive/articles?" + "&".join(["_facet=section"] * 50)).status_code == 400
    assert public("/archive/articles?_facet=section&_facet=byline").status_code == 200


def test_public_answers_may_be_cached_but_not_a_reader_s(public: Get) -> None:
    assert public("/").headers["cache-control"] == f"max-age={SETTINGS['default_cache_ttl']}"
    assert "cookie" in public("/").headers["vary"].lower()
    assert public("/", cookies={"lang": "en"}).headers["cache-control"] == "private, no-store"


def test_static_files_with_a_fingerprint_are_kept_for_ever(public: Get) -> None:
    page = public("/").text
    address = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    assert "immutable" in public(address).headers["cache-control"]


LISTED = metadata.metadata("archive", "vi")["databases"]["archive"]["tables"]


@pytest.mark.parametrize("table", [name for name, listed in LISTED.items() if "sort_desc" in listed])
def test_what_comes_after_a_row_is_gone_to_at_once(public: Get, published: Datasette, table: str) -> None:
    """However many rows are newer: SQLite seeks, but where there is one at most."""
    db = published.get_database("archive")
    keys = asyncio.run(db.primary_keys(table))
    row = ",".join(["5000"] * (1 + len(keys)))
    query = public(f"/archive/{table}.json?_next={row}").json()["query"]
    plan = asyncio.run(db.execute("explain query plan " + query["sql"], query["params"]))
    steps = [step["detail"].split()[0] for step in plan.rows]
    rows = asyncio.run(db.execute(f"select count(*) from {table}")).single_value()
    assert ("SEARCH" in steps and "SCAN" not in steps) or rows < 2


@pytest.mark.parametrize("table", ["articles", "article_tags"])
def test_a_whole_table_comes_newest_first_with_every_row_once(public: Get, sql: sqlite3.Connection, table: str) -> None:
    key = "id" if table == "articles" else "article_id"
    expected = sql.execute(f"select {key} from {table} order by 1 desc").fetchall()
    answer = public(f"/archive/{table}.csv?_stream=on&_size=1&_col={key}")
    assert [(int(row[key]),) for row in DictReader(answer.text.splitlines())] == expected


def test_the_link_to_csv_holds_all_that_the_page_is_of(public: Get, sql: sqlite3.Connection) -> None:
    """Not its first thousand rows, nor what comes after a row, and nothing that was narrowed away."""
    chosen = {"newspaper": "song-biec", "title__contains": "chợ", "_size": "7"}
    first = public("/archive/articles", params=chosen)
    second = public(unescape(first.text.partition('rel="next" href="')[2].partition('"')[0]))
    (expected,) = sql.execute("select count(*) from articles where title like '%chợ%' and newspaper = 'song-biec'")
    for page in (first, second):
        path = unescape(re.findall(r'href="([^"]*)">CSV cho chương trình', page.text)[0])
        assert "_stream=on" in path
        assert len(list(DictReader(public(path).text.splitlines()))) == expected[0] > 7


def test_table_of_the_copy_alone_has_its_page_in_the_archive_itself(get: Get, public: Get) -> None:
    assert public("/archive/health").status_code == 200
    assert get("/kho-bao/health").headers["location"] == "/newspapers?sort=health"
    assert get("/kho-bao/health.json").status_code == 404


def test_settings_are_taken(public: Get) -> None:
    taken = public("/-/settings.json").json()
    assert {name: taken[name] for name in SETTINGS} == SETTINGS


SLOW = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*), :word from n"


@pytest.fixture
def hurried(published: Datasette, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is too slow is so soon."""
    monkeypatch.setattr(published, "sql_time_limit_ms", 200)


@pytest.mark.usefixtures("hurried")
def test_slow_question_keeps_its_form_without_a_script(public: Get) -> None:
    answer = public("/archive", params={"sql": SLOW, "word": "chợ"})
    assert answer.status_code == 503 and "quá nhiều thời gian" in answer.text and "<script>" not in answer.text
    assert f">{SLOW}</textarea>" in answer.text and 'name="word" value="chợ"' in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_slow_canned_query_keeps_its_form(public: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Published, "_ask", lambda *_: None)
    answer = public("/archive/term_by_province", params={"term": "chợ phiên"})
    assert answer.status_code == 503 and "quá nhiều thời gian" in answer.text
    assert 'action="/archive/term_by_province"' in answer.text and 'name="term" value="chợ phiên"' in answer.text


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/archive{}?sql=select+nope", 400, "no such column"),
        ("/archive/articles{}?_where=nope", 400, "no such column"),
        ("/archive/articles{}?_sort=nope", 400, "Cannot sort"),
        ("/archive{}?" + urlencode({"sql": SLOW}), 503, "quá nhiều thời gian"),
    ],
)
def test_errors_come_in_the_format_that_was_asked_for(public: Get, path: str, status: int, says: str) -> None:
    page, json, csv = (public(path.format(suffix)) for suffix in ("", ".json", ".csv"))
    assert page.status_code == json.status_code == csv.status_code == status
    assert says in page.text and "text/html" in page.headers["content-type"]
    assert says in json.json()["error"] and not json.json()["ok"] and "<" not in json.text
    assert says in csv.text and "text/plain" in csv.headers["content-type"] and "<" not in csv.text

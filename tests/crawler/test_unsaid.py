"""What goes wrong is said in words, and nothing wrong is believed: certificates, canonical addresses, redirects, clocks."""

from __future__ import annotations

import re
import socket
import sqlite3
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import pairwise

import pytest

from . import forked, invented
from .conftest import ROOT, Field, article, environment, listing
from .test_traps import replica

NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
OBJECTS = re.compile(r"<[\w.]+[ :(]|object at 0x|Error|Failure|\bb'|Exception|\w\(\w+=|\[\(|Traceback")


def _reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


ANSWERS: dict[str, tuple[bytes | Callable[[socket.socket], object], str]] = {  # what a server sends -> what is said
    "hangs up": (b"", "the connection was broken off"),
    "resets": (_reset, "the connection was broken off"),
    "hangs": (lambda connection: time.sleep(3), "no answer within 1"),
    "is no web server": (b"SSH-2.0-OpenSSH_9\r\n", "the answer is no HTTP"),
    "contradicts itself": (
        b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabc",
        "the answer is no HTTP",
    ),
    "counts wrong": (b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nabc", "of another length than it says"),
    "breaks off": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n50\r\nabc",
        "the answer is incomplete: it broke off",
    ),
    "sends too much": (b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\nabc", "the answer is too large"),
    "lets nobody in": (b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", "the server answers 403"),
}


@contextmanager
def odd_servers() -> Iterator[dict[str, str]]:
    """The address of a page of each; all have no robots.txt."""
    listening: dict[str, socket.socket] = {}

    def serve(listener: socket.socket, answer: bytes | Callable[[socket.socket], object]) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                asked = connection.recv(4096)
                if b"/robots.txt" in asked:
                    connection.sendall(NOT_FOUND)
                elif callable(answer):
                    answer(connection)
                else:
                    connection.sendall(answer)

    for name, (answer, _) in ANSWERS.items():
        listening[name] = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=serve, args=(listening[name], answer), daemon=True).start()
    try:
        yield {
            name: f"http://127.0.0.1:{listener.getsockname()[1]}/bai-1001.html" for name, listener in listening.items()
        }
    finally:
        for listener in listening.values():
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()


def test_the_cause_is_named_in_words(scrapy) -> None:
    with odd_servers() as urls:
        free = socket.create_server(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        plain = urls["lets nobody in"].replace("http:", "https:")
        expected = {urls[name]: says for name, (_, says) in ANSWERS.items()}
        expected |= {f"http://127.0.0.1:{port}/": "no connection (connection refused)", plain: "no TLS is spoken there"}
        done = scrapy("read", *expected, DOWNLOAD_TIMEOUT=1)
    assert done.returncode == 1
    for url, says in expected.items():
        [line] = [line for line in done.stderr.splitlines() if line.startswith(f"scrapy read: {url}")]
        assert says in line and not OBJECTS.search(line), line


@pytest.mark.parametrize("trouble", ["misnamed", "nameless", "no_chain"])
def test_a_certificate_of_another_name_is_refused_like_any_other(field: Field, trouble: str) -> None:
    pages = dict(replica("baothainguyen").pages)
    plain = {at: (status, headers, body.replace(b"https:", b"http:")) for at, (status, headers, body) in pages.items()}
    stand = field.crawl("baothainguyen", plain, ok=False, **{trouble: ["baothainguyen.vn"]})
    assert [path for host, path, _ in stand.log if host == "baothainguyen.vn"] == [], "nothing over plain http either"
    said = [line for line in field.done.stderr.splitlines() if line.startswith("scrapy crawl: ")]
    assert len(said) == 1 and "certificate" in said[0] and not OBJECTS.search(said[0])
    assert "Traceback" not in field.done.stderr
    assert field.rows("select reason like '%the certificate is%' from crawls") == [(1,)]


def test_a_canonical_address_of_another_house_is_not_believed(site, crawl, scrapy, rows, tmp_path) -> None:
    own = site.url.rstrip("/")
    said = {
        "/bai-so-1001": "https://nha-khac.example/bai-so-1001",
        "/bai-so-1002": "http://localhost/bai-so-1002",
        "/bai-so-1003": "http://127.0.0.1:1/bai-so-1003",
        "/bai-so-1004?tu=trang-nhat": f"{own}/bai-so-1004",
    }
    front = "".join(
        f"<p>{paragraph}</p>" for paragraph in invented.article(9)[2]
    )  # which is no article, though it looks like one
    site.pages = {"/": listing(*said).replace("<ul>", f'<link rel="canonical" href="/trang-chu.html">{front}<ul>')}
    for path, canonical in said.items():
        head = f'<meta property="og:type" content="article"><link rel="canonical" href="{canonical}">'
        site.pages[path] = article(f"Bài {path}").replace('<meta property="og:type" content="article">', head)
    crawl()
    stored = {f"{own}/bai-so-{number}" for number in range(1001, 1005)}
    for _ in range(2):
        assert {url for (url,) in rows("select url from articles")} == stored
        assert scrapy("reprocess").returncode == 0
    (tmp_path / "luu.html").write_text(site.pages["/bai-so-1002"], encoding="utf-8")
    scrapy("crawl", "files", "-a", f"path={tmp_path / 'luu.html'}", ARCHIVE=tmp_path / "khac.db")
    with closing(sqlite3.connect(tmp_path / "khac.db")) as conn:
        assert conn.execute("select url from articles").fetchone() == ((tmp_path / "luu.html").as_uri(),)


def test_an_article_that_leads_to_the_front_page_or_a_section_is_noted(site, crawl, rows, scrapy) -> None:
    paths = [f"/xa-sua-cau-treo-da-muc-van-{number}.html" for number in (1001, 1002, 1003, 1004, 1005)]
    site.pages = {"/": listing(*paths), "/xa-hoi/": listing("/"), **{path: article(f"Bài {path}") for path in paths}}
    crawl()
    site.pages |= {
        paths[0]: (302, {"Location": "/"}, ""),
        paths[1]: (301, {"Location": "/xa-hoi/"}, ""),
        paths[2]: (301, {"Location": "/xa-sua-cau-treo-da-muc-van-moi-1003.html"}, ""),
        "/xa-sua-cau-treo-da-muc-van-moi-1003.html": article(f"Bài {paths[2]}"),
        paths[3]: (301, {"Location": "/chuyen/4-moi.html"}, ""),
        "/chuyen/4-moi.html": article(f"Bài {paths[3]}"),
        paths[4]: article(
            "Lúa chín", *invented.article(4)[2], lead="Bà con Gò Dâu gặt sớm.", published="2026-11-20T09:00"
        ),
    }
    done = crawl("revisit=all")
    own = site.url.rstrip("/")
    assert rows("select url, error from pages where state = 'moved' order by url") == [
        (own + paths[0], f"moved to the front page: {own}/"),
        (own + paths[1], f"moved to a section: {own}/xa-hoi/"),
        (own + paths[2], f"moved to {own}/xa-sua-cau-treo-da-muc-van-moi-1003.html"),
        (own + paths[3], f"moved to {own}/chuyen/4-moi.html"),
    ]
    assert f"{own}{paths[0]}: the article's address leads to the front page now" in done.stderr
    assert (
        f"{own}{paths[4]}: another article stands where “Bài {paths[4]}” stood, which is kept as an article of its own"
        in done.stderr
    )
    assert rows("select url, title from articles where gone_at is not null") == [
        (f"{own}{paths[4]}#2026-11-01", f"Bài {paths[4]}")
    ]
    assert rows("select count(*) from articles") == [(6,)]
    assert scrapy("reprocess").returncode == scrapy("check").returncode == 0
    assert rows("select count(*), count(gone_at), count(changed_at) from articles") == [(6, 1, 0)]


def test_an_article_with_another_address_and_title_is_one(site, crawl, rows, tmp_path) -> None:
    """Its old address sends the browser on, or shows nothing, or is gone, whether or not the new one was read before."""
    old = [f"/chuyen-lang-{name}-mua-nuoc-noi-nam-nay/" for name in ("duoi", "tren", "ngoai", "trong", "giua")]
    new = [f"/nguoi-dan-{name}-ke-lai-mua-nuoc-noi/" for name in ("duoi", "tren", "ngoai", "trong", "giua")]
    told = [invented.article(number)[2] for number in range(5)]
    site.pages = {"/": listing(*old)}
    site.pages |= {path: article(f"Chuyện {path}", *text, lead=" ") for path, text in zip(old, told, strict=True)}
    crawl()
    with closing(sqlite3.connect(tmp_path / "archive.db")) as conn, conn:
        conn.execute("update pages set due_at = '2020-01-01T00:00:00Z' where due_at is not null")
    site.pages |= {path: article(f"Lời kể {path}", *text, lead=" ") for path, text in zip(new, told, strict=True)}
    site.pages[old[0]] = f"<html><head><meta http-equiv='refresh' content='0; url={new[0]}'></head></html>"
    site.pages[old[1]] = (200, {"Refresh": f"0; url={new[1]}"}, "")
    site.pages[old[2]] = (
        "<html><head><title>Không tìm thấy trang</title></head><body><p>Xin lỗi bạn đọc.</p></body></html>"
    )
    del site.pages[old[3]]
    site.pages[old[4]] = (
        f"<html><body><script>setTimeout(function(){{ location.href = '{new[4]}'; }}, 0)</script></body></html>"
    )
    site.pages["/"] = listing(*new[1:4])
    crawl("revisit=all")
    assert rows("select url, title from articles where gone_at is null order by url") == sorted(
        (f"{site.url.rstrip('/')}{path}", f"Lời kể {path}") for path in new
    )
    assert rows("select count(*) from articles") == [(5,)] and rows("select count(*) from revisions") == [(10,)]


def test_a_clock_that_was_ahead_leaves_nothing_waiting(site, crawl, rows, tmp_path) -> None:
    site.pages = {"/": listing("/bai-so-1001", "/bai-so-1002", "/bai-so-1003"), "/bai-so-1001": article("Một")}
    site.pages |= {"/bai-so-1002": article("Hai"), "/bai-so-1003": (500, {}, "")}
    years = subprocess.run(
        [sys.executable, "-m", "tests.crawler.clock", site.url], input=f"{9 * 365 * 86400}\n", cwd=ROOT, timeout=300,
        env=environment(ARCHIVE=tmp_path / "archive.db", RETRY_TIMES=1), capture_output=True, text=True,
    )  # fmt: skip
    assert "done" in years.stdout and rows("select count(*) from articles") == [(2,)], years.stderr
    site.pages["/bai-so-1001"] = article(
        "Một", "Đính chính: cây cầu dài 120 mét chứ không phải 210 mét như tin đã đưa."
    )
    site.pages["/bai-so-1003"] = article("Ba")
    done = crawl()
    assert "wrong clock" in done.stderr
    assert rows("select body like 'Đính chính%' from articles where title = 'Một'") == [(1,)]
    assert rows("select count(*) from articles") == [(3,)]
    soon = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 366 * 86400))
    assert rows("select url, due_at from pages where due_at > ?", soon) == []
    seen = "select max(max(last_seen_at), (select max(seen_at) from revisions), (select max(started_at) from crawls)) from articles"
    assert rows(seen)[0][0] < soon
    assert "wrong clock" not in crawl().stderr


@pytest.mark.parametrize("killed", [False, True])
def test_a_crawl_that_waited_for_another_keeps_the_pace(site, rows, tmp_path, killed: bool) -> None:
    asked: list[float] = []

    def at(body: object) -> Callable[[], object]:
        return lambda: (asked.append(time.monotonic()), body)[1]

    paths = ["/bai-so-1001", "/bai-so-1002"]
    pages = {
        "/": listing(*paths),
        "/robots.txt": "User-agent: *\nCrawl-delay: 0.5\n",
        **{p: article(f"Bài {p}") for p in paths},
    }
    site.pages = {path: at(body) for path, body in pages.items()}
    for path in ("/sitemap.xml", "/sitemap_index.xml", "/tin/"):
        site.pages[path] = at((404, {}, ""))
    env = environment(
        ARCHIVE=tmp_path / "archive.db", DOWNLOAD_DELAY=0.5 if killed else 0, WAIT_FOR_CRAWL=300, LOG_LEVEL="DEBUG"
    )
    line = ("crawl", "newspaper", "-a", f"url={site.url}", "-a", "name=thu")
    first = forked.start(*line, env=env)
    while len(asked) < 3:
        assert first.poll() is None
        time.sleep(0.01)
    second = forked.start(*line, env=env)
    if killed:
        while "Spider opened" not in second.errors():
            assert second.poll() is None
            time.sleep(0.05)  # from here on it waits for the first
        first.kill()
    for process in (first, second):
        done = process.wait()
        assert done.returncode == 0 or (killed and process is first), done.stderr
    assert rows("select count(*) from articles") == [(2,)]
    gaps = [after - before for before, after in pairwise(asked)]
    assert min(gaps) >= 0.48, gaps

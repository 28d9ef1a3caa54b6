"""Responses that are not what they say: dates of the future, codings not used, lengths that are wrong, 304 unasked."""

import gzip
import sqlite3
import threading
import zlib
from contextlib import closing
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import brotli
import pytest
from lxml import html
from scrapy import Request
from scrapy.exceptions import ResponseDataLossError
from scrapy.http import HtmlResponse, Response
from scrapy.utils._compression import zstd
from scrapy.utils.test import get_crawler

import pipelines
from archive.reasons import Code
from crawler.discovery import links
from crawler.fetching import robots
from crawler.fetching.codings import Codings
from crawler.fetching.politeness import LONGEST_ASKED, retry_after
from pipelines.page import Page

from .conftest import article, listing


def make_due(path):
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.execute("update pages set due_at = '2020-01-01T00:00:00Z' where due_at is not null")


def test_odd_answers_in_one_crawl(site, crawl, rows):
    """Each of these pages is read by a browser, and is an article that nothing else leads to."""
    named = [{"Content-Encoding": name} for name in ("gzip", "br", "zstd")]
    spelled = "/tin/đò-ngang-số-10005.html"
    session = "/bai-so-10006.html"
    empty_once = iter(["", article("Bài mười bốn")])
    site.pages = {
        "/": listing(*(f"/bai-so-{n}.html" for n in range(10000, 10015))),
        "/bai-so-10014.html": lambda: next(empty_once),
        "/bai-so-10000.html": (200, {"Content-Type": "text/plain"}, article("Bài không")),
        "/bai-so-10001.html": (200, {"Content-Type": "application/force-download"}, article("Bài một")),
        "/bai-so-10002.html": (200, named[0], article("Bài hai")),
        "/bai-so-10003.html": (200, named[1], article("Bài ba")),
        "/bai-so-10004.html": (200, named[2], article("Bài bốn")),
        "/bai-so-10005.html": (302, {"Location": spelled.encode().decode("latin-1")}, ""),
        "/tin/%C4%91%C3%B2-ngang-s%E1%BB%91-10005.html": article("Bài năm"),
        session: (302, {"Location": f"{session}?PHPSESSID=9a8b7c"}, ""),
        f"{session}?PHPSESSID=9a8b7c": article("Bài sáu"),
        "/bai-so-10007.html": '<html><head><meta http-equiv="Refresh" content="0; /tin/bai-so-10017.html"></head></html>',
        "/tin/bai-so-10017.html": article("Bài bảy"),
        "/bai-so-10008.html": (304, {}, ""),
        "/bai-so-10009.html": (302, {"Location": "/tin/c\xe0-ph\xea-10019.html"}, ""),
        "/tin/c%E0-ph%EA-10019.html": article("Bài chín"),
        "/bai-so-10010.html": (300, {"Location": "/tin/bai-so-10020.html"}, "<p>Mời chọn một bản</p>"),
        "/tin/bai-so-10020.html": article("Bài mười"),
        "/bai-so-10011.html": (200, {"Refresh": "0; URL='/tin/bai-so-10021.html'"}, ""),
        "/tin/bai-so-10021.html": article("Bài mười một"),
        "/bai-so-10012.html": (200, {"Refresh": "300"}, article("Bài mười hai")),
        "/bai-so-10013.html": (203, {}, article("Bài mười ba")),
    }
    done = crawl(RETRY_TIMES=2)
    numbers = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "chín", "mười", "mười một", "mười hai"]
    numbers += ["mười ba", "mười bốn"]
    assert {title for (title,) in rows("select title from articles")} == {f"Bài {number}" for number in numbers}
    assert rows("select state, error, due_at < datetime('now', '+2 days') from pages where url like '%10008.html'") == [
        ("failed", "304: nobody asked whether it had changed", 1)
    ]
    assert "3 errors" in done.stderr, "that one twice, and an article's page that was empty once"


CODINGS = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "raw deflate": lambda data: zlib.compress(data)[2:-4],
    "br": brotli.compress,
    "zstd": zstd.compress,
}


@pytest.mark.parametrize("named", ["", "gzip", "x-gzip", "deflate", "br", "zstd", "gzip, br", "utf-8", "GZIP;q=1"])
def test_a_body_is_unpacked_whatever_coding_its_header_names(named):
    middleware = Codings.from_crawler(get_crawler())
    page = article("Bài chín").encode()
    picture = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20
    packed = {name: pack(page) for name, pack in CODINGS.items()}
    packed |= {"none": page, "br in gzip": gzip.compress(packed["br"]), "gzip twice": gzip.compress(packed["gzip"])}
    for coding, body in packed.items():
        response = HtmlResponse("http://bao.example/", body=body, headers={"Content-Encoding": named} if named else {})
        read = middleware.process_response(Request(response.url), response)
        assert read.body == page or (coding.startswith("gzip") and gzip.decompress(read.body) in page), coding
    response = Response("http://bao.example/a.png", body=picture)
    assert middleware.process_response(Request(response.url), response).body == picture


def test_a_packed_page_that_ends_before_its_end_is_no_page():
    """Without a length nothing else tells. A stream that its server never ends may hold a whole page."""
    middleware = Codings.from_crawler(get_crawler())
    page = article("Bài mười", *(f"Hộ thứ {number} góp {number * 7919 % 997} công." for number in range(3000))).encode()

    def read(coding: str, body: bytes) -> bytes:
        named = {"Content-Encoding": coding.removeprefix("raw ")}
        response = HtmlResponse("http://bao.example/", body=body, headers=named)
        return middleware.process_response(Request(response.url), response).body

    for coding, pack in CODINGS.items():
        packed = pack(page)
        assert read(coding, packed) == page
        for kept in (0.3, 0.7):
            with pytest.raises(ResponseDataLossError):
                read(coding, packed[: int(len(packed) * kept)])
    unfinished = zlib.compressobj(wbits=31)
    assert read("gzip", unfinished.compress(page) + unfinished.flush(zlib.Z_SYNC_FLUSH)) == page


def test_a_page_is_asked_whether_it_has_changed_since_a_date_that_can_be_one(site, crawl, tmp_path):
    dates = {
        "/tuong-lai-10001.html": "Sat, 16 Nov 2091 19:11:00 GMT",
        "/xua-10002.html": "Thu, 01 Jan 1970 00:00:00 GMT",
        "/that-10003.html": "Mon, 02 Nov 2026 02:00:00 GMT",
    }
    site.pages = {"/": listing(*dates)}
    for path, when in dates.items():
        site.pages[path] = (200, {"Last-Modified": when, "ETag": "*"}, article(f"Bài {path[1:6]}"))
    crawl()
    site.log.clear()
    make_due(tmp_path / "archive.db")
    crawl("revisit=all")
    asked = {path: headers.get("If-Modified-Since") for path, headers in site.log if path in dates}
    assert asked == {
        "/tuong-lai-10001.html": None,
        "/xua-10002.html": None,
        "/that-10003.html": dates["/that-10003.html"],
    }
    assert not any("If-None-Match" in headers for _, headers in site.log), "any page is '*'"


def test_a_server_that_minds_conditions_is_asked_without(site, crawl, rows, tmp_path):
    minds = {400: "bad request", 403: "forbidden", 412: "failed", 500: "", 200: ""}
    said = {}

    def answer(status):
        def of_now():
            if "If-None-Match" in site.log[-1][1]:
                return (status, {}, minds[status])
            return (200, {"ETag": '"x"'}, article(f"Bài {status}{said.get('more', '')}"))

        return of_now

    site.pages = {f"/bai-ben-song-10{status}.html": answer(status) for status in minds}
    site.pages["/"] = listing(*site.pages)
    crawl()
    said["more"] = ", đã sửa"
    make_due(tmp_path / "archive.db")
    crawl("revisit=all", RETRY_TIMES=1)
    assert rows("select count(*) from articles where title like '%, đã sửa'") == [(5,)]
    site.log.clear()
    site.pages |= {path: (403, {}, "forbidden") for path in site.pages if path != "/"}
    make_due(tmp_path / "archive.db")
    crawl("revisit=all")
    assert sum("bai-ben-song" in path for path in site.paths) < 10, (
        "refused without conditions too: not tried each time"
    )


def test_a_wall_that_sets_its_cookie_at_other_addresses_is_said_where_it_was_met(site, crawl, rows):
    walled, round_trip = "/bai-ben-song-10001.html", "/bai-ben-song-10002.html"
    again, by_page = "/bai-ben-song-10004.html", "/bai-ben-song-10005.html"
    site.pages = {
        "/": listing(walled, round_trip, "/bai-ben-song-10003.html", again, by_page, "/tin-nhanh/"),
        again: (200, {"Set-Cookie": "qua=1", "Refresh": f"0; url={again}"}, ""),
        by_page: (302, {"Location": "/kiem-tra/3"}, ""),
        "/kiem-tra/3": (200, {"Set-Cookie": "qua=1"}, f"<html><meta http-equiv=refresh content='0;url={by_page}'>Đợi"),
        "/tin-nhanh/": (200, {"Set-Cookie": "p=1", "Refresh": "60; url=/tin-nhanh/"}, listing(again, by_page, walled)),
        walled: (302, {"Location": "/kiem-tra/1"}, ""),
        "/kiem-tra/1": (302, {"Location": "/kiem-tra/2"}, ""),
        "/kiem-tra/2": (302, {"Location": walled, "Set-Cookie": "qua=1"}, ""),
        round_trip: (302, {"Location": "/vong/1"}, ""),
        "/vong/1": (302, {"Location": round_trip}, ""),
        "/bai-ben-song-10003.html": article("Bài ba"),
    }
    crawl()
    why = {url.removeprefix(site.url): reason for url, reason in rows("select url, reason from pages")}
    through = (walled, "/kiem-tra/1", "/kiem-tra/2", again, by_page, "/kiem-tra/3")
    assert {why[path[1:]] for path in through} == {"cookie_wall"}
    assert why["tin-nhanh/"] != "cookie_wall", "a list that looks anew for news"
    assert {why[path[1:]] for path in (round_trip, "/vong/1")} == {"moved"}, "no cookie, no wall"


ODD = [("Transfer-Encoding", "rot13"), ("Content-Length", "7"), ("Transfer-Encoding", "xz"), ("Content-Length", "0")]


def test_answers_that_break_the_rules_are_their_own_trouble_and_do_not_slow_the_rest(crawl, rows, tmp_path, site):
    class Lies(BaseHTTPRequestHandler):
        def do_GET(self):
            number = int(self.path[4:-5]) if self.path.startswith("/bai") else 0
            body = (
                article(f"Bài {number}").encode()
                if number
                else listing(*(f"/bai{n}.html" for n in range(1001, 1021))).encode()
            )
            self.send_response(404 if self.path.endswith((".txt", ".xml")) else 200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body) + (500 if number % 5 == 0 and number else 0)))
            body = body[:-500] if number and number % 10 == 0 else body  # half of those break off indeed
            if number % 5 == 1:
                self.send_header(*ODD[number % 4])
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Lies) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        site.url = f"http://127.0.0.1:{server.server_port}/"
        done = crawl(RETRY_TIMES=1)
        server.shutdown()
    assert rows("select count(*) from articles") == [(14,)]
    assert done.stderr.count("but it ends as a page does") == 2
    assert rows("select count(*) from pages where state = 'failed' and reason = 'no_http'") == [(4,)]
    assert rows("select count(*) from pages where state = 'failed' and error like 'the answer is incomplete%'") == [
        (2,)
    ]
    assert "left alone" not in done.stderr


def test_what_a_status_says_needs_no_whole_body(crawl, rows, site):
    class Torn(BaseHTTPRequestHandler):
        def do_GET(self):
            told = {
                "/": (200, {}, listing("/bai-so-1001.html", "/bai-so-1002.html", "/bai-so-1003.html")),
                "/bai-so-1001.html": (302, {"Location": "/tin/bai-so-1001.html", "Content-Length": "900"}, "<p>Mời"),
                "/bai-so-1002.html": (404, {"Content-Length": "900"}, "<p>Không"),
                "/bai-so-1003.html": (
                    301,
                    {"Location": "/tin/bai-so-1001.html", "Content-Encoding": "gzip"},
                    "<p>Mời</p>",
                ),
                "/tin/bai-so-1001.html": (200, {}, article("Bài một")),
            }
            status, headers, body = told.get(self.path, (404, {}, ""))
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body.encode())), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Torn) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        site.url = f"http://127.0.0.1:{server.server_port}/"
        crawl()
        server.shutdown()
    assert rows("select title from articles") == [("Bài một",)]
    states = rows("select state from pages where url like '%bai-so%' order by url")
    assert states == [("moved",), ("gone",), ("moved",), ("article",)]


def _chunk(body: bytes, size: str) -> bytes:
    return (size % len(body)).encode() + b"\r\n" + body + b"\r\n0\r\n\r\n"


# What the head of an answer is called -> its lines, where {} is the body's length, and what becomes of the body
HEADS = {
    "no reason": ("HTTP/1.1 200\nContent-Length: {}", bytes),
    "blanks": ("HTTP/1.1  200   OK\nContent-Length: {}", bytes),
    "a blank before the colon": ("HTTP/1.1 200 OK\nX-Powered-By : PHP\nContent-Length : {}", bytes),
    "a name of two words": ("HTTP/1.1 200 OK\nCache time: 3\nContent-Length: {}", bytes),
    "a name in quotes": ("HTTP/1.1 200 OK\n‘x-allow’: *\nContent-Length: {}", bytes),
    "no name": ("HTTP/1.1 200 OK\n: x\nframe-src 'self'\nContent-Length: {}", bytes),
    "a line of 100,000 letters": (f"HTTP/1.1 200 OK\nLink: {'a' * 100_000}\nContent-Length: {{}}", bytes),
    "no length": ("HTTP/1.1 200 OK\nContent-Length:\nConnection: close", bytes),
    "no coding": ("HTTP/1.1 200 OK\nTransfer-Encoding: identity\nContent-Length: {}", bytes),
    "chunks of sizes among blanks": ("HTTP/1.1 200 OK\nTransfer-Encoding: Chunked", lambda b: _chunk(b, " %x  ")),
    "chunks with odd words": ("HTTP/1.1 200 OK\nTransfer-Encoding: chunked", lambda b: _chunk(b, "%x;a=\x01")),
    "chunked twice": ("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\nTransfer-Encoding: chunked", lambda b: _chunk(b, "%x")),
    "a part that is the whole": ("HTTP/1.1 206 Partial\nContent-Range: bytes 0-{last}/{}\nContent-Length: {}", bytes),
    "a redirect to nowhere": ("HTTP/1.1 302 Found\nContent-Length: {}", bytes),
}  # fmt: skip


def test_an_answer_whose_head_browsers_do_not_mind_is_read(crawl, rows, site):
    class Odd(BaseHTTPRequestHandler):
        def do_GET(self):
            number = int(self.path[5:-5]) if self.path.startswith("/bai-") else 0
            body = (article(f"Bài {number}") if number else listing(*(f"/bai-{n}.html" for n in odd))).encode()
            head, packed = odd.get(number, ("HTTP/1.1 200 OK\nContent-Length: {}", bytes))
            if self.path != "/" and not number:
                head = "HTTP/1.1 404 Not Found\nContent-Length: {}"
            head = head.replace("{last}", str(len(body) - 1)).replace("{}", str(len(body)))
            self.wfile.write(f"{head}\nContent-Type: text/html\n\n".replace("\n", "\r\n").encode() + packed(body))

        def log_message(self, *_):
            pass

    odd = dict(enumerate(HEADS.values(), 10001))
    with ThreadingHTTPServer(("127.0.0.1", 0), Odd) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        site.url = f"http://127.0.0.1:{server.server_port}/"
        crawl(RETRY_TIMES=1)
        server.shutdown()
    read = {title for (title,) in rows("select title from articles")}
    assert [name for number, name in enumerate(HEADS, 10001) if f"Bài {number}" not in read] == []


def test_a_tag_that_different_pages_share_says_nothing(site, crawl, rows, tmp_path):
    """The server of a broken cache, which answers that nothing has changed whatever has."""

    def of(page):
        def answer():
            asked = site.log[-1][1].get("If-None-Match")
            return (304, {}, "") if asked == '"1"' else (200, {"ETag": '"1"'}, page())

        return answer

    printed = [f"/bai-so-{n}.html" for n in (10001, 10002)]
    site.pages = {"/": of(lambda: listing(*printed))}
    site.pages |= {f"/bai-so-{n}.html": of(lambda n=n: article(f"Bài {n}")) for n in (10001, 10002, 10003)}
    crawl()
    printed.append("/bai-so-10003.html")
    make_due(tmp_path / "archive.db")
    crawl()
    assert rows("select count(*) from articles") == [(3,)]


@pytest.mark.parametrize(
    "content",
    [
        "0;url=/x",
        "0; URL='/x'",
        '5 ; url = "/x"',
        "0,url=/x",
        "0;/x",
        "0 url=/x",
        " 0.5; url=/x ",
        "3, /x",
        "0;\nurl=/x",
        "URL=/x",
        " ; url = '/x'",
    ],
)
def test_where_a_refresh_leads(content):
    page = html.document_fromstring(
        "<head><meta http-equiv='refresh' content=\"" + content.replace('"', "&quot;") + '"></head><p>x</p>'
    )
    assert [link.url for link in links.parse(page, "http://bao.vn/a", {"bao.vn"})] == ["http://bao.vn/x"]


@pytest.mark.parametrize(
    ("body", "sent_on"),
    [
        ("<script>location.href = '/x';</script>", True),
        ("<script>window.location='http://bao.vn/x'</script><noscript>Hãy bật JavaScript</noscript>", True),
        ('<p>Đang chuyển trang</p><script>setTimeout(function(){top.location.replace("/x")}, 900)</script>', True),
        ("<script>document.cookie='qua=1'; location.href='/x'</script>", False),
        ("<script>location.href='/a'</script>", False),
        ("<script>location.href = rong ? '/x' : '/y'</script>", False),
        ("<script>if (rong) location.href='/x'; else location.href='/y'</script>", False),
        (f"<script>function tim() {{ location.href='/x' }}</script><p>{'Ruộng cao lại có nước. ' * 20}</p>", False),
    ],
)
def test_where_the_script_of_an_empty_page_leads(body, sent_on):
    page = Page(url="http://bao.vn/a", body=f"<html><body>{body}</body></html>".encode(), fetched_at=datetime.now(UTC))
    pipelines.read(page)
    assert page.head.refresh == ("0;url=http://bao.vn/x" if sent_on else "")
    assert (page.reason.code is Code.META_REFRESH) == sent_on


def test_the_first_base_that_names_an_address_counts():
    page = html.document_fromstring(
        "<base target='_blank'><base href='/tin/'><base href='/x/'><a href='bai-1.html'>x</a>"
    )
    assert [link.url for link in links.parse(page, "http://bao.vn/a", {"bao.vn"})] == ["http://bao.vn/tin/bai-1.html"]


def test_a_refresh_to_itself_leads_nowhere():
    page = html.document_fromstring("<head><meta http-equiv='refresh' content='300'></head><p>x</p>")
    assert links.parse(page, "http://bao.vn/a", {"bao.vn"}) == []


@pytest.mark.parametrize(
    "name",
    [
        "baotinh",
        "Baotinh/0.1",
        "baotinh/0.1 (archive)",
        "BAOTINH *",
        "baotinh # chúng tôi",
        "baotinh;",
    ],
)
def test_who_a_group_of_robots_txt_is_for(name):
    found = robots.parse(f"User-agent: {name}\nDisallow: /cam/\n\nUser-agent: *\nDisallow: /\n".encode(), "baotinh")
    assert found.can_fetch("http://bao.vn/tin/", "baotinh")
    assert not found.can_fetch("http://bao.vn/cam/", "baotinh")


@pytest.mark.parametrize("name", ["bao", "baotin/0.1", "baotinh-khac", "khac/1 baotinh", "tinh"])
def test_who_it_is_not_for(name):
    found = robots.parse(f"User-agent: {name}\nDisallow: /\n".encode(), "baotinh")
    assert found.can_fetch("http://bao.vn/tin/", "baotinh")


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ("3", 3),
        ("-1", 0),
        ("1.5", 1.5),
        ("", 0),
        ("9" * 20, LONGEST_ASKED),
        ("Sat, 01 Jan 9999 00:00:00 GMT", LONGEST_ASKED),
    ],
)
def test_a_server_is_left_alone_for_as_long_as_can_be_meant(asked, seconds):
    assert retry_after(Response("http://bao.vn/", headers={"Retry-After": asked})) == seconds

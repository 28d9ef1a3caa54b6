"""Methods, conditional requests, and a site that is served below a path."""

from __future__ import annotations

import asyncio
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx
import pytest
from datasette.app import Datasette
from datasette.utils import StartupError

from archive.database import ArchiveError
from publish.requests.http import HELD, Conditional
from publish.requests.safety import Message, Send
from publish.serving.serve import open_site, publish
from tests.publish.conftest import Get

PAGES = ["/", "/search?q=cho", "/newspapers", "/newspapers/song-biec", "/provinces", "/provinces/da-nang", "/changes", "/about", "/changes.atom",
         "/search.atom?q=cho", "/search.json?q=cho", "/sitemap.xml", "/robots.txt", "/opensearch.xml", "/favicon.ico",
         "/-/static-plugins/baotinh/site.css"]  # fmt: skip
DATA = [
    "/archive",
    "/archive/articles",
    "/archive/articles.json",
    "/archive/articles.csv",
    "/archive/articles/1",
    "/nope",
    "/-/settings.json",
]


# What Datasette's tables and queries are read as.
READ = ["/archive", "/archive/articles", "/archive/articles.json?_size=3&_facet=section", "/archive/articles.json?_shape=array&_nl=on", "/archive/articles.jsono",
        "/archive/articles.csv", "/archive/articles.csv?_stream=on", "/archive/newspapers/song-biec.json", "/archive/term_by_year.json?term=cho",
        "/archive/term_by_year.csv?term=cho", "/archive.json?sql=select+1", "/archive.csv?sql=select+1&_stream=on", "/search.csv?q=cho", "/.json"]  # fmt: skip


def send(site: Datasette, method: str, path: str, **options: object) -> httpx.Response:
    return asyncio.run(site.client.request(method, path, **options))


def test_nothing_can_be_done_but_read(published: Datasette) -> None:
    for path in [*PAGES, *DATA, "/archive/articles.csv?_stream=on", "/archive/term_by_year", "/-/logout", "/?_lang=en"]:
        for method in ("POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"):
            answer = send(published, method, path, content=b"a=b")
            assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS"), (method, path)
            assert answer.headers["x-content-type-options"] == "nosniff"
        answer = send(published, "OPTIONS", path)
        assert (answer.status_code, answer.headers["allow"]) == (204, "GET, HEAD, OPTIONS"), path
    assert send(published, "POST", "/archive/articles.json").json()["ok"] is False


def test_a_websocket_is_closed(published: Datasette) -> None:
    sent: list[dict[str, object]] = []

    async def connect() -> None:
        async def receive() -> dict[str, object]:
            return {"type": "websocket.connect"}

        async def send(message: dict[str, object]) -> None:
            sent.append(message)

        await published.app()({"type": "websocket", "path": "/", "headers": [], "query_string": b""}, receive, send)

    asyncio.run(connect())
    assert sent == [{"type": "websocket.close"}]


def test_no_target_nor_header_is_too_odd(address: str, capfd: pytest.CaptureFixture[str]) -> None:
    targets = [b"*", b"archive", b"?sql=1", b"http://x/", b"//", b"/%ff%fe", b"/archive/%00", b"/archive/articles/..%2f", b"/.json",
               b"/-/static/" + b"a" * 5000, b"/-/static-plugins/baotinh/%00", b"/tags/%ED%A0%80", b"/x%0d%0ay/", b"/x/?%ff"]  # fmt: skip
    headers = [
        b"Cookie: a=\xff",
        b'Cookie: a="; b c=d; =; ds_messages=x; ds_actor="',
        b'If-None-Match: \xff,"',
        b"Accept: \xff",
    ]
    host, _, port = address.removeprefix("http://").partition(":")
    for target, header in [*((target, b"A: b") for target in targets), *((b"/archive", header) for header in headers)]:
        with socket.create_connection((host, int(port)), timeout=60) as visitor:
            visitor.sendall(b"GET %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n%s\r\n\r\n" % (target, header))
            status = visitor.makefile("rb").readline().split()[1]
        assert status in (b"200", b"302", b"400", b"404"), (target[:50], header, status)
    assert "Traceback" not in capfd.readouterr().err


def test_head_is_get_without_its_body(published: Datasette) -> None:
    for path in [*PAGES, *DATA, "/archive/articles.csv?_stream=on"]:
        whole, head = (send(published, method, path) for method in ("GET", "HEAD"))
        assert head.status_code == whole.status_code and head.content == b"" != whole.content, path
        for name in ("content-type", "etag", "cache-control", "vary", "link"):
            assert head.headers.get(name) == whole.headers.get(name), (path, name)


def test_whoever_has_a_page_is_told_that_it_is_still_so(published: Datasette, public: Get) -> None:
    for path in [*PAGES, *READ]:
        first = public(path, follow_redirects=True)
        path = first.url.raw_path.decode()
        tag = first.headers["etag"]
        for known in (tag, f"W/{tag}", f'"x", {tag}', "*"):
            for method in ("GET", "HEAD"):
                again = send(published, method, path, headers={"if-none-match": known})
                assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag), (path, known)
        assert again.headers.get("cache-control") == first.headers.get("cache-control")
        assert public(path, headers={"if-none-match": '"x"'}).content == first.content
    assert public("/about").headers["etag"] != public("/about", cookies={"lang": "en"}).headers["etag"]
    assert public("/nope", headers={"if-none-match": "*"}).status_code == 404


def test_what_has_changed_is_told_whoever_has_it_of_before(archive: Path, tmp_path: Path) -> None:
    """Rows, and the reader's language, of tables in one piece and of such as are made while they are sent."""
    copy = Path(shutil.copy(archive, tmp_path / "archive.db"))
    site = Datasette([str(copy)])
    asyncio.run(site.invoke_startup())
    tables = [f"/archive/article_tags{kind}" for kind in ("", ".json", ".csv", ".csv?_stream=on")]
    before = {path: send(site, "GET", path).headers["etag"] for path in tables}
    for path, tag in before.items():
        assert send(site, "GET", path, headers={"if-none-match": tag}).status_code == 304
        english = send(site, "GET", path, headers={"if-none-match": tag, "cookie": "lang=en"})
        assert english.status_code == (304 if "." in path else 200), path
    with closing(sqlite3.connect(copy)) as conn, conn:
        conn.execute("insert into article_tags select max(id), 'ngay-hoi' from articles")
    for path, tag in before.items():
        answer = send(site, "GET", path, headers={"if-none-match": tag})
        assert answer.status_code == 200 and "ngay-hoi" in answer.text, path


def test_a_table_that_broke_off_is_not_still_so(published: Datasette) -> None:
    broken = ""

    async def app(scope: Message, receive: object, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": bytes(HELD + 1), "more_body": True})
        if broken == "in words":
            scope["broken"]()
        elif broken:
            await send({"type": "http.response.start", "status": 500, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    site = Conditional(app, published.get_database("archive"))  # type: ignore[arg-type]

    def tag() -> bytes:
        started: list[Message] = []

        async def keep(message: Message) -> None:
            started.append(message)

        scope = {
            "type": "http",
            "path": "/archive/a.csv",
            "query_string": b"_stream=1",
            "scheme": "http",
            "headers": [],
        }
        asyncio.run(site(scope, None, keep))  # type: ignore[arg-type]
        return dict(started[0]["headers"])[b"etag"]

    assert tag() == tag()
    broken = "in words"
    assert tag() != tag()
    broken = "by an error"
    assert tag() != tag()


@pytest.fixture(scope="module", params=["base_url", "SITE_URL"])
def lower(request: pytest.FixtureRequest, archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Visitor:
    """The site below /bao/, asked as by a proxy that hands addresses on as they came."""
    if request.param == "base_url":
        return Visitor(Datasette([str(archive)], settings={"base_url": "/bao/"}))
    copy = tmp_path_factory.mktemp("below") / archive.name
    publish(archive, copy)
    return Visitor(open_site(copy, "http://a.example/bao"))


class Visitor:
    def __init__(self, site: Datasette) -> None:
        asyncio.run(site.invoke_startup())
        self.app = site.app()

    def get(self, path: str) -> httpx.Response:
        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(
                transport=httpx.ASGITransport(self.app), base_url="http://a.example"
            ) as client:
                return await client.get(path)

        return asyncio.run(ask())


LINK = re.compile(
    rb"""(?:href|src|action|template)="([^"]+)"|<(?:loc|id)>([^<]+)<|"(?:next_url|toggle_url|path|href|url)": "([^"]+)\""""
)


def links(answer: httpx.Response, at: str = "") -> set[str]:
    """The addresses on the site itself that an answer names, whole: as a browser sees them that is `at` an address."""
    as_it_is = str if "json" in answer.headers.get("content-type", "") else unescape
    found = {as_it_is(next(filter(None, groups)).decode()) for groups in LINK.findall(answer.content)}
    for name in ("location", "link"):
        if name in answer.headers:
            found.add(answer.headers[name].partition(";")[0].strip("<>"))
    whole = {urljoin(at or str(answer.url), link) for link in found if not link.startswith(("#", "tag:", "urn:"))}
    return {link.partition("#")[0] for link in whole if urlsplit(link).netloc == "a.example"}


def test_below_a_path_every_link_leads_where_it_should(lower: Visitor) -> None:
    """From the front page on, some of each kind: pages, forms, feeds, sitemaps, data, redirects, further pages."""
    seen: set[str] = set()
    kinds: dict[str, int] = {}
    waiting = [
        f"http://a.example/bao{path}"
        for path in ["/", "/robots.txt", "/sitemap.xml", "/changes.atom", "/opensearch.xml"]
    ]
    waiting += [f"http://a.example/bao/kho-bao/{path}" for path in ["articles.jsono", "articles/", "articles?_where=1&_facet=section", "images?_size=2",
                "articles.json?_size=2&_facet=newspaper&_facet_year=1", "articles?_filter_column=id&_filter_op=gt&_filter_value=1", "tho%20ca"]]  # fmt: skip
    waiting += [
        "http://a.example/bao/search?q=cho",
        "http://a.example/bao/about?_lang=en",
        "http://a.example/bao/kho-bao?sql=select+1",
    ]
    while waiting and len(seen) < 120:
        address = waiting.pop(0)
        path, _, query = address.partition("?")
        kind = re.sub("[0-9]+|%[0-9A-F]{2}", "#", path) + str(sorted(re.findall("([^&]*)=", query))[-1:])
        kinds[kind] = kinds.get(kind, 0) + 1
        if address in seen or kinds[kind] > 1 or "/articles_" in address:  # the search indexes
            continue
        seen.add(address)
        answer = lower.get(address)
        assert answer.status_code in (200, 302, 303) or "tho" in address, (address, answer.status_code)
        for link in links(answer):
            assert link.startswith("http://a.example/bao/") and "/bao/bao" not in link, (address, link)
            waiting.append(link)
    assert len(seen) > 60
    rules = lower.get("/bao/robots.txt").text
    assert all(
        line.split(": ")[1].startswith("/bao/") for line in rules.splitlines() if line.startswith(("Allow", "Disallow"))
    )


def test_below_a_path_a_proxy_may_take_it_off(lower: Visitor) -> None:
    for path in ("/", "/search?q=cho", "/kho-bao/articles?_size=5", "/kho-bao/articles.json?_size=5&_nocount=1"):
        kept, taken = lower.get(f"/bao{path}"), lower.get(path)
        assert kept.status_code == 200 and links(kept) == links(taken, at=str(kept.url))
    assert lower.get("/bao").status_code == 200
    assert lower.get("/kho-bao/articles/").headers["location"] == "/bao/kho-bao/articles"
    assert "Path=/bao/;" in lower.get("/bao/about?_lang=en").headers["set-cookie"]


@pytest.mark.parametrize("base", ["bao/", "/bao", "/articles/", "/kho-bao/", "/search/x/", "/-/", "/b o/", "//"])
def test_a_path_that_cannot_be_is_refused_at_start(archive: Path, base: str) -> None:
    with pytest.raises(StartupError, match=f"base_url {re.escape(base)}"):
        Datasette([str(archive)], settings={"base_url": base})


def test_a_path_of_site_url_that_cannot_be_is_refused_at_start(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ArchiveError, match="SITE_URL: base_url /search/"):
        open_site(archive, "https://a.example/search/")
    monkeypatch.setenv("BAOTINH_SITE_URL", "https://a.example/bao/")
    with pytest.raises(StartupError, match="--setting base_url /bao/"):
        asyncio.run(Datasette([str(archive)]).invoke_startup())


def test_datasette_says_so_in_a_line(archive: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "datasette", "serve", str(archive), "--setting", "base_url", "/articles/", "--get", "/"],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert run.returncode and "base_url /articles/" in run.stderr and "Traceback" not in run.stderr, run.stderr

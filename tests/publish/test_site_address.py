"""No answer repeats the host that a visitor named, the site's own address stands in its place, and nginx keeps others out."""

from __future__ import annotations

import asyncio
import http.client
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import httpx
import pytest
from datasette.app import Datasette
from datasette.utils import StartupError

from archive.database import ArchiveError
from publish.requests.site_address import site_url
from publish.serving.serve import open_site
from tests.publish.conftest import Get, served

NAMED = {"host": "stranger.example:81", "x-forwarded-host": "other.example", "forwarded": "host=third.example"}
STRANGERS = ("stranger.example", "other.example", "third.example")


@pytest.fixture(scope="module")
def addresses(sql: sqlite3.Connection, published: Datasette) -> list[str]:
    """An address of every kind of answer."""
    db = next(name for name in published.databases if not name.startswith("_"))
    (id,) = sql.execute("select max(id) from articles where gone_at is null").fetchone()
    pages = [
        "/",
        "/search?q=cho",
        "/newspapers",
        "/provinces",
        "/changes",
        "/about",
        f"/articles/{id}",
        "/data",
        "/nope",
    ]
    machine = [
        "/robots.txt",
        "/sitemap.xml",
        "/sitemap-pages.xml",
        "/opensearch.xml",
        "/changes.atom",
        "/search.atom?q=cho",
    ]
    machine += ["/search.json?q=cho", "/search.csv?q=cho", "/-/versions.json", f"/{db}.json", "/.json"]
    data = [
        f"/{db}/articles?_facet=section",
        f"/{db}/articles.json?_size=5&_facet=section",
        f"/{db}/articles.csv?_size=5",
    ]
    data += [f"/{db}/articles/{id}", f"/{db}/articles/{id}.json", f"/{db}?sql=select+1", f"/{db}.json?sql=select+x"]
    data += [f"/{db}/articles?_size=5&_sort=title", f"/{db}/", f"/{db}/articles/", "//stranger.example/", "/?_lang=en"]
    return [*pages, *machine, *data]


def told(answer: httpx.Response) -> str:
    return f"{answer.headers} {answer.text}"


def test_no_answer_repeats_the_host_that_a_visitor_named(addresses: list[str], address: str) -> None:
    for path in addresses:
        with httpx.Client(headers=NAMED) as client:
            answer = client.get(address + path.replace("//stranger.example/", "//%73tranger.example/"))
        assert not [host for host in STRANGERS if host in told(answer)], path
    own = httpx.get(f"{address}/sitemap.xml", headers=NAMED).text
    assert f"<loc>{address}/sitemap-pages.xml</loc>" in own


def test_without_site_url_pages_link_from_the_root(addresses: list[str], address: str) -> None:
    for path in addresses:
        answer = httpx.get(address + path)
        if "html" in answer.headers.get("content-type", ""):
            links = re.findall(r'(?:href|src|action)="([^"]*)"', answer.text)
            assert not [link for link in links if link.startswith(address)], path


def test_site_url_is_what_whole_addresses_begin_with(published: Datasette, addresses: list[str]) -> None:
    copy = next(Path(db.path) for name, db in published.databases.items() if not name.startswith("_"))
    with served(open_site(copy, "https://Baotinh.example.org/")) as address:
        host = urlsplit(address).netloc
        for path in addresses:
            answer = httpx.get(address + path, headers=NAMED)
            assert host not in told(answer) and not [name for name in STRANGERS if name in answer.text], path
        assert "https://baotinh.example.org/articles/" in httpx.get(f"{address}/search.json?q=cho").text
        article = next(path for path in addresses if path.startswith("/articles/"))
        page = httpx.get(address + article).text
        assert f'<link rel="canonical" href="https://baotinh.example.org{article}">' in page
        data = next(path for path in addresses if ".json?_size" in path)
        assert httpx.get(address + data).json()["next_url"].startswith("https://baotinh.example.org/")


@pytest.mark.parametrize(
    "wrong", ["baotinh.example.org", "ftp://a.example", "https://a.example/x?y", "http://", "https://a b/"]
)
def test_what_is_no_address_is_refused_at_start(
    published: Datasette, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = next(Path(db.path) for name, db in published.databases.items() if not name.startswith("_"))
    with pytest.raises(ValueError, match="SITE_URL"):
        site_url(wrong)
    with pytest.raises(ArchiveError, match="SITE_URL"):
        open_site(copy, wrong)
    monkeypatch.setenv("BAOTINH_SITE_URL", wrong)
    with pytest.raises(StartupError, match="SITE_URL"):
        asyncio.run(Datasette([str(copy)]).invoke_startup())


def test_feeds_and_sitemaps_tell_when_each_of_theirs_was_published_and_changed(
    public: Get, sql: sqlite3.Connection
) -> None:
    entries = ElementTree.fromstring(public("/search.atom?q=cho").content).findall("{*}entry")
    assert len(entries) > 5
    for entry in entries:
        id = int(entry.findtext("{*}id", "").rpartition("#")[2])
        published, seen = sql.execute("select published_at, first_seen_at from articles where id = ?", [id]).fetchone()
        assert entry.findtext("{*}updated") == seen
        assert entry.findtext("{*}published", "").startswith(published or seen)
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)", entry.findtext("{*}published", ""))
    changes = ElementTree.fromstring(public("/changes.atom").content).findall("{*}entry")
    assert all(entry.findtext("{*}published") and entry.findtext("{*}updated") for entry in changes)
    maps = ElementTree.fromstring(public("/sitemap.xml").content).findall("{*}sitemap")
    days = {loc.findtext("{*}loc", "").rpartition("-")[2]: loc.findtext("{*}lastmod") for loc in maps}
    for month, last in sql.execute(
        "select id / 10000000, max(substr(max(first_seen_at, coalesce(changed_at, ''), coalesce(gone_at, '')), 1, 10))"
        " from articles group by 1"
    ):
        assert days[f"{month}.xml"] == last
    assert all(days.values())


def test_robots_may_fetch_what_pages_are_drawn_with(public: Get) -> None:
    from protego import Protego

    rules = Protego.parse(public("/robots.txt").text)
    page = public("/").text
    drawn = re.findall(r'<(?:link rel="(?:stylesheet|icon)"[^>]* href|script[^>]* src)="([^"]+)"', page)
    assert len(drawn) > 1 and all(rules.can_fetch(f"http://localhost{path}", "bot") for path in drawn)
    assert not rules.can_fetch("http://localhost/search?q=x", "bot")
    assert not rules.can_fetch("http://localhost/-/versions.json", "bot")


# --- nginx, as docs/deploy.md has it ----------------------------------------------------------------------------------

CONF = re.search(
    r"`/etc/nginx/conf.d/baotinh.conf`\n\n```nginx\n(.*?)```",
    (Path(__file__).resolve().parents[2] / "docs" / "deploy.md").read_text(encoding="utf-8"),
    re.DOTALL,
)


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def certificate(folder: Path) -> None:
    subprocess.run(
        [
            *(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "1",
                "-subj",
                "/CN=baotinh.example.org",
            ),
            *("-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")),
        ],
        check=True,
        capture_output=True,
    )


@contextmanager
def nginx(folder: Path, behind: str) -> Iterator[tuple[int, int]]:
    """nginx with the document's own configuration, its paths and ports replaced; its ports for http and https."""
    assert CONF
    plain, tls = free_port(), free_port()
    certificate(folder)
    conf = CONF[1].replace("/var/cache/nginx/baotinh", str(folder / "cache"))
    conf = conf.replace("/etc/letsencrypt/live/baotinh.example.org", str(folder))
    conf = (
        conf.replace("http://127.0.0.1:8001", behind)
        .replace("rate=10r/s", "rate=1000r/s")
        .replace("rate=2r/s", "rate=1000r/s")
    )
    conf = re.sub(r"listen 443\b", f"listen 127.0.0.1:{tls}", re.sub(r"listen 80\b", f"listen 127.0.0.1:{plain}", conf))
    own = f"pid {folder}/pid;\nerror_log {folder}/error.log;\n" + ("user root;\n" if os.geteuid() == 0 else "")
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(f"{own}events {{}}\nhttp {{\naccess_log off;\n{temporary}{conf}}}\n")
    process = subprocess.Popen(["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"])
    try:
        while True:
            assert process.poll() is None, (folder / "error.log").read_text()
            try:
                socket.create_connection(("127.0.0.1", tls), 1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield plain, tls
    finally:
        process.terminate()
        process.wait()


def ask(
    port: int, path: str, host: str, *, tls: bool = True, name: str = "baotinh.example.org"
) -> tuple[int, str] | None:
    """The status and all that a request for a host is answered; None where the connection is closed without an answer."""
    import ssl

    sock: socket.socket = socket.create_connection(("127.0.0.1", port), 60)
    try:
        if tls:
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            sock = context.wrap_socket(sock, server_hostname=name)
        sock.sendall(
            f"GET {path} HTTP/1.1\r\nHost: {host}\r\nX-Forwarded-Host: {host}\r\nConnection: close\r\n\r\n".encode()
        )
        answer = http.client.HTTPResponse(sock)
        answer.begin()
        return answer.status, f"{answer.headers} {answer.read().decode()}"
    except (http.client.HTTPException, ssl.SSLError, ConnectionError):
        return None
    finally:
        sock.close()


@pytest.mark.skipif(not shutil.which("nginx") or not shutil.which("openssl"), reason="no nginx, or no openssl, here")
def test_through_nginx_a_request_for_another_host_never_shows_in_what_others_get(
    address: str, addresses: list[str], tmp_path: Path
) -> None:
    own, stranger = "baotinh.example.org", "stranger.example"
    with nginx(tmp_path, address) as (plain, tls):
        for path in [path for path in addresses if "stranger" not in path]:
            assert ask(tls, path, stranger) is None
            answer = ask(tls, path, own)
            assert answer and stranger not in answer[1], path
        for odd in (
            f"{own}.{stranger}",
            f"{own}:{stranger}",
            f"{stranger}#{own}",
            f"{own}, {stranger}",
            f"[{stranger}]",
        ):
            answer = ask(tls, "/changes.atom", odd)
            assert answer is None or stranger not in answer[1], odd
        assert ask(tls, "/", own)[0] == 200  # type: ignore[index]
        assert ask(tls, "/", stranger, name=stranger) is None
        assert ask(plain, "/", stranger, tls=False) is None
        status, text = ask(plain, "/about", own, tls=False) or (0, "")
        assert status == 301 and f"https://{own}/about" in text

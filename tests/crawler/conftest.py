"""A web server of a few pages, and `scrapy` as a person would run it."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from .. import archives
from . import forked
from .replicas.server import Answer, Stand

ROOT = Path(__file__).resolve().parents[2]
Pages = dict[tuple[str, str], Answer | Callable[[], Answer]]

ARTICLE = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{title} - Báo Thử Nghiệm</title>
<meta property="og:type" content="article"><meta property="og:title" content="{title}">
<meta property="article:published_time" content="{published}"></head>
<body><header><a href="/">Trang chủ</a> <a href="/tin/">Tin tức</a></header>
<article><h1>{title}</h1><p class="sapo">{lead}</p><div class="content">{body}</div></article>
<footer>Bản quyền thuộc Báo Thử Nghiệm</footer></body></html>"""


def article(title: str, *paragraphs: str, published: str = "2026-11-01T08:00:00+07:00", lead: str = "") -> str:
    paragraphs = paragraphs or (
        f"Sáng 1-11, người dân các thôn đã tề tựu từ sớm để dự buổi gặp mặt về chuyện {title.lower()}.",
        "Sau phần thảo luận kéo dài gần hai giờ, các hộ thống nhất cùng góp công sửa con đường vào nhà văn hóa thôn.",
        "Dự kiến công việc bắt đầu vào đầu tháng sau và xong trước Tết Nguyên đán, khi lúa đông xuân đã cấy xong.",
    )
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    lead = lead or f"Chuyện {title.lower()} được bà con trong xã bàn bạc nhiều tháng nay, nay đã có lời giải."
    return ARTICLE.format(title=title, lead=lead, body=body, published=published)


def listing(*paths: str) -> str:
    links = "".join(f'<li><a href="{path}">Bài {number}</a></li>' for number, path in enumerate(paths, 1))
    return f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Báo Thử Nghiệm</title></head><body><ul>{links}</ul></body></html>'


@dataclass
class Site:
    """`pages` maps a path to a body, or to (status, headers, body); `log` is every request as (path, headers)."""

    pages: dict = field(default_factory=dict)
    log: list = field(default_factory=list)
    url: str = ""

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.log]


@pytest.fixture
def site():
    served = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one packet, sent at once
        disable_nagle_algorithm = True

        def do_GET(self):
            served.log.append((self.path, dict(self.headers)))
            answer = served.pages.get(self.path, (404, {}, "không có trang này"))
            answer = answer() if callable(answer) else answer
            status, headers, body = answer if isinstance(answer, tuple) else (200, {}, answer)
            data = body.encode() if isinstance(body, str) else body
            self.send_response(status)
            kind = (
                "text/xml"
                if self.path.endswith(".xml")
                else "text/plain"
                if self.path.endswith(".txt")
                else "text/html"
            )
            for name, value in {"Content-Type": f"{kind}; charset=utf-8", **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_):
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_):
            """A killed crawl hangs up; that is what the tests do to it."""

    server = Server(("127.0.0.1", 0), Handler)
    served.url = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield served
    server.shutdown()
    server.server_close()


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "scrapy", *arguments]


def environment(**settings: object) -> dict[str, str]:
    chosen = {f"BAOTINH_{name}": str(value) for name, value in settings.items()}
    return {**os.environ, "BAOTINH_DOWNLOAD_DELAY": "0", **chosen}


def lay(archive: Path) -> None:
    """Has an empty archive ready, where there is none yet: that a crawl makes its own, tests/test_sample.py and others show."""
    if not archive.exists():
        archives.lay(archive)


class Field:
    """Crawls newspapers whose pages a test has laid out; `rows` queries what came of it."""

    def __init__(self, folder: Path):
        self.folder, self.path = folder, folder / "archive.db"

    def crawl(
        self,
        name: str,
        pages: Pages,
        *arguments: str,
        ok: bool = True,
        kill_when: Callable[[], bool] | None = None,
        **stand: list[str],
    ) -> Stand:
        with Stand(dict(pages), self.folder, **stand) as served:
            chosen = {"ARCHIVE": self.path, "DOWNLOAD_DELAY": 0, "PROGRESS_INTERVAL": 0, "RETRY_TIMES": 1}
            env = {
                **os.environ,
                **served.environment,
                **{f"BAOTINH_{key}": str(value) for key, value in chosen.items()},
            }
            spread = [part for argument in arguments for part in ("-a", argument)]
            lay(self.path)
            crawl = forked.start("crawl", name, *spread, env=env)
            while kill_when and crawl.poll() is None:
                if kill_when():
                    crawl.kill()
                time.sleep(0.01)
            self.done = crawl.wait()
            assert self.done.returncode == (-signal.SIGKILL if kill_when else 0 if ok else 1), self.done.stderr[-3000:]
            return served

    def rows(self, sql: str, *parameters: object) -> list[tuple]:
        conn = sqlite3.connect(self.path)
        try:
            return conn.execute(sql, parameters).fetchall()
        finally:
            conn.close()


@pytest.fixture
def field(tmp_path: Path) -> Field:
    return Field(tmp_path)


@pytest.fixture
def scrapy(tmp_path):
    """Runs a scrapy command on the archive in `tmp_path`, and returns how it ended."""

    def run(*arguments: str, timeout: float = 300, **settings: object) -> subprocess.CompletedProcess:
        settings = {"ARCHIVE": tmp_path / "archive.db", **settings}
        if arguments[0] == "crawl" and settings["ARCHIVE"] == tmp_path / "archive.db":
            lay(tmp_path / "archive.db")
        return forked.run(*arguments, env=environment(**settings), timeout=timeout)

    return run


@pytest.fixture
def crawl(scrapy, site):
    """Crawls the little site, and fails where the crawl does."""

    def run(*arguments: str, ok: bool = True, **settings: object) -> subprocess.CompletedProcess:
        spread = [part for argument in arguments for part in ("-a", argument)]
        done = scrapy("crawl", "newspaper", "-a", f"url={site.url}", "-a", "name=thu", *spread, **settings)
        assert not ok or done.returncode == 0, done.stderr
        return done

    return run


@pytest.fixture
def rows(tmp_path):
    """The rows of a query on the archive."""

    def query(sql: str, *parameters: object) -> list[tuple]:
        conn = sqlite3.connect(tmp_path / "archive.db")
        try:
            return conn.execute(sql, parameters).fetchall()
        finally:
            conn.close()

    return query

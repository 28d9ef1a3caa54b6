"""Web archives of ours on loopback: one that behaves as the Internet Archive's does, one as Common Crawl's."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import re
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote, unquote, urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter


def digest(body: bytes) -> str:
    return base64.b32encode(hashlib.sha1(body).digest()).decode()


def urlkey(url: str) -> str:
    parts = urlsplit(url)
    host = re.sub(r"^www\.", "", parts.hostname or "")
    return (
        f"{','.join(reversed(host.split('.')))}){parts.path or '/'}{'?' + parts.query if parts.query else ''}".lower()
    )


@dataclass
class Held:
    """A capture that an archive holds. `mime` warc/revisit: with its status unsaid, as the real index has it."""

    timestamp: str
    url: str
    body: bytes = b""
    status: int = 200
    mime: str = "text/html"
    headers: dict[str, str] = field(default_factory=dict)
    truncated: str = ""

    @property
    def row(self) -> list[str]:
        revisit = self.mime == "warc/revisit"
        status = "-" if revisit else str(self.status)
        return [
            urlkey(self.url),
            self.timestamp,
            self.url,
            self.mime,
            status,
            digest(self.body),
            str(len(self.body) // 3),
        ]


class WebArchive:
    """The captures it `holds`, and how it answers: `answers` is JSON or text, `pages` whether it knows resume keys,
    `refuses` says of a path whether it is refused, `log` is every request as (path, time)."""

    def __init__(self, *held: Held) -> None:
        self.holds = list(held)
        self.log: list[tuple[str, float]] = []
        self.answers, self.pages, self.says_when = "json", True, True
        self.refuses = lambda path: None  # or (status, headers)
        self.odd = lambda path: None  # or a whole answer
        self.gzips = False
        self.lock = threading.Lock()
        self.open = 0
        self.most_open = 0

    def __enter__(self) -> WebArchive:
        self.server = serve(self)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def fetched(self) -> Counter[str]:
        """How often each capture was asked for."""
        return Counter(path for path, _ in self.log if path.startswith("/web/"))

    @property
    def asked(self) -> int:
        """How often the index was asked."""
        return sum(path.startswith("/cdx/") for path, _ in self.log)

    def answer(self, path: str, headers: dict) -> tuple[int, dict[str, str], bytes]:
        self.log.append((path, time.monotonic()))
        if refused := self.refuses(path):
            return refused[0], refused[1], b"asked too often"
        if odd := self.odd(path):
            return odd
        if path.startswith("/cdx/search/cdx?"):
            return self.index({name: values[-1] for name, values in parse_qs(urlsplit(path).query).items()})
        if match := re.match(r"/web/(\d{14})id_/(.+)$", path):
            return self.replay(match[1], unquote(match[2]))
        return 404, {}, b"not found"

    def index(self, query: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        host = re.sub(r"^www\.", "", query["url"].split("/")[0])
        fields = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
        rows = sorted(
            held.row
            for held in self.holds
            if re.sub(r"^www\.", "", urlsplit(held.url).netloc.removesuffix(":80")) == host
            and query.get("from", "0") <= held.timestamp <= query.get("to", "9")
        )
        if match := re.fullmatch(r"!mimetype:(.+)", query.get("filter", "")):
            rows = [row for row in rows if not re.fullmatch(match[1], row[3])]
        key = None
        if self.pages and (limit := int(query.get("limit", "0"))):
            if resumed := query.get("resumeKey"):
                rows = [row for row in rows if f"{row[0]} {row[1]}" > unquote(resumed.replace("+", " "))]
            if len(rows) > limit and query.get("showResumeKey") == "true":
                rows = rows[:limit]
                key = quote(f"{rows[-1][0]} {rows[-1][1]}!", safe="").replace("%20", "+")
        elif limit := int(query.get("limit", "0")):
            rows = rows[:limit]
        wanted = query.get("fl", ",".join(fields)).split(",")
        rows = [[row[fields.index(name)] for name in wanted] for row in rows]
        if self.answers == "json":
            lines = ([wanted, *rows] if rows else []) + ([[], [key]] if key else [])
            return 200, {"Content-Type": "application/json"}, json.dumps(lines).encode()
        text = "".join(" ".join(row) + "\n" for row in rows) + (f"\n{key}\n" if key else "")
        return 200, {"Content-Type": "text/plain"}, text.encode()

    def replay(self, timestamp: str, url: str) -> tuple[int, dict[str, str], bytes]:
        held = next((one for one in self.holds if one.timestamp == timestamp and one.url == url), None)
        if held is None:
            return 404, {"Content-Type": "text/html"}, b"<h1>The Wayback Machine has not archived that URL.</h1>"
        when = datetime.strptime(timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        headers = {f"X-Archive-Orig-{name}": value for name, value in held.headers.items()}
        headers["Content-Type"] = held.headers.get("Content-Type", "text/html; charset=utf-8")
        if self.says_when:
            headers["Memento-Datetime"] = when.strftime("%a, %d %b %Y %H:%M:%S GMT")
        body = held.body
        if self.gzips:
            body = gzip.compress(body)
            headers["content-encoding"] = ""
        return held.status, headers, body


class CommonCrawl(WebArchive):
    """`holds` are of the crawl CC-MAIN-YYYY-01 of their year; all records are in one WARC for each."""

    def __init__(self, *held: Held) -> None:
        super().__init__(*held)
        self.knows_no_ranges = ""  # a year
        self.warcs: dict[str, tuple[bytes, list[tuple[Held, int, int]]]] = {}

    def answer(self, path: str, headers: dict) -> tuple[int, dict[str, str], bytes]:
        self.log.append((path, time.monotonic()))
        if refused := self.refuses(path):
            return refused[0], refused[1], b"slow down"
        if odd := self.odd(path):
            return odd
        years = sorted({held.timestamp[:4] for held in self.holds})
        if path == "/collinfo.json":
            crawls = [
                {"id": f"CC-MAIN-{year}-01", "cdx-api": f"{self.url}/CC-MAIN-{year}-01-index", "from": f"{year}-01-01T00:00:00",
                 "to": f"{year}-12-31T23:59:59"}
                for year in reversed(years)
            ]  # fmt: skip
            return 200, {}, json.dumps(crawls).encode()
        if match := re.match(r"/CC-MAIN-(\d{4})-01-index\?(.*)", path):
            return self.crawl(match[1], {name: values[-1] for name, values in parse_qs(match[2]).items()})
        if match := re.match(r"/crawl-data/(\d{4})\.warc\.gz$", path):
            if match[1] == self.knows_no_ranges:
                return 200, {}, self.warc(match[1])[0]
            first, last = map(int, re.findall(r"\d+", headers["Range"]))
            return 206, {"Content-Type": "application/octet-stream"}, self.warc(match[1])[0][first : last + 1]
        return 404, {}, b"not found"

    def crawl(self, year: str, query: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        rows = [
            {"urlkey": urlkey(held.url), "timestamp": held.timestamp, "url": held.url, "mime": held.mime,
             "mime-detected": "text/html", "status": str(held.status), "digest": digest(held.body), "length": str(length),
             "offset": str(offset), "filename": f"crawl-data/{year}.warc.gz"}
            | ({"truncated": held.truncated} if held.truncated else {})
            for held, offset, length in self.warc(year)[1]
            if urlsplit(held.url).netloc.removeprefix("www.") == query["url"]
        ]  # fmt: skip
        if not rows:
            return 404, {}, b'{"message": "No Captures found"}'
        if query.get("page", "0") != "0":
            return 400, {}, b'{"message": "Page 1 invalid"}'
        return 200, {}, "\n".join(map(json.dumps, rows)).encode()

    def warc(self, year: str) -> tuple[bytes, list[tuple[Held, int, int]]]:
        if year not in self.warcs:
            self.warcs[year] = self._packed(year)
        return self.warcs[year]

    def _packed(self, year: str) -> tuple[bytes, list[tuple[Held, int, int]]]:
        file, places = io.BytesIO(), []
        writer = WARCWriter(file, gzip=True)
        for held in (one for one in self.holds if one.timestamp.startswith(year)):
            offset = file.tell()
            date = datetime.strptime(held.timestamp, "%Y%m%d%H%M%S").strftime("%Y-%m-%dT%H:%M:%SZ")
            about = {"WARC-Date": date} | ({"WARC-Truncated": held.truncated} if held.truncated else {})
            http = StatusAndHeaders(f"{held.status} OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            record = writer.create_warc_record(held.url, "response", io.BytesIO(held.body), http_headers=http, warc_headers_dict=about)  # fmt: skip
            writer.write_record(record)
            places.append((held, offset, file.tell() - offset))
        return file.getvalue(), places


def serve(archive: WebArchive) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            with archive.lock:
                archive.open += 1
                archive.most_open = max(archive.most_open, archive.open)
            status, headers, body = archive.answer(self.path, dict(self.headers))
            with archive.lock:
                archive.open -= 1
            with suppress(OSError):
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A killed rescue hangs up; that is what the tests do to it."""

    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return server

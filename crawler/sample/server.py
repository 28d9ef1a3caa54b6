"""The sample newspapers over HTTP on the loopback interface, each on a port of its own."""

from __future__ import annotations

import errno
import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit

from .article import EDITIONS, Newspaper, newspapers
from .site import Reply, Site, etag
from .templates import DRESSES


@dataclass(frozen=True)
class Request:
    """A line of the access log. `path` is the address below the host, `time` seconds since the epoch."""

    method: str
    path: str
    status: int
    user_agent: str
    time: float


class PortTakenError(OSError):
    """A fixed port is in use; the message is one line for people."""


class ServedNewspaper:
    """A newspaper being served: what it is, where it is, and who asked for what (`requests`).

    Port 0 is any free one.
    """

    def __init__(self, newspaper: Newspaper, edition: int, port: int = 0) -> None:
        self.newspaper = newspaper
        self.name, self.title, self.province = newspaper.name, newspaper.title, newspaper.province
        self.requests: list[Request] = []
        try:
            self._http = _Server(("127.0.0.1", port), _Handler)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            raise PortTakenError(f"Port {port}, which {self.title} is served on, is taken.") from None
        self.url = f"http://127.0.0.1:{self._http.server_port}/"
        self._sites = {edition: DRESSES[newspaper.dress](newspaper, edition, self.url) for edition in EDITIONS}
        self.set_edition(edition)
        self._http.newspaper = self
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def set_edition(self, edition: int) -> None:
        """Serves that edition from the next request on."""
        self.site: Site = self._sites[edition]

    def close(self) -> None:
        """Stops serving it."""
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


class Newsstand(list[ServedNewspaper]):
    """The newspapers being served."""

    def set_edition(self, edition: int) -> None:
        """Has all newspapers serve that edition from the next request on."""
        for newspaper in self:
            newspaper.set_edition(edition)


@contextmanager
def serve(edition: int = 1, port_base: int | None = None) -> Iterator[Newsstand]:
    """Serves the newspapers while the block runs: on free ports, or on those that follow `port_base`.

    Raises PortTakenError where such a port is in use.
    """
    served = Newsstand()
    try:
        for newspaper in newspapers():
            port = 0 if port_base is None else port_base + newspaper.number
            served.append(ServedNewspaper(newspaper, edition, port))
        yield served
    finally:
        for each in served:
            each.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    newspaper: ServedNewspaper


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "BaoTinhSample"
    wbufsize = -1  # header and body in one packet: no 40 ms wait between them
    server: _Server

    def do_GET(self) -> None:
        """Answers as the newspaper's site does: 304 for what is known, packed where that is accepted; the request is
        logged.
        """
        address = urlsplit(self.path)
        newspaper = self.server.newspaper
        reply = newspaper.site.reply(unquote(address.path), dict(parse_qsl(address.query)))
        headers = dict(reply.headers)
        if reply.status == 200 and (newspaper.site.etags or not reply.type.startswith("text/html")):
            headers["ETag"] = etag(reply)
        status, body = reply.status, reply.body
        if self._unchanged(headers):
            status, body = 304, b""
        elif body and "gzip" in self.headers.get("Accept-Encoding", "") and not reply.type.endswith("gzip"):
            body = gzip.compress(body, 1, mtime=0)
            headers["Content-Encoding"] = "gzip"
        newspaper.requests.append(
            Request(self.command, self.path, status, self.headers.get("User-Agent", ""), time.time())
        )
        self._send(status, reply, headers, body)

    do_HEAD = do_GET

    def _unchanged(self, headers: dict[str, str]) -> bool:
        """Whether the request names the version that it would get, by tag or date."""
        if known := self.headers.get("If-None-Match"):
            return "ETag" in headers and headers["ETag"] in known
        since = self.headers.get("If-Modified-Since")
        if not since or "Last-Modified" not in headers:
            return False
        return parsedate_to_datetime(headers["Last-Modified"]) <= parsedate_to_datetime(since)

    def _send(self, status: int, reply: Reply, headers: dict[str, str], body: bytes) -> None:
        """Sends an answer; without a body for HEAD and 304."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Type", reply.type)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Logs nothing: the access log is `ServedNewspaper.requests`."""

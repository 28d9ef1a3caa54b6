"""Manners and bounds, proved on real crawls of servers on loopback: what arrived there, when, and what did not."""

from __future__ import annotations

import gzip
import json
import os
import textwrap
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import Any

import pytest
from scrapy.http import Response

from crawler.discovery.addresses import site
from crawler.fetching import politeness

from . import forked

Answer = tuple[int, dict[str, str], bytes]
OK: Answer = (200, {"Content-Type": "text/html"}, "<p>Tin trong tỉnh</p>".encode())
NONE: Answer = (404, {}, b"")


@dataclass
class Site:
    """A server on loopback: `answer(path, n)` says what its nth request gets; an exception closes the connection.

    `slow_start` is how many seconds a new connection takes before its first request is read.
    """

    answer: Callable[[str, int], Answer]
    slow_start: float = 0.0
    seen: list[tuple[float, str, dict[str, str]]] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0

    def __post_init__(self) -> None:
        site, lock = self, threading.Lock()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1  # headers and body in one packet: no waiting for the client's acknowledgement

            def setup(self) -> None:
                super().setup()
                time.sleep(site.slow_start)

            def do_GET(self) -> None:
                with lock:
                    n = len(site.seen)
                    site.seen.append((time.monotonic(), self.path, dict(self.headers.items())))
                    site.at_once += 1
                    site.most_at_once = max(site.at_once, site.most_at_once)
                try:
                    status, headers, body = site.answer(self.path, n)
                    self.send_response(status)
                    for name, value in headers.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except ConnectionError:
                    self.close_connection = True
                finally:
                    with lock:
                        site.at_once -= 1

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.host = f"127.0.0.1:{self.server.server_address[1]}"
        self.url = f"http://{self.host}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def paths(self) -> list[str]:
        return [path for _, path, _ in self.seen]

    def gaps(self) -> list[float]:
        times = [moment for moment, *_ in self.seen]
        return [after - before for before, after in pairwise(times)]


@pytest.fixture
def serve() -> Iterator[Callable[..., Site]]:
    sites: list[Site] = []

    def start(answer: Callable[[str, int], Answer], slow_start: float = 0.0) -> Site:
        sites.append(Site(answer, slow_start))
        return sites[-1]

    yield start
    for each in sites:
        each.server.shutdown()
        each.server.server_close()


def spaced(gaps: list[float], delay: float) -> bool:
    """No two arrivals closer than the delay, however busy this machine is."""
    return min(gaps) >= delay


def with_robots(text: str, answer: Callable[[str, int], Answer] = lambda path, n: OK) -> Callable[[str, int], Answer]:
    return lambda path, n: (200, {}, text.encode()) if path == "/robots.txt" else answer(path, n)


SPIDER = """
    import asyncio, json, sys, time
    from pathlib import Path
    import scrapy
    from scrapy.crawler import CrawlerProcess
    from scrapy.resolver import dnscache
    from crawler.fetching import politeness

    job = json.loads(sys.argv[1])

    class GivenUpSooner:
        def process_request(self, request):
            if request.url in job["given_up"]:
                request.meta["download_timeout"] = job["given_up"][request.url]

    class Thu(scrapy.Spider):
        name = "thu"
        home = job["home"]
        allowed_hosts = set(job["hosts"])

        async def start(self):
            for name, address in job["names"].items():
                dnscache[name] = address
            for url in job["robots"]:
                found = await politeness.robots(self.crawler, url)
                self.tell(url=url, sitemaps=found.sitemaps, delay=found.crawl_delay, status=found.status)
            for batch in job["urls"]:
                await asyncio.sleep(politeness.pause(self.crawler, batch[0]))
                self.left = len(batch)
                for url in batch:
                    yield scrapy.Request(url, self.parse, errback=self.failed, dont_filter=True,
                                         meta={"handle_httpstatus_all": True})
                while self.left:
                    await asyncio.sleep(0.01)

        def parse(self, response):
            time.sleep(job["lag"])
            self.tell(url=response.request.url, status=response.status, size=len(response.body),
                      retry_after=response.meta.get("retry_after"), pause=politeness.pause(self.crawler, response.url))
            self.left -= 1

        def failed(self, failure):
            self.tell(url=failure.request.url, error=type(failure.value).__name__, says=str(failure.value),
                      retry_after=failure.request.meta.get("retry_after"))
            self.left -= 1

        def tell(self, **what):
            print(json.dumps(what), flush=True)

    off = ["robotstxt.RobotsTxtMiddleware", "retry.RetryMiddleware", "redirect.RedirectMiddleware",
           "offsite.OffsiteMiddleware"]
    process = CrawlerProcess({
        "DOWNLOADER_MIDDLEWARES": {"crawler.fetching.bounds.StaysHome": 50, "crawler.fetching.politeness.Politeness": 100, GivenUpSooner: 101}
        | {f"scrapy.downloadermiddlewares.{name}": None for name in off},
        "DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https"), "crawler.fetching.politeness.InTurn"),
        "DOWNLOAD_DELAY_JITTER": 0, "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "USER_AGENT": "thubot/1.0 (+mailto:a@b.example)",
        "DOWNLOAD_MAXSIZE": 20 << 20, "DOWNLOAD_WARNSIZE": 0, "DOWNLOAD_TIMEOUT": 5, "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False, "LOG_LEVEL": "INFO", **job["settings"]})
    for _ in range(job["crawls"]):
        process.crawl(Thu)
    process.start()
    # Not ru_maxrss: a child's begins with what its parent held, here all the tests'.
    status = Path("/proc/self/status").read_text()
    print(json.dumps({"rss": int(status.partition("VmHWM:")[2].split()[0]) >> 10}))
"""


@dataclass
class Crawl:
    told: list[dict[str, Any]]
    log: str
    rss: int  # MB

    def of(self, url: str) -> dict[str, Any]:
        [found] = [told for told in self.told if told["url"] == url]
        return found


def crawl(
    *batches: list[str],
    home: str = "",
    hosts: list[str] | None = None,
    robots: list[str] | None = None,
    names: dict[str, str] | None = None,
    given_up: dict[str, float] | None = None,
    crawls: int = 1,
    lag: float = 0.0,
    **settings: Any,
) -> Crawl:
    """Crawl the addresses, a batch after another, in a process of its own: `crawls` times at once, each answer keeping
    it from everything else for `lag` seconds, those of `given_up` waited for as long as it says."""
    urls = [url for batch in batches for url in batch]
    job = {
        "home": home or urls[0],
        "hosts": hosts if hosts is not None else [url.split("/")[2] for url in urls],
        "robots": robots or [],
        "names": names or {},
        "given_up": given_up or {},
        "crawls": crawls,
        "lag": lag,
        "urls": batches,
        "settings": settings,
    }
    done = forked.run("-c", textwrap.dedent(SPIDER), json.dumps(job), env=os.environ, timeout=300)
    *told, last = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
    return Crawl(told, done.stderr, last["rss"])


def test_requests_keep_their_distance(serve: Callable[..., Site]) -> None:
    def slow(path: str, n: int) -> Answer:
        time.sleep(0.2 if path.endswith("slow") else 0)
        return (302, {"Location": "/elsewhere"}, b"") if path == "/2" else OK

    plain = serve(with_robots("User-agent: *\nAllow: /", slow))
    asked = serve(with_robots("User-agent: *\nCrawl-delay: 0.3\n\nUser-agent: other\nCrawl-delay: 9"))
    lower = serve(with_robots("User-agent: *\nCrawl-delay: 0.01"))
    greedy = serve(with_robots("User-agent: thubot\nCrawl-delay: 50"))
    urls = [f"{each.url}/{n}" for n in ("1", "2slow", "2", "3", "4") for each in (plain, asked, lower, greedy)]
    done = crawl(urls, DOWNLOAD_DELAY=0.12, MAX_CRAWL_DELAY=0.25)
    assert len(done.told) == 20 and plain.paths()[0] == "/robots.txt"
    for each, delay in ((plain, 0.12), (asked, 0.25), (lower, 0.12), (greedy, 0.25)):
        assert len(each.seen) == 6 and each.most_at_once == 1
        assert spaced(each.gaps(), delay), each.gaps()
        assert sum(each.gaps()) < 60, "on the busiest machine; one of them asks for 250 s"
    assert "Crawl-delay of 50 s cut to 0.25 s" in done.log
    assert {headers["User-Agent"] for _, _, headers in plain.seen} == {"thubot/1.0 (+mailto:a@b.example)"}


def test_slow_connections_and_a_busy_process_bunch_nothing(serve: Callable[..., Site]) -> None:
    closing = serve(lambda path, n: (200, {"Connection": "close"} if n % 3 == 2 else {}, b"Tin"), slow_start=0.15)
    others = [serve(lambda path, n: OK) for _ in range(3)]
    urls = [f"{each.url}/{n}" for n in range(6) for each in (closing, *others)]
    crawl(urls, DOWNLOAD_DELAY=0.1, lag=0.03, CONCURRENT_REQUESTS=50)
    for each in (closing, *others):
        assert len(each.seen) == 7 and spaced(each.gaps(), 0.1), each.gaps()


def test_two_crawls_of_a_process_share_the_pace_of_a_host(serve: Callable[..., Site]) -> None:
    def slow(path: str, n: int) -> Answer:
        time.sleep(0.05)
        return OK

    shared = serve(slow)
    crawl([f"{shared.url}/{n}" for n in range(4)], crawls=2, DOWNLOAD_DELAY=0.1)
    assert len(shared.seen) == 2 * 5 and shared.most_at_once == 1 and spaced(shared.gaps(), 0.1), shared.gaps()


def test_what_waits_longer_than_the_patience_is_handed_back(serve: Callable[..., Site]) -> None:
    closed = serve(with_robots("", lambda path, n: (503, {"Retry-After": "3600"}, b"")))
    done = crawl([f"{closed.url}/{n}" for n in range(3)], DOWNLOAD_DELAY=0.1, PATIENCE=2)
    assert closed.paths() == ["/robots.txt", "/0"]
    for n in (1, 2):
        assert done.of(f"{closed.url}/{n}")["error"] == "LeftAloneError"
        assert "asks to be left alone for 3600 s" in done.of(f"{closed.url}/{n}")["says"]


def test_robots_txt_is_obeyed(serve: Callable[..., Site]) -> None:
    rules = """\
        User-agent: *
        Disallow: /

        User-agent: ThuBot
        Disallow: /admin/
        Disallow: /*?print=
        Allow: /admin/tin/

        Sitemap: /sitemap.xml
        Sitemap: https://other.example/news.xml
    """

    over = threading.Event()

    def failing(how: str) -> Callable[[str, int], Answer]:
        def answer(path: str, n: int) -> Answer:
            if path == "/robots.txt" and how == "closed":
                raise ConnectionResetError
            if path == "/robots.txt" and how == "timeout":
                over.wait()
            return (int(how) if how.isdigit() and path == "/robots.txt" else 200, {}, b"User-agent: *\nDisallow: /")

        return answer

    def moved(to: str) -> Callable[[str, int], Answer]:
        return lambda path, n: (
            (301, {"Location": to}, b"") if "robots" in path else (200, {}, b"User-agent: *\nDisallow: /a")
        )

    obeyed = serve(with_robots(textwrap.dedent(rules)))
    large = serve(with_robots("User-agent: *\n" + "Disallow: /x\n" * 45_000 + "Disallow: /a\n"))
    free = {how: serve(failing(how)) for how in ("404", "403", "410", "204")}
    shut = {how: serve(failing(how)) for how in ("500", "503", "429", "closed", "timeout")}
    away, loop, near = serve(moved("http://127.0.0.9/r")), serve(moved("/robots.txt")), serve(moved("/rules"))
    everyone = [large, *free.values(), *shut.values(), away, loop, near]
    own = ["/", "/admin/", "/admin/tin/1", "/tin?print=1", "/tin?id=1"]
    done = crawl(
        [obeyed.url + path for path in own] + [each.url + "/a" for each in everyone],
        [each.url + "/b" for each in shut.values()],
        robots=[obeyed.url],
        given_up={shut["timeout"].url + "/robots.txt": 0.2},
        DOWNLOAD_DELAY=0.02,
        CONCURRENT_REQUESTS=50,
    )
    over.set()
    [found] = [told for told in done.told if "sitemaps" in told]
    assert found["sitemaps"] == [obeyed.url + "/sitemap.xml", "https://other.example/news.xml"]
    assert obeyed.paths().count("/robots.txt") == 1 and len(obeyed.seen) == 4
    outcomes = {told["url"]: told.get("error", told.get("status")) for told in done.told if "sitemaps" not in told}
    assert [outcomes[obeyed.url + path] for path in own] == [
        200,
        "RobotsForbiddenError",
        200,
        "RobotsForbiddenError",
        200,
    ]
    for how, each in free.items():
        assert outcomes[each.url + "/a"] == 200, how
    for how, each in shut.items():
        assert outcomes[each.url + "/a"] == outcomes[each.url + "/b"] == "RobotsUnreachableError", how
        assert set(each.paths()) == {"/robots.txt"}
        assert 0 < done.of(each.url + "/a")["retry_after"] <= 0.6, "the frontier learns that it may ask again"
    assert outcomes[away.url + "/a"] == 200 and away.paths() == ["/robots.txt", "/a"]
    assert outcomes[loop.url + "/a"] == 200 and loop.paths() == ["/robots.txt"] * 6 + ["/a"]
    assert outcomes[near.url + "/a"] == "RobotsForbiddenError" and near.paths() == ["/robots.txt", "/rules"]
    assert outcomes[large.url + "/a"] == 200, "no more than 500 KiB are read"


def test_robots_txt_is_asked_for_again_after_trouble(serve: Callable[..., Site]) -> None:
    waking = serve(lambda path, n: (500, {}, b"") if n == 0 else NONE if path == "/robots.txt" else OK)
    done = crawl([f"{waking.url}/0"], [f"{waking.url}/1"], [f"{waking.url}/2"], DOWNLOAD_DELAY=0.02)
    assert done.of(f"{waking.url}/0")["error"] == "RobotsUnreachableError"
    assert done.of(f"{waking.url}/0")["says"] == f"{waking.url}/robots.txt: 500"
    assert waking.paths() == ["/robots.txt", "/robots.txt", "/1", "/2"]
    assert waking.gaps()[0] >= 0.1 - 0.005, "but not before the pause is over"


NOON = "Sat, 28 Nov 2026 12:00:00 GMT"  # by the server's clock
ASKED_FOR = [
    (["120"], 120.0),
    (["2.5"], 2.5),
    (["1", "3600", "2"], 3600.0),
    (["Sat, 28 Nov 2026 12:00:02 GMT"], 2.0),
    (["Fri, 27 Nov 2026 12:00:00 GMT"], 0.0),
    (["9" * 400], politeness.LONGEST_ASKED),
    *[([value], 0.0) for value in ("-5", "soon", "", "1e9", "٣", "2,5", "1 2")],
]


@pytest.mark.parametrize(("values", "seconds"), ASKED_FOR)
def test_how_long_a_server_asks_to_be_left_alone(values: list[str], seconds: float) -> None:
    headers = {"Date": NOON, "Retry-After": [value.encode() for value in values]}
    assert politeness.retry_after(Response("http://bao.example/", headers=headers)) == seconds


def test_busy_hosts_are_left_alone(serve: Callable[..., Site]) -> None:
    def refuses(times: int, status: int = 429, **headers: str) -> Callable[[str, int], Answer]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return with_robots("", lambda path, n: (status, named, b"") if n <= times else OK)

    def dates(path: str, n: int) -> Answer:
        soon = datetime.now(UTC) + timedelta(seconds=2.5)
        return (503, {"Retry-After": format_datetime(soon, usegmt=True)}, b"") if n == 1 else OK

    over = threading.Event()

    def hangs(path: str, n: int) -> Answer:
        if n == 1:
            over.wait()
        return OK

    doubling = serve(refuses(3))
    seconds = serve(refuses(1, 503, Retry_After="1"))
    dated = serve(with_robots("", dates))
    days = serve(refuses(1, 429, Retry_After="86400"))
    silent = serve(with_robots("", hangs))
    broken = serve(with_robots("", lambda path, n: (500, {}, b"")))
    patient = [doubling, seconds, dated, silent, broken]
    # all at once: what waits in the downloader must be held back too
    first = [f"{each.url}/{n}" for n in range(6) for each in patient] + [f"{days.url}/0"]
    done = crawl(first, given_up={f"{silent.url}/0": 0.2}, DOWNLOAD_DELAY=0.05, CONCURRENT_REQUESTS=50)
    over.set()

    gaps = doubling.gaps()[1:]  # between the pages: three pauses, each twice the one before, then eight times the delay
    for gap, wanted in zip(gaps, [0.25, 0.5, 1.0, 0.4, 0.4], strict=True):
        assert gap >= 0.9 * wanted, gaps
    refused = [told["retry_after"] for told in done.told if told.get("status") == 429 and doubling.url in told["url"]]
    assert refused == pytest.approx([0.25, 0.5, 1.0], abs=0.01)
    assert seconds.gaps()[1] >= 0.95
    assert spaced(seconds.gaps()[2:], 0.1), "and it stays slower for a while"
    assert dated.gaps()[1] >= 1.4, "a date has whole seconds"
    assert done.of(f"{days.url}/0")["pause"] == pytest.approx(86400, abs=5)
    assert done.of(f"{silent.url}/0")["error"] == "DownloadTimeoutError"
    assert done.of(f"{silent.url}/0")["retry_after"] == pytest.approx(0.25, abs=0.01)
    assert {told["retry_after"] for told in done.told if broken.url in told["url"]} == {None}
    assert f"{broken.host}: " not in done.log, "a page that fails is no sign of a busy host"
    assert f"{doubling.host}: 429, left alone for 0.5 s" in done.log


def test_a_host_that_answers_again_is_asked_faster_again(serve: Callable[..., Site]) -> None:
    recovering = serve(with_robots("", lambda path, n: (503, {}, b"") if n == 1 else OK))
    done = crawl([f"{recovering.url}/{n}" for n in range(31)], DOWNLOAD_DELAY=0.02, CONCURRENT_REQUESTS=50)
    pages = recovering.gaps()[1:]
    assert spaced(pages[1:20], 0.1), "twice the least delay that backing off reckons with"
    assert spaced(pages[21:], 0.02)
    assert f"{recovering.host}: asking every 0.0 s again" in done.log


def test_requests_that_fail_together_are_one_reason_to_pause(serve: Callable[..., Site]) -> None:
    def refuses(path: str, n: int) -> Answer:
        time.sleep(0.3)
        return 429, {}, b""

    busy = serve(with_robots("", refuses))
    done = crawl(
        [f"{busy.url}/{n}" for n in range(4)], CONCURRENT_REQUESTS_PER_DOMAIN=4, DOWNLOAD_DELAY=0, DOWNLOAD_TIMEOUT=9
    )
    assert busy.most_at_once == 4
    assert max(told["retry_after"] for told in done.told) <= 0.25


def test_www_is_the_same_host(serve: Callable[..., Site]) -> None:
    home = serve(lambda path, n: OK)
    port = home.host.partition(":")[2]
    names = dict.fromkeys(("bao.example", "www.bao.example", "cdn.bao.example"), "127.0.0.1")
    urls = [f"http://{name}:{port}/{n}" for n in range(3) for name in names]
    done = crawl(urls, home=f"http://www.bao.example:{port}/", hosts=[], names=names, DOWNLOAD_DELAY=0.1,
                 PRIVATE_NETWORKS="127.0.0.1")  # fmt: skip
    errors = {told["url"]: told["error"] for told in done.told if "error" in told}
    assert errors == {url: "OffSiteError" for url in urls if "//cdn." in url}
    assert home.most_at_once == 1 and spaced(home.gaps(), 0.1)
    assert len(home.seen) == 2 + 6, "each name has a robots.txt of its own"


def test_private_addresses_are_refused(serve: Callable[..., Site]) -> None:
    inside = serve(lambda path, n: OK)
    port = inside.host.partition(":")[2]
    forms = [
        *("127.0.0.1", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "localhost", "[::1]", "[::ffff:127.0.0.1]"),
        *("0.0.0.0", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "224.0.0.1"),
        *("[fe80::1]", "[fc00::1]", "[ff02::1]", "240.0.0.1", "inside.example"),
    ]
    urls = [f"http://{form}:{port}/{n}" for n, form in enumerate(forms)]
    names = {"inside.example": "127.0.0.1", "public.example": "93.184.215.14"}
    done = crawl(urls, home="http://public.example/", names=names, robots=[urls[0]])
    refused = [told["url"] for told in done.told if told.get("error") == "AddressRefusedError"]
    assert sorted(refused) == sorted(urls)
    assert inside.seen == []


def test_a_start_address_inside_opens_no_other(serve: Callable[..., Site]) -> None:
    home, other = serve(lambda path, n: OK), serve(lambda path, n: OK)
    port = home.host.partition(":")[2]
    outcomes = {
        home.url + "/": None,
        f"http://127.0.0.2:{port}/": "AddressRefusedError",  # listed, but not the start address
        other.url + "/": "OffSiteError",
        f"http://localhost:{port}/": "OffSiteError",
        "file:///etc/hostname": "OffSiteError",
        "data:,x": "OffSiteError",
        "ftp://127.0.0.1/x": "OffSiteError",
    }
    done = crawl(list(outcomes), hosts=[home.host, f"127.0.0.2:{port}"])
    assert {told["url"]: told.get("error") for told in done.told} == outcomes
    assert home.paths() == ["/robots.txt", "/"] and other.seen == []


def test_bodies_too_large_are_dropped_within_bounded_memory(serve: Callable[..., Site]) -> None:
    import brotli

    def packed(kind: str) -> bytes:
        zeros = bytes(1 << 20)
        if kind == "br":
            return brotli.compress(zeros * 60, quality=1)
        pack = zlib.compressobj(1, wbits=31 if kind == "gzip" else 15)
        return b"".join(pack.compress(zeros) for _ in range(300 if kind == "gzip" else 60)) + pack.flush()

    bombs = {kind: packed(kind) for kind in ("gzip", "deflate", "br")}
    fits = gzip.compress(bytes(19 << 20), 1)

    def answer(path: str, n: int) -> Answer:
        kind = path.strip("/")
        if kind in bombs:
            return 200, {"Content-Encoding": kind}, bombs[kind]
        if kind == "fits":
            return 200, {"Content-Encoding": "gzip"}, fits
        return (200, {}, bytes(30 << 20)) if kind == "plain" else OK

    large = serve(with_robots("", answer))
    with suppress(ConnectionError):
        done = crawl([f"{large.url}/{kind}" for kind in (*bombs, "plain", "fits", "after")], DOWNLOAD_DELAY=0.01)
    for kind in bombs:
        assert done.of(f"{large.url}/{kind}")["error"] == "IgnoreRequest"
        assert "exceeded DOWNLOAD_MAXSIZE" in done.of(f"{large.url}/{kind}")["says"]
        assert done.of(f"{large.url}/{kind}")["retry_after"] is None
    assert done.of(f"{large.url}/plain")["error"] == "DownloadCancelledError"
    assert done.of(f"{large.url}/fits")["size"] == 19 << 20
    assert done.of(f"{large.url}/after")["status"] == 200
    assert done.rss < 250, f"{done.rss} MB for bombs of up to 300 MB"


def test_sites_are_told_apart_by_host_and_port() -> None:
    assert site("https://WWW.Bao.VN:443/tin") == site("http://bao.vn") == site("bao.vn.") == "bao.vn"
    assert site("http://bao.vn:8080/") == site("www.bao.vn:8080") == "bao.vn:8080"
    assert site("http://bao.vn@evil.example/") == "evil.example"
    assert site("http://[::1]:8000/") == "[::1]:8000"
    assert site("http://bao.vn:99999/") == site("http://[::1/") == ""

"""Manners: robots.txt, how fast a host is asked, and when it is left alone.

A downloader middleware and a download handler. `Politeness` obeys robots.txt (RFC 9309) and Crawl-delay, and backs off from hosts that are busy or out
of reach. `InTurn` keeps the pace where a request leaves, be it for a page, a robots.txt, a redirect or a second try.
Neither asks again by itself: that is the frontier's business, which learns from `pause` when a host may be asked next
and from `request.meta["retry_after"]` (seconds) that an answer or a failure was of the passing kind.
"""

from __future__ import annotations

import asyncio
import logging
import math
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic
from typing import ClassVar, Self
from urllib.parse import urljoin, urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from twisted.internet.error import ConnectError, ConnectionClosed

from crawler.discovery.addresses import site
from crawler.fetching.bounds import AddressRefusedError, Guarded, OffSiteError
from crawler.fetching.fetch_errors import cause, is_garbled, is_nobody
from crawler.fetching.headers import header, is_redirect, location, moment
from crawler.fetching.robots import Robots, RobotsForbiddenError, RobotsUnreachableError
from crawler.fetching.robots import parse as parse_robots

logger = logging.getLogger(__name__)

ROBOTS_SIZE = 500 * 1024  # bytes of a robots.txt that are read: what RFC 9309 2.5 asks for at least
ROBOTS_AGE = 24 * 3600  # seconds after which it is asked for again (RFC 9309 2.4)
ROBOTS_REDIRECTS = 5
BUSY = (429, 503)
FAILURES = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ConnectError,
    ConnectionClosed,
)
PAUSE_DELAYS = 5  # the first pause, in delays of the host; each further one is twice as long
MOST_BROKEN = 10  # answers in a row that break off, or are no HTTP, before that is taken for trouble of the host
LEAST_DELAY = 0.05  # seconds: the delay that backing off reckons with where less is set
LONGEST_PAUSE = 600.0  # seconds, but for a Retry-After that asks for more
LONGEST_ASKED = 366 * 86400.0  # seconds of a Retry-After
GOOD_ANSWERS = 20  # after so many in a row a host that was slowed down is asked twice as fast again
_SECONDS = re.compile(r"[0-9]+(?:\.[0-9]*)?")  # 120, 2.5


class LeftAloneError(DownloadFailedError):
    """The host asked for a pause that is longer than the crawl waits."""


def pause(crawler: Crawler, url: str) -> float:
    """Seconds for which the host of `url` wants to be left alone; 0 where it may be asked now."""
    return _middleware(crawler).pause(url)


def spacing(crawler: Crawler, url: str) -> float:
    """Seconds between the requests to the host of `url`, as it is asked now."""
    return _middleware(crawler)._host(site(url)).spacing


def take_over(crawler: Crawler, url: str, ago: float, spacing: float, alone: float) -> None:
    """Goes on as another crawl left the host of `url`: asked `ago` seconds before, at that spacing, and to be left alone
    for so many seconds yet."""
    host = _middleware(crawler)._host(site(url))
    host.not_before = max(host.not_before, monotonic() - ago + max(spacing, host.spacing), monotonic() + alone)


async def robots(crawler: Crawler, url: str) -> Robots:
    """The robots.txt that governs `url`, fetched if need be."""
    return await _middleware(crawler).robots(url)


def _middleware(crawler: Crawler) -> Politeness:
    """The middleware of a crawl, which always has one."""
    politeness = crawler.get_downloader_middleware(Politeness)
    assert politeness is not None
    return politeness


@dataclass(slots=True)
class _Host:
    """How a host is being asked. Times are monotonic, in seconds."""

    delay: float  # as set, or as its robots.txt asks for
    turns: asyncio.Semaphore  # as many as requests may be under way at once
    slower: int = 1  # times the delay
    failures: int = 0  # in a row
    good: int = 0  # answers in a row
    broken: int = 0  # answers in a row that broke off, or were no HTTP
    asked: float = -math.inf  # the latest moment at which the last request can have reached it
    not_before: float = 0.0

    @property
    def spacing(self) -> float:
        """Seconds between two requests."""
        return self.delay if self.slower == 1 else max(self.delay, LEAST_DELAY) * self.slower

    @property
    def wait(self) -> float:
        """Seconds until the next request may leave; none is left where it is not positive."""
        return max(self.asked + self.spacing, self.not_before) - monotonic()


class Politeness:
    """Obeys robots.txt, Crawl-delay and Retry-After, and backs off on 429, 503, timeouts and failed connections.

    A host is one, with `www.` and without, over http and https, whoever asks: CONCURRENT_REQUESTS_PER_DOMAIN and
    DOWNLOAD_DELAY (or an entry of DOWNLOAD_SLOTS, by `site`) hold for it; Crawl-delay raises the delay up to
    MAX_CRAWL_DELAY. Raises RobotsForbiddenError, RobotsUnreachableError or AddressRefusedError instead of a request.
    """

    # By `site`; shared by all crawls of a process, lest two newspapers on one host ask it in turn.
    hosts: ClassVar[dict[str, _Host]] = {}

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self.crawler = crawler
        self.agent: str = settings["ROBOTSTXT_USER_AGENT"] or settings["USER_AGENT"].partition("/")[0]
        self.longest_crawl_delay = settings.getfloat("MAX_CRAWL_DELAY", 60.0)
        self._robots: dict[str, Robots] = {}
        self._fetching: dict[str, asyncio.Lock] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        self = cls(crawler)
        crawler.signals.connect(self._reached, signals.headers_received)
        return self

    def pause(self, url: str) -> float:
        """Seconds for which the host of an address wants to be left alone; 0 where it may be asked now."""
        host = self.hosts.get(site(url))
        return max(0.0, host.not_before - monotonic()) if host else 0.0

    async def process_request(self, request: Request) -> None:
        """Lets a request go on that robots.txt allows.

        Raises RobotsForbiddenError, RobotsUnreachableError or AddressRefusedError for others.
        """
        if not request.url.startswith(("http://", "https://")):
            return
        request.meta["download_slot"] = site(request.url)
        if not request.meta.get("robots"):
            rules = await self.robots(request.url)
            if rules.refused:
                raise AddressRefusedError(rules.error)
            if not rules.reachable:
                request.meta["retry_after"] = self.pause(request.url)
                raise RobotsUnreachableError(rules)
            if not rules.allowed(request.url):
                self.crawler.stats.inc_value("robotstxt/forbidden")
                raise RobotsForbiddenError(f"robots.txt forbids {request.url}")

    async def in_turn(self, request: Request, download: Callable[[Request], Awaitable[Response]]) -> Response:
        """Downloads it once its host may be asked; raises LeftAloneError where that is longer off than PATIENCE.

        The delay begins with the answer: only then is it certain that the request has reached the server, however
        long the connection took and however late this process came to sending it.
        """
        host = self._host(site(request.url))
        async with host.turns:
            while (wait := host.wait) > 0:
                if host.not_before - monotonic() > self.crawler.settings.getfloat("PATIENCE", math.inf):
                    raise LeftAloneError(f"{request.url}: the server asks to be left alone for {wait:.0f} s")
                await asyncio.sleep(wait)
            host.asked = monotonic()
            try:
                response = await download(request)
            except (ResponseDataLossError, *FAILURES) as error:
                host.broken += is_garbled(
                    error
                )  # one such page is that page's trouble; one after another are the host's
                if host.broken > MOST_BROKEN or not is_garbled(error):
                    self._back_off(request, cause(error))
                raise
            self._learn(request, response)
            return response

    def _reached(self, request: Request) -> None:
        """Notes that the answer to a request has begun: the delay counts from here."""
        self._host(site(request.url)).asked = monotonic()

    def _learn(self, request: Request, response: Response) -> None:
        """Takes from an answer how its host wants to be asked: backs off, or asks a little faster again."""
        host = self._host(site(request.url))
        if response.status in BUSY:
            self._back_off(request, str(response.status), retry_after(response))
        elif response.status < 500:
            host.failures = host.broken = 0
            host.good += 1
            if host.slower > 1 and host.good % GOOD_ANSWERS == 0:
                host.slower //= 2
                logger.info("%s: asking every %.1f s again", site(request.url), host.spacing)

    async def robots(self, url: str) -> Robots:
        """The robots.txt that governs an address, fetched where it is not known or has expired; one request at a time."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        async with self._fetching.setdefault(origin, asyncio.Lock()):
            known = self._robots.get(origin)
            if known is None or known.expires <= monotonic():
                known = self._robots[origin] = await self._fetch_robots(f"{origin}/robots.txt")
            return known

    async def _fetch_robots(self, url: str) -> Robots:
        """Asks for a robots.txt. One that leads nowhere or off the site counts as none, as 4xx do (RFC 9309 2.3.1)."""
        result = Robots(url, agent=self.agent, expires=monotonic() + ROBOTS_AGE)
        target = url
        for _ in range(1 + ROBOTS_REDIRECTS):
            request = Request(target, callback=NO_CALLBACK, meta={"robots": True}, dont_filter=True)
            try:
                response = await self.crawler.engine.download_async(request)
            except (OffSiteError, AddressRefusedError) as error:
                result.reachable, result.error = False, str(error)
                result.refused = isinstance(error, AddressRefusedError)
                return result
            except Exception as error:
                result.error, result.nobody = cause(error), is_nobody(error)
                return self._out_of_reach(result, request, result.error)
            result.status = response.status
            if response.status in BUSY or response.status >= 500:
                return self._out_of_reach(result, request, str(response.status))
            if response.status == 200:
                self._read_robots(result, response.body)
            if not is_redirect(response):
                break
            leads_to = _join(target, location(response))
            if leads_to is None or site(leads_to) != site(url):
                break
            target = leads_to
        return result

    def _out_of_reach(self, result: Robots, request: Request, why: str) -> Robots:
        """Notes that a robots.txt could not be had, so that nothing else is asked for until the host is tried again."""
        logger.warning("%s: %s, so nothing else is asked for now", result.url, why)
        if "retry_after" not in request.meta:
            self._back_off(request, why)
        result.reachable = False
        result.expires = self._host(site(result.url)).not_before
        return result

    def _read_robots(self, result: Robots, body: bytes) -> None:
        """Takes rules, sitemaps and Crawl-delay from a robots.txt, of a long one as far as ROBOTS_SIZE."""
        lines = body[: ROBOTS_SIZE + 1]
        if len(lines) > ROBOTS_SIZE:
            lines = lines.rpartition(b"\n")[0]
        result.rules = parse_robots(lines, self.agent)
        result.sitemaps = [address for line in result.rules.sitemaps if (address := _join(result.url, line))]
        result.crawl_delay = result.rules.crawl_delay(self.agent)
        if result.crawl_delay:
            self._slow_to(site(result.url), result.crawl_delay)

    def _host(self, key: str) -> _Host:
        """How a host (as `site` gives it) is being asked; a new one at the configured delay."""
        if key not in self.hosts:
            settings = self.crawler.settings
            delay = settings.getdict("DOWNLOAD_SLOTS").get(key, {}).get("delay", settings.getfloat("DOWNLOAD_DELAY"))
            turns = asyncio.Semaphore(settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"))
            self.hosts[key] = _Host(delay=float(delay), turns=turns)
        return self.hosts[key]

    def _slow_to(self, key: str, crawl_delay: float) -> None:
        """Asks a host no faster than its Crawl-delay (seconds), which is cut where it is very long."""
        host = self._host(key)
        if crawl_delay > self.longest_crawl_delay:
            logger.warning("%s: Crawl-delay of %g s cut to %g s", key, crawl_delay, self.longest_crawl_delay)
        host.delay = max(host.delay, min(crawl_delay, self.longest_crawl_delay))

    def _back_off(self, request: Request, why: str, asked_for: float = 0.0) -> None:
        """Leaves a host alone for longer after each failure, or for the seconds `asked_for`, and asks it more slowly
        after.
        """
        key = site(request.url)
        host = self._host(key)
        now = monotonic()
        host.good = 0
        seconds = asked_for
        if host.not_before <= now:  # else this one was under way when the pause began, and tells nothing new
            host.failures += 1
            delay = max(host.delay, LEAST_DELAY)
            host.slower = min(host.slower * 2, max(1, int(self.longest_crawl_delay / delay)))
            seconds = max(seconds, min(PAUSE_DELAYS * delay * 2 ** min(host.failures - 1, 20), LONGEST_PAUSE))
            logger.info("%s: %s, left alone for %.1f s", key, why, seconds)
        host.not_before = max(host.not_before, now + seconds)
        request.meta["retry_after"] = host.not_before - now


class InTurn(Guarded):
    """The download handler of http and https: a request leaves when `Politeness` says that its host may be asked."""

    async def download_request(self, request: Request) -> Response:
        """Downloads in the host's turn. Raises LeftAloneError where that is too far off."""
        return await _middleware(self.crawler).in_turn(request, super().download_request)


def _join(base: str, href: str) -> str | None:
    """The address that `href` means, None where it means none."""
    try:
        address = urljoin(base, href)
        return address if urlsplit(address).port is not None or urlsplit(address).hostname else None
    except ValueError:
        return None


def retry_after(response: Response) -> float:
    """Seconds that Retry-After asks for, as a number or a date (RFC 9110 10.2.3), a year at most, the longest where it is
    given several times; 0 where it is not given."""
    told = [value.decode("latin-1").strip() for value in response.headers.getlist("Retry-After")]
    asked = moment(header(response, "Date") or "") or datetime.now(UTC)  # by the server's own clock, where it tells
    return min(max((_seconds(value, asked) for value in told), default=0.0), LONGEST_ASKED)


def _seconds(value: str, asked: datetime) -> float:
    """Seconds that one value of Retry-After asks for of who asked then; a fraction is no standard, but plain; 0 for none."""
    if _SECONDS.fullmatch(value):
        return float(value)
    until = moment(value)
    return max(0.0, (until - asked).total_seconds()) if until else 0.0

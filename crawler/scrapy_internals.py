"""What we use of Scrapy that it keeps private or does not document, and nothing else: a new Scrapy is checked here.

Each use says what it is for and, in brackets, the tests that fail when Scrapy changes it; `tests/test_house.py` holds
that no other module imports or touches such a part.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler, _ScrapyAgent
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import Response
from scrapy.spiderloader import get_spider_loader
from scrapy.utils import _compression
from scrapy.utils._compression import _DecompressionMaxSizeExceeded, _inflate, _unbrotli, _unzstd
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.asyncio import call_later
from scrapy.utils.defer import _schedule_coro, maybe_deferred_to_future
from scrapy.utils.gz import gunzip
from scrapy.utils.log import get_scrapy_root_handler
from zope.interface import directlyProvides, providedBy

__all__ = [
    "CheckingDownloadHandler",
    "UnpacksTooLargeError",
    "ask_again",
    "brotli",
    "gunzip",
    "in_pipelines",
    "inflate",
    "most_unpacked",
    "root_handler",
    "run_soon",
    "spider_loader",
    "unbrotli",
    "unzstd",
]

Check = Callable[[str], None]  # raises where an address must not be connected to

# Unpacking of bodies, each `(data, max_size=)` to bytes; the error where it would be more. [tests/crawler/test_captures.py,
# tests/crawler/test_responses.py]
UnpacksTooLargeError = _DecompressionMaxSizeExceeded
inflate, unbrotli, unzstd = _inflate, _unbrotli, _unzstd

# The library of brotli that it has found. [tests/crawler/test_responses.py]
brotli = _compression.brotli

# The handler of the log that Scrapy makes anew with every crawler, or None. [tests/crawler/test_progress.py]
root_handler = get_scrapy_root_handler

# The spiders there are: what SPIDER_LOADER_CLASS makes of settings. [tests/crawler/test_catalogue.py]
spider_loader = get_spider_loader


def most_unpacked(middleware: HttpCompressionMiddleware) -> int:
    """Bytes that a body may unpack to, as DOWNLOAD_MAXSIZE says; 0 for any number. [tests/crawler/test_responses.py]"""
    return middleware._max_size


def ask_again(crawler: Crawler, seconds: float) -> None:
    """Has the engine ask its scheduler for the next request in so many seconds, as it does after each answer.
    [tests/crawler/test_pace.py]"""
    engine = crawler.engine
    if engine is not None and engine._slot is not None:
        call_later(seconds, engine._slot.nextcall.schedule)


def run_soon(work: Coroutine[Any, Any, Any]) -> None:
    """Runs a coroutine from a function that none awaits, as a signal's receiver. [tests/crawler/test_newspaper.py]"""
    _schedule_coro(work)


def in_pipelines(crawler: Crawler) -> int:
    """Items that are in the pipelines now. [tests/crawler/test_files.py]"""
    assert crawler.engine is not None
    slot = crawler.engine.scraper.slot
    return slot.itemproc_size if slot is not None else 0


class CheckingDownloadHandler(HTTP11DownloadHandler):
    """Scrapy's download handler of HTTP/1.1, which has every address looked at before it is connected to, after names
    were looked up; and which leaves the reason phrase of an answer, that no response of Scrapy's has, in
    `request.meta["reason"]`. [tests/crawler/test_bounds.py, tests/crawler/test_captures.py]"""

    def check_for(self, request: Request) -> Check | None:
        """What looks at the addresses of a request; None where none need be looked at."""
        raise NotImplementedError

    async def download_request(self, request: Request) -> Response:
        """Downloads as Scrapy does, by an agent that checks addresses."""
        agent = _Agent(
            contextFactory=self._contextFactory,
            bindAddress=self._bind_address,
            pool=self._pool,
            maxsize=self._default_maxsize,
            warnsize=self._default_warnsize,
            fail_on_dataloss=self._fail_on_dataloss,
            crawler=self._crawler,
            tls_verbose_logging=self._tls_verbose_logging,
        )
        agent.check = self.check_for(request)
        with wrap_twisted_exceptions():
            return await maybe_deferred_to_future(agent.download_request(request))


class _Agent(_ScrapyAgent):
    """Scrapy's agent, with what looks at addresses (None: nothing does)."""

    check: Check | None = None

    def _cb_bodyready(self, txresponse: Any, request: Request) -> Any:
        """Keeps the words beside the status in `request.meta["reason"]`."""
        request.meta["reason"] = txresponse.phrase
        return super()._cb_bodyready(txresponse, request)

    def _get_agent(self, request: Request, timeout: float) -> Any:
        """Scrapy's agent, connecting through a reactor that checks addresses."""
        agent = super()._get_agent(request, timeout)
        if self.check is not None:
            agent._endpointFactory._reactor = _Reactor(agent._reactor, self.check)
        return agent


class _Reactor:
    """The reactor, which looks at every address before it connects to it."""

    def __init__(self, reactor: Any, check: Check) -> None:
        self._reactor, self._check = reactor, check
        directlyProvides(self, providedBy(reactor))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reactor, name)

    def connectTCP(self, host: str, port: int, *args: Any, **kwargs: Any) -> Any:
        """Connects, unless the check raises."""
        self._check(host)
        return self._reactor.connectTCP(host, port, *args, **kwargs)

"""What we use of Scrapy that it keeps private or does not document, and nothing else: a new Scrapy is checked here.

Each use says what it is for and, in brackets, the tests that fail when Scrapy changes it; `tests/test_house.py` holds
that no other module imports or touches such a part.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
    _ScrapyAgent,
)
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

from crawler.twisted_internals import ChunkDecoder, is_header_name

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
LONGEST_LINE = 256 * 1024  # bytes of a header, as many as browsers take

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
    were looked up; which reads answers whose head breaks rules that browsers do not mind; and which leaves the reason
    phrase of an answer, that no response of Scrapy's has, in `request.meta["reason"]`. [tests/crawler/test_bounds.py,
    tests/crawler/test_captures.py, tests/crawler/test_responses.py]"""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _Factory

    def check_for(self, request: Request) -> Check | None:
        """What looks at the addresses of a request; None where none need be looked at. Raises NotImplementedError:
        whoever uses the handler says it.
        """
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


class _Factory(_LenientHTTP11ClientFactory):
    """Scrapy's maker of connections, which gives each our protocol."""

    def buildProtocol(self, addr: Any) -> Any:
        """The protocol of a new connection."""
        return _Protocol(self._quiescentCallback)


class _Protocol(_LenientHTTP11ClientProtocol):
    """Scrapy's protocol, with our reader of answers, which it is given as Scrapy gives it its own."""

    def request(self, request: Any) -> Any:
        """Sends a request."""
        answer = super().request(request)
        assert self._parser is not None
        self._parser.__class__ = _Parser
        return answer


class _Parser(_LenientHTTPClientParser):
    """Scrapy's reader of answers, which passes over headers that are none, and takes those of any length.

    What is passed over is in no capture either: Twisted has no place for it.
    """

    MAX_LENGTH = LONGEST_LINE
    _transferDecoders = {b"chunked": ChunkDecoder}

    def statusReceived(self, status: bytes) -> None:
        """Reads the status line, however many blanks are in it."""
        super().statusReceived(b" ".join(status.split(None, 2)))

    def headerReceived(self, name: bytes, value: bytes) -> None:
        """Takes in a header whose name is one, without the blanks around it."""
        if is_header_name(name.strip()):
            super().headerReceived(name.strip(), value)

    def allHeadersReceived(self) -> None:
        """Leaves out what says nothing of the body's length: an empty one, and the coding that changes nothing."""
        lengths = [one for one in self.connHeaders.getRawHeaders(b"Content-Length", []) if one]
        coded = b",".join(self.connHeaders.getRawHeaders(b"Transfer-Encoding", [])).lower()
        codings = [one for part in coded.split(b",") if (one := part.strip()) not in (b"", b"identity")]
        for name, said in ((b"Content-Length", lengths), (b"Transfer-Encoding", list(dict.fromkeys(codings)))):
            self.connHeaders.removeHeader(name)
            if said:
                self.connHeaders.setRawHeaders(name, said)
        super().allHeadersReceived()

"""Where the crawler never goes: off the newspaper's site, or into a private network."""

from __future__ import annotations

import asyncio
import ipaddress
from contextlib import suppress
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.internet.interfaces import IResolutionReceiver
from zope.interface import implementer

from crawler.discovery.addresses import site


class OffSite(IgnoreRequest):
    """The address is not on the newspaper's site."""


class AddressRefused(IgnoreRequest):
    """The host's address is private, loopback, link-local, multicast or reserved."""


class StaysHome:
    """Refuses requests that would leave the spider's site or enter a private network.

    The site is the spider's `allowed_hosts` (`a.vn`, `a.vn:8080`; each with and without `www.`, no other subdomains;
    looked at anew with every request), without it the host of its `home`. Private addresses are refused after the
    name is resolved, however the address was written, unless the spider's `home` resolves to that very address; the
    address of the connection is looked at once more when the answer is there.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._safe: set[str] = set()  # hosts found public; Scrapy's resolver gives the connection the same answer
        self._home: set[str] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        hosts = self._hosts()
        if parts.scheme not in ("http", "https"):
            if hosts:
                raise OffSite(f"not a web address: {request.url}")
            return
        if site(request.url) not in hosts:
            raise OffSite(f"off-site: {request.url}")
        host = parts.hostname or ""
        if host not in self._safe:
            addresses = await _resolve(host)
            for address in addresses:
                await self._check(address, request.url)
            if addresses:
                self._safe.add(host)

    async def process_response(self, request: Request, response: Response) -> Response:
        if response.ip_address and not request.meta.get("proxy"):
            await self._check(str(response.ip_address), request.url)
        return response

    def _hosts(self) -> set[str]:
        spider = self.crawler.spider
        home = getattr(spider, "home", None)
        hosts = getattr(spider, "allowed_hosts", None) or ([home] if home else [])
        return {site(host) for host in hosts}

    async def _check(self, address: str, url: str) -> None:
        if _public(address):
            return
        if self._home is None:
            home = getattr(self.crawler.spider, "home", None)
            self._home = set(await _resolve(urlsplit(home).hostname or "")) if home else set()
        if address not in self._home:
            raise AddressRefused(f"{address} is not a public address: {url}")


def _public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and (inner := ip.ipv4_mapped or ip.sixtofour):
        ip = inner
    return ip.is_global and not ip.is_multicast


async def _resolve(host: str) -> list[str]:
    """The addresses that a connection to `host` would go to, from the same resolver; none where it has none."""
    with suppress(ValueError):
        return [str(ipaddress.ip_address(host))]
    from twisted.internet import reactor

    receiver = _Addresses(asyncio.get_running_loop().create_future())
    reactor.nameResolver.resolveHostName(receiver, host)  # type: ignore[attr-defined]
    return await receiver.done


@implementer(IResolutionReceiver)
class _Addresses:
    """Gathers what a resolver finds."""

    def __init__(self, done: asyncio.Future[list[str]]) -> None:
        self.done = done
        self.found: list[str] = []

    def resolutionBegan(self, resolution: Any) -> None:
        pass

    def addressResolved(self, address: Any) -> None:
        self.found.append(address.host)

    def resolutionComplete(self) -> None:
        if not self.done.done():
            self.done.set_result(self.found)

"""Where the crawler never goes: off the newspaper's site, and to addresses that are not public.

`StaysHome`, a downloader middleware, refuses addresses off the site and those that name a private host outright.
`Guarded`, the download handler below `InTurn`, refuses connections: names are looked up as the connection is made, and
what was found is judged there, so no later answer of the DNS can lead elsewhere.
"""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.settings import BaseSettings
from twisted.internet.interfaces import IResolutionReceiver
from zope.interface import implementer

from crawler.discovery.addresses import site
from crawler.scrapy_internals import CheckingDownloadHandler

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# What the registries of special addresses do not say, or our Python's copy of them does not know yet.
NOT_PUBLIC = tuple(
    ip_network(network)
    for network in (
        "192.0.0.0/24",  # protocols' own (RFC 6890)
        "168.63.129.16/32",  # a cloud's own services, at an address that looks public
        "192.88.99.0/24",  # relays of 6to4, given up (RFC 7526)
        "2001::/32",  # Teredo: the address inside is anybody's
        "2001:db8::/32",
        "3fff::/20",  # documentation (RFC 9637)
    )
)
GLOBAL = ip_network("2000::/3")  # all that was ever given out of IPv6
# IPv6 that stands for an IPv4 address, and how many bits follow that
EMBEDDED = (
    (ip_network("::ffff:0:0/96"), 0),  # ::ffff:127.0.0.1, mapped
    (ip_network("::ffff:0:0:0/96"), 0),  # ::ffff:0:127.0.0.1, translated (RFC 2765)
    (ip_network("64:ff9b::/96"), 0),  # 64:ff9b::127.0.0.1, NAT64
    (ip_network("2002::/16"), 80),  # 2002:7f00:1::, 6to4
)
_DIGITS = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+)){0,3}", re.I)  # 127.1, 0x7f000001, 2130706433


class OffSiteError(IgnoreRequest):
    """The address is not on the newspaper's site."""


class AddressRefusedError(IgnoreRequest):
    """The host's address is private, loopback, link-local, multicast or reserved."""


def public(address: Address) -> bool:
    """Whether anybody on the internet may be at this address, and the same one for all."""
    if isinstance(address, IPv6Address):
        for network, after in EMBEDDED:
            if address in network:
                return public(IPv4Address(int(address) >> after & 0xFFFFFFFF))
        if address not in GLOBAL:
            return False
    return address.is_global and not address.is_multicast and not any(address in network for network in NOT_PUBLIC)


def literal(host: str) -> Address | None:
    """The address that a host is without being looked up, in any spelling that `inet_aton` knows; None for a name."""
    host = host.strip("[]").rstrip(".").partition("%")[0]
    try:
        return ip_address(host)
    except ValueError:
        pass
    if _DIGITS.fullmatch(host):
        try:
            return IPv4Address(socket.inet_aton(host))
        except OSError:
            pass
    return None


def is_inside(url: str) -> bool:
    """Whether an address means nothing to anybody outside: localhost, a private address, a name without a dot."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    at = literal(host)
    return not public(at) if at else "." not in host or host.endswith((".localhost", ".local", ".internal"))


def networks(setting: object) -> list[Network]:
    """The networks that PRIVATE_NETWORKS names, a list or a text with commas. Raises ValueError where one is none."""
    names = setting.split(",") if isinstance(setting, str) else setting or []
    assert isinstance(names, list | tuple)
    return [ip_network(name.strip()) for name in names if name.strip()]


class Doors:
    """The addresses that a crawl may connect to: the public ones, what PRIVATE_NETWORKS names, and its start address
    where that is itself an address or `localhost`."""

    def __init__(self, settings: BaseSettings, start: str | None) -> None:
        self.networks = networks(settings["PRIVATE_NETWORKS"])
        host = (urlsplit(start).hostname or "").rstrip(".") if start else ""
        at = literal(host)
        self.given = {at} if at else {ip_address("127.0.0.1"), ip_address("::1")} if host == "localhost" else set()

    def check(self, address: str, url: str) -> None:
        """Raises AddressRefusedError unless this address, of the host of `url`, may be asked."""
        at = literal(address)
        if at is None or not (public(at) or at in self.given or any(at in network for network in self.networks)):
            raise AddressRefusedError(f"{address} is not a public address: {url}")


def doors(crawler: Crawler) -> Doors:
    """The addresses that this crawl may connect to."""
    spider = crawler.spider
    return Doors(crawler.settings, getattr(spider, "start_address", None) or getattr(spider, "home", None))


class StaysHome:
    """Refuses requests that would leave the spider's site, or name an address that is not public.

    The site is the spider's `allowed_hosts` (`a.vn`, `a.vn:8080`; each with and without `www.`, no other subdomains;
    looked at anew with every request), without it the host of its `home`. Behind a proxy, which makes the connection,
    names are looked up here, as far as this machine can.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raises OffSiteError or AddressRefusedError for a request that may not leave; others go on."""
        parts = urlsplit(request.url)
        hosts = self._hosts()
        if parts.scheme not in ("http", "https"):
            if hosts:
                raise OffSiteError(f"not a web address: {request.url}")
            return
        if site(request.url) not in hosts:
            raise OffSiteError(f"off-site: {request.url}")
        host = parts.hostname or ""
        if at := literal(host):
            doors(self.crawler).check(str(at), request.url)
        elif request.meta.get("proxy"):
            for address in await _resolve(host):
                doors(self.crawler).check(address, request.url)

    def _hosts(self) -> set[str]:
        """The hosts of the spider's site, as `addresses.site` gives them; empty where it names none: then no web
        address may be asked for.
        """
        spider = self.crawler.spider
        home = getattr(spider, "home", None)
        hosts = getattr(spider, "allowed_hosts", None) or ([home] if home else [])
        return {site(host) for host in hosts}


class Guarded(CheckingDownloadHandler):
    """Scrapy's download handler, connecting to no address that `Doors` does not open. A proxy is whoever runs this
    crawl's choice, wherever it is."""

    def check_for(self, request: Request) -> Callable[[str], None] | None:
        """What raises AddressRefusedError for an address that the request may not connect to; None for a request through a
        proxy.
        """
        if request.meta.get("proxy"):
            return None
        may_ask = doors(self.crawler)
        return lambda address: may_ask.check(address, request.url)


class SystemNames:
    """What Scrapy looks names up by: this machine's own way, in IPv4 and IPv6, asked anew for each connection."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> Self:
        return cls()

    def install_on_reactor(self) -> None:
        """Leaves the reactor its own look-up, which is this machine's."""


async def _resolve(host: str) -> list[str]:
    """The addresses that this machine would find for `host`; none where it finds none."""
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
        """Takes in an address found."""
        self.found.append(address.host)

    def resolutionComplete(self) -> None:
        """Hands on what was found."""
        if not self.done.done():
            self.done.set_result(self.found)

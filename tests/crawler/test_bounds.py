"""Where the crawler never goes: however an address is spelled, whoever names it, whatever the DNS says the next time.
`make fuzz FUZZ=spelling` is the long run."""

from __future__ import annotations

import random
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from scrapy.settings import Settings

from crawler.discovery.addresses import normalize
from crawler.fetching.bounds import AddressRefusedError, Doors, literal, networks, public

from ..fuzzing import rounds
from . import forked
from .conftest import article, environment, listing

SPECIAL = {  # block -> an address of it
    "this host": "0.0.0.0 0.1.2.3 ::",
    "loopback": "127.0.0.1 127.255.3.4 ::1",
    "private": "10.1.2.3 172.16.0.1 172.31.255.254 192.168.1.1 fc00::1 fd12:3456::1",
    "link-local": "169.254.1.1 fe80::1 fe80::1%eth0",
    "metadata of clouds": "169.254.169.254 fd00:ec2::254 100.100.100.200 168.63.129.16 192.0.0.192",
    "carriers' NAT": "100.64.0.1 100.127.255.254",
    "multicast": "224.0.0.1 239.255.255.250 ff02::1 ff0e::1",
    "documentation, benchmarks": "192.0.2.1 198.51.100.7 203.0.113.9 198.18.0.1 198.19.255.1 2001:db8::1 3fff:1::1",
    "reserved": "240.0.0.1 255.255.255.255 fec0::1 5f00::1 4000::1 100::1",
    "IPv4 inside": "::ffff:127.0.0.1 ::ffff:169.254.169.254 ::ffff:0:10.0.0.1 ::127.0.0.1 64:ff9b::127.0.0.1"
    " 64:ff9b::a9fe:a9fe 64:ff9b:1::1 2002:7f00:1:: 2002:a9fe:a9fe:: 2002:c0a8:101::1 2001:0:53aa:64c::1",
}
PUBLIC = "1.1.1.1 42.112.20.30 93.184.215.14 113.160.0.1 172.32.0.1 100.128.0.1 192.169.0.1 169.253.0.1 2400:6180::1 2606:4700::1111 64:ff9b::101:101 2002:101:101::1 ::ffff:1.1.1.1"


def test_special_addresses_are_not_public() -> None:
    for block, addresses in SPECIAL.items():
        for address in addresses.split():
            assert not public(literal(address) or ip_address("1.1.1.1")), f"{block}: {address}"
    assert all(public(ip_address(address)) for address in PUBLIC.split())


def spelled(rng: random.Random, address: IPv4Address) -> str:
    """A host that stands for this address, as somebody may write it who hopes to slip through."""
    a, b, c, d = address.packed
    number = int(address)
    whole = [f"{number}", f"0x{number:x}", f"0X{number:08X}", f"0{number:o}"]
    part = [lambda n: f"{n}", lambda n: f"0x{n:x}", lambda n: f"0{n:o}", lambda n: f"0x{n:08x}"]
    parts = ".".join(rng.choice(part)(n) for n in (a, b, c, d))
    short = [f"{a}.{number & 0xFFFFFF}", f"{a}.{b}.{number & 0xFFFF}", f"0x{a:x}.{number & 0xFFFFFF}"]
    inside = [f"[::ffff:{address}]", f"[::ffff:{a:x}{b:02x}:{c:x}{d:02x}]", f"[64:ff9b::{address}]",
              f"[2002:{a:x}{b:02x}:{c:x}{d:02x}::]", f"[0:0:0:0:0:ffff:{address}]"]  # fmt: skip
    host = rng.choice([str(address), parts, *whole, *short, *inside])
    if not host.startswith("["):
        host = rng.choice([host, host, f"{host}.", host.replace(".", "。"), _wide(rng, host), _percent(rng, host)])
    return rng.choice(["", "", "a@", "bao.vn@", "bao.vn:80@", "1.1.1.1@", "bao.vn%2f@"]) + host


def _wide(rng: random.Random, host: str) -> str:
    """Some of its digits full width, circled or doubly struck, which IDNA makes plain again."""
    forms = {
        digit: chr(0xFF10 + n) + chr(0x1D7D8 + n) + (chr(0x245F + n) if n else "⓪")
        for n, digit in enumerate("0123456789")
    }
    return "".join(rng.choice(forms[c]) if c in forms and rng.random() < 0.5 else c for c in host)


def _percent(rng: random.Random, host: str) -> str:
    return "".join(f"%{ord(c):02x}" if rng.random() < 0.3 else c for c in host)


def leads_to(host: str) -> list[str]:
    """Where the C library would connect without asking anybody."""
    try:
        return [found[4][0] for found in socket.getaddrinfo(host, 80, flags=socket.AI_NUMERICHOST)]
    except (OSError, UnicodeError):
        return []


@pytest.mark.fuzz
def test_no_spelling_of_a_private_address_slips_through() -> None:
    doors = Doors(Settings(), "https://bao.example/")
    private = [ip_address(text) for texts in SPECIAL.values() for text in texts.split() if ":" not in text]
    judged = 0
    for rng in rounds(3000):
        address = rng.choice(private)
        assert isinstance(address, IPv4Address)
        url = f"http://{spelled(rng, address)}{rng.choice(['', ':80', ':8080'])}/tin"
        normal = normalize(url)
        host = urlsplit(normal).hostname if normal else None
        if not host or not (reached := leads_to(host)):
            continue  # no address, or a name, which is judged when it is looked up
        judged += 1
        assert literal(host), f"{url} is taken for a name, and leads to {reached}"
        for found in (host, *reached):
            with pytest.raises(AddressRefusedError):
                doors.check(found, url)
    assert judged > 1000
    for rng in rounds(1000):  # and nobody else is shut out
        address = IPv4Address(rng.randrange(2**32))
        if address.packed[0] in (1, 14, 27, 42, 58, 103, 113, 115, 117, 118, 123, 125, 171, 222):
            doors.check(str(literal(str(int(address)))), "http://bao.example/")


def test_what_a_crawl_may_ask_though_it_is_private() -> None:
    def asks(start: str, address: str, **settings: object) -> bool:
        try:
            Doors(Settings(settings), start).check(address, start)
        except AddressRefusedError:
            return False
        return True

    assert (
        asks("http://10.0.0.5/", "10.0.0.5")
        and asks("http://0x7f.1:8000/", "127.0.0.1")
        and asks("http://[::1]/", "::1")
    )
    assert asks("http://localhost:80/", "127.0.0.1") and asks("http://LOCALHOST./", "::1")
    for start in ("http://10.0.0.5/", "http://bao.example/", "http://localhost.example/", "http://localhost/"):
        assert not asks(start, "10.0.0.6") and not asks(start, "169.254.169.254") and not asks(start, "127.0.0.2")
    named = {"PRIVATE_NETWORKS": "10.0.0.0/24, 127.0.0.2"}
    assert asks("http://bao.example/", "10.0.0.77", **named) and asks("http://bao.example/", "127.0.0.2", **named)
    assert not asks("http://bao.example/", "10.0.1.77", **named)
    assert networks("") == networks(None) == networks([]) == [] and isinstance(literal("fe80::1%lo"), IPv6Address)


# --- real crawls, by names that somebody else's DNS may lead anywhere

NAMES = """
import os, socket, sys
from scrapy.cmdline import execute
from twisted.internet import _resolver

answers = dict(pair.split("=") for pair in os.environ["NAMES"].split())
real, asked = socket.getaddrinfo, {}

def getaddrinfo(name, *more, **said):
    name = name.decode() if isinstance(name, bytes) else name
    if name not in answers:
        return real(name, *more, **said)
    ways = answers[name].split(",")
    asked[name] = asked.get(name, 0) + 1
    return real(ways[min(asked[name], len(ways)) - 1], *more, **said)

socket.getaddrinfo = getaddrinfo
_resolver.GAIResolver.__init__.__defaults__ = (None, getaddrinfo)  # where it was read already
sys.argv[0] = "scrapy"
execute()
"""

Run = Callable[..., subprocess.CompletedProcess]


@pytest.fixture
def named(tmp_path: Path) -> Run:
    """Runs a scrapy command for which names lead to `names` ("host=address,address ...": at each look-up the next)."""

    def run(*arguments: str, names: str = "", proxy: str = "", **settings: object) -> subprocess.CompletedProcess:
        chosen = {
            "ARCHIVE": tmp_path / "archive.db",
            "RETRY_TIMES": 1,
            "PATIENCE": 5,
            **settings,
        }
        env = environment(**chosen) | {"NAMES": names}
        env |= {"http_proxy": proxy, "https_proxy": proxy} if proxy else {}
        return forked.run("-c", NAMES, *arguments, env=env, timeout=300)

    return run


@contextmanager
def counted(address: str, port: int = 0) -> Iterator[tuple[int, list[bytes]]]:
    """A listener that takes any connection: its port, and what each brought."""
    brought: list[bytes] = []
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.create_server((address, port), family=family) as server:

        def listen() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                connection.settimeout(5)
                brought.append(connection.recv(4096))
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nTin")
                connection.close()

        threading.Thread(target=listen, daemon=True).start()
        yield server.getsockname()[1], brought
        server.shutdown(socket.SHUT_RDWR)


def test_a_name_that_leads_inside_is_not_even_connected_to(named: Run, rows: Callable) -> None:
    with counted("127.0.0.1") as (port, brought):
        for scheme in ("http", "https"):
            url = f"{scheme}://lapsed.example:{port}/"
            done = named(
                "crawl", "newspaper", "-a", f"url={url}", "-a", f"name={scheme}", names="lapsed.example=127.0.0.1"
            )
            assert done.returncode == 1 and "Traceback" not in done.stderr
            said = [line for line in done.stderr.splitlines() if line.startswith("scrapy crawl: ")]
            assert len(said) == 1 and "127.0.0.1 is not a public address" in said[0] and "PRIVATE_NETWORKS" in said[0]
            [(error, due_at)] = rows("select error, due_at from pages where url = ?", url)
            assert "127.0.0.1 is not a public address" in error and due_at is not None
            assert "127.0.0.1" in rows("select reason from crawls where newspaper = ?", scheme)[0][0]
        for arguments in (
            ["read", f"http://lapsed.example:{port}/bai-1.html"],
            ["addnewspaper", f"http://lapsed.example:{port}/", "--look"],
        ):
            done = named(*arguments, names="lapsed.example=127.0.0.1")
            assert done.returncode == 1 and "127.0.0.1 is not a public address" in done.stderr, done.stderr
            assert "Traceback" not in done.stderr
        assert brought == []
        done = named(
            "read",
            f"http://lapsed.example:{port}/bai-1.html",
            names="lapsed.example=127.0.0.1",
            PRIVATE_NETWORKS="127.0.0.0/8",
        )
        assert brought, "a setting says so"
    done = named("crawl", "newspaper", "-a", "url=http://a.example/", PRIVATE_NETWORKS="10.0.0.0/33")
    assert done.returncode == 1 and "PRIVATE_NETWORKS=10.0.0.0/33" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.skipif(not socket.has_ipv6, reason="a machine without IPv6")
def test_a_home_at_an_address_of_ipv6_is_read(named: Run) -> None:
    with counted("::1") as (port, brought):
        done = named("read", f"http://[::1]:{port}/bai-1.html")
        assert brought and "Traceback" not in done.stderr
        named("read", f"http://six.example:{port}/bai-1.html", names="six.example=::1", PRIVATE_NETWORKS="::1")
        assert len(brought) == 4, "robots.txt and the page, by name too"


def test_a_name_that_turns_inside_between_two_connections(named: Run) -> None:
    with counted("127.0.0.2") as (port, outside), counted("127.0.0.1", port) as (_, inside):
        url = f"http://turning.example:{port}/"
        done = named(
            "crawl",
            "newspaper",
            "-a",
            f"url={url}",
            names="turning.example=127.0.0.2,127.0.0.1",
            PRIVATE_NETWORKS="127.0.0.2",
        )
        assert len(outside) == 1 and inside == []
        assert done.returncode == 1 and "127.0.0.1 is not a public address" in done.stderr


def test_an_other_spelling_of_the_home_that_leads_inside_ends_nothing(named: Run, site, rows: Callable) -> None:
    port = urlsplit(site.url).port
    beside = f"http://www.bao.example:{port}"
    site.pages = {
        "/robots.txt": f"Sitemap: {beside}/s.xml\n",
        "/": listing(f"{beside}/b-1002", "/a-1001", "/c-1003"),
        "/a-1001": article("Hội làng"),
        "/c-1003": (302, {"Location": f"{beside}/d-1004"}, ""),
    }
    with counted("127.0.0.2", port) as (_, inside):
        done = named(
            "crawl", "newspaper", "-a", f"url=http://bao.example:{port}/", names="bao.example=127.0.0.1 www.bao.example=127.0.0.2",
            PRIVATE_NETWORKS="127.0.0.1",
        )  # fmt: skip
        assert done.returncode == 0 and inside == [], done.stderr
    assert rows("select title from articles") == [("Hội làng",)]
    assert rows("select count(*) from pages where reason = 'private_address'") == [(3,)]


def test_a_proxy_is_no_way_inside_either(named: Run) -> None:
    """The proxy itself may be private: it is the choice of whoever runs this."""
    with counted("127.0.0.1") as (port, brought):
        proxy = f"http://127.0.0.1:{port}"
        for url in ("http://lapsed.example/bai.html", "https://lapsed.example/bai.html"):
            done = named("read", url, names="lapsed.example=169.254.169.254", proxy=proxy)
            assert "169.254.169.254 is not a public address" in done.stderr and brought == []
        named("read", "http://bao.example/bai.html", names="bao.example=93.184.215.14", proxy=proxy)
        assert brought[0].startswith(b"GET http://bao.example/robots.txt ")


def test_a_crawl_that_starts_inside_goes_nowhere_else_inside(crawl: Callable, site, rows: Callable) -> None:
    port = urlsplit(site.url).port
    with counted("127.0.0.2", port) as (_, other):
        inside = [f"http://{host}:{port}/" for host in ("127.0.0.2", "localhost", "[::1]", "0x7f000002", "2130706434")]
        inside += ["http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/"]
        site.pages = {
            "/": listing("/bai-mot-10001.html", "/dan-10002.html", *(f"{url}bai-hai-10003.html" for url in inside)),
            "/robots.txt": "".join(f"Sitemap: {url}sitemap.xml\n" for url in inside),
            "/sitemap.xml": '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
            + "".join(f"<url><loc>{url}bai-ba-10004.html</loc></url>" for url in inside) + "</urlset>",
            "/bai-mot-10001.html": article("Bài một"),
            "/dan-10002.html": (302, {"Location": f"{inside[0]}bai-bon-10005.html"}, ""),
        }  # fmt: skip
        crawl()
        assert rows("select title from articles") == [("Bài một",)]
        assert other == []
        asked = {
            host
            for (host,) in rows(
                "select distinct substr(url, 8, instr(substr(url, 8), '/') - 1) from pages where fetched_at is not null"
            )
        }
        assert asked == {f"127.0.0.1:{port}"}

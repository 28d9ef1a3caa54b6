"""Every newspaper's host on loopback: one server for http and one for https, told apart by the Host header.

The crawler under test resolves all names to 127.0.0.1, and the ports 80 and 443 to the servers' own, by `Loopback` as
its TWISTED_DNS_RESOLVER. So addresses, hosts, TLS and certificates are what they are outside; a host without a replica
does not resolve.
"""

from __future__ import annotations

import datetime
import socket
import ssl
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from twisted.internet.address import IPv4Address
from twisted.internet.interfaces import IHostnameResolver
from zope.interface import implementer

from .old_tls import OldTls

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Stand:
    """`pages` maps (host, address below it) to an answer, or to what makes one; `log` is every (host, address, headers).

    Percent-encoding does not tell addresses apart. `no_chain` are hosts whose servers leave out the certificate between
    theirs and the root, `old_tls` those that know nothing of secure renegotiation, `http_only` those that know no TLS,
    `misnamed` those whose certificate is another's, `nameless` those in whose certificate no name stands.
    """

    pages: dict[tuple[str, str], Answer | Callable[[], Answer]]
    folder: Path
    no_chain: Iterable[str] = ()
    http_only: Iterable[str] = ()
    old_tls: Iterable[str] = ()
    misnamed: Iterable[str] = ()
    nameless: Iterable[str] = ()
    log: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)

    def __enter__(self) -> Stand:
        stand = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1

            def do_GET(self) -> None:
                host = self.headers["Host"].partition(":")[0]
                stand.log.append((host, self.path, dict(self.headers)))
                known = stand.pages.get((host.removeprefix("www."), _bare(self.path)), (404, {}, b"404"))
                status, headers, body = known() if callable(known) else known
                if headers.get("ETag") and headers["ETag"] == self.headers.get("If-None-Match"):
                    status, body = 304, b""
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 256

            def handle_error(self, *_: Any) -> None:
                """A client that does not believe the certificate hangs up."""

        class TlsServer(Server):
            def finish_request(self, request: Any, client_address: Any) -> None:
                hello = request.recv(4096, socket.MSG_PEEK)
                if any(host.encode() in hello for host in stand.old_tls):
                    here, there = socket.socketpair()
                    threading.Thread(target=stand._speak_old_tls, args=(request, here), daemon=True).start()
                    super().finish_request(there, client_address)
                    there.close()
                else:
                    super().finish_request(context.wrap_socket(request, server_side=True), client_address)

        self.pages = {(host, _bare(path)): answer for (host, path), answer in self.pages.items()}
        context = self._tls()
        self.servers = [Server(("127.0.0.1", 0), Handler), TlsServer(("127.0.0.1", 0), Handler)]
        for server in self.servers:
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        for server in self.servers:
            server.shutdown()
            server.server_close()

    @property
    def environment(self) -> dict[str, str]:
        """What makes a crawl meet these servers, and believe their certificates."""
        ports = " ".join(str(server.server_address[1]) for server in self.servers)
        hosts = sorted({host for host, _ in self.pages})
        return {
            "BAOTINH_TWISTED_DNS_RESOLVER": "tests.crawler.replicas.server.Loopback",
            "BAOTINH_LOOPBACK": f"{ports} {' '.join(hosts)}",
            "BAOTINH_PRIVATE_NETWORKS": "127.0.0.1",
            "SSL_CERT_FILE": str(self.folder / "root.pem"),
        }

    def _speak_old_tls(self, connection: socket.socket, inside: socket.socket) -> None:
        """Hands on what a client outside and the handler inside say to each other."""
        with inside, suppress(OSError):
            tls = OldTls(connection, (self.folder / "old.pem").read_bytes())

            def answer() -> None:
                with suppress(OSError):
                    while answered := inside.recv(65536):
                        tls.send(answered)

            threading.Thread(target=answer, daemon=True).start()
            while asked := tls.receive():
                inside.sendall(asked)

    def _tls(self) -> ssl.SSLContext:
        root = _Authority("Root")
        middle = _Authority("Middle", root)
        (self.folder / "root.pem").write_bytes(root.pem)
        well = self._context("well", root, {host for host, _ in self.pages})
        if self.old_tls:
            (self.folder / "old.pem").write_bytes(root.certify(self.old_tls, rsa.generate_private_key(65537, 2048)))
        badly = {host: self._context(host, middle, [host]) for host in self.no_chain}
        badly |= {host: self._context(host, root, ["khac.example"]) for host in self.misnamed}
        badly |= {host: self._context(host, root, []) for host in self.nameless}

        def choose(connection: ssl.SSLObject, host: str | None, _: Any) -> int | None:
            name = (host or "").removeprefix("www.")
            connection.context = badly.get(name, well)
            return ssl.ALERT_DESCRIPTION_HANDSHAKE_FAILURE if name in self.http_only else None

        well.sni_callback = choose
        return well

    def _context(self, name: str, authority: _Authority, hosts: Iterable[str]) -> ssl.SSLContext:
        path = self.folder / f"{name}.pem"
        path.write_bytes(authority.certify(hosts))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context


class _Authority:
    """Signs certificates; itself signed by `above`, or by itself."""

    def __init__(self, name: str, above: _Authority | None = None) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        authority = x509.BasicConstraints(ca=True, path_length=None)
        self.pem = _sign(self.name, self.key, above or self, [authority]).public_bytes(serialization.Encoding.PEM)

    def certify(self, hosts: Iterable[str], key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | None = None) -> bytes:
        """A key and its certificate for these hosts, with and without `www.`."""
        key = key or ec.generate_private_key(ec.SECP256R1())
        names = [x509.DNSName(name) for host in sorted(hosts) for name in (host, f"www.{host}")]
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0].value if names else "khac.example")])
        certificate = _sign(subject, key, self, [x509.SubjectAlternativeName(names)] if names else [])
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return private + certificate.public_bytes(serialization.Encoding.PEM)


def _sign(
    name: x509.Name, key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, by: _Authority, extensions: list[Any]
) -> x509.Certificate:
    today = datetime.datetime.now(datetime.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(by.name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
    )
    for extension in extensions:
        builder = builder.add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
    return builder.sign(by.key, hashes.SHA256())


def _bare(path: str) -> str:
    return unquote_to_bytes(path).decode("utf-8", "replace")


@implementer(IHostnameResolver)
class Loopback:
    """Resolves the hosts of the setting LOOPBACK ("HTTP-PORT HTTPS-PORT HOST ...") to 127.0.0.1, others not."""

    def __init__(self, setting: str, reactor: Any) -> None:
        http, https, *hosts = setting.split()
        self.ports = {80: int(http), 443: int(https)}
        self.hosts, self.reactor = set(hosts), reactor

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> Loopback:
        return cls(crawler.settings["LOOPBACK"], reactor)

    def install_on_reactor(self) -> None:
        self.reactor.installNameResolver(self)

    def resolveHostName(self, receiver: Any, hostName: str, portNumber: int = 0, *_: Any, **__: Any) -> Any:
        receiver.resolutionBegan(self)
        if hostName.removeprefix("www.") in self.hosts:
            receiver.addressResolved(IPv4Address("TCP", "127.0.0.1", self.ports.get(portNumber, portNumber)))
        receiver.resolutionComplete()
        return self

    def cancel(self) -> None:
        pass

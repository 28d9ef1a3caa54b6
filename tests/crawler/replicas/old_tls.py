"""TLS as servers of before 2010 speak it: 1.2 at most, and nothing known of secure renegotiation (RFC 5746).

OpenSSL, and with it every server that Python can run, always knows it; so this one is written out: RFC 5246 with the
one suite TLS_RSA_WITH_AES_128_GCM_SHA256 (RFC 5288), as far as a client that behaves needs it.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import socket
import struct

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION, SUITE = b"\x03\x03", b"\x00\x9c"
CHANGE_CIPHER, ALERT, HANDSHAKE, DATA = 20, 21, 22, 23
CLIENT_HELLO, SERVER_HELLO, CERTIFICATE, HELLO_DONE, KEY_EXCHANGE, FINISHED = 1, 2, 11, 14, 16, 20


class OldTls:
    """The server's end of a connection. `pem` holds the key and its certificate. Raises OSError where the client
    hangs up."""

    def __init__(self, connection: socket.socket, pem: bytes) -> None:
        self.connection = connection
        self.said = b""  # of the handshake, by both
        key = serialization.load_pem_private_key(pem, None)
        assert isinstance(key, rsa.RSAPrivateKey)
        certificate = x509.load_pem_x509_certificate(pem).public_bytes(serialization.Encoding.DER)

        hello = self._hear(CLIENT_HELLO)
        theirs, ours = hello[2:34], os.urandom(32)
        self._say(SERVER_HELLO, VERSION + ours + b"\0" + SUITE + b"\0")  # without any extension
        self._say(CERTIFICATE, _sized(_sized(certificate)))
        self._say(HELLO_DONE, b"")
        secret = key.decrypt(self._hear(KEY_EXCHANGE)[2:], padding.PKCS1v15())
        master = _derive(secret, b"master secret", theirs + ours, 48)
        keys = _derive(master, b"key expansion", ours + theirs, 40)
        self.client, self.server = AESGCM(keys[:16]), AESGCM(keys[16:32])
        self.client_salt, self.server_salt = keys[32:36], keys[36:40]
        self.heard = self.sent = -1  # records since the ciphers changed; before, none

        assert self._record()[0] == CHANGE_CIPHER
        self.heard = 0
        expected = _derive(master, b"client finished", hashlib.sha256(self.said).digest(), 12)
        assert self._hear(FINISHED) == expected
        self._send(CHANGE_CIPHER, b"\1")
        self.sent = 0
        self._say(FINISHED, _derive(master, b"server finished", hashlib.sha256(self.said).digest(), 12))

    heard = sent = -1

    def receive(self) -> bytes:
        """What the client sends next; empty where it has nothing more to say."""
        kind, text = self._record()
        return text if kind == DATA else b""

    def send(self, data: bytes) -> None:
        for start in range(0, len(data), 2**14):
            self._send(DATA, data[start : start + 2**14])

    def _say(self, kind: int, body: bytes) -> None:
        message = bytes([kind]) + _sized(body)
        self.said += message
        self._send(HANDSHAKE, message)

    def _hear(self, kind: int) -> bytes:
        record, message = self._record()
        if record != HANDSHAKE or message[0] != kind:
            raise ConnectionAbortedError(f"the client says {record} {message[:2].hex()}")
        self.said += message
        return message[4:]

    def _send(self, kind: int, text: bytes) -> None:
        if self.sent >= 0:
            nonce = struct.pack(">Q", self.sent)
            head = nonce + bytes([kind]) + VERSION + struct.pack(">H", len(text))
            text = nonce + self.server.encrypt(self.server_salt + nonce, text, head)
            self.sent += 1
        self.connection.sendall(bytes([kind]) + VERSION + struct.pack(">H", len(text)) + text)

    def _record(self) -> tuple[int, bytes]:
        kind, length = struct.unpack(">BxxH", self._exactly(5))
        text = self._exactly(length)
        if self.heard >= 0:
            head = struct.pack(">Q", self.heard) + bytes([kind]) + VERSION + struct.pack(">H", len(text) - 24)
            text = self.client.decrypt(self.client_salt + text[:8], text[8:], head)
            self.heard += 1
        return kind, text

    def _exactly(self, size: int) -> bytes:
        found = b""
        while len(found) < size:
            if not (more := self.connection.recv(size - len(found))):
                raise ConnectionResetError("the client hung up")
            found += more
        return found


def _sized(data: bytes) -> bytes:
    """Behind its length in three bytes."""
    return len(data).to_bytes(3, "big") + data


def _derive(secret: bytes, label: bytes, seed: bytes, size: int) -> bytes:
    """The PRF of RFC 5246, section 5."""
    seed = label + seed
    found, link = b"", seed
    while len(found) < size:
        link = hmac.digest(secret, link, "sha256")
        found += hmac.digest(secret, link + seed, "sha256")
    return found[:size]

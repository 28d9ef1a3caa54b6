"""What HTTP asks of every address, whoever answers there: methods, HEAD, conditional requests, and the path it is below."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from secrets import token_hex
from typing import Any

from datasette.database import Database

from publish.requests.safety import App, Message, Receive, Send, refuse
from publish.wording import language

ALLOWED = b"GET, HEAD, OPTIONS"
# Bytes of an answer that are held until it is known what it holds; a longer one is tagged by what it is made from.
HELD = 1 << 20

_TAG = re.compile(r'"[^"]*"')


class _Enough(BaseException):
    """Ends an answer of which no more is wanted; Datasette would answer an Exception."""


def answer_methods(app: App) -> App:
    """Answers GET, HEAD as GET without its body, OPTIONS with the three; whatever else is refused."""

    async def answered(scope: Message, receive: Receive, send: Send) -> None:
        """Answers a request by its method."""
        if scope["type"] == "websocket":  # which uvicorn offers where it can
            await receive()
            await send({"type": "websocket.close"})
        elif scope["type"] != "http" or scope["method"] == "GET":
            await app(scope, receive, send)
        elif scope["method"] == "HEAD":
            with suppress(_Enough):
                await app({**scope, "method": "GET"}, receive, _without_body(send))
        elif scope["method"] == "OPTIONS":
            await send({"type": "http.response.start", "status": 204, "headers": [(b"allow", ALLOWED)]})
            await send({"type": "http.response.body", "body": b""})
        else:
            await refuse(
                scope, send, 405, "only GET, HEAD and OPTIONS: nothing here can be changed", (b"allow", ALLOWED)
            )

    return answered


def _without_body(send: Send) -> Send:
    """Sends an answer without its body, and ends it early: whoever asks for the headers of a whole table does not wait
    for its rows.
    """

    async def sent(message: Message) -> None:
        """Sends headers, then an empty body; raises _Enough where more of the body was to come."""
        if message["type"] == "http.response.start":
            await send(message)
            return
        await send({"type": "http.response.body", "body": b""})
        if message.get("more_body"):
            raise _Enough

    return sent


class Conditional:
    """Gives every answer a tag, and none but the tag to who has it already.

    The tag is of what the answer holds. A long one that is still being made while it is sent (a whole table) has a tag
    before: of what it is made from, and only as long as this process lives.
    """

    def __init__(self, app: App, db: Database) -> None:
        self.app, self.db = app, db
        self.process = token_hex()
        self._watch: sqlite3.Connection | None = None

    def broken(self) -> None:
        """Makes all tags of long answers invalid, as what was sent under one of them was not the whole: whoever has it
        asks again.
        """
        self.process = token_hex()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answer = _Answer({**scope, "broken": self.broken}, f"{self.process} {self._version()}", send)
        with suppress(_Enough):
            await self.app(answer.scope, receive, answer)

    def _version(self) -> int:
        """Another after each change of a file that is written to."""
        if not self.db.is_mutable:
            return 0
        self._watch = self._watch or self.db.connect()
        version: int = self._watch.execute("pragma data_version").fetchone()[0]
        return version


class _Answer:
    """An answer on its way to `send`, held until its tag is known; `state` is that of the site, as `Conditional` knows
    it.
    """

    def __init__(self, scope: Message, state: str, send: Send) -> None:
        self.scope, self.state, self.send = scope, state, send
        self.start: Message | None = None
        self.held: list[bytes] = []
        self.begun = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._take_start(message)
        elif self.start is None:
            await self.send(message)
        else:
            self.held.append(message.get("body", b""))
            more = message.get("more_body", False)
            if not more or sum(map(len, self.held)) > HELD:
                await self._send_held(self.start, more)

    async def _take_start(self, message: Message) -> None:
        """Takes the first message of an answer: holds it where it is a page, passes it on where it is an error or a
        redirect.
        """
        if self.begun:  # an error, where there was an answer already: who reads it is to see that it broke off
            self.scope["broken"]()
            raise _Enough
        self.held.clear()
        self.start = message if message["status"] == 200 else None
        if self.start is None:
            self.begun = True
            await self.send(message)

    async def _send_held(self, start: Message, more: bool) -> None:
        """Sends what was held with its tag, or 304 where the client has it; `more` says that the body goes on."""
        self.start, self.begun = None, True
        start = _tagged(start, _names(self.scope, self.state) if more else self.held, self.scope["headers"])
        known = start["status"] == 304
        await self.send(start)
        body = b"" if known else b"".join(self.held)
        await self.send({"type": "http.response.body", "body": body, "more_body": more and not known})
        if known and more:
            raise _Enough


def _names(scope: Message, state: str) -> list[bytes]:
    """All that an answer is made from: the state of the site, the address, where the site is, the reader's language."""
    host = next((value for name, value in scope["headers"] if name == b"host"), b"")
    path = scope.get("raw_path") or scope["path"].encode()
    of = [state.encode(), scope["scheme"].encode(), host, path, scope.get("query_string", b"")]
    return [repr([*of, language.current.get()]).encode()]


def _tagged(start: Message, body: list[bytes], asked: Iterable[tuple[bytes, bytes]]) -> Message:
    """The beginning of an answer with its tag; of one without a body where that tag was asked for."""
    tag = f'"{sha256(b"".join(body)).hexdigest()[:32]}"'
    headers = [(name, value) for name, value in start["headers"] if name.lower() != b"etag"]
    headers.append((b"etag", tag.encode()))
    known = b",".join(value for name, value in asked if name.lower() == b"if-none-match").decode("latin-1")
    if known.strip() != "*" and tag not in _TAG.findall(known):
        return {**start, "headers": headers}
    about = (b"content-type", b"content-length")
    return {**start, "status": 304, "headers": [pair for pair in headers if pair[0].lower() not in about]}


def serve_below(app: App, base: str) -> App:
    """Serves at the root what is asked for below `base`, whether or not a proxy has taken that off the address.

    Datasette takes it off itself, but makes links of addresses that still have it.
    """
    if base == "/":
        return app
    prefix = base.encode()

    def prefixed(name: bytes, value: bytes) -> bytes:
        """The value of a header with `base` before the addresses in it."""
        if name.lower() not in (b"location", b"link"):
            return value
        return re.sub(rb"^(<?)/(?!/|%s)" % re.escape(prefix[1:]), rb"\1" + prefix, value)

    async def answered(scope: Message, receive: Receive, send: Send) -> None:
        """Serves a request below `base` as one at the root."""

        async def send_below(message: Message) -> None:
            """Sends a message; the addresses in its headers get the base before them."""
            if message["type"] == "http.response.start":
                headers = [(name, prefixed(name, value)) for name, value in message.get("headers", [])]
                message = {**message, "headers": headers}
            await send(message)

        await app(_without_base(scope, base) if scope["type"] == "http" else scope, receive, send_below)

    return answered


def _without_base(scope: Message, base: str) -> Message:
    """The scope of a request without the base path, in `path` and `raw_path`."""
    changed: dict[str, Any] = {"path": _cut_base(scope["path"], base)}
    if scope.get("raw_path") is not None:
        changed["raw_path"] = _cut_base(scope["raw_path"].decode("latin-1"), base).encode("latin-1")
    return {**scope, **changed}


def _cut_base(path: str, base: str) -> str:
    """A path without `base` (which begins and ends with a slash); a path that is not below it stays."""
    if path == base[:-1]:
        return "/"
    return path[len(base) - 1 :] if path.startswith(base) else path


def check(base: str, routes: Iterable[tuple[str, Any]]) -> str | None:
    """What is wrong with the path that a site is to be served below, None where nothing is.

    It may not begin as one of the site's own addresses: whether a proxy has taken it off could not be told.
    """
    if base == "/":
        return None
    if not re.fullmatch(r"(/[A-Za-z0-9_.-]+)+/", base):
        return (
            f"base_url {base}: it begins and ends with a slash, and has letters, digits, -, _ and . between, like /bao/"
        )
    first = base.split("/")[1]
    if first == "-" or any(re.match(regex, path) for regex, _ in routes for path in (f"/{first}", f"/{first}/x")):
        return f"base_url {base}: the site has addresses of its own that begin with /{first}; take another, like /kho/"
    return None

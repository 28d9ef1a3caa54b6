"""What HTTP asks of every address, whoever answers there: methods, HEAD, conditional requests, and the path it is below."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, urlencode

from publish.safety import App, Message, Receive, Send, refuse

ALLOWED = b"GET, HEAD, OPTIONS"
# Bytes of an answer that is held until it is known whether it is news; a longer one that comes in parts is passed on.
HELD = 4 << 20

_TAG = re.compile(r'"[^"]*"')


def methods(app: App) -> App:
    """Answers GET, HEAD as GET without its body, OPTIONS with the three; whatever else is refused."""

    async def answered(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":  # which uvicorn offers where it can
            await receive()
            await send({"type": "websocket.close"})
        elif scope["type"] != "http" or scope["method"] == "GET":
            await app(scope, receive, send)
        elif scope["method"] == "HEAD":
            # Whoever asks for the headers of a whole table does not wait for its rows.
            asked = parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
            query = urlencode([pair for pair in asked if pair[0] != "_stream"]).encode()
            await app({**scope, "method": "GET", "query_string": query}, receive, _without_body(send))
        elif scope["method"] == "OPTIONS":
            await send({"type": "http.response.start", "status": 204, "headers": [(b"allow", ALLOWED)]})
            await send({"type": "http.response.body", "body": b""})
        else:
            await refuse(
                scope, send, 405, "only GET, HEAD and OPTIONS: nothing here can be changed", (b"allow", ALLOWED)
            )

    return answered


def _without_body(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            await send(message)
        elif not message.get("more_body"):
            await send({"type": "http.response.body", "body": b""})

    return sent


def conditional(app: App) -> App:
    """Gives every answer that comes in one piece a tag by what it holds, and none but the tag to who has it already."""

    async def answered(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        start: Message | None = None
        held: list[bytes] = []

        async def weighed(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and message["status"] == 200:
                start = message
                return
            if start is None:
                await send(message)
                return
            held.append(message.get("body", b""))
            more = message.get("more_body", False)
            known = any(name.lower() == b"content-length" for name, _ in start["headers"])
            if more and known and sum(map(len, held)) < HELD:
                return
            if not more:
                start = _tagged(start, held, scope["headers"])
            body = b"" if start["status"] == 304 else b"".join(held)
            await send(start)
            await send({"type": "http.response.body", "body": body, "more_body": more})
            start = None

        await app(scope, receive, weighed)

    return answered


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


def below(app: App, base: str) -> App:
    """Serves at the root what is asked for below `base`, whether or not a proxy has taken that off the address.

    Datasette takes it off itself, but makes links of addresses that still have it.
    """
    if base == "/":
        return app
    prefix = base.encode()

    def prefixed(name: bytes, value: bytes) -> bytes:
        if name.lower() not in (b"location", b"link"):
            return value
        return re.sub(rb"^(<?)/(?!/|%s)" % re.escape(prefix[1:]), rb"\1" + prefix, value)

    async def answered(scope: Message, receive: Receive, send: Send) -> None:
        async def send_below(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [(name, prefixed(name, value)) for name, value in message.get("headers", [])]
                message = {**message, "headers": headers}
            await send(message)

        await app(_taken_off(scope, base) if scope["type"] == "http" else scope, receive, send_below)

    return answered


def _taken_off(scope: Message, base: str) -> Message:
    changed: dict[str, Any] = {"path": _cut(scope["path"], base)}
    if scope.get("raw_path") is not None:
        changed["raw_path"] = _cut(scope["raw_path"].decode("latin-1"), base).encode("latin-1")
    return {**scope, **changed}


def _cut(path: str, base: str) -> str:
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

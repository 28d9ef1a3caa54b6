"""What makes the site safe to leave open: limits on requests, headers on every answer."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, urlencode

from datasette.utils import tilde_decode

from publish.wording import language

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

# Facets a request may ask for: each may take its whole time limit.
FACETS = 4
# Requests at once that may ask the database, and those for a whole table, which take minutes; seconds that others wait
# before they are refused; answers are read in parts of so many bytes, each within so many seconds.
QUESTIONS = 8
STREAMS = 2
WAIT = 10
PART = 64 * 1024
SLOW = 20
# All of a search, of the log or of a month, which may be as much as a table.
_DOWNLOAD = re.compile(r"/(search|changes|reprints)\.(csv|jsonl|ris|bib)")

_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self';"
        " manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
# A captured page, which a frame of its own page may show: as in a browser without scripts and without a network. An
# opener policy on a page with a sandbox would keep it from opening at all.
_SANDBOX = _HEADERS | {
    "content-security-policy": (
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none';"
        " form-action 'none'; frame-ancestors 'self'"
    ),
    "x-frame-options": "SAMEORIGIN",
    "cross-origin-opener-policy": "unsafe-none",
}
# What programs ask for, a notebook in somebody's browser too: any page may read it, as nobody is somebody here.
_OPEN = re.compile(r"(?!/-/).*\.(json|csv|jsonl|ris|bib|atom|xml)")
_CAPTURE = re.compile(r"/captures/[0-9]+(/page)?")


def headers(path: str) -> list[tuple[bytes, bytes]]:
    """The headers of every answer at an address, from the site's root."""
    found = _HEADERS
    if capture := _CAPTURE.fullmatch(path):
        framing = {"content-security-policy": f"{_HEADERS['content-security-policy']}; frame-src 'self'"}
        found = _SANDBOX if capture[1] else _HEADERS | framing
    elif _OPEN.fullmatch(path):
        found = _HEADERS | {"access-control-allow-origin": "*"}
    return [(name.encode(), value.encode()) for name, value in found.items()]


def with_headers(app: App, base: str = "/") -> App:
    """Sets the language of a request, switches it (`?_lang=en`), and adds the headers. `base` is the site's path."""

    async def wrapped(scope: Message, receive: Receive, send: Send) -> None:
        """Serves a request in the visitor's language, and adds our headers to the answer."""
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        scope = {
            **scope,
            "headers": [pair for pair in scope["headers"] if pair[0] != b"cookie" or _is_readable(pair[1])],
        }
        language.current.set(_language(scope))

        async def send_with_headers(message: Message) -> None:
            """Sends a message, the first with our headers instead of others of these names."""
            if message["type"] == "http.response.start":
                kept = [(k, v) for k, v in message.get("headers", []) if k.lower().decode() not in _HEADERS]
                if "/-/static" in scope["path"] and b"v=" in scope.get("query_string", b""):
                    kept.append((b"cache-control", b"public, max-age=31536000, immutable"))
                message = {**message, "headers": [*kept, *headers(scope["path"])]}
            await send(message)

        asked = parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
        if switched := _switch(scope, asked, base):
            await send_with_headers({"type": "http.response.start", "status": 303, "headers": switched})
            await send_with_headers({"type": "http.response.body", "body": b""})
        else:
            await app(scope, receive, send_with_headers)

    return wrapped


def limit_questions(app: App, database: str) -> App:
    """Lets a few requests at once ask a database, until their answers are read or whoever asked is gone."""
    questions, streams = asyncio.Semaphore(QUESTIONS), asyncio.Semaphore(STREAMS)

    async def bounded(scope: Message, receive: Receive, send: Send) -> None:
        """Serves a request once there is room for it; refuses it (503) where there is none within WAIT seconds."""
        whole = scope["type"] == "http" and _DOWNLOAD.fullmatch(scope["path"])
        if not whole and (scope["type"] != "http" or _first(scope["path"]) != database):
            await app(scope, receive, send)
            return
        asked = dict(parse_qsl(scope.get("query_string", b"").decode("latin-1")))
        free = streams if whole or asked.get("_stream") else questions
        try:
            async with asyncio.timeout(WAIT):
                await free.acquire()
        except TimeoutError:
            await refuse(scope, send, 503, "too many questions at once; try again in a moment", (b"retry-after", b"5"))
            return

        async def send_in_parts(message: Message) -> None:
            """Sends a body in small parts. Raises TimeoutError where one of them is not taken in SLOW seconds."""
            body, more = message.get("body", b""), message.get("more_body", False)
            for start in range(0, max(len(body), 1), PART):
                part = {"body": body[start : start + PART], "more_body": more or start + PART < len(body)}
                async with asyncio.timeout(SLOW):
                    await send({**message, **part} if body else message)

        try:
            await _while_there(app, scope, receive, send_in_parts)
        finally:
            free.release()

    return bounded


def _first(path: str) -> str:
    """The first part of a path, without what tells a format; a path need not begin with a slash."""
    return tilde_decode(re.split("[/.]", path.removeprefix("/"))[0])


async def _while_there(app: App, scope: Message, receive: Receive, send: Send) -> None:
    """Runs an app until whoever asked hangs up, which Datasette does not hear: it would go on writing to nobody."""
    heard: asyncio.Queue[Message] = asyncio.Queue(1)

    async def listen() -> None:
        """Hands the app what comes, until the client hangs up."""
        while (message := await receive())["type"] != "http.disconnect":
            await heard.put(message)

    answering = asyncio.ensure_future(app(scope, heard.get, send))
    listening = asyncio.ensure_future(listen())
    try:
        await asyncio.wait({answering, listening}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        listening.cancel()
        answering.cancel()
    with suppress(asyncio.CancelledError):
        await answering


async def refuse(scope: Message, send: Send, status: int, why: str, *headers: tuple[bytes, bytes]) -> None:
    """Answers without asking anybody, in words or, where that was asked for, in JSON."""
    kind, body = b"text/plain; charset=utf-8", why
    if scope["path"].endswith(".json"):
        kind = b"application/json; charset=utf-8"
        body = json.dumps({"ok": False, "error": why, "status": status, "title": None})
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", kind), *headers]})
    await send({"type": "http.response.body", "body": body.encode()})


def _is_readable(cookie: bytes) -> bool:
    """Whether Datasette, too, can read a cookie."""
    try:
        SimpleCookie().load(cookie.decode())
    except (CookieError, UnicodeDecodeError):
        return False
    return True


def _language(scope: Message) -> str:
    """The language that a visitor's cookie asks for, else `vi`."""
    cookies: SimpleCookie = SimpleCookie()
    for name, value in scope["headers"]:
        if name == b"cookie":
            cookies.load(value.decode())
    chosen = cookies[language.COOKIE].value if language.COOKIE in cookies else ""
    return chosen if chosen in language.LANGUAGES else "vi"


def _switch(scope: Message, asked: list[tuple[str, str]], base: str) -> list[tuple[bytes, bytes]] | None:
    """The headers that answer `?_lang=` (the cookie, and back to the same address without it); None where no language
    is asked for.
    """
    chosen = dict(asked).get("_lang")
    # Whoever sends something (POST, ...) is refused like anywhere else.
    if chosen not in language.LANGUAGES or scope["method"] not in ("GET", "HEAD"):
        return None
    rest = urlencode([pair for pair in asked if pair[0] != "_lang"])
    # One leading slash: `//host` would lead elsewhere.
    path = "/" + scope.get("raw_path", scope["path"].encode()).decode("latin-1").partition("?")[0].lstrip("/")
    cookie = f"{language.COOKIE}={chosen}; Path={base}; Max-Age=31536000; SameSite=Lax"
    return [
        (b"location", (path + (f"?{rest}" if rest else "")).encode("latin-1")),
        (b"set-cookie", cookie.encode()),
        (b"cache-control", b"no-store"),
    ]

"""Where the site is: nothing that a visitor sends decides what its answers lead to.

Whoever asks names a host in the headers Host and X-Forwarded-Host, and may name any: a cache would hand a link made of
it to the next reader. So these are taken out of a request before anything reads it, and the site's own address, the
setting SITE_URL, put in their place; without it, the address of the socket that was asked.
"""

from __future__ import annotations

import os
import re
from typing import Any
from urllib.parse import urljoin, urlsplit

from datasette.utils.asgi import Request

from publish.datasette_internals import Datasette

_NAMED_BY_VISITORS = (b"host", b"forwarded", b"x-forwarded-host", b"x-forwarded-port", b"x-forwarded-server", b"x-host")
_PORTS = {"http": 80, "https": 443}
# Answers that are read elsewhere than on the site: a link from the root would lead nowhere there.
_TAKEN_AWAY = re.compile(r"\.(?:json|jsonl|csv|atom|xml|txt|ris|bib|blob)$")


def site_url(setting: str | None, base: str = "/") -> str | None:
    """The scheme and host of a setting SITE_URL, which may end in Datasette's base_url; None for none.

    Raises ValueError, which says what is wrong with it.

    >>> site_url("https://Baotinh.example.org/"), site_url("https://example.org/bao/", "/bao/"), site_url("")
    ('https://baotinh.example.org', 'https://example.org', None)
    """
    if not setting:
        return None
    try:
        parts = urlsplit(setting.strip())
        right = parts.scheme in _PORTS and parts.hostname and parts.port != 0 and not re.search(r"[\s\\<>\"]", setting)
    except ValueError:
        right = False
    if not right or parts.username or parts.query or parts.fragment:
        raise ValueError(f"SITE_URL is the site's address, such as https://baotinh.example.org/, not “{setting}”")
    if (below := base_url(setting)) not in ("/", base):
        raise ValueError(
            f"SITE_URL {setting}: the site is served below {base}; datasette needs --setting base_url {below}"
        )
    return f"{parts.scheme}://{parts.netloc.lower()}"


def base_url(setting: str | None) -> str:
    """The path that a setting SITE_URL has the site below, as Datasette's base_url is written.

    >>> base_url("https://example.org/bao"), base_url("https://example.org/"), base_url(None)
    ('/bao/', '/', '/')
    """
    try:
        path = urlsplit((setting or "").strip()).path.strip("/")
    except ValueError:  # which `site_url` says
        path = ""
    return f"/{path}/" if path else "/"


def of(datasette: Datasette) -> str | None:
    """SITE_URL of a site: as `publish.serving.serve.open_site` was given it, else as the environment has it; None where it is
    not set.
    """
    return site_url(setting(getattr(datasette, "site_url", None)), datasette.setting("base_url"))


def setting(given: str | None) -> str | None:
    """The setting SITE_URL: as it was given, or where that is None as the environment has it."""
    return given if given is not None else os.environ.get("BAOTINH_SITE_URL")


def named(datasette: Datasette, app: Any) -> Any:
    """An app whose requests name the site itself, whatever host the visitor named."""

    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        """Serves a request as one that names the site itself."""
        await app(_named(datasette, scope) if scope["type"] == "http" else scope, receive, send)

    return wrapped


def _named(datasette: Datasette, scope: Any) -> Any:
    """The scope of a request with the site's own scheme and host instead of what the visitor's headers name."""
    if own := of(datasette):
        scheme, _, host = own.partition("://")
    else:
        scheme = "https" if datasette.setting("force_https_urls") else scope.get("scheme") or "http"
        name, port = scope.get("server") or ("localhost", None)
        host = f"[{name}]" if ":" in name else name
        if isinstance(port, int) and port != _PORTS.get(scheme):
            host += f":{port}"
    headers = [(name, value) for name, value in scope["headers"] if name.lower() not in _NAMED_BY_VISITORS]
    return {**scope, "scheme": scheme, "headers": [(b"host", host.encode()), *headers]}


def link(datasette: Datasette, request: Request, path: str) -> str:
    """In place of Datasette's `absolute_url`: an address on a page of the site is relative where SITE_URL is not known."""
    address = urljoin(request.url, path)
    if of(datasette) or _TAKEN_AWAY.search(request.path) or request.args.get("_format"):
        return address
    parts = urlsplit(address)
    return f"/{parts.path.lstrip('/')}{f'?{parts.query}' if parts.query else ''}"


def absolute(datasette: Datasette, request: Request, path: str) -> str:
    """The whole address of a page of the site, by its path from the site's root."""
    return urljoin(request.url, datasette.urls.path(path))

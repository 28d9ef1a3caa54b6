"""Addresses as pages print them: broken ones are no address, never an exception."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, urljoin, urlsplit

from archive.hosts import without_form

INDEX = r"index|default|home|home-?page|main|start|trang-?(?:chu|nhat)"  # what the page is called that a folder shows
# "https://bao.example/kinh-te/bai-1.html": the form of most, which joining to a base leaves as it is
_WHOLE = re.compile(r"https?://[a-zA-Z0-9.-]+/(?:[\w%-]+[/.])*[\w%-]*", re.A)
_NONE = SplitResult("", "", "", "", "")
# "/", "/vi/", "/index.html", "/vi-vn/home.html", "/Pages/Default.aspx", "/web/guest/trang-chu"; not "/the-thao/index.html"
_FRONT = re.compile(
    rf"/?(?:(?:[a-z]{{2}}(?:[-_][a-z]{{2}})?|web|guest|pages)(?:/|$))*(?:(?:{INDEX})(?:\.\w{{2,5}})?/?)?", re.I
)


@lru_cache(maxsize=2048)
def join(base: str, href: str) -> str:
    """An address made absolute, without its fragment; empty where it is none."""
    if _WHOLE.fullmatch(href):
        return href
    try:
        return urljoin(base, href.strip()).split("#")[0]
    except ValueError:
        return ""


@lru_cache(maxsize=2048)
def split(url: str) -> SplitResult:
    """The parts of an address; all empty where it is none."""
    try:
        parts = urlsplit(url)
        parts.hostname, parts.port  # noqa: B018 - both are only checked when asked for
    except ValueError:
        return _NONE
    return parts


def is_front(url: str) -> bool:
    """Whether an address is a site's front page by its form.

    >>> is_front("https://bao.example"), is_front("https://bao.example/vi/home.html"), is_front("file:///index.html")
    (True, True, False)
    >>> is_front("https://bao.example/the-thao/index.html"), is_front("https://bao.example/?p=7")
    (False, False)
    """
    parts = split(url)
    return parts.scheme in ("http", "https") and not parts.query and _FRONT.fullmatch(parts.path) is not None


@lru_cache(maxsize=1024)
def place(url: str) -> str:
    """An address without what differs from one spelling to the next; empty where it is no page but a site's front."""
    parts = split(url)
    path = parts.path.rstrip("/").lower()
    for end in ("/amp", ".amp", "/amp.html"):
        path = path.removesuffix(end)
    named = re.search(r"(?:^|&)(?:p|id|storyid|newsid)=\d+", parts.query)
    if not path and not named:
        return ""
    return f"{without_form(parts.hostname or '')}{path}{named[0] if named else ''}"

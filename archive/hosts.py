"""Hosts as they are compared: `www.bao.example` and `bao.example` are one, and in places `m.bao.example` too."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

# "www.", "www2.", "m.", "www.m."; not the "mobile." of mobile.example, which is its name
_FORM = re.compile(r"^(?:www\d?\.)?(?:(?:m|mobile|wap|amp|touch)\.(?=[^.]+\.))?")
_NUMBERED = re.compile(r"^www\d*\.")


def without_www(name: str) -> str:
    """A host in small letters, or an address from its host on, without `www.` at its start.

    >>> without_www("www.bao.example/tin"), without_www("www2.bao.example")
    ('bao.example/tin', 'www2.bao.example')
    """
    return name.removeprefix("www.")


def without_form(name: str) -> str:
    """A host in small letters without what tells the forms of one site apart: `www.`, `www2.`, `m.`, `amp.` and the like.

    >>> without_form("m.bao.example"), without_form("www2.bao.example"), without_form("www.mobile.example")
    ('bao.example', 'bao.example', 'mobile.example')
    """
    return _FORM.sub("", name)


def sort_key(name: str) -> str:
    """A host in small letters as indexes of web archives sort it (SURT), which know no `www.` nor `www2.`.

    >>> sort_key("www2.bao.example")
    'example,bao'
    """
    return ",".join(reversed(_NUMBERED.sub("", name).split(".")))


@lru_cache(maxsize=1024)
def host(url: str) -> str:
    """The host of an address in small letters without port and `www.`; empty where there is none."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - is only checked when asked for
        return without_www(parts.hostname or "")
    except ValueError:
        return ""

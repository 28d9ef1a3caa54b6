"""The address that a page names as its own, as far as it can be one.

Many a template names its front page there, the section, the machine it was made on, or what another page was made of:
such an address would make one article of all of a site's.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl

from archive.hosts import without_form
from pipelines.addresses.address import INDEX, is_front, join, split
from pipelines.addresses.slug import says, slugs
from pipelines.language.title_keys import key
from pipelines.outline import is_placeholder
from pipelines.structured_data.page_head import PageHead

_BROKEN = re.compile(
    r"^\s*https?(?!:)[/.;]*//|^\s*https?:(?:/{3,}|/?[^/])|^\s*(?:https?:)?//[^/]*https?:|/https?:/|(?:undefined|null|nan)/?$|^[^?#]*[,;|\s]\s*https?://",
    re.I,
)
_NO_PAGE = re.compile(
    rf"(?:^|/)(?:{INDEX}|404|error|not-?found|login|dang-?nhap|search|tim-?kiem)(?:\.\w{{2,5}})?/?$", re.I
)
_PRIVATE = re.compile(
    r"^(?:localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|\[?::1|.*\.(?:local|localhost|internal|lan|test)$)"
)
_MADE_ON = re.compile(r"^(?:dev|test|stag\w*|stg|uat|beta|demo|preview|cms|admin|backend|local)\d*[.-]")
_TOP = re.compile(r"^(?:com|net|org|gov|edu|co|ac|info|pro|biz|health|name|int)$")
_VIEW = re.compile(
    r"^/?(?:amp|print|in|trang|page|slide|full|all|share|mobile|m|\d{1,2})?(?:[/-]?\d{1,2})?(?:\.\w{2,5})?/?$", re.I
)
_CAME_FROM = re.compile(r"(?:utm_\w+|fbclid|gclid|zarsrc|ref|src|share)(?:=|$)", re.I)
_TRACKING = re.compile(r"^(?:utm_|fbclid|gclid|zarsrc|ref|src|share|amp|page|trang|print|mobile|(?:in|m)$|_)", re.I)


def canonical(found: PageHead, url: str, title: str = "") -> str | None:
    """The address the page at `url` names as its own, absolute; None where it names none that can be one.

    An article's `title` tells whether an address that looks like a section's is one.
    """
    return _canonical(found.canonical.strip(), url, title)


@lru_cache(maxsize=64)  # several fields ask for it
def _canonical(raw: str, url: str, title: str) -> str | None:
    """As `canonical`; `raw` is what the page names, as printed."""
    raw = f"//{raw}" if _bare_host(raw, url) else raw
    named = join(url, raw) if raw and not _BROKEN.search(raw) and not is_placeholder(raw) else ""
    there, here = split(named), split(url)
    if there.query and there.query != here.query and _untracked(there.query) == here.query:
        there = there._replace(query=here.query)
        named = there.geturl()
    if there.scheme not in ("http", "https") or not there.hostname:
        return None
    if _is_private(there, here) or _doubles_host(there):
        return None
    saved = here.scheme not in ("http", "https")
    if not saved and _same(there, here):
        return url if "//" in there.path and "//" not in here.path else named
    if is_front(named) or _NO_PAGE.search(there.path):
        return None
    if saved or f"{there.hostname}/" in here.path:  # a saved page, or one of a web archive
        return named
    if _site(there.hostname) != _site(here.hostname or "") or _is_another(named, url, key(title)):
        return None
    return named


def _bare_host(raw: str, url: str) -> bool:
    """Whether an address without a scheme begins with the page's own host: "bao.example/tin/1.html"."""
    name, slash, _ = raw.partition("/")
    here = split(url).hostname or ""
    return bool(slash and "." in name and here) and without_form(name.lower()) == without_form(here)


def _untracked(query: str) -> str:
    """A query without what tells where a reader came from."""
    return "&".join(part for part in query.split("&") if not _CAME_FROM.match(part))


def _is_private(there: SplitResult, here: SplitResult) -> bool:
    """Whether an address is of a machine that readers cannot reach, or that the site is made on."""
    name = there.hostname or ""
    if name == here.hostname and there.port == here.port:
        return False
    return bool(_PRIVATE.match(name) or _MADE_ON.match(name) or "." not in name or there.port not in (None, 80, 443))


def _doubles_host(there: SplitResult) -> bool:
    """Whether the host stands in the path again: https://bao.example/bao.example/tin/1.html."""
    first = there.path.strip("/").split("/")[0].lower()
    return "." in first and without_form(first) == without_form(there.hostname or "")


def _same(there: SplitResult, here: SplitResult) -> bool:
    """Whether two addresses differ in their spelling only."""
    return (
        without_form(there.hostname or "") == without_form(here.hostname or "")
        and _plain(there.path) == _plain(here.path)
        and there.query == here.query
    )


def _plain(path: str) -> str:
    """A path as it is compared: in small letters, single slashes, nothing at its end."""
    return re.sub("/{2,}", "/", path).rstrip("/.").lower()


def _site(name: str) -> str:
    """The part of a host's name that is one owner's: `bao.example` of m.bao.example, `tinh.gov.vn` of xa.tinh.gov.vn."""
    labels = name.split(".")
    return ".".join(labels[-3 if len(labels) > 2 and _TOP.match(labels[-2]) else -2 :])


def _is_another(named: str, url: str, title: str) -> bool:
    """Whether an address of the same site leads to another page: a section, a list, another article."""
    if _address_says(named, title):
        return False
    there, here = split(named), split(url)
    above = there.path.rstrip("/") + "/"
    if here.path.lower().startswith(above.lower()) and not there.query:
        return not _VIEW.match(here.path[len(above) :])
    mine, theirs = _numbers(here), _numbers(there)
    if mine and not mine & theirs:
        return _address_says(url, title) or not theirs
    return not mine and not theirs and _address_says(url, title)


def _address_says(url: str, title: str) -> bool:
    """Whether a slug of an address says the title (a key)."""
    return any(says(slug, title) for slug in slugs(url))


def _numbers(parts: SplitResult) -> set[str]:
    """The numbers of an address that may tell one page from another."""
    values = [value for name, value in parse_qsl(parts.query) if not _TRACKING.match(name)]
    return {number.lstrip("0") for text in (parts.path, *values) for number in re.findall(r"\d{3,}", text)} | {
        value for value in values if value.isdigit()
    }

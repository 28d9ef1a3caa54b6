"""Addresses: which are the same, which are ours to ask for, and which look like an article's."""

from __future__ import annotations

import re
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from w3lib.url import safe_url_string

from archive.frontier import pages
from archive.hosts import without_www

# Parameters that tell who sent the reader, never what is read: "utm_source=zalo", "fbclid=IwAR0x", "amp;utm_medium=rss".
_TRACKING = re.compile(
    r"^(?:amp;)?(?:utm_\w+|fbclid|fb_(?:source|ref|action_\w+)|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid"
    r"|igshid|igsh|zarsrc|gidzl|mc_[ce]id|_g[al]|in_play)(?:=|$)",
    re.I,
)
# A reader's session, by a name that nothing else has: "PHPSESSID=1", "osCsid=1", "CFID=1", "ASPSESSIONIDQABCDEFG=1".
_SESSION = re.compile(
    r"^(?:amp;)?(?:phpsess(?:ion)?id|jsessionid|oscsid|zenid|xtcsid|cfid|cftoken|aspsessionid[a-z]{8}|asp\.net_sessionid)(?:=|$)",
    re.I,
)
# By a name that a story's number may have too, where the value is one that nobody chose: "sid=" and 32 hexadecimal digits.
_PERHAPS_SESSION = re.compile(
    r"^(?:amp;)?(?:s|ss|sid|\w*sess(?:ion)?(?:_?(?:id|key))?)=(?=[a-z,]*\d)(?=\d*[a-z])[0-9a-z,]{20,}$", re.I
)
_TELLS_WHO = (_TRACKING, _SESSION, _PERHAPS_SESSION)
_PATH_SESSION = re.compile(r";(?:\w*sess(?:ion)?_?id|sid|oscsid|zenid|cfid|cftoken)=[^/;?#]*", re.I)
_GLUED = re.compile(r"(?<=\.html)(?:&|%26).*$", re.I)  # "...-123.html&in_play=1"
_ASSET = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|bmp|tiff?|css|js|mjs|json|woff2?|ttf|eot|pdf|docx?|xlsx?|pptx?|odt|rtf|zip|rar|7z|gz"
    r"|tar|mp3|mp4|m4a|m3u8|wav|flv|avi|mov|wmv|webm|apk|exe|swf|ics|epub|psd|txt)$",
    re.I,
)
_ESCAPE = re.compile(r"%[0-9a-f]{2}", re.I)
_HOST = re.compile(r"[0-9a-z_][0-9a-z_.-]*|[0-9a-f:.]*:[0-9a-f:.]*(?:%\w+)?")  # "bao.vn", "xn--bo-8ja.vn", "::1"
_RELATIVE = re.compile(
    r"(?![/?#]|[a-z][a-z0-9+.-]*:)[^\0]", re.I
)  # "bai-1.html", "../tin/": not "/tin/", "?page=2", "mailto:"
_SLASHES = re.compile(r"((?:https?:)?//)/+", re.I)  # "///bao.vn/1", "http:///bao.vn/1"
_BLANK = " \t\n\r\f\v\xa0\u200b\u200e\u200f\u2060\ufeff"  # around an address, of which it is no part
_DEEPEST = 12  # segments of a path; more come of relative links on pages that answer to anything
# Pages of machines and forms: nothing to read, often without end.
_MACHINE = re.compile(
    r"/(?:wp-admin|wp-login|wp-json|wp-content|wp-includes|xmlrpc\.php|cgi-bin|_layouts|_vti_bin|webresource\.axd|scriptresource\.axd"
    r"|login|dang-nhap|logout|signin|signup|register|dang-ky-tai-khoan|cart|gio-hang|print|in-bai|sendmail|gui-email|cdn-cgi)(?:[/.?]|$)"
    r"|[?&](?:replytocom|share|print|oauth|redirect(?:_to)?|return_?url)="
    r"|[?&](?:s|q|key|keyword|tu-khoa)=(?!\d+(?:&|$))"  # a search; a mere number is a story's
    r"|[?&]action=(?:log-?(?:in|out)|sign-?(?:in|up)|register|edit|history|delete|submit|search|send|e?mail|print|share|vote|download)",
    re.I,
)
_REST = re.compile(
    r"/(?:tags?|tu-khoa|author|tac-gia|search|tim-kiem|feed|attachment|amp)(?:[/.?]|$)|-ptag\.html|/\d{4}/\d{1,2}/?$",
    re.I,
)
_PAGED = re.compile(
    r"/(?:page|trang)[/-]?\d+|[?&](?:page|paged|p|trang|page-?_?(?:index|no|num|number)|currentpage|pg|(?:limit)?start|offset|brsr)=\d+|[/-](?:p|trang)-?\d+(?:\.\w+)?/?$",
    re.I,
)
_NUMBERED = re.compile(r"(?:/p/|[-_/])(\d{1,3})(/|\.\w{3,4})?$")
_ENDING = re.compile(r"(?:/|\.(?:html?|aspx?|php))$", re.I)
_ID_AT_END = re.compile(r"(?:[-_./=](?:a|d|post|postid|id)?\d{4,}|-[0-9a-f]{7})(?:/|\.\w{2,5})?$", re.I)


def normalize(url: str) -> str | None:
    """One spelling for one address: no fragment, session, tracking parameters or default port, no `/../`, host in lower
    case, everything percent-encoded as a browser would (https://url.spec.whatwg.org/).

    What the server sees stays as it is: two slashes are not one, and a query keeps its spelling. Letters stay as the
    newspaper spells them (a decomposed path leads nowhere once composed). None for what is not http, or is no address.
    """
    try:
        parts = urlsplit(safe_url_string(url.strip()))
        port = parts.port  # raises above 65535
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname or len(url) > 2000:
        return None
    try:
        host = _host(parts.hostname).lower().rstrip(".")
    except ValueError:
        return None
    if not _HOST.fullmatch(host):
        return None
    if ":" in host:
        host = f"[{host}]"
    if port and port != {"http": 80, "https": 443}[parts.scheme.lower()]:
        host = f"{host}:{port}"
    path = _without_dots(_GLUED.sub("", _PATH_SESSION.sub("", parts.path.replace("\\", "/")))) or "/"
    path = _ESCAPE.sub(lambda escape: escape[0].upper(), path)
    return urlunsplit((parts.scheme.lower(), host, path, _without_tracking(parts.query), ""))


def _host(host: str) -> str:
    """A host whose letters may be percent-encoded as one that can be looked up: `b%C3%A1o.vn` as `xn--bo-mia.vn`. Raises
    ValueError for what is none."""
    spelled = unquote(host) if ":" not in host else host
    return spelled if spelled.isascii() else spelled.encode("idna").decode()


def _without_dots(path: str) -> str:
    """A path as a browser asks for it: `/./` and `/x/../` resolved, however the dots are written; slashes stay."""
    if "." not in path and "%2e" not in path.lower():
        return path
    kept: list[str] = []
    first, *segments = path.split("/")
    for number, segment in enumerate(segments, 1):
        dots = segment.lower().replace("%2e", ".")
        if dots == "..":
            del kept[-1:]
        elif dots != ".":
            kept.append(segment)
            continue
        if number == len(segments):
            kept.append("")
    return "/".join([first, *kept])


def _without_tracking(query: str) -> str:
    """A query without what only tells who reads; the rest byte for byte, in its order."""
    kept = [pair for pair in query.split("&") if not any(kind.match(pair) for kind in _TELLS_WHO)]
    return "&".join(kept) if any(kept) else ""


def join(base: str, href: str) -> str | None:
    """The address that `href` means on a page at `base`, as `normalize` spells it; None where it means none."""
    href = href.strip(_BLANK).replace("&amp;", "&")  # what was written out twice
    end = min((place for mark in "?#" if (place := href.find(mark)) >= 0), default=len(href))
    href = _SLASHES.sub(r"\1", href[:end].replace("\\", "/")) + href[end:]  # as browsers read it
    try:
        if site(href.partition("/")[0]) == site(base):  # "bao.vn/1" on bao.vn, where a folder would hardly be called so
            href = f"//{href}"
        if _RELATIVE.match(href):  # `urljoin` would make one slash of two
            parts = urlsplit(base)
            folder = parts.path.rpartition("/")[0]
            return normalize(f"{parts.scheme}://{parts.netloc}{folder}/{href}")
        return normalize(urljoin(base, href))
    except ValueError:
        return None


def site(url: str) -> str:
    """The host and its port, without `www.` and default ports: `a.vn`, `a.vn:8080`. Takes an address or a host.

    It decides whose an address is, and whose manners hold. Empty where there is none in it.
    """
    try:
        parts = urlsplit(url if "://" in url else f"//{url}")
        host, port = parts.hostname or "", parts.port
    except ValueError:  # a port that is none, a bracket left open
        return ""
    host = without_www(host.rstrip("."))
    host = f"[{host}]" if ":" in host else host
    return host if port in (None, 80, 443) else f"{host}:{port}"


def worth_asking(url: str) -> bool:
    """Whether an address may be a page: False for pictures, documents and machinery, and for paths that go round in
    circles.
    """
    path = urlsplit(url).path
    if path.count("/") > _DEEPEST or any(path.count(f"/{segment}/") > 2 for segment in set(path.split("/")) if segment):
        return False
    return not _ASSET.search(path) and not _MACHINE.search(url)


def place(url: str) -> tuple[str, int]:
    """The list that an address is a page of, in a spelling that its pages share, and the page's number.

    That is 0 for the address without one: `?page=1` may be the second page, or the first once more. Where a query says it
    several times, as where each page adds it to its own address, the last counts.
    """
    match = _PAGED.search(url)
    if match is None:
        return _ENDING.sub("", url), 0
    again = re.compile(rf"&{re.escape(match[0][1:].partition('=')[0])}=(\d+)(?=&|$)", re.I)
    behind = url[match.end() :]
    number = [*re.findall(r"\d+", match[0]), *again.findall(behind)][-1]
    rest = f"{url[: match.start()]}{'?' if match[0][0] == '?' else ''}{again.sub('', behind).lstrip('&')}".rstrip("?&")
    return _ENDING.sub("", rest), int(number[:9])


def is_page_number(name: str) -> bool:
    """Whether a parameter of this name says which page of a list it is: `page`, `trang`, `offset`."""
    return bool(_PAGED.search(f"?{name}=1"))


def first_pages(url: str) -> list[str]:
    """What the first page may be called of the list that an address which ends in a mere number (`/2`, `/p/2`, `-2.htm`)
    is a page of, if it is one: an article's may end so too."""
    match = _NUMBERED.search(url)
    rest, ending = (url[: match.start()], match[2] or "") if match else ("", "")
    return list(dict.fromkeys((rest + ending, rest, f"{rest}/"))) if rest else []


def priority(url: str) -> int:
    """What a link's address promises, before anyone has read it."""
    path = urlsplit(url).path
    if _REST.search(url):
        return pages.REST
    last = path.rstrip("/").rpartition("/")[2]
    if _ID_AT_END.search(url) or last.count("-") >= 4:
        return pages.ARTICLE
    return pages.SECTION

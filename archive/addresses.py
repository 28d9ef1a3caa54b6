"""What became of a page, by its address in any spelling: pasted with tracking, of the phone's site, of a former host."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from itertools import islice, permutations, product
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from archive.hosts import without_form


class Fate(StrEnum):
    """What the archive knows of an address."""

    ARTICLE = "article"  # it has the article
    NEWSPAPER = "newspaper"  # it is a newspaper's home
    GONE = "gone"  # the newspaper took the page down before it was read
    FAILED = "failed"  # it gave no usable answer
    WAITING = "waiting"  # it is known, and was not read yet
    REFUSED = "refused"  # it may not be read
    OTHER = "other"  # it was read and is no article
    WITHHELD = "withheld"  # it has the article, and does not show it
    UNKNOWN = "unknown"  # nobody has heard of it


@dataclass(frozen=True, slots=True)
class Found:
    """What became of a page: its `address` as the archive has it, and `at` when that was last seen (UTC), of a withheld
    article since when it is.

    `article`: the article's id; `newspaper`: the id of the newspaper whose page it is, where that is known.
    """

    fate: Fate
    address: str
    newspaper: str | None = None
    article: int | None = None
    at: str | None = None
    status: int | None = None


_FATES = {"gone": Fate.GONE, "failed": Fate.FAILED, "new": Fate.WAITING, "refused": Fate.REFUSED}
_HOST = r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?\.)+[a-z]{2,}\.?(?::\d{1,5})?"
_LOCAL = r"(?:localhost|\d{1,3}(?:\.\d{1,3}){3})(?::\d{1,5}|(?=/))"  # such a host alone may be text
_ADDRESS = re.compile(
    r"(?i)(?:view-source:)?(?P<scheme>h(?:tt|xx)ps?:/{1,2}|//)?"
    rf"(?P<host>{_HOST}|(?P<local>{_LOCAL})|(?<=/)(?:localhost|[\d.]+))(?P<rest>[/?#]\S*)?"
)
_PERMALINK = re.compile(r"(?:/\S*)?/articles/([0-9]{9,18})(?:[/.].*)?")
# What an article is called on its own: its id, also as spreadsheets and BibTeX have it, or its place on the site, of a
# version or in a format too.
_NAMED = re.compile(
    r"(?i)(?:(?:id|mã(?: bài)?|bài(?: số)?)\b|baotinh-?)?[\s:=#]*(?:/?articles/)?([0-9]{13})(?:[/.]\S*)?"
)
_AMONG = re.compile(r"(?i)https?://[^\s<>\"'“”()\[\]]+")
_FEW_WORDS = 20  # around an address; what is longer is a text
# Another site's address around the one that is meant; the last group is it.
_AROUND = (
    re.compile(r"(?i)https?://(?:web\.)?archive\.org/(?:web/)?\d{4,14}(?:[a-z]{2}_)?/(.+)"),  # the Wayback Machine
    re.compile(r"(?i)https?://[\w-]+\.cdn\.ampproject\.org/[civ]/(?:s/)?(.+)"),
    re.compile(r"(?i)https?://(?:www\.)?google\.[\w.]+/amp/(?:s/)?(.+)"),
    re.compile(
        r"(?i)https?://[^/?#]+/(?:[^?#]*?/)?(https?(?::|%3a)/.+)"
    ),  # whoever writes it whole: other web archives
)
_AS_VALUE = re.compile(r"(?i)(?:cache:(?:[\w-]+:)?)?(https?://.+)")  # "cache:" is a search engine's
_PREFIXES = ("", "www.", "m.", "amp.", "mobile.")
# What is added to a link to tell who followed it, and which page of the same article is meant.
_TRACKING = re.compile(
    r"(?i)utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|zarsrc|zclid|igshid|mc_[ce]id|_g[al]\w*|ref(?:errer|_src)?"
    r"|source|src|from|share\w*|amp|amp_\w+|outputtype|view(?:type)?|print|mobile|fb_\w+|spm|s|si|cn|gidzl|t(?:s|ime)?|v|page"
)
_AMP = (re.compile(r"(?i)^/(?:amp|m)(?=/)"), re.compile(r"(?i)(?:/amp(?:\.html)?|\.amp|/print|/m)/?$"))
_MOST = 400  # spellings that are looked up


def address_in(text: str) -> str | None:
    """The address that somebody pasted, None where the text is none: words, or two addresses.

    >>> address_in(" <HTTPS://Bao.example/tin-1.html>. "), address_in("bao.example/tin"), address_in("TP.HCM")
    ('https://Bao.example/tin-1.html', 'http://bao.example/tin', None)
    """
    match = _ADDRESS.fullmatch(text.strip().rstrip(".,;").strip("<>\"'“”()[]").rstrip(".,;"))
    if match is None or not (
        match["scheme"] or match["rest"] or match["local"] or without_form(match["host"]) != match["host"]
    ):
        return None
    scheme = "https" if (match["scheme"] or "").lower().endswith(("s:/", "s://")) else "http"
    rest = (match["rest"] or "/").replace("&amp;", "&")  # as a page's source has it
    return f"{scheme}://{match['host']}{rest}"


def addresses_among(text: str) -> list[str]:
    """The one address that a short text with other words may mean, or with what links are made of: the whole of it, where
    a line's end may have broken it, then as far as it goes. Empty where there is none.

    >>> addresses_among("Bài này: https://bao.example/tin-1.html."), addresses_among("[tin](http://bao.example/2)")
    (['https://bao.example/tin-1.html'], ['http://bao.example/2'])
    >>> addresses_among("https://bao.example/tin- dai.html")
    ['https://bao.example/tin-dai.html', 'https://bao.example/tin-']
    """
    found = set(_AMONG.findall(text)) if len(text.split()) <= _FEW_WORDS else set()
    if len(found) != 1:
        return []
    joined = "".join(text.split()) if _AMONG.match(text.strip()) else ""
    return [address for one in (joined, found.pop()) if (address := address_in(one))]


def named_article(conn: sqlite3.Connection, text: str) -> Found | None:
    """The article that a text is the id or the place of; None where it is neither, or the archive has none such."""
    named = _NAMED.fullmatch(text.strip().strip("<>\"'“”()[]"))
    return _own(conn, text.strip(), int(named[1])) if named else None


def _own(conn: sqlite3.Connection, address: str, article: int) -> Found | None:
    """What became of an article of ours by its id; None where there never was one."""
    if conn.execute("select 1 from articles where id = ?", [article]).fetchone():
        return Found(Fate.ARTICLE, address, article=article)
    since = conn.execute("select since from withheld where article_id = ?", [article]).fetchone()
    return Found(Fate.WITHHELD, address, article=article, at=since[0]) if since else None


def find_address(conn: sqlite3.Connection, address: str) -> Found:
    """What became of a page, whatever the spelling of its address (one of `address_in`)."""
    address = _unwrapped(address)
    own = _PERMALINK.fullmatch(urlsplit(address).path)
    if own and (ours := _own(conn, address, int(own[1]))):
        return ours
    hosts = _hosts(conn, _bare_host(address))
    if urlsplit(address).path in ("", "/") and not urlsplit(address).query and hosts.newspaper:
        return Found(Fate.NEWSPAPER, address, hosts.newspaper)
    candidates = list(dict.fromkeys(_spellings(address, hosts.names)))[:_MOST]
    candidates += list(islice(_in_other_order(address, hosts.names), _MOST // 4))
    found = [one for url in candidates if (one := _look_up(conn, url))]
    if not found and (held := _look_up_withheld(conn, candidates)):
        return Found(Fate.WITHHELD, address, hosts.newspaper, *held)
    if not found:
        return Found(Fate.UNKNOWN, address, hosts.newspaper)
    # The article, wherever it stands; else what most is known of.
    return min(found, key=lambda one: list(Fate).index(one.fate))


def mark_withheld(copy: sqlite3.Connection) -> None:
    """Writes into a public copy which addresses are those of withheld articles, as marks from which no address can be
    read: whoever has one can ask what became of its page. Before the articles are taken out.
    """
    copy.execute("create table withheld_addresses (mark blob primary key, article_id integer not null) without rowid")
    for table, id in (("articles", "id"), ("pages", "article_id")):
        rows = copy.execute(f"select url, {id} from {table} where {id} in (select article_id from withheld)").fetchall()
        marks = ((_mark(url), article) for url, article in rows if url)
        copy.executemany("insert or ignore into withheld_addresses values (?, ?)", marks)


def _look_up_withheld(conn: sqlite3.Connection, urls: list[str]) -> tuple[int, str] | None:
    """The id of the withheld article at one of these addresses, and since when it is; None where there is none, or the
    archive is no public copy.
    """
    if not conn.execute("select 1 from sqlite_master where name = 'withheld_addresses'").fetchone():
        return None
    row = conn.execute(
        "select w.article_id, w.since from withheld_addresses a join withheld w on w.article_id = a.article_id"
        f" where a.mark in ({', '.join('?' * len(urls))})",
        [_mark(url) for url in urls],
    ).fetchone()
    return row and (row[0], row[1])


def _mark(url: str) -> bytes:
    """What a public copy keeps of an address that it does not keep."""
    return sha256(url.encode("utf-8", "surrogatepass")).digest()


@dataclass(frozen=True, slots=True)
class _Hosts:
    """The hosts at which a page of one may stand, its own first, and whose they are."""

    names: list[str]
    newspaper: str | None


def _hosts(conn: sqlite3.Connection, host: str) -> _Hosts:
    """Returns the hosts of the newspaper that `host` is or was one of, of the one it went into and of those that went
    into it.
    """
    papers = {
        name: ([_bare_host(home), *(_bare_host(f"//{one}") for one in (former or "").split())], successor)
        for name, home, former, successor in conn.execute(
            "select id, coalesce(home, ''), former, successor from newspapers"
        )
    }
    owner = next((name for name, (hosts, _) in papers.items() if host in hosts), None)
    names = [host]
    if owner:
        names += papers[owner][0]
        names += papers.get(papers[owner][1] or "", ([], None))[0]
        names += [one for hosts, successor in papers.values() if successor == owner for one in hosts]
    return _Hosts([name for name in dict.fromkeys(names) if name], owner)


def _look_up(conn: sqlite3.Connection, url: str) -> Found | None:
    """Says what became of an address as it is spelled, followed over redirects; None where it is not known."""
    for _ in range(5):
        if row := conn.execute("select id, newspaper, gone_at from articles where url = ?", [url]).fetchone():
            return Found(Fate.ARTICLE, url, row[1], row[0], row[2])
        row = conn.execute(
            "select newspaper, articles.id, state, pages.fetched_at, status, moved_to from pages"
            " left join (select id from articles) as articles on articles.id = article_id where pages.url = ?",
            [url],
        ).fetchone()
        if row is None:
            return None
        newspaper, article, state, at, status, moved = row
        if article is not None:
            return Found(Fate.ARTICLE, url, newspaper, article)
        if not moved:
            return Found(_FATES.get(state, Fate.OTHER), url, newspaper, None, at, status)
        url = moved
    return None


def _unwrapped(address: str) -> str:
    """The address inside another site's (a web archive's, a search engine's, a social network's); itself where there is
    none.
    """
    for around in _AROUND:
        if match := around.fullmatch(address):
            return address_in(unquote(match[1]) if "%3a" in match[1].lower()[:12] else match[1]) or address
    for _, value in parse_qsl(urlsplit(address).query):
        if (whole := _AS_VALUE.fullmatch(value)) and (inside := address_in(whole[1])):
            return inside
    return address


def _bare_host(address: str) -> str:
    """The host of an address without port, www and the phone's prefixes."""
    host = (urlsplit(address).netloc.rpartition("@")[2]).lower().rstrip(".")
    name, _, port = host.partition(":")
    return without_form(name.rstrip(".")) + (f":{port}" if port not in ("", "80", "443") else "")


def _spellings(address: str, hosts: list[str]) -> Iterator[str]:
    """Yields the addresses under which the archive may have a page, the likeliest first."""
    parts = urlsplit(address)
    paths = list(dict.fromkeys(_paths(parts.path)))
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [pair for pair in pairs if not _TRACKING.fullmatch(pair[0])]
    queries = dict.fromkeys([parts.query, urlencode(kept)])
    if len(parts.path) > 8:  # else the query names the page
        queries[""] = None
    for host, path, query in product(hosts, paths, queries):
        for prefix, scheme in product(_PREFIXES, ("https", "http")):
            yield f"{scheme}://{prefix}{host}{path}{f'?{query}' if query else ''}"


def _in_other_order(address: str, hosts: list[str]) -> Iterator[str]:
    """Yields an address of two or three parameters with these in every other order."""
    parts = urlsplit(address)
    pairs = [pair for pair in parts.query.split("&") if pair and not _TRACKING.fullmatch(pair.partition("=")[0])]
    if 2 <= len(pairs) <= 3:
        for host, some in product(hosts, list(permutations(pairs))[1:]):
            for prefix, scheme in product(_PREFIXES, ("https", "http")):
                yield f"{scheme}://{prefix}{host}{parts.path}?{'&'.join(some)}"


def _paths(path: str) -> Iterator[str]:
    """Yields the ways in which the archive may spell a path: as it is, without what marks it as AMP's, with and without
    percent escapes, each also with its last slash added or taken off. An empty path is `/`.
    """
    path = re.sub("//+", "/", path.split(";jsessionid", 1)[0]) or "/"
    bare = path
    for amp in _AMP:
        bare = amp.sub("", bare)
    for one in dict.fromkeys((path, bare)):
        for written in (one, quote(unquote(one), safe="/:@!$&'()*+,;=~-._"), unquote(one)):
            yield written
            yield written[:-1] if written.endswith("/") and len(written) > 1 else f"{written}/"

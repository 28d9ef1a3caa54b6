"""Whether a newspaper answers for an article that it took down as for one that never was, with a page and 200.

No words tell such a page, as every newspaper has its own. It is told by asking: once for an invented address of the same
form, which shows the same, and once for an article that stands, which does not: a server in trouble, or a wall, says one
thing everywhere. What that brings holds for some minutes and one host; no more is asked meanwhile, however many are missing.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from time import monotonic
from urllib.parse import urlsplit, urlunsplit

from lxml import html
from lxml.etree import ParserError
from scrapy import Request
from scrapy.http import TextResponse

from archive.frontier import pages
from crawler.discovery import addresses
from crawler.fetching.fetch_errors import cause
from crawler.spiders.base import ArchiveSpider
from pipelines.page import Page
from vietnamese import fold

HOLDS = 600.0  # seconds that what was asked holds
_SAME = 0.6  # of what a missing page says and one that stands does not, that an invented one says too: the rest is its address
_RUN = 3  # words of a run
_OWN = 20  # runs that an article has beside what is around it
_LETTERS, _NUMBER = re.compile(r"[^\W\d_]{2,}"), re.compile(r"\d{3,}")
_ENDING = re.compile(r"\.\w{2,5}/?$")  # ".html", ".aspx"


@dataclass(slots=True, frozen=True)
class _Asked:
    """What a host showed at `at` (monotonic time) for an invented address, and for an article that stands."""

    at: float
    invented: frozenset[str] = frozenset()
    standing: frozenset[str] = frozenset()


class Missing:
    """Tells articles that were taken down by pages that say so with 200."""

    def __init__(self, crawl: ArchiveSpider):
        self.crawl = crawl
        self.asked: dict[str, _Asked] = {}
        self.asking = asyncio.Lock()

    async def shows(self, page: Page) -> bool:
        """Whether a page, at a known article's address and without anything of it, is what this host shows for addresses
        that lead nowhere."""
        host = addresses.site(page.url)
        async with self.asking:
            known = self.asked.get(host)
            if known is None or monotonic() - known.at > HOLDS:
                known = self.asked[host] = await self._ask(page.url)
        if page.tree is None or not known.invented:
            return False
        here = _runs(_text(page.tree))
        own = here - known.standing
        told = len(own & known.invented) >= _SAME * len(own) > 0
        return told and len(known.standing - here) >= _OWN and not self._is_named(page)

    def _is_named(self, page: Page) -> bool:
        """Whether a page bears the title of the article that is stored, as one behind a wall does."""
        row = self.crawl.archive.execute(
            "select title from articles where id = (select article_id from pages where url = ?)", [page.url]
        ).fetchone()
        return row is None or (page.tree is not None and _key(row[0]) in _key(_text(page.tree)))

    async def _ask(self, url: str) -> _Asked:
        """Asks for an invented address and for an article that stands. What is not answered with a page tells nothing."""
        stands = self._standing(url)
        invented = await self._runs_at(invented_address(url)) if stands else frozenset()
        standing = await self._runs_at(stands) if invented and stands else frozenset()
        return _Asked(monotonic(), invented if standing else frozenset(), standing)

    def _standing(self, url: str) -> str | None:
        """The address of the article of this host that was last seen to stand; None where there is no other."""
        rows = self.crawl.archive.execute(
            "select p.url from pages p join articles a on a.id = p.article_id where p.newspaper = ? and p.state = 'article'"
            " and p.reason is null and a.gone_at is null and p.url != ? order by a.last_seen_at desc limit 20",
            [self.crawl.name, url],
        )
        return next((other for (other,) in rows if addresses.site(other) == addresses.site(url)), None)

    async def _runs_at(self, url: str) -> frozenset[str]:
        """The runs of words of the page at an address; none where it has none."""
        if pages.get(self.crawl.archive, url) is None:
            self.crawl.logger.info("%s: an address that we made up, to see what is shown for none", url)
        try:
            response = await self.crawl.crawler.engine.download_async(Request(url, dont_filter=True))
        except Exception as error:
            self.crawl.logger.info("%s: %s", url, cause(error))
            return frozenset()
        self.crawl.crawler.stats.inc_value("pages")
        if response.status != 200 or not isinstance(response, TextResponse):
            return frozenset()
        try:
            return _runs(_text(html.fromstring(response.text)))
        except (ParserError, ValueError):
            return frozenset()


def invented_address(url: str) -> str:
    """An address of the same form as an article's, that nobody has given out: words backwards, long numbers near the end of
    what they can count.

    >>> invented_address("https://bao.vn/xa-hoi/lu-quet-o-na-lau-a10452.html"), invented_address("http://bao.vn/?id=1203")
    ('https://bao.vn/xa-hoi/ul-teuq-o-an-ual-a99997.html', 'http://bao.vn/?id=9997')
    """
    parts = urlsplit(url)
    folder, slash, last = parts.path.rstrip("/").rpartition("/")
    ending = _ENDING.search(last)
    stem = last[: ending.start()] if ending else last
    made = _NUMBER.sub(lambda number: "9" * (len(number[0]) - 1) + "7", _LETTERS.sub(lambda word: word[0][::-1], stem))
    query = _NUMBER.sub(lambda number: "9" * (len(number[0]) - 1) + "7", parts.query)
    path = f"{folder}{slash}{made}{last[len(stem) :]}{'/' if parts.path.endswith('/') else ''}"
    return urlunsplit((parts.scheme, parts.netloc, path, query, ""))


def _text(tree: html.HtmlElement) -> str:
    """The text of a page that a reader may see, addresses left out."""
    told = tree.xpath("//text()[not(ancestor::script or ancestor::style or ancestor::template)]")
    return re.sub(r"\S*(?:://|\w/\w)\S*", " ", " ".join(told))


def _key(text: str) -> str:
    """The words of a text, as they are compared: no numbers, which tell the time."""
    return " ".join(word for word in re.findall(r"\w+", fold(text)) if not word.isdigit())


def _runs(text: str) -> frozenset[str]:
    """The runs of words of a text."""
    words = _key(text).split()
    return frozenset(" ".join(words[place : place + _RUN]) for place in range(max(len(words) - _RUN + 1, 1)))

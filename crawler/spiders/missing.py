"""Whether a newspaper answers for an article that it took down as for one that never was, with a page and 200.

No words tell such a page, as every newspaper has its own. It is told by asking: once for an invented address of the same
form, or for the front page, which shows the same, and once for an article that stands, which does not: a server in
trouble, or a wall, says one thing everywhere. Where that article is itself gone another is asked for. What that brings
holds for some minutes and one host; no more is asked meanwhile, however many are missing.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from time import monotonic
from urllib.parse import urljoin, urlsplit, urlunsplit

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
_WHOLE = (
    0.8  # of what the front page says and an article that stands does not, and of what is shown instead of an article
)
_OWN = 20  # runs that an article has beside what is around it
_CONTROLS = 3  # articles that are asked for until one stands
_LETTERS, _NUMBER = re.compile(r"[^\W\d_]{2,}"), re.compile(r"\d{3,}")
_ENDING = re.compile(r"\.\w{2,5}/?$")  # ".html", ".aspx"


@dataclass(slots=True, frozen=True)
class _Shown:
    """What a page says: its words as they are compared, and its runs of them."""

    words: str = ""
    runs: frozenset[str] = frozenset()


@dataclass(slots=True, frozen=True)
class _Asked:
    """What a host showed at `at` (monotonic time) for an invented address, as its front page, and the runs of words of an
    article that stands; none where nothing is to be told by it."""

    at: float
    invented: _Shown = _Shown()
    front: _Shown = _Shown()
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
        if page.tree is None or not known.standing:
            return False
        here = _shown(page.tree)
        own, front = here.runs - known.standing, known.front.runs - known.standing
        if not own or len(known.standing - here.runs) < _OWN:
            return False
        title = self._title(page)
        if len(own & known.invented.runs) >= _SAME * len(own) and _bears_none(here, known.invented, title):
            return True
        is_front = len(front) >= _OWN and len(own & front) >= _WHOLE * max(len(own), len(front))
        return is_front and _bears_none(here, known.front, title)

    def _title(self, page: Page) -> str:
        """The words of the title of the article that is stored, which a page behind a wall bears and no other; none where
        none is."""
        row = self.crawl.archive.execute(
            "select title from articles where id = (select article_id from pages where url = ?)", [page.url]
        ).fetchone()
        return _key(row[0]) if row else ""

    async def _ask(self, url: str) -> _Asked:
        """Asks for an invented address, the front page, and an article that stands. What is not answered with a page tells
        nothing."""
        others = self._others(url)
        if not others:
            return _Asked(monotonic())
        invented = await self._shown_at(invented_address(url))
        front = await self._shown_at(self._front(url))
        for other in others if invented.words or front.words else ():
            standing = (await self._shown_at(other)).runs
            if all(len(standing - there.runs) >= _OWN for there in (invented, front)):
                return _Asked(monotonic(), invented, front, standing)
        return _Asked(monotonic())

    def _front(self, url: str) -> str:
        """The address of the front page of the host of an address."""
        home = self.crawl.home
        return home if home and addresses.site(home) == addresses.site(url) else urljoin(url, "/")

    def _others(self, url: str) -> list[str]:
        """The addresses of some articles of this host, those last seen to stand before others; none where there is no other."""
        rows = self.crawl.archive.execute(
            "select p.url from pages p join articles a on a.id = p.article_id where p.newspaper = ? and p.state = 'article'"
            " and p.reason is null and a.gone_at is null and p.url != ? order by a.last_seen_at desc limit 20",
            [self.crawl.name, url],
        )
        return [other for (other,) in rows if addresses.site(other) == addresses.site(url)][:_CONTROLS]

    async def _shown_at(self, url: str) -> _Shown:
        """What the page at an address says; nothing where it has none."""
        if pages.get(self.crawl.archive, url) is None:
            self.crawl.logger.info("%s: an address that we made up, to see what is shown for none", url)
        try:
            response = await self.crawl.crawler.engine.download_async(Request(url, dont_filter=True))
        except Exception as error:
            self.crawl.logger.info("%s: %s", url, cause(error))
            return _Shown()
        self.crawl.crawler.stats.inc_value("pages")
        if response.status != 200 or not isinstance(response, TextResponse):
            return _Shown()
        try:
            return _shown(html.fromstring(response.text))
        except (ParserError, ValueError):
            return _Shown()


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


def _bears_none(here: _Shown, there: _Shown, title: str) -> bool:
    """Whether a page does not bear the title of its article, or only as the page shown for it does."""
    return title not in here.words or title in there.words


def _shown(tree: html.HtmlElement) -> _Shown:
    """What a page says."""
    words = _key(_text(tree))
    told = words.split()
    return _Shown(words, frozenset(" ".join(told[at : at + _RUN]) for at in range(max(len(told) - _RUN + 1, 1))))

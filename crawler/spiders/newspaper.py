"""The base of every newspaper's spider, and the spider for any site by its address."""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin, urlsplit

from scrapy import Request, Spider, signals
from scrapy.exceptions import DontCloseSpider, DownloadCancelledError, IgnoreRequest
from scrapy.http import Response
from scrapy.settings import BaseSettings
from scrapy.spiderloader import SpiderLoader

from archive import captures, crawls, pages, revisits
from archive.article import Key, Reach
from archive.database import transaction
from archive.pages import Due, Link
from archive.store import mark_gone, mark_seen, moment, put_newspaper, redirected, series
from crawler import captures as captures_of
from crawler import politeness
from crawler.backfill import Count, Days, Numbers, Serial, Side, account
from crawler.discovery import Lost, addresses, feed
from crawler.parts import Incomplete
from crawler.politeness import AddressRefused, OffSite, Robots, RobotsForbidden, RobotsUnreachable
from crawler.spiders.base import ArchiveSpider, CrawlError, now
from pipelines import foreign
from pipelines.page import Page, Visit
from pipelines.rules import Rules

KNOWN = 500_000  # addresses
MOST_REDIRECTS = 10  # in a row
_YEAR = re.compile(r"(?:19|20)\d\d")
IN_TURN = 5  # known articles that are looked at again every day, those due anyway among them


class NewspaperSpider(ArchiveSpider):
    """Crawls a newspaper: robots.txt, sitemaps, feeds, section pages, and what they lead to.

    A newspaper of its own is a class of a few lines on its family's: `name`, `title`, `province`, `home`, and what
    differs. Nothing of it is needed for reading: where an address pattern or a selector does not hold, what the page
    says of itself does.
    """

    name = "newspaper"
    follows = True
    former: tuple[str, ...] = ()  # hosts it had, or has beside its home; an article keeps its identity there
    patterns: tuple[str, ...] = ()  # of its articles' addresses, path and query: see `article_key`
    signs: tuple[str, ...] = ()  # patterns of what pages of its family hold, by which `scrapy addnewspaper` knows it
    feeds: tuple[str, ...] = ()  # addresses of feeds that somebody has read; those a home page announces are found
    by_number: str | None = None  # an article's address where its number alone decides: "/bai-a{}.html"
    never: str | None = None  # pattern of addresses that are not asked for: classified advertisements, e-papers
    rules: Rules | None = None  # where the fields stand on its pages
    lax: Mapping[str, Any] = {}  # settings by which its certificate trouble is borne with
    robots: Robots | None = None  # of the home, once it was read
    verified: Mapping[str, str] = {}  # fact -> the month somebody saw it hold; what is not here is a guess

    def __init__(
        self,
        name: str | None = None,
        url: str | None = None,
        title: str | None = None,
        province: str | None = None,
        since: str | None = None,
        until: str | None = None,
        limit: str | None = None,
        revisit: str | None = None,
        **kwargs: Any,
    ):
        home = addresses.normalize(url) if url else self.home
        if url and home is None:
            raise CrawlError(f"url={url}: not an address; give one like http://baothainguyen.vn/")
        if home is None:
            raise CrawlError("which newspaper? give its address: scrapy crawl newspaper -a url=http://.../")
        if not name and url and self.name == "newspaper":
            name = re.sub(r"[^a-z0-9]+", "-", addresses.site(home)).strip("-")
        if name and not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
            raise CrawlError(f"name={name}: a newspaper's name is small letters, digits and hyphens")
        if kwargs:
            raise CrawlError(
                f"no argument {', '.join(kwargs)}; there are url, name, title, province, since, until, limit and revisit"
            )
        super().__init__(name)
        self.home = home
        self.title = title or self.title
        self.province = province or self.province
        self.days = Days(_day("since", since), _day("until", until), self.serial)
        if self.days.since and self.days.until and self.days.since > self.days.until:
            raise CrawlError(f"since={since} until={until}: it ends before it begins")
        self.count: Count | None = None
        self.countable = bool(self.by_number and self.days)  # as far as is known
        self.limit = _count("limit", limit)
        self.revisit = revisit == "all"
        if revisit not in (None, "all"):
            raise CrawlError(f"revisit={revisit}: the only choice is revisit=all")
        self.passed: set[str] = set()  # further pages of lists that have come to the days before those asked for
        self.known: set[str] = set()  # addresses that the frontier has for certain: spares it what every page links to
        self.barren = 0  # pages in a row that were no article
        self.met: dict[str, set[str]] = {}  # what lists have named in this crawl, those that were read before
        self.seen: dict[str | None, str] = {}  # digests of pages that are no article, and where
        self.home_hosts = {addresses.site(home), *self.former}
        self.allowed_hosts = {urlsplit(home).netloc, *self.former}

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        settings.setdict(cls.lax, priority="spider")

    # --- what a newspaper may say of itself

    @classmethod
    def article_key(cls, url: str) -> str | None:
        """The identity of the article at this address within the newspaper; None: the address is.

        It is what the groups of the first of `patterns` that fits have caught, in their order. Host, slug and
        section are no part of it: they change, and some servers ignore them.
        """
        return "-".join(cls._named(url).values()) or None

    @classmethod
    def key(cls, url: str) -> Key | None:
        """`article_key`, and how far it is believed: the names of the groups say so, `hex`, `id` or a mere `number`."""
        text, named = cls.article_key(url), cls._named(url)
        reach = Reach.FAMILY if "hex" in named else Reach.NOWHERE if "number" in named else Reach.NEWSPAPER
        return Key(text, reach) if text else None

    @classmethod
    def guesses(cls) -> list[str]:
        """The facts of this class that nobody has seen hold: taken from its family, or from who merged with whom."""
        facts = [
            name
            for name in ("home", "former", "successor", "family", "patterns", "feeds", "by_number", "never", "lax")
            if getattr(cls, name)
        ]
        facts += sorted({field for rules in (cls.rules.sets if cls.rules else ()) for field in rules.select})
        return [fact for fact in facts if fact not in cls.verified]

    @classmethod
    def mend(cls, body: bytes) -> bytes:
        """The bytes of a page as they are to be read: for a family whose pages hide the text."""
        return body

    def wants(self, link: Link) -> bool:
        """False for addresses that lie outside the days asked for, as far as can be told: they wait for another crawl."""
        if link.url in self.passed or (self.countable and self.place(link.url)[1]):
            return False  # what a list's further pages name, its numbers lead to sooner
        return self.days.side(link) in (None, Side.INSIDE) or self.is_numbered(link.url)

    def in_order(self, due: list[Due]) -> list[Due]:
        return self.days.in_order(due)

    def leads(self, page: Page, found: list[Link]) -> list[Link]:
        """What a page leads to, without what is never asked for."""
        if page.article is None and self.days.passed(found):
            self.passed.update(link.url for link in found if self.place(link.url, page.url)[1])
        never = _pattern(self.never) if self.never else None
        return [
            link
            for link in found
            if (page.visit.kind == "feed" or link.url not in self.known)
            and not (never and never.search(urlsplit(link.url).path))
        ]

    def place(self, url: str, seen_on: str = "") -> tuple[str, int]:
        """The list that an address is a page of, and the page's number (`addresses.place`).

        A mere number at its end is a page's where the address without it is that of a list: a known one, or the page
        that it was seen on.
        """
        place = addresses.place(url)
        if not place[1]:
            for first in addresses.first_pages(url):
                known = pages.get(self.archive, first) if first != seen_on else None
                if first == seen_on or (known is not None and known.state == "index"):
                    return addresses.place(first)[0], int(re.findall(r"\d+", url)[-1])
        return place

    @classmethod
    def serial(cls, url: str) -> Serial | None:
        """The number in an article's address, with the pattern it was found by; None for hexadecimal ids and others."""
        match, named = cls._fits(url), cls._named(url)
        number = re.fullmatch(r"[a-z]*(\d+)", named.get("id") or named.get("number") or "")
        if match is None or number is None or len(number[1]) > 18 or "[0-9a-f]" in match.re.pattern:
            return None
        return match.re.pattern, int(number[1])

    def numbered(self, number: int) -> str:
        """The address of an article by its number alone."""
        assert self.home is not None and self.by_number is not None
        return urljoin(self.home, self.by_number.format(number))

    def is_numbered(self, url: str) -> bool:
        """Whether it is such an address, which nobody has named."""
        serial = self.serial(url) if self.by_number else None
        return serial is not None and url == self.numbered(serial[1])

    @classmethod
    def identify(cls, page: Page) -> None:
        """Says of an article that was read which it is, before it is stored: its address, its key.

        The canonical address outranks the one asked for: a server that ignores slugs answers with whatever article
        bears the id. One of another house's (a syndicated copy) is not believed, nor one with another id, or none.
        """
        assert page.article is not None
        asked, named = cls.key(page.url), cls.key(page.article.url)
        another = asked and asked.reach and (not named or (series(asked.text) == series(named.text) and asked != named))
        if another or (cls.home and addresses.site(page.article.url) not in {addresses.site(cls.home), *cls.former}):
            page.article.url, named = page.url, asked
        page.visit.key = named or asked

    @classmethod
    def _fits(cls, url: str) -> re.Match[str] | None:
        parts = urlsplit(url)
        address = f"{parts.path}?{parts.query}" if parts.query else parts.path
        return next((match for pattern in cls.patterns if (match := _pattern(pattern).search(address))), None)

    @classmethod
    def _named(cls, url: str) -> dict[str, str]:
        """What the pattern that fits has caught, by the names of its groups; a year is no number."""
        match = cls._fits(url)
        found = {name: text for name, text in match.groupdict().items() if text} if match else {}
        return {name: text for name, text in found.items() if name != "number" or not _YEAR.fullmatch(text)}

    # --- the crawl

    async def start(self) -> AsyncIterator[Any]:
        """Asks for the home page, the sitemaps that robots.txt names, and what else is due."""
        for name, value in self.lax.items():
            self.logger.warning("%s: %s=%s, for this newspaper alone", self.name, name, value)
        if self.days:
            for url, published in self.archive.execute(
                "select url, published_at from articles where newspaper = ? order by id", [self.name]
            ):
                self.days.learn(url, published)
            if self.by_number:
                self.crawler.signals.connect(self.count_on, signals.spider_idle)
        self.robots = robots = await self._find_home()
        assert self.home is not None
        named = [url for line in robots.sitemaps if (url := addresses.join(self.home, line))]
        guessed = [urljoin(self.home, path) for path in ("/sitemap.xml", "/sitemap_index.xml")[: 1 if named else 2]]
        sitemaps = [url for url in named if addresses.site(url) in self.home_hosts] + guessed
        owner = pages.owner(self.archive, self.home)
        if owner not in (None, self.name):
            self.give_up(f"{self.home}: this newspaper is in the archive as {owner}; give -a name={owner}, or no name")
            return
        with transaction(self.archive):
            pages.adopt(self.archive, self.name, urljoin(self.home, "/"))
            pages.ask(self.archive, self.name, self.home, now(), kind="page")
            pages.add(
                self.archive, self.name, [Link(url, kind="sitemap", priority=pages.SOURCE) for url in sitemaps], now()
            )
            feeds = [Link(urljoin(self.home, url), kind="feed", priority=pages.SOURCE) for url in self.feeds]
            pages.add(self.archive, self.name, feeds, now())
            pages.ask_sources(self.archive, self.name, now())
            # A few known articles are looked at again every day, in turn; with `revisit=all` each of them, at once.
            most = -1 if self.revisit else max(IN_TURN - crawls.looked_again(self.archive, self.name, now()), 0)
            pages.ask_articles(self.archive, self.name, now(), most=most)
        return
        yield

    async def _find_home(self) -> Robots:
        """The robots.txt of the home; where nothing answers there, `home` becomes the first other spelling or former host
        where something does."""
        assert self.home is not None
        robots = first = await politeness.robots(self.crawler, self.home)
        for home in self._other_homes() if self._silent(first) else []:
            robots = await politeness.robots(self.crawler, home)
            if not self._silent(robots):
                self.logger.warning("%s: no answer (%s); reading %s instead", self.home, first.error, home)
                self.home = home
                return robots
        return first

    def _other_homes(self) -> list[str]:
        """Nothing for a newspaper that was given by its address: it is asked where it was said to be."""
        if self.home is None or self.home != type(self).home:
            return []
        other = {"http": "https", "https": "http"}
        scheme, host = urlsplit(self.home)[:2]
        return [f"{other[scheme]}://{host}/", *(f"https://{former}/" for former in self.former)]

    @staticmethod
    def _silent(robots: Robots) -> bool:
        """No server there: not one in trouble, nor one whose certificate is not believed."""
        return not robots.reachable and robots.status is None and "certificate" not in robots.error

    def count_on(self) -> None:
        """When lists and sitemaps are through, goes on with the articles that only their numbers lead to."""
        if self.enough or not self.countable or self.robots is None or not self.robots.reachable:
            return
        asked = self._numbers_to_ask()
        if asked:
            with transaction(self.archive):
                links = [Link(self.numbered(number), priority=pages.ARTICLE) for number in asked]
                pages.add(self.archive, self.name, links, now(), depth=1)
            for link in links:
                self.days.asked(link.url)
        elif self.count is None:
            self.countable = False  # its lists, then, to their end
            self.frontier.passed.clear()
        else:
            return
        self.frontier.wake()
        raise DontCloseSpider

    def _numbers_to_ask(self) -> list[int]:
        """Those of the count; before it the newest known, to see whether the server answers to numbers, which is a guess."""
        series = self.serial(self.numbered(1))
        known = self.days.numbers.get(series[0]) if series else None
        newest = known.newest() if known else None
        if known is None or newest is None:
            return []
        if self.count is None and self._answers_to_numbers():
            self.count = Count(self.days, known)
            for url, state in self.archive.execute("select url, state from pages where newspaper = ?", [self.name]):
                self.days.asked(url, Numbers.UNDATED if state in ("new", "article") else Numbers.NOTHING)
            self.logger.info("%s: counting through the numbers of the days asked for", self.name)
        if self.count is not None:
            return self.count.next()
        return [] if pages.get(self.archive, self.numbered(newest)) else [newest]

    def _answers_to_numbers(self) -> bool:
        """Whether an address of a number alone has led to the article of that number before."""
        begin = urljoin(self.home or "", (self.by_number or "").partition("{")[0])
        return any(
            self.serial(url) == self.serial(article or error.removeprefix("moved to "))
            for url, article, error in self.archive.execute(
                "select p.url, a.url, coalesce(p.error, '') from pages p left join articles a on a.id = p.article_id"
                " where p.newspaper = ? and p.url >= ? and p.url < ? and p.state in ('article', 'moved')",
                [self.name, begin, begin + "\U0010ffff"],
            )
            if self.is_numbered(url)
        )

    def request(self, due: Due) -> Request:
        self.days.asked(due.url)
        headers = {}
        if pages.has_parts(self.archive, due.article_id):
            pass  # what is new may be on a further page
        elif due.etag:
            headers["If-None-Match"] = due.etag
        if due.last_modified:
            headers["If-Modified-Since"] = due.last_modified
        return Request(due.url, self.parse, headers=headers, errback=self.failed, meta={"due": due}, dont_filter=True)

    async def parse(self, response: Response, **_: Any) -> AsyncIterator[Any]:
        asked: Due = response.meta["due"]
        due = pages.get(self.archive, asked.url) or asked  # what other pages have told of it since
        self.crawler.stats.inc_value("pages")
        status = response.status
        if status == 200:
            page = self.page(response, due)
            if self._same_bytes(due, page):
                self._unchanged(due, status)
            else:
                yield page
        elif status == 304:
            self._unchanged(due, status)
        elif status in (301, 302, 303, 307, 308):
            self.capture(response)
            self._moved(due, response)
        elif status in (404, 410):
            self.capture(response)
            self._gone(due, status)
        elif status in (401, 402, 403, 407, 451):
            self.crawler.stats.inc_value("refused")
            self._failed(due, f"{status}: the server refuses", status, retry=False)
        elif status in (408, 425, 429) or status >= 500:
            self._failed(due, f"{status}: the server has trouble", status, retry=True)
        else:
            self._settle(due, "other", status, error=f"{status}: not a page")

    def page(self, response: Response, due: Due | None = None) -> Page:
        """The page of a response, its capture written; without `due`, a further page of an article."""
        page = Page(
            url=due.url if due else addresses.normalize(response.url) or response.url,
            body=self.mend(response.body),
            fetched_at=now(),
            content_type=_header(response, "Content-Type") or "",
            status=response.status,
            newspaper=self.name,
            newspaper_title=self.title or "",
            rules=self.rules,
        )
        digest = captures_of.digest(response.body)
        capture = self.capture(response) if due is None or due.digest != digest else None
        kind = due.kind if due else "page"
        if kind == "page" and feed.is_feed(page.body):
            kind = "feed"
        if kind != "page":
            page.reason = f"{kind}: read for its links"
        else:
            page.reason = unreadable(page.content_type)
        page.visit = Visit(
            kind=kind,
            depth=due.depth if due else 0,
            capture=capture,
            published=due.published if due else None,
            anchor=due.anchor if due else None,
            teaser=due.teaser if due else None,
            horizon=due.horizon if due else None,
            etag=_header(response, "ETag"),
            last_modified=_header(response, "Last-Modified"),
            digest=digest,
        )
        self.profiles.give(page)
        return page

    def capture(self, response: Response) -> Any:
        """Writes the response down before anything is made of it."""
        if self.captures is None:
            return None
        return self.captures.write(
            response.url,
            response.status,
            "",
            [
                (name.decode("latin-1"), value.decode("latin-1"))
                for name, values in response.headers.items()
                for value in values
            ],
            response.body,
            now(),
            ip=str(response.ip_address) if response.ip_address else None,
        )

    def written(self, page: Page) -> None:
        if len(self.known) > KNOWN:
            self.known.clear()
        if page.article is not None:
            self.days.learn(page.article.url, page.article.published_at)
            self.barren = 0
        self.known.update(link.url for link in page.visit.links if not link.modified and not link.published)
        if page.visit.kind == "page" and page.visit.horizon is not None:
            self.met.setdefault(self.place(page.url)[0], set()).update(page.visit.listed)
        self.frontier.release(page.url)
        if page.url == self.home and self.title is None and page.tree is not None:
            self.title = _site_title(page.tree)
            if self.title:
                put_newspaper(self.archive, self.name, title=self.title)
        if self.limit is not None and self.crawler.stats.get_value("articles/new", 0) >= self.limit:
            self.stop("limit reached")

    def is_barren(self, page: Page) -> bool:
        """True where following links leads nowhere: a page that was read already under another address, or the last
        of very many without a single article."""
        if page.article is not None or page.visit.kind != "page":
            return False
        self.barren += 1
        again = self.seen.setdefault(page.visit.digest, page.url) != page.url
        if len(self.seen) > KNOWN:
            self.seen.clear()
        return again or self.barren > self.settings.getint("MAX_BARREN")

    def went_wrong(self, failure: Any, **context: Any) -> None:
        """A page that our own code choked on: its capture is kept, and it is tried again another time."""
        super().went_wrong(failure, **context)
        item, response = context.get("item"), context.get("response")
        url = item.url if item is not None else response.meta["due"].url if response is not None else None
        due = pages.get(self.archive, url) if url else None
        if isinstance(failure.value, Lost) and item is not None and due is not None and self.problem is None:
            with transaction(self.archive):
                if item.visit.capture is not None:
                    captures.add(self.archive, item.visit.capture)
                if foreign.is_told(item.reason):
                    foreign.withdraw(self.archive, item)
            self._failed(due, str(failure.value), item.status, retry=False)
        elif due is not None and self.problem is None:
            if not isinstance(failure.value, Incomplete):
                self.logger.error(
                    "%s: could not be read",
                    url,
                    exc_info=(type(failure.value), failure.value, failure.getTracebackObject()),
                )
            self._failed(
                due, f"could not be read: {cause(failure.value)}", None, retry=isinstance(failure.value, Incomplete)
            )
        elif url:
            self.frontier.release(url)

    # --- answers that are no page

    def failed(self, failure: Any) -> None:
        """A request without an answer."""
        due: Due = failure.request.meta["due"]
        error = failure.value
        if isinstance(error, RobotsForbidden):
            self._settle(due, "refused", None, error="robots.txt forbids it")
        elif isinstance(error, (OffSite, AddressRefused)):
            self._settle(due, "refused", None, error=str(error))
        elif (
            isinstance(error, DownloadCancelledError) or type(error) is IgnoreRequest
        ):  # the latter: unpacked too large
            self._settle(due, "other", None, error=f"larger than {self.settings.getint('DOWNLOAD_MAXSIZE') >> 20} MB")
        else:
            host = addresses.site(due.url)
            elsewhere = host != addresses.site(self.home or "") and "retry_after" in failure.request.meta
            if elsewhere and host not in self.frontier.deserted:
                self.logger.warning("%s: %s; its addresses wait for another crawl", host, cause(error))
                self.frontier.desert(host)
            self._failed(due, cause(error), None, retry=not (elsewhere or isinstance(error, RobotsUnreachable)))

    def _failed(self, due: Due, error: str, status: int | None, *, retry: bool) -> None:
        """Tries again: a few times within this crawl, then ever more rarely."""
        tries = due.tries + 1
        self.crawler.stats.inc_value("errors")
        self.logger.info("%s: %s", due.url, error)
        in_crawl = self._tries_in_crawl(due)
        again = retry and in_crawl < self.settings.getint("RETRY_TIMES")
        pages.failed(
            self.archive,
            due.url,
            self.name,
            now(),
            status=status,
            error=error,
            due_at=revisits.of_failure(now(), tries),
        )
        if again:
            self.frontier.retry(due, max(self.settings.getfloat("DOWNLOAD_DELAY"), 0.1) * 5 * 2 ** (in_crawl - 1))
            return
        self.frontier.release(due.url)

    def _no_home(self, problem: str) -> None:
        if self.successor:
            known = "" if "successor" in self.verified else ", it is thought"
            problem += f"; {self.title} went into {self.successor}{known}: scrapy crawl {self.successor}"
        self.give_up(problem)

    def closed_down(self, spider: Spider, reason: str) -> None:
        if self.days:
            with suppress(sqlite3.Error):
                print(f"{self.name}: {self._account(reason)}", file=sys.stderr, flush=True)
        with suppress(sqlite3.Error):
            if reason == "finished" and self.problem is None:
                self._nothing_found()
        super().closed_down(spider, reason)

    def _account(self, reason: str) -> str:
        """What was reached of the days asked for, and what not."""
        more = [] if reason == "finished" else [f"not everything was asked for ({self.problem or reason})"]
        if self.count is not None:
            waiting = self.archive.execute(
                "select url from pages where newspaper = ? and state = 'new' and due_at is not null", [self.name]
            )
            left = [self.serial(url) for (url,) in waiting if self.is_numbered(url)]
            self.count.leave(min((number for _, number in filter(None, left)), default=None))
            more.append(str(self.count))
        elif self.by_number and reason == "finished":
            more.append("its articles cannot be reached by their numbers alone")
        return account(self.archive, self.name, self.days, *more)

    def _nothing_found(self) -> None:
        """A home page that cannot be had, and no article either: not what was asked for."""
        stats = self.crawler.stats
        found = sum(stats.get_value(f"articles/{outcome}", 0) for outcome in ("new", "changed", "unchanged"))
        row = self.archive.execute("select state, error from pages where url = ?", [self.home]).fetchone()
        if not found and row and row[0] not in ("index", "article", "new"):
            self._no_home(f"{self.home}: {row[1]}")

    def _tries_in_crawl(self, due: Due) -> int:
        counts = self.__dict__.setdefault("_tries", {})
        counts[due.id] = counts.get(due.id, 0) + 1
        return counts[due.id]

    def _settle(
        self,
        due: Due,
        state: str,
        status: int | None,
        *,
        error: str | None = None,
        due_at: Any = None,
        moved_to: str | None = None,
    ) -> None:
        with transaction(self.archive):
            pages.done(
                self.archive,
                due.url,
                self.name,
                now(),
                state=state,
                status=status,
                due_at=due_at,
                error=error,
                digest=due.digest,
                moved_to=moved_to,
            )
        self.frontier.release(due.url)

    def _same_bytes(self, due: Due, page: Page) -> bool:
        """The page as it was; an article in several pages may have changed on another."""
        return (
            due.state == "article"
            and due.digest is not None
            and due.digest == page.visit.digest
            and not pages.has_parts(self.archive, due.article_id)
        )

    def _unchanged(self, due: Due, status: int) -> None:
        with transaction(self.archive):
            pages.unchanged(self.archive, due.url, now(), status, self._next_visit(due))
            if due.article_id is not None:
                mark_seen(self.archive, due.article_id, now())
                self.crawler.stats.inc_value("articles/unchanged")
        self.frontier.release(due.url)

    def _moved(self, due: Due, response: Response) -> None:
        target = addresses.join(response.url, _header(response, "Location") or "")
        depth = due.depth + self.settings.getint("MAX_HOPS") // MOST_REDIRECTS
        paper: type[NewspaperSpider] | None = None
        if target is None or target == due.url:
            error = "a redirect to nowhere"
        elif depth > self.settings.getint("MAX_HOPS"):
            error = "redirects without end"
        elif addresses.site(target) in self.home_hosts:
            error, paper = f"moved to {target}", type(self)
        else:
            error, paper, depth = f"off-site: {target}", self._heir(target), 1
        moved_to = None
        if target is not None and paper is not None:
            with transaction(self.archive):
                self._follow(due, target, paper, depth, for_good=response.status in (301, 308))
            if due.kind == "page" and (response.status in (301, 308) or self._is_article(due.url)):
                moved_to = target
        nowhere = due.article_id is None and self.is_numbered(due.url)
        due_at = None if nowhere else self._look_again(due)
        self._settle(due, "moved", response.status, error=error, due_at=due_at, moved_to=moved_to)

    def _follow(self, due: Due, target: str, paper: type[NewspaperSpider], depth: int, *, for_good: bool) -> None:
        """Makes the target of a redirect known to its newspaper; what stood here is thought to stand there."""
        ours = paper is type(self)
        priority = pages.SOURCE if due.kind != "page" else addresses.priority(target) if ours else pages.ARTICLE
        link = Link(target, kind=due.kind, priority=priority)
        pages.add(self.archive, self.name if ours else paper.name, [link], now(), depth=depth, found_on=due.id)
        if due.article_id is not None and paper._is_article(target):
            pages.leads_to(self.archive, target, due.article_id)
            redirected(self.archive, due.url, target, paper.key(target), old=self.key(due.url), for_good=for_good)

    def _heir(self, url: str) -> type[NewspaperSpider] | None:
        """The newspaper that this one went into, where an article's address is of its site: it is that one's to fetch."""
        if self.successor is None:
            return None
        heir = SpiderLoader.from_settings(self.settings).load(self.successor)
        assert issubclass(heir, NewspaperSpider) and heir.home is not None
        hosts = {addresses.site(heir.home), *heir.former}
        return heir if addresses.site(url) in hosts and heir._is_article(url) else None

    @classmethod
    def _is_article(cls, url: str) -> bool:
        """By its address; a newspaper that took an article down may send its readers to a section page."""
        return cls._fits(url) is not None or addresses.priority(url) == pages.ARTICLE

    def _gone(self, due: Due, status: int) -> None:
        with transaction(self.archive):
            stands = due.article_id is not None and pages.stands_elsewhere(self.archive, due.article_id, due.url)
            if due.article_id is not None and not stands and mark_gone(self.archive, due.article_id, now()):
                self.crawler.stats.inc_value("articles/gone")
            pages.done(
                self.archive,
                due.url,
                self.name,
                now(),
                state="gone",
                status=status,
                error=str(status),
                digest=due.digest,
                due_at=self._look_again(due) if due.article_id is not None or due.kind != "page" else None,
            )
        self.frontier.release(due.url)

    @staticmethod
    def _look_again(due: Due) -> Any:
        """When to ask again for what was found gone or moved."""
        missing = due.state in ("gone", "moved") and due.fetched_at is not None
        return revisits.of_missing(now(), moment(due.fetched_at) if missing and due.fetched_at else None)

    def _next_visit(self, due: Due) -> Any:
        if due.article_id is None and due.kind == "page" and (number := self.place(due.url)[1]):
            return revisits.of_further(now(), number)
        if due.article_id is None:
            previous = moment(due.fetched_at) if due.fetched_at else None
            index = due.kind == "sitemap" and due.depth == 0 and pages.names_sitemaps(self.archive, self.name)
            longest = max(revisits.MONTH, now() - previous) if previous else revisits.MONTH
            return revisits.of_list(now(), previous, found=index, longest=longest)
        published, first_seen = self.archive.execute(
            "select published_at, first_seen_at from articles where id = ?", [due.article_id]
        ).fetchone()
        steps = [float(step) for step in self.settings.getlist("REVISIT_AFTER")]
        return revisits.of_article(now(), published, moment(first_seen), steps)


@lru_cache(maxsize=512)
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.I)


def seen(facts: str, when: str = "2026-11") -> dict[str, str]:
    """`verified`, for facts named in a line and seen in the same month.

    A fact is the name of an attribute (`home`, `former`, `successor`, `family`, `patterns`) or of a field of the rules.
    Those of 2026-11 were seen in stored copies and in code that reads the newspaper: none of the sites has been read.
    """
    return dict.fromkeys(facts.split(), when)


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def unreadable(content_type: str) -> str | None:
    """Why an answer of this type is not read; None for one that may be a page."""
    mime = content_type.partition(";")[0].strip().lower()
    readable = (
        not mime
        or mime.startswith("text/")
        or mime.endswith(("xml", "xhtml", "html"))
        or mime in ("application/octet-stream", "unknown/unknown")
    )
    return None if readable else f"not a page of text: {mime}"


def cause(error: BaseException) -> str:
    """An error in a line, without the library's own decoration."""
    text = str(error).strip().splitlines()
    return f"{type(error).__name__}: {text[0]}" if text and text[0] else type(error).__name__


def _site_title(tree: Any) -> str | None:
    """What a home page calls its site: og:site_name, else the first part of its title that names no page."""
    for meta in tree.iter("meta"):
        if (meta.get("property") or "").lower() == "og:site_name" and (content := (meta.get("content") or "").strip()):
            return content
    for title in tree.iter("title"):
        pieces = re.split(r"\s+[-–—|»]\s+", " ".join((title.text or "").split()))
        return next((piece for piece in pieces if piece.lower() not in ("", "trang chủ", "trang nhất", "home")), None)
    return None


def _day(name: str, text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CrawlError(f"{name}={text}: not a day; write it as 2015-01-31") from None


def _count(name: str, text: str | None) -> int | None:
    if text is None:
        return None
    if not re.fullmatch("0*[1-9][0-9]{0,14}", text):
        raise CrawlError(f"{name}={text}: not a number of articles")
    return int(text)

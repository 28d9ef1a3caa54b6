"""The base of every newspaper's spider, and the spider for any site by its address."""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

from scrapy import Request, Spider, signals
from scrapy.http import Response
from scrapy.settings import BaseSettings

from archive import crawls
from archive.checks import clock
from archive.database import transaction
from archive.frontier import pages, schedule
from archive.frontier.pages import Due, Link
from crawler.article_identity import identify
from crawler.backfill import Days
from crawler.clock import now
from crawler.discovery import addresses
from crawler.fetching import politeness
from crawler.fetching.headers import moment
from crawler.newspaper import Newspaper, is_name
from crawler.spiders.answers import Answers
from crawler.spiders.arguments import count_of, day_of
from crawler.spiders.base import ArchiveSpider, CrawlError
from crawler.spiders.home_page import HomePage
from crawler.spiders.link_rules import LinkRules
from crawler.spiders.numbered import NumberedArticles
from pipelines.page import Page

LONGEST_STEP = 36_500  # days of REVISIT_AFTER that are told from a wrong clock: a moment has to fit into a date
_WEB = datetime(1991, 8, 6, tzinfo=UTC)
LONGEST_ALONE = 86400.0  # seconds that a crawl's word on its server holds for the next
IN_TURN = 5  # known articles that are looked at again every day, those due anyway among them


class NewspaperSpider(ArchiveSpider):
    """Crawls a newspaper: robots.txt, sitemaps, feeds, section pages, and what they lead to.

    What is known of a newspaper is `newspaper`; what the crawl does is divided among `home_page` (where the newspaper is),
    `links` (which addresses are asked for), `numbered` (which of them by their numbers alone) and `answers` (what becomes
    of them). A class that says a field of `newspaper` as an attribute, `home = "https://..."`, is the spider of a newspaper
    of its own.
    """

    name = "newspaper"
    follows = True

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
        home = self._home_of(url)
        if not name and url and self.name == "newspaper":
            name = re.sub(r"[^a-z0-9]+", "-", addresses.site(home)).strip("-")
        if name and not is_name(name):
            raise CrawlError(f"name={name}: a newspaper's name is small letters, digits and hyphens")
        if kwargs:
            raise CrawlError(
                f"no argument {', '.join(kwargs)}; there are url, name, title, province, since, until, limit and revisit"
            )
        super().__init__(name)
        self.home = home
        self.title = title or self.newspaper.title
        self.province = province or self.newspaper.province
        self.days = Days(day_of("since", since), day_of("until", until), self.newspaper.serial)
        if self.days.since and self.days.until and self.days.since > self.days.until:
            raise CrawlError(f"since={since} until={until}: it ends before it begins")
        self.limit = count_of("limit", limit)
        self.revisit = revisit == "all"
        if revisit not in (None, "all"):
            raise CrawlError(f"revisit={revisit}: the only choice is revisit=all")
        self.shared_tags: set[str] = set()  # ETags that say nothing
        self.home_hosts = {addresses.site(home), *self.newspaper.former}
        self.allowed_hosts = {urlsplit(home).netloc, *self.newspaper.former}
        self.home_page = HomePage(self)
        self.numbered = NumberedArticles(self, self.home_page, self.days)
        self.links = LinkRules(self, self.home_page, self.numbered)
        self.answers = Answers(self, self.home_page, self.links)

    def _home_of(self, url: str | None) -> str:
        """The home that a crawl goes by: the address it was asked with, else the newspaper's. Raises CrawlError."""
        home = addresses.normalize(url) if url else self.newspaper.home
        if url and home is None:
            raise CrawlError(f"url={url}: not an address; give one like http://baothainguyen.vn/")
        if home is None:
            raise CrawlError("which newspaper? give its address: scrapy crawl newspaper -a url=http://.../")
        return home

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Makes the newspaper of a class from its attributes, and what they do not say from the class above."""
        super().__init_subclass__(**kwargs)
        told = {fact.name for fact in fields(Newspaper)} & {name for name, value in vars(cls).items() if value != ""}
        cls.newspaper = replace(cls.newspaper, **{fact: getattr(cls, fact) for fact in told})

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Adds the TLS settings of this newspaper."""
        super().update_settings(settings)
        settings.setdict(cls.newspaper.tls_overrides, priority="spider")

    def open_archive(self) -> None:
        """Opens the archive, and takes from it what the newspaper is called. Raises CrawlError."""
        super().open_archive()
        self.home_page.recall_title()

    async def start(self) -> AsyncIterator[Any]:
        """Asks for the home page, the sitemaps that robots.txt names, and what else is due."""
        for name, value in self.newspaper.tls_overrides.items():
            self.logger.warning("%s: %s=%s, for this newspaper alone", self.name, name, value)
        if self.days:
            for url, published in self.archive.execute(
                "select url, published_at from articles where newspaper = ? order by id", [self.name]
            ):
                self.days.learn(url, published)
            if self.newspaper.by_number:
                self.crawler.signals.connect(self.numbered.count_on, signals.spider_idle)
        self.links.recall()
        self.shared_tags = pages.shared_tags(self.archive, self.name)
        robots = await self.home_page.find()
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
            if not self.home_page.was_read(self.home):
                schedule.ask(self.archive, self.name, self.home, now(), kind="page")
            pages.add(
                self.archive, self.name, [Link(url, kind="sitemap", priority=pages.SOURCE) for url in sitemaps], now()
            )
            feeds = [Link(urljoin(self.home, url), kind="feed", priority=pages.SOURCE) for url in self.newspaper.feeds]
            pages.add(self.archive, self.name, feeds, now())
            schedule.ask_sources(self.archive, self.name, now(), since=self.goes_on_since)
            # A few known articles are looked at again every day, in turn; with `revisit=all` each of them, at once.
            looked = crawls.looked_again(self.archive, self.name, now(), self.goes_on_since)
            most = -1 if self.revisit else max(IN_TURN - looked, 0)
            schedule.ask_articles(self.archive, self.name, now(), since=self.goes_on_since, most=most)
        return
        yield

    def begun(self, crawl_id: int, waited: bool) -> None:
        """Takes up what the crawl before `crawl_id` left: the pace that the host was asked at, a crawl that was killed,
        pages that wait for a moment set by a clock that was ahead. `waited` says that another crawl of the newspaper
        had to end first.
        """
        self.goes_on_since = crawls.broken_off(self.archive, self.name, crawl_id, now())
        ended, spacing, until = crawls.last_pace(self.archive, self.name, crawl_id)
        ago = (now() - ended).total_seconds() if ended else 0.0
        if (ended or waited) and 0 <= ago < LONGEST_ALONE and self.home is not None:
            alone = min((until - now()).total_seconds(), LONGEST_ALONE) if until else 0.0
            # It may have ended up to a second later: the archive keeps whole seconds.
            politeness.take_over(self.crawler, self.home, max(ago - 1.0, 0.0), spacing, alone)
        steps = self.settings.getlist("REVISIT_AFTER")
        longest = timedelta(days=min(1 + max(map(float, steps), default=0.0), LONGEST_STEP))
        if late := clock.set_right(self.archive, self.name, now(), longest=longest):
            self.logger.warning(
                "%s: %d pages waited for a time that a wrong clock had set; they are due now", self.name, late
            )

    def request(self, due: Due) -> Request:
        """The request for a page, only for what changed since where it is known."""
        self.days.asked(due.url)
        headers = {}
        if not pages.has_parts(self.archive, due.article_id):  # else what is new may be on a further page
            # Any page answers to "*", and those of a broken cache to the tag that all of them have.
            if due.etag and due.etag.strip() != "*" and due.etag not in self.shared_tags:
                headers["If-None-Match"] = due.etag
            if due.last_modified and _is_past(due.last_modified):
                headers["If-Modified-Since"] = due.last_modified
        return Request(
            due.url,
            self.parse,
            headers=headers,
            errback=self.answers.outcomes.explain,
            meta={"due": due},
            dont_filter=True,
        )

    async def parse(self, response: Response, **_: Any) -> AsyncIterator[Any]:
        """Yields the page of an answer for the pipelines, or writes down what else became of the address."""
        async for page in self.answers.pages(response):
            yield page

    def unread(self, failure: Any, item: Page | None, response: Response | None) -> None:
        """Writes down what becomes of the page that had an error."""
        self.answers.unread(failure, item, response)

    def identify(self, page: Page, home: str | None = None) -> None:
        """Says which article a page shows, by the addresses of this newspaper."""
        identify(page, self.newspaper, home)

    def written(self, page: Page) -> None:
        """Takes in what a stored page tells the rest of the crawl, and ends it where it has enough."""
        if page.article is not None:
            self.days.learn(page.article.url, page.article.published_at)
            if page.visit.replaced:
                self.logger.warning(
                    "%s: another article stands where “%s” stood, which is kept as %s",
                    page.url, page.visit.replaced,
                    "an article of its own" if page.visit.new else "its earlier version",
                )  # fmt: skip
        self.links.learn(page)
        self.frontier.release(page.url)
        self.home_page.learn_title(page)
        if self.limit is not None and self.crawler.stats.get_value("articles/new", 0) >= self.limit:
            self.stop("limit reached")

    def closed_down(self, spider: Spider, reason: str) -> None:
        """Says what was reached of the days asked for, and keeps the pace for the next crawl."""
        if self.days:
            with suppress(sqlite3.Error):
                print(f"{self.name}: {self.numbered.account(reason)}", file=sys.stderr, flush=True)
        with suppress(sqlite3.Error):
            if reason == "finished" and self.problem is None:
                self.home_page.give_up_if_nothing_found()
            if self.crawl_id is not None and self.home is not None:
                alone = politeness.pause(self.crawler, self.home)
                until = now() + timedelta(seconds=alone) if alone else None
                crawls.keep_pace(self.archive, self.crawl_id, politeness.spacing(self.crawler, self.home), until)
        super().closed_down(spider, reason)


def _is_past(last_modified: str) -> bool:
    """Whether a Last-Modified may be sent back: one of the future, or of before there was a web, never changes."""
    when = moment(last_modified)
    return when is None or _WEB < when <= now()

"""Where article addresses come from: sitemaps, feeds, and the links of pages."""

from __future__ import annotations

import re
from typing import Any

from scrapy.crawler import Crawler

from archive.database import transaction
from archive.frontier import pages, schedule
from archive.frontier.pages import Link
from archive.reasons import WALLS, Code, Reason
from crawler import backfill
from crawler.discovery import addresses, feed, links, script_lists, sitemap
from pipelines.addresses.address import is_front
from pipelines.foreign_pages.foreign_pages import why_foreign
from pipelines.page import Page
from pipelines.page_type.page_type import listing
from vietnamese import dates
from vietnamese.time_zone import VIETNAM


class NothingThereError(Exception):
    """Where an article stood, or a feed, there is none: a wall of scripts, a notice, an empty list. 200 is not content."""

    def __init__(self, reason: Reason):
        super().__init__(reason)
        self.reason = reason


class MovedOnError(NothingThereError):
    """Where an article stood, a page sends its readers on to `target`, which may be where it stands now."""

    def __init__(self, target: str):
        super().__init__(Reason(Code.MOVED, url=target))
        self.target = target


class Discovery:
    """Item pipeline: collects what a page leads to. The last pipeline writes it down with the page itself."""

    def __init__(self, crawler: Crawler):
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Discovery:
        return cls(crawler)

    async def process_item(self, page: Page) -> Page:
        """Collects what a page leads to in `page.visit.links`, and takes back an article that is not the newspaper's.

        Raises NothingThereError where an article or source stood and nothing does now, MovedOnError where it sends its
        readers on.
        """
        spider: Any = self.crawler.spider
        visit = page.visit
        if page.article is not None:
            spider.identify(page, spider.home)
            if why := why_foreign(spider.archive, page, take_doubtful=self.crawler.settings.getbool("TAKE_DOUBTFUL")):
                page.article, page.parts, page.reason = None, [], why
                self.crawler.stats.inc_value("foreign")
        if not getattr(spider, "follows", False):
            return page
        if page.article is not None and _is_front(spider, page.url):
            page.article, page.parts, page.reason = None, [], listing(page, Code.FRONT_PAGE)
        if page.article is None and visit.kind == "page" and (wall := _wall(page) or _cookie_wall(spider, page)):
            page.reason = wall
            self.crawler.stats.inc_value("walls")
        if page.article is None and visit.kind == "page" and page.part_of is None:
            await self._miss_article(page)
        found = self._addresses_named(page)
        if page.article is None and spider.numbered.is_one(page.url):
            page.reason, found = Reason(Code.NO_SUCH_NUMBER, why=page.reason), []
        if page.article is None and page.part_of is None:
            self._look_at_list(page, found)
        visit.links = [] if spider.links.is_barren(page, found) else spider.links.leads(page, found)
        return page

    async def _miss_article(self, page: Page) -> None:
        """Raises NothingThereError, or MovedOnError, as `_miss_article` says; for what is gone with the reason that it is."""
        spider: Any = self.crawler.spider
        try:
            _miss_article(spider, page)
        except NothingThereError as error:
            doubted = error.reason.code in (Code.ARTICLE_MISSING, Code.UNLIKE)
            if doubted and await spider.answers.missing.shows(page):
                raise NothingThereError(Reason(Code.GONE_UNSAID, status=page.status)) from error
            raise

    def _addresses_named(self, page: Page) -> list[Link]:
        """The addresses that a page, sitemap or feed names. Raises NothingThereError for a source that names none where it did."""
        spider: Any = self.crawler.spider
        visit = page.visit
        if visit.kind == "page":
            hosts = spider.home_hosts
            feeds = visit.depth == 0 or spider.home_page.is_at(page.url)
            on_page = links.parse(page.tree, page.url, hosts, feeds=feeds) if page.tree is not None else []
            if page.article is None:
                on_page += script_lists.parse(page, on_page, hosts)
            told = [visit.refresh, page.head.refresh if page.head else None]
            named = links.of_header(visit.linked, page.url, hosts, feeds=feeds)
            sent_on = [link for text in told if text for link in links.of_refresh(text, page.url, hosts)]
            for link in sent_on:
                if spider.home_page.leads_to_front(page.url, link.url):
                    spider.home_page.ask_front(link.url)
            there = {page.url, *(link.url for link in on_page)}
            return on_page + [link for link in (*named, *sent_on) if link.url not in there]
        found = (sitemap if visit.kind == "sitemap" else feed).parse(page.body, page.url)
        if not found:
            _names_nothing(spider, page)
        if visit.kind == "sitemap" and visit.depth >= sitemap.DEEPEST and all(link.kind == "sitemap" for link in found):
            return []
        return [link for link in found if self._is_ours(link)]

    def _look_at_list(self, page: Page, found: list[Link]) -> None:
        """Notes in the page's visit what a list names, how new that is, and which page of it comes next."""
        spider: Any = self.crawler.spider
        visit = page.visit
        today = page.fetched_at.astimezone(VIETNAM).date()
        if visit.kind != "page":
            visit.listed = [link.url for link in found]
            told = [stamp[:10] for link in found for stamp in (link.modified, link.published) if stamp]
            period = backfill.span(max(told)) if told else backfill.period(page.url)
            if not period and any(link.kind == "sitemap" for link in found):
                visit.newest = today  # the index may name another one any day
            else:
                visit.newest = period[1] if period else schedule.newest_article(spider.archive, visit.listed)
        else:
            this, visit.number = spider.links.place(page.url)
            places = [(link, *spider.links.place(link.url, page.url)) for link in found if link.priority < pages.REST]
            before = (
                spider.links.listed.get(this, ()) if visit.number > 1 else ()
            )  # the first page once more leads on like itself
            visit.listed = [link.url for link, of, _ in places if of != this and link.url not in before]
            further = [(of != this, place, link.url) for link, of, place in places if place > visit.number]
            visit.next = min(further)[2] if further else None
            named = dates.from_url(page.url)
            period = backfill.span(named.value) if named else None
            visit.newest = period[1] if period and not visit.number else None
            if page.tree is not None:
                links.date(page.tree, page.url, found, page.fetched_at)
        if visit.newest:
            visit.newest = min(visit.newest, today)

    def _is_ours(self, link: Link) -> bool:
        """Whether an address that a sitemap or feed names is of the newspaper's site and worth asking for; a page's
        links are known to be.
        """
        spider: Any = self.crawler.spider
        home = addresses.site(link.url) in spider.home_hosts
        return home and (link.kind == "sitemap" or addresses.worth_asking(link.url))


def _is_front(spider: Any, url: str) -> bool:
    """Whether an address is the newspaper's front page, which shows no article of its own whatever it looks like."""
    return is_front(url) or (spider.home_page.is_at(url) and not spider.newspaper.is_article(url))


def _names_nothing(spider: Any, page: Page) -> None:
    """Says of a sitemap or feed that it names no address. Raises NothingThereError where it did: it is tried again, not taken as read."""
    kind = page.visit.kind
    known = pages.get(spider.archive, page.url)
    if known is not None and known.fetched_at is not None and known.state in ("index", "failed"):
        spider.logger.warning("%s: the %s names nothing now, where it did before", page.url, kind)
        raise NothingThereError(Reason(Code.NAMES_NOTHING_NOW, kind=kind))
    page.reason = Reason(Code.NAMES_NOTHING, kind=kind)


def _miss_article(spider: Any, page: Page) -> None:
    """Raises NothingThereError for a page that shows no article where one stood, MovedOnError where it sends its readers on
    to what may be one."""
    known = pages.get(spider.archive, page.url)
    if known is None or known.article_id is None or known.state not in ("article", "moved", "gone"):
        return
    if known.state == "gone":
        why = pages.reason(spider.archive, page.url)
        if why is not None and why.code is Code.GONE_UNSAID:
            raise NothingThereError(why)
        return
    told = [page.visit.refresh or "", page.head.refresh if page.head else ""]
    for text in told:
        target = addresses.join(page.url, links.refreshed(text) or "")
        if (
            target
            and target != page.url
            and addresses.site(target) in spider.home_hosts
            and spider.newspaper.is_article(target)
        ):
            raise MovedOnError(target)
    if known.state == "article" and page.reason is not None and page.reason.code is Code.UNLIKE:
        raise NothingThereError(page.reason)  # as a reason of its own: what is in doubt may be there tomorrow
    if known.state == "article":
        raise NothingThereError(Reason(Code.ARTICLE_MISSING, why=page.reason))


def _wall(page: Page) -> Reason | None:
    """What a page for browsers and people only stands behind: 200 is not content. None for other pages."""
    if page.reason is not None and page.reason.code in WALLS:
        return page.reason
    brief = page.outline is None or page.outline.root.text < 1000
    return Reason(Code.CAPTCHA) if brief and _CHALLENGE.search((page.text or "")[:50_000]) else None


def _cookie_wall(spider: Any, page: Page) -> Reason | None:
    """The reason of a page that sets a cookie and sends its readers back to where they came from, or to itself: with the
    cookie they would be let through. None for other pages.
    """
    anchors = sum(1 for _ in page.tree.iter("a")) if page.tree is not None else 0
    if not page.visit.sets_cookie or anchors > 1:  # a front page that looks anew for news has more to say
        return None
    told = [page.visit.refresh or "", page.head.refresh if page.head else ""]
    targets = {addresses.join(page.url, target) for text in told if (target := links.refreshed(text))}
    known = pages.get(spider.archive, page.url)
    came_from = pages.redirecting(spider.archive, known.id) if known else []
    if not targets & {page.url, *came_from}:
        return None
    reason = Reason(Code.COOKIE_WALL)
    with transaction(spider.archive):
        pages.explain(spider.archive, came_from, reason)  # they only lead into it
    return reason


_CHALLENGE = re.compile(
    r"captcha|<title>\s*(?:Just a moment|Attention Required|Access Denied)|/cdn-cgi/challenge", re.I
)

__all__ = ["Discovery", "addresses", "feed", "links", "sitemap"]

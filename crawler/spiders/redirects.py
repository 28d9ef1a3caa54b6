"""Where an address leads that sends its readers elsewhere: its target is made known and followed."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from scrapy.http import Response

from archive.database import transaction
from archive.frontier import pages
from archive.frontier.pages import Due, Link
from archive.reasons import Code, Reason
from archive.storing.merging import redirected
from crawler import catalogue
from crawler.clock import now
from crawler.discovery import addresses
from crawler.fetching.headers import location
from crawler.newspaper import Newspaper
from crawler.spiders.base import ArchiveSpider
from crawler.spiders.home_page import HomePage
from crawler.spiders.numbered import NumberedArticles
from crawler.spiders.outcomes import Outcomes, look_again

MOST_REDIRECTS = 10  # in a row


class Redirects:
    """Writes down where addresses lead, by a redirect or by what their page says."""

    def __init__(self, crawl: ArchiveSpider, home_page: HomePage, numbered: NumberedArticles, outcomes: Outcomes):
        self.crawl, self.home_page, self.numbered, self.outcomes = crawl, home_page, numbered, outcomes

    def store(self, due: Due, response: Response) -> None:
        """Writes down where a redirect leads, makes its target known, and has it followed."""
        target = addresses.join(response.url, location(response))
        for_good = response.status in (301, 308)
        came_from = pages.redirecting(self.crawl.archive, due.id)
        if (target in (None, due.url) or target in came_from) and self._asks_for_cookie(response):
            wall = Reason(Code.COOKIE_WALL)
            pages.explain(self.crawl.archive, came_from, wall)  # they only lead into it
            self.outcomes.settle(
                due, "moved", response.status, reason=wall, due_at=self._look_again_unless_numbered(due)
            )
        else:
            self.lead_on(due, target, response.status, for_good=for_good)

    def lead_on(self, due: Due, target: str | None, status: int, *, for_good: bool) -> None:
        """Writes down that an address sends its readers to `target` (None: to no address), and has that followed."""
        depth = due.depth + self.crawl.settings.getint("MAX_HOPS") // MOST_REDIRECTS
        paper: Newspaper | None = None
        front = target is not None and self.home_page.leads_to_front(due.url, target)
        if front:
            depth = due.depth
        if target is None or target == due.url:
            reason = Reason(Code.MOVED_NOWHERE)
        elif depth > self.crawl.settings.getint("MAX_HOPS"):
            reason = Reason(Code.REDIRECT_LOOP)
        elif addresses.site(target) in self.crawl.home_hosts:
            reason, paper = Reason(self._code_of_target(due, target), url=target), self.crawl.newspaper
        else:
            reason, paper, depth = Reason(Code.OFF_SITE, text=f"off-site: {target}"), self._successor_at(target), 1
        moved_to = None
        if target is not None and paper is not None:
            with transaction(self.crawl.archive):
                self._make_known(due, target, paper, depth, for_good=for_good)
                if front:
                    self.home_page.ask_front(target)
            if due.kind == "page" and (for_good or self.crawl.newspaper.is_article(due.url)):
                moved_to = target
        due_at = self._look_again_unless_numbered(due)
        self.outcomes.settle(due, "moved", status, reason=reason, due_at=due_at, moved_to=moved_to)

    def _look_again_unless_numbered(self, due: Due) -> datetime | None:
        """When to ask again for what leads elsewhere; None for a number that was tried and was no article's."""
        return None if due.article_id is None and self.numbered.is_one(due.url) else look_again(due)

    def _asks_for_cookie(self, response: Response) -> bool:
        """Whether a redirect to where one came from sets a cookie, which it would be let through with: a wall."""
        if "Set-Cookie" not in response.headers:
            return False
        self.crawl.crawler.stats.inc_value("walls")
        return True

    def _code_of_target(self, due: Due, target: str) -> Code:
        """The code of what an article's address leads to now, if not to an article: it was taken down, or so it seems."""
        known = pages.get(self.crawl.archive, target)
        stands = known is not None and known.state == "article" and known.article_id is not None
        if due.article_id is None or stands or self.crawl.newspaper.is_article(target):
            return Code.MOVED
        front = urlsplit(target).path in ("", "/")
        what = "the front page" if front else "a section"
        self.crawl.logger.info("%s: the article's address leads to %s now (%s)", due.url, what, target)
        return Code.MOVED_TO_FRONT if front else Code.MOVED_TO_SECTION

    def _make_known(self, due: Due, target: str, paper: Newspaper, depth: int, *, for_good: bool) -> None:
        """Makes the target of a redirect known to its newspaper (`paper`), at this `depth` (as `archive.frontier.pages.add` has
        it); what stood here is thought to stand there, surely where it moved `for_good`.
        """
        ours = paper is self.crawl.newspaper
        priority = pages.SOURCE if due.kind != "page" else addresses.priority(target) if ours else pages.ARTICLE
        link = Link(target, kind=due.kind, priority=priority)
        pages.add(
            self.crawl.archive, self.crawl.name if ours else paper.name, [link], now(), depth=depth, found_on=due.id
        )
        if due.article_id is not None and paper.is_article(target):
            pages.leads_to(self.crawl.archive, target, due.article_id)
            old = self.crawl.newspaper.key(due.url)
            redirected(self.crawl.archive, due.url, target, paper.key(target), old=old, for_good=for_good)

    def _successor_at(self, url: str) -> Newspaper | None:
        """The newspaper that this one went into, where an article's address is of its site, whose it is to fetch; else
        None.
        """
        if self.crawl.newspaper.successor is None:
            return None
        successor = catalogue.named(self.crawl.settings)(self.crawl.newspaper.successor)
        return successor if successor.has_site(addresses.site(url)) and successor.is_article(url) else None

"""What becomes of a page that was asked for and is none: no answer, an error, a redirect, gone, or unchanged."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Response

from archive import captures
from archive.article_rows import mark_gone, mark_seen
from archive.database import transaction
from archive.frontier import pages, revisits, schedule
from archive.frontier.pages import Due, Link
from archive.moments import moment
from archive.reasons import Code, Reason
from archive.storing.merging import find_again, redirected
from crawler import catalogue
from crawler.clock import now
from crawler.discovery import MovedOnError, NothingThereError, addresses
from crawler.fetching.bounds import AddressRefusedError, OffSiteError
from crawler.fetching.fetch_errors import cause
from crawler.fetching.headers import is_redirect, location
from crawler.fetching.robots import RobotsForbiddenError, RobotsUnreachableError
from crawler.multipage import IncompleteError
from crawler.newspaper import Newspaper
from crawler.spiders.link_rules import LinkRules
from pipelines import foreign_pages
from pipelines.page import Page

MOST_REDIRECTS = 10  # in a row
CONDITIONS = (b"If-None-Match", b"If-Modified-Since")
# What servers say that cannot read a condition, or that refuse it; an empty page is another such answer.
MINDS_CONDITIONS = (400, 403, 405, 406, 409, 412, 500, 501)


class Responses(LinkRules):
    """A spider that writes down what became of each address."""

    refuses_anyway = False  # whether the server refuses requests without conditions too

    def went_wrong(self, failure: Any, **context: Any) -> None:
        """Keeps the capture of a page that our own code choked on, and has it tried again another time."""
        super().went_wrong(failure, **context)
        item, response = context.get("item"), context.get("response")
        url = item.url if item is not None else response.meta["due"].url if response is not None else None
        due = pages.get(self.archive, url) if url else None
        if item is not None and isinstance(failure.value, IncompleteError) and self.problem is None:
            with transaction(self.archive):
                for capture in filter(None, (item.visit.capture, *item.visit.further)):
                    captures.add(self.archive, capture, aside="incomplete")
        if (
            isinstance(failure.value, NothingThereError)
            and item is not None
            and due is not None
            and self.problem is None
        ):
            with transaction(self.archive):
                if item.visit.capture is not None:
                    captures.add(self.archive, item.visit.capture)
                if foreign_pages.is_told(item.reason):
                    foreign_pages.withdraw(self.archive, item)
            if isinstance(failure.value, MovedOnError):
                self._lead_on(due, failure.value.target, item.status, for_good=True)
            else:
                self._failed(due, failure.value.reason, item.status, retry=False)
                with transaction(self.archive):
                    self._find_again(due)
        elif due is not None and self.problem is None:
            if not isinstance(failure.value, IncompleteError):
                self.logger.error(
                    "%s: could not be read",
                    url,
                    exc_info=(type(failure.value), failure.value, failure.getTracebackObject()),
                )
            self._failed(
                due,
                Reason(Code.UNREAD, text=cause(failure.value)),
                None,
                retry=isinstance(failure.value, IncompleteError),
            )
        elif url:
            self.frontier.release(url)

    def failed(self, failure: Any) -> None:
        """Writes down why a request had no answer."""
        due: Due = failure.request.meta["due"]
        error = failure.value
        if isinstance(error, RobotsForbiddenError):
            self._settle(due, "refused", None, reason=Reason(Code.ROBOTS))
        elif isinstance(error, OffSiteError):
            self._settle(due, "refused", None, reason=Reason(Code.OFF_SITE, text=str(error)))
        elif isinstance(error, AddressRefusedError):
            self._not_public(due, str(error))
        elif (
            isinstance(error, DownloadCancelledError) or type(error) is IgnoreRequest
        ):  # the latter: unpacked too large
            most = self.settings.getint("DOWNLOAD_MAXSIZE") >> 20
            self._settle(due, "other", None, reason=Reason(Code.TOO_LARGE, mb=most))
        else:
            host = addresses.site(due.url)
            elsewhere = host != addresses.site(self.home or "") and "retry_after" in failure.request.meta
            if elsewhere and host not in self.frontier.deserted:
                self.logger.warning("%s: %s; its addresses wait for another crawl", host, cause(error))
                self.frontier.mark_host_unreachable(host)
            self._failed(due, cause(error), None, retry=not (elsewhere or isinstance(error, RobotsUnreachableError)))

    def _not_public(self, due: Due, error: str) -> None:
        """Has what is due at a host that is at a private address today wait, as it may be back another day."""
        self._failed(due, Reason(Code.PRIVATE_ADDRESS, text=error), None, retry=False)
        host = addresses.site(due.url)
        if host == addresses.site(self.home or ""):
            self.give_up(
                f"{error}; if it is meant, start at the address itself or name its network in PRIVATE_NETWORKS",
                Reason(Code.PRIVATE_ADDRESS, text=error),
            )
        else:
            self.frontier.mark_host_unreachable(host)

    def _failed(self, due: Due, reason: Reason, status: int | None, *, retry: bool) -> None:
        """Notes that a page was not had, and with `retry` tries again: a few times within this crawl, then ever more
        rarely.
        """
        tries = due.tries + 1
        self.crawler.stats.inc_value("errors")
        self.logger.info("%s: %s", due.url, reason)
        in_crawl = self._tries_in_crawl(due)
        again = retry and in_crawl < self.settings.getint("RETRY_TIMES")
        pages.failed(
            self.archive,
            due.url,
            self.name,
            now(),
            status=status,
            reason=reason,
            due_at=revisits.of_failure(now(), tries),
        )
        if again:
            self.frontier.retry(due, max(self.settings.getfloat("DOWNLOAD_DELAY"), 0.1) * 5 * 2 ** (in_crawl - 1))
            return
        self.frontier.release(due.url)

    def _tries_in_crawl(self, due: Due) -> int:
        """How often this crawl has tried a page, this time included."""
        counts = self.__dict__.setdefault("_tries", {})
        counts[due.id] = counts.get(due.id, 0) + 1
        return counts[due.id]

    def _settle(
        self,
        due: Due,
        state: str,
        status: int | None,
        *,
        reason: Reason | None = None,
        due_at: Any = None,
        moved_to: str | None = None,
    ) -> None:
        """Writes down what became of a page: its new `state`, and why.

        With `due_at` None it is not asked for again. `moved_to` is where it leads for good.
        """
        with transaction(self.archive):
            pages.done(
                self.archive,
                due.url,
                self.name,
                now(),
                state=state,
                status=status,
                due_at=due_at,
                reason=reason,
                digest=due.digest,
                moved_to=moved_to,
            )
            if moved_to is None:
                self._find_again(due)
        self.frontier.release(due.url)

    def _same_bytes(self, due: Due, page: Page) -> bool:
        """Whether a page has the bytes it had; not for an article in several pages, which may have changed on another."""
        return (
            due.state == "article"
            and due.digest is not None
            and due.digest == page.visit.digest
            and not pages.has_parts(self.archive, due.article_id)
        )

    def _is_empty(self, due: Due, response: Response) -> bool:
        """Whether the answer to an article's address, as far as its form tells, has nothing in it and sends nobody on: that
        of a server in trouble."""
        told = response.body.strip() or {b"Refresh", b"Set-Cookie"} & response.headers.keys()
        return not told and due.kind == "page" and self.newspaper.is_article(due.url)

    def _unchanged(self, due: Due, status: int) -> None:
        """Writes down that a page is as it was, and its article still stands."""
        with transaction(self.archive):
            pages.unchanged(self.archive, due.url, now(), status, self._next_visit(due))
            if due.article_id is not None:
                mark_seen(self.archive, due.article_id, now())
                self.met_articles.add(due.article_id)
                self.crawler.stats.inc_value("articles/unchanged")
        self.frontier.release(due.url)

    async def _without_conditions(self, response: Response) -> Response:
        """The answer to the same request without its conditions, where the server seems to mind these. Where that brings
        nothing better either, the server means what it says, and is not asked twice again in this crawl."""
        request = response.request
        minds = response.status in MINDS_CONDITIONS or (response.status == 200 and not response.body)
        if request is None or not minds or self.refuses_anyway or not set(CONDITIONS) & request.headers.keys():
            return response
        plain = request.replace(dont_filter=True)
        for name in CONDITIONS:
            plain.headers.pop(name, None)
        try:
            answer: Response = await self.crawler.engine.download_async(plain)
        except Exception as error:
            self.logger.info("%s: %s", plain.url, cause(error))
            return response
        self.refuses_anyway = answer.status != 200 or not answer.body
        return response if self.refuses_anyway else answer

    async def _sent_round(self, due: Due, response: Response) -> Response:
        """The answer to an address whose server wants it asked for once more with what we cut off: a session's name.

        The redirect itself where nothing comes of it.
        """
        for _ in range(MOST_REDIRECTS):
            target = urljoin(response.url, location(response))
            if not is_redirect(response) or target == response.url or addresses.normalize(target) != due.url:
                break
            try:
                response = await self.crawler.engine.download_async(Request(target, dont_filter=True))
            except Exception as error:
                self.logger.info("%s: %s", target, cause(error))
                break
        return response

    def _store_moved(self, due: Due, response: Response) -> None:
        """Writes down where a redirect leads, makes its target known, and has it followed."""
        target = addresses.join(response.url, location(response))
        for_good = response.status in (301, 308)
        came_from = pages.redirecting(self.archive, due.id)
        if (target in (None, due.url) or target in came_from) and self._asks_for_cookie(response):
            wall = Reason(Code.COOKIE_WALL)
            pages.explain(self.archive, came_from, wall)  # they only lead into it
            self._settle(due, "moved", response.status, reason=wall, due_at=self._look_again_unless_numbered(due))
        else:
            self._lead_on(due, target, response.status, for_good=for_good)

    def _lead_on(self, due: Due, target: str | None, status: int, *, for_good: bool) -> None:
        """Writes down that an address sends its readers to `target` (None: to no address), and has that followed."""
        depth = due.depth + self.settings.getint("MAX_HOPS") // MOST_REDIRECTS
        paper: Newspaper | None = None
        front = target is not None and self.is_new_front(due.url, target)
        if front:
            depth = due.depth
        if target is None or target == due.url:
            reason = Reason(Code.MOVED_NOWHERE)
        elif depth > self.settings.getint("MAX_HOPS"):
            reason = Reason(Code.REDIRECT_LOOP)
        elif addresses.site(target) in self.home_hosts:
            reason, paper = Reason(self._code_of_target(due, target), url=target), self.newspaper
        else:
            reason, paper, depth = Reason(Code.OFF_SITE, text=f"off-site: {target}"), self._successor_at(target), 1
        moved_to = None
        if target is not None and paper is not None:
            with transaction(self.archive):
                self._make_known(due, target, paper, depth, for_good=for_good)
                if front:
                    self.ask_front(target)
            if due.kind == "page" and (for_good or self.newspaper.is_article(due.url)):
                moved_to = target
        due_at = self._look_again_unless_numbered(due)
        self._settle(due, "moved", status, reason=reason, due_at=due_at, moved_to=moved_to)

    def is_new_front(self, url: str, target: str) -> bool:
        """Whether the home sends its readers to an address of its own that is not known yet to be its front page's."""
        return (
            self.is_home(url)
            and not self.is_home(target)
            and not self.newspaper.is_article(target)
            and addresses.site(target) in self.home_hosts
            and len(self.fronts) < MOST_REDIRECTS
        )

    def ask_front(self, url: str) -> None:
        """Has the front page asked for where the home leads to, once in a crawl, as the home itself is."""
        self.fronts.add(url)
        known, since = pages.get(self.archive, url), self.goes_on_since
        if known and not (since and known.fetched_at and moment(known.fetched_at) >= since):
            schedule.ask(self.archive, self.name, url, now(), kind="page")

    def _look_again_unless_numbered(self, due: Due) -> Any:
        """When to ask again for what leads elsewhere; None for a number that was tried and was no article's."""
        return None if due.article_id is None and self.is_numbered(due.url) else self._look_again(due)

    def _find_again(self, due: Due) -> None:
        """Looks for an article that its address shows no more under another, where it may have got another title too."""
        if due.article_id is not None:
            find_again(self.archive, due.article_id, self.newspaper.key(due.url))

    def _asks_for_cookie(self, response: Response) -> bool:
        """Whether a redirect to where one came from sets a cookie, which it would be let through with: a wall."""
        if "Set-Cookie" not in response.headers:
            return False
        self.crawler.stats.inc_value("walls")
        return True

    def _code_of_target(self, due: Due, target: str) -> Code:
        """The code of what an article's address leads to now, if not to an article: it was taken down, or so it seems."""
        known = pages.get(self.archive, target)
        stands = known is not None and known.state == "article" and known.article_id is not None
        if due.article_id is None or stands or self.newspaper.is_article(target):
            return Code.MOVED
        front = urlsplit(target).path in ("", "/")
        what = "the front page" if front else "a section"
        self.logger.info("%s: the article's address leads to %s now (%s)", due.url, what, target)
        return Code.MOVED_TO_FRONT if front else Code.MOVED_TO_SECTION

    def _make_known(self, due: Due, target: str, paper: Newspaper, depth: int, *, for_good: bool) -> None:
        """Makes the target of a redirect known to its newspaper (`paper`), at this `depth` (as `archive.frontier.pages.add` has
        it); what stood here is thought to stand there, surely where it moved `for_good`.
        """
        ours = paper is self.newspaper
        priority = pages.SOURCE if due.kind != "page" else addresses.priority(target) if ours else pages.ARTICLE
        link = Link(target, kind=due.kind, priority=priority)
        pages.add(self.archive, self.name if ours else paper.name, [link], now(), depth=depth, found_on=due.id)
        if due.article_id is not None and paper.is_article(target):
            pages.leads_to(self.archive, target, due.article_id)
            old = self.newspaper.key(due.url)
            redirected(self.archive, due.url, target, paper.key(target), old=old, for_good=for_good)

    def _successor_at(self, url: str) -> Newspaper | None:
        """The newspaper that this one went into, where an article's address is of its site, whose it is to fetch; else
        None.
        """
        if self.newspaper.successor is None:
            return None
        successor = catalogue.named(self.settings)(self.newspaper.successor)
        return successor if successor.has_site(addresses.site(url)) and successor.is_article(url) else None

    def _store_gone(self, due: Due, status: int) -> None:
        """Writes down that a page is gone; its article too, unless it may stand at another address."""
        with transaction(self.archive):
            stands = due.article_id is not None and pages.ask_elsewhere(self.archive, due.article_id, due.url, now())
            if due.article_id is not None and not stands and mark_gone(self.archive, due.article_id, now()):
                self.crawler.stats.inc_value("articles/gone")
            pages.done(
                self.archive,
                due.url,
                self.name,
                now(),
                state="gone",
                status=status,
                reason=Reason(Code.GONE, status=status),
                digest=due.digest,
                due_at=self._look_again(due) if due.article_id is not None or due.kind != "page" else None,
            )
            self._find_again(due)
        self.frontier.release(due.url)

    @staticmethod
    def _look_again(due: Due) -> Any:
        """When to ask again for what was found gone or moved."""
        missing = due.state in ("gone", "moved") and due.fetched_at is not None
        return revisits.of_missing(now(), moment(due.fetched_at) if missing and due.fetched_at else None)

    def _next_visit(self, due: Due) -> Any:
        """When to ask again for a page that is as it was: an article by its age, a list by its news."""
        if due.article_id is None and due.kind == "page" and (number := self.place(due.url)[1]):
            return revisits.of_further(now(), number)
        if due.article_id is None:
            previous = moment(due.fetched_at) if due.fetched_at else None
            index = due.kind == "sitemap" and due.depth == 0 and schedule.names_sitemaps(self.archive, self.name)
            longest = max(revisits.MONTH, now() - previous) if previous else revisits.MONTH
            return revisits.of_list(now(), previous, found=index, longest=longest)
        published, first_seen = self.archive.execute(
            "select published_at, first_seen_at from articles where id = ?", [due.article_id]
        ).fetchone()
        steps = [float(step) for step in self.settings.getlist("REVISIT_AFTER")]
        return revisits.of_article(now(), published, moment(first_seen), steps)

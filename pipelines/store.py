"""The last pipeline: what became of a page goes into the archive in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from archive import captures, crawls
from archive.database import transaction
from archive.frontier import pages, revisits, schedule
from archive.frontier.pages import Due, Link
from archive.moments import moment
from archive.profiles import read_with
from archive.reasons import LISTS, Code, Reason, code_of
from archive.storing.identity import article_at
from archive.storing.store import Outcome, Saved, save_article
from pipelines.foreign_pages import foreign_pages
from pipelines.page import Page
from pipelines.profiles.learning import Profiles


class Store:
    """Item pipeline: capture, article or reason, links found and the page's new state, all or nothing."""

    def __init__(self, crawler: Any):
        self.crawler = crawler
        self.steps = [float(step) for step in crawler.settings.getlist("REVISIT_AFTER")]
        self.most_hops = crawler.settings.getint("MAX_HOPS")
        self.followed: set[int] = set()

    @classmethod
    def from_crawler(cls, crawler: Any) -> Store:
        return cls(crawler)

    async def process_item(self, page: Page) -> Page:
        """Stores a page and counts what became of it; where that fails, nothing is stored, and the error is raised."""
        spider = self.crawler.spider
        try:
            with transaction(spider.archive) as conn:
                outcome = store(conn, page, self.steps, self.most_hops, spider.profiles, self.followed)
                self._count(page, outcome)
        except BaseException:
            spider.profiles.forget()  # what the transaction would have kept
            self.followed.discard(page.visit.article_id or 0)
            raise
        spider.written(page)
        return page

    def _count(self, page: Page, outcome: Outcome | None) -> None:
        """Counts what became of a page, also in the archive: a crawl that is killed has done what it has."""
        stats, spider = self.crawler.stats, self.crawler.spider
        if page.visit.kind == "page":
            stats.inc_value(f"articles/{outcome.value if outcome else 'rejected'}")
        for name, count in page.stats.items():
            stats.inc_value(f"repaired/{name}", count)
        if spider.crawl_id is not None:
            crawls.keep_counts(spider.archive, spider.crawl_id, stats.get_stats())


@dataclass(slots=True)
class _Became:
    """What became of a page: its row in `pages`, but for what the server said of it."""

    state: str
    article_id: int | None = None
    reason: Reason | None = None
    due_at: datetime | None = None
    horizon: int | None = None
    canonical: str | None = None


def store(
    conn: Any, page: Page, steps: list[float], most_hops: int, profiles: Profiles, followed: set[int]
) -> Outcome | None:
    """Writes a read page within the caller's transaction; says what its article was, None where it is none.

    `steps` are the ages, in days, at which an article is looked at again, `most_hops` how many links are followed from
    one page that is no article to the next. `followed` are the articles whose links this crawl has followed: once is
    enough, under however many addresses.
    """
    visit = page.visit
    known = pages.get(conn, page.url)
    saved = _save(conn, page, followed)
    found, news = _follow(conn, page, most_hops, known.id if known else None)
    if saved is not None:
        became = _became_article(conn, page, saved, steps)
    elif page.part_of is not None:
        became = _part(conn, page, page.part_of)
    else:
        became = _became_no_article(conn, page, known, found, news)
    outcome = saved.outcome if saved is not None else None
    if page.url.startswith("file:") or (visit.origin and page.article is None):
        became.due_at = None  # a saved page, or what a web archive has beside articles: nobody need be asked for it
    if visit.saved and known and known.fetched_at and moment(known.fetched_at) > page.fetched_at:
        if became.article_id is not None:
            pages.leads_to(conn, page.url, became.article_id)  # and what is known of it since stands
        return outcome
    pages.done(
        conn, page.url, page.newspaper, page.fetched_at, state=became.state, status=page.status, due_at=became.due_at,
        article_id=became.article_id, reason=became.reason, etag=visit.etag, last_modified=visit.last_modified,
        digest=visit.digest, horizon=became.horizon, canonical=became.canonical,
    )  # fmt: skip
    if foreign_pages.is_told(page.reason):
        foreign_pages.take_back_shared(conn, page)
    if visit.kind == "page":
        read_with(conn, page.url, visit.profile)
        profiles.learn(page, became.article_id)
    return outcome


def _save(conn: Any, page: Page, followed: set[int]) -> Saved | None:
    """Writes the captures of a page and the article that it shows; None where it shows none."""
    visit = page.visit
    if visit.capture is not None:
        visit.capture_id = captures.add(conn, visit.capture, visit.origin)
    for further in visit.further:
        captures.add(conn, further)
    if page.article is None:
        return None
    date_from_source(page)
    saved = save_article(
        conn,
        page.newspaper,
        page.article,
        seen_at=page.fetched_at,
        key=visit.key,
        at=page.url,
        capture_id=visit.capture_id,
        frame=page.profile.is_frame if page.profile else None,
    )
    visit.article_id, visit.new, visit.replaced = saved.article_id, saved.outcome is Outcome.NEW, saved.replaced
    if saved.article_id in followed:
        visit.links = []  # it was met under another address, and its links with it
    elif visit.links:
        followed.add(saved.article_id)
    return saved


def _became_article(conn: Any, page: Page, saved: Saved, steps: list[float]) -> _Became:
    """What becomes of a page that shows an article: its further pages are known with it, and it is looked at again by
    its age.
    """
    assert page.article is not None
    for part in page.parts:
        pages.done(conn, part, page.newspaper, page.fetched_at, state="part", status=200, due_at=None,
                   article_id=saved.article_id, reason=Reason(Code.PART, url=page.url))  # fmt: skip
    (first_seen,) = conn.execute("select first_seen_at from articles where id = ?", [saved.article_id]).fetchone()
    due_at = revisits.of_article(page.fetched_at, page.article.published_at, moment(first_seen), steps)
    named = page.article.url if page.article.url != page.url else None
    return _Became("article", saved.article_id, page.reason, due_at, canonical=named)


def _part(conn: Any, page: Page, first: str) -> _Became:
    """What becomes of a further page of an article: its first page is made known."""
    article_id = article_at(conn, first)
    pages.add(conn, page.newspaper, [Link(first, priority=pages.ARTICLE)], page.fetched_at, depth=page.visit.depth)
    return _Became("part", article_id, Reason(Code.PART, url=first))


def _became_no_article(conn: Any, page: Page, known: Due | None, found: int, news: bool) -> _Became:
    """What becomes of a sitemap, a feed, a list or any other page (`known`: its row, if it was): one that leads to
    articles is asked for again, sooner where it `found` new addresses, or names `news`.
    """
    visit, reason = page.visit, page.reason
    if known and known.article_id and code_of(reason) is Code.UNLIKE:  # the article stands
        return _Became(known.state, known.article_id, reason)
    before = moment(known.fetched_at) if known and known.fetched_at else None
    if visit.kind != "page":
        due_at = _next_look(page, before, found, news)
        return _Became("index" if visit.listed else "other", None, reason, due_at, schedule.horizon(conn))
    if found or news or code_of(reason) in LISTS:  # it led to addresses not known before, or looks as if it does
        return _Became("index", None, reason, _next_look(page, before, found, news), schedule.horizon(conn))
    return _Became("other", None, reason)


def _follow(conn: Any, page: Page, most_hops: int, page_id: int | None) -> tuple[int, bool]:
    """Makes known what a page leads to.

    Returns how much of it was new, and whether a list names what it did not before.
    """
    visit = page.visit
    if visit.depth >= most_hops:
        return 0, False
    depth = 1 if page.article else visit.depth + 1
    articles = [link for link in visit.links if link.priority == pages.ARTICLE]
    found = pages.add(conn, page.newspaper, articles, page.fetched_at, depth=depth, found_on=page_id)
    if found and visit.kind == "page":
        depth = 1  # a chain of lists that go on naming new articles is no endless one, however long
    others = [link for link in visit.links if link.priority != pages.ARTICLE]
    found += pages.add(conn, page.newspaper, others, page.fetched_at, depth=depth, found_on=page_id)
    # Further pages of a list are asked for as one reads it: down to where one knows it.
    news = bool(found) if visit.horizon is None else schedule.any_beyond(conn, visit.listed, visit.horizon)
    if news and visit.next:
        schedule.ask_again(conn, visit.next, page.fetched_at)
    if (
        news
        and visit.kind == "page"
        and visit.depth == 0
        and schedule.was_silent(conn, page.newspaper, page.fetched_at)
    ):
        schedule.wake_sections(conn, page.newspaper, page.fetched_at)
    return found, news


def _next_look(page: Page, previous: datetime | None, found: int, news: bool) -> datetime:
    """When a list is due again, seen the `previous` time then, where it led to `found` new addresses, or names `news`.

    Of the sitemaps of an index only those that go on growing are asked for often.
    """
    visit = page.visit
    if visit.number:
        return revisits.of_further(page.fetched_at, visit.number)
    of_index = visit.kind == "sitemap" and visit.depth > 0
    if of_index and previous is None and visit.newest is None and found == len(visit.listed):
        return page.fetched_at + revisits.MONTH  # nothing of it was known from the front page: it lists old articles
    if visit.kind == "page" or of_index:
        longest = revisits.YEAR if visit.newest else revisits.MONTH
        lives = bool(found) or (visit.kind == "page" and news)  # though others told first
        return revisits.of_list(page.fetched_at, previous, found=lives, newest=visit.newest, longest=longest)
    lives = bool(found) or (visit.kind == "feed" and news)
    return revisits.of_list(page.fetched_at, previous, found=lives, newest=None if lives else visit.newest)


def date_from_source(page: Page) -> None:
    """Gives an article without a date the one that a news sitemap or feed names."""
    if page.article is not None and page.article.published_at is None and (value := page.visit.published):
        page.article.published_at, page.article.published_from = value, "feed"
        page.article.published_precision = {7: "month", 10: "day"}.get(len(value), "minute")

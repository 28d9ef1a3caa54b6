"""Where a page leads: which of its links are followed, and which page of which list it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from urllib.parse import unquote, urlsplit

from archive import crawls
from archive.article_rows import published_days
from archive.frontier import pages
from archive.frontier.pages import Due, Link
from archive.reasons import WALLS
from archive.storing.identity import stands_at
from crawler.backfill import Side
from crawler.clock import now
from crawler.discovery import addresses
from crawler.discovery.dead_ends import ANCESTORS, DeadEnds
from crawler.discovery.ignored_address_parts import Repeats
from crawler.spiders.address_forms import AddressForms
from crawler.spiders.base import ArchiveSpider
from crawler.spiders.home_page import HomePage
from crawler.spiders.numbered import NumberedArticles
from pipelines.page import Page

KNOWN = 500_000  # addresses
KEEP_EVERY = 10  # lists read, after which is kept what was learned of them
RECALLED = 5000  # articles of crawls before, by whose addresses a crawl learns what in them means nothing
FEWEST = 3  # articles that a list names, to be told from others by them
MOST_TURNS = 2  # further pages of a list in a row that name what another page of it does, before it is at its end
# The month of a calendar's page: "/2035/04/", "?month=2035-04", "=203504", "/01-04-2035"; not "/muc-tieu-2035/"
_MONTH = re.compile(
    r"[/=](?:(?P<year>(?:19|20)\d\d)[/-]?(?P<month>1[0-2]|0?[1-9])(?:[/-]?[0-3]?\d)?"
    r"|(?:[0-3]?\d[/-])?(?P<month2>1[0-2]|0?[1-9])[/-](?P<year2>(?:19|20)\d\d))(?=[/.?&#]|$)"
)
_YEAR = re.compile(r"[?&](?:nam|year|y|yr)=((?:19|20)\d\d)(?=&|$)", re.I)
_FIRST_YEAR = 1990  # before any newspaper had a site


class LinkRules:
    """Which links a crawl follows, by the days it is asked for and by what it has learned of where links lead."""

    def __init__(self, crawl: ArchiveSpider, home_page: HomePage, numbered: NumberedArticles):
        self.crawl, self.home_page, self.numbered, self.days = crawl, home_page, numbered, numbered.days
        self.passed: set[str] = set()  # further pages of lists that have come to the days before those asked for
        self.known: set[str] = set()  # addresses that the frontier has for certain: spares it what every page links to
        self.lists_read = 0
        self.barren = 0  # pages in a row that were no article, since the last new one
        self.seen: dict[str | None, str] = {}  # digests of pages that are no article, and where
        self.dead_ends = DeadEnds()
        self.turned: dict[str, set[int]] = {}  # what each page of a list has named but its other pages, as a hash
        self.turns: Counter[str] = Counter()  # how many pages of a list have named what others of it do, in a row
        self.repeats = Repeats()
        self.forms = AddressForms(crawl)
        self.met_articles: set[int] = set()  # those met in this crawl
        self.listed: dict[str, set[str]] = {}  # what lists have named in this crawl, those that were read before

    def wants(self, link: Link) -> bool:
        """Whether an address is to be asked for: False for those that lie outside the days asked for, as far as can be
        told: they wait for another crawl.
        """
        if link.url in self.passed or (self.numbered.countable and self.place(link.url)[1]):
            return False  # what a list's further pages name, its numbers lead to sooner
        return self.days.side(link) in (None, Side.INSIDE) or self.numbered.is_one(link.url)

    def leads(self, page: Page, found: list[Link]) -> list[Link]:
        """What a page leads to, without what is never asked for."""
        if page.article is None and self.days.passed(found):
            self.passed.update(link.url for link in found if self.place(link.url, page.url)[1])
        return [
            link
            for link in found
            if (page.visit.kind == "feed" or link.url not in self.known)
            and not (link.kind == "page" and (self.repeats.known(link.url) or self._is_out_of_time(link)))
            and not self.crawl.newspaper.denies(link.url)
        ]

    def place(self, url: str, seen_on: str = "") -> tuple[str, int]:
        """The list that an address is a page of, and the page's number (`addresses.place`).

        A mere number at its end is a page's where the address without it is that of a list: a known one, or the page
        that it was seen on.
        """
        place = addresses.place(url)
        if not place[1]:
            for first in addresses.first_pages(url):
                known = pages.get(self.crawl.archive, first) if first != seen_on else None
                if first == seen_on or (known is not None and known.state == "index"):
                    return addresses.place(first)[0], int(re.findall(r"\d+", url)[-1])
        return place

    @staticmethod
    def _is_out_of_time(link: Link) -> bool:
        """Whether it is a calendar's page for a month to come, or for one of before there were newspapers to read."""
        if link.priority == pages.ARTICLE:
            return False
        today = (now() + timedelta(days=1)).date()  # somewhere
        if found := _MONTH.search(link.url):
            year, month = int(found["year"] or found["year2"]), int(found["month"] or found["month2"])
            return year < _FIRST_YEAR or (year, month) > (today.year, today.month)
        if found := _YEAR.search(link.url):
            return not _FIRST_YEAR <= int(found[1]) <= today.year
        return False

    def is_barren(self, page: Page, found: list[Link]) -> bool:
        """Whether following a page's links leads nowhere: it was read already under another address, is of a list that
        turns back, or the last of very many without a new article.
        """
        if page.article is not None or page.visit.kind != "page":
            return False
        self.barren += 1
        again = self.seen.setdefault(page.visit.digest, page.url) != page.url or self._turns_back(page, found)
        if len(self.seen) > KNOWN:
            self.seen.clear()
        self.repeats.learn(page.url, *_names(page, found))
        if (
            page.part_of is None
            and not self.numbered.is_one(page.url)
            and (page.reason is None or page.reason.code not in WALLS)
        ):
            self._learn_of_list(page, found)
        return again or self.barren > self.crawl.settings.getint("MAX_BARREN")

    def _learn_of_list(self, page: Page, found: list[Link]) -> None:
        """Takes in which articles a list names: those known, and those that lie outside the days asked for, which nobody
        will read."""
        known = pages.articles_at(self.crawl.archive, [link.url for link in found])
        outside = self.days and (
            hash(link.url)
            for link in found
            if link.priority == pages.ARTICLE and link.url not in known and not self.wants(link)
        )
        through, lists = pages.found_through(self.crawl.archive, page.url, ANCESTORS)
        promised = addresses.priority(page.url) == pages.ARTICLE
        self.dead_ends.learn(page.url, through, lists, {*known.values(), *(outside or ())}, promised=promised)
        self.lists_read += 1
        if self.lists_read % KEEP_EVERY == 0 and self.crawl.crawl_id is not None:
            crawls.keep_learned(self.crawl.archive, self.crawl.crawl_id, self.dead_ends.dump())
        self._go_back()

    def in_order(self, due: list[Due]) -> list[Due]:
        """The addresses that are due, in the order in which they are asked for: where numbers are filled in, the lowest
        of each series first, then the highest, by which the others are judged; else as they come.
        """
        return self.days.in_order(due)

    def learn(self, page: Page) -> None:
        """Takes in what a stored page tells of where links lead."""
        if len(self.known) > KNOWN:
            self.known.clear()
        if page.article is not None:
            self.dead_ends.days.update(_days([page.article.published_at]))
            if page.visit.new:
                self.barren = 0
                self._learn_of_article(page)
            self.repeats.learn(page.url, f"article {page.visit.article_id}")
            self.met_articles.add(page.visit.article_id or 0)
        self.known.update(link.url for link in page.visit.links if not link.modified and not link.published)
        if page.visit.kind == "page" and page.visit.horizon is not None:
            self.listed.setdefault(self.place(page.url)[0], set()).update(page.visit.listed)

    def _learn_of_article(self, page: Page) -> None:
        """Takes in that an article was read, and with it that the pages which led to it are of use."""
        through, _ = pages.found_through(self.crawl.archive, page.url, ANCESTORS)
        self.dead_ends.credit([page.url, *through], {page.visit.article_id or 0})
        self._go_back()

    def _go_back(self) -> None:
        """Has what was taken for a dead end asked for after all, where it proved to be none."""
        if self.dead_ends.revived:
            self.dead_ends.revived = False
            self.crawl.frontier.release_held()

    def leads_nowhere(self, due: Due) -> bool:
        """Whether what is due belongs to a dead end; nothing does that was read before, or that a sitemap or feed names."""
        known = due.state != "new" or self.home_page.is_at(due.url) or self.numbered.is_one(due.url)
        if due.kind != "page" or known or pages.is_listed(self.crawl.archive, due.id):
            return False
        _, lists = pages.found_through(self.crawl.archive, due.url, ANCESTORS)
        return self.dead_ends.holds(due.url, lists, promised=addresses.priority(due.url) == pages.ARTICLE)

    def _turns_back(self, page: Page, found: list[Link]) -> bool:
        """Whether several further pages of a list in a row have named just what another of its pages did: many a server
        gives the last page, or the first, for every number after it. One alone may do so on a day without news."""
        place, number = self.place(page.url)
        others = (link.url for link in found if self.place(link.url, page.url)[0] != place)
        named = hash(frozenset(map(self.repeats.shortened, others)))
        turned = self.turned.setdefault(place, set())
        self.turns[place] = self.turns[place] + 1 if number > 1 and named in turned else 0
        turned.add(named)
        if len(self.turned) > KNOWN:
            self.turned.clear()
            self.turns.clear()
        return self.turns[place] > MOST_TURNS

    def recall(self) -> None:
        """Learns from crawls before which lists led to articles, and which parts of articles' addresses mean nothing."""
        learned = None
        if self.crawl.goes_on_since and self.crawl.crawl_id is not None:
            learned = crawls.learned_before(self.crawl.archive, self.crawl.name, self.crawl.crawl_id)
        if learned and self.crawl.crawl_id is not None:
            crawls.keep_learned(self.crawl.archive, self.crawl.crawl_id, learned)
            self.dead_ends.restore(learned)
        else:
            self.dead_ends.recall(pages.fruitful(self.crawl.archive, self.crawl.name, RECALLED))
        self.dead_ends.days.update(_days(published_days(self.crawl.archive, self.crawl.name)))
        for url, article_id in self.crawl.archive.execute(
            "select url, article_id from pages where newspaper = ? and priority = ? and state = 'article'"
            " order by due_at desc limit ?",
            [self.crawl.name, pages.REVISIT, RECALLED],
        ):
            self.repeats.learn(url, f"article {article_id}")

    def is_repeat(self, due: Due) -> bool:
        """Whether an address is thought to lead to what was read under another: a list, or a page not known yet, in this
        crawl; an article, where it stands at its own address or was met in this crawl."""
        if due.kind != "page" or self.home_page.is_at(due.url):
            return False
        if due.state != "article" or due.article_id is None:
            return due.state in ("new", "index") and self.repeats.known(due.url)
        own = stands_at(self.crawl.archive, due.article_id)
        return due.url != own and (own is not None or due.article_id in self.met_articles)


def _days(published: Iterable[str | None]) -> set[int]:
    """The days, as ordinals, of moments of publication (ISO 8601) that are known to the day."""
    return {date.fromisoformat(told[:10]).toordinal() for told in published if told and len(told) >= len("2020-08-28")}


def _names(page: Page, found: list[Link]) -> tuple[str, tuple[str, ...]]:
    """What tells a list from others: its title, and the addresses that it names, articles and lists but those of its own
    path (filters, further pages); where it names hardly any article, its words too."""
    articles = tuple(link.url for link in found if link.priority == pages.ARTICLE)
    if len(articles) < FEWEST:
        return _words(page), articles
    own = urlsplit(page.url).path
    others = (link.url for link in found if link.priority != pages.ARTICLE and urlsplit(link.url).path != own)
    title = page.tree.findtext(".//title") if page.tree is not None else None
    return f"{title}\n", articles + tuple({url.partition("?")[0] for url in others})


def _words(page: Page) -> str:
    """A page's words, without the address that was asked for: what is not there is often said with it."""
    words = " ".join(" ".join(map(str, page.tree.itertext())).split()) if page.tree is not None else page.text or ""
    path = urlsplit(page.url).path
    return words.replace(unquote(path), "").replace(path, "") if len(path) > 1 else words

"""Where a page leads: which of its links are followed, and which page of which list it is."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from archive import pages
from archive.pages import Link
from crawler.backfill import Side
from crawler.discovery import addresses
from crawler.spiders.counting import Counting
from crawler.spiders.identity import pattern
from pipelines.page import Page

KNOWN = 500_000  # addresses


class Leads(Counting):
    """A spider that follows links."""

    never: str | None = None
    passed: set[str]  # further pages of lists that have come to the days before those asked for
    known: set[str]  # addresses that the frontier has for certain: spares it what every page links to
    barren = 0  # pages in a row that were no article
    seen: dict[str | None, str]  # digests of pages that are no article, and where

    def wants(self, link: Link) -> bool:
        """False for addresses that lie outside the days asked for, as far as can be told: they wait for another crawl."""
        if link.url in self.passed or (self.countable and self.place(link.url)[1]):
            return False  # what a list's further pages name, its numbers lead to sooner
        return self.days.side(link) in (None, Side.INSIDE) or self.is_numbered(link.url)

    def leads(self, page: Page, found: list[Link]) -> list[Link]:
        """What a page leads to, without what is never asked for."""
        if page.article is None and self.days.passed(found):
            self.passed.update(link.url for link in found if self.place(link.url, page.url)[1])
        never = pattern(self.never) if self.never else None
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

"""Pages that a server shows at many addresses: a parked domain, a notice, the front page for everything."""

from __future__ import annotations

import sqlite3

from archive import rescue
from crawler.discovery import addresses
from crawler.newspaper import Newspaper

SHARED = 3  # addresses of different articles or sections at which the same bytes are no page of any of them
_KEPT = 100_000  # digests in memory


class SharedPages:
    """Tells by the listing of a newspaper which bytes are no page of any address."""

    def __init__(self, conn: sqlite3.Connection, newspaper: str, paper: Newspaper) -> None:
        self.conn, self.newspaper, self.paper = conn, newspaper, paper
        self._known: dict[str, bool] = {}

    def holds(self, digest: str) -> bool:
        """Whether so many addresses showed these bytes. An article under two slugs, or with and without a query, is at one
        address."""
        if not digest:
            return False
        if digest not in self._known:
            if len(self._known) > _KEPT:
                self._known.clear()
            found = rescue.addresses(self.conn, self.newspaper, digest)
            self._known[digest] = len(found) >= SHARED and len(set(map(self._one_page, found))) >= SHARED
        return self._known[digest]

    def _one_page(self, original: str) -> str:
        """What the spellings of one page's address have in common: its article's key, else host and path."""
        url = addresses.normalize(original) or original
        path = url.partition("?")[0].partition("://")[2].partition("/")[2]
        return self.paper.article_key(url) or f"{addresses.site(url)}/{path}"

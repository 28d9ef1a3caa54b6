"""Lists what a web archive holds of a newspaper's hosts, page by page of its index, each page a transaction."""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from scrapy import Request
from scrapy.http import Response

from archive import rescue
from archive.database import transaction
from archive.frontier import pages
from archive.moments import moment
from archive.rescue import Listed
from crawler.captures import cdx
from crawler.discovery import addresses
from crawler.newspaper import Newspaper
from crawler.rescue.sources import NoAnswerError, Place, Source

logger = logging.getLogger(__name__)

Ask = Callable[[Request], Awaitable[Response]]  # asks an index, with its manners
NOT_READ = 4  # answers in a row that are no listing, or parts of an index, after which it is given up


@dataclass(slots=True)
class Listing:
    """The listing of one newspaper in one source, between two moments of 14 digits."""

    conn: sqlite3.Connection
    newspaper: str
    paper: Newspaper
    source: Source
    hosts: list[str]
    since: str
    until: str
    size: int  # captures in one answer
    again_after: timedelta
    requests: int = 0
    unread: list[str] = field(default_factory=list)

    async def run(self, ask: Ask) -> None:
        """Reads what is still unread of the index. A part of it that cannot be read is left for another time, and is in
        `unread` then. Raises what `ask` raises, and cdx.NotAnIndexError, where no part can be read, or several in a row."""
        request = self.source.collections()
        collections = await ask(request) if request is not None else None
        places = self.source.places(self.hosts, self.since, self.until, collections)
        in_a_row = 0
        for number, place in enumerate(places, 1):
            cursor, done = self._cursor(place)
            if done is not None and datetime.now(UTC) - moment(done) < self.again_after:
                continue
            try:
                await self._list(ask, place, cursor if done is None else None)
            except (NoAnswerError, cdx.NotAnIndexError) as error:
                in_a_row += 1
                self.unread.append(f"{place.name}: {error}")
                if in_a_row >= NOT_READ or len(self.unread) == len(places):
                    raise
                logger.warning("%s: %s; left for another time", place.name, error)
                continue
            in_a_row = 0
            logger.info("%s: %s listed (%d of %d)", self.newspaper, place.name, number, len(places))

    async def _list(self, ask: Ask, place: Place, cursor: str | None) -> None:
        """Lists a place of the index from `cursor` on (None: its beginning), a page a transaction.

        Where the index will not go on from there, as it forgets its keys after a while, it is listed once more from the
        beginning; at once, where its keys lead in a circle. Raises NotAnIndexError where several answers in a row are none.
        """
        bad, anew, followed = 0, False, {cursor}
        while True:
            response = await ask(self.source.listing(place, self.since, self.until, cursor, self.size))
            self.requests += 1
            try:
                step = self.source.listed(response, cursor, self.size)
            except cdx.NotAnIndexError as error:
                bad += 1
                if bad >= NOT_READ and cursor is not None and not anew:
                    logger.warning("%s: %s; listed from the beginning", place.name, error)
                    bad, anew, cursor = 0, True, None
                    continue
                if bad >= NOT_READ:
                    raise
                logger.warning("%s: %s; asking again", place.name, error)
                continue
            bad = 0
            rows = [row for row in step.captures if self._is_ours(row)]
            with transaction(self.conn):
                new = rescue.add(self.conn, self.newspaper, self.source.name, map(self._ranked, rows))
                if step.cursor not in (None, cursor) and step.cursor in followed:  # its keys lead in a circle
                    step.cursor = self.source.whole
                over = step.cursor is None or step.cursor == cursor  # a stretch of pictures has a key and no captures
                self._store_progress(place, None if over else step.cursor, datetime.now(UTC) if over else None)
            logger.info("%s: %d captures listed, %d of them new", place.name, len(rows), new)
            if over:
                return
            cursor = step.cursor
            followed.add(cursor)

    def _is_ours(self, row: Listed) -> bool:
        """Whether a capture may tell of an article: of a page by its address and kind, inside the days asked for."""
        site = addresses.site(row.original)
        host = re.sub(r":\d+$", "", site)  # also at a port of its own, as some were once
        if not self.since <= row.timestamp <= self.until or not {site, host} & set(self.hosts):
            return False
        url = addresses.normalize(row.original)
        if url is None or not addresses.worth_asking(url):
            return False
        return row.status not in (None, 200) or cdx.worth_reading(row)

    def _ranked(self, row: Listed) -> Listed:
        """Articles, by their addresses, come first."""
        url = addresses.normalize(row.original) or row.original
        is_article = self.paper.article_key(url) is not None or addresses.priority(url) == pages.ARTICLE
        row.rank = 0 if is_article else 1
        return row

    def _cursor(self, place: Place) -> tuple[str | None, str | None]:
        """Where the listing of a place goes on, and when it was done: see `archive.rescue.cursor`."""
        return rescue.cursor(self.conn, self.newspaper, self.source.name, place.name, self.since, self.until)

    def _store_progress(self, place: Place, cursor: str | None, done: datetime | None) -> None:
        """Stores how far the listing of a place came; call within a transaction."""
        rescue.keep_cursor(
            self.conn, self.newspaper, self.source.name, place.name, self.since, self.until, cursor, done
        )

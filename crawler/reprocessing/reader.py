"""Reading captures again and storing what they hold: better reading is no edit, it takes the place of what was read before."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from scrapy.settings import BaseSettings

import pipelines
from archive import profiles as rows
from archive.database import transaction
from archive.frontier import pages as frontier
from archive.moments import moment
from archive.storing.identity import article_at
from archive.storing.likeness import Likeness, alike
from archive.storing.store import save_article
from archive.storing.succession import Loss
from crawler import captures
from crawler.reprocessing.tasks import Answer, Kind, PageReader, Row
from pipelines.foreign_pages.foreign_pages import is_foreign
from pipelines.foreign_pages.unlike import left_of
from pipelines.multipage import Chain
from pipelines.page import Page
from pipelines.profiles.learning import Profiles

logger = logging.getLogger(__name__)

MOST = 2000  # pages that the end of a crawl reads again
STATES = "('article', 'other', 'failed', 'gone', 'index', 'moved')"
# The captures that show a page, with its row in the frontier.
OF_PAGES = (
    "captures c join pages p on p.url = c.url where c.status = 200 and c.aside is null and p.kind = 'page'"
    f" and p.state in {STATES}"
)
ROW = "c.id, c.url, c.fetched_at, c.warc, c.offset, c.length, p.newspaper, c.digest, p.published, p.anchor, p.teaser"


class Reader:
    """Reads captures of an archive again; `folder` is where they are kept, `complain` is told which cannot be read."""

    def __init__(
        self,
        conn: sqlite3.Connection,
        folder: Path,
        settings: BaseSettings,
        profiles: Profiles,
        complain: Callable[[str], None] = logger.warning,
    ):
        self.conn = conn
        self.complain = complain
        self.profiles = profiles
        self.take_doubtful = settings.getbool("TAKE_DOUBTFUL")
        self.pages = PageReader(conn, folder, settings, profiles)

    def stale(self, newspaper: str) -> Iterator[tuple[list[str], list[int]]]:
        """The pages that were read with another profile than is known now, as far as this is worth it: the addresses of
        an article or page, and all of its captures in their order."""
        known = {row.version for row in rows.of(self.conn, newspaper)} - {0}
        marks = ", ".join(map(str, sorted(known)))
        pages = self.conn.execute(
            "select url, article_id, fetched_at, profile from pages where newspaper = ? and profile is not null"
            f" and {f'profile not in ({marks})' if known else 'profile < 0'} and kind = 'page' and state in {STATES} order by fetched_at desc, id limit ?",
            [newspaper, MOST],
        ).fetchall()
        seen: set[int] = set()
        for url, article_id, fetched_at, version in pages:
            if article_id in seen or self.profiles.version(newspaper, url, moment(fetched_at)) == version:
                continue
            if article_id is None:
                yield [url], self._captures("p.url = :url", url=url)
            else:
                seen.add(article_id)
                urls = self.conn.execute("select url from pages where article_id = ?", [article_id])
                yield [url for (url,) in urls], self._captures("p.article_id = :id", id=article_id)

    def _captures(self, where: str, **values: object) -> list[int]:
        """The ids of the pages' captures that meet a condition, the earliest first."""
        found = self.conn.execute(f"select c.id from {OF_PAGES} and {where} order by c.fetched_at, c.id", values)
        return [id for (id,) in found]

    def capture(self, capture_id: int) -> list[str]:
        """Reads a capture and stores what it holds; says what came of it: the names of counts."""
        row = Row(*self.conn.execute(f"select {ROW} from {OF_PAGES} and c.id = ?", [capture_id]).fetchone())
        page = self.page(row)
        with transaction(self.conn):
            return self.store_page(row, page)

    def of_article(self, article_id: int) -> list[Row]:
        """The captures of an article, the earliest first."""
        query = f"select {ROW} from {OF_PAGES} and p.article_id = ? order by c.fetched_at, c.id"
        return [Row(*row) for row in self.conn.execute(query, [article_id])]

    def page(self, row: Row) -> Page | None:
        """The page of a capture, with its further pages; None where it cannot be read, which is complained of."""
        page = self._read_or_complain(row)
        if page is None or page.article is None:
            return page
        if page.parts:
            rest = self._parts(page, row.fetched_at, row.newspaper)
            if rest is None:
                return None
            page.article = pipelines.join(page, rest)
        self.pages.identify(page)
        return page

    def store_page(self, row: Row, page: Page | None) -> list[str]:
        """Stores a page that was read, None one that could not be; call within a transaction. Returns the names of the
        counts of the run that this adds to."""
        if page is None:
            return [Kind.UNREADABLE.value]
        if page.article is None or is_foreign(self.conn, page, row.id, take_doubtful=self.take_doubtful):
            return [Kind.NO_ARTICLE.value]
        return self._save(row, Answer(row.id, Kind.ARTICLE, page.article, page.visit.key, page.visit.profile))

    def store(self, row: Row, answer: Answer) -> list[str]:
        """Stores what a task answered; call within a transaction. Where it takes the page to tell whether it is the
        newspaper's, or its further pages, the page is read here. Returns the names of the counts of the run that this
        adds to."""
        if answer.kind is Kind.UNREADABLE:
            self.complain(answer.text)
        if answer.kind in (Kind.UNREADABLE, Kind.NO_ARTICLE):
            return [answer.kind.value]
        if answer.kind is Kind.PARTS or not self._is_its_own(row, answer):
            return self.store_page(row, self.page(row))
        return self._save(row, answer)

    def _is_its_own(self, row: Row, answer: Answer) -> bool:
        """Whether what was read is the newspaper's beyond doubt: it was stored as an article, or is like the one there."""
        assert answer.article is not None
        if self.conn.execute("select 1 from revisions where capture_id = ?", [row.id]).fetchone():
            return True
        stored = article_at(self.conn, row.url)
        if stored is None or alike(self.conn, stored, answer.article) is Likeness.NONE:
            return False
        return left_of(self.conn, stored, answer.article).loss is Loss.NONE

    def _save(self, row: Row, answer: Answer) -> list[str]:
        """Stores the article that a capture holds and marks its page; says what came of it: the names of counts."""
        assert answer.article is not None
        seen_at = moment(row.fetched_at)
        profile = self.profiles.profile(row.newspaper, row.url, seen_at)
        saved = save_article(
            self.conn,
            row.newspaper,
            answer.article,
            seen_at=seen_at,
            key=answer.key,
            at=row.url,
            capture_id=row.id,
            frame=profile.is_frame if profile else None,
        )
        frontier.shows(self.conn, row.url, saved.article_id)
        rows.read_with(self.conn, row.url, answer.profile)
        return ["articles", saved.outcome.value]

    def _read_or_complain(self, row: Row) -> Page | None:
        """Reads a capture; None where it cannot be read, which is complained of."""
        try:
            return self.pages.read(row)
        except (OSError, captures.DamagedError) as error:
            self.complain(f"{row.url}, captured {row.fetched_at}: {error}")
            return None

    def _parts(self, first: Page, before: str, name: str) -> list[Page] | None:
        """The further pages of an article, each as it was captured nearest after its first page; those that were never
        captured are left out. None where a capture cannot be read: the article would lose what is stored of it."""
        chain = Chain(first)
        for url in chain:
            known = self.conn.execute(
                "select id, fetched_at, warc, offset, length, digest from captures where status = 200"
                " and url in (?, (select moved_to from pages where url = ?)) and aside is null order by fetched_at < ?, fetched_at limit 1",
                [url, url, before],
            ).fetchone()
            if known is not None:
                id, fetched_at, warc, offset, length, digest = known
                page = self._read_or_complain(Row(id, url, fetched_at, warc, offset, length, name, digest))
                if page is None:
                    return None
                chain.add(page)
        return chain.parts


def stale(reader: Reader, newspaper: str) -> int:
    """Reads again what was read before the newspaper's pages were known as they are now; returns how many pages."""
    count = 0
    for urls, found in list(reader.stale(newspaper)):
        for capture_id in found:
            reader.capture(capture_id)
        count += len(urls)
        with transaction(reader.conn):
            for url in urls:
                (fetched_at,) = reader.conn.execute("select fetched_at from pages where url = ?", [url]).fetchone()
                if fetched_at:
                    rows.read_with(reader.conn, url, reader.profiles.version(newspaper, url, moment(fetched_at)))
    return count

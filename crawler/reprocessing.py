"""Reading captures again, without the newspaper: better reading is no edit, it takes the place of what was read before."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings
from scrapy.spiderloader import SpiderLoader

import pipelines
from archive import profiles as rows
from archive.database import explain, transaction
from archive.moments import moment
from archive.reasons import Code, Reason
from archive.store import save_article
from crawler import captures
from crawler.spiders.base import ArchiveSpider, captures_folder, crawl_ends_well
from crawler.spiders.newspaper import NewspaperSpider
from pipelines.foreign_pages import is_foreign
from pipelines.page import Page
from pipelines.profile_learning import Profiles
from pipelines.store import date_from_source

logger = logging.getLogger(__name__)

MOST = 2000  # pages that the end of a crawl reads again
_STATES = "('article', 'other', 'failed', 'gone', 'index', 'moved')"


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
        self.folder = folder
        self.strip = settings.getbool("STRIP")
        self.profiles = profiles
        self.titles = dict(conn.execute("select id, title from newspapers"))
        self.homes = dict(conn.execute("select id, home from newspapers"))
        self.spiders = SpiderLoader.from_settings(settings)
        self.paper = cache(self._paper)

    def _paper(self, name: str) -> type[NewspaperSpider]:
        """The newspaper's class; the base where it has none of its own."""
        found = self.spiders.load(name) if name in self.spiders.list() else NewspaperSpider
        return found if issubclass(found, NewspaperSpider) else NewspaperSpider

    def all(self, newspaper: str | None = None) -> list[int]:
        """The captures of a newspaper's pages, or of all, in the order they were made."""
        return self._captures("(:newspaper is null or p.newspaper = :newspaper)", newspaper=newspaper)

    def stale(self, newspaper: str) -> Iterator[tuple[list[str], list[int]]]:
        """The pages that were read with another profile than is known now, as far as this is worth it: the addresses of
        an article or page, and all of its captures in their order."""
        known = {row.version for row in rows.of(self.conn, newspaper)} - {0}
        marks = ", ".join(map(str, sorted(known)))
        pages = self.conn.execute(
            "select url, article_id, fetched_at, profile from pages where newspaper = ? and profile is not null"
            f" and {f'profile not in ({marks})' if known else 'profile < 0'} and kind = 'page' and state in {_STATES} order by fetched_at desc, id limit ?",
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
        return [
            id
            for (id,) in self.conn.execute(
                "select c.id from captures c join pages p on p.url = c.url where c.status = 200 and c.aside is null and p.kind = 'page'"
                f" and p.state in {_STATES} and {where} order by c.fetched_at, c.id",
                values,
            )
        ]

    def capture(self, capture_id: int) -> list[str]:
        """Reads a capture and stores what it holds; says what came of it: the names of counts."""
        url, fetched_at, warc, offset, length, name, published, digest = self.conn.execute(
            "select c.url, c.fetched_at, c.warc, c.offset, c.length, p.newspaper, p.published, c.digest from captures c"
            " join pages p on p.url = c.url where c.id = ?",
            [capture_id],
        ).fetchone()
        page = self._read(url, fetched_at, warc, offset, length, name)
        if page is None:
            return ["unreadable"]
        if page.article is None:
            return ["no article"]
        page.visit.published, page.visit.digest = published, digest
        date_from_source(page)
        if page.parts:
            rest = self._parts(page.parts, fetched_at, name)
            if rest is None:
                return ["unreadable"]
            page.article = pipelines.join(page, rest)
        self.paper(name).identify(page, self.homes.get(name))
        with transaction(self.conn):
            if is_foreign(self.conn, page, capture_id):
                return ["no article"]
            saved = save_article(
                self.conn,
                name,
                page.article,
                seen_at=moment(fetched_at),
                key=page.visit.key,
                at=url,
                capture_id=capture_id,
            )
            self.conn.execute(
                "update pages set article_id = ?, state = iif(state = 'gone', state, 'article'),"
                " error = iif(state = 'gone', error, null),"
                " reason = iif(state = 'gone', reason, null), detail = iif(state = 'gone', detail, null) where url = ? and article_id is not ?",
                [saved.article_id, url, saved.article_id],
            )
            rows.read_with(self.conn, url, page.visit.profile)
        return ["articles", saved.outcome.value]

    def _read(self, url: str, fetched_at: str, warc: str, offset: int, length: int, name: str) -> Page | None:
        try:
            record = captures.read(self.folder, (warc, offset, length))
        except (OSError, captures.Damaged) as error:
            self.complain(f"{url}, captured {fetched_at}: {error}")
            return None
        paper = self.paper(name)
        page = Page(
            url=url,
            body=paper.preprocess(record.body),
            fetched_at=moment(fetched_at),
            content_type=record.header("Content-Type"),
            newspaper=name,
            newspaper_title=self.titles.get(name, name),
            rules=paper.rules,
        )
        said = self.conn.execute("select anchor, teaser from pages where url = ?", [url]).fetchone()
        page.visit.anchor, page.visit.teaser = said or (None, None)
        self.profiles.give(page)
        return pipelines.read(page, strip=self.strip)

    def _parts(self, urls: list[str], before: str, name: str) -> list[Page] | None:
        """The further pages of an article, each as it was captured nearest after its first page; those that were never
        captured are left out. None where a capture cannot be read: the article would lose what is stored of it."""
        found = []
        for url in urls:
            row = self.conn.execute(
                "select fetched_at, warc, offset, length from captures where url = ? and status = 200 and aside is null"
                " order by fetched_at < ?, fetched_at limit 1",
                [url, before],
            ).fetchone()
            if row is not None:
                fetched_at, warc, offset, length = row
                page = self._read(url, fetched_at, warc, offset, length, name)
                if page is None:
                    return None
                found.append(page)
        return found


class ReadAgain:
    """Extension: at the end of a crawl, reads again what was read before the newspaper's pages were known as now."""

    def __init__(self, crawler: Crawler):
        crawler.signals.connect(self.read, signal=crawl_ends_well)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ReadAgain:
        return cls(crawler)

    def read(self, spider: ArchiveSpider) -> None:
        """Reads again from the crawl's own captures; a problem of the archive is the crawl's."""
        folder = captures_folder(spider.settings)
        if folder is None or not folder.is_dir():
            return
        try:
            reader = Reader(spider.archive, folder, spider.settings, spider.profiles)
            if count := stale(reader, spider.name):
                logger.info("%s: %d pages read again, now that more of them are known", spider.name, count)
        except sqlite3.Error as error:
            problem = f"{spider.settings['ARCHIVE']}: {explain(error)}"
            if spider.problem is None:
                spider.problem, spider.problem_reason = problem, Reason(Code.STORAGE, text=problem)


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

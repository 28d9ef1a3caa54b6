"""`scrapy reprocess`: the pipelines once more over the captures, without the newspapers, which may be gone."""

from __future__ import annotations

import argparse
import sqlite3
import sys
from collections import Counter
from pathlib import Path

from rich.progress import track
from scrapy.spiderloader import SpiderLoader

import pipelines
from archive.database import ArchiveError, connect, transaction
from archive.store import moment, save_article
from crawler import captures, command
from crawler.spiders.base import captures_folder
from crawler.spiders.newspaper import NewspaperSpider
from pipelines.learn import Profiles
from pipelines.page import Page
from pipelines.store import date_from_source


class Command(command.Command):
    example = "scrapy reprocess baothainguyen"
    most = 1

    def syntax(self) -> str:
        return "[newspaper]"

    def short_desc(self) -> str:
        return "Run the pipelines over the captures again, one newspaper's or all"

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        folder = captures_folder(self.settings)
        if folder is None or not folder.is_dir():
            raise ArchiveError(f"{folder or 'CAPTURES'}: no captures to read; crawl with captures first")
        conn = connect(self.settings["ARCHIVE"], create=False)
        if args and not conn.execute("select 1 from newspapers where id = ?", [args[0]]).fetchone():
            raise ArchiveError(
                f"no newspaper {args[0]!r} in {self.settings['ARCHIVE']}; `scrapy newspapers` names them"
            )
        self.profiles = Profiles(conn)
        counts = self._reprocess(conn, folder, args[0] if args else None)
        print(
            ", ".join(
                f"{counts[key]} {key}" for key in ("captures", "articles", "new", "changed", "no article", "unreadable")
            )
        )

    def _reprocess(self, conn: sqlite3.Connection, folder: Path, newspaper: str | None) -> Counter[str]:
        """Every capture of a page, in the order they were made."""
        assert self.settings is not None
        spiders = SpiderLoader.from_settings(self.settings)
        counts: Counter[str] = Counter()
        where = (
            "c.status = 200 and p.kind = 'page' and p.state in ('article', 'other', 'failed', 'gone', 'index', 'moved')"
        )
        if newspaper:
            where += " and p.newspaper = :newspaper"
        ids = [
            id
            for (id,) in conn.execute(
                f"select c.id from captures c join pages p on p.url = c.url where {where} order by c.fetched_at, c.id",
                {"newspaper": newspaper},
            )
        ]
        titles = dict(conn.execute("select id, title from newspapers"))
        for capture_id in track(ids, description="captures", disable=not sys.stderr.isatty()):
            url, fetched_at, warc, offset, length, name, published = conn.execute(
                "select c.url, c.fetched_at, c.warc, c.offset, c.length, p.newspaper, p.published from captures c"
                " join pages p on p.url = c.url where c.id = ?",
                [capture_id],
            ).fetchone()
            counts["captures"] += 1
            spider = _spider(spiders, name)
            page = self._read(folder, url, fetched_at, warc, offset, length, name, titles[name], spider)
            if page is None:
                counts["unreadable"] += 1
                continue
            if page.article is None:
                counts["no article"] += 1
                continue
            page.visit.published = published
            date_from_source(page)
            rest = [self._part(conn, folder, part, fetched_at, name, titles[name], spider) for part in page.parts]
            if rest:
                page.article = pipelines.join(page, [part for part in rest if part is not None])
            spider.identify(page)
            with transaction(conn):
                saved = save_article(
                    conn,
                    name,
                    page.article,
                    seen_at=moment(fetched_at),
                    key=page.visit.key,
                    at=url,
                    capture_id=capture_id,
                )
                conn.execute(
                    "update pages set article_id = ?, state = iif(state = 'gone', state, 'article'), error = iif(state = 'gone', error, null)"
                    " where url = ? and article_id is not ?",
                    [saved.article_id, url, saved.article_id],
                )
            counts["articles"] += 1
            counts[saved.outcome.value] += 1
        return counts

    def _read(self, folder, url, fetched_at, warc, offset, length, name, title, spider) -> Page | None:
        assert self.settings is not None
        try:
            record = captures.read(folder, (warc, offset, length))
        except (OSError, captures.Damaged) as error:
            print(f"scrapy reprocess: {warc} at {offset}: {error}", file=sys.stderr)
            return None
        page = Page(
            url=url,
            body=spider.mend(record.body),
            fetched_at=moment(fetched_at),
            content_type=record.header("Content-Type"),
            newspaper=name,
            newspaper_title=title,
            rules=spider.rules,
        )
        self.profiles.give(page)
        return pipelines.read(page, strip=self.settings.getbool("STRIP"))

    def _part(self, conn, folder, url: str, before: str, *about) -> Page | None:
        """A further page of an article, as it was captured nearest after its first page."""
        row = conn.execute(
            "select fetched_at, warc, offset, length from captures where url = ? and status = 200"
            " order by fetched_at < ?, fetched_at limit 1",
            [url, before],
        ).fetchone()
        return self._read(folder, url, *row, *about) if row else None


def _spider(spiders: SpiderLoader, name: str) -> type[NewspaperSpider]:
    """The newspaper's class; the base where it has none of its own."""
    found = spiders.load(name) if name in spiders.list() else NewspaperSpider
    return found if issubclass(found, NewspaperSpider) else NewspaperSpider

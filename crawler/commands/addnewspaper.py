"""`scrapy addnewspaper URL`: looks at a site, says what it is like, and writes the newspaper and its test."""

from __future__ import annotations

import argparse
import json
import re
import sqlite3
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scrapy.exceptions import UsageError

import pipelines
from archive.database import read_only
from crawler import catalogue, site_probe
from crawler.commands import crawl
from crawler.discovery import addresses
from crawler.scrapy_internals import spider_loader
from crawler.site_probe import Likeness
from crawler.spiders.base import ArchiveSpider, CrawlError
from crawler.spiders.newspaper import NewspaperSpider
from pipelines.page import Page

ROOT = Path(__file__).resolve().parents[2]
FROZEN = Path("tests/crawler/frozen")
FIELDS = ("title", "lead", "byline", "published_at", "body")
TO_FILL_IN = "?"


class Command(crawl.Command):
    def syntax(self) -> str:
        return "[options] URL"

    def short_desc(self) -> str:
        return "Look at a newspaper's site: its family, what would be read; write what is known of it and a test"

    def long_desc(self) -> str:
        return f"{self.short_desc()}. Example: scrapy addnewspaper https://example.vn/ --province cao-bang --look"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--name", help="the newspaper's name among spiders (default: from its address)")
        parser.add_argument("--title", help="what it calls itself (default: what its home page says)")
        parser.add_argument("--province", help="slug of its province, as in `scrapy newspapers`")
        parser.add_argument("--look", action="store_true", help="only look, write nothing")
        parser.add_argument("--into", type=Path, default=ROOT, help=argparse.SUPPRESS)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Looks at the site at an address and writes its newspaper, unless it is one of a newspaper that there is.
        Raises UsageError without an address, or with several.
        """
        if len(args) != 1:
            raise UsageError("one address, please, like https://baothainguyen.vn/")
        assert self.settings is not None
        if addresses.normalize(args[0]) is None:
            self.complain(f"{args[0]}: not an address; give one like https://baothainguyen.vn/")
            return
        name = opts.name or _name_of(args[0])
        papers = catalogue.newspapers(self.settings)
        host = addresses.site(args[0])
        if known := next((p for p in papers.values() if p.has_site(host)), None):
            self.complain(f"{host} is {known.title}'s, which is there already: scrapy crawl {known.name}")
            return
        if not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", name):
            self.complain(f"--name {name}: small letters and digits, with single hyphens between them")
            return
        if name in spider_loader(self.settings).list():
            self.complain(f"there is a spider {name!r} already; choose another with --name")
            return
        if opts.into == ROOT and not opts.look and not (ROOT / FROZEN.parent).is_dir():
            self.complain(f"{ROOT} is no clone of the project, so there is nowhere to write; with --look it only looks")
            return
        with tempfile.TemporaryDirectory() as folder:
            archive = Path(folder) / "archive.db"
            for setting, value in (("ARCHIVE", str(archive)), ("CAPTURES", None)):
                self.settings.set(setting, value, "cmdline")
            spider = self._look(url=args[0], name=name, title=opts.title, province=opts.province, limit="5")
            if spider is None:
                return
            with closing(read_only(archive)) as conn:
                self._report(conn, archive.parent / "captures", spider, opts)

    def _look(self, **arguments: Any) -> NewspaperSpider | None:
        """A crawl of a few articles into an archive of its own; None, with a word why, where it came to nothing."""
        assert self.crawler_process is not None
        crawler = self.crawler_process.create_crawler(NewspaperSpider)
        task: Any = self.crawler_process.crawl(crawler, **arguments)
        self._start([crawler])
        error = task.exception() if task.done() and not task.cancelled() else None
        problem = str(error) if isinstance(error, CrawlError) else None
        if error is not None and problem is None:
            raise error
        if problem is None and isinstance(crawler.spider, ArchiveSpider):
            problem = crawler.spider.problem
        if problem:
            self.complain(problem)
            return None
        assert isinstance(crawler.spider, NewspaperSpider)
        return crawler.spider

    def _report(
        self,
        conn: sqlite3.Connection,
        folder: Path,
        spider: NewspaperSpider,
        opts: argparse.Namespace,
    ) -> None:
        """Prints what was seen of the site and how an article reads; without `--look`, writes the newspaper and its test."""
        assert spider.home is not None
        articles = conn.execute("select url, words from articles order by words desc").fetchall()
        title = opts.title or spider.title or spider.name
        print(f"\n{title}  {spider.home}")
        robots = spider.home_page.robots
        assert robots is not None
        delay = f", asks for {robots.crawl_delay:g} s between requests" if robots.crawl_delay else ""
        print(f"  robots.txt: {robots.status}, names {len(robots.sitemaps)} sitemaps{delay}")
        for line in _sources(conn):
            print(f"  {line}")
        if not articles:
            reasons = [
                reason for (reason,) in conn.execute("select distinct error from pages where error is not null limit 5")
            ]
            self.complain(f"no article found ({'; '.join(reasons) or 'no links'}); nothing is written")
            return
        url = sorted(articles, key=lambda row: row[1])[len(articles) // 2][0]
        body = site_probe.body_of(conn, folder, _fetched_as(conn, url))
        page = Page(url=url, body=body, fetched_at=datetime.now(UTC), newspaper=spider.name, newspaper_title=title)
        pipelines.read(page)
        texts = [
            site_probe.body_of(conn, folder, spider.home).decode("utf-8", "replace"),
            body.decode("utf-8", "replace"),
        ]
        urls = [url for url, _ in articles]
        assert self.settings is not None
        likely = site_probe.likenesses(catalogue.families(self.settings), texts, urls, page)
        for like in [like for like in likely if like.signs or like.addresses] or likely[:0]:
            print(f"  family {like}")
        best = likely[0] if likely and likely[0].sure else None
        if best is None:
            form = site_probe.form(urls)
            print(
                f"  of no family that is known; its articles' addresses {f'bear {form}' if form else 'have no form in common'}"
            )
        else:
            page = Page(url=url, body=body, fetched_at=page.fetched_at, newspaper=spider.name,
                        newspaper_title=title, rules=best.family.rules)  # fmt: skip
            pipelines.read(page)
        _print_reading(url, _fields(page))
        if not opts.look:
            self._write(spider, title, best, urls, url, body, opts)

    def _write(
        self,
        spider: NewspaperSpider,
        title: str,
        best: Likeness | None,
        urls: list[str],
        url: str,
        body: bytes,
        opts: argparse.Namespace,
    ) -> None:
        """Appends the newspaper to its family's module (`best` None: to others.py), and freezes a page (`url`, `body`) as
        its test.
        """
        assert self.settings is not None
        file = catalogue.module_of(best.family, self.settings) if best else ROOT / "crawler/newspapers/others.py"
        module = file.resolve().relative_to(ROOT)
        month = f"{datetime.now(UTC):%Y-%m}"
        assert spider.home is not None
        source = opts.into / module
        source.parent.mkdir(parents=True, exist_ok=True)
        taken = source.read_text(encoding="utf-8") if source.exists() else ""
        written = site_probe.write_newspaper(spider.name, title, opts.province, spider.home, best, urls, month, taken)
        compile(taken + written, source, "exec")  # or nothing is written: a module that is none ends every command
        with source.open("a", encoding="utf-8") as file:
            file.write(f"\n\n{written}")
        frozen = opts.into / FROZEN
        frozen.mkdir(parents=True, exist_ok=True)
        (frozen / f"{spider.name}.html").write_bytes(body)
        page = {"newspaper": spider.name, "url": url, "fetched_at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S+00:00}"}
        expected = {**page, **dict.fromkeys(FIELDS, TO_FILL_IN), "body": [TO_FILL_IN]}
        (frozen / f"{spider.name}.json").write_text(
            json.dumps(expected, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
        )
        print(f"\n{module}\n\n{written}")
        print(
            f"Next: fill in {FROZEN / spider.name}.json from {FROZEN / spider.name}.html as a reader sees it, and run"
        )
        print("  python -m pytest tests/crawler/test_frozen.py")
        print("Then give it a replica: an entry in tests/crawler/replicas/papers.py, which test_families.py asks for.")


def _name_of(url: str) -> str:
    """A name for the newspaper: its host without `www.` and the top level, as `baothainguyen`."""
    host = addresses.site(addresses.normalize(url) or "")
    labels = [label for label in host.partition(":")[0].split(".") if label not in ("vn", "com", "org", "net", "gov")]
    name = host if host.replace(".", "").replace(":", "").isdigit() else "-".join(labels)
    return re.sub(r"[^a-z0-9]+", "-", name).strip("-") or "newspaper"


def _sources(conn: sqlite3.Connection) -> list[str]:
    """Where its articles can be found: sitemaps, feeds, lists; and what the robots.txt left out."""
    lines = []
    for kind in ("sitemap", "feed"):
        for url, links, status in conn.execute(
            "select p.url, (select count(*) from pages q where q.found_on = p.id), p.status from pages p"
            " where p.kind = ? and (p.depth = 0 or p.kind = 'feed')",
            [kind],
        ):
            outcome = (
                f"{links} addresses" if status == 200 else "not asked yet" if status is None else f"none ({status})"
            )
            lines.append(f"{kind} {url}: {outcome}")
    (lists,) = conn.execute("select count(*) from pages where state = 'index' and kind = 'page'").fetchone()
    (waiting,) = conn.execute("select count(*) from pages where state = 'new' and priority = 1").fetchone()
    (forbidden,) = conn.execute("select count(*) from pages where state = 'refused'").fetchone()
    lines.append(f"{lists} lists read, {waiting} addresses of articles waiting, {forbidden} forbidden by robots.txt")
    return lines


def _fetched_as(conn: sqlite3.Connection, url: str) -> str:
    """The address at which an article was fetched, which may not be its canonical one."""
    (fetched,) = conn.execute(
        "select p.url from pages p join articles a on a.id = p.article_id where a.url = ? order by p.url != a.url limit 1",
        [url],
    ).fetchone()
    return fetched


def _fields(page: Page) -> dict[str, str | None]:
    """The fields that are printed, as read of a page; None for one that it lacks."""
    return {field: getattr(page.article, field, None) for field in FIELDS}


def _print_reading(url: str, read: dict[str, str | None]) -> None:
    """Prints what would be read of an article, a field a line."""
    print(f"\nWhat would be read of {url}")
    for field in FIELDS:
        print(f"  {field:13} {' '.join((read[field] or '-').split())[:150]}")

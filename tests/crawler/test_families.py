"""Every newspaper crawls its replica: under its own hosts, over TLS, in its family's addresses and dress."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from scrapy.settings import Settings

from archive import health
from crawler import newspapers
from crawler.discovery.addresses import normalize
from crawler.politeness import site

from .conftest import ROOT
from .replicas import Replica, build, dresses
from .replicas.papers import FIXTURES
from .replicas.server import Stand
from .replicas.stories import stories

PAPERS = newspapers.catalogue(Settings({"SPIDER_MODULES": ["crawler.spiders"]}))


class Crawled:
    def __init__(
        self, conn: sqlite3.Connection, stand: Stand, replicas: dict[str, Replica], done: subprocess.CompletedProcess
    ):
        self.conn, self.stand, self.replicas, self.done = conn, stand, replicas, done


def crawl_all(folder: Path, pages: dict) -> tuple[Stand, subprocess.CompletedProcess[str]]:
    """All newspapers in one process, on these pages."""
    with Stand(pages, folder, no_chain=["baotravinh.vn"]) as stand:
        chosen = {"ARCHIVE": folder / "archive.db", "DOWNLOAD_DELAY": 0, "PROGRESS_INTERVAL": 0}
        env = {**os.environ, **stand.environment, **{f"BAOTINH_{key}": str(value) for key, value in chosen.items()}}
        return stand, subprocess.run(
            [sys.executable, "-m", "scrapy", "crawlall"], cwd=ROOT, env=env, capture_output=True, text=True, timeout=180
        )


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """All of them crawled once."""
    folder: Path = tmp_path_factory.mktemp("replicas")
    replicas = {name: build(PAPERS[name], number) for number, name in enumerate(sorted(FIXTURES))}
    pages = {address: answer for replica in replicas.values() for address, answer in replica.pages.items()}
    stand, done = crawl_all(folder, pages)
    conn = sqlite3.connect(folder / "archive.db")
    yield Crawled(conn, stand, replicas, done)
    conn.close()


def test_where_every_guess_fails_the_generic_reading_serves(tmp_path: Path) -> None:
    """Other systems than anyone knew of: no address fits, no selector holds, no feed or sitemap is there."""
    pages: dict = {}
    told: dict[str, set[tuple[str, str]]] = {}
    for number, (name, paper) in enumerate(PAPERS.items()):
        host = site(paper.home or "")
        articles = stories(paper.title or name, number)
        paths = [f"/muc-moi/{story.slug}" for story in articles]
        assert not any(paper.article_key(f"https://{host}{path}") for path in paths)
        links = "".join(f"<li><a href='{path}'>Xem tiếp</a></li>" for path in paths)
        for path, story in [("/", None), *zip(paths, articles, strict=True)]:
            inner = dresses.plain(story) if story else f"<ul>{links}</ul>"
            html = dresses.page(paper.title or name, story, inner)
            pages[host, path] = (200, {"Content-Type": "text/html; charset=utf-8"}, html.encode())
        told[name] = {(story.title, story.body) for story in articles}
    crawl_all(tmp_path, pages)
    conn = sqlite3.connect(tmp_path / "archive.db")
    for name in PAPERS:
        assert set(conn.execute("select title, body from articles where newspaper = ?", [name])) == told[name], name
    conn.close()


def test_a_newspaper_of_every_province(crawled: Crawled) -> None:
    provinces = {province for (province,) in crawled.conn.execute("select id from provinces")}
    papers = {paper.province for paper in PAPERS.values() if paper.family not in ("broadcaster", "syndicator")}
    assert len(provinces) == 63 and papers == provinces


def test_no_host_is_two_newspapers() -> None:
    """Each is asked at its own pace; a host of two would be asked twice as fast."""
    hosts = [host for paper in PAPERS.values() for host in {site(paper.home or ""), *paper.former}]
    assert len(hosts) == len(set(hosts))


@pytest.mark.parametrize("name", sorted(PAPERS))
def test_it_crawls_its_replica(crawled: Crawled, name: str) -> None:
    assert name in FIXTURES, f"{name} has no fixture: add one to tests/crawler/replicas/papers.py"
    told = crawled.replicas[name].told
    stored = {
        row[0]: row[1:]
        for row in crawled.conn.execute(
            "select title, lead, body, byline, substr(published_at, 1, 16), id from articles where newspaper = ?",
            [name],
        )
    }
    assert set(stored) == {story.title for story, _ in told}
    for story, urls in told:
        lead, body, byline, published, article_id = stored[story.title]
        assert (lead, byline, published) == (story.lead, story.byline, f"{story.when:%Y-%m-%dT%H:%M}")
        assert body == story.body
        pages = {url for (url,) in crawled.conn.execute("select url from pages where article_id = ?", [article_id])}
        assert pages == {normalize(url) for url in urls}
    assert crawled.conn.execute("select reason, errors from crawls where newspaper = ?", [name]).fetchall() == [
        ("finished", 0)
    ]


def test_the_crawl_of_all_ends_well_and_shows_a_table(crawled: Crawled) -> None:
    assert crawled.done.returncode == 0, crawled.done.stderr[-3000:]
    table = crawled.done.stdout
    assert all(name in table for name in PAPERS)


def test_a_newspaper_that_shuts_its_doors_is_noticed(tmp_path: Path) -> None:
    """robots.txt closing, refusals, a wall of scripts, a certificate run out of trust: each after a crawl that went well."""
    pages = build(PAPERS["baohatinh"], 0).pages
    shell = (
        200,
        {"Content-Type": "text/html"},
        b"<html><head><script>location.reload()</script></head><body></body></html>",
    )
    captcha = (
        200,
        {"Content-Type": "text/html"},
        "<html><body><h1>Xác nhận bạn không phải người máy</h1><div class='g-recaptcha'></div></body></html>".encode(),
    )
    trouble: list[tuple[str, dict, list[str]]] = [
        ("", pages, []),
        ("robots.txt", {**pages, ("baohatinh.vn", "/robots.txt"): (200, {}, b"User-agent: *\nDisallow: /\n")}, []),
        ("refused", dict.fromkeys(pages, (403, {}, b"")), []),
        ("wall", dict.fromkeys(pages, shell), []),
        ("wall", dict.fromkeys(pages, captcha), []),
        ("certificate", pages, ["baohatinh.vn"]),
    ]

    def scrapy(stand: Stand, *arguments: str) -> subprocess.CompletedProcess[str]:
        chosen = {"ARCHIVE": tmp_path / "archive.db", "DOWNLOAD_DELAY": 0, "RETRY_TIMES": 1}
        env = {**os.environ, **stand.environment, **{f"BAOTINH_{key}": str(value) for key, value in chosen.items()}}
        command = [sys.executable, "-m", "scrapy", *arguments]
        return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)

    for what, served, no_chain in trouble:
        with Stand(dict(served), tmp_path, no_chain=no_chain) as stand:
            scrapy(stand, "crawl", "baohatinh", "-a", "revisit=all")
        with closing(sqlite3.connect(tmp_path / "archive.db")) as conn:
            cases = health.check(conn, datetime.now(UTC))
        assert [(case.newspaper, case.what) for case in cases] == ([("baohatinh", what)] if what else [])
    done = scrapy(stand, "newspapers", "--check")
    assert done.returncode == 1 and done.stdout.splitlines() == [f"baohatinh: certificate: {cases[0].line}"]

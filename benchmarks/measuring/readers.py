"""Ours and the others: what each makes of the pages of a set, and the CPU it takes."""

from __future__ import annotations

import html
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NoReturn

from archive.database import connect
from archive.newspapers import put_newspaper
from crawler.newspaper import ANY
from crawler.saved_pages import saved_pages
from crawler.saved_pages.saved_pages import Saved
from pipelines.profiles.learning import Profiles

from .sets import Corpus

ROOT = Path(__file__).resolve().parents[2]
OURS = "ours"
PEERS = {
    "trafilatura": "trafilatura",
    "readability": "readability-lxml",
    "newspaper4k": "newspaper4k",
    "resiliparse": "resiliparse",
}
SECONDS = 15  # that another reader may take for a page


@dataclass
class Reading:
    """What a reader made of a page: the fields, None for no article; and milliseconds of CPU."""

    file: Path
    url: str
    article: dict[str, Any] | None
    ms: float


def installed() -> dict[str, str]:
    """The other readers that are there, with their versions."""
    found = {}
    for name, package in PEERS.items():
        with suppress(PackageNotFoundError):
            found[name] = version(package)
    return found


# --- ours


def crawl_files(corpus: Corpus, archive: Path) -> None:
    """Reads the set into an archive as anyone would, with what is learned from the other pages of a newspaper."""
    _scrapy("crawl", "files", "-a", f"path={corpus.pages}", "-s", f"ARCHIVE={archive}", "-s", "CAPTURES=")


def read_cases(corpus: Corpus) -> list[dict[str, Any]]:
    """What `scrapy read` says of each page of the cases."""
    return [json.loads(line) for line in _scrapy("read", str(corpus.pages), "--jsonl").splitlines()]


def _scrapy(*arguments: str) -> str:
    own = {"BAOTINH_LOG_LEVEL": "ERROR", "BAOTINH_PROGRESS_INTERVAL": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", *arguments],
        cwd=ROOT,
        env={**os.environ, **own},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"scrapy {' '.join(arguments)}: {done.stderr[-2000:]}")
    return done.stdout


def ours_ms(corpus: Corpus, most: int | None = None) -> list[tuple[float, str]]:
    """The milliseconds of CPU that reading each page takes us, from bytes to fields, and the page; the slowest first.

    Of `most` pages; where that is None of all, and with what was learned of their newspapers before.
    """
    times = []
    profiles = None
    if most is None and corpus.kind != "cases":
        profiles = Profiles(connect(":memory:"))
        put_newspaper(profiles.conn, "files")
        saved_pages.learn(profiles, saved_pages.files(corpus.pages), "files", ANY)
    pages = [page for _, page in corpus.read()]
    pages = pages[:: max(len(pages) // most, 1)] if most else pages
    for page in [pages[0], *pages]:  # what is made once is not a page's cost
        start = time.process_time()
        saved_pages.read(page, "files", ANY, profiles=profiles)
        times.append(((time.process_time() - start) * 1000, page.url))
    return sorted(times[1:], reverse=True)


# --- the others


class TooLongError(Exception):
    pass


def _stop(*_: Any) -> None:
    raise TooLongError(f"longer than {SECONDS} s")


def _no_network(*_: Any, **__: Any) -> NoReturn:
    raise OSError("a reader of saved pages asks nobody")


def read_peer(read: Callable[[str, bytes], dict[str, Any] | None], corpus: Corpus) -> list[Reading]:
    """What another reader makes of a set. A text is given to it as a page of paragraphs."""
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGALRM, _stop)
    socket.getaddrinfo = _no_network  # newspaper4k looks up pictures, and waits where no name server answers
    found: list[Reading] = []
    for file, page in corpus.read():
        body = _page_of(page.body) if page.content_type == "text/plain" else page.body
        if not found:
            _timed(read, page, body)
        article, ms = _timed(read, page, body)
        found.append(Reading(file, page.url, article, ms))
    return found


def _timed(
    read: Callable[[str, bytes], dict[str, Any] | None], page: Saved, body: bytes
) -> tuple[dict[str, Any] | None, float]:
    article = None
    signal.alarm(SECONDS)
    start = time.process_time()
    with suppress(Exception):  # a reader that fails on a page has read nothing of it
        article = read(page.url, body)
    signal.alarm(0)
    ms = (time.process_time() - start) * 1000
    return (article if article and (article.get("body") or "").strip() else None), ms


def _page_of(text: bytes) -> bytes:
    lines = [line for line in text.decode("utf-8", "replace").splitlines() if line.strip()]
    return f"<html><body>{''.join(f'<p>{html.escape(line)}</p>' for line in lines)}</body></html>".encode()


_TABLES = """
create table pages(url text, state text, error text, article_id integer);
create table articles(id integer primary key, url text, title text, lead text, body text, byline text, published_at text);
create table images(article_id integer, caption text);
"""


def write_archive(readings: Iterable[Reading], path: Path) -> None:
    """The readings as an archive's tables, as far as scorers look at them."""
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.executescript(_TABLES)
        for n, reading in enumerate(readings, 1):
            found = reading.article
            state = ("article", n) if found else ("other", None)
            conn.execute("insert into pages values (?, ?, null, ?)", [reading.url, *state])
            if found:
                fields = (found.get(name) for name in ("title", "lead", "body", "byline", "published_at"))
                conn.execute("insert into articles values (?, ?, ?, ?, ?, ?, ?)", [n, reading.url, *fields])

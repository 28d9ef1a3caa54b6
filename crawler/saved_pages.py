"""Pages that are here already: saved pages, page texts and WARC files, as pages to be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pipelines
from archive.database import transaction
from crawler import captures
from crawler.discovery import addresses
from crawler.spiders.newspaper import NewspaperSpider
from pipelines.decode import decode
from pipelines.page import Page
from pipelines.profile_learning import Profiles

PAGES = {".html": "text/html", ".htm": "text/html", ".xhtml": "application/xhtml+xml", ".txt": "text/plain"}
WARCS = (".warc", ".warc.gz")
LARGEST = 20 * 1024 * 1024  # bytes
LEARNED_AT_ONCE = 20  # pages in one transaction
KINDS = "neither .html, .htm, .txt, .warc nor .warc.gz"

Leave = Callable[[str], None]  # is told why a file, or the rest of it, is left out


@dataclass(frozen=True, slots=True)
class Saved:
    """A page as it was saved. `url` is that of the file where nothing tells the page's own."""

    url: str
    body: bytes
    content_type: str
    fetched_at: datetime  # aware


def files(path: Path) -> list[Path]:
    """The file itself, or all files of a folder and its folders, by name. Raises OSError."""
    return [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file())


def holds_pages(file: Path) -> bool:
    """Whether it may hold pages, by its name."""
    return file.suffix.lower() in PAGES or file.name.lower().endswith(WARCS)


def pages(file: Path, leave: Leave) -> Iterator[Saved]:
    """The pages of a file; where it holds none, or is damaged from some place on, `leave` is told why."""
    try:
        if file.name.lower().endswith(WARCS):
            yield from _records(file, leave)
        elif not holds_pages(file):
            leave(f"left out: {KINDS}")
        elif not (size := file.stat().st_size):
            leave("an empty file")
        elif size > LARGEST:
            leave(f"larger than {LARGEST >> 20} MB")
        elif b"\0" in (head := (body := file.read_bytes())[:1000]) and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
            leave("a binary file")
        else:
            yield Saved(file.resolve().as_uri(), body, PAGES[file.suffix.lower()], datetime.now(UTC))
    except OSError as error:
        leave(error.strerror or str(error))


def _records(file: Path, leave: Leave) -> Iterator[Saved]:
    """Pages of a WARC: those answered 200, as long as it can be read."""
    try:
        for record in captures.records(file):
            if record.status == 200 and record.url.startswith("http") and record.body:
                url = addresses.normalize(record.url) or record.url
                yield Saved(url, record.body, record.header("Content-Type"), record.fetched_at)
    except captures.Damaged as error:
        leave(str(error))


def page(saved: Saved, newspaper: str, paper: type[NewspaperSpider]) -> Page:
    """The page to be read, by the rules of its newspaper's class."""
    return Page(
        url=saved.url,
        body=paper.preprocess(saved.body),
        fetched_at=saved.fetched_at,
        content_type=saved.content_type,
        newspaper=newspaper,
        newspaper_title=paper.title or "",
        rules=paper.rules,
    )


def learn(profiles: Profiles, files: Iterable[Path], newspaper: str, paper: type[NewspaperSpider]) -> None:
    """Learns from the pages of these files before any is read, as far as their places' profiles have room for them."""
    everything = (one for file in files for one in pages(file, lambda why: None))
    while some := list(islice(everything, LEARNED_AT_ONCE)):
        with transaction(profiles.conn):
            for one in some:
                if not profiles.full(newspaper, one.url):
                    decoded = page(one, newspaper, paper)
                    decode(decoded)
                    profiles.learn(decoded)


def read(
    saved: Saved,
    newspaper: str,
    paper: type[NewspaperSpider],
    *,
    profiles: Profiles | None = None,
    strip: bool = True,
    explain: bool = False,
) -> Page:
    """Reads a page as `scrapy crawl files` does, with what `profiles` has learned; `explain` keeps what was weighed."""
    read = page(saved, newspaper, paper)
    read.trail = [] if explain else None
    if profiles is not None:
        profiles.give(read)
    pipelines.read(read, strip=strip)
    if read.article is not None:
        paper.identify(read)
    return read

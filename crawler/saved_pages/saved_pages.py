"""Pages that are here already: saved pages, page texts and web archives (WARC, ARC, WACZ), as pages to be read."""

from __future__ import annotations

import gzip
import os
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pipelines
from archive.captures import Origin
from archive.database import transaction
from archive.rescue import Listed
from crawler import captures
from crawler.article_identity import identify
from crawler.captures import Record, Segments, cdx
from crawler.discovery import addresses
from crawler.fetching.headers import PAGE
from crawler.newspaper import Newspaper
from crawler.saved_pages.forms import MHTML, content_type, is_beside, is_web_archive, of_mhtml
from pipelines.decode import decode, wide
from pipelines.page import Page
from pipelines.profiles.learning import Profiles

INDEXES = (".cdx", ".cdx.gz", ".cdxj", ".cdxj.gz")
BESIDE = (*INDEXES, ".idx")  # indexes of web archives: no page stands in them
# What a web archive holds beside pages: pictures, films, scripts, styles, data.
_NO_PAGE = re.compile(
    r"(image|video|audio|font)/|[^;]*\b(css|javascript|ecmascript|json|font-\w+|wasm|pdf)\s*(;|$)", re.I
)
LARGEST = 20 * 1024 * 1024  # bytes
LEARNED_AT_ONCE = 20  # pages in one transaction
KINDS = "neither .html, .htm, .xhtml, .mht, .mhtml, .txt, HTML by another name, .warc, .arc (with .gz, .zst or neither) nor .wacz"

Leave = Callable[[str], None]  # is told why a file, or the rest of it, is left out
Beside = Callable[[Record, Origin], None]


@dataclass(frozen=True, slots=True)
class Saved:
    """A page as it was saved. `url` is that of the file where nothing tells the page's own, `headers` are what a web
    archive has of the answer, `truncated` is whether it says that the body is not whole.
    """

    url: str
    body: bytes
    content_type: str
    fetched_at: datetime  # aware
    headers: tuple[tuple[str, str], ...] = ()
    truncated: bool = False
    payload_digest: str = ""  # as a web archive has it
    origin: Origin | None = None
    id: str = ""  # of its record there


TEXT_WITH_ZEROS = (b"\xff\xfe", b"\xfe\xff", b"\x1f\x8b")  # UTF-16, and a page kept as it came, gzipped


def files(path: Path) -> list[Path]:
    """The file itself, or all files of a folder and its folders, by name, but indexes of web archives and what browsers
    put beside a page. Raises OSError."""
    if path.is_file():
        return [path] if not path.name.lower().endswith(INDEXES) else []
    found = (file for file in path.rglob("*") if file.is_file() and not file.name.lower().endswith(BESIDE))
    return sorted(file for file in found if not is_beside(file))


def indexes(path: Path) -> list[Path]:
    """The indexes of web archives in a folder and its folders, or the file itself, if it is one."""
    found = [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file())
    return [file for file in found if file.name.lower().endswith(INDEXES)]


def holds_pages(file: Path) -> bool:
    """Whether it may hold pages, by its name or how it begins. A file that cannot be opened may: `pages` says why it cannot."""
    try:
        return file.name.lower().endswith(MHTML) or is_web_archive(file) or content_type(file) is not None
    except OSError:
        return True


def pages(
    file: Path, leave: Leave, beside: Beside = lambda record, origin: None, segments: Segments | None = None
) -> Iterator[Saved]:
    """The pages of a file; where it holds none, or is damaged from some place on, `leave` is told why.

    `beside` is told the answers of a web archive that are no page: that it came again as it was, that it was gone;
    `segments` are those of its records that other files may hold more of.
    """
    try:
        if is_web_archive(file):
            yield from _records(file, leave, beside, segments)
        elif not holds_pages(file):
            leave(f"left out: {KINDS}")
        elif not (size := file.stat().st_size):
            leave("an empty file")
        elif size > LARGEST:
            leave(f"larger than {LARGEST >> 20} MB")
        elif file.name.lower().endswith(MHTML):
            yield from _saved_whole(file, leave)
        elif b"\0" in wide((body := file.read_bytes())[:1000]) and not body.startswith(TEXT_WITH_ZEROS):
            leave("a binary file")
        else:
            kind, origin = content_type(file) or "", Origin(_name(file))
            yield Saved(file.resolve().as_uri(), body, kind, datetime.now(UTC), origin=origin)
    except OSError as error:
        leave(error.strerror or str(error))


def _name(file: Path) -> str:
    """A file as the archive names it; bytes of its name that are no UTF-8 as \\xe0."""
    return "file:" + os.fsencode(file.name).decode("utf-8", "backslashreplace")


def _saved_whole(file: Path, leave: Leave) -> Iterator[Saved]:
    """The page of an MHTML file, at its own address and as of when it was saved."""
    found = of_mhtml(file.read_bytes())
    if found is None:
        leave("no page in it: not MHTML, or damaged")
        return
    url, body, kind, when = found
    url = (addresses.normalize(url) if url else None) or file.resolve().as_uri()
    yield Saved(url, body, kind, when, origin=Origin(_name(file)))


def _records(file: Path, leave: Leave, beside: Beside, segments: Segments | None) -> Iterator[Saved]:
    """Pages of a web archive: those answered 200, as long as it can be read."""
    unsaid = 0
    try:
        for record in captures.records(file, segments):
            kind = record.header("Content-Type")
            origin = Origin(_name(file), record.source_uri or None)
            unsaid += not record.status and not record.revisit
            if record.status not in PAGE or record.revisit:
                beside(record, origin)
            elif record.body and not _NO_PAGE.match(kind):
                url = addresses.normalize(record.url) or record.url
                yield Saved(
                    url, record.body, kind, record.fetched_at, tuple(record.headers), record.truncated,
                    record.payload_digest, origin, record.id,
                )  # fmt: skip
    except captures.DamagedError as error:
        leave(str(error))
    if unsaid:
        leave(f"{unsaid} answers passed over that tell no status")


def listed(file: Path, leave: Leave) -> Iterator[Listed]:
    """The captures that an index (CDX, CDXJ, packed or not) names; where it is damaged, `leave` is told why."""
    try:
        with gzip.open(file) if file.name.lower().endswith(".gz") else file.open("rb") as lines:
            yield from cdx.lines(lines)
    except (OSError, EOFError, zlib.error) as error:
        leave(getattr(error, "strerror", None) or f"broken, or cut off ({error})")


def page(saved: Saved, newspaper: str, paper: Newspaper) -> Page:
    """The page to be read, by the rules of its newspaper."""
    return Page(
        url=saved.url,
        body=paper.preprocess(saved.body),
        fetched_at=saved.fetched_at,
        content_type=saved.content_type,
        newspaper=newspaper,
        newspaper_title=paper.title or "",
        rules=paper.rules,
    )


def learn(profiles: Profiles, files: Iterable[Path], newspaper: str, paper: Newspaper) -> None:
    """Learns from the pages of these files before any is read, as far as their places' profiles have room for them."""
    everything = (one for file in files for one in pages(file, lambda why: None))
    while some := list(islice(everything, LEARNED_AT_ONCE)):
        with transaction(profiles.conn):
            for one in some:
                if not profiles.full(newspaper, one.url):
                    decoded = page(one, newspaper, paper)
                    decode(decoded)
                    profiles.learn(decoded)
    with transaction(profiles.conn):
        profiles.settle()


def read(
    saved: Saved,
    newspaper: str,
    paper: Newspaper,
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
        identify(read, paper)
    return read

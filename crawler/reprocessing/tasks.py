"""Reading captures again, away from the archive: what a task of `scrapy reprocess` is given, does, and answers.

A task needs no archive. What reading needs of it, the newspapers' names and profiles, comes as a small database in one
piece; what becomes of an article is the writer's business.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from scrapy.settings import BaseSettings
from scrapy.utils.project import get_project_settings

import pipelines
from archive.article import Article, Key
from archive.moments import moment
from crawler import captures, catalogue
from crawler.article_identity import identify
from pipelines.page import Page
from pipelines.profiles.learning import Profiles
from pipelines.store import date_from_source

_KNOWN = ("newspapers", "profiles", "profile_pages")  # the tables that reading needs


@dataclass(frozen=True, slots=True)
class Row:
    """A capture, and what the frontier knows of its page."""

    id: int
    url: str
    fetched_at: str
    warc: str
    offset: int
    length: int
    newspaper: str
    digest: str
    published: str | None = None
    anchor: str | None = None
    teaser: str | None = None


class Kind(Enum):
    """What a capture holds."""

    ARTICLE = "article"
    NO_ARTICLE = "no article"
    UNREADABLE = "unreadable"
    PARTS = "parts"  # an article with further pages, whose captures the archive must name


@dataclass(slots=True)
class Answer:
    """What was read of a capture. `text` says why it could not be, or why the page is no article."""

    capture: int
    kind: Kind
    article: Article | None = None
    key: Key | None = None
    profile: int = 0
    text: str = ""


class PageReader:
    """Reads captures as pages; `conn` has the newspapers and their profiles, `folder` the WARC files."""

    def __init__(self, conn: sqlite3.Connection, folder: Path, settings: BaseSettings, profiles: Profiles):
        self.folder = folder
        self.strip = settings.getbool("STRIP")
        self.profiles = profiles
        self.titles = dict(conn.execute("select id, title from newspapers"))
        self.homes = dict(conn.execute("select id, home from newspapers"))
        self.paper = catalogue.named(settings)

    def read(self, row: Row) -> Page:
        """The page of a capture. Raises OSError or captures.DamagedError where it cannot be read."""
        record = captures.read(self.folder, (row.warc, row.offset, row.length))
        paper = self.paper(row.newspaper)
        page = Page(
            url=row.url,
            body=paper.preprocess(record.body),
            fetched_at=moment(row.fetched_at),
            content_type=record.header("Content-Type"),
            newspaper=row.newspaper,
            newspaper_title=self.titles.get(row.newspaper, row.newspaper),
            rules=paper.rules,
        )
        page.visit.anchor, page.visit.teaser = row.anchor, row.teaser
        page.visit.published, page.visit.digest = row.published, row.digest
        self.profiles.give(page)
        page = pipelines.read(page, strip=self.strip)
        date_from_source(page)
        return page

    def identify(self, page: Page) -> None:
        """Says which article the page shows: its address and key."""
        identify(page, self.paper(page.newspaper), self.homes.get(page.newspaper))

    def answer(self, row: Row) -> Answer:
        """Reads a capture and tells what it holds; never raises for a capture that cannot be read."""
        try:
            page = self.read(row)
        except (OSError, captures.DamagedError) as error:
            return Answer(row.id, Kind.UNREADABLE, text=f"{row.url}, captured {row.fetched_at}: {error}")
        if page.article is None:
            return Answer(row.id, Kind.NO_ARTICLE, text=str(page.reason or ""))
        if page.parts:
            return Answer(row.id, Kind.PARTS)
        self.identify(page)
        return Answer(row.id, Kind.ARTICLE, page.article, page.visit.key, page.visit.profile)


def knowledge(conn: sqlite3.Connection, newspaper: str | None = None) -> bytes:
    """What tasks need of the archive, of one newspaper or all: a database of its own, in one piece."""
    with closing(sqlite3.connect(":memory:")) as copy:
        for table in _KNOWN:
            (made,) = conn.execute(
                "select sql from sqlite_master where type = 'table' and name = ?", [table]
            ).fetchone()
            copy.execute(made)
            only = {"newspapers": "id = :name", "profiles": "newspaper = :name"}.get(
                table, "profile in (select id from profiles where newspaper = :name)"
            )
            rows = conn.execute(f"select * from {table} where :name is null or {only}", {"name": newspaper})
            marks = ", ".join("?" * len(rows.description))
            copy.executemany(f"insert into {table} values ({marks})", rows)
        for index in (
            "create index place on profiles(newspaper, place)",
            "create index page on profile_pages(profile)",
        ):
            copy.execute(index)
        copy.commit()
        return copy.serialize()


def modules(settings: BaseSettings) -> dict[str, list[str]]:
    """The modules that describe newspapers, which another process knows of neither from its environment nor its files where
    the command line names them."""
    return {name: settings.getlist(name) for name in ("NEWSPAPER_MODULES", "SPIDER_MODULES")}


@dataclass(frozen=True)
class Place:
    """Where a task reads: the captures folder, whether boilerplate is removed, what `knowledge` it goes by, and, by setting,
    the `modules` that describe newspapers.
    """

    folder: str
    strip: bool
    known: bytes
    modules: dict[str, list[str]] = field(default_factory=dict)

    def reader(self) -> PageReader:
        """A reader by what this place knows, for one process."""
        conn = sqlite3.connect(":memory:")
        conn.deserialize(self.known)
        settings = get_project_settings()
        settings.setdict({"STRIP": self.strip, **self.modules}, "cmdline")
        return PageReader(conn, Path(self.folder), settings, Profiles(conn))


_ONLY = 0  # the run of a pool's process
# By run: the latest one's alone. What a worker's process keeps from one task to the next can only stand in a module, as a
# pool hands its tasks nothing but their arguments.
_readers: dict[int, PageReader] = {}


def begin(place: Place) -> None:
    """Makes a process of a pool, which reads for one run alone, ready to read."""
    _readers[_ONLY] = place.reader()


def read(rows: Sequence[Row]) -> list[Answer]:
    """A task of a pool's process, after `begin`."""
    return [_readers[_ONLY].answer(row) for row in rows]


def read_at(place: Place, run: int, rows: Sequence[Row]) -> list[Answer]:
    """A task of a Dask worker, which keeps its reader for the tasks of the same `run`, a number above 0."""
    if run not in _readers:
        _readers.clear()
        _readers[run] = place.reader()
    return [_readers[run].answer(row) for row in rows]

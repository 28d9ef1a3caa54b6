"""What a rescued capture says: read by the ordinary pipelines, as of the moment it was captured."""

from __future__ import annotations

import logging
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pipelines
from archive import captures as capture_table
from archive import rescue
from archive.captures import Origin
from archive.database import transaction
from archive.moments import moment
from archive.rescue import Had, Listed
from archive.storing import sightings
from archive.storing.store import Outcome
from crawler import captures
from crawler.article_identity import identify
from crawler.captures import Capture, CaptureWriter, Revisit
from crawler.discovery import addresses
from crawler.newspaper import Newspaper
from crawler.rescue.shared import SharedPages
from crawler.rescue.sources import Fetched, Source
from pipelines.foreign_pages.foreign_pages import is_told, why_foreign
from pipelines.multipage import Chain
from pipelines.page import Page, Visit
from pipelines.profiles.learning import Profiles
from pipelines.store import store
from vietnamese import dates
from vietnamese.time_zone import VIETNAM

logger = logging.getLogger(__name__)

_A_DAY = timedelta(days=1)  # by which clocks and time zones may differ


@dataclass(slots=True)
class Result:
    """What became of a capture: its state, what its article was to the archive (None: it has none), whether it was a
    takedown, and what is said where the article was seen before the day on which it was published."""

    state: str
    outcome: Outcome | None = None
    takedown: bool = False
    contradiction: str | None = None


@dataclass(slots=True)
class CaptureReader:
    """Writes rescued captures down and reads them. `writer` and `folder` are None where no captures are kept."""

    conn: sqlite3.Connection
    newspaper: str
    title: str
    home: str | None
    paper: Newspaper
    profiles: Profiles
    shared_pages: SharedPages
    source: Source
    strip: bool
    revisit_after: list[float]
    folder: Path | None = None
    writer: CaptureWriter | None = None
    take_doubtful: bool = False

    def fetched(self, row: Listed, fetched: Fetched, capture: Capture | None = None) -> Result:
        """Stores a capture that was fetched, with what it says; all or nothing. `capture` is its record, where it was written
        down before."""
        aside = self._aside(row, fetched)
        capture = capture or self._write(row, fetched)
        content_type = next((value for name, value in fetched.headers if name.lower() == b"content-type"), b"")
        page = self._page(row, fetched.body, content_type.decode("latin-1"), capture, aside)
        if fetched.status == 200 and aside is None:
            return self._read(row, page)
        with transaction(self.conn):
            result = Result(aside) if aside else self._without_text(page.url, row.moment, fetched.status)
            rescue.settle(self.conn, row, result.state, self._keep(page))
        return result

    def again(self, row: Listed, known: Had) -> Result:
        """Stores what a capture says whose bytes are here already: that the page stood as it was, or was again what it
        had been.
        """
        url = addresses.normalize(known.url) or known.url  # a record has it as the newspaper's server was asked
        anew = not known.latest if known.state == "read" else sightings.is_in_doubt(self.conn, url)
        if anew and (page := self._from_here(row, known.capture_id)) is not None:
            return self._read(row, page)
        with transaction(self.conn):
            stood = sightings.stood(self.conn, url, row.moment) if known.state == "read" else None
            rescue.settle(self.conn, row, "same")
        return Result("same", Outcome.UNCHANGED if stood else None)

    def shared(self, row: Listed, capture_id: int) -> Result:
        """Notes that an address showed what others showed too, without storing it twice."""
        capture = None
        if self.writer is not None:
            url, fetched_at, mime, digest = self.conn.execute(
                "select url, fetched_at, mime, digest from captures where id = ?", [capture_id]
            ).fetchone()
            capture = self.writer.revisit(
                row.original, 200, "OK", [("Content-Type", mime or "text/html")], row.moment,
                Revisit(url, moment(fetched_at), digest), about={"WARC-Source-URI": self.source.replay(row)},
            )  # fmt: skip
        page = self._page(row, b"", "", capture, "shared")
        with transaction(self.conn):
            rescue.settle(self.conn, row, "shared", self._keep(page))
        return Result("shared")

    def listed(self, row: Listed) -> Result:
        """Stores what the listing alone says of a capture: a takedown, a redirect, or an error that says nothing."""
        with transaction(self.conn):
            result = self._without_text(self._url(row), row.moment, row.status or 0)
            rescue.settle(self.conn, row, result.state)
        return result

    def piece(self, row: Listed, capture_id: int) -> Result:
        """Reads a capture that is not whole, where nothing better is known of its address."""
        page = self._from_here(row, capture_id)
        if page is None or sightings.article_at(self.conn, page.url) is not None:
            return Result("truncated")
        result = self._read(row, page)
        if result.state == "read":
            with transaction(self.conn):
                rescue.forget_capture(self.conn, capture_id)
        return result

    @staticmethod
    def _url(row: Listed) -> str:
        """The address of a capture, as the archive spells it."""
        return addresses.normalize(row.original) or row.original

    def _aside(self, row: Listed, fetched: Fetched) -> str | None:
        """Why a capture is kept but not read: `shared`; `truncated`, where its article may be known whole. None where
        it is to be read.
        """
        if fetched.status == 200 and self.shared_pages.holds(row.digest):
            return "shared"
        return "truncated" if fetched.truncated else None

    def _write(self, row: Listed, fetched: Fetched) -> Capture | None:
        """Writes a fetched capture down; None where no captures are kept."""
        if self.writer is None:
            return None
        about = {"WARC-Source-URI": fetched.source_url}
        if fetched.truncated:
            about["WARC-Truncated"] = fetched.truncated
        return self.writer.write(
            row.original, fetched.status, "", fetched.headers, fetched.body, fetched.moment, about=about
        )

    def _page(
        self, row: Listed, body: bytes, content_type: str, capture: Capture | None, aside: str | None = None
    ) -> Page:
        """The page of a capture, to be read; `aside` says why it is kept but not read as an article."""
        page = Page(
            url=self._url(row),
            body=self.paper.preprocess(body),
            fetched_at=row.moment,
            content_type=content_type,
            newspaper=self.newspaper,
            newspaper_title=self.title,
            rules=self.paper.rules,
        )
        origin = Origin(self.source.name, self.source.replay(row), aside)
        page.visit = Visit(capture=capture, digest=captures.digest(body), saved=True, origin=origin)
        return page

    def _from_here(self, row: Listed, capture_id: int) -> Page | None:
        """The page of a capture whose bytes are here, as of another moment; None where they cannot be read."""
        if self.folder is None:
            return None
        url, status, mime, digest, aside, *place = self.conn.execute(
            "select url, status, mime, digest, aside, warc, offset, length from captures where id = ?", [capture_id]
        ).fetchone()
        try:
            record = captures.read(self.folder, (place[0], place[1], place[2]))
        except captures.DamagedError as error:
            logger.warning("%s", error)
            return None
        same = Capture(url, row.moment, status, mime, digest, place[0], place[1], place[2])
        return self._page(row, record.body, record.header("Content-Type"), same, aside)

    def _keep(self, page: Page) -> int | None:
        """Makes the record of a page known that is not read; returns its id, None where no captures are kept."""
        visit = page.visit
        return capture_table.add(self.conn, visit.capture, visit.origin) if visit.capture is not None else None

    def _without_text(self, url: str, when: datetime, status: int) -> Result:
        """What a status without a page says of an address at that moment: gone, moved, or nothing."""
        if status in (404, 410):
            return Result("gone", takedown=sightings.gone(self.conn, url, when, status) is not None)
        if 300 <= status < 400:
            sightings.moved(self.conn, url, when, status)
            return Result("moved")
        return Result("passed")

    def _read(self, row: Listed, page: Page) -> Result:
        """Reads a page and stores what it says."""
        self.profiles.give(page)
        pipelines.read(page, strip=self.strip)
        if page.article is not None:
            if page.parts:
                page.article = pipelines.join(page, self._parts(page))
            identify(page, self.paper, self.home)
            if why := why_foreign(self.conn, page, take_doubtful=self.take_doubtful):
                page.article, page.parts, page.reason = None, [], why
        try:
            with transaction(self.conn):
                result = self._store(row, page)
        except BaseException:
            self.profiles.forget()  # what the transaction would have kept
            raise
        if page.article is None:
            logger.debug("%s, %s: %s", page.url, row.timestamp, page.reason)
        return result

    def _store(self, row: Listed, page: Page) -> Result:
        """Stores a page that was read, unless it has no article and one is known there: then only its record is."""
        known = sightings.article_at(self.conn, page.url)
        if page.article is None and known is not None:  # a wall, a front page, a squatter: it changes nothing
            rescue.settle(self.conn, row, _state_of(page), self._keep(page))
            sightings.note_doubt(self.conn, page.url, page.fetched_at, page.reason)
            return Result(_state_of(page))
        if page.article is not None and known is not None and page.visit.origin and not page.visit.origin.aside:
            rescue.without_pieces(self.conn, known)
        dated = _published(self.conn, known)
        outcome = store(self.conn, page, self.revisit_after, 0, self.profiles, set())
        rescue.settle(self.conn, row, _state_of(page), page.visit.capture_id)
        if page.article is None:
            return Result(_state_of(page))
        rescue.look_again(self.conn, self.newspaper, row)
        return Result("read", outcome, contradiction=_contradiction(self.conn, page, dated))

    def _parts(self, page: Page) -> list[Page]:
        """The further pages of an article, each as it was captured nearest to its first page, as far as they are here."""
        chain = Chain(page, lambda url: addresses.normalize(url) or url)
        for url in chain if self.folder is not None else ():
            row = self.conn.execute(
                "select fetched_at, warc, offset, length from captures where status = 200 and aside is null"
                " and url in (?, (select moved_to from pages where url = ?))"
                " order by abs(julianday(fetched_at) - julianday(?)) limit 1",
                [url, url, page.fetched_at.strftime("%Y-%m-%dT%H:%M:%SZ")],
            ).fetchone()
            if row is None:
                continue
            assert self.folder is not None
            try:
                record = captures.read(self.folder, row[1:])
            except captures.DamagedError as error:
                logger.warning("%s", error)
                continue
            part = Page(url, self.paper.preprocess(record.body), moment(row[0]), record.header("Content-Type"),
                        newspaper=self.newspaper, newspaper_title=self.title, rules=self.paper.rules)  # fmt: skip
            self.profiles.give(part)
            chain.add(pipelines.read(part, strip=self.strip))
        return chain.parts


def _state_of(page: Page) -> str:
    """The state of a capture by what was read of it: `read`, `foreign` (another's page) or `other` (no article)."""
    if page.article is not None:
        return "read"
    return "foreign" if is_told(page.reason) else "other"


def _published(conn: sqlite3.Connection, article_id: int | None) -> str | None:
    """When the archive says that an article was published; None where it does not, or has none."""
    row = conn.execute("select published_at from articles where id = ?", [article_id]).fetchone()
    return row[0] if row else None


def _contradiction(conn: sqlite3.Connection, page: Page, before: str | None) -> str | None:
    """What is said where the day of publication that page or article tell lies after a moment at which the article was
    captured; None where it does not, or where it was the article's `before` this page."""
    published, first_seen = conn.execute(
        "select published_at, first_seen_at from articles where id = ?", [page.visit.article_id]
    ).fetchone()
    told = [value for value, _ in page.head.published] if page.head else []
    days = [found.value[:10] for value in told if (found := dates.parse(value))]
    late = bool(published) and len(published) >= 10 and published[:10] > _latest(moment(first_seen))
    if late and published != before:
        return f"seen {first_seen[:10]}, though published {published[:10]}"
    told_late = [day for day in days[:1] if len(day) == 10 and day > _latest(page.fetched_at)]
    return f"captured {page.fetched_at:%Y-%m-%d}, though published {told_late[0]}" if told_late else None


def _latest(when: datetime) -> str:
    """The last day that something can have been published on which was seen then."""
    return (when.astimezone(VIETNAM) + _A_DAY).date().isoformat()

"""What web archives hold beside pages: that one came again as it was, or was gone. No text comes with it, but a date does."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from archive import captures as rows
from archive.captures import Origin
from archive.database import transaction
from archive.moments import moment, utc
from archive.rescue import Listed
from archive.storing import sightings
from archive.storing.identity import spellings
from crawler import captures
from crawler.captures import Capture, CaptureWriter, DamagedError, Record
from crawler.discovery import addresses
from crawler.saved_pages.saved_pages import Saved

GONE = (404, 410)
_STOOD = (0, 200, 203, 304)  # statuses of a revisit, 0 where it tells none, that a page came again with
_UNSAID = datetime(1971, 1, 1, tzinfo=UTC)  # before which nothing of the web was captured


@dataclass(frozen=True, slots=True)
class _Seen:
    """A page was seen at `when`: gone, as its `capture` shows, or with the payload of `original` (address and moment; None
    where the file names it by its `digest` or record, `named`, alone, or not at all)."""

    url: str
    when: datetime
    status: int
    capture: Capture | None = None
    original: tuple[str, datetime] | None = None
    digest: str = ""
    origin: Origin | None = None
    named: str = ""


class Sighted:
    """Gathers what files say beside pages, and tells the archive once the pages are stored: sightings may come before the
    page that they are of, in another file. `folder` is where captures are kept, None where none are.
    """

    def __init__(self, conn: sqlite3.Connection, newspaper: str, folder: Path | None, writer: CaptureWriter | None):
        self.conn, self.newspaper, self.folder, self.writer = conn, newspaper, folder, writer
        self.seen: list[_Seen] = []
        self.read: set[tuple[str, datetime]] = set()  # what there is a record of
        self.payloads: dict[str, tuple[str, datetime]] = {}  # where each was first seen, by the file's own digests
        self.records: dict[str, tuple[str, datetime]] = {}  # what each record is of, by its id
        self.no_page: dict[tuple[str, datetime], int] = {}  # answers that held no article, with their statuses

    def page(self, saved: Saved) -> None:
        """Takes in a page that a later record may say has come again."""
        self.read.add((saved.url, saved.fetched_at.replace(microsecond=0)))
        self.records[saved.id] = (saved.url, saved.fetched_at)
        if saved.payload_digest:
            self.payloads.setdefault(saved.payload_digest, (saved.url, saved.fetched_at))

    def no_article(self, url: str, when: datetime, status: int = 200) -> None:
        """Takes in that an address showed no article at `when`: what comes again as it was then is none either."""
        self.no_page[url, when.replace(microsecond=0)] = status

    def beside(self, record: Record, origin: Origin) -> None:
        """Takes in an answer that holds no page."""
        url = addresses.normalize(record.url) or record.url
        self.read.add((url, record.fetched_at.replace(microsecond=0)))
        self.records[record.id] = (url, record.fetched_at)
        if not record.revisit:
            self.no_article(url, record.fetched_at, record.status)
        if record.revisit:
            said = record.revisit
            original = (
                (addresses.normalize(said.url) or said.url, said.fetched_at) if said.fetched_at > _UNSAID else None
            )
            self.seen.append(_Seen(url, record.fetched_at, record.status, None, original, said.digest, named=said.id))
        elif record.status in GONE:
            capture = None
            told = url, record.fetched_at, captures.digest(record.body)
            if self.writer is not None and rows.find(self.conn, *told) is None:
                capture = self.writer.write(
                    url, record.status, record.reason, record.headers, record.body, record.fetched_at
                )
            self.seen.append(_Seen(url, record.fetched_at, record.status, capture, origin=origin))

    def listed(self, row: Listed) -> None:
        """Takes in a line of an index: the record that it names says more, where it is here."""
        url = addresses.normalize(row.original) or row.original
        if (url, row.moment) in self.read:
            return
        if row.status in GONE:
            self.seen.append(_Seen(url, row.moment, row.status))
        elif row.digest and row.status in (None, 200, 304):
            self.seen.append(_Seen(url, row.moment, 200, digest=f"sha1:{row.digest}"))

    def in_order(self) -> list[_Seen]:
        """All that was seen, the earliest first."""
        return sorted(self.seen, key=lambda one: one.when)

    def tell(self, one: _Seen) -> str | Saved | None:
        """Tells the archive; says what came of it: `gone`, `unchanged`, nothing, or the page that has to be read for it: one
        that was edited and then stood again as before, or stood at another address."""
        original = one.original or self._named(one) or self._captured(one)
        if (status := self._status(one, original)) in GONE:
            with transaction(self.conn):
                if one.capture is not None:
                    rows.add(self.conn, one.capture, one.origin)
                return "gone" if sightings.gone(self.conn, one.url, one.when, status) else None
        if status not in _STOOD or (original is None and status != 304):
            return None  # a redirect, an error, a wall; or of which page is not said
        if original is None or (self._is_read(*original) and self._is_same(one.url, one.when, *original)):
            with transaction(self.conn):
                return "unchanged" if sightings.stood(self.conn, one.url, one.when) else None
        return self._page(one, *original)

    def _named(self, one: _Seen) -> tuple[str, datetime] | None:
        """The address and moment of what these files hold by the record or digest that is named; None where they hold none."""
        return (self.records.get(one.named) if one.named else None) or self.payloads.get(one.digest)

    def _status(self, one: _Seen, original: tuple[str, datetime] | None) -> int:
        """What an address was answered with, by its own word, else by that of its `original`; -1 where that was no
        article, or nothing of it is here."""
        if original is None or one.status not in _STOOD:
            return one.status
        url, then = original
        place = url, then.replace(microsecond=0)
        if place in self.no_page:
            return -1 if self.no_page[place] == 200 else self.no_page[place]
        row = self.conn.execute(
            "select status from captures where url = ? and fetched_at = ? order by status desc", [url, utc(then)]
        ).fetchone()
        if row is None and place not in self.read:
            return one.status or -1
        return row[0] if row else one.status

    def _is_read(self, url: str, then: datetime) -> bool:
        """Whether what an address showed `then` was surely an article: no capture of it is here that gave no revision."""
        query = (
            "select 1 from captures c where url = ? and fetched_at = ? and not exists"
            " (select 1 from revisions where article_id = ? and capture_id = c.id)"
        )
        return self.conn.execute(query, [url, utc(then), sightings.article_at(self.conn, url)]).fetchone() is None

    def _captured(self, one: _Seen) -> tuple[str, datetime] | None:
        """The address and moment at which an earlier run, or another file, had the payload that is named; None where
        none had.
        """
        urls = spellings(one.url)
        row = self.conn.execute(
            f"select url, fetched_at from captures where url in ({', '.join('?' * len(urls))}) and digest = ? and status = 200"
            " order by fetched_at > ?, abs(julianday(fetched_at) - julianday(?)) limit 1",
            [*urls, one.digest, utc(one.when), utc(one.when)],
        ).fetchone()
        return (row[0], moment(row[1])) if row else None

    def _is_same(self, url: str, when: datetime, other: str, then: datetime) -> bool:
        """Whether an address showed at `when` the version of an article that another showed `then`."""
        here = sightings.article_at(self.conn, url)
        if here is None or here != sightings.article_at(self.conn, other):
            return False
        number = "select max(number) from revisions where article_id = ? and seen_at <= ?"
        first, second = (self.conn.execute(number, [here, utc(day)]).fetchone()[0] for day in (when, then))
        return first is not None and first == second

    def _page(self, one: _Seen, url: str, then: datetime) -> Saved | None:
        """The page that came again, from the capture of its original (`url`, `then`); None where that cannot be read."""
        if self.folder is None:
            return None
        row = self.conn.execute(
            "select warc, offset, length from captures where url = ? and fetched_at = ? and status = 200",
            [url, utc(then)],
        ).fetchone()
        try:
            record = captures.read(self.folder, row) if row else None
        except DamagedError:
            return None
        if record is None:
            return None
        return Saved(one.url, record.body, record.header("Content-Type"), one.when, tuple(record.headers))

    def tell_known(self) -> int:
        """Tells the archive what earlier files and crawls have said of pages that were stored only now; returns how
        many were gone.
        """
        known = self.conn.execute(
            "select c.url, c.fetched_at, c.status from pages p join captures c on c.url = p.url"
            " join articles a on a.id = p.article_id where p.newspaper = :newspaper and c.status in (404, 410)"
            " and c.fetched_at >= a.last_seen_at and (a.gone_at is null or a.gone_at > c.fetched_at) union all"
            " select p.url, p.fetched_at, p.status from pages p join articles a on a.id = p.article_id where"
            " p.newspaper = :newspaper and p.state = 'gone' and p.status in (404, 410) and a.gone_at is null order by 2",
            {"newspaper": self.newspaper},
        ).fetchall()
        count = 0
        for url, when, status in known:
            with transaction(self.conn):
                count += sightings.gone(self.conn, url, moment(when), status) is not None
        return count

"""Web archives of a newspaper, one file a year: WACZ 1.1.1 (specs.webrecorder.net/wacz/1.1.1), which others replay and keep.

In each: the captures as they were written, an index of them, a list of pages made from our own articles, and digests. The
year is that of the capture. A file is written whole or not at all.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from scrapy.exceptions import UsageError

from archive.database import ArchiveError
from crawler.export import Job, explain
from crawler.export.package import Package, PageEntry
from crawler.export.records import Part, parts, shows
from crawler.spiders.base import captures_folder

USAGE = "scrapy export wacz NAME [--year Y] [FOLDER]"
ABOUT = "a newspaper's captures, one web archive (WACZ) a year"
LARGEST = 1_000_000_000  # bytes of a file
_ENTRY = 700  # bytes that a record costs beside itself: its place in the index


def export(job: Job) -> None:
    """Writes NAME-YEAR.wacz, and NAME-YEAR-2.wacz and so on where a year is larger than a file may be. Raises
    UsageError for other arguments than a name and a folder, ArchiveError where there is no such newspaper, no capture
    of it, or no room.
    """
    if not 1 <= len(job.arguments) <= 2 or job.newspaper:
        raise UsageError(USAGE)
    name, target = job.arguments[0], Path(job.arguments[1] if len(job.arguments) > 1 else ".")
    row = job.conn.execute("select title, home from newspapers where id = ?", [name]).fetchone()
    if row is None:
        raise ArchiveError(f"no newspaper {name!r} in the archive; `scrapy newspapers` names them")
    folder = captures_folder(job.settings)
    if folder is None or not folder.is_dir():
        raise ArchiveError(f"{folder or 'CAPTURES'}: no captures to hand on; crawl with captures first")
    years: dict[str, list[Part]] = {}
    for part in parts(job.conn, folder, name, job.year, job.complain):
        years.setdefault(part.record.date[:4], []).append(part)
    if not years:
        raise ArchiveError(f"{name}: no captures{f' of {job.year}' if job.year else ''} to hand on")
    try:
        target.mkdir(parents=True, exist_ok=True)
        for year, found in sorted(years.items()):
            _write_year(job, folder, target, f"{name}-{year}", f"{row[0]}, {year}", row[1], found)
    except OSError as error:
        raise ArchiveError(explain(error, target)) from error


def _write_year(
    job: Job, folder: Path, target: Path, name: str, title: str, home: str | None, found: list[Part]
) -> None:
    """Writes the files of a year; none takes its name before all are whole."""
    packages: list[Package] = []
    try:
        for number, (some, entries) in enumerate(_split(job.conn, folder, found), 1):
            path = target / f"{name}{f'-{number}' if number > 1 else ''}.wacz"
            packages.append(Package(path, title if number == 1 else f"{title} ({number})", home))
            packages[-1].write(folder, some, entries)
        for package in packages:
            package.finish()
            job.say(str(package))
    finally:
        for package in packages:
            package.discard()
    for path in target.glob(f"{name}-*.wacz"):  # of an export before, which was larger
        rest = path.stem.removeprefix(f"{name}-")
        if rest.isdigit() and int(rest) > len(packages):
            path.unlink()


def _split(conn: sqlite3.Connection, folder: Path, found: list[Part]) -> Iterator[tuple[list[Part], list[PageEntry]]]:
    """The captures of each file with its pages, in the order in which they were made. One that only says that a page came
    again goes where the page is; where that is in no file of this year, it could not be replayed."""
    some: list[Part] = []
    entries: list[PageEntry] = []
    size, shown, told = 0, set[str](), set[tuple[int, int]]()
    for part in sorted(found, key=lambda part: (part.record.date, part.warc, part.record.offset)):
        record = part.record
        if record.type == "revisit" and record.digest not in shown:
            continue
        entry = _entry(conn, folder, part, told) if record.type != "revisit" and record.status == 200 else None
        more = part.length + _ENTRY + (len(entry.text.encode()) if entry else 0)
        if some and size + more > LARGEST:
            yield some, entries
            some, entries, size, shown = [], [], 0, set()
            if record.type == "revisit":
                continue
        some.append(part)
        size += more
        if record.type != "revisit":
            shown.add(record.digest)
        if entry:
            entries.append(entry)
    if some:
        yield some, entries


def _entry(conn: sqlite3.Connection, folder: Path, part: Part, told: set[tuple[int, int]]) -> PageEntry | None:
    """The article that a capture shows, as it read then; None where that was said of an earlier capture, or is none: a wall
    between two sightings, or what stood there after it was last seen, which is somebody else's."""
    url, date = part.record.url, part.record.date
    row = conn.execute(
        "select r.article_id, r.number, r.title, r.lead, r.body, c.warc, c.offset from pages p"
        " join revisions r on r.article_id = p.article_id left join captures c on c.id = r.capture_id"
        " join articles a on a.id = p.article_id and a.last_seen_at >= ?"
        " where p.url = ? and p.state != 'part' order by r.seen_at <= ? desc, abs(julianday(r.seen_at) - julianday(?))"
        " limit 1",
        [date, url, date, date],
    ).fetchone()
    if row is None or row[:2] in told:
        return None
    article_id, number, title, lead, body, *place = row
    texts = [text for text in (lead, body) if text]
    if place != [part.warc, part.record.offset] and not shows(folder, part, title, texts):
        return None
    told.add((article_id, number))
    return PageEntry(f"{article_id}-{number}", url, date, title, "\n\n".join(texts))

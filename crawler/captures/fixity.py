"""Holds the captures folder against the archive: every row against its record, every record against its row."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from archive import archive_ids, crawls
from archive.checks.checks import Fault
from crawler.captures.owners import archive_of, file_name, name_in
from crawler.captures.record import OPEN, DamagedError
from crawler.captures.verifying import Checked, verify

_PACKED = ".warc.gz"
_PROCESS = re.compile(r"-(\d+)-[0-9a-f]{8}\.warc\.gz$")  # which wrote a file, by the file's name
_WRITTEN = re.compile(r"([^/]+)-\d{14}-\d+-[0-9a-f]{8}\.warc\.gz$")  # of which newspaper, by the file's name
_UNDER_WAY = 16  # answers that a killed crawl had written down and not stored, at most
_INLINE = 64 * 1024 * 1024  # bytes for which no other process is worth its start


@dataclass(frozen=True, slots=True)
class Row:
    """A row of `captures`."""

    id: int
    url: str
    fetched_at: str
    status: int
    mime: str | None
    digest: str
    offset: int
    length: int
    source_url: str | None
    aside: str | None


@dataclass(slots=True)
class File:
    """What a WARC file was found to hold: faults, rows whose record is not where they say, answers without a row, and in
    `spare` other records without one, which need none. `ours` is
    whether this program wrote it, for the archive of the id `writer` (empty where it does not say), `unfinished` whether a
    crawl that is under way, or was killed, has it open.
    """

    warc: str
    unfinished: bool
    faults: list[Fault] = field(default_factory=list)
    lost: list[Row] = field(default_factory=list)
    unnamed: list[Checked] = field(default_factory=list)
    spare: list[Checked] = field(default_factory=list)
    ours: bool = False
    name: str = ""
    writer: str = ""


def captures(
    conn: sqlite3.Connection, folder: Path, step: Callable[[int], object] = lambda size: None
) -> Iterator[Fault]:
    """The faults of all captures; `step` is told the bytes of each file that was looked through.

    Where there is no such folder, every file that a row names is missing.
    """
    there = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    names = {name.removesuffix(OPEN) for name in there if name.removesuffix(OPEN).endswith(_PACKED)}
    named = [warc for (warc,) in conn.execute("select distinct warc from captures order by warc")]
    moved = {}
    called = {name: file_name(there[name]) for name in names - set(named) if name in there}
    for warc in named:
        if warc not in names:
            elsewhere = [name for name in called if Path(warc).name in (Path(name).name, called[name])]
            moved.update({elsewhere[0]: warc} if elsewhere else {})
            yield _missing(conn, warc, elsewhere[0] if elsewhere else None)
    for name in sorted(set(there) - names - {f"{name}{OPEN}" for name in names}):
        yield Fault("stray", {"file": name, "kind": "other"})
    jobs = [(folder, warc, _rows(conn, moved.get(warc, warc)), f"{warc}{OPEN}" in there) for warc in sorted(names)]
    files = []
    for done in _check_files(jobs, sum(path.stat().st_size for path in there.values() if path.exists())):
        step(_size(folder / done.warc))
        yield from done.faults
        files.append(done)
    if (
        not archive_ids.own(conn)
        and len(writers := {file.writer for file in files if file.writer and _known(conn, file.warc)}) == 1
    ):
        yield Fault("nameless", {"id": min(writers)}, ("archive id", min(writers)))
    yield from _matched(conn, files)


def _missing(conn: sqlite3.Connection, warc: str, elsewhere: str | None) -> Fault:
    """The fault that a WARC file is not where rows say: moved, where it was found `elsewhere` (relative to the folder),
    else missing.
    """
    (many,) = conn.execute("select count(*) from captures where warc = ?", [warc]).fetchone()
    if elsewhere:
        return Fault("moved", {"warc": warc, "to": elsewhere, "many": many}, ("moved", warc, elsewhere))
    return Fault("missing", {"warc": warc, "many": many})


def _rows(conn: sqlite3.Connection, warc: str) -> list[Row]:
    """The rows of a WARC file, in the order of their places."""
    columns = "id, url, fetched_at, status, mime, digest, offset, length, source_url, aside"
    return [
        Row(*row) for row in conn.execute(f"select {columns} from captures where warc = ? order by offset, id", [warc])
    ]


def _size(path: Path) -> int:
    """The size (bytes) of a WARC file, also while it is being written; 0 where it is not there."""
    for name in (path, Path(f"{path}{OPEN}")):
        if name.exists():
            return name.stat().st_size
    return 0


_Job = tuple[Path, str, list[Row], bool]


def _check_files(jobs: list[_Job], size: int) -> Iterable[File]:
    """What each file holds, found on all cores where there is much to read."""
    if size < _INLINE:
        yield from map(check_file, jobs)
        return
    with ProcessPoolExecutor(min(os.cpu_count() or 1, len(jobs))) as pool:
        yield from pool.map(check_file, jobs)


def check_file(job: _Job) -> File:
    """Reads a file from end to end and holds it against its rows. One that is `unfinished` may end in a torn record."""
    folder, warc, rows, unfinished = job
    found = File(warc, unfinished)
    path = folder / warc
    found.writer = archive_of(path if path.exists() else Path(f"{path}{OPEN}"))
    by_offset: dict[int, list[Row]] = {}
    for row in rows:
        by_offset.setdefault(row.offset, []).append(row)
    try:
        for record in verify(path):
            if not record.offset and record.type == "warcinfo":
                found.ours, found.name = True, name_in(record.head)
            named = by_offset.pop(record.offset, [])
            if record.fault:
                if named or not (unfinished and record.fault == "torn"):
                    url = record.url or next((row.url for row in named), "")
                    values = {"warc": warc, "offset": record.offset, "url": url, "what": record.fault}
                    found.faults.append(Fault("record", values))
            elif named:
                _compare(found, named, record)
            else:
                _without_row(found, record)
    except DamagedError as error:
        found.faults.append(Fault("unreadable", {"line": str(error)}))
        return found
    found.lost += [row for rest in by_offset.values() for row in rest]
    return found


def _without_row(found: File, record: Checked) -> None:
    """Adds to `found` a whole record that no row is of."""
    if record.type in ("response", "resource") and record.status == 200:
        found.unnamed.append(record)
    elif record.type in ("response", "resource", "revisit"):
        found.spare.append(record)


def _compare(found: File, rows: list[Row], record: Checked) -> None:
    """Adds to `found` what is wrong with the rows of a whole record, or that it has none."""
    right = [row for row in rows if row.url == record.url and record.type in ("response", "resource", "revisit")]
    if not right and record.type in ("response", "resource"):  # the address alone is wrong
        right = [row for row in rows if (row.digest, row.fetched_at) == (record.digest, record.date)]
    found.lost += [row for row in rows if row not in right]
    if not right:
        _without_row(found, record)
        return
    place = {"warc": found.warc, "offset": record.offset}
    dated = any(row.fetched_at == record.date for row in right)  # one record may be the capture of several moments
    for row in right:
        told: dict[str, tuple[object, object]] = {
            "url": (row.url, record.url), "status": (row.status, record.status), "mime": (row.mime, record.mime),
            "digest": (row.digest, record.digest),
        }  # fmt: skip
        if (first := next(one for one in right if one.fetched_at == row.fetched_at)) is not row:
            found.faults.append(Fault("twice", {**place, "id": row.id, "kept": first.id}, ("twice", first.id, row.id)))
            continue
        if not dated and row is right[0]:
            told["fetched_at"] = (row.fetched_at, record.date)
        if (row.aside == "truncated") > record.truncated:
            told["aside"] = (row.aside, None)
        if row.fetched_at == record.date:
            told["source_url"] = (row.source_url, record.source)
        for column, (said, actual) in told.items():
            if said != actual:
                values = {**place, "id": row.id, "column": column, "said": said, "actual": actual}
                found.faults.append(Fault("told", values, ("told", row.id, column, actual)))
        if row.length != record.length:
            values = {**place, "id": row.id, "column": "length", "said": row.length, "actual": record.length}
            repair = ("place", row.id, found.warc, record.offset, record.length)
            found.faults.append(Fault("told", values, repair))


def _matched(conn: sqlite3.Connection, files: list[File]) -> Iterator[Fault]:
    """Brings rows whose record is elsewhere together with records that have no row; yields a fault for each pair, and
    for the rest of either.
    """
    own = archive_ids.own(conn)
    for file in files:
        # Records of a file of another archive that no row names here are known there, or are brought by the next merge.
        if file.writer not in ("", own or file.writer):
            file.unnamed.clear()
    # A record of no page is a row's only if it is as long; one of a page may be the capture of several moments.
    spare = {(one.url, one.date, one.length): (file.warc, one) for file in files for one in file.spare}
    free = {(one.url, one.date): (file.warc, one) for file in files for one in file.unnamed}
    alike = {(one.url, one.digest): (file.warc, one) for file in files for one in file.unnamed}
    for file in files:
        for row in file.lost:
            values = {"id": row.id, "url": row.url, "date": row.fetched_at, "warc": file.warc, "offset": row.offset}
            there = (
                free.pop((row.url, row.fetched_at), None)
                or spare.get((row.url, row.fetched_at, row.length))
                or alike.get((row.url, row.digest))
            )
            if there:
                warc, record = there
                repair = ("place", row.id, warc, record.offset, record.length)
                yield Fault("place", {**values, "right": record.offset, "in": warc}, repair)
            elif conn.execute("select 1 from captures where id = ?", [row.id]).fetchone():
                yield Fault("lost", values)
    killed = crawls.killed(conn)
    for file in files:
        rest = [one for one in file.unnamed if free.get((one.url, one.date), ("", None))[1] is one]
        writer = _PROCESS.search(file.warc)
        if file.unfinished or (writer and int(writer[1]) in killed):  # what it had not stored is asked for again
            rest = [one for one in rest if one not in file.unnamed[-_UNDER_WAY:]]
        yield from _unnamed(conn, file, rest)


def _is_of_a_newspaper_here(conn: sqlite3.Connection, file: File) -> bool:
    """Whether a file that this program wrote is of a newspaper that the archive has: several may share a folder."""
    written = _WRITTEN.search(file.name or file.warc)
    return not written or bool(conn.execute("select 1 from newspapers where id = ?", [written[1]]).fetchone())


def _known(conn: sqlite3.Connection, warc: str) -> bool:
    """Whether a row names a file."""
    return conn.execute("select 1 from captures where warc = ? limit 1", [warc]).fetchone() is not None


def _unnamed(conn: sqlite3.Connection, file: File, records: list[Checked]) -> Iterator[Fault]:
    """Yields a fault for each answer of a file that no row names, or for a file of which none is to be here."""
    known = _known(conn, file.warc)
    if file.writer not in ("", archive_ids.own(conn) or file.writer):
        if not known and file.writer not in archive_ids.known(conn):
            yield Fault("stray", {"file": file.warc, "kind": "another"})
        return
    if not known and not (file.ours and _is_of_a_newspaper_here(conn, file)):
        if not file.faults:
            yield Fault("stray", {"file": file.warc, "kind": "foreign"})
        return
    twice = 0
    for one in records:
        if conn.execute("select 1 from captures where warc = ? and offset = ?", [file.warc, one.offset]).fetchone():
            continue  # it was stored meanwhile
        if conn.execute(
            "select 1 from captures where url = ? and fetched_at = ? and digest = ?", [one.url, one.date, one.digest]
        ).fetchone():
            twice += 1
            continue
        told = (one.url, one.date, one.status, one.mime, one.digest)
        values = {"warc": file.warc, "offset": one.offset, "url": one.url}
        yield Fault("unnamed", values, ("capture", file.warc, one.offset, one.length, told))
    if twice and not known and file.name != Path(file.warc).name:  # else it was killed, and has asked again
        yield Fault("stray", {"file": file.warc, "kind": "copy"})

"""Opening archive.db: created, upgraded or refused, never half of any."""

from __future__ import annotations

import csv
import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from sqlite_utils import Database

from archive.schema.schema import migrations

_UNWRITABLE = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
ANOTHER = "; choose another with -s ARCHIVE=PATH"


class ArchiveError(Exception):
    """The archive cannot be opened or written; the message says which file, why, and what to do, in a line."""


def connect(path: str | Path, *, create: bool = True) -> sqlite3.Connection:
    """Opens the archive at `path`, making it or bringing it up to date first.

    The connection is in autocommit: writing goes through `transaction`. Several processes may hold one each.
    Raises ArchiveError where the file is missing (and not `create`), unwritable, no archive, or of a newer version.
    """
    path = Path(path)
    if not create and not path.exists():
        raise ArchiveError(f"{path}: no archive here; crawl a newspaper first (scrapy crawl newspaper -a url=...)")
    if not path.parent.is_dir():
        raise ArchiveError(f"{path}: the folder {path.parent} does not exist")
    try:
        conn = sqlite3.connect(path, timeout=60, isolation_level=None)
        _upgrade(conn, path)
        conn.execute("pragma synchronous = normal")  # kill -9 loses nothing; a power cut the last pages, fetched again
        conn.execute("pragma foreign_keys = on")
        conn.execute("pragma wal_autocheckpoint = 2000")
    except sqlite3.Error as error:
        raise ArchiveError(f"{path}: {explain(error)}") from error
    return conn


def connect_or_empty(path: str | Path) -> sqlite3.Connection:
    """Opens the archive as `connect` does; where there is none yet, an empty one in memory, so that what is refused leaves
    no file behind. Raises ArchiveError where none can be made at `path` either.
    """
    may_be_made = not Path(path).exists() and os.access(Path(path).parent, os.W_OK)
    return connect(":memory:" if may_be_made else path)


def connect_to_read(path: str | Path) -> sqlite3.Connection:
    """Opens the archive as `connect` does, or, where it may not be written, for reading alone (`is_read_only`).

    Raises ArchiveError where it is missing, no archive, or of another version than could be brought up to date.
    """
    path = Path(path)
    try:
        conn = connect(path, create=False)
        (version,) = conn.execute("pragma user_version").fetchone()
        with transaction(conn):
            conn.execute(f"pragma user_version = {version}")  # what may not write is told by nothing less
        return conn
    except (ArchiveError, sqlite3.Error) as error:
        cause = error if isinstance(error, sqlite3.Error) else error.__cause__
        if not isinstance(cause, sqlite3.OperationalError) or cause.sqlite_errorcode & 0xFF not in _UNWRITABLE:
            raise
    written = path.with_name(f"{path.name}-wal")
    still = "&immutable=1" if not written.exists() or not written.stat().st_size else ""  # nothing waits beside it
    conn = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro{still}", uri=True, isolation_level=None)
    try:
        conn.execute("pragma query_only = on")
        if _applied(conn, path) != {migration.name for migration in migrations.pending(Database(memory=True))}:
            raise ArchiveError(f"{path}: of another version, and may not be written; copy it elsewhere first")
    except sqlite3.Error as error:
        raise ArchiveError(f"{path}: {explain(error)}") from error
    return conn


def is_read_only(conn: sqlite3.Connection) -> bool:
    """Whether `connect_to_read` opened the archive for reading alone."""
    return bool(conn.execute("pragma query_only").fetchone()[0])


def read_only(path: str | Path) -> sqlite3.Connection:
    """A connection that cannot write. Raises ArchiveError where there is no archive."""
    path = Path(path)
    if not path.exists():
        raise ArchiveError(f"{path}: no archive here; crawl a newspaper first (scrapy crawl newspaper -a url=...)")
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def explain(error: sqlite3.Error) -> str:
    """What went wrong, for a person: SQLite's own words, and what they mean here."""
    text = str(error)
    if "not a database" in text:
        return f"this file is no SQLite database{ANOTHER}"
    if "unable to open" in text:
        return "cannot be opened or made here; check the folder and its permissions"
    if "readonly" in text:
        return "may not be written by this user"
    if "full" in text:
        return "the disk is full; nothing of the archive is lost, make room and run the same command again"
    if "disk I/O" in text:
        return "the disk does not take more data; nothing of the archive is lost, make room and run again"
    if "malformed" in text:
        return "the file is damaged; restore a backup, or save what can be read: sqlite3 archive.db .recover"
    if "locked" in text:
        return "another program has kept it locked for a minute"
    return text


@contextmanager
def transaction(conn: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Commits all of what happens inside, or, where it raises, nothing."""
    conn.execute("begin immediate")
    try:
        yield conn
        conn.execute("commit")
    except BaseException:
        if conn.in_transaction:
            conn.execute("rollback")
        raise


def _upgrade(conn: sqlite3.Connection, path: Path) -> None:
    """Applies the migrations that the file lacks, one process at a time, and switches it to WAL.

    Raises ArchiveError where the file has a migration that this version does not know.
    """
    known = {migration.name for migration in migrations.pending(Database(memory=True))}
    if _applied(conn, path) == known:
        return
    # Several crawls may start at once: the first in the queue upgrades, the others find nothing left to do.
    with _queue(path.resolve().parent), transaction(conn):
        applied = _applied(conn, path)
        if newer := applied - known:
            raise ArchiveError(
                f"{path}: written by a newer version of Báo tỉnh (it knows {', '.join(sorted(newer))}); update first"
            )
        if applied != known:
            migrations.apply(Database(conn))
            _fill_provinces(conn)
    with _queue(path.resolve().parent):
        conn.execute("pragma journal_mode = wal")


@contextmanager
def _queue(folder: Path) -> Iterator[None]:
    """Waits until it is this process's turn among those that make or upgrade an archive in a folder, in the order they
    came.

    SQLite's own lock is waited for by trying again, in which one of many may be passed over for a minute.
    """
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:  # a folder that may be entered but not listed: SQLite's own lock must do
        yield
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _applied(conn: sqlite3.Connection, path: Path) -> set[str]:
    """Returns the names of the migrations that this file has seen, none for a new file.

    Raises ArchiveError for any other database.
    """
    tables = {name for (name,) in conn.execute("select name from sqlite_master where type = 'table'")}
    if not tables:
        return set()
    if migrations.migrations_table not in tables:
        raise ArchiveError(f"{path}: a database, but no archive of Báo tỉnh{ANOTHER}")
    return {
        name
        for (name,) in conn.execute(
            f"select name from [{migrations.migrations_table}] where migration_set = ?", [migrations.name]
        )
    }


def _fill_provinces(conn: sqlite3.Connection) -> None:
    """Fills in the 63 provinces of before July 2025, each with the one of the 34 it belongs to today (Resolution
    202/2025/QH15).

    `province_kinds` says from when each was a province or a city; since None: as far back as the archive goes. Huế is a
    city since 1 January 2025, Đồng Nai since 30 April 2026 (Resolution 30/2026/QH16).
    """
    rows = _rows("provinces.csv")
    conn.execute("pragma defer_foreign_keys = on")
    conn.executemany(
        "insert into provinces(id, name, kind, region, code, today, code_2025) values"
        " (:id, :name, :kind, :region, :code, :today, :code_2025) on conflict(id) do update set"
        " name = excluded.name, kind = excluded.kind, region = excluded.region, code = excluded.code,"
        " today = excluded.today, code_2025 = excluded.code_2025",
        rows,
    )
    conn.execute("delete from province_kinds")
    conn.executemany(
        "insert into province_kinds(province, since, kind) values (:province, nullif(:since, ''), :kind)",
        _rows("province_kinds.csv"),
    )


def _rows(name: str) -> list[dict[str, str]]:
    """Reads a CSV file that lies beside this module, as dicts by column name."""
    with files("archive").joinpath(name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))

"""A folder that holds the archive as a data set: written beside itself and put in its place whole, so that nobody ever
reads half of it; run again, only what has changed is written, the rest stays the same files.
"""

from __future__ import annotations

import ctypes
import fcntl
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path

from archive.database import ArchiveError, connect, explain
from archive.moments import utc
from publish.dataset import notes as dataset_notes
from publish.dataset import parquet
from publish.dataset.manifest import Manifest

MANIFEST, CHECKSUMS = "manifest.json", "manifest-sha256.txt"
_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2
_HERE = -100  # AT_FDCWD


@dataclass(slots=True, frozen=True)
class Exported:
    """What an export did: the manifest of the data set, how many files were written and how many kept, how many
    articles are in it.
    """

    written: int  # files
    kept: int
    articles: int
    manifest: Manifest


def export(
    archive: Path,
    folder: Path,
    newspaper: str | None = None,
    year: int | None = None,
    *,
    operator: dict[str, str] | None = None,
) -> Exported:
    """Brings the data set in `folder` up to what the archive holds: all, or a newspaper's or a year's.

    `operator` may have `name`, `contact` and `url` of whoever hands it out. Raises ArchiveError where there is no such
    newspaper, no pyarrow, or the folder holds something else.
    """
    parquet.load()
    folder = folder.absolute()
    before = _standing(folder)
    if before and before.scope != (newspaper, year):
        what = " ".join(str(part) for part in before.scope if part) or "the whole archive"
        raise ArchiveError(f"{folder}: holds an export of {what}; choose another folder")
    with closing(connect(archive, create=False)) as conn, staging(folder) as fresh:
        conn.execute("begin")  # all tables as they are at one moment, whatever a crawl writes meanwhile
        conn.text_factory = lambda text: text.decode("utf-8", "replace")
        try:
            if newspaper and not conn.execute("select 1 from newspapers where id = ?", [newspaper]).fetchone():
                raise ArchiveError(f"no newspaper {newspaper!r} in {archive}; `scrapy newspapers` names them")
            manifest = Manifest(utc(datetime.now(UTC)), newspaper, year)
            _write(conn, folder, fresh, before, manifest)
        except sqlite3.Error as error:
            raise ArchiveError(f"{archive}: {explain(error)}") from error
        written = sum(not about.pop("kept", False) for about in manifest.files.values())
        same = before is not None and before.files == manifest.files
        if before is None or not same:
            _note(fresh, manifest, operator or {})
            take_place(fresh, folder)
    articles = manifest.rows().get("articles", 0)
    return Exported(
        written if not same else 0, len(manifest.files) - written, articles, before if before and same else manifest
    )


def _standing(folder: Path) -> Manifest | None:
    """The data set that stands in a folder; None where it is empty or not there."""
    try:
        return Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except FileNotFoundError:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise ArchiveError(f"{folder}: holds other files; choose an empty folder, or a new one") from None
        return None
    except (ValueError, TypeError):
        raise ArchiveError(f"{folder / MANIFEST}: not what an export writes; choose another folder") from None


def _write(conn: sqlite3.Connection, folder: Path, fresh: Path, before: Manifest | None, manifest: Manifest) -> None:
    """Writes every file of the data set into `fresh`: those of parts that have not changed since `before` are the ones
    that stand in `folder`. `manifest` is filled.
    """
    for table in parquet.WHOLE:
        rows = parquet.write_whole(conn, table, fresh / f"{table}.parquet", manifest.newspaper)
        _enter_file(manifest, fresh, f"{table}.parquet", rows, before)
    for table in parquet.OF_ARTICLES:
        (fresh / parquet.FOLDERS.get(table, table)).mkdir()
    for part in parquet.parts(conn, manifest.newspaper, manifest.year):
        manifest.stamps[part.name] = part.stamp
        same = before is not None and before.stamps.get(part.name) == part.stamp
        for table in parquet.OF_ARTICLES:
            path = parquet.path_of(table, part)
            if before and same and path in before.files and _link(folder / path, fresh / path):
                manifest.files[path] = {**before.files[path], "kept": True}
            else:
                _enter_file(manifest, fresh, path, parquet.write_part(conn, part, table, fresh / path), before)


def _enter_file(manifest: Manifest, fresh: Path, path: str, rows: int, before: Manifest | None) -> None:
    """Enters a file of the new data set (`path` within `fresh`) in the manifest, with its checksum, bytes and rows, and
    whether it is as it was `before`; the file is on the disk afterwards.
    """
    with (fresh / path).open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    about = {"sha256": digest, "bytes": (fresh / path).stat().st_size, "rows": rows}
    kept = before is not None and before.files.get(path) == about
    manifest.files[path] = {**about, "kept": kept}


def _link(standing: Path, fresh: Path) -> bool:
    """Gives a file that stands a second name; a copy where the disk knows no such thing. False where it is gone."""
    try:
        fresh.hardlink_to(standing)
    except FileNotFoundError:
        return False
    except OSError:
        shutil.copy2(standing, fresh)
    return True


def _note(fresh: Path, manifest: Manifest, operator: dict[str, str]) -> None:
    """Writes what stands beside the tables: what they are, and a checksum of every file."""
    (fresh / "README.md").write_text(dataset_notes.readme(manifest, operator), encoding="utf-8")
    crate = dataset_notes.crate(manifest, operator)
    (fresh / "ro-crate-metadata.json").write_text(json.dumps(crate, ensure_ascii=False, indent=1), encoding="utf-8")
    (fresh / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")
    lines = [f"{about['sha256']}  {path}" for path, about in sorted(manifest.files.items())]
    for name in ("README.md", "ro-crate-metadata.json", MANIFEST):
        with (fresh / name).open("rb") as file:
            lines.append(f"{file_digest(file, 'sha256').hexdigest()}  {name}")
    (fresh / CHECKSUMS).write_text("\n".join(lines) + "\n", encoding="utf-8")


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """An empty folder beside `folder`, for one export at a time; gone at the end, or when the next one begins. Raises
    ArchiveError where another export is under way.
    """
    fresh = folder.with_name(f".{folder.name}.export")
    fresh.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(fresh, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise ArchiveError(f"{folder}: another export is writing it; wait for its end") from None
        _delete_folders(fresh)
        inside = fresh / folder.name
        inside.mkdir()
        yield inside
        _delete_folders(fresh)
        fresh.rmdir()
    finally:
        os.close(descriptor)


def _delete_folders(folder: Path) -> None:
    """Deletes all folders in a folder, which holds no files of its own."""
    for entry in folder.iterdir():
        shutil.rmtree(entry)


def take_place(fresh: Path, folder: Path) -> None:
    """Puts the new data set in the old one's place in one step; where the system has none, in two."""
    if not folder.exists():
        fresh.rename(folder)
        return
    try:
        done = ctypes.CDLL(None, use_errno=True).renameat2(
            _HERE, os.fsencode(fresh), _HERE, os.fsencode(folder), _EXCHANGE
        )
    except AttributeError:
        done = -1
    if done != 0:
        folder.rename(fresh.with_name("before"))
        fresh.rename(folder)

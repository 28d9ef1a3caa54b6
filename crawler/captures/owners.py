"""Which archive wrote a file of captures: its first record says so, and several archives may share a folder."""

from __future__ import annotations

import re
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path

from archive import archive_ids
from crawler.captures.record import OPEN

FIELD = "archive"  # of the warcinfo record, beside those that the format names
_TOLD = re.compile(rb"^%s: *([0-9a-f]{32})\s*$" % FIELD.encode(), re.M)
_NAMED = re.compile(rb"\r\nWARC-Filename: ([^\r\n]+)")
_FIRST = 16 * 1024  # bytes in which a first record of ours ends


def archive_of(path: Path) -> str:
    """The id of the archive that wrote a file; empty where it does not say, as those of other programs and of our versions
    before, or cannot be read."""
    told = _TOLD.search(_info(path))
    return told[1].decode() if told else ""


def file_name(path: Path) -> str:
    """The name that a file says it was written under; empty where it does not say, or cannot be read."""
    return name_in(_info(path))


def name_in(head: bytes) -> str:
    """The name of its file that the head of a first record tells; empty where it tells none."""
    told = _NAMED.search(head)
    return told[1].decode("utf-8", "replace") if told else ""


def _info(path: Path) -> bytes:
    """The first record of a file, where that is of the file itself; empty where it is not, or cannot be read."""
    try:
        with path.open("rb") as file:
            record = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(file.read(_FIRST), _FIRST)
    except (OSError, zlib.error):
        return b""
    return record if b"\r\nWARC-Type: warcinfo\r\n" in record else b""


def of_others(conn: sqlite3.Connection, folder: Path) -> Iterator[Path]:
    """Yields the files in a folder that another archive wrote and of which no row here names a record. Where this archive
    has no captures at all, files that do not say whose they are count too."""
    ids = archive_ids.known(conn)
    is_new = conn.execute("select 1 from captures limit 1").fetchone() is None
    for path in sorted(folder.rglob("*.warc.gz*")):
        warc = path.relative_to(folder).as_posix().removesuffix(OPEN)
        if conn.execute("select 1 from captures where warc = ? limit 1", [warc]).fetchone():
            continue
        writer = archive_of(path)
        if writer not in ids if writer else is_new:
            yield path

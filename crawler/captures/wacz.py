"""WACZ files: WARC files, their index and their pages in one ZIP (browsertrix, ArchiveWeb.page, our own exports)."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from crawler.captures.record import FORMS, DamagedError, Record

BEGINS = b"PK\x03\x04"  # of a ZIP


def holds_records(path: Path) -> bool:
    """Whether a ZIP has files of web archives in it, as a WACZ by another name has; False where it cannot be read."""
    try:
        with zipfile.ZipFile(path) as bundle:
            return any(name.lower().endswith(FORMS) for name in bundle.namelist())
    except (OSError, zipfile.BadZipFile):
        return False


def records(path: Path | Any, read: Callable[[Any, str], Iterator[Record]], where: str = "") -> Iterator[Record]:
    """The answers in the WARC files of a WACZ (a path or an open file), and of those inside it, as `read` reads each.

    Raises DamagedError, with a line of all that is wrong in it, after the last record that could be read.
    """
    where = where or str(path)
    wrong: list[str] = []
    try:
        with zipfile.ZipFile(path) as bundle:
            names = sorted(name for name in bundle.namelist() if name.lower().endswith(FORMS))
            if not names:
                wrong.append(f"{where}: no WARC file in it")
            for name in names:
                inside = f"{where}: {name}"
                try:
                    with bundle.open(name) as member:
                        if name.lower().endswith(".wacz"):
                            yield from records(member, read, inside)
                        else:
                            yield from map(_placeless, read(io.BufferedReader(member), inside))
                except DamagedError as error:
                    wrong.append(str(error))
                except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
                    wrong.append(f"{inside}: {error}")
    except zipfile.BadZipFile as error:
        wrong.append(f"{where}: not a WACZ file, or cut off ({str(error).lower()})")
    except OSError as error:
        wrong.append(f"{where}: {error.strerror or error}")
    if wrong:
        raise DamagedError("; ".join(wrong))


def _placeless(record: Record) -> Record:
    """A record of a file inside a file has no place that `read` could go to."""
    return replace(record, offset=None, length=None)

"""Files that killed crawls left open, made good."""

from __future__ import annotations

import fcntl
import os
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from crawler.captures.record import CHUNK, OPEN, CaptureError, still_there


@dataclass(frozen=True, slots=True)
class Repair:
    """What `repair` made of a file: bytes kept under its final name, and bytes of a torn record cut off its end."""

    warc: str
    kept: int
    cut: int

    def __str__(self) -> str:
        kept = f"kept {self.kept:,} bytes" if self.kept else "removed"
        cut = f", cut a torn record of {self.cut:,} bytes" if self.cut else ""
        return f"{self.warc}: left by a killed crawl, {kept}{cut}"


def repair(folder: Path, known: Callable[[str], int] | None = None) -> Iterator[Repair]:
    """Makes good the files that killed crawls left open, and yields what was done to each; nothing where all are whole.

    `known` gives for a file (its final name, relative to `folder`) an offset up to which it is known to be whole, 0
    where nothing is known: the archive's last capture in it. Only what follows is looked through. Files that a living
    crawl is writing are left alone. Raises CaptureError where a file cannot be read or written.
    """
    for path in sorted(folder.glob(f"*/*.warc.gz{OPEN}")):
        final = path.with_name(path.name.removesuffix(OPEN))
        warc = final.relative_to(folder).as_posix()
        try:
            with path.open("r+b") as file:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue
                if not still_there(path, file.fileno()):
                    continue
                size = file.seek(0, os.SEEK_END)
                start = known(warc) if known else 0
                kept = _whole(file, start if start <= size else 0)
                if kept:
                    file.truncate(kept)
                    os.fsync(file.fileno())
                    path.rename(final)
                else:
                    path.unlink()
        except FileNotFoundError:  # its writer has just closed it, or another crawl has repaired it
            continue
        except OSError as error:
            raise CaptureError(f"{path}: {error.strerror}") from error
        yield Repair(warc, kept, size - kept)


def _whole(file: BinaryIO, start: int) -> int:
    """The end of the last whole gzip member from `start` on, which is where one begins."""
    file.seek(start)
    end, unzip, packed = start, None, b""
    while packed or (packed := file.read(CHUNK)):
        unzip = unzip or zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            unzip.decompress(packed)
        except zlib.error:
            break
        packed = unzip.unused_data
        if unzip.eof:
            end, unzip = file.tell() - len(packed), None
    return end

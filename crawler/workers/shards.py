"""The captures of a shard, and how its newspapers call their articles: what `scrapy merge` needs beside the rows."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from scrapy.settings import BaseSettings

from archive.article import Key
from archive.database import ArchiveError
from archive.shards.shards import KeyOf
from crawler import catalogue
from crawler.captures.record import OPEN


def find_shards(paths: Iterable[str]) -> Iterator[Path]:
    """The archives that are meant: a file, or every `*.db` in a folder and those just below it, by name. Raises
    ArchiveError where there is none."""
    for text in paths:
        path = Path(text)
        if path.is_dir():
            found = sorted([*path.glob("*.db"), *path.glob("*/*.db")])
            if not found:
                raise ArchiveError(f"{path}: no shard in this folder (a file *.db, here or one folder below)")
            yield from found
        elif not path.exists():
            raise ArchiveError(f"{path}: no such file or folder")
        else:
            yield path


def keys(settings: BaseSettings) -> KeyOf:
    """Makes the function that says, of a newspaper's name and an address, by which key that newspaper calls the article
    there; it returns None where the address has none, or the newspaper is not known here.
    """
    paper = catalogue.named(settings)

    def key_of(newspaper: str, url: str) -> Key | None:
        """The key by which the newspaper calls the article at an address; None where it has none."""
        return paper(newspaper).key(url)

    return key_of


def copy_captures(files: Iterable[str], source: Path, target: Path) -> Iterator[str]:
    """Brings WARC files, named relative to the folders, from one captures folder into another, whole or not at all; yields
    each that is not there.

    One that its crawl still writes is copied as far as it goes, and again when it is merged again. On one file system
    nothing is copied: both folders name the same file.
    """
    if source.resolve() == target.resolve():
        return
    for name in files:
        whole, growing, place = source / name, source / f"{name}{OPEN}", target / name
        origin = whole if whole.exists() else growing
        if not origin.exists():
            yield name
        elif not place.exists() or place.stat().st_size < origin.stat().st_size:
            place.parent.mkdir(parents=True, exist_ok=True)
            part = place.with_name(f"{place.name}.{os.getpid()}.part")
            try:
                _link_or_copy(origin, part, link=origin == whole)
                os.replace(part, place)
            finally:
                part.unlink(missing_ok=True)


def _link_or_copy(origin: Path, place: Path, *, link: bool) -> None:
    """Gives a file a second name with `link`, where the disk can; else copies it and waits until it is on the disk."""
    if link:
        try:
            os.link(origin, place)
        except OSError:  # another file system, or one without links
            pass
        else:
            return
    with origin.open("rb") as read, place.open("wb") as write:
        shutil.copyfileobj(read, write, 1 << 20)
        write.flush()
        os.fsync(write.fileno())

"""Writes a WACZ file: a ZIP of WARC, index (CDXJ, packed in blocks), pages (JSON lines) and digests."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from warcio.warcwriter import WARCWriter

from archive.hosts import sort_key
from crawler.captures.record import OPEN
from crawler.export.records import Part

_BLOCK = 1000  # lines of the index that are packed together: what is unpacked to find one


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A line of pages.jsonl."""

    id: str
    url: str
    ts: str
    title: str
    text: str


class Package:
    """A WACZ file of the newspaper `title` (whose address is `home`) under way, beside its final name `path` until
    `finish`. Raises OSError.
    """

    def __init__(self, path: Path, title: str, home: str | None):
        self.path, self.title, self.home = path, title, home
        self.fresh = path.with_name(f".{path.name}.{os.getpid()}")
        self.resources: list[dict[str, object]] = []
        self.records = self.pages = 0

    def __str__(self) -> str:
        size = self.path.stat().st_size
        return f"{self.path}: {self.records:,} captures, {self.pages:,} pages, {size / 1e6:,.1f} MB"

    def write(self, folder: Path, parts: list[Part], entries: list[PageEntry]) -> None:
        """Writes everything, and waits until it is on the disk."""
        self.records, self.pages = len(parts), len(entries)
        with self.fresh.open("wb") as file:
            with zipfile.ZipFile(file, "w") as bundle:
                lines = self._archive(bundle, folder, parts)
                self._index(bundle, lines)
                with self._member(bundle, "pages/pages.jsonl", packed=True) as out:
                    head = {"format": "json-pages-1.0", "id": "pages", "title": self.title, "hasText": True}
                    for line in (head, *map(asdict, entries)):
                        out.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
                self._describe(bundle, parts)
            file.flush()
            os.fsync(file.fileno())

    def finish(self) -> None:
        """Gives the written file its final name."""
        self.fresh.replace(self.path)

    def discard(self) -> None:
        """Takes away what was not finished."""
        self.fresh.unlink(missing_ok=True)

    def _archive(self, bundle: zipfile.ZipFile, folder: Path, parts: Iterable[Part]) -> list[str]:
        """The captures, byte for byte as they were written; returns the lines of their index."""
        name = f"{self.path.stem}.warc.gz"
        lines = []
        with self._member(bundle, f"archive/{name}") as out, _Files(folder) as files:
            at = out.write(_warcinfo(name, self.title))
            for part in parts:
                out.write(files.read(part))
                lines.append(_line(part, at, name))
                at += part.length
        return sorted(lines)

    def _index(self, bundle: zipfile.ZipFile, lines: list[str]) -> None:
        """Writes the index in packed blocks, and for each block its first key, place and digest."""
        summary = ['!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}\n']
        with self._member(bundle, "indexes/index.cdx.gz") as out:
            at = 0
            for first in range(0, len(lines), _BLOCK):
                block = gzip.compress("".join(lines[first : first + _BLOCK]).encode(), mtime=0)
                digest = f"sha256:{hashlib.sha256(block).hexdigest()}"
                place = {"offset": at, "length": len(block), "digest": digest, "filename": "index.cdx.gz"}
                summary.append(f"{' '.join(lines[first].split(' ')[:2])} {json.dumps(place)}\n")
                at += out.write(block)
        with self._member(bundle, "indexes/index.idx") as out:
            out.write("".join(summary).encode())

    def _describe(self, bundle: zipfile.ZipFile, parts: list[Part]) -> None:
        """Writes datapackage.json, which lists all files, and its digest.

        The page shown first is the front page, if it is among the captures.
        """
        about: dict[str, object] = {
            "profile": "data-package",
            "resources": self.resources,
            "wacz_version": "1.1.1",
            "title": self.title,
            "created": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "software": f"baotinh/{version('baotinh')}",
        }
        front = next(
            (part.record for part in parts if part.record.url == self.home and part.record.status == 200), None
        )
        if front:
            about |= {"mainPageUrl": front.url, "mainPageDate": front.date}
        data = json.dumps(about, ensure_ascii=False, indent=2).encode()
        bundle.writestr("datapackage.json", data)
        digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
        bundle.writestr("datapackage-digest.json", json.dumps(digest, indent=2))

    @contextmanager
    def _member(self, bundle: zipfile.ZipFile, path: str, *, packed: bool = False) -> Iterator[_Counted]:
        """A file of the ZIP, which is listed with its digest. WARC and its index stay as they are: they are read by place."""
        info = zipfile.ZipInfo(path, datetime.now(UTC).timetuple()[:6])
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        with bundle.open(info, "w") as out:
            counted = _Counted(out)
            yield counted
        name = path.rpartition("/")[2]
        digest = f"sha256:{counted.digest.hexdigest()}"
        self.resources.append({"name": name, "path": path, "hash": digest, "bytes": counted.size})


class _Counted:
    """An open file that knows what was written to it."""

    def __init__(self, out: IO[bytes]):
        self.out, self.size, self.digest = out, 0, hashlib.sha256()

    def write(self, data: bytes) -> int:
        """Writes data, and counts it towards size and digest; returns its length."""
        self.out.write(data)
        self.digest.update(data)
        self.size += len(data)
        return len(data)


class _Files:
    """WARC files of a folder, the one read last kept open."""

    def __init__(self, folder: Path):
        self.folder, self.warc = folder, ""
        self.file: IO[bytes] | None = None

    def __enter__(self) -> _Files:
        return self

    def __exit__(self, *_: object) -> None:
        if self.file:
            self.file.close()

    def read(self, part: Part) -> bytes:
        """The bytes of a part. Raises OSError where the file is gone or became shorter."""
        if part.warc != self.warc or self.file is None:
            self.__exit__()
            path = self.folder / part.warc
            self.file = (path if path.exists() else Path(f"{path}{OPEN}")).open("rb")
            self.warc = part.warc
        self.file.seek(part.record.offset)
        data = self.file.read(part.length)
        if len(data) < part.length:
            raise OSError(f"{self.folder / part.warc}: became shorter while it was read")
        return data


def _warcinfo(name: str, title: str) -> bytes:
    """The packed warcinfo record with which a WARC file begins."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    info = {"software": f"baotinh/{version('baotinh')}", "format": "WARC File Format 1.1", "isPartOf": title}
    writer.write_record(writer.create_warcinfo_record(name, info))
    return out.getvalue()


def _line(part: Part, offset: int, name: str) -> str:
    """A line of the index (CDXJ): key, moment, and where the record is."""
    record = part.record
    told = {
        "url": record.url,
        "mime": "warc/revisit" if record.type == "revisit" else record.mime or "unk",
        "status": str(record.status),
        "digest": record.digest,
        "length": str(record.length),
        "offset": str(offset),
        "filename": name,
    }
    return f"{key(record.url)} {re.sub(r'[^0-9]', '', record.date)} {json.dumps(told, ensure_ascii=False)}\n"


def key(url: str) -> str:
    """The address as indexes of web archives sort it (SURT): `vn,example)/tin?id=1`."""
    parts = urlsplit(url.lower())
    port = f":{parts.port}" if parts.port not in (None, {"http": 80, "https": 443}.get(parts.scheme)) else ""
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)), safe="/:@!$'()*,;").lower()
    path = quote(parts.path.rstrip("/") or "/", safe="/:@!$&'()*+,;=%~").lower()
    return f"{sort_key(parts.hostname or '')}{port}){path}{'?' * bool(query)}{query}"

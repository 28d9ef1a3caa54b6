"""What those who write captures and those who read them speak of: records, their places, and what went wrong."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

OPEN = ".open"  # ends the name of a file that is being written
GZIP_MAGIC = b"\x1f\x8b"
CHUNK = 64 * 1024
ARCS = (".arc", ".arc.gz", ".arc.zst")  # how files of web archives end that are
FORMS = (".warc", ".warc.gz", ".warc.zst", *ARCS, ".wacz")

UNDATED = datetime(1970, 1, 1, tzinfo=UTC)  # the moment of a record that tells none

Headers = Iterable[tuple[str | bytes, str | bytes]]  # text that fits Latin-1 stands for the bytes of the wire
Place = tuple[str, int, int]  # warc, offset, length


class CaptureError(Exception):
    """A capture could not be written: one line with path and cause."""


class DamagedError(Exception):
    """A WARC file or a record in it cannot be read: one line with path and cause."""


@dataclass(frozen=True, slots=True)
class Capture:
    """Where a response is kept. `warc` is relative to the captures folder, `digest` that of the payload."""

    url: str
    fetched_at: datetime
    status: int
    mime: str | None
    digest: str
    warc: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Revisit:
    """The earlier capture that a revisit record stands for: same address, same payload digest; `id` is that of its record,
    empty where it is not named so."""

    url: str
    fetched_at: datetime
    digest: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A captured response, its body free of transfer and content codings.

    `offset` and `length` are None where the file has no random access (one gzip stream around many records).
    `revisit` is set where the record holds no body of its own and the earlier capture was not looked up.
    `payload_digest` is what the file says of the body as it was sent, empty where it says nothing; `truncated` is whether
    it says that the body is not whole; `source_uri` is where its writer had it from (WARC-Source-URI), if it was a web archive;
    `id` is its WARC-Record-ID.
    """

    url: str
    fetched_at: datetime
    status: int
    reason: str
    headers: list[tuple[str, str]]
    body: bytes
    offset: int | None
    length: int | None
    revisit: Revisit | None = None
    payload_digest: str = ""
    truncated: bool = False
    source_uri: str = ""
    id: str = ""

    def header(self, name: str) -> str:
        """The first header of that name, whatever its case; empty where there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


def digest(body: bytes) -> str:
    """The digest of a payload, as WARC names it: `sha1:` and 32 characters of base 32."""
    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


def still_there(path: Path, fd: int) -> bool:
    """Whether the path still names the open file."""
    try:
        return os.path.samestat(path.stat(), os.fstat(fd))
    except FileNotFoundError:
        return False


def warc_date(moment: datetime) -> str:
    """A moment as WARC writes it: `2026-11-27T18:00:00.123456Z`."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def moment(text: str) -> datetime:
    """A WARC date, in any precision that ISO 28500 allows, or in 14 digits as ARC has it; 1970, plainly wrong, where it
    cannot be read."""
    text = re.sub(r"^(\d{8})(\d{6})$", r"\1T\2", text)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        match = re.match(r"\d{4}(-\d\d){0,2}", text)  # a year, or a year and month
        year, month, day = [*(int(part) for part in match[0].split("-")), 1, 1][:3] if match else (1970, 1, 1)
        moment = datetime(year, month, day)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

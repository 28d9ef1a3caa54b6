"""What an index of captures lists (CDX), by an answer or a file: JSON as an array or by lines, or plain text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from archive.hosts import sort_key
from archive.rescue import Listed

FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
_NAMES = {"url": "original", "mime": "mimetype", "status": "statuscode"}  # as pywb and Common Crawl call them
_STAMP = re.compile(r"\d{4,14}")
_DIGEST = re.compile(r"(?:sha1:)?([A-Z2-7]{32})$", re.I)
_TEXT = ("warc/revisit", "unk", "application/xhtml+xml", "application/octet-stream", "text/plain")
_PORTS = {"http": 80, "https": 443}


class NotAnIndexError(Exception):
    """The answer is no listing: a line that says what it looks like."""


@dataclass(slots=True)
class Answer:
    """The captures that one answer lists; `lines` counts also those that nobody can read."""

    captures: list[Listed] = field(default_factory=list)
    lines: int = 0
    resume_key: str | None = None


def parse(body: bytes, fields: tuple[str, ...] = FIELDS) -> Answer:
    """Reads an answer whose lines hold `fields` where it does not say which. Raises NotAnIndexError."""
    text = body.decode("utf-8", "replace").strip("\ufeff \t\r\n")
    if not text:
        return Answer()
    if text.startswith("<"):
        raise NotAnIndexError(f"a page where a listing should be: {' '.join(text[:80].split())}")
    rows, key = _json(text) if text[0] in "[{" else _plain(text)
    if (
        rows
        and text[0] not in "[{"
        and isinstance(rows[-1], list)
        and 0 < len(rows[-1]) < len(fields)
        and len(rows) > 1
    ):
        raise NotAnIndexError(f"a listing that breaks off: {' '.join(rows[-1])[:80]}")
    if rows and isinstance(rows[0], list) and "timestamp" in rows[0]:
        fields, rows = tuple(_NAMES.get(str(name), str(name)) for name in rows[0]), rows[1:]
    captures = [one for row in rows if (one := _listed(row, fields)) is not None]
    if rows and not captures and not any(_is_listing(row, fields) for row in rows):
        raise NotAnIndexError(f"no listing: {' '.join(text[:80].split())}")
    return Answer(captures, len(rows), key)


def _json(text: str) -> tuple[list[Any], str | None]:
    """Rows, and the resume key: the only value of the row after an empty one."""
    try:
        rows = json.loads(text)
        if not isinstance(rows, list | dict):
            raise NotAnIndexError(f"no listing: {text[:80]}")
        rows = rows if isinstance(rows, list) else [rows]
    except ValueError:
        try:
            rows = [json.loads(line) for line in text.splitlines() if line.strip()]
        except ValueError:
            raise NotAnIndexError(f"a listing that breaks off, or none: {text[:80]}") from None
    key = None
    if len(rows) > 1 and rows[-2] == [] and isinstance(rows[-1], list) and len(rows[-1]) == 1:
        key = str(rows[-1][0])
        rows = rows[:-2]
    return [row for row in rows if row], key


def _plain(text: str) -> tuple[list[Any], str | None]:
    """Rows of fields between blanks; the resume key stands alone after an empty line."""
    lines = text.splitlines()
    key = None
    if len(lines) > 2 and not lines[-2].strip() and len(lines[-1].split()) == 1:
        key = lines[-1].strip()
        lines = lines[:-2]
    rows: list[Any] = []
    for line in lines:
        parts = line.split(" ", 2)
        if len(parts) == 3 and parts[2].startswith("{"):  # CDXJ
            try:
                rows.append({**json.loads(parts[2]), "urlkey": parts[0], "timestamp": parts[1]})
            except ValueError:
                rows.append([])
        elif line.strip():
            rows.append(line.split())
    return rows, key


# What the letters in the first line of a CDX file stand for, as far as they matter.
_LETTERS = {"N": "urlkey", "b": "timestamp", "a": "original", "m": "mimetype", "s": "statuscode", "k": "digest",
            "S": "length", "V": "offset", "g": "filename"}  # fmt: skip
# Where no first line says which, by how many there are.
_USUAL = {len(letters.split()): letters.split() for letters in
          ("N b a m s k S", "N b a m s k r V g", "N b a m s k r M V g", "N b a m s k r M S V g")}  # fmt: skip


def lines(file: Iterable[bytes]) -> Iterator[Listed]:
    """The captures that the lines of an index file name (CDX, CDXJ); lines that nobody can read are passed over."""
    letters: list[str] = []
    for line in file:
        text = line.decode("utf-8", "replace").strip()
        if text.startswith("CDX "):
            letters = text.split()[1:]
            continue
        for row in _plain(text)[0]:
            if isinstance(row, list):
                told = zip(letters or _USUAL.get(len(row), []), row, strict=False)
                row = {_LETTERS[letter]: value for letter, value in told if letter in _LETTERS}
            if (one := _listed(row, ())) is not None:
                yield one


def _listed(row: Any, fields: tuple[str, ...]) -> Listed | None:
    """A row as a capture; None where it is none: an address that is no address, a time that is none."""
    if isinstance(row, list):
        if len(row) < len(fields):
            return None
        row = dict(zip(fields, row, strict=False))
    if not isinstance(row, dict):
        return None
    values = {_NAMES.get(name, name): str(value) for name, value in row.items() if value is not None}
    stamp = values.get("timestamp", "")
    original, moment = address(values.get("original", "")), _moment(stamp)
    if original is None or moment is None:
        return None
    digest = _DIGEST.match(values.get("digest", ""))
    return Listed(
        urlkey=_key(values.get("urlkey", ""), original),
        timestamp=moment,
        original=original,
        status=_number(values.get("statuscode", "")),
        mime=values.get("mimetype", "").strip("-") or None,
        digest=digest[1].upper() if digest else "",
        length=_number(values.get("length", "")),
        warc=values.get("filename", ""),
        offset=_number(values.get("offset", "")),
        truncated=values.get("truncated") or None,
        stamp=None if stamp == moment else stamp,
    )


def _is_listing(row: Any, fields: tuple[str, ...]) -> bool:
    """Whether a row looks like one of a listing, be it of an address that is none: no other line has a time in its place."""
    if isinstance(row, list):
        row = dict(zip(fields, row, strict=False))
    return isinstance(row, dict) and _STAMP.fullmatch(str(row.get("timestamp", ""))) is not None


def _number(text: str) -> int | None:
    """A number in digits; None for anything else."""
    return int(text) if text.isdecimal() and len(text) < 16 else None


def _moment(stamp: str) -> str | None:
    """A time of 14 digits, None where it is none.

    Some in old indexes are shorter. In some a 00 was put before month or day, and pushed the seconds out: 20000800241623 is
    2000-08-24 16:23. Where that makes no time, 00 is the first.
    """
    if not _STAMP.fullmatch(stamp):
        return None
    digits = stamp + "00000101000000"[len(stamp) :]
    month, day = digits[4:6].replace("00", "01"), digits[6:8].replace("00", "01")
    pushed = digits[:4] + digits[6:] if digits[4:6] == "00" else digits[:6] + digits[8:] if digits[6:8] == "00" else ""
    for form in (f"{pushed}00", f"{digits[:4]}{month}{day}{digits[8:]}"):
        try:
            datetime.strptime(form, "%Y%m%d%H%M%S")
        except ValueError:
            continue
        if len(form) == 14:
            return form
    return None


def address(original: str) -> str | None:
    """The address without a default port; None for what crawlers took for one: mailto:, data:, a word."""
    try:
        parts = urlsplit(original)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in _PORTS or not host or "." not in host or "@" in parts.netloc:
        return None
    if port == _PORTS[parts.scheme.lower()]:
        return urlunsplit(parts._replace(netloc=parts.netloc.rpartition(":")[0]))
    return original


def _key(urlkey: str, original: str) -> str:
    """What http and https, with www. and without, have in common: the index's own key, else one made like it."""
    if ")/" in urlkey:
        return urlkey
    parts = urlsplit(original)
    query = f"?{parts.query}" if parts.query else ""
    return f"{sort_key(parts.hostname or '')}){parts.path or '/'}{query}".lower()


def worth_reading(row: Listed) -> bool:
    """Whether a capture may be a page, by what kind of file the index calls it."""
    mime = (row.mime or "").partition(";")[0].strip().lower()
    return not mime or mime in _TEXT or mime.startswith("text/html")

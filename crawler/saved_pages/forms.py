"""In which form a browser or a mirror has saved a page: which files are pages, and the page in an MHTML file."""

from __future__ import annotations

import codecs
import re
import zlib
from datetime import UTC, datetime
from email import message_from_bytes
from email.utils import parsedate_to_datetime
from pathlib import Path

from crawler.captures.members import Source
from crawler.captures.record import FORMS
from crawler.captures.wacz import BEGINS, holds_records

PAGES = {".html": "text/html", ".htm": "text/html", ".xhtml": "application/xhtml+xml", ".txt": "text/plain"}
_WARC_BEGINS = (b"WARC/", b"filedesc:")  # of WARC and ARC, whatever the file is called: "x.warc.gz.open", "x.warc.gz.1"
MHTML = (".mht", ".mhtml")
_HEAD = 2000  # bytes by which a page is known
_HTML = re.compile(rb"<!doctype html|<(?:html|head|body)[\s>]", re.I)
# The folder of pictures, scripts and frames that a browser puts beside a page, by the language it speaks
_BESIDE = re.compile(r"(?P<page>.+)[-_.](?:files|file|tệp|tep|fichiers|dateien|archivos|bestanden|pliki)", re.I)
_NO_PAGE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|css|js|json|xml|pdf|docx?|xlsx?|zip|rar|7z|mp[34]|woff2?|ttf)$", re.I
)


def content_type(file: Path) -> str | None:
    """The media type of a saved page: by its name, or, where that tells nothing (`bai.aspx`, `bai.html?id=3`, `bai.html.gz`,
    `bai`), by how it begins; None for what is no page. Raises OSError."""
    if kind := PAGES.get(file.suffix.lower()):
        return kind
    if _NO_PAGE.search(file.name):
        return None
    head = _begins(file)
    if head.startswith(_WARC_BEGINS):
        return None
    return "text/html" if _HTML.search(head.replace(b"\0", b"")) and not head.lstrip().startswith(b"<?php") else None


def is_web_archive(file: Path) -> bool:
    """Whether a file is WARC, ARC or WACZ, by its name or by how it begins, or a ZIP of such; False where it cannot be opened."""
    if file.name.lower().endswith(FORMS):
        return True
    if file.name.lower().endswith(".zip"):
        return holds_records(file)
    if file.suffix.lower() in PAGES or _NO_PAGE.search(file.name):
        return False
    try:
        head = _begins(file).removeprefix(codecs.BOM_UTF8)
        return head.startswith(_WARC_BEGINS) or (head.startswith(BEGINS) and holds_records(file))
    except OSError:
        return False


def _begins(file: Path) -> bytes:
    """The first bytes of a file, unpacked where it is packed with gzip or Zstandard; none where that is broken. Raises OSError."""
    try:
        with file.open("rb") as opened:
            return Source(opened).stream.read(_HEAD)
    except (EOFError, zlib.error):
        return b""


def is_beside(file: Path) -> bool:
    """Whether a file stands in the folder that a browser has put beside a saved page: its pictures, its frames."""
    for folder in file.parents:
        match = _BESIDE.fullmatch(folder.name)
        if match and any((folder.parent / f"{match['page']}{ending}").exists() for ending in PAGES):
            return True
    return False


def of_mhtml(body: bytes) -> tuple[str | None, bytes, str, datetime] | None:
    """The page in an MHTML file: its address (None where it tells none), bytes, media type, and when it was saved; None
    where there is no page in it."""
    whole = message_from_bytes(body)
    for part in whole.walk():
        if part.get_content_type() not in ("text/html", "application/xhtml+xml"):
            continue
        page = part.get_payload(decode=True)
        if not isinstance(page, bytes) or not page.strip():
            continue
        charset = part.get_content_charset()
        url = str(whole.get("Snapshot-Content-Location") or part.get("Content-Location") or "").strip()
        try:
            saved = parsedate_to_datetime(str(whole.get("Date") or ""))
        except ValueError:
            saved = datetime.now(UTC)
        saved = saved if saved.tzinfo else saved.replace(tzinfo=UTC)
        kind = part.get_content_type() + (f"; charset={charset}" if charset else "")
        return (url if url.startswith(("http://", "https://")) else None), page, kind, min(saved, datetime.now(UTC))
    return None

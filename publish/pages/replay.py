"""Captures: what there is of a page as it came and, where PUBLIC_CAPTURES opens them, the page itself and its WARC record.

A captured page is a stranger's: it is shown in a sandbox that runs no script and loads nothing (`safety.headers`), and
what would make a browser connect all the same is taken out.
"""

from __future__ import annotations

import io
import re
from asyncio import to_thread
from pathlib import Path
from typing import Any

from datasette.utils.asgi import Request, Response
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from publish import site_settings
from publish.archive_queries.archive import Archive, Row
from publish.datasette_internals import Datasette
from publish.pages.pages import not_found
from publish.rendering import archive_for, render

# Bytes of a record, and of a page without its codings, that are sent.
RECORD, PAGE = 32 << 20, 20 << 20
_SHOWN = ("text/html", "application/xhtml+xml", "text/plain")
_OPEN = ".open"  # ends the name of a file that a crawl still writes
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
# What makes Chromium connect although a policy lets it load nothing: links to connect ahead, and frames.
_AHEAD = re.compile(
    rb"<link\b[^>]*\brel\s*=\s*[\"']?[^>\"']*(?:preconnect|dns-prefetch|prefetch|preload)[^>]*>|(?<=<)(i?frame)\b[^>]*(?=>)",
    re.IGNORECASE,
)


class UnreadableError(Exception):
    """A capture is not where the archive says, or is no whole record."""


async def capture(request: Request, datasette: Datasette) -> Response:
    """What the archive knows of a captured page, and the page in a frame where captures are open."""
    archive = archive_for(datasette)
    found = await archive.row("select * from captures where id = ?", [int(request.url_vars["id"])])
    if found is None:
        return await not_found(request, datasette)
    settings = site_settings.of(datasette)
    opened = settings.captures is not None and await _is_open(archive, found)
    return await render(
        datasette,
        request,
        "capture.html",
        capture=found,
        read=await archive.read_from(found),
        settings=settings,
        opened=opened,
        shown=opened and (found["mime"] or "").lower() in _SHOWN,
    )


async def page(request: Request, datasette: Datasette) -> Response:
    """A captured page as it came, for the sandbox that its headers make."""
    record = await _record(request, datasette)
    if isinstance(record, Response):
        return record
    try:
        kind, body = await to_thread(unpacked, record)
    except UnreadableError as error:
        return Response.text(str(error), status=502)
    if kind.partition(";")[0] not in _SHOWN:
        return await not_found(request, datasette)
    return Response(body, content_type=kind, headers={"x-dns-prefetch-control": "off", "x-robots-tag": "noindex"})


async def warc(request: Request, datasette: Datasette) -> Response:
    """The WARC record of a capture, byte for byte as it was written."""
    record = await _record(request, datasette)
    if isinstance(record, Response):
        return record
    end = ".warc.gz" if record.startswith(b"\x1f\x8b") else ".warc"
    name = f"baotinh-capture-{request.url_vars['id']}{end}"
    headers = {"content-disposition": f'attachment; filename="{name}"', "x-robots-tag": "noindex"}
    return Response(record, content_type="application/warc", headers=headers)


async def _record(request: Request, datasette: Datasette) -> bytes | Response:
    """The record asked for; the answer that there is none, where it is not open or cannot be read."""
    archive, folder = archive_for(datasette), site_settings.of(datasette).captures
    found = await archive.row("select * from captures where id = ?", [int(request.url_vars["id"])])
    if found is None or folder is None or not await _is_open(archive, found):
        return await not_found(request, datasette)
    try:
        return await to_thread(stored, folder, found["warc"], found["offset"], found["length"])
    except UnreadableError as error:
        return Response.text(str(error), status=502)


async def _is_open(archive: Archive, capture: Row) -> bool:
    """Whether visitors may see a capture: it is of an article's page, and that is not withheld.

    Front pages, lists and feeds stay closed: they may hold the headline of an article that is.
    """
    row = await archive.row(
        "select p.article_id is not null and w.article_id is null as opened from pages p"
        " left join withheld w on w.article_id = p.article_id where p.url = ?",
        [capture["url"]],
    )
    return bool(row and row["opened"])


def stored(folder: Path, warc: str, offset: int, length: int) -> bytes:
    """The bytes of the record that lies at `offset` in a WARC file, `length` bytes long.

    Raises UnreadableError, which names the file but not the folder.
    """
    path = (folder / warc).resolve()
    if not path.is_relative_to(folder.resolve()) or length > RECORD:
        raise UnreadableError(f"{warc}: not open")
    for candidate in (path, path.with_name(path.name + _OPEN)):
        try:
            with candidate.open("rb") as file:
                file.seek(offset)
                data = file.read(length)
        except OSError:
            continue
        if len(data) == length:
            return data
    raise UnreadableError(f"{warc}: no record of {length:,} bytes at byte {offset:,}")


def unpacked(record: bytes) -> tuple[str, bytes]:
    """The content type of a page and the page, free of codings. Raises UnreadableError for what is no whole answer.

    Links by which browsers connect ahead (`preconnect`, `prefetch`) are not in it, and frames are empty.
    """
    try:
        found = next(iter(ArchiveIterator(io.BytesIO(record))), None)
        if found is None or found.rec_type not in ("response", "resource"):
            raise UnreadableError("the record holds no page of its own")
        named = found.http_headers.get_header("Content-Type") if found.http_headers else found.content_type
        body = found.content_stream().read(PAGE + 1)
    except (ArchiveLoadFailed, OSError, EOFError, ValueError) as error:
        raise UnreadableError("no whole record") from error
    if len(body) > PAGE:
        raise UnreadableError(f"the page is larger than {PAGE >> 20} MB")
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        body, named = body.decode("utf-16", "replace").encode(), "text/html; charset=utf-8"
    kind = (named or "").partition(";")[0].strip().lower()
    charset = _CHARSET.search(named or "")
    # XHTML with a mistake in it would show nothing.
    kind = "text/html" if kind == "application/xhtml+xml" else kind
    return f"{kind}; charset={charset[1]}" if charset else kind, _AHEAD.sub(lambda found: found[1] or b"", body)


_ID = r"/captures/(?P<id>\d{1,18})"
routes: list[tuple[str, Any]] = [
    (rf"{_ID}$", capture),
    (rf"{_ID}/page$", page),
    (rf"{_ID}\.warc(\.gz)?$", warc),
]

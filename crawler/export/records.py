"""Which captures of a newspaper go into an export: those of its pages, but nothing that shows what is withheld."""

from __future__ import annotations

import html
import re
import sqlite3
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from archive import archive_ids
from crawler.captures import DamagedError
from crawler.captures.owners import archive_of
from crawler.captures.verifying import Checked, verify
from pipelines.decode import wide
from vietnamese import fold, legacy

_ANSWERS = ("response", "resource", "revisit")
_TELLING = 20  # characters of a title or an address that no other page has by chance
_SHOWN = 60  # characters of a paragraph by which it is known


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a WARC file: an answer with the request that follows it."""

    warc: str
    record: Checked
    length: int  # of both


def parts(
    conn: sqlite3.Connection, folder: Path, newspaper: str, year: int | None, damaged: Callable[[str], None]
) -> Iterator[Part]:
    """The captures of a newspaper's pages in `year` (None: all), file by file; `damaged` is told what cannot be read."""
    own = re.compile(rf"(?:.*/)?{re.escape(newspaper)}-\d{{14}}-\d+-[0-9a-f]{{8}}\.warc\.gz")
    is_withheld = _withheld(conn, newspaper)
    for warc in _files(conn, folder, newspaper, own):
        waiting: Checked | None = None
        try:
            for record in verify(folder / warc, keep=bool(is_withheld)):
                if record.fault:
                    if waiting:
                        yield Part(warc, waiting, waiting.length)
                        waiting = None
                    if record.fault != "torn":
                        damaged(f"{warc} at byte {record.offset}: a {record.fault} record is left out")
                    continue
                if waiting:
                    follows = record.type == "request" and record.url == waiting.url
                    yield Part(warc, waiting, waiting.length + (record.length if follows else 0))
                    waiting = None
                if _wanted(conn, record, newspaper, year, bool(own.fullmatch(warc))) and not (
                    is_withheld and is_withheld(record)
                ):
                    waiting = _without_bytes(record)
        except DamagedError as error:
            damaged(str(error))
        if waiting:
            yield Part(warc, waiting, waiting.length)


def _without_bytes(record: Checked) -> Checked:
    """A record without its bytes, for a list that may be long."""
    return Checked(
        record.offset,
        record.length,
        "",
        record.type,
        record.url,
        record.date,
        record.status,
        record.mime,
        record.digest,
    )


def _files(conn: sqlite3.Connection, folder: Path, newspaper: str, own: re.Pattern[str]) -> list[str]:
    """The WARC files that a newspaper's captures are in: its own crawls' and those that a row names."""
    named = conn.execute(
        "select distinct c.warc from pages p join captures c on c.url = p.url where p.newspaper = ?", [newspaper]
    )
    found = {warc for (warc,) in named}
    ids = {"", *archive_ids.known(conn)}
    for path in folder.rglob(f"{newspaper}-*.warc.gz*"):
        warc = path.relative_to(folder).as_posix().removesuffix(".open")
        if own.fullmatch(warc) and archive_of(path) in ids:  # another archive may share the folder
            found.add(warc)
    return sorted(found)


def _wanted(conn: sqlite3.Connection, record: Checked, newspaper: str, year: int | None, own: bool) -> bool:
    """Whether it is an answer of the newspaper, of that year; addresses of files are nobody's business."""
    if record.type not in _ANSWERS or not record.url.lower().startswith(("http://", "https://")):
        return False
    if year is not None and record.date[:4] != str(year):
        return False
    row = conn.execute("select newspaper from pages where url = ?", [record.url]).fetchone()
    return row[0] == newspaper if row else own


def _withheld(conn: sqlite3.Connection, newspaper: str) -> Callable[[Checked], bool] | None:
    """Tells of a record whether it is of a withheld article, or shows its title, its address or a paragraph of it. None
    where no article of the newspaper is withheld."""
    ids = [
        article_id
        for (article_id,) in conn.execute(
            "select w.article_id from withheld w join articles a on a.id = w.article_id where a.newspaper = ?",
            [newspaper],
        )
    ]
    if not ids:
        return None
    marks = ", ".join("?" * len(ids))
    urls = {
        url
        for (url,) in conn.execute(
            f"select url from articles where id in ({marks}) union select url from pages where article_id in ({marks})",
            ids * 2,
        )
    }
    told = {
        path for url in urls if len(path := f"{urlsplit(url).path}{'?' * bool(urlsplit(url).query)}{urlsplit(url).query}") >= _TELLING
    }  # fmt: skip
    for texts in conn.execute(f"select title, lead, body from revisions where article_id in ({marks})", ids):
        paragraphs = [text for whole in texts[1:] for text in (whole or "").split("\n\n") if len(text) >= _SHOWN]
        told |= {" ".join(text.split())[:_SHOWN] for text in paragraphs}
        if len(texts[0]) >= _TELLING:
            told.add(texts[0])
    letters = {_letters(one) for one in told}

    def is_withheld(record: Checked) -> bool:
        """Whether a record shows what is withheld, however it is written, in the text or in an attribute."""
        if record.url in urls:
            return True
        text = _text(record.member)
        shown = _letters(text), _letters(_TAG.sub("", text))
        return any(one in text for text in shown for one in letters)

    return is_withheld


def shows(folder: Path, part: Part, title: str, texts: Iterable[str]) -> bool:
    """Whether the page of a capture (below `folder`) shows a quarter of an article's paragraphs, which may stand on several
    pages, or its title where it has none: not a wall, nor a notice in the article's place. False where its record
    cannot be read.
    """
    try:
        with (folder / part.warc).open("rb") as file:
            file.seek(part.record.offset)
            shown = _letters(_TAG.sub("", _text(file.read(part.record.length))))
    except (OSError, zlib.error):
        return False
    paragraphs = [_letters(line[:_SHOWN]) for text in texts for line in text.split("\n\n") if len(line) >= _TELLING]
    met = sum(line in shown for line in paragraphs)
    return 4 * met >= len(paragraphs) if paragraphs else _letters(title) in shown


_TAG = re.compile(r"<[^<>]*>")
_ESCAPED = re.compile(r"\\u([0-9a-f]{4})", re.I)  # "\u0111", as in JSON
_CHARSET = re.compile(rb"charset=[\"']?([\w-]+)", re.I)
_NO_LETTERS = re.compile(r"[\W_]+")


def _text(member: bytes) -> str:
    """What a packed record holds, as text: UTF-8, or what its body is in."""
    data = zlib.decompress(member, zlib.MAX_WBITS | 16)
    head, _, body = data.partition(b"\r\n\r\n")
    if b"\r\nWARC-Type: response" in head:
        more, _, body = body.partition(b"\r\n\r\n")
        head += more
    body, declared = wide(body), _CHARSET.search(head)
    try:
        text = body.decode()
    except UnicodeDecodeError:
        text = f"{legacy.decode(body, declared[1].decode() if declared else None)[0]} {body.decode('utf-8', 'replace')}"
    text = f"{head.decode('utf-8', 'replace')} {text}"
    return html.unescape(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), text))


def _letters(text: str) -> str:
    """The letters and digits of a text, without marks."""
    return _NO_LETTERS.sub("", fold(unicodedata.normalize("NFC", text)))

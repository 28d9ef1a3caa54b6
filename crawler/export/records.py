"""Which captures of a newspaper go into an export: those of its pages, but nothing that shows what is withheld."""

from __future__ import annotations

import html
import re
import sqlite3
import unicodedata
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from crawler.captures import DamagedError
from crawler.captures.verifying import Checked, verify

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
    shows = _withheld(conn, newspaper)
    for warc in _files(conn, folder, newspaper, own):
        waiting: Checked | None = None
        try:
            for record in verify(folder / warc, keep=bool(shows)):
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
                if _wanted(conn, record, newspaper, year, bool(own.fullmatch(warc))) and not (shows and shows(record)):
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
    for path in folder.rglob(f"{newspaper}-*.warc.gz*"):
        warc = path.relative_to(folder).as_posix().removesuffix(".open")
        if own.fullmatch(warc):
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
        told |= {_plain(text)[:_SHOWN] for text in paragraphs}
        if len(texts[0]) >= _TELLING:
            told.add(_plain(texts[0]))

    def shows(record: Checked) -> bool:
        """Whether a record shows what is withheld."""
        if record.url in urls:
            return True
        data = zlib.decompress(record.member, zlib.MAX_WBITS | 16)
        text = _plain(html.unescape(data.decode("utf-8", "replace")))
        return any(one in text for one in told)

    return shows


def _plain(text: str) -> str:
    """A text in NFC with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())

"""A domain that changed hands, step by step: how much of a page its newspaper's pages must have before it counts as theirs."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pipelines
from archive.database import connect
from archive.newspapers import put_newspaper
from pipelines.addresses.slug import fold
from pipelines.foreign_pages import foreign_pages
from pipelines.page import Page, Visit
from pipelines.profiles.learning import Profiles
from pipelines.store import store
from tests.pipelines.variants import SYLLABLES

Rows = Iterator[tuple[str, str, str]]
HOME = "https://ben-do.example"
BEGIN = datetime(2021, 5, 3, 8, tzinfo=UTC)
FRAME = 24  # lines around the article, of which a page has more or fewer
ENGLISH = "The boats of the three villages came home in the night and all of the people were there to see them."
SAID = {"nothing": "", "for sale": "Buy this domain now for a good price from its owner.", "english": ENGLISH * 3}


def words(size: int, seed: int) -> str:
    """Running text of so many characters; of two seeds no run is the same."""
    return " ".join(random.Random(seed).choices(SYLLABLES, k=size)).capitalize()[: size - 1].rstrip().ljust(size, "a")


def address(number: int) -> str:
    return f"{HOME}/{'-'.join(fold(title(number)).split())}-{7000 + number}.html"


def title(number: int) -> str:
    return f"{words(34, 3 * number)} về bến"


def page(number: int, kept: int = FRAME, *, named: str = "", said: str = "", text: list[str] | None = None) -> str:
    """A page of the newspaper, or one that has only so many lines of its frame: as many others stand in their places."""
    lines = [f"<li>{words(40, 11 * n) if n < kept else words(41, 13 * n + 5 + number)}</li>" for n in range(FRAME)]
    body = text or [f"{words(170 + n, 5 * number + n)}." for n in range(3)]
    own = named or title(number)
    return (
        f"<html><head><title>{own}</title></head><body><ul>{''.join(lines)}</ul><div class=noidung><h1>{own}</h1>"
        f"{''.join(f'<p>{one}</p>' for one in ([said] if said else []) + body)}</div></body></html>"
    )


def visit(conn: sqlite3.Connection, profiles: Profiles, url: str, body: str, days: float, digest: str = "") -> Page:
    one = Page(url, body.encode(), BEGIN + timedelta(days=days), "text/html", newspaper="ben-do", newspaper_title="Báo Bến Đò",
               visit=Visit(digest=digest or None))  # fmt: skip
    profiles.give(one)
    return pipelines.read(one)


def foreign(folder: Path) -> Rows:
    """For newspapers of which so many pages are known: what is made of pages that have so many lines of theirs."""
    for known in (1, 2, 13):
        conn = connect(folder / f"{known}.db")
        conn.execute("pragma synchronous = off")
        put_newspaper(conn, "ben-do", title="Báo Bến Đò", home=HOME)
        profiles = Profiles(conn)
        for n in range(known):
            conn.execute("begin")
            store(conn, visit(conn, profiles, address(n), page(n), n, f"d{n}"), [1.0], 5, profiles, set())
            conn.execute("commit")
        for at, named, (what, said) in (
            (at, named, one)
            for at in ("known", "new", "numbered")
            for named in ("fits", "other")
            for one in SAID.items()
        ):
            url = {"known": address(0), "new": address(50), "numbered": f"{HOME}/tin/?id=77"}[at]
            number = 0 if at == "known" else 50
            before = ""
            for kept in (0, 1, 2, 3, 4, 5, 7, FRAME):
                body = page(number, kept, named="" if named == "fits" else "Chợ nổi họp lại sau hai năm", said=said,
                            text=[ENGLISH] * 4 if what == "english" else [f"{words(180, 31 + n)}." for n in range(3)])  # fmt: skip
                told = str(foreign_pages.why_foreign(conn, visit(conn, profiles, url, body, 90)))
                if told != before:
                    yield f"{known} known, {at}, {named}, {what}", f"{kept} lines", told
                before = told
        if known > 3:
            yield from _elsewhere(conn, profiles)
        conn.close()


def _elsewhere(conn: sqlite3.Connection, profiles: Profiles) -> Rows:
    """The text of another address of the newspaper's, more and less of it, and the bytes of one."""
    for size in (150, 199, 200, 201, 260):
        text = [words(size, 3)]
        conn.execute("begin")
        store(
            conn,
            visit(conn, profiles, f"{HOME}/ngan-{size}.html", page(60, text=text, named="Tin ngắn"), 80),
            [1.0],
            5,
            profiles,
            set(),
        )
        conn.execute("commit")
        one = visit(conn, profiles, address(1), page(60, text=text, named="Tin ngắn"), 91)
        yield f"a text of {size}", "elsewhere", str(foreign_pages.why_foreign(conn, one))
    for shared in range(7):
        text = [f"{words(170 + n, 5 * 2 + n)}." for n in range(min(shared, 3))] + [
            f"{words(150, 40 + n)}." for n in range(6 - shared)
        ]
        one = visit(conn, profiles, address(1), page(1, text=text, named="Khác hẳn bài trước"), 91)
        yield (
            f"{min(shared, 3)} paragraphs of another and {6 - shared}",
            "elsewhere",
            str(foreign_pages.why_foreign(conn, one)),
        )
    for digest in ("d1", "d2", "x"):
        one = visit(conn, profiles, address(1), page(70, 0, named="Khác hẳn bài trước"), 91, digest)
        yield f"bytes {digest}", "elsewhere", str(foreign_pages.why_foreign(conn, one))
    for many in range(4):
        yield (
            f"{many} sold",
            "since",
            str(foreign_pages._sold_since(conn, visit(conn, profiles, address(50), page(50), 95))),
        )
        conn.execute(
            "update pages set reason = 'foreign', fetched_at = '2021-07-0' || ? where url = ?",
            [many + 1, address(many)],
        )
        body = page(50, 1, text=[f"{words(180, 31 + n)}." for n in range(3)])
        yield (
            f"{many + 1} sold",
            "foreign",
            str(foreign_pages.why_foreign(conn, visit(conn, profiles, address(50), body, 95))),
        )

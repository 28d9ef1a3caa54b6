"""What a newspaper is called, where it is of, and whether texts say so."""

from __future__ import annotations

import re
import sqlite3

from archive.article import Article
from archive.hosts import host, without_www
from pipelines.language.title_keys import key
from pipelines.page import Page
from pipelines.structured_data.page_head import CUT

# What every newspaper's name has: "Báo", "Báo điện tử", "Báo và Đài Phát thanh - Truyền hình"
_WORDS = "bao|dien tu|online|tap chi|dai|phat thanh|truyen hinh|ptth|pt th|va|tinh|trang|tin tuc"
_ANY_NAME = re.compile(rf"\b(?:{_WORDS})\b")
_COUNTRY = re.compile(r"\bviet ?nam|越南|вьетнам|ベトナム|베트남|เวียดนาม")
# What a head has among the site's names and is none: "@nhagon", "© 2024 Nhà Gọn"
_NO_NAME = re.compile(r"^@|©|\bcopyright\b|bản quyền", re.I)


def is_listed(conn: sqlite3.Connection, newspaper: str) -> bool:
    """Whether a newspaper is one of a province, as those of the list are and no site that was met in files."""
    return provinces_of(conn, newspaper) is not None


def is_of_the_country(conn: sqlite3.Connection, article: Article) -> bool:
    """Whether an article names Viet Nam or a province of it."""
    text = key(f"{article.title} {article.lead or ''} {article.body}")
    return _COUNTRY.search(text) is not None or any(is_in(key(name), text) for (name,) in conn.execute(_LONG_NAMES))


_LONG_NAMES = "select name from provinces where name like '% %'"  # "Huế" is a word of English without its marks


def provinces_of(conn: sqlite3.Connection, newspaper: str) -> list[str] | None:
    """The names of a newspaper's province and of those that are one with it since 2025; None where none is known."""
    names = [
        name
        for (name,) in conn.execute(
            "select name from provinces where today = (select today from provinces where id ="
            " (select province from newspapers where id = ?))",
            [newspaper],
        )
    ]
    return names or None


def of_province(conn: sqlite3.Connection, page: Page, article: Article) -> bool | None:
    """Whether an article names its newspaper's province; None where that is not known."""
    names = provinces_of(conn, page.newspaper)
    if names is None:
        return None
    text = key(f"{article.title} {article.lead or ''} {article.body}")
    return any(is_in(key(name), text) for name in names)


def own_names(conn: sqlite3.Connection, page: Page) -> list[str]:
    """What the newspaper may be called, as keys: by its title, the one it went into, the provinces that are one with its
    own since 2025, and their newspapers."""
    found = conn.execute(
        "with own as (select id, title, province, successor from newspapers where id = ?),"
        " joined as (select id, name from provinces where today ="
        " (select p.today from own join provinces p on p.id = own.province))"
        " select title from newspapers where title <> id and (id in (select id from own union all select successor from own)"
        " or province in (select id from joined)) union all select name from joined",
        [page.newspaper],
    ).fetchall()
    return [name for (one,) in found if (name := _telling_name(one))]


def _telling_name(title: str) -> str:
    """What tells a newspaper's name from others' (without "báo", "online" and the like), as a key."""
    return " ".join(_ANY_NAME.sub(" ", key(title)).split())


def site_names(page: Page, article: Article) -> list[str]:
    """The names that a page gives its site, in its head or at the end of its title; not the domain's, nor a word for any
    newspaper."""
    assert page.head
    names = [name for name in page.head.site if not _NO_NAME.search(name)]
    pieces = CUT.split(page.head.page_title)
    if len(pieces) > 1 and key(pieces[-1]) not in key(article.title):
        names.append(pieces[-1])
    return [name for name in names if _telling_name(name) and without_www(name.lower()) != host(page.url)]


def is_in(name: str, text: str) -> bool:
    """Whether a name stands in a text as words of its own."""
    return re.search(rf"\b{re.escape(name)}\b", text) is not None


def signs_as(name: str, frame: str) -> bool:
    """Whether a newspaper of this name signs a page, "Báo điện tử Bờ Kênh"; its province's name alone stands in many a
    menu.
    """
    name = re.escape(name)
    return (
        re.search(rf"\b(?:bao|dai|tap chi)(?: (?:{_WORDS}))* {name}\b|\b{name} (?:online|dien tu)\b", frame) is not None
    )

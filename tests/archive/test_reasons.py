"""Reasons: each code reads in English, survives the archive, and the sentences of older archives become codes."""

from __future__ import annotations

import pickle
import sqlite3
from pathlib import Path
from string import Formatter

import pytest
from sqlite_utils import Database

from archive.reasons import ENGLISH, Code, Reason, other, stored
from archive.schema.reasons import reasons

VALUES = {"links": 31, "words": 20, "status": 404, "mb": 20, "url": "https://bao.example/tin/1.html", "kind": "sitemap",
          "text": "off-site: https://ngoai.example/", "signs": "another language", "mime": "image/png", "why": "captcha",
          "seconds": "30", "title": "Có lỗi xảy ra"}  # fmt: skip


def made(code: Code) -> Reason:
    names = [name for _, name, _, _ in Formatter().parse(ENGLISH[code]) if name]
    return Reason(code, **{name: VALUES[name] for name in names})


@pytest.mark.parametrize("code", Code)
def test_a_reason_comes_back_from_the_archive_and_from_another_process(code: Code) -> None:
    reason = made(code)
    for again in (stored(reason.code, reason.detail), pickle.loads(pickle.dumps(reason))):
        assert again == reason and again is not None
        assert (again.code, again.values) == (reason.code, reason.values)


def test_no_reason_is_none() -> None:
    assert stored(None, None) is None


def test_the_sentences_of_an_older_archive_become_codes(tmp_path: Path) -> None:
    """All that were ever written, read back from a file in which they stand as text alone."""
    conn = sqlite3.connect(tmp_path / "old.db")
    conn.execute("create table pages (id integer primary key, error text)")
    conn.execute("create table crawls (id integer primary key, reason text)")
    told = [made(code) for code in Code if code not in (Code.OTHER, Code.STORAGE, Code.USAGE, Code.LEFT_ALONE)]
    told = [
        reason
        for reason in told
        if reason.code
        not in (Code.PRIVATE_ADDRESS, Code.DOUBTFUL, Code.UNLIKE, Code.COOKIE_WALL, Code.DISPLACED, Code.GONE_UNSAID)
    ]  # all but the first came after
    told = [one for one in told if one.code is not Code.ROBOTS_UNREACHABLE]
    robots, why = "https://bao.example/robots.txt", "the certificate is of another name"
    told += [Reason(Code.ROBOTS_UNREACHABLE, url=robots, why=why, cause="certificate_name")]
    told += [Reason(Code.PRIVATE_ADDRESS, text="10.0.0.1 is not a public address: http://nha.example/"), other("busy")]
    conn.executemany("insert into pages(error) values (?)", [(str(reason),) for reason in told])
    conn.execute("insert into pages(error) values (null)")
    ends = [
        ("finished", "finished"),
        ("https://a.example/: captcha", "captcha"),
        (
            "https://a.example/: the certificate is of another name; Báo A went into b: scrapy crawl b",
            "certificate_name",
        ),
        ("database or disk is full", "other"),
        ("https://a.example/: https://a.example/robots.txt: 500", "robots_unreachable"),
    ]
    conn.executemany("insert into crawls(reason) values (?)", [(line,) for line, _ in ends])
    reasons(Database(conn))
    found = [stored(*row) for row in conn.execute("select reason, detail from pages order by id")]
    assert found == [*told, None]
    assert [one.code for one in found if one] == [one.code for one in told]
    assert [row[0] for row in conn.execute("select ending from crawls order by id")] == [code for _, code in ends]

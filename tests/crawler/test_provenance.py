"""Captures say where they come from, a broken record spoils no other, and old ones turn no clock back.
`make fuzz FUZZ=length` is the long run."""

from __future__ import annotations

import gzip
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.captures import DamagedError, records

from ..fuzzing import rounds
from .conftest import article, listing

Said = list[tuple[str, dict[str, str], str, bytes]]  # kind, WARC headers, HTTP status line, body


def said(folder: Path) -> Said:
    """Every record of every file, as warcio reads it, once warcio's own check of all digests has passed."""
    files = sorted(folder.rglob("*.warc.gz"))
    checked = subprocess.run([sys.executable, "-m", "warcio.cli", "check", *files], capture_output=True, text=True)
    assert checked.returncode == 0 and not checked.stdout.strip(), checked.stdout
    found = []
    for path in files:
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                http = record.http_headers
                line = f"{http.protocol} {http.statusline}" if http else ""
                found.append((record.rec_type, dict(record.rec_headers.headers), line, record.content_stream().read()))
    return found


def test_a_crawl_writes_down_who_asked_what_and_what_came_again(site, crawl, scrapy, rows, tmp_path: Path) -> None:
    tagged = {"ETag": '"mot"'}
    site.pages = {
        "/": listing("/bai-so-1001", "/bai-so-1002", "/bai-so-1003", "/bai-so-1004"),
        "/bai-so-1001": article("Bài một"),
        "/bai-so-1002": (200, tagged, article("Bài hai")),
        "/bai-so-1003": (301, {"Location": "/bai-so-1001"}, ""),
    }
    who = {"OPERATOR": "Thư viện\r\ntỉnh", "CONTACT": "thu@example.org"}
    crawl("revisit=all", **who)
    first = said(tmp_path / "captures")
    [info] = [body.decode() for kind, _, _, body in first if kind == "warcinfo"]
    lines = dict(line.split(": ", 1) for line in info.splitlines() if line)
    assert lines["operator"] == "Thư viện tỉnh, thu@example.org" and lines["robots"] == "obey"
    assert lines["software"].startswith("baotinh/") and lines["format"] == "WARC File Format 1.1"
    assert "contact: thu@example.org" in lines["http-header-user-agent"]
    responses = {headers["WARC-Target-URI"]: (headers, line) for kind, headers, line, _ in first if kind == "response"}
    requests = {headers["WARC-Concurrent-To"]: (headers, line) for kind, headers, line, _ in first if kind == "request"}
    assert {line for _, line in responses.values()} == {
        "HTTP/1.1 200 OK", "HTTP/1.1 301 Moved Permanently", "HTTP/1.1 404 Not Found",
    }  # fmt: skip
    assert len(requests) == len(responses) == 8  # the front page, what it and the articles name, two guessed sitemaps
    for headers, _ in responses.values():
        asked, line = requests[headers["WARC-Record-ID"]]
        assert line.startswith("GET /") and asked["WARC-Date"] == headers["WARC-Date"]
        assert headers["WARC-IP-Address"] == asked["WARC-IP-Address"] == "127.0.0.1"

    site.pages["/bai-so-1002"] = lambda: (304, tagged, "")
    known = rows("select count(*) from captures")
    crawl("revisit=all", **who)
    again = [entry for entry in said(tmp_path / "captures") if entry not in first]
    revisits = {
        headers["WARC-Target-URI"].rpartition("/")[2]: (headers, line)
        for kind, headers, line, _ in again
        if kind == "revisit"
    }
    assert set(revisits) == {"", "bai-so-1001", "bai-so-1002"}
    for name, profile, status in (
        ("bai-so-1001", "identical-payload-digest", "200 OK"), ("bai-so-1002", "server-not-modified", "304 Not Modified"),
    ):  # fmt: skip
        headers, line = revisits[name]
        original, _ = responses[headers["WARC-Target-URI"]]
        assert headers["WARC-Payload-Digest"] == original["WARC-Payload-Digest"]
        assert headers["WARC-Refers-To-Date"][:19] == original["WARC-Date"][:19]
        assert headers["WARC-Refers-To-Target-URI"] == original["WARC-Target-URI"]
        assert headers["WARC-Profile"].endswith(profile) and line == f"HTTP/1.1 {status}"
    assert rows("select count(*) from captures") == known
    before = len(again)
    crawl("revisit=all", REVISIT_RECORDS=0)
    assert len([entry for entry in said(tmp_path / "captures") if entry[0] == "revisit"]) == len(revisits) and before

    done = scrapy("reprocess")
    assert done.returncode == 0 and "0 new, 0 changed" in done.stdout and "0 unreadable" in done.stdout
    done = scrapy("crawl", "files", "-a", f"path={tmp_path / 'captures'}", ARCHIVE=tmp_path / "khac.db", CAPTURES="")
    assert done.returncode == 0 and "2 new" in done.stderr and "0 errors" in done.stderr, done.stderr


def record(number: int, length: int | str | None = None, kind: str = "response", size: int = 3000) -> bytes:
    """A record of a foreign tool; `length` is what it says of itself instead of the truth."""
    body = f"<h1>Bài {number}</h1>\r\n\r\n{'Lúa đã chín. ' * (size // 14)}"
    block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{body}".encode()
    stated = len(block) if length is None else length
    return (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: 2020-08-28T08:00:00Z\r\nWARC-Target-URI: http://a.example/{number}\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>\r\nContent-Type: application/http\r\n"
        f"Content-Length: {stated}\r\n\r\n"
    ).encode() + block + b"\r\n\r\n"  # fmt: skip


PACKED: dict[str, Callable[[list[bytes]], bytes]] = {
    "plain": b"".join,
    "a member each": lambda parts: b"".join(map(gzip.compress, parts)),
    "one stream": lambda parts: gzip.compress(b"".join(parts)),
    "members anywhere": lambda parts: b"".join(
        gzip.compress(whole[at : at + 1777]) for whole in [b"".join(parts)] for at in range(0, len(whole), 1777)
    ),
}


@pytest.mark.fuzz
@pytest.mark.parametrize("packed", PACKED)
def test_a_record_of_wrong_length_loses_itself_alone(tmp_path: Path, packed: str) -> None:
    for trial, rng in enumerate(rounds(25)):
        wrong = {*rng.sample(range(12), rng.choice([1, 1, 2, 3]))}
        parts = []
        for number in range(12):
            size = rng.choice([100, 3000, 90_000])
            true = len(record(number, size=size).partition(b"\r\n\r\n")[2]) - 4
            length = None
            if number in wrong:
                length = rng.choice([0, 1, true // 2, true - 9, true + 9, true + 700, 10**6, 10**12, "abc", "-5", ""])
            kind = rng.choice(["response", "request", "metadata"]) if trial % 5 == 0 else "response"
            parts.append(record(number, length, kind, size))
        responses = {number for number in range(12) if b"WARC-Type: response" in parts[number]}
        file = tmp_path / "sai.warc"
        file.write_bytes(PACKED[packed](parts))
        found = set()
        with pytest.raises(DamagedError) as told:
            for one in records(file):
                number = int(one.url.rpartition("/")[2])
                assert one.body.startswith(f"<h1>Bài {number}</h1>".encode())
                found.add(number)
        assert found == responses - wrong, (trial, wrong)
        assert "wrong length" in str(told.value) or "ends in the middle" in str(told.value)


def test_a_wrong_length_is_said_and_the_rest_is_stored(tmp_path: Path, scrapy, rows) -> None:
    parts = []
    for number in (1, 2, 3):
        block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{article(f'Chuyện số {number}')}".encode()
        head = record(number, len(block) + (500 if number == 2 else 0)).partition(b"\r\n\r\n")[0]
        parts.append(head + b"\r\n\r\n" + block + b"\r\n\r\n")
    (tmp_path / "sai.warc.gz").write_bytes(PACKED["a member each"](parts))
    done = scrapy("crawl", "files", "-a", f"path={tmp_path / 'sai.warc.gz'}")
    assert done.returncode == 0 and "Traceback" not in done.stderr
    assert rows("select title from articles order by 1") == [("Chuyện số 1",), ("Chuyện số 3",)]
    assert [line for line in done.stderr.splitlines() if "left out a record of wrong length" in line]


def test_older_captures_set_nothing_back(tmp_path: Path, site, crawl, scrapy, rows) -> None:
    site.pages = {"/": listing("/bai-so-1001"), "/bai-so-1001": article("Cầu mới")}
    crawl()
    (old,) = (tmp_path / "captures").rglob("*.warc.gz")
    old = old.rename(tmp_path / "cu.warc.gz")
    site.pages["/bai-so-1001"] = article(
        "Cầu mới", "Đính chính: cầu dài 120 mét chứ không phải 210 mét như tin hôm trước."
    )
    crawl("revisit=all")
    known = "select url, state, status, fetched_at, due_at, digest, etag, article_id from pages order by url"
    before, shown = rows(known), rows("select title, body, last_seen_at from articles")
    assert rows("select count(*) from revisions") == [(2,)]
    done = scrapy("crawl", "files", "-a", f"path={old}", "-a", "newspaper=thu")
    assert done.returncode == 0, done.stderr
    assert rows(known) == before and rows("select title, body, last_seen_at from articles") == shown


def test_captures_that_cannot_be_read_are_named_and_no_success(tmp_path: Path, site, crawl, scrapy, rows) -> None:
    site.pages = {
        "/": listing("/bai-so-1001", "/bai-so-1002"),
        "/bai-so-1001": article("Một"),
        "/bai-so-1002": article("Hai"),
    }
    crawl()
    before = rows("select * from articles")
    with closing(sqlite3.connect(tmp_path / "archive.db")) as conn, conn:
        conn.execute("update captures set offset = offset + 7 where url like '%1002'")
    done = scrapy("reprocess")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    [line] = [line for line in done.stderr.splitlines() if "/bai-so-1002" in line]
    assert ".warc.gz: no whole record at byte" in line and "1 unreadable" in done.stdout
    (captured,) = (tmp_path / "captures").rglob("*.warc.gz")
    captured.unlink()
    done = scrapy("reprocess")
    assert done.returncode == 1 and "3 unreadable" in done.stdout and "No such file" in done.stderr
    assert rows("select * from articles") == before


def test_an_archive_reached_by_a_link_has_one_folder_of_captures(tmp_path: Path, site, crawl, scrapy) -> None:
    real, link = tmp_path / "kho", tmp_path / "ban"
    real.mkdir()
    link.mkdir()
    (link / "archive.db").symlink_to(real / "archive.db")
    site.pages = {"/": listing("/bai-so-1001"), "/bai-so-1001": article("Một")}
    for number, path in enumerate((link, real, link)):
        site.pages["/bai-so-1001"] = article(
            f"Một và {number}", f"Đoạn thứ {number} của bài báo này được viết lại cho dài thêm."
        )
        crawl("revisit=all", ARCHIVE=path / "archive.db")
    assert [path.name for path in link.iterdir()] == ["archive.db"]
    for path in (real, link):
        done = scrapy("reprocess", ARCHIVE=path / "archive.db")
        assert done.returncode == 0 and "4 captures" in done.stdout and "0 unreadable" in done.stdout, done.stdout

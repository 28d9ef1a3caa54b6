"""Web archives that other tools wrote, in the forms in which they write them."""

from __future__ import annotations

import codecs
import gzip
import io
import re
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import brotli
import pytest

from crawler.captures import BODY_SIZE, DamagedError, Segments, records
from crawler.captures.zstandard import zstd
from crawler.saved_pages import saved_pages

from .conftest import article

HTML = "<!doctype html><h1>Hồ chứa nước Tân Lập tích đủ nước cho vụ hè thu</h1>".encode()
SITE = "https://baothu.example/"


def http(body: bytes, first: bytes = b"HTTP/1.1 200 OK", *headers: bytes) -> bytes:
    return b"\r\n".join([first, b"Content-Type: text/html; charset=utf-8", *headers, b"", body])


def record(
    path: str, block: bytes, kind: str = "response", *more: str, id: str = "", date: str = "2019-03-01T08:00:00Z"
) -> bytes:
    head = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:uuid:{id or path}>",
        f"WARC-Date: {date}",
        f"WARC-Target-URI: {path if ':' in path else SITE + path}",
        f"Content-Type: {'text/html' if kind == 'resource' else 'application/http'}",
        f"Content-Length: {len(block)}",
        *more,
    ]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def chunked(body: bytes) -> bytes:
    return b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)


def arc(*captures: tuple[str, str, bytes], version: int = 1) -> bytes:
    """An ARC file; each capture is an address, 14 digits and what was sent."""
    fields = "URL IP-address Archive-date Content-type Archive-length"
    if version == 2:
        fields = fields.replace("Archive-l", "Result-code Checksum Location Offset Filename Archive-l")
    about = f"{version} 0 InternetArchive\n{fields}\n".encode()
    more = " 200 - - 0 thu.arc" if version == 2 else ""
    out = f"filedesc://thu.arc 0.0.0.0 20081102030405 text/plain{more} {len(about)}\n".encode() + about + b"\n"
    for url, date, block in captures:
        out += f"{url} 10.0.0.1 {date} text/html{more} {len(block)}\n".encode() + block + b"\n"
    return out


SHAPES = {
    "http2": record("http2", http(HTML, b"HTTP/2 200")),
    "pseudo-header": record("pseudo-header", http(HTML, b":status: 200", b":x: y")),
    "pseudo-header below": record("pseudo-header-below", http(HTML, b"HTTP/2", b":status: 200")),
    "brotli": record("brotli", http(brotli.compress(HTML), b"HTTP/1.1 200 OK", b"Content-Encoding: br")),
    "chunks of brotli": record(
        "chunks-of-brotli",
        http(chunked(brotli.compress(HTML)), b"HTTP/1.1 200", b"content-encoding: BR", b"transfer-encoding: Chunked"),
    ),
    "chunks of gzip": record(
        "chunks-of-gzip",
        http(
            chunked(gzip.compress(HTML)), b"HTTP/1.0 200 OK", b"Content-Encoding: gzip", b"Transfer-Encoding: chunked"
        ),
    ),
    "unpacked already": record(
        "unpacked", http(HTML, b"HTTP/1.1 200 OK", b"Content-Encoding: br", b"Transfer-Encoding: chunked")
    ),
    "before the answer": record(
        "before", b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + http(HTML)
    ),
    "below the chunks": record(
        "below", http(chunked(HTML)[:-2] + b"Expires: 0\r\n\r\n", b"HTTP/1.1 200 OK", b"Transfer-Encoding: chunked")
    ),
    "right below its head": record("below-head", http(HTML).replace(b"\r\n\r\n", b"\r\n")),
    "a page alone": record("alone", HTML),
    "blank before the answer": record("blank", b"\r\n" + http(HTML)),
    "resource": record("resource", HTML, "resource"),
    "address in brackets": record(f"<{SITE}brackets>", http(HTML)),
    "asked before": record("asked", b"GET /asked HTTP/1.1\r\n\r\n", "request", id="q0")
    + record("asked", http(HTML), "response", "WARC-Concurrent-To: <urn:uuid:q0>"),
}
PASSED_OVER = {
    "posted": record("posted", b"POST /posted HTTP/1.1\r\n\r\na=1", "request", id="q1")
    + record("posted", http(HTML), "response", "WARC-Concurrent-To: <urn:uuid:q1>"),
    "posted, said after": record("posted-2", http(HTML), id="a2")
    + record("posted-2", b":method: POST\r\n\r\na=1", "request", "WARC-Concurrent-To: <urn:uuid:a2>", id="q2"),
    "head": record("head", http(b""), id="a3")
    + record("head", b"HEAD /head HTTP/1.1\r\n\r\n", "request", "WARC-Concurrent-To: <urn:uuid:a3>", id="q3"),
    "screenshot": record("urn:thumbnail:https://baothu.example/", b"\x89PNG", "resource"),
    "name server": record("dns:baothu.example", b"10.0.0.1", "response"),
}


@pytest.mark.parametrize("packed", [False, True])
def test_every_shape_of_an_answer_is_read(tmp_path: Path, packed: bool) -> None:
    for name, data in (SHAPES | PASSED_OVER).items():
        file = tmp_path / "mot.warc.gz"
        around = data + b"\0" * 512 + record("cuoi", http(b"<p>hai"))  # zeros fill up a block of the disk
        file.write_bytes(gzip.compress(around) if packed else around)
        *found, last = records(file)
        assert last.url == f"{SITE}cuoi", name
        assert [(one.status, one.body) for one in found] == ([(200, HTML)] if name in SHAPES else []), name
        assert all(one.url.startswith(SITE) and not one.header("Content-Encoding") for one in found), name


def test_what_others_say_of_an_answer_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "mot.warc"
    file.write_bytes(
        record("mat", http(b"", b"HTTP/1.1 404 Not Found"))
        + record("nhu-cu", http(b"", b"HTTP/1.1 304 Not Modified"), "revisit", f"WARC-Refers-To-Target-URI: <{SITE}cu>")
        + record("cut", http(HTML[:20]), "response", "WARC-Truncated: length", date="20081102030405")
    )
    gone, same, cut = records(file)
    assert (gone.status, gone.revisit, gone.truncated) == (404, None, False)
    assert same.status == 304 and same.revisit and same.revisit.url == f"{SITE}cu"
    assert cut.truncated and cut.body == HTML[:20] and f"{cut.fetched_at:%F %T}" == "2008-11-02 03:04:05"


def test_segments_are_put_together_and_what_tells_little_of_itself_is_read(tmp_path: Path) -> None:
    """A record in three segments, behind the mark of an editor; one without a date; a revisit without a head; a length of one too few."""
    block, origin = http(HTML), "WARC-Segment-Origin-ID: <urn:uuid:s1>"
    total = f"WARC-Segment-Total-Length: {len(block)}"
    last = record("cut", block[90:], "continuation", "WARC-Segment-Number: 3", origin, total)
    parts = [
        record("cut", block[:60], "response", "WARC-Segment-Number: 1", id="s1"),
        record("cut", block[60:90], "continuation", "WARC-Segment-Number: 2", origin),
    ]
    dated = http(HTML, b"HTTP/1.1 200 OK", b"Date: Sun, 02 Nov 2008 03:04:05 GMT")
    profile = "WARC-Profile: http://netpreserve.org/warc/1.0/revisit/server-not-modified"
    file = tmp_path / "mot.dat"
    dated = record("khong-ngay", dated, "Response", date="")  # in capitals
    more = dated + record("nhu-cu", b"", "revisit", profile)
    more += record("ngan", block).replace(b"150\r\n\r\nHTTP", b"149\r\n\r\nHTTP") + record("cuoi", block)
    file.write_bytes(codecs.BOM_UTF8 + b"".join(parts) + last + more)
    assert saved_pages.is_web_archive(file)
    piece, whole, undated, same, short, _ = records(file)
    assert piece.truncated and (whole.truncated, whole.body) == (False, HTML)
    assert f"{undated.fetched_at:%F %T}" == "2008-11-02 03:04:05"
    assert (same.status, same.revisit is not None) == (304, True)
    assert short.body == HTML[:-1], "its length is one too few"
    file.write_bytes(parts[0] + last)
    assert [one.truncated for one in records(file)] == [True], "a segment is missing"
    known, found = Segments(BODY_SIZE), []
    for segment in (last, parts[0], parts[1]):  # each in a file of its own, in any order
        file.write_bytes(record("khac", block) + segment)
        found += list(records(file, known))
    assert [(one.truncated, one.body == HTML) for one in found if one.url.endswith("cut")] == [
        (True, False),
        (False, True),
    ]


@pytest.mark.parametrize("packed", [False, True])
def test_a_record_that_does_not_say_how_long_it_is_reaches_to_the_next(tmp_path: Path, packed: bool) -> None:
    told = [record(str(number), http(HTML)) for number in range(3)]
    told[::2] = [re.sub(rb"Content-Length: \d+\r\n(?=\r\nHTTP)", b"", one) for one in told[::2]]
    file = tmp_path / "x.warc.gz"
    file.write_bytes(b"".join(gzip.compress(one) if packed else one for one in told))
    assert [one.body for one in records(file)] == [HTML] * 3


def broken(data: bytes) -> bytes:
    """What is packed, with two bytes changed in its middle."""
    at = len(data) // 2
    return data[:at] + bytes(byte ^ 255 for byte in data[at : at + 2]) + data[at + 2 :]


def test_what_follows_damage_is_read(tmp_path: Path) -> None:
    """Each file holds pages of which the second alone, if any, is damaged."""
    told = [record(str(number), http(HTML)) for number in range(4)]
    packed = [gzip.compress(one) for one in told]
    pages = [(f"{SITE}{number}", "20081102030405", http(HTML)) for number in range(4)]
    about = len(arc())
    old = [gzip.compress(arc(pages[0])), *(gzip.compress(arc(page)[about:]) for page in pages[1:])]
    words = [zstd.train_dict([one + b"%d" % n for n in range(40) for one in told], size) for size in (1500, 2500)]
    joined = b"".join(
        b"\x5d\x2a\x4d\x18"
        + len(one.dict_content).to_bytes(4, "little")
        + one.dict_content
        + zstd.compress(some, zstd_dict=one)
        for one, some in zip(words, (told[0] + told[1], told[2] + told[3]), strict=True)
    )
    folded = told[1].replace(b"Target-URI: ", b"Target-URI:\r\n ", 1)
    cases: dict[str, tuple[bytes, list[int], str]] = {
        # what is in the file; which pages are read; what is said
        "flip.warc.gz": (packed[0] + broken(packed[1]) + packed[2] + packed[3], [0, 2, 3], "broken compression"),
        "first.warc.gz": (broken(packed[0]) + packed[1], [1], "broken compression"),
        "cut.warc.gz": (packed[0] + packed[1][:-40] + packed[2] + packed[3], [0, 2, 3], "broken compression"),
        "between.warc.gz": (packed[0] + b"error 500" * 9 + packed[1], [0, 1], "broken compression"),
        "flip.arc.gz": (old[0] + broken(old[1]) + old[2] + old[3], [0, 2, 3], "broken compression"),
        "behind.arc.gz": (old[0] + old[1] + b"?" * 99, [0, 1], "broken compression"),
        "behind.warc": (told[0] + told[1] + b"no record\n", [0, 1], "left out a record of wrong length"),
        "zeros.warc.gz": (packed[0] + bytes(512) + packed[1] + bytes(99), [0, 1], ""),
        "folded.warc": (told[0] + folded, [0, 1], ""),
        "joined.warc.zst": (joined, [0, 1, 2, 3], ""),
        "notes.warc.zst.1": (b"\x50\x2a\x4d\x18\x02\0\0\0hi" + zstd.compress(told[0]), [0], ""),
        "old.arc.zst": (zstd.compress(arc(*pages)), [0, 1, 2, 3], ""),
        "wacz.zip": (wacz(**{"archive/a.warc.gz": packed[0], "b.arc.gz": old[2]}), [0, 2], ""),
    }
    for name, (data, numbers, message) in cases.items():
        (tmp_path / name).write_bytes(data)
        said: list[str] = []
        found = [(page.url, page.body) for page in saved_pages.pages(tmp_path / name, said.append)]
        assert (name, found) == (name, [(f"{SITE}{number}", HTML) for number in numbers])
        assert message in " ".join(said) and bool(said) == bool(message), (name, said)


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("name", ["cu.arc", "cu.arc.gz"])
def test_arc(tmp_path: Path, name: str, version: int) -> None:
    pages = [(f"{SITE}{number}", f"200811020304{number:02}", http(HTML)) for number in range(3)]
    whole = arc(*pages, (f"{SITE}tho", "20081102030405", HTML), version=version)
    whole = whole.replace(b"0402 text/html", b"0402 text/html, application/xhtml+xml", 1)  # of two heads
    file = tmp_path / name
    pack = gzip.compress if name.endswith("gz") else bytes
    file.write_bytes(pack(whole))
    found = list(records(file))
    assert [(one.url, one.status, one.body) for one in found] == [
        *((url, 200, HTML) for url, *_ in pages),
        (f"{SITE}tho", 200, HTML),
    ]
    assert [f"{one.fetched_at:%Y%m%d%H%M%S}" for one in found[:3]] == [date for _, date, _ in pages]
    about, _, odd = arc((f"{SITE}le", "20081102030405", b"\n" + http(HTML)), version=version).partition(b"\n\n")
    odd = odd.replace(b" text/html", b" ", 1)
    for data in (odd, about + b"\n\n" + odd):  # a piece of a file; a kind that is empty; a blank line before the answer
        file.write_bytes(pack(data))
        assert [(one.url, one.status, one.body) for one in records(file)] == [(f"{SITE}le", 200, HTML)]
    length = f" {len(pages[1][2])}\n".encode()
    at = whole.index(length, whole.index(f"{SITE}1 ".encode()))
    file.write_bytes(pack(whole[:at] + b" 30\n" + whole[at + len(length) :]))
    some = []
    with pytest.raises(DamagedError, match="left out a record of wrong length"):
        for one in records(file):
            some.append(one.url)
    assert some == [f"{SITE}0", f"{SITE}2", f"{SITE}tho"]
    file.write_bytes(pack(whole)[:-30])
    with pytest.raises(DamagedError, match="ends in the middle"):
        list(records(file))
    file.write_bytes(pack(HTML))
    with pytest.raises(DamagedError, match="not an ARC file"):
        list(records(file))


def wacz(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        for name, data in files.items():
            bundle.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("packed", [None, False, True])
def test_zstandard(tmp_path: Path, packed: bool | None) -> None:
    """A frame a record, with the dictionary before them (packed or not) or without one."""
    told = [record(str(n), http(HTML + b"<p>%d" % n)) for n in range(40)]
    words, before = None, b""
    if packed is not None:
        words = zstd.train_dict(told, 2000)
        held = zstd.compress(words.dict_content) if packed else words.dict_content
        before = b"\x5d\x2a\x4d\x18" + len(held).to_bytes(4, "little") + held

    def packs(records: list[bytes]) -> bytes:
        return before + b"".join(zstd.compress(one, zstd_dict=words) for one in records)

    file = tmp_path / "kho.warc.zst"
    file.write_bytes(packs(told))
    assert [one.body for one in records(file)] == [HTML + b"<p>%d" % n for n in range(40)]
    long = told[7].replace(b"Content-Length: 1", b"Content-Length: 9", 1)
    for damage in (packs(told)[:-9], packs([*told[:7], long, *told[8:]]), packs(told)[:-200] + b"x" * 200):
        file.write_bytes(damage)
        whole = []
        with pytest.raises(DamagedError, match=r"in the middle|left out a record|broken"):
            for one in records(file):
                whole.append(one.url)
        assert len(whole) >= 30, "what is whole is read"


def test_wacz(tmp_path: Path) -> None:
    file = tmp_path / "bo.wacz"
    one, two = gzip.compress(record("1", http(HTML))), gzip.compress(record("2", http(HTML)))
    inner = wacz(**{"archive/sau.warc": record("3", http(HTML))})
    file.write_bytes(wacz(**{"archive/a.warc.gz": one + two[:-20], "archive/b.warc.gz": two, "c.wacz": inner}))
    found = []
    with pytest.raises(DamagedError, match=r"bo\.wacz: archive/a\.warc\.gz: ends in the middle"):
        for each in records(file):
            found.append(each)
    assert [each.url.removeprefix(SITE) for each in found] == ["1", "2", "3"]
    plain = wacz(**{"archive/a.warc.gz": one})
    for damaged in (plain[:-40], b"PK", wacz(**{"datapackage.json": b"{}"})):
        file.write_bytes(damaged)
        with pytest.raises(DamagedError, match=r"not a WACZ file|no WARC file in it"):
            list(records(file))


def test_a_folder_of_web_archives(tmp_path: Path, scrapy, rows) -> None:
    """One run over every kind; run again, nothing is written twice."""
    folder = tmp_path / "kho"
    folder.mkdir()
    told = {number: http(article(f"Chuyện số {number}").encode()) for number in range(1, 6)}
    whole, cut = article("Chuyện số 6").encode(), article("Chuyện số 7").encode()
    picture = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG"
    (folder / "a.warc").write_bytes(
        record("1.html", told[1])
        + record("6.html", http(whole[: len(whole) * 2 // 3]), "response", "WARC-Truncated: time", date="2020-01-01T00:00:00Z")
        + record("7.html", http(cut[: len(cut) * 2 // 3]), "response", "WARC-Truncated: length")
        + record("anh.png", picture)
    )  # fmt: skip
    (folder / "b.arc.gz").write_bytes(gzip.compress(arc((f"{SITE}2.html", "20081102030405", told[2]))))
    (folder / "c.wacz").write_bytes(wacz(**{"archive/c.warc": record("3.html", told[3]), "datapackage.json": b"{}"}))
    (folder / "d.warc.gz.open").write_bytes(gzip.compress(record("6.html", http(whole))))
    (folder / "d.cdx").write_text(" CDX N b a m s k r M S V g\n", encoding="ascii")
    (folder / "e.warc.zst").write_bytes(zstd.compress(record("8.html", told[4])))
    for _ in range(2):
        done = scrapy("crawl", "files", "-a", f"path={folder}", "-a", "newspaper=thu")
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr and "left out" not in done.stderr and "anh.png" not in done.stderr
        assert {title for (title,) in rows("select title from articles")} == {
            f"Chuyện số {n}" for n in (1, 2, 3, 4, 6, 7)
        }
        assert rows("select max(number) from revisions") == [(1,)], "a piece is no edit of what is whole"
        assert rows("select count(*), count(distinct url) from captures") == [(6, 6)]
        assert {source for (source,) in rows("select source from captures")} == {
            f"file:{name}" for name in ("a.warc", "b.arc.gz", "c.wacz", "d.warc.gz.open", "e.warc.zst")
        }
    assert rows("select first_seen_at from articles where title = 'Chuyện số 2'") == [("2008-11-02T03:04:05Z",)]


FEEDS = {
    "rss.aspx": b'<?xml version="1.0"?>\n<!-- 7 --><rss version="2.0"><channel><title>Tin</title><item><title>%s</title></item></channel></rss>',
    "atom.xml": b'\xef\xbb\xbf<feed xmlns="http://www.w3.org/2005/Atom"><title>Tin</title><entry><title>%s</title></entry></feed>',
    "ban-do.xml": b'<?xml version="1.0"?><urlset xmlns="x"><url><loc>https://baothu.example/1.html</loc><t>%s</t></url></urlset>',
}


def test_two_pages_of_one_moment_are_two_captures_and_lists_no_articles(tmp_path: Path, scrapy, rows) -> None:
    """Read once more, and once more, neither is an edit of the other again."""
    file = tmp_path / "kho.warc"
    one, two = (http(article("Chuyện số 1", *["Một đoạn văn đủ dài để là bài báo."] * n).encode()) for n in (3, 4))
    lists = [record(path, http(body % (b"Chuy\xe1\xbb\x87n. " * 200))) for path, body in FEEDS.items()]
    file.write_bytes(b"".join([record("1.html", one), record("1.html", two, id="2"), record("1.html", one), *lists]))
    for _ in range(2):
        assert scrapy("crawl", "files", "-a", f"path={file}", "-a", "newspaper=thu").returncode == 0
        assert rows("select number, capture_id from revisions") == [(1, 1), (2, 2)]
        assert rows("select count(*) from articles") == [(1,)]
    assert rows("select reason from pages where state != 'article'") == [("read_for_links",)] * len(FEEDS)
    assert ": 0 faults" in scrapy("check").stdout


def test_what_was_seen_without_a_text(tmp_path: Path, scrapy, rows) -> None:
    """Revisits and 404s, in whatever order their files come: last seen, takedowns, an edit taken back."""
    folder = tmp_path / "kho"
    folder.mkdir()
    body = {n: article(f"Chuyện số {n}", published="2015-05-05T08:00:00+07:00").encode() for n in range(1, 7)}
    edited = article(
        "Chuyện số 2", "Đính chính: cầu dài 120 mét chứ không phải 210 mét.", published="2015-05-05T08:00:00+07:00"
    )
    gone, digest = http(b"mat", b"HTTP/1.1 404 Not Found"), "WARC-Payload-Digest: sha1:{}"

    def again(n: int, date: str, *more: str, status: bytes = b"HTTP/1.1 200 OK") -> bytes:
        return record(f"{n}.html", http(b"", status), "revisit", *more, date=date)

    def refers(n: int, date: str) -> tuple[str, str]:
        return f"WARC-Refers-To-Target-URI: {SITE}{n}.html", f"WARC-Refers-To-Date: {date}"

    (folder / "a-2019.warc").write_bytes(
        record("1.html", gone, date="2019-02-01T00:00:00Z")  # before, in the file's name, the page that it is of
        + record("1.html", gone, date="2020-02-01T00:00:00Z")
        + record("3.html", gone, date="2017-02-01T00:00:00Z")  # and stood again later
        + record("4.html", http(b"", b"HTTP/1.1 503 Busy"), date="2019-02-01T00:00:00Z")
        + again(2, "2018-03-01T00:00:00Z", *refers(2, "2016-01-01T00:00:00Z"))  # as before it was edited
        + again(4, "2018-04-01T00:00:00Z", digest.format("BON"))
        + again(5, "2018-05-01T00:00:00Z", status=b"HTTP/1.1 304 Not Modified")
        + again(6, "2018-06-01T00:00:00Z", digest.format("KHAC"))  # of something nobody has
        + record("6.html", b"", "revisit", "WARC-Refers-To: <urn:uuid:6.html>", id="r", date="2016-02-01T00:00:00Z")
    )
    (folder / "b.warc.gz").write_bytes(
        b"".join(
            gzip.compress(record(f"{n}.html", http(body[n]), "response", digest.format("BON" if n == 4 else n), date="2016-01-01T00:00:00Z"))
            for n in body
        )
        + gzip.compress(record("2.html", http(edited.encode()), date="2017-01-01T00:00:00Z"))
        + gzip.compress(again(3, "2018-02-01T00:00:00Z", *refers(3, "2016-01-01T00:00:00Z")))
    )  # fmt: skip
    for count in range(2):
        done = scrapy("crawl", "files", "-a", f"path={folder}", "-a", "newspaper=thu")
        assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
        seen = {title[-1]: moments for title, *moments in rows("select title, last_seen_at, gone_at from articles")}
        assert seen == {
            "1": ["2016-01-01T00:00:00Z", "2019-02-01T00:00:00Z"],
            "2": ["2018-03-01T00:00:00Z", None],
            "3": ["2018-02-01T00:00:00Z", None],
            "4": ["2018-04-01T00:00:00Z", None],
            "5": ["2018-05-01T00:00:00Z", None],
            "6": ["2016-02-01T00:00:00Z", None],
        }, count
        assert [when[:4] for (when,) in rows("select seen_at from revisions join articles on id = article_id where"
                " articles.title like '%2' order by number")] == ["2016", "2017", "2018"]  # fmt: skip
        assert rows("select count(*) from captures where status = 404") == [(3,)]
        assert rows("select count(*) from captures where status = 200") == [(8,)]
    sixth = rows("select digest from captures where url like '%6.html'")[0][0]
    told = [
        f'6.html 20200101000000 {{"url": "{SITE}6.html", "mime": "warc/revisit", "digest": "{sixth}"}}',
        f'6.html 20210101000000 {{"url": "{SITE}6.html", "mime": "text/html", "status": "404", "digest": "-"}}',
        f'5.html 20230101000000 {{"url": "{SITE}5.html", "mime": "text/html", "status": "200", "digest": "{"X" * 32}"}}',
    ]
    (folder / "z.cdxj").write_text("!meta 0 {}\n" + "\n".join(f"example,baothu)/{line}" for line in told) + "\n?\n")
    lines = f" CDX N b a m s k r V g\nexample,baothu)/5.html 20220101000000 {SITE}5.html text/html 410 - - 1 x.warc\n"
    (folder / "z.cdx.gz").write_bytes(gzip.compress(lines.encode()))
    for path in (folder / "z.cdxj", folder):  # an index alone tells of what is known
        assert scrapy("crawl", "files", "-a", f"path={path}", "-a", "newspaper=thu").returncode == 0
        last = "select last_seen_at, gone_at, (select max(number) from revisions where article_id = id) from articles where title like ?"
        assert rows(last, "%6") == [("2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z", 1)]
    assert rows(last, "%5") == [("2018-05-01T00:00:00Z", "2022-01-01T00:00:00Z", 1)]
    late = tmp_path / "muon.db"
    for name in ("a-2019.warc", "b.warc.gz"):  # the 404 is told in one run, the page in the next
        scrapy("crawl", "files", "-a", f"path={folder / name}", "-a", "newspaper=thu", ARCHIVE=late)
    with closing(sqlite3.connect(late)) as conn:
        assert conn.execute("select gone_at from articles where title like '%1'").fetchone() == (
            "2019-02-01T00:00:00Z",
        )


def test_what_came_again_may_have_been_no_article(tmp_path: Path, scrapy, rows) -> None:
    """Revisits of a redirect, a 404 and a wall, in the file of these or in a later one, and of nothing that is here."""
    wall = b'<html><script>document.cookie="D1N=3f2a"+"; path=/";window.location.reload(true);</script></html>'
    then = {
        1: http(b"", b"HTTP/1.1 301 Moved Permanently", b"Location: /khac.html"),
        2: http(b"mat", b"HTTP/1.1 404 Not Found"),
        3: http(wall),
        4: b"",
    }
    moments = "2015-06-01T00:00:00Z", "2017-06-01T00:00:00Z", "2018-06-01T00:00:00Z"
    first = b"".join(record(f"{n}.html", http(article(f"Chuyện số {n}").encode()), date=moments[0]) for n in then)
    first += b"".join(record(f"{n}.html", block, date=moments[1]) for n, block in then.items() if block)
    again = b"".join(
        record(
            f"{n}.html", block if n == 1 else b"", "revisit", f"WARC-Refers-To-Target-URI: {SITE}{n}.html",
            f"WARC-Refers-To-Date: {moments[1]}", date=moments[2],
        )
        for n, block in then.items()
    )  # fmt: skip
    for name, runs in (("mot", [first + again]), ("hai", [first, again])):
        (tmp_path / name).mkdir()
        for number, data in enumerate(runs):
            file = tmp_path / f"{number}-{name}.warc"
            file.write_bytes(data)
            scrapy("crawl", "files", "-a", f"path={file}", "-a", "newspaper=thu", ARCHIVE=tmp_path / name / "a.db")
        with closing(sqlite3.connect(tmp_path / name / "a.db")) as conn:
            told = conn.execute("select last_seen_at, gone_at from articles order by url").fetchall()
        assert told == [(moments[0], moments[1] if n == 2 else None) for n in then], name

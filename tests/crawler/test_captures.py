"""Captures: what was received can be read again, by us and by others, whatever became of the process that wrote it."""

from __future__ import annotations

import gzip
import io
import os
import random
import re
import signal
import subprocess
import sys
import textwrap
import time
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.captures import (
    Capture,
    CaptureError,
    CaptureWriter,
    DamagedError,
    Place,
    Record,
    Revisit,
    read,
    reading,
    records,
    repair,
)
from crawler.captures.verifying import verify

from . import forked

NOON = datetime(2026, 3, 1, 5, 0, 0, 123456, tzinfo=UTC)
HTML = "<h1>Hồ chứa nước Tân Lập tích đủ nước cho vụ hè thu</h1>".encode() * 50


def write(
    writer: CaptureWriter, url: str, body: bytes = HTML, status: int = 200, *headers: tuple[bytes | str, bytes | str]
) -> Capture:
    headers = headers or ((b"Content-Type", b"text/html; charset=UTF-8"),)
    return writer.write(url, status, "OK", headers, body, NOON)


def at(folder: Path, capture: Capture) -> Record:
    return read(folder, capture)


def checked(path: Path) -> None:
    """warcio's own digest check passes."""
    done = subprocess.run([sys.executable, "-m", "warcio.cli", "check", "-v", path], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "digest pass" in done.stdout


def test_a_capture_is_read_again_by_its_place(tmp_path: Path) -> None:
    noise = random.Random(1).randbytes(300_000)
    with CaptureWriter(tmp_path, "dongxanh", user_agent="thu/1.0", operator="Thủ thư") as writer:
        kept = [write(writer, f"http://a.example/{n}", noise[: n * n * 30]) for n in range(100)]
        assert at(tmp_path, kept[7]).body == noise[: 7 * 7 * 30], "also while the file is open"
        assert writer.warc.endswith(".gz") and not (tmp_path / writer.warc).exists()
    for capture in random.Random(2).sample(kept, 100):
        record = at(tmp_path, capture)
        assert (record.url, record.status, record.fetched_at) == (capture.url, 200, NOON)
        assert record.body == noise[: int(capture.url.rpartition("/")[2]) ** 2 * 30]
    assert re.fullmatch(r"\d{4}/dongxanh-\d{14}-\d+-[0-9a-f]{8}\.warc\.gz", kept[0].warc)
    assert kept[0].mime == "text/html"
    assert {p.name for p in tmp_path.rglob("*.gz*")} == {Path(kept[0].warc).name}
    listed = list(records(tmp_path / kept[0].warc))
    assert [(r.url, r.offset, r.length) for r in listed] == [(c.url, c.offset, c.length) for c in kept]
    assert listed[7] == at(tmp_path, kept[7])


def test_every_record_is_verified_as_it_was_written(tmp_path: Path) -> None:
    with CaptureWriter(tmp_path, "p") as writer:
        kept = [
            writer.write("http://a.example/1", 200, reason, [("Content-Type", "text/html")], HTML, NOON)
            for reason in ("OK", "", "Có")
        ]
        kept.append(writer.write("file:///a.txt", 404, "", [], b"", NOON))
    found = [one for one in verify(tmp_path / kept[0].warc) if one.type == "response"]
    assert [
        (one.offset, one.length, one.url, one.status, one.mime, one.digest, one.fault, one.date) for one in found
    ] == [
        (one.offset, one.length, one.url, one.status, one.mime, one.digest, "", "2026-03-01T05:00:00Z") for one in kept
    ]


def test_others_read_what_we_write(tmp_path: Path) -> None:
    with CaptureWriter(
        tmp_path, "p", user_agent="baotinh/0.1 (+mailto:a@b.example)", operator="Thủ thư", archive="7e"
    ) as writer:
        first = writer.write(
            "http://a.example/tin?id=1",
            200,
            "OK",
            [(b"Content-Type", b"text/html"), (b"Content-Encoding", b"gzip"), (b"Content-Length", b"17")],
            HTML,
            NOON,
            ip="203.0.113.7",
            request_headers=[(b"User-Agent", b"thu")],
        )
        writer.revisit("http://a.example/tin?id=1", 200, "OK", [(b"Content-Type", b"text/html")], NOON, first)
    path = tmp_path / first.warc
    checked(path)
    with path.open("rb") as file:
        found = [(r.rec_type, r.rec_headers, r.http_headers, r.content_stream().read()) for r in ArchiveIterator(file)]
    assert [kind for kind, *_ in found] == ["warcinfo", "response", "request", "revisit"]
    info = found[0][3].decode()
    assert (
        "operator: Thủ thư" in info
        and "archive: 7e" in info
        and "http-header-user-agent: baotinh/0.1 (+mailto:a@b.example)" in info
    )
    headers, http, body = found[1][1:]
    assert body == HTML, "replay must not unpack a body that is unpacked already"
    assert http.get_header("Content-Length") == str(len(HTML))
    assert http.get_header("X-Archive-Orig-Content-Encoding") == "gzip"
    assert headers.protocol == "WARC/1.1" and headers.get_header("WARC-IP-Address") == "203.0.113.7"
    assert headers.get_header("WARC-Payload-Digest") == first.digest
    assert found[2][2].protocol == "GET" and found[2][2].get_header("Host") == "a.example"
    assert found[2][1].get_header("WARC-Concurrent-To") == headers.get_header("WARC-Record-ID")
    assert found[3][1].get_header("WARC-Profile").endswith("/identical-payload-digest")
    assert found[3][1].get_header("WARC-Refers-To-Date") == headers.get_header("WARC-Date")


def test_headers_keep_their_bytes(tmp_path: Path) -> None:
    sent: list[tuple[bytes | str, bytes | str]] = [
        (b"Content-Disposition", 'inline; filename="báo cáo.html"'.encode()),
        (b"X-Old", b"Qu\xb6ng Ng\xb7i"),
        (b"X-Evil", b"a\r\n\r\nb"),
        ("Set-Cookie", "a=1"),
        ("Set-Cookie", b"b=2"),
        ("X-Latin", "Qu\xb6ng"),
        ("X-Text", "Quảng"),
    ]
    with CaptureWriter(tmp_path, "p") as writer:
        capture = write(writer, "http://a.example/", HTML, 200, *sent)
    written = gzip.decompress((tmp_path / capture.warc).read_bytes())
    for line in (b"X-Old: Qu\xb6ng Ng\xb7i", b"X-Latin: Qu\xb6ng", "X-Text: Quảng".encode()):
        assert line + b"\r\n" in written
    record = at(tmp_path, capture)
    assert record.header("content-disposition") == 'inline; filename="báo cáo.html"'
    assert [value for name, value in record.headers if name == "Set-Cookie"] == ["a=1", "b=2"]
    assert record.header("X-Evil") == "a b" and record.body == HTML
    assert capture.mime is None


@pytest.mark.parametrize("status", [204, 304, 404])
def test_an_empty_body(tmp_path: Path, status: int) -> None:
    with CaptureWriter(tmp_path, "p") as writer:
        capture = write(writer, "http://a.example/", b"", status)
        after = write(writer, "http://a.example/2")
    assert (at(tmp_path, capture).status, at(tmp_path, capture).body) == (status, b"")
    assert at(tmp_path, after).body == HTML
    checked(tmp_path / capture.warc)


def test_a_revisit_finds_the_earlier_body(tmp_path: Path) -> None:
    later = datetime(2026, 4, 1, tzinfo=UTC)
    with CaptureWriter(tmp_path, "p") as writer:
        first = write(writer, "http://a.example/")
        again = writer.revisit("http://a.example/", 304, "Not Modified", [(b"ETag", b"x")], later, first)
    marker = read(tmp_path, again)
    assert marker.body == b"" and marker.revisit == Revisit("http://a.example/", NOON, first.digest)
    places = {(first.url, first.digest): (first.warc, first.offset, first.length)}
    record = read(tmp_path, again, lambda r: places.get((r.url, r.digest)))
    assert (record.body, record.status, record.fetched_at, record.revisit) == (HTML, 200, later, None)
    assert record.header("Content-Type").startswith("text/html")
    assert again.digest == first.digest
    assert [one.revisit and one.revisit.digest for one in records(tmp_path / first.warc)] == [None, first.digest]


def test_a_full_file_is_followed_by_another(tmp_path: Path) -> None:
    with CaptureWriter(tmp_path, "p", file_size=20_000) as writer:
        kept = [write(writer, f"http://a.example/{n}", os.urandom(4000)) for n in range(15)]
    assert len({capture.warc for capture in kept}) == 3
    assert all(at(tmp_path, capture).url == capture.url for capture in kept)
    assert len(list(tmp_path.rglob("*.warc.gz"))) == 3 and not list(tmp_path.rglob("*.open"))


CHILD = """
    import random, sys
    from datetime import UTC, datetime
    from pathlib import Path
    from crawler.captures import CaptureWriter
    writer = CaptureWriter(Path(sys.argv[1]), "p")
    for n in range(200):
        body = random.Random(n).randbytes(100_000)
        c = writer.write(f"http://a.example/{n}", 200, "OK", [], body, datetime.now(UTC))
        print(n, c.warc, c.offset, c.length, flush=True)
"""


def told(output: str) -> list[tuple[int, Place]]:
    lines = [line.split() for line in output.splitlines(keepends=True) if line.endswith("\n")]
    return [(int(n), (warc, int(offset), int(length))) for n, warc, offset, length in lines]


def test_a_killed_writer_loses_nothing_it_told_of(tmp_path: Path) -> None:
    chance = random.Random(5)
    for run in range(5):
        folder = tmp_path / str(run)
        child = forked.start("-c", textwrap.dedent(CHILD), str(folder), env=os.environ)
        while "\n" not in child.output():
            assert child.poll() is None
            time.sleep(0.005)
        if run == 0:
            assert list(repair(folder)) == [], "a living writer's file is left alone"
        time.sleep(chance.random() * 0.2)
        child.kill()
        done_with = child.wait()
        kept = told(done_with.stdout)
        assert 0 < len(kept) < 200 and done_with.returncode == -signal.SIGKILL
        [done] = repair(folder, lambda warc: kept[len(kept) // 2][1][1] if warc == kept[0][1][0] else 0)  # noqa: B023
        assert done.warc == kept[0][1][0] and not list(folder.rglob("*.open"))
        for n, place in kept:
            assert read(folder, place).body == random.Random(n).randbytes(100_000)
        assert len(kept) <= len(list(records(folder / done.warc))) <= len(kept) + 1
        assert list(repair(folder)) == []


@pytest.mark.parametrize("cut", [1, 8, 9, 500, 999])
def test_a_torn_record_is_cut_off(tmp_path: Path, cut: int) -> None:
    writer = CaptureWriter(tmp_path, "p")
    kept = [write(writer, f"http://a.example/{n}", os.urandom(1000)) for n in range(3)]
    os.close(writer._fd)  # as a killed process leaves it
    path = tmp_path / f"{kept[0].warc}.open"
    os.truncate(path, kept[2].offset + kept[2].length - cut)
    with pytest.raises(DamagedError, match="no whole record at byte"):
        at(tmp_path, kept[2])
    [done] = repair(tmp_path)
    assert (done.kept, done.cut) == (kept[2].offset, kept[2].length - cut)
    assert "cut a torn record" in str(done)
    assert [record.url for record in records(tmp_path / done.warc)] == ["http://a.example/0", "http://a.example/1"]
    checked(tmp_path / done.warc)


def test_nothing_whole_leaves_no_file(tmp_path: Path) -> None:
    writer = CaptureWriter(tmp_path, "p")
    capture = write(writer, "http://a.example/")
    os.close(writer._fd)
    os.truncate(tmp_path / f"{capture.warc}.open", 20)
    [done] = repair(tmp_path)
    assert (done.kept, done.cut) == (0, 20) and not list(tmp_path.rglob("*.gz*"))


def test_what_is_known_whole_is_not_looked_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = CaptureWriter(tmp_path, "p")
    kept = [write(writer, f"http://a.example/{n}", os.urandom(500_000)) for n in range(4)]
    os.close(writer._fd)
    path = tmp_path / f"{kept[0].warc}.open"
    data = bytearray(path.read_bytes())
    data[kept[1].offset + 5000] ^= 255  # would end the file there, if it were read
    path.write_bytes(data)
    [done] = repair(tmp_path, lambda _: kept[3].offset)
    assert (done.kept, done.cut) == (len(data), 0)


FULL = """
    import resource, sys
    from datetime import UTC, datetime
    from pathlib import Path
    from crawler.captures import CaptureError, CaptureWriter
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
    writer = CaptureWriter(Path(sys.argv[1]), "p")
    import os
    def keep(n, size):
        c = writer.write(f"http://a.example/{n}", 200, "OK", [], os.urandom(size), datetime.now(UTC))
        print(n, c.warc, c.offset, c.length, flush=True)
    keep(0, 60_000)
    try:
        keep(1, 60_000)
    except CaptureError as error:
        print(error, file=sys.stderr)
    keep(2, 10_000)
    writer.close()
"""


def test_a_full_disk_leaves_no_half_record(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(FULL), tmp_path], capture_output=True)
    [line] = done.stderr.decode().splitlines()
    kept = told(done.stdout.decode())
    assert line == f"{tmp_path / kept[0][1][0]}: File too large"
    assert [n for n, _ in kept] == [0, 2]
    assert [record.url for record in records(tmp_path / kept[0][1][0])] == ["http://a.example/0", "http://a.example/2"]
    checked(tmp_path / kept[0][1][0])


def test_a_folder_that_cannot_be_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CaptureError, match=r"^\S+/file/captures: Not a directory$"):
        CaptureWriter(tmp_path / "file" / "captures", "p")
    writer = CaptureWriter(tmp_path / "captures", "p")
    (tmp_path / "captures").rmdir()
    (tmp_path / "captures").write_text("")
    with pytest.raises(CaptureError, match=r"captures/.*: Not a directory$"):
        write(writer, "http://a.example/")
    with pytest.raises(DamagedError, match="No such file"):
        read(tmp_path, ("2026/none.warc.gz", 0, 10))


# -- files of others


def chunked(body: bytes, size: int = 700) -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def codings() -> dict[str, tuple[bytes, list[tuple[str, str]]]]:
    import brotli
    from scrapy.utils._compression import zstd

    raw = zlib.compressobj(wbits=-15)
    bare = raw.compress(HTML) + raw.flush()
    return {
        "plain": (HTML, []),
        "chunked": (chunked(HTML), [("Transfer-Encoding", "chunked")]),
        "gzip": (gzip.compress(HTML), [("Content-Encoding", "gzip")]),
        "GZIP-chunked": (
            chunked(gzip.compress(HTML)),
            [("content-encoding", "GZIP"), ("transfer-encoding", "Chunked")],
        ),
        "deflate": (zlib.compress(HTML), [("Content-Encoding", "deflate")]),
        "bare-deflate": (bare, [("Content-Encoding", "deflate")]),
        "br": (brotli.compress(HTML), [("Content-Encoding", "br")]),
        "zstd": (zstd.compress(HTML), [("Content-Encoding", "zstd")]),
        "twice": (gzip.compress(zlib.compress(HTML)), [("Content-Encoding", "deflate, gzip")]),
        "another": (brotli.compress(HTML), [("Content-Encoding", "gzip")]),
        "unnamed": (zstd.compress(HTML), []),
        "not-what-it-says": (HTML, [("Content-Encoding", "br"), ("Transfer-Encoding", "chunked")]),
    }


def foreign(out: io.BytesIO, packed: bool, version: str = "1.0") -> list[str]:
    """A WARC in every shape a record can have; the addresses of the responses in it."""
    writer = WARCWriter(out, gzip=packed, warc_version=version)
    writer.write_record(writer.create_warcinfo_record("x.warc", {"software": "other"}))
    urls = []
    for name, (body, headers) in codings().items():
        url = f"http://b.example/{name}"
        http = StatusAndHeaders("200 OK", [("Content-Type", "text/html"), *headers], protocol="HTTP/1.1")
        response = writer.create_warc_record(
            url, "response", payload=io.BytesIO(body), length=len(body), http_headers=http
        )
        asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "b.example")], is_http_request=True)
        writer.write_request_response_pair(writer.create_warc_record(url, "request", http_headers=asked), response)
        urls.append(url)
    writer.write_record(writer.create_warc_record("dns:b.example", "response", payload=io.BytesIO(b"x"), length=1))
    writer.write_record(writer.create_warc_record(urls[0], "metadata", payload=io.BytesIO(b"via: x\r\n"), length=8))
    writer.write_record(writer.create_revisit_record(urls[0], "sha1:ABC", urls[0], "2026-01-01T00:00:00Z"))
    writer.write_record(
        writer.create_warc_record(
            "https://b.example/saved",
            "resource",
            payload=io.BytesIO(HTML),
            length=len(HTML),
            warc_content_type="text/html",
        )
    )
    return [*urls, "https://b.example/saved"]


@pytest.mark.parametrize("shape", ["a member a record", "plain", "one member", "members across records"])
def test_files_of_others(tmp_path: Path, shape: str) -> None:
    out = io.BytesIO()
    urls = foreign(out, packed=shape == "a member a record")
    data = out.getvalue()
    if shape == "one member":
        data = gzip.compress(data)
    elif shape == "members across records":
        data = b"".join(gzip.compress(data[at : at + 1000]) for at in range(0, len(data), 1000))
    path = tmp_path / "other.warc"  # the name does not tell
    path.write_bytes(data)
    revisits = [record for record in records(path) if record.revisit]
    assert [(one.url, one.body, one.revisit and one.revisit.digest) for one in revisits] == [(urls[0], b"", "sha1:ABC")]
    found = [record for record in records(path) if not record.revisit]
    assert [record.url for record in found] == urls
    for record in found:
        assert record.body == HTML, record.url
        assert record.header("content-type") == "text/html" and record.status == 200
        assert not record.header("content-encoding")
    placed = [record for record in found if record.offset is not None]
    assert len(placed) == (len(found) if shape in ("a member a record", "plain") else 0)
    for record in placed:
        assert record.offset is not None and record.length is not None
        assert read(tmp_path, ("other.warc", record.offset, record.length)) == record


@pytest.mark.parametrize("packed", [True, False])
def test_a_file_cut_anywhere_gives_what_is_whole(tmp_path: Path, packed: bool) -> None:
    out = io.BytesIO()
    foreign(out, packed)
    data = out.getvalue()
    path = tmp_path / "cut.warc.gz"
    path.write_bytes(data)
    ends = [(record.offset or 0) + (record.length or 0) for record in records(path)]
    for cut in random.Random(3).sample(range(20, len(data)), 60):
        path.write_bytes(data[:cut])
        found: list[Record] = []
        try:
            found.extend(records(path))
        except DamagedError as damage:
            assert re.fullmatch(r"\S+/cut.warc.gz: [^\n]+", str(damage))
        # a member of gzip may have given all that the record needs, and only its end and checksum be cut off
        assert sum(end <= cut for end in ends) <= len(found) <= sum(end <= cut + 16 * packed for end in ends), cut


def test_a_packed_page_that_broke_off_is_known_to_be_half(tmp_path: Path) -> None:
    page = b"<html><body>" + b"".join(b"<p>%d</p>" % number**3 for number in range(2000)) + b"</body></html>"
    packed = gzip.compress(page)
    chunk = b"%x\r\n%b\r\n" % (len(page) // 2, page[: len(page) // 2])
    named = {"gzip": [("Content-Encoding", "gzip")], "chunks": [("Transfer-Encoding", "chunked")]}
    bodies = [("gzip", packed), ("gzip", packed[: len(packed) // 2]), ("gzip", packed[:-8]), ("chunks", chunk)]
    with (tmp_path / "half.warc.gz").open("wb") as file:
        writer = WARCWriter(file)
        for name, body in bodies:
            http = StatusAndHeaders("200 OK", named[name], protocol="HTTP/1.1")
            record = writer.create_warc_record("http://b.example/", "response", io.BytesIO(body), http_headers=http)
            writer.write_record(record)
    assert [record.truncated for record in records(tmp_path / "half.warc.gz")] == [False, True, False, True]


def test_broken_files_say_so_in_a_line(tmp_path: Path) -> None:
    out = io.BytesIO()
    foreign(out, packed=True)
    data = bytearray(out.getvalue())
    whole = tmp_path / "whole.warc.gz"
    whole.write_bytes(data)
    third = list(records(whole))[3]
    assert third.offset is not None
    data[third.offset + 100] ^= 255
    cases = {
        "flip.warc.gz": (bytes(data), len(codings()) + 1, "broken compression|no record"),
        "empty.warc": (b"", 0, "empty$"),
        "page.warc": (HTML, 0, "not a WARC file$"),
        "page.warc.gz": (gzip.compress(HTML), 0, "not a WARC file$"),
        "short.warc.gz": (gzip.compress(HTML)[:30], 0, "ends in the middle|not a WARC"),
        "tail.warc.gz": (out.getvalue() + b"?" * 100, len(codings()) + 2, "broken compression"),
        "lines.warc": (b"\r\n" * 100, 0, "empty$"),
        "length.warc": (
            b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: x\r\n\r\n",
            0,
            "of wrong length, at byte 0$",
        ),
    }
    for name, (content, whole_before, message) in cases.items():
        (tmp_path / name).write_bytes(content)
        found: list[Record] = []
        with pytest.raises(DamagedError, match=message) as damage:
            found.extend(records(tmp_path / name))
        assert len(found) == whole_before, name
        assert "\n" not in str(damage.value) and name in str(damage.value)
    with pytest.raises(DamagedError, match="No such file"):
        next(records(tmp_path / "none.warc"))


def test_a_bomb_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(reading, "BODY_SIZE", 1_000_000)
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    bodies = {"bomb": gzip.compress(bytes(5_000_000)), "large": os.urandom(1_100_000), "page": gzip.compress(HTML)}
    for name, body in bodies.items():
        coding = [] if name == "large" else [("Content-Encoding", "gzip")]
        http = StatusAndHeaders("200 OK", coding, protocol="HTTP/1.1")
        url = f"http://b.example/{name}"
        writer.write_record(
            writer.create_warc_record(url, "response", payload=io.BytesIO(body), length=len(body), http_headers=http)
        )
    (tmp_path / "x.warc.gz").write_bytes(out.getvalue())
    assert [record.url for record in records(tmp_path / "x.warc.gz")] == ["http://b.example/page"]
    assert [record.args[0] for record in caplog.records if record.args] == [  # type: ignore[index]
        "http://b.example/bomb",
        "http://b.example/large",
    ]

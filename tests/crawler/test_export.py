"""Web archives that we hand on: others can replay them, and nothing withheld is in them."""

from __future__ import annotations

import errno
import hashlib
import json
import re
import sqlite3
import unicodedata
import zipfile
import zlib
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from scrapy.settings import BaseSettings
from warcio.archiveiterator import ArchiveIterator

from archive.archive_ids import own
from archive.article import Article
from archive.database import ArchiveError, connect, transaction
from archive.newspapers import put_newspaper
from archive.storing.store import save_article
from archive.withheld import withhold
from crawler.captures import CaptureWriter, records
from crawler.export import Job, package, wacz
from crawler.export.package import key
from crawler.export.records import parts
from vietnamese import fold

from .conftest import article, listing

SECRET = "Bà Nguyễn Thị Mười kể chuyện vay nợ tín dụng đen"
PAGE = "Ông Lò Văn Tư, hàng xóm, kể lại từng đêm người lạ đến gõ cửa nhà bà để đòi món nợ đã trả từ lâu."


def exported(archive: Path, target: Path, year: int | None = None) -> tuple[list[str], list[str]]:
    """Lines said and complained."""
    said: list[str] = []
    wrong: list[str] = []
    settings = BaseSettings({"ARCHIVE": str(archive), "CAPTURES": None})
    with closing(connect(archive)) as conn:
        wacz.export(Job(conn, settings, ["thu", str(target)], None, year, said.append, wrong.append))
    return said, wrong


def held_by(path: Path) -> tuple[str, list[dict], list[dict]]:
    """All text of a WACZ, unpacked; the pages; the index, each line held against its record. Digests hold."""
    with zipfile.ZipFile(path) as bundle:
        names = bundle.namelist()
        about = json.loads(bundle.read("datapackage.json"))
        digest = json.loads(bundle.read("datapackage-digest.json"))
        assert digest["hash"] == f"sha256:{hashlib.sha256(bundle.read('datapackage.json')).hexdigest()}"
        assert {one["path"] for one in about["resources"]} == set(names) - {
            "datapackage.json", "datapackage-digest.json",
        }  # fmt: skip
        for one in about["resources"]:
            data = bundle.read(one["path"])
            assert (one["bytes"], one["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")
        assert all(
            bundle.getinfo(name).compress_type == zipfile.ZIP_STORED for name in names if name[:5] in ("archi", "index")
        )
        (name,) = [name for name in names if name.startswith("archive/")]
        warc = bundle.read(name)
        packed, summary = bundle.read("indexes/index.cdx.gz"), bundle.read("indexes/index.idx").decode().splitlines()
        lines = []
        for block in summary[1:]:
            place = json.loads(block.split(" ", 2)[2])
            text = zlib.decompress(packed[place["offset"] : place["offset"] + place["length"]], 31).decode()
            assert text.startswith(" ".join(block.split(" ")[:2]))
            lines += text.splitlines()
        assert lines == sorted(lines)
        index = [json.loads(line.split(" ", 2)[2]) for line in lines]
        for line, told in zip(lines, index, strict=True):
            record = zlib.decompress(warc[int(told["offset"]) : int(told["offset"]) + int(told["length"])], 31)
            assert f"WARC-Target-URI: {told['url']}\r\n".encode() in record
            assert name == f"archive/{told['filename']}" and line.split(" ")[0] == key(told["url"])
        page_lines = bundle.read("pages/pages.jsonl").decode()
    out = path.with_suffix(".warc.gz")
    out.write_bytes(warc)
    with out.open("rb") as file:
        shown = b"".join(f"{one.rec_headers}".encode() + one.content_stream().read() for one in ArchiveIterator(file))
    everything = shown.decode("utf-8", "replace") + page_lines + "\n".join(lines) + json.dumps(about)
    head, *pages = map(json.loads, page_lines.splitlines())
    assert head["format"] == "json-pages-1.0" and about["wacz_version"] == "1.1.1"
    return everything, pages, index


def test_wacz(tmp_path, site, crawl, scrapy, rows, monkeypatch) -> None:
    paths = [f"/bai-so-{number}" for number in range(1001, 1005)]
    secret = "/chuyen-vay-no-tin-dung-den-1009"
    front = listing(*paths)
    site.pages = {"/": front, "/muc/tin": listing(*paths, secret).replace("Bài 5", SECRET)}
    site.pages |= {path: article(f"Chuyện ở thôn {path[-1]}") for path in paths}
    site.pages |= {
        secret: article(SECRET, PAGE, PAGE),
        "/": front.replace("</ul>", '<li><a href="/muc/tin">Tin</a></ul>'),
    }
    crawl()
    site.pages[paths[0]] = article("Chuyện ở thôn 1", "Đính chính: cầu dài 120 mét chứ không phải 210 mét như đã đưa.")
    crawl("revisit=all")
    archive, target = tmp_path / "archive.db", tmp_path / "ra"
    year = datetime.now(UTC).year
    (target / f"thu-{year}-7.wacz").parent.mkdir()
    (target / f"thu-{year}-7.wacz").write_bytes(b"of an export that was larger")
    done = scrapy("export", "wacz", "thu", "--year", str(year), str(target))
    assert done.returncode == 0 and not done.stderr, done.stderr
    (file,) = target.iterdir()
    everything, pages, index = held_by(file)
    assert SECRET in everything and len(pages) == 6
    one, two = [page for page in pages if page["title"] == "Chuyện ở thôn 1"]
    assert (
        one["text"].startswith("Chuyện chuyện ở thôn 1 được bà con")
        and "Đính chính" in two["text"]
        and one["url"] == two["url"]
    )
    assert {(page["url"], re.sub(r"\D", "", page["ts"])) for page in pages} <= {
        (told["url"], datetime.fromisoformat(page["ts"]).strftime("%Y%m%d%H%M%S")) for told in index for page in pages
    }
    assert {told["mime"] for told in index} >= {"text/html", "warc/revisit"}
    other = tmp_path / "khac.db"
    assert scrapy("crawl", "files", "-a", f"path={file}", "-a", "newspaper=thu", ARCHIVE=other).returncode == 0
    assert sqlite3.connect(other).execute("select count(*) from articles").fetchone() == (5,)

    with closing(connect(archive)) as conn:
        (id,) = conn.execute("select id from articles where title = ?", [SECRET]).fetchone()
        withhold(conn, id, "thư của bà", datetime.now(UTC))
    said, wrong = exported(archive, target)
    everything, pages, index = held_by(file)
    assert len(pages) == 5 and not wrong
    for text in (SECRET, PAGE[:60], secret):
        assert text not in everything
    assert [told for told in index if told["url"] == site.url], "other captures stay"

    whole = file.read_bytes()
    monkeypatch.setattr(
        package._Files, "read", lambda *_: (_ for _ in ()).throw(OSError(errno.ENOSPC, "No space left"))
    )
    with pytest.raises(ArchiveError, match=f"{target}: the disk is full; make room"):
        exported(archive, target)
    assert [path.name for path in target.iterdir() if path.suffix != ".gz"] == [file.name]
    assert file.read_bytes() == whole, "whole or not at all"
    monkeypatch.undo()
    monkeypatch.setattr(wacz, "LARGEST", 6000)
    exported(archive, target)
    parts = sorted(target.glob("*.wacz"))
    assert len(parts) > 2 and all(part.stat().st_size <= 6000 + 2000 for part in parts)
    assert sum(len(held_by(part)[1]) for part in parts) == 5

    with pytest.raises(ArchiveError, match="no captures of 1999"):
        exported(archive, target, 1999)
    (warc,) = {warc for (warc,) in rows("select warc from captures order by id limit 1")}
    data = bytearray((tmp_path / "captures" / warc).read_bytes())
    data[len(data) // 2] ^= 255
    (tmp_path / "captures" / warc).write_bytes(data)
    said, wrong = exported(archive, target)
    assert said and re.search(r"a (broken|digest) record is left out", wrong[0]), "what is damaged is not handed on"
    assert all(record.body or record.revisit for record in records(parts[0]))


@pytest.mark.parametrize(
    ("url", "sorts"),
    [
        ("https://www.bao.example.vn/Tin/Bai-1.html", "vn,example,bao)/tin/bai-1.html"),
        ("http://127.0.0.1:8001/", "1,0,0,127:8001)/"),
        ("http://bao.example/tin/?id=2&a=1", "example,bao)/tin?a=1&id=2"),
        ("https://bao.example:443/xã", "example,bao)/x%c3%a3"),
    ],
)
def test_key(url: str, sorts: str) -> None:
    assert key(url) == sorts


def test_what_is_withheld_is_found_however_it_is_written(tmp_path: Path) -> None:
    """Nor is another archive's capture handed on which shares the folder."""
    title, day = "Chuyện vay nợ tín dụng của gia đình bà Mơ", datetime(2026, 1, 2, tzinfo=UTC)
    text = "Gia đình bà nợ hai trăm triệu đồng từ năm ngoái và phải bỏ nhà đi mà không ai trong xóm hay biết gì."
    shown = {
        "plain": f"<a>{title}</a>",
        "capitals": f"<a>{title.upper()}</a>",
        "parted": unicodedata.normalize("NFD", f"<a>{title}</a>"),
        "numbers": "".join(f"&#{ord(letter)};" for letter in title),
        "json": json.dumps({"title": title}),
        "bold": f"<p><b>{text[:11]}</b>{text[11:]}</p>",
        "attribute": f'<a title="{title}">Xem</a>',
        "bare": f"<a>{fold(title)}</a>",
        "other": "<a>Chuyện vay vốn chính sách của bà con xóm Mơ</a>",
    }
    bodies = {name: body.encode() for name, body in shown.items()} | {
        "utf-16": shown["plain"].encode("utf-16"),
        "old": shown["plain"].encode("cp1258", "xmlcharrefreplace"),
    }
    with closing(connect(tmp_path / "archive.db")) as conn:
        put_newspaper(conn, "thu", title="Báo Thử", home="http://thu.example/")
        with transaction(conn):
            one = save_article(conn, "thu", Article("http://thu.example/a.html", title, text), seen_at=day)
        withhold(conn, one.article_id, "thư của bà", day)
        for archive in (own(conn), "0" * 32):
            with CaptureWriter(tmp_path, "thu", archive=archive) as writer:
                for name, body in bodies.items():
                    kind = f"text/html; charset={'windows-1258' if name == 'old' else 'utf-8'}"
                    writer.write(f"http://thu.example/{name}", 200, "OK", [("Content-Type", kind)], body, day)
        told = [part.record.url for part in parts(conn, tmp_path, "thu", None, pytest.fail)]
    assert told == ["http://thu.example/other"]


def test_what_stood_there_after_an_article_was_last_seen_is_no_page_of_it(tmp_path, site, crawl, rows) -> None:
    site.pages = {"/": listing("/bai-so-1001"), "/bai-so-1001": article("Chuyện ở thôn 1")}
    crawl()
    ((url, seen),) = rows("select url, last_seen_at from articles")
    folder = tmp_path / "captures"
    with closing(connect(tmp_path / "archive.db")) as conn:
        (part,) = (one for one in parts(conn, folder, "thu", None, print) if one.record.url == url)
        moments = (replace(part, record=replace(part.record, date=when)) for when in (seen, "2099-01-01T00:00:00Z"))
        shown = [wacz._entry(conn, folder, one, set()) for one in moments]
    assert [one is not None for one in shown] == [True, False]

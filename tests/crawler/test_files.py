"""Reading saved pages, page texts and WARC files, and saying what is left out."""

import base64
import gzip
import quopri
import shutil
import sqlite3
from contextlib import closing

from crawler.saved_pages import saved_pages

from .conftest import article, listing

TEXT = """Xã Đồng Thịnh: Trao 12 con bò giống cho hộ nghèo

(BTN) - Sáng 12-3, Hội Nông dân xã Đồng Thịnh tổ chức trao 12 con bò giống sinh sản cho các hộ nghèo của ba thôn vùng cao.

Các hộ nhận bò được cán bộ khuyến nông hướng dẫn làm chuồng, trồng cỏ và tiêm phòng; sau ba năm, mỗi hộ trả lại dự án một con bê để trao cho hộ khác.

P.V

Để lại bình luận

Scroll to Top
"""


def test_a_folder_of_everything(tmp_path, scrapy, rows):
    folder = tmp_path / "trang"
    (folder / "sau").mkdir(parents=True)
    (folder / "bai.html").write_text(article("Mùa sen ở đầm Vân"), encoding="utf-8")
    (folder / "sau" / "cu.htm").write_text(article("Hội đua thuyền"), encoding="utf-8")
    (folder / "tho.txt").write_text(TEXT, encoding="utf-8")
    (folder / "muc-luc.html").write_text(listing(*[f"/{n}" for n in range(40)]), encoding="utf-8")
    (folder / "rong.html").write_bytes(b"")
    (folder / "anh.html").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 4)
    (folder / "bang.xlsx").write_bytes(b"PK")
    done = scrapy("crawl", "files", "-a", f"path={folder}")
    assert done.returncode == 0, done.stderr
    assert {title for (title,) in rows("select title from articles")} == {
        "Mùa sen ở đầm Vân", "Hội đua thuyền", "Xã Đồng Thịnh: Trao 12 con bò giống cho hộ nghèo",
    }  # fmt: skip
    for name, why in (
        ("rong.html", "empty"),
        ("anh.html", "binary"),
        ("bang.xlsx", "left out"),
        ("muc-luc.html", "no article"),
    ):
        assert [line for line in done.stderr.splitlines() if name in line and why in line], (name, done.stderr)
    assert rows("select source_tag, byline from articles where title like 'Xã%'") == [("BTN", "P.V")]
    assert rows("select count(*) from pages where url = ?", (folder / "bai.html").as_uri()) == [(1,)]


def mhtml(title: str, url: str, coding: str) -> bytes:
    body = article(title).encode()
    packed = quopri.encodestring(body) if coding == "quoted-printable" else base64.encodebytes(body)
    head = (
        f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {url}\r\nDate: Mon, 5 Oct 2026 03:00:00 -0000\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="--ranh"\r\n\r\n'
        f"----ranh\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: {coding}\r\nContent-Location: {url}\r\n\r\n"
    )
    return head.encode() + packed + b"\r\n----ranh\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n----ranh--\r\n"


def test_pages_by_whatever_name_they_were_saved(tmp_path, scrapy, rows):
    folder = tmp_path / "trang"
    (folder / "bai_files").mkdir(parents=True)
    names = ["bai.html", "bai.aspx", "bai.php", "bai", "bai.html?id=3", "bai.html.gz", "bai.xhtml"]
    for name in names:
        body = article(f"Tin lưu ở tệp {name}").encode()
        (folder / name).write_bytes(gzip.compress(body) if name.endswith(".gz") else body)
    (folder / "bai_files" / "khung.html").write_text(article("Khung quảng cáo"), encoding="utf-8")
    for number, coding in enumerate(("quoted-printable", "base64")):
        url = f"https://bao.example/tin-{number}.html"
        (folder / f"tin-{number}.mht").write_bytes(mhtml(f"Tin lưu nguyên trang {number}", url, coding))
    (folder / "nguon.php").write_bytes(b"<?php echo '<html><body>'; ?>")
    (folder / "trang.zip").write_bytes(b"PK\x03\x04" + bytes(100))
    (folder / "hong.mht").write_bytes(b"chua xong")
    names.append("b\udce0i.html")  # a name in another coding
    (folder / names[-1]).write_text(article("Tin lưu ở tệp b\udce0i.html".replace("\udce0", "à")), encoding="utf-8")
    done = scrapy("crawl", "files", "-a", f"path={folder}")
    assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
    told = {f"Tin lưu ở tệp {name}".replace("\udce0", "à") for name in names} | {
        f"Tin lưu nguyên trang {number}" for number in range(2)
    }
    assert {title for (title,) in rows("select title from articles")} == told
    assert rows("select url, first_seen_at from articles where url like 'https%' order by 1") == [
        (f"https://bao.example/tin-{number}.html", "2026-10-05T03:00:00Z") for number in range(2)
    ]
    for name in ("nguon.php", "trang.zip", "hong.mht"):
        assert [line for line in done.stderr.splitlines() if name in line], (name, done.stderr)
    read = scrapy("read", str(folder), "--jsonl")
    assert len(read.stdout.splitlines()) == len(told)


def test_a_file_that_cannot_be_opened_is_said_and_ends_nothing(tmp_path):
    told = []
    gone = tmp_path / "bai.aspx"  # between the listing of its folder and its turn
    assert saved_pages.holds_pages(gone) and not list(saved_pages.pages(gone, told.append))
    assert told == ["No such file or directory"]


def test_a_file_that_changed_is_a_revision(tmp_path, scrapy, rows):
    page = tmp_path / "bai.html"
    page.write_text(article("Cầu mới"), encoding="utf-8")
    for _ in range(2):
        assert scrapy("crawl", "files", "-a", f"path={page}", "-a", "newspaper=bao-thu").returncode == 0
    assert rows("select count(*) from revisions") == [(1,)]
    page.write_text(
        article("Cầu mới", "Đính chính: cầu dài 120 mét chứ không phải 210 mét như tin đã đưa hôm trước."),
        encoding="utf-8",
    )
    assert scrapy("crawl", "files", "-a", f"path={page}", "-a", "newspaper=bao-thu").returncode == 0
    assert rows("select newspaper, changed_at is not null from articles") == [("bao-thu", 1)]
    assert rows("select count(*) from revisions") == [(2,)]


def test_warc_files_whole_and_truncated(tmp_path, site, crawl, scrapy, rows):
    paths = [f"/bai-so-{number}" for number in range(1001, 1011)]
    site.pages = {"/": listing(*paths)} | {path: article(f"Bài {path}") for path in paths}
    crawl()
    (warc,) = (tmp_path / "captures").rglob("*.warc.gz")
    whole, plain, torn = tmp_path / "ca.warc.gz", tmp_path / "ca.warc", tmp_path / "rach.warc.gz"
    shutil.copy(warc, whole)
    plain.write_bytes(gzip.decompress(warc.read_bytes()))
    torn.write_bytes(warc.read_bytes()[: warc.stat().st_size * 2 // 3])
    for file in (whole, plain):
        archive = file.with_suffix(".db")
        assert scrapy("crawl", "files", "-a", f"path={file}", ARCHIVE=archive).returncode == 0
        assert sqlite3.connect(archive).execute("select count(*) from articles").fetchone() == (10,)
    done = scrapy("crawl", "files", "-a", f"path={torn}", ARCHIVE=tmp_path / "rach.db")
    assert done.returncode == 0
    assert [line for line in done.stderr.splitlines() if "rach.warc.gz" in line and "Traceback" not in line], (
        done.stderr
    )
    assert 0 < sqlite3.connect(tmp_path / "rach.db").execute("select count(*) from articles").fetchone()[0] < 10


def test_no_such_path_and_a_folder_without_articles_are_one_line(tmp_path, scrapy):
    done = scrapy("crawl", "files", "-a", f"path={tmp_path / 'khong-co'}")
    assert done.returncode == 1 and len(done.stderr.strip().splitlines()) == 1, done.stderr
    (tmp_path / "trong").mkdir()
    done = scrapy("crawl", "files", "-a", f"path={tmp_path / 'trong'}")
    assert done.returncode == 1 and "Traceback" not in done.stderr and "trong" in done.stderr


def test_files_of_a_newspaper_with_pages_due_are_read_and_nothing_is_asked_for(tmp_path, site, crawl, scrapy, rows):
    """Neither what its crawl left due, nor what the files themselves make due: old articles, lists."""
    site.pages = {"/": listing("/bai-so-1001", "/bai-so-1002")} | {
        f"/bai-so-{number}": article(f"Bài {number}", published="2020-01-02T08:00:00+07:00") for number in (1001, 1002)
    }
    crawl()
    with closing(sqlite3.connect(tmp_path / "archive.db")) as conn, conn:
        conn.execute("update pages set due_at = '2020-01-01T00:00:00+00:00'")
    asked = len(site.log)
    saved = tmp_path / "trang"
    saved.mkdir()
    (saved / "bai.html").write_text(article("Cầu treo đã thông"), encoding="utf-8")
    (saved / "muc-luc.html").write_text(listing(*[f"/{n}" for n in range(40)]), encoding="utf-8")
    (warc,) = (tmp_path / "captures").rglob("*.warc.gz")
    here, other = tmp_path / "archive.db", tmp_path / "khac.db"
    for path, archive in ((saved, here), (warc, other), (warc, other)):
        done = scrapy("crawl", "files", "-a", f"path={path}", "-a", "newspaper=thu", ARCHIVE=archive, CAPTURES="")
        assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
        assert "0 in the queue" in done.stderr
    assert len(site.log) == asked
    assert rows("select count(*) from pages where url like 'file:%' and due_at is not null") == [(0,)]
    assert ("Cầu treo đã thông",) in rows("select title from articles where newspaper = 'thu'")

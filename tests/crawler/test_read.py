"""`scrapy read`: what would be read, of whatever is given, and nothing stored."""

import json
import os
import re
import shutil
import sqlite3
from contextlib import closing

from crawler import reading_report
from pipelines import evidence
from pipelines.evidence import Candidate, choose
from pipelines.page import Page

from .conftest import article, listing

TEXT = """Xã Vân Hồ: Ba mươi hộ được cấp nước sạch

(BVH) - Sáng 4-3, ba mươi hộ ở bản Bó Nhàng đã có nước sạch dẫn về tận nhà, sau nhiều năm gùi nước từ khe lên.

Công trình do bà con góp công đào rãnh, tỉnh hỗ trợ ống và bể chứa, đưa nước về từ một mó cách bản gần ba cây số.
"""
FIGURE = (
    '<figure><img src="/anh/cau.jpg"><figcaption>Cầu treo mới ở bản Bó. Ảnh: Lò Thị Hoa</figcaption></figure>'
    "<p>Cây cầu dài tám mươi mét nối hai bờ suối, thay chiếc mảng tre mà học trò vẫn kéo dây qua mỗi ngày.</p>"
)


def read(done) -> dict[str, dict]:
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {(line["file"] or line["url"]).rpartition("/")[2]: line for line in lines}


def test_a_folder_as_json_is_what_a_crawl_of_files_stores(tmp_path, scrapy, rows):
    folder = tmp_path / "trang"
    (folder / "sau").mkdir(parents=True)
    (folder / "bai.html").write_text(article("Cầu treo ở bản Bó").replace('"content">', f'"content">{FIGURE}'), "utf-8")
    (folder / "sau" / "nuoc.txt").write_text(TEXT, "utf-8")
    (folder / "muc-luc.htm").write_text(listing(*[f"/{n}" for n in range(40)]), "utf-8")
    (folder / "bai.json").write_text("{}")
    (folder / "rong.html").write_bytes(b"")
    done = scrapy("read", str(folder), "--jsonl")
    assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
    assert "1 files left out" in done.stderr and "rong.html: an empty file" in done.stderr
    found = read(done)
    assert set(found) == {"bai.html", "nuoc.txt", "muc-luc.htm"}
    assert found["muc-luc.htm"]["article"] is None and found["muc-luc.htm"]["reason"].startswith("listing")
    assert found["bai.html"]["article"]["captions"] == [["Cầu treo mới ở bản Bó.", "Lò Thị Hoa"]]
    assert len(found["bai.html"]["article"]["images"]) == 1
    assert not (tmp_path / "archive.db").exists()

    assert scrapy("crawl", "files", "-a", f"path={folder}", CAPTURES="").returncode == 0
    with closing(sqlite3.connect(tmp_path / "archive.db")) as conn:
        conn.row_factory = sqlite3.Row
        stored = {row["url"]: dict(row) for row in conn.execute("select * from articles")}
        assert len(stored) == 2
        for line in (found["bai.html"], found["nuoc.txt"]):
            row = stored[line["article"]["url"]]
            assert {name: row[name] for name in (*reading_report.COLUMNS, "key")} == {
                name: line["article"][name] for name in (*reading_report.COLUMNS, "key")
            }
            lost = conn.execute("select rule, text from removed where article_id = ? order by position", [row["id"]])
            assert [list(one) for one in lost] == line["removed"]
        own = {row[1] for row in conn.execute("pragma table_info(articles)")} - {*reading_report.COLUMNS, "key"}
    assert own == {"id", "newspaper", "first_seen_at", "last_seen_at", "changed_at", "gone_at", "captions"}


def test_a_warc_and_a_live_address_by_the_newspapers_rules(tmp_path, site, crawl, scrapy):
    site.pages = {"/": listing("/bai-so-1001"), "/bai-so-1001": article("Mùa cá hồi"), "/moi": (301, {}, "")}
    site.pages["/moi"] = (301, {"Location": "/bai-so-1001"}, "")
    crawl()
    (warc,) = (tmp_path / "captures").rglob("*.warc.gz")
    shutil.copy(warc, tmp_path / "ca.warc.gz")
    asked = len(site.log)
    url = f"{site.url}bai-so-1001"
    done = scrapy("read", str(tmp_path / "ca.warc.gz"), url, f"{site.url}moi", "--jsonl", ARCHIVE=tmp_path / "khong.db")
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(line["file"] is None, line["url"]) for line in lines] == [(False, site.url), (False, url), (True, url), (True, url)]  # fmt: skip
    assert [line["article"] and line["article"]["title"] for line in lines] == [None, *["Mùa cá hồi"] * 3]
    assert site.paths[asked:].count("/bai-so-1001") == 2 and "/robots.txt" in site.paths[asked:]
    assert not (tmp_path / "khong.db").exists()
    agents = {headers["User-Agent"] for path, headers in site.log[asked:]}
    assert len(agents) == 1 and "{contact}" not in agents.pop()


def test_what_cannot_be_read_is_a_line(tmp_path, site, scrapy):
    site.pages = {
        "/robots.txt": "User-agent: *\nDisallow: /rieng/\n",
        "/anh.jpg": (200, {"Content-Type": "image/jpeg"}, b"\xff\xd8\xff" + bytes(99)),
    }
    (tmp_path / "trong").mkdir()
    (tmp_path / "bang.xlsx").write_bytes(b"PK")
    (tmp_path / "hong.warc.gz").write_bytes(b"\x1f\x8b\x08 khong phai gzip")
    for what, why in (
        (str(tmp_path / "khong-co.html"), "no such file"),
        (str(tmp_path / "trong"), "an empty folder"),
        (str(tmp_path / "bang.xlsx"), "neither .html"),
        (str(tmp_path / "hong.warc.gz"), "hong.warc.gz"),
        (f"{site.url}khong-co", "404"),
        (f"{site.url}rieng/thu", "robots.txt forbids"),
        (f"{site.url}anh.jpg", "image/jpeg"),
        ("ftp://bao.example/bai.html", "not an address"),
    ):
        done = scrapy("read", what)
        assert done.returncode == 1 and not done.stdout, (what, done.stdout)
        assert len(done.stderr.splitlines()) == 1 and what in done.stderr and why in done.stderr, (what, done.stderr)
    assert scrapy("read").returncode == 2


def test_for_people_fields_and_paragraphs_one_by_one(tmp_path, scrapy):
    name = os.fsdecode(b"b\xe0i.html")  # Latin-1, as an old disk has it
    (tmp_path / name).write_text(article("Chợ phiên Pà Cò"), "utf-8")
    done = scrapy("read", str(tmp_path / name), "--explain", "--newspaper", "khong-co-bao-nay")
    assert done.returncode == 0 and "khong-co-bao-nay" in done.stderr, done.stderr
    assert "title               Chợ phiên Pà Cò" in done.stdout
    assert "\n\nDự kiến công việc bắt đầu vào đầu tháng sau" in done.stdout
    for field in ("title", "lead", "published_at|date"):
        assert re.search(rf"^(?:{field}): .*\n  > ", done.stdout, re.M), (field, done.stdout)


def test_what_was_weighed_is_told_with_the_weights(monkeypatch):
    monkeypatch.setattr(evidence, "weights", lambda: {"title": {"heading": 2.0, "in a menu": -1.5, "meta": 1.0}})
    monkeypatch.setattr(reading_report, "weights", evidence.weights)
    page = Page(url="https://bao.example/1", body=b"", fetched_at=None, trail=[], reason="listing")
    choose(page, "title", [Candidate("Xã hội", "h2", ["heading", "in a menu"]), Candidate("Lúa mới", "h1", ["heading", "meta"])])  # fmt: skip
    choose(page, "title", [Candidate("Menu", "li", ["in a menu"])])
    told = "\n".join(reading_report.lines(page, None))
    assert "no article: listing" in told
    assert "title: 3 against 0.5\n  > Lúa mới\n      +3 h1: heading +2, meta +1\n    Xã hội" in told
    assert "title: none; the best has only -1.5" in told
    trail = reading_report.record(page, None)["trail"]
    assert trail[0]["candidates"][1]["evidence"] == {"heading": 2.0, "in a menu": -1.5}
    assert [choice["chosen"] for choice in trail] == [True, False]


def test_pages_said_to_be_of_one_newspaper_are_read_with_what_they_have_in_common(tmp_path, scrapy):
    """A notice that stands inside every article, in a paragraph like any other; what is of several houses is left alone."""
    notice = "Bạn đọc có ý kiến xin gọi về tòa soạn theo số máy lẻ in ở trang nhất, ban biên tập trân trọng cảm ơn bạn."
    for number in range(12):
        own = [f"{what} mùa thứ {number} ở bản Huổi Lóng được bà con kể lại trong đêm lửa trại số {number * 7}." for what in
               ("Chuyện dựng nhà sàn", "Chuyện giữ rừng đầu nguồn", "Chuyện đưa điện về bản")]  # fmt: skip
        page = article(
            f"Ghi chép mùa {number}", *own[:2], notice, own[2], lead=f"Một đêm thứ {number} bên bếp lửa nhà sàn."
        )
        (tmp_path / f"bai-{number}.html").write_text(page, "utf-8")
    lines = {}
    for arguments in ((), ("--newspaper", "bao-thu")):
        done = scrapy("read", str(tmp_path), "--jsonl", *arguments)
        assert done.returncode == 0, done.stderr
        found = [line["article"]["body"] for line in read(done).values()]
        assert len(found) == 12 and all("giữ rừng" in body and "đưa điện" in body for body in found)
        lines[arguments] = sum(notice in body for body in found)
    assert lines == {(): 12, ("--newspaper", "bao-thu"): 0}
    assert not (tmp_path / "archive.db").exists()

"""A newspaper that is gone, brought back from web archives of ours: what comes in, what does not, and with what manners."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import re
import sqlite3
import subprocess
import time
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from scrapy import Request
from scrapy.http import HtmlResponse
from scrapy.utils.project import get_project_settings
from warcio.archiveiterator import ArchiveIterator

from crawler import catalogue
from crawler.captures import cdx
from crawler.captures.verifying import verify
from crawler.discovery import addresses
from crawler.rescue.listing import Listing
from crawler.rescue.manners import Manners
from crawler.rescue.plan import plan
from crawler.rescue.shared import SharedPages
from crawler.rescue.spider import RescueSpider
from crawler.rescue.wayback import Wayback

from . import forked, invented
from .web_archives import CommonCrawl, Held, WebArchive

HOME = "http://baohanam.com.vn"
FAST = {"RESCUE_INDEX_PER_MINUTE": 60_000, "RESCUE_CAPTURES_PER_MINUTE": 600_000, "PROGRESS_INTERVAL": 0}
D1N = b'<html><body><script>document.cookie="D1N=3f2a"+"; path=/";window.location.reload(true);</script></body></html>'
SALE = b"<html><head><title>baohanam.com.vn</title></head><body><h1>This domain is for sale</h1><p>Buy this domain today.</p></body></html>"


class Paper:
    """An archive of its own, and `scrapy rescue` on it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "archive.db"

    def environment(self, **settings: object) -> dict[str, str]:
        chosen = {**FAST, "ARCHIVE": self.path, **settings}
        return {**os.environ, **{f"BAOTINH_{name}": str(value) for name, value in chosen.items()}}

    def rescue(
        self, *arguments: str, status: int = 0, name: str = "baohanam", timeout: float = 120, **settings: object
    ) -> subprocess.CompletedProcess:
        done = forked.run("rescue", name, *arguments, env=self.environment(**settings), timeout=timeout)
        assert done.returncode == status, done.stderr[-3000:]
        assert "Traceback" not in done.stderr, done.stderr[-3000:]
        return done

    def rows(self, sql: str, *parameters: object) -> list[tuple]:
        conn = sqlite3.connect(self.path)
        try:
            return conn.execute(sql, parameters).fetchall()
        finally:
            conn.close()


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    return Paper(tmp_path)


def story(number: int, edit: str = "") -> bytes:
    """A page of the newspaper's article of that number; `edit` is a paragraph more."""
    title, lead, paragraphs = invented.article(number)
    body = "".join(f"<p>{text}</p>" for text in [*paragraphs, *([edit] if edit else [])])
    published = f"2012-03-{number % 28 + 1:02d}T08:{number % 60:02d}:00+07:00"
    return f"""<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{title} - Báo Hà Nam</title>
<meta property="og:title" content="{title}"><meta property="og:type" content="article">
<meta property="article:published_time" content="{published}"></head><body class="trang-bai">
<ul class="menu-tren"><li class="muc"><a href="/thoi-su/">Thời sự</a></li><li class="muc"><a href="/kinh-te/">Kinh tế</a></li>
<li class="muc"><a href="/doi-song/">Đời sống</a></li><li class="muc"><a href="/van-hoa/">Văn hóa</a></li></ul>
<article class="bai"><h1 class="ten-bai">{title}</h1><p class="sapo">{lead}</p><div class="noi-dung">{body}</div></article>
<div class="chan-trang"><p>{invented.OFFICE}</p><p>Giấy phép số 7, chịu trách nhiệm: bà Hoàng Thị Mơ</p></div></body></html>""".encode()


def at(number: int, host: str = HOME) -> str:
    return f"{host}/thoi-su/bai-so-{number}-{10_000 + number}.html"


def index_json(*rows: list[str], key: str | None = None) -> bytes:
    return json.dumps([list(cdx.FIELDS), *rows, *([[], [key]] if key else [])]).encode()


ROW = [
    "vn,com,bao)/tin-1.html",
    "20160312000000",
    "http://bao.com.vn:80/tin-1.html",
    "text/html",
    "200",
    "A" * 32,
    "812",
]


@pytest.mark.parametrize(
    ("body", "key"),
    [
        (index_json(ROW, key="vn%2Ccom%2Cbao%29%2F+20160312000000%21"), "vn%2Ccom%2Cbao%29%2F+20160312000000%21"),
        (index_json(ROW), None),
        (json.dumps([ROW]).encode(), None),  # without a header
        (" ".join(ROW).encode() + b"\n\nkhoa+tiep\n", "khoa+tiep"),
        (" ".join(ROW).encode(), None),
        (json.dumps({"urlkey": ROW[0], "timestamp": ROW[1], "url": ROW[2], "mime": ROW[3], "status": "200", "digest": ROW[5],
                     "length": "812"}).encode() + b"\n", None),  # pywb, Common Crawl
        (f'{ROW[0]} {ROW[1]} {{"url": "{ROW[2]}", "mime": "text/html", "status": "200", "digest": "sha1:{ROW[5]}", "length": "812"}}'.encode(), None),
    ],
)  # fmt: skip
def test_answers_of_an_index_in_every_shape(body: bytes, key: str | None) -> None:
    answer = cdx.parse(body)
    (one,) = answer.captures
    assert (one.urlkey, one.timestamp, one.original) == (ROW[0], ROW[1], "http://bao.com.vn/tin-1.html")
    assert (one.status, one.digest, one.length, answer.resume_key) == (200, ROW[5], 812, key)


@pytest.mark.parametrize(
    ("original", "key", "asked"),
    [
        ("http://bao.com.vn/tin-1.html#top", ROW[0], "http://bao.com.vn/tin-1.html"),  # no server ever saw that
        ("http://bao.com.vn/#!tin-1", "vn,com,bao)/#!tin-1", "http://bao.com.vn/%23!tin-1"),
    ],
)
def test_a_fragment_is_asked_for_where_the_index_knows_it(original: str, key: str, asked: str) -> None:
    (row,) = cdx.parse(index_json([key, ROW[1], original, *ROW[3:]])).captures
    assert Wayback("http://kho.vn").capture(row).url == f"http://kho.vn/web/{ROW[1]}id_/{asked}"


def test_what_an_index_has_wrong() -> None:
    rows = [
        [*ROW[:1], "20110000000000", *ROW[2:]],  # no such day
        [*ROW[:2], "http://mailto:toasoan@bao.com.vn/", *ROW[3:]],
        [*ROW[:2], "data:image/jpeg;base64,/9j/4AAQ", *ROW[3:]],
        [*ROW[:3], "warc/revisit", "-", ROW[5], "-"],
        ROW[:4],
        *(
            [*ROW[:1], stamp, *ROW[2:]]
            for stamp in ("20000800241623", "20000008241731", "201008241623", "20110800993000")
        ),
    ]
    day, revisit, *odd = cdx.parse(index_json(*rows)).captures
    assert day.timestamp == "20110101000000"
    assert [(one.timestamp, one.stamp) for one in odd] == [
        ("20000824162300", "20000800241623"),  # a 00 that pushed the seconds out
        ("20000824173100", "20000008241731"),
        ("20100824162300", "201008241623"),
    ]
    assert (revisit.status, revisit.length, revisit.mime) == (None, None, "warc/revisit")
    assert cdx.parse(b"").captures == cdx.parse(b"[]").captures == []
    for page in (
        b"<html><title>Internet Archive: Scheduled Maintenance</title>",
        index_json(ROW, ROW)[:-40],
        "\n".join([" ".join(ROW)] * 2).encode()[:-60],
        b"org.archive.util.io.RuntimeIOException: java.net.SocketTimeoutException",
        b'{"message": "Internal error"}',
        b"null",
    ):
        with pytest.raises(cdx.NotAnIndexError):
            cdx.parse(page)


def dead_newspaper() -> list[Held]:
    held = []
    for number in range(1, 13):
        year = 2013 + number % 3
        held.append(Held(f"{year}0101{number:02d}0000", at(number), story(number)))
    one, two, three, four = (at(number) for number in range(1, 5))
    held += [
        Held("20160312080000", one.replace("http://", "https://www."), story(1), mime="warc/revisit"),
        Held("20160601000000", one, story(1, "Đính chính: cầu dài 120 mét.")),
        Held("20170601000000", one, story(1)),  # taken back
        Held("20180601000000", one, b"gone", 404),
        Held("20190601000000", one, b"gone", 404),
        Held("20170101000000", two, b"gone", 404),
        Held("20180101000000", two, story(2)),  # and back
        Held("20160505000000", three, D1N),
        Held("20170505000000", three, story(3)),
        Held("20170606000000", three, b"", 301),
        Held("20160707000000", four, gzip.compress(story(4, "Thêm một đoạn."))),
        Held("20180202000000", at(1, "http://www.baohanam.com.vn:80"), b"slow", 503),
        Held("20150303000000", f"{HOME}/anh/cau.jpg", b"\xff\xd8", mime="image/jpeg"),
        Held("20150303000000", f"{HOME}/", b"<html><body><a href='/thoi-su/'>Trang nhat</a></body></html>"),
        Held("20200101000000", f"{HOME}/thoi-su/bai-so-77-10077.html", b"slow down", 429),
        Held("20200102000000", f"{HOME}/thoi-su/bai-so-78-10078.html", b"wait", 429, mime="warc/revisit"),
        Held("20110101000000", at(50), story(50)),  # dated 2012
    ]
    held += [
        Held(f"202101{number:02d}000000", at(number), invented.squatter(number).encode()) for number in range(6, 10)
    ]
    held += [Held(f"2023010100{number:02d}00", at(number), SALE) for number in range(1, 13)]
    held += [
        Held(
            f"20190909{n:02d}0000",
            at(n),
            in_its_place(n, f"Bài viết không tồn tại hoặc đã bị gỡ bỏ. Mã lỗi {n * 7919}."),
        )
        for n in range(10, 13)
    ]
    held += [
        Held(f"20220101{n:02d}0000", f"{HOME}/nha-cai-so-{n}-uy-tin-nhat/", bookmaker(n).encode()) for n in range(1, 4)
    ]
    return held


def in_its_place(number: int, text: str) -> bytes:
    """A notice under the newspaper's own head, where an article was."""
    page = re.sub(r"<meta property[^>]*>", "", story(number).decode())
    block = (
        f'<article class="bai"><h1 class="ten-bai">Thông báo</h1><div class="noi-dung"><p>{text}</p></div></article>'
    )
    return re.sub(
        r"(?s)<article.*</article>", block, re.sub(r"<title>.*</title>", "<title>Thông báo</title>", page)
    ).encode()


def bookmaker(number: int) -> str:
    """What whoever bought the domain writes, at addresses that say their titles."""
    title = f"Nhà cái số {number} uy tín nhất"
    return f"""<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{title} - Kèo 365</title>
<meta property="og:type" content="article"><meta property="og:title" content="{title}"></head><body><nav><a href="/keo">Soi kèo</a></nav>
<article class="post"><h1 class="entry-title">{title}</h1><div class="entry-content"><p>Trang {number} đưa người chơi đến những trò chơi hấp
dẫn nhất, tỷ lệ trả thưởng cao và ai đăng ký hôm nay cũng có quà.</p><p>Nhà cái uy tín này cho nạp và rút nhanh trong năm phút, link
vào luôn mới, hỗ trợ cả ngày lẫn đêm trên điện thoại hay máy tính.</p></div></article></body></html>"""


def test_a_dead_newspaper_comes_back(paper: Paper, scrapy: Callable) -> None:
    with WebArchive(*dead_newspaper()) as archive:
        planned = paper.rescue("--from", archive.url, "--plan", RESCUE_LISTED=9)
        assert not archive.fetched and archive.asked > 3
        numbers = dict(line.rsplit("  ", 1) for line in planned.stdout.splitlines() if "  " in line)
        numbers = {name.strip(): value.strip() for name, value in numbers.items()}
        wanted = [held for held in archive.holds if held.mime != "image/jpeg"]
        texts = {(held.row[0], held.row[5]) for held in wanted if held.row[4] in ("200", "-")}
        assert numbers["hosts"] == "baohanam.com.vn" and numbers["captures listed"] == str(len(wanted))
        assert (numbers["distinct texts"], numbers["already here"]) == (str(len(texts)), "0")
        assert numbers["to fetch"] == str(len(texts) - 11), "the parked domain's page once"
        asked = archive.asked
        done = paper.rescue("--from", archive.url)
        assert archive.asked == asked, "the listing is kept"
        once = archive.fetched
        assert set(once.values()) == {1} and archive.most_open == 1
        again = paper.rescue("--from", archive.url)
        assert archive.fetched == once and "already here" in again.stdout
    assert "1 dated before the article they hold was published" in done.stdout

    articles = dict(paper.rows("select url, id from articles"))
    assert set(articles) == {at(number) for number in (*range(1, 13), 50)}
    told = paper.rows(
        "select seen_at, body like '%120 mét%' from revisions where article_id = ? order by number", articles[at(1)]
    )
    assert told == [("2014-01-01T01:00:00Z", 0), ("2016-06-01T00:00:00Z", 1), ("2017-06-01T00:00:00Z", 0)]
    seen = {
        url: rest
        for url, *rest in paper.rows("select url, first_seen_at, last_seen_at, gone_at from articles order by id")
    }
    assert seen[at(1)] == ["2014-01-01T01:00:00Z", "2017-06-01T00:00:00Z", "2018-06-01T00:00:00Z"]
    assert seen[at(2)] == ["2015-01-01T02:00:00Z", "2018-01-01T00:00:00Z", None]
    assert seen[at(3)] == ["2013-01-01T03:00:00Z", "2017-05-05T00:00:00Z", None]
    assert paper.rows("select count(*) from revisions where article_id = ?", articles[at(4)]) == [(2,)]
    assert paper.rows("select count(*) from articles where published_at like '2012-03-%'") == [(12,)], (
        "one contradicts its capture"
    )
    text = " ".join(body for (body,) in paper.rows("select body from revisions"))
    assert "jackpot" not in text and "domain" not in text

    kept = paper.rows(
        "select c.url, c.fetched_at, c.aside, c.source, c.source_url, c.warc, c.offset from captures c order by id"
    )
    assert [row for row in kept if row[0].endswith("10003.html") and row[1].startswith("2016")], "walls are captures"
    assert sum(row[2] == "shared" for row in kept) == 12
    first = next(row for row in kept if row[0] == at(1))
    assert first[3] == archive.url and first[4] == f"{archive.url}/web/20140101010000/{at(1)}"
    with (paper.path.parent / "captures" / first[5]).open("rb") as file:
        file.seek(first[6])
        record = next(iter(ArchiveIterator(file)))
        told = {name: record.rec_headers.get_header(f"WARC-{name}") for name in ("Target-URI", "Date", "Source-URI")}
    assert told == {"Target-URI": at(1), "Date": "2014-01-01T01:00:00Z", "Source-URI": first[4]}

    before = paper.rows("select article_id, number, seen_at, body from revisions order by 1, 2")
    assert scrapy("reprocess", "baohanam").returncode == 0
    assert paper.rows("select article_id, number, seen_at, body from revisions order by 1, 2") == before


@pytest.mark.parametrize(("answers", "pages"), [("text", True), ("json", False)])
def test_an_index_of_another_make(paper: Paper, answers: str, pages: bool) -> None:
    with WebArchive(*(Held(f"20140101{n:02d}0000", at(n), story(n)) for n in range(1, 9))) as archive:
        archive.answers, archive.pages, archive.says_when = answers, pages, False
        paper.rescue("--from", archive.url, RESCUE_LISTED=3)
    assert paper.rows("select count(*) from articles") == [(8,)]


def test_what_is_in_doubt_is_believed_where_it_is_listed_again(paper: Paper) -> None:
    """The same bytes a year later cost no request, and are what stands there; at two addresses they are nobody's."""

    def instead(number: int, text: str) -> bytes:
        page = re.sub(r'<p class="sapo">.*</div></article>', f"<p>{text}</p></article>", story(number).decode())
        return page.encode()

    held = [Held("20150301080000", at(number), story(number)) for number in range(1, 5)]
    for number, text in ((1, "Bài đã được rút vì chưa kiểm chứng đủ. Mong bạn đọc lượng thứ cho."), (2, "Bấm hơi nhanh: 31 trang. Nghỉ tay một lát."),
                         (3, "Bấm hơi nhanh: 77 trang. Nghỉ tay một lát.")):  # fmt: skip
        for year in (2016, 2017):
            held.append(Held(f"{year}030{number}080000", at(number), instead(number, text)))
    with WebArchive(*held) as archive:
        paper.rescue("--from", archive.url)
        assert max(archive.fetched.values()) == 1
    assert paper.rows("select max(number) from revisions group by article_id") == [(2,), (1,), (1,), (1,)]
    assert paper.rows("select count(*) from pages where reason = 'unlike'") == [(2,)]


def test_days_bound_what_comes(paper: Paper) -> None:
    with WebArchive(*(Held(f"{2010 + n}0101000000", at(n), story(n)) for n in range(8))) as archive:
        paper.rescue("--from", archive.url, "--since", "2012-01-01", "--until", "2014-12-31")
        assert paper.rows("select count(*) from articles") == [(3,)]
        paper.rescue("--from", archive.url)
        assert set(archive.fetched.values()) == {1}
    assert paper.rows("select count(*) from articles") == [(8,)]


def test_former_hosts_and_an_article_that_moved(paper: Paper) -> None:
    old, new = "http://baohaiphong.com.vn", "https://baohaiphong.vn"
    url = "/thoi-su/bai-so-1-10001.html"
    held = [
        Held("20130101000000", old + url, story(1)),
        Held("20180101000000", new + url, story(1, "Thêm một đoạn.")),
        Held("20190101000000", old + url, b"", 404),
        Held("20200101000000", new + url, b"", 410),
        Held("20130101000000", f"{old}/thoi-su/bai-so-2-10002.html", story(2)),
    ]
    with WebArchive(*held) as archive:
        paper.rescue("--from", archive.url, name="baohaiphong")
    moved = paper.rows(
        "select url, gone_at, (select count(*) from revisions where article_id = id) from articles order by id"
    )
    assert moved == [(new + url, "2020-01-01T00:00:00Z", 2), (f"{old}/thoi-su/bai-so-2-10002.html", None, 1)]


def test_a_web_archive_that_refuses_is_left_alone(paper: Paper) -> None:
    with WebArchive(*(Held(f"20140101{n:02d}0000", at(n), story(n)) for n in range(1, 6))) as archive:
        refused: list[float] = []

        def refuses(path: str) -> tuple[int, dict[str, str]] | None:
            if path.startswith("/web/") and len(archive.fetched) == 3 and not refused:
                refused.append(archive.log[-1][1])
                return 429, {}
            return None

        archive.refuses = refuses
        paper.rescue("--from", archive.url, RESCUE_PAUSES="0.6,2,30")
        times = [when for path, when in archive.log]
        after = min(when for when in times if when > refused[0])
        assert after - refused[0] >= 0.6
        assert paper.rows("select count(*) from articles") == [(5,)]

        archive.holds.append(Held("20150101000000", at(9), story(9)))
        archive.refuses = lambda path: (429, {}) if path.startswith("/web/") else None
        archive.log.clear()
        done = paper.rescue("--from", archive.url, status=1, RESCUE_PAUSES="0.2,0.3,30", RESCUE_LIST_AGAIN=0)
        assert len(archive.fetched) == 1 and sum(archive.fetched.values()) == 3
        assert "run the same command again after" in done.stderr.splitlines()[-1]
        archive.log.clear()
        done = paper.rescue("--from", archive.url, status=1, RESCUE_PAUSES="0.2,0.3,30")
        assert not archive.log and "run the same command again after" in done.stderr.splitlines()[-1]
    done = paper.rescue(
        "--from", archive.url, status=1, ARCHIVE=paper.path.with_name("khac.db"), RESCUE_PAUSES="0.1,0.2,30"
    )
    assert "no connection" in done.stderr.splitlines()[-1] and "again after" in done.stderr.splitlines()[-1]


def test_what_goes_wrong_between_us_and_a_web_archive(paper: Paper) -> None:
    """Answers that are none, once each; then what they should have been."""
    when = {"Memento-Datetime": "Wed, 01 Jan 2014 00:00:00 GMT", "Content-Type": "text/html; charset=utf-8"}
    toolbar = (
        b"<body><div id='wm-ipp-base'><h1>Wayback Machine</h1>12 captures</div><!-- END WAYBACK TOOLBAR INSERT --><div"
    )
    own = b"<html><head><title>Internet Archive: Scheduled Maintenance</title></head><body><p>Please come back.</p></body></html>"
    once = {
        at(1): (503, {}, b"<html>busy"),
        at(2): (504, {}, b""),
        at(3): (200, {"Content-Type": "text/html"}, own),
        at(4): (200, when, b""),
    }
    always = {
        at(5): (200, {**when, "Content-Encoding": "gzip"}, story(5)),
        at(6): (200, {**when, "X-Archive-Orig-Content-Encoding": "gzip"}, gzip.compress(gzip.compress(story(6)))),
        at(7): (200, when, story(7).replace(b"<body", toolbar)),
        at(8): (302, {"Location": f"/web/20150101000000id_/{at(8)}"}, b""),
        at(9): (403, {}, b"<h1>This URL has been excluded</h1>"),
    }
    held = [Held("20140101000000", at(n), story(n)) for n in range(1, 11)]
    held.append(Held("20140101000000", at(11, f"{HOME}:8080"), story(11)))
    with WebArchive(*held) as archive:
        listing = archive.index({"url": "baohanam.com.vn"})[2]
        rows = [one.row for one in archive.holds]
        index = [
            (200, {}, listing[: len(listing) // 2]),
            (200, {"Content-Type": "text/html"}, own),
            (503, {}, b""),
            (200, {}, index_json(*rows[:3], key="khoa")),
            (400, {}, b"bad key"),  # amid the listing it is no end of it
            *[(404, {}, b"not found")] * 3,  # and after so many it is listed from the beginning
            *[(200, {}, index_json(*rows[:3], key="khoa"))] * 3,  # a key that leads nowhere, as a value and as it is
            (200, {}, index_json(*rows)),  # everything at once
        ]

        def odd(path: str) -> tuple[int, dict[str, str], bytes] | None:
            if path.startswith("/cdx/"):
                return index.pop(0)
            url = path.partition("id_/")[2]
            return once.pop(url, None) or always.get(url)

        archive.odd = odd
        paper.rescue("--from", archive.url, RESCUE_PAUSES="0.1,0.2,30")
        assert not index and {row[0] for row in paper.rows("select url from articles")} == {
            at(n) for n in (1, 2, 5, 6, 7, 10)
        } | {at(11, f"{HOME}:8080")}
        paper.rescue("--from", archive.url, RESCUE_PAUSES="0.1,0.2,30")
    states = dict(paper.rows("select state, count(*) from rescue_captures group by 1"))
    assert states == {"read": 9, "unplayable": 2}, "what did not come once came the next time"
    assert paper.rows("select count(*) from revisions where body like '%captures%' or body like '%come back%'") == [
        (0,)
    ]


def test_what_goes_wrong_with_common_crawl(paper: Paper) -> None:
    held = [Held(f"{year}0101{n:02d}0000", at(n), story(n)) for n, year in enumerate((2014, 2014, 2015, 2015, 2016), 1)]
    with CommonCrawl(*held) as archive:
        place = {
            "RESCUE_COMMONCRAWL_INDEX": archive.url,
            "RESCUE_COMMONCRAWL_DATA": archive.url,
            "PRIVATE_NETWORKS": "127.0.0.0/8",
        }
        archive.odd = lambda path: (200, {}, b"[]") if path == "/collinfo.json" else None  # its storage is down
        assert "collinfo.json lists no crawl" in paper.rescue("--from", "commoncrawl", status=1, **place).stderr
        archive.knows_no_ranges = "2014"
        data, places = archive.warc("2015")
        first = data[places[0][1] : places[0][1] + places[0][2]]
        odd = {"/crawl-data/2015": (206, {}, first), "/CC-MAIN-2016": (404, {}, b"<html>somebody else's")}
        archive.odd = lambda path: next((answer for start, answer in odd.items() if path.startswith(start)), None)
        done = paper.rescue("--from", "commoncrawl", status=1, RESCUE_PAUSES="0.1,0.2,30", **place)
        assert "1 parts of the index were not read, CC-MAIN-2016-01 baohanam.com.vn" in done.stderr.splitlines()[-1]
        assert paper.rows("select url, title from articles order by url") == [
            (at(n), invented.article(n)[0]) for n in (1, 2, 3)
        ], "the record of another is none of the fourth"
        odd.clear()
        paper.rescue("--from", "commoncrawl", **place)
        assert paper.rows("select count(*) from articles") == [(4,)]


def test_common_crawl(paper: Paper) -> None:
    held = [Held(f"{2014 + n % 2}0101{n:02d}0000", at(n), story(n)) for n in range(1, 6)]
    held.append(Held("20140601000000", at(1), story(1)[:-900], truncated="length"))
    held.append(Held("20150601000000", at(7), story(7)[:-300], truncated="length"))
    held.append(Held("20150701000000", at(2), b"gone", 404))
    with CommonCrawl(*held) as archive:
        where = {
            "RESCUE_COMMONCRAWL_INDEX": archive.url,
            "RESCUE_COMMONCRAWL_DATA": archive.url,
            "PRIVATE_NETWORKS": "127.0.0.0/8",
        }
        paper.rescue("--from", "commoncrawl", **where)
        assert paper.rows("select count(*), count(gone_at) from articles") == [(6, 1)]
        assert paper.rows("select count(*) from revisions") == [(6,)], "a piece is no edit of what is whole"
        assert paper.rows("select count(*) from captures where aside = 'truncated'") == [(2,)]
    with WebArchive(Held("20160101000000", at(7), story(7)), Held("20130101000000", at(1), story(1))) as archive:
        paper.rescue("--from", archive.url)
        assert len(archive.fetched) == 1, "what Common Crawl had is not fetched again"
    whole = paper.rows(
        "select count(*), max(length(body)) from revisions where article_id = (select id from articles where url = ?)",
        at(7),
    )
    assert (
        whole[0][0] == 1
        and invented.article(7)[2][-1] in paper.rows("select body from articles where url = ?", at(7))[0][0]
    )
    assert paper.rows("select first_seen_at from articles where url = ?", at(1)) == [("2013-01-01T00:00:00Z",)]


def test_what_was_written_down_before_a_kill_is_not_fetched_again(paper: Paper) -> None:
    """Killed between writing a capture down and storing it: the archive is locked meanwhile."""
    with WebArchive(*(Held(f"20140101{n:02d}0000", at(n), story(n)) for n in range(1, 6))) as archive:
        paper.rescue("--from", archive.url, "--plan")
        lock = sqlite3.connect(paper.path, isolation_level=None, check_same_thread=False)

        def locks(path: str) -> None:
            if len(archive.fetched) == 3 and not lock.in_transaction:
                lock.execute("begin immediate")

        archive.refuses = locks
        process = forked.start("rescue", "baohanam", "--from", archive.url, env=paper.environment())
        written: list[str] = []
        until = time.monotonic() + 100
        while len(written) < 3 and time.monotonic() < until:
            for file in (paper.path.parent / "captures").glob("*/*.open"):
                written = [one.url for one in verify(file) if one.type == "response" and not one.fault]
        process.kill()
        process.wait()
        lock.close()
        assert len(written) == 3 and paper.rows("select count(*) from articles") == [(2,)]
        paper.rescue("--from", archive.url)
        assert set(archive.fetched.values()) == {1} and len(archive.fetched) == 5
    assert paper.rows("select count(*), count(distinct url) from captures") == [(5, 5)]
    assert paper.rows("select count(*) from revisions") == [(5,)]


def test_every_newspaper_can_be_asked_for_with_its_former_hosts(tmp_path: Path) -> None:
    settings = get_project_settings()
    settings.setdict({"ARCHIVE": str(tmp_path / "archive.db"), **FAST}, priority="cmdline")
    papers = catalogue.newspapers(settings)
    assert len(papers) == 69 and sum(bool(paper.former) for paper in papers.values()) > 20
    former = {name: [addresses.site(url) for url in (paper.home, *paper.former)] for name, paper in papers.items()}
    with WebArchive() as archive, httpx.Client() as client:
        source = Wayback(archive.url, archive.url)

        async def ask(request: Request) -> HtmlResponse:
            return HtmlResponse(request.url, body=client.get(request.url).content)

        for name, paper in papers.items():
            hosts = dict.fromkeys(former[name])
            archive.holds = [
                Held("20140101000000", f"http://{host}/bai-viet-so-{n}-10001.html", b"%d" % n)
                for n, host in enumerate(hosts)
            ]
            archive.log.clear()
            spider = RescueSpider(name, source)
            spider.settings = settings
            spider.open_archive()
            assert spider.hosts == list(hosts)
            listing = Listing(
                spider.archive, name, paper, source, spider.hosts, spider.since, spider.until, 5000, timedelta(days=30)
            )
            asyncio.run(listing.run(ask))
            shared = SharedPages(spider.archive, name, paper)
            told = plan(listing, shared, Manners(spider.archive, source.name, settings, public=False))
            assert (name, told.captures, told.hosts) == (name, len(hosts), list(hosts))
            assert [parse_qs(urlsplit(path).query)["url"][0] for path, _ in archive.log] == list(hosts)
            spider.archive.close()


def test_resume_keys_that_lead_in_a_circle_end(paper: Paper) -> None:
    """Where everything comes at once when asked for so, all of it is read; else a line says so."""
    held = [Held(f"2014010{number}000000", at(number), story(number)) for number in range(1, 7)]
    rows = sorted(one.row for one in held)
    for whole in (True, False):
        with WebArchive(*held) as archive:

            def circle(path: str) -> tuple[int, dict, bytes] | None:
                query = parse_qs(urlsplit(path).query)
                if not path.startswith("/cdx/") or (whole and "limit" not in query):  # noqa: B023
                    return None
                key = "B" if query.get("resumeKey") == ["A"] else "A"
                return 200, {}, index_json(*(rows[:2] if key == "B" else rows[2:4]), key=key)

            archive.odd = circle
            done = paper.rescue("--from", archive.url, status=0 if whole else 1)
            assert archive.asked < 20
        if whole:
            assert paper.rows("select count(*) from articles") == [(6,)]
        else:
            assert "in a circle" in done.stderr


def test_behind_a_stretch_of_pictures_and_under_odd_stamps_and_spellings(paper: Paper) -> None:
    """An answer with a key and no captures ends nothing; a capture is asked for as the index writes its moment; one at the
    same address in capitals, or with a campaign's name, saw the same page."""
    first, odd, loud, later = (
        Held("20140101000000", at(1), story(1)),
        Held("20140800241623", at(2), story(2)),
        Held("20140102000000", at(3, "http://BAOHANAM.COM.VN") + "?utm_source=zalo", story(3)),
        Held("20140302000000", at(3), story(3), mime="warc/revisit"),
    )
    loud_row = [later.row[0], *loud.row[1:]]
    answers = {
        "": index_json(first.row, key="A"),
        "A": index_json(key="B"),
        "B": index_json(odd.row, loud_row, later.row),
    }
    with WebArchive(first, odd, loud, later) as archive:
        archive.says_when = False

        def pages(path: str) -> tuple[int, dict, bytes] | None:
            if not path.startswith("/cdx/"):
                return (200, {}, odd.body) if path.startswith(f"/web/{odd.timestamp}id_/") else None
            return 200, {}, answers[parse_qs(urlsplit(path).query).get("resumeKey", [""])[0]]

        archive.odd = pages
        paper.rescue("--from", archive.url)
        assert len(archive.fetched) == 3
    assert paper.rows("select first_seen_at, last_seen_at from articles order by first_seen_at") == [
        ("2014-01-01T00:00:00Z", "2014-01-01T00:00:00Z"),
        ("2014-01-02T00:00:00Z", "2014-03-02T00:00:00Z"),
        ("2014-08-24T16:23:00Z", "2014-08-24T16:23:00Z"),
    ]


def test_a_wall_between_two_sightings_is_no_page_of_a_wacz(paper: Paper, scrapy: Callable, tmp_path: Path) -> None:
    """In whatever year it stood: the article is replayed where it was, its bytes as before or not."""
    between = [D1N, in_its_place(2, "Bài viết không tồn tại hoặc đã bị gỡ bỏ.")]
    held = [
        capture
        for n, wall in enumerate(between, 1)
        for capture in (
            Held("20130601000000", at(n), story(n)),
            Held("20140201000000", at(n), wall),
            Held("20140601000000", at(n), story(n).replace(b"</body>", b"<!-- 7 --></body>")),
        )
    ]
    with WebArchive(*held) as archive:
        paper.rescue("--from", archive.url)
    assert scrapy("export", "wacz", "baohanam", str(tmp_path / "ra"), ARCHIVE=paper.path).returncode == 0
    told = []
    for file in sorted((tmp_path / "ra").glob("*.wacz")):
        with zipfile.ZipFile(file) as bundle:
            told += [json.loads(line) for line in bundle.read("pages/pages.jsonl").splitlines()[1:]]
    whole = [(url, f"{day}T00:00:00Z") for day in ("2013-06-01", "2014-06-01") for url in (at(1), at(2))]
    assert sorted((page["url"], page["ts"]) for page in told) == sorted(whole)


def test_mistakes_are_a_line(paper: Paper) -> None:
    assert "no newspaper 'baokhongco'" in paper.rescue(name="baokhongco", status=1).stderr
    assert not paper.path.exists()
    assert "--from ftp://x" in paper.rescue("--from", "ftp://x", status=2).stderr
    with WebArchive() as archive:
        assert "holds nothing of baohanam.com.vn" in paper.rescue("--from", archive.url, status=1).stderr


def test_a_newspaper_at_a_port_of_its_own_is_brought_back(paper: Paper) -> None:
    home = "http://203.0.113.7:9401"
    with WebArchive(*(Held("20140101000000", at(number, home), story(number)) for number in (1, 2))) as archive:
        paper.rescue("--from", archive.url, status=1)  # makes the archive
        with sqlite3.connect(paper.path) as conn:
            conn.execute("insert into newspapers (id, title, home) values ('ben-cang', 'Báo Bến Cảng', ?)", [home])
        conn.close()
        paper.rescue("--from", archive.url, name="ben-cang")
    assert paper.rows("select count(*) from articles where newspaper = 'ben-cang'") == [(2,)]

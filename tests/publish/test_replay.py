"""Who runs the site, and captures: closed unless a setting opens them, and then without a script or a network."""

from __future__ import annotations

import asyncio
import io
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from datasette.app import Datasette
from lxml import html
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.database import connect, transaction
from archive.newspapers import put_newspaper
from archive.storing.store import save_article
from publish.pages import replay
from publish.serving.serve import open_site, publish
from publish.site_settings import SiteSettings, missing
from tests.publish.conftest import BRIDGE, SEEN, UNDATED

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Bản gốc</title>
<link rel="preconnect" href="{host}/ahead"><link rel="stylesheet" href="{host}/site.css">
<meta http-equiv="refresh" content="0; url={host}/elsewhere">
<style>h1 {{ color: rgb(1, 2, 3) }}</style></head><body><h1>Cây cầu</h1>
<script>document.querySelector("h1").textContent = "Lệnh đã chạy"; fetch("{host}/told")</script>
<img src="{host}/pixel.gif" onerror="document.title = 'hỏng'"><iframe src="{host}/frame"></iframe>
<video src="{host}/film" poster="{host}/poster"></video><object data="{host}/object"></object>
</body></html>"""
# id of the capture, address, content type
CAPTURED = [
    (1, BRIDGE.url, "text/html; charset=utf-8"),
    (2, UNDATED.url, "text/html"),
    (3, "https://songbiec.example/", "text/html"),
]


def captured(folder: Path, host: str = "https://songbiec.example") -> Path:
    """An archive with captures beside it: of an article, of one that is withheld, and of the front page."""
    path, warc = folder / "archive.db", folder / "captures" / "song-biec" / "a.warc.gz"
    warc.parent.mkdir(parents=True)
    conn = connect(path)
    with warc.open("wb") as file, transaction(conn):
        put_newspaper(conn, "song-biec", title="Báo Sông Biếc", province="da-nang")
        writer = WARCWriter(file, gzip=True)
        for id, url, kind in CAPTURED:
            body, begin = PAGE.format(host=host).encode(), file.tell()
            head = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
            writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=head))
            conn.execute(
                "insert into captures(id, url, fetched_at, status, mime, digest, warc, offset, length) values (?, ?, '2026-03-01T02:00:00Z', 200, 'text/html', 'sha1:A', ?, ?, ?)",
                [id, url, f"song-biec/{warc.name}", begin, file.tell() - begin],
            )
        for article, id in ((BRIDGE, 1), (UNDATED, 2)):
            saved = save_article(conn, "song-biec", replace(article), seen_at=SEEN, capture_id=id)
            conn.execute(
                "insert into pages(url, newspaper, article_id, state) values (?, 'song-biec', ?, 'article')",
                [article.url, saved.article_id],
            )
        conn.execute("insert into pages(url, newspaper, state) values (?, 'song-biec', 'index')", [CAPTURED[2][1]])
        conn.execute("insert into withheld values (?, '2026-04-01', 'why')", [saved.article_id])
    conn.close()
    return path


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return captured(tmp_path_factory.mktemp("captured"))


def site(path: Path, settings: SiteSettings | None, *, copy: bool = False) -> Callable[..., httpx.Response]:
    if copy:
        publish(path, path.with_name("public.db"))
        made = open_site(path.with_name("public.db"), "https://kho.example/", settings)
    else:
        made = Datasette([str(path)])
        made.site_settings = settings
        asyncio.run(made.invoke_startup())
    return lambda address, **options: asyncio.run(made.client.get(address, **options))


@pytest.fixture(scope="module")
def opened(path: Path) -> Callable[..., httpx.Response]:
    settings = SiteSettings("Nhóm Thử", "kho@example.org", path.parent / "captures")
    return site(path, settings, copy=True)


def test_captures_are_closed_unless_a_setting_opens_them(path: Path) -> None:
    get = site(path, SiteSettings(contact="kho@example.org"))
    page = get("/captures/1").text
    assert "Bản chụp không mở cho người xem" in page and "kho@example.org" in page and "<iframe" not in page
    assert {get(f"/captures/1{end}").status_code for end in ("/page", ".warc.gz")} == {404}


def test_open_capture_is_the_page_and_its_record(path: Path, opened: Callable[..., httpx.Response]) -> None:
    frame = html.fromstring(opened("/captures/1").text).xpath("//iframe")[0]
    assert frame.get("sandbox") == "" and frame.get("src") == "/captures/1/page"
    answer = opened("/captures/1/page")
    assert answer.headers["content-type"] == "text/html; charset=utf-8" and "Cây cầu" in answer.text
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    sent = PAGE.format(host="https://songbiec.example")
    sent = sent.replace('<link rel="preconnect" href="https://songbiec.example/ahead">', "")
    assert answer.text == sent.replace('<iframe src="https://songbiec.example/frame">', "<iframe>")
    record = opened("/captures/1.warc.gz")
    conn = sqlite3.connect(path)
    offset, length = conn.execute("select offset, length from captures where id = 1").fetchone()
    file = (path.parent / "captures" / "song-biec" / "a.warc.gz").read_bytes()
    assert record.content == file[offset : offset + length] and "attachment" in record.headers["content-disposition"]
    (read,) = ArchiveIterator(io.BytesIO(record.content))
    assert read.rec_headers.get_header("WARC-Target-URI") == BRIDGE.url


@pytest.mark.parametrize("copy", [True, False])
def test_captures_of_withheld_articles_and_of_lists_stay_closed(path: Path, copy: bool) -> None:
    get = site(path, SiteSettings(captures=path.parent / "captures"), copy=copy)
    for id in (2, 3):
        assert {get(f"/captures/{id}{end}").status_code for end in ("/page", ".warc.gz", ".warc")} == {404}
        assert "<iframe" not in get(f"/captures/{id}").text
    assert get("/captures/1/page").status_code == 200


@pytest.mark.parametrize(
    ("warc", "offset"), [("../archive.db", 0), ("song-biec/b.warc.gz", 0), ("song-biec/a.warc.gz", 10**9)]
)
def test_record_is_read_only_where_captures_are(path: Path, warc: str, offset: int) -> None:
    with pytest.raises(replay.UnreadableError) as told:
        replay.stored(path.parent / "captures", warc, offset, 10)
    assert str(path.parent) not in str(told.value)


def test_what_is_no_whole_record_is_said() -> None:
    for record in (b"", b"WARC/1.0\r\n", b"\x1f\x8bnonsense"):
        with pytest.raises(replay.UnreadableError):
            replay.unpacked(record)


def test_contact_names_who_runs_it_and_begins_the_letter(path: Path, opened: Callable[..., httpx.Response]) -> None:
    conn = sqlite3.connect(path)
    shown, gone = (
        conn.execute("select id from articles where url = ?", [article.url]).fetchone()[0]
        for article in (BRIDGE, UNDATED)
    )
    about = html.fromstring(opened(f"/articles/{shown}").text).xpath("//nav[@class='actions']/a/@href")[-1]
    assert about == f"/contact?article={shown}"
    tree = html.fromstring(opened(about).text)
    (letter,) = tree.xpath("//a[@class='contact']/@href")
    assert letter.startswith("mailto:kho@example.org?subject=") and f"articles%2F{shown}" in letter
    assert "Nhóm Thử" in tree.text_content() and f"https://kho.example/articles/{shown}" in tree.text_content()
    english = opened("/contact", cookies={"lang": "en"}).text
    assert "Corrections and takedowns" in english and "robots.txt" in english
    answer = opened(f"/articles/{gone}/v/1")
    assert answer.status_code == 410 and 'href="/contact#takedown"' in answer.text
    for address in ("/", "/about", "/nope"):
        footer = html.fromstring(opened(address).text).xpath("//footer")[0]
        assert footer.xpath(".//a[@href='/contact']") and "Nhóm Thử" in footer.text_content()


def test_contact_without_settings_says_so(path: Path) -> None:
    text = site(path, SiteSettings())("/contact?article=9").text
    assert "chưa ghi tên" in text and "CONTACT" in text
    assert missing("", None, "https://kho.example/") == ["OPERATOR", "CONTACT"]


def test_environment_opens_captures_beside_the_archive(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAOTINH_PUBLIC_CAPTURES", "1")
    assert site(path, None)("/captures/1/page").status_code == 200
    monkeypatch.setenv("BAOTINH_PUBLIC_CAPTURES", "0")
    assert site(path, None)("/captures/1/page").status_code == 404

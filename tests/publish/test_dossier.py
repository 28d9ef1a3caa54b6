"""The life of an article: its versions, any two compared, and the log of all stops."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pytest
from datasette.app import Datasette
from lxml import html

from archive.article import Article, Image
from archive.article_rows import mark_gone, mark_seen
from archive.database import connect, transaction
from archive.newspapers import put_newspaper
from archive.storing.store import save_article
from publish.archive_queries.archive import archive_of
from publish.pages import changelog
from tests.publish.conftest import SEEN, Get

FERRY = Article(
    url="https://songbiec.example/pha",
    title="Bến phà cũ ngừng chạy",
    lead="Chuyến cuối rời bến lúc 17 giờ.",
    body="Người dân tiễn phà.\n\nCầu mới mở vào tháng sau.",
    byline="Lan Thử",
    section="Xã hội",
    published_at="2026-02-28",
    published_precision="day",
    images=[Image(None, "Bến phà chiều muộn.")],
)
TEXTS = [
    FERRY,
    replace(FERRY, title="Bến phà cũ ngừng chạy sau 40 năm"),
    replace(FERRY, body="Người dân tiễn phà.\n\nCầu mới mở vào tháng này.\n\nVé cuối được giữ lại."),
    replace(FERRY, body=FERRY.body, images=[Image(None, "Bến phà sáng sớm.")]),
]
OTHER = Article(url="https://doisuong.example/che", title="Chè mùa sương", body="Chè được giá.")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive: the ferry in four versions, away on day 5 and back on day 6; another article edited once and gone."""
    path = tmp_path_factory.mktemp("dossier") / "kho.db"
    conn = connect(path)
    with transaction(conn):
        put_newspaper(conn, "song-biec", title="Báo Sông Biếc", province="da-nang")
        put_newspaper(conn, "doi-suong", title="Báo Đồi Sương", province="dak-nong")
        for day, text in enumerate(TEXTS):
            saved = save_article(conn, "song-biec", text, seen_at=SEEN + timedelta(days=day))
        mark_gone(conn, saved.article_id, SEEN + timedelta(days=5))
        mark_seen(conn, saved.article_id, SEEN + timedelta(days=6))
        save_article(conn, "doi-suong", OTHER, seen_at=SEEN)
        saved = save_article(conn, "doi-suong", replace(OTHER, body="Chè mất giá."), seen_at=SEEN + timedelta(days=1))
        mark_gone(conn, saved.article_id, SEEN + timedelta(days=7))
    conn.close()
    return path


@pytest.fixture(scope="module")
def site(file: Path) -> Iterator[Get]:
    site = Datasette([str(file)])
    asyncio.run(site.invoke_startup())
    yield lambda path, **options: asyncio.run(site.client.get(path, **options))


@pytest.fixture(scope="module")
def ferry(file: Path) -> str:
    (id,) = sqlite3.connect(file).execute("select id from articles where newspaper = 'song-biec'").fetchone()
    return f"/articles/{id}"


def page(answer: httpx.Response) -> html.HtmlElement:
    assert answer.status_code == 200, answer.text
    return html.fromstring(answer.text)


def texts(tree: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(element.text_content().split()) for element in tree.xpath(path)]


def test_strip_tells_the_life_and_every_stop_leads_to_what_stood_then(site: Get, ferry: str) -> None:
    stops = page(site(ferry)).xpath("//ol[@class='life']/li")
    assert [stop.get("class") for stop in stops] == ["published", "seen", "edit", "edit", "edit", "gone", "back"]
    told = [(stop.xpath("./a/@href")[0].rpartition("/")[2], stop.xpath("string(./time)")) for stop in stops]
    assert told[0] == ("1", "28/02/2026") and told[3] == ("3", "03/03/2026")
    assert told[5] == ("4", "06/03/2026"), "what was taken down is the version that stood"


@pytest.mark.parametrize("number", range(1, 5))
def test_version_is_whole_as_it_stood(site: Get, ferry: str, number: int) -> None:
    text, tree = TEXTS[number - 1], page(site(f"{ferry}/v/{number}"))
    (article,) = tree.xpath("//article")
    whole = " ".join(article.text_content().split())
    assert texts(article, ".//h1") == [text.title]
    for line in (text.lead or "", *text.body.split("\n\n"), text.images[0].caption or ""):
        assert line in whole
    address = f"http://localhost{ferry}/v/{number}"
    assert f"bản {number} thấy ngày 0{number}/03/2026: {address}" in texts(tree, "//*[@id='cite']")[0]
    assert tree.xpath("//ol[@class='life']//a[@aria-current]/@href") == [f"{ferry}/v/{number}"]


def test_record_of_a_version_is_a_file(site: Get, ferry: str) -> None:
    answer = site(f"{ferry}/v/2.ris")
    assert answer.headers["content-type"].startswith("application/x-research-info-systems")
    assert "-v2.ris" in answer.headers["content-disposition"] and "TI  - Bến phà cũ ngừng chạy sau 40" in answer.text
    assert f"{ferry}/v/2" in answer.text
    assert site(f"{ferry}.bib").text.startswith("@article{baotinh")


def test_any_two_versions_are_compared_changes_only_or_whole(site: Get, ferry: str) -> None:
    tree = page(site(f"{ferry}/compare/1...3"))
    assert texts(tree, "//*[@class='diff']//ins") == ["này", "Vé cuối được giữ lại."]
    assert "Người dân tiễn phà" not in tree.xpath("string(//main)")
    tree = page(site(f"{ferry}/compare/1...3?view=whole"))
    rows = [tuple(texts(row, "./td")) for row in tree.xpath("//table[@class='sides']/tbody/tr[td]")]
    assert ("Người dân tiễn phà.", "Người dân tiễn phà.") in rows
    assert ("Cầu mới mở vào tháng sau.", "Cầu mới mở vào tháng này.") in rows
    assert ("", "Vé cuối được giữ lại.") in rows
    captions = page(site(f"{ferry}/compare/3...4"))
    assert texts(captions, "//h3")[-1] == "Chú thích ảnh" and "sáng sớm" in texts(captions, "//ins")


def test_versions_are_chosen_from_a_list(site: Get, ferry: str) -> None:
    tree = page(site(f"{ferry}/v"))
    assert tree.xpath("//input[@type='radio'][@name='from']/@value") == ["1", "2", "3", "4"]
    answer = site(f"{ferry}/compare?from=4&to=2&view=whole")
    assert (answer.status_code, answer.headers["location"]) == (302, f"{ferry}/compare/2...4?view=whole")
    assert site(f"{ferry}?edit=3").headers["location"] == f"{ferry}/compare/2...3"


@pytest.mark.parametrize("path", ["/v/0", "/v/5", "/compare/1...9", "/compare/0...1", "/compare?from=x", "/v/1?part=2"])
def test_version_that_is_none_is_not_found(site: Get, ferry: str, path: str) -> None:
    assert site(ferry + path).status_code == 404


def test_log_has_every_stop_and_pages_without_gap_or_repeat(file: Path) -> None:
    archive = archive_of(Datasette([str(file)]))
    assert archive is not None

    async def walk(**how: object) -> list[tuple[str, int, str]]:
        found, cursor = [], None
        while rows := await changelog.log(archive, 1, before=cursor, **how):
            found.append((rows[0]["what"], rows[0]["number"], rows[0]["title"][:6]))
            cursor = rows[0]["cursor"]
        return found

    che, pha = "Chè mù", "Bến ph"
    away = [("back", 4, pha), ("gone", 4, pha)]
    own = [*away, *(("edit", n, pha) for n in (4, 3))]
    # Two of one second stand by their article.
    every = [("gone", 2, che), *own, *sorted([("edit", 2, che), ("edit", 2, pha)], reverse=True)]
    found = asyncio.run(walk())
    assert sorted(found) == sorted(every) and found[:5] == every[:5]
    assert asyncio.run(walk(newspapers=["song-biec"])) == [*own, ("edit", 2, pha)]
    assert asyncio.run(walk(kind="gone")) == [("gone", 2, che), away[1]]
    assert asyncio.run(walk(kind="back", newspapers=["doi-suong"])) == []
    assert asyncio.run(walk(newspapers=[])) == []


def test_page_of_the_log_is_narrowed_and_has_its_feed(site: Get, ferry: str) -> None:
    tree = page(site("/changes?province=da-nang&kind=edit"))
    assert [link.rpartition("/")[2] for link in tree.xpath("//li//h2/a/@href")] == ["3...4", "2...3", "1...2"]
    (feed,) = tree.xpath("//a[@class='follow']/@href")
    root = ElementTree.fromstring(site(feed).text)
    atom = "{http://www.w3.org/2005/Atom}"
    entries = root.findall(f"{atom}entry")
    links = [entry.find(f"{atom}link").get("href") for entry in entries]
    assert [link.rpartition("/")[2] for link in links] == ["3...4", "2...3", "1...2"]
    assert len({entry.find(f"{atom}id").text for entry in entries}) == 3
    assert "Đà Nẵng" in root.find(f"{atom}title").text
    until = page(site("/changes?until=2026-03-02"))
    assert len(until.xpath("//li//h2/a")) == 2
    assert "Chưa thấy lần sửa" in site("/changes?newspaper=doi-suong&province=da-nang").text


def test_titles_of_the_log_are_those_that_stood(site: Get) -> None:
    titles = texts(page(site("/changes?newspaper=song-biec&kind=edit")), "//main//li//h2")
    assert titles[-1] == "Bến phà cũ ngừng chạy sau 40 năm" and titles[0] == FERRY.title


def test_strip_of_many_edits_is_short() -> None:
    from publish.pages.versions import STOPS, Stop, strip

    stops = [Stop("seen", "2026", 1), *(Stop("edit", "2026", n) for n in range(2, 40))]
    short = strip(stops, around=20)
    assert [stop.number for stop in short if isinstance(stop, Stop) and stop.number == 20] == [20]
    assert short[0] == stops[0] and short[-1] == stops[-1] and len(short) <= STOPS + 4
    assert sum(stop if isinstance(stop, int) else 1 for stop in short) == len(stops)


def test_returns_survive_any_writer_and_go_with_the_article(file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "kho.db"
    sqlite3.connect(file).execute("vacuum into ?", [str(copy)])
    conn = sqlite3.connect(copy)
    (at, back) = conn.execute("select gone_at, back_at from returns").fetchone()
    assert re.match("2026-03-06", at) and re.match("2026-03-07", back)
    conn.execute("delete from articles where newspaper = 'song-biec'")
    assert conn.execute("select count(*) from returns").fetchone() == (0,)


def test_lines_of_the_data_page_work_as_copied(site: Get) -> None:
    tree = page(site("/kho"))
    lines = tree.xpath("//div[contains(@class, 'tasks')]//pre/text()")
    addresses = {found for line in lines for found in re.findall(r"http://localhost(/[^\s\"']+\.csv[^\s\"']*)", line)}
    (address,) = addresses
    assert site(address).text.splitlines()[0].startswith("id,newspaper,") and "body" not in site(address).text[:300]
    (query,) = re.findall(r'"sql=([^"]+)"', "\n".join(lines))
    assert site("/kho.json", params={"sql": query, "_shape": "array"}).json()[0]["newspaper"]
    internal = tree.xpath("//details//dt/code/text()")
    assert "pages" in internal and "articles" not in internal
    assert tree.xpath("//dl[@class='tables'][1]/dt/code/text()")[:3] == ["articles", "newspapers", "provinces"]


def test_wrong_sql_comes_back_with_what_was_typed(site: Get) -> None:
    answer = site("/kho?sql=select+nope+from+articles")
    assert answer.status_code == 400 and "no such column: nope" in answer.text
    assert html.fromstring(answer.text).xpath("string(//textarea)") == "select nope from articles"


def test_the_menu_marks_where_the_reader_is(site: Get, ferry: str) -> None:
    for path, marked in (("/changes", ["/changes"]), ("/kho/articles", ["/data"]), ("/api", ["/data"]), (ferry, [])):
        assert page(site(path)).xpath("//header//nav/a[@aria-current]/@href") == marked, path

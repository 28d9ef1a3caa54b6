"""The site's table of newspapers is the command's, and says in both languages how they are."""

from __future__ import annotations

import asyncio
import os
import re
import sqlite3
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from string import Formatter

import pytest
from datasette.app import Datasette

from archive import crawls, health
from archive.article import Article
from archive.database import connect
from archive.newspapers import put_newspaper
from archive.reasons import ENGLISH, Code, Reason, stored
from archive.storing.store import save_article
from publish.serving.serve import open_site, publish
from publish.wording import language, reasons
from publish.wording.health import _SENTENCES, _WORDS
from publish.wording.health import line as line_of
from publish.wording.reasons import VIETNAMESE
from tests.crawler import forked
from tests.publish.conftest import fill

NOW = datetime.now(UTC)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def working(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One newspaper is well, one silent, one refuses, one is being crawled."""
    path = tmp_path_factory.mktemp("health") / "archive.db"
    fill(path)
    conn = connect(path)
    for n in range(60):  # daily, until it fell silent
        day = f"{date(2025, 4, 14) - timedelta(days=n)}"
        save_article(
            conn, "song-biec", Article(f"https://s.vn/{n}", f"Bài {n}", "Thân.", published_at=day), seen_at=NOW
        )
    put_newspaper(conn, "bien-xa", title="Báo Biển Xa", province="ca-mau", family="y")
    put_newspaper(conn, "hoa-cuc", title="Báo Hoa Cúc", province="ha-noi")
    for name, reason, counts in (
        ("hoa-cuc", "finished", {}),
        ("song-biec", "finished", {"pages": 50}),
        ("doi-suong", "finished", {"pages": 1200, "refused": 1100}),
        ("bien-xa", None, {}),
    ):
        crawl = crawls.begin(conn, name, NOW - timedelta(hours=2))
        assert crawl is not None
        if reason:
            crawls.finish(conn, crawl, NOW - timedelta(hours=1), reason, crawls.ending(reason), counts)
    conn.close()
    return path


@pytest.fixture(scope="module", params=["working", "published"])
def site(request: pytest.FixtureRequest, working: Path, tmp_path_factory: pytest.TempPathFactory) -> Datasette:
    if request.param == "working":
        site = Datasette([str(working)])
        asyncio.run(site.invoke_startup())
        return site
    copy = tmp_path_factory.mktemp("copy") / "archive.db"
    publish(working, copy)
    return open_site(copy)


def get(site: Datasette, path: str, lang: str = "vi") -> str:
    answer = asyncio.run(site.client.get(path, cookies={"lang": lang}))
    assert answer.status_code == 200
    return answer.text


def table(page: str) -> list[list[str]]:
    """The rows of the page's table, each newspaper's name in its address after its title."""
    rows = re.findall("<tr>(.*?)</tr>", page.partition("<tbody>")[2].partition("</tbody>")[0], re.S)
    rows = [re.sub('<a href="/newspapers/([^"]+)">(.*?)</a>', r"\2 \1", row) for row in rows]
    return [
        [" ".join(re.sub("<[^>]+>", " ", cell).split()) for cell in re.findall("<t[hd].*?</t[hd]>", row, re.S)]
        for row in rows
    ]


def test_table_is_the_command_s(site: Datasette, working: Path) -> None:
    printed = forked.run("newspapers", "-s", f"ARCHIVE={working}", env=os.environ, timeout=60).stdout
    found = table(get(site, "/newspapers", "en"))
    assert len(found) == 4
    for title, province, articles, _, _, how in found:
        title, _, name = title.rpartition(" ")
        line = next(line for line in printed.splitlines() if line.startswith(name))
        for text in (title, province, articles, how.split()[0]):
            assert text in line, (text, line)
    assert "refused the server refuses 1100 of 1200 pages (401, 403)" in [row[-1] for row in found]


def test_table_is_in_vietnamese_with_vietnam_s_days(site: Datasette) -> None:
    rows = {row[0].split()[-1]: row for row in table(get(site, "/newspapers"))}
    day = f"{NOW - timedelta(hours=2) + timedelta(hours=7):%d/%m/%Y}"
    assert rows["hoa-cuc"][1:] == ["Hà Nội", "0", "", day, "tốt"]
    assert rows["song-biec"][-1].startswith("ngừng có bài mới không có bài từ 14/04/2025; trước đó ngày nào cũng có")
    assert rows["doi-suong"][-1] == "bị từ chối máy chủ từ chối 1.100 trên 1.200 trang (401, 403)"
    assert rows["bien-xa"][-1] == "đang thu thập"


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("province", ["bien-xa", "song-biec", "doi-suong", "hoa-cuc"]),
        ("title", ["bien-xa", "doi-suong", "hoa-cuc", "song-biec"]),
        ("articles", ["song-biec", "doi-suong", "bien-xa", "hoa-cuc"]),
        ("newest", ["song-biec", "bien-xa", "doi-suong", "hoa-cuc"]),
        ("crawl", ["bien-xa", "doi-suong", "hoa-cuc", "song-biec"]),
        ("health", ["doi-suong", "song-biec", "hoa-cuc", "bien-xa"]),
        ("odd", ["bien-xa", "song-biec", "doi-suong", "hoa-cuc"]),
    ],
)
def test_table_in_another_order(site: Datasette, order: str, names: list[str]) -> None:
    assert [row[0].split()[-1] for row in table(get(site, f"/newspapers?sort={order}"))] == names


def test_a_newspaper_s_own_page_says_how_it_is(site: Datasette) -> None:
    assert "<b>bị từ chối</b>, máy chủ từ chối 1.100 trên 1.200 trang" in get(site, "/newspapers/doi-suong")
    assert "Health: good" in get(site, "/newspapers/hoa-cuc", "en")


@pytest.mark.parametrize(("english", "vietnamese"), [(health.ENGLISH, _SENTENCES), (ENGLISH, VIETNAMESE)])
def test_every_code_has_its_words_in_both_languages(english: Mapping[str, str], vietnamese: Mapping[str, str]) -> None:
    assert set(english) == set(vietnamese)
    for code, text in english.items():
        names = [{name for _, name, _, _ in Formatter().parse(words) if name} for words in (text, vietnamese[code])]
        assert names[0] >= names[1], code


def test_every_word_of_health_has_its_vietnamese() -> None:
    source = Path(health.__file__).read_text(encoding="utf-8")
    assert {word for word in _WORDS if f'"{word}"' in source} == set(_WORDS)
    assert set(re.findall(r'Health\(\s*newspaper, "([^"]+)"', source)) <= set(_WORDS)


def test_why_a_crawl_ended_is_told_in_the_readers_language() -> None:
    values = {"reason": "https://a.vn/: no answer within 30 seconds", "code": "timeout", "detail": '{"seconds": 30}'}
    said = health.Health("a", "unreachable", health.Finding.REASON, values)
    assert line_of(said) == "không trả lời trong 30 giây"
    assert said.line == "https://a.vn/: no answer within 30 seconds"


def test_the_raw_table_speaks_the_readers_language(working: Path, tmp_path: Path) -> None:
    publish(working, tmp_path / "archive.db")
    site = open_site(tmp_path / "archive.db")
    for path in ("/archive/health", "/archive/health/doi-suong"):
        vietnamese, english = get(site, path), get(site, path, "en")
        assert "máy chủ từ chối 1.100 trên 1.200 trang" in vietnamese and "bị từ chối" in vietnamese
        assert "the server refuses 1100 of 1200 pages" in english and "bị từ chối" not in english
        assert ">refused<" not in vietnamese and "asked" not in vietnamese + english
    assert '"asked": 1200' in get(site, "/archive/health.json?_shape=array").replace("\\", "")
    get(site, "/archive/health?_nocol=values")


def test_codes_in_raw_tables_are_told_in_words(working: Path, tmp_path: Path) -> None:
    publish(working, tmp_path / "archive.db")
    conn = sqlite3.connect(tmp_path / "archive.db")
    conn.execute(
        "insert into pages(url, newspaper, state, reason, detail)"
        """ values ('https://h.vn/x', 'hoa-cuc', 'other', 'few_words', '{"words": 12}'), ('https://h.vn/y', 'hoa-cuc', 'later', 'unheard', null)"""
    )
    conn.commit()
    conn.close()
    site = open_site(tmp_path / "archive.db")
    pages = {lang: get(site, "/archive/pages?url__contains=h.vn", lang) for lang in ("vi", "en")}
    assert ">không phải bài<" in pages["vi"] and "không có nội dung: 12 chữ" in pages["vi"]
    assert ">no article<" in pages["en"] and "no text: 12 words" in pages["en"]
    assert ">later<" in pages["vi"] and ">unheard<" in pages["vi"]
    assert ">few_words<" in get(site, "/archive/pages?url__contains=h.vn&_nocol=detail")
    assert '"few_words"' in get(site, "/archive/pages.json?_shape=array&url__contains=h.vn")
    crawls = {lang: get(site, "/archive/crawls?newspaper=hoa-cuc", lang) for lang in ("vi", "en")}
    assert ">hoàn tất<" in crawls["vi"] and ">finished</span>" in crawls["en"]


@pytest.mark.parametrize(
    ("reason", "vietnamese"),
    [
        (Reason(Code.ROBOTS_UNREACHABLE, url="https://a.vn/robots.txt", why=Reason(Code.TIMEOUT, seconds=30), cause=None),
         "không đọc được https://a.vn/robots.txt: không trả lời trong 30 giây"),
        (Reason(Code.ROBOTS_UNREACHABLE, url="https://a.vn/robots.txt", why="503", cause=None),
         "không đọc được https://a.vn/robots.txt: 503"),
        (Reason(Code.ARTICLE_MISSING, why=Reason(Code.FRONT_PAGE, links=80, words=12)),
         "nay không còn bài ở đó: trang nhất: 80 liên kết, 12 chữ"),
        (Reason(Code.ARTICLE_MISSING, why=Reason(Code.MOVED_TO_FRONT, url="https://a.vn/")),
         "nay không còn bài ở đó: đã chuyển về trang nhất: https://a.vn/"),
        (Reason(Code.NAMES_NOTHING, kind="sitemap"), "sơ đồ trang: không có liên kết nào"),
        (Reason(Code.OFF_SITE, text="off-site: https://b.vn/"), "ngoài trang của báo: https://b.vn/"),
        (Reason(Code.FOREIGN, signs="another language (en), what parked domains say"),
         "không còn là của báo: ngôn ngữ khác (en), lời của tên miền bỏ không"),
        (Reason(Code.OTHER, text="odd"), "odd"),
    ],
)  # fmt: skip
def test_what_a_reason_names_is_vietnamese_too(reason: Reason, vietnamese: str) -> None:
    kept = stored(reason.code, reason.detail)  # as the archive gives it back: values are plain JSON
    assert kept is not None and reasons.line(kept) == vietnamese


def test_values_are_written_as_vietnamese_writes_them() -> None:
    said = health.Health(
        "a",
        "fields",
        health.Finding.FIELDS,
        {"field": "byline", "now": 0.1, "recent": 30, "then": 0.9},
    )
    assert line_of(said) == "10% trong 30 bài gần nhất có tác giả, trước đó 90%"
    killed = health.Health("a", "killed", health.Finding.KILLED, {"started": "2026-11-20T18:30:00Z"})
    assert "01:30, 21/11/2026" in line_of(killed) and "2026-11-20T18:30 " in killed.line
    token = language.current.set("en")
    try:
        assert line_of(said) == said.line == "byline on 10% of the last 30 articles, 90% before"
    finally:
        language.current.reset(token)

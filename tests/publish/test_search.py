"""A search, its counts and the lists beside it say the same, whatever was typed and chosen."""

from __future__ import annotations

import asyncio
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from itertools import product
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlencode
from xml.etree import ElementTree

import pytest
from datasette.app import Datasette

from archive.article import Article
from archive.database import connect, transaction
from archive.newspapers import put_newspaper
from archive.store import save_article
from publish import feeds, site_queries
from tests.publish.conftest import SEEN, Get

# Newspaper, day, title, body: invented for these tests.
ARTICLES = [
    ("bao-nam", "2015-04-01", "Con đường ven hồ", "Cầu và đường đã thông."),
    ("bao-nam", "2015-05-01", "Đường mới qua làng", "Dân làng góp đất."),
    ("bao-nam", "2020-04-01", "Đường về bản", "Trường học bên sông."),
    ("bao-nam", "2021-04-01", "Chợ phiên đầu năm", "Trường mở lại, nước sông đã rút."),
    ("bao-bac", "2015-06-01", "Đường liên xã", "Cầu treo và đường đất."),
    ("bao-bac", "2020-06-01", "Đương thời kể lại", "Chuyện cũ của làng."),
    ("bao-bac", None, "Đường hoa trong làng", "Không rõ ngày."),
    ("bao-bac", None, "Làng nghề", "Không rõ ngày."),
    ("bao-le", "2020-07-01", "Đường biển", "Thuyền vào bến sông, chợ cá và trường học."),
    ("bao-xa", None, "Làng chài", "Không rõ ngày."),
]


@pytest.fixture(scope="module")
def get(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Get]:
    path = tmp_path_factory.mktemp("search") / "archive.db"
    conn = connect(path)
    with transaction(conn):
        put_newspaper(conn, "bao-nam", title="Báo Nam", province="lam-dong")
        put_newspaper(conn, "bao-bac", title="Báo Bắc", province="bac-kan")  # part of today's Thái Nguyên
        put_newspaper(conn, "bao-le", title="Báo Lẻ", province="binh-thuan")  # part of today's Lâm Đồng
        put_newspaper(conn, "bao-xa", title="Báo Xa")
        for n, (newspaper, day, title, body) in enumerate(ARTICLES):
            article = Article(f"https://{newspaper}.example/{n}", title, body, published_at=day)
            save_article(conn, newspaper, article, seen_at=SEEN)
    conn.close()
    site = Datasette([str(path)])
    asyncio.run(site.invoke_startup())

    def fetch(path: str, **options: object) -> object:
        return asyncio.run(site.client.get(path, **options))

    yield fetch  # type: ignore[misc]


class Beside(NamedTuple):
    """What a page of search says: how many, which articles on all its pages, and its lists by the choice a link makes."""

    total: int
    ids: list[str]
    lists: dict[str, Counter[str]]


def look(get: Get, **query: str) -> Beside:
    page = get("/search?" + urlencode(query)).text
    lists: dict[str, Counter[str]] = {"year": Counter(), "province": Counter(), "newspaper": Counter()}
    beside = page.partition('id="narrow"')[2].partition("</aside>")[0]
    for href, count in re.findall(r'<a rel="nofollow" href="([^"]+)">[^<]*</a> <small>([\d.]+)</small>', beside):
        asked = parse_qs(unescape(href).partition("?")[2])
        (name,) = [name for name in lists if asked.get(name, [""])[0] != query.get(name, "")]
        lists[name][asked[name][0]] = int(count.replace(".", ""))
    lists["year"].update({year: int(n) for year, n in re.findall(r'<th scope="row">(\d+)</th><td>(\d+)</td>', beside)})
    ids, following = re.findall(r'<h2><a href="/articles/(\d+)"', page), re.search(r'rel="next" href="([^"]+)"', page)
    while following:
        more = get(unescape(following[1])).text
        ids += re.findall(r'<h2><a href="/articles/(\d+)"', more)
        following = re.search(r'rel="next" href="([^"]+)"', more)
    found = re.search(r'class="found">\s*([\d.]+)\s+kết quả', page)
    return Beside(int(found[1].replace(".", "")) if found else -1, ids, lists)


TEXTS = ["đường", "duong", "đường -cầu", "-cầu", "since:2020 đường", "làng", "sông chợ trường", "newspaper:bao-nam", ""]
CHOICES: dict[str, list[str]] = {
    "province": ["", "lam-dong", "bac-kan"],
    "newspaper": ["", "bao-nam"],
    "year": ["", "2015", "undated"],
}


@pytest.mark.parametrize("text", TEXTS)
def test_every_count_is_how_many_its_link_finds(get: Get, text: str) -> None:
    followed = 0
    for values in product(*CHOICES.values()):
        query = {name: value for name, value in zip(("q", *CHOICES), (text, *values), strict=True) if value}
        if not query:
            continue
        page = look(get, **query)
        assert page.total == len(page.ids) == len(set(page.ids)), query
        for name, counted in page.lists.items():
            for value, hits in counted.items():
                followed += hits > 0
                if hits:
                    narrowed = look(get, **{**query, name: value})
                    assert narrowed.total == hits == len(narrowed.ids), (query, name, value)
    assert followed > 5


@pytest.mark.parametrize(
    ("query", "total", "curve"),
    [
        ({"q": "sông chợ trường"}, 2, {"2020": 1, "2021": 1}),  # nowhere side by side
        ({"q": "since:2020 đường"}, 3, {"2020": 3}),
        ({"q": "-cầu"}, 8, {"2015": 1, "2020": 3, "2021": 1, "undated": 3}),
        ({"q": "đường -cầu"}, 5, {"2015": 1, "2020": 3, "undated": 1}),
        ({"q": "làng"}, 5, {"2015": 1, "2020": 1, "undated": 3}),
        ({"q": "làng", "year": "2026"}, 0, {"2015": 1, "2020": 1, "undated": 3}),
        ({"q": "làng", "year": "undated"}, 3, {"2015": 1, "2020": 1}),
        ({"q": "since:2015 until:2015", "year": "2020"}, 0, {"2015": 3}),
        ({"newspaper": "bao-nam"}, 4, {"2015": 2, "2020": 1, "2021": 1}),
    ],
)
def test_the_curve_is_of_what_was_found(get: Get, query: dict[str, str], total: int, curve: dict[str, int]) -> None:
    page = look(get, **query)
    assert (page.total, {year: hits for year, hits in page.lists["year"].items() if hits}) == (total, curve)


def test_lists_are_narrowed_by_all_choices_but_their_own(get: Get) -> None:
    both = look(get, q="đường", province="lam-dong", year="2020")
    assert both.lists["newspaper"] == {"bao-nam": 1, "bao-le": 1}
    assert both.lists["province"] == {"thai-nguyen": 1}, "the one chosen stands there without a link"
    page = get("/search?q=đường&province=lam-dong&year=2020").text
    assert '<b aria-current="true">Lâm Đồng</b> <small>2</small>' in page
    assert (
        "newspaper=bao-nam" in page and "province=lam-dong" in page.partition("newspaper=bao-nam")[2].partition('"')[0]
    )
    assert look(get, q="đường", province="thai-nguyen", newspaper="bao-nam").total == 0


def test_what_has_no_words_has_no_order_of_relevance(get: Get) -> None:
    assert "sort=best" in get("/search?q=làng").text
    assert "sort=best" not in get("/search?newspaper=bao-nam").text


def test_words_found_with_fewer_marks_are_told_from_exact_ones_in_all(get: Get) -> None:
    page = get("/search?q=đường").text
    assert re.search(r"7\s+kết quả \(6 đúng dấu\)", page)


def test_everything_a_search_finds_comes_as_csv(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "CSV", 2)
    for query in ("q=đường", "q=đường&sort=best", "newspaper=bao-nam", "q=làng&year=undated"):
        page = look(get, **{name: values[0] for name, values in parse_qs(query.replace("&sort=best", "")).items()})
        answer = get(f"/search.csv?{query}")
        assert [row["id"] for row in csv.DictReader(io.StringIO(answer.text))] == page.ids and len(page.ids) > 2


def test_json_of_a_page_is_of_that_page(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publish.site_queries.Archive.search.__kwdefaults__", {**site_queries.Archive.search.__kwdefaults__, "size": 2})  # fmt: skip
    page = get("/search?q=đường").text
    second = get(unescape(re.search(r'rel="next" href="([^"]+)"', page)[1])).text  # type: ignore[index]
    json = unescape(re.search(r'href="([^"]+)">JSON', second)[1])  # type: ignore[index]
    ids = [str(hit["id"]) for hit in get(json).json()["hits"]]
    assert ids == re.findall(r'<h2><a href="/articles/(\d+)"', second) and len(ids) == 2


def test_a_slow_count_leaves_the_hits(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    async def slow(*_: object) -> None:
        return None

    monkeypatch.setattr(site_queries.Archive, "count", slow)
    answer = get("/search?q=đường")
    assert answer.status_code == 200 and "Con đường ven hồ" in re.sub("</?mark>", "", answer.text)
    assert "Quá nhiều kết quả để đếm" in answer.text


def test_a_count_gives_up_when_its_time_is_over(tmp_path: Path) -> None:
    conn = connect(tmp_path / "archive.db")
    with transaction(conn):
        put_newspaper(conn, "bao")
        conn.execute(
            "with n(n) as (select 1 union all select n + 1 from n limit 20000) insert into articles(id, newspaper, url,"
            " title, words, first_seen_at, last_seen_at, body) select 2026010100000 + n, 'bao', n, 'Tin', 1, '', '', 'x' from n"
        )
    conn.close()
    archive = site_queries.archive_of(Datasette([str(tmp_path / "archive.db")]))
    assert archive is not None
    assert asyncio.run(archive.count("tin", ms=1)) is None
    counted = asyncio.run(archive.count("tin", ms=10_000))
    assert counted is not None and counted.all == {("bao", 0): 20_000}


def test_feed_is_as_new_as_its_newest_entry(get: Get) -> None:
    feed = ElementTree.fromstring(get("/search.atom?q=đường").content)
    assert feed.findtext("{*}updated") == max(entry.findtext("{*}updated", "") for entry in feed.findall("{*}entry"))


def test_an_archive_without_an_article_can_be_searched(tmp_path: Path) -> None:
    connect(tmp_path / "archive.db").close()
    site = Datasette([str(tmp_path / "archive.db")])
    for path in ("/search?q=x", "/search?year=2020", "/search", "/search.csv?q=x", "/search.json?q=x", "/sitemap.xml"):
        assert asyncio.run(site.client.get(path)).status_code == 200

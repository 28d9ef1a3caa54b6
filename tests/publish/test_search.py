"""A search, its counts and the lists beside it say the same, whatever was typed and chosen."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from html import unescape
from itertools import product
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlencode
from xml.etree import ElementTree

import pytest
from datasette.app import Datasette
from lxml import html

from archive.article import Article
from archive.database import connect, transaction
from archive.newspapers import put_newspaper
from archive.storing.store import save_article
from publish.archive_queries import search as search_queries
from publish.searching import downloads
from publish.searching import page as search_page
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
        put_newspaper(
            conn,
            "bao-nam",
            title="Báo Nam",
            province="lam-dong",
            home="https://bao-nam.example/",
            former=["nam-cu.example"],
        )
        put_newspaper(conn, "bao-bac", title="Báo Bắc", province="bac-kan")  # part of today's Thái Nguyên
        put_newspaper(conn, "bao-le", title="Báo Lẻ", province="binh-thuan")  # part of today's Lâm Đồng
        put_newspaper(conn, "bao-xa", title="Báo Xa")
        for n, (newspaper, day, title, body) in enumerate(ARTICLES):
            article = Article(
                f"https://{newspaper}.example/{n}", title, body, published_at=day, published_precision="day"
            )
            if n == 0:
                article.byline, article.section, article.tags = "Lá Xanh - Bút Tre", "Đời sống", ["hồ", "cầu"]
            if n == 3:
                before = replace(article, body="Trường mở lại, mạ non ngập úng.")
                save_article(conn, newspaper, before, seen_at=SEEN - timedelta(days=1))
            save_article(conn, newspaper, article, seen_at=SEEN + timedelta(hours=n == 0))
        conn.execute("update articles set gone_at = '2026-04-01T00:00:00Z' where id = 2015040100001")
        conn.execute(
            "insert into pages(url, newspaper, state, status, fetched_at)"
            " values ('https://bao-nam.example/da-go-bai-nay.html', 'bao-nam', 'gone', 404, '2026-03-01T02:00:00Z')"
        )
    conn.close()
    site = Datasette([str(path)])
    asyncio.run(site.invoke_startup())

    def fetch(path: str, **options: object) -> object:
        return asyncio.run(site.client.get(path, **options))

    yield fetch  # type: ignore[misc]


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time for everything: how much there is for a page is for benchmarks/site.py to tell."""
    for name in ("HITS", "COUNT", "LINES", "GUESS", "EARLIER"):
        monkeypatch.setattr(search_page, name, 30.0)


class Page(NamedTuple):
    """What a page of search says: how many as typed, which articles on all its pages, and the lists beside them."""

    total: int
    ids: list[str]
    lists: dict[str, Counter[str]]
    text: str


def look(get: Get, **query: str) -> Page:
    page = get("/search?" + urlencode(query)).text
    lists: dict[str, Counter[str]] = {"year": Counter(), "province": Counter(), "newspaper": Counter()}
    beside = page.partition('id="narrow"')[2].partition("</aside>")[0]
    for href, count in re.findall(r'<a rel="nofollow" href="([^"]+)">[^<]*</a> <small>([\d.]+)</small>', beside):
        asked = parse_qs(unescape(href).partition("?")[2])
        (name,) = [name for name in lists if asked.get(name, [""])[0] != query.get(name, "")]
        lists[name][asked[name][0]] = int(count.replace(".", ""))
    years = dict(re.findall(r'<th scope="row">(\d+)</th><td>(\d+)</td>', beside))
    lists["year"].update({year: int(n) for year, n in years.items()})
    text, ids = page, re.findall(r'<h2><a href="/articles/(\d+)"', page)
    while following := re.search(r'rel="next" href="([^"]+)"', page):
        page = get(unescape(following[1])).text
        ids += re.findall(r'<h2><a href="/articles/(\d+)"', page)
    found = re.search(r'class="found">\s*<b>\s*([\d.]+)\s+kết quả', text)
    return Page(int(found[1].replace(".", "")) if found else -1, ids, lists, text)


TEXTS = ["đường", "duong", "đường -cầu", "-cầu", "từ:2020 đường", "làng", "sông chợ trường", "newspaper:bao-nam", ""]
CHOICES: dict[str, list[str]] = {
    "province": ["", "lam-dong", "bac-kan"],
    "newspaper": ["", "bao-nam"],
    "since": ["", "2015"],
}


@pytest.mark.parametrize("text", TEXTS)
def test_every_count_is_how_many_as_typed_its_link_finds(get: Get, text: str) -> None:
    followed = 0
    for values in product(*CHOICES.values()):
        query = {name: value for name, value in zip(("q", *CHOICES), (text, *values), strict=True) if value}
        if not query:
            continue
        page = look(get, **query)
        assert page.total == len(page.ids) == len(set(page.ids)), query
        for name, counted in page.lists.items():
            for value, hits in counted.items():
                if not hits:
                    continue
                followed += 1
                choice = {"since": value, "until": value} if name == "year" and value != "undated" else {name: value}
                asked = {key: it for key, it in query.items() if (key, value) != ("since", "undated")} | choice
                narrowed = get("/search.json?" + urlencode(asked)).json()["totals"]
                main = "apart" if text == "sông chợ trường" else "typed"
                assert narrowed.get(main) == hits, (query, name, value, narrowed)
    assert followed > 5


def test_what_is_too_much_to_find_at_once_is_still_counted(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = {
        asked: look(get, **dict(asked)).total
        for asked in [(("q", "duong"), ("since", "2012")), (("newspaper", "bao-nam"), ("until", "2020"))]
    }
    monkeypatch.setattr(search_page, "PAGE", 1)
    monkeypatch.setattr(search_queries, "find_articles", partial(search_queries.find_articles, cap=2))
    for asked, total in whole.items():
        assert total > 2 and look(get, **dict(asked)).total == total, asked


@pytest.mark.parametrize(
    ("query", "totals"),
    [
        ({"q": "sông chợ trường"}, {"apart": 2}),
        ({"q": "đường"}, {"typed": 6, "unmarked": 1}),
        ({"q": "duong"}, {"typed": 7}),
        ({"q": "làng mới"}, {"apart": 1}),
        ({"q": "since:2020 đường"}, {"typed": 2, "unmarked": 1}),
        ({"q": "-cầu"}, {"typed": 8}),
        ({"q": "làng", "since": "2026"}, {}),
        ({"q": "làng", "year": "undated"}, {"typed": 3}),
        ({"q": "since:2015 until:2015", "year": "2020"}, {}),
        ({"newspaper": "Báo Nam"}, {"typed": 4}),
        ({"q": "đường", "province": "lâm đồng"}, {"typed": 4}),  # Bình Thuận is part of it
        ({"q": "tỉnh:lâm đồng đường"}, {"typed": 4}),
        ({"q": "province:binh-thuan đường"}, {"typed": 1}),
        ({"q": "đường", "province": "lam-dong", "map": "63"}, {"typed": 3}),
        ({"q": "báo:Báo Nam đường"}, {"typed": 3}),
        ({"q": "đường or chợ"}, {"typed": 7, "unmarked": 1}),
        ({"q": "đường", "author": "Lá Xanh"}, {"typed": 1}),
        ({"section": "đời sống"}, {"typed": 1}),
        ({"status": "gone"}, {"typed": 1}),
        ({"q": "đường", "status": "standing"}, {"typed": 5, "unmarked": 1}),
    ],
)
def test_what_is_found_is_told_by_kind(get: Get, query: dict[str, str], totals: dict[str, int]) -> None:
    found = get("/search.json?" + urlencode(query)).json()
    assert (found["totals"], found["total"], found["more"]) == (totals, sum(totals.values()), False)
    kinds = Counter(hit["match"] for hit in found["hits"])
    assert kinds == totals
    assert [hit["match"] for hit in found["hits"]] == [kind for kind in totals for _ in range(totals[kind])]


def test_lists_are_narrowed_by_all_choices_but_their_own(get: Get) -> None:
    both = look(get, q="đường", province="lam-dong", since="2020", until="2020")
    assert both.lists["newspaper"] == {"bao-nam": 1, "bao-le": 1}
    assert both.lists["province"] == {}, "the only one"
    both = look(get, q="đường", province="lam-dong", since="2015")
    assert both.lists["province"] == {"thai-nguyen": 1}, "the one chosen stands there without a link"
    assert "<b>Lâm Đồng</b> <small>4</small>" in both.text
    assert look(get, q="đường", province="thai-nguyen", newspaper="bao-nam").total == 0


def test_a_form_s_empty_fields_leave_no_trace_in_the_address(get: Get) -> None:
    answer = get("/search?q=làng&province=&newspaper=&since=&until=&order=")
    assert (answer.status_code, answer.headers["location"]) == (302, "/search?q=l%C3%A0ng")


def test_what_cannot_be_used_is_named(get: Get) -> None:
    page = get(
        "/search?" + urlencode({"q": "nguồn:x tỉnh:đâu báo:gì", "newspaper": "không-có", "since": "hôm qua"})
    ).text
    for named in ("“nguồn:”", "“đâu”", "“gì”", "“newspaper=không-có”", "“since=hôm qua”"):
        assert named in page, named
    twice = [("q", "làng"), ("q", "chợ"), ("newspaper", "bao-nam"), ("newspaper", "bao-bac")]
    odd = [("year", "nay"), ("ids", "2015040100001,tám"), ("map", "99"), ("reprints", "hết"), ("next", "sau")]
    page = get("/search?" + urlencode([*twice, *odd])).text
    for left_out in ("q=chợ", "newspaper=bao-bac", "year=nay", "ids=tám", "map=99", "reprints=hết", "next=sau"):
        assert f"“{left_out}”" in page, left_out
    for file in ("search.csv?order=a", "search.ris?newspaper=không-có", "search.atom?q=chợ&q=làng", "changes.atom?kind=edited",
                 "changes.bib?province=đâu", "reprints.csv?month=hôm-qua"):  # fmt: skip
        answer = get(f"/{file}")
        assert (answer.status_code, "html" in answer.headers["content-type"]) == (400, False), file


def hint(get: Get, typed: str, **how: str) -> tuple[str, str]:
    """The notice of a search, and what its link searches for."""
    notices = html.fromstring(get("/search?" + urlencode({"q": typed, **how})).text).xpath("//p[@class='notice']")
    text = " ".join(notice.text_content() for notice in notices)
    links = [link for notice in notices for link in notice.xpath("a/@href")]
    return text, parse_qs(links[0].partition("?")[2])["q"][0] if links else ""


@pytest.mark.parametrize(
    ("typed", "named", "meant"),
    [
        ("đường AND hồ", "“AND”", "đường hồ"), ("đường AND NOT cầu", "“AND”, “NOT”", "đường -cầu"), ("NOT cầu", "“NOT”", "-cầu"),
        ("đường NEAR/3 hồ", "“NEAR/3”", "đường hồ"), ("thuyền|rừng", "“|”", "thuyền HOẶC rừng"), ("thuyền hoặc rừng", "“hoặc”", "thuyền HOẶC rừng"),
        ("đường (hồ OR làng)", "“( )”", "đường, hồ HOẶC làng"), ("(thuyền|rừng) AND chợ", "“( )”", "thuyền HOẶC rừng, chợ"),
        ("đường -(hồ OR cầu)", "“( )”", "đường -hồ -cầu"), ("đường*", "“*”", "đường"),
        ("đường AND", "“AND”", "đường"), ("NEAR hồ", "“NEAR”", "hồ"), ("hồ NOT", "“NOT”", "hồ"),
    ],
)  # fmt: skip
def test_operators_of_other_search_engines_are_named_with_what_was_meant(
    get: Get, typed: str, named: str, meant: str
) -> None:
    told, link = hint(get, typed)
    assert told.startswith(named) and link == meant
    assert look(get, q=link).total > 0 and hint(get, link) == ("", "")
    english = get("/search?" + urlencode({"q": typed}), cookies={"lang": "en"}).text
    assert "is not an operator here" in english


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("hồ -con đường hẹp", 'hồ -"con đường" hẹp'), ("chợ -con đường OR hồ", 'chợ -"con đường" OR hồ'), ("hồ -con gà", ""), ("hồ -con, đường", "")],
)  # fmt: skip
def test_a_minus_says_that_it_leaves_out_one_word_where_several_are_one(get: Get, typed: str, meant: str) -> None:
    told, link = hint(get, typed)
    assert ("chỉ bỏ chữ “con”" in told, link) == (bool(meant), meant)
    assert not meant or hint(get, meant) == ("", "")


@pytest.mark.parametrize(
    "typed",
    ["cầu và đường", "cầu | đường", '"đường AND hồ"', "CẦU VÀ ĐƯỜNG", "đường HOẶC cầu", "đường (ven hồ)", "* đường 5*"],
)
def test_words_that_are_found_are_no_operators(get: Get, typed: str) -> None:
    assert hint(get, typed) == ("", "")


def test_a_blank_after_an_operator_is_told_and_can_be_meant_as_text(get: Get) -> None:
    told, link = hint(get, "tiêu đề: làng")
    assert "“tiêu đề: làng” được hiểu là lệnh" in told and link == '"tiêu đề: làng"'
    assert look(get, q="tiêu đề: làng").ids == look(get, q="tiêu đề:làng").ids != look(get, q="làng").ids
    assert look(get, q="tác giả: Lá Xanh").ids == look(get, author="Lá Xanh").ids != []
    assert hint(get, "đường báo:")[0].startswith("“báo:”: sau dấu hai chấm không có gì")
    assert hint(get, "đường từ:2021", until="2020")[0].startswith("Thời gian ngược")
    assert hint(get, "đường " * 60)[0].startswith("Câu tìm dài quá: chỉ tìm 300 ký tự")
    assert hint(get, "báo: Không Đâu", view="curve")[0].startswith("“báo: Không Đâu”: kho không có")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("duongven", "đường ven"),
        ("con duonh", "Con đường"),
        ("thuyefn vafo", "Thuyền vào"),
        ("thuye62n va2o", "Thuyền vào"),
        ("ddwowfng ven", "đường ven"),
        ("chường học", "trường học"),
        ("trường họk", "trường học"),
        ("lang ngeh", "Làng nghề"),
        ("hcoj", "học"),
        ("truờng học", "trường học"),
        ("báo:Báo Namm", "báo:Báo Nam"),
        ("tỉnh:lam dog", "tỉnh:Lâm Đồng"),
        ("báo:bao bacc đường", "báo:Báo Bắc đường"),
        ("lam dongg", "tỉnh:Lâm Đồng"),
        ("bao nam", "báo:Báo Nam"),
        ("ĐưỜng lamdong", "ĐưỜng tỉnh:Lâm Đồng"),
        ("tác giả:Lá Xanhh", "tác giả:Lá Xanh"),
        ("tác giả:LaXanh", "tác giả:Lá Xanh"),
        ("chuyên mục:doi songs", "chuyên mục:Đời sống"),
    ],
)
def test_a_guess_at_what_was_meant(get: Get, typed: str, meant: str) -> None:
    page = get("/search?" + urlencode({"q": typed})).text
    assert re.search(f'class="guess">Có phải bạn tìm <a [^>]*>{meant}</a>', page)
    assert "guess" not in get("/search?" + urlencode({"q": meant})).text


def test_signs_alone_find_and_count_nothing(get: Get) -> None:
    page = look(get, q='"')
    assert page.total == 0 and not any(page.lists.values())
    for signs in ('"', "(((", "*", "?!"):
        assert f"“{signs}” không có chữ hay số" in unescape(get("/search?" + urlencode({"q": signs})).text)
    for words in ("HOẶC chợ", "chợ OR", "chợ or"):
        assert "cần có từ ở cả hai bên" in get("/search?" + urlencode({"q": words})).text, words
    assert "hai bên" not in get("/search?q=chợ+OR+làng").text and "Dấu trừ" not in get("/search?q=chợ+-làng+xa").text


def test_the_name_of_an_author_leads_to_what_they_wrote(get: Get) -> None:
    page = get("/search?" + urlencode({"q": "lá xanh"})).text
    (link,) = html.fromstring(page).xpath("//p[contains(@class, 'author')]/a")
    assert link.text == "Lá Xanh" and re.search(r"</a> \([0-9]+ bài\)", page)
    elsewhere = get("/search?" + urlencode({"q": "lá xanh", "newspaper": "bao-xa"})).text
    assert link.get("href") in elsewhere, "the number is of all they wrote"
    (narrowed,) = html.fromstring(get(link.get("href")).text).xpath("//a[@class='chosen']")
    assert narrowed.text.strip() == "Lá Xanh"
    for byline in ("LÁ XANH", "Bài, ảnh: LÁ XANH – NGƯỜI LẠ", "28/8/2020, 14:05 · Lá Xanh", "Lá Xanh (thực hiện)"):
        pasted = html.fromstring(get("/search?" + urlencode({"q": byline})).text)
        assert pasted.xpath("//p[contains(@class, 'author')]/a/text()") == ["Lá Xanh"], byline
    for other in ("xanh", "xanh lá"):  # part of a name, and not in this order
        assert " author" not in get("/search?" + urlencode({"q": other})).text


@pytest.mark.parametrize("typed", ["Đắk Lắk", "CO2", "thuyền newspaper:bao-bac", "tỉnh:quảng trị đường"])
def test_what_is_spelled_rightly_is_not_guessed_at(get: Get, typed: str) -> None:
    assert "guess" not in get("/search?" + urlencode({"q": typed})).text


def titles(page: str) -> list[str]:
    return [
        link.text_content() for link in html.fromstring(page).xpath("//ol[@class='cards']/li/*[self::h2 or self::h3]/a")
    ]


@pytest.mark.parametrize("path", ["/newspapers/bao-bac", "/provinces/thai-nguyen", "/provinces/bac-kan"])
def test_what_says_no_day_is_no_news(get: Get, path: str) -> None:
    """It stands where it was first seen, and would be newer than all the rest, in the chart too."""
    answer = get(path).text
    page = html.fromstring(answer)
    assert titles(answer) == ["Đương thời kể lại", "Đường liên xã"]
    assert [cell.text_content() for cell in page.xpath("//table[@class='numbers']//td[a]")] == ["1", "1"]
    (link,) = page.xpath("//a[contains(@href, 'year=undated')]")
    assert link.tail.strip() == "2"
    assert sorted(titles(get(link.get("href")).text)) == ["Làng nghề", "Đường hoa trong làng"]
    alone = get("/newspapers/bao-xa").text
    assert titles(alone) == ["Làng chài"] and "year=undated" not in alone


def test_an_address_leads_to_its_article_or_says_what_became_of_it(get: Get) -> None:
    for address in (
        "https://bao-nam.example/0", "http://www.bao-nam.example/0/", "bao-nam.example/0?fbclid=x#phan-1", "http://nam-cu.example/0",
        "https://archive.ph/2020.01.01-000000/https://bao-nam.example/0", "hxxps://bao-nam.example/0", "https://bao-\nnam.example/0",
        "https://web.archive.org/web/20200101000000id_/http://bao-nam.example/0", "https://m.bao-nam.example/amp/0",
        "https://www.facebook.com/l.php?u=https%3A%2F%2Fbao-nam.example%2F0&h=x", "view-source:https://bao-nam.example/0",
        "https://cache.example/search?q=cache:x1:https://bao-nam.example/0", "<https://bao-nam.example/0>.",
    ):  # fmt: skip
        answer = get("/search?" + urlencode({"q": address}))
        assert (answer.status_code, answer.headers.get("location")) == (302, "/articles/2015040100001"), address
    for typed in (
        "2015040100001", "mã bài: 2015040100001", "baotinh2015040100001", "articles/2015040100001.ris", "/articles/2015040100001", "https://kho.example/bao/articles/2015040100001",
        "Bài này hay: https://bao-nam.example/0 nhé!", "[tin](https://bao-nam.example/0)", '<a href="https://bao-nam.example/0?utm_x=1&amp;fbclid=x">tin</a>',
    ):  # fmt: skip
        answer = get("/search?" + urlencode({"q": typed}))
        assert (answer.status_code, answer.headers.get("location")) == (302, "/articles/2015040100001"), typed
    for words in ("2015040199999", "đọc https://bao-nam.example/khong-ai-biet", "0901234567890"):
        assert "chưa từng gặp" not in get("/search?" + urlencode({"q": words})).text
    for stop in ("/v/1", "/compare/1...2"):
        ours = f"/articles/2015040100001{stop}"
        assert get("/search?q=https://kho.example" + ours).headers["location"] == ours
    assert get("/search?q=https://bao-nam.example").headers["location"] == "/newspapers/bao-nam"
    gone = get("/search?q=https://bao-nam.example/da-go-bai-nay.html").text
    assert "ngày 01/03/2026 máy chủ trả lời 404" in gone and "da go bai nay" in gone
    for unknown in ("https://bao-nam.example/khong-ai-biet", "127.0.0.1:18722/bai-1.html", "localhost:8000/bai-1.html"):
        assert "chưa từng gặp" in get("/search?q=" + unknown).text
    for text in ("localhost", "1.2.3.4", "10.000.000"):
        assert "chưa từng gặp" not in get("/search?q=" + text).text


def test_the_curve_has_a_line_for_each_term_and_every_point_leads_to_its_articles(get: Get) -> None:
    page = get("/search?q=đường&view=curve&term=chợ&term=làng").text
    lines = re.findall(r'<g class="l(\d)"><path d="M([^"]+)">', page)
    assert [number for number, _ in lines] == ["0", "1", "2"]
    followed = 0
    for href, hits in re.findall(r'<a href="/search(\?[^"]+)"><circle[^>]*></circle><title>[^<]*: (\d+) \(', page):
        totals = get("/search.json" + unescape(href)).json()["totals"]
        assert totals["typed"] == int(hits), href
        followed += 1
    assert followed >= 6
    assert re.search('<th scope="row">2015</th><td><a [^>]*>3</a> <small>1.000</small></td>', page)
    assert "không rõ ngày" in page
    terms = "".join(f"&term=từ{n}" for n in range(9))
    assert "chỉ có chỗ cho 8 đường; không vẽ: từ7, từ8." in get(f"/search?q=chợ&view=curve{terms}").text
    assert "không vẽ" not in page


def test_a_list_tells_what_it_leaves_out_and_does_not_have(get: Get) -> None:
    ids = [*look(get, q="đường").ids[:2], *(str(10**9 + n) for n in range(500))]
    page = get(f"/search?ids={','.join(ids)}").text
    assert "chỉ lấy 500 bài đầu, bỏ 2 bài sau" in page and "498 bài của danh sách không có trong kho" in page
    page = get(f"/search?ids={','.join(ids[:2])}").text
    assert "Danh sách 2 bài" in page and "bài của danh sách" not in page and "bài sau" not in page


def test_the_map_has_numbers_that_lead_to_their_articles(get: Get) -> None:
    for map in ("", "&map=63"):
        page = get(f"/search?q=đường&view=map{map}").text
        tiles = re.findall(r'<a rel="nofollow" href="/([^"]+)" class="s[1-5]">([^<]+) <small>(\d+)</small>', page)
        assert len(tiles) == (3 if map else 2)
        for href, _, hits in tiles:
            totals = get("/" + unescape(href).replace("search?", "search.json?")).json()["totals"]
            assert totals["typed"] == int(hits), href
        assert 'class="shades"' in page


def test_everything_a_search_finds_is_taken_away_whole(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "AT_ONCE", 2)
    for query in ("q=đường", "q=đường&order=oldest", "newspaper=bao-nam", "q=làng&year=undated", "q=sông chợ trường"):
        page = look(get, **{name: values[0] for name, values in parse_qs(query).items()})
        answer = get(f"/search.csv?{query}")
        rows = list(csv.DictReader(io.StringIO(answer.text)))
        assert [row["id"] for row in rows] == page.ids and len(page.ids) > 1
        assert set(rows[0]) == {*downloads.COLUMNS, "match"}
        records = [json.loads(line) for line in get(f"/search.jsonl?{query}").text.splitlines()]
        assert [str(record["id"]) for record in records] == page.ids
        ris = get(f"/search.ris?{query}").text
        assert re.findall(r"AN  - (\d+)", ris) == page.ids and ris.count("TY  - NEWS") == ris.count("ER  - ") == len(
            page.ids
        )
        assert re.findall(r"@article\{baotinh(\d+),", get(f"/search.bib?{query}").text) == page.ids


def test_a_spreadsheet_gets_what_it_reads_rightly(get: Get) -> None:
    answer = get("/search.csv?q=Con+đường&excel=on&text=on")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="bao-tinh-con-duong.csv"'
    text = answer.content.decode()
    assert text.startswith("\ufeff")
    (row,) = [row for row in csv.DictReader(io.StringIO(text[1:])) if row["title"] == "Con đường ven hồ"]
    assert row["id"] == "baotinh2015040100001"  # a number so long would be rounded
    assert (row["newspaper_title"], row["province_name"], row["published_precision"]) == ("Báo Nam", "Lâm Đồng", "day")
    assert (row["status"], row["url"], row["tags"]) == ("gone", "https://bao-nam.example/0", "cầu; hồ")
    assert row["archived_at"].endswith("/articles/2015040100001") and row["body"] == "Cầu và đường đã thông."


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "mạ non"}, True), ({"q": "ma non"}, True), ({"q": "nước sông"}, False), ({"q": "trường mở lại"}, False),
        ({"q": "má non"}, False), ({"q": "mạ non -ngập"}, False), ({"q": "mạ non", "newspaper": "bao-bac"}, False),
        ({"q": "mạ non", "since": "2021-04", "province": "lam-dong"}, True), ({"q": "mạ non", "until": "2020"}, False),
    ],
)  # fmt: skip
def test_words_that_an_edit_took_out_are_found_in_the_earlier_version(
    get: Get, query: dict[str, str], found: bool
) -> None:
    first = html.fromstring(get("/search?" + urlencode(query)).text)
    (*link,) = first.xpath("//p[contains(@class, 'earlier')]/a/@href")
    assert bool(link) == found
    for href in link:
        page = html.fromstring(get(href).text)
        assert page.xpath("//ol[@class='cards']/li/*[self::h2 or self::h3]/a/@href") == ["/articles/2021040100001/v/1"]
        assert page.xpath("string(//p[@class='excerpt'])").startswith("Trường mở lại, mạ non")
        assert "mạ non" in get("/articles/2021040100001/v/1").text


def test_a_list_is_a_search_of_its_articles(get: Get) -> None:
    ids = "2015040100001,2020060100001"
    page = look(get, ids=ids)
    assert page.ids == ["2020060100001", "2015040100001"] and "Danh sách 2 bài" in page.text
    assert [row["id"] for row in csv.DictReader(io.StringIO(get(f"/search.csv?ids={ids}").text))] == page.ids


def test_json_of_a_page_leads_to_the_next(get: Get) -> None:
    first = get("/search.json?q=đường&size=4").json()
    second = get(first["next_url"].removeprefix("http://localhost")).json()
    ids = [str(hit["id"]) for page in (first, second) for hit in page["hits"]]
    assert ids == look(get, q="đường").ids and len(first["hits"]) == 4 and second["next_url"] is None


def test_what_takes_too_long_to_count_leaves_the_hits_and_the_bar(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    async def slow(*_: object) -> None:
        return None

    monkeypatch.setattr(search_queries, "by_month", slow)
    monkeypatch.setattr(search_queries, "by_newspaper", slow)
    answer = get("/search?q=đường&province=lam-dong")
    assert answer.status_code == 200 and "Con đường ven hồ" in re.sub("</?mark>", "", answer.text)
    assert 'data-unfinished="/search?q=' in answer.text and "wait=1" in answer.text
    assert '<option value="lam-dong" selected>' in answer.text
    for view in ("curve", "map"):
        answer = get(f"/search?q=đường&view={view}")
        assert answer.status_code == 200 and "data-unfinished" in answer.text
        assert "Hãy thêm từ khóa" in get(f"/search?q=đường&view={view}&wait=1").text


def test_feed_is_by_the_moment_an_article_came_in(get: Get) -> None:
    feed = ElementTree.fromstring(get("/search.atom?q=đường").content)
    entries = feed.findall("{*}entry")
    updated = [entry.findtext("{*}updated", "") for entry in entries]
    assert len(entries) == 7 and updated == sorted(updated, reverse=True)
    assert entries[0].findtext("{*}title") == "Con đường ven hồ", "the oldest, but read last"
    assert feed.findtext("{*}updated") == updated[0]


def test_an_archive_without_an_article_can_be_searched(tmp_path: Path) -> None:
    connect(tmp_path / "archive.db").close()
    site = Datasette([str(tmp_path / "archive.db")])
    paths = ["/search?q=x", "/search?year=2020", "/search", "/sitemap.xml"]
    paths += [f"/search?q=x&view={view}" for view in ("curve", "map")]
    paths += [f"/search.{format}?q=x" for format in ("csv", "jsonl", "ris", "bib", "json", "atom")]
    for path in paths:
        assert asyncio.run(site.client.get(path)).status_code == 200, path

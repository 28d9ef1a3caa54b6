"""Reprints on the site: who else printed an article, what they changed, and the month's stories and ways."""

from __future__ import annotations

import asyncio
import csv
import io
import re
import sqlite3
from contextlib import closing
from html import unescape

import httpx
import pytest
from datasette.app import Datasette

from archive.article import Article
from archive.database import connect, transaction
from archive.newspapers import put_newspaper
from archive.reprints.reprints import folded
from archive.storing.store import save_article
from archive.withheld import withhold
from publish.archive_queries import reprints as reprint_queries
from publish.drawings.flow_diagram import flows
from publish.serving.serve import open_site, publish
from tests.archive.test_reprints import STORY, prose
from tests.publish.conftest import SEEN

PARAGRAPHS = STORY.split("\n\n")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> tuple[Datasette, dict[str, int]]:
    """A story of an agency in four newspapers, one of them withheld; what two print in another month; a bulletin."""
    folder = tmp_path_factory.mktemp("reprints")
    ids: dict[str, int] = {}
    edited = STORY.replace(PARAGRAPHS[1], PARAGRAPHS[1][:20] + " thêm chữ " + PARAGRAPHS[1][20:])
    with closing(connect(folder / "archive.db")) as conn:
        for name, title in (("mot", "Báo Một"), ("hai", "Báo Hai"), ("ba", "Báo Ba"), ("bon", "Báo Bốn")):
            put_newspaper(conn, name, title=title)
        for name, paper, day, body, tag in (
            ("first", "mot", "2024-05-17", STORY, "TTXVN"),
            ("again", "hai", "2024-05-18", f"{prose(31, 80)}\n\n{edited}", "TTXVN"),
            ("cut", "ba", "2024-05-19", "\n\n".join(PARAGRAPHS[:4]), None),
            ("secret", "bon", "2024-05-20", STORY, None),
            ("other", "ba", "2024-03-01", prose(32), "VOV"),
            ("other again", "mot", "2024-03-02", prose(32), "VOV"),
            ("lone", "hai", "2024-05-18", prose(33), None),
        ):
            article = Article(f"http://{paper}.example/{len(ids)}", f"Tin {name}", body, source_tag=tag)
            article.published_at, article.published_precision = day, "day"
            with transaction(conn):
                ids[name] = save_article(conn, paper, article, seen_at=SEEN).article_id
        withhold(conn, ids["secret"], "asked", SEEN)
        assert folded(conn, [ids[name] for name in ("lone", "cut", "first", "again")]) == {
            ids["lone"]: 0,
            ids["cut"]: 2,  # the withheld one is not counted
        }
    publish(folder / "archive.db", folder / "public.db")
    return open_site(folder / "public.db"), ids


@pytest.fixture(scope="module")
def get(archive: tuple[Datasette, dict[str, int]]):
    def ask(path: str, status: int = 200, lang: str = "vi") -> str:
        answer: httpx.Response = asyncio.run(archive[0].client.get(path, cookies={"lang": lang}))
        assert answer.status_code == status, path
        return re.sub(r"\s+", " ", answer.text)

    return ask


def test_an_article_says_who_else_printed_it(archive, get) -> None:
    ids = archive[1]
    page = get(f"/articles/{ids['first']}")
    assert "Cũng đăng ở" in page and "Báo Một đăng trước." in page and "Báo Hai" in page and "toàn bài" in page
    assert str(ids["secret"]) not in page
    page = get(f"/articles/{ids['again']}", lang="en")
    assert "Also printed in" in page and "<b>first</b>" in page and "Báo Một" in page
    assert "Cũng đăng ở" not in get(f"/articles/{ids['lone']}")
    whole = get(f"/articles/{ids['first']}/reprints")
    assert whole.count("<li data-article=") == 2 and "Tin secret" not in whole
    get(f"/articles/{ids['secret']}/reprints", 410)
    get("/articles/2024051799999/reprints", 404)


def test_what_differs_is_told_paragraph_by_paragraph(archive, get) -> None:
    ids = archive[1]
    page = get(f"/articles/{ids['first']}/reprints/{ids['again']}")
    assert page == get(f"/articles/{ids['again']}/reprints/{ids['first']}").replace(
        f"/{ids['again']}/reprints/{ids['first']}", f"/{ids['first']}/reprints/{ids['again']}"
    )
    assert re.search("<ins>thêm chữ</ins>|<ins>.{0,6}thêm chữ.{0,6}</ins>", page) and PARAGRAPHS[0] not in page
    assert f"<ins>{prose(31, 80).split(chr(10))[0]}</ins>" in page and "<del>S" not in page
    cut = get(f"/articles/{ids['cut']}/reprints/{ids['first']}", lang="en")
    assert f"<del>{PARAGRAPHS[5]}</del>" in cut and "4 of the later article’s 4 paragraphs" in cut
    get(f"/articles/{ids['first']}/reprints/{ids['lone']}", 404)
    get(f"/articles/{ids['first']}/reprints/{ids['secret']}", 404)


def test_a_month_of_reprints(archive, get) -> None:
    ids = archive[1]

    def taken(path: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(asyncio.run(archive[0].client.get(path)).text)))

    page = get("/reprints")
    assert "5/2024" in page and "và 2 báo khác" in page and "TTXVN" in page and "Tin other" not in page
    assert page.count('<path d="M') == 2
    ways = re.findall(r'<td><a rel="nofollow" href="([^"]*to=[^"]*)#stories">(\d+)</a></td>', page)
    assert [number for _, number in ways] == ["1", "1"]
    for address, _ in ways:  # a number leads to its stories
        one = get(f"/reprints{unescape(address)}")
        assert "và 1 báo khác" in one and one.count('class="card"') == 1
        rows = taken(f"/reprints.csv{unescape(address)}")
        assert [(row["id"], row["reprinted_by"]) for row in rows] == [(str(ids["first"]), "1")]
    assert [row["reprinted_by"] for row in taken("/reprints.csv")] == ["2"]
    assert get("/reprints.ris?tag=TTXVN&month=2024-05").count("TY - NEWS") == 1 and not get(
        "/reprints.bib?tag=VOV&month=2024-05"
    )
    march = get("/reprints?month=2024-03", lang="en")
    assert "and 1 other newspaper" in march and f"/articles/{ids['other']}" in march and "VOV" in march
    assert "Tháng này không có." in get("/reprints?month=2024-05&tag=VOV")
    assert "Tháng này không có." in get("/reprints?month=2031-01")
    assert "Bỏ qua “month=2024-13”" in get("/reprints?month=2024-13&tag=%00")
    assert get("/public/reprint_months.json?_shape=arrayfirst").strip() == "[202405, 202403]"


def test_a_copy_keeps_what_its_months_hold(archive) -> None:
    path = archive[0].get_database("public").path
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as conn:
        months = [month for (month,) in conn.execute("select month from reprint_pages")]
        assert months == [month for (month,) in conn.execute("select month from reprint_months")] and len(months) == 2
        for month in months:
            assert reprint_queries._month(conn, month, None) == reprint_queries._counted(conn, month, None)
        assert reprint_queries._counted(conn, 202405, None).stories
        assert reprint_queries._month(conn, 190001, None) == reprint_queries._counted(conn, 190001, None)


def test_a_search_folds_reprints_into_one_line_and_shows_each_where_asked(archive, get) -> None:
    ids = archive[1]
    words = "%22" + "+".join(PARAGRAPHS[0].split()[:6]) + "%22"
    page = get(f"/search?q={words}")
    found, more = re.findall(r'<h2><a href="/articles/(\d+)"', page), "và 2 báo khác"
    assert [int(id) for id in found] == [ids["cut"]] and more in page and "Hiện từng bài" in page
    each = get(f"/search?q={words}&reprints=each")
    assert {int(id) for id in re.findall(r'<h2><a href="/articles/(\d+)"', each)} == {
        ids["cut"],
        ids["again"],
        ids["first"],
    }
    assert more not in each and "Gộp bài đăng lại" in each
    listed = get(f"/search?ids={ids['cut']},{ids['first']}")
    assert listed.count("<h2><a href") == 2 and more not in listed


def test_questions_about_reprints(archive, get) -> None:
    ids = archive[1]
    rows = asyncio.run(archive[0].client.get("/public/most_reprinted.json?year=2024&_shape=objects")).json()["rows"]
    assert [(row["id"], row["newspapers"]) for row in rows] == [(ids["first"], 2), (ids["other"], 1)]
    rows = asyncio.run(archive[0].client.get("/public/reprinters.json?_shape=objects")).json()["rows"]
    assert {row["newspaper"]: (row["printed_first"], row["printed_again"]) for row in rows} == {
        "mot": (1, 1),
        "ba": (1, 1),
        "hai": (1, 1),
    }


def test_flows_are_drawn_in_proportion() -> None:
    drawn = flows([("a", "b", 30), ("a", "c", 10), ("c", "b", 10)])
    assert [end.newspaper for end in drawn.sources] == ["a", "c"]
    assert [end.articles for end in drawn.newspapers] == [40, 10]
    widths = {(band.source, band.newspaper): band.width for band in drawn.bands}
    assert widths["a", "b"] == pytest.approx(3 * widths["a", "c"], abs=0.1)
    assert flows([]).bands == []

"""The questions ready to ask."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from lxml import html
from markupsafe import escape

from archive.article import Article
from archive.database import connect
from archive.newspapers import put_newspaper
from archive.sql import functions, limits
from archive.storing.store import save_article
from publish.questions.queries import PARAMETERS, QUERIES, Query, canned
from tests.publish.conftest import BRIDGE, BRIDGE_EDITED, OTHERS, SEEN, Get


def ask(get: Get, name: str, database: str = "archive", **parameters: object) -> list[dict[str, object]]:
    answer = get(f"/{database}/{name}.json", params={**parameters, "_shape": "array"})
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_every_query_runs_on_working_file_and_copy(get: Get, public: Get, query) -> None:  # type: ignore[no-untyped-def]
    example = dict(parse_qsl(query.example, keep_blank_values=True))
    working = ask(get, query.name, "kho-bao", **example)
    assert working == ask(public, query.name, **example)
    if working and query.chart:
        assert {query.chart.x, *query.chart.y} <= set(working[0])


def test_there_are_a_dozen_and_more_each_with_words_in_both_languages(public: Get) -> None:
    assert len(QUERIES) >= 12 and len({query.name for query in QUERIES}) == len(QUERIES)
    for language, which in (("vi", 0), ("en", 1)):
        page = public("/archive", cookies={"lang": language}).text
        for query in QUERIES:
            assert escape(query.title[which]) in page and escape(query.description[which]) in page


def test_term_is_counted_per_thousand_articles(public: Get) -> None:
    rows = {row["year"]: row for row in ask(public, "term_by_year", term="DA NANG")}
    in_2024 = 1 + sum(article.published_at.startswith("2024") for article in OTHERS if article.published_at)
    assert rows[2024] == {
        "year": 2024,
        "hits": 1,
        "articles": in_2024,
        "per_thousand": round(1000 / in_2024, 2),
    }
    assert rows[2012]["hits"] == 0


def test_terms_are_compared(public: Get) -> None:
    rows = {row["year"]: row for row in ask(public, "terms_compared", a="da nang", b='"chợ phiên"', c="")}
    assert rows[2012] == {"year": 2012, "a": 0.0, "b": 1000.0, "c": None}
    assert rows[2024]["a"] + rows[2024]["b"] == 1000.0


def test_term_with_diacritics_is_counted_as_it_is_spelled(public: Get) -> None:
    for name in ("term_by_year", "term_by_province"):
        hits = {
            term: sum(int(str(row["hits"])) for row in ask(public, name, term=term))
            for term in ("cho phien", "chợ phiên", "chờ phiến")
        }
        assert hits == {"cho phien": len(OTHERS), "chợ phiên": len(OTHERS), "chờ phiến": 0}
    rows = ask(public, "terms_compared", a="chờ phiến", b="cho phien", c="")
    assert sum(float(str(row["a"])) for row in rows) == 0 < sum(float(str(row["b"])) for row in rows)


@pytest.mark.parametrize("question", [
    *("term_by_year?term=thơ", "term_by_province?term=chợ", "term_by_year?term=chợ+HOẶC+thơ", "term_by_province?term=đà+nẵng", "articles_by_month", "articles_by_month?newspaper=song-biec", "coverage", "gaps"),
    *("edits_by_newspaper", "bylines", "sections", "sections?year=2024", "hours", "length", "rules"),
])  # fmt: skip
def test_every_number_leads_to_what_it_counts(public: Get, question: str) -> None:
    page = html.fromstring(public(f"/archive/{question}").text)
    counts = "//td[not(contains(@data-label, '1.000') or @data-label = 'Số chữ')]/a[@rel='nofollow']"
    links = page.xpath(counts)
    assert links
    for link in links:
        path, _, asked = link.get("href").partition("?")
        found = public(f"{path}.json?{asked}").json()
        count = found["totals"]["typed"] if "totals" in found else found["filtered_table_rows_count"]
        assert count == int(link.text), link.get("href")


def test_time_that_is_over_while_hits_are_counted_is_over_for_the_question(sql: sqlite3.Connection) -> None:
    with closing(sqlite3.connect(sql.execute("select file from pragma_database_list").fetchone()[0])) as conn:
        functions.register(conn)
        conn.set_progress_handler(lambda: 1, 100)  # steps that counting takes, and asking for it does not
        with pytest.raises(sqlite3.OperationalError, match="interrupted"):
            conn.execute("select coalesce(hits_by_month('chợ'), 'none')").fetchall()


def test_bounds_of_an_answer_are_none_of_what_is_counted_for_it(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "VALUES", 20)
    with closing(sqlite3.connect(archive)) as conn:
        functions.register(conn)
        limits.limit(conn)
        asked = "select hits_by_newspaper('cho phien'), hits_by_month('cho phien -đà')"
        _, ((papers, months),), _ = limits.fetched(conn, asked, (), 10, limits.Bounds.STRANGER)
    assert sum(json.loads(papers).values()) == sum(json.loads(months).values()) == len(OTHERS) > 20


def test_provinces_are_todays(public: Get) -> None:
    rows = {row["name"]: row["hits"] for row in ask(public, "term_by_province", term="thơ")}
    assert rows == {"Lâm Đồng": 1, "Đà Nẵng": 0}, "the newspaper of Đắk Nông counts for Lâm Đồng"


def test_calendar_counts_every_article_of_the_newspaper(public: Get) -> None:
    rows = ask(public, "coverage", newspaper="song-biec")
    assert sum(int(str(row[str(month)])) for row in rows for month in range(1, 13)) == len(OTHERS) + 1
    assert next(row for row in rows if row["year"] == 2024)["5"] >= 1


def test_calendar_shows_the_years_without_an_article(tmp_path: Path) -> None:
    (query,) = (query for query in QUERIES if query.name == "coverage")
    with closing(connect(tmp_path / "archive.db")) as conn:
        put_newspaper(conn, "bao", title="Báo")
        for year in (2015, 2018):
            article = Article(f"https://b.example/{year}", "Tin", "Thân.", published_at=f"{year}-06-01")
            save_article(conn, "bao", article, seen_at=SEEN)
        rows = conn.execute(query.sql, {"newspaper": "bao"}).fetchall()
        assert conn.execute(query.sql, {"newspaper": "no-such"}).fetchall() == []
    assert [(year, sum(months)) for year, *months in rows] == [(2018, 1), (2017, 0), (2016, 0), (2015, 1)]


def test_changed_headlines_are_told_from_changed_texts(public: Get) -> None:
    assert BRIDGE.title == BRIDGE_EDITED.title
    assert ask(public, "titles_changed") == []
    edits = {row["name"]: row["edited"] for row in ask(public, "edits_by_newspaper")}
    assert edits == {"Báo Sông Biếc": 1, "Báo Đồi Sương": 0}


def test_answers_come_with_their_chart_and_a_table(public: Get) -> None:
    page = public("/archive/term_by_year?term=cho").text
    assert drawn(page)["kind"] == "line" and '<table class="answer" id="result">' in page
    assert "uplot.js" in page and "uplot.js" not in public("/archive/gaps").text


def drawn(page: str) -> dict[str, object]:
    """What a page gives its chart to draw."""
    return json.loads(html.fromstring(page).xpath("//figure/@data-chart")[0])


def headings(page: str) -> list[str]:
    return html.fromstring(page).xpath("//table[@id='result']/thead//th/text()")


def test_charts_and_headings_speak_the_readers_language_and_name_the_term(public: Get) -> None:
    vietnamese = public("/archive/term_by_year?term=chợ+phiên").text
    assert drawn(vietnamese)["series"] == [[3, "chợ phiên"]] and drawn(vietnamese)["x"] == [0, "Năm"]
    assert headings(vietnamese) == ["Năm", "Số bài có từ này", "Số bài", "Trên 1.000 bài"]
    english = public("/archive/term_by_year?term=chợ+phiên", cookies={"lang": "en"}).text
    assert drawn(english)["measured"] == "Articles per 1,000" and "Articles with the term" in headings(english)


@pytest.mark.parametrize(("language", "written"), [("vi", "1.000"), ("en", "1,000")])
def test_numbers_are_written_as_the_reader_does(public: Get, language: str, written: str) -> None:
    page = html.fromstring(public("/archive/term_by_year?term=chợ+phiên", cookies={"lang": language}).text)
    (cell,) = page.xpath("//table[@id='result']/tbody/tr[td='2012']/td[4]")
    assert cell.text_content() == written and cell.get("data-value") == "1000.0"


def test_term_left_empty_is_left_out(public: Get) -> None:
    page = public("/archive/terms_compared?a=da+nang&b=thơ&c=").text
    assert headings(page) == ["Năm", "da nang", "thơ"]
    assert [label for _, label in drawn(page)["series"]] == ["da nang", "thơ"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("query", [query for query in QUERIES if query.example], ids=lambda query: query.name)
def test_question_without_parameters_answers_for_its_example_and_shows_it(public: Get, query: Query) -> None:
    example = dict(parse_qsl(query.example))
    assert ask(public, query.name) == ask(public, query.name, **example)
    fields = html.fromstring(public(f"/archive/{query.name}").text).xpath("//form[@class='sql']//input")
    assert {field.name: field.value for field in fields} == example


@pytest.mark.parametrize("name", [name for name, query in canned("vi").items() if query["one_newspaper"]])
def test_page_says_which_newspaper_it_is_about(public: Get, name: str) -> None:
    for address, title in (("", "Báo Sông Biếc"), ("?newspaper=song-biec", "Báo Sông Biếc")):
        page = html.fromstring(public(f"/archive/{name}{address}").text)
        assert page.xpath("//h2[@class='whose']/a/text()") == [title]
        assert page.xpath("//select[@name='newspaper']/option[@selected]/text()") == [title]


def test_every_column_and_parameter_has_a_name(get: Get, public: Get) -> None:
    names = json.loads(files("publish.wording").joinpath("columns.json").read_text(encoding="utf-8"))
    for query in QUERIES:
        row = next(iter(ask(public, query.name)), {})
        assert set(row) - set(names) <= {"a", "b", "c", *map(str, range(13))}, query.name
    for table in get("/kho-bao.json").json()["tables"]:
        assert table["hidden"] or set(table["columns"]) <= set(names), table["name"]
    asked = {name for query in QUERIES for name in re.findall(r":(\w+)", query.sql)}
    assert asked <= set(PARAMETERS)

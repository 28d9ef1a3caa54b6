"""The questions ready to ask."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from markupsafe import escape

from publish.queries import QUERIES
from tests.publish.conftest import BRIDGE, BRIDGE_EDITED, OTHERS, Get


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
    assert rows[2012] == {"year": 2012, "a": 0.0, "b": 1000.0, "c": 0.0}
    assert rows[2024]["a"] + rows[2024]["b"] == 1000.0


def test_provinces_are_todays(public: Get) -> None:
    rows = {row["name"]: row["hits"] for row in ask(public, "term_by_province", term="thơ")}
    assert rows == {"Lâm Đồng": 1, "Đà Nẵng": 0}, "the newspaper of Đắk Nông counts for Lâm Đồng"


def test_calendar_counts_every_article_of_the_newspaper(public: Get) -> None:
    rows = ask(public, "coverage", newspaper="song-biec")
    assert sum(int(str(row[str(month)])) for row in rows for month in range(1, 13)) == len(OTHERS) + 1
    assert next(row for row in rows if row["year"] == 2024)["5"] >= 1


def test_changed_headlines_are_told_from_changed_texts(public: Get) -> None:
    assert BRIDGE.title == BRIDGE_EDITED.title
    assert ask(public, "titles_changed") == []
    edits = {row["title"]: row["edited"] for row in ask(public, "edits_by_newspaper")}
    assert edits == {"Báo Sông Biếc": 1, "Báo Đồi Sương": 0}


def test_answers_come_with_their_chart_and_a_table(public: Get) -> None:
    page = public("/archive/term_by_year?term=cho").text
    assert (
        'data-chart="{&#34;kind&#34;: &#34;line&#34;' in page and '<table class="rows-and-columns" id="result">' in page
    )
    assert "uplot.js" in page and "uplot.js" not in public("/archive/gaps").text

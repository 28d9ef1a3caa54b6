"""Facets of the list of articles: what they count, whether from the table of months or among the articles."""

from __future__ import annotations

import sqlite3

import pytest

from publish.tables import facets as table_facets
from tests.publish.conftest import Get


def facets(get: Get, **asked: object) -> dict[str, dict[str, int]]:
    page = get("/kho-bao/articles.json", params=asked).json()
    return {
        name: {str(value["value"]): value["count"] for value in facet["results"]}
        for name, facet in page["facet_results"].items()
    }


@pytest.mark.parametrize(
    ("asked", "where"),
    [
        ({}, "1"),
        ({"_year": 2020}, "id / 1000000000 = 2020"),
        ({"newspaper": "song-biec"}, "newspaper = 'song-biec'"),
        ({"_province": "lam-dong"}, "newspaper = 'doi-suong'"),
        ({"_province": "da-nang", "_year": 2024}, "newspaper = 'song-biec' and id / 1000000000 = 2024"),
        ({"section": "Đời sống"}, "section = 'Đời sống'"),
        ({"section": "Đời sống", "_year": 2020}, "section = 'Đời sống' and id / 1000000000 = 2020"),
        ({"_search": "cho"}, "id in (select rowid from articles_fts where articles_fts match 'cho')"),
        ({"_year": "x", "_province": ""}, "1"),
    ],
)
def test_facets_count_the_articles_asked_for(
    get: Get, sql: sqlite3.Connection, asked: dict[str, object], where: str
) -> None:
    def counted(what: str) -> dict[str, int]:
        rows = sql.execute(
            f"select {what}, count(*) from (select id, newspaper, section from articles where {where}) a"
            " join newspapers n on n.id = a.newspaper join provinces p on p.id = n.province"
            f" where {what} is not null group by 1"
        )
        return {str(value): count for value, count in rows}

    found = facets(get, **asked, _facet_size="max")
    assert found["newspaper"] == counted("newspaper") and found["section"] == counted("section")
    assert found["year"] == counted("a.id / 1000000000") and found["province"] == counted("p.today")
    (total,) = sql.execute(f"select count(*) from articles where {where}").fetchone()
    assert get("/kho-bao/articles.json", params=asked).json()["filtered_table_rows_count"] == total


@pytest.mark.parametrize("asked", [{"_search": "cho"}, {"words__gt": 1}, {"_search": "cho", "_searchmode": "raw"}])
def test_articles_that_are_too_many_are_not_counted_one_by_one(
    get: Get, monkeypatch: pytest.MonkeyPatch, asked: dict[str, object]
) -> None:
    assert facets(get, **asked)["newspaper"]
    monkeypatch.setattr(table_facets, "_MOST", 20)
    assert not facets(get, **asked) and "Quá nhiều dòng để đếm" in get("/kho-bao/articles", params=asked).text
    assert facets(get)["newspaper"] and facets(get, _year=2020)["year"], "what is counted already"


def test_choice_is_shown_and_can_be_undone(get: Get) -> None:
    page = get("/kho-bao/articles.json", params={"_year": 2020, "_province": "da-nang"}).json()
    (year,) = [value for value in page["facet_results"]["year"]["results"] if value["selected"]]
    assert year["value"] == 2020 and "_year" not in year["toggle_url"] and "_province=da-nang" in year["toggle_url"]
    other = get("/kho-bao/articles.json").json()["facet_results"]["year"]["results"][0]
    assert f"_year={other['value']}" in other["toggle_url"] and not other["selected"]


def test_other_tables_keep_to_themselves(get: Get) -> None:
    assert get("/kho-bao/newspapers.json?_year=2020").json()["filtered_table_rows_count"] == 2
    assert "year" not in get("/kho-bao/newspapers.json?_facet_year=id").json()["facet_results"]


def test_page_of_the_data_counts_exactly_what_is_few(get: Get, sql: sqlite3.Connection) -> None:
    counts = {table["name"]: table["count"] for table in get("/kho-bao.json").json()["tables"]}
    for name in ("articles", "newspapers", "provinces", "revisions", "months"):
        assert counts[name] == sql.execute(f"select count(*) from {name}").fetchone()[0]

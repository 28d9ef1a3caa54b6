"""Whatever a visitor asks of a table, a row or in SQL is answered, in the format asked for, and nothing is logged."""

from __future__ import annotations

import asyncio
import json
import random
from urllib.parse import quote, urlencode

import httpx
import pytest
from datasette.app import Datasette
from datasette.filters import Filters

from tests.fuzzing import rounds
from tests.publish.test_walks import Table, copy, file, site, tables  # noqa: F401

# Every parameter that Datasette 0.65 or this site knows, of tables, rows, queries and their formats.
_NAMES = [
    "_bom",
    "_blob_column",
    "_blob_hash",
    "_col",
    "_dl",
    "_extra",
    "_extras",
    "_facet",
    "_facet_array",
    "_facet_date",
    "_facet_newspaper",
    "_facet_size",
    "_facet_year",
    "_facet_x",
    "_filter_column",
    "_filter_column_1",
    "_filter_op",
    "_filter_op_1",
    "_filter_value",
    "_filter_value_1",
    "_format",
    "_fts_pk",
    "_fts_table",
    "_header",
    "_hide_sql",
    "_json",
    "_json_infinity",
    "_label",
    "_labels",
    "_lang",
    "_next",
    "_nl",
    "_nocol",
    "_nocount",
    "_nofacet",
    "_nosuggest",
    "_province",
    "_search",
    "_search_",
    "_search_title",
    "_search_x",
    "_searchmode",
    "_searchx",
    "_shape",
    "_show_hidden",
    "_show_sql",
    "_size",
    "_sort",
    "_sort_by_desc",
    "_sort_desc",
    "_stream",
    "_success",
    "_through",
    "_timelimit",
    "_trace",
    "_ttl",
    "_where",
    "_year",
    "sql",
]
_VALUES = ["", "0", "1", "-1", "2", "13", "max", "on", "off", "abc", "²", "1e3", "1e999", "nan", "99999999999999999999999", "1,2", "x,y,z", "$null", "$row",
           "$x0", "$n1", ",", "[", "]", "[]", "[1]", '["a"]', "[{}]", "{", "{}", '{"simple": "id"}', '{"column": "id"}', '{"a"', "null", '"', "'", "`", "--", "/*",
           ")", "(", "1=1", "1=1 or 1=1", "1;drop table x", "id in (", "?", ":p0", "@x", "$y", "\0", "\ud800", "\ufeff", "ư", "🌾", "%", "%25", "~2F", "~", "../..",
           "a" * 3000, "raw", "escaped", "array", "arrays", "arrayfirst", "object", "objects", "NEAR(", "title:", "*", "a*", "^", "AND", "-",
           '{"table": "article_tags", "column": "tag", "value": "thơ"}', '{"table": "article_tags", "column": "tag", "value": {}}',
           '{"table": "article_tags", "column": "khong", "value": "\\ud800"}', '{"table": 5, "column": [], "value": null}', '{"table": "x"}',
           "select 1", "select :p0", "select ?", "select 1;", "select 1e999", "select x'ff'", "select char(0)", "select cast(x'ff' as text)", "select",
           "select snippet(articles_fts, 9, '', '', '', 3) from articles_fts where articles_fts match 'a'", "values(1)", "pragma table_info(articles)",
           "select * from articles_fts where articles_fts match '\"'", "select fold(x'ff'), fts_query(1e999)", "select json('[')", "select 1 as a, 2 as a",
           "select zeroblob(2000000)", "explain select 1", "with a as (select 1) select * from a", "attach 'x' as y", "select load_extension('x')"]  # fmt: skip
_FORMATS = ["", "", ".json", ".json", ".csv", ".csv", ".blob", ".jsono", ".x", "/"]


@pytest.mark.fuzz
def test_odd_parameters_at_random(
    site: Datasette,  # noqa: F811
    tables: dict[str, Table],  # noqa: F811
    capfd: pytest.CaptureFixture[str],
) -> None:
    for chance in rounds(150):
        ask(site, some_path(chance, list(tables.values())))
        assert "Traceback" not in capfd.readouterr().err


@pytest.mark.parametrize(
    "query",
    [
        {"_where": ")"},
        {"_where": "1;drop table x"},
        {"id__in": "["},
        {"id__notin": "[1"},
        {"_timelimit": "-1"},
        {"id__gt": "²"},
        {"id__lt": "9" * 30},
        {"_through": "["},
        {"_through": "{}"},
        {"_through": '{"table": "images", "column": "url", "value": {}}'},
        {"_timelimit": "abc"},
        {"_size": "-1"},
        {"_facet": "khong"},
        {"_facet": "{"},
        {"_facet_size": "²", "_facet": "section"},
        {"_searchx": "a"},
        {"_search_khong": "a"},
        {"_fts_table": "articles", "_search": "a"},
        {"khong": "a"},
        {"title__khong": "a"},
        {"khong__contains": "a"},
        {"_sort": "khong"},
        {"_sort": "id", "_sort_desc": "id"},
        {"_next": "khong"},
        {"_col": "khong"},
        {"_nocol": "id"},
        {"_facet": "title", "_facet_date": "title", "_facet_array": "title", "_facet_year": "1", "_facet_x": "1"},
    ],
    ids=str,
)
def test_a_mistake_is_told(site: Datasette, query: dict[str, str], capfd: pytest.CaptureFixture[str]) -> None:  # noqa: F811
    for format in ("", ".json", ".csv"):
        if format == ".csv" and any(name.startswith("_facet") for name in query):
            continue
        assert ask(site, f"/archive/articles{format}?{urlencode(query)}").status_code == 400, format
    assert not capfd.readouterr().err


@pytest.mark.parametrize(
    "sql",
    [
        "select snippet(articles_fts, 9, '', '', '', 3) from articles_fts where articles_fts match 'cho'",
        "select ?",
        "select 1; select 2",
        "select x'ff' || json('[')",
        "select",
    ],
)
def test_a_mistake_in_sql_is_told(site: Datasette, sql: str, capfd: pytest.CaptureFixture[str]) -> None:  # noqa: F811
    for format in ("", ".json", ".csv"):
        assert ask(site, f"/archive{format}?{urlencode({'sql': sql})}").status_code == 400, format
    assert not capfd.readouterr().err


def test_what_only_one_format_has_is_told_in_it(site: Datasette) -> None:  # noqa: F811
    for path in (
        "no_key.json?_shape=object",
        "seen.json?_shape=khong",
        "articles.json?_json_infinity=x",
        "articles?_ttl=²",
        "articles.blob",
        "articles.blob?_blob_column=khong",
        "articles.csv?_stream=on&_next=1",
    ):
        assert ask(site, f"/archive/{path}").status_code == 400, path
    assert ask(site, "/archive.csv").status_code == 400
    assert ask(site, "/archive.json?sql=select+1&_shape=object").status_code == 400


def ask(site: Datasette, path: str) -> httpx.Response:  # noqa: F811
    """The answer, which is one that a visitor may get, in the format asked for."""
    answer = asyncio.run(site.client.get(path))
    assert answer.status_code in (200, 301, 302, 303, 400, 403, 404, 503), (path, answer.status_code)
    kind = answer.headers["content-type"] if answer.status_code >= 400 else ""
    page = path.partition("?")[0]
    if kind and page.endswith(".json"):
        assert json.loads(answer.text)["ok"] is False, path
    elif kind and page.endswith(".csv"):
        assert kind.startswith("text/plain") and "<" not in answer.text[:1], path
    elif kind and "." not in page:
        assert kind.startswith("text/html") and "</html>" in answer.text, path
    return answer


def some_path(chance: random.Random, tables: list[Table]) -> str:  # noqa: F811
    table = chance.choice(tables)
    names = [*_NAMES, *(f"{chance.choice(table.columns)}__{key}" for key, *_ in Filters({}).lookups()), *table.columns]
    values = [*_VALUES, *table.columns, table.name]
    place = [
        "",
        f"/{quote(table.name, safe='')}",
        "/articles",
        f"/articles/{quote(chance.choice(_VALUES), errors='replace')}",
        f"/{quote(table.name)}/{quote(chance.choice(_VALUES), errors='replace')}",
        "/term_by_year",
        "/new_words",
    ]
    pairs = [(chance.choice(names), chance.choice(values)) for _ in range(chance.choice([0, 1, 1, 2, 3, 5]))]
    if chance.random() < 0.15:
        pairs.append(("sql", chance.choice(_VALUES)))
    query = urlencode(pairs, errors="surrogatepass")
    return f"/archive{chance.choice(place)}{chance.choice(_FORMATS)}?{query}"

"""The site as it is published: what a stranger may send it, and what it gives away."""

from __future__ import annotations

import resource
import time
from pathlib import Path

import pytest

from publish.serve import SETTINGS
from tests.publish.conftest import Get

MANY = "with recursive n(i) as (select 1 union all select i + 1 from n limit 1000) select {} from n"
A = "replace(hex(zeroblob({})), '0', 'a')"
BOMBS = [
    "select hex(randomblob(4e8))",
    "select printf('%500000000d', 1)",
    "select length(printf('%500000000d', 1))",
    "select zeroblob(1000000000)",
    "select group_concat(hex(zeroblob(100000))) from pragma_function_list a, pragma_function_list b",
    "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n",
    "with recursive n(i) as (select 1 union all select i + 1 from n) select i from n order by -i",
    "select count(*) from articles a, articles b, articles c, articles d, articles e",
    MANY.format("printf('%1000000d', i)"),
    MANY.format(", ".join(f"printf('%1000000d', {n})" for n in range(100))),
    MANY.format("zeroblob(1000000)"),
    "with recursive n(s) as (select 'a' union all select s || s from n) select max(length(s)) from n",
    f"select {A.format(250000)} like '%' || {A.format(20000)} || 'b'",
    f"select {A.format(250000)} glob '*' || {A.format(20000)} || 'b'",
]


@pytest.mark.parametrize(("bomb", "suffix"), [(bomb, (".json", ".csv", "")[i % 3]) for i, bomb in enumerate(BOMBS)])
def test_no_query_takes_long_or_fills_memory(public: Get, bomb: str, suffix: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    answer = public(f"/archive{suffix}", params={"sql": bomb})
    assert time.process_time() - began < 4
    assert answer.status_code in (400, 500, 503) or len(answer.content) < 1_000_000, answer.status_code
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 700_000, f"{grown} KB"
    assert public("/archive.json?sql=select+1&_shape=arrayfirst").json() == [1], "and it goes on"


WRITES = (
    "delete from articles",
    "update articles set title = ''",
    "attach 'x' as y",
    "pragma query_only = 0",
    "vacuum",
)


@pytest.mark.parametrize("sql", WRITES)
def test_nothing_can_be_written(public: Get, sql: str) -> None:
    assert public("/archive.json", params={"sql": sql}).status_code == 400


def test_file_is_not_given_away(public: Get, archive: Path) -> None:
    assert public("/archive.db").status_code == 403
    assert "archive.db" not in public("/archive").text
    for path in ("/-/databases", "/-/databases.json", "/-/threads.json"):
        assert public(path).status_code == 404
    for sql in ("select * from pragma_database_list", "select file from pragma_database_list()"):
        assert "/" not in public("/archive.csv", params={"sql": sql}).text
    for path in (
        "/-/metadata.json",
        "/-/settings.json",
        "/-/plugins.json",
        "/-/versions.json",
        "/archive.json",
        "/.json",
    ):
        assert str(archive.parent.parent) not in public(path).text, path


def test_every_answer_has_the_headers(public: Get) -> None:
    for path in (
        "/",
        "/nope",
        "/search.json?q=a",
        "/archive.csv?sql=select+1",
        "/-/static-plugins/baotinh/site.css",
        "/?_lang=en",
    ):
        headers = public(path).headers
        policy = dict(rule.strip().split(" ", 1) for rule in headers["content-security-policy"].split(";"))
        assert policy["default-src"] == "'none'" and policy["frame-ancestors"] == "'none'"
        assert all(policy[kind] == "'self'" for kind in ("script-src", "style-src", "img-src", "form-action"))
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert len(headers.get_list("content-security-policy")) == len(headers.get_list("referrer-policy")) == 1


def test_a_request_may_not_ask_for_many_facets(public: Get) -> None:
    assert public("/archive/articles?" + "&".join(["_facet=section"] * 50)).status_code == 400
    assert public("/archive/articles?_facet=section&_facet=byline").status_code == 200


def test_public_answers_may_be_cached_but_not_a_reader_s(public: Get) -> None:
    assert public("/").headers["cache-control"] == f"max-age={SETTINGS['default_cache_ttl']}"
    assert "cookie" in public("/").headers["vary"].lower()
    assert public("/", cookies={"lang": "en"}).headers["cache-control"] == "private, no-store"


def test_static_files_with_a_fingerprint_are_kept_for_ever(public: Get) -> None:
    page = public("/").text
    address = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    assert "immutable" in public(address).headers["cache-control"]


def test_settings_are_taken(public: Get) -> None:
    taken = public("/-/settings.json").json()
    assert {name: taken[name] for name in SETTINGS} == SETTINGS


def test_slow_page_says_so_without_a_script_and_keeps_the_question(public: Get) -> None:
    sql = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
    answer = public("/archive", params={"sql": sql})
    assert answer.status_code == 503 and "quá nhiều thời gian" in answer.text and "<script>" not in answer.text
    assert f">{sql}</textarea>" in answer.text

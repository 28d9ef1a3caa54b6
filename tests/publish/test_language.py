"""The language switch: nothing half translated on any page, in either language."""

from __future__ import annotations

import json
import re
import sqlite3
from importlib.resources import files
from urllib.parse import parse_qsl, quote

import html5lib
import pytest
from lxml import html

from publish.questions.queries import QUERIES
from publish.wording.language import current, date, day, figure
from tests.publish.conftest import BRIDGE, HOSTILE, UNDATED, Get

# Letters that English has not.
FOREIGN = re.compile(r"[À-ÖØ-öø-ỹ]")
LIFE = ("v", "v/1", "compare/1...2", "compare/1...2?view=whole")
SAID = ("title", "aria-label", "placeholder", "alt", "data-label", "data-unit", "data-chart")
FIXED = {"region", "kind", "rule", "state", "says", "what"}


@pytest.fixture(scope="module")
def told(sql: sqlite3.Connection) -> list[str]:
    """What the archive holds of others' words, longest first: it stands on pages of any language as it is."""
    kept = "select name from sqlite_master where type = 'view' or type = 'table' and rootpage > 0"
    tables = [name for (name,) in sql.execute(kept)]
    words = {value for query in QUERIES for value in dict(parse_qsl(query.example)).values()}
    for table in tables:
        for column in {row[1] for row in sql.execute(f"pragma table_info([{table}])")} - FIXED:
            for (value,) in sql.execute(f"select distinct [{column}] from [{table}] where typeof([{column}]) = 'text'"):
                words |= {value, *value.split("\n\n")}
    return sorted((" ".join(word.split()) for word in words), key=len, reverse=True)


def addresses(sql: sqlite3.Connection, database: str) -> list[str]:
    """An address of every kind of page."""
    tables = [
        name
        for (name,) in sql.execute("select name from sqlite_master where type = 'table'")
        if not re.match("articles_(fts|exact|labels)_|_sqlite|sqlite_", name)
    ]
    ids = [sql.execute("select id from articles where title = ?", [a.title]).fetchone()[0] for a in (BRIDGE, UNDATED)]
    (hostile,) = sql.execute("select id from articles where title = ?", [HOSTILE.title]).fetchone()
    pages = [
        "/",
        "/?map=63",
        "/search",
        "/search?q=cho",
        "/search?q=zzz",
        "/search?q=tho&order=relevant",
        "/search?q=cho&view=curve&term=tho",
        "/search?q=cho&view=map",
        "/search?q=province:x+source:y+since:z",
        "/search?q=http://x.example/a-b-c.html",
        "/about",
    ]
    pages += ["/search?q=cho&year=2020&newspaper=song-biec", "/changes", "/nope", "/newspapers", "/provinces"]
    pages += (
        [f"/articles/{id}" for id in (*ids, hostile)]
        + [f"/articles/{ids[0]}/{page}" for page in LIFE]
        + ["/newspapers/song-biec"]
    )
    pages += [f"/provinces/{slug}" for slug in ("da-nang", "dak-nong", "lam-dong", "can-tho")]
    pages += ["/provinces?map=63", f"/tags/{quote('cầu đường')}", "/newspapers?sort=health"]
    pages += [f"/{database}", f"/{database}?sql=select+1+as+one", f"/{database}?sql=select+nope"]
    pages += [f"/{database}/{name}" for name in (*tables, *(query.name for query in QUERIES))]
    pages += [f"/{database}/articles?_year=2020&_province=da-nang&title__contains=cho&_facet=byline"]
    pages += [f"/{database}/provinces?region={quote('Tây Nguyên')}", f"/{database}/articles?_search=zzz"]
    pages += [f"/{database}/articles/{ids[0]}", f"/{database}/provinces/can-tho", f"/{database}/newspapers/song-biec"]
    return pages


def said(page: str) -> list[str]:
    """Texts of a page, those in attributes too, but code and what is marked as Vietnamese."""
    tree = html.fromstring(page)
    for element in tree.xpath(
        "//script | //style | //svg[@class='schema'] | //code | //pre | //textarea | //body//*[@lang='vi']"
    ):
        element.drop_tree()
    for element in tree.xpath("//mark | //ins | //del"):
        element.drop_tag()
    texts = tree.xpath("//text()") + [text for name in SAID for text in tree.xpath(f"//@{name}")]
    return [" ".join(text.split()) for text in texts if text.strip()]


def test_no_english_page_has_a_vietnamese_phrase(get: Get, sql: sqlite3.Connection, told: list[str]) -> None:
    found = {}
    for address in addresses(sql, "kho-bao"):
        page = get(address, cookies={"lang": "en"})
        for text in said(page.text):
            rest = text.replace("Báo tỉnh", "")
            for words in told:
                if not FOREIGN.search(rest):
                    break
                rest = rest.replace(words, "")
            # What remains may be a piece of something longer.
            if FOREIGN.search(rest) and not any(rest.strip("… ") in words for words in told):
                found[f"{page.status_code} {address}: {text[:80]}"] = rest[:80]
    assert not found


def test_no_vietnamese_page_has_names_of_sql(get: Get, sql: sqlite3.Connection, told: list[str]) -> None:
    names = json.loads(files("publish.wording").joinpath("columns.json").read_text(encoding="utf-8"))
    raw = {name for name, words in names.items() if words["vi"] != name}
    found = set()
    for address in addresses(sql, "kho-bao"):
        page = html.fromstring(get(address).text)
        for element in page.xpath("//main//svg | //main//script | //main//code | //main//pre | //main//textarea"):
            element.drop_tree()
        labels = page.xpath("//main//th | //main//dt | //main//label/span | //main//option | //main//h2 | //main//h1")
        found |= {(address, label) for e in labels if (label := e.text_content().strip(" ▲▼\xa0\n×")) in raw}
        texts = [text for text in page.xpath("//main//text()") if text.strip() not in told]
        found |= {(address, word) for text in texts for word in re.findall(r"\b[a-z]+_[a-z_]+\b", text)}
    assert not found


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("vi", ["1.483,7", "0,05", "1.000.000", "12", "", "14:05, 28/08/2020", "8/2020", "28/08/2020"]),
        ("en", ["1,483.7", "0.05", "1,000,000", "12", "", "14:05, 28 Aug 2020", "Aug 2020", "28 Aug 2020"]),
    ],
)
def test_numbers_and_dates_are_written_as_the_reader_does(language: str, written: list[str]) -> None:
    token = current.set(language)
    try:
        numbers = [figure(value) for value in (1483.7, 0.05, 1_000_000, 12.0, None)]
        dates = [date("2020-08-28T14:05:00+07:00"), date("2020-08"), day("2020-08-28T14:05:00+07:00")]
    finally:
        current.reset(token)
    assert numbers + dates == written


def test_every_page_is_html_without_a_mistake(get: Get, sql: sqlite3.Connection) -> None:
    """What a checker of HTML would say first: the parser's own complaints, ids twice, lists of terms out of order."""
    found = set()
    for address in addresses(sql, "kho-bao"):
        page = get(address)
        if not page.headers["content-type"].startswith("text/html") or not page.text:
            continue
        parser = html5lib.HTMLParser()
        parser.parse(page.text)
        found |= {(address, code) for _, code, _ in parser.errors}
        tree = html.fromstring(page.text)
        ids = tree.xpath("//@id")
        found |= {(address, f"id {id} twice") for id in ids if ids.count(id) > 1}
        found |= {(address, "dd before dt") for _ in tree.xpath("//dl/*[1][self::dd] | //dl/div/*[1][self::dd]")}
        found |= {(address, f"no such id: {name}") for name in set(tree.xpath("//label/@for")) - set(ids)}
    assert not found

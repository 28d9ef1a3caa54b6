"""What pages show, taken away as files: whatever the page, exactly what it shows, in every format."""

from __future__ import annotations

import csv
import io
import json
import re
from urllib.parse import quote

import pytest
from lxml import html

from publish.formats import article_files
from publish.pages import changelog
from publish.searching import downloads
from tests.publish.conftest import Get

_SQL = quote("select id, title, '=1+1' as formula from articles where title like 'Chợ phiên%' order by id desc")
_CRAFTED = quote("select '=1+1' as formula, 7 as n, x'00' as bytes, null as none")


@pytest.mark.parametrize(
    ("page", "rows", "articles"),
    [
        ("/search?q=chợ+phiên", 45, 45), ("/search?q=chợ+phiên&order=oldest&since=2015&until=2015", 3, 3),
        ("/search?q=chợ&view=curve&term=cầu&term=gà", 93, 47), ("/search?q=gió&view=map", 1, 1), ("/search?q=312&view=earlier", 1, 1),
        ("/newspapers/song-biec", 46, 46), ("/provinces/lam-dong", 2, 2), ("/tags/cầu đường", 1, 1),
        ("/changes", 2, 2), ("/changes?kind=edit", 1, 1), ("/changes?newspaper=doi-suong", 1, 1), ("/changes?until=2026-03-08", 1, 1),
        ("/kho-bao/articles?newspaper=song-biec&_sort=title", 46, 46), ("/kho-bao/articles?_sort_desc=words&title__contains=suối", 0, None),
        ("/kho-bao/revisions?_sort=seen_at", 49, 48), ("/kho-bao/newspapers", 2, None), ("/kho-bao/provinces?_sort=code", 63, None),
        ("/kho-bao/titles_changed", 0, None), ("/kho-bao/bylines?newspaper=song-biec", 1, None), ("/kho-bao/articles_by_month", None, None),
        (f"/kho-bao?sql={_SQL}", 45, 45), (f"/kho-bao?sql={_CRAFTED}", 1, None),
    ],
)  # fmt: skip
def test_a_page_is_taken_away_as_it_is_shown(
    get: Get, monkeypatch: pytest.MonkeyPatch, page: str, rows: int | None, articles: int | None
) -> None:
    for module, name in ((downloads, "AT_ONCE"), (downloads, "WITH_TEXT"), (changelog, "AT_ONCE")):
        monkeypatch.setattr(module, name, 2 if module is changelog else 20)
    menus = html.fromstring(get(page).text).xpath("//details[@class='download']")
    assert len(menus) == (0 if rows == 0 else 1)  # an empty answer has nothing to take
    found: dict[str, list[str]] = {}
    for link in (link for menu in menus for link in menu.xpath(".//a[contains(@href, 'csv') or contains(@href, '.jsonl') or contains(@href, '.ris') or contains(@href, '.bib')]/@href")):  # fmt: skip
        answer = get(link)
        ending = re.search(r"\.(csv|jsonl|ris|bib)\?", link + "?")
        assert ending and answer.status_code == 200, link
        assert answer.headers["content-disposition"].endswith(f'.{ending[1]}"'), link
        found.setdefault(ending[1], []).append(answer.content.decode())
    for text in found.get("csv", ()):
        lines = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
        assert rows is None or len(lines) == rows or "per_thousand" in lines[0], page
        assert not text.startswith("\ufeff") or not any(line.get("id", "").startswith("20") for line in lines)
        assert not [cell for line in lines for cell in line.values() if cell.startswith("=")]
    assert not menus or any(text.startswith("\ufeff") for text in found["csv"])
    assert not menus or not all(text.startswith("\ufeff") for text in found["csv"])
    for text in found.get("jsonl", ()):
        records = [json.loads(line) for line in text.splitlines()]
        assert rows is None or len(records) == rows or "per_thousand" in records[0], page
    assert [text.count("TY  - NEWS") for text in found.get("ris", ())] == [articles] * (articles is not None), page
    assert [len(set(re.findall(r"@article\{(\w+)", text))) for text in found.get("bib", ())] == [articles] * (
        articles is not None
    )


def test_the_numbers_of_a_curve_and_a_map_are_those_shown(get: Get) -> None:
    lines = list(csv.DictReader(io.StringIO(get("/search.csv?q=chợ&term=cầu&view=curve&numbers=on").text)))
    assert list(lines[0]) == ["period", "term", "articles", "of", "per_thousand"]
    told = {(line["period"], line["term"]): (line["articles"], line["of"], line["per_thousand"]) for line in lines}
    assert told["2024", "cầu"] == ("1", "4", "250.0") and told["2024", "chợ"] == ("3", "4", "750.0")
    page = html.fromstring(get("/search?q=chợ&term=cầu&view=curve").text)
    for (period, term), (articles, _, _) in told.items():
        row = page.xpath(f"//table[@class='numbers']//tr[th='{period}']/td")[["chợ", "cầu"].index(term)]
        (link,) = row.xpath("a/@href") or [None]
        assert row.text_content().split()[0] == articles and (link is not None) == (articles != "0")
        if link:  # a number leads to its articles
            assert get(f"/search.json{link.removeprefix('/search')}").json()["totals"]["typed"] == int(articles), link
    lines = list(csv.DictReader(io.StringIO(get("/search.csv?q=chợ&view=map&numbers=on").text)))
    assert {line["province"]: (line["articles"], line["of"]) for line in lines} == {
        "da-nang": ("45", "46"),
        "lam-dong": ("0", "0"),
    } or lines[0]["province"] == "da-nang"
    assert get("/search.csv?q=chợ&numbers=on").status_code == 400
    assert get("/search.ris?q=chợ&view=map&numbers=on").status_code == 400


def test_the_log_names_what_it_cannot_narrow_by(get: Get) -> None:
    page = get("/changes?kind=lost&newspaper=song-biec&until=hôm nay").text
    assert re.findall("Bỏ qua “([^”]+)”", page) == ["kind=lost", "until=hôm nay"]


def test_rows_of_no_articles_are_no_references(get: Get) -> None:
    for path in ("/kho-bao/newspapers.ris", "/kho-bao.bib?sql=select+1", "/kho-bao.jsonl"):
        assert get(path).status_code == 400
    assert get("/kho-bao/no_such.jsonl").status_code == 404
    assert set(article_files.COLUMNS) <= json.loads(get("/changes.jsonl").text.splitlines()[0]).keys()

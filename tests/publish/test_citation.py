"""How an article is cited: for footnotes, for BibTeX, for RIS and for Zotero."""

from __future__ import annotations

import re
from typing import Any

import pytest

from publish.formats import citation

ADDRESS = "https://kho.example/articles/202405170001"
ARTICLE: dict[str, Any] = {
    "id": 202405170001,
    "title": "Cây cầu\nmới {50%} & chợ",
    "lead": "Sau mười tám tháng.",
    "byline": "Lan Thử - Hoàng Minh",
    "section": "Kinh tế",
    "paper": "Báo Sông Biếc",
    "province_name": "Đà Nẵng",
    "published_at": "2024-05-17T08:30:00+07:00",
    "language": "vi",
    "url": "https://songbiec.example/cau-moi",
}


def read_ris(text: str) -> list[tuple[str, str]]:
    """The fields of a RIS record, read as its description has it: two characters, two spaces, a dash and a space."""
    lines = text.split("\r\n")
    assert "\n" not in text.replace("\r\n", "") and not any(lines[-2:])
    fields = [re.fullmatch("([A-Z][A-Z0-9])  - (.*)", line) for line in lines if line]
    assert all(fields)
    return [(field[1], field[2]) for field in fields if field]


def test_ris_is_a_newspaper_article_with_whole_names() -> None:
    fields = read_ris(citation.ris(ARTICLE, ADDRESS, ["cầu đường", "chợ"], "bản 2"))
    assert fields[0] == ("TY", "NEWS") and fields[-1] == ("ER", "")
    assert [value for name, value in fields if name == "AU"] == ["Lan Thử", "Hoàng Minh"]
    assert [value for name, value in fields if name == "KW"] == ["cầu đường", "chợ"]
    assert {("TI", "Cây cầu mới {50%} & chợ"), ("T2", "Báo Sông Biếc"), ("DA", "2024/05/17/")} <= set(fields)
    assert ("UR", ARTICLE["url"]) in fields and ("N1", f"Báo tỉnh, bản 2: {ADDRESS}") in fields


@pytest.mark.parametrize(("date", "told"), [(None, []), ("2020-08", [("PY", "2020"), ("DA", "2020/08//")])])
def test_ris_makes_no_date_up(date: str | None, told: list[tuple[str, str]]) -> None:
    fields = read_ris(citation.ris({**ARTICLE, "published_at": date, "byline": None, "section": None}, ADDRESS))
    assert [field for field in fields if field[0] in ("PY", "DA")] == told
    assert not {"AU", "SE", "KW"} & {name for name, _ in fields}


def test_version_is_named_in_every_form() -> None:
    for form in (citation.citation, citation.bibtex):
        assert f"Báo tỉnh, bản 2: {ADDRESS}/v/2" in form(ARTICLE, f"{ADDRESS}/v/2", "bản 2")
        assert f"Báo tỉnh: {ADDRESS}" in form(ARTICLE, ADDRESS)


def test_zotero_takes_it_for_a_newspaper_article() -> None:
    found = citation.highwire(ARTICLE, ADDRESS, ["chợ"])
    names = dict(found)
    assert names["z:itemType"] == "newspaperArticle" and names["citation_date"] == "2024/05/17"
    assert [value for name, value in found if name == "citation_author"] == ["Lan Thử", "Hoàng Minh"]
    undated = citation.highwire({**ARTICLE, "published_at": None, "byline": None}, ADDRESS)
    assert not {"citation_date", "citation_author", "citation_keywords"} & {name for name, _ in undated}


def test_a_comma_in_a_byline_that_is_no_name_divides_nobody_for_zotero() -> None:
    agencies = citation.highwire({**ARTICLE, "byline": "Theo TTXVN, báo Lan Thử"}, ADDRESS)
    assert [value for name, value in agencies if name == "citation_author"] == ["Theo TTXVN – báo Lan Thử"]

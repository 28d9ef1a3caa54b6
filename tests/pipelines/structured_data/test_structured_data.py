"""Structured data: read however broken, and believed only of the page's own article."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.structured_data.json_ld import loads
from tests.pipelines.reading import article, page

TITLE = "Ba ấp dọn kênh đón mùa đua ghe"
OWN = {"@type": "NewsArticle", "headline": TITLE, "datePublished": "2026-05-04T06:15:00+07:00",
       "author": {"@type": "Person", "name": "Út Thử"}}  # fmt: skip
OTHER = {"@type": "NewsArticle", "headline": "Chợ nổi vắng khách sau tết", "datePublished": "2026-02-20T09:00:00+07:00",
         "author": {"@type": "Person", "name": "Ba Khác"}}  # fmt: skip
ANOTHER = OTHER | {"headline": "Mùa bông súng về trên đồng", "author": {"@type": "Person", "name": "Tư Lạ"}}


def script(*values: Any) -> str:
    return "".join(
        f'<script type="application/ld+json">{v if isinstance(v, str) else json.dumps(v, ensure_ascii=False)}</script>'
        for v in values
    )


BROKEN = [
    ('{"a": 1, "b": [1, 2,],}', {"a": 1, "b": [1, 2]}),
    ('\ufeff{"a": "x"}', {"a": "x"}),
    ('<!--\n{"a": "x"}\n-->', {"a": "x"}),
    ('//<![CDATA[\n{"a": "x"}\n//]]>', {"a": "x"}),
    ('/*<![CDATA[*/{"a": "x"}/*]]>*/', {"a": "x"}),
    ('{"a": "https://x.example/y", // the address\n "b": /* two */ 2}', {"a": "https://x.example/y", "b": 2}),
    ('{&quot;a&quot;: &quot;x&quot;}', {"a": "x"}),
    ('{&#34;a&#34;: &#x22;x&#x22;}', {"a": "x"}),
    ('{"a": "one\ntwo\tthree"}', {"a": "one two three"}),
    ("{'a': 'x', b: true}", {"a": "x", "b": True}),
    ('{"a": "it\\\'s \\d", "b": 2}', {"a": "it's d", "b": 2}),
    ('{"a": "ông "Hai Thử" kể", "b": 2}', {"a": 'ông "Hai Thử" kể', "b": 2}),
    ('{"a": "x" "b": 2}', {"a": "x", "b": 2}),
    ('{"a": "x",, "b": 2}', {"a": "x", "b": 2}),
    ('{"a": , "b": 2}', {"b": 2}),
    ('{"a": {"b": [1, 2', {"a": {"b": [1, 2]}}),
    ('{"a": "x"};', {"a": "x"}),
    ('window.data = {"a": "x"};', {"a": "x"}),
    ('{"a": "\\ud83d\\ude00", "b": "\\q"}', {"a": "😀", "b": "q"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), BROKEN)
def test_broken_json_is_read(text: str, value: Any) -> None:
    assert loads(text) == [value]


@pytest.mark.parametrize("between", ["", "\n", ",", ";"])
def test_values_in_a_row_are_all_read(between: str) -> None:
    assert loads(f'{{"a": 1}}{between}{{"b": 2}}') == [{"a": 1}, {"b": 2}]


@given(st.text(alphabet="{}[]\",:'\\/*<!-ab1 \n\ufeff", max_size=300))
def test_no_text_is_too_broken(text: str) -> None:
    assert isinstance(loads(text), list)


@pytest.mark.parametrize(
    "told",
    [
        script(OWN, OTHER),
        script(OTHER, ANOTHER, OWN),
        script([OTHER, OWN, ANOTHER]),
        script({"@graph": [OTHER, {"@type": "WebPage", "name": TITLE}, OWN]}),
        script(OWN | {"hasPart": [OTHER, ANOTHER]}),
        script(OWN | {"relatedLink": OTHER}),
        script({"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": OTHER}]}, OWN),
        script({"@type": "WebPage", "mainEntity": OWN}, OTHER),
        script(OWN | {"@type": "LiveBlogPosting", "liveBlogUpdate": [OTHER | {"headline": None}, OTHER]}),
        script(OWN | {"comment": [OTHER | {"@type": "Comment"}]}),
        script(OWN | {"@type": ["Article", "NewsArticle"]}, OTHER),
        script(OWN | {"@type": "https://schema.org/NewsArticle"}, OTHER),
        # Without a headline the address tells whose it is.
        script(OTHER | {"headline": None, "url": "https://bao.example/tin/khac.html"},
               OWN | {"headline": None, "mainEntityOfPage": {"@id": "https://www.bao.example/tin/bai-viet.html"}}),
    ],
)  # fmt: skip
def test_of_several_articles_the_pages_own_is_believed(told: str) -> None:
    found = article(page(head=told))
    assert (found.byline, found.published_at) == ("Út Thử", "2026-05-04T06:15:00+07:00")


@pytest.mark.parametrize(
    "told",
    [
        script(OTHER, ANOTHER),
        script({"@type": "ItemList", "itemListElement": [OTHER]}),
        script(OTHER | {"url": "https://bao.example/tin/khac.html"}),
    ],
)
def test_articles_that_are_all_others_tell_nothing(told: str) -> None:
    found = article(page(head=told))
    assert (found.byline, found.published_at) == (None, None)


ID = "https://bao.example/#/person/1"


@pytest.mark.parametrize(
    ("author", "byline"),
    [
        ("Út Thử", "Út Thử"),
        ({"@type": "Person", "name": ["Út Thử"]}, "Út Thử"),
        ({"@type": "Person", "name": {"@type": "Person", "name": "Út Thử"}}, "Út Thử"),
        ({"@type": "Person", "name": {"@value": "Út Thử"}}, "Út Thử"),
        ({"@type": "Person", "givenName": "Thử", "familyName": "Lê Út"}, "Lê Út Thử"),
        ({"@type": "Person", "givenName": "Mara", "familyName": "Tester"}, "Mara Tester"),
        ([{"name": "Út Thử"}, {"name": "Hai Thử"}], "Út Thử - Hai Thử"),
        (["Út Thử", "Hai Thử", "Út Thử"], "Út Thử - Hai Thử"),
        ({"@id": ID}, "Sáu Thử"),
        ([{"@id": ID}], "Sáu Thử"),
        (ID, "Sáu Thử"),
        ({"@type": "Person", "name": "Út &amp;quot;Nhỏ&amp;quot; Thử"}, 'Út "Nhỏ" Thử'),
        ({"@type": "Person", "name": "<a href='/ut'>Út Thử</a>"}, "Út Thử"),
        ({"@type": "Person", "name": "admin"}, None),
        ({"@type": "Organization", "name": "Báo Vàm Sáng"}, None),
        ({"@type": "Person", "name": "https://www.facebook.com/vamsang"}, None),
        ({"@type": "Person", "name": ""}, None),
        ({"@id": "#nobody"}, None),
        (None, None),
    ],
)
def test_authors_however_they_are_told(author: Any, byline: str | None) -> None:
    person = {"@type": "Person", "@id": ID, "name": "Sáu Thử"}
    site = '<meta property="og:site_name" content="Báo Vàm Sáng">'
    assert article(page(head=site + script({"@graph": [OWN | {"author": author}, person]}))).byline == byline


def test_microdata_belong_to_the_article_around_them() -> None:
    related = (
        '<div itemscope itemtype="https://schema.org/NewsArticle"><a itemprop="url" href="/tin/khac.html">'
        '<span itemprop="headline">Chợ nổi vắng khách sau tết</span></a><span itemprop="author">Ba Khác</span>'
        '<time itemprop="datePublished" datetime="2026-02-20T09:00:00+07:00"></time></div>'
    )
    own = (
        f'<meta itemprop="headline" content="{TITLE}"><span itemprop="author" itemscope itemtype="https://schema.org/Person">'
        '<span itemprop="name">Út Thử</span></span><meta itemprop="datePublished" content="2026-05-04T06:15:00+07:00">'
        '<div itemprop="comment" itemscope itemtype="https://schema.org/Comment"><span itemprop="author">Năm Lạ</span></div>'
    )
    whole = page(own, after=related).replace(
        '<div class="article">', '<div class="article" itemscope itemtype="https://schema.org/NewsArticle">'
    )
    found = article(whole)
    assert (found.byline, found.published_at) == ("Út Thử", "2026-05-04T06:15:00+07:00")


def test_the_path_of_structured_data_names_the_section() -> None:
    steps = [{"@type": "ListItem", "position": n, "item": {"@id": f"/{n}", "name": name}}
             for n, name in ((3, TITLE), (1, "Trang chủ"), (2, "Đời sống"))]  # fmt: skip
    assert article(page(head=script({"@type": "BreadcrumbList", "itemListElement": steps}))).section == "Đời sống"

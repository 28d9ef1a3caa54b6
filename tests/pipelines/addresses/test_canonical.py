"""Which of the addresses that pages name as their own are believed."""

from __future__ import annotations

import pytest

from pipelines.structured_data.canonical import canonical
from pipelines.structured_data.page_head import PageHead

URL = "https://bao.example/the-thao/doi-ghe-vam-sang-ve-nhat-78012.html"
TITLE = "Đội ghe Vàm Sáng về nhất"


@pytest.mark.parametrize(
    "named",
    [
        "https://bao.example/the-thao/doi-ghe-vam-sang-ve-nhat-78012.html",
        "http://www.bao.example/the-thao/doi-ghe-vam-sang-ve-nhat-78012.html",
        "https://thethao.bao.example/doi-ghe-vam-sang-ve-nhat-78012.html",
        "https://bao.example/tin/78012",
        "https://bao.example/2026/11/doi-ghe-vam-sang-ve-nhat/",
    ],
)
def test_an_address_of_the_same_article_is_believed(named):
    assert canonical(PageHead(canonical=named), URL, TITLE) == named


@pytest.mark.parametrize(
    "named",
    [
        "",
        "https://bao.example",
        "https://bao.example/vi/",
        "https://bao.example/vi-VN",
        "https://bao.example/index.html",
        "https://bao.example/index.php",
        "https://bao.example/Default.aspx",
        "https://bao.example/Pages/Home.aspx",
        "https://bao.example/trang-chu.html",
        "https://bao.example/en/index.htm",
        "https://bao.example/the-thao",
        "https://bao.example/the-thao/",
        "https://bao.example/the-thao/index.html",
        "https://bao.example/chuyen-muc/the-thao.html",
        "https://bao.example/the-thao/khai-mac-hoi-cho-hoa-xuan-78001.html",
        "https://bao.example/404",
        "https://bao.example/undefined",
        "https://bao.example/{{ article.url }}",
        "https:///the-thao/doi-ghe-vam-sang-ve-nhat-78012.html",
        "https:the-thao/doi-ghe-vam-sang-ve-nhat-78012.html",
        "https://https://bao.example/the-thao/doi-ghe-vam-sang-ve-nhat-78012.html",
        "https://bao.examplehttps://bao.example/the-thao/doi-ghe-vam-sang-ve-nhat-78012.html",
        "https://bao.example/https://bao.example/the-thao/doi-ghe-vam-sang-ve-nhat-78012.html",
        "https://bao.example/bao.example/the-thao/doi-ghe-vam-sang-ve-nhat-78012.html",
        "http://localhost/the-thao/doi-ghe-vam-sang-ve-nhat-78012.html",
        "http://localhost:3000/the-thao/doi-ghe-vam-sang-ve-nhat-78012.html",
        "http://192.168.1.20/the-thao/doi-ghe-vam-sang-ve-nhat-78012.html",
        "http://web01/the-thao/doi-ghe-vam-sang-ve-nhat-78012.html",
        "http://bao.example:8080/the-thao/doi-ghe-vam-sang-ve-nhat-78012.html",
        "https://staging.bao.example/the-thao/doi-ghe-vam-sang-ve-nhat-78012.html",
        "https://khac.example/the-thao/doi-ghe-vam-sang-ve-nhat-78012.html",
        "javascript:void(0)",
    ],
)
def test_an_address_of_anything_else_is_not(named):
    assert canonical(PageHead(canonical=named), URL, TITLE) is None


@pytest.mark.parametrize("glue", [",", " ", " | ", ";"])
def test_several_addresses_in_one_are_none(glue):
    assert canonical(PageHead(canonical=f"{URL}{glue}{URL}.2"), URL, TITLE) is None


def test_an_address_without_the_number_is_not_believed_where_the_number_names_the_article():
    url = "https://bao.example/view.aspx?id=78012"
    assert canonical(PageHead(canonical="https://bao.example/view.aspx"), url, TITLE) is None
    assert canonical(PageHead(canonical="https://bao.example/view.aspx?id=78012"), f"{url}&utm_source=x", TITLE)


@pytest.mark.parametrize("view", ["amp", "amp/", "print", "trang-2", "page/2/", "2"])
def test_a_view_of_an_article_names_the_article(view):
    named = "https://bao.example/tin/78012"
    assert canonical(PageHead(canonical=named), f"{named}/{view}", TITLE) == named


def test_a_saved_page_names_where_it_was():
    assert canonical(PageHead(canonical=URL), "file:///bao/bai.html", TITLE) == URL
    assert canonical(PageHead(canonical="https://bao.example/vi/"), "file:///bao/bai.html", TITLE) is None
    assert canonical(PageHead(canonical=URL), f"https://archive.example/web/2026/{URL}", TITLE) == URL


def test_of_two_spellings_the_one_without_a_doubled_slash_is_believed():
    assert canonical(PageHead(canonical=URL.replace(".example/", ".example//")), URL, TITLE) == URL


@pytest.mark.parametrize("view", ["print=1", "in=1", "m=1", "mobile=1"])
def test_a_view_of_an_address_without_a_number_is_the_articles(view):
    bare = "https://bao.example/tin/b7.html"
    assert canonical(PageHead(canonical=bare), f"{bare}?{view}", TITLE) == bare
    assert canonical(PageHead(canonical=bare), f"{bare}?bai=1", TITLE) is None

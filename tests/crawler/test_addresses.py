"""One spelling for one address."""

import unicodedata
from urllib.parse import quote

import pytest

from archive import pages
from archive.database import connect
from archive.store import put_newspaper
from crawler.discovery.addresses import normalize
from crawler.spiders.base import now
from crawler.spiders.newspaper import NewspaperSpider

ARTICLE = "https://bao.vn/mua-lon-o-vung-cao-107703.html"


@pytest.mark.parametrize(
    "glued", ["&in_play=NDk4MjM=", "&in_play=a+b/c==", "&amp;in_play=Nx", "%26in_play%3DNDk4", "?in_play=1", "&x", "#y"]
)
def test_what_is_glued_behind_an_article_is_cut_off(glued):
    assert normalize(ARTICLE + glued) == ARTICLE


def test_what_belongs_to_an_address_stays():
    for address in ("https://bao.vn/a&b.html", "https://bao.vn/xem.aspx?a=1&b=2", f"{ARTICLE}?p=2"):
        assert normalize(address) == address


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_letters_however_they_are_encoded_are_one_address_in_each_form(form):
    """The two forms are two addresses, since a server may know but one; the family's key makes them one article."""
    path = unicodedata.normalize(form, "/đời-sống/nước-sạch-về-bản")
    spelled = {normalize(f"http://bao.vn{way}") for way in (path, quote(path), quote(path).lower())}
    assert spelled == {f"http://bao.vn{quote(path)}"}


def test_a_number_at_the_end_is_a_page_of_a_list_that_is_known_and_else_an_articles(tmp_path):
    spider = NewspaperSpider(url="https://bao.vn/", name="bao")
    spider.archive = connect(tmp_path / "archive.db")
    put_newspaper(spider.archive, "bao")
    pages.done(spider.archive, "https://bao.vn/chinh-tri.htm", "bao", now(), state="index", status=200, due_at=None)
    pages.done(spider.archive, "https://bao.vn/phan.htm", "bao", now(), state="article", status=200, due_at=None)
    assert spider.place("https://bao.vn/chinh-tri-2.htm") == ("https://bao.vn/chinh-tri", 2)
    for article in ("https://bao.vn/phan-2.htm", "https://bao.vn/xa-hoi-2.htm", "https://bao.vn/p/2"):
        assert spider.place(article)[1] == 0
    assert spider.place("https://bao.vn/p/2", "https://bao.vn/")[1] == 2, "seen on the list itself"
    spider.archive.close()

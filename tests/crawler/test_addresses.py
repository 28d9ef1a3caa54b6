"""One spelling for one address."""

import unicodedata
from urllib.parse import quote

import pytest

from crawler.discovery.addresses import normalize

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

"""What sketches have in common, and what the reading makes of it. The way through an archive: tests/crawler/test_profile.py."""

from __future__ import annotations

import pytest

import pipelines
from pipelines.decode import parse
from pipelines.outline import outline
from pipelines.outline.elements import Elements
from pipelines.page import Page
from pipelines.profiles.profile import LEAST, Profile, least
from pipelines.profiles.sketch import Sketch, address, fits, line_mark, mark, place_of, sketch, slug
from pipelines.structured_data.page_head import read_head
from tests.crawler.invented import article

from ..reading import EXPECTED, NOW, PAGES

DATE = "2017-11-01T21:15:00+07:00"


def _page(number: int) -> str:
    """The section's name is a heading of the first rank, the title is none; the head has one date for all articles."""
    title, lead, paragraphs = article(number)
    body = "".join(f"<p>{text}</p>" for text in [lead, *paragraphs])
    section = ("Chuyện làng", "Việc nước", "Nghề cũ")[number % 3]
    return f"""<!doctype html><html><head><title>Trang tin Bờ Kênh</title><meta property="article:published_time" content="{DATE}">
</head><body><ul class="muc"><li><a href="/a">Chuyện làng</a></li><li><a href="/b">Việc nước</a></li><li><a href="/c">Nghề cũ</a></li></ul>
<div class="giua"><h1 class="ten-muc">{section}</h1><div class="dong">{title}</div><div class="than">{body}</div></div></body></html>"""


def _url(number: int) -> str:
    return f"https://bo-kenh.example/tin/{number}.html"


def _sketch(number: int, page: str | None = None) -> Sketch:
    tree = parse((page or _page(number)).encode())
    assert tree is not None
    return sketch(_url(number), read_head(Elements(tree), _url(number)), outline(tree))


def _profile(numbers: range) -> Profile:
    return Profile.of([(one.marks, one.title) for one in map(_sketch, numbers)])


def _read(number: int, profile: Profile | None) -> Page:
    return pipelines.read(Page(_url(number), _page(number).encode(), NOW, "text/html", profile=profile))


def test_a_title_is_where_another_line_stands_on_every_page():
    profile = _profile(range(20))
    for number in (3, 40):  # one of its pages, and one that it does not know
        found = _read(number, profile).article
        assert found is not None and found.title == article(number)[0]


def test_the_address_says_which_line_of_a_page_is_its_title():
    """The first that says the same and is no link: not the section above it, not a list's link, not a line below."""
    title = "Ba ấp dọn kênh đón mùa nước nổi"
    page = (
        f'<ul class="moi"><li><a href="/tin/9.html">{title}</a></li></ul><h1 class="muc">Chuyện làng</h1>'
        f'<div class="dong">{title}</div><p class="doan">Nước về sớm hơn mọi năm.</p><p class="chan">{title}</p>'
    )
    tree = parse(f"<html><body>{page}</body></html>".encode())
    assert tree is not None
    seen = outline(tree)
    lines = {line.node.names: place_of(line.node) for line in seen.lines if line.text}
    found = sketch("https://bo-kenh.example/tin/ba-ap-don-kenh-don-mua-nuoc-noi-7.html", None, seen)
    assert found.title == lines["dong"] and len(set(lines.values())) == len(lines) == 5
    assert sketch("https://bo-kenh.example/tin/7.html", None, seen).title is None


def test_a_date_that_all_articles_share_is_the_sites():
    few, many = _read(1, _profile(range(8))).article, _read(1, _profile(range(20))).article
    assert few is not None and few.published_at == DATE
    assert many is not None and many.published_at is None


def test_nothing_is_said_of_few_pages():
    profile = _profile(range(LEAST - 1))
    assert not profile and not profile.at and not profile.lines and profile.share("Chuyện làng") == 0
    alone, known = _read(1, None).article, _read(1, profile).article
    assert alone is not None and known is not None and alone.title == known.title


def test_a_share_is_the_least_that_is_meant():
    assert least(0, 0) == 0 and least(0, 10) == 0
    assert least(6, 6) < least(60, 60) < 1
    assert least(3, 10) < least(30, 100) < 0.3


@pytest.mark.parametrize(
    "url",
    [
        "https://www.bao.example/tin/dua-thuyen-123.html?utm_source=x",
        "http://bao.example/tin/dua-thuyen-123.html?print=1",
        "https://m.bao.example/amp/tin/dua-thuyen-123.html",
        "https://bao.example/tin/dua-thuyen-123.html?page=2",
    ],
)
def test_pages_of_an_article_have_one_address(url):
    assert address(url) == address("https://bao.example/tin/dua-thuyen-123.html")


def test_addresses_that_name_another_page_are_no_article_s_own():
    assert address("https://bao.example/tin/mot.html", "https://bao.example/") == "bao.example/tin/mot.html"
    assert address("https://bao.example/doc?id=7") != address("https://bao.example/doc?id=8")


def test_what_an_address_says():
    wanted = slug("https://bao.example/xa-hoi/cau-nam-thoong-thong-xe-7801.html")
    assert fits("Cầu Nậm Thoong thông xe", wanted) and not fits("Hội đua thuyền ở bến Cửa Bắc", wanted)
    assert not slug("https://bao.example/tin/7801.html")


def test_a_line_is_the_same_in_any_capitals_and_either_form_of_unicode():
    assert line_mark("Tòa soạn") == line_mark("TÒA SOẠN") == line_mark("To\u0300a soa\u0323n")
    assert mark("Tòa soạn", 1) != mark("Tòa soạn", 2)


@pytest.mark.parametrize("name", sorted(EXPECTED["articles"]))
def test_pages_of_others_are_read_the_same(name):
    """A profile that knows none of a page's lines changes nothing."""
    body = (PAGES / name).read_bytes()
    one = pipelines.read(Page(_url(1), body, NOW))
    other = pipelines.read(Page(_url(1), body, NOW, profile=_profile(range(20))))
    assert (one.article, one.reason) == (other.article, other.reason)


_AD = "Vựa giống Bờ Kênh giao cây tận ruộng cho bà con trong vùng, mở cửa cả ngày nghỉ, gọi là có người chở đến."
_FORECAST = "Đài Khí tượng dự báo thời tiết vùng cửa kênh:"
_ROWS = ("Ven biển: sóng cao hai mét", "Trong đê: sáng có sương nhẹ", "Đêm: không mưa, trời se lạnh")


def _with_ad(number: int) -> str:
    """Every fourth article is a forecast of few words, like the others before it; an ad stands below all."""
    if number % 4:
        return _page(number).replace('"than"', "noidung").replace("</p></div>", f"</p><p>{_AD}</p></div>")
    lines = [_FORECAST, f"Nhiệt độ ngày {number}: {20 + number % 9} độ", *_ROWS, _AD]
    title = f"Thời tiết vùng cửa kênh ngày {number}"
    body = f"<h1>{title}</h1><time>{number % 27 + 1:02}/10/2017 06:00</time><div class=noidung>{''.join(f'<p>{line}</p>' for line in lines)}</div>"
    return f"<html><head><title>{title}</title></head><body><div class=giua>{body}</div></body></html>"


def test_a_sentence_on_every_page_is_the_sites_however_short_the_text():
    sketches = [_sketch(number, _with_ad(number)) for number in range(24)]
    profile = Profile.of([(one.marks, one.title) for one in sketches])
    for number in (4, 5, 8):
        page = Page(_url(number), _with_ad(number).encode(), NOW, "text/html", profile=profile)
        found = pipelines.read(page).article
        assert found is not None and _AD not in found.body
        assert (_FORECAST in found.body) == (_ROWS[2] in found.body) == (number % 4 == 0)

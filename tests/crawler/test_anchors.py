"""What links and feeds say of the pages they lead to: kept with the page, and asked when it is read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from lxml.html import fromstring

from archive.frontier import pages
from archive.frontier.pages import Link
from archive.newspapers import put_newspaper
from crawler.discovery import feed, links
from pipelines.page import Visit
from tests import archives
from tests.pipelines.reading import PROSE, article

HOME = "https://bao.example/"
TITLE = "Ba ấp dọn kênh đón mùa đua ghe"
LIST = f"""<div><a href="/doi-song/ba-ap-7801.html"><img src="/a.jpg"></a>
<h3><a href="/doi-song/ba-ap-7801.html">{TITLE}</a></h3><p>Từ mờ sáng.</p><a href="/doi-song/ba-ap-7801.html">Xem chi tiết bài này</a></div>
<div><a href="/doi-song/hoi-cho-7802.html" title="Hội chợ hoa xuân khai mạc sớm"><img src="/b.jpg"></a>
<a href="/doi-song/hoi-cho-7802.html">Tiếp</a></div>
<div><a href="/doi-song/tin-7803.html">Xem chi tiết bài này</a></div><a href="/doi-song/">Đời sống ở vàm</a>"""
FEED = f"""<rss version="2.0"><channel><title>Báo Vàm Sáng</title><item><title>{TITLE}</title>
<link>https://bao.example/doi-song/ba-ap-7801.html</link>
<description><![CDATA[<a href="/x"><img src="/a.jpg"></a>Từ mờ sáng, bà con &amp; đội ghe ra kênh.]]></description></item>
<item><title>{"dài " * 200}</title><link>https://bao.example/dai-7804.html</link></item></channel></rss>"""


def test_the_words_of_links_to_articles_are_kept():
    found = {link.url: link.anchor for link in links.parse(fromstring(LIST), HOME, {"bao.example"})}
    assert found == {
        "https://bao.example/doi-song/ba-ap-7801.html": TITLE,
        "https://bao.example/doi-song/hoi-cho-7802.html": "Hội chợ hoa xuân khai mạc sớm",
        "https://bao.example/doi-song/tin-7803.html": None,
        "https://bao.example/doi-song/": None,
    }


def test_where_a_click_on_something_else_leads_is_a_link_where_it_may_be_an_article():
    page = """<div onclick="location.href='/tin-7801.html'">Một</div><li data-href="/tin-7802.html">Hai</li><b onclick="gui('/tin-7803.html')">
    </b><tr onclick='window.open("/tin-7804.html")'></tr><i onclick="window.location='/muc/'"></i><u onclick="an()" data-href=""></u>"""
    found = [
        link.url for link in links.parse(fromstring(f"<div>{page}</div>"), f"{HOME}tin-7800.html", {"bao.example"})
    ]
    assert found == [f"{HOME}tin-{n}.html" for n in (7801, 7802, 7804)]


def test_a_button_that_loads_more_leads_to_the_next_page_of_its_own_list():
    page = """<b data-url="/muc/?page=2">Xem thêm</b><b data-next="/muc/trang-3/">Thêm</b><b data-url="/khac/?page=2">Khác</b>
    <b data-url="/muc/">Chia sẻ</b><b data-url="/ajax?page=2">Thêm</b>"""
    found = [link.url for link in links.parse(fromstring(f"<div>{page}</div>"), f"{HOME}muc/", {"bao.example"})]
    assert found == [f"{HOME}muc/?page=2", f"{HOME}muc/trang-3/"]


def test_words_that_lead_to_several_articles_are_none():
    several = "".join(f'<a href="/tin-{n}.html">Xem chi tiết bài này</a>' for n in (7801, 7802))
    assert [link.anchor for link in links.parse(fromstring(several), HOME, {"bao.example"})] == [None, None]


@pytest.mark.parametrize(
    "link",
    [
        '<a href="/x-7801.print">Bản in</a>',
        '<a href="/x-7801.print"><i></i> In bài này</a>',
        '<a href="/x-7801.print" title="In ra"><i></i></a>',
        '<a href="/x-7801.print">Print this article</a>',
    ],
)
def test_what_is_linked_as_the_same_page_to_print_is_not_asked_for(link):
    assert links.parse(fromstring(f'<p>{link} <a href="/in-an">In ấn phẩm Tết</a></p>'), HOME, {"bao.example"}) == [
        Link("https://bao.example/in-an", priority=pages.SECTION)
    ]


def test_what_a_feed_tells_is_kept():
    first, second = feed.parse(FEED.encode(), HOME)
    assert (first.anchor, first.teaser) == (TITLE, "Từ mờ sáng, bà con & đội ghe ra kênh.")
    assert (second.anchor, second.teaser) == (None, None)


def test_the_first_that_says_something_of_a_page_is_kept(tmp_path):
    conn = archives.new(tmp_path / "archive.db")
    put_newspaper(conn, "bao")
    now = datetime(2026, 11, 23, 8, tzinfo=UTC)
    for link in (Link("1"), Link("1", anchor=TITLE), Link("1", anchor="Xem thêm ở đây", teaser="Từ mờ sáng.")):
        pages.add(conn, "bao", [link], now)
    due = pages.get(conn, "1")
    assert due is not None
    assert (due.anchor, due.teaser) == (TITLE, "Từ mờ sáng.")


def test_a_page_is_read_with_what_a_list_says_of_it():
    text = "".join(f"<p>{line}</p>" for line in PROSE)
    lead = "Hơn hai trăm người của ba ấp cùng xuống kênh, dọn xong hai cây số lục bình chỉ trong một buổi sáng."
    html = (
        "<html><head><meta charset=utf-8><title>Cổng thông tin huyện</title></head><body><div><h2>Bản tin trong tuần này</h2>"
        f'<div>{TITLE}</div><div class="x">{lead}</div><div class="c">{text}</div></div></body></html>'
    )
    url = "https://bao.example/?id=7801"
    assert article(html, url).title == "Bản tin trong tuần này"
    found = article(html, url, visit=Visit(anchor=TITLE, teaser=lead))
    assert (found.title, found.lead) == (TITLE, lead)

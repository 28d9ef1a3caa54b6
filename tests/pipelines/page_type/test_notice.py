"""Notices of portals that are a title, a date and an attachment."""

from datetime import UTC, datetime

import pytest

import pipelines
from archive.reasons import Code, code_of
from pipelines.page import Page

NOTICE = """<html><head><title>Trang tin huyện Phiêng Vai</title></head><body>
<ul><li><a href="/">Trang chủ</a></li><li><a href="/gioi-thieu">Giới thiệu</a></li><li><a href="/tin">Tin tức</a></li></ul>
<div><span class="Time">31/07/2019</span><div class="t"><b>Thông báo lịch tiếp dân tháng 8 của xã Nậm Lèng</b></div>
<p>Xem chi tiết <a href="{href}">tại đây</a></p></div>
<div><b>TIN ĐÃ ĐƯA</b><ul><li><a href="/lich-tiep-dan-thang-7">Thông báo lịch tiếp dân tháng 7 của xã Nậm Lèng</a></li>
<li><a href="/lich-tiep-dan-thang-6">Thông báo lịch tiếp dân tháng 6 của xã Nậm Lèng</a></li></ul></div></body></html>"""


def read(href):
    page = Page(
        url="http://phieng-vai.example/lich-tiep-dan-thang-8",
        body=NOTICE.format(href=href).encode(),
        fetched_at=datetime(2026, 11, 23, tzinfo=UTC),
        content_type="text/html; charset=utf-8",
    )
    return pipelines.read(page)


def test_a_title_with_an_attachment_is_an_article():
    page = read("/tep/lich-thang-8.PDF")
    assert page.article is not None, page.reason
    assert page.article.title == "Thông báo lịch tiếp dân tháng 8 của xã Nậm Lèng"
    assert page.article.published_at == "2019-07-31"
    assert page.article.body == "Xem chi tiết tại đây"


def test_a_title_with_a_link_to_another_page_is_not():
    assert read("/lich-tiep-dan-thang-7").article is None


def test_a_page_saved_as_it_came_over_the_wire_is_unpacked():
    import gzip

    page = Page(
        url="http://phieng-vai.example/x",
        body=gzip.compress(NOTICE.format(href="/a.pdf").encode()),
        fetched_at=datetime(2026, 11, 23, tzinfo=UTC),
        content_type="text/html",
    )
    assert pipelines.read(page).article is not None


SOLD = "<html><head><title>{0}</title></head><body><h1>{0}</h1>{2}<p>{1}</p><p>{1} {1}</p></body></html>"


@pytest.mark.parametrize(
    ("title", "told", "code"),
    [
        ("bovam.example - This website is for sale!", "Bovam has it all, from general topics to more.", Code.FOREIGN),
        ("Tên miền này đang được rao bán", "Nếu bạn quan tâm, hãy để lại số điện thoại và mức giá.", Code.FOREIGN),
        ("Welcome to nginx!", "If you see this page, the web server is installed and working.", Code.STATIC_PAGE),
        ("Checking your browser", "Please allow up to five seconds, this process is automatic.", Code.NOT_FOUND),
        ("Đang kiểm tra trình duyệt", "Xin chờ ít giây, rồi thử lại nếu trang không tự mở.", Code.NOT_FOUND),
        ("Account Suspended", "Contact your hosting provider for more information.", Code.STATIC_PAGE),
    ],
)
def test_what_a_domain_shows_that_has_no_site_is_no_article(title, told, code):
    page = Page(
        url="file:///tin/1.html",
        body=SOLD.format(title, told, "").encode(),
        fetched_at=datetime(2026, 11, 23, tzinfo=UTC),
        content_type="text/html; charset=utf-8",
    )
    assert code_of(pipelines.read(page).reason) is code


def test_news_of_a_domain_for_sale_is_an_article():
    told = "Tên miền của phiên chợ nổi đang được rao bán với giá gấp mười lần, theo chủ một vựa trái cây ở đầu vàm."
    page = Page(
        url="file:///tin/1.html",
        body=SOLD.format("Tên miền của phiên chợ nổi được rao bán", told, "<div>23/10/2026 07:15</div>").encode(),
        fetched_at=datetime(2026, 11, 23, tzinfo=UTC),
        content_type="text/html; charset=utf-8",
    )
    assert pipelines.read(page).article is not None

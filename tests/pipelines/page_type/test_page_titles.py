"""What a title alone says of its page: an error, a search, a page about the site; and the news that begins like one."""

from datetime import UTC, datetime

import pytest

import pipelines
from archive.reasons import Code
from pipelines.language.page_titles import code_of_title
from pipelines.page import Page

NAMED = {
    Code.NOT_FOUND: [
        "404", "404 Not Found", "Page not found", "Lỗi 404", "Không tìm thấy trang", "Không tìm thấy",
        "Xin lỗi, chúng tôi không tìm thấy trang bạn yêu cầu", "Trang bạn tìm kiếm không tồn tại",
        "Bài viết này đã bị xóa", "Không tìm thấy dữ liệu", "The requested page was not found",
    ],
    Code.SEARCH_RESULTS: ["Tìm kiếm", "Tìm kiếm: ghe", "Kết quả tìm kiếm cho “ghe”", "Tìm kiếm nâng cao",
        "Tìm thấy 48 kết quả cho “ghe”", "Có 12 kết quả với từ khóa ghe", "Found 3 results for ghe",],
    Code.STATIC_PAGE: ["Liên hệ", "Liên hệ tòa soạn", "Thông tin liên hệ", "Thời tiết", "Giá vàng"],
    None: [
        "Không tìm thấy người lái đò", "Vẫn không tìm thấy dấu vết", "Cây cầu không tồn tại trên bản đồ",
        "Lỗi 404 ở cổng nộp hồ sơ: vì sao", "Bài toán không tồn tại lời giải", "Hàng nghìn tài khoản đã bị xóa",
        "Tìm kiếm người lái đò trên sông", "Kết quả tìm kiếm cứu nạn", "Tìm thấy 48 kết quả dương tính", "Nội dung không phù hợp với trẻ",
        "Liên hệ với thân nhân người lái đò", "Giới thiệu tòa soạn đầu tiên của xứ vàm", 
    ],
}  # fmt: skip


@pytest.mark.parametrize("code", NAMED)
def test_a_title_names_a_page_that_is_no_article(code):
    assert [title for title in NAMED[code] if code_of_title(title) is not code] == []


@pytest.mark.parametrize("title", ["Không tìm thấy người lái đò", "Tìm kiếm người lái đò", "Dự báo thời tiết"])
def test_short_signed_news_is_an_article_whatever_its_title_begins_with(title):
    html = f"""<html lang="vi"><head><title>{title} - Báo Vàm Sáng</title></head><body><p><a href="/">Báo Vàm Sáng</a></p>
<h1>{title}</h1><div>12/11/2026 19:05</div><div><p>Đến chiều 12-11, mưa ở vùng cửa sông đã ngớt, nước rút chậm, bà con hai ấp
được khuyên chưa nên đi ghe qua vàm khi trời tối.</p><p align="right"><b>Ngô Xuân Phú</b></p></div></body></html>"""
    page = Page("https://vamsang.example/tin-1012.html", html.encode(), datetime(2026, 11, 13, tzinfo=UTC))
    pipelines.read(page)
    assert page.article is not None, page.reason
    assert (page.article.title, page.article.byline) == (title, "Ngô Xuân Phú")


@pytest.mark.parametrize(
    ("rows", "below", "article"),
    [
        (["Phòng Bạn đọc: 0255.3822.111.", "Phòng Quảng cáo nhận bài qua quangcao@vamsang.example."], "", False),
        (
            ["Phòng Bạn đọc: 0255.3822.111.", "Phòng Quảng cáo nhận bài qua quangcao@vamsang.example."],
            "12/11/2026",
            True,
        ),
        (
            ["Ai nhặt được giấy tờ xin gọi 0912.345.678.", "Chiều 9-11, ông Ngô Xuân Phú đánh rơi ví ở bến ghe."],
            "",
            True,
        ),
    ],
)
def test_a_page_of_telephone_numbers_is_none_but_where_it_is_dated(rows, below, article):
    rows = [
        f"{row} Nơi nhận là nhà văn hóa của hai ấp, từ thứ hai đến thứ sáu hằng tuần, sáng và chiều." for row in rows
    ]
    html = f"""<html lang="vi"><head><title>Bạn đọc cần biết</title></head><body><p><a href="/">Báo Vàm Sáng</a></p>
<h1>Bạn đọc cần biết</h1><div>{below}</div><div>{"".join(f"<p>{row}</p>" for row in rows)}</div></body></html>"""
    page = Page("https://vamsang.example/ban-doc", html.encode(), datetime(2026, 11, 13, tzinfo=UTC))
    pipelines.read(page)
    assert (page.article is not None) is article, page.reason


@pytest.mark.parametrize(("heading", "article"), [("Tìm thấy 4 kết quả cho “ghe”", False), ("Bốn chuyện về ghe", True)])
def test_hits_below_a_heading_of_a_search_are_no_article(heading: str, article: bool) -> None:
    told = "Đến chiều 12-11, mưa ở vùng cửa sông đã ngớt, nước rút chậm, bà con hai ấp được khuyên chưa nên đi ghe."
    hits = "".join(f'<p><a href="/tin-{n}.html">Ghe số {n}</a><br>{told} {told}</p>' for n in range(4))
    html = f"<html><head><title>Báo Vàm Sáng</title></head><body><h2>{heading}</h2>{hits}</body></html>"
    page = Page("https://vamsang.example/xem.html", html.encode(), datetime(2026, 11, 13, tzinfo=UTC))
    pipelines.read(page)
    assert (page.article is not None) is article
    assert article or page.reason.code is Code.SEARCH_RESULTS

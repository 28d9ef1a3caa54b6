"""What neither day nor writer stands by is a notice, a sale or a list; news of the same things is news."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

import pipelines
from archive.reasons import Code
from pipelines.page import Page
from tests.pipelines.reading import PROSE, read

MENU = "<header><a href=/>Báo Bờ Kênh</a><nav><a href=/a>Thời sự</a><a href=/b>Đời sống</a></nav></header>"
FOOT = "<footer>Báo Bờ Kênh. Tòa soạn: số 12 đường Bờ Kênh.</footer>"
ROWS = "".join(
    f"<div><a href=/b{n}>Người giữ nghề cũ bên con kênh đào</a> <time>0{n}/03/2021</time></div>" for n in range(1, 9)
)
TEASERS = "".join(
    f"<li><a href=/b{n}>Người giữ nghề cũ bên con kênh đào</a><br><i>0{n}/03/2021</i><div>{PROSE[n % 3]}</div></li>"
    for n in range(1, 6)
)
PAGES = "".join(f"<a href=/t{n}><img src=t{n}.jpg>Trang {n}</a>" for n in range(1, 10))
ASKED = "".join(
    f"<div><b>Hỏi {n}:</b> Bao giờ thôn tôi có đường mới? <a href=/h{n}>Đọc lời đáp</a></div>" for n in range(1, 9)
)


def reason(title: str, *paragraphs: str, day: str = "", by: str = "", more: str = "") -> Code | None:
    told = "".join(f"<p>{text}</p>" for text in paragraphs)
    page = Page(
        "https://bo-kenh.example/trang-moi.html",
        f"<html><head><meta charset=utf-8><title>{title}</title></head><body>{MENU}<h1>{title}</h1><div>{day}</div>{told}"
        f"<p><b>{by}</b></p>{more}{FOOT}</body></html>".encode(),
        datetime(2026, 11, 28, tzinfo=UTC),
        "text/html",
    )
    found = pipelines.read(page).reason
    return found.code if found else None


@pytest.mark.parametrize(
    ("codes", "title", "text"),
    [
        ({Code.FOREIGN}, "bokenh.example.com", "The domain bokenh.example.com is parked free, and may be for sale. Tell our brokers what you would pay, and they will ask its owner for you."),
        ({Code.FOREIGN}, "bokenh.com is available!", "A short name is remembered. Buy now for $1,900, or pay by the month; your money is safe until the name is yours to keep."),
        ({Code.FOREIGN}, "bokenh.vn", "Tên miền này đang được chuyển nhượng với giá 20.000.000 đồng, đã gồm phí sang tên. Ai cần xin để lại số máy để được gọi."),
        ({Code.NOT_FOUND}, "Hệ thống đang bảo trì", "Trang báo nghỉ từ tối nay để thay máy mới, sẽ nhanh và bền hơn trước. Mong bạn đọc thông cảm và quay lại vào sáng mai."),
        ({Code.NOT_FOUND}, "Có lỗi xảy ra", "Máy chủ chưa lấy được nội dung mà bạn hỏi, ban kỹ thuật đang tìm cách chữa. Xin bạn vui lòng thử lại sau ít phút nữa nhé."),
        ({Code.NOT_FOUND}, "We will be back soon", "Our presses are being oiled, and the site with them. Please come by again in an hour; thank you for your patience with us."),
        ({Code.NOT_FOUND}, "Seite nicht gefunden", "Was Sie suchen, steht nicht mehr hier. Bitte gehen Sie zur Startseite, dort finden Sie alles, was heute in der Zeitung steht."),
    ],
)  # fmt: skip
def test_a_notice_or_a_sale_is_no_article(codes: set[Code], title: str, text: str) -> None:
    assert reason(title, text, text.replace("a", "á")) in codes


@pytest.mark.parametrize(
    ("title", "text", "more"),
    [
        ("Lê Thị Nguyệt", "Chị vào nghề năm 2009, viết về sông nước và chợ nổi; đã in hai tập bút ký về những người thợ đóng ghe dọc bờ kênh.", ROWS),
        ("Tin trong xã", "", TEASERS),
        ("Báo in số 812", "Chọn một trang để đọc bản in.", PAGES),
        ("Bạn đọc hỏi, sở trả lời", "Những điều bà con hỏi trong tuần.", ASKED),
    ],
)  # fmt: skip
def test_somebodys_list_or_a_row_of_links_is_no_article(title: str, text: str, more: str) -> None:
    assert reason(title, text, more=more) is not None


@pytest.mark.parametrize(
    ("title", "text", "day", "by"),
    [
        ("bokenh.vn bị rao bán 20 triệu đồng", "Tên miền cũ của tờ báo đang được chuyển nhượng với giá 20.000.000 đồng, người môi giới mời “mua ngay”. Tòa soạn khuyên bạn đọc đừng vào.", "12/05/2021 08:10", "Văn An"),
        ("“Không tìm thấy trang” suốt buổi sáng", "Cổng dịch vụ công của tỉnh báo lỗi từ bảy giờ đến mười một giờ, nhiều người phải ra về. Sở mong bà con thông cảm và quay lại sau.", "07/07/2021 10:00", "Lan Anh"),
        ("Hệ thống đăng ký xe đang bảo trì", "Hàng trăm người chờ cả ngày ở phòng cảnh sát giao thông. Bảng ngoài cửa ghi: mong bà con quay lại vào sáng mai, khi máy chủ mới chạy.", "15/03/2022 16:00", "Lan Anh"),
        ("Page not found: a leaf of the chronicle", "A leaf torn from the chronicle of the parish in 1790 has turned up in an attic, sixty miles from the church, please the vicar.", "March 3, 2020", "Jane Holm"),
        ("Cáo lỗi", "Do sự cố ở nhà in, số báo hôm qua đến tay bạn đọc chậm ba giờ. Tòa soạn xin lỗi bạn đọc, mong bạn đọc thông cảm cho sự chậm trễ này.", "20/01/2020", "Tòa soạn"),
        ("Lời xin lỗi muộn", "Bốn mươi năm sau ngày rời bến, ông Sáu trở lại nhà người bạn cũ để nói một lời. Người bạn đã mất từ mùa nước trước, còn lại con đò.", "", ""),
        ("Mạng chập chờn ở vùng cao", "Trạm phát sóng quá tải mỗi tối, lũ trẻ phải leo lên đồi mới nộp được bài. Thầy giáo bảo các em viết tay, rồi thầy xuống núi gửi giúp.", "", ""),
        ("Lê Thị Nguyệt", "Người phụ nữ ấy mở lớp dạy đan lát không thu tiền từ năm 2009 ở xóm Hạ, đến nay đã có hơn ba trăm học trò từ các xã quanh vùng.", "08/03/2021", "Thu Hà"),
    ],
)  # fmt: skip
def test_news_of_the_same_things_is_an_article(title: str, text: str, day: str, by: str) -> None:
    assert reason(title, text, text.replace("a", "á"), day=day, by=by, more=ROWS if by == "Thu Hà" else "") is None


@pytest.mark.parametrize(
    ("address", "is_read"),
    [("/xa-hoi/", False), ("/tin-tuc", False), ("/tin/kenh.html", True), ("/ba-ap-don-kenh-don-mua/", True)],
)
def test_a_few_sentences_are_an_article_where_no_section_is_addressed(address, is_read):
    source = f"<title>Ơ kìa</title><body><a href='/'>Báo</a><h1>Ơ kìa</h1><p>{PROSE[0]}</p></body>"
    assert (read(source, f"https://bao.example{address}").article is not None) is is_read

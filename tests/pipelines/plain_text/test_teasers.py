"""Page texts: other articles' titles with a short text each amid the text, and the lines that say who and when."""

from __future__ import annotations

import pytest

from tests.pipelines.reading import article, paragraphs

TITLE = "Ba ấp dọn kênh đón mùa đua ghe"
DAY = "12/10/2020 08:15"
LEAD = "Ba ấp ven kênh Vàm Sáng cùng xuống nước dọn lục bình, kịp một tuần trước hội đua ghe của xã."
BODY = [
    "Từ mờ sáng, bà con ba ấp đã ra bờ kênh Vàm Sáng dọn lục bình để kịp cho đội ghe tập chèo vào buổi chiều.",
    "Ông trưởng ấp cho biết lục bình năm nay dày hơn, đội ghe phải neo ngoài vàm rồi chuyển hàng bằng xuồng nhỏ.",
    "Đến trưa, bờ kênh đã thoáng, đám trẻ con rủ nhau xuống tắm, còn đội ghe ngồi nghỉ dưới gốc gáo già.",
    "Theo ban tổ chức hội đua, đội ghe ba ấp sẽ chèo thử vào thứ bảy, bà con ba ấp được mời ra bờ kênh xem.",
]
TEASERS = [
    "Trường mẫu giáo phố huyện có thêm hai lớp bán trú",
    "Phụ huynh góp bếp gas, nhà trường lo phần thực đơn và người nấu cho các cháu nhỏ.",
    "Khánh thành nhà máy xay xát công suất lớn nhất miền",
    "Dây chuyền mới chạy suốt ngày đêm, mỗi giờ làm ra mười tấn gạo trắng để xuất khẩu.",
]
HEADING = "Ai cũng có phần"


def find(*lines: str):
    return article("\n\n".join(lines), "file:///tin.txt")


def whole(found) -> list[str]:
    return [*filter(None, [found.lead]), *paragraphs(found)]


@pytest.mark.parametrize(
    ("amid", "kept"),
    [
        (["TIN LIÊN QUAN", *TEASERS], []),
        (["Xem thêm", *TEASERS[:2]], []),
        (["Tin liên quan", *TEASERS, HEADING], [HEADING]),
        (TEASERS[2:], []),  # without any heading
        ([HEADING, "Bà con ba ấp chia nhau từng đoạn bờ kênh, nhà ít người thì nấu cơm trưa."], None),  # the text's own
        (["Hội đua ghe năm nay có sáu đội ghe", "Đội ghe ba ấp năm nay chèo ghe mới, sơn xanh."], None),
    ],
)
def test_teasers_amid_a_text_are_none_of_it(amid: list[str], kept: list[str] | None) -> None:
    found = find(TITLE, DAY, LEAD, *BODY[:2], *amid, *BODY[2:], "Lan Thử", "Bình luận", *TEASERS[::2])
    shown = [line for line in whole(found) if line not in [image.caption for image in found.images]]
    assert shown == [LEAD, *BODY[:2], *(amid if kept is None else kept), *BODY[2:]]
    assert found.byline == "Lan Thử"


def test_short_news_of_many_things_is_all_its_own() -> None:
    news = [*TEASERS, "Cửa hàng sách cũ dời về cạnh bưu điện", "Chủ tiệm hứa giữ giá, mua năm cuốn thì biếu một cuốn."]
    found = find("Bản tin ngắn cuối tuần ở phố huyện", DAY, *BODY[:1], *news, *BODY[3:], "Lan Thử", "Bình luận")
    assert set(news[1::2]) <= set(whole(found))


@pytest.mark.parametrize(
    ("head", "foot", "byline", "published"),
    [
        (["[08:15 2/10/2020]"], ["Lan Thử"], "Lan Thử", "2020-10-02T08:15:00+07:00"),
        ([], ["Lan Thử", "Cập nhật ngày 02/10/2020, lúc 08:15", "In trang"], "Lan Thử", "2020-10-02T08:15:00+07:00"),
        (["Đăng bởi Lan Thử vào 2 Tháng 10, 2020 · Để lại bình luận · 4 phút đọc"], [], "Lan Thử", "2020-10-02"),
        (["Bài và ảnh: Nguyễn Thị Lan", DAY], [], "Bài và ảnh: Nguyễn Thị Lan", "2020-10-12T08:15:00+07:00"),
        ([DAY], ["Tác giả: Nguyễn Thị Lan", "Nguồn tin: vamsang.example"], "Nguyễn Thị Lan", "2020-10-12T08:15:00+07:00"),
        (["Nguyễn Thị Lan lanthu@bao.example", DAY], [], "Nguyễn Thị Lan", "2020-10-12T08:15:00+07:00"),
    ],
)  # fmt: skip
def test_who_and_when_stand_in_further_dresses(head: list[str], foot: list[str], byline: str, published: str) -> None:
    found = find(TITLE, *head, LEAD, *BODY, *foot, "Tin liên quan", *TEASERS[::2])
    assert (found.title, found.byline, found.published_at) == (TITLE, byline, published)
    assert [line for line in whole(found) if not line.startswith("Nguồn tin")] == [LEAD, *BODY]


def test_a_credit_put_behind_its_caption_without_a_space_is_one() -> None:
    found = find(TITLE, DAY, LEAD, *BODY[:2], "Bà con vớt lục bình bên bến đò cũẢnh: Lan Thử", *BODY[2:])
    assert [(one.caption, one.credit) for one in found.images] == [("Bà con vớt lục bình bên bến đò cũ", "Lan Thử")]


def test_a_path_above_the_title_is_no_half_of_it() -> None:
    assert find("Đời sống / Đất và ba", TITLE, DAY, LEAD, *BODY).title == TITLE

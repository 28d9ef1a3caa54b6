"""Page texts by the kind of what they tell: a poem, a story in pictures, a decision, an interview, two articles in a row."""

from __future__ import annotations

import pytest

from tests.pipelines.reading import PROSE, article, paragraphs, read

TITLE = "Ba ấp dọn kênh đón mùa đua ghe"
DAY = "12/10/2020 08:15"
LINKS = ("Chợ nổi họp lại sau hai năm vắng khách", "Thêm một bến phà được nâng cấp trước mùa lũ")
RHYMED = (
    "Kênh quê nước đục lờ đờ",
    "Xuồng ai neo đợi bên bờ tre xanh đã lâu",
    "Chiều nghe con sáo gọi trâu",
    "Mẹ ngồi khâu lại vạt nâu cho tròn",
    "Đường về bùn lấm chân son",
    "Hai vai gánh cả trời con thuở nào",
    "Gió lên thổi rụng cầu ao",
    "Còn nghe câu hát chênh chao cuối mùa",
)
UNRHYMED = (
    "Chương trình nông thôn mới",
    "Quy hoạch sử dụng đất đai",
    "Thủ tục cấp phép xây dựng",
    "Công khai ngân sách hằng năm",
    "Tiếp công dân và giải quyết đơn",
    "Kết quả phổ cập giáo dục",
    "Tin hoạt động của ba ấp",
    "Văn bản chỉ đạo điều hành",
)
ROW = ("Bà con Vàm Sáng dọn kênh từ mờ sáng", "Trẻ em theo mẹ ra bến xem ghe", "Ghe nhỏ về neo ngoài Vàm Sáng")
TOLD = (
    "Từ đầu tháng mười, bà con Vàm Sáng đã ra kênh dọn lục bình để kịp cho đội ghe tập chèo.",
    "Năm nay nước lên chậm, ghe lớn của Vàm Sáng phải neo ngoài xa rồi chuyển hàng bằng xuồng.",
    "Mùa dọn kênh ở Vàm Sáng kéo dài đến rằm, khi hai chục đội ghe của ba ấp cùng nhau xuống nước.",
)


def found(*lines: str):
    return article("\n\n".join(lines), "file:///tin.txt")


def whole(*lines: str) -> list[str]:
    one = found(*lines)
    return [*([one.lead] if one.lead else []), *paragraphs(one)]


@pytest.mark.parametrize("head", [(TITLE, "Nguyễn Thị Lan", DAY), (TITLE, DAY, "Nguyễn Thị Lan", "Google News")])
def test_lines_that_rhyme_are_a_poem_whatever_their_metre(head: tuple[str, ...]) -> None:
    one = found("Văn nghệ", *head, *RHYMED, "Tin liên quan", *LINKS)
    assert (one.title, one.body.split()) == (TITLE, " ".join(RHYMED).split())


def test_a_menu_of_lines_as_long_as_verses_is_no_poem() -> None:
    assert read("\n\n".join(("Trang chủ", *UNRHYMED, "Liên hệ")), "file:///tin.txt").article is None


@pytest.mark.parametrize("below", [(), ("Bình luận (2)",), ("Tin liên quan", *LINKS)])
def test_lines_below_each_other_that_say_what_the_text_says_are_captions(below: tuple[str, ...]) -> None:
    one = found(f"Chùm ảnh: {TITLE}", DAY, TOLD[0], *ROW, TOLD[1], *ROW[::-1], TOLD[2], *below)
    assert [image.caption for image in one.images] == [*ROW, *ROW[::-1]]
    assert (one.title, one.body.split()[-1]) == (f"Chùm ảnh: {TITLE}", "nước.")


def test_titles_that_say_nothing_of_the_text_are_no_captions() -> None:
    one = found(TITLE, DAY, TOLD[0], *LINKS, TOLD[1], TOLD[2])
    assert not {image.caption for image in one.images} & set(LINKS)


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Cận cảnh cây cầu sắp sập bên Gò Thử", False),
        ("Khởi tố chủ quán hát không phép ở Rạch Bần Thử", False),
        ("Nông dân Gò Thử chở lúa qua bến phà mới", True),  # says what is seen
        ("Việc còn lại của đội ghe trước ngày hội", True),  # names nothing
    ],
)
def test_another_articles_title_alone_between_two_paragraphs_is_not_the_texts(line: str, kept: bool) -> None:
    one = found(TITLE, DAY, *TOLD[:2], line, TOLD[2], PROSE[2], "Nguyễn Thị Lan")
    assert (line in one.body or line in [image.caption for image in one.images]) is kept


@pytest.mark.parametrize("who", ["Lan Thử · 10/10/2020 17:05 · 5 phút đọc", "10/10/2020 17:05"])
def test_a_second_whole_article_below_is_not_the_firsts(who: str) -> None:
    one = found(TITLE, DAY, *PROSE, "Sao chép liên kết", "Đời sống", "Chợ nổi họp lại sau hai năm", who, *TOLD)
    assert (one.title, [*([one.lead] if one.lead else []), *paragraphs(one)]) == (TITLE, list(PROSE))


def test_headings_with_a_day_but_no_hour_are_one_articles() -> None:
    parts = ("Ngày đầu dọn kênh ở Vàm Sáng", "11/10/2020", *TOLD)
    assert set(TOLD) <= set(whole(TITLE, DAY, *PROSE, *parts))


@pytest.mark.parametrize("thanks", ["Xin cảm ơn ông!", "- PV: Xin trân trọng cảm ơn bà!", "Vâng, cảm ơn anh."])
@pytest.mark.parametrize("name", ["Nguyễn Thị Lan", "Mộc Thử"])
def test_thanks_end_an_interview_above_its_signature(thanks: str, name: str) -> None:
    asked = ("Ông có lời nào cho lớp trẻ không?", PROSE[0], "Còn điều gì làm ông lo?", PROSE[1])
    one = found(TITLE, DAY, PROSE[2], *asked, thanks, name, "Bình luận (2)")
    assert (one.byline, paragraphs(one)[-1]) == (name, thanks)


def test_an_interview_goes_on_with_a_question_below_a_link_and_a_box() -> None:
    asked = ("Ông có lời nào cho lớp trẻ không?", PROSE[0], "Còn điều gì làm ông lo?", PROSE[1])
    last = ("Năm sau thì sao?", "Thì lại xuống kênh mà dọn.")
    for put in ((f"Đọc thêm: {LINKS[0]}",), ("Đọc thêm", LINKS[0])):
        assert whole(TITLE, DAY, PROSE[2], *asked, *put, *last, "Bình luận (2)")[-4:] == [*asked[2:], *last], put


@pytest.mark.parametrize(
    "parts",
    [(TOLD[1], TOLD[2]), ("Vùng ven Vàm Sáng", TOLD[1], "Vùng ngoài xa", TOLD[2])],
)
def test_an_advertisement_ends_a_box_below_which_the_text_goes_on(parts: tuple[str, ...]) -> None:
    box = ("BÀI LIÊN QUAN", *LINKS, "QUẢNG CÁO")
    read_ = whole(TITLE, DAY, TOLD[0], *box, *parts, "Đăng ký nhận bản tin", "Có thể bạn quan tâm", *LINKS)
    assert read_ == [TOLD[0], *parts]


@pytest.mark.parametrize(
    ("head", "below", "published"),
    [
        ((f"{TITLE} (12/10/2020 02:18 PM)",), (), "2020-10-12T14:18:00+07:00"),
        ((TITLE, "Thứ Hai - 12/10/2020 14:18 480 0"), (), "2020-10-12T14:18:00+07:00"),
        ((TITLE,), ("Nội dung: Nguyễn Thị Lan", "Thiết kế: Phòng Đồ họa", "12/10/2020"), "2020-10-12"),
    ],
)
def test_where_the_day_of_a_text_may_stand(head: tuple[str, ...], below: tuple[str, ...], published: str) -> None:
    one = found(*head, *PROSE, *below, "Cùng tác giả", *LINKS)
    assert (one.title, one.published_at) == (TITLE, published)


def test_a_decisions_title_stands_above_who_decides() -> None:
    told = (
        "Căn cứ Luật Thủy lợi ngày 19 tháng 6 năm 2017;",
        "QUYẾT ĐỊNH:",
        f"Điều 1. {PROSE[0]}",
        f"Điều 2. {PROSE[1]}",
    )
    title = "Quyết định về dọn kênh trên địa bàn huyện Gò Thử"
    one = found(title, "ỦY BAN NHÂN DÂN HUYỆN GÒ THỬ", *told)
    assert (one.title, one.body.split()[-1]) == (title, PROSE[1].split()[-1])


def test_who_has_written_it_behind_the_label_of_a_portal() -> None:
    assert found(TITLE, DAY, *PROSE, "Tác giả bài viết: H'Linh Thử").byline == "H'Linh Thử"

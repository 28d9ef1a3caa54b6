"""Page texts with something amid the text or around it that is as short as the text: a box, a table, a list, a poem."""

from __future__ import annotations

import pytest

from tests.pipelines.reading import PROSE, article, paragraphs, read

TITLE = "Ba ấp dọn kênh đón mùa đua ghe"
DAY = "12/10/2020 08:15"
ABOVE = (
    "Sáng nay hơn hai trăm người của ba ấp cùng xuống kênh vớt lục bình, dọn cọc cũ.",
    "Nước lên chậm, ghe lớn còn neo ngoài vàm.",
)
BELOW = ("Trưởng ấp tính ba ngày nữa thì xong đoạn cuối.", "Ai nấy đều vui.")
LINKS = ("Chợ nổi họp lại sau hai năm vắng khách", "Thêm một bến phà được nâng cấp trước mùa lũ")
TABLE = ("Bảng xếp hạng", "Đội Trận Điểm", "Ấp Đông 5 12", "Ấp Tây 5 10", "Ấp Giữa 5 7")
CELLS = ("Đội", "Điểm", "Ấp Đông", "12", "Ấp Tây", "10")
SHORT = {
    "heading in capitals": ("CHUẨN BỊ CHO MÙA ĐUA",),
    "heading like a title": ("Chuẩn bị cho mùa đua ghe năm nay",),
    "two headings": ("Chuẩn bị", "Đội ghe của ba ấp"),
    "headings with numbers": ("I. Việc đã làm", "1. Vớt lục bình", "2. Dọn cọc cũ", "II. Việc còn lại"),
    "list": ("Các đội được tặng cờ:", "Ấp Đông", "Ấp Tây", "Ấp Giữa", "Lê Văn Kênh", "Trần Văn Thử"),
    "verse": (
        "Ông kể lại mấy câu hát đò đưa của kênh quê:",
        "Quê mình một dải kênh xưa",
        "Lục bình trôi mãi chưa vừa bến sông",
        "Nay về kênh đã thông dòng",
        "Ghe ai cập bến cho lòng ấm êm",
    ),
}


def text(*lines: str) -> str:
    return "\n".join(lines)


def whole(found) -> list[str]:
    return [found.lead, *paragraphs(found)] if found.lead else paragraphs(found)


@pytest.mark.parametrize("heading", ["Tin liên quan", "Bài viết liên quan", "Đọc thêm"])
@pytest.mark.parametrize("links", [1, 2])
@pytest.mark.parametrize("caption", [[], ["Bà con vớt lục bình. Ảnh: Lan Thử"]])
def test_a_text_goes_on_below_a_box(heading: str, links: int, caption: list[str]) -> None:
    lines = [TITLE, DAY, ABOVE[0], *caption, ABOVE[1], heading, *LINKS[:links], *BELOW, "Nguyễn Thị Lan"]
    found = article(text(*lines, "Bình luận (2)", "Rơ Bến", "Hay quá."), "file:///tin.txt")
    assert (found.byline, whole(found)) == ("Nguyễn Thị Lan", [*ABOVE, *BELOW])
    assert [line.text for line in found.removed[1 : 2 + links]] == [heading, *LINKS[:links]]


def test_a_text_that_nobody_signs_goes_on_below_a_box_up_to_what_closes_it():
    found = article(text(TITLE, DAY, *ABOVE, "Tin liên quan", *LINKS, *BELOW, "Chia sẻ"), "file:///tin.txt")
    assert whole(found) == [*ABOVE, *BELOW]


@pytest.mark.parametrize(
    "end",
    [
        ["Tin liên quan", LINKS[0], BELOW[0], LINKS[1], BELOW[1]],  # each with its own text
        ["Tin liên quan", LINKS[0], BELOW[0], "Nguyễn Thị Lan"],
        ["Trần Văn Thử", "Tin liên quan", *LINKS, *BELOW, "Nguyễn Thị Lan"],  # signed above
        ["Tin liên quan", *LINKS, "Bình luận (2)", *BELOW, "Nguyễn Thị Lan"],
        ["Trần Văn Thử", LINKS[0], BELOW[0], "Nguyễn Thị Lan"],  # signed above, no heading
        ["Trần Văn Thử", "CHUẨN BỊ CHO MÙA ĐUA", BELOW[0], "Nguyễn Thị Lan"],
        ["Trần Văn Thử", *LINKS],
        [LINKS[0], BELOW[0], LINKS[1], BELOW[1], "Nguyễn Thị Lan"],  # no heading
        [*LINKS, BELOW[1], "Tin liên quan", "Chợ quê"],
        ["Mời bạn đọc:", *LINKS, BELOW[1], "Chia sẻ"],
    ],
)
def test_what_stands_below_a_list_at_the_end_is_none_of_the_text(end: list[str]) -> None:
    found = article(text(TITLE, DAY, *ABOVE, *end), "file:///tin.txt")
    assert whole(found) == list(ABOVE)


@pytest.mark.parametrize("amid", [TABLE, CELLS, *SHORT.values()], ids=["table", "cells", *SHORT])
@pytest.mark.parametrize("below", [BELOW, BELOW[:1]])
def test_a_text_goes_on_below_a_table_and_short_lines(amid: tuple[str, ...], below: tuple[str, ...]) -> None:
    found = article(
        text(TITLE, DAY, *ABOVE, *amid, *below, "Nguyễn Thị Lan", "Tin liên quan", *LINKS), "file:///tin.txt"
    )
    assert (found.byline, whole(found)) == ("Nguyễn Thị Lan", [*ABOVE, *amid, *below])


@pytest.mark.parametrize(
    ("amid", "below"),
    [
        (SHORT["heading in capitals"], ["Ba ấp cùng xuống kênh thêm ba ngày.", "Chia sẻ"]),
        (SHORT["headings with numbers"], ["Ba ấp cùng xuống kênh thêm ba ngày.", "Tin liên quan", *LINKS]),
        (SHORT["heading like a title"], ["Ba ấp cùng xuống kênh thêm ba ngày.", "Tin liên quan", *LINKS]),
        (
            SHORT["list"],
            ["Ba ấp cùng xuống kênh thêm ba ngày.", "Tin liên quan", *LINKS],
        ),  # its last name signs nothing
        (("Cụ thể:", *CELLS), [BELOW[1], "Tin liên quan", *LINKS]),  # a colon announces it, of whatever matter
    ],
)
def test_a_text_that_nobody_signs_goes_on_below_short_lines(amid: tuple[str, ...], below: list[str]) -> None:
    found = article(text(TITLE, DAY, *ABOVE, *amid, *below), "file:///tin.txt")
    assert (found.byline, whole(found)) == (None, [*ABOVE, *amid, below[0]])


@pytest.mark.parametrize("line", ["Truyện ngắn của Danh Thử Bến", "TẢN VĂN CỦA DANH THỬ BẾN", "Bút ký: Danh Thử Bến"])
def test_whose_a_story_is_stands_below_its_title(line: str) -> None:
    for head in ([DAY, line], [line, DAY]):
        found = article(text("Văn nghệ", TITLE, *head, *ABOVE, *BELOW), "file:///tin.txt")
        assert (found.title, (found.byline or "").title()) == (TITLE, "Danh Thử Bến")


@pytest.mark.parametrize("name", ["headings with numbers", "list", "verse"])
def test_a_text_ends_with_a_list_that_is_signed(name: str) -> None:
    found = article(
        text(TITLE, DAY, *ABOVE, *SHORT[name], "Nguyễn Thị Lan", "Tin liên quan", *LINKS), "file:///tin.txt"
    )
    assert (found.byline, whole(found)) == ("Nguyễn Thị Lan", [*ABOVE, *SHORT[name]])


def test_a_text_goes_on_below_a_share_line() -> None:
    found = article(text(TITLE, DAY, *ABOVE, "Chia sẻ Facebook", BELOW[0], "Nguyễn Thị Lan"), "file:///tin.txt")
    assert (found.byline, whole(found)) == ("Nguyễn Thị Lan", [*ABOVE, BELOW[0]])


def test_numbers_below_the_signature_are_no_table_of_the_text():
    found = article(text(TITLE, DAY, *ABOVE, "Trần Văn Thử", *CELLS, *BELOW, "Nguyễn Thị Lan"), "file:///tin.txt")
    assert (found.byline, whole(found)) == ("Trần Văn Thử", list(ABOVE))


@pytest.mark.parametrize("label", ["Đăng", "Xuất bản", "Ngày đăng"])
def test_an_update_is_no_publication_where_that_stands_beside_it(label: str) -> None:
    updated, published = "Cập nhật: 20:10, 14/10/2020", f"{label}: 08:15, 12/10/2020"
    for dates in ([updated, published], [published, updated]):
        for head in ([TITLE, *dates], [*dates, TITLE]):
            found = article(text(*head, *PROSE), "file:///tin.txt")
            assert (found.title, found.published_at) == (TITLE, "2020-10-12T08:15:00+07:00"), head
    alone = article(text(TITLE, updated, *PROSE), "file:///tin.txt")
    assert alone.published_at == "2020-10-14T20:10:00+07:00"


@pytest.mark.parametrize(
    "clock",
    [
        "Hôm nay: Thứ Bảy, 28/11/2026",
        "Hôm nay là thứ bảy, ngày 28 tháng 11 năm 2026",
        "Hôm nay, Chủ Nhật 29/11/2026 08:15 GMT+7",
        "Today: Saturday, 28/11/2026",
    ],
)
def test_the_clock_of_a_page_is_neither_title_nor_date(clock: str) -> None:
    found = article(text(clock, "Đời sống", TITLE, DAY, *ABOVE), "file:///tin.txt")
    assert (found.title, found.published_at) == (TITLE, "2020-10-12T08:15:00+07:00")
    alone = article(text(clock, "Đời sống", TITLE, *ABOVE), "file:///tin.txt")
    assert (alone.title, alone.published_at) == (TITLE, None)


def test_a_title_may_begin_with_today():
    title = "Hôm nay 12/10, ba ấp cùng xuống kênh vớt lục bình"
    assert article(text("Đời sống", title, *ABOVE, *BELOW), "file:///tin.txt").title == title


ENTRIES = (
    ("Giá khóm đầu vụ giảm mạnh ở ba xã", "Nhà vườn bán tại rẫy được năm nghìn đồng một ký."),
    ("Thêm chuyến đò chiều qua cù lao", "Bến đò mở lại sau hai năm vắng khách."),
    ("Nước hồ trên núi xuống thấp dần", "Mực nước chỉ còn một gang tay."),
    ("Hợp tác xã cau xuất lô đầu tiên", "Lô hàng mười tấn đã lên ghe."),
)


@pytest.mark.parametrize("order", ["title day text", "day title text", "title text day"])
def test_titles_with_a_day_and_a_line_each_are_a_list(order: str) -> None:
    lines = []
    for n, (title, told) in enumerate(ENTRIES, 11):
        parts = {"title": title, "day": f"{n}/05/2020", "text": told}
        lines += [parts[name] for name in order.split()]
    found = read(text("Trang chủ", "Kinh tế", *lines, "Trang sau"), "file:///muc.txt")
    assert (found.article, str(found.reason).partition(":")[0]) == (None, "listing")
    signed = [TITLE, DAY, *ABOVE, "Trần Văn Thử", *lines]
    below = read(text("Kinh tế", *signed), "file:///tin.txt").article
    assert below is not None and (below.title, whole(below)) == (TITLE, list(ABOVE))


VERSES = (
    "Con kênh bên đục bên trong",
    "Bên mong mưa xuống bên mong nắng về",
    "Chiều nay ai đứng bờ đê",
    "Nghe câu hò cũ tràn trề bến sông",
    "Đò đưa mấy chuyến sang đông",
    "Còn tôi đứng lại mà trông con đò",
)


@pytest.mark.parametrize("verses", [4, 6])
@pytest.mark.parametrize("head", [["Kênh quê", DAY], ["Kênh quê"], ["Kênh quê", "Thơ: Nguyễn Thị Lan", DAY]])
def test_a_short_poem_has_the_title_above_its_verses(verses: int, head: list[str]) -> None:
    found = article(text("Báo Vàm Sáng", "Văn nghệ", *head, *VERSES[:verses], "Trần Văn Thử"), "file:///tho.txt")
    assert (found.title, found.byline) == ("Kênh quê", "Trần Văn Thử")
    assert paragraphs(found) == list(VERSES[:verses])


def test_four_titles_are_no_poem():
    lines = ["Chợ nổi họp lại", "Bến phà mới xây", "Giá khóm tăng nhanh", "Nước lên rất chậm"]  # one metre, no rhyme
    assert read(text("Kênh quê", DAY, *lines), "file:///muc.txt").article is None
    uneven = ["Chợ nổi họp lại sau hai năm", "Bến phà mới", "Giá khóm tăng nhanh trong năm", "Nước lên"]
    assert read(text("Kênh quê", DAY, *uneven), "file:///muc.txt").article is None


def test_the_path_above_the_title_names_the_section_and_a_labelled_line_the_tags():
    lines = [TITLE, DAY, *ABOVE, *BELOW, "Nguyễn Thị Lan"]
    for path in ("Trang chủ > Đời sống", "Trang chủ » Xã hội » Đời sống", f"Trang chủ / Đời sống / {TITLE}"):
        found = article(text(path, *lines, "Từ khóa: đua ghe, sông nước"), "file:///tin.txt")
        assert (found.section, found.tags) == ("Đời sống", ["đua ghe", "sông nước"]), path
    found = article(text("Trang chủ", "Đời sống", "Thể thao", *lines, "Từ khóa"), "file:///tin.txt")
    assert (found.section, found.tags) == (None, [])


@pytest.mark.parametrize(
    ("amid", "lost"),
    [
        (
            [
                "Tin liên quan",
                *LINKS,
                "Trưởng ấp tính ba ngày nữa thì vớt lục bình xong.",
                "Ai nấy đều vui, kênh sạch hẳn.",
            ],
            3,
        ),
        (["Tin liên quan", *LINKS, PROSE[1].replace("Ông", "Chị"), "Chia sẻ"], 3),
        (["Tin liên quan", *LINKS, "PV: Khi nào kênh sạch?", "Trưởng ấp: Ba ngày nữa thì kênh sạch lục bình."], 3),
        (["Tin liên quan", *LINKS, "Đội ghe tập chèo", "Đội ghe tập chèo trước bến.", "Nước lên", "Ai nấy vui vẻ."], 3),
        (["Quảng cáo", *BELOW], 1),
        ([">> Xem thêm: Chợ nổi họp lại sau hai năm vắng khách", *BELOW], 1),
        (
            [
                "Đọc thêm",
                *LINKS,
                "Việc còn lại trên kênh",
                "Việc còn lại trên kênh là của đội ghe, ai nghỉ buổi sáng thì buổi chiều ra.",
                *BELOW,
                "Lan Thử",
            ],
            3,
        ),
    ],
)
def test_a_text_goes_on_below_what_is_put_into_it(amid: list[str], lost: int) -> None:
    found = article(text(TITLE, DAY, *PROSE, *amid), "file:///tin.txt")
    own = [line for line in amid[lost:] if line not in ("Lan Thử", "Chia sẻ")]
    assert whole(found) == [*PROSE, *own]


@pytest.mark.parametrize(
    ("links", "kept"),
    [
        (LINKS, 0),
        (("Nước ngoài vàm lên chậm hơn mọi năm trước", LINKS[0]), 2),  # the text speaks of one
        (LINKS[:1], 1),
    ],
)
def test_titles_that_the_text_says_nothing_of_below_the_lead_are_other_articles(
    links: tuple[str, ...], kept: int
) -> None:
    found = article(text(TITLE, DAY, PROSE[0], *links, PROSE[1], PROSE[2]), "file:///tin.txt")
    told = [*whole(found), *(image.caption for image in found.images)]
    assert len([line for line in told if line in links]) == kept


@pytest.mark.parametrize("last", ["Vớt rong quấn mái dầm, mắc vào cọc cũ.", "Ctrl + S để ghi lại bản đồ kênh"])
def test_numbered_parts_are_the_texts_up_to_the_last(last: str) -> None:
    parts = [
        "1. Vớt lục bình",
        PROSE[0],
        "2. Dọn cọc cũ",
        PROSE[1],
        "3. Vớt rong",
        last,
        "4. Nghỉ trưa",
        "Ăn cơm rồi về.",
    ]
    found = article(
        text(TITLE, DAY, *parts, "Theo Bến Cũ", "Các tin đã đăng:", f"- {LINKS[0]} (21/4)"), "file:///tin.txt"
    )
    assert whole(found) == parts
    other = article(text(TITLE, DAY, *parts[:4], "Đọc nhiều", "3. Chợ nổi", "4. Bến phà"), "file:///tin.txt")
    assert whole(other) == parts[:4]
    short = [*parts[:5], "Vớt rong quấn mái dầm, mắc vào cọc cũ."]
    assert whole(article(text(TITLE, DAY, *short, "Chia sẻ", *LINKS), "file:///tin.txt")) == short


@pytest.mark.parametrize("heading", ["Các bài đã đăng:", "Tin cũ hơn", "Theo dõi Báo Vàm Sáng trên Google News"])
def test_dated_titles_below_the_signature_are_other_articles(heading: str) -> None:
    below = [heading, *(f"- {title} (21/4)" for title in LINKS)]
    found = article(text(TITLE, DAY, *PROSE, "Nguyễn Thị Lan", *below), "file:///tin.txt")
    assert (whole(found), found.byline) == (list(PROSE), "Nguyễn Thị Lan")


def test_cards_below_a_bar_are_other_articles() -> None:
    cards = [
        line
        for title in (*LINKS, "Bến đò mở lại sau mười năm")
        for line in (title, "Đọc toàn bộ câu chuyện ở bài viết này.")
    ]
    found = article(text(TITLE, DAY, *PROSE, "Chia sẻ", "Cùng mục", *cards), "file:///tin.txt")
    assert whole(found) == list(PROSE)


def test_a_readers_name_above_what_is_answered_signs_no_text() -> None:
    comment = ("Nguyễn Thị Lan", "Tôi cũng ra vớt một buổi.", "Trả lời")
    found = article(text(TITLE, DAY, *PROSE, *comment), "file:///tin.txt")
    assert (whole(found), found.byline) == (list(PROSE), None)


@pytest.mark.parametrize(
    ("above", "section"),
    [
        (["Vàm Sáng", "Kinh tế"], "Kinh tế"),
        (["ĐỜI SỐNG", DAY], "Đời sống"),
        ([f"Đời sống Thứ hai, {DAY}"], "Đời sống"),
        (["Chuyện chợ | Nghề cũ | Liên hệ", "Nghề cũ"], "Nghề cũ"),  # as the menu says
        (["Bạn đang ở: Nghề cũ"], "Nghề cũ"),
        (["You are here: Nghề cũ"], "Nghề cũ"),
        (["Nghề cũ"], None),
        (["Nguyễn Thị Lan"], None),
        (["Vàm Sáng"], None),
    ],
)
def test_a_label_above_the_title_is_the_section(above: list[str], section: str | None) -> None:
    found = article(text(*above, TITLE, DAY, *PROSE), "file:///tin.txt")
    assert (found.title, found.section) == (TITLE, section)


def test_what_stands_beside_the_text_for_its_reader_is_read_by_its_label() -> None:
    found = article(text(TITLE, DAY, "Chuyên mục: Nghề cũ", *PROSE, "TAGS", "đua ghe", "sông nước"), "file:///tin.txt")
    assert (found.section, found.tags) == ("Nghề cũ", ["đua ghe", "sông nước"])


@pytest.mark.parametrize("masthead", ["CHUYỆN RUỘNG VÀ VƯỜN", "VSO - Báo Vàm Sáng   Thời sự   Xã hội   Ảnh"])
def test_a_line_above_the_title_is_none_though_the_date_stands_below_both(masthead: str) -> None:
    found = article(text(masthead, "Quê nhà đón mùa đua ghe sớm", DAY, *PROSE), "file:///tin.txt")
    assert found.title == "Quê nhà đón mùa đua ghe sớm"


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("Danh Thử | 12/10/2020 08:15", "Danh Thử"),
        ("Danh Thử - 12/10/2020", "Danh Thử"),
        ("Hà Nội | 12/10/2020 08:15", None),
        ("Hà Nội - 12/10/2020 08:15", None),
        ("Quê nhà | 12/10/2020", None),
        ("Bạn Đọc - 12/10/2020", None),
    ],
)
def test_a_name_before_a_bar_or_a_dash_and_the_date_is_the_byline(line: str, byline: str | None) -> None:
    assert article(text(TITLE, line, *PROSE), "file:///tin.txt").byline == byline


@pytest.mark.parametrize(
    ("others", "tagged"),
    [(["Báo Bến Mới"], True), ([f"{TITLE} | Bến Mới"], True), ([], False), (["Bến Mới xưa"], False)],
)
def test_the_newspapers_name_before_a_dash_is_the_source_tag(others: list[str], tagged: bool) -> None:
    found = article(text(*others, TITLE, DAY, f"Bến Mới - {PROSE[0]}", *PROSE[1:]), "file:///tin.txt")
    assert found.source_tag == ("Bến Mới" if tagged else None)
    assert whole(found)[0] == (PROSE[0] if tagged else f"Bến Mới - {PROSE[0]}")

"""Page texts of programs that put elements side by side into one line, and what stands amid a text or above it."""

from __future__ import annotations

import pytest

from pipelines.page import Page
from pipelines.plain_text import plain
from pipelines.plain_text.lines import parted
from tests.pipelines.reading import NOW, PROSE, article, paragraphs

TITLE = "Ba ấp dọn kênh đón mùa đua ghe"
DAY = "12/10/2020 08:15"
LINKS = ("Chợ nổi họp lại sau hai năm vắng khách", "Thêm một bến phà được nâng cấp trước mùa lũ")
LAST = "Trưởng ấp tính ba ngày nữa thì xong đoạn cuối."


def text(*lines: str) -> str:
    return "\n\n".join(lines)


def whole(found) -> list[str]:
    return [found.lead, *paragraphs(found)] if found.lead else paragraphs(found)


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        (f"Nguyễn Thị Lan{DAY}4 phút đọcLưuChia sẻ", "Nguyễn Thị Lan"),
        (f"Nguyễn Thị LanThứ Hai, {DAY}Chia sẻ", "Nguyễn Thị Lan"),
        (f"{DAY}Chia sẻFacebookZalo", None),
        ("2020-10-12T08:15:00+07:00", None),  # a moment as machines write it is one
    ],
)
def test_a_line_of_names_dates_and_buttons_is_taken_apart(line: str, byline: str | None) -> None:
    found = article(text(TITLE, line, *PROSE), "file:///tin.txt")
    assert (found.title, found.byline, found.published_at) == (TITLE, byline, "2020-10-12T08:15:00+07:00")
    assert whole(found) == [*PROSE]


@pytest.mark.parametrize("name", ["Mùa A Thử", "Y Thử Bến"])
def test_a_name_with_one_letter_stays_whole(name: str) -> None:
    told = f"Bác sĩ {name} về nhận việc ở trạm y tế ba ấp từ đầu tháng sáu, sau chín năm trạm không có ai."
    assert whole(article(text(TITLE, DAY, *PROSE, told), "file:///tin.txt"))[-1] == told


@pytest.mark.parametrize(
    "amid",
    [
        [f"Xem thêm{LINKS[0]}"],
        ["BÀI LIÊN QUAN", LINKS[0], "12 Tháng Tám, 2020", LINKS[1], "2 Tháng Một, 2020"],
    ],
)
def test_a_text_goes_on_below_links(amid: list[str]) -> None:
    below = [LAST, "Ai nấy đều vui vì kênh sạch."]
    found = article(text(TITLE, DAY, *PROSE, *amid, *below, "Từ khóa: kênh", "Đọc nhiều", *LINKS), "file:///tin.txt")
    assert whole(found) == [*PROSE, *below]


def test_long_summaries_of_other_articles_are_not_the_text():
    others = [line for link in LINKS for line in (link, PROSE[1] * 2)]
    found = article(text(TITLE, DAY, *PROSE[:2], "Nguyễn Thị Lan", "Tin cùng chuyên mục", *others), "file:///tin.txt")
    assert (found.title, whole(found)) == (TITLE, [*PROSE[:2]])


@pytest.mark.parametrize("site", [True, False])
def test_links_that_the_newspaper_shows_in_many_texts_end_none(site: bool) -> None:
    page = Page("file:///tin.txt", b"", NOW, newspaper_title="")
    page.text = text(TITLE, DAY, *PROSE, "Đáng chú ý", *LINKS, LAST, "Kinh tế", "Đọc nhiều", *LINKS)
    plain(page, repeated=lambda line: 0.9 if site and line in (*LINKS, "Đáng chú ý") else 0.0)
    assert page.article is not None
    assert (whole(page.article)[-1] == LAST) == site


@pytest.mark.parametrize(
    "above",
    [
        ["Nhảy đến nội dung"],
        ["Trang chủ Tin trong tỉnh Chỉ đạo điều hành Sơ đồ cổng Liên hệ", "Thứ hai, ngày 23/11/2026"],
        ["Đua ghe quanh năm", "Trang chủ", "Đua ghe quanh năm"],
        ["From signs light great", "Darkness bearing signs", "From signs light great"],
        ["Số: 05/2013/NĐ-CP"],
        ["Số 60, ngày 12/10/2020 Tản văn"],
        ["Trang nhất Đời sống " + TITLE, "Đời sống"],
    ],
)
def test_the_title_is_none_of_what_stands_above_it(above: list[str]) -> None:
    lines = [*above, TITLE, DAY, *PROSE[::-1]]
    assert article(text(*lines), "file:///tin.txt").title == TITLE


def test_who_has_written_it_is_no_half_of_the_title():
    found = article(text(TITLE, "bởi Nguyễn Thị Lan", DAY, *PROSE), "file:///tin.txt")
    assert (found.title, found.byline) == (TITLE, "Nguyễn Thị Lan")


def test_a_date_with_spaces_is_one():
    assert parted("thứ sáu, 30 06, 2017") == "thứ sáu, 30/06/2017"
    found = article(text(TITLE, "thứ hai, 12 10, 2020", *PROSE), "file:///tin.txt")
    assert (found.title, found.published_at) == (TITLE, "2020-10-12")

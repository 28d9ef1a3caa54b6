"""Page texts: mastheads and sections above the title, who signs below, contacts and links amid, pieces of paragraphs."""

from __future__ import annotations

import pytest

from tests.pipelines.reading import PROSE, article, paragraphs

TITLE = "Ba ấp dọn kênh đón mùa đua ghe"
DAY = "12/10/2020 08:15"
BODY = (f"{PROSE[0]} {PROSE[1]}", f"{PROSE[1]} {PROSE[2]}", f"{PROSE[2]} {PROSE[0]}")


def find(*lines: str):
    return article("\n\n".join(lines), "file:///tin.txt")


def whole(found) -> list[str]:
    return [found.lead, *paragraphs(found)] if found.lead else paragraphs(found)


@pytest.mark.parametrize(
    ("above", "section"),
    [
        (["Báo điện tử Vàm Sáng", "Chủ nhật, 22/11/2026", "Chính trị", "Xã hội", "Trang chủ", "»", "Xã hội", "»"], "Xã hội"),
        (["Trang chủ", "Truyền hình", "Việc làng quê", DAY], "Việc làng quê"),
        (["Trang chủ > Xã hội", "ĐÓN MÙA NƯỚC NỔI"], "Xã hội"),
        (["Báo Vàm Sáng Chủ nhật, 22/11/2026", "Chính trị Xã hội Văn hóa Bạn đọc", "XÃ HỘI"], "Xã hội"),
        (["Văn hóa - Nghệ thuật", "Liên hệ", "VĂN HÓA - NGHỆ THUẬT", DAY], "Văn hóa - nghệ thuật"),
    ],
)  # fmt: skip
def test_mastheads_and_sections_are_no_titles(above: list[str], section: str) -> None:
    date = () if above[-1] == DAY else (DAY,)
    found = find(*above, TITLE, *date, *BODY)
    assert (found.title, found.section, found.published_at) == (TITLE, section, "2020-10-12T08:15:00+07:00")


@pytest.mark.parametrize(
    "sign",
    [
        "Văn phòng Sở",
        "Trung tâm VH-TT&TT huyện",
        "Tác giả bài viết: Cô Lan Thử",
        "Người đăng: Lan Thử vào lúc",
        "Luật sư Nguyễn Lan (Đoàn Luật sư tỉnh)",
        "Nay Phương",
        "Lan Hương (TTXVN)",
        "Lan Hương - Văn phòng Tỉnh ủy",
        "Bài, ảnh Lan Hương",
        "Tin, ảnh: Lan Hương – Đài Truyền thanh",
    ],
)
def test_offices_labels_and_titles_sign_a_text(sign: str) -> None:
    found = find(TITLE, DAY, *BODY, sign, "In bài viết", "Tin khác", "Chợ nổi họp lại sau hai năm vắng khách")
    name = sign if "ảnh" in sign else sign.partition(": ")[2].removesuffix(" vào lúc") or sign
    assert (found.byline, whole(found)) == (name, list(BODY))


def test_an_office_that_begins_the_imprint_signs_nothing() -> None:
    assert find(TITLE, DAY, *BODY, "Văn phòng Sở", "Địa chỉ: ấp Giữa", "Điện thoại: 0123 456").byline is None


@pytest.mark.parametrize("line", ["By Lan Thu, river reporter", "Von Lan Thu", "Par Lan Thu"])
def test_a_labelled_name_below_the_title_is_the_byline(line: str) -> None:
    assert find(TITLE, line, DAY, *BODY).byline == "Lan Thu"


CONTACT = ("Địa chỉ: số 12, ấp Giữa, xã Vàm Sáng.", "Điện thoại: 0123 456 789 (gặp cô Lan).")


def test_contacts_amid_a_text_are_its_own_and_at_its_end_an_imprint() -> None:
    found = find(TITLE, DAY, *BODY[:2], *CONTACT, BODY[2], "Nguyễn Thị Lan", "In trang")
    assert (whole(found), found.byline) == ([*BODY[:2], *CONTACT, BODY[2]], "Nguyễn Thị Lan")
    assert whole(find(TITLE, DAY, *BODY, "Báo Vàm Sáng", *CONTACT)) == list(BODY)


LINKS = ("Chợ nổi họp lại sau hai năm vắng khách", "Thêm một bến phà được nâng cấp trước mùa lũ")


@pytest.mark.parametrize(
    "lines",
    [
        (*BODY[:1], "XEM THÊM:", LINKS[0], *BODY[1:], "Trở thành người đầu tiên tặng sao", "0", "Tặng sao"),
        (*BODY[:1], *LINKS, *BODY[1:]),
        (*BODY, LINKS[0], "Chợ nổi họp lại từ đầu tháng, khách xa đã đặt chỗ đầy các nhà trọ quanh bến, giá phòng tăng gấp đôi."),
        (*BODY, "* Mời quý độc giả theo dõi các chương trình của đài trên sóng phát thanh mỗi sáng!", "Chia sẻ"),
        (*BODY, "5/5 - (12 bình chọn)", "This entry was posted in Tin tức and tagged ghe. Bookmark the permalink."),
    ],
)  # fmt: skip
def test_links_and_what_invites_are_none_of_the_text(lines: tuple[str, ...]) -> None:
    assert whole(find(TITLE, DAY, *lines)) == list(BODY)


def test_pieces_of_a_paragraph_are_put_together() -> None:
    words = BODY[1].split(", ")
    block = "\n".join((*BODY[0].rsplit(" ", 4)[:1], " ".join(BODY[0].rsplit(" ", 4)[1:])))
    cut = f"{words[0]}\n, " + ", ".join(words[1:])
    assert whole(find(TITLE, DAY, block, cut, BODY[2])) == list(BODY)


def test_links_in_a_row_are_lines_and_tags() -> None:
    menu = "   [2]Trang chủ [3]Thời sự [4]Đời sống"
    dump = "\n\n".join((menu, TITLE, f"   {DAY}", *(f"   {line}" for line in BODY)))
    assert [line.text for line in article(dump, "file:///tin.txt").removed[:3]] == ["Trang chủ", "Thời sự", "Đời sống"]
    links = "Từ khóa: [đua ghe](/1) [sông nước](/2)"
    marked = "\n\n".join((f"# {TITLE}", DAY, "**" + BODY[0] + "**", *BODY[1:], links, "[Về trang chủ](/)"))
    assert article(marked, "file:///tin.txt").tags == ["đua ghe", "sông nước"]


def test_the_number_of_an_issue_stands_before_its_day() -> None:
    found = find("Số 1245 - Thứ Ba, ngày 6-6-2017", "KINH TẾ - XÃ HỘI", "3", TITLE, *BODY)
    assert (found.title, found.published_at) == (TITLE, "2017-06-06")


def test_who_wrote_it_stands_between_the_lead_and_the_date() -> None:
    found = find(TITLE, "Ba ấp cùng xuống kênh một tuần trước hội đua.", "Khải Đơn", DAY, "12", "6 phút đọc", *BODY)
    assert (found.lead, found.byline, paragraphs(found)) == (
        "Ba ấp cùng xuống kênh một tuần trước hội đua.",
        "Khải Đơn",
        list(BODY),
    )


def test_a_caption_a_short_paragraph_and_who_signs_end_a_text() -> None:
    end = ("Bà con vớt lục bình trên đoạn kênh trước cổng chùa", "Ai nấy đều vui khi kênh thoáng trước hội đua.")
    assert find(TITLE, DAY, *BODY, *end, "Phòng Văn hóa xã", "Lượt xem: 56").byline == "Phòng Văn hóa xã"


def test_the_only_short_line_between_paragraphs_is_a_caption() -> None:
    found = find(TITLE, DAY, *BODY[:2], "Văn nghệ chào mừng hội đua", BODY[2])
    assert [one.caption for one in found.images] == ["Văn nghệ chào mừng hội đua"]
    assert not find(TITLE, DAY, *BODY[:2], "Nâng cao ý thức giữ kênh", BODY[2]).images


@pytest.mark.parametrize("name", ["Siu H'Lan", "Rah Lan Thử", "Cầm Lan", "Bh'riu Thử", "CTV Lan Thử"])
@pytest.mark.parametrize("tail", ["Tin liên quan", "#đua ghe"])
def test_a_name_of_any_people_signs_above_the_tail(name: str, tail: str) -> None:
    found = find(TITLE, DAY, *BODY, name, tail, *LINKS)
    assert (found.byline, whole(found)) == (name, list(BODY))


@pytest.mark.parametrize("line", ["Bạn đọc", "Đà Nẵng", "Mùa nước nổi"])
def test_sections_places_and_labels_sign_nothing(line: str) -> None:
    assert find(TITLE, DAY, *BODY, line, "Tin liên quan", *LINKS).byline is None


def test_the_clock_of_the_head_is_no_date_where_one_with_its_hour_stands_below_the_lead() -> None:
    lead = "Ba ấp cùng xuống kênh một tuần trước hội đua."
    found = find("Báo Vàm Sáng Chủ nhật, 22/11/2026", "Trang chủ", TITLE, lead, DAY, "Chia sẻ", "Lưu", "In", *BODY)
    assert (found.published_at, found.lead) == ("2020-10-12T08:15:00+07:00", lead)
    assert paragraphs(found) == list(BODY)


def test_lines_with_a_hash_are_tags() -> None:
    assert find(TITLE, DAY, *BODY, "#đua ghe", "#sông nước", "Tin khác", *LINKS).tags == ["đua ghe", "sông nước"]


def test_the_second_title_of_a_box_amid_the_text_heads_nothing() -> None:
    box = (
        "TIN LIÊN QUAN",
        "Chợ nổi họp lại sau hai năm vắng khách",
        f"Vàm Sáng: {PROSE[2][:40].lower()} nhờ dân góp công",
    )
    assert whole(find(TITLE, DAY, *BODY[:2], *box, BODY[2], BODY[0] + " Thế thôi.")) == [*BODY, BODY[0] + " Thế thôi."]


def test_a_section_that_the_menu_has_too_is_no_title_above_a_longer_one() -> None:
    section, title = "Tin hoạt động của xã", "Trưởng ấp lo chuyện kênh rạch sau mùa lũ"
    menu = ("DANH MỤC", section, "Tin chợ nổi", "Tin mùa nước")
    assert find(*menu, section, title, DAY, "Nghe đọc tin", *BODY).title == title
    # The article's own title stands in its path, too, and above what is no title.
    assert find("Trang chủ", title, "Tin chợ nổi", title, DAY, *BODY).title == title


def test_a_title_with_its_day_behind_gives_no_day_to_the_section_above_it() -> None:
    title = "Bà con nạo vét lòng mương ngay trước hội"
    menu = ("Trang chủ", "Tin tức - sự kiện", "Thư viện ảnh", "Góp ý", "TIN TỨC - SỰ KIỆN")
    found = find(*menu, f"{title} (12/10/2020)", *BODY)
    assert (found.title, found.published_at) == (title, "2020-10-12")
    assert find(title, "Đăng bởi Lan Thử (12/10/2020)", *BODY).title == title  # a day told of the title above


@pytest.mark.parametrize("sign", ["Tin, ảnh: PV", "Thực hiện: CTV"])
def test_a_label_is_not_cut_from_the_role_that_signs(sign: str) -> None:
    found = find(TITLE, DAY, *BODY, sign, "Về trang trước", "Bản in")
    assert (found.byline, whole(found)) == (sign, list(BODY))


OTHERS = ("Giá dừa khô lập đỉnh mới", "Khánh thành trạm bơm ấp Ngọn")


@pytest.mark.parametrize("ranked", ["1{}", "2. {}", "- {}", "{} (05/10/2020)"])
def test_a_title_amid_the_text_that_a_list_below_has_with_its_rank_or_day_is_no_heading(ranked: str) -> None:
    # It says what the text says, so that nothing but the list tells.
    other = "Người giữ trống kể chuyện ghe lớn ngoài vàm"
    below = ("Đọc nhiều", *(ranked.format(one) for one in (other, *OTHERS)))
    found = find(TITLE, DAY, BODY[0], other, BODY[1], BODY[2], "Nguyễn Thị Lan", *below)
    assert whole(found) == list(BODY)
    own = find(TITLE, DAY, BODY[0], "Nước lên chậm", BODY[1], BODY[2], "Nguyễn Thị Lan", *below)
    assert whole(own) == [BODY[0], "Nước lên chậm", *BODY[1:]]  # a heading, which the list has not


def test_titles_below_the_lead_stand_above_the_first_heading() -> None:
    heading = "Nước lên chậm"
    found = find(TITLE, DAY, BODY[0], *OTHERS, heading, *BODY[1:], "Nguyễn Thị Lan", "In bài viết")
    assert whole(found) == [BODY[0], heading, *BODY[1:]]
    alone = find(TITLE, DAY, BODY[0], heading, *BODY[1:], "Nguyễn Thị Lan", "In bài viết")
    assert whole(alone) == [BODY[0], heading, *BODY[1:]]


def test_sentences_that_sites_print_below_an_article_are_none_of_it() -> None:
    offer = (
        f"Bạn đang đọc bài viết {TITLE} tại chuyên mục Bến nước. Mọi thông tin góp ý và chia sẻ, xin vui lòng liên hệ số"
        " 0123 456 hoặc gửi về hòm thư toasoan@vamsang.example"
    )
    found = find(TITLE, DAY, *BODY, "Nguyễn Thị Lan", offer, "Tin cùng chủ đề", *OTHERS)
    assert (found.byline, whole(found)) == ("Nguyễn Thị Lan", list(BODY))
    own = "Bạn đang đọc bài viết này bên bờ kênh, nơi ba ấp vẫn còn nghe tiếng trống ghe mỗi sớm."
    assert whole(find(TITLE, DAY, *BODY, own, "Nguyễn Thị Lan", "In bài viết"))[-1] == own


def test_a_text_goes_on_below_a_box_under_a_caption_without_a_credit() -> None:
    caption = "Ghe lớn neo ngoài vàm chờ chuyển hàng"
    head, tail = (TITLE, DAY, BODY[0]), (*BODY[1:], "Lan Thử", "In bài viết")
    assert whole(find(*head, caption, "Tin liên quan", *OTHERS, *tail))[-2:] == list(BODY[1:])


def test_a_month_in_words_is_parted_from_the_name_before_and_the_count_behind() -> None:
    found = find(TITLE, "Lan Hương12 Tháng Mười, 20200 57 2 phút đọc", *BODY, "Tags đua ghe Vàm Sáng", "Website")
    assert (found.byline, found.published_at, whole(found)) == ("Lan Hương", "2020-10-12", list(BODY))
    linked = find(
        TITLE, DAY, BODY[0], "Có thể bạn quan tâm", f"{OTHERS[0]}20 Tháng Một, 2020", *BODY[1:], "Lan Thử", "In"
    )
    assert whole(linked) == list(BODY)


def test_a_button_glued_to_a_title_amid_the_text_goes_with_it() -> None:
    found = find(TITLE, DAY, BODY[0], f"{OTHERS[1]}Xem ngay", *BODY[1:], "Nguyễn Thị Lan", "In bài viết")
    assert whole(found) == list(BODY)

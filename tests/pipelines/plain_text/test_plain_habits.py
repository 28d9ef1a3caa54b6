"""Page texts of several habits: what stands around an article where only the text of its page was kept."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime

import pytest

from pipelines.page import Page
from pipelines.plain_text import plain
from pipelines.plain_text.lines import PATTERNS
from tests.pipelines.reading import PROSE, article, paragraphs, read

TITLE = "Ba ấp dọn kênh đón mùa đua ghe"
BODY = (f"{PROSE[0]} {PROSE[1]}", f"{PROSE[1]} {PROSE[2]}", f"{PROSE[2]} {PROSE[0]}")
TEASERS = (
    "Chợ nổi họp lại sau hai năm vắng khách",
    "Thêm một bến phà được nâng cấp trước mùa lũ",
    "Nông dân cù lao trúng mùa nhãn xuồng cơm vàng",
    "Lớp dạy bơi miễn phí cho trẻ em vùng nước nổi",
    "Cầu mới qua rạch Cái Sao thông xe trong tháng tới",
)


def text(*lines: str) -> str:
    return "\n\n".join(lines)


def find(body: str, url: str = "file:///tin/0412.txt"):
    return article(body, url)


def whole(found) -> list[str]:
    """The paragraphs of a text, its lead first."""
    return [found.lead, *paragraphs(found)] if found.lead else paragraphs(found)


def test_a_path_is_never_the_title():
    for path in (f"Trang chủ » Đời sống » {TITLE}", "Trang chủ > Đời sống > Sông nước", "Home / News / Local"):
        found = find(text(path, TITLE, "Thứ hai, 12/10/2020, 08:15", *BODY))
        assert (found.title, found.published_at) == (TITLE, "2020-10-12T08:15:00+07:00"), path
        assert whole(found) == list(BODY)
        assert [line.rule for line in found.removed] == ["nav", "date"]


def test_the_last_step_of_a_path_is_the_title_where_nothing_else_is():
    found = find(text(f"Trang chủ » Đời sống » {TITLE}", "12/10/2020 08:15", *BODY))
    assert (found.title, found.published_at) == (TITLE, "2020-10-12T08:15:00+07:00")


def test_the_name_of_the_page_is_no_title_where_the_heading_stands_below():
    found = find(text(f"{TITLE} - Báo Vàm Sáng", "Trang chủ", "Đời sống", TITLE, "12/10/2020 08:15", *BODY))
    assert (found.title, whole(found)) == (TITLE, list(BODY))
    assert find(text(f"{TITLE} | Báo Vàm Sáng", *BODY)).title == TITLE


@pytest.mark.parametrize("kicker", ["Loạt bài: Chuyện bên sông", "Phóng sự: Mùa nước", "Chuyện quanh ta: chị Thử"])
def test_a_kicker_with_a_label_is_no_title_above_a_longer_one(kicker: str) -> None:
    found = find(text("Trang chủ", "Đời sống", kicker, TITLE, "12/10/2020 08:15", *BODY))
    assert (found.title, whole(found)) == (TITLE, list(BODY))
    alone = find(text("Trang chủ", "Đời sống", kicker, "12/10/2020 08:15", *BODY))
    assert (alone.title, whole(alone)) == (kicker, list(BODY))


def test_a_menu_above_and_an_imprint_below():
    menu = ("Trang chủ", "Thời sự", "Đời sống", "Văn hóa", "Thể thao", "Liên hệ")
    imprint = (
        "Cơ quan chủ quản: Hội Nhà vườn huyện Vàm Sáng, ấp Đông, xã Vàm Sáng, điện thoại 0123.",
        "Giấy phép số 12/GP-TTĐT do Sở Thông tin và Truyền thông cấp ngày 11/08/2014, ghi rõ nguồn khi phát hành lại.",
        "© Vàm Sáng",
    )
    found = find(text(*menu, TITLE, *BODY, "Lan Thử", "Chia sẻ", *imprint))
    assert (found.title, found.byline, paragraphs(found)) == (TITLE, "Lan Thử", list(BODY))
    assert [line.text for line in found.removed] == [*menu, "Chia sẻ", *imprint]


def test_the_date_may_stand_above_the_title():
    found = find(text("Đời sống", "12/10/2020 08:15 GMT+7", TITLE, *BODY))
    assert (found.title, found.published_at, found.published_from) == (TITLE, "2020-10-12T08:15:00+07:00", "text")


@pytest.mark.parametrize(
    ("end", "byline"),
    [
        (["12/10/2020 08:15"], None),
        (["Ngày 12-10-2020"], None),
        (["Lan Thử", "12/10/2020"], "Lan Thử"),
        (["12/10/2020", "Lan Thử"], "Lan Thử"),
    ],
)
def test_the_date_may_stand_at_the_end(end, byline):
    found = find(text(TITLE, *BODY, *end))
    assert (found.published_at or "")[:10] == "2020-10-12"
    assert (found.byline, paragraphs(found)) == (byline, list(BODY))


def test_teasers_between_the_title_and_the_text():
    found = find(text(TITLE, "Cập nhật lúc: 12/10/2020 08:15", "TIN LIÊN QUAN", *TEASERS[:3], *BODY))
    assert (found.title, whole(found)) == (TITLE, list(BODY))
    assert [line.rule for line in found.removed] == ["date", "related", "related", "related", "related"]


@pytest.mark.parametrize(
    "heading", ["Tin mới cập nhật", "Tin liên quan", "Chuyện ở xã bên", "Có thể bạn chưa đọc", "Around the delta"]
)
def test_a_heading_and_titles_below_it_end_the_text(heading):
    dated = [f"{teaser} (12/10, 08:15)" for teaser in TEASERS[3:]]
    footer = "Ban Biên tập Vàm Sáng giữ bản quyền nội dung trên trang này, mời bạn đọc gửi tin về tòa soạn ở ấp Đông."
    found = find(text(TITLE, *BODY, heading, *TEASERS[:4], *dated, footer))
    assert (found.title, whole(found)) == (TITLE, list(BODY))
    assert found.removed[0].text == heading


def test_teasers_with_a_short_text_each():
    below = [line for teaser in TEASERS for line in (teaser, f"{PROSE[2]}")]
    found = find(text(TITLE, *BODY, "Bài viết liên quan", *below))
    assert paragraphs(found) == list(BODY)


def test_headings_and_a_list_of_the_text_itself_stay():
    items = ("- Ấp Đông nhận đoạn từ vàm đến cầu ván;", "- Ấp Tây nhận đoạn còn lại;", "- Ấp Giữa lo cơm nước.")
    found = find(
        text(TITLE, BODY[0], "Ấp nào việc nấy", BODY[1], "1. Phân công", *items, BODY[2], "Nước lên chậm", BODY[0])
    )
    assert paragraphs(found) == [
        BODY[0], "Ấp nào việc nấy", BODY[1], "1. Phân công", *items, BODY[2], "Nước lên chậm", BODY[0],
    ]  # fmt: skip
    assert not found.images


def test_a_related_box_amid_the_text():
    found = find(text(TITLE, BODY[0], "Đọc thêm", *TEASERS[:2], BODY[1], BODY[2], BODY[0], "Lan Thử"))
    assert (found.lead, paragraphs(found)) == (BODY[0], [BODY[1], BODY[2], BODY[0]])
    assert [line.text for line in found.removed] == ["Đọc thêm", *TEASERS[:2]]


def test_captions_with_a_credit_and_subheadings_without():
    found = find(
        text(TITLE, BODY[0], "Bà con vớt lục bình bên bến đò. Ảnh: Lan Thử", BODY[1], "Nước lên chậm", BODY[2])
    )
    assert [(image.caption, image.credit) for image in found.images] == [("Bà con vớt lục bình bên bến đò.", "Lan Thử")]
    assert whole(found) == [*BODY[:2], "Nước lên chậm", BODY[2]]


def test_a_credit_on_a_line_of_its_own():
    found = find(text(TITLE, BODY[0], "Bà con vớt lục bình bên bến đò", "ẢNH: LAN THỬ", BODY[1], BODY[2]))
    assert [(image.caption, image.credit) for image in found.images] == [("Bà con vớt lục bình bên bến đò", "LAN THỬ")]
    assert whole(found) == list(BODY)


def test_verse_without_a_full_stop_is_known_by_its_metre():
    verse = [
        "Chiều lên bến nước quê xa", "Mẹ ra gánh cả tiếng gà gọi trưa", "Ghe ai neo đợi cơn mưa",
        "Để câu hò cũ cũng vừa sang sông", "Con về đếm lại mùa bông", "Đếm hai bờ lúa trổ đồng hai bên",
    ]  # fmt: skip
    assert paragraphs(find(text("Nước về Vàm Sáng", *verse, "Lan Thử"))) == verse


def test_a_question_and_its_answer_at_the_end_are_the_texts():
    talk = ("- Năm nay ghe nào về nhất?", "- Ghe của ấp Giữa, như mọi năm.")
    assert paragraphs(find(text(TITLE, *BODY, *talk, "Liên hệ"))) == [*BODY, *talk]


@pytest.mark.parametrize(
    ("question", "reply", "told"),
    [
        ("Hỏi: Ghe mới đóng có phải đăng ký hay không, nộp ở đâu?", "Trả lời: ", True),
        ("Bạn đọc: Mất sổ ghe thì phải khai báo ở đâu?", "Đáp: ", True),
        ("Bạn đọc: Vì sao ghe vắng khách?", "", False),  # a link to another article
    ],
)
def test_the_question_above_its_answer_is_the_texts(question: str, reply: str, told: bool) -> None:
    body = [f"{reply}{BODY[0]}", *BODY[1:]]
    found = find(text(TITLE, "12/10/2020 08:15", question, *body, "Tin cùng mục", TEASERS[0]))
    assert whole(found) == ([question] if told else []) + body


@pytest.mark.parametrize("name", ["Sông Nước Miền Trong", "Tiếng Nói Cao Nguyên"])
def test_the_newspapers_name_at_the_end_of_a_line_below_makes_it_no_title(name: str) -> None:
    head, tail = (name, "Tin tức", "Đời sống", "22/11/2026"), ("Chia sẻ", f"Theo dõi fanpage của {name}")
    assert find(text(*head, "Mùa khô của làng chài", "12/10/2020 08:15", *BODY, *tail)).title == "Mùa khô của làng chài"
    tail = ("Chia sẻ", "Bạn đang đọc bài: Mùa khô của làng chài")
    assert find(text("Mùa khô của làng chài", "12/10/2020 08:15", *BODY, *tail)).title == "Mùa khô của làng chài"


def test_verse():
    verse = (
        "Con nước về qua ba ấp", "Lục bình trôi kín mặt kênh,", "Người ra vàm chờ ghe cập",
        "Áo nâu thấp thoáng mông mênh.", "Chiều nay ai còn đứng đợi", "Bên cầu ván cũ rêu xanh,",
        "Nghe mùa nước lên thăm thẳm", "Hát câu vọng cổ trong lành.",
    )  # fmt: skip
    found = find(text("Nước về Vàm Sáng", *verse, "Lan Thử"))
    assert (found.title, paragraphs(found), found.byline) == ("Nước về Vàm Sáng", list(verse), "Lan Thử")


def test_links_to_other_articles_and_addresses_amid_the_text():
    found = find(text(TITLE, "Lan Thử", "lan.thu@bao.example", BODY[0], BODY[1], f"Xem thêm: {TEASERS[0]}", BODY[2]))
    assert (found.byline, paragraphs(found)) == ("Lan Thử", list(BODY))


def test_nothing_of_the_comments_below():
    comments = ("Lan Thử", f"{PROSE[0]} {PROSE[1]} {PROSE[2]}", "Trả lời", "Y Thử", f"{PROSE[2]} {PROSE[1]}")
    found = find(text(TITLE, *BODY, "Để lại bình luận", *comments))
    assert paragraphs(found) == list(BODY)


def test_an_english_page_text():
    told = (
        "From early morning the people of three hamlets cleared the canal of weeds, so that the boats could train.",
        "The water rises slowly this year, the headman said, and the larger boats have to stay outside the mouth.",
        "By noon the canal was clear; the children went for a swim, and the others rested under the old trees.",
    )
    found = find(
        text("Home", "News", "Delta", "Three hamlets clear their canal for the boat race", "By Lan Thu", "12 October 2020",
             "Share", *told, "Leave a comment", "Your email address will not be published. Required fields are marked *")
    )  # fmt: skip
    assert found.title == "Three hamlets clear their canal for the boat race"
    assert (found.byline, found.published_at, found.language) == ("Lan Thu", "2020-10-12", "en")
    assert whole(found) == list(told)


def test_the_address_says_the_title():
    url = "file:///tin/bao-vam-sang__cho-noi-hop-lai-sau-hai-nam-vang-khach.html.txt"
    found = find(text("Sông nước miền Tây mùa nước nổi", TEASERS[0], *BODY), url)
    assert found.title == TEASERS[0]
    # It may stand in a list alone.
    found = find(text("TIN LIÊN QUAN", TEASERS[1], *BODY, "Đọc nhiều", *TEASERS[2:], f"{TEASERS[0]}"), url)
    assert (found.title, paragraphs(found)) == (TEASERS[0], list(BODY))


def test_lines_of_many_texts_are_the_newspapers():
    slogan, menu = "Tiếng nói của bà con vùng sông nước cuối nguồn", "Nhịp sống ấp xã"
    body = text(menu, slogan, TITLE, BODY[0], BODY[1], slogan, BODY[2], menu, "Bạn đọc viết")

    def repeated(line: str) -> float:
        return 0.6 if line in (slogan, menu, "Bạn đọc viết") else 0.0

    page = Page(url="file:///tin/0412.txt", body=b"", fetched_at=datetime(2026, 11, 23, tzinfo=UTC))
    page.text = body
    plain(page, repeated=repeated)
    assert page.article is not None
    assert (page.article.title, whole(page.article)) == (TITLE, list(BODY))
    assert {line.rule for line in page.article.removed} == {"repeated"}


def test_a_list_of_links_is_no_article():
    page = read(text("Trang chủ", "Đời sống", *TEASERS, "Xem thêm", "Liên hệ"), "file:///tin/danh-sach.txt")
    assert page.article is None and page.reason is not None and page.reason.startswith("no text: ")


def test_stripping_off_brings_every_line_back_in_order():
    whole = find(text("Trang chủ", TITLE, *BODY, "Tin khác", *TEASERS))
    kept = article(text("Trang chủ", TITLE, *BODY, "Tin khác", *TEASERS), "file:///tin/0412.txt", strip=False)
    assert paragraphs(whole) == list(BODY)
    assert paragraphs(kept) == ["Trang chủ", *BODY, "Tin khác", *TEASERS]


@pytest.mark.parametrize(
    "monster",
    [
        f"{BODY[0]}\n" + "Ba ấp\n" * 80_000,
        f"{BODY[0]}\n" + f"{TITLE}\n" * 15_000,
        (f"{BODY[0]}\nTin liên quan\n{TITLE}\n") * 2_000,
        " »" * 250_000,
        "x" + " -" * 250_000,
        "1/" * 250_000,
        PROSE[0] * 6_000,
    ],
)
def test_a_long_text_gets_an_answer(monster):
    started = time.process_time()
    page = read(monster, "file:///tin/dai.txt")
    assert (page.article is None) != (page.reason is None)
    assert time.process_time() - started < 20


def test_every_pattern_has_its_example():
    for name, (pattern, example) in PATTERNS.items():
        assert re.search(pattern, example, re.I), name


def test_refrains_and_dates_in_headings_are_the_texts_own():
    prayer = "Nam mô A Di Đà Phật! (3 lần, 3 lạy)"
    heading = "Phạt tới 150 triệu đồng từ ngày 1/3/2026"
    found = find(text(TITLE, BODY[0], prayer, BODY[1], prayer, heading, BODY[2], prayer, BODY[0]))
    assert paragraphs(found) == [BODY[0], prayer, BODY[1], prayer, heading, BODY[2], prayer, BODY[0]]


def test_a_short_line_put_in_again_and_again_is_none_of_the_text():
    found = find(
        text(TITLE, BODY[0], BODY[1], "Mời bạn đọc tiếp", BODY[2], "Mời bạn đọc tiếp", BODY[0], "Mời bạn đọc tiếp")
    )
    assert paragraphs(found) == [BODY[0], BODY[1], BODY[2], BODY[0]]


def test_a_box_that_the_list_below_repeats_stands_before_the_signature():
    box = (TEASERS[0], f"{PROSE[2]}", "Đọc tiếp Về trang Chủ đề")
    found = find(text(TITLE, *BODY, *box, "LAN THỬ - Y THỬ", "Tin cùng chuyên mục", *TEASERS))
    assert (paragraphs(found), found.byline) == (list(BODY), "LAN THỬ - Y THỬ")


def test_a_lead_that_the_newspaper_prints_everywhere_stays_with_its_article():
    page = Page(url="file:///tin/0412.txt", body=b"", fetched_at=datetime(2026, 11, 23, tzinfo=UTC))
    page.text = text("Trang chủ", TITLE, BODY[0], BODY[1], BODY[2])
    plain(page, repeated=lambda line: 0.9 if line in (TITLE, BODY[0]) else 0.0)
    assert page.article is not None
    assert (page.article.title, whole(page.article)) == (TITLE, list(BODY))


def test_an_advertisement_put_into_every_text_does_not_end_it():
    rest = ("Ghe nào về sau cũng có phần gạo của xã.", "Năm tới hội mở sớm hơn mười ngày cho kịp con nước.")
    ad = "Vựa giống Bờ Kênh giao cây tận ruộng cho bà con trong vùng."
    page = Page(url="file:///tin/0412.txt", body=b"", fetched_at=datetime(2026, 11, 23, tzinfo=UTC))
    page.text = text(TITLE, "12/10/2020 08:15", *BODY[:2], ad, *rest)
    plain(page, repeated=lambda line: 0.9 if line == ad else 0.0)
    assert page.article is not None
    assert whole(page.article) == [*BODY[:2], *rest]


@pytest.mark.parametrize(
    "between",
    [
        ("Lan Thử", "12/10/2020 08:15"),
        ("Chi tiết", "Được viết bởi: Lan Thử", "Chuyên mục: Đời sống", "Được đăng: 12 Tháng 10 2020"),
        ("Gửi bởi bientap vào Thứ Hai, 12/10/2020 - 08:15",),
    ],
)
def test_a_title_that_the_newspaper_lists_everywhere_is_the_title_above_its_text(between: tuple[str, ...]) -> None:
    page = Page("file:///tin/0412.txt", b"", datetime(2026, 11, 23, tzinfo=UTC), "text/plain")
    page.text = text("Báo Vàm Sáng", "Tiếng nói người miền sông nước", "Đời sống", TITLE, *between, *BODY)
    plain(page, repeated=lambda line: 0.0 if line in BODY else 0.4)
    assert page.article is not None
    assert (page.article.title, whole(page.article)) == (TITLE, list(BODY))


def test_a_text_that_others_hold_as_a_whole_is_none_of_the_frame() -> None:
    page = Page("file:///tin/0412.txt", b"", datetime(2026, 11, 23, tzinfo=UTC), "text/plain")
    page.text = text("Báo Vàm Sáng", "Đời sống", TITLE, "12/10/2020 08:15", *BODY, "Chia sẻ bài viết")
    plain(page, repeated=lambda line: 0.0 if "2020" in line else 1.0)
    assert page.article is not None
    assert (page.article.title, whole(page.article)) == (TITLE, list(BODY))


def test_a_list_in_a_frame_that_others_have_is_no_article() -> None:
    page = Page("file:///tin/0412.txt", b"", datetime(2026, 11, 23, tzinfo=UTC), "text/plain")
    page.text = text("Báo Vàm Sáng", "Đời sống", *TEASERS, *(f"{title} hôm nay" for title in TEASERS), *BODY)
    plain(page, repeated=lambda line: 1.0 if line in BODY else 0.0)
    assert page.article is None


@pytest.mark.parametrize("name", ["Bhnướch Thử", "Rah Lan Thử", "Alăng Thử Mẫn", "Katơr Thử"])
def test_a_name_that_no_list_has_signs_above_the_buttons(name: str) -> None:
    found = find(text(TITLE, "12/10/2020 08:15", *BODY, name, "Chia sẻ bài viết"))
    assert (whole(found), found.byline) == (list(BODY), name)


def test_two_names_below_a_question_are_no_title() -> None:
    question = "Vì sao ghe của xã Vàm Nhỏ chưa được xuống nước?"
    found = find(text("Trang chủ", "Tin tức", question, "Siu Thử - Phú Đặt", "12/10/2020 08:15", *BODY))
    assert (found.title, found.byline) == (question, "Siu Thử - Phú Đặt")


def test_comments_below_their_heading_are_none_of_the_text() -> None:
    comments = (f"2 phản hồi cho “{TITLE}”", "Thử Đặt viết:", PROSE[0], "Đặt Thử viết:", PROSE[1])
    assert whole(find(text(TITLE, "12/10/2020 bởi Lan Thử", *BODY, *comments))) == list(BODY)
    assert find(text(TITLE, "12/10/2020 bởi Lan Thử", *BODY)).byline == "Lan Thử"


@pytest.mark.parametrize(
    "head",
    [
        ("Thứ Hai, 12/10/2020, 08:15",),
        ("Lan ThửThứ Hai, 12/10/2020, 08:15",),
        ("Đời sốngThứ Hai, 12/10/2020, 08:15Lan Thử",),
        (),
    ],
)
def test_the_first_paragraph_that_says_what_the_title_says_is_the_lead(head):
    lead = f"Hai hôm nay, {TITLE[0].lower()}{TITLE[1:]} dưới cái nắng cuối mùa mưa, già trẻ gì cũng xắn quần ra bờ."
    found = find(text("Trang chủchevron_rightĐời sống", TITLE, *head, lead, *BODY))
    assert (found.title, found.lead, paragraphs(found)) == (TITLE, lead, list(BODY))
    assert found.byline == ("Lan Thử" if head and "Lan Thử" in head[0] else None)
    assert found.published_at == ("2020-10-12T08:15:00+07:00" if head else None)


@pytest.mark.parametrize("first", ["- Thưa bà, năm nay ba ấp dọn kênh đón mùa đua ghe sớm hơn mọi năm vì lẽ gì vậy?", "PV: Ba ấp dọn kênh đón mùa đua ghe sớm hơn mọi năm vì con nước lên chậm, phải không bà?"])  # fmt: skip
def test_a_question_is_no_lead(first):
    found = find(text(TITLE, "12/10/2020 08:15", first, BODY[0], "- Còn đội ghe nữ thì sao, thưa bà?", *BODY[1:]))
    assert (found.lead, paragraphs(found)[0]) == (None, first)


def test_links_to_other_texts_amid_the_text_and_teasers_below_the_signature():
    links = (f"Mời bạn đọc xem thêm: {TEASERS[0]}", f"⇒ {TEASERS[1]}")
    teasers = [line for teaser in TEASERS[2:] for line in (teaser, f"{teaser}, bà con ai nấy đều mừng vui ra mặt.")]
    found = find(text(TITLE, *BODY[:1], links[0], BODY[1], links[1], BODY[2], BODY[0], "Lan Thử", *teasers))
    assert (whole(found), found.byline, found.images) == ([*BODY, BODY[0]], "Lan Thử", [])


def test_a_paragraph_below_a_link_that_a_list_repeats_is_the_articles():
    listed = ("Tin cùng chuyên mục", *TEASERS)
    found = find(text(TITLE, BODY[0], TEASERS[0], BODY[1], TEASERS[1], BODY[2], BODY[0], "Lan Thử", *listed))
    assert whole(found) == [*BODY, BODY[0]]

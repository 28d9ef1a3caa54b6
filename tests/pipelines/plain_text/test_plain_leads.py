"""What of a page text is lead and what caption, where no tag says so: the text's evidence, and the newspaper's habit."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from archive.reasons import Code, code_of
from pipelines.page import Page
from pipelines.plain_text import captions, lead, plain
from pipelines.profiles.learning import sketch_of, weigh_lead
from pipelines.profiles.profile import Profile
from tests.pipelines.reading import article, paragraphs, read

TITLE = "Ba ấp dọn kênh đón mùa đua ghe"
HEAD = (TITLE, "Thứ Hai, 12/10/2020, 08:15")
NEWS = (
    "Sáng 10/10, hơn hai trăm bà con xã Vàm Sáng xuống nước vớt lục bình trên đoạn kênh dài bốn cây số từ vàm vào chợ.",
    "Theo ban vận động, mỗi ấp nhận một đoạn chừng cây rưỡi, nhà nào neo người thì góp gạo, góp mắm cho bếp chung.",
    "Ông Lê Văn Thử, người giữ trống của đội ghe ấp Giữa, kể năm ngoái ghe về chậm chỉ vì rong quấn lấy mái dầm.",
    "Ban vận động còn cắm hai mươi bốn cọc tiêu sơn đỏ và xin ghe của đội cứu hộ huyện túc trực ở khúc quanh chùa.",
    "Giải năm nay chia hai hạng, ghe mười hai dầm và ghe ba mươi dầm, tiền thưởng do các vựa trái cây quanh chợ tặng.",
)
LEAD = "Trước hội đua một tuần, ba ấp rủ nhau dọn kênh, vừa để ghe đua chạy cho êm vừa đón mùa nước mới."
SCENE = "Nước ngoài vàm mới nhú lưng cọc, mấy đứa nhỏ đã lội ra tận giữa dòng, ôm từng bè rác tấp vào mé bờ bên kia."


def text(*lines: str) -> str:
    return "\n\n".join(lines)


def find(*lines: str):
    return article(text(*lines), "file:///tin/0412.txt")


def leads_of(*lines: str) -> str | None:
    return find(*HEAD, *lines).lead


def test_a_title_of_words_that_all_texts_have_is_one() -> None:
    found = find("Là những người ở đến sau", HEAD[1], LEAD, *NEWS)
    assert (found.title, paragraphs(found)[-1]) == ("Là những người ở đến sau", NEWS[-1])


@pytest.mark.parametrize(
    "first",
    [
        LEAD,
        "Ba ấp dọn kênh đón mùa đua ghe sớm hơn mọi năm.",  # a short one
        "Kênh sạch rồi, ghe ba ấp chỉ còn đợi mùa đua: chuyện dọn kênh năm nay nhà nào cũng có phần, có việc.",
    ],
)
def test_a_first_paragraph_that_says_the_title_above_where_the_story_begins_is_the_lead(first: str) -> None:
    found = find(*HEAD, first, *NEWS)
    assert (found.lead, paragraphs(found)) == (first, list(NEWS))


@pytest.mark.parametrize(
    "body",
    [
        NEWS,  # the story itself begins, with its day
        (SCENE, *NEWS[1:]),
        ("Người đầu tiên xuống nước là cụ Thử, năm nay tám mươi hai, tay còn xách theo cái rổ tre đan từ hồi trẻ.", *NEWS[1:]),
    ],
)  # fmt: skip
def test_a_text_that_begins_at_once_has_no_lead(body: tuple[str, ...]) -> None:
    found = find(*HEAD, *body)
    assert (found.lead, paragraphs(found)) == (None, list(body))


def test_what_stands_between_the_first_paragraph_and_the_next_sets_it_apart() -> None:
    assert leads_of(SCENE, *NEWS[1:]) is None
    assert leads_of(SCENE, "Tin liên quan", "Chợ nổi họp lại sau hai năm vắng khách", *NEWS[1:]) == SCENE
    assert leads_of(f"(VSO) - {SCENE}", *NEWS[1:]) == SCENE


@pytest.mark.parametrize("first", [f"{LEAD[:-1]}:", f"PV: {LEAD[:-1]}?", f"- {LEAD}"])
def test_what_leads_on_to_a_list_or_speaks_is_no_lead(first: str) -> None:
    assert leads_of(first, *NEWS) is None


def habit(*texts: str) -> Profile:
    """The profile of a newspaper with these page texts."""
    pages = [
        Page(f"file:///tin/{n}.txt", b"", datetime(2026, 11, 23, tzinfo=UTC), text=one) for n, one in enumerate(texts)
    ]
    sketches = [sketch_of(one) for one in pages]
    for page, sketch in zip(pages, sketches, strict=True):
        weigh_lead(page, sketch)
    return Profile.of([(sketch.marks, None) for sketch in sketches])


def test_the_newspapers_other_texts_say_whether_it_prints_leads() -> None:
    rows = [[*NEWS[n:], *NEWS[:n]] for n in range(5)]
    with_leads = [text(f"{TITLE} lần {n}", HEAD[1], LEAD, *rows[n % 5]) for n in range(6)]
    without = [text(f"{TITLE} lần {n}", HEAD[1], SCENE, *rows[n % 5]) for n in range(6)]
    assert (habit(*with_leads).leads, habit(*without).leads) == (True, False)
    assert habit(*with_leads[:5], without[0]).leads is True
    assert habit(*with_leads[:2], *without[:4]).leads is None  # neither
    for profile, first, expected in ((habit(*with_leads), SCENE, SCENE), (habit(*without), LEAD, None)):
        page = Page("file:///tin/neu.txt", b"", datetime(2026, 11, 23, tzinfo=UTC), "text/plain", profile=profile)
        page.text = text(TITLE, first, *NEWS[1:])
        plain(page)
        assert page.article is not None
        assert page.article.lead == expected


CAPTIONS = (
    "Các cụ trong ban vận động cắm cọc tiêu ở khúc quanh trước cổng chùa",
    "Quang cảnh bến vàm nhìn từ cầu ván chiều mồng mười",
    "Ghe ba mươi dầm của ấp Giữa được hạ thủy bên bến đò cũ sau ba tháng nằm phơi trong trại ghe của dòng họ Lê",
    "Bà con xã Vàm Sáng vớt lục bình.",
    "(Ảnh minh họa)",
    "Ghe ba ấp neo kín bến vàm.",
    "Quang cảnh buổi ra quân",
)


@pytest.mark.parametrize("caption", CAPTIONS)
def test_a_short_line_that_says_what_is_seen_is_a_caption(caption: str) -> None:
    found = find(*HEAD, *NEWS[:2], caption, *NEWS[2:])
    assert ([image.caption for image in found.images], paragraphs(found)) == ([caption], list(NEWS))


def test_a_name_below_a_caption_says_whose_the_picture_is() -> None:
    found = find(HEAD[0], "Lan Phương", HEAD[1], *NEWS[:2], "Bến vàm chiều mồng mười", "LAN PHƯƠNG", *NEWS[2:])
    assert [(one.caption, one.credit) for one in found.images] == [("Bến vàm chiều mồng mười", "LAN PHƯƠNG")]
    assert (found.byline, paragraphs(found)) == ("Lan Phương", list(NEWS))


def test_sentences_in_turn_with_longer_paragraphs_are_captions() -> None:
    shown = ["Lục bình phủ kín mặt kênh.", "Ghe chở rác cập bến chợ.", "Bếp chung nấu cơm trưa."]
    found = find(*HEAD, NEWS[0], shown[0], NEWS[1], shown[1], NEWS[2], shown[2])
    assert ([one.caption for one in found.images], paragraphs(found)) == (shown, list(NEWS[:3]))


def test_captions_and_subheadings_in_one_text() -> None:
    found = find(
        *HEAD,
        NEWS[0],
        CAPTIONS[0],
        NEWS[1],
        "Ấp nào việc nấy",
        NEWS[2],
        CAPTIONS[1],
        NEWS[3],
        "Chia hai hạng ghe",
        NEWS[4],
    )
    assert [image.caption for image in found.images] == list(CAPTIONS[:2])
    assert paragraphs(found) == [*NEWS[:2], "Ấp nào việc nấy", *NEWS[2:4], "Chia hai hạng ghe", NEWS[4]]


@pytest.mark.parametrize(
    "line",
    [
        "Nước lên chậm",
        "Vì sao ghe nhỏ năm nào cũng về trước ghe lớn",
        "Nâng cao ý thức giữ gìn dòng kênh của từng nhà trong xã",
        "Phần 2: Ngày hội trên bến của bà con ba ấp và khách xa",
        "Sau đó mọi người lại xuống nước.",
        "- Bà mong điều gì ở mùa đua năm nay?",
        "Ông Thử nói thêm một câu rồi cười.",
        "Giấy mời gồm:",
    ],
)
def test_a_short_line_that_heads_or_tells_is_no_caption(line: str) -> None:
    found = find(*HEAD, *NEWS[:2], line, *NEWS[2:])
    assert (found.images, paragraphs(found)) == ([], [*NEWS[:2], line, *NEWS[2:]])


def test_among_numbered_headings_a_short_line_without_a_number_is_a_caption() -> None:
    heads = ("1. Vớt lục bình", "2. Cắm cọc tiêu", "3. Hạ thủy ghe lớn", "Kết")
    first = (SCENE, heads[0], NEWS[0], "Vinapix")
    found = find(*HEAD, *first, heads[1], NEWS[1], "Cọc tiêu sơn đỏ bên kênh", heads[2], NEWS[2], heads[3], NEWS[3])
    assert [image.caption for image in found.images] == ["Vinapix", "Cọc tiêu sơn đỏ bên kênh"]
    assert [found.lead, *paragraphs(found)] == [
        SCENE,
        heads[0],
        NEWS[0],
        heads[1],
        NEWS[1],
        heads[2],
        NEWS[2],
        heads[3],
        NEWS[3],
    ]


def test_what_several_lines_end_on_is_a_pictures_source() -> None:
    rows = ("Ghe nhỏ chạy thử! – Ảnh dự thi Mùa nước", "Ghe lớn nằm chờ. – Ảnh dự thi Mùa nước")
    found = find(*HEAD, *NEWS[:2], rows[0], NEWS[2], rows[1], *NEWS[3:])
    assert (len(found.images), paragraphs(found)) == (2, list(NEWS))


def test_every_pattern_has_its_example() -> None:
    for name, (pattern, example) in {**lead.PATTERNS, **captions.PATTERNS}.items():
        assert re.search(pattern, example, re.I), name


def test_a_text_too_short_for_a_lead_gets_an_answer() -> None:
    page = read(text(*HEAD, NEWS[0], NEWS[1]), "file:///tin/ngan.txt")
    assert page.article is not None
    assert page.article.lead is None


@pytest.mark.parametrize(
    ("end", "byline"),
    [
        (("#sôngnước #đuaghe", "Lan Thử"), "Lan Thử"),
        (("#sôngnước#đuaghe", "Bài và ảnh: Lan Thử"), "Bài và ảnh: Lan Thử"),
        (("Lan Thử", "#sôngnước #đuaghe"), "Lan Thử"),
        (("Lan Thử", "Tin vắn", f"Chợ nổi họp lại. {SCENE}", f"Thêm bến phà. {LEAD}"), "Lan Thử"),
        (("TIN NHANH", f"● Chợ nổi họp lại: {SCENE}", f"● Thêm bến phà: {LEAD}"), None),
        ((f">> {TITLE} năm ngoái", "Ghe về lúc trời vừa sáng.", "Tin, ảnh: Lan Thử", "Tin mới hơn", f"{TITLE} năm ngoái"), "Tin, ảnh: Lan Thử"),
        (("Vũ Hải Bến", "Tin liên quan"), "Vũ Hải Bến"),  # no list knows that name
        (("Văn Hóa Xã Hội", "Tin liên quan"), None),
    ],
)  # fmt: skip
def test_the_signature_among_what_stands_below_the_text(end: tuple[str, ...], byline: str | None) -> None:
    found = find(*HEAD, *NEWS, *end)
    own = [line for line in end if line == "Ghe về lúc trời vừa sáng."]
    assert (found.byline, paragraphs(found)) == (byline, [*NEWS, *own])


def test_the_signature_below_a_table_at_the_end() -> None:
    table = ("Năm", "Số ghe", "2018", "12", "2019", "17", "2020", "21")
    found = find(*HEAD, *NEWS, *table, "Lan Thử", "Từ khóa", "đua ghe")
    assert (found.byline, paragraphs(found)) == ("Lan Thử", [*NEWS, *table])
    amid = find(
        *HEAD,
        *NEWS,
        *table,
        "Ghe ấp Giữa về nhất ba năm liền, nhưng năm nào cũng chỉ hơn ghe ấp Đông nửa thân ghe.",
        "Lan Thử",
    )
    assert (amid.byline, len(paragraphs(amid))) == ("Lan Thử", len(NEWS) + len(table) + 1)
    others = [text(f"{TITLE} lần {n}", HEAD[1], *NEWS, *table[:2], str(n), str(n + 70), "Lan Thử") for n in range(6)]
    page = Page("file:///tin/bang.txt", b"", datetime(2026, 11, 23, tzinfo=UTC), "text/plain", profile=habit(*others))
    page.text = text(*HEAD, SCENE, *table, "Lan Thử", "Từ khóa", "đua ghe")
    plain(page)  # whose newspaper prints "Năm" and "Số ghe" below every text
    assert page.article is not None and page.article.byline == "Lan Thử"
    counters = find(*HEAD, *NEWS, "Lượt xem", "120", "Hôm nay", "17", "Tổng số", "21")
    assert paragraphs(counters) == list(NEWS)


@pytest.mark.parametrize("sign", ["Rơ Bến", "RƠ BẾN"])
def test_whoever_took_the_pictures_may_sign_the_text(sign: str) -> None:
    shot = "Bà con vớt lục bình bên bến đò. Ảnh: Rơ Bến"
    assert find(*HEAD, NEWS[0], shot, *NEWS[1:], sign).byline == sign
    assert find(TITLE, "Rơ Bến - 12/10/2020 08:15", NEWS[0], shot, *NEWS[1:]).byline == "Rơ Bến"
    assert find(*HEAD, *NEWS, sign).byline is None


def test_the_newspapers_name_is_no_title_where_the_imprint_begins_with_it() -> None:
    site = "Nhật báo Vàm Sáng"
    menu = ("Trang chủ", "Thời sự", "Đời sống", "Bạn đọc")
    found = find(site, *menu, "12/10/2020 08:15", TITLE, "Chia sẻ", "Zalo", SCENE, *NEWS[1:], f"{site} – Cơ quan của Đảng bộ xã", "Giấy phép số 12/GP-TTĐT")  # fmt: skip
    assert found.title == TITLE


def test_what_a_casino_says_is_no_article_and_what_is_told_of_one_is() -> None:
    menu = ("Trang chủ", "Nổ hũ", "Bắn cá", "Khuyến mãi")
    sold = (
        "Nhà cái VAM88 uy tín số một vùng sông nước, nạp rút trong ba phút, thưởng ngay một trăm phần trăm cho người mới.",
        "Hàng nghìn người chơi đã chọn VAM88 vì kho trò chơi nổ hũ, bắn cá, tài xỉu mở cửa suốt ngày đêm và tỷ lệ trả thưởng cao.",
        "Chỉ cần bấm nút đăng ký, điền số điện thoại rồi nạp tiền là nhận được phần quà chào mừng cùng vòng quay miễn phí.",
    )  # fmt: skip
    for date in ((), ("12/10/2020 08:15",)):
        page = read(text(*menu, "Link đăng nhập nhà cái VAM88 mới nhất", *date, *sold), "file:///tin/vam88.txt")
        assert (page.article, code_of(page.reason)) == (None, Code.FOREIGN)
    told = "Công an xã bắt nhóm người lập nhà cái trên mạng, dụ bà con nạp tiền"
    assert find(*menu, told, "12/10/2020 08:15", *NEWS).title == told
    assert find(*menu, told, *NEWS).title == told


@pytest.mark.parametrize(
    "answers", [("Có", "Không"), ("Có KhôngOK",), ("Rất hài lòng", "Chưa hài lòng", "Ý kiến khác")]
)
def test_a_poll_amid_the_text_is_none_of_it_and_a_question_of_the_texts_is(answers: tuple[str, ...]) -> None:
    found = find(*HEAD, *NEWS[:3], "Bạn có muốn ghe nhỏ thi riêng không?", *answers, *NEWS[3:])
    assert (paragraphs(found), {line.rule for line in found.removed}) == (list(NEWS), {"date", "tools"})
    asked = ("- Bà có về xem hội không?", "- Có, năm nào tôi cũng về.", "Vì đâu kênh cạn?")
    assert paragraphs(find(*HEAD, *NEWS[:3], *asked, *NEWS[3:])) == [*NEWS[:3], *asked, *NEWS[3:]]


@pytest.mark.parametrize(
    ("lines", "caption", "credit"),
    [
        (["[Ảnh]", "Bà con trước bến."], "Bà con trước bến.", None),
        (["Ghe neo bên bến đò cũ. Ảnh Thử Bến"], "Ghe neo bên bến đò cũ.", "Thử Bến"),
        (["Nông dân dọn kênh trước bến đò cũ", "Ảnh: Thử Bến"], "Nông dân dọn kênh trước bến đò cũ", "Thử Bến"),
    ],
)
def test_what_stands_below_a_picture_or_ends_on_whose_it_is_is_a_caption(
    lines: list[str], caption: str, credit: str | None
) -> None:
    found = find(*HEAD, *NEWS[:4], *lines, "Ai nấy đều vui vẻ.")
    assert [(image.caption, image.credit) for image in found.images] == [(caption, credit)]
    assert paragraphs(found)[-1] == "Ai nấy đều vui vẻ."

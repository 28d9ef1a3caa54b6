"""Page texts, where shape is all there is."""

from __future__ import annotations

import pytest

from archive.article import Image
from archive.reasons import Code, Reason
from tests.pipelines.reading import PROSE, article, paragraphs, read

TEXT = f"""Vàm Sáng: Ba ấp dọn kênh đón mùa đua ghe

(VSO). {PROSE[0]}


Bà con vớt lục bình bên bến đò cũ

{PROSE[1] + " " + PROSE[2]}

{PROSE[2] + " " + PROSE[1]}

P.V

Để lại bình luận

Email của bạn sẽ không được hiển thị công khai. Các trường bắt buộc được đánh dấu *

Tên *

Trang web

Scroll to Top"""


def test_a_page_text_is_taken_apart():
    found = article(TEXT, "file:///tin.txt")
    assert found.title == "Vàm Sáng: Ba ấp dọn kênh đón mùa đua ghe"
    assert (found.source_tag, found.lead) == ("VSO", PROSE[0])
    assert found.images == [Image(None, "Bà con vớt lục bình bên bến đò cũ", after=0)]
    assert paragraphs(found) == [f"{PROSE[1]} {PROSE[2]}", f"{PROSE[2]} {PROSE[1]}"]
    assert (found.byline, found.published_at, found.language) == ("P.V", None, "vi")
    assert [line.rule for line in found.removed] == ["comment-form"] * 4 + ["nav"]


def test_with_stripping_off_every_line_comes_back():
    stripped, whole = article(TEXT, "file:///tin.txt"), article(TEXT, "file:///tin.txt", strip=False)
    assert paragraphs(whole) == [*paragraphs(stripped), *(line.text for line in stripped.removed)]


def test_words_of_a_form_stay_where_they_are_prose():
    asked = TEXT.replace(
        "P.V\n", "Trả lời: Nhà tôi góp một chiếc ghe và mười lăm ngày công, cả xóm ai cũng vậy cả thôi.\n\nP.V\n"
    )
    found = article(asked, "file:///tin.txt")
    assert paragraphs(found)[-1].startswith("Trả lời: Nhà tôi góp")


def test_of_two_titles_the_one_right_below_the_date_is_the_articles():
    rows = ("14/09/2026 08:30", "Ba ấp dọn kênh đón mùa đua ghe", "Vàm Sáng", "Chuyện bên kênh xanh")
    text = "\n\n".join([*rows, f"{PROSE[0]} {PROSE[1]}", f"{PROSE[2]} {PROSE[1]}"])
    assert article(text, "file:///tin.txt").title == rows[1]


def test_a_title_alone_is_no_article():
    assert read("Một dòng chữ", "file:///tin.txt").reason == "no text: 3 words"


TITLES = [
    "Cầu treo bản Hạ thông xe sau hai năm",
    "Trường làng nhận tủ sách từ cựu học sinh",
    "Vườn cam Thượng Lộc được mùa, được giá",
    "Đội bóng chuyền nữ vào chung kết giải huyện",
    "Giếng cổ giữa chợ được kè lại bằng đá",
    "Chợ phiên vùng cao dời sang sáng chủ nhật",
]
OTHERS = [(title, f"{PROSE[n % 3]} Đó là mùa thứ {n}.") for n, title in enumerate(TITLES)]


def test_a_list_saved_as_a_text_is_no_article():
    menu = ["Vàm Sáng", "Thời sự", "Đời sống", "Trang chủ / Đời sống"]
    listed = [line for title, text in OTHERS for line in (title, text)]
    found = read("\n\n".join([*menu, *listed]), "file:///list.txt")
    assert (found.article, str(found.reason).partition(":")[0]) == (None, "listing")
    dated = [line for title, text in OTHERS for line in (title, "12/10/2026 07:15", text)]
    assert read("\n\n".join([*menu, *dated]), "file:///list.txt").article is None
    # An article in parts, and a dated one above a list, are articles.
    parts = [line for title, text in OTHERS[:4] for line in (title, text, *PROSE)]
    assert read("\n\n".join([*menu, *parts]), "file:///list.txt").article is not None
    first = ["Ghe em xuôi mái dầm khua nước lớn", "12/10/2026 07:15", *PROSE]
    assert read("\n\n".join([*menu, *first, *listed]), "file:///list.txt").article is not None


@pytest.mark.parametrize("said", ["Kết quả tìm kiếm cho: bến đò", "Tìm thấy 6 kết quả", "6 results"])
def test_an_answer_to_a_search_is_no_article_though_each_tells_of_what_was_asked_for(said):
    listed = [line for title, text in OTHERS for line in (f"{title} bên bến đò", f"{text} Ai qua bến đò cũng biết.")]
    found = read("\n\n".join(["Vàm Sáng", said, *listed]), "file:///tim.txt")
    assert (found.article, found.reason) == (None, Reason(Code.SEARCH_RESULTS))
    nothing = ["Vàm Sáng", "Từ khóa: bến đò", "Không tìm thấy kết quả nào phù hợp với từ khóa của bạn.", "Liên hệ"]
    assert read("\n\n".join(nothing), "file:///tim.txt").article is None


def test_a_story_of_errors_is_one_by_its_long_title():
    title = "Không tìm thấy trang khi nộp hồ sơ trực tuyến, bà con cần làm gì"
    assert read("\n\n".join(["Vàm Sáng", title, *PROSE]), "file:///loi.txt").article is not None


@pytest.mark.parametrize("title", ["Không tìm thấy trang", "Kết quả tìm kiếm cho “ghe”", "Đăng nhập", "Liên hệ"])
def test_an_error_or_a_form_saved_as_a_text_is_no_article(title):
    text = "\n\n".join(["Vàm Sáng", "Thời sự", title, PROSE[0], PROSE[1]])
    assert read(text, "file:///tin.txt").article is None
    dated = text.replace(title, f"{title}\n\n12/10/2026 07:15")
    assert read(dated, "file:///tin.txt").article is not None


def test_advice_in_steps_is_no_list():
    """Each step a title and one paragraph, without a date; half of them speak of what the title says."""
    steps = [
        (
            "Rửa sạch bùn bám dưới đáy ghe",
            "Trước mùa đua, cả đội kéo ghe lên bãi và cọ từng tấm ván cho đến khi thấy màu gỗ.",
        ),
        (
            "Trét lại chai vào những khe hở nhỏ",
            "Thợ già trong ấp nấu chai với dầu rái rồi trét, để qua một đêm cho khô hẳn.",
        ),
        (
            "Chọn người cầm lái quen con nước",
            "Ghe ngo dài hai mươi sáu mét, người cầm lái phải thuộc từng khúc quanh của kênh.",
        ),
        (
            "Tập chèo đều theo tiếng còi mỗi chiều",
            "Năm mươi tay chèo ngồi hàng đôi và tập suốt một tháng trước mùa đua.",
        ),
    ]
    text = ["Bốn việc một đội ghe ngo phải làm trước mùa đua", *(line for step in steps for line in step)]
    found = read("\n\n".join(text), "file:///tin.txt")
    assert found.article is not None and found.article.title == text[0]

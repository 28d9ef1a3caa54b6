"""Phrases of chrome go where they are chrome, and stay where they are prose."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from pipelines.boilerplate import phrases
from tests.pipelines.reading import PROSE, article, page, paragraphs
from vietnamese.letters import exact

SAID = [
    "Dưới mỗi bài có ô Để lại bình luận, nhờ đó chuyện con mương hỏng tới tai xã chỉ sau một ngày.",
    "Cụ Tám thấy chữ Scroll to Top thì tưởng quảng cáo nên không dám bấm vào.",
    "Trả lời: Gia đình tôi nuôi vịt đã hai mươi năm, chưa năm nào bỏ đồng.",
    "Đường dây nóng: 0299 000 333 nhận tin báo của bà con cả ngày lẫn đêm, kể cả ngày lễ.",
    "Chia sẻ với phóng viên, anh Hai nói mùa này ghe đi chậm mà vui.",
    "Đăng ký nhận tin của xã qua điện thoại rồi, bà con không còn phải ra nhà văn hóa đọc bảng thông báo mỗi chiều.",
    "Bạn cần đăng nhập để xem lịch bơm nước của từng ấp, ông trưởng ấp viết trên tờ giấy dán trước cửa nhà.",
    "Theo dõi trang Facebook của xã, anh Hai biết lịch bơm nước sớm hơn cả loa ấp, nên sáng nào cũng mở ra xem trước khi đi đồng.",
    "Tải về mẫu đơn của xã rồi điền tại nhà, bà con ba ấp bớt được một lần ra ủy ban ngồi chờ tới lượt.",
    "Lượt xem: 1.204 ngay trong đêm đầu, nhiều nhất từ trước tới nay, ông trưởng đoàn vừa đọc sổ vừa cười.",
    "Có 70 bình luận gửi về, phần lớn hỏi bao giờ đoàn ghe quay lại vàm.",
    "Có 12 bình luận viên dự họp",
    "Đọc 3 lần",
    "Bài đọc 2",
    "Mới nhất trước nay ở vàm này là chiếc ghe mười hai chèo, đóng hết ba tháng trời.",
    "Mara Tester covers the boats with old sails each night. Reach her at the quay, the children are told, and she sings.",
    "Theo dõi mực nước trên kênh mỗi sáng, ông trưởng ấp ghi vào cuốn sổ đã dùng từ trận lụt năm ấy.",
]


@pytest.mark.parametrize("sentence", SAID)
def test_phrases_in_sentences_stay(sentence):
    found = article(page(f"<p>{sentence}</p>"))
    assert paragraphs(found) == [*PROSE, sentence]
    assert found.removed == []


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Để lại bình luận", "comment-form"),
        ("Email của bạn sẽ không được hiển thị công khai. Các trường bắt buộc được đánh dấu *", "comment-form"),
        ("Scroll to Top", "nav"),
        ("Lượt xem: 1.583", "counter"),
        ("Đã xem: 1.234 lần", "counter"),
        ("Xem: 1262 | Bình luận: 8", "counter"),
        ("Số lượt đọc: 1268 - Lượt thích: 68", "counter"),
        ("Có 70 bình luận", "counter"),
        ("12 bình luận · 3.401 lượt đọc", "counter"),
        ("(Bình luận: 16) – Đã đọc 1.328 lần", "counter"),
        ("Bài này đã được xem 1.421 lượt", "counter"),
        ("1.2k views · 14 comments", "counter"),
        ("Chia sẻ", "share"),
        ("Tin liên quan", "related"),
        ("In trang", "tools"),
        ("[Quảng cáo]", "ad"),
        ("Từ khoá: đua ghe, mùa nước", "tags"),
        ("Ghi rõ nguồn Báo Vàm Sáng khi phát hành lại thông tin từ trang này", "footer"),
        ("Tệp đính kèm: ke-hoach.pdf", "attachment"),
        ("Mời độc giả xem thêm các bài liên quan:", "related"),
        ("Hãy theo dõi Báo Vàm Sáng trên Google News để đọc tin sớm nhất.", "share"),
        ("Đánh giá bài viết: ★★★★☆ (12 lượt)", "tools"),
        ("Đang tải video...", "tools"),
        ("Tải ngay ứng dụng Báo Vàm Sáng trên App Store và Google Play.", "popup"),
        ("Đăng ký nhận bản tin cuối tuần của chúng tôi", "popup"),
        ("Báo Vàm Sáng sử dụng cookie để nhớ cỡ chữ bạn chọn; đọc tiếp là bạn đồng ý.", "popup"),
        ("Về tác giả", "author-box"),
        ("Chia sẻ: Facebook Zalo", "share"),
        ("Chia sẻFacebookZalo", "share"),
        ("Facebook Zalo In bài viết", "share"),
        ("Nhập email để nhận tin mỗi sáng từ Báo Vàm Sáng.", "popup"),
        ("Bạn cần đăng nhập để đọc tiếp và bình luận.", "popup"),
        ("Error loading player: No playable sources found", "tools"),
        ("Current Time 0:00", "tools"),
        ("Remaining Time -2:31", "tools"),
        ("Normal 0 false false false EN-US X-NONE X-NONE MicrosoftInternetExplorer4", "debris"),
        (
            "/* Style Definitions */ table.MsoNormalTable {mso-style-name:bang; font-size:10.0pt;}" + 20 * " p.x {a:b}",
            "debris",
        ),
        ("Video không thể phát được. Vui lòng thử lại sau.", "tools"),
        ("Mời bạn đọc theo dõi kênh Zalo của Báo Vàm Sáng để cập nhật tin mới.", "share"),
        ("Ý kiến phản hồi (2)", "comment-form"),
        ("Quan tâm Zalo OA Báo Vàm Sáng để nhận tin sớm nhất.", "share"),
        ("Mới nhất trước Cũ nhất trước", "tools"),
        ("00:00 / 14:32 1x Tải xuống", "tools"),
        ("- Hier à 18:32 | mis à jour à 07:10 - Temps de lecture : 2 min", "counter"),
        ("Commenter Enregistrer", "tools"),
        ("Thích 12 Chia sẻ", "share"),
        ("Xã Vàm Sáng giữ bản quyền. Ghi rõ nguồn khi phát hành lại thông tin.", "footer"),
        ("Mara Tester covers the harbour. Reach her at 555-0134.", "author-box"),
        ("Get the Courier's weekly email: sign up here.", "popup"),
        ("Inscrivez-vous gratuitement à notre lettre du matin.", "popup"),
        ("Do you have a story for us? Email the newsdesk.", "popup"),
        ("Letters may be edited for length. Send yours to the harbour office.", "footer"),
    ],
)
def test_phrases_below_the_text_go_by_name(line, rule):
    found = article(page(f"<p>{line}</p>"))
    assert paragraphs(found) == list(PROSE)
    assert [(gone.text, gone.rule) for gone in found.removed] == [(line, rule)]


def test_a_phrase_that_may_be_a_heading_stays_above_prose():
    text = "Gian hàng nào cũng treo biển, nhưng bà con vẫn quen đi hỏi giá từng nhà rồi mới mua."
    found = article(page("<p>Quảng cáo</p>", f"<p>{text}</p>").replace("<p>Quảng cáo</p>", "<h3>Bình luận</h3>"))
    assert paragraphs(found) == [*PROSE, "Bình luận", text]


def test_links_to_other_articles_go_and_links_in_sentences_stay():
    found = article(
        page(
            '<p><a href="/tin/khac-12.html">Ghe ngo Vàm Sáng hạ thủy sớm mười ngày</a></p>',
            '<p>Xem thêm: <a href="/tin/khac-13.html">Người giữ nghề đóng ghe</a></p>',
            '<p>Theo <a href="/tag/xa">ủy ban xã</a>, hội đua sẽ mở vào rằm tháng mười nếu trời không mưa lớn.</p>',
        )
    )
    assert [gone.rule for gone in found.removed] == ["related", "related"]
    assert paragraphs(found)[-1].startswith("Theo ủy ban xã, hội đua")


@pytest.mark.parametrize(
    "name", ["tin-lien-quan", "RelatedNewsBox", "box-share", "vn-related", "quangcao", "d-print-share"]
)
def test_boxes_go_by_their_class_names(name):
    box = (
        f'<div class="{name}"><b>Đọc gì hôm nay</b><ul><li><a href="/x-1.html">Một bài khác của báo</a></li></ul></div>'
    )
    found = article(page(box))
    assert paragraphs(found) == list(PROSE)
    assert len(found.removed) == 2


def test_running_text_is_kept_whatever_its_class_says():
    text = "".join(f"<p>{line}</p>" for line in PROSE)
    found = article(
        f'<html><body><h1>Ba ấp dọn kênh đón mùa</h1><div class="sidebar-content ads">{text}</div></body></html>'
    )
    assert paragraphs(found) == list(PROSE)


@pytest.mark.parametrize("name", ["twitter-tweet", "instagram-media share", "related-quote"])
def test_a_quotation_is_the_articles_whatever_it_is_called(name):
    quote = f"<blockquote class='{name}'><p>Ghe mình năm nay đóng bằng gỗ sao già.</p></blockquote>"
    after = "Câu ấy làm cả xóm cười ồ, vì gỗ sao thì ai cũng khen mà chẳng mấy ai còn."
    assert paragraphs(article(page(quote, f"<p>{after}</p>"))) == [
        *PROSE,
        "Ghe mình năm nay đóng bằng gỗ sao già.",
        after,
    ]


def test_a_picture_s_address_may_hold_spaces():
    found = article(page("<p><img src='/hinh/ghe ngo 1.jpg'></p>"))
    assert [image.url for image in found.images] == ["https://bao.example/hinh/ghe%20ngo%201.jpg"]


def test_captions_repeated_side_by_side_count_once():
    figure = '<figure><img src="/ghe.jpg"><figcaption>Đội ghe nữ tập chèo</figcaption></figure>'
    twice = figure.replace("</figcaption>", "</figcaption><figcaption>Đội ghe nữ tập chèo</figcaption>")
    found = article(page(twice))
    assert [(image.url, image.caption) for image in found.images] == [
        ("https://bao.example/ghe.jpg", "Đội ghe nữ tập chèo")
    ]
    assert [gone.rule for gone in found.removed] == ["duplicate"]


@pytest.mark.parametrize(
    "markup",
    [
        '<p><img src="/a.jpg"></p><p style="text-align:center"><em>{}</em></p>',
        '<table><tr><td><img src="/a.jpg"></td></tr><tr><td>{}</td></tr></table>',
        '<div class="wp-caption"><img src="/a.jpg"><p class="wp-caption-text">{}</p></div>',
        '<div class="imgbox"><img src="/a.jpg"><div class="chu-thich">{}</div></div>',
        '<p><img src="/a.jpg"><br><i>{}</i></p>',
    ],
)
def test_captions_are_told_from_paragraphs(markup):
    found = article(page(markup.format("Đội ghe nữ tập chèo trên kênh. Ảnh: Y THỬ")))
    assert [(i.caption, i.credit) for i in found.images] == [("Đội ghe nữ tập chèo trên kênh.", "Y THỬ")]
    assert paragraphs(found) == list(PROSE)


def test_a_poem_keeps_its_lines_and_old_pages_their_paragraphs():
    poem = "<p>Nước lên trắng bãi sau nhà<br>Con cò đứng ngóng như là chờ ai</p>"
    assert paragraphs(article(page(poem)))[-1] == "Nước lên trắng bãi sau nhà\nCon cò đứng ngóng như là chờ ai"
    old = f"<html><body><h1>Ba ấp dọn kênh đón mùa</h1><div class=content>{'<br>'.join(PROSE)}</div></body></html>"
    assert paragraphs(article(old)) == list(PROSE)


def test_a_bold_row_between_others_is_a_line_of_its_own():
    head = "Trang chủ &gt; Xóm ấp<br><font size=4><b>{}</b></font><br>(Thứ Hai, 12/10/2026 - 07:15)"
    prose = "".join(f"<p align=justify>{text}</p>" for text in PROSE)
    title = "Ba ấp dọn kênh đón mùa"
    found = article(f"<html><head><title>Báo Vàm Sáng</title></head><body><td>{head.format(title)}{prose}</td></body>")
    assert (found.title, found.published_at) == (title, "2026-10-12T07:15:00+07:00")
    assert paragraphs(found) == list(PROSE)


def test_table_rows_are_lines_in_their_place():
    table = "<table><tr><th>Ấp</th><th>Số ghe</th></tr><tr><td>Vàm</td><td>12</td></tr></table>"
    found = article(page(table, "<p>Ban tổ chức chốt danh sách đội ghe vào cuối tuần tới.</p>"))
    assert paragraphs(found)[3:] == ["Ấp | Số ghe", "Vàm | 12", "Ban tổ chức chốt danh sách đội ghe vào cuối tuần tới."]


@pytest.mark.parametrize(
    ("quote", "stays"),
    [
        ("<blockquote class=pull>ghe lớn phải neo ngoài vàm rồi chuyển hàng bằng xuồng nhỏ</blockquote>", False),
        (
            "<blockquote class=pull>ghe lớn phải neo ngoài vàm rồi chờ nước lên</blockquote>",
            True,
        ),  # stands nowhere else
        ("<p>ghe lớn phải neo ngoài vàm rồi chuyển hàng bằng xuồng nhỏ</p>", True),  # a refrain, no quotation
    ],
)
def test_a_sentence_of_the_text_that_is_printed_once_more_as_a_quotation_goes(quote: str, stays: bool) -> None:
    found = article(page(quote, f"<p>{PROSE[0]} Rồi ai về nhà nấy.</p>"))
    assert any(text.startswith("ghe lớn") for text in paragraphs(found)) is stays


@pytest.mark.parametrize(("address", "stays"), [("/up/mau-don.docx", False), ("#mau-don", True)])
def test_a_link_to_load_a_file_goes(address: str, stays: bool) -> None:
    found = article(page(f"<p><a href={address}>Tải về mẫu đơn đăng ký</a></p>"))
    assert ("Tải về mẫu đơn đăng ký" in paragraphs(found)) is stays


@pytest.mark.parametrize(
    "quote",
    [
        "<aside class=pullquote><p>{0}</p><p>{1}</p></aside>",
        "<aside class='c-quote'><p>{0}</p><p>{1}</p></aside>",
        "<blockquote><p>{0}</p><footer>{1}</footer></blockquote>",
    ],
)
def test_a_quotation_and_whose_words_it_is_stay(quote):
    told = ["“Ghe mình năm nay đóng bằng gỗ sao già.”", "Ông trưởng ấp"]
    assert paragraphs(article(page(quote.format(*told), f"<p>{PROSE[0]}.</p>")))[len(PROSE) :] == [
        *told,
        f"{PROSE[0]}.",
    ]


def test_where_every_block_is_called_a_widget_the_name_says_nothing():
    blocks = (f"<h1>{'Ba ấp dọn kênh đón mùa đua ghe'}</h1>", *(f"<p>{row} {row}</p>" for row in PROSE))
    built = "".join(f"<div class='el el-widget'><div class='el-widget-container'>{one}</div></div>" for one in blocks)
    page = (
        "<html><head><title>Ba ấp dọn kênh đón mùa đua ghe</title></head><body><div class='el'>{}</div></body></html>"
    )
    assert paragraphs(article(page.format(built))) == [f"{row} {row}" for row in PROSE]


@pytest.mark.parametrize("name", ["entry-content", "article-body", "post-body"])
def test_the_text_below_the_title_is_the_articles_though_more_is_said_elsewhere(name: str) -> None:
    title, short = "Ba ấp dọn kênh đón mùa đua ghe", "".join(f"<p>{text}</p>" for text in PROSE[:2])
    said = "".join(f"<p>Ý kiến {n}: {PROSE[n % 3]} {PROSE[(n + 1) % 3]}</p>" for n in range(14))
    found = article(
        f"<html><head><meta charset=utf-8><title>{title} - Báo Vàm Sáng</title></head><body>"
        f'<div><h1>{title}</h1><div class="article-body">{short}</div></div>'
        f'<div class=tray><h3>Góc bạn đọc</h3>{said}<div class="{name}"><p>{PROSE[2]}</p></div></div></body></html>'
    )
    assert paragraphs(found) == list(PROSE[:2])


def test_a_regex_is_tried_on_every_line_that_it_matches():
    path = Path(phrases.__file__).with_name("phrases.csv")
    rows = [row for row in csv.DictReader(path.open(encoding="utf-8", newline="")) if row["match"] == "regex"]
    regexes = [(re.compile(exact(row["phrase"])), phrases.Phrase(row["where"], row["rule"])) for row in rows]
    lines = (
        *("Báo Vàm, cơ quan của Đảng bộ tỉnh", "lan@vam.example", "▲ Tăng 12 ▼ Giảm 3 ▲ Đứng 4", "Vàm, Lesezeit: 4 min"),
        *("Mara Tester covers boats. You can reach her at 0299", "Báo Vàm giữ bản quyền. Ghi rõ nguồn", "Hay ★★★ 4/5", "٣ phút đọc"),
        *("Các tin đã đưa", "Tin đã đưa", "Những bài viết mới hơn", "(3) comments", "3 comments", "3 / 14 ›", "🔥 12,4k 🐟 3", "[ Đóng cửa sổ ]"),
        *("[Xem thêm] Ghe về vàm sớm", "Xem: 1262 | Bình luận: 8", "Never miss a boat: sign up for our newsletter", "3,4/5 - (12 bình chọn)"),
    )  # fmt: skip
    for line in map(exact, lines):
        told = next((told for regex, told in regexes if regex.match(line)), None)
        assert told is not None, line
        assert phrases.phrase(line) == told

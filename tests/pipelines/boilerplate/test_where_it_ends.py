"""Where an article ends: end tags too many, folded text, signatures, what follows them, what is printed once more."""

from __future__ import annotations

import pytest

from tests.pipelines.reading import PROSE, article, page, paragraphs, read

TITLE = "Ba ấp dọn kênh đón mùa đua ghe"
SIGNED = "<p style='text-align:right'><b>Lan Phương</b></p>"
MORE = (
    "Tới chiều, đội ghe nữ xuống nước chèo thử hai vòng, mái nhịp đều tăm tắp theo tiếng còi của ông trưởng ấp.",
    "Bà con hẹn nhau rằm tháng mười sẽ kéo hết ra vàm, nhà nào cũng gói sẵn bánh tét mang theo ăn dọc đường.",
)
TEASERS = (
    ("Cầu ván ở rạch Cạn đã có lan can", "Hai bên thành cầu được hàn lan can sắt, trẻ con đi học không còn sợ té."),
    ("Vườn nhãn đầu vàm vào mùa trái", "Năm nay nhãn được giá, ghe thương lái đậu kín bến từ lúc trời chưa sáng."),
)


def html(text: list[str] | tuple[str, ...]) -> str:
    return "".join(f"<p>{one}</p>" for one in text)


def around(inner: str) -> str:
    """A page whose article holds `inner` below its heading."""
    return (
        f"<html><head><meta charset=utf-8><title>{TITLE} - Báo Vàm Sáng</title></head><body><div class=main>"
        f'<div class="article"><h1>{TITLE}</h1>{inner}</div></div></body></html>'
    )


@pytest.mark.parametrize("end", ["</div>", "</div></div>"])
def test_end_tags_too_many_cut_no_text(end):
    found = article(around(f"<div class=content>{html(PROSE)}{end}{html(MORE)}{SIGNED}</div>"))
    assert paragraphs(found) == [*PROSE, *MORE]
    assert found.byline == "Lan Phương"


def test_a_paragraph_behind_a_signed_article_is_none_of_it():
    found = article(around(f"<div class=content>{html(PROSE)}{SIGNED}</div></div>{html(MORE[:1])}<div>"))
    assert paragraphs(found) == list(PROSE)


@pytest.mark.parametrize(
    "link", ["<a href='#them'>Xem tiếp</a>", "<a href='javascript:void(0)'>Đọc tiếp</a>", "<p><a href='#'>Xem thêm</a></p>"]
)  # fmt: skip
def test_what_a_link_unfolds_is_the_articles(link):
    rest = f"<div class='collapse readmore' id=them>{html(MORE)}</div>"
    assert paragraphs(article(around(f"<div class=content>{html(PROSE)}</div>{link}{rest}"))) == [*PROSE, *MORE]


def test_a_block_that_ends_with_the_signature_is_the_articles():
    last = f"<div class='footer-article'>{html(MORE[:1])}{SIGNED}</div>"
    found = article(around(f"<div class=content>{html(PROSE)}</div>{last}"))
    assert paragraphs(found) == [*PROSE, MORE[0]]
    assert found.byline == "Lan Phương"


@pytest.mark.parametrize(
    "tail",
    [
        "<ol>{}</ol>|<li><cite>{0}</cite> viết: <p>{1}</p></li>",
        "<div class=dg><p>Độc giả góp lời</p>{}</div>|<div class=row><div>{0}</div><div>{1}</div><div>05/10/2026 09:12</div></div>",
        "{}|<div class=b><div class=t>{0}</div><div class=s>{1} <a href='/a-1.html'>Xem chi tiết</a></div></div>",
    ],
)
def test_blocks_made_alike_below_a_signature_are_no_text(tail):
    box, item = tail.split("|")
    found = article(page(SIGNED + box.format("".join(item.format(*teaser) for teaser in TEASERS))))
    assert (paragraphs(found), found.byline) == (list(PROSE), "Lan Phương")


def test_sources_below_a_signature_stay():
    listed = "<ol><li>Niên giám thống kê của huyện, bản in năm ngoái, trang 12.</li><li>Sổ ghi mực nước của ông trưởng ấp, từ năm lụt đến nay.</li></ol>"
    assert len(paragraphs(article(page(SIGNED + listed)))) > len(PROSE)


@pytest.mark.parametrize("item", ["<div><a href='/a-{2}.html'>{0}</a><p>{1}</p></div>", "<p><a href='/a-{2}.html'>{0}</a></p><p>{1}</p>"])  # fmt: skip
def test_a_box_of_teasers_amid_the_text_goes_with_what_they_say(item):
    box = "".join(item.format(*teaser, number) for number, teaser in enumerate(TEASERS))
    assert paragraphs(article(page(f"<div class=zone7>{box}</div>{html(MORE)}"))) == [*PROSE, *MORE]


def test_the_text_once_more_in_one_piece_counts_once():
    long = [*PROSE, *MORE]
    found = article(
        around(f"<div class=content>{html(long)}{SIGNED}</div><div id=voice>{TITLE} {' '.join(long)}</div>")
    )
    assert (paragraphs(found), found.byline) == (long, "Lan Phương")


def test_a_short_signed_article_above_many_teasers_is_one():
    box = "".join(f"<div><a href='/r-{n}.html'>{a} {n}</a><p>{b}</p></div>" for n in range(4) for a, b in TEASERS)
    found = around(f"<div class=content>{html(PROSE[:2])}{SIGNED}</div><div class=o>{box}</div>")
    assert read(found).reason is None


def test_one_class_of_the_page_makes_no_error_of_a_long_text():
    text = html([*PROSE, *MORE])
    assert read(around(f"<div class=content>{text}</div>").replace("<body>", "<body class='error404'>")).reason is None


@pytest.mark.parametrize("dated", [True, False])
@pytest.mark.parametrize("signed", [True, False])
def test_news_in_brief_above_teasers_is_an_article_where_it_is_dated_or_signed(dated, signed):
    date = "<div class=d>05/10/2026 07:15</div>" if dated else ""
    box = "".join(
        f"<div><h3><a href='/r-{n}.html'>{a} {n}</a></h3><p>{b}</p></div>" for n in range(3) for a, b in TEASERS
    )
    brief = f"{date}<div class=content><p>Sáng 5-10, bà con ấp Ba dọn xong đoạn kênh cuối cùng, ghe lớn lại vào được tới tận bến chợ.</p>{SIGNED if signed else ''}</div>"
    assert (read(around(f"{brief}<div class=k>{box}</div>")).reason is None) == (dated or signed)
    assert read(around(f"{date}<div class=k>{box}</div>")).reason is not None


def test_what_is_hidden_amid_the_text_is_none_of_it():
    hidden = f"<div style='display:none'>{html(('Nội dung thuộc bản quyền của tòa soạn, không được sao chép.', MORE[1]))}</div>"
    assert paragraphs(article(page(hidden, html(MORE[:1])))) == [*PROSE, MORE[0]]


def test_the_title_above_a_copy_of_the_text_counts_once():
    copy = f"<section class=print><h1>{TITLE}</h1>{html(PROSE)}</section>"
    assert paragraphs(article(around(f"<div class=content>{html(PROSE)}</div>{copy}"))) == list(PROSE)


def test_a_box_below_the_text_that_a_name_heads_is_about_that_person():
    about = f"<div class=x><h5>Lan Phương</h5>{html(MORE[:1])}</div>"
    assert paragraphs(article(around(f"<div class=content>{html(PROSE)}</div>{about}"))) == list(PROSE)


@pytest.mark.parametrize("label", ["Bình luận", "Ý kiến bạn đọc", "Đọc bài tiếp theo", "Tin liên quan"])
@pytest.mark.parametrize("tag", ["h4", "p", "div"])
def test_a_label_right_below_the_signature_ends_the_article(label, tag):
    after = f"<{tag}>{label}</{tag}>" + "".join(f"<blockquote><b>{a}:</b> {b}</blockquote>" for a, b in TEASERS)
    found = article(page(SIGNED + after))
    assert (paragraphs(found), found.byline) == (list(PROSE), "Lan Phương")


@pytest.mark.parametrize(
    ("below", "stays"),
    [
        (("Views: 214",), False),
        (("Từ khóa bài viết:", "Thích trang của Vàm Sáng"), False),
        (("Mã bài viết: 20261005-33", "Người duyệt: ban thư ký", "Gửi tin qua Zalo"), False),
        (("(*) Tên người đã được thay",), True),
        (("Kỳ 2: Ghe về vàm",), True),
        (("Bài có dùng sổ ghi mực nước của ông trưởng ấp.",), True),
        (("Ai nghe ghe gõ mạn", "Đêm nước lớn đầy kênh", "Thì biết mùa đã tới", "Mà chèo xuống với mình"), True),
    ],
)
def test_short_labels_below_the_signature_are_none_of_the_text(below, stays):
    told = [line for line in paragraphs(article(page(SIGNED + html(below)))) if line != "Lan Phương"]
    assert told == [*PROSE, *(below if stays else ())]


@pytest.mark.parametrize("label", ["ABOUT THE AUTHOR", "Về tác giả"])
def test_a_label_of_the_author_s_box_at_the_end_is_none_of_the_text(label):
    about = html(("###", label, "Lan Phương viết về nghề đóng ghe cho Báo Vàm Sáng."))
    assert paragraphs(article(page(about))) == list(PROSE)


def test_a_row_of_buttons_in_brackets_is_none_of_the_text():
    assert paragraphs(article(page("<p>[ In trang ] [ Gửi cho bạn bè ] [ Trở lại ]</p>"))) == list(PROSE)


SAID = "".join(f"<div><b>{a}</b><p>{b}</p><span>2 giờ trước</span></div>" for a, b in TEASERS)


@pytest.mark.parametrize("label", ["Ý kiến bạn đọc (2)", "Bình luận", "2 bình luận"])
def test_comments_in_the_text_s_own_block_end_an_unsigned_article(label):
    assert paragraphs(article(page(f"<div class=yk><h4>{label}</h4>{SAID}</div>"))) == list(PROSE)


def test_a_field_s_label_amid_the_text_ends_nothing():
    assert paragraphs(article(page("<p>Email</p>", f"<div><div>{html(MORE)}</div></div>")))[-2:] == list(MORE)


def test_the_only_heading_that_is_a_name_opens_a_box_about_the_author():
    about = f"<div class=tg><h4>Lan Phương</h4><p>{MORE[0]}</p></div>"
    assert paragraphs(article(page(about))) == list(PROSE)
    heroes = f"<h4>Lan Phương</h4><p>{MORE[0]}</p><h4>Minh Hòa</h4><p>{MORE[1]}</p>"
    assert paragraphs(article(page(heroes))) == [*PROSE, "Lan Phương", MORE[0], "Minh Hòa", MORE[1]]


def test_a_box_about_the_author_above_teasers_is_none_of_the_text():
    box = "<div><h4>Lan Thử</h4><p>Lan Thử viết về nghề sông nước từ năm 2011.</p></div>"
    cards = "".join(
        f"<div><h4><a href=/{n}>Bài khác về nghề ghe số {n}</a></h4><p>{PROSE[n]}</p></div>" for n in (0, 1)
    )
    assert paragraphs(article(page(f"{box}<h3>Tin liên quan</h3>{cards}"))) == list(PROSE)


def test_rows_of_buttons_and_a_players_clock_are_no_text():
    rows = "<p>Partager <a href=//a.example>Facebook</a> <a href=//b.example>X</a></p><p>0:00 / 2:31</p>"
    rows += "<p>Từ khóa: <a href=/t/1>ghe ngo</a>, <a href=/t/2>kênh</a></p>"
    assert paragraphs(article(page(rows, f"<p>{PROSE[0][::-1]}</p>"))) == [*PROSE, PROSE[0][::-1]]


def built(*blocks, end=""):
    """A page of a builder: every line in a "widget" of its own, shorter than those that are looked at elsewhere."""
    widgets = "".join(f"<div class='el-w el-widget-{n}'><div>{block}</div></div>" for n, block in enumerate(blocks))
    return (
        f"<html><head><title>Ba ấp dọn kênh đón mùa đua ghe</title></head><body><div>{widgets}</div>{end}</body></html>"
    )


def test_a_page_whose_every_line_is_a_widget():
    heading, row = "<h1>Ba ấp dọn kênh đón mùa đua ghe</h1>", "<span>Lan Thử</span> <span>12/10/2026 07:15</span>"
    prose = [f"<p>{text}</p>" for text in PROSE]
    found = article(built(heading, row, *prose))
    assert (found.title, paragraphs(found)) == ("Ba ấp dọn kênh đón mùa đua ghe", list(PROSE))
    another = "".join(f"<p>{text[::-1]}</p>" for text in PROSE * 2)
    found = article(
        built(heading, row, *prose, end=f"<div><h1>Bài khác ở cuối trang</h1><p>11/10/2026</p>{another}</div>")
    )
    assert paragraphs(found) == list(PROSE)


def test_a_text_that_nobody_has_signed_goes_on_behind_teasers():
    box = "".join(f"<div><h3><a href='/a-{n}.html'>{a}</a></h3><p>{b}</p></div>" for n, (a, b) in enumerate(TEASERS))
    cut = f"<div class=txt>{html(PROSE)}</div><div class=zz>{box}</div><div class=txt>{html(MORE)}</div>"
    assert paragraphs(article(around(cut))) == [*PROSE, *MORE]


@pytest.mark.parametrize(
    "box",
    [
        "<div><p>Nhận bản tin mỗi sáng thứ Hai.</p><input type=email><button>Gửi</button></div>",
        "<p>Trình phát không hỗ trợ định dạng này.</p>",
        "<p>‹ 1/2 ›</p>",
        "<div>Tải ứng dụng Báo Vàm Sáng để đọc tin nhanh hơn.<a href=//a.example>Tải ngay</a></div>",
        "<div><a href=/khac.html><img src=/t.jpg><b>Giữ rừng bằng hương ước của ấp</b></a><p>Ai chặt một cây phải trồng lại mười cây.</p></div>",
        "<div><h3>Giữ rừng bằng hương ước của ấp</h3><p>Ai chặt một cây phải trồng lại mười.</p><a href=/khac.html>Đọc ngay</a></div>",
    ],
)
def test_small_boxes_amid_the_text_are_none_of_it(box):
    assert paragraphs(article(page(box, f"<p>{PROSE[0][::-1]}</p>"))) == [*PROSE, PROSE[0][::-1]]


def test_sections_that_each_end_with_a_link_are_the_articles():
    sections = [
        f"<div><h3>{title}</h3><p>{text}</p><a href=/khac-{n}.html>Xem trên bản đồ</a></div>"
        for n, (title, text) in enumerate(TEASERS)
    ]
    found = paragraphs(article(page(*sections, f"<p>{PROSE[0][::-1]}</p>")))
    assert [part for teaser in TEASERS for part in teaser] == [p for p in found if p not in (*PROSE, PROSE[0][::-1])]


def test_the_only_comment_below_an_unsigned_article():
    said = f"<div><div>Nguyễn Thị Sáu</div><div>2 ngày trước</div><div>{PROSE[0][::-1]}</div></div>"
    found = article(page(said))
    assert (found.byline, paragraphs(found)) == (None, list(PROSE))


def test_a_signature_below_a_table_of_teasers():
    cells = "".join(f"<td><a href=/{n}.html>Bài khác về nghề ghe số {n}</a></td>" for n in range(3))
    found = article(page(f"<table><tr>{cells}</tr></table><p style='text-align:right'><b>Lan Thử</b></p>"))
    assert (found.byline, paragraphs(found)) == ("Lan Thử", list(PROSE))


def test_links_behind_a_label_between_paragraphs_end_nothing():
    asides = [f"<p><em>Xem thêm: <a href=/{n}.html>Bài khác về nghề ghe số {n}</a></em></p>" for n in range(2)]
    more = [text[::-1] for text in PROSE]
    found = article(
        page(asides[0], f"<p>{more[0]}</p><p>{more[1]}</p>", asides[1], f"<p>{more[2]}</p><p>{PROSE[0]} Hết.</p>")
    )
    assert paragraphs(found) == [*PROSE, *more, f"{PROSE[0]} Hết."]


@pytest.mark.parametrize("form", ["<p><a href='/a-{0}.html'>{1}</a></p>", "<p><strong>Bài nên đọc: <a href='/a-{0}.html'>{1}</a></strong></p>", "<div class=x><a href='/a-{0}.html'>⇒ {1}</a></div>"])  # fmt: skip
def test_two_links_amid_the_text_end_it_nowhere(form):
    first, second = (form.format(n, teaser[0]) for n, teaser in enumerate(TEASERS))
    inner = f"<div class=content>{html(PROSE)}{first}{html(MORE[:1])}{second}{html(MORE[1:])}</div>"
    assert paragraphs(article(around(inner))) == [*PROSE, *MORE]


@pytest.mark.parametrize("end", ["</body>", "</body></html>", "</BODY>\n</HTML>"])
def test_a_page_goes_on_behind_the_end_of_its_body(end):
    found = article(around(f"<div class=content>{html(PROSE)}{end}{html(MORE)}{SIGNED}</div>"))
    assert (paragraphs(found), found.byline) == ([*PROSE, *MORE], "Lan Phương")


@pytest.mark.parametrize("row", ["👍 12 ❤️ 3 😮 1", "VN-Index 1.284,06 ▲ 4,2 USD 25.410", "Lưu bài In trang A- A+", "Theo dõi Báo trên Google News để không bỏ lỡ tin mới"])  # fmt: skip
def test_what_counts_and_asks_is_no_text(row):
    inner = f"<div class=content>{html(PROSE)}<div>{row}</div>{html(MORE)}</div>"
    assert paragraphs(article(around(inner))) == [*PROSE, *MORE]


OTHER = "Vườn nhãn đầu vàm vào mùa trái chín"


@pytest.mark.parametrize("title", [f"<h1>{OTHER}</h1>", f"<h2><a href=/vuon-nhan.html>{OTHER}</a></h2>"])
def test_another_article_whole_in_a_box_below_is_none_of_it(title: str) -> None:
    other = f"<div class=next>{title}{html([text[::-1] for text in (*PROSE, *MORE)])}</div>"
    assert paragraphs(article(around(f"<div class=content>{html(PROSE)}{html(MORE)}</div>{other}"))) == [*PROSE, *MORE]


@pytest.mark.parametrize("box", ["div class=hop", "div style='border:1px solid'", "section", "article", "fieldset"])
@pytest.mark.parametrize(
    "below", ["Nguyễn Thị Sáu", "14/09/2026 08:30", "Nguyễn Thị Sáu - 14/09/2026", "By Mara Tester"]
)
def test_another_article_in_a_box_within_is_none_of_it(box: str, below: str) -> None:
    other = f"<{box}><h2>{OTHER}</h2><p>{below}</p>{html([text[::-1] for text in PROSE])}</{box.split()[0]}>"
    assert paragraphs(article(around(f"<div class=content>{html(PROSE)}{html(MORE)}{other}</div>"))) == [*PROSE, *MORE]


def test_boxes_made_alike_are_sections_of_one_article() -> None:
    boxes = "".join(
        f"<div class=x><h3>{OTHER} {n}</h3><p>Nguyễn Thị Sáu</p>{html([text[::-1] for text in told])}</div>"
        for n, told in (("a", PROSE), ("b", MORE))
    )
    found = paragraphs(article(around(f"<div class=content>{html(PROSE)}{html(MORE)}{boxes}</div>")))
    assert f"{OTHER} a" in found and found[-1] == MORE[-1][::-1]


def test_a_last_section_with_a_heading_of_its_own_is_the_articles() -> None:
    last = f"<section><h2>{OTHER}</h2>{html([text[::-1] for text in (*PROSE, *MORE)])}</section>"
    found = paragraphs(article(around(f"<div class=content>{html(PROSE)}{html(MORE)}{last}</div>")))
    assert found[len(PROSE + MORE)] == OTHER and len(found) == 2 * len(PROSE + MORE) + 1

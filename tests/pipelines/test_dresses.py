"""The fields and ends of articles in further dresses of content systems; beside each kind, what must stay as it is."""

from __future__ import annotations

import pytest

from tests.pipelines.reading import PROSE, article, page, paragraphs

MENU = "<div><a href=/>Trang chủ</a> <a href=/kenh-rach>Kênh rạch</a> <a href=/ghe-doc>Ghe dọc</a></div>"


def under(line: str, **words: str) -> str:
    """A page with a line right under its heading."""
    return page(**words).replace("</h1>", f"</h1>{line}")


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("<div>Siu H'Thử</div>", "Siu H'Thử"),
        ("<div>Kpă H’Lan</div>", "Kpă H’Lan"),
        ("<div>Y Thử Niê</div>", "Y Thử Niê"),
        ("<div>Phúc Hậu</div>", "Phúc Hậu"),
        ("<div><span>Siu H'Thử</span><span>14/09/2026 07:15</span><button>Nghe</button><span>2 phút đọc</span></div>", "Siu H'Thử"),
        # places, a people, what a section may be called
        ("<div>Ea H'Leo</div>", None),
        ("<div>Krông H'Năng</div>", None),
        ("<div>Dân Tộc H'Mông</div>", None),
        ("<div>TÂM LINH</div>", None),
        ("<div>Y Tế</div>", None),
    ],
)  # fmt: skip
def test_names_of_all_peoples_under_the_heading(line, byline):
    assert article(under(line)).byline == byline


def test_who_has_taken_the_pictures_may_have_written():
    figure = "<figure><img src=/g.jpg><figcaption>Ghe về vàm. Ảnh: Phúc Hậu</figcaption></figure>"
    assert article(page(figure).replace("</h1>", "</h1><div>Phúc Hậu</div>")).byline == "Phúc Hậu"
    spoken_of = "<p>Phúc Hậu là người đóng chiếc ghe ấy, năm nay ông đã ngoài bảy mươi tuổi.</p>"
    assert article(page(spoken_of).replace("</h1>", "</h1><div>Phúc Hậu</div>")).byline is None


@pytest.mark.parametrize("last", ["Siu H'Thử", "Rơ Châm H’Lan", "Bh'riu Thử"])
def test_a_last_line_that_is_a_name_with_an_apostrophe_signs(last):
    found = article(page(f"<p>{last}</p>"))
    assert (found.byline, paragraphs(found)) == (last, list(PROSE))


def test_who_wrote_above_who_designed():
    found = article(page("<p>Bài và ảnh: Lan Thử</p><p>Thiết kế: Ba Ghe</p>"))
    assert (found.byline, paragraphs(found)) == ("Bài và ảnh: Lan Thử", list(PROSE))


ENGLISH = (
    "The ferry left the quay at six with two hundred people and eleven goats on board, as it does on fair days.",
    "Nobody had told the harbour master, who learned of it from a boy on a bicycle and ran down in his slippers.",
    "By noon the goats were grazing on the island, and the harbour master had been given a cup of tea.",
)


def english(line: str, *below: str, title: str = "Goats take the morning ferry", site: str = "The Quay Courier") -> str:
    """A page in English with a line under its heading."""
    told = "".join(f"<p>{text}</p>" for text in ENGLISH)
    return (
        f"<html lang=en><head><title>{title} | {site}</title></head><body><a href=/>{site}</a>"
        f"<div class=x><h1>{title}</h1>{line}<div class=y>{told}{''.join(below)}</div></div></body></html>"
    )


@pytest.mark.parametrize(
    ("line", "byline", "day"),
    [
        ("<p class=m>Posted by <a href=/staff/m>Mara Tester</a> on March 14, 2025 at 4:05 pm in <a href=/c>News</a> | 3 Comments</p>", "Mara Tester", "2025-03-14T16:05:00+07:00"),
        ("<p>Ditulis oleh <a href=/a>Mara Tester</a> pada 2 Oktober 2019 pukul 09.15 di <a href=/t>Tani</a> | 2 Komentar</p>", "Mara Tester", "2019-10-02"),
        ("<div><div><span>The Quay Courier</span> <span>Mara Tester</span></div><div>Published 12/04/2024</div></div>", "Mara Tester", "2024-04-12"),
        ("<div><a href=/autor/m>Mara Tester</a><span>28 November 2023, 17:20</span><span>2 min</span></div>", "Mara Tester", "2023-11-28T17:20:00+07:00"),
        ("<div><span>เผยแพร่: 4 มี.ค. 2567 14:35</span> <span>โดย: มารา เทสเตอร์</span> <span>ผู้ชม 312</span></div>", "มารา เทสเตอร์", "2024-03-04T14:35:00+07:00"),
        ("<p>วันศุกร์ที่ 3 ธันวาคม พ.ศ. 2564 เวลา 09:15 น.</p>", None, "2021-12-03"),
        ("<p>Posted by the harbour office since 1 May 2024 are all the times of the ferry, which the boy had not read.</p>", None, None),
    ],
)  # fmt: skip
def test_who_and_when_in_one_row(line, byline, day):
    found = article(english(line))
    assert (found.byline, found.published_at) == (byline, day)
    assert [text for text in paragraphs(found) if text in ENGLISH] == list(ENGLISH)
    assert len(paragraphs(found)) + bool(found.lead) == len(ENGLISH) + (day is None)


@pytest.mark.parametrize(
    ("last", "byline"),
    [("<p><em>M. T.</em></p>", "Mara Tester"), ("<p><em>J. P.</em></p>", "Mara Tester")],
)
def test_initials_below_the_text_of_whom_the_head_of_it_names(last, byline):
    found = article(english("<span class=author>Mara Tester</span>", '<div align="right">M. T.</div>'))
    assert (found.byline, paragraphs(found)) == ("Mara Tester", list(ENGLISH))


@pytest.mark.parametrize(
    ("over", "title", "section"),
    [
        ("<div>Pháp luật</div>", None, "Pháp luật"),
        ("<a href=/tag/ghe-ngo/>Ghe ngo</a>", None, "Ghe ngo"),
        ("<a href=/ve-chung-toi>Ghe ngo</a>", None, None),
        ("<p><a href=/>Trang chủ</a> &gt; <a href=/r4>Kênh đào</a> &gt; Ba ấp dọn (...)</p>", None, "Kênh đào"),
        ("<p><a href=/>Trang chủ</a> | <a href=/1>Kênh</a> | <a href=/2>Rạch</a> | <a href=/3>Ghe</a></p>", None, None),
        ("<ol><li><a href=/>Home</a></li><li><a href=/song>Sông</a></li><li><a href=/song/ghe>Ghe đua</a></li></ol>", None, "Ghe đua"),
        ("<ul><li><a href=/>Home</a></li><li><a href=/song>Sông</a></li><li><a href=/ghe>Ghe đua</a></li></ul>", None, None),
        ("<ul><li><a href=/1>Tin</a></li><li class=selected><a href=/2>Ghe đua</a></li></ul>", "Ghe đua - Ba ấp dọn kênh đón mùa đua ghe", "Ghe đua"),
        ("<ul><li><a href=/1>Tin</a></li><li class=selected><a href=/2>Ghe đua</a></li></ul>", None, None),
    ],
)  # fmt: skip
def test_sections_in_unusual_dress(over, title, section):
    source = page().replace('<div class="article">', f'<div class="article">{over}')
    source = source.replace("<title>", f"<title>{title} - ") if title else source
    assert article(source).section == section


COMMENT = "<div><b>ghe86</b><p>Hồi nhỏ tôi cũng theo ghe này, nay đọc lại mà nhớ vàm sông quá chừng.</p></div>"
SHORT = "<div><b>ghe86</b><p>Nhớ quá chừng.</p></div>"


@pytest.mark.parametrize("said", [COMMENT, SHORT])
@pytest.mark.parametrize(
    "label", ["Bình luận (2)", "2 nhận xét:", "Réagir (1)", "Komentar", "Kommentare (1)", "Comments (3)"]
)
def test_comments_in_a_box_of_their_own_are_no_text(label, said):
    tags = "<p><a href=/t/1>#ghe</a> <a href=/t/2>#kênh</a></p>"
    found = article(page(tags, f"<div class=z><div>{label}</div>{said}</div>"))
    assert (paragraphs(found), found.tags) == (list(PROSE), ["ghe", "kênh"])


def test_what_a_box_of_the_articles_own_says_stays():
    own = "<div class=z><h3>Con kênh cũ</h3><p>Con kênh ấy đào từ thời ông nội của trưởng ấp, sâu đến ngực người lớn.</p></div>"
    assert paragraphs(article(page(own)))[-2:] == ["Con kênh cũ", own[own.index("<p>") + 3 : own.index("</p>")]]


@pytest.mark.parametrize(
    "box",
    [
        "<div><h4>Vàm Sáng trên WhatsApp</h4><p>Join our WhatsApp channel and get the news of the river every day.</p></div>",
        "<p>Únete a nuestro canal de WhatsApp y recibe las noticias al instante <a href=//wa.example>AQUÍ</a></p>",
        "<div><h4>Auf dem Laufenden</h4><p>Nichts mehr verpassen: Jetzt unseren Kanal auf WhatsApp abonnieren.</p></div>",
    ],
)
def test_a_promotion_and_its_heading_amid_the_text_are_none_of_it(box):
    assert paragraphs(article(page(box, f"<p>{PROSE[0][::-1]}</p>"))) == [*PROSE, PROSE[0][::-1]]


LIST = "<div><a href=/tin-khac-1.html>Bến Đò mở lớp dạy đan lưới cho trẻ</a></div><div><a href=/tin-khac-2.html>Chợ nổi họp lại sau mùa lũ lớn</a></div>"


def test_a_heading_over_nothing_but_links_is_none_of_the_text():
    assert paragraphs(article(page(f"<div><h4>Đặc san khác</h4>{LIST}</div>"))) == list(PROSE)


def test_a_line_of_the_sites_own_below_a_list_is_none_of_the_text():
    source = page().replace("</body>", f"<div>{LIST}</div><div>Trang tin ấp Vàm Sáng, xã Gò Me</div></body>")
    assert paragraphs(article(source)) == list(PROSE)


def test_a_heading_below_that_of_a_ticker_is_the_texts():
    entry = "<article><h2>{}</h2><p>{}</p></article>"
    told = "".join(
        entry.format(name, text) for name, text in zip(("Goats on board", "A run", "Tea"), ENGLISH, strict=True)
    )
    source = f"<html lang=en><title>Live: goats on board the ferry</title><h1>Live: goats on board the ferry</h1><p>Follow our updates from the quay all day; the goats are well.</p><section>{told}</section></html>"
    assert "Goats on board" in paragraphs(article(source))


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ("<span>Bến Đò</span><a href=/g>ghe ngo</a>", "Bến Đò ghe ngo"),
        ("<span>Ghe về vàm.</span><span>Trời sập tối.</span>", "Ghe về vàm. Trời sập tối."),
        ("<i class=material-icons>schedule</i><span>Ghe về vàm lúc trời vừa sập tối.</span>", "Ghe về vàm lúc trời vừa sập tối."),
        ("<ruby>國<rp>(</rp><rt>quốc</rt><rp>)</rp></ruby> ngữ ghi trên mái ghe.", "國(quốc) ngữ ghi trên mái ghe."),
        ("<b>th</b><b>ôn</b> <i>Vàm</i>", "thôn Vàm"),
    ],
)  # fmt: skip
def test_elements_in_one_row_are_parted_where_words_are(row, text):
    assert text in paragraphs(article(page(f"<p>{row}</p>", f"<p>{PROSE[0][::-1]}</p>")))


@pytest.mark.parametrize(
    ("caption", "credit"),
    [
        ("<span>Ghe về vàm.</span><span>Lan Thử</span>", "Lan Thử"),
        ("<span>Ghe về vàm. / Vam Archive</span>", "Vam Archive"),
        ("Ghe về vàm. <em>Credit: Vam Archive</em>", "Vam Archive"),
        ("<span>Ghe về vàm.</span><span>Trời sập tối.</span>", None),
    ],
)
def test_whose_a_picture_is(caption, credit):
    found = article(page(f"<figure><img src=/g.jpg><figcaption>{caption}</figcaption></figure>")).images[0]
    assert (found.credit, (found.caption or "").startswith("Ghe về vàm.")) == (credit, True)


@pytest.mark.parametrize(
    "portrait", ["<img class=avatar src=/lan.jpg width=48>", "<img src=//x.gravatar.com/avatar/7>"]
)
def test_an_authors_portrait_is_no_picture_of_the_article(portrait):
    assert article(under(f"<div>{portrait}<p class=author>Lan Thử</p></div>")).images == []


def test_a_page_to_print_without_a_title_of_its_own():
    head = "<p>Vàm Sáng, ngày 07/06/2021, 11:42</p><h2>Ba ấp dọn kênh đón mùa đua ghe</h2>"
    source = f"<html><title>Bản in</title><body>{head}{''.join(f'<p>{text}</p>' for text in PROSE)}</body></html>"
    assert article(source).title == "Ba ấp dọn kênh đón mùa đua ghe"

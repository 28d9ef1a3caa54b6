"""The tables of evidence, and what they decide: page type, chrome by name, where a text begins and ends."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import pipelines
from pipelines.evidence import Candidate, choose, weights
from pipelines.language.title_keys import key
from tests.pipelines.reading import PROSE, article, page, paragraphs, read

MORE = (
    "Chiều đến, ba đội ghe kéo nhau ra vàm, tiếng trống thúc mái chèo vang dọc hai bờ kênh cho tới lúc trăng lên.",
    "Đội ghe ấp Giữa chèo thử ba vòng, vòng nào cũng về trước, nhưng ông trưởng ấp dặn chưa ai được mừng vội.",
)
MENU = "".join(f'<li><a href="/muc-{n}/">Chuyên mục số {n}</a></li>' for n in range(12))


def test_each_row_of_the_table_says_a_thing_once():
    with Path(pipelines.__file__).with_name("weights.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [(row["field"], row["evidence"]) for row in rows]
    assert len(names) == len(set(names))
    assert all(row["field"] and row["evidence"] and float(row["weight"]) == float(row["weight"]) for row in rows)


def test_the_heavier_evidence_wins_and_the_trail_tells_why():
    found = read(page())
    found.trail = []
    light, heavy = Candidate("a", "here", ["dated"]), Candidate("b", "there", ["heading found", "dated"])
    assert choose(found, "page_type", [light, heavy]) is heavy
    assert heavy.score == weights()["page_type"]["heading found"] + weights()["page_type"]["dated"]
    assert [c.value for c in found.trail[0].candidates] == ["b", "a"]


def test_evidence_that_the_table_does_not_know_is_an_error():
    with pytest.raises(KeyError):
        choose(read(page()), "page_type", [Candidate("a", "here", ["what nobody wrote down"])])


@pytest.mark.parametrize("sign", ['class="home blog"', 'class="page page-id-7"', 'class="archive category"'])
def test_no_class_of_body_outvotes_a_long_text(sign):
    text = page(*[f"<p>{row}</p>" for row in MORE * 8]).replace("<body>", f"<body {sign}>")
    assert article(text).title == "Ba ấp dọn kênh đón mùa đua ghe"


def test_a_title_in_the_menu_does_not_outvote_a_long_text():
    menu = f'<ul><li><a href="/muc/">Đua ghe trên kênh</a></li>{MENU}</ul>'
    text = page(*[f"<p>{row}</p>" for row in MORE * 8], title="Đua ghe trên kênh").replace("<body>", f"<body>{menu}")
    assert article(text).title == "Đua ghe trên kênh"


def test_a_contact_page_and_a_list_are_none_all_the_same():
    contact = page(title="Liên hệ").replace("<body>", f'<body class="page page-id-7"><ul>{MENU}</ul>')
    assert (read(contact).reason or "").startswith("static page")
    items = "".join(
        f'<h3><a href="/tin/{n}.html">Tin số {n} của ba ấp ven kênh</a></h3><p>{PROSE[0]}</p>' for n in range(9)
    )
    assert (
        read(f"<html><head><title>Tin tức</title></head><body><h1>Tin tức</h1>{items}</body></html>").reason or ""
    ).startswith("listing")


@pytest.mark.parametrize(
    "names",
    [
        "popup-gallery",
        "share-body",
        "print-content",
        "tab-nav",
        "right-col",
        "tool-content",
        "ad-content",
        "has-sidebar",
        "widget",
    ],
)
def test_a_text_in_a_block_of_a_wrong_name_is_read(names):
    rows = "".join(f"<p>{row}</p>" for row in [*PROSE, *MORE] * 2)
    body = (
        f"<html><head><title>Ba ấp dọn kênh</title></head><body><ul>{MENU}</ul><div><h1>Ba ấp dọn kênh đón mùa đua ghe</h1>"
        f'<div class="sapo">Mùa nước năm nay về muộn, nhưng ba ấp ven kênh vẫn chuẩn bị hội đua như mọi năm.</div>'
        f'<div class="{names}">{rows}</div></div></body></html>'
    )
    found = article(body)
    assert PROSE[0] in found.body
    assert MORE[1] in found.body


def test_long_comments_are_no_text_though_there_is_more_of_them():
    comment = "".join(
        f'<div class="item"><b>Bạn đọc {n}</b><span>{n + 2} giờ trước</span><p>{MORE[n % 2]} {PROSE[n % 3]}</p></div>'
        for n in range(12)
    )
    found = article(page(after=f'<div class="comments">{comment}</div>'))
    assert paragraphs(found) == list(PROSE)


@pytest.mark.parametrize(
    "second",
    [
        '<div class="content">{}</div>',
        '<div class="content" id="phan-2">{}</div>',
        '<div class="content after-ad">{}</div>',
        '<div class="noi-tiep">{}</div>',
        "{}",
        "<section>{}</section>",
    ],
)
def test_a_text_cut_in_two_by_an_advertisement_is_read_whole(second):
    rest = "".join(f"<p>{row}</p>" for row in MORE)
    text = page().replace(
        "</div></div>",
        '</div><div class="qc-giua-bai"><a href="/qc">Mua ngay</a></div>' + second.format(rest) + "</div>",
    )
    assert paragraphs(article(text)) == [*PROSE, *MORE]


def test_each_section_in_a_block_of_its_own_is_read():
    rows = [*PROSE, *MORE]
    sections = "".join(
        f"<section><div class=inner><h2>Chặng {n}</h2><p>{row}</p><p>{row[::-1]}.</p></div></section>"
        for n, row in enumerate(rows)
    )
    found = article(
        f"<html><head><title>Ba ấp</title></head><body><main><h1>Ba ấp dọn kênh đón mùa đua ghe</h1>{sections}</main></body></html>"
    )
    assert all(row in found.body for row in rows)
    assert "Chặng 4" in found.body


def test_a_box_about_the_author_and_a_newsletter_are_no_part_of_the_text():
    after = (
        '<div class="author-box"><p>Người viết sống ở ấp Giữa, viết về kênh rạch đã hơn mười năm nay cho nhiều tờ báo.</p></div>'
        '<form><p>Nhận tin mỗi sáng về hộp thư của bạn, không mất tiền, và ngừng bất cứ khi nào bạn muốn.</p><input type="email"></form>'
    )
    text = page().replace("</div></div>", f"</div>{after}</div>")
    assert paragraphs(article(text)) == list(PROSE)


def test_the_next_article_below_ends_the_text():
    second = (
        '<div class="article"><h1>Chợ nổi dời bến trước mùa lũ</h1><div class="date">12/10/2026 09:00</div><div class="content">'
        + "".join(f"<p>{row}</p>" for row in MORE)
        + "</div></div>"
    )
    assert paragraphs(article(page(after=second))) == list(PROSE)
    flat = second.replace('<div class="article">', "").replace("</div></div>", "</div>")
    assert paragraphs(article(page().replace("</div></div>", f"</div>{flat}</div>"))) == list(PROSE)


@pytest.mark.parametrize(
    "second",
    [
        "<p align=right><b>Lan Thử</b></p><hr><h3>Chợ nổi dời bến trước mùa lũ</h3><div>12/10/2026 09:00</div>{}",
        "<h3>Chợ nổi dời bến trước mùa lũ</h3><p class=x-7>Bến cũ cạn quá, ghe hàng xin dời ra ngoài vàm từ tuần sau.</p>{}",
    ],
)
def test_the_next_article_is_told_by_a_signature_above_it_or_by_what_follows_its_title(second):
    rows = "".join(f"<p>{row}</p>" for row in MORE)
    lead = "<p class=x-7>Mùa nước năm nay về muộn, nhưng ba ấp vẫn chuẩn bị hội đua như mọi năm.</p>"
    text = page(second.format(rows)).replace("</h1>", f"</h1>{lead}")
    assert paragraphs(article(text)) == list(PROSE)


@pytest.mark.parametrize("level", [3, 4])
def test_paragraphs_set_as_headings_are_text_though_nothing_is_named(level):
    rows = "".join(f"<h{level}>{row}</h{level}>" for row in [*PROSE, *MORE])
    menu = "".join(f"<li><a href=/{n}>Chuyện mục thứ {n}</a></li>" for n in range(8))
    body = f"<ul>{menu}</ul><div><h1>Ba ấp dọn kênh đón mùa đua ghe</h1><div>{rows}</div></div><div><p>Trụ sở: ấp Giữa, bờ bắc kênh, mở cửa từ bảy giờ sáng các ngày trong tuần.</p></div>"
    found = article(f"<html><head><title>Ba ấp dọn kênh đón mùa đua ghe</title></head><body>{body}</body></html>")
    assert paragraphs(found) == [*PROSE, *MORE]


COMMENTS = [
    ("Lan Thử", "Hồi nhỏ tôi cũng theo ghe ra vàm, đọc bài mà nhớ mùi lục bình phơi trên bờ kênh quê ngoại."),
    ("Minh Thử", "Năm ngoái ấp tôi về nhì, năm nay xin hẹn gặp lại ở vạch đích, mong trời đừng mưa."),
]


@pytest.mark.parametrize(
    "comment",
    [
        "<tr><td><b>{0}</b> (12/10/2026 08:11)<br>{1}</td></tr>",
        "<div class=x1><div class=x2>{2}</div><div><strong>{0}</strong><span>5 ngày trước</span><p>{1}</p></div></div>",
        "<div><p>{0} - 08:11, 12/10/2026</p><p>{1}</p></div>",
    ],
)
def test_comments_are_told_by_who_wrote_them_when(comment):
    told = "".join(comment.format(name, text, name[0]) for name, text in COMMENTS)
    told = f"<table>{told}</table>" if comment.startswith("<tr") else told
    found = article(page(f"<p align=right><b>Hoàng Lan Thử</b></p>{told}"))
    assert (found.byline, paragraphs(found)) == ("Hoàng Lan Thử", list(PROSE))


def test_a_chronicle_is_no_list_of_comments():
    rows = [row for n, text in enumerate(MORE, 1) for row in (f"Ngày 0{n}/10/2026", text)] + [*MORE]
    assert paragraphs(article(page(*(f"<p>{row}</p>" for row in rows)))) == [*PROSE, *rows]


@pytest.mark.parametrize("names", ["search-results", "archive search", "home page-search"])
def test_a_class_of_the_page_that_says_search_outvotes_no_article(names):
    rows = "".join(f"<p>{row}</p>" for row in MORE)
    text = page(rows).replace("<body>", f'<body class="{names}">')
    assert paragraphs(article(text)) == [*PROSE, *MORE]
    assert read(text.replace("Ba ấp dọn kênh đón mùa đua ghe", "Kết quả tìm kiếm: ghe ngo")).article is None


def test_a_front_page_of_long_teasers_is_no_article_at_an_articles_address():
    told = "".join(f"<p>{row}</p>" for row in [*PROSE, *MORE])
    heads = [
        "Ba ấp dọn kênh đón mùa đua ghe",
        "Cầu treo bản Hạ thông xe",
        "Trường làng nhận tủ sách",
        "Giếng cổ được kè lại bằng đá",
    ]
    stories = "".join(
        f"<h{2 + bool(n)}><a href='/{key(head).replace(' ', '-')}-{1200 + n}.html'>{head}</a></h{2 + bool(n)}>{told.replace('Ông', f'Ông Tư {n}')}"
        for n, head in enumerate(heads)
    )
    front = f"<html><head><title>Báo Vàm Sáng</title></head><body><div id=main>{stories}</div></body></html>"
    assert read(front, "https://bao.example/bai-da-go-khoi-trang-1001.html").article is None
    own = front.replace(
        f"<h2><a href='/{key(heads[0]).replace(' ', '-')}-1200.html'>{heads[0]}</a></h2>", f"<h2>{heads[0]}</h2>"
    )
    assert own != front and read(own, "https://bao.example/bai-1001.html").article is not None


@pytest.mark.parametrize("to, is_one", [("#chang-{}", True), ("/chang-{}.html", False)])
def test_subheadings_that_lead_to_parts_of_their_own_page_are_no_teasers(to, is_one):
    rows = "".join(
        f"<h3><a href={to.format(n)}>Chuyện ven kênh ở chặng thứ {n}</a></h3><p>{row}</p>" for n, row in enumerate(MORE)
    )
    html = f"<html><head><title>Ba ấp dọn kênh</title></head><body><h1>Ba ấp dọn kênh</h1>{rows}</body></html>"
    assert (read(html, "https://bao.example/ba-ap.html").article is not None) is is_one


def test_what_is_hidden_until_a_reader_asks_for_more_is_the_articles():
    rest = "".join(f"<p>{row}</p>" for row in [*MORE, *MORE])
    more = "<p><a href='javascript:;'>Xem tiếp</a></p><div style='display:none'>{}</div>"
    assert MORE[0] in article(page(more.format(rest))).body
    copy = "".join(f"<p>{row}</p>" for row in PROSE)
    assert paragraphs(article(page(more.format(copy)))) == list(PROSE)


def teasers(told: str) -> str:
    return "".join(
        f'<div><a href="/tin/khac-{n}.html">Chuyện ven kênh số {n} của ba ấp</a>{told.format(n)}</div>'
        for n in range(4)
    )


@pytest.mark.parametrize(
    "told",
    ["", "<p>Nước lên, chuyện thứ {} ở ấp Giữa kể rằng ghe đã hạ thủy từ hôm rằm.</p>", "<span>1{}/10/2026</span>"],
)
def test_teasers_at_the_end_of_the_text_go(told):
    found = article(page(teasers(told)))
    assert paragraphs(found) == list(PROSE)
    assert any(line.text.startswith("Chuyện ven kênh số 2 của ba ấp") for line in found.removed)


def test_cards_with_a_link_to_read_on_are_teasers():
    cards = "".join(
        f"<div><h3>Chuyện ven kênh số {n}</h3><p>{row}</p><a href=/k-{n}>Đọc tiếp</a></div>"
        for n, row in enumerate(MORE)
    )
    assert paragraphs(article(page(cards))) == list(PROSE)


def test_teasers_below_a_text_of_several_paragraphs_make_no_list_of_it():
    told = "<div>Nước lên, chuyện thứ {} ở ấp Giữa kể rằng ghe đã hạ thủy từ hôm rằm tháng bảy vừa rồi.</div>"
    assert paragraphs(article(page(f"<p>{MORE[0]}</p>", "<h4>Có thể bạn quan tâm</h4>", teasers(told) * 2)))[:4] == [
        *PROSE,
        MORE[0],
    ]


def test_numbered_headings_are_the_articles_though_they_are_links():
    steps = "".join(
        f"<h2><a href='/tu-khoa/{n}'>{n}. Dọn kênh ấp thứ {n}</a></h2><p>{row}</p>" for n, row in enumerate(MORE, 1)
    )
    assert "1. Dọn kênh ấp thứ 1" in paragraphs(article(page(steps)))


def test_a_paragraph_below_links_is_the_articles():
    links = "".join(f'<p><a href="/tin/khac-{n}.html">Chuyện ven kênh số {n} của ba ấp</a></p>' for n in range(2))
    assert paragraphs(article(page(links, f"<p>{MORE[0]}</p>"))) == [*PROSE, MORE[0]]


def test_a_copy_for_another_screen_is_read_once():
    rows = "".join(f"<p>{row}</p>" for row in MORE)
    copies = (
        f'<div class="desktop">{rows}<p>Lê Ngọc Giang</p></div><div class="mobile">{rows}<p>Lê Ngọc Giang</p></div>'
    )
    found = article(page(copies))
    assert found.body.count(MORE[0]) == 1
    assert "Lê Ngọc Giang" not in found.body
    assert found.byline == "Lê Ngọc Giang"


def test_a_refrain_is_printed_as_often_as_it_stands():
    refrain = "Ai về ấp Giữa thì về, ghe anh đã đợi bốn bề nước lên, trống khua đầu vàm cuối bến."
    found = article(page(f"<p>{refrain}</p>", f"<p>{MORE[0]}</p>", f"<p>{refrain}</p>"))
    assert found.body.count(refrain) == 2


def test_a_text_that_is_all_headings_is_a_text():
    rows = "".join(f"<h1>{row} {row}  {row}</h1>" for row in MORE)
    found = read(
        f"<html><head><title>Ba ấp</title></head><body><div><h2>Ba ấp dọn kênh đón mùa đua ghe</h2><div>{rows}</div></div></body></html>"
    ).article
    assert found is not None
    assert MORE[1] in found.body


def test_paragraphs_that_are_all_called_paywall_are_the_text():
    last = "Khuya, trăng lên khỏi ngọn gáo, ghe mới về bến, và cả ấp còn ngồi bàn chuyện hội cho tới khi gà gáy."
    rows = "".join(f'<p class="paywall">{row}</p>' for row in [*MORE, last])
    found = article(page().replace("</div></div>", f"{rows}</div></div>"))
    assert paragraphs(found) == [*PROSE, *MORE, last]


def test_a_first_paragraph_above_the_block_is_read_with_a_lead_above_it():
    body = (
        page()
        .replace(f"<p>{PROSE[0]}</p>", "")
        .replace(
            '<div class="content">',
            f'<h2>Mùa đua ghe năm nay về muộn hơn mọi năm nửa tháng</h2><div class="text"><p>{PROSE[0]}</p><div class="content">',
        )
    )
    found = article(body.replace("</div></div>", "</div></div></div>"))
    assert PROSE[0] in found.body

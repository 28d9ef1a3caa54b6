"""Which line below a picture is its caption, and which is a signature, a subheading, a verse, a table or a paragraph."""

from __future__ import annotations

import pytest

from pipelines.boilerplate.caption_evidence import FIELD, TEXTS
from pipelines.evidence import weights
from tests.pipelines.reading import PROSE, article, page, paragraphs

IMG = "<img src=/ghe.jpg width=600>"
TEXT = "Đội ghe nữ tập chèo trên kênh"
LAST = "Hội đua sẽ mở vào rằm tháng mười, bà con các xã lân cận cũng đã đăng ký đưa ghe về dự cho thêm đông vui."
MORE = f"<p>{LAST}</p>"
ROW = ("Đội ghe nữ về nhất.", "Bà con đứng kín hai bờ.")


def captions(*blocks, **fields):
    return [(image.caption, image.credit) for image in article(page(*blocks, **fields)).images]


@pytest.mark.parametrize("name", TEXTS)
def test_every_pattern_finds_its_examples(name):
    pattern, examples = TEXTS[name]
    assert all(pattern.search(text) for text in examples)
    assert not any(pattern.search(text) for text in PROSE)
    assert name in weights()[FIELD]


@pytest.mark.parametrize(
    "html",
    [
        "<figure>{0}<figcaption>{1}</figcaption></figure>",
        "<figure><figcaption>{1}</figcaption>{0}</figure>",
        "<figure>{0}<p>{1}</p></figure>",
        "<figure>{0}<figcaption><span class=caption-text>{1}</span></figcaption></figure>",
        "<div class=wp-caption>{0}<p class=wp-caption-text>{1}</p></div>",
        "<p>{0}</p><p class=PCaption style='text-align:justify'>{1}.</p>",
        "<div class=photo>{0}</div><div class=chu-thich>{1}</div>",
        "<table align=center><tr><td>{0}</td></tr><tr><td>{1}</td></tr></table>",
        "<table class=picture><tr><td>{0}<p>{1}.</p></td></tr></table>",
        "<p style='text-align:center'>{0}</p><p style='text-align:center'><em>{1}.</em></p>",
        "<center>{0}<br><i>{1}</i></center>",
        "<p align=center>{0}</p><p align=center>{1}</p>",
        "<p>{0}<br>{1}</p>",
        "<p>{0}</p><p><em>{1}.</em></p>",
        "<p>{0}</p><p>{1}</p>",
        "<p>{0}</p><p style='font-size:11px;color:#666'>{1}.</p>",
        "<p>{0}</p><p><span style='font-size: x-small'>{1}.</span></p>",
        "<div>{0}<h6>{1}</h6></div>",
        "<div>{0}<div><span style='font-style:italic'>{1}</span></div></div>",
        "<p style='text-align:center'>{0}</p><p style='text-align:center'><strong><em>{1}</em></strong></p>",
        "<figure><picture><source srcset=/ghe.webp>{0}</picture><figcaption>{1}</figcaption></figure>",
        "<figure><img src=data:image/gif;base64,R0><noscript>{0}</noscript><figcaption>{1}</figcaption></figure>",
    ],
)
def test_captions_by_whatever_means(html):
    found = captions(html.format(IMG, TEXT), MORE)
    assert [(caption.rstrip("."), credit) for caption, credit in found] == [(TEXT, None)]
    credited = captions(html.format(IMG, f"{TEXT}. Ảnh: Lan Thử").replace("Thử.", "Thử"), MORE)
    assert credited == [(f"{TEXT}.", "Lan Thử")]


@pytest.mark.parametrize(
    "html",
    [
        "<p style='text-align:right'><em>Bài, ảnh: Lan Thử</em></p>",
        "<p style='text-align:right'><strong>Lan Thử</strong></p>",
        "<p align=center><b>Lan Thử - Hoàng Minh</b></p>",
        "<p><em>Lan Thử (thực hiện)</em></p>",
        "<p align=center><em>Lan Thử</em></p>",
    ],
)
def test_a_signature_below_the_last_picture_is_no_caption(html):
    found = article(page(MORE, f"<p style='text-align:center'>{IMG}</p>", html))
    assert [image.caption for image in found.images] == [None]
    assert found.byline is not None


@pytest.mark.parametrize(
    "html",
    [
        "<p><strong>Cả xóm ra vàm</strong></p>",
        "<p style='text-align:center'><strong>Cả xóm ra vàm.</strong></p>",
        "<p style='text-align:center'><strong>Cả xóm ra vàm</strong></p>",
        "<p>1. Cả xóm ra vàm</p>",
        "<p align=center><i>Ghe em về tới vàm sông<br>Lục bình tím cả một dòng nước trôi</i></p>",
        "<h3>Cả xóm ra vàm</h3>",
        "<p>- Thưa ông, năm nay ghe tập sớm hơn mọi năm?</p>",
        "<p><strong>Phóng viên: Bà con chuẩn bị ra sao?</strong></p>",
        "<p>Ông Hai: Bà con lo từ tháng tám, nhà nào cũng góp vài ba ngày công.</p>",
        "<p>Các ấp góp ghe gồm:</p>",
        "<ul><li>Ấp Vàm góp hai ghe</li><li>Ấp Giữa góp một ghe</li></ul>",
        "<blockquote>“Ghe này do cha tôi đóng từ cái năm nước lớn, tới nay vẫn chưa phải thay tấm be nào”.</blockquote>",
        "<p style='text-align:center'><em>Ghe em về tới vàm sông<br>Lục bình tím cả một dòng nước trôi<br>Chiều nay ai đợi ai rồi</em></p>",
        "<p><em>Ghe em về tới vàm sông</em></p><p><em>Lục bình tím cả một dòng nước trôi</em></p>",
        "<p>Nhà nào cũng có người ra vàm.</p>",
    ],
)
def test_what_merely_follows_a_picture_is_no_caption(html):
    found = article(page(f"<p style='text-align:center'>{IMG}</p>", html, MORE))
    assert [image.caption for image in found.images] == [None]
    assert len(paragraphs(found)) > len(PROSE) + 1


@pytest.mark.parametrize(
    "style", ["<p style='text-align:center'>{}</p>", "<p><em>{}</em></p>", "<div align=center>{}</div>"]
)
def test_what_all_paragraphs_look_like_tells_nothing(style):
    source = page(style.format(IMG), style.format("Nhà nào cũng có người ra vàm xem."), style.format(LAST))
    for text in PROSE:
        source = source.replace(f"<p>{text}</p>", style.format(text))
    assert [image.caption for image in article(source).images] == [None]


@pytest.mark.parametrize(
    "html",
    [
        "<figure class=table><table><tr><td><p>Ấp</p></td><td><p>Ghe</p></td></tr><tr><td><p>Vàm</p></td><td><p>2</p></td></tr></table></figure>",
        "<figure class=table><table><tr><td><div>Ấp</div></td><td>Ghe</td></tr><tr><td>Vàm</td><td><div>2</div></td></tr></table></figure>",
        "<table><tr><td><p>Ấp</p></td><td><p>Ghe</p></td></tr><tr><td><p>Vàm</p></td><td><p>2</p></td></tr></table>",
    ],
)
def test_a_table_in_a_figure_is_a_table(html):
    for above in ("", f"<p>{IMG}</p>"):
        found = article(page(above, html, MORE))
        assert [image.caption for image in found.images] == [None] * bool(above)
        assert paragraphs(found)[3:] == ["Ấp | Ghe", "Vàm | 2", LAST]


def test_a_pull_quote_in_a_figure_is_a_paragraph():
    words = "Ghe này do cha tôi đóng từ cái năm nước lớn, tới nay vẫn chưa thay tấm be nào."
    for quote in (f"<blockquote><p>{words}</p></blockquote>", f"<p>{words}</p>"):
        found = article(page(f"<figure class=wp-block-pullquote>{quote}</figure>", MORE))
        assert found.images == []
        assert words in paragraphs(found)


def test_a_figure_of_two_pictures_and_a_table_of_two():
    figure = "<figure><img src=/1.jpg><img src=/2.jpg><figcaption>Ghe nữ về đích.</figcaption></figure>"
    assert captions(figure, MORE) == [(None, None), ("Ghe nữ về đích.", None)]
    row = "<table><tr><td><img src=/1.jpg></td><td><img src=/2.jpg></td></tr><tr><td>Ghe nữ</td><td>Ghe nam</td></tr></table>"
    assert captions(row, MORE) == [("Ghe nữ", None), ("Ghe nam", None)]


def test_a_credit_on_a_line_of_its_own():
    html = f"<p align=center>{IMG}</p><p align=center><em>{TEXT}.</em></p><p align=right><em>Ảnh: Lan Thử</em></p>"
    assert captions(html, MORE) == [(f"{TEXT}.", "Lan Thử")]
    assert captions(f"<figure>{IMG}<figcaption>{TEXT}. <b>Ảnh: Lan Thử</b></figcaption></figure>", MORE) == [
        (f"{TEXT}.", "Lan Thử")
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<div>{0}<div class=media-meta><span>Ảnh: Lan Thử</span><span class=media-caption>{1}</span></div></div>",
        "<figure>{0}<p>Ảnh: Lan Thử</p><p>{1}</p></figure>",
        "<figure>{0}<figcaption><p>© Lan Thử</p><p>{1}</p></figcaption></figure>",
        "<div class=h>{0}<div class=c1>Ảnh: Lan Thử</div><div class=c2>{1}</div></div>",
        "<p>{0}</p><p align=right><i>Ảnh: Lan Thử</i></p><p align=center><i>{1}</i></p>",
        "<p>{0}</p><p style='font-size:11px'>Ảnh: Lan Thử</p><p style='font-size:11px'>{1}</p>",
    ],
)
def test_a_credit_before_its_caption(html: str) -> None:
    assert captions(html.format(IMG, f"{TEXT}."), MORE) == [(f"{TEXT}.", "Lan Thử")]


@pytest.mark.parametrize("below", ["<h3>Nghề đóng ghe</h3>", "<p><b>Nghề đóng ghe</b></p>"])
def test_a_heading_below_a_credit_is_no_caption(below: str) -> None:
    found = article(page(f"<p>{IMG}</p><p>Ảnh: Lan Thử</p>", below, MORE))
    assert [(image.caption, image.credit) for image in found.images] == [(None, "Lan Thử")]
    assert "Nghề đóng ghe" in paragraphs(found)


@pytest.mark.parametrize("line", ["<small>{}</small>", "<div class=x>{}</div>", "<figcaption>{}</figcaption>"])
@pytest.mark.parametrize("credit", ["Hồ Lan Phương/BVS", "Mara Tester/AFP", "Mara Tester / Getty Images"])
def test_a_person_at_an_agency_says_whose_a_picture_is(line: str, credit: str) -> None:
    assert captions(f"<div>{IMG}{line.format(credit)}</div>", MORE) == [(None, credit)]


CARD = "<p><b>Hội đua ghe ở vàm</b></p><p>Khai mạc ngày 10/3.</p>"


@pytest.mark.parametrize(
    "card",
    [
        f"<section><a href=/hoi.html>{IMG}</a><strong>Hội đua ghe ở vàm</strong> <span>Khai mạc ngày 10/3.</span></section>",
        f"<div class=x><a href=/hoi.html>{IMG}</a>{CARD}</div>",
        f"<table><tr><td><a href=/hoi.html>{IMG}</a></td><td><a href=/hoi.html>Hội đua ghe ở vàm</a></td></tr></table>",
        f"<div>{IMG}<h4>Hội đua ghe ở vàm</h4><p>Khai mạc ngày 10/3.</p><a href=/hoi.html>Xem thêm</a></div>",
    ],
)
def test_a_card_and_its_picture_are_none_of_the_article(card: str) -> None:
    found = article(page(card, MORE))
    assert (found.images, len(paragraphs(found))) == ([], len(PROSE) + 1)


def test_a_picture_that_leads_to_its_large_copy_is_no_card() -> None:
    large = f"<div><a href=/ghe-lon.jpg>{IMG}</a><p>{TEXT}.</p></div>"
    assert captions(large, MORE) == [(f"{TEXT}.", None)]


def test_small_print_of_a_whole_text_is_no_caption() -> None:
    small = "".join(f"<p style='font-size:12px'>{text}</p>" for text in PROSE)
    body = page().replace(
        "".join(f"<p>{text}</p>" for text in PROSE), f"{small}<p>{IMG}</p>{small.replace('kênh', 'sông')}"
    )
    assert [image.caption for image in article(body).images] == [None]


def test_what_stands_with_a_caption():
    inside = f"<figure>{IMG}<figcaption>{TEXT}.<span class=copyright>Lan Thử</span></figcaption></figure>"
    assert captions(inside, MORE) == [(f"{TEXT}.", "Lan Thử")]
    assert captions(f"<p>{IMG}</p><p><small>{TEXT}.</small></p>", MORE) == [(f"{TEXT}.", None)]
    larger = f"<figure>{IMG}<a href=/g.jpg>Xem ảnh lớn</a><figcaption>{TEXT}</figcaption></figure>"
    assert captions(larger, MORE) == [(TEXT, None)]
    above = page(MORE).replace("</h1>", f"</h1><div>{IMG}<p>{TEXT}.</p></div>")
    assert [(image.caption, image.credit) for image in article(above).images] == [(f"{TEXT}.", None)]


def test_a_credit_in_an_element_of_its_own():
    for credit in ("<p class=copyright>Ảnh: Lan Thử</p>", "<p class=copyright>Photo: Lan Thử</p>"):
        assert captions(f"<figure>{IMG}<figcaption>{TEXT}</figcaption></figure>{credit}", MORE) == [(TEXT, "Lan Thử")]
    spans = (
        f"<div class=wrap>{IMG}<span class=image-caption>{TEXT}.</span><span class=image-source>Lan Thử</span></div>"
    )
    assert captions(spans, MORE) == [(f"{TEXT}.", "Lan Thử")]
    rows = f"<figure>{IMG}<figcaption><p>{TEXT}.</p><p>Chiều qua ở bến</p></figcaption></figure>"
    assert captions(rows, MORE) == [(f"{TEXT}. Chiều qua ở bến", None)]


def test_the_caption_of_a_film():
    film = "<div class=video><iframe src=//xem.example/1></iframe><div class=video-caption><p>Hội đua. Video: Lan Thử</p></div></div>"
    assert captions(film, MORE) == [("Hội đua.", "Video: Lan Thử")]
    assert captions("<iframe src=//xem.example/1></iframe>", "<p align=right><b>Lan Thử</b></p>") == []


def test_a_paragraph_that_goes_round_its_picture_is_none():
    found = article(page(f"<p>Sáng nay, <img src=/ghe.jpg align=left>ghe đã về tới vàm.</p>{MORE}"))
    assert paragraphs(found)[3] == "Sáng nay, ghe đã về tới vàm."
    assert [image.caption for image in found.images] == [None]


@pytest.mark.parametrize("side", ["align=right", "style='float:left'"])
def test_a_paragraph_that_begins_with_a_picture_at_its_side_is_none(side: str) -> None:
    found = article(page(f"<p><img src=/ghe.jpg {side}>{PROSE[0][::-1]}</p>{MORE}"))
    assert paragraphs(found)[3] == PROSE[0][::-1]


def test_alternative_text_is_no_caption_but_says_which_line_is():
    assert captions(f"<p><img src=/ghe.jpg alt='{TEXT}'></p>{MORE}") == [(None, None)]
    assert captions(f"<p><img src=/ghe.jpg alt='{TEXT}'></p><p>{TEXT}.</p>{MORE}") == [(f"{TEXT}.", None)]


@pytest.mark.parametrize("box", ["ul|li", "div|div"])
def test_a_row_of_pictures_each_with_a_line(box):
    outer, inner = box.split("|")
    row = "".join(f"<{inner}><img src=/g{n}.jpg><p>{text}</p></{inner}>" for n, text in enumerate(ROW))
    found = article(page(f"<{outer} class=rows>{row}</{outer}>"))
    assert [image.caption for image in found.images] == list(ROW)
    assert paragraphs(found) == list(PROSE)


def test_a_credited_line_in_a_heading_of_low_rank():
    assert captions(f"<div class=pic>{IMG}<h6>{TEXT}. Ảnh: Lan Thử</h6></div>", MORE) == [(f"{TEXT}.", "Lan Thử")]
    assert "Nghề đóng ghe" in paragraphs(article(page(f"<div class=pic>{IMG}</div><h4>Nghề đóng ghe</h4>", MORE)))


def test_what_stands_between_a_picture_and_its_credit_is_its_caption():
    credit = f"{IMG}<div class=x1>{TEXT}.</div><div class=x2>Ảnh: Lan Thử</div>"
    assert captions(credit, MORE) == [(f"{TEXT}.", "Lan Thử")]
    assert captions(f"{IMG}<div class=x1>{TEXT}.</div>", MORE) == [(None, None)]
    assert captions(f"<div>{IMG}<div class=x1>{TEXT}.</div></div>", MORE) == [(f"{TEXT}.", None)]


@pytest.mark.parametrize("box", ["<div>{0}<p class=cap>{1}</p></div>", "<div>{0}<p>{1}</p></div>"])
def test_the_last_of_several_captions_stands_above_a_signature(box):
    told = [*ROW, "Lò trấu đỏ lửa ba ngày liền."]
    boxes = "".join(box.format(f"<img src=/g{n}.jpg>", text) for n, text in enumerate(told))
    body = f"<html><head><meta charset=utf-8><title>Ba ấp dọn kênh đón mùa đua ghe</title></head><body><div><h1>Ba ấp dọn kênh đón mùa đua ghe</h1><span>11:11 30/04/2026</span><p class=sapo>{PROSE[0]}</p>{boxes}<p>Lan Thu</p></div></body></html>"
    assert [image.caption for image in article(body).images] == told


def test_verses_below_a_picture_are_no_caption_of_it():
    assert captions(f"{IMG}<p>Ghe em về tới vàm sông</p><p>Lục bình tím cả dòng trôi</p>", MORE) == [(None, None)]

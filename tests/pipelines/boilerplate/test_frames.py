"""What stands around a text and in its very box: columns, offers, labels of lists, comments, whose words a quotation is."""

from __future__ import annotations

import pytest

from pipelines.boilerplate.phrases import phrase
from tests.pipelines.boilerplate.test_text_kinds import LONG, TITLE, TOLD
from tests.pipelines.reading import PROSE, article, page, paragraphs, read

MENU = "<td><b>Trang chính</b><br><a href='/a'>Tin tức</a><br><a href='/b'>Văn bản</a></td>"
POLL = "<td><b>Hỏi đáp</b><br>Bạn thấy trang tin này thế nào?<br>Rất đẹp<br><b>Đăng nhập</b><br>Tên truy cập</td>"


def _found(source: str) -> list[str]:
    found = article(source)
    return [line for line in (found.lead, *paragraphs(found)) if line]


@pytest.mark.parametrize("beside", [POLL, POLL.replace("<td>", "<td width=150 valign=top>"), MENU + POLL])
def test_a_column_beside_the_text_is_none_of_it(beside):
    text = "<br><br>".join(PROSE)
    source = f"<html><head><title>{TITLE}</title></head><body><table><tr>{MENU}<td><b>{TITLE}</b><br><br>{text}</td>{beside}</tr></table></body></html>"  # fmt: skip
    assert _found(source) == list(PROSE)


def test_a_text_in_pieces_each_in_three_boxes_goes_on_behind_advertisements():
    pieces = "".join(
        f'<div class="grid"><div class="col"><div class="body body__container"><div class="inner"><p>{text}</p><p>{text[::-1]}.</p>'
        "</div></div></div><div class='col-right'></div></div><div class='row ad'></div>"
        for text in LONG
    )
    source = f"<html><head><title>{TITLE}</title></head><body><article><header><h1>{TITLE}</h1></header><div>{pieces}</div></article></body></html>"
    assert len(_found(source)) == 2 * len(LONG)


@pytest.mark.parametrize(
    "box",
    [
        "<h4>Newsletter „Heide am Morgen“</h4><p>Das Wichtigste täglich um 6 Uhr in Ihrem Postfach.</p><button>Jetzt anmelden</button>",
        "<div class=h2>THIS CONTENT IS RESERVED FOR SUBSCRIBERS ONLY</div><p>Subscribe now to read the latest news.</p>"
        "<ul><li>Unlimited digital access.</li><li>Daily puzzles.</li><li>Support local journalism.</li></ul>",
        "<h3>Đăng ký nhận bản tin</h3><p>Mỗi sáng một bản tin, gửi tới hộp thư của bạn.</p><p>Miễn phí.</p>",
        "<p>Cet article vous a plu ? Retrouvez toute l'actualité dans notre offre numérique.</p><a href='/abo'>Je m'abonne</a>",
    ],
)  # fmt: skip
def test_a_box_that_calls_upon_the_reader_is_none_of_the_text(box):
    assert _found(page(f'<div class="x1 y2">{box}</div>', f"<p>{TOLD}</p>")) == [*PROSE, TOLD]


def test_a_section_that_tells_how_to_register_is_text():
    said = (
        "Đăng ký ngay tại nhà văn hóa ấp trước ngày mười lăm.",
        "Mỗi đội đăng ký năm mươi tay dầm và hai người lái.",
    )
    section = f"<section class='s'><h3>Register by Monday</h3><p>{said[0]}</p><p>{said[1]}</p></section>"
    assert set(said) <= set(_found(page(section, f"<p>{TOLD}</p>")))


@pytest.mark.parametrize(
    ("label", "kept"),
    [
        ("<p><b>Altri articoli della cronaca</b></p>", False),
        ("<p>Những bài khác trong mục:</p>", False),
        ("<p><b>Lò Thị Thử</b></p>", True),  # who signs
    ],
)
def test_what_announces_a_list_goes_with_it(label, kept):
    links = "".join(
        f"<p>- <a href='/tin-{n}.html'>{text[:40]}</a> [2{n}.03.2011 16:20]</p>" for n, text in enumerate(LONG[:3])
    )
    found = article(page(f"<p>{TOLD}</p>", label, links))
    signed = [*paragraphs(found), found.byline or ""]
    assert [line for line in paragraphs(found) if "[" in line] == []
    assert any("Lò Thị Thử" in line for line in signed) == kept
    assert len(paragraphs(found)) <= 4 + kept


@pytest.mark.parametrize("who", ["<i>Lan Thử - 04/05/2026:</i>", "<b>Lan Thử:</b>", "Lan Thử (06/05/2026):"])
def test_comments_in_the_cell_of_the_text(who):
    said = "".join(f"<p>{who} {text}</p>" for text in LONG[:2])
    assert _found(page(f"<p>{TOLD}</p>", "<p><b>Ý kiến bạn đọc (2):</b></p>", said)) == [*PROSE, TOLD]


def test_whose_words_a_pull_quote_is_goes_with_it():
    quote = f'<div class="quote"><div class="q">“{TOLD[:-16]}”</div><div>Bà Lan Thử, trưởng trạm</div></div>'
    assert _found(page(quote, f"<p>{TOLD}</p>")) == [*PROSE, TOLD]


@pytest.mark.parametrize("role", ["North of England correspondent", "Phóng viên thường trú"])
def test_what_somebody_is_stands_above_the_text(role):
    head = f"<div><div><time datetime='2026-10-05'>5 Oct 2026</time><div><div>Ifan Tester</div><div>{role}</div></div></div></div>"
    text = "".join(f"<p>{line}</p>" for line in PROSE)
    source = f"<html><head><title>{TITLE}</title></head><body><article><div><h1>{TITLE}</h1></div>{head}<div>{text}</div></article></body></html>"
    assert _found(source) == list(PROSE)


@pytest.mark.parametrize(
    "line",
    ["- Publicidade -", "Ý kiến ( 0)", "Komentarze (2)", "あわせて読みたい", "Tin bài khác", "Các tin cùng mục:"],
)
def test_dashes_and_colons_around_a_phrase_hide_it_nowhere(line):
    assert phrase(line) is not None


@pytest.mark.parametrize("names", ["MsoHeader", "MsoFooter", "MsoNormal MsoFooter"])
def test_what_word_calls_its_paragraphs_says_nothing(names):
    assert _found(page(f'<p class="{names}">{TOLD}</p>', f"<p>{LONG[0]}</p>")) == [*PROSE, TOLD, LONG[0]]


@pytest.mark.parametrize("item", ["comment-body", "comment_content", "commentText"])
def test_comments_longer_than_the_text_are_none_of_it(item):
    said = "".join(
        f'<li class="comment"><div class="{item.replace("_", "-")}"><p>{text} {text[::-1]}.</p></div></li>'
        for text in LONG
    )
    assert _found(page(after=f'<div id="comments"><ol>{said}</ol></div>')) == list(PROSE)


def test_a_text_that_is_called_a_comment_is_one():
    text = "".join(f"<p>{line}</p>" for line in (*PROSE, *LONG))
    source = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div class='comment'>{text}</div></body></html>"
    assert _found(source) == [*PROSE, *LONG]


@pytest.mark.parametrize(
    "note",
    [
        "Diese Zusammenfassung wurde künstlich erzeugt.",
        "Tóm tắt bằng AI, tòa soạn đã đọc lại.",
        "This summary was generated by AI.",
    ],
)
def test_what_a_machine_has_summed_up_is_neither_lead_nor_text(note):
    box = (
        f"<div class='summary'><h4>Tóm lại</h4><ul><li>Bà con dọn lục bình.</li><li>{TOLD}</li></ul><p>{note}</p></div>"
    )
    text = "".join(f"<p>{line}</p>" for line in (*PROSE, *LONG))
    source = f"<html><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1>{box}<div class='text'>{text}</div></article></body></html>"
    assert _found(source) == [*PROSE, *LONG]


def test_a_part_of_the_text_that_begins_with_a_list_of_links_is_a_part():
    links = "<div class='k'><h3>Thêm</h3><a href='/1.html'><div>Ghe Vàm Sáng về nhất</div></a><a href='/2.html'><div>Thợ đẽo mái dầm</div></a></div>"
    part = "<div class='w'><div class='column'>{}</div></div>"
    text = part.format("".join(f"<p>{line}</p>" for line in PROSE)) + part.format(f"{links}<p>{TOLD}</p>")
    source = f"<html><head><title>{TITLE}</title></head><body><article><header><h1>{TITLE}</h1></header><section>{text}</section></article></body></html>"
    assert _found(source) == [*PROSE, TOLD]


def test_the_box_of_an_author_with_a_portrait_ends_the_text():
    box = '<div class="box"><img src="/a.jpg"><h4><a href="/tg/lan">Lan Thử</a></h4><p>Lan Thử thích biển và viết về những người làm nghề một mình.</p></div>'
    assert _found(page(f"<p>{TOLD}</p>", box)) == [*PROSE, TOLD]


@pytest.mark.parametrize(
    "text",
    [
        "<p>Hộ mất sổ đến xã khai một tờ đơn, không phải nộp giấy gì.</p><p>Không thu lệ phí, cũng không phải chờ ai.</p>",
        "<p>Ba giờ chiều nước lên, ghe của ấp Ba neo kín một khúc kênh dài gần cây số.</p><p>Chợ nổi họp ngay bên vách ghe cho tới tối mịt.</p>",
    ],
)
def test_a_few_sentences_on_a_page_without_links_are_an_article(text):
    assert (
        read(f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{text}</body></html>").article is not None
    )
    menu = "".join(f"<li><a href='/m{n}'>Mục {n}</a></li>" for n in range(12))
    listed = f"<html><head><title>{TITLE}</title></head><body><ul>{menu}</ul><h1>{TITLE}</h1>{text}<ul>{menu}</ul></body></html>"
    assert read(listed).article is None


def test_sentences_below_each_picture_are_the_text_though_each_is_short():
    text = "".join(
        f"<p><img src='/{n}.jpg'></p><p>{line}</p>" for n, line in enumerate((TOLD, *LONG[:0], PROSE[0][:60] + "."))
    )
    first = "Giữa phường Hai có một vườn tre rộng nửa công, cò về trắng ngọn."
    source = (
        f"<html><head><title>{TITLE}</title></head><body><div><h1>{TITLE}</h1><p>{first}</p>{text}</div></body></html>"
    )
    assert _found(source) == [first, TOLD, PROSE[0][:60] + "."]


@pytest.mark.parametrize(("last", "kept"), [("Vòng sau đá vào chiều thứ bảy.", True), ("Xem tất cả", False)])
def test_a_short_sentence_below_boxes_of_the_text_closes_it(last, kept):
    boxes = "".join(f"<div class='tab'><h3>Bảng {n}</h3><p>{line}</p></div>" for n, line in enumerate(LONG[:2]))
    source = f"<html><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1><p>{TOLD}</p><div class='tabs'>{boxes}</div><p>{last}</p></article></body></html>"
    assert (last in _found(source)) == kept


def test_an_advertisement_in_ins_is_no_text():
    assert _found(
        page("<ins class='adsbygoogle'>Mua vé máy bay giá rẻ chỉ từ 99.000 đồng</ins>", f"<p>{TOLD}</p>")
    ) == [*PROSE, TOLD]
    assert _found(page(f"<p>Giá vé <del>cũ</del> <ins>mới</ins> là ba nghìn. {TOLD}</p>"))[-1].startswith(
        "Giá vé cũ mới là"
    )

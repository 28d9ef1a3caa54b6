"""Pages of the kinds that public bug reports of other readers tell of; beside each kind, what must stay as it is."""

from __future__ import annotations

import pytest

from tests.pipelines.reading import PROSE, article, page, paragraphs

FACT = "Một chục dừa ở xứ này tính mười hai trái, có nơi tính mười bốn trái."
PHOTO = "https://bao.example/anh/ben-do.jpg"
TITLE = "Ba ấp dọn kênh đón mùa đua ghe"


def _head(value: str, name: str = "article:published_time") -> str:
    return f'<meta property="{name}" content="{value}">'


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("Tue, 10/06/2026 - 17:57", "2026-10-06T17:57:00+07:00"),
        ("Tuesday, 10/06/2026", "2026-10-06"),
        ("Monday, 11/02/2026 08:05", "2026-11-02T08:05:00+07:00"),
        ("Thứ Ba, 06/10/2026 07:15", "2026-10-06T07:15:00+07:00"),
        ("Friday, 10/06/2026", "2026-06-10"),  # neither order has this weekday
        ("10/06/2026", "2026-06-10"),
    ],
)
def test_a_weekday_tells_which_number_is_the_month(value, day):
    assert article(page(head=_head(value))).published_at == day


@pytest.mark.parametrize(
    ("picture", "address"),
    [
        (f'<figure><button aria-label="Phóng to"><img src="{PHOTO}"></button></figure>', PHOTO),
        (f"<figure><div><button><span><img src='{PHOTO}' width=900></span></button></div></figure>", PHOTO),
        (f'<figure><button><picture><source srcset="x.webp"><img src="{PHOTO}"></picture></button></figure>', PHOTO),
        (f'<p><button><img src="{PHOTO}"> Nghe bài viết</button></p>', None),
        (f'<img v-lazy="{PHOTO}" src="/spin.gif">', PHOTO),
        (f'<img data-hires="{PHOTO}" src="/anh/cho.svg">', PHOTO),
        (f'<img data-full-size="{PHOTO}" src="https://bao.example/dots.gif?v=2">', PHOTO),
        (f"""<img src="{PHOTO}" data-lazy='{{"desktop":"/d.jpg"}}'>""", PHOTO),
        ('<img src="https://bao.example/anh/xe-chay.gif" data-id="12">', "https://bao.example/anh/xe-chay.gif"),
        (f'<img src="{PHOTO}" data-thumb="/anh/nho.jpg">', PHOTO),
    ],
)
def test_where_a_picture_is_kept(picture, address):
    assert [image.url for image in article(page(picture, "<p>Chiều xuống, ghe về.</p>")).images] == [address] * bool(
        address
    )


@pytest.mark.parametrize(
    "table",
    [
        "<table><thead><tr><th>Xã</th><th>Tấn</th></tr></thead><tfoot><tr><td>Cộng</td><td>410</td></tr></tfoot>"
        "<tbody><tr><td>Vàm Sáng</td><td>250</td></tr><tr><td>Gò Me</td><td>160</td></tr></tbody></table>",
        "<table><tfoot><tr><td>Cộng<td>410</tfoot><tr><td>Xã<td>Tấn<tr><td>Vàm Sáng<td>250<tr><td>Gò Me<td>160</table>",
        "<table><tr><td>Xã</td><td>Tấn</td></tr><tr><td>Vàm Sáng</td><td>250</td></tr><tr><td>Gò Me</td><td>160</td></tr>"
        "<tfoot><tr><td>Cộng</td><td>410</td></tr></tfoot></table>",
    ],
)
def test_the_sum_of_a_table_stands_below_its_rows(table):
    rows = [line for line in paragraphs(article(page(table, f"<p>{FACT}</p>"))) if " | " in line]
    assert rows == ["Xã | Tấn", "Vàm Sáng | 250", "Gò Me | 160", "Cộng | 410"]


@pytest.mark.parametrize(
    ("piece", "kept"),
    [
        (f"<aside><p>{FACT}</p></aside>", True),
        (f'<aside class="note">{FACT}</aside>', True),
        (f"<aside><p>{FACT}</p><p>Bà con tính như vậy từ đời ông bà.</p></aside>", True),
        (f'<aside><p>{FACT} <a href="/khac.html">Đọc tiếp</a></p></aside>', False),
        (f'<aside class="related">{FACT}</aside>', False),
        (f"<aside><h4>Tin nổi bật</h4><p>{FACT}</p></aside>", False),
        (f'<aside><p>{FACT}</p><form><input type="email"></form></aside>', False),
        (f'<aside role="doc-footnote">{FACT}</aside>', True),
        (f"<blockquote class='pullquote'>{PROSE[1]}</blockquote>", False),
        (f"<blockquote>{FACT}</blockquote>", True),
    ],
)
def test_what_is_told_in_passing(piece, kept):
    found = paragraphs(article(page(piece, "<p>Đến chiều, đội ghe của ba ấp đã tập xong lượt đầu.</p>")))
    assert len(found) == 4 + kept + piece.count("<p>Bà con")
    assert (FACT in found) is kept


@pytest.mark.parametrize(
    ("last", "byline"),
    [
        ('<p align="right"><b><a href="/tac-gia/lan-thu">Nguyễn Lan Thử</a></b></p>', "Nguyễn Lan Thử"),
        ('<p><a href="/tim-kiem?q=lan">Nguyễn Lan Thử</a></p>', "Nguyễn Lan Thử"),
        ('<a class="show-more" href="javascript:;">Xem thêm</a><p align="right"><b>Nguyễn Lan Thử</b></p>', "Nguyễn Lan Thử"),
        ('<a href="#">Xem thêm</a><p align="right"><b>Nguyễn Lan Thử</b></p>', "Nguyễn Lan Thử"),
        ('<p><a href="/1.html">Nguyễn Lan Thử</a></p><p><a href="/2.html">Hội đua ghe ngày xưa</a></p>', None),
        ('<p>Xem thêm</p><p><a href="/2.html">Hội đua ghe trên kênh Vàm ngày xưa</a></p>', None),
    ],
)  # fmt: skip
def test_a_link_that_signs(last, byline):
    found = article(page(last))
    assert (found.byline, paragraphs(found)) == (byline, list(PROSE))


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("<p><em>Bài và ảnh: Nguyễn Lan Thử</em></p>", "Bài và ảnh: Nguyễn Lan Thử"),
        ('<div class="byline">Báo Vàm Sáng | Bài, ảnh: Nguyễn Lan Thử</div>', "Bài, ảnh: Nguyễn Lan Thử"),
        ('<div class="author">Nguyễn Lan Thử - <a href="mailto:a@b.example">Gửi thư</a></div>', "Nguyễn Lan Thử"),
        ("<p>Ảnh: Nguyễn Lan Thử</p>", None),
        ('<div class="author"><span>Nguyễn Lan Thử</span><span>Trưởng ban Kinh tế</span></div>', "Nguyễn Lan Thử"),
        ('<div class="author"><b>Nguyễn Lan Thử</b><b>Nhà báo</b></div>', "Nguyễn Lan Thử"),
    ],
)
def test_a_byline_below_the_heading(line, byline):
    head = '<meta property="og:site_name" content="Báo Vàm Sáng">'
    source = page(head=head).replace("</h1>", f"</h1>{line}<p>14/09/2026 08:30</p>")
    assert article(source).byline == byline


@pytest.mark.parametrize(
    ("below", "byline"),
    [
        ('<p align="right"><b><a href="/tac-gia/lan-thu">Nguyễn Lan Thử</a></b></p>', "Nguyễn Lan Thử"),
        (
            '<p style="text-align:right"><a href="https://bao.example/author/lan">Nguyễn Lan Thử</a></p>',
            "Nguyễn Lan Thử",
        ),
        ('<p align="right"><b><a href="/tin/nguyen-lan-thu-9.html">Nguyễn Lan Thử</a></b></p>', None),
    ],
)
def test_a_link_that_signs_below_the_text(below, byline):
    assert (
        article(page(after=f"{below}<div><a href='/9.html'>Hội đua ghe ngày xưa trên kênh Vàm</a></div>")).byline
        == byline
    )


def test_names_told_once_more_in_a_row_are_no_third_author():
    names = '"Lan Thử Nở","Tư Vàm Sáng","{}"'
    told = '<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{}","author":[{}]}}</script>'
    for third, byline in (
        ("Lan Thử Nở Tư Vàm Sáng", "Lan Thử Nở - Tư Vàm Sáng"),
        ("Ba Ghe Xuôi", "Lan Thử Nở - Tư Vàm Sáng - Ba Ghe Xuôi"),
    ):
        assert article(page(head=told.format(TITLE, names.format(third)))).byline == byline


@pytest.mark.parametrize(
    ("named", "printed", "title"),
    [
        (f"(3) {TITLE}", TITLE, TITLE),
        ("Báo Vàm Sáng > Đời sống > " + TITLE, TITLE, TITLE),
        ("Báo Vàm Sáng » Đời sống » " + TITLE, TITLE, TITLE),
        ("Ba ấp dọn kênh đón...", TITLE, TITLE),
        ("(1) " + TITLE, "(1) " + TITLE, "(1) " + TITLE),
        ("Giá lúa > 9.000 đồng, bà con Vàm Sáng giữ hàng", "Giá lúa > 9.000 đồng, bà con Vàm Sáng giữ hàng",
         "Giá lúa > 9.000 đồng, bà con Vàm Sáng giữ hàng"),
    ],
)  # fmt: skip
def test_what_stands_around_a_title_in_the_head(named, printed, title):
    source = page().replace(f"<title>{TITLE} - Báo Vàm Sáng", f"<title>{named.replace('>', '&gt;')}")
    source = source.replace(
        f"<h1>{TITLE}</h1>", f"<div>{printed.replace('>', '&gt;')}</div><div>14/09/2026 08:30</div>"
    )
    assert article(source).title == title


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("<div>Đánh giá bài viết: ★★★★★ (4.5/5 trong 12 lượt)</div>", False),
        ("<div>Bình chọn: 4,5/5 (12 phiếu)</div>", False),
        ("""<script>window.jq || document.write('<script src="jq.js"></script>')</script>""", False),
        ("<p>Xã chấm đội ghe ấp Ba 4,5/5 điểm, cao nhất hội đua năm nay.</p>", True),
        ("<p>...</p>", True),
        ("<p>Mọi ý kiến xin gửi về: bandoc@bao.example</p>", False),
        ("<p>Mọi thông tin đóng góp vui lòng liên hệ đường dây nóng của Báo Vàm Sáng.</p>", False),
        ("<p>Mọi ý kiến của bà con đều được xã ghi vào sổ và gửi lên tỉnh trong tuần.</p>", True),
    ],
)
def test_a_line_at_the_end(line, kept):
    assert len(paragraphs(article(page(line)))) == 3 + kept


def test_a_short_sentence_that_speaks_of_a_day_is_text():
    told = "Hồ sơ được chấp thuận ngày 16/12/2025."
    found = article(page().replace('<div class="content">', f'<div class="content"><p>{told}</p>'))
    assert told in paragraphs(found) and found.published_at is None
    dated = article(page().replace('<div class="content">', '<div class="content"><p>Ngày đăng: 16/12/2025.</p>'))
    assert dated.published_at == "2025-12-16" and paragraphs(dated) == list(PROSE)


@pytest.mark.parametrize(
    ("above", "href", "kept"),
    [
        ("Bà con có thể đọc thêm các văn bản sau:", "https://vanban.example/{}", True),
        ("Quy định nằm trong ba văn bản:", "/tep/{}.pdf", True),
        ("Bà con có thể đọc thêm các bài sau:", "/khac-{}.html", False),
        ("Bà con có thể đọc thêm các văn bản khác.", "https://vanban.example/{}", False),
    ],
)
def test_a_list_of_links_that_the_text_announces(above, href, kept):
    links = "".join(
        f'<li><a href="{href.format(n)}">Quyết định số {n} về bến đò của tỉnh</a></li>' for n in (12, 13, 14)
    )
    found = paragraphs(article(page(f"<p>{above}</p><ul>{links}</ul>", f"<p>{FACT}</p>")))
    assert [line for line in found if line.startswith("Quyết định số")] == [
        f"Quyết định số {n} về bến đò của tỉnh" for n in (12, 13, 14) if kept
    ]


@pytest.mark.parametrize("link", ['<a href="#top">', '<a href="#">', '<a name="noi-dung">'])
def test_a_link_without_an_end_takes_no_text(link):
    found = article(page().replace('<div class="content">', f'<div class="content">{link}'))
    assert paragraphs(found) == list(PROSE)


CARD = '<a href="/{0}.html">{1}<div>Hội đua ghe lần thứ {0}</div><div>Đội ghe ấp {0} về nhất sau ba vòng chèo ngược gió.</div></a>'


@pytest.mark.parametrize(
    ("picture", "count"),
    [
        ('<div><img src="/t/{0}.jpg"></div>', 3),
        ('<div class="thumb"><picture><img src="/t/{0}.jpg"></picture></div>', 2),
        ("<span><svg></svg></span>", 3),
    ],
)
def test_cards_that_are_links_as_a_whole_end_the_text(picture, count):
    cards = "".join(CARD.format(n, picture.format(n)) for n in range(2, 2 + count))
    found = article(page('<p align="right"><b>Nguyễn Lan Thử</b></p>', cards))
    assert (paragraphs(found), found.byline, found.images) == (list(PROSE), "Nguyễn Lan Thử", [])


@pytest.mark.parametrize(
    ("rule", "kept"),
    [("#x9{display:none}", False), (".x9{display:none}", False), ("@media print{#x9{display:none}}", True)],
)
def test_a_paragraph_that_a_style_sheet_hides_by_its_id(rule, kept):
    source = page(f'<p class="x9" id="x9">{FACT}</p>', "<p>Chiều xuống, ghe về.</p>", head=f"<style>{rule}</style>")
    assert (FACT in paragraphs(article(source))) is kept


@pytest.mark.parametrize(
    ("box", "pictures"),
    [
        ('<div><p>Quảng cáo</p><a href="https://x.example/"><img src="/b.gif"></a></div>', 0),
        ('<div><div>QUẢNG CÁO</div><a href="https://x.example/"><img src="/b.jpg" width="300"></a></div>', 0),
        (
            '<div><p>Quảng cáo</p></div><div><a href="/anh/to.jpg"><img src="/anh/nho.jpg"></a><p>Bến ghe chiều.</p></div>',
            1,
        ),
    ],
)
def test_the_picture_of_an_advertisement(box, pictures):
    assert len(article(page(box, "<p>Chiều xuống, ghe về.</p>")).images) == pictures


@pytest.mark.parametrize(
    ("block", "between", "kept"),
    [
        ('<aside class="cot-phu">{}</aside>', "", True),
        ('<div class="comment-body">{}</div>', "", True),
        ('<section id="post-comments-content">{}</section>', "", True),
        ('<div class="comment-list">{}</div>', '<p style="text-align:right"><b>Nguyễn Lan Thử</b></p>', False),
        ('<div class="comment-list">{}</div>', "<h4>Bình luận</h4>", False),
        ('<div class="comment-list"><b>Lan Thử</b>{}</div>', "", False),
    ],
)
def test_a_whole_text_below_its_lead_in_a_misnamed_block(block, between, kept):
    told = block.format("".join(f"<p>{text}</p>" for text in PROSE))
    source = f'<title>{TITLE}</title><div><h1>{TITLE}</h1><p class="sapo">{FACT} {FACT}</p>{between}{told}</div>'
    page_head = _head("2026-09-14T08:30:00+07:00")
    assert [text in article(page_head + source).body for text in PROSE] == [kept] * 3


@pytest.mark.parametrize(
    ("copies", "read_as"),
    [
        ('<i class="d-none d-sm-inline">thứ Sáu</i><i class="d-sm-none">T6</i>', "thứ Sáu"),
        ('<span class="md:hidden">T6</span> <span class="hidden md:inline">thứ Sáu</span>', "thứ Sáu"),
        ('<b class="hidden-xs">thứ Sáu</b><b class="visible-xs-inline">thứ Sáu</b>', "thứ Sáu"),
        ('<b class="d-sm-none">thứ Sáu</b> <b>18/9</b>', "thứ Sáu 18/9"),
    ],
)
def test_words_for_narrow_screens_beside_those_for_wide_ones(copies, read_as):
    assert paragraphs(article(page(f"<p>Ghe sẽ về tới vàm vào {copies} tuần này.</p>")))[-1] == (
        f"Ghe sẽ về tới vàm vào {read_as} tuần này."
    )


@pytest.mark.parametrize(
    ("box", "kept"),
    [
        ('<div><p>Xin ủng hộ tòa soạn bằng cách <a href="/ung-ho">góp một ly cà phê</a> mỗi tháng.</p></div>', False),
        ('<aside><p>Please consider supporting local news: <a href="/donate">make a donation</a>.</p></aside>', False),
        ('<p>Bà con mong ai có lòng xin ủng hộ báo tường của trường <a href="/ung-ho">ở đây</a>.</p>', True),
        ("<p>Bài viết này thuộc bản quyền Báo Vàm Sáng, cấm sao chép dưới mọi hình thức.</p>", False),
        ("<label>Read more</label>", False),
        ("<small>Nghe bài viết (2 phút 10 giây)</small>", False),
        ("<div>Listen to this article · 4 min</div>", False),
        ("<p>Nghe 3 tiếng còi tàu là biết ghe đã qua khỏi vàm.</p>", True),
    ],
)
def test_what_the_site_asks_amid_the_text(box, kept):
    assert len(paragraphs(article(page(box)))) == 3 + kept
    if "bản quyền" not in box:  # which stands below the text
        assert len(paragraphs(article(page(box, f"<p>{FACT}</p>")))) == 4 + kept


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        ([text[:80].rstrip(" ,") + "." for text in PROSE], 3),
        ([text[:80].rstrip(" ,.") for text in PROSE], 1),  # verses
        ([text[:80].rstrip(" ,") + "." for text in PROSE[:2]], 1),
        (["Ghe về vàm.", "Chợ đã tan.", "Đèn bờ kia tắt."], 1),
    ],
)
def test_rows_that_end_as_sentences_are_paragraphs(rows, count):
    assert len(paragraphs(article(page(f"<div>{'<br>'.join(rows)}</div>")))) == 3 + count


def test_markup_that_was_escaped_once_too_often():
    source = page().replace("<p>", "&lt;p&gt;").replace("</p>", "&lt;/p&gt;")
    assert paragraphs(article(source)) == list(PROSE)
    code = "<pre>&lt;p&gt;Một.&lt;/p&gt;&lt;p&gt;Hai.&lt;/p&gt;</pre>"
    assert paragraphs(article(page(code)))[-1] == "<p>Một.</p><p>Hai.</p>"

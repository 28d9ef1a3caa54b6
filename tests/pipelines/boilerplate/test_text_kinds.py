"""What belongs to the text and what does not, kind by kind; beside each kind, what must stay as it is."""

from __future__ import annotations

import pytest

from tests.pipelines.reading import PROSE, article, page, paragraphs, read

TITLE = "Ba ấp dọn kênh đón mùa đua ghe"
TOLD = "Tổ đội ấp Ba đã nhận thêm hai chục mái dầm mới do thợ Vàm Sáng đẽo từ gỗ mù u."
LAST = "Chiều xuống, ghe của cả ba ấp lại nối đuôi nhau về bến trong tiếng trống giục."
LONG = (
    "Mùa nước năm nay về muộn gần nửa tháng nên các đội chỉ còn hơn ba tuần để tập chèo trên khúc kênh chính.",
    "Ban tổ chức chia hai mươi đội thành bốn bảng, mỗi bảng chọn hai đội vào vòng sau bằng cách bốc thăm trước chùa.",
    "Ghe đua dài hai mươi tám thước, chở năm mươi tay dầm, mũi ghe sơn hình con thú mà phum sóc tin là mang lại may mắn.",
    "Những ai không chèo thì lo cơm nước, các má các chị nhóm bếp từ ba giờ sáng để kịp bữa cho cả đội trước lúc xuống nước.",
    "Người già trong xóm kể ngày trước không có loa, hai bờ kênh phải đánh trống bằng thân dừa mới át được tiếng reo hò.",
)


def _found(source: str) -> list[str]:
    """The lead and the paragraphs of what is read of a page."""
    found = article(source)
    lines = paragraphs(found)
    return lines if found.lead is None or found.lead in lines else [found.lead, *lines]


@pytest.mark.parametrize(
    ("piece", "kept"),
    [
        (f'<p><a href="/2026/09/mai-dam-12.html">{TOLD}</a></p>', True),
        (f'<p><strong><a href="https://bao.example/mai-dam-12.html">{TOLD}</a></strong></p>', True),
        (f'<p><a href="/mai-dam-12.html"><em>{TOLD[:-1]}!</em></a></p>', True),
        ('<p><a href="/mai-dam-12.html">Thợ Vàm Sáng đẽo mái dầm từ gỗ mù u cho mùa đua ghe năm nay</a></p>', False),
        (f'<p>Xem thêm: <a href="/mai-dam-12.html">{TOLD}</a></p>', False),
        (f'<div class="box"><img src="/t.jpg"><p><a href="/mai-dam-12.html">{TOLD}</a></p></div>', False),
        (f'<p><a href="/a-1.html">{TOLD}</a></p><p><a href="/a-2.html">{LONG[0]}</a></p>', False),
    ],
)
def test_a_paragraph_that_is_a_link_as_a_whole(piece, kept):
    found = _found(page(piece, f"<p>{LAST}</p>"))
    assert [line for line in found if line not in (TOLD, TOLD[:-1] + "!")] == [*PROSE, LAST]
    assert len(found) == 4 + kept


TERMS = "".join(f"<p>Điều {n}. {text}</p>" for n, text in enumerate(LONG * 2, 1))


@pytest.mark.parametrize(
    "box",
    [
        f'<div id="dk" class="modal fade" role="dialog"><div class="modal-body"><h4>Điều khoản</h4>{TERMS}</div></div>',
        f'<div id="dk" class="modal" tabindex="-1"><div class="modal-content">{TERMS}</div></div>',
        f'<section class="popup" role="alertdialog" aria-modal="true"><h3>Điều khoản</h3>{TERMS}</section>',
        f'<div role="dialog" class="kho"><h3>Điều khoản</h3>{TERMS}</div>',
    ],
)
def test_a_dialog_longer_than_the_text(box):
    assert _found(page(after=box)) == list(PROSE)
    assert _found(page().replace("<body>", f"<body>{box}")) == list(PROSE)


@pytest.mark.parametrize("names", ["box modal-enabled", "post has-popup lightbox-enabled", "bai popup-on"])
def test_a_box_that_only_opens_a_dialog_holds_the_text(names):
    links = "".join(f'<li><a href="/chia-se/{n}">Chia sẻ lên mạng {n}</a></li>' for n in range(12))
    text = "".join(f"<p>{line}</p>" for line in PROSE)
    source = (
        f"<html><head><title>{TITLE}</title></head><body><div>Đang đọc</div><div class='{names}'><h1>{TITLE}</h1>"
        f"<ul>{links}</ul><div>{text}</div><ul>{links}</ul></div><div><h3>Mua sắm</h3><a href='/m'>Xem hết</a></div></body></html>"
    )
    assert _found(source) == list(PROSE)


@pytest.mark.parametrize(
    "when",
    ["hace {} horas", "il y a {} heures", "vor {} Stunden", "{} ore fa", "há {} horas", "{} часа назад", "{} uur geleden",
     "{} godziny temu", "{} jam yang lalu", "{}小时前", "{}時間前"],
)  # fmt: skip
def test_comments_of_other_languages(when):
    texts = (LONG[0], LONG[2], LONG[4])
    said = "".join(
        f"<div><b>Ramiro {n}</b> <span>{when.format(n)}</span><div>{text}</div></div>"
        for n, text in enumerate(texts, 2)
    )
    found = _found(page(after=f"<h3>Comentarios</h3>{said}"))
    assert found == list(PROSE)
    told = f"Bà Tư nói: “{when.format(3)}, tôi còn ngồi đan lưới ở đầu vàm này”."
    assert told in _found(page(f"<p>{told}</p>", f"<p>{LAST}</p>"))


@pytest.mark.parametrize(
    ("first", "line"),
    [
        (f"<p><cite>(BVS)</cite>{TOLD}</p>", f"(BVS) {TOLD}"),
        (f'<p><cite class="source">(BVS)</cite> {TOLD}</p>', f"(BVS) {TOLD}"),
        (f'<p><span class="source">Vàm Sáng (BVS)</span> – {TOLD}</p>', f"Vàm Sáng (BVS) – {TOLD}"),
    ],
)
def test_the_agency_that_opens_a_sentence_is_no_line_of_its_own(first, line):
    found = _found(page(f"<p>{LAST}</p>").replace('<div class="content">', f'<div class="content">{first}'))
    assert found[0] in (line, TOLD) and found[1:] == [*PROSE, LAST]


@pytest.mark.parametrize(
    ("own", "kept"), [("id=nav_mai_dam__1", True), ("id=toc-2", True), ('class="share"', False)]
)  # fmt: skip
def test_a_heading_that_a_menu_leads_to(own, kept):
    found = _found(page(f"<h3 {own}>Mái dầm gỗ mù u</h3>", f"<p>{TOLD}</p>", f"<p>{LAST}</p>"))
    assert ("Mái dầm gỗ mù u" in found) is kept and found[-2:] == [TOLD, LAST]


def _widget(text: str) -> str:
    return (
        f'<div class="el widget widget-text"><div class="widget-box"><div class="txt"><p>{text}</p></div></div></div>'
    )


def test_a_page_built_of_widgets_but_for_its_title():
    built = "".join(
        f'<section class="sec"><div class="colm"><div class="widget-wrap">{_widget(text)}</div></div></section>'
        for text in LONG
    )
    head = f"<html><head><title>{TITLE}</title></head><body><div class='top'><h2>{TITLE}</h2><div class='meta'><p>14/09/2026 | Nguyễn Lan Thử</p></div></div>"
    assert _found(f"{head}<div class='main'>{built}</div></body></html>") == list(LONG)
    short = "".join(
        f'<div class="sec">{_widget(text)}</div>' for text in ("Dầm: gỗ mù u", "Ghe: gỗ sao", TOLD, LAST, PROSE[0])
    )
    assert _found(f"{head}<div class='main'>{short}</div></body></html>")[-3:] == [TOLD, LAST, PROSE[0]]
    beside = "".join(_widget(text) for text in LONG[:2])
    assert _found(page(after=f"<div class='right'>{beside}</div>")) == list(PROSE)


@pytest.mark.parametrize(
    "shown", ['<img src="/ghe.jpg">', '<div><video src="/ghe.mp4"></video></div>', '<p><img src="/ghe.jpg"></p>']
)
def test_the_only_paragraph_is_no_caption(shown):
    dated = '<meta property="article:published_time" content="2026-09-14T08:30:00+07:00">'
    source = page(head=dated).replace("".join(f"<p>{text}</p>" for text in PROSE), f"{shown}<p>{TOLD}</p>")
    assert _found(source) == [TOLD]


@pytest.mark.parametrize(
    ("base", "read_"), [("https://bao.example/index.php/doi-song/88-dua-ghe", True), ("https://bao.example/index.php/khac/12-mua-nuoc", False)]
)  # fmt: skip
def test_a_heading_that_leads_to_the_base_address_leads_to_its_own_page(base, read_):
    text = "".join(f"<p>{line}</p>" for line in LONG * 3)
    more = '<h5><a href="/index.php/khac/90-mai-dam">Mái dầm gỗ mù u của thợ Vàm Sáng được giá</a></h5>'
    source = (
        f"<html><head><base href='{base}'><title>{TITLE}</title></head><body><article><h2><a href='/index.php/doi-song/88-dua-ghe'>{TITLE}</a></h2>"
        f"{more}{text}</article></body></html>"
    )
    assert (read(source, "https://bao.example/dua").article is not None) or not read_


@pytest.mark.parametrize("between", ['<div class="wide"><div class="n p"><figure><img src="/ghe.jpg"><figcaption>Ghe nữ</figcaption></figure></div></div>',
                                     '<div class="slot">Quảng cáo</div>', '<div class="n p"><img src="/ghe.jpg"></div>'])  # fmt: skip
def test_a_text_in_blocks_of_which_the_first_holds_the_title(between):
    halves = [LONG[:3], LONG[3:], (TOLD, LAST)]
    blocks = ["".join(f"<p>{text}</p>" for text in half) for half in halves]
    first = f'<div class="n p"><div class="z ab"><h1>{TITLE}</h1>{blocks[0]}</div></div>'
    rest = "".join(f'{between}<div class="n p"><div class="z ab">{block}</div></div>' for block in blocks[1:])
    source = f"<html><head><title>{TITLE}</title></head><body><article><section>{first}{rest}</section></article></body></html>"
    assert _found(source) == [*LONG, TOLD, LAST]


def test_what_stands_below_a_block_with_its_title_is_not_all_its_text():
    block = f'<div class="bai"><h1>{TITLE}</h1>{"".join(f"<p>{text}</p>" for text in LONG)}</div>'
    for below in (
        f'<div class="bai"><h2><a href="/2.html">Mái dầm gỗ mù u được giá</a></h2><p>{TOLD}</p></div>',
        f'<div class="bai"><h1>Mái dầm gỗ mù u được giá</h1><p>{TOLD}</p><p>{LAST}</p></div>',
    ):
        assert _found(
            f"<html><head><title>{TITLE}</title></head><body><main>{block}{below}</main></body></html>"
        ) == list(LONG)


@pytest.mark.parametrize(
    "drawn",
    [
        "".join(f'<div style="position:absolute;top:{n}%;left:4%"><p>{text}</p></div>' for n, text in enumerate(("410", "250", "’24", "’25", "Mái dầm"))),
        "".join(f'<div class="g-aiAbs" style="top: {n}.5%; margin-top:-8px; left: 10.2%; width: 52px;"><p class="g-pstyle0">{text}</p></div>' for n, text in enumerate(("0", "60", "100", "%", "Mùa khô"))),
    ],
)  # fmt: skip
def test_the_labels_of_a_drawing(drawn):
    drawing = f'<div class="graphic"><h4>Số mái dầm bán ra</h4><div class="artboard">{drawn}</div></div>'
    found = _found(page(drawing, f"<p>{TOLD}</p>", f"<p>{LAST}</p>"))
    assert [line for line in found if line != "Số mái dầm bán ra"] == [*PROSE, TOLD, LAST]


@pytest.mark.parametrize("names", ["buoc", "step text", "doan-van"])
def test_a_paragraph_in_a_block_of_its_own_above_the_longer_ones(names):
    first = (
        f'<div class="in-buoc"><div class="{names}">Chuyện này ai ở vàm cũng biết!<br><br>{TOLD}<br><br></div></div>'
    )
    rest = f'<div class="in-buoc"><div class="{names}">Rồi sao nữa?<br><br>{"<br><br>".join(LONG)}</div></div>'
    source = f"<html><head><title>{TITLE}</title></head><body><div><h1>{TITLE}</h1></div><div>{first}{rest}</div></body></html>"
    assert _found(source) == ["Chuyện này ai ở vàm cũng biết!", TOLD, "Rồi sao nữa?", *LONG]


@pytest.mark.parametrize(
    "box",
    [
        '<div class="gate"><h2>This article is for subscribers</h2><p>Subscribe today to keep reading and get unlimited access to local news.</p>'
        '<ul><li>Unlimited articles</li><li>The daily crossword</li></ul><a href="/subscribe">Subscribe</a><p>Already a subscriber? <a href="/login">Log in</a></p></div>',
        "<div class='abo'><h3>Jetzt weiterlesen</h3><p>Testen Sie vier Wochen lang kostenlos.</p><a href='/abo'>Jetzt abonnieren</a></div>",
        "<div class='encart'><p>Cet article vous est offert. Pour lire tous nos articles, abonnez-vous à partir de 1 € le premier mois.</p><a href='/abo'>Je m'abonne</a></div>",
        "<div class='muro'><p>Suscríbete para seguir leyendo</p><ul><li>Sin anuncios</li></ul><a href='/suscripcion'>Suscribirme</a></div>",
        "<div class='tra-phi'><h4>Bài viết dành cho hội viên</h4><p>Đăng nhập để đọc tiếp bài viết này và hàng nghìn bài khác.</p><a href='/dang-nhap'>Đăng nhập</a></div>",
    ],
)  # fmt: skip
def test_a_box_that_sells_the_rest(box):
    assert _found(page(box)) == list(PROSE)
    assert _found(page(box, f"<p>{TOLD}</p>", f"<p>{LAST}</p>")) == [*PROSE, TOLD, LAST]


def test_a_box_that_tells_of_subscribers_is_text():
    told = "Báo Vàm Sáng cho biết số bạn đọc đăng ký dài hạn năm nay tăng gấp đôi so với năm trước."
    box = f'<div class="note"><h4>Người đăng ký dài hạn</h4><p>{told}</p></div>'
    assert told in _found(page(box, f"<p>{LAST}</p>"))


def test_sentences_below_the_pictures_of_a_list_are_paragraphs():
    items = "".join(
        f'<h2>{n}. Đội ấp {n}</h2><figure class="block"><img src="/{n}.jpg"></figure><p>{text}</p>'
        for n, text in enumerate(
            ("Ghe dài, tay dầm khỏe, năm nào cũng vào vòng cuối.", *LONG[:2], "Đội trẻ nhất, chèo hăng và cười to."), 1
        )
    )
    assert [line for line in _found(page(items)) if not line[0].isdigit()] == [
        *PROSE, "Ghe dài, tay dầm khỏe, năm nào cũng vào vòng cuối.", *LONG[:2], "Đội trẻ nhất, chèo hăng và cười to."
    ]  # fmt: skip


def test_a_sentence_alone_in_its_section_is_no_caption():
    items = [("1. Cá linh kho mía", "Cá đầu mùa xương còn mềm, kho lửa nhỏ tới khi nước sệt lại, ăn hoài không ngán."),
             ("2. Bánh lá dừa", "Nếp dẻo gói trong lá dừa non, ăn nguội càng thơm."),
             ("3. Chè bưởi", "Cùi bưởi giòn, nước cốt dừa béo, ăn một chén lại muốn thêm.")]  # fmt: skip
    told = "".join(
        f'<h2>{head}</h2><figure><img src="/{n}.jpg"></figure><p>{text}</p>' for n, (head, text) in enumerate(items)
    )
    assert _found(page(told))[3:] == [line for item in items for line in item]
    captioned = (
        f'<h2>{items[0][0]}</h2><figure><img src="/1.jpg"><figcaption>{items[0][1]}</figcaption></figure><p>{TOLD}</p>'
    )
    assert _found(page(captioned))[3:] == [items[0][0], TOLD]
    lone = f'<h2>{items[0][0]}</h2><p>{TOLD}</p><p align="center"><img src="/1.jpg"></p><p align="center"><i>Nồi cá kho ở Vàm Sáng</i></p><p>{LAST}</p>'
    assert _found(page(lone))[3:] == [items[0][0], TOLD, LAST]


def test_a_paragraph_called_as_the_text_is_stands_above_it_in_a_block_of_its_own():
    first = f'<article class="c1"><h1>{TITLE}</h1><div class="textpic-text"><p>{TOLD}</p></div></article>'
    rest = "".join(f"<p>{text}</p>" for text in LONG)
    second = f'<article class="c2"><div class="textpic right"><figure><img src="/a.jpg"></figure><div class="textpic-text">{rest}</div></div></article>'
    source = f"<html><head><title>{TITLE}</title></head><body><div class='col'><div class='e1'>{first}</div><div class='e2'>{second}</div></div></body></html>"
    assert _found(source) == [TOLD, *LONG]


def test_a_link_between_the_title_and_a_long_text_makes_no_excerpt_of_it():
    more = '<h5><a href="/khac/90-mai-dam">Mái dầm gỗ mù u của thợ Vàm Sáng được giá</a></h5>'
    for count, is_read in ((6, True), (1, False)):
        text = "".join(f"<p>{line} Lượt {n}.</p>" for n in range(count) for line in LONG)
        source = f"<html><head><title>{TITLE}</title></head><body><article><h2>{TITLE}</h2>{more}{text}</article></body></html>"
        assert (read(source, "https://bao.example/dua").article is not None) is is_read


@pytest.mark.parametrize(
    "opener", ["<button>{}</button>", '<button class="accordion-button collapsed"><span>{}</span></button>']
)
def test_a_heading_that_unfolds_its_text_is_a_heading(opener):
    folded = f"<h3>{opener.format('Mái dầm gỗ mù u')}</h3><div><p>{TOLD}</p></div>"
    assert _found(page(folded, f"<p>{LAST}</p>"))[3:] == ["Mái dầm gỗ mù u", TOLD, LAST]
    beside = "<h3>Mái dầm gỗ mù u <button>Chép liên kết</button></h3>"
    assert _found(page(beside, f"<p>{TOLD}</p>"))[3:] == ["Mái dầm gỗ mù u", TOLD]
    assert _found(page("<p><button>Nghe bài viết</button></p>", f"<p>{TOLD}</p>"))[3:] == [TOLD]


@pytest.mark.parametrize(
    "line",
    [
        "Never miss a story — sign up for our free daily newsletter to stay up to date on the best of what we offer.",
        "Like what you read? Subscribe to our weekly newsletter.",
        '<a href="https://t.me/zv">Подписывайтесь на «Заозёрский вестник» в Телеграме</a>',
        "Читайте нас в Дзене и ВКонтакте, там больше фотографий.",
    ],
)
def test_calls_to_subscribe_amid_the_text(line):
    assert _found(page(f"<p>{line}</p>", f"<p>{TOLD}</p>", f"<p>{LAST}</p>")) == [*PROSE, TOLD, LAST]


@pytest.mark.parametrize(
    "told",
    [
        "Une erreur dans le calcul des taxes a coûté cher à la commune, dit le maire.",
        "Found a mistake in the ledger, the auditor said, and the harbour master resigned on Monday.",
        "Нашли ошибку в расчётах моста инженеры завода, и паром снова ходит по старому пути.",
        "You read the stories of the fishermen and wonder how anybody came back that winter.",
        "To see the exhibition, register at the town hall before the end of the month.",
        "This story is only one of many that the divers tell in the bars along the quay.",
        "Il reste 30 % des habitants sans eau courante dans la vallée.",
        "La plage du nord est réservée aux abonnés du club nautique jusqu'en septembre.",
        "This text was written in 1920 by a schoolteacher who had never seen the sea.",
        "Nghe 3 già làng kể chuyện xưa",
        "Personenbezogene Daten von 3.000 Kunden lagen monatelang offen im Netz, sagt die Reederei.",
        "Mit dem Laden der Container begann die Mannschaft erst, als der Nebel sich lichtete.",
        "Entre o canal e o rio, os pescadores esperam a maré desde a madrugada.",
        "Thông tin này có hữu ích cho bà con trồng cà phê trong mùa mưa.",
        "Dapatkan informasi cuaca di posko terdekat sebelum melaut, kata nakhoda kapal.",
    ],
)
def test_sentences_that_begin_as_a_site_speaks_are_text(told):
    assert told in _found(page(f"<p>{told}</p>", f"<p>{LAST}</p>"))


def test_sentences_that_only_speak_of_a_newsletter_or_a_channel_are_text():
    for told in ("The newsletter of the harbour was printed on the ferry until the fire took the press.",
                 "В Телеграме жители спорят, сколько лодок ещё можно спасти этим летом."):  # fmt: skip
        assert told in _found(page(f"<p>{told}</p>", f"<p>{LAST}</p>"))


@pytest.mark.parametrize(
    "box",
    [
        '<div class="epic"><p>You have read this far, so please consider supporting our work from as little as £1.</p><a href="/support">Support us</a></div>',
        '<div class="x1"><h4>Freier Journalismus kostet Geld</h4><p>Schon 5 € im Monat helfen.</p><a href="/spende">Jetzt spenden</a></div>',
    ],
)
def test_a_box_that_asks_for_money(box):
    assert _found(page(box, f"<p>{TOLD}</p>", f"<p>{LAST}</p>")) == [*PROSE, TOLD, LAST]


def test_three_pictures_with_few_words_are_an_article_and_three_that_lead_on_are_none():
    told = (
        ("Hoa ban", "Ban nở trắng hai bên dốc, ai đi nương về cũng cài một nhành."),
        ("Hoa mận", "Mận nở sớm hơn, chỉ độ mười ngày là hết hoa, chỉ còn lá non."),
        ("Hoa sở", "Rừng sở đầy ong, mật thu ở đây rất thơm."),
    )
    own = "".join(
        f'<div class="slide"><img src="/{n}.jpg"><h3>{head}</h3><p>{text}</p></div>'
        for n, (head, text) in enumerate(told)
    )
    led = "".join(
        f'<div class="slide"><a href="/{n}.html"><img src="/{n}.jpg"></a><h3><a href="/{n}.html">{head} năm nay nở sớm</a></h3><p>{text}</p></div>'
        for n, (head, text) in enumerate(told)
    )
    for slides, is_read in ((own, True), (led, False)):
        source = f"<html><head><title>Ba mùa hoa trên đất Khe Mon</title></head><body><h1>Ba mùa hoa trên đất Khe Mon</h1><div>{slides}</div></body></html>"
        assert (read(source).article is not None) is is_read

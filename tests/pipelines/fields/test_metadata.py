"""Fields: from evidence on the page, and none made up."""

from __future__ import annotations

import pytest

from pipelines.rules import Rules, RuleSet
from tests.pipelines.reading import PROSE, article, page, paragraphs

TITLE = "Ba ấp dọn kênh đón mùa đua ghe"


@pytest.mark.parametrize(
    ("printed", "head"),
    [
        (f"{TITLE} | Báo Vàm Sáng", ""),
        (f"{TITLE} - Xã hội - Báo Vàm Sáng", '<meta property="article:section" content="Xã hội">'),
        (f"{TITLE} » VamSang.vn", ""),
        (f"{TITLE} – Tin Miệt Vườn", '<meta property="og:site_name" content="Tin Miệt Vườn">'),
    ],
)
def test_the_site_and_the_section_are_cut_off_a_title(printed, head):
    text = "".join(f"<p>{line}</p>" for line in PROSE)
    found = article(
        f"<html><head><title>{printed}</title>{head}</head><body><div class=entry-content>{text}</div></body></html>"
    )
    assert found.title == TITLE


def test_a_dash_of_its_own_stays_in_a_title():
    title = "Cần Thơ - Hậu Giang: cầu mới nối đôi bờ"
    assert article(page(title=title)).title == title


def test_the_heading_is_the_title_where_the_head_names_only_the_site():
    source = page().replace(
        f"<title>{TITLE} - Báo Vàm Sáng</title>", "<title>Trang chủ - Cổng thông tin điện tử</title>"
    )
    assert article(source).title == TITLE


def test_a_head_copied_from_another_article_is_not_believed():
    head = (
        '<meta property="og:title" content="Nhà máy đường vào vụ ép mới"><link rel="canonical" href="https://bao.example/duong">'
        '<meta property="article:published_time" content="2019-01-02T03:04:05+07:00"><meta name="keywords" content="mía">'
    )
    source = page(head=head).replace(f"<title>{TITLE}", "<title>Nhà máy đường vào vụ ép mới")
    found = article(source)
    assert found.title == TITLE
    assert (found.published_at, found.tags) == (None, [])
    assert found.url == "https://bao.example/tin/bai-viet.html"


def test_a_clock_a_sidebar_and_the_moment_of_fetching_are_no_dates():
    chrome = (
        "<div class=top><span class=date>Thứ Hai, 23/11/2026 19:05</span><ul class=menu><li><a href=/a>Xã hội</a></li>"
        "<li><a href=/b>Kinh tế</a></li></ul></div>"
    )
    side = "<div class=sidebar><h3>Tin mới</h3><div><a href=/c>Một tin khác hẳn của báo</a> <span>20/11/2026</span></div></div>"
    source = page(after=side).replace("<body>", f"<body>{chrome}")
    found = article(source)
    assert (found.published_at, found.published_precision, found.published_from) == (None, None, None)


CLOCKS = (
    "Thứ Hai, 23/11/2026 19:05",  # the minute of fetching
    "Thứ Hai, 23/11/2026 - 19:00",  # of a page that was cached
    "Thứ Hai, ngày 23 tháng 11 năm 2026, 18:31:27",
    "Thứ Hai, 23/11/2026",
    "23/11/2026",
    "23/11/2026 18:20",
    "Thứ hai, 15/09/2025 - 12:40",  # of a copy that was kept
)
_TEXT = "".join(f"<p>{line}</p>" for line in PROSE)
_ARTICLES = {
    "article": f"<article><h1>{TITLE}</h1><div class=content>{_TEXT}</div></article>",
    "detail": f"<div class=detail><h1>{TITLE}</h1><div class=content>{_TEXT}</div></div>",
    "flat": f"<h1>{TITLE}</h1><div class=content>{_TEXT}</div>",
    "no heading": f"<div class=content>{_TEXT}</div>",
}
_PLACES = {
    "header": "<header><a href=/>Trang chủ</a><div class=top>{clock}</div></header>{article}",
    "named a date": "<header><span class=date>{clock}</span><a href=/>Trang chủ</a></header>{article}",
    "top bar": "<div class=topbar><span>{clock}</span><a href=/>Trang chủ</a></div><header></header>{article}",
    "nav": "<nav>{clock} <a href=/>Trang chủ</a></nav>{article}",
    "menu": "<ul><li><a href=/>Trang chủ</a><li><a href=/x>Xã hội</a><li>{clock}</ul>{article}",
    "search box": "<div><form action=/tim><input name=q></form><span class=time>{clock}</span></div>{article}",
    "time": "<header><time datetime=2026-11-23T19:00:00+07:00>{clock}</time></header>{article}",
    "row of a layout": "<table><tr><td><img src=/logo.gif></td></tr><tr><td>{clock}</td></tr><tr><td>{article}</td></tr></table>",
    "one form": "<form><div class=menu><a href=/>Trang chủ</a></div><div class=ngay>{clock}</div><div>{article}</div></form>",
    "right column": "{article}<div class=col><div class=date>{clock}</div></div>",
}


@pytest.mark.parametrize("place", _PLACES)
@pytest.mark.parametrize("dress", _ARTICLES)
def test_a_clock_of_the_page_is_never_the_date(dress, place):
    for clock in CLOCKS:
        if (dress, place, clock) == ("flat", "right column", CLOCKS[-1]):
            continue  # nothing tells it from the last line of the article
        body = _PLACES[place].format(clock=clock, article=_ARTICLES[dress])
        found = article(f"<html><head><meta charset=utf-8><title>{TITLE}</title></head><body>{body}</body></html>")
        assert (found.published_at, paragraphs(found)) == (None, list(PROSE)), clock


@pytest.mark.parametrize("dress", ["article", "detail"])
def test_a_clock_bare_above_the_article_is_no_date(dress):
    for clock in CLOCKS:
        body = f"<header><a href=/>Trang chủ</a></header><div id=wrap><p>{clock}</p>{_ARTICLES[dress]}</div>"
        found = article(f"<html><head><meta charset=utf-8><title>{TITLE}</title></head><body>{body}</body></html>")
        assert found.published_at is None, clock


@pytest.mark.parametrize(
    "dress",
    [
        "<article><h1>{title}</h1><div class=meta>{date}</div><div class=content>{text}</div></article>",
        "<div><h1>{title}</h1><span>{date}</span><div>{text}</div></div>",
        "<h1>{title}</h1><p>{date}</p>{text}",
        "<div class=detail><span class=time>{date}</span><h1>{title}</h1><div class=content>{text}</div></div>",
        "<article><header><p class=date>{date}</p><h1>{title}</h1></header><div class=content>{text}</div></article>",
        "<div class=detail><div class=breadcrumb><a href=/>Trang chủ</a> » <a href=/x>Xã hội</a></div><div class=date>{date}</div>"
        "<h1>{title}</h1><div class=content>{text}</div></div>",
        "<div><h1>{title}</h1><p class=author>Lan Phương</p><p>{date}</p><div>{text}</div></div>",
        "<div><h1>{title}</h1><div class=content>{text}</div><p>{date}</p></div>",
        "<table><tr><td><b>{title}</b></td></tr><tr><td>{date}</td></tr><tr><td>{text}</td></tr></table>",
    ],
)
@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("23/11/2026 18:50", "2026-11-23T18:50:00+07:00"),
        ("Thứ Hai, 23/11/2026 18:50", "2026-11-23T18:50:00+07:00"),
        ("Thứ Hai, 23/11/2026", "2026-11-23"),
        ("Thứ Hai, 20/10/2025 08:15", "2025-10-20T08:15:00+07:00"),
    ],
)
def test_a_date_beside_heading_or_byline_is_read_minutes_after_it_under_any_clock(dress, date, expected):
    clock = "<header><div class=top>Thứ Hai, 23/11/2026 19:03</div><a href=/>Trang chủ</a></header>"
    body = clock + dress.format(title=TITLE, date=date, text=_TEXT)
    found = article(f"<html><head><meta charset=utf-8><title>{TITLE}</title></head><body>{body}</body></html>")
    assert found.published_at == expected


_CRUMBS = "<a href=/>Trang chủ</a> {} <a href=/doi-song>Đời sống</a>"
_SECTIONS = "".join(f"<li><a href=/muc-{n}>Mục số {n}</a></li>" for n in range(6))
_MENU = f"<nav class=menu><ul>{_SECTIONS}</ul></nav>"


@pytest.mark.parametrize(
    "dress",
    [
        "<div id=main><div><span>{date}</span></div><h1>{title}</h1><div class=content>{text}</div></div>",
        "<article><p>{date}</p><h1>{title}</h1><div class=content>{text}</div></article>",
        "<div class=col-md-8><div class=row><div class=col-6>{date}</div></div><h2 class=tit>{title}</h2><div>{text}</div></div>",
        "<div class=detail><time>{date}</time><h1>{title}</h1><div class=content>{text}</div></div>",
        "<section class=article><div class=article-header><div class=article-header__top><div>{date}</div></div>"
        "<h1>{title}</h1></div><div class=article-body>{text}</div></section>",
        "<div class=detail><div class=top-info><span class=date>{date}</span></div><h1>{title}</h1><div>{text}</div></div>",
        "<table><tr><td class=ngay>{date}</td></tr><tr><td class=tieude>{title}</td></tr><tr><td>{text}</td></tr></table>",
        "<table><tr><td>{date}</td></tr><tr><td><b>{title}</b></td></tr><tr><td>{text}</td></tr></table>",
        "<div class=detail><ul class=breadcrumb><li><a href=/>Trang chủ</a><li><a href=/x>Đời sống</a><li class=pull-right>{date}</ul>"
        "<h1>{title}</h1><div class=content>{text}</div></div>",
        f"<div><div class=row><div class=breadcrumb>{_CRUMBS.format('/')}</div><span class=fr>{{date}}</span></div>"
        "<div class=detail><h1>{title}</h1><div class=content>{text}</div></div></div>",
        f"<div><div class=row><span class=time>{{date}}</span><div class=crumbs>{_CRUMBS.format('/')}</div></div>"
        "<div class=detail><h1>{title}</h1><div class=content>{text}</div></div></div>",
        f"<div class=header-content><div>{_CRUMBS.format('»')}</div><span class=date>{{date}}</span></div>"
        "<div class=detail><h1>{title}</h1><div class=content>{text}</div></div>",
        f"<div class=detail><ul class=sub>{_SECTIONS}</ul><div class=date>{{date}}</div><h1>{{title}}</h1><div>{{text}}</div></div>",
        "<div class=post><div><a href=/x>Đời sống</a></div><p>{date}</p><h1>{title}</h1><div>{text}</div></div>",
        "<div class=col><p>Ngày đăng: {date}</p><div><h1>{title}</h1><div>{text}</div></div></div>",
        "<div class=col><p>Đăng lúc {date}</p><div><h1>{title}</h1><div>{text}</div></div></div>",
    ],
)
@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("23/11/2026 18:50", "2026-11-23T18:50:00+07:00"),
        ("Thứ Hai, 23/11/2026 - 18:50", "2026-11-23T18:50:00+07:00"),
        ("Thứ Sáu, 13/11/2026 - 08:15", "2026-11-13T08:15:00+07:00"),
    ],
)
def test_a_date_a_reader_sees_above_the_heading_is_read(dress, date, expected):
    top = f"<div id=top><a href=/>Báo Vàm Sáng</a></div>{_MENU}"
    body = top + dress.format(title=TITLE, date=date, text=_TEXT)
    found = article(f"<html><head><meta charset=utf-8><title>{TITLE}</title></head><body>{body}</body></html>")
    assert (found.published_at, paragraphs(found)) == (expected, list(PROSE))


def test_a_date_below_the_menu_of_a_page_in_one_container_is_read_where_it_is_no_clock():
    for date, expected in [
        ("Thứ Sáu, 13/11/2026 - 08:15", "2026-11-13T08:15:00+07:00"),
        ("23/11/2026 18:50", "2026-11-23T18:50:00+07:00"),
        ("Thứ Hai, 23/11/2026 - 18:50", None),
    ]:
        body = f"<div id=page>{_MENU}<div class=date>{date}</div><h1>{TITLE}</h1><div class=content>{_TEXT}</div></div>"
        found = article(f"<html><head><meta charset=utf-8><title>{TITLE}</title></head><body>{body}</body></html>")
        assert found.published_at == expected


def test_an_update_above_the_heading_is_the_update():
    body = (
        f"<div class=col><p>Cập nhật lúc 18:20, Thứ Hai, 23/11/2026 (GMT+7)</p><h1>{TITLE}</h1><div>{_TEXT}</div></div>"
    )
    found = article(f"<html><head><meta charset=utf-8><title>{TITLE}</title></head><body>{_MENU}{body}</body></html>")
    assert (found.published_at, found.modified_at) == (None, "2026-11-23T18:20:00+07:00")


@pytest.mark.parametrize("dress", _ARTICLES)
@pytest.mark.parametrize(
    "place",
    [
        f"<div class=topbar><span>{{clock}}</span></div><div class=breadcrumb>{_CRUMBS.format('»')}</div>{{article}}",
        f"<div><div><span>{{clock}}</span></div><div class=breadcrumb>{_CRUMBS.format('»')}</div>{{article}}</div>",
        "<div id=page><div class=topbar><span>{clock}</span></div>{article}</div>",
        "<div id=page><div class=topbar>Lúc {clock}</div>{article}</div>",
        "<div id=page><img src=/logo.png><p>{clock}</p>{article}</div>",
        "<div id=page><div><a href=/>Trang chủ</a></div><div>{clock}</div>{article}</div>",
        "<div id=page><div>{clock}</div><div>Đường dây nóng: 0296 300 000</div>{article}</div>",
        "<div id=page><div>{clock}</div><div>Vàm Sáng 25°C</div>{article}</div>",
        f"<div class=top>{_CRUMBS.format('/')} <span class=time>{{clock}}</span></div>{{article}}",
        f"{_MENU}<div class=bar><span>{{clock}}</span></div>{{article}}",
        f"{_MENU}<div class=bar><span class=date>{{clock}}</span><form><input name=q></form></div>{{article}}",
    ],
)
def test_a_clock_that_shares_a_container_or_a_path_with_the_heading_is_no_date(dress, place):
    for clock in CLOCKS:
        body = place.format(clock=clock, article=_ARTICLES[dress])
        found = article(f"<html><head><meta charset=utf-8><title>{TITLE}</title></head><body>{body}</body></html>")
        assert found.published_at is None, clock


@pytest.mark.parametrize("title", ["Nhớ", "Mưa", "Qua đèo", "Mùa lũ", "Dừa sáp", "Xuân về"])
@pytest.mark.parametrize(
    "head",
    ["<title>{} - Báo Vàm Sáng</title>", "<title>{} | Báo Vàm Sáng</title>", "<meta property=og:title content='{}'>"],
)
def test_a_title_of_a_word_is_found_with_what_stands_below_it(title, head):
    lead = "Chuyện bên dòng kênh nhỏ được bà con ba ấp kể cho nhau nghe suốt mùa nước."
    body = f"<h1>{title}</h1><h4 class=sapo>{lead}</h4><img src=/ghe.jpg><div class=content>{_TEXT}</div>"
    found = article(f"<html><head><meta charset=utf-8>{head.format(title)}</head><body>{body}</body></html>")
    assert (found.title, found.lead, paragraphs(found)) == (title, lead, list(PROSE))
    assert [image.url for image in found.images] == ["https://bao.example/ghe.jpg"]


@pytest.mark.parametrize("unfilled", ["{title}", "{{ article.title }}", "${title}", "#{title}"])
def test_a_placeholder_is_no_title(unfilled):
    heading = f"<h1 class=title>{unfilled}</h1>"
    for source in (
        page().replace("<h1>", f"{heading}<h1>"),
        page().replace(f"<h1>{TITLE}</h1>", heading),
        page(head=f'<meta property="og:title" content="{unfilled}">').replace(f"<title>{TITLE}", f"<title>{unfilled}"),
    ):
        found = article(source, rules=Rules(RuleSet({"title": "h1.title"})))
        assert (found.title, paragraphs(found)) == (TITLE, list(PROSE))


@pytest.mark.parametrize(
    ("head", "line", "expected"),
    [
        ('<meta property="article:published_time" content="2020-08-28T07:05:00+00:00">', "", ("2020-08-28T14:05:00+07:00", "minute", "meta")),
        # Local time that calls itself UTC: the line printed with the article shows it.
        ('<meta property="article:published_time" content="2020-08-28T14:05:00Z">', "28/08/2020 14:05", ("2020-08-28T14:05:00+07:00", "minute", "meta")),
        ("", "Thứ Sáu, 28/08/2020, 14:05 [GMT+7]", ("2020-08-28T14:05:00+07:00", "minute", "text")),
        ("", "Đăng ngày 28/08/2020", ("2020-08-28", "day", "text")),
        ('<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2020-08-28T14:05:00+07:00"}</script>', "", ("2020-08-28T14:05:00+07:00", "minute", "json-ld")),
    ],
)  # fmt: skip
def test_dates_say_how_exact_they_are_and_where_they_were_read(head, line, expected):
    source = page(head=head).replace("</h1>", f"</h1><div class=post-date>{line}</div>")
    found = article(source)
    assert (found.published_at, found.published_precision, found.published_from) == expected


@pytest.mark.parametrize(("letters", "modified"), [(59, "2020-08-28T14:05:00+07:00"), (60, None)])
def test_a_year_in_two_digits_beside_a_time_is_read_in_a_short_line(letters: int, modified: str | None) -> None:
    line = f"{'Cập nhật: 28/08/20, 14:05 (GMT+7), Lượt xem: ':1<{letters}}"
    found = article(page().replace("</h1>", f"</h1><div>14/05/2019</div><div>{line}</div>"))
    assert (found.published_at, found.modified_at) == ("2019-05-14", modified)


def test_an_address_dates_an_article_where_nothing_else_does():
    found = article(page(), "https://bao.example/xa-hoi/202304/ba-ap-don-kenh-8a1b2c3/")
    assert (found.published_at, found.published_precision, found.published_from) == ("2023-04", "month", "url")


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("<p style='text-align:right'><b>Lan Phương</b></p>", "Lan Phương"),
        ("<p>P.V</p>", "P.V"),
        ("<p><strong>Bài, ảnh: Minh Hòa</strong></p>", "Bài, ảnh: Minh Hòa"),
        ("<p align=right>Theo TTXVN</p>", "Theo TTXVN"),
    ],
)
def test_the_byline_printed_below_the_text_is_the_articles(line, byline):
    found = article(page(line, head='<meta name="author" content="Quốc Tuấn">'))
    assert found.byline == byline
    assert paragraphs(found) == list(PROSE)


@pytest.mark.parametrize(
    ("author", "byline"), [("Thu Hà", "Thu Hà"), ("admin", None), ("Báo Vàm Sáng", None), ("thuha86", None), ("https://bao.example/", None)]
)  # fmt: skip
def test_the_author_a_page_names_is_a_person(author, byline):
    head = f'<meta name="author" content="{author}"><meta property="og:site_name" content="Báo Vàm Sáng">'
    assert article(page(head=head)).byline == byline


@pytest.mark.parametrize(
    ("canonical", "expected"),
    [
        ("https://bao.example/tin/ba-ap-don-kenh", "https://bao.example/tin/ba-ap-don-kenh"),
        ("/tin/ba-ap-don-kenh", "https://bao.example/tin/ba-ap-don-kenh"),
        ("https://bao.example/", "https://bao.example/tin/bai-viet.html"),
        ("javascript:void(0)", "https://bao.example/tin/bai-viet.html"),
        ("http://[bad", "https://bao.example/tin/bai-viet.html"),
    ],
)
def test_the_address_is_the_one_the_page_names_where_it_can_be_one(canonical, expected):
    assert article(page(head=f'<link rel="canonical" href="{canonical}">')).url == expected


def test_a_saved_page_keeps_its_own_address_where_the_canonical_one_is_relative():
    found = article(page(head='<link rel="canonical" href="index.html">'), "file:///bao/bai.html")
    assert found.url == "file:///bao/bai.html"


def test_images_are_absolute_and_spacers_are_none():
    images = '<p><img src="data:image/gif;base64,R0" data-src="../anh/ghe.jpg"></p><img src="/s.gif" width="1"><img class="emoji" src="/e.png">'
    found = article(page(images))
    assert [image.url for image in found.images] == ["https://bao.example/anh/ghe.jpg"]


def test_pictures_know_their_place_among_the_paragraphs_that_stay():
    """Above the text, behind a caption, a removed line, an empty paragraph and a row of cells, and below the text."""
    figure = "<figure><img src=/{}.jpg><figcaption>Ghe số {}</figcaption></figure>"
    row = "<table><tr><th>Ấp</th><th>Số ghe</th></tr><tr><td>Vàm</td><td>12<img src=/4.jpg></td></tr></table>"
    related = '<p>Xem thêm: <a href="/tin/khac-13.html">Người giữ nghề đóng ghe</a></p>'
    last = "<p>Ban tổ chức chốt danh sách đội ghe vào cuối tuần tới.</p>"
    blocks = (figure.format(2, 2), related, "<p>\u200b</p>", figure.format(3, 3), row, last, figure.format(5, 5))
    source = page(*blocks, "<p align=right><b>Thanh Bình</b></p>", "<img src=/6.jpg>")
    found = article(source.replace("<p>", figure.format(1, 1) + "<p>", 1))
    assert [(image.url[-5], image.after) for image in found.images] == [
        ("1", 0), ("2", 3), ("3", 3), ("4", 5), ("5", 6), ("6", 6),
    ]  # fmt: skip
    assert paragraphs(found)[3:] == ["Ấp | Số ghe", "Vàm | 12", "Ban tổ chức chốt danh sách đội ghe vào cuối tuần tới."]
    assert found.byline == "Thanh Bình"


def test_what_cannot_be_seen_is_no_paragraph_and_no_verse():
    found = article(page("<p>&#8203;</p>", "<p>Nước lên trắng bãi sau nhà<br>&#8203;<br>Con cò đứng ngóng</p>"))
    assert paragraphs(found)[3:] == ["Nước lên trắng bãi sau nhà\nCon cò đứng ngóng"]


@pytest.mark.parametrize(
    ("line", "published", "byline"),
    [
        ("May 2, 2024", "2024-05-02", None),
        ("2 May 2024, 10:15 p.m.", "2024-05-02T22:15:00+07:00", None),
        ("By Testa Writer | Thursday, May 2, 2024 at 10:15 PM", "2024-05-02T22:15:00+07:00", "Testa Writer"),
        ("Published May 2, 2024 · 5 min read", "2024-05-02", None),
        ("The gates open on May 2, 2024 at dawn", None, None),
        ("Tickets are sold until May 2, 2024", None, None),
    ],
)
def test_english_dates_are_read_where_the_head_says_nothing(line, published, byline):
    text = (
        "The clinic opened on Thursday with two nurses, a borrowed ultrasound machine and a kettle that never cools.",
        "Crews returning after midnight used to drive forty minutes to the county hospital, or waited until morning.",
        "Funding is secured until next spring, after which the parish decides whether to keep the lamp burning.",
    )
    found = article(
        "<html lang=en><head><title>Ferry village gets its first night clinic</title></head><body>"
        f"<h1>Ferry village gets its first night clinic</h1><div class=author>{line}</div>"
        f"<div class=content>{''.join(f'<p>{paragraph}</p>' for paragraph in text)}</div></body></html>"
    )
    assert (found.published_at, found.language) == (published, "en")
    if published:
        assert found.byline == byline
    assert paragraphs(found) == list(text)


def test_letters_are_put_right_everywhere():
    found = article(
        page(
            "<p>Ðồng chí Ðỗ Thị Thử nói với bà con rằng năm nay xã sẽ làm thêm hai cây cầu.</p>",
            title="Ðồng Tháp được mùa",
        )
    )
    assert found.title == "Đồng Tháp được mùa"
    assert paragraphs(found)[-1].startswith("Đồng chí Đỗ Thị Thử")


def test_a_signature_is_read_in_the_old_encoding_of_its_page():
    tcvn3 = (
        "S¸ng nay, x· Cån Ngao tæ chøc lÔ khëi c«ng tuyÕn ®­êng ®an nèi ba Êp ®Çu cån, c«ng tr×nh do nh©n d©n cïng lµm."
    )
    found = article(page(f"<p>{tcvn3}</p>", "<p align=right><b>Thanh B×nh</b></p>"))
    assert paragraphs(found)[-1].startswith("Sáng nay, xã Cồn Ngao tổ chức lễ khởi công")
    assert found.byline == "Thanh Bình"


def test_of_articles_one_below_the_other_the_first_is_read_though_the_next_is_longer():
    """A page that goes on for ever: the next article follows in the same dress."""
    following = "Chiếc ghe mười hai mái chèo của xóm thợ ven sông sẽ hạ thủy vào rằm tháng tới, kịp cho ngày mở hội."
    post = (
        "<article class=post><h1>{}</h1><time datetime={}>hôm thứ năm</time><div class=entry-content>{}</div></article>"
    )
    first = post.format(TITLE, "2025-11-20T08:30:00+07:00", _TEXT)
    second = post.format("Xóm Trại đóng ghe mới", "2025-11-19T10:00:00+07:00", f"<p>{following}</p>" * 6)
    found = article(
        f"<html><head><meta charset=utf-8><title>{TITLE} - Báo</title></head><body>{first}{second}</body></html>"
    )
    assert (found.title, paragraphs(found)) == (TITLE, list(PROSE))
    assert found.published_at == "2025-11-20T08:30:00+07:00"


def test_a_text_in_one_cell_between_line_breaks_has_its_title_and_date_on_lines_of_their_own():
    menu = "<td><font size=2><a href=/1>Xã hội</a><br><a href=/2>Kinh tế</a></font></td>"
    lead = "Mùa nước nổi năm nay đến muộn, ba ấp ven kênh rủ nhau dọn lục bình cho đường đua ghe."
    text = "<br><br>".join(PROSE)
    cell = (
        f"<font size=4><b>{TITLE}</b></font><br><font size=1>20/11/2025 08:30</font><br><br><b>{lead}</b><br><br>{text}"
    )
    found = article(
        f"<html><head><meta charset=utf-8><title>{TITLE} - Báo</title></head><body><center><table><tr>{menu}<td>{cell}</td></tr></table></center></body></html>"
    )
    assert (found.title, found.lead, paragraphs(found)) == (TITLE, lead, list(PROSE))
    assert found.published_at == "2025-11-20T08:30:00+07:00"


def test_a_picture_of_amp_is_a_picture():
    found = article(page("<amp-img src=/ghe.jpg width=600 height=400></amp-img><p class=caption>Ghe trên kênh</p>"))
    assert [(image.url, image.caption) for image in found.images] == [("https://bao.example/ghe.jpg", "Ghe trên kênh")]


@pytest.mark.parametrize(
    "line",
    [
        "<div class=submitted>Được đăng bởi <span class=username>Lan Phương</span> vào 20/11/2025 08:30</div>",
        "<dl class=article-info><dd class=createdby>Viết bởi <span itemprop=name>Lan Phương</span></dd><dd>20/11/2025 08:30</dd></dl>",
    ],
)
def test_the_author_that_a_content_system_names_above_the_text(line):
    found = article(page().replace("</h1>", f"</h1>{line}"))
    assert (found.byline, found.published_at) == ("Lan Phương", "2025-11-20T08:30:00+07:00")


def test_a_path_whose_first_step_is_drawn_and_a_date_in_it():
    path = "<div class=breadcrumb><a href=/><svg></svg></a><a href=/moi-truong/>Môi trường</a> <span>12/10/2026 07:15</span></div>"
    found = article(page().replace("<h1>", f"{path}<h1>"))
    assert (found.section, found.published_at) == ("Môi trường", "2026-10-12T07:15:00+07:00")
    row = "<div class=bc><a href=/><svg></svg></a><a href=/moi-truong/>Môi trường</a></div>"
    assert article(page().replace("<h1>", f"{row}<h1>")).section == "Môi trường"


MENU = "<div><a href=/>Trang chủ</a> <a href=/kenh-rach>Kênh rạch</a> <a href=/ghe-doc>Ghe dọc</a> <a href=/theo-bac>Học tập và làm theo Bác</a></div>"


@pytest.mark.parametrize(
    ("over", "section"),
    [
        ("<div>Kênh rạch</div>", "Kênh rạch"),
        ("<div>KÊNH RẠCH</div>", "KÊNH RẠCH"),
        ("<div>Học tập và làm theo Bác</div>", "Học tập và làm theo Bác"),
        ("<div>Vàm Bà Sáu</div>", None),  # in no menu
        ("<div>Ba ấp cùng dọn con kênh</div>", None),
        ("<div class=post-cat>Vàm Bà Sáu</div>", "Vàm Bà Sáu"),
        ("<a href=/chuyen-muc/7>Vàm Bà Sáu</a>", "Vàm Bà Sáu"),
        ("<a href=/vam-ba-sau>Vàm Bà Sáu</a>", "Vàm Bà Sáu"),  # alone in the article's box, its address says the same
        ("<a href=/vam-ba-sau.html>Vàm Bà Tư</a>", None),
        ("<a href=//ghe.example/vam-ba-sau>Vàm Bà Sáu</a>", None),
        ("<a href=/vam-ba-sau>Vàm Bà Sáu</a><a href=/vam-ba-tu>Vàm Bà Tư</a>", None),
        ("<div class=x><a href=/>Trang chủ</a><a href=/vam>Vàm</a><a href=/vam/ba-sau>Bà Sáu</a></div>", "Bà Sáu"),
        ("<div>Chuyên mục: Vàm Bà Sáu</div>", "Vàm Bà Sáu"),
        ("<div>Được đăng trong Vàm Bà Sáu</div>", "Vàm Bà Sáu"),
        ("<div class=x><a href=/>Trang chủ</a><i>/</i><a href=/vam>Vàm</a></div>", "Vàm"),
        ("<div><a href=/tin>Kênh đào</a> 14/09/2026 07:25</div>", "Kênh đào"),
        ("<div><a href=/khac>Kênh đào</a> 14/09/2026 07:25</div>", None),
    ],
)
def test_the_section_that_stands_over_the_heading(over: str, section: str | None) -> None:
    source = page().replace('<div class="article">', f'{MENU}<div class="article">{over}')
    assert article(source).section == section


@pytest.mark.parametrize(
    ("below", "tags"),
    [
        ("<div>Từ khóa:</div><div><a href=/1>ghe</a> <a href=/2>kênh</a></div>", ["ghe", "kênh"]),
        ("<div>Thẻ</div><div class=i><a href=/1>ghe</a></div><div class=i><a href=/2>kênh</a></div>", ["ghe", "kênh"]),
        ("<ul class=td-tags><li><span>TAGS</span></li><li><a href=/1>ghe</a></li><li><a href=/2>kênh</a></li></ul>", ["ghe", "kênh"]),
        ("<ul class=tags><li><a href=/1>ghe</a></li><li><a href=/2>kênh</a></li></ul>", ["ghe", "kênh"]),
        ("<div>Từ khóa:</div><ul><li class=even><a href=/1>ghe</a></li><li class=odd><a href=/2>kênh</a></li></ul>", ["ghe", "kênh"]),
        ("<p>Chủ đề: <a href=/1>ghe</a></p>", ["ghe"]),
        ("<p>Chủ đề hôm nay</p><p><a href=/1>ghe</a></p>", []),
        ("<p><a href=/x/1>#ghe</a><a href=/x/2>#kênh</a></p>", ["ghe", "kênh"]),
        ("<p><a href=/tag/ghe>ghe</a>, <a href=/tag/kenh>kênh</a></p>", ["ghe", "kênh"]),
        ("<p><a href=/ghe>ghe</a>, <a href=/kenh>kênh</a></p>", []),
        ("<aside><a href=/tag/ghe>ghe</a> <a href=/tag/kenh>kênh</a></aside>", []),
    ],
)  # fmt: skip
def test_tags_below_the_text(below: str, tags: list[str]) -> None:
    assert article(page(below)).tags == tags


@pytest.mark.parametrize(
    ("begin", "tag"),
    [("VamSangOnline - ", "VamSangOnline"), ("Vam Sang Online – ", "Vam Sang Online"), ("Bến Đò - ", None)],
)
def test_the_site_s_name_before_the_text_is_its_tag(begin: str, tag: str | None) -> None:
    source = page(head="<meta property=og:site_name content='Vam Sang Online'>").replace(PROSE[0], f"{begin}{PROSE[0]}")
    found = article(source, "https://vamsangonline.example/a-1.html")
    assert (found.source_tag, found.lead) == ((tag, PROSE[0]) if tag else (None, None))

"""Which line of a page is its title, and which words name its section: evidence of every kind that sites give."""

from __future__ import annotations

import pytest

from tests.pipelines.reading import PROSE, article, page

TITLE = "Ba ấp dọn kênh đón mùa đua ghe"
URL = "https://bao.example/doi-song/ba-ap-don-kenh-don-mua-dua-ghe-7801.html"
TEXT = "".join(f"<p>{line}</p>" for line in PROSE)


def whole(top: str, *, head: str = "<title>Cổng thông tin điện tử huyện Vàm Sáng</title>", text: str = TEXT) -> str:
    """A page whose head is not about its article: the portal's name on every page."""
    return (
        f'<html><head><meta charset=utf-8>{head}</head><body><div>{top}<div class="c">{text}</div></div></body></html>'
    )


@pytest.mark.parametrize(
    "top",
    [
        f"<div>{TITLE}</div>",
        f"<h2>Tin nổi bật</h2><div>{TITLE}</div>",
        f"<h1>Đời sống</h1><p>{TITLE}</p><p>14/09/2026</p>",
        f'<h1 class="title">Cổng thông tin điện tử huyện Vàm Sáng</h1><span>{TITLE}</span>',
        f'<div class="tieu-de">Bản tin trong tuần của huyện</div><div class="x1">{TITLE}</div>',
        f"<div><b>{TITLE} ( )</b></div>",
        f"<div><span class=ten>{TITLE}</span><span class=khi> (14/09/2026 08:30)</span></div><div><b>Mùa nước nổi.</b></div>",
        f"<div><b>{TITLE} (2026-09-14T08:30:00Z)</b></div>",
        f'<p class="Title allowMenuPost">{TITLE}</p><ul class="menu"><li><a href="/sua">Soạn bài viết</a></li></ul>',
    ],
)
def test_the_line_that_the_address_says_is_the_title(top):
    assert article(whole(top), URL).title == TITLE


@pytest.mark.parametrize(
    "date",
    [
        "<span> (14/09/2026 08:30:00)</span>",
        "<br>14/09/2026 08:30<br><br>",
        "<br>Người đăng: admin | Ngày đăng: 14/09/2026 08:30<br><br>",
        "</div><div>14/09/2026 08:30",
    ],
)
def test_a_line_above_a_date_is_the_title_where_nothing_names_one(date: str) -> None:
    lead = "<div><b>Ba ấp cùng ra bờ kênh dọn lục bình từ mờ sáng.</b></div>"
    found = article(whole(f"<div><span>{TITLE}</span>{date}</div>{lead}"), "https://bao.example/xem.aspx?id=7801")
    assert (found.title, found.published_at) == (TITLE, "2026-09-14T08:30:00+07:00")


BAR = '<div id="hd"><h2>Cổng thông tin Sở Giáo dục và Đào tạo</h2></div>'


@pytest.mark.parametrize(
    ("above", "named", "title"),
    [
        (f"{BAR}<div class=t>{TITLE}</div>", TITLE, TITLE),
        (f"<h2>Ghe về lại bến xưa trong mùa nước</h2><div class=t>{TITLE}</div>", TITLE, TITLE),
        (f"<h2>{TITLE}</h2><div><a href=/ds>Đời sống ở ba ấp</a></div>", "Đời sống ở ba ấp", TITLE),  # a link elsewhere
        (f"<div>BÁO VÀM SÁNG</div><hr><font size=4><b>{TITLE}</b></font>", "BAO VAM SANG ONLINE", TITLE),
        (f"<h1 class=title><a href=/>Bản tin xã Vàm</a></h1><h3 class=title>{TITLE}</h3>", f"Bản tin xã Vàm: {TITLE}", TITLE),
        (f"<h1 class=title><a href=/>{TITLE}</a></h1><h3 class=x>Bản tin xã Vàm</h3>", TITLE, TITLE),  # links home, too
        (f"<p class=ngay>14/09/2026</p><p class=tit>{TITLE}</p>", "Bạn đọc hỏi - Báo trả lời", TITLE),
        (f"<p class=ngay>Bản tin số 12</p><p class=tit>{TITLE}</p>", "Chuyện vàm sông - Người kể", "Chuyện vàm sông - Người kể"),
    ],
)  # fmt: skip
def test_the_headline_right_above_the_text_outweighs_names_of_the_site(above: str, named: str, title: str) -> None:
    head = f"<title>{named}</title>"
    assert article(whole(above, head=head), "https://bao.example/?p=7801").title == title


@pytest.mark.parametrize("name", ["huyện Vàm Sáng - tỉnh Cửa Sông", "huyện Vàm Sáng"])
def test_a_portal_s_name_is_no_title(name: str) -> None:
    head = f"<title>Cổng thông tin điện tử {name}</title>"
    top = '<div class="nav title">Nhạc cụ lạ của người vùng vàm</div>'
    assert article(whole(top, head=head), "https://bao.example/?p=7801").title == "Nhạc cụ lạ của người vùng vàm"


def test_a_headline_that_begins_as_a_portal_s_name_is_one() -> None:
    title = "Cổng thông tin điện tử huyện Vàm Sáng nhận hồ sơ đua ghe"
    assert (
        article(whole(f"<div>{title}</div>", head=f"<title>{title}</title>"), "https://bao.example/?p=7801").title
        == title
    )


ONE, TWO = "1. Dọn kênh từ mờ sáng", "2. Tập chèo lúc chiều"
LISTED = f"<p><b>{ONE}</b></p><p>{PROSE[0]}</p><p><b>{TWO}</b></p><p>{PROSE[1]}</p>"
MENU = "<ul class=menu><li><a href=/doi-song>Đời sống</a></li><li><a href=/kinh-te>Kinh tế</a></li></ul>"


@pytest.mark.parametrize(
    ("top", "text", "title"),
    [
        (f"<div>{TITLE}</div><p>14/09/2026</p>", LISTED, TITLE),
        (f"<p><b>{ONE}</b></p><p>14/09/2026</p>", TEXT, ONE),  # no second
        (f"{MENU}<h1>Đời sống</h1><h2>{TITLE}</h2><p>14/09/2026</p>", TEXT, TITLE),
        (f"<h1>Đời sống</h1><h2>{TITLE}</h2><p>14/09/2026</p>", TEXT, "Đời sống"),  # in no menu
        (f"{MENU}<h1>Đời sống</h1><h2>{TITLE}</h2>", TEXT, "Đời sống"),  # with no date
        ("<p>Ba ấp dọn kênh</p><p>đón mùa đua ghe</p><p>14/09/2026</p>", TEXT, TITLE),
        ("<p>Đầu vàm.</p><p>ba ấp dọn kênh đón ghe</p><p>14/09/2026</p>", TEXT, "ba ấp dọn kênh đón ghe"),  # ended
        (f"<p class=cate>Đời sống</p><p class=tieude>{TITLE}</p><p>14/09/2026</p>", TEXT, TITLE),
        (f"MUC<br><span class=tieude>{TITLE}</span><br><span>14/09/2026</span><br>", TEXT, TITLE),
    ],
)
def test_what_stands_around_a_title_is_told_from_it(top: str, text: str, title: str) -> None:
    head = "<title>Đời sống - Báo Vàm Sáng</title>" if "Đời sống" in top else "<title>Báo Vàm Sáng</title>"
    assert article(whole(top, head=head, text=text), "https://bao.example/?p=7801").title == title


@pytest.mark.parametrize("name", ["tieudetin", "tieu-de-bai", "tieude"])
def test_a_page_that_is_called_an_article_in_general_has_its_title_in_the_text(name: str) -> None:
    source = whole(f"<div>14/09/2026</div><div class={name}>{TITLE}</div>", head="<title>Chi tiết tin</title>")
    found = article(source, "https://bao.example/Pages/chi-tiet-tin.aspx?ItemID=7801")
    assert (found.title, found.published_at) == (TITLE, "2026-09-14")


def test_without_an_address_the_heading_next_to_the_text_is_the_title():
    top = f'<h2 class="title">Chuyên đề mùa nước nổi</h2><div class="date">14/09/2026</div><h1>{TITLE}</h1>'
    assert article(whole(top), "https://bao.example/?p=7801").title == TITLE


@pytest.mark.parametrize(
    "heading",
    [
        '<span class="kicker">Phóng sự</span> {}',
        '<span class="chuyen-muc">Đời sống:</span> {}',
        "<small>Chuyện ở vàm</small><br>{}",
        '<a href="/doi-song/">Đời sống</a> {}',
        '<span class="roofline">Mùa nước nổi</span><span class="headline">{}</span>',
        '<span class="a">Mùa nước nổi</span><span class="b"> – </span><span class="headline">{}</span>',
        '{} <small class="subtitle">Ghi ở vàm Bà Sáu</small>',
        '{} <span class="comment-count">12</span>',
        '<span class="title"><em class="label">Video</em> {}</span>',
    ],
)
def test_a_kicker_in_the_heading_is_no_part_of_the_title(heading):
    html = page().replace(f"<h1>{TITLE}</h1>", f'<h1 class="post-title">{heading.format(TITLE)}</h1>')
    assert article(html).title == TITLE


@pytest.mark.parametrize(
    "heading",
    [
        "Ba ấp dọn kênh<br>đón mùa đua ghe",
        "<b>Ba ấp</b> dọn kênh đón mùa <i>đua ghe</i>",
        "<span>Ba ấp dọn kênh</span> đón mùa đua ghe",
    ],
)
def test_a_heading_of_several_elements_is_read_whole(heading):
    assert article(page().replace(f"<h1>{TITLE}</h1>", f"<h1>{heading}</h1>")).title == TITLE


@pytest.mark.parametrize(
    "top", ["<b><div>Ba ấp dọn kênh</div><div>đón mùa đua ghe</div></b>", "<h1><div>Ba ấp</div><div>dọn kênh</div><div>đón mùa đua ghe</div></h1>"]
)  # fmt: skip
def test_a_heading_over_blocks_is_read_whole(top: str) -> None:
    found = article(whole(f"<div>{top}</div><p>14/09/2026</p>", head=f"<title>{TITLE}</title>"))
    assert (found.title, found.lead, found.body.split("\n\n")) == (TITLE, None, list(PROSE))


@pytest.mark.parametrize(
    "row", ["<div>{}</div>", "<span style='display:block'>{}</span>", "<p>{}</p>", "<div class=headline__row>{}</div>"]
)
@pytest.mark.parametrize("tag", ["h1", "h2"])
def test_nothing_of_a_heading_over_blocks_is_text(tag: str, row: str) -> None:
    rows = "".join(map(row.format, ("Ba ấp dọn kênh", "đón mùa đua ghe")))
    body = page().replace(f"<h1>{TITLE}</h1>", f"<{tag}>{rows}</{tag}><div>Hồ Lan Thử</div><p>14/09/2026</p>")
    found = article(body)
    assert (found.title, found.byline, found.published_at) == (TITLE, "Hồ Lan Thử", "2026-09-14")
    assert found.body.split("\n\n") == list(PROSE)


@pytest.mark.parametrize(
    "other", ["<div class=kicker>Mùa nước nổi</div>{}", "<div>Mùa nước nổi</div>{}", "{}<div>14/09/2026 08:30</div>"]
)
def test_what_a_heading_prints_beside_its_title_is_none_of_it(other: str) -> None:
    heading = other.format(f"<div>{TITLE}</div>")
    assert article(page().replace(f"<h1>{TITLE}</h1>", f"<h1>{heading}</h1>")).title == TITLE


def test_raised_and_lowered_signs_stay_in_their_words():
    heading = "Ba ấp dọn 1.200 m<sup>2</sup> kênh, bớt thải CO<sub>2</sub>"
    assert article(page().replace(f"<h1>{TITLE}</h1>", f"<h1>{heading}</h1>")).title == (
        "Ba ấp dọn 1.200 m2 kênh, bớt thải CO2"
    )
    noted = f"<h1>{TITLE}<sup>1</sup></h1>"
    assert article(page().replace(f"<h1>{TITLE}</h1>", noted)).title == TITLE


@pytest.mark.parametrize(
    "title", ["Báo động đỏ ở vàm: đê lở lần ba", "OCOP | Đường ra chợ của mắm", "Vàm Sáng – Vàm Tối: hai bờ"]
)
@pytest.mark.parametrize("cut", [" - ", " | ", " – ", " :: ", " » ", "_", " - Đời sống - "])
def test_only_the_site_s_name_is_cut_off_what_the_head_names(title, cut):
    head = f'<title>{title}{cut}Báo Vàm Sáng</title><meta property="og:site_name" content="Báo Vàm Sáng">'
    head += '<meta property="article:section" content="Đời sống">'
    assert article(whole("", head=head), "https://bao.example/7801").title == title


def test_the_site_s_name_is_cut_off_a_heading_where_the_head_says_where_it_ends():
    head = f"<title>{TITLE} | Báo Vàm Sáng</title>"
    assert article(whole(f"<h1>{TITLE} | Báo Vàm Sáng</h1>", head=head)).title == TITLE


@pytest.mark.parametrize(
    "heading", ["<span>Nhịp sống</span>{}", "{} <a href='#binh-luan'>0</a>", "{} <span>(12)</span>"]
)
def test_what_stands_around_the_title_that_the_head_names_is_none_of_it(heading):
    head = f"<title>{TITLE} - Báo Vàm Sáng</title>"
    assert article(whole(f"<h1>{heading.format(TITLE)}</h1>", head=head)).title == TITLE
    part = whole(f"<h1>Kỳ 2: {TITLE}</h1>", head=head)
    assert article(part).title == f"Kỳ 2: {TITLE}"


def test_what_the_menu_calls_a_section_is_no_title_though_the_head_names_it():
    head = "<title>Đời sống - Báo Vàm Sáng</title>"
    top = f'<p><a href="/doi-song">Đời sống</a> | <a href="/van-hoa">Văn hóa</a></p><div><a href="/doi-song">Đời sống</a></div><p><b>{TITLE}</b></p>'
    assert article(whole(top, head=head)).title == TITLE


def test_a_heading_that_is_cut_short_is_completed_by_the_head():
    head = f'<title>Cổng huyện</title><meta property="og:title" content="{TITLE}">'
    assert article(whole("<h1>Ba ấp dọn kênh đón mùa...</h1>", head=head), "https://bao.example/7801").title == TITLE


def test_a_title_that_the_text_repeats_is_the_heading_s():
    again = f"<p><strong>{TITLE.upper()}</strong></p>"
    found = article(page().replace('<div class="content">', f'<div class="content">{again}'))
    assert found.title == TITLE
    assert TITLE.upper() not in found.body


def test_a_head_that_names_another_article_does_not_name_the_title():
    head = (
        '<title>Hội chợ hoa xuân khai mạc sớm</title><meta property="og:title" content="Hội chợ hoa xuân khai mạc sớm">'
    )
    top = '<h1 class="title">Bà con ba ấp dọn lục bình cho ghe tập chèo</h1>'
    assert article(whole(top, head=head)).title == "Bà con ba ấp dọn lục bình cho ghe tập chèo"


CRUMBS = {
    "by a stylesheet": '<div class="breadcrumb"><a href="/">Trang chủ</a><a href="/doi-song/">Đời sống</a></div>',
    "spans": '<div class="crumbs"><span><a href="/">Home</a></span><span><a href="/doi-song/">Đời sống</a></span></div>',
    "a list": '<ul class="breadcrumb"><li><a href="/">Trang chủ</a></li><li><a href="/doi-song">Đời sống</a></li></ul>',
    "a slash": '<p class="bread-crumb"><a href="/">Trang chủ</a> / <a href="/doi-song/">Đời sống</a></p>',
    "icons": '<nav aria-label="breadcrumb"><a href="/"><i class="icon-home"></i></a> <i></i> <a href="/doi-song/">Đời sống</a></nav>',
    "with the title": f'<ol id="breadcrumbs"><li><a href="/">Trang chủ</a></li><li><a href="/doi-song/">Đời sống</a></li><li>{TITLE}</li></ol>',
    "with a link here": f'<div class="breadcrumb"><a href="/">Trang chủ</a> » <a href="/doi-song/">Đời sống</a> » <a href="{URL}">Ba ấp</a></div>',
    "microdata": '<ul itemtype="https://schema.org/BreadcrumbList"><li><a href="/">Trang nhất</a></li><li><a href="/doi-song/">Đời sống</a></li></ul>',
    "Vietnamese names": '<div class="duong-dan"><a href="/">Trang chủ</a> &gt; <a href="/doi-song/">Đời sống</a></div>',
    "Ariadne's thread": '<nav class="ariane"><a href="/">Accueil</a> <a href="/ds">Đời sống</a></nav>',
    "a path": '<div class="news-path"><span><a href="/">Trang chủ</a></span><span><a href="/doi-song">Đời sống</a></span></div>',
    "a name for sections": '<div class="tin__cate"><a href="/"><svg></svg></a><a href="/c-12.htm">Đời sống</a></div>',
    "no names": '<p><a href="/">Trang chủ</a> » <a href="/doi-song/">Đời sống</a></p>',
    "a label": '<p>Bạn đang ở: <a href="/">Trang nhất</a> → <a href="/doi-song/">Đời sống</a></p>',
    "no links": '<div class="breadcrumb">Trang chủ » Đời sống</div>',
    "a link alone": '<p><a href="/doi-song/">Đời sống</a></p>',
    "a category": '<p><a href="/c/4" rel="category tag">Đời sống</a></p>',
}


@pytest.mark.parametrize("crumbs", CRUMBS.values(), ids=CRUMBS)
def test_the_section_by_the_path(crumbs):
    assert article(page().replace('<div class="article">', f'{crumbs}<div class="article">'), URL).section == "Đời sống"


@pytest.mark.parametrize(
    "crumbs",
    [
        '<div style="display:none"><ul class="breadcrumb"><li><a href="/">Home</a></li><li><a href="/quan-tri/">Quản trị</a></li></ul></div>',
        '<div class="breadcrumb"><a href="/">Trang chủ</a></div>',
        '<div class="breadcrumb"><a href="/">Báo Vàm Sáng</a></div>',
        f'<div class="breadcrumb"><a href="/">Trang chủ</a> » {TITLE}</div>',
        '<meta property="article:section" content="12">',
        "",
    ],
)
def test_no_section_where_nothing_names_one(crumbs):
    assert article(page().replace('<div class="article">', f'{crumbs}<div class="article">'), URL).section is None


LED = "<div><b>{}</b></div><div><b>Mùa nước nổi về sớm trên sông.</b></div>"


@pytest.mark.parametrize(
    ("step", "href", "top", "url", "title"),
    [
        ("Học tập và làm theo Bác", "/theo-bac", "<h1>{}</h1><div><b>{title}</b></div>", "?id=7801", TITLE),
        ("Bảo vệ nền tảng tư tưởng của Đảng", "/c-12", "<h1>{}</h1><div><b>{title}</b></div>", "?id=7801", TITLE),
        # Print and AMP pages have a path that ends in a link to the article.
        ("Bà con ba ấp dọn lục bình", "/tin/7801.html", LED, "in.aspx?id=7801", None),
        ("Bà con ba ấp dọn lục bình", "/tin/lb.html", LED, "amp/lb", None),
        ("Bà con ba ấp dọn lục bình", "javascript:void(0)", LED, "?id=7801", None),
    ],
)
def test_a_long_last_step_of_a_path_is_a_section_unless_it_leads_to_the_article(
    step: str, href: str, top: str, url: str, title: str | None
) -> None:
    crumbs = f'<div class="breadcrumb"><a href="/">Trang chủ</a> » <a href="{href}">{step}</a></div>'
    found = article(whole(crumbs + top.format(step, title=TITLE)), f"https://bao.example/{url}")
    assert found.title == (title or step)


@pytest.mark.parametrize("head", ["Báo Vàm Sáng: {}", "[Báo Vàm Sáng] {}"])
def test_the_newspapers_name_before_a_title_that_only_the_head_tells(head: str) -> None:
    html = page().replace("<h1>", "<div class=x9>").replace("</h1>", "</div>")
    assert article(html.replace(f"{TITLE} - Báo Vàm Sáng", head.format(TITLE))).title == TITLE


@pytest.mark.parametrize(
    ("head", "heading", "title"),
    [
        ("Bến chiều - Văn nghệ - Báo Vàm Sáng", "Bến chiều", "Bến chiều"),
        ("Đời sống - Ba ấp dọn kênh đón mùa đua ghe - Báo Vàm Sáng", "Đời sống", "Ba ấp dọn kênh đón mùa đua ghe"),
    ],
)
def test_a_heading_of_two_words_is_the_title_where_only_a_section_follows_it(
    head: str, heading: str, title: str
) -> None:
    body = page().replace("Ba ấp dọn kênh đón mùa đua ghe - Báo Vàm Sáng", head)
    found = article(body.replace("<h1>Ba ấp dọn kênh đón mùa đua ghe", f"<h1>{heading}"))
    assert title in found.title
    assert (found.title == heading) == (title == heading)


@pytest.mark.parametrize("site", ["", "Vamsang.example | "])
def test_the_title_in_the_row_below_a_kicker_is_no_paragraph(site: str) -> None:
    body = (
        f"<title>{site}{TITLE}</title><table><tr><td><span>PHÓNG SỰ</span><br><span>{TITLE}</span><br>"
        f"<span class=ngay>14/09/2026 08:30</span><br><br>{'<br><br>'.join(PROSE)}</td></tr></table>"
    )
    found = article(f"<html><head><meta charset=utf-8></head><body>{body}</body></html>")
    assert (found.title, found.body.split("\n\n")) == (TITLE, list(PROSE))


def test_two_rows_that_do_not_end_in_the_title_are_the_texts() -> None:
    rows = "<br>".join(("Ghe em về tới vàm sông", "Lục bình tím cả một dòng nước trôi"))
    assert (
        "Ghe em về tới vàm sông"
        in article(page().replace('<div class="content">', f'<div class="content"><p>{rows}</p>')).body
    )


@pytest.mark.parametrize(
    ("above", "section"),
    [
        ('<div><a href="/kt">Kinh tế</a> &gt; <a href="/kt/ht">Hạ tầng</a></div>', "Hạ tầng"),
        ('<div><a href="/kt">Kinh tế</a> <a href="/ht">Hạ tầng</a></div>', None),
        ('<div><a href="/kt">Kinh tế</a> &gt; <a href="/ht">Hạ tầng</a></div>', None),
        ('<div><a href="/vn">Văn nghệ</a></div>', "Văn nghệ"),
        ('<div><a href="/lh">Liên hệ</a></div>', None),
        (
            '<div class=brc><a href="/">Trang chủ</a> › <a href="/vn">Văn học - Nghệ thuật</a></div>',
            "Văn học - Nghệ thuật",
        ),
        (
            '<div class=brc><a href="/">Trang chủ</a> - <a href="/vh">Văn hóa</a> - <a href="/vn">Nghệ thuật</a></div>',
            "Nghệ thuật",
        ),
        ('<header><a href="/">Báo Vàm Sáng</a><a href="/nghe">Nghe</a></header>', None),
    ],
)
def test_the_section_of_a_path_without_a_home_page_or_of_the_title(above: str, section: str | None) -> None:
    body = page().replace(" - Báo Vàm Sáng", " - Văn nghệ - Báo Vàm Sáng").replace("<h1>", f"{above}<h1>")
    assert article(body).section == section


@pytest.mark.parametrize(
    ("row", "tags"),
    [
        ("<div class=tags>Từ khóa: <a href=/t/1>kênh</a>, <a href=/t/2>đua ghe</a></div>", ["kênh", "đua ghe"]),
        (
            "<div class=tags><b>Tags</b> <a href=/tag/kenh>kênh</a> <a href=/tag/ghe>đua ghe</a></div>",
            ["kênh", "đua ghe"],
        ),
        ("<p>Từ khóa: <a href=/t/1>kênh</a>, <a href=/t/2>đua ghe</a></p>", ["kênh", "đua ghe"]),
        ("<div class=tags>Từ khóa nổi bật: <a href=/t/1>kênh</a>, <a href=/t/2>đua ghe</a></div>", []),
        ("<div>Xem thêm: <a href=/t/1>kênh</a>, <a href=/t/2>đua ghe</a></div>", []),
    ],
)
def test_the_links_that_a_label_calls_tags(row: str, tags: list[str]) -> None:
    assert article(page(after=row)).tags == tags

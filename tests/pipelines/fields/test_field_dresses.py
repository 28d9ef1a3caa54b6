"""The fields of pages whose class names tell nothing; beside each kind, what must stay as it is."""

from __future__ import annotations

import pytest

from tests.pipelines.reading import PROSE, article, page, paragraphs
from tests.pipelines.test_dresses import under

URL = "https://bao.example/ghe-doc/ba-ap-don-kenh-77.html"
TITLE = "Ba ấp dọn kênh đón mùa đua ghe"
SAPO = "Ba ấp ở vàm sông đã dọn xong con kênh, nơi mỗi năm ghe của các ấp lại đua với nhau một lần."


def items(*names: str, inner: str = "<a href=/{0}>{1}</a>") -> str:
    """Items of a menu, the one that is marked with a star open."""
    told = []
    for number, name in enumerate(names):
        mark = " class=active" if name.endswith("*") else ""
        told.append(f"<li{mark}>{inner.format(number or '', name.strip('*'))}</li>")
    return "".join(told)


# --- sections -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("top", "over", "section"),
    [
        # links with icons between them
        ("", "<div><a href=/song>Sông nước</a><i class=x></i><a href=/ghe>Ghe đua</a></div>", "Ghe đua"),
        ("", "<p><a href=/song>Sông nước</a> <svg><path></path></svg> <a href=/ghe>Ghe đua</a></p>", "Ghe đua"),
        ("", "<div><a href=/song>Sông nước</a> <img src=/m.gif> <a href=/ghe>Ghe đua</a></div>", "Ghe đua"),
        ("", "<div><a href=/song>Sông nước</a> <a href=/ghe>Ghe đua</a></div>", None),
        # the menu's item above the page's own address
        (f"<ul>{items('Nhà', 'Kênh rạch')}<li><a href=/ghe-doc>Ghe dọc</a></li></ul>", "", "Ghe dọc"),
        ("<div><a href=/>Nhà</a> <a href=/kenh>Kênh</a> <a href=/ghe-doc/>Ghe dọc</a></div>", "", "Ghe dọc"),
        ("<div><a href=/>Nhà</a> <a href=/kenh>Kênh</a> <a href=/ghe>Ghe dọc</a></div>", "", None),
        # the menu's open item
        (f"<ul>{items('Nhà', 'Kênh rạch', 'Ghe đua*', 'Xuồng')}</ul>", "", "Ghe đua"),
        (f"<nav><ul>{items('Nhà', 'Kênh rạch', 'Ghe đua*')}</ul></nav>", "", "Ghe đua"),
        (f"<ul>{items('Trang chủ*', 'Kênh rạch', 'Ghe đua', 'Xuồng')}</ul>", "", None),
        (f"<ul>{items('Mới*', 'Đọc nhiều', 'Ghe đua', inner='<a href=#t{0}>{1}</a>')}</ul>", "", None),
        (f"<ul>{items('Nhà', 'Kênh rạch*', 'Ghe đua*', 'Xuồng')}</ul>", "", None),
        # a step below the step before it
        ("", "<ul class=crumbs><li><a href=/>Nhà</a></li><li><a href=/ghe-doc/>Ghe dọc</a></li><li><a href=/ghe-doc/hoi/>Hội ghe</a></li></ul>", "Hội ghe"),
        # a label that the address names
        ("", "<div class=eyebrow>Ghe dọc</div>", "Ghe dọc"),
        ("", "<span>GHE DỌC</span>", "GHE DỌC"),
        ("", "<div class=eyebrow>Xuồng ba lá</div>", None),
        # a path in words that begins with a menu's section, or at home
        (f"<ul>{items('Nhà', 'Kênh rạch', 'Chợ nổi')}</ul>", "<p>Kênh rạch / Ghe đua</p>", "Ghe đua"),
        (f"<ul>{items('Nhà', 'Kênh rạch', 'Chợ nổi')}</ul>", "<p>Kênh rạch / Chợ nổi</p>", None),
        ("", "<p>Pháp luật » Hình sự</p>", "Hình sự"),
        ("", "<p>Ghe ngo / Ghe đua</p>", None),
        ("", "<p>Ghe ngo → Ghe đua</p>", "Ghe đua"),
        ("", "<p><span>Lokales</span><span> · </span><span>Kaltbrunn</span></p>", "Kaltbrunn"),
        ("", "<div><a href=/>Trang chủ</a> <a href=/song>Sông nước</a> <span>Ghe đua</span></div>", "Ghe đua"),
        ("", "<p><a href=/muc/song>Sông nước</a></p>", "Sông nước"),
        ("", "<table><tr><td>Chuyên mục</td><td>Ghe đua</td></tr></table>", "Ghe đua"),
        ("", f"<p>Startseite &gt; Ghe đua &gt; {TITLE}</p>", "Ghe đua"),
        ("", f"<p><a href=/>Báo Vàm Sáng</a> » <a href=/ghe>Ghe đua</a> » {TITLE}</p>", "Ghe đua"),
        # beside the date
        ("", "<p>Du lịch | Thứ Hai, ngày 14/09/2026 08:30</p>", "Du lịch"),
        ("", "<p>14/09/2026 08:30 - Du lịch</p>", "Du lịch"),
        ("", "<p>Ba Ghe | 14/09/2026 08:30</p>", None),
        ("", "<p>Giao thông Thứ hai, 14/09/2026 08:30</p>", "Giao thông"),
        # a list whose links stand below one another; and one whose do not
        ("", "<ul><li><a href=/song>Sông nước</a></li><li><a href=/song/ghe>Ghe đua</a></li></ul>", "Ghe đua"),
        ("", "<ul><li><a href=/song>Sông nước</a></li><li><a href=/ghe>Ghe đua</a></li></ul>", None),
        ("", "<header><ul><li><a href=/>Nhà</a></li><li><a href=/ghe>Ghe đua</a></li></ul></header>", None),
        # a link home that is a picture, above the menu
        ("<div><a href=/><svg></svg></a><ul><li><a href=/kenh>Kênh rạch</a></li><li><a href=/ghe>Ghe</a></li></ul></div>", "", None),
    ],
)  # fmt: skip
def test_the_section(top: str, over: str, section: str | None) -> None:
    source = page().replace("<body>", f"<body>{top}").replace("<h1>", f"{over}<h1>")
    assert article(source, URL).section == section


@pytest.mark.parametrize(
    ("title", "under", "section"),
    [
        (f"{TITLE} - Ghe dọc - Báo Vàm Sáng", "", "Ghe dọc"),
        (f"{TITLE} | Kênh rạch | Báo Vàm Sáng", "", "Kênh rạch"),
        (f"{TITLE} | Chợ nổi | Báo Vàm Sáng", "", None),  # neither a link nor the address says so
        (TITLE, "<div><a href=/kenh>Kênh rạch</a></div>", "Kênh rạch"),
        (TITLE, "<div><a href=/cho>Chợ nổi</a></div>", None),
    ],
)
def test_the_section_in_the_title_and_below_it(title: str, under: str, section: str | None) -> None:
    source = page().replace("<body>", "<body><p><a href=/>Nhà</a> <a href=/kenh>Kênh rạch</a></p>")
    source = source.replace("</h1>", f"</h1>{under}").replace(f"<title>{TITLE} - Báo Vàm Sáng<", f"<title>{title}<")
    found = article(source, URL)
    assert (found.section, found.title) == (section, TITLE)
    assert len(paragraphs(found)) == len(PROSE)


@pytest.mark.parametrize(
    "rows",
    [
        "<dl><dt>Chuyên mục</dt><dd><a href=/g>Ghe dọc</a></dd><dt>Ngày đăng</dt><dd>03-11-2026 05:40</dd><dt>Người viết</dt><dd>PV BA GHE</dd><dt>Lượt xem</dt><dd>1.204</dd></dl>",
        "<dl><dt>Chuyên mục:</dt><dd>Ghe dọc</dd><dt>Đăng lúc:</dt><dd>05:40 03/11/2026</dd><dt>Tác giả:</dt><dd>PV BA GHE</dd></dl>",
    ],
)  # fmt: skip
def test_labels_and_what_they_name_side_by_side(rows: str) -> None:
    found = article(under(rows))
    assert (found.section, found.published_at, found.byline) == ("Ghe dọc", "2026-11-03T05:40:00+07:00", "PV BA GHE")
    assert paragraphs(found) == list(PROSE)


def test_a_list_of_terms_in_the_text_stays() -> None:
    terms = "<dl><dt>Ghe ngo</dt><dd>Ghe dài của người Khmer, năm mươi tay chèo.</dd><dt>Xuồng</dt><dd>Nhỏ hơn ghe.</dd></dl>"
    assert len(paragraphs(article(page(terms, f"<p>{SAPO}</p>")))) > 5


# --- bylines ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("<div class=row><div class=col-7>27/11/2025 14:05</div><div class='col-5 text-right'>PV Ba Ghe</div></div>", "PV Ba Ghe"),
        ("<p>CTV LAN THỬ</p><p>27/11/2025 14:05</p>", "CTV LAN THỬ"),
        ("<div>27/11/2025 14:05</div><div><i>Tản văn của NGUYỄN LAN THỬ</i></div>", "Tản văn của NGUYỄN LAN THỬ"),
        ("<p>Truyện ngắn: Lan Thử</p>", "Truyện ngắn: Lan Thử"),
        ("<p>Bút ký của Ba Ghe</p>", "Bút ký của Ba Ghe"),
        ("<p>Thơ của những người đóng ghe</p>", None),
        (f"<p><strong>{SAPO}</strong></p><div>K'Thử</div>", "K'Thử"),
        (f"<p><strong>(BVS) - {SAPO} Năm nay nước lên chậm hơn mọi năm.</strong></p><div>Nguyễn Lan Thử</div>", "Nguyễn Lan Thử"),
        ("<div>H'Nhi</div>", "H'Nhi"),
        ("<div>K'Bang</div>", None),
        ("<div><img src=/a.jpg width=40 height=40><div><b>Trần Lan Thử</b><span>hôm qua</span></div></div>", "Trần Lan Thử"),
        ("<div><b>Trần Lan Thử</b><span>vừa xong</span></div>", "Trần Lan Thử"),
        ("<div><b>Ghe về vàm</b><span>hôm qua</span></div>", None),
        ("<p>Võ Thị Thử, Cần Thơ | 27/11/2025 lúc 10:19</p>", "Võ Thị Thử"),
        ("<p class=author>Võ Thị Thử<br><i>Thường trú tại Cần Thơ</i></p>", "Võ Thị Thử"),
        ("<p>27/11/2025</p><p class=by>Writer: Mara Tester</p>", "Mara Tester"),
    ],
)  # fmt: skip
def test_the_byline_under_the_heading(line: str, byline: str | None) -> None:
    found = article(under(line))
    assert (found.byline, paragraphs(found)) == (byline, list(PROSE)) if byline else found.byline is None


@pytest.mark.parametrize(
    ("over", "byline"),
    [
        ("<p align=right>SIU H'LOAN</p>", "SIU H'LOAN"),
        ("<div>Hồ Lan Thử</div>", "Hồ Lan Thử"),
        ("<div class=row><div>27/11/2025 14:05</div><div>PV Lan Thử</div></div>", "PV Lan Thử"),
        ("<div>Ghe Dọc</div>", None),
        ("<div>Xuân Quê Hương</div>", None),
    ],
)
def test_the_byline_above_the_heading(over: str, byline: str | None) -> None:
    assert article(page().replace("<h1>", f"{over}<h1>")).byline == byline


@pytest.mark.parametrize(
    ("row", "byline", "day"),
    [
        ("<p>来源：港湾日报 2026年09月12日 08:30 作者：孔小明</p>", "孔小明", "2026-09-12"),
        ("<div><span>2026/9/12 17:33:45</span> <span>来源：港湾</span> <span>作者：孔小明</span> <span>责编：王测试</span> 评论：36</div>", "孔小明", "2026-09-12"),
    ],
)  # fmt: skip
def test_a_row_of_source_day_and_author(row: str, byline: str, day: str) -> None:
    told = "周六清晨，居民们聚集在老码头，看着渡轮凭借自身动力驶回港口，许多人带着孩子一起前来。"
    found = article(
        f"<html lang=zh><title>渡轮重返外岛</title><h1>渡轮重返外岛</h1>{row}<p>{told}</p><p>{told[::-1]}</p></html>"
    )
    assert (found.byline, (found.published_at or "")[:10], len(paragraphs(found))) == (byline, day, 2)


def test_a_korean_report_is_signed_by_its_reporter() -> None:
    told = "토요일 아침 주민들은 오래된 부두에 모여 여객선이 스스로 항구로 돌아오는 모습을 지켜보았다."
    found = article(f"<html lang=ko><title>여객선 운항 재개</title><h1>여객선 운항 재개</h1><p>{told}</p><p>{told}.</p><p>이시험 기자 test@a.example</p></html>")  # fmt: skip
    assert found.byline == "이시험"


@pytest.mark.parametrize("after", ["<p>Báo Vàm Sáng, cơ quan của xã</p>", ""])
def test_a_name_that_ends_the_articles_element(after: str) -> None:
    source = page(after=after).replace("</div></div>", "</div><div>Nguyễn Thị Thử</div></div>")
    assert article(source).byline == "Nguyễn Thị Thử"


@pytest.mark.parametrize(
    ("last", "byline", "lines"),
    [
        ("<p><i>Theo Báo Gò Me</i></p><p>Biên tập: Lan Thử</p>", "Theo Báo Gò Me", 3),
        ("<p align=right><b>Ba Ghe</b></p><p>Editor: Lan Thử</p>", "Ba Ghe", 3),
        ("<p>Nội dung: Ba Ghe</p><p>Biên tập: Lan Thử</p>", "Ba Ghe", 3),
        ("<p>Biên tập: ba người, một tuần.</p>", None, 4),
        ("<p>Theo TTXVN/Tin tức</p>", "Theo TTXVN/Tin tức", 3),
        ("<p>Theo bà con/Tin đồn</p>", None, 4),
        ("<p><i>(Ghi chép của Lan Thử)</i></p>", "(Ghi chép của Lan Thử)", 3),
        ("<p>Báo Vàm - Giấy phép hoạt động số 77/GP. Tổng Biên tập: Lan Thử, phường 1, xã Vàm Sáng.</p>", None, 3),
        ("<p>Nhờ giấy phép hoạt động mới, tổng biên tập nói tờ báo của xã sẽ ra mỗi tuần hai kỳ.</p>", None, 4),
        ("<p><b>Phan Thử – Ngô Bến</b></p>", "Phan Thử – Ngô Bến", 3),
        ("<p><b>Ghe ngo – Xuồng ba lá</b></p>", None, 4),
        ("<p>Giải nhất: Lan Thử</p><p align=right><b>Ba Ghe</b></p>", "Ba Ghe", 4),
        ("<p align=right><b>Ba Ghe</b></p><p>Người đọc bài: Lan Thử</p>", "Ba Ghe", 3),
    ],
)
def test_who_edited_is_none_of_the_text(last: str, byline: str | None, lines: int) -> None:
    found = article(page(last))
    assert (found.byline, len(paragraphs(found))) == (byline, lines)


# --- leads --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "rest", "lead"),
    [
        ("<p><em>{}</em></p>", "<p>{}</p>", True),
        ("<p style='font-style:italic'>{}</p>", "<p>{}</p>", True),
        ("<div class='font-semibold mt-4'>{}</div>", "<div class=mt-4>{}</div>", True),
        ("<p class=fw-bold>{}</p>", "<p>{}</p>", True),
        ("<p class='text-lg'>{}</p>", "<p>{}</p>", False),
        ("<p><em>{}</em></p>", "<p><em>{}</em></p>", False),
        ("<div class=font-bold>{}</div>", "<div class=font-bold>{}</div>", False),
    ],
)
def test_a_lead_by_its_look(first: str, rest: str, lead: bool) -> None:
    source = page()
    for text in PROSE:
        source = source.replace(f"<p>{text}</p>", rest.format(text))
    found = article(source.replace('<div class="content">', f'<div class="content">{first.format(SAPO)}'))
    assert (found.lead == SAPO, SAPO not in paragraphs(found)) == (lead, lead)


@pytest.mark.parametrize("between", ["", "<div><span>BA THỬ</span> · <span>24/11/2025, 18:22</span></div>"])
@pytest.mark.parametrize("lead", [f"<div><b>{SAPO}</b></div>", f"<p>{SAPO}</p>"])
def test_a_lead_in_one_box_with_the_heading_above_a_short_text(lead: str, between: str) -> None:
    told = "".join(f"<p>{text[:88]}.</p>" for text in PROSE)
    box = f"<div class=a><div class=b><span>GHE</span><h1>{TITLE}</h1>{lead}{between}</div><div class=c>{told}</div></div>"
    found = article(f"<html lang=vi><title>{TITLE}</title><body>{box}</body></html>")
    assert (found.lead, len(paragraphs(found))) == (SAPO, 3)


def test_another_article_below_a_short_one_is_none_of_it() -> None:
    other = f"<div class=c><h2><a href=/nam-truoc.html>Hội ghe năm trước</a></h2>{''.join(f'<p>{text}</p>' for text in PROSE)}</div>"
    box = f"<div class=a><div class=b><h1>{TITLE}</h1><p>{SAPO} {SAPO}</p></div>{other}</div>"
    assert PROSE[2] not in paragraphs(article(f"<html lang=vi><title>{TITLE}</title><body>{box}</body></html>"))


# --- titles -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["In bài viết", "Trang in", "In tin", "Bản in", "Print", "Xem bản in"])
def test_a_page_to_print(name: str) -> None:
    rows = (
        f"<p><img src=/logo.png></p><p>Thứ Ba, 20/10/2026, 08:05 (GMT+7)</p><p><b>{TITLE}</b></p><p><b>{SAPO}</b></p>"
    )
    rows += "".join(f"<p>{text}</p>" for text in PROSE)
    foot = "<p><b>BA GHE</b></p><hr><p>Bản quyền © Báo Vàm Sáng. Đường dẫn bài viết: https://bao.example/ghe-77.html</p><p><a href=#>In</a> <a href=#>Đóng</a></p>"
    found = article(
        f"<html lang=vi><title>{name}</title><body>{rows}{foot}</body></html>", "https://bao.example/print/77"
    )
    assert (found.title, found.lead, found.byline, found.published_at, paragraphs(found)) == (
        TITLE, SAPO, "BA GHE", "2026-10-20T08:05:00+07:00", list(PROSE)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("Ghe &amp;amp; xuồng: ba ấp vào hội", "Ghe & xuồng: ba ấp vào hội"),
        ("Mùa ghe &amp;#39;muộn&amp;#39; ở Vàm Sáng", "Mùa ghe 'muộn' ở Vàm Sáng"),
        ("Mùa ghe &amp;quot;muộn&amp;quot; ở Vàm Sáng", 'Mùa ghe "muộn" ở Vàm Sáng'),
        ("Ghe &amp;ampli ở Vàm Sáng", "Ghe &ampli ở Vàm Sáng"),
        ("Công ty A&amp;B về Vàm Sáng", "Công ty A&B về Vàm Sáng"),
    ],
)
def test_a_title_written_twice_over(printed: str, title: str) -> None:
    assert article(page(title=printed)).title == title


# --- dates --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "published", "modified"),
    [
        ("<time itemprop=dateModified datetime=2026-09-14T19:20:45+07:00>14/09/2026 01:57 | Cập nhật lúc 14/09/2026 19:20</time>", "2026-09-14T01:57:00+07:00", "2026-09-14T19:20:45+07:00"),
        ("<time datetime='Wed Nov 18 2026 15:21:41 GMT+0000'>18 Nov 2026</time>", "2026-11-18T22:21:41+07:00", None),
        ("<div data-published=20261119T163000+0700>1 tuần trước</div>", "2026-11-19T16:30:00+07:00", None),
        ("<div><b>Ba Ghe</b> <span data-ts=2026-11-19T16:30:00+07:00>tuần trước</span></div>", "2026-11-19T16:30:00+07:00", None),
        ("<span data-post-date=2026-11-19>tuần trước</span>", "2026-11-19", None),
        ("<p>PTI | Updated: Feb 13, 2026, 13:10 IST</p>", "2026-02-13T14:40:00+07:00", None),
        ("<span data-expires=2026-11-19>sắp hết hạn</span>", None, None),
        ("<span data-last-modified=2026-11-19>tuần trước</span>", None, None),
        ("<p>Đường dây nóng: 0299 12.10.2020</p>", None, None),
        ("<div><b>12</b><span>10/2026</span></div>", "2026-10-12", None),
        ("<div><b>42</b><span>10/2026</span></div>", None, None),
        ("<p>woensdag 11 november 2026, 16:20</p>", "2026-11-11", None),
        ("<div><span>11 listopada 2026, 13:07</span><span>oprac. Mara Tester</span></div>", "2026-11-11", None),
        ("<aside><p>Ba Ghe</p><p>14/09/2026 08:30</p></aside>", "2026-09-14T08:30:00+07:00", None),
        ("<aside><h4>Ghe đua</h4><p>14/09/2026 08:30</p></aside>", None, None),
    ],
)  # fmt: skip
def test_dates(line: str, published: str | None, modified: str | None) -> None:
    found = article(under(line))
    assert (found.published_at, found.modified_at) == (published, modified)


# --- pictures, tags -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "count"),
    [
        ("<div>Ba Ghe | 14/09/2026 <a href=/email/77><img src=/i/mail.gif></a> <a href=/print/77><img src=/i/print.gif></a></div>", 0),
        ("<div><a rel=author href=/tg/ba><img src=/a/ba.jpg></a> <a rel=author href=/tg/ba>Ba Ghe</a></div>", 0),
        ("<div><a href=/tac-gia/ba><img src=/a/ba.jpg></a></div>", 0),
        ("<div><a href=mailto:?subject=Ghe><img src=/i/mail.gif></a></div>", 0),
        ("<div itemprop=author itemscope><img itemprop=image src=/a/ba.jpg><b itemprop=name>Ba Ghe</b></div>", 0),
        ("<div><img src=/a/ba.jpg alt='Nguyễn Lan Thử'><span>Nguyễn Lan Thử</span></div><p>14/09/2026 08:30</p>", 0),
        ("<div><a href=/><img src=/i/logo.png></a></div>", 0),
        ("<div><a href=/anh/to.jpg><img src=/anh/nho.jpg></a></div>", 1),
    ],
)  # fmt: skip
def test_what_is_no_picture_of_the_article(row: str, count: int) -> None:
    assert len(article(under(row)).images) == count


@pytest.mark.parametrize(
    ("below", "tags"),
    [
        ("<footer><ul><li><a href=/tag/ghe>ghe ngo</a></li><li><a href=/tag/kenh>kênh đào</a></li></ul></footer>", ["ghe ngo", "kênh đào"]),
        ("<div class=f><a class=r href=/t/1>ghe ngo</a><a class=r href=/t/2>kênh đào</a></div>", ["ghe ngo", "kênh đào"]),
        ("<div>TAGGED: <a href=/1>ghe ngo</a>, <a href=/2>kênh đào</a></div>", ["ghe ngo", "kênh đào"]),
        ("<div><a rel=tag href=/category/song>Sông</a> <a rel=tag href=/tag/ghe>ghe ngo</a></div>", ["ghe ngo"]),
        ("<div class=f><a href=/kenh-1.html>Con kênh ấy</a><a href=/kenh-2.html>Ghe về vàm</a></div>", []),
    ],
)  # fmt: skip
def test_tags_that_no_name_calls_so(below: str, tags: list[str]) -> None:
    assert article(page(below)).tags == tags


def test_what_parsely_is_told() -> None:
    head = "<meta name=parsely-section content='Ghe đua'><meta name=parsely-tags content='ghe ngo,kênh đào'>"
    found = article(page(head=head))
    assert (found.section, found.tags) == ("Ghe đua", ["ghe ngo", "kênh đào"])


def test_a_lead_above_the_day_of_fetching() -> None:
    source = page().replace(
        "</h1>", f"</h1><p>{SAPO}</p><div>Redacción | Vàm | 23/11/2026 | Actualizado a las 10:45h.</div>"
    )
    found = article(f"<p><a href=/1>Kênh</a> <a href=/2>Ghe</a></p>{source}")
    assert (found.lead, found.published_at, found.byline, len(paragraphs(found))) == (SAPO, "2026-11-23", None, 3)


def test_a_day_in_one_row_with_the_section() -> None:
    row = "<div><div><a href=/van-hoa>{}</a></div><div align=right>Thứ hai, {}</div></div><h1>"
    source = page().replace('class="article"', "")
    assert article(source.replace("<h1>", row.format("Văn hóa", "14/09/2026"))).published_at == "2026-09-14"
    clock = row.format("Văn hóa", "23/11/2026").replace(
        "<h1>", "<p><a href=/lien-he>Liên hệ</a> <a href=/1>Rao vặt</a></p><h1>"
    )
    assert article(source.replace("<h1>", clock)).published_at is None


def test_a_title_with_its_day_below_a_framed_name_of_the_site() -> None:
    source = page().replace(f"<title>{TITLE} - Báo Vàm Sáng<", "<title>.:: BAO VAM SANG ::.<")
    source = source.replace(
        f"<h1>{TITLE}</h1>", f"<div><font size=4><b>{TITLE}</b></font> <font size=1>(14-09-2026, 08:12)</font></div>"
    )
    found = article(source)
    assert (found.title, found.published_at) == (TITLE, "2026-09-14T08:12:00+07:00")


def test_a_path_in_a_list_beside_the_day_of_fetching() -> None:
    steps = "<li><a href=/song>Sông nước</a></li><li><a href={}>Ghe đua</a></li>"
    row = "<div><ul>{}</ul><span>Thứ hai, 23/11/2026, 08:30</span></div><h1>"
    found = article(page().replace("<h1>", row.format(steps.format("/song/ghe"))))
    assert (found.section, found.published_at) == ("Ghe đua", "2026-11-23T08:30:00+07:00")
    assert article(page().replace("<h1>", row.format(steps.format("/ghe")))).published_at is None  # a menu, and a clock


def test_a_date_as_unix_writes_it() -> None:
    head = "<meta property=article:published_time content='Sat Mar 14 20:39:33 +0700 2026'>"
    assert article(page(head=head)).published_at == "2026-03-14T20:39:33+07:00"


@pytest.mark.parametrize(("menu", "title"), [("Ghe đua", TITLE), ("Xuồng", f"{TITLE} | Ghe đua")])
def test_a_section_before_a_site_that_is_named_nowhere_else(menu: str, title: str) -> None:
    source = page().replace(f"{TITLE} - Báo Vàm Sáng", f"{TITLE} | Ghe đua | BVS")
    source = source.replace(f"<h1>{TITLE}</h1>", f"<a href=/g>{menu}</a>")
    assert article(source).title == title


def test_keywords_with_quotes_around_them() -> None:
    head = f'<meta name=keywords content="ghe ngo, &amp;quot;kênh đào, &quot;, lục bình"><meta property=og:title content="{TITLE}">'
    assert article(page(head=head)).tags == ["ghe ngo", "kênh đào", "lục bình"]


@pytest.mark.parametrize(
    ("figure", "credit"),
    [
        ("<figure><img src=/g.jpg><figcaption><p>Ghe về vàm buổi chiều</p><span>Lan Thử / Reuters</span></figcaption></figure>", "Lan Thử / Reuters"),
        ("<figure><img src=/g.jpg><figcaption>Ghe về vàm buổi chiều<small>Lan Thử/AFP</small></figcaption></figure>", "Lan Thử/AFP"),
        ("<figure><img src=/g.jpg><figcaption><p>Ghe về vàm buổi chiều</p><p>Bến Đò / Vàm Sáng</p></figcaption></figure>", None),
    ],
)  # fmt: skip
def test_a_person_at_an_agency_in_the_second_row_of_a_caption(figure: str, credit: str | None) -> None:
    found = article(page(figure)).images[0]
    assert (found.credit, (found.caption or "").startswith("Ghe về vàm buổi chiều")) == (credit, True)


# --- what the head says -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "here", "url"),
    [
        ("<meta property=og:url content=bao.example/ghe-doc/ba-ap-7712.html>", "https://bao.example/xem?id=7712", "https://bao.example/ghe-doc/ba-ap-7712.html"),
        ("<meta property=og:url content=//bao.example/ghe-doc/ba-ap-7712.html>", "https://bao.example/xem?id=7712", "https://bao.example/ghe-doc/ba-ap-7712.html"),
        ("<meta property=og:url content='https://bao.example/ba-ap-77.html?ref=facebook&utm_source=fb'>", "https://bao.example/ba-ap-77.html", "https://bao.example/ba-ap-77.html"),
        ("<link rel=canonical href='https://bao.example/xem?id=77&utm_medium=rss'>", "https://bao.example/xem?id=77", "https://bao.example/xem?id=77"),
        ("<link rel=canonical href='https://bao.example/xem?id=77'>", "https://bao.example/xem", "https://bao.example/xem?id=77"),
    ],
)  # fmt: skip
def test_the_address(head: str, here: str, url: str) -> None:
    assert article(page(head=head), here).url == url


GRAPH = """<script type="application/ld+json">{"@graph": [{"@type": "NGO", "name": "Quỹ", "datePublished": "2020-01-01"},
{"@type": "WebPage", "@id": "/x", "datePublished": "2026-09-14T08:30:00+07:00"},
{"@type": "Article", "headline": "Ba ấp dọn kênh đón mùa đua ghe", "%s": {"@id": "/x"}}]}</script>"""


@pytest.mark.parametrize("bond", ["isPartOf", "mainEntityOfPage"])
def test_the_day_of_the_page_that_an_article_is_part_of(bond: str) -> None:
    assert article(page(head=GRAPH % bond)).published_at == "2026-09-14T08:30:00+07:00"


TRAIL = "<div itemscope itemtype=http://schema.org/NewsArticle><a href=/1.html itemprop=headline>Ghe khác</a><time itemprop=datePublished datetime=2026-09-20>20/09</time><span itemprop=author>Tư Vàm</span></div>"


def test_microdata_of_another_article_and_of_a_person() -> None:
    own = page(after=TRAIL).replace('class="article"', "itemscope itemtype=http://schema.org/NewsArticle")
    own = own.replace("<h1>", "<h1 itemprop=headline>")
    assert article(own).byline is None
    person = "<div itemprop=author itemscope itemtype=http://schema.org/Person><meta itemprop=datePublished content=2026-09-14><time itemprop=datePublished>hai tháng trước</time><meta itemprop=name content='Ba Ghe'></div>"
    found = article(own.replace("</h1>", f"</h1>{person}"))
    assert (found.byline, found.published_at) == ("Ba Ghe", "2026-09-14")

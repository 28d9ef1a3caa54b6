"""The byline, weighed among all that the head and the page name."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pipelines.language import names
from tests.pipelines.reading import PROSE, article, page, paragraphs

with (Path(names.__file__).parent / "byline_words.csv").open(encoding="utf-8") as file:
    EXAMPLES = [(row["example"], row["read"]) for row in csv.DictReader(file) if row["example"]]

TEXT = (
    "Before dawn the people of the three villages had come to the canal to clear the weeds, so that the boats could train.",
    "The water rises slowly this year, and the large boats wait beyond the mouth of the river for goods that small ones bring.",
    "By noon the canal was open, the children went swimming, and the grown-ups rested under the old trees along the bank.",
)


def english(line: str = "", head: str = "", below: str = "", after: str = "") -> str:
    prose = "".join(f"<p>{text}</p>" for text in TEXT)
    return (
        f"<html lang=en><head><title>Three villages clear their canal</title>{head}</head><body><div class=article>"
        f"<h1>Three villages clear their canal</h1>{line}<div class=content>{prose}{below}</div></div>{after}</body></html>"
    )


@pytest.mark.parametrize(("example", "read"), EXAMPLES)
def test_each_row_of_the_table_has_an_example_that_is_read(example: str, read: str) -> None:
    assert names.names(example) == [read]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Von", []), ("By", []), ("Par :", []), ("ABOUT THE AUTHOR", []), ("Über den Autor", []), ("Contact the author:", []),
        ("https://www.facebook.com/mara", []), ("mara@paper.example", []), ("4 min read", []), ("", []),
        ("By MARA TESTER and MAX TESTER", ["MARA TESTER", "MAX TESTER"]),
        ("Mara Tester, Max Tester & Moritz Tester", ["Mara Tester", "Max Tester", "Moritz Tester"]),
        ("Geschrieben vonMara Tester", ["Mara Tester"]),
        ("Hoàng Lan Thử 2 giờ trước", ["Hoàng Lan Thử"]), ("Hoàng Lan Thử Theo dõi", ["Hoàng Lan Thử"]),
        ("Hoàng Lan Thử 1.203 lượt xem", ["Hoàng Lan Thử"]),
        ("Phóng viên: Hoàng Lan Thử", ["Hoàng Lan Thử"]),
        ("Mara Tester 3 hours ago", ["Mara Tester"]),
        ("Mara Tester · vor 2 Stunden", ["Mara Tester"]),
        ("By Mara Tester On May 3, 2020", ["Mara Tester"]),
        ("Mara Tester | Updated May 3, 2020", ["Mara Tester"]),
        ("Mara Tester (https://paper.example/mara)", ["Mara Tester"]),
        ("By Mara Tester, Staff Writer", ["Mara Tester"]),
        ("By Mara Tester in Altenried", ["Mara Tester"]),
        ("MARA TESTER UND MAX TESTER", ["MARA TESTER", "MAX TESTER"]),
        ("Words by Mara Tester. Photographs by Joan Probe.", ["Mara Tester"]),
        ("(Reporting by Mara Tester; editing by Joan Probe)", ["Mara Tester"]),
        ("THUWEB.,JSC", []), ("Công ty Phần mềm Vàm Sáng", []), ("Vam Sang Media Co., Ltd", []),
    ],
)  # fmt: skip
def test_names_of_an_authors_field(text: str, found: list[str]) -> None:
    assert names.names(text) == found


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("<div class=byline>By <a href=/a>Mara Tester</a></div>", "Mara Tester"),
        ("<div class=byline>By</div><div class=byline__name>Mara Tester</div>", "Mara Tester"),
        ("<p class=author>By <a href=/a>Mara Tester</a> and <a href=/b>Max Tester</a></p>", "Mara Tester - Max Tester"),
        ("<p>By Mara Tester</p>", "Mara Tester"),
        ("<p>By Mara Tester, Staff Writer</p>", "Mara Tester"),
        ("<a rel=author href=/a>Mara Tester</a>", "Mara Tester"),
        ("<div class=author>Mara Tester <span>3 hours ago</span></div>", "Mara Tester"),
        ("<p>By <a rel=author href=/a>Mara Tester</a> in Altenried</p>", "Mara Tester"),
        ("<div><a href=/staff/mara-tester/>Mara Tester</a></div>", "Mara Tester"),
        ("<div><a href=/places/port-harrow/>Port Harrow</a></div>", None),
        ("<div class=byline>by <b class=author>Mara Tester</b>, Bao Example</div>", "Mara Tester"),
        ("<div class=byline><b>Mara Tester</b><b>Staff Writer</b></div>", "Mara Tester"),
        ("<p>ByJ.R. Tester</p>", "J.R. Tester"),
        ("<p>Geschrieben von <a href=/userinfo.php?uid=6>Mara</a></p>", "Mara"),
        ("<p>Geschrieben von <a href=/archive/6>Mara</a></p>", None),
        ("<p>责任编辑：孔小明</p>", "孔小明"),
        ("<p>Text & Fotos: Mara Tester</p>", "Mara Tester"),
        ("<p>Par Mara Tester (Altenried, envoyée spéciale)</p>", "Mara Tester"),
        ("<div class=author>About the author</div>", None),
        ("<div class=author>By</div>", None),
        ("<p>By the river</p>", None),
        ("<div><div>By</div><div><p>Mara Tester</p></div><div>on</div><div>May 3, 2020</div></div>", "Mara Tester"),
        ("<div><div>By</div><div><p>The river</p></div></div>", None),
        (
            "<p>By Mara Tester - Published on May 3, 2020 at 6.12pm - Last updated on May 4, 2020 at 9.03am - Reading time: 3 min</p>",
            "Mara Tester",
        ),
        (
            "<aside><address><a href=/profile/mara>Mara Tester</a> Harbour Correspondent</address><p>May 3, 2020</p></aside>",
            "Mara Tester",
        ),
        (
            "<aside><p><a href=/news/ferry>Mara Tester wins the race of the old ferries</a></p><p>May 3, 2020</p></aside>",
            None,
        ),
        ("<div><p>Mara Tester</p><p>Harbour correspondent</p><p>May 3, 2020 5:04 p.m.</p></div>", "Mara Tester"),
        ("<p>Posted in <a href=/c>News</a> by Mara Tester | May 3, 2020</p>", "Mara Tester"),
        ("<p>Posted in <a href=/c>News</a> by the river</p>", None),
        (
            "<ul><li><a href=/author/m>Mara Tester</a> @mara</li><li>Senior Reporter</li></ul><p>May 3, 2020</p>",
            "Mara Tester",
        ),
        ("<div><div>The Quay Courier <b>Mara Tester.</b></div><div>May 3, 2020</div></div>", "Mara Tester"),
        ("<div>Mara Tester mara@paper.example</div><div>May 3, 2020</div>", "Mara Tester"),
        (
            "<div class=author-row><b>Mara Tester</b><div>Harbour Correspondent</div><div>@mara</div></div><div>May 3, 2020</div>",
            "Mara Tester",
        ),
    ],
)
def test_the_author_above_a_text(line: str, byline: str | None) -> None:
    found = article(english(line))
    assert found.byline == byline
    assert not {"Mara Tester", "Harbour Correspondent", "@mara", "May 3, 2020"}.intersection(paragraphs(found))


@pytest.mark.parametrize(
    ("last", "byline"),
    [
        ("<p>(dpa/mt)</p>", "dpa/mt"),
        ("<p>(AFP)</p>", "AFP"),
        ("<p>(see below)</p>", None),
        ("<p><i>Mara Tester</i></p>", "Mara Tester"),
        ("<p><i>Tides and boats</i></p>", None),
        ("<h4>Mara Tester</h4><p>Mara Tester has written about ferries and their harbours since 2015.</p>", "Mara Tester"),
        ("<h4>Ferries at Sea</h4><p>Mara Tester has written about ferries and their harbours since 2015.</p>", None),
    ],
)  # fmt: skip
def test_an_agency_or_a_card_of_the_author_below_the_text(last: str, byline: str | None) -> None:
    found = article(english(below=last))
    assert (found.byline, len(paragraphs(found))) == (
        byline,
        len(TEXT) + (0 if byline else last.count("</p>") + last.count("</h4>")),
    )


@pytest.mark.parametrize(
    "below",
    [
        "<p>By Mara Tester</p>",
        "<p>— Mara Tester</p>",
        "<p class=author>Mara Tester</p>",
        "<p>Text: Mara Tester</p>",
        "<p><b>Mara Tester</b>, Altenried</p>",
    ],
)
def test_the_author_below_a_text(below: str) -> None:
    assert article(english(below=below)).byline == "Mara Tester"


@pytest.mark.parametrize(
    ("over", "byline"),
    [
        ("<span class=author>Mara Tester</span>", "Mara Tester"),
        ("<p>By Mara Tester</p>", "Mara Tester"),
        ("<h2>The ferry of the year</h2><span class=author>Mara Tester</span>", "Mara Tester"),
        ("<span class=author>Mara Tester</span><h2>The ferry of the year</h2>", None),
        ("<aside><span class=author>Mara Tester</span></aside>", None),
        ("<p>Mara Tester</p>", None),
    ],
)
def test_the_author_above_a_heading(over: str, byline: str | None) -> None:
    assert article(english().replace("<h1>", f"{over}<h1>")).byline == byline


@pytest.mark.parametrize(
    ("last", "byline"),
    [
        ("<p>Mara Tester<br>Head of the harbour</p>", "Mara Tester"),
        ("<p>Mara Tester<br>The harbour was hers for years, and it was a good one.</p>", None),
        ("<p>Harbour office<br>Quay Lane 4</p>", None),
        ("<p><b>Mara Tester</b>, of the harbour</p>", None),
        ("<p>Mara Tester, <b>Altenried</b></p>", None),
    ],
)
def test_a_last_paragraph_of_a_name_over_a_role(last: str, byline: str | None) -> None:
    assert article(english(below=last)).byline == byline


def test_who_helped_is_not_who_wrote() -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "author": {"name": "Mara Tester"}}</script>'
    assert (
        article(english(head=head, below="<p><em>Max Tester and Moritz Tester contributed.</em></p>")).byline
        == "Mara Tester"
    )


@pytest.mark.parametrize(
    "after",
    [
        "<div class=related><h3>More</h3><div><a href=/x>The harvest of the year is the best in ten</a><span class=author>Max Tester</span></div></div>",
        "<h2>More stories</h2><div><a href=/x>The harvest of the year is the best in ten</a> <span class=byline>By Max Tester</span></div>",
        "<aside><span class=author>Max Tester</span></aside>",
        "<div class=comments><span class=comment-author>Max Tester</span><p>Well done, all of you there.</p></div>",
    ],
)
def test_the_authors_of_others_are_not_this_ones(after: str) -> None:
    assert article(english(after=after)).byline is None
    assert article(english("<p class=byline>By Mara Tester</p>", after=after)).byline == "Mara Tester"


def test_two_metas_name_two_authors() -> None:
    head = '<meta name="author" content="Lan Thử"><meta name="author" content="Minh Thử">'
    assert article(page(head=head)).byline == "Lan Thử - Minh Thử"


@pytest.mark.parametrize(
    ("title", "byline"),
    [
        ("Three villages clear their canal - The Harbour Post", "Mara Tester"),
        ("Three villages clear their canal", "Mara Tester - The Harbour Post"),
    ],
)
def test_the_name_behind_the_title_of_the_page_is_no_author_beside_another(title: str, byline: str) -> None:
    source = english(head='<meta name="author" content="Mara Tester | The Harbour Post">')
    assert article(source.replace("<title>Three villages clear their canal", f"<title>{title}")).byline == byline


def test_the_label_of_a_preview_names_the_author() -> None:
    head = '<meta name="twitter:label1" content="Được viết bởi"><meta name="twitter:data1" content="Lan Thử">'
    assert article(page(head=head)).byline == "Lan Thử"


def test_a_place_that_names_all_outweighs_one_that_names_some() -> None:
    told = '<script type="application/ld+json">{"@type": "NewsArticle", "author": [{"name": "Lan Thử"}, {"name": "Minh Thử"}]}</script>'
    source = page(head=told).replace("</h1>", "</h1><div class=author>Lan Thử</div>")
    assert article(source).byline == "Lan Thử - Minh Thử"


@pytest.mark.parametrize(
    "author", ["WordPress", "Joomla!", "admin", "Super User", "Báo Vàm Sáng", "user12", "{author}"]
)
def test_who_is_no_author(author: str) -> None:
    head = f'<meta name="author" content="{author}"><meta property="og:site_name" content="Báo Vàm Sáng">'
    assert article(page(head=head)).byline is None


def test_a_signature_below_the_text_outweighs_the_account_that_put_it_up() -> None:
    told = '<script type="application/ld+json">{"@type": "NewsArticle", "author": {"name": "Quốc Tuấn"}}</script>'
    found = article(page("<p><b>Bài, ảnh: Lan Thử</b></p>", head=f'{told}<meta name="author" content="Quốc Tuấn">'))
    assert found.byline == "Bài, ảnh: Lan Thử"
    assert "Bài, ảnh: Lan Thử" not in paragraphs(found)


@pytest.mark.parametrize(
    "line",
    [
        "<p>Tác giả: <b>Hoàng Lan Thử</b></p>",
        "<p align=right><b>Hoàng Lan Thử</b><br><a href=mailto:lan@bao.example>lan@bao.example</a></p>",
        "<p align=right>Hoàng Lan Thử - lan@bao.example</p>",
    ],
)
def test_a_line_that_only_names_the_author_is_no_paragraph(line: str) -> None:
    found = article(page(line))
    assert (found.byline, paragraphs(found)[-1]) == ("Hoàng Lan Thử", PROSE[-1])


def test_a_name_in_one_line_with_the_date_above_the_text() -> None:
    for line in (
        "<p>Hoàng Lan Thử <span>2 giờ trước</span></p>",
        "<p>12 Tháng 10, 2026 bởi <a href=/lan>Hoàng Lan Thử</a></p>",
        "<p>Hoàng Lan Thử - 12/10/2026 07:15</p>",
        "<div><time>12/10/2026</time><span>Hoàng Lan Thử</span></div>",
    ):
        assert article(page().replace("</h1>", f"</h1>{line}")).byline == "Hoàng Lan Thử"
    assert article(page().replace("</h1>", "</h1><p>Đời sống - 12/10/2026 07:15</p>")).byline is None


def test_a_name_that_stands_next_to_a_date_above_the_text() -> None:
    date = "Thứ Hai, 12/10/2026, 07:15"
    for row in (
        f"<div class=x1>Hoàng Lan Thử</div><div class=x2>{date}</div>",
        f"<footer class=entry-meta><div>Hoàng Lan Thử</div><div>{date}</div></footer>",
        f"<div><span>Hoàng Lan Thử</span><span>{date}</span></div>",
        f"<p>Hoàng Lan Thử</p><p>{date}</p>",
        f"<p class=small>{date} · Hoàng Lan Thử</p>",
        "<p>Hoàng Lan Thử | 12/10/2026 07:15 | Cập nhật: 09:30</p>",
        "<p>12/10/2026 07:15 | Tác giả: Hoàng Lan Thử | 0 bình luận</p>",
        f"<p class=small>Cập nhật: 13/10/2026 08:00 {date} · Hoàng Lan Thử</p>",
    ):
        found = article(page().replace("</h1>", f"</h1>{row}"))
        assert (found.byline, found.published_at, paragraphs(found)) == (
            "Hoàng Lan Thử",
            "2026-10-12T07:15:00+07:00",
            list(PROSE),
        )
    for name in ("Đời Sống", "Báo Vàm Sáng", "<a href=/ha-noi/>Trần Thử</a>"):
        row = f"<div>{name}</div><div>{date}</div>"
        assert article(page(after="<p>Đời Sống</p>").replace("</h1>", f"</h1>{row}")).byline is None
    row = "<div>Mara von Tester</div><div>12 October 2026, 07:15</div>"
    assert article(english(row)).byline == "Mara von Tester"


def test_a_name_and_a_role_without_a_space_between_them() -> None:
    line = "<div class=author-card><a href=/lan>Lan Thử</a><span>Phóng viên</span></div>"
    assert article(page().replace("</h1>", f"</h1>{line}")).byline == "Lan Thử"


def test_persons_who_sign_in_a_row_each() -> None:
    found = article(page("<p style='text-align:right'><b>Lan Thử<br>Giàng A Páo</b></p>"))
    assert (found.byline, paragraphs(found)) == ("Lan Thử - Giàng A Páo", list(PROSE))


def test_a_signature_in_the_footer_of_the_article() -> None:
    found = article(page("<footer><p align=right><b>Lan Thử</b></p></footer>"))
    assert (found.byline, paragraphs(found)) == ("Lan Thử", list(PROSE))


@pytest.mark.parametrize("line", ["<span class=author>By</span>", "<span class=author>Tác giả:</span>"])
def test_a_label_without_a_name_is_no_paragraph(line: str) -> None:
    html = page().replace("<p>", f"{line}<p>", 1)
    found = article(html)
    assert (found.byline, paragraphs(found)) == (None, list(PROSE))


ALONE = "<p>Hồ Lan Thử</p>"
SAPO = "<p class=sapo><b>Ba ấp ở vàm sông đã dọn xong con kênh, nơi mỗi năm ghe của các ấp lại đua với nhau một lần.</b></p>"


@pytest.mark.parametrize(
    ("between", "in_text", "byline"),
    [
        (ALONE, "", "Hồ Lan Thử"),
        (SAPO + ALONE, "", "Hồ Lan Thử"),
        ("<div><b>HỒ LAN THỬ</b></div>" + SAPO, "", "HỒ LAN THỬ"),
        ("", ALONE, "Hồ Lan Thử"),
        # no Vietnamese name, a subhead, the picture's subject, who the article speaks of, a link to a section
        ("<p>Bên dòng kênh cũ</p>", "", None),
        ("", "<h3>Hồ Lan Thử</h3>", None),
        ("<img src=/ghe.jpg><p>Hồ Lan Thử</p>", "", None),
        (ALONE, "<p>Người đóng chiếc ghe ấy là bà Thử, năm nay đã ngoài bảy mươi mà ngày nào cũng ra bến từ sáng sớm.</p>", None),
        (ALONE, "<p>Cả xóm đều gọi Hồ Lan Thử là người giữ lửa, bởi chiếc ghe nào ở vàm này cũng qua tay bà đóng.</p>", None),
        ('<p><a href="/ho-lan-thu/">Hồ Lan Thử</a></p>', "", None),
    ],
)  # fmt: skip
def test_a_name_alone_under_the_heading(between: str, in_text: str, byline: str | None) -> None:
    body = page().replace("</h1>", f"</h1>{between}").replace('<div class="content">', f"<div class=content>{in_text}")
    found = article(body)
    assert found.byline == byline
    assert ("Hồ Lan Thử" in paragraphs(found)) is (byline is None and in_text.startswith("<h3>"))


@pytest.mark.parametrize(
    ("row", "below", "byline"),
    [
        # known syllables or not: the place tells
        ("<p>BÁ KHIỂN · 21/11/2026</p>", "", "BÁ KHIỂN"),
        ("<div><span>Quàng Ọt</span> | <time>21/11/2026 07:15</time> <a href=#>In bài</a></div>", "", "Quàng Ọt"),
        ("<ul><li>Hứa Tuất Diễn</li><li>21-11-2026</li></ul>", "", "Hứa Tuất Diễn"),
        ("<p>21/11/2026 07:42 (GMT+7) Vừ Pà Chứ</p>", "", "Vừ Pà Chứ"),
        ("<p>Đăng ngày 21/11/2026 bởi Mấu Thị Rọt</p>", "", "Mấu Thị Rọt"),
        ("<p><span>21/11/2026</span> <span>Dương Sỏi Khe</span> <span>1.204 lượt xem</span></p>", "", "Dương Sỏi Khe"),
        ("<table><tr><td>Tác giả<td>Đỗ Văn X<tr><td>Ngày đăng<td>21/11/2026</table>", "", "Đỗ Văn X"),
        ("<p>Trần Đắc Ưng | 21/11/2026</p>", "<p align=right><b>T.Đ.Ư</b></p>", "Trần Đắc Ưng"),
        ("<p>Trần Đắc Ưng | 21/11/2026</p>", "<p align=right><b>Đ.Ư</b></p>", "Trần Đắc Ưng"),
        ("<p>Trần Đắc Ưng | 21/11/2026</p>", "<p align=right><b>Ba Ghe</b></p>", "Ba Ghe"),
        # where it was written, a section, the site, an agency, a programme, whom it is about, who wrote another
        ("<p>Trà Khặm, 21/11/2026</p>", "", None),
        ("<p>Trà Khặm, ngày 21/11/2026</p>", "", None),
        ("<p>Nông Thôn Mới · 21/11/2026</p>", "", None),
        ("<p>Vàm Sáng | 21/11/2026</p>", "", None),
        ("<p>Thông Tấn Xã | 21/11/2026</p>", "", None),
        ("<p>Cà Phê Sáng | 21/11/2026</p>", "", None),
        ("<p>Quàng Ọt | 21/11/2026</p>", "<p>Đóng chiếc ghe ấy là ông Ọt, năm nay đã ngoài bảy mươi.</p>", None),
        ("<p>Quàng Ọt | 21/11/2026</p>", "<h3>Tin khác</h3><p>Quàng Ọt | 20/11/2026</p>", None),
        ("<p>Quàng Ọt | 21/11/2026</p>", "<p><a href=/qo/>Quàng Ọt</a></p>", None),
        ("<p>21/11/2026 | KHUYẾN NGƯ | 1.204 lượt xem</p>", "", None),
        ("<p>Ban Dân Vận | 21/11/2026</p>", "", None),
    ],
)  # fmt: skip
def test_a_name_of_any_syllables_beside_the_day(row: str, below: str, byline: str | None) -> None:
    found = article(page(below).replace("</h1>", f"</h1>{row}"))
    assert (found.byline, (found.published_at or "")[:10]) == (byline, "2026-11-21")
    assert byline is None or byline not in found.body


@pytest.mark.parametrize("above", ["<div>{}</div><div>14/09/2026</div>", "<p>14/09/2026</p><p>{}</p>"])
def test_whom_the_article_speaks_of_is_not_who_wrote_it(above: str) -> None:
    heading = f"</h1>{above.format('Nguyễn Thị Sáu')}"
    of_her = "<p>Ở tuổi tám mươi, bà Nguyễn Thị Sáu vẫn ngày ngày ngồi bên hiên nhà vá lưới.</p>"
    assert article(page().replace("</h1>", heading)).byline == "Nguyễn Thị Sáu"
    assert article(page().replace("</h1>", heading).replace("<p>Từ mờ sáng", f"{of_her}<p>Từ mờ sáng")).byline is None


def test_who_has_done_an_article_signs_without_the_label() -> None:
    assert article(page("<p align=right>Thực hiện: Bùi Thu Trang</p>")).byline == "Bùi Thu Trang"


@pytest.mark.parametrize(
    ("below", "byline"),
    [
        ("<p>Nội dung: Lan Thử</p><p>Trình bày: Tư Vàm</p>", "Lan Thử"),
        ("<p>Nội dung: Lan Thử | Ảnh: Ba Ghe | Thiết kế: Tư Vàm</p>", "Lan Thử"),
        ("<p>Nội dung: Lan Thử</p><p>Ảnh: Ba Ghe</p><p>Trình bày: Tư Vàm</p>", "Lan Thử"),
        ("<p>Nội dung: ba phần | Thiết kế: hai phần</p>", None),
    ],
)
def test_a_row_of_credits_names_who_wrote(below: str, byline: str | None) -> None:
    found = article(page(below))
    assert (found.byline, len(paragraphs(found))) == (byline, 3 if byline else 4)


@pytest.mark.parametrize(
    ("below", "byline"),
    [
        ("<div class=x4>Hồ Lan Thử</div>", "Hồ Lan Thử"),
        ("<div class=x4>Hồ Lan Thử</div><div>Bài hay quá, bà con ở vàm ai cũng đọc.</div>", None),
        ("<div class=x4>Đội đua ghe</div>", None),
        ("<div class=x4><b>Tác giả: </b>Hồ Lan Thử</div>", "Hồ Lan Thử"),
        ("<div class=author>Tác giả: Ban Biên tập</div><div>Tài liệu đính kèm: Kế hoạch số 12</div>", None),
        ("<div class=x4><b>Tác giả bài viết: </b>Hồ Lan Thử</div>", "Hồ Lan Thử"),
        ("<div align=right><b>Đính kèm: Kế hoạch số 12 - KH-UBND.pdf</b></div>", None),
    ],
)
def test_a_name_alone_in_a_box_below_the_text(below: str, byline: str | None) -> None:
    assert article(page(after=below)).byline == byline


@pytest.mark.parametrize(
    ("end", "byline", "last"),
    [
        ("Ghe đã về đủ. <strong><em>M.T</em></strong>", "M.T", "Ghe đã về đủ."),
        ("Ghe đã về đủ. M.T", None, "Ghe đã về đủ. M.T"),  # looks as the text does
        ("Ghe đã về đủ <b>Ấp Vàm</b>", None, "Ghe đã về đủ Ấp Vàm"),  # amid a sentence
    ],
)
def test_a_signature_behind_the_last_sentence(end: str, byline: str | None, last: str) -> None:
    found = article(page(f"<p>{end}</p>"))
    assert (found.byline, paragraphs(found)[-1]) == (byline, last)


@pytest.mark.parametrize(
    ("align", "office", "date", "last"),
    [
        ("right", "CHỦ TỊCH", "2019-09-04", "Thân ái!"),
        ("right", "Chúc bà con được mùa", "2019-09-04", "Chúc bà con được mùa"),  # no office
        ("left", "CHỦ TỊCH", None, "CHỦ TỊCH"),
    ],
)
def test_day_and_office_above_the_name_that_signs_a_letter(align: str, office: str, date: str, last: str) -> None:
    rows = ("Ngày 04 tháng 9 năm 2019", f"<b>{office}</b>", "<b>Hoàng Đức Thịnh</b>")
    found = article(page("<p>Thân ái!</p>", *(f"<p style='text-align:{align}'>{row}</p>" for row in rows)))
    assert (found.byline, found.published_at, paragraphs(found)[-1]) == ("Hoàng Đức Thịnh", date, last)


def test_a_bold_name_below_the_text_signs_it() -> None:
    found = article(page("<p><b>Hạnh Lường</b></p>"))
    assert (found.byline, "Hạnh Lường" in found.body) == ("Hạnh Lường", False)


def test_an_author_in_a_heading_makes_no_list_of_a_short_article() -> None:
    author = "<h4 class=author-name><a href=/mara>Mara Tester</a>, <a href=/joan>Joan Probe</a></h4>"
    assert article(english(author)).byline == "Mara Tester - Joan Probe"


@pytest.mark.parametrize(
    ("line", "text", "byline"),
    [
        ("<p class=author>Ирина Вострикова</p>", "Рабочие заменили обшивку корпуса и поставили новый двигатель. ", "Ирина Вострикова"),
        ("<p class=author>رانية التجريبي</p>", "شملت الأعمال تجديد ستين دكاناً ورصف الممر الرئيسي بالحجر المحلي. ", "رانية التجريبي"),
        ("<p>2026-09-14 来源： 港湾日报</p>", "渡口始建於清末，今年夏天的洪水沖毀了東岸的石階和候船亭。", None),
    ],
)  # fmt: skip
def test_a_byline_in_another_script_where_the_page_names_no_language(line, text, byline):
    head = '<meta property="article:published_time" content="2026-09-14T08:30:00+07:00">'
    source = f"{head}<title>{text[:20]}</title><h1>{text[:20]}</h1>{line}<p>{text * 2}</p><p>{text[::-1]}</p>"
    assert article(source).byline == byline

"""What small pages print around their heading and at their end, in languages and forms that few have; beside each kind,
what must stay as it is.
"""

from __future__ import annotations

import pytest

from tests.pipelines.reading import PROSE, article, page, paragraphs, read

ENGLISH = (
    "Traffic returned to the weir bridge on Monday morning, ending eleven weeks of detours through the old town.",
    "Engineers replaced forty steel hangers and resurfaced the western lane while the river ferry carried commuters.",
    "Shopkeepers on the north bank said they had lost close to a third of their usual summer trade in those weeks.",
    "The council will inspect the remaining hangers in the spring and has set aside money for a second round.",
)


def english(
    under: str = "", end: str = "", head: str = "", title: str = "Weir bridge reopens after eleven weeks"
) -> str:
    """A page in English, `under` its heading, four paragraphs, and `end` below them."""
    prose = "".join(f"<p>{text}</p>" for text in ENGLISH)
    return f"<html lang=en><head><title>{title}</title>{head}</head><body><main><h1>{title}</h1>{under}{prose}{end}</main></body></html>"


@pytest.mark.parametrize(
    ("line", "day", "byline"),
    [
        ("<p>Mon 23.07.18 | Ed Morley, transport editor</p>", "2018-07-23", "Ed Morley"),
        ("<div>Ruth Penhale | Sat, 3/17/18</div>", "2018-03-17", "Ruth Penhale"),
        ("<p>Montag, den 23.07.18</p>", "2018-07-23", None),
        ("<p>Tue 23.07.18</p>", None, None),  # it was a Monday
        ("<p>Version 23.07.18</p>", None, None),
    ],
)
def test_a_year_of_two_digits_behind_its_weekday(line: str, day: str | None, byline: str | None) -> None:
    found = article(english(line))
    assert (found.published_at, found.byline) == (day, byline)
    if day is not None:
        assert paragraphs(found) == list(ENGLISH)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Publié le mercredi 1er février 2023 à 17h45 - Mis à jour le 02/02/2023", ("2023-02-01", "2023-02-02")),
        ("Erstellt am 3. Februar 2023 | Aktualisiert: 04.02.2023", ("2023-02-03", "2023-02-04")),
        ("Updated 05/03/2023 | Posted on March 3, 2023", ("2023-03-03", "2023-03-05")),
        ("Đăng ngày 3 tháng 2 năm 2023 | Cập nhật 04/02/2023", ("2023-02-03", "2023-02-04")),
    ],
)
def test_two_dates_of_a_line_in_two_ways(line: str, expected: tuple[str, str]) -> None:
    found = article(page().replace("</h1>", f"</h1><p>{line}</p>"))
    assert (found.published_at, found.modified_at) == expected


@pytest.mark.parametrize(
    ("line", "byline", "kept"),
    [
        ("<p><time datetime=2020-02-17>Feb 17</time></p>", None, False),
        ("<div><time datetime=2020-02-17T08:00:00Z>6 years ago</time></div>", None, False),
        ("<p>2 hours ago | Ruth Penhale</p>", "Ruth Penhale", False),
        ("<p>17 spans were replaced</p>", None, True),
    ],
)
def test_a_line_that_is_a_time_alone(line: str, byline: str | None, kept: bool) -> None:
    found = article(english(line))
    assert (found.byline, len(paragraphs(found)) > len(ENGLISH)) == (byline, kept)


def test_how_long_ago_before_a_name_in_vietnamese() -> None:
    found = article(page().replace("</h1>", "</h1><div>3 ngày trước · Quàng Thị Thử</div>"))
    assert (found.byline, paragraphs(found)) == ("Quàng Thị Thử", list(PROSE))


@pytest.mark.parametrize(
    ("box", "byline"),
    [
        ("<section><h4>ABOUT THE AUTHOR</h4><p><b>Callum Reid</b></p><p>Callum covers roads and rail.</p></section>", "Callum Reid"),
        ("<div><p>Über den Autor</p><div>Jörg Probst</div><p>Er schreibt seit 2009 für uns.</p></div>", "Jörg Probst"),
        ("<section><h4>About the author</h4><p>She lives in the old town with two cats.</p></section>", None),
        ("<section><h4>Related</h4><p><b>Callum Reid</b></p><p>Callum covers roads and rail.</p></section>", None),
    ],
)  # fmt: skip
def test_the_name_in_a_box_about_the_author(box: str, byline: str | None) -> None:
    assert article(english(end=box)).byline == byline


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("<p><strong>Aline Mercier et Joël Tardy</strong></p>", "Aline Mercier et Joël Tardy"),
        ("<p><b>Jutta Brandes und Ole Petersen</b></p>", "Jutta Brandes und Ole Petersen"),
        ("<p class=auth>Kit Marlow</p>", "Kit Marlow"),
        ("<p><b>Bread and Butter or both</b></p>", None),
        ("<p class=authentic>Kit Marlow Bridge Works</p>", None),
    ],
)
def test_who_signs_below_a_text_in_another_language(line: str, byline: str | None) -> None:
    assert article(english(end=line)).byline == byline


def test_an_agency_in_an_element_of_its_own() -> None:
    found = article(english("<div class=source>AFP</div>"))
    assert (found.byline, paragraphs(found)) == ("AFP", list(ENGLISH))
    assert paragraphs(article(english("<div class=source>River bank</div>")))[0] == "River bank"


@pytest.mark.parametrize("name", ["deck", "accroche", "subhead", "article-subheadline", "perex"])
def test_more_names_of_leads(name: str) -> None:
    found = article(english(f"<p class={name}>The bridge at the weir carries traffic again, a week early.</p>"))
    assert (found.lead or "").startswith("The bridge at the weir")


@pytest.mark.parametrize(
    "line", ["By Sunil Mehta smehta@echo.example | @sunilm", "Mon 23.07.18 | Ed Morley, transport editor"]
)
def test_the_lead_below_who_wrote_it(line: str) -> None:
    lead = "The bridge at the weir carries traffic again, a week early, and nobody is happier than the baker."
    found = article(english(f"<div>{line}</div><p class=intro>{lead}</p>"))
    assert (found.lead, paragraphs(found)) == (lead, list(ENGLISH))


@pytest.mark.parametrize(
    ("link", "day"),
    [
        ("<aside><a href=/p>Council votes to raise parking fees</a></aside>", None),
        ("<ul><li><a href=/p><b>Council votes to raise parking fees</b></a></li></ul>", None),
        ("", "2018-04-12"),  # it may be the same article by another headline
    ],
)
def test_structured_data_of_an_article_that_a_link_leads_to(link: str, day: str | None) -> None:
    told = '{"@type":"NewsArticle","headline":"Council votes to raise parking fees","datePublished":"2018-04-12"}'
    source = english(head=f'<script type="application/ld+json">{told}</script>').replace("</body>", f"{link}</body>")
    assert article(source).published_at == day


@pytest.mark.parametrize(
    ("alt", "title"),
    [
        ("Weir bridge reopens after eleven weeks", "Weir bridge reopens after eleven weeks"),
        ("A bridge seen from the bank", "Weir bridge reopens after eleven weeks - Weir Gazette of the North"),
    ],
)
def test_a_heading_that_is_drawn(alt: str, title: str) -> None:
    source = english(title="Weir bridge reopens after eleven weeks - Weir Gazette of the North")
    start, end = source.index("<h1>"), source.index("</h1>")
    assert article(f'{source[:start]}<h1><img src=/titles/bridge.gif alt="{alt}">{source[end:]}').title == title


@pytest.mark.parametrize(
    ("line", "day", "byline"),
    [
        ("<p>Tuesday 14 July 2020 | Gwen Abara, wildlife reporter</p>", "2020-07-14", "Gwen Abara"),
        ("<p>Ruth Penhale, islands editor · 8 October 2019</p>", "2019-10-08", "Ruth Penhale"),
        ("<p>From 8 October 2019 to spring | what the council decided about the bridge</p>", None, None),
    ],
)
def test_a_day_and_a_name_with_a_role_in_one_line(line: str, day: str | None, byline: str | None) -> None:
    found = article(english(line))
    assert (found.published_at, found.byline) == (day, byline)


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("<p><i>Nguyễn Văn Thử (Trung tâm VH-TT-TT huyện)</i></p>", "Nguyễn Văn Thử (Trung tâm VH-TT-TT huyện)"),
        ("<p align=right>NGUYỄN THỊ THỬ (Trường THPT số 2)</p>", "NGUYỄN THỊ THỬ (Trường THPT số 2)"),
        ("<p><b>Lan Thử (TTXVN)</b></p>", "Lan Thử (TTXVN)"),
        ("<p><b>Theo Lan Thử (TTXVN)</b></p>", "Theo Lan Thử (TTXVN)"),
        ("<p>Ông Nguyễn Văn Thử (Trung tâm VH-TT-TT huyện)</p>", None),
        ("<p><b>Giải nhất: Nguyễn Văn Thử (Trường THPT số 2)</b></p>", None),
        ("<p><b>Nguyễn Văn Thử (62 tuổi)</b></p>", None),
    ],
)
def test_a_signature_with_an_office_in_brackets(line: str, byline: str | None) -> None:
    assert article(page(line)).byline == byline


AFTER = "<p>Hết chiều, ai về nhà nấy, con kênh lại lặng im như mọi ngày, chỉ còn tiếng máy ghe xa dần.</p>"
CENTRED = (
    '<p style="text-align:center"><img src="/ghe.jpg"></p><p style="text-align:center"><em>Bà con dọn kênh.</em></p>'
)


@pytest.mark.parametrize(
    ("block", "caption"),
    [
        (f'{CENTRED}<p style="text-align:center"><em>Ảnh: Tẩn Lù</em></p>', ("Bà con dọn kênh.", "Tẩn Lù")),
        ("<table><tr><td><img src=/ghe.jpg></td></tr><tr><td><i>Bà con dọn kênh.</i></td></tr><tr><td><i>Ảnh: Thào Sính</i></td></tr></table>",
         ("Bà con dọn kênh.", "Thào Sính")),
        (f"{CENTRED}<p>Ảnh: toàn cảnh vàm sông buổi chiều, nơi ghe lớn thường neo lại chờ con nước lên.</p>", ("Bà con dọn kênh.", None)),
        ("<figure><img src=/ghe.jpg><figcaption>Boats at the weir (Picture: Mara Tester)</figcaption></figure>", ("Boats at the weir", "Mara Tester")),
        ("<figure><img src=/ghe.jpg><figcaption>The big picture: Boats at the weir</figcaption></figure>", ("The big picture: Boats at the weir", None)),
    ],
)  # fmt: skip
def test_credits_of_captions(block: str, caption: tuple[str, str | None]) -> None:
    assert [(image.caption, image.credit) for image in article(page(block, AFTER)).images] == [caption]


@pytest.mark.parametrize(
    ("over", "captions"),
    [
        ("<figure><img src=/ghe.jpg><figcaption>Ghe về vàm. Ảnh: Lan Thử</figcaption></figure>", [("Ghe về vàm.", "Lan Thử")]),
        ("<div><img src=/ghe.jpg><div class=caption>Ghe về vàm</div></div>", [("Ghe về vàm", None)]),
        ("<figure><a href=/khac.html><img src=/ghe.jpg></a><figcaption>Ghe về vàm</figcaption></figure>", []),
        ("</div><div><figure><img src=/ghe.jpg><figcaption>Chào mừng hội đua ghe</figcaption></figure></div><div>", []),
    ],
)  # fmt: skip
def test_a_picture_over_the_heading(over: str, captions: list[tuple[str, str | None]]) -> None:
    found = article(page().replace("<h1>", f"{over}<h1>"))
    assert [(image.caption, image.credit) for image in found.images] == captions


TITLE = "Ba ấp dọn kênh đón mùa đua ghe"


def test_a_title_whose_rows_stand_in_elements_without_a_space() -> None:
    found = article(page().replace(f"<h1>{TITLE}", "<h1><span>Ba ấp dọn kênh</span><span>đón mùa đua ghe</span>"))
    assert (found.title, paragraphs(found)) == (TITLE, list(PROSE))
    assert article(page().replace(f"<h1>{TITLE}", f"<h1>{TITLE} năm nay")).title == f"{TITLE} năm nay"


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("<div>EXCLUSIVE by PRIYA NAND<br>Business Editor<br>21:04, 19 NOV 2024 | UPDATED 07:30, 20 NOV 2024</div>", "PRIYA NAND"),
        ("<p>Analysis by Mara Tester<br>Political Correspondent</p><p>19 November 2024</p>", "Mara Tester"),
        ("<p>Exclusive by nature, the club has no members from the north bank</p>", None),
        ("<p>Par Aline Mercier avec Joël Tardy</p>", "Aline Mercier - Joël Tardy"),
        ('<span class="source-org vcard">Weir Observer Group</span><span class="author vcard">Mara Tester</span>', "Mara Tester"),
        ('<span class="vcard author">Mara Tester</span>', "Mara Tester"),
    ],
)  # fmt: skip
def test_who_is_named_under_the_heading(line: str, byline: str | None) -> None:
    assert article(english(line)).byline == byline


def test_who_has_taken_a_picture_may_have_written_the_text() -> None:
    under = "</h1><div>Mua Dính · 07/11/2024 · 06:10</div>"
    picture = "<figure><img src=/ghe.jpg><figcaption>Ghe về vàm. Ảnh: Mua Dính</figcaption></figure>"
    assert article(page(picture, AFTER).replace("</h1>", under)).byline == "Mua Dính"
    spoken = "<p>Anh Mua Dính nói năm sau sẽ đóng ghe mới.</p>"
    assert article(page(spoken).replace("</h1>", under)).byline is None


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("<time datetime=2023-05-22T10:00:00Z>Last Monday</time>", False),
        ("<p><time datetime=2023-05-22>On Monday</time> the ferry came back to the pier, an hour before the train left.</p>", True),
    ],
)  # fmt: skip
def test_a_time_in_words(line: str, kept: bool) -> None:
    assert (len(paragraphs(article(english(line)))) > len(ENGLISH)) is kept


@pytest.mark.parametrize(
    ("title", "text", "reason"),
    [
        ("Your privacy", "You may accept all cookies or refuse those that we do not need to show you the site.", "cookie_wall"),
        ("Ihre Privatsphäre", "Sie können alle Cookies akzeptieren oder einzelne ablehnen, auch später noch.", "cookie_wall"),
        ("Court rules on your privacy", "The judges said that the bank must delete what it has copied of the letters.", None),
    ],
)  # fmt: skip
def test_a_page_that_asks_for_consent(title: str, text: str, reason: str | None) -> None:
    first = "We and our partners store information on your device to measure how adverts perform on these pages."
    source = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{first}</p><p>{text}</p></body></html>"
    found = read(source).reason
    assert (found.code.value if found is not None else None) == reason


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("<p>Hoài An | Chủ nhật, 9/6/24</p>", "Hoài An"),
        ("<div><a href=/tac-gia/t>Ngọc Trân</a> - <a href=/tac-gia/p>Văn Phước</a></div><div>20/03/2025, 18:22</div>", "Ngọc Trân - Văn Phước"),
        ("<p>Lan Thử | @lanthu | 09/06/2024 08:00</p>", "Lan Thử"),
        ("<div><a href=/muc/t>Ngọc Trân</a> - <a href=/muc/p>Văn Phước</a></div>", None),
        ("<p>Chủ nhật, 9/6/24</p>", None),
    ],
)  # fmt: skip
def test_a_name_above_a_text_of_short_paragraphs(line: str, byline: str | None) -> None:
    told = (
        "Nước lên chậm, ghe lớn phải neo lại ngoài vàm.",
        "Bà con ba ấp ra kênh dọn lục bình từ mờ sáng.",
        "Đến trưa, mặt kênh đã thoáng.",
    )
    prose = "".join(f"<p>{text}</p>" for text in (*told, told[0].replace("chậm", "muộn")))
    source = f"<html><head><title>{TITLE}</title></head><body><div class=tin><h1>{TITLE}</h1>{line}{prose}</div></body></html>"
    assert article(source).byline == byline

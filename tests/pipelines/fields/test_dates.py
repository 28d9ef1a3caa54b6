"""The date of publication, weighed among all that the head, the page and its address say."""

from __future__ import annotations

import json

import pytest

from tests.pipelines.reading import PROSE, article, page

TITLE = "Ba ấp dọn kênh đón mùa đua ghe"
OWN = "2026-09-05T08:30:00+07:00"


def meta(value: str, name: str = "article:published_time") -> str:
    return f'<meta property="{name}" content="{value}">'


def dated(line: str, head: str = "") -> str:
    return page(head=head).replace("</h1>", f"</h1><div class=meta>{line}</div>")


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("20200828T140500", "2020-08-28T14:05:00+07:00"),
        ("20200828T140500Z", "2020-08-28T21:05:00+07:00"),
        ("20200828", "2020-08-28"),
        ("202008281405", "2020-08-28T14:05:00+07:00"),
        ("2020-08-28T14:05:00.270+07", "2020-08-28T14:05:00+07:00"),
        ("1598598300", "2020-08-28T14:05:00+07:00"),
        ("1598598300000", "2020-08-28T14:05:00+07:00"),
        ("/Date(1598598300000)/", "2020-08-28T14:05:00+07:00"),
        ("/Date(1598598300000+0700)/", "2020-08-28T14:05:00+07:00"),
        ("Fri, 28 Aug 2020 14:05:00 +0700", "2020-08-28T14:05:00+07:00"),
        ("9/14/2026 8:30:00 AM", "2026-09-14T08:30:00+07:00"),  # can only be month first
        ("9/5/2026 8:30:00 AM", "2026-09-05T08:30:00+07:00"),  # what .NET writes
        ("05/09/2026 08:30", "2026-09-05T08:30:00+07:00"),  # what Vietnamese systems write
        ("2030-01-01T00:00:00+07:00", None),
        ("0001-01-01T00:00:00", None),
    ],
)
def test_forms_of_the_head(value: str, read: str | None) -> None:
    assert article(page(head=meta(value))).published_at == read


@pytest.mark.parametrize("value", ["9/5/2026 8:30:00 AM", "5/9/2026 8:30:00 AM", "9/5/2026", "5/9/2026"])
def test_the_order_of_day_and_month_is_the_printed_ones(value: str) -> None:
    assert (article(dated("Thứ Bảy, 05/09/2026, 08:30", meta(value))).published_at or "")[:10] == "2026-09-05"


@pytest.mark.parametrize("attribute", ["datetime", "title", "data-time", "data-timestamp", "data-publish-date"])
@pytest.mark.parametrize("tag", ["abbr", "time", "span"])
def test_a_date_that_only_an_attribute_has(tag: str, attribute: str) -> None:
    other = '<ul class=related><li><span title="2026-10-30T08:00:00+07:00">3 tuần trước</span></li></ul>'
    source = dated(f'<{tag} class=timeago {attribute}="{OWN}">2 tháng trước</{tag}>').replace(
        "</body>", f"{other}</body>"
    )
    assert article(source).published_at == OWN


@pytest.mark.parametrize(
    ("below", "read"),
    [
        (f"<div class=post-footer><abbr title='{OWN}'>08:30</abbr></div>", OWN),
        (f"<div class=comments><abbr title='{OWN}'>08:30</abbr></div>", "2026-09-05"),
        (f"<div class=post-footer><abbr class=updated title='{OWN}'>08:30</abbr></div>", "2026-09-05"),
        (f"<p><abbr title='{OWN}'>08:30</abbr> <abbr title='{OWN.replace('08:30', '09:30')}'>09:30</abbr></p>", "2026-09-05"),
    ],
)  # fmt: skip
def test_an_attribute_tells_the_minute_of_a_printed_day(below: str, read: str) -> None:
    assert article(dated("05/09/2026").replace("</body>", f"{below}</body>")).published_at == read


@pytest.mark.parametrize(
    "line", ["Thứ Năm, 05/09/2030, 08:30 [GMT+7]", "Cập nhật: 08:30 - 05/09/2030", "(05-09-2030, 08:30)"]
)
@pytest.mark.parametrize(
    "form", ["<div class=ngay>{}</div><div><b>{}</b></div>", "<p>{}</p><p>{}</p>", "<i>{}</i><br><br>{}<br><br>"]
)
def test_a_date_line_after_the_capture_is_not_believed_and_no_text(line: str, form: str) -> None:
    heading, _, rest = page().partition("<p>" + PROSE[0] + "</p>")
    last = "<p>Thời gian: 08:30 ngày 05/09/2030</p></div></div></body>"
    found = article(heading + form.format(line, PROSE[0]) + rest.replace("</div></div></body>", last))
    assert found.published_at is None
    assert f"{found.lead or ''} {found.body}".strip().startswith(PROSE[0])
    assert found.body.endswith("Thời gian: 08:30 ngày 05/09/2030")  # what is still to come


def test_the_date_of_making_counts_where_none_of_publication_is_named() -> None:
    def told(**dates: str) -> str:
        return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "headline": TITLE} | dates)}</script>'

    assert article(page(head=told(dateCreated=OWN))).published_at == OWN
    assert article(page(head=told(dateCreated="2026-09-01T09:00:00+07:00", datePublished=OWN))).published_at == OWN


def test_a_publication_that_is_the_update_yields_to_an_earlier_one() -> None:
    told = json.dumps({"@type": "NewsArticle", "headline": TITLE, "datePublished": "2026-10-01T10:00:00+07:00",
                       "dateModified": "2026-10-01T10:00:00+07:00"})  # fmt: skip
    found = article(page(head=f'{meta(OWN)}<script type="application/ld+json">{told}</script>'))
    assert (found.published_at, found.modified_at) == (OWN, "2026-10-01T10:00:00+07:00")


@pytest.mark.parametrize(
    ("line", "published", "modified"),
    [
        ("Cập nhật: 20/09/2026 09:00 | Đăng: 05/09/2026 08:30", OWN, "2026-09-20T09:00:00+07:00"),
        ("Đăng: 05/09/2026 08:30 - Cập nhật: 20/09/2026 09:00", OWN, "2026-09-20T09:00:00+07:00"),
        ("Cập nhật: 20/09/2026 09:00<br>Đăng ngày: 05/09/2026 08:30", OWN, "2026-09-20T09:00:00+07:00"),
        ("08:30 - 05/09/26", OWN, None),
        ("Lúc 8 giờ 30 sáng, 05/09/26", OWN, None),
        ("Stand: 20.09.2026 | Erschienen: 05.09.2026", "2026-09-05", "2026-09-20"),
        ("Stand: 05.09.2026", "2026-09-05", None),
        ("Cập nhật lúc: 05/09/2026 08:30", OWN, None),
        ("9/14/2026 8:30:00 AM", "2026-09-14T08:30:00+07:00", None),  # can only be month first
        ("Ngày đăng: 9/5/2026 8:30:00 AM", OWN, None),  # what .NET writes
        ("5/9/2026 8:30 AM", OWN, None),  # without its seconds
        ("Người đăng: Quản trị - Ngày đăng: 2026-09-05 08:30", OWN, None),
        ("<span>Lan</span><span>05/09/2026 08:30</span><span>12 lượt xem</span>", OWN, None),
        ("Quyết định số 05/09/26", None, None),
        ("Hôm nay 23/11/2026", None, None),  # the day of fetching: a clock
        ("© 2026 Báo Vàm Sáng", None, None),
        ("Giấy phép số 12/GP cấp ngày 01/02/2019", None, None),
    ],
)
def test_printed_lines(line: str, published: str | None, modified: str | None) -> None:
    found = article(dated(line))
    assert (found.published_at, found.modified_at) == (published, modified)


@pytest.mark.parametrize(
    ("month", "published", "modified"),
    [("202609", OWN, None), ("202608", "2026-08", OWN)],
)
def test_an_update_alone_tells_the_day_of_the_address_s_month(month: str, published: str, modified: str | None) -> None:
    found = article(dated("Cập nhật lúc 08:30, 05/09/2026"), f"https://bao.example/tin/{month}/bai-viet-a1b2c3/")
    assert (found.published_at, found.modified_at) == (published, modified)


def test_a_date_in_brackets_at_the_end_of_the_heading() -> None:
    found = article(page().replace("</h1>", " <span>(05/09/2026 08:30)</span></h1>"))
    assert (found.title, found.published_at) == (TITLE, OWN)


def test_two_that_agree_outweigh_a_meta_that_stands_alone() -> None:
    head = meta("2024-01-02T00:00:00+07:00")
    url = "https://bao.example/tin/2026/09/05/bai-viet.html"
    assert article(dated("05/09/2026 08:30", head), url).published_at == OWN


@pytest.mark.parametrize(
    ("before", "read"),
    [
        ("", OWN[:10]),
        ("<p>Cả xã ra quân dọn vệ sinh</p>", None),  # a bar with the day of the visit, say
    ],
)
def test_a_dated_row_above_the_heading_opens_the_element_of_both(before: str, read: str | None) -> None:
    day = '<div class="date">Thứ bảy, 05/09/2026</div>'
    source = (
        page()
        .replace('<div class="article"><h1>', f"<div>{before}{day}<div><h1>")
        .replace("</h1>", "</h1></div></div>")
    )
    assert article(source).published_at == read


@pytest.mark.parametrize(
    ("before", "above", "within", "read"),
    [
        ("", "", "", OWN[:10]),
        ("", "", '<p><img src="/anh/ghe.jpg"></p>', OWN[:10]),  # the article's own
        ('<p><img src="/logo.png"></p>', "", "", OWN[:10]),  # the site's, in its own row
        ("", '<p><img src="/logo.png"></p>', "", None),  # what the day of the visit stands beside
    ],
)
def test_a_picture_of_the_site_beside_the_date_above_the_heading(
    before: str, above: str, within: str, read: str | None
) -> None:
    day = f"{above}<p>Thứ bảy, 05/09/2026</p>"
    source = page(within).replace('<div class="article">', f"{before}<div>{day}")
    assert article(source).published_at == read


def test_a_first_paragraph_that_opens_with_its_date() -> None:
    text = "29.11.2022 – Vor dem Rathaus der kleinen Stadt standen am Abend noch immer viele Leute und warteten auf Nachricht."
    prose = f"<p>{text}</p>" * 1 + "".join(
        f"<p>{n}. {text[13:]} Und so ging es weiter, Stunde um Stunde.</p>" for n in range(3)
    )
    source = f"<html lang=de><head><title>Viele warten vor dem Rathaus</title></head><body><h1>Viele warten vor dem Rathaus</h1>{prose}</body></html>"
    assert article(source).published_at == "2022-11-29"


@pytest.mark.parametrize(
    ("above", "line", "below"),
    [
        ("", '<div class="share-row"><span class="pub-date">05/09/2026</span></div>', ""),  # among the share buttons
        (
            "",
            "",
            '<p>T.H</p><div class="bai-ngay"><b>Ngày:</b> <i class="post-date">05/09/2026</i></div><p>Nguồn: xã</p>',
        ),
        ('<div><a href="/xa">Đời sống xã</a> <a href="/xa"><span class="date">05/09/2026</span></a></div>', "", ""),
        (
            "",
            "<p>5.9.2026 - Nước về chậm hơn mọi năm, bà con ba ấp đã xuống kênh dọn lục bình từ sớm để kịp mùa.</p>",
            "",
        ),
    ],
    ids=["share row", "below the signature", "path above the heading", "paragraph"],
)
def test_a_date_that_stands_with_other_things(above: str, line: str, below: str) -> None:
    source = page(below).replace("<h1>", f"{above}<h1>").replace("</h1>", f"</h1>{line}")
    assert article(source).published_at == "2026-09-05"


@pytest.mark.parametrize("name", ["sw-pubdate", "news.published-date", "vn:publishdatetime"])
def test_any_meta_that_is_called_a_date_of_publication(name: str) -> None:
    assert article(page(head=meta(OWN, name))).published_at == OWN
    assert article(page(head=meta(OWN, f"{name}-of-list"))).published_at is None

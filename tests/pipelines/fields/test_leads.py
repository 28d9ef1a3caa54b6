"""What a page sets apart as the lead of its article, and what it does not."""

from __future__ import annotations

import pytest

from tests.pipelines.reading import PROSE, article, page, paragraphs

LEAD = "Hơn hai trăm người của ba ấp cùng xuống kênh, dọn xong hai cây số lục bình chỉ trong một buổi sáng đầu tháng."
FIRST = "Con kênh này từng là đường ghe chính của cả vùng, từ chợ xã ra tới vàm sông lớn phía dưới."
H1 = "<h1>Ba ấp dọn kênh đón mùa đua ghe</h1>"


def above(blocks: str, *, head: str = "") -> str:
    return page(head=head).replace(H1, H1 + blocks)


@pytest.mark.parametrize(
    "blocks",
    [
        f'<div class="sapo">{LEAD}</div>',
        f"<h2>{LEAD}</h2>",
        f'<p class="desc"><strong>{LEAD}</strong></p>',
        f"<div><p>{LEAD}</p></div>",
        f'<div class="date">14/09/2026</div><div class="tomtat">{LEAD}</div>',
        f'<figure><img src="/a.jpg"><figcaption>Kênh nhìn từ trên cao vào lúc nước ròng, bờ bên kia là chợ.</figcaption></figure><p class="sapo">{LEAD}</p>',
        f'<div class="sapo d-none">{LEAD}</div><div class="sapo">{LEAD}</div>',
        f'<p class="teaser-text">{LEAD}</p><div>Von Mara Tester 14.09.2026</div>',
        f'<p>14.09.2026</p><div class="teaser description"><p>{LEAD}</p></div>',
    ],
)
def test_a_lead_between_heading_and_text(blocks):
    found = article(above(blocks))
    assert found.lead == LEAD
    assert paragraphs(found) == list(PROSE)


def test_a_long_date_above_the_text_hides_no_lead():
    date = "<div>Thứ Hai, ngày 12 tháng 10 năm 2026 | 07:15:20</div>"
    found = article(page().replace("<p>", f"{date}<p><b>{LEAD}</b></p><p>", 1))
    assert (found.lead, found.published_at) == (LEAD, "2026-10-12T07:15:20+07:00")


def test_a_lead_beside_the_heading_though_there_is_little_text():
    rows = "".join(f"<div><p>{text}</p></div>" for text in PROSE[1:])
    body = f"<div>{H1}<p class=x-1>{PROSE[0]}</p><div class=x-2>{rows}</div></div>"
    found = article(f"<html><head><title>Ba ấp dọn kênh đón mùa đua ghe</title></head><body>{body}</body></html>")
    assert (found.lead, paragraphs(found)) == (PROSE[0], list(PROSE[1:]))


@pytest.mark.parametrize(
    "first",
    [
        f"<p><strong>{LEAD}</strong></p>",
        f'<p class="lead">{LEAD}</p>',
        f"<h2>{LEAD}</h2>",
        f"<p><b>{LEAD[:50]}</b><b>{LEAD[50:]}</b></p>",
    ],
)
def test_a_lead_at_the_head_of_the_text(first):
    found = article(page().replace('<div class="content">', f'<div class="content">{first}'))
    assert found.lead == LEAD
    assert paragraphs(found) == list(PROSE)


def test_a_lead_of_two_paragraphs_is_read_whole():
    found = article(above(f'<div class="sapo"><p>{LEAD}</p><p>{FIRST}</p></div>'))
    assert found.lead == f"{LEAD}\n{FIRST}"


@pytest.mark.parametrize(
    ("first", "below", "lead"),
    [
        ('<p class="ct-dau">{}</p>', "", True),
        ('<p class="x1">{}</p>', "", False),
        ("<p>{}</p>", "<p>Von Mara Tester | 14.09.2026</p>", True),
        ("<p>{}</p>", "<p>Von Mara Tester | 14.09.2026</p>{}<p>15.09.2026</p>", False),  # each brief has its day
        ("<p>{}</p>", "<p>Hội đua mở ngày 14.09.2026.</p>", False),
    ],
)
def test_a_first_paragraph_beside_heading_and_byline(first: str, below: str, lead: bool) -> None:
    text = "".join(f"<p>{line}</p>" for line in PROSE)
    more = below.format(text) if "{}" in below else below + text
    source = f"<div><h1 class=ct-ten>Ba ấp dọn kênh đón mùa đua ghe</h1>{first.format(LEAD)}{more}</div>"
    assert (article(f"<html><meta charset=utf-8><body>{source}</body></html>").lead == LEAD) is lead


@pytest.mark.parametrize("name", ["intro-par", "first", "text-0", "summary"])
def test_a_paragraph_between_lead_and_text_is_of_the_text(name):
    found = article(above(f'<div class="sapo">{LEAD}</div><div class="{name}"><p>{FIRST}</p></div>'))
    assert found.lead == LEAD
    assert paragraphs(found) == [FIRST, *PROSE]


@pytest.mark.parametrize(
    "texts",
    [
        [f"<p>{line}</p>" for line in PROSE],
        [f"<p><b>{line}</b></p>" for line in PROSE],
        [f"<h3>{line}</h3>" for line in PROSE],
        ["<p><b>Phóng viên: Thưa ông, vì sao năm nay bà con dọn kênh sớm hơn mọi năm như vậy?</b></p>", f"<p>Ông Sáu: {PROSE[0]}</p>",
         "<p><b>Phóng viên: Còn đội ghe của ấp đã chuẩn bị tới đâu rồi, thưa ông?</b></p>", f"<p>Ông Sáu: {PROSE[1]}</p>"],
        ["<p><b>Năm nay vì sao bà con dọn kênh sớm hơn mọi năm như vậy, thưa ông trưởng ấp?</b></p>", f"<p>{PROSE[0]}</p>",
         "<p><b>Còn đội ghe của ấp đã chuẩn bị tới đâu rồi, thưa ông?</b></p>", f"<p>{PROSE[1]}</p>"],
    ],
    ids=["plain", "all bold", "all headings", "interview", "interview without names"],
)  # fmt: skip
def test_a_text_that_sets_nothing_apart_has_no_lead(texts):
    html = page().replace("".join(f"<p>{line}</p>" for line in PROSE), "".join(texts))
    found = article(html)
    assert found.lead is None
    assert len(paragraphs(found)) == len(texts)


def test_a_caption_above_the_text_is_no_lead():
    figure = "<figure><img src=/a.jpg><figcaption>Kênh nhìn từ trên cao vào lúc nước ròng, bờ bên kia là chợ xã.</figcaption></figure>"
    found = article(above(figure))
    assert found.lead is None
    assert found.images[0].caption == "Kênh nhìn từ trên cao vào lúc nước ròng, bờ bên kia là chợ xã."


def test_a_description_that_repeats_the_first_paragraph_makes_no_lead_of_it():
    assert article(page(head=f'<meta name="description" content="{PROSE[0]}">')).lead is None


@pytest.mark.parametrize("name", ["chapo", "vorspann", "bajada", "sapo"])
def test_a_short_sentence_that_class_names_call_a_lead(name: str) -> None:
    body = page().replace(
        '<div class="content">', f'<div class="content"><p class={name}>Ba ấp cùng dọn một con kênh.</p>'
    )
    found = article(body)
    assert (found.lead, found.body.split("\n\n")) == ("Ba ấp cùng dọn một con kênh.", list(PROSE))


@pytest.mark.parametrize(
    ("lead", "is_lead"),
    [
        ('<p class="lead">停航三個月的青石渡口昨日恢復通航，首班船載著四十多人過河。</p>', True),
        ("<p><strong>停航三個月的青石渡口昨日恢復通航，首班船載著四十多人過河。</strong></p>", True),
        ("<p>停航三個月的青石渡口昨日恢復通航，首班船載著四十多人過河。</p>", False),
        ('<p class="lead">地方新聞</p>', False),
    ],
)
def test_a_lead_in_signs_that_each_stand_for_some_letters(lead, is_lead):
    told = "<p>渡口始建於清末，今年夏天的洪水沖毀了東岸的石階和候船亭。</p><p>村民說，停航期間孩子們要多走五公里山路才能到學校。</p>"
    source = f"<html lang=zh><title>老渡口重修後再度通航</title><h1>老渡口重修後再度通航</h1>{lead}{told}</html>"
    assert (article(source).lead is not None) is is_lead

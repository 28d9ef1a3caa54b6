"""Boxes amid the text in which a phrase tells a promotion: what else they say goes with it, unless it is of the text."""

from __future__ import annotations

import pytest

from tests.pipelines.reading import PROSE, article, page, paragraphs

TOLD = "Tổ đội ấp Ba đã nhận thêm hai chục mái dầm mới do thợ Vàm Sáng đẽo từ gỗ mù u."
LAST = "Chiều xuống, ghe của cả ba ấp lại nối đuôi nhau về bến trong tiếng trống giục."
HARBOUR = (
    "The ferry company said on Monday that the harbour would stay closed until the sunken barge has been lifted from the channel.",
    "Fishermen who sell their catch at the quay have lost two weeks of income, and the council promised them a relief fund.",
    "A floating crane from the neighbouring port is expected before the weekend, if the storm passes north of the islands.",
    "The barge struck the breakwater in fog, and divers found a hole of three metres below the waterline of the hull.",
)


def _english(box: str) -> list[str]:
    """The paragraphs that are read of an English article of four paragraphs with a box in its middle."""
    told = [f"<p>{text}</p>" for text in HARBOUR]
    head = "<html lang=en><head><title>Sunken barge keeps the harbour closed</title></head>"
    whole = "".join([*told[:2], box, *told[2:]])
    return paragraphs(
        article(f"{head}<body><article><h1>Sunken barge keeps the harbour closed</h1>{whole}</article></body></html>")
    )


@pytest.mark.parametrize(
    "box",
    [
        "<div class=k1><div class=k2><p>Empfohlener redaktioneller Inhalt</p><p>Hier steht eine Karte, die Sie mit einem Klick laden und wieder ausblenden können.</p><label>Karte laden</label></div></div>",
        "<section><h2>RESERVED FOR PATRONS</h2><p>Subscribe now to read everything.</p><ul><li>Every edition on any device, delivered at dawn.</li><li>Puzzles and recipes.</li></ul></section>",
        "<div><p>Sign up for our newsletter today</p><p>Every Friday, the best reading for slow mornings, picked by hand.</p><span>No spam</span></div>",
        "<div><h3>Monthly</h3><p>Subscribe today</p><div>$7</div><div>Cancel whenever you like, no questions asked.</div></div>",
    ],
)
def test_the_rest_of_a_promotion(box):
    assert _english(box) == list(HARBOUR)


@pytest.mark.parametrize(
    "box",
    [
        '<div><p>Đăng ký nhận bản tin</p><p>Mỗi sáng thứ hai, những bài đáng đọc nhất được gửi vào hộp thư của bạn.</p><span>Miễn phí</span></div>',
        '<section><div><h4>Hộp thư bạn đọc</h4><p>Đăng ký nhận bản tin</p><p>Hủy bất cứ lúc nào bạn muốn.</p></div></section>',
    ],
)  # fmt: skip
def test_the_rest_of_a_vietnamese_promotion(box):
    assert paragraphs(article(page(box, f"<p>{TOLD}</p>", f"<p>{LAST}</p>"))) == [*PROSE, TOLD, LAST]


@pytest.mark.parametrize(
    "box",
    [
        # Of the text: it speaks of what the text speaks of.
        "<div><p>Sign up for our newsletter today</p><p>Divers who examined the barge said the channel is blocked for every ferry.</p></div>",
        # Mostly a paragraph, with the promotion below it.
        "<div><p>Nobody was hurt, though two cabins burned and an elderly watchman spent the night on the roof.</p><p>Sign up for our newsletter today</p></div>",
    ],
)
def test_a_paragraph_that_shares_a_box_with_a_promotion_stays(box):
    found = _english(box)
    assert len(found) == 5
    assert found[:2] + found[3:] == list(HARBOUR)

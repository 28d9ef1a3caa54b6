"""Pages whose text is drawn by a script, and told in structured data."""

from __future__ import annotations

import json

from tests.pipelines.reading import paragraphs, read

ROWS = [
    "Sáng nay, bà con bản Khe Hạ dựng xong mái nhà thứ chín cho các hộ mất nhà trong trận lũ cuối tháng trước.",
    "Gỗ do huyện cấp, còn công thì cả bản góp, mỗi nhà một người, làm từ lúc gà gáy đến khi tối mịt mới nghỉ tay.",
]


def drawn(body: str, printed: str = "") -> str:
    told = json.dumps(
        {"@type": "NewsArticle", "headline": "Khe Hạ dựng mái nhà thứ chín sau lũ", "articleBody": body},
        ensure_ascii=False,
    )
    return (
        "<html><head><title>Khe Hạ dựng mái nhà thứ chín sau lũ</title>"
        f'<script type="application/ld+json">{told}</script></head>'
        f"<body><h1>Khe Hạ dựng mái nhà thứ chín sau lũ</h1><div id=app>{printed}</div></body></html>"
    )


def test_the_text_comes_from_structured_data_where_the_page_prints_none():
    found = read(drawn("\n\n".join(ROWS), "<p>Đang tải...</p>")).article
    assert found is not None
    assert paragraphs(found) == ROWS
    assert found.title == "Khe Hạ dựng mái nhà thứ chín sau lũ"


def test_markup_in_it_is_read_as_markup():
    found = read(drawn("".join(f"<p>{row}</p>" for row in ROWS))).article
    assert found is not None
    assert paragraphs(found) == ROWS


def test_escaped_markup_in_it_is_read_as_markup():
    found = read(drawn("".join(f"&lt;p&gt;{row}&lt;/p&gt;" for row in ROWS))).article
    assert found is not None
    assert paragraphs(found) == ROWS


def test_what_the_page_prints_goes_before():
    printed = (
        "Mái nhà thứ chín ở Khe Hạ cao hơn nền cũ một mét rưỡi, có gác để thóc, và cả bản gọi đó là nhà chống lũ. " * 2
    )
    found = read(drawn("\n".join(ROWS), f"<p>{printed}</p>")).article
    assert found is not None
    assert paragraphs(found) == [printed.strip()]


def test_a_template_or_noscript_is_read_where_the_page_prints_nothing():
    rows = "".join(f"<p>{row}</p>" for row in ROWS)
    for folded in (f"<noscript>{rows}</noscript>", f'<script type="text/template">{rows}</script>'):
        body = f"<html><head><title>Khe Hạ</title></head><body><h1>Khe Hạ dựng mái nhà thứ chín</h1><div>{folded}</div></body></html>"
        found = read(body).article
        assert found is not None
        assert paragraphs(found) == ROWS


def test_a_noscript_beside_a_text_is_none_of_it():
    rows = "".join(f"<p>{row}</p>" for row in ROWS * 2)
    hint = "<noscript><p>Trang này cần JavaScript để chạy hết các phần của nó, mời bạn bật lên trong trình duyệt rồi tải lại trang.</p></noscript>"
    body = f"<html><head><title>Khe Hạ</title></head><body><h1>Khe Hạ dựng mái nhà thứ chín</h1><div>{rows}{hint}</div></body></html>"
    found = read(body).article
    assert found is not None
    assert "JavaScript" not in found.body

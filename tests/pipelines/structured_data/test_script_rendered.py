"""Pages whose text is drawn by a script, and told in structured data."""

from __future__ import annotations

import json

import pytest

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


@pytest.mark.parametrize("times, rows, goes_before", [(2, 2, True), (1, 2, True), (1, 3, False)])
def test_what_the_page_prints_goes_before_unless_the_data_tell_thrice_as_much(times, rows, goes_before):
    printed = (
        "Mái nhà thứ chín ở Khe Hạ cao hơn nền cũ một mét, có gác để thóc, và cả bản gọi đó là nhà chống lũ. " * times
    )
    told = (ROWS * 2)[:rows]
    found = read(drawn("\n".join(told), f"<p>{printed}</p>")).article
    assert found is not None
    assert (paragraphs(found) == [printed.strip()]) is goes_before


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


TITLE = "Khe Hạ dựng mái nhà thứ chín sau lũ"
OTHER = "Bản bên mở lại lớp học sau lũ"
MARKUP = "".join(f"<p>{row}</p>" for row in ROWS)
BLOCKS = {"blocks": [{"type": "paragraph", "data": {"text": row}} for row in ROWS]}


def _stated(script: str, kind: str = "") -> list[str]:
    page = f"<html><head><title>{TITLE} | Báo Vàm</title></head><body><div id=app></div><script {kind}>{script}</script></body></html>"
    found = read(page).article
    return paragraphs(found) if found is not None else []


@pytest.mark.parametrize(
    ("script", "kind"),
    [
        ('{"props": {"pageProps": {"post": TOLD}}}', "id=__NEXT_DATA__ type=application/json"),
        ("window.__INITIAL_STATE__ = {news: {detail: TOLD}};", ""),
        ('var page = [{"data": TOLD}]', ""),
    ],
)
@pytest.mark.parametrize(
    "text",
    [{"content": MARKUP}, {"body": "\n\n".join(ROWS)}, {"paragraphs": ROWS}, {"content": BLOCKS}],
    ids=["markup", "rows", "list", "blocks"],
)
def test_the_text_comes_from_the_data_that_a_script_draws_it_of(
    script: str, kind: str, text: dict[str, object]
) -> None:
    told = {"id": 7, "title": TITLE, **text, "comments": [{"text": f"{row} {row}"} for row in ROWS * 3]}
    assert _stated(script.replace("TOLD", json.dumps(told)), kind) == ROWS


@pytest.mark.parametrize(
    "names",
    [("sapo", "publishDate", "author"), ("description", "created_at", "authorName"), ("excerpt", "date", "authors")],
)
def test_lead_day_and_author_come_from_the_same_data(names: tuple[str, str, str]) -> None:
    lead = "Cả bản góp công dựng lại từng mái nhà, trước khi mùa mưa năm sau về đến đầu nguồn."
    told = {
        "title": TITLE,
        "content": MARKUP,
        **dict(zip(names, (lead, "2026-09-14T08:30:00+07:00", "Lan Thử"), strict=True)),
    }
    script = f"window.STATE = {json.dumps({'detail': told, 'latest': [{'title': OTHER, 'author': 'Khác Tên'}]})}"
    page = f"<html><head><title>{TITLE} | Báo Vàm</title></head><body><div id=app></div><script>{script}</script></body></html>"
    found = read(page).article
    assert found is not None
    assert (found.lead, found.byline, found.published_at) == (lead, "Lan Thử", "2026-09-14T08:30:00+07:00")
    assert paragraphs(found) == ROWS


def test_data_that_stand_in_a_string_are_read_as_well() -> None:
    state = json.dumps(json.dumps({"post": {"headline": TITLE, "body": MARKUP}}))
    assert _stated(f"window.__STATE__ = JSON.parse({state})") == ROWS


def test_the_data_of_other_articles_are_no_text_of_this_one() -> None:
    assert _stated(json.dumps({"latest": [{"title": OTHER, "content": MARKUP}]}), "type=application/json") == []
    related = {"title": TITLE, "latestNews": [{"content": MARKUP}], "list": [{"title": OTHER, "content": MARKUP}]}
    assert _stated(json.dumps(related), "type=application/json") == []


def pushed(*pieces: str) -> str:
    scripts = "".join(f"<script>self.__next_f.push([1,{json.dumps(piece)}])</script>" for piece in pieces)
    return (
        "<html><head><title>Khe Hạ dựng mái nhà thứ chín sau lũ</title></head>"
        f"<body><h1>Khe Hạ dựng mái nhà thứ chín sau lũ</h1><div>Đang tải...</div>{scripts}</body></html>"
    )


@pytest.mark.parametrize("cut", [10, 150, 400])
def test_the_text_comes_from_data_streamed_in_pieces(cut):
    markup = "".join(f"<p>{row}</p>" for row in ROWS)
    told = {"title": "Khe Hạ dựng mái nhà thứ chín sau lũ", "content": "$1a"}
    data = f'0:["$","div",null,{{}}]\n1a:T{len(markup.encode()):x},{markup}5:["$","main",null,{json.dumps(told)}]\n'
    found = read(pushed(data[:cut], data[cut:])).article
    assert found is not None
    assert paragraphs(found) == ROWS


def test_broken_pieces_of_it_harm_nothing():
    assert (
        read(pushed("1:T", "ffffff,x", "2:{", "\n3:[[[") + '<script>self.__next_f.push([1,"\\u12"])</script>').article
        is None
    )


TITLE = "Khe Hạ dựng mái nhà thứ chín sau lũ"
TEXT = "".join(f"<p>{row}</p>" for row in ROWS)
KEPT = json.dumps({"article": {"title": TITLE, "content": TEXT}}, ensure_ascii=False)
FOLDED = json.dumps([{"data": 1}, {"title": 2, "content": 3}, TITLE, TEXT], ensure_ascii=False)


@pytest.mark.parametrize(
    "script",
    [
        f"<script>window.__PAGE__=(function(a,b){{return {{data:[{{hot:a,article:{KEPT}}}],error:b}}}}(true,null));</script>",
        f"<script>/*<![CDATA[*/window.pageData={KEPT};/*]]>*/</script>",
        f"<script type='application/json'>{json.dumps({'status': 200, 'body': KEPT})}</script>",
        f"<script type='application/json'>{FOLDED}</script>",
    ],
    ids=["function", "commented", "within a string", "folded"],
)
def test_the_text_comes_from_data_however_they_are_kept(script):
    found = read(f"<html><head><title>{TITLE}</title></head><body><div id=app></div>{script}</body></html>").article
    assert found is not None
    assert (found.title, paragraphs(found)) == (TITLE, ROWS)


def test_what_a_script_is_to_draw_has_a_lead_a_section_and_tags():
    """The lead is told whole and as an excerpt; the menu above is no section."""
    lead = "Chín hộ mất nhà trong trận lũ cuối tháng trước đã có mái nhà mới, gỗ của huyện và công của cả bản Khe Hạ."
    title = "Khe Hạ dựng mái nhà thứ chín sau lũ"
    item = {
        "title": title, "excerpt": lead[:60], "lead": lead, "content": "".join(f"<p>{row}</p>" for row in ROWS),
        "category": {"name": "Nhịp sống", "slug": "nhip-song"}, "tags": [{"name": "lũ quét"}, {"name": "Khe Hạ"}],
    }  # fmt: skip
    data = json.dumps({"props": {"article": item, "related": [{"title": "Khác", "tags": [{"name": "lạ"}]}]}})
    menu = "".join(
        f'<a href="/chuyen-muc/{n}">{name}</a>' for n, name in enumerate(("Tiêu điểm", "Nhịp sống", "Khoa học"))
    )
    found = read(
        f"<html><head><title>{title} | Báo Khe</title></head><body><header><nav>{menu}</nav></header><main><div></div></main>"
        f'<script id="__NEXT_DATA__" type="application/json">{data}</script></body></html>'
    ).article
    assert found is not None
    assert (found.lead, found.section, found.tags) == (lead, "Nhịp sống", ["lũ quét", "Khe Hạ"])
    assert paragraphs(found) == ROWS


@pytest.mark.parametrize(
    ("kept", "is_read"),
    [
        ("<textarea style='display:none'>{}</textarea>", True),
        ("<div class=bai data-noi-dung='{}'></div>", True),
        ('<iframe srcdoc="{}"></iframe>', True),
        ("<div class=bai data-noi-dung='{}'>Đang tải...</div>", False),
        ("<form><textarea>Mời bạn viết ý kiến vào đây.</textarea></form>", False),
    ],
)
def test_markup_that_a_field_or_a_data_attribute_keeps_for_a_script(kept, is_read):
    markup = "".join(f"<p>{row}</p>" for row in ROWS)
    shell = drawn("", kept.format(markup.replace("<", "&lt;"))).replace('"NewsArticle"', '"WebPage"')
    found = read(shell).article
    assert (found is not None and paragraphs(found) == ROWS) is is_read


@pytest.mark.parametrize(
    ("box", "title", "is_read"),
    [
        ("<div id=app2 data-page='{}'></div>", "Khe Hạ dựng mái nhà thứ chín sau lũ", True),
        ("<main data-props='{}'></main>", "Khe Hạ dựng mái nhà thứ chín sau lũ", True),
        ("<div data-page='{}'></div>", "Ghe chở lúa về vàm sớm hơn mọi năm", False),
    ],
)
def test_data_that_an_attribute_keeps(box, title, is_read):
    told = json.dumps({"props": {"article": {"title": title, "content": "".join(f"<p>{row}</p>" for row in ROWS)}}})
    found = read(drawn("", box.format(told))).article
    assert (found is not None and paragraphs(found) == ROWS) is is_read

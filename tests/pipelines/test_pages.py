"""Whole pages in the dresses of ten content systems, read as an editor would; and pages that are no articles."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest

from tests.pipelines.reading import EXPECTED, PAGES, PROSE, SHARED, paragraphs, read, saved


@pytest.mark.parametrize("name", EXPECTED["articles"])
def test_an_article_is_read_whole(name):
    expected = EXPECTED["articles"][name]
    found = saved(name).article
    assert found is not None
    body = paragraphs(found)
    fields = {
        "title": found.title,
        "lead": found.lead,
        "source_tag": found.source_tag,
        "byline": found.byline,
        "published_at": found.published_at,
        "language": found.language,
        "captions": [[image.caption, image.credit] for image in found.images],
        "removed": [line.text for line in found.removed],
        "body": len(body),
    }
    assert fields == {key: expected[key] for key in fields}
    for key in ("url", "section", "tags", "modified_at"):
        if key in expected:
            assert getattr(found, key) == expected[key]
    assert body[0].startswith(expected["first"])
    assert body[-1].startswith(expected["last"])
    assert all(line in body for line in expected["within"])
    assert all(image.url is None or image.url.startswith("http") for image in found.images)


@pytest.mark.parametrize("name", EXPECTED["others"])
def test_another_page_is_refused_with_its_reason(name):
    page = saved(name)
    assert page.article is None
    assert page.reason is not None
    assert page.reason.startswith(EXPECTED["others"][name])


@pytest.mark.parametrize("name", EXPECTED["articles"])
def test_stripping_takes_nothing_but_what_it_says(name):
    stripped, whole = saved(name).article, saved(name, strip=False).article
    assert stripped is not None and whole is not None
    assert whole.removed == []
    kept = paragraphs(whole)
    for line in stripped.removed:
        kept.remove(line.text)
    assert kept == paragraphs(stripped)
    assert (whole.title, whole.lead, whole.byline) == (stripped.title, stripped.lead, stripped.byline)
    assert [replace(image, after=None) for image in whole.images] == [
        replace(image, after=None) for image in stripped.images
    ]


def test_pictures_stand_where_the_source_has_them():
    """The source, read with nothing but regular expressions, is the witness: the paragraph before a picture, the
    picture's address, the paragraph after it."""

    def letters(text):
        return re.sub(r"[\W_]", "", html.unescape(text))

    checked = 0
    for path in sorted([*PAGES.glob("*.html"), *(SHARED / "pages").glob("html/*.html")]):
        page = read(path.read_bytes(), path.resolve().as_uri())
        if page.article is None or page.text is None:
            continue
        source = re.sub(r"(?is)<!--.*?-->|<(script|style|noscript)\b.*?</\1>", "", page.text)
        body = [letters(paragraph) for paragraph in paragraphs(page.article)]
        for image in page.article.images:
            if image.url is None:
                continue
            name = re.escape(image.url.rsplit("/", 1)[-1])
            above, below = (body[i : i + 1] for i in (image.after - 1, image.after)) if image.after else ([], body[:1])
            assert any(
                all(text[-30:] in letters(re.sub("(?s)<.*?>", "", source[: at.start()])) for text in above)
                and all(text[:30] in letters(re.sub("(?s)<.*?>", "", source[at.start() :])) for text in below)
                for at in re.finditer(name, source)
            ), (path.name, image)
            checked += 1
    assert checked >= 10


def test_every_saved_page_has_its_expectation():
    assert {path.name for path in PAGES.glob("*.html")} == {*EXPECTED["articles"], *EXPECTED["others"]}


LINKED = (
    '<tr><td><a href="/tin/{0}.htm"><b>Bà con ấp Vàm dựng cầu khỉ mới số {0}</b></a> <i>(0{0}/03/2019)</i><br>Cây cầu cũ gãy '
    'nhịp giữa hồi tháng trước, học trò phải đi vòng qua ấp dưới mất thêm nửa giờ. <a href="/tin/{0}.htm">Xem tiếp</a></td></tr>'
)


@pytest.mark.parametrize("items", [1, 2, 5])
def test_excerpts_with_their_links_are_a_list(items):
    rows = "".join(LINKED.format(number) for number in range(1, items + 1))
    page = read(
        f"<html><head><title>Báo Vàm Sáng</title></head><body><table><tr><td><b>XÃ HỘI</b></td></tr>{rows}</table></body></html>"
    )
    assert page.article is None
    assert (page.reason or "").startswith("listing")


@pytest.mark.parametrize("title", ["Trung đoàn 404 dọn kênh", "404 hộ có nước sạch", "Chuyến phà thứ 404"])
def test_a_number_in_a_title_is_no_error(title):
    body = "".join(f"<p>Bà con ba ấp chở nước qua sông chuyến thứ {n}, sau một mùa hạn dài.</p>" for n in range(6))
    page = (
        f"<html><head><title>{title} - Báo Bờ Kênh</title></head><body><h1>{title}</h1><div>{body}</div></body></html>"
    )
    assert read(page.encode()).article is not None
    page = page.replace(title, "404")
    assert read(page.encode()).reason == "not found page answering 200"


@pytest.mark.parametrize(
    ("above", "is_article"), [("", False), (f"<h1>Tin buồn</h1><p>{'</p><p>'.join(PROSE)}</p>", True)]
)
@pytest.mark.parametrize("items", [2, 3])
def test_headlines_of_two_words_with_their_teasers_are_a_list(items: int, above: str, is_article: bool) -> None:
    teaser = "Hội Khuyến học huyện cùng gia đình vô cùng thương tiếc báo tin: ông Lê Thử, sinh năm 1940, đã từ..."
    boxes = "".join(f"<div><h3><a href=/a/{n}.html>Tin buồn</a></h3><p>{teaser}</p></div>" for n in range(items))
    found = read(
        f"<html><head><meta charset=utf-8><title>Tin buồn | Báo Vàm Sáng</title></head><body>{above}{boxes}</body></html>"
    )
    assert (found.article is not None) == is_article

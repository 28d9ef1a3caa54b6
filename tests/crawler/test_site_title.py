"""What a newspaper is called that was given by its address alone."""

import pytest

from crawler.site_title import SiteTitle
from pipelines.structured_data.page_head import PageHead

PLACES = ("Bãi Sậy", "Cồn Nổi", "Gò Dâu", "Suối Trai")


def articles(form: str, site: str | None = None) -> list[tuple[PageHead, str]]:
    titles = [f"Bến đò {place} mở lại" for place in PLACES]
    return [
        (PageHead(page_title=form.format(title=title, section=place), site=[site] if site else []), title)
        for title, place in zip(titles, PLACES, strict=True)
    ]


@pytest.mark.parametrize(
    ("front", "says", "known", "pages", "name"),
    [
        ("Tin mới", None, None, articles("{title} - {section} - Báo Bờ Kênh"), "Báo Bờ Kênh"),
        ("Tin mới", None, None, articles("Bờ Kênh Online | {title}"), "Bờ Kênh Online"),
        ("Tin mới", None, None, articles("{title}", site="Báo Bờ Kênh"), "Báo Bờ Kênh"),
        ("Tin mới", None, None, articles("{title}"), None),
        ("Tin mới", None, None, articles("{title} - Báo Bờ Kênh")[:2], None),
        ("Tin mới | Báo Bờ Kênh", None, None, [], "Báo Bờ Kênh"),
        ("Chuyện làng hôm nay - Báo Bờ Kênh", None, None, [], "Báo Bờ Kênh"),
        ("Bờ Kênh, tiếng nói của bà con", None, None, articles("{title} - Bờ Kênh"), "Bờ Kênh"),
        ("Tin tức trong ngày", "Báo Bờ Kênh", None, articles("{title} - Thời sự"), "Báo Bờ Kênh"),
        ("Trang chủ", "baobokenh.example", None, articles("{title} - Báo Bờ Kênh", site="@bokenh"), "Báo Bờ Kênh"),
        ("Trang chủ", "Bờ Kênh Media", "Báo Bờ Kênh", articles("{title} - Bờ Kênh"), "Báo Bờ Kênh"),
        ("Tin nóng bờ kênh", None, "Tin nóng bờ kênh", articles("{title} - Báo Bờ Kênh"), "Báo Bờ Kênh"),
    ],
)
def test_the_name_of_a_site_is_told_by_its_pages_together(front, says, known, pages, name):
    title = SiteTitle(known)
    found = title.learn(PageHead(page_title=front, site=[says] if says else []), None)
    for head, of in pages:
        found = title.learn(head, of)
    assert found == name

"""Pages as a web archive shows them, read as their newspaper sent them."""

from datetime import UTC, datetime

import pytest

import pipelines
from pipelines.page import Page
from pipelines.replayed import as_published

SENT = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Mùa sen ở đầm Vân - Báo Thử</title>
<link rel="canonical" href="http://bao.example.vn/tin/mua-sen-1234.html"><meta property="og:type" content="article">
<meta property="article:published_time" content="2016-03-10T08:00:00+07:00"></head><body>
<article><h1>Mùa sen ở đầm Vân</h1><div class="noi-dung"><p>Sáng nay, bà con quanh đầm đã xuống thuyền hái những bông sen đầu mùa để kịp phiên chợ.</p>
<p>Năm nay nước về muộn, sen nở chậm chừng mười ngày, nhưng bông to và thơm hơn mọi năm, các cụ trong làng nói vậy.</p>
<p>Chiều đến, lũ trẻ lại ra bờ đầm thả diều, tiếng sáo vọng khắp <a href="http://bao.example.vn/tin/lang-van.html">làng Vân</a>.</p>
<img src="http://bao.example.vn/anh/sen.jpg"></div></article></body></html>"""

INTERNET_ARCHIVE = (
    SENT.replace("<head>", '<head><script src="//archive.org/includes/analytics.js?v=cf34f82" type="text/javascript"></script>\n'
                 '<script type="text/javascript">__wm.init("https://web.archive.org/web");</script>\n'
                 '<link rel="stylesheet" href="https://web-static.archive.org/_static/css/banner-styles.css">\n'
                 "<!-- End Wayback Rewrite JS Include -->\n")
    .replace("<body>", '<body><!-- BEGIN WAYBACK TOOLBAR INSERT -->\n<div id="wm-ipp"><h2>The Wayback Machine</h2><p>12 captures of this'
             " page between 12 Mar 2016 and 30 Sep 2019, which is a long line that looks like a text</p></div>\n<!-- END WAYBACK TOOLBAR INSERT -->")
    .replace('href="http://', 'href="https://web.archive.org/web/20160312093000/http://')
    .replace('src="http://', 'src="/web/20160312093000im_/http://')
    + "\n<!--\n     FILE ARCHIVED ON 09:30:00 Mar 12, 2016 AND RETRIEVED FROM THE\n     INTERNET ARCHIVE ON 10:00:00 Nov 20, 2026.\n-->"
)  # fmt: skip
PYWB = (
    SENT.replace("<head>", '<head><!-- WB Insert --><script>wbinfo.top_url = "/kho/";</script><!-- End WB Insert -->')
    .replace('href="http://', 'href="https://kho.example.org/kho/20160312093000mp_/http://')
)  # fmt: skip


@pytest.mark.parametrize("shown", [INTERNET_ARCHIVE, PYWB], ids=["Internet Archive", "pywb"])
def test_what_a_web_archive_puts_into_a_page_is_not_the_newspaper_s(shown: str) -> None:
    def read(page: str) -> object:
        url = "http://bao.example.vn/tin/mua-sen-1234.html"
        return pipelines.read(Page(url, page.encode(), datetime(2016, 3, 12, tzinfo=UTC), "text/html")).article

    assert read(shown) == read(SENT)


def test_other_pages_stay_as_they_are() -> None:
    page = SENT.replace(
        "làng Vân</a>", 'làng Vân</a>, xem <a href="https://web.archive.org/web/20160312/http://a.vn/">bản cũ</a>'
    )
    assert as_published(page.encode()) == page.encode()

"""Newspapers of small families, and of systems nobody has named: each with what is known of it."""

from __future__ import annotations

import unicodedata
from urllib.parse import unquote, urlsplit

from crawler.newspaper import Newspaper, seen
from crawler.script_text import with_text_in_place
from pipelines.rules import Rules, RuleSet

NUMBER = r"-(?P<number>\d+)\.html?$"

BAO_BINH_PHUOC = Newspaper(
    name="baobinhphuoc",
    title="Báo Bình Phước",
    province="binh-phuoc",
    home="https://baobinhphuoc.com.vn/",
    successor="baodongnai",
    family="upnews",
    patterns=(r"^/news/\d+/(?P<id>\d+)/[^/]+/?$",),
    verified=seen("home family patterns"),
)

BAO_THAI_BINH = Newspaper(
    name="baothaibinh",
    title="Báo Thái Bình",
    province="thai-binh",
    home="https://baothaibinh.com.vn/",
    successor="baohungyen",
    family="upnews",
    patterns=(r"^/tin-tuc/\d+/(?P<id>\d+)/[^/]+/?$",),
    verified=seen("home family patterns"),
)

BAO_YEN_BAI = Newspaper(
    name="baoyenbai",
    title="Báo Yên Bái",
    province="yen-bai",
    home="https://baoyenbai.com.vn/",
    successor="baolaocai",
    family="newsimg",
    feeds=("/rss/11.rss",),
    verified=seen("home family feeds"),
)

BAO_HOA_BINH = Newspaper(
    name="baohoabinh",
    title="Báo Hòa Bình",
    province="hoa-binh",
    home="https://baohoabinh.com.vn/",
    successor="baophutho",
    family="newsimg",
    verified=seen("home family"),
)

# ASP.NET: the article is named in the query, /viewer.aspx?macm=39&macmp=39&mabb=222823.
BAO_BINH_DINH = Newspaper(
    name="baobinhdinh",
    title="Báo Bình Định",
    province="binh-dinh",
    home="https://baobinhdinh.vn/",
    former=("baobinhdinh.com.vn",),
    successor="baogialai",
    family="aspx",
    patterns=(r"^/viewer\.aspx\?(?:.*&)?mabb=(?P<id>\d+)(?:&|$)",),
    rules=Rules(
        RuleSet(
            {
                "title": "p.pTitle",
                "body": "div#divContent",
                "date": "span.floatLeft.fontsize12.color10",
                "remove": "div.itemtinbaikhac",
            }
        )
    ),
    verified=seen("home former family patterns title body date remove"),
)

BAO_HA_NAM = Newspaper(
    name="baohanam",
    title="Báo Hà Nam",
    province="ha-nam",
    home="https://baohanam.com.vn/",
    successor="baoninhbinh",
    family="nvcms",
    verified=seen("home family"),
)

# Its section pages are drawn by the browser: articles are found from the home page and the sitemap.
BAO_DIEN_BIEN_PHU = Newspaper(
    name="baodienbienphu",
    title="Báo Điện Biên Phủ",
    province="dien-bien",
    home="https://baodienbienphu.vn/",
    former=("baodienbienphu.com.vn", "baodienbienphu.info.vn"),
    family="spa",
    patterns=(r"^/tin-bai/[^/]+/[^/]+/?$",),
    rules=Rules(RuleSet({"body": "div.editor-content"})),
    verified=seen("home former family patterns body"),
)

# Its article is a string in a script, which the browser puts into an empty #content.
BAO_QUANG_NGAI = Newspaper(
    name="baoquangngai",
    title="Báo Quảng Ngãi",
    province="quang-ngai",
    home="https://baoquangngai.vn/",
    family="script",
    patterns=(NUMBER,),
    rules=Rules(RuleSet({"lead": "p.sapo, #body .sapo", "body": "#content"})),
    preprocess=with_text_in_place,
    verified=seen("home family patterns lead body"),
)

# The id of an article is the moment of its publication to the millisecond: /slug/d20230112091014465.htm.
BAO_NINH_BINH = Newspaper(
    name="baoninhbinh",
    title="Báo Ninh Bình",
    province="ninh-binh",
    home="https://baoninhbinh.org.vn/",
    patterns=(r"/d(?P<id>\d{17})\.htm$",),
    rules=Rules(RuleSet({"title": ".header-title.text-4xl.font-bold.font-serif", "body": "#content_detail"})),
    verified=seen("home patterns title body"),
)


def _composed_path(url: str) -> str | None:
    """The path of an address where that has Vietnamese letters, composed; else None."""
    path = unicodedata.normalize("NFC", unquote(urlsplit(url).path)).strip("/").lower()
    return None if path.isascii() else path


# Vietnamese letters in its addresses, percent-encoded, composed or not; new ones end in an id. The head of every page
# prints the day it is read, not the article's.
BAO_LAI_CHAU = Newspaper(
    name="baolaichau",
    title="Báo Lai Châu",
    province="lai-chau",
    home="https://baolaichau.vn/",
    patterns=(r"-(?P<number>\d{4,})/?$",),
    fallback_key=_composed_path,
    verified=seen("home patterns"),
)

BAO_CA_MAU = Newspaper(
    name="baocamau",
    title="Báo Cà Mau",
    province="ca-mau",
    home="https://baocamau.vn/",
    former=("baocamau.com.vn", "baoanhdatmui.vn"),
    patterns=(r"\.html$",),
    rules=Rules(RuleSet({"body": "div.post-content, section.post-content"})),
    verified=seen("home former patterns body"),
)

BAO_CAO_BANG = Newspaper(
    name="baocaobang",
    title="Báo Cao Bằng",
    province="cao-bang",
    home="https://baocaobang.vn/",
    patterns=(NUMBER,),
    rules=Rules(
        RuleSet(
            {
                "lead": "div#content-detail > p:first-of-type > strong",
                "body": "div#content-detail",
                "remove": "//div[contains(@class, 'block-news-list')][contains(., 'Cùng chuyên mục')]",
            }
        )
    ),
    verified=seen("home patterns lead body remove"),
)

BAO_HUNG_YEN = Newspaper(
    name="baohungyen",
    title="Báo Hưng Yên",
    province="hung-yen",
    home="https://baohungyen.vn/",
    patterns=(NUMBER,),
    verified=seen("home patterns"),
)

BAO_KON_TUM = Newspaper(
    name="baokontum",
    title="Báo Kon Tum",
    province="kon-tum",
    home="https://www.baokontum.com.vn/",
    successor="baoquangngai",
    verified=seen("home"),
)

BAO_LANG_SON = Newspaper(
    name="baolangson",
    title="Báo Lạng Sơn",
    province="lang-son",
    home="https://baolangson.vn/",
    patterns=(r"-(?P<id>\d{7})\.html$",),
    verified=seen("home patterns"),
)

BAO_NINH_THUAN = Newspaper(
    name="baoninhthuan",
    title="Báo Ninh Thuận",
    province="ninh-thuan",
    home="https://baoninhthuan.com.vn/",
    successor="baokhanhhoa",
    patterns=(r"^/(?:news|diendan)/(?P<id>\d+p\d+c\d+)/[^/]+\.htm$", r"\.html$"),  # the latter since about 2026
    verified=seen("home patterns"),
)

# Its slugs hold "-nbsp-", the entity of a title that was not decoded.
BAO_PHU_THO = Newspaper(
    name="baophutho",
    title="Báo Phú Thọ",
    province="phu-tho",
    home="https://baophutho.vn/",
    patterns=(r"-(?P<id>\d{6})\.htm$",),
    verified=seen("home patterns"),
)

# Its selectors are those of about 2020. Its feeds are /rss/news/SECTION.rss, none of them known by its full name.
BAO_QUANG_NINH = Newspaper(
    name="baoquangninh",
    title="Báo Quảng Ninh",
    province="quang-ninh",
    home="https://baoquangninh.vn/",
    former=("baoquangninh.com.vn",),
    patterns=(NUMBER,),
    rules=Rules(RuleSet({"title": "h1#title", "body": "div#content", "date": "div#date"})),
    verified=seen("home former patterns title body date"),
)

BAO_THANH_HOA = Newspaper(
    name="baothanhhoa",
    title="Báo Thanh Hóa",
    province="thanh-hoa",
    home="https://baothanhhoa.vn/",
    former=("baothanhhoa.com.vn",),
    patterns=(NUMBER,),
    rules=Rules(RuleSet({"lead": "div.article__sapo"})),
    verified=seen("home former patterns lead"),
)

# Báo Thừa Thiên Huế until the city took its new name.
HUE_NGAY_NAY = Newspaper(
    name="huengaynay",
    title="Huế ngày nay",
    province="hue",
    home="https://huengaynay.vn/",
    former=("baothuathienhue.vn",),
    patterns=(r"\.html?$",),
    verified=seen("home former patterns"),
)

BAO_VINH_PHUC = Newspaper(
    name="baovinhphuc",
    title="Báo Vĩnh Phúc",
    province="vinh-phuc",
    home="https://baovinhphuc.com.vn/",
    successor="baophutho",
    verified=seen("home"),
)

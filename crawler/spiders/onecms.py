"""OneCMS: eight papers with pictures on *.1cdn.vn and "POWERED BY ... NEKO" in the footer.

Addresses are /slug-ID.html, older ones /section/slug-ID.html; /tags/KEY.html and -ptag.html are pages of tags,
-eventID.html of events. The line of the byline ends in the date. Within the body headline, byline and lead are printed
once more.
"""

from __future__ import annotations

from crawler.spiders.facts import seen
from crawler.spiders.newspaper import NewspaperSpider
from pipelines.rules import Rules, RuleSet

ADDRESS = r"^/(?!tags/|.*-event\d+\.html$)(?:[^/]+/)*[^/]*-(?P<number>\d{4,})\.html$"
SELECT = {
    "title": ".sc-longform-header-title.block-sc-title",
    "lead": "p.sc-longform-header-sapo.block-sc-sapo",
    "body": "div.c-news-detail .entry, div.b-maincontent .entry",
    "byline": ".sc-longform-header-meta",
    "remove": ".c-box, .c-sticky-share, .c-sticky-mobile, .c-powered, .c-news-related, .c-tag, .block-sc-cate-name",
}


class OneCms(NewspaperSpider):
    name = ""
    family = "onecms"
    patterns: tuple[str, ...] = (ADDRESS,)
    fingerprints = (r"\.1cdn\.vn", r"sc-longform-header", r"c-news-detail|b-maincontent")
    rules = Rules(RuleSet(SELECT))


class HaNoiMoi(OneCms):
    name, title, province = "hanoimoi", "Báo Hànộimới", "ha-noi"
    home, former = "https://hanoimoi.vn/", ("hanoimoi.com.vn",)
    rules = Rules(  # h1.caption: pages of about 2020
        RuleSet(
            SELECT
            | {
                "title": f"h1.caption, {SELECT['title']}",
                "body": f"body:has(h1.caption) div.article, {SELECT['body']}",
                "date": "div.period",
            }
        )
    )
    verified = seen("home former family patterns remove")


class BaoHaiPhong(OneCms):
    name, title, province = "baohaiphong", "Báo Hải Phòng", "hai-phong"
    home, former = "https://baohaiphong.vn/", ("baohaiphong.com.vn",)
    verified = seen("home former family")


class BaoHaiDuong(OneCms):
    """Its older addresses end without .html: /section/slug-ID."""

    name, title, province = "baohaiduong", "Báo Hải Dương", "hai-duong"
    home, successor = "https://baohaiduong.vn/", "baohaiphong"
    patterns = (ADDRESS, r"^/[^/]+/[^/]+-(?P<number>\d{5,})$")
    verified = seen("home successor family")


class BaoDaNang(OneCms):
    name, title, province = "baodanang", "Báo Đà Nẵng", "da-nang"
    home = "https://baodanang.vn/"
    verified = seen("home family")


class BaoQuangNam(OneCms):
    name, title, province = "baoquangnam", "Báo Quảng Nam", "quang-nam"
    home, successor = "https://baoquangnam.vn/", "baodanang"
    rules = Rules(
        RuleSet(
            SELECT
            | {
                "title": f"article > h1, {SELECT['title']}",
                "lead": f"div.body-content div.chapeau, {SELECT['lead']}",
                "body": f"div.body-content, {SELECT['body']}",
            }
        )
    )
    verified = seen("home successor family title lead body")


class BaoNgheAn(OneCms):
    """Three systems, three forms of address for one archive: /section/YYYYMM/slug-ID/, -postID.html, -ID.html.

    Whether their ids count on from each other is not known, so each form keeps its own; what leads from one to the next
    is the redirect. Its feeds are /rss/SECTION, none of them known by its full name.
    """

    name, title, province = "baonghean", "Báo Nghệ An", "nghe-an"
    home = "https://baonghean.vn/"
    patterns = (
        r"/(?P<month>(?:19|20)\d{2}(?:0[1-9]|1[0-2]))/[^/]*-(?P<id>\d{6,7})/?$",
        r"-(?P<id>post\d+)\.html$",
        ADDRESS,
    )
    verified = seen("home family")


class BaoDakNong(OneCms):
    name, title, province = "baodaknong", "Báo Đắk Nông", "dak-nong"
    home, former, successor = "https://baodaknong.vn/", ("baodaknong.org.vn",), "baolamdong"
    feeds = ("/rss/video",)  # others are /rss/SECTION
    verified = seen("home former family feeds")


class BaoBinhThuan(OneCms):
    name, title, province = "baobinhthuan", "Báo Bình Thuận", "binh-thuan"
    home, successor = "https://baobinhthuan.com.vn/", "baolamdong"
    verified = seen("home family")

"""OneCMS: eight papers with pictures on *.1cdn.vn and "POWERED BY ... NEKO" in the footer.

Addresses are /slug-ID.html, older ones /section/slug-ID.html; /tags/KEY.html and -ptag.html are pages of tags,
-eventID.html of events. The line of the byline ends in the date. Within the body headline, byline and lead are printed
once more.
"""

from __future__ import annotations

from crawler.newspaper import Family, seen
from pipelines.rules import Rules, RuleSet

ADDRESS = r"^/(?!tags/|.*-event\d+\.html$)(?:[^/]+/)*[^/]*-(?P<number>\d{4,})\.html$"
SELECT = {
    "title": ".sc-longform-header-title.block-sc-title",
    "lead": "p.sc-longform-header-sapo.block-sc-sapo",
    "body": "div.c-news-detail .entry, div.b-maincontent .entry",
    "byline": ".sc-longform-header-meta",
    "remove": ".c-box, .c-sticky-share, .c-sticky-mobile, .c-powered, .c-news-related, .c-tag, .block-sc-cate-name",
}

FAMILY = Family(
    name="onecms",
    patterns=(ADDRESS,),
    fingerprints=(r"\.1cdn\.vn", r"sc-longform-header", r"c-news-detail|b-maincontent"),
    rules=Rules(RuleSet(SELECT)),
)

HA_NOI_MOI = FAMILY.newspaper(
    name="hanoimoi",
    title="Báo Hànộimới",
    province="ha-noi",
    home="https://hanoimoi.vn/",
    former=("hanoimoi.com.vn",),
    rules=Rules(  # h1.caption: pages of about 2020
        RuleSet(
            SELECT
            | {
                "title": f"h1.caption, {SELECT['title']}",
                "body": f"body:has(h1.caption) div.article, {SELECT['body']}",
                "date": "div.period",
            }
        )
    ),
    verified=seen("home former family patterns remove"),
)

BAO_HAI_PHONG = FAMILY.newspaper(
    name="baohaiphong",
    title="Báo Hải Phòng",
    province="hai-phong",
    home="https://baohaiphong.vn/",
    former=("baohaiphong.com.vn",),
    verified=seen("home former family"),
)

# Its older addresses end without .html: /section/slug-ID.
BAO_HAI_DUONG = FAMILY.newspaper(
    name="baohaiduong",
    title="Báo Hải Dương",
    province="hai-duong",
    home="https://baohaiduong.vn/",
    successor="baohaiphong",
    patterns=(ADDRESS, r"^/[^/]+/[^/]+-(?P<number>\d{5,})$"),
    verified=seen("home successor family"),
)

BAO_DA_NANG = FAMILY.newspaper(
    name="baodanang",
    title="Báo Đà Nẵng",
    province="da-nang",
    home="https://baodanang.vn/",
    verified=seen("home family"),
)

BAO_QUANG_NAM = FAMILY.newspaper(
    name="baoquangnam",
    title="Báo Quảng Nam",
    province="quang-nam",
    home="https://baoquangnam.vn/",
    successor="baodanang",
    rules=Rules(
        RuleSet(
            SELECT
            | {
                "title": f"article > h1, {SELECT['title']}",
                "lead": f"div.body-content div.chapeau, {SELECT['lead']}",
                "body": f"div.body-content, {SELECT['body']}",
            }
        )
    ),
    verified=seen("home successor family title lead body"),
)

# Three systems, three forms of address for one archive: /section/YYYYMM/slug-ID/, -postID.html, -ID.html. Whether
# their ids count on from each other is not known, so each form keeps its own; what leads from one to the next is the
# redirect. Its feeds are /rss/SECTION, none of them known by its full name.
BAO_NGHE_AN = FAMILY.newspaper(
    name="baonghean",
    title="Báo Nghệ An",
    province="nghe-an",
    home="https://baonghean.vn/",
    patterns=(
        r"/(?P<month>(?:19|20)\d{2}(?:0[1-9]|1[0-2]))/[^/]*-(?P<id>\d{6,7})/?$",
        r"-(?P<id>post\d+)\.html$",
        ADDRESS,
    ),
    verified=seen("home family"),
)

BAO_DAK_NONG = FAMILY.newspaper(
    name="baodaknong",
    title="Báo Đắk Nông",
    province="dak-nong",
    home="https://baodaknong.vn/",
    former=("baodaknong.org.vn",),
    successor="baolamdong",
    feeds=("/rss/video",),  # others are /rss/SECTION
    verified=seen("home former family feeds"),
)

BAO_BINH_THUAN = FAMILY.newspaper(
    name="baobinhthuan",
    title="Báo Bình Thuận",
    province="binh-thuan",
    home="https://baobinhthuan.com.vn/",
    successor="baolamdong",
    verified=seen("home family"),
)

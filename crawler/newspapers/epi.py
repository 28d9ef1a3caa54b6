"""ePi: six papers with addresses in -postID.html, fields in the classes cms-*, and pictures on *.epicdn.me.

Pages of a tag end in -tagID.html, of an event in -eventID.html. A national paper with the same addresses was seen to
answer a wrong slug with the article of the id; that these do is a guess.
"""

from __future__ import annotations

from crawler.newspaper import Family, seen
from pipelines.rules import Rules, RuleSet

ADDRESS = r"-(?P<id>post\d+)\.html$"
SELECT = {
    "title": "h1.article__title.cms-title",
    "lead": ".article__sapo.cms-desc",
    "body": ".article__body.cms-body",
    "byline": ".article__author",
}

FAMILY = Family(
    name="epi",
    patterns=(ADDRESS,),
    by_number="/bai-post{}.html",
    fingerprints=(r"epicdn\.me", r"cms-(?:title|desc|body)", r"-post\d+\.html"),
    rules=Rules(RuleSet(SELECT)),
)

BAO_GIA_LAI = FAMILY.newspaper(
    name="baogialai",
    title="Báo Gia Lai",
    province="gia-lai",
    home="https://baogialai.com.vn/",
    verified=seen("home family"),
)

BAO_HA_TINH = FAMILY.newspaper(
    name="baohatinh",
    title="Báo Hà Tĩnh",
    province="ha-tinh",
    home="https://baohatinh.vn/",  # its feeds, before ePi: /rss/SECTION.xml
    verified=seen("home family"),
)

SAI_GON_GIAI_PHONG = FAMILY.newspaper(
    name="sggp",
    title="Báo Sài Gòn Giải Phóng",
    province="ho-chi-minh",
    home="https://www.sggp.org.vn/",
    verified=seen("home family"),
)

# Now with its text in div[data-field=body], as bare <div> without paragraphs.
BAO_LAO_CAI = FAMILY.newspaper(
    name="baolaocai",
    title="Báo Lào Cai",
    province="lao-cai",
    home="https://baolaocai.vn/",
    rules=Rules(RuleSet(SELECT | {"body": f"div[data-field='body'], {SELECT['body']}", "tags": "div.list-tag a.tag"})),
    verified=seen("home family body tags"),
)

BAO_BAC_KAN = FAMILY.newspaper(
    name="baobackan",
    title="Báo Bắc Kạn",
    province="bac-kan",
    home="https://baobackan.vn/",
    former=("baobackan.com.vn", "baobackan.org.vn"),
    successor="baothainguyen",
    verified=seen("home former family"),
)

# Of this family by its lists only; its addresses, /section/slug.html, bear no id that is known, and its lead is what
# the head describes.
BAO_SON_LA = FAMILY.newspaper(
    name="baosonla",
    title="Báo Sơn La",
    province="son-la",
    home="https://baosonla.vn/",
    former=("baosonla.org.vn",),
    patterns=(ADDRESS, r"^/[^/]+/.+\.html$"),
    rules=Rules(RuleSet({field: selector for field, selector in SELECT.items() if field != "lead"})),
    verified=seen("home former patterns"),
)

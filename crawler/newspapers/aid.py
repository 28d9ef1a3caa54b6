"""AID: seven papers of the south whose addresses end in -aID.html and whose text stands in div.content-fck.

The server reads the id alone: with a wrong slug it answers 200 with whatever article bears the id. So the id is the
identity, and the canonical address of the page is asked for it. That was seen at Cần Thơ's; that the others do so too,
and that any slug will do for articles no list names, is a guess.
"""

from __future__ import annotations

from crawler.newspaper import Family, seen
from pipelines.rules import Rules, RuleSet

ADDRESS = r"-(?P<id>a\d+)\.html$"
SELECT = {
    "body": "#newscontents .content-fck, div.content-fck",
    "remove": "p.author.ignore, .news-relate, .box-relate, .detail-related, .sharemxh, .detail-fb-like-share",
}

FAMILY = Family(
    name="aid",
    patterns=(ADDRESS,),
    by_number="/bai-a{}.html",
    fingerprints=(r"content-fck", r"id=[\"']newscontents", r"-a\d+\.html"),
    deny_pattern=r"^/(?:xem-bao|xem-albumphoto)(?:/|$)",  # the printed paper as pictures, galleries
    rules=Rules(RuleSet(SELECT)),
)

BAO_AN_GIANG = FAMILY.newspaper(
    name="baoangiang",
    title="Báo An Giang",
    province="an-giang",
    home="https://baoangiang.com.vn/",
    rules=Rules(
        RuleSet(SELECT | {"body": "div.content-fck-font-size[data], div.content-fck"}),
    ),
    verified=seen("home family deny_pattern body remove"),
)

# Its first h1 is the trail of sections; capital Đ is often printed as the Icelandic Eth.
BAO_CAN_THO = FAMILY.newspaper(
    name="baocantho",
    title="Báo Cần Thơ",
    province="can-tho",
    home="https://baocantho.com.vn/",
    rules=Rules(RuleSet(SELECT | {"title": "h1.fw700, h1.margintopbot10"})),
    verified=seen("home family by_number deny_pattern title remove"),
)

BAO_DONG_THAP = FAMILY.newspaper(
    name="baodongthap",
    title="Báo Đồng Tháp",
    province="dong-thap",
    home="https://baodongthap.vn/",
    verified=seen("home family deny_pattern"),
)

BAO_BINH_DUONG = FAMILY.newspaper(
    name="baobinhduong",
    title="Báo Bình Dương",
    province="binh-duong",
    home="https://baobinhduong.vn/",
    successor="sggp",
    rules=Rules(RuleSet(SELECT | {"title": "h1.title", "body": "#contentNews .singular-content, #contentNews"})),
    verified=seen("home family title body"),
)

# Its pages close <html> before their head begins.
BAO_TAY_NINH = FAMILY.newspaper(
    name="baotayninh",
    title="Báo Tây Ninh",
    province="tay-ninh",
    home="https://www.baotayninh.vn/",
    rules=Rules(RuleSet(SELECT | {"lead": "h4.sapo, p.sapo"})),
    verified=seen("home family deny_pattern lead"),
)

BAO_LONG_AN = FAMILY.newspaper(
    name="baolongan",
    title="Báo Long An",
    province="long-an",
    home="https://baolongan.vn/",
    former=("baolongan.com.vn",),
    successor="baotayninh",
    verified=seen("home former family deny_pattern"),
)

# Bến Tre's. Pages of the old host count their links from the new one (`<base href>`).
BAO_DONG_KHOI = FAMILY.newspaper(
    name="baodongkhoi",
    title="Báo Đồng Khởi",
    province="ben-tre",
    home="https://dongkhoi.baovinhlong.vn/",
    former=("baodongkhoi.vn",),
    patterns=(ADDRESS, r"^/video/xem-video/[^/]+-(?P<number>\d+)\.html$"),
    rules=Rules(
        RuleSet(
            SELECT | {"lead": ".detail-desc p", "body": "#newscontents, div.content-fck", "section": "h2.catename-h1 a"}
        )
    ),
    verified=seen("home former family deny_pattern lead body section"),
)

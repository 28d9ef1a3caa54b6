"""DATAIMG: a Java system of fifteen papers, known by pictures under /dataimages/YYYYMM/ or /file/HEX/MMYYYY/.

Addresses are /section/YYYYMM/slug-ID/, where YYYYMM is the month of publication and ID seven hexadecimal digits, in
older articles six or seven decimal ones. Month and id together are the identity: a decimal id may equal a hexadecimal
one of another year.
"""

from __future__ import annotations

from crawler.newspaper import Family, seen
from crawler.newspapers import onecms
from pipelines.rules import Rules, RuleSet

ADDRESS = r"/(?P<month>(?:19|20)\d{2}(?:0[1-9]|1[0-2]))/[^/]*-(?:(?P<hex>(?=\d*[a-f])[0-9a-f]{7})|(?P<id>\d{6,7}))/?$"
SELECT = {
    "title": "div.detail-main-title h1.title, h1.title",
    "body": "div.td-post-content, div#content.content-detail",
    "tags": "div.tag_list a",
    "remove": ".td-post-sharing, .related-post, .box-tag, ul.social",
}

FAMILY = Family(
    name="dataimg",
    patterns=(ADDRESS,),
    fingerprints=(r"/dataimages/\d{6}/|/file/[0-9a-f]{32}/", r"td-post-content", r"/tim-kiem/\?key="),
    rules=Rules(RuleSet(SELECT)),
)

BAO_THAI_NGUYEN = FAMILY.newspaper(
    name="baothainguyen",
    title="Báo Thái Nguyên",
    province="thai-nguyen",
    home="https://baothainguyen.vn/",
    former=("baothainguyen.org.vn",),
    rules=Rules(RuleSet(SELECT | {"lead": "div.desc"})),
    verified=seen("home former family patterns lead"),
)

BAO_DONG_NAI = FAMILY.newspaper(
    name="baodongnai",
    title="Báo Đồng Nai",
    province="dong-nai",
    home="https://baodongnai.com.vn/",
    rules=Rules(RuleSet(SELECT | {"lead": "div#content.content-detail .td-post-content > p:first-of-type"})),
    verified=seen("home family patterns lead"),
)

BAO_KHANH_HOA = FAMILY.newspaper(
    name="baokhanhhoa",
    title="Báo Khánh Hòa",
    province="khanh-hoa",
    home="https://baokhanhhoa.vn/",
    former=("baokhanhhoa.com.vn",),
    verified=seen("home former family patterns"),
)

BAO_DAK_LAK = FAMILY.newspaper(
    name="baodaklak",
    title="Báo Đắk Lắk",
    province="dak-lak",
    home="https://baodaklak.vn/",
    rules=Rules(RuleSet(SELECT | {"lead": "div.article_content .content > p > strong"})),
    verified=seen("home family lead"),
)

# Its older addresses, /SECTION/ID/slug.html, are answered by its new home as well.
BAO_PHU_YEN = FAMILY.newspaper(
    name="baophuyen",
    title="Báo Phú Yên",
    province="phu-yen",
    home="https://phuyen.baodaklak.vn/",
    former=("baophuyen.vn", "baophuyen.com.vn"),
    patterns=(ADDRESS, r"^/\d+/(?P<id>\d+)/[^/]+\.html$"),
    rules=Rules(
        RuleSet(
            SELECT
            | {
                "title": f"div.newsDetail > div.title, {SELECT['title']}",
                "date": "div.newsDetail > div.date",
            }
        )
    ),
    verified=seen("home former family patterns title date"),
)


def _without_placeholders(body: bytes) -> bytes:
    """The bytes of a page without placeholders."""
    for placeholder in (b"{title}", b"{publish}", b"{head}"):
        body = body.replace(placeholder, b"")
    return body


# Old pages print the placeholders of a template that was never filled: {title}, {publish}, {head}.
BAO_QUANG_TRI = FAMILY.newspaper(
    name="baoquangtri",
    title="Báo Quảng Trị",
    province="quang-tri",
    home="https://baoquangtri.vn/",
    patterns=(ADDRESS, r"-(?P<number>\d+)\.htm$"),
    preprocess=_without_placeholders,
    verified=seen("home family"),
)

BAO_QUANG_BINH = FAMILY.newspaper(
    name="baoquangbinh",
    title="Báo Quảng Bình",
    province="quang-binh",
    home="https://baoquangbinh.vn/",
    successor="baoquangtri",
    rules=Rules(
        RuleSet(
            SELECT
            | {
                "title": "div.col-md-8.mb-5 > h2#title",
                "lead": "div.col-md-8.mb-5 > div:nth-of-type(2) > div:first-child > strong",
                "date": ".page-detail-meta ul li.list-inline-item",
            }
        )
    ),
    verified=seen("home successor family title lead date"),
)

BAO_SOC_TRANG = FAMILY.newspaper(
    name="baosoctrang",
    title="Báo Sóc Trăng",
    province="soc-trang",
    home="https://baosoctrang.org.vn/",
    successor="baocantho",
    verified=seen("home family"),
)

BAO_HA_GIANG = FAMILY.newspaper(
    name="baohagiang",
    title="Báo Hà Giang",
    province="ha-giang",
    home="https://baohagiang.vn/",
    successor="baotuyenquang",
    verified=seen("home successor family"),
)

# Holds what was Báo Hà Giang's as well, under the same ids.
BAO_TUYEN_QUANG = FAMILY.newspaper(
    name="baotuyenquang",
    title="Báo Tuyên Quang",
    province="tuyen-quang",
    home="https://baotuyenquang.com.vn/",
    former=("m.baotuyenquang.com.vn",),
    deny_pattern=r"^/rao-vat(?:/|$)",  # classified advertisements
    verified=seen("home former family deny_pattern"),
)

BAO_NAM_DINH = FAMILY.newspaper(
    name="baonamdinh",
    title="Báo Nam Định",
    province="nam-dinh",
    home="https://baonamdinh.vn/",
    former=("baonamdinh.com.vn",),
    successor="baoninhbinh",
    verified=seen("home former family patterns"),
)

BAO_VINH_LONG = FAMILY.newspaper(
    name="baovinhlong",
    title="Báo Vĩnh Long",
    province="vinh-long",
    home="https://baovinhlong.com.vn/",
    former=("baovinhlong.vn",),
    verified=seen("home former family"),
)

BAO_BA_RIA_VUNG_TAU = FAMILY.newspaper(
    name="baobariavungtau",
    title="Báo Bà Rịa - Vũng Tàu",
    province="ba-ria-vung-tau",
    home="https://baobariavungtau.com.vn/",
    successor="sggp",
    verified=seen("home family"),
)

# Its server renegotiates TLS the old way, which OpenSSL refuses; Scrapy allows it only without verification. Its
# feeds are /SECTION/index.rss, none of them known by its full name.
BAO_AP_BAC = FAMILY.newspaper(
    name="baoapbac",
    title="Báo Ấp Bắc",
    province="tien-giang",
    home="https://baoapbac.vn/",
    successor="baodongthap",
    tls_overrides={"DOWNLOAD_VERIFY_CERTIFICATES": False},
    verified=seen("home family tls_overrides"),
)

# Its addresses of 2024 are this family's, those of 2026 OneCMS'; that its pages are as well is a guess.
BAO_LAM_DONG = FAMILY.newspaper(
    name="baolamdong",
    title="Báo Lâm Đồng",
    province="lam-dong",
    home="https://baolamdong.vn/",
    patterns=(ADDRESS, *onecms.FAMILY.patterns),
    rules=Rules(
        RuleSet(
            onecms.SELECT
            | SELECT
            | {field: f"{onecms.SELECT[field]}, {SELECT[field]}" for field in ("title", "body", "remove")}
        )
    ),
    verified=seen("home family"),
)

"""DATAIMG: a Java system of fifteen papers, known by pictures under /dataimages/YYYYMM/ or /file/HEX/MMYYYY/.

Addresses are /section/YYYYMM/slug-ID/, where YYYYMM is the month of publication and ID seven hexadecimal digits, in
older articles six or seven decimal ones. Month and id together are the identity: a decimal id may equal a hexadecimal
one of another year.
"""

from __future__ import annotations

from crawler.spiders import onecms
from crawler.spiders.facts import seen
from crawler.spiders.newspaper import NewspaperSpider
from pipelines.rules import Rules, RuleSet

ADDRESS = r"/(?P<month>(?:19|20)\d{2}(?:0[1-9]|1[0-2]))/[^/]*-(?:(?P<hex>(?=\d*[a-f])[0-9a-f]{7})|(?P<id>\d{6,7}))/?$"
SELECT = {
    "title": "div.detail-main-title h1.title, h1.title",
    "body": "div.td-post-content, div#content.content-detail",
    "tags": "div.tag_list a",
    "remove": ".td-post-sharing, .related-post, .box-tag, ul.social",
}


class Dataimg(NewspaperSpider):
    name = ""
    family = "dataimg"
    patterns: tuple[str, ...] = (ADDRESS,)
    fingerprints = (r"/dataimages/\d{6}/|/file/[0-9a-f]{32}/", r"td-post-content", r"/tim-kiem/\?key=")
    rules = Rules(RuleSet(SELECT))


class BaoThaiNguyen(Dataimg):
    name, title, province = "baothainguyen", "Báo Thái Nguyên", "thai-nguyen"
    home, former = "https://baothainguyen.vn/", ("baothainguyen.org.vn",)
    rules = Rules(RuleSet(SELECT | {"lead": "div.desc"}))
    verified = seen("home former family patterns lead")


class BaoDongNai(Dataimg):
    name, title, province = "baodongnai", "Báo Đồng Nai", "dong-nai"
    home = "https://baodongnai.com.vn/"
    rules = Rules(RuleSet(SELECT | {"lead": "div#content.content-detail .td-post-content > p:first-of-type"}))
    verified = seen("home family patterns lead")


class BaoKhanhHoa(Dataimg):
    name, title, province = "baokhanhhoa", "Báo Khánh Hòa", "khanh-hoa"
    home, former = "https://baokhanhhoa.vn/", ("baokhanhhoa.com.vn",)
    verified = seen("home former family patterns")


class BaoDakLak(Dataimg):
    name, title, province = "baodaklak", "Báo Đắk Lắk", "dak-lak"
    home = "https://baodaklak.vn/"
    rules = Rules(RuleSet(SELECT | {"lead": "div.article_content .content > p > strong"}))
    verified = seen("home family lead")


class BaoPhuYen(Dataimg):
    """Its older addresses, /SECTION/ID/slug.html, are answered by its new home as well."""

    name, title, province = "baophuyen", "Báo Phú Yên", "phu-yen"
    home, former = "https://phuyen.baodaklak.vn/", ("baophuyen.vn", "baophuyen.com.vn")
    patterns = (ADDRESS, r"^/\d+/(?P<id>\d+)/[^/]+\.html$")
    rules = Rules(
        RuleSet(
            SELECT
            | {
                "title": f"div.newsDetail > div.title, {SELECT['title']}",
                "date": "div.newsDetail > div.date",
            }
        )
    )
    verified = seen("home former family patterns title date")


class BaoQuangTri(Dataimg):
    """Old pages print the placeholders of a template that was never filled: {title}, {publish}, {head}."""

    name, title, province = "baoquangtri", "Báo Quảng Trị", "quang-tri"
    home = "https://baoquangtri.vn/"
    patterns = (ADDRESS, r"-(?P<number>\d+)\.htm$")
    verified = seen("home family")

    @classmethod
    def preprocess(cls, body: bytes) -> bytes:
        """The bytes of a page without placeholders."""
        for placeholder in (b"{title}", b"{publish}", b"{head}"):
            body = body.replace(placeholder, b"")
        return body


class BaoQuangBinh(Dataimg):
    name, title, province = "baoquangbinh", "Báo Quảng Bình", "quang-binh"
    home, successor = "https://baoquangbinh.vn/", "baoquangtri"
    rules = Rules(
        RuleSet(
            SELECT
            | {
                "title": "div.col-md-8.mb-5 > h2#title",
                "lead": "div.col-md-8.mb-5 > div:nth-of-type(2) > div:first-child > strong",
                "date": ".page-detail-meta ul li.list-inline-item",
            }
        )
    )
    verified = seen("home successor family title lead date")


class BaoSocTrang(Dataimg):
    name, title, province = "baosoctrang", "Báo Sóc Trăng", "soc-trang"
    home, successor = "https://baosoctrang.org.vn/", "baocantho"
    verified = seen("home family")


class BaoHaGiang(Dataimg):
    name, title, province = "baohagiang", "Báo Hà Giang", "ha-giang"
    home, successor = "https://baohagiang.vn/", "baotuyenquang"
    verified = seen("home successor family")


class BaoTuyenQuang(Dataimg):
    """Holds what was Báo Hà Giang's as well, under the same ids."""

    name, title, province = "baotuyenquang", "Báo Tuyên Quang", "tuyen-quang"
    home, former = "https://baotuyenquang.com.vn/", ("m.baotuyenquang.com.vn",)
    deny_pattern = r"^/rao-vat(?:/|$)"  # classified advertisements
    verified = seen("home former family deny_pattern")


class BaoNamDinh(Dataimg):
    name, title, province = "baonamdinh", "Báo Nam Định", "nam-dinh"
    home, former, successor = "https://baonamdinh.vn/", ("baonamdinh.com.vn",), "baoninhbinh"
    verified = seen("home former family patterns")


class BaoVinhLong(Dataimg):
    name, title, province = "baovinhlong", "Báo Vĩnh Long", "vinh-long"
    home, former = "https://baovinhlong.com.vn/", ("baovinhlong.vn",)
    verified = seen("home former family")


class BaoBaRiaVungTau(Dataimg):
    name, title, province = "baobariavungtau", "Báo Bà Rịa - Vũng Tàu", "ba-ria-vung-tau"
    home, successor = "https://baobariavungtau.com.vn/", "sggp"
    verified = seen("home family")


class BaoApBac(Dataimg):
    """Its server renegotiates TLS the old way, which OpenSSL refuses; Scrapy allows it only without verification.

    Its feeds are /SECTION/index.rss, none of them known by its full name.
    """

    name, title, province = "baoapbac", "Báo Ấp Bắc", "tien-giang"
    home, successor = "https://baoapbac.vn/", "baodongthap"
    tls_overrides = {"DOWNLOAD_VERIFY_CERTIFICATES": False}
    verified = seen("home family tls_overrides")


class BaoLamDong(Dataimg):
    """Its addresses of 2024 are this family's, those of 2026 OneCMS'; that its pages are as well is a guess."""

    name, title, province = "baolamdong", "Báo Lâm Đồng", "lam-dong"
    home = "https://baolamdong.vn/"
    patterns = (ADDRESS, *onecms.OneCms.patterns)
    rules = Rules(
        RuleSet(
            onecms.SELECT
            | SELECT
            | {field: f"{onecms.SELECT[field]}, {SELECT[field]}" for field in ("title", "body", "remove")}
        )
    )
    verified = seen("home family")

"""AID: seven papers of the south whose addresses end in -aID.html and whose text stands in div.content-fck.

The server reads the id alone: with a wrong slug it answers 200 with whatever article bears the id. So the id is the
identity, and the canonical address of the page is asked for it. That was seen at Cần Thơ's; that the others do so too,
and that any slug will do for articles no list names, is a guess.
"""

from __future__ import annotations

from crawler.spiders.facts import seen
from crawler.spiders.newspaper import NewspaperSpider
from pipelines.rules import Rules, RuleSet

ADDRESS = r"-(?P<id>a\d+)\.html$"
SELECT = {
    "body": "#newscontents .content-fck, div.content-fck",
    "remove": "p.author.ignore, .news-relate, .box-relate, .detail-related, .sharemxh, .detail-fb-like-share",
}


class Aid(NewspaperSpider):
    name = ""
    family = "aid"
    patterns: tuple[str, ...] = (ADDRESS,)
    by_number = "/bai-a{}.html"
    fingerprints = (r"content-fck", r"id=[\"']newscontents", r"-a\d+\.html")
    deny_pattern = r"^/(?:xem-bao|xem-albumphoto)(?:/|$)"  # the printed paper as pictures, galleries
    rules = Rules(RuleSet(SELECT))


class BaoAnGiang(Aid):
    name, title, province = "baoangiang", "Báo An Giang", "an-giang"
    home = "https://baoangiang.com.vn/"
    rules = Rules(
        RuleSet(SELECT | {"body": "div.content-fck-font-size[data], div.content-fck"}),
    )
    verified = seen("home family deny_pattern body remove")


class BaoCanTho(Aid):
    """Its first h1 is the trail of sections; capital Đ is often printed as the Icelandic Eth."""

    name, title, province = "baocantho", "Báo Cần Thơ", "can-tho"
    home = "https://baocantho.com.vn/"
    rules = Rules(RuleSet(SELECT | {"title": "h1.fw700, h1.margintopbot10"}))
    verified = seen("home family by_number deny_pattern title remove")


class BaoDongThap(Aid):
    name, title, province = "baodongthap", "Báo Đồng Tháp", "dong-thap"
    home = "https://baodongthap.vn/"
    verified = seen("home family deny_pattern")


class BaoBinhDuong(Aid):
    name, title, province = "baobinhduong", "Báo Bình Dương", "binh-duong"
    home, successor = "https://baobinhduong.vn/", "sggp"
    rules = Rules(RuleSet(SELECT | {"title": "h1.title", "body": "#contentNews .singular-content, #contentNews"}))
    verified = seen("home family title body")


class BaoTayNinh(Aid):
    """Its pages close <html> before their head begins."""

    name, title, province = "baotayninh", "Báo Tây Ninh", "tay-ninh"
    home = "https://www.baotayninh.vn/"
    rules = Rules(RuleSet(SELECT | {"lead": "h4.sapo, p.sapo"}))
    verified = seen("home family deny_pattern lead")


class BaoLongAn(Aid):
    name, title, province = "baolongan", "Báo Long An", "long-an"
    home, former, successor = "https://baolongan.vn/", ("baolongan.com.vn",), "baotayninh"
    verified = seen("home former family deny_pattern")


class BaoDongKhoi(Aid):
    """Bến Tre's. Pages of the old host count their links from the new one (`<base href>`)."""

    name, title, province = "baodongkhoi", "Báo Đồng Khởi", "ben-tre"
    home, former = "https://dongkhoi.baovinhlong.vn/", ("baodongkhoi.vn",)
    patterns = (ADDRESS, r"^/video/xem-video/[^/]+-(?P<number>\d+)\.html$")
    rules = Rules(
        RuleSet(
            SELECT | {"lead": ".detail-desc p", "body": "#newscontents, div.content-fck", "section": "h2.catename-h1 a"}
        )
    )
    verified = seen("home former family deny_pattern lead body section")

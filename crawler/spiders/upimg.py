"""UPIMG: four papers of the Mekong delta with pictures under /uploads/image/YYYY/MM/DD/.

Articles are /section/slug-ID.html, sections /slug-ID.html, tags /slug-ID/tag.html.
"""

from __future__ import annotations

from crawler.spiders.facts import seen
from crawler.spiders.newspaper import NewspaperSpider
from pipelines.rules import Rules, RuleSet


class Upimg(NewspaperSpider):
    name = ""
    family = "upimg"
    fingerprints = (r"/uploads/image/\d{4}/\d\d/\d\d/", r"view-page-Tit|newscontent", r"/[^/\"']+-\d+/tag\.html")
    patterns: tuple[str, ...] = (r"^/[^/]+/[^/]+-(?P<number>\d+)\.html$",)


class BaoHauGiang(Upimg):
    name, title, province = "baohaugiang", "Báo Hậu Giang", "hau-giang"
    home, successor = "https://www.baohaugiang.com.vn/", "baocantho"
    rules = Rules(RuleSet({"title": "h1.view-page-Tit", "body": "div.divDetail.newscontent", "date": "div.date"}))
    verified = seen("home family title body date")


class BaoBacLieu(Upimg):
    name, title, province = "baobaclieu", "Báo Bạc Liêu", "bac-lieu"
    home, successor = "https://www.baobaclieu.vn/", "baocamau"
    verified = seen("home family")


class BaoKienGiang(Upimg):
    name, title, province = "baokiengiang", "Báo Kiên Giang", "kien-giang"
    home, successor = "https://www.baokiengiang.vn/", "baoangiang"
    verified = seen("home family")


class BaoTraVinh(Upimg):
    """Its server leaves out the certificate between its own and the root."""

    name, title, province = "baotravinh", "Báo Trà Vinh", "tra-vinh"
    home, successor = "https://www.baotravinh.vn/", "baovinhlong"
    tls_overrides = {"DOWNLOAD_VERIFY_CERTIFICATES": False}
    verified = seen("home family tls_overrides")

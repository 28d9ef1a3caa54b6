"""ePi: six papers with addresses in -postID.html, fields in the classes cms-*, and pictures on *.epicdn.me.

Pages of a tag end in -tagID.html, of an event in -eventID.html. A national paper with the same addresses was seen to
answer a wrong slug with the article of the id; that these do is a guess.
"""

from __future__ import annotations

from crawler.spiders.facts import seen
from crawler.spiders.newspaper import NewspaperSpider
from pipelines.rules import Rules, RuleSet

ADDRESS = r"-(?P<id>post\d+)\.html$"
SELECT = {
    "title": "h1.article__title.cms-title",
    "lead": ".article__sapo.cms-desc",
    "body": ".article__body.cms-body",
    "byline": ".article__author",
}


class Epi(NewspaperSpider):
    name = ""
    family = "epi"
    patterns: tuple[str, ...] = (ADDRESS,)
    by_number = "/bai-post{}.html"
    fingerprints = (r"epicdn\.me", r"cms-(?:title|desc|body)", r"-post\d+\.html")
    rules = Rules(RuleSet(SELECT))


class BaoGiaLai(Epi):
    name, title, province = "baogialai", "Báo Gia Lai", "gia-lai"
    home = "https://baogialai.com.vn/"
    verified = seen("home family")


class BaoHaTinh(Epi):
    name, title, province = "baohatinh", "Báo Hà Tĩnh", "ha-tinh"
    home = "https://baohatinh.vn/"  # its feeds, before ePi: /rss/SECTION.xml
    verified = seen("home family")


class SaiGonGiaiPhong(Epi):
    name, title, province = "sggp", "Báo Sài Gòn Giải Phóng", "ho-chi-minh"
    home = "https://www.sggp.org.vn/"
    verified = seen("home family")


class BaoLaoCai(Epi):
    """Now with its text in div[data-field=body], as bare <div> without paragraphs."""

    name, title, province = "baolaocai", "Báo Lào Cai", "lao-cai"
    home = "https://baolaocai.vn/"
    rules = Rules(RuleSet(SELECT | {"body": f"div[data-field='body'], {SELECT['body']}", "tags": "div.list-tag a.tag"}))
    verified = seen("home family body tags")


class BaoBacKan(Epi):
    name, title, province = "baobackan", "Báo Bắc Kạn", "bac-kan"
    home, former = "https://baobackan.vn/", ("baobackan.com.vn", "baobackan.org.vn")
    successor = "baothainguyen"
    verified = seen("home former family")


class BaoSonLa(Epi):
    """Of this family by its lists only; its addresses, /section/slug.html, bear no id that is known, and its lead is what
    the head describes.
    """

    name, title, province = "baosonla", "Báo Sơn La", "son-la"
    home, former = "https://baosonla.vn/", ("baosonla.org.vn",)
    patterns = (ADDRESS, r"^/[^/]+/.+\.html$")
    rules = Rules(RuleSet({field: selector for field, selector in SELECT.items() if field != "lead"}))
    verified = seen("home former patterns")

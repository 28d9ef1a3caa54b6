"""Broadcasters of provinces with a newspaper of their own on the web, and the site that publishes everyone's again."""

from __future__ import annotations

from crawler.spiders.facts import seen
from crawler.spiders.newspaper import NewspaperSpider
from pipelines.rules import Rules, RuleSet


class ThaiNguyenTv(NewspaperSpider):
    """ "&in_play=..." may be glued to its addresses after .html."""

    name, title, province = "thainguyentv", "Đài PT-TH Thái Nguyên", "thai-nguyen"
    home, family = "https://thainguyentv.vn/", "broadcaster"
    patterns = (r"-(?P<number>\d+)\.html$",)
    verified = seen("home patterns")


class TruyenHinhDakNong(NewspaperSpider):
    name, title, province = "truyenhinhdaknong", "Đài PT-TH Đắk Nông", "dak-nong"
    home, family = "http://truyenhinhdaknong.vn/", "broadcaster"
    patterns = (r"^/[^/]+/[^/]+-(?P<number>\d+)\.html$",)
    verified = seen("home")


class DienBienTv(NewspaperSpider):
    name, title, province = "dienbientv", "Đài PT-TH Điện Biên", "dien-bien"
    home, family = "https://dienbientv.vn/", "broadcaster"
    verified = seen("home")


class HaNoiTv(NewspaperSpider):
    name, title, province = "hanoitv", "Đài PT-TH Hà Nội", "ha-noi"
    home, family = "https://hanoitv.vn/", "broadcaster"
    rules = Rules(
        RuleSet(
            {
                "title": "div.title_detail_news",
                "lead": "div.sapo_detail",
                "body": "div.story-body.article",
                "tags": "div.word a",
            }
        )
    )
    verified = seen("home title lead body tags")


class DongNaiTv(NewspaperSpider):
    name, title, province = "dnrtv", "Đài PT-TH Đồng Nai", "dong-nai"
    home, family = "https://dnrtv.vn/", "broadcaster"
    verified = seen("home")


class VietnamVn(NewspaperSpider):
    """Publishes the articles of every province's newspaper again, under /PROVINCE/, with their source tag."""

    name, title = "vietnamvn", "Vietnam.vn"
    home, family = "https://vietnam.vn/", "syndicator"
    verified = seen("home")

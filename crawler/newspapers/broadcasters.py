"""Broadcasters of provinces with a newspaper of their own on the web, and the site that publishes everyone's again."""

from __future__ import annotations

from crawler.newspaper import Newspaper, seen
from pipelines.rules import Rules, RuleSet

# "&in_play=..." may be glued to its addresses after .html.
THAI_NGUYEN_TV = Newspaper(
    name="thainguyentv",
    title="Đài PT-TH Thái Nguyên",
    province="thai-nguyen",
    home="https://thainguyentv.vn/",
    family="broadcaster",
    patterns=(r"-(?P<number>\d+)\.html$",),
    verified=seen("home patterns"),
)

TRUYEN_HINH_DAK_NONG = Newspaper(
    name="truyenhinhdaknong",
    title="Đài PT-TH Đắk Nông",
    province="dak-nong",
    home="http://truyenhinhdaknong.vn/",
    family="broadcaster",
    patterns=(r"^/[^/]+/[^/]+-(?P<number>\d+)\.html$",),
    verified=seen("home"),
)

DIEN_BIEN_TV = Newspaper(
    name="dienbientv",
    title="Đài PT-TH Điện Biên",
    province="dien-bien",
    home="https://dienbientv.vn/",
    family="broadcaster",
    verified=seen("home"),
)

HA_NOI_TV = Newspaper(
    name="hanoitv",
    title="Đài PT-TH Hà Nội",
    province="ha-noi",
    home="https://hanoitv.vn/",
    family="broadcaster",
    rules=Rules(
        RuleSet(
            {
                "title": "div.title_detail_news",
                "lead": "div.sapo_detail",
                "body": "div.story-body.article",
                "tags": "div.word a",
            }
        )
    ),
    verified=seen("home title lead body tags"),
)

DONG_NAI_TV = Newspaper(
    name="dnrtv",
    title="Đài PT-TH Đồng Nai",
    province="dong-nai",
    home="https://dnrtv.vn/",
    family="broadcaster",
    verified=seen("home"),
)

# Publishes the articles of every province's newspaper again, under /PROVINCE/, with their source tag.
VIETNAM_VN = Newspaper(
    name="vietnamvn",
    title="Vietnam.vn",
    home="https://vietnam.vn/",
    family="syndicator",
    verified=seen("home"),
)

"""BBG: Bắc Giang's system, and Bắc Ninh's since the merger."""

from __future__ import annotations

from crawler.newspaper import Family, seen
from pipelines.rules import Rules, RuleSet

FAMILY = Family(
    name="bbg",
    patterns=(r"-postid(?P<id>\d+)\.bbg$",),
    fingerprints=(r"-postid\d+\.bbg", r"news-details__content"),
)

BAO_BAC_NINH = FAMILY.newspaper(
    name="baobacninh",
    title="Báo Bắc Ninh",
    province="bac-ninh",
    home="https://baobacninhtv.vn/",
    former=("baobacninh.com.vn",),
    rules=Rules(
        RuleSet(
            {
                "lead": "div.news_detail_sapo p",
                "body": ".news-details__content.link_content",
                "remove": ".news-related__list",
            }
        )
    ),
    verified=seen("home former family patterns lead body remove"),
)

BAO_BAC_GIANG = FAMILY.newspaper(
    name="baobacgiang",
    title="Báo Bắc Giang",
    province="bac-giang",
    home="https://baobacgiang.vn/",
    former=("baobacgiang.com.vn", "en.baobacgiang.vn"),
    successor="baobacninh",
    feeds=("https://en.baobacgiang.vn/rss",),
    verified=seen("home former successor family patterns feeds"),
)

"""A family's page rules, and the days on which they held."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

import pipelines
from pipelines.page import Page
from pipelines.rules import Rules, RuleSet
from tests.pipelines.reading import NOW, PROSE, article, page, paragraphs

BEFORE = RuleSet({"byline": "div.signed"}, until=date(2018, 1, 1))
AFTER = RuleSet({"byline": "//div[@class='by']", "remove": "p.note", "date": "div.stamp"}, since=date(2018, 1, 1))
RULES = Rules(BEFORE, AFTER)
SOURCE = page(
    '<p class="note">Ghi chú của tòa soạn: bài đã đăng trên báo giấy số ra ngày hôm qua, nay chỉnh lại đôi chỗ.</p>',
    after="<div class=signed>Hải Đăng</div><div class=by>Minh Hòa</div><div class=stamp>28/08/2020 14:05</div>",
)


def test_a_capture_is_read_by_the_rules_of_its_day():
    capture = Page("https://bao.example/a.html", SOURCE.encode(), NOW, rules=RULES)
    old = pipelines.read(replace(capture, fetched_at=datetime(2016, 5, 1, tzinfo=UTC))).article
    new = pipelines.read(replace(capture, fetched_at=datetime(2020, 9, 1, tzinfo=UTC))).article
    assert old is not None and new is not None
    assert (old.byline, new.byline) == ("Hải Đăng", "Minh Hòa")
    assert (new.published_at, new.published_from) == ("2020-08-28T14:05:00+07:00", "rule")
    assert [line.rule for line in new.removed] == ["rule"]
    assert len(paragraphs(old)) == 4 and paragraphs(new) == list(PROSE)


def test_days_between_the_rules_have_none():
    rules = Rules(RuleSet({"title": "h2"}, since=date(2018, 1, 1), until=date(2019, 1, 1)))
    assert rules.at(date(2018, 12, 31)) == {"title": "h2"}
    assert rules.at(date(2019, 1, 1)) == {} == rules.at(date(2017, 12, 31))


def test_a_rule_that_matches_nothing_leaves_its_field_to_the_generic_reading():
    rules = Rules(RuleSet(dict.fromkeys(("title", "lead", "body", "byline", "date", "tags", "section"), "div.gone")))
    assert article(SOURCE, rules=rules) == article(SOURCE)


def test_rules_pick_title_body_tags_and_section():
    source = page(
        after="<div class=t>Tiêu đề riêng của trang</div><i class=k>ghe ngo</i><i class=k>lễ hội</i><u>Văn hóa</u>"
    )
    rules = Rules(RuleSet({"title": "div.t", "tags": "i.k", "section": "u", "body": "div.content"}))
    found = article(source, rules=rules)
    assert (found.title, found.tags, found.section) == ("Tiêu đề riêng của trang", ["ghe ngo", "lễ hội"], "Văn hóa")
    assert paragraphs(found) == list(PROSE)


def test_a_rule_for_no_field_is_a_mistake():
    with pytest.raises(ValueError, match="author"):
        RuleSet({"author": "p"})

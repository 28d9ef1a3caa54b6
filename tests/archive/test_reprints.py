"""Reprints: what counts as one, who was first, and that they follow the texts."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.article import Article
from archive.database import transaction
from archive.newspapers import put_newspaper
from archive.reprints import reprints
from archive.reprints.fingerprints import Text, common, fingerprints
from archive.storing.store import save_article
from tests import archives

SEEN = datetime(2026, 11, 23, 8, tzinfo=UTC)
SYLLABLES = [
    f"{onset}{rime}"
    for onset in ["b", "c", "d", "g", "h", "k", "l", "m", "n", "s", "t", "v", "x"]
    for rime in ["a", "ang", "ong", "i", "inh", "ê", "ươi", "ân", "ó"]
]
Save = Callable[..., int]


def prose(seed: int | str, words: int = 240) -> str:
    """Paragraphs of forty words, of which no two seeds share a run."""
    pick = random.Random(seed)
    return "\n\n".join(" ".join(pick.choices(SYLLABLES, k=40)) + "." for _ in range(words // 40))


STORY = prose(1)


@pytest.fixture
def conn(tmp_path: Path) -> sqlite3.Connection:
    conn = archives.new(tmp_path / "archive.db")
    for name in ("bao-a", "bao-b", "bao-c"):
        put_newspaper(conn, name)
    return conn


@pytest.fixture
def save(conn: sqlite3.Connection) -> Save:
    def stored(newspaper: str, body: str, published_at: str | None = "2024-05-17", url: str = "") -> int:
        url = url or f"http://{newspaper}.example/{random.Random(f'{body}{published_at}').getrandbits(40)}"
        article = Article(url, f"Tin {url}", body, published_at=published_at)
        with transaction(conn):
            return save_article(conn, newspaper, article, seen_at=SEEN).article_id

    return stored


def found(conn: sqlite3.Connection) -> list[tuple[int, int, str]]:
    """The pairs, each of which holds when it is measured anew."""
    assert not list(reprints.misjudged(conn))
    return conn.execute("select article_id, earlier_id, kind from reprints order by 1, 2").fetchall()


def test_kinds_of_reprints_and_what_is_none(conn: sqlite3.Connection, save: Save) -> None:
    first = save("bao-a", STORY)
    paragraphs = STORY.split("\n\n")
    light = save("bao-b", STORY.replace(" ", ", ", 3).upper(), "2024-05-18")
    cut = save("bao-b", "\n\n".join(paragraphs[:3]), "2024-05-19")
    around = save("bao-c", f"{prose(2, 200)}\n\n{STORY}\n\n{prose(3, 200)}", "2024-05-20")
    quoting = save("bao-c", f"{prose(4, 400)}\n\n{paragraphs[0]}\n\n{paragraphs[1]}\n\n{prose(5, 400)}", "2024-05-21")
    save("bao-b", f"{prose(6)}\n\n{paragraphs[4]}", "2024-05-22")  # a stock paragraph is none
    save("bao-a", STORY, "2024-06-01", "http://bao-a.example/again")  # nor is the newspaper's own
    pairs = {(later, earlier): kind for later, earlier, kind in found(conn) if earlier == first}
    assert pairs == {(light, first): "whole", (cut, first): "part", (around, first): "part", (quoting, first): "quote"}
    share, words, places = conn.execute(
        "select share, words, paragraphs from reprints where article_id = ? and earlier_id = ?", [around, first]
    ).fetchone()
    assert share == 1.0 and words == 240 and places == "6 7 8 9 10 11"
    papers = dict(conn.execute("select id, newspaper from articles"))
    assert all(papers[later] != papers[earlier] for later, earlier, _ in found(conn))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2024-05-17", "2024-05-18"),
        ("2024-05-17T09:00:00+07:00", "2024-05-17T21:00:00+07:00"),
        ("2024-05-17", "2024-05-17T01:00:00+07:00"),  # no more is known than the day: the one seen first
        ("2024-04-30", "2024-05"),
        ("2024-05-17", None),  # unknown: the day it was first seen
    ],
)
def test_the_earlier_is_who_published_first(
    conn: sqlite3.Connection, save: Save, one: str | None, other: str | None
) -> None:
    first, second = save("bao-a", STORY, one), save("bao-b", STORY, other)
    if other is not None:
        assert found(conn) == [(second, first, "whole")]
    reprints.forget(conn)
    list(reprints.compare_all(conn))
    assert found(conn) == [(second, first, "whole")]


def test_whichever_is_stored_first(conn: sqlite3.Connection, save: Save) -> None:
    later, earlier = save("bao-b", STORY, "2024-05-18"), save("bao-a", STORY, "2024-05-17")
    assert found(conn) == [(later, earlier, "whole")]


def test_of_two_at_one_minute_the_order_of_storing_does_not_decide(conn: sqlite3.Connection, save: Save) -> None:
    later = save("bao-b", STORY, "2024-05-17T08:00:00+07:00")
    earlier = save("bao-a", STORY, "2024-05-17T08:00:00+07:00")
    assert found(conn) == [(later, earlier, "whole")]


def test_bulletins_from_a_template(conn: sqlite3.Connection, save: Save) -> None:
    lines = prose(8, 160).replace("\n\n", " ").split(" ")

    def bulletin(day: int, figures: int) -> str:
        pick = random.Random(figures)
        words = [f"{word} {pick.randint(100, 999)}" if place % 7 == 0 else word for place, word in enumerate(lines)]
        return f"Ngày {day}: {' '.join(words)}"

    for day in range(1, 9):
        save("bao-a", bulletin(day, day), f"2024-05-{day:02d}")
        save("bao-b", bulletin(day, 100 + day), f"2024-05-{day:02d}")  # the same template, other figures
    assert found(conn) == []
    same = save("bao-c", bulletin(8, 8), "2024-05-08T20:00:00+07:00")
    assert [(later, kind) for later, _, kind in found(conn)] == [(same, "bulletin")]


def test_a_table_of_one_day_is_a_bulletin_and_of_another_none(conn: sqlite3.Connection, save: Save) -> None:
    """The country's weather, which nobody's earlier ones tell for a template: prose around rows that repeat."""

    def weather(day: int) -> str:
        pick = random.Random(day)
        rows = [
            f"Vùng {place}: có mây, ngày nắng, gió nhẹ. Thấp nhất từ {pick.randint(12, 27)} độ, cao nhất từ {pick.randint(25, 39)} độ."
            for place in SYLLABLES[:7]
        ]
        return "\n\n".join([prose(8, 40), *rows, prose(9, 40)])

    save("bao-a", weather(1), "2024-05-01")
    save("bao-b", weather(2), "2024-05-02")
    assert found(conn) == []
    same = save("bao-c", weather(2), "2024-05-02T20:00:00+07:00")
    assert [(later, kind) for later, _, kind in found(conn)] == [(same, "bulletin")]


@pytest.mark.parametrize(("stock", "kind"), [(160, "whole"), (320, "bulletin")])
def test_a_text_that_is_half_of_stock_phrases_may_be_a_bulletin(
    conn: sqlite3.Connection, save: Save, monkeypatch: pytest.MonkeyPatch, stock: int, kind: str
) -> None:
    """`stock` words of some 500 stand in articles of everybody; one in six of the others is a number."""
    monkeypatch.setattr(reprints, "COMMON", 2)
    for paper in ("bao-a", "bao-b", "bao-c"):
        save(paper, f"{prose(paper, 400)}\n\n{prose(31, stock)}", "2024-05-01")
    told = prose(32, 440 - stock).replace("\n\n", " ").split(" ")
    numbered = " ".join(f"{word} {place}" if place % 5 == 0 else word for place, word in enumerate(told))
    first = save("bao-a", f"{prose(31, stock)}\n\n{numbered}", "2024-05-02")
    again = save("bao-b", f"{prose(31, stock)}\n\n{numbered}", "2024-05-02T20:00:00+07:00")
    assert (again, first, kind) in found(conn)


def test_two_notices_with_other_numbers_are_none_and_one_printed_twice_is(conn: sqlite3.Connection, save: Save) -> None:
    def notice(number: int) -> str:
        lines = prose(8, 120).split("\n\n")
        return f"{lines[0]} thửa {number} tờ {number + 7}\n\n{lines[1]} ngày {number + 2} số {2 * number}\n\n{lines[2]}"

    first = save("bao-a", notice(31), "2024-05-01")
    save("bao-b", notice(54), "2024-05-02")
    assert found(conn) == []
    again = save("bao-c", notice(31).replace(" ngày", ", ngày"), "2024-05-03")
    assert found(conn) == [(again, first, "whole")]


def test_fillings_of_one_template_are_no_reprints_of_each_other_and_a_copy_is(
    conn: sqlite3.Connection, save: Save
) -> None:
    """Notices that several newspapers print with other names: two alone look like one edited, from the third on it is
    seen that all differ in the same places.
    """
    lines = prose(8, 160).replace("\n\n", " ").split(" ")

    def notice(names: int) -> str:
        pick = random.Random(names)
        return " ".join(
            " ".join([word, *pick.choices(SYLLABLES, k=2)] if place % 9 == 8 else [word])
            for place, word in enumerate(lines)
        )

    first, second = save("bao-a", notice(1), "2024-05-01"), save("bao-b", notice(2), "2024-05-02")
    assert found(conn) == [(second, first, "whole")]
    save("bao-c", notice(3), "2024-05-03")
    save("bao-a", notice(4), "2024-05-04")
    assert found(conn) == []
    copy = save("bao-c", notice(4), "2024-05-05")
    assert [(later, kind) for later, _, kind in found(conn)] == [(copy, "whole")]


def test_edited_copies_of_one_text_are_reprints_of_each_other(conn: sqlite3.Connection, save: Save) -> None:
    words = STORY.split(" ")
    save("bao-a", STORY, "2024-05-01")
    for copy in range(6):
        pick = random.Random(copy)
        edited = [pick.choice(SYLLABLES) if pick.random() < 0.06 else word for word in words]
        save(f"bao-{'bc'[copy % 2]}", " ".join(edited), f"2024-05-{copy + 2:02d}")
    assert sum(kind in ("whole", "part") for _, _, kind in found(conn)) >= 6


def test_stock_phrases_are_no_reprint(conn: sqlite3.Connection, save: Save) -> None:
    stock = [prose(seed, 40)[:100] for seed in range(50, 70)]
    for number in range(12):
        pick = random.Random(number)
        parts = [*prose(200 + number, 120).split("\n\n"), *pick.sample(stock, 8)]
        pick.shuffle(parts)
        save(f"bao-{'abc'[number % 3]}", "\n\n".join(parts))
    assert found(conn) == []


@pytest.mark.parametrize(("here", "there"), [(3, 3), (5, 1)])
def test_a_passage_that_stands_in_many_articles_of_a_newspaper_is_no_quote(
    conn: sqlite3.Connection, save: Save, here: int, there: int
) -> None:
    """What somebody says of himself below every piece: once it is seen for that, in two newspapers twice or in one often,
    what was found by it is taken back.
    """
    blurb = f"{prose(90, 40)} {prose(91, 40)}"
    for number in range(here):
        for paper in ("bao-a", "bao-b")[: 1 + (number < there)]:
            save(paper, f"{prose(f'{paper} {number}', 160)}\n\n{blurb}", f"2024-05-{number + 1:02d}")
            if number == 0 and paper == "bao-b":
                assert [kind for _, _, kind in found(conn)] == ["quote"], "of two alone it cannot be told"
    save("bao-c", f"{prose(93, 40)}\n\n{blurb}", "2024-05-16")
    assert found(conn) == [], "a short text which is mostly that is no copy of the others"
    quoting = f"{prose(92, 400)}\n\n{STORY[: len(STORY) // 3]}\n\n{blurb}"
    first, quote = save("bao-a", f"{STORY}\n\n{blurb}", "2024-05-17"), save("bao-c", quoting, "2024-05-18")
    assert [(later, earlier) for later, earlier, _ in found(conn)] == [(quote, first)], (
        "with more than a blurb in common"
    )


def test_a_short_text_printed_again_over_weeks_is_a_copy(conn: sqlite3.Connection, save: Save) -> None:
    """A release of few words, which each newspaper puts into a longer article of its own."""
    release = prose(94, 80)
    first = save("bao-a", release, "2024-04-01")
    for number in range(8):
        put_newspaper(conn, f"bao-{number}")
        save(f"bao-{number}", f"{prose(f'round {number}')}\n\n{release}", f"2024-04-{2 + 3 * number:02d}")
    assert sum(earlier == first for _, earlier, _ in found(conn)) == 8


def test_a_stock_phrase_within_a_copied_passage_is_copied_with_it(conn: sqlite3.Connection, save: Save) -> None:
    stock = " ".join(prose(95, 40).split()[:24])
    for number in range(6):
        save("bao-b", f"{prose(f'with {number}')}\n\n{stock}\n\n{prose(f'and {number}')}", f"2024-05-{number + 1:02d}")
    passage = f"{prose(96, 40)} {stock} {prose(97, 40)}"
    source = save("bao-a", f"{prose(98, 400)}\n\n{passage}\n\n{prose(99, 200)}", "2024-05-08")
    quote = save("bao-c", f"{prose(100, 320)}\n\n{passage}", "2024-05-09")
    assert found(conn) == [(quote, source, "quote")]


@pytest.mark.parametrize(("papers", "apart", "left"), [(8, 9, False), (12, 2, False), (8, 0, True)])
def test_what_turns_up_over_weeks_is_no_quote_and_what_is_said_at_one_event_is(
    conn: sqlite3.Connection, save: Save, papers: int, apart: int, left: bool
) -> None:
    """Each newspaper has the passage once, in an article of its own: what a law threatens with, or what a minister said."""
    passage = f"{prose(90, 40)} {prose(91, 40)}"
    for number in range(papers):
        put_newspaper(conn, f"bao-{number}")
        day = 1 + number * apart
        at = f"2024-{4 + day // 30:02d}-{day % 30 + 1:02d}"
        save(f"bao-{number}", f"{prose(f'one {number}')}\n\n{passage}\n\n{prose(f'other {number}')}", at)
    assert bool(found(conn)) == left
    if left:
        assert len(found(conn)) == 8 * 7 / 2


def test_an_edit_compares_anew_and_a_text_taken_away_leaves_nothing(conn: sqlite3.Connection, save: Save) -> None:
    first = save("bao-a", STORY, url="http://bao-a.example/1")
    second = save("bao-b", STORY, "2024-05-18", "http://bao-b.example/1")
    assert found(conn) == [(second, first, "whole")]
    assert save("bao-b", prose(9), "2024-05-18", "http://bao-b.example/1") == second
    assert found(conn) == []
    assert save("bao-b", f"{STORY}\n\n{prose(9, 40)}", "2024-05-18", "http://bao-b.example/1") == second
    assert found(conn) == [(second, first, "whole")]
    hashes = "select hash from fingerprints where article_id = ? order by 1"
    kept = [hash for (hash,) in conn.execute(hashes, [first])]
    assert kept == fingerprints(Text.of(None, STORY).words) and len(kept) >= 12
    conn.execute("update articles set body = '' where id = ?", [first])
    assert found(conn) == [] and not conn.execute(hashes, [first]).fetchall()
    list(reprints.compare_all(conn))
    conn.execute("delete from revisions")
    conn.execute("delete from articles")
    for table in ("reprints", "fingerprints", "fingerprinted"):
        assert not conn.execute(f"select * from {table}").fetchall()


def test_all_history_goes_on_where_it_was_ended(conn: sqlite3.Connection, save: Save) -> None:
    for number in range(110):
        save("bao-c", prose(1000 + number, 80), "2013-01-01")
    first, second = save("bao-a", STORY, "2014-05-17"), save("bao-b", STORY, "2024-05-18")
    assert found(conn) == []  # ten years lie between them
    walk = reprints.compare_all(conn)
    assert next(walk) == (100, 112)
    walk.close()
    assert found(conn) == []
    assert [*reprints.compare_all(conn)] == [(12, 12)]
    assert found(conn) == [(second, first, "whole")]
    assert not [*reprints.compare_all(conn)]


LAW = "Theo khoản 2, Điều 174 Bộ luật Hình sự, người nào {} thì bị phạt tù từ 2 năm đến 7 năm, {}."
GUESTS = "Dự lễ có các đồng chí: {} Bí thư Tỉnh ủy; {} Chủ tịch UBND tỉnh; {} Giám đốc Sở Tài chính; {} Trưởng Ban Tuyên giáo; {} Bí thư Tỉnh đoàn."
SENT = "Mọi đóng góp xin gửi về {}, số tài khoản 0123456789, ngân hàng {}, điện thoại 0912345678, {}."
DAY = "7 giờ 30: {};\n\n8 giờ 15: {};\n\n14 giờ: {};\n\n19 giờ 30: {}."
FIRM = "Về công ty {}: thành lập năm 1990, công ty hoạt động trong lĩnh vực {}, {}."
SERIES = "LTS: {}, {}, {}. Báo giới thiệu cùng bạn đọc loạt bài này."
ADVICE = "Công an tỉnh khuyến cáo người dân không {}, không {}, không {}."


def words(seed: object, number: int) -> str:
    return " ".join(random.Random(f"words {seed}").choices(SYLLABLES, k=number))


@pytest.mark.parametrize("form", [LAW, GUESTS, SENT, DAY, FIRM, SERIES, ADVICE])
def test_what_is_nobodys_is_no_quote_though_two_articles_alone_have_it(
    conn: sqlite3.Connection, save: Save, form: str
) -> None:
    slots = form.count("{}")
    long = 8 if form == GUESTS else 60 // slots
    said = form.format(*(words(f"{form} {slot}", long) for slot in range(slots)))
    assert len(said.split()) >= 60
    save("bao-a", f"{prose(110, 240)}\n\n{said}\n\n{prose(111, 40)}")
    save("bao-b", f"{prose(112, 200)}\n\n{said}\n\n{prose(113, 80)}")
    assert found(conn) == []
    story = "\n\n".join([prose(114, 80), said, prose(115, 80)])  # copied along with a story it belongs to it
    first = save("bao-a", story, "2024-05-19")
    assert (save("bao-c", f"{story}\n\n{prose(116, 320)}", "2024-05-20"), first, "part") in found(conn)


def test_what_one_said_before_two_newspapers_is_no_quote_and_what_one_of_them_wrote_is(
    conn: sqlite3.Connection, save: Save
) -> None:
    one, two = words("said", 45), words("said on", 42)
    save("bao-a", f"{prose(120, 200)}\n\nÔng nói: “{one}” “{two}”, ông cho biết.\n\n{prose(121, 80)}")
    save("bao-b", f"{prose(122, 160)}\n\nTheo ông, “{one}” “{two}”.\n\n{prose(123, 120)}")
    assert found(conn) == []
    one, two = words("written", 45), words("written on", 42)
    source = save("bao-a", f"{prose(124, 200)}\n\n{one} {two}\n\n{prose(125, 80)}", "2024-05-19")
    assert (save("bao-c", f"{prose(126)}\n\nBáo viết: “{one} {two}”", "2024-05-20"), source, "quote") in found(conn)


def test_a_block_put_into_three_stories_days_apart_is_no_quote_and_parts_of_one_are(
    conn: sqlite3.Connection, save: Save
) -> None:
    block = words("block", 80)
    for number, paper in enumerate(("bao-a", "bao-b", "bao-c")):
        save(paper, f"{prose(f'own {number}')}\n\n{block}\n\n{prose(f'after {number}')}", f"2024-05-1{3 * number}")
    assert found(conn) == []
    told = words("told", 300).split()
    source = save("bao-a", f"{prose(130)}\n\n{' '.join(told)}", "2024-06-10")
    quotes = [
        save(paper, f"{prose(f'taker {at}')}\n\nBáo viết: {' '.join(told[at : at + 90])}", f"2024-06-1{day}")
        for paper, at, day in (("bao-b", 40, 3), ("bao-c", 70, 7))
    ]
    assert {(quote, source, "quote") for quote in quotes} <= {*found(conn)}


FORECAST = "{}: {}, trong mưa dông có khả năng xảy ra lốc, sét, mưa đá. Nhiệt độ từ {} đến {} độ."


def test_forecasts_of_two_days_in_sentences_that_repeat_are_none(conn: sqlite3.Connection, save: Save) -> None:
    def forecast(low: int) -> str:
        skies = ["Có mây, có lúc có mưa", "Nhiều mây, có mưa rải rác", "Ngày nắng, đêm có mưa"]
        places = ["Tây Bắc", "Đông Bắc", "Bắc Trung Bộ", "Nam Trung Bộ", "Tây Nguyên", "Nam Bộ"]
        return "\n\n".join(
            FORECAST.format(place, skies[(low + n) % 3], low + n * 7 % 5, low + 9 + n * 3 % 4)
            for n, place in enumerate(places)
        )

    save("bao-a", forecast(18))
    save("bao-b", forecast(25), "2024-05-21")
    assert found(conn) == []
    save("bao-c", forecast(25), "2024-05-21")
    assert len(found(conn)) == 1


def test_an_archive_knows_whether_its_reprints_are_of_todays_rule(conn: sqlite3.Connection, save: Save) -> None:
    save("bao-a", STORY)
    assert not reprints.is_of_older_rule(conn)
    conn.execute("update reprint_rule set version = version - 1")
    save("bao-b", STORY)
    assert reprints.is_of_older_rule(conn)  # though the second was compared by today's
    reprints.forget(conn)
    assert [*reprints.compare_all(conn)] and not reprints.is_of_older_rule(conn)


def test_common_text_of_odd_texts() -> None:
    empty, short, long = Text.of(None, ""), Text.of("một", "hai ba"), Text.of(None, STORY)
    assert fingerprints(empty.words) == fingerprints(short.words) == []
    assert common(empty, long).words == common(short, long).words == common(long, empty).words == 0
    endless = Text.of(None, "\n\n".join([STORY] * 200))
    assert len(endless.words) == 20_000 and endless.ends[-1] == 20_000
    assert common(endless, long).words == 20_000 and len(fingerprints(endless.words)) < 40
    whole = common(long, long)
    assert whole.words == whole.longest == 240 and whole.paragraphs == [1, 2, 3, 4, 5, 6]
    one = Text.of("lead", STORY.replace("\n\n", " 5 \n\n", 2))
    assert common(one, long).longest == 240 and common(one, long).same_figures == common(one, long).other_figures == 0

"""The words that came with a year."""

from __future__ import annotations

import json
import random
import sqlite3

import pytest

from archive.vocabulary import NewWords, words_of

PLACES = ["Bến Cát", "Đồi Chè", "Suối Tre", "Bãi Dâu", "Rừng Thông", "Chợ Mới"]
NEWS = ["mở hội đua thuyền", "trồng thêm rừng", "sửa đường liên thôn", "được mùa lúa", "xây lớp học", "khơi mương"]


def titles(number: int, seed: int) -> list[str]:
    pick = random.Random(seed)
    return [f"{pick.choice(PLACES)} {pick.choice(NEWS)}, đợt {pick.randint(1, 90)}" for _ in range(number)]


def ask(now: list[str], before: list[str]) -> list[list[object]]:
    counted = NewWords()
    for new, some in ((1, now), (0, before)):
        for title in some:
            counted.step(title, new)
    return json.loads(counted.finalize())


def test_words_are_of_one_to_four_syllables_as_printed_and_not_across_commas_or_numbers() -> None:
    found = words_of("Hội Chè, năm 2021: Covid-19 - đã qua")
    assert {("hội",), ("hội", "chè"), ("covid-19",), ("đã", "qua")} <= found
    assert not {("chè", "năm"), ("2021",), ("covid-19", "đã")} & found and ("hoi",) not in found


def test_what_is_new_is_told_once_and_what_was_there_is_not() -> None:
    now = titles(400, 1)
    now[::8] = [f"Giãn cách xã hội, {title}" for title in now[::8]]
    now[1::20] = [f"Hộ chiếu vắc-xin đến {title}" for title in now[1::20]]
    found = ask(now, titles(900, 2))
    assert found == [["giãn cách xã hội", 125.0, 0.0], ["hộ chiếu vắc-xin đến", 50.0, 0.0]]


def test_a_word_that_was_rare_before_is_new_and_a_frequent_one_is_not() -> None:
    before, now = titles(1000, 3), titles(500, 4)
    before[0] += " sáp nhập"
    now[::5] = [f"{title} sáp nhập" for title in now[::5]]
    before[::4] = [f"{title} thi đua" for title in before[::4]]
    now[::3] = [f"{title} thi đua" for title in now[::3]]
    assert ask(now, before) == [["sáp nhập", 200.0, 1.0]]


@pytest.mark.parametrize("seed", range(3))
def test_chance_is_no_news(seed: int) -> None:
    assert len(ask(titles(1000, seed), titles(2000, seed + 100))) <= 1


def test_without_titles_of_before_nothing_is_new() -> None:
    assert ask(titles(50, 5), []) == ask([], titles(50, 6)) == ask([], []) == []


def test_whatever_sql_gives_it_is_no_error() -> None:
    conn = sqlite3.connect(":memory:")
    conn.create_aggregate("new_words", 2, NewWords)
    odd = "select null, 1 union all select x'00ff', 'x' union all select 1e400, null union all select ?, 0"
    assert conn.execute(f"select new_words(column1, column2) from (values {', '.join(['(?, 0)'] * 2)})", ["a" * 10**6, None]).fetchone() == ("[]",)  # fmt: skip
    assert conn.execute(f"select new_words(t, n) from (select null as t, 1 as n where false union all {odd})", ["\x00 ,"]).fetchone() == ("[]",)  # fmt: skip

"""Dates in other languages, and the parts of the day that Vietnamese clocks name."""

from __future__ import annotations

import pytest

from vietnamese import date_words
from vietnamese.dates import find, parse


@pytest.mark.parametrize("language", date_words.EXAMPLES)
def test_each_language_of_the_table_has_an_example_that_is_read(language: str) -> None:
    found = find(date_words.EXAMPLES[language])
    assert [(date.value[:10], date.modified) for date in found] == [("2020-03-02", False)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("2. Mai 2024", [("2024-05-02", False)]),
        ("12 mars 2015", [("2015-03-12", False)]),
        ("3 maja 2017", [("2017-05-03", False)]),
        ("1er août 2019", [("2019-08-01", False)]),
        ("27.Januar 2022", [("2022-01-27", False)]),
        ("Mayo 2, 2024", [("2024-05-02", False)]),
        ("2024年5月2日", [("2024-05-02", False)]),
        ("2024년 5월 2일", [("2024-05-02", False)]),
        ("Von Max Tester, 2. Mai 2024", [("2024-05-02", False)]),
        ("19.11.2021 von Max Tester", [("2021-11-19", False)]),
        ("12/11/2021 às 08h05", [("2021-11-12", False)]),
        ("12/11/2021 alle 08:05", [("2021-11-12", False)]),
        ("12.11.2021 kl. 08.05", [("2021-11-12", False)]),
        ("Stand: 12.11.2021", [("2021-11-12", False)]),
        ("1. Februar 2022 Lesezeit: 3 Minuten", [("2022-02-01", False)]),
        ("Pressemitteilung vom 22.11.2022", [("2022-11-22", False)]),
        ("Le 12/03/2015 à 14h05", [("2015-03-12", False)]),
        ("Aktualisiert am 4. Mai 2024", [("2024-05-04", True)]),
        ("Veröffentlicht am 2. Mai 2024 - Aktualisiert am 4. Mai 2024", [("2024-05-02", False), ("2024-05-04", True)]),
        ("Mis à jour le 3 avril 2020, publié le 2 avril 2020", [("2020-04-03", True), ("2020-04-02", False)]),
        ("Am 2. Mai 2024 fand das Fest statt", []),
        ("Im Mai 2024 kamen viele", []),
    ],
)
def test_dates_of_other_languages(text: str, values: list[tuple[str, bool]]) -> None:
    assert [(date.value[:10], date.modified) for date in find(text)] == values


@pytest.mark.parametrize(
    ("clock", "read"),
    [
        ("7:05 sáng", "07:05"), ("12:05 sáng", "00:05"), ("12:05 trưa", "12:05"), ("1:05 trưa", "13:05"),
        ("11:30 trưa", "11:30"), ("2:05 chiều", "14:05"), ("12:15 chiều", "12:15"), ("7:05 chiều", "19:05"),
        ("7:05 tối", "19:05"), ("19:05 tối", "19:05"), ("11:30 đêm", "23:30"), ("12:10 đêm", "00:10"), ("1:10 đêm", "01:10"),
        ("22g15", "22:15"), ("7g05 tối", "19:05"), ("7 giờ 5 phút chiều", "19:05"), ("7h05 buổi tối", "19:05"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("line", ["{clock} 28/08/2020", "28/08/2020, {clock}", "Thứ Sáu, 28/08/2020 - {clock}"])
def test_the_part_of_the_day_that_a_clock_names(line: str, clock: str, read: str) -> None:
    found = parse(line.format(clock=clock))
    assert found is not None and found.value == f"2020-08-28T{read}:00+07:00"


@pytest.mark.parametrize("name", ["Lê Thử", "Mai Thử", "Đen Thử"])
def test_a_name_is_no_word_of_another_language(name: str) -> None:
    found = parse(f"{name} - 28/08/2020 14:05")
    assert found is not None and found.value == "2020-08-28T14:05:00+07:00"

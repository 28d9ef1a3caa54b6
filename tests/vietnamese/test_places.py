"""Places under more than one name."""

from __future__ import annotations

import csv
import re
from importlib.resources import files

import pytest

from vietnamese.places import find_place, is_place, place_id


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Đắk Lắk", "dak-lak"), ("Đắc Lắc", "dak-lak"), ("đăk lăk", "dak-lak"), ("DAK LAK", "dak-lak"),
        ("Daklak", "dak-lak"),
        ("Bắc Cạn", "bac-kan"), ("bac-kan", "bac-kan"), ("TP. HCM", "ho-chi-minh"), ("Sài Gòn", "ho-chi-minh"),
        ("Hồ Chí Minh", "ho-chi-minh"), ("hue", "hue"), ("Thừa Thiên - Huế", "hue"),
        ("Bà Rịa–Vũng Tàu", "ba-ria-vung-tau"),
        ("Hoà Bình", "hoa-binh"), ("Hòa Bình", "hoa-binh"), ("", None), ("Đâu Đó", None),
        ("haiphong", "hai-phong"), ("tỉnh Bạc Liêu", "bac-lieu"), ("Thành phố Huế", "hue"), ("thành phố", None), ("tỉnh", None),
    ],
)  # fmt: skip
def test_ids(name: str, place: str | None) -> None:
    assert place_id(name) == place


def test_marks_tell_a_place_from_other_words() -> None:
    assert is_place("THÁI NGUYÊN") and is_place("Hoà Bình") and is_place("Hòa Bình")
    assert not is_place("Thai Nguyen") and not is_place("Hồ Chí Minh") and not is_place("")


def test_places_in_a_row_of_words() -> None:
    assert find_place(["chợ", "đắc", "lắc"], folded=False) == (
        1, 3, tuple(tuple(n.split()) for n in ("đắk lắk", "đắc lắc", "đăk lăk", "đắk lăk", "đăk lắk", "đaklak",
        "darlac")),
    )  # fmt: skip
    found = find_place(["tp", "ho", "chi", "minh", "hoa"], folded=True)
    assert found is not None and found[:2] == (0, 4) and ("sai", "gon") in found[2]
    assert find_place(["ho", "chi", "minh"], folded=True) is None
    assert find_place([], folded=True) is None


def test_the_table() -> None:
    with files("vietnamese").joinpath("places.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    ids = [row["id"] for row in rows]
    provinces = [row for row in rows if row["today"]]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch("[a-z-]+", place) for place in ids)
    assert (len(provinces), len({row["today"] for row in provinces})) == (63, 34)
    assert {row["today"] for row in provinces} <= set(ids)
    names = [name for row in rows for name in row["names"].split("|")]
    assert len(set(names)) == len(names) and all(name == name.strip() for name in names)

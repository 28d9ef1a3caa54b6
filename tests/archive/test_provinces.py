"""The provinces of before and after 1 July 2025: what the archive says of them, held against the law and the facts."""

from __future__ import annotations

import csv
import sqlite3
from pathlib import Path

import pytest

from tests import archives

FACTS = Path(__file__).resolve().parents[3] / "shared" / "facts" / "provinces.csv"


@pytest.fixture
def conn(tmp_path: Path) -> sqlite3.Connection:
    return archives.new(tmp_path / "archive.db")


def test_63_provinces_are_34_today_and_a_code_alone_is_no_key(conn: sqlite3.Connection) -> None:
    assert conn.execute("select count(*), count(distinct code), count(distinct today) from provinces").fetchone() == (
        63,
        63,
        34,
    )
    # Whoever lives on belongs to itself; all that make up a province bear its code.
    assert conn.execute(
        "select count(*) from provinces p join provinces t on t.id = p.today where t.today != t.id or p.code_2025 != t.code_2025"
    ).fetchone() == (0,)
    given_on = conn.execute(
        "select old.id, new.id from provinces old join provinces new on new.today = new.id and new.code_2025 = old.code"
        " where new.id != old.id order by 1"
    ).fetchall()
    assert given_on == [
        ("bac-giang", "bac-ninh"),
        ("binh-dinh", "gia-lai"),
        ("kien-giang", "an-giang"),
        ("long-an", "tay-ninh"),
        ("quang-binh", "quang-tri"),
        ("tien-giang", "dong-thap"),
        ("yen-bai", "lao-cai"),
    ]


def test_the_kind_of_a_province_is_the_last_it_was(conn: sqlite3.Connection) -> None:
    assert (
        conn.execute(
            "select p.id from provinces p where kind != (select k.kind from province_kinds k where k.province = p.id"
            " order by since desc limit 1)"
        ).fetchall()
        == []
    )
    cities = [id for (id,) in conn.execute("select id from provinces where kind = 'thành phố' order by id")]
    assert cities == ["can-tho", "da-nang", "dong-nai", "ha-noi", "hai-phong", "ho-chi-minh", "hue"]


@pytest.mark.skipif(not FACTS.exists(), reason="the facts are not here: ../shared/facts/provinces.csv")
def test_every_row_of_the_facts(conn: sqlite3.Connection) -> None:
    with FACTS.open(encoding="utf-8") as file:
        facts = list(csv.DictReader(file))
    today = {row["name_vi"]: row for row in facts if row["system"] == "new34"}
    expected = {
        (
            row["slug"],
            row["name_vi"],
            row["region_8"],
            row["gso_code"],
            today[row["merged_into"]]["slug"],
            today[row["merged_into"]]["gso_code"],
        )
        for row in facts
        if row["system"] == "old63"
    }
    assert set(conn.execute("select id, name, region, code, today, code_2025 from provinces")) == expected
    for row in today.values():
        (kind,) = conn.execute("select kind from provinces where id = ?", [row["slug"]]).fetchone()
        assert row["type"].startswith(kind), row["slug"]

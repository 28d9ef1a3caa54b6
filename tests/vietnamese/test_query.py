"""What is read in what a person typed, and that FTS5 takes all that is made of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vietnamese.matching import Form, Index, fts_query, match, without
from vietnamese.operators import Unread
from vietnamese.query import Query, parse


def read(text: str) -> tuple[list[list[str]], list[str]]:
    """Groups and exclusions, each term as its words; quotes and title: shown."""

    def show(term) -> str:  # type: ignore[no-untyped-def]
        words = " ".join("+".join(unit) for unit in term.units)
        return ("title:" if term.title else "") + (f'"{words}"' if term.verbatim else words)

    query = parse(text)
    return [[show(term) for term in group] for group in query.groups], [show(term) for term in query.without]


@pytest.mark.parametrize(
    ("text", "groups", "left_out"),
    [
        ("thai nguyen", [["thai nguyen"]], []),
        ("cà phê, hồ tiêu", [["cà phê"], ["hồ tiêu"]], []),
        ("cà phê OR hồ tiêu", [["cà phê", "hồ tiêu"]], []),
        ("giá, cà phê OR hồ tiêu OR chè", [["giá"], ["cà phê", "hồ tiêu", "chè"]], []),
        ('"cà phê" OR "hồ tiêu" xuất khẩu', [['"cà+phê"', '"hồ+tiêu"'], ["xuất khẩu"]], []),
        ("“cà phê” chồn", [['"cà+phê"'], ["chồn"]], []),
        ('cà phê -chồn -"hồ tiêu"', [["cà phê"]], ["chồn", '"hồ+tiêu"']),
        ("title:cà phê", [["title:cà phê"]], []),
        ('title:"cà phê" chồn', [['title:"cà+phê"'], ["chồn"]], []),
        ("title:cà phê, chồn", [["title:cà phê"], ["chồn"]], []),
        ("chồn title:cà phê OR title:chè", [["chồn"], ["title:cà phê", "title:chè"]], []),
        # text
        ("LĐ-TB&XH", [["LĐ+TB+XH"]], []),
        ("họp 28/8", [["họp 28+8"]], []),
        ("Bà Rịa - Vũng Tàu", [["Bà Rịa Vũng Tàu"]], []),
        ("nhiệt độ -5", [["nhiệt độ 5"]], []),
        ("or and not", [["or and not"]], []),
        ("AND (", [["AND"]], []),
        ("OR", [["OR"]], []),
        ("OR cà phê OR", [["cà phê"]], []),
        ('cà "phê', [["cà"], ["phê"]], []),
        ("title: cà phê", [["title:cà phê"]], []),
        ('chồn tiêu đề: "cà phê"', [["chồn"], ['title:"cà+phê"']], []),
        ("báo: mưa lớn", [["báo mưa lớn"]], []),
        ("tit:le", [["tit+le"]], []),
        ("since:hôm qua", [["since+hôm qua"]], []),
        ("since:2015-13", [["since+2015+13"]], []),
        ("hạn or lụt", [["hạn", "lụt"]], []),
        ("hạn HOẶC lụt", [["hạn", "lụt"]], []),
        ("hạn hoặc lụt", [["hạn hoặc lụt"]], []),
        ("tiêu đề:cà phê", [["title:cà phê"]], []),
        ("a\x00b", [["ab"]], []),
        ("e\u0323\u0302", [["ệ"]], []),
        ("- -- ( ) * ^ :", [], []),
        ("", [], []),
    ],
)
def test_reading(text: str, groups: list[list[str]], left_out: list[str]) -> None:
    assert read(text) == (groups, left_out)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("since:2015", 20150000, None), ("since:2015-03", 20150300, None), ("since:2015-03-20", 20150320, None),
        ("since:20/3/2015", 20150320, None), ("since:3/2015", 20150300, None), ("since:20-03-2015", 20150320, None),
        ("until:2015", None, 20159999), ("until:2015-03", None, 20150399), ("until:20/3/2015", None, 20150320),
        ("từ:2015 ĐẾN:3/2016", 20150000, 20160399), ("tu:2015 den:2016", 20150000, 20169999),
        ("since:2015 until:2016", 20150000, 20169999), ('since:"2015"', 20150000, None), ("2015", None, None),
    ],
)  # fmt: skip
def test_days(text: str, since: int | None, until: int | None) -> None:
    query = parse(text)
    assert (query.since, query.until) == (since, until)


def test_filters_take_names_of_several_words() -> None:
    query = parse("province:đắc lắc cà phê newspaper:bao-ho province:tp hồ chí minh")
    assert query.provinces == ("dak-lak", "ho-chi-minh")
    assert query.newspapers == ("bao-ho",)
    assert [term.words for term in query.terms] == [("cà", "phê")]
    assert parse('province:"Thái Nguyên" newspaper:"Báo Hồ"').newspapers == ("Báo Hồ",)
    assert parse("province:đâu đó").provinces == ("đâu",)
    for unclosed in ('tỉnh:"quảng trị', "tỉnh:“quảng trị mưa"):
        assert parse(unclosed).provinces == ("quang-tri",), "a quote that nobody closed"


def test_values_of_several_words_are_as_long_as_a_known_name() -> None:
    names = {("newspaper", "báo hồ"), ("author", "lá xanh"), ("section", "kinh tế")}
    query = parse(
        "báo:Báo Hồ cà phê tác giả:Lá Xanh chuyên mục:kinh tế trạng thái:đã gỡ",
        lambda *v: (v[0], v[1].lower()) in names,
    )
    assert (query.newspapers, query.authors, query.sections, query.status) == (
        ("Báo Hồ",),
        ("Lá Xanh",),
        ("kinh tế",),
        "gone",
    )
    assert [term.words for term in query.terms] == [("cà", "phê")] and not query.unread


def test_what_cannot_be_used_as_an_operator_is_named() -> None:
    known = lambda *_: False  # noqa: E731
    assert parse("tỉnh:đâu báo:gì nguồn:x từ:qua status:mất tác giả:ai", known).unread == (
        (Unread.PROVINCE, "đâu"), (Unread.NEWSPAPER, "gì"), (Unread.OPERATOR, "nguồn:"), (Unread.DATE, "từ:qua"),
        (Unread.STATUS, "status:mất"), (Unread.AUTHOR, "ai"),
    )  # fmt: skip
    assert not parse("lúc 10:30 http://bao.example/a tỉnh: Lào Cai").unread
    assert parse("chợ,tỉnh:Lào Cai,tỉnh:Yên Bái", known).provinces == ("lao-cai", "yen-bai")
    assert parse("图片来源：林测试").terms[0].unlabelled == (("林测试",),)


def test_a_blank_after_the_colon_is_passed_over_where_the_value_can_be_used() -> None:
    known = lambda _, value: value.lower() in ("báo hồ", "lá xanh")  # noqa: E731
    query = parse("cà phê tác giả: Lá Xanh báo : Báo Hồ tỉnh:  đắc lắc từ: 3/2020", known)
    assert (query.authors, query.newspapers, query.provinces, query.since) == (
        ("Lá Xanh",), ("Báo Hồ",), ("dak-lak",), 20200300,
    )  # fmt: skip
    assert [term.words for term in query.terms] == [("cà", "phê")] and not query.unread
    assert query.spaced == ("tác giả: Lá Xanh", "báo : Báo Hồ", "tỉnh: đắc lắc", "từ: 3/2020")
    assert parse('tác giả: "Lá Xanh" mưa', known).authors == ("Lá Xanh",)
    assert parse("tác giả:Lá Xanh", known).spaced == ()


def test_a_blank_before_what_cannot_be_used_leaves_text_and_is_told() -> None:
    query = parse("chồn báo: gì đó", lambda *_: False)
    assert (query.groups, query.newspapers, query.spaced) == (parse("chồn báo gì đó").groups, (), ())
    assert query.unread == ((Unread.BLANK, "báo: gì đó"),)
    assert parse("lũ tác giả: ").unread == parse("lũ tác giả:").unread == ((Unread.EMPTY, "tác giả:"),)
    assert parse("tỉnh: báo:x lũ", lambda *_: True).unread == ((Unread.EMPTY, "tỉnh:"),)
    assert parse("status:gone status:edited").unread == ((Unread.TWICE, "status:edited"),)
    twice = parse("từ:2021 từ:2020 đến:2022 đến:2023")
    assert (twice.since, twice.until) == (20210000, 20229999), "both hold"
    pasted = "Tin đã đưa hôm qua trên các trang mạng xã hội về vụ việc tại xã Mai, tỉnh: Lào Cai"
    assert (parse(pasted).provinces, parse(pasted).unread) == ((), ()), "long, so it was pasted"
    assert parse('"tỉnh: Lào Cai"').provinces == ()


def test_empty_is_empty() -> None:
    for text in ("", "  ", '"', '""', "\x00", "🌾", "\ud800", "-", "title:"):
        assert not parse(text) or parse(text).terms, text
    assert not parse("") and parse("since:2015") and parse("-má")
    assert parse("") == Query()


def test_forms() -> None:
    query = parse("lũ quét lào cai")
    assert match(parse("thai nguyen"), Index.FOLDED) == '"thai nguyen"'
    assert '"lũ quét lao cai"' in match(query, Index.FOLDED, Form.PHRASE)
    assert '"lũ quét" AND ' in match(query, Index.FOLDED, Form.LOOSE)
    assert '"lũ" AND "quét" AND ' in match(query, Index.FOLDED, Form.SCATTERED)
    assert match(parse('"đắk lắk"'), Index.EXACT) == '"đắk lắk"'
    assert match(parse("Thuỷ"), Index.EXACT) == '("Thuỷ" OR "Thủy")'
    assert match(parse("Đường"), Index.FOLDED) == '"Dường"'
    assert without(parse("a -má -ma")) == {Index.EXACT: '"má"', Index.FOLDED: '"ma"'}


@pytest.fixture(scope="module")
def table() -> Iterator[sqlite3.Connection]:
    conn = sqlite3.connect(":memory:")
    conn.execute("create virtual table folded using fts5(title, lead, body, tokenize='unicode61 remove_diacritics 2')")
    conn.execute("create virtual table exact using fts5(title, lead, body, tokenize='unicode61 remove_diacritics 0')")
    for name in ("folded", "exact"):
        conn.execute(f"insert into {name} values ('Đà Nẵng', null, 'Hòa Bình, má, LĐ-TB&XH 28/8')")
    yield conn
    conn.close()


PARTS = [
    '"',
    "“",
    "-",
    " ",
    "OR",
    " OR ",
    "NOT",
    "NEAR(",
    "(",
    ")",
    "title:",
    "since:",
    "*",
    "^",
    "{a}:",
    ",",
    "\x00",
    "má",
    "đ",
    "1",
]


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PARTS), max_size=20).map("".join)))
def test_fts5_takes_every_query(table: sqlite3.Connection, text: str) -> None:
    table.execute("select * from folded where folded match ?", [fts_query(text)]).fetchall()
    query = parse(text)
    for name, index in (("folded", Index.FOLDED), ("exact", Index.EXACT)):
        for form in Form:
            if query.terms:
                table.execute(f"select * from {name} where {name} match ?", [match(query, index, form)]).fetchall()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["hòa", "thuỷ", "đắk", "lắk", "sài", "gòn", "bình", "a"]), min_size=1, max_size=80))
def test_expressions_stay_small(words: list[str]) -> None:
    for index in Index:
        assert len(match(parse(" ".join(words)), index, Form.PHRASE)) < 40_000

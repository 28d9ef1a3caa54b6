"""Searching a real archive: what is found, in which order, and that nothing a person types is an error."""

from __future__ import annotations

import csv
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from archive.article import Article
from archive.database import connect, transaction
from archive.highlight import Marked
from archive.newspapers import put_newspaper
from archive.search import UNDATED, Hit, Order, Results, count, register, search
from archive.store import save_article
from vietnamese.fold import FORMS, plain

SEEN = datetime(2024, 6, 1, tzinfo=UTC)

# Slug, newspaper, day of publication, title, lead, body: invented for these tests.
ARTICLES = [
    ("lak-a", "bao-ho", "2015-03-20", "Mùa cà phê ở Đắk Lắk", None, "Vườn cà phê ven hồ đã chín đỏ."),
    ("lak-b", "bao-ho", "2016-05-01", "Chợ phiên", "Người Đắc Lắc đi chợ.", "Chợ họp từ sớm."),
    ("lak-c", "bao-nui", "2017-01-02", "Đường mới", None, "Con đường nối Đăk Lăk với cửa biển."),
    ("thai", "bao-nui", "2018-02-03", "Hội chè", None, "Hội chè Thái Nguyên mở cửa đón khách gần xa."),
    ("hoa-cu", "bao-nui", "2019-01-01", "Thủy điện Hòa Bình", None, "Hồ Hòa Bình xả nước."),
    ("hoa-moi", "bao-nui", "2019-06-01", "Thuỷ điện Hoà Bình", None, "Hồ Hoà Bình đóng cửa xả."),
    ("hoa-khac", "bao-nui", "2019-07-01", "Hoạ bình trên lụa", None, "Bức hoạ bình cổ."),
    ("thanh", "bao-nui", "2019-08-01", "Nem chua", None, "Quê nem ở Thanh Hóa."),
    ("thanh-pho", "bao-nui", "2019-09-01", "Đèn đường", None, "Điện về thành phố, hoa nở ven đường."),
    ("ma", "bao-ho", "2020-01-01", "Rừng ma", None, "Truyện kể về bóng ma."),
    ("má", "bao-ho", "2020-01-02", "Má tôi", None, "Má kể chuyện xưa."),
    ("mả", "bao-ho", "2020-01-03", "Tục bỏ mả", None, "Lễ bỏ mả của buôn."),
    ("sai-gon", "bao-ho", "2021-01-01", "Chuyến tàu", None, "Tàu về ga Sài Gòn lúc sáng."),
    ("hcm", "bao-ho", "2021-01-02", "Chuyến xe", None, "Xe lên TP.HCM chở trái cây."),
    ("bac", "bao-ho", "2021-01-03", "Kể chuyện", None, "Kể chuyện Bác Hồ Chí Minh cho thiếu nhi."),
    ("so", "bao-ho", "2021-02-01", "Tin ngành", None, "Sở LĐ-TB&XH họp ngày 28/8 tại trụ sở, 120 m² sàn."),
    ("lu", "bao-nui", "2022-01-01", "Lũ quét", None, "Lũ quét tràn về. Cả huyện của Lào Cai dọn bùn."),
    ("lu-lien", "bao-nui", "2021-12-01", "Sau cơn lũ", None, "Trận lũ quét Lào Cai năm ấy."),
    ("khong-ngay", "bao-ho", None, "Chuyện không ngày", None, "Một chuyện kể chẳng rõ ngày."),
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    conn = connect(tmp_path_factory.mktemp("search") / "archive.db")
    with transaction(conn):
        put_newspaper(conn, "bao-ho", title="Báo Hồ Lớn", province="dak-lak")
        put_newspaper(conn, "bao-nui", title="Báo Núi", province="bac-kan")
        for slug, newspaper, day, title, lead, body in ARTICLES:
            article = Article(
                url=f"https://{newspaper}.example/{slug}", title=title, lead=lead, body=body, published_at=day
            )
            save_article(conn, newspaper, article, seen_at=SEEN)
    yield conn
    conn.close()


def slugs(conn: sqlite3.Connection, results: Results) -> list[str]:
    urls = [conn.execute("select url from articles where id = ?", [hit.id]).fetchone()[0] for hit in results.hits]
    return [url.rpartition("/")[2] for url in urls]


QUERIES = [
    # without diacritics everything, newest first
    ("dak lak", ["lak-c", "lak-b", "lak-a"]),
    ("DAK LAK", ["lak-c", "lak-b", "lak-a"]),
    ("thai nguyen", ["thai"]),
    ("hoa binh", ["hoa-khac", "hoa-moi", "hoa-cu"]),
    ("ma", ["mả", "má", "ma"]),
    ("duong", ["thanh-pho", "lak-c"]),
    # with diacritics the exact ones first; tone placement alone makes no difference
    ("hòa bình", ["hoa-moi", "hoa-cu", "hoa-khac"]),
    ("hoà bình", ["hoa-moi", "hoa-cu", "hoa-khac"]),
    ("Hoạ bình", ["hoa-khac", "hoa-moi", "hoa-cu"]),
    ("má", ["má", "mả", "ma"]),
    ("mả", ["mả", "má", "ma"]),
    ("hòa bình", ["hoa-moi", "hoa-cu", "hoa-khac"]),
    ("ho\u0300a bi\u0300nh", ["hoa-moi", "hoa-cu", "hoa-khac"]),
    # places under all their names
    ("đắc lắc", ["lak-c", "lak-b", "lak-a"]),
    ("Đắk Lắk", ["lak-c", "lak-b", "lak-a"]),
    ("dac lac", ["lak-c", "lak-b", "lak-a"]),
    ("TP.HCM", ["hcm", "sai-gon"]),
    ("sài gòn", ["hcm", "sai-gon"]),
    ("saigon", ["hcm", "sai-gon"]),
    ("Hồ Chí Minh", ["bac"]),
    ('"Sài Gòn"', ["sai-gon"]),
    # side by side first
    ("thanh hoa", ["thanh"]),
    ("lũ quét lào cai", ["lu-lien", "lu"]),
    ("lu quet lao cai", ["lu-lien", "lu"]),
    ("chợ đắk lắk", ["lak-b"]),
    ("bùn lũ", ["lu"]),  # nowhere side by side, so anywhere
    ("vườn, chín", ["lak-a"]),
    # the language
    ('"cà phê"', ["lak-a"]),
    ("cà phê OR hội chè", ["thai", "lak-a"]),
    ("chuyện -má", ["khong-ngay", "bac", "hcm", "sai-gon"]),
    ("hoa binh -bức", ["hoa-moi", "hoa-cu"]),
    ('hoa binh -"bức họa"', ["hoa-moi", "hoa-cu"]),
    ("hoa binh -buc", ["hoa-moi", "hoa-cu"]),
    ("title:đắk lắk", ["lak-a"]),
    ('title:"thủy điện"', ["hoa-moi", "hoa-cu"]),
    ("newspaper:bao-ho ma", ["mả", "má", "ma"]),
    ('newspaper:"Báo Núi" ma', []),
    ('newspaper:"núi" duong', ["thanh-pho", "lak-c"]),
    ("province:đắc lắc duong", []),
    ("province:bac-kan dak lak", ["lak-c"]),
    ("province:nowhere dak lak", []),
    ("dak lak since:2016", ["lak-c", "lak-b"]),
    ("dak lak since:2015-03-21", ["lak-c", "lak-b"]),
    ("dak lak until:20/3/2015", ["lak-a"]),
    ("dak lak since:2015-03 until:2016-05", ["lak-b", "lak-a"]),
    ("dak lak until:2015", ["lak-a"]),
    ("chuyện since:2024", []),  # seen in 2024, its own date unknown
    ("since:2022", ["lu"]),
    ("newspaper:bao-ho until:2015", ["lak-a"]),
    # text
    ("LĐ-TB&XH", ["so"]),
    ("ld tb xh", ["so"]),
    ("28/8", ["so"]),
    ("120 m²", ["so"]),
    ('"', []),
    ("", []),
    ("   \x00 \t", []),
    ("AND (", []),
    ("NOT NEAR(", []),
    ("không có từ này", []),
]


@pytest.mark.parametrize(("text", "found"), QUERIES)
def test_queries(archive: sqlite3.Connection, text: str, found: list[str]) -> None:
    results = search(archive, text)
    assert slugs(archive, results) == found
    assert (results.total, results.capped, results.next) == (len(found), False, None)


PLACES = {slug: (newspaper, int(day[:4]) if day else UNDATED) for slug, newspaper, day, *_ in ARTICLES}


@pytest.mark.parametrize(("text", "found"), QUERIES)
def test_counts_are_of_what_is_found(archive: sqlite3.Connection, text: str, found: list[str]) -> None:
    if search(archive, text).query:
        counts = count(archive, text)
        assert counts.all == Counter(PLACES[slug] for slug in found)
        assert sum(counts.exact.values()) == (search(archive, text).exact or 0)


def test_nothing_asked_counts_everything(archive: sqlite3.Connection) -> None:
    assert count(archive, " ").all == Counter(PLACES.values())


def everything(conn: sqlite3.Connection, text: str, **how: Any) -> list[Hit]:
    """All hits, three a page."""
    hits: list[Hit] = []
    page = search(conn, text, limit=3, **how)
    while True:
        hits += page.hits
        if page.next is None:
            return hits
        page = search(conn, text, limit=3, after=page.next, **how)


CHOICES: list[tuple[list[str] | None, int | None]] = [
    (newspapers, year)
    for newspapers in (None, ["bao-ho"], ["bao-nui", "bao-ho"], [])
    for year in (None, UNDATED, 2019, 2024)
]


@pytest.mark.parametrize(
    "text",
    ["", "má", "chuyện -má", "-má", "bùn lũ", "hoa OR ma OR nem since:2019", "since:2015 until:2019", "newspaper:bao-ho",
     "hồ lũ hội", "province:đắc lắc", "chuyen"],
)  # fmt: skip
def test_what_is_chosen_beside_the_text_narrows_and_adds_nothing(archive: sqlite3.Connection, text: str) -> None:
    counts = count(archive, text).all
    for newspapers, year in CHOICES:
        if not search(archive, text).query and newspapers is None and year is None:
            continue
        hits = everything(archive, text, newspapers=newspapers, year=year)
        assert len({hit.id for hit in hits}) == len(hits)
        assert Counter((hit.newspaper, int((hit.published_at or "0")[:4])) for hit in hits) == {
            (newspaper, of): number
            for (newspaper, of), number in counts.items()
            if (newspapers is None or newspaper in newspapers) and year in (None, of)
        }


def test_words_found_near_each_other_stay_so_where_a_year_has_them_only_apart(archive: sqlite3.Connection) -> None:
    assert slugs(archive, search(archive, "lũ quét")) == ["lu", "lu-lien"]
    assert slugs(archive, search(archive, "quét lũ", year=2021)) == ["lu-lien"], "apart in every year"
    assert slugs(archive, search(archive, "lao cai nam", year=2021)) == ["lu-lien"]
    assert slugs(archive, search(archive, "lao cai nam", year=2022)) == []


def test_exact_matches_are_told_apart(archive: sqlite3.Connection) -> None:
    results = search(archive, "má")
    assert [hit.exact for hit in results.hits] == [True, False, False]
    assert (results.exact, results.total) == (1, 3)
    assert search(archive, "ma").exact is None


def test_provinces_that_were_merged_meet_on_request(archive: sqlite3.Connection) -> None:
    assert slugs(archive, search(archive, "province:thai-nguyen title:nem")) == []
    assert slugs(archive, search(archive, "province:thai-nguyen title:nem", merged=True)) == ["thanh"]
    assert slugs(archive, search(archive, "bắc cạn")) == []
    assert slugs(archive, search(archive, "bắc cạn", merged=True)) == ["thai"]


def test_places_know_the_provinces_of_the_archive(archive: sqlite3.Connection) -> None:
    with files("vietnamese").joinpath("places.csv").open(encoding="utf-8") as file:
        places = {row["id"]: row["today"] for row in csv.DictReader(file) if row["today"]}
    assert places == dict(archive.execute("select id, today from provinces").fetchall())


def test_hits_are_marked_in_the_text_as_printed(archive: sqlite3.Connection) -> None:
    (hit,) = search(archive, "ca phe dak lak").hits
    assert [hit.title.text[start:end] for start, end in hit.title.hits] == ["cà phê", "Đắk Lắk"]
    assert hit.snippet.text == "Vườn cà phê ven hồ đã chín đỏ."
    assert [hit.snippet.text[start:end] for start, end in hit.snippet.hits] == ["cà phê"]
    assert (hit.newspaper, hit.newspaper_title, hit.published_at) == ("bao-ho", "Báo Hồ Lớn", "2015-03-20")
    (hit,) = search(archive, "since:2022").hits
    assert hit.snippet == Marked("Lũ quét tràn về. Cả huyện của Lào Cai dọn bùn.")


@pytest.mark.parametrize("order", ["newest", "relevance"])
@pytest.mark.parametrize(
    "text", ["má", "ma", "chuyen", "since:2015", "bùn lũ", "lũ quét lào cai", "newspaper:bao-ho ma"]
)
def test_pages_hold_every_hit_once(archive: sqlite3.Connection, text: str, order: Order) -> None:
    whole = search(archive, text, order=order, limit=100)
    assert whole.hits
    for size in (1, 2, 3):
        ids, after = [], None
        while True:
            page = search(archive, text, order=order, limit=size, after=after)
            assert page.total == len(whole.hits)
            ids += [hit.id for hit in page.hits]
            after = page.next
            if after is None:
                break
            assert len(page.hits) == size
        assert ids == [hit.id for hit in whole.hits]


def test_relevance_puts_a_headline_first(archive: sqlite3.Connection) -> None:
    assert slugs(archive, search(archive, "cho"))[0] == "bac"
    assert slugs(archive, search(archive, "cho", order="relevance"))[0] == "lak-b"


def test_counts_are_capped(archive: sqlite3.Connection) -> None:
    results = search(archive, "ma", limit=1, cap=2)
    assert (results.total, results.capped) == (2, True)
    results = search(archive, "ma", limit=1, cap=3)
    assert (results.total, results.capped) == (3, False)
    assert search(archive, "má", limit=1, cap=2).exact == 1


def test_an_odd_cursor_is_the_beginning(archive: sqlite3.Connection) -> None:
    for after in ("", "x", "-1", "9" * 40, "0-abc", "'; drop table articles; --", "٣"):
        assert slugs(archive, search(archive, "ma", after=after)) == ["mả", "má", "ma"]
    assert search(archive, "ma", after="7").hits == ()


def test_the_exact_index_follows_its_articles(tmp_path: Path) -> None:
    conn = connect(tmp_path / "archive.db")
    with transaction(conn):
        put_newspaper(conn, "bao")
        article = Article(url="https://bao.example/1", title="Nắng", body="Trời nắng.", published_at="2020-01-01")
        save_article(conn, "bao", article, seen_at=SEEN)
    assert search(conn, "nắng").exact == 1
    with transaction(conn):
        article = Article(url="https://bao.example/1", title="Mưa", body="Trời mưa đá.", published_at="2020-01-01")
        save_article(conn, "bao", article, seen_at=datetime(2024, 6, 2, tzinfo=UTC))
    assert search(conn, "nắng").total == 0
    assert search(conn, "đá").exact == 1
    conn.execute("insert into articles_exact(articles_exact, rank) values ('integrity-check', 1)")
    conn.execute("pragma foreign_keys = off")
    conn.execute("delete from articles")
    assert search(conn, "mưa").total == search(conn, "mua").total == 0
    conn.execute("insert into articles_exact(articles_exact, rank) values ('integrity-check', 1)")
    conn.close()


@pytest.fixture
def built(tmp_path: Path) -> Iterator[Path]:
    """An archive with an article that has đ, signs that are letters, and a hit far from its beginning."""
    path = tmp_path / "archive.db"
    body = "Đoạn đầu ②. " * 60 + "Khu đất 1.250 m² của xưởng ﬁlm đóng cửa, khóa Ⅻ. " + "Đoạn đuôi. " * 60
    with closing(connect(path)) as conn, transaction(conn):
        put_newspaper(conn, "bao")
        article = Article(url="https://bao.example/1", title="Đường đê và CO₂", body=body, published_at="2020-01-01")
        save_article(conn, "bao", article, seen_at=SEEN)
    yield path


def rebuild_by_command(path: Path) -> None:
    from sqlite_utils.cli import cli

    for tables in ([], ["articles"], ["articles_fts"]):
        result = CliRunner().invoke(cli, ["rebuild-fts", str(path), *tables])
        assert result.exit_code == 0, result.output


def rebuild_by_statement(path: Path) -> None:
    with closing(sqlite3.connect(path)) as conn, conn:
        for table in ("articles_fts", "articles_exact"):
            conn.execute(f"insert into {table}({table}) values ('rebuild')")


def write_by_tool(path: Path) -> None:
    """Rows replaced, numbered anew and taken away by a program that knows nothing of the index."""
    table = Database(path)["articles"]
    (row,) = table.rows
    table.insert({**row, "id": 5, "url": "https://bao.example/5", "title": "Đò"}, pk="id")
    table.insert({**row, "id": 5, "url": "https://bao.example/5", "title": "Đèo"}, pk="id", replace=True)
    table.update(row["id"], {"title": "Đường đê, CO₂ và đò"})
    table.db.execute("update articles set id = 7 where id = 5")
    table.delete(7)
    table.db.conn.commit()
    table.db.conn.close()


@pytest.mark.parametrize("disturb", [rebuild_by_command, rebuild_by_statement, write_by_tool])
def test_the_indexes_hold_what_they_declare_whoever_writes(built: Path, disturb: Any) -> None:
    disturb(built)
    with closing(connect(built)) as conn:
        for index in ("articles_fts", "articles_exact"):
            conn.execute(f"insert into {index}({index}, rank) values ('integrity-check', 1)")
        for text in ("duong de", "dong cua", "đóng cửa", "1.250 m2", "film", "CO2", "khoa xii"):
            assert search(conn, text).total == 1, text


def test_a_hit_is_shown_as_printed_where_the_index_has_other_letters(built: Path) -> None:
    with closing(connect(built)) as conn:
        (hit,) = search(conn, "xuong film dong").hits
    assert hit.title.text == "Đường đê và CO₂"
    shown = hit.snippet
    assert [shown.text[start:end] for start, end in shown.hits] == ["xưởng ﬁlm đóng"]
    assert "Khu đất 1.250 m² của xưởng" in shown.text and shown.text[0] == shown.text[-1] == "…"


def test_the_view_says_what_a_query_is_folded_to(built: Path) -> None:
    with closing(connect(built)) as conn:
        for text in (*FORMS, "".join(FORMS), "đĐ", "Trời ½ ° “” – ② ｡"):
            conn.execute("update articles set lead = ?", [text])
            assert conn.execute("select lead from articles_folded").fetchone() == (plain(text),)
        conn.execute("update articles set lead = null")
        assert conn.execute("select lead from articles_folded").fetchone() == (None,)


def test_an_archive_whose_index_folded_by_its_triggers_is_brought_up_to_date(built: Path) -> None:
    """As the first release made it, and after a tool rebuilt it, when nothing with đ was found any more."""
    fold = "replace(replace({0}title, 'đ', 'd'), 'Đ', 'D'), {0}lead, replace(replace({0}body, 'đ', 'd'), 'Đ', 'D')"
    with closing(sqlite3.connect(built)) as conn, conn:
        for name in ("insert", "delete", "update_from", "update"):
            conn.execute(f"drop trigger articles_fts_{name}")
        conn.execute("drop table articles_fts")
        conn.execute("drop view articles_folded")
        conn.execute(
            'create virtual table articles_fts using fts5(title, lead, body, content="articles", content_rowid="id",'
            ' tokenize="unicode61 remove_diacritics 2")'
        )
        delete = f"insert into articles_fts(articles_fts, rowid, title, lead, body) values ('delete', old.id, {fold.format('old.')})"
        insert = f"insert into articles_fts(rowid, title, lead, body) values (new.id, {fold.format('new.')})"
        conn.execute(f"create trigger articles_fts_insert after insert on articles begin {insert}; end")
        conn.execute(f"create trigger articles_fts_delete after delete on articles begin {delete}; end")
        conn.execute(f"create trigger articles_fts_update after update on articles begin {delete}; {insert}; end")
        conn.execute("delete from _sqlite_migrations where name = 'folded_view'")
        conn.execute("insert into articles_fts(articles_fts) values ('rebuild')")
        assert not conn.execute("select 1 from articles_fts('duong')").fetchone()
    with closing(connect(built)) as conn:
        assert search(conn, "duong de").total == search(conn, "1.250 m2").total == 1
        conn.execute("insert into articles_fts(articles_fts, rank) values ('integrity-check', 1)")


def test_an_archive_from_before_the_exact_index_gets_it_filled(tmp_path: Path) -> None:
    conn = connect(tmp_path / "archive.db")
    with transaction(conn):
        put_newspaper(conn, "bao")
        save_article(conn, "bao", Article(url="https://bao.example/1", title="Nắng", body="Trời."), seen_at=SEEN)
    for name in ("insert", "delete", "update"):
        conn.execute(f"drop trigger articles_exact_{name}")
    conn.execute("drop table articles_exact")
    conn.execute("delete from _sqlite_migrations where name = 'exact_index'")
    conn.close()
    conn = connect(tmp_path / "archive.db")
    assert search(conn, "nắng").exact == 1
    conn.close()


def test_sql_functions(archive: sqlite3.Connection) -> None:
    register(archive)
    one = "select {}"
    assert archive.execute(one.format("fold('ĐẮK LẮK')")).fetchone() == ("dak lak",)
    assert archive.execute(one.format("fold(null), vi_sort(null), fold(28)")).fetchone() == (None, None, "28")
    rows = archive.execute('select value from json_each(\'["Đà", "Dũng", "Ăn", "An"]\') order by vi_sort(value)')
    assert [name for (name,) in rows] == ["An", "Ăn", "Dũng", "Đà"]
    found = "select count(*) from articles_fts where articles_fts match fts_query(?)"
    for text in ("đắk lắk", "Đắk Lắk", "dak lak"):
        assert archive.execute(found, [text]).fetchone() == (3,)
    assert archive.execute(found, ["hoa binh -bức"]).fetchone() == (2,)
    assert archive.execute(found, [None]).fetchone() == (0,)
    assert archive.execute(found, [""]).fetchone() == (0,)


TYPED = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            ['"', "“", "-", "OR", "AND", "NOT", "NEAR(", ")", "(", "title:", "newspaper:", "province:", "since:", "until:",
             "2015", "2015-03", "20/3/2015", "31/2/2015", "99999-99", "*", "^", ":", "{title}", "+", ",", ";", "\x00", "\ud800",
             "má", "ma", "đắk lắk", "sài gòn", "LĐ-TB&XH", "28/8", "'", "\\", "%", "_", "🌾", "e\u0301\u0302", "²", "ﬁ", "عربي"]
        ),
        max_size=14,
    ).map(" ".join),
    st.lists(st.sampled_from(['"', "-", "OR", "title:", "a", " ", "má", "since:", "1"]), max_size=20).map("".join),
)  # fmt: skip


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TYPED, order=st.sampled_from(["newest", "relevance"]), merged=st.booleans())
def test_nothing_typed_is_an_error(archive: sqlite3.Connection, text: str, order: Order, merged: bool) -> None:
    results = search(archive, text, order=order, limit=2, merged=merged)
    assert results.total >= len(results.hits)
    if not results.query:
        assert not results.hits
    else:
        assert sum(count(archive, text, merged=merged).all.values()) == results.total


@pytest.mark.parametrize(
    "text", ["a " * 5000, '"' * 10_000, "-" * 10_000, "a" * 10_000, "hòa " * 2500, "đắk lắk " * 1250, "sài gòn hòa " * 900,
             "a OR " * 2000, "-a " * 3000, "title:a " * 1250, "newspaper:a " * 900, "\x00" * 10_000, "(" * 10_000]
)  # fmt: skip
def test_ten_thousand_characters(archive: sqlite3.Connection, text: str) -> None:
    assert search(archive, text).capped is False

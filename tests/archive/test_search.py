"""Searching a real archive: what is found, in which order, and that nothing a person types is an error."""

from __future__ import annotations

import csv
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from archive.article import Article, Image
from archive.checks import fixity
from archive.database import connect, transaction
from archive.newspapers import put_newspaper
from archive.schema.schema import migrations
from archive.search.counts import by_month, by_newspaper
from archive.search.highlight import Marked
from archive.search.results import UNDATED
from archive.search.search import Filters, Hit, Match, Order, Results, register, search
from archive.storing.store import save_article
from archive.time_limit import TimeUpError
from tests import archives
from vietnamese.fold import FORMS, plain
from vietnamese.operators import Unread

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

BYLINES = {"lak-a": "Ngòi Bút - Lá Xanh", "thai": "Ngòi Bút", "ma": "Lá Xanh"}
SECTIONS = {"lak-a": "Đời sống", "lak-b": "Đời sống", "thai": "Văn hóa › Đời sống"}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    conn = connect(tmp_path_factory.mktemp("search") / "archive.db")
    with transaction(conn):
        put_newspaper(conn, "bao-ho", title="Báo Hồ Lớn", province="dak-lak")
        put_newspaper(conn, "bao-nui", title="Báo Núi", province="bac-kan")
        for slug, newspaper, day, title, lead, body in ARTICLES:
            article = Article(
                url=f"https://{newspaper}.example/{slug}", title=title, lead=lead, body=body, published_at=day,
                byline=BYLINES.get(slug), section=SECTIONS.get(slug),
            )  # fmt: skip
            save_article(conn, newspaper, article, seen_at=SEEN)
        conn.execute("update articles set gone_at = '2024-07-01' where url like '%/thanh'")
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
    ("thanh hoa", ["thanh"]),  # a place is never apart
    ("chuyen ke", ["khong-ngay", "bac", "má"]),  # then apart
    ("lũ quét lào cai", ["lu-lien", "lu"]),
    ("lu quet lao cai", ["lu-lien", "lu"]),
    ("chợ đắk lắk", ["lak-b"]),
    ("bùn lũ", ["lu"]),  # apart only
    ("cà phê vườn", ["lak-a"]),
    ("quét lũ", ["lu", "lu-lien"]),
    ("vườn, chín", ["lak-a"]),
    # the language
    ('"cà phê"', ["lak-a"]),
    ("cà phê OR hội chè", ["thai", "lak-a"]),
    ("cà phê or hội chè", ["thai", "lak-a"]),
    ("cà phê HOẶC hội chè", ["thai", "lak-a"]),
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
    ("province:bắc kạn dak lak", ["lak-c"]),
    ("tỉnh:thái nguyên dak lak", ["lak-c"]),  # which Bắc Kạn is part of since July 2025
    ("báo:Báo Hồ Lớn dak lak", ["lak-b", "lak-a"]),
    ("newspaper:hồ lớn dak lak", ["lak-b", "lak-a"]),
    ("tác giả:Ngòi Bút", ["thai", "lak-a"]),
    ("author:ngoi but cà phê", ["lak-a"]),
    ("chuyên mục:đời sống từ:2016", ["thai", "lak-b"]),
    ("status:đã gỡ", ["thanh"]),
    ("trạng thái:sửa ma", []),
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
    assert (results.total, results.capped, results.next, results.cut) == (len(found), frozenset(), None, False)


PLACES = {slug: (newspaper, int(day[:7].replace("-", "")) if day else UNDATED) for slug, newspaper, day, *_ in ARTICLES}


@pytest.mark.parametrize(("text", "found"), QUERIES)
def test_counts_are_of_the_first_kind_that_is_found(archive: sqlite3.Connection, text: str, found: list[str]) -> None:
    results = search(archive, text)
    if results.query and found:
        main = [slug for slug, hit in zip(found, results.hits, strict=True) if hit.match is results.main]
        for count, part in ((by_newspaper, 0), (by_month, 1)):
            counts = count(archive, text)
            assert counts is not None and counts.match is results.main
            assert counts.cells == Counter(PLACES[slug][part] for slug in main)


def test_nothing_asked_counts_everything(archive: sqlite3.Connection) -> None:
    for count, part in ((by_newspaper, 0), (by_month, 1)):
        assert count(archive, " ").cells == Counter(place[part] for place in PLACES.values())  # type: ignore[union-attr]


def test_the_order_of_words_drops_nothing(archive: sqlite3.Connection) -> None:
    for some in (("vườn cà phê", "cà phê vườn"), ("lũ quét", "quét lũ"), ("hoa binh ho", "ho hoa binh")):
        one, other = (search(archive, text) for text in some)
        assert {hit.id for hit in one.hits} == {hit.id for hit in other.hits} and one.total == other.total


def test_each_kind_has_its_own_number(archive: sqlite3.Connection) -> None:
    assert search(archive, "chuyen ke").totals == {Match.TYPED: 1, Match.APART: 2}
    assert search(archive, "má").totals == {Match.TYPED: 1, Match.UNMARKED: 2}
    assert search(archive, "quét lũ").totals == {Match.APART: 2}
    first = search(archive, "chuyen ke", limit=1)
    assert (first.totals, first.hits[0].match) == ({Match.TYPED: 1, Match.APART: 2}, Match.TYPED)
    (last,) = search(archive, "chuyen ke", limit=1, after=first.next).hits
    assert last.match is Match.APART


def test_oldest_first(archive: sqlite3.Connection) -> None:
    assert slugs(archive, search(archive, "dak lak", order="oldest")) == ["lak-a", "lak-b", "lak-c"]
    assert [hit.id for hit in everything(archive, "chuyen", order="oldest")] == [
        hit.id for hit in reversed(everything(archive, "chuyen"))
    ]


def everything(conn: sqlite3.Connection, text: str, **how: Any) -> list[Hit]:
    """All hits, three a page."""
    hits: list[Hit] = []
    page = search(conn, text, limit=3, **how)
    while True:
        hits += page.hits
        if page.next is None:
            return hits
        page = search(conn, text, limit=3, after=page.next, **how)


@pytest.mark.parametrize(
    "text",
    ["", "má", "chuyện -má", "-má", "bùn lũ", "hoa OR ma OR nem since:2019", "since:2015 until:2019", "newspaper:bao-ho",
     "hồ lũ hội", "province:đắc lắc", "chuyen", "chuyen ke", "author:ngoi but"],
)  # fmt: skip
def test_what_is_chosen_beside_the_text_narrows_and_adds_nothing(archive: sqlite3.Connection, text: str) -> None:
    whole = (
        everything(archive, text)
        if text
        else everything(archive, "", filters=Filters(since=0)) + everything(archive, "", filters=Filters(undated=True))
    )
    main = by_month(archive, text).match  # type: ignore[union-attr]
    for newspapers in (None, ("bao-ho",), ("bao-nui", "bao-ho"), ()):
        for narrower, passes in (
            (Filters(newspapers=newspapers), lambda day: True),
            (Filters(newspapers=newspapers, undated=True), lambda day: day is None),
            (Filters(newspapers=newspapers, since=20190000, until=20199999), lambda day: day and day[:4] == "2019"),
            (Filters(newspapers=newspapers, since=20190601), lambda day: day and day >= "2019-06-01"),
        ):
            if not narrower and not text:
                continue
            hits = everything(archive, text, filters=narrower)
            assert len({hit.id for hit in hits}) == len(hits)
            assert {(hit.id, hit.match) for hit in hits} == {
                (hit.id, hit.match)
                for hit in whole
                if (newspapers is None or hit.newspaper in newspapers) and passes(hit.published_at)
            }
            found = [hit for hit in hits if hit.match is main]
            assert by_newspaper(archive, text, filters=narrower).cells == Counter(  # type: ignore[union-attr]
                hit.newspaper for hit in found
            )
            assert (
                by_month(archive, text, filters=narrower).cells
                == Counter(  # type: ignore[union-attr]
                    int((hit.published_at or "0")[:7].replace("-", "")) for hit in found
                )
            )


def test_filters_of_every_kind(archive: sqlite3.Connection) -> None:
    def found(**narrower: Any) -> set[str]:
        return set(slugs(archive, search(archive, "", filters=Filters(**narrower), limit=100)))

    every = {slug for slug, *_ in ARTICLES}
    assert found(author="Lá Xanh") == {"lak-a", "ma"}
    assert found(section="doi song") == {"lak-a", "lak-b", "thai"}
    assert found(status="gone") == {"thanh"} and found(status="standing") == every - {"thanh"}
    assert found(status="edited") == set()
    assert found(province="thai-nguyen") == found(province="bac-kan") == found(newspapers=("bao-nui",))
    assert found(province="dak-lak", author="Lá Xanh") == {"lak-a", "ma"}
    ids = tuple(id for (id,) in archive.execute("select id from articles where url like '%/ma' or url like '%/lu'"))
    assert found(ids=ids) == {"ma", "lu"} and found(ids=()) == set()
    assert found(tag="không có") == set()


def test_what_is_typed_and_unknown_is_named(archive: sqlite3.Connection) -> None:
    assert search(archive, "newspaper:báo gió ma").query.unread == ((Unread.NEWSPAPER, "báo"),)
    assert search(archive, "tác giả:Vô Danh").query.unread == ((Unread.AUTHOR, "Vô"),)
    assert search(archive, "báo:Báo Núi tỉnh:đắk lắk chuyên mục:Đời sống").query.unread == ()


def test_time_that_does_not_suffice_is_told(archive: sqlite3.Connection) -> None:
    results = search(archive, "chuyen", seconds=0.0)
    assert results.cut or results.hits  # so small an archive may be read between two looks at the clock
    assert by_month(archive, "chuyen", seconds=60) is not None


def test_words_apart_are_shown_where_the_phrase_takes_too_long(
    archive: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = " ".join(archive.execute("select body from articles order by id").fetchone()[0].split()[:4:2])
    whole = search(archive, text)
    assert whole.main is Match.APART and not whole.cut

    @contextmanager
    def hurried(conn: sqlite3.Connection, seconds: float | None) -> Iterator[None]:
        """No time for what is looked for first: the phrase, of which there is none."""
        if not asked:
            asked.append(seconds)
            conn.set_progress_handler(lambda: True, 1)
            try:
                yield
            except sqlite3.OperationalError:
                raise TimeUpError from None
            finally:
                conn.set_progress_handler(None, 0)
        else:
            yield

    asked: list[float | None] = []
    monkeypatch.setattr("archive.search.search.limited", hurried)
    results = search(archive, text, seconds=1.0)
    assert results.cut and {hit.id for hit in results.hits} == {hit.id for hit in whole.hits}
    assert results.totals[Match.TYPED] == 0 and Match.TYPED in results.capped
    assert results.totals[Match.APART] == len(whole.hits)


def test_exact_matches_are_told_apart(archive: sqlite3.Connection) -> None:
    results = search(archive, "má")
    assert [hit.match for hit in results.hits] == [Match.TYPED, Match.UNMARKED, Match.UNMARKED]
    assert results.total == 3 and results.main is Match.TYPED
    assert search(archive, "ma").totals == {Match.TYPED: 3}


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


@pytest.mark.parametrize("order", ["newest", "relevant"])
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
    assert slugs(archive, search(archive, "cho", order="relevant"))[0] == "lak-b"


def test_counts_are_capped(archive: sqlite3.Connection) -> None:
    results = search(archive, "ma", limit=1, cap=2)
    assert (results.total, results.capped) == (2, {Match.TYPED})
    results = search(archive, "ma", limit=1, cap=3)
    assert (results.total, results.capped) == (3, set())
    assert search(archive, "má", limit=1, cap=1).totals == {Match.TYPED: 1, Match.UNMARKED: 1}


def test_an_odd_cursor_is_the_beginning(archive: sqlite3.Connection) -> None:
    for after in ("", "x", "-1", "9" * 40, "0-abc", "'; drop table articles; --", "٣"):
        assert slugs(archive, search(archive, "ma", after=after)) == ["mả", "má", "ma"]
    assert search(archive, "ma", after="7").hits == ()


def test_the_exact_index_follows_its_articles(tmp_path: Path) -> None:
    conn = archives.new(tmp_path / "archive.db")
    with transaction(conn):
        put_newspaper(conn, "bao")
        article = Article(url="https://bao.example/1", title="Nắng", body="Trời nắng.", published_at="2020-01-01")
        save_article(conn, "bao", article, seen_at=SEEN)
    assert search(conn, "nắng").main is Match.TYPED
    with transaction(conn):
        article = Article(url="https://bao.example/1", title="Mưa", body="Trời mưa đá.", published_at="2020-01-01")
        save_article(conn, "bao", article, seen_at=datetime(2024, 6, 2, tzinfo=UTC))
    assert search(conn, "nắng").total == 0
    assert search(conn, "đá").main is Match.TYPED
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
    with closing(archives.new(path)) as conn, transaction(conn):
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


def made_before(path: Path, migration: str) -> sqlite3.Connection:
    """An archive as it was before a migration, with an article and its two pictures."""
    conn = sqlite3.connect(path, isolation_level=None)
    migrations.apply(Database(conn), stop_before=migration)
    conn.execute("insert into newspapers(id, title) values ('bao', 'Báo')")
    conn.execute(
        "insert into articles(id, newspaper, url, title, lead, words, first_seen_at, last_seen_at, body) values"
        " (2024060100001, 'bao', 'https://bao.example/1', 'Đường đê', null, 8, '', '', 'Xưởng ở khu đất 1.250 m² đóng cửa.')"
    )
    conn.execute("insert into images(article_id, position, caption) values (2024060100001, 2, 'Đò cũ.')")
    conn.execute("insert into images(article_id, position, caption, credit) values (2024060100001, 1, 'Bến.', 'Lan')")
    if migration == "unlabelled":
        conn.execute("update articles set captions = 'Bến.\n\nẢnh: Lan\n\nĐò cũ.'")
    return conn


@pytest.mark.parametrize("migration", ["exact_index", "folded_view", "more_forms", "words", "captions", "unlabelled"])
def test_an_archive_made_before_is_brought_up_to_date(tmp_path: Path, migration: str) -> None:
    """Also after a tool rebuilt its index, when nothing with đ was found any more."""
    with closing(made_before(tmp_path / "archive.db", migration)) as conn:
        *before, had, _ = conn.execute("select * from articles").fetchone()
        before += [] if migration == "unlabelled" else [had]
        conn.execute("insert into articles_fts(articles_fts) values ('rebuild')")
    with closing(connect(tmp_path / "archive.db")) as conn:
        for text in ("duong de", "đường đê", "1.250 m2", "Bến. Ảnh: Lan", "do cu"):
            assert search(conn, text).main in (Match.TYPED, Match.UNMARKED), text
        for index in ("articles_fts", "articles_exact"):
            conn.execute(f"insert into {index}({index}, rank) values ('integrity-check', 1)")
        *others, said, body = conn.execute("select * from articles").fetchone()
        assert others == before and body.startswith("Xưởng") and said == "Bến.\n\nLan\n\nĐò cũ."
        assert not search(conn, "ảnh").total
        assert not list(fixity.schema(conn)) and not list(fixity.references(conn))


def test_what_pictures_say_is_found_as_it_was_copied(archive: sqlite3.Connection) -> None:
    """A caption, its credit, both, and a paragraph with the caption below it; in an edit, what it says then."""
    pictures = [
        Image("https://bao.example/a.jpg", "Bà con dắt trâu qua suối cạn.", "Lan Thử"),
        Image(None, None, "Tư Bến"),
    ]
    article = Article(url="https://bao.example/1", title="Nắng", body="Trời hạn.\n\nSuối trơ đáy.", images=pictures)

    def save(days: int) -> None:
        with transaction(archive):
            save_article(archive, "bao", article, seen_at=SEEN + timedelta(days=days))

    with transaction(archive):
        put_newspaper(archive, "bao")
    save(0)
    for text in ("Bà con dắt trâu qua suối cạn", "ba con dat trau", "Ảnh: Lan Thử", "suối cạn. Ảnh: LAN THỬ", "Photo : Lan Thử",
                 "suối cạn (Ảnh: Lan Thử)\nẢnh: Tư Bến", '"Ảnh: Tư Bến"', "anh: tu ben", "Ảnh:Tư Bến", "dắt -trâu qua suối cạn. Nguồn ảnh: Lan Thử",
                 "Trời hạn.\nBà con dắt trâu qua suối cạn. Ảnh: Lan Thử\nSuối trơ đáy.", "Tư Bến"):  # fmt: skip
        found = search(archive, text)
        assert found.total == 1 and not found.query.unread, text
    for text in ("ảnh", "anh", "Ảnh:", "ảnh Tư Bến", "Ảnh: Bến Tư Lan", 'Tư Bến -"Ảnh: Lan Thử"'):
        assert search(archive, text).main in (None, Match.APART), text  # labels are no words of an article
    (hit,) = search(archive, "dắt trâu").hits
    assert [hit.snippet.text[start:end] for start, end in hit.snippet.hits] == ["dắt trâu"]
    article.images = [Image("https://bao.example/a.jpg", "Bà con gùi nước.", None)]
    save(1)
    assert (search(archive, "gùi nước").total, search(archive, "dắt trâu").total) == (1, 0)
    article.images = []
    save(2)
    assert search(archive, "gùi nước").total == 0
    for index in ("articles_fts", "articles_exact"):
        archive.execute(f"insert into {index}({index}, rank) values ('integrity-check', 1)")


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
@given(text=TYPED, order=st.sampled_from(["newest", "oldest", "relevant"]))
def test_nothing_typed_is_an_error(archive: sqlite3.Connection, text: str, order: Order) -> None:
    results = search(archive, text, order=order, limit=2)
    assert results.total >= len(results.hits)
    if not results.query:
        assert not results.hits
    elif results.main is not None:
        assert sum(by_month(archive, text).cells.values()) == results.totals[results.main]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text", ["a " * 5000, '"' * 10_000, "-" * 10_000, "a" * 10_000, "hòa " * 2500, "đắk lắk " * 1250, "sài gòn hòa " * 900,
             "a OR " * 2000, "-a " * 3000, "title:a " * 1250, "newspaper:a " * 900, "\x00" * 10_000, "(" * 10_000]
)  # fmt: skip
def test_ten_thousand_characters(archive: sqlite3.Connection, text: str) -> None:
    assert not search(archive, text).capped

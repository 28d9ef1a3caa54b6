"""Opening an archive: made, upgraded, refused."""

import multiprocessing
import resource
import sqlite3

import pytest

from archive.database import ArchiveError, connect, read_only


def test_a_new_archive_has_the_tables_of_the_contract(tmp_path):
    conn = connect(tmp_path / "archive.db")
    tables = {name for (name,) in conn.execute("select name from sqlite_master where type = 'table'")}
    assert tables >= {
        "newspapers", "provinces", "pages", "articles", "images", "article_tags", "revisions", "removed", "captures",
        "crawls", "articles_fts",
    }  # fmt: skip
    assert [row[1] for row in conn.execute("pragma table_info(articles)")][-1] == "body"


def test_provinces_are_63_of_which_34_live_on(tmp_path):
    conn = connect(tmp_path / "archive.db")
    assert conn.execute("select count(*), count(distinct today) from provinces").fetchone() == (63, 34)
    today = dict(conn.execute("select id, today from provinces"))
    assert today["bac-kan"] == "thai-nguyen" and today["thai-nguyen"] == "thai-nguyen"
    assert today["phu-yen"] == "dak-lak" and today["ha-giang"] == "tuyen-quang"
    assert all(today[province] == province for province in set(today.values()))


def test_opening_again_changes_nothing(tmp_path):
    path = tmp_path / "archive.db"
    connect(path).execute("insert into newspapers(id, title) values ('a', 'A')")
    assert connect(path).execute("select count(*) from newspapers").fetchone() == (1,)


def test_an_archive_made_before_the_last_change_opens_with_all_it_holds(tmp_path):
    """What later migrations added is undone by hand, as it was not there yesterday."""
    path = tmp_path / "archive.db"
    conn = connect(path)
    conn.execute("insert into newspapers(id, title) values ('a', 'A')")
    conn.execute(
        "insert into articles(id, newspaper, url, title, words, first_seen_at, last_seen_at, body)"
        " values (1, 'a', 'x', 'x', 1, '', '', '')"
    )
    conn.execute("insert into images(article_id, position, caption) values (1, 1, 'Cầu treo.')")
    conn.execute("alter table images drop column after")
    conn.execute("delete from _sqlite_migrations where name = 'where_images_stood'")
    conn.close()
    assert connect(path).execute("select caption, after from images").fetchall() == [("Cầu treo.", None)]


def _open(path, barrier, results):
    barrier.wait()
    try:
        connect(path)
        results.put("opened")
    except Exception as error:
        results.put(repr(error))


def test_several_processes_make_one_archive_at_once(tmp_path):
    context = multiprocessing.get_context("fork")
    barrier, results = context.Barrier(6), context.Queue()
    processes = [context.Process(target=_open, args=(tmp_path / "archive.db", barrier, results)) for _ in range(6)]
    for process in processes:
        process.start()
    assert [results.get(timeout=600) for _ in processes] == ["opened"] * 6
    for process in processes:
        process.join()


def test_an_archive_of_a_newer_version_is_left_alone(tmp_path):
    path = tmp_path / "archive.db"
    conn = connect(path)
    conn.execute(
        "insert into _sqlite_migrations(migration_set, name, applied_at) values ('baotinh', 'tables_of_2031', '2031-01-01')"
    )
    conn.close()
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match="newer version") as caught:
        connect(path)
    assert "\n" not in str(caught.value) and str(path) in str(caught.value)
    assert path.read_bytes() == before


@pytest.mark.parametrize("make", ["text", "database"])
def test_what_is_no_archive_is_refused_and_untouched(tmp_path, make):
    path = tmp_path / "other.db"
    if make == "text":
        path.write_text("Đây không phải là kho lưu trữ. " * 100)
    else:
        conn = sqlite3.connect(path)
        conn.execute("create table letters(a)")
        conn.commit()
        conn.close()
    before = path.read_bytes()
    with pytest.raises(ArchiveError) as caught:
        connect(path)
    assert str(path) in str(caught.value) and "\n" not in str(caught.value)
    assert path.read_bytes() == before


def test_a_missing_folder_and_a_missing_archive_are_said(tmp_path):
    with pytest.raises(ArchiveError, match="does not exist"):
        connect(tmp_path / "nowhere" / "archive.db")
    with pytest.raises(ArchiveError, match="no archive here"):
        connect(tmp_path / "archive.db", create=False)
    with pytest.raises(ArchiveError, match="no archive here"):
        read_only(tmp_path / "archive.db")


def _fill(path, results):
    resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    from archive.database import explain, transaction

    conn = connect(path)
    try:
        for number in range(1000):
            with transaction(conn):
                conn.execute("insert into newspapers(id, title) values (?, ?)", [f"n{number}", "x" * 4000])
    except sqlite3.Error as error:
        results.put((number, explain(error)))


def test_a_full_disk_leaves_what_was_stored_whole(tmp_path):
    """A limit on file size stands for the full disk: SQLite sees a failing write either way."""
    context = multiprocessing.get_context("fork")
    results = context.Queue()
    process = context.Process(target=_fill, args=(tmp_path / "archive.db", results))
    process.start()
    stored, line = results.get(timeout=30)
    process.join()
    assert "nothing of the archive is lost" in line
    conn = connect(tmp_path / "archive.db")
    assert conn.execute("select count(*) from newspapers").fetchone() == (stored,)
    assert conn.execute("pragma integrity_check").fetchone() == ("ok",)


def test_a_province_is_what_it_was_on_that_day(tmp_path):
    conn = connect(tmp_path / "archive.db")

    def kind(province, day):
        return conn.execute(
            "select kind from province_kinds where province = ? and (since is null or since <= ?) order by since desc limit 1",
            [province, day],
        ).fetchone()[0]

    assert [kind("dong-nai", day) for day in ("2015-01-01", "2026-04-29", "2026-04-30")] == [
        "tỉnh",
        "tỉnh",
        "thành phố",
    ]
    assert [kind("hue", day) for day in ("2024-12-31", "2025-01-01")] == ["tỉnh", "thành phố"]
    assert kind("ha-noi", "2015-01-01") == "thành phố" and kind("binh-duong", "2026-10-01") == "tỉnh"
    assert conn.execute("select count(distinct province) from province_kinds").fetchone() == (63,)

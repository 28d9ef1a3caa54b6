"""Whatever a person mistypes, and whatever lies where the archive should: one line that says so, and no traceback."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from scrapy import cmdline
from scrapy.crawler import Crawler
from scrapy.settings import Settings

from archive.article import Article
from archive.database import connect_to_read, is_read_only
from archive.newspapers import put_newspaper
from archive.schema.schema import migrations
from archive.storing.store import save_article
from crawler import sample
from crawler import settings as defaults
from crawler.clock import now
from crawler.commands.check import Meter, stages
from crawler.commands.crawl import unusable
from crawler.rescue.spider import RescueSpider
from crawler.rescue.wayback import Wayback
from crawler.spiders.base import ArchiveSpider, CrawlError
from crawler.spiders.files import FilesSpider
from crawler.spiders.newspaper import NewspaperSpider
from tests import archives

from .conftest import ROOT

COMMANDS = ("crawl", "crawlall", "newspapers", "withhold", "reprocess", "publish", "sample", "addnewspaper")
_ARTICLE = Article(
    "https://l.vn/1", "Bài", "Thân.", published_at="2026-11-20", published_precision="day", published_from="meta"
)
Ended = tuple[int, str]  # exit status, standard error
Run = Callable[..., Ended]


class NoCrawl:
    """Where a crawl would be started that should have been refused, the test fails: it has no methods."""

    def __init__(self, settings: Settings):
        pass


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """A `scrapy` command in this process, on an archive of one article."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(cmdline, "AsyncCrawlerProcess", NoCrawl)
    conn = archives.new(tmp_path / "archive.db")
    put_newspaper(conn, "bao-la")
    save_article(conn, "bao-la", _ARTICLE, seen_at=now())
    conn.close()

    def run(*arguments: str, archive: str = "archive.db") -> Ended:
        settings = Settings()
        settings.setmodule(defaults)
        settings.set("ARCHIVE", str(tmp_path / archive), "cmdline")
        with pytest.raises(SystemExit) as end:
            cmdline.execute(["scrapy", *arguments], settings)
        return int(end.value.code or 0), capsys.readouterr().err

    return run


def spoil(path: Path, how: str) -> None:
    whole = path.read_bytes()
    path.unlink()
    if how == "folder":
        path.mkdir()
    elif how == "text":
        path.write_text("Đây là một bài viết, không phải kho lưu trữ. " * 100)
    elif how == "cut":
        path.write_bytes(whole[: len(whole) // 3])
    elif how == "rotten":
        path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    elif how in ("another database", "newer"):
        if how == "newer":
            path.write_bytes(whole)
        conn = sqlite3.connect(path)
        conn.execute("create table notes (text)")
        if how == "newer":
            conn.execute(
                f"insert into {migrations.migrations_table}(migration_set, name, applied_at) values (?, 'later', '2036')",
                [migrations.name],
            )
        conn.commit()
        conn.close()


@pytest.mark.parametrize(
    "command", [["newspapers", "--check"], ["withhold"], ["reprocess"], ["publish", "--copy-only"], ["sample"], ["crawlall"]]
)  # fmt: skip
@pytest.mark.parametrize("how", ["folder", "text", "cut", "rotten", "another database", "newer", "missing", "locked"])
def test_what_is_no_archive(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], how: str
) -> None:
    if how == "missing" and command[0] in ("sample", "crawlall"):
        pytest.skip("these make one")
    (tmp_path / "captures").mkdir()
    path = tmp_path / "archive.db"
    if how == "locked":
        impatient = sqlite3.connect
        monkeypatch.setattr("archive.database.sqlite3.connect", lambda *a, **k: impatient(*a, **{**k, "timeout": 0}))
        holder = impatient(path, isolation_level=None)
        holder.execute("pragma journal_mode = delete")
        holder.execute("begin exclusive")
    else:
        spoil(path, how)
    status, error = run(*command)
    assert status == 1 and error.startswith(f"scrapy {command[0]}: ") and len(error.splitlines()) == 1, error
    assert str(path) in error
    if how == "locked":
        holder.close()


def test_an_archive_that_may_only_be_read_is_checked(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive, plain = tmp_path / "archive.db", sqlite3.connect
    with closing(plain(archive)) as conn, conn:
        conn.execute("update revisions set digest = null")  # from before there were any: a check fills them in

    def only_read(path: object, *arguments: object, **named: object) -> sqlite3.Connection:
        uri = {"database": f"{archive.as_uri()}?mode=ro", "uri": True} if path == archive else {"database": path}
        return plain(*arguments, **uri, **named)

    monkeypatch.setattr("archive.database.sqlite3.connect", only_read)
    status, error = run("check")
    assert status == 1 and error == f"this run is not recorded: {archive} is read-only here, or its disk is full\n"
    with closing(connect_to_read(archive)) as conn, Meter(0) as meter:
        assert is_read_only(conn) and conn.execute("select * from checks").fetchall() == []
        assert [fault.code for stage in stages(conn, None, meter) for fault in stage] == ["no page"]


USAGE = (
    "newspapers foo", "newspapers --check --facts", "sample x", "publish x", "publish --port x", "publish --fd x",
    "publish --copy-only --serve-only", "reprocess a b", "crawl", "crawl a b", "crawl newspaper -a x",
    "crawl newspaper -s x", "crawlall x", "crawlall --bad", "addnewspaper", "addnewspaper a b",
    "withhold 99999999999999999999999 --why x", "withhold ² --why x", "withhold ٣ --why x", "withhold -5 --why x",
    "withhold 1", "withhold 1 2 --why x", "withhold --why x", "withhold --release", "withhold 1 --why",
    "withhold 1 --why x --release", "read x.html --jsnol", "read --jsnol",
)  # fmt: skip


@pytest.mark.parametrize("line", USAGE)
def test_wrong_usage_is_status_2(run: Run, line: str) -> None:
    status, error = run(*line.split())
    assert status == 2 and "error: " in error.splitlines()[-1]


@pytest.mark.parametrize("why", ["", "  ", "\n"])
def test_a_reason_of_nothing_is_none(run: Run, why: str) -> None:
    assert run("withhold", "2026112000001", "--why", why)[0] == 2
    assert run("withhold", "2026112000001", "--why", "người viết đề nghị")[0] == 0


IMPOSSIBLE = (
    ("export parquet /proc/x", "/proc/x: cannot be made there; choose another folder"),
    ("export parquet {}/archive.db", "archive.db: is a file, or below one; choose a folder"),
    ("export parquet {}/archive.db/x", "archive.db/x: is a file"),
    ("reprocess nosuch", "no newspaper 'nosuch'"), ("withhold 7 --why x", "no article 7"),
    ("withhold 7 --release", "not withheld"), ("publish --port 70000", "port"), ("publish --port -1", "port"),
    ("publish --fd 999", "descriptor"), ("publish --copy-only -s PUBLIC_CAPTURES=co", "neither 1 nor 0"), ("publish --serve-only --port 0 --to {}/none.db", "none.db"),
    ("publish --copy-only --to {}", "directory"),
    ("crawlall --province ba-to", "no province 'ba-to'"), ("crawlall --family aids", "no newspaper of this"),
    ("crawlall -a since=2015", "since=2015: not a day"), ("crawlall --family AID -a limit=x", "limit=x"),
    ("crawlall -a foo=1", "no argument foo"), ("crawlall -a url=http://a.vn/", "no argument url"),
    ("crawlall -a name=a", "no argument name"), ("crawlall -a since=2016-01-01 -a until=2015-01-01", "since=2016-01-01"),
    ("addnewspaper http://a.vn/ --name files", "'files'"), ("addnewspaper http://a.vn/ --name newspaper", "'newspaper'"),
    ("addnewspaper http://a.vn/ --name bao-", "bao-"), ("addnewspaper http://a.vn/ --name ../x", "../x"),
    ("addnewspaper http://a.vn/ --name None", "None"), ("addnewspaper http://a.vn/ --name bao_x", "bao_x"),
    ("addnewspaper nonsense", "nonsense: not an address"), ("addnewspaper http://", "http://: not an address"),
    ("addnewspaper ftp://x.vn/", "ftp://x.vn/: not an address"),
    ("addnewspaper https://baothainguyen.vn/", "scrapy crawl baothainguyen"),
    ("addnewspaper http://www.baothainguyen.org.vn/tin --name khac", "scrapy crawl baothainguyen"),
    ("addnewspaper https://baomoi.vn/ --name baothainguyen", "choose another with --name"),
)  # fmt: skip


@pytest.mark.parametrize(("line", "says"), IMPOSSIBLE)
def test_what_cannot_be_done_is_one_line(run: Run, tmp_path: Path, line: str, says: str) -> None:
    """And writes nothing."""
    (tmp_path / "captures").mkdir()
    before = stored(tmp_path)
    status, error = run(*line.format(tmp_path).split())
    assert status == 1 and len(error.splitlines()) == 1 and says in error, error
    assert stored(tmp_path) == before


NO_ARCHIVE_YET = (
    ("crawlall --province ba-to", "no province 'ba-to'"), ("crawlall --family aids", "no newspaper of this"),
    ("crawlall -a foo=1", "no argument foo"), ("merge {}/page.db", "no SQLite database"),
    ("merge {}/archive.db --newspaper bao-khac", "no newspaper 'bao-khac'"), ("merge {}/none.db", "no such file"),
    ("export parquet {}/out", "no archive here"), ("words", "no archive here"), ("reprints", "no archive here"),
)  # fmt: skip


@pytest.mark.parametrize(("line", "says"), NO_ARCHIVE_YET)
def test_what_is_refused_makes_no_archive(run: Run, tmp_path: Path, line: str, says: str) -> None:
    (tmp_path / "page.db").write_text("Đây là một bài viết. " * 100)
    before = sorted(tmp_path.iterdir())
    status, error = run(*line.format(tmp_path).split(), archive="new.db")
    assert status == 1 and len(error.splitlines()) == 1 and says in error, error
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("spider", "arguments", "says"),
    [
        (NewspaperSpider, {"url": "http://127.0.0.1:9/", "province": "ba-to"}, "no province 'ba-to'"),
        (RescueSpider, {"newspaper": "bao-khong-co", "source": Wayback("http://127.0.0.1:9")}, "no newspaper"),
    ],
)
def test_a_crawl_that_is_refused_makes_no_archive(
    tmp_path: Path, spider: type[ArchiveSpider], arguments: dict[str, Any], says: str
) -> None:
    settings = Settings()
    settings.setmodule(defaults)
    settings.set("ARCHIVE", str(tmp_path / "new.db"), "cmdline")
    with pytest.raises(CrawlError, match=says):
        spider.from_crawler(Crawler(spider, settings), **arguments)
    assert not [*tmp_path.iterdir()]


def stored(folder: Path) -> list[list[tuple]]:
    """What the archive holds, beside counts that are kept."""
    tables = ("newspapers", "crawls", "pages", "articles", "withheld")
    with closing(sqlite3.connect(folder / "archive.db")) as conn:
        return [conn.execute(f"select * from {table}").fetchall() for table in tables]


NONE = ("abc", "1e300", "nan", "", "²", "9" * 5000)  # no number, nor yes or no


@pytest.mark.parametrize("name", sorted(defaults.kinds))
def test_a_setting_that_is_none(name: str) -> None:
    for value in NONE:
        settings = Settings()
        settings.setmodule(defaults)
        settings.set(name, value, "cmdline")
        wrong = unusable(settings)
        assert wrong is not None and len(wrong.splitlines()) == 1 and wrong.startswith(f"{name}="), value


@pytest.mark.parametrize("value", NONE)
def test_a_crawl_with_such_a_setting_does_not_begin(run: Run, value: str) -> None:
    status, error = run("crawl", "newspaper", "-s", f"DOWNLOAD_DELAY={value}")
    assert status == 1 and len(error.splitlines()) == 1 and "DOWNLOAD_DELAY=" in error, error


@pytest.mark.parametrize(
    "chosen",
    ["DOWNLOAD_DELAY=-1", "REVISIT_AFTER=a", "REVISIT_AFTER=1,-7", "REVISIT_AFTER=nan", "LOG_LEVEL=LOUD", "CONCURRENT_REQUESTS=0",
     "RETRY_TIMES=1.5"],
)  # fmt: skip
def test_other_settings_that_are_none(run: Run, chosen: str) -> None:
    status, error = run("crawlall", "-s", chosen)
    assert status == 1 and error.startswith("scrapy crawlall: ") and len(error.splitlines()) == 1, error


@pytest.mark.parametrize(
    "arguments",
    [
        {"since": "foo"}, {"since": "2015"}, {"since": "2015-13-01"}, {"until": "٢٠١٥-٠١-٠١"},
        {"since": "2016-01-02", "until": "2016-01-01"},
        {"limit": "0"}, {"limit": "-1"}, {"limit": "²"}, {"limit": "٣"}, {"limit": ""}, {"limit": "9" * 5000},
        {"revisit": "no"}, {"foo": "1"}, {"name": "Báo"}, {"name": "-"}, {"url": ""}, {"url": "foo"}, {"url": "ftp://x/"},
        {"url": "http://"}, {"url": "http://[::1"}, {"url": "http://a.vn:99999/"},
    ],
)  # fmt: skip
def test_arguments_of_a_crawl(arguments: dict[str, str]) -> None:
    with pytest.raises(CrawlError) as error:
        NewspaperSpider(**{"url": "http://127.0.0.1:9/", **arguments})
    assert len(str(error.value).splitlines()) == 1


@pytest.mark.parametrize("arguments", [{}, {"path": ""}, {"path": "/không/có"}, {"path": "\0"}, {"paths": "x"}])
def test_arguments_of_files(arguments: dict[str, str]) -> None:
    with pytest.raises(CrawlError):
        FilesSpider(**arguments)


def test_a_port_of_the_sample_that_is_taken(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def serve(edition: int, port_base: int) -> None:
        raise sample.PortTakenError(f"Port {port_base + 1} is taken.")

    monkeypatch.setattr(sample, "serve", serve)
    status, error = run("sample")
    assert status == 1 and len(error.splitlines()) == 1 and "is taken. End the program that has it" in error


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    with pytest.raises(SystemExit):
        cmdline.execute(["scrapy", command, "--help"], Settings({"COMMANDS_MODULE": "crawler.commands"}))
    told = " ".join(capsys.readouterr().out.split())
    assert f": scrapy {command}" in told


def test_files_that_are_none_are_left_out_and_the_rest_is_read(scrapy, rows, tmp_path: Path) -> None:
    """A WARC cut in the middle, a page of NULs, a link to nowhere, folders of nothing."""
    shutil.copytree(ROOT / "tests" / "crawler" / "frozen", tmp_path / "saved")
    (tmp_path / "saved" / "empty" / "folder").mkdir(parents=True)
    (tmp_path / "saved" / "nul.html").write_bytes(b"<html>" + b"\0" * 5000)
    (tmp_path / "saved" / "nul-later.html").write_bytes(b"<html><body>" + b"a" * 5000 + b"\0" * 5000)
    (tmp_path / "saved" / "none.html").write_bytes(b"")
    (tmp_path / "saved" / "dangling.html").symlink_to(tmp_path / "nowhere")
    done = scrapy("crawl", "files", "-a", f"path={tmp_path / 'saved'}")
    assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
    empty = scrapy("crawl", "files", "-a", f"path={tmp_path / 'saved' / 'empty'}", "-a", "newspaper=trong")
    assert empty.returncode == 1 and "an empty folder" in empty.stderr
    assert rows("select count(*) from crawls") == [(1,)] and rows("select id from newspapers") == [("files",)]
    before = rows("select count(*) from articles")
    warc = max((tmp_path / "captures").rglob("*.warc*"))
    (tmp_path / "cut.warc.gz").write_bytes(warc.read_bytes()[: warc.stat().st_size * 2 // 3])
    done = scrapy("crawl", "files", "-a", f"path={tmp_path / 'cut.warc.gz'}")
    assert "Traceback" not in done.stderr and "cut.warc.gz" in done.stderr, done.stderr
    assert rows("select count(*) from articles") >= before > [(0,)]


@pytest.mark.parametrize("option", ["--logfile", "--pidfile"])
def test_a_file_that_scrapy_cannot_open(scrapy, option: str) -> None:
    done = scrapy("crawl", "newspaper", "-a", "url=http://127.0.0.1:9/", option, "/không/có/tệp")
    assert done.returncode == 1 and done.stderr == "scrapy: /không/có/tệp: No such file or directory\n"

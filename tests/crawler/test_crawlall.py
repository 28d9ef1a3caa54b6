"""Many newspapers in one process: chosen, kept apart, stopped and killed without a loss."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import signal
import sqlite3
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler import catalogue
from crawler.discovery.addresses import site

from .conftest import ROOT
from .replicas import build
from .replicas.papers import FIXTURES
from .replicas.server import Stand
from .test_progress import screen

pytestmark = pytest.mark.slow

PAPERS = catalogue.described(["crawler.newspapers"])
AID = sorted(name for name, paper in PAPERS.items() if paper.family == "aid")


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    pages = {}
    for name in AID:
        pages |= build(PAPERS[name], sorted(FIXTURES).index(name)).pages
    with Stand(pages, tmp_path) as served:
        yield served


def start(stand: Stand, *arguments: str, **settings: object) -> subprocess.Popen[str]:
    chosen = {"ARCHIVE": stand.folder / "archive.db", "DOWNLOAD_DELAY": 0, "RETRY_TIMES": 1, **settings}
    env = {**os.environ, **stand.environment, **{f"BAOTINH_{key}": str(value) for key, value in chosen.items()}}
    command = [sys.executable, "-m", "scrapy", "crawlall", *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.fixture
def go_on() -> Iterator[threading.Event]:
    """What a server waits for that hangs."""
    event = threading.Event()
    yield event
    event.set()


def count(folder: Path, sql: str = "select count(*) from articles") -> int:
    path = folder / "archive.db"
    if not path.exists():
        return 0
    conn = sqlite3.connect(path)
    try:
        return conn.execute(sql).fetchone()[0]
    except sqlite3.OperationalError:  # not all tables are there yet
        return 0
    finally:
        conn.close()


def test_killed_and_stopped_it_goes_on_where_it_was(stand: Stand) -> None:
    whole = 3 * len(AID)
    for number, how in enumerate((signal.SIGKILL, signal.SIGINT), 1):
        crawl = start(stand, "--family", "aid", DOWNLOAD_DELAY=0.4)
        while count(stand.folder) < number * 5 and crawl.poll() is None:
            time.sleep(0.02)
        crawl.send_signal(how)
        table, errors = crawl.communicate(timeout=120)
        assert crawl.returncode == (-9 if how == signal.SIGKILL else 130) and "Traceback" not in errors, errors
        assert how == signal.SIGKILL or [line.split()[0] for line in table.splitlines()[1:]] == [*AID, "all"]
        assert how == signal.SIGKILL or {line.split()[-1] for line in table.splitlines()[1:-1]} == {"interrupted"}
        assert number * 5 <= count(stand.folder) < whole
    done = start(stand, "--family", "aid")
    table, errors = done.communicate(timeout=300)
    assert done.returncode == 0, errors
    assert count(stand.folder) == whole
    assert (
        count(stand.folder, "select count(*) from (select 1 from revisions group by article_id having count(*) > 1)")
        == 0
    )
    assert [line.split()[0] for line in table.splitlines()[1:]] == [*AID, "all"]


def test_a_newspaper_that_is_out_of_reach_does_not_hold_the_others_up(stand: Stand) -> None:
    """Of Vĩnh Long's newspapers only Báo Đồng Khởi's host is served."""
    done = start(stand, "--province", "vinh-long")
    table, errors = done.communicate(timeout=300)
    assert done.returncode == 1
    assert (
        count(stand.folder) == 3 and count(stand.folder, "select count(*) from crawls where finished_at is null") == 0
    )
    assert "scrapy crawlall: baovinhlong: https://baovinhlong.com.vn/" in errors
    assert "baotravinh went" not in errors and "Báo Trà Vinh went into baovinhlong" in table


@pytest.mark.parametrize("signals", [[signal.SIGINT], [signal.SIGTERM, signal.SIGTERM]])
def test_a_server_that_hangs_holds_up_neither_the_others_nor_the_end(
    stand: Stand, signals: list[signal.Signals], go_on: threading.Event
) -> None:
    hanging = AID[0]
    stand.pages[site(PAPERS[hanging].home or ""), "/"] = lambda: (go_on.wait(), (200, {}, b""))[1]
    crawl = start(stand, "--family", "aid", DOWNLOAD_TIMEOUT=600)
    ended = "select count(*) from crawls where reason = 'finished'"
    while count(stand.folder, ended) < len(AID) - 1 and crawl.poll() is None:
        time.sleep(0.02)
    assert count(stand.folder, ended) == len(AID) - 1 and crawl.poll() is None
    for number in signals:
        crawl.send_signal(number)
        time.sleep(0.3)
    table, errors = crawl.communicate(timeout=120)
    assert crawl.returncode == 130 and "Traceback" not in errors, errors
    rows = {line.split()[0]: line.split()[1:] for line in table.splitlines()[1:]}
    assert rows.pop(hanging)[-1] == "interrupted" and rows.pop("all")[2] == str(3 * len(rows))
    assert {row[-1] for row in rows.values()} == {"finished"}
    assert count(stand.folder, "select count(*) from crawls where finished_at is null") == 0


def test_a_newspaper_that_another_process_crawls_is_left_to_it(stand: Stand, go_on: threading.Event) -> None:
    """Meanwhile somebody reads: nobody finds the archive locked."""
    name = AID[0]
    front = site(PAPERS[name].home or ""), "/"
    page = stand.pages[front]
    stand.pages[front] = lambda: (go_on.wait(), page)[1]
    settings = {"ARCHIVE": stand.folder / "archive.db", "DOWNLOAD_DELAY": 0, "DOWNLOAD_TIMEOUT": 600}
    settings = {f"BAOTINH_{key}": str(value) for key, value in settings.items()}
    other = subprocess.Popen(
        [sys.executable, "-m", "scrapy", "crawl", name], cwd=ROOT, env={**os.environ, **stand.environment, **settings},
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    while not count(stand.folder, "select count(*) from crawls"):
        assert other.poll() is None
        time.sleep(0.02)
    crawl = start(stand, "--family", "aid")
    reads = 0
    while crawl.poll() is None:
        reads += count(stand.folder, "select count(*) from articles join revisions on article_id = articles.id") >= 0
        time.sleep(0.005)
    _, errors = crawl.communicate(timeout=300)
    assert other.poll() is None
    go_on.set()
    assert crawl.returncode == 1 and errors.splitlines()[-1].endswith(f"{name}: another crawl of it is under way")
    assert "Traceback" not in errors, errors
    assert count(stand.folder) >= 3 * (len(AID) - 1) and reads > 10
    _, errors = other.communicate(timeout=120)
    assert other.returncode == 0 and count(stand.folder) == 3 * len(AID), errors
    assert count(stand.folder, "select count(*) from revisions") == 3 * len(AID)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(["--province", "ba-to"], "no province 'ba-to'"), (["--family", "aids"], "no newspaper of this")],
)
def test_a_choice_of_nothing_is_one_line(stand: Stand, arguments: list[str], says: str) -> None:
    done = start(stand, *arguments)
    _, errors = done.communicate(timeout=300)
    assert done.returncode == 1 and says in errors and len(errors.strip().splitlines()) == 1, errors


def test_one_table_that_fits_the_terminal_and_a_summary_at_the_end(stand: Stand) -> None:
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 9, 140, 0, 0))
    chosen = {"BAOTINH_ARCHIVE": str(stand.folder / "archive.db"), "BAOTINH_DOWNLOAD_DELAY": "0.1", "TERM": "xterm"}
    env = (
        {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES", "NO_COLOR")} | stand.environment | chosen
    )
    command = [sys.executable, "-m", "scrapy", "crawlall", "--family", "aid"]
    crawl = subprocess.Popen(command, cwd=ROOT, env=env, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs, text=True)
    os.close(theirs)
    sent = b""
    while True:
        try:
            sent += os.read(ours, 65536)
        except OSError:  # the crawl has closed its side
            break
    os.close(ours)
    summary, _ = crawl.communicate(timeout=300)
    shown = screen(sent.decode(), height=9)
    [table] = [n for n, line in enumerate(shown) if line.startswith("newspaper")]
    whole = [str(3 * len(AID)), "0", "0", "0.0"]
    rows = [line.split() for line in shown[table + 1 :] if line]
    assert [row[:-6] + row[-4:] for row in rows] == [["7", "ended", *whole], ["0", "of", "7", "running", *whole]]
    assert re.search(r"… \d more +\d", sent.decode()), "while more ran than the screen has room for"
    head, *lines = [line.split() for line in summary.splitlines()]
    assert head == ["newspaper", "found", "pages", "new", "changed", "errors", "pages/s", "how", "it", "ended"]
    assert [line[:1] + line[3:6] + line[7:] for line in lines] == [
        [name, "3", "0", "0", "finished"] for name in AID
    ] + [["all", "21", "0", "0"]]

"""Many newspapers in one process: chosen, kept apart, stopped and killed without a loss."""

from __future__ import annotations

import fcntl
import os
import pty
import signal
import sqlite3
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from scrapy.settings import Settings

from crawler import newspapers

from .conftest import ROOT
from .replicas import build
from .replicas.papers import FIXTURES
from .replicas.server import Stand
from .test_progress import screen

PAPERS = newspapers.catalogue(Settings({"SPIDER_MODULES": ["crawler.spiders"]}))
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
        deadline = time.monotonic() + 30
        while count(stand.folder) < number * 5 and crawl.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        crawl.send_signal(how)
        _, errors = crawl.communicate(timeout=20)
        assert crawl.returncode == (-9 if how == signal.SIGKILL else 130) and "Traceback" not in errors, errors
        assert number * 5 <= count(stand.folder) < whole
    done = start(stand, "--family", "aid")
    table, errors = done.communicate(timeout=60)
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
    table, errors = done.communicate(timeout=60)
    assert done.returncode == 1
    assert (
        count(stand.folder) == 3 and count(stand.folder, "select count(*) from crawls where finished_at is null") == 0
    )
    assert "scrapy crawlall: baovinhlong: https://baovinhlong.com.vn/" in errors
    assert "baotravinh went" not in errors and "Báo Trà Vinh went into baovinhlong" in table


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(["--province", "ba-to"], "no province 'ba-to'"), (["--family", "aids"], "no newspaper of this")],
)
def test_a_choice_of_nothing_is_one_line(stand: Stand, arguments: list[str], says: str) -> None:
    done = start(stand, *arguments)
    _, errors = done.communicate(timeout=30)
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
    summary, _ = crawl.communicate(timeout=30)
    shown = screen(sent.decode())
    [table] = [n for n, line in enumerate(shown) if line.startswith("newspaper")]
    rows = [line.split() for line in shown[table + 1 :] if line]
    assert len(rows) == 9 - 4 + 1 and {row[0] for row in rows[:-1]} < set(AID)
    assert rows[-1][:3] == ["0", "of", "7"] and rows[-1][4] == str(3 * len(AID)), "the last row is of all"
    head, *lines = [line.split() for line in summary.splitlines()]
    assert head[:6] == ["newspaper", "pages", "new", "changed", "errors", "/s"]
    assert [line[:1] + line[2:5] for line in lines] == [[name, "3", "0", "0"] for name in AID] + [
        ["all", "21", "0", "0"]
    ]

"""Many newspapers in one process: chosen, kept apart, stopped and killed without a loss."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
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

"""Reading captures again in several processes: the same answers in the same order, whichever process dies; what would
change, before it does; and a run that was broken off goes on."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from scrapy.utils.project import get_project_settings

from archive.crawls import process_name
from archive.database import ArchiveError, connect
from crawler.reprocessing import pools, run
from crawler.reprocessing.reader import Reader
from crawler.reprocessing.run import Captures, Run
from crawler.reprocessing.tasks import Kind, Place, knowledge
from pipelines.profiles.learning import Profiles

from .. import archives
from . import forked
from .conftest import ROOT, article, command, environment, listing

NOW = datetime(2026, 11, 27, tzinfo=UTC)
PATHS = [f"/bai-so-{number}" for number in range(1001, 1013)]


@pytest.fixture
def crawled(site, crawl, tmp_path: Path) -> Path:
    """The folder of an archive of twelve articles, one of them edited, and a page that is none."""
    site.pages = {"/": listing(*PATHS, "/lien-he"), "/lien-he": "<html><body><p>Liên hệ tòa soạn</p></body></html>"}
    for n, path in enumerate(PATHS):
        site.pages[path] = article(f"Chuyện thứ {n} của thôn", published=f"2026-10-{n + 1:02}T08:00:00+07:00")
    crawl()
    site.pages[PATHS[0]] = article("Bài đã sửa", "Bản sửa: ủy ban xã xin lỗi vì con số sai trong bản tin đầu tiên.")
    crawl("revisit=all")
    return tmp_path


def place(folder: Path) -> Place:
    with closing(connect(folder / "archive.db")) as conn:
        return Place(str(folder / "captures"), True, knowledge(conn))


def batches(folder: Path, size: int = 2) -> list[pools.Batch]:
    with closing(connect(folder / "archive.db")) as conn:
        rows = [row for batch in Captures(conn).batches() for row in batch]
    return [rows[first : first + size] for first in range(0, len(rows), size)]


@pytest.mark.slow  # test_a_dry_run... has two processes answer, none killed
def test_processes_answer_as_one_does_though_one_is_killed(crawled: Path) -> None:
    asked = batches(crawled)
    told = list(pools.here(place(crawled))(asked))
    kinds = [answer.kind for _, answers in told for answer in answers]
    assert kinds.count(Kind.ARTICLE) >= 13
    killed = False
    found = []
    for batch, answers in pools.processes(place(crawled), 2)(asked):
        found.append((batch, answers))
        if not killed:
            killed = True
            os.kill(workers()[0], signal.SIGKILL)
    assert found == told


def workers() -> list[int]:
    """The processes of this one's that read captures."""
    children = [
        pid for task in Path("/proc/self/task").glob("*/children") for pid in map(int, task.read_text().split())
    ]
    return [pid for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def test_a_dry_run_says_what_would_change_and_writes_nothing(crawled: Path, scrapy) -> None:
    path = crawled / "archive.db"
    with closing(sqlite3.connect(path)) as conn, conn:
        (one,) = conn.execute("select article_id from revisions where title = 'Chuyện thứ 3 của thôn'").fetchone()
        for table, column in (("articles", "id"), ("revisions", "article_id")):
            conn.execute(f"update {table} set title = 'Chuyện thứ 3 của xã' where {column} = ?", [one])
        conn.execute("update articles set published_at = '2026-10-05' where id = ?", [one])
        conn.execute("update articles set title = 'Chuyện hỏng' where title = 'Chuyện thứ 5 của thôn'")
        before = list(conn.iterdump())
    done = scrapy("reprocess", "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "2 would change, 0 new" in done.stdout
    assert "title: 2\n" in done.stdout
    assert all(title in done.stdout for title in ("Chuyện hỏng", "của xã", "của thôn"))
    assert "published_at: 1\n" in done.stdout
    with closing(sqlite3.connect(path)) as conn:
        assert list(conn.iterdump()) == before
    done = scrapy("reprocess", "--jobs", "2")
    assert done.returncode == 0, done.stderr
    assert "0 would change" in scrapy("reprocess", "--dry-run").stdout
    with closing(sqlite3.connect(path)) as conn:
        assert conn.execute("select title from articles where id = ?", [one]).fetchone() == ("Chuyện thứ 3 của thôn",)
        assert not conn.execute("select 1 from articles where title = 'Chuyện hỏng'").fetchone()


def test_a_run_broken_off_goes_on_where_it_was(crawled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "BATCH", 3)
    where = place(crawled)
    with closing(connect(crawled / "archive.db")) as conn:
        reader = Reader(conn, crawled / "captures", get_project_settings(), Profiles(conn))
        first = Run(conn, None, NOW)
        total = Captures(conn).total
        for done, _ in enumerate(first.write(reader, Captures(conn), pools.here(where)), 1):
            if done == 2:
                break
        second = Run(conn, None, NOW)
        rest = Captures(conn, None, second.after)
        assert second.goes_on and second.counts["captures"] == 6 and rest.total == total - 6
        for _ in second.write(reader, rest, pools.here(where)):
            pass
        second.finish(NOW)
        assert second.counts["captures"] == total and second.counts["articles"] >= 13 and not second.counts["new"]
        third = Run(conn, None, NOW)
        assert not third.goes_on
        conn.execute("update reprocess_runs set process = ? where id = ?", [process_name(os.getppid()), third.id])
        with pytest.raises(ArchiveError, match="under way"):
            Run(conn, None, NOW)


@pytest.mark.slow
def test_a_cluster_answers_as_one_process_does_though_a_worker_is_killed(crawled: Path) -> None:
    distributed = pytest.importorskip("distributed")
    asked = batches(crawled, 1)
    told = list(pools.here(place(crawled))(asked))
    with distributed.LocalCluster(2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as local:
        found, killed = [], False
        for batch, answers in pools.cluster(place(crawled), local.scheduler_address)(asked):
            found.append((batch, answers))
            if not killed:
                killed = True
                os.kill(local.workers[0].pid, signal.SIGKILL)
        assert found == told
        with distributed.Client(local.scheduler_address) as client:
            lost = client.submit(sum, [1, 2], pure=False)
            lost.cancel()  # as Dask does with an answer that ends with its worker while it is fetched
            assert pools.answers_of(place(crawled), asked[0], lost) == told[0][1]


@pytest.mark.slow
def test_killed_between_batches_it_ends_as_if_nothing_had_been(site, crawl, scrapy, tmp_path: Path) -> None:
    paths = [f"/bai-so-{number}" for number in range(2001, 2131)]
    site.pages = {"/": listing(*paths)}
    for n, path in enumerate(paths):
        site.pages[path] = article(f"Chuyện thứ {n} của thôn", published=f"2026-10-{n % 28 + 1:02}T08:00:00+07:00")
    crawl()
    path = tmp_path / "archive.db"
    fields = "select id, title, body, lead, published_at, changed_at from articles order by id"
    with closing(sqlite3.connect(path)) as conn:
        before = conn.execute(fields).fetchall()
        with conn:
            conn.execute("update articles set title = 'khác', body = 'khác'")
            conn.execute("update revisions set title = 'khác', body = 'khác'")
        for _ in range(2):
            come = captures_read(conn)
            process = subprocess.Popen(command("reprocess"), cwd=ROOT, env=environment(ARCHIVE=path))
            while captures_read(conn) == come and process.poll() is None:
                time.sleep(0.005)
            process.kill()
            assert process.wait() == -signal.SIGKILL and captures_read(conn) > come
        done = scrapy("reprocess")
        assert done.returncode == 0 and "goes on after" in done.stderr, done.stderr
        assert conn.execute(fields).fetchall() == before
        assert captures_read(conn) == len(paths) + 1  # and the front page
        assert conn.execute("select count(*) from reprocess_runs").fetchone() == (1,)


def captures_read(conn: sqlite3.Connection) -> int:
    row = conn.execute("select counts ->> 'captures' from reprocess_runs order by id desc limit 1").fetchone()
    return (row and row[0]) or 0


IMPATIENT = """
import distributed
from scrapy.cmdline import execute

patient = distributed.Client
distributed.Client = lambda address, timeout: patient(address, timeout=0.5)
execute()
"""


def test_no_scheduler_there_is_said_in_a_line(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    archives.new(tmp_path / "archive.db").close()
    (tmp_path / "captures").mkdir()
    line = ("-c", IMPATIENT, "reprocess", "--scheduler", "tcp://127.0.0.1:1")
    done = forked.run(*line, env=environment(ARCHIVE=tmp_path / "archive.db"), timeout=300)
    assert done.returncode == 1 and "no Dask scheduler answers there" in done.stderr and "Traceback" not in done.stderr

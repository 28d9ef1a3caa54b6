"""Several crawling machines: the lease of a newspaper, and workers of one queue, on a real Redis."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from archive.database import ArchiveError
from crawler.workers import lease, work
from crawler.workers.lease import Lease

from . import forked
from .conftest import ROOT, article, command, environment, listing
from .replicas.server import Answer, Stand

pytestmark = pytest.mark.skipif(
    shutil.which("redis-server") is None, reason="needs redis-server (apt install redis-server)"
)
PAPERS = {
    "baocaobang": "baocaobang.vn",
    "baolangson": "baolangson.vn",
    "baosonla": "baosonla.vn",
    "baolaichau": "baolaichau.vn",
}


def until(state: Callable[[], object], seconds: float = 300) -> None:
    end = time.monotonic() + seconds
    while not state():
        assert time.monotonic() < end, "never came about"
        time.sleep(0.02)


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Redis of our own."""
    folder = tmp_path_factory.mktemp("redis")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)],
        stdout=subprocess.DEVNULL,
    )
    try:
        until(lambda: not socket.socket().connect_ex(("127.0.0.1", port)))
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait()


def test_a_lease_is_one_crawls_until_it_is_given_back(redis: str) -> None:
    client = lease.connect(redis)
    lost = threading.Event()
    one, other = Lease(client, "thu", 60, lost.set), Lease(client, "thu", 60, lost.set)
    assert one.take() and not other.take() and not Lease(client, "thu", 60, lost.set).take()
    assert set(lease.of_newspapers(client)) == {"thu"}
    one.give_back()
    assert other.take()
    one.give_back()  # a second time takes nothing from the other
    assert not Lease(client, "thu", 60, lost.set).take() and not lost.is_set()
    other.give_back()
    assert lease.of_newspapers(client) == {}


def test_a_lease_is_renewed_and_one_that_is_another_s_now_is_lost(redis: str) -> None:
    client = lease.connect(redis)
    lost = threading.Event()
    kept = Lease(client, "giu", 1.5, lost.set)
    assert kept.take()
    first = time.monotonic()
    until(lambda: kept._until > first + 3)  # renewed once it would have ended
    assert not Lease(client, "giu", 1.5, lost.set).take() and not lost.is_set()
    client.set("baotinh:lease:giu", "somebody else's")
    assert lost.wait(60) and not kept.is_ours
    kept.give_back()
    assert client.get("baotinh:lease:giu") == b"somebody else's"
    client.delete("baotinh:lease:giu")


def test_a_newspaper_is_in_the_queue_once(redis: str, tmp_path: Path) -> None:
    queue = work.open_queue(redis)
    assert work.add(queue, ["baocaobang", "baosonla"], tmp_path, []) == ["baocaobang", "baosonla"]
    assert work.add(queue, ["baosonla", "baolaichau"], tmp_path, []) == ["baolaichau"]
    assert queue.count == 3
    queue.empty()


@pytest.mark.parametrize(
    ("first", "begun"), [("kill -9 $$", 2), (f"exit {lease.LOST}", 2), ("exit 1", 1), ("exit 0", 1)]
)
def test_a_crawl_that_is_killed_or_loses_its_lease_goes_back_into_the_queue(
    redis: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: str, begun: int
) -> None:
    import rq

    crawl = tmp_path / "crawl"
    crawl.write_text(
        f"#!/bin/sh\necho begun >> {tmp_path}/begun\n[ $(wc -l < {tmp_path}/begun) = 1 ] && {first}\nexit 0\n"
    )
    crawl.chmod(0o755)
    monkeypatch.setattr(work.sys, "executable", str(crawl))
    queue = work.open_queue(redis)
    assert work.add(queue, ["baocaobang"], tmp_path / "shards", []) == ["baocaobang"]
    rq.SimpleWorker([queue], connection=queue.connection, serializer=queue.serializer).work(burst=True)
    assert (tmp_path / "begun").read_text().count("begun") == begun and not queue.count


def test_a_redis_that_is_begun_anew_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    crawl = tmp_path / "crawl"
    crawl.write_text(f"#!/bin/sh\necho begun >> {tmp_path}/begun\n")
    crawl.chmod(0o755)
    monkeypatch.setattr(work.sys, "executable", str(crawl))
    monkeypatch.setattr(work, "_LOOK", 0.1)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    servers: list[subprocess.Popen] = []
    told: list[str] = []

    def serve() -> None:
        words = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", str(tmp_path)]
        words += ["--appendonly", "yes", "--appendfsync", "always"]
        servers.append(subprocess.Popen(words, stdout=subprocess.DEVNULL))
        until(lambda: not socket.socket().connect_ex(("127.0.0.1", port)))

    def tell(line: str) -> None:
        told.append(line)
        serve()

    try:
        serve()
        queue = work.open_queue(f"redis://127.0.0.1:{port}/0")
        assert work.add(queue, ["baocaobang"], tmp_path / "shards", []) == ["baocaobang"]
        servers[0].kill()
        servers[0].wait()
        work.work(queue, wait=False, tell=tell)
        assert len(told) == 1 and "does not answer" in told[0] and (tmp_path / "begun").exists()
        servers[1].kill()
        servers[1].wait()
        monkeypatch.setattr(work, "_PATIENCE", 0)
        with pytest.raises(ArchiveError, match="has not answered"):
            work.work(queue, wait=False, tell=told.append)
    finally:
        for server in servers:
            server.kill()
            server.wait()


def test_what_cannot_be_is_said_in_a_line(redis: str, tmp_path: Path) -> None:
    for arguments, told in (
        (["--queue", "redis://127.0.0.1:1/0"], "no Redis answers there"),
        (["--queue", "http://127.0.0.1/"], "not an address like redis://HOST:PORT/0"),
        (["--queue", redis, "--shards", "/dev/null/shards"], "/dev/null/shards"),
    ):
        done = forked.run("work", *arguments, env=environment(ARCHIVE=tmp_path / "a.db"), timeout=300)
        assert done.returncode == 1 and told in done.stderr and "Traceback" not in done.stderr, done.stderr


class Newspapers:
    """Four newspapers of `size` articles; `at_once` are the hosts asked by two at a time."""

    def __init__(self, size: int):
        self.now: dict[str, int] = dict.fromkeys(PAPERS.values(), 0)
        self.asked: dict[str, list[float]] = {host: [] for host in PAPERS.values()}
        self.pages: dict[tuple[str, str], Answer | Callable[[], Answer]] = {}
        for host in PAPERS.values():
            paths = [f"/tin-tuc/bai-so-{n}-{100000 + n}.html" for n in range(size)]
            self.pages[host, "/"] = self._answer(host, listing(*paths))
            for n, path in enumerate(paths):
                self.pages[host, path] = self._answer(
                    host, article(f"Chuyện thứ {n} của {host}", published=f"2026-10-{n % 28 + 1:02}T07:00:00+07:00")
                )

    def _answer(self, host: str, body: str) -> Callable[[], Answer]:
        def answer() -> Answer:
            self.asked[host].append(time.monotonic())
            return 200, {"Content-Type": "text/html; charset=utf-8"}, body.encode()

        return answer


@pytest.mark.slow
def test_two_workers_one_killed_lose_nothing_and_never_ask_one_newspaper_together(redis: str, tmp_path: Path) -> None:
    size, delay = 40, 0.25
    papers = Newspapers(size)
    shards = tmp_path / "shards"
    with Stand(papers.pages, tmp_path) as stand:
        env = {**environment(ARCHIVE=tmp_path / "archive.db"), **stand.environment}
        env |= {"BAOTINH_DOWNLOAD_DELAY": str(delay), "BAOTINH_LEASE_SECONDS": "8", "BAOTINH_RETRY_TIMES": "1"}
        start = command("work", "--queue", redis, "--shards", str(shards))

        def worker(*names: str) -> subprocess.Popen:
            return subprocess.Popen(
                [*start, *names], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, start_new_session=True
            )

        killed = worker(*PAPERS)
        until(lambda: any(len(times) > 5 for times in papers.asked.values()))
        other = worker()
        until(lambda: sum(len(times) > 5 for times in papers.asked.values()) > 1)
        for pid in descendants(killed.pid):  # the machine goes down: everything at once
            os.kill(pid, signal.SIGKILL)
        out, _ = other.communicate(timeout=600)
        killed.communicate()
    assert other.returncode == 0, out
    for _ in range(2):
        done = subprocess.run(command("merge", str(shards)), cwd=ROOT, env=env, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    done = subprocess.run(command("check"), cwd=ROOT, env=env, capture_output=True, text=True)
    # what the killed crawl had just written down was not yet made anything of
    assert not [line for line in done.stdout.splitlines()[:-1] if "no row names the capture" not in line], done.stdout
    conn = sqlite3.connect(tmp_path / "archive.db")
    told = conn.execute("select newspaper, count(*), count(distinct title) from articles group by 1").fetchall()
    assert told == [(name, size, size) for name in sorted(PAPERS)]
    assert conn.execute("select count(*) from revisions where number > 1").fetchone() == (0,)
    conn.close()
    for times in papers.asked.values():
        gaps = [later - earlier for earlier, later in pairwise(times)]
        assert min(gaps) > delay / 2  # two that ask at once are a few milliseconds apart, now and then
        assert len(times) < 1.3 * size


def descendants(pid: int) -> list[int]:
    """A process and those it began, wherever they are in the tree."""
    found = [pid]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            found += [int(child) for child in task.read_text().split()]
    return found

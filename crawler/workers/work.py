"""Several crawling machines: newspapers wait in a queue of RQ on Redis, and each worker crawls one at a time into a shard.

The unit is the newspaper. Its shard is `FOLDER/NAME/archive.db` with its captures beside it, in a folder that all workers
and whoever merges can reach; whichever worker has the newspaper next goes on with it. A newspaper is in the queue once,
and is asked under a lease (`crawler.workers.lease`) by one crawl at a time. A worker that dies loses nothing: RQ gives its
newspaper to another, which goes on where the shard is.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from archive.database import ArchiveError
from crawler.workers import lease

QUEUE = "baotinh"
_TRIES = 5  # of workers that die over one newspaper
_LOOK = 2.0  # seconds after which a worker without work looks again
_PATIENCE = 600  # seconds in which a Redis that was ended may be back
_DEATH_OF_PARENT = 1  # PR_SET_PDEATHSIG of Linux's prctl

# How many crawls of this worker could not do what they were asked: counted in RQ's child processes.
_problems = multiprocessing.Value("i", 0)


class BrokenOffError(Exception):
    """A crawl was killed, or lost its lease: the newspaper goes back into the queue, as with a worker that dies."""


def open_queue(url: str) -> Any:
    """The queue at `url`. Raises ArchiveError where RQ is not installed or no Redis answers."""
    client = lease.connect(url)
    try:
        import rq
        from rq.serializers import JSONSerializer
    except ImportError as error:
        raise ArchiveError("RQ is not installed; pip install 'baotinh[queue]'") from error
    return rq.Queue(QUEUE, connection=client, serializer=JSONSerializer)


def add(queue: Any, names: Iterable[str], folder: Path, options: list[str]) -> list[str]:
    """Puts newspapers into the queue, each once; returns those that were not in it. `options` are of `scrapy crawl`."""
    from rq import Retry
    from rq.exceptions import DuplicateJobError
    from rq.job import Job

    added = []
    for name in names:
        job_id = f"crawl-{name}"
        for _ in range(2):
            try:
                queue.enqueue(
                    crawl, name, str(folder), options, job_id=job_id, unique=True, job_timeout=-1, result_ttl=1,
                    retry=Retry(max=_TRIES), description=f"crawl {name}",
                )  # fmt: skip
                added.append(name)
                break
            except DuplicateJobError:
                job = Job.fetch(job_id, connection=queue.connection, serializer=queue.serializer)
                if not (job.is_failed or job.is_finished or job.is_canceled or job.is_stopped):
                    break
                job.delete()
    return added


def crawl(name: str, folder: str, options: list[str]) -> None:
    """Crawls a newspaper into its shard; what the crawl says goes to `crawl.log` beside it, its last line to the
    console.

    A crawl that could not do what it was asked is counted, and not tried again at once: the newspaper need not be asked
    twice for it. Raises BrokenOffError for one that was killed (short of memory, perhaps) or lost its lease while the
    machine stood still, so that another goes on.
    """
    shard = Path(folder) / name
    shard.mkdir(parents=True, exist_ok=True)
    print(f"{name}: begins", flush=True)
    command = [sys.executable, "-m", "scrapy", "crawl", name, "-s", f"ARCHIVE={shard / 'archive.db'}", *options]
    with (shard / "crawl.log").open("a", encoding="utf-8") as log:
        done = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "BAOTINH_CAPTURES": str(shard / "captures")}, preexec_fn=_end_with_parent,
        )  # fmt: skip
        last = ""
        assert done.stderr is not None
        for line in done.stderr:
            log.write(line)
            last = line.strip() or last
        status = done.wait()
    if status < 0 or status == lease.LOST:
        print(f"{name}: broken off, exit status {status}: {last}", flush=True)
        raise BrokenOffError(f"{name}: exit status {status}")
    if status:
        with _problems.get_lock():
            _problems.value += 1
    print(f"{name}: {'ended' if not status else f'exit status {status}: {last}'}", flush=True)


def work(queue: Any, *, wait: bool, tell: Callable[[str], None]) -> int:
    """Crawls what is in the queue, one newspaper after another, until nothing waits and no other worker has one in hand; with
    `wait`, for ever. Returns how many crawls could not do what they were asked.

    A Redis that goes away is waited for; one that stays away raises ArchiveError.
    After Ctrl-C it ends when the newspaper in hand is through, after a second one at once, where nothing is lost either.
    """
    from rq import Worker
    from rq.registry import StartedJobRegistry

    class Crawling(Worker):
        stopping = False

        def request_stop(self, signum: int, frame: Any) -> None:
            """Ends after the newspaper in hand, and says so."""
            type(self).stopping = True
            tell("ends when the newspaper in hand is through; Ctrl-C once more breaks it off (nothing is lost)")
            super().request_stop(signum, frame)

    started = StartedJobRegistry(queue=queue)

    def turn() -> bool:
        """Crawls what waits, or waits a little; False where nothing is left to wait for."""
        if queue.count:
            worker = Crawling(
                [queue], connection=queue.connection, serializer=queue.serializer, job_monitoring_interval=5
            )
            try:
                worker.work(burst=True, logging_level="WARNING")
            finally:
                signal.signal(signal.SIGINT, signal.default_int_handler)
                signal.signal(signal.SIGTERM, signal.SIG_DFL)
        elif not wait and not started.get_job_ids(cleanup=False):
            return False
        else:
            time.sleep(_LOOK)
            started.cleanup()  # gives what a dead worker had to another
        return True

    while not Crawling.stopping and _patiently(turn, tell):
        pass
    return _problems.value


def _patiently(turn: Callable[[], bool], tell: Callable[[str], None]) -> bool:
    """What `turn` returns, once Redis answers: one that is begun anew is waited for, while the newspaper in hand goes on.

    Raises ArchiveError where it does not answer for _PATIENCE seconds.
    """
    from redis.exceptions import ConnectionError as GoneError
    from redis.exceptions import TimeoutError as SilentError

    since = None
    while True:
        try:
            return turn()
        except (GoneError, SilentError) as error:
            if since is None:
                since = time.monotonic()
                tell(f"Redis does not answer ({error}); it is asked again for {_PATIENCE // 60} minutes")
            elif time.monotonic() - since > _PATIENCE:
                raise ArchiveError(f"Redis has not answered for {_PATIENCE // 60} minutes: {error}") from error
            time.sleep(_LOOK)


def _end_with_parent() -> None:
    """Has Linux end the crawl in good order where the process that began it dies; elsewhere it goes on under its lease."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DEATH_OF_PARENT, signal.SIGTERM)

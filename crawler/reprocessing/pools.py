"""Where the tasks of `scrapy reprocess` run: in this process, on all cores of the machine, or on a Dask cluster.

Each takes batches of captures and answers them in their order, with a bounded number under way: memory does not grow
with the archive. A process that dies costs its batch, which is read again; one that dies over the same batch each time
has its captures read one by one, and the one that kills is called unreadable.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Any

from archive.database import ArchiveError
from crawler.reprocessing import tasks
from crawler.reprocessing.tasks import Answer, Kind, Place, Row

Batch = list[Row]
Pool = Callable[[Iterable[Batch]], Iterator[tuple[Batch, list[Answer]]]]
_AHEAD = 3  # batches under way for each process
_TRIES = 3


def here(place: Place) -> Pool:
    """A pool that reads in this process."""

    def run(batches: Iterable[Batch]) -> Iterator[tuple[Batch, list[Answer]]]:
        """Reads batch after batch."""
        reader = place.reader()
        for batch in batches:
            yield batch, [reader.answer(row) for row in batch]

    return run


def processes(place: Place, jobs: int) -> Pool:
    """A pool that reads in `jobs` processes of this machine."""

    def run(batches: Iterable[Batch]) -> Iterator[tuple[Batch, list[Answer]]]:
        """Reads batches side by side, and answers them in their order; one that ends its process is read capture by
        capture.
        """
        waiting = iter(batches)
        under_way: deque[Batch] = deque()
        tries = 0
        while True:
            context = multiprocessing.get_context("spawn")
            with ProcessPoolExecutor(jobs, context, initializer=tasks.begin, initargs=(place,)) as pool:
                futures = deque(pool.submit(tasks.read, batch) for batch in under_way)
                try:
                    while True:
                        for batch in islice(waiting, jobs * _AHEAD - len(under_way)):
                            under_way.append(batch)
                            futures.append(pool.submit(tasks.read, batch))
                        if not under_way:
                            return
                        answers = futures[0].result()
                        tries = 0
                        futures.popleft()
                        yield under_way.popleft(), answers
                except BrokenProcessPool:
                    tries += 1
                finally:
                    pool.shutdown(wait=False, cancel_futures=True)
            if tries >= _TRIES:
                yield under_way[0], _one_by_one(place, under_way[0])
                under_way.popleft()
                tries = 0

    return run


def cluster(place: Place, address: str) -> Pool:
    """A pool that reads on the workers of a Dask scheduler at `address`, which must reach the captures folder under the
    same name. Raises ArchiveError where Dask is not installed or no scheduler answers.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise ArchiveError("Dask is not installed; pip install 'baotinh[cluster]'") from error
    try:
        client = Client(address, timeout=10)
    except (OSError, TimeoutError, ValueError) as error:
        raise ArchiveError(f"{address}: no Dask scheduler answers there ({error or 'no answer'})") from error

    def run(batches: Iterable[Batch]) -> Iterator[tuple[Batch, list[Answer]]]:
        """Reads batches side by side, and answers them in their order."""
        with client:
            known = client.scatter(place, broadcast=True, hash=False)
            waiting = iter(batches)
            under_way: deque[tuple[Batch, Any]] = deque()  # with Dask's futures
            while True:
                ahead = max(1, sum(client.nthreads().values())) * _AHEAD
                for batch in islice(waiting, max(0, ahead - len(under_way))):
                    under_way.append(
                        (batch, client.submit(tasks.read_at, known, os.getpid(), batch, pure=False, retries=1))
                    )
                if not under_way:
                    return
                batch, future = under_way[0]
                yield batch, answers_of(place, batch, future)
                under_way.popleft()

    return run


def answers_of(place: Place, batch: Batch, future: Any) -> list[Answer]:
    """What a task on the cluster answered; where it killed one worker after the other, or its answer was lost with a worker
    that ended while it was fetched, its captures are read here, one by one. Raises Dask's CancelledError where the
    scheduler is gone.
    """
    from distributed import CancelledError, KilledWorker

    try:
        return future.result()
    except KilledWorker:
        return _one_by_one(place, batch)
    except CancelledError:
        if future.client.status != "running":
            raise
        return _one_by_one(place, batch)


def _one_by_one(place: Place, batch: Batch) -> list[Answer]:
    """Reads each capture in a process of its own, so that one that ends its process takes no other along."""
    answers = []
    for row in batch:
        with ProcessPoolExecutor(
            1, multiprocessing.get_context("spawn"), initializer=tasks.begin, initargs=(place,)
        ) as pool:
            try:
                answers += pool.submit(tasks.read, [row]).result()
            except BrokenProcessPool:
                why = f"{row.url}, captured {row.fetched_at}: reading it ended its process"
                answers.append(Answer(row.id, Kind.UNREADABLE, text=why))
    return answers

"""What pages of a site cost in processor time: of its own process and of those that answer its SQL."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from datasette.app import Datasette


@dataclass(slots=True)
class Cost:
    """Milliseconds of a page's first visit, their median and the most of those after it; its bytes and status."""

    first: float
    usual: float
    most: float
    size: int
    status: int


def processes(root: int) -> Iterator[int]:
    """A process and all below it."""
    yield root
    for task in Path(f"/proc/{root}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from processes(int(child))


def used(root: int) -> dict[int, float]:
    """Seconds of processor time that each process below `root` has used."""
    found = {}
    for pid in processes(root):
        if pid != root:
            found[pid] = int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    return found


def memory(root: int) -> float:
    """MB that a process and all below it hold, what they share counted once (Pss), without files of the disk's cache."""
    total = 0
    for pid in processes(root):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith(("Pss_Anon", "Pss_Shmem")):
                total += int(line.split()[1])
    return total / 1024


async def visit(site: Datasette, page: str, times: int) -> Cost:
    """Asks for a page so many times, and once before that."""
    took = []
    for _ in range(times + 1):
        before, began = used(os.getpid()), time.process_time()
        answer = await site.client.get(page)
        spent = time.process_time() - began
        spent += sum(now - before.get(pid, 0) for pid, now in used(os.getpid()).items())
        took.append(spent * 1000)
    return Cost(took[0], median(took[1:]), max(took[1:]), len(answer.content), answer.status_code)

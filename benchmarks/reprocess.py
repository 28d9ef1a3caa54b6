"""Reading captures again: pages a second for one process, for all cores, and on Dask; and the writer's share of it.

    python benchmarks/reprocess.py FOLDER_OR_FILE [--jobs 2]

Reads saved pages or WARC files (anything that `scrapy crawl files` takes) into an archive of their own, then its captures
again in each way, in turn. Storing is done by one process in all of them: its share says how many readers it can serve.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from scrapy.utils.project import get_project_settings

from archive.database import connect
from crawler.reprocessing import pools
from crawler.reprocessing.pools import Pool
from crawler.reprocessing.reader import Reader
from crawler.reprocessing.run import Captures, Run
from crawler.reprocessing.tasks import Place, knowledge
from pipelines.profiles.learning import Profiles


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "archive.db"
        own = {**os.environ, "BAOTINH_LOG_LEVEL": "ERROR", "BAOTINH_PROGRESS_INTERVAL": "0"}
        command = ["crawl", "files", "-a", f"path={options.pages}", "-s", f"ARCHIVE={archive}"]
        subprocess.run([sys.executable, "-m", "scrapy", *command], check=True, env=own)
        with closing(connect(archive)) as conn:
            place = Place(str(archive.parent / "captures"), True, knowledge(conn))
        told = {"one process": pools.here(place), f"{options.jobs} processes": pools.processes(place, options.jobs)}
        for name, pool in told.items():
            measure(name, archive, pool)
        try:
            with dask(options.jobs) as address:
                measure(f"Dask, {options.jobs} workers", archive, pools.cluster(place, address))
        except ImportError:
            print("Dask is not installed (the cluster extra)")


@contextmanager
def dask(jobs: int) -> Iterator[str]:
    from distributed import LocalCluster

    with LocalCluster(jobs, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster:
        yield cluster.scheduler_address


def measure(name: str, archive: Path, pool: Pool) -> None:
    """Prints how fast a whole run is, and how much of its time the writing process worked."""
    with closing(connect(archive)) as conn:
        captures = Captures(conn)
        reader = Reader(conn, archive.parent / "captures", get_project_settings(), Profiles(conn))
        begun, spent = time.perf_counter(), time.process_time()
        run = Run(conn, None, datetime.now(UTC), again=True)
        for _ in run.write(reader, captures, pool):
            pass
        run.finish(datetime.now(UTC))
        lasted, worked = time.perf_counter() - begun, time.process_time() - spent
    share = f", its writer busy {worked / lasted:.0%} of the time" if "one" not in name else ""
    print(f"{name}: {captures.total / lasted:.0f} captures a second ({captures.total} in {lasted:.1f} s){share}")


if __name__ == "__main__":
    main()

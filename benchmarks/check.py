"""Measures `scrapy check` on a generated archive.

    python -m benchmarks.check [--articles 1000000] [--captures 20000] [FOLDER]

The articles are those of benchmarks/measuring/made.py, each with its row in `pages`; as many of them as `--captures` says
have their page, of some 60 KB, in the captures folder. Prints how long the command took by the clock and in processor
time, its largest process, and how much there was to look at: nothing is at fault. FOLDER keeps the archive for another
run; without it a temporary folder is removed at the end.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from archive.database import connect
from benchmarks.measuring import bulk


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--captures", type=int, default=20_000)
    parser.add_argument("folder", nargs="?", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.folder or Path(temporary)
        archive = folder / "archive.db"
        if not archive.exists():
            folder.mkdir(parents=True, exist_ok=True)
            bulk.apart(make, archive, chosen.articles, chosen.captures)
        size = sum(path.stat().st_size for path in (folder / "captures").rglob("*") if path.is_file())
        print(f"{archive.stat().st_size / 1e9:.1f} GB of archive, {size / 1e9:.1f} GB of captures", flush=True)
        making, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "scrapy", "check"], env={**os.environ, "BAOTINH_ARCHIVE": str(archive)}, check=False
        )
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(
            f"{time.monotonic() - begun:.0f} s,"
            f" {used.ru_utime + used.ru_stime - making.ru_utime - making.ru_stime:.0f} s of processor time,"
            f" {used.ru_maxrss / 1000:.0f} MB, exit status {done.returncode}"
        )


def make(archive: Path, articles: int, captures: int) -> None:
    with closing(connect(archive)) as conn:
        bulk.fill(conn, articles)
        bulk.frontier(conn)
        bulk.capture(conn, archive.parent / "captures", captures)


if __name__ == "__main__":
    main()

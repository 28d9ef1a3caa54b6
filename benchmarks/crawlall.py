"""All newspapers at once on loopback: pages a second, and the CPU of the crawl, each newspaper kept to its pace.

    python benchmarks/crawlall.py [--seconds 60] [--delay 1.0] [--family F]

Serves the replicas of the tests from a process of its own, with as many articles more as the time takes, crawls them with
`scrapy crawlall` as anyone would, and stops it after that long. Printed are requests a second over all newspapers, the
CPU of the crawl, start included, and the times between the arrivals of two requests at one host, as the servers saw
them: none should be below the delay, and few far above it. With `--delay 0` it shows what the crawl could do.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from itertools import pairwise
from multiprocessing.connection import Connection
from pathlib import Path

SHARES = {"shortest": 0.0, "1%": 0.01, "median": 0.5, "99%": 0.99, "longest": 1.0}
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


def serve(folder: str, articles: int, pipe: Connection) -> None:
    """Serves until told to stop; then sends the moments of all requests, by newspaper's host."""

    from crawler import catalogue
    from tests.crawler.replicas import build
    from tests.crawler.replicas.papers import FIXTURES
    from tests.crawler.replicas.server import Stand

    class Times(list):
        def append(self, entry: tuple) -> None:
            super().append((time.monotonic(), entry[0].removeprefix("www.")))

    papers = catalogue.described(["crawler.newspapers"])
    pages: dict = {}
    for number, name in enumerate(sorted(FIXTURES)):
        replica = build(papers[name], number)
        pages |= replica.pages
        story, (url, *_) = replica.told[0]
        host = url.split("/")[2].removeprefix("www.")
        article = next(
            answer
            for (at, _), answer in replica.pages.items()
            if at == host and story.paragraphs[1][:40].encode() in answer[2]
        )
        home = next(answer for (at, path), answer in replica.pages.items() if at == host and path == "/")
        extra = [f"/them/bai-viet-so-{n}-{500000 + n}.html" for n in range(articles)]
        links = "".join(f'<a href="{path}">Bài thêm</a>' for path in extra).encode()
        pages[host, "/"] = (home[0], home[1], home[2].replace(b"</ul>", links + b"</ul>", 1))
        for n, path in enumerate(extra):
            pages[host, path] = (
                article[0],
                article[1],
                article[2].replace(story.title.encode(), f"{story.title}, kỳ {n}".encode()),
            )
    with Stand(pages, Path(folder), no_chain=["baotravinh.vn"], log=Times()) as stand:
        pipe.send(stand.environment)
        pipe.recv()
        pipe.send(list(stand.log))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seconds", type=float, default=60.0)
    options.add_argument("--delay", type=float, default=1.0)
    options.add_argument("--family")
    asked = options.parse_args()
    articles = int(asked.seconds / max(asked.delay, 0.2)) + 10
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = multiprocessing.Pipe()
        server = multiprocessing.Process(target=serve, args=(folder, articles, theirs), daemon=True)
        server.start()
        env = {
            **os.environ,
            **ours.recv(),
            "BAOTINH_ARCHIVE": f"{folder}/archive.db",
            "BAOTINH_DOWNLOAD_DELAY": str(asked.delay),
        }
        command = [sys.executable, "-m", "scrapy", "crawlall", *(["--family", asked.family] if asked.family else [])]
        began = time.monotonic()
        crawl = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            crawl.wait(asked.seconds)
        except subprocess.TimeoutExpired:
            crawl.send_signal(signal.SIGINT)
            crawl.wait(60)
        took = time.monotonic() - began
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        ours.send(None)
        times: dict[str, list[float]] = defaultdict(list)
        for moment, host in ours.recv():
            times[host].append(moment)
        server.join(10)
    gaps = sorted(after - before for moments in times.values() for before, after in pairwise(moments))
    total = sum(map(len, times.values()))
    print(
        json.dumps(
            {
                "hosts": len(times),
                "requests": total,
                "requests_a_second": round(total / took, 1),
                "cpu_of_the_crawl": f"{(used.ru_utime + used.ru_stime) / took:.0%} of a core",
                "ms_cpu_a_request": round(1000 * (used.ru_utime + used.ru_stime) / max(total, 1), 1),
                "memory_mb": used.ru_maxrss // 1024,
                "gaps_below_the_delay": sum(gap < asked.delay for gap in gaps),
                "gap_s": {name: round(gaps[int(share * (len(gaps) - 1))], 3) for name, share in SHARES.items()},
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()

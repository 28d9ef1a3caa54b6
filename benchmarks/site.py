"""The site on many articles: `python -m benchmarks.site [--articles 200000] [--keep PATH]`.

The articles are those of benchmarks/measuring/made.py, with nine other addresses to each and a crawl a day. Prints for every
kind of page and every question of docs/analysis.md what it costs straight from the working file (`datasette archive.db`)
and from the published copy: the CPU time of the first visit and the median of ten more, the size and the statuses. Of
the working file it is without what is counted when publishing, which is why both are here.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import tempfile
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote_plus, urlencode

from datasette.app import Datasette

from archive.database import connect
from benchmarks.measuring import bulk
from benchmarks.measuring.costs import Cost, visit
from benchmarks.scale import kinds
from publish.serving.serve import open_site, publish


def questions() -> list[str]:
    """The questions of docs/analysis.md."""
    text = (Path(__file__).resolve().parent.parent / "docs" / "analysis.md").read_text(encoding="utf-8")
    return [question.strip().rstrip(";") for question in re.findall(r"```sql\n(.*?)```", text, re.DOTALL)]


async def visit_all(site: Datasette, pages: list[str], times: int = 10) -> list[Cost]:
    await site.invoke_startup()
    return [await visit(site, page, times) for page in pages]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--keep", type=Path, help="folder for the archive, kept and used again")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        working, public = folder / "archive.db", folder / "public" / "archive.db"
        folder.mkdir(parents=True, exist_ok=True)
        if not working.exists():
            with closing(connect(working)) as conn:
                bulk.fill(conn, options.articles)
                bulk.frontier(conn, 9)
        connect(working).close()  # brought up to date
        publish(working, public)
        pages = [*kinds(public).values(), *(f"/archive?{urlencode({'sql': question})}" for question in questions())]
        sites = Datasette([str(working)]), open_site(public)
        costs = [asyncio.run(visit_all(site, pages)) for site in sites]
        print("working file: first, median ms | copy: first, median ms | KB | statuses | page")
        for page, ours, theirs in zip(pages, *costs, strict=True):
            times = " | ".join(f"{cost.first:8.1f} {cost.usual:8.1f}" for cost in (ours, theirs))
            print(f"{times} | {theirs.size / 1000:6.1f} | {ours.status} {theirs.status} | {unquote_plus(page)[:100]!r}")


if __name__ == "__main__":
    main()

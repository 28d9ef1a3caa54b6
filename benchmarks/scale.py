"""Makes an archive of many generated articles and measures what grows with them.

    python -m benchmarks.scale [--articles 1000000] [--folder FOLDER]

The articles are those of benchmarks/measuring/made.py, written in bulk as crawling would have left them; FOLDER keeps them
for another run. Measured are, by the clock and in processor time: publishing with all words counted and after a day's
articles, storing an article, every kind of page of the published copy, fifty searches, checking, exporting; and the memory
of each. Processor time of a page is the site's own and that of the processes that answer its SQL.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from statistics import median
from urllib.parse import quote_plus

from archive.database import connect, read_only, transaction
from archive.search.search import search
from archive.storing.store import save_article
from benchmarks.measuring import bulk, made
from benchmarks.measuring.costs import Cost, memory, visit
from publish.questions.queries import QUERIES
from publish.serving.serve import open_site, warm

NEW, VISITS, TERMS, CAPTURES = 200, 3, 50, 50  # one article in so many has its capture
LIMITS = {"page": 100, "search": 20, "article": 15}  # ms
_RUN = "import resource, sys; {}; used = resource.getrusage(resource.RUSAGE_SELF); below = resource.getrusage(resource.RUSAGE_CHILDREN); print(used.ru_utime + used.ru_stime + below.ru_utime + below.ru_stime, max(used.ru_maxrss, below.ru_maxrss) / 1024)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        working, copy = folder / "archive.db", folder / "public" / "archive.db"
        if not working.exists():
            bulk.apart(make, working, chosen.articles)
        told(
            f"processors {os.cpu_count()}, load {os.getloadavg()[0]:.1f}; archive {working.stat().st_size / 1e9:.1f} GB"
        )
        job("publishing, with all words counted", publishing(working, copy))
        told(f"published copy {copy.stat().st_size / 1e9:.1f} GB")
        sizes(working)
        store(working)
        job(f"publishing after {NEW} new articles", publishing(working, copy))
        pages(copy)
        searches(copy)
        job("exporting Parquet", command(working, "export", "parquet", str(folder / "parquet")))
        job("checking", command(working, "check"))
        told(f"load at the end {os.getloadavg()[0]:.1f}")


def told(line: str) -> None:
    print(line, flush=True)


def make(path: Path, articles: int) -> None:
    """Writes the archive, its frontier and some of its captures; beside its name, so that half of it is none."""
    fresh = path.with_name("making.db")
    fresh.unlink(missing_ok=True)
    with closing(connect(fresh)) as conn:
        bulk.fill(conn, articles, lambda what: print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr))
        bulk.frontier(conn)
        bulk.capture(conn, path.parent / "captures", articles // CAPTURES)
        conn.execute("pragma journal_mode = delete")
    fresh.replace(path)


def publishing(working: Path, copy: Path) -> list[str]:
    what = f"from pathlib import Path; from publish.serving.serve import publish; publish(Path({str(working)!r}), Path({str(copy)!r}))"
    return ["-c", _RUN.format(what)]


def command(working: Path, *words: str) -> list[str]:
    """A command of the project, by which its processor time is told as well."""
    what = (
        "import contextlib, io; from scrapy.cmdline import execute\n"
        f"try:\n    execute(['scrapy', *{list(words)!r}, '-s', 'ARCHIVE={working}'])\nexcept SystemExit: pass\n"
    )
    tail = _RUN.split("{}; ")[1].replace("; ", "\n")
    return ["-c", f"import resource, sys\n{what}{tail}"]


def job(name: str, program: list[str]) -> None:
    """Runs Python in a process of its own and prints what it took."""
    begun = time.monotonic()
    done = subprocess.run([sys.executable, *program], capture_output=True, text=True, check=False)
    if done.returncode:
        told(f"{name:50} failed: {done.stderr.strip()[-300:]}")
        return
    spent, megabytes = map(float, done.stdout.split()[-2:])
    told(f"{name:50} {time.monotonic() - begun:8.0f} s {spent:8.0f} s CPU {megabytes:8.0f} MB")


def sizes(working: Path) -> None:
    with closing(read_only(working)) as conn:
        (text,) = conn.execute(
            "select sum(length(cast(title || ifnull(lead, '') || body as blob))) from articles"
        ).fetchone()
        (words,) = conn.execute("select sum(length(data)) from word_blocks").fetchone()
        (articles,) = conn.execute("select sum(articles) from months").fetchone()
    told(
        f"{articles:,} articles, {text / articles:.0f} bytes of text each; words over time {100 * words / text:.1f}% of it"
    )


def store(working: Path) -> None:
    """Stores a day's new articles, each in its own transaction."""
    with closing(connect(working)) as conn:
        papers = made.newspapers(conn)
        (last,) = conn.execute("select max(published_at) from articles").fetchone()
        day = made.FIRST.fromisoformat(last[:10]) + timedelta(1)
        took = []
        for story in made.month(papers, [day], [NEW]):
            began = time.process_time()
            with transaction(conn):
                save_article(
                    conn, story.newspaper, replace(story.article, url=f"{story.article.url}?"), seen_at=story.seen
                )
            took.append(1000 * (time.process_time() - began))
    took.sort()
    told(
        f"{'a new article, its transaction':50} {median(took):8.1f} ms, 1 in 20 over {took[-NEW // 20]:.1f}, most {took[-1]:.1f}"
    )


def pages(copy: Path) -> None:
    site = open_site(copy)
    warm(site)
    asyncio.run(_visit_all(site, kinds(copy)))


async def _visit_all(site, found: dict[str, str]) -> None:
    await site.invoke_startup()
    told(f"\n{'page':34}{'first':>9}{'usual':>9}{'most':>9} ms CPU{'KB':>8}  status")
    for name, page in found.items():
        cost: Cost = await visit(site, page, VISITS)
        over = " over" if max(cost.usual, cost.first) > LIMITS["page"] else ""
        told(
            f"{name:34}{cost.first:9.1f}{cost.usual:9.1f}{cost.most:9.1f}{'':7}{cost.size / 1000:8.1f}  {cost.status}{over}"
        )
    told(f"memory of the site and its processes {memory(os.getpid()):.0f} MB\n")


def kinds(copy: Path) -> dict[str, str]:
    """An address of each kind of page."""
    with closing(read_only(copy)) as conn:
        (edited,) = conn.execute("select max(id) from articles where changed_at is not null").fetchone()
        (pair,) = conn.execute("select article_id from reprints order by 1 desc limit 1").fetchone()
        tags = conn.execute("select tag, count(*) from article_tags group by 1 order by 2 desc limit 1").fetchone()
        paper = "bao-an-giang"
        (url,) = conn.execute("select url from articles where id = ?", [edited]).fetchone()
    q = quote_plus
    found = {
        "front page": "/",
        "article, edited": f"/articles/{edited}",
        "article, reprinted": f"/articles/{pair}",
        "version": f"/articles/{edited}/v/1",
        "newspapers": "/newspapers",
        "newspaper": f"/newspapers/{paper}",
        "provinces": "/provinces",
        "province": "/provinces/can-tho",
        "changes": "/changes",
        "changes of a newspaper": f"/changes?newspaper={paper}",
        "reprints": "/reprints",
        "tag": f"/search?tag={q(tags[0])}",
        "about": "/about",
        "sitemap": "/sitemap.xml",
        "search, two words": f"/search?q={q('thái nguyên')}",
        "search, the commonest word": f"/search?q={q('và')}",
        "search, a common word": f"/search?q={q('xã hội')}",
        "search, any spelling": f"/search?q={q('duong')}",
        "search, rare": f"/search?q={q('mù cang chải')}",
        "search, nothing": "/search?q=zzzz",
        "search, by relevance": f"/search?q={q('xã hội')}&order=relevant",
        "search, a newspaper": f"/search?q={q('xã hội')}&newspaper=dai-ca-mau",
        "search, a province, years": f"/search?q={q('xã hội')}&province=can-tho&from=2015&to=2020",
        "search, an author": f"/search?author={q('thị')}&section={q('Kinh tế')}",
        "search, an address": f"/search?q={q(url)}",
        "search, misspelt": f"/search?q={q('thainguyen')}",
        "curve": f"/search?q={q('xã hội')}&view=curve&term={q('thái nguyên')}",
        "curve, any spelling": f"/search?q={q('duong')}&view=curve",
        "map": f"/search?q={q('xã hội')}&view=map",
        "feed": f"/search.atom?q={q('xã hội')}",
        "list of tables": "/archive",
        "table of articles": "/archive/articles",
        "table of articles, searched": f"/archive/articles?_search={q('xã hội')}",
        "table of articles, narrowed": "/archive/articles?_province=can-tho&_year=2020",
        "table of articles, counted": f"/archive/articles?newspaper={paper}&_facet=byline",
        "table of pages": "/archive/pages",
        "table of crawls": "/archive/crawls",
        "table of revisions": "/archive/revisions",
        "table of tags": "/archive/article_tags",
        "table of reprints": "/archive/reprints",
        "one row": f"/archive/articles/{edited}",
    }
    return found | {f"question {query.name}": f"/archive/{query.name}?{query.example}" for query in QUERIES}


def searches(copy: Path) -> None:
    """Fifty searches: of every frequency, with diacritics and without, one word and two."""
    words, _ = made.vocabulary()
    chance = random.Random(7)
    terms = [words[int(len(words) ** (n / TERMS)) - 1] for n in range(TERMS * 3 // 5)]
    terms += [" ".join(chance.sample(words[:200], 2)) for _ in range(TERMS // 5)]
    terms += [
        "duong",
        "xa hoi",
        "thai nguyen",
        "ma",
        "va",
        "nguyen thi dao",
        "hoa binh",
        '"xã hội"',
        "đắc lắc",
        "title:và",
    ]
    took = []
    with closing(read_only(copy)) as conn:
        for term in terms:
            times = []
            for _ in range(VISITS):
                began = time.process_time()
                search(conn, term)
                times.append(1000 * (time.process_time() - began))
            took.append((median(times), term))
    took.sort()
    worst = ", ".join(f"{term} {ms:.0f}" for ms, term in took[:-6:-1])
    told(
        f"{f'{len(took)} searches of a page and its count':50} median {took[len(took) // 2][0]:.1f} ms CPU; slowest {worst}\n"
    )


if __name__ == "__main__":
    main()

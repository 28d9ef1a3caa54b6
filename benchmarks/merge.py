"""What merging a shard costs beside crawling its articles into the archive at once: CPU an article, for both in one run.

    python -m benchmarks.merge [--articles 10000] [--seed 1]

Three are timed on the same generated articles: stored into one archive (`archive.storing.store`, what every crawl does), merged
from a shard, and merged again where nothing is new.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from archive.article import Article
from archive.database import connect, transaction
from archive.frontier import pages
from archive.newspapers import put_newspaper
from archive.shards.shards import Shard
from archive.storing.store import save_article
from benchmarks.measuring.reprinted import NEWSPAPERS, Made, Press


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    made = list(Press(options.seed).articles(options.articles, days=365))
    with tempfile.TemporaryDirectory() as folder:
        shard, target = Path(folder) / "shard.db", Path(folder) / "archive.db"
        stored = timed(lambda: store(shard, made))
        merged = timed(lambda: merge(target, shard))
        again = timed(lambda: merge(target, shard))
    each = 1000 / options.articles
    print(f"{options.articles} articles, ms of CPU an article:")
    print(
        f"stored {stored * each:.2f}, merged {merged * each:.2f} ({merged / stored:.2f} times), again {again * each:.3f}"
    )


def timed(job: Callable[[], None]) -> float:
    spent = time.process_time()
    job()
    return time.process_time() - spent


def store(path: Path, articles: Iterable[Made]) -> None:
    """What crawls make of the articles, without reading pages."""
    with closing(connect(path)) as conn:
        for paper in NEWSPAPERS:
            put_newspaper(conn, paper)
        for made in articles:
            url = f"https://{made.newspaper}.example/tin/{made.number}.html"
            seen = datetime.fromisoformat(f"{made.published_at[:10]}T12:00:00+07:00") + timedelta(hours=1)
            article = Article(url, made.title, "\n\n".join(made.paragraphs), published_at=made.published_at)
            with transaction(conn):
                saved = save_article(conn, made.newspaper, article, seen_at=seen)
                pages.done(
                    conn,
                    url,
                    made.newspaper,
                    seen,
                    state="article",
                    status=200,
                    due_at=None,
                    article_id=saved.article_id,
                )


def merge(target: Path, shard_path: Path) -> None:
    with closing(connect(target)) as conn:
        shard = Shard(conn, shard_path, lambda newspaper, url: None)
        for _ in shard.merge(datetime.fromisoformat("2026-11-27T00:00:00+07:00")):
            pass
        shard.close()


if __name__ == "__main__":
    main()

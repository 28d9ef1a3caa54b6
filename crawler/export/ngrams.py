"""`scrapy export ngrams FOLDER|FILE`: how many articles of each newspaper and month hold each word and pair of words."""

from __future__ import annotations

from pathlib import Path

from scrapy.exceptions import UsageError

from crawler.export import Job

ABOUT = "words over time, as Parquet or CSV"
USAGE = "scrapy export ngrams FOLDER|FILE.parquet|FILE.csv|FILE.csv.gz [--newspaper NAME] [--year Y]"


def export(job: Job) -> None:
    """Writes the counts of words.

    Raises UsageError without a folder or file, ArchiveError where it cannot be written.
    """
    from publish.dataset.ngrams import export as write  # loads Datasette

    if len(job.arguments) != 1:
        raise UsageError(USAGE)
    to = Path(job.arguments[0])
    rows = write(job.conn, to, job.newspaper, job.year)
    job.say(f"{rows:,} counts of words in {to}")

"""`scrapy export parquet FOLDER`: the archive, a newspaper's articles or a year's as a data set in Parquet."""

from __future__ import annotations

from pathlib import Path

from scrapy.exceptions import UsageError

from archive.database import ArchiveError
from crawler.export import Job, explain

ABOUT = "the tables as a data set in Parquet"
USAGE = "scrapy export parquet FOLDER [--newspaper NAME] [--year Y]"


def export(job: Job) -> None:
    """Writes the data set. Raises UsageError without a folder, ArchiveError where it cannot be written."""
    from publish.dataset.dataset import export as write  # loads Datasette

    if len(job.arguments) != 1:
        raise UsageError(USAGE)
    named = {"name": "OPERATOR", "contact": "CONTACT", "url": "SITE_URL"}
    operator = {key: job.settings[name] for key, name in named.items() if job.settings[name]}
    archive, folder = Path(job.settings["ARCHIVE"]), Path(job.arguments[0])
    try:
        done = write(archive, folder, job.newspaper, job.year, operator=operator)
    except OSError as error:
        raise ArchiveError(explain(error, folder)) from error
    job.say(
        f"{done.articles} articles in {folder}, version {done.manifest.version}:"
        f" {done.written} files written, {done.kept} unchanged"
    )

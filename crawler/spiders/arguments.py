"""What a crawl is told on the command line (`-a NAME=VALUE`), read as days and numbers."""

from __future__ import annotations

import re
from datetime import date

from crawler.spiders.base import CrawlError


def day_of(name: str, text: str | None) -> date | None:
    """The day that an argument names, None where it is not given. Raises CrawlError for what is none."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CrawlError(f"{name}={text}: not a day; write it as 2015-01-31") from None


def count_of(name: str, text: str | None) -> int | None:
    """The number of articles that an argument names, None where it is not given. Raises CrawlError for what is none."""
    if text is None:
        return None
    if not re.fullmatch("0*[1-9][0-9]{0,14}", text):
        raise CrawlError(f"{name}={text}: not a number of articles")
    return int(text)

"""What Scrapy says of itself and of single pages, toned down: the frontier keeps the account of each."""

from __future__ import annotations

import logging
from typing import Any

from scrapy import logformatter

_TALKERS = ("scrapy.utils.log", "scrapy.crawler", "scrapy.middleware", "scrapy.addons", "scrapy.core.engine")


def down() -> None:
    """Silences what Scrapy tells of its own set-up. A filter, since configuring the log anew resets levels."""
    for name in _TALKERS:
        logging.getLogger(name).addFilter(lambda record: record.levelno >= logging.WARNING)


class LogFormatter(logformatter.LogFormatter):
    """What Scrapy logs of single pages and items: nothing of it above DEBUG."""

    def crawled(self, *args: Any) -> Any:
        """Tells of a response at level DEBUG only."""
        return {**super().crawled(*args), "level": logging.DEBUG}

    def scraped(self, *args: Any) -> Any:
        """Tells nothing of an item."""
        return None

    def item_error(self, *args: Any) -> Any:
        """Tells of an error of a pipeline at level DEBUG: the spider has told it."""
        return {**super().item_error(*args), "level": logging.DEBUG}

    def spider_error(self, *args: Any) -> Any:
        """Tells of an error of a spider at level DEBUG: the spider has told it."""
        return {**super().spider_error(*args), "level": logging.DEBUG}

    def download_error(self, *args: Any) -> Any:
        """Tells of a request without an answer at level DEBUG: the frontier keeps account of it."""
        return {**super().download_error(*args), "level": logging.DEBUG}

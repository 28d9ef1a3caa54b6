"""What Scrapy says of single pages, toned down: the frontier keeps the account of each."""

from __future__ import annotations

import logging
from typing import Any

from scrapy import logformatter


class LogFormatter(logformatter.LogFormatter):
    def crawled(self, *args: Any) -> Any:
        return {**super().crawled(*args), "level": logging.DEBUG}

    def scraped(self, *args: Any) -> Any:
        return None

    def download_error(self, *args: Any) -> Any:
        return {**super().download_error(*args), "level": logging.DEBUG}

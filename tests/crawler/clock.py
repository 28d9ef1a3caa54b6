"""Crawls a newspaper again and again in one process, as if time went by.

    python -m tests.crawler.clock URL

reads seconds from standard input, one number a line: how far ahead of today the next crawl is. It answers `done`.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime, timedelta, tzinfo
from typing import Any

from scrapy.crawler import AsyncCrawlerRunner
from scrapy.utils.project import get_project_settings
from scrapy.utils.reactor import install_reactor


class Clock(datetime):
    ahead = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Any:
        return datetime.now(tz) + cls.ahead


async def crawl(url: str) -> None:
    from crawler import clock

    clock.datetime = Clock  # type: ignore[misc]
    for line in sys.stdin:
        Clock.ahead = timedelta(seconds=float(line))
        await AsyncCrawlerRunner(get_project_settings()).crawl("newspaper", url=url, name="thu")
        print("done", flush=True)


if __name__ == "__main__":
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet.defer import Deferred
    from twisted.internet.task import react

    react(lambda reactor: Deferred.fromFuture(asyncio.ensure_future(crawl(sys.argv[1]))))

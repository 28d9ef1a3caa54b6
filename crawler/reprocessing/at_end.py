"""Reading again at the end of a crawl what was read before the newspaper's pages were known as well as now."""

from __future__ import annotations

import logging
import sqlite3

from scrapy.crawler import Crawler

from archive.database import explain
from archive.reasons import Code, Reason
from crawler.reprocessing.designs import settle
from crawler.reprocessing.reader import Reader, stale
from crawler.spiders.base import ArchiveSpider, captures_folder, crawl_ends_well

logger = logging.getLogger(__name__)


class ReadAgain:
    """Extension: at the end of a crawl, reads again what was read before the newspaper's pages were known as now."""

    def __init__(self, crawler: Crawler):
        crawler.signals.connect(self.read, signal=crawl_ends_well)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ReadAgain:
        return cls(crawler)

    def read(self, spider: ArchiveSpider) -> None:
        """Reads again from the crawl's own captures; a problem of the archive is the crawl's."""
        folder = captures_folder(spider.settings)
        if folder is None or not folder.is_dir():
            return
        try:
            reader = Reader(spider.archive, folder, spider.settings, spider.profiles)
            taken, back = settle(reader, spider.name)
            if taken:
                logger.warning("%s: %d articles withdrawn, as their design is another's", spider.name, taken)
            if back:
                logger.info("%s: its own design after all, %d pages of it are read again", spider.name, back)
            if count := stale(reader, spider.name):
                logger.info("%s: %d pages read again, now that more of them are known", spider.name, count)
        except sqlite3.Error as error:
            problem = f"{spider.settings['ARCHIVE']}: {explain(error)}"
            if spider.problem is None:
                spider.problem, spider.problem_reason = problem, Reason(Code.STORAGE, text=problem)

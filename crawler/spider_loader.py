"""Scrapy's list of spiders: those that are classes, and one for each newspaper that is described as data."""

from __future__ import annotations

from typing import Self

from scrapy import Request, Spider
from scrapy.settings import BaseSettings
from scrapy.spiderloader import SpiderLoader

from crawler import catalogue
from crawler.newspaper import Newspaper, NewspaperError
from crawler.spiders.newspaper import NewspaperSpider


class NewspaperSpiderLoader(SpiderLoader):
    """The spiders of the modules in SPIDER_MODULES and of the newspapers in NEWSPAPER_MODULES; of one name, the class is
    taken: whoever writes one for a newspaper means it. Raises NewspaperError for a newspaper that is described wrongly.
    """

    def __init__(self, settings: BaseSettings):
        super().__init__(settings)
        self._described = catalogue.described(settings.getlist("NEWSPAPER_MODULES"))

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """Makes the loader, for Scrapy. Raises SystemExit, with a line, where a newspaper is described wrongly."""
        try:
            return cls(settings)
        except NewspaperError as error:
            raise SystemExit(f"scrapy: {error}") from error

    def load(self, spider_name: str) -> type[Spider]:
        """The spider of this name. Raises KeyError where there is none."""
        if spider_name in self._described and spider_name not in super().list():
            return spider_of(self._described[spider_name])
        return super().load(spider_name)

    def find_by_request(self, request: Request) -> list[str]:
        """The names of the spiders whose site an address is on."""
        return [name for name in self.list() if self.load(name).handles_request(request)]

    def list(self) -> list[str]:
        """The names of all spiders."""
        return [*dict.fromkeys([*super().list(), *self._described])]


def spider_of(newspaper: Newspaper) -> type[NewspaperSpider]:
    """The class of the spider that crawls a newspaper."""
    return type("DescribedNewspaperSpider", (NewspaperSpider,), {"name": newspaper.name, "newspaper": newspaper})

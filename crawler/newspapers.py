"""The newspapers there are: every class with a home of its own."""

from __future__ import annotations

from scrapy.settings import BaseSettings
from scrapy.spiderloader import SpiderLoader

from crawler.spiders.newspaper import NewspaperSpider


def catalogue(settings: BaseSettings) -> dict[str, type[NewspaperSpider]]:
    """The newspapers' classes by name, in its order; neither `newspaper`, which takes any address, nor `files`."""
    loader = SpiderLoader.from_settings(settings)
    spiders = {name: loader.load(name) for name in sorted(loader.list())}
    return {name: cls for name, cls in spiders.items() if issubclass(cls, NewspaperSpider) and cls.home}

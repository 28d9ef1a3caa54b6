"""The newspapers there are: every class with a home of its own."""

from __future__ import annotations

from collections.abc import Callable

from scrapy.settings import BaseSettings
from scrapy.spiderloader import SpiderLoader

from crawler.spiders.newspaper import NewspaperSpider


def catalogue(settings: BaseSettings) -> dict[str, type[NewspaperSpider]]:
    """The newspapers' classes by name, in its order; neither `newspaper`, which takes any address, nor `files`."""
    loader = SpiderLoader.from_settings(settings)
    spiders = {name: loader.load(name) for name in sorted(loader.list())}
    return {name: cls for name, cls in spiders.items() if issubclass(cls, NewspaperSpider) and cls.home}


def named(settings: BaseSettings) -> Callable[[str], type[NewspaperSpider]]:
    """What gives a newspaper's class by its name; the base where it has none of its own."""
    papers = catalogue(settings)
    return lambda name: papers.get(name, NewspaperSpider)

"""The newspapers there are, and their families: what modules describe as data, and what spiders of somebody's own read."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

from scrapy.settings import BaseSettings

from crawler.newspaper import ANY, Family, Newspaper, NewspaperError
from crawler.scrapy_internals import spider_loader


def newspapers(settings: BaseSettings) -> dict[str, Newspaper]:
    """The newspapers by name, in its order; neither `newspaper`, which takes any address, nor `files`."""
    loader = spider_loader(settings)
    papers = {name: getattr(loader.load(name), "newspaper", ANY) for name in sorted(loader.list())}
    return {name: paper for name, paper in papers.items() if paper.home}


def named(settings: BaseSettings) -> Callable[[str], Newspaper]:
    """What gives a newspaper by its name; ANY where nothing is known of it."""
    papers = newspapers(settings)
    return lambda name: papers.get(name, ANY)


def described(modules: Iterable[str]) -> dict[str, Newspaper]:
    """The newspapers that are constants of these modules, or of the modules of these packages, by name.

    Raises NewspaperError where one has no title or home, where two have one name, and for a module that there is not.
    """
    found: dict[str, tuple[Newspaper, str]] = {}
    for module in _modules(modules):
        for paper in vars(module).values():
            if not isinstance(paper, Newspaper) or paper is ANY:
                continue
            for fact, said in (("title", paper.title), ("home", paper.home)):
                if said is None:
                    raise NewspaperError(f"newspaper {paper.name!r} in {module.__name__}: no {fact}; it needs one")
            known, where = found.setdefault(paper.name, (paper, module.__name__))
            if known is not paper:
                raise NewspaperError(
                    f"newspaper {paper.name!r} is in {where} and in {module.__name__}: give one of them another name"
                )
    return {name: paper for name, (paper, _) in found.items()}


def families(settings: BaseSettings) -> list[Family]:
    """The families of newspapers, by name."""
    found = [family for family, _ in _families(settings)]
    return sorted(found, key=lambda family: family.name)


def module_of(family: Family, settings: BaseSettings) -> Path:
    """The file of the module that describes a family."""
    return next(Path(module.__file__) for found, module in _families(settings) if found is family and module.__file__)


def _families(settings: BaseSettings) -> Iterator[tuple[Family, ModuleType]]:
    """Each family, which is the constant FAMILY of a module, with that module."""
    for module in _modules(settings.getlist("NEWSPAPER_MODULES")):
        if isinstance(family := getattr(module, "FAMILY", None), Family):
            yield family, module


def _modules(names: Iterable[str]) -> Iterator[ModuleType]:
    """Modules by name, and those of a package. Raises NewspaperError for one that there is not."""
    for name in names:
        try:
            module = import_module(name)
        except ModuleNotFoundError as error:
            if error.name is None or not f"{name}.".startswith(f"{error.name}."):
                raise
            raise NewspaperError(
                f"NEWSPAPER_MODULES: no module {name}; name one that Python finds from here"
            ) from error
        yield module
        yield from _modules(f"{name}.{part.name}" for part in pkgutil.iter_modules(getattr(module, "__path__", ())))

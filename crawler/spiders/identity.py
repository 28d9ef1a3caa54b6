"""Which article stands at an address: what the addresses of a newspaper's family say."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from archive import pages
from archive.article import Key, KeyScope
from archive.identity import series
from crawler import bounds
from crawler.backfill import Serial
from crawler.discovery import addresses
from crawler.spiders.base import ArchiveSpider
from pipelines.page import Page

_YEAR = re.compile(r"(?:19|20)\d\d")


class Identity(ArchiveSpider):
    """A spider that knows an article by its address."""

    @classmethod
    def article_key(cls, url: str) -> str | None:
        """The identity of the article at this address within the newspaper; None: the address is.

        It is what the groups of the first of `patterns` that fits have caught, in their order. Host, slug and
        section are no part of it: they change, and some servers ignore them.
        """
        return "-".join(cls._named(url).values()) or None

    @classmethod
    def key(cls, url: str) -> Key | None:
        """`article_key`, and how far it is believed: the names of the groups say so, `hex`, `id` or a mere `number`.

        None without a key.
        """
        text, named = cls.article_key(url), cls._named(url)
        scope = KeyScope.FAMILY if "hex" in named else KeyScope.UNTRUSTED if "number" in named else KeyScope.NEWSPAPER
        return Key(text, scope) if text else None

    @classmethod
    def serial(cls, url: str) -> Serial | None:
        """The number in an article's address, with the pattern it was found by; None for hexadecimal ids and others."""
        match, named = cls._fits(url), cls._named(url)
        number = re.fullmatch(r"[a-z]*(\d+)", named.get("id") or named.get("number") or "")
        if match is None or number is None or len(number[1]) > 18 or "[0-9a-f]" in match.re.pattern:
            return None
        return match.re.pattern, int(number[1])

    @classmethod
    def identify(cls, page: Page, home: str | None = None) -> None:
        """Says of an article that was read which it is, before it is stored: its address, its key.

        The canonical address outranks the one asked for: a server that ignores slugs answers with whatever article
        bears the id. One of another house's (a syndicated copy) is not believed, nor one with another id, or none; the
        house is the class's, else that of `home`. Where neither is known, one that leads nowhere outside is not believed.
        """
        assert page.article is not None
        asked, named = cls.key(page.url), cls.key(page.article.url)
        another = asked and asked.scope and (not named or (series(asked.text) == series(named.text) and asked != named))
        host = addresses.site(page.article.url)
        if home := cls.home or home:
            elsewhere = host not in {addresses.site(home), *cls.former}
        else:
            elsewhere = host != addresses.site(page.url) and bounds.is_inside(page.article.url)
        if another or elsewhere:
            page.article.url, named = page.url, asked
        page.visit.key = named or asked

    @classmethod
    def _fits(cls, url: str) -> re.Match[str] | None:
        """The match of the first of `patterns` that the address fits; None for none."""
        parts = urlsplit(url)
        address = f"{parts.path}?{parts.query}" if parts.query else parts.path
        return next((match for known in cls.patterns if (match := pattern(known).search(address))), None)

    @classmethod
    def _named(cls, url: str) -> dict[str, str]:
        """What the pattern that fits has caught, by the names of its groups; a year is no number."""
        match = cls._fits(url)
        found = {name: text for name, text in match.groupdict().items() if text} if match else {}
        return {name: text for name, text in found.items() if name != "number" or not _YEAR.fullmatch(text)}

    @classmethod
    def _is_article(cls, url: str) -> bool:
        """Whether an address is an article's by its form; a newspaper that took an article down may send its readers to
        a section page.
        """
        return cls._fits(url) is not None or addresses.priority(url) == pages.ARTICLE


@lru_cache(maxsize=512)
def pattern(text: str) -> re.Pattern[str]:
    """A pattern of addresses, in which capitals count as small letters."""
    return re.compile(text, re.I)

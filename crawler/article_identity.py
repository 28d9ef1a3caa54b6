"""Which article a page shows: what its newspaper's addresses say, and how far a canonical address is believed."""

from __future__ import annotations

from archive.storing.identity import series
from crawler.discovery import addresses
from crawler.fetching import bounds
from crawler.newspaper import Newspaper
from pipelines.page import Page


def identify(page: Page, newspaper: Newspaper, home: str | None = None) -> None:
    """Settles which article a page that was read shows, before it is stored: its address (`page.article.url`) and its
    key (`page.visit.key`, None where the newspaper's addresses have none). `page.article` must be set.

    The canonical address outranks the one asked for: a server that ignores slugs answers with whatever article bears
    the id. Not believed is a canonical address of another site (a syndicated copy), with another id, or without one.
    The site is the newspaper's, else that of `home`; where neither is known, an address that means nothing outside the
    newspaper's own network is not believed.
    """
    assert page.article is not None
    asked, named = newspaper.key(page.url), newspaper.key(page.article.url)
    another = asked and asked.scope and (not named or (series(asked.text) == series(named.text) and asked != named))
    host = addresses.site(page.article.url)
    if home := newspaper.home or home:
        elsewhere = host not in {addresses.site(home), *newspaper.former}
    else:
        elsewhere = host != addresses.site(page.url) and bounds.is_inside(page.article.url)
    if another or elsewhere:
        page.article.url, named = page.url, asked
    page.visit.key = named or asked

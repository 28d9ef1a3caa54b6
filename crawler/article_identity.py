"""Which article a page shows: what its newspaper's addresses say, and how far a canonical address is believed."""

from __future__ import annotations

from archive.storing.identity import series
from crawler.discovery import addresses
from crawler.fetching import bounds
from crawler.newspaper import Newspaper
from pipelines.page import Page


def identify(page: Page, newspaper: Newspaper, home: str | None = None) -> None:
    """Says of an article that was read which it is, before it is stored: its address, its key.

    The canonical address outranks the one asked for: a server that ignores slugs answers with whatever article
    bears the id. One of another house's (a syndicated copy) is not believed, nor one with another id, or none; the
    house is the newspaper's, else that of `home`. Where neither is known, one that leads nowhere outside is not believed.
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

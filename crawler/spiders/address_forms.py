"""Which form of an address is asked for, where links name it over http and https, with `www.` and without."""

from __future__ import annotations

from urllib.parse import urlsplit

from archive.database import transaction
from archive.frontier import forms, pages, revisits, schedule
from archive.frontier.forms import Form
from archive.frontier.pages import Due, Link
from archive.storing.identity import spellings
from crawler.clock import now
from crawler.spiders.base import ArchiveSpider


class AddressForms:
    """Has one form of an address asked for where the newspaper's own pages say which: by the address that a page calls
    its own, by a redirect, or by the form in which the home is served. Another is asked for where that one fails, and no
    third where the other answered."""

    def __init__(self, crawl: ArchiveSpider):
        self.crawl = crawl
        self.waiting: dict[str, set[int]] = {}  # what waits, by the form that is asked for first
        self.waited: set[tuple[int, int]] = set()  # what has waited for what, and does not again

    def is_read(self, due: Due) -> bool:
        """Whether what is due was read in another form. It waits for a month then, known as that article's, and what its
        links tell is handed to the form that was read."""
        read = self._read(due)
        if read is None:
            return False
        with transaction(self.crawl.archive):
            self._hand_on(due, read.url)
            if read.article_id is not None:
                pages.leads_to(self.crawl.archive, due.url, read.article_id)
            schedule.put_off(self.crawl.archive, due.id, now() + revisits.MONTH)
        return True

    def waits(self, due: Due) -> bool:
        """Whether another form of what is due is to be asked for first: the home's, else the one that was found first."""
        if due.state != "new":
            return False
        home = self._form_of_home()
        unread = [one for one in self._known(due) if one.state == "new"]
        first = min(unread, key=lambda one: (_form(one.url) != home, one.id), default=None)
        if first is None or first.id == due.id or (due.id, first.id) in self.waited:
            return False
        self._hand_on(due, first.url)
        self.waiting.setdefault(first.url, set()).add(due.id)
        self.waited.add((due.id, first.id))
        return True

    def _read(self, due: Due) -> Form | None:
        """The form that was read in place of what is due; None where there is none, or nothing says that they are one."""
        if due.kind != "page" or due.state not in ("new", "index") or len(known := self._known(due)) < 2:
            return None
        home = self._form_of_home()
        if _form(due.url) == home:
            return None
        named = {one.leads_to for one in known}
        if due.url in named:
            return None
        variants = spellings(due.url)
        failed = any(_form(one.url) == home and one.state != "new" and not one.answered for one in known)
        for one in known:
            told = due.state == "new" and (failed or one.url in named or one.canonical in variants)
            if one.id != due.id and one.answered and (told or _form(one.url) == home):
                return one
        return None

    def _known(self, due: Due) -> list[Form]:
        """The forms of an address that are known, its own among them."""
        return forms.known(self.crawl.archive, self.crawl.name, spellings(due.url)) if due.kind == "page" else []

    def _form_of_home(self) -> tuple[str, bool] | None:
        """The form in which the home is served; None where it was not read yet."""
        served = forms.served_at(self.crawl.archive, self.crawl.home or "")
        return _form(served) if served else None

    def _hand_on(self, due: Due, url: str) -> None:
        """Has the form that is asked for know what links to another tell of the article: its dates, their words."""
        link = Link(
            url, priority=pages.REST, modified=due.modified, published=due.published, listed=due.listed,
            anchor=due.anchor, teaser=due.teaser,
        )  # fmt: skip
        pages.add(self.crawl.archive, self.crawl.name, [link], now())


def _form(url: str) -> tuple[str, bool]:
    """The scheme of an address, and whether its host has `www.`."""
    parts = urlsplit(url)
    return parts.scheme, parts.netloc.startswith("www.")

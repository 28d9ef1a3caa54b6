"""The forms of one address, http and https, with `www.` and without: which of them are known, and what stands there."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from archive.reasons import LISTS, Code

_MOST_REDIRECTS = 10
_READ = {*LISTS, Code.STATIC_PAGE, Code.SEARCH_RESULTS}  # no article, and nothing that stands in an article's place


@dataclass(slots=True, frozen=True)
class Form:
    """A row of the frontier at one form of an address. `canonical` is what its page calls its own address where that is
    another, `leads_to` where it redirects."""

    id: int
    url: str
    state: str
    article_id: int | None
    reason: str | None
    canonical: str | None
    leads_to: str | None

    @property
    def answered(self) -> bool:
        """Whether it was read and showed what stands there; a redirect, where it led to an article."""
        if self.state == "other":
            return self.reason in _READ
        return self.state in ("article", "index") or (self.state == "moved" and self.article_id is not None)


def known(conn: sqlite3.Connection, newspaper: str, urls: Sequence[str]) -> list[Form]:
    """Those of these addresses that the newspaper's frontier knows, as they were found."""
    rows = conn.execute(
        "select id, url, state, article_id, reason, canonical, iif(state = 'moved', json_extract(detail, '$.url'), null)"
        f" from pages where newspaper = ? and kind = 'page' and url in ({', '.join('?' * len(urls))}) order by id",
        [newspaper, *urls],
    )
    return [Form(*row) for row in rows]


def served_at(conn: sqlite3.Connection, url: str) -> str | None:
    """Where a page is served: the address itself, or the end of its redirects; None where it was not read yet."""
    for _ in range(_MOST_REDIRECTS):
        row = conn.execute("select state, json_extract(detail, '$.url') from pages where url = ?", [url]).fetchone()
        if row is None or row[0] != "moved":
            return url if row and row[0] in ("index", "other", "article") else None
        url = row[1] or ""
    return None

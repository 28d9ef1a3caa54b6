"""What the pages of a new design say together: whoever bought a domain may copy frame and imprint, and each of his pages
may be ordinary; that none of a dozen is about the newspaper's province is not.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from itertools import islice

from archive import profiles as rows
from archive.article import Article
from archive.storing.identity import spellings
from pipelines.outline import outline
from pipelines.page import Page
from pipelines.printed_names import names_printed
from pipelines.title_keys import key
from pipelines.touting import is_report
from pipelines.whose_page import has_news_beside, is_news, other_lines, provinces_of

SIGN = "none of its kind is about the province"
MANY = 12  # pages of a design that say nothing of the newspaper, from which on the next that does not is doubtful
_BEFORE = 40  # articles from before the design, half of which must say something
_READ = 5000  # characters


def says_nothing(conn: sqlite3.Connection, page: Page, article: Article, design: rows.Row) -> bool:
    """Whether a page has nothing of the newspaper, nor has any of its design's pages that are stored, MANY at least, while
    half of what the newspaper printed before had. What counts is its province, the manner of news, or places and people
    that it printed before."""
    provinces = [key(name) for name in provinces_of(conn, page.newspaper) or ()]
    text = f"{article.title}. {article.lead or ''} {article.body}"
    if not provinces or _speaks(text, provinces, []):
        return False
    before = conn.execute(
        "select title || '. ' || coalesce(lead, '') || ' ' || body from articles where newspaper = ? and first_seen_at < ?"
        " order by id desc limit ?",
        [page.newspaper, design.since, _BEFORE],
    ).fetchall()
    known = [one for (one,) in before]
    assert page.elements
    lines = other_lines(outline(page.elements.root), article)
    if _speaks(text, provinces, known) or has_news_beside(conn, page, lines):
        return False
    of_design = list(islice(_stored(conn, design), MANY))
    if len(of_design) < MANY or any(_speaks(one, provinces, known) for one in of_design):
        return False
    return sum(_speaks(one, provinces, [*known[:at], *known[at + 1 :]]) for at, one in enumerate(known)) * 2 >= len(
        known
    )


def _stored(conn: sqlite3.Connection, design: rows.Row) -> Iterable[str]:
    """Yields the texts of the articles that were read from pages of a design."""
    for where, _ in rows.addresses(conn, design.id):
        urls = [form for url in spellings(f"https://{where}") for form in (url, f"{url}/")]
        row = conn.execute(
            "select a.title || '. ' || coalesce(a.lead, '') || ' ' || a.body from pages p join articles a on a.id = p.article_id"
            f" where p.url in ({', '.join('?' * len(urls))}) and p.state = 'article'",
            urls,
        ).fetchone()
        if row is not None:
            yield row[0]


def _speaks(text: str, provinces: list[str], known: list[str]) -> bool:
    """Whether a text names one of the provinces, is written as news is, or names what several of the `known` texts name."""
    text = text[:_READ]
    told = key(text)
    if is_news(text) or is_report(text) or any(re.search(rf"\b{re.escape(name)}\b", told) for name in provinces):
        return True
    return names_printed(text, known) > 0

"""What the pages of a new design say together: whoever bought a domain may copy frame and imprint, and each of his pages
may be ordinary; that none of a dozen is about the newspaper's province is not.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from itertools import islice

from archive import profiles as rows
from archive.article import Article
from archive.reasons import Code, Reason
from archive.storing.identity import spellings
from pipelines.foreign_pages.names_borne import provinces_of
from pipelines.foreign_pages.printed_names import names_printed
from pipelines.foreign_pages.whose_page import UNKNOWN, has_news_beside, is_news, other_lines
from pipelines.language.title_keys import key
from pipelines.outline import outline
from pipelines.page import Page
from pipelines.page_type.touting import is_report

_SIGN = "none of its kind is about the province"
MANY = 12  # pages of a design that say nothing of the newspaper, from which on the next that does not is doubtful
_BEFORE = 40  # articles from before the design, half of which must say something
_READ = 5000  # characters
_COPIES = 4  # of so many pages one may speak for the newspaper that is copied
# Why a page of such a design is refused, or withdrawn; and the rows of `pages` that were.
DOUBT = Reason(Code.DOUBTFUL, signs=f"{UNKNOWN}, {_SIGN}", design=True)
DOUBTED = f"reason = '{Code.DOUBTFUL}' and json_extract(detail, '$.design')"


def says_nothing(conn: sqlite3.Connection, page: Page, article: Article, design: rows.Row) -> bool:
    """Whether a page has nothing of the newspaper, nor have the pages of its design (`is_silent`)."""
    return not speaks_of_newspaper(conn, page, article, design) and is_silent(conn, page.newspaper, design)


def speaks_of_newspaper(conn: sqlite3.Connection, page: Page, article: Article, design: rows.Row) -> bool:
    """Whether a page of a new design has something of the newspaper: its province in the text or in headlines beside
    it, the manner of news, places and people that were printed before the design. True as well where the newspaper's
    province is not known, as nothing can be missed then.
    """
    provinces = _provinces(conn, page.newspaper)
    text = _text(article.title, article.lead, article.body)
    if not provinces or _speaks(text, provinces, []):
        return True
    assert page.elements
    lines = other_lines(outline(page.elements.root), article)
    known = _before(conn, page.newspaper, design)
    return _speaks(text, provinces, known) or has_news_beside(conn, page, lines)


def is_silent(conn: sqlite3.Connection, newspaper: str, design: rows.Row) -> bool:
    """Whether none of the first pages of a design, MANY at least, has anything of the newspaper, and of all fewer than a
    quarter, as copies may, while half of what it printed before had. Pages that were withdrawn count with them."""
    provinces, known = _provinces(conn, newspaper), _before(conn, newspaper, design)
    if not provinces:
        return False
    texts = (text for _, text in stored(conn, design))
    first = [_speaks(one, provinces, known) for one in islice(texts, MANY)]
    gone = len(withdrawn(conn, design)) if len(first) < MANY or any(first) else 0
    if len(first) + gone < MANY or (any(first) and not gone):
        return False
    told = [*first, *(_speaks(one, provinces, known) for one in texts)]
    if _COPIES * sum(told) >= len(told) + gone:
        return False
    before = sum(_speaks(one, provinces, known[:at] + known[at + 1 :]) for at, one in enumerate(known))
    return before * 2 >= len(known)


def stored(conn: sqlite3.Connection, design: rows.Row) -> Iterator[tuple[int, str]]:
    """Yields the ids and texts of the articles that were read from pages of a design."""
    for urls in _addresses(conn, design):
        row = conn.execute(
            "select a.id, a.title, a.lead, a.body from pages p join articles a on a.id = p.article_id"
            f" where p.url in ({', '.join('?' * len(urls))}) and p.state = 'article'",
            urls,
        ).fetchone()
        if row is not None:
            yield row[0], _text(*row[1:])


def withdrawn(conn: sqlite3.Connection, design: rows.Row) -> list[str]:
    """The addresses of a design's pages that were articles until the design was known for another's."""
    return [
        url
        for urls in _addresses(conn, design)
        for (url,) in conn.execute(
            f"select url from pages where url in ({', '.join('?' * len(urls))}) and {DOUBTED}", urls
        )
    ]


def _addresses(conn: sqlite3.Connection, design: rows.Row) -> Iterator[list[str]]:
    """Yields the address of each page of a design, in all its spellings."""
    for where, _ in rows.addresses(conn, design.id):
        yield [form for url in spellings(f"https://{where}") for form in (url, f"{url}/")]


def _provinces(conn: sqlite3.Connection, newspaper: str) -> list[str]:
    """The keys of the names of a newspaper's province; none where that is not known."""
    return [key(name) for name in provinces_of(conn, newspaper) or ()]


def _before(conn: sqlite3.Connection, newspaper: str, design: rows.Row) -> list[str]:
    """Texts of the newspaper from before a design."""
    found = conn.execute(
        "select title, lead, body from articles where newspaper = ? and first_seen_at < ? order by id desc limit ?",
        [newspaper, design.since, _BEFORE],
    )
    return [_text(*one) for one in found]


def _text(title: str, lead: str | None, body: str) -> str:
    """What an article says, in one piece."""
    return f"{title}. {lead or ''} {body}"


def _speaks(text: str, provinces: list[str], known: list[str]) -> bool:
    """Whether a text names one of the provinces, is written as news is, or names what several of the `known` texts name."""
    text = text[:_READ]
    told = key(text)
    if is_news(text) or is_report(text) or any(re.search(rf"\b{re.escape(name)}\b", told) for name in provinces):
        return True
    return names_printed(text, known) > 0

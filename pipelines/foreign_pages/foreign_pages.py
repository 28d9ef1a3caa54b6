"""Whether a page is not the newspaper's any more: a domain that changed hands, a wall or one page for every address.

Nothing decides alone. An edit keeps title, text or frame; a new design keeps the texts or the menu, and titles that fit
their addresses; a squatter's page keeps nothing of these.
"""

from __future__ import annotations

import re
import sqlite3
from array import array
from collections.abc import Set
from dataclasses import dataclass
from itertools import islice

from archive import profiles as rows
from archive.article import Article
from archive.hosts import host
from archive.moments import utc
from archive.reasons import NOT_ITS_OWN, Code, Reason, code_of
from archive.storing.identity import article_at, is_only_named, spellings
from archive.storing.likeness import Likeness, alike
from archive.storing.revisions import take_back
from pipelines.foreign_pages import new_design, unlike, whose_page
from pipelines.language.title_keys import key
from pipelines.page import Page
from pipelines.page_type.page_type import FOR_SALE, PARKED_SIGN
from pipelines.page_type.touting import touted
from pipelines.profiles.learning import place, sketch_of
from pipelines.profiles.profile import Profile
from pipelines.profiles.sketch import NOWHERE, address, class_marks, fits, line_mark, slug

_KIN = 0.15  # of what a page prints and its class names, what its newspaper's pages have too: less is another site's
_NOTHING = _KIN / 3  # less than even an edition in another language has
_ENOUGH = 12  # pages, below which titles that do not fit addresses say nothing
_RECENT = 200  # articles by which the newspaper's language is told
_LINES = 8  # and class names of a page, below which there is no telling its frame
_SEVERAL = 2  # addresses of a host that show another's, by which the host is
_OTHER_TITLE = "a title that its address does not say"
_TEXT = 200  # characters of a text that may be the same at another address by no chance

# What pages say that are put where a newspaper was, beside what `touting` knows.
_PARKED = re.compile("|".join(pattern for pattern, _ in FOR_SALE))


@dataclass(slots=True)
class _Kin:
    """How much of a page the newspaper's other pages have too: the `share` of its lines, from 0 to 1; None where these
    pages share so little among themselves that it tells nothing. All three questions are answered with no then.
    """

    share: float | None

    @property
    def is_none(self) -> bool:
        """Whether the page has too little of what the newspaper's pages share to be one of them."""
        return self.share is not None and self.share < _KIN

    @property
    def is_nothing(self) -> bool:
        """Whether the page has next to nothing of what the newspaper's pages share."""
        return self.share is not None and self.share < _NOTHING

    @property
    def is_some(self) -> bool:
        """Whether the page has enough of what the newspaper's pages share to be one of them."""
        return self.share is not None and self.share >= _KIN


def why_foreign(conn: sqlite3.Connection, page: Page, *, take_doubtful: bool = False) -> Reason | None:
    """Why an article that was read is not the newspaper's; None where it is, or is only doubtful and to be taken."""
    why = _reason_of(conn, page)
    return None if take_doubtful and code_of(why) in (Code.DOUBTFUL, Code.UNLIKE) else why


def _reason_of(conn: sqlite3.Connection, page: Page) -> Reason | None:
    """Why an article is not the newspaper's, or doubtfully is; None where it is, or nothing tells."""
    article = page.article
    if article is None or page.url.startswith("file:"):
        return None
    stored = article_at(conn, page.url)
    if stored is None or is_only_named(conn, stored, spellings(page.url)):
        return _reason_at_unknown_address(conn, page, article)
    if (other := unlike.headed_as_another(conn, page, stored)) is not None:
        return Reason(Code.SHOWN_ELSEWHERE, url=other)
    if alike(conn, stored, article) > Likeness.NONE or _fits_address(page):
        return unlike.why_without_text(conn, page, stored)
    if (other := _elsewhere(conn, page, stored)) is not None:
        return Reason(Code.SHOWN_ELSEWHERE, url=other)
    language, until = conn.execute("select language, last_seen_at from articles where id = ?", [stored]).fetchone()
    kin = _kin(page, _sketches(conn, page, until))
    told = [] if kin.is_some else _foreign_signs(article, language)
    if kin.is_none:
        told.append("nothing of its pages")
    return Reason(Code.FOREIGN, signs=", ".join(told)) if told else unlike.why_unlike(conn, page, stored)


def is_told(reason: Reason | None) -> bool:
    """Whether a page was refused for this."""
    return code_of(reason) in NOT_ITS_OWN


def take_back_shared(conn: sqlite3.Connection, page: Page) -> None:
    """Takes back the revisions that a page made which has turned out to be one for several addresses; call within a
    transaction. The first of these addresses showed it before anybody could know."""
    if page.visit.digest is None:
        return
    for url, article_id in conn.execute(
        "select url, article_id from pages where digest = ? and url != ? and article_id is not null",
        [page.visit.digest, page.url],
    ).fetchall():
        if take_back(conn, article_id):
            why = Reason(Code.SHOWN_ELSEWHERE, url=page.url)
            conn.execute(
                "update pages set error = ?, reason = ?, detail = ?, profile = -1 where url = ?",
                [why, why.code, why.detail, url],
            )


def is_foreign(conn: sqlite3.Connection, page: Page, capture_id: int, *, take_doubtful: bool = False) -> bool:
    """Whether a capture that is read again is not the newspaper's; False for one that was stored as an article."""
    known = conn.execute("select 1 from revisions where capture_id = ?", [capture_id]).fetchone()
    return known is None and why_foreign(conn, page, take_doubtful=take_doubtful) is not None


def _reason_at_unknown_address(conn: sqlite3.Connection, page: Page, article: Article) -> Reason | None:
    """Why a page is not the newspaper's at an address where no article is known, held against a newspaper that is known
    well; None where it may be.
    """
    if (same := unlike.same_in_doubt(conn, page)) is not None:
        return same
    if page.outline is None:
        return None
    if page.profile is None:
        return _reason_alone(conn, page, article)
    designs = rows.of(conn, page.newspaper, place(page.url))
    if len(designs) < 2 and (page.profile.frame_share(class_marks(page.outline)) or 0.0) >= _KIN:
        return None
    (language,) = conn.execute(
        "select language from (select language from articles where newspaper = ? order by id desc limit ?)"
        " group by 1 order by count(*) desc limit 1",
        [page.newspaper, _RECENT],
    ).fetchone() or (None,)
    told = _foreign_signs(article, language)
    if _fits_address(page):  # as whoever bought the domain makes addresses of titles too
        told = [sign for sign in told if sign == PARKED_SIGN]
    elif slug(page.url) and page.profile.titles and page.profile.pages >= _ENOUGH:
        told.append(_OTHER_TITLE)
    if told and (why := _by_its_words(conn, page, article, told)) is not None:
        return why
    if (sold := _sold_since(conn, page)) and _kin(page, _sketches(conn, page, sold)).is_nothing:
        return Reason(Code.FOREIGN, signs=f"nothing of its pages, and its host was another's from {sold[:10]} on")
    own = _of_stored(conn, designs)
    of_kind = _reason_of_kind(conn, page, article, designs)
    if of_kind is not None or _looks_alike(conn, page, article, own):
        return of_kind
    if len(own) < _ENOUGH:
        return _reason_alone(conn, page, article)
    if not _kin(page, own, but=whose_page.copied_marks(conn, page, article)).is_nothing:
        return None
    signs = whose_page.signs_of(conn, page, article)
    return Reason(Code.DOUBTFUL, signs=", ".join(signs)) if whose_page.weigh(signs) <= whose_page.REFUSED else None


def _reason_of_kind(conn: sqlite3.Connection, page: Page, article: Article, designs: list[rows.Row]) -> Reason | None:
    """Why a page is doubtful that looks like others of the newspaper's: none of these, which came after its first design
    and have nothing of that, is about what the newspaper writes of."""
    assert page.outline
    if len(designs) < 2 or not whose_page.is_listed(conn, page.newspaper):
        return None
    later = designs[-1]
    marks = [_features(found) for _, found in islice(rows.addresses(conn, later.id), new_design.MANY)]
    own = _page_features(page)
    if not any(len(own & other) >= _KIN * len(other) > 0 for other in marks):
        return None
    told = new_design.says_nothing(conn, page, article, later)
    return new_design.DOUBT if told else None


def _page_features(page: Page) -> set[int]:
    """The marks of a page's lines and class names, as it was read."""
    assert page.outline
    return class_marks(page.outline) | {line_mark(line.text) for line in page.outline.lines if line.text}


def _by_its_words(conn: sqlite3.Connection, page: Page, article: Article, told: list[str]) -> Reason | None:
    """Why a page is not the newspaper's which shows the signs `told`; None where it has enough of the newspaper's pages, or
    speaks for itself in another language."""
    parked = PARKED_SIGN in told
    most = 2 * _KIN if parked and touted(article) else _KIN if parked else _NOTHING  # a copied imprint is some of it
    share = _kin(page, _sketches(conn, page, "")).share
    if share is None or share >= most:
        return None
    is_open = False
    if parked or _OTHER_TITLE not in told:
        signs = whose_page.signs_of(conn, page, article)
        is_open = share >= _KIN or whose_page.weigh(signs) >= 0 or bool(whose_page.OPEN & {*signs})
    if is_open and not parked:
        return None
    return Reason(Code.DOUBTFUL if is_open else Code.FOREIGN, signs=f"{whose_page.UNKNOWN}, {', '.join(told)}")


def _reason_alone(conn: sqlite3.Connection, page: Page, article: Article) -> Reason | None:
    """Why a page is not the newspaper's where next to nothing is known of that: what no newspaper of a province prints."""
    if what := touted(article):
        return Reason(Code.DOUBTFUL, signs=f"touts {what}")
    if whose_page.is_from_elsewhere(conn, page, article):
        return Reason(Code.DOUBTFUL, signs=f"another language ({article.language}), nothing of the country")
    signs = [sign for sign in whose_page.signs_of(conn, page, article) if sign != whose_page.UNKNOWN]
    total = whose_page.weigh(signs)
    if total <= 0 and _is_parked(article):
        return Reason(Code.DOUBTFUL, signs=", ".join([PARKED_SIGN, *signs]))
    listed = whose_page.is_listed(conn, page.newspaper)  # what was saved from any other site may be a blog
    is_blog = bool(whose_page.BLOGS & {*signs}) and total <= whose_page.REFUSED_ALONE
    is_nobodys = total < 0 and whose_page.FOR_ENGINES in signs and not whose_page.speaks(signs)
    return Reason(Code.DOUBTFUL, signs=", ".join(signs)) if listed and (is_blog or is_nobodys) else None


def _is_parked(article: Article) -> bool:
    """Whether a text says that a domain is for sale."""
    return _PARKED.search(key(f"{article.title} {article.lead or ''} {article.body}"[:5000])) is not None


def _sold_since(conn: sqlite3.Connection, page: Page) -> str | None:
    """Since when several addresses of the page's host that were the newspaper's have shown another's; None where they have
    not. One that is its own again counts no more."""
    known = conn.execute(
        "select url, fetched_at from pages where newspaper = ? and reason = 'foreign' and fetched_at <= ? order by fetched_at"
        " limit 50",
        [page.newspaper, utc(page.fetched_at)],
    )
    seen = [when for url, when in known if host(url) == host(page.url)]
    return seen[0] if len(seen) >= _SEVERAL else None


def _foreign_signs(article: Article, language: str | None) -> list[str]:
    """The signs on a page that no page of the newspaper would show, in words."""
    told = []
    if language and article.language and language != article.language:
        told.append(f"another language ({article.language})")
    if _is_parked(article) or touted(article):
        told.append(PARKED_SIGN)
    return told


def _fits_address(page: Page) -> bool:
    """Whether the article's title is what the page's address says."""
    assert page.article
    wanted = slug(page.url)
    return bool(wanted) and fits(page.article.title, wanted)


def _sketches(conn: sqlite3.Connection, page: Page, until: str) -> list[array[int]]:
    """The marks of the newspaper's pages: those seen `until` then, or, where that is not known, of the designs whose
    titles fit their addresses, as a squatter's do not; else of the oldest."""
    designs = rows.of(conn, page.newspaper, place(page.url))
    own = address(page.url)
    if until:
        seen = [one for row in designs if row.since <= until for one in rows.pages(conn, row.id, until)]
        return [marks for marks, _ in seen]
    told = [rows.pages(conn, row.id, utc(page.fetched_at), but=own) for row in designs]
    fit = [pages for pages in told if sum(title is not None for _, title in pages) > 0.3 * len(pages)]
    return [marks for pages in fit or told[:1] for marks, _ in pages]


def _of_stored(conn: sqlite3.Connection, designs: list[rows.Row]) -> list[array[int]]:
    """The marks of pages that are articles in the archive, a dozen of each design: what files hold beside is learned from
    before anybody has said whose it is."""
    found: list[array[int]] = []
    for design in designs:
        told = (marks for where, marks in rows.addresses(conn, design.id) if _is_stored(conn, where))
        found += islice(told, _ENOUGH)
    return found


def _is_stored(conn: sqlite3.Connection, where: str) -> bool:
    """Whether an article was read at an address (without its scheme), however spelled."""
    urls = [form for url in spellings(f"https://{where}") for form in (url, f"{url}/")]
    query = f"select 1 from pages where url in ({', '.join('?' * len(urls))}) and state = 'article'"
    return conn.execute(query, urls).fetchone() is not None


def _looks_alike(conn: sqlite3.Connection, page: Page, article: Article, others: list[array[int]]) -> bool:
    """Whether a page as it was read has something in common with one of the others: `_kin` reads it a second time, whole,
    which takes half as long as the first."""
    own = _page_features(page) - whose_page.copied_marks(conn, page, article)
    newest_first = map(_features, reversed(others))
    return any(len(own & other) >= _NOTHING * len(other) > 0 for other in newest_first)


def _features(marks: array[int]) -> frozenset[int]:
    """What of a page's marks is the same wherever it stands: its lines and class names."""
    return frozenset(one if one & 0xFFFFFFFF in NOWHERE else one >> 32 for one in marks)


def _kin(page: Page, others: list[array[int]], *, but: Set[int] = frozenset()) -> _Kin:
    """What the page has in common with the one of the others that it has most in common with, these marks aside."""
    sets = [_features(marks) for marks in others]
    if not sets:
        return _Kin(None)
    if len(sets) > 1:
        # Where its own pages have nothing in common, a page without it says nothing.
        among = sorted(max(_shared(one, other) for other in sets if other is not one) for one in sets[:9])
        if among[len(among) // 2] < 2 * _KIN:
            return _Kin(None)
    elif len(sets[0]) < _LINES or sum(one & 0xFFFFFFFF in NOWHERE for one in others[0]) < 3:
        return _Kin(None)
    own = _features(sketch_of(page).marks) - but
    return _Kin(max(_shared(own, other) for other in sets))


def _shared(one: frozenset[int], other: frozenset[int]) -> float:
    """The share of the smaller set that the other has too; 0 where one is empty."""
    return len(one & other) / max(min(len(one), len(other)), 1)


def _elsewhere(conn: sqlite3.Connection, page: Page, stored: int) -> str | None:
    """Another address at which the newspaper showed the same bytes or text, one page for every address; None for none."""
    article = page.article
    assert article
    if page.visit.digest:
        row = conn.execute(
            "select url from captures where digest = :digest and url != :url"
            " union all select url from pages where digest = :digest and url != :url and article_id is not :id limit 1",
            {"digest": page.visit.digest, "url": page.url, "id": stored},
        ).fetchone()
        if row is not None and address(row[0]) != address(page.url):
            return row[0]
    if len(article.body) < _TEXT:
        return None
    row = conn.execute(
        "select url from articles where newspaper = ? and words = ? and title = ? and body = ? and id != ?",
        [page.newspaper, article.words, article.title, article.body, stored],
    ).fetchone()
    if row is not None:
        return row[0]
    paragraphs = {line_mark(text) for text in article.body.split("\n\n") if len(text) >= 80}
    if len(paragraphs) < 2:
        return None
    for design in rows.of(conn, page.newspaper, place(page.url)):
        for where, marks in rows.addresses(conn, design.id):
            if where != address(page.url) and len(paragraphs & {one >> 32 for one in marks}) >= 0.8 * len(paragraphs):
                known = Profile.of([]) if page.profile is None else page.profile
                if sum(number in known.lines for number in paragraphs) < 0.5 * len(paragraphs):
                    return where
    return None
